//! A retry never doubles (S6): every command that writes, done twice under one request.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::run::{at_desk, folder};

const PLAN: &str = "# Checkout\n- Form, 3-5-9d @Booking, needs yes from Payments\n- Page, 3-5-9d @Booking, after Vault\n\
    - Terms, 3-5-9d @Booking, needs yes from Legal\n# Cards\n- Vault, 3-5-9d @Payments\n";
const PEOPLE: &str = "[[team]]\nname = \"Payments\"\nleads = [\"Dana Ortiz\"]\n[[team]]\nname = \"Booking\"\nleads = [\"Mira Solberg\"]\n[[team]]\nname = \"Gate\"\nleads = [\"Ana Voss\"]\n";
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260401T080000Z\r\n\
    DTSTART:20260413T090000Z\r\nDTEND:20260413T093000Z\r\nSUMMARY:Catching up\r\nORGANIZER;CN=Mira Solberg:mailto:mira@example.com\r\n\
    ATTENDEE;CN=Mira Solberg:mailto:mira@example.com\r\nATTENDEE;CN=Tom Reyes:mailto:tom@example.com\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20260401T080000Z\r\nDTSTART:20260420T090000Z\r\nDTEND:20260420T093000Z\r\nSUMMARY:Catching up\r\n\
    ATTENDEE;CN=Mira Solberg:mailto:mira@example.com\r\nATTENDEE;CN=Tom Reyes:mailto:tom@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// Every command that writes into the notebook, in an order in which each has something to do: its name here, and what is typed.
/// `@name` stands for the number of the first entry that the line of this name made.
const LINES: &[(&str, &str)] = &[
    ("read", "read|plan.md|--people|people.toml|--me|Mira Solberg|--team|Booking|--adopt"),
    ("map", "map|--keep|--with|Ana Voss|--because|she runs the gate"),
    ("map again", "map|--keep|--json"),
    ("without", "map|--without|Dana Ortiz|--because|not this year"),
    ("who", "who|Legal|Bo Dahl"),
    ("same", "who|D. Ortiz|--same-as|Dana Ortiz"),
    ("different", "who|B. Dahl|--not-same-as|Bo Dahl"),
    ("unsaid", "who|Legal|--forget"),
    ("add", "crossing|add|Page|Legal|--kind|approval|--because|they sign the terms"),
    ("reject", "crossing|reject|Form|Payments|--because|it was built in May"),
    ("rekind", "crossing|rekind|Page|Payments|--as|approval|--because|they set the fee"),
    ("given", "crossing|given|Terms|Legal"),
    ("corrections", "corrections|--undo|1"),
    ("tom", "peer|add|Tom Reyes|--alias|treyes"),
    ("tomas", "peer|add|Tomas Reyes"),
    ("ida", "peer|add|Ida Brandt"),
    ("alias", "peer|alias|ida|ibrandt"),
    ("merge", "peer|merge|Tomas Reyes|Tom Reyes"),
    ("unmerge", "peer|unmerge|Tomas Reyes"),
    ("values", "peer|values|tom reyes|quiet releases|--guess"),
    ("calendar", "calendar|seed|year.ics|--me|Mira Solberg|--keep"),
    ("calendar read", "calendar|read|year.ics|--me|Mira Solberg"),
    ("calendar again", "calendar|read|--json"),
    ("hours", "calendar|hours|8-16"),
    ("written", "calendar|write|dates.ics"),
    ("talk", "talk|Tom Reyes|25m|constraint=hiring frozen|kindness=an intro by fri|went over the plan"),
    ("record", "talk|record|Ida Brandt|25m|--status"),
    ("cancelled", "talk|cancelled|Ida Brandt|--by|them"),
    ("conflict", "talk|conflict|Ida Brandt|10m|fire=the audit"),
    ("kindness", "kindness|add|Ida Brandt|a word with the auditors|by fri"),
    ("other kindness", "kindness|add|Ida Brandt|a book"),
    ("done", "kindness|done|@kindness"),
    ("drop", "kindness|drop|@other kindness|--because|she has it"),
    ("from", "ask|from|Ida Brandt|two reviewers for June|--needed|2026-06-30"),
    ("from tom", "ask|from|Tom Reyes|a test account|--needed|2026-06-30"),
    ("of", "ask|of|Tom Reyes|a desk by the window"),
    ("withdrawn of", "ask|of|Tom Reyes|a lamp"),
    ("ack", "ask|ack|@from"),
    ("decide", "ask|decide-by|@from|2026-05-15"),
    ("withdrawn", "ask|withdrawn|@withdrawn of"),
    ("instead", "answer|@from|--instead|one reviewer from 10 June on"),
    ("no", "answer|@from|no"),
    ("yes", "answer|@from tom|yes|--json"),
    ("theirs", "answer|@of|yes"),
    ("lend", "loan|to|Ida Brandt|one reviewer|--until|in 3 weeks"),
    ("borrow", "loan|from|Tom Reyes|a tester|--until|in 3 weeks"),
    ("extend", "loan|extend|@lend|--until|in 5 weeks|--agreed|two weeks more"),
    ("returned", "loan|returned|@borrow"),
    ("offer", "offer|Tom Reyes|risk|first on the pipeline|--write-up|what broke"),
    ("want", "want|Tom Reyes|sequencing|Export API|--by|2w"),
    ("capacity", "want|Ida Brandt|capacity|a designer|--until|in 3 weeks"),
    ("credit", "offer|Ida Brandt|credit|the load tests|--review|the quarterly review|--reader|Ana"),
    ("held", "offer|Ida Brandt|news|web joins platform|--free|2099-01-01|--wait"),
    ("agree", "agree|@offer|for|@want"),
    ("agree too", "agree|@capacity|for|@credit"),
    ("give", "give|@offer"),
    ("write up", "give|@offer|--write-up|wiki|--json"),
    ("return", "return|@capacity"),
    ("named", "credit|@credit|quarterly review, read by Ana"),
    ("thanked", "credit|@capacity|--thanked"),
    ("judged", "offer|Tom Reyes|risk|first on the cluster|--write-up|what broke|--cost|2d..5d"),
    ("agree judged", "agree|@judged"),
    ("let go", "drop|@held|--because|it leaked"),
    ("tell", "tell|new|web joins platform|--room|2026-05-20 15:00|--lands-on|Tom Reyes=his tests move"),
    ("tell add", "tell|add|@tell|--lands-on|Ida Brandt"),
    ("tell move", "tell|move|@tell|--room|2026-05-21 15:00"),
    ("told", "told|Tom Reyes|--about|@tell"),
    ("broadcast", "told|--everybody|--about|@tell"),
    ("surprised", "surprised|Ida Brandt|--about|@tell|--how|in the stand-up"),
    ("repaired", "repaired|Ida Brandt|said that she should have heard it from me|--about|@tell"),
    ("tell done", "tell|done|@tell"),
    ("tell by hand", "tell|new|the login stays|--kind|reversal|--lands-on|Tom Reyes"),
    ("tell drop", "tell|drop|@tell by hand|--because|in time after all"),
    ("contribution", "contribution|Ida Brandt|the load tests|--for|Checkout|--source|PR 812"),
    ("named too", "credit|@contribution|quarterly review, read by Ana"),
    ("defended", "defended|Ida Brandt|at|the review|her team carried the audit"),
    ("initiative", "initiative|new|Move to the pipeline|--touches|Ida Brandt,Tom Reyes"),
    ("decided yes", "initiative|yes|Ida Brandt"),
    ("condition", "initiative|condition|Tom Reyes|the freeze ends|--of|@initiative"),
    ("touch", "initiative|touch|@initiative|Ana Voss"),
    ("spare", "initiative|spare|@initiative|Ana Voss|--because|it runs beside the gate"),
    ("request", "initiative|request|@initiative|your yes by June"),
    ("up", "initiative|up|@initiative"),
    ("other initiative", "initiative|new|One login|--touches|Tom Reyes|--request|your yes"),
    ("refused", "initiative|no|Tom Reyes|--remark|not before the audit"),
    ("drop initiative", "initiative|drop|@other initiative|--because|the audit comes first"),
    ("key", "escalate|key"),
    ("looked", "escalate|gate|Tom Reyes|--looked|nothing that pays"),
    ("document", "escalate|open|Tom Reyes|Who builds it?|--regardless|the board meets"),
    ("part", "escalate|write|@document|tried|a trade"),
    ("position of mine", "escalate|position|@document|Identity does"),
    ("invited", "escalate|invite|@document"),
    ("plainly", "escalate|send|@document|for-tom.md|--plain|--json"),
    ("document closed", "escalate|close|@document|--because|settled"),
    ("time", "team|time|2h"),
    ("waits", "team|waits|who leads the on-call"),
    ("decided", "team|decided|@waits"),
    ("later", "later|1"),
    ("not-this", "not-this|1|--because|she has an intern for it now"),
    ("guarded", "peer|guarded|Ida Brandt|--because|passed it on"),
    ("cooperative", "peer|cooperative|Ida Brandt|--because|we talked it over"),
    ("successor", "peer|successor|Ida Brandt|--by|Tom Reyes"),
    ("undo", "undo|@time"),
    ("forget", "forget|@record"),
];

/// What is forgotten later in the story, whole or in part.
const FORGOTTEN: &[&str] = &["record", "judged"];

/// What shows, besides what it keeps, how things stand today.
const OF_THE_DAY: &[&str] = &["read", "without"];

/// Commands that write nothing into the notebook, or nothing that could be there twice.
const OTHERS: &[&str] = &[
    "trade",
    "what-if",
    "serve",
    "week",
    "log",
    "export",
    "backup",
    "restore",
    "doctor",
    "defend",
    "review",
    "unlock",
    "lock",
    "recover",
    "rekey",
    "try",
    "completions",
    "help",
    // In tests of their own, below.
    "init",
    "import",
];

struct Story {
    here: PathBuf,
    entries: BTreeMap<&'static str, usize>,
}

impl Story {
    fn begun(name: &str) -> Self {
        let here = folder(name);
        for (file, text) in [("plan.md", PLAN), ("people.toml", PEOPLE), ("year.ics", CALENDAR)] {
            fs::write(here.join(file), text).unwrap();
        }
        fs::write(here.join("sideways.toml"), "[who]\n\"Vault\" = \"Payments\"\n").unwrap();
        let story = Self { here, entries: BTreeMap::new() };
        story.done("2026-05-04", "", "init");
        story
    }

    /// What a line prints, on a day, under a request.
    fn done(&self, day: &str, request: &str, line: &str) -> String {
        let filled = line.split('|').map(|word| match word.strip_prefix('@') {
            Some(name) => self.entries[name].to_string(),
            None => word.to_owned(),
        });
        let filled: Vec<String> = filled.collect();
        let mut command = at_desk(&self.here, day);
        let output = command.env("SIDEWAYS_REQUEST", request).args(&filled).output().unwrap();
        assert!(output.status.success(), "{filled:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn count(&self) -> usize {
        let log: serde_json::Value =
            serde_json::from_str(&self.done("2026-05-04", "", "log|--json")).unwrap();
        log.as_array().unwrap().len()
    }

    /// Everything that the notebook holds, and the files beside it.
    fn held(&self) -> (String, Vec<PathBuf>) {
        let to = self.here.join("export");
        let _ = fs::remove_dir_all(&to);
        self.done("2026-05-04", "", "export|export");
        let mut plans: Vec<PathBuf> = files(&self.here.join(".local/share/sideways/plans"));
        plans.sort();
        (fs::read_to_string(to.join("entries.jsonl")).unwrap(), plans)
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}

fn request(at: usize) -> String {
    format!("{:032x}", at + 1)
}

#[test]
fn s6_every_command_that_writes_has_one_effect_and_one_answer_when_it_is_done_twice() {
    let mut story = Story::begun("requests");
    let mut answers = Vec::new();
    for (at, (name, line)) in LINES.iter().enumerate() {
        story.entries.insert(name, story.count() + 1);
        let first = story.done("2026-05-04", &request(at), line);
        let held = story.held();
        assert!(story.count() >= story.entries[name], "{name} wrote nothing:\n{first}");
        // On another day, as a retry may be.
        let day = if OF_THE_DAY.contains(name) { "2026-05-04" } else { "2026-05-05" };
        assert_eq!(story.done(day, &request(at), line), first, "{name}");
        assert!(story.held() == held, "{name} had a second effect");
        answers.push(first);
    }
    assert_eq!(
        files(&story.here.join(".local/share/sideways/plans")).len(),
        6,
        "two maps, their plans, and two calendars"
    );
    // And much later, whatever was entered since. What was forgotten can't be said again.
    let held = story.held();
    for (at, (name, line)) in LINES.iter().enumerate().filter(|(_, (name, _))| !FORGOTTEN.contains(name)) {
        let again = story.done("2026-06-01", &request(at), line);
        assert!(again == answers[at] || OF_THE_DAY.contains(name), "{name}: {again}\n{}", answers[at]);
        assert!(story.held() == held, "{name} had a second effect");
    }
    assert!(story.done("2026-06-01", "", "doctor").contains("All is whole."));
    assert!(!story.done("2026-06-01", "", "doctor").contains("belong"), "a stray blob");
}

#[test]
fn s6_an_import_that_is_tried_again_is_the_same_import() {
    let story = Story::begun("requests-import");
    for at in 0..5 {
        story.done("2026-05-04", &request(at), &format!("peer|add|Peer {at}"));
    }
    story.done("2026-05-04", "", "undo|2");
    let lines = story.held().0;
    let there = Story::begun("requests-imported");
    let export = story.here.join("export").display().to_string();
    let first = there.done("2026-05-05", &request(9), &format!("import|{export}"));
    assert_eq!(there.done("2026-05-06", &request(9), &format!("import|{export}")), first);
    assert_eq!(there.held().0, lines);
    for other in ["", &request(8)] {
        let mut command = at_desk(&there.here, "2026-05-06");
        let refused = command.env("SIDEWAYS_REQUEST", other).args(["import", &export]).output().unwrap();
        assert_eq!(refused.status.code(), Some(2));
    }
}

#[test]
fn s6_every_command_is_in_the_table_or_writes_nothing_into_the_notebook() {
    let here = folder("requests-all");
    let help = String::from_utf8(at_desk(&here, "2026-05-04").arg("help").output().unwrap().stdout).unwrap();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty()).filter(|line| line.starts_with("  "));
    let commands: Vec<&str> = commands.filter_map(|line| line[2..].split(' ').next()).collect();
    let commands: Vec<&str> = commands.into_iter().filter(|word| !word.is_empty()).collect();
    assert!(commands.len() > 25, "{help}");
    for command in commands {
        let is_here = LINES.iter().any(|(_, line)| line.split('|').next() == Some(command));
        assert!(is_here != OTHERS.contains(&command), "{command}");
    }
}

#[test]
fn s6_another_command_under_the_request_of_the_first_is_refused() {
    let story = Story::begun("requests-other");
    story.done("2026-05-04", &request(0), "peer|add|Tom Reyes");
    let mut command = at_desk(&story.here, "2026-05-04");
    let other =
        command.env("SIDEWAYS_REQUEST", request(0)).args(["peer", "add", "Ida Brandt"]).output().unwrap();
    assert_eq!(other.status.code(), Some(2));
    let words = String::from_utf8(other.stderr).unwrap();
    assert!(words.contains("as entry 1") && words.contains("unset SIDEWAYS_REQUEST"), "{words}");
    assert_eq!(story.count(), 1);
}
