//! Names of peers and teams, found in a text.
//!
//! A name counts where it is written as the notebook has it, capitals included: `Identity` is a team, `identity` is not. A first
//! name or surname counts alone where only one peer bears it.

use std::collections::BTreeMap;

use super::tokens::{Gap, Token, tokens};

/// No name has more words.
const LONGEST: usize = 8;

/// A name of a peer or of their team.
#[derive(Clone, Debug)]
struct Name {
    words: Vec<String>,
    keys: Vec<String>,
    peer: String,
    team: Option<String>,
}

/// All names that are looked for.
#[derive(Clone, Debug, Default)]
pub struct Names {
    all: Vec<Name>,
    /// Names by their first word, the longest first; a name that two bear stands twice.
    by_first: BTreeMap<String, Vec<usize>>,
}

/// Who is named at some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The peer.
    pub peer: &'a str,
    /// The team by whose name they are meant, if so.
    pub team: Option<&'a str>,
    /// How many words the name has.
    pub length: usize,
}

impl Names {
    /// Adds the names of a peer and of their teams.
    pub fn add<'a>(
        &mut self,
        peer: &str,
        names: impl IntoIterator<Item = &'a str>,
        teams: impl IntoIterator<Item = &'a str>,
    ) {
        for name in names {
            self.insert(name, peer, None);
            // A first name and a surname alone, if both have more than an initial.
            let words: Vec<&str> = name.split_whitespace().collect();
            if let [first, .., last] = words.as_slice() {
                for word in [first, last].into_iter().filter(|word| is_name_alone(word)) {
                    self.insert(word, peer, None);
                }
            }
        }
        teams.into_iter().for_each(|team| self.insert(team, peer, Some(team)));
    }

    /// Adds somebody of whom the notebook knows nothing but the name: whole names alone count.
    pub fn add_whole<'a>(
        &mut self,
        whom: &str,
        names: impl IntoIterator<Item = &'a str>,
        teams: impl IntoIterator<Item = &'a str>,
    ) {
        names.into_iter().for_each(|name| self.insert(name, whom, None));
        teams.into_iter().for_each(|team| self.insert(team, whom, Some(team)));
    }

    fn insert(&mut self, name: &str, peer: &str, team: Option<&str>) {
        let parts = tokens(name);
        let words: Vec<String> = parts.iter().map(|token| token.words.to_owned()).collect();
        let keys: Vec<String> = parts.into_iter().map(|token| token.key).collect();
        let is_known = |one: &Name| one.keys == keys && one.peer == peer;
        let Some(first) = keys.first().filter(|_| words.len() <= LONGEST && !self.all.iter().any(is_known))
        else {
            return;
        };
        self.by_first.entry(first.clone()).or_default().push(self.all.len());
        let (peer, team) = (peer.to_owned(), team.map(str::to_owned));
        self.all.push(Name { words, keys, peer, team });
    }

    /// Who is named where these words begin; the team itself, where several lead it, and nobody where a name may be two people's.
    pub fn at(&self, tokens: &[Token<'_>]) -> Option<Found<'_>> {
        let first = tokens.first()?;
        let fitting =
            self.by_first.get(&first.key)?.iter().map(|at| &self.all[*at]).filter(|name| name.is_at(tokens));
        let longest = fitting.clone().map(|name| name.words.len()).max()?;
        let mut fitting = fitting.filter(|name| name.words.len() == longest);
        let name = fitting.next()?;
        let team = name.team.as_deref();
        if fitting.clone().all(|other| other.peer == name.peer) {
            return Some(Found { peer: &name.peer, team, length: longest });
        }
        let is_theirs = fitting.all(|other| other.team.as_deref() == team);
        team.filter(|_| is_theirs).map(|team| Found { peer: team, team: None, length: longest })
    }
}

impl Name {
    fn is_at(&self, tokens: &[Token<'_>]) -> bool {
        let pairs = self.words.iter().zip(&self.keys).zip(tokens);
        let is_word = |((word, key), token): ((&String, &String), &Token<'_>)| {
            token.key == *key && is_written_so(word, token.words)
        };
        let is_whole = pairs.clone().skip(1).all(|(_, token)| token.gap == Gap::None);
        tokens.len() >= self.words.len() && pairs.clone().all(is_word) && is_whole
    }
}

/// Whether a word is written with the capitals of a name.
fn is_written_so(name: &str, word: &str) -> bool {
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is_loud = name.chars().nth(1).is_some() && name.chars().all(|c| !c.is_lowercase());
    match is_loud {
        true => word.chars().all(|c| !c.is_lowercase()),
        false => capital(word) || !capital(name),
    }
}

/// Names that are words as well: they count with the rest of the name alone.
const WORDS_TOO: [&str; 24] = [
    "april", "art", "august", "bill", "chance", "chase", "dean", "faith", "frank", "grace", "grant", "hope",
    "joy", "june", "king", "long", "mark", "may", "page", "price", "rich", "rose", "summer", "will",
];

fn is_name_alone(word: &str) -> bool {
    let is_long = word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    is_long && word.starts_with(char::is_uppercase) && !WORDS_TOO.contains(&word.to_lowercase().as_str())
}
