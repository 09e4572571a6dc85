//! Texts for others. They are built here and nowhere else, from types that private state cannot enter (rule P1).

pub mod escalate;
pub mod feed;
mod tell;

use serde::Serialize;

pub use self::tell::{ToTell, to_tell};

use crate::{
    moment::Day,
    privacy::Shareable,
    words::{on_one_line, stopped},
};

pub mod credit;
pub mod ratified;

/// A text that the leader may send. The software never sends it (rule P2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A text with a leak in it.
    #[cfg(feature = "plants")]
    pub(crate) const fn planted(text: String) -> Self {
        Self(text)
    }
}

/// An ask as both know it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// What they asked, as it was said between the two.
    pub what: &'a Shareable<String>,
    /// When.
    pub on: Day,
    /// By when they need it.
    pub needed_by: Option<Day>,
    /// By when they were told that they would have an answer.
    pub promised: Option<Day>,
    /// What the leader could do instead, in words meant for them.
    pub alternative: Option<&'a Shareable<String>>,
    /// Whether somebody asked whom the reader of the text follows.
    pub was_before_them: bool,
}

/// Both answers to an ask (rule T8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drafts {
    /// A plain no, with the cheapest alternative.
    pub no: Text,
    /// A clear yes.
    pub yes: Text,
}

/// Both answers to an ask, as they would be sent today.
pub fn drafts(asked: &Asked<'_>, today: Day) -> Drafts {
    Drafts { no: plain_no(asked, today), yes: clear_yes(asked, today) }
}

/// A plain no, with the cheapest alternative (rule T8).
pub fn plain_no(asked: &Asked<'_>, today: Day) -> Text {
    let instead = match asked.alternative {
        Some(words) => format!("What I can do instead: {}", stopped(&on_one_line(words.get()))),
        None => "I would rather say so plainly than leave you waiting.".to_owned(),
    };
    Text(format!("{}\n\nMy answer is no: I can't do this. {instead}", opening(asked, today)))
}

/// A clear yes (rule T8).
pub fn clear_yes(asked: &Asked<'_>, today: Day) -> Text {
    let by = asked.needed_by.filter(|day| *day >= today);
    let by = by.map_or_else(String::new, |day| format!(", by {}", plainly(day)));
    Text(format!("{}\n\nMy answer is yes. You can count on it{by}.", opening(asked, today)))
}

/// What they asked, in their words, and that the answer is late where it is.
fn opening(asked: &Asked<'_>, today: Day) -> String {
    let (who, to_whom) = match asked.was_before_them {
        true => ("your predecessor", "they"),
        false => ("you", "you"),
    };
    let late = asked.promised.filter(|day| *day < today).map_or_else(String::new, |day| {
        format!("\nI said that {to_whom} would hear from me by {}, and I am late.", plainly(day))
    });
    format!("On {} {who} asked me: {}{late}", plainly(asked.on), quoted(asked.what.get()))
}

/// Words in quotation marks, on one line.
fn quoted(words: &str) -> String {
    format!("“{}”", on_one_line(words))
}

/// A day as one writes it in a letter: 1 June 2026.
fn plainly(day: Day) -> String {
    day.0.strftime("%-d %B %Y").to_string()
}
