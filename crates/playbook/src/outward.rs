//! Texts for others. They are built here and nowhere else, from types that private state cannot enter (rule P1).

use serde::Serialize;

use crate::{moment::Day, privacy::Shareable};

/// A text that the leader may send. The software never sends it (rule P2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whom a text addresses, and what they asked.
pub struct Asked<'a> {
    /// Their name.
    pub name: &'a str,
    /// What they asked, as it was said between the two.
    pub what: &'a Shareable<String>,
    /// By when they need it.
    pub needed_by: Option<Day>,
}

/// A plain no, with the cheapest alternative (rule T8).
pub fn plain_no(asked: &Asked<'_>, alternative: Option<&Shareable<String>>) -> Text {
    let Asked { name, what, .. } = asked;
    let instead = match alternative {
        Some(alternative) => format!("What I can do instead: {}.", sentence_end(alternative.get())),
        None => "I would rather say so now than keep you waiting.".to_owned(),
    };
    Text(format!("{name}, you asked for {}. I can't do this. {instead}", sentence_end(what.get())))
}

/// A clear yes (rule T8).
pub fn clear_yes(asked: &Asked<'_>) -> Text {
    let Asked { name, what, needed_by } = asked;
    let by = needed_by.map_or_else(String::new, |day| format!(", by {day}"));
    Text(format!("{name}, you asked for {}. Yes: you will have it{by}.", sentence_end(what.get())))
}

/// Words without the full stop that a sentence around them brings.
fn sentence_end(words: &str) -> &str {
    words.trim().trim_end_matches(['.', '!', '?'])
}
