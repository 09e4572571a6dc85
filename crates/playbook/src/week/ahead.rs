//! The four weeks ahead, beside the page.

use serde::Serialize;

use super::{
    asks, channels, kindnesses, loans,
    look::{Look, Named, clean},
    yeses,
};
use crate::moment::Day;

/// Days that are shown.
const DAYS: i64 = 28;

/// What comes on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A yes is needed.
    Yes,
    /// An answer is due.
    Answer,
    /// A loan ends.
    Loan,
    /// A talk is due.
    Talk,
    /// A kindness is due.
    Kindness,
}

/// Something that comes on a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Ahead {
    /// The day.
    pub day: Day,
    /// What comes.
    pub what: What,
    /// What it is about, as a part of a sentence.
    pub sentence: String,
    /// With whom.
    pub peer: Option<String>,
    /// The line of the page that speaks of it once its day is near, by name.
    #[serde(skip)]
    pub line: Option<String>,
}

/// Everything that has a day from today on, the next first; nothing whose line is put off or struck.
pub(super) fn all(look: &Look<'_>, named: &[Named], gone: &[String]) -> Vec<Ahead> {
    let mut all = [
        yeses::ahead(look, named),
        asks::ahead(look),
        loans::ahead(look),
        channels::ahead(look, named),
        kindnesses::ahead(look),
    ]
    .concat();
    all.retain(|ahead| {
        ahead.day >= look.today && ahead.line.as_ref().is_none_or(|line| !gone.contains(line))
    });
    all.iter_mut().for_each(|ahead| ahead.sentence = clean(&ahead.sentence));
    all.sort();
    all
}

/// Whether something comes within four weeks.
pub(super) fn is_near(ahead: &Ahead, today: Day) -> bool {
    ahead.day <= today.plus(DAYS)
}
