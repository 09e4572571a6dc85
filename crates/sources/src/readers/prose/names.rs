//! Where a sentence names a team or a system of the directory. Precision comes before recall: most names are everyday
//! words, too.

use std::{collections::HashSet, ops::Range};

use plan::{
    directory::Directory,
    facts::Facts,
    names::{team_key, title_key},
};

use crate::formats::sentences::{Sort, Token};

/// A name has at most so many words.
const MOST_WORDS: usize = 6;

/// Words that say that the name beside them is that of people.
const GROUPS: [&str; 9] =
    ["team", "squad", "group", "crew", "guild", "tribe", "department", "teams", "squads"];

/// Short words that begin a sentence with a capital, and are no part of a name behind them.
const OPENINGS: [&str; 54] = [
    "a", "after", "all", "also", "although", "an", "and", "any", "as", "ask", "at", "because", "before",
    "both", "but", "by", "each", "either", "every", "for", "from", "give", "have", "if", "in", "let", "like",
    "no", "on", "once", "one", "only", "or", "other", "our", "per", "since", "so", "some", "tell", "that",
    "the", "their", "then", "this", "though", "to", "unless", "until", "when", "where", "while", "with",
    "your",
];

/// Words before a name that make a common noun of it: `a Search`, `our Cloud`.
const ARTICLES: [&str; 16] = [
    "a", "an", "the", "this", "that", "these", "our", "your", "their", "its", "my", "new", "every", "each",
    "any", "no",
];

/// What somebody does, as no noun in the plural is written.
const DEEDS: [&str; 24] = [
    "accepts",
    "adds",
    "adopts",
    "agrees",
    "approves",
    "completes",
    "confirms",
    "decides",
    "delivers",
    "exposes",
    "finishes",
    "gives",
    "hands",
    "lands",
    "makes",
    "migrates",
    "opens",
    "provides",
    "publishes",
    "rolls",
    "sends",
    "ships",
    "switches",
    "turns",
];

/// Words that stand behind a name as it is, not behind one that belongs to the next noun.
const BEHIND: [&str; 54] = [
    "a", "about", "after", "agree", "agrees", "an", "and", "any", "approve", "approves", "as", "at",
    "because", "before", "but", "by", "can", "could", "during", "first", "for", "from", "has", "have", "if",
    "in", "into", "is", "may", "might", "must", "need", "needs", "no", "not", "on", "once", "or", "shall",
    "should", "signs", "so", "that", "then", "through", "to", "until", "when", "which", "while", "who",
    "will", "with", "would",
];

/// A name in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Whether the sentence says that people are meant: `the X team`, `@x`.
    pub is_marked: bool,
}

/// The names of a directory.
#[derive(Clone, Debug, Default)]
pub struct Names<'a> {
    directory: Option<&'a Directory>,
    /// Keys and whether they are those of a system, in order.
    keys: Vec<(&'a str, bool)>,
    /// Names as they were written.
    spellings: HashSet<&'a str>,
}

/// What is around a run of tokens.
struct Sight<'t> {
    tokens: &'t [Token<'t>],
    lower: &'t [String],
    run: Range<usize>,
}

impl<'a> Names<'a> {
    /// The names of teams that are described, and of systems.
    pub fn of(directory: &'a Directory, facts: &'a Facts) -> Self {
        let teams = directory.team_keys().map(|key| (key, false));
        let mut keys: Vec<(&str, bool)> =
            teams.chain(directory.system_keys().map(|key| (key, true))).collect();
        keys.retain(|(key, _)| !key.is_empty());
        keys.sort_unstable();
        let teams = facts.teams.iter().flat_map(|team| team.aliases.iter().chain([&team.name]));
        let led = facts.people.iter().flat_map(|person| &person.leads);
        let systems = facts.systems.iter().map(|system| &system.name);
        let spellings = teams.chain(led).chain(systems).map(|name| name.trim()).collect();
        Self { directory: Some(directory), keys, spellings }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a name begins so, and whether it is one, and one of a system.
    fn look_up(&self, key: &str) -> Option<(bool, bool)> {
        let at = self.keys.partition_point(|(known, _)| *known < key);
        let (known, _) = self.keys.get(at).filter(|(known, _)| known.starts_with(key))?;
        let is_whole = *known == key;
        let same = self.keys[at..].iter().take_while(|(known, _)| *known == key);
        Some((is_whole, is_whole && same.clone().any(|(_, is_system)| *is_system)))
    }

    /// The names in a sentence, in order; of two that overlap, the longer or the first.
    pub fn within(&self, tokens: &[Token<'_>], lower: &[String]) -> Vec<Hit> {
        let (mut hits, mut at) = (Vec::new(), 0);
        while at < tokens.len() {
            let hit = if tokens[at].is_word() { self.at(tokens, lower, at) } else { None };
            at = hit.as_ref().map_or(at + 1, |hit| hit.tokens.end);
            hits.extend(hit);
        }
        hits
    }

    /// The longest name that begins at a token and is meant as one.
    fn at(&self, tokens: &[Token<'_>], lower: &[String], at: usize) -> Option<Hit> {
        let mut found = None;
        let mut key = String::new();
        for end in at..tokens.len().min(at + MOST_WORDS) {
            let is_joint = end > at && tokens[end].words == "&";
            if !tokens[end].is_word() && !is_joint {
                break;
            }
            key.push_str(&title_key(bare(tokens[end].words)).replace(' ', ""));
            let run = at..end + 1;
            let sight = Sight { tokens, lower, run: run.clone() };
            let known = match self.look_up(&key) {
                // `t-payments`, `@acme/payments-team`
                None if end == at => self.compound(tokens[at].words).map(|key| self.look_up(&key)),
                found => Some(found),
            };
            let Some(Some((is_whole, is_system))) = known else { break };
            if is_whole && let Some(is_marked) = self.is_meant(&sight, is_system) {
                found = Some(Hit { tokens: run, is_marked });
            }
        }
        found
    }

    /// The key of a compound whose parts say that it is a team.
    fn compound(&self, word: &str) -> Option<String> {
        let word = bare(word);
        word.contains(['-', '_']).then(|| team_key(word)).filter(|key| !key.is_empty())
    }

    /// Whether a run of words is meant as a name: whether as that of people; none where it is not meant so.
    fn is_meant(&self, sight: &Sight<'_>, is_system: bool) -> Option<bool> {
        if sight.is_handle() {
            let name = bare(sight.tokens[sight.run.start].words);
            let is_person = self.directory.is_some_and(|directory| directory.find_person(name).is_some());
            return (!is_person).then_some(true);
        }
        if sight.is_by_group() || sight.is_prefixed() {
            return Some(true);
        }
        let is_written_so = is_system && sight.is_telling();
        let is_name = || self.spellings.contains(sight.words().as_str()) && sight.stands_alone();
        (is_written_so || is_name()).then_some(false)
    }
}

/// A word without what makes it a genitive.
fn bare(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.contains(&word)
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

impl Sight<'_> {
    /// The words of the run, one space between two.
    fn words(&self) -> String {
        let words: Vec<&str> = self.tokens[self.run.clone()].iter().map(|token| bare(token.words)).collect();
        words.join(" ")
    }

    /// The word next to the run with nothing between.
    fn neighbour(&self, at: Option<usize>) -> Option<usize> {
        at.filter(|at| self.tokens.get(*at).is_some_and(Token::is_word))
    }

    fn left(&self) -> Option<usize> {
        self.neighbour(self.run.start.checked_sub(1))
    }

    fn right(&self) -> Option<usize> {
        self.neighbour(Some(self.run.end))
    }

    fn mark_at(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.tokens.get(at)).filter(|token| !token.is_word()).map_or("", |token| token.words)
    }

    /// Whether a capital is owed to the place of a word, not to the word.
    fn begins(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| &self.tokens[before]);
        before.is_none_or(|token| {
            !token.is_word() && !matches!(token.words, "," | "-" | "&" | "@" | "/" | "'" | "’")
        })
    }

    /// `@payments`, `@acme/payments-team`.
    fn is_handle(&self) -> bool {
        let start = self.tokens[self.run.start].start;
        let touches = |at: usize| self.tokens[at].end() == start;
        let (Some(before), true) =
            (self.run.start.checked_sub(1).filter(|at| touches(*at)), self.run.len() == 1)
        else {
            return false;
        };
        match self.tokens[before].words {
            "@" => {
                before == 0
                    || !self.tokens[before - 1].is_word()
                    || self.tokens[before - 1].end() < self.tokens[before].start
            }
            "/" => before >= 2 && self.tokens[before - 2].words == "@",
            _ => false,
        }
    }

    /// Whether the word to the left is part of a longer name.
    fn is_led_by_a_name(&self) -> bool {
        self.left().is_some_and(|left| {
            let is_opening = self.begins(left) && is_one_of(&OPENINGS, &self.lower[left]);
            is_capital(self.tokens[left].words) && !is_opening && !is_one_of(&GROUPS, &self.lower[left])
        })
    }

    fn is_capitalised(&self) -> bool {
        let small = |word: &str| matches!(word, "of" | "and" | "for" | "the" | "&" | "in" | "on");
        let words = self.tokens[self.run.clone()].iter().map(|token| token.words);
        is_capital(self.tokens[self.run.start].words)
            && words
                .clone()
                .all(|word| is_capital(word) || small(word) || word.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// `the payments team`, `Payments team`, `team Payments`, `the Payments and Data teams`.
    fn is_by_group(&self) -> bool {
        let group = |at: Option<usize>| at.is_some_and(|at| is_one_of(&GROUPS, &self.lower[at]));
        let is_many = |at: Option<usize>| at.is_some_and(|at| self.lower[at].ends_with('s'));
        let (left, right) = (self.left(), self.right());
        let first = self.run.start;
        let is_everyday =
            self.begins(first) && self.run.len() == 1 && is_one_of(&OPENINGS, &self.lower[first]);
        if self.is_led_by_a_name() || is_everyday {
            return false;
        }
        if self.is_capitalised() {
            return group(right) || (group(left) && !is_many(left));
        }
        let is_the_one = left.is_some_and(|left| is_one_of(&["the", "our"], &self.lower[left]));
        is_the_one && group(right) && !is_many(right)
    }

    /// `t-payments`, `wg-async`. In `a payments-team issue` the compound says what kind of issue it is.
    fn is_prefixed(&self) -> bool {
        let word = &self.lower[self.run.start];
        if self.is_path() {
            return false;
        }
        let leads = ["t-", "wg-", "team-", "squad-", "tribe-", "guild-"];
        self.run.len() == 1 && leads.iter().any(|lead| word.starts_with(lead))
    }

    /// Whether the words can hardly be anything but the name of a system: several, or set as code, or compound.
    fn is_telling(&self) -> bool {
        let first = &self.tokens[self.run.start];
        let is_compound =
            first.words.contains(['-', '_']) || first.words.contains(|c: char| c.is_ascii_digit());
        !self.is_led_by_a_name() && (self.run.len() > 1 || first.sort == Sort::Code || is_compound)
    }

    /// Whether a word is written as no everyday word is: `DevInfra`, `IAM`.
    fn is_distinct(&self) -> bool {
        let word = bare(self.tokens[self.run.start].words);
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let is_short_form = capitals >= 3 && capitals == word.chars().filter(|c| c.is_alphabetic()).count();
        let is_humped = word.chars().skip(1).any(char::is_uppercase) && word.chars().any(char::is_lowercase);
        is_short_form || is_humped
    }

    /// `docs/Payments`, `#Payments`.
    fn is_path(&self) -> bool {
        let is_part = |at: Option<usize>| matches!(self.mark_at(at), "/" | "#");
        is_part(self.run.start.checked_sub(1)) || is_part(Some(self.run.end))
    }

    /// Whether capitalised words stand as a name of their own, and not within a longer one or before a noun.
    fn stands_alone(&self) -> bool {
        let first = self.run.start;
        let is_lone = self.run.len() == 1;
        let word = bare(self.tokens[first].words);
        let is_acronym = word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        if !(self.is_capitalised() || (is_lone && self.is_distinct()))
            || self.is_led_by_a_name()
            || self.is_path()
            || (is_lone && is_acronym && word.chars().count() < 3)
        {
            return false;
        }
        let is_followed_by_a_name = self.right().is_some_and(|right| {
            is_capital(self.tokens[right].words) && !matches!(self.tokens[right].words, "I" | "I'm" | "I’m")
        });
        if is_followed_by_a_name {
            return false;
        }
        if !is_lone || self.is_distinct() {
            return true;
        }
        let is_owner = word.len() < self.tokens[first].words.len();
        let is_noun = self.left().is_some_and(|left| is_one_of(&ARTICLES, &self.lower[left]));
        let is_open = self.right().is_none_or(|right| {
            is_one_of(&BEHIND, &self.lower[right]) || is_one_of(&DEEDS, &self.lower[right])
        });
        !self.begins(first) && !is_noun && (is_open || is_owner)
    }
}
