//! What changed since an earlier state of a plan, as a user asks for it (rule M7).

use std::{fs, path::Path};

use crate::run::{folder, map, said, sideways};
use serde_json::Value;

const BEFORE: &str = "\
## Teams
- Booking: Mira Solberg
- Payments: Dana Ortiz
- Identity: Tom Reyes
- Mobile: Aiko Brandt

## Checkout v2 @Booking by 2027-03-31
- Cart service, 5-8-15d, touches Identity
- Pay by invoice, 3-5-9d, after Ledger export
- Fraud rules, 4d, needs yes from Payments
- Ledger export @Payments, 2w

## Refunds @Booking by 2027-05-28
- Refund in the app, 5d, lands on Mobile
";

const AFTER: &str = "\
It is January, and the plan was gone through once more.

## Teams
- Booking: Mira Solberg
- Payments: Dana Ortiz
- Identity: Tom Reyes
- Mobile: Aiko Brandt

## Checkout v2 @Booking by 2027-04-14
- Cart service, 5-8-15d, needs yes from Identity
- Fraud rules, 4d, needs yes from Payments (given 2027-01-05)
- Pay by invoice, 3-5-9d, after Ledger export
- Ledger export @Payments, 4w
- Guest accounts, 3d, touches Identity
";

/// Both states in a folder: `plan.md` and `old/plan.md`.
fn plans(name: &str) -> std::path::PathBuf {
    let here = folder(name);
    fs::create_dir(here.join("old")).unwrap();
    fs::write(here.join("old/plan.md"), BEFORE).unwrap();
    fs::write(here.join("plan.md"), AFTER).unwrap();
    here
}

fn asked<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["map", "plan.md", "--me", "Mira Solberg", "--as-of", "2027-01-11", "--trials", "400"], more].concat()
}

fn since(here: &Path, more: &[&str]) -> Value {
    map(here, &asked(more))["since"].clone()
}

/// The section of a page.
fn section(page: &str) -> String {
    let lines = page.lines().skip_while(|line| !line.starts_with("Since "));
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn m7_the_page_says_what_changed_and_where_it_stands() {
    let here = plans("since");
    let page = said(&here, &asked(&["--since", "old/plan.md"]));
    insta::assert_snapshot!(section(&page));
    let all = section(&said(&here, &asked(&["--since", "old/plan.md", "--all"])));
    assert!(!all.contains("--all shows them") && all.lines().all(|line| line.chars().count() <= 80), "{all}");
}

#[test]
fn m7_the_other_way_round_what_was_new_is_gone() {
    let here = plans("since_back");
    let there = since(&here, &["--since", "old/plan.md"]);
    fs::write(here.join("plan.md"), BEFORE).unwrap();
    fs::write(here.join("old/plan.md"), AFTER).unwrap();
    let back = since(&here, &["--since", "old/plan.md"]);
    let count = |since: &Value, change: &str| {
        since["crossings"].as_array().unwrap().iter().filter(|crossed| crossed["change"] == change).count()
    };
    for (one, other) in [("new", "gone"), ("gone", "new"), ("given", "reopened"), ("altered", "altered")] {
        assert_eq!(count(&there, one), count(&back, other), "{one}");
    }
    assert_eq!(there["crossings"].as_array().unwrap().len(), back["crossings"].as_array().unwrap().len());
    assert_eq!(there["deliverables"][1]["promised"]["moved"], 10);
}

#[test]
fn m7_the_same_plan_has_not_changed() {
    let here = plans("since_same");
    assert!(said(&here, &asked(&["--since", "plan.md"])).contains("Since plan.md\nNothing changed.\n"));
    assert!(said(&here, &asked(&["--since", "."])).contains("Since .\n"));
    assert!(map(&here, &asked(&[])).get("since").is_none(), "nothing was asked");
}

#[test]
fn m7_an_answer_that_lies_beside_the_plan_of_today_holds_for_the_earlier_one() {
    let here = plans("since_answers");
    for file in ["plan.md", "old/plan.md"] {
        let body = fs::read_to_string(here.join(file)).unwrap().replace("- Payments: Dana Ortiz\n", "");
        fs::write(here.join(file), body).unwrap();
    }
    fs::write(here.join("old/sideways.toml"), "[who]\nPayments = \"Somebody Else\"\n").unwrap();
    said(&here, &["who", "Payments", "Dana Ortiz"]);
    let changed = since(&here, &["--since", "old/plan.md"]);
    let given = changed["crossings"].as_array().unwrap().iter().find(|crossed| crossed["change"] == "given");
    assert_eq!(given.unwrap()["person"], "Dana Ortiz");
    assert!(!changed.to_string().contains("Somebody Else"));
}

#[test]
fn m3b_a_name_that_is_struck_is_struck_in_both_plans() {
    let here = plans("since_struck");
    let struck = ["--since", "plan.md", "--without", "Tom Reyes", "--because", "we share a desk"];
    assert!(section(&said(&here, &asked(&struck))).ends_with("Nothing changed."));
    assert!(section(&said(&here, &asked(&["--since", "plan.md"]))).ends_with("Nothing changed."));
}

#[test]
fn m7_an_earlier_plan_that_is_empty_or_not_there_or_not_mine_is_said() {
    let here = plans("since_odd");
    fs::write(here.join("empty.md"), "").unwrap();
    fs::write(here.join("theirs.md"), "## Vault @Payments\n- Keys, 3d\n").unwrap();
    let page = |old: &str| said(&here, &asked(&["--since", old]));
    assert!(section(&page("empty.md")).contains("Nothing was read in empty.md that is a piece of work"));
    assert!(section(&page("theirs.md")).contains("No work of Mira Solberg was found in theirs.md."));
    let output = sideways(&here).args(asked(&["--since", "nowhere.md"])).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with("Error: nowhere.md: there is no such file or folder\n"), "{error}");
}

#[test]
fn m7_an_earlier_plan_may_have_several_paths() {
    let here = plans("since_several");
    let (first, second) = BEFORE.split_at(BEFORE.find("## Refunds").unwrap());
    fs::write(here.join("a.md"), first).unwrap();
    fs::write(here.join("b.md"), second).unwrap();
    let (one, two) =
        (since(&here, &["--since", "old/plan.md"]), since(&here, &["--since", "a.md", "--since", "b.md"]));
    assert_eq!(one["people"].as_array().unwrap().len(), two["people"].as_array().unwrap().len());
    assert_eq!(two["paths"], serde_json::json!(["a.md", "b.md"]));
    assert_eq!(one["crossings"].as_array().unwrap().len(), two["crossings"].as_array().unwrap().len());
}
