//! The made-up company: its map, and the same map worked out by hand in `docs/map.md`.

use std::{collections::BTreeMap, fs};

use crate::run::{map, repository, said, strings};
use serde_json::Value;

fn example() -> Value {
    map(&repository(), &["try"])
}

/// Rows of the tables under a heading of the document.
fn rows(document: &str, heading: &str) -> Vec<Vec<String>> {
    let section = document.split(heading).nth(1).unwrap();
    let section = section.split("\n### ").next().unwrap();
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    section
        .lines()
        .filter(|line| {
            line.starts_with("| ") && !line.starts_with("| deliverable") && !line.starts_with("| who")
        })
        .map(cells)
        .collect()
}

fn number(words: &str) -> f64 {
    words.trim_end_matches(" %").parse().unwrap()
}

/// Peers and nameless gaps, by what the document calls them, with their crossings.
fn needs(map: &Value) -> BTreeMap<String, Vec<Value>> {
    let crossings = |value: &Value| value["crossings"].as_array().cloned().unwrap_or_default();
    let peers = map["peers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|peer| (peer["person"].as_str().unwrap().to_owned(), crossings(peer)));
    let gaps = map["gaps"].as_array().unwrap().iter().filter(|gap| gap.get("crossings").is_some());
    peers.chain(gaps.map(|gap| (gap["what"].as_str().unwrap().to_owned(), crossings(gap)))).collect()
}

#[test]
fn m2_the_answer_by_hand_lists_the_crossings_that_the_program_lists() {
    let document = fs::read_to_string(repository().join("docs/map.md")).unwrap();
    for (name, crossings) in needs(&example()) {
        let by_hand = rows(&document, &format!("\n### {name} ("));
        assert_eq!(by_hand.len(), crossings.len(), "{name}");
        for (row, crossing) in by_hand.iter().zip(&crossings) {
            assert_eq!(row[0], crossing["for"].as_str().unwrap());
            assert_eq!(row[1], crossing["kind"].as_str().unwrap());
            assert_eq!(row[2], crossing["line"].to_string());
            if let Some(decides) = crossing.get("decides") {
                assert!((number(&row[4]) - decides.as_f64().unwrap()).abs() < 6e-5, "{name}: {row:?}");
            }
            let weight = row[5].rsplit("= ").next().unwrap();
            assert!((number(weight) - crossing["weighs"].as_f64().unwrap()).abs() < 6e-5, "{name}: {row:?}");
        }
    }
}

#[test]
fn m3_the_answer_by_hand_is_the_programs() {
    let document = fs::read_to_string(repository().join("docs/map.md")).unwrap();
    let map = example();
    let mut by_hand: BTreeMap<String, f64> = BTreeMap::new();
    for row in rows(&document, "\n### The sum\n") {
        by_hand.insert(row[0].clone(), number(&row[2]));
    }
    let listed = ["peers", "left_out"].into_iter().flat_map(|list| map[list].as_array().unwrap());
    let people =
        listed.map(|entry| (entry["person"].as_str().unwrap(), entry["dependence"].as_f64().unwrap()));
    let gaps = map["gaps"].as_array().unwrap().iter().filter(|gap| gap["dependence"].as_f64().unwrap() > 0.0);
    let gaps = gaps.map(|gap| (gap["what"].as_str().unwrap(), gap["dependence"].as_f64().unwrap()));
    let by_program: BTreeMap<String, f64> =
        people.chain(gaps).map(|(name, share)| (name.to_owned(), share * 100.0)).collect();
    assert_eq!(by_program.len() + 1, by_hand.len(), "all, and each of them");
    for (name, share) in by_program {
        assert!((by_hand[&name] - share).abs() < 0.051, "{name}: {share} against {}", by_hand[&name]);
    }
    let names: Vec<&str> =
        map["peers"].as_array().unwrap().iter().map(|peer| peer["person"].as_str().unwrap()).collect();
    assert_eq!(names, ["Dana Ortiz", "Tom Reyes", "Joost Verhaak"]);
}

#[test]
fn the_example_has_the_mess_of_a_real_plan_and_all_of_it_is_said() {
    let map = example();
    let kinds: Vec<&str> =
        map["gaps"].as_array().unwrap().iter().map(|gap| gap["kind"].as_str().unwrap()).collect();
    for kind in ["no-leader", "no-owner", "dangling-link"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    assert_eq!(
        strings(&map["peers"][1]["teams"]),
        ["Identity", "Pricing"],
        "one person with two hats appears once"
    );
    assert_eq!(strings(&map["peers"][0]["or"]), ["Per Lund"]);
    let facts: Vec<&str> =
        map["problems"].as_array().unwrap().iter().map(|problem| problem["fact"].as_str().unwrap()).collect();
    assert!(
        facts.iter().any(|fact| fact.contains("afetr"))
            && facts.iter().any(|fact| fact.contains("is ranked before")),
        "{facts:?}"
    );
    assert!((145..=185).contains(&map["read"]["items"].as_u64().unwrap()));
}

#[test]
fn m6_days_and_decisions_bear_their_errors() {
    for peer in example()["peers"].as_array().unwrap() {
        let (decides, se) = (peer["decides"].as_f64().unwrap(), peer["decides_se"].as_f64().unwrap());
        assert!((0.0..=1.0).contains(&decides) && se > 0.0 && se < 0.02);
        assert!(peer["days"].as_f64().unwrap() >= 0.0 && peer["days_se"].as_f64().unwrap() > 0.0);
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_one_others() {
    let text = |seed: &str| said(&repository(), &["try", "--seed", seed]);
    assert_eq!(text("1"), text("1"));
    assert_ne!(text("1"), text("2"));
}

#[test]
fn the_page_of_the_example() {
    insta::assert_snapshot!(said(&repository(), &["try"]));
}
