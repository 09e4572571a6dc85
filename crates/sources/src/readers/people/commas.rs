//! “Ortiz, Dana”: one person whose last name stands first, or two of one name each, as the column and the file tell.

use std::collections::{BTreeMap, HashSet};

use plan::names::person_key;

use super::names::{Name, person, split};
use crate::{
    formats::csv::{Cell, Rows},
    profile::Words,
    readers::outline::section::is_nobody,
    text::Text,
};

/// Most words of a first name.
const MOST_FIRST: usize = 3;

/// What stands behind a comma and is no first name.
const TITLES: [&str; 9] = ["jr", "jr.", "sr", "sr.", "ii", "iii", "phd", "md", "mba"];

/// What the columns of people of a file tell about commas.
pub struct Commas<'a> {
    words: &'a Words,
    /// Full names of the file, as keys.
    full: HashSet<String>,
    /// Single names of the file, as keys.
    single: HashSet<String>,
    columns: BTreeMap<usize, Told>,
}

/// How the names of a column are written.
#[derive(Clone, Copy, Default)]
struct Told {
    has_full: bool,
    has_single: bool,
    /// Whether commas stand between people for sure.
    has_lists: bool,
}

/// People in a cell.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Their names.
    pub names: Vec<Name>,
    /// Words that may be one person or two, and were read as two.
    pub unclear: Option<String>,
}

impl<'a> Commas<'a> {
    /// Looks through the columns of people of a table.
    pub fn of(text: &Text, columns: &[usize], words: &'a Words) -> Self {
        let told = columns.iter().map(|at| (*at, Told::default())).collect();
        let mut commas = Self { words, full: HashSet::new(), single: HashSet::new(), columns: told };
        let (mut rows, mut row) = (Rows::of(text), Vec::new());
        rows.read(&mut row);
        while rows.read(&mut row) {
            columns
                .iter()
                .filter_map(|at| Some((*at, row.get(*at)?)))
                .for_each(|(at, cell)| commas.note(at, cell));
        }
        commas
    }

    fn note(&mut self, at: usize, cell: &Cell) {
        for name in parts(&cell.words).filter_map(|part| person(part, self.words)) {
            if turned(&name.name).is_some() {
                continue;
            }
            let is_list = name.name.contains(',');
            for name in split(&name.name) {
                let is_full = name.contains(' ');
                let known = if is_full { &mut self.full } else { &mut self.single };
                known.insert(person_key(&name));
                let Some(told) = self.columns.get_mut(&at) else { continue };
                told.has_full |= is_full;
                told.has_single |= !is_full;
                told.has_lists |= is_list;
            }
        }
    }

    /// The people of a cell of a column.
    pub fn people(&self, at: usize, cell: &str) -> People {
        let mut found = People::default();
        for part in parts(cell) {
            let Some(name) = person(part, self.words) else { continue };
            match turned(&name.name).map(|turned| (self.is_one(at, &name.name, &turned), turned)) {
                Some((Some(true), turned)) => found.names.push(Name { name: turned, ..name }),
                told => {
                    if let Some((None, _)) = told {
                        found.unclear.get_or_insert_with(|| name.name.clone());
                    }
                    let names = split(part).filter_map(|name| person(&name, self.words));
                    found.names.extend(names);
                }
            }
        }
        found
    }

    /// The one person of a cell of a column, and another way in which they are written.
    pub fn one(&self, at: usize, written: &str) -> (String, Option<String>) {
        match turned(written).filter(|turned| self.is_one(at, written, turned) == Some(true)) {
            Some(turned) => (turned, Some(written.to_owned())),
            None => (written.to_owned(), None),
        }
    }

    /// Whether words with a comma are one person; nothing where it can't be told.
    fn is_one(&self, at: usize, written: &str, turned: &str) -> Option<bool> {
        let told = self.columns.get(&at).copied().unwrap_or_default();
        let are_two = || split(written).all(|name| self.single.contains(&person_key(&name)));
        match told {
            _ if self.full.contains(&person_key(turned)) => Some(true),
            _ if are_two() => Some(false),
            Told { has_single: false, has_lists: false, .. } => Some(true),
            Told { has_full: false, .. } => Some(false),
            _ => None,
        }
    }
}

/// What is said of words that may be one person or two, and what to write instead.
pub fn unclear(words: &str) -> (String, String) {
    let (last, first) = words.split_once(',').unwrap_or((words, ""));
    let (last, first) = (last.trim(), first.trim());
    let fact = format!("“{words}” may be one person or two; it was read as two");
    (fact, format!("write {first} {last} for one, {last}; {first} for two"))
}

/// The parts of a cell between marks that stand in no name.
fn parts(words: &str) -> impl Iterator<Item = &str> {
    let parts = words.split(['&', ';', '|', '\n']).flat_map(|part| part.split(" / "));
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// “Dana Ortiz” of “Ortiz, Dana”: one word, a comma, and a first name.
fn turned(written: &str) -> Option<String> {
    let (last, first) = written.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
    let is_name = |words: &str, most: usize| {
        let count = words.split_whitespace().count();
        (1..=most).contains(&count) && words.split_whitespace().all(is_word) && !is_nobody(words)
    };
    let is_title = TITLES.iter().any(|title| title.eq_ignore_ascii_case(first));
    (is_name(last, 1) && is_name(first, MOST_FIRST) && !is_title).then(|| format!("{first} {last}"))
}

#[cfg(test)]
mod tests;
