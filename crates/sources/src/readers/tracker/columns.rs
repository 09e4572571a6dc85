//! Which column of an export is what, whatever its language and however often its head repeats.

use std::collections::BTreeMap;

use crate::profile::Profile;

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

/// Columns by field, and columns of links.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    fields: BTreeMap<String, Vec<usize>>,
    /// Columns of links of known types.
    pub links: Vec<LinkColumn>,
    /// Types of links that the profile does not know, each with its first column.
    pub unknown_links: Vec<(String, usize)>,
}

impl Columns {
    /// Sorts the columns of a head.
    pub fn of(head: &[String], profile: &Profile) -> Self {
        let mut columns = Self::default();
        let heads: Vec<Head<'_>> = head.iter().map(|words| Head::of(words, profile)).collect();
        for (field, names) in &profile.columns {
            // In the order of the profile's names; of one name in the order of the file.
            let of_name = |name: &String| {
                let heads = &heads;
                (0..heads.len()).filter(move |at| heads[*at].is_called(name)).collect::<Vec<usize>>()
            };
            columns.fields.insert(field.clone(), names.iter().flat_map(of_name).collect());
        }
        for (at, head) in heads.iter().enumerate() {
            columns.link(at, head, profile);
        }
        columns
    }

    fn link(&mut self, at: usize, head: &Head<'_>, profile: &Profile) {
        let Head::Other { outer, inner: Some(kind) } = head else { return };
        let lower = outer.to_lowercase();
        let has = |words: &[String]| words.iter().any(|word| lower.contains(&word.to_lowercase()));
        let known = profile.links.types.keys().find(|known| known.eq_ignore_ascii_case(kind));
        let (is_inward, is_outward) = (has(&profile.links.inward), has(&profile.links.outward));
        match known {
            Some(known) if is_inward != is_outward => {
                self.links.push(LinkColumn { at, kind: known.clone(), is_inward });
            }
            _ => {
                let ignored = profile.links.ignored.iter().any(|known| known.eq_ignore_ascii_case(kind));
                let is_link = is_inward || is_outward || known.is_some();
                let is_new = !self.unknown_links.iter().any(|(other, _)| other == kind);
                if is_link && !ignored && is_new {
                    self.unknown_links.push(((*kind).to_owned(), at));
                }
            }
        }
    }

    /// The columns of a field, the preferred first.
    pub fn all(&self, field: &str) -> &[usize] {
        self.fields.get(field).map(Vec::as_slice).unwrap_or_default()
    }

    /// The preferred column of a field.
    pub fn first(&self, field: &str) -> Option<usize> {
        self.all(field).first().copied()
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
            Some((outer, inner)) if profile.custom_prefixes.iter().any(|prefix| same(prefix, outer)) => {
                Self::Custom(inner.trim())
            }
            Some((outer, inner)) => Self::Other { outer, inner: Some(inner.trim()) },
            None => Self::Other { outer: words, inner: None },
        }
    }

    fn is_called(&self, name: &str) -> bool {
        match (self, name.strip_prefix("custom:")) {
            (Self::Custom(inner), Some(name)) => same(inner, name),
            (Self::Other { outer, inner: None }, None) => same(outer, name),
            _ => false,
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
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
        assert_eq!(columns.links, []);
        assert_eq!(columns.all("sprint"), [2, 3]);
        assert_eq!(columns.first("points"), Some(4));
    }
}
