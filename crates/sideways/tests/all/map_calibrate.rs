//! `--calibrate`: what a map learns from finished work, as a user sees it.

use std::{fmt::Write, fs, path::PathBuf};

use crate::run::{folder, map, said, sideways, strings};

const PLAN: &str = "# Plan\n\n## Teams\n- Booking: Mira Solberg\n- Payments: Dana Ortiz\n\n\
                    ## Checkout @Booking by 2027-03-31\n- Pay step, 8d, after vault cut-over\n- Vault cut-over @Payments, 10d\n";

const HEAD: &str = "Issue key,Summary,Status,Project key,Original estimate,Time Spent,Resolved";

/// An export of so many finished items of two teams: six estimates at a time, of which four are kept.
fn export(count: usize) -> String {
    let mut csv = format!("{HEAD}\n");
    for at in 0..count {
        let (team, took) = (["PAY", "BOOK"][at % 2], [1.0, 0.7, 1.0, 1.0, 1.9, 1.3][at % 6]);
        let (month, day) = (1 + at * 12 / count, 1 + at % 28);
        let spent = (28_800.0 * took) as u32;
        writeln!(csv, "{team}-{at},Piece {at},Done,{team},28800,{spent},2026-{month:02}-{day:02}").unwrap();
    }
    csv
}

fn given(name: &str, csv: &str) -> PathBuf {
    let here = folder(name);
    fs::write(here.join("plan.md"), PLAN).unwrap();
    fs::write(here.join("finished.csv"), csv).unwrap();
    here
}

const MAP: [&str; 6] = ["map", "plan.md", "--me", "Mira Solberg", "--as-of", "2027-01-04"];

fn calibrated<'a>(more: &[&'a str]) -> Vec<&'a str> {
    MAP.into_iter().chain(["--calibrate", "finished.csv"]).chain(more.iter().copied()).collect()
}

#[test]
fn a_map_says_what_it_learnt_and_how_well_that_held() {
    let here = given("calibrate-enough", &export(240));
    let page = said(&here, &calibrated(&[]));
    assert!(
        page.contains("The spread was fitted on 240 finished items. Of the second half of 240"),
        "{page}"
    );
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert!(page.contains("Read: 1 file, 3 items"), "finished work is no part of the plan: {page}");
    let map = map(&here, &calibrated(&[]));
    let calibration = &map["calibration"];
    assert_eq!((calibration["finished"].as_u64(), calibration["own"].as_u64()), (Some(240), Some(0)));
    assert_eq!(calibration["held"]["count"], 120);
    assert_eq!(calibration["held"]["lines"][1]["line"], 0.8);
    assert_eq!(calibration["held_in_chains"]["count"], 12);
    assert_eq!(calibration["fit"]["shared_groups"], 8);
    assert_eq!(strings(&calibration["said"]).len(), 3);
    assert!(map["simulated"]["spread"].as_str().unwrap().starts_with("spread of 240 finished items"));
}

#[test]
fn with_too_few_items_the_map_stays_as_it_is_and_says_so() {
    let here = given("calibrate-few", &export(12));
    let (with, without) = (map(&here, &calibrated(&[])), map(&here, &MAP));
    assert_eq!(with["deliverables"], without["deliverables"]);
    assert_eq!(with["peers"], without["peers"]);
    assert_eq!(without.get("calibration"), None);
    let page = said(&here, &calibrated(&[]));
    assert!(page.contains("12 finished items bear both estimate and actual, and 30 are needed"), "{page}");
}

#[test]
fn a_table_of_ones_own_in_hours_is_read_through_a_profile() {
    let mut csv = "No,Name,Squad,Planned,Actual,Finished\n".to_owned();
    (1..=60).for_each(|at| writeln!(csv, "{at},Piece {at},Booking,16,{},2026-03-02", 8 + at % 20).unwrap());
    let here = given("calibrate-hours", &csv);
    let profile = "extends = \"tracker\"\n[units]\nnumbers = \"hours\"\n[columns]\nid = [\"No\"]\ntitle = [\"Name\"]\n\
                   estimate = [\"Planned\"]\ntook = [\"Actual\"]\nresolved = [\"Finished\"]\nteam = [\"Squad\"]\n";
    fs::write(here.join("finished.toml"), profile).unwrap();
    let map = map(&here, &calibrated(&["--profile", "finished.toml"]));
    assert_eq!(map["calibration"]["finished"], 60);
    let median = map["calibration"]["fit"]["median"].as_f64().unwrap();
    assert!((1.0..1.2).contains(&median), "{median}");
    assert_eq!(map["problems"].as_array().unwrap().len(), 0, "{:#}", map["problems"]);
}

#[test]
fn what_says_nothing_of_spread_is_named_with_its_place() {
    let bad = "A-1,No estimate,Done,A,,28800,2026-01-02\nA-2,Nought,Done,A,0,28800,2026-01-02\n\
               A-3,No actual,Done,A,28800,,2026-01-02\nA-4,Words,Done,A,28800,lots,2026-01-02\n\
               A-5,Absurd,Done,A,28800,99999999,2026-01-02\nA-6,Open,To Do,A,28800,,\n";
    let here = given("calibrate-bad", &(export(40) + bad));
    let map = map(&here, &calibrated(&[]));
    assert_eq!(map["calibration"]["finished"], 41);
    let said = |words: &str| {
        let problems = map["problems"].as_array().unwrap().iter();
        let problem = problems.into_iter().find(|problem| problem["fact"].as_str().unwrap().contains(words));
        let problem = problem.unwrap_or_else(|| panic!("{words}: {:#}", map["problems"]));
        assert!(problem["hint"].is_string() && problem["file"] == "finished.csv", "{problem:#}");
        (problem["line"].as_u64().unwrap(), problem["count"].as_u64().unwrap())
    };
    assert_eq!(said("bears no estimate"), (42, 2));
    assert_eq!(said("does not say how long"), (44, 2));
    assert_eq!(said("no length of work"), (45, 1));
    assert_eq!(said("more than 100 times"), (46, 1));
}

#[test]
fn a_file_without_finished_work_is_said_and_one_that_is_not_there_stops_the_map() {
    let here = given("calibrate-none", &format!("{HEAD}\nA-1,Open,To Do,A,28800,,\n"));
    let page = said(&here, &calibrated(&[]));
    assert!(
        page.contains("finished.csv: no finished item stands in it; nothing can be learnt from it"),
        "{page}"
    );
    assert!(page.contains("No finished item bears both estimate and actual"), "{page}");
    fs::remove_file(here.join("finished.csv")).unwrap();
    let output = sideways(&here).args(calibrated(&[])).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "Error: finished.csv: there is no such file or folder\nHint: give an export with finished work: --calibrate export.csv\n"
    );
}
