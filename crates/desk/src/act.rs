//! What the leader wants, decided, sealed and written.

use journal::{Hash, Id, Page, Wrapped};
use playbook::{
    calendar,
    ground::rests_on,
    moment::Now,
    notebook::{Command, Entry, Event},
    privacy::Sealing,
    refusal::Refusal,
};

use crate::{
    clock::Moment,
    fold::{forgotten, target},
    heads,
    open::{Desk, Done, Found, random},
    restore::drop_half_restored,
    seal::{Header, luck},
    snapshot,
    stop::Stop,
};

impl Desk {
    /// Does what is wanted; it is on disk when this returns.
    ///
    /// What was carried out before under the same request is not carried out again: its entry is given back.
    ///
    /// # Errors
    /// If the playbook refuses, or it can't be written. Nothing was changed then.
    pub fn act(&mut self, command: Command, request: Option<Id>, now: Moment) -> Result<Done, Stop> {
        let now = self.under_given(request, now)?;
        one(self.act_all(vec![command], now)?)
    }

    /// Does all that is wanted, in this order, or nothing; each has its entry, and all are on disk when this returns.
    ///
    /// # Errors
    /// If the playbook refuses one of them, or they can't be written. Nothing was changed then.
    pub fn act_all(&mut self, commands: Vec<Command>, now: Moment) -> Result<Vec<Done>, Stop> {
        let mut spent = Vec::new();
        let done = self.together(now, |all| {
            commands.into_iter().try_for_each(|command| all.act(command))?;
            spent = all.forget_spent()?;
            Ok::<_, Stop>(())
        })?;
        spent.iter().try_for_each(|entry| self.destroy(*entry))?;
        if !spent.is_empty() {
            self.fold_all()?;
        }
        Ok(done)
    }

    /// Undoes an entry: it counts for nothing any more, and stays in the log.
    ///
    /// # Errors
    /// If there is no such entry, or it was undone or forgotten.
    pub fn undo(&mut self, entry: u32, request: Option<Id>, now: Moment) -> Result<Done, Stop> {
        let now = self.under_given(request, now)?;
        one(self.undo_all(&[entry], now)?)
    }

    /// Undoes entries, all or none.
    ///
    /// # Errors
    /// As [`undo`](Self::undo).
    pub fn undo_all(&mut self, entries: &[u32], now: Moment) -> Result<Vec<Done>, Stop> {
        let done = self.together(now, |all| entries.iter().try_for_each(|entry| all.undo(*entry)))?;
        self.fold_all()?;
        self.name_anew(now)?;
        Ok(done)
    }

    /// Forgets an entry for good: its key is destroyed, so that nobody can read it, the leader neither. Backups still hold
    /// it.
    ///
    /// # Errors
    /// If there is no such entry, it was forgotten before, or its key can't be destroyed.
    pub fn forget(&mut self, entry: u32, request: Option<Id>, now: Moment) -> Result<Done, Stop> {
        let now = self.under_given(request, now)?;
        // First what was forgotten, then the forgetting: a crash between the two is made good at the next opening.
        let done = one(self.together(now, |all| all.forget(entry))?)?;
        if !done.was_done {
            self.destroy(entry)?;
            self.fold_all()?;
            self.name_anew(now)?;
        }
        Ok(done)
    }

    /// Feeds that stand get another key of names where theirs went with an entry: else they would fall silent.
    fn name_anew(&mut self, now: Moment) -> Result<(), Stop> {
        if !self.notebook.calendars.lacks_key() || self.is_again() {
            return Ok(());
        }
        let mut key = [0; 32];
        luck(&mut key)?;
        self.act_all(vec![Command::Calendar(calendar::Command::Key(key))], now)?;
        Ok(())
    }

    /// Kept plans first, and what a restore left that was cut off, then the key: a crash between the two is made good at the next opening.
    fn destroy(&mut self, entry: u32) -> Result<(), Stop> {
        let path = self.places.snapshot();
        snapshot::discard(&self.places).map_err(|source| Stop::File { path, doing: "removed", source })?;
        self.drop_kept(entry)?;
        let path = self.places.notebook().to_owned();
        drop_half_restored(&self.places).map_err(|source| Stop::File { path, doing: "removed", source })?;
        self.journal.destroy(u64::from(entry))?;
        Ok(())
    }

    /// Destroys keys of entries that were to be forgotten when the machine stopped.
    pub(crate) fn finish_forgetting(&mut self) -> Result<(), Stop> {
        if self.guard.is_none() || !self.flaws.is_empty() {
            return Ok(());
        }
        let left = std::mem::take(&mut self.unforgotten);
        for entry in &left {
            self.destroy(*entry)?;
        }
        if left.is_empty() { Ok(()) } else { self.fold_all() }
    }

    /// That an entry counts.
    pub(crate) fn standing(&mut self, entry: u32) -> Result<(), Stop> {
        let last = self.notebook.last;
        if entry == 0 || entry > last {
            return Err(Refusal::NoSuchEntry { entry, last }.into());
        }
        let entries = self.entries()?;
        if forgotten(entries.iter().filter_map(|found| found.entry.as_ref())).contains(&entry) {
            return Err(Refusal::Forgotten { entry }.into());
        }
        let found = entries.into_iter().find(|found| found.number == entry);
        match found.and_then(|found| found.undone_by) {
            Some(by) => Err(Refusal::UndoneBefore { entry, by }.into()),
            None => Ok(()),
        }
    }

    /// That nothing is left without ground where an entry is undone: no entry that counts rests on it, or on what an undoing took
    /// back; and what comes back by that has the ground that it had.
    pub(crate) fn undoes_alone(&mut self, entry: u32) -> Result<(), Stop> {
        let all = self.entries()?;
        let find = |number: u32| all.iter().find(|found| found.number == number);
        let mut first = entry;
        while let Some(before) = find(first).and_then(|found| events(found).iter().find_map(target)) {
            first = before;
        }
        let Some(first) = find(first) else { return Ok(()) };
        let rests = |later: &Found, before: &Found| {
            events(later).iter().any(|later| events(before).iter().any(|before| rests_on(later, before)))
        };
        let mut ground = vec![first];
        for later in all.iter().filter(|found| found.number > first.number && found.undone_by.is_none()) {
            if ground.iter().any(|before| rests(later, before)) {
                ground.push(later);
            }
        }
        let later: Vec<u32> = ground.iter().skip(1).map(|found| found.number).collect();
        if !later.is_empty() {
            return Err(Refusal::Borne { entry: first.number, later }.into());
        }
        let is_gone = |found: &&Found| found.undone_by.is_some_and(|by| by > first.number);
        let before = all.iter().take_while(|found| found.number < first.number).filter(is_gone);
        let gone = before.filter(|_| first.undone_by.is_some()).find(|before| rests(first, before));
        match gone.and_then(|gone| Some((gone.number, gone.undone_by?))) {
            Some((on, by)) => Err(Refusal::Groundless { entry: first.number, on, by }.into()),
            None => Ok(()),
        }
    }

    /// The first event of an entry that is about another entry.
    pub(crate) fn reaches_back(&mut self, entry: u32) -> Result<Option<Event>, Stop> {
        let events = self.opened(u64::from(entry))?.map_or_else(Vec::new, |entry| entry.events);
        let mut back = events.into_iter().filter(|event| target(event).is_some());
        Ok(back.next())
    }

    pub(crate) fn may_write(&self) -> Result<(), Stop> {
        if self.guard.is_none() {
            return Err(Stop::Reading);
        }
        match self.flaws.first() {
            Some(flaw) => Err(Stop::Damaged { fact: flaw.fact.clone() }),
            None => Ok(()),
        }
    }

    pub(crate) fn now(&self, now: Moment) -> Now {
        Now { at: now.at, today: now.today, entry: self.notebook.last + 1 }
    }

    /// Keeps the head outside of the notebook. Where that fails, the one before is kept, and the notebook is ahead of it: what
    /// was written stays written.
    pub(crate) fn keep_head(&self) {
        if let Some(head) = self.head.filter(|_| !self.is_copy) {
            let _ = heads::keep(&self.places, &self.id, &head);
        }
    }

    /// Seals what happened as the next entry, and takes it in.
    pub(crate) fn seal(
        &mut self,
        events: Vec<Event>,
        request: Option<Id>,
        now: Moment,
    ) -> Result<((Page, Wrapped), Done), Stop> {
        let number = self.notebook.last + 1;
        let entry = Entry { on: now.today, events };
        let sealing = &mut Sealing::for_the_notebook();
        let encoded = minicbor::to_vec_with(&entry, &mut *sealing).map(zeroize::Zeroizing::new);
        let fact = |error: &dyn std::fmt::Display| Stop::Damaged {
            fact: format!("an entry can't be encoded: {error}"),
        };
        let plain = encoded.map_err(|error| fact(&error))?;
        let header = Header {
            stream: self.id,
            device: self.device,
            index: u64::from(number),
            previous: self.head.map_or(Hash::default(), |head| head.hash),
            kind: 0,
            request: request.map_or_else(random, Ok)?,
            time: now.milliseconds(),
        };
        let page = self.sealer.seal(&header, &plain)?;
        let again: Entry = minicbor::decode_with(&plain, sealing).map_err(|error| fact(&error))?;
        self.notebook.evolve(again, number);
        Ok((page, Done { entry: number, events: entry.events, was_done: false }))
    }
}

/// What an entry says that happened.
fn events(found: &Found) -> &[Event] {
    found.entry.as_ref().map_or(&[], |entry| entry.events.as_slice())
}

/// The one thing that was done.
fn one(done: Vec<Done>) -> Result<Done, Stop> {
    done.into_iter().next().ok_or_else(|| Stop::Damaged { fact: "nothing was done".to_owned() })
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsString, path::Path};

    use jiff::Zoned;
    use playbook::map::peers;

    use super::*;
    use crate::{
        keys::Hold,
        open::{WORTH_A_SNAPSHOT, create, open_to_act, open_to_read},
        places::Places,
    };

    fn noon() -> Moment {
        Moment::of(&"2027-03-01T12:00:00+01:00[Europe/Berlin]".parse::<Zoned>().unwrap())
    }

    fn places(home: &Path) -> Places {
        let home = home.as_os_str().to_owned();
        Places::find(None, &|name| (name == "HOME").then(|| OsString::from(&home))).unwrap()
    }

    #[test]
    fn s9_a_forgetting_that_was_cut_off_counts_at_once_and_is_finished_by_the_next_writer() {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        let (mut desk, _) = create(places.clone(), &Hold::File, noon()).unwrap();
        let add =
            |n: u32| Command::Peers(peers::Command::Add { name: format!("Peer {n}"), aliases: Vec::new() });
        desk.act_all((0..WORTH_A_SNAPSHOT + 10).map(add).collect(), noon()).unwrap();
        // The machine stops before the key is destroyed.
        desk.together(noon(), |all| all.forget(5)).unwrap();
        drop(desk);
        let is_known = |desk: &Desk| desk.notes().peers.everybody().any(|(_, peer)| peer.name == "Peer 4");
        for _ in 0..2 {
            let reader = open_to_read(places.clone(), noon()).unwrap();
            assert!(!is_known(&reader), "it counts for nothing");
            assert_eq!(reader.unforgotten, [5]);
            assert!(!places.snapshot().exists(), "a reader keeps nothing of what it folded");
        }
        let mut writer = open_to_act(places.clone(), "sideways log", noon()).unwrap();
        assert!(!is_known(&writer) && writer.unforgotten.is_empty() && writer.flaws.is_empty());
        assert!(writer.entries().unwrap()[4].is_forgotten);
        drop(writer);
        drop(open_to_act(places.clone(), "sideways log", noon()).unwrap());
        assert!(places.snapshot().exists(), "the next writer keeps what it folded");
        assert!(!is_known(&open_to_read(places, noon()).unwrap()));
    }
}
