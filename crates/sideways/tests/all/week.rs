//! The week page as a leader types for it, over some Mondays.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{folder, sideways};

/// A notebook of this test's own.
fn notebook(name: &str) -> PathBuf {
    let home = folder(name);
    done(&home, "2027-01-04", &["init"]);
    home
}

fn run(home: &Path, on: &str, arguments: &[&str]) -> std::process::Output {
    let mut command = sideways(home);
    command.env("HOME", home).env("SIDEWAYS_NOTEBOOK", home.join("notebook")).env("SIDEWAYS_NOW", on);
    command.args(arguments).output().unwrap()
}

/// Something is typed on a day, and works.
fn done(home: &Path, on: &str, arguments: &[&str]) -> String {
    let output = run(home, on, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Something is typed on a day, and refused.
fn refused(home: &Path, on: &str, arguments: &[&str]) -> (i32, String) {
    let output = run(home, on, arguments);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn sentences(home: &Path, on: &str) -> Vec<String> {
    let page: Value = serde_json::from_str(&done(home, on, &["week", "--json"])).unwrap();
    page["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["sentence"].as_str().unwrap().to_owned())
        .collect()
}

const NO_PLAN: &str =
    "Read the plan of your year, in the folder where it lies: the notebook knows none today.";

#[test]
fn w1_a_promise_stands_on_the_page_until_it_is_done_put_off_or_struck() {
    let home = notebook("week-promises");
    assert_eq!(sentences(&home, "2027-01-04"), [NO_PLAN]);
    for name in ["Dana Ortiz", "Sam Lee"] {
        done(&home, "2027-01-04", &["peer", "add", name]);
    }
    let promise = ["kindness", "add", "dana", "intro", "to", "the", "auditor", "by", "2027-01-15"];
    done(&home, "2027-01-05", &promise);
    done(&home, "2027-01-05", &["kindness", "add", "sam", "our", "load", "figures", "by", "2027-01-13"]);

    let dana = "Do this for Dana Ortiz, by Friday 2027-01-15: intro to the auditor.";
    let sam = "Do this for Sam Lee, by Wednesday 2027-01-13: our load figures.";
    assert_eq!(sentences(&home, "2027-01-11"), [sam, dana, NO_PLAN]);

    // Sam's can wait, Dana's was done; what was put off comes back on its day.
    let answer = done(&home, "2027-01-11", &["later", "1", "--until", "2027-01-18"]);
    assert!(answer.contains(sam), "{answer}");
    done(&home, "2027-01-11", &["kindness", "done", "3"]);
    assert_eq!(sentences(&home, "2027-01-11"), [NO_PLAN]);
    assert_eq!(
        sentences(&home, "2027-01-18"),
        ["Do this for Sam Lee, due since 2027-01-13: our load figures.", NO_PLAN]
    );
    done(&home, "2027-01-18", &["not-this", "kindness:4", "--because", "he found them"]);
    assert_eq!(sentences(&home, "2027-01-25"), [NO_PLAN]);

    // Struck by mistake: undone, it is back.
    done(&home, "2027-01-25", &["undo", "7"]);
    assert_eq!(sentences(&home, "2027-01-25").len(), 2);
}

#[test]
fn w1_a_line_that_is_not_there_or_a_day_that_is_past_is_refused_with_something_to_type() {
    let home = notebook("week-refused");
    let (code, said) = refused(&home, "2027-01-04", &["later", "9"]);
    assert_eq!(code, 1);
    assert!(said.contains("this week has no line “9”") && said.contains("gap:no-plan"), "{said}");
    let (code, said) = refused(&home, "2027-01-04", &["later", "1", "--until", "2027-01-04"]);
    assert_eq!(code, 1);
    assert!(said.contains("2027-01-04 is not later than today") && said.contains("--until"), "{said}");
    let (code, _) = refused(&home, "2027-01-04", &["week", "--on", "someday"]);
    assert_eq!(code, 2);
    assert_eq!(sentences(&home, "2027-01-04"), [NO_PLAN], "nothing was changed");
}

#[test]
fn w1_the_page_fits_a_terminal_and_shows_another_day() {
    let home = notebook("week-shown");
    done(&home, "2027-01-04", &["peer", "add", "Dana Ortiz"]);
    let what = "the numbers of the bank holiday rehearsal as a table that her people can read without us by 2027-01-15";
    done(&home, "2027-01-05", &["kindness", "add", "dana", what]);
    let today = done(&home, "2027-01-11", &["week"]);
    assert!(today.starts_with("Monday, 11 January 2027\n\n1 new  Do this for Dana Ortiz"), "{today}");
    assert!(today.contains("       sideways kindness done 2\n"), "{today}");
    assert!(today.contains("The next four weeks\n  Fri 2027-01-15  for Dana Ortiz: the numbers"), "{today}");
    assert!(today.lines().all(|line| line.chars().count() <= 80), "{today}");
    let later = done(&home, "2027-01-11", &["week", "--on", "2027-01-29"]);
    assert!(
        later.starts_with("Friday, 29 January 2027\n\n1      Do this for Dana Ortiz, due since"),
        "{later}"
    );
    assert!(later.contains("It has stood for three weeks and nothing was done. Drop it?"), "{later}");
}
