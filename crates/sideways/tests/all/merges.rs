//! Two names of one person: asked about, merged by one line, and taken back.

use std::{fs, path::Path};

use crate::run::{folder, map, said, sideways};
use serde_json::Value;

const PLAN: &str = "\
## Teams
- Booking: Mira Solberg
- Payments: Dana Ortiz
- Identity: Tom Reyes

## Checkout @Booking by 2027-03-31
- Cart, 5d, touches Payments
- Pay, 5d, needs yes from D. Ortiz
- Sign in, 3d, needs yes from Identity
";

fn drawn(here: &Path) -> Value {
    map(here, &["map", "plan.md", "--me", "Mira Solberg", "--as-of", "2026-11-22"])
}

fn written(name: &str) -> std::path::PathBuf {
    let here = folder(name);
    fs::write(here.join("plan.md"), PLAN).unwrap();
    here
}

/// The facts and hints of what a command refuses.
fn refused(here: &Path, arguments: &[&str]) -> String {
    let output = sideways(here).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn problems(map: &Value) -> Vec<&str> {
    map["problems"].as_array().unwrap().iter().map(|problem| problem["fact"].as_str().unwrap()).collect()
}

#[test]
fn m3b_the_line_that_the_map_asks_for_merges_and_another_takes_it_back() {
    let here = written("merged");
    let before = drawn(&here);
    let asked = &before["questions"][0];
    assert_eq!(asked["answer"], "sideways who \"D. Ortiz\" --same-as \"Dana Ortiz\"");
    assert_eq!(before["gaps"][0]["what"], "D. Ortiz");
    let kept = said(&here, &["who", "D. Ortiz", "--same-as", "Dana Ortiz"]);
    assert!(kept.starts_with("D. Ortiz is Dana Ortiz. Kept in"), "{kept}");
    let merged = drawn(&here);
    assert_eq!((&merged["gaps"], &merged["questions"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert_eq!(merged["peers"][0]["person"], "Dana Ortiz");
    assert_eq!(merged["peers"][0]["crossings"].as_array().unwrap().len(), 2);
    assert_eq!(merged["read"], before["read"], "merging changes no total");
    assert_eq!(said(&here, &["who", "--list"]), "D. Ortiz is Dana Ortiz\n");
    assert!(said(&here, &["corrections"]).contains("who \"D. Ortiz\" --same-as \"Dana Ortiz\""));
    let back = said(&here, &["who", "dana ortiz", "--same-as", "d ortiz", "--forget"]);
    assert_eq!(back, "dana ortiz and d ortiz are no longer taken as one person.\n");
    assert_eq!(drawn(&here), before);
}

#[test]
fn m3b_what_is_said_to_be_two_is_asked_no_more() {
    let here = written("two");
    said(&here, &["who", "D. Ortiz", "--same-as", "Dana Ortiz"]);
    let two = said(&here, &["who", "D. Ortiz", "--not-same-as", "Dana Ortiz"]);
    assert!(two.starts_with("D. Ortiz and Dana Ortiz are two people. Kept in"), "{two}");
    assert_eq!(
        said(&here, &["who"]),
        "D. Ortiz is not Dana Ortiz\n",
        "the later answer takes the place of the first"
    );
    let drawn_now = drawn(&here);
    assert_eq!(drawn_now["questions"][0]["answer"], "sideways who \"D. Ortiz\" \"NAME\"");
    assert_eq!(problems(&drawn_now), Vec::<&str>::new());
    said(&here, &["who", "Dana Ortiz", "--not-same-as", "D. Ortiz", "--forget"]);
    assert_eq!(drawn(&here)["questions"][0]["answer"], "sideways who \"D. Ortiz\" --same-as \"Dana Ortiz\"");
}

#[test]
fn a_merge_that_fits_nobody_or_goes_round_is_said_with_its_line() {
    let here = written("odd");
    for (name, other) in [
        ("D. Ortiz", "Dana Ortiz"),
        ("Dana Ortiz", "Dee"),
        ("Dee", "D. Ortiz"),
        ("Per", "Per Lund"),
        ("Payments", "Dana Ortiz"),
    ] {
        said(&here, &["who", name, "--same-as", other]);
    }
    let drawn = drawn(&here);
    let facts = problems(&drawn);
    assert_eq!(facts.len(), 3, "{facts:?}");
    assert!(facts.iter().any(|fact| fact.contains("leads round in a circle")), "{facts:?}");
    assert!(facts.contains(&"that “Per” is “Per Lund” fits nobody in this plan"), "{facts:?}");
    assert!(
        facts.contains(&"“Payments” and “Dana Ortiz” are not both people; they are not merged"),
        "{facts:?}"
    );
    let problems = drawn["problems"].as_array().unwrap();
    let per = problems.iter().find(|problem| problem["quote"].as_str().unwrap().starts_with("Per")).unwrap();
    let lines: Vec<String> =
        fs::read_to_string(here.join("sideways.toml")).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(lines[per["line"].as_u64().unwrap() as usize - 1], "Per = \"Per Lund\"");
    let hint = per["hint"].as_str().unwrap().strip_suffix(" takes it back").unwrap();
    assert_eq!(hint, "sideways who Per --forget --same-as \"Per Lund\"");
    said(&here, &["who", "--forget", "Per", "--same-as", "Per Lund"]);
    assert!(!said(&here, &["who"]).contains("Per Lund"));
}

#[test]
fn what_can_be_said_wrong_is_refused_with_a_line_to_type() {
    let here = written("wrong");
    let same = refused(&here, &["who", "Dana Ortiz", "--same-as", "dana.ortiz"]);
    assert!(same.contains("are one name"), "{same}");
    assert!(refused(&here, &["who", "D. Ortiz", "--same-as", " "]).contains("a name is missing"));
    assert!(refused(&here, &["who", "D. Ortiz", "--same-as", "@"]).contains("is no name"));
    assert!(refused(&here, &["who", "--same-as", "Dana Ortiz"]).contains("required"));
    refused(&here, &["who", "D. Ortiz", "Payments", "--same-as", "Dana Ortiz"]);
    refused(&here, &["who", "D. Ortiz", "--not-same-as", "Per", "--same-as", "Dana Ortiz"]);
    let nothing = refused(&here, &["who", "D. Ortiz", "--same-as", "Dana Ortiz", "--forget"]);
    assert!(nothing.contains("nothing says that") && nothing.contains("sideways who --list"), "{nothing}");
    assert!(!here.join("sideways.toml").exists(), "nothing was kept");
    said(&here, &["who", "D. Ortiz", "--same-as", "Dana Ortiz"]);
    let meant = refused(&here, &["who", "d ortiz", "--forget"]);
    assert!(meant.contains("Hint: sideways who \"D. Ortiz\" --same-as \"Dana Ortiz\" --forget"), "{meant}");
}

#[test]
fn what_was_answered_for_a_name_and_what_it_is_the_same_as_go_together() {
    let here = written("together");
    said(&here, &["who", "Payments", "D. Ortiz"]);
    said(&here, &["who", "D. Ortiz", "--same-as", "Dana Ortiz"]);
    let drawn = drawn(&here);
    assert_eq!(
        (drawn["peers"][0]["person"].as_str(), &drawn["gaps"]),
        (Some("Dana Ortiz"), &serde_json::json!([]))
    );
    assert!(drawn["peers"][0]["or"].as_array().unwrap().is_empty());
    let file = fs::read_to_string(here.join("sideways.toml")).unwrap();
    assert!(
        file.ends_with("[who]\nPayments = \"D. Ortiz\"\n\n[same]\n\"D. Ortiz\" = \"Dana Ortiz\"\n"),
        "{file}"
    );
}

#[test]
fn a_merge_is_taken_back_like_any_correction_and_comments_stay() {
    let here = written("undone");
    fs::write(
        here.join("sideways.toml"),
        "# Ours\n[same]\n\"D. Ortiz\" = \"Dana Ortiz\" # she\ntom = \"Tom Reyes\"\n",
    )
    .unwrap();
    let undone = said(&here, &["corrections", "--undo", "who tom --same-as Tom Reyes"]);
    assert!(undone.contains("sideways who tom --same-as \"Tom Reyes\""), "{undone}");
    let file = fs::read_to_string(here.join("sideways.toml")).unwrap();
    assert_eq!(file, "# Ours\n[same]\n\"D. Ortiz\" = \"Dana Ortiz\" # she\n");
}

#[test]
fn a_name_that_only_a_correction_bears_is_somebody() {
    let here = written("corrected");
    said(&here, &["crossing", "add", "Cart", "Dee", "--kind", "approval", "--because", "she signs"]);
    said(&here, &["who", "Dee", "--same-as", "Dana Ortiz"]);
    let drawn = drawn(&here);
    assert_eq!(problems(&drawn), Vec::<&str>::new());
    let dana = drawn["peers"].as_array().unwrap().iter().find(|peer| peer["person"] == "Dana Ortiz").unwrap();
    assert_eq!(dana["crossings"].as_array().unwrap().len(), 2);
    assert!(drawn["gaps"].as_array().unwrap().iter().all(|gap| gap["what"] != "Dee"));
}
