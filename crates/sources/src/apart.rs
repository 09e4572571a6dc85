//! Files that others wrote are read apart first (S12): where a reader breaks on one, or takes too much for it, that place alone is
//! lost.

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::{
    answers,
    formats::passages::passages,
    profile::Profile,
    read::read_text,
    readers::calendar::{self, Window},
    text::Text,
};

/// What a file is read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum As {
    /// A part of a plan, or a directory of people; what its ending and its words make it.
    Plan {
        /// The ending of its name.
        ending: String,
        /// Whether it was given as a directory of people.
        is_people: bool,
        /// The reader that a profile is for, if one is given; read as its built-in profile says.
        reader: Option<String>,
    },
    /// Answers and corrections.
    Answers,
    /// The draft of a report.
    Draft,
    /// A calendar.
    Calendar {
        /// The first day of interest.
        from: Date,
        /// The last one.
        to: Date,
    },
}

/// Why a file may not be read here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harm {
    /// The fact, in one sentence without a full stop.
    pub fact: String,
    /// Something that can be typed.
    pub hint: String,
}

/// A place where a file is read before it is read here.
pub trait Apart: Sync {
    /// Reads it there. What it says is thrown away: only whether it could be read to its end counts.
    ///
    /// # Errors
    /// If the reader broke, or took more than it may.
    fn read(&self, what: &As, bytes: &[u8]) -> Result<(), Harm>;
}

impl As {
    /// Whether a reader of others stands behind it. Tables are read by one that holds a cell at a time and goes no deeper.
    pub fn is_apart(&self) -> bool {
        !matches!(self, Self::Plan { ending, .. } if ["csv", "tsv", "tab"].contains(&ending.as_str()))
    }

    /// Reads bytes as this, and throws away what they say.
    pub fn read(&self, bytes: Vec<u8>) {
        let (text, _) = Text::decode(0, "", bytes);
        match self {
            Self::Plan { ending, is_people, reader } => {
                let profile = reader.as_deref().and_then(Profile::built_in);
                drop(read_text(&text, ending, *is_people, profile.as_ref()));
            }
            Self::Answers => drop(answers::read(&text)),
            Self::Draft => drop(passages(&text)),
            Self::Calendar { from, to } => {
                drop(calendar::read(&text, Window { from: *from, to: *to, zone: &TimeZone::UTC }));
            }
        }
    }
}
