//! Days and lengths as they are typed.

use desk::clock::Moment;
use playbook::moment::Day;
use sources::dates::{NotRead, natural, natural_past};

use crate::stop::Stop;

/// The day that words name, for what lies ahead.
pub fn ahead(words: &str, today: Day) -> Result<Day, Stop> {
    natural(words, today.0).map(Day).map_err(not_read)
}

/// The day that words name, for what has happened.
pub fn back(words: &str, today: Day) -> Result<Day, Stop> {
    natural_past(words, today.0).map(Day).map_err(not_read)
}

/// The day on which something happened: today, where none is named.
pub fn on(words: &Option<String>, now: Moment) -> Result<Day, Stop> {
    words.as_deref().map_or(Ok(now.today), |words| back(words, now.today))
}

/// Something that is to be done: `an intro by fri`.
#[derive(Debug, PartialEq, Eq)]
pub struct Due {
    /// What; empty where nothing but a day is named.
    pub what: String,
    /// By when.
    pub by: Option<Day>,
    /// That what stands after `by` was perhaps meant as a day, and is none.
    pub doubt: Option<String>,
}

/// What is to be done and by when. Words after the last `by` that name no day belong to what is to be done.
pub fn due(words: &str, today: Day) -> Due {
    let padded = format!(" {}", words.trim());
    let no_day = |doubt| Due { what: words.trim().to_owned(), by: None, doubt };
    let Some((at, by)) = padded.match_indices(" by ").last() else { return no_day(None) };
    let day = &padded[at + by.len()..];
    match natural(day, today.0) {
        Ok(day) => Due { what: padded[..at].trim().to_owned(), by: Some(Day(day)), doubt: None },
        Err(no) => no_day(is_like_a_day(day).then(|| {
            format!("{}, so it stays in the words, and no day is set by it; a day is {}.", no.fact, no.hint)
        })),
    }
}

/// Two or three words with a figure: more are a sentence.
fn is_like_a_day(words: &str) -> bool {
    words.split_whitespace().count() <= 3 && words.contains(|c: char| c.is_ascii_digit())
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

    const TODAY: Day = Day(jiff::civil::date(2026, 5, 4));

    #[test]
    fn a_promise_is_told_from_its_day() {
        let due = |words| {
            let Due { what, by, doubt } = due(words, TODAY);
            assert_eq!(doubt, None, "{words}");
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
        assert_eq!(due("by fri"), on("", "2026-05-08"));
    }

    #[test]
    fn what_was_meant_as_a_day_and_is_none_is_said() {
        let Due { what, by, doubt } = due("an intro by 31 feb", TODAY);
        assert_eq!((what.as_str(), by), ("an intro by 31 feb", None));
        let doubt = doubt.unwrap_or_default();
        assert!(doubt.starts_with("“31 feb” is no day: that month has no day 31, so it stays"), "{doubt}");
        assert!(doubt.ends_with("a day is feb 29."), "{doubt}");
        assert_eq!(due("a talk given by 2 of the reviewers of theirs", TODAY).doubt, None);
    }
}
