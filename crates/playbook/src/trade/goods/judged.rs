//! What a person judges a good to cost and to bring (rule T2): it stands on a proposal and nowhere else.

use minicbor::{Decode, Encode};
use serde::Serialize;

use crate::refusal::Refusal;

/// The longest that is judged, in working days: a year.
const LONGEST: u32 = 260;

/// From so many working days to so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
pub struct Range {
    /// At least.
    #[n(0)]
    pub least: u32,
    /// At most.
    #[n(1)]
    pub most: u32,
}

/// What a good costs whoever gives it and brings whoever gets it, in the same unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
pub struct Judged {
    /// What it costs, in working days.
    #[n(0)]
    pub cost: Option<Range>,
    /// What it brings, in working days.
    #[n(1)]
    pub value: Option<Range>,
}

impl Range {
    /// In words: `2 to 4 working days`.
    pub fn told(self) -> String {
        let Self { least, most } = self;
        let days = if most == 1 { "day" } else { "days" };
        if least == most {
            format!("{most} working {days}")
        } else {
            format!("{least} to {most} working {days}")
        }
    }

    fn check(self) -> Result<(), Refusal> {
        let Self { least, most } = self;
        if least > most || most > LONGEST { Err(Refusal::NoRange { least, most }) } else { Ok(()) }
    }
}

impl Judged {
    /// Holds that its ranges are ranges.
    pub(super) fn check(self) -> Result<(), Refusal> {
        self.cost.map_or(Ok(()), Range::check)?;
        self.value.map_or(Ok(()), Range::check)
    }

    /// In words: what it costs and brings.
    pub fn told(self) -> String {
        let part = |what: &str, range: Option<Range>| range.map(|range| format!("{what} {}", range.told()));
        let parts = [part("costs", self.cost), part("brings", self.value)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
