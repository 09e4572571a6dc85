//! What an item is a part of by a column of coarser work beside its title, such as `Objective` beside `Key Result`.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use plan::{
    facts::{Item, Ref},
    names::title_key,
};

use super::{
    Reader,
    columns::{Known, Row},
    index::{bare_title, is_nothing},
    on_one_line,
};
use crate::formats::csv::Cell;

/// A group, by its column and its cell.
type Group = (usize, Cell);

/// The groups of a file.
#[derive(Debug, Default)]
pub struct Groups {
    /// Their columns, the finest first.
    columns: Vec<usize>,
    /// In a list without ids, what stood last in each of them: an empty cell below goes on with it.
    last: HashMap<usize, Cell>,
    /// Items and the groups in which they stand, the finest first.
    members: Vec<(usize, Vec<Group>)>,
}

impl Groups {
    pub fn of(columns: Vec<usize>) -> Self {
        Self { columns, ..Self::default() }
    }
}

impl Reader<'_> {
    /// Whether a row is that of a group itself: its title stands in a column of groups, and a finer one is empty.
    pub(super) fn is_group(&self, row: &Row) -> bool {
        let title = row.first(Known::Title);
        title.is_some_and(|at| self.groups.columns.contains(&at)) && title != self.columns.first(Known::Title)
    }

    /// Notes the groups of an item.
    pub(super) fn group(&mut self, row: &Row, item: usize) {
        let title = row.first(Known::Title);
        let coarser = self.groups.columns.iter().position(|at| Some(*at) == title).map_or(0, |at| at + 1);
        // A row of an export that names no group has none; in a sheet its cell is one with that above it.
        let goes_on = self.columns.first(Known::Id).is_none();
        let cell =
            |at: usize| row.cells.get(at).filter(|cell| !is_nothing(&cell.words) && !cell.words.is_empty());
        let mut groups: Vec<Group> = Vec::new();
        let mut is_new = false;
        for at in self.groups.columns.iter().rev().copied() {
            let is_title = Some(at) == title;
            match cell(at) {
                Some(cell) => {
                    is_new = true;
                    if goes_on {
                        self.groups.last.insert(at, cell.clone());
                    }
                    if !is_title {
                        groups.push((at, cell.clone()));
                    }
                }
                None if is_new => _ = self.groups.last.remove(&at),
                None => groups.extend(self.groups.last.get(&at).map(|cell| (at, cell.clone()))),
            }
        }
        groups.reverse();
        groups.retain(|(at, _)| self.groups.columns.iter().skip(coarser).any(|known| known == at));
        if !groups.is_empty() {
            self.groups.members.push((item, groups));
        }
    }

    /// Gives every item that stands in a group its place below it. A group is the item of its title, or a goal of its own.
    pub(super) fn settle_groups(&mut self) {
        let members = std::mem::take(&mut self.groups.members);
        let mut names = HashSet::new();
        for (_, groups) in &members {
            names.extend(groups.iter().map(|(_, cell)| title_key(bare_title(&cell.words))));
        }
        let inner: HashSet<usize> = members.iter().map(|(item, _)| *item).collect();
        let mut known: HashMap<String, Option<usize>> = HashMap::new();
        let free = self.found.facts.items.iter().enumerate().filter(|(at, _)| !inner.contains(at));
        for (at, item) in free {
            let keys = [Some(title_key(&item.title)), item.id.as_deref().map(title_key)];
            for key in keys.into_iter().flatten().filter(|key| names.contains(key)) {
                known
                    .entry(key)
                    .and_modify(|known| *known = known.filter(|known| *known == at))
                    .or_insert(Some(at));
            }
        }
        let mut made: HashMap<(Option<usize>, String), usize> = HashMap::new();
        for (item, groups) in members {
            let mut above = None;
            for (at, cell) in groups.into_iter().rev() {
                let key = title_key(bare_title(&cell.words));
                above = Some(match known.get(&key).copied().flatten() {
                    Some(known) => known,
                    None => match made.entry((above, key)) {
                        Entry::Occupied(made) => *made.get(),
                        Entry::Vacant(free) => {
                            let place = self.text.place(cell.span.clone(), &self.head[at]);
                            let title = on_one_line(bare_title(&cell.words));
                            let parent = above.map(Ref::At);
                            self.found.facts.items.push(Item {
                                is_goal: true,
                                parent,
                                ..Item::new(title, place)
                            });
                            *free.insert(self.found.facts.items.len() - 1)
                        }
                    },
                });
            }
            let known = &mut self.found.facts.items[item];
            known.parent = known.parent.take().or(above.map(Ref::At));
        }
    }
}
