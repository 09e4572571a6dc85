//! Calendars as programs of all kinds write them. None of it is copied here.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{civil::date, tz::TimeZone};
use sources::{
    Problem,
    readers::calendar::{self, Meetings, Window},
    text::{Text, Texts},
};

/// All calendar files below a folder of the real plans.
fn calendars(which: &str) -> Option<Vec<PathBuf>> {
    let folder = std::env::var_os("SIDEWAYS_PLANS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/plans"), PathBuf::from);
    let path = folder.join(which);
    if !path.exists() {
        eprintln!("SKIPPED: no real plans at {}; set SIDEWAYS_PLANS to run this test", path.display());
        return None;
    }
    let mut files: Vec<PathBuf> = fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .flat_map(|path| fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "ics"))
        .collect();
    files.sort();
    Some(files)
}

fn read(path: &Path) -> (Text, Meetings, Vec<Problem>) {
    let (text, mut problems) = Text::decode(0, &path.to_string_lossy(), fs::read(path).unwrap());
    let window = Window { from: date(1990, 1, 1), to: date(2030, 12, 31), zone: &TimeZone::UTC };
    let found = calendar::read(&text, window);
    problems.extend(found.problems.iter().cloned());
    (text, found, problems)
}

/// Events by a plain look at the bytes: lines that begin one, whatever stands around them.
fn begun(bytes: &[u8]) -> usize {
    let words = String::from_utf8_lossy(bytes).replace("\r\n ", "").replace("\n ", "");
    words.lines().filter(|line| line.trim().eq_ignore_ascii_case("BEGIN:VEVENT")).count()
}

#[test]
fn every_calendar_gives_meetings_or_says_why_not() {
    let Some(files) = calendars("ics-icalendar") else { return };
    assert_eq!(files.len(), 163);
    let (mut events, mut read_events, mut with_meetings) = (0, 0, 0);
    for path in &files {
        let (text, found, problems) = read(path);
        let has_result = !found.meetings.is_empty() || !found.taken.is_empty();
        assert!(has_result || !problems.is_empty(), "{}", path.display());
        assert_eq!(found.events, begun(&fs::read(path).unwrap()), "{}", path.display());
        assert!(problems.iter().all(|problem| problem.hint.is_some()), "{}", path.display());
        let lost = problems.iter().filter(|problem| problem.fact.contains("was not read")).count();
        let series = found.meetings.iter().map(|meeting| &meeting.place).collect::<Vec<_>>();
        let mut places: Vec<u32> = series.iter().map(|place| place.line).collect();
        places.sort_unstable();
        places.dedup();
        assert!(places.len() + found.outside <= found.events, "{}", path.display());
        assert!(places.len() + found.outside + lost + 1 >= found.events, "{}", path.display());
        let texts = Texts(vec![text]);
        problems.iter().for_each(|problem| assert!(problem.render(&texts).lines().count() <= 4));
        events += found.events;
        read_events += places.len();
        with_meetings += usize::from(!found.meetings.is_empty());
    }
    eprintln!(
        "{} files, {with_meetings} with meetings, {events} events, {read_events} with meetings",
        files.len()
    );
}
