//! The head that was seen last, kept outside the notebook's folder: a folder that was rolled back does not fit it.

use std::{io, str};

use journal::{Hash, Head, Id, Journal};

use crate::{
    disk::{self, Unfit},
    places::{Places, hex, unhex},
};

/// More than a kept head is long.
const MOST: u64 = 256;

/// Why a kept head can't be told.
#[derive(Debug, thiserror::Error)]
pub enum Untold {
    /// What is kept is no head.
    #[error("the kept head {} can't be used: {fact}", .path.display())]
    Damaged {
        /// Where it is.
        path: std::path::PathBuf,
        /// What is wrong.
        fact: &'static str,
    },
    /// It can't be read or written.
    #[error("the kept head {} can't be read or written: {source}", .path.display())]
    Store {
        /// Where it is.
        path: std::path::PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Untold {
    /// What is wrong, in one sentence without a full stop.
    pub fn fact(&self) -> String {
        self.to_string()
    }

    /// What can be typed.
    pub fn hint(&self) -> String {
        "look whether the notebook is whole, and keep its head anew: sideways doctor".to_owned()
    }
}

/// Stands for the head of a notebook without entries.
const EMPTY: Head = Head { index: 0, hash: [0; 32] };

/// The kept head of a notebook; nothing if none was kept on this machine.
///
/// # Errors
/// If there is one that can't be told: that is not the same as none, which a rolled-back folder would like.
pub fn kept(places: &Places, notebook: &Id) -> Result<Option<Head>, Untold> {
    Ok(all(places, notebook)?.first().copied().filter(|head| *head != EMPTY))
}

/// The kept head against which a journal is held. While a restore was cut off two are kept, of the notebook that was there and
/// of the restored one: it is the one that the journal has.
///
/// # Errors
/// Likewise.
pub(crate) fn kept_of(
    places: &Places,
    notebook: &Id,
    journal: &mut dyn Journal,
) -> Result<Option<Head>, Untold> {
    let all = all(places, notebook)?;
    let mut has = |head: &Head| match *head {
        EMPTY => journal.head().is_ok_and(|head| head.is_none()),
        head => {
            let mut is_there = false;
            let read = journal.read(head.index, &mut |found| {
                is_there = found.page.head() == head;
                false
            });
            read.is_ok() && is_there
        }
    };
    let right = if all.len() > 1 { all.iter().position(&mut has) } else { None };
    Ok(all.get(right.unwrap_or(0)).copied().filter(|head| *head != EMPTY))
}

/// Keeps the head of another notebook beside the one that is kept: either is right until the next one is kept.
///
/// # Errors
/// If it can't be written; nothing is changed then.
pub(crate) fn keep_beside(places: &Places, notebook: &Id, head: Option<Head>) -> Result<(), Untold> {
    let heads = all(places, notebook)?.into_iter().take(1).chain([head.unwrap_or(EMPTY)]);
    write(places, notebook, heads)
}

fn all(places: &Places, notebook: &Id) -> Result<Vec<Head>, Untold> {
    let path = places.head(notebook);
    let damaged = |fact| Untold::Damaged { path: path.clone(), fact };
    let bytes = match disk::read_private(&path, MOST) {
        Ok(bytes) => bytes,
        Err(Unfit::Missing) => return Ok(Vec::new()),
        Err(Unfit::NotYours) => return Err(damaged("it belongs to another user")),
        Err(Unfit::Open(_)) => return Err(damaged("other users can read it")),
        Err(Unfit::Damaged(fact)) => return Err(damaged(fact)),
        Err(Unfit::Store(source)) => return Err(Untold::Store { path, source }),
    };
    parsed(&bytes).ok_or_else(|| damaged("it is no number and hash"))
}

/// Keeps a head, instead of the one before.
///
/// # Errors
/// If it can't be written; the one before is kept then.
pub fn keep(places: &Places, notebook: &Id, head: &Head) -> Result<(), Untold> {
    write(places, notebook, [*head])
}

fn write(places: &Places, notebook: &Id, heads: impl IntoIterator<Item = Head>) -> Result<(), Untold> {
    let path = places.head(notebook);
    let line = |head: Head| format!("{} {}\n", head.index, hex(&head.hash));
    let text: String = heads.into_iter().map(line).collect();
    disk::replace(&path, text.as_bytes()).map_err(|source| Untold::Store { path, source })
}

/// Keeps none: the notebook is empty.
///
/// # Errors
/// If there is one that can't be removed.
pub fn forget(places: &Places, notebook: &Id) -> Result<(), Untold> {
    let path = places.head(notebook);
    disk::wipe(&path).map(|_| ()).map_err(|source| Untold::Store { path, source })
}

fn parsed(bytes: &[u8]) -> Option<Vec<Head>> {
    let head = |line: &str| {
        let (index, digits) = line.split_once(' ')?;
        let mut hash = Hash::default();
        unhex(digits, &mut hash)?;
        Some(Head { index: index.parse().ok()?, hash })
    };
    let text = str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    text.split('\n').map(head).collect()
}
