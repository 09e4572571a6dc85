//! What a sentence says of a team that it names: how it is needed, or that it is not.

use std::ops::Range;

use plan::facts::Kind;

use super::names::Hit;
use crate::formats::sentences::Token;

/// Words of each kind, by how they begin; the strongest kind that a clause speaks of counts.
const APPROVAL: [&str; 12] = [
    "approv",
    "sign-off",
    "signoff",
    "review",
    "agree",
    "consent",
    "permission",
    "go-ahead",
    "decide",
    "decision",
    "deciding",
    "ratif",
];
const ABSORPTION: [&str; 5] = ["adopt", "rollout", "roll-out", "migrat", "onboard"];
const DATE: [&str; 12] = [
    "wait",
    "await",
    "depend",
    "rely",
    "relies",
    "relian",
    "blocks",
    "blocked",
    "blocking",
    "need",
    "until",
    "prerequisite",
];
const TOUCH: [&str; 14] = [
    "use",
    "using",
    "uses",
    "change",
    "changes",
    "changing",
    "extend",
    "integrat",
    "touch",
    "coordinat",
    "collaborat",
    "partner",
    "together",
    "jointly",
];

/// Words that together are of a kind.
const PHRASES: [(&[&str], Kind); 14] = [
    (&["sign", "off"], Kind::Approval),
    (&["signs", "off"], Kind::Approval),
    (&["signed", "off"], Kind::Approval),
    (&["signing", "off"], Kind::Approval),
    (&["green", "light"], Kind::Approval),
    (&["roll", "out"], Kind::Absorption),
    (&["rolls", "out"], Kind::Absorption),
    (&["rolled", "out"], Kind::Absorption),
    (&["rolling", "out"], Kind::Absorption),
    (&["live", "with"], Kind::Absorption),
    (&["by", "the", "time"], Kind::Date),
    (&["as", "soon", "as"], Kind::Date),
    (&["work", "with"], Kind::Touch),
    (&["working", "with"], Kind::Touch),
];

const NEGATIONS: [&str; 20] = [
    "not",
    "no",
    "never",
    "without",
    "neither",
    "nor",
    "none",
    "nothing",
    "cannot",
    "independent",
    "independently",
    "instead",
    "rather",
    "unlike",
    "unlikely",
    "except",
    "unaffected",
    "avoid",
    "avoids",
    "avoiding",
];

/// Finished deeds: behind `has`, `have`, `was` and `were` nothing is needed any more.
const DEEDS: [&str; 18] = [
    "approved",
    "agreed",
    "adopted",
    "migrated",
    "reviewed",
    "signed",
    "delivered",
    "shipped",
    "completed",
    "finished",
    "rolled",
    "onboarded",
    "accepted",
    "granted",
    "merged",
    "landed",
    "given",
    "done",
];

/// Words between such a verb and the deed.
const BETWEEN: [&str; 9] =
    ["been", "all", "also", "both", "just", "now", "recently", "since", "successfully"];

/// Those for whom things are made: that they need something says nothing of us.
const AUDIENCE: [&str; 12] = [
    "user",
    "users",
    "customer",
    "customers",
    "developer",
    "developers",
    "people",
    "everybody",
    "everyone",
    "companies",
    "they",
    "clients",
];

/// A name that is not marked as that of people is needed by what is said within so many words of it.
const NEAR: usize = 6;

/// Everyday English words; two of them, or of those above, make a sentence English.
const ENGLISH: [&str; 26] = [
    "the", "and", "our", "with", "from", "this", "that", "be", "are", "which", "their", "have", "must",
    "should", "to", "by", "for", "we", "will", "is", "of", "as", "it", "before", "once", "on",
];

/// Words with which sentences begin that thank or list people.
const CREDITS: [&str; 12] = [
    "thanks",
    "thank",
    "kudos",
    "credit",
    "credits",
    "authors",
    "reviewers",
    "contributors",
    "cc",
    "shout-out",
    "owner",
    "owners",
];

/// A sentence in its tokens.
pub struct Sentence<'a> {
    tokens: &'a [Token<'a>],
    lower: &'a [String],
    /// The kind of which each token speaks.
    kinds: Vec<Option<Kind>>,
}

impl<'a> Sentence<'a> {
    /// Words and marks, and the same in lower case.
    pub fn of(tokens: &'a [Token<'a>], lower: &'a [String]) -> Self {
        Self { tokens, lower, kinds: (0..lower.len()).map(|at| kind_at(lower, at)).collect() }
    }
}

impl Sentence<'_> {
    /// Whether it could say that somebody is needed: a statement in English that thanks nobody.
    pub fn is_statement(&self) -> bool {
        let is_question = self.tokens.last().is_some_and(|token| token.words == "?");
        let is_credit = self.lower.iter().take(3).any(|word| CREDITS.contains(&word.as_str()));
        let english = self.lower.iter().filter(|word| ENGLISH.contains(&word.as_str())).count();
        let telling = self.kinds.iter().flatten().count();
        !is_question && !is_credit && english + telling >= 2
    }

    /// Whether its words are capitalised as those of a title, so that capitals tell nothing.
    pub fn is_title(&self) -> bool {
        let words = self.tokens.iter().skip(1).filter(|token| token.is_word() && token.words.len() > 3);
        let capitals = words.clone().filter(|token| token.words.starts_with(char::is_uppercase)).count();
        capitals * 2 > words.count() && capitals > 2
    }

    /// How a team that it names is needed; none where it is not needed, or is only mentioned.
    pub fn kind(&self, hit: &Hit, hits: &[Hit]) -> Option<Kind> {
        let clause = self.clause(hit.tokens.start);
        if self.is_denied(&clause) || self.is_past(&clause) || self.is_theirs(&clause, hits) {
            return None;
        }
        let around = match hit.is_marked {
            true => clause.clone(),
            false => {
                let from = hit.tokens.start.saturating_sub(NEAR).max(clause.start);
                from..(hit.tokens.end + NEAR).min(clause.end)
            }
        };
        let found = self.kinds[around].iter().flatten().map(|kind| (rank(*kind), *kind));
        match found.max_by_key(|(rank, _)| *rank).map(|(_, kind)| kind) {
            Some(Kind::Absorption) if self.is_taken_over(&clause, hit) => Some(Kind::Touch),
            Some(Kind::Date) if self.has(&(clause.start..hit.tokens.start), &AUDIENCE) => None,
            Some(kind) => Some(kind),
            None if self.is_joined(hit) => Some(Kind::Touch),
            None if hit.is_marked => self.is_ours(&clause).then_some(Kind::Touch),
            // `Payments must expose refunds`
            None => self
                .has(&(hit.tokens.end..clause.end.min(hit.tokens.end + 1)), &["must", "should", "will"])
                .then_some(Kind::Date),
        }
    }

    /// The part of a sentence between marks that part it, or a `but`.
    fn clause(&self, at: usize) -> Range<usize> {
        let parts = |at: &usize| {
            let words = self.tokens[*at].words;
            matches!(words, ";" | ":" | "(" | ")" | "—" | "–")
                || matches!(self.lower[*at].as_str(), "but" | "however" | "whereas" | "although")
        };
        let start = (0..at).rev().find(parts).map_or(0, |at| at + 1);
        start..(at..self.tokens.len()).find(parts).unwrap_or(self.tokens.len())
    }

    fn has(&self, clause: &Range<usize>, words: &[&str]) -> bool {
        self.lower[clause.clone()].iter().any(|word| words.contains(&word.as_str()))
    }

    /// Whether a clause says that somebody is not needed. `can't start until` says that they are.
    fn is_denied(&self, clause: &Range<usize>) -> bool {
        let is_not = |at: usize| {
            let (word, next) = (self.lower[at].as_str(), self.lower.get(at + 1).map_or("", String::as_str));
            let denies = NEGATIONS.contains(&word) || word.ends_with("n't") || word.ends_with("n’t");
            denies && !matches!((word, next), ("not", "only") | ("no" | "not", "later"))
        };
        let denials = clause.clone().filter(|at| is_not(*at)).count();
        let waits = self.has(clause, &["until", "before", "unless"])
            || (denials > 1 && self.has(clause, &["without"]));
        denials > 0 && !waits
    }

    /// Whether a clause tells of what is done.
    fn is_past(&self, clause: &Range<usize>) -> bool {
        let is_deed = |at: usize| {
            let before = &self.lower[at.saturating_sub(3).max(clause.start)..at];
            let helps = |word: &String| matches!(word.as_str(), "has" | "have" | "had" | "was" | "were");
            let between = before.iter().rposition(helps).map(|helper| &before[helper + 1..]);
            DEEDS.contains(&self.lower[at].as_str())
                && between.is_some_and(|words| words.iter().all(|word| BETWEEN.contains(&word.as_str())))
        };
        self.has(clause, &["already", "formerly", "previously"]) || clause.clone().any(is_deed)
    }

    /// Whether a clause tells what somebody named needs of others: `Payments depends on us`. `Payments needs to ship` does not.
    fn is_theirs(&self, clause: &Range<usize>, hits: &[Hit]) -> bool {
        let waits = |at: usize| {
            let word = self.lower[at].as_str();
            let is_verb = ["depend", "rel", "wait"].iter().any(|begin| word.starts_with(begin));
            is_verb || (word.starts_with("need") && self.lower.get(at + 1).is_none_or(|next| next != "to"))
        };
        let is_filler = |at: usize| {
            let word = self.lower[at].as_str();
            matches!(
                word,
                "team" | "squad" | "group" | "is" | "also" | "will" | "still" | "currently" | "itself"
            )
        };
        hits.iter().filter(|hit| clause.contains(&hit.tokens.start)).any(|hit| {
            let verb = (hit.tokens.end..clause.end).find(|at| !is_filler(*at));
            let is_object = self.has(&(clause.start..hit.tokens.start), &["that", "which", "we", "our"]);
            verb.is_some_and(waits) && !is_object
        })
    }

    /// Whether it is we who take over what is theirs: `we migrate to Platform`, `we adopt Platform's bus`.
    fn is_taken_over(&self, clause: &Range<usize>, hit: &Hit) -> bool {
        let before = clause.start..hit.tokens.start;
        let is_near = |at: usize| hit.tokens.start - at <= 4;
        let is_verb = |at: usize, known: &str| self.lower[at].starts_with(known);
        let is_to = |at: usize| self.has(&(at..hit.tokens.start), &["to", "onto"]);
        before.clone().rev().take_while(|at| is_near(*at)).any(|at| {
            (is_verb(at, "adopt") && !self.has(&(at..hit.tokens.start), &["by"]))
                || ((is_verb(at, "migrat") || is_verb(at, "onboard")) && is_to(at))
        })
    }

    /// `with Payments`, `with the Payments team`.
    fn is_joined(&self, hit: &Hit) -> bool {
        let before = &self.lower[hit.tokens.start.saturating_sub(2)..hit.tokens.start];
        match before {
            [.., last] if last == "with" => true,
            [with, the] => with == "with" && matches!(the.as_str(), "the" | "our"),
            _ => false,
        }
    }

    /// Whether a clause speaks of us, or of what is to come.
    fn is_ours(&self, clause: &Range<usize>) -> bool {
        self.has(clause, &["we", "us", "our", "will", "must", "should", "shall", "ask", "help", "support"])
    }
}

fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Touch => 0,
        Kind::Date => 1,
        Kind::Absorption => 2,
        Kind::Approval => 3,
    }
}

/// The kind of which the word speaks that stands here.
fn kind_at(lower: &[String], at: usize) -> Option<Kind> {
    let word = lower[at].as_str();
    let begins = |known: &[&str]| known.iter().any(|known| word.starts_with(known));
    let is_phrase = |phrase: &[&str]| {
        phrase.iter().enumerate().all(|(next, known)| lower.get(at + next).is_some_and(|word| word == known))
    };
    if let Some((_, kind)) = PHRASES.iter().find(|(phrase, _)| is_phrase(phrase)) {
        return Some(*kind);
    }
    match word {
        "decided" => None,
        _ if begins(&APPROVAL) => Some(Kind::Approval),
        _ if begins(&ABSORPTION) => Some(Kind::Absorption),
        _ if begins(&DATE) => Some(Kind::Date),
        _ if TOUCH.contains(&word) || begins(&["integrat", "coordinat", "collaborat", "partner"]) => {
            Some(Kind::Touch)
        }
        _ => None,
    }
}
