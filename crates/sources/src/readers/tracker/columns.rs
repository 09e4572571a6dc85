//! Which column of an export is what, whatever its language and however often its head repeats.

use std::{
    collections::{BTreeMap, HashMap, hash_map::Entry},
    rc::Rc,
};

use crate::{formats::csv::Cell, profile::Profile};

/// A column of links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkColumn {
    /// Which column.
    pub at: usize,
    /// The type of link, as the profile writes it.
    pub kind: String,
    /// Whether its links lead here.
    pub is_inward: bool,
}

/// Links that the profile does not know, in one or more columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLinks {
    /// The type of link.
    pub kind: String,
    /// The first column.
    pub at: usize,
    /// Whether the type is known, and only the direction is not.
    pub is_known_type: bool,
}

/// What a column is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Role {
    /// A field, and how far the profile prefers others to this column.
    Field(Rc<str>, usize),
    /// Links of a known type.
    Link(Rc<LinkColumn>),
    /// Links that are not known, by position in the list of them.
    Unknown(usize),
}

/// What the columns of a head are.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// By column.
    roles: Vec<Vec<Role>>,
    fields: BTreeMap<Rc<str>, usize>,
    /// Links that the profile does not know.
    pub unknown_links: Vec<UnknownLinks>,
}

/// The cells of a row that have words, by what they are.
#[derive(Debug, Default)]
pub struct Row<'r> {
    /// All cells.
    pub cells: &'r [Cell],
    /// Columns of links of known types.
    pub links: Vec<Rc<LinkColumn>>,
    /// Positions in [`Columns::unknown_links`].
    pub unknown_links: Vec<usize>,
    fields: BTreeMap<Rc<str>, Vec<(usize, usize)>>,
}

impl Row<'_> {
    /// The columns of a field in which words stand, the preferred first.
    pub fn all(&self, field: &str) -> impl DoubleEndedIterator<Item = usize> {
        self.fields.get(field).into_iter().flatten().map(|(_, at)| *at)
    }
}

impl Columns {
    /// Sorts the columns of a head.
    pub fn of(head: &[String], profile: &Profile) -> Self {
        let mut columns = Self { roles: vec![Vec::new(); head.len()], ..Self::default() };
        let heads: Vec<Head<'_>> = head.iter().map(|words| Head::of(words, profile)).collect();
        let mut called: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, name) in heads.iter().enumerate().filter_map(|(at, head)| Some((at, head.name()?))) {
            called.entry(name).or_default().push(at);
        }
        for (field, names) in &profile.columns {
            // In the order of the profile's names; of one name in the order of the file.
            let at = names.iter().filter_map(|name| called.get(&plain(name))).flatten();
            columns.field(field.as_str().into(), at.copied());
        }
        let mut unknown = HashMap::new();
        for (at, head) in heads.iter().enumerate() {
            columns.link(at, head, profile, &mut unknown);
        }
        columns
    }

    fn field(&mut self, field: Rc<str>, columns: impl Iterator<Item = usize>) {
        for (rank, at) in columns.enumerate() {
            self.fields.entry(Rc::clone(&field)).or_insert(at);
            self.roles[at].push(Role::Field(Rc::clone(&field), rank));
        }
    }

    fn link(&mut self, at: usize, head: &Head<'_>, profile: &Profile, unknown: &mut HashMap<String, usize>) {
        if let Head::Other { outer, inner: None } = head {
            let named = profile.links.columns.iter().find(|(name, _)| plain(name) == plain(outer));
            let link =
                named.map(|(_, links)| LinkColumn { at, kind: links.kind.clone(), is_inward: links.inward });
            self.roles[at].extend(link.map(|link| Role::Link(Rc::new(link))));
            return;
        }
        let Head::Other { outer, inner: Some(kind) } = head else { return };
        let lower = outer.to_lowercase();
        let has = |words: &[String]| words.iter().any(|word| lower.contains(&word.to_lowercase()));
        let known = profile.links.types.keys().find(|known| known.eq_ignore_ascii_case(kind));
        let (is_inward, is_outward) = (has(&profile.links.inward), has(&profile.links.outward));
        let role = match known {
            Some(known) if is_inward != is_outward => {
                Role::Link(Rc::new(LinkColumn { at, kind: known.clone(), is_inward }))
            }
            _ => {
                let ignored = profile.links.ignored.iter().any(|known| known.eq_ignore_ascii_case(kind));
                if ignored || !(is_inward || is_outward || known.is_some()) {
                    return;
                }
                Role::Unknown(match unknown.entry((*kind).to_owned()) {
                    Entry::Occupied(entry) => *entry.get(),
                    Entry::Vacant(entry) => {
                        let (kind, is_known_type) = (entry.key().clone(), known.is_some());
                        self.unknown_links.push(UnknownLinks { kind, at, is_known_type });
                        *entry.insert(self.unknown_links.len() - 1)
                    }
                })
            }
        };
        self.roles[at].push(role);
    }

    /// The cells of a row that have words, by what their columns are. Takes as long as the row has cells, however many
    /// columns the head has.
    pub fn sort<'r>(&self, cells: &'r [Cell]) -> Row<'r> {
        let mut row = Row { cells, ..Row::default() };
        for (at, (cell, roles)) in cells.iter().zip(&self.roles).enumerate() {
            for role in roles.iter().filter(|_| !cell.words.is_empty()) {
                match role {
                    Role::Field(field, rank) => {
                        row.fields.entry(Rc::clone(field)).or_default().push((*rank, at));
                    }
                    Role::Link(link) => row.links.push(Rc::clone(link)),
                    Role::Unknown(unknown) => row.unknown_links.push(*unknown),
                }
            }
        }
        row.fields.values_mut().for_each(|columns| columns.sort_unstable());
        row
    }

    /// The preferred column of a field.
    pub fn first(&self, field: &str) -> Option<usize> {
        self.fields.get(field).copied()
    }
}

/// The head of a column, taken apart.
enum Head<'a> {
    /// A custom field, by the name in the parentheses.
    Custom(&'a str),
    /// Anything else: what stands before parentheses, and in them.
    Other { outer: &'a str, inner: Option<&'a str> },
}

impl<'a> Head<'a> {
    fn of(words: &'a str, profile: &Profile) -> Self {
        let words = words.trim();
        let parts = words.strip_suffix(')').and_then(|words| words.split_once(" ("));
        match parts {
            Some((outer, inner))
                if profile.custom_prefixes.iter().any(|prefix| plain(prefix) == plain(outer)) =>
            {
                Self::Custom(inner.trim())
            }
            Some((outer, inner)) => Self::Other { outer, inner: Some(inner.trim()) },
            None => Self::Other { outer: words, inner: None },
        }
    }

    /// The name under which a profile may call the column.
    fn name(&self) -> Option<String> {
        match self {
            Self::Custom(inner) => Some(format!("custom:{}", plain(inner))),
            Self::Other { outer, inner: None } => Some(plain(outer)),
            Self::Other { .. } => None,
        }
    }
}

fn plain(words: &str) -> String {
    let (lead, words) = match words.strip_prefix("custom:") {
        Some(rest) => ("custom:", rest),
        None => ("", words),
    };
    format!("{lead}{}", words.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_custom_field_is_no_link_and_no_plain_column() {
        let profile = Profile::built_in("tracker").unwrap();
        let head: Vec<String> = [
            "Custom field (Status)",
            "Custom field (Blocks)",
            "Sprint",
            "Sprint",
            "Custom field (Story Points)",
        ]
        .map(String::from)
        .into();
        let columns = Columns::of(&head, &profile);
        assert_eq!(columns.first("status"), None);
        assert_eq!(columns.first("points"), Some(4));
        let cell = |words: &str| Cell { words: words.into(), span: 0..0 };
        let cells = ["x", "A-1", "one", "two", ""].map(cell);
        let row = columns.sort(&cells);
        assert!(row.links.is_empty());
        assert_eq!(row.all("sprint").collect::<Vec<_>>(), [2, 3]);
        assert_eq!(row.all("points").count(), 0);
    }
}
