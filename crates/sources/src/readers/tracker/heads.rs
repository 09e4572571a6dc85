//! Where the head of an export stands, and what is said of one that lacks something.

use super::columns::{Columns, Known};
use crate::{
    Problem,
    formats::csv::{Cell, Rows},
    profile::Profile,
    text::Text,
};

/// The head is looked for in so many rows.
const MOST_ROWS: usize = 10;

/// The head of an export.
pub struct Head {
    /// Rows above it.
    pub above: usize,
    /// Its cells.
    pub cells: Vec<Cell>,
    /// What its columns are.
    pub columns: Columns,
    /// That rows with words stand above it.
    pub said: Option<Problem>,
}

/// The words of a row.
fn words(row: &[Cell]) -> Vec<String> {
    row.iter().map(|cell| cell.words.clone()).collect()
}

/// The first row, of those at the top, that is the head of an export: it has titles, and ids or at least types.
pub fn find(text: &Text, profile: &Profile) -> Option<Head> {
    let has_ids = |columns: &Columns| columns.first(Known::Id).or(columns.first(Known::Type)).is_some();
    sought(text, profile, has_ids)
}

/// The same of a list of work whose rows bear no ids: it has titles, and says something else of them.
pub fn of_list(text: &Text, profile: &Profile) -> Option<Head> {
    sought(text, profile, says_more)
}

fn sought(text: &Text, profile: &Profile, is_head: impl Fn(&Columns) -> bool) -> Option<Head> {
    let (mut told, mut first) = (0, None);
    for (above, cells) in Rows::of(text).take(MOST_ROWS).enumerate() {
        let columns = Columns::of(&words(&cells), profile);
        if columns.first(Known::Title).is_some() && is_head(&columns) {
            let said = first.map(|first| note_above(text, &first, told));
            return Some(Head { above, cells, columns, said });
        }
        let has_words = cells.iter().find(|cell| !cell.words.is_empty());
        told += usize::from(has_words.is_some());
        first = first.or(has_words.cloned());
    }
    None
}

/// Whether columns say something of work besides its title.
fn says_more(columns: &Columns) -> bool {
    let others = [
        Known::Status,
        Known::Due,
        Known::Start,
        Known::Assignee,
        Known::Estimate,
        Known::Points,
        Known::Parent,
    ];
    others.iter().any(|field| columns.first(*field).is_some()) || columns.has_links()
}

/// The first row, where it has titles.
pub fn first(text: &Text, profile: &Profile) -> Option<Head> {
    let cells = Rows::of(text).next()?;
    let columns = Columns::of(&words(&cells), profile);
    let has_titles = columns.first(Known::Title).is_some();
    has_titles.then_some(Head { above: 0, cells, columns, said: None })
}

fn note_above(text: &Text, first: &Cell, rows: usize) -> Problem {
    let fact = match rows {
        1 => "a row above the head was not read".to_owned(),
        _ => format!("{rows} rows above the head were not read"),
    };
    Problem::new(text.place(first.span.clone(), ""), fact)
        .hint("export the rows of items alone, or delete what stands above the names of the columns")
}

/// Of the rows at the top the one that has most of a head.
pub fn likeliest(text: &Text, profile: &Profile) -> Vec<Cell> {
    let known = |row: &Vec<Cell>| Columns::of(&words(row), profile).known();
    let mut best: Option<(usize, Vec<Cell>)> = None;
    for row in Rows::of(text).take(MOST_ROWS) {
        let known = known(&row);
        if best.as_ref().is_none_or(|(most, _)| known > *most) {
            best = Some((known, row));
        }
    }
    best.map(|(_, row)| row).unwrap_or_default()
}
