//! Days and lengths as they are typed.

use playbook::moment::Day;
use sources::dates::{NotRead, natural, natural_past};

use super::Stop;

/// The day that words name, for what lies ahead.
pub fn ahead(words: &str, today: Day) -> Result<Day, Stop> {
    natural(words, today.0).map(Day).map_err(not_read)
}

/// The day that words name, for what has happened.
pub fn back(words: &str, today: Day) -> Result<Day, Stop> {
    natural_past(words, today.0).map(Day).map_err(not_read)
}

/// What is to be done and by when: `an intro by fri`. Words after the last `by` that name no day belong to what is to be
/// done.
pub fn due(words: &str, today: Day) -> (String, Option<Day>) {
    let named = words.match_indices(" by ").last().and_then(|(at, by)| {
        let day = natural(&words[at + by.len()..], today.0).ok()?;
        Some((words[..at].trim().to_owned(), Some(Day(day)))).filter(|(what, _)| !what.is_empty())
    });
    named.unwrap_or_else(|| (words.trim().to_owned(), None))
}

/// `today`, `yesterday`, `12 days ago`.
pub fn ago(days: i64) -> String {
    match days {
        0 => "today".into(),
        1 => "yesterday".into(),
        days => format!("{days} days ago"),
    }
}

fn not_read(no: NotRead) -> Stop {
    Stop::Usage(no.fact, no.hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_told_from_its_day() {
        let today = Day(jiff::civil::date(2026, 5, 4));
        let due = |words| {
            let (what, by) = due(words, today);
            (what, by.map(|day| day.to_string()))
        };
        let on = |what: &str, day: &str| (what.to_owned(), Some(day.to_owned()));
        assert_eq!(
            due("intro to the security reviewer by fri"),
            on("intro to the security reviewer", "2026-05-08")
        );
        assert_eq!(due("the talk by Tom by 2026-06-01"), on("the talk by Tom", "2026-06-01"));
        assert_eq!(due("stand by them"), ("stand by them".into(), None));
        assert_eq!(due("an intro"), ("an intro".into(), None));
        assert_eq!(due("by fri"), ("by fri".into(), None));
    }
}
