//! How an item stands: the words of its status, its category and its resolution, and the days in which it ended.

use std::collections::HashMap;

use plan::facts::State;

use super::{
    Reader,
    columns::{Known, Row},
    index::is_nothing,
    on_one_line,
};
use crate::{dates, profile::States};

/// Words of a cell that says yes, in lower case.
const YES: [&str; 16] =
    ["yes", "y", "true", "x", "1", "done", "100%", "✓", "✔", "☑", "ja", "wahr", "oui", "vrai", "sí", "да"];

/// Words of a cell that says no.
const NO: [&str; 10] = ["no", "n", "false", "0", "☐", "nein", "falsch", "non", "faux", "нет"];

/// What the words of a status, a category, a resolution or a type say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meaning {
    dropped: bool,
    done: bool,
    started: bool,
    planned: bool,
    pub goal: bool,
}

impl Meaning {
    /// Whether it says how an item stands.
    pub fn is_state(self) -> bool {
        self.dropped || self.done || self.started || self.planned
    }

    fn and(self, other: Self) -> Self {
        Self {
            dropped: self.dropped || other.dropped,
            done: self.done || other.done,
            started: self.started || other.started,
            planned: self.planned || other.planned,
            goal: self.goal || other.goal,
        }
    }
}

/// Whether a cell says yes or no; none where it says something else.
pub fn yes_or_no(words: &str) -> Option<bool> {
    let words = words.trim().trim_end_matches('\u{fe0f}').to_lowercase();
    let is_of = |known: &[&str]| known.contains(&words.as_str());
    let is_no = is_of(&NO) || is_nothing(&words) || share(&words).is_some_and(|share| share < 100.0);
    if is_no { Some(false) } else { is_of(&YES).then_some(true) }
}

/// `40%`: how much of a hundred is done.
fn share(words: &str) -> Option<f64> {
    words.strip_suffix('%')?.trim_end().replace(',', ".").parse().ok()
}

/// What every word of the profile's states means, by its letters and figures.
pub fn meanings(states: &States) -> HashMap<String, Meaning> {
    let mut known: HashMap<String, Meaning> = HashMap::new();
    let mut note = |words: &[String], set: fn(&mut Meaning)| {
        words.iter().for_each(|word| set(known.entry(letters(word)).or_default()));
    };
    note(&states.dropped, |meaning| meaning.dropped = true);
    note(&states.done, |meaning| meaning.done = true);
    note(&states.started, |meaning| meaning.started = true);
    note(&states.planned, |meaning| meaning.planned = true);
    note(&states.goals, |meaning| meaning.goal = true);
    known
}

/// The letters and figures of words, in lower case: `In-Progress`, `IN_PROGRESS` and `🚧 In Progress` are one.
fn letters(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What words mean among those known, whatever the case and whatever marks, emoji and numbers stand around them. Of
/// `Closed - Duplicate` each part says something.
pub fn meaning_of(words: &str, known: &HashMap<String, Meaning>) -> Meaning {
    if let Some(share) = share(words) {
        let (done, started) = (share >= 100.0, share > 0.0 && share < 100.0);
        return Meaning { done, started, planned: share == 0.0, ..Meaning::default() };
    }
    let meaning = |words: &str| {
        let letters = letters(words);
        let unnumbered = letters.trim_start_matches(|c: char| !c.is_alphabetic());
        [letters.as_str(), unnumbered].into_iter().find_map(|words| known.get(words).copied())
    };
    let between = [" - ", " – ", " — ", ": ", " ("].into_iter().find(|between| words.contains(between));
    let parts = |between: &str| {
        words.split(between).map(meaning).try_fold(Meaning::default(), |all, part| Some(all.and(part?)))
    };
    meaning(words).or_else(|| parts(between?)).unwrap_or_default()
}

impl Reader<'_> {
    /// What the words of a field mean, where there are any.
    pub(super) fn meaning(&mut self, row: &Row, field: Known) -> Option<Meaning> {
        let words = self.words(row, field)?;
        if let Some(known) = self.words.get(words) {
            return Some(*known);
        }
        let meaning = meaning_of(words, &self.known);
        self.words.insert(words.to_owned(), meaning);
        Some(meaning)
    }

    pub(super) fn state(&mut self, row: &Row) -> State {
        let over = self.words(row, Known::Resolved).and_then(yes_or_no);
        let resolved = if over.is_some() { None } else { self.date(row, Known::Resolved) };
        let dropped = [Known::Resolution, Known::Status]
            .into_iter()
            .any(|field| self.meaning(row, field).is_some_and(|words| words.dropped));
        if dropped || self.is_canceled(row) {
            return State::Dropped;
        }
        if let Some(state) =
            [Known::Category, Known::Status].into_iter().find_map(|field| self.said(row, field, resolved))
        {
            return state;
        }
        if over == Some(true) || resolved.is_some() {
            return State::Done(resolved);
        }
        self.said(row, Known::Section, resolved).unwrap_or_else(|| {
            let is_told = self.columns.first(Known::Resolved).is_some();
            self.note_state(row, if is_told { &[Known::Status] } else { &[Known::Status, Known::Section] });
            State::Planned
        })
    }

    /// How an item stands by the words of a field.
    fn said(&mut self, row: &Row, field: Known, resolved: Option<jiff::civil::Date>) -> Option<State> {
        let words = self.meaning(row, field)?;
        if words.dropped {
            return Some(State::Dropped);
        }
        if words.done {
            return Some(State::Done(resolved));
        }
        if words.started {
            let began = self.date(row, Known::Began).or_else(|| self.date(row, Known::Start));
            return Some(State::Started(began));
        }
        words.planned.then_some(State::Planned)
    }

    /// Whether the row says that its item was called off: by a day, or by yes.
    fn is_canceled(&mut self, row: &Row) -> bool {
        let Some((cell, at)) = self.cell(row, Known::Canceled) else { return false };
        if let Some(said) = yes_or_no(&cell.words) {
            return said;
        }
        let is_day = dates::day(&cell.words, self.order).is_ok();
        if !is_day {
            let head = self.head[at].as_str();
            let fact =
                format!("“{}” under “{head}” is no day, no yes and no no; it was not counted", cell.words);
            let place = self.place_in(cell, at);
            self.note(format!("canceled {}", cell.words), place, fact, "2027-03-31, yes, or nothing");
        }
        is_day
    }

    /// Says which words for a state are not known.
    fn note_state(&mut self, row: &Row, fields: &[Known]) {
        let cell = fields.iter().find_map(|field| self.cell(row, *field));
        let Some((cell, at)) = cell.filter(|(cell, _)| !is_nothing(&cell.words)) else { return };
        let (words, place) = (&cell.words, self.place_in(cell, at));
        let fact = format!("status “{words}” is not known; such items were read as not begun");
        let hint = format!(
            "in a profile: extends = \"tracker\", and under [states] done = [{}], or under started, planned or dropped",
            toml::Value::from(on_one_line(words))
        );
        self.note(format!("status {words}"), place, fact, &hint);
    }
}
