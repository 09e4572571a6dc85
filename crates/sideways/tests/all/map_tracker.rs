//! Maps of tracker exports: made ones, and one under a real export's 213 heads.

use std::{fs, path::Path};

use crate::run::{folder, map, real_plans, said, strings};
use serde_json::Value;

/// A map of an export in a folder of its own.
fn export(name: &str, csv: &str, arguments: &[&str]) -> Value {
    let here = folder(name);
    fs::write(here.join("export.csv"), csv).unwrap();
    let all: Vec<&str> =
        ["map", "export.csv", "--as-of", "2026-11-02"].into_iter().chain(arguments.iter().copied()).collect();
    map(&here, &all)
}

fn cell(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\"\""))
}

/// Rows under a head, each as pairs of a column's name and what stands in it; a name that repeats fills the next of its
/// columns.
fn filled(head: &str, rows: &[&[(&str, &str)]]) -> String {
    let names: Vec<&str> = head.trim_end().split(',').collect();
    let mut out = format!("\u{feff}{}\r\n", head.trim_end());
    for row in rows {
        let mut cells = vec![String::new(); names.len()];
        for (name, words) in *row {
            let at = (0..names.len()).find(|at| names[*at] == *name && cells[*at].is_empty());
            cells[at.unwrap_or_else(|| panic!("no column {name} is left"))] = cell(words);
        }
        out.push_str(&(cells.join(",") + "\r\n"));
    }
    out
}

fn peer<'a>(map: &'a Value, name: &str) -> &'a Value {
    map["peers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|peer| peer["person"] == name)
        .unwrap_or_else(|| panic!("{map:#}"))
}

const PEOPLE: &str = "Person,Teams led\nDana Ortiz,PAY; Ledger\nSam Lee,IDN\nMira Solberg,Shop\n";

/// Rows with links of both directions, seen from one end and from both, finished and open.
#[expect(clippy::too_many_lines, reason = "a table")]
fn real_rows() -> Vec<&'static [(&'static str, &'static str)]> {
    const BLOCKS: &str = "Inward issue link (Blocks)";
    const BLOCKING: &str = "Outward issue link (Blocks)";
    vec![
        &[
            ("Summary", "Checkout\nwith two lines"),
            ("Issue key", "SHOP-1"),
            ("Issue id", "1"),
            ("Issue Type", "Epic"),
            ("Project key", "SHOP"),
            ("Team Name", "Shop"),
            ("Due date", "10/Jun/27 3:10 PM"),
            ("Status Category", "To Do"),
        ],
        &[
            ("Summary", "Card step"),
            ("Issue key", "SHOP-2"),
            ("Issue id", "2"),
            ("Parent", "1"),
            ("Project key", "SHOP"),
            ("Team Name", "Shop"),
            (BLOCKS, "PAY-412"),
            ("Inward issue link (Dependency)", "IDN-7"),
            ("Inward issue link (Cloners)", "XX-1"),
            ("Inward issue link (Relates)", "YY-1"),
            ("Sprint", "Shop 1"),
            ("Sprint", "Shop 2"),
            ("Custom field (Story Points)", "3"),
            ("Status Category", "In Progress"),
        ],
        &[
            ("Summary", "Ledger export"),
            ("Issue key", "LED-5"),
            ("Issue id", "3"),
            ("Project key", "LED"),
            ("Components", "Ledger"),
            ("Components", "Other"),
            (BLOCKING, "SHOP-2"),
            ("Original estimate", "144000"),
            ("Status Category", "To Do"),
        ],
        &[
            ("Summary", "Seen from both ends"),
            ("Issue key", "SHOP-3"),
            ("Issue id", "4"),
            ("Parent", "1"),
            ("Project key", "SHOP"),
            ("Team Name", "Shop"),
            (BLOCKS, "LED-6"),
            ("Status Category", "To Do"),
        ],
        &[
            ("Summary", "The other end"),
            ("Issue key", "LED-6"),
            ("Issue id", "5"),
            ("Project key", "LED"),
            ("Components", "Ledger"),
            (BLOCKING, "SHOP-3"),
            ("Status Category", "To Do"),
        ],
        &[
            ("Summary", "Done already"),
            ("Issue key", "LED-8"),
            ("Issue id", "6"),
            ("Project key", "LED"),
            ("Components", "Ledger"),
            (BLOCKING, "SHOP-3"),
            ("Status Category", "Done"),
        ],
    ]
}

#[test]
fn links_of_a_real_export_are_crossings_of_the_right_kind_once() {
    let Some(heads) = real_plans("tracker-headers") else { return };
    let head = fs::read_to_string(heads.join("jira-cloud-en-213.csv")).unwrap();
    let csv = filled(&head, &real_rows());
    let here = folder("real_head");
    fs::write(here.join("export.csv"), csv).unwrap();
    fs::write(here.join("people.csv"), PEOPLE).unwrap();
    let map = map(
        &here,
        &["map", "export.csv", "--people", "people.csv", "--team", "Shop", "--as-of", "2026-11-02"],
    );
    let dana = peer(&map, "Dana Ortiz");
    assert_eq!(strings(&dana["teams"]).len(), 2, "two hats, one line: {:?}", dana["teams"]);
    assert_eq!(dana["kinds"]["date"], 3, "PAY-412, LED-5 and LED-6, each once; LED-8 is done");
    let sam = peer(&map, "Sam Lee");
    assert_eq!(
        (sam["kinds"]["date"].as_u64(), sam["crossings"][0]["strength"].as_str()),
        (Some(1), Some("derived"))
    );
    let pay = dana["crossings"].as_array().unwrap().iter().find(|line| line["quote"] == "PAY-412").unwrap();
    assert_eq!(
        (pay["field"].as_str(), pay["item"].as_str(), pay["team"].as_str()),
        (Some("Inward issue link (Blocks)"), Some("Card step"), Some("PAY"))
    );
    assert_eq!(pay["for"], "Checkout with two lines");
    let facts: Vec<&str> =
        map["problems"].as_array().unwrap().iter().map(|problem| problem["fact"].as_str().unwrap()).collect();
    assert!(facts.iter().any(|fact| fact.contains("“Dependency”")), "{facts:?}");
}

#[test]
fn a_link_out_of_the_file_counts_for_the_team_of_its_prefix_and_only_its_leader_is_a_gap() {
    let csv = "Issue key,Summary,Project key,Inward issue link (Blocks)\nSHOP-1,Checkout,SHOP,PAY-412\n";
    let map = export("prefix", csv, &["--team", "SHOP"]);
    assert_eq!(map["gaps"][0]["what"], "PAY");
    assert_eq!((map["unnamed"].as_f64(), map["first_reading"].as_bool()), (Some(1.0), Some(true)));
    assert_eq!(map["questions"][0]["question"], "PAY carries 100 % of your need: who says yes there?");
    assert_eq!(map["questions"][0]["answer"], "sideways who PAY \"NAME\"");
}

#[test]
fn m3b_a_question_is_answered_by_one_line_and_remembered() {
    let here = folder("answered");
    fs::write(
        here.join("export.csv"),
        "Issue key,Summary,Project key,Inward issue link (Blocks)\nSHOP-1,Checkout,SHOP,PAY-412\n",
    )
    .unwrap();
    said(&here, &["who", "PAY", "Dana Ortiz"]);
    let arguments = ["map", "export.csv", "--team", "SHOP", "--as-of", "2026-11-02"];
    let answered = map(&here, &arguments);
    assert_eq!(answered["peers"][0]["person"], "Dana Ortiz");
    assert_eq!(
        (answered["gaps"].as_array().unwrap().len(), answered["questions"].as_array().unwrap().len()),
        (0, 0)
    );
    said(&here, &["who", "PAY", "--forget"]);
    assert_eq!(map(&here, &arguments)["peers"].as_array().unwrap().len(), 0);
}

#[test]
fn m3b_an_answer_is_kept_beside_the_plan_that_is_named() {
    let here = folder("beside");
    fs::create_dir(here.join("plans")).unwrap();
    fs::write(
        here.join("plans/export.csv"),
        "Issue key,Summary,Project key,Inward issue link (Blocks)\nSHOP-1,Checkout,SHOP,PAY-412\n",
    )
    .unwrap();
    said(&here, &["who", "PAY", "Dana Ortiz", "--plan", "plans/export.csv"]);
    assert!(here.join("plans/sideways.toml").exists() && !here.join("sideways.toml").exists());
    let elsewhere = folder("elsewhere");
    let plan = here.join("plans/export.csv");
    let map = map(&elsewhere, &["map", plan.to_str().unwrap(), "--team", "SHOP"]);
    assert_eq!(map["peers"][0]["person"], "Dana Ortiz");
}

#[test]
fn m3b_an_answer_that_fits_nothing_is_said() {
    let here = folder("idle");
    fs::write(
        here.join("export.csv"),
        "Issue key,Summary,Project key,Inward issue link (Blocks)\nSHOP-1,Checkout,SHOP,PAY-412\n",
    )
    .unwrap();
    said(&here, &["who", "PYA", "Dana Ortiz"]);
    let map = map(&here, &["map", "export.csv", "--team", "SHOP"]);
    assert!(
        map["oddities"].as_array().unwrap().iter().any(|odd| odd["kind"] == "idle-answer"),
        "{:#}",
        map["oddities"]
    );
}

#[test]
fn m3_no_crossing_found_is_a_right_answer() {
    let map = export("none", "Issue key,Summary,Project key\nSHOP-1,Checkout,SHOP\n", &["--team", "shop"]);
    assert_eq!(map["read"]["crossings"], 0);
    assert!(map["peers"].as_array().unwrap().is_empty() && map["questions"].as_array().unwrap().is_empty());
    let text =
        said(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("none"), &["map", "export.csv", "--team", "shop"]);
    assert!(text.contains("No crossing found"));
}

#[test]
fn m5_ones_own_teams_never_appear_however_they_are_spelled() {
    let csv = "Issue key,Summary,Team Name,Inward issue link (Blocks)\nA-1,Checkout,Port Operations,A-2\nA-2,Quay,port-operations,\nA-3,Pier,Team Port Operations,A-1\n";
    let map = export("own", csv, &["--team", "PORT OPERATIONS TEAM"]);
    assert_eq!(map["read"]["crossings"], 0);
}

#[test]
fn a_name_that_the_plan_does_not_know_is_said() {
    let csv = "Issue key,Summary,Project key\nSHOP-1,Checkout,SHOP\n";
    let map = export("stranger", csv, &["--me", "Nobody Here", "--team", "shop"]);
    let facts: Vec<&str> =
        map["gaps"].as_array().unwrap().iter().map(|gap| gap["fact"].as_str().unwrap()).collect();
    assert_eq!(facts, ["nobody called “Nobody Here” is named in the plan or the directory"]);
}

/// Ten stories of mine that wait for Billing, of which no leader is known; Ben and Ann do them.
fn waits_for_billing() -> String {
    let head = "Summary,Issue key,Issue Type,Status,Project key,Assignee,Due date,Original estimate,Inward issue link (Blocks)\n";
    let row = |at: u32| {
        let who = if at.is_multiple_of(2) { "Ben" } else { "Ann" };
        format!(
            "Story {at},ROUT-{at},Story,To Do,ROUT,{who},2027-03-01,57600,BILL-{at}\nTariff {at},BILL-{at},Story,To Do,BILL,Grace,,57600,\n"
        )
    };
    (1..=10).fold(head.to_owned(), |csv, at| csv + &row(at))
}

#[test]
fn m2_the_crossings_of_a_gap_are_listed_like_a_persons() {
    let here = folder("m2_gap_crossings");
    fs::write(here.join("export.csv"), waits_for_billing()).unwrap();
    let drawn = ["map", "export.csv", "--team", "ROUT", "--as-of", "2026-11-02"];
    let page = said(&here, &drawn);
    let lines = |page: &str| page.lines().filter(|line| line.contains("← Tariff")).count();
    assert!(page.contains("No leader of BILL is known (100 % of your need)"), "{page}");
    assert_eq!(lines(&page), 8, "{page}");
    assert!(page.contains("and 2 crossings; --all shows them"), "{page}");
    let all = said(&here, &[&drawn[..], &["--all"]].concat());
    assert_eq!(lines(&all), 10, "{all}");
}

#[test]
fn m6_lanes_that_only_follow_from_the_people_named_are_mentioned_and_stated_ones_are_not() {
    let here = folder("m6_named_lanes");
    fs::write(here.join("export.csv"), waits_for_billing()).unwrap();
    let team = |name: &str, lanes: &str| format!("[[team]]\nname = \"{name}\"\n{lanes}");
    let drawn = ["map", "export.csv", "--people", "people.toml", "--team", "ROUT", "--as-of", "2026-11-02"];
    fs::write(here.join("people.toml"), team("ROUT", "")).unwrap();
    let page = said(&here, &drawn).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        page.contains(
            "ROUT works on 2 things at a time and 1 team of others on a number of their own, as many as"
        ),
        "{page}"
    );
    let lanes = &map(&here, &drawn)["simulated"]["named_lanes"];
    let named = serde_json::json!([{ "team": "ROUT", "lanes": 2 }, { "team": "BILL", "lanes": 1 }]);
    assert_eq!(lanes, &named);
    let stated = [team("ROUT", "lanes = 2\n"), team("BILL", "lanes = 1\n")].concat();
    fs::write(here.join("people.toml"), stated).unwrap();
    assert!(!said(&here, &drawn).contains("at a time"));
}
