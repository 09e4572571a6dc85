//! The answer to what was captured: what was understood, and what takes it back.

use desk::{
    clock::Moment,
    open::{Desk, Done},
};
use playbook::{notebook::Command, notebook::Event, sentence::sentence_in};
use serde::Serialize;

use crate::{opened, stop::Stop};

/// What was understood.
#[derive(Serialize)]
pub struct Captured {
    /// The entry that holds it; 0 where none was made.
    pub entry: u32,
    /// What happened, as sentences.
    pub said: Vec<String>,
    /// What else is worth a word.
    pub remarks: Vec<String>,
    /// What can be typed next, if anything.
    pub next: Option<String>,
    #[serde(skip)]
    pub events: Vec<Event>,
}

/// Does what is wanted, and says what was understood.
pub fn act(desk: &mut Desk, command: Command, now: Moment) -> Result<Captured, Stop> {
    let done = desk.act(command, None, now)?;
    Ok(of(desk, done, now))
}

/// What was understood of what was done at a moment.
pub fn of(desk: &Desk, done: Done, now: Moment) -> Captured {
    let (notes, screen) = (desk.notes(), opened::screen());
    let said = done.events.iter().map(|event| sentence_in(event, notes, now.today, &screen)).collect();
    Captured { entry: done.entry, said, remarks: Vec::new(), next: None, events: done.events }
}

/// What was understood of several things that were done at once, under the entry of the first.
pub fn of_all(desk: &Desk, done: Vec<Done>, now: Moment) -> Captured {
    let mut all = done.into_iter().map(|done| of(desk, done, now));
    let first = all.next();
    all.fold(first.unwrap_or_else(Captured::nothing), |mut first, mut next| {
        first.said.append(&mut next.said);
        first.events.append(&mut next.events);
        first
    })
}

/// The same, under the entry of the last, which was wanted: what had to be made for it stands before it, and stays.
pub fn under_last(desk: &Desk, done: Vec<Done>, now: Moment) -> Captured {
    let entry = done.last().map_or(0, |done| done.entry);
    Captured { entry, ..of_all(desk, done, now) }
}

impl Captured {
    /// What no entry holds.
    pub fn nothing() -> Self {
        Self { entry: 0, said: Vec::new(), remarks: Vec::new(), next: None, events: Vec::new() }
    }
}
