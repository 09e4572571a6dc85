//! A line of a plan, cut into its title and its facts.

use std::ops::Range;

use jiff::civil::Date;
use plan::facts::Estimate;

use super::words::{Fact, estimate, phrase};
use crate::{dates, text::Text};

/// A part of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// What it says.
    pub says: Says,
    /// Whether it is marked as a guess.
    pub is_guess: bool,
    /// Where.
    pub span: Range<usize>,
}

/// What a part of a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum Says {
    /// Words of the title.
    Title,
    /// Who does it; the span of the name.
    Owner(Range<usize>),
    /// How long it may take; whether its middle is made up.
    Estimate(Estimate, bool),
    /// The day it is promised for, or why the words are none.
    By(Result<Date, dates::NoDate>),
    /// A short name.
    Id(Range<usize>),
    /// A phrase and the span of what stands behind it.
    Fact(Fact, Range<usize>),
    /// Another name for the fact before it.
    More(Range<usize>),
    /// Not understood.
    Unknown,
}

/// A line in the making.
struct Line<'a> {
    text: &'a Text,
    clauses: Vec<Clause>,
    /// Whether names may follow the last fact.
    takes_names: bool,
    is_guess: bool,
}

/// Cuts words into clauses. `is_fact` says that they begin with a fact, not with a title.
pub fn clauses(text: &Text, span: Range<usize>, is_fact: bool) -> Vec<Clause> {
    let mut line = Line { text, clauses: Vec::new(), takes_names: false, is_guess: false };
    for (at, piece) in pieces(text, span).into_iter().enumerate() {
        line.is_guess = false;
        line.piece(piece, at == 0 && !is_fact);
    }
    line.clauses
}

/// Whether words begin with a fact, so that they belong to what stands above them.
pub fn begins_with_fact(words: &str) -> bool {
    let words = words.trim_start();
    let rest = guess(words).map_or(words, |length| words[length..].trim_start());
    phrase(rest).is_some() || (rest.starts_with('@') && rest.len() > 1) || rest.starts_with("{#")
}

/// The pieces between commas, semicolons, bars and lines that begin with a fact; quotes and parentheses hold together.
fn pieces(text: &Text, span: Range<usize>) -> Vec<Range<usize>> {
    let words = text.slice(span.clone());
    let (mut pieces, mut start, mut depth, mut quoted) = (Vec::new(), 0, 0u32, false);
    for (at, c) in words.char_indices() {
        let cuts = match c {
            '"' => {
                quoted = !quoted;
                false
            }
            '(' if !quoted => {
                depth += 1;
                false
            }
            ')' if !quoted => {
                depth = depth.saturating_sub(1);
                false
            }
            ',' | ';' | '|' => !quoted && depth == 0,
            '\n' => begins_with_fact(&words[at + 1..]) || estimate(words[at + 1..].trim_start()).is_some(),
            _ => false,
        };
        if cuts {
            pieces.push(span.start + start..span.start + at);
            start = at + c.len_utf8();
        }
    }
    pieces.push(span.start + start..span.end);
    pieces.into_iter().map(|piece| text.trim(piece)).filter(|piece| !piece.is_empty()).collect()
}

/// The length of a word that marks a guess, at the beginning.
fn guess(words: &str) -> Option<usize> {
    ["perhaps", "probably", "maybe"].into_iter().map(str::len).find(|length| {
        words.get(..*length).is_some_and(|head| {
            matches!(head.to_ascii_lowercase().as_str(), "perhaps" | "probably" | "maybe")
        }) && words[*length..].starts_with(' ')
    })
}

impl Line<'_> {
    fn push(&mut self, says: Says, span: Range<usize>) {
        self.clauses.push(Clause { says, is_guess: self.is_guess, span });
    }

    fn piece(&mut self, piece: Range<usize>, is_title: bool) {
        let words = self.text.slice(piece.clone());
        if let Some(length) = guess(words) {
            self.is_guess = true;
            return self.piece(self.text.trim(piece.start + length..piece.end), is_title);
        }
        if !is_title && let Some((fact, length)) = phrase(words) {
            return self.fact(fact, piece.clone(), piece.start + length);
        }
        let (rest, found) = self.inline(piece.clone());
        if rest.is_empty() {
            self.takes_names = false;
            return;
        }
        let at = self.clauses.len() - found;
        let facts_before = self.clauses[..at].iter().any(|clause| clause.says != Says::Title);
        let says = match (is_title || !facts_before, self.takes_names) {
            (true, _) => Says::Title,
            (false, true) => Says::More(rest.clone()),
            (false, false) => Says::Unknown,
        };
        self.clauses.insert(at, Clause { says, is_guess: self.is_guess, span: rest });
    }

    /// A fact that begins with a phrase. Owner, estimate and day behind its names are facts of their own.
    fn fact(&mut self, fact: Fact, piece: Range<usize>, start: usize) {
        let rest = self.text.trim(start..piece.end);
        let named = matches!(fact, Fact::Link(_) | Fact::Ends | Fact::Need(_));
        self.takes_names = named || fact == Fact::Owner || fact == Fact::Through;
        if fact == Fact::By {
            let words = self.text.slice(rest.clone());
            let none = || (0, Err(dates::NoDate(format!("“{words}” is no date"))));
            let (_, day) = dates::leading_date(words).unwrap_or_else(none);
            return self.push(Says::By(day), piece);
        }
        if !named {
            return self.push(Says::Fact(fact, rest), piece);
        }
        let at = self.clauses.len();
        let (names, found) = self.inline(rest);
        let guess = self.is_guess;
        let span = piece.start..if found > 0 { names.end.max(start) } else { piece.end };
        self.clauses.insert(at, Clause { says: Says::Fact(fact, names), is_guess: guess, span });
    }

    /// Takes owners, estimates, promised days and ids out of words. Gives the words before the first of them, and how many
    /// clauses were made. What follows one and begins with a phrase is a fact again.
    fn inline(&mut self, piece: Range<usize>) -> (Range<usize>, usize) {
        let before = self.clauses.len();
        let Some((first, mut says, mut length)) = self.first_inline(piece.clone()) else { return (piece, 0) };
        let mut at = first;
        loop {
            self.push(says, at..at + length);
            let behind = self.text.trim(at + length..piece.end);
            let words = self.text.slice(behind.clone());
            (says, length) = match self.inline_fact(words, behind.start) {
                Some(next) => next,
                None if behind.is_empty() => break,
                None if phrase(words).is_some() || guess(words).is_some() => {
                    self.piece(behind, false);
                    break;
                }
                None => {
                    self.push(Says::Unknown, behind);
                    break;
                }
            };
            at = behind.start;
        }
        (self.text.trim(piece.start..first), self.clauses.len() - before)
    }

    /// The first owner, estimate, promised day or id at the beginning of a word.
    fn first_inline(&self, piece: Range<usize>) -> Option<(usize, Says, usize)> {
        let words = self.text.slice(piece.clone());
        let starts = words.char_indices().scan(' ', |before, (at, c)| {
            let is_start = before.is_whitespace() && !c.is_whitespace();
            *before = c;
            Some((at, is_start))
        });
        starts.filter(|(_, is_start)| *is_start).find_map(|(at, _)| {
            let (says, length) = self.inline_fact(&words[at..], piece.start + at)?;
            Some((piece.start + at, says, length))
        })
    }

    /// An owner, an estimate, a promised day or an id at the beginning of words, and its length.
    fn inline_fact(&self, words: &str, at: usize) -> Option<(Says, usize)> {
        if let Some(name) = words.strip_prefix('@') {
            let length = owner_length(name);
            let span = self.text.trim(at + 1..at + 1 + length);
            return (!span.is_empty()).then(|| (Says::Owner(span), 1 + length));
        }
        if let Some(id) = words.strip_prefix("{#") {
            let end = id.find('}')?;
            return Some((Says::Id(at + 2..at + 2 + end), end + 3));
        }
        if let Some((estimate, length, made_up)) = estimate(words) {
            let ends = words[length..].chars().next().is_none_or(|c| !c.is_alphanumeric());
            return ends.then_some((Says::Estimate(estimate, made_up), length));
        }
        let lead = ["by ", "due "]
            .into_iter()
            .find(|lead| words.get(..lead.len()).is_some_and(|w| w.eq_ignore_ascii_case(lead)))?;
        let (length, day) = dates::leading_date(&words[lead.len()..])?;
        Some((Says::By(day), lead.len() + length))
    }
}

/// How many bytes of the words behind an `@` are the owner's name: up to the next fact or parenthesis.
fn owner_length(name: &str) -> usize {
    let mut words = name.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let stop = |at: &usize| {
        let rest = name[*at..].trim_start();
        let is_fact = phrase(rest).is_some() || estimate(rest).is_some() || guess(rest).is_some();
        is_fact || rest.starts_with(['@', '(', '{', '~', '-', '–', '—'])
    };
    words.find(stop).unwrap_or(name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(words: &str) -> Vec<String> {
        let text = Text::of(0, "f", words.into());
        let clause = |clause: Clause| {
            let guess = if clause.is_guess { "?" } else { "" };
            let inner = |span: &Range<usize>| text.slice(span.clone()).to_owned();
            match &clause.says {
                Says::Title => format!("title {}", inner(&clause.span)),
                Says::Owner(span) => format!("{guess}@{}", inner(span)),
                Says::Estimate(..) => format!("estimate {}", inner(&clause.span)),
                Says::By(day) => {
                    format!("by {}", day.as_ref().map_or_else(|e| e.0.clone(), ToString::to_string))
                }
                Says::Id(span) => format!("id {}", inner(span)),
                Says::Fact(fact, span) => format!("{guess}{fact:?} {}", inner(span)),
                Says::More(span) => format!("{guess}more {}", inner(span)),
                Says::Unknown => format!("unknown {}", inner(&clause.span)),
            }
        };
        clauses(&text, 0..words.len(), false).into_iter().map(clause).collect()
    }

    #[test]
    fn a_line_of_a_plan() {
        assert_eq!(
            said("Pay by invoice @Port Operations 3-5-9d, after ledger export, cart, touches Identity"),
            [
                "title Pay by invoice",
                "@Port Operations",
                "estimate 3-5-9d",
                "Link(FinishStart) ledger export",
                "more cart",
                "Need(Touch) Identity"
            ]
        );
    }

    #[test]
    fn a_title_may_have_commas_and_everyday_words() {
        assert_eq!(
            said("Design, build and ship by the book, 5d"),
            ["title Design", "title build and ship by the book", "estimate 5d"]
        );
        assert_eq!(said("Changes after review"), ["title Changes after review"]);
    }

    #[test]
    fn a_fact_may_follow_an_estimate_without_a_comma() {
        assert_eq!(
            said("Ledger 2w after schema freeze"),
            ["title Ledger", "estimate 2w", "Link(FinishStart) schema freeze"]
        );
        assert_eq!(
            said("Checkout v2 @Booking by 2027-03-31"),
            ["title Checkout v2", "@Booking", "by 2027-03-31"]
        );
        assert_eq!(
            said("X {#LEDGER} 5d by 31 March 2027"),
            ["title X", "id LEDGER", "estimate 5d", "by 2027-03-31"]
        );
    }

    #[test]
    fn what_is_not_understood_is_kept_as_such() {
        assert_eq!(said("Pay, 5d, afetr ledger"), ["title Pay", "estimate 5d", "unknown afetr ledger"]);
        assert_eq!(
            said("Pay, by 2027-13-01"),
            ["title Pay", "by “2027-13-01” is no date: there is no month 13"]
        );
    }

    #[test]
    fn guesses_and_given_answers() {
        assert_eq!(said("Pay, perhaps touches Mobile"), ["title Pay", "?Need(Touch) Mobile"]);
        assert_eq!(
            said("Pay, needs yes from Security (given 2027-01-12)"),
            ["title Pay", "Need(Approval) Security (given 2027-01-12)"]
        );
    }

    #[test]
    fn names_in_quotes_hold_together() {
        assert_eq!(
            said("X, after \"A, B and C\" and D"),
            ["title X", "Link(FinishStart) \"A, B and C\" and D"]
        );
    }
}
