//! Tables: rows of labels, which say something of what they stand under, and rows of work, which the tracker's reader reads.

use std::{collections::HashMap, ops::Range};

use plan::facts::Ref;

use super::{
    Reader,
    clause::{Clause, Says, is_head, labelled},
    labels::rows_of_labels,
    section::Section,
    words::{Fact, estimate, phrase},
};
use crate::{profile::Profile, readers::tracker, text::Text};

type Cells = Vec<Range<usize>>;

/// Heads under which a piece of work is named, besides those of a tracker; of two in one table the first of these counts.
const TITLES: [&str; 21] = [
    "task",
    "work item",
    "story",
    "item",
    "feature",
    "key result",
    "work",
    "deliverable",
    "milestone",
    "epic",
    "initiative",
    "workstream",
    "project",
    "objective",
    "goal",
    "name",
    "what",
    "tasks",
    "initiatives",
    "deliverables",
    "projects",
];

/// Which tables are read, for a hint.
const TABLES: &str = "a table of work has a column Initiative, Project, Task or Title, and one of Owner, Team, Due, Estimate, Dependencies or Status";

/// What the columns of a table of work are.
struct Columns {
    title: usize,
    /// Columns whose heads are words of this format.
    labels: Vec<usize>,
    has_status: bool,
}

impl Columns {
    fn of(text: &Text, head: &[Range<usize>], rows: &[Cells]) -> Option<Self> {
        let words: Vec<String> =
            head.iter().map(|cell| text.slice(cell.clone()).trim().to_lowercase()).collect();
        let called = |name: &str| words.iter().position(|word| word == name);
        let title = ["title", "summary"].into_iter().chain(TITLES).find_map(called)?;
        let labels =
            (0..head.len()).filter(|at| *at != title && is_ours(text, &words[*at], rows, *at)).collect();
        let columns = Self { title, labels, has_status: called("status").is_some() };
        // A table of people has names and teams, too.
        let wanted = if words[title] == "name" { 2 } else { 1 };
        (columns.labels.len() + usize::from(columns.has_status) >= wanted).then_some(columns)
    }
}

/// Whether a column says something in words of this format. Figures and sizes are a tracker's, and so are words for states.
fn is_ours(text: &Text, head: &str, rows: &[Cells], at: usize) -> bool {
    match phrase(&format!("{head}: 2027-01-01")) {
        Some((Fact::Status, _)) => false,
        Some((Fact::Estimate, _)) => rows
            .iter()
            .filter_map(|row| row.get(at))
            .any(|cell| estimate(text.slice(text.trim(cell.clone()))).is_some()),
        _ => is_head(head),
    }
}

/// Whether a table is that of a plan.
pub fn is_plan(text: &Text, head: &[Range<usize>], rows: &[Cells]) -> bool {
    let columns = Columns::of(text, head, rows).filter(|_| !rows.is_empty());
    columns.is_some_and(|columns| {
        !columns.labels.is_empty() && columns.labels.len() + usize::from(columns.has_status) > 1
    })
}

impl Reader<'_> {
    pub(super) fn table(&mut self, head: &Cells, rows: &[Cells]) {
        if self.section == Section::Plan {
            if let Some(said) = rows_of_labels(self.text, head, rows) {
                self.found.rows += said.len();
                let span = self.head_line(head);
                return said.into_iter().for_each(|row| self.said_above(row, span.clone()));
            }
            if let Some(columns) = Columns::of(self.text, head, rows) {
                return self.work(head, rows, &columns);
            }
        }
        let span = self.head_line(head);
        self.problem(span, "", "a table with this head is not read").hint = Some(TABLES.into());
    }

    fn head_line(&self, head: &Cells) -> Range<usize> {
        self.text.trim(self.text.line_of(head.first().map_or(0, |cell| cell.start)))
    }

    /// Reads rows of work: what a tracker's reader makes of them, and what words of this format say of each.
    fn work(&mut self, head: &Cells, rows: &[Cells], columns: &Columns) {
        let is_named =
            |row: &&Cells| row.get(columns.title).is_some_and(|cell| !self.words(cell).trim().is_empty());
        let (named, nameless): (Vec<&Cells>, Vec<&Cells>) = rows.iter().partition(is_named);
        for row in nameless {
            if let Some(cell) = row.iter().find(|cell| !self.words(cell).trim().is_empty()).cloned() {
                self.problem(self.text.trim(cell), "", "this row names no work; it was not read").hint =
                    Some("write what is to be done into its first column".into());
            }
        }
        let Some(part) = part(self.text, head, &named, columns) else { return };
        let Some(mut found) =
            tracker::read_rows(&part, &profile(self.profile, self.words(&head[columns.title])))
        else {
            return;
        };
        // Which columns are missing is seen here, where all of them are known.
        found.problems.retain(|problem| !problem.fact.contains("; not used: "));
        let base = self.found.facts.items.len();
        let by_line: HashMap<u32, usize> =
            found.facts.items.iter().enumerate().map(|(at, item)| (item.place.line, base + at)).collect();
        self.found.absorb(found);
        self.unread(head, &named, columns);
        for row in named {
            let Some(item) = row.first().and_then(|cell| by_line.get(&self.text.line(cell.start))) else {
                continue;
            };
            self.row(*item, head, row, columns);
        }
    }

    fn row(&mut self, item: usize, head: &Cells, row: &Cells, columns: &Columns) {
        let goal = self.goal();
        let known = &mut self.found.facts.items[item];
        known.heading = self.heading;
        let has_parent = known.parent.is_some();
        if !has_parent {
            known.parent = goal.map(Ref::At);
        }
        let said: Vec<Clause> = columns
            .labels
            .iter()
            .filter_map(|at| labelled(self.text, self.words(&head[*at]), row.get(*at)?.clone()))
            .flatten()
            .collect();
        let is_owner = |clause: &Clause| matches!(clause.says, Says::Owner(_) | Says::Fact(Fact::Owner, _));
        if said.iter().any(is_owner) {
            // The prefix of an id counts where nothing else says whose it is.
            self.found.facts.items[item].owners.clear();
        }
        self.take(item, said);
        self.inherits(item, goal.filter(|_| !has_parent));
    }

    /// Says which columns are not read, where they hold words.
    fn unread(&mut self, head: &Cells, rows: &[&Cells], columns: &Columns) {
        let known =
            self.profile.columns.iter().filter(|(field, _)| *field != "title").flat_map(|(_, names)| names);
        let silent = [
            "notes",
            "note",
            "comment",
            "comments",
            "description",
            "details",
            "#",
            "priority",
            "prio",
            "link",
            "links",
        ];
        let known: Vec<String> = known
            .chain(&self.profile.unused_columns)
            .chain(self.profile.links.columns.keys())
            .map(|name| name.to_lowercase())
            .collect();
        let is_unread = |at: &usize| {
            let words = self.words(&head[*at]).trim().to_lowercase();
            let is_read = *at == columns.title
                || columns.labels.contains(at)
                || SIZES.contains(&words.as_str())
                || silent.contains(&words.as_str())
                || known.contains(&words);
            let is_filled =
                |row: &&Cells| row.get(*at).is_some_and(|cell| !self.words(cell).trim().is_empty());
            !is_read && !words.is_empty() && rows.iter().any(is_filled)
        };
        let unread: Vec<usize> = (0..head.len()).filter(is_unread).collect();
        if let (Some(first), Some(last)) = (unread.first(), unread.last()) {
            let names: Vec<&str> = unread.iter().take(8).map(|at| self.words(&head[*at]).trim()).collect();
            let fact = match names.as_slice() {
                [name] => format!("the column “{name}” is not read"),
                names => format!("the columns “{}” are not read", names.join("”, “")),
            };
            self.problem(head[*first].start..head[*last].end, "", fact).hint = Some(TABLES.into());
        }
    }
}

/// Heads of columns that hold sizes.
const SIZES: [&str; 4] = ["size", "t-shirt size", "t-shirt", "effort size"];

/// A tracker's profile that knows the head of the titles.
fn profile(known: &Profile, title: &str) -> Profile {
    let mut profile = known.clone();
    profile.columns.insert("title".into(), vec![title.trim().to_owned()]);
    // What a row is a part of is said by the headings above the table.
    profile.columns.remove("group");
    profile.columns.entry("size".into()).or_default().extend(SIZES.map(str::to_owned));
    profile
}

/// The lines of a table as comma-separated values, each cell where it stands. Columns that are read here have no head.
fn part(text: &Text, head: &Cells, rows: &[&Cells], columns: &Columns) -> Option<Text> {
    let last = rows.last().and_then(|row| row.last()).or(head.last())?;
    let whole = text.line_of(head.first()?.start).start..text.line_of(last.start).end;
    let lines = text.slice(whole.clone());
    let mut body: Vec<u8> =
        lines.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { byte } else { b' ' }).collect();
    let is_read = |at: usize| columns.labels.contains(&at);
    write(text, whole.start, &mut body, head, is_read);
    rows.iter().for_each(|row| write(text, whole.start, &mut body, row, |_| false));
    Some(text.part(whole, String::from_utf8(body).ok()?))
}

/// Writes a row, its cells between commas; in quotes where they hold a comma and there is room.
fn write(text: &Text, base: usize, body: &mut [u8], row: &[Range<usize>], is_blank: impl Fn(usize) -> bool) {
    let cells: Cells = row.iter().map(|cell| text.trim(cell.clone())).collect();
    let line = text.line_of(cells.first().map_or(0, |cell| cell.start));
    let mut put = |at: usize, byte: u8| {
        at.checked_sub(base).and_then(|at| body.get_mut(at)).into_iter().for_each(|known| *known = byte);
    };
    let room = |at: usize| {
        let before =
            at.checked_sub(1).map_or(line.start..cells[at].start, |last| cells[last].end..cells[at].start);
        let behind = cells[at].end..cells.get(at + 1).map_or(line.end, |next| next.start);
        let wanted = |is_edge: bool| if is_edge { 1 } else { 3 };
        before.len() >= wanted(at == 0) && behind.len() >= wanted(at + 1 == cells.len())
    };
    for (at, cell) in cells.iter().enumerate() {
        let words = text.slice(cell.clone()).as_bytes();
        let is_quoted = !is_blank(at) && words.contains(&b',') && room(at);
        for (offset, byte) in words.iter().enumerate().filter(|_| !is_blank(at)) {
            let byte = match byte {
                b'"' => b'\'',
                b'`' => b' ',
                b'\\' if words.get(offset + 1) == Some(&b'|') => b' ',
                b',' if !is_quoted => b';',
                b'\n' | b'\r' => b' ',
                byte => *byte,
            };
            put(cell.start + offset, byte);
        }
        // Before a cell stand the quote that closes the last one, a comma, and the quote that opens this one.
        let begin = at.checked_sub(1).map_or(line.start, |last| cells[last].end + 2);
        if is_quoted {
            put(begin, b'"');
            put(cell.end, b'"');
        }
        if at + 1 < cells.len() {
            let is_wide = cells[at + 1].start > cell.end + 1;
            put(cell.end + usize::from(is_wide), b',');
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::formats::{
        csv::Rows,
        markdown::{Block, bare, blocks},
    };

    fn cells(body: &str) -> Vec<Vec<(String, String)>> {
        let text = bare(&Text::of(0, "f", body.into()));
        let table = blocks(&text).into_iter().find_map(|block| match block {
            Block::Table { head, rows } => Some((head, rows)),
            _ => None,
        });
        let Some((head, rows)) = table else { return Vec::new() };
        let columns = Columns { title: 0, labels: Vec::new(), has_status: false };
        let part = part(&text, &head, &rows.iter().collect::<Vec<_>>(), &columns).unwrap();
        let at = |span: Range<usize>| {
            let place = part.place(span, "");
            body[place.start as usize..place.end as usize].to_owned()
        };
        let rows: Vec<_> = Rows::of(&part)
            .map(|row| row.into_iter().map(|cell| (cell.words, at(cell.span))).collect::<Vec<_>>())
            .collect();
        rows.into_iter().filter(|row| row.iter().any(|(words, _)| !words.is_empty())).collect()
    }

    #[test]
    fn cells_of_a_table_stand_where_they_stood() {
        let rows = cells("# P\n\n| Task | Owner |\n|---|---|\n| **Pay**, now | [B](x) |\n|a,b|\"c\"|\n");
        let words: Vec<Vec<&str>> =
            rows.iter().map(|row| row.iter().map(|(words, _)| words.as_str()).collect()).collect();
        assert_eq!(words, [vec!["Task", "Owner"], vec!["Pay,   now", "B"], vec!["a;b", "'c'"]]);
        assert_eq!(rows[0][1].1, "Owner");
        assert_eq!(rows[1][1].1, "B");
        assert_eq!(rows[2][0].1, "a,b");
    }

    proptest! {
        #[test]
        fn a_table_has_as_many_cells_as_it_had(cell in "[ab ,\"ä*]{0,6}", other in "[ab ,\"ä*]{1,6}") {
            let rows = cells(&format!("| T | x{other}x |\n|---|---|\n| x{cell}x |{other}x|\n|x{other}x|x{cell}x|\n"));
            prop_assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2]);
        }
    }
}
