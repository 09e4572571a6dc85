//! Plans that people write by hand, as they write them.

use std::fs;

use crate::run::{folder, map, said, sideways};
use serde_json::Value;

/// The map of a plan in a folder of its own, for Mira.
fn plan(name: &str, body: &str, arguments: &[&str]) -> Value {
    let here = folder(name);
    fs::write(here.join("plan.md"), body).unwrap();
    let always = ["map", "plan.md", "--as-of", "2026-11-22"];
    map(&here, &[&always, arguments].concat())
}

const MIRA: [&str; 2] = ["--me", "Mira Solberg"];

const TEAMS: &str = "## Teams\n- Booking: Mira Solberg\n- Payments: Dana Ortiz\n";

fn names(map: &Value) -> Vec<&str> {
    map["peers"].as_array().unwrap().iter().map(|peer| peer["person"].as_str().unwrap()).collect()
}

#[test]
fn a_leader_of_many_teams_with_long_names_is_named() {
    let teams = "- Developer Productivity: Dana Ortiz\n- Cloud Infrastructure: Dana Ortiz\n- Site Reliability: Dana Ortiz\n";
    let body = format!(
        "{TEAMS}{teams}## Alpha @Booking by 2027-03-31\n- a, 3d, touches Payments, Developer Productivity, Cloud Infrastructure and Site Reliability\n"
    );
    assert_eq!(names(&plan("wide", &body, &MIRA)), ["Dana Ortiz"]);
    let here = folder("wide_page");
    fs::write(here.join("plan.md"), body).unwrap();
    let page = said(&here, &["map", "plan.md", "--me", "Mira Solberg"]);
    assert!(
        page.contains("Site Reliability") && page.lines().all(|line| line.chars().count() <= 80),
        "{page}"
    );
}

#[test]
fn a_plan_that_is_given_twice_counts_once() {
    let here = folder("twice");
    fs::write(here.join("plan.md"), format!("{TEAMS}## Alpha @Booking\n- a, 3d, touches Payments\n"))
        .unwrap();
    let once = map(&here, &["map", "plan.md", "--me", "Mira Solberg"]);
    for again in [["plan.md", "./plan.md"], ["plan.md", "--people=plan.md"], [".", "--people=."]] {
        let twice = map(&here, &["map", again[0], again[1], "--me", "Mira Solberg"]);
        assert_eq!(
            (&twice["read"]["items"], &twice["read"]["crossings"]),
            (&once["read"]["items"], &once["read"]["crossings"]),
            "{again:?}"
        );
    }
}

#[test]
fn without_a_directory_i_am_a_person_and_so_is_whom_i_answer_for_a_team() {
    let body = "## Alpha @Mira Solberg by 2027-03-31\n- A1, 3d, needs yes from Payments\n- A2 @Mira Solberg, 2d, after A3\n- A3 @Payments, 2d\n";
    let drawn = plan("alone", body, &MIRA);
    assert_eq!(drawn["gaps"][0]["what"], "Payments");
    assert_eq!(drawn["read"]["crossings"], 3, "the yes, the link, and their part of my deliverable");
    let here = folder("alone_answered");
    fs::write(here.join("plan.md"), body).unwrap();
    said(&here, &["who", "Payments", "Dana Ortiz"]);
    assert_eq!(names(&map(&here, &["map", "plan.md", "--me", "mira solberg"])), ["Dana Ortiz"]);
}

#[test]
fn a_team_that_does_my_work_with_me_is_a_crossing() {
    for owners in ["@Booking @Payments", "@Payments @Booking"] {
        let body = format!("{TEAMS}## Alpha @Booking by 2027-03-31\n- A1 {owners}, 3d\n- A2, 1d\n");
        let drawn = plan("shared", &body, &MIRA);
        assert_eq!(
            (names(&drawn), drawn["read"]["crossings"].as_u64()),
            (vec!["Dana Ortiz"], Some(1)),
            "{owners}"
        );
    }
}

#[test]
fn where_nothing_is_mine_the_map_says_so_and_names_the_teams() {
    let here = folder("not_mine");
    fs::write(here.join("plan.md"), format!("{TEAMS}## Alpha @Booking\n- a, 3d, touches Payments\n"))
        .unwrap();
    let nobody = ["map", "plan.md", "--me", "Nobody Here"];
    assert_eq!(sideways(&here).args(nobody).output().unwrap().status.code(), Some(2));
    let page = said(&here, &[&nobody[..], &["--team", "Payments"]].concat());
    assert!(
        page.contains("No open work of Nobody Here was found in this plan. Its teams, with their items:"),
        "{page}"
    );
    assert!(page.contains("Booking (2)") && !page.contains("No crossing found"), "{page}");
    fs::write(here.join("empty.md"), "").unwrap();
    assert!(
        said(&here, &["map", "empty.md", "--me", "x"]).contains("Nothing was read that is a piece of work")
    );
    assert_eq!(sideways(&here).args(["map", "plan.md", "--me", ""]).output().unwrap().status.code(), Some(2));
}

#[test]
fn words_without_their_comma_lose_nothing() {
    let body = format!("{TEAMS}## Alpha @Booking by 03/04/2027\n- A touches Payments, 3d\n- B, -3d\n");
    let drawn = plan("commas", &body, &MIRA);
    assert_eq!(names(&drawn), ["Dana Ortiz"]);
    let facts: Vec<&str> = drawn["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["fact"].as_str().unwrap())
        .collect();
    assert_eq!(
        facts,
        ["“03/04/2027” was read day first, as 2027-04-03, as a guess", "“-3d” is not understood"]
    );
}

#[test]
fn answers_given_at_once_are_all_kept() {
    let here = folder("at_once");
    let children: Vec<_> = (0..8)
        .map(|at| {
            std::process::Command::new(assert_cmd::cargo::cargo_bin("sideways"))
                .args(["who", &format!("T{at}"), "Dana Ortiz"])
                .current_dir(&here)
                .env_clear()
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(said(&here, &["who"]).lines().count(), 8);
}

#[test]
fn an_answer_that_a_screen_would_not_show_is_refused() {
    let here = folder("hidden");
    for name in ["bid\u{202e}i", "two\nlines", &"x".repeat(300)] {
        assert_eq!(
            sideways(&here).args(["who", "PAY", name]).output().unwrap().status.code(),
            Some(2),
            "{name:?}"
        );
    }
}
