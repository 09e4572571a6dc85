//! Maps of a plan with a directory in one of the shapes that companies keep.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::run::{folder, map, said, sideways};

const PLAN: &str = "# Checkout @Booking by 2027-03-31\n- Form, 3d, needs yes from Payments\n";

/// A folder with a plan, and a directory.
fn with(name: &str, directory: &str, body: &[u8]) -> PathBuf {
    let here = folder(name);
    fs::write(here.join("plan.md"), PLAN).unwrap();
    fs::write(here.join(directory), body).unwrap();
    here
}

/// What the program says to a name that nobody bears.
fn refused(here: &Path, arguments: &[&str]) -> String {
    let output = sideways(here).args(["map", "plan.md"]).args(arguments).output().unwrap();
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let words = String::from_utf8(output.stderr).unwrap();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_directory_that_is_given_as_a_plan_says_so() {
    let here = with("as_plan", "teams.csv", b"Team,Lead\nPayments,Dana Ortiz\n");
    let page = said(&here, &["map", "teams.csv", "--me", "Dana Ortiz"]);
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("What stands below says why."), "{page}");
    assert!(
        page.contains("this was read as a directory of people and teams; no piece of work stands in it"),
        "{page}"
    );
    let both = map(&here, &["map", "plan.md", "--people", "teams.csv", "--team", "Booking"]);
    assert_eq!(both["problems"].as_array().unwrap().len(), 0);
}

#[test]
fn nothing_is_announced_where_nothing_stands_below() {
    let here = folder("empty_plan");
    let page = said(&here, &["map", ".", "--me", "Mira Solberg"]);
    assert!(!page.contains("What stands below"), "{page}");
}

#[test]
fn a_name_that_nobody_bears_names_the_files_that_were_not_read() {
    let here = with("unread", "teams.csv", b"Gruppe,Kopf\nPayments,Dana Ortiz\n");
    let words = refused(&here, &["--people", "teams.csv", "--me", "Mira Solberg"]);
    assert!(words.contains("nobody called “Mira Solberg” is named in the plan or the directory; nothing was read of teams.csv: a directory needs"), "{words}");
    assert!(words.contains("under [keys]"), "{words}");
    let here = with("unread_workbook", "people.xlsx", b"PK\x03\x04");
    let words = refused(&here, &["--people", "people.xlsx", "--me", "Mira Solberg"]);
    assert!(words.contains("nothing was read of people.xlsx: this is an Excel workbook"), "{words}");
}

#[test]
fn whoever_the_directory_describes_is_known_though_nothing_more_is_said_of_them() {
    let here = with("described", "people.yaml", b"- name: Mira Solberg\n  role: EM\n");
    let drawn = map(&here, &["map", "plan.md", "--people", "people.yaml", "--me", "Mira Solberg"]);
    assert_eq!(drawn["problems"].as_array().unwrap().len(), 0);
    let here = with(
        "described_lead",
        "people.yaml",
        b"people:\n- name: Mira Solberg\n  role: EM\n  team: Booking\n",
    );
    let drawn = map(&here, &["map", "plan.md", "--people", "people.yaml", "--me", "Mira Solberg"]);
    assert_eq!(drawn["read"]["crossings"], 1);
}

#[test]
fn unicode_text_of_excel_is_a_table() {
    let wide: Vec<u8> = "\u{feff}Team\tLead\r\nPayments\tDana Ortiz\r\nBooking\tMira Solberg\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let here = with("unicode_text", "teams.txt", &wide);
    let drawn = map(&here, &["map", "plan.md", "--people", "teams.txt", "--me", "Mira Solberg"]);
    assert_eq!(drawn["peers"][0]["person"], "Dana Ortiz");
    let here = with("running_text", "notes.txt", b"Mira leads Booking.\n");
    let words = refused(&here, &["--people", "notes.txt", "--me", "Mira Solberg"]);
    assert!(words.contains("nothing was read of notes.txt: no person and no team was found here"), "{words}");
}
