//! What goes with a forgotten entry: the plans, maps and calendars that it kept, sealed under a key that lay in it.

use journal::Hash;
use playbook::{
    calendar,
    map::peers::{self, Blob},
    notebook::{Entry, Event},
};

use crate::{disk, open::Desk, stop::Stop};

impl Desk {
    /// Removes what only this entry keeps. Without the key, which goes with the entry, nobody could open it either.
    pub(crate) fn drop_kept(&mut self, number: u32) -> Result<(), Stop> {
        let Some(entry) = self.opened(u64::from(number))? else { return Ok(()) };
        let mut gone: Vec<Hash> = kept(&entry).map(|blob| blob.digest).collect();
        if gone.is_empty() {
            return Ok(());
        }
        for other in self.entries()?.iter().filter(|other| other.number != number) {
            let stays: Vec<Hash> = other.entry.iter().flat_map(kept).map(|blob| blob.digest).collect();
            gone.retain(|digest| !stays.contains(digest));
        }
        for digest in gone {
            let path = self.places.plan(&digest);
            disk::wipe(&path).map_err(|source| Stop::File { path, doing: "removed", source })?;
        }
        Ok(())
    }

    /// Entries that still keep a calendar which was read anew since, or whose reading was undone: only forgetting takes it away.
    ///
    /// # Errors
    /// If entries can't be read.
    pub fn replaced_calendars(&mut self) -> Result<Vec<u32>, Stop> {
        let current: Vec<Hash> = self.notes().calendars.all().map(|read| read.held.digest).collect();
        let keeps_old = |event: &Event| match event {
            Event::Calendar(calendar::Event::Read(read)) => !current.contains(&read.held.digest),
            _ => false,
        };
        let entries = self.entries()?;
        let old = entries.iter().filter(|found| found.entry.iter().any(|e| e.events.iter().any(keeps_old)));
        Ok(old.map(|found| found.number).collect())
    }
}

/// The plans, maps and calendars that an entry keeps beside the journal.
pub(crate) fn kept(entry: &Entry) -> impl Iterator<Item = &Blob> {
    entry
        .events
        .iter()
        .flat_map(|event| match event {
            Event::Peers(peers::Event::Kept(kept)) => [kept.plan.as_ref(), kept.map.as_ref()],
            Event::Calendar(calendar::Event::Read(read)) => [Some(&read.held), None],
            _ => [None, None],
        })
        .flatten()
}
