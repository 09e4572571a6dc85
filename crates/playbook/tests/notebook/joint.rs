//! The joint document between two notebooks: it comes to the same, marks bind to one exact text, and nothing one-sided goes up
//! (rules E2 to E5, promise S3).

use std::{
    collections::{BTreeSet, HashMap},
    panic::{AssertUnwindSafe, catch_unwind},
};

use playbook::{
    escalate::{
        Author, Field, Joint, Placed, Proof, Value,
        joint::At,
        page::{Found, check, keys},
        parcel::Parcel,
        plain,
        text::Text,
    },
    outward::escalate::{page, plain as plain_file},
    refusal::Escalating,
};
use proptest::{collection::vec, prelude::*};

use crate::{
    given::day,
    pen::{Eye, Hand, KEYS, empty, exchange, hand, said, whole, words, write},
};

const FIRST: Author = Author::First;
const SECOND: Author = Author::Second;

fn on() -> playbook::moment::Day {
    day("2026-06-03")
}

/// Holds the other position to be fair, and marks what is there.
fn marks(joint: &mut Joint, by: Author) -> Result<(), Escalating> {
    let seen = joint.text()?.seen();
    marks_seen(joint, by, &seen)
}

fn marks_seen(joint: &mut Joint, by: Author, seen: &str) -> Result<(), Escalating> {
    if joint.is_fair(by).is_none() {
        let fair = joint.fair(by, on())?;
        write(joint, Field::Fair(by), fair, by);
    }
    let mark = joint.mark(by, seen, on(), &hand(by))?;
    write(joint, Field::Mark(by), mark, by);
    Ok(())
}

fn both() -> [Joint; 2] {
    let [mut one, mut other] = whole();
    marks(&mut one, FIRST).unwrap();
    exchange(&mut one, &mut other, FIRST);
    marks(&mut other, SECOND).unwrap();
    exchange(&mut other, &mut one, SECOND);
    [one, other]
}

#[test]
fn e4_it_goes_up_with_both_marks_as_one_text_with_both_names() {
    for joint in both() {
        let both = joint.both_marked(&KEYS, &Eye).unwrap();
        let page = page(&both);
        assert_eq!(page.names, ["Ada Okoye", "Dana Ortiz"]);
        assert_eq!(page.title, "For Ines Roth to decide by 12 June 2026");
        assert_eq!(
            page.marks[0],
            "Ada Okoye marked this exact text on 3 June 2026, and holds the position of Dana Ortiz to be fairly stated."
        );
        let checked = check(page.markdown.as_str(), &[], &Eye).unwrap();
        assert!(checked.is_joint());
        assert_eq!(checked.marks[1].on, Some(on()));
        assert!(both.text().markdown.contains("\n## The position of Dana Ortiz\n\n> Booking does.\n"));
    }
}

#[test]
fn e3_any_change_voids_all_marks_and_changing_it_back_brings_none_back() {
    let fields = Field::TEXT.into_iter().filter(|field| field.owner() != Some(SECOND));
    for field in fields {
        let [mut one, _] = both();
        let before = one.value(field).map(|writing| writing.value.clone());
        let typed = if field == Field::By { "2026-06-13" } else { "something else" };
        write(&mut one, field, said(typed), FIRST);
        let gone = |joint: &Joint| Author::BOTH.iter().all(|author| joint.marked(*author).is_none());
        assert!(gone(&one), "{field:?}");
        write(&mut one, field, before.unwrap_or(Value::Nothing), FIRST);
        assert!(gone(&one), "{field:?} changed back");
        assert!(one.both_marked(&KEYS, &Eye).is_err());
    }
}

#[test]
fn e3_a_text_is_marked_only_by_whoever_saw_exactly_it() {
    let [mut one, mut other] = whole();
    let fair = one.fair(FIRST, on()).unwrap();
    write(&mut one, Field::Fair(FIRST), fair, FIRST);
    let seen = one.text().unwrap().seen();
    write(&mut other, Field::Tried, said("We tried nothing."), SECOND);
    exchange(&mut other, &mut one, SECOND);
    let now = one.text().unwrap().seen();
    assert_eq!(one.mark(FIRST, &seen, on(), &hand(FIRST)), Err(Escalating::NotSeen));
    assert!(one.mark(FIRST, &now, on(), &hand(FIRST)).is_ok());
}

#[test]
fn e2_nobody_marks_before_they_hold_the_other_position_to_be_fair_and_a_change_of_it_takes_that_back() {
    let [mut one, mut other] = whole();
    let seen = one.text().unwrap().seen();
    let refused = one.mark(FIRST, &seen, on(), &hand(FIRST));
    assert_eq!(refused, Err(Escalating::NotFair { name: "Ada Okoye".into() }));
    let fair = one.fair(FIRST, on()).unwrap();
    write(&mut one, Field::Fair(FIRST), fair, FIRST);
    write(&mut one, Field::Tried, said("We looked for two trades."), FIRST);
    assert!(one.is_fair(FIRST).is_some(), "their position is as it was");
    write(&mut other, Field::Position(SECOND), said("Booking does, in June."), SECOND);
    exchange(&mut other, &mut one, SECOND);
    assert!(one.is_fair(FIRST).is_none());
    assert!(matches!(empty().fair(FIRST, on()), Err(Escalating::Incomplete { .. })));
}

#[test]
fn e2_nobody_writes_the_position_of_the_other_not_even_in_a_forged_file() {
    let [one, other] = whole();
    let wrong = one.write(Field::Position(SECOND), said("we were wrong"), FIRST, &hand(FIRST));
    assert_eq!(wrong, Err(Escalating::NotYours { name: "Dana Ortiz".into() }));
    let forge = |field: Field, by: Author, at: At, value: Value, proof: Proof| {
        let writing = playbook::escalate::Writing { at, by, value, proof };
        other.can_be(&[(field, writing)], SECOND, &KEYS, &Eye)
    };
    let own = one.write(Field::Position(FIRST), said("x"), FIRST, &hand(FIRST)).unwrap();
    let forged = [
        // Mine, not signed by me; theirs under my name; not signed at all; after something I never wrote.
        forge(Field::Position(SECOND), SECOND, [9, 9], said("x"), own.proof.clone()),
        forge(Field::Position(SECOND), FIRST, own.at, said("x"), own.proof.clone()),
        forge(Field::Tried, FIRST, own.at, said("x"), Proof::Recorded),
        forge(Field::Tried, FIRST, own.at, said("y"), own.proof.clone()),
        forge(Field::Mark(FIRST), FIRST, own.at, said("x"), own.proof.clone()),
    ];
    for result in forged {
        assert!(matches!(result, Err(Escalating::Malformed { .. })), "{result:?}");
    }
    assert_eq!(other.can_be(&[(Field::Position(FIRST), own)], SECOND, &KEYS, &Eye), Ok(()));
}

#[test]
fn e8_a_plain_file_is_read_back_with_every_change_shown() {
    let [one, _] = whole();
    let file = plain_file(&one).unwrap().as_str().to_owned();
    let same = plain::read(&one, FIRST, &[], &file).unwrap();
    assert!(same.changes.is_empty() && same.agreed.is_none(), "{same:?}");
    let changed = file
        .replace("> Booking does.", "Booking does,\nand in June.")
        .replace("> Identity does:", "> Identity may do:")
        .replace("By: 2026-06-12", "By: 2026-06-15")
        .replace("\n\n>\n", "\n\nI agree, 4 June. Dana\n");
    let back = plain::read(&one, FIRST, &[], &changed.replace('\n', "\r\n")).unwrap();
    let told: Vec<(&str, bool)> = back.changes.iter().map(|one| (one.part, one.is_taken)).collect();
    assert_eq!(told, [("by", true), ("position", false), ("position", true)]);
    assert_eq!(back.changes[2].is, "Booking does,\nand in June.");
    assert_eq!(back.agreed, Some(words("I agree, 4 June. Dana")));
    let gone = file.replace("## What was tried", "## Tried");
    let heading = "What was tried".to_owned();
    assert_eq!(plain::read(&one, FIRST, &[], &gone), Err(Escalating::HeadingGone { heading }));
    assert_eq!(plain::read(&one, FIRST, &[], "hello"), Err(Escalating::NotThisDocument));
    let steers = file.replace("Booking does", "Booking \u{202e}does");
    assert_eq!(
        plain::read(&one, FIRST, &[], &steers),
        Err(Escalating::HiddenCharacter { code: 0x202e, line: 1 })
    );
}

#[test]
fn e8_a_plain_file_is_held_against_the_text_as_it_went_out() {
    let [mut one, _] = whole();
    let (file, sent) = (plain_file(&one).unwrap().as_str().to_owned(), [plain::WentOut::of(&one)]);
    one.went_out();
    // Given that I wrote two parts and whom it is for anew since it went out.
    for (field, typed) in [(Field::Tried, "Twice."), (Field::Asked, "Decide soon."), (Field::Whom, "Bo Dahl")]
    {
        write(&mut one, field, said(typed), FIRST);
    }
    // When they changed one of these, and their own position.
    let back =
        file.replace("> Booking does.", "Booking may.").replace("> Decide who builds it.", "> Let us talk.");
    assert_ne!(back, file);
    let back = plain::read(&one, FIRST, &sent, &back).unwrap();
    let told: Vec<(&str, bool)> = back.changes.iter().map(|one| (one.part, one.is_both)).collect();
    // Then what they left is not theirs, and what both changed stands side by side.
    assert_eq!(told, [("position", false), ("asked", true)]);
    assert_eq!((back.changes[1].was.as_str(), back.changes[1].is.as_str()), ("Decide soon.", "Let us talk."));
    assert_eq!(back.kept, ["For whom", "What was tried"]);
    for change in &back.changes {
        let (field, writing) = change.recorded(&one, SECOND).unwrap();
        one.set(field, writing);
    }
    assert_eq!(one.said(Field::Tried), Some(&words("Twice.")));
    assert_eq!(one.said(Field::Position(SECOND)), Some(&words("Booking may.")));
    assert_eq!(one.conflicts(), [Field::Asked]);
    write(&mut one, Field::Asked, said("Let us talk."), FIRST);
    assert!(one.conflicts().is_empty());
}

#[test]
fn e4_a_page_that_anybody_touched_is_no_joint_page() {
    let [one, _] = both();
    let text = page(&one.both_marked(&KEYS, &Eye).unwrap()).markdown.as_str().to_owned();
    let known = keys(&format!(
        "# keys\n\"Ada Okoye\" {}\nDana Ortiz {}\n",
        playbook::escalate::marks::key_line(&KEYS[0]),
        playbook::escalate::marks::key_line(&KEYS[1])
    ));
    assert!(check(&text, &known, &Eye).unwrap().marks.iter().all(|mark| mark.found == Found::Known));
    let stranger = vec![("Ada Okoye".to_owned(), [9; 32]), ("Dana Ortiz".to_owned(), KEYS[1])];
    assert_eq!(check(&text, &stranger, &Eye).unwrap().marks[0].found, Found::Stranger);
    let wrong = check(&text.replace("Booking does.", "Booking doubts."), &[], &Eye).unwrap();
    assert_eq!(wrong.marks.map(|mark| mark.found), [Found::Wrong, Found::Wrong]);
    let cut = text.find("\nDana Ortiz marked").unwrap();
    let one_sided = check(&text[..cut], &[], &Eye).unwrap();
    assert_eq!((one_sided.is_joint(), one_sided.marks[1].found), (false, Found::Missing));
    for touched in [
        text.replace("> Booking does.", "> Booking does. "),
        text.clone() + "\nP.S. I was right.\n",
        text.replace("## Marks", "## Notes"),
        text.replace("- From: Dana Ortiz\n", ""),
        text.replace("---", "--"),
        text.replace("on 2026-06-03, and", "on 2026-06-04, and"),
        text.replace("> Booking does.", "> Booking d\u{200b}oes."),
        "nothing".into(),
    ] {
        assert!(check(&touched, &[], &Eye).is_err(), "{touched}");
    }
}

#[test]
fn a_parcel_is_read_by_whom_it_is_for_and_found_to_be_whose_it_is() {
    let [one, _] = whole();
    let bytes = Parcel::bytes(&one, FIRST, &KEYS[1], &hand(FIRST));
    let parcel = Parcel::read(&bytes, &KEYS[0], &KEYS[1], &Eye).unwrap();
    assert_eq!((parcel.id(), parcel.from(), parcel.writings().len()), ([7; 16], FIRST, 10));
    let other = Parcel::bytes(&one, FIRST, &KEYS[1], &Hand(9));
    for (bytes, to) in
        [(&other[..], KEYS[1]), (&bytes[..], KEYS[0]), (&bytes[1..], KEYS[1]), (&[][..], KEYS[1])]
    {
        assert!(matches!(Parcel::read(bytes, &KEYS[0], &to, &Eye), Err(Escalating::Malformed { .. })));
    }
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        assert!(Parcel::read(&flipped, &KEYS[0], &KEYS[1], &Eye).is_err());
    }
}

/// Something that happens between the two.
#[derive(Clone, Debug)]
enum Step {
    Write {
        by: Author,
        field: Field,
        typed: String,
    },
    /// Reads the text as it stands.
    Look(Author),
    /// Marks the text that was read last.
    Mark(Author),
    Withdraw(Author),
    Send(Author),
    /// Something that was sent to this author arrives, maybe again, maybe late.
    Arrive(Author, usize),
}

fn step() -> impl Strategy<Value = Step> {
    let author = || prop_oneof![Just(FIRST), Just(SECOND)];
    let field = || {
        prop_oneof![
            Just(Field::Question),
            Just(Field::Tried),
            Just(Field::Waiting),
            Just(Field::Slot),
            author().prop_map(Field::Position),
            author().prop_map(Field::Restated),
        ]
    };
    prop_oneof![
        4 => (author(), field(), "[ab]").prop_map(|(by, field, typed)| Step::Write { by, field, typed }),
        2 => author().prop_map(Step::Look),
        2 => author().prop_map(Step::Mark),
        1 => author().prop_map(Step::Withdraw),
        4 => author().prop_map(Step::Send),
        6 => (author(), any::<usize>()).prop_map(|(by, at)| Step::Arrive(by, at)),
    ]
}

/// Two notebooks, all files that were ever sent, and the texts that each author marked, as they stood then.
#[derive(Clone)]
struct World {
    notebooks: [Joint; 2],
    sent: [Vec<Vec<Placed>>; 2],
    looked: [Option<Text>; 2],
    saw: [BTreeSet<String>; 2],
    /// Whether only the newest file of each is there.
    is_bounded: bool,
    wrote: [u8; 2],
}

impl World {
    fn new(notebooks: [Joint; 2]) -> Self {
        Self {
            notebooks,
            sent: Default::default(),
            looked: [None, None],
            saw: Default::default(),
            is_bounded: false,
            wrote: [0; 2],
        }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Write { by, field, typed } => {
                let joint = &mut self.notebooks[by.at()];
                if let Ok(writing) = joint.write(*field, said(typed), *by, &hand(*by)) {
                    joint.set(*field, writing);
                    assert!(field.is_text() <= joint.marked(*by).is_none(), "a mark outlived a change");
                }
            }
            Step::Look(by) => self.looked[by.at()] = self.notebooks[by.at()].text().ok(),
            Step::Mark(by) => {
                let joint = &mut self.notebooks[by.at()];
                let Some(text) = &self.looked[by.at()] else { return };
                if marks_seen(joint, *by, &text.seen()).is_ok() {
                    self.saw[by.at()].insert(text.markdown.clone());
                }
            }
            Step::Withdraw(by) => write(&mut self.notebooks[by.at()], Field::Mark(*by), Value::Nothing, *by),
            Step::Send(by) => {
                self.notebooks[by.at()].went_out();
                let file = self.notebooks[by.at()].writings();
                let files = &mut self.sent[by.other().at()];
                if self.is_bounded {
                    files.clear();
                }
                files.push(file);
            }
            Step::Arrive(by, which) => {
                let files = &self.sent[by.at()];
                if !files.is_empty() {
                    let file = files[which % files.len()].clone();
                    let joint = &mut self.notebooks[by.at()];
                    let before = joint.text().ok();
                    joint.can_be(&file, *by, &KEYS, &Eye).unwrap();
                    joint.merge(&file);
                    let is_changed = before != joint.text().ok();
                    assert!(
                        !is_changed || joint.marked(*by).is_none(),
                        "a mark outlived a change from outside"
                    );
                }
            }
        }
    }

    /// What went up from a notebook was seen and marked by both, exactly as it is.
    fn is_right(&self) {
        for joint in &self.notebooks {
            if let Ok(both) = joint.both_marked(&KEYS, &Eye) {
                for author in Author::BOTH {
                    let text = &both.text().markdown;
                    assert!(self.saw[author.at()].contains(text), "{author:?} never saw this:\n{text}");
                }
            }
        }
    }

    /// Everything arrives at last.
    fn settle(&mut self) {
        for _ in 0..2 {
            for by in Author::BOTH {
                let [one, other] = &mut self.notebooks;
                match by {
                    FIRST => exchange(one, other, by),
                    SECOND => exchange(other, one, by),
                }
            }
        }
    }
}

fn history() -> impl Strategy<Value = (Vec<Step>, bool)> {
    (vec(step(), 1..60), any::<bool>())
}

/// A history to its end, and what must hold of it all the way.
fn lived(steps: &[Step], is_whole: bool) {
    let mut world = World::new(if is_whole { whole() } else { [empty(), empty()] });
    for step in steps {
        world.take(step);
        world.is_right();
    }
    world.settle();
    world.is_right();
    let [one, other] = &world.notebooks;
    assert_eq!(one.writings(), other.writings());
    assert_eq!(one.conflicts(), other.conflicts());
    assert_eq!(one.text(), other.text(), "both show the same text, or the same conflict");
    // And either of them settles it for both.
    for field in world.notebooks[0].conflicts() {
        let by = field.owner().unwrap_or(FIRST);
        let value = if matches!(field, Field::Mark(_)) { Value::Nothing } else { said("settled") };
        write(&mut world.notebooks[by.at()], field, value, by);
    }
    world.settle();
    assert_eq!(world.notebooks[0].conflicts(), Vec::<Field>::new());
    assert_eq!(world.notebooks[1].text().unwrap(), world.notebooks[0].text().unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn s3_two_notebooks_come_to_the_same_in_a_thousand_histories_with_losses_and_repeats(
        (steps, is_whole) in history(),
    ) {
        lived(&steps, is_whole);
    }

    #[test]
    fn merging_is_the_same_in_any_order_and_any_number_of_times(steps in vec(step(), 1..40), at in any::<usize>()) {
        let mut world = World::new([empty(), empty()]);
        steps.iter().for_each(|step| world.take(step));
        let files: Vec<Vec<Placed>> = world.sent.into_iter().flatten().collect();
        let mut forwards = empty();
        files.iter().for_each(|file| drop(forwards.merge(file)));
        let mut backwards = empty();
        files.iter().rev().chain(files.get(at % files.len().max(1))).for_each(|file| drop(backwards.merge(file)));
        prop_assert_eq!(forwards.writings(), backwards.writings());
    }
}

/// A number of the environment, for longer searches by hand.
fn number<T: std::str::FromStr>(name: &str, usual: T) -> T {
    std::env::var(name).ok().and_then(|words| words.parse().ok()).unwrap_or(usual)
}

/// The steps of the small model: one part that each changes once (`SIDEWAYS_WRITES`), looking and marking, and the newest file
/// of each, which gets lost or comes twice.
fn small() -> Vec<Step> {
    let of = |by: Author| {
        let typed = if by == FIRST { "a" } else { "b" };
        let write = Step::Write { by, field: Field::Tried, typed: typed.into() };
        [write, Step::Look(by), Step::Mark(by), Step::Send(by), Step::Arrive(by, 0)]
    };
    Author::BOTH.into_iter().flat_map(of).collect()
}

/// What can happen later depends on this alone.
fn key(world: &World) -> [u8; 32] {
    let mut bytes = Vec::new();
    let looked = world.looked.each_ref().map(|text| text.as_ref().map(|text| text.hash.to_vec()));
    minicbor::encode((&world.notebooks, &world.sent, &looked, &world.saw), &mut bytes).unwrap();
    *blake3::hash(&bytes).as_bytes()
}

/// Goes through all orders of steps to a depth; gives how many states there are, and whether something one-sided was found.
fn search(depth: usize) -> (usize, bool) {
    let mut seen = HashMap::new();
    let mut world = World::new(whole());
    world.is_bounded = true;
    let is_wrong = catch_unwind(AssertUnwindSafe(|| deeper(&world, depth, &mut seen))).is_err();
    (seen.len(), is_wrong)
}

fn deeper(world: &World, left: usize, seen: &mut HashMap<[u8; 32], usize>) {
    let known = seen.entry(key(world)).or_default();
    if left == 0 || *known > left {
        return;
    }
    *known = left + 1;
    for step in small() {
        let mut next = world.clone();
        if let Step::Write { by, .. } = &step {
            next.wrote[by.at()] += 1;
            if next.wrote[by.at()] > number("SIDEWAYS_WRITES", 1) {
                continue;
            }
        }
        next.take(&step);
        if matches!(step, Step::Mark(_) | Step::Arrive(..)) {
            next.is_right();
        }
        deeper(&next, left - 1, seen);
    }
}

#[test]
fn s3_no_order_of_ten_steps_takes_up_what_was_not_marked_by_both() {
    let depth = number("SIDEWAYS_DEPTH", 10);
    let (states, is_wrong) = search(depth);
    println!("{states} states to depth {depth}");
    assert!(!is_wrong && states > 100, "{states} states");
}

#[cfg(feature = "plants")]
#[test]
fn s3_every_planted_bug_of_merging_is_found_within_a_thousand_histories() {
    use playbook::plants::{LATE_COUNTS, choose};
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    choose(LATE_COUNTS);
    let mut runner = TestRunner::deterministic();
    let found = (1..=1000).find(|_| {
        let (steps, is_whole) = history().new_tree(&mut runner).unwrap().current();
        catch_unwind(AssertUnwindSafe(|| lived(&steps, is_whole))).is_err()
    });
    choose(0);
    println!("plant {LATE_COUNTS}, what was written anew comes back: {found:?} histories");
    assert!(found.is_some());
}

#[cfg(feature = "plants")]
#[test]
fn s3_every_planted_bug_is_found_by_the_search() {
    use playbook::plants::{UNCLEARED, UNSEEN, choose};
    for (plant, what) in [
        (UNCLEARED, "a change that leaves marks standing"),
        (UNSEEN, "a mark by whoever did not see the text"),
    ] {
        choose(plant);
        let found = (1..=10).find(|depth| search(*depth).1);
        choose(0);
        println!("{what}: found at depth {found:?}");
        assert!(found.is_some(), "{what}");
    }
}
