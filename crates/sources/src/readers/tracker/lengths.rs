//! How long an item takes: estimates in the tracker's unit, points, sizes, and the bar between two dates.

use plan::{
    calendar::{DAY, Ticks},
    facts::{Estimate, Item, State, Strength},
};

use super::{
    Reader,
    columns::{Known, Row},
    index::is_nothing,
};
use crate::{
    Problem,
    formats::csv::Cell,
    profile::{Numbers, Units},
};

/// A figure beyond this many working days is a slip of the pen.
const MOST_DAYS: f64 = 5000.0;

impl Reader<'_> {
    /// What the row says of how long the item takes, what is left of it, and what it took.
    pub(super) fn lengths(&mut self, row: &Row, item: &mut Item) {
        item.estimate = self.length(row, Known::Estimate).map(Estimate::One);
        item.remaining = self
            .length(row, Known::Remaining)
            .filter(|_| matches!(item.state, State::Started(_)))
            .map(Estimate::One);
        item.took = self.length(row, Known::Took).filter(|_| item.state.is_over());
        if item.estimate.is_some() {
            return;
        }
        let derived =
            self.figure(row, Known::Points).or_else(|| self.figure(row, Known::Size)).or_else(|| bar(item));
        item.estimate = derived.map(Estimate::One);
        item.estimate_strength = Strength::Derived;
    }

    /// A number in the unit of the profile, seconds unless it or the head says otherwise, or a length such as `2d 4h`.
    fn length(&mut self, row: &Row, field: Known) -> Option<Ticks> {
        let (cell, at) = self.cell(row, field)?;
        let units = &self.profile.units;
        let is_open = units.numbers == Numbers::Seconds;
        let hours = match decimal(&cell.words) {
            Some(number) if is_open && self.columns.counts_days(at) => Some(number * units.hours_per_day),
            Some(number) if is_open && self.columns.counts_hours(at) => Some(number),
            Some(number) => {
                if is_open {
                    self.second(number, cell, at);
                }
                Some(self.profile.units.hours(number))
            }
            None => hours(&cell.words, units),
        };
        let days = hours.map(|hours| hours / self.profile.units.hours_per_day);
        match days.filter(|days| (0.0..=MOST_DAYS).contains(days)) {
            Some(0.0) => None,
            Some(days) => Some(ticks(days)),
            None => {
                let fact = format!("“{}” is no length of work", cell.words);
                let place = self.place_in(cell, at);
                self.note(
                    format!("length {field:?}"),
                    place,
                    fact,
                    "seconds as a number, or words as 2d 4h or 5 days; a profile names another unit (docs/profiles.md)",
                );
                None
            }
        }
    }

    /// Points, a size, or a length such as `5d`, under whichever head it stands.
    fn figure(&mut self, row: &Row, field: Known) -> Option<Ticks> {
        let (cell, at) = self.cell(row, field)?;
        let (words, units) = (cell.words.as_str(), &self.profile.units);
        if is_nothing(words) {
            return None;
        }
        let number = decimal(words).map(|points| points * units.days_per_point);
        let length = || hours(words, units).map(|hours| hours / units.hours_per_day);
        let size = || units.sizes.get(&words.to_lowercase()).copied();
        if let Some(days) =
            number.or_else(length).or_else(size).filter(|days| (0.0..=MOST_DAYS).contains(days))
        {
            return (days > 0.0).then(|| ticks(days));
        }
        let place = self.place_in(cell, at);
        if field == Known::Points {
            let fact = format!("“{words}” is no number of points");
            self.note(
                "points".into(),
                place,
                fact,
                "a number such as 3, a length such as 5d, or a size such as M",
            );
            return None;
        }
        let fact = format!("size “{words}” is not known");
        let lower = words.to_lowercase();
        let is_bare = lower.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let name = if is_bare { lower } else { toml::Value::from(lower).to_string() };
        let hint = format!("in a profile: extends = \"tracker\", and under [units.sizes] {name} = 5.0");
        self.note(format!("size {words}"), place, fact, &hint);
        None
    }

    /// Notes a number that was read as seconds.
    fn second(&mut self, number: f64, cell: &Cell, at: usize) {
        let seconds = self.seconds.entry(at).or_insert_with(|| Seconds {
            first: cell.clone(),
            count: 0,
            is_likely: [false; 2],
        });
        seconds.count += u32::from(number > 0.0);
        if seconds.count == 1 && number > 0.0 {
            seconds.first = cell.clone();
        }
        let is_whole = number > 0.0 && number % 60.0 == 0.0;
        seconds.is_likely =
            [seconds.is_likely[0] || number >= LEAST_SECONDS, seconds.is_likely[1] || is_whole];
    }

    /// Says which columns of numbers are hardly those of seconds: none of them makes ten minutes, or none makes minutes.
    pub(super) fn note_seconds(&mut self) {
        for (at, Seconds { first, count, is_likely }) in std::mem::take(&mut self.seconds) {
            if count == 0 || is_likely == [true; 2] {
                continue;
            }
            let fact = format!(
                "the numbers under “{}”, such as “{}”, were read as seconds, and are hardly any",
                self.head[at].as_str(),
                first.words
            );
            let problem = Problem { count, ..Problem::new(self.place_in(&first, at), fact) };
            let hint =
                "in a profile: extends = \"tracker\", and under [units] numbers = \"days\", or \"hours\"";
            self.found.problems.push(problem.hint(hint));
        }
    }
}

/// The numbers of a column that were read as seconds.
#[derive(Debug)]
pub struct Seconds {
    /// The first of them.
    first: Cell,
    count: u32,
    /// Whether any makes ten minutes, and whether any makes whole minutes.
    is_likely: [bool; 2],
}

/// No work is estimated that takes less.
const LEAST_SECONDS: f64 = 600.0;

fn ticks(days: f64) -> Ticks {
    (days * f64::from(DAY)).round() as Ticks
}

/// Working days from an item's first day to its promised one, where it has no other estimate.
fn bar(item: &Item) -> Option<Ticks> {
    let (first, last) = (item.not_before?, item.promise.as_ref()?.day);
    let axis = plan::calendar::Calendar::new(first, [Default::default()], []);
    Some(axis.between(first, last)).filter(|length| *length > 0)
}

/// A length of work in ticks, where it is one.
pub(super) fn ticks_of(days: f64) -> Option<Ticks> {
    (0.0..=MOST_DAYS).contains(&days).then(|| ticks(days))
}

/// A number, with a point or with a comma before one or two figures; three behind a comma may be thousands.
pub(super) fn decimal(words: &str) -> Option<f64> {
    let plain = || words.parse::<f64>().ok();
    let comma = || {
        let (whole, rest) = words.split_once(',')?;
        let is_of_figures = |words: &str| words.bytes().all(|byte| byte.is_ascii_digit());
        let is_decimal = is_of_figures(whole) && is_of_figures(rest) && (1..=2).contains(&rest.len());
        is_decimal.then(|| format!("{whole}.{rest}").parse().ok())?
    };
    plain().or_else(comma)
}

/// `1w 2d 4h 30m`, `5 days?`, `2,5 Tage`, `2 mons` in hours of work; a month has four weeks.
pub(super) fn hours(words: &str, units: &Units) -> Option<f64> {
    let mut rest = words.trim().trim_end_matches('?').trim_end();
    let (mut hours, is_empty) = (0.0, rest.is_empty());
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
        let (number, behind) = rest.split_at(end);
        let behind = behind.trim_start();
        let end = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at(end);
        hours += decimal(number)? * unit_hours(unit, units)?;
        rest = behind.trim_start_matches(['.', ',']).trim_start();
    }
    (!is_empty).then_some(hours)
}

/// Hours of work in a unit, as trackers and planning tools write it in English, German, French and Spanish.
fn unit_hours(unit: &str, units: &Units) -> Option<f64> {
    let day = units.hours_per_day;
    Some(match unit.to_lowercase().as_str() {
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minuto" | "minutos" => 1.0 / 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" | "heure" | "heures"
        | "hora" | "horas" => 1.0,
        "d" | "dy" | "day" | "days" | "t" | "tag" | "tage" | "j" | "jour" | "jours" | "día" | "días"
        | "dia" | "dias" => day,
        "w" | "wk" | "wks" | "week" | "weeks" | "woche" | "wochen" | "sem" | "semaine" | "semaines"
        | "semana" | "semanas" => day * units.days_per_week,
        "mo" | "mon" | "mons" | "month" | "months" | "monat" | "monate" | "mois" | "mes" | "meses" => {
            day * units.days_per_week * 4.0
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_as_planning_tools_write_them() {
        for (words, expected) in [
            ("55 days", 440.0),
            ("5 days?", 40.0),
            ("5d?", 40.0),
            ("1 wk", 40.0),
            ("3 wks", 120.0),
            ("40 hrs", 40.0),
            ("2 mons", 320.0),
            ("55 Tage", 440.0),
            ("5 Tage?", 40.0),
            ("3 Wochen", 120.0),
            ("55 jours", 440.0),
            ("2,5 Tage", 20.0),
            ("4 Std.", 4.0),
            ("1w 2d 4h 30m", 60.5),
            ("2d4h", 20.0),
            ("2 days, 4 hours", 20.0),
        ] {
            assert_eq!(hours(words, &Units::default()), Some(expected), "{words}");
        }
        for words in ["", "5", "days", "5 edays", "5 days late", "?", "5 d 3", "1.2.3 d", "--"] {
            assert_eq!(hours(words, &Units::default()), None, "{words}");
        }
    }

    #[test]
    fn a_comma_before_one_or_two_figures_is_a_decimal_one() {
        for (words, expected) in [
            ("8,0", Some(8.0)),
            ("2,5", Some(2.5)),
            ("0,25", Some(0.25)),
            ("2.5", Some(2.5)),
            ("57,600", None),
            ("1,2,3", None),
            (",5", Some(0.5)),
            ("5,", None),
        ] {
            assert_eq!(decimal(words), expected, "{words}");
        }
    }
}
