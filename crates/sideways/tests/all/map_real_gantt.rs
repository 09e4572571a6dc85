//! The map of a real Gantt chart: an open source project's half-year. None of it is copied here.

use crate::run::{map, real_plans, repository, strings};
use serde_json::Value;

/// The map of the half-year for the leader of the node, from its chart alone or from the whole folder.
fn chart(file: &str) -> Option<Value> {
    let path = real_plans("waku-2024h2")?.join(file);
    let plan = path.to_str().unwrap();
    Some(map(&repository(), &["map", plan, "--me", "ivansete", "--team", "nwaku"]))
}

fn people(map: &Value) -> Vec<&str> {
    map["peers"].as_array().unwrap().iter().map(|peer| peer["person"].as_str().unwrap()).collect()
}

/// Lines of a person's crossings, each once.
fn lines(map: &Value, person: &str) -> Vec<u64> {
    let peers = map["peers"].as_array().unwrap();
    let peer = peers.iter().find(|peer| peer["person"] == person).unwrap();
    let crossings = peer["crossings"].as_array().unwrap();
    assert!(crossings.iter().all(|crossing| crossing["kind"] == "date"), "{crossings:?}");
    let mut lines: Vec<u64> = crossings.iter().map(|crossing| crossing["line"].as_u64().unwrap()).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

#[test]
fn those_who_answer_for_the_teams_that_a_year_waits_for_are_named_once() {
    for file in ["2024-gantt.md", ""] {
        let Some(map) = chart(file) else { return };
        assert_eq!(people(&map), ["fryorcraken", "jm-clius", "weboko"], "{file}");
        let needs: Vec<f64> = map["peers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|peer| peer["dependence"].as_f64().unwrap())
            .collect();
        assert!(needs.is_sorted_by(|a, b| a >= b), "{needs:?}");
        assert_eq!(lines(&map, "weboko"), [70]);
        assert_eq!(lines(&map, "jm-clius"), [39, 70]);
        assert!([40, 53, 70].iter().all(|line| lines(&map, "fryorcraken").contains(line)));
    }
}

#[test]
fn my_prefix_in_the_section_of_another_team_is_a_date_that_waits_on_it() {
    let Some(map) = chart("2024-gantt.md") else { return };
    let peer = &map["peers"][0];
    let crossings = peer["crossings"].as_array().unwrap();
    let lent = crossings.iter().find(|crossing| crossing["line"] == 92).unwrap();
    assert_eq!((lent["kind"].as_str(), lent["team"].as_str()), (Some("date"), Some("go-waku")));
    assert_eq!(lent["quote"], "Go.richard-ramos");
}

#[test]
fn every_id_that_stands_nowhere_is_named_at_each_of_its_places() {
    let Some(map) = chart("2024-gantt.md") else { return };
    let gaps = map["gaps"].as_array().unwrap();
    let dangling = gaps.iter().filter(|gap| gap["kind"] == "dangling-link");
    let found: Vec<(&str, u64)> =
        dangling.map(|gap| (gap["quote"].as_str().unwrap(), gap["line"].as_u64().unwrap())).collect();
    let known = [
        ("r-min-com-spec", 59),
        ("r-telem-review", 63),
        ("r-min-sol-com", 64),
        ("r-define-com-sol", 65),
        ("n-rln-sc", 70),
        ("se-codesign", 82),
        ("n-rln-sc", 94),
        ("storev3-r", 121),
        ("storev3-r", 122),
        ("storev3-df", 139),
        ("dosreqresn", 139),
    ];
    assert_eq!(found, known);
    let odd: Vec<&str> =
        map["oddities"].as_array().unwrap().iter().map(|odd| odd["fact"].as_str().unwrap()).collect();
    assert_eq!(odd, ["“bd-codesign” stands here again (first on line 107); this one is not counted"]);
    assert!(strings(&map["teams"]).contains(&"nwaku"));
}
