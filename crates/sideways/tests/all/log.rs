//! `sideways log`, `undo` and `forget`, and with which code commands end.

use std::{fs, path::Path};

use serde_json::Value;

use crate::run::{at_desk, folder, notebook};

fn run(here: &Path, day: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = at_desk(here, day).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn said(here: &Path, arguments: &[&str]) -> String {
    let (code, out, complaint) = run(here, "2026-05-20", arguments);
    assert_eq!(code, Some(0), "{arguments:?}: {complaint}");
    out
}

/// Numbers of the entries that are listed.
fn numbers(here: &Path, arguments: &[&str]) -> Vec<u64> {
    let arguments: Vec<&str> = ["log", "--json"].iter().chain(arguments).copied().collect();
    let all: Value = serde_json::from_str(&said(here, &arguments)).unwrap();
    all.as_array().unwrap().iter().map(|one| one["entry"].as_u64().unwrap()).collect()
}

fn story(name: &str) -> std::path::PathBuf {
    let here = notebook(name);
    for (day, arguments) in [
        ("2026-05-04", &["peer", "add", "Mira Solberg"][..]),
        ("2026-05-04", &["peer", "add", "Tom Reyes"]),
        ("2026-05-06", &["talk", "mira", "25m", "constraint=Hiring frozen", "went", "over", "the", "audit"]),
        ("2026-05-07", &["ask", "from", "tom", "two reviewers", "--needed", "2026-06-30"]),
        ("2026-05-08", &["ask", "ack", "4"]),
        ("2026-05-12", &["kindness", "add", "mira", "an intro", "by", "fri"]),
        ("2026-05-13", &["undo", "6"]),
    ] {
        let (code, _, complaint) = run(&here, day, arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {complaint}");
    }
    here
}

#[test]
fn the_log_is_searched_and_filtered() {
    let here = story("log-filters");
    assert_eq!(numbers(&here, &[]), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(numbers(&here, &["AUDIT"]), [3], "whatever the case");
    assert_eq!(numbers(&here, &["hiring", "audit"]), [3], "all of the words");
    assert_eq!(numbers(&here, &["hiring", "reviewers"]), [] as [u64; 0]);
    assert_eq!(numbers(&here, &["--peer", "tom"]), [2, 4, 5], "an answer to an ask concerns whoever asked");
    assert_eq!(numbers(&here, &["--peer", "mira"]), [1, 3, 6, 7], "an undoing whomever the entry concerned");
    assert_eq!(numbers(&here, &["--room", "trade"]), [4, 5]);
    assert_eq!(numbers(&here, &["--room", "map"]), [1, 2]);
    assert_eq!(numbers(&here, &["--from", "2 weeks ago", "--to", "2026-05-08"]), [3, 4, 5]);
    assert_eq!(numbers(&here, &["--undone"]), [6]);
    assert_eq!(numbers(&here, &["-n", "2"]), [6, 7]);
    assert_eq!(numbers(&here, &["--peer", "mira", "-n", "2"]), [6, 7]);
}

#[test]
fn the_log_as_a_page_fits_a_terminal_and_says_what_was_undone_and_forgotten() {
    let here = story("log-page");
    said(&here, &["forget", "3"]);
    let page = said(&here, &["log"]);
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    insta::assert_snapshot!(page);
    insta::assert_snapshot!(said(&here, &["log", "--peer", "tom", "--room", "trade"]));
}

#[test]
fn undoing_says_what_was_undone_and_what_brings_it_back() {
    let here = story("log-undo");
    insta::assert_snapshot!(said(&here, &["undo", "3"]));
    let all = said(&here, &["undo", "8", "--json"]);
    let answer: Value = serde_json::from_str(&all).unwrap();
    assert_eq!((answer["undone"].as_u64(), answer["entry"].as_u64()), (Some(8), Some(9)));
    assert!(said(&here, &["log", "audit"]).contains("went over the audit."));
}

#[test]
fn forgetting_says_that_it_is_for_good_and_who_still_has_it() {
    let here = story("log-forget");
    insta::assert_snapshot!(said(&here, &["forget", "3"]));
    assert_eq!(numbers(&here, &["audit"]), [] as [u64; 0]);
}

#[test]
fn codes_say_how_a_command_ended() {
    let here = story("log-codes");
    let code = |arguments: &[&str]| run(&here, "2026-05-20", arguments).0.unwrap();
    assert_eq!(code(&["log"]), 0);
    for refused in [&["undo", "99"][..], &["undo", "6"], &["forget", "7"], &["log", "--peer", "nobody"]] {
        assert_eq!(code(refused), 1, "{refused:?}");
    }
    for usage in [
        &["undo"][..],
        &["undo", "it"],
        &["log", "--from", "gestern"],
        &["log", "--from", "today", "--to", "yesterday"],
        &["init"],
        &["unlock"],
        &["restore", "nowhere"],
        &["import", "nowhere"],
        &["--notebook", "nowhere", "log"],
    ] {
        assert_eq!(code(usage), 2, "{usage:?}");
    }
    let (_, _, complaint) = run(&here, "2026-05-20", &["--notebook", "nowhere", "log"]);
    assert!(complaint.contains("Hint: sideways init"), "{complaint}");
    fs::write(here.join(".local/share/sideways/journal.sqlite"), "no notebook").unwrap();
    for fault in [&["log"][..], &["talk", "mira"], &["doctor"], &["export", "out"], &["backup", "backups"]] {
        assert_eq!(code(fault), 70, "{fault:?}");
    }
}

#[test]
fn a_folder_in_which_nothing_can_be_written_is_a_fault_and_says_which() {
    let here = story("log-unwritable");
    fs::write(here.join("file"), "in the way").unwrap();
    let (code, _, complaint) = run(&here, "2026-05-20", &["export", "file/export"]);
    assert_eq!(code, Some(70), "{complaint}");
    assert!(complaint.contains("file/export"), "{complaint}");
}

#[test]
fn a_request_that_is_no_number_is_said_so() {
    let here = folder("log-request");
    let output = at_desk(&here, "2026-05-04").arg("init").output().unwrap();
    assert!(output.status.success());
    let mut command = at_desk(&here, "2026-05-04");
    let output = command.env("SIDEWAYS_REQUEST", "again").args(["peer", "add", "Mira"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("32 hexadecimal digits"));
}
