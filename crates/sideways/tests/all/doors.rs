//! Rule T7 through the whole program: news that is held stands in what no command and no page says, but for `tell`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    run::{at_desk, repository},
    tell::{MONDAY, TUESDAY, kept, run},
};

/// What is held; its first word is looked for.
const NEWS: &str = "zebra moves to Lisbon";

/// Commands that show something, each as it is typed. A command that is new stands here or below.
pub const SHOWS: [&str; 51] = [
    "week",
    "week|--on|2026-05-20",
    "week|--json",
    "log",
    "log|--json",
    "log|zebra",
    "log|okapi",
    "log|--room|tell",
    "peer",
    "peer|list|--json",
    "peer|dana",
    "peer|dana|--json",
    "peer|tom",
    "talk|prepare|dana",
    "talk|prepare|dana|--json",
    "kindness",
    "ask",
    "ask|--json",
    "loan",
    "trade",
    "trade|--json",
    "trade|hunt|--trials|100",
    "trade|hunt|--trials|100|--json",
    "what-if|New pipeline|--by|2w",
    "map",
    "map|--json",
    "map|--trials|100",
    "corrections",
    "contribution",
    "contribution|--json",
    "defend|zebra review|--absent|dana",
    "defend|zebra review|--absent|dana|--json",
    "review|draft.md",
    "review|--notes",
    "initiative",
    "initiative|--json",
    "escalate",
    "escalate|--json",
    "escalate|gate|dana",
    "team",
    "team|show",
    "calendar",
    "calendar|--json",
    "calendar|feed",
    "calendar|write|dates.ics|--names",
    "told|dana",
    "surprised|nobody",
    "later|99",
    "not-this|99|--because|x",
    "doctor",
    "read",
];

/// Commands that only act, or that show what its owner asked for whole.
pub const OTHERS: [(&str, &str); 28] = [
    ("tell", "its owner's own view, marked as held"),
    ("export", "what is read back is whole; what is there to be read is looked at below"),
    ("backup", "sealed"),
    ("restore", "sealed"),
    ("import", "acts"),
    ("serve", "its pages are looked at below"),
    ("init", "acts"),
    ("undo", "acts, and says what it was: looked at below"),
    ("forget", "acts"),
    ("who", "acts"),
    ("crossing", "acts"),
    ("offer", "acts, and says what it understood: looked at below"),
    ("want", "acts"),
    ("agree", "acts"),
    ("give", "acts"),
    ("return", "acts"),
    ("credit", "acts"),
    ("drop", "acts"),
    ("answer", "acts on an ask"),
    ("defended", "acts"),
    ("repaired", "acts"),
    ("unlock", "a key"),
    ("lock", "a key"),
    ("recover", "a key"),
    ("rekey", "a key"),
    ("try", "no notebook"),
    ("completions", "no notebook"),
    ("help", "no notebook"),
];

/// A notebook that holds news until Wednesday.
pub fn holding(name: &str) -> PathBuf {
    let here = kept(name);
    let times = ["--free-from", "wed 9:00", "--room", "wed 15:00"];
    let words = ["tell", "new", NEWS, "--lands-on", "dana=zebra desk", "--lands-on", "tom"];
    let (code, _, wrong) = run(&here, MONDAY, &[&words[..], &times].concat());
    assert_eq!(code, Some(0), "{wrong}");
    let offer = ["offer", "tom", "news", "okapi joins", "--free", "2026-05-06", "--wait"];
    assert_eq!(run(&here, MONDAY, &offer).0, Some(0));
    fs::write(here.join("draft.md"), "# Quarter\n\nThe move was late because of Dana Ortiz.\n").unwrap();
    here
}

#[test]
fn t7_no_command_but_tell_shows_news_that_is_held() {
    let here = holding("doors-commands");
    let mut done = 0;
    for line in SHOWS {
        let words: Vec<&str> = line.split('|').collect();
        let (code, said, wrong) = run(&here, TUESDAY, &words);
        done += usize::from(code == Some(0));
        // What was typed may be said again.
        let typed = line.contains("zebra");
        let said = if typed { said.replace("zebra review", "") } else { said };
        assert!(
            !said.contains("zebra m") && !said.contains("zebra d") && !said.contains("zebra j"),
            "{line}: {said}"
        );
        // Of what is to be offered nobody typed a word.
        assert!(line == "log|okapi" || !(said.clone() + &wrong).contains("okapi"), "{line}: {said}");
        assert!(
            line != "log|okapi" || said.trim() == "0 of 5 entries.",
            "a search tells no hidden word: {said}"
        );
        assert!(typed || !(said + &wrong).contains("zebra"), "{line}");
    }
    assert!(done > 35, "{done} commands did something");
    let written = fs::read_to_string(here.join("dates.ics")).unwrap();
    assert!(!written.contains("SUMMARY:Call") && !written.contains("zebra"), "{written}");
    let (_, free, _) = run(&here, "2026-05-06T09:00:00+00:00[UTC]", &["week"]);
    assert!(free.contains("zebra moves to Lisbon"), "{free}");
}

/// The number of the entry that holds news to be offered.
fn offered(here: &Path) -> String {
    let all: serde_json::Value =
        serde_json::from_str(&run(here, TUESDAY, &["log", "--room", "trade", "--json"]).1).unwrap();
    let says = |entry: &&serde_json::Value| entry["says"].to_string().contains("free from 2026-05-06");
    all.as_array().unwrap().iter().find(says).unwrap()["entry"].to_string()
}

#[test]
fn t7_the_log_says_that_there_is_news_and_from_when_and_it_is_undone_and_forgotten_unread() {
    let here = holding("doors-sealed");
    let number = offered(&here);
    let (_, said, _) = run(&here, TUESDAY, &["log", "--peer", "tom"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("waits until it is free, for Tom Reyes: news, free from 2026-05-06, its words sealed"),
        "{said}"
    );
    let again = ["offer", "tom", "news", "okapi again", "--free", "2026-05-07", "--wait"];
    for line in [&again[..], &["undo", &number], &["undo", "7"], &["drop", &number, "--because", "x"]] {
        let (code, said, wrong) = run(&here, TUESDAY, line);
        assert_eq!(code, Some(0), "{line:?}: {wrong}");
        assert!(!(said.clone() + &wrong).contains("okapi"), "{line:?}: {said}");
        assert!(
            line[0] != "undo" || line[1] != number || said.contains("news, free from 2026-05-06"),
            "{said}"
        );
    }
    let (_, free, _) = run(&here, "2026-05-06T09:00:00+00:00[UTC]", &["log", "okapi"]);
    assert!(free.contains("news, okapi joins, free from 2026-05-06"), "{free}");
    let (code, said, _) = run(&here, TUESDAY, &["forget", &number]);
    assert_eq!(code, Some(0));
    assert!(!said.contains("okapi"), "{said}");
}

#[test]
fn t7_what_an_export_says_to_be_read_seals_news_too_and_what_is_read_back_is_whole() {
    let here = holding("doors-export");
    assert_eq!(run(&here, TUESDAY, &["export", "out"]).0, Some(0));
    let text = |name: &str| fs::read_to_string(here.join("out").join(name)).unwrap();
    for name in ["log.md", "peers/tom-reyes.md", "peers/dana-ortiz.md"] {
        assert!(!text(name).contains("okapi") && !text(name).contains("zebra"), "{name}: {}", text(name));
    }
    let lines = text("entries.jsonl");
    let lines = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let lines: Vec<serde_json::Value> = lines.collect();
    assert!(lines.iter().all(|line| !line["says"].to_string().contains("okapi")));
    assert!(lines.iter().any(|line| line["stored"].to_string().contains("okapi")));
}

#[test]
fn t7_every_command_stands_among_the_doors_or_says_why_not() {
    let here = crate::run::folder("doors-all");
    let help = String::from_utf8(at_desk(&here, MONDAY).arg("help").output().unwrap().stdout).unwrap();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  "));
    let commands = commands.filter_map(|line| line[2..].split(' ').next()).filter(|word| !word.is_empty());
    let commands: BTreeSet<&str> = commands.collect();
    let shows: BTreeSet<&str> = SHOWS.iter().filter_map(|line| line.split('|').next()).collect();
    let others: BTreeSet<&str> = OTHERS.iter().map(|(command, _)| *command).collect();
    for command in &commands {
        assert!(
            shows.contains(command) != others.contains(command),
            "{command} stands in one of both tables"
        );
    }
}

/// Every path that the pages answer, with a number in the place of each name.
pub fn paths() -> BTreeSet<String> {
    fn files(folder: &Path, all: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path, all) } else { all.push(path) }
        }
    }
    let mut all = Vec::new();
    files(&repository().join("crates/sideways/src/web"), &mut all);
    let mut found = BTreeSet::new();
    for file in all.iter().filter(|file| file.extension().is_some_and(|end| end == "rs")) {
        let text = fs::read_to_string(file).unwrap();
        let routes = text.split(".route(").skip(1).filter_map(|rest| rest.split('"').nth(1));
        found.extend(routes.filter(|path| path.starts_with('/')).map(str::to_owned));
    }
    found
}
