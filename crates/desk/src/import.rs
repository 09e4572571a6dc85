//! An export read back into an empty notebook.

use std::{collections::BTreeSet, fs, io, path::Path};

use journal::{Hash, Page, Wrapped};
use playbook::{
    notebook::{Entry, Event},
    privacy::Sealing,
};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::{
    clock::Moment,
    disk,
    export::{ENTRIES, FORMAT, Line, PLANS},
    fold::forgotten,
    open::{Desk, random},
    places::unhex,
    seal::Header,
    stop::Stop,
};

/// The record that names the request of an import.
const IMPORTED: &str = "imported";

/// What was imported.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Entries.
    pub entries: usize,
    /// Kept plans and maps.
    pub plans: usize,
    /// Entries that could not be read when they were exported: they count as forgotten now.
    pub lost: Vec<u32>,
}

impl Desk {
    /// Reads an export: the same entries under the same numbers, with their times and days, undone and forgotten as they
    /// were; sealed anew under this notebook's key.
    ///
    /// # Errors
    /// If the notebook is not empty, or something in the folder is not as it was exported. Nothing was changed then.
    pub fn import(&mut self, folder: &Path, now: Moment) -> Result<Imported, Stop> {
        self.may_write()?;
        if self.notebook.last > 0 && !self.was_imported()? {
            return Err(Stop::NotBlank { entries: self.notebook.last });
        }
        let lines = lines(&folder.join(ENTRIES))?;
        let pages = self.sealed(&lines, &folder.join(ENTRIES), now)?;
        let plans = self.take_plans(&folder.join(PLANS))?;
        if !pages.is_empty() && self.notebook.last == 0 {
            if let Some(request) = &self.request {
                self.journal.set(&[(IMPORTED, &request.id())])?;
            }
            self.journal.append(&pages)?;
            self.fold_all()?;
            self.keep_head();
        }
        self.freeze(self.notebook.last)?;
        let lost = lines.iter().filter(|line| line.unreadable).map(|line| line.entry).collect();
        Ok(Imported { entries: lines.len(), plans, lost })
    }

    /// Whether this very request has filled the notebook.
    fn was_imported(&mut self) -> Result<bool, Stop> {
        let then = self.journal.record(IMPORTED)?;
        Ok(self.request.as_ref().is_some_and(|request| then.as_deref() == Some(&request.id()[..])))
    }

    fn sealed(&self, lines: &[Line], path: &Path, now: Moment) -> Result<Vec<(Page, Wrapped)>, Stop> {
        let (mut previous, mut said) = (Hash::default(), BTreeSet::new());
        let mut pages = Vec::with_capacity(lines.len() + 1);
        for (at, line) in lines.iter().enumerate() {
            let wrong = |fact: String| Stop::NoExport { path: path.to_owned(), line: at + 1, fact };
            let plain = content(line, at).map_err(wrong)?;
            if let Some(plain) = &plain
                && let Ok(entry) = minicbor::decode_with(plain, &mut Sealing::for_the_notebook())
            {
                said.extend(forgotten(std::iter::once(&entry)));
            }
            let mut header = Header {
                stream: self.id,
                device: self.device,
                index: at as u64 + 1,
                previous,
                kind: 0,
                request: [0; 16],
                time: line.time.as_millisecond(),
            };
            unhex(&line.request, &mut header.request)
                .ok_or_else(|| wrong("its request is not 32 hexadecimal digits".into()))?;
            let (page, key) = self.sealer.seal(&header, plain.as_deref().map_or(&[], Vec::as_slice))?;
            previous = page.hash();
            pages.push((page, if plain.is_some() { key } else { Wrapped::new() }));
        }
        let unsaid = lines.iter().filter(|line| line.stored.is_none() && !said.contains(&line.entry));
        let events: Vec<Event> = unsaid.map(|line| Event::Forgotten { entry: line.entry }).collect();
        if !events.is_empty() {
            let entry = Entry { on: now.today, events };
            let plain = minicbor::to_vec_with(&entry, &mut Sealing::for_the_notebook())
                .map_err(|error| Stop::Damaged { fact: format!("an entry can't be encoded: {error}") })?;
            let header = Header {
                stream: self.id,
                device: self.device,
                index: lines.len() as u64 + 1,
                previous,
                kind: 0,
                request: random()?,
                time: now.milliseconds(),
            };
            pages.push(self.sealer.seal(&header, &plain)?);
        }
        Ok(pages)
    }

    /// Takes kept plans, sealed as they are.
    fn take_plans(&self, from: &Path) -> Result<usize, Stop> {
        let failed = |source| Stop::File { path: from.to_owned(), doing: "read", source };
        let mut taken = 0;
        for (name, path) in disk::plans(from).map_err(failed)? {
            let bytes = fs::read(&path).map_err(failed)?;
            let mut digest = Hash::default();
            if unhex(&name, &mut digest).is_none() || *blake3::hash(&bytes).as_bytes() != digest {
                let fact = "it is not as it was exported".to_owned();
                return Err(Stop::NoExport { path, line: 0, fact });
            }
            let to = self.places.plan(&digest);
            if !to.exists() {
                let written = disk::write_new(&to, &bytes);
                written.map_err(|source| Stop::File { path: to, doing: "written", source })?;
            }
            taken += 1;
        }
        Ok(taken)
    }
}

fn lines(path: &Path) -> Result<Vec<Line>, Stop> {
    let none = |fact: String| Stop::NoExport { path: path.to_owned(), line: 0, fact };
    let text = match fs::read_to_string(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
            return Err(none("there is no such file".into()));
        }
        Err(source) => return Err(Stop::File { path: path.to_owned(), doing: "read", source }),
        Ok(text) => Zeroizing::new(text),
    };
    let line = |(at, words): (usize, &str)| {
        let wrong = |fact: String| Stop::NoExport { path: path.to_owned(), line: at + 1, fact };
        serde_json::from_str(words).map_err(|error| wrong(format!("it is no entry of an export ({error})")))
    };
    text.lines().enumerate().map(line).collect()
}

/// The stored bytes of a line; nothing if it was forgotten.
fn content(line: &Line, at: usize) -> Result<Option<Zeroizing<Vec<u8>>>, String> {
    if line.format != FORMAT {
        return Err(format!("it is of format {}, and this build reads {FORMAT}", line.format));
    }
    if line.entry as usize != at + 1 {
        return Err(format!("entry {} stands where entry {} should", line.entry, at + 1));
    }
    let Some(value) = &line.stored else {
        let is_known = line.forgotten || line.unreadable;
        return if is_known { Ok(None) } else { Err("what is stored is missing".into()) };
    };
    let bytes = crate::stored::taken(value).ok_or("what is stored is no form of an entry")?;
    let decoded: Result<Entry, _> = minicbor::decode_with(&bytes, &mut Sealing::for_the_notebook());
    match decoded {
        Ok(_) => Ok(Some(bytes)),
        Err(error) => Err(format!("what is stored is no entry of this version ({error})")),
    }
}
