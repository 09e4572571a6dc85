//! Directories of people: teams and who leads them, in TOML, YAML or CSV.

use plan::facts::{Person, Team};

use super::{
    Found,
    outline::section::{is_nobody, week},
};
use crate::{
    Problem,
    formats::{
        csv::Rows,
        tree::{Shape, Tree, same_key},
    },
    profile::Profile,
    text::Text,
};

/// Most pieces of work that a team does at a time.
const MOST_LANES: u32 = 1000;

/// Reads a tree of TOML or YAML.
pub fn read_tree(text: &Text, tree: &Tree, profile: &Profile) -> Found {
    let mut reader = Reader { text, profile, found: Found::default() };
    reader.root(tree);
    if reader.found.rows == 0 {
        let place = text.place(tree.span.start..tree.span.start, "");
        let problem = Problem::new(place, "no person and no team was found here");
        reader.found.problems.push(problem.hint("docs/people.md shows how a directory of people is written"));
    }
    reader.found
}

/// Whether the head of a table is that of a directory of people.
pub fn fits_csv(head: &[String], profile: &Profile) -> bool {
    let has = |field: &str| head.iter().any(|cell| is_key(profile, field, cell));
    has("name") && (has("leads") || has("boss") || has("member_of"))
}

/// Reads rows of people.
pub fn read_csv(text: &Text, profile: &Profile) -> Found {
    let mut reader = Reader { text, profile, found: Found::default() };
    let mut rows = Rows::of(text);
    let Some(head) = rows.next() else { return reader.found };
    let column = |field: &str| head.iter().position(|cell| is_key(profile, field, &cell.words));
    let (name, aliases, leads) = (column("name"), column("aliases"), column("leads"));
    let (boss, member_of) = (column("boss"), column("member_of").filter(|at| Some(*at) != column("leads")));
    for row in rows {
        let words = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", |cell| cell.words.as_str());
        let list = |at: Option<usize>| split(words(at)).collect::<Vec<String>>();
        if row.iter().all(|cell| cell.words.is_empty()) {
            continue;
        }
        reader.found.rows += 1;
        let span = row.first().map_or(0..0, |cell| cell.span.clone());
        if words(name).is_empty() {
            reader.problem(text.line_of(span.start), "", "this row names nobody");
            continue;
        }
        reader.found.facts.people.push(Person {
            name: words(name).to_owned(),
            aliases: list(aliases),
            leads: list(leads).into_iter().filter(|team| !is_nobody(team)).collect(),
            member_of: list(member_of),
            boss: Some(words(boss).to_owned()).filter(|boss| !boss.is_empty()),
            place: text.place(span, "name"),
        });
    }
    reader.found
}

fn is_key(profile: &Profile, field: &str, key: &str) -> bool {
    profile.keys.get(field).is_some_and(|keys| keys.iter().any(|known| same_key(known, key)))
}

/// Several names in one cell.
fn split(words: &str) -> impl Iterator<Item = String> {
    words.split([';', ',', '\n', '|']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty())
}

struct Reader<'a> {
    text: &'a Text,
    profile: &'a Profile,
    found: Found,
}

/// What an entry describes.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Team,
    Person,
}

impl Reader<'_> {
    fn problem(&mut self, span: std::ops::Range<usize>, field: &str, fact: &str) {
        self.found.problems.push(Problem::new(self.text.place(span, field), fact));
    }

    fn keys(&self, field: &str) -> &[String] {
        self.profile.keys.get(field).map(Vec::as_slice).unwrap_or_default()
    }

    fn root(&mut self, tree: &Tree) {
        if let Shape::List(entries) = &tree.shape {
            for entry in entries.iter().filter(|entry| entry.is_map()) {
                match entry.get(self.keys("name")) {
                    Some(_) => self.entry(entry, sort_of(entry), None),
                    None => self.root(entry),
                }
            }
            return;
        }
        let has_name = tree.get(self.keys("name")).is_some_and(|name| name.words().is_some());
        if has_name {
            return self.entry(tree, sort_of(tree), None);
        }
        for (key, value) in tree.entries() {
            let sort = match key {
                key if is_key(self.profile, "teams", key) => Some(Sort::Team),
                key if is_key(self.profile, "people", key) => Some(Sort::Person),
                _ => None,
            };
            match (&value.shape, sort) {
                (Shape::List(entries), Some(sort)) => {
                    entries.iter().for_each(|entry| self.entry(entry, sort, None))
                }
                (Shape::List(_), None) => self.root(value),
                // Keyed by name: `payments: { leads: [...] }`.
                (Shape::Map(entries), Some(sort)) => {
                    entries
                        .iter()
                        .filter(|(_, entry)| entry.is_map())
                        .for_each(|(name, entry)| self.entry(entry, sort, Some(name)));
                }
                (Shape::Map(_), None) if value.entries().iter().any(|(_, inner)| inner.is_map()) => {
                    self.root(value)
                }
                (Shape::Map(_), None) if self.is_described(value) => {
                    self.entry(value, sort_of(value), Some(key))
                }
                _ => {}
            }
        }
    }

    /// Whether anything in a map is said of a team or a person.
    fn is_described(&self, tree: &Tree) -> bool {
        ["aliases", "leads", "boss", "member_of", "team_leads"]
            .iter()
            .any(|field| tree.get(self.keys(field)).is_some())
    }

    fn entry(&mut self, tree: &Tree, sort: Sort, key: Option<&str>) {
        let name_tree = tree.get(self.keys("name")).filter(|name| name.words().is_some());
        let name =
            name_tree.and_then(Tree::words).or(tree.words()).or(key).unwrap_or_default().trim().to_owned();
        let span = name_tree.map_or(tree.span.clone(), |name| name.span.clone());
        let span = span.start..span.end.min(self.text.line_of(span.start).end.max(span.start));
        if name.is_empty() {
            return self.problem(span, "name", "an entry without a name is not read");
        }
        self.found.rows += 1;
        let place = self.text.place(span, "name");
        match sort {
            Sort::Team => {
                let team = self.team(tree, name, place);
                self.found.facts.teams.push(team);
            }
            Sort::Person => {
                let person = Person {
                    name,
                    aliases: self.list(tree, "aliases"),
                    leads: self.list(tree, "leads").into_iter().filter(|team| !is_nobody(team)).collect(),
                    member_of: self.list(tree, "member_of"),
                    boss: tree.get(self.keys("boss")).and_then(Tree::words).map(str::to_owned),
                    place,
                };
                self.found.facts.people.push(person);
            }
        }
    }

    fn team(&mut self, tree: &Tree, name: String, place: plan::place::Place) -> Team {
        // Leaders may stand under a key of their own: `[people] leads = [...]`.
        let inner = tree
            .entries()
            .iter()
            .map(|(_, value)| value)
            .find(|value| value.is_map() && value.get(self.keys("team_leads")).is_some());
        let seats = inner.unwrap_or(tree);
        let leads = self.list(seats, "team_leads").into_iter().filter(|lead| !is_nobody(lead)).collect();
        let lanes = tree.get(self.keys("lanes")).and_then(|lanes| self.lanes(lanes));
        let days = tree.get(self.keys("week"));
        let week = days.and_then(Tree::words).and_then(week);
        if let (Some(days), None) = (days, week) {
            self.problem(days.span.clone(), "works", "these are no days of the week");
        }
        Team {
            name,
            aliases: self.list(tree, "aliases"),
            leads,
            members: self.list(seats, "team_members"),
            lanes,
            week,
            place,
        }
    }

    fn lanes(&mut self, tree: &Tree) -> Option<u32> {
        let lanes = tree
            .words()
            .and_then(|words| words.parse().ok())
            .filter(|lanes| (1..=MOST_LANES).contains(lanes));
        if lanes.is_none() {
            self.problem(tree.span.clone(), "lanes", "this is no number of lanes from 1 to 1000");
        }
        lanes
    }

    /// Names under a key: words, a list of words, or a list of maps with a name each.
    fn list(&self, tree: &Tree, field: &str) -> Vec<String> {
        let Some(tree) = tree.get(self.keys(field)) else { return Vec::new() };
        let one = |tree: &Tree| {
            let named = || tree.get(self.keys("aliases")).or_else(|| tree.get(self.keys("name")));
            tree.words().or_else(|| named()?.words()).map(|words| words.trim().to_owned())
        };
        match &tree.shape {
            Shape::Words(words) => split(words).collect(),
            Shape::List(trees) => trees.iter().filter_map(one).filter(|name| !name.is_empty()).collect(),
            Shape::Map(_) | Shape::Nothing => Vec::new(),
        }
    }
}

/// Whether an entry without a heading over it is a team: something in it, or in a map within it, names members or one
/// that leads; a person has a boss, a handle or an address.
fn sort_of(tree: &Tree) -> Sort {
    let has = |tree: &Tree, keys: &[&str]| {
        tree.entries().iter().any(|(key, _)| keys.iter().any(|known| same_key(known, key)))
    };
    let said = |keys: &[&str]| {
        tree.entries()
            .iter()
            .any(|(key, value)| value.words().is_some() && keys.iter().any(|known| same_key(known, key)))
    };
    let is_person = said(&["boss", "reports_to", "github", "email", "username", "handle", "login", "role"]);
    let within = tree.entries().iter().any(|(_, value)| has(value, &["leads", "lead", "members"]));
    let is_team = within
        || has(tree, &["members", "lead", "leader", "leaders", "managers", "engineering_manager", "lanes"]);
    if is_team && !is_person { Sort::Team } else { Sort::Person }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tree;

    fn read(body: &str, is_yaml: bool) -> Found {
        let text = Text::of(0, "people", body.into());
        let tree = if is_yaml { tree::yaml(&text) } else { tree::toml(&text) }.unwrap();
        read_tree(&text, &tree, &Profile::built_in("people").unwrap())
    }

    #[test]
    fn teams_and_people_in_toml() {
        let found = read(
            "[[team]]\nname = \"Payments\"\naliases = [\"PAY\"]\nleads = [\"Dana\", \"Per\"]\nlanes = 2\n[[person]]\nname = \"Dana\"\nboss = \"Ines\"\nleads = [\"Ledger\"]\n",
            false,
        );
        assert_eq!(found.facts.teams[0].leads, ["Dana", "Per"]);
        assert_eq!(found.facts.teams[0].lanes, Some(2));
        assert_eq!(found.facts.people[0].boss.as_deref(), Some("Ines"));
        assert_eq!(found.facts.people[0].leads, ["Ledger"]);
        assert_eq!(found.problems, []);
    }

    #[test]
    fn one_team_a_file_with_its_seats_under_a_key() {
        let found = read(
            "name = \"cargo\"\n[people]\nleads = [\"a\", \"b\"]\nmembers = [\"a\", { github = \"c\", roles = [] }]\n[[github]]\norgs = [\"x\"]\n",
            false,
        );
        assert_eq!(found.facts.teams[0].leads, ["a", "b"]);
        assert_eq!(found.facts.teams[0].members, ["a", "c"]);
        let found = read("name = \"David Wood\"\ngithub = \"davidtwco\"\n", false);
        assert_eq!(found.facts.people[0].aliases, ["davidtwco"]);
    }

    #[test]
    fn people_in_yaml_as_a_list_or_keyed_by_name() {
        let found = read(
            "- name: Dana\n  leads: [Payments]\n  reports_to: Ines\n- name: Per\n  leads: Ledger; Tax\n",
            true,
        );
        assert_eq!(found.facts.people[1].leads, ["Ledger", "Tax"]);
        let found = read("teams:\n  payments:\n    lead: Dana\n  search:\n    lead: nobody\n", true);
        assert_eq!(found.facts.teams[0].leads, ["Dana"]);
        assert_eq!(found.facts.teams[1].leads, Vec::<String>::new());
    }

    #[test]
    fn people_in_a_table() {
        let text = Text::of(
            0,
            "people.csv",
            "Person,Aliases,Teams led,Boss\nDana Ortiz,dana;@dortiz,Payments; Ledger,Ines\n,,,\n,x,,\n"
                .into(),
        );
        let profile = Profile::built_in("people").unwrap();
        assert!(fits_csv(&["Person".into(), "Teams led".into()], &profile));
        let found = read_csv(&text, &profile);
        assert_eq!(found.facts.people[0].leads, ["Payments", "Ledger"]);
        assert_eq!(found.facts.people[0].aliases, ["dana", "@dortiz"]);
        assert_eq!(found.problems[0].fact, "this row names nobody");
        assert_eq!(found.problems[0].place.line, 4);
    }

    #[test]
    fn a_file_without_people_is_said() {
        assert_eq!(read("x = 1\n", false).problems[0].fact, "no person and no team was found here");
    }
}
