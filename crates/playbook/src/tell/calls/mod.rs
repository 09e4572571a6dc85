//! When to call whom: calls of one caller, each in windows of its own, some before others.
//!
//! [`best`] places calls in slots of time. What it places is worth its weight times what placing is worth, less the minute at which
//! it begins. A bound comes from prices on minutes (`prices`): with them each call looks for its best start alone, and what all find
//! together no schedule exceeds. What those prices rule out is struck, and the rest is searched (`exact`); where there are too many
//! calls for that, neighbourhoods of a schedule are searched one after the other (`around`).

mod around;
mod core;
mod exact;
mod prices;
pub mod rules;

use serde::{Deserialize, Serialize};

use self::core::Core;

/// A call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// How long it is, in minutes, at least 1.
    pub minutes: u32,
    /// How much it matters that it is placed, and placed early.
    pub weight: u32,
    /// When it may be held: the whole call lies within one of them.
    pub windows: Vec<Window>,
    /// Calls, by position, that end before this one begins, where both are placed.
    pub after: Vec<usize>,
}

/// A time in which a call may lie, in minutes from the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Window {
    /// Its first minute.
    pub from: u32,
    /// The minute at which it is over.
    pub until: u32,
}

/// Which calls are to be placed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The calls.
    pub calls: Vec<Call>,
    /// What placing a call is worth, in minutes by which it would begin earlier.
    pub worth: u32,
}

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Steps of the exact search, at most.
    pub steps: u32,
    /// Neighbourhoods that are searched where the exact search did not end.
    pub rounds: u32,
}

impl Default for Effort {
    /// Enough to prove twenty calls, and fifth of a second for two hundred.
    fn default() -> Self {
        Self { steps: 400_000, rounds: 300 }
    }
}

/// When each call begins, and how good that is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The minute at which each call begins; none where it is not placed.
    pub starts: Vec<Option<u32>>,
    /// What it is worth: by call that is placed, its weight times what placing is worth less its start.
    pub value: i64,
    /// No answer is worth more.
    pub bound: i64,
}

impl Answer {
    /// Whether nothing better exists.
    pub const fn is_best(&self) -> bool {
        self.value >= self.bound
    }

    /// How far the answer may be below the best, as a share of the bound.
    pub fn gap(&self) -> f64 {
        if self.bound <= 0 { 0.0 } else { (self.bound - self.value) as f64 / self.bound as f64 }
    }
}

/// The best placing of calls: the worthiest, or one with a bound where that can't be proven with this effort.
pub fn best(question: &Question, effort: Effort) -> Answer {
    let core = Core::of(question);
    let mut found = prices::priced(&core, prices::ROUNDS);
    if found.value < found.bound {
        exact::search(&core, &mut found, effort.steps);
    }
    if found.value < found.bound {
        around::improve(&core, &mut found, effort.rounds);
    }
    core.answer(&found)
}

/// What a placing is worth, or nothing where it breaks a rule. Written for callers and tests: the search does not use it.
pub fn value(question: &Question, starts: &[Option<u32>]) -> Option<i64> {
    let mut taken: Vec<(u32, u32)> = Vec::new();
    let mut value = 0;
    for (call, start) in question.calls.iter().zip(starts) {
        let Some(start) = *start else { continue };
        let end = start.checked_add(call.minutes)?;
        let lies_within = call.windows.iter().any(|window| window.from <= start && end <= window.until);
        let comes_after = |earlier: &usize| {
            let other = question.calls.get(*earlier).zip(starts.get(*earlier).copied().flatten());
            other.is_none_or(|(other, begun)| begun + other.minutes <= start)
        };
        let is_free = taken.iter().all(|(from, until)| end <= *from || *until <= start);
        if !(lies_within && is_free && call.after.iter().all(comes_after)) {
            return None;
        }
        taken.push((start, end));
        value += i64::from(call.weight) * (i64::from(question.worth) - i64::from(start));
    }
    Some(value)
}
