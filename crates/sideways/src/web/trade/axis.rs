//! An axis of days. Everything on it lies at a share of its width, so that one drawing fits every screen and its words keep
//! their size.

use maud::{Markup, html};
use playbook::moment::Day;

/// Labels, at most: more would touch on a telephone.
const LABELS: i64 = 6;

/// From one day to another.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    first: Day,
    days: i64,
}

impl Axis {
    /// An axis that holds these days, from the first of a month.
    pub fn of(days: impl Iterator<Item = Day>) -> Option<Self> {
        let (first, last) = days.fold(None, |span: Option<(Day, Day)>, day| {
            Some(span.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
        })?;
        let first = Day(first.0.first_of_month());
        Some(Self { first, days: first.until(Day(last.0.last_of_month())).max(1) })
    }

    /// An axis from a day on.
    pub fn from(first: Day, days: i64) -> Self {
        Self { first, days: days.max(1) }
    }

    fn share(self, day: Day) -> f64 {
        self.first.until(day).clamp(0, self.days) as f64 / self.days as f64 * 100.0
    }

    /// Where a day lies.
    pub fn at(self, day: Day) -> String {
        format!("{:.2}%", self.share(day))
    }

    /// How long it is from a day to another; seen however short it is.
    pub fn long(self, from: Day, to: Day) -> String {
        format!("{:.2}%", (self.share(to) - self.share(from)).max(0.4))
    }

    /// The first days of months on it, as many as can be told apart.
    fn months(self) -> Vec<Day> {
        let begin = |day: Day| Day(day.0.first_of_month());
        let next = |day: Day| Day(day.0.last_of_month()).plus(1);
        let start = if begin(self.first) == self.first { self.first } else { next(self.first) };
        let all: Vec<Day> = std::iter::successors(Some(start), |day| Some(next(*day)))
            .take_while(|day| self.first.until(*day) < self.days)
            .collect();
        let step = (all.len() as i64 / LABELS + 1) as usize;
        all.into_iter().step_by(step).collect()
    }

    /// The months below a drawing, for the eye: every drawing says its days in words.
    pub fn drawn(self) -> Markup {
        html! {
            svg class="axis" width="100%" height="22" aria-hidden="true" {
                line class="line" x1="0" x2="100%" y1="1" y2="1" {}
                @for month in self.months() {
                    line class="line" x1=(self.at(month)) x2=(self.at(month)) y1="0" y2="6" {}
                    text x=(self.at(month)) dx="2" y="18" { (named(month)) }
                }
            }
        }
    }
}

/// A month; January bears its year.
fn named(month: Day) -> String {
    month.0.strftime(if month.0.month() == 1 { "%b %Y" } else { "%b" }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(words: &str) -> Day {
        Day(words.parse().unwrap())
    }

    #[test]
    fn every_day_lies_within_and_in_its_order() {
        let axis = Axis::of(["2027-03-10", "2027-01-26", "2027-04-27"].map(day).into_iter()).unwrap();
        let at = |words| axis.at(day(words)).trim_end_matches('%').parse::<f64>().unwrap();
        assert!(0.0 < at("2027-01-26") && at("2027-01-26") < at("2027-03-10") && at("2027-04-27") < 100.0);
        assert_eq!((at("2026-05-01"), at("2030-01-01")), (0.0, 100.0), "what lies beyond lies at the edge");
        assert!(Axis::of(std::iter::empty()).is_none());
        assert_ne!(axis.long(day("2027-03-10"), day("2027-03-10")), "0.00%", "a day can be seen");
    }

    #[test]
    fn months_are_as_many_as_can_be_told_apart() {
        for days in [20, 92, 400, 4000, 40_000] {
            let months = Axis::from(day("2027-01-11"), days).months();
            assert!(months.len() <= 2 * LABELS as usize, "{days}: {months:?}");
        }
        let quarter: Vec<String> =
            Axis::from(day("2027-01-11"), 92).months().into_iter().map(named).collect();
        assert_eq!(quarter, ["Feb", "Mar", "Apr"]);
    }
}
