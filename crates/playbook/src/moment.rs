//! Moments and the names of entries: what a rule is told, because it may not look.

use std::{fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp, Zoned, civil::Date};
use minicbor::{
    Decode, Decoder, Encode, Encoder,
    decode::Error as NotRead,
    encode::{Error as NotWritten, Write},
};
use serde::{Serialize, Serializer};

/// When something happens, and as which entry of the notebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The instant.
    pub at: Timestamp,
    /// The day where the leader is at that instant.
    pub today: Day,
    /// The number that the entry gets.
    pub entry: u32,
}

/// A civil day: it does not move with the leader's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Day(pub Date);

/// Days from the first of the calendar to the last.
const CALENDAR: i64 = 7_304_483;

impl Day {
    /// The day so many days later; earlier, where that is less than none.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.saturating_add(length(days.clamp(-CALENDAR, CALENDAR))))
    }

    /// Days from this day to another, below zero where that is earlier.
    pub fn until(self, other: Self) -> i64 {
        i64::from(number(other.0) - number(self.0))
    }

    /// The day so many working days later: Monday to Friday.
    #[must_use]
    pub fn plus_working(self, days: u32) -> Self {
        self.working(i64::from(days))
    }

    /// The day so many working days earlier: Monday to Friday.
    #[must_use]
    pub fn minus_working(self, days: u32) -> Self {
        self.working(-i64::from(days))
    }

    /// Whole weeks at once, so that no number of days takes long.
    fn working(self, days: i64) -> Self {
        let step = |day: Self, by: i64| {
            let mut day = day.plus(by);
            while !day.is_working() && day.0 != Date::MAX && day.0 != Date::MIN {
                day = day.plus(by);
            }
            day
        };
        let starts_working = days == 0 || self.is_working();
        let start = if starts_working { self } else { step(self, -days.signum()) };
        (0..(days % 5).abs()).fold(start.plus(days / 5 * 7), |day, _| step(day, days.signum()))
    }

    /// Whether it is one of Monday to Friday.
    pub fn is_working(self) -> bool {
        self.0.weekday().to_monday_one_offset() <= 5
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Days since 1970.
fn number(date: Date) -> i32 {
    (date.duration_since(EPOCH).as_hours() / 24) as i32
}

/// So many days as a length: a quarter of the work that a span of the calendar makes.
fn length(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl<C> Encode<C> for Day {
    fn encode<W: Write>(&self, encoder: &mut Encoder<W>, _: &mut C) -> Result<(), NotWritten<W::Error>> {
        encoder.i32(number(self.0))?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Day {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, NotRead> {
        let days = decoder.i32()?;
        let day = EPOCH.checked_add(length(i64::from(days)));
        day.map(Self).map_err(|_| NotRead::message("no day of the calendar"))
    }
}

/// An instant, and what the clock said where the leader was who named it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct When {
    #[n(0)]
    second: i64,
    #[n(1)]
    on: Day,
    #[n(2)]
    minute: u16,
}

impl When {
    /// An instant, as the clock of a place has it.
    pub fn of(zoned: &Zoned) -> Self {
        let minute = i32::from(zoned.hour()) * 60 + i32::from(zoned.minute());
        Self { second: zoned.timestamp().as_second(), on: Day(zoned.date()), minute: minute as u16 }
    }

    /// The instant.
    pub fn at(self) -> Timestamp {
        Timestamp::from_second(self.second).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The day where the leader was.
    pub const fn on(self) -> Day {
        self.on
    }

    /// Whether the clock stood at midnight.
    pub const fn is_at_midnight(self) -> bool {
        self.minute == 0
    }

    /// The time of day: `09:30`.
    pub fn clock(self) -> String {
        format!("{:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.on, self.clock())
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown {
            at: Timestamp,
            clock: String,
        }
        Shown { at: self.at(), clock: self.to_string() }.serialize(serializer)
    }
}

/// The name of something that an entry of the notebook made: `41`, or `41.1` for the second of its kind in that entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// The number of the entry.
    pub entry: u32,
    /// Which of its kind in that entry, from 0.
    pub nth: u16,
}

impl Id {
    /// The first of its kind in an entry.
    pub const fn of(entry: u32) -> Self {
        Self { entry, nth: 0 }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.nth {
            0 => write!(f, "{}", self.entry),
            nth => write!(f, "{}.{nth}", self.entry),
        }
    }
}

impl FromStr for Id {
    type Err = ();

    fn from_str(words: &str) -> Result<Self, ()> {
        let (entry, nth) = words.split_once('.').unwrap_or((words, "0"));
        Ok(Self { entry: entry.parse().map_err(|_| ())?, nth: nth.parse().map_err(|_| ())? })
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<C> Encode<C> for Id {
    fn encode<W: Write>(&self, encoder: &mut Encoder<W>, _: &mut C) -> Result<(), NotWritten<W::Error>> {
        encoder.u64(u64::from(self.entry) << 16 | u64::from(self.nth))?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Id {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, NotRead> {
        let number = decoder.u64()?;
        let entry = u32::try_from(number >> 16).map_err(|_| NotRead::message("no number of an entry"))?;
        Ok(Self { entry, nth: (number & 0xffff) as u16 })
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn days_are_counted_as_the_calendar_has_them(days in -1_000_000_i32..=2_932_896, more in -2_900_000_i64..2_900_000) {
            let day = Day(EPOCH.checked_add(i64::from(days).days()).unwrap());
            prop_assert_eq!(Day(EPOCH).until(day), i64::from(days));
            prop_assert_eq!(Day(EPOCH).plus(i64::from(days)), day);
            prop_assert_eq!(day.plus(more).0, day.0.saturating_add(more.days()));
            let bytes = minicbor::to_vec(day).unwrap();
            prop_assert_eq!(minicbor::decode::<Day>(&bytes).unwrap(), day);
            prop_assert_eq!(minicbor::decode::<i32>(&bytes).unwrap(), days);
        }
    }

    #[test]
    fn a_day_beyond_the_calendar_is_none() {
        let (first, last) = (Day(Date::MIN), Day(Date::MAX));
        for day in [first, Day(EPOCH), last] {
            assert_eq!((day.plus(i64::MIN), day.plus(i64::MAX)), (first, last));
        }
        for days in [i32::MIN, -4_371_588, 2_932_897, i32::MAX] {
            assert!(minicbor::decode::<Day>(&minicbor::to_vec(days).unwrap()).is_err(), "{days}");
        }
    }
}
