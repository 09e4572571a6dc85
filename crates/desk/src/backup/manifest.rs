//! What a backup says of itself: which notebook, when, and where it ends.

use std::{fs, path::Path};

use journal::{Hash, Head};

use super::MANIFEST;
use crate::places::{hex, unhex};

/// The first line of every manifest.
const FIRST: &str = "sideways backup 1";

/// What a backup says of itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// The notebook, in hexadecimal digits.
    pub notebook: String,
    /// When it was made, UTC: `2027-03-01-120000`.
    pub made: String,
    /// Where it ends; nothing if it is empty.
    pub head: Option<Head>,
    /// Kept plans and maps.
    pub plans: usize,
}

impl Manifest {
    /// As it is written: lines of words; the last is the hash of those before.
    pub(crate) fn text(&self) -> String {
        let head =
            self.head.map_or_else(|| "none".to_owned(), |head| format!("{} {}", head.index, hex(&head.hash)));
        let Self { notebook, made, plans, .. } = self;
        let text = format!("{FIRST}\nnotebook {notebook}\nmade {made}\nhead {head}\nplans {plans}\n");
        format!("{text}check {}\n", check(&text))
    }

    /// The manifest of a backup, if that folder is one.
    pub(crate) fn read(backup: &Path) -> Option<Self> {
        Self::parsed(&fs::read_to_string(backup.join(MANIFEST)).ok()?)
    }

    fn parsed(text: &str) -> Option<Self> {
        let (body, last) = text.rsplit_once("check ")?;
        let mut lines = (last.trim_end() == check(body)).then(|| body.lines())?;
        (lines.next()? == FIRST).then_some(())?;
        let mut field = |name: &str| lines.next()?.strip_prefix(name);
        let (notebook, made) = (field("notebook ")?.to_owned(), field("made ")?.to_owned());
        let head = match field("head ")?.split_once(' ') {
            None => None,
            Some((index, digits)) => {
                let mut hash = Hash::default();
                unhex(digits, &mut hash)?;
                Some(Head { index: index.parse().ok()?, hash })
            }
        };
        Some(Self { notebook, made, head, plans: field("plans ")?.parse().ok()? })
    }
}

fn check(body: &str) -> String {
    hex(&blake3::hash(body.as_bytes()).as_bytes()[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_as_it_was_written_and_a_changed_one_is_none() {
        for head in [None, Some(Head { index: 412, hash: [7; 32] })] {
            let made = "2027-03-01-120000".to_owned();
            let manifest = Manifest { notebook: "00".repeat(16), made, head, plans: 3 };
            let text = manifest.text();
            assert_eq!(Manifest::parsed(&text).as_ref(), Some(&manifest));
            for at in 0..text.len() - 1 {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 1;
                let changed = String::from_utf8(bytes).unwrap_or_default();
                assert_eq!(Manifest::parsed(&changed), None, "byte {at}");
            }
        }
    }
}
