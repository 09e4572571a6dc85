//! Directories of people: teams and who leads them, in TOML, YAML or CSV.

use plan::facts::{Person, Team};

use super::{
    Found,
    outline::section::{is_nobody, week},
};
use crate::{
    Problem,
    formats::{
        csv::{Cell, Rows},
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
    reader.root(tree, true);
    if reader.found.rows == 0 && reader.found.problems.is_empty() {
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
    let columns = |field: &str| -> Vec<usize> {
        let at = head.iter().enumerate().filter(|(_, cell)| is_key(profile, field, &cell.words));
        at.map(|(at, _)| at).collect()
    };
    let leads = columns("leads");
    let columns = Columns {
        name: columns("name").first().copied(),
        aliases: columns("aliases"),
        boss: columns("boss").first().copied(),
        member_of: columns("member_of").into_iter().filter(|at| !leads.contains(at)).collect(),
        leads,
        width: head.len(),
    };
    if columns.leads.is_empty() && columns.member_of.is_empty() {
        let line = text.trim(text.line_of(head.first().map_or(0, |cell| cell.span.start)));
        let fact = "no column of this directory says which teams anybody leads or works in";
        reader.problem(line, "", fact, "call it “Teams led” or “Team”, or name it in a profile under [keys]");
    }
    let mut last = head.last().cloned();
    for row in rows.by_ref() {
        reader.row(&row, &columns);
        last = row.last().cloned();
    }
    reader.found.problems.extend(last.and_then(|last| rows.unclosed(&last)));
    if reader.found.rows == 0 && reader.found.problems.is_empty() {
        let line = text.trim(text.line_of(head.first().map_or(0, |cell| cell.span.start)));
        reader.problem(
            line,
            "",
            "nobody stands below this head",
            "one row a person, beginning with the name",
        );
    }
    reader.found
}

/// Which columns of a table of people hold what.
struct Columns {
    name: Option<usize>,
    aliases: Vec<usize>,
    leads: Vec<usize>,
    boss: Option<usize>,
    member_of: Vec<usize>,
    width: usize,
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
    fn problem(&mut self, span: std::ops::Range<usize>, field: &str, fact: impl Into<String>, hint: &str) {
        self.found.problems.push(Problem::new(self.text.place(span, field), fact).hint(hint));
    }

    /// A row of a table: a person.
    fn row(&mut self, row: &[Cell], columns: &Columns) {
        if row.iter().all(|cell| cell.words.is_empty()) {
            return;
        }
        self.found.rows += 1;
        let words = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", |cell| cell.words.as_str());
        let list = |at: &[usize]| {
            at.iter()
                .take_while(|at| **at < row.len())
                .flat_map(|at| split(words(Some(*at))))
                .collect::<Vec<String>>()
        };
        if let Some(beyond) = row.iter().skip(columns.width).find(|cell| !cell.words.is_empty()) {
            let (cells, width) = (row.len(), columns.width);
            let fact =
                format!("this row has {cells} cells and the head {width}; what stands beyond was not read");
            self.problem(beyond.span.clone(), "", fact, "a comma within a cell needs quotes round the cell");
        }
        let span =
            columns.name.and_then(|at| row.get(at)).or(row.first()).map_or(0..0, |cell| cell.span.clone());
        if words(columns.name).is_empty() {
            let line = self.text.line_of(row.first().map_or(0, |cell| cell.span.start));
            return self.problem(
                line,
                "name",
                "this row names nobody",
                "every row begins with a name, as in Dana Ortiz",
            );
        }
        self.found.facts.people.push(Person {
            name: words(columns.name).to_owned(),
            aliases: list(&columns.aliases),
            leads: list(&columns.leads).into_iter().filter(|team| !is_nobody(team)).collect(),
            member_of: list(&columns.member_of),
            boss: Some(words(columns.boss).to_owned()).filter(|boss| !boss.is_empty()),
            place: self.text.place(span, "name"),
        });
    }

    fn keys(&self, field: &str) -> &[String] {
        self.profile.keys.get(field).map(Vec::as_slice).unwrap_or_default()
    }

    fn root(&mut self, tree: &Tree, is_top: bool) {
        if let Shape::List(entries) = &tree.shape {
            for entry in entries {
                match entry.get(self.keys("name")) {
                    Some(_) => self.entry(entry, sort_of(entry), None),
                    None if entry.is_map() => self.root(entry, is_top),
                    None if is_top => {
                        self.no_entry(entry, "name = \"Dana Ortiz\", or “- name: Dana Ortiz” in YAML")
                    }
                    None => {}
                }
            }
            return;
        }
        let has_name = tree.get(self.keys("name")).is_some_and(|name| name.words().is_some());
        if has_name {
            return self.entry(tree, sort_of(tree), None);
        }
        for (key, value) in tree.entries() {
            match key {
                key if is_key(self.profile, "teams", key) => self.entries(value, Sort::Team),
                key if is_key(self.profile, "people", key) => self.entries(value, Sort::Person),
                _ => self.unsorted(key, value),
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

    /// What stands under a key that names neither teams nor people.
    fn unsorted(&mut self, key: &str, value: &Tree) {
        match &value.shape {
            Shape::List(_) => self.root(value, false),
            Shape::Map(_) if value.entries().iter().any(|(_, inner)| inner.is_map()) => {
                self.root(value, false)
            }
            Shape::Map(_) if self.is_described(value) => self.entry(value, sort_of(value), Some(key)),
            _ => {}
        }
    }

    /// The first line of a value.
    fn first_line(&self, tree: &Tree) -> std::ops::Range<usize> {
        let span = &tree.span;
        span.start..span.end.min(self.text.line_of(span.start).end.max(span.start))
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
        let span = self.first_line(name_tree.unwrap_or(tree));
        if name.is_empty() {
            let hint = "name = \"Dana Ortiz\", or “name: Dana Ortiz” in YAML";
            return self.problem(span, "name", "an entry without a name is not read", hint);
        }
        self.found.rows += 1;
        self.check_keys(tree);
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
                    boss: self.list(tree, "boss").into_iter().next(),
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
            let span = self.first_line(days);
            self.problem(span, "works", "these are no days of the week", "works = \"Sun-Thu\"");
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
            let span = self.first_line(tree);
            self.problem(span, "lanes", "this is no number of lanes from 1 to 1000", "lanes = 3");
        }
        lanes
    }

    /// Names under a key: words, a list of words, or a list of maps with a name each.
    fn list(&mut self, tree: &Tree, field: &str) -> Vec<String> {
        let Some(tree) = tree.get(self.keys(field)) else { return Vec::new() };
        match &tree.shape {
            Shape::Words(words) if field == "boss" => vec![words.trim().to_owned()],
            Shape::Words(words) => split(words).collect(),
            Shape::List(trees) if field == "aliases" => {
                trees.iter().filter_map(Tree::words).map(|words| words.trim().to_owned()).collect()
            }
            Shape::List(trees) => trees.iter().filter_map(|tree| self.name_in(tree, field)).collect(),
            // Handles may stand in a map of their own: `slack: { channel: ... }`.
            Shape::Map(_) if field == "aliases" => Vec::new(),
            Shape::Map(_) => self.name_in(tree, field).into_iter().collect(),
            Shape::Nothing => Vec::new(),
        }
    }

    /// A name in a list: words, or a map with a handle or a name.
    fn name_in(&mut self, tree: &Tree, field: &str) -> Option<String> {
        let named = || tree.get(self.keys("aliases")).or_else(|| tree.get(self.keys("name")));
        let words = tree.words().or_else(|| named()?.words()).map(|words| words.trim().to_owned());
        if words.is_none() && tree.shape != Shape::Nothing {
            let span = self.first_line(tree);
            self.problem(span, field, "no name stands here", "a name in quotes, as in [\"Dana Ortiz\"]");
        }
        words.filter(|name| !name.is_empty())
    }

    /// Says which keys of an entry are nearly those that are known.
    fn check_keys(&mut self, tree: &Tree) {
        for (key, value) in tree.entries() {
            let known = |known: &&String| same_key(known, key);
            if self.profile.keys.values().flatten().any(|name| known(&name)) {
                continue;
            }
            let meant = self.profile.keys.values().flatten().find(|known| is_slip(key, known)).cloned();
            let Some(meant) = meant else { continue };
            let from = self.text.body.floor_char_boundary(value.span.start.saturating_sub(key.len() + 80));
            let span = match self.text.slice(from..value.span.start).rfind(key.as_str()) {
                Some(at) => from + at..from + at + key.len(),
                None => self.first_line(value),
            };
            self.problem(
                span,
                key,
                format!("“{key}” is no key that is known; it was not read"),
                &format!("is “{meant}” meant?"),
            );
        }
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
    fn a_key_with_a_slip_is_said_and_what_is_foreign_is_not() {
        let found = read("people:\n- name: Dana\n  leeds: [Payments]\n  zodiac: Leo\n", true);
        assert_eq!(found.problems.len(), 1);
        assert_eq!(found.problems[0].hint.as_deref(), Some("is “leads” meant?"));
        assert_eq!((found.problems[0].place.line, found.problems[0].place.column), (3, 3));
        assert!(is_slip("laeds", "leads") && is_slip("lead", "leads") && is_slip("leaders", "leader"));
        assert!(!is_slip("zodiac", "leads") && !is_slip("in", "im"));
    }

    #[test]
    fn a_file_without_people_is_said() {
        assert_eq!(read("x = 1\n", false).problems[0].fact, "no person and no team was found here");
    }
}
