//! Running text, as `docs/prose.md` describes it: pages of sentences, and what stands in sentences under a goal.
//!
//! A reader keeps which stretches of a file are running text, and what they stand under. Who is named in them is settled
//! once all files are read and all teams are known ([`hear()`]).

mod hear;
mod names;
mod relation;

use std::ops::Range;

use plan::{
    facts::{Named, Owner},
    place::Place,
};

pub use self::hear::{Heard, hear};
use super::{Found, outline, outline::section::is_nobody};
use crate::{
    Problem,
    formats::markdown::{Block, metadata, plain},
    text::Text,
};

/// A name has at most so many bytes, and a line that names owners so many.
const LONGEST_NAME: usize = 60;
const LONGEST_LINE: usize = 300;

/// Running text of a file.
#[derive(Clone, Debug, Default)]
pub struct Running {
    /// The page, where the whole file is one.
    pub page: Option<Page>,
    /// Stretches of running text, in the order of the file.
    pub passages: Vec<Passage>,
}

/// A page of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// Whose it is, where it says so.
    pub owners: Vec<Owner>,
    /// Where the title stands.
    pub place: Place,
}

/// A stretch of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it stands under.
    pub under: Under,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// What running text stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Under {
    /// An item, by its position in [`plan::facts::Facts::items`].
    Item(usize),
    /// The page itself.
    Page,
    /// Nothing that could need anybody.
    Nothing,
}

impl Running {
    /// Keeps a stretch of running text.
    pub fn keep(&mut self, under: Under, span: Range<usize>) {
        if !span.is_empty() {
            self.passages.push(Passage { under, span });
        }
    }

    /// Moves positions of items behind `base` others.
    pub fn moved(mut self, base: usize) -> Self {
        for passage in &mut self.passages {
            if let Under::Item(at) = &mut passage.under {
                *at += base;
            }
        }
        self
    }
}

/// Headings under which sentences name others without needing them.
const ASIDES: [&str; 22] = [
    "non-goal",
    "nongoals",
    "out of scope",
    "not working on",
    "not doing",
    "won't do",
    "won’t do",
    "acknowledg",
    "credits",
    "thanks",
    "authors",
    "contributors",
    "references",
    "further reading",
    "related work",
    "prior art",
    "alternatives",
    "glossary",
    "definition",
    "terminology",
    "history",
    "changelog",
];

/// Whether what is read stands under such a heading, or under one below it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aside(Option<u8>);

impl Aside {
    /// Takes note of a heading.
    pub fn heading(&mut self, level: u8, words: &str) {
        if self.0.is_none_or(|open| level <= open) {
            let words = plain(words).to_lowercase();
            let is_aside = words == "notes" || ASIDES.iter().any(|aside| words.contains(aside));
            self.0 = is_aside.then_some(level);
        }
    }

    /// Whether it does.
    pub fn is_open(self) -> bool {
        self.0.is_some()
    }
}

/// Whether a text is a page of running text: no part of it is that of a plan, and it has more sentences than short list
/// items. Beside a chart, a list that says nothing of work is none either.
/// `bare` is the text without its marks.
pub fn fits(text: &Text, bare: &Text, blocks: &[Block], has_chart: bool) -> bool {
    let marks = outline::marks(bare, blocks);
    let (mut sentences, mut titles) = (0, 0);
    for block in blocks {
        match block {
            Block::Paragraph { span, .. } | Block::Item { span, .. }
                if is_sentence(text.slice(span.clone())) =>
            {
                sentences += 1;
            }
            Block::Item { span, .. } => titles += usize::from(owner_line(text.slice(span.clone())).is_none()),
            _ => {}
        }
    }
    let is_plan = marks.is_plan || (marks.entries > 0 && marks.entries * 10 >= marks.items);
    !is_plan && (has_chart || sentences > titles)
}

/// Whether words are a sentence or several, as far as one sees at a glance.
fn is_sentence(words: &str) -> bool {
    let end = words.trim_end().trim_end_matches(['*', '_', '`', ')', '"', '”']);
    end.ends_with(['.', '!', '?', '…', ':']) && words.split_whitespace().nth(4).is_some()
}

/// Reads a page that was cut into blocks already.
pub fn read_blocks(text: &Text, blocks: Vec<Block>) -> Found {
    let mut reader = Reader { text, found: Found::default(), owners: Vec::new(), title: None, headings: 0 };
    let mut aside = Aside::default();
    reader.metadata();
    for block in blocks {
        reader.found.rows += 1;
        match block {
            Block::Heading { level, span } => {
                aside.heading(level, text.slice(span.clone()));
                reader.headings += 1;
                if reader.title.is_none() {
                    reader.title = Some((plain(text.slice(span.clone())), span));
                }
            }
            Block::Item { span, .. } | Block::Paragraph { span, .. } if !aside.is_open() => {
                reader.passage(span)
            }
            Block::Table { head, rows } => reader.table(head, rows),
            Block::Item { .. } | Block::Paragraph { .. } | Block::Foreign { .. } => {}
        }
    }
    reader.finish()
}

struct Reader<'a> {
    text: &'a Text,
    found: Found,
    owners: Vec<Owner>,
    title: Option<(String, Range<usize>)>,
    /// Headings so far. Whose page it is stands above the second.
    headings: usize,
}

impl Reader<'_> {
    fn metadata(&mut self) {
        let span = metadata(&self.text.body);
        let mut at = span.start;
        let mut is_list = false;
        for line in self.text.slice(span).split_inclusive('\n') {
            let line_span = self.text.trim(at..at + line.len());
            at += line.len();
            let line = self.text.slice(line_span.clone());
            match line.strip_prefix("- ").filter(|_| is_list) {
                Some(name) => self.own("", name, &line_span),
                None => {
                    let (key, value) = line.split_once(':').unwrap_or((line, ""));
                    is_list = is_owner_key(key) && value.trim().is_empty();
                    if is_owner_key(key) {
                        self.own(key, value, &line_span);
                    } else if key == "title" && self.title.is_none() {
                        let title = plain(value.trim().trim_matches(['"', '\'']));
                        self.title = Some((title, line_span)).filter(|(title, _)| !title.is_empty());
                    }
                }
            }
        }
    }

    /// Keeps running text, but for lines that say whose page it is.
    fn passage(&mut self, span: Range<usize>) {
        if self.headings > 1 {
            return self.found.running.keep(Under::Page, self.text.trim(span));
        }
        let (mut at, mut kept) = (span.start, span.start);
        let text = self.text;
        for line in text.slice(span.clone()).split_inclusive(['\n', '\r']) {
            let line_span = self.text.trim(at..at + line.len());
            if let Some((key, value)) = owner_line(self.text.slice(line_span.clone())) {
                self.own(&key, &value, &line_span);
                self.found.running.keep(Under::Page, self.text.trim(kept..at));
                kept = at + line.len();
            }
            at += line.len();
        }
        self.found.running.keep(Under::Page, self.text.trim(kept..span.end));
    }

    /// A table may say whose page it is; what else it says is not read.
    fn table(&mut self, head: Vec<Range<usize>>, rows: Vec<Vec<Range<usize>>>) {
        let start = head.first().map_or(0, |cell| cell.start);
        let mut is_heard = false;
        for row in [head].iter().chain(&rows) {
            let [key, value, ..] = row.as_slice() else { continue };
            let key = plain(self.text.slice(key.clone()));
            if is_owner_key(&key) && self.headings < 2 {
                is_heard = true;
                self.own(&key, self.text.slice(value.clone()), value);
            }
        }
        if !is_heard {
            let place = self.text.place(self.text.line_of(start), "");
            let problem = Problem::new(place, "a table in running text is not read");
            let hint = "a table of work has a column Task or Initiative, and two of Owner, Team, Due, Estimate, Dependencies, Status";
            self.found.problems.push(problem.hint(hint));
        }
    }

    fn own(&mut self, key: &str, value: &str, span: &Range<usize>) {
        let place = self.text.place(self.text.trim(span.clone()), key.trim());
        for name in owner_names(value) {
            let named = Named { text: name.into(), place: place.clone() };
            self.owners.push(match key.trim().eq_ignore_ascii_case("team") {
                true => Owner::Team(named),
                false => Owner::Either(named),
            });
        }
    }

    fn finish(mut self) -> Found {
        let (title, span) = self.title.take().filter(|(title, _)| !title.is_empty()).unwrap_or_else(|| {
            let name = self.text.name.rsplit(['/', '\\']).next().unwrap_or_default();
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            (stem.to_owned(), self.text.trim(self.text.line_of(0)))
        });
        let place = self.text.place(span.start..span.end.min(self.text.line_of(span.start).end), "");
        self.found.running.page = Some(Page { title, owners: self.owners, place });
        self.found
    }
}

/// Whether a key says whose page it is.
fn is_owner_key(key: &str) -> bool {
    const KEYS: [&str; 12] = [
        "owner",
        "owners",
        "owner(s)",
        "owned by",
        "team",
        "dri",
        "dris",
        "lead",
        "led by",
        "accountable",
        "responsible",
        "point of contact",
    ];
    KEYS.iter().any(|known| known.eq_ignore_ascii_case(key.trim()))
}

/// `**Owner:** Booking`: the key and what stands behind it.
fn owner_line(line: &str) -> Option<(String, String)> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let words = plain(line);
    let (key, value) = words.split_once(':')?;
    is_owner_key(key).then(|| (key.trim().to_owned(), value.trim().to_owned()))
}

/// Handles, else names between commas; none where the words are no names.
fn owner_names(value: &str) -> Vec<String> {
    let plain = plain(value);
    let words = plain.trim().trim_start_matches('[').trim_end_matches(']');
    if words.len() > LONGEST_LINE {
        return Vec::new();
    }
    if words.contains('@') {
        let is_handle = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        let handles =
            words.split('@').skip(1).map(|rest| rest.split(|c| !is_handle(c)).next().unwrap_or_default());
        return handles
            .map(|name| name.trim_end_matches('.').to_owned())
            .filter(|name| !name.is_empty())
            .collect();
    }
    let names =
        words.split([',', ';', '/']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & "));
    let names = names.map(|name| name.trim().trim_matches(['"', '\'', '.']).to_owned());
    let is_name = |name: &String| {
        !is_nobody(name) && name.len() <= LONGEST_NAME && (1..=5).contains(&name.split_whitespace().count())
    };
    names.filter(is_name).collect()
}

#[cfg(test)]
mod tests;
