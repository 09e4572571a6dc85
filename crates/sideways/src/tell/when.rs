//! Moments as they are typed: `now`, `thu 15:00`, `2027-03-04 15:00`, `tomorrow 9am`.

use desk::clock::Moment;
use jiff::{Zoned, civil::Time};
use playbook::moment::When;
use sources::dates::{natural, natural_past};

use crate::stop::Stop;

/// A moment that an option names, if it names one.
pub fn named(words: &Option<String>, option: &str, now: Moment) -> Result<Option<When>, Stop> {
    let read = |words: &str| {
        ahead(words, now).map_err(|(fact, hint)| Stop::Usage(format!("{option}: {fact}"), hint))
    };
    words.as_deref().map(read).transpose()
}

/// What is wrong, and something to type.
type No = (String, String);

/// A moment that lies ahead.
pub fn ahead(words: &str, now: Moment) -> Result<When, No> {
    read(words, now, true)
}

/// A moment that has passed.
pub fn back(words: &str, now: Moment) -> Result<When, No> {
    read(words, now, false)
}

/// The moment, with the zone in which the leader is.
pub fn here(now: Moment) -> Zoned {
    let zone = desk::clock::zoned().time_zone().clone();
    now.at.to_zoned(zone)
}

fn read(words: &str, now: Moment, is_ahead: bool) -> Result<When, No> {
    let words = words.trim().replace('T', " ");
    let here = here(now);
    if words.eq_ignore_ascii_case("now") {
        return Ok(When::of(&here));
    }
    let (day, time) = match words.rsplit_once(' ') {
        Some((day, time)) if time_of(time).is_some() => (day.trim(), time_of(time)),
        None if time_of(&words).is_some() => ("today", time_of(&words)),
        _ => (words.as_str(), None),
    };
    let day = if day.is_empty() { "today" } else { day };
    let found = if is_ahead { natural(day, here.date()) } else { natural_past(day, here.date()) };
    let day = found.map_err(|no| (no.fact, format!("\"{} 15:00\"", no.hint)))?;
    let Some(time) = time else {
        return match is_ahead {
            true => Err((format!("“{words}” names no time of day"), format!("\"{words} 15:00\""))),
            // A day that has passed: its end, but for today, which is not over.
            false if day == here.date() => Ok(When::of(&here)),
            false => at(day, Time::constant(12, 0, 0, 0), &here, &words),
        };
    };
    at(day, time, &here, &words)
}

fn at(day: jiff::civil::Date, time: Time, here: &Zoned, words: &str) -> Result<When, No> {
    let zoned = day.to_datetime(time).to_zoned(here.time_zone().clone());
    zoned
        .map(|zoned| When::of(&zoned))
        .map_err(|_| (format!("“{words}” lies beyond all calendars"), "\"thu 15:00\"".into()))
}

/// `15:00`, `9am`, `3.30pm`, `15h`.
fn time_of(word: &str) -> Option<Time> {
    let word = word.to_lowercase();
    let (figures, half) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(figures), _) => (figures, Some(0)),
        (_, Some(figures)) => (figures, Some(12)),
        _ => (word.strip_suffix('h').unwrap_or(&word), None),
    };
    let has_unit = half.is_some() || word.ends_with('h');
    let (hour, minute) = match figures.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute.parse::<i8>().ok()?),
        None if has_unit => (figures, 0),
        _ => return None,
    };
    let digits = !hour.is_empty() && hour.bytes().all(|byte| byte.is_ascii_digit());
    let hour = hour.parse::<i8>().ok().filter(|_| digits)?;
    let hour = match half {
        None => hour,
        Some(half) => (1..=12).contains(&hour).then_some(hour % 12 + half)?,
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Moment {
        let zoned: Zoned = "2026-05-04T10:30:00+00:00[UTC]".parse().unwrap();
        Moment::of(&zoned)
    }

    #[test]
    fn times_of_day_are_read_as_they_are_typed() {
        let time = |word: &str| time_of(word).map(|time| time.to_string()[..5].to_owned());
        for (word, said) in [
            ("15:00", "15:00"),
            ("9am", "09:00"),
            ("12pm", "12:00"),
            ("12am", "00:00"),
            ("3.30pm", "15:30"),
            ("9h", "09:00"),
        ] {
            assert_eq!(time(word).as_deref(), Some(said), "{word}");
        }
        for word in ["15", "25:00", "9:5", "13pm", ":00", "thu", ""] {
            assert_eq!(time(word), None, "{word}");
        }
    }

    #[test]
    fn a_day_ahead_needs_its_time_and_one_that_passed_does_not() {
        let no = ahead("thu", now()).unwrap_err();
        assert_eq!(no, ("“thu” names no time of day".to_owned(), "\"thu 15:00\"".to_owned()));
        assert!(back("yesterday", now()).is_ok());
        assert_eq!(back("now", now()).unwrap().at(), now().at);
        assert!(ahead("someday 15:00", now()).is_err());
    }
}
