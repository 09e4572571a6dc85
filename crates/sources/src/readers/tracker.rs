//! Exports of issue trackers: one row an item, headers that repeat, links in columns of their own.

mod columns;
mod heads;
mod index;
mod lengths;
mod links;
#[cfg(test)]
mod tests;
mod ties;

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use plan::{
    facts::{Item, Named, Owner, Promise, Ref, Short, State, Team},
    place::{Field, Place},
};

pub use self::heads::likeliest;
use self::{
    columns::{Columns, Known, Row},
    index::{is_nothing, is_plain},
    links::Wanted,
};
use super::{Found, outline::section::is_nobody};
use crate::{
    Problem,
    dates::{self, DayMonth, Orders},
    formats::csv::{Cell, Rows},
    profile::{Profile, States},
    text::Text,
};

/// Columns that are not read are named up to this many.
const MOST_UNUSED: usize = 8;

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

/// What the words of a status, a category, a resolution or a type say.
#[derive(Clone, Copy, Debug, Default)]
struct Meaning {
    dropped: bool,
    done: bool,
    started: bool,
    planned: bool,
    goal: bool,
}

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
            tallies: BTreeMap::new(),
        };
        reader.check_head(head, order);
        let (mut rows, mut row, mut orders) = (reader.rows(), Row::default(), Orders::default());
        while rows.read(&mut row.cells) {
            table.columns.sort(&mut row);
            reader.row(&row);
            row.all(&DATES, &table.columns).for_each(|date| orders.note(&date.words));
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

    /// Says what a plan needs and no column says, where columns are not read that may say it.
    fn check_unused(&mut self, head: &[Cell]) {
        let missing = self.columns.missing();
        if missing.is_empty() || self.columns.unused.is_empty() {
            return;
        }
        let samples = self.samples(head.len());
        let mut unused: Vec<(&str, &str)> = Vec::new();
        for at in &self.columns.unused {
            let words = self.head[*at].as_str();
            if !samples[*at].is_empty() && !unused.iter().any(|(known, _)| *known == words) {
                unused.push((words, &samples[*at]));
            }
        }
        if unused.is_empty() {
            return;
        }
        let more = match unused.len() {
            0..=MOST_UNUSED => String::new(),
            many => format!(" and {} more", many - MOST_UNUSED),
        };
        unused.truncate(MOST_UNUSED);
        let hint = heads::named_in_a_profile(&missing, &unused, self.profile);
        let missing: Vec<&str> = missing.into_iter().map(|(what, _)| what).collect();
        let unused: Vec<&str> = unused.into_iter().map(|(words, _)| words).collect();
        let (missing, unused) = (missing.join(", nor of "), unused.join(", "));
        let fact = format!("no column of {missing} was found; not used: {unused}{more}");
        self.found.problems.push(Problem::new(self.place(head.first()), fact).hint(hint));
    }

    /// The first words of each column; empty where it has none.
    fn samples(&self, columns: usize) -> Vec<String> {
        let mut samples = vec![String::new(); columns];
        let (mut rows, mut row) = (self.rows(), Row::default());
        while rows.read(&mut row.cells) {
            let empty = samples.iter_mut().zip(&row.cells).filter(|(sample, _)| sample.is_empty());
            empty.for_each(|(sample, cell)| sample.push_str(&cell.words));
        }
        samples
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

    /// What the words of a field mean, where there are any.
    fn meaning(&mut self, row: &Row, field: Known) -> Option<Meaning> {
        let words = self.words(row, field)?;
        if let Some(known) = self.words.get(words) {
            return Some(*known);
        }
        let meaning = meaning_of(words, &self.known);
        self.words.insert(words.to_owned(), meaning);
        Some(meaning)
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
        let at = self.found.facts.items.len();
        let mut item = self.item(row, id);
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
        self.project_lead(row, id.unwrap_or_default());
        for column in row.links(self.columns) {
            self.link(at, &row.cells[column.at], column);
        }
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

    /// The team is the first of a team field, a component, the project; the assignee comes behind.
    fn owners(&self, row: &Row, id: &str) -> Vec<Owner> {
        let named = |(cell, at): (&Cell, usize), words: &str| Named {
            text: words.into(),
            place: self.place_in(cell, at),
        };
        let field = [Known::Team, Known::Components, Known::Project, Known::ProjectName]
            .into_iter()
            .find_map(|field| self.cell(row, field));
        let team = match field {
            // An area's path ends with the team: `Acme\\Payments`.
            Some((cell, at)) => Some(named((cell, at), cell.words.rsplit('\\').next().unwrap_or_default())),
            None => prefix(id).map(|team| Named { text: team.into(), place: self.place(row.cells.first()) }),
        };
        let assignees = self.cell(row, Known::Assignee).into_iter().flat_map(|(cell, at)| {
            people(&cell.words).into_iter().map(move |name| Owner::Person(named((cell, at), name)))
        });
        team.map(Owner::Team).into_iter().chain(assignees).collect()
    }

    fn state(&mut self, row: &Row) -> State {
        let resolved = self.date(row, Known::Resolved);
        let dropped = [Known::Resolution, Known::Status]
            .into_iter()
            .any(|field| self.meaning(row, field).is_some_and(|words| words.dropped));
        if dropped || self.words(row, Known::Canceled).is_some() {
            return State::Dropped;
        }
        for field in [Known::Category, Known::Status] {
            let Some(words) = self.meaning(row, field) else { continue };
            if words.done {
                return State::Done(resolved);
            }
            if words.started {
                return State::Started(self.date(row, Known::Began).or_else(|| self.date(row, Known::Start)));
            }
            if words.planned {
                return State::Planned;
            }
        }
        if let Some(day) = resolved {
            return State::Done(Some(day));
        }
        if let Some((cell, at)) = self.cell(row, Known::Status) {
            let (words, place) = (&cell.words, self.place_in(cell, at));
            let fact = format!("status “{words}” is not known; such items were read as not begun");
            self.note(
                format!("status {words}"),
                place,
                fact,
                "in a profile: extends = \"tracker\", and list it under [states]",
            );
        }
        State::Planned
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
        match dates::day(&cell.words, self.order) {
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

/// Words on one line, with one space between them.
fn on_one_line(words: &str) -> String {
    let is_so =
        words.is_ascii() && !words.contains("  ") && !words.bytes().any(|byte| byte.is_ascii_control());
    match is_so {
        true => words.trim().to_owned(),
        false => words.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// `Mira Solberg <mira@acme.example>` is Mira Solberg.
fn bare_name(words: &str) -> &str {
    words.split(" <").next().unwrap_or_default()
}

/// The people of a cell. A semicolon parts them; a comma only where every part is an address or has two words, for
/// `Berg, Ann` is one. What stands in brackets behind a name is a share of a person.
fn people(words: &str) -> Vec<&str> {
    let inner = words.trim().strip_prefix('[').and_then(|words| words.strip_suffix(']')).unwrap_or(words);
    let is_whole = |part: &str| part.contains('@') || part.split_whitespace().nth(1).is_some();
    let parts = inner.split([';', '\n']).flat_map(|part| {
        let is_list = part.split(',').map(str::trim).filter(|part| !part.is_empty()).all(is_whole);
        let marks: &[char] = if is_list { &[','] } else { &[] };
        part.split(marks)
    });
    let names = parts.map(|part| bare_name(part.trim()).split('[').next().unwrap_or_default().trim());
    names.filter(|name| !name.is_empty()).collect()
}

/// What every word of the profile's states means, in lower case.
fn meanings(states: &States) -> HashMap<String, Meaning> {
    let mut known: HashMap<String, Meaning> = HashMap::new();
    let mut note = |words: &[String], set: fn(&mut Meaning)| {
        words.iter().for_each(|word| set(known.entry(word.to_lowercase()).or_default()));
    };
    note(&states.dropped, |meaning| meaning.dropped = true);
    note(&states.done, |meaning| meaning.done = true);
    note(&states.started, |meaning| meaning.started = true);
    note(&states.planned, |meaning| meaning.planned = true);
    note(&states.goals, |meaning| meaning.goal = true);
    known
}

/// What words mean among those known, whatever the case and whatever marks, emoji and numbers stand around them.
fn meaning_of(words: &str, known: &HashMap<String, Meaning>) -> Meaning {
    let lower = words.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'));
    let unnumbered = bare.trim_start_matches(|c: char| !c.is_alphabetic());
    [&lower, bare, unnumbered].into_iter().find_map(|words| known.get(words).copied()).unwrap_or_default()
}

/// The prefix of a key such as `PAY-412`.
pub fn prefix(key: &str) -> Option<&str> {
    let (prefix, number) = key.rsplit_once('-')?;
    let good = prefix.starts_with(|c: char| c.is_alphabetic())
        && prefix.chars().all(|c| c.is_alphanumeric() || c == '_');
    (good && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())).then_some(prefix)
}
