//! What a field means: small TOML files, some built in, others written by a user.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use plan::{
    facts::{Kind, LinkKind, Strength},
    place::Place,
};
use serde::Deserialize;
use toml::{Table, Value, de::DeTable};

use crate::{Problem, dates::DayMonth, text::Text};

/// Profiles that come with the program: name and text.
pub const BUILT_IN: [(&str, &str); 5] = [
    ("outline", include_str!("../profiles/outline.toml")),
    ("goals", include_str!("../profiles/goals.toml")),
    ("gantt", include_str!("../profiles/gantt.toml")),
    ("tracker", include_str!("../profiles/tracker.toml")),
    ("people", include_str!("../profiles/people.toml")),
];

/// What the parts of a file mean.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Which reader it is for: outline, goals, gantt, tracker or people.
    pub reader: String,
    /// The profile on which it stands; its entries win over those.
    pub extends: Option<String>,
    /// Units and assumptions.
    pub units: Units,
    /// For tables of goals.
    pub goals: Goals,
    /// For Gantt charts.
    pub gantt: Gantt,
    /// For tracker exports: names of columns by field.
    pub columns: BTreeMap<String, Vec<String>>,
    /// For tracker exports: how headers of custom fields begin.
    pub custom_prefixes: Vec<String>,
    /// For tracker exports: columns that say nothing of a plan.
    pub unused_columns: Vec<String>,
    /// For tracker exports: links between items.
    pub links: Links,
    /// For tracker exports: words of states.
    pub states: States,
    /// For directories of people: names of keys by field.
    pub keys: BTreeMap<String, Vec<String>>,
    /// For directories of people: words that are no names.
    pub words: Words,
    /// What the map counts; read by the map.
    pub map: Table,
}

/// Words in the place of a name, lower case.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Words {
    /// Beside a name: whoever bears it only stands in.
    pub acting: Vec<String>,
    /// Instead of a name: nobody holds the place; besides those that every reader knows.
    pub nobody: Vec<String>,
}

/// Units and assumptions.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Units {
    /// Working hours in a day.
    pub hours_per_day: f64,
    /// Working days in a week.
    pub days_per_week: f64,
    /// Working days that a story point stands for.
    pub days_per_point: f64,
    /// Working days that a size word stands for.
    pub sizes: BTreeMap<String, f64>,
    /// What a length of work is counted in that is a mere number.
    pub numbers: Numbers,
    /// What comes first in `03/04/2026`; decided file by file where absent.
    pub date_order: Option<DayMonth>,
}

impl Default for Units {
    fn default() -> Self {
        Self {
            hours_per_day: 8.0,
            days_per_week: 5.0,
            days_per_point: 1.0,
            sizes: BTreeMap::new(),
            numbers: Numbers::Seconds,
            date_order: None,
        }
    }
}

/// What a length of work is counted in that is a mere number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Numbers {
    /// Seconds of work.
    #[default]
    Seconds,
    /// Hours of work.
    Hours,
    /// Working days.
    Days,
}

impl Units {
    /// A mere number as hours of work.
    pub fn hours(&self, number: f64) -> f64 {
        match self.numbers {
            Numbers::Seconds => number / 3600.0,
            Numbers::Hours => number,
            Numbers::Days => number * self.hours_per_day,
        }
    }
}

/// How goals stand in Markdown tables.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Goals {
    /// Heads of the first column of a table of metadata.
    pub metadata: Vec<String>,
    /// Rows of metadata that name who answers for the goal.
    pub contact: Vec<String>,
    /// Rows of metadata that say whether it is taken on.
    pub status: Vec<String>,
    /// Words of a status that say it is not taken on.
    pub refused: Vec<String>,
    /// Words of a status that say it is finished.
    pub finished: Vec<String>,
    /// Rows of metadata that promise a day.
    pub date: Vec<String>,
    /// What stands behind a team's name in a row of metadata that names the way in.
    pub champion: Vec<String>,
    /// Heads of the column of tasks.
    pub task: Vec<String>,
    /// Heads of the column of those who do a task.
    pub owner: Vec<String>,
    /// Heads of the column of teams, in a table of asks.
    pub team: Vec<String>,
    /// Heads of the column that says how much of a team is asked.
    pub level: Vec<String>,
    /// Heads of the first column of tables that say nothing of needs: funding, lists of other goals, help wanted.
    pub other: Vec<String>,
    /// A mark before teams of which something is asked, in a table of tasks.
    pub team_mark: String,
    /// Marks of a task that is finished.
    pub done_marks: Vec<String>,
    /// Marks of a task that nobody does yet.
    pub open_marks: Vec<String>,
    /// What a level asks for.
    pub levels: BTreeMap<String, Vec<Kind>>,
    /// What the words of a task ask for; the first rule of which a word stands in the task counts.
    pub asks: Vec<AskRule>,
}

/// Whose the tasks of a Gantt chart are.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Gantt {
    /// What stands between team and person in the words of a section.
    pub separators: Vec<String>,
    /// Whether a section that the legend does not explain is a team.
    pub sections_are_teams: bool,
    /// Teams by the words of sections that mean them.
    pub sections: BTreeMap<String, String>,
    /// Teams by how their tasks' ids begin.
    pub prefixes: BTreeMap<String, String>,
}

/// What the words of a task ask for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskRule {
    /// Words, lower case.
    pub words: Vec<String>,
    /// What they ask for.
    pub kind: Kind,
}

/// Links of a tracker export.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Links {
    /// Words in the header of a column of links that lead here.
    pub inward: Vec<String>,
    /// Words in the header of a column of links that lead away.
    pub outward: Vec<String>,
    /// What a type of link means.
    pub types: BTreeMap<String, LinkMeaning>,
    /// Types that are no dependencies.
    pub ignored: Vec<String>,
    /// Columns of links whose head has no type in parentheses.
    pub columns: BTreeMap<String, PlainLinks>,
}

/// What a column of links is whose head has no type in parentheses.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlainLinks {
    /// The type of link.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether its links lead here.
    pub inward: bool,
}

/// What a type of link means.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkMeaning {
    /// What is tied.
    pub kind: LinkKind,
    /// How sure it is.
    #[serde(default = "stated")]
    pub strength: Strength,
    /// Whether the item at the other end of an inward link waits, instead of being waited for.
    #[serde(default)]
    pub inward_waits: bool,
    /// What to say where it is used.
    pub say: Option<String>,
}

fn stated() -> Strength {
    Strength::Stated
}

/// Words of states.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct States {
    /// Not begun.
    pub planned: Vec<String>,
    /// Under way.
    pub started: Vec<String>,
    /// Finished.
    pub done: Vec<String>,
    /// Will not be done.
    pub dropped: Vec<String>,
    /// Types of item that are goals.
    pub goals: Vec<String>,
}

impl Profile {
    /// A profile that comes with the program.
    pub fn built_in(name: &str) -> Option<Self> {
        static READ: LazyLock<BTreeMap<&str, Profile>> = LazyLock::new(|| {
            let read = |(name, body): &(&'static str, &str)| {
                Some((*name, Profile::unchecked(&Text::of(0, name, (*body).to_owned())).ok()?))
            };
            BUILT_IN.iter().filter_map(read).collect()
        });
        READ.get(name).cloned()
    }

    /// A profile from its text; what it says wins over what the profile says on which it stands.
    pub fn read(text: &Text) -> Result<Self, Problem> {
        let profile = Self::unchecked(text)?;
        profile.check(text)?;
        Ok(profile)
    }

    fn unchecked(text: &Text) -> Result<Self, Problem> {
        let mut table = parse_table(text)?;
        // Ten steps are more than any profile needs, and end a circle.
        for _ in 0..10 {
            let Some(base) = table.remove("extends") else { break };
            let below = BUILT_IN.iter().find(|(known, _)| base.as_str() == Some(known));
            let Some((name, below)) = below else {
                let base = base.as_str().map_or(base.to_string(), str::to_owned);
                let fact = format!("there is no profile “{base}”");
                return Err(Problem::new(place_of(text, &["extends"]), fact).hint(names()));
            };
            table = over(parse_table(&Text::of(0, name, (*below).to_owned()))?, table);
        }
        table.try_into().map_err(|error: toml::de::Error| misfit(text, &error))
    }

    /// Refuses what would never be used, and what no plan can be counted in.
    fn check(&self, text: &Text) -> Result<(), Problem> {
        if !BUILT_IN.iter().any(|(known, _)| *known == self.reader) {
            let fact = match self.reader.is_empty() {
                true => "the profile does not say which reader it is for".to_owned(),
                false => format!("there is no reader “{}”", self.reader),
            };
            return Err(Problem::new(place_of(text, &["reader"]), fact)
                .hint("extends = \"tracker\", or reader = \"tracker\""));
        }
        let units = &self.units;
        let plain = [
            ("hours_per_day", units.hours_per_day),
            ("days_per_week", units.days_per_week),
            ("days_per_point", units.days_per_point),
        ];
        let sizes = units.sizes.iter().map(|(name, days)| (name.as_str(), *days));
        if let Some((name, figure)) = plain.into_iter().chain(sizes).find(|(_, figure)| !is_unit(*figure)) {
            let fact = format!("{figure} for “{name}” is no figure above 0 and up to {MOST_DAYS}");
            let hint = format!("under [units]: {name} = 1.0");
            return Err(Problem::new(place_of(text, &["units", name]), fact).hint(hint));
        }
        known_fields("columns", self.columns.keys(), "tracker", |profile| &profile.columns, text)?;
        known_fields("keys", self.keys.keys(), "people", |profile| &profile.keys, text)
    }
}

/// A unit beyond this many working days or hours is a slip of the pen.
const MOST_DAYS: f64 = 5000.0;

/// Where profiles are described.
const SHOWN: &str = "docs/profiles.md lists what a profile may say";

fn is_unit(figure: f64) -> bool {
    figure > 0.0 && figure <= MOST_DAYS
}

/// Refuses fields that no reader asks for.
fn known_fields<'a>(
    table: &str,
    mut fields: impl Iterator<Item = &'a String>,
    built_in: &str,
    of: fn(&Profile) -> &BTreeMap<String, Vec<String>>,
    text: &Text,
) -> Result<(), Problem> {
    let Some(known) = Profile::built_in(built_in) else { return Ok(()) };
    let known = of(&known);
    let Some(strange) = fields.find(|field| !known.contains_key(*field)) else { return Ok(()) };
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    let fact = format!("under [{table}] there is no field “{strange}”");
    Err(Problem::new(place_of(text, &[table, strange]), fact)
        .hint(format!("{} are the fields", names.join(", "))))
}

/// Where a key stands in a profile's own text; the first line where it is not written there.
fn place_of(text: &Text, path: &[&str]) -> Place {
    let span = DeTable::parse(&text.body).ok().and_then(|table| key_span(table.get_ref(), path));
    text.place(span.unwrap_or_else(|| text.line_of(0)), "")
}

/// The span of the last key of a path that is there.
fn key_span(table: &DeTable<'_>, path: &[&str]) -> Option<Range<usize>> {
    let (first, rest) = path.split_first()?;
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == first)?;
    let within = value.get_ref().as_table().and_then(|table| key_span(table, rest));
    // A key deeper down may stand in a table within this one, as sizes do.
    let below = || {
        value.get_ref().as_table()?.iter().find_map(|(_, value)| key_span(value.get_ref().as_table()?, rest))
    };
    within.or_else(below).or(Some(key.span()))
}

/// A value of the wrong shape: its place is that of the profile's own text, where that is at fault.
fn misfit(text: &Text, error: &toml::de::Error) -> Problem {
    let own = toml::from_str::<Profile>(&text.body).err();
    let span = own.as_ref().and_then(toml::de::Error::span).unwrap_or_else(|| text.line_of(0));
    let message = own.as_ref().map_or(error.message(), toml::de::Error::message);
    Problem::new(text.place(span, ""), format!("this is no profile: {message}")).hint(SHOWN)
}

fn parse_table(text: &Text) -> Result<Table, Problem> {
    text.body.parse::<Table>().map_err(|error| {
        let span = error.span().unwrap_or_default();
        let place = text.place(span.start.min(text.body.len())..span.end.min(text.body.len()), "");
        Problem::new(place, format!("this is not TOML: {}", error.message()))
            .hint("docs/profiles.md shows how a profile is written")
    })
}

/// The names of the profiles that come with the program, for a hint.
pub fn names() -> String {
    let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    format!("{} are built in; a path to a TOML file is read as one", names.join(", "))
}

/// One table laid over another: tables are merged, words of states are added, everything else is replaced.
fn over(mut below: Table, above: Table) -> Table {
    for (key, value) in above {
        match (below.remove(&key), value) {
            (Some(Value::Table(old)), Value::Table(new)) if key == "states" => {
                below.insert(key, Value::Table(with_words(old, new)))
            }
            (Some(Value::Table(old)), Value::Table(new)) => below.insert(key, Value::Table(over(old, new))),
            (_, value) => below.insert(key, value),
        };
    }
    below
}

/// Lists of words with those of another table added. A word that is said to mean something else means only that.
fn with_words(mut below: Table, above: Table) -> Table {
    let lower = |word: &Value| word.as_str().map(str::to_lowercase);
    let said: Vec<String> = above.values().filter_map(Value::as_array).flatten().filter_map(lower).collect();
    let is_said = |word: &Value| lower(word).is_some_and(|word| said.contains(&word));
    let lists = below.iter_mut().filter_map(|(_, words)| words.as_array_mut());
    lists.for_each(|words| words.retain(|word| !is_said(word)));
    for (state, value) in above {
        match (below.get_mut(&state), value) {
            (Some(Value::Array(known)), Value::Array(words)) => known.extend(words),
            (_, value) => _ = below.insert(state, value),
        }
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Profile, Problem> {
        Profile::read(&Text::of(0, "p.toml", body.into()))
    }

    #[test]
    fn every_built_in_profile_is_one() {
        for (name, text) in BUILT_IN {
            let profile = read(text).unwrap_or_else(|error| panic!("{name}: {}", error.fact));
            assert_eq!(profile.name, name);
        }
    }

    #[test]
    fn a_users_profile_stands_on_another_and_wins() {
        let profile =
            read("extends = \"tracker\"\n[units]\ndays_per_point = 2.5\n[columns]\nteam = [\"Squad\"]")
                .unwrap();
        assert_eq!(profile.units.days_per_point, 2.5);
        assert_eq!(profile.columns["team"], ["Squad"]);
        assert!(profile.columns.contains_key("id"));
    }

    #[test]
    fn words_of_states_are_added_and_one_that_is_moved_means_only_that() {
        let profile =
            read("extends = \"tracker\"\n[states]\ndone = [\"Deployed to prod\", \"In Review\"]").unwrap();
        let states = profile.states;
        let has = |words: &[String], word: &str| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        assert!(has(&states.done, "done") && has(&states.done, "Deployed to prod"));
        assert!(has(&states.done, "in review") && !has(&states.started, "in review"));
    }

    #[test]
    fn a_profile_that_is_none_says_why() {
        assert!(read("extends = \"x\"").unwrap_err().fact.contains("there is no profile “x”"));
        assert!(read("colums = 1").unwrap_err().fact.contains("colums"));
        let place = read("a = 1\nb = = 2").unwrap_err().place;
        assert_eq!((place.line, place.column), (2, 5));
    }

    #[test]
    fn what_would_never_be_used_is_refused() {
        let wrong = |body: &str| {
            let problem = read(body).unwrap_err();
            (problem.place.line, problem.place.column, problem.fact)
        };
        assert!(wrong("name = \"x\"").2.contains("which reader"));
        assert_eq!(wrong("reader = \"jira\""), (1, 1, "there is no reader “jira”".into()));
        let (line, column, fact) = wrong("extends = \"tracker\"\n[units]\nhours_per_day = 0\n");
        assert_eq!((line, column), (3, 1), "{fact}");
        let (line, column, fact) = wrong("extends = \"tracker\"\n[units.sizes]\nxl = -3.0\n");
        assert_eq!((line, column), (3, 1), "{fact}");
        let (line, column, fact) = wrong("extends = \"tracker\"\n[columns]\ntitel = [\"T\"]\n");
        assert_eq!((line, column), (3, 1), "{fact}");
        assert_eq!(wrong("extends = 3").2, "there is no profile “3”");
    }
}
