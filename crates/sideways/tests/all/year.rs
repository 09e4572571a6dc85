//! Five weeks of a leader's year, typed as a leader types them: what the week page says, and that the command it prints mends it.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

use crate::run::{folder, repository};

/// A leader at a shell, with the example plan, and every command that was printed to them.
struct Leader {
    home: PathBuf,
    printed: RefCell<BTreeSet<String>>,
}

impl Leader {
    fn new(name: &str) -> Self {
        let home = folder(name);
        for file in ["plan.md", "people.toml"] {
            fs::copy(repository().join("examples/northlight").join(file), home.join(file)).unwrap();
        }
        Self { home, printed: RefCell::default() }
    }

    /// Types a line into a shell, as it is.
    fn types(&self, on: &str, line: &str) -> Output {
        let program = assert_cmd::cargo::cargo_bin("sideways");
        let path = format!("{}:/usr/bin:/bin", program.parent().unwrap().display());
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(&self.home).env_clear();
        let shell = shell.env("PATH", path).env("HOME", &self.home).env("TZ", "UTC").env("SIDEWAYS_NOW", on);
        let output = shell.output().unwrap();
        let is_page = !line.ends_with("--json") && !line.ends_with("--help");
        for text in [&output.stdout, &output.stderr].into_iter().filter(|_| is_page) {
            self.printed.borrow_mut().extend(commands(&String::from_utf8_lossy(text)));
        }
        output
    }

    fn does(&self, on: &str, line: &str) -> String {
        let output = self.types(on, line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn is_refused(&self, on: &str, line: &str) -> String {
        let output = self.types(on, line);
        assert!(!output.status.success() && output.stdout.is_empty(), "{line}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Name, sentence and command of each line of the week.
    fn week(&self, on: &str) -> Vec<[String; 3]> {
        self.does(on, "sideways week");
        let page: Value = serde_json::from_str(&self.does(on, "sideways week --json")).unwrap();
        let line =
            |line: &Value| ["name", "sentence", "command"].map(|key| line[key].as_str().unwrap().to_owned());
        let lines: Vec<_> = page["lines"].as_array().unwrap().iter().map(line).collect();
        self.printed.borrow_mut().extend(lines.iter().map(|[.., command]| command.clone()));
        lines
    }

    fn sentence(&self, on: &str, name: &str) -> Option<String> {
        self.week(on).into_iter().find(|line| line[0] == name).map(|[_, sentence, _]| sentence)
    }

    /// A line stands on the page and says this; its command is typed as it is printed, and it stands there no more.
    fn mends(&self, on: &str, name: &str, says: &str, types: &str) {
        let lines = self.week(on);
        let line = lines.iter().find(|line| line[0] == name);
        let [_, sentence, command] = line.unwrap_or_else(|| panic!("{on}: no {name} in {lines:#?}"));
        assert_eq!([sentence.as_str(), command.as_str()], [says, types], "{on}");
        self.does(on, command);
        assert_eq!(self.sentence(on, name), None, "{command} on {on}");
    }
}

/// The first talks, and what was promised in them.
fn first_talks(leader: &Leader) {
    leader.does("2027-01-04", "sideways init");
    leader
        .does("2027-01-04", "sideways read plan.md --people people.toml --me 'Mira Solberg' --team Booking");
    leader.does("2027-01-04", "sideways map --keep");
    let peers: Value = serde_json::from_str(&leader.does("2027-01-04", "sideways peer list --json")).unwrap();
    let peers: Vec<&str> =
        peers.as_array().unwrap().iter().map(|peer| peer["peer"].as_str().unwrap()).collect();
    assert_eq!(peers, ["Dana Ortiz", "Tom Reyes", "Joost Verhaak"]);

    let talk =
        "sideways talk joost 30m constraint='two people short' kindness='our load figures by 2027-01-22'";
    leader.does("2027-01-05", talk);
    let talk =
        "sideways talk tom 25m pressure='sign-in outages' kindness='a review of the RFC by 2027-01-13'";
    leader.does("2027-01-06", talk);
    let talk =
        "sideways talk dana 30m fire='the audit in February' kindness='intro to the auditor by 2027-01-15'";
    leader.does("2027-01-07", talk);
}

/// The second round of talks: time passes, and the channels stay warm.
fn second_talks(leader: &Leader) {
    leader.does("2027-01-19", "sideways talk joost 30m constraint='still two short'");
    leader.does("2027-01-20", "sideways talk tom 25m pressure='one outage less'");
    leader.does("2027-01-21", "sideways talk dana 30m fire='the audit is near'");
}

/// Two yeses at their day, three promises at theirs.
fn yeses_and_promises(leader: &Leader) {
    leader.mends(
        "2027-01-11",
        "yes:2.2:date:organisers-invite-their-travellers",
        "Get the yes of Joost Verhaak to “Organisers invite their travellers” by today: the last talk before it was \
         on 2027-01-05.",
        "sideways crossing given \"Organisers invite their travellers\" \"Joost Verhaak\"",
    );
    leader.mends(
        "2027-01-11",
        "yes:2.1:touch:passenger-details-form",
        "Get the yes of Tom Reyes to “Passenger details form” by tomorrow: the last talk before it was on 2027-01-06.",
        "sideways crossing given \"Passenger details form\" \"Tom Reyes\"",
    );
    leader.mends(
        "2027-01-11",
        "kindness:5",
        "Do this for Dana Ortiz, by Friday 2027-01-15: intro to the auditor.",
        "sideways kindness done 5",
    );
    leader.mends(
        "2027-01-11",
        "kindness:4",
        "Do this for Tom Reyes, by Wednesday 2027-01-13: a review of the RFC.",
        "sideways kindness done 4",
    );
}

/// An ask is left past its day; once it is answered, the own team that waited since before comes first.
fn an_ask_and_the_own_team(leader: &Leader) {
    let ask = "sideways ask from dana two reviewers for June --needed 2027-02-12 --decide-by 2027-01-22";
    leader.does("2027-01-11", ask);
    leader.does("2027-01-12", "sideways team waits who leads the on-call");
    second_talks(leader);
    leader.does("2027-01-22", "sideways kindness done 3");
    assert_eq!(leader.sentence("2027-01-12", "ask:10"), None, "its day is not near");
    assert_eq!(
        leader.sentence("2027-01-18", "ask:10").unwrap(),
        "Decide by Friday 2027-01-22 on the ask of Dana Ortiz: two reviewers for June."
    );
    assert_eq!(leader.sentence("2027-01-25", "team:11"), None, "nobody else was served before them");
    let past = leader.week("2027-01-25").into_iter().find(|line| line[0] == "ask:10").unwrap();
    assert_eq!(
        past[1..],
        [
            "Answer Dana Ortiz, yes or no: two reviewers for June. The day for it was 2027-01-22.",
            "sideways answer 10 --draft"
        ]
    );
    // The line leads to both texts, and these to the two commands that end it.
    let drafts = leader.does("2027-01-25", &past[2]);
    assert!(drafts.contains("My answer is no") && drafts.contains("My answer is yes"), "{drafts}");
    assert!(drafts.contains("sideways answer 10 yes, or sideways answer 10 no."), "{drafts}");
    assert!(leader.sentence("2027-01-25", "ask:10").is_some(), "a look answers nothing");
    leader.does("2027-01-25", "sideways answer 10 no");
    assert_eq!(leader.sentence("2027-01-25", "ask:10"), None);
    leader.mends(
        "2027-01-25",
        "team:11",
        "Decide for your own team: who leads the on-call. They have waited since 2027-01-12.",
        "sideways team decided 11",
    );
}

/// A loan near its end, of somebody of whom nothing else is due.
fn a_loan(leader: &Leader) {
    leader.does("2027-01-26", "sideways peer add 'Ida Holm'");
    leader.does("2027-01-26", "sideways loan to ida one tester --until 2027-02-12");
    let loan = |on| leader.week(on).into_iter().find(|line| line[0].starts_with("loan:"));
    assert_eq!(loan("2027-02-01"), None, "its end is not near");
    let [name, ..] = loan("2027-02-08").unwrap();
    let number = name.trim_start_matches("loan:");
    leader.mends(
        "2027-02-08",
        &name,
        "Ask Ida Holm for one tester back: the loan ends Friday 2027-02-12.",
        &format!("sideways loan returned {number}"),
    );
}

#[test]
fn w1_each_line_comes_in_its_week_and_goes_by_the_command_that_it_prints() {
    let leader = Leader::new("year-story");
    first_talks(&leader);
    yeses_and_promises(&leader);
    an_ask_and_the_own_team(&leader);
    a_loan(&leader);
}

/// Words of our sentences that follow a command.
const AFTER: [&str; 26] = [
    "takes", "puts", "strikes", "says", "keeps", "shows", "draws", "lists", "asks", "or", "and", "tells",
    "gives", "does", "ends", "names", "enters", "counts", "makes", "opens", "removes", "changes", "has",
    "where", "holds", "for",
];

/// Parts of a text: what is set alone on a line to be typed, and what stands together between such lines.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let is_open = |part: &String| part.matches('"').count() % 2 == 1;
    let mut was_typed = false;
    for line in text.lines() {
        let is_typed = line.starts_with(' ') && line.trim_start().starts_with("sideways ");
        let goes_on = was_typed && parts.last().is_some_and(is_open);
        if !goes_on && (is_typed || was_typed || line.is_empty()) {
            parts.push(String::new());
        }
        was_typed = is_typed || goes_on;
        let part = parts.last_mut().unwrap();
        part.push_str(line.trim());
        part.push(' ');
    }
    parts
}

/// Commands in a text: those that stand alone as they are, those in a sentence up to where it goes on.
fn commands(text: &str) -> Vec<String> {
    parts(text).iter().flat_map(|part| in_part(part)).collect()
}

fn in_part(part: &str) -> Vec<String> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let starts = |word: &str| ["sideways", "`sideways", "(sideways"].contains(&word);
    let mut found = Vec::new();
    for (at, _) in words.iter().enumerate().filter(|(_, word)| starts(word)) {
        let mut command = vec!["sideways"];
        let mut is_quoted = false;
        for word in &words[at + 1..] {
            let bare = word.trim_end_matches(['.', ';', ',', ':', '`', ')', '?']);
            if !is_quoted && (AFTER.contains(&bare) || starts(word) || bare.is_empty()) {
                break;
            }
            is_quoted ^= word.matches('"').count() % 2 == 1;
            command.push(if is_quoted { word } else { bare });
            if !is_quoted && bare != *word {
                break;
            }
        }
        found.push(command.join(" "));
    }
    found
}

/// What was typed wrong, so that the hints are printed.
const SLIPS: [&str; 23] = [
    "sideways later 99",
    "sideways later 1 --until 2027-01-01",
    "sideways ask ack 99",
    "sideways ask from dana",
    "sideways ask from nobody hello",
    "sideways ask from dana 'review it' --needed 2027-02-01 --decide-by 2027-01-31",
    "sideways answer 99 yes",
    "sideways answer 99",
    "sideways loan to dana 'one tester'",
    "sideways loan to dana --until fri",
    "sideways loan returned 99",
    "sideways offer dana capacity 'one tester'",
    "sideways offer dana risk 'first on the pipeline'",
    "sideways offer dana sequencing 'Single login'",
    "sideways offer dana credit 'the load tests' --reader Ana",
    "sideways offer dana news 'a reorganisation' --free 2027-06-01",
    "sideways offer dana love",
    "sideways agree 99",
    "sideways credit 99",
    "sideways kindness done 99",
    "sideways team decided 119",
    "sideways talk nobody 20m",
    "sideways undo 999",
];

#[test]
fn no_printed_command_is_one_that_the_program_does_not_know() {
    let leader = Leader::new("year-commands");
    first_talks(&leader);
    for look in
        ["map", "map --all --attention", "read", "corrections", "peer", "ask", "loan", "trade", "team", "log"]
    {
        leader.does("2027-01-08", &format!("sideways {look}"));
    }
    yeses_and_promises(&leader);
    an_ask_and_the_own_team(&leader);
    for on in ["2027-02-15", "2027-03-15", "2027-05-03"] {
        leader.week(on);
        for peer in ["dana", "tom", "joost"] {
            leader.does(on, &format!("sideways peer {peer}"));
            leader.does(on, &format!("sideways talk prepare {peer} --if-they-ask"));
        }
    }
    for slip in SLIPS {
        let said = leader.is_refused("2027-02-15", slip);
        assert!(said.contains("Hint: "), "{slip}: {said}");
        let hint = said.split("Hint: ").nth(1).unwrap();
        // An option that is named alone belongs to what was typed.
        if hint.starts_with("--") {
            let words: Vec<&str> = slip.split(' ').take(3).collect();
            let option = hint.split_whitespace().next().unwrap();
            let help = leader.does("2027-02-15", &format!("{} --help", words.join(" ")));
            assert!(help.contains(option), "{slip}: {hint}");
        }
    }
    let printed = leader.printed.take();
    assert!(printed.len() > 40, "{printed:#?}");
    // Parsed as typed, and nothing is done: what is wrong before --help is said before it.
    let unknown: Vec<String> = printed
        .iter()
        .filter_map(|command| {
            let output = leader.types("2027-02-15", &format!("{command} --help"));
            (!output.status.success())
                .then(|| format!("{command}\n{}", String::from_utf8_lossy(&output.stderr)))
        })
        .collect();
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    assert!(!Path::new(&leader.home).join("map.svg").exists());
}

#[test]
fn p1_that_they_may_read_it_is_said_with_the_first_talk_and_no_later_one() {
    let leader = Leader::new("year-as-if");
    leader.does("2027-01-04", "sideways init; sideways peer add 'Dana Ortiz'; sideways peer add 'Tom Reyes'");
    let first = leader.does("2027-01-04", "sideways talk dana 30m");
    assert!(first.contains("Write it as if they will read it"), "{first}");
    for line in ["sideways talk tom 30m", "sideways undo 3; sideways talk dana 20m"] {
        let later = leader.does("2027-01-05", line);
        assert!(!later.contains("as if they will read it"), "{later}");
    }
    assert!(leader.does("2027-01-05", "sideways talk --help").contains("as if they will read it"));
}

#[test]
fn t9_three_asks_in_a_row_are_a_word_on_their_page_alone() {
    let leader = Leader::new("year-nudge");
    leader.does("2027-01-04", "sideways init; sideways peer add 'Dana Ortiz'");
    for what in ["an account", "a review", "a room"] {
        leader.does("2027-01-04", &format!("sideways ask of dana {what}"));
    }
    let page = leader.does("2027-01-05", "sideways peer dana");
    assert!(page.contains("Three asks in a row to Dana Ortiz, nothing offered between."), "{page}");
    assert!(page.contains("sideways kindness add \"Dana Ortiz\" \"...\""), "{page}");
    for other in
        ["peer", "peer --json", "peer dana --json", "week", "week --json", "log --json", "ask --json"]
    {
        let said = leader.does("2027-01-05", &format!("sideways {other}"));
        assert!(!said.to_lowercase().contains("in a row"), "{other}: {said}");
    }
    leader
        .does("2027-01-05", "sideways kindness add 'Dana Ortiz' 'an intro by fri'; sideways kindness done 5");
    let page = leader.does("2027-01-05", "sideways peer dana");
    assert!(!page.contains("in a row"), "{page}");
}

#[test]
fn b3_the_kept_map_says_how_warm_each_channel_will_be_when_its_yes_is_due() {
    let leader = Leader::new("year-yeses");
    first_talks(&leader);
    let page = leader.does("2027-01-08", "sideways map");
    assert!(page.contains("The yeses of the next three months"), "{page}");
    let map: Value = serde_json::from_str(&leader.does("2027-01-08", "sideways map --json")).unwrap();
    let yeses = map["yeses"].as_array().unwrap();
    let warmth = |due: &str| yeses.iter().find(|yes| yes["due"] == due).unwrap()["warmth"].clone();
    assert!(!["drifting", "dead"].contains(&warmth("2027-01-12").as_str().unwrap_or("early")), "{yeses:#?}");
    assert_ne!(warmth(yeses.last().unwrap()["due"].as_str().unwrap()), "warm", "silent for months");
    let drawn = leader
        .does("2027-01-08", "sideways map plan.md --people people.toml --team Booking --trials 100 --json");
    assert!(!drawn.contains("\"yeses\": ["), "a map that is not kept has no channels");
}
