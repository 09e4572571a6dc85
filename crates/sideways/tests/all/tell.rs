//! Before the room, from outside: the story of a slip, and news that is held.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::run::{at_desk, notebook};

const PEOPLE: &str = "[[team]]\nname = \"Payments\"\nleads = [\"Dana Ortiz\"]\n[[team]]\nname = \"Booking\"\nleads = [\"Mira Solberg\"]\n\
    [[team]]\nname = \"Ports\"\nleads = [\"Tom Reyes\"]\n";

pub const MONDAY: &str = "2026-05-04T09:00:00+00:00[UTC]";
pub const TUESDAY: &str = "2026-05-05T09:00:00+00:00[UTC]";
const FRIDAY: &str = "2026-05-08T16:30:00+00:00[UTC]";

/// Two others wait for the pipeline, which takes so many days.
fn plan(days: u32) -> String {
    format!(
        "# Pipeline @Booking by 2026-06-12\n- New pipeline, {days}d @Booking\n- Sign-off, 2d @Booking, needs yes from Payments\n\
         # May release @Payments by 2026-06-26\n- Release through it, 5d @Payments, after New pipeline\n\
         # Quay tablets @Ports by 2026-07-10\n- Tablets through it, 3d @Ports, after New pipeline\n"
    )
}

pub fn run(here: &Path, now: &str, words: &[&str]) -> (Option<i32>, String, String) {
    let output = at_desk(here, now).args(words).output().unwrap();
    let text = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn done(here: &Path, now: &str, words: &[&str]) -> String {
    let (code, said, wrong) = run(here, now, words);
    assert_eq!(code, Some(0), "{words:?}: {wrong}");
    said
}

fn json(here: &Path, now: &str, words: &[&str]) -> Value {
    let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
    let output = at_desk(here, now).args(&words).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn about(here: &Path, now: &str) -> String {
    json(here, now, &["tell"])[0]["id"].as_str().unwrap().to_owned()
}

pub fn kept(name: &str) -> PathBuf {
    let here = notebook(name);
    fs::write(here.join("people.toml"), PEOPLE).unwrap();
    fs::write(here.join("plan.md"), plan(10)).unwrap();
    done(&here, MONDAY, &["read", "plan.md", "--people", "people.toml", "--me", "Mira Solberg"]);
    done(&here, MONDAY, &["map", "--keep"]);
    for name in ["Dana Ortiz", "Tom Reyes"] {
        // Whom the map does not name is entered by hand.
        run(&here, MONDAY, &["peer", "add", name]);
    }
    here
}

#[test]
fn l1_l2_l5_a_slip_found_by_reading_the_plan_again_is_told_and_a_surprise_is_mended() {
    let here = kept("tell-story");
    fs::write(here.join("plan.md"), plan(22)).unwrap();
    let said = done(&here, TUESDAY, &["tell", "plan"]);
    assert!(said.contains("Their engineers may already see this."), "{said}");
    let opened = json(&here, TUESDAY, &["tell", "plan", "--open", "--room", "fri 15:00", "--notice", "1d"]);
    let landed = opened["landing"]["peers"].as_array().unwrap();
    let names: Vec<&str> = landed.iter().filter_map(|one| one["peer"].as_str()).collect();
    assert_eq!(names.len(), 2, "it lands on two peers: {opened}");
    let about = about(&here, TUESDAY);
    let shown = json(&here, TUESDAY, &["tell", &about]);
    let calls = shown["times"]["calls"].as_array().unwrap();
    assert_eq!(calls.len(), 2, "{shown}");
    let is_today = |call: &Value| call["at"]["clock"].as_str().unwrap().starts_with("2026-05-05 ");
    assert!(calls.iter().all(is_today), "{calls:?}");
    let week = done(&here, TUESDAY, &["week"]);
    assert!(week.contains("before Friday's room at 15:00"), "{week}");
    assert!(week.contains("Their engineers may already see this."), "{week}");
    done(&here, TUESDAY, &["told", names[0], "today 9:00", "--about", &about]);
    let late = done(&here, FRIDAY, &["told", names[1], "today 16:00", "--about", &about]);
    assert!(late.contains("was told after the room") && late.contains("sideways repaired"), "{late}");
    let week = done(&here, FRIDAY, &["week"]);
    assert!(week.contains(&format!("Mend it with {}", names[1])), "{week}");
    done(&here, FRIDAY, &["repaired", names[1], "said so in person", "--about", &about]);
    let shown = json(&here, FRIDAY, &["tell", &about]);
    assert!(
        shown["peers"].as_array().unwrap().iter().any(|peer| peer["repaired"] == "2026-05-08"),
        "{shown}"
    );
    done(&here, FRIDAY, &["tell", "done", &about]);
    assert_eq!(json(&here, FRIDAY, &["tell"]).as_array().unwrap().len(), 0);
}

#[test]
fn l5_the_channel_remembers_a_surprise_a_year_later() {
    let here = kept("tell-remembers");
    done(
        &here,
        MONDAY,
        &["tell", "new", "we keep the old login", "--kind", "reversal", "--lands-on", "dana"],
    );
    done(&here, MONDAY, &["surprised", "dana"]);
    done(&here, TUESDAY, &["repaired", "dana", "said so in person"]);
    let page = done(&here, "2027-05-08", &["peer", "dana"]);
    assert!(page.contains("it takes talks of theirs, not time"), "{page}");
}

#[test]
fn l1_a_slip_that_is_foreseen_lands_before_the_tracker_is_changed() {
    let here = kept("tell-slip");
    let said = done(&here, MONDAY, &["tell", "slip", "New pipeline", "--by", "12d"]);
    for words in ["Dana Ortiz", "Tom Reyes", "2. Change the tracker: “New pipeline”.", "--open"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(json(&here, MONDAY, &["tell"]).as_array().unwrap().len(), 0, "nothing is kept");
    let opened = done(&here, MONDAY, &["tell", "slip", "New pipeline", "--by", "12d", "--open"]);
    let said = done(&here, MONDAY, &["tell"]);
    assert!(said.contains("“New pipeline” is 12 working days later"), "{said}");
    assert!(said.contains("3. Change the tracker: “New pipeline”."), "{said}");
    let said = done(&here, MONDAY, &["tell", &about(&here, MONDAY)]);
    let assumed = "assumed: your calendar, the calendar of Dana Ortiz and the calendar of Tom Reyes.";
    assert!(said.contains(assumed), "{said}");
    // What takes it back takes the announcement back, whoever had to be entered before it
    let entry = opened.rsplit("sideways undo ").next().unwrap().split(' ').next().unwrap();
    done(&here, MONDAY, &["undo", entry]);
    assert_eq!(json(&here, MONDAY, &["tell"]).as_array().unwrap().len(), 0, "{opened}");
    let (code, _, wrong) = run(&here, MONDAY, &["tell", "slip", "New pipeline", "--by", "soon"]);
    assert!(code == Some(2) && wrong.contains("Hint: --by 12d"), "{wrong}");
}

#[test]
fn t7_news_that_is_held_stands_in_no_output_but_tell() {
    let here = kept("tell-held");
    let times = ["--free-from", "wed 9:00", "--room", "wed 15:00"];
    let news =
        [&["tell", "new", "zebra moves to Lisbon", "--lands-on", "dana=zebra desk"][..], &times].concat();
    done(&here, MONDAY, &news);
    let pages: [&[&str]; 9] = [
        &["week"],
        &["week", "--on", "2026-05-20"],
        &["week", "--json"],
        &["log"],
        &["log", "--json"],
        &["peer", "dana"],
        &["peer", "dana", "--json"],
        &["talk", "prepare", "dana"],
        &["trade"],
    ];
    for page in pages {
        let said = done(&here, TUESDAY, page);
        assert!(!said.contains("zebra"), "{page:?}: {said}");
    }
    let said = done(&here, TUESDAY, &["tell"]);
    assert!(said.contains("zebra moves to Lisbon") && said.contains("held until 2026-05-06 09:00"), "{said}");
    let about = about(&here, TUESDAY);
    let (code, said, wrong) = run(&here, TUESDAY, &["tell", "note", &about, "dana"]);
    assert!(code == Some(1) && said.is_empty() && wrong.contains("is held"), "{wrong}");
    assert!(!wrong.contains("zebra"), "{wrong}");
    let wednesday = "2026-05-06T09:00:00+00:00[UTC]";
    assert!(done(&here, wednesday, &["week"]).contains("zebra moves to Lisbon"));
    let note = done(&here, wednesday, &["tell", "note", &about, "dana"]);
    assert!(note.contains("What it means for you: zebra desk."), "{note}");
}

#[test]
fn l3_told_is_one_to_one() {
    let here = kept("tell-broadcast");
    let news = ["tell", "new", "we keep the old login", "--kind", "reversal", "--lands-on", "dana"];
    done(&here, MONDAY, &[&news[..], &["--lands-on", "tom"]].concat());
    let (code, _, wrong) = run(&here, MONDAY, &["told", "everybody"]);
    assert!(code == Some(1) && wrong.contains("a broadcast tells nobody"), "{wrong}");
    assert!(wrong.contains(&playbook::refusal::Refusal::Broadcast.fact()), "{wrong}");
    let about = about(&here, MONDAY);
    let said = done(&here, MONDAY, &["told", "--everybody", "--about", &about]);
    assert!(said.contains("Not told by you yet: Dana Ortiz, Tom Reyes."), "{said}");
    let (code, _, wrong) = run(&here, MONDAY, &["later", "1"]);
    assert!(code == Some(1) && wrong.contains("bad news is not put off"), "{wrong}");
}

#[test]
fn m7_a_plan_that_stands_as_it_was_kept_moves_nothing_whatever_was_answered_about_it() {
    let here = kept("tell-answered");
    done(&here, MONDAY, &["crossing", "reject", "Sign-off", "Payments", "--because", "we sign it ourselves"]);
    done(&here, MONDAY, &["map", "--keep"]);
    let since = json(&here, TUESDAY, &["tell", "plan"])["since"].clone();
    for part in ["people", "deliverables", "crossings"] {
        assert_eq!(since[part].as_array().map(Vec::len), Some(0), "{since}");
    }
    let typed =
        json(&here, TUESDAY, &["tell", "plan", "plan.md", "plan.md", "--people", "people.toml"])["since"]
            .clone();
    assert_eq!(typed["crossings"].as_array().map(Vec::len), Some(0), "{typed}");
}

#[test]
fn l1_what_is_announced_of_a_plan_is_the_promise_that_moved_in_it_and_no_other_date() {
    let here = kept("tell-promise");
    let later = plan(22).replace("2026-06-12", "2026-06-30")
        + "# Ledger @Booking by 2026-06-19\n- Ledger, 4d, after Sign-off\n";
    fs::write(
        here.join("plan.md"),
        plan(10) + "# Ledger @Booking by 2026-06-19\n- Ledger, 4d, after Sign-off\n",
    )
    .unwrap();
    done(&here, MONDAY, &["map", "--keep"]);
    fs::write(here.join("plan.md"), later).unwrap();
    done(&here, TUESDAY, &["tell", "plan", "--open", "--room", "fri 15:00"]);
    let what = json(&here, TUESDAY, &["tell"])[0]["what"].as_str().unwrap().to_owned();
    assert_eq!(what, "“Pipeline” is promised 12 working days later");
}

#[test]
fn l2_who_is_told_what_is_not_free_yet_is_asked_to_keep_it_unless_they_were_let_in() {
    let here = kept("tell-early");
    let new = |name: &str, more: &[&str]| {
        let words = [
            "tell",
            "new",
            "the team moves",
            "--kind",
            "change",
            "--free-from",
            "thu 9:00",
            "--lands-on",
            name,
        ];
        done(&here, MONDAY, &[&words[..], more].concat());
    };
    new("tom", &[]);
    let said = done(&here, MONDAY, &["told", "tom"]);
    assert!(
        said.contains("It is free from 2026-05-07 09:00 on only, and Tom Reyes was not let in early"),
        "{said}"
    );
    new("dana", &["--early", "dana"]);
    let said = done(&here, MONDAY, &["told", "dana"]);
    assert!(!said.contains("on only"), "{said}");
}

#[test]
fn r1_whom_the_map_needs_for_an_initiative_beside_its_names_is_said() {
    let here = notebook("initiative-beyond");
    fs::write(here.join("people.toml"), PEOPLE).unwrap();
    let plan = "# Pipeline @Booking by 2026-06-12\n- New pipeline, 10d @Booking, needs yes from Payments\n\
        - Retention rules, 2d @Booking, needs yes from Legal\n\
        # Ledger @Booking by 2026-06-19\n- Export, 2d @Booking, needs yes from Payments\n";
    fs::write(here.join("plan.md"), plan).unwrap();
    done(&here, MONDAY, &["read", "plan.md", "--people", "people.toml", "--me", "Mira Solberg"]);
    done(&here, MONDAY, &["map", "--keep"]);
    let said = done(&here, MONDAY, &["initiative", "new", "Pipeline", "--request", "go"]);
    assert!(said.contains("Legal is needed for it, too, and no leader of Legal is known"), "{said}");
    let said = done(&here, MONDAY, &["initiative", "new", "Ledger", "--request", "go"]);
    assert!(!said.contains("Legal"), "{said}");
}
