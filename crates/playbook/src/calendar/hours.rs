//! When somebody works.

use std::str::FromStr;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Time},
    tz::{TimeZone, TimeZoneDatabase},
};
use minicbor::{Decode, Encode};
use serde::Serialize;

use super::Free;
use crate::refusal::Refusal;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Monday to Friday, as bits from Monday on.
const WORKING_DAYS: u8 = 0b1_1111;

/// Days that are looked at, at most: two years.
const MOST_DAYS: usize = 800;

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// When somebody works: on some days of the week, from one time to another on the clock of a zone.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize)]
pub struct Hours {
    /// Days of the week as bits, Monday first.
    #[n(0)]
    pub days: u8,
    /// The first minute of the day.
    #[n(1)]
    pub from: u16,
    /// The minute of the day at which it ends, up to 1440.
    #[n(2)]
    pub to: u16,
    /// The zone, as the world calls it; the leader's where absent.
    #[n(3)]
    pub zone: Option<String>,
}

impl Hours {
    /// Monday to Friday from nine to five, where the leader is: what is assumed where nobody says more.
    pub fn usual() -> Self {
        Self { days: WORKING_DAYS, from: 9 * 60, to: 17 * 60, zone: None }
    }

    /// The zone in which they are meant, where the leader is in `here`.
    pub fn zone(&self, here: &TimeZone) -> TimeZone {
        self.zone.as_deref().and_then(zone_named).unwrap_or_else(|| here.clone())
    }

    /// Hours that are hours.
    ///
    /// # Errors
    /// If they end before they begin, name no day, or a zone that nobody knows.
    pub fn lawful(self) -> Result<Self, Refusal> {
        if self.from >= self.to || self.to > DAY || self.days & 0x7f == 0 {
            return Err(Refusal::NoHours { hours: self.to_string() });
        }
        match self.zone.as_deref().filter(|name| zone_named(name).is_none()) {
            Some(name) => Err(Refusal::NoSuchZone { name: name.to_owned() }),
            None => Ok(self),
        }
    }

    /// The working times between two moments, where the leader is in `here`: in order, none touching another but at midnight.
    ///
    /// A time that the clock skips is taken as if it had not been turned yet; of one that comes twice the first begins the
    /// day, and the day ends at the first of them, too.
    pub fn between(&self, from: Timestamp, to: Timestamp, here: &TimeZone) -> Vec<Free> {
        let zone = self.zone(here);
        let first = zone.to_datetime(from).date().saturating_sub(1.day());
        let last = zone.to_datetime(to).date();
        let days = first.series(1.day()).take_while(|day| *day <= last).take(MOST_DAYS);
        let span = |day: Date| {
            let is_working = self.days >> day.weekday().to_monday_zero_offset() & 1 == 1;
            let (begins, ends) = (at(day, self.from, &zone)?, at(day, self.to, &zone)?);
            let (begins, ends) = (begins.max(from), ends.min(to));
            (is_working && begins < ends).then_some(Free { from: begins, to: ends })
        };
        days.filter_map(span).collect()
    }
}

/// The moment of a minute of a day.
fn at(day: Date, minute: u16, zone: &TimeZone) -> Option<Timestamp> {
    let day = if minute >= DAY { day.checked_add(1.day()).ok()? } else { day };
    let minute = minute % DAY;
    let time = Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).ok()?;
    zone.to_ambiguous_timestamp(day.to_datetime(time)).compatible().ok()
}

/// A zone by its name, from the rules that this program brings.
fn zone_named(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

impl FromStr for Hours {
    type Err = ();

    /// As they are typed: `9-17`, `8:30-16:30`, `mon-thu 9-15`, `mon,wed 10-14`.
    fn from_str(words: &str) -> Result<Self, ()> {
        let words = words.trim().to_lowercase();
        let (days, times) = words.rsplit_once(char::is_whitespace).unwrap_or(("mon-fri", &words));
        let (from, to) = times.split_once('-').ok_or(())?;
        let mut bits = 0;
        for part in days.split(',').map(str::trim) {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (weekday(first).ok_or(())?, weekday(last).ok_or(())?);
            let many = (last + 7 - first) % 7;
            (0..=many).for_each(|next| bits |= 1 << ((first + next) % 7));
        }
        Ok(Self { days: bits, from: minute(from).ok_or(())?, to: minute(to).ok_or(())?, zone: None })
    }
}

fn weekday(word: &str) -> Option<usize> {
    let word = word.trim();
    WEEKDAYS.iter().position(|day| word.len() >= 3 && word.starts_with(day))
}

fn minute(words: &str) -> Option<u16> {
    let (hour, minute) = words.trim().split_once(':').unwrap_or((words.trim(), "0"));
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= DAY).then_some(hour * 60 + minute)
}

impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let is_on = |day: usize| self.days >> day & 1 == 1;
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for day in (0..7).filter(|day| is_on(*day)) {
            match runs.last_mut().filter(|(_, last)| last + 1 == day) {
                Some((_, last)) => *last = day,
                None => runs.push((day, day)),
            }
        }
        let run = |(first, last): &(usize, usize)| match first == last {
            true => WEEKDAYS[*first].to_owned(),
            false => format!("{}-{}", WEEKDAYS[*first], WEEKDAYS[*last]),
        };
        let days: Vec<String> = runs.iter().map(run).collect();
        let time = |minute: u16| format!("{}:{:02}", minute / 60, minute % 60);
        write!(f, "{} {}-{}", days.join(","), time(self.from), time(self.to))?;
        self.zone.as_ref().map_or(Ok(()), |zone| write!(f, " {zone}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_said_as_they_are_typed() {
        for (typed, said) in [
            ("9-17", "mon-fri 9:00-17:00"),
            ("8:30-16:30", "mon-fri 8:30-16:30"),
            ("Mon-Thu 9-15", "mon-thu 9:00-15:00"),
            ("monday,wednesday 10-14", "mon,wed 10:00-14:00"),
            ("sun-thu 9-24", "mon-thu,sun 9:00-24:00"),
        ] {
            let hours: Hours = typed.parse().unwrap();
            assert_eq!(hours.to_string(), said);
            assert!(hours.lawful().is_ok(), "{typed}");
        }
        for wrong in ["", "9", "9-25", "9:60-10", "xyz 9-17", "9-17-18", "mo 9-17"] {
            assert!(wrong.parse::<Hours>().is_err(), "{wrong}");
        }
        assert!("17-9".parse::<Hours>().unwrap().lawful().is_err());
        let lost = Hours { zone: Some("Europe/Nowhere".into()), ..Hours::usual() };
        assert_eq!(lost.lawful(), Err(Refusal::NoSuchZone { name: "Europe/Nowhere".into() }));
    }

    #[test]
    fn hours_follow_the_clock_of_their_zone_where_it_is_turned() {
        let berlin = zone_named("Europe/Berlin").unwrap();
        let between = |hours: &Hours, from: &str, to: &str| {
            let of = |words: &str| words.parse::<Timestamp>().unwrap();
            let spans = hours.between(of(from), of(to), &berlin);
            spans.iter().map(|span| format!("{} {}", span.from, span.to)).collect::<Vec<_>>()
        };
        let every = Hours { days: 0x7f, ..Hours::usual() };
        assert_eq!(
            between(&every, "2027-03-27T00:00:00Z", "2027-03-29T00:00:00Z"),
            ["2027-03-27T08:00:00Z 2027-03-27T16:00:00Z", "2027-03-28T07:00:00Z 2027-03-28T15:00:00Z"]
        );
        let night = Hours { from: 2 * 60 + 30, to: 4 * 60, ..every.clone() };
        assert_eq!(
            between(&night, "2027-03-28T00:00:00Z", "2027-03-28T12:00:00Z"),
            ["2027-03-28T01:30:00Z 2027-03-28T02:00:00Z"],
            "half past two is skipped: half past three it is"
        );
        assert_eq!(
            between(&night, "2027-10-31T00:00:00Z", "2027-10-31T12:00:00Z"),
            ["2027-10-31T00:30:00Z 2027-10-31T03:00:00Z"],
            "half past two comes twice: the first begins"
        );
        let lisbon = Hours { zone: Some("Europe/Lisbon".into()), ..every };
        assert_eq!(
            between(&lisbon, "2027-03-27T00:00:00Z", "2027-03-28T00:00:00Z"),
            ["2027-03-27T09:00:00Z 2027-03-27T17:00:00Z"],
            "a peer elsewhere keeps their own clock"
        );
    }
}
