//! From sealed pages to one notebook.

use std::collections::{BTreeMap, BTreeSet};

use journal::{Fault, Hash, Head, Id, Page};
use playbook::{
    notebook::{Entry, Event, Notebook},
    privacy::Sealing,
};

use crate::{
    heads,
    open::{BUILD, Desk, Flaw, Found, WORTH_A_SNAPSHOT},
    seal::Plain,
    snapshot,
    stop::Stop,
};

/// A page as it was read.
struct Read {
    number: u32,
    time: i64,
    request: Id,
    /// Nothing, where the key was destroyed or the page does not open.
    entry: Option<Entry>,
    has_key: bool,
}

impl Desk {
    /// What the rules know.
    pub fn notes(&self) -> &Notebook {
        &self.notebook
    }

    /// What was found that is not as it was written.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// Folds everything: from the snapshot on, where there is one of exactly this journal and this build.
    pub(crate) fn fold(&mut self) -> Result<(), Stop> {
        let kept = heads::kept(&self.places, &self.id)?;
        if let Some((head, notebook)) = self.thaw()? {
            self.notebook = notebook;
            self.head = Some(head);
            let tail = self.read_from(head.index + 1, Some(head))?;
            let reaches_back = |entry: &Entry| entry.events.iter().any(|event| target(event).is_some());
            if !tail.iter().filter_map(|read| read.entry.as_ref()).any(reaches_back) {
                let fresh = tail.len() as u32;
                tail.into_iter().for_each(|read| self.take(read));
                self.check(kept);
                return self.freeze(fresh);
            }
        }
        self.fold_all()?;
        self.check(kept);
        self.freeze(self.notebook.last)
    }

    /// Folds everything from the first page on.
    pub(crate) fn fold_all(&mut self) -> Result<(), Stop> {
        self.notebook = Notebook::default();
        self.flaws.clear();
        self.unforgotten.clear();
        self.head = None;
        let all = self.read_from(1, None)?;
        let out = undone(all.iter().filter_map(|read| Some((read.number, read.entry.as_ref()?))));
        all.into_iter().filter(|read| !out.contains_key(&read.number)).for_each(|read| self.take(read));
        self.notebook.last = self.head.map_or(0, |head| head.index as u32);
        Ok(())
    }

    fn take(&mut self, read: Read) {
        self.notebook.last = self.notebook.last.max(read.number);
        if let Some(entry) = read.entry {
            self.notebook.evolve(entry, read.number);
        }
    }

    /// Reads and opens pages, follows their chain, and notes what is not as it was written.
    fn read_from(&mut self, from: u64, before: Option<Head>) -> Result<Vec<Read>, Stop> {
        let Self { journal, sealer, id, flaws, head, .. } = self;
        let mut all = Vec::new();
        let mut plain = Plain::default();
        let mut chain =
            Chain { before: before.unwrap_or(Head { index: 0, hash: Hash::default() }), id, flaws };
        journal.salvage(from, &mut |found| {
            let found = match found {
                Ok(found) => found,
                Err(fault) => {
                    chain.broken(&fault);
                    return true;
                }
            };
            chain.step(found.page);
            let index = found.page.index;
            let opened = found.key.map(|key| sealer.open_into(found.page, key, &mut plain));
            let entry = match opened {
                None => None,
                Some(Err(broken)) => chain.note(index, broken.fact()),
                Some(Ok(bytes)) => decoded(bytes)
                    .or_else(|| chain.note(index, format!("entry {index} was written by a later version"))),
            };
            let has_key = found.key.is_some();
            let (number, page) = (index as u32, found.page);
            all.push(Read { number, time: page.time, request: page.request, entry, has_key });
            true
        })?;
        if chain.before.index > 0 {
            *head = Some(chain.before);
        }
        let forgotten = forgotten(all.iter().filter_map(|read| read.entry.as_ref()));
        self.unforgotten.extend(
            all.iter()
                .filter(|read| read.has_key && forgotten.contains(&read.number))
                .map(|read| read.number),
        );
        for read in all.iter().filter(|read| !read.has_key && !forgotten.contains(&read.number)) {
            // An entry forgotten by one that lies before this stretch has no key either; only a whole fold can tell.
            if from == 1 {
                let fact = format!(
                    "the key of entry {} is gone, and nothing says that it was forgotten",
                    read.number
                );
                self.flaws.push(Flaw { entry: u64::from(read.number), fact });
            }
        }
        Ok(all)
    }

    /// Holds the journal against the head that was kept outside of it.
    fn check(&mut self, kept: Option<Head>) {
        let Some(kept) = kept else { return };
        let fact = match self.head {
            Some(head) if head.index > kept.index || head == kept => return,
            Some(head) if head.index == kept.index => {
                format!("entry {} is not the one that was written", kept.index)
            }
            head => {
                let last = head.map_or(0, |head| head.index);
                format!("the notebook ends with entry {last}, and entry {} was written", kept.index)
            }
        };
        self.flaws.push(Flaw { entry: kept.index, fact });
    }

    /// What was folded before, if the journal still has the page at which it was.
    fn thaw(&mut self) -> Result<Option<(Head, Notebook)>, Stop> {
        let Some((head, bytes)) = snapshot::load(&self.places, &self.key, BUILD) else { return Ok(None) };
        let mut is_there = false;
        self.journal.read(head.index, &mut |found| {
            is_there = found.page.head() == head;
            false
        })?;
        let notebook = minicbor::decode_with(&bytes, &mut Sealing::for_the_notebook()).ok();
        Ok(notebook.filter(|_| is_there).map(|notebook| (head, notebook)))
    }

    /// Writes a snapshot where much was folded. Where it can't be written, the next opening takes longer.
    fn freeze(&self, folded: u32) -> Result<(), Stop> {
        let (Some(head), true) = (self.head, self.flaws.is_empty() && folded >= WORTH_A_SNAPSHOT) else {
            return Ok(());
        };
        if let Ok(bytes) = minicbor::to_vec_with(&self.notebook, &mut Sealing::for_the_notebook()) {
            let _ = snapshot::store(&self.places, &self.key, &head, BUILD, &bytes);
        }
        Ok(())
    }

    /// One entry, if it opens.
    pub(crate) fn opened(&mut self, number: u64) -> Result<Option<Entry>, Stop> {
        let Self { journal, sealer, .. } = self;
        let mut entry = None;
        journal.read(number, &mut |found| {
            let mut plain = Plain::default();
            let key = found.key.filter(|_| found.page.index == number);
            entry = key.and_then(|key| sealer.open_into(found.page, key, &mut plain).ok().and_then(decoded));
            false
        })?;
        Ok(entry)
    }

    /// What an entry says, event by event, as `say` tells it; nothing if it was forgotten or is none.
    ///
    /// # Errors
    /// If the journal can't be read.
    pub fn said(
        &mut self,
        entry: u32,
        say: impl Fn(&Event, &playbook::map::peers::Peers) -> String,
    ) -> Result<Vec<String>, Stop> {
        let entry = self.opened(u64::from(entry))?;
        let events = entry.iter().flat_map(|entry| &entry.events);
        Ok(events.map(|event| say(event, &self.notebook.peers)).collect())
    }

    /// Every entry, the earliest first, with those that were undone or forgotten.
    ///
    /// # Errors
    /// If the journal can't be read.
    pub fn entries(&mut self) -> Result<Vec<Found>, Stop> {
        let (flaws, head) = (self.flaws.clone(), self.head);
        let all = self.read_from(1, None)?;
        (self.flaws, self.head) = (flaws, head);
        let out = undone(all.iter().filter_map(|read| Some((read.number, read.entry.as_ref()?))));
        let found = |read: Read| Found {
            undone_by: out.get(&read.number).copied(),
            number: read.number,
            time: read.time,
            request: read.request,
            is_forgotten: !read.has_key,
            entry: read.entry,
        };
        Ok(all.into_iter().map(found).collect())
    }
}

/// Follows the chain of pages, and notes what is not as it was written.
struct Chain<'a> {
    before: Head,
    id: &'a Id,
    flaws: &'a mut Vec<Flaw>,
}

impl Chain<'_> {
    fn note(&mut self, entry: u64, fact: String) -> Option<Entry> {
        self.flaws.push(Flaw { entry, fact });
        None
    }

    fn step(&mut self, page: &Page) {
        let index = page.index;
        if index != self.before.index + 1 {
            self.note(index, format!("the entry before entry {index} is missing"));
        } else if page.previous != self.before.hash && !self.is_after_damage() {
            self.note(index, format!("entry {index} does not follow the one before it"));
        }
        if page.stream != *self.id {
            self.note(index, format!("entry {index} belongs to another notebook"));
        }
        self.before = page.head();
    }

    /// Something stands there that is no page; the next one is not held against it.
    fn broken(&mut self, fault: &Fault) {
        let (index, fact) = match fault {
            Fault::Damaged { index, fact } => (*index, fact.clone()),
            other => (self.before.index + 1, other.to_string()),
        };
        self.note(index, format!("entry {index} can't be read: {fact}"));
        if index == self.before.index + 1 {
            self.before = Head { index, hash: DAMAGED };
        }
    }

    fn is_after_damage(&self) -> bool {
        self.before.hash == DAMAGED
    }
}

/// Stands for the hash of a page that can't be read; no page has it.
const DAMAGED: Hash = [0xff; 32];

fn decoded(bytes: &[u8]) -> Option<Entry> {
    minicbor::decode_with(bytes, &mut Sealing::for_the_notebook()).ok()
}

/// The entry that an event reaches back to.
pub(crate) fn target(event: &Event) -> Option<u32> {
    match event {
        Event::Undone { entry } | Event::Forgotten { entry } => Some(*entry),
        _ => None,
    }
}

/// Entries that are undone, each with the one that undid it. An undoing that was undone itself counts for nothing.
fn undone<'a>(entries: impl DoubleEndedIterator<Item = (u32, &'a Entry)>) -> BTreeMap<u32, u32> {
    let mut out = BTreeMap::new();
    for (number, entry) in entries.rev().filter(|(_, entry)| !entry.events.is_empty()) {
        if out.contains_key(&number) {
            continue;
        }
        for event in &entry.events {
            if let Event::Undone { entry } = event
                && *entry < number
            {
                out.entry(*entry).or_insert(number);
            }
        }
    }
    out
}

/// Entries that were forgotten.
pub(crate) fn forgotten<'a>(entries: impl Iterator<Item = &'a Entry>) -> BTreeSet<u32> {
    let of = |event: &Event| match event {
        Event::Forgotten { entry } => Some(*entry),
        _ => None,
    };
    entries.flat_map(|entry| &entry.events).filter_map(of).collect()
}
