//! Days and lengths as a person types them on a command line: `fri`, `in 3 weeks`, `end of june`, `1h30`.
//!
//! Two doors read the same words: [`natural`] looks ahead, [`natural_past`] looks back. Which way one looks matters only
//! where the words leave it open, as `fri`, `june 12` and `3 weeks` do; words that say it (`yesterday`, `in 3 weeks`) mean
//! the same day at both. Whether a day gone or to come fits is for the caller to say.

use jiff::{
    Span,
    civil::{Date, Weekday},
};
use plan::alike;

use super::{DayMonth, FIRST_YEAR, LAST_YEAR, NoDate, day, is_ambiguous, month, weekday};

/// Words that were not read: a fact, and something that can be typed instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRead {
    /// The fact, in one sentence without a full stop.
    pub fact: String,
    /// What can be typed.
    pub hint: String,
}

/// Words longer than this, in characters, are no day and no length, and are quoted only so far.
const LONGEST: usize = 60;

/// What a word that was mistyped was perhaps meant to be.
const WORDS: [&str; 25] = [
    "today",
    "tomorrow",
    "yesterday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "weeks",
    "months",
    "days",
    "working",
];

/// The longest length of a meeting or a talk: a day, in minutes.
pub const LONGEST_MINUTES: u32 = 24 * 60;

/// Which way one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Ahead,
    Back,
}

/// The day that words name for somebody who looks ahead from `today`.
///
/// A bare weekday is the next one after today; `june 12` and `end of june` are the next, today included; `3 weeks` is in
/// three weeks. `next fri` is the Friday of the next week, `last fri` the last one before today. Working days are Monday
/// to Friday. The day lies in the years from [`FIRST_YEAR`] to [`LAST_YEAR`]; it may lie before today where the words say so.
pub fn natural(words: &str, today: Date) -> Result<Date, NotRead> {
    read(words, today, Look::Ahead)
}

/// The day that words name for somebody who looks back from `today`.
///
/// As [`natural`], but a bare weekday is the last one, today included; `june 12` and `end of june` are the last, today
/// included; `3 weeks` is three weeks ago.
pub fn natural_past(words: &str, today: Date) -> Result<Date, NotRead> {
    read(words, today, Look::Back)
}

fn read(words: &str, today: Date, look: Look) -> Result<Date, NotRead> {
    let quoted = quoted(words);
    let said = Said::of(words);
    let tokens: Vec<&str> = said.0.iter().map(String::as_str).collect();
    if tokens.is_empty() {
        return Err(NotRead { fact: "no day is given".into(), hint: examples(today) });
    }
    let found = match open_day(&tokens, today, look) {
        Some(found) => found,
        None => written(words, &tokens, today, look, &quoted)?,
    };
    let inside = |day: &Date| (FIRST_YEAR..=LAST_YEAR).contains(&day.year());
    found.filter(inside).ok_or_else(|| NotRead {
        fact: format!("{quoted} is not within the years from {FIRST_YEAR} to {LAST_YEAR}"),
        hint: examples(today),
    })
}

/// The words in quotes, cut where they are long.
fn quoted(words: &str) -> String {
    let words = words.trim();
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("“{}…”", &words[..at]),
        None => format!("“{words}”"),
    }
}

/// Days that can be typed.
fn examples(today: Date) -> String {
    let inside = Date::new(today.year().clamp(FIRST_YEAR, LAST_YEAR), 6, 12).unwrap_or(today);
    format!("fri, in 3 weeks, june 12, end of june or {inside}")
}

/// Words in small letters without those that add nothing; `3w` is two words.
struct Said(Vec<String>);

impl Said {
    fn of(words: &str) -> Self {
        if words.trim().chars().nth(LONGEST).is_some() {
            return Self(vec![words.chars().take(LONGEST).collect()]);
        }
        let lower = words.to_lowercase().replace("mid-", "mid ");
        let said = lower.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        let plain = said.filter(|word| !["the", "of", "on", "by", "at"].contains(word));
        Self(plain.flat_map(split_figure).map(str::to_owned).collect())
    }
}

/// `3w` is `3` and `w`; `12th` is `12`.
fn split_figure(word: &str) -> impl Iterator<Item = &str> {
    let at = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (figure, unit) = word.split_at(at);
    let parts = match unit {
        _ if figure.is_empty() || !unit.chars().all(char::is_alphabetic) => [word, ""],
        "st" | "nd" | "rd" | "th" => [figure, ""],
        unit => [figure, unit],
    };
    parts.into_iter().filter(|part| !part.is_empty())
}

/// The day of words that count from today; the inner None where it lies beyond all years.
fn open_day(tokens: &[&str], today: Date, look: Look) -> Option<Option<Date>> {
    let ahead = look == Look::Ahead;
    match tokens {
        ["today"] => Some(Some(today)),
        ["tomorrow" | "tmrw"] => Some(later(today, Unit::Day, 1)),
        ["yesterday"] => Some(later(today, Unit::Day, -1)),
        ["day", "after", "tomorrow"] => Some(later(today, Unit::Day, 2)),
        ["day", "before", "yesterday"] => Some(later(today, Unit::Day, -2)),
        [name] if is_weekday(name) => {
            let first = if ahead { 1 } else { 0 };
            Some(weekday_from(name, today, first, look))
        }
        ["last" | "past", name] if is_weekday(name) => Some(weekday_from(name, today, 1, Look::Back)),
        ["next", name] | [name, "next", "week"] if is_weekday(name) => Some(weekday_of(name, today, 1)),
        ["this", name] | [name, "this", "week"] if is_weekday(name) => Some(weekday_of(name, today, 0)),
        [name, "last", "week"] if is_weekday(name) => Some(weekday_of(name, today, -1)),
        ["in", rest @ ..] => length(rest).map(|(count, unit)| later(today, unit, count)),
        [rest @ .., "ago"] => length(rest).map(|(count, unit)| later(today, unit, -count)),
        [rest @ .., "from", "now" | "today"] => length(rest).map(|(count, unit)| later(today, unit, count)),
        ["end", rest @ ..] => edge(Edge::End, rest, today, look),
        ["mid" | "middle", rest @ ..] => edge(Edge::Middle, rest, today, look),
        ["start" | "beginning", rest @ ..] => edge(Edge::Start, rest, today, look),
        ["next", rest @ ..] if is_working_day(rest) => Some(later(today, Unit::WorkingDay, 1)),
        ["last", rest @ ..] if is_working_day(rest) => Some(later(today, Unit::WorkingDay, -1)),
        rest => length(rest).map(|(count, unit)| later(today, unit, if ahead { count } else { -count })),
    }
}

/// A day with its year, or why the words are none.
fn written(
    words: &str,
    tokens: &[&str],
    today: Date,
    look: Look,
    quoted: &str,
) -> Result<Option<Date>, NotRead> {
    let refused = |fact: String, hint: String| Err(NotRead { fact, hint });
    if let [name, rest @ ..] = tokens
        && let Some(named) = weekday(name)
        && let Ok(Some(found)) = dated(rest, today, look, quoted)
    {
        return if found.weekday() == named {
            Ok(Some(found))
        } else {
            refused(format!("{quoted} names two days: {found} is a {:?}", found.weekday()), found.to_string())
        };
    }
    if edge(Edge::End, tokens, today, look).is_some() {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        return refused(format!("{quoted} is no single day"), format!("end of {words}"));
    }
    dated(tokens, today, look, quoted)
}

/// A day with its year, or one of this year or the next.
fn dated(tokens: &[&str], today: Date, look: Look, quoted: &str) -> Result<Option<Date>, NotRead> {
    if let Some((name, month, number)) = month_and_day(tokens) {
        let found = yearless(month, number, today, look).map(Some);
        return found.ok_or_else(|| {
            // Of the nearest such month: the 29th of February is one of another year, most years.
            let last = yearless(month, 1, today, look).map_or(31, Date::days_in_month);
            let fact = format!("{quoted} is no day: that month has no day {number}");
            NotRead { fact, hint: format!("{name} {last}") }
        });
    }
    let words = tokens.join(" ");
    let orders = [DayMonth::DayFirst, DayMonth::MonthFirst].map(|order| day(&words, order));
    match orders {
        [Ok(one), Ok(other)] if is_ambiguous(&words) => {
            Err(NotRead { fact: format!("{quoted} is {one} or {other}"), hint: one.to_string() })
        }
        [Ok(found), _] | [_, Ok(found)] => Ok(Some(found)),
        [Err(NoDate(fact)), _] => {
            let plain = fact.ends_with(" is no date");
            let fact = if plain { format!("{quoted} is no day") } else { fact };
            Err(NotRead { fact, hint: meant(tokens).unwrap_or_else(|| examples(today)) })
        }
    }
}

/// `june 12` or `12 june`: the name of the month, the month and the day.
fn month_and_day<'a>(tokens: &[&'a str]) -> Option<(&'a str, i8, i8)> {
    let [one, other] = tokens else {
        return None;
    };
    let (name, figure) = if month(one).is_some() { (one, other) } else { (other, one) };
    let day = figure.parse().ok().filter(|day| (0..=99).contains(day))?;
    Some((name, month(name)?, day))
}

/// The words with those put right that were perhaps mistyped, if any.
fn meant(tokens: &[&str]) -> Option<String> {
    let near = |token: &str| alike::closest(token, WORDS.iter().map(|word| (*word, *word)));
    let right: Vec<&str> = tokens
        .iter()
        .map(|token| if token.len() > 3 { near(token).unwrap_or(token) } else { token })
        .collect();
    (right != tokens).then(|| right.join(" "))
}

fn is_weekday(word: &str) -> bool {
    weekday(word).is_some()
}

/// The first such weekday at least `first` days from today.
fn weekday_from(name: &str, today: Date, first: i64, look: Look) -> Option<Date> {
    let wanted = weekday(name)?;
    let step = if look == Look::Ahead { 1 } else { -1 };
    (first..first + 7)
        .filter_map(|days| later(today, Unit::Day, days * step))
        .find(|day| day.weekday() == wanted)
}

/// The weekday of this week, or of one some weeks from it. Weeks begin on Monday.
fn weekday_of(name: &str, today: Date, weeks: i64) -> Option<Date> {
    let monday = later(monday_of(today)?, Unit::Week, weeks)?;
    later(monday, Unit::Day, i64::from(weekday(name)?.to_monday_zero_offset()))
}

fn monday_of(today: Date) -> Option<Date> {
    later(today, Unit::Day, -i64::from(today.weekday().to_monday_zero_offset()))
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    WorkingDay,
    Week,
    Month,
    Year,
}

/// A number of days, weeks, months or years.
fn length(tokens: &[&str]) -> Option<(i64, Unit)> {
    let (count, unit) = tokens.split_first()?;
    let (unit, times) = unit_of(unit)?;
    Some((number(count)?.checked_mul(times)?, unit))
}

fn unit_of(tokens: &[&str]) -> Option<(Unit, i64)> {
    match tokens {
        ["d" | "day" | "days"] => Some((Unit::Day, 1)),
        ["w" | "wk" | "wks" | "week" | "weeks"] => Some((Unit::Week, 1)),
        ["fortnight" | "fortnights"] => Some((Unit::Week, 2)),
        ["mo" | "month" | "months"] => Some((Unit::Month, 1)),
        ["y" | "yr" | "year" | "years"] => Some((Unit::Year, 1)),
        ["wd" | "workday" | "workdays"] | ["working" | "business", "day" | "days"] => {
            Some((Unit::WorkingDay, 1))
        }
        _ => None,
    }
}

fn is_working_day(tokens: &[&str]) -> bool {
    matches!(unit_of(tokens), Some((Unit::WorkingDay, _)))
}

fn number(word: &str) -> Option<i64> {
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let named = NUMBERS.iter().position(|name| *name == word).map(|at| at as i64 + 1);
    let figure = || word.bytes().all(|byte| byte.is_ascii_digit()).then(|| word.parse().ok())?;
    named.or_else(figure)
}

/// The day some units later, or earlier. Months that lack the day end on their last.
fn later(today: Date, unit: Unit, count: i64) -> Option<Date> {
    let span = match unit {
        Unit::WorkingDay => return working_days_later(today, count),
        Unit::Day => Span::new().try_days(count),
        Unit::Week => Span::new().try_weeks(count),
        Unit::Month => Span::new().try_months(count),
        Unit::Year => Span::new().try_years(count),
    };
    today.checked_add(span.ok()?).ok()
}

fn working_days_later(today: Date, count: i64) -> Option<Date> {
    let step = count.signum();
    let is_free = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let mut day = today;
    while step != 0 && is_free(day) {
        day = later(day, Unit::Day, -step)?;
    }
    day = later(day, Unit::Week, count / 5)?;
    for _ in 0..(count % 5).abs() {
        day = later(day, Unit::Day, step)?;
        while is_free(day) {
            day = later(day, Unit::Day, step)?;
        }
    }
    Some(day)
}

/// The next such day of a year, or the last, today included. None where no year has it.
fn yearless(month: i8, day: i8, today: Date, look: Look) -> Option<Date> {
    // At most eight years lie between two days of 29 February.
    let mut years =
        (0..=8).map(|years| today.year().checked_add(if look == Look::Ahead { years } else { -years }));
    years.find_map(|year| {
        let found = Date::new(year?, month, day).ok()?;
        let fits = if look == Look::Ahead { found >= today } else { found <= today };
        fits.then_some(found)
    })
}

/// Which day of a stretch is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    Start,
    Middle,
    End,
}

/// A stretch of days that words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stretch {
    /// Monday to Friday.
    Week,
    Month,
    Quarter,
    Year,
    /// A month of each year.
    MonthOfYear(i8),
    /// A quarter of each year, by its first month.
    QuarterOfYear(i8),
}

impl Stretch {
    /// The stretch around today, or the one so many after it: its first and last day.
    fn at(self, today: Date, offset: i64) -> Option<(Date, Date)> {
        let months = |first: Date, months: i64| {
            let last = later(first, Unit::Month, months - 1)?.last_of_month();
            Some((first, last))
        };
        let around = |month: i8, unit, count| later(Date::new(today.year(), month, 1).ok()?, unit, count);
        match self {
            Self::Week => {
                let monday = later(monday_of(today)?, Unit::Week, offset)?;
                Some((monday, later(monday, Unit::Day, 4)?))
            }
            Self::Month => months(around(today.month(), Unit::Month, offset)?, 1),
            Self::Quarter => months(around((today.month() - 1) / 3 * 3 + 1, Unit::Month, offset * 3)?, 3),
            Self::Year => months(around(1, Unit::Year, offset)?, 12),
            Self::MonthOfYear(month) => months(around(month, Unit::Year, offset)?, 1),
            Self::QuarterOfYear(month) => months(around(month, Unit::Year, offset)?, 3),
        }
    }

    fn named(word: &str) -> Option<Self> {
        match word.as_bytes() {
            [b'q', quarter @ b'1'..=b'4'] => Some(Self::QuarterOfYear((quarter - b'1') as i8 * 3 + 1)),
            _ => month(word).map(Self::MonthOfYear),
        }
    }

    fn of(word: &str) -> Option<Self> {
        match word {
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            "year" => Some(Self::Year),
            _ => None,
        }
    }
}

impl Edge {
    /// The day of a stretch; only weeks and months have a middle.
    fn of(self, (first, last): (Date, Date)) -> Option<Date> {
        match self {
            Self::Start => Some(first),
            Self::End => Some(last),
            Self::Middle if last.day() - first.day() == 4 || first.day() + 4 > last.day() => {
                later(first, Unit::Day, 2)
            }
            Self::Middle => later(first, Unit::Day, 14),
        }
    }
}

/// The first, middle or last day of what is named. Outer None where nothing is named.
fn edge(edge: Edge, tokens: &[&str], today: Date, look: Look) -> Option<Option<Date>> {
    let (stretch, today, offset) = match tokens {
        ["next", word] => (Stretch::of(word)?, today, Some(1)),
        ["last" | "past", word] => (Stretch::of(word)?, today, Some(-1)),
        ["this", word] => (Stretch::of(word)?, today, Some(0)),
        [word] if year(word).is_some() => (Stretch::Year, Date::new(year(word)?, 1, 1).ok()?, Some(0)),
        [word] if year_and_month(word).is_some() => (Stretch::Month, year_and_month(word)?, Some(0)),
        [word] => (Stretch::of(word).or_else(|| Stretch::named(word))?, today, None),
        [name, figure] | [figure, name] if year(figure).is_some() => {
            (Stretch::named(name)?, Date::new(year(figure)?, 1, 1).ok()?, Some(0))
        }
        _ => return None,
    };
    let is_middle = edge == Edge::Middle;
    if is_middle && matches!(stretch, Stretch::Quarter | Stretch::Year | Stretch::QuarterOfYear(_)) {
        return None;
    }
    let at = |offset| edge.of(stretch.at(today, offset)?);
    Some(match (offset, look) {
        (Some(offset), _) => at(offset),
        (None, Look::Ahead) => (-1..=1).filter_map(at).find(|day| *day >= today),
        (None, Look::Back) => (-1..=1).rev().filter_map(at).find(|day| *day <= today),
    })
}

fn year(word: &str) -> Option<i16> {
    let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| word.parse().ok())?
}

/// The first day of `2027-06`.
fn year_and_month(word: &str) -> Option<Date> {
    let (figure, month) = word.split_once('-')?;
    let is_month = month.len() <= 2 && month.bytes().all(|byte| byte.is_ascii_digit());
    Date::new(year(figure)?, is_month.then(|| month.parse().ok())??, 1).ok()
}

/// The length that words name, in minutes, from 1 to [`LONGEST_MINUTES`]: `25m`, `90 min`, `1h`, `1h30`, `1.5h`.
pub fn duration(words: &str) -> Result<u32, NotRead> {
    let quoted = quoted(words);
    let refused = |fact: String, hint: &str| Err(NotRead { fact, hint: hint.into() });
    if words.trim().is_empty() {
        return refused("no length is given".into(), "25m");
    }
    if words.trim().chars().nth(LONGEST).is_some() {
        return refused(format!("{quoted} is no length"), "25m");
    }
    let joined: String = words.to_lowercase().split_whitespace().collect();
    if joined.bytes().all(|byte| byte.is_ascii_digit()) {
        return refused(format!("{quoted} says no unit"), &format!("{joined}m"));
    }
    match minutes(&joined) {
        Some(minutes @ 1..=LONGEST_MINUTES) => Ok(minutes),
        Some(0) => refused(format!("{quoted} is no time at all"), "25m"),
        Some(_) => refused(format!("{quoted} is longer than a day"), "8h"),
        None => refused(format!("{quoted} is no length"), "25m, 1h30 or 1.5h"),
    }
}

fn minutes(joined: &str) -> Option<u32> {
    let is_hour = |unit: &str| matches!(unit, "h" | "hr" | "hrs" | "hour" | "hours");
    let is_minute = |unit: &str| matches!(unit, "m" | "min" | "mins" | "minute" | "minutes");
    let (figure, rest) = joined.split_at(joined.find(|c: char| c.is_alphabetic())?);
    let (unit, rest) = rest.split_at(rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()));
    if is_minute(unit) && rest.is_empty() {
        return figure.parse().ok().filter(|_| figure.bytes().all(|byte| byte.is_ascii_digit()));
    }
    if !is_hour(unit) {
        return None;
    }
    if rest.is_empty() {
        return hours(figure);
    }
    let left = rest.trim_end_matches(char::is_alphabetic);
    let is_short = left.len() <= 2 && left.bytes().all(|byte| byte.is_ascii_digit());
    let is_named = left.len() == rest.len() || is_minute(&rest[left.len()..]);
    let more: u32 = (is_short && is_named).then(|| left.parse().ok())??;
    let whole = figure.bytes().all(|byte| byte.is_ascii_digit()).then(|| figure.parse::<u32>().ok())??;
    (more < 60).then(|| whole.checked_mul(60)?.checked_add(more))?
}

/// Minutes of `1.5` hours, to the nearest minute.
fn hours(figure: &str) -> Option<u32> {
    let (whole, part) = figure.split_once(['.', ',']).unwrap_or((figure, ""));
    let is_figure = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_figure(whole) || !is_figure(part) || part.len() > 4 {
        return None;
    }
    let tenths = 10u32.pow(part.len() as u32);
    let part: u32 = if part.is_empty() { 0 } else { part.parse().ok()? };
    whole.parse::<u32>().ok()?.checked_mul(60)?.checked_add((part * 60 + tenths / 2) / tenths)
}

#[cfg(test)]
mod tests;
