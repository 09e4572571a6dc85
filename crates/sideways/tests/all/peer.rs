//! `sideways peer`: who they are, under which names, and how it stands.

use std::path::Path;

use serde_json::Value;

use crate::run::{at_desk, notebook, strings};

fn said(here: &Path, arguments: &[&str]) -> String {
    let output = at_desk(here, "2026-05-04").args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(here: &Path, arguments: &[&str]) -> (i32, String) {
    let output = at_desk(here, "2026-05-04").args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap()
}

#[test]
fn a_peer_is_entered_found_by_any_name_and_merged_and_told_apart_again() {
    let here = notebook("peer-names");
    assert_eq!(
        said(&here, &["peer"]),
        "The notebook knows nobody yet.\n  sideways peer add \"Mira Solberg\"\n"
    );
    said(&here, &["peer", "add", "Mira", "Solberg", "--alias", "msolberg"]);
    said(&here, &["peer", "add", "M. Solberg"]);
    said(&here, &["peer", "alias", "mira", "mira@example.org"]);
    said(&here, &["talk", "M. Solberg", "constraint=hiring frozen"]);
    let (code, text) = refused(&here, &["peer", "m"]);
    assert_eq!((code, first_line(&text)), (1, "Error: “m” may be Mira Solberg or M. Solberg"));
    said(&here, &["peer", "merge", "M. Solberg", "Mira Solberg"]);
    let page: Value = serde_json::from_str(&said(&here, &["peer", "m", "--json"])).unwrap();
    assert_eq!(page["peer"], "Mira Solberg");
    assert_eq!(strings(&page["aliases"]), ["msolberg", "mira@example.org", "M. Solberg"]);
    assert_eq!(page["world"][0]["words"], "hiring frozen");
    said(&here, &["peer", "unmerge", "M.", "Solberg"]);
    let all: Value = serde_json::from_str(&said(&here, &["peer", "list", "--json"])).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 2);
}

#[test]
fn b1_a_guarded_peer_is_shown_with_the_reason_until_they_are_cooperative_again() {
    let here = notebook("peer-stance");
    said(&here, &["peer", "add", "Dana Ortiz"]);
    said(&here, &["peer", "guarded", "dana", "--because", "passed on what I told her"]);
    let page = said(&here, &["peer", "dana"]);
    assert!(page.contains("Guarded since 2026-05-04: passed on what I told her."), "{page}");
    assert!(said(&here, &["peer"]).contains("no talk yet; guarded"));
    said(&here, &["peer", "cooperative", "dana", "--because", "we talked it over"]);
    assert!(!said(&here, &["peer", "dana"]).contains("Guarded"));
    let (code, text) = refused(&here, &["peer", "cooperative", "dana", "--because", "again"]);
    assert_eq!((code, first_line(&text)), (1, "Error: Dana Ortiz is not guarded"));
    let (code, text) = refused(&here, &["peer", "guarded", "dana", "--because", " "]);
    assert_eq!((code, first_line(&text)), (2, "Error: a reason is missing"));
}

#[test]
fn a_peer_who_leaves_is_followed_and_their_notes_stay_behind() {
    let here = notebook("peer-leaves");
    said(&here, &["peer", "add", "Mira"]);
    said(&here, &["peer", "add", "Tom"]);
    said(&here, &["talk", "mira", "constraint=hiring frozen"]);
    let told = said(&here, &["peer", "successor", "mira", "--by", "tom"]);
    assert_eq!(first_line(&told), "Tom follows Mira from 2026-05-04 on.");
    assert!(said(&here, &["peer"]).contains("has left, Tom follows"));
    assert!(said(&here, &["talk", "prepare", "mira"]).contains("Mira has left; Tom follows."));
    let tom = said(&here, &["peer", "show", "tom"]);
    assert!(tom.contains("Follows Mira from 2026-05-04 on.") && !tom.contains("hiring"), "{tom}");
    let (code, text) = refused(&here, &["peer", "successor", "tom", "--by", "tom"]);
    assert_eq!((code, first_line(&text)), (1, "Error: Tom can't follow themselves"));
    let back = said(&here, &["peer", "successor", "tom", "--by", "mira"]);
    assert_eq!(first_line(&back), "Mira follows Tom from 2026-05-04 on.");
}

#[test]
fn names_that_are_taken_blank_or_invisible_are_refused() {
    let here = notebook("peer-wrong");
    said(&here, &["peer", "add", "Mira"]);
    assert_eq!(
        first_line(&refused(&here, &["peer", "add", "mira"]).1),
        "Error: “mira” is a name of Mira already"
    );
    assert_eq!(first_line(&refused(&here, &["peer", "add", " "]).1), "Error: a name is missing");
    assert!(
        refused(&here, &["peer", "add", "Mi\u{202e}ra"])
            .1
            .starts_with("Error: there are invisible characters")
    );
    assert_eq!(
        first_line(&refused(&here, &["peer", "values", "mira"]).1),
        "Error: what they value is missing"
    );
    assert_eq!(refused(&here, &["peer", "ana"]).0, 1);
}

#[test]
fn no_line_is_longer_than_eighty_columns() {
    let here = notebook("peer-wide");
    let name = "Anneliese von der Lindenberg-Hohenstein zu Schwarzenfels-Altenburg auf Rotenau";
    said(&here, &["peer", "add", name]);
    said(&here, &["talk", "anneliese", "25m", &format!("constraint={}", "word ".repeat(60)), "--status"]);
    for arguments in [&["peer"][..], &["peer", "anneliese"], &["talk", "prepare", "anneliese"], &["kindness"]]
    {
        let page = said(&here, arguments);
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    }
}
