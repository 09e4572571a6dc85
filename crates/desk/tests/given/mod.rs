//! A journal in memory, and places in a folder of the test.
#![allow(dead_code, clippy::unwrap_used, reason = "tests, and each file uses its part")]

use std::{collections::BTreeMap, os::unix::fs::PermissionsExt, path::Path};

use desk::{
    places::Places,
    seal::{AccountKey, Header, Sealer},
};
use journal::{Fault, Found, Head, Id, Journal, Page, Wrapped};

/// Pages and records in memory; what it is told to refuse, it refuses whole.
#[derive(Clone, Default)]
pub struct Memory {
    pub pages: Vec<(Page, Option<Wrapped>)>,
    pub records: BTreeMap<String, Vec<u8>>,
    pub refuses: bool,
}

impl Memory {
    fn check(&self) -> Result<(), Fault> {
        let source = || std::io::Error::other("the disk is full").into();
        if self.refuses { Err(Fault::Store { doing: "written", source: source() }) } else { Ok(()) }
    }
}

impl Journal for Memory {
    fn head(&mut self) -> Result<Option<Head>, Fault> {
        Ok(self.pages.last().map(|(page, _)| page.head()))
    }

    fn append(&mut self, pages: &[(Page, Wrapped)]) -> Result<Head, Fault> {
        self.check()?;
        self.pages.extend(pages.iter().map(|(page, key)| (page.clone(), Some(key.clone()))));
        Ok(self.pages.last().unwrap().0.head())
    }

    fn read(&mut self, from: u64, each: &mut dyn FnMut(Found<'_>) -> bool) -> Result<(), Fault> {
        for (page, key) in self.pages.iter().filter(|(page, _)| page.index >= from) {
            if !each(Found { page, key: key.as_deref(), hash: None }) {
                break;
            }
        }
        Ok(())
    }

    fn find(&mut self, request: &Id) -> Result<Option<u64>, Fault> {
        Ok(self.pages.iter().find(|(page, _)| page.request == *request).map(|(page, _)| page.index))
    }

    fn destroy(&mut self, index: u64) -> Result<bool, Fault> {
        Ok(self.pages[index as usize - 1].1.take().is_some())
    }

    fn rewrap(
        &mut self,
        each: &mut dyn FnMut(&Page, &[u8]) -> Option<Wrapped>,
        records: &[(&str, &[u8])],
    ) -> Result<(), Fault> {
        self.check()?;
        let mut pages = self.pages.clone();
        for (page, key) in &mut pages {
            if let Some(old) = key {
                let refused = || Fault::Damaged { index: page.index, fact: "refused".to_owned() };
                *old = each(page, old).ok_or_else(refused)?;
            }
        }
        self.pages = pages;
        self.set(records)
    }

    fn record(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.records.get(name).cloned())
    }

    fn set(&mut self, records: &[(&str, &[u8])]) -> Result<(), Fault> {
        self.check()?;
        for (name, value) in records {
            if value.is_empty() {
                self.records.remove(*name);
            } else {
                self.records.insert((*name).to_owned(), value.to_vec());
            }
        }
        Ok(())
    }

    fn copy(&mut self, _to: &Path) -> Result<(), Fault> {
        unreachable!("no test copies")
    }
}

/// A notebook of the tests.
pub const NOTEBOOK: Id = [7; 16];

/// A folder with a login folder that is closed to others, and the places within.
pub fn places() -> (tempfile::TempDir, Places) {
    let folder = tempfile::tempdir().unwrap();
    let runtime = folder.path().join("run");
    std::fs::create_dir(&runtime).unwrap();
    std::fs::set_permissions(&runtime, PermissionsExt::from_mode(0o700)).unwrap();
    let places = places_in(folder.path());
    (folder, places)
}

/// The places below a folder.
pub fn places_in(folder: &Path) -> Places {
    let environment = |name: &str| {
        let value = match name {
            "HOME" => folder.to_owned(),
            "XDG_RUNTIME_DIR" => folder.join("run"),
            _ => return None,
        };
        Some(value.into_os_string())
    };
    Places::find(None, &environment).unwrap()
}

/// What is said of the entry of this number.
pub fn header(index: u64, previous: [u8; 32]) -> Header {
    let mut request = [0; 16];
    request[..8].copy_from_slice(&index.to_le_bytes());
    Header { stream: NOTEBOOK, device: [3; 16], index, previous, kind: 0, request, time: 1_790_000_000_000 }
}

/// Writes entries.
pub fn write(journal: &mut Memory, account: &AccountKey, texts: &[&[u8]]) {
    let sealer = Sealer::new(account);
    for text in texts {
        let head = journal.head().unwrap();
        let (index, previous) = head.map_or((1, [0; 32]), |head| (head.index + 1, head.hash));
        let sealed = sealer.seal(&header(index, previous), text).unwrap();
        journal.append(&[sealed]).unwrap();
    }
}

/// Everything that an account key opens; nothing if one entry does not open.
pub fn all(journal: &Memory, account: &AccountKey) -> Option<Vec<Vec<u8>>> {
    let opened = |(page, key): &(Page, Option<Wrapped>)| {
        let key = key.as_ref()?;
        Some(desk::seal::open(account, page, key).ok()?.to_vec())
    };
    journal.pages.iter().map(opened).collect()
}
