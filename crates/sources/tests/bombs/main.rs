//! Files made to harm (S12) are read, or refused with a reason, in good time.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test, which measures time")]

#[path = "../checked/mod.rs"]
mod checked;
mod made;

use std::{fs, path::PathBuf, time::Duration};

use cpu_time::ThreadTime;
use sources::{answers, profile::Profile, read::read_given, read_paths, readers::Found, text::Text};

use checked::{check, found};
use made::Bomb;

/// Processor time that one file may take here: twice what it may take where nothing is checked and nothing else runs.
const GOOD_TIME: Duration = Duration::from_secs(4);

fn in_good_time<T>(name: &str, read: impl FnOnce() -> T) -> T {
    let start = ThreadTime::now();
    let read = read();
    let took = start.elapsed();
    eprintln!("{name}: {took:.1?}");
    assert!(took < GOOD_TIME, "{name} took {took:?}");
    read
}

/// Reads a file in good time, and gives what was found.
fn defuse(bomb: Bomb) -> Found {
    let Bomb { name, ending, is_people, body } = bomb;
    let (text, found) = in_good_time(name, || found(body, ending, is_people));
    check(text, &found);
    assert!(found.rows > 0 || !found.problems.is_empty(), "{name}: neither read nor refused");
    found
}

fn facts(found: &Found) -> Vec<&str> {
    found.problems.iter().map(|problem| problem.fact.as_str()).collect()
}

#[test]
fn s12_columns_are_read() {
    let [wide, types, heads, people] = made::columns();
    assert_eq!(defuse(wide).rows, 1);
    assert_eq!(defuse(types).problems.len(), 1);
    assert_eq!(defuse(heads).rows, 20_000);
    assert_eq!(defuse(people).rows, 1000);
}

#[test]
fn s12_cells_are_read_or_refused() {
    let [open, formulas, dates, links @ ..] = made::cells();
    let found = defuse(open);
    assert!(facts(&found).iter().any(|fact| fact.contains("never closed")), "{:?}", facts(&found));
    assert_eq!(defuse(formulas).facts.items[0].title, "=cmd|' /C calc'!A0");
    assert_eq!(defuse(dates).problems.len(), 20_000);
    for bomb in links {
        assert_eq!(defuse(bomb).rows, 2);
    }
}

#[test]
fn s12_other_bytes_are_read_or_refused() {
    for bomb in made::encodings() {
        let name = bomb.name;
        let found = defuse(bomb);
        assert!(found.rows == 10_000 || !found.problems.is_empty(), "{name}: {} rows", found.rows);
    }
}

#[test]
fn s12_marks_are_read() {
    made::marks().into_iter().for_each(|bomb| drop(defuse(bomb)));
}

/// The teams that running text may name.
const TEAMS: &str = "[[team]]\nname = \"Payments\"\n[[team]]\nname = \"A\"\n";

#[test]
fn s12_running_text_is_read() {
    for Bomb { name, body, .. } in made::running_text() {
        let page = String::from_utf8(body).unwrap();
        let given = [("teams.toml", TEAMS), ("page.md", &page)];
        let reading = in_good_time(name, || read_given(&given));
        assert!(reading.sentences > 1, "{name}");
    }
}

#[test]
fn s12_bars_are_read() {
    made::bars().into_iter().for_each(|bomb| drop(defuse(bomb)));
}

#[test]
fn s12_tables_are_read() {
    let [long, wide, handles] = made::tables();
    assert_eq!(defuse(long).facts.asks.len(), 340_000);
    defuse(wide);
    assert_eq!(defuse(handles).facts.items[1].owners.len(), 100_000);
}

#[test]
fn s12_trees_are_refused_or_read() {
    for bomb in made::trees() {
        let (text, _) = Text::decode(0, "f", bomb.body.clone());
        defuse(bomb);
        let _ = (answers::read(&text), Profile::read(&text).is_ok());
    }
}

#[test]
fn s12_a_line_of_200_mb_is_refused_with_its_reason() {
    let folder = std::env::temp_dir().join(format!("sideways-long-line-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (name, start) in [("line.csv", "Issue key,Summary\nA-1,"), ("line.md", "# P\n- ")] {
        let path: PathBuf = folder.join(name);
        let mut body = vec![b'x'; 200 << 20];
        body[..start.len()].copy_from_slice(start.as_bytes());
        fs::write(&path, body).unwrap();
        let reading = in_good_time(name, || read_paths(std::slice::from_ref(&path), &[], None, None));
        fs::remove_file(&path).unwrap();
        let reading = reading.unwrap();
        let problem = &reading.problems[0];
        assert_eq!(problem.fact, "this line is 199 MB long; nothing of the file was read");
        assert_eq!((problem.place.line, problem.place.column), (2, 1));
        assert_eq!(reading.facts, plan::facts::Facts::default());
    }
    fs::remove_dir(&folder).unwrap();
}
