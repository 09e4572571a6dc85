//! Calls in feeds and files, what ends a feed, and readings of calendars that newer ones replaced.

use std::{fs, io::Write, path::Path, process::Stdio};

use serde_json::Value;

use crate::{
    calendar::{Served, begun, json, said},
    run::at_desk,
};

const MONDAY: &str = "2026-05-04T08:00:00+00:00[UTC]";

/// The path of a feed that is made.
fn feed(here: &Path, more: &[&str]) -> String {
    let made = json(here, MONDAY, &[&["calendar", "feed", "make"], more].concat());
    made["address"].as_str().unwrap().split_once("8377").unwrap().1.to_owned()
}

/// The values of a property.
fn lines(text: &str, name: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::to_owned).collect()
}

/// News that is free on Wednesday at nine, for Mira and Tom.
fn news(here: &Path) -> String {
    let words = ["tell", "new", "zebra moves", "--free-from", "wed 9:00", "--room", "wed 16:00"];
    said(here, MONDAY, &[&words[..], &["--lands-on", "mira", "--lands-on", "tom"]].concat());
    json(here, MONDAY, &["tell"])[0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn l2_t7_calls_stand_in_the_feed_once_they_are_free_and_go_when_they_were_made() {
    let here = begun("feeds-calls");
    let about = news(&here);
    let path = feed(&here, &["--only", "calls", "--names"]);
    let served = Served::at(&here, MONDAY);
    let (_, held, none) = served.get(&path, "");
    assert!(lines(&none, "SUMMARY").is_empty() && !none.contains("zebra"), "{none}");
    assert!(held.contains("etag"));
    drop(served);
    let wednesday = "2026-05-06T09:00:00+00:00[UTC]";
    let served = Served::at(&here, wednesday);
    let (_, head, calls) = served.get(&path, "");
    assert_eq!(lines(&calls, "SUMMARY"), ["Call: Mira Solberg", "Call: Tom Reyes"]);
    // As `tell` proposes them at that moment.
    let proposed = json(&here, wednesday, &["tell", &about]);
    let at =
        |nth: usize| proposed["times"]["calls"][nth]["at"]["at"].as_str().unwrap().replace(['-', ':'], "");
    assert_eq!(lines(&calls, "DTSTART"), [at(0), at(1)], "{proposed}");
    assert!(!calls.contains("zebra"));
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let known = format!("If-None-Match: {tag}\r\n");
    assert_eq!(served.get(&path, &known).0, 304);
    // A file of the same names moves with it, and calls off what was made.
    let file = here.join("dates.ics");
    said(&here, wednesday, &["calendar", "write", "dates.ics", "--only", "calls"]);
    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(lines(&written, "SUMMARY"), ["Call", "Call"]);
    assert_eq!(lines(&written, "UID"), lines(&calls, "UID"));
    said(&here, wednesday, &["told", "mira", "--about", &about]);
    let (status, _, after) = served.get(&path, &known);
    assert_eq!((status, lines(&after, "SUMMARY")), (200, vec!["Call: Tom Reyes".to_owned()]));
    assert_eq!(lines(&after, "DTSTART")[0], lines(&calls, "DTSTART")[1], "the other one stays where it was");
    said(&here, wednesday, &["calendar", "write", "dates.ics", "--only", "calls"]);
    assert_eq!(lines(&fs::read_to_string(&file).unwrap(), "STATUS"), ["CANCELLED", "CONFIRMED"]);
    said(&here, wednesday, &["tell", "drop", &about, "--because", "it stays after all"]);
    assert!(lines(&served.get(&path, "").2, "UID").is_empty());
}

#[test]
fn l2_a_feed_that_nobody_wrote_to_gets_a_call_when_its_news_is_free() {
    let here = begun("feeds-free");
    news(&here);
    let path = feed(&here, &["--only", "calls"]);
    let early = Served::at(&here, "2026-05-06T08:59:00+00:00[UTC]");
    assert!(lines(&early.get(&path, "").2, "UID").is_empty());
    drop(early);
    let late = Served::at(&here, "2026-05-06T09:00:00+00:00[UTC]");
    assert_eq!(lines(&late.get(&path, "").2, "SUMMARY"), ["Call", "Call"]);
}

/// What a command says that is typed into.
fn typed(here: &Path, words: &[&str], input: &str) -> String {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("sideways"));
    command.current_dir(here).env_clear().env("TZ", "UTC").env("HOME", here).env("SIDEWAYS_NOW", MONDAY);
    let piped = command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut child = piped.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn s14_a_new_key_revokes_every_feed_and_says_so() {
    let here = begun("feeds-rekey");
    said(&here, MONDAY, &["loan", "to", "mira", "one reviewer", "--until", "2026-06-01"]);
    let (first, second) = (feed(&here, &[]), feed(&here, &["--only", "loans"]));
    let served = Served::at(&here, MONDAY);
    assert_eq!([&first, &second].map(|path| served.get(path, "").0), [200, 200]);
    let new = json(&here, MONDAY, &["rekey"]);
    assert!(new["said"][1].as_str().unwrap().contains("Feeds 5 and 6 are revoked"), "{new}");
    assert_eq!([&first, &second].map(|path| served.get(path, "").0), [401, 401]);
    assert!(json(&here, MONDAY, &["calendar", "feed"]).as_array().unwrap().is_empty());
    let third = feed(&here, &[]);
    assert_eq!(served.get(&third, "").0, 200);
    let code = new["recovery_code"].as_str().unwrap();
    let again = typed(&here, &["recover"], &format!("{code}\n"));
    assert!(
        again.split_whitespace().collect::<Vec<_>>().join(" ").contains("is revoked; its address is dead")
    );
    assert_eq!(served.get(&third, "").0, 401);
    let plain = said(&here, MONDAY, &["rekey"]);
    assert!(!plain.contains("revoked"), "there was none left: {plain}");
    assert!(said(&here, MONDAY, &["doctor"]).contains("All is whole."));
}

#[test]
fn s14_forgetting_or_undoing_the_making_of_a_feed_ends_it_and_no_other() {
    let here = begun("feeds-forget");
    said(&here, MONDAY, &["loan", "to", "mira", "one reviewer", "--until", "2026-06-01"]);
    let all: Vec<String> = (0..3).map(|_| feed(&here, &["--only", "loans"])).collect();
    let served = Served::at(&here, MONDAY);
    let dates = |path: &String| {
        let (status, _, body) = served.get(path, "");
        (status, lines(&body, "SUMMARY").len())
    };
    assert!(all.iter().all(|path| dates(path) == (200, 1)));
    // The first one brought the key under which names are made: the others get another.
    said(&here, MONDAY, &["forget", "5"]);
    assert_eq!(dates(&all[0]).0, 401);
    assert!(all[1..].iter().all(|path| dates(path) == (200, 1)));
    said(&here, MONDAY, &["undo", "6"]);
    assert_eq!([dates(&all[1]).0, dates(&all[2]).0], [401, 200]);
    assert_eq!(dates(&all[2]).1, 1);
    let revoked = json(&here, MONDAY, &["calendar", "feed", "revoke", "7"]);
    assert_eq!(revoked["said"][0], "Feed 7 was revoked.", "{revoked}");
    assert_eq!(dates(&all[2]).0, 401);
}

#[test]
fn hours_and_revoking_are_said_as_json() {
    let here = begun("feeds-json");
    let hours = json(&here, MONDAY, &["calendar", "hours", "8-16", "--whose", "mira"]);
    assert_eq!(hours["entry"], 4);
    assert!(hours["said"][0].as_str().unwrap().contains("mon-fri 8:00-16:00"), "{hours}");
}

fn calendar(here: &Path, title: &str) {
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260401T080000Z\r\n\
         DTSTART:20260507T120000Z\r\nDURATION:PT1H\r\nSUMMARY:{title}\r\nATTENDEE;CN=Ada:mailto:ada@x.example\r\n\
         ATTENDEE;CN=Bo:mailto:bo@x.example\r\nATTENDEE;CN=Cy:mailto:cy@x.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    fs::write(here.join("work.ics"), text).unwrap();
    said(here, MONDAY, &["calendar", "read", "work.ics", "--me", "ada@x.example"]);
}

#[test]
fn a_reading_that_a_newer_one_replaced_is_said_and_forgetting_removes_it() {
    let here = begun("feeds-old");
    calendar(&here, "Review");
    let files = || fs::read_dir(here.join(".local/share/sideways/plans")).unwrap().count();
    assert!(!said(&here, MONDAY, &["doctor"]).contains("still kept"));
    calendar(&here, "Steering");
    calendar(&here, "Board");
    assert_eq!(files(), 3);
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let doctor = words(said(&here, MONDAY, &["doctor"]));
    assert!(doctor.contains("the calendars that entries 5, 4 read are still kept"), "{doctor}");
    assert!(doctor.contains("sideways forget 5 removes one for good") && doctor.contains("All is whole."));
    let shown: Value = json(&here, MONDAY, &["calendar"]);
    assert_eq!(shown["replaced"], serde_json::json!([4, 5]));
    assert!(words(said(&here, MONDAY, &["calendar"])).contains("sideways forget 5"));
    said(&here, MONDAY, &["forget", "5"]);
    assert_eq!(files(), 2);
    let doctor = words(said(&here, MONDAY, &["doctor"]));
    assert!(doctor.contains("the calendar that entry 4 read is still kept"), "{doctor}");
    // One that was undone is kept as well, until it is forgotten.
    said(&here, MONDAY, &["undo", "6"]);
    assert_eq!(json(&here, MONDAY, &["calendar"])["replaced"], serde_json::json!([6]));
    assert!(at_desk(&here, MONDAY).args(["forget", "6"]).output().unwrap().status.success());
    assert_eq!(files(), 1);
    assert_eq!(json(&here, MONDAY, &["calendar"])["forums"][0]["title"], "Review");
}
