//! Lines that blame somebody: a peer or a team stands there as the cause of a fault (rule D4).
//!
//! It is a plain reading of English words, documented in `docs/defend.md`, and no judgement of who is right. A sentence blames
//! where a name follows words of cause (`because of`, `blocked by`, `waiting on`), where a name bears a fault (`Payments missed`,
//! `Identity was late`, `Mira's delay`), or where a fault stands beside a name in a cell or behind a colon. Faults that are
//! denied, that are the writer's own, or that somebody mended are left out.

use std::collections::BTreeSet;

use super::{
    names::{Found, Names},
    passage::Passage,
    tokens::{Gap, Token, tokens},
};

mod words;

use words::{
    BEARS, CAUSES, FAILS, FAILS_WITH, FAULTS, HEADS, HELD_FAULTS, HELPS, LINKS, NOT_DONE, SUFFERED, TIES,
    TURNS, WE, WRITER,
};

/// Somebody is blamed in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blame {
    /// The line of the source in which the name stands.
    pub line: u32,
    /// The sentence.
    pub words: String,
    /// Whom.
    pub peer: String,
    /// The team by whose name they are meant, if so.
    pub team: Option<String>,
    /// The words of fault.
    pub because: String,
}

/// Longest way, in words, from words of cause to the name.
const REACH: usize = 6;

/// Longest way, in words, from a name to the fault that it bears.
const PREDICATE: usize = 12;

/// Bytes of a sentence that are shown.
const LONGEST: usize = 600;

/// Longest way, in words, over which a sentence is looked at from a name.
const SIGHT: usize = 40;

/// Lines that blame a peer or their team, in the order of the text. What is quoted is somebody else's word, and is left out.
pub fn lines(passages: &[Passage], names: &Names) -> Vec<Blame> {
    passages.iter().filter(|passage| !passage.is_quoted).flat_map(|passage| of(passage, names)).collect()
}

fn of(passage: &Passage, names: &Names) -> Vec<Blame> {
    let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
    for span in passage.sentences() {
        let words = &passage.words[span.clone()];
        let tokens = tokens(words);
        for blamed in Sentence::of(&tokens, names).blamed() {
            let line = passage.line(span.start + tokens[blamed.name.0].at);
            if seen.insert((line, blamed.found.peer.to_owned())) {
                all.push(Blame {
                    line,
                    words: round(words, tokens[blamed.name.0].at),
                    peer: blamed.found.peer.to_owned(),
                    team: blamed.found.team.map(str::to_owned),
                    because: blamed.because,
                });
            }
        }
    }
    all
}

/// A sentence on one line; of an endless one, what stands round a byte.
fn round(sentence: &str, at: usize) -> String {
    let from = if sentence.len() <= LONGEST { 0 } else { at.saturating_sub(LONGEST / 2) };
    let part = &sentence[sentence.floor_char_boundary(from)..];
    let part = &part[..part.floor_char_boundary(LONGEST)];
    part.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sentence, with the names in it: from which word to which.
struct Sentence<'a> {
    tokens: &'a [Token<'a>],
    names: Vec<((usize, usize), Found<'a>)>,
}

struct Blamed<'a> {
    name: (usize, usize),
    found: Found<'a>,
    because: String,
}

impl<'a> Sentence<'a> {
    fn of(tokens: &'a [Token<'a>], names: &'a Names) -> Self {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < tokens.len() {
            match names.at(&tokens[at..]) {
                Some(name) => {
                    found.push(((at, at + name.length), name));
                    at += name.length;
                }
                None => at += 1,
            }
        }
        Self { tokens, names: found }
    }

    fn blamed(&self) -> Vec<Blamed<'a>> {
        let of = |(name, found): &((usize, usize), Found<'a>)| {
            let because =
                self.cause(name.0).or_else(|| self.predicate(*name)).or_else(|| self.beside(*name))?;
            let is_meant = !self.is_supposed(name.0) && !self.is_of_the_writer(name.1);
            is_meant.then_some(Blamed { name: *name, found: *found, because })
        };
        self.names.iter().filter_map(of).collect()
    }

    fn key(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.key)
    }

    fn is(&self, at: usize, all: &[&str]) -> bool {
        all.contains(&self.key(at))
    }

    /// Whether words of a phrase end before a word.
    fn ends(&self, phrase: &str, end: usize) -> Option<usize> {
        let words: Vec<&str> = phrase.split(' ').collect();
        let start = end.checked_sub(words.len())?;
        (start..end).zip(&words).all(|(at, word)| self.key(at) == *word).then_some(start)
    }

    fn is_name(&self, at: usize) -> bool {
        let behind = self.names.partition_point(|((from, _), _)| *from <= at);
        behind.checked_sub(1).is_some_and(|last| at < self.names[last].0.1)
    }

    fn is_denied(&self, at: usize) -> bool {
        (at.saturating_sub(3)..at).any(|at| is_not(self.key(at)))
    }

    /// Words of cause or a fault that is tied to the name, before it.
    fn cause(&self, name: usize) -> Option<String> {
        // From the word behind the cause to the name nothing else begins.
        let leads = |at: usize| {
            self.tokens[at].gap == Gap::None
                && (at == name || !self.is(at, WRITER) && !self.is(at, &["not", "until"]))
        };
        let ends = (name.saturating_sub(REACH) + 1..=name).rev().take_while(|end| leads(*end));
        ends.into_iter().find_map(|end| self.phrase(end, name).or_else(|| self.tied(end, name)))
    }

    /// Words of cause that end before a word.
    fn phrase(&self, end: usize, name: usize) -> Option<String> {
        let (phrase, start) = CAUSES.iter().find_map(|phrase| Some((phrase, self.ends(phrase, end)?)))?;
        let has_other = !phrase.starts_with("wait") && (end..name).any(|at| self.is_name(at));
        (!self.is_denied(start) && !has_other).then(|| (*phrase).to_owned())
    }

    /// A fault that the word before `end` ties to the name.
    fn tied(&self, end: usize, name: usize) -> Option<String> {
        if !self.is(end - 1, TIES) {
            return None;
        }
        let fault = (end.saturating_sub(4)..end - 1).rev().find(|at| self.is(*at, FAULTS))?;
        let is_own = (name.saturating_sub(SIGHT)..name).any(|at| self.is(at, WE))
            || (fault..end).any(|at| self.is(at, WRITER));
        let is_one = (fault + 1..end).all(|at| self.tokens[at].gap == Gap::None);
        (!self.is_denied(fault) && !is_own && is_one)
            .then(|| format!("{} {}", self.key(fault), self.key(end - 1)))
    }

    /// A fault that the name bears, behind it.
    fn predicate(&self, (start, end): (usize, usize)) -> Option<String> {
        let has = self.tokens[end - 1].has;
        if let Some(fault) = (end..end + 3).find(|at| self.is(*at, HELD_FAULTS))
            && (has || fault == end)
            && (end..=fault).all(|at| self.tokens[at].gap == Gap::None)
            && (has || !self.is(fault, &["late", "slow", "missing", "failed", "broken", "overdue"]))
            && !self.is_denied(start)
            && !(start.saturating_sub(SIGHT)..start).any(|at| self.is(at, HELPS))
        {
            return Some(self.key(fault).to_owned());
        }
        if start > 0
            && (start.saturating_sub(3)..start)
                .any(|at| self.is(at, &["nobody", "none", "with", "to", "told"]))
        {
            return None;
        }
        let (mut is_denied, mut is_linked, mut is_open) = (false, false, false);
        let mut at = end;
        while at < (end + PREDICATE).min(self.tokens.len()) {
            let gap = self.tokens[at].gap;
            let goes_on = match gap {
                Gap::None => true,
                Gap::Comma => self.is(at, &["which", "who", "whose", "and"]) || is_open,
                Gap::Bracket => true,
                Gap::Edge | Gap::Stop => false,
            };
            is_open =
                gap == Gap::Comma && self.is(at, &["which", "who", "whose"]) || is_open && gap != Gap::Comma;
            if !goes_on || self.is(at, WE) || self.is(at, TURNS) || self.is(at, HELPS) && !is_denied {
                return None;
            }
            if self.is_name(at)
                && !(end..at).all(|at| self.is(at, &["and"]) || self.is(at, HEADS) || self.is_name(at))
            {
                return None;
            }
            if let Some(because) = self.fault(end, at, is_denied, is_linked) {
                return Some(because);
            }
            is_denied |= is_not(self.key(at)) || self.key(at) == "yet" && self.key(at - 1) == "has";
            is_linked |= self.is(at, LINKS);
            at += 1;
        }
        None
    }

    /// Whether a word is a fault of the name before it.
    fn fault(&self, end: usize, at: usize, is_denied: bool, is_linked: bool) -> Option<String> {
        let key = self.key(at);
        if is_denied {
            let before = (at.saturating_sub(4).max(end)..at).find(|at| is_not(self.key(*at)))?;
            let is_not_done =
                NOT_DONE.contains(&key) && !(before..at).any(|at| self.is(at, &["been", "need"]));
            return is_not_done.then(|| format!("{} {key}", self.tokens[before].words));
        }
        if key == "yet" && self.is(at.saturating_sub(1), &["has", "have", "had"]) && self.key(at + 1) == "to"
        {
            return Some("yet to".into());
        }
        if FAILS.contains(&key) && !self.is_suffered(at) {
            let with = FAILS_WITH.iter().find(|(word, _)| *word == key);
            let behind = |words: &[&str]| (at + 1..at + 5).any(|at| self.is(at, words));
            return with.is_none_or(|(_, words)| behind(words)).then(|| key.to_owned());
        }
        let is_tied =
            is_linked && BEARS.contains(&key) && (at.saturating_sub(6)..at).any(|at| self.is(at, LINKS));
        let by_others = self.is(at + 1, &["by"]) || key == "blame" && !self.is(at - 1, &["to"]);
        (is_tied && !by_others).then(|| key.to_owned())
    }

    /// Whether a verb says what was done to the name: `was blocked`.
    fn is_suffered(&self, at: usize) -> bool {
        let passive = ["is", "are", "was", "were", "been", "being", "be", "got", "get"];
        self.is(at, SUFFERED) && (at.saturating_sub(2)..at).any(|at| self.is(at, &passive))
    }

    /// A fault beside the name, in the next cell or behind a colon.
    fn beside(&self, (_, end): (usize, usize)) -> Option<String> {
        let faults = [
            "late", "behind", "missing", "overdue", "failed", "slipped", "delayed", "missed", "blocking",
            "dropped",
        ];
        let fault = (end..end + 2).find(|at| self.is(*at, &faults))?;
        let gaps = (end..=fault).map(|at| self.tokens[at].gap);
        (gaps.clone().any(|gap| gap == Gap::Edge) && gaps.clone().all(|gap| gap != Gap::Stop))
            .then(|| self.key(fault).to_owned())
    }

    /// Whether all of it is only supposed: `if Payments is late`.
    fn is_supposed(&self, name: usize) -> bool {
        let first = name.saturating_sub(SIGHT);
        let from = (first..=name).rev().find(|at| self.tokens[*at].gap > Gap::None).unwrap_or(first);
        (from..name).any(|at| self.is(at, &["if", "whether", "unless", "should", "case"]))
    }

    /// Whether the writer takes the cause upon themselves: `because we`, `due to our`.
    fn is_of_the_writer(&self, end: usize) -> bool {
        (end..self.tokens.len().min(end + SIGHT)).any(|at| {
            let is_cause =
                self.is(at, &["because", "since"]) || self.is(at, &["due"]) && self.is(at + 1, &["to"]);
            is_cause && (at + 1..at + 4).any(|at| self.is(at, WRITER))
        })
    }
}

/// Whether a word denies.
fn is_not(key: &str) -> bool {
    key.ends_with("n t")
        || [
            "not", "never", "no", "nobody", "none", "nor", "neither", "nothing", "without", "hardly",
            "cannot", "instead",
        ]
        .contains(&key)
}
