//! `sideways kindness`: kept with a day, done or dropped.

use std::path::Path;

use serde_json::Value;

use crate::run::{at_desk, notebook};

fn answer(here: &Path, arguments: &[&str]) -> (i32, String) {
    let output = at_desk(here, "2026-05-04").args(arguments).output().unwrap();
    let text = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

#[test]
fn c6_a_kindness_has_a_day_and_is_done_or_dropped() {
    let here = notebook("kindness");
    answer(&here, &["peer", "add", "Mira Solberg"]);
    let (_, found) =
        answer(&here, &["kindness", "add", "mira", "intro", "to", "the", "reviewer", "by", "fri"]);
    assert_eq!(
        found,
        "Kindness 2 for Mira Solberg by 2026-05-08: intro to the reviewer.\nEntry 2; sideways undo 2 takes it back.\n"
    );
    answer(&here, &["kindness", "add", "mira solberg", "a second pair of eyes"]);
    let open: Value = serde_json::from_str(&answer(&here, &["kindness", "--json"]).1).unwrap();
    assert_eq!(open[0]["peer"], "Mira Solberg");
    assert_eq!(open[0]["kindnesses"][1]["by"], "2026-05-18", "two weeks, where no day is named");
    let (_, done) = answer(&here, &["kindness", "done", "2", "--on", "yesterday"]);
    assert!(done.starts_with("Kindness 2 was done on 2026-05-03."), "{done}");
    let (_, dropped) = answer(&here, &["kindness", "drop", "3", "--because", "they have one"]);
    assert!(dropped.starts_with("Kindness 3 was dropped, because “they have one”."), "{dropped}");
    assert!(answer(&here, &["kindness", "list", "mira"]).1.starts_with("Nothing is open."));
}

#[test]
fn what_is_typed_wrong_is_said() {
    let here = notebook("kindness-wrong");
    answer(&here, &["peer", "add", "Mira"]);
    assert_eq!(
        answer(&here, &["kindness", "done", "9"]),
        (1, "Error: no kindness 9 is open\nHint: no kindness is open\n".into())
    );
    let (code, text) = answer(&here, &["kindness", "done", "soon"]);
    assert_eq!(code, 2);
    assert!(text.starts_with("Error: “soon” is no number of a kindness"), "{text}");
    let (code, text) = answer(&here, &["kindness", "add", "mira"]);
    assert_eq!(code, 2);
    assert!(text.contains("sideways kindness add Mira \"an intro by fri\""), "{text}");
    assert_eq!(answer(&here, &["kindness", "add", "mira", "an", "intro", "by", "2026-01-01"]).0, 1);
    assert_eq!(answer(&here, &["kindness", "list", "ana"]).0, 1);
}
