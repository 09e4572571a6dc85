//! S7: a stored journal can't be changed unseen. `TAMPERS` sets how many changes are tried (10,000).
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{collections::BTreeMap, fs, path::Path};

use journal::{
    Fact, Fault, Flaw, Found, Hash, Head, Id, Journal, Page, Sqlite, Wrapped,
    chain::{Checks, verify_with},
    contract::{Pen, pages},
    verify,
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use rusqlite::{Connection, params};

/// Pages of the journal that is changed.
const PAGES: u64 = 24;

const STREAM: u8 = 1;

#[derive(Clone, Debug)]
enum Tamper {
    Swap(u64, u64),
    Flip { index: u64, bit: usize },
    Drop(u64),
    Duplicate { from: u64, to: u64 },
    MoveFromAnother(u64),
    PutOld(u64),
    Shorten { index: u64, by: usize },
    CutTail(u64),
    RollBackFile,
    RollBackFileAndWriteOn(u64),
    WriteAnew { from: u64 },
}

fn tamper() -> impl Strategy<Value = Tamper> {
    let index = || 1..=PAGES;
    prop_oneof![
        (index(), index()).prop_filter("two", |(a, b)| a != b).prop_map(|(a, b)| Tamper::Swap(a, b)),
        (index(), any::<usize>()).prop_map(|(index, bit)| Tamper::Flip { index, bit }),
        index().prop_map(Tamper::Drop),
        (index(), 1..=PAGES + 1)
            .prop_filter("two", |(from, to)| from != to)
            .prop_map(|(from, to)| Tamper::Duplicate { from, to }),
        index().prop_map(Tamper::MoveFromAnother),
        index().prop_map(Tamper::PutOld),
        (index(), 1..200_usize).prop_map(|(index, by)| Tamper::Shorten { index, by }),
        index().prop_map(Tamper::CutTail),
        Just(Tamper::RollBackFile),
        (1..9_u64).prop_map(Tamper::RollBackFileAndWriteOn),
        index().prop_map(|from| Tamper::WriteAnew { from }),
    ]
}

/// A journal on disk, an older state of its file, and connections that change and put back.
struct Victim {
    folder: tempfile::TempDir,
    kept: Head,
    rows: BTreeMap<u64, Vec<u8>>,
    old: Vec<u8>,
    hand: Connection,
    journal: Sqlite,
}

fn row(page: &Page) -> Vec<u8> {
    let mut row = Vec::new();
    page.store(&mut row);
    row
}

/// The unique index of commands is no guard against a hand that can drop it.
fn hand(path: &Path) -> Connection {
    let hand = Connection::open(path).unwrap();
    hand.execute_batch("PRAGMA synchronous=OFF; DROP INDEX IF EXISTS requests").unwrap();
    hand
}

impl Victim {
    fn new() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let path = folder.path().join("notebook");
        let mut pen = Pen::new(STREAM);
        let mut journal = Sqlite::create(&path).unwrap();
        journal.append(&pen.pages(PAGES as usize - 5)).unwrap();
        journal.checkpoint().unwrap();
        let old = fs::read(&path).unwrap();
        let kept = journal.append(&pen.pages(5)).unwrap();
        let rows = pages(&mut journal).iter().map(|(page, _)| (page.index, row(page))).collect();
        Self { hand: hand(&path), folder, kept, rows, old, journal }
    }

    fn put(&self, index: u64, row: &[u8]) {
        self.hand
            .execute("REPLACE INTO pages (number, page) VALUES (?1, ?2)", params![index as i64, row])
            .unwrap();
    }

    fn cut(&self, after: u64) {
        self.hand.execute("DELETE FROM pages WHERE number > ?1", [after as i64]).unwrap();
    }

    /// A page that was once at this place: of the same stream and number, after the same page, with another body.
    fn old_version(&self, index: u64) -> Vec<u8> {
        let mut old = self.rows[&index].clone();
        old.iter_mut().skip(106).for_each(|byte| *byte = byte.wrapping_add(1));
        old
    }

    fn tamper(&self, tamper: &Tamper) {
        match *tamper {
            Tamper::Swap(a, b) => {
                self.put(a, &self.rows[&b]);
                self.put(b, &self.rows[&a]);
            }
            Tamper::Flip { index, bit } => {
                let mut row = self.rows[&index].clone();
                let bit = bit % (row.len() * 8);
                row[bit / 8] ^= 1 << (bit % 8);
                self.put(index, &row);
            }
            Tamper::Drop(index) => {
                self.hand.execute("DELETE FROM pages WHERE number = ?1", [index as i64]).unwrap();
            }
            Tamper::Duplicate { from, to } => self.put(to, &self.rows[&from]),
            Tamper::MoveFromAnother(index) => {
                let (page, _) = Pen::new(2).pages(index as usize).pop().unwrap();
                self.put(index, &row(&page));
            }
            Tamper::PutOld(index) => self.put(index, &self.old_version(index)),
            Tamper::Shorten { index, by } => {
                let row = &self.rows[&index];
                self.put(index, &row[..row.len() - by]);
            }
            Tamper::CutTail(count) => self.cut(PAGES - count),
            Tamper::WriteAnew { from } => self.write_anew(from),
            Tamper::RollBackFile | Tamper::RollBackFileAndWriteOn(_) => {}
        }
    }

    /// Another history from a page on, whose links hold.
    fn write_anew(&self, from: u64) {
        let mut page = Page::default();
        let mut previous: Option<Hash> = None;
        for index in from..=PAGES {
            page.restore(&self.rows[&index]).unwrap();
            page.body[0] ^= u8::from(index == from);
            page.previous = previous.unwrap_or(page.previous);
            previous = Some(page.hash());
            self.put(index, &row(&page));
        }
    }

    fn put_back(&self) {
        self.cut(PAGES);
        self.rows.iter().for_each(|(index, row)| self.put(*index, row));
    }

    /// Whether a change is found; it is undone then.
    fn found(&mut self, tamper: &Tamper, checks: Checks) -> bool {
        let is_found =
            |journal: &mut Sqlite, kept| !verify_with(journal, Some(kept), checks).unwrap().is_empty();
        let written_on = match tamper {
            Tamper::RollBackFile => 0,
            Tamper::RollBackFileAndWriteOn(count) => *count,
            _ => {
                self.hand.execute_batch("BEGIN").unwrap();
                self.tamper(tamper);
                self.hand.execute_batch("COMMIT").unwrap();
                let found = is_found(&mut self.journal, self.kept);
                self.hand.execute_batch("BEGIN").unwrap();
                self.put_back();
                self.hand.execute_batch("COMMIT").unwrap();
                return found;
            }
        };
        let path = self.folder.path().join("rolled back");
        fs::write(&path, &self.old).unwrap();
        let mut journal = Sqlite::open(&path).unwrap();
        let mut pen = Pen::after(STREAM, journal.head().unwrap());
        for number in 0..written_on {
            let mut request: Id = [9; 16];
            request[..8].copy_from_slice(&number.to_le_bytes());
            journal.append(&[pen.page_of(request)]).unwrap();
        }
        is_found(&mut journal, self.kept)
    }
}

fn changes(count: usize) -> impl Iterator<Item = Tamper> {
    let mut runner = TestRunner::deterministic();
    let tampers = tamper();
    (0..count).map(move |_| tampers.new_tree(&mut runner).unwrap().current())
}

#[test]
fn s7_no_change_of_a_stored_journal_goes_unseen() {
    let tampers = std::env::var("TAMPERS").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let mut victim = Victim::new();
    assert_eq!(verify(&mut victim.journal, Some(victim.kept)).unwrap(), []);
    for tamper in changes(tampers) {
        assert!(victim.found(&tamper, Checks::ALL), "{tamper:?}");
    }
    assert_eq!(verify(&mut victim.journal, Some(victim.kept)).unwrap(), []);
    println!("{tampers} changes of a stored journal: all found");
}

#[test]
fn s7_each_check_is_needed() {
    let without = |checks: Checks| {
        let mut victim = Victim::new();
        changes(400).filter(|tamper| !victim.found(tamper, checks)).count()
    };
    assert!(without(Checks { hashes: false, ..Checks::ALL }) > 0);
    assert!(without(Checks { links: false, ..Checks::ALL }) > 0);
    assert!(without(Checks { head: false, ..Checks::ALL }) > 0);
}

/// Pages in any order, some of them damaged: what a store may hand out at the worst.
struct Shelf(Vec<Result<Page, u64>>);

impl Journal for Shelf {
    fn read(&mut self, from: u64, each: &mut dyn FnMut(Found<'_>) -> bool) -> Result<(), Fault> {
        let number = |page: &Result<Page, u64>| page.as_ref().map_or_else(|index| *index, |page| page.index);
        let first = self.0.iter().position(|page| number(page) >= from).unwrap_or(self.0.len());
        for page in &self.0[first..] {
            match page {
                Ok(page) => drop(each(Found { page, key: None, hash: None })),
                Err(index) => return Err(Fault::Damaged { index: *index, fact: "torn".into() }),
            }
        }
        Ok(())
    }
    fn head(&mut self) -> Result<Option<Head>, Fault> {
        unreachable!()
    }
    fn append(&mut self, _: &[(Page, Wrapped)]) -> Result<Head, Fault> {
        unreachable!()
    }
    fn find(&mut self, _: &Id) -> Result<Option<u64>, Fault> {
        unreachable!()
    }
    fn destroy(&mut self, _: u64) -> Result<bool, Fault> {
        unreachable!()
    }
    fn rewrap(
        &mut self,
        _: &mut dyn FnMut(&Page, &[u8]) -> Option<Wrapped>,
        _: &[(&str, &[u8])],
    ) -> Result<(), Fault> {
        unreachable!()
    }
    fn record(&mut self, _: &str) -> Result<Option<Vec<u8>>, Fault> {
        unreachable!()
    }
    fn set(&mut self, _: &[(&str, &[u8])]) -> Result<(), Fault> {
        unreachable!()
    }
    fn copy(&mut self, _: &Path) -> Result<(), Fault> {
        unreachable!()
    }
}

/// What is said of six pages after a change.
fn said(change: impl FnOnce(&mut Vec<Result<Page, u64>>)) -> Vec<String> {
    let mut pen = Pen::new(STREAM);
    let mut shelf: Vec<_> = pen.pages(6).into_iter().map(|(page, _)| Ok(page)).collect();
    change(&mut shelf);
    let flaws = verify(&mut Shelf(shelf), pen.head()).unwrap();
    flaws.iter().map(Flaw::to_string).collect()
}

#[test]
fn s7_what_is_wrong_is_named() {
    let altered =
        |at: usize| move |shelf: &mut Vec<Result<Page, u64>>| shelf[at].as_mut().unwrap().body[0] ^= 1;
    assert_eq!(said(|_| {}), [""; 0]);
    assert_eq!(said(|shelf| drop(shelf.remove(2))), ["page 3 is missing"]);
    assert_eq!(said(|shelf| drop(shelf.drain(1..4))), ["pages 2 to 4 are missing"]);
    assert_eq!(said(|shelf| drop(shelf.remove(0))), ["page 1 is missing"]);
    assert_eq!(said(|shelf| shelf.swap(2, 3)), ["page 3 is missing", "page 3 is out of order"]);
    assert_eq!(said(|shelf| shelf.insert(3, shelf[2].clone())), ["page 3 is out of order"]);
    assert_eq!(said(altered(2)), ["page 4 does not follow page 3"]);
    let relinked = |shelf: &mut Vec<Result<Page, u64>>| shelf[2].as_mut().unwrap().previous[0] ^= 1;
    assert_eq!(said(relinked), ["page 3 was altered"]);
    assert_eq!(said(altered(5)), ["page 6 is not the page that was last when the head was kept"]);
    assert_eq!(said(|shelf| shelf[2] = Err(3)), ["page 3 is damaged: torn"]);
    assert_eq!(said(|shelf| shelf.truncate(4)), ["the notebook ends with page 4; it once had 6"]);
    assert_eq!(said(Vec::clear), ["the notebook ends with page 0; it once had 6"]);
    let foreign = |shelf: &mut Vec<Result<Page, u64>>| shelf[2].as_mut().unwrap().stream = [2; 16];
    assert_eq!(said(foreign), ["page 3 is from another notebook", "page 4 does not follow page 3"]);
    let begun = |shelf: &mut Vec<Result<Page, u64>>| shelf[0].as_mut().unwrap().previous = [1; 32];
    assert_eq!(said(begun), ["page 1 is not the first of a notebook", "page 2 does not follow page 1"]);
}

#[test]
fn s7_a_page_in_the_place_of_another_is_damage() {
    let mut victim = Victim::new();
    victim.tamper(&Tamper::Swap(3, 5));
    let flaws = verify(&mut victim.journal, Some(victim.kept)).unwrap();
    let stands =
        |index, other| Flaw { index, fact: Fact::Damaged(format!("page {other} stands in its place")) };
    assert_eq!(flaws, [stands(3, 5), stands(5, 3)]);
    let fault = victim.journal.read(1, &mut |_| true).unwrap_err();
    assert_eq!(fault.to_string(), "page 3 is damaged: page 5 stands in its place");
    victim.put(PAGES, &victim.rows[&3]);
    let fault = victim.journal.append(&Pen::after(STREAM, Some(victim.kept)).pages(1)).unwrap_err();
    assert_eq!(fault.to_string(), "page 24 is damaged: page 3 stands in its place");
    victim.put(3, b"short");
    let fault = victim.journal.read(1, &mut |_| true).unwrap_err();
    assert_eq!(fault.to_string(), "page 3 is damaged: it has 5 bytes, and a page has 130 or more");
}
