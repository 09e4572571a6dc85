//! Directories of people as companies keep them. None of it is copied here.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use plan::directory::{Directory, Person, Team};
use sources::{Reading, read_paths};

fn plans(which: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("SIDEWAYS_PLANS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/plans"), PathBuf::from);
    let path = folder.join(which);
    if !path.exists() {
        eprintln!("SKIPPED: no real plans at {}; set SIDEWAYS_PLANS to run this test", path.display());
        return None;
    }
    Some(path)
}

fn read(which: &str) -> Option<(Reading, Directory)> {
    let reading = read_paths(&[], &[plans(which)?], None, None).unwrap();
    let directory = Directory::build(&reading.facts);
    Some((reading, directory))
}

fn leaders(directory: &Directory) -> Vec<&Person> {
    directory.people.iter().filter(|person| !person.leads.is_empty()).collect()
}

fn team<'a>(directory: &'a Directory, name: &str) -> &'a Team {
    &directory.teams[directory.find_team(name).unwrap().at()]
}

fn led_by<'a>(directory: &'a Directory, name: &str) -> Vec<&'a str> {
    team(directory, name).leads.iter().map(|lead| directory.people[lead.at()].name.as_str()).collect()
}

#[test]
fn groups_within_stages_and_managers_under_several_keys() {
    let Some((reading, directory)) = read("gitlab-groups/stages.yml") else { return };
    assert_eq!(reading.problems, []);
    let leaders = leaders(&directory);
    let several: Vec<&str> =
        leaders.iter().filter(|leader| leader.leads.len() > 1).map(|leader| leader.name.as_str()).collect();
    // Two more seats, marked TBD and TBH, are held by nobody.
    assert_eq!((directory.teams.len(), leaders.len(), several.len()), (60, 49, 9), "{several:?}");
    let places: Vec<&str> = leaders.iter().map(|leader| leader.name.as_str()).collect();
    assert!(!places.contains(&"TBD") && !places.contains(&"TBH"), "{places:?}");
    assert_eq!(
        led_by(&directory, "Code Review"),
        ["Matt Nohr", "André Luís"],
        "several keys, in their order"
    );
    assert_eq!(led_by(&directory, "source_code"), ["Sean Carroll", "André Luís"], "by its key, too");
    assert_eq!(led_by(&directory, "Runner SaaS"), ["Elliot Rushton"]);
    assert_eq!(led_by(&directory, "threat insights"), ["Thiago Figueiró", "Neil McCorrison"], "a list");
    assert_eq!(led_by(&directory, "Optimize"), ["Brandon Labuschagne"], "who stands in leads");
    assert_eq!(led_by(&directory, "Global Search"), ["Changzheng Liu"], "once, with and without a remark");
    assert_eq!(led_by(&directory, "moble_devops"), Vec::<&str>::new());
    assert_eq!(led_by(&directory, "GitLab Dedicated"), Vec::<&str>::new(), "TBH is nobody");
    assert!(directory.find_person("Michelle Gill").is_none(), "who leads a stage leads no group");
}

#[test]
fn people_of_one_first_name_stay_two() {
    let Some((_, directory)) = read("gitlab-groups/stages.yml") else { return };
    let marks: Vec<&str> = leaders(&directory)
        .iter()
        .map(|leader| leader.name.as_str())
        .filter(|name| name.starts_with("Mark "))
        .collect();
    assert_eq!(marks, ["Mark Nuzzo", "Mark Art"]);
    assert_eq!(directory.find_person("Mark"), None);
}

#[test]
fn teams_whose_managers_are_keys_of_another_file() {
    let Some((reading, directory)) = read("sourcegraph-teams") else { return };
    assert_eq!(reading.problems, []);
    let leaders = leaders(&directory);
    assert_eq!((directory.teams.len(), leaders.len()), (10, 6));
    let names: Vec<(&str, usize)> =
        leaders.iter().map(|leader| (leader.name.as_str(), leader.leads.len())).collect();
    assert!(names.contains(&("Matt Manela", 3)) && names.contains(&("Nelson Araujo", 3)), "{names:?}");
    assert_eq!(led_by(&directory, "ship_release"), ["Nelson Araujo"]);
    assert_eq!(led_by(&directory, "Cloud Operations"), ["Eric Shamow"]);
    assert!(directory.people.len() >= 165, "all of the company: {}", directory.people.len());
}

#[test]
fn a_folder_with_other_files_beside_the_directory_adds_nobody() {
    let Some((_, whole)) = read("gitlab-groups") else { return };
    assert_eq!((whole.teams.len(), whole.people.len()), (60, 49));
}
