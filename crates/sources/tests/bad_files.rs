//! A folder of bad files, one per problem, each with the exact words that are said about it.
//!
//! `UPDATE_BAD=1 cargo test -p sources --test bad_files` writes what is said now; read it before you keep it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{civil::date, tz::TimeZone};
use sources::{
    profile::Profile,
    read::Sources,
    read_paths,
    readers::calendar::{self, Window},
    text::{Text, Texts},
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad")
}

/// All files and folders that are read, without what is expected of them.
fn bad() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_none_or(|ending| ending != "expected")).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// What is said about a file, with names as they stand in the folder.
fn said(path: &Path) -> String {
    let said = match name(path) {
        name if name.starts_with("profile-") => said_of_profile(path),
        name if name.starts_with("finished-") => {
            let reading = read_paths(&[], &[], None, None).unwrap();
            let reading = reading.with_finished(&[path.to_path_buf()], &Sources::default()).unwrap();
            reading.problems.iter().map(|problem| problem.render(&reading.texts)).collect()
        }
        name if name.starts_with("calendar-") => said_of_calendar(path),
        name => {
            let (plans, people) = (vec![path.to_path_buf()], Vec::new());
            let (plans, people) = if name.starts_with("people-") { (people, plans) } else { (plans, people) };
            let reading = read_paths(&plans, &people, None, None).unwrap();
            reading.problems.iter().map(|problem| problem.render(&reading.texts)).collect()
        }
    };
    said.replace(&format!("{}/", folder().display()), "")
}

fn said_of_profile(path: &Path) -> String {
    let text = Text::of(0, &name(path), fs::read_to_string(path).unwrap());
    match Profile::read(&text) {
        Ok(_) => String::new(),
        Err(problem) => problem.render(&Texts(vec![text])),
    }
}

fn said_of_calendar(path: &Path) -> String {
    let (text, mut problems) = Text::decode(0, &name(path), fs::read(path).unwrap());
    let window = Window { from: date(2027, 1, 1), to: date(2027, 12, 31), zone: &TimeZone::UTC };
    problems.extend(calendar::read(&text, window).problems);
    let texts = Texts(vec![text]);
    problems.iter().map(|problem| problem.render(&texts)).collect()
}

#[test]
fn every_bad_file_is_said_as_expected() {
    let mut wrong = Vec::new();
    for path in bad() {
        let said = said(&path);
        let expected_path = folder().join(format!("{}.expected", name(&path)));
        if std::env::var_os("UPDATE_BAD").is_some() {
            fs::write(&expected_path, &said).unwrap();
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if said != expected {
            wrong.push(format!("{}\n--- expected\n{expected}--- said\n{said}", name(&path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_bad_is_read_in_silence_and_every_problem_has_a_hint() {
    let paths = bad();
    assert!(paths.len() >= 90, "{}", paths.len());
    for path in paths {
        let said = said(&path);
        let facts = said.lines().filter(|line| line.starts_with(&name(&path))).count();
        let hints = said.lines().filter(|line| line.starts_with("  hint: ")).count();
        assert!(facts > 0 && facts == hints, "{}:\n{said}", path.display());
    }
}
