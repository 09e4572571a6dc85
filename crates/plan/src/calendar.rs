//! Working time: ticks of 1/1024 of a working day, counted from the day of the forecast.
//!
//! One axis of working days serves the whole plan: every day on which at least one team works.
//! A team that rests on a day of the axis has that day off ([`DaysOff`]); its work goes on the next day.

use std::collections::BTreeSet;

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use serde::{Deserialize, Serialize};

/// A moment or a length of working time, in 1/1024 of a working day. Exact: never a float.
pub type Ticks = i32;

/// Ticks in one working day.
pub const DAY: Ticks = 1024;

/// Days of the week on which somebody works, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week(pub [bool; 7]);

impl Default for Week {
    /// Monday to Friday.
    fn default() -> Self {
        Self([true, true, true, true, true, false, false])
    }
}

impl Week {
    fn works(self, day: Weekday) -> bool {
        self.0[day.to_monday_zero_offset() as usize]
    }

    fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|day| self.0[day] || other.0[day]))
    }

    fn length(self) -> i32 {
        self.0.iter().filter(|works| **works).count() as i32
    }
}

/// The axis of working days of a plan: day 0 is the first working day on or after the as-of date.
#[derive(Clone, Debug)]
pub struct Calendar {
    as_of: Date,
    week: Week,
    closed: Vec<Date>,
}

impl Calendar {
    /// An axis that starts at `as_of`, with the days of the week on which any team works, less the days on which all
    /// rest. A week without any working day becomes Monday to Friday.
    pub fn new(
        as_of: Date,
        weeks: impl IntoIterator<Item = Week>,
        closed: impl IntoIterator<Item = Date>,
    ) -> Self {
        let week = weeks.into_iter().fold(Week([false; 7]), Week::or);
        let week = if week.length() == 0 { Week::default() } else { week };
        let closed: BTreeSet<Date> = closed.into_iter().filter(|day| week.works(day.weekday())).collect();
        Self { as_of, week, closed: closed.into_iter().collect() }
    }

    /// The day from which the forecast looks ahead.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    fn works(&self, day: Date) -> bool {
        self.week.works(day.weekday()) && self.closed.binary_search(&day).is_err()
    }

    /// Working days in the half-open span from `from` to `to`, which is not before it.
    fn working_days(&self, from: Date, to: Date) -> i32 {
        let days = (to - from).get_days();
        let mut count = days / 7 * self.week.length();
        let first = from.weekday().to_monday_zero_offset() as i32;
        count += (0..days % 7).filter(|day| self.week.0[((first + day) % 7) as usize]).count() as i32;
        let rest =
            self.closed.partition_point(|day| *day < to) - self.closed.partition_point(|day| *day < from);
        count - rest as i32
    }

    /// Index of a day on the axis: working days from the as-of date up to that day, without it. Negative before as-of.
    pub fn index(&self, day: Date) -> i32 {
        if day >= self.as_of {
            self.working_days(self.as_of, day)
        } else {
            -self.working_days(day, self.as_of)
        }
    }

    /// The moment at which a day begins.
    pub fn start_of(&self, day: Date) -> Ticks {
        self.index(day).saturating_mul(DAY)
    }

    /// The moment at which a day is over: what is promised for a day is in time up to here.
    pub fn end_of(&self, day: Date) -> Ticks {
        self.index(day.saturating_add(1.day())).saturating_mul(DAY)
    }

    /// Working days from the first day to the last, both included, in ticks; none where the last comes first.
    pub fn between(&self, first: Date, last: Date) -> Ticks {
        if last < first {
            return 0;
        }
        self.working_days(first, last.saturating_add(1.day())).saturating_mul(DAY)
    }

    /// The day on which work that ends at `moment` ends. The end of a day belongs to that day, not to the next.
    pub fn day_of_finish(&self, moment: Ticks) -> Date {
        self.day_at((moment - 1).div_euclid(DAY))
    }

    /// The day on which work that starts at `moment` starts.
    pub fn day_of_start(&self, moment: Ticks) -> Date {
        self.day_at(moment.div_euclid(DAY))
    }

    /// The day of the axis that has this index.
    fn day_at(&self, index: i32) -> Date {
        let (mut low, mut high) = (Date::MIN, Date::MAX);
        while low < high {
            let middle = low + ((high - low).get_days() / 2).days();
            let next = middle.saturating_add(1.day());
            if self.index(next) > index {
                high = middle;
            } else {
                low = next;
            }
        }
        low
    }

    /// The days of the axis on which a team rests: its own days off, and the days that are not in its week.
    ///
    /// Looks forty years ahead; nothing that is planned lies beyond.
    pub fn days_off(&self, week: Week, off: &BTreeSet<Date>) -> DaysOff {
        let mut starts = Vec::new();
        if week != self.week {
            let end = self.as_of.saturating_add(40.years());
            let mut day = self.as_of;
            while day < end {
                if self.works(day) && (!week.works(day.weekday()) || off.contains(&day)) {
                    starts.push(self.index(day));
                }
                day = day.saturating_add(1.day());
            }
        } else {
            starts.extend(
                off.iter().filter(|day| **day >= self.as_of && self.works(**day)).map(|day| self.index(*day)),
            );
        }
        DaysOff { starts }
    }
}

/// Days of the axis on which one team does not work, as indices in rising order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaysOff {
    starts: Vec<i32>,
}

impl DaysOff {
    /// Whether the team works on every day of the axis.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Working time of the team up to a moment of the axis.
    fn worked(&self, moment: Ticks) -> Ticks {
        let begun = self.starts.partition_point(|day| day * DAY < moment);
        let mut worked = moment - begun as Ticks * DAY;
        if let Some(last) = begun.checked_sub(1) {
            worked += ((self.starts[last] + 1) * DAY - moment).max(0);
        }
        worked
    }

    /// The earliest moment up to which the team has worked so long.
    fn earliest(&self, worked: Ticks) -> Ticks {
        // The k-th day off comes when so much is worked: rising with k, though not strictly.
        let (mut passed, mut end) = (0, self.starts.len());
        while passed < end {
            let middle = (passed + end) / 2;
            match self.starts[middle] * DAY - middle as Ticks * DAY < worked {
                true => passed = middle + 1,
                false => end = middle,
            }
        }
        worked.saturating_add(passed as Ticks * DAY)
    }

    /// The first moment at or after this one at which the team works.
    pub fn align(&self, moment: Ticks) -> Ticks {
        let mut moment = moment;
        let mut next = self.starts.partition_point(|day| (day + 1) * DAY <= moment);
        while next < self.starts.len() && self.starts[next] * DAY <= moment {
            moment = (self.starts[next] + 1) * DAY;
            next += 1;
        }
        moment
    }

    /// When work of this length ends that starts at an aligned moment.
    pub fn advance(&self, start: Ticks, length: Ticks) -> Ticks {
        if self.starts.is_empty() || length == 0 {
            return start.saturating_add(length);
        }
        self.earliest(self.worked(start).saturating_add(length))
    }

    /// The earliest moment at which work of this length must start to end at `finish` or later.
    pub fn retreat(&self, finish: Ticks, length: Ticks) -> Ticks {
        if self.starts.is_empty() || length == 0 {
            return finish.saturating_sub(length);
        }
        let worked = self.worked(finish);
        let reached = if self.earliest(worked) < finish { worked.saturating_add(1) } else { worked };
        self.earliest(reached.saturating_sub(length))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn plain() -> Calendar {
        Calendar::new(date(2027, 1, 4), [Week::default()], [])
    }

    #[test]
    fn a_week_has_five_working_days() {
        let axis = plain();
        assert_eq!(axis.index(date(2027, 1, 4)), 0);
        assert_eq!(axis.index(date(2027, 1, 9)), 5, "Saturday begins where Friday ended");
        assert_eq!(axis.index(date(2027, 1, 11)), 5);
        assert_eq!(axis.index(date(2027, 1, 1)), -1);
        assert_eq!(axis.between(date(2027, 1, 4), date(2027, 1, 15)), 10 * DAY);
        assert_eq!(axis.between(date(2027, 1, 15), date(2027, 1, 4)), 0);
    }

    #[test]
    fn the_end_of_a_day_belongs_to_that_day() {
        let axis = plain();
        assert_eq!(axis.day_of_finish(5 * DAY), date(2027, 1, 8));
        assert_eq!(axis.day_of_finish(5 * DAY + 1), date(2027, 1, 11));
        assert_eq!(axis.end_of(date(2027, 1, 8)), 5 * DAY);
        assert_eq!(
            axis.end_of(date(2027, 1, 10)),
            5 * DAY,
            "promised for Sunday is promised for Friday's end"
        );
    }

    #[test]
    fn a_closed_day_is_no_working_day() {
        let axis = Calendar::new(date(2027, 1, 4), [Week::default()], [date(2027, 1, 6), date(2027, 1, 9)]);
        assert_eq!(axis.index(date(2027, 1, 11)), 4);
        assert_eq!(axis.day_of_finish(3 * DAY), date(2027, 1, 7));
    }

    #[test]
    fn a_team_that_rests_goes_on_the_next_day() {
        let axis = plain();
        let off = axis.days_off(Week::default(), &BTreeSet::from([date(2027, 1, 5), date(2027, 1, 6)]));
        assert_eq!(off.align(DAY), 3 * DAY);
        assert_eq!(off.advance(0, DAY), DAY, "work that ends with the day ends with the day");
        assert_eq!(off.advance(0, DAY + 1), 3 * DAY + 1);
        assert_eq!(off.retreat(3 * DAY + 1, DAY + 1), 0);
    }

    #[test]
    fn a_team_with_another_week_shares_the_axis() {
        let sunday = Week([true, true, true, true, false, false, true]);
        let axis = Calendar::new(date(2027, 1, 4), [Week::default(), sunday], []);
        let off = axis.days_off(sunday, &BTreeSet::new());
        // Six days of the axis a week; this team rests on Friday, the fifth.
        assert_eq!(off.advance(0, 5 * DAY), 6 * DAY);
    }

    fn offs() -> impl Strategy<Value = DaysOff> {
        proptest::collection::btree_set(0..40i32, 0..12)
            .prop_map(|set| DaysOff { starts: set.into_iter().collect() })
    }

    proptest! {
        #[test]
        fn index_and_day_are_inverse(index in -3000i32..30_000, closed in proptest::collection::vec(0i32..20_000, 0..20)) {
            let as_of = date(2027, 1, 4);
            let axis = Calendar::new(as_of, [Week::default()], closed.iter().map(|d| as_of + d.days()));
            let day = axis.day_at(index);
            prop_assert_eq!(axis.index(day), index);
            prop_assert!(axis.works(day));
        }

        /// Against the plainest meaning: walk tick by tick (a tick is a quarter of a day here).
        #[test]
        fn advance_walks_over_days_off(off in offs(), start in 0i32..30_000, length in 0i32..20_000) {
            let start = off.align(start);
            let finish = off.advance(start, length);
            let rests = |moment: Ticks| off.starts.binary_search(&moment.div_euclid(DAY)).is_ok();
            let worked = (start..finish).filter(|moment| !rests(*moment)).count() as Ticks;
            prop_assert_eq!(worked, length);
            prop_assert!(length == 0 || !rests(finish - 1), "work never ends while the team rests");
        }

        #[test]
        fn retreat_is_the_latest_needed_start(off in offs(), finish in 0i32..30_000, length in 1i32..5_000) {
            let start = off.align(off.retreat(finish, length));
            prop_assert!(off.advance(start, length) >= finish);
            let earlier = off.align(off.earliest(off.worked(start) - 1));
            if off.worked(earlier) < off.worked(start) {
                prop_assert!(off.advance(earlier, length) < finish);
            }
        }

        #[test]
        fn finish_is_monotone_in_start_and_length(off in offs(), a in 0i32..30_000, b in 0i32..30_000, d in 0i32..5_000, more in 0i32..500) {
            let (a, b) = (off.align(a.min(b)), off.align(a.max(b)));
            prop_assert!(off.advance(a, d) <= off.advance(b, d));
            prop_assert!(off.advance(a, d) <= off.advance(a, d + more));
        }
    }
}
