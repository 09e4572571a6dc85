//! The plan format of `docs/plan-format.md`: headings are deliverables, list items are work, plain words say the rest.

mod clause;
pub(crate) mod section;
mod words;

use std::{collections::HashSet, ops::Range};

use plan::{
    facts::{Ask, Item, Kind, Link, LinkKind, Named, Owner, Promise, Ref, State, Strength},
    names::title_key,
};

use self::{
    clause::{Clause, Says, begins_with_fact, clauses},
    section::Section,
    words::{Fact, estimate, lag, phrase},
};
use super::Found;
use crate::{
    Problem, dates,
    formats::markdown::{Block, blocks, plain},
    text::Text,
};

/// What is understood, for a hint.
const UNDERSTOOD: &str = "“after”, “touches”, “needs yes from”, “lands on”, “by”, “@owner” and estimates as “3-5-9d” are understood";

/// Reads a plan.
pub fn read(text: &Text) -> Found {
    let mut reader = Reader { text, found: Found::default(), ..Reader::new(text) };
    for block in blocks(text) {
        reader.block(block);
    }
    reader.settle();
    reader.found
}

/// A need or a link whose names are settled once all titles are known.
struct Waiting {
    item: usize,
    fact: Fact,
    strength: Strength,
    /// The words of the fact, names and all, and of the names that follow it.
    names: Vec<Range<usize>>,
    span: Range<usize>,
}

struct Reader<'a> {
    text: &'a Text,
    found: Found,
    section: Section,
    /// Open deliverables: heading level and item.
    goals: Vec<(u8, usize)>,
    /// Open list items by depth.
    open: Vec<usize>,
    waiting: Vec<Waiting>,
    /// Items of which the reader knows no owner, and whose owner counts for them.
    heirs: Vec<(usize, usize)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a Text) -> Self {
        Self {
            text,
            found: Found::default(),
            section: Section::Plan,
            goals: Vec::new(),
            open: Vec::new(),
            waiting: Vec::new(),
            heirs: Vec::new(),
        }
    }

    fn words(&self, span: &Range<usize>) -> &'a str {
        self.text.slice(span.clone())
    }

    fn problem(&mut self, span: Range<usize>, field: &str, fact: impl Into<String>) -> &mut Problem {
        self.found.problems.push(Problem::new(self.text.place(span, field), fact));
        let last = self.found.problems.len() - 1;
        &mut self.found.problems[last]
    }

    fn block(&mut self, block: Block) {
        match block {
            Block::Heading { level, span } => self.heading(level, span),
            Block::Item { depth, span } => match self.section {
                Section::Plan => self.item(depth, span),
                Section::Notes => {}
                section => section::line(self.text, section, span, &mut self.found),
            },
            Block::Paragraph { depth, span } if self.section == Section::Plan => self.paragraph(depth, span),
            Block::Paragraph { .. } => {}
            Block::Table { head, .. } if self.section != Section::Notes => {
                let start = head.first().map_or(0, |cell| cell.start);
                let span = self.text.line_of(start);
                self.problem(span, "", "a table is not read in this format").hint =
                    Some("write its rows as list items, or name a profile with --profile".into());
            }
            Block::Table { .. } => {}
        }
    }

    fn heading(&mut self, level: u8, span: Range<usize>) {
        self.found.rows += 1;
        self.open.clear();
        self.goals.retain(|(above, _)| *above < level);
        let words = plain(self.words(&span));
        if let Some(section) = Section::named(&words) {
            self.section = section;
            self.goals.clear();
            return;
        }
        self.section = Section::Plan;
        let clauses = clauses(self.text, span.clone(), false);
        let is_bare = !clauses.iter().any(|clause| matches!(clause.says, Says::Owner(_) | Says::By(_)));
        if is_bare && (level == 1 || !self.goals.is_empty()) {
            return;
        }
        let parent = self.goals.last().map(|(_, item)| *item);
        let item = self.add(span, clauses, parent);
        self.found.facts.items[item].is_goal = true;
        self.goals.push((level, item));
    }

    fn item(&mut self, depth: usize, span: Range<usize>) {
        self.found.rows += 1;
        let depth = depth.max(1);
        self.open.truncate(depth - 1);
        let above = self.open.last().copied();
        let (state, span) = self.checkbox(span);
        if let (Some(above), true) = (above, begins_with_fact(self.words(&span))) {
            let clauses = clauses(self.text, span, true);
            return self.take(above, clauses);
        }
        let parent = above.or(self.goals.last().map(|(_, item)| *item));
        let clauses = clauses(self.text, span.clone(), false);
        let item = self.add(span, clauses, parent);
        let known = &mut self.found.facts.items[item];
        if known.state == State::Planned {
            known.state = state;
        }
        // A deeper list under an attribute line belongs to the item above it.
        while self.open.len() < depth - 1 {
            self.open.push(item);
        }
        self.open.push(item);
    }

    fn checkbox(&mut self, span: Range<usize>) -> (State, Range<usize>) {
        let words = self.words(&span);
        let mut marks = words.strip_prefix('[').map(str::chars).into_iter().flatten();
        let (Some(mark), Some(']')) = (marks.next(), marks.next()) else { return (State::Planned, span) };
        let state = match mark {
            ' ' => State::Planned,
            'x' | 'X' => State::Done(None),
            '/' | '~' => State::Started(None),
            '-' => State::Dropped,
            _ => return (State::Planned, span),
        };
        (state, self.text.trim(span.start + 2 + mark.len_utf8()..span.end))
    }

    fn paragraph(&mut self, depth: usize, span: Range<usize>) {
        let target = match depth {
            0 => self.goals.last().map(|(_, item)| *item),
            _ => self.open.last().copied(),
        };
        let Some(target) = target else { return };
        let mut at = span.start;
        for line in self.words(&span).split_inclusive('\n') {
            let line_span = self.text.trim(at..at + line.len());
            at += line.len();
            if begins_with_fact(self.words(&line_span)) {
                let clauses = clauses(self.text, line_span, true);
                self.take(target, clauses);
            }
        }
    }

    /// Adds an item of a title and facts.
    fn add(&mut self, span: Range<usize>, clauses: Vec<Clause>, parent: Option<usize>) -> usize {
        let titles: Vec<String> = clauses
            .iter()
            .filter(|clause| clause.says == Says::Title)
            .map(|clause| plain(self.words(&clause.span)))
            .collect();
        let (id, title) = short_name(titles.join(", "));
        let first_line = self.text.line_of(span.start);
        let place = self.text.place(span.start..span.end.min(first_line.end), "");
        if title.is_empty() {
            self.problem(span, "", "this has no title").hint = Some("begin with what is to be done".into());
        }
        let item = Item { id, parent: parent.map(Ref::At), ..Item::new(title, place) };
        self.found.facts.items.push(item);
        let at = self.found.facts.items.len() - 1;
        self.take(at, clauses);
        if let Some(parent) = parent {
            self.heirs.push((at, parent));
        }
        at
    }

    fn take(&mut self, item: usize, clauses: Vec<Clause>) {
        for clause in clauses {
            self.clause(item, clause);
        }
    }

    fn clause(&mut self, at: usize, clause: Clause) {
        let Clause { says, is_guess, span } = clause;
        match says {
            Says::Title => {}
            Says::Owner(name) => self.own(at, name),
            Says::Estimate(estimate, made_up) => {
                let item = &mut self.found.facts.items[at];
                item.estimate = Some(estimate);
                item.estimate_strength =
                    if made_up || is_guess { Strength::Derived } else { Strength::Stated };
            }
            Says::By(Ok(day)) => {
                let place = self.text.place(span, "by");
                self.found.facts.items[at].promise = Some(Promise { day, place });
            }
            Says::By(Err(dates::NoDate(fact))) => {
                self.problem(span, "by", fact).hint = Some("write it as 2027-03-31".into());
            }
            Says::Id(name) => self.found.facts.items[at].id = Some(self.words(&name).trim().to_owned()),
            Says::Fact(fact, rest) => self.fact(at, fact, rest, is_guess, span),
            Says::More(name) => self.more(at, name, span),
            Says::Unknown => {
                let fact = format!("“{}” is not understood", plain(self.words(&span)));
                self.problem(span, "", fact).hint = Some(UNDERSTOOD.into());
            }
        }
    }

    fn own(&mut self, at: usize, name: Range<usize>) {
        let named = Named { text: plain(self.words(&name)), place: self.text.place(name, "@") };
        self.found.facts.items[at].owners.push(Owner::Either(named));
    }

    /// Another name for the last fact of the item.
    fn more(&mut self, at: usize, name: Range<usize>, span: Range<usize>) {
        match self.waiting.last_mut().filter(|waiting| waiting.item == at) {
            Some(waiting) => {
                waiting.names.push(name);
                waiting.span.end = waiting.span.end.max(span.end);
            }
            None => self.own(at, name),
        }
    }

    fn fact(&mut self, at: usize, fact: Fact, rest: Range<usize>, is_guess: bool, span: Range<usize>) {
        let words = self.words(&rest);
        match fact {
            Fact::Link(_) | Fact::Ends | Fact::Need(_) | Fact::Through => {
                if words.is_empty() {
                    self.problem(span, "", "a name is missing here").hint =
                        Some("name a team, a person or a piece of work".into());
                    return;
                }
                let strength = if is_guess { Strength::Guessed } else { Strength::Stated };
                self.waiting.push(Waiting { item: at, fact, strength, names: vec![rest], span });
            }
            Fact::Owner => self.names(&rest).into_iter().for_each(|name| self.own(at, name)),
            Fact::Started => self.found.facts.items[at].state = State::Started(self.day(rest, "started")),
            Fact::Done => self.found.facts.items[at].state = State::Done(self.day(rest, "done")),
            Fact::Dropped => self.found.facts.items[at].state = State::Dropped,
            Fact::From => self.from(at, rest),
            Fact::Remaining | Fact::Took => self.length(at, fact, rest),
            Fact::Weight => self.weight(at, rest),
            Fact::Adoption => self.found.facts.items[at].is_adoption = true,
            Fact::Id => self.found.facts.items[at].id = Some(plain(words)),
            Fact::By | Fact::Note => {}
        }
    }

    fn day(&mut self, rest: Range<usize>, field: &str) -> Option<jiff::civil::Date> {
        let words = self.words(&rest);
        if words.is_empty() {
            return None;
        }
        match dates::leading_date(words) {
            Some((_, Ok(day))) => Some(day),
            Some((_, Err(dates::NoDate(fact)))) => {
                self.problem(rest, field, fact).hint = Some("write it as 2027-03-31".into());
                None
            }
            None => None,
        }
    }

    /// `from DATE`, `from DATE to DATE`, `not before DATE`.
    fn from(&mut self, at: usize, rest: Range<usize>) {
        let words = self.words(&rest);
        let to = words.find(" to ");
        let first_end = to.map_or(rest.end, |to| rest.start + to);
        let first = self.day(rest.start..first_end, "from");
        self.found.facts.items[at].not_before = first;
        let Some(to) = to else { return };
        let last = self.day(self.text.trim(rest.start + to + 4..rest.end), "to");
        let (Some(first), Some(last)) = (first, last) else { return };
        if last < first {
            self.problem(rest, "from", "the last day comes before the first").hint =
                Some("from the first day to the last".into());
            return;
        }
        let axis = plan::calendar::Calendar::new(first, [Default::default()], []);
        let item = &mut self.found.facts.items[at];
        item.estimate = item.estimate.or(Some(plan::facts::Estimate::One(axis.between(first, last))));
        item.estimate_strength = Strength::Derived;
    }

    fn length(&mut self, at: usize, fact: Fact, rest: Range<usize>) {
        let found = estimate(self.words(&rest));
        let item = &mut self.found.facts.items[at];
        match (found, fact) {
            (Some((length, ..)), Fact::Remaining) => {
                item.remaining = Some(length);
                if item.state == State::Planned {
                    item.state = State::Started(None);
                }
            }
            (Some((plan::facts::Estimate::One(took), ..)), _) => item.took = Some(took),
            _ => {
                let fact = format!("“{}” is no length of time", self.words(&rest));
                self.problem(rest, "", fact).hint = Some("write it as 3d, 2w or 6h".into());
            }
        }
    }

    fn weight(&mut self, at: usize, rest: Range<usize>) {
        match self.words(&rest).trim().parse::<f64>() {
            Ok(weight) if (0.01..=100.0).contains(&weight) => {
                self.found.facts.items[at].weight = (weight * 100.0).round() as u32;
            }
            _ => {
                let fact = format!("“{}” is no weight", self.words(&rest));
                self.problem(rest, "weight", fact).hint =
                    Some("a number from 0.01 to 100; 1 is usual".into());
            }
        }
    }

    /// The names in a list with `and`; quotes hold together.
    fn names(&self, span: &Range<usize>) -> Vec<Range<usize>> {
        let words = self.words(span);
        let (mut names, mut start, mut quoted) = (Vec::new(), 0, false);
        for (at, c) in words.char_indices() {
            quoted ^= c == '"';
            let joint =
                [" and ", " & ", "\nand ", ", "].into_iter().find(|joint| words[at..].starts_with(joint));
            if let (Some(joint), false) = (joint, quoted || at < start) {
                names.push(span.start + start..span.start + at);
                start = at + joint.len();
            }
        }
        names.push(span.start + start..span.end);
        names.into_iter().map(|name| self.text.trim(name)).filter(|name| !name.is_empty()).collect()
    }

    /// Settles what needed all titles: owners handed down, names of links and needs.
    fn settle(&mut self) {
        for (heir, from) in std::mem::take(&mut self.heirs) {
            if self.found.facts.items[heir].owners.is_empty() {
                self.found.facts.items[heir].owners = self.found.facts.items[from].owners.clone();
            }
        }
        let items = &self.found.facts.items;
        let ids = items.iter().filter_map(|item| item.id.as_deref()).map(title_key);
        let known: HashSet<String> = items.iter().map(|item| title_key(&item.title)).chain(ids).collect();
        self.links_in_titles(&known);
        let mut last: Vec<usize> = Vec::new();
        for waiting in std::mem::take(&mut self.waiting) {
            let names = waiting.names.iter().flat_map(|span| {
                let whole = title_key(self.words(span).trim_matches('"'));
                if known.contains(&whole) { vec![span.clone()] } else { self.names(span) }
            });
            let names: Vec<Range<usize>> = names.collect();
            match waiting.fact {
                Fact::Through => {
                    let through: Vec<String> = names.iter().map(|name| plain(self.words(name))).collect();
                    let of_item = last.iter().filter(|ask| self.found.facts.asks[**ask].item == waiting.item);
                    for ask in of_item.copied().collect::<Vec<_>>() {
                        self.found.facts.asks[ask].through.extend(through.clone());
                    }
                }
                Fact::Need(kind) => {
                    let before = self.found.facts.asks.len();
                    names.into_iter().for_each(|name| self.need(&waiting, kind, name));
                    last = (before..self.found.facts.asks.len()).collect();
                }
                _ => names.into_iter().for_each(|name| self.link(&waiting, name)),
            }
        }
    }

    /// `Cleanup after ledger export` waits for the ledger export, if there is one.
    fn links_in_titles(&mut self, known: &HashSet<String>) {
        for at in 0..self.found.facts.items.len() {
            let item = &self.found.facts.items[at];
            let Some((title, rest)) = item.title.split_once(" after ") else { continue };
            if !known.contains(&title_key(rest)) || title_key(title).is_empty() {
                continue;
            }
            let (title, rest) = (title.to_owned(), rest.to_owned());
            let place = item.place.clone();
            self.found.facts.items[at].title = title;
            self.found.facts.links.push(Link {
                earlier: Ref::Named(rest),
                later: Ref::At(at),
                kind: LinkKind::FinishStart,
                lag: 0,
                strength: Strength::Stated,
                outside: None,
                place,
            });
        }
    }

    fn need(&mut self, waiting: &Waiting, kind: Kind, name: Range<usize>) {
        let words = self.words(&name);
        let (words, through) = match words.split_once(" through ") {
            Some((words, through)) => (words, vec![plain(through)]),
            None => (words, Vec::new()),
        };
        let (words, given) = match words.find("(given") {
            Some(at) => (&words[..at], true),
            None => (words, false),
        };
        let place = self.text.place(waiting.span.clone(), kind_word(kind));
        let text = plain(words.trim().trim_start_matches('@').trim_matches('"'));
        self.found.facts.asks.push(Ask {
            item: waiting.item,
            kind,
            whom: Owner::Either(Named { text, place: self.text.place(name, kind_word(kind)) }),
            strength: waiting.strength,
            through,
            given,
            place,
        });
    }

    fn link(&mut self, waiting: &Waiting, name: Range<usize>) {
        let (words, lag) = lag(self.words(&name));
        let (words, kind) = match waiting.fact {
            Fact::Link(kind) => (words, kind),
            _ => match words.strip_suffix(" starts") {
                Some(words) => (words, LinkKind::StartFinish),
                None => (words, LinkKind::FinishFinish),
            },
        };
        let field = phrase(self.words(&waiting.span)).map_or("after", |(_, length)| {
            self.text.slice(waiting.span.start..waiting.span.start + length).trim_end_matches(':')
        });
        self.found.facts.links.push(Link {
            earlier: Ref::Named(plain(words.trim().trim_start_matches('@').trim_matches('"'))),
            later: Ref::At(waiting.item),
            kind,
            lag,
            strength: waiting.strength,
            outside: None,
            place: self.text.place(waiting.span.clone(), field),
        });
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Touch => "touches",
        Kind::Approval => "needs yes from",
        Kind::Absorption => "lands on",
        Kind::Date => "after",
    }
}

/// `LEDGER: title` names an item.
fn short_name(title: String) -> (Option<String>, String) {
    let Some((id, rest)) = title.split_once(": ") else { return (None, title) };
    let is_id = id.len() >= 2
        && id.starts_with(|c: char| c.is_ascii_uppercase())
        && id.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    if is_id { (Some(id.to_owned()), rest.to_owned()) } else { (None, title) }
}
