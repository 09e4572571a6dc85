//! Gantt charts of Mermaid in Markdown, as `docs/gantt.md` describes them: bars are work, milestones deliverables.

mod bars;
mod legend;
mod sections;
#[cfg(test)]
mod tests;

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use jiff::civil::Weekday;
use plan::{
    facts::{DayOff, Estimate, Item, Link, LinkKind, Named, Owner, Promise, Ref, State, Strength},
    names::{team_key, title_key},
};

pub use self::sections::{Group, settle};
use self::{
    bars::{Bar, End, Length, Start},
    legend::{Legend, Who},
};
use super::Found;
use crate::{
    Problem,
    dates::{self, DayMonth},
    formats::{
        markdown::Block,
        mermaid::{Chart, Line, Task, chart},
    },
    profile::Profile,
    text::Text,
};

/// More ids than this behind one word are a slip of the pen.
const MOST_IDS: usize = 1000;

/// Words of a fact are shown up to this many bytes.
const SHOWN: usize = 60;

/// The charts of a text, and its other parts.
pub fn charts(text: &Text, blocks: Vec<Block>) -> (Vec<Chart>, Vec<Block>) {
    let mut charts = Vec::new();
    let mut is_other = |block: &Block| match block {
        Block::Foreign { what: "code", span } => chart(text, span).map(|chart| charts.push(chart)).is_none(),
        _ => true,
    };
    let others = blocks.into_iter().filter(|block| is_other(block)).collect();
    (charts, others)
}

/// Reads the charts of a text.
pub fn read_charts(text: &Text, charts: &[Chart], profile: &Profile) -> Found {
    let mut legend = Legend::of(text, charts, &profile.gantt);
    let problems = std::mem::take(&mut legend.problems);
    let mut reader = Reader::new(text, profile, legend);
    reader.found.problems = problems;
    for chart in charts {
        reader.chart(chart);
    }
    let mut found = reader.found;
    found.facts.teams = reader.legend.into_facts();
    found
}

struct Reader<'a> {
    text: &'a Text,
    profile: &'a Profile,
    legend: Legend<'a>,
    found: Found,
    /// Ids that items of the file bear, as names are compared.
    taken: HashMap<String, String>,
    /// Bars of the chart, and which of them an id names.
    bars: Vec<Bar>,
    ids: HashMap<&'a str, usize>,
    who: Who,
    order: DayMonth,
    /// Whether the day at which a bar ends belongs to it.
    is_inclusive: bool,
    /// Whether Saturdays and Sundays are left out.
    skips: [bool; 2],
}

impl<'a> Reader<'a> {
    fn new(text: &'a Text, profile: &'a Profile, legend: Legend<'a>) -> Self {
        Self {
            text,
            profile,
            legend,
            found: Found::default(),
            taken: HashMap::new(),
            bars: Vec::new(),
            ids: HashMap::new(),
            who: Who::default(),
            order: DayMonth::DayFirst,
            is_inclusive: false,
            skips: [false; 2],
        }
    }

    fn words(&self, span: &Range<usize>) -> &'a str {
        self.text.slice(span.clone())
    }

    fn problem(&mut self, span: Range<usize>, field: &str, fact: String, hint: &str) {
        self.found.problems.push(Problem::new(self.text.place(span, field), fact).hint(hint));
    }

    fn chart(&mut self, chart: &Chart) {
        (self.bars, self.ids, self.who) = (Vec::new(), HashMap::new(), Who::default());
        (self.order, self.is_inclusive, self.skips) = (DayMonth::DayFirst, false, [false; 2]);
        let keys: HashSet<String> = self.taken.drain().map(|(key, _)| key).collect();
        // An id means something only within its chart: that of an earlier one is taken by none of this.
        self.taken = keys.into_iter().map(|key| (key, String::new())).collect();
        for line in &chart.lines {
            match line {
                Line::Comment(_) => {}
                Line::Setting { key, words } => self.setting(key, words),
                Line::Section(span) => {
                    self.found.rows += 1;
                    self.who = self.legend.section(self.text, span.clone());
                    if self.who.team.is_none() && self.who.person.is_none() {
                        let words = Named {
                            text: self.words(span).into(),
                            place: self.text.place(span.clone(), "section"),
                        };
                        let halves = self.legend.halves(self.words(span));
                        let halves = halves.map(|(team, person)| (team.to_owned(), person.to_owned()));
                        self.found.groups.push(Group { words, halves, items: Vec::new() });
                    }
                }
                Line::Task(task) => self.task(task),
                Line::Strange(span) => {
                    let fact = format!("“{}” is no line of a Gantt chart", short(self.words(span)));
                    self.problem(span.clone(), "", fact, "a task is written as Title :id, 2027-01-11, 2w");
                }
            }
        }
        if self.bars.is_empty() {
            let fact = "no task stands in this chart".to_owned();
            self.problem(chart.head.clone(), "", fact, "a task is written as Title :id, 2027-01-11, 2w");
        }
        self.settle();
    }

    fn setting(&mut self, key: &Range<usize>, words: &Range<usize>) {
        match self.words(key) {
            "dateFormat" => self.date_format(words),
            "inclusiveEndDates" => self.is_inclusive = true,
            "excludes" => self.excludes(words),
            "includes" | "weekend" => {
                let fact =
                    format!("“{}” is not read", short(self.words(&(key.start..words.end.max(key.end)))));
                let hint = "a directory of people says on which days a team works (docs/people.md)";
                self.problem(key.start..words.end.max(key.end), "", fact, hint);
            }
            // What is left sets how the chart looks.
            _ => {}
        }
    }

    fn date_format(&mut self, span: &Range<usize>) {
        let words = self.words(span);
        let month_first = words.find('M') < words.find('D');
        self.order = if month_first { DayMonth::MonthFirst } else { DayMonth::DayFirst };
        if !["Y", "M", "D"].into_iter().all(|part| words.contains(part)) {
            let fact = format!("days are not read in the form “{}”", short(words));
            self.problem(span.clone(), "dateFormat", fact, "dateFormat YYYY-MM-DD");
        }
    }

    fn excludes(&mut self, span: &Range<usize>) {
        let mut at = span.start;
        for word in self.words(span).split_inclusive([',', ' ', '\t']) {
            let name = word.trim_end_matches([',', ' ', '\t']);
            let here = at..at + name.len();
            at += word.len();
            match name.to_lowercase().as_str() {
                "" => continue,
                "weekends" => self.skips = [true; 2],
                "saturday" => self.skips[0] = true,
                "sunday" => self.skips[1] = true,
                _ => {}
            }
            if matches!(dates::weekday(name), Some(Weekday::Saturday | Weekday::Sunday)) || name == "weekends"
            {
                continue;
            }
            match dates::day(name, self.order) {
                Ok(day) => {
                    let place = self.text.place(here, "excludes");
                    self.found.facts.days_off.push(DayOff { team: None, first: day, last: day, place });
                }
                Err(_) => {
                    let fact = format!("“{}” is not left out", short(name));
                    let hint = "excludes weekends and days as 2027-01-11; \
                                a directory of people says on which days a team works";
                    self.problem(here, "excludes", fact, hint);
                }
            }
        }
    }

    fn task(&mut self, task: &Task) {
        self.found.rows += 1;
        let tags: Vec<&str> = task.tags.iter().map(|tag| self.words(tag)).collect();
        let is_milestone = tags.iter().any(|tag| matches!(*tag, "milestone" | "vert"));
        let title = self.words(&task.title).split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() {
            self.problem(task.span.clone(), "", "this has no title".into(), "begin with what is to be done");
        }
        if let Some(more) = &task.more {
            let fact =
                format!("“{}” stands behind the end of the task; it was not read", short(self.words(more)));
            self.problem(more.clone(), "", fact, "a task is written as Title :id, 2027-01-11, 2w");
        }
        let at = self.found.facts.items.len();
        let id = task.id.as_ref().map(|id| self.words(id));
        let bar = Bar {
            item: at,
            is_milestone,
            is_done: tags.contains(&"done"),
            is_active: tags.contains(&"active"),
            span: task.span.clone(),
            start: self.start(task),
            end: self.end(task, is_milestone),
            begins: None,
            ends: None,
        };
        if let Some(id) = id {
            self.ids.entry(id).or_insert(self.bars.len());
        }
        let mut item = Item::new(title, self.text.place(task.span.clone(), ""));
        item.id = id.and_then(|id| self.free(id)).map(Into::into);
        item.is_goal = is_milestone;
        self.found.facts.items.push(item);
        self.owners(at, task);
        if self.who.team.is_none() && self.who.person.is_none() && !self.who.span.is_empty() {
            self.found.groups.last_mut().into_iter().for_each(|group| group.items.push(at));
        }
        self.bars.push(bar);
    }

    /// An id as an item may bear it; none where the item of another chart, or of another spelling, has it already.
    fn free(&mut self, id: &str) -> Option<String> {
        let key = title_key(id);
        let known = self.taken.entry(key.clone()).or_insert_with(|| id.to_owned());
        (!key.is_empty() && known == id).then(|| id.to_owned())
    }

    fn named(&self, name: &str, span: &Range<usize>, field: &str) -> Named {
        Named { text: name.into(), place: self.text.place(span.clone(), field) }
    }

    /// Who does a task, and whose it is.
    fn owners(&mut self, at: usize, task: &Task) {
        let mut owners = Vec::new();
        if let Some(team) = &self.who.team {
            owners.push(Owner::Team(self.named(team, &self.who.span, "section")));
        }
        let of_id = task.id.as_ref().and_then(|id| Some((self.legend.of_id(self.words(id))?, id)));
        let is_sections =
            |team: &str| self.who.team.as_ref().is_some_and(|own| team_key(own) == team_key(team));
        if let Some((team, id)) = of_id.filter(|(team, _)| !is_sections(team)) {
            owners.push(Owner::Team(self.named(team, id, "id")));
        }
        if let Some(person) = &self.who.person {
            owners.push(Owner::Person(self.named(person, &self.who.span, "section")));
        }
        self.found.facts.items[at].owners = owners;
    }

    /// A milestone that nobody owns and that waits for a task which is missing: that task's prefix tells whose it is. Those
    /// who answer for the others own it with them, or it would count for that one team alone.
    fn missed(&mut self, bar: &Bar, ids: &[Option<usize>]) {
        let item = &self.found.facts.items[bar.item];
        if !bar.is_milestone || !item.owners.is_empty() {
            return;
        }
        let (mut owners, mut seen, mut is_missed) = (Vec::new(), HashSet::new(), false);
        let mut by_team: Vec<(&Range<usize>, &String, bool)> = bar
            .ids()
            .into_iter()
            .zip(ids)
            .filter_map(|(id, known)| Some((id, self.legend.of_id(self.words(id))?, known.is_none())))
            .collect();
        // A team that misses a task counts as such, though others of its tasks are there.
        by_team.sort_by_key(|(_, _, is_missing)| !is_missing);
        for (id, team, is_missing) in by_team {
            is_missed |= is_missing;
            if !seen.insert(team_key(team)) {
                continue;
            }
            let people = self.legend.answer_for(team).filter(|_| !is_missing);
            let before = owners.len();
            owners.extend(people.map(|person| Owner::Person(self.named(person, id, "after"))));
            if owners.len() == before {
                owners.push(Owner::Team(self.named(team, id, "after")));
            }
        }
        if is_missed {
            self.found.facts.items[bar.item].owners = owners;
        }
    }

    fn start(&mut self, task: &Task) -> Start {
        let Some(span) = &task.start else { return Start::Previous };
        if let Some(ids) = self.ids_behind(span, "after") {
            return Start::After(ids);
        }
        match dates::day(self.words(span), self.order) {
            Ok(day) => Start::Day(day, span.clone()),
            Err(_) => {
                let fact = format!("“{}” is no start", short(self.words(span)));
                self.problem(span.clone(), "start", fact, "write it as 2027-01-11 or after ID");
                Start::Unknown
            }
        }
    }

    fn end(&mut self, task: &Task, is_milestone: bool) -> End {
        let Some(span) = &task.end else {
            if !is_milestone {
                let fact = "nothing says how long this takes".to_owned();
                self.problem(
                    task.span.clone(),
                    "",
                    fact,
                    "write a length or a day behind it, as 2w or 2027-01-11",
                );
            }
            return End::Unknown;
        };
        if let Some(ids) = self.ids_behind(span, "until") {
            return End::Until(ids);
        }
        let words = self.words(span);
        if let Some(length) = Length::of(words, &self.profile.units, self.skips == [true; 2]) {
            return End::After(length);
        }
        match dates::day(words, self.order) {
            Ok(day) => End::Day(day, span.clone()),
            Err(_) => {
                let fact = format!("“{}” is neither a length nor a day", short(words));
                self.problem(span.clone(), "end", fact, "write it as 3d, 2w or 2027-01-11");
                End::Unknown
            }
        }
    }

    /// The ids behind a word, if it stands there.
    fn ids_behind(&mut self, span: &Range<usize>, word: &str) -> Option<Vec<Range<usize>>> {
        let rest = self.words(span).strip_prefix(word)?;
        if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            return None;
        }
        let mut at = span.end - rest.len();
        let mut ids: Vec<Range<usize>> = Vec::new();
        for id in rest.split_inclusive(char::is_whitespace) {
            let here = self.text.trim(at..at + id.len());
            at += id.len();
            ids.extend(Some(here).filter(|id| !id.is_empty()));
        }
        if let (Some(first), Some(last)) = (ids.get(MOST_IDS), ids.last()) {
            let fact = format!("{} ids stand behind one word; those from here on were not read", ids.len());
            self.problem(first.start..last.end, word, fact, "up to 1000 ids are read");
            ids.truncate(MOST_IDS);
        }
        if ids.is_empty() {
            let fact = format!("no id stands behind “{word}”");
            self.problem(span.clone(), word, fact, &format!("{word} ID"));
        }
        Some(ids)
    }

    /// Settles what needed all ids: links, lengths between days, and the order in which the chart has its bars.
    fn settle(&mut self) {
        let mut bars = std::mem::take(&mut self.bars);
        let ids: Vec<Vec<Option<usize>>> = bars
            .iter()
            .map(|bar| bar.ids().iter().map(|id| self.ids.get(self.words(id)).copied()).collect())
            .collect();
        bars::draw(&mut bars, &ids, self.is_inclusive);
        for at in 0..bars.len() {
            self.links(&bars, at, &ids[at]);
            self.missed(&bars[at], &ids[at]);
            self.dates(&bars[at]);
        }
    }

    fn links(&mut self, bars: &[Bar], at: usize, ids: &[Option<usize>]) {
        let bar = &bars[at];
        let later = Ref::At(bar.item);
        let link = |earlier, kind, strength, place| Link {
            earlier,
            later: later.clone(),
            kind,
            lag: 0,
            strength,
            outside: None,
            place,
        };
        if let (Start::Previous, Some(before)) = (&bar.start, at.checked_sub(1)) {
            let place = self.text.place(bar.span.clone(), "");
            let earlier = Ref::At(bars[before].item);
            self.found.facts.links.push(link(earlier, LinkKind::FinishStart, Strength::Derived, place));
        }
        let starts = if let Start::After(ids) = &bar.start { ids.len() } else { 0 };
        for (position, (span, known)) in bar.ids().into_iter().zip(ids).enumerate() {
            let (kind, field) = match position < starts {
                true => (LinkKind::FinishStart, "after"),
                false => (LinkKind::StartFinish, "until"),
            };
            let earlier = match known {
                Some(known) => Ref::At(bars[*known].item),
                None => Ref::Named(self.words(span).into()),
            };
            let place = self.text.place(span.clone(), field);
            self.found.facts.links.push(link(earlier, kind, Strength::Stated, place));
        }
    }

    /// What the days of a bar say of its item.
    fn dates(&mut self, bar: &Bar) {
        let item = &mut self.found.facts.items[bar.item];
        item.rank = bar.begins.map(|day| day.to_string());
        if bar.is_done {
            item.state = State::Done(bar.last());
        } else if bar.is_active {
            item.state = State::Started(if let Start::Day(day, _) = bar.start { Some(day) } else { None });
        }
        if bar.is_milestone {
            let day = match (&bar.end, &bar.start) {
                (End::Day(day, span), _) | (_, Start::Day(day, span)) => Some((*day, span)),
                _ => None,
            };
            item.promise =
                day.map(|(day, span)| Promise { day, place: self.text.place(span.clone(), "milestone") });
            return;
        }
        if let Start::Day(day, _) = bar.start {
            item.not_before = Some(day);
        }
        if let End::After(length) = &bar.end {
            item.estimate = Some(Estimate::One(length.ticks));
            return;
        }
        item.estimate = bar.worked(self.is_inclusive).map(Estimate::One);
        item.estimate_strength = Strength::Derived;
        self.end_fits(bar);
    }

    /// Says where the day of an end tells no length.
    fn end_fits(&mut self, bar: &Bar) {
        let End::Day(day, span) = &bar.end else { return };
        let (fact, hint) = match bar.begins {
            Some(begins) if *day < begins => (
                format!("this ends on {day}, before it starts on {begins}"),
                "write the later day behind the earlier one",
            ),
            None => (
                "its start is not known, so this says nothing of its length".to_owned(),
                "write a length as 2w",
            ),
            _ => return,
        };
        self.problem(span.clone(), "end", fact, hint);
    }
}

/// Words as a fact shows them.
fn short(words: &str) -> String {
    match words.len() > SHOWN {
        true => format!("{}…", &words[..words.floor_char_boundary(SHOWN)]),
        false => words.to_owned(),
    }
}
