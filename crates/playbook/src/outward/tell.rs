//! What to say in a call before the room (rules L1 and L3): from words for others that are free for whoever is called.

use super::{Text, plainly};
use crate::{
    moment::When,
    privacy::Shareable,
    words::{on_one_line, stopped},
};

/// News as one peer may hear it now.
#[derive(Clone, Copy)]
pub struct ToTell<'a> {
    /// What is announced.
    pub what: &'a Shareable<String>,
    /// What it does to them.
    pub words: Option<&'a Shareable<String>>,
    /// When everybody hears.
    pub room: Option<When>,
    /// Whether it was found in a plan that others may have read.
    pub is_read_again: bool,
}

/// What to say in a call: the news first, what it does to them, when everybody hears, and one question. No excuse, no blame.
pub fn to_tell(news: &ToTell<'_>) -> Text {
    let mut lines = vec![stopped(&on_one_line(news.what.get()))];
    if let Some(words) = news.words {
        lines.push(format!("What it means for you: {}", stopped(&on_one_line(words.get()))));
    }
    if news.is_read_again {
        lines.push("The plan says so already; I want you to have it from me.".to_owned());
    }
    if let Some(room) = news.room {
        lines.push(format!(
            "Everybody hears it on {} at {}; I wanted you to know before that.",
            plainly(room.on()),
            room.clock()
        ));
    }
    lines.push("What does it change for you, and what would help?".to_owned());
    Text(lines.join("\n"))
}
