//! Answers that are given twice, amiss, or to nobody.

use std::{fs, path::Path};

use crate::run::{folder, said, sideways};

/// What is said of a command that is refused.
fn refused(here: &Path, arguments: &[&str]) -> String {
    let output = sideways(here).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

fn kept(here: &Path) -> String {
    fs::read_to_string(here.join("sideways.toml")).unwrap()
}

#[test]
fn m3b_a_subject_has_one_answer_however_it_is_spelled() {
    let here = folder("m3b_spelled");
    assert!(!said(&here, &["who", "search", "Bo Dahl"]).contains("before"));
    let again = said(&here, &["who", "Search", "Ann Lee"]);
    assert!(again.contains("Your answer before was “search: Bo Dahl”."), "{again}");
    assert!(!kept(&here).contains("Bo Dahl") && kept(&here).contains("Search = \"Ann Lee\""));
    assert_eq!(said(&here, &["who", "SEARCH", "--forget"]), "The answer for Search is taken back.\n");
    refused(&here, &["who", "search", "--forget"]);
}
