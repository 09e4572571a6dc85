//! Asks, answers and loans from outside, as a leader types them.

use std::path::PathBuf;

use serde_json::Value;

use crate::run::{folder, sideways, strings};

/// A notebook of its own, with Mira and Tom in it.
pub struct Leader {
    home: PathBuf,
    today: &'static str,
}

/// What came of a command: its code, what it said, and what it complained of.
pub type Said = (i32, String, String);

impl Leader {
    pub fn new(name: &str) -> Self {
        let leader = Self { home: folder(name), today: "2026-05-04" };
        leader.done(&["init"]);
        leader.done(&["peer", "add", "Mira Solberg"]);
        leader.done(&["peer", "add", "Tom Reyes"]);
        leader
    }

    /// A file beside the notebook.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    pub fn on(self, today: &'static str) -> Self {
        Self { today, ..self }
    }

    pub fn types(&self, arguments: &[&str]) -> Said {
        let mut command = sideways(&self.home);
        let output = command.env("HOME", &self.home).env("SIDEWAYS_NOW", self.today).args(arguments).output();
        let output = output.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    pub fn done(&self, arguments: &[&str]) -> String {
        let (code, said, complained) = self.types(arguments);
        assert_eq!(code, 0, "{arguments:?}: {complained}");
        let is_json = arguments.contains(&"--json");
        assert!(is_json || said.lines().all(|line| line.chars().count() <= 80), "{said}");
        said
    }

    pub fn refused(&self, arguments: &[&str]) -> (i32, String) {
        let (code, said, complained) = self.types(arguments);
        assert!(said.is_empty(), "{said}");
        (code, complained)
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&self.done(&arguments)).unwrap()
    }
}

const ASK: [&str; 9] = [
    "ask",
    "from",
    "mira",
    "two reviewers for June",
    "--needed",
    "june 1",
    "--lead=2w",
    "--decide-by=fri",
    "--notes=her boss presses",
];

#[test]
fn t8_an_ask_is_kept_in_one_line_and_says_what_was_understood() {
    let leader = Leader::new("ask-kept");
    assert_eq!(
        leader.done(&ASK),
        "Mira Solberg asked on 2026-05-04: “two reviewers for June”; needed by\n  \
         2026-06-01; 10 working days after the answer; notes: her boss presses.\n\
         Ask 3 was acknowledged on 2026-05-04.\n\
         Ask 3 is to be decided by 2026-05-08.\n\
         Entry 3; sideways undo 3 takes it back.\n"
    );
    let said =
        leader.done(&["ask", "from", "Tom", "Reyes", "review", "our", "RFC", "--needed", "in 2 weeks"]);
    assert!(said.contains("“review our RFC”"), "{said}");
    assert!(said.contains("A lead of 5 working days is assumed"), "{said}");
    leader.done(&["undo", "3"]);
    let open = leader.json(&["ask"]);
    assert_eq!(open["of_me"].as_array().unwrap().len(), 1);
    assert_eq!(open["of_me"][0]["name"], "Tom Reyes");
}

#[test]
fn t8_a_day_that_is_of_no_use_is_refused_with_the_latest() {
    let leader = Leader::new("ask-late");
    let late =
        ["ask", "from", "mira", "review our RFC", "--needed", "in 2 weeks", "--decide-by", "in 13 days"];
    let (code, said) = leader.refused(&late);
    assert_eq!(code, 1);
    assert!(said.contains("Hint: --decide-by 2026-05-11; --lead 1d says"), "{said}");
    assert_eq!(leader.json(&["ask"])["of_me"], Value::Array(Vec::new()));
}

#[test]
fn t8_one_extension_that_was_told_and_no_second() {
    let leader = Leader::new("ask-extended");
    leader.done(&ASK);
    let (code, said) = leader.refused(&["ask", "decide-by", "3", "may 12"]);
    assert!(code == 1 && said.contains("Hint: tell them, then add --told today"), "{said}");
    leader.done(&["ask", "decide-by", "3", "may 12", "--told", "today"]);
    let (code, said) = leader.refused(&["ask", "decide-by", "3", "may 13", "--told", "today"]);
    assert!(code == 1 && said.contains("it bears no second"), "{said}");
}

#[test]
fn t8_past_its_day_both_texts_are_ready_until_one_is_used() {
    let leader = Leader::new("ask-past");
    leader.done(&ASK);
    let leader = leader.on("2026-05-11");
    let open = &leader.json(&["ask"])["of_me"][0];
    assert_eq!((open["stage"].as_str(), open["is_late"].as_bool()), (Some("past"), Some(true)));
    insta::assert_snapshot!("answer_draft", leader.done(&["answer", "3", "--draft"]));
    let said = leader.done(&["answer", "3", "no", "--instead", "one reviewer from 10 June on"]);
    insta::assert_snapshot!("answer_no", said);
    assert_eq!(leader.json(&["ask"])["of_me"], Value::Array(Vec::new()));
    let (code, said) = leader.refused(&["answer", "3", "--draft"]);
    assert!(code == 1 && said.contains("no ask 3 is open"), "{said}");
}

#[test]
fn p1_notes_and_remarks_are_in_no_text_for_others() {
    let leader = Leader::new("ask-private");
    leader.done(&ASK);
    let drafts = leader.json(&["answer", "3", "--draft"]).to_string();
    assert!(!drafts.contains("presses"));
    let answer = leader.json(&["answer", "3", "yes", "--remark", "she has seven"]);
    assert!(!answer["text"].as_str().unwrap().contains("seven"));
    assert_eq!(strings(&answer["said"]), ["Ask 3 was answered with yes on 2026-05-04: she has seven."]);
}

#[test]
fn asks_of_mine_wait_and_their_answer_is_kept() {
    let leader = Leader::new("ask-mine");
    leader.done(&["ask", "of", "tom", "a test account", "--needed", "fri"]);
    let (code, said) = leader.refused(&["ask", "ack", "3"]);
    assert!(code == 1 && said.contains("ask 3 is one of yours"), "{said}");
    let leader = leader.on("2026-05-11");
    insta::assert_snapshot!("ask_list", leader.done(&["ask"]));
    assert_eq!(leader.json(&["answer", "3", "yes"])["text"], Value::Null);
    assert_eq!(leader.done(&["ask"]), "No ask is open. sideways ask from PEER WHAT keeps one.\n");
}

#[test]
fn what_was_typed_wrong_says_what_to_type() {
    let leader = Leader::new("ask-wrong");
    let wrong = |arguments: &[&str], code: i32, words: &str| {
        let (found, said) = leader.refused(arguments);
        assert_eq!(found, code, "{said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    };
    wrong(&["answer", "3"], 2, "yes or no is missing");
    wrong(&["answer", "x", "yes"], 2, "“x” is no number of an ask");
    wrong(&["answer", "9", "yes"], 1, "no ask 9 is open");
    wrong(&["answer", "9", "yes", "--instead", "x"], 2, "--instead goes with a no");
    wrong(&["answer", "9", "no", "--instead", " "], 2, "--instead says nothing");
    wrong(&["ask", "from", "mira", "x", "--notes", " "], 2, "the note says nothing");
    wrong(&["answer", "9", "yes", "--remark", ""], 2, "the remark says nothing");
    wrong(&["not-this", "1", "--because", " "], 2, "a reason is missing");
    wrong(&["kindness", "drop", "9", "--because", ""], 2, "the reason says nothing");
    wrong(&["crossing", "given", "a", "b", "--because", ""], 2, "the reason says nothing");
    wrong(&["peer", "merge", "mira", "Mira Solberg"], 1, "both names are Mira Solberg's already");
    wrong(&["ask", "from", "mira"], 2, "what was asked is missing");
    wrong(&["ask", "from", "nobody", "hello"], 1, "no peer is called “nobody”");
    wrong(&["ask", "from", "mira", "x", "--lead", "9"], 2, "“9” names no working days");
    wrong(&["ask", "from", "mira", "x", "--needed", "soonish"], 2, "“soonish” is no day");
    wrong(&["loan", "to", "mira", "--until", "fri"], 2, "what is lent is missing");
    wrong(&["loan", "returned", "7"], 1, "no loan 7 is open");
}

#[test]
fn t4_a_loan_without_an_end_is_refused_and_one_that_is_over_is_listed() {
    let leader = Leader::new("loan");
    let (code, said) = leader.refused(&["loan", "to", "mira", "one reviewer"]);
    assert_eq!(
        (code, said.as_str()),
        (1, "Error: a loan has an end, or it is a gift\nHint: --until \"in 3 weeks\"\n")
    );
    leader.done(&["loan", "to", "mira", "one", "reviewer", "--until", "in 3 weeks"]);
    leader.done(&["loan", "from", "tom", "two days of a tester", "--from", "mon", "--until", "june 12"]);
    let leader = leader.on("2026-05-26");
    insta::assert_snapshot!("loan_list", leader.done(&["loan"]));
    let (code, said) = leader.refused(&["loan", "extend", "3", "--until", "june 12", "--agreed", " "]);
    assert!(code == 1 && said.contains("unless both agree anew"), "{said}");
    leader.done(&["loan", "extend", "3", "--until", "june 12", "--agreed", "two weeks more, for the audit"]);
    assert_eq!(leader.json(&["loan"])[0]["is_over"], false);
    leader.done(&["loan", "returned", "3"]);
    assert_eq!(leader.json(&["loan"]).as_array().unwrap().len(), 1);
}

#[test]
fn b1_a_loan_to_a_guarded_peer_says_what_is_closed() {
    let leader = Leader::new("loan-guarded");
    leader.done(&["peer", "guarded", "tom", "--because", "he quoted me to his boss"]);
    let said = leader.json(&["loan", "to", "tom", "one reviewer", "--until", "fri"]);
    assert!(strings(&said["remarks"])[0].contains("no trades, no news and no joint documents"), "{said}");
}

#[test]
fn where_json_is_wanted_a_complaint_is_json_too_under_the_same_code() {
    let leader = Leader::new("complaints");
    for (line, code, error, hint) in [
        (&["answer", "9", "yes"][..], 1, "no ask 9 is open", "no ask is open"),
        (&["answer", "x", "yes"], 2, "“x” is no number of an ask", "sideways ask shows them"),
        (&["ask", "--bogus"], 2, "unexpected argument '--bogus' found", ""),
        (
            &["ask", "ack"],
            2,
            "the following required arguments were not provided: <NUMBER>",
            "sideways ask ack",
        ),
        (&["nonsense"], 2, "unrecognized subcommand 'nonsense'", ""),
    ] {
        let (plain_code, plain) = leader.refused(line);
        assert!(serde_json::from_str::<Value>(&plain).is_err(), "{plain}");
        let (found, said) = leader.refused(&[line, &["--json"]].concat());
        assert_eq!((found, found), (code, plain_code), "{line:?}");
        let said: Value = serde_json::from_str(&said).unwrap();
        assert!(said["error"].as_str().unwrap().starts_with(error), "{said}");
        assert!(said["hint"].as_str().unwrap().starts_with(hint), "{said}");
    }
    let (_, words) = leader.refused(&["ask", "from", "nobody", "--", "--json"]);
    assert!(words.starts_with("Error: "), "behind -- it is a word: {words}");
}

#[test]
fn t8_the_text_for_a_successor_says_who_asked() {
    let leader = Leader::new("ask-successor");
    leader.done(&ASK);
    leader.done(&["peer", "successor", "mira", "--by", "tom"]);
    let text = leader.json(&["answer", "3", "yes"])["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("On 4 May 2026 your predecessor asked me: “two reviewers for June”"), "{text}");
}

#[test]
fn what_stands_in_a_list_of_asks_is_their_stage() {
    let leader = Leader::new("ask-stages");
    leader.done(&["ask", "from", "mira", "review our RFC", "--needed", "in 5 weeks"]);
    leader.done(&["ask", "ack", "3"]);
    assert_eq!(leader.json(&["ask"])["of_me"][0]["stage"], "name-day");
    assert!(leader.done(&["ask"]).contains("Tell them by when you decide, "));
    leader.done(&["ask", "decide-by", "3", "fri"]);
    assert_eq!(leader.json(&["ask"])["of_me"][0]["stage"], "decide");
    assert!(leader.done(&["ask"]).contains("Decide by 2026-05-08"));
}
