//! Labels below a heading, as pages have them: `**Owner:** Booking` in a line, in a list item, or in a row of a table.

use std::ops::Range;

use super::{
    clause::{Clause, Says, begins_with_fact, clauses, is_head, labelled},
    section::Section,
    words::{Fact, is_label, is_silent_label},
};
use crate::{
    formats::markdown::{Block, plain},
    text::Text,
};

/// What is said right below a heading, before any work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// Who owns it.
    pub is_owned: bool,
    /// For when it is promised.
    pub is_due: bool,
    /// Whether headings of deliverables stand below it.
    has_headings: bool,
}

impl Below {
    /// Whether it makes a deliverable of the heading. Whoever owns a title with headings below it owns the page.
    pub fn is_goal(self, level: u8) -> bool {
        self.is_due || (self.is_owned && (level > 1 || !self.has_headings))
    }

    fn with(self, clauses: &[Clause]) -> Self {
        let is_owner = |clause: &Clause| matches!(clause.says, Says::Owner(_) | Says::Fact(Fact::Owner, _));
        let is_due = |clause: &Clause| matches!(clause.says, Says::By(Ok(_)));
        // A sentence bears facts by accident.
        if clauses.iter().any(|clause| matches!(clause.says, Says::Unknown | Says::Title)) {
            return self;
        }
        Self {
            is_owned: self.is_owned || clauses.iter().any(is_owner),
            is_due: self.is_due || clauses.iter().any(is_due),
            ..self
        }
    }
}

/// For each block that is a heading what is said below it.
pub fn below(text: &Text, blocks: &[Block]) -> Vec<Below> {
    let (mut all, mut here, mut has_headings) =
        (vec![Below::default(); blocks.len()], Below::default(), false);
    for (at, block) in blocks.iter().enumerate().rev() {
        match block {
            Block::Heading { level, span } => {
                all[at] = Below { has_headings, ..std::mem::take(&mut here) };
                let is_section = Section::named(&plain(text.slice(span.clone()))).is_some();
                has_headings = *level > 1 && (has_headings || !is_section);
            }
            Block::Paragraph { depth: 0, span } => here = lines(text, span.clone(), here),
            Block::Item { depth: 1, span } if is_label(text.slice(span.clone()).trim_start()) => {
                here = here.with(&clauses(text, span.clone(), true));
            }
            Block::Item { depth: 1, span } if is_silent_label(text.slice(span.clone())) => {}
            Block::Item { depth: 1, .. } => here = Below::default(),
            Block::Table { head, rows } => {
                for row in rows_of_labels(text, head, rows).into_iter().flatten() {
                    here = here.with(&row);
                }
            }
            _ => {}
        }
    }
    all
}

fn lines(text: &Text, span: Range<usize>, mut here: Below) -> Below {
    let mut at = span.start;
    for line in text.slice(span).split_inclusive(['\n', '\r']) {
        let line_span = without_picture(text, at..at + line.len());
        at += line.len();
        if line.len() <= super::LONGEST_ITEM && begins_with_fact(text.slice(line_span.clone())) {
            here = here.with(&clauses(text, line_span, true));
        }
    }
    here
}

/// The span of a line without white space, and without an emoji before its words.
pub fn without_picture(text: &Text, line: Range<usize>) -> Range<usize> {
    let line = text.trim(line);
    let words = text.slice(line.clone());
    let rest = words.trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric());
    match rest.starts_with(' ') {
        true => text.trim(line.end - rest.len()..line.end),
        false => line,
    }
}

/// What the rows of a table say whose first column holds labels, or whose head does above a single row; none where it is no
/// such table. Rows with another label say nothing.
pub fn rows_of_labels(
    text: &Text,
    head: &[Range<usize>],
    rows: &[Vec<Range<usize>>],
) -> Option<Vec<Vec<Clause>>> {
    let is_label = |cell: &Range<usize>| is_head(text.slice(cell.clone()));
    let is_pair = |row: &[Range<usize>]| matches!(row, [key, value, ..] if is_label(key) && !is_label(value));
    let pair = |row: &[Range<usize>]| Some((row.first()?.clone(), row.get(1)?.clone()));
    let is_upright =
        head.len() == 2 && (rows.iter().any(|row| is_pair(row)) || (rows.is_empty() && is_pair(head)));
    let pairs: Vec<(Range<usize>, Range<usize>)> = match rows {
        _ if is_upright => {
            let first = Some(head).filter(|head| is_pair(head)).and_then(pair);
            first.into_iter().chain(rows.iter().filter_map(|row| pair(row))).collect()
        }
        [row] if head.iter().filter(|key| is_label(key)).count() >= 2 => {
            head.iter().cloned().zip(row.iter().cloned()).collect()
        }
        _ => return None,
    };
    let said = pairs.into_iter().filter_map(|(key, value)| labelled(text, text.slice(key), value));
    Some(said.collect())
}
