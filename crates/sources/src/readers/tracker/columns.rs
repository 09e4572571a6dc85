//! Which column of an export is what, whatever its language and however often its head repeats.

use std::collections::{HashMap, HashSet};

use crate::{
    formats::csv::Cell,
    profile::{PlainLinks, Profile},
};

/// What a column of an export may say of an item; profiles call it so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Id,
    Number,
    Title,
    Type,
    Status,
    Section,
    Category,
    Resolution,
    Resolved,
    Project,
    ProjectName,
    ProjectLead,
    Assignee,
    Due,
    Start,
    Components,
    Team,
    Began,
    Canceled,
    Rank,
    Sprint,
    Estimate,
    Remaining,
    Took,
    Points,
    Size,
    Parent,
    Group,
}

/// Every field by the name that profiles give it, in the order of their numbers.
const KNOWN: [(&str, Known); 28] = [
    ("id", Known::Id),
    ("number", Known::Number),
    ("title", Known::Title),
    ("type", Known::Type),
    ("status", Known::Status),
    ("section", Known::Section),
    ("category", Known::Category),
    ("resolution", Known::Resolution),
    ("resolved", Known::Resolved),
    ("project", Known::Project),
    ("project_name", Known::ProjectName),
    ("project_lead", Known::ProjectLead),
    ("assignee", Known::Assignee),
    ("due", Known::Due),
    ("start", Known::Start),
    ("components", Known::Components),
    ("team", Known::Team),
    ("began", Known::Began),
    ("canceled", Known::Canceled),
    ("rank", Known::Rank),
    ("sprint", Known::Sprint),
    ("estimate", Known::Estimate),
    ("remaining", Known::Remaining),
    ("took", Known::Took),
    ("points", Known::Points),
    ("size", Known::Size),
    ("parent", Known::Parent),
    ("group", Known::Group),
];

/// Heads of columns in which planning tools count days.
const DURATIONS: [&str; 4] = ["duration", "dauer", "durée", "duración"];

/// Heads of columns in which trackers count hours.
const HOURS: [&str; 6] =
    ["estimated time", "estimated hours", "spent time", "spent hours", "remaining hours", "remaining time"];

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A field, and how far the profile prefers others to this column.
    Field(Known, usize),
    /// Links of a known type, by position in the list of them.
    Link(usize),
    /// Links that are not known, by position in the list of them.
    Unknown(usize),
}

/// What the columns of a head are.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// By column.
    roles: Vec<Vec<Role>>,
    /// The preferred column of each field.
    first: [Option<usize>; KNOWN.len()],
    links: Vec<LinkColumn>,
    /// Links that the profile does not know.
    pub unknown_links: Vec<UnknownLinks>,
    /// Whether all lengths that are mere numbers are hours, as in Azure DevOps, and no seconds, as in Jira.
    all_hours: bool,
    /// Columns of durations, whose mere numbers are days.
    durations: HashSet<usize>,
    /// Columns whose mere numbers are hours.
    hours: HashSet<usize>,
    /// In an export of a tree, how deep the titles of a column stand.
    levels: HashMap<usize, usize>,
    /// Columns that are not read and may say something of a plan.
    pub unused: Vec<usize>,
}

/// A row of an export: its cells, and what those that have words are.
#[derive(Debug, Default)]
pub struct Row {
    /// All cells.
    pub cells: Vec<Cell>,
    /// By field: rank and column of the most and of the least preferred cell.
    ends: [Option<[(usize, usize); 2]>; KNOWN.len()],
    links: Vec<usize>,
    /// Positions in [`Columns::unknown_links`].
    pub unknown_links: Vec<usize>,
}

impl Row {
    /// The column in which a field's words stand, the preferred one where there are several.
    pub fn first(&self, field: Known) -> Option<usize> {
        self.ends[field as usize].map(|[(_, at), _]| at)
    }

    /// The last column in which a field's words stand.
    pub fn last(&self, field: Known) -> Option<usize> {
        self.ends[field as usize].map(|[_, (_, at)]| at)
    }

    /// The cells with words in all columns of these fields.
    pub fn all(&self, fields: &[Known], columns: &Columns) -> impl Iterator<Item = &Cell> {
        let is_one = |role: &Role| matches!(role, Role::Field(field, _) if fields.contains(field));
        let cells = self.cells.iter().zip(&columns.roles);
        let of_fields = cells.filter(move |(_, roles)| roles.iter().any(is_one)).map(|(cell, _)| cell);
        of_fields.filter(|cell| !cell.words.is_empty())
    }

    /// The columns in which links of known types stand.
    pub fn links<'c>(&self, columns: &'c Columns) -> impl Iterator<Item = &'c LinkColumn> {
        self.links.iter().map(|link| &columns.links[*link])
    }
}

impl Columns {
    /// Sorts the columns of a head.
    pub fn of(head: &[String], profile: &Profile) -> Self {
        let mut columns = Self { roles: vec![Vec::new(); head.len()], ..Self::default() };
        let heads: Vec<Head<'_>> = head.iter().map(|words| Head::of(words, profile)).collect();
        let mut called: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, head) in heads.iter().enumerate() {
            called.entry(head.name()).or_default().push(at);
        }
        columns.all_hours = ["work item type", "id"].iter().all(|name| called.contains_key(*name));
        let named =
            |names: &[&str]| names.iter().filter_map(|name| called.get(*name)).flatten().copied().collect();
        (columns.durations, columns.hours) = (named(&DURATIONS), named(&HOURS));
        for (field, names) in &profile.columns {
            // In the order of the profile's names; of one name in the order of the file.
            let at = names.iter().filter_map(|name| called.get(&plain(name))).flatten();
            columns.field(field, at.copied());
        }
        columns.tree(&called, profile);
        let without_type: HashMap<String, &PlainLinks> =
            profile.links.columns.iter().map(|(name, links)| (plain(name), links)).collect();
        let mut unknown = HashMap::new();
        let known: HashSet<String> = profile.unused_columns.iter().map(|name| plain(name)).collect();
        let is_link = |head: &Head<'_>| match head {
            Head::Other { outer, inner: Some(_) } => {
                let (lower, links) = (outer.to_lowercase(), &profile.links);
                links.inward.iter().chain(&links.outward).any(|word| lower.contains(&word.to_lowercase()))
            }
            _ => false,
        };
        for (at, head) in heads.iter().enumerate() {
            let called = head.words();
            match head {
                Head::Custom(_) => {}
                Head::Other { .. } if without_type.contains_key(&called) => {
                    let links = without_type[&called];
                    columns.links(at, &links.kind, links.inward);
                }
                Head::Other { inner: None, .. } => {}
                Head::Other { outer, inner: Some(kind) } => {
                    columns.link(at, outer, kind, profile, &mut unknown);
                }
            }
            if columns.roles[at].is_empty()
                && !called.is_empty()
                && !known.contains(&called)
                && !is_link(head)
            {
                columns.unused.push(at);
            }
        }
        columns
    }

    fn field(&mut self, name: &str, columns: impl Iterator<Item = usize>) {
        let Some((_, field)) = KNOWN.iter().find(|(known, _)| *known == name) else { return };
        for (rank, at) in columns.enumerate() {
            self.first[*field as usize].get_or_insert(at);
            self.roles[at].push(Role::Field(*field, rank));
        }
    }

    /// The columns of an export of a tree: `Title 1`, `Title 2`, each for the titles of one level.
    fn tree(&mut self, called: &HashMap<String, Vec<usize>>, profile: &Profile) {
        if self.first(Known::Title).is_some() {
            return;
        }
        let titles: HashSet<String> =
            profile.columns.get("title").into_iter().flatten().map(|name| plain(name)).collect();
        let level = |name: &str| {
            let (title, level) = name.rsplit_once(' ')?;
            titles.contains(title).then(|| level.parse::<u16>().ok())?
        };
        let mut levels: Vec<(u16, usize)> =
            called.iter().filter_map(|(name, at)| Some((level(name)?, *at.first()?))).collect();
        levels.sort_unstable();
        self.levels = levels.iter().enumerate().map(|(depth, (_, at))| (*at, depth)).collect();
        self.field("title", levels.into_iter().map(|(_, at)| at));
    }

    /// In an export of a tree, how deep an item stands whose title is in a column.
    pub fn depth(&self, at: usize) -> Option<usize> {
        self.levels.get(&at).copied()
    }

    fn links(&mut self, at: usize, kind: &str, is_inward: bool) {
        self.roles[at].push(Role::Link(self.links.len()));
        self.links.push(LinkColumn { at, kind: kind.to_owned(), is_inward });
    }

    /// A column of links whose type stands in parentheses.
    fn link(
        &mut self,
        at: usize,
        outer: &str,
        kind: &str,
        profile: &Profile,
        unknown: &mut HashMap<String, usize>,
    ) {
        let lower = outer.to_lowercase();
        let has = |words: &[String]| words.iter().any(|word| lower.contains(&word.to_lowercase()));
        let known = profile.links.types.keys().find(|known| known.eq_ignore_ascii_case(kind));
        let (is_inward, is_outward) = (has(&profile.links.inward), has(&profile.links.outward));
        if let Some(known) = known.filter(|_| is_inward != is_outward) {
            return self.links(at, known, is_inward);
        }
        let ignored = profile.links.ignored.iter().any(|known| known.eq_ignore_ascii_case(kind));
        if ignored || !(is_inward || is_outward || known.is_some()) {
            return;
        }
        let links = *unknown.entry(kind.to_owned()).or_insert_with(|| {
            let is_known_type = known.is_some();
            self.unknown_links.push(UnknownLinks { kind: kind.to_owned(), at, is_known_type });
            self.unknown_links.len() - 1
        });
        self.roles[at].push(Role::Unknown(links));
    }

    /// Sorts the cells of a row that have words by what their columns are. Takes as long as the row has cells, however
    /// many columns the head has.
    pub fn sort(&self, row: &mut Row) {
        row.ends.fill(None);
        row.links.clear();
        row.unknown_links.clear();
        for (at, (cell, roles)) in row.cells.iter().zip(&self.roles).enumerate() {
            for role in roles.iter().filter(|_| !cell.words.is_empty()) {
                match *role {
                    Role::Field(field, rank) => {
                        let ends = row.ends[field as usize].get_or_insert([(rank, at); 2]);
                        *ends = [ends[0].min((rank, at)), ends[1].max((rank, at))];
                    }
                    Role::Link(link) => row.links.push(link),
                    Role::Unknown(unknown) => row.unknown_links.push(unknown),
                }
            }
        }
    }

    /// Whether any column holds links.
    pub fn has_links(&self) -> bool {
        !self.links.is_empty() || !self.unknown_links.is_empty()
    }

    /// How many columns are known to mean something.
    pub fn known(&self) -> usize {
        self.roles.iter().filter(|roles| !roles.is_empty()).count()
    }

    /// The columns of fields, or those of links where there is no field.
    pub fn holding(&self, fields: &[Known]) -> Vec<usize> {
        let is_one = |role: &Role| match role {
            Role::Field(field, _) => fields.contains(field),
            Role::Link(_) | Role::Unknown(_) => fields.is_empty(),
        };
        (0..self.roles.len()).filter(|at| self.roles[*at].iter().any(is_one)).collect()
    }

    /// The columns of a field, the preferred one first.
    pub fn ranked(&self, field: Known) -> Vec<usize> {
        let rank = |role: &Role| match role {
            Role::Field(known, rank) if *known == field => Some(*rank),
            _ => None,
        };
        let columns = self.roles.iter().enumerate();
        let mut ranked: Vec<(usize, usize)> =
            columns.filter_map(|(at, roles)| Some((roles.iter().find_map(rank)?, at))).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, at)| at).collect()
    }

    /// The links of a column.
    pub fn link_at(&self, at: usize) -> Option<&LinkColumn> {
        self.roles.get(at)?.iter().find_map(|role| match role {
            Role::Link(link) => self.links.get(*link),
            _ => None,
        })
    }

    /// Whether lengths in a column that are mere numbers are days.
    pub fn counts_days(&self, at: usize) -> bool {
        self.durations.contains(&at)
    }

    /// Whether lengths in a column that are mere numbers are hours.
    pub fn counts_hours(&self, at: usize) -> bool {
        self.all_hours || self.hours.contains(&at)
    }

    /// The preferred column of a field.
    pub fn first(&self, field: Known) -> Option<usize> {
        self.first[field as usize]
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

    /// All its words.
    fn words(&self) -> String {
        match self {
            Self::Custom(inner) | Self::Other { outer: inner, inner: None } => plain(inner),
            Self::Other { outer, inner: Some(inner) } => plain(&format!("{outer} ({inner})")),
        }
    }

    /// The name under which a profile may call the column.
    fn name(&self) -> String {
        match self {
            Self::Custom(inner) => format!("custom:{}", plain(inner)),
            Self::Other { .. } => self.words(),
        }
    }
}

/// The name of a custom field, where a head is that of one.
pub fn custom<'a>(words: &'a str, profile: &Profile) -> Option<&'a str> {
    match Head::of(words, profile) {
        Head::Custom(name) => Some(name),
        Head::Other { .. } => None,
    }
}

/// Words of a head in lower case, with plain apostrophes and spaces: `due_date` is `due date`.
pub fn plain(words: &str) -> String {
    let mark = |c: char| match c {
        '’' => '\'',
        '_' => ' ',
        c => c,
    };
    let lower = |words: &str| words.trim().to_lowercase().chars().map(mark).collect::<String>();
    match words.strip_prefix("custom:") {
        Some(rest) => format!("custom:{}", lower(rest)),
        None => lower(words),
    }
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
        assert_eq!(columns.first(Known::Status), None);
        assert_eq!(columns.first(Known::Points), Some(4));
        let cell = |words: &str| Cell { words: words.into(), span: 0..0 };
        let mut row = Row { cells: ["x", "A-1", "one", "two", ""].map(cell).into(), ..Row::default() };
        columns.sort(&mut row);
        assert_eq!(row.links(&columns).count(), 0);
        assert_eq!((row.first(Known::Sprint), row.last(Known::Sprint)), (Some(2), Some(3)));
        assert_eq!(row.first(Known::Points), None);
    }

    #[test]
    fn every_field_that_a_profile_may_name_is_known() {
        let profile = Profile::built_in("tracker").unwrap();
        let mut known = KNOWN.map(|(name, _)| name);
        known.sort_unstable();
        assert_eq!(profile.columns.keys().map(String::as_str).collect::<Vec<_>>(), known);
        assert!(KNOWN.iter().enumerate().all(|(at, (_, field))| *field as usize == at));
    }
}
