//! Rows read ahead, so that many are hashed at once.

use std::ops::Range;

use rusqlite::Row;

use super::{reading, restore};
use crate::{
    lanes::{LANES, hash_each},
    page::Page,
    port::{Fault, Found, living},
};

/// So many bytes are read ahead at most, and one row more: long ones gain nothing by it.
const MOST_BYTES: usize = 1 << 16;

/// Rows that were read and not handed out yet. Who stops at the first page has read no other: at first one row is read ahead,
/// then twice as many each time, up to as many as are hashed at once.
pub(super) struct Ahead {
    most: usize,
    rows: Vec<Lies>,
    /// Their bytes, one after the other.
    bytes: Vec<u8>,
    page: Page,
}

/// Where the bytes of a row lie.
struct Lies {
    number: u64,
    /// The page and the key; nothing if they are no blobs.
    blobs: Option<(Range<usize>, Range<usize>)>,
}

impl Default for Ahead {
    fn default() -> Self {
        Self { most: 1, rows: Vec::new(), bytes: Vec::new(), page: Page::default() }
    }
}

impl Ahead {
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= self.most || self.bytes.len() >= MOST_BYTES
    }

    /// Takes a row: number, page, wrapped key.
    pub(super) fn take(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        let number = row.get::<_, i64>(0).map_err(reading)?.unsigned_abs();
        let page = row.get_ref(1).map_err(reading)?.as_blob();
        let key = row.get_ref(2).map_err(reading)?.as_blob_or_null();
        let blobs = page.ok().zip(key.ok());
        let blobs = blobs.map(|(page, key)| (self.keep(page), self.keep(key.unwrap_or_default())));
        self.rows.push(Lies { number, blobs });
        Ok(())
    }

    fn keep(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    /// Hands out what was read ahead, until `each` says false; says whether it never did.
    pub(super) fn hand_out(&mut self, each: &mut dyn FnMut(u64, Result<Found<'_>, Fault>) -> bool) -> bool {
        let Self { rows, bytes, page, .. } = self;
        let pages: Vec<&[u8]> =
            rows.iter().filter_map(|row| Some(&bytes[row.blobs.as_ref()?.0.clone()])).collect();
        let mut hashes = if pages.len() > 1 { hash_each(&pages) } else { Vec::new() }.into_iter();
        let goes_on = rows.iter().all(|row| {
            let number = row.number;
            let Some((at, key)) = &row.blobs else {
                return each(number, Err(Fault::Damaged { index: number, fact: "it is no blob".into() }));
            };
            let hash = hashes.next();
            let restored = restore(page, number, &bytes[at.clone()]);
            each(number, restored.map(|()| Found { page, key: living(&bytes[key.clone()]), hash }))
        });
        self.most = LANES.min(self.most * 2);
        self.rows.clear();
        self.bytes.clear();
        goes_on
    }
}
