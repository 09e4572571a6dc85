//! How long an item takes: estimates in the tracker's unit, points, sizes, and the bar between two dates.

use plan::{
    calendar::{DAY, Ticks},
    facts::{Estimate, Item, State, Strength},
};

use super::{
    Reader,
    columns::{Known, Row},
};
use crate::profile::Numbers;

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
        let derived = self.points(row).or_else(|| self.size(row)).or_else(|| bar(item));
        item.estimate = derived.map(Estimate::One);
        item.estimate_strength = Strength::Derived;
    }

    /// A number in the unit of the profile, seconds unless it or the head says otherwise, or a length such as `2d 4h`.
    fn length(&mut self, row: &Row, field: Known) -> Option<Ticks> {
        let (cell, at) = self.cell(row, field)?;
        let units = &self.profile.units;
        let hours = match cell.words.parse::<f64>() {
            Ok(number) if self.columns.counts_hours && units.numbers == Numbers::Seconds => Some(number),
            Ok(number) => Some(units.hours(number)),
            Err(_) => spoken_hours(&cell.words, units.hours_per_day, units.days_per_week),
        };
        let days = hours.map(|hours| hours / units.hours_per_day);
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
                    "seconds as a number, or words as 2d 4h; a profile names another unit (docs/profiles.md)",
                );
                None
            }
        }
    }

    fn points(&mut self, row: &Row) -> Option<Ticks> {
        let (cell, at) = self.cell(row, Known::Points)?;
        match cell.words.parse::<f64>().ok().map(|points| points * self.profile.units.days_per_point) {
            Some(days) if (0.0..=MOST_DAYS).contains(&days) => (days > 0.0).then(|| ticks(days)),
            _ => {
                let (fact, place) =
                    (format!("“{}” is no number of points", cell.words), self.place_in(cell, at));
                self.note("points".into(), place, fact, "a number such as 3");
                None
            }
        }
    }

    fn size(&mut self, row: &Row) -> Option<Ticks> {
        let (cell, at) = self.cell(row, Known::Size)?;
        match self.profile.units.sizes.get(&cell.words.to_lowercase()) {
            Some(days) => Some(ticks(*days)),
            None => {
                let (fact, place) = (format!("size “{}” is not known", cell.words), self.place_in(cell, at));
                self.note(
                    format!("size {}", cell.words),
                    place,
                    fact,
                    &format!(
                        "in a profile: extends = \"tracker\", and under [units.sizes] {} = 5.0",
                        cell.words.to_lowercase()
                    ),
                );
                None
            }
        }
    }
}

fn ticks(days: f64) -> Ticks {
    (days * f64::from(DAY)).round() as Ticks
}

/// Working days from an item's first day to its promised one, where it has no other estimate.
fn bar(item: &Item) -> Option<Ticks> {
    let (first, last) = (item.not_before?, item.promise.as_ref()?.day);
    let axis = plan::calendar::Calendar::new(first, [Default::default()], []);
    Some(axis.between(first, last)).filter(|length| *length > 0)
}

/// `1w 2d 4h 30m` in hours of work.
fn spoken_hours(words: &str, hours_per_day: f64, days_per_week: f64) -> Option<f64> {
    let mut hours = 0.0;
    let mut number = String::new();
    let mut any = false;
    for c in words.chars().filter(|c| !c.is_whitespace()) {
        if c.is_ascii_digit() || c == '.' {
            number.push(c);
            continue;
        }
        let unit = match c.to_ascii_lowercase() {
            'w' => hours_per_day * days_per_week,
            'd' => hours_per_day,
            'h' => 1.0,
            'm' => 1.0 / 60.0,
            _ => return None,
        };
        hours += number.parse::<f64>().ok()? * unit;
        number.clear();
        any = true;
    }
    (any && number.is_empty()).then_some(hours)
}
