//! Lines that were put off or struck.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use super::{Event, line::Found};
use crate::{moment::Day, privacy::CanSeal};

/// Lines that were put off or struck.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct PutOffs {
    #[n(0)]
    until: BTreeMap<String, Day>,
    #[n(1)]
    struck: BTreeMap<String, Day>,
}

impl PutOffs {
    /// Takes in what happened.
    pub fn evolve(&mut self, event: Event) {
        match event {
            Event::PutOff { line, until } => {
                self.until.insert(line, until);
            }
            Event::Struck { line, on, .. } => {
                self.struck.insert(line, on);
            }
        }
    }

    /// Until when a line was put off last.
    pub fn until(&self, line: &str) -> Option<Day> {
        self.until.get(line).copied()
    }

    /// Whether a line was struck: it comes back only when it arises anew later. What must stay is never struck (rule T8).
    pub(super) fn is_struck(&self, line: &Found) -> bool {
        !line.stays && self.struck.get(&line.name).is_some_and(|on| line.since <= *on)
    }

    /// When a line of this name was struck last.
    pub(super) fn struck_on(&self, line: &str) -> Option<Day> {
        self.struck.get(line).copied()
    }

    /// Until when a line is put off, if that lies ahead. What must stay never rests (rule T8).
    pub(super) fn rests(&self, line: &Found, today: Day) -> Option<Day> {
        self.until(&line.name).filter(|until| !line.stays && today < *until)
    }
}
