//! The map of real goals: an open source project's year, with its teams and people. None of it is copied here.

use std::path::Path;

use crate::run::{map, real_plans, repository, strings};
use serde_json::Value;

/// The map of one year for somebody.
fn goals(year: &str, me: &str, team: &str) -> Option<Value> {
    let root = real_plans("rust-goals")?;
    let (goals, people) = (root.join("goals").join(year), root.join("team"));
    let paths = [goals.to_str().unwrap(), "--people", people.to_str().unwrap()];
    let arguments: Vec<&str> = ["map"].into_iter().chain(paths).chain(["--me", me, "--team", team]).collect();
    Some(map(&repository(), &arguments))
}

fn person(peer: &Value) -> &str {
    peer["person"].as_str().unwrap()
}

fn team(peer: &Value) -> &str {
    strings(&peer["teams"])[0]
}

fn asks(peer: &Value) -> u64 {
    peer["kinds"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum()
}

/// The crossing kinds at a line of a file, for a team's peer.
fn kinds_at<'a>(map: &'a Value, file: &str, line: u64, of: &str) -> Vec<&'a str> {
    let peers = map["peers"].as_array().unwrap().iter().filter(|peer| team(peer) == of);
    let crossings = peers.flat_map(|peer| peer["crossings"].as_array().unwrap());
    let there = crossings.filter(|crossing| {
        Path::new(crossing["file"].as_str().unwrap()).file_name().unwrap() == file && crossing["line"] == line
    });
    there.map(|crossing| crossing["kind"].as_str().unwrap()).collect()
}

#[test]
fn m2_asks_of_a_compiler_lead_are_summed_by_the_person_who_says_yes() {
    let Some(map) = goals("2025h2", "davidtwco", "compiler") else { return };
    let peers = map["peers"].as_array().unwrap();
    assert_eq!((person(&peers[0]), team(&peers[0]), asks(&peers[0])), ("Amanieu", "libs", 7));
    assert_eq!((team(&peers[1]), asks(&peers[1])), ("cargo", 4));
    assert!(["Eh2406", "weihanglo"].contains(&person(&peers[1])));
    assert_eq!(strings(&peers[1]["or"]).len(), 1);
    let lang = peers.iter().find(|peer| team(peer) == "lang").unwrap();
    assert_eq!((person(lang), asks(lang)), ("tmandry", 3));
    let tied: Vec<&str> =
        map["ties"].as_array().unwrap().iter().flat_map(|tie| strings(&tie["people"])).collect();
    assert!(
        tied.contains(&"tmandry") && (tied.contains(&"lcnr") || tied.contains(&"jackh726")),
        "types is tied: {tied:?}"
    );
    assert!(
        peers.iter().all(|peer| !strings(&peer["teams"]).contains(&"compiler")),
        "one's own team never appears"
    );
}

#[test]
fn m1_every_ask_has_its_kind_and_its_line() {
    let Some(map) = goals("2025h2", "davidtwco", "compiler") else { return };
    for team in ["cargo", "libs"] {
        assert_eq!(kinds_at(&map, "build-std.md", 123, team), ["approval"]);
        assert_eq!(kinds_at(&map, "build-std.md", 122, team), ["date"]);
        assert_eq!(kinds_at(&map, "build-std.md", 125, team), ["touch"]);
    }
}

#[test]
fn m3_two_is_right_where_only_two_exist() {
    let Some(map) = goals("2026", "lcnr", "types") else { return };
    let teams: Vec<&str> = map["peers"].as_array().unwrap().iter().map(team).collect();
    assert_eq!(teams, ["lang", "libs"]);
}

#[test]
fn m3_one_leads_and_the_rest_are_a_tie() {
    let Some(map) = goals("2026", "epage", "cargo") else { return };
    let peers = map["peers"].as_array().unwrap();
    assert_eq!(team(&peers[0]), "compiler");
    let tied = strings(&map["ties"][0]["people"]);
    assert!(peers[1..].iter().all(|peer| tied.contains(&person(peer))));
}

#[test]
fn m2_a_team_without_a_leader_is_a_gap_and_its_need_is_not_dropped() {
    let Some(map) = goals("2026", "PLeVasseur", "fls") else { return };
    let peers = map["peers"].as_array().unwrap();
    assert_eq!(team(&peers[0]), "opsem");
    assert!(["saethlin", "RalfJung"].contains(&person(&peers[0])));
    let tied = strings(&map["ties"][0]["people"]);
    assert!(peers[1..].iter().all(|peer| tied.contains(&person(peer))));
    let gaps = map["gaps"].as_array().unwrap();
    assert!(gaps.iter().any(|gap| gap["kind"] == "no-leader" && gap["what"] == "libs-api"));
    assert!(map["unnamed"].as_f64().unwrap() > 0.0);
}

#[test]
fn a_champion_who_does_not_lead_the_team_is_the_way_in() {
    let Some(map) = goals("2026", "lcnr", "types") else { return };
    let lang = &map["peers"][0];
    let through: Vec<&str> = lang["crossings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|crossing| crossing.get("through"))
        .flat_map(strings)
        .collect();
    assert!(through.contains(&"jackh726") && through.contains(&"nikomatsakis"), "{through:?}");
    assert!(!through.contains(&"tmandry"), "who leads the team is the peer, not the way in");
}

#[test]
fn dates_are_not_simulated_where_the_plan_has_no_estimates() {
    let Some(map) = goals("2026", "lcnr", "types") else { return };
    assert!(map["simulated"].is_null() && map["peers"][0]["decides"].is_null());
}
