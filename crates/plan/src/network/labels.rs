//! Ids that are labels: where one stands under several headings, it means the item under the same heading.

use std::collections::{HashMap, HashSet};

use super::{ItemId, Node};
use crate::{facts::Item, names::title_key};

/// File and line of a heading.
type Heading = (u32, u32);

/// Labels that stand under several headings.
#[derive(Default)]
pub(super) struct Labels {
    under: HashMap<(String, Heading), ItemId>,
    all: HashMap<String, Vec<ItemId>>,
    /// Items whose label stands under the same heading already, and the first that bears it.
    pub(super) again: HashMap<usize, ItemId>,
}

impl Labels {
    /// Takes the labels that stand under several headings away from items, as they are no ids of the whole plan.
    pub(super) fn taken_from(items: &mut [Item]) -> Self {
        let key = |item: &Item| item.id.as_deref().filter(|_| item.is_label).map(title_key);
        let heading = |item: &Item| (item.place.file, item.heading);
        let (mut first, mut repeated) = (HashMap::new(), HashSet::new());
        for item in items.iter() {
            let Some(key) = key(item) else { continue };
            if *first.entry(key.clone()).or_insert_with(|| heading(item)) != heading(item) {
                repeated.insert(key);
            }
        }
        let mut labels = Self::default();
        for (at, item) in items.iter_mut().enumerate() {
            let Some(key) = key(item).filter(|key| repeated.contains(key)) else { continue };
            let id = ItemId(at as u32);
            let known = *labels.under.entry((key.clone(), heading(item))).or_insert(id);
            if known != id {
                labels.again.insert(at, known);
                continue;
            }
            item.id = None;
            labels.all.entry(key).or_default().push(id);
        }
        labels
    }

    /// The item of a label under the heading of another item.
    pub(super) fn near(&self, key: &str, near: Option<&Node>) -> Option<ItemId> {
        let item = &near?.item;
        self.under.get(&(key.to_owned(), (item.place.file, item.heading))).copied()
    }

    /// All items of a label.
    pub(super) fn called(&self, key: &str) -> &[ItemId] {
        self.all.get(key).map_or(&[], Vec::as_slice)
    }
}
