//! Pages in memory: for tests, and for what is never kept.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use crate::{
    chain::{End, follow},
    page::{Head, Id, Page},
    port::{Fault, Found, Journal, Wrapped, living},
    sqlite::Sqlite,
};

/// A journal in memory.
#[derive(Default)]
pub struct Memory {
    pages: Vec<(Page, Wrapped)>,
    requests: HashMap<Id, u64>,
    records: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the page of a number lies.
    fn at(&self, index: u64) -> Option<usize> {
        usize::try_from(index.checked_sub(1)?).ok().filter(|at| *at < self.pages.len())
    }
}

impl Journal for Memory {
    fn head(&mut self) -> Result<Option<Head>, Fault> {
        Ok(self.pages.last().map(|(page, _)| page.head()))
    }

    fn append(&mut self, pages: &[(Page, Wrapped)]) -> Result<Head, Fault> {
        let mut requests = HashMap::with_capacity(pages.len());
        for (page, _) in pages {
            let before = requests.insert(page.request, page.index);
            if let Some(index) = before.or_else(|| self.requests.get(&page.request).copied()) {
                return Err(Fault::Repeated { index });
            }
        }
        let end = self.pages.last().map(|(page, _)| End::of(page));
        let head = follow(end, pages.iter().map(|(page, _)| page))?;
        self.requests.extend(requests);
        self.pages.extend_from_slice(pages);
        Ok(head)
    }

    fn read(&mut self, from: u64, each: &mut dyn FnMut(Found<'_>) -> bool) -> Result<(), Fault> {
        let Some(first) = self.at(from.max(1)) else { return Ok(()) };
        for (page, key) in &self.pages[first..] {
            if !each(Found { page, key: living(key) }) {
                break;
            }
        }
        Ok(())
    }

    fn find(&mut self, request: &Id) -> Result<Option<u64>, Fault> {
        Ok(self.requests.get(request).copied())
    }

    fn destroy(&mut self, index: u64) -> Result<bool, Fault> {
        let Some(at) = self.at(index) else { return Ok(false) };
        let key = &mut self.pages[at].1;
        let was = living(key).is_some();
        key.fill(0);
        Ok(was)
    }

    fn rewrap(
        &mut self,
        each: &mut dyn FnMut(&Page, &[u8]) -> Option<Wrapped>,
        records: &[(&str, &[u8])],
    ) -> Result<(), Fault> {
        let mut keys = Vec::with_capacity(self.pages.len());
        for (page, key) in &self.pages {
            keys.push(match living(key) {
                Some(key) => each(page, key).ok_or_else(|| Fault::refused(page.index))?,
                None => Wrapped::new(),
            });
        }
        for ((_, key), new) in self.pages.iter_mut().zip(keys) {
            key.fill(0);
            *key = new;
        }
        self.set(records)
    }

    fn record(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.records.get(name).cloned())
    }

    fn set(&mut self, records: &[(&str, &[u8])]) -> Result<(), Fault> {
        for (name, value) in records {
            if value.is_empty() {
                self.records.remove(*name);
            } else {
                self.records.insert((*name).to_owned(), value.to_vec());
            }
        }
        Ok(())
    }

    fn copy(&mut self, to: &Path) -> Result<(), Fault> {
        let mut file = Sqlite::create(to).map_err(|fault| match fault {
            Fault::Store { source, .. } => Fault::Store { doing: "copied", source },
            other => other,
        })?;
        if !self.pages.is_empty() {
            file.append(&self.pages)?;
        }
        let records: Vec<_> =
            self.records.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
        file.set(&records)
    }
}
