//! Exports of issue trackers: one row an item, headers that repeat, links in columns of their own.

mod columns;
mod groups;
mod heads;
mod index;
mod lacks;
mod lengths;
mod links;
mod owners;
mod states;
#[cfg(test)]
mod tests;
mod ties;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use plan::{
    facts::{Item, Promise, Ref, Short, Team},
    place::{Field, Place},
};

pub use self::{columns::plain, heads::likeliest};
use self::{
    columns::{Columns, Known, Row},
    groups::Groups,
    index::{is_nothing, is_plain},
    lengths::Seconds,
    links::Wanted,
    owners::bare_name,
    states::{Meaning, meanings},
};
use super::{Found, outline::section::is_nobody};
use crate::{
    Problem,
    dates::{self, DayMonth, Orders},
    formats::csv::{Cell, Rows},
    profile::Profile,
    text::Text,
};

/// Reads an export. None where no row at the top is the head of one.
pub fn read(text: &Text, profile: &Profile) -> Option<Found> {
    Some(read_below(heads::find(text, profile)?, text, profile))
}

/// Reads a list of work whose rows bear no ids, such as a sheet. None where no row at the top is the head of one.
pub fn read_list(text: &Text, profile: &Profile) -> Option<Found> {
    Some(read_below(heads::of_list(text, profile)?, text, profile))
}

/// The same of a table that is known to hold work, whether its rows bear ids or not. None where no column names it.
pub fn read_rows(text: &Text, profile: &Profile) -> Option<Found> {
    Some(read_below(heads::first(text, profile)?, text, profile))
}

fn read_below(head: heads::Head, text: &Text, profile: &Profile) -> Found {
    let names = head.cells.iter().map(|cell| Field::from(&cell.words)).collect();
    let table = Table { text, profile, above: head.above, head: names, columns: head.columns };
    let (head, said) = (head.cells, head.said);
    let stated = profile.units.date_order.map(|order| (order, false));
    let (found, orders) = Reader::read(&table, &head, stated);
    let mut found = match orders.order().filter(|_| stated.is_none()) {
        // Every date was read as it stands, or day first, as the dates want it.
        None | Some((DayMonth::DayFirst, false)) => found,
        order => Reader::read(&table, &head, order).0,
    };
    found.problems.splice(0..0, said);
    found
}

/// An export whose head is understood.
struct Table<'a> {
    text: &'a Text,
    profile: &'a Profile,
    /// Rows above the head.
    above: usize,
    head: Vec<Field>,
    columns: Columns,
}

/// Fields that hold days.
const DATES: [Known; 4] = [Known::Due, Known::Start, Known::Began, Known::Resolved];

struct Reader<'a> {
    text: &'a Text,
    profile: &'a Profile,
    above: usize,
    head: &'a [Field],
    columns: &'a Columns,
    order: DayMonth,
    found: Found,
    /// The tracker's inner number of each item.
    numbers: Vec<Option<Short>>,
    /// Cells of links whose words are looked up once all items are known.
    wanted: Vec<Wanted>,
    /// Whether an id is written otherwise than `PAY-412` or as a mere number.
    has_odd_ids: bool,
    /// What the profile's words of states and types mean.
    known: HashMap<String, Meaning>,
    /// What words of states and types of this file mean, looked up once for all rows.
    words: HashMap<String, Meaning>,
    /// Who leads a project, by its key.
    leads: HashMap<String, Vec<String>>,
    /// In an export of a tree, the items above the last one, each with its depth.
    branch: Vec<(usize, usize)>,
    /// What items are a part of by their columns.
    groups: Groups,
    /// Rows so far, and in a list without ids the items by the numbers of their rows.
    row: usize,
    by_row: HashMap<usize, usize>,
    /// The one team of a key's prefix, where items of it have a team; none where they have several.
    prefixes: BTreeMap<String, Option<String>>,
    /// Numbers that were read as seconds, by column.
    seconds: BTreeMap<usize, Seconds>,
    /// Problems of which only the first is shown, with their number.
    tallies: BTreeMap<String, usize>,
}

impl<'a> Reader<'a> {
    /// Reads the rows behind the head, dates of figures day first unless an order is given. Gives in which order they can
    /// stand, too.
    fn read(table: &'a Table<'a>, head: &[Cell], order: Option<(DayMonth, bool)>) -> (Found, Orders) {
        let mut reader = Self {
            text: table.text,
            profile: table.profile,
            above: table.above,
            head: &table.head,
            columns: &table.columns,
            order: order.map_or(DayMonth::DayFirst, |(order, _)| order),
            found: Found::default(),
            numbers: Vec::new(),
            wanted: Vec::new(),
            has_odd_ids: false,
            known: meanings(&table.profile.states),
            words: HashMap::new(),
            leads: HashMap::new(),
            branch: Vec::new(),
            groups: Groups::of(table.columns.ranked(Known::Group)),
            row: 0,
            by_row: HashMap::new(),
            prefixes: BTreeMap::new(),
            seconds: BTreeMap::new(),
            tallies: BTreeMap::new(),
        };
        reader.check_head(head, order);
        let (mut rows, mut row, mut orders) = (reader.rows(), Row::default(), Orders::default());
        while rows.read(&mut row.cells) {
            table.columns.sort(&mut row);
            reader.row += 1;
            reader.row(&row);
            row.all(&DATES, &table.columns).for_each(|date| orders.note(&date.words));
            // Days that are not read may still decide which part of a date comes first.
            row.cells
                .iter()
                .filter(|cell| is_slashed(&cell.words))
                .for_each(|date| orders.weigh(&date.words));
        }
        let last = row.cells.last().or(head.last());
        reader.found.problems.extend(last.and_then(|last| rows.unclosed(last)));
        if reader.found.rows == 0 && reader.found.problems.is_empty() {
            let problem = Problem::new(reader.place(head.first()), "no item stands below this head");
            reader
                .found
                .problems
                .push(problem.hint("export the rows too, not only the names of the columns"));
        }
        reader.note_seconds();
        let teams = std::mem::take(&mut reader.prefixes).into_iter();
        reader.found.facts.team_aliases.extend(teams.filter_map(|(prefix, team)| Some((prefix, team?))));
        reader.settle();
        (reader.found, orders)
    }

    /// The rows below the head.
    fn rows(&self) -> Rows<'a> {
        let mut rows = Rows::of(self.text);
        let mut cells = Vec::new();
        (0..=self.above).for_each(|_| _ = rows.read(&mut cells));
        rows
    }

    fn check_head(&mut self, head: &[Cell], order: Option<(DayMonth, bool)>) {
        if let Some((order, true)) = order {
            let reading = if order == DayMonth::DayFirst { "day first" } else { "month first" };
            let other = if order == DayMonth::DayFirst { "month-first" } else { "day-first" };
            let fact = format!(
                "nothing in this file says whether day or month comes first; its dates were read {reading}, as a guess"
            );
            let place = self.place(head.first());
            let hint =
                format!("in a profile: extends = \"tracker\", and under [units] date_order = \"{other}\"");
            self.found.problems.push(Problem::new(place, fact).hint(hint));
        }
        if !self.columns.unknown_links.is_empty() {
            self.check_unknown_links(head);
        }
        self.check_unused(head);
    }

    /// Says which links are not read, and how many.
    fn check_unknown_links(&mut self, head: &[Cell]) {
        let mut used = vec![0u32; self.columns.unknown_links.len()];
        let (mut rows, mut row) = (self.rows(), Row::default());
        while rows.read(&mut row.cells) {
            self.columns.sort(&mut row);
            row.unknown_links.iter().for_each(|at| used[*at] += 1);
        }
        let unknown = self.columns.unknown_links.clone();
        for (links, count) in unknown.into_iter().zip(used).filter(|(_, count)| *count > 0) {
            let (kind, words) = (&links.kind, self.head[links.at].as_str());
            let (fact, hint) = match links.is_known_type {
                true => (
                    format!("“{words}” does not say in which direction its links lead; they were not read"),
                    "in a profile: [links] inward = [\"words of the head\"], or outward".to_owned(),
                ),
                false => (
                    format!("links of type “{kind}” are not known; they were not read"),
                    format!(
                        "in a profile: [links.types.\"{kind}\"] kind = \"finish-start\", or name it under links.ignored"
                    ),
                ),
            };
            let place = head.get(links.at).map(|cell| self.place_in(cell, links.at)).unwrap_or_default();
            let problem = Problem::new(place, fact);
            self.found.problems.push(Problem { count, ..problem }.hint(hint));
        }
    }

    /// The place of a cell as such.
    fn place(&self, cell: Option<&Cell>) -> Place {
        cell.map_or_else(Place::default, |cell| self.text.place(cell.span.clone(), ""))
    }

    /// The place of a cell, with the head of its column.
    fn place_in(&self, cell: &Cell, at: usize) -> Place {
        self.text.place(cell.span.clone(), &self.head[at])
    }

    /// Notes a problem; of several with the same key only the first is shown, with their number.
    fn note(&mut self, key: String, place: Place, fact: String, hint: &str) {
        match self.tallies.get(&key) {
            Some(at) => self.found.problems[*at].count += 1,
            None => {
                self.tallies.insert(key, self.found.problems.len());
                self.found.problems.push(Problem::new(place, fact).hint(hint));
            }
        }
    }

    /// The first cell of a field that has words, and its column.
    fn cell<'r>(&self, row: &'r Row, field: Known) -> Option<(&'r Cell, usize)> {
        let at = row.first(field)?;
        Some((row.cells.get(at)?, at))
    }

    fn words<'r>(&self, row: &'r Row, field: Known) -> Option<&'r str> {
        self.cell(row, field).map(|(cell, _)| cell.words.as_str())
    }

    fn row(&mut self, row: &Row) {
        let is_said = |cell: &&Cell| !cell.words.is_empty();
        if !row.cells.iter().any(|cell| is_said(&cell)) {
            return;
        }
        self.found.rows += 1;
        if let Some(beyond) = row.cells.iter().skip(self.head.len()).find(is_said) {
            let place = self.place(Some(beyond));
            let fact = format!(
                "this row has {} cells and the head {}; what stands beyond was not read",
                row.cells.len(),
                self.head.len()
            );
            self.note("wide".into(), place, fact, "a comma within a cell needs quotes round the cell");
        }
        let id = self.words(row, Known::Id);
        if id.is_none() && self.columns.first(Known::Id).is_some() {
            let fact = "this row bears no id; it was not read".to_owned();
            return self.note(
                "no id".into(),
                self.place(row.cells.first()),
                fact,
                "every row of an export bears a key such as PAY-412",
            );
        }
        if let Some(fact) = self.is_no_work(row, id) {
            let hint = "export the rows of items alone, or give it a title of its own";
            return self.note(
                fact.into(),
                self.place(row.cells.first()),
                format!("{fact}; it was not read"),
                hint,
            );
        }
        let at = self.found.facts.items.len();
        let mut item = self.item(row, id);
        item.is_goal |= self.is_group(row);
        let above = self.above_in_tree(row, at);
        item.parent = item.parent.or(above);
        self.has_odd_ids |= id.is_some_and(|id| !is_plain(id));
        if self.columns.first(Known::Parent).is_some() {
            self.numbers.push(self.words(row, Known::Number).filter(|_| id.is_some()).map(Short::from));
        }
        if let (Some(key), Some(name)) =
            (self.words(row, Known::Project), self.words(row, Known::ProjectName))
        {
            let aliases = &mut self.found.facts.team_aliases;
            if aliases.get(key).is_none_or(|known| known != name) {
                aliases.insert(key.to_owned(), name.to_owned());
            }
        }
        self.found.facts.items.push(item);
        self.group(row, at);
        if id.is_none() {
            self.by_row.insert(self.row, at);
        }
        self.note_prefix(row, id.unwrap_or_default());
        self.project_lead(row, id.unwrap_or_default());
        for column in row.links(self.columns) {
            self.link(at, &row.cells[column.at], column);
        }
    }

    /// Why a row is none of work: it repeats the head, adds up the others, or says nothing of what is to be done.
    fn is_no_work(&self, row: &Row, id: Option<&str>) -> Option<&'static str> {
        let title = self.words(row, Known::Title);
        let is_head = || {
            let mut cells = row.cells.iter().zip(self.head).filter(|(cell, _)| !cell.words.is_empty());
            row.cells.len() > 1 && cells.all(|(cell, head)| cell.words == head.as_str())
        };
        match (id, title) {
            _ if is_head() => Some("this row repeats the head"),
            (None, None) => Some("this row names no work"),
            (None, Some(title)) if is_sum(title) => Some("this row is the sum of the others"),
            _ => None,
        }
    }

    /// Notes of which team the items are whose keys begin alike, where only a column of teams says so.
    fn note_prefix(&mut self, row: &Row, id: &str) {
        let is_said =
            [Known::Project, Known::ProjectName].iter().any(|field| self.columns.first(*field).is_some());
        let (Some(prefix), Some(team), false) = (prefix(id), self.words(row, Known::Team), is_said) else {
            return;
        };
        let known = self.prefixes.entry(prefix.to_owned()).or_insert_with(|| Some(team.to_owned()));
        known.take_if(|known| known != team);
    }

    /// In an export of a tree, the item below which the next one stands: the last one whose title is less deep.
    fn above_in_tree(&mut self, row: &Row, item: usize) -> Option<Ref> {
        let depth = self.columns.depth(row.first(Known::Title)?)?;
        while self.branch.last().is_some_and(|(last, _)| *last >= depth) {
            self.branch.pop();
        }
        let above = self.branch.last().map(|(_, item)| Ref::At(*item));
        self.branch.push((depth, item));
        above
    }

    /// Whoever leads a project leads its team; each is said once.
    fn project_lead(&mut self, row: &Row, id: &str) {
        let Some((cell, at)) = self.cell(row, Known::ProjectLead) else { return };
        let project =
            [Known::Project, Known::ProjectName].into_iter().find_map(|field| self.words(row, field));
        let (Some(project), lead) = (project.or_else(|| prefix(id)), bare_name(&cell.words)) else { return };
        let is_said = |leads: &Vec<String>| leads.iter().any(|known| known == lead);
        if lead.is_empty() || is_nobody(lead) || self.leads.get(project).is_some_and(is_said) {
            return;
        }
        self.leads.entry(project.to_owned()).or_default().push(lead.to_owned());
        let place = self.place_in(cell, at);
        let team = Team { name: project.to_owned(), leads: vec![lead.to_owned()], place, ..Team::default() };
        self.found.facts.projects.push(team);
    }

    fn item(&mut self, row: &Row, id: Option<&str>) -> Item {
        let title = self.cell(row, Known::Title);
        let place = match title {
            Some((cell, at)) => self.place_in(cell, at),
            None => self.place(row.cells.first()),
        };
        let title = title.map_or(id.unwrap_or_default(), |(cell, _)| cell.words.as_str());
        let mut item = Item::new(on_one_line(title), place);
        item.id = id.map(Into::into);
        item.owners = self.owners(row, id.unwrap_or_default());
        item.state = self.state(row);
        item.is_goal = self.meaning(row, Known::Type).is_some_and(|kind| kind.goal);
        item.rank = self.rank(row);
        item.parent = self
            .words(row, Known::Parent)
            .filter(|parent| !is_nothing(parent))
            .map(|parent| Ref::Named(parent.into()));
        item.not_before = self.date(row, Known::Start);
        item.promise = self.date(row, Known::Due).map(|day| Promise {
            day,
            place: self.cell(row, Known::Due).map(|(cell, at)| self.place_in(cell, at)).unwrap_or_default(),
        });
        self.lengths(row, &mut item);
        item
    }

    /// The tracker's own rank; where it has none, the number of the sprint in which the item now stands.
    fn rank(&self, row: &Row) -> Option<String> {
        if let Some(rank) = self.words(row, Known::Rank) {
            return Some(rank.to_owned());
        }
        if self.columns.first(Known::Rank).is_some() {
            return None;
        }
        let last = row.cells.get(row.last(Known::Sprint)?)?;
        let digits = last.words.rsplit(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty())?;
        Some(format!("{digits:0>12}"))
    }

    /// The day in a field. Words that are no day are a problem.
    fn date(&mut self, row: &Row, field: Known) -> Option<Date> {
        let (cell, at) = self.cell(row, field)?;
        if is_nobody(&cell.words) {
            return None;
        }
        let day = dates::day(&cell.words, self.order);
        // A promise may be for a quarter, a month or a week.
        let last = || dates::last_day(&cell.words).ok().filter(|_| field == Known::Due);
        match day.or_else(|no_date| last().ok_or(no_date)) {
            Ok(day) => Some(day),
            Err(dates::NoDate(fact)) => {
                let key = format!("date {}:{}", cell.span.start, cell.span.end);
                if !self.tallies.contains_key(&key) {
                    let place = self.place_in(cell, at);
                    self.note(key, place, fact, "export dates as 2027-03-31, or with the name of the month");
                }
                None
            }
        }
    }
}

/// Whether a title is that of a row that adds up the others.
fn is_sum(title: &str) -> bool {
    let title = title.trim_end_matches(':').to_lowercase();
    ["total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "somme", "suma"]
        .contains(&title.as_str())
}

/// Whether a cell that may be of any column looks like a date of figures between slashes.
fn is_slashed(words: &str) -> bool {
    const LONGEST: usize = 40;
    words.len() <= LONGEST
        && words.starts_with(|c: char| c.is_ascii_digit())
        && words.bytes().filter(|byte| *byte == b'/').count() == 2
}

/// Words on one line, with one space between them.
fn on_one_line(words: &str) -> String {
    let is_so =
        words.is_ascii() && !words.contains("  ") && !words.bytes().any(|byte| byte.is_ascii_control());
    match is_so {
        true => words.trim().to_owned(),
        false => words.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// The prefix of a key such as `PAY-412`.
pub fn prefix(key: &str) -> Option<&str> {
    let (prefix, number) = key.rsplit_once('-')?;
    let good = prefix.starts_with(|c: char| c.is_alphabetic())
        && prefix.chars().all(|c| c.is_alphanumeric() || c == '_');
    (good && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())).then_some(prefix)
}
