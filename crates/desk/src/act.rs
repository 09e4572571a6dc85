//! What the leader wants, decided, sealed and written.

use journal::{Fault, Hash, Id, Page, Wrapped};
use playbook::{
    moment::Now,
    notebook::{Command, Entry, Event},
    privacy::Sealing,
    refusal::Refusal,
};

use crate::{
    clock::Moment,
    fold::{forgotten, target},
    heads,
    open::{Desk, Done, random},
    seal::Header,
    snapshot,
    stop::Stop,
};

impl Desk {
    /// Does what is wanted; it is on disk when this returns.
    ///
    /// A `request` that was carried out before is not carried out again: its entry is given back.
    ///
    /// # Errors
    /// If the playbook refuses, or it can't be written. Nothing was changed then.
    pub fn act(&mut self, command: Command, request: Option<Id>, now: Moment) -> Result<Done, Stop> {
        let request = request.or_else(|| self.next_request());
        if let Some(done) = self.done_before(request.as_ref())? {
            return Ok(done);
        }
        self.may_write()?;
        let now_here = self.now(now);
        let events = self.notebook.decide(command, &now_here)?;
        self.write(events, request, now)
    }

    /// Undoes an entry: it counts for nothing any more, and stays in the log.
    ///
    /// # Errors
    /// If there is no such entry, or it was undone or forgotten.
    pub fn undo(&mut self, entry: u32, request: Option<Id>, now: Moment) -> Result<Done, Stop> {
        let request = request.or_else(|| self.next_request());
        if let Some(done) = self.done_before(request.as_ref())? {
            return Ok(done);
        }
        self.may_write()?;
        self.standing(entry)?;
        if let Some(Event::Forgotten { entry }) = self.reaches_back(entry)? {
            return Err(Refusal::Forgotten { entry }.into());
        }
        let done = self.write(vec![Event::Undone { entry }], request, now)?;
        self.fold_all()?;
        Ok(done)
    }

    /// Forgets an entry for good: its key is destroyed, so that nobody can read it, the leader neither. Backups still hold
    /// it.
    ///
    /// # Errors
    /// If there is no such entry, it was forgotten before, or its key can't be destroyed.
    pub fn forget(&mut self, entry: u32, request: Option<Id>, now: Moment) -> Result<Done, Stop> {
        let request = request.or_else(|| self.next_request());
        if let Some(done) = self.done_before(request.as_ref())? {
            return Ok(done);
        }
        self.may_write()?;
        match self.standing(entry) {
            Ok(()) | Err(Stop::Refused(Refusal::UndoneBefore { .. })) => {}
            Err(stop) => return Err(stop),
        }
        // Without it nothing would say what was undone or forgotten before.
        if self.reaches_back(entry)?.is_some() {
            return Err(Refusal::NothingToForget { entry }.into());
        }
        // First what was forgotten, then the forgetting: a crash between the two is made good at the next opening.
        let done = self.write(vec![Event::Forgotten { entry }], request, now)?;
        self.destroy(entry)?;
        self.fold_all()?;
        Ok(done)
    }

    /// Kept plans first, then the key: a crash between the two is made good at the next opening.
    fn destroy(&mut self, entry: u32) -> Result<(), Stop> {
        let path = self.places.snapshot();
        snapshot::discard(&self.places).map_err(|source| Stop::File { path, doing: "removed", source })?;
        self.drop_kept(entry)?;
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
    fn standing(&mut self, entry: u32) -> Result<(), Stop> {
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

    /// From now on everything is done under this request: done again under the same, it has no second effect.
    pub fn under(&mut self, request: Id) {
        self.request = Some((request, 0));
    }

    /// The request itself for what is done first, names that follow from it for what is done next.
    fn next_request(&mut self) -> Option<Id> {
        let (base, done) = self.request.as_mut()?;
        let mut id = *base;
        if *done > 0 {
            let named = [&base[..], &done.to_le_bytes()].concat();
            id.copy_from_slice(&blake3::hash(&named).as_bytes()[..16]);
        }
        *done += 1;
        Some(id)
    }

    /// The first event of an entry that is about another entry.
    fn reaches_back(&mut self, entry: u32) -> Result<Option<Event>, Stop> {
        let events = self.opened(u64::from(entry))?.map_or_else(Vec::new, |entry| entry.events);
        let mut back = events.into_iter().filter(|event| target(event).is_some());
        Ok(back.next())
    }

    fn done_before(&mut self, request: Option<&Id>) -> Result<Option<Done>, Stop> {
        let Some(request) = request else { return Ok(None) };
        match self.journal.find(request)? {
            Some(entry) => self.repeated(entry).map(Some),
            None => Ok(None),
        }
    }

    /// What an entry made happen.
    fn repeated(&mut self, entry: u64) -> Result<Done, Stop> {
        let opened = self.opened(entry)?;
        let events = opened.map_or_else(Vec::new, |entry| entry.events);
        Ok(Done { entry: entry as u32, events, was_done: true })
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

    fn now(&self, now: Moment) -> Now {
        Now { at: now.at, today: now.today, entry: self.notebook.last + 1 }
    }

    /// Does all that is wanted, in this order, or nothing; each has its entry, and all are on disk when this returns.
    ///
    /// # Errors
    /// If the playbook refuses one of them, or they can't be written. Nothing was changed then.
    pub fn act_all(&mut self, commands: Vec<Command>, now: Moment) -> Result<Vec<Done>, Stop> {
        let requests: Vec<_> = commands.iter().map(|_| self.next_request()).collect();
        let before = requests.iter().map(|request| self.done_before(request.as_ref()));
        let before = before.collect::<Result<Option<Vec<_>>, _>>()?;
        if let Some(done) = before.filter(|done| !done.is_empty()) {
            return Ok(done);
        }
        self.may_write()?;
        let (mut pages, mut all) = (Vec::new(), Vec::new());
        let before = self.head;
        let written = commands.into_iter().zip(requests).try_for_each(|(command, request)| {
            let events = self.notebook.decide(command, &self.now(now))?;
            let (page, done) = self.seal(events, request, now)?;
            self.head = Some(page.0.head());
            pages.push(page);
            all.push(done);
            Ok(())
        });
        let kept = written.and_then(|()| match pages.is_empty() {
            true => Ok(()),
            false => self.journal.append(&pages).map(|_| ()).map_err(Stop::from),
        });
        if let Err(stop) = kept {
            // What was taken in by those before it goes again.
            self.head = before;
            self.fold_all()?;
            return Err(stop);
        }
        self.keep_head();
        Ok(all)
    }

    /// Keeps the head outside of the notebook. Where that fails, the one before is kept, and the notebook is ahead of it: what
    /// was written stays written.
    pub(crate) fn keep_head(&self) {
        if let Some(head) = self.head {
            let _ = heads::keep(&self.places, &self.id, &head);
        }
    }

    /// Seals and writes what happened, and takes it in.
    pub(crate) fn write(
        &mut self,
        events: Vec<Event>,
        request: Option<Id>,
        now: Moment,
    ) -> Result<Done, Stop> {
        let last = self.notebook.last;
        let (page, done) = self.seal(events, request, now)?;
        match self.journal.append(&[page]) {
            Ok(head) => {
                self.head = Some(head);
                self.keep_head();
                Ok(done)
            }
            Err(fault) => {
                self.notebook.last = last;
                self.fold_all()?;
                match fault {
                    Fault::Repeated { index } => self.repeated(index),
                    fault => Err(fault.into()),
                }
            }
        }
    }

    /// Seals what happened as the next entry, and takes it in.
    fn seal(
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
        desk.write(vec![Event::Forgotten { entry: 5 }], None, noon()).unwrap();
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
