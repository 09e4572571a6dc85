//! `sideways what-if`: what a change does, and what is said of a change that can't be made.

use std::fs;

use serde_json::Value;

use crate::run::{repository, sideways};

pub const PLAN: &str = "examples/first-adopter/plan.md";

/// What is typed behind `what-if` for the example, with its exit code and what is printed.
fn typed(words: &[&str]) -> (i32, String, String) {
    let arguments = ["what-if", PLAN, "--as-of", "2027-01-04", "--trials", "320"];
    let output = sideways(&repository()).args(arguments).args(words).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A page without the day on which its plan's files were changed, which is another one in every copy.
fn undated(page: &str) -> String {
    let Some((before, after)) = page.split_once("last changed on") else { return page.to_owned() };
    let rest = after.trim_start();
    let gap = &after[..after.len() - rest.len()];
    format!("{before}last changed on{gap}2026-12-18{}", &rest["2026-12-18".len()..])
}

/// A command and the page below it, as a document of the guide shows them: the page is the program's.
pub fn is_what_the_program_says(document: &str) {
    let text = fs::read_to_string(repository().join(document)).unwrap();
    let program = assert_cmd::cargo::cargo_bin("sideways");
    let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
    let mut pages = 0;
    for (before, after) in text.match_indices("\n```text\n").map(|(at, _)| text.split_at(at)) {
        let page = after.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
        let command = before.lines().rev().find(|line| line.starts_with("sideways ")).unwrap();
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", command]).current_dir(repository()).env_clear();
        let output = shell.env("PATH", &path).env("TZ", "UTC").output().unwrap();
        assert_eq!(undated(&String::from_utf8(output.stdout).unwrap()), undated(page), "{command}");
        pages += 1;
    }
    assert!(pages > 0, "{document} shows no page");
}

#[test]
fn the_page_in_the_guide_is_the_programs() {
    is_what_the_program_says("docs/what-if.md");
}

#[test]
fn a_change_that_cant_be_made_is_told_with_something_to_type() {
    let tries: &[&[&str]] = &[
        &[],
        &["--pull", "sailing"],
        &["--pull", "tablt screens"],
        &["--pull", "screens of all tablets"],
        &["--pull", "tablet screens", "--by", "0d"],
        &["--drop", "letters", "--first-longer", "40"],
        &["--decide", "letters:2026-12-01"],
        &["--lend", "Bookng:Ports:1:2027-01-05..2027-02-01"],
        &["--pull", ""],
        &["--pull", "moves"],
        &["--pull", "tablet screens"],
        &["--pull", "tablet screens", "--by", "never"],
        &["--pull", "letters", "--by", "1w", "--by", "2w"],
        &["--pull", "old pipeline goes"],
        &["--lend", "Booking"],
        &["--lend", "Booking:Ports:none:2027-01-05..2027-02-01"],
        &["--lend", "Booking:Ports:1:2027-01-05"],
        &["--lend", "Booking:Ports:1:2027-01-05.."],
        &["--lend", "Booking:Ports:1:soonish..2027-02-01"],
        &["--lend", "Booking:Ports:1:2027-02-05..2027-01-05"],
        &["--lend", "Booking:Ports:2:2027-01-05..2027-02-01"],
        &["--lend", "Booking:Booking:1:2027-01-05..2027-02-01"],
        &["--lend", "Booking:Harbour:1:2027-01-05..2027-02-01"],
        &["--first", "Booking"],
        &["--first", "Pipelines:New pipeline"],
        &["--drop", "tablet"],
        &["--decide", "summer fares"],
        &["--decide", "summer fares:soonish"],
    ];
    let mut said = String::new();
    for words in tries {
        let (code, out, error) = typed(words);
        assert!((1..=2).contains(&code) && out.is_empty(), "{words:?}: {code} {out}");
        let mut lines = error.lines();
        assert!(
            lines.next().unwrap().starts_with("Error: ") && error.contains("\nHint: "),
            "{words:?}: {error}"
        );
        said.push_str(&format!("{}\n{error}\n", words.join(" ")));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_page_fits_a_terminal_and_its_json_says_the_same() {
    let words = ["--first", "Booking:New pipeline", "--drop", "letters about refunds"];
    let (code, page, _) = typed(&words);
    assert_eq!(code, 0);
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let (_, json, _) = typed(&[&words[..], &["--json"]].concat());
    let said: Value = serde_json::from_str(&json).unwrap();
    for team in said["teams"].as_array().unwrap() {
        assert!(page.contains(team["team"].as_str().unwrap()));
    }
    assert_eq!(said["trials"], 320);
    assert_eq!(
        said["changes"].as_array().unwrap().len(),
        3,
        "it is pulled forward, goes first, and is left out"
    );
}

#[test]
fn the_same_seed_says_the_same_and_lengths_of_time_are_read_as_they_are_typed() {
    let page = |words: &[&str]| typed(words).1;
    let by = |by| page(&["--pull", "letters about refunds", "--by", by]);
    assert_eq!(by("4w"), by("20d"));
    assert_eq!(by("4w"), by("4 weeks"));
}
