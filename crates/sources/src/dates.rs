//! Days as people and trackers write them.

mod natural;
mod weekdays;
mod working;

pub use natural::{LONGEST_MINUTES, NotRead, duration, natural, natural_past};
pub use working::working_days;

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use serde::{Deserialize, Serialize};

/// The first year that is read as a year of a plan.
pub const FIRST_YEAR: i16 = 1990;

/// The last year that is read as a year of a plan.
pub const LAST_YEAR: i16 = 2100;

/// Which comes first in `03/04/2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayMonth {
    /// The day.
    DayFirst,
    /// The month.
    MonthFirst,
}

/// Names of months by language, as whole words or beginnings of three letters and more, lower case.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "янв",
        "января",
        "enero",
        "ene",
        "januar",
        "jän",
        "jänner",
        "janvier",
        "janv",
        "janeiro",
        "gennaio",
        "gen",
    ],
    &[
        "february",
        "фев",
        "февраля",
        "febrero",
        "februar",
        "février",
        "févr",
        "fevereiro",
        "fev",
        "fév",
        "febbraio",
    ],
    &["march", "мар", "марта", "marzo", "märz", "mär", "mrz", "mars", "março"],
    &["april", "апр", "апреля", "abril", "abr", "avril", "avr", "aprile"],
    &["may", "май", "мая", "mayo", "mai", "maio", "maggio", "mag"],
    &["june", "июн", "июня", "junio", "juni", "juin", "junho", "giugno", "giu"],
    &["july", "июл", "июля", "julio", "juli", "juillet", "juil", "julho", "luglio", "lug"],
    &["august", "авг", "августа", "agosto", "ago", "août", "aoû", "aout"],
    &[
        "september",
        "sept",
        "сен",
        "сент",
        "сентября",
        "septiembre",
        "septembre",
        "setembro",
        "set",
        "settembre",
    ],
    &[
        "october",
        "окт",
        "октября",
        "octubre",
        "oktober",
        "okt",
        "octobre",
        "outubro",
        "out",
        "ottobre",
        "ott",
    ],
    &["november", "ноя", "нояб", "ноября", "noviembre", "novembre", "novembro"],
    &[
        "december",
        "дек",
        "декабря",
        "diciembre",
        "dic",
        "dezember",
        "dez",
        "décembre",
        "déc",
        "dezembro",
        "dicembre",
    ],
];

/// The month that a word names, from 1.
fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let may_be_cut = word.len() >= 3 && word.is_ascii();
    let names = |known: &str| {
        known == word || (may_be_cut && known.is_ascii() && known.len() > 4 && known.starts_with(&word))
    };
    let at = MONTHS.iter().position(|known| known.iter().any(|known| names(known)))?;
    Some(at as i8 + 1)
}

/// A part of a written date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// A number and its count of digits.
    Number(i32, usize),
    Month(i8),
}

/// Why words are no day: a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoDate(pub String);

/// The parts of a written date, without its time of day. None where other words stand among them.
fn parts(words: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let words = words.trim();
    // ISO 8601 joins date and time with a T.
    let date = match words.find(['T', 't']) {
        Some(at) if at >= 8 && words.as_bytes()[at - 1].is_ascii_digit() => &words[..at],
        _ => words,
    };
    let mut begins_with_weekday = weekdays::first(date).is_some();
    for word in date.split([' ', '/', '-', '.', ',', '\u{a0}', '\u{202f}']).filter(|word| !word.is_empty()) {
        let may_be_weekday = std::mem::take(&mut begins_with_weekday);
        if is_time(word) || word.starts_with('(') {
            continue;
        }
        if matches!(word.to_lowercase().as_str(), "de" | "del" | "of") {
            continue;
        }
        let ordinal = ["st", "nd", "rd", "th", "er", "º"].into_iter().find_map(|end| word.strip_suffix(end));
        let digits = ordinal.unwrap_or(word);
        if digits.starts_with('+') {
            return None;
        }
        if let Ok(number) = digits.parse::<i32>() {
            parts.push(Part::Number(number, digits.len()));
        } else if let Some(month) = month(word) {
            parts.push(Part::Month(month));
        } else if !may_be_weekday && !is_weekday(word) {
            return None;
        }
    }
    // “mar.” is Tuesday and March.
    if let [
        Part::Month(_),
        Part::Number(_, 1 | 2),
        Part::Number(_, 1 | 2) | Part::Month(_),
        Part::Number(..),
    ] = parts[..]
    {
        parts.remove(0);
    }
    Some(parts)
}

/// Whether figures stand before dots, as in `31.03.2027`; a dot may end a word of a date, too.
fn is_dotted(words: &str) -> bool {
    words.as_bytes().windows(2).any(|two| two[0].is_ascii_digit() && two[1] == b'.')
}

/// In which order two figures up to 12 stand, where the weekday before them fits only one.
fn by_weekday(words: &str, (a, b, year): (i32, i32, i32)) -> Option<DayMonth> {
    if a > 12 || b > 12 || a == b {
        return None;
    }
    let weekday = weekdays::first(words)?;
    let fits = |day: i32, month: i32| {
        let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        date.ok().filter(|date| date.weekday() == weekday)
    };
    match (fits(a, b), fits(b, a)) {
        (Some(_), None) => Some(DayMonth::DayFirst),
        (None, Some(_)) => Some(DayMonth::MonthFirst),
        _ => None,
    }
}

/// Whether a word belongs to a time of day or its zone.
fn is_time(word: &str) -> bool {
    let is_of_figures = |words: &str| words.chars().all(|c| c.is_ascii_digit() || c == ':');
    let clock = word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
    let zone = word.strip_prefix("GMT").unwrap_or(word).strip_prefix('+').is_some_and(is_of_figures);
    let half = ["am", "pm", "a", "p", "m", "ч", "h", "г", "utc", "gmt"];
    clock || zone || (word.len() <= 4 && half.contains(&word.to_lowercase().as_str()))
}

fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3 && days.iter().any(|day| day.starts_with(&word))
}

/// In which order day and month of all numbers of one file can stand: what its parts over 12 decide.
#[derive(Clone, Copy, Debug, Default)]
pub struct Orders {
    day_first: u32,
    month_first: u32,
    open: u32,
    half_days: u32,
}

impl Orders {
    /// Takes a written date into account.
    pub fn note(&mut self, words: &str) {
        if iso(words).is_some() || is_dotted(words) {
            return;
        }
        let Some([Part::Number(a, 1 | 2), Part::Number(b, 1 | 2), Part::Number(y, digits)]) =
            parts(words).and_then(three)
        else {
            return;
        };
        let upper = words.to_uppercase();
        self.half_days += u32::from(upper.ends_with("AM") || upper.ends_with("PM"));
        let by_weekday = by_weekday(words, (a, b, century(y, digits)));
        let is = |order: DayMonth| by_weekday == Some(order);
        match (a > 12 || is(DayMonth::DayFirst), b > 12 || is(DayMonth::MonthFirst)) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            _ => self.open += 1,
        }
    }

    /// The same of a date that is not read: it may decide, and leaves nothing open.
    pub fn weigh(&mut self, words: &str) {
        let open = self.open;
        self.note(words);
        self.open = open;
    }

    /// The order and whether it is only a guess: where no part is over 12, files with AM and PM are taken as month first,
    /// others as day first. None where no date leaves it open.
    pub fn order(self) -> Option<(DayMonth, bool)> {
        match (self.day_first, self.month_first, self.open) {
            (0, 0, 0) => None,
            (0, 0, _) if self.half_days > 0 => Some((DayMonth::MonthFirst, true)),
            (0, 0, _) => Some((DayMonth::DayFirst, true)),
            (day_first, month_first, _) if day_first >= month_first => Some((DayMonth::DayFirst, false)),
            _ => Some((DayMonth::MonthFirst, false)),
        }
    }
}

/// Year, month and day of `2027-03-31`, whatever time of day follows behind a T or a space.
fn iso(words: &str) -> Option<(i32, i32, i32)> {
    let bytes = words.as_bytes();
    let figure = |from: usize, to: usize| {
        let digits = bytes.get(from..to).filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
        Some(digits.iter().fold(0, |figure, digit| figure * 10 + i32::from(digit - b'0')))
    };
    // `20270331`
    if bytes.len() == 8 && (bytes.starts_with(b"19") || bytes.starts_with(b"20")) {
        return Some((figure(0, 4)?, figure(4, 6)?, figure(6, 8)?));
    }
    let is_mark = |at: usize| bytes.get(at) == Some(&b'-');
    let ends = match bytes.get(10) {
        None | Some(b'T') => true,
        Some(b' ') => {
            let time = &bytes[11..];
            time.first().is_some_and(u8::is_ascii_digit)
                && time.contains(&b':')
                && time.iter().all(|byte| matches!(byte, b'0'..=b'9' | b':'))
        }
        Some(_) => false,
    };
    (is_mark(4) && is_mark(7) && ends).then_some(())?;
    Some((figure(0, 4)?, figure(5, 7)?, figure(8, 10)?))
}

fn three(parts: Vec<Part>) -> Option<[Part; 3]> {
    // A time of day without a colon and a zone may follow; the date is the first three parts.
    parts.get(..3).and_then(|parts| parts.try_into().ok())
}

/// The day that words name.
///
/// Understood are `2027-03-31`, `31 March 2027`, `Mar 31, 2027`, `31.03.2027`, `10/Jun/25 3:10 PM`, `29/июл/26 09:59`,
/// and `6/21/2025 16:14` in the order given, or in the one that a weekday before it fits: `Thu 10/1/26`. Years of two digits are of this century.
pub fn day(words: &str, order: DayMonth) -> Result<Date, NoDate> {
    if let Some((year, month, day)) = iso(words) {
        return civil(words, year, month, day);
    }
    let no_date = || NoDate(format!("“{}” is no date", words.trim()));
    // Figures behind a date are a time of day, or there is more than one date.
    let is_one = |parts: &Vec<Part>| parts.len() == 3 || words.contains(':');
    let parts = parts(words).filter(is_one).and_then(three).ok_or_else(no_date)?;
    let (year, month, day) = match parts {
        [Part::Number(y, 4..), Part::Number(m, _), Part::Number(d, _)] => (y, m, d),
        [Part::Number(y, 4..), Part::Month(m), Part::Number(d, _)] => (y, i32::from(m), d),
        [Part::Number(d, _), Part::Month(m), Part::Number(y, digits)]
        | [Part::Month(m), Part::Number(d, _), Part::Number(y, digits)] => {
            (century(y, digits), i32::from(m), d)
        }
        [Part::Number(a, _), Part::Number(b, _), Part::Number(y, digits)] => {
            let y = century(y, digits);
            let written = if is_dotted(words) { DayMonth::DayFirst } else { order };
            match by_weekday(words, (a, b, y)).unwrap_or(written) {
                DayMonth::DayFirst => (y, b, a),
                DayMonth::MonthFirst => (y, a, b),
            }
        }
        _ => return Err(no_date()),
    };
    civil(words, year, month, day)
}

fn century(year: i32, digits: usize) -> i32 {
    if digits <= 2 { 2000 + year } else { year }
}

fn civil(words: &str, year: i32, month: i32, day: i32) -> Result<Date, NoDate> {
    let words = words.trim();
    if !(i32::from(FIRST_YEAR)..=i32::from(LAST_YEAR)).contains(&year) {
        return Err(NoDate(format!(
            "“{words}” is in the year {year}; years from {FIRST_YEAR} to {LAST_YEAR} are read"
        )));
    }
    if !(1..=12).contains(&month) {
        return Err(NoDate(format!("“{words}” is no date: there is no month {month}")));
    }
    Date::new(year as i16, month as i8, i8::try_from(day).unwrap_or(0))
        .map_err(|_| NoDate(format!("“{words}” is no date: {year}-{month:02} has no day {day}")))
}

/// Whether words name one day or another, as day or month comes first: `03/04/2027`.
pub fn is_ambiguous(words: &str) -> bool {
    let date = match parts(words).and_then(three) {
        Some([Part::Number(a, 1 | 2), Part::Number(b, 1 | 2), Part::Number(..)]) => Some((a, b)),
        _ => None,
    };
    !is_dotted(words) && date.is_some_and(|(a, b)| a <= 12 && b <= 12 && a != b)
}

/// The last day of what words name: a day, a month (`March 2027`, `2027-03`, `end of March 2027`), a quarter (`Q1 2027`,
/// `2027 Q1`), half a year (`H1 2027`) or a week (`W12 2027`, `2027-W12`, `KW 12 2027`).
pub fn last_day(words: &str) -> Result<Date, NoDate> {
    let end = ["end of ", "End of ", "end "].into_iter().find_map(|end| words.trim_start().strip_prefix(end));
    let words = end.unwrap_or(words);
    if let Some(day) = week(words) {
        return Ok(day);
    }
    if let Some(end) = quarter(words).or_else(|| month_of_year(words)) {
        let (year, month) = end;
        return civil(words, year, month, 1).map(Date::last_of_month);
    }
    day(words, DayMonth::DayFirst)
}

fn quarter(words: &str) -> Option<(i32, i32)> {
    let mut quarter = None;
    let mut year = None;
    for word in words.split([' ', '-', '/']).filter(|word| !word.is_empty()) {
        match word.as_bytes() {
            [b'Q' | b'q', digit @ b'1'..=b'4'] => quarter = Some(i32::from(digit - b'0')),
            [b'H' | b'h', digit @ b'1'..=b'2'] => quarter = Some(2 * i32::from(digit - b'0')),
            [b'0'..=b'9', _, _, _] => year = word.parse().ok(),
            _ => return None,
        }
    }
    Some((year?, quarter? * 3))
}

/// The last day of a week that is counted as ISO 8601 does: `W12 2027`, `2027-W12`, `KW 12/2027`, `week 12 2027`.
fn week(words: &str) -> Option<Date> {
    let (mut number, mut year, mut is_week) = (None, None, false);
    for word in words.split([' ', '-', '/']).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        let rest = ["week", "kw", "cw", "w"].into_iter().find_map(|mark| lower.strip_prefix(mark));
        is_week |= rest.is_some();
        let figure = rest.unwrap_or(&lower);
        match (figure.len(), figure.parse::<u16>()) {
            (0, _) if rest.is_some() => {}
            (4, Ok(figure)) if (FIRST_YEAR as u16..=LAST_YEAR as u16).contains(&figure) => {
                year = Some(figure)
            }
            (1 | 2, Ok(figure)) => number = Some(figure),
            _ => return None,
        }
    }
    let (year, number) = (i16::try_from(year?).ok()?, i8::try_from(number?).ok()?);
    let week = jiff::civil::ISOWeekDate::new(year, number, Weekday::Sunday).ok();
    week.filter(|_| is_week).map(|week| week.date())
}

/// Whether words name a time of no year: `Q3`, `end of March`, `W12`, `KW 12`, `March`.
pub fn lacks_year(words: &str) -> bool {
    let words = words.trim();
    let is_short = words.len() <= 30 && words.split(' ').count() <= 4;
    let has_figure = words.chars().filter(char::is_ascii_digit).count() <= 2;
    is_short && has_figure && last_day(words).is_err() && last_day(&format!("{words} 2027")).is_ok()
}

fn month_of_year(words: &str) -> Option<(i32, i32)> {
    match parts(words)?.as_slice() {
        [Part::Month(m), Part::Number(y, 4)] | [Part::Number(y, 4), Part::Month(m)] => {
            Some((*y, i32::from(*m)))
        }
        [Part::Number(y, 4), Part::Number(m, 1 | 2)] => Some((*y, *m)),
        _ => None,
    }
}

/// No date takes more bytes than this.
const LONGEST_DATE: usize = 120;

/// How many of the words from the beginning make up a date, and which; the longest that does.
pub fn leading_date(words: &str) -> Option<(usize, Result<Date, NoDate>)> {
    let words = &words[..words.floor_char_boundary(LONGEST_DATE)];
    let ends: Vec<usize> = words
        .char_indices()
        .filter(|(_, c)| c.is_whitespace() || matches!(c, ',' | ';' | ')' | '('))
        .map(|(at, _)| at)
        .chain([words.len()])
        .take(6)
        .collect();
    let mut wrong = None;
    for end in ends.into_iter().rev() {
        let candidate = words[..end].trim();
        if !candidate.chars().any(|c| c.is_ascii_digit())
            || !candidate.ends_with(|c: char| c.is_alphanumeric() || c == '.')
        {
            continue;
        }
        match last_day(candidate) {
            Ok(day) => return Some((end, Ok(day))),
            Err(error) if parts(candidate).is_some_and(|parts| parts.len() == 3) => {
                wrong = Some((end, Err(error)))
            }
            Err(_) => {}
        }
    }
    wrong
}

/// The day of the week that a word names.
pub fn weekday(word: &str) -> Option<Weekday> {
    let word = word.to_lowercase();
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = days.iter().position(|day| word.len() >= 2 && day.starts_with(&word))?;
    Weekday::from_monday_zero_offset(at as i8).ok()
}

/// The last day of a stretch that is no longer than two years.
pub fn within_two_years(first: Date, last: Date) -> bool {
    first <= last && last <= first.saturating_add(2.years())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_as_trackers_write_them() {
        for (words, expected) in [
            ("10/Jun/25 3:10 PM", date(2025, 6, 10)),
            ("29/июл/26 09:59", date(2026, 7, 29)),
            ("2025-06-10T15:10:00.000+0000", date(2025, 6, 10)),
            ("2025-06-10 15:10", date(2025, 6, 10)),
            ("Mon Feb 06 2023 05:00:00 GMT+0000 (GMT)", date(2023, 2, 6)),
            ("01/sept/25", date(2025, 9, 1)),
            ("1/ene/26 10:00", date(2026, 1, 1)),
            ("12.03.2027", date(2027, 3, 12)),
            ("March 31st, 2027", date(2027, 3, 31)),
            ("31 März 2027", date(2027, 3, 31)),
            ("5/août/26", date(2026, 8, 5)),
        ] {
            assert_eq!(day(words, DayMonth::MonthFirst), Ok(expected), "{words}");
        }
        assert_eq!(day("6/21/2025 16:14", DayMonth::MonthFirst), Ok(date(2025, 6, 21)));
        assert_eq!(day("03/04/2026", DayMonth::DayFirst), Ok(date(2026, 4, 3)));
    }

    #[test]
    fn a_weekday_says_whether_day_or_month_comes_first() {
        for (words, expected) in [
            ("Thu 10/1/26", date(2026, 10, 1)),
            ("Thu. 10/1/26", date(2026, 10, 1)),
            ("Sat 10/1/26", date(2026, 1, 10)),
            ("Do 01.10.26", date(2026, 10, 1)),
            ("Di 01.12.26", date(2026, 12, 1)),
            ("jeu. 01/10/26", date(2026, 10, 1)),
            ("mar. 01/12/26", date(2026, 12, 1)),
            ("jueves 01/10/26", date(2026, 10, 1)),
            ("Donnerstag, 1. Oktober 2026", date(2026, 10, 1)),
            ("mar. 1 décembre 2026", date(2026, 12, 1)),
            ("Thu 10/1/26 8:00 AM", date(2026, 10, 1)),
        ] {
            for order in [DayMonth::DayFirst, DayMonth::MonthFirst] {
                assert_eq!(day(words, order), Ok(expected), "{words}");
            }
        }
        assert_eq!(day("Fri 10/1/26", DayMonth::DayFirst), Ok(date(2026, 1, 10)), "it fits neither");
        let mut orders = Orders::default();
        ["03/04/2026", "Thu 10/1/26"].iter().for_each(|words| orders.note(words));
        assert_eq!(orders.order(), Some((DayMonth::MonthFirst, false)));
        assert!(day("01.10.26 so", DayMonth::DayFirst).is_err());
    }

    #[test]
    fn impossible_days_are_named() {
        let fact = |words: &str| day(words, DayMonth::DayFirst).unwrap_err().0;
        assert_eq!(fact("2025-30-01"), "“2025-30-01” is no date: there is no month 30");
        assert_eq!(fact("2025-02-30"), "“2025-02-30” is no date: 2025-02 has no day 30");
        assert_eq!(fact("2201-01-01"), "“2201-01-01” is in the year 2201; years from 1990 to 2100 are read");
        assert_eq!(fact("soon"), "“soon” is no date");
        assert_eq!(fact(""), "“” is no date");
    }

    #[test]
    fn parts_over_twelve_decide_for_the_whole_file() {
        let order = |dates: &[&str]| {
            let mut orders = Orders::default();
            dates.iter().for_each(|words| orders.note(words));
            orders.order()
        };
        assert_eq!(order(&["03/04/2026", "13/04/2026"]), Some((DayMonth::DayFirst, false)));
        assert_eq!(order(&["03/04/2026", "6/21/2025 16:14"]), Some((DayMonth::MonthFirst, false)));
        assert_eq!(order(&["03/04/2026"]), Some((DayMonth::DayFirst, true)));
        assert_eq!(order(&["3/4/2026 3:10 PM"]), Some((DayMonth::MonthFirst, true)));
        assert_eq!(order(&["10/Jun/25 3:10 PM", "2025-01-01"]), None, "nothing to decide");
    }

    #[test]
    fn months_and_quarters_end_on_their_last_day() {
        assert_eq!(last_day("Q1 2027"), Ok(date(2027, 3, 31)));
        assert_eq!(last_day("2027-02"), Ok(date(2027, 2, 28)));
        assert_eq!(last_day("March 2027"), Ok(date(2027, 3, 31)));
        assert_eq!(last_day("end of March 2027"), Ok(date(2027, 3, 31)));
        assert_eq!(last_day("H1 2027"), Ok(date(2027, 6, 30)));
        for week in ["W12 2027", "2027-W12", "KW 12 2027", "KW12/2027", "week 12 2027"] {
            assert_eq!(last_day(week), Ok(date(2027, 3, 28)), "{week}");
        }
        assert_eq!(leading_date("end of March 2027, 5d"), Some((17, Ok(date(2027, 3, 31)))));
        for words in ["Q3", "end of March", "W12", "KW 12", "March"] {
            assert!(lacks_year(words), "{words}");
        }
        for words in ["hand", "the river", "Q3 2027", "2027", "12", ""] {
            assert!(!lacks_year(words), "{words}");
        }
        assert_eq!(leading_date("2027-03-31 and more"), Some((10, Ok(date(2027, 3, 31)))));
        assert_eq!(leading_date("31 March 2027, rest"), Some((13, Ok(date(2027, 3, 31)))));
        assert_eq!(leading_date("2027-03 5d"), Some((7, Ok(date(2027, 3, 31)))), "an estimate is no day");
        assert_eq!(leading_date("2027-12-24 - 2027-12-31"), Some((10, Ok(date(2027, 12, 24)))));
        assert_eq!(leading_date("2027-03-31 note: x"), Some((10, Ok(date(2027, 3, 31)))));
        assert_eq!(leading_date("2027-03-31 +3d"), Some((10, Ok(date(2027, 3, 31)))));
        assert_eq!(leading_date("nothing"), None);
        assert!(matches!(leading_date("2027-13-31"), Some((10, Err(_)))));
    }
}
