//! The plan format of `docs/plan-format.md`: headings are deliverables, list items are work, plain words say the rest.

mod clause;
mod labels;
mod said;
pub(crate) mod section;
mod settle;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use plan::facts::{Item, Owner, Ref, State, Strength};

use self::{
    clause::{Clause, Says, begins_with_fact, clauses, is_empty_label, labelled},
    labels::{Below, below},
    section::{Section, is_nobody},
    words::{Fact, is_label, is_silent_label, phrase},
};
use super::{
    Found,
    prose::{Aside, Under},
    tracker::prefix,
};
use crate::{
    Problem, dates,
    formats::markdown::{Block, bare, blocks, metadata, plain},
    profile::Profile,
    text::Text,
};

/// What is understood, for a hint.
const UNDERSTOOD: &str = "“after”, “touches”, “needs yes from”, “lands on”, “by”, “@owner” and estimates as “3-5-9d” are understood";

/// What stands before the title of finished work.
const DONE: [&str; 5] = ["✅", "☑", "✔", "✓", "DONE: "];

/// A heading, an item or a line of more bytes than this is none of a plan.
const LONGEST_ITEM: usize = 16 << 10;

/// Reads a plan.
pub fn read(text: &Text) -> Found {
    let profile = Profile::built_in("tracker").unwrap_or_default();
    read_blocks(&bare(text), blocks(text), &profile)
}

/// The same, of a text that was cut into blocks already, and whose marks are blank. The rows of tables are read as the
/// profile of a tracker says.
pub fn read_blocks(text: &Text, blocks: Vec<Block>, profile: &Profile) -> Found {
    let mut reader = Reader::new(text, profile);
    let below = below(text, &blocks);
    reader.metadata();
    for (block, below) in blocks.into_iter().zip(below) {
        reader.block(block, below);
    }
    reader.settle();
    reader.found
}

/// How much of a text is that of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Whether a heading bears an owner or a date, or begins a section that tells who is who.
    pub is_plan: bool,
    /// List items that bear a fact, and nothing that is not understood.
    pub entries: usize,
    /// List items.
    pub items: usize,
}

/// Looks for the marks of a plan in a text whose own marks are blank.
pub fn marks(text: &Text, blocks: &[Block]) -> Marks {
    let mut marks = Marks::default();
    for (block, below) in blocks.iter().zip(below(text, blocks)) {
        marks.is_plan |= below.is_due;
        match block {
            Block::Table { head, rows } => marks.is_plan |= table::is_plan(text, head, rows),
            Block::Heading { span, .. } if span.len() <= LONGEST_ITEM => {
                let section = Section::named(&plain(text.slice(span.clone())));
                marks.is_plan |= match section {
                    Some(section) => section != Section::Notes,
                    None => clauses(text, span.clone(), false).iter().any(is_of_a_goal),
                };
            }
            Block::Item { depth, span } => {
                marks.items += 1;
                marks.entries += usize::from(span.len() <= LONGEST_ITEM && is_entry(text, *depth, span));
            }
            _ => {}
        }
    }
    marks
}

/// Whether a part of a heading makes a deliverable or a goal of it.
fn is_of_a_goal(clause: &Clause) -> bool {
    matches!(clause.says, Says::Owner(_) | Says::By(_) | Says::Fact(Fact::Owner, _))
}

/// Whether a list item bears a fact, and nothing that is not understood. A sentence bears facts by accident.
fn is_entry(text: &Text, depth: usize, span: &Range<usize>) -> bool {
    let words = text.slice(span.clone());
    let mut marks = words.chars();
    let is_box = (marks.next(), marks.nth(1), marks.next()) == (Some('['), Some(']'), Some(' '));
    if is_box || (depth > 1 && begins_with_fact(words)) {
        return true;
    }
    let clauses = clauses(text, span.clone(), false);
    let has_fact = clauses.iter().any(|clause| clause.says != Says::Title);
    let is_whole = clauses.iter().all(|clause| clause.says != Says::Unknown);
    has_fact && is_whole && !words.trim_end().ends_with(['.', ':', '!', '?'])
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
    profile: &'a Profile,
    found: Found,
    section: Section,
    /// The level of the heading that opened the section.
    section_level: u8,
    /// Open deliverables: heading level and item.
    goals: Vec<(u8, usize)>,
    /// Open list items by depth.
    open: Vec<usize>,
    waiting: Vec<Waiting>,
    /// Items of which the reader knows no owner, and whose owner counts for them.
    heirs: Vec<(usize, usize)>,
    /// Whose the pages are whose title is no deliverable, and items that stand on them by themselves.
    pages: Vec<Vec<Owner>>,
    orphans: Vec<(usize, usize)>,
    /// Whether the title that was last read is that of such a page.
    is_page: bool,
    /// The line of the heading that was last read.
    heading: u32,
    /// Whether work stands below it.
    has_work: bool,
    /// A label above a list of its values: at which depth it stands, its words, and of which item it is said.
    label: Option<(usize, Range<usize>, Option<usize>)>,
    aside: Aside,
}

impl<'a> Reader<'a> {
    fn new(text: &'a Text, profile: &'a Profile) -> Self {
        Self {
            text,
            profile,
            found: Found::default(),
            section: Section::Plan,
            section_level: 0,
            goals: Vec::new(),
            open: Vec::new(),
            waiting: Vec::new(),
            heirs: Vec::new(),
            pages: Vec::new(),
            orphans: Vec::new(),
            is_page: false,
            heading: 0,
            has_work: false,
            label: None,
            aside: Aside::default(),
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

    fn block(&mut self, block: Block, below: Below) {
        match block {
            Block::Heading { span, .. } | Block::Item { span, .. } if span.len() > LONGEST_ITEM => {
                self.too_long(span);
            }
            Block::Heading { level, span } => self.heading(level, span, below),
            Block::Item { depth, span } => match self.section {
                Section::Plan => self.item(depth, span),
                Section::Notes => {}
                section => section::line(self.text, section, span, &mut self.found),
            },
            Block::Paragraph { depth, span } if self.section == Section::Plan => self.paragraph(depth, span),
            Block::Paragraph { span, .. } => self.running_text(span),
            Block::Foreign { what, span } => self.foreign(what, span),
            Block::Table { head, rows } if self.section != Section::Notes => self.table(&head, &rows),
            Block::Table { .. } => {}
        }
    }

    fn too_long(&mut self, span: Range<usize>) {
        let fact = format!("this is {} KB long; it was not read", span.len() >> 10);
        let line = self.text.line_of(span.start);
        self.problem(span.start..span.end.min(line.end), "", fact).hint =
            Some("a piece of work is said in up to 16 KB".into());
    }

    /// Running text in a section of its own is a note, unless it looks like an entry.
    fn running_text(&mut self, span: Range<usize>) {
        let words = self.words(&span);
        let is_entry = match self.section {
            Section::Teams | Section::People | Section::Systems => words.contains(": "),
            Section::DaysOff => words.starts_with(|c: char| c.is_ascii_digit()),
            Section::Plan | Section::Notes => false,
        };
        if is_entry {
            let line = self.text.trim(span.start..self.text.line_of(span.start).end.min(span.end));
            self.problem(line, "", "this is no list item; it was not read").hint =
                Some("begin each line with “- ”".into());
        }
    }

    /// Code and HTML are not read; that is said where list items stand in them.
    fn foreign(&mut self, what: &str, span: Range<usize>) {
        let is_item =
            |line: &str| ["- ", "* ", "+ ", "<li"].iter().any(|mark| line.trim_start().starts_with(mark));
        let mut at = span.start;
        for line in self.words(&span).split_inclusive(['\n', '\r']) {
            if is_item(line) && self.section != Section::Notes {
                let line = self.text.trim(at..at + line.len());
                self.problem(line, "", format!("this stands in {what}; it was not read")).hint =
                    Some("begin the item with “- ” at the beginning of its line".into());
                return;
            }
            at += line.len();
        }
    }

    /// Whether a heading goes on with the section above it.
    fn goes_on(&self, level: u8, is_bare: bool) -> bool {
        let is_within = level > self.section_level;
        is_within && (self.section == Section::Notes || (self.section != Section::Plan && is_bare))
    }

    fn heading(&mut self, level: u8, span: Range<usize>, below: Below) {
        self.found.rows += 1;
        self.heading = self.text.line(span.start);
        self.has_work = false;
        self.label = None;
        self.open.clear();
        self.goals.retain(|(above, _)| *above < level);
        let words = plain(self.words(&span));
        self.aside.heading(level, &words);
        if let Some(section) = Section::named(&words) {
            (self.section, self.section_level) = (section, level);
            self.goals.clear();
            return;
        }
        let clauses = clauses(self.text, span.clone(), false);
        let is_bare = !clauses.iter().any(is_of_a_goal);
        if self.goes_on(level, is_bare && !below.is_goal(level)) {
            return;
        }
        self.section = Section::Plan;
        if level == 1 {
            self.is_page = is_bare && below.is_owned && !below.is_goal(level);
            // Whose a page is may stand in its metadata, too.
            let whole = self.pages.first().cloned().unwrap_or_default();
            self.pages.push(whole);
        }
        if is_bare && !below.is_goal(level) && (level == 1 || !self.goals.is_empty()) {
            return self.unheard(clauses);
        }
        let parent = self.goals.last().map(|(_, item)| *item);
        let item = self.add(span, clauses, parent);
        self.found.facts.items[item].is_goal = true;
        self.goals.push((level, item));
    }

    /// Facts of a heading that is neither a deliverable nor work.
    fn unheard(&mut self, clauses: Vec<Clause>) {
        for clause in clauses.into_iter().filter(|clause| clause.says != Says::Title) {
            self.problem(clause.span, "", "this heading has no owner and no date; this was not read").hint =
                Some("## Title @Owner by 2027-03-31".into());
        }
    }

    fn item(&mut self, depth: usize, span: Range<usize>) {
        self.found.rows += 1;
        let depth = depth.max(1);
        if let Some((at, label, target)) = self.label.clone() {
            if depth > at {
                return self.value(&label, target, span);
            }
            self.label = None;
        }
        self.open.truncate(depth - 1);
        let above = self.open.last().copied();
        if is_empty_label(self.words(&span)) {
            self.label = Some((depth, span, above));
            return;
        }
        let (state, span, struck) = self.checkbox(span);
        if let (Some(above), true) = (above, begins_with_fact(self.words(&span))) {
            let clauses = clauses(self.text, span, true);
            return self.take(above, clauses);
        }
        if above.is_none() && is_label(self.words(&span).trim_start()) {
            let clauses = clauses(self.text, span.clone(), true);
            return self.said_above(clauses, span);
        }
        // Above all work, who wrote a page and the like is none.
        if above.is_none() && !self.has_work && is_silent_label(self.words(&span)) {
            return;
        }
        let parent = above.or(self.goals.last().map(|(_, item)| *item));
        let clauses = clauses(self.text, span.clone(), false);
        self.has_work = true;
        let item = self.add(span, clauses, parent);
        if let Some(struck) = struck {
            self.found.facts.items[item].title = plain(self.words(&struck));
        }
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

    /// A value in a list below its label.
    fn value(&mut self, label: &Range<usize>, target: Option<usize>, span: Range<usize>) {
        let Some(clauses) = labelled(self.text, self.words(label), span.clone()) else {
            let fact = format!("“{}” is not understood", plain(self.words(&span)));
            self.problem(self.text.trim(span), "", fact).hint = Some(UNDERSTOOD.into());
            return;
        };
        match target {
            Some(target) => self.take(target, clauses),
            None => self.said_above(clauses, span),
        }
    }

    /// Whose the page is, where its metadata say so. A day in them is not read, and that is said.
    fn metadata(&mut self) {
        let span = metadata(&self.text.body);
        let (mut at, mut owners) = (span.start, Vec::new());
        for line in self.text.slice(span).split_inclusive('\n') {
            let line_span = self.text.trim(at..at + line.len());
            at += line.len();
            let words = self.words(&line_span);
            let Some((fact, length)) = phrase(words).filter(|_| is_label(words)) else { continue };
            let bracket = usize::from(words.ends_with(']'));
            let value = self.text.trim(line_span.start + length..line_span.end - bracket);
            let value = value.start + usize::from(self.words(&value).starts_with('['))..value.end;
            match fact {
                Fact::Owner if !is_nobody(self.words(&value)) => {
                    owners.extend(self.names(&value).into_iter().flat_map(|name| self.owners(name)));
                }
                Fact::By if !is_nobody(self.words(&value)) => {
                    self.problem(line_span, "", "a day in the metadata is not read").hint =
                        Some("write it below the title: Due: 2026-12-01".into());
                }
                _ => {}
            }
        }
        if !owners.is_empty() {
            self.pages.push(owners);
        }
    }

    /// What a box or a stroke before or through the title says, and the rest. A stroke may leave facts behind it; then the
    /// struck title is given, too.
    fn checkbox(&mut self, span: Range<usize>) -> (State, Range<usize>, Option<Range<usize>>) {
        let (state, span) = self.ticked(span);
        let span = self.text.trim(span);
        let words = self.words(&span);
        let Some((struck, rest)) = words.strip_prefix("~~").and_then(|words| words.split_once("~~")) else {
            return (state, span, None);
        };
        let title = span.start + 2..span.start + 2 + struck.len();
        match rest.trim() {
            _ if struck.trim().is_empty() => (state, span, None),
            "" => (State::Dropped, title, None),
            // What stands behind it instead is work of its own.
            rest if rest.starts_with(char::is_alphanumeric) && !self.is_dropped(rest) => (state, span, None),
            _ => (State::Dropped, span, Some(title)),
        }
    }

    /// Whether words begin with one that says that work is not done.
    fn is_dropped(&self, words: &str) -> bool {
        let words = words.to_lowercase();
        let known = self.profile.states.dropped.iter().map(String::as_str);
        known
            .chain(["moved", "postponed", "descoped", "out of scope", "later"])
            .any(|word| words.starts_with(word))
    }

    fn ticked(&mut self, span: Range<usize>) -> (State, Range<usize>) {
        let words = self.words(&span);
        if let Some(rest) =
            DONE.iter().find_map(|mark| words.strip_prefix(mark)).filter(|rest| !rest.trim().is_empty())
        {
            return (State::Done(None), self.text.trim(span.end - rest.len()..span.end));
        }
        let mut marks = words.strip_prefix('[').map(str::chars).into_iter().flatten();
        let (Some(mark), Some(']')) = (marks.next(), marks.next()) else { return (State::Planned, span) };
        let state = match mark {
            ' ' => State::Planned,
            'x' | 'X' | '✓' | '✔' | '✅' => State::Done(None),
            '/' | '~' => State::Started(None),
            '-' => State::Dropped,
            _ => return (State::Planned, span),
        };
        (state, self.text.trim(span.start + 2 + mark.len_utf8()..span.end))
    }

    fn paragraph(&mut self, depth: usize, span: Range<usize>) {
        let target = match depth {
            0 => self.goal(),
            _ => self.open.last().copied(),
        };
        let under = target.map_or(Under::Nothing, Under::Item);
        self.label = None;
        let last = self.text.line_of(self.text.trim(span.clone()).end.saturating_sub(1));
        let last = labels::without_picture(self.text, last.start.max(span.start)..last.end);
        if depth == 0 && is_empty_label(self.words(&last)) {
            self.label = Some((0, last, None));
        }
        let (mut at, mut kept) = (span.start, span.start);
        for line in self.words(&span).split_inclusive(['\n', '\r']) {
            let line_span = labels::without_picture(self.text, at..at + line.len());
            let begin = at;
            at += line.len();
            if !begins_with_fact(self.words(&line_span)) {
                continue;
            }
            self.keep(under, kept..begin);
            kept = at;
            match target {
                _ if is_empty_label(self.words(&line_span)) => {}
                None if phrase(self.words(&line_span)).is_some_and(|(fact, _)| fact == Fact::Note) => {}
                _ if line_span.len() > LONGEST_ITEM => self.too_long(line_span),
                Some(target) => {
                    let clauses = clauses(self.text, line_span, true);
                    self.take(target, clauses);
                }
                None => {
                    let clauses = clauses(self.text, line_span.clone(), true);
                    self.said_above(clauses, line_span);
                }
            }
        }
        self.keep(under, kept..span.end);
    }

    /// The deliverable that is open.
    fn goal(&self) -> Option<usize> {
        self.goals.last().map(|(_, item)| *item)
    }

    /// Facts of the deliverable that is open; where none is, of the page, which can only have owners.
    fn said_above(&mut self, clauses: Vec<Clause>, span: Range<usize>) {
        if let Some(goal) = self.goal() {
            return self.take(goal, clauses);
        }
        let mut is_said = false;
        for clause in clauses {
            let owners = match clause.says {
                Says::Owner(name) if self.is_page => vec![name],
                Says::Fact(Fact::Owner, names) if self.is_page => self.names(&names),
                _ => {
                    is_said = true;
                    continue;
                }
            };
            let owners: Vec<Owner> = owners.into_iter().flat_map(|name| self.owners(name)).collect();
            self.pages.last_mut().into_iter().for_each(|page| page.extend(owners.iter().cloned()));
        }
        if is_said {
            self.problem(span, "", "nothing stands above this of which it could be said").hint =
                Some("write it below its deliverable: ## Title @Owner".into());
        }
    }

    /// Keeps running text, in which teams may be named.
    fn keep(&mut self, under: Under, span: Range<usize>) {
        if !self.aside.is_open() {
            self.found.running.keep(under, self.text.trim(span));
        }
    }

    /// Adds an item of a title and facts.
    fn add(&mut self, span: Range<usize>, clauses: Vec<Clause>, parent: Option<usize>) -> usize {
        let (id, title) = short_name(self.title(&clauses));
        self.factual(&title, &span);
        self.undated(&title, &span);
        let first_line = self.text.line_of(span.start);
        let place = self.text.place(span.start..span.end.min(first_line.end), "");
        if title.is_empty() {
            self.problem(span, "", "this has no title").hint = Some("begin with what is to be done".into());
        }
        let item = Item {
            is_label: id.as_deref().is_some_and(|id| !is_key(id)),
            id: id.map(Into::into),
            heading: self.heading,
            parent: parent.map(Ref::At),
            ..Item::new(title, place)
        };
        self.found.facts.items.push(item);
        let at = self.found.facts.items.len() - 1;
        self.take(at, clauses);
        self.inherits(at, parent);
        at
    }

    /// The words of a title. Where none but a name stands between two parts of it, they are one; else a comma joins them.
    fn title(&self, clauses: &[Clause]) -> String {
        let (mut title, mut end) = (String::new(), None);
        for clause in clauses.iter().filter(|clause| clause.says == Says::Title) {
            let between = end.and_then(|end| self.text.body.get(end..clause.span.start));
            title.push_str(match between {
                None => "",
                Some(between) if between.contains('@') => " ",
                Some(_) => ", ",
            });
            title.push_str(&plain(self.words(&clause.span)));
            end = Some(clause.span.end);
        }
        title
    }

    /// Says where a title ends with parentheses in which a length stands beside other words.
    fn factual(&mut self, title: &str, span: &Range<usize>) {
        let Some((_, inner)) = title.strip_suffix(')').and_then(|title| title.rsplit_once(" (")) else {
            return;
        };
        let is_length =
            |part: &str| words::estimate(part.trim()).is_some_and(|(_, taken, _)| taken == part.trim().len());
        if let Some(length) = inner.split(',').find(|part| is_length(part)) {
            let fact =
                format!("“({inner})” in a title looks like an estimate; it was read as a part of the title");
            let hint = format!(
                "write it behind a comma: {}, {}",
                title[..title.len() - inner.len() - 2].trim(),
                length.trim()
            );
            self.problem(self.text.trim(span.clone()), "", fact).hint = Some(hint);
        }
    }

    /// Says where a title ends with a promise that names no year.
    fn undated(&mut self, title: &str, span: &Range<usize>) {
        let Some(at) = title.rfind(" by ") else { return };
        let when = &title[at + 1..];
        if dates::lacks_year(&when["by ".len()..]) {
            let fact = format!("“{when}” names no year; it was read as a part of the title");
            self.problem(self.text.trim(span.clone()), "by", fact).hint = Some(format!("{when} 2027"));
        }
    }

    /// Notes whose owner counts for an item that has none.
    fn inherits(&mut self, item: usize, parent: Option<usize>) {
        match (parent, self.pages.len().checked_sub(1)) {
            (Some(parent), _) => self.heirs.push((item, parent)),
            (None, Some(page)) => self.orphans.push((item, page)),
            (None, None) => {}
        }
    }
}

/// Whether an id is a tracker's key, as PAY-412, and no label of a key result.
fn is_key(id: &str) -> bool {
    prefix(id).is_some_and(|prefix| !matches!(prefix, "KR" | "OKR"))
}

/// `LEDGER: title` names an item.
fn short_name(title: String) -> (Option<String>, String) {
    let Some((id, rest)) = title.split_once(": ") else { return (None, title) };
    let is_id = id.len() >= 2
        && id.starts_with(|c: char| c.is_ascii_uppercase())
        && id.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    if is_id { (Some(id.to_owned()), rest.to_owned()) } else { (None, title) }
}
