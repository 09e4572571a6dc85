//! Whoever is absent, as pages: meetings and their cards, contributions, a draft, one's own notes, and what was said.

use super::*;

const DRAFT: &str = "# Quarter\n\nThe card payment step is live.\n\nIt was late because of Dana & <b>others</b>.\n\n> Tom missed it, they said.\n";

/// A meeting every week from which Dana will be absent, and one to which no peer was asked.
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270201T080000Z\r\n\
    DTSTART:20270211T140000Z\r\nDTEND:20270211T150000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY:Steering & <b>round</b>\r\n\
    ATTENDEE;CN=Mira Solberg:mailto:mira@example.com\r\nATTENDEE;CN=Dana Ortiz;PARTSTAT=DECLINED:mailto:dana@example.com\r\n\
    ATTENDEE;CN=Tom Reyes:mailto:tom@example.com\r\nATTENDEE;CN=Edvard Lind:mailto:edvard@example.com\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20270201T080000Z\r\nDTSTART:20270210T090000Z\r\nDTEND:20270210T100000Z\r\n\
    SUMMARY:Planning of Booking\r\nATTENDEE;CN=Mira Solberg:mailto:mira@example.com\r\n\
    ATTENDEE;CN=Lena Vik:mailto:lena@example.com\r\nATTENDEE;CN=Bo Dahl:mailto:bo@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

const TESTS: [&str; 7] = [
    "contribution",
    "dana",
    "the load tests of the card step",
    "--for",
    "Card payment step",
    "--source",
    "PR <b>812</b>",
];

/// A notebook with a calendar and a contribution.
fn known(name: &str) -> PathBuf {
    let home = full(name);
    fs::write(home.join("work.ics"), CALENDAR).unwrap();
    types(&home, MONDAY, &["calendar", "read", "work.ics", "--me", "Mira Solberg"]);
    types(&home, "2027-01-21", &TESTS);
    home
}

fn meetings(pages: &Pages) -> Vec<String> {
    let body = pages.page("/defend").body;
    let links = body.split("href=\"/defend/forum?").skip(1);
    links
        .map(|link| format!("/defend/forum?{}", link.split('"').next().unwrap().replace("&amp;", "&")))
        .collect()
}

#[test]
fn d1_meetings_ahead_stand_there_with_whoever_will_be_absent_and_lead_to_their_cards() {
    let pages = Pages::of(&known("pages-meetings"));
    let page = pages.page("/defend");
    let words = page.words();
    assert!(words.contains("Thu 11 Feb , 14:00; again on Thu 18 Feb , Thu 25 Feb"), "{words}");
    assert!(
        words.contains("Will be absent: Dana Ortiz") && words.contains("Not asked: Joost Verhaak"),
        "{words}"
    );
    assert!(page.body.contains("Steering &amp; &lt;b&gt;round&lt;/b&gt;"));
    assert!(words.contains("Meetings to which no peer was asked Planning of Booking"), "{words}");
    let ahead: Value = serde_json::from_str(&pages.types(&["defend", "--json"])).unwrap();
    for forum in ahead.as_array().unwrap() {
        for absent in forum["absent"].as_array().unwrap() {
            assert!(words.contains(absent["peer"].as_str().unwrap()), "{absent}");
        }
    }
    let forum = meetings(&pages).remove(0);
    let cards = pages.page(&forum);
    let names = ["defend", "x", "--absent", "dana,joost", "--json"];
    let said: Value = serde_json::from_str(&pages.types(&names)).unwrap();
    assert!(cards.words().contains(said["first"].as_str().unwrap()), "D2");
    for card in said["cards"].as_array().unwrap() {
        for fact in card["facts"].as_array().unwrap() {
            assert!(cards.words().contains(fact["words"].as_str().unwrap()), "{fact}");
        }
        for thing in card["on_the_table"].as_array().unwrap() {
            assert!(cards.words().contains(thing["what"].as_str().unwrap()), "{thing}");
        }
    }
    assert!(cards.body.contains("PR &lt;b&gt;812&lt;/b&gt;"), "D1: each with its source");
    assert!(cards.words().contains("What limits them is not known as of today: ask in a talk"));
}

#[test]
fn d3_what_is_too_old_to_be_said_stands_apart_and_a_calendar_of_last_week_says_so() {
    let home = known("pages-old");
    let pages = Pages::on(&home, "2027-03-08");
    let cards = pages.page("/defend/forum?called=review&absent=2").words();
    let (said, old) = cards.split_once("Too old to be said").unwrap();
    assert!(said.contains("the load tests") && old.contains("two people out"), "{cards}");
    assert!(!cards.contains("What you heard alone"), "{cards}");
    assert!(pages.page("/defend").words().contains("more than a week ago"));
}

#[test]
fn d1_a_meeting_that_no_calendar_knows_is_named_by_hand() {
    let pages = Pages::of(&full("pages-by-hand"));
    assert!(pages.page("/defend").words().contains("No calendar of yours was read"));
    let by_hand =
        pages.page("/defend/forum?called=Board+%26+audit&absent=2&about=Card+payment+step%3B+Vault");
    let words = by_hand.words();
    assert!(words.contains("Board &amp; audit") && words.contains("Dana Ortiz"), "{words}");
    let said: Value = serde_json::from_str(&pages.types(&[
        "defend",
        "x",
        "--absent",
        "dana",
        "--about",
        "Card payment step",
        "--about",
        "Vault",
        "--json",
    ]))
    .unwrap();
    let table = said["cards"][0]["on_the_table"].as_array().unwrap();
    assert!(!table.is_empty());
    for thing in table {
        assert!(words.contains(thing["what"].as_str().unwrap()), "{thing}");
    }
    for (asked, why) in [
        ("called=&absent=2", "What the meeting is called is missing."),
        ("called=the+%3Cb%3Eboard", "Who will be absent from “the &lt;b&gt;board” is not known."),
        ("called=board&absent=99", "Somebody who was named is in the notebook no more."),
    ] {
        let host = ["Sec-Fetch-Site: same-origin"];
        let answer = pages.asks("GET", &format!("/defend/forum?{asked}"), &host);
        assert_eq!(answer.status, 422, "{asked}");
        assert!(answer.words().contains(why), "{asked}: {}", answer.words());
    }
    let again = pages.asks("GET", "/defend/forum?called=my+%22board%22&about=Vault", &[]);
    assert!(again.body.contains("value=\"my &quot;board&quot;\"") && again.body.contains("value=\"Vault\""));
}

#[test]
fn d5_what_was_said_is_kept_once_shown_to_the_leader_alone_and_undone() {
    let pages = Pages::of(&known("pages-said"));
    let before = pages.entries();
    let forum = meetings(&pages).remove(0);
    let form = pages.page(&forum).form("/defend/said", 0);
    let silent = pages.sends("/defend/said", &with(form.clone(), &[("said", " ")]));
    assert_eq!(silent.status, 422);
    assert!(silent.words().contains("Not kept: What you said is missing."), "{}", silent.words());
    let ahead = with(form.clone(), &[("said", "her team \"carried\" it"), ("on", "2027-03-01")]);
    let ahead = pages.sends("/defend/said", &ahead);
    assert_eq!(ahead.status, 409);
    assert!(ahead.body.contains("value=\"her team &quot;carried&quot; it\""), "as it was typed");
    assert_eq!(pages.entries(), before);
    let fields = with(form, &[("said", "her team carried the audit")]);
    let done = pages.does("/defend/said", &fields);
    assert!(
        done.words().contains("I spoke for Dana Ortiz at Steering &amp; &lt;b&gt;round"),
        "{}",
        done.words()
    );
    assert!(done.words().contains("Is the criticism right?"), "back at the cards");
    assert_eq!(pages.sends("/defend/said", &fields).status, 303);
    assert_eq!(pages.entries(), before + 1, "a form that is sent twice acts once");
    for path in ["/", "/peers", "/peer/2", "/peer/2/prepare", "/defend", &forum] {
        assert!(!pages.page(path).words().contains("her team carried the audit"), "{path}");
    }
    let kept = pages.page("/defend/said");
    assert!(kept.words().contains("her team carried the audit"), "{}", kept.words());
    let undone = pages.does("/undo", &kept.form("/undo", 0));
    assert!(undone.words().contains("Nothing was kept yet"), "{}", undone.words());
}

#[test]
fn t6_a_contribution_is_noted_named_and_taken_back_in_place() {
    let pages = Pages::of(&full("pages-contributions"));
    let before = pages.entries();
    let note = |typed: &[(&str, &str)]| {
        let form = with(pages.page("/defend").form("/defend/contribute", 0), &[("peer", "2")]);
        pages.sends("/defend/contribute", &with(form, typed))
    };
    for (typed, status, why) in [
        (&[("what", ""), ("for", "Checkout v2")][..], 422, "What they did is missing."),
        (&[("what", "the \"load\" tests"), ("for", "")], 409, "A contribution says what it was for"),
        (&[("what", "the \"load\" tests"), ("for", "x"), ("on", "someday")], 422, "“someday”"),
        (&[("what", "the \"load\" tests"), ("for", "x"), ("on", "2027-03-01")], 409, "Mon 1 Mar 2027"),
    ] {
        let refused = note(typed);
        assert_eq!(refused.status, status, "{typed:?}");
        assert!(
            refused.words().contains("Not kept:") && refused.words().contains(why),
            "{}",
            refused.words()
        );
        let is_shown = typed[0].1.is_empty() || refused.body.contains("value=\"the &quot;load&quot; tests\"");
        assert!(is_shown, "{typed:?}");
    }
    assert_eq!(pages.entries(), before);
    assert_eq!(note(&[("what", "the load tests"), ("for", "Checkout v2"), ("source", "PR 812")]).status, 303);
    let page = pages.page("/defend");
    let listed: Value = serde_json::from_str(&pages.types(&["contribution", "--json"])).unwrap();
    assert!(page.words().contains(&listed[0]["sentence"].as_str().unwrap()[1..]), "{}", page.words());
    assert!(page.words().contains("source: PR 812"));
    assert!(pages.page("/peer/2").words().contains("What their team contributed"));
    let gone = pages.does("/undo", &page.form("/undo", 0));
    assert!(gone.words().contains("Nothing waits to be named"), "{}", gone.words());
    let back = pages.does("/undo", &gone.form("/undo", 0));
    let form = back.form("/defend/named", 0);
    assert_eq!(pages.sends("/defend/named", &with(form.clone(), &[("at", "")])).status, 422);
    let early =
        pages.sends("/defend/named", &with(form.clone(), &[("at", "the review"), ("on", "2027-01-01")]));
    assert_eq!(early.status, 409, "{}", early.words());
    let named = pages.does("/defend/named", &with(form, &[("at", "the quarterly review, read by Ana")]));
    assert!(named.words().contains("Nothing waits to be named"), "{}", named.words());
    assert!(!pages.page("/peer/2").words().contains("What their team contributed"));
}

#[test]
fn t6_a_line_of_the_week_about_a_contribution_is_done_in_place() {
    let home = full("pages-contribution-line");
    types(&home, MONDAY, &["peer", "add", "Ida Brandt"]);
    types(&home, MONDAY, &["contribution", "ida", "a week of on-call", "--for", "the launch"]);
    let pages = Pages::of(&home);
    let week = pages.page("/");
    let nth =
        week.body.split("action=\"/week/do\">").skip(1).position(|form| form.contains("sideways credit"));
    let form = with(week.form("/week/do", nth.unwrap()), &[("words", "the review, read by Ana")]);
    let done = pages.does("/week/do", &form);
    assert!(done.words().contains("was named"), "{}", done.words());
    assert_eq!(pages.types(&["contribution", "--json"]).trim(), "[]");
}

#[test]
fn d4_a_draft_is_shown_with_its_lines_and_what_there_is_to_mend_and_nothing_of_it_is_kept() {
    let pages = Pages::of(&known("pages-draft"));
    let before = pages.entries();
    let typed = [("draft", DRAFT), ("since", "2027-01-01")];
    let page = pages.sends("/defend/review", &with(Vec::new(), &typed));
    assert_eq!(page.status, 200);
    fs::write(pages.home.join("quarter.md"), DRAFT).unwrap();
    let said = pages.types(&["review", "quarter.md", "--since", "2027-01-01", "--json"]);
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["blames"].as_array().unwrap().len(), 1, "{said}");
    for (key, of) in [("blames", "blames Dana Ortiz"), ("left_out", "leaves somebody out")] {
        for one in said[key].as_array().unwrap() {
            let line = format!("<li id=\"l{}\" class=\"found\">", one["line"]);
            let row = page.body.split(&line).nth(1).unwrap().split("</li>").next().unwrap();
            assert!(row.contains(of), "{row}");
            assert!(page.body.contains(&format!(">{}</textarea>", one["paste"].as_str().unwrap())), "{one}");
        }
    }
    assert!(page.body.contains("It was late because of Dana &amp; &lt;b&gt;others&lt;/b&gt;."));
    assert_eq!(page.body.matches("<li id=\"l").count(), DRAFT.lines().count());
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(pages.entries(), before);
    let calm = pages.sends("/defend/review", &with(Vec::new(), &[("draft", "We were late.")]));
    assert!(
        calm.words().contains("was done on Thu 21 Jan 2027")
            || calm.words().contains("No line blames anybody")
    );
    let windows = DRAFT.replace('\n', "\r\n");
    let page = pages.sends("/defend/review", &with(Vec::new(), &[("draft", &windows)]));
    assert!(page.body.contains("<li id=\"l5\" class=\"found\">"));
}

#[test]
fn d4_a_draft_that_can_not_be_read_says_why_and_loses_nothing() {
    let pages = Pages::of(&full("pages-no-draft"));
    for (typed, why) in [
        (&[("draft", " \n"), ("since", "2027-01-01")][..], "There is no draft to be read."),
        (&[], "The draft did not arrive whole."),
        (&[("draft", "It \"was\" late."), ("since", "someday")], "someday"),
    ] {
        let answer = pages.sends("/defend/review", &with(Vec::new(), typed));
        assert_eq!(answer.status, 422, "{typed:?}");
        assert!(answer.words().contains("Not read:") && answer.words().contains(why), "{}", answer.words());
        assert!(
            typed.len() < 2 || answer.body.contains(&typed[0].1.trim().replace('"', "&quot;")),
            "{typed:?}"
        );
    }
    let large = "We were late.\n".repeat(90_000);
    let answer = pages.sends("/defend/review", &with(Vec::new(), &[("draft", &large)]));
    assert_eq!(answer.status, 422);
    assert!(answer.words().contains("at most 1 MB is read here"), "{}", answer.words());
    let file = |parts: &[(&str, &str, &[u8])]| {
        let since = "--xx\r\nContent-Disposition: form-data; name=\"since\"\r\n\r\n2027-01-04\r\n";
        let mut body = since.as_bytes().to_vec();
        for (name, file, content) in parts {
            let head = format!(
                "--xx\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n"
            );
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        }
        body.extend(b"--xx--\r\n");
        brought(&pages, &body)
    };
    let good = file(&[("file", "quarter.md", b"It was late because of Dana.\n")]);
    assert!(good.status == 200 && good.words().contains("blames Dana Ortiz"), "{}", good.words());
    for (parts, why) in [
        (&[("file", "book.xlsx", &b"PK\x03\x04rest"[..])][..], "Excel workbook"),
        (&[("file", "a.md", b"a"), ("file", "b.md", b"b")], "One draft is read at a time."),
        (&[("file", "a.md", &vec![b'a'; (1 << 20) + 1])], "at most 1 MB is read here"),
        (&[("other", "a.md", b"a")], "There is no draft to be read."),
    ] {
        let answer = file(parts);
        assert!(answer.body.contains("value=\"2027-01-04\""), "the day is lost: {}", answer.body);
        assert_eq!(answer.status, 422, "{why}");
        assert!(answer.words().contains(why), "{why}: {}", answer.words());
    }
}

/// Sends files as a browser does.
fn brought(pages: &Pages, body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", pages.port)).unwrap();
    let head = format!(
        "POST /defend/review HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: {}\r\n\r\n",
        pages.port,
        pages.cookie,
        body.len()
    );
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Answer { status: head.split(' ').nth(1).unwrap().parse().unwrap(), head: head.into(), body: body.into() }
}

#[test]
fn p1_ones_own_notes_are_read_as_those_would_who_are_meant_and_each_is_undone_or_forgotten() {
    let home = full("pages-notes");
    types(&home, MONDAY, &["talk", "tom", "20m", "he is difficult about the <b>vault</b>"]);
    types(&home, MONDAY, &["talk", "dana", "20m", "sie ist nicht da und wir warten auf das Team"]);
    let pages = Pages::of(&home);
    let page = pages.page("/defend/notes");
    let said: Value = serde_json::from_str(&pages.types(&["review", "--notes", "--json"])).unwrap();
    let entry = said["found"][0]["entry"].as_u64().unwrap();
    assert!(
        page.body.contains("difficult about the &lt;b&gt;vault&lt;/b&gt;")
            && page.words().contains("By “difficult”")
    );
    assert!(page.body.contains(&format!("href=\"/forget/{entry}\"")));
    let not_read = said["not_read"].as_array().unwrap();
    assert_eq!(not_read.len(), 1, "{said}");
    assert!(page.words().contains(&format!("not English: entry {}", not_read[0])), "{}", page.words());
    let tom = id_of(&pages, "Tom Reyes");
    assert!(pages.page(&format!("/defend/notes?peer={tom}")).words().contains("difficult"));
    assert!(pages.page("/defend/notes?peer=2").words().contains("No entry holds a word of judgement"));
    let undone = pages.does("/undo", &page.form("/undo", 0));
    assert!(undone.words().contains("it was undone, and still stands in the log"), "{}", undone.words());
    let forget = with(pages.page(&format!("/forget/{entry}")).form("/forget", 0), &[("sure", "yes")]);
    pages.does("/forget", &forget);
    assert!(pages.page("/defend/notes").words().contains("No entry holds a word of judgement"));
}

#[test]
fn names_are_hidden_here_too_but_for_what_is_to_be_pasted() {
    let pages = Pages::of(&known("pages-defend-veil"));
    let guise = [("nameless", "yes"), ("scheme", ""), ("keys", "yes")];
    let form = pages.page("/settings").form("/settings/guise", 0);
    let set = pages.sends("/settings/guise", &with(form, &guise));
    let cookie = set.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let with_cookie = format!("Cookie: {}; {cookie}", pages.cookie);
    let forum = meetings(&pages).remove(0);
    for path in ["/defend", &forum, "/defend/notes", "/ratify"] {
        let words = pages.asks("GET", path, &[&with_cookie]).body;
        let outside: String = words
            .split("<option")
            .map(|part| part.split_once("</option>").map_or(part, |(_, rest)| rest))
            .collect();
        let near =
            outside.find("Dana Ortiz").map(|at| outside[..at].chars().rev().take(90).collect::<String>());
        assert_eq!(near.map(|near| near.chars().rev().collect::<String>()), None, "{path}");
    }
}
