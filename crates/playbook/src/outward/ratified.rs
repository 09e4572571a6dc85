//! The one page that goes up once everybody has decided (rule R1): the decision, the teams, their credit, and only then the
//! request.
//!
//! It can say yes and yes-if alone: for somebody who has not decided, or said no, it has no words.

use super::{
    Text,
    credit::{Credited, sentence, team},
    plainly,
};
use crate::{
    moment::Day,
    privacy::Shareable,
    words::{on_one_line, stopped},
};

/// What a leader decided whose team is touched.
#[derive(Clone, Copy)]
pub struct Decided<'a> {
    /// Who, by name.
    pub peer: &'a str,
    /// Their team, where it is known.
    pub team: Option<&'a Shareable<String>>,
    /// Under which condition, in words meant for others; none for a plain yes.
    pub condition: Option<&'a Shareable<String>>,
    /// When.
    pub on: Day,
}

/// An initiative that everybody decided on.
#[derive(Clone)]
pub struct Ratified<'a> {
    /// The decision, in words written for others.
    pub what: &'a Shareable<String>,
    /// Everybody whose team is touched.
    pub decided: Vec<Decided<'a>>,
    /// What their teams contributed to it.
    pub credit: Vec<Credited<'a>>,
    /// What is asked for, in words written for others.
    pub request: &'a Shareable<String>,
}

/// The page.
pub fn page(ratified: &Ratified<'_>) -> Text {
    let mut text = format!(
        "{}\n\nDecided by the teams whose work it takes:\n",
        stopped(&on_one_line(ratified.what.get()))
    );
    for decided in &ratified.decided {
        text.push_str(&format!("- {}\n", one(decided)));
    }
    if !ratified.credit.is_empty() {
        text.push_str("\nWhat their teams contributed:\n");
        for credited in &ratified.credit {
            text.push_str(&format!("- {}\n", sentence(credited)));
        }
    }
    text.push_str(&format!("\nWhat we ask of you: {}", stopped(&on_one_line(ratified.request.get()))));
    Text(text)
}

fn one(decided: &Decided<'_>) -> String {
    let when = plainly(decided.on);
    let team = team(decided.peer, decided.team);
    match decided.condition {
        None => format!("{team}: yes, on {when}."),
        Some(condition) => {
            format!("{team}: yes, on {when}, on this condition: {}", stopped(&on_one_line(condition.get())))
        }
    }
}
