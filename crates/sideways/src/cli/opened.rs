//! The notebook, opened for a command.

use std::path::Path;

use desk::{
    clock::{self, Moment},
    open::{Desk, open_to_act, open_to_read},
};
use serde::Serialize;

use super::{Stop, show};
pub use crate::opened::{is_there, places, screen};
use crate::planned::remembered::Remembered;

/// Opens the notebook to look at it. What is not as it was written is said, and the rest is shown.
pub fn to_read(given: Option<&Path>) -> Result<Desk, Stop> {
    let desk = open_to_read(places(given)?, clock::now())?;
    for flaw in desk.flaws() {
        super::remark(&format!("Warning: {}. sideways doctor says more.", flaw.fact));
    }
    Ok(desk)
}

/// What the notebook remembers of the plan, with files that were dropped; nothing where there is no notebook.
pub fn remembered(given: Option<&Path>) -> Result<Option<Remembered>, Stop> {
    match is_there(given)? {
        true => Remembered::with_files(&to_read(given)?).map(Some),
        false => Ok(None),
    }
}

/// Opens the notebook to act on it, and says at which moment. What was done before under the same request finds the notebook
/// as it was then; `doing` tells the steps of a command apart.
pub fn to_act(given: Option<&Path>, doing: &'static str) -> Result<(Desk, Moment), Stop> {
    let (now, request) = (clock::now(), request()?);
    let mut desk = open_to_act(places(given)?, doing, now)?;
    let now = request.map_or(Ok(now), |request| desk.under(request, doing, now))?;
    Ok((desk, now))
}

/// The environment variable that names a request, so that trying it again has no second effect: 32 hexadecimal digits.
const REQUEST: &str = "SIDEWAYS_REQUEST";

/// Whether the environment names a request.
pub fn has_request() -> bool {
    std::env::var_os(REQUEST).is_some_and(|words| !words.is_empty())
}

fn request() -> Result<Option<[u8; 16]>, Stop> {
    let Some(words) = std::env::var_os(REQUEST).filter(|words| !words.is_empty()) else { return Ok(None) };
    let number = words.to_str().filter(|digits| digits.len() == 32 && !digits.starts_with('+'));
    match number.and_then(|digits| u128::from_str_radix(digits, 16).ok()) {
        Some(number) => Ok(Some(number.to_be_bytes())),
        None => Err(Stop::Usage(
            format!("{REQUEST} is not 32 hexadecimal digits"),
            format!("export {REQUEST}=$(od -An -N16 -tx1 /dev/urandom | tr -d ' ')"),
        )),
    }
}

/// Shows a plain value as JSON.
pub fn show_json(value: &impl Serialize) -> Result<(), Stop> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Stop::Fault(format!("the answer can't be written: {error}"), String::new()))?;
    show(&format!("{text}\n"))
}
