//! A line of a plan, cut into its title and its facts.

use std::ops::Range;

use jiff::civil::Date;
use plan::facts::Estimate;

use super::{
    section::is_nobody,
    words::{Fact, estimate, is_label, phrase},
};
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
    /// What stands behind the last fact and begins another.
    behind: Option<Range<usize>>,
}

/// No id takes more bytes than this.
const LONGEST_ID: usize = 100;

/// Cuts words into clauses. `is_fact` says that they begin with a fact, not with a title.
pub fn clauses(text: &Text, span: Range<usize>, is_fact: bool) -> Vec<Clause> {
    let mut line = Line { text, clauses: Vec::new(), takes_names: false, is_guess: false, behind: None };
    let mut pieces = pieces(text, span);
    if !is_fact && let Some(inner) = pieces.first().cloned().and_then(|title| facts_behind(text, title)) {
        pieces.splice(0..1, inner);
    }
    for (at, piece) in pieces.into_iter().enumerate() {
        line.is_guess = false;
        line.piece(piece, at == 0 && !is_fact);
        while let Some(behind) = line.behind.take() {
            line.piece(behind, false);
        }
    }
    line.clauses
}

/// A title and the facts in parentheses or brackets behind it, where nothing else stands in them: `Cart (5d)`.
fn facts_behind(text: &Text, title: Range<usize>) -> Option<Vec<Range<usize>>> {
    let words = text.slice(title.clone());
    let (open, inner) = [(" (", ')'), (" [", ']')].into_iter().find_map(|(open, close)| {
        let (before, inner) = words.strip_suffix(close)?.rsplit_once(open)?;
        (!before.trim().is_empty() && !inner.trim().is_empty()).then_some((before.len(), inner))
    })?;
    // What a thing uses or changes is a part of its name.
    if ["uses ", "changes ", "note"].iter().any(|word| inner.trim_start().to_lowercase().starts_with(word)) {
        return None;
    }
    let inner = text.trim(title.end - 1 - inner.len()..title.end - 1);
    let are_facts = |clause: &Clause| {
        !matches!(clause.says, Says::Title | Says::Unknown | Says::More(_) | Says::By(Err(_)))
    };
    clauses(text, inner.clone(), true).iter().all(are_facts).then(|| {
        let before = text.trim(title.start..title.start + open);
        [before].into_iter().chain(pieces(text, inner)).collect()
    })
}

/// Whether a word is a label of a fact, where it is the head of a table's row or column.
pub fn is_head(label: &str) -> bool {
    let label = label.trim().trim_end_matches(':').trim_end();
    let fits = |(fact, length)| length == label.len() + 1 && fact != Fact::Note;
    !label.is_empty() && phrase(&format!("{label}: 2027-01-01")).is_some_and(fits)
}

/// Whether words are a label alone, whose values stand below it: `Dependencies:`.
pub fn is_empty_label(words: &str) -> bool {
    let words = words.trim();
    words.len() < 40 && words.ends_with(':') && is_head(words)
}

/// What a label says with the value that stands beside it, as in a row of a table; none where it is no label of a fact.
pub fn labelled(text: &Text, label: &str, value: Range<usize>) -> Option<Vec<Clause>> {
    let value = text.trim(value);
    let label = label.trim().trim_end_matches(':').trim_end();
    if value.is_empty() {
        return is_head(label).then(Vec::new);
    }
    let said = format!("{label}: {}", text.slice(value.clone()));
    let (fact, _) = phrase(&said).filter(|(_, length)| *length == label.len() + 1)?;
    let mut line = Line { text, clauses: Vec::new(), takes_names: false, is_guess: false, behind: None };
    line.fact(fact, value.clone(), value.start);
    while let Some(behind) = line.behind.take() {
        line.piece(behind, false);
    }
    Some(line.clauses)
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
    let (mut is_labelled, is_title) = (is_label(words.trim_start()), phrase(words.trim_start()).is_none());
    for (at, c) in words.char_indices() {
        let mut next = at + c.len_utf8();
        let cuts = at >= start
            && match c {
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
                ',' | ';' | '|' => !quoted && depth == 0 && !is_note(&words[start..]),
                ' ' if !quoted && depth == 0 && !is_note(&words[start..]) => {
                    let so_far = words[start..at].trim();
                    let behind = words[next..].trim_start_matches(is_mark);
                    let is_behind_mark = behind.len() < words[next..].trim_start().len();
                    // Behind another fact a dash may begin a lag, or the end of a bar.
                    let is_value = is_behind_mark && is_title && pieces.is_empty() && is_plain_value(behind);
                    let is_said = is_label(behind) || (is_behind_mark && is_promise(behind));
                    let begins = is_value || (is_said && (is_labelled || is_behind_mark));
                    if begins && !so_far.is_empty() {
                        next = words.len() - behind.len();
                    }
                    // A mark of a guess stays with its fact.
                    let is_guess = GUESSES.iter().any(|word| so_far.eq_ignore_ascii_case(word));
                    !so_far.is_empty() && !is_guess && (begins || is_plain_fact(&words[at + 1..]))
                }
                '\n' | '\r' => {
                    begins_with_fact(&words[at + 1..]) || estimate(words[at + 1..].trim_start()).is_some()
                }
                _ => false,
            };
        if cuts {
            pieces.push(span.start + start..span.start + at);
            start = next;
            is_labelled = is_label(words[start..].trim_start());
        }
    }
    pieces.push(span.start + start..span.end);
    pieces.into_iter().map(|piece| text.trim(piece)).filter(|piece| !piece.is_empty()).collect()
}

/// What may stand between two facts, and before a label: white space, dashes, dots and pictures.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '/' | '|')
        || (!c.is_ascii() && !c.is_alphanumeric() && !matches!(c, '“' | '„' | '«'))
}

/// Whether words behind a dash begin with a value that is plain there: an estimate, or nothing but a day.
fn is_plain_value(words: &str) -> bool {
    let is_length =
        || estimate(words).is_some_and(|(_, taken, _)| !words[taken..].starts_with(char::is_alphanumeric));
    is_length() || whole_day(words).is_some()
}

/// Whether words begin with a promised day: `due 2026-12-10`.
fn is_promise(words: &str) -> bool {
    phrase(words).is_some_and(|(fact, _)| fact == Fact::By)
}

/// The day that all of the words name.
fn whole_day(words: &str) -> Option<Result<Date, dates::NoDate>> {
    let words = words.trim();
    dates::leading_date(words).filter(|(taken, _)| *taken == words.len()).map(|(_, day)| day)
}

/// Whether words begin with a phrase that no title has within it, a mark of a guess before it or not.
fn is_plain_fact(words: &str) -> bool {
    const PHRASES: [&str; 8] = [
        "touches ",
        "needs yes from ",
        "needs a yes from ",
        "lands on ",
        "waits for ",
        "waiting for ",
        "depends on ",
        "blocked by ",
    ];
    let words = guess(words).map_or(words, |length| words[length..].trim_start());
    let begins =
        |phrase: &str| words.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase));
    PHRASES.into_iter().any(begins)
}

/// Whether a piece was meant as a length: one word that begins like a figure and ends like one.
fn is_meant_as_length(words: &str) -> bool {
    let begins = words.trim_start_matches(['-', '–', '+', '~']).starts_with(|c: char| c.is_ascii_digit());
    begins && !words.contains(char::is_whitespace) && words.ends_with(['d', 'w', 'h'])
}

/// Whether a piece is a note, which ends with its line.
fn is_note(piece: &str) -> bool {
    piece.trim_start().get(..5).is_some_and(|head| head.eq_ignore_ascii_case("note:"))
}

/// Words that mark a guess.
const GUESSES: [&str; 3] = ["perhaps", "probably", "maybe"];

/// The length of a word that marks a guess, at the beginning.
fn guess(words: &str) -> Option<usize> {
    let begins = |word: &&&str| words.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    GUESSES.iter().find(begins).map(|word| word.len()).filter(|length| words[*length..].starts_with(' '))
}

impl Line<'_> {
    fn push(&mut self, says: Says, span: Range<usize>) {
        self.clauses.push(Clause { says, is_guess: self.is_guess, span });
    }

    fn piece(&mut self, mut piece: Range<usize>, is_title: bool) {
        while let Some(length) = guess(self.text.slice(piece.clone())) {
            self.is_guess = true;
            piece = self.text.trim(piece.start + length..piece.end);
        }
        let words = self.text.slice(piece.clone());
        if !is_title && let Some((fact, length)) = phrase(words) {
            return self.fact(fact, piece.clone(), piece.start + length);
        }
        // A day alone is promised where it stands behind a dash: `Checkout — 31 March 2027`.
        let is_behind_dash = || self.text.slice(0..piece.start).trim_end().ends_with(['—', '–', '-']);
        if let Some(day) = Some(words).filter(|_| !is_title && is_behind_dash()).and_then(whole_day) {
            self.takes_names = false;
            return self.push(Says::By(day), piece);
        }
        let takes_names = self.takes_names;
        let (rest, found) = self.inline(piece.clone(), false);
        if is_title {
            self.title_goes_on();
        }
        if rest.is_empty() {
            self.takes_names = false;
            return;
        }
        let at = self.clauses.len() - found;
        let says = match (is_title || !self.has_fact(at), takes_names) {
            (true, _) if !is_title && is_meant_as_length(self.text.slice(rest.clone())) => Says::Unknown,
            (true, _) => Says::Title,
            (false, true) => Says::More(rest.clone()),
            (false, false) => Says::Unknown,
        };
        self.clauses.insert(at, Clause { says, is_guess: self.is_guess, span: rest });
    }

    /// A title goes on behind a name that stands within it: `Ask @dana for the schema`.
    fn title_goes_on(&mut self) {
        if let [.., Clause { says: Says::Owner(_), .. }, last] = self.clauses.as_mut_slice()
            && last.says == Says::Unknown
        {
            last.says = Says::Title;
        }
    }

    /// Whether a fact stands before a position. Titles stand at the beginning.
    fn has_fact(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|last| self.clauses[last].says != Says::Title)
    }

    /// A fact that begins with a phrase. Owner, estimate and day behind its names or its value are facts of their own.
    fn fact(&mut self, fact: Fact, piece: Range<usize>, start: usize) {
        let rest = self.text.trim(start..piece.end);
        self.takes_names =
            matches!(fact, Fact::Link(_) | Fact::Ends | Fact::Need(_) | Fact::Owner | Fact::Through);
        if self.takes_names {
            return self.names(fact, piece, rest);
        }
        let words = self.text.slice(rest.clone());
        let end = rest.start + value_length(fact, words);
        let says = match fact {
            Fact::By if is_nobody(words) => return,
            Fact::By => {
                let none = || (0, Err(dates::NoDate(format!("“{words}” is no date"))));
                Says::By(dates::leading_date(words).unwrap_or_else(none).1)
            }
            Fact::Estimate => match estimate(words) {
                Some((estimate, _, made_up)) => Says::Estimate(estimate, made_up),
                None if is_nobody(words) => return,
                None => Says::Unknown,
            },
            fact => Says::Fact(fact, self.text.trim(rest.start..end)),
        };
        self.push(says, self.text.trim(piece.start..end.max(start)));
        self.go_on(self.text.trim(end..piece.end));
    }

    /// A fact that is followed by names.
    fn names(&mut self, fact: Fact, piece: Range<usize>, rest: Range<usize>) {
        let lead = usize::from(self.text.slice(rest.clone()).starts_with('@'));
        let at = self.clauses.len();
        let (names, found) = self.inline(rest.start + lead..rest.end, true);
        let span = piece.start..if found > 0 { names.end.max(rest.start) } else { piece.end };
        let span = self.text.trim(span);
        self.clauses.insert(at, Clause { says: Says::Fact(fact, names), is_guess: self.is_guess, span });
    }

    /// Takes owners, estimates, promised days and ids out of words. Gives the words before the first of them, and how many
    /// clauses were made. What follows one and begins with a phrase is a fact again.
    fn inline(&mut self, piece: Range<usize>, are_names: bool) -> (Range<usize>, usize) {
        let before = self.clauses.len();
        let Some(first) = self.first_inline(piece.clone(), are_names) else { return (piece, 0) };
        self.go_on(first..piece.end);
        (self.text.trim(piece.start..first), self.clauses.len() - before)
    }

    /// Owners, estimates, promised days and ids one behind the other; then a phrase, or what is not understood.
    fn go_on(&mut self, mut behind: Range<usize>) {
        while !behind.is_empty() {
            let words = self.text.slice(behind.clone());
            let Some((says, length)) = self.inline_fact(words, behind.start) else { break };
            self.push(says, behind.start..behind.start + length);
            behind = self.text.trim(behind.start + length..behind.end);
        }
        let words = self.text.slice(behind.clone());
        if phrase(words).is_some() || guess(words).is_some() {
            self.behind = Some(behind);
        } else if !behind.is_empty() {
            self.push(Says::Unknown, behind);
        }
    }

    /// Where the first owner, estimate, promised day or id begins. Among names, `and @Mobile` is a name and `+ 3d` a lag.
    fn first_inline(&self, piece: Range<usize>, are_names: bool) -> Option<usize> {
        let words = self.text.slice(piece.clone());
        let starts = words.char_indices().scan(' ', |before, (at, c)| {
            let is_start = before.is_whitespace() && !c.is_whitespace();
            *before = c;
            Some((at, is_start))
        });
        let at = starts.filter(|(_, is_start)| *is_start).map(|(at, _)| at).find(|at| {
            let joined = are_names && is_joined(words[..*at].trim_end(), words[*at..].starts_with('@'));
            let fact =
                Some(at).filter(|_| !joined).and_then(|at| self.inline_fact(&words[*at..], piece.start + at));
            // A length in parentheses is one of something else.
            let is_open = || words[..*at].matches('(').count() > words[..*at].matches(')').count();
            fact.is_some_and(|(says, _)| are_names || !matches!(says, Says::Estimate(..)) || !is_open())
        })?;
        Some(piece.start + at)
    }

    /// An owner, an estimate, a promised day or an id at the beginning of words, and its length.
    fn inline_fact(&self, words: &str, at: usize) -> Option<(Says, usize)> {
        if let Some(name) = words.strip_prefix('@') {
            let length = owner_length(name);
            let span = self.text.trim(at + 1..at + 1 + length);
            return (!span.is_empty()).then(|| (Says::Owner(span), 1 + length));
        }
        if let Some(id) = words.strip_prefix("{#") {
            let end = id.bytes().take(LONGEST_ID).position(|byte| byte == b'}')?;
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

/// Whether a name goes on: behind `and` with an owner's mark, or behind a sign with a lag.
fn is_joined(before: &str, is_marked: bool) -> bool {
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    match is_marked {
        true => last.eq_ignore_ascii_case("and") || last == "&",
        false => matches!(last, "+" | "-" | "−"),
    }
}

/// How many bytes of the words behind a phrase are its value; what follows is no part of it.
fn value_length(fact: Fact, words: &str) -> usize {
    let date = |words: &str| dates::leading_date(words).map(|(taken, _)| taken);
    let taken = match fact {
        Fact::By | Fact::Started | Fact::Done => date(words),
        Fact::From => date(words).and_then(|first| {
            let gap = words[first..].len() - words[first..].trim_start().len();
            match words[first + gap..].strip_prefix("to ") {
                Some(last) => date(last).map(|length| first + gap + "to ".len() + length),
                None => Some(first),
            }
        }),
        Fact::Remaining | Fact::Took | Fact::Estimate => estimate(words).map(|(_, taken, _)| taken),
        Fact::Weight => words.find(char::is_whitespace),
        _ => None,
    };
    taken.unwrap_or(words.len())
}

/// How many bytes of the words behind an `@` are the owner's name: up to the next fact or parenthesis, or to a word that
/// goes on with a sentence. A team of an organisation has no blank: `@acme/payments`.
fn owner_length(name: &str) -> usize {
    let first = name.split([' ', ',']).next().unwrap_or_default();
    let is_handle = !first.contains(char::is_uppercase);
    let is_of_organisation = is_handle && first.contains('/');
    let mut words = name.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let stop = |at: &usize| {
        let rest = name[*at..].trim_start();
        let is_fact = phrase(rest).is_some() || estimate(rest).is_some() || guess(rest).is_some();
        let next = rest.split_whitespace().next().unwrap_or_default();
        let goes_on = GOES_ON.contains(&next) || (is_handle && GOES_ON_BEHIND_HANDLES.contains(&next));
        is_fact || goes_on || is_of_organisation || rest.starts_with(['@', '(', '{', '~', '-', '–', '—'])
    };
    words.find(stop).unwrap_or(name.len())
}

/// Words of a sentence that no name has within it.
const GOES_ON: [&str; 7] = ["to", "will", "should", "must", "can", "please", "needs"];

/// Words of a sentence that no handle has behind it.
const GOES_ON_BEHIND_HANDLES: [&str; 9] = ["for", "on", "about", "with", "is", "has", "in", "from", "at"];

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
    fn plain_words_within_a_title_begin_a_fact() {
        assert_eq!(said("Pay touches Mobile, 3d"), ["title Pay", "Need(Touch) Mobile", "estimate 3d"]);
        assert_eq!(said("Pay perhaps lands on Mobile"), ["title Pay", "?Need(Absorption) Mobile"]);
        assert_eq!(said("Pay 3d depends on ledger touches Mobile").len(), 4);
    }

    #[test]
    fn what_was_meant_as_a_length_is_no_title() {
        assert_eq!(said("Pay, -3d, touches Mobile")[1], "unknown -3d");
        assert_eq!(said("Pay, 3.5.2d")[1], "unknown 3.5.2d");
        assert_eq!(said("Pay, 99999999d")[1], "unknown 99999999d");
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
    fn a_label_behind_a_label_begins_a_fact_of_its_own() {
        for between in [" · ", " — ", " / ", "  ", " 📅 ", " | "] {
            let text = format!("Owner: Booking{between}Due: 31 March 2027");
            let body = Text::of(0, "f", text.clone());
            let says: Vec<Says> =
                clauses(&body, 0..text.len(), true).into_iter().map(|clause| clause.says).collect();
            assert_eq!(says.len(), 2, "{text}");
            assert!(
                matches!(&says[0], Says::Fact(Fact::Owner, name) if body.slice(name.clone()) == "Booking"),
                "{text}"
            );
            assert!(matches!(says[1], Says::By(Ok(_))), "{text}");
        }
        assert_eq!(said("Write the team: charter, 3d")[0], "title Write the team: charter");
    }

    #[test]
    fn facts_in_parentheses_in_brackets_and_behind_dashes_are_no_part_of_a_title() {
        for (line, expected) in [
            ("Cart (5d)", vec!["title Cart", "estimate 5d"]),
            ("Mail [3d]", vec!["title Mail", "estimate 3d"]),
            ("Pay (after Cart), 2d", vec!["title Pay", "Link(FinishStart) Cart", "estimate 2d"]),
            ("Roll out, 1 month", vec!["title Roll out", "estimate 1 month"]),
            ("Ledger — owner: Dana — due 2026-12-10", vec!["title Ledger", "Owner Dana", "by 2026-12-10"]),
            ("Checkout (Booking) — 31 March 2027", vec!["title Checkout (Booking)", "by 2027-03-31"]),
            ("Mail - 3d", vec!["title Mail", "estimate 3d"]),
            ("Cache (uses Redis)", vec!["title Cache (uses Redis)"]),
            ("Pay (v2)", vec!["title Pay (v2)"]),
            ("Pay - the second part", vec!["title Pay - the second part"]),
        ] {
            assert_eq!(said(line), expected, "{line}");
        }
    }

    #[test]
    fn a_sentence_behind_a_name_is_no_part_of_it() {
        for (line, expected) in [
            ("@dana to send the schema, 3d", vec!["@dana", "title to send the schema", "estimate 3d"]),
            (
                "Ask @acme/identity for scope, 2d",
                vec!["title Ask", "@acme/identity", "title for scope", "estimate 2d"],
            ),
            ("Cart @Port Operations 5d", vec!["title Cart", "@Port Operations", "estimate 5d"]),
        ] {
            assert_eq!(said(line), expected, "{line}");
        }
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
    fn nothing_behind_a_value_is_lost() {
        assert_eq!(
            said("Pay, by 2027-03-31 @Dana 5d"),
            ["title Pay", "by 2027-03-31", "@Dana", "estimate 5d"]
        );
        assert_eq!(
            said("Pay, started 2027-01-11 remaining 3d"),
            ["title Pay", "Started 2027-01-11", "Remaining 3d"]
        );
        assert_eq!(said("Pay, done 2026-12-11 took 6d"), ["title Pay", "Done 2026-12-11", "Took 6d"]);
        assert_eq!(said("Pay, by 2027-03-31 or so"), ["title Pay", "by 2027-03-31", "unknown or so"]);
        assert_eq!(
            said("Pay, from 2027-01-01 to 2027-02-01 @X"),
            ["title Pay", "From 2027-01-01 to 2027-02-01", "@X"]
        );
        assert_eq!(said("Pay, weight 2 @X"), ["title Pay", "Weight 2", "@X"]);
    }

    #[test]
    fn a_lag_is_no_estimate_and_a_marked_name_no_owner() {
        assert_eq!(
            said("Pay, 4d, after ledger export + 3d, 2d"),
            ["title Pay", "estimate 4d", "Link(FinishStart) ledger export + 3d", "estimate 2d"]
        );
        assert_eq!(
            said("Pay, touches @Identity and @Mobile 5d"),
            ["title Pay", "Need(Touch) Identity and @Mobile", "estimate 5d"]
        );
        assert_eq!(
            said("Pay, 4d, after ledger export - 2d, from 2027-01-01 - 2027-02-01")[2..4],
            ["Link(FinishStart) ledger export - 2d", "From 2027-01-01"]
        );
        assert_eq!(said("Pay, owner: @X"), ["title Pay", "Owner X"]);
    }

    #[test]
    fn a_note_ends_with_its_line() {
        assert_eq!(
            said("Pay, 5d, note: ask Ines, she knows"),
            ["title Pay", "estimate 5d", "Note ask Ines, she knows"]
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
