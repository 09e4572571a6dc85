//! Where a fact was read.

use serde::{Deserialize, Serialize};

/// The place of a fact in a source: file, line, column, field, and the bytes that say it.
///
/// A place is a value without text of its own; whoever holds the file can show the quote ([`Quotes`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Index of the file among those that were read.
    pub file: u32,
    /// Line, from 1. 0 where the fact belongs to the file as a whole.
    pub line: u32,
    /// Column in characters, from 1. 0 where the fact belongs to the line as a whole.
    pub column: u32,
    /// What the source calls the field: a header, a key, a word; empty where it has no name.
    pub field: String,
    /// First byte of the quote in the file.
    pub start: u32,
    /// One past the last byte of the quote.
    pub end: u32,
}

/// A place as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// Path of the file as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What the source calls the field.
    pub field: String,
    /// The words of the source, on one line, without control characters.
    pub quote: String,
}

/// Whoever holds the texts and can show what stands at a place.
pub trait Quotes {
    /// The place as a person reads it.
    fn quoted(&self, place: &Place) -> Quoted;
}
