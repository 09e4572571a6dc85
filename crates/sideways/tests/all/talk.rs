//! `sideways talk`: a talk in one line, and the page before it.

use std::path::Path;

use serde_json::Value;

use crate::run::{at_desk, notebook};

/// A notebook that knows Mira and Tom.
fn known(name: &str) -> std::path::PathBuf {
    let here = notebook(name);
    said(&here, &["peer", "add", "Mira Solberg", "--alias", "msolberg"]);
    said(&here, &["peer", "add", "Tom", "Okoye"]);
    here
}

/// What is printed on Monday, 4 May 2026.
fn said(here: &Path, arguments: &[&str]) -> String {
    said_on(here, "2026-05-04", arguments)
}

fn said_on(here: &Path, day: &str, arguments: &[&str]) -> String {
    let output = at_desk(here, day).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(here: &Path, arguments: &[&str]) -> (i32, String) {
    let output = at_desk(here, "2026-05-04").args(arguments).output().unwrap();
    assert!(output.stdout.is_empty(), "an error leaves standard output empty");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn c3_a_talk_is_kept_in_one_line_and_the_answer_repeats_what_was_understood() {
    let here = known("talk-line");
    let line = [
        "talk",
        "mira",
        "25m",
        "constraint=hiring frozen till June",
        "pressure=cost per build",
        "kindness=intro to the security reviewer by fri",
        "--status",
        "--asked",
        "went",
        "over",
        "the",
        "release",
        "plan",
    ];
    insta::assert_snapshot!(said(&here, &line));
    let log = said(&here, &["log"]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(log.contains("went over the release plan"), "{log}");
    said(&here, &["undo", "3"]);
    assert!(said(&here, &["kindness"]).starts_with("Nothing is open."));
}

#[test]
fn c6_a_talk_without_a_kindness_is_asked_for_one() {
    let here = known("talk-bare");
    insta::assert_snapshot!(said(&here, &["talk", "tom", "okoye"]));
}

#[test]
fn words_that_name_a_verb_are_notes_once_the_peer_is_named() {
    let here = known("talk-verbs");
    let told = json(&said(&here, &["talk", "mira", "--status", "prepare", "the", "offsite", "--json"]));
    let expected =
        "Talk with Mira Solberg on 2026-05-04; notes: prepare the offsite; it became a status meeting.";
    assert_eq!(told["said"][0], expected);
    assert_eq!(told["entry"], 3);
    let (code, text) = refused(&here, &["talk", "--json", "prepare", "mira"]);
    assert_eq!(code, 2);
    assert_eq!(
        text,
        "{\"error\":\"prepare stands before all options\",\"hint\":\"sideways talk prepare mira\"}\n"
    );
}

#[test]
fn the_long_spelling_and_a_conflict_keep_the_same() {
    let here = known("talk-record");
    let record = said(&here, &["talk", "record", "mira", "1h30", "--on", "last fri"]);
    assert!(record.starts_with("Talk with Mira Solberg on 2026-05-01, 1 hour 30 minutes.\n"), "{record}");
    let conflict = said(&here, &["talk", "conflict", "mira", "fire=our plans collide", "kindness=a talk"]);
    assert!(
        conflict.starts_with("Talk with Mira Solberg on 2026-05-04; fire: our plans collide; in conflict.\n")
    );
    let off = said(&here, &["talk", "cancelled", "mira", "--on", "thu", "--by", "them"]);
    assert!(off.starts_with("The talk with Mira Solberg on 2026-05-07 was called off by them.\n"), "{off}");
}

#[test]
fn what_is_typed_wrong_is_said_and_changes_nothing() {
    let here = known("talk-wrong");
    let before = said(&here, &["log"]);
    let (code, text) = refused(&here, &["talk", "ana", "25m"]);
    assert_eq!(code, 1);
    assert!(
        text.starts_with("Error: no peer is called “ana”\nHint: sideways peer add ana enters them;"),
        "{text}"
    );
    let (code, text) = refused(&here, &["talk", "mira", "--on", "fryday"]);
    assert_eq!(code, 2);
    assert!(text.contains("“fryday” is no day") && text.contains("friday"), "{text}");
    let (code, text) = refused(&here, &["talk", "mira", "--on", "tomorrow"]);
    assert_eq!((code, text.lines().next()), (1, Some("Error: 2026-05-05 lies ahead; today is 2026-05-04")));
    let (code, text) = refused(&here, &["talk", "mira", "kindness=an intro by 2026-05-01"]);
    assert_eq!(code, 1);
    assert!(text.starts_with("Error: 2026-05-01 lies before 2026-05-04"), "{text}");
    assert_eq!(refused(&here, &["talk"]).0, 2);
    assert_eq!(said(&here, &["log"]), before);
}

#[test]
fn c2_the_page_before_a_talk_is_theirs() {
    let here = known("talk-prepare");
    let line =
        ["constraint=hiring frozen", "fire=the audit", "kindness=an intro by fri", "--asked", "came", "late"];
    said(&here, &[&["talk", "mira", "25m"][..], &line].concat());
    said(&here, &["peer", "values", "mira", "quiet", "releases", "--guess"]);
    insta::assert_snapshot!(said_on(&here, "2026-06-01", &["talk", "prepare", "mira"]));
    let page = json(&said_on(&here, "2026-06-01", &["talk", "prepare", "mira", "--json"]));
    assert_eq!(page["world"][1]["is_old"], true);
    assert_eq!(page["kindnesses"][0]["id"], "3");
    assert!(!page.to_string().contains("asked"), "no ask of mine stands on it");
    let first = said(&here, &["talk", "prepare", "tom"]);
    assert!(first.contains("A first talk"), "{first}");
}
