//! Completions and manual: whatever the help lists stands in them.

use std::fs;

use crate::run::{folder, repository, said, sideways};

/// Commands that the help lists.
pub fn commands() -> Vec<String> {
    let help = said(&repository(), &["-h"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let names = listed.filter_map(|line| line.split_whitespace().next()).map(str::to_owned);
    names.filter(|name| name != "help").collect()
}

/// Long options that the help of a command lists, without their dashes.
pub fn options(command: &str) -> Vec<String> {
    let help = said(&repository(), &[command, "-h"]);
    let listed = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let long = listed.filter_map(|line| line.split([' ', ',']).find_map(|word| word.strip_prefix("--")));
    long.map(str::to_owned).collect()
}

#[test]
fn the_help_lists_commands_and_options() {
    assert!(["map", "who", "try", "completions"].iter().all(|name| commands().iter().any(|one| one == name)));
    assert!(["me", "people", "json", "help"].iter().all(|name| options("map").iter().any(|one| one == name)));
}

#[test]
fn completions_know_every_command_and_option() {
    for shell in ["bash", "zsh", "fish"] {
        let script = said(&repository(), &["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
            for option in options(&command) {
                let spelt = if shell == "fish" { format!("-l {option}") } else { format!("--{option}") };
                assert!(script.contains(&spelt), "{shell}: {command} {spelt}");
            }
        }
        assert!(script.contains("version"), "{shell}");
        assert!(!script.contains("manual"), "{shell} offers what the help hides");
    }
}

#[test]
fn the_manual_has_a_page_for_every_command_and_names_every_option() {
    let here = folder("manual");
    said(&here, &["man", "--out", "pages/man1"]);
    let read =
        |name: &str| fs::read_to_string(here.join("pages/man1").join(name)).unwrap().replace("\\-", "-");
    let main = read("sideways.1");
    for command in commands() {
        assert!(main.contains(&format!("sideways-{command}(1)")), "{command}");
        let page = read(&format!("sideways-{command}.1"));
        for option in options(&command) {
            assert!(page.contains(&format!("\\fB--{option}\\fR")), "{command} --{option}");
        }
    }
    for heading in ["NAME", "SYNOPSIS", "COMMANDS", "EXAMPLES", "FILES", "\"EXIT STATUS\"", "ENVIRONMENT"] {
        assert!(main.contains(&format!(".SH {heading}\n")), "{heading}");
    }
    assert_eq!(said(&here, &["man"]).replace("\\-", "-"), main, "without a folder, the main page is printed");
    for place in ["~/.local/share/sideways", "~/.config/sideways/keys", "~/.local/state/sideways/heads"] {
        assert!(main.contains(place), "{place} is written, and named");
    }
    let pages = fs::read_dir(here.join("pages/man1")).unwrap().count();
    assert_eq!(pages, commands().len() + 1);
}

#[test]
fn what_the_manual_shows_as_typed_works() {
    let here = folder("manual_examples");
    let page = said(&here, &["man"]).replace("\\-", "-");
    let plan = page.split_once("<<END\n").unwrap().1.split_once("END\n").unwrap().0;
    fs::write(here.join("plan.md"), plan).unwrap();
    let map = crate::run::map(&here, &["map", "plan.md", "--me", "Mira Solberg", "--as-of", "2027-01-04"]);
    assert_eq!(map["peers"][0]["person"], "Dana Ortiz");
}

#[test]
fn a_manual_that_cannot_be_written_is_a_fault() {
    let here = folder("manual_fault");
    fs::write(here.join("taken"), "").unwrap();
    let output = sideways(&here).args(["man", "--out", "taken"]).output().unwrap();
    assert_eq!(output.status.code(), Some(70));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.starts_with("Error: taken: the manual can't be written: "), "{text}");
    assert_eq!(sideways(&here).args(["completions", "sash"]).output().unwrap().status.code(), Some(2));
}
