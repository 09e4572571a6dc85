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

    /// The items whose title has this key; where there is none, those whose title begins with its words; where there is
    /// none either, those whose title begins with its letters.
    pub(super) fn called(&self, key: &str) -> Called<'_> {
        let from = self.entries.partition_point(|entry| self.key(entry) < key);
        let behind = &self.entries[from..];
        let fits = [Fit::Whole, Fit::Words, Fit::Letters].into_iter();
        // A space comes before all letters: titles stand in the order of these.
        let mut counted =
            fits.map(|fit| (fit, behind.partition_point(|entry| fit.is_so(self.key(entry), key))));
        let (fit, count) = counted.find(|(_, count)| *count > 0).unwrap_or((Fit::Letters, 0));
        Called { entries: &behind[..count], fit }
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
    fit: Fit,
}

/// How a name fits a title.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It is the title.
    Whole,
    /// The title begins with its words.
    Words,
    /// The title begins with its letters; the last word goes on.
    Letters,
}

impl Fit {
    fn is_so(self, title: &str, key: &str) -> bool {
        let rest = title.strip_prefix(key);
        match self {
            Self::Whole => rest == Some(""),
            Self::Words => rest.is_some_and(|rest| rest.starts_with(' ')),
            Self::Letters => rest.is_some(),
        }
    }
}

impl Called<'_> {
    /// Whether their titles are the name, and do not only begin with it.
    pub(super) fn is_whole(&self) -> bool {
        self.fit == Fit::Whole
    }

    /// Whether their titles begin with the words of the name.
    pub(super) fn is_of_words(&self) -> bool {
        self.fit == Fit::Words
    }

    pub(super) fn items(&self) -> impl ExactSizeIterator<Item = ItemId> {
        self.entries.iter().map(|entry| entry.item)
    }

    /// The only one of them among the parts of an item, if there is exactly one. Looks at whichever are fewer.
    pub(super) fn only_part(&self, nodes: &[Node], whole: ItemId, key: &str) -> Option<ItemId> {
        let parts = &nodes[whole.at()].children;
        let is_called = |part: &ItemId| {
            let item = &nodes[part.at()].item;
            let title = title_key(&item.title);
            item.state != State::Dropped && self.fit.is_so(&title, key)
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

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use proptest::prelude::*;

    use super::*;
    use crate::{facts::Item, place::Place};

    fn titles(all: &[&str]) -> Titles {
        Titles::of(all.iter().enumerate().map(|(at, title)| (ItemId(at as u32), *title)))
    }

    fn called(all: &[&str], key: &str) -> Vec<u32> {
        titles(all).called(key).items().map(|item| item.0).collect()
    }

    fn node(title: &str, parent: Option<u32>) -> Node {
        Node {
            item: Item::new(title, Place::default()),
            id: title.into(),
            team: None,
            stated: Vec::new(),
            people: Vec::new(),
            parent: parent.map(ItemId),
            children: Vec::new(),
            home: ItemId(0),
        }
    }

    /// Items with these titles, each part of the item that is given with it.
    fn plan(items: &[(&str, Option<u32>)]) -> Vec<Node> {
        let mut nodes: Vec<Node> = items.iter().map(|(title, parent)| node(title, *parent)).collect();
        for (at, (_, parent)) in items.iter().enumerate() {
            if let Some(parent) = parent {
                nodes[*parent as usize].children.push(ItemId(at as u32));
            }
        }
        nodes
    }

    #[test]
    fn a_whole_title_wins_over_one_that_begins_so() {
        let all = ["Ledger export", "Ledger", "ledger!", "Ledge"];
        assert_eq!(called(&all, "ledger"), [1, 2]);
        assert_eq!(called(&all, "ledg"), [3, 1, 2, 0]);
        assert_eq!(called(&all, "ledger e"), [0]);
        assert_eq!(called(&all, "order"), []);
        assert_eq!(called(&["Task 10: Pay", "Task 1: Cart"], "task 1"), [1], "a word is no part of another");
    }

    #[test]
    fn of_several_the_only_part_of_the_same_deliverable_is_meant() {
        let nodes = plan(&[
            ("Goal", None),
            ("Other goal", None),
            ("Test", Some(0)),
            ("Test", Some(1)),
            ("Test", Some(1)),
            ("Ship", Some(0)),
        ]);
        let titles = Titles::of(
            nodes.iter().enumerate().map(|(at, node)| (ItemId(at as u32), node.item.title.as_str())),
        );
        let only = |whole: u32| titles.called("test").only_part(&nodes, ItemId(whole), "test");
        assert_eq!(only(0), Some(ItemId(2)));
        assert_eq!(only(1), None, "two of them fit");
        assert_eq!(only(5), None, "none of them fits");
    }

    #[test]
    fn a_part_that_is_dropped_is_not_meant() {
        let mut nodes =
            plan(&[("Goal", None), ("Test", Some(0)), ("Test", Some(0)), ("Test", None), ("Test", None)]);
        nodes[2].item.state = State::Dropped;
        let kept = nodes.iter().enumerate().filter(|(_, node)| node.item.state != State::Dropped);
        let titles = Titles::of(kept.map(|(at, node)| (ItemId(at as u32), node.item.title.as_str())));
        assert_eq!(titles.called("test").only_part(&nodes, ItemId(0), "test"), Some(ItemId(1)));
    }

    #[test]
    fn the_title_that_shares_most_words_is_closest_and_of_equal_ones_the_shortest() {
        let all = titles(&["Export of the ledger by hand", "Ledger export", "Export"]);
        let names =
            ["ledger exports", "the ledger export", "soon", "ledger export now or never"].map(String::from);
        assert_eq!(all.closest(&names), [Some(ItemId(1)), Some(ItemId(0)), None, None]);
    }

    /// As the words say it: every title is looked at for every name.
    fn closest_of_all(all: &[&str], name: &str) -> Option<String> {
        let mut keys: Vec<String> = all.iter().map(|title| title_key(title)).collect();
        keys.sort_unstable();
        let name = title_key(name);
        let words: Vec<&str> = name.split(' ').collect();
        let shared =
            |title: &str| words.iter().filter(|word| title.split(' ').any(|other| other == **word)).count();
        let best = keys.into_iter().max_by_key(|title| (shared(title), Reverse(title.len())))?;
        (shared(&best) * 2 >= words.len()).then_some(best)
    }

    proptest! {
        #[test]
        fn names_fit_what_a_look_at_every_title_finds(all in proptest::collection::vec("[ab]{0,3}( [ab]{1,2}){0,2}", 0..12), key in "[ab]{1,2}( [ab]){0,1}") {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            let mut whole: Vec<u32> = (0..all.len() as u32).filter(|at| title_key(all[*at as usize]) == key).collect();
            if whole.is_empty() {
                let begins = format!("{key} ");
                whole = (0..all.len() as u32).filter(|at| title_key(all[*at as usize]).starts_with(&begins)).collect();
            }
            if whole.is_empty() {
                whole = (0..all.len() as u32).filter(|at| title_key(all[*at as usize]).starts_with(&key)).collect();
            }
            whole.sort_by_key(|at| (title_key(all[*at as usize]), *at));
            prop_assert_eq!(called(&all, &key), whole);
        }

        #[test]
        fn the_closest_is_what_a_look_at_every_title_finds(all in proptest::collection::vec("[abc]{0,2}( [abc]{1,2}){0,3}", 0..12), names in proptest::collection::vec("[abcd]{0,2}( [abcd]{1,2}){0,3}", 0..6)) {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            let closest = titles(&all).closest(&names);
            for (name, closest) in names.iter().zip(closest) {
                let closest = closest.map(|item| title_key(all[item.at()]));
                prop_assert_eq!(closest, closest_of_all(&all, name));
            }
        }
    }
}
