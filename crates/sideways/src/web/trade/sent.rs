//! A form that was refused: it is shown again as it was typed.

use crate::{stop::Stop, web::form::Typed};

/// A form that was refused.
pub struct Sent {
    /// The act that it asked for.
    pub act: &'static str,
    /// What was typed.
    pub typed: Typed,
    /// Why not.
    pub why: Stop,
}

impl Sent {
    /// What was typed into this form, if it is the one of an act on one thing, or of one kind.
    pub fn of<'a>(sent: Option<&'a Self>, act: &str, (name, value): (&str, &str)) -> Option<&'a Typed> {
        let is_it = |sent: &&Self| sent.act == act && sent.typed.words(name) == value;
        sent.filter(is_it).map(|sent| &sent.typed)
    }
}

/// What a field shows: what was typed, else what is usual.
pub fn again<'a>(typed: Option<&'a Typed>, name: &str, usual: &'a str) -> &'a str {
    typed.map_or(usual, |typed| typed.words(name))
}
