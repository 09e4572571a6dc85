//! What time it is, for a door: the desk reads the clock.

use std::time::{Duration, Instant, SystemTime};

use jiff::{Timestamp, civil::Date};

/// Today, where this machine is.
pub fn today() -> Date {
    desk::clock::now().today.0
}

/// The day of a moment, where this machine is.
pub fn day_of(time: SystemTime) -> Option<Date> {
    let at = Timestamp::try_from(time).ok()?;
    Some(at.to_zoned(desk::clock::zoned().time_zone().clone()).date())
}

/// Measures how long something takes.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "the door reads the clock, so that nothing below has to")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How much of a time has passed, in percent, at most 100.
    pub fn share_of(&self, time: Duration) -> u64 {
        let (passed, time) = (self.0.elapsed().as_millis(), time.as_millis().max(1));
        (passed * 100 / time).min(100) as u64
    }

    /// Whether more time has passed.
    pub fn is_past(&self, time: Duration) -> bool {
        self.0.elapsed() > time
    }
}
