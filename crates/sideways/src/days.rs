//! Days and lengths as they are typed.

use desk::clock::Moment;
use jiff::civil::{Date, Weekday};
use playbook::moment::Day;
use sources::dates::{NotRead, natural, natural_past};

use crate::stop::Stop;

/// The day that words name, for what lies ahead.
///
/// # Errors
/// If they name none, or one that has just passed, where the next of that name is about a year away.
pub fn ahead(words: &str, today: Day) -> Result<Day, Stop> {
    next(words, today).map_err(not_read)
}

/// Days after which nobody means a day that has passed any more.
const JUST_PASSED: i64 = 31;

/// Days from which on a day is the one of another year.
const NEXT_YEAR: i64 = 300;

fn next(words: &str, today: Day) -> Result<Day, NotRead> {
    let day = natural(words, today.0).map(Day)?;
    let passed = natural_past(words, today.0).map(Day).ok();
    let is_meant = |passed: &Day| {
        names_a_month(words)
            && (1..=JUST_PASSED).contains(&passed.until(today))
            && today.until(day) > NEXT_YEAR
    };
    match passed.filter(is_meant) {
        None => Ok(day),
        Some(passed) => {
            let fact = format!("“{}” was {passed}, {}", words.trim(), ago(passed.until(today)));
            Err(NotRead { fact, hint: format!("{day}, if the next one is meant") })
        }
    }
}

/// Whether a month stands among words: `june 12`, `end of feb`.
fn names_a_month(words: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let mut words = words.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    words.any(|word| MONTHS.iter().any(|month| word.starts_with(month)))
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
    match next(day, today) {
        Ok(day) => Due { what: padded[..at].trim().to_owned(), by: Some(day), doubt: None },
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

/// A sentence with its days as one says them: `2027-02-08` becomes `Mon 8 Feb 2027`. What is quoted in it stays as it was
/// written, and so does a day that is part of a name.
pub fn said(sentence: &str) -> String {
    if !sentence.contains('-') {
        return sentence.to_owned();
    }
    let mut out = String::with_capacity(sentence.len() + 24);
    for (at, part) in sentence.split_inclusive('“').enumerate() {
        let (quoted, rest) = match part.find('”').filter(|_| at > 0) {
            Some(end) => part.split_at(end),
            None if at > 0 => (part, ""),
            None => ("", part),
        };
        out.push_str(quoted);
        say_days(rest, &mut out);
    }
    out
}

/// A day as one says it within a year: `Mon 8 Feb`.
pub fn short(day: Date) -> String {
    format!("{} {} {}", &weekday(day)[..3], day.day(), month(day))
}

/// A day as one says it: `Mon 8 Feb 2027`.
pub fn long(day: Date) -> String {
    format!("{} {:04}", short(day), day.year())
}

fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn month(day: Date) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES[(day.month() as usize - 1) % NAMES.len()]
}

/// Letters of `2027-02-08`.
const ISO: usize = 10;

fn say_days(mut words: &str, out: &mut String) {
    while let Some(dash) = words.find('-') {
        let before = out.chars().next_back();
        let day = |start: usize| Some((start, day_at(words, start, before)?));
        let Some((start, day)) = dash.checked_sub(4).and_then(day) else {
            let (before, after) = words.split_at(dash + 1);
            out.push_str(before);
            words = after;
            continue;
        };
        let (before, after) = (&words[..start], &words[start + ISO..]);
        out.push_str(before);
        if !before.trim_end().ends_with(weekday(day)) {
            out.push_str(&weekday(day)[..3]);
            out.push(' ');
        }
        out.push_str(&format!("{} {} {:04}", day.day(), month(day), day.year()));
        words = after;
        // A span within one year names it once.
        if let Some(end) = after.strip_prefix(" to ").and_then(|end| end.get(..5))
            && let Ok(last) = format!("{}-{end}", day.year()).parse::<Date>()
            && ends_there(&after[9..])
        {
            out.push_str(" to ");
            out.push_str(&short(last));
            words = &after[9..];
        }
    }
    out.push_str(words);
}

/// The day that stands there by itself; `before` stands before the words.
fn day_at(words: &str, start: usize, before: Option<char>) -> Option<Date> {
    let day = words.get(start..start + ISO)?;
    let before = words[..start].chars().next_back().or(before);
    if before.is_some_and(|c| c.is_alphanumeric() || "-_/.".contains(c)) || !ends_there(&words[start + ISO..])
    {
        return None;
    }
    day.parse().ok()
}

/// Whether a word ends before these.
fn ends_there(after: &str) -> bool {
    let mut after = after.chars();
    match after.next() {
        Some('.' | '-' | '_' | '/') => !after.next().is_some_and(char::is_alphanumeric),
        next => !next.is_some_and(char::is_alphanumeric),
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
    fn a_day_that_has_just_passed_is_not_taken_for_the_one_a_year_on() {
        let ahead = |words: &str| ahead(words, TODAY).map(|day| day.to_string());
        for words in ["may 3", "3 May", "end of april", "apr 3"] {
            let why = ahead(words).unwrap_err();
            assert!(why.fact().starts_with(&format!("“{words}” was 2026-0")), "{}", why.fact());
            assert!(why.hint().starts_with("2027-0"), "{}", why.hint());
        }
        assert_eq!(ahead("may 3").unwrap_err().fact(), "“may 3” was 2026-05-03, yesterday");
        for (words, day) in [
            ("may 4", "2026-05-04"),
            ("apr 2", "2027-04-02"),
            ("3 May 2027", "2027-05-03"),
            ("2026-05-03", "2026-05-03"),
            ("in a year", "2027-05-04"),
            ("mon", "2026-05-11"),
        ] {
            assert_eq!(ahead(words).ok().as_deref(), Some(day), "{words}");
        }
        let Due { by, doubt, .. } = due("an intro by may 3", TODAY);
        assert!(by.is_none() && doubt.is_some_and(|doubt| doubt.contains("was 2026-05-03, yesterday")));
    }

    #[test]
    fn days_of_a_sentence_are_said_and_quotes_and_names_stay_as_they_are() {
        for (sentence, is) in [
            ("Talk on 2027-02-08, 30 minutes.", "Talk on Mon 8 Feb 2027, 30 minutes."),
            ("2027-02-02 to 2027-02-15.", "Tue 2 Feb 2027 to Mon 15 Feb 2027."),
            ("likely (2027-05-06 to 09-03 in 8 of 10)", "likely (Thu 6 May 2027 to Fri 3 Sep in 8 of 10)"),
            ("by Thursday 2027-02-11: figures", "by Thursday 11 Feb 2027: figures"),
            (
                "on 2027-02-05: “by 2027-02-08” and 2027-02-09",
                "on Fri 5 Feb 2027: “by 2027-02-08” and Tue 9 Feb 2027",
            ),
            ("“never closed 2027-02-08", "“never closed 2027-02-08"),
            (
                "plan-2027-02-08.md, 2027-02-08.md, a/2027-02-08/b",
                "plan-2027-02-08.md, 2027-02-08.md, a/2027-02-08/b",
            ),
            ("2027-02-30, 12027-02-08, well-known — 3-5-9d", "2027-02-30, 12027-02-08, well-known — 3-5-9d"),
            ("ä-2027-02-08 団2027-02-08 (2027-02-08)", "ä-2027-02-08 団2027-02-08 (Mon 8 Feb 2027)"),
            ("2027-02-0", "2027-02-0"),
            ("", ""),
        ] {
            assert_eq!(said(sentence), is);
        }
    }

    #[test]
    fn what_was_meant_as_a_day_and_is_none_is_said() {
        let Due { what, by, doubt } = due("an intro by 31 feb", TODAY);
        assert_eq!((what.as_str(), by), ("an intro by 31 feb", None));
        let doubt = doubt.unwrap_or_default();
        assert!(doubt.starts_with("“31 feb” is no day: that month has no day 31, so it stays"), "{doubt}");
        assert!(doubt.ends_with("a day is feb 28."), "{doubt}");
        assert_eq!(due("a talk given by 2 of the reviewers of theirs", TODAY).doubt, None);
    }
}
