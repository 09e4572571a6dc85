//! Plans that are pages of running text.

use std::fs;

use crate::run::{folder, map, real_plans, said};
use serde_json::Value;

const TEAMS: &str = "[[team]]\nname = \"Booking\"\nleads = [\"Mira\"]\n[[team]]\nname = \"Payments\"\nleads = [\"Dana\"]\n[[team]]\nname = \"Search Platform\"\nleads = [\"Ada\"]\n";

const PAGE: &str = "# Refunds by summer\n\nWe want every refund to be a matter of minutes. It is one of days.\n\nWe rely on Payments to expose refunds by June. The index does not depend on Search Platform.\n";

fn page(name: &str, body: &str) -> std::path::PathBuf {
    let here = folder(name);
    fs::write(here.join("teams.toml"), TEAMS).unwrap();
    fs::write(here.join("page.md"), body).unwrap();
    here
}

const ARGUMENTS: [&str; 6] = ["map", "page.md", "--people", "teams.toml", "--me", "Mira"];

fn reasons(map: &Value) -> Vec<(&str, &str)> {
    let left = map["left_out"].as_array().unwrap();
    left.iter().map(|left| (left["person"].as_str().unwrap(), left["reason"].as_str().unwrap())).collect()
}

#[test]
fn m3_whom_only_sentences_name_is_left_out_and_shown_with_the_sentence() {
    let here = page("prose_owned", &PAGE.replace("summer\n", "summer\nOwner: Booking\n"));
    let drawn = map(&here, &ARGUMENTS);
    assert_eq!(drawn["peers"].as_array().unwrap().len(), 0);
    assert_eq!(reasons(&drawn), [("Dana", "nothing but guesses speaks for it")]);
    let crossing = &drawn["left_out"][0]["crossings"][0];
    assert_eq!(crossing["quote"], "We rely on Payments to expose refunds by June.");
    assert_eq!((&crossing["kind"], &crossing["strength"]), (&"date".into(), &"guessed".into()));
    assert_eq!((drawn["read"]["sentences"].as_u64(), drawn["read"]["naming"].as_u64()), (Some(4), Some(1)));
    let page = said(&here, &ARGUMENTS);
    assert!(page.contains("Looked through 4 sentences of running text; 1 of them names a team"), "{page}");
    assert!(page.contains("Nobody is named: nothing but guesses speaks for anybody."), "{page}");
    assert!(page.contains("date       “We rely on Payments to expose refunds by June.”, a guess"), "{page}");
}

#[test]
fn whose_page_it_is_can_be_answered() {
    let here = page("prose_answered", PAGE);
    let drawn = map(&here, &ARGUMENTS);
    assert_eq!(reasons(&drawn), []);
    assert_eq!(
        drawn["problems"][0]["fact"],
        "a sentence of this page names a team, and the page does not say whose it is"
    );
    said(&here, &["who", "Refunds by summer", "Booking"]);
    let drawn = map(&here, &ARGUMENTS);
    assert_eq!(reasons(&drawn), [("Dana", "nothing but guesses speaks for it")]);
    assert_eq!(drawn["problems"].as_array().unwrap().len(), 0);
}

#[test]
fn real_strategy_pages_yield_next_to_nothing_and_that_is_said() {
    let Some(plans) = real_plans("sourcegraph-teams") else { return };
    let here = folder("prose_real");
    let teams =
        ["Search Platform", "Batch Changes", "Developer Infrastructure", "Source", "Security", "Graph"];
    let directory: String = teams
        .iter()
        .map(|team| format!("[[team]]\nname = \"{team}\"\nleads = [\"Lead of {team}\"]\n"))
        .collect();
    fs::write(here.join("teams.toml"), directory).unwrap();
    let strategy = plans.join("strategy");
    let arguments = ["map", strategy.to_str().unwrap(), "--people", "teams.toml", "--team", "Source"];
    let drawn = map(&here, &arguments);
    let read = &drawn["read"];
    assert_eq!(read["pages"], 3);
    assert!(read["sentences"].as_u64().unwrap() > 100, "{read}");
    assert!(read["naming"].as_u64().unwrap() <= 2, "{read}");
    assert!(drawn["gaps"].as_array().unwrap().is_empty(), "{}", drawn["gaps"]);
    assert!(said(&here, &arguments).contains("sentences of running text"));
}

#[test]
fn a_list_beside_a_chart_that_says_nothing_of_work_is_none() {
    let Some(plans) = real_plans("waku-2024h2") else { return };
    let here = folder("prose_chart");
    let chart = plans.join("2024-gantt.md");
    let drawn = map(&here, &["map", chart.to_str().unwrap(), "--team", "nwaku"]);
    let lines: Vec<u64> =
        drawn["gaps"].as_array().unwrap().iter().map(|gap| gap["line"].as_u64().unwrap()).collect();
    assert!(lines.iter().all(|line| *line > 20), "{lines:?}");
}
