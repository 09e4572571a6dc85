//! What time it is, for a door: the desk reads the clock.

use std::time::{Duration, Instant};

use jiff::civil::Date;

/// Today, where this machine is.
pub fn today() -> Date {
    desk::clock::now().today.0
}

/// Measures how long something takes.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "the door reads the clock, so that nothing below has to")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Whether more time has passed.
    pub fn is_past(&self, time: Duration) -> bool {
        self.0.elapsed() > time
    }
}
