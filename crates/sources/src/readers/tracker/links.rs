//! Links and parents: what their words mean among the items of the file.

use std::{collections::HashMap, ops::Range};

use plan::{
    calendar::Ticks,
    facts::{Item, Link, LinkKind, Ref, Short},
    place::Place,
};

use super::{
    Reader,
    columns::{Known, LinkColumn},
    index::{Hit, Index, form, is_nothing, is_plain},
    prefix,
    ties::{self, Tie},
};
use crate::{Problem, formats::csv::Cell, profile::LinkMeaning};

/// Of so many parts between commas a title may be put together, besides the whole cell.
const MOST_JOINED: usize = 5;

/// A cell of links whose words are looked up once all items are known.
#[derive(Debug)]
pub struct Wanted {
    /// The item at which it stands.
    item: usize,
    /// The column of links, by its position in the head.
    column: usize,
    cell: Cell,
}

impl<'a> Reader<'a> {
    /// Reads a cell of links. Ids of the usual form are left to whoever puts all files together; others are looked up in
    /// this one.
    pub(super) fn link(&mut self, item: usize, cell: &Cell, column: &'a LinkColumn) {
        let Some(meaning) = self.profile.links.types.get(&column.kind) else { return };
        if is_nothing(&cell.words) {
            return;
        }
        if let Some(say) = &meaning.say {
            let key = format!("say {}", column.kind);
            let place = self.place_in(cell, column.at);
            self.note(key, place, say.clone(), "a profile can say otherwise under [links.types]");
        }
        let ids = || cell.words.split([',', ';', ' ', '\n']).filter(|id| !id.is_empty());
        // In a list without ids a number is that of a row.
        let is_listed = self.columns.first(Known::Id).is_none();
        if is_listed || !ids().all(is_plain) {
            return self.wanted.push(Wanted { item, column: column.at, cell: cell.clone() });
        }
        ids().for_each(|id| self.tie(item, Ref::Named(id.into()), cell, column, None));
    }

    /// Keeps a link between an item and another one, of the kind of its column unless another is given with a lag.
    fn tie(
        &mut self,
        item: usize,
        other: Ref,
        cell: &Cell,
        column: &LinkColumn,
        given: Option<(LinkKind, Ticks)>,
    ) {
        let Some(meaning) = self.profile.links.types.get(&column.kind) else { return };
        let outside = match &other {
            Ref::Named(id) => prefix(id).map(Into::into),
            Ref::At(_) => None,
        };
        let LinkMeaning { strength, inward_waits, .. } = *meaning;
        let (kind, lag) = given.unwrap_or((meaning.kind, 0));
        let they_first = column.is_inward != inward_waits;
        let (earlier, later) = if they_first { (other, Ref::At(item)) } else { (Ref::At(item), other) };
        let place = self.place_in(cell, column.at);
        self.found.facts.links.push(Link { earlier, later, kind, lag, strength, outside, place });
    }

    /// Gives links and parents their items, once all are known.
    pub(super) fn settle(&mut self) {
        self.settle_groups();
        let rows = std::mem::take(&mut self.by_row);
        let items = std::mem::take(&mut self.found.facts.items);
        let parents = self.parents(&items);
        let has_odd_parents = parents.iter().any(|(_, name, found)| found.is_none() && self.is_sought(name));
        let has_odd_links = self.has_odd_ids && !self.found.facts.links.is_empty();
        let index =
            (has_odd_parents || has_odd_links || !self.wanted.is_empty()).then(|| Index::of(&items, &rows));
        let settled = self.settled_parents(parents, index.as_ref(), &items);
        if let Some(index) = &index {
            self.settle_links(index);
        }
        self.found.facts.items = items;
        for (at, parent) in settled {
            self.found.facts.items[at].parent = parent;
        }
    }

    /// Whether words may be an id or a title of this file that is not written as one.
    fn is_sought(&self, words: &str) -> bool {
        self.has_odd_ids || !is_plain(words)
    }

    /// Every item with a parent, the words for it, and the id that they mean: its own, else the tracker's inner number.
    fn parents(&self, items: &[Item]) -> Vec<(usize, Short, Option<Short>)> {
        let named = |item: &Item| match &item.parent {
            Some(Ref::Named(parent)) => Some(parent.clone()),
            _ => None,
        };
        // By the words for a parent: whether an item bears that id, and the last item that bears that number.
        let mut parents: HashMap<Short, (bool, Option<usize>)> =
            items.iter().filter_map(named).map(|parent| (parent, (false, None))).collect();
        for (at, item) in items.iter().enumerate() {
            if let Some((is_id, _)) = item.id.as_ref().and_then(|id| parents.get_mut(id)) {
                *is_id = true;
            }
            let number = self.numbers.get(at).and_then(Option::as_ref);
            if let Some((_, numbered)) = number.and_then(|number| parents.get_mut(number)) {
                *numbered = Some(at);
            }
        }
        let found = |name: &Short| match parents.get(name) {
            Some((_, Some(numbered))) => items[*numbered].id.clone(),
            Some((true, None)) => Some(name.clone()),
            _ => None,
        };
        let named = items.iter().enumerate().filter_map(|(at, item)| Some((at, named(item)?)));
        named.map(|(at, name)| (at, name.clone(), found(&name))).collect()
    }

    /// What every item with a parent is part of; parents that are not in the file are said once.
    fn settled_parents(
        &mut self,
        parents: Vec<(usize, Short, Option<Short>)>,
        index: Option<&Index<'_>>,
        items: &[Item],
    ) -> Vec<(usize, Option<Ref>)> {
        let mut missing: Option<Problem> = None;
        let mut settled = Vec::with_capacity(parents.len());
        for (at, name, id) in parents {
            let sought = || {
                let index = index.filter(|_| self.is_sought(&name))?;
                let titled = || index.titled(&name, at).map_or(Hit::None, Hit::One);
                Some(Some(index.find(&name, at)).filter(|hit| *hit != Hit::None).unwrap_or_else(titled))
            };
            let parent = match id {
                Some(id) => Some(Ref::Named(id)),
                None => match sought().unwrap_or(Hit::None) {
                    Hit::One(parent) => Some(Ref::At(parent)),
                    Hit::Several(count) => {
                        let fact = several(&name, count);
                        self.note("parents".into(), items[at].place.clone(), fact, NAME_THE_ID);
                        None
                    }
                    Hit::None => {
                        let fact = "this item is part of one that is not in the file";
                        let first = || Problem { count: 0, ..Problem::new(items[at].place.clone(), fact) };
                        missing.get_or_insert_with(first).count += 1;
                        None
                    }
                },
            };
            settled.push((at, parent));
        }
        let hint = "export the epics too, to count their needs once";
        self.found.problems.extend(missing.map(|problem| problem.hint(hint)));
        settled
    }

    /// Looks up the words of all links that have to be sought.
    fn settle_links(&mut self, index: &Index<'_>) {
        if self.has_odd_ids {
            for link in &mut self.found.facts.links {
                let (other, own) = match (&mut link.earlier, &mut link.later) {
                    (other @ Ref::Named(_), Ref::At(own)) | (Ref::At(own), other @ Ref::Named(_)) => {
                        (other, *own)
                    }
                    _ => continue,
                };
                let Ref::Named(name) = &*other else { continue };
                if let Some(found) = index.id(name, own) {
                    (*other, link.outside) = (Ref::At(found), None);
                }
            }
        }
        for wanted in std::mem::take(&mut self.wanted) {
            self.settle_cell(&wanted, index);
        }
    }

    /// Looks up a cell: as a whole, else its parts between commas and semicolons, the longest that are a title first.
    fn settle_cell(&mut self, wanted: &Wanted, index: &Index<'_>) {
        let words = wanted.cell.words.as_str();
        let Some(column) = self.columns.link_at(wanted.column) else { return };
        if self.settle_part(wanted, column, 0..words.len(), index) {
            return;
        }
        let parts = parts(words);
        let mut at = 0;
        while at < parts.len() {
            let ends = parts[at..].iter().take(MOST_JOINED).enumerate().rev();
            let taken = ends
                .filter(|(_, last)| last.end - parts[at].start <= index.longest.max(64))
                .find(|(_, last)| self.settle_part(wanted, column, parts[at].start..last.end, index));
            let taken = match taken {
                Some((more, _)) => more + 1,
                None => {
                    self.settle_words(wanted, column, parts[at].clone(), index);
                    1
                }
            };
            at += taken;
        }
    }

    /// Takes words that are an id or a title of the file. False where they are neither.
    fn settle_part(
        &mut self,
        wanted: &Wanted,
        column: &LinkColumn,
        part: Range<usize>,
        index: &Index<'_>,
    ) -> bool {
        let words = &wanted.cell.words[part.clone()];
        let hit = match words.contains([',', ';', '\n']) {
            true => index.title(words, wanted.item),
            false => index.find(words, wanted.item),
        };
        match hit {
            Hit::One(found) => self.tie(wanted.item, Ref::At(found), &wanted.cell, column, None),
            Hit::Several(count) => {
                let place = self.place_of(wanted, part);
                self.note(format!("titles {}", column.at), place, several(words, count), NAME_THE_ID);
            }
            Hit::None => match index.row(words, wanted.item) {
                Some(found) => {
                    self.note_row(wanted, part, index.title_of(found));
                    self.tie(wanted.item, Ref::At(found), &wanted.cell, column, None);
                }
                None => return self.settle_tie(wanted, column, part, index),
            },
        }
        true
    }

    /// Takes an id with what is tied, and a lag: `2FS+2 days`. False where words are none.
    fn settle_tie(
        &mut self,
        wanted: &Wanted,
        column: &LinkColumn,
        part: Range<usize>,
        index: &Index<'_>,
    ) -> bool {
        let words = &wanted.cell.words[part.clone()];
        let tie = ties::tie(words, &self.profile.units);
        // A comma within words is that of a lag, or parts two predecessors.
        let is_one = |tie: &Tie<'_>| tie.lag.is_ok() || !words.contains([',', ';', '\n']);
        let Some(Tie { id, kind, lag }) = tie.filter(is_one) else { return false };
        let named = || is_plain(&form(id)).then(|| Ref::Named(form(id).into()));
        let row = index.row(id, wanted.item);
        if let Some(found) = row {
            self.note_row(wanted, part.clone(), index.title_of(found));
        }
        let found = index.id(id, wanted.item).or(row);
        let Some(other) = found.map(Ref::At).or_else(named) else { return false };
        if let Err(lag) = lag {
            let fact = format!("the lag “{lag}” is no length of work; the link was read without it");
            let place = self.place_of(wanted, part);
            self.note(format!("lag {}", column.at), place, fact, "2FS+2 days, 2SS-1d or 2FF+1 wk");
        }
        self.tie(wanted.item, other, &wanted.cell, column, Some((kind, lag.unwrap_or_default())));
        true
    }

    /// Says that a number was taken for that of a row.
    fn note_row(&mut self, wanted: &Wanted, part: Range<usize>, title: &str) {
        let words = &wanted.cell.words[part.clone()];
        let fact =
            format!("no column bears ids; “{words}” was taken for the number of a row, that of “{title}”");
        let place = self.place_of(wanted, part);
        self.note(
            "rows".into(),
            place,
            fact,
            "export the column of ids, too, or name what is waited for by its title",
        );
    }

    /// Takes a part that is no id and no title as a whole: ids between spaces, ids of other files. What is neither is said.
    fn settle_words(&mut self, wanted: &Wanted, column: &LinkColumn, span: Range<usize>, index: &Index<'_>) {
        let part = &wanted.cell.words[span.clone()];
        if is_nothing(part) {
            return;
        }
        let mut words = part.split_whitespace();
        if let Some(found) = index.titled(part, wanted.item) {
            return self.tie(wanted.item, Ref::At(found), &wanted.cell, column, None);
        }
        let is_id = |word: &str| index.id(word, wanted.item).is_some() || is_plain(&form(word));
        let are_all = words.clone().all(is_id);
        // A number among other words is none of an item.
        let mut is_any = false;
        for word in words.by_ref().filter(|word| are_all || prefix(&form(word)).is_some()) {
            let found = index.id(word, wanted.item);
            let other = found.map_or_else(|| Ref::Named(form(word).into()), Ref::At);
            self.tie(wanted.item, other, &wanted.cell, column, None);
            is_any = true;
        }
        if !are_all {
            let fact = match is_any {
                true => format!("of “{part}” only the ids were read"),
                false => format!("“{part}” is neither an id nor a title in this file"),
            };
            let place = self.place_of(wanted, span);
            self.note(format!("key {}", column.at), place, fact, NAME_WHOLE);
        }
    }

    /// The place of a part of a cell's words. In the file it stands as far within the cell, or farther by the quotes that are
    /// doubled there.
    fn place_of(&self, wanted: &Wanted, part: Range<usize>) -> Place {
        let (span, words) = (wanted.cell.span.clone(), &wanted.cell.words[part.clone()]);
        let behind = self.text.slice(span.clone()).get(part.start..).and_then(|rest| rest.find(words));
        let from = behind.map(|at| span.start + part.start + at);
        let span = from.map_or(span, |at| at..at + words.len());
        self.text.place(span, &self.head[wanted.column])
    }
}

const NAME_THE_ID: &str = "name it by its id, or give each its own title";

const NAME_WHOLE: &str = "export what it names, too; a link names an item by its id, or by its whole title";

fn several(words: &str, count: u32) -> String {
    format!("“{words}” is the title of {count} items of this file; which of them is meant is not said")
}

/// The parts of a cell between commas, semicolons and line ends, without white space round them.
fn parts(words: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let ends = words.match_indices([',', ';', '\n']).map(|(at, _)| at).chain([words.len()]);
    for end in ends {
        let part = &words[start..end];
        let lead = part.len() - part.trim_start().len();
        let length = part.trim().len();
        if length > 0 {
            parts.push(start + lead..start + lead + length);
        }
        start = end + 1;
    }
    parts
}
