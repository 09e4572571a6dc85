//! Exports of issue trackers: one row an item, headers that repeat, links in columns of their own.

mod columns;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use plan::{
    calendar::{DAY, Ticks},
    facts::{Estimate, Item, Link, Named, Owner, Promise, Ref, State, Strength},
    place::Place,
};

use self::columns::{Columns, LinkColumn, Row};
use super::Found;
use crate::{
    Problem,
    dates::{self, DayMonth},
    formats::csv::{Cell, Rows},
    profile::Profile,
    text::Text,
};

/// A figure beyond this many working days is a slip of the pen.
const MOST_DAYS: f64 = 5000.0;

/// Reads an export. None where the head of the table is not that of one: it has titles, and ids or at least types.
pub fn read(text: &Text, profile: &Profile) -> Option<Found> {
    let mut rows = Rows::of(text);
    let head = rows.next()?;
    let words: Vec<String> = head.iter().map(|cell| cell.words.clone()).collect();
    let columns = Columns::of(&words, profile);
    let is_told_apart = columns.first("id").or(columns.first("type")).is_some();
    if !is_told_apart || columns.first("title").is_none() {
        return None;
    }
    let order = date_order(text, &columns, profile);
    let mut reader = Reader {
        text,
        profile,
        head: words,
        columns,
        order: order.map_or(DayMonth::DayFirst, |(order, _)| order),
        found: Found::default(),
        numbers: HashMap::new(),
        tallies: BTreeMap::new(),
    };
    reader.check_head(&head, order);
    let mut last = head.last().cloned();
    for row in rows.by_ref() {
        last = row.last().cloned();
        let sorted = reader.columns.sort(&row);
        reader.row(&sorted);
    }
    reader.found.problems.extend(last.and_then(|last| rows.unclosed(&last)));
    if reader.found.rows == 0 && reader.found.problems.is_empty() {
        let problem = Problem::new(reader.place(head.first(), ""), "no item stands below this head");
        reader.found.problems.push(problem.hint("export the rows too, not only the names of the columns"));
    }
    reader.settle();
    Some(reader.found)
}

/// Fields that hold days.
const DATES: [&str; 4] = ["due", "start", "began", "resolved"];

/// In which order day and month stand in this file, and whether that is a guess.
fn date_order(text: &Text, columns: &Columns, profile: &Profile) -> Option<(DayMonth, bool)> {
    if let Some(order) = profile.units.date_order {
        return Some((order, false));
    }
    if DATES.into_iter().all(|field| columns.first(field).is_none()) {
        return None;
    }
    let dates: Vec<String> = Rows::of(text)
        .skip(1)
        .flat_map(|cells| {
            let row = columns.sort(&cells);
            let at = DATES.into_iter().flat_map(|field| row.all(field).collect::<Vec<_>>());
            at.map(|at| cells[at].words.clone()).collect::<Vec<_>>()
        })
        .collect();
    dates::order_of(dates.iter().map(String::as_str))
}

struct Reader<'a> {
    text: &'a Text,
    profile: &'a Profile,
    head: Vec<String>,
    columns: Columns,
    order: DayMonth,
    found: Found,
    /// Ids by the tracker's inner number.
    numbers: HashMap<String, String>,
    /// Problems of which only the first is shown, with their number.
    tallies: BTreeMap<String, usize>,
}

impl Reader<'_> {
    fn check_head(&mut self, head: &[Cell], order: Option<(DayMonth, bool)>) {
        if let Some((order, true)) = order {
            let reading = if order == DayMonth::DayFirst { "day first" } else { "month first" };
            let other = if order == DayMonth::DayFirst { "month-first" } else { "day-first" };
            let fact = format!(
                "nothing in this file says whether day or month comes first; its dates were read {reading}, as a guess"
            );
            let place = self.place(head.first(), "");
            let hint =
                format!("in a profile: extends = \"tracker\", and under [units] date_order = \"{other}\"");
            self.found.problems.push(Problem::new(place, fact).hint(hint));
        }
        if !self.columns.unknown_links.is_empty() {
            self.check_unknown_links(head);
        }
    }

    /// Says which links are not read, and how many.
    fn check_unknown_links(&mut self, head: &[Cell]) {
        let mut used = vec![0u32; self.columns.unknown_links.len()];
        for cells in Rows::of(self.text).skip(1) {
            self.columns.sort(&cells).unknown_links.into_iter().for_each(|at| used[at] += 1);
        }
        let unknown = self.columns.unknown_links.clone();
        for (links, count) in unknown.into_iter().zip(used).filter(|(_, count)| *count > 0) {
            let (kind, words) = (&links.kind, self.head[links.at].clone());
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
            let problem = Problem::new(self.place(head.get(links.at), &words), fact);
            self.found.problems.push(Problem { count, ..problem }.hint(hint));
        }
    }

    fn place(&self, cell: Option<&Cell>, field: &str) -> Place {
        cell.map_or_else(Place::default, |cell| self.text.place(cell.span.clone(), field))
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

    /// The first cell of a field that has words, and the head of its column.
    fn cell<'r>(&self, row: &Row<'r>, field: &str) -> Option<(&'r Cell, &str)> {
        let at = row.all(field).next()?;
        Some((row.cells.get(at)?, self.head[at].as_str()))
    }

    fn words<'r>(&self, row: &Row<'r>, field: &str) -> Option<&'r str> {
        self.cell(row, field).map(|(cell, _)| cell.words.as_str())
    }

    fn row(&mut self, row: &Row<'_>) {
        let is_said = |cell: &&Cell| !cell.words.is_empty();
        if !row.cells.iter().any(|cell| is_said(&cell)) {
            return;
        }
        self.found.rows += 1;
        if let Some(beyond) = row.cells.iter().skip(self.head.len()).find(is_said) {
            let place = self.place(Some(beyond), "");
            let fact = format!(
                "this row has {} cells and the head {}; what stands beyond was not read",
                row.cells.len(),
                self.head.len()
            );
            self.note("wide".into(), place, fact, "a comma within a cell needs quotes round the cell");
        }
        let id = self.words(row, "id").map(str::to_owned);
        if id.is_none() && self.columns.first("id").is_some() {
            let fact = "this row bears no id; it was not read".to_owned();
            return self.note(
                "no id".into(),
                self.place(row.cells.first(), ""),
                fact,
                "every row of an export bears a key such as PAY-412",
            );
        }
        let at = self.found.facts.items.len();
        let item = self.item(row, id.as_deref());
        if let (Some(number), Some(id)) = (self.words(row, "number"), id) {
            self.numbers.insert(number.to_owned(), id);
        }
        if let (Some(key), Some(name)) = (self.words(row, "project"), self.words(row, "project_name")) {
            self.found.facts.team_aliases.insert(key.to_owned(), name.to_owned());
        }
        self.found.facts.items.push(item);
        for column in &row.links {
            self.link(at, &row.cells[column.at], column);
        }
    }

    fn item(&mut self, row: &Row<'_>, id: Option<&str>) -> Item {
        let title = self.cell(row, "title");
        let place = match title {
            Some((cell, field)) => self.text.place(cell.span.clone(), field),
            None => self.place(row.cells.first(), ""),
        };
        let title = title.map_or(id.unwrap_or_default(), |(cell, _)| cell.words.as_str());
        let mut item = Item::new(title.split_whitespace().collect::<Vec<_>>().join(" "), place);
        item.id = id.map(str::to_owned);
        item.owners = self.owners(row, id.unwrap_or_default());
        item.state = self.state(row);
        item.is_goal =
            self.words(row, "type").is_some_and(|kind| is_one_of(kind, &self.profile.states.goals));
        item.rank = self.rank(row);
        item.parent = self.words(row, "parent").map(|parent| Ref::Named(parent.to_owned()));
        item.not_before = self.date(row, "start").map(|(day, _)| day);
        item.promise = self.date(row, "due").map(|(day, place)| Promise { day, place });
        self.lengths(row, &mut item);
        item
    }

    /// The team is the first of a team field, a component, the project; the assignee comes behind.
    fn owners(&self, row: &Row<'_>, id: &str) -> Vec<Owner> {
        let named = |(cell, field): (&Cell, &str)| Named {
            text: cell.words.clone(),
            place: self.text.place(cell.span.clone(), field),
        };
        let field = ["team", "components", "project", "project_name"]
            .into_iter()
            .find_map(|field| self.cell(row, field));
        // An area's path ends with the team: `Acme\\Payments`.
        let last = |named: Named| Named {
            text: named.text.rsplit('\\').next().unwrap_or_default().to_owned(),
            ..named
        };
        let team = match field {
            Some(cell) => Some(last(named(cell))),
            None => prefix(id)
                .map(|team| Named { text: team.to_owned(), place: self.place(row.cells.first(), "") }),
        };
        // `Mira Solberg <mira@acme.example>` is Mira Solberg.
        let bare = |named: Named| Named {
            text: named.text.split(" <").next().unwrap_or_default().to_owned(),
            ..named
        };
        let assignee = self.cell(row, "assignee").map(named).map(bare);
        team.map(Owner::Team).into_iter().chain(assignee.map(Owner::Person)).collect()
    }

    fn state(&mut self, row: &Row<'_>) -> State {
        let states = &self.profile.states;
        let resolved = self.date(row, "resolved").map(|(day, _)| day);
        let dropped = ["resolution", "status"]
            .iter()
            .any(|field| self.words(row, field).is_some_and(|words| is_one_of(words, &states.dropped)));
        if dropped || self.words(row, "canceled").is_some() {
            return State::Dropped;
        }
        for field in ["category", "status"] {
            let Some(words) = self.words(row, field) else { continue };
            if is_one_of(words, &states.done) {
                return State::Done(resolved);
            }
            if is_one_of(words, &states.started) {
                let since = self.date(row, "began").or_else(|| self.date(row, "start"));
                return State::Started(since.map(|(day, _)| day));
            }
            if is_one_of(words, &states.planned) {
                return State::Planned;
            }
        }
        if let Some(day) = resolved {
            return State::Done(Some(day));
        }
        if let Some((cell, field)) = self.cell(row, "status") {
            let (words, place) = (cell.words.clone(), self.text.place(cell.span.clone(), field));
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
    fn rank(&self, row: &Row<'_>) -> Option<String> {
        if let Some(rank) = self.words(row, "rank") {
            return Some(rank.to_owned());
        }
        if self.columns.first("rank").is_some() {
            return None;
        }
        let last = row.cells.get(row.all("sprint").next_back()?)?;
        let digits = last.words.rsplit(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty())?;
        Some(format!("{digits:0>12}"))
    }

    /// The day in a field, and its place. Words that are no day are a problem.
    fn date(&mut self, row: &Row<'_>, field: &str) -> Option<(Date, Place)> {
        let (cell, head) = self.cell(row, field)?;
        let place = self.text.place(cell.span.clone(), head);
        match dates::day(&cell.words, self.order) {
            Ok(day) => Some((day, place)),
            Err(dates::NoDate(fact)) => {
                let key = format!("date {}:{}", place.start, place.end);
                if !self.tallies.contains_key(&key) {
                    self.note(key, place, fact, "export dates as 2027-03-31, or with the name of the month");
                }
                None
            }
        }
    }

    fn lengths(&mut self, row: &Row<'_>, item: &mut Item) {
        item.estimate = self.length(row, "estimate").map(Estimate::One);
        item.remaining = self
            .length(row, "remaining")
            .filter(|_| matches!(item.state, State::Started(_)))
            .map(Estimate::One);
        item.took = self.length(row, "took").filter(|_| item.state.is_over());
        if item.estimate.is_some() {
            return;
        }
        let derived = self.points(row).or_else(|| self.size(row)).or_else(|| bar(item));
        item.estimate = derived.map(Estimate::One);
        item.estimate_strength = Strength::Derived;
    }

    /// A number in the unit of the profile, seconds unless it says otherwise, or a length such as `2d 4h`.
    fn length(&mut self, row: &Row<'_>, field: &str) -> Option<Ticks> {
        let (cell, head) = self.cell(row, field)?;
        let units = &self.profile.units;
        let hours = match cell.words.parse::<f64>() {
            Ok(number) => Some(units.hours(number)),
            Err(_) => spoken_hours(&cell.words, units.hours_per_day, units.days_per_week),
        };
        let days = hours.map(|hours| hours / units.hours_per_day);
        match days.filter(|days| (0.0..=MOST_DAYS).contains(days)) {
            Some(0.0) => None,
            Some(days) => Some(ticks(days)),
            None => {
                let fact = format!("“{}” is no length of work", cell.words);
                let place = self.text.place(cell.span.clone(), head);
                self.note(
                    format!("length {field}"),
                    place,
                    fact,
                    "seconds as a number, or words as 2d 4h; a profile names another unit (docs/profiles.md)",
                );
                None
            }
        }
    }

    fn points(&mut self, row: &Row<'_>) -> Option<Ticks> {
        let (cell, head) = self.cell(row, "points")?;
        match cell.words.parse::<f64>().ok().map(|points| points * self.profile.units.days_per_point) {
            Some(days) if (0.0..=MOST_DAYS).contains(&days) => (days > 0.0).then(|| ticks(days)),
            _ => {
                let (fact, place) = (
                    format!("“{}” is no number of points", cell.words),
                    self.text.place(cell.span.clone(), head),
                );
                self.note("points".into(), place, fact, "a number such as 3");
                None
            }
        }
    }

    fn size(&mut self, row: &Row<'_>) -> Option<Ticks> {
        let (cell, head) = self.cell(row, "size")?;
        match self.profile.units.sizes.get(&cell.words.to_lowercase()) {
            Some(days) => Some(ticks(*days)),
            None => {
                let (fact, place) =
                    (format!("size “{}” is not known", cell.words), self.text.place(cell.span.clone(), head));
                self.note(
                    format!("size {}", cell.words),
                    place,
                    fact,
                    &format!(
                        "in a profile: extends = \"tracker\", and under [units.sizes] {} = 5.0",
                        cell.words.to_lowercase()
                    ),
                );
                None
            }
        }
    }

    fn link(&mut self, at: usize, cell: &Cell, column: &LinkColumn) {
        let head = self.head[column.at].clone();
        let Some(meaning) = self.profile.links.types.get(&column.kind) else { return };
        if let Some(say) = &meaning.say {
            let key = format!("say {}", column.kind);
            let place = self.text.place(cell.span.clone(), &head);
            self.note(key, place, say.clone(), "a profile can say otherwise under [links.types]");
        }
        for key in cell.words.split([',', ';', ' ', '\n']).filter(|key| !key.is_empty()) {
            let place = self.text.place(cell.span.clone(), &head);
            let team = prefix(key);
            let is_number = key.chars().all(|c| c.is_ascii_digit());
            if team.is_none() && !is_number {
                let fact = format!("“{key}” is no key of an item");
                let within = self.text.slice(cell.span.clone()).find(key).map(|at| cell.span.start + at);
                let span = within.map_or(cell.span.clone(), |at| at..at + key.len());
                let place = self.text.place(span, &head);
                self.note(format!("key {}", column.at), place, fact, "links name keys such as PAY-412");
                continue;
            }
            let (mine, theirs) = (Ref::At(at), Ref::Named(key.to_owned()));
            let they_first = column.is_inward != meaning.inward_waits;
            let (earlier, later) = if they_first { (theirs, mine) } else { (mine, theirs) };
            self.found.facts.links.push(Link {
                earlier,
                later,
                kind: meaning.kind,
                lag: 0,
                strength: meaning.strength,
                outside: team.map(str::to_owned),
                place,
            });
        }
    }

    /// Parents named by the tracker's inner number become ids.
    fn settle(&mut self) {
        for item in &mut self.found.facts.items {
            if let Some(Ref::Named(parent)) = &mut item.parent
                && let Some(id) = self.numbers.get(parent)
            {
                *parent = id.clone();
            }
        }
        let ids: BTreeSet<String> =
            self.found.facts.items.iter().filter_map(|item| item.id.clone()).collect();
        let missing = |item: &Item| matches!(&item.parent, Some(Ref::Named(parent)) if !ids.contains(parent));
        let Some(first) = self.found.facts.items.iter().find(|item| missing(item)) else { return };
        let place = first.place.clone();
        let count = self.found.facts.items.iter().filter(|item| missing(item)).count();
        let fact = "this item is part of one that is not in the file".to_owned();
        let problem = Problem::new(place, fact).hint("export the epics too, to count their needs once");
        self.found.problems.push(Problem { count: count as u32, ..problem });
        for item in self.found.facts.items.iter_mut() {
            if matches!(&item.parent, Some(Ref::Named(parent)) if !ids.contains(parent)) {
                item.parent = None;
            }
        }
    }
}

fn ticks(days: f64) -> Ticks {
    (days * f64::from(DAY)).round() as Ticks
}

fn is_one_of(words: &str, known: &[String]) -> bool {
    let words = words.to_lowercase();
    known.iter().any(|known| known.to_lowercase() == words)
}

/// The prefix of a key such as `PAY-412`.
pub fn prefix(key: &str) -> Option<&str> {
    let (prefix, number) = key.rsplit_once('-')?;
    let good = prefix.starts_with(|c: char| c.is_alphabetic())
        && prefix.chars().all(|c| c.is_alphanumeric() || c == '_');
    (good && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())).then_some(prefix)
}

/// Working days from an item's first day to its promised one, where it has no other estimate.
fn bar(item: &Item) -> Option<Ticks> {
    let (first, last) = (item.not_before?, item.promise.as_ref()?.day);
    let axis = plan::calendar::Calendar::new(first, [Default::default()], []);
    Some(axis.between(first, last)).filter(|length| *length > 0)
}

/// `1w 2d 4h 30m` in hours of work.
fn spoken_hours(words: &str, hours_per_day: f64, days_per_week: f64) -> Option<f64> {
    let mut hours = 0.0;
    let mut number = String::new();
    let mut any = false;
    for c in words.chars().filter(|c| !c.is_whitespace()) {
        if c.is_ascii_digit() || c == '.' {
            number.push(c);
            continue;
        }
        let unit = match c.to_ascii_lowercase() {
            'w' => hours_per_day * days_per_week,
            'd' => hours_per_day,
            'h' => 1.0,
            'm' => 1.0 / 60.0,
            _ => return None,
        };
        hours += number.parse::<f64>().ok()? * unit;
        number.clear();
        any = true;
    }
    (any && number.is_empty()).then_some(hours)
}
