//! The week sees the leader's calendar: a meeting ahead in which a peer will be absent.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    calendar::{calendar, json, said},
    run::{at_desk, notebook},
};

pub const MONDAY: &str = "2026-05-04T08:00:00+02:00[Europe/Berlin]";

/// A notebook that knows Mira and Tom, and a calendar with a review on Thursday that both declined.
pub fn begun(name: &str) -> PathBuf {
    let here = notebook(name);
    for peer in ["Mira Solberg", "Tom Reyes"] {
        said(&here, MONDAY, &["peer", "add", peer]);
    }
    let work =
        calendar(&["DTSTART;TZID=Europe/Berlin:20260507T140000\nDURATION:PT1H\nSUMMARY:Platform review\n\
         ATTENDEE;CN=Ada Okoye:mailto:ada@x.example\n\
         ATTENDEE;CN=Mira Solberg;PARTSTAT=DECLINED:mailto:m@x.example\n\
         ATTENDEE;CN=Tom Reyes;PARTSTAT=DECLINED:mailto:t@x.example"]);
    fs::write(here.join("work.ics"), work).unwrap();
    said(&here, MONDAY, &["calendar", "read", "work.ics", "--me", "ada@x.example"]);
    here
}

fn undo_last(here: &Path) {
    let last = json(here, MONDAY, &["log"]).as_array().unwrap().len().to_string();
    said(here, MONDAY, &["undo", &last]);
}

fn line(week: &Value) -> Option<&Value> {
    week["lines"].as_array().unwrap().iter().find(|line| line["consequence"] == "forum")
}

#[test]
fn d1_a_forum_ahead_stands_on_the_week_with_a_command_that_shows_the_cards_and_is_put_off() {
    let here = begun("forums-week");
    let week = json(&here, MONDAY, &["week"]);
    let forum = line(&week).unwrap_or_else(|| panic!("{week}"));
    assert_eq!(
        forum["sentence"],
        "Read what to say for Mira Solberg and Tom Reyes before “Platform review”, Thursday 2026-05-07: they will not be there."
    );
    assert_eq!(forum["command"], "sideways defend \"Platform review\"");
    let words = shlex::split(forum["command"].as_str().unwrap()).unwrap();
    let words: Vec<&str> = words[1..].iter().map(String::as_str).collect();
    let cards = json(&here, MONDAY, &words);
    assert_eq!(cards["cards"].as_array().unwrap().len(), 2, "{cards}");
    let page = said(&here, MONDAY, &["week"]);
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let number = page.lines().find(|line| line.contains("Read what to say")).unwrap();
    let number = number.split_whitespace().next().unwrap();
    let off = said(&here, MONDAY, &["later", number]);
    assert!(off.contains("Read what to say for Mira Solberg"), "{off}");
    assert_eq!(line(&json(&here, MONDAY, &["week"])), None);
    undo_last(&here);
    let name = forum["name"].as_str().unwrap();
    said(&here, MONDAY, &["not-this", name, "--because", "Vera speaks for them"]);
    assert_eq!(line(&json(&here, MONDAY, &["week"])), None);
    undo_last(&here);
    let after = "2026-05-07T15:30:00+02:00[Europe/Berlin]";
    assert!(
        line(&json(&here, MONDAY, &["week"])).is_some() && line(&json(&here, after, &["week"])).is_none()
    );
    let ahead = json(&here, "2026-04-20T08:00:00+02:00[Europe/Berlin]", &["week", "--on", "2026-05-05"]);
    assert!(line(&ahead).is_some(), "a page that is read ahead: {ahead}");
}

#[test]
fn a_calendar_that_is_gone_is_said_and_the_week_is_shown_without_it() {
    let here = begun("forums-gone");
    let folder = here.join(".local/share/sideways/plans");
    let files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.iter().for_each(|file| fs::remove_file(file).unwrap());
    let output = at_desk(&here, MONDAY).arg("week").output().unwrap();
    let warned = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && warned.contains("meetings are left out"), "{warned}");
    assert!(!String::from_utf8(output.stdout).unwrap().contains("Platform review"));
}
