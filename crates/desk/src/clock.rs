//! The clock: the only place that knows what time it is.

use std::sync::{Mutex, OnceLock, PoisonError};

use jiff::{Timestamp, Zoned, civil::Time, tz::TimeZone};
use playbook::moment::Day;

/// The environment variable that stands in for the clock, to try things out: `2027-03-01`, or
/// `2027-03-01T09:00:00+01:00[Europe/Berlin]`.
pub const INSTEAD: &str = "SIDEWAYS_NOW";

/// A moment, where the leader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// The day where the leader is.
    pub today: Day,
}

impl Moment {
    /// A moment of a place.
    pub fn of(zoned: &Zoned) -> Self {
        Self { at: zoned.timestamp(), today: Day(zoned.date()) }
    }

    /// In milliseconds since 1970, UTC.
    pub fn milliseconds(self) -> i64 {
        self.at.as_millisecond()
    }
}

/// Now, where this machine is; what stands in for the clock comes first.
pub fn now() -> Moment {
    Moment::of(&zoned())
}

/// Now, with its time zone.
#[expect(clippy::disallowed_methods, reason = "the desk reads the clock, so that nothing below has to")]
pub fn zoned() -> Zoned {
    standing_in().clone().unwrap_or_else(|| Timestamp::now().to_zoned(here()))
}

/// What stands in for the clock. The environment of a process stays as it was at its start.
fn standing_in() -> &'static Option<Zoned> {
    static READ: OnceLock<Option<Zoned>> = OnceLock::new();
    READ.get_or_init(|| std::env::var(INSTEAD).ok().and_then(|words| instead(&words)))
}

/// The time zone of this machine, read anew after a while: somebody who serves pages for days may travel.
fn here() -> TimeZone {
    static READ: Mutex<Option<(i64, TimeZone)>> = Mutex::new(None);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let now = second();
    match &*read {
        Some((then, zone)) if (*then..then + READ_AGAIN).contains(&now) => zone.clone(),
        _ => read.insert((now, looked_up())).1.clone(),
    }
}

/// Seconds for which a time zone is taken as it was read.
const READ_AGAIN: i64 = 10;

#[expect(clippy::disallowed_methods, reason = "the desk reads the clock, so that nothing below has to")]
fn second() -> i64 {
    Timestamp::now().as_second()
}

/// Its file is read as it is, where nothing says otherwise: to learn the zone's name, the library would look through all zones
/// there are, which takes longer than most commands.
fn looked_up() -> TimeZone {
    let unnamed = || {
        let file = std::fs::read("/etc/localtime").ok().filter(|_| std::env::var_os("TZ").is_none())?;
        TimeZone::tzif("", &file).ok()
    };
    unnamed().unwrap_or_else(TimeZone::system)
}

/// What stands in for the clock, if it is no moment: it would be dangerous to take the real one in silence.
pub fn wrong_instead() -> Option<String> {
    std::env::var(INSTEAD).ok().filter(|words| instead(words).is_none())
}

/// A moment as it is written: with its zone, or as a day, of which it is noon.
fn instead(words: &str) -> Option<Zoned> {
    let day = || {
        let noon = words.parse::<jiff::civil::Date>().ok()?.to_datetime(Time::constant(12, 0, 0, 0));
        noon.to_zoned(here()).ok()
    };
    words.parse::<Zoned>().ok().or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leader_elsewhere_has_another_day() {
        let berlin = instead("2027-03-01T00:30:00+01:00[Europe/Berlin]").unwrap();
        let lisbon = berlin.in_tz("Europe/Lisbon").unwrap();
        assert_eq!(Moment::of(&berlin).at, Moment::of(&lisbon).at);
        assert_eq!(Moment::of(&berlin).today.to_string(), "2027-03-01");
        assert_eq!(Moment::of(&lisbon).today.to_string(), "2027-02-28");
    }

    #[test]
    fn a_day_stands_for_its_noon() {
        assert_eq!(Moment::of(&instead("2027-03-01").unwrap()).today.to_string(), "2027-03-01");
        assert_eq!(instead("soon"), None);
    }
}
