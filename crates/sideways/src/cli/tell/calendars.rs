//! What is known of everybody's time, as plain values for the calls.

use desk::{clock::Moment, open::Desk};
use jiff::{Span, Zoned, civil::Time as Clock};
use playbook::tell::{
    Shown,
    times::{Calendars, Time},
};

use super::when;

/// Days ahead in which calls are looked for.
const DAYS: i64 = 14;

/// The half-days in which one works, where nothing else is said.
const HALVES: [(i8, i8); 2] = [(9, 12), (13, 17)];

/// What calendars say of the leader and of those who are to be called.
pub fn of(_desk: &Desk, _shown: &Shown, now: Moment, minutes: u32) -> Calendars {
    let here = when::here(now);
    Calendars {
        now: now.at,
        halves: (0..=DAYS).flat_map(|ahead| halves(&here, ahead)).collect(),
        zone: here.time_zone().clone(),
        mine: None,
        theirs: Default::default(),
        minutes,
    }
}

/// The half-days of a working day so many days ahead that are not over.
fn halves(here: &Zoned, ahead: i64) -> Vec<Time> {
    let day = here.date().saturating_add(Span::new().days(ahead));
    if day.weekday().to_monday_one_offset() > 5 {
        return Vec::new();
    }
    let at = |hour: i8| {
        let clock = Clock::new(hour, 0, 0, 0).ok()?;
        Some(day.to_datetime(clock).to_zoned(here.time_zone().clone()).ok()?.timestamp())
    };
    let half = |(from, to): (i8, i8)| Some(Time { from: at(from)?.max(here.timestamp()), to: at(to)? });
    HALVES.into_iter().filter_map(half).filter(|half| half.from < half.to).collect()
}
