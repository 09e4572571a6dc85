//! The dates that leave the notebook: names that stay, numbers that rise, and nothing said of what they are about.

use jiff::{SignedDuration, Timestamp};
use playbook::{
    due,
    moment::{Day, Id},
    notebook::Command,
    outward::feed::{Kind, Namer, Scope, Sent, Slot, When, tag},
    privacy::Shareable,
    side::Side,
    trade::loans,
};
use proptest::{collection::vec, prelude::*};

use crate::given::{Story, day, given, id, private};

const NOON: &str = "2026-05-04T12:00:00Z";

fn noon(days: i64) -> Timestamp {
    NOON.parse::<Timestamp>().unwrap().checked_add(SignedDuration::from_hours(24 * days)).unwrap()
}

fn everything() -> Scope {
    Scope { kinds: Kind::ALL.to_vec(), names: false }
}

fn slot(kind: Kind, thing: u32, on: &str) -> Slot {
    let uid = Namer::with([7; 32]).name(kind, id(thing));
    Slot { kind, when: When::On(day(on)), uid, with: Some(Shareable::new("Mira Solberg".into())) }
}

/// The lines of a kind in a calendar.
fn lines(text: &str, name: &str) -> Vec<String> {
    let found = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    found.map(str::to_owned).collect()
}

fn lent(story: Story, until: &str) -> Story {
    story.done(|story| {
        let (peer, until) = (story.peer("mira"), Some(day(until)));
        let what = private("one reviewer, for they can't hire");
        Command::Loans(loans::Command::Lend { peer, lender: Side::Me, what, from: None, until })
    })
}

#[test]
fn a_date_that_moves_keeps_its_name_and_its_number_rises() {
    let first = Sent::default().next(&[slot(Kind::Loan, 3, "2026-06-01")], &everything(), noon(0));
    let same = first.next(&[slot(Kind::Loan, 3, "2026-06-01")], &everything(), noon(3));
    assert_eq!(same, first, "what stays as it was is sent as it was, whenever that is");
    let moved = first.next(&[slot(Kind::Loan, 3, "2026-06-15")], &everything(), noon(0));
    let back = moved.next(&[slot(Kind::Loan, 3, "2026-06-01")], &everything(), noon(0));
    let numbers: Vec<u32> =
        [&first, &moved, &back].map(|sent| lines(&sent.text(false), "SEQUENCE")[0].parse().unwrap()).to_vec();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    let names = [&first, &moved, &back].map(|sent| lines(&sent.text(false), "UID"));
    assert!(names.windows(2).all(|two| two[0] == two[1]));
    assert_eq!(lines(&moved.text(false), "DTSTART;VALUE=DATE"), ["20260615"]);
    assert_eq!(lines(&moved.text(false), "DTEND;VALUE=DATE"), ["20260616"]);
    assert_eq!(lines(&same.text(false), "DTSTAMP"), ["20260504T120000Z"]);
}

#[test]
fn numbers_rise_also_where_nothing_is_known_any_more_of_what_was_sent() {
    let slots = [slot(Kind::Loan, 3, "2026-06-01")];
    let before = Sent::default().next(&slots, &everything(), noon(0));
    let anew = Sent::default().next(&slots, &everything(), noon(1));
    let number = |sent: &Sent| lines(&sent.text(false), "SEQUENCE")[0].parse::<u32>().unwrap();
    assert!(number(&before) < number(&anew));
}

#[test]
fn what_is_gone_leaves_a_feed_and_is_called_off_in_a_file_for_two_months() {
    let first = Sent::default().next(&[slot(Kind::Loan, 3, "2026-06-01")], &everything(), noon(0));
    let gone = first.next(&[], &everything(), noon(1));
    assert_eq!(lines(&gone.text(false), "UID"), [""; 0]);
    assert_eq!(lines(&gone.text(true), "STATUS"), ["CANCELLED"]);
    assert_eq!(lines(&gone.text(true), "UID"), lines(&first.text(true), "UID"));
    assert!(lines(&gone.text(true), "SEQUENCE") > lines(&first.text(true), "SEQUENCE"));
    let later = gone.next(&[], &everything(), noon(70));
    assert_eq!(lines(&later.text(true), "UID"), [""; 0]);
    let again = gone.next(&[slot(Kind::Loan, 3, "2026-06-01")], &everything(), noon(2));
    assert_eq!(lines(&again.text(true), "STATUS"), ["CONFIRMED"]);
}

#[test]
fn titles_say_a_kind_and_a_name_only_where_names_are_switched_on() {
    let slots: Vec<Slot> = Kind::ALL.iter().map(|kind| slot(*kind, 3, "2026-06-01")).collect();
    let said = |scope: &Scope| lines(&Sent::default().next(&slots, scope, noon(0)).text(false), "SUMMARY");
    assert_eq!(said(&everything()), ["Answer", "Call", "Hand-over", "Talk"]);
    let named = Scope { names: true, ..everything() };
    assert_eq!(said(&named)[0], "Answer: Mira Solberg");
    let only = Scope { kinds: vec![Kind::Talk], names: false };
    assert_eq!(said(&only), ["Talk"]);
}

#[test]
fn a_name_can_break_no_line_and_long_ones_are_folded() {
    let with = Some(Shareable::new("Ä\nATTENDEE:x;y,z\\ ".to_owned() + &"é".repeat(80)));
    let slots = [Slot { with, ..slot(Kind::Talk, 3, "2026-06-01") }];
    let text = Sent::default().next(&slots, &Scope { names: true, ..everything() }, noon(0)).text(false);
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{text}");
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains("SUMMARY:Talk: Ä ATTENDEE:x\\;y\\,z\\\\ éé"), "{unfolded}");
    assert_eq!(lines(&unfolded, "ATTENDEE"), [""; 0]);
}

#[test]
fn a_time_stands_in_the_time_of_greenwich_and_takes_the_time() {
    let when = When::At(noon(0).as_second(), noon(0).as_second() + 900);
    let text = Sent::default()
        .next(&[Slot { when, ..slot(Kind::Call, 3, "2026-06-01") }], &everything(), noon(0))
        .text(false);
    assert_eq!(lines(&text, "DTSTART"), ["20260504T120000Z"]);
    assert_eq!(lines(&text, "DTEND"), ["20260504T121500Z"]);
    assert_eq!(lines(&text, "TRANSP"), ["OPAQUE"]);
}

#[test]
fn c1_t4_t8_talks_loans_and_answers_that_are_due_are_in_it_until_they_are_done() {
    let dates = |story: &Story| {
        let mut dates = due::dates(&story.notebook, &Namer::with([7; 32]), &[], story.today);
        dates.sort_by_key(|slot| slot.when);
        dates.into_iter().map(|slot| (slot.kind, slot.when)).collect::<Vec<_>>()
    };
    let on = |words: &str| When::On(day(words));
    let story = given(["Mira Solberg"]).on("2026-05-04").kept(&[("Mira Solberg", 0.2, &[])]);
    assert_eq!(dates(&story), [(Kind::Talk, on("2026-05-11"))]);
    let story = lent(story.on("2026-05-05").talked("mira"), "2026-05-20");
    let loan = story.last();
    assert_eq!(dates(&story), [(Kind::Loan, on("2026-05-20")), (Kind::Talk, on("2026-06-02"))]);
    let story =
        story.done(|story| Command::Loans(loans::Command::Return { loan: id(loan), on: story.today }));
    assert_eq!(dates(&story), [(Kind::Talk, on("2026-06-02"))]);
}

#[test]
fn s14_no_private_word_no_name_and_no_number_of_an_entry_is_in_it() {
    let story =
        lent(given(["Mira Solberg"]).on("2026-05-04").kept(&[("Mira Solberg", 0.2, &[])]), "2026-06-01");
    let namer = Namer::with([7; 32]);
    let sheet = due::sheet(
        &story.notebook,
        &namer,
        &everything(),
        &Sent::default(),
        &[],
        (noon(0), story.today),
        true,
    );
    let allowed = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//sideways//dates//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        "DTSTAMP:20260504T120000Z",
        "TRANSP:TRANSPARENT",
        "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
        "SUMMARY:Talk",
        "SUMMARY:Hand-over",
    ];
    let hexadecimal = |words: &str| words.len() == 32 && words.bytes().all(|byte| byte.is_ascii_hexdigit());
    for line in sheet.text.lines().filter(|line| !allowed.contains(line)) {
        let (name, value) = line.split_once(':').unwrap();
        let is_plain = match name {
            "UID" => hexadecimal(value),
            "SEQUENCE" => value == "2315",
            "DTSTART;VALUE=DATE" | "DTEND;VALUE=DATE" => value.len() == 8,
            _ => false,
        };
        assert!(is_plain, "{line}");
    }
    assert_eq!(sheet.tag, tag(&sheet.text));
    let other = Namer::with([8; 32]);
    let name = |namer: &Namer| namer.name(Kind::Loan, id(2)).to_string();
    assert!(
        name(&namer) != name(&other) && name(&namer) == name(&namer),
        "without the key a name leads nowhere"
    );
}

proptest! {
    #[test]
    fn whatever_is_sent_after_whatever_names_stay_numbers_rise_with_change_and_nothing_else_moves(
        steps in vec((vec((0..4_usize, 0..6_u32, 0..20_i64), 0..6), 0..3_i64), 1..8)
    ) {
        let mut before = Sent::default();
        let mut days = 0;
        for (slots, later) in steps {
            days += later;
            let mut slots: Vec<Slot> = slots
                .into_iter()
                .map(|(kind, thing, on)| {
                    let slot = slot(Kind::ALL[kind], thing, "2026-06-01");
                    Slot { when: When::On(Day(day("2026-06-01").0).plus(on)), ..slot }
                })
                .collect();
            slots.sort_by_key(|slot| slot.uid);
            slots.dedup_by_key(|slot| slot.uid);
            let next = before.next(&slots, &everything(), noon(days));
            prop_assert_eq!(next.standing().len(), slots.len());
            prop_assert_eq!(&next.next(&slots, &everything(), noon(days + 1)), &next);
            let events = |sent: &Sent| -> Vec<(String, u32, String)> {
                let text = sent.text(true);
                let parts = text.trim_end_matches("END:VCALENDAR\r\n").split("BEGIN:VEVENT").skip(1).map(|event| {
                    let one = |name| lines(event, name).remove(0);
                    let rest = event.lines().filter(|line| !line.starts_with("SEQUENCE") && !line.starts_with("DTSTAMP"));
                    (one("UID"), one("SEQUENCE").parse().unwrap(), rest.collect::<String>())
                });
                parts.collect()
            };
            let known = events(&before);
            for (uid, number, rest) in events(&next) {
                if let Some((_, then, was)) = known.iter().find(|(known, ..)| *known == uid) {
                    prop_assert_eq!(number > *then, rest != *was);
                    prop_assert!(number >= *then);
                }
            }
            let bytes = minicbor::to_vec(&next).unwrap();
            prop_assert_eq!(&minicbor::decode::<Sent>(&bytes).unwrap(), &next);
            before = next;
        }
    }
}

#[test]
fn names_of_different_things_are_different() {
    let namer = Namer::with([7; 32]);
    let mut names: Vec<String> = Kind::ALL
        .iter()
        .flat_map(|kind| {
            (0..50).flat_map(move |entry| [(*kind, Id { entry, nth: 0 }), (*kind, Id { entry, nth: 1 })])
        })
        .map(|(kind, thing)| namer.name(kind, thing).to_string())
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 400);
}
