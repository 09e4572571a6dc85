//! `sideways trade hunt`: the story of somebody who goes first, and what is said where nothing can be proposed.

use std::{fs, path::Path};

use serde_json::Value;

use crate::{
    run::{at_desk, folder, notebook, repository, sideways, strings},
    what_if::{PLAN, is_what_the_program_says},
};

const MIRA: [&str; 4] = ["--me", "Mira Solberg", "--as-of", "2027-01-04"];

fn hunted(plan: &Path, words: &[&str]) -> Value {
    let mut command = sideways(&repository());
    let output =
        command.args(["trade", "hunt"]).arg(plan).args(MIRA).args(words).arg("--json").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The sentences of what each side does.
fn does(proposal: &Value) -> Vec<(Option<&str>, Vec<&str>)> {
    proposal["sides"]
        .as_array()
        .unwrap()
        .iter()
        .map(|side| {
            let does = side["does"].as_array().unwrap().iter();
            (side["peer"].as_str(), does.map(|does| does["sentence"].as_str().unwrap()).collect())
        })
        .collect()
}

/// The owner of a new pipeline needs somebody who moves to it first. Three teams are to move, and each has put it at the end of
/// its queue. Mira is one of the three; signed packages, which she asked for long ago, stand behind everything else of the
/// pipeline's team. Going first would cost her a date, the packages would save her another; and the two who come after her move
/// in less time.
#[test]
fn t5_story_the_first_adopter_goes_first_for_an_old_request() {
    let said = hunted(&repository().join(PLAN), &[]);
    assert_eq!(said["gifts"].as_array().unwrap().len(), 0, "going first costs too much to be a gift");
    assert_eq!(said["trades"].as_array().unwrap().len(), 1, "and there is exactly one trade");
    let trade = &said["trades"][0];
    let [(None, mine), (Some("Ines Roth"), hers)] = &does(trade)[..] else { panic!("{trade}") };
    assert!(
        mine.iter()
            .any(|does| does.starts_with("Booking goes first with “Booking moves to the new pipeline”"))
    );
    assert!(
        mine.iter()
            .any(|does| does.contains("it brings a write-up of what broke, and is not done without one"))
    );
    assert!(hers[0].starts_with("Pipelines does “Signed packages for tablets”, before"));
    assert_eq!(hers.len(), 1, "one old request, and nothing else");
    for side in trade["sides"].as_array().unwrap() {
        assert!(
            side["value"]["from"].as_i64().unwrap() > side["cost"]["to"].as_i64().unwrap(),
            "each side gains"
        );
    }
    assert!(trade["ask_first"].as_str().unwrap().ends_with('?'));
}

/// Told to Mira alone: she can look what going first would cost before she says a word.
#[test]
fn t5_story_what_the_page_says_can_be_redone_by_what_if() {
    is_what_the_program_says("docs/hunt.md");
}

#[test]
fn b1_a_guarded_peer_is_proposed_nothing_and_the_page_says_why() {
    let here = notebook("hunt-guarded");
    let run = |words: &[&str]| {
        let output = at_desk(&here, "2027-01-04").args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let plan = repository().join(PLAN);
    let hunt = ["trade", "hunt", plan.to_str().unwrap(), "--me", "Mira Solberg"];
    assert!(run(&hunt).contains("Ines Roth\n"));
    run(&["peer", "add", "ines roth"]);
    run(&["peer", "guarded", "ines", "--because", "she quoted me to my boss"]);
    let page = run(&hunt);
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains(
            "Nothing is proposed to Ines Roth, whom you hold guarded: sideways peer cooperative \"Ines Roth\""
        ),
        "{page}"
    );
    assert!(!words.contains("she quoted me"), "the reason stays where it was written");
    assert!(!words.contains("Signed packages"), "{page}");
    run(&["peer", "cooperative", "ines", "--because", "we talked it over"]);
    assert!(run(&hunt).contains("Signed packages"));
}

#[test]
fn t9_nothing_of_a_hunt_is_kept() {
    let here = notebook("hunt-kept");
    let log = || {
        let output = at_desk(&here, "2027-01-04").args(["log", "--json"]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let before = log();
    let plan = repository().join(PLAN);
    let output = at_desk(&here, "2027-01-04")
        .args(["trade", "hunt", plan.to_str().unwrap(), "--me", "Mira Solberg"])
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(log(), before);
}

#[test]
fn t3_replay_says_what_would_have_been_proposed_and_what_became_of_it() {
    let here = folder("hunt-replay");
    let plan = fs::read_to_string(repository().join(PLAN)).unwrap();
    let now = plan
        .replace(
            "- Signed packages for tablets, 3-4-6d",
            "- [x] Signed packages for tablets, 3-4-6d, took 4d, done 2027-03-12",
        )
        .replace("by 2027-02-26", "by 2027-04-16");
    fs::write(here.join("then.md"), plan).unwrap();
    fs::write(here.join("now.md"), now).unwrap();
    let words = ["--replay", here.join("then.md").to_str().unwrap()].map(str::to_owned);
    let said = hunted(&here.join("now.md"), &words.each_ref().map(String::as_str));
    assert_eq!(said["then"]["trades"].as_array().unwrap().len(), 1);
    let became: Vec<String> = said["became"][0]
        .as_array()
        .unwrap()
        .iter()
        .map(|became| format!("{} {}", became["title"].as_str().unwrap(), became["since"].as_str().unwrap()))
        .collect();
    assert!(became.contains(&"Signed packages for tablets was finished on 2027-03-12".into()), "{became:?}");
    assert!(
        became.contains(
            &"Tablets at the quay is not begun, promised for 2027-04-16 rather than 2027-02-26".into()
        ),
        "{became:?}"
    );
    let mut command = sideways(&here);
    let page =
        command.args(["trade", "hunt", "now.md"]).args(MIRA).args(["--replay", "then.md"]).output().unwrap();
    let page = String::from_utf8(page.stdout).unwrap();
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("Since then: “Signed packages for tablets” was finished on 2027-03-12."), "{page}");
}

#[test]
fn what_is_missing_is_said_where_nothing_can_be_proposed() {
    let here = folder("hunt-missing");
    let plan = fs::read_to_string(repository().join(PLAN)).unwrap();
    let undated: String =
        plan.lines().map(|line| format!("{}\n", line.split(" by 2027").next().unwrap())).collect();
    fs::write(here.join("plan.md"), undated).unwrap();
    let said = hunted(&here.join("plan.md"), &[]);
    let missing = strings(&said["missing"]).join("\n");
    assert!(missing.contains("You promise no day in this plan"), "{missing}");
    assert!(
        missing.contains("Nothing can be saved for teams without a date: Pipelines, Pricing, Ports"),
        "{missing}"
    );
}

#[test]
fn a_hunt_that_cant_be_is_told_with_something_to_type() {
    let tries: &[&[&str]] = &[
        &[PLAN],
        &[PLAN, "--me", "Nobody Known"],
        &[PLAN, "--team", "Harbour"],
        &["gone.md", "--me", "Mira Solberg"],
        &[PLAN, "--me", "Mira Solberg", "--replay", "gone.md"],
        &[PLAN, "--me", "Mira Solberg", "--as-of", "soon"],
    ];
    let mut said = String::new();
    for words in tries {
        let output = sideways(&repository()).args(["trade", "hunt"]).args(*words).output().unwrap();
        assert!(!output.status.success() && output.stdout.is_empty(), "{words:?}");
        said.push_str(&format!("{}\n{}\n", words.join(" "), String::from_utf8(output.stderr).unwrap()));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_page_fits_a_terminal() {
    let output = sideways(&repository()).args(["trade", "hunt", PLAN]).args(MIRA).output().unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert!(!page.contains("\n\n\n"), "one empty line at a time: {page}");
}

/// A programme office asks for everybody: the same trade, told of both sides by name.
#[test]
fn t3_for_everybody_the_first_adopters_trade_is_found_and_told_on_a_page_that_fits_a_terminal() {
    let words = ["trade", "hunt", PLAN, "--org", "--as-of", "2027-01-04"];
    let output = sideways(&repository()).args(words).output().unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    assert!(!page.contains("\n\n\n"), "one empty line at a time: {page}");
    let said = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Booking goes first with “Booking moves to the new pipeline”",
        "Pipelines does “Signed packages for tablets”",
        "no other choice among them gains more",
        "at half and at double the spread, and without guessed links",
        "Ask ",
    ] {
        assert!(said.contains(words), "{words}: {page}");
    }
    assert!(!said.contains("You ") && !said.contains("promise no day"), "nobody in it is you: {page}");
    let json = sideways(&repository()).args(words).arg("--json").output().unwrap();
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert!(json["trades"][0]["sides"].as_array().unwrap().iter().all(|side| side["peer"].is_string()));
    assert!(json["missing"].is_array());
}

#[test]
fn t2_what_they_value_stands_below_a_proposal_with_its_day_and_whether_they_said_so() {
    let here = notebook("hunt-values");
    let plan = repository().join(PLAN);
    let run = |words: &[&str]| {
        let output = at_desk(&here, "2027-01-04").args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    run(&["peer", "add", "Ines Roth"]);
    run(&["peer", "values", "ines", "early adopters"]);
    let hunt = ["trade", "hunt", plan.to_str().unwrap(), "--me", "Mira Solberg"];
    assert!(run(&hunt).contains("    Ines Roth values early adopters (they said so, 2027-01-04).\n"));
    run(&["peer", "values", "ines", "quiet releases", "--guess"]);
    assert!(run(&hunt).contains("    Ines Roth values quiet releases (a guess, 2027-01-04).\n"));
    let said: Value = serde_json::from_str(&run(&[&hunt[..], &["--json"]].concat())).unwrap();
    assert_eq!(said["valued"][0][0]["peer"], "Ines Roth");
    assert_eq!(said["valued"][0][0]["values"].as_array().unwrap().len(), 2);
    assert!(said["changed"].is_string(), "how old the plan is");
}

#[test]
fn t7_goods_noted_by_hand_stand_below_the_hunt_and_news_only_from_its_day() {
    let here = notebook("hunt-noted");
    let plan = repository().join(PLAN);
    let run = |day: &str, words: &[&str]| {
        let output = at_desk(&here, day).args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let hunt = ["trade", "hunt", plan.to_str().unwrap(), "--me", "Mira Solberg"];
    assert!(!run("2027-01-04", &hunt).contains("Noted by hand"), "nothing is noted");
    run("2027-01-04", &["peer", "add", "Ines Roth"]);
    run("2027-01-04", &["offer", "ines", "capacity", "one tester", "--until", "2027-02-12"]);
    run("2027-01-04", &["offer", "ines", "news", "two teams join", "--free", "2027-01-11", "--wait"]);
    let before = run("2027-01-08", &hunt);
    assert!(before.contains("offered to Ines Roth: capacity, one tester"), "{before}");
    assert!(!before.contains("two teams join"));
    assert!(run("2027-01-11", &hunt).contains("two teams join"));
    run("2027-01-12", &["drop", "2", "--because", "the tester left"]);
    assert!(!run("2027-01-12", &hunt).contains("one tester"));
}
