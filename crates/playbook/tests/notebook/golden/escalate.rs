//! Events of escalations, as they are stored and said.

use minicbor::bytes::ByteArray;
use playbook::{
    escalate::{
        Author, Card, Event as Escalate, Field, Ground, Mine, Opened, Proof, Value as Written, Way, Writing,
        marks::Seen,
        waiting::{Cost, Point},
    },
    notebook::Event,
    privacy::{Private, Shareable},
    side::Side,
};

use crate::{
    given::{day, id, private},
    pen,
};

/// Keys and the gate.
pub fn before() -> Vec<(Event, &'static str)> {
    let on = day("2026-05-04");
    let card = || Card { marks: [1; 32], seals: [2; 32] };
    let mine = Mine { secret: Private::new(ByteArray::from([3; 32])), card: card() };
    let point = |decided: &str, later, spread| Point { decided: day(decided), later, error: 12, spread };
    let costs = |zero, late| {
        let grid = vec![point("2026-05-04", 0, zero), point("2026-05-11", 340, late)];
        Cost { item: "Single sign-in".into(), grid, trials: 2000 }
    };
    let told = "What waiting costs, on 2026-05-04: “Single sign-in” decided on 2026-05-11 costs 3.4 working days more on average \
                than decided now, ± 0.1.";
    let grounded = |ground| Escalate::Grounded { peer: id(1), ground, on };
    let of = [
        (Escalate::KeyMade(mine), "You have a key to mark and to receive with."),
        (Escalate::KeyGiven { peer: id(1), card: card() }, "The key of Mira Solberg was kept."),
        (
            Escalate::KeyCompared { peer: id(1), on },
            "You and Mira Solberg compared the phrase of your keys on 2026-05-04.",
        ),
        (grounded(Ground::Confirmed), "Mira Solberg confirmed their constraint on 2026-05-04."),
        (
            grounded(Ground::Looked(private("nothing that pays"))),
            "A trade with Mira Solberg was looked for on 2026-05-04: nothing that pays.",
        ),
        (grounded(Ground::Stands), "You and Mira Solberg still disagreed on 2026-05-04."),
        (grounded(Ground::Waiting(costs(None, None))), told),
        (grounded(Ground::Waiting(costs(Some([0; 3]), Some([-20, 300, 900])))), told),
    ];
    of.into_iter().map(|(event, said)| (Event::Escalate(event), said)).collect()
}

/// A document from its opening on.
#[expect(clippy::too_many_lines, reason = "a list of samples")]
pub fn during() -> Vec<(Event, &'static str)> {
    let on = day("2026-05-04");
    let mut joint = pen::empty();
    pen::write(&mut joint, Field::Question, pen::said("Who builds it?"), Author::First);
    let opened = |joint, regardless| {
        Escalate::Opened(Opened { id: id(20), peer: id(1), me: Author::First, joint, regardless, on })
    };
    let writing = |value, proof| Writing { at: [2, 1], by: Author::Second, value, proof };
    let seen = |signature, words| Written::Seen(Seen { on, of: [4; 32], signature, said: words });
    let signed = || Proof::Signed([5; 64]);
    let wrote = |placed| Escalate::Wrote { escalation: id(20), placed };
    let whole = joint.writings();
    let recorded =
        vec![(Field::Mark(Author::Second), writing(seen(None, Some(pen::words("yes"))), Proof::Recorded))];
    let marked = vec![(Field::Mark(Author::Second), writing(seen(Some([6; 64]), None), signed()))];
    let taken_back = vec![(Field::Restated(Author::Second), writing(Written::Nothing, signed()))];
    let decided = |lost| Escalate::Decided {
        escalation: id(20),
        what: Shareable::new("Identity builds it".into()),
        lost,
        on,
    };
    let of = [
        (opened(pen::empty(), None), "Document 20 with Mira Solberg was opened on 2026-05-04."),
        (
            opened(joint, Some(private("the board meets"))),
            "Document 20 with Mira Solberg was opened on 2026-05-04, because “the board meets”.",
        ),
        (wrote(whole.clone()), "Document 20: question: Who builds it?"),
        (wrote(recorded), "Document 20: marked on 2026-05-04."),
        (wrote(marked), "Document 20: marked on 2026-05-04."),
        (wrote(taken_back), "Document 20: restated taken back."),
        (
            Escalate::Sent { escalation: id(20), way: Way::Sealed, on },
            "Document 20 was made ready to travel as a sealed file on 2026-05-04.",
        ),
        (
            Escalate::Took { escalation: id(20), way: Way::Plain, placed: whole, on },
            "Document 20 came back on 2026-05-04; new in it: question.",
        ),
        (
            Escalate::Invited { escalation: id(20), on, answer_by: day("2026-05-11") },
            "Document 20: invited on 2026-05-04 to answer by 2026-05-11.",
        ),
        (
            Escalate::TakenUp { escalation: id(20), text: [7; 32], on },
            "Document 20 went up on 2026-05-04, as both marked it.",
        ),
        (decided(None), "Document 20 was decided on 2026-05-04: Identity builds it."),
        (
            decided(Some(Side::Me)),
            "Document 20 was decided on 2026-05-04 (not what I asked for): Identity builds it.",
        ),
        (
            Escalate::Followed { escalation: id(20), next: private("we build the other half"), on },
            "Document 20, what follows, on 2026-05-04: we build the other half.",
        ),
        (
            Escalate::Closed { escalation: id(20), because: private("settled"), on },
            "Document 20 was closed on 2026-05-04, because “settled”.",
        ),
    ];
    of.into_iter().map(|(event, said)| (Event::Escalate(event), said)).collect()
}
