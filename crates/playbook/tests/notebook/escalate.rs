//! The room of escalations: its gate, its life, what is refused, and that no order of commands takes up anything one-sided.

use minicbor::bytes::ByteArray;
use playbook::{
    escalate::{
        Author, Card, Command as Wish, Escalation, Field, Ground, Joint, Life, Mine, Opening, Placed, Value,
        Way,
        listed::{earlier, listed, shown},
        parcel::Parcel,
        waiting::{Cost, Point},
    },
    map::peers,
    moment::Id,
    notebook::Command,
    outward::escalate::page,
    privacy::{Private, Shareable},
    refusal::{Escalating, Refusal},
    side::Side,
};
use proptest::prelude::*;

use crate::{
    given::{Outcome, Story, day, given, id, private, screen},
    pen::{Eye, Hand, hand, said, words, write},
};

const DOCUMENT: [u8; 16] = [7; 16];

fn wish(wish: Wish) -> Command {
    Command::Escalate(wish)
}

fn card(author: Author) -> Card {
    Card { marks: [author.at() as u8 + 1; 32], seals: [9; 32] }
}

/// A notebook with a key, that compared the key of Dana; `me` says which author its leader is.
fn keyed(me: Author) -> Story {
    let mine = Mine { secret: Private::new(ByteArray::from([3; 32])), card: card(me) };
    let story = given(["Dana Ortiz", "Ada Okoye"]).on("2026-05-04").done(|_| wish(Wish::MakeKey(mine)));
    let who = if me == Author::First { "dana" } else { "ada" };
    let story = story.done(|story| wish(Wish::KeepKey { peer: story.peer(who), card: card(me.other()) }));
    story.done(|story| wish(Wish::Compare { peer: story.peer(who) }))
}

fn cost(later: i32) -> Cost {
    let point = |decided: &str, later| Point {
        decided: day(decided),
        later,
        error: 10,
        spread: Some([0, later, 2 * later]),
    };
    let grid = vec![point("2026-05-04", 0), point("2026-05-11", later)];
    Cost { item: "Single sign-in".into(), grid, trials: 1000 }
}

fn ground(story: Story, ground: Ground) -> Story {
    story.done(|story| wish(Wish::Ground { peer: story.peer("dana"), ground, on: story.today }))
}

/// All four conditions hold.
fn ready() -> Story {
    let story = keyed(Author::First).talked("dana");
    let story = ground(ground(story, Ground::Confirmed), Ground::Looked(private("nothing that pays")));
    ground(ground(story, Ground::Stands), Ground::Waiting(cost(500)))
}

fn opening(story: &Story, regardless: Option<&str>) -> Command {
    let joint = Joint::new(DOCUMENT, [words("Ada Okoye"), words("Dana Ortiz")]).unwrap();
    let value = said("Who builds single sign-in?");
    let writing = joint.write(Field::Question, value, Author::First, &hand(Author::First)).unwrap();
    let placed = vec![(Field::Question, writing)];
    let regardless = regardless.map(private);
    wish(Wish::Open(Opening { peer: story.peer("dana"), joint, placed, regardless }))
}

fn only(story: &Story) -> &Escalation {
    story.notebook.escalations.all().next().unwrap()
}

fn escalation(story: &Story) -> Id {
    only(story).id()
}

/// The leader writes a part.
fn writes(story: Story, field: Field, value: Value) -> Outcome {
    story.when(|story| {
        let one = only(story);
        let placed =
            one.joint().write(field, value, one.me(), &hand(one.me())).map(|writing| vec![(field, writing)]);
        wish(Wish::Write { escalation: one.id(), placed: placed.unwrap_or_default() })
    })
}

fn wrote(story: Story, field: Field, typed: &str) -> Story {
    let Outcome { story, result } = writes(story, field, said(typed));
    assert!(result.is_ok());
    story
}

/// The leader's parts of a text.
fn drafted() -> Story {
    let story = ready().done(|story| opening(story, None));
    let parts = [
        (Field::Whom, "Ines Roth"),
        (Field::By, "2026-06-12"),
        (Field::Position(Author::First), "Identity does."),
        (Field::Tried, "A trade."),
        (Field::Waiting, "Ten days a week."),
        (Field::Asked, "Decide who builds it."),
        (Field::Prior(Author::First), "None."),
    ];
    parts.into_iter().fold(story, |story, (field, typed)| wrote(story, field, typed))
}

/// Dana's notebook, as far as the document goes.
fn hers(story: &Story) -> Joint {
    only(story).joint().clone()
}

fn took(story: Story, theirs: &Joint) -> Outcome {
    story.when(|story| {
        let bytes = Parcel::bytes(theirs, Author::Second, &[1; 32], &hand(Author::Second));
        let parcel = Box::new(Parcel::read(&bytes, &[2; 32], &[1; 32], &Eye).unwrap());
        wish(Wish::Take { peer: story.peer("dana"), parcel, eye: Box::new(Eye) })
    })
}

fn sent(story: Story, way: Way) -> Story {
    story.done(|story| wish(Wish::Send { escalation: escalation(story), way }))
}

/// Dana wrote all of hers and holds the other position to be fair; nothing of it is here yet.
fn answered(story: &Story) -> Joint {
    let mut theirs = hers(story);
    let second = Author::Second;
    write(&mut theirs, Field::Position(second), said("Booking does."), second);
    write(&mut theirs, Field::Prior(second), said("None."), second);
    let fair = theirs.fair(second, story.today).unwrap();
    write(&mut theirs, Field::Fair(second), fair, second);
    theirs
}

/// Both wrote, both hold the other to be fair, and Dana marked it.
fn marked_by_her() -> Story {
    let story = sent(drafted(), Way::Sealed);
    let second = Author::Second;
    let mut theirs = answered(&story);
    let seen = theirs.text().unwrap().seen();
    let mark = theirs.mark(second, &seen, story.today, &hand(second)).unwrap();
    write(&mut theirs, Field::Mark(second), mark, second);
    let Outcome { story, result } = took(story, &theirs);
    assert!(result.is_ok());
    story
}

fn marked() -> Story {
    let story = marked_by_her();
    let fair = only(&story).joint().fair(Author::First, story.today).unwrap();
    let story = writes(story, Field::Fair(Author::First), fair).story;
    let joint = only(&story).joint();
    let mark =
        joint.mark(Author::First, &joint.text().unwrap().seen(), story.today, &hand(Author::First)).unwrap();
    writes(story, Field::Mark(Author::First), mark).story
}

fn up(story: Story) -> Outcome {
    let both = only(&story).joint().both_marked(&[[1; 32], [2; 32]], &Eye);
    match both {
        Ok(both) => {
            story.when(|story| wish(Wish::TakeUp { escalation: escalation(story), both: Box::new(both) }))
        }
        Err(refusal) => Outcome { story, result: Err(refusal.into()) },
    }
}

fn no(refusal: Escalating) -> Refusal {
    Refusal::Escalating(refusal)
}

#[test]
fn e1_too_early_names_what_is_missing_and_the_smallest_step() {
    let story = keyed(Author::First);
    let steps = |story: &Story| {
        let gate = story.notebook.gate(story.peer("dana"), story.today, &screen());
        gate.conditions.map(|condition| condition.step)
    };
    let first = "sideways talk \"Dana Ortiz\" constraint=\"what limits them most\"";
    assert_eq!(steps(&story)[0].as_deref(), Some(first));
    let Outcome { story, result } = story.when(|story| opening(story, None));
    let Err(Refusal::Escalating(Escalating::TooEarly { missing, step })) = result else {
        panic!("it was opened")
    };
    assert_eq!((missing.len(), step.as_str()), (4, first));
    let story = story.talked("dana");
    assert_eq!(steps(&story)[0].as_deref(), Some("sideways escalate gate \"Dana Ortiz\" --confirmed"));
    let story = ground(story, Ground::Waiting(cost(15)));
    let gate = story.notebook.gate(story.peer("dana"), story.today, &screen());
    assert!(!gate.conditions[3].is_met, "within two errors nothing rises");
    assert!(gate.conditions[3].evidence.ends_with("waiting costs no date yet"), "{gate:?}");
    assert_eq!(
        gate.waiting.unwrap().told,
        "Until 2026-05-11, waiting is made good: no promised date is seen to suffer."
    );
    let story = ready();
    assert!(story.notebook.gate(story.peer("dana"), story.today, &screen()).is_open());
    assert!(!cost(49).rises() && cost(50).rises(), "less than half a working day is none");
    // A figure is one figure, in the sentence as in the table.
    assert!(cost(508).told().contains("costs 5.1 working days more"), "{}", cost(508).told());
    let curve = story.notebook.gate(story.peer("dana"), story.today, &screen()).waiting.unwrap();
    assert_eq!((curve.good_until, curve.lost_from), (Some(day("2026-05-04")), Some(day("2026-05-11"))));
    assert_eq!((curve.weeks[1].days, curve.weeks[1].band, curve.is_old), (5, Some([0, 10]), false));
    let opened = ready().done(|story| opening(story, None));
    assert!(only(&opened).cost.is_some(), "what waiting cost stays with the document");
    let late = story.after(29);
    assert!(
        !late.notebook.gate(late.peer("dana"), late.today, &screen()).is_open(),
        "four weeks later it is not"
    );
}

#[test]
fn e1_going_on_regardless_is_possible_and_its_reason_is_kept() {
    let story = keyed(Author::First).done(|story| opening(story, Some("the board meets")));
    let shown = shown(only(&story), &story.notebook.escalations, story.today, &screen());
    assert_eq!(shown.regardless.as_deref(), Some("the board meets"));
}

#[test]
fn e2_two_dated_invitations_without_an_answer_end_it_and_an_answer_brings_it_back() {
    let invited = |story: Story| {
        story.done(|story| {
            wish(Wish::Invite { escalation: escalation(story), on: story.today, answer_by: None })
        })
    };
    let story = invited(sent(drafted(), Way::Sealed));
    let mut theirs = hers(&story);
    let again = Wish::Invite { escalation: escalation(&story), on: story.today, answer_by: None };
    let before = Escalating::InvitedBefore { escalation: escalation(&story), answer_by: day("2026-05-11") };
    story.again().when(|_| wish(again)).refused(no(before));
    let story = invited(story.after(8)).after(7);
    assert_eq!(only(&story).life(story.today), Life::Drafted, "the day to answer has not passed");
    let story = story.after(1);
    let since = day("2026-05-20");
    assert_eq!(only(&story).life(story.today), Life::Outside { since });
    assert!(story.week().lines[0].sentence.starts_with("Close the document with Dana Ortiz"));
    let Outcome { story, result } = writes(story, Field::Tried, said("more"));
    assert_eq!(result.err(), Some(no(Escalating::OutsideThePlaybook { name: "Dana Ortiz".into(), since })));
    write(&mut theirs, Field::Position(Author::Second), said("Booking does."), Author::Second);
    let story = took(story, &theirs).story;
    assert_eq!(only(&story).life(story.today), Life::Positions);
}

#[test]
fn e4_it_goes_up_with_both_marks_and_a_slot_and_changes_no_more() {
    let story = marked_by_her();
    let missing = Escalating::NotMarked { name: "Ada Okoye".into() };
    assert_eq!(up(story).result.err(), Some(no(missing)));
    let story = marked();
    let escalation = escalation(&story);
    let Outcome { story, result } = up(story);
    assert_eq!(result.err(), Some(no(Escalating::NoSlot { escalation })));
    assert_eq!(only(&story).life(story.today), Life::Marked);
    let story = up(wrote(story, Field::Slot, "Wednesday, 10:00")).story;
    let on = story.today;
    assert_eq!(only(&story).life(on), Life::TakenUp { on });
    let Outcome { story, result } = writes(story, Field::Tried, said("more"));
    assert_eq!(result.err(), Some(no(Escalating::WentUp { escalation, on })));
    let mut theirs = hers(&story);
    theirs.went_out();
    write(&mut theirs, Field::Tried, said("something else"), Author::Second);
    assert_eq!(took(story, &theirs).result.err(), Some(no(Escalating::WentUp { escalation, on })));
}

/// Everything that Dana holds of the document once she took in what was sent, with her mark of another day.
fn marked_anew(story: &Story) -> Joint {
    let mut theirs = hers(story);
    let seen = theirs.text().unwrap().seen();
    let mark = theirs.mark(Author::Second, &seen, day("2026-05-06"), &hand(Author::Second)).unwrap();
    write(&mut theirs, Field::Mark(Author::Second), mark, Author::Second);
    theirs
}

#[test]
fn e4_what_both_marked_still_travels_once_one_of_both_took_it_up() {
    let next =
        |story: &Story| listed(&story.notebook.escalations, story.today)[0].next.clone().unwrap().command;
    // Given a document that I marked second, and that went up here before my mark was sent.
    let story = up(wrote(marked(), Field::Slot, "Wednesday, 10:00")).story;
    let which = escalation(&story);
    let to_send = format!("sideways escalate send {which} FILE");
    assert_eq!(next(&story), to_send, "the other one lacks my mark");
    // When it is sent, then it is, and what is left is to be decided.
    let story = sent(story, Way::Sealed);
    assert_eq!(next(&story), format!("sideways escalate decided {which} \"...\""));
    // And marks of theirs on exactly that text come in; without theirs nothing does.
    let anew = marked_anew(&story);
    let Outcome { story, result } = took(story, &anew);
    assert!(result.is_ok(), "{:?}", result.err());
    let mut without = hers(&story);
    write(&mut without, Field::Mark(Author::Second), Value::Nothing, Author::Second);
    let on = story.today;
    assert_eq!(took(story, &without).result.err(), Some(no(Escalating::WentUp { escalation: which, on })));
}

#[test]
fn e7_a_decision_has_an_aftermath_and_a_talk_within_a_week() {
    let story = up(wrote(marked(), Field::Slot, "Wednesday, 10:00")).story.after(3);
    let which = escalation(&story);
    let decide = |story: &Story| {
        let what = Shareable::new("Identity builds it".to_owned());
        wish(Wish::Decide { escalation: which, what, lost: Some(Side::Them), on: story.today })
    };
    let early = story
        .again()
        .when(|story| wish(Wish::Follow { escalation: which, next: private("x"), on: story.today }));
    early.refused(no(Escalating::NotDecided { escalation: which }));
    let story = story.done(decide);
    let week = story.week();
    let line = week.lines.iter().find(|line| line.name == format!("aftermath:{which}")).unwrap();
    assert_eq!(line.sentence, "Talk with Dana Ortiz by Thursday 2026-05-14: your question was decided.");
    let story = story.after(2).talked("dana");
    assert!(story.week().lines.iter().all(|line| !line.name.starts_with("aftermath")));
    let story =
        story.done(|story| wish(Wish::Follow { escalation: which, next: private("x"), on: story.today }));
    assert!(matches!(only(&story).life(story.today), Life::Aftermath { .. }));
    drafted()
        .when(|story| {
            wish(Wish::Decide {
                escalation: escalation(story),
                what: Shareable::new("x".into()),
                lost: None,
                on: story.today,
            })
        })
        .refused(no(Escalating::NotUp { escalation: which }));
}

#[test]
fn e6_earlier_ones_with_the_same_decider_are_said_with_what_they_bought() {
    let story = up(wrote(marked(), Field::Slot, "Wednesday, 10:00")).story;
    let all = |story: &Story, today| earlier(&story.notebook.escalations, "ines  roth", None, today);
    assert_eq!(
        all(&story, story.today).unwrap(),
        "This is the second with ines  roth within a year. On 2026-05-04: nothing was decided yet."
    );
    assert_eq!(all(&story, story.today.plus(366)), None);
    assert_eq!(earlier(&story.notebook.escalations, "Bo Dahl", None, story.today), None);
}

#[test]
fn e8_marks_are_recorded_only_where_the_document_travels_as_a_plain_file() {
    let recorded = |story: &Story| -> Vec<Placed> {
        let mut joint = only(story).joint().clone();
        let fair = joint.fair(Author::Second, story.today);
        fair.map(|fair| {
            let writing = joint.record(fair, Author::Second);
            joint.set(Field::Fair(Author::Second), writing.clone());
            vec![(Field::Fair(Author::Second), writing)]
        })
        .unwrap_or_default()
    };
    let write = |story: &Story| wish(Wish::Write { escalation: escalation(story), placed: recorded(story) });
    drafted().when(write).refused(no(Escalating::OtherWay { is_sealed: true }));
    let story = sent(drafted(), Way::Plain);
    story
        .again()
        .when(|story| wish(Wish::Send { escalation: escalation(story), way: Way::Sealed }))
        .refused(no(Escalating::OtherWay { is_sealed: false }));
    let value = said("Booking does.");
    let story = story.done(|story| {
        let placed =
            vec![(Field::Position(Author::Second), only(story).joint().record(value, Author::Second))];
        wish(Wish::Return { escalation: escalation(story), placed })
    });
    let mine = |story: &Story| {
        let placed =
            vec![(Field::Position(Author::First), only(story).joint().record(said("x"), Author::Second))];
        wish(Wish::Return { escalation: escalation(story), placed })
    };
    story.again().when(mine).refused(no(Escalating::NotYours { name: "Ada Okoye".into() }));
    assert!(story.when(write).result.is_ok());
}

#[test]
fn b1_a_guarded_peer_closes_every_door() {
    let story = sent(drafted(), Way::Sealed);
    let mut theirs = hers(&story);
    write(&mut theirs, Field::Position(Author::Second), said("Booking does."), Author::Second);
    let story = story.done(|story| {
        Command::Peers(peers::Command::Guard { peer: story.peer("dana"), because: private("he quoted me") })
    });
    let closed = || no(Escalating::WithGuarded { name: "Dana Ortiz".into(), since: day("2026-05-04") });
    assert!(!closed().fact().contains("quoted"), "the reason is for the owner's screen");
    let again = || story.again();
    again().when(|story| opening(story, Some("x"))).refused(closed());
    again()
        .when(|story| wish(Wish::Send { escalation: escalation(story), way: Way::Sealed }))
        .refused(closed());
    again()
        .when(|story| {
            wish(Wish::Ground { peer: story.peer("dana"), ground: Ground::Stands, on: story.today })
        })
        .refused(closed());
    writes(again(), Field::Tried, said("x")).refused(closed());
    took(again(), &theirs).refused(closed());
    assert!(story.week().lines.iter().all(|line| !line.name.starts_with("escalation")));
    let gate = story.notebook.gate(story.peer("dana"), story.today, &screen());
    assert!(gate.conditions.iter().all(|condition| condition.step.is_none()), "{gate:?}");
    let closed = gate.closed.unwrap().sentence;
    assert!(closed.starts_with("Dana Ortiz has been guarded since 2026-05-04"), "{closed}");
}

#[test]
fn what_makes_no_sense_of_a_document_is_refused() {
    let story = drafted();
    let which = escalation(&story);
    story
        .again()
        .when(|_| wish(Wish::Send { escalation: id(99), way: Way::Sealed }))
        .refused(no(Escalating::NoSuchEscalation { id: id(99), open: vec![which.to_string()] }));
    let peer = story.peer("ada");
    story
        .again()
        .when(|_| wish(Wish::Compare { peer }))
        .refused(no(Escalating::NoKey { name: "Ada Okoye".into() }));
    story
        .again()
        .when(|_| wish(Wish::KeepKey { peer, card: card(Author::Second) }))
        .refused(no(Escalating::KeyOfAnother { name: "Ada Okoye".into() }));
    let dana = story.peer("dana");
    story
        .again()
        .when(|_| wish(Wish::KeepKey { peer: dana, card: card(Author::Second) }))
        .refused(no(Escalating::NothingNew));
    let same = story.again();
    let joint = hers(&same);
    took(same, &joint).refused(no(Escalating::NothingNew));
    let lost = story
        .again()
        .done(|_| wish(Wish::KeepKey { peer: dana, card: Card { marks: [5; 32], seals: [9; 32] } }));
    took(lost, &joint).refused(no(Escalating::NotCompared { name: "Dana Ortiz".into() }));
    let other = Joint::new(DOCUMENT, [words("Ada"), words("Dana")]).unwrap();
    took(story.again(), &other).refused(no(Escalating::NotThisDocument));
    let closed = story.done(|_| wish(Wish::Close { escalation: which, because: private("settled") }));
    let on = closed.today;
    writes(closed, Field::Tried, said("x")).refused(no(Escalating::IsClosed { on }));
    let same = words("Ada Okoye");
    assert_eq!(
        Joint::new(DOCUMENT, [same.clone(), same]),
        Err(Escalating::SameName { name: "Ada Okoye".into() })
    );
    let mut joint = drafted().notebook.escalations.all().next().unwrap().joint().clone();
    assert!(matches!(joint.mark(Author::First, "", on, &Hand(1)), Err(Escalating::Incomplete { .. })));
    let mut theirs = joint.clone();
    joint.went_out();
    theirs.went_out();
    write(&mut joint, Field::Tried, said("mine"), Author::First);
    write(&mut theirs, Field::Tried, said("theirs"), Author::Second);
    joint.merge(&theirs.writings());
    assert_eq!(joint.text(), Err(Escalating::SideBySide { parts: vec!["tried"] }));
}

#[test]
fn every_refusal_says_a_fact_and_something_to_type() {
    let all = [
        Escalating::TooEarly {
            missing: vec!["the disagreement stands"],
            step: "sideways escalate gate dana --stands".into(),
        },
        Escalating::NoSuchEscalation { id: id(4), open: Vec::new() },
        Escalating::NotYours { name: "Dana".into() },
        Escalating::NothingSaid,
        Escalating::TooLong { characters: 9, most: 8 },
        Escalating::HiddenCharacter { code: 0x202e, line: 2 },
        Escalating::NoDay { words: "soon".into() },
        Escalating::NotFair { name: "Dana".into() },
        Escalating::NotSeen,
        Escalating::NotMarked { name: "Dana".into() },
        Escalating::NoKey { name: "Dana".into() },
        Escalating::NotThisDocument,
        Escalating::Outdated { headings: vec!["What was tried".into()] },
        Escalating::HeadingGone { heading: "What was tried".into() },
        Escalating::Malformed { fact: "it is cut off".into() },
        Escalating::OtherWay { is_sealed: true },
    ];
    for refusal in all {
        let (fact, hint) = (no(refusal.clone()).fact(), no(refusal).hint());
        assert!(!fact.is_empty() && !fact.ends_with('.') && !hint.is_empty(), "{fact} / {hint}");
        assert!(!hint.contains("41"), "a number of no document here: {hint}");
    }
}

#[test]
fn e3_a_refusal_names_the_document_and_hands_out_nothing_that_marks_it() {
    let of = |why: Escalating| Refusal::InDocument { escalation: id(118), why }.hint();
    assert_eq!(of(Escalating::NotSeen), "sideways escalate mark 118 shows it");
    assert_eq!(
        of(Escalating::SideBySide { parts: vec!["tried"] }),
        "sideways escalate show 118 shows both; sideways escalate write 118 tried \"...\" settles it"
    );
    assert_eq!(
        of(Escalating::Incomplete { parts: vec!["asked"] }),
        "sideways escalate write 118 asked \"...\""
    );
    assert!(of(Escalating::NotFair { name: "Ada".into() }).starts_with("sideways escalate fair 118;"));
    assert!(of(Escalating::NotMarked { name: "Ada".into() }).starts_with("sideways escalate show 118 "));
    assert_eq!(of(Escalating::NothingNew), "ask them for a newer file");
    let on = day("2026-05-04");
    let up = no(Escalating::WentUp { escalation: id(118), on });
    assert_eq!(up.hint(), "sideways escalate show 118");
}

#[test]
fn e1_what_is_heard_anew_is_confirmed_anew_on_the_same_day_as_well() {
    let is_met = |story: &Story| {
        let gate = story.notebook.gate(story.peer("dana"), story.today, &screen());
        gate.conditions[0].is_met
    };
    let confirm = |story: &Story| {
        wish(Wish::Ground { peer: story.peer("dana"), ground: Ground::Confirmed, on: story.today })
    };
    // Given that nothing is recorded, then nobody can have confirmed it.
    let story = keyed(Author::First);
    let name = "Dana Ortiz".to_owned();
    story.again().when(confirm).refused(no(Escalating::NothingToConfirm { name }));
    // Given that it was recorded and confirmed, when something else is recorded on that day, then that is to be confirmed.
    let story = story.talked("dana").done(confirm);
    assert!(is_met(&story));
    let story = story.talked("dana");
    assert!(!is_met(&story));
    let gate = story.notebook.gate(story.peer("dana"), story.today, &screen());
    assert_eq!(gate.conditions[0].evidence, "confirmed on 2026-05-04, and heard anew after that");
    assert!(is_met(&story.done(confirm)));
}

#[test]
fn the_list_says_what_is_to_be_done_next() {
    let next =
        |story: &Story| listed(&story.notebook.escalations, story.today)[0].next.clone().unwrap().command;
    let story = ready().done(|story| opening(story, None));
    let which = escalation(&story);
    assert_eq!(next(&story), format!("sideways escalate write {which} whom \"...\""));
    assert_eq!(next(&drafted()), format!("sideways escalate send {which} FILE"));
    assert_eq!(next(&marked_by_her()), format!("sideways escalate fair {which}"));
    assert_eq!(next(&marked()), format!("sideways escalate send {which} FILE"), "they lack the mark");
    let story = sent(marked(), Way::Sealed);
    assert_eq!(next(&story), format!("sideways escalate slot {which} \"wed 10:00\""));
    let story = wrote(story, Field::Slot, "Wednesday, 10:00");
    assert_eq!(next(&story), format!("sideways escalate send {which} FILE"), "they lack the time");
    assert_eq!(next(&sent(story, Way::Sealed)), format!("sideways escalate up {which} --out FOLDER"));
}

/// Anything that a leader may do, in any order; Dana does nothing.
fn alone() -> impl Strategy<Value = u8> {
    0..12_u8
}

fn any_wish(story: Story, which: u8, typed: &str) -> Story {
    let first = Author::First;
    let of = |wish: fn(&Story, Id) -> Wish| {
        move |story: &Story| {
            let id = story.notebook.escalations.all().next().map_or(id(1), Escalation::id);
            Command::Escalate(wish(story, id))
        }
    };
    if story.notebook.escalations.all().next().is_none() {
        return story.when(|story| opening(story, Some("alone"))).story;
    }
    match which {
        0 => writes(story, Field::Position(first), said(typed)).story,
        1 => writes(story, Field::Tried, said(typed)).story,
        2 => writes(story, Field::Whom, said("Ines Roth")).story,
        3 => match only(&story).joint().fair(first, story.today) {
            Ok(fair) => writes(story, Field::Fair(first), fair).story,
            Err(_) => story,
        },
        4 => {
            let joint = only(&story).joint();
            let mark =
                joint.text().and_then(|text| joint.mark(first, &text.seen(), story.today, &hand(first)));
            match mark {
                Ok(mark) => writes(story, Field::Mark(first), mark).story,
                Err(_) => story,
            }
        }
        // As if the other one had written: with a hand that is not theirs, or by word of mouth.
        5..=7 => {
            let field =
                [Field::Position(Author::Second), Field::Fair(Author::Second), Field::Mark(Author::Second)];
            let field = field[usize::from(which - 5)];
            let joint = only(&story).joint();
            let mut writing = joint.record(said(typed), Author::Second);
            if typed == "signed" {
                writing.proof = playbook::escalate::Proof::Signed([0; 64]);
            }
            story
                .when(|story| {
                    wish(Wish::Write { escalation: escalation(story), placed: vec![(field, writing)] })
                })
                .story
        }
        8 => story.when(of(|_, escalation| Wish::Send { escalation, way: Way::Sealed })).story,
        9 => story
            .when(of(|story, escalation| Wish::Invite { escalation, on: story.today, answer_by: None }))
            .story
            .after(1),
        10 => writes(story, Field::Slot, said("Wednesday")).story,
        _ => up(story).story,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn e5_no_order_of_commands_of_one_leader_takes_anything_up(
        beginning in 0..3_u8, wishes in wishes_alone(),
    ) {
        prop_assert!(!takes_up_alone(beginning, &wishes));
    }
}

/// Where Dana stopped: before she wrote anything, before she marked, or with a mark on a text that was changed since.
fn left_alone(beginning: u8) -> Story {
    let story = || sent(drafted(), Way::Sealed);
    match beginning {
        0 => story(),
        1 => took(story(), &answered(&story())).story,
        _ => wrote(marked_by_her(), Field::Tried, "Another trade."),
    }
}

fn wishes_alone() -> impl Strategy<Value = Vec<(u8, String)>> {
    proptest::collection::vec((alone(), "[a-c]|signed"), 1..40)
}

/// Whether one leader alone takes something up with these.
fn takes_up_alone(beginning: u8, wishes: &[(u8, String)]) -> bool {
    let story =
        wishes.iter().fold(left_alone(beginning), |story, (which, typed)| any_wish(story, *which, typed));
    only(&story).taken_up.is_some() || only(&story).joint().both_marked(&[[1; 32], [2; 32]], &Eye).is_ok()
}

/// One mark that stands for both is found by it. A mark that outlives a change takes nothing up alone: it is checked once more
/// against the text.
#[cfg(feature = "plants")]
#[test]
fn e5_every_planted_way_to_go_up_alone_is_found() {
    use playbook::plants::{ONE_MARK, choose};
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let found = (1..=1000).find(|_| {
        let (beginning, wishes) = (0..3_u8, wishes_alone()).new_tree(&mut runner).unwrap().current();
        choose(ONE_MARK);
        let goes_up = takes_up_alone(beginning, &wishes);
        choose(0);
        goes_up
    });
    println!("plant {ONE_MARK}, one mark stands for both: {found:?} orders of commands");
    assert!(found.is_some());
}

#[test]
fn e5_the_page_is_the_text_and_two_names() {
    let story = marked();
    let both = only(&story).joint().both_marked(&[[1; 32], [2; 32]], &Eye).unwrap();
    let page = page(&both);
    assert!(page.markdown.as_str().starts_with(&both.text().markdown));
    assert_eq!(
        page.blocks.iter().map(|block| block.heading.as_str()).collect::<Vec<_>>(),
        [
            "The question",
            "The position of Ada Okoye",
            "The position of Dana Ortiz",
            "What was tried",
            "What waiting costs",
            "What is asked",
            "Earlier word of Ada Okoye with Ines Roth",
            "Earlier word of Dana Ortiz with Ines Roth",
        ]
    );
}
