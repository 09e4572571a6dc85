//! Trees of teams and people: what is a team, what is a person, and what only holds them.

mod catalogue;

use std::ops::Range;

use plan::facts::{Person, Team};

use super::{
    super::{Found, outline::section::week},
    in_profile, is_key,
    names::{person, split, split_people},
    seats::leads_by_role,
    take_in,
};
use crate::{
    Problem,
    formats::tree::{Shape, Tree, fits_key},
    profile::Profile,
    text::Text,
};

/// Most pieces of work that a team does at a time.
pub(super) const MOST_LANES: u32 = 1000;

/// Fields whose names are heads of tables alone.
const OF_TABLES: [&str; 2] = ["name_column", "team_column"];

/// Keys of which nothing was read are named up to this many.
const MOST_UNREAD: usize = 8;

/// What an entry describes.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Team,
    Person,
}

/// Reads a tree of TOML or YAML.
pub fn read(text: &Text, tree: &Tree, profile: &Profile) -> Found {
    let mut reader = Reader { text, profile, unread: Vec::new(), kinds: Vec::new(), found: Found::default() };
    reader.root(tree, true);
    reader.found.is_directory = reader.found.rows > 0;
    reader.say_unread();
    if reader.found.rows == 0 && reader.found.problems.is_empty() {
        let hint = "docs/people.md shows how a directory of people is written";
        reader.problem(tree.span.start..tree.span.start, "", "no person and no team was found here", hint);
    }
    reader.found
}

struct Reader<'a> {
    text: &'a Text,
    profile: &'a Profile,
    /// Keys of which nothing was read, each once, with the place of the first.
    unread: Vec<(String, Range<usize>)>,
    /// Kinds of entries of a catalogue that are neither people nor teams, likewise.
    kinds: Vec<(String, Range<usize>)>,
    found: Found,
}

/// Fields that hold people of a team.
const PLACES: [&str; 3] = ["team_leads", "team_members", "maintainers"];

impl<'a> Reader<'a> {
    fn problem(&mut self, span: Range<usize>, field: &str, fact: impl Into<String>, hint: &str) {
        self.found.problems.push(Problem::new(self.text.place(span, field), fact).hint(hint));
    }

    fn is_key(&self, field: &str, key: &str) -> bool {
        is_key(self.profile, field, key)
    }

    /// The first value under one of a field's keys.
    fn get<'t>(&self, tree: &'t Tree, field: &str) -> Option<&'t Tree> {
        self.all(tree, field).next()
    }

    /// Every value under one of a field's keys, in the order of the file.
    fn all<'t>(&self, tree: &'t Tree, field: &str) -> impl Iterator<Item = &'t Tree> + use<'a, 't> {
        let (profile, field) = (self.profile, field.to_owned());
        tree.entries().iter().filter(move |(key, _)| is_key(profile, &field, key)).map(|(_, value)| value)
    }

    fn root(&mut self, tree: &Tree, is_top: bool) {
        match &tree.shape {
            Shape::List(entries) => {
                let beside = self.beside(entries.iter());
                for entry in entries {
                    match entry.is_map() {
                        // Several documents of YAML stand in a list.
                        false if is_top && matches!(entry.shape, Shape::List(_)) => self.root(entry, true),
                        false if entry.shape == Shape::Nothing => {}
                        true => self.unsorted(entry, None, beside, is_top),
                        false if is_top => {
                            self.no_entry(entry, "name = \"Dana Ortiz\", or “- name: Dana Ortiz” in YAML")
                        }
                        false => {}
                    }
                }
            }
            Shape::Map(_) if self.catalogued(tree) => {}
            Shape::Map(_) if self.is_division(tree) && (!is_top || self.get(tree, "name").is_some()) => {
                self.division(tree);
            }
            Shape::Map(_) if self.get(tree, "name").is_some_and(|name| name.words().is_some()) => {
                self.entry(tree, self.sort_of(tree).unwrap_or(Sort::Person), None)
            }
            Shape::Map(entries) => {
                let beside = self.beside(entries.iter().map(|(_, value)| value));
                for (key, value) in entries {
                    let before = (self.found.rows, self.found.problems.len());
                    match (&value.shape, key) {
                        (_, key) if self.is_key("teams", key) => self.entries(value, Sort::Team),
                        (_, key) if self.is_key("people", key) => self.entries(value, Sort::Person),
                        (Shape::List(_), _) => self.root(value, false),
                        (Shape::Map(_), key) => self.unsorted(value, Some(key), beside, is_top),
                        _ => {}
                    }
                    if is_top && before == (self.found.rows, self.found.problems.len()) {
                        self.leave(key, value);
                    }
                }
            }
            Shape::Words(_) | Shape::Nothing => {}
        }
    }

    /// A map under no word for teams or people: it holds them, or it is one.
    fn unsorted(&mut self, tree: &Tree, key: Option<&str>, beside: Option<Sort>, is_top: bool) {
        if self.catalogued(tree) {
            return;
        }
        let sort = self.sort_of(tree).or(beside);
        let is_named = ["name", "team_name"]
            .iter()
            .any(|field| self.get(tree, field).is_some_and(|name| name.words().is_some()));
        // In a list of people a name is enough; elsewhere something must speak for a team or a person.
        let is_listed = is_top && key.is_none() && self.get(tree, "name").is_some();
        let is_entry = is_listed || self.is_described(tree) || (is_named && sort.is_some());
        match is_entry {
            _ if self.is_division(tree) => self.division(tree),
            true => self.entry(tree, sort.unwrap_or(Sort::Person), key),
            false if tree.entries().iter().any(|(_, inner)| holds_maps(inner) || inner.is_map()) => {
                self.root(tree, false)
            }
            false => {}
        }
    }

    /// Whether a map only holds teams: a stage, a department. Whoever leads it leads those who lead the teams.
    fn is_division(&self, tree: &Tree) -> bool {
        self.all(tree, "teams").any(holds_maps) && !self.is_person(tree)
    }

    fn division(&mut self, tree: &Tree) {
        for (key, value) in tree.entries() {
            match key {
                key if self.is_key("teams", key) => self.entries(value, Sort::Team),
                key if self.is_key("people", key) && holds_maps(value) => self.entries(value, Sort::Person),
                _ if holds_maps(value) => self.root(value, false),
                _ => {}
            }
        }
    }

    /// What stands under `teams` or `people`: a list, or entries keyed by name: `payments: { leads: [...] }`.
    fn entries(&mut self, tree: &Tree, sort: Sort) {
        match &tree.shape {
            Shape::List(entries) => entries.iter().for_each(|entry| self.entry(entry, sort, None)),
            Shape::Map(entries) => {
                for (name, entry) in entries {
                    match entry.is_map() {
                        true => self.entry(entry, sort, Some(name)),
                        false => self.no_entry(
                            entry,
                            &format!(
                                "{name} = {{ leads = [\"NAME\"] }}, or “{name}: {{ leads: [NAME] }}” in YAML"
                            ),
                        ),
                    }
                }
            }
            Shape::Words(_) => self.no_entry(tree, "[[team]] with name = \"Payments\" below it"),
            Shape::Nothing => {}
        }
    }

    fn no_entry(&mut self, tree: &Tree, hint: &str) {
        let span = self.first_line(tree);
        self.problem(span, "", "this says nothing of a team or a person that is understood", hint);
    }

    /// The first line of a value.
    fn first_line(&self, tree: &Tree) -> Range<usize> {
        let span = &tree.span;
        span.start..span.end.min(self.text.line_of(span.start).end.max(span.start))
    }

    /// Whether anything in a map is said of a team or a person.
    fn is_described(&self, tree: &Tree) -> bool {
        let fields = ["aliases", "leads", "boss", "member_of", "team_leads"];
        let has_seats = || self.all(tree, "people").any(|people| self.is_seats(people));
        fields.iter().any(|field| self.get(tree, field).is_some()) || has_seats()
    }

    /// Whether leaders or members stand in a map of their own: `[people] leads = [...]`.
    fn is_seats(&self, tree: &Tree) -> bool {
        ["team_leads", "team_members"].iter().any(|field| self.get(tree, field).is_some())
    }

    /// Whether something is said that is said of nobody but a person.
    fn is_person(&self, tree: &Tree) -> bool {
        self.all(tree, "only_people").any(|value| value.words().is_some())
    }

    /// What an entry without a heading over it is, where its keys tell: a person has a boss, a handle or an address; a
    /// team has members or one that leads.
    fn sort_of(&self, tree: &Tree) -> Option<Sort> {
        if self.is_person(tree) {
            return Some(Sort::Person);
        }
        let of_team = |key: &str| ["team_leads", "team_members", "lanes"].iter().any(|f| self.is_key(f, key));
        let of_person = |key: &str| ["leads", "boss", "member_of"].iter().any(|f| self.is_key(f, key));
        let is_team = tree.entries().iter().any(|(key, _)| of_team(key) && !of_person(key));
        let has_seats = || tree.entries().iter().any(|(_, value)| self.is_seats(value));
        (is_team || has_seats()).then_some(Sort::Team)
    }

    /// What entries are that do not tell it themselves: teams, where teams stand beside them and nobody else does.
    fn beside<'t>(&self, entries: impl Iterator<Item = &'t Tree>) -> Option<Sort> {
        let sorts: Vec<Sort> =
            entries.filter(|entry| entry.is_map()).filter_map(|entry| self.sort_of(entry)).collect();
        let first = *sorts.first()?;
        sorts.iter().all(|sort| *sort == first).then_some(first)
    }

    fn entry(&mut self, tree: &Tree, sort: Sort, key: Option<&str>) {
        let named = |field: &str| self.get(tree, field).filter(|name| name.words().is_some());
        let name_tree = named("name").or_else(|| named("team_name").filter(|_| sort == Sort::Team));
        let name =
            name_tree.and_then(Tree::words).or(tree.words()).or(key).unwrap_or_default().trim().to_owned();
        let span = self.first_line(name_tree.unwrap_or(tree));
        if name.is_empty() {
            let hint = "name = \"Dana Ortiz\", or “name: Dana Ortiz” in YAML";
            return self.problem(span, "name", "an entry without a name is not read", hint);
        }
        self.found.rows += 1;
        self.check_keys(tree);
        let place = self.text.place(span, "name");
        // A key of its own is another way to mean the entry, where a name stands beside it.
        let own_key = key.filter(|_| name_tree.is_some()).map(str::to_owned);
        let keys = own_key.into_iter().chain(self.list(tree, "keys")).collect();
        let aliases = self.list(tree, "aliases");
        match sort {
            Sort::Team => {
                self.team(tree, Team { name, aliases: [aliases, keys].concat(), place, ..Team::default() })
            }
            Sort::Person => {
                let (mut leads, member_of) = (self.list(tree, "leads"), self.list(tree, "member_of"));
                let role = self.get(tree, "role").and_then(Tree::words).unwrap_or_default();
                if leads_by_role(role, self.profile) {
                    leads.extend(
                        member_of.iter().filter(|team| !leads.contains(team)).cloned().collect::<Vec<_>>(),
                    );
                }
                let boss = self.list(tree, "boss").into_iter().next();
                let found = Person { name, aliases, keys, leads, member_of, boss, place };
                take_in(&mut self.found.facts, found, self.profile);
            }
        }
    }

    fn team(&mut self, tree: &Tree, mut team: Team) {
        // Leaders may stand under a key of their own: `[people] leads = [...]`.
        let inner = tree
            .entries()
            .iter()
            .map(|(_, value)| value)
            .find(|value| value.is_map() && self.get(value, "team_leads").is_some());
        let words = &self.profile.words;
        for seats in [Some(tree), inner].into_iter().flatten() {
            let leads = self.list(seats, "team_leads");
            for lead in leads.iter().filter_map(|lead| person(lead, words)) {
                let known = team.leads.iter().position(|known| *known == lead.name);
                match (lead.is_acting, known) {
                    (true, None) => team.acting.push(lead.name.clone()),
                    (false, _) => team.acting.retain(|acting| *acting != lead.name),
                    _ => {}
                }
                if known.is_none() {
                    team.leads.push(lead.name);
                }
            }
            let members = self.list(seats, "team_members");
            team.members.extend(members.iter().filter_map(|member| Some(person(member, words)?.name)));
        }
        let maintainers = self.list(tree, "maintainers");
        let maintainers = maintainers.iter().filter_map(|name| Some(person(name, &self.profile.words)?.name));
        match team.leads.is_empty() {
            true => team.leads.extend(maintainers),
            false => team.members.extend(maintainers),
        }
        team.lanes = self.get(tree, "lanes").and_then(|lanes| self.lanes(lanes));
        if let Some(days) = self.get(tree, "week") {
            team.week = days.words().and_then(week);
            if team.week.is_none() {
                let span = self.first_line(days);
                self.problem(span, "works", "these are no days of the week", "works = \"Sun-Thu\"");
            }
        }
        self.found.facts.teams.push(team);
        let below: Vec<&Tree> = self.all(tree, "teams").filter(|teams| holds_maps(teams)).collect();
        below.into_iter().for_each(|teams| self.entries(teams, Sort::Team));
    }

    fn lanes(&mut self, tree: &Tree) -> Option<u32> {
        let lanes = tree
            .words()
            .and_then(|words| words.parse().ok())
            .filter(|lanes| (1..=MOST_LANES).contains(lanes));
        if lanes.is_none() {
            let span = self.first_line(tree);
            self.problem(span, "lanes", "this is no number of lanes from 1 to 1000", "lanes = 3");
        }
        lanes
    }

    /// Names under every key of a field, each once: words, a list of words, or a list of maps with a name each.
    fn list(&mut self, tree: &Tree, field: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for tree in self.all(tree, field).collect::<Vec<&Tree>>() {
            for name in self.names_under(tree, field) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }

    fn names_under(&mut self, tree: &Tree, field: &str) -> Vec<String> {
        match (&tree.shape, field) {
            (Shape::Words(words), "boss" | "keys") => vec![words.trim().to_owned()],
            (Shape::Words(words), "team_leads" | "team_members" | "maintainers") => {
                split_people(words).collect()
            }
            (Shape::Words(words), _) => split(words).collect(),
            (Shape::List(trees), "aliases" | "keys") => {
                trees.iter().filter_map(Tree::words).map(|words| words.trim().to_owned()).collect()
            }
            (Shape::List(trees), _) => trees.iter().filter_map(|tree| self.name_in(tree, field)).collect(),
            // Handles may stand in a map of their own: `slack: { channel: ... }`.
            (Shape::Map(_), "aliases" | "keys") | (Shape::Nothing, _) => Vec::new(),
            (Shape::Map(_), _) => self.name_in(tree, field).into_iter().collect(),
        }
    }

    /// A name in a list: words, or a map with a name or a handle. A handle beside a name is another way to mean it.
    fn name_in(&mut self, tree: &Tree, field: &str) -> Option<String> {
        if let Some(name) = self.get(tree, "name").and_then(Tree::words).filter(|_| PLACES.contains(&field)) {
            let aliases = self.list(tree, "aliases");
            if let Some(read) = person(name, &self.profile.words).filter(|_| !aliases.is_empty()) {
                let place = self.text.place(self.first_line(tree), "name");
                self.found.facts.people.push(Person { name: read.name, aliases, place, ..Person::default() });
            }
        }
        let named = || {
            self.get(tree, "name").filter(|name| name.words().is_some()).or_else(|| self.get(tree, "aliases"))
        };
        let words = tree.words().or_else(|| named()?.words()).map(|words| words.trim().to_owned());
        if words.is_none() && tree.shape != Shape::Nothing {
            let span = self.first_line(tree);
            self.problem(span, field, "no name stands here", "a name in quotes, as in [\"Dana Ortiz\"]");
        }
        words.filter(|name| !name.is_empty())
    }

    /// Notes a key of which nothing was read, where anything is listed under it.
    fn leave(&mut self, key: &str, value: &Tree) {
        let is_empty = match &value.shape {
            Shape::List(entries) => entries.is_empty(),
            Shape::Map(entries) => entries.is_empty(),
            Shape::Words(_) | Shape::Nothing => true,
        };
        if !is_empty && !self.unread.iter().any(|(known, _)| known == key) {
            let span = self.key_span(key, value);
            self.unread.push((key.to_owned(), span));
        }
    }

    /// Says once of which keys and kinds nothing was read, where something else was.
    fn say_unread(&mut self) {
        let named = |unread: &[(String, Range<usize>)]| {
            let few = unread.iter().take(MOST_UNREAD).map(|(key, _)| format!("“{key}”"));
            let more = unread.len().saturating_sub(MOST_UNREAD);
            few.collect::<Vec<_>>().join(", ")
                + &if more == 0 { String::new() } else { format!(" and {more} more") }
        };
        if let Some((_, span)) = self.kinds.first().cloned() {
            let fact = format!("entries of kind {} were not read; users and groups are", named(&self.kinds));
            self.problem(span, "kind", fact, "docs/people.md says what of a catalogue is read");
        }
        if self.found.rows == 0 {
            return;
        }
        if let Some((key, span)) = self.unread.first().cloned() {
            let fact = format!("nothing was read under {}", named(&self.unread));
            let hint = format!(
                "where people stand under it, in a profile: {}",
                in_profile(&format!("team_leads = [{key:?}], or team_members"))
            );
            self.problem(span, &key, fact, &hint);
        }
    }

    /// Where a key stands, before its value.
    fn key_span(&self, key: &str, value: &Tree) -> Range<usize> {
        let from = self.text.body.floor_char_boundary(value.span.start.saturating_sub(key.len() + 80));
        match self.text.slice(from..value.span.start).rfind(key) {
            Some(at) => from + at..from + at + key.len(),
            None => self.first_line(value),
        }
    }

    /// Says which keys of an entry are nearly those that are known.
    fn check_keys(&mut self, tree: &Tree) {
        for (key, value) in tree.entries() {
            let known = || {
                let fields =
                    self.profile.keys.iter().filter(|(field, _)| !OF_TABLES.contains(&field.as_str()));
                fields.flat_map(|(_, keys)| keys)
            };
            if known().any(|name| fits_key(name, key)) {
                continue;
            }
            let meant = known().filter(|known| !known.starts_with('*')).find(|known| is_slip(key, known));
            let Some(meant) = meant.cloned() else { continue };
            let span = self.key_span(key, value);
            self.problem(
                span,
                key,
                format!("“{key}” is no key that is known; it was not read"),
                &format!("is “{meant}” meant?"),
            );
        }
    }
}

/// Whether maps stand in a list or in a map.
fn holds_maps(tree: &Tree) -> bool {
    match &tree.shape {
        Shape::List(entries) => entries.iter().any(Tree::is_map),
        Shape::Map(entries) => entries.iter().any(|(_, value)| value.is_map()),
        Shape::Words(_) | Shape::Nothing => false,
    }
}

/// Whether a key is a known one but for one letter too many, too few or another, or two that changed places.
fn is_slip(key: &str, known: &str) -> bool {
    let letters =
        |key: &str| key.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>();
    let (key, known) = (letters(key), letters(known));
    if key == known || known.len() < 4 || key.len().abs_diff(known.len()) > 1 {
        return false;
    }
    let same = key.iter().zip(&known).take_while(|(a, b)| a == b).count();
    let (key, known) = (&key[same..], &known[same..]);
    match (key, known) {
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([a, b, rest @ ..], [c, d, other @ ..]) if a == d && b == c && rest == other => true,
        ([_, rest @ ..], known) if rest == known => true,
        (key, [_, rest @ ..]) => key == rest,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
