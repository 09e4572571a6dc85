//! The bars of a chart, and on which days they begin and end.

use std::ops::Range;

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use plan::calendar::{Calendar, DAY, Ticks};

use crate::{dates, profile::Units};

/// A length beyond this many working days is a slip of the pen.
const MOST_DAYS: f64 = 5000.0;

/// Walks through a chart in which days are handed on from bar to bar.
const MOST_WALKS: usize = 16;

/// When a bar begins.
#[derive(Clone, Debug)]
pub(super) enum Start {
    Day(Date, Range<usize>),
    After(Vec<Range<usize>>),
    /// Where the one before it ends.
    Previous,
    Unknown,
}

/// When a bar ends.
#[derive(Clone, Debug)]
pub(super) enum End {
    Day(Date, Range<usize>),
    After(Length),
    Until(Vec<Range<usize>>),
    Unknown,
}

/// A length as it is worked, and as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Length {
    pub(super) ticks: Ticks,
    days: i32,
    /// Whether its days are drawn over weekends, which then take none of them.
    skips_weekends: bool,
}

/// A task as the chart draws it.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    pub(super) item: usize,
    pub(super) is_milestone: bool,
    pub(super) is_done: bool,
    pub(super) is_active: bool,
    pub(super) span: Range<usize>,
    pub(super) start: Start,
    pub(super) end: End,
    /// The first day.
    pub(super) begins: Option<Date>,
    /// The day behind the last.
    pub(super) ends: Option<Date>,
}

impl Length {
    /// `3d`, `2w`, `12h`; `0` is none. In a chart that leaves out weekends every day is a working day.
    pub(super) fn of(words: &str, units: &Units, skips_weekends: bool) -> Option<Self> {
        let figures = words.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(words.len());
        let number: f64 = words[..figures].parse().ok()?;
        let (worked, drawn) = match words[figures..].trim_start() {
            "" if number == 0.0 => (0.0, 0.0),
            "ms" => (number / 3.6e6 / units.hours_per_day, number / 8.64e7),
            "s" => (number / 3600.0 / units.hours_per_day, number / 86_400.0),
            "m" => (number / 60.0 / units.hours_per_day, number / 1440.0),
            "h" => (number / units.hours_per_day, number / 24.0),
            "d" if skips_weekends => (number, number),
            "w" if skips_weekends => (number * 7.0, number * 7.0),
            "d" => (weekdays(number, units.days_per_week), number),
            "w" => (number * units.days_per_week, number * 7.0),
            "M" => (number * units.days_per_week * 52.0 / 12.0, number * 365.0 / 12.0),
            "y" => (number * units.days_per_week * 52.0, number * 365.0),
            _ => return None,
        };
        let ticks = (worked * f64::from(DAY)).round() as Ticks;
        (worked <= MOST_DAYS).then_some(Self { ticks, days: drawn.ceil() as i32, skips_weekends })
    }

    /// The day behind the last of a bar that begins on a day.
    fn end(self, begins: Date) -> Date {
        if !self.skips_weekends {
            return begins.saturating_add(self.days.days());
        }
        let is_free = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let (mut day, mut left) = (begins, self.days);
        while left > 0 && day < Date::MAX {
            left -= i32::from(!is_free(day));
            day = day.saturating_add(1.day());
        }
        day
    }
}

/// Working days in a stretch of days: seven are a week, and fewer all count, up to a week's.
fn weekdays(days: f64, in_a_week: f64) -> f64 {
    let weeks = (days / 7.0).floor();
    weeks * in_a_week + (days - weeks * 7.0).min(in_a_week)
}

impl Bar {
    /// All ids that its start and its end name, in order.
    pub(super) fn ids(&self) -> Vec<&Range<usize>> {
        let starts = if let Start::After(ids) = &self.start { ids.as_slice() } else { &[] };
        let ends = if let End::Until(ids) = &self.end { ids.as_slice() } else { &[] };
        starts.iter().chain(ends).collect()
    }

    /// The last day, where the bar's end is known.
    pub(super) fn last(&self) -> Option<Date> {
        let ends = self.ends?;
        let last = ends.saturating_sub(1.day());
        Some(self.begins.map_or(last, |begins| last.max(begins)))
    }

    /// Working days from its first day to its end, at least one; none where one of the two is not known.
    pub(super) fn worked(&self, is_inclusive: bool) -> Option<Ticks> {
        let (begins, ends) = (self.begins?, self.ends?);
        if ends < begins || (is_inclusive && ends == begins) {
            return None;
        }
        let axis = Calendar::new(begins, [Default::default()], []);
        Some(axis.between(begins, ends.saturating_sub(1.day())).max(DAY))
    }

    fn is_settled(&self) -> bool {
        self.begins.is_some() && self.ends.is_some()
    }

    /// Takes over what is known of others; whether that told anything new.
    fn take(&mut self, after: Option<Date>, until: Option<Date>, is_inclusive: bool) -> bool {
        let before = (self.begins, self.ends);
        self.begins = self.begins.or(match &self.start {
            Start::Day(day, _) => Some(*day),
            Start::After(_) | Start::Previous => after,
            Start::Unknown => None,
        });
        self.ends = self.ends.or(match &self.end {
            End::Day(day, _) if is_inclusive => Some(day.saturating_add(1.day())),
            End::Day(day, _) => Some(*day),
            End::After(length) => self.begins.map(|begins| length.end(begins)),
            End::Until(_) => until,
            End::Unknown => self.begins.filter(|_| self.is_milestone),
        });
        let in_range = |day: &Date| day.year() <= dates::LAST_YEAR + 100;
        self.ends = self.ends.filter(in_range);
        before != (self.begins, self.ends)
    }
}

/// Finds the days of all bars, as far as they follow; ids are given as positions, as [`Bar::ids`] has them.
pub(super) fn draw(bars: &mut [Bar], ids: &[Vec<Option<usize>>], is_inclusive: bool) {
    for walk in 0..MOST_WALKS {
        let mut is_new = false;
        for step in 0..bars.len() {
            // Days are handed on both downwards and upwards.
            let at = if walk % 2 == 0 { step } else { bars.len() - 1 - step };
            if bars[at].is_settled() {
                continue;
            }
            let starts = if let Start::After(ids) = &bars[at].start { ids.len() } else { 0 };
            let (after, until) = ids[at].split_at(starts);
            let known = || after.iter().flatten();
            let all_known = known().all(|other| bars[*other].ends.is_some());
            let after = match bars[at].start {
                Start::Previous => at.checked_sub(1).and_then(|before| bars[before].ends),
                _ => known().filter_map(|other| bars[*other].ends).max().filter(|_| all_known),
            };
            let until = until.iter().flatten().filter_map(|other| bars[*other].begins).min();
            is_new |= bars[at].take(after, until, is_inclusive);
        }
        if !is_new {
            return;
        }
    }
}
