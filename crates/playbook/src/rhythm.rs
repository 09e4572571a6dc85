//! How often to talk, and how much time that makes (rules C1 and M4): one formula for the map and for the channels.

/// Minutes of one talk.
pub const TALK_MINUTES: u32 = 30;

/// Minutes to prepare a talk.
pub const PREPARATION_MINUTES: u32 = 10;

/// Weeks between talks, usually.
pub const USUAL_WEEKS: u32 = 4;

/// Weeks between talks while a yes is near or much depends on somebody.
pub const NEAR_WEEKS: u32 = 2;

/// A yes that is due within so many weeks is near.
pub const YES_WEEKS: u32 = 8;

/// Weeks after its day in which a yes still counts as near: it may still be wanted, and the map tells when it is kept anew.
pub const PASSED_WEEKS: u32 = 4;

/// A share of need, 0 to 1, from which on talks are as frequent as before a yes.
pub const MUCH: f64 = 0.3;

/// Hours a week that peers get at most, all together.
pub const MOST_HOURS: f64 = 3.0;

/// Weeks in a month.
pub const MONTH_WEEKS: f64 = 52.0 / 12.0;

/// Whether a yes that is due in so many days is near; below zero, its day has passed.
pub fn is_near(days: i64) -> bool {
    let weeks = |weeks: u32| i64::from(weeks) * 7;
    (-weeks(PASSED_WEEKS)..=weeks(YES_WEEKS)).contains(&days)
}

/// Weeks from one talk to the next.
pub const fn every_weeks(is_yes_near: bool, share: f64) -> u32 {
    if is_yes_near || share >= MUCH { NEAR_WEEKS } else { USUAL_WEEKS }
}

/// Hours a month that a cadence takes by itself, preparation included.
pub fn hours(every_weeks: u32) -> f64 {
    let talk = f64::from(TALK_MINUTES + PREPARATION_MINUTES) / 60.0;
    talk / f64::from(every_weeks) * MONTH_WEEKS
}

/// Shares out the hours a month that all cadences make up, at most [`MOST_HOURS`] a week, in proportion to dependence.
///
/// Takes weeks between talks and a weight for each, and gives hours a month in the same order.
pub fn share_out(all: &[(u32, f64)]) -> Vec<f64> {
    let budget = all.iter().map(|(weeks, _)| hours(*weeks)).sum::<f64>().min(MOST_HOURS * MONTH_WEEKS);
    let whole: f64 = all.iter().map(|(_, weight)| weight).sum();
    let part = |weight: f64| if whole > 0.0 { budget * weight / whole } else { 0.0 };
    all.iter().map(|(_, weight)| part(*weight)).collect()
}
