//! What a plan needs and no column of an export says, and what to write into a profile where a column may say it.

use std::collections::HashMap;

use super::{
    Reader,
    columns::{Known, Row, custom, plain},
    index::{is_nothing, is_plain},
    lengths::{decimal, hours},
    prefix,
    states::{Meaning, meaning_of, yes_or_no},
};
use crate::{
    Problem,
    dates::{self, DayMonth},
    formats::csv::Cell,
    profile::{Profile, Units},
};

/// Columns that are not read are named up to this many.
const MOST_UNUSED: usize = 8;

/// Something that a plan needs.
struct Need {
    /// In words.
    what: &'static str,
    /// As profiles call it.
    name: &'static str,
    /// The fields that say it; none for links.
    fields: &'static [Known],
    /// Words of heads that say it.
    heads: &'static [&'static str],
}

const NEEDS: [Need; 5] = [
    Need {
        what: "due dates",
        name: "due",
        fields: &[Known::Due],
        heads: &[
            "due", "deadline", "target", "end", "finish", "delivery", "launch", "eta", "date", "by",
            "release",
        ],
    },
    Need {
        what: "links",
        name: "links",
        fields: &[],
        heads: &[
            "blocked",
            "blocker",
            "blockers",
            "blocks",
            "blocking",
            "depends",
            "dependency",
            "dependencies",
            "dependent",
            "predecessor",
            "predecessors",
            "successor",
            "successors",
            "requires",
            "waits",
            "waiting",
            "prerequisite",
            "prerequisites",
            "after",
        ],
    },
    Need {
        what: "estimates",
        name: "estimate",
        fields: &[Known::Estimate, Known::Points, Known::Size],
        heads: &[
            "estimate",
            "estimated",
            "estimation",
            "effort",
            "points",
            "duration",
            "length",
            "size",
            "hours",
            "days",
            "weeks",
            "work",
        ],
    },
    Need {
        what: "assignees",
        name: "assignee",
        fields: &[Known::Assignee],
        heads: &[
            "assignee",
            "assignees",
            "assigned",
            "owner",
            "owners",
            "responsible",
            "lead",
            "who",
            "doer",
            "person",
        ],
    },
    Need {
        what: "states",
        name: "status",
        fields: &[Known::Status, Known::Category, Known::Section, Known::Resolved, Known::Resolution],
        heads: &["status", "state", "stage", "phase", "progress", "done", "complete", "completed"],
    },
];

/// Words of heads that name an item, or say who wrote it and when; they say nothing that a plan needs.
const OTHERS: [&str; 20] = [
    "id", "ids", "uuid", "guid", "key", "number", "no", "nr", "url", "created", "creation", "updated",
    "modified", "changed", "viewed", "reporter", "creator", "author", "last", "version",
];

/// Words of heads of days that are no promise.
const NO_PROMISES: [&str; 14] = [
    "start",
    "started",
    "starts",
    "begin",
    "begins",
    "began",
    "closed",
    "resolved",
    "completed",
    "finished",
    "entered",
    "sent",
    "actual",
    "from",
];

/// A column that is not read: its head, and its first words.
type Unused<'a> = (&'a str, &'a str);

impl Reader<'_> {
    /// Says what a plan needs and no column says, where columns are not read that may say it.
    pub(super) fn check_unused(&mut self, head: &[Cell]) {
        if self.columns.unused.is_empty() {
            return;
        }
        let holding = NEEDS.each_ref().map(|need| self.columns.holding(need.fields));
        let Some(samples) = self.samples(head.len(), &holding) else { return };
        let mut unused: Vec<Unused<'_>> = Vec::new();
        for at in &self.columns.unused {
            let words = self.head[*at].as_str();
            if !samples[*at].is_empty() && !unused.iter().any(|(known, _)| *known == words) {
                unused.push((words, &samples[*at]));
            }
        }
        if unused.is_empty() {
            return;
        }
        let said = |at: &usize| !samples[*at].is_empty();
        let unsaid = || NEEDS.iter().zip(&holding).filter(|(_, columns)| !columns.iter().any(said));
        let fits = Fits { profile: self.profile, known: &self.known };
        let missing: Vec<&Need> =
            unsaid().filter(|(_, columns)| columns.is_empty()).map(|(need, _)| need).collect();
        // A column may well be empty; it counts as missing only where another looks like it.
        let empty =
            unsaid().filter(|(need, columns)| !columns.is_empty() && fits.best(need, &unused).is_some());
        let empty: Vec<(&Need, usize)> = empty.map(|(need, columns)| (need, columns[0])).collect();
        if missing.is_empty() && empty.is_empty() {
            return;
        }
        let needs: Vec<&Need> = missing.iter().copied().chain(empty.iter().map(|(need, _)| *need)).collect();
        let hint = fits.hint(&needs, &unused);
        let what: Vec<&str> = missing.iter().map(|need| need.what).collect();
        let heads: Vec<String> =
            empty.iter().map(|(_, at)| format!("“{}”", self.head[*at].as_str())).collect();
        let facts = [
            (!what.is_empty()).then(|| format!("no column of {} was found", what.join(", nor of "))),
            (!heads.is_empty()).then(|| format!("nothing stands under {}", heads.join(" and "))),
        ];
        let names: Vec<&str> = unused.iter().take(MOST_UNUSED).map(|(words, _)| *words).collect();
        let more = match unused.len() {
            0..=MOST_UNUSED => String::new(),
            many => format!(" and {} more", many - MOST_UNUSED),
        };
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        let fact = format!("{}; not used: {}{more}", facts.join(", and "), names.join(", "));
        self.found.problems.push(Problem::new(self.place(head.first()), fact).hint(hint));
    }

    /// The first words of each column; empty where it has none. None where each of the needs is said in one of its columns.
    fn samples(&self, columns: usize, needs: &[Vec<usize>]) -> Option<Vec<String>> {
        let mut samples = vec![String::new(); columns];
        let (mut rows, mut row) = (self.rows(), Row::default());
        while rows.read(&mut row.cells) {
            let empty = samples.iter_mut().zip(&row.cells).filter(|(sample, _)| sample.is_empty());
            empty
                .filter(|(_, cell)| !is_nothing(&cell.words))
                .for_each(|(sample, cell)| sample.push_str(&cell.words));
            if needs.iter().all(|columns| columns.iter().any(|at| !samples[*at].is_empty())) {
                return None;
            }
        }
        Some(samples)
    }
}

/// Which columns look like which need.
struct Fits<'a> {
    profile: &'a Profile,
    known: &'a HashMap<String, Meaning>,
}

impl Fits<'_> {
    /// The column that looks most like a need, and whether its head says so. Else its words do.
    fn best<'u>(&self, need: &Need, unused: &[Unused<'u>]) -> Option<(Unused<'u>, bool)> {
        let by_head =
            unused.iter().find(|(head, sample)| is_said(need, head) && self.holds(need, sample, true));
        let by_words =
            || unused.iter().find(|(head, sample)| !is_other(need, head) && self.holds(need, sample, false));
        by_head.map(|column| (*column, true)).or_else(|| by_words().map(|column| (*column, false)))
    }

    /// What to write into a profile: one of the needs, and the column that looks most like it.
    fn hint(&self, needs: &[&Need], unused: &[Unused<'_>]) -> String {
        let found: Vec<_> = needs.iter().filter_map(|need| Some((need, self.best(need, unused)?))).collect();
        let best = found.iter().find(|(_, (_, is_of_head))| *is_of_head).or(found.first());
        let Some((need, ((head, sample), _))) = best else {
            return "docs/profiles.md shows how a profile names columns".to_owned();
        };
        let quoted = |words: &str| toml::Value::from(words).to_string();
        let name = quoted(
            &custom(head, self.profile).map_or_else(|| (*head).to_owned(), |name| format!("custom:{name}")),
        );
        let line = match need.name {
            "links" => {
                let outward = ["blocks", "blocking", "successor", "successors"];
                let inward = !words_of(head).any(|word| outward.contains(&word.as_str()));
                format!("under [links.columns] {} = {{ type = \"Blocks\", inward = {inward} }}", quoted(head))
            }
            "estimate" if decimal(sample).is_some() => {
                format!("under [columns] estimate = [{name}], and under [units] numbers = \"days\"")
            }
            field => format!("under [columns] {field} = [{name}]"),
        };
        format!("in a profile: extends = \"tracker\", and {line} (docs/profiles.md)")
    }

    /// Whether words of a column look like what is needed; less is asked of them where the head says that they are.
    fn holds(&self, need: &Need, sample: &str, by_head: bool) -> bool {
        match need.name {
            "due" => [DayMonth::DayFirst, DayMonth::MonthFirst]
                .iter()
                .any(|order| dates::day(sample, *order).is_ok()),
            "estimate" => is_length(sample, &self.profile.units, by_head),
            "links" if by_head => yes_or_no(sample).is_none(),
            "links" => {
                let are_ids = sample.split([',', ';', ' ']).all(is_plain) && decimal(sample).is_none();
                let names_one = sample.split([',', ';', ' ']).any(|word| prefix(word).is_some());
                are_ids || (names_one && words_of(sample).any(|word| need.heads.contains(&word.as_str())))
            }
            "assignee" => is_name(sample, by_head),
            _ => by_head || meaning_of(sample, self.known).is_state(),
        }
    }
}

fn is_length(words: &str, units: &Units, by_head: bool) -> bool {
    hours(words, units).is_some() || (by_head && decimal(words).is_some())
}

/// Whether words look like somebody's name: capitals at the beginning of each, and no figure.
fn is_name(words: &str, by_head: bool) -> bool {
    let count = words.split_whitespace().count();
    let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let fits = count <= 4 && !words.contains(|c: char| c.is_ascii_digit());
    fits && words.split_whitespace().all(is_capital) && (by_head || count > 1)
}

/// The words of a head, in lower case.
fn words_of(head: &str) -> impl Iterator<Item = String> {
    let head = plain(head);
    let words: Vec<String> = head
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.into_iter()
}

fn is_said(need: &Need, head: &str) -> bool {
    !is_other(need, head) && words_of(head).any(|word| need.heads.contains(&word.as_str()))
}

/// Whether a head says that its column is none of a need.
fn is_other(need: &Need, head: &str) -> bool {
    let is_of = |word: &String, others: &[&str]| others.contains(&word.as_str());
    let mut words = words_of(head).peekable();
    words.peek().is_none()
        || words.any(|word| is_of(&word, &OTHERS) || (need.name == "due" && is_of(&word, &NO_PROMISES)))
}
