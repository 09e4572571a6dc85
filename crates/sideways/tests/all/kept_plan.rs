//! A plan that the notebook remembers, its kept map, and what was corrected about it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use serde_json::Value;

use crate::run::{at_desk, folder, notebook, sideways};

const PLAN: &str = "# Checkout\n- Form, 3-5-9d @Booking, needs yes from Payments\n- Page, 3-5-9d @Booking, after Vault\n\
    # Cards\n- Vault, 3-5-9d @Payments\n";
const PEOPLE: &str = "[[team]]\nname = \"Payments\"\nleads = [\"Dana Ortiz\"]\n[[team]]\nname = \"Booking\"\nleads = [\"Mira Solberg\"]\n";

/// A folder with a plan, and a notebook that remembers it.
fn remembered(name: &str) -> PathBuf {
    let here = folder(name);
    fs::create_dir(here.join("plans")).unwrap();
    fs::write(here.join("plans/plan.md"), PLAN).unwrap();
    fs::write(here.join("plans/people.toml"), PEOPLE).unwrap();
    said(&here, &["init"]);
    said(&here, &["read", "plans/plan.md", "--people", "plans/people.toml", "--me", "Mira Solberg"]);
    here
}

fn program(here: &Path) -> Command {
    let mut command = sideways(here);
    command.env("HOME", here.join("me"));
    command
}

fn said(here: &Path, arguments: &[&str]) -> String {
    let output = program(here).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(here: &Path, arguments: &[&str]) -> String {
    let output = program(here).args(arguments).output().unwrap();
    assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
    let words = String::from_utf8(output.stderr).unwrap();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn without_a_plan_and_a_notebook_both_ways_are_said() {
    let here = folder("no_plan");
    let words = refused(&here, &["map"]);
    assert!(words.contains("sideways map plan.md") && words.contains("sideways init"), "{words}");
    assert!(refused(&here, &["read", "plan.md", "--me", "X"]).contains("sideways init"));
}

#[test]
fn m7_the_kept_map_is_the_map_as_it_was_whatever_became_of_the_plan() {
    let here = remembered("kept_map");
    let page = said(&here, &["map", "--keep", "--attention"]);
    let kept = said(&here, &["map", "--keep", "--json"]);
    fs::remove_dir_all(here.join("plans")).unwrap();
    assert_eq!(said(&here, &["map", "--json"]), kept);
    let again = said(&here, &["map", "--all"]);
    assert!(page.lines().filter(|line| line.starts_with("1  ")).all(|line| again.contains(line)), "{again}");
    let gone = refused(&here, &["read"]);
    assert!(gone.contains("there is no such file or folder"), "{gone}");
}

#[test]
fn m3b_corrections_go_into_the_notebook_and_no_file_beside_the_plan() {
    let here = remembered("noted");
    said(&here, &["map", "--keep"]);
    said(&here, &["crossing", "given", "Form", "Payments"]);
    said(&here, &["map", "--without", "Dana Ortiz", "--because", "we share a desk"]);
    assert!(!here.join("plans/sideways.toml").exists() && !here.join("sideways.toml").exists());
    let list: Value = serde_json::from_str(&said(&here, &["corrections", "--json"])).unwrap();
    let entries: Vec<u64> =
        list["corrections"].as_array().unwrap().iter().map(|one| one["entry"].as_u64().unwrap()).collect();
    assert_eq!(entries.len(), 2);
    let drawn: Value = serde_json::from_str(&said(&here, &["map", "--trials", "0", "--json"])).unwrap();
    let words: Vec<&str> =
        drawn["corrected"].as_array().unwrap().iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert_eq!(words, [format!("notebook, entry {}", entries[0]), format!("notebook, entry {}", entries[1])]);
    said(&here, &["undo", &entries[1].to_string()]);
    said(&here, &["corrections", "--undo", "1"]);
    assert!(said(&here, &["corrections"]).contains("no answers and no corrections"));
    let drawn: Value = serde_json::from_str(&said(&here, &["map", "--trials", "0", "--json"])).unwrap();
    assert_eq!(drawn["corrected"], Value::Array(Vec::new()));
}

#[test]
fn m3b_the_notebook_has_the_last_word_over_the_file_and_takes_it_over_once() {
    let here = remembered("adopted");
    fs::write(here.join("plans/sideways.toml"), "[who]\nVAULTS = \"Bo Dahl\"\n").unwrap();
    assert!(said(&here, &["read"]).contains("--adopt"));
    assert!(said(&here, &["read", "--adopt"]).contains("1 answer or correction was taken over"));
    let again = said(&here, &["read", "--adopt"]);
    assert!(again.contains("no answer that the notebook does not have"), "{again}");
    said(&here, &["who", "vaults", "Ann Lee"]);
    assert!(said(&here, &["who"]).contains("vaults: Ann Lee") && !said(&here, &["who"]).contains("Bo Dahl"));
    said(&here, &["who", "VAULTS", "--forget"]);
    assert!(!fs::read_to_string(here.join("plans/sideways.toml")).unwrap().contains("Ann Lee"));
}

#[test]
fn another_plan_than_the_remembered_one_is_read_without_the_notebook() {
    let here = remembered("other_plan");
    said(&here, &["crossing", "reject", "Nowhere", "Payments", "--because", "x"]);
    fs::create_dir(here.join("other")).unwrap();
    fs::write(here.join("other/plan.md"), PLAN).unwrap();
    let page = |plan: &str| said(&here, &["map", plan, "--team", "Booking", "--trials", "0"]);
    assert!(page("plans/plan.md").contains("Nowhere") && !page("other/plan.md").contains("Nowhere"));
}

#[test]
fn m4_attention_given_is_held_against_what_is_due() {
    let here = remembered("attention_given");
    said(&here, &["map", "--keep"]);
    assert!(said(&here, &["map", "--attention"]).contains("not known"));
    said(&here, &["talk", "dana", "25m", "constraint=hiring frozen"]);
    let page = said(&here, &["map", "--attention", "--svg", "map.svg"]);
    assert!(page.contains("Dana Ortiz") && page.contains("given; too early"), "{page}");
    let drawing = fs::read_to_string(here.join("map.svg")).unwrap();
    assert!(drawing.contains("class=\"given\"") && drawing.contains(" given"));
}

#[test]
fn a_calendar_is_entered_once_and_only_when_it_is_confirmed() {
    let here = remembered("seeded");
    said(&here, &["map", "--keep"]);
    let drawn: Value = serde_json::from_str(&said(&here, &["map", "--json"])).unwrap();
    let today: jiff::civil::Date = drawn["as_of"].as_str().unwrap().parse().unwrap();
    let on = today.saturating_sub(jiff::ToSpan::days(9)).strftime("%Y%m%d");
    let calendar = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:{on}T090000Z\r\nDTEND:{on}T093000Z\r\n\
         SUMMARY:1:1\r\nATTENDEE;CN=Mira Solberg:mailto:mira@n.example\r\nATTENDEE;CN=Dana Ortiz:mailto:dana@n.example\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    fs::write(here.join("year.ics"), calendar).unwrap();
    let shown = said(&here, &["calendar", "seed", "year.ics"]);
    assert!(
        shown.contains("talk with Dana Ortiz, 30 minutes") && shown.contains("Nothing is entered yet"),
        "{shown}"
    );
    assert!(refused(&here, &["calendar", "seed", "year.ics", "--keep", "2"]).contains("not among 1 to 1"));
    assert!(said(&here, &["calendar", "seed", "year.ics", "--keep"]).contains("Entry 3 made"));
    let again: Value =
        serde_json::from_str(&said(&here, &["calendar", "seed", "year.ics", "--keep", "--json"])).unwrap();
    assert_eq!((again["known"].as_u64(), &again["entries"]), (Some(1), &Value::Array(Vec::new())));
}

#[test]
fn m3b_a_yes_given_that_fits_nothing_in_the_remembered_plan_says_so_and_what_was_meant() {
    let here = remembered("given_nothing");
    said(&here, &["map", "--keep"]);
    let kept = |arguments: &[&str]| -> Vec<String> {
        let told: Value = serde_json::from_str(&said(&here, &[arguments, &["--json"]].concat())).unwrap();
        crate::run::strings(&told["said"]).into_iter().map(str::to_owned).collect()
    };
    let fits = kept(&["crossing", "given", "Page", "Vault"]);
    assert!(fits[1].starts_with("`sideways map --keep` draws the map with it"), "{fits:?}");
    let slip = kept(&["crossing", "given", "Pages", "Vault"]);
    assert_eq!(
        slip[1],
        "It changes nothing in the plan that your notebook remembers: no item called “Pages” is in this plan; did you \
         mean “Page”?"
    );
    let far = "# Checkout\n- Form, 3-5-9d @Booking, needs yes from Payments\n- Page, 3-5-9d @Booking, after Gate, by 2027-03-01\n\
        # Cards\n- Vault, 9-15-39d @Payments\n- Gate, 1d @Booking, after Vault\n";
    fs::write(here.join("plans/plan.md"), far).unwrap();
    let hops = kept(&["crossing", "given", "Page", "Vault"]);
    assert!(!hops[1].starts_with("It changes nothing"), "the years show it: {hops:?}");
    let nobody = kept(&["crossing", "given", "Form", "Paymets"]);
    assert!(nobody[1].ends_with("called “Paymets” is in this plan; did you mean “Payments”?"), "{nobody:?}");
    let none = kept(&["crossing", "given", "Form", "Vault"]);
    assert!(none[1].contains("“Form” needs nothing of Vault"), "{none:?}");
    fs::remove_dir_all(here.join("plans")).unwrap();
    let gone = kept(&["crossing", "given", "Nothing", "Nobody"]);
    assert!(gone[1].starts_with("`sideways map --keep`"), "a plan that is gone says nothing: {gone:?}");
}

#[test]
fn a_remembered_plan_that_is_gone_says_what_to_type() {
    let here = remembered("plan_gone");
    said(&here, &["map", "--keep"]);
    fs::remove_dir_all(here.join("plans")).unwrap();
    for line in [&["map", "--keep"][..], &["read"], &["map", "--seed", "3"]] {
        let words = refused(&here, line);
        assert!(
            words.contains("there is no such file or folder, where your notebook remembers it"),
            "{words}"
        );
        assert!(words.contains("Hint: sideways read PATH --people PATH says where"), "{words}");
    }
    assert!(
        refused(&here, &["map", "plans/plan.md", "--team", "Booking"]).contains("give the path of a plan")
    );
}

#[test]
fn answers_are_kept_listed_and_taken_back_as_json() {
    let here = remembered("who_json");
    let json = |line: &[&str]| -> Value {
        serde_json::from_str(&said(&here, &[line, &["--json"]].concat())).unwrap()
    };
    let kept = json(&["who", "Payments", "Per Lund"]);
    assert_eq!((&kept["entries"][0], &kept["file"]), (&Value::from(2), &Value::Null));
    json(&["who", "P. Lund", "--same-as", "Per Lund"]);
    let listed = json(&["who"]);
    assert_eq!(listed["who"]["Payments"], "Per Lund");
    assert_eq!(listed["same"]["P. Lund"][0], "Per Lund");
    assert_eq!(json(&["who", "Payments", "--forget"])["entries"][0], 2);
    let beside = folder("who_json_beside");
    let said: Value =
        serde_json::from_str(&crate::run::said(&beside, &["who", "PAY", "Dana Ortiz", "--json"])).unwrap();
    assert!(said["file"].as_str().unwrap().ends_with("sideways.toml"), "{said}");
    let given = ["crossing", "given", "Form", "PAY", "--json"];
    let said: Value = serde_json::from_str(&crate::run::said(&beside, &given)).unwrap();
    assert!(said["said"][0].as_str().unwrap().starts_with("Kept in "), "{said}");
}

#[test]
fn a_folder_without_work_is_not_remembered_and_makes_no_map() {
    let here = notebook("kept-empty");
    fs::create_dir_all(here.join("empty")).unwrap();
    for words in
        [&["read", "empty", "--me", "Nobody Atall"][..], &["map", "empty", "--keep", "--me", "Nobody Atall"]]
    {
        let output = at_desk(&here, "2026-05-04").args(words).output().unwrap();
        let wrong = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            output.status.code() == Some(1) && wrong.contains("nothing that was read is a piece of work"),
            "{wrong}"
        );
    }
    let log = at_desk(&here, "2026-05-04").args(["log", "--json"]).output().unwrap();
    let log: Value = serde_json::from_slice(&log.stdout).unwrap();
    assert!(!log.to_string().contains("Nobody Atall"), "{log}");
}

#[test]
fn a_name_that_is_struck_names_the_entry_that_keeps_it_and_what_makes_it_again() {
    let here = notebook("kept-struck");
    fs::write(here.join("people.toml"), "[[team]]\nname = \"Payments\"\nleads = [\"Dana Ortiz\"]\n").unwrap();
    fs::write(here.join("plan.md"), "# Pay @Booking by 2026-06-12\n- Form, 3d, needs yes from Payments\n")
        .unwrap();
    let done = |words: &[&str]| {
        let output = at_desk(&here, "2026-05-04").args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    done(&["read", "plan.md", "--people", "people.toml", "--team", "Booking"]);
    let said = done(&["map", "--without", "Dana Ortiz", "--because", "we share a desk"]);
    assert!(said.contains("Entry 2 keeps it. `sideways undo 2` takes it back."), "{said}");
    let again = done(&["corrections", "--undo", "1"]);
    assert!(again.contains("sideways map --without \"Dana Ortiz\" --because \"we share a desk\""), "{again}");
    assert!(done(&["map", "--as-of", "yesterday", "--json"]).contains("\"as_of\": \"2026-05-03\""));
}
