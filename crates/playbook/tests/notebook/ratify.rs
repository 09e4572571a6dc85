//! Initiatives that span teams, and the one page that goes up (rule R1).

use playbook::{
    map::peers,
    notebook::Command,
    privacy::Shareable,
    ratify::{
        Answer,
        Command::{Begin, Decide, Drop, Request, Spare, Touch, Up},
        Listed, Stage, listed, touched,
    },
    refusal::Refusal,
};
use proptest::prelude::*;

use crate::{
    defend::{contributed, mapped, words},
    given::{Story, day, id, private},
};

fn begin(items: &[&str], touches: &[&str], request: Option<&str>) -> impl FnOnce(&Story) -> Command {
    let items: Vec<Shareable<String>> = items.iter().map(|item| words(item)).collect();
    let request = request.map(words);
    let touches: Vec<String> = touches.iter().map(|name| (*name).to_owned()).collect();
    move |story| {
        let touch = |name: &String| touched(&story.notebook.peers, name, story.today).unwrap();
        let touches = touches.iter().map(touch).collect();
        Command::Ratify(Begin { what: words("Move to the new pipeline"), items, touches, request })
    }
}

fn decides(who: &str, answer: Answer) -> impl FnOnce(&Story) -> Command {
    move |story| {
        let (peer, on) = (story.peer(who), story.today);
        Command::Ratify(Decide {
            initiative: None,
            peer,
            answer,
            on,
            remark: Some(private("said in the corridor")),
        })
    }
}

fn up(initiative: u32) -> impl FnOnce(&Story) -> Command {
    move |story| Command::Ratify(Up { initiative: id(initiative), on: story.today })
}

fn spare(initiative: u32, who: &str) -> impl FnOnce(&Story) -> Command {
    move |story| {
        let because = private("it runs beside the vault");
        Command::Ratify(Spare { initiative: id(initiative), peer: story.peer(who), because })
    }
}

/// Both are touched, and something is asked for: entry 4.
pub fn begun() -> Story {
    mapped().done(begin(&[], &["mira", "Payments"], Some("your yes by June")))
}

fn open(story: &Story) -> Vec<Listed> {
    listed(&story.notebook.initiatives, &story.notebook.peers, story.today)
}

fn page(story: &Story) -> Result<String, Refusal> {
    story.notebook.ratification(id(4), story.today).map(|text| text.as_str().to_owned())
}

fn line(story: &Story) -> Option<(String, String)> {
    let found = story.week().lines.into_iter().find(|line| line.name == "initiative:4")?;
    Some((found.sentence, found.command))
}

#[test]
fn r1_an_initiative_lists_everybody_it_touches_with_what_they_decided_and_when() {
    let story = begun().after(2).done(decides("tom", Answer::If(words("the freeze ends by June"))));
    let found = open(&story).remove(0);
    assert_eq!((found.stage, found.open.as_slice()), (Stage::Open, &["Mira Solberg".to_owned()][..]));
    let of: Vec<_> = found
        .parties
        .iter()
        .map(|party| (party.peer.as_str(), party.team.as_deref(), party.answer, party.on))
        .collect();
    assert_eq!(
        of,
        [
            ("Mira Solberg", Some("Identity"), None, None),
            ("Tom Reyes", Some("Payments"), Some("condition"), Some(day("2026-05-06"))),
        ]
    );
    assert_eq!(found.parties[1].condition.as_deref(), Some("the freeze ends by June"));
    let ids: Vec<_> = found.parties.iter().map(|party| party.id).collect();
    assert_eq!(ids, ["mira", "tom"].map(|who| story.peer(who).id()));
}

#[test]
fn r1_teams_are_touched_by_items_of_the_kept_map_or_by_name() {
    let peers = |story: Story| -> Vec<String> {
        open(&story).remove(0).parties.into_iter().map(|party| party.peer).collect()
    };
    assert_eq!(peers(mapped().done(begin(&["Vault"], &[], None))), ["Tom Reyes"]);
    assert_eq!(peers(mapped().done(begin(&["Checkout v2"], &[], None))), ["Mira Solberg", "Tom Reyes"]);
    assert_eq!(peers(mapped().done(begin(&["Vault"], &["identity"], None))), ["Mira Solberg", "Tom Reyes"]);
    assert_eq!(
        peers(mapped().done(begin(&["Vault"], &["tom", "Payments"], None))),
        ["Tom Reyes"],
        "each once"
    );
    mapped().when(begin(&["Page"], &[], None)).refused(Refusal::TouchesNobody);
}

#[test]
fn r1_what_is_missing_is_on_the_week_page() {
    let story = begun();
    let (sentence, command) = line(&story).unwrap();
    assert_eq!(
        sentence,
        "Ask Mira Solberg and Tom Reyes for a yes, a no or a condition: Move to the new pipeline."
    );
    assert_eq!(command, "sideways initiative yes \"Mira Solberg\" --of 4");
    let story = story.done(decides("tom", Answer::Yes)).done(decides("mira", Answer::Yes));
    assert_eq!(
        line(&story).unwrap(),
        ("Take it up as one page: Move to the new pipeline.".into(), "sideways initiative page 4".into())
    );
    assert!(line(&story.done(up(4))).is_none());
}

#[test]
fn r1_one_page_goes_up_once_all_have_decided_the_decision_the_teams_their_credit_and_then_the_request() {
    let story = mapped().done(contributed("tom", "the fee table", "the cafeteria"));
    let story = story.done(begin(&["Checkout v2"], &[], Some("your yes by June\nand a window")));
    let story = story.after(1).done(contributed("mira", "the load tests", "Checkout v2"));
    let story = story.done(decides("mira", Answer::Yes)).after(1);
    let page = |story: &Story| story.notebook.ratification(id(5), story.today);
    assert_eq!(
        page(&story),
        Err(Refusal::NotAllDecided { initiative: id(5), open: vec!["Tom Reyes".into()] })
    );
    let story = story.done(decides("tom", Answer::If(words("the freeze ends by June"))));
    let text = page(&story).unwrap();
    assert_eq!(
        text.as_str(),
        "Move to the new pipeline.\n\n\
         Decided by the teams whose work it takes:\n\
         - The team of Mira Solberg (Identity): yes, on 5 May 2026.\n\
         - The team of Tom Reyes (Payments): yes, on 6 May 2026, on this condition: the freeze ends by June.\n\n\
         What their teams contributed:\n\
         - The team of Mira Solberg (Identity) contributed to Checkout v2 in May 2026: the load tests.\n\n\
         What we ask of you: your yes by June and a window."
    );
    let story = story.when(up(5)).then(&["The page of initiative 5 went up on 2026-05-06; it names 6."]);
    let unnamed: Vec<String> = story.notebook.contributions.unnamed().map(|one| one.id.to_string()).collect();
    assert_eq!(unnamed, ["4"], "what stood on the page was named by it");
    assert_eq!(page(&story).unwrap().as_str(), text.as_str(), "it can be read again");
    story.when(up(5)).refused(Refusal::WentUpBefore { initiative: id(5), on: day("2026-05-06") });
}

#[test]
fn r1_a_no_stops_the_page_until_they_decide_anew_or_are_spared() {
    let story = begun().done(decides("mira", Answer::Yes)).done(decides("tom", Answer::No));
    let refused =
        Refusal::RefusedByPeer { initiative: id(4), name: "Tom Reyes".into(), on: day("2026-05-04") };
    assert_eq!(page(&story), Err(refused.clone()));
    assert_eq!(open(&story)[0].stage, Stage::Refused);
    assert!(line(&story).unwrap().0.starts_with("Change it so that it spares Tom Reyes, or drop it"));
    story.again().when(up(4)).refused(refused);
    let spared = story
        .again()
        .when(spare(4, "tom"))
        .then(&["Initiative 4 touches Tom Reyes no more, because “it runs beside the vault”."]);
    assert!(!page(&spared).unwrap().contains("Tom"));
    let anew = story.after(3).done(decides("tom", Answer::Yes));
    assert!(page(&anew).unwrap().contains("Tom Reyes (Payments): yes, on 7 May 2026."));
}

#[test]
fn r1_a_page_asks_for_something() {
    let story = mapped().done(begin(&[], &["mira"], None)).done(decides("mira", Answer::Yes));
    assert_eq!(page(&story), Err(Refusal::NothingRequested { initiative: id(4) }));
    assert_eq!(line(&story).unwrap().1, "sideways initiative request 4 \"...\"");
    story.again().when(up(4)).refused(Refusal::NothingRequested { initiative: id(4) });
    let story = story.done(|_| Command::Ratify(Request { initiative: id(4), request: words("your yes") }));
    assert!(page(&story).unwrap().ends_with("What we ask of you: your yes."));
}

#[test]
fn r1_what_is_typed_wrong_is_refused_with_something_to_type() {
    let missing = |entry| Refusal::NoSuchInitiative { id: id(entry), open: vec!["4".into()] };
    begun().when(up(9)).refused(missing(9));
    let story = begun().done(begin(&[], &["mira"], None));
    let initiatives = vec!["4".to_owned(), "5".to_owned()];
    story
        .again()
        .when(decides("mira", Answer::Yes))
        .refused(Refusal::SeveralInitiatives { name: "Mira Solberg".into(), initiatives });
    story
        .again()
        .when(|story| {
            let (initiative, peer, on) = (Some(id(5)), story.peer("tom"), story.today);
            Command::Ratify(Decide { initiative, peer, answer: Answer::Yes, on, remark: None })
        })
        .refused(Refusal::NotTouched { initiative: id(5), name: "Tom Reyes".into() });
    mapped().when(decides("tom", Answer::Yes)).refused(Refusal::TouchedByNone { name: "Tom Reyes".into() });
    story.again().when(spare(5, "mira")).refused(Refusal::TouchesNobodyElse { initiative: id(5) });
    story
        .when(|story| {
            let touch = touched(&story.notebook.peers, "Identity", story.today).unwrap();
            Command::Ratify(Touch { initiative: id(5), touch })
        })
        .refused(Refusal::TouchedBefore { initiative: id(5), name: "Mira Solberg".into() });
}

#[test]
fn r1_whoever_follows_a_peer_decides_for_them() {
    let story = begun().done(|story| {
        let (peer, by, on) = (story.peer("tom"), story.peer("mira"), story.today);
        Command::Peers(peers::Command::Succeed { peer, by, on })
    });
    let (sentence, _) = story
        .week()
        .lines
        .into_iter()
        .flat_map(|line| [line.sentence].into_iter().chain(line.also))
        .find(|said| said.contains("pipeline"))
        .map(|said| (said, ()))
        .unwrap();
    assert!(sentence.starts_with("Ask Mira Solberg for a yes"), "{sentence}");
    let story = story.done(decides("mira", Answer::Yes));
    assert_eq!(page(&story).unwrap().matches("Mira Solberg").count(), 2, "for both teams");
}

#[test]
fn r1_what_is_dropped_is_gone() {
    let drop =
        |_: &Story| Command::Ratify(Drop { initiative: id(4), because: private("the audit comes first") });
    let story = begun().done(drop);
    assert!(open(&story).is_empty() && line(&story).is_none());
    assert_eq!(page(&story), Err(Refusal::NoSuchInitiative { id: id(4), open: Vec::new() }));
}

#[derive(Clone, Debug)]
enum Step {
    Decide(usize, u8),
    Touch(usize),
    Spare(usize),
    Merge(usize, usize),
    Succeed(usize, usize),
    Undo(u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = || 0..3_usize;
    let step = prop_oneof![
        (who(), 0..3_u8).prop_map(|(who, answer)| Step::Decide(who, answer)),
        who().prop_map(Step::Touch),
        who().prop_map(Step::Spare),
        (who(), who()).prop_map(|(one, other)| Step::Merge(one, other)),
        (who(), who()).prop_map(|(one, other)| Step::Succeed(one, other)),
        (5..14_u32).prop_map(Step::Undo),
    ];
    proptest::collection::vec(step, 0..10)
}

fn stepped(story: Story, step: &Step) -> Story {
    let who = |story: &Story, at: &usize| story.peer(["Mira Solberg", "Tom Reyes", "Jo Ng"][*at]);
    let wish = |story: &Story| match step {
        Step::Decide(at, answer) => {
            let answer = match answer {
                0 => Answer::Yes,
                1 => Answer::No,
                _ => Answer::If(words("the freeze ends")),
            };
            let (peer, on) = (who(story, at), story.today);
            Command::Ratify(Decide { initiative: Some(id(5)), peer, answer, on, remark: None })
        }
        Step::Touch(at) => {
            let touch = playbook::ratify::Touch { peer: who(story, at).id(), team: None };
            Command::Ratify(Touch { initiative: id(5), touch })
        }
        Step::Spare(at) => {
            Command::Ratify(Spare { initiative: id(5), peer: who(story, at), because: private("smaller") })
        }
        Step::Merge(one, other) => {
            Command::Peers(peers::Command::Merge { peer: who(story, one), into: who(story, other) })
        }
        Step::Succeed(one, other) => {
            let (peer, by, on) = (who(story, one), who(story, other), story.today);
            Command::Peers(peers::Command::Succeed { peer, by, on })
        }
        Step::Undo(_) => Command::Ratify(Request { initiative: id(99), request: words("none") }),
    };
    match step {
        Step::Undo(entry) if *entry <= story.last() => story.undone(*entry),
        _ => story.when(wish).story,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn r1_no_page_exists_while_somebody_has_not_decided_or_said_no(steps in steps()) {
        let story = mapped().done(|_| {
            Command::Peers(peers::Command::Add { name: "Jo Ng".into(), aliases: Vec::new() })
        });
        let mut story = story.done(begin(&[], &["mira", "tom"], Some("your yes by June")));
        for step in &steps {
            story = stepped(story, step);
            let today = story.today;
            let page = story.notebook.ratification(id(5), today);
            match story.notebook.initiatives.one(id(5)) {
                Err(_) => prop_assert!(page.is_err()),
                Ok(one) => {
                    let is_decided = one.parties.iter().all(|party| {
                        party.decision.as_ref().is_some_and(|decision| decision.answer != Answer::No)
                    });
                    prop_assert_eq!(page.is_ok(), is_decided && !one.parties.is_empty());
                    let went = story.notebook.initiatives.open().any(|open| open.id == id(5));
                    prop_assert!(went);
                }
            }
        }
    }
}
