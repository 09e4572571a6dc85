//! What a field means: small TOML files, some built in, others written by a user.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::{Table, Value};

use plan::facts::{Kind, LinkKind, Strength};

use crate::dates::DayMonth;

/// Profiles that come with the program: name and text.
pub const BUILT_IN: [(&str, &str); 4] = [
    ("outline", include_str!("../profiles/outline.toml")),
    ("goals", include_str!("../profiles/goals.toml")),
    ("tracker", include_str!("../profiles/tracker.toml")),
    ("people", include_str!("../profiles/people.toml")),
];

/// What the parts of a file mean.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Which reader it is for: outline, goals, tracker or people.
    pub reader: String,
    /// The profile on which it stands; its entries win over those.
    pub extends: Option<String>,
    /// Units and assumptions.
    pub units: Units,
    /// For tables of goals.
    pub goals: Goals,
    /// For tracker exports: names of columns by field.
    pub columns: BTreeMap<String, Vec<String>>,
    /// For tracker exports: how headers of custom fields begin.
    pub custom_prefixes: Vec<String>,
    /// For tracker exports: links between items.
    pub links: Links,
    /// For tracker exports: words of states.
    pub states: States,
    /// For directories of people: names of keys by field.
    pub keys: BTreeMap<String, Vec<String>>,
    /// What the map counts; read by the map.
    pub map: Table,
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
            date_order: None,
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

/// Why a profile can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    /// The fact.
    pub fact: String,
    /// Something that can be typed.
    pub hint: String,
}

impl Profile {
    /// A profile that comes with the program.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(text).ok()
    }

    /// A profile from its text; what it says wins over what the profile says on which it stands.
    pub fn parse(text: &str) -> Result<Self, Unusable> {
        let mut table = parse_table(text)?;
        // Ten steps are more than any profile needs, and end a circle.
        for _ in 0..10 {
            let Some(Value::String(base)) = table.remove("extends") else { break };
            let Some((_, below)) = BUILT_IN.iter().find(|(known, _)| *known == base) else {
                return Err(Unusable { fact: format!("there is no profile “{base}”"), hint: names() });
            };
            table = over(parse_table(below)?, table);
        }
        table.try_into().map_err(|error: toml::de::Error| Unusable {
            fact: format!("this is no profile: {}", error.message()),
            hint: "docs/profiles.md lists what a profile may say".into(),
        })
    }
}

fn parse_table(text: &str) -> Result<Table, Unusable> {
    text.parse::<Table>().map_err(|error| {
        let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].lines().count().max(1));
        Unusable {
            fact: format!("line {line}: {}", error.message()),
            hint: "docs/profiles.md shows how a profile is written".into(),
        }
    })
}

/// The names of the profiles that come with the program, for a hint.
pub fn names() -> String {
    let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
    format!("{} are built in; a path to a TOML file is read as one", names.join(", "))
}

/// One table laid over another: tables are merged, everything else is replaced.
fn over(mut below: Table, above: Table) -> Table {
    for (key, value) in above {
        match (below.remove(&key), value) {
            (Some(Value::Table(old)), Value::Table(new)) => below.insert(key, Value::Table(over(old, new))),
            (_, value) => below.insert(key, value),
        };
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_is_one() {
        for (name, text) in BUILT_IN {
            let profile = Profile::parse(text).unwrap_or_else(|error| panic!("{name}: {}", error.fact));
            assert_eq!(profile.name, name);
        }
    }

    #[test]
    fn a_users_profile_stands_on_another_and_wins() {
        let profile = Profile::parse(
            "extends = \"tracker\"\n[units]\ndays_per_point = 2.5\n[columns]\nteam = [\"Squad\"]",
        )
        .unwrap();
        assert_eq!(profile.units.days_per_point, 2.5);
        assert_eq!(profile.columns["team"], ["Squad"]);
        assert!(profile.columns.contains_key("id"));
    }

    #[test]
    fn a_profile_that_is_none_says_why() {
        assert!(Profile::parse("extends = \"x\"").unwrap_err().fact.contains("there is no profile “x”"));
        assert!(Profile::parse("colums = 1").unwrap_err().fact.contains("colums"));
        assert!(Profile::parse("a = 1\nb = = 2").unwrap_err().fact.starts_with("line 2"));
    }
}
