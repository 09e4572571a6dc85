//! The command line: help, errors, exit codes, eighty columns.

use std::fs;

use crate::run::{at_desk, folder, notebook, repository, said, sideways};

fn refused(arguments: &[&str]) -> (i32, String) {
    let output = sideways(&repository()).args(arguments).output().unwrap();
    assert!(output.stdout.is_empty(), "an error leaves standard output empty");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_help_of_every_command() {
    for command in [
        "",
        "map",
        "who",
        "crossing",
        "crossing reject",
        "corrections",
        "talk",
        "talk prepare",
        "kindness",
        "peer",
        "peer successor",
        "ask",
        "ask from",
        "ask decide-by",
        "answer",
        "loan",
        "loan to",
        "trade",
        "offer",
        "want",
        "agree",
        "give",
        "return",
        "drop",
        "credit",
        "team",
        "team waits",
        "try",
        "completions",
    ] {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        insta::assert_snapshot!(
            format!("help_{}", command.replace(' ', "_")),
            said(&repository(), &arguments)
        );
    }
}

#[test]
fn an_error_states_a_fact_and_a_hint_that_can_be_typed() {
    let (code, text) = refused(&["map", "nowhere.md", "--me", "x"]);
    assert_eq!(code, 2);
    assert!(text.starts_with("Error: nowhere.md: there is no such file or folder\nHint: "), "{text}");
    let (code, text) = refused(&["map", "README.md", "--me", "x", "--as-of", "2025-30-01"]);
    assert_eq!(
        (code, text.as_str()),
        (2, "Error: --as-of: “2025-30-01” is no date: there is no month 30\nHint: --as-of 2027-01-04\n")
    );
    let (code, text) = refused(&["map", "README.md", "--me", "x", "--profile", "no-such"]);
    assert_eq!(code, 2);
    assert!(text.contains("“no-such” is no profile") && text.contains("outline, goals"), "{text}");
}

#[test]
fn wrong_usage_ends_with_2() {
    assert_eq!(refused(&["map"]).0, 2);
    assert_eq!(refused(&["map", "README.md"]).0, 2, "whose map is it?");
    assert_eq!(refused(&["who", "PAY"]).0, 2);
    assert_eq!(refused(&["who", "PAY", " "]).0, 2);
    assert_eq!(refused(&["who", "PAY", "--forget"]).0, 2, "nothing is there to forget");
    assert_eq!(refused(&["nonsense"]).0, 2);
}

#[test]
fn a_spoilt_file_of_answers_is_said_and_kept() {
    let here = folder("spoilt");
    fs::write(here.join("sideways.toml"), "[who]\nPAY = = 3\n").unwrap();
    let output = sideways(&here).args(["who", "PAY", "Dana"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("sideways.toml:2:"));
    assert_eq!(fs::read_to_string(here.join("sideways.toml")).unwrap(), "[who]\nPAY = = 3\n");
}

#[test]
fn a_pipe_sees_no_colours_and_no_line_over_eighty_columns() {
    let text = said(&repository(), &["try", "--all"]);
    assert!(!text.contains('\u{1b}'));
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("sideways"))
        .args(["try", "--json"])
        .current_dir(repository())
        .env_clear()
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_profile_of_ones_own_changes_what_is_read() {
    let here = folder("profile");
    fs::write(here.join("acme.toml"), "extends = \"tracker\"\n[columns]\nteam = [\"Squad\"]\n").unwrap();
    fs::write(
        here.join("x.csv"),
        "Issue key,Summary,Squad,Inward issue link (Blocks)\nA-1,One,Shop,A-2\nA-2,Two,Ledger,\n",
    )
    .unwrap();
    let map = crate::run::map(&here, &["map", "x.csv", "--team", "Shop", "--profile", "acme.toml"]);
    assert_eq!(map["gaps"][0]["what"], "Ledger");
    fs::write(here.join("bad.toml"), "extends = \"tracker\"\n[map]\napproval = \"much\"\n").unwrap();
    let output =
        sideways(&here).args(["map", "x.csv", "--team", "Shop", "--profile", "bad.toml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_a_printed_command_leaves_open_is_not_kept_as_if_it_said_something() {
    let here = notebook("cli-left-open");
    for words in [
        &["who", "Legal", "NAME"][..],
        &["peer", "add", "YOUR NAME"],
        &["not-this", "1", "--because", "..."],
        &["not-this", "1", "--because=WHY"],
        &["talk", "mira", "constraint=..."],
    ] {
        let output = at_desk(&here, "2026-05-04").args(words).output().unwrap();
        let wrong = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code() == Some(2) && wrong.contains("only shows where words of yours go"),
            "{wrong}"
        );
    }
    assert!(at_desk(&here, "2026-05-04").args(["log", "NAME"]).output().unwrap().status.success());
}
