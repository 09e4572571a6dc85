//! What can be settled once all titles are known: owners handed down, names of links and needs.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use plan::{
    facts::{Ask, Item, Kind, Link, LinkKind, Named, Owner, Ref, Short, Strength},
    names::title_key,
};

use super::{
    Reader, Waiting,
    words::{Fact, lag, phrase},
};
use crate::formats::markdown::plain;

/// More names than this behind one word are a slip of the pen.
const MOST_NAMES: usize = 100;

impl Reader<'_> {
    /// The names in a list with `and`; quotes hold together.
    pub(super) fn names(&self, span: &Range<usize>) -> Vec<Range<usize>> {
        let words = self.words(span);
        let (mut names, mut start, mut quoted) = (Vec::new(), 0, false);
        for (at, c) in words.char_indices() {
            quoted ^= c == '"';
            let joint = [" and ", " & ", "\nand ", "\rand ", ", "]
                .into_iter()
                .find(|joint| words[at..].starts_with(joint));
            if let (Some(joint), false) = (joint, quoted || at < start) {
                names.push(span.start + start..span.start + at);
                start = at + joint.len();
            }
        }
        names.push(span.start + start..span.end);
        names.into_iter().map(|name| self.text.trim(name)).filter(|name| !name.is_empty()).collect()
    }

    /// Settles what needed all titles: owners handed down, names of links and needs.
    pub(super) fn settle(&mut self) {
        for (orphan, page) in std::mem::take(&mut self.orphans) {
            let owners = &mut self.found.facts.items[orphan].owners;
            if let Some(page) = self.pages.get(page).filter(|_| owners.is_empty()) {
                owners.clone_from(page);
            }
        }
        for (heir, from) in std::mem::take(&mut self.heirs) {
            if self.found.facts.items[heir].owners.is_empty() {
                self.found.facts.items[heir].owners = self.found.facts.items[from].owners.clone();
            }
        }
        self.labels_in_titles();
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
            let names = self.few(names.collect());
            match waiting.fact {
                Fact::Through => {
                    last.retain(|ask| self.found.facts.asks[*ask].item == waiting.item);
                    self.through(&waiting, &last, &names);
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

    /// Gives labels that stand before several titles back to them, as `QA` in `QA: Load test`: without a figure they name
    /// no piece of work.
    fn labels_in_titles(&mut self) {
        let is_word = |item: &Item| {
            item.is_label && item.id.as_deref().is_some_and(|id| !id.contains(|c: char| c.is_ascii_digit()))
        };
        let mut counts: HashMap<Short, u32> = HashMap::new();
        for id in
            self.found.facts.items.iter().filter(|item| is_word(item)).filter_map(|item| item.id.clone())
        {
            *counts.entry(id).or_default() += 1;
        }
        for item in self.found.facts.items.iter_mut().filter(|item| is_word(item)) {
            if let Some(id) = item.id.take_if(|id| counts.get(id).is_some_and(|count| *count > 1)) {
                item.title = format!("{id}: {}", item.title);
                item.is_label = false;
            }
        }
    }

    /// Whom to ask first, behind the needs that stand before it.
    fn through(&mut self, waiting: &Waiting, asks: &[usize], names: &[Range<usize>]) {
        let through: Vec<String> = names.iter().map(|name| plain(self.words(name))).collect();
        if asks.is_empty() {
            let fact = "nobody is needed before this, to be reached through them";
            self.problem(waiting.span.clone(), "through", fact).hint =
                Some("touches Identity through Sam Lee".into());
        }
        for ask in asks {
            self.found.facts.asks[*ask].through.extend(through.clone());
        }
    }

    /// The first of very many names; the others are said, not read.
    fn few(&mut self, mut names: Vec<Range<usize>>) -> Vec<Range<usize>> {
        if let (Some(first), Some(last)) = (names.get(MOST_NAMES), names.last()) {
            let fact =
                format!("{} names stand behind one word; those from here on were not read", names.len());
            self.problem(first.start..last.end, "", fact).hint = Some("up to 100 names are read".into());
            names.truncate(MOST_NAMES);
        }
        names
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
                earlier: Ref::Named(rest.into()),
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
            whom: Owner::Either(Named { text: text.into(), place: self.text.place(name, kind_word(kind)) }),
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
            earlier: Ref::Named(plain(words.trim().trim_start_matches('@').trim_matches('"')).into()),
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
