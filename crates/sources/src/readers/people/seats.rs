//! A column beside people that names who leads: the leader of their team, or the boss of each.

use std::collections::{HashMap, HashSet};

use plan::names::{person_key, team_key};

use super::{Columns, is_key, list, words};
use crate::{formats::csv::Rows, profile::Profile, text::Text};

/// Words that say of a person whether they lead, instead of who does.
const YES: [&str; 7] = ["yes", "y", "true", "x", "1", "✓", "ja"];
const NO: [&str; 7] = ["no", "n", "false", "-", "0", "", "nein"];

/// What the columns of leaders beside people mean.
#[derive(Default)]
pub struct Seats {
    /// By column.
    kinds: HashMap<usize, Kind>,
    /// The first column that names several for one team, and the team.
    pub disputed: Option<(usize, String)>,
    /// Teams whose leader was said.
    said: HashSet<(usize, String)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Whoever leads the team of the row.
    Leader,
    /// The boss of the person of the row.
    Boss,
    /// Whether the person of the row leads.
    Mark,
}

impl Seats {
    /// Looks through the columns of leaders of a table of people.
    pub fn of(text: &Text, columns: &Columns) -> Self {
        let mut seats = Self::default();
        for at in &columns.team_leads {
            let (mut rows, mut row) = (Rows::of(text), Vec::new());
            let (mut leads, mut disputed): (HashMap<String, String>, Option<String>) = (HashMap::new(), None);
            let (mut are_marks, mut has_yes) = (true, false);
            rows.read(&mut row);
            while rows.read(&mut row) {
                let lead = words(&row, *at);
                are_marks &= is_one_of(lead, &YES) || is_one_of(lead, &NO);
                has_yes |= is_one_of(lead, &YES);
                for team in list(&row, &columns.member_of) {
                    if lead.is_empty() || disputed.is_some() {
                        continue;
                    }
                    let first = leads.entry(team_key(&team)).or_insert_with(|| person_key(lead));
                    disputed = (*first != person_key(lead)).then_some(team);
                }
            }
            let kind = match (are_marks && has_yes, disputed) {
                (true, _) => Kind::Mark,
                (false, None) => Kind::Leader,
                (false, Some(team)) => {
                    seats.disputed.get_or_insert((*at, team));
                    Kind::Boss
                }
            };
            seats.kinds.insert(*at, kind);
        }
        seats
    }

    /// Whether a cell says of the person of its row that they lead.
    pub fn is_marked(&self, at: usize, cell: &str) -> bool {
        self.kinds.get(&at) == Some(&Kind::Mark) && is_one_of(cell, &YES)
    }

    /// Columns that name bosses, in their order.
    pub fn bosses(&self) -> Vec<usize> {
        let mut bosses: Vec<usize> =
            self.kinds.iter().filter(|(_, kind)| **kind == Kind::Boss).map(|(at, _)| *at).collect();
        bosses.sort_unstable();
        bosses
    }

    /// Whether a column names whoever leads a team, here for the first time.
    pub fn is_new(&mut self, at: usize, team: &str, is_named: bool) -> bool {
        let is_leader = self.kinds.get(&at) == Some(&Kind::Leader);
        is_leader && is_named && self.said.insert((at, team_key(team)))
    }
}

/// Whether a post is one that leads the team beside it: “EM”, “Engineering Manager, Payments”, “Head of Payments”.
pub fn leads_by_role(role: &str, profile: &Profile) -> bool {
    let post = role.split([',', '(', ';', ':']).next().unwrap_or_default().trim();
    let post = post.split(" - ").next().unwrap_or_default().trim();
    let is_head = post.to_lowercase().starts_with("head of ");
    !post.is_empty() && (is_head || is_key(profile, "team_leads", post))
}

fn is_one_of(words: &str, known: &[&str]) -> bool {
    known.iter().any(|known| known.eq_ignore_ascii_case(words))
}
