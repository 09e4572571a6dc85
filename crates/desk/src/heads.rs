//! The head that was seen last, kept outside the notebook's folder: a folder that was rolled back does not fit it.

use std::{io, str};

use journal::{Hash, Head, Id};

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

/// The kept head of a notebook; nothing if none was kept on this machine.
///
/// # Errors
/// If there is one that can't be told: that is not the same as none, which a rolled-back folder would like.
pub fn kept(places: &Places, notebook: &Id) -> Result<Option<Head>, Untold> {
    let path = places.head(notebook);
    let damaged = |fact| Untold::Damaged { path: path.clone(), fact };
    let bytes = match disk::read_private(&path, MOST) {
        Ok(bytes) => bytes,
        Err(Unfit::Missing) => return Ok(None),
        Err(Unfit::NotYours) => return Err(damaged("it belongs to another user")),
        Err(Unfit::Open(_)) => return Err(damaged("other users can read it")),
        Err(Unfit::Damaged(fact)) => return Err(damaged(fact)),
        Err(Unfit::Store(source)) => return Err(Untold::Store { path, source }),
    };
    parsed(&bytes).map(Some).ok_or_else(|| damaged("it is no number and hash"))
}

/// Keeps a head, instead of the one before.
///
/// # Errors
/// If it can't be written; the one before is kept then.
pub fn keep(places: &Places, notebook: &Id, head: &Head) -> Result<(), Untold> {
    let path = places.head(notebook);
    let text = format!("{} {}\n", head.index, hex(&head.hash));
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

fn parsed(bytes: &[u8]) -> Option<Head> {
    let (index, digits) = str::from_utf8(bytes).ok()?.strip_suffix('\n')?.split_once(' ')?;
    let mut hash = Hash::default();
    unhex(digits, &mut hash)?;
    Some(Head { index: index.parse().ok()?, hash })
}
