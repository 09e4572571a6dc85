//! Answers that are given twice, amiss, or to nobody.

use std::{fs, path::Path};

use crate::run::{folder, map, said, sideways, strings};

/// What is said of a command that is refused.
fn refused(here: &Path, arguments: &[&str]) -> String {
    let output = sideways(here).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

fn kept(here: &Path) -> String {
    fs::read_to_string(here.join("sideways.toml")).unwrap()
}

#[test]
fn m3b_a_subject_has_one_answer_however_it_is_spelled() {
    let here = folder("m3b_spelled");
    assert!(!said(&here, &["who", "search", "Bo Dahl"]).contains("before"));
    let again = said(&here, &["who", "Search", "Ann Lee"]);
    assert!(again.contains("Your answer before was “search: Bo Dahl”."), "{again}");
    assert!(!kept(&here).contains("Bo Dahl") && kept(&here).contains("Search = \"Ann Lee\""));
    assert_eq!(said(&here, &["who", "SEARCH", "--forget"]), "The answer for Search is taken back.\n");
    refused(&here, &["who", "search", "--forget"]);
}

const ROUTING: &str = "Issue key,Summary,Project key,Project name,Project lead,Assignee,Inward issue link (Blocks)\n\
    ROUT-1,Consume feed,ROUT,Routing,Priya Raman,Ben Lo,TRK-1\nTRK-1,Live feed,TRK,Tracking,Aisha Bello,Diego Paz,\n";

fn routing(name: &str) -> std::path::PathBuf {
    let here = folder(name);
    fs::write(here.join("export.csv"), ROUTING).unwrap();
    here
}

#[test]
fn a_team_that_nothing_knows_draws_no_map() {
    let here = routing("unknown_team");
    said(&here, &["who", "Rooting", "Priya Raman"]);
    for (more, said) in [
        (&["--team", "Rooting"][..], "no team called “Rooting” is named in the plan or the directory"),
        (&["--team", "Rooting"], "did you mean --team ROUT?"),
        (&["--team", "Routing", "--team", "Frabjous"], "largest: --team ROUT and --team TRK"),
        (&["--me", "Bne Lo"], "did you mean --me \"Ben Lo\"?"),
    ] {
        let refused = refused(&here, &[&["map", "export.csv"], more].concat());
        let line = refused.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(line.contains(said), "{refused}");
    }
}

#[test]
fn a_leader_whom_the_plan_does_not_name_is_said_at_the_top() {
    let here = routing("unknown_me");
    let page = said(&here, &["map", "export.csv", "--me", "Bne Lo", "--team", "Routing"]);
    let line = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let (said, verdict) = (line.find("did you mean “Ben Lo”?"), line.find("One name carries"));
    assert!(said.is_some() && said < verdict, "{page}");
    assert_eq!(line.matches("Bne Lo").count(), 2, "{page}");
}

#[test]
fn m3b_two_names_of_one_team_are_one_team_whichever_is_said_first() {
    for (at, (one, other)) in [("ROUT", "PLAT"), ("PLAT", "ROUT")].into_iter().enumerate() {
        let here = folder(&format!("one_team_{at}"));
        let csv = "Issue key,Summary,Project key,Inward issue link (Blocks)\n\
            ROUT-1,Consume feed,ROUT,TRK-1\nTRK-1,Live feed,TRK,\nPLAT-1,Base,PLAT,TRK-1\n";
        fs::write(here.join("export.csv"), csv).unwrap();
        let drawn = || map(&here, &["map", "export.csv", "--team", "ROUT", "--trials", "0"]);
        let before = drawn();
        let said_of = said(&here, &["who", one, other]);
        assert!(said_of.contains("the two are one team"), "{said_of}");
        let after = drawn();
        assert_eq!((&before["read"]["crossings"], &after["read"]["crossings"]), (&1.into(), &2.into()));
        assert_eq!(strings(&after["teams"]), [one]);
        said(&here, &["who", one, "--forget"]);
        assert_eq!(drawn(), before);
    }
}

#[test]
fn m3b_a_name_is_not_added_where_nobody_bears_it_or_it_is_struck_at_once() {
    let here = routing("nobody_added");
    let plan = ["map", "export.csv", "--team", "ROUT", "--because", "so it is"];
    for (more, said) in [
        (&["--with", "Helen Ford"][..], "nobody called “Helen Ford” is in the plan or the directory"),
        (&["--with", "Deigo Paz"], "did you mean “Diego Paz”?"),
        (&["--with", "Diego Paz", "--without", "diego paz"], "is both added and struck"),
    ] {
        let refused = refused(&here, &[&plan, more].concat());
        assert!(refused.split_whitespace().collect::<Vec<_>>().join(" ").contains(said), "{refused}");
    }
    assert!(!here.join("sideways.toml").exists());
}
