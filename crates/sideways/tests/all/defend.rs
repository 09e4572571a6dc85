//! The absent peer and the page that goes up, from outside, as a leader types them.

use std::fs;

use crate::asks::Leader;

const DRAFT: &str = "---\nauthor: me\n---\n# Quarter\n\nCheckout v2 is live, and the load tests\nfound three faults in time.\n\n\
    It was late because\nof Mira. We missed two dates ourselves.\n\n> Mira missed it, they said.\n\n```\nblocked by Mira\n```\n\n\
    | Part | Who | How |\n|---|---|---|\n| Vault | Tom Reyes | late |\n\nTom's team was not late with the fee table.\n";

/// A year in small: what was learned and done, on the fourth of May.
fn leader(name: &str) -> Leader {
    let leader = Leader::new(name);
    leader.done(&["talk", "mira", "25m", "constraint=hiring frozen till June"]);
    leader.done(&[
        "contribution",
        "mira",
        "the load tests",
        "--for",
        "Checkout v2",
        "--source",
        "PR 812",
        "--team",
        "Identity",
    ]);
    leader
}

#[test]
fn d1_to_d5_and_t6_an_absent_peer_is_read_fairly_and_named_from_the_card_to_the_report() {
    let leader = leader("defend-story");
    let cards = leader.done(&["defend", "platform", "review", "--absent", "mira"]);
    insta::assert_snapshot!("defend_cards", cards);
    let said =
        leader.done(&["defended", "mira", "at", "platform", "review", "hiring is frozen there till June"]);
    assert!(said.contains("I spoke for Mira Solberg at platform review on 2026-05-04"), "{said}");
    for arguments in
        [&["week"][..], &["peer", "mira"], &["contribution"], &["defend", "review", "--absent", "mira"]]
    {
        assert!(!leader.done(arguments).contains("hiring is frozen there"), "{arguments:?}");
    }
    assert!(leader.done(&["log", "--room", "defend"]).contains("hiring is frozen there"));
    let listed = leader.json(&["contribution"]);
    assert_eq!(listed[0]["sentence"], "the team of Mira Solberg (Identity), for Checkout v2: the load tests");
    let page = leader.done(&["peer", "mira"]);
    assert!(page.contains("Not named yet where others hear it"), "{page}");
    let (code, said) = leader.refused(&["credit", "4", "--thanked"]);
    assert!(code == 1 && said.contains("it is listed until it is named"), "{said}");
    leader.done(&["credit", "4", "quarterly review, read by Ana"]);
    assert_eq!(leader.json(&["contribution"]).as_array().unwrap().len(), 0);
    let late = leader.on("2026-08-01");
    let stale = late.done(&["defend", "review", "--absent", "mira"]);
    assert!(stale.contains("Too old to be said:") && !stale.contains("say only as they would"), "{stale}");
}

#[test]
fn d1_alone_it_lists_meetings_ahead_with_whoever_will_be_absent() {
    let leader = leader("defend-ahead");
    let none = leader.done(&["defend"]);
    assert!(none.contains("No meeting of the next four weeks is known"), "{none}");
    assert_eq!(leader.json(&["defend"]).as_array().unwrap().len(), 0);
    let event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260501T080000Z\r\nDTSTART:20260506T090000Z\r\nDTEND:20260506T100000Z\r\n\
        RRULE:FREQ=WEEKLY;COUNT=2\r\nSUMMARY:-- Platform review\r\nATTENDEE;CN=Ada Okoye:mailto:ada@example.com\r\n\
        ATTENDEE;CN=Mira Solberg;PARTSTAT=DECLINED:mailto:mira@example.com\r\n\
        ATTENDEE;CN=Tom Reyes:mailto:tom@example.com\r\nEND:VEVENT\r\n";
    let calendar =
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{event}END:VCALENDAR\r\n");
    fs::write(leader.path("work.ics"), calendar).unwrap();
    leader.done(&["calendar", "read", "work.ics", "--me", "Ada Okoye"]);
    let ahead = leader.done(&["defend"]);
    assert!(ahead.contains("2026-05-06, 2026-05-13  -- Platform review"), "{ahead}");
    assert!(ahead.contains("will be absent: Mira Solberg"), "{ahead}");
    let command = leader.json(&["defend"])[0]["command"].as_str().unwrap().to_owned();
    let words = shlex::split(&command).unwrap();
    let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
    assert!(leader.done(&words).contains("hiring frozen till June"), "{command}");
}

#[test]
fn d4_a_draft_is_read_with_its_lines_whatever_its_form() {
    let leader = leader("defend-draft");
    fs::write(leader.path("quarter.md"), DRAFT).unwrap();
    insta::assert_snapshot!("defend_review", leader.done(&["review", "quarter.md"]));
    let review = leader.json(&["review", "quarter.md"]);
    let lines: Vec<u64> =
        review["blames"].as_array().unwrap().iter().map(|one| one["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [10, 20], "{review}");
    fs::write(leader.path("windows.md"), DRAFT.replace('\n', "\r\n")).unwrap();
    assert_eq!(leader.json(&["review", "windows.md"])["blames"][1]["line"], 20);
    fs::write(leader.path("german.txt"), "Wir sind wegen Mira zu spät, und das ist nicht gut.\n").unwrap();
    let german = leader.done(&["review", "german.txt"]);
    assert!(german.contains("Line 1 is not English"), "{german}");
    fs::write(leader.path("empty.md"), "").unwrap();
    leader.done(&["review", "empty.md"]);
    for (arguments, words) in [
        (&["review"][..], "which draft is missing"),
        (&["review", "none.md"], "none.md: it can't be read"),
        (&["review", "a.md", "b.md"], "one draft is read at a time"),
        (&["review", "--notes", "--since", "mon"], "--since goes with a draft"),
    ] {
        let (code, said) = leader.refused(arguments);
        assert!(code == 2 && said.contains(words), "{arguments:?}: {said}");
    }
    fs::write(leader.path("book.xlsx"), b"PK\x03\x04rest").unwrap();
    assert_eq!(leader.refused(&["review", "book.xlsx"]).0, 2);
}

#[test]
fn d4_a_large_draft_is_read_at_once() {
    let leader = leader("defend-large");
    let many = "We waited for Mira again, and the load tests of Checkout v2 ran.\n\n".repeat(20_000);
    fs::write(leader.path("large.md"), many).unwrap();
    let review = leader.json(&["review", "large.md"]);
    assert_eq!(review["blames"].as_array().unwrap().len(), 20_000);
}

#[test]
fn p1_ones_own_notes_are_read_as_those_would_who_are_meant() {
    let leader = leader("defend-notes");
    leader.done(&["talk", "tom", "20m", "he is difficult about the vault"]);
    leader.done(&["peer", "guarded", "mira", "--because", "passed on what I told her in April"]);
    let found = leader.json(&["review", "--notes"]);
    assert_eq!(found["found"][0]["entry"], 5);
    assert_eq!(found["found"][0]["opinions"][0], "difficult");
    assert_eq!(found["found"].as_array().unwrap().len(), 1);
    let page = leader.done(&["review", "--notes", "tom"]);
    assert!(page.contains("sideways forget 5"), "{page}");
    assert!(leader.done(&["review", "--notes", "mira"]).contains("No entry holds a word of judgement"));
    leader.done(&["forget", "5"]);
    assert!(leader.done(&["review", "--notes"]).contains("No entry holds a word of judgement"));
}

#[test]
fn r1_an_initiative_goes_up_as_one_page_once_all_have_decided() {
    let leader = leader("ratify-story");
    let change = "Move Checkout v2 to the new pipeline";
    leader.done(&[
        "initiative",
        "new",
        change,
        "--item",
        "Checkout v2",
        "--touches",
        "mira,tom",
        "--request",
        "your yes by June",
    ]);
    let week = leader.done(&["week"]);
    assert!(week.contains("for a yes, a no or a"), "{week}");
    leader.done(&["initiative", "yes", "mira"]);
    let (code, said) = leader.refused(&["initiative", "page", "5"]);
    assert!(code == 1 && said.contains("of 5, Tom Reyes has not decided"), "{said}");
    leader.done(&["initiative", "no", "tom", "--remark", "not before the audit"]);
    let (code, said) = leader.refused(&["initiative", "page", "5"]);
    assert!(code == 1 && said.contains("that is no decision to ratify"), "{said}");
    leader.done(&["initiative", "condition", "tom", "the freeze ends by June"]);
    insta::assert_snapshot!("initiative_list", leader.done(&["initiative"]));
    insta::assert_snapshot!("initiative_page", leader.done(&["initiative", "page", "5"]));
    assert!(!leader.done(&["initiative", "page", "5"]).contains("audit"), "what was said beside it");
    leader.done(&["initiative", "up", "5"]);
    assert_eq!(leader.json(&["initiative"]).as_array().unwrap().len(), 0);
    assert_eq!(leader.json(&["contribution"]).as_array().unwrap().len(), 0, "it was named by that");
}

#[test]
fn what_is_typed_wrong_says_what_to_type() {
    let leader = leader("defend-wrong");
    for (arguments, code, words) in [
        (&["contribution", "mira"][..], 2, "what they did is missing"),
        (&["contribution", "mira", "tests"], 1, "a contribution says what it was for"),
        (&["contribution", "mira", "tests", "--for", " "], 2, "--for says nothing"),
        (&["contribution", "--for", "x"], 2, "--for says something of a contribution"),
        (&["contribution", "nobody", "tests"], 1, "no peer is called “nobody”"),
        (&["defend", "review", "--absent", "nobody"], 1, "no peer is called “nobody”"),
        (&["defend", "review", "--absent", ","], 2, "nobody who is absent is named"),
        (&["defend", "review"], 2, "who will be absent from “review” is not known"),
        (&["defend", "--absent", "mira"], 2, "a meeting is missing"),
        (&["defended", "mira", "review", "words"], 2, "where you said it is missing"),
        (&["defended", "mira", "at", "review"], 2, "what you said is missing"),
        (&["initiative", "new", "One login"], 1, "would touch nobody"),
        (&["initiative", "yes", "mira"], 1, "no initiative touches Mira Solberg"),
        (&["initiative", "condition", "mira"], 2, "the condition is missing"),
        (&["initiative", "yes", "mira", "if", "so"], 2, "a yes or a no has no words behind it"),
        (&["initiative", "page", "9"], 1, "no initiative 9 is kept"),
        (&["credit", "9", "there"], 1, "no good and no contribution 9 is open"),
    ] {
        let (found, said) = leader.refused(arguments);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(found == code && said.contains(words), "{arguments:?}: {found} {said}");
    }
}

#[test]
fn d4_people_and_teams_of_the_kept_plan_are_known_to_the_review_though_they_are_no_peers() {
    let leader = Leader::new("defend-plan");
    let draft = "# Quarter\n\nThe vault was late because of Ports. Waiting on Ana Voss cost us a week.\n\n\
        Booking was late, too: we missed it. Ana is not meant here.\n";
    fs::write(leader.path("quarter.md"), draft).unwrap();
    let before = leader.json(&["review", "quarter.md"]);
    assert_eq!(
        (before["blames"].as_array().unwrap().len(), &before["knows_plan"]),
        (0, &false.into()),
        "{before}"
    );
    let said = leader.done(&["review", "quarter.md"]);
    assert!(
        said.split_whitespace().collect::<Vec<_>>().join(" ").contains("sideways map --keep knows"),
        "{said}"
    );
    let plan = "# Pipeline @Booking by 2026-06-12\n- New pipeline, 10d @Booking, needs yes from Identity\n# Quay @Ports\n- Tablets, 3d @Ports\n- Gate, 3d @Gate\n";
    let people = "[[team]]\nname = \"Identity\"\nleads = [\"Mira Solberg\"]\n[[team]]\nname = \"Booking\"\nleads = [\"Ada Okoye\"]\n\
        [[team]]\nname = \"Gate\"\nleads = [\"Ana Voss\"]\n";
    fs::write(leader.path("plan.md"), plan).unwrap();
    fs::write(leader.path("people.toml"), people).unwrap();
    leader.done(&["read", "plan.md", "--people", "people.toml", "--me", "Ada Okoye"]);
    leader.done(&["map", "--keep", "--trials", "100"]);
    let review = leader.json(&["review", "quarter.md"]);
    let blames: Vec<(&str, u64)> = review["blames"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["peer"].as_str().unwrap(), one["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(blames, [("Ports", 3), ("Ana Voss", 3)], "{review}");
    assert_eq!(review["knows_plan"], true);
    assert_eq!(review["blames"][0]["paste"], "How the part of Ports stands is for Ports to say.");
}
