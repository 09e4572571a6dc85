//! Every reader survives any bytes: it reads them or states why not, and every fact has a place within the text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test, which measures time"
)]

use std::{fs, path::PathBuf, time::Duration};

use cpu_time::ThreadTime;
use jiff::{
    civil::date,
    tz::{Offset, TimeZone},
};
use plan::{
    facts::Team,
    place::{Place, Quotes},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use sources::{
    answers::{self, Answers},
    dates,
    profile::Profile,
    read::{read_given, read_text},
    read_paths,
    readers::{
        Found,
        calendar::{self, Window},
        prose,
    },
    text::{Text, Texts},
};

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

/// What was read of bytes: the text, and what was found in it.
fn found(bytes: Vec<u8>, ending: &str, is_people: bool) -> (Text, Found) {
    let (text, problems) = Text::decode(0, "f", bytes);
    let mut found = read_text(&text, ending, is_people, None);
    found.problems.splice(0..0, problems);
    (text, found)
}

fn places(found: &Found) -> Vec<&Place> {
    let facts = &found.facts;
    let items = facts.items.iter().flat_map(|item| {
        let owners = item.owners.iter().map(|owner| &owner.named().place);
        owners.chain([&item.place]).chain(item.promise.as_ref().map(|promise| &promise.place))
    });
    items
        .chain(facts.links.iter().map(|link| &link.place))
        .chain(facts.asks.iter().flat_map(|ask| [&ask.place, &ask.whom.named().place]))
        .chain(facts.teams.iter().map(|team| &team.place))
        .chain(facts.people.iter().map(|person| &person.place))
        .chain(facts.systems.iter().map(|system| &system.place))
        .chain(facts.days_off.iter().map(|day| &day.place))
        .chain(facts.answers.iter().map(|answer| &answer.place))
        .chain(facts.corrections.iter().map(|correction| &correction.place))
        .chain(facts.choices.iter().map(|choice| &choice.place))
        .chain(found.problems.iter().map(|problem| &problem.place))
        .collect()
}

/// Line and column of a byte, counted the plain way.
fn counted(body: &str, at: usize) -> (u32, u32) {
    let (mut line, mut column) = (1, 1);
    let mut rest = body[..at].chars().peekable();
    while let Some(c) = rest.next() {
        // The last CR before a place may be the first half of a line end that goes on behind it.
        let is_pair = c == '\r'
            && (rest.peek() == Some(&'\n') || (rest.peek().is_none() && body[at..].starts_with('\n')));
        match c {
            '\n' | '\r' if !is_pair => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
    }
    (line, column)
}

/// Every place lies in the text, where it says; every quote and every problem can be shown.
fn check(text: Text, found: &Found) {
    let places = places(found);
    for place in places.iter().filter(|place| place.line > 0) {
        let (start, end) = (place.start as usize, place.end as usize);
        assert!(text.body.get(start..end).is_some(), "{place:?} in {} bytes", text.body.len());
        if text.body.len() < 4096 && !text.body.is_empty() {
            assert_eq!((place.line, place.column), counted(&text.body, start), "{place:?}");
        }
    }
    let texts = Texts(vec![text]);
    listen(&texts, found);
    for place in places.into_iter().take(200) {
        let quote = texts.quoted(place).quote;
        assert!(quote.chars().count() <= 201 && !quote.contains(char::is_control), "{quote:?}");
    }
    for problem in found.problems.iter().take(200) {
        let said = problem.render(&texts);
        assert!(said.lines().count() <= 4 && !said.contains(['\r', '\t', '\u{1b}', '\u{202e}']), "{said:?}");
        assert!(problem.hint.is_some(), "{said}");
    }
}

/// Looks through running text for a few teams: every guess stands under something, and its sentence can be shown.
fn listen(texts: &Texts, found: &Found) -> usize {
    let team = |name: &str| Team { name: name.into(), ..Team::default() };
    let mut facts = found.facts.clone();
    facts.teams.extend(["Payments", "Search", "Refunds", "A"].map(team));
    let heard = prose::hear(texts, &[(0, found.running.clone())], &mut facts);
    for mention in &facts.mentions {
        assert!(mention.item < facts.items.len());
        let (start, end) = (mention.place.start as usize, mention.place.end as usize);
        assert!(!texts.0[0].body.get(start..end).unwrap().is_empty());
        assert!(texts.quoted(&mention.place).quote.chars().count() <= 201);
    }
    heard.sentences
}

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

/// Reads a bomb through the real door in good time, and gives what was found.
fn defuse(name: &str, ending: &str, is_people: bool, bytes: impl Into<Vec<u8>>) -> Found {
    let start = ThreadTime::now();
    let (text, found) = found(bytes.into(), ending, is_people);
    check(text, &found);
    let took = start.elapsed();
    eprintln!("{name}: {took:.1?}");
    assert!(took < Duration::from_secs(10), "{name} took {took:?}");
    assert!(found.rows > 0 || !found.problems.is_empty(), "{name}: neither read nor refused");
    found
}

fn facts(found: &Found) -> Vec<&str> {
    found.problems.iter().map(|problem| problem.fact.as_str()).collect()
}

const HEAD: &str = "Issue key,Summary,Status";

#[test]
fn bombs_of_columns_are_read() {
    let wide = format!("{HEAD}{}\nA-1,One,To Do{}\n", ",Sprint".repeat(1_000_000), ",x".repeat(1_000_000));
    assert_eq!(defuse("a million columns", "csv", false, wide).rows, 1);
    let links: String = (0..10_000).map(|at| format!(",Inward issue link (T{at})")).collect();
    let body = format!("{HEAD}{links}\n{}", "A-1,One,To Do,B-1\n".repeat(10_000));
    assert!(defuse("10 k unknown types of links", "csv", false, body).problems.len() == 1);
    let body = format!("{HEAD}{}\n{}", ",Summary".repeat(10_000), "A-1,One,To Do\n".repeat(20_000));
    assert_eq!(defuse("10 k heads of one name", "csv", false, body).rows, 20_000);
    let body = format!("Name,Leads{}\n{}", ",Leads".repeat(10_000), "Dana,Payments\n".repeat(1000));
    assert_eq!(defuse("10 k heads of people", "csv", true, body).rows, 1000);
}

#[test]
fn bombs_of_cells_are_read_or_refused() {
    let body = format!("{HEAD}\nA-1,\"One{}", "\nmore, and more".repeat(500_000));
    let found = defuse("a quote that is never closed", "csv", false, body);
    assert!(facts(&found).iter().any(|fact| fact.contains("never closed")), "{:?}", facts(&found));
    let body = format!("{HEAD}\nA-1,=cmd|' /C calc'!A0,@SUM(1)\nA-2,\"\t=1+1\",-2\n");
    let found = defuse("formulas", "csv", false, body);
    assert_eq!(found.facts.items[0].title, "=cmd|' /C calc'!A0");
    let body = format!("{HEAD},Due date\n{}", "A-1,One,To Do,2025-30-01\n".repeat(20_000));
    assert_eq!(defuse("20 k wrong dates", "csv", false, body).problems.len(), 20_000);
}

#[test]
fn bombs_of_marks_are_read() {
    let item = |words: String| format!("# P\n\n## A @X\n- One, 5d\n{words}\n");
    for (name, words) in [
        ("50 k quotations", "> ".repeat(50_000)),
        ("50 k brackets", format!("- {}", "[".repeat(50_000))),
        ("50 k emphases", format!("- {}", "*a_".repeat(50_000))),
        ("20 k pictures", format!("- {}", "![".repeat(20_000))),
        ("50 k lists", "- ".repeat(50_000)),
        ("a million brackets in a line", "[".repeat(1_000_000)),
        ("overrides", "- Pay, 5d, \u{202e}\u{2066}evil\u{2069}\n".repeat(1000)),
        ("links to code", "- [Pay](javascript:alert(1)) ![x](data:text/html,x), 5d\n".repeat(1000)),
        ("guesses of guesses", format!("- Pay, {}touches X", "perhaps ".repeat(1500))),
        ("facts behind facts", format!("- Pay{}", " 5d perhaps after x".repeat(800))),
        ("ids without an end", format!("- Pay {}", "{# ".repeat(5000))),
        ("16 KB of names", format!("- Pay, touches a{}", ",a".repeat(4000) + &", through b".repeat(600))),
        ("a title of commas", format!("- {}", "a,".repeat(8000))),
        ("everyday words", "- by by from from changes uses after due, @a by by from\n".repeat(2000)),
    ] {
        defuse(name, "md", false, item(words));
    }
}

#[test]
fn bombs_of_running_text_are_read() {
    let teams = "[[team]]\nname = \"Payments\"\n[[team]]\nname = \"A\"\n";
    let lines = |words: &str, bytes: usize| format!("{words}\n").repeat(bytes / words.len());
    for (name, words) in [
        (
            "half a MB of sentences",
            lines("We rely on Payments to expose refunds by June, e.g. soon.", 1 << 19),
        ),
        ("4 MB of one sentence", lines("we rely on Payments", 4 << 20)),
        ("a million full stops", ".".repeat(1 << 20)),
        ("a million sentences of a letter", "A. ".repeat(1 << 20)),
        ("a million ticks", "a `` ` ".repeat(200_000)),
        ("130 k ends of links", "](".repeat(1 << 17)),
        ("a million capitals", lines("A A A A A A A A A A A", 1 << 20)),
        ("a million tags", "<a ".repeat(1 << 18)),
        ("lines that say whose it is", lines("Owner: a, b, c", 1 << 20)),
    ] {
        let start = ThreadTime::now();
        let page = format!("# Page\n\n{words}\n\nThis is the end of it all. We are sure of that.\n");
        let reading = read_given(&[("teams.toml", teams), ("page.md", &page)]);
        let took = start.elapsed();
        eprintln!("{name}: {took:.1?}, {} sentences, {} naming", reading.sentences, reading.naming);
        assert!(took < Duration::from_secs(10), "{name} took {took:?}");
        assert!(reading.sentences > 1, "{name}");
    }
}

#[test]
fn bombs_of_bars_are_read() {
    let chart = |lines: String| format!("```mermaid\ngantt\n{lines}\n```\n");
    let many = |line: fn(usize) -> String| chart((0..100_000).map(line).collect());
    for (name, body) in [
        ("100 k bars in a row", many(|_| "A: 1d\n".into())),
        ("100 k bars upwards", many(|at| format!("A: a{at}, after a{}, 1d\n", at + 1))),
        ("100 k bars downwards", many(|at| format!("A: b-{}, after b-{at}, 2100-12-31\n", at + 1))),
        (
            "100 k lines of a legend",
            many(|at| format!("%% b{at}-*: b{at} (ann)\nA: b{at}-1, 2027-01-04, 1d\n")),
        ),
        ("100 k sections", many(|at| format!("%% b{at}-*: bb{at} (p{at})\nsection b.p{at}\nA: 1d\n"))),
        ("a million ids", chart(format!("A: milestone, after{}, 0", " b-1".repeat(1_000_000)))),
        ("a million commas", chart(format!("A: {}", ",".repeat(1_000_000)))),
        ("endless figures", chart(format!("A: a, {}, {}d", "9".repeat(100_000), "9".repeat(100_000)))),
        ("ids in a circle", chart("A: a, after b, 1d\nB: b, after a, until a\n".repeat(20_000))),
    ] {
        defuse(name, "md", false, body);
    }
}

#[test]
fn bombs_of_tables_are_read_or_refused() {
    let head = "# G\n\n| Metadata | |\n|-|-|\n| Lead | @a |\n\n| Task | Owner |\n|-|-|\n";
    let rows = "| Review of the moral support | ![Team][] [cargo], [libs] |\n".repeat(170_000);
    let found = defuse("a table of 10 MB", "md", false, format!("{head}{rows}"));
    assert_eq!(found.facts.asks.len(), 340_000);
    let wide = format!("# G\n\n|{}\n|{}\n{}", "a|".repeat(5000), "-|".repeat(5000), "|x|\n".repeat(5000));
    defuse("a table of few cells and many columns", "md", false, wide);
    let handles: String = (0..100_000).map(|at| format!(" @p{at}")).collect();
    let found = defuse("100 k handles in a cell", "md", false, format!("{head}| Review |{handles} |\n"));
    assert_eq!(found.facts.items[1].owners.len(), 100_000);
}

#[test]
fn bombs_of_trees_are_refused_or_read() {
    let mut aliases = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    let mut merges = String::from("a0: &a0 {k0: x}\n");
    for level in 1..10 {
        let before = vec![format!("*a{}", level - 1); 9].join(", ");
        aliases.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        merges.push_str(&format!("a{level}: &a{level}\n  <<: [{before}]\n  k{level}: x\n"));
    }
    let anchors: String = (0..1_000_000).map(|at| format!("- &a{at} x\n")).collect();
    let names: String = (0..20_000).map(|at| format!("- {{name: P{at}, leads: [T{at}]}}\n")).collect();
    let flow = format!("people: [{}]", "{name: Dana, leads: [Payments]}, ".repeat(20_000));
    for (name, ending, body) in [
        ("an alias bomb", "yaml", aliases),
        ("a merge bomb", "yaml", merges),
        ("a million anchors", "yaml", anchors),
        ("lists 200 k deep", "yaml", "[".repeat(200_000)),
        ("maps 200 k deep", "yaml", "{a: ".repeat(200_000)),
        ("entries 20 k deep", "yaml", "- ".repeat(20_000)),
        ("20 k people on lines", "yaml", names),
        ("20 k people on one line", "yaml", flow),
        ("an object of another language", "yaml", "- name: !!python/object:os.system Dana\n".into()),
        ("no numbers", "yaml", "name: .nan\nlanes: .inf\nlead: -.inf\n".into()),
        ("arrays 200 k deep", "toml", format!("a = {}", "[".repeat(200_000))),
        ("inline tables 200 k deep", "toml", format!("a = {}", "{a = ".repeat(200_000))),
        ("keys 200 k deep", "toml", format!("a{} = 1", ".a".repeat(200_000))),
        ("a head 200 k deep", "toml", format!("[a{}]\nname = 1\n", ".a".repeat(200_000))),
        ("200 k answers", "toml", (0..20_000).map(|at| format!("k{at} = \"x\"\n")).collect()),
    ] {
        defuse(name, ending, true, body.clone());
        let (text, _) = Text::decode(0, "f", body.into_bytes());
        let _ = (answers::read(&text), Profile::read(&text).is_ok());
    }
}

#[test]
fn a_line_of_200_mb_is_refused_with_its_reason() {
    let folder = std::env::temp_dir().join(format!("sideways-long-line-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (name, start) in [("line.csv", "Issue key,Summary\nA-1,"), ("line.md", "# P\n- ")] {
        let path: PathBuf = folder.join(name);
        let mut body = vec![b'x'; 200 << 20];
        body[..start.len()].copy_from_slice(start.as_bytes());
        fs::write(&path, body).unwrap();
        let begin = ThreadTime::now();
        let reading = read_paths(std::slice::from_ref(&path), &[], None, None);
        let took = begin.elapsed();
        fs::remove_file(&path).unwrap();
        let reading = reading.unwrap();
        eprintln!("{name}: {took:.1?}");
        assert!(took < Duration::from_secs(10), "{took:?}");
        let problem = &reading.problems[0];
        assert_eq!(problem.fact, "this line is 199 MB long; nothing of the file was read");
        assert_eq!((problem.place.line, problem.place.column), (2, 1));
        assert_eq!(reading.facts, plan::facts::Facts::default());
    }
    fs::remove_dir(&folder).unwrap();
}
