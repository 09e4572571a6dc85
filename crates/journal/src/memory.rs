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
    pages: Vec<(Page, Option<Wrapped>)>,
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
        let kept = |(page, key): &(Page, Wrapped)| (page.clone(), living(key).map(<[u8]>::to_vec));
        self.pages.extend(pages.iter().map(kept));
        Ok(head)
    }

    fn read(&mut self, from: u64, each: &mut dyn FnMut(Found<'_>) -> bool) -> Result<(), Fault> {
        let Some(first) = self.at(from.max(1)) else { return Ok(()) };
        for (page, key) in &self.pages[first..] {
            if !each(Found { page, key: key.as_deref(), hash: None }) {
                break;
            }
        }
        Ok(())
    }

    fn find(&mut self, request: &Id) -> Result<Option<u64>, Fault> {
        Ok(self.requests.get(request).copied())
    }

    fn destroy(&mut self, index: u64) -> Result<bool, Fault> {
        Ok(self.at(index).is_some_and(|at| self.pages[at].1.take().is_some()))
    }

    fn rewrap(
        &mut self,
        each: &mut dyn FnMut(&Page, &[u8]) -> Option<Wrapped>,
        records: &[(&str, &[u8])],
    ) -> Result<(), Fault> {
        let mut keys = Vec::with_capacity(self.pages.len());
        for (page, key) in &self.pages {
            let Some(key) = key else {
                keys.push(None);
                continue;
            };
            let new = each(page, key).filter(|key| living(key).is_some());
            keys.push(Some(new.ok_or_else(|| Fault::refused(page.index))?));
        }
        for ((_, key), new) in self.pages.iter_mut().zip(keys) {
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
            let wrapped =
                |(page, key): &(Page, Option<Wrapped>)| (page.clone(), key.clone().unwrap_or_default());
            file.append(&self.pages.iter().map(wrapped).collect::<Vec<_>>())?;
        }
        let records: Vec<_> =
            self.records.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
        file.set(&records)
    }
}
