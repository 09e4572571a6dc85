//! Where a fact was read.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// What the source calls a field: a header, a key, a word; empty where it has no name.
///
/// The facts of a column share it, and a place stays small: a plan of a million items has ten million places.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Field(Option<Arc<String>>);

impl Field {
    /// The words.
    pub fn as_str(&self) -> &str {
        self.0.as_ref().map_or("", |words| words.as_str())
    }
}

impl From<String> for Field {
    fn from(words: String) -> Self {
        Self((!words.is_empty()).then(|| Arc::new(words)))
    }
}

impl From<&str> for Field {
    fn from(words: &str) -> Self {
        Self::from(words.to_owned())
    }
}

impl From<&String> for Field {
    fn from(words: &String) -> Self {
        Self::from(words.as_str())
    }
}

impl From<&Field> for Field {
    fn from(field: &Field) -> Self {
        field.clone()
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.as_str().to_owned()
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl PartialEq<&str> for Field {
    fn eq(&self, words: &&str) -> bool {
        self.as_str() == *words
    }
}

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
    /// What the source calls the field.
    pub field: Field,
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
    pub field: Field,
    /// The words of the source, on one line, without control characters.
    pub quote: String,
}

/// Whoever holds the texts and can show what stands at a place.
pub trait Quotes {
    /// The place as a person reads it.
    fn quoted(&self, place: &Place) -> Quoted;
}
