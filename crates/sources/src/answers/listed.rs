//! Everything that is kept in a file of answers, one entry after the other.

use plan::{
    facts::{Answer, Change, Correction, Kind, Pair},
    names::{title_key, typed},
    place::Place,
    same::command,
};

use super::{Answers, corrections, part, same};
use crate::text::Text;

/// One answer or correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is in few words, without a reason.
    pub words: String,
    /// What it says, as a clause.
    pub says: String,
    /// Why; empty where no reason is kept.
    pub because: String,
    /// Why it is not counted, where it is not.
    pub lack: Option<String>,
    /// The line that makes it again.
    pub typed: String,
    /// The line of the file on which it stands, from 1.
    pub line: u32,
    pub(super) at: At,
}

/// Where in the answers an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum At {
    Who(String),
    Same(String, String),
    Different(String, String),
    Crossing(usize),
    Name(usize),
}

impl Entry {
    /// Whether these words mean it: its own, with or without the rest of the line that makes it. Quotes and case make no
    /// difference.
    pub fn is_called(&self, words: &str) -> bool {
        let words = title_key(words.trim().trim_start_matches("sideways "));
        let typed = self.typed.trim_start_matches("sideways ");
        words == title_key(&self.words) || words == title_key(typed)
    }
}

impl Answers {
    /// Every entry, in the order of the file.
    pub fn entries(&self, text: &Text) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.facts(text).into_iter().map(answer).collect();
        let (same, different) = same::all(text);
        entries.extend(same.into_iter().map(|pair| self::pair(pair, "--same-as", At::Same)));
        entries.extend(different.into_iter().map(|pair| self::pair(pair, "--not-same-as", At::Different)));
        let (crossings, names) = corrections::places(text);
        let crossings = self.crossing.iter().zip(crossings).enumerate();
        entries.extend(crossings.map(|(at, (kept, places))| crossing(at, kept, places.reason)));
        let names = self.name.iter().zip(names).enumerate();
        entries.extend(names.map(|(at, (named, places))| name(at, named, places.reason)));
        entries.sort_by_key(|entry| entry.line);
        entries
    }

    /// Takes an entry of these answers out of them.
    pub fn take_back(&mut self, entry: &Entry) {
        match &entry.at {
            At::Who(subject) => _ = self.who.remove(subject),
            At::Same(name, other) => _ = part(&mut self.same, name, other),
            At::Different(name, other) => _ = part(&mut self.different, name, other),
            At::Crossing(at) => _ = self.crossing.remove(*at),
            At::Name(at) => _ = self.name.remove(*at),
        }
    }
}

fn answer(answer: Answer) -> Entry {
    let words = format!("who {}", typed(&answer.subject));
    Entry {
        typed: format!("sideways {words} {}", typed(&answer.name)),
        words,
        says: format!("for “{}” it is {}", answer.subject, answer.name),
        because: String::new(),
        lack: None,
        line: answer.place.line,
        at: At::Who(answer.subject),
    }
}

fn pair(pair: Pair, option: &str, at: fn(String, String) -> At) -> Entry {
    let typed = command(&pair.name, option, &pair.other);
    let how = if option == "--same-as" { "one person" } else { "two people" };
    Entry {
        words: typed.trim_start_matches("sideways ").to_owned(),
        says: format!("{} and {} are {how}", pair.name, pair.other),
        typed,
        because: String::new(),
        lack: same::lack(&pair).map(str::to_owned),
        line: pair.place.line,
        at: at(pair.name, pair.other),
    }
}

fn crossing(at: usize, kept: &super::Kept, place: Place) -> Entry {
    let line = place.line;
    let because = kept.because.clone().unwrap_or_default();
    let (words, says, typed, lack) = match kept.correction(place) {
        Ok(correction) => (correction.words(), changed(&correction), correction.line(&because), None),
        Err((lack, _)) => {
            let words = [&kept.change, &kept.item, &kept.whom].map(|word| typed(word)).join(" ");
            let words = format!("crossing {words}");
            (words.clone(), words.clone(), format!("sideways {words}"), Some(lack))
        }
    };
    Entry { words, says, because, lack, typed, line, at: At::Crossing(at) }
}

/// A change of a crossing, as a clause.
fn changed(correction: &Correction) -> String {
    let Correction { change, item, whom, .. } = correction;
    let of = |kind: Option<Kind>| kind.map_or("crossing", Kind::word);
    match *change {
        Change::Add(kind) => format!("“{item}” has a crossing with “{whom}”: {}", kind.word()),
        Change::Reject(kind) => format!("“{item}” has no {} with “{whom}”", of(kind)),
        Change::Rekind { from, to } => {
            format!("the {} of “{item}” with “{whom}” is of the kind {}", of(from), to.word())
        }
        Change::Given(kind) => format!("the {} of “{item}” with “{whom}” is given", of(kind)),
    }
}

fn name(at: usize, named: &super::Named, place: Place) -> Entry {
    let line = place.line;
    let because = named.because.clone().unwrap_or_default();
    let words = format!("{} {}", named.change, typed(&named.name));
    Entry {
        typed: format!("sideways map --{words} --because {}", typed(&because)),
        lack: named.choice(place).err().map(|(lack, _)| lack),
        says: match named.change.as_str() {
            "with" => format!("{} is on the map", named.name),
            _ => format!("{} is struck from the map", named.name),
        },
        words,
        because,
        line,
        at: At::Name(at),
    }
}
