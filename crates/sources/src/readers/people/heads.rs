//! Which columns of a table of people or teams hold what.

use super::is_key;
use crate::{formats::csv::Cell, profile::Profile};

/// Fields that a head may bear; the others are not read.
const FIELDS: [&str; 16] = [
    "name",
    "name_column",
    "first_name",
    "last_name",
    "keys",
    "aliases",
    "leads",
    "boss",
    "member_of",
    "teams",
    "team_column",
    "team_leads",
    "team_members",
    "role",
    "lanes",
    "week",
];

/// A head, read with a profile.
#[derive(Clone, Copy)]
pub struct Heads<'a> {
    head: &'a [String],
    profile: &'a Profile,
}

impl<'a> Heads<'a> {
    /// A head.
    pub fn of(head: &'a [String], profile: &'a Profile) -> Self {
        Self { head, profile }
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.head.len()
    }

    /// The columns of a field.
    pub fn columns(&self, field: &str) -> Vec<usize> {
        let at = self.head.iter().enumerate().filter(|(_, cell)| is_key(self.profile, field, cell));
        at.map(|(at, _)| at).collect()
    }

    /// Whether a column bears one of a field's names.
    pub fn is(&self, at: usize, field: &str) -> bool {
        self.head.get(at).is_some_and(|cell| is_key(self.profile, field, cell))
    }

    /// Where the name of a person stands, if anywhere.
    pub fn name(&self) -> Option<NameColumns> {
        let (first, last) = (self.columns("first_name"), self.columns("last_name"));
        let (first, last) = (first.first().copied(), last.first().copied());
        let mut whole = [self.columns("name"), self.columns("name_column")].concat();
        // “Nom” beside “Prénom” is the last name, and none by itself.
        whole.retain(|at| Some(*at) != first && (first.is_none() || Some(*at) != last));
        whole.dedup();
        (!whole.is_empty() || (first.is_some() && last.is_some())).then_some(NameColumns {
            whole,
            first,
            last,
        })
    }

    /// Whether a column bears a name of a team, and not only one that profiles name for tables: a department may hold many.
    pub fn has_plain_team(&self) -> bool {
        (0..self.head.len()).any(|at| self.is(at, "member_of") || self.is(at, "teams"))
    }

    /// The columns of teams: those that bear a name of a team, else the first that profiles name for tables.
    pub fn teams(&self) -> Vec<usize> {
        let plain: Vec<usize> =
            (0..self.head.len()).filter(|at| self.is(*at, "member_of") || self.is(*at, "teams")).collect();
        if !plain.is_empty() {
            return plain;
        }
        let names = self.profile.keys.get("team_column").into_iter().flatten();
        let at = |name: &String| self.head.iter().position(|cell| crate::formats::tree::fits_key(name, cell));
        names.filter_map(at).next().into_iter().collect()
    }

    /// Columns under heads that no field bears.
    pub fn unknown(&self) -> Vec<usize> {
        let is_known = |at: usize| FIELDS.iter().any(|field| self.is(at, field));
        (0..self.head.len()).filter(|at| !self.head[*at].is_empty() && !is_known(*at)).collect()
    }
}

/// Where the name of a person stands: in one column, in those of the first and the last name, or in both.
pub struct NameColumns {
    /// Columns that hold it whole.
    pub whole: Vec<usize>,
    first: Option<usize>,
    last: Option<usize>,
}

impl NameColumns {
    /// All of them.
    pub fn all(&self) -> Vec<usize> {
        self.whole.iter().copied().chain(self.first).chain(self.last).collect()
    }

    /// The cell in which the name of a row begins, and the name. Nothing where the row names nobody.
    pub fn read<'r>(&self, row: &'r [Cell]) -> Option<(&'r Cell, String)> {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|cell| !cell.words.is_empty());
        let whole = self.whole.iter().find_map(|at| cell(Some(*at)));
        let (first, last) = (cell(self.first), cell(self.last));
        let is_full = |cell: &Cell| cell.words.contains([' ', ',']);
        match (whole, first, last) {
            (Some(whole), ..) if is_full(whole) => Some((whole, whole.words.clone())),
            (_, Some(first), Some(last)) => Some((first, joined(first, last))),
            // “Vorname” and “Name” are the first and the last name.
            (Some(whole), Some(first), None) if whole.words != first.words => {
                Some((first, joined(first, whole)))
            }
            (whole, first, last) => whole.or(first).or(last).map(|cell| (cell, cell.words.clone())),
        }
    }

    /// Other full names in the row.
    pub fn others(&self, row: &[Cell], name: &str) -> Vec<String> {
        let cells = self.whole.iter().filter_map(|at| row.get(*at)).map(|cell| cell.words.as_str());
        cells.filter(|words| words.contains(' ') && *words != name).map(str::to_owned).collect()
    }
}

fn joined(first: &Cell, last: &Cell) -> String {
    format!("{} {}", first.words, last.words)
}
