//! Files made to harm, given to the program as a user would give them (S12): each fails alone, in good time, and what stands
//! beside it is read.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use crate::run::{folder, repository};

#[path = "../../../sources/tests/bombs/made.rs"]
mod made;

use made::Bomb;

/// Seconds of processor time that the program may take for one file and the plan beside it, as it is built for tests.
const SECONDS: f64 = 20.0;

/// The program in a folder, and the seconds of processor time that it took.
fn timed(here: &Path, arguments: &[&str]) -> (Output, f64) {
    let mut command = Command::new("sh");
    let script = r#""$0" "$@" 2>wrong; code=$?; times >&2; exit $code"#;
    command.args(["-c", script]).arg(assert_cmd::cargo::cargo_bin("sideways")).args(arguments);
    let output = command.current_dir(here).env_clear().env("TZ", "UTC").env("HOME", here).output().unwrap();
    let times = String::from_utf8(output.stderr.clone()).unwrap();
    let of_child = times.lines().nth(1).unwrap().split(' ').map(|time| {
        let (minutes, seconds) = time.trim_end_matches('s').split_once('m').unwrap();
        minutes.parse::<f64>().unwrap() * 60.0 + seconds.parse::<f64>().unwrap()
    });
    (output, of_child.sum())
}

/// Gives a file to the program beside a plan: the plan is read, and of the file it is said what is wrong, or it is read, too.
fn defused(here: &Path, bomb: &Bomb) {
    let name = format!("bomb.{}", bomb.ending);
    fs::write(here.join(&name), &bomb.body).unwrap();
    let at = |name: &str| repository().join("examples/northlight").join(name).display().to_string();
    let (plan, people) = (at("plan.md"), at("people.toml"));
    let given: &[&str] = if bomb.is_people { &["--people", &name] } else { &[&name] };
    let whose = ["--people", &people, "--me", "Mira Solberg", "--json"];
    let (output, seconds) = timed(here, &[&["map", &plan], given, &whose[..]].concat());
    let wrong = fs::read_to_string(here.join("wrong")).unwrap();
    eprintln!("{}: {seconds:.1} s, {:?}", bomb.name, output.status.code());
    assert!(output.status.success(), "{}: {:?} {wrong}", bomb.name, output.status);
    let map: Value = serde_json::from_slice(&output.stdout).unwrap();
    let said = map["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["file"].as_str().is_some_and(|file| file.ends_with(&name)));
    let of_it: Vec<&Value> = said.collect();
    assert!(of_it.iter().all(|problem| problem["hint"].is_string()), "{}: {:?}", bomb.name, of_it.first());
    assert!(map["read"]["files"] == 3 || !of_it.is_empty(), "{}: {}", bomb.name, map["read"]);
    assert!(map["read"]["items"].as_u64().unwrap() >= 168, "{}: {}", bomb.name, map["read"]);
    assert!(seconds < SECONDS, "{}: {seconds} s", bomb.name);
}

fn all_defused(name: &str, bombs: impl IntoIterator<Item = Bomb>) {
    let here = folder(name);
    bombs.into_iter().for_each(|bomb| defused(&here, &bomb));
    fs::remove_dir_all(here).unwrap();
}

#[test]
fn s12_tables_made_to_harm_fail_alone() {
    all_defused("bombs-tables", made::columns().into_iter().chain(made::cells()).chain(made::encodings()));
}

#[test]
fn s12_plans_made_to_harm_fail_alone() {
    all_defused("bombs-plans", made::marks().into_iter().chain(made::tables()));
}

#[test]
fn s12_charts_made_to_harm_fail_alone() {
    all_defused("bombs-charts", made::bars());
}

#[test]
fn s12_running_text_made_to_harm_fails_alone() {
    all_defused("bombs-running-text", made::running_text());
}

#[test]
fn s12_directories_made_to_harm_fail_alone() {
    all_defused("bombs-directories", made::trees());
}
