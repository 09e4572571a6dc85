//! Sentences to paste into a report: what the team of a peer contributed, and who can speak for a part (rule D4).

use super::Text;
use crate::{
    moment::Day,
    privacy::Shareable,
    words::{on_one_line, stopped},
};

/// A contribution in words that the leader wrote for others.
#[derive(Clone, Copy)]
pub struct Credited<'a> {
    /// Who leads the team, by name.
    pub peer: &'a str,
    /// The team, where it is known.
    pub team: Option<&'a Shareable<String>>,
    /// What they did.
    pub what: &'a Shareable<String>,
    /// What it was for.
    pub toward: &'a Shareable<String>,
    /// When.
    pub on: Day,
}

/// Names the contribution of a team: facts alone, no praise (rule D3).
pub fn named(credited: &Credited<'_>) -> Text {
    Text(sentence(credited))
}

/// Says who can speak for a part that the draft finds fault with, and finds none itself.
pub fn instead(peer: &str, team: Option<&str>) -> Text {
    let part = team
        .map_or_else(|| format!("the part of {}", line(peer)), |team| format!("the part of {}", line(team)));
    Text(format!("How {part} stands is for {} to say.", line(peer)))
}

pub(super) fn sentence(credited: &Credited<'_>) -> String {
    let when = credited.on.0.strftime("%B %Y");
    format!(
        "{} contributed to {} in {when}: {}",
        team(credited.peer, credited.team),
        line(credited.toward.get()).trim_end_matches(['.', '!', '?', '…']),
        stopped(&line(credited.what.get()))
    )
}

/// A team and who leads it: `The team of Mira Solberg (Identity)`.
pub(super) fn team(peer: &str, team: Option<&Shareable<String>>) -> String {
    let team = team.map_or_else(String::new, |team| format!(" ({})", line(team.get())));
    format!("The team of {}{team}", line(peer))
}

fn line(words: &str) -> String {
    on_one_line(words)
}
