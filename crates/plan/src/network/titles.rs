//! Items by their titles, for names that are no ids.

use std::collections::{BTreeMap, HashMap};

use super::{ItemId, Node};
use crate::{facts::State, names::title_key};

/// The keys of titles, in their order, one behind the other in one text: a million of them take little memory.
#[derive(Default)]
pub(super) struct Titles {
    text: String,
    entries: Vec<Entry>,
}

struct Entry {
    start: usize,
    length: u32,
    item: ItemId,
}

impl Titles {
    /// Titles of items, which come in their order.
    pub(super) fn of<'a>(titles: impl Iterator<Item = (ItemId, &'a str)>) -> Self {
        let mut all = Self::default();
        for (item, title) in titles {
            let start = all.text.len();
            all.text.push_str(&title_key(title));
            all.entries.push(Entry { start, length: (all.text.len() - start) as u32, item });
        }
        let key = |entry: &Entry| &all.text[entry.start..entry.start + entry.length as usize];
        all.entries.sort_unstable_by(|a, b| (key(a), a.item).cmp(&(key(b), b.item)));
        all
    }

    fn key(&self, entry: &Entry) -> &str {
        &self.text[entry.start..entry.start + entry.length as usize]
    }

    /// The items whose title has this key; where there is none, those whose title begins with it.
    pub(super) fn called(&self, key: &str) -> Called<'_> {
        let from = self.entries.partition_point(|entry| self.key(entry) < key);
        let behind = &self.entries[from..];
        let same = behind.partition_point(|entry| self.key(entry) == key);
        let is_whole = same > 0;
        let count =
            if is_whole { same } else { behind.partition_point(|entry| self.key(entry).starts_with(key)) };
        Called { entries: &behind[..count], is_whole }
    }

    /// For each name the item whose title shares the most words with it; none where fewer than half are shared.
    pub(super) fn closest(&self, names: &[String]) -> Vec<Option<ItemId>> {
        let keys: Vec<String> = names.iter().map(|name| title_key(name)).collect();
        let mut wanted: HashMap<&str, Vec<usize>> = HashMap::new();
        for (name, key) in keys.iter().enumerate() {
            key.split(' ').for_each(|word| wanted.entry(word).or_default().push(name));
        }
        // By name: words shared, and the first entry of the title.
        let mut best: Vec<Option<(usize, &Entry)>> = vec![None; names.len()];
        for same in self.entries.chunk_by(|a, b| self.key(a) == self.key(b)) {
            let Some(entry) = same.first() else { continue };
            let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
            let mut words: Vec<&str> =
                self.key(entry).split(' ').filter(|word| wanted.contains_key(word)).collect();
            words.sort_unstable();
            words.dedup();
            words
                .iter()
                .flat_map(|word| &wanted[word])
                .for_each(|name| *shared.entry(*name).or_default() += 1);
            for (name, count) in shared {
                let is_better = best[name].is_none_or(|(most, known)| {
                    count > most || (count == most && entry.length <= known.length)
                });
                if is_better {
                    best[name] = Some((count, entry));
                }
            }
        }
        let half = |name: usize| keys[name].split(' ').count().div_ceil(2);
        let best = best.into_iter().enumerate();
        best.map(|(name, best)| best.filter(|(count, _)| *count >= half(name)).map(|(_, entry)| entry.item))
            .collect()
    }
}

/// Items that a name fits, in the order of their titles.
pub(super) struct Called<'a> {
    entries: &'a [Entry],
    /// Whether their titles are the name, and do not only begin with it.
    is_whole: bool,
}

impl Called<'_> {
    pub(super) fn items(&self) -> impl ExactSizeIterator<Item = ItemId> {
        self.entries.iter().map(|entry| entry.item)
    }

    /// The only one of them among the parts of an item, if there is exactly one. Looks at whichever are fewer.
    pub(super) fn only_part(&self, nodes: &[Node], whole: ItemId, key: &str) -> Option<ItemId> {
        let parts = &nodes[whole.at()].children;
        let is_called = |part: &ItemId| {
            let item = &nodes[part.at()].item;
            let title = title_key(&item.title);
            item.state != State::Dropped && if self.is_whole { title == key } else { title.starts_with(key) }
        };
        if parts.len() < self.entries.len() {
            only(parts.iter().copied().filter(is_called))
        } else {
            only(self.items().filter(|item| nodes[item.at()].parent == Some(whole)))
        }
    }
}

fn only(mut items: impl Iterator<Item = ItemId>) -> Option<ItemId> {
    items.next().filter(|_| items.next().is_none())
}
