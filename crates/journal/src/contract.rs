//! One story that every store of pages tells; [`journal_contract!`](crate::journal_contract) makes tests of it.
//!
//! The pages are made up: they follow each other, and their bodies look sealed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::Path;

use crate::{Fault, Hash, Head, Id, Journal, Page, Sqlite, Wrapped, verify};

/// Writes pages that follow each other, always the same for the same stream.
#[derive(Clone)]
pub struct Pen {
    stream: u8,
    head: Option<Head>,
    small: bool,
}

impl Pen {
    /// At the start of a stream.
    pub fn new(stream: u8) -> Self {
        Self::after(stream, None)
    }

    /// At the start of a stream all of whose pages are of the smallest size.
    pub fn small(stream: u8) -> Self {
        Self { small: true, ..Self::new(stream) }
    }

    /// After a page that was written.
    pub fn after(stream: u8, head: Option<Head>) -> Self {
        Self { stream, head, small: false }
    }

    /// Where the last page ends.
    pub fn head(&self) -> Option<Head> {
        self.head
    }

    /// The next page, of the command that its number names, and its wrapped key.
    pub fn page(&mut self) -> (Page, Wrapped) {
        let index = self.head.map_or(1, |head| head.index + 1);
        self.page_of(request(self.stream, index))
    }

    /// The next page, of a command.
    pub fn page_of(&mut self, request: Id) -> (Page, Wrapped) {
        let index = self.head.map_or(1, |head| head.index + 1);
        let padded = match index % 32 {
            _ if self.small => 256,
            31 => 8192,
            7 | 19 => 1024,
            _ => 256,
        };
        let mut body = vec![0; padded as usize + 16];
        bytes("body", self.stream, index, &mut body);
        let page = Page {
            stream: [self.stream; 16],
            device: [7; 16],
            index,
            previous: self.head.map_or([0; 32], |head| head.hash),
            kind: 0,
            key: id("key", self.stream, index),
            request,
            time: 1_800_000_000_000 + index as i64 * 1000,
            padded,
            nonce: [1; 12],
            body,
        };
        self.head = Some(page.head());
        (page, wrapped(self.stream, index))
    }

    /// The next pages.
    pub fn pages(&mut self, count: usize) -> Vec<(Page, Wrapped)> {
        (0..count).map(|_| self.page()).collect()
    }
}

/// The command of a page that a pen writes.
pub fn request(stream: u8, index: u64) -> Id {
    id("request", stream, index)
}

/// The wrapped key of a page that a pen writes, 60 bytes.
pub fn wrapped(stream: u8, index: u64) -> Wrapped {
    let mut key = vec![0; 60];
    bytes("wrapped", stream, index, &mut key);
    key
}

fn id(what: &str, stream: u8, index: u64) -> Id {
    let mut id = [0; 16];
    bytes(what, stream, index, &mut id);
    id
}

fn bytes(what: &str, stream: u8, index: u64, into: &mut [u8]) {
    let mut hasher = blake3::Hasher::new();
    hasher.update(what.as_bytes()).update(&[stream]).update(&index.to_le_bytes());
    hasher.finalize_xof().fill(into);
}

/// All that a journal holds, in order.
pub fn pages(journal: &mut dyn Journal) -> Vec<(Page, Option<Wrapped>)> {
    let mut all = Vec::new();
    journal
        .read(1, &mut |found| {
            all.push((found.page.clone(), found.key.map(<[u8]>::to_vec)));
            true
        })
        .unwrap();
    all
}

fn kept(pages: &[(Page, Wrapped)]) -> Vec<(Page, Option<Wrapped>)> {
    pages.iter().map(|(page, key)| (page.clone(), Some(key.clone()))).collect()
}

/// Makes a test of each chapter: `journal_contract!(name, |folder: &Path| store)`, where `store` is a new journal that may lie
/// in the folder. The crate needs `tempfile` among its dev-dependencies.
#[macro_export]
macro_rules! journal_contract {
    ($name:ident, $new:expr) => {
        $crate::journal_contract!(@ $name, $new;
            an_empty_journal_has_no_head
            what_is_appended_is_read_back
            pages_are_read_from_a_number_on
            reading_stops_early
            every_page_is_found_with_its_own_hash
            a_gap_is_refused
            a_page_of_another_stream_is_refused
            a_repeat_is_refused_and_names_its_entry
            a_repeat_is_named_before_a_gap
            all_are_appended_or_none
            a_destroyed_key_is_gone_and_the_chain_holds
            every_key_is_wrapped_anew_or_none
            records_are_set_together
            a_copy_is_a_journal_of_its_own
            nothing_is_overwritten_by_a_copy
        );
    };
    (@ $name:ident, $new:expr; $($chapter:ident)*) => {
        mod $name {
            use super::*;
            $(
                #[test]
                fn $chapter() {
                    let folder = tempfile::tempdir().unwrap();
                    let make: fn(&std::path::Path) -> _ = $new;
                    $crate::contract::$chapter(&mut make(folder.path()), folder.path());
                }
            )*
        }
    };
}

pub fn an_empty_journal_has_no_head(journal: &mut dyn Journal, _: &Path) {
    assert_eq!(journal.head().unwrap(), None);
    assert_eq!(pages(journal), []);
    assert_eq!(journal.find(&request(1, 1)).unwrap(), None);
    assert_eq!(journal.record("salt").unwrap(), None);
    assert!(!journal.destroy(1).unwrap());
    assert!(matches!(journal.append(&[]), Err(Fault::Gap { index: 0 })));
    assert_eq!(verify(journal, None).unwrap(), []);
}

pub fn what_is_appended_is_read_back(journal: &mut dyn Journal, _: &Path) {
    let mut pen = Pen::new(1);
    let mut all = pen.pages(1);
    assert_eq!(Some(journal.append(&all).unwrap()), pen.head());
    let more = pen.pages(69);
    assert_eq!(Some(journal.append(&more).unwrap()), pen.head());
    all.extend(more);
    assert_eq!(pages(journal), kept(&all));
    assert_eq!(journal.head().unwrap(), pen.head());
    assert_eq!(journal.append(&[]).ok(), pen.head());
    assert_eq!(journal.find(&request(1, 70)).unwrap(), Some(70));
    assert_eq!(journal.find(&request(1, 71)).unwrap(), None);
    assert_eq!(verify(journal, pen.head()).unwrap(), []);
    let (page, _) = pen.page();
    journal.append(&[(page.clone(), vec![])]).unwrap();
    assert_eq!(pages(journal).last(), Some(&(page, None)));
}

pub fn pages_are_read_from_a_number_on(journal: &mut dyn Journal, _: &Path) {
    journal.append(&Pen::new(1).pages(9)).unwrap();
    for (from, expected) in [(0, 9), (1, 9), (4, 6), (9, 1), (10, 0), (u64::MAX, 0)] {
        let mut read = Vec::new();
        journal
            .read(from, &mut |found| {
                read.push(found.page.index);
                true
            })
            .unwrap();
        assert_eq!(read, (10 - expected..10).collect::<Vec<_>>());
    }
}

pub fn every_page_is_found_with_its_own_hash(journal: &mut dyn Journal, _: &Path) {
    journal.append(&Pen::new(1).pages(100)).unwrap();
    for from in [1, 2, 30, 99] {
        let mut found = 0;
        journal
            .salvage(from, &mut |page| {
                let page = page.unwrap();
                assert_eq!(page.head(), page.page.head());
                found += 1;
                true
            })
            .unwrap();
        assert_eq!(found, 101 - from);
    }
}

pub fn reading_stops_early(journal: &mut dyn Journal, _: &Path) {
    journal.append(&Pen::new(1).pages(9)).unwrap();
    let mut read = 0;
    journal
        .read(1, &mut |_| {
            read += 1;
            read < 3
        })
        .unwrap();
    assert_eq!(read, 3);
    assert_eq!(pages(journal).len(), 9);
}

pub fn a_gap_is_refused(journal: &mut dyn Journal, _: &Path) {
    let mut pen = Pen::new(1);
    let first = pen.pages(3);
    assert!(matches!(journal.append(&first[1..]), Err(Fault::Gap { index: 2 })));
    journal.append(&first).unwrap();
    let next = pen.pages(3);
    assert!(matches!(journal.append(&next[1..]), Err(Fault::Gap { index: 5 })));
    assert!(matches!(journal.append(&[next[0].clone(), next[2].clone()]), Err(Fault::Gap { index: 6 })));
    let mut unlinked = next.clone();
    unlinked[1].0.previous = Hash::default();
    assert!(matches!(journal.append(&unlinked), Err(Fault::Gap { index: 5 })));
    assert_eq!(pages(journal), kept(&first));
    journal.append(&next).unwrap();
}

pub fn a_page_of_another_stream_is_refused(journal: &mut dyn Journal, _: &Path) {
    let mut pen = Pen::new(1);
    journal.append(&pen.pages(2)).unwrap();
    let foreign = Pen::after(2, pen.head()).pages(1);
    assert!(matches!(journal.append(&foreign), Err(Fault::Gap { index: 3 })));
    journal.append(&pen.pages(1)).unwrap();
}

pub fn a_repeat_is_refused_and_names_its_entry(journal: &mut dyn Journal, _: &Path) {
    let mut pen = Pen::new(1);
    let first = pen.pages(4);
    journal.append(&first).unwrap();
    let again = pen.clone().page_of(request(1, 2));
    assert!(matches!(journal.append(&[again]), Err(Fault::Repeated { index: 2 })));
    let mut twice = pen.clone();
    let twice = [twice.page(), twice.page_of(request(1, 5))];
    assert!(matches!(journal.append(&twice), Err(Fault::Repeated { index: 5 })));
    assert_eq!(pages(journal), kept(&first));
    assert_eq!(journal.find(&request(1, 5)).unwrap(), None);
    journal.append(&pen.pages(1)).unwrap();
}

pub fn a_repeat_is_named_before_a_gap(journal: &mut dyn Journal, _: &Path) {
    let first = Pen::new(1).pages(4);
    journal.append(&first).unwrap();
    assert!(matches!(journal.append(&first[3..]), Err(Fault::Repeated { index: 4 })));
    assert!(matches!(journal.append(&first[..2]), Err(Fault::Repeated { index: 1 })));
    assert_eq!(pages(journal), kept(&first));
}

pub fn all_are_appended_or_none(journal: &mut dyn Journal, _: &Path) {
    let mut pen = Pen::new(1);
    let first = pen.pages(2);
    journal.append(&first).unwrap();
    let mut next = pen.clone();
    let mut repeats = next.pages(20);
    repeats.push(next.page_of(request(1, 1)));
    assert!(matches!(journal.append(&repeats), Err(Fault::Repeated { index: 1 })));
    assert_eq!(pages(journal), kept(&first));
    assert_eq!(journal.head().unwrap(), pen.head());
    for index in 3..23 {
        assert_eq!(journal.find(&request(1, index)).unwrap(), None);
        assert!(!journal.destroy(index).unwrap());
    }
    journal.append(&pen.pages(20)).unwrap();
}

pub fn a_destroyed_key_is_gone_and_the_chain_holds(journal: &mut dyn Journal, _: &Path) {
    let mut pen = Pen::new(1);
    let all = pen.pages(12);
    journal.append(&all).unwrap();
    assert!(journal.destroy(5).unwrap());
    assert!(!journal.destroy(5).unwrap());
    for nowhere in [0, 13, u64::MAX] {
        assert!(!journal.destroy(nowhere).unwrap());
    }
    let mut expected = kept(&all);
    expected[4].1 = None;
    assert_eq!(pages(journal), expected);
    assert_eq!(verify(journal, pen.head()).unwrap(), []);
    assert!(matches!(journal.append(&all[4..5]), Err(Fault::Repeated { index: 5 })));
    journal.append(&pen.pages(1)).unwrap();
}

pub fn every_key_is_wrapped_anew_or_none(journal: &mut dyn Journal, _: &Path) {
    let all = Pen::new(1).pages(40);
    journal.append(&all).unwrap();
    journal.destroy(3).unwrap();
    journal.set(&[("salt", b"old"), ("device", b"this")]).unwrap();
    let mut expected = kept(&all);
    expected[2].1 = None;

    let refused = journal.rewrap(
        &mut |page, key| (page.index < 20).then(|| key.iter().rev().copied().collect()),
        &[("salt", b"new")],
    );
    assert!(matches!(refused, Err(Fault::Damaged { index: 20, .. })));
    let emptied = journal.rewrap(&mut |_, _| Some(Wrapped::new()), &[("salt", b"new")]);
    assert!(matches!(emptied, Err(Fault::Damaged { index: 1, .. })));
    assert_eq!(pages(journal), expected);
    assert_eq!(journal.record("salt").unwrap().as_deref(), Some(&b"old"[..]));

    let mut asked = Vec::new();
    let longer = |page: &Page, key: &[u8]| {
        asked.push((page.clone(), key.to_vec()));
        Some([key, key].concat())
    };
    let mut longer = longer;
    journal.rewrap(&mut longer, &[("salt", b"new"), ("device", b"")]).unwrap();
    assert_eq!(asked, all.into_iter().filter(|(page, _)| page.index != 3).collect::<Vec<_>>());
    for (_, key) in &mut expected {
        *key = key.take().map(|key| [&key[..], &key].concat());
    }
    assert_eq!(pages(journal), expected);
    assert_eq!(journal.record("salt").unwrap().as_deref(), Some(&b"new"[..]));
    assert_eq!(journal.record("device").unwrap(), None);
    assert!(!journal.destroy(3).unwrap());
    assert!(journal.destroy(4).unwrap());
}

pub fn records_are_set_together(journal: &mut dyn Journal, _: &Path) {
    journal.set(&[]).unwrap();
    journal.set(&[("salt", b"one"), ("name", b"two")]).unwrap();
    journal.set(&[("salt", b"three"), ("salt", b"four"), ("none", b"")]).unwrap();
    assert_eq!(journal.record("salt").unwrap().as_deref(), Some(&b"four"[..]));
    assert_eq!(journal.record("name").unwrap().as_deref(), Some(&b"two"[..]));
    assert_eq!(journal.record("none").unwrap(), None);
    journal.set(&[("name", b"")]).unwrap();
    assert_eq!(journal.record("name").unwrap(), None);
    assert_eq!(journal.record("Salt").unwrap(), None);
}

pub fn a_copy_is_a_journal_of_its_own(journal: &mut dyn Journal, folder: &Path) {
    let mut pen = Pen::new(1);
    let all = pen.pages(70);
    journal.append(&all).unwrap();
    journal.destroy(9).unwrap();
    journal.set(&[("salt", b"one")]).unwrap();
    let to = folder.join("copy");
    journal.copy(&to).unwrap();
    assert!(!folder.join("copy-wal").exists());
    let head = pen.head();
    journal.append(&pen.pages(1)).unwrap();
    journal.set(&[("salt", b"two")]).unwrap();

    let mut copy = Sqlite::open(&to).unwrap();
    let mut expected = kept(&all);
    expected[8].1 = None;
    assert_eq!(pages(&mut copy), expected);
    assert_eq!(copy.record("salt").unwrap().as_deref(), Some(&b"one"[..]));
    assert_eq!(verify(&mut copy, head).unwrap(), []);
    copy.append(&Pen::after(1, head).pages(2)).unwrap();
    assert_eq!(journal.head().unwrap(), pen.head());
}

pub fn nothing_is_overwritten_by_a_copy(journal: &mut dyn Journal, folder: &Path) {
    let to = folder.join("there");
    std::fs::write(&to, "mine").unwrap();
    assert!(matches!(journal.copy(&to), Err(Fault::Store { .. })));
    assert_eq!(std::fs::read(&to).unwrap(), b"mine");
    let fault = journal.copy(&folder.join("there/below")).unwrap_err();
    assert!(fault.to_string().starts_with("the notebook can't be copied: "), "{fault}");
}
