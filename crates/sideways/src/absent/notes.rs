//! One's own entries, read as those would who are meant; and what was said for somebody absent, as the log holds it.

use desk::open::Desk;
use playbook::{
    concerns::Concerns,
    defend::{self, english::is_foreign, opinions::opinions},
    map::peers::Known,
    moment::Day,
    notebook::Event,
    sentence::sentence,
};
use serde::Serialize;

use crate::{opened, stop::Stop};

/// An entry that holds an opinion about a person.
#[derive(Serialize)]
pub struct Found {
    /// Its number.
    pub entry: u32,
    /// The day where the leader was.
    pub on: Day,
    /// The words of judgement.
    pub opinions: Vec<String>,
    /// The sentences in which they stand.
    pub says: Vec<String>,
    /// The command after which it can be entered anew.
    pub command: String,
    /// Whether it was undone, and stays in the log.
    pub is_undone: bool,
}

/// What was read.
#[derive(Serialize)]
pub struct Reread {
    /// Entries that hold an opinion, the earliest first.
    pub found: Vec<Found>,
    /// Entries that are not English, and were not read.
    pub not_read: Vec<u32>,
}

/// Reads the entries that concern a peer, or all.
///
/// # Errors
/// If the journal can't be read.
pub fn reread(desk: &mut Desk, only: Option<Known>, today: Day) -> Result<Reread, Stop> {
    let entries = desk.entries()?;
    let (peers, screen) = (&desk.notes().peers, opened::screen());
    let names: Vec<&str> = peers.everybody().flat_map(|(peer, _)| peers.names_of(peer)).collect();
    let mut concerns = Concerns::default();
    let mut read = Reread { found: Vec::new(), not_read: Vec::new() };
    for found in entries.iter().filter(|found| !found.is_forgotten) {
        let Some(entry) = &found.entry else { continue };
        let about = concerns.read(found.number, entry);
        let is_with = |peer: Known| about.peers.iter().any(|id| peers.known(*id) == Some(peer));
        if !only.is_none_or(is_with) {
            continue;
        }
        let said: Vec<String> =
            entry.events.iter().map(|event| sentence(event, peers, today, &screen)).collect();
        if said.iter().any(|said| is_foreign(said)) {
            read.not_read.push(found.number);
        }
        let opinions: Vec<_> = said.iter().flat_map(|said| opinions(said, &names)).collect();
        if !opinions.is_empty() {
            let mut says: Vec<String> = opinions.iter().map(|one| one.words.clone()).collect();
            says.dedup();
            read.found.push(Found {
                entry: found.number,
                on: entry.on,
                opinions: opinions.into_iter().map(|one| one.word).collect(),
                says,
                command: format!("sideways forget {}", found.number),
                is_undone: found.undone_by.is_some(),
            });
        }
    }
    Ok(read)
}

/// What was said for somebody who was absent (rule D5).
pub struct Spoken {
    /// The entry that holds it.
    pub entry: u32,
    /// When it was said.
    pub on: Day,
    /// For whom, where, and what.
    pub says: String,
}

/// What was said for those who were absent and was not undone, the latest first.
///
/// # Errors
/// If the journal can't be read.
pub fn spoken(desk: &mut Desk) -> Result<Vec<Spoken>, Stop> {
    let entries = desk.entries()?;
    let (peers, screen) = (&desk.notes().peers, opened::screen());
    let mut all = Vec::new();
    for found in entries.iter().filter(|found| !found.is_forgotten && found.undone_by.is_none()) {
        for event in found.entry.iter().flat_map(|entry| &entry.events) {
            if let Event::Defend(defend::Event::Defended { on, .. }) = event {
                let says = sentence(event, peers, *on, &screen);
                all.push(Spoken { entry: found.number, on: *on, says });
            }
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse((one.on, one.entry)));
    Ok(all)
}
