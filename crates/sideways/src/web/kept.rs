//! What was computed of a notebook, in memory for as long as the notebook says the same and the day is the same.

pub mod pages;

use std::sync::{Mutex, MutexGuard, PoisonError};

use desk::{clock::Moment, open::Desk};
use playbook::moment::Day;

use crate::stop::Stop;

/// A day, and whatever finer something depends on.
pub type When = (Day, i64);

/// The minute of a moment.
pub fn minute(now: Moment) -> When {
    (now.today, now.at.as_second() / 60)
}

/// Where the notebook ended, and when, as finely as it matters, when something was computed.
type At = (Option<(u64, [u8; 32])>, When);

/// Something that follows from the notebook and the day alone.
pub struct Kept<T>(Mutex<Option<(At, T)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Kept<T> {
    /// Lets go of it.
    pub fn close(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<(At, T)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at it as it is now.
    ///
    /// # Errors
    /// If it has to be computed and can't be; what `look` gives.
    pub fn with<R>(
        &self,
        desk: &mut Desk,
        when: When,
        compute: impl FnOnce(&mut Desk) -> Result<T, Stop>,
        look: impl FnOnce(&T, &Desk) -> Result<R, Stop>,
    ) -> Result<R, Stop> {
        let mut kept = self.lock();
        let at = (desk.end(), when);
        let value = match kept.take() {
            Some((then, value)) if then == at => value,
            _ => compute(desk)?,
        };
        look(&kept.insert((at, value)).1, desk)
    }
}
