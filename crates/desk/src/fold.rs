//! From sealed pages to one notebook.

use std::collections::{BTreeMap, BTreeSet};

use journal::{Fault, Hash, Head, Id};
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

/// Before the first page.
const START: Head = Head { index: 0, hash: [0; 32] };

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

    /// Where it ends: the number and the hash of its last page; nothing while it is empty. Who kept something that was read of
    /// it knows by this whether it still holds.
    pub fn end(&self) -> Option<(u64, Hash)> {
        self.head.map(|head| (head.index, head.hash))
    }

    /// What was found that is not as it was written.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// Folds everything: from the snapshot on, where there is one of exactly this journal and this build.
    pub(crate) fn fold(&mut self) -> Result<(), Stop> {
        let kept = match self.is_copy {
            true => None,
            false => heads::kept_of(&self.places, &self.id, &mut *self.journal)?,
        };
        if let Some((head, notebook)) = self.thaw()? {
            self.notebook = notebook;
            self.head = Some(head);
            let tail = self.take_from(head, &BTreeMap::new())?;
            if tail.back.is_empty() {
                self.check(kept)?;
                return self.freeze(self.notebook.last - head.index as u32);
            }
        }
        self.fold_all()?;
        self.check(kept)?;
        self.freeze(self.notebook.last)
    }

    /// Folds everything from the first page on. What was undone is known only at the end: then it is folded again without it.
    pub(crate) fn fold_all(&mut self) -> Result<(), Stop> {
        let mut out = BTreeMap::new();
        for _ in 0..2 {
            self.notebook = Notebook::default();
            self.flaws.clear();
            self.head = None;
            let all = self.take_from(START, &out)?;
            self.notebook.last = self.head.map_or(0, |head| head.index as u32);
            self.hold_keys_against(&all);
            let mut left_out = undone(&all.back);
            // Their keys are still there, because the machine stopped; they count for nothing all the same.
            left_out.extend(self.unforgotten.iter().map(|entry| (*entry, *entry)));
            if left_out == out {
                break;
            }
            out = left_out;
        }
        Ok(())
    }

    /// Notes keys that are gone though nothing says so, and those that are there though their entries were forgotten.
    fn hold_keys_against(&mut self, all: &Taken) {
        let forgotten: BTreeSet<u32> =
            all.back.iter().filter(|back| back.is_forgetting).map(|back| back.to).collect();
        self.unforgotten = forgotten.difference(&all.keyless).copied().collect();
        self.unforgotten.retain(|entry| *entry <= self.notebook.last);
        for entry in all.keyless.difference(&forgotten) {
            let fact = format!("the key of entry {entry} is gone, and nothing says that it was forgotten");
            self.flaws.push(Flaw { entry: u64::from(*entry), fact });
        }
    }

    /// Takes in all entries behind a page but those that were undone.
    fn take_from(&mut self, before: Head, out: &BTreeMap<u32, u32>) -> Result<Taken, Stop> {
        let mut notebook = std::mem::take(&mut self.notebook);
        let mut taken = Taken::default();
        let read = self.read_from(before, &mut |read| {
            notebook.last = notebook.last.max(read.number);
            if !read.has_key {
                taken.keyless.insert(read.number);
            }
            let Some(entry) = read.entry else { return };
            taken.back.extend(backs(read.number, &entry));
            if !out.contains_key(&read.number) {
                notebook.evolve(entry, read.number);
            }
        });
        self.notebook = notebook;
        read.map(|()| taken)
    }

    /// Takes in the entries behind a page; says whether that was all there was to do, since none of them reaches back to an
    /// earlier one or is without its key.
    pub(crate) fn take_behind(&mut self, before: Head) -> Result<bool, Stop> {
        let taken = self.take_from(before, &BTreeMap::new())?;
        Ok(taken.back.is_empty() && taken.keyless.is_empty())
    }

    /// Reads and opens the pages behind one, follows their chain, and notes what is not as it was written.
    fn read_from(&mut self, before: Head, each: &mut dyn FnMut(Read)) -> Result<(), Stop> {
        let until = self.until.unwrap_or(u64::MAX);
        let Self { journal, sealer, id, flaws, head, .. } = self;
        let mut plain = Plain::default();
        let mut chain = Chain { before, id, flaws };
        journal.salvage(before.index + 1, &mut |found| {
            let found = match found {
                Ok(found) if found.page.index > until => return false,
                Err(Fault::Damaged { index, .. }) if index > until => return false,
                Ok(found) => found,
                Err(fault) => {
                    chain.broken(&fault);
                    return true;
                }
            };
            chain.step(&found);
            let index = found.page.index;
            let opened = found.key.map(|key| sealer.open_into(found.page, key, &mut plain));
            let entry = match opened {
                None => None,
                Some(Err(broken)) => chain.note(index, broken.fact()),
                Some(Ok(bytes)) => decoded(bytes)
                    .or_else(|| chain.note(index, format!("entry {index} was written by a later version"))),
            };
            let has_key = found.key.is_some();
            let page = found.page;
            each(Read { number: index as u32, time: page.time, request: page.request, entry, has_key });
            true
        })?;
        if chain.before.index > 0 {
            *head = Some(chain.before);
        }
        Ok(())
    }

    /// Holds the journal against the head that was kept outside of it.
    pub(crate) fn check(&mut self, kept: Option<Head>) -> Result<(), Stop> {
        let Some(kept) = kept else { return Ok(()) };
        if self.has(kept)? {
            return Ok(());
        }
        let fact = match self.head {
            Some(head) if head.index >= kept.index => {
                format!("entry {} is not the one that was written", kept.index)
            }
            head => {
                let last = head.map_or(0, |head| head.index);
                format!("the notebook ends with entry {last}, and entry {} was written", kept.index)
            }
        };
        self.flaws.push(Flaw { entry: kept.index, fact });
        Ok(())
    }

    /// Whether the journal has exactly this page.
    fn has(&mut self, head: Head) -> Result<bool, Stop> {
        if self.head == Some(head) { Ok(true) } else { self.still_has(head) }
    }

    /// The same, whatever was read of it before.
    pub(crate) fn still_has(&mut self, head: Head) -> Result<bool, Stop> {
        let mut is_there = false;
        self.journal.read(head.index, &mut |found| {
            is_there = found.head() == head;
            false
        })?;
        Ok(is_there)
    }

    /// What was folded before, if the journal still has the page at which it was.
    fn thaw(&mut self) -> Result<Option<(Head, Notebook)>, Stop> {
        let Some((head, bytes)) = snapshot::load(&self.places, &self.key, BUILD) else { return Ok(None) };
        if !self.has(head)? {
            return Ok(None);
        }
        let notebook = minicbor::decode_with(&bytes, &mut Sealing::for_the_notebook()).ok();
        Ok(notebook.map(|notebook| (head, notebook)))
    }

    /// Writes a snapshot where much was folded. Where it can't be written, the next opening takes longer.
    ///
    /// Only a writer does: what a reader folded may have been forgotten meanwhile.
    pub(crate) fn freeze(&self, folded: u32) -> Result<(), Stop> {
        let is_whole = self.flaws.is_empty() && self.unforgotten.is_empty();
        let (Some(head), true) = (self.head, self.guard.is_some() && is_whole && folded >= WORTH_A_SNAPSHOT)
        else {
            return Ok(());
        };
        if let Ok(bytes) = minicbor::to_vec_with(&self.notebook, &mut Sealing::for_the_notebook()) {
            let bytes = zeroize::Zeroizing::new(bytes);
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
    pub fn said<T>(&mut self, entry: u32, say: impl Fn(&Event, &Notebook) -> T) -> Result<Vec<T>, Stop> {
        let entry = self.opened(u64::from(entry))?;
        let events = entry.iter().flat_map(|entry| &entry.events);
        Ok(events.map(|event| say(event, &self.notebook)).collect())
    }

    /// Every entry, the earliest first, with those that were undone or forgotten.
    ///
    /// # Errors
    /// If the journal can't be read.
    pub fn entries(&mut self) -> Result<Vec<Found>, Stop> {
        let (flaws, head) = (self.flaws.clone(), self.head);
        let (mut all, mut back) = (Vec::new(), Vec::new());
        self.read_from(START, &mut |read| {
            back.extend(read.entry.iter().flat_map(|entry| backs(read.number, entry)));
            all.push(read);
        })?;
        (self.flaws, self.head) = (flaws, head);
        let out = undone(&back);
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

    fn step(&mut self, found: &journal::Found<'_>) {
        let page = found.page;
        let index = page.index;
        if index != self.before.index + 1 {
            self.note(index, format!("the entry before entry {index} is missing"));
        } else if page.previous != self.before.hash && !self.is_after_damage() {
            self.note(index, format!("entry {index} does not follow the one before it"));
        }
        if page.stream != *self.id {
            self.note(index, format!("entry {index} belongs to another notebook"));
        }
        self.before = found.head();
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

/// That an entry reaches back to another: it undoes or forgets it.
struct Back {
    from: u32,
    to: u32,
    is_forgetting: bool,
}

fn backs(from: u32, entry: &Entry) -> impl Iterator<Item = Back> {
    let is_forgetting = |event: &Event| matches!(event, Event::Forgotten { .. });
    let back =
        move |event: &Event| Some(Back { from, to: target(event)?, is_forgetting: is_forgetting(event) });
    entry.events.iter().filter_map(back)
}

/// What was met while entries were taken in.
#[derive(Default)]
struct Taken {
    /// Entries without a key.
    keyless: BTreeSet<u32>,
    /// Reaches back, in the order of their entries.
    back: Vec<Back>,
}

/// Entries that are undone, each with the one that undid it. An undoing that was undone itself counts for nothing.
fn undone(back: &[Back]) -> BTreeMap<u32, u32> {
    let mut out = BTreeMap::new();
    for back in back.iter().rev().filter(|back| !back.is_forgetting && back.to < back.from) {
        if !out.contains_key(&back.from) {
            out.entry(back.to).or_insert(back.from);
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
