//! Maps with directories of people as companies keep them. None of it is copied here; the plan is made up.

use std::fs;

use crate::run::{folder, map, real_plans, said, strings};
use serde_json::Value;

/// The map of a plan in a folder of its own, with one of the directories, for somebody.
fn drawn(name: &str, directory: &str, me: &str, work: &str) -> Option<Value> {
    let people = real_plans(directory)?;
    let here = folder(name);
    fs::write(here.join("plan.md"), work).unwrap();
    let arguments = ["map", "plan.md", "--people", people.to_str().unwrap(), "--me", me];
    Some(map(&here, &[&arguments[..], &["--as-of", "2026-11-22"]].concat()))
}

fn names(map: &Value) -> Vec<&str> {
    map["peers"].as_array().unwrap().iter().map(|peer| peer["person"].as_str().unwrap()).collect()
}

fn gaps(map: &Value) -> Vec<&str> {
    map["gaps"].as_array().unwrap().iter().map(|gap| gap["what"].as_str().unwrap()).collect()
}

const GROUPS: &str = "\
## Faster pipelines @Pipeline Execution by 2027-03-31
- Runner queue, 5d, needs yes from Runner, touches Runner SaaS
- Pages of it, 8d, touches Foundations, after review queue
- Review queue @Code Review, 10d
- Numbers, 3d, touches Optimize
- Admin pages, 2d, touches Fulfillment Admin Tooling
";

#[test]
fn m2_who_leads_several_groups_under_several_keys_is_named_once_with_all_of_them() {
    let Some(map) = drawn("groups", "gitlab-groups/stages.yml", "Caroline Simpson", GROUPS) else { return };
    let peers = map["peers"].as_array().unwrap();
    let of = |name: &str| peers.iter().find(|peer| peer["person"] == name);
    let elliot = of("Elliot Rushton").unwrap_or_else(|| panic!("{:?}", names(&map)));
    assert_eq!(strings(&elliot["teams"]), ["Runner", "Runner SaaS"]);
    assert!(of("Caroline Simpson").is_none() && of("TBD").is_none());
    assert_eq!(gaps(&map), ["Fulfillment Admin Tooling"], "a place marked TBD is a gap");
    assert_eq!(map["problems"], serde_json::json!([]));
}

#[test]
fn who_only_stands_in_is_named_without_the_remark() {
    let work = "## Numbers @Pipeline Execution by 2027-03-31\n- Numbers, 3d, touches Optimize\n";
    let Some(map) = drawn("acting", "gitlab-groups/stages.yml", "Caroline Simpson", work) else { return };
    assert_eq!(names(&map), ["Brandon Labuschagne"]);
    assert_eq!(strings(&map["peers"][0]["acting"]), ["Optimize"]);
}

#[test]
fn m3b_a_first_name_that_two_leaders_bear_is_nobody_and_no_likeness_is_asked() {
    let work = "## A @Pipeline Execution by 2027-03-31\n- a, 3d, needs yes from Mark, touches Pipeline Authoring\n- b, 2d, touches Vulnerability Research\n";
    let Some(map) = drawn("marks", "gitlab-groups/stages.yml", "Caroline Simpson", work) else { return };
    assert_eq!(gaps(&map), ["Mark"]);
    let answers: Vec<&str> =
        map["questions"].as_array().unwrap().iter().map(|asked| asked["answer"].as_str().unwrap()).collect();
    assert!(answers.contains(&"sideways who Mark \"NAME\""), "{answers:?}");
    assert!(answers.iter().all(|answer| !answer.contains("--same-as")), "{answers:?}");
    let both: Vec<&str> = names(&map).into_iter().filter(|name| name.starts_with("Mark ")).collect();
    assert_eq!(both.len(), 2, "two people of one first name are two");
}

#[test]
fn names_that_no_directory_knows_are_teams_to_ask_about_but_for_those_that_look_like_a_leader() {
    let work = "## A @Pipeline Execution by 2027-03-31\n- a, 3d, needs yes from N. Klick, touches Observability\n- b, 2d, touches Warehouse\n";
    let Some(map) = drawn("unknown", "gitlab-groups/stages.yml", "Caroline Simpson", work) else { return };
    assert_eq!(gaps(&map), ["N. Klick", "Warehouse"]);
    let answers: Vec<&str> =
        map["questions"].as_array().unwrap().iter().map(|asked| asked["answer"].as_str().unwrap()).collect();
    assert!(answers.contains(&"sideways who \"N. Klick\" --same-as \"Nicholas Klick\""), "{answers:?}");
    assert!(answers.contains(&"sideways who Warehouse \"NAME\""), "{answers:?}");
}

#[test]
fn m2_leaders_that_are_keys_of_another_file_are_summed_by_person() {
    let work = "\
## Search everywhere @Code Search by 2027-03-31
- Index, 5d, after graph edges, touches Source
- Graph edges @Graph, 4d
- Rollout, 3d, needs yes from ship_release, touches Developer Infrastructure
";
    let Some(map) = drawn("keys", "sourcegraph-teams", "Peter Guy", work) else { return };
    let mut led: Vec<(&str, Vec<&str>)> = map["peers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|peer| (peer["person"].as_str().unwrap(), strings(&peer["teams"])))
        .collect();
    led.sort();
    let expected = [
        ("Matt Manela", vec!["Graph", "Source"]),
        ("Nelson Araujo", vec!["Releases", "Developer Infrastructure"]),
    ];
    assert_eq!(led, expected);
    assert!(map["peers"][0]["full_name"].is_null(), "a key is no name");
    assert_eq!(map["problems"], serde_json::json!([]));
}

#[test]
fn the_page_fits_eighty_columns_with_a_directory_of_a_whole_company() {
    let Some(people) = real_plans("gitlab-groups") else { return };
    let here = folder("groups_page");
    fs::write(here.join("plan.md"), GROUPS).unwrap();
    let page =
        said(&here, &["map", "plan.md", "--people", people.to_str().unwrap(), "--me", "Caroline Simpson"]);
    assert!(page.contains("Elliot Rushton or Sam Beckham · Runner and Runner SaaS"), "{page}");
    assert!(page.lines().filter(|line| !line.contains("/")).all(|line| line.chars().count() <= 80), "{page}");
}
