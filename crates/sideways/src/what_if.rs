//! Changes of the plan as they are typed, for a what-if.

use plan::calendar::DAY;
use playbook::trade::named_moves::Wish;
use sources::dates::{natural, working_days};

use crate::{clock, stop::Stop};

/// Working days within which every queue begins.
const FAR: u32 = 20_000;

/// An item so much earlier; without a length, at the front of its queue.
///
/// # Errors
/// If that is no length.
pub fn pulled(item: &str, by: Option<&str>) -> Result<Wish, Stop> {
    let by = by.map_or(Ok(FAR), |words| {
        working_days(words).map_err(|no| Stop::Usage(format!("--by: {}", no.fact), no.hint))
    })?;
    if by == 0 {
        return Err(Stop::Usage("--by: nothing comes earlier by no day".into(), "3d or 2w".into()));
    }
    Ok(Wish::Pull(item.trim().to_owned(), by.min(FAR) as i32 * DAY))
}

/// A day of a change.
///
/// # Errors
/// If the words name none.
pub fn day(words: &str, option: &str) -> Result<jiff::civil::Date, Stop> {
    natural(words.trim(), clock::today()).map_err(|no| Stop::Usage(format!("{option}: {}", no.fact), no.hint))
}

/// So many things at a time that a team does for another, from today where no day is named.
///
/// # Errors
/// If there is no number, or no end (rule T4).
pub fn lent(
    (giver, taker): (&str, &str),
    number: &str,
    (from, to): (&str, &str),
    wrong: &dyn Fn(&str) -> Stop,
) -> Result<Wish, Stop> {
    let lanes = number.trim().parse().ok().filter(|lanes| *lanes > 0);
    let lanes = lanes.ok_or_else(|| wrong("there is no number of things"))?;
    if to.trim().is_empty() {
        return Err(wrong("there is no end"));
    }
    let from = if from.trim().is_empty() { clock::today() } else { day(from, "--lend")? };
    Ok(Wish::Lend { giver: giver.into(), taker: taker.into(), lanes, from, to: day(to, "--lend")? })
}

/// What is said where nobody's dates are missed by more or by less.
pub const NO_DIFFERENCE: &str = "No difference seen: nobody's dates are missed by more or by less.";

/// A standard error in days; a small one with two decimals, so that it is not taken for none.
pub fn error(days: f64) -> String {
    if days < 0.05 { format!("{days:.2}") } else { format!("{days:.1}") }
}
