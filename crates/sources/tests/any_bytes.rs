//! Every reader survives any bytes: it reads them or states why not, and every fact has a place within the text.
#![allow(clippy::unwrap_used, reason = "a test")]

mod checked;

use jiff::{
    civil::date,
    tz::{Offset, TimeZone},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use sources::{
    answers::{self, Answers},
    dates,
    profile::Profile,
    readers::{
        Found,
        calendar::{self, Window},
    },
    text::Text,
};

use checked::{check, found};

const ANSWERS: &str = "[who]\nPAY = \"Dana\"\n\"a b\" = \"é\"\n[same]\nD = \"Dana\"\nd = [\"D\", \"é\"]\n[different]\nD = \"Di\"\n";

/// Ending, whether it is read as people, and a file that is read without a problem.
const READERS: [(&str, bool, &str); 8] = [
    (
        "md",
        false,
        "# Plan\n\n## Teams\n- Payments: Dana Ortiz, also PAY, 2 lanes, works Sun-Thu\n\n## Checkout @Booking by 2027-03-31\nweight 2\n\n- [x] Cart model, 4d, took 6d, done 2027-01-02\n- [/] Cart, 5-8-15d, started 2027-01-11, remaining 3d\n- Pay by invoice, 3-5-9d, after cart + 3d, perhaps touches Identity through Sam Lee and \"A, B\"\n  - needs yes from Security (given 2027-01-12)\n\n## Days off\n- Payments: 2027-12-24 to 2027-12-31\n",
    ),
    (
        "md",
        false,
        "# Build it\n\n| Metadata | |\n|:--|:--|\n| Point of contact | @ann |\n| [cargo] champion | @cy |\n| Due | 2027-03-31 |\n\n| Task | Owner(s) or team(s) | Notes |\n|---|---|---|\n| Moral support | ![Team][] [cargo], [libs] | |\n| Author RFC | @ann, @bo | ![Complete][] |\n\n| Team | Support level |\n|---|---|\n| [lang] | Large |\n",
    ),
    (
        "md",
        false,
        "# Year\n\n```mermaid\ngantt\n  title Year\n  dateFormat YYYY-MM-DD\n  excludes weekends, 2027-12-24\n%% - b-*: booking (mira)\n%% - p-*: payments (dana, per)\n  section Goals\n  Checkout: crit, milestone, after b-1 p-2 p-9, 0\n  section Book.ann\n  Cart: done, b-1, 2027-01-04, 2w\n  Pay: active, p-2, after b-1, 2027-03-01\n  Rest: b-3, 2027-01-04, until p-2\n  More: 3d # sure\n```\n",
    ),
    (
        "md",
        false,
        "---\ntitle: The page\nowner: Booking\n---\n# The page\n\n**Team:** Booking\n\nWe rely on **[Payments](a.md)** to `expose. Refunds` by June, e.g. soon. The @search team must agree! Do we?\n\n- A point of it, as a whole sentence.\n\n## Thanks\nTo Payments.\n",
    ),
    (
        "csv",
        false,
        "Issue key,Summary,Due date,Original estimate,Custom field (Story Points),Status,Sprint,Issue id,Parent,Inward issue link (Blocks),Outward issue link (Dependency)\nA-1,\"one\n\"\"more\"\"\",10/Jun/25 3:10 PM,57600,,In Progress,S 1,100,,B-1,\nA-2,two,29/июл/26 09:59,,3,Done,S 2,101,100,,C-3\n",
    ),
    (
        "csv",
        true,
        "Person,Aliases,Teams led,Boss\nDana Ortiz,dana;@dortiz,Payments; Ledger,Ines\n\"Per, Lund\",,Tax,\n",
    ),
    (
        "toml",
        true,
        "[[team]]\nname = \"Payments\"\naliases = [\"PAY\"]\nleads = [\"Dana\", { name = \"Per\" }]\nlanes = 2\nworks = \"Sun-Thu\"\n\n[[person]]\nname = \"Dana\"\nboss = \"Ines\"\n",
    ),
    (
        "yaml",
        true,
        "teams:\n  - &a {name: Payments, leads: [Dana, \"Per\"], lanes: 2}\n  - *a\npeople:\n  dana:\n    leads: Payments; Tax\n    reports_to: Ines\n",
    ),
];

/// A calendar with a zone of its own, repeats, one that was moved and a whole day.
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\n\
    BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:16011028T030000\r\nTZOFFSETFROM:+0200\r\n\
    TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n\
    DTSTART:16010325T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n\
    RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n\
    BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Ada / Bén\\, weekly\r\nDTSTART;TZID=Ours:20270104T090000\r\n\
    DTEND;TZID=Ours:20270104T093000\r\nRRULE:FREQ=WEEKLY;UNTIL=20270201T080000Z;BYDAY=MO\r\n\
    EXDATE;TZID=Ours:20270111T090000\r\nRDATE;TZID=Ours:20270113T090000\r\n\
    ORGANIZER;CN=\"Lind, Ada\":mailto:ada@example.com\r\n\
    ATTENDEE;CN=Ben Okafor;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT\r\n ;CUTYPE=INDIVIDUAL:MAILTO:ben@example.com\r\n\
    BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;TZID=Ours:20270118T090000\r\nDTSTART:20270119T130000Z\r\n\
    DURATION:PT1H\r\nSEQUENCE:1\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:b\r\nDTSTART;VALUE=DATE:20270301\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[derive(Clone, Debug)]
enum Change {
    Cut(Index),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Swap(Index, Index),
    Repeat(Index, u16),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let odd: Vec<&[u8]> = vec![
        b"\0",
        b"\r",
        b"\"",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\n\n",
        b"@",
        b",",
        b"(",
        b"[",
        b"|",
        b"- ",
        b"`",
        b"{#",
        b"*",
        b"&a ",
        b": ",
        b" by ",
        b" after ",
        b"perhaps ",
        b"1-1d ",
        b"2027-02-30",
        b"99999999999999999999",
        b"\xe2\x80\xae",
        b"\xcc\x81",
    ];
    let odd = prop::sample::select(odd).prop_map(<[u8]>::to_vec);
    let change = prop_oneof![
        any::<Index>().prop_map(Change::Cut),
        (any::<Index>(), any::<u8>()).prop_map(|(at, mask)| Change::Flip(at, mask)),
        (any::<Index>(), odd).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Change::Swap(a, b)),
        (any::<Index>(), 0..300u16).prop_map(|(at, times)| Change::Repeat(at, times)),
    ];
    vec(change, 1..6)
}

fn changed(body: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = body.as_bytes().to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        match change {
            Change::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Change::Flip(at, mask) => {
                let at = at.index(bytes.len());
                bytes[at] ^= mask;
            }
            Change::Insert(at, new) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, new.iter().copied());
            }
            Change::Swap(a, b) => {
                let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
                let (a, b) = (a.index(lines.len()), b.index(lines.len()));
                lines.swap(a, b);
                bytes = lines.concat();
            }
            Change::Repeat(at, times) => {
                let at = at.index(bytes.len());
                let piece = bytes[at..bytes.len().min(at + 24)].repeat(usize::from(*times));
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..300)) {
        for (ending, is_people, _) in READERS {
            let (text, found) = found(bytes.clone(), ending, is_people);
            check(text, &found);
        }
        let (text, _) = Text::decode(0, "f", bytes);
        let _ = (answers::read(&text), Profile::read(&text).is_ok(), dates::last_day(&text.body).is_ok());
    }

    #[test]
    fn a_good_file_that_was_damaged_is_read_or_refused(changes in changes()) {
        for (ending, is_people, body) in READERS {
            let (text, found) = found(changed(body, &changes), ending, is_people);
            check(text, &found);
        }
    }

    #[test]
    fn damaged_answers_and_profiles_are_read_or_refused(changes in changes()) {
        let body = "[[crossing]]\ndo = \"rekind\"\nfor = 'A'\nwhom = \"B\"\nas = \"date\"\n\
            because = \"\"\"ü\"\"\"\n[[name]]\ndo = \"with\"\nname = \"Ann\"\nbecause = \"x\"\n";
        let (text, _) = Text::decode(0, "f", changed(&format!("{ANSWERS}{body}"), &changes));
        if let Ok(kept) = Answers::parse(&text) {
            let pairs = kept.same.values().chain(kept.different.values()).map(|names| names.all().len());
            let all = kept.who.len() + kept.crossing.len() + kept.name.len() + pairs.sum::<usize>();
            prop_assert_eq!(kept.entries(&text).len(), all);
            let again = Text::of(0, "f", kept.render_into(&text.body));
            prop_assert_eq!(Answers::parse(&again), Ok(kept));
        }
        let (facts, problems) = answers::read(&text);
        check(text, &Found { problems, facts, ..Found::default() });
        let profile = "extends = \"tracker\"\n[units]\nhours_per_day = 7\nsizes = { s = 2 }\n[columns]\ntitle = [\"T\"]\n";
        let (text, _) = Text::decode(0, "f", changed(profile, &changes));
        if let Err(problem) = Profile::read(&text) {
            check(text, &Found { problems: vec![problem], ..Found::default() });
        }
    }

    #[test]
    fn a_damaged_calendar_is_read_or_refused(changes in changes(), bytes in vec(any::<u8>(), 0..300)) {
        for bytes in [changed(CALENDAR, &changes), bytes] {
            let (text, mut problems) = Text::decode(0, "f", bytes);
            let zone = TimeZone::fixed(Offset::constant(1));
            let window = Window { from: date(2026, 1, 1), to: date(2027, 12, 31), zone: &zone };
            let read = calendar::read(&text, window);
            for meeting in &read.meetings {
                prop_assert!((window.from..=window.to).contains(&meeting.day));
                prop_assert!(meeting.place.line > 0 && meeting.minutes <= 366 * 24 * 60);
            }
            prop_assert!(read.meetings.is_sorted_by_key(|meeting| meeting.start));
            problems.extend(read.problems);
            check(text, &Found { problems, ..Found::default() });
        }
    }

    #[test]
    fn days_are_read_or_refused(words in "[0-9 QqTa-z:/.,+()–é-]{0,40}") {
        for day in [dates::last_day(&words), dates::day(&words, dates::DayMonth::MonthFirst)].into_iter().flatten() {
            prop_assert!((dates::FIRST_YEAR..=dates::LAST_YEAR).contains(&day.year()));
        }
        if let Some((taken, _)) = dates::leading_date(&words) {
            prop_assert!(words.is_char_boundary(taken));
        }
    }
}

#[test]
fn a_good_file_has_no_problem() {
    for (ending, is_people, body) in READERS {
        let (_, found) = found(body.as_bytes().to_vec(), ending, is_people);
        let said = |fact: &String| fact.contains("“Dependency”");
        let facts: Vec<String> = found.problems.into_iter().map(|problem| problem.fact).collect();
        assert!(facts.iter().all(said), "{facts:?}");
        assert!(found.rows > 0);
    }
}

#[test]
fn a_good_calendar_has_no_problem() {
    let (text, problems) = Text::decode(0, "f", CALENDAR.into());
    let window = Window { from: date(2026, 1, 1), to: date(2027, 12, 31), zone: &TimeZone::UTC };
    let read = calendar::read(&text, window);
    assert_eq!((problems, read.problems), (Vec::new(), Vec::new()));
    assert_eq!((read.events, read.meetings.len()), (3, 6));
}
