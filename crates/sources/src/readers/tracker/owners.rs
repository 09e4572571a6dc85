//! Whose an item is: the teams and the people that its row names.

use plan::facts::{Named, Owner};

use super::{
    Reader,
    columns::{Known, Row},
    index::is_nothing,
    prefix,
};
use crate::{formats::csv::Cell, readers::outline::section::is_nobody};

impl Reader<'_> {
    /// The teams are those of the first of a team field, a component, the project; the assignee comes behind.
    pub(super) fn owners(&self, row: &Row, id: &str) -> Vec<Owner> {
        let named = |(cell, at): (&Cell, usize), words: &str| Named {
            text: words.into(),
            place: self.place_in(cell, at),
        };
        let fields = [Known::Team, Known::Components, Known::Project, Known::ProjectName];
        let found = fields.into_iter().find_map(|field| {
            let (cell, at) = self.cell(row, field)?;
            let teams = match field {
                Known::Team | Known::Components => teams(&cell.words),
                _ => vec![cell.words.as_str()],
            };
            Some(teams.into_iter().map(|team| named((cell, at), team)).collect::<Vec<_>>())
                .filter(|teams| !teams.is_empty())
        });
        let of_prefix =
            || prefix(id).map(|team| Named { text: team.into(), place: self.place(row.cells.first()) });
        let teams = found.unwrap_or_else(|| of_prefix().into_iter().collect());
        let assignees = self.cell(row, Known::Assignee).into_iter().flat_map(|(cell, at)| {
            people(&cell.words).into_iter().map(move |name| Owner::Person(named((cell, at), name)))
        });
        teams.into_iter().map(Owner::Team).chain(assignees).collect()
    }
}

/// `Mira Solberg <mira@acme.example>` is Mira Solberg.
pub fn bare_name(words: &str) -> &str {
    words.split(" <").next().unwrap_or_default()
}

/// The teams of a cell, between semicolons and commas. An area's path ends with its team: `Acme\\Payments`.
fn teams(words: &str) -> Vec<&str> {
    let parts = words.split([';', ',', '\n']).map(|part| part.rsplit('\\').next().unwrap_or_default().trim());
    parts.filter(|team| !team.is_empty() && !is_nobody(team) && !is_nothing(team)).collect()
}

/// The people of a cell. A semicolon parts them; a comma only where every part is an address or has two words, for
/// `Berg, Ann` is one. What stands in brackets behind a name is a share of a person.
fn people(words: &str) -> Vec<&str> {
    let inner = words.trim().strip_prefix('[').and_then(|words| words.strip_suffix(']')).unwrap_or(words);
    let is_whole = |part: &str| part.contains('@') || part.split_whitespace().nth(1).is_some();
    let parts = inner.split([';', '\n']).flat_map(|part| {
        let is_list = part.split(',').map(str::trim).filter(|part| !part.is_empty()).all(is_whole);
        let marks: &[char] = if is_list { &[','] } else { &[] };
        part.split(marks)
    });
    let names = parts.map(|part| bare_name(part.trim()).split('[').next().unwrap_or_default().trim());
    names.filter(|name| !name.is_empty() && !is_nothing(name)).collect()
}
