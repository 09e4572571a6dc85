//! The items of one file by their ids and titles: what the words of a link or a parent mean.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::{BuildHasher, RandomState},
};

use plan::{facts::Item, facts::State, names::title_key};

use super::prefix;

/// What words fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// One item, by its position.
    One(usize),
    /// So many items of one title.
    Several(u32),
    /// None.
    None,
}

/// Items of one title: how many, and the first two of them.
#[derive(Clone, Copy)]
struct Called {
    count: u32,
    first: u32,
    second: u32,
}

/// The items of a file. Keys are kept as hashes, so that a million titles take little memory; what is found is compared.
pub struct Index<'a> {
    items: &'a [Item],
    hashes: RandomState,
    ids: HashMap<u64, u32>,
    titles: HashMap<u64, Called>,
    /// The length of the longest title in bytes.
    pub longest: usize,
    /// In a list without ids, the items by the numbers of their rows.
    rows: &'a HashMap<usize, usize>,
}

impl<'a> Index<'a> {
    /// All items, each by its id as it was written, by what the id comes down to, and by its title.
    pub fn of(items: &'a [Item], rows: &'a HashMap<usize, usize>) -> Self {
        let longest = items.iter().map(|item| item.title.len()).max().unwrap_or_default();
        let mut index = Self {
            items,
            hashes: RandomState::new(),
            ids: HashMap::with_capacity(items.len()),
            titles: HashMap::with_capacity(items.len()),
            longest,
            rows,
        };
        let ids = || items.iter().enumerate().filter_map(|(at, item)| Some((at, item.id.as_deref()?)));
        // Ids as they were written go before what others come down to.
        for (at, id) in ids() {
            index.ids.entry(index.hashes.hash_one(title_key(id))).or_insert(at as u32);
        }
        for (at, id) in ids().filter(|(_, id)| !is_plain(id)) {
            index.ids.entry(index.hashes.hash_one(title_key(&form(id)))).or_insert(at as u32);
        }
        for (at, item) in items.iter().enumerate() {
            index.call(at as u32, &item.title);
        }
        index
    }

    /// Enters an item by its title. One that is dropped gives way to others.
    fn call(&mut self, at: u32, title: &str) {
        let is_dropped = |at: u32| self.items[at as usize].state == State::Dropped;
        let new = Called { count: 1, first: at, second: at };
        match self.titles.entry(self.hashes.hash_one(title_key(title))) {
            Entry::Vacant(entry) => {
                entry.insert(new);
            }
            Entry::Occupied(mut entry) if is_dropped(entry.get().first) => {
                entry.insert(new);
            }
            Entry::Occupied(_) if is_dropped(at) => {}
            Entry::Occupied(mut entry) => {
                let called = entry.get_mut();
                called.second = if called.count == 1 { at } else { called.second };
                called.count += 1;
            }
        }
    }

    /// The item that words name by its id: as it is written, else without brackets, marks and the address of a page; `#2`
    /// is number 2 of the same project as the item at which it stands.
    pub fn id(&self, words: &str, own: usize) -> Option<usize> {
        let form = form(words);
        let found = self.by_id(words).or_else(|| self.by_id(&form));
        found.or_else(|| {
            let number = form.strip_prefix('#').unwrap_or(&form);
            let own = self::form(self.items.get(own)?.id.as_deref()?);
            let (project, _) = own.rsplit_once('#').filter(|(project, _)| !project.is_empty())?;
            is_number(number).then(|| self.by_id(&format!("{project}#{number}")))?
        })
    }

    fn by_id(&self, words: &str) -> Option<usize> {
        let key = title_key(words);
        let at = *self.ids.get(&self.hashes.hash_one(&key)).filter(|_| !key.is_empty())? as usize;
        let id = self.items[at].id.as_deref()?;
        (title_key(id) == key || title_key(&form(id)) == key).then_some(at)
    }

    /// The item of a title, other than the one at which it is written.
    pub fn title(&self, words: &str, own: usize) -> Hit {
        let key = title_key(bare_title(words));
        let called = self.titles.get(&self.hashes.hash_one(&key)).filter(|_| !key.is_empty());
        let is_it = |called: &&Called| title_key(&self.items[called.first as usize].title) == key;
        match called.filter(is_it).copied() {
            None => Hit::None,
            Some(Called { count: 1, first, .. }) if first as usize == own => Hit::None,
            Some(Called { count: 1, first, .. }) => Hit::One(first as usize),
            Some(Called { count: 2, first, second }) if first as usize == own => Hit::One(second as usize),
            Some(Called { count: 2, first, second }) if second as usize == own => Hit::One(first as usize),
            Some(Called { count, .. }) => Hit::Several(count),
        }
    }

    /// The item that words name by its id and its title: `B-2: Ledger`.
    pub fn titled(&self, words: &str, own: usize) -> Option<usize> {
        let (first, title) = words.split_once([' ', ':'])?;
        self.id(first, own).filter(|found| title_key(title) == title_key(self.title_of(*found)))
    }

    /// The item of a row, in a list without ids.
    pub fn row(&self, words: &str, own: usize) -> Option<usize> {
        let number = Some(words.trim()).filter(|words| is_number(words))?.parse().ok()?;
        self.rows.get(&number).copied().filter(|at| *at != own)
    }

    /// The title of an item.
    pub fn title_of(&self, at: usize) -> &str {
        self.items.get(at).map_or("", |item| &item.title)
    }

    /// The item that words name by id, else by title.
    pub fn find(&self, words: &str, own: usize) -> Hit {
        self.id(words, own).map_or_else(|| self.title(words, own), Hit::One)
    }
}

fn is_number(words: &str) -> bool {
    !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether words are an id of the usual form: `PAY-412`, or a mere number.
pub fn is_plain(words: &str) -> bool {
    is_number(words) || prefix(words).is_some()
}

/// What words for an item come down to: of the address of its page its key, its number, or project and number
/// (`acme/pay#2`); no brackets.
pub fn form(words: &str) -> String {
    let inner = words.trim().trim_matches(['[', ']', '(', ')', '<', '>']);
    let address = inner.strip_prefix("https://").or_else(|| inner.strip_prefix("http://"));
    match address.and_then(of_address) {
        Some(form) => form,
        None => inner.strip_prefix('#').filter(|number| is_number(number)).unwrap_or(inner).to_owned(),
    }
}

/// What the address of an item's page says of its id.
fn of_address(address: &str) -> Option<String> {
    if let Some((_, chosen)) = address.split_once("selectedIssue=") {
        return chosen.split(['&', '#']).next().map(str::to_owned);
    }
    let path = address.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').skip(1).filter(|part| !part.is_empty() && *part != "-").collect();
    let kinds = ["issues", "issue", "pull", "merge_requests", "work_items", "browse"];
    let behind = parts.windows(2).position(|two| kinds.contains(&two[0]) && is_plain(two[1]));
    if let Some(at) = behind {
        let (project, id) = (&parts[..at], parts[at + 1]);
        let is_of_project = is_number(id) && !project.is_empty();
        return Some(if is_of_project { format!("{}#{id}", project.join("/")) } else { id.to_owned() });
    }
    let key = parts.iter().find(|part| prefix(part).is_some());
    let number = || parts.iter().rfind(|part| is_number(part));
    key.or_else(number).or(parts.last()).map(|part| (*part).to_owned())
}

/// A title without the address of its page, as it stands in a relation: `Ledger (https://…)`, `Ledger (Ledger%20f3.md)`.
pub fn bare_title(words: &str) -> &str {
    let inner = words.strip_suffix(')').and_then(|words| words.rsplit_once(" ("));
    match inner {
        Some((title, page)) if page.starts_with("http") || page.ends_with(".md") => title,
        _ => words,
    }
}

/// Words that say that there is no parent and no link.
pub fn is_nothing(words: &str) -> bool {
    ["null", "none", "nil", "(none)", "n/a", "-", "–", "—", "[]"]
        .iter()
        .any(|nothing| nothing.eq_ignore_ascii_case(words.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_of_an_id() {
        for (words, expected) in [
            ("https://acme.atlassian.net/browse/B-2", "B-2"),
            ("https://acme.atlassian.net/browse/B-2?filter=1", "B-2"),
            ("https://acme.atlassian.net/jira/boards/4?selectedIssue=B-2&x=1", "B-2"),
            ("https://github.com/acme/pay/issues/2", "acme/pay#2"),
            ("https://github.com/acme/pay/pull/2#issuecomment-9", "acme/pay#2"),
            ("https://gitlab.example/acme/shop/pay/-/issues/2", "acme/shop/pay#2"),
            ("https://linear.app/acme/issue/ENG-12/ledger-2", "ENG-12"),
            ("https://dev.azure.com/acme/shop/_workitems/edit/12", "12"),
            ("https://app.asana.com/0/120/4711/f", "4711"),
            ("https://app.clickup.com/t/86a4", "86a4"),
            ("[B-2]", "B-2"),
            ("#2", "2"),
            ("acme/pay#2", "acme/pay#2"),
            ("https://", ""),
        ] {
            let found = form(words);
            assert_eq!(found, if expected.is_empty() { words } else { expected }, "{words}");
        }
    }
}
