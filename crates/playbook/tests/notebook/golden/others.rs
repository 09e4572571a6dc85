//! Events of contributions and initiatives, as they are stored and said.

use playbook::{
    defend::{Contribution, Event as Defend},
    notebook::Event,
    privacy::Shareable,
    ratify::{Answer as Decision, Begun, Event as Ratify, Touch},
};

use crate::given::{day, id, private};

/// What others did, and who spoke for them.
pub fn defend() -> Vec<(Event, &'static str)> {
    let on = day("2026-05-04");
    let words = |words: &str| Shareable::new(words.to_owned());
    let contribution = |team, source| Contribution {
        id: id(51),
        peer: id(1),
        team,
        what: words("the load tests"),
        toward: words("Checkout v2"),
        on,
        source,
        noted: day("2026-05-08"),
    };
    let of = [
        (
            Defend::Contributed(contribution(None, None)),
            "Contribution 51 on 2026-05-04, the team of Mira Solberg, for Checkout v2: the load tests.",
        ),
        (
            Defend::Contributed(contribution(Some(words("Identity")), Some(private("PR 812")))),
            "Contribution 51 on 2026-05-04, the team of Mira Solberg (Identity), for Checkout v2: \
             the load tests; source: PR 812.",
        ),
        (
            Defend::Named { contribution: id(51), at: private("quarterly review, read by Ana"), on },
            "51 was named on 2026-05-04: quarterly review, read by Ana.",
        ),
        (
            Defend::Defended {
                peer: id(1),
                forum: private("the platform review"),
                said: private("her team carried the audit"),
                on,
            },
            "I spoke for Mira Solberg at the platform review on 2026-05-04: “her team carried the audit”.",
        ),
    ];
    of.into_iter().map(|(event, said)| (Event::Defend(event), said)).collect()
}

/// Initiatives, and who decided.
#[expect(clippy::too_many_lines, reason = "a list of samples")]
pub fn ratify() -> Vec<(Event, &'static str)> {
    let on = day("2026-05-04");
    let words = |words: &str| Shareable::new(words.to_owned());
    let touch = |peer, team: Option<&str>| Touch { peer: id(peer), team: team.map(words) };
    let what = || words("Move checkout to the new pipeline");
    let bare = || Begun {
        id: id(61),
        what: what(),
        items: Vec::new(),
        touches: vec![touch(1, None)],
        request: None,
        on,
    };
    let whole = Begun {
        items: vec![words("Export API"), words("Vault")],
        touches: vec![touch(1, Some("Identity")), touch(2, None)],
        request: Some(words("your yes by June")),
        ..bare()
    };
    let decided =
        |answer, remark| Ratify::Decided { initiative: id(61), peer: id(2), by: id(1), answer, on, remark };
    let spared = |because| Ratify::Spared { initiative: id(61), peer: id(2), because, on };
    let of = [
        (Ratify::Begun(bare()), "Initiative 61: “Move checkout to the new pipeline”; touches Mira Solberg."),
        (
            Ratify::Begun(whole),
            "Initiative 61: “Move checkout to the new pipeline”; touches Mira Solberg, Tom Reyes; \
             about Export API, Vault; asks for: your yes by June.",
        ),
        (
            Ratify::Touched { initiative: id(61), touch: touch(2, Some("Payments")), on },
            "Initiative 61 touches Tom Reyes, too.",
        ),
        (
            spared(Some(private("it runs beside the vault"))),
            "Initiative 61 touches Tom Reyes no more, because “it runs beside the vault”.",
        ),
        (spared(None), "Initiative 61 touches Tom Reyes no more."),
        (decided(Decision::Yes, None), "Initiative 61: Mira Solberg decided on 2026-05-04: yes."),
        (
            decided(Decision::No, Some(private("not before the audit"))),
            "Initiative 61: Mira Solberg decided on 2026-05-04: no; not before the audit.",
        ),
        (
            decided(Decision::If(words("the freeze ends by June")), None),
            "Initiative 61: Mira Solberg decided on 2026-05-04: yes, if: the freeze ends by June.",
        ),
        (
            Ratify::Requested { initiative: id(61), request: words("your yes by June") },
            "Initiative 61 asks for: your yes by June.",
        ),
        (
            Ratify::WentUp { initiative: id(61), on, credited: vec![id(51), id(52)] },
            "The page of initiative 61 went up on 2026-05-04; it names 51, 52.",
        ),
        (
            Ratify::WentUp { initiative: id(61), on, credited: Vec::new() },
            "The page of initiative 61 went up on 2026-05-04.",
        ),
        (
            Ratify::Dropped { initiative: id(61), because: private("the audit comes first"), on },
            "Initiative 61 was dropped, because “the audit comes first”.",
        ),
    ];
    of.into_iter().map(|(event, said)| (Event::Ratify(event), said)).collect()
}
