//! A map that its leader corrects, and takes back.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::run::{folder, map, repository, said, sideways, strings};
use serde_json::Value;

const PLAN: &[&str] =
    &["map", "plan.md", "--people", "people.toml", "--me", "Mira Solberg", "--as-of", "2027-01-04"];

/// The example, in a folder of its own.
fn example(name: &str) -> PathBuf {
    let here = folder(name);
    for file in ["plan.md", "people.toml"] {
        fs::copy(repository().join("examples/northlight").join(file), here.join(file)).unwrap();
    }
    here
}

fn drawn(here: &Path, more: &[&str]) -> Value {
    map(here, &[PLAN, &["--trials", "400"], more].concat())
}

fn page(here: &Path, more: &[&str]) -> String {
    said(here, &[PLAN, &["--trials", "400"], more].concat())
}

fn refused(here: &Path, arguments: &[&str]) -> String {
    let output = sideways(here).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

fn names(map: &Value) -> Vec<&str> {
    map["peers"].as_array().unwrap().iter().map(|peer| peer["person"].as_str().unwrap()).collect()
}

const REJECT: [&str; 6] =
    ["crossing", "reject", "Guest sign-in", "Identity", "--because", "it was built in May"];

#[test]
fn m3b_a_crossing_that_is_rejected_and_taken_back_leaves_the_map_as_it_was() {
    let here = example("m3b_reject");
    let before = drawn(&here, &[]);
    said(&here, &REJECT);
    let with = drawn(&here, &[]);
    assert_ne!(with["peers"], before["peers"]);
    let corrected = &with["corrected"][0];
    assert_eq!(corrected["because"], "it was built in May");
    assert_eq!(corrected["crossings"][0]["theirs"], "Token exchange for guests");
    assert_eq!((&corrected["file"], &corrected["line"]), (&"./sideways.toml".into(), &7.into()));
    let undone = said(&here, &["corrections", "--undo", "1"]);
    assert!(
        undone.contains("sideways crossing reject \"Guest sign-in\" Identity --because \\\n"),
        "{undone}"
    );
    assert_eq!(drawn(&here, &[]), before);
}

#[test]
fn m3b_what_needs_a_reason_is_refused_without_one_and_the_line_can_be_typed() {
    let here = example("m3b_reason");
    let text = refused(&here, &["crossing", "add", "Checkout v2", "Legal", "--kind", "approval"]);
    assert_eq!(
        text,
        "Error: a correction is kept with its reason\nHint: sideways crossing add \"Checkout v2\" Legal --kind approval --because WHY\n"
    );
    said(&here, &["crossing", "add", "Checkout v2", "Legal", "--kind", "approval", "--because", "so it is"]);
    let text = refused(&here, &[PLAN, &["--without", "Tom Reyes"]].concat());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.ends_with("--as-of 2027-01-04 --without \"Tom Reyes\" --because \"WHY\""), "{text}");
    said(&here, &["crossing", "given", "Card numbers kept out", "Payments"]);
    assert_eq!(
        refused(&here, &["crossing", "rekind", "x", "y", "--because", "z"]),
        "Error: the following required arguments were not provided: --as <KIND>\nHint: sideways crossing rekind --as <KIND> --because <TEXT> <ITEM> <WHOM>\n"
    );
}

#[test]
fn m3b_a_name_that_is_struck_stays_struck_until_it_is_taken_back() {
    let here = example("m3b_struck");
    let before = drawn(&here, &[]);
    assert_eq!(names(&before), ["Dana Ortiz", "Tom Reyes", "Joost Verhaak"]);
    let struck = drawn(&here, &["--without", "tom reyes", "--because", "we share a desk"]);
    assert_eq!(names(&struck), ["Dana Ortiz", "Joost Verhaak"], "nobody enters who would add too little");
    assert_eq!(drawn(&here, &[]), struck, "the map that was shown is the one that is read again");
    let left =
        struck["left_out"].as_array().unwrap().iter().find(|left| left["person"] == "Tom Reyes").unwrap();
    assert_eq!(left["reason"], "struck by you, “we share a desk”");
    assert_eq!(left["dependence"], before["peers"][1]["dependence"]);
    let added = drawn(&here, &["--with", "Tom Reyes", "--because", "after all"]);
    assert_eq!(names(&added), names(&before), "the last word on a name counts");
    assert_eq!(
        said(&here, &["corrections"]).matches("Tom Reyes").count()
            + said(&here, &["corrections"]).matches("tom reyes").count(),
        1
    );
    said(&here, &["corrections", "--undo", "with Tom Reyes"]);
    assert_eq!(drawn(&here, &[]), before);
}

#[test]
fn m3b_a_name_that_is_added_is_marked_as_such() {
    let here = example("m3b_added");
    let page = page(&here, &["--with", "Nessa Quill", "--because", "the ports are new to us"]);
    assert!(page.contains("Added by you: “the ports are new to us” (./sideways.toml:6)."), "{page}");
    assert!(page.contains("Corrected by you\n   Name added: Nessa Quill"), "{page}");
    assert_eq!(
        names(&drawn(&here, &["--with", "Ines Roth", "--because", "she sets the budget"])).last(),
        Some(&"Ines Roth")
    );
    let page = said(&here, PLAN);
    assert!(page.contains("No crossing of yours needs them."), "{page}");
    let text = refused(&here, &[PLAN, &["--with", "Aiko Brandt", "--because", "x"]].concat());
    assert!(text.starts_with("Error: Aiko Brandt is not added: the map has 5 names already"), "{text}");
    assert!(text.contains("Hint: --without \"Joost Verhaak\" --because \"WHY\" makes room"), "{text}");
    assert!(
        !fs::read_to_string(here.join("sideways.toml")).unwrap().contains("Aiko"),
        "what is refused is not kept"
    );
}

#[test]
fn m3b_a_correction_that_no_longer_fits_is_said_at_every_reading_with_the_line_that_undoes_it() {
    let here = example("m3b_idle");
    said(&here, &REJECT);
    let plan =
        fs::read_to_string(here.join("plan.md")).unwrap().replace("Guest sign-in at checkout", "Sign-in");
    fs::write(here.join("plan.md"), plan).unwrap();
    let map = drawn(&here, &[]);
    let odd =
        map["oddities"].as_array().unwrap().iter().find(|odd| odd["kind"] == "idle-correction").unwrap();
    assert_eq!(
        odd["fact"],
        "a correction of yours fits nothing: no item called “Guest sign-in” is in this plan"
    );
    let hint = odd["hint"].as_str().unwrap();
    let which = hint.split('"').nth(1).unwrap();
    said(&here, &["corrections", "--undo", which]);
    assert!(!drawn(&here, &[])["oddities"].to_string().contains("idle-correction"));
}

#[test]
fn m3b_what_takes_a_correction_back_can_be_typed_from_another_folder() {
    let here = example("m3b_elsewhere");
    said(&here, &REJECT);
    let plan = fs::read_to_string(here.join("plan.md")).unwrap().replace("Guest sign-in", "Sign-in");
    let sub = here.join("the plan");
    fs::create_dir_all(&sub).unwrap();
    fs::write(sub.join("plan.md"), plan).unwrap();
    fs::rename(here.join("sideways.toml"), sub.join("sideways.toml")).unwrap();
    let map =
        ["map", "the plan/plan.md", "--me", "Mira Solberg", "--team", "Booking", "--trials", "0", "--all"];
    let page = said(&here, &map).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(page.contains("--plan \"the plan\" takes it back"), "{page}");
    said(&here, &["corrections", "--undo", "1", "--plan", "the plan"]);
}

#[test]
fn m3b_all_that_was_answered_and_corrected_is_listed_with_its_reason_and_its_line() {
    let here = example("m3b_listed");
    said(&here, &["who", "PAY", "Dana Ortiz"]);
    said(&here, &REJECT);
    drawn(&here, &["--without", "Tom Reyes", "--because", "we share a desk"]);
    insta::assert_snapshot!(said(&here, &["corrections"]));
    let list: Value = serde_json::from_str(&said(&here, &["corrections", "--json"])).unwrap();
    let text = fs::read_to_string(here.join("sideways.toml")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for (one, word) in list["corrections"].as_array().unwrap().iter().zip(["PAY", "it was built", "we share"])
    {
        assert!(lines[one["line"].as_u64().unwrap() as usize - 1].contains(word), "{one}");
    }
    assert!(refused(&here, &["corrections", "--undo", "9"]).contains("holds 3 corrections, and no number 9"));
    assert!(
        refused(&here, &["corrections", "--undo", "lunch"]).contains("holds no correction called “lunch”")
    );
}

#[test]
fn m3b_a_file_that_was_edited_by_hand_loses_nothing() {
    let here = example("m3b_edited");
    let file = here.join("sideways.toml");
    fs::write(&file, "# ours\n[[crossing]]\ndo = \"rejekt\"\nfor = \"A\"\nwhom = \"B\"\n").unwrap();
    said(&here, &REJECT);
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.starts_with("# ours\n") && text.contains("rejekt") && text.contains("Guest sign-in"),
        "{text}"
    );
    let page = page(&here, &[]);
    assert!(
        page.contains("./sideways.toml:3:7: this correction is not counted: “rejekt” is nothing"),
        "{page}"
    );
    for broken in [
        "[[crossing]]\ndo = \"reject\"\nwhy = \"x\"\n".as_bytes(),
        b"[who]\nPAY = \"\xff\"\n",
        b"\xff\xfe\x00\x00",
    ] {
        fs::write(&file, broken).unwrap();
        refused(&here, &REJECT);
        refused(&here, &["corrections"]);
        refused(&here, &[PLAN, &["--without", "Tom Reyes", "--because", "x"]].concat());
        assert_eq!(fs::read(&file).unwrap(), broken);
    }
}

#[test]
fn m3b_corrections_made_at_once_are_all_kept() {
    let here = folder("m3b_at_once");
    let children: Vec<_> = (0..8)
        .map(|at| {
            std::process::Command::new(assert_cmd::cargo::cargo_bin("sideways"))
                .args(["crossing", "reject", &format!("T{at}"), "Payments", "--because", "x"])
                .current_dir(&here)
                .env_clear()
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(said(&here, &["corrections"]).matches("crossing reject").count(), 8);
}

#[test]
fn m3b_what_the_map_asks_after_a_correction_is_answered_by_the_line_it_prints() {
    let here = example("m3b_asks");
    said(&here, &["crossing", "add", "Checkout v2", "Legal", "--kind", "approval", "--because", "they sign"]);
    let map = drawn(&here, &[]);
    let answers: Vec<&str> =
        map["questions"].as_array().unwrap().iter().map(|one| one["answer"].as_str().unwrap()).collect();
    assert!(answers.contains(&"sideways who Legal \"NAME\""), "{answers:?}");
    said(&here, &["who", "Legal", "Lin Park"]);
    let map = drawn(&here, &[]);
    let lin = map["peers"].as_array().unwrap().iter().find(|peer| peer["person"] == "Lin Park").unwrap();
    assert_eq!(strings(&lin["teams"]), ["Legal"]);
    assert_eq!(lin["crossings"][0]["corrected"][0]["because"], "they sign");
    assert!(!map["oddities"].to_string().contains("idle"));
}

#[test]
fn m3b_a_name_that_fits_nobody_is_refused_and_not_kept() {
    let here = example("m3b_nobody");
    for (option, name, fact) in [
        ("--without", "Zorro", "nobody called “Zorro” is in the plan or the directory"),
        ("--without", "Payments", "“Payments” is a team, and the map names people"),
        ("--with", "Mira Solberg", "Mira Solberg is of your own teams, and so no peer of yours"),
    ] {
        let text = refused(&here, &[PLAN, &["--trials", "0", option, name, "--because", "x"]].concat());
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(fact), "{text}");
        assert!(text.contains("Hint: nothing was kept; the map speaks of Dana Ortiz, Tom Reyes, "), "{text}");
    }
    assert!(!here.join("sideways.toml").exists());
}

#[test]
fn m3b_the_same_correction_made_again_stands_once_with_its_new_reason() {
    let here = folder("m3b_again");
    said(&here, &REJECT);
    let again = said(&here, &["crossing", "reject", "guest sign-in", "IDENTITY", "--because", "Tom said so"]);
    assert!(again.contains("Your reason before was “it was built in May”."), "{again}");
    let list = said(&here, &["corrections"]);
    assert!(list.contains("“Tom said so”") && !list.contains("it was built"), "{list}");
}

#[test]
fn m3b_what_begins_with_a_dash_is_typed_behind_a_guard() {
    let here = folder("m3b_guard");
    let text = refused(&here, &["crossing", "reject", "--", "-5 % cost", "Payments"]);
    assert!(
        text.ends_with("Hint: sideways crossing reject --because WHY -- \"-5 % cost\" Payments\n"),
        "{text}"
    );
    said(&here, &["crossing", "reject", "--because", "so it is", "--", "-5 % cost", "Payments"]);
    assert!(
        said(&here, &["corrections", "--undo", "crossing reject -5 % cost Payments"]).contains("Taken back")
    );
}

#[test]
fn m3b_where_everything_is_rejected_the_map_says_whose_word_it_was_and_can_still_be_drawn() {
    let here = folder("m3b_all_rejected");
    let plan = "## Teams\n- Booking: Mira Solberg\n- Payments: Dana Ortiz\n\n## Alpha @Booking by 2027-03-31\n- a, 3d, touches Payments\n";
    fs::write(here.join("plan.md"), plan).unwrap();
    said(&here, &["crossing", "reject", "Alpha", "Payments", "--because", "it is ours now"]);
    let line = [
        "map",
        "plan.md",
        "--me",
        "Mira Solberg",
        "--as-of",
        "2027-01-04",
        "--svg",
        "map.svg",
        "--attention",
    ];
    let page = said(&here, &line);
    assert!(
        page.contains("No crossing is left: what this plan needs of others is given, or none by your\nword."),
        "{page}"
    );
    let page =
        said(&here, &[&line[..], &["--with", "Dana Ortiz", "--because", "we will meet again"]].concat());
    assert!(page.contains("Added by you: “we will meet again”"), "{page}");
    let drawing = fs::read_to_string(here.join("map.svg")).unwrap();
    assert!(
        drawing.contains("Dana Ortiz") && !drawing.contains("NaN") && !drawing.contains("inf"),
        "{drawing}"
    );
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
}

#[test]
fn m3b_an_added_name_without_a_crossing_shows_their_teams_and_no_hours() {
    let here = folder("m3b_added_without_need");
    fs::write(here.join("plan.md"), "# Plan\n\n## Checkout @Shop\n\n- Form, 3d\n").unwrap();
    let people =
        "[[team]]\nname = \"Shop\"\nlead = \"Mira\"\n[[team]]\nname = \"Docks\"\nlead = \"Nessa Quill\"\n";
    fs::write(here.join("people.toml"), people).unwrap();
    let drawn = ["map", "plan.md", "--people", "people.toml", "--me", "Mira", "--as-of", "2027-01-04"];
    let added = ["--with", "Nessa Quill", "--because", "she decides budgets", "--attention"];
    let page = said(&here, &[&drawn[..], &added[..]].concat());
    assert!(page.contains("Nessa Quill · Docks"), "{page}");
    assert!(page.contains("Nessa Quill: no share, since no crossing needs them"), "{page}");
    assert!(page.contains("No crossing found: nothing in this plan needs a yes"), "{page}");
}
