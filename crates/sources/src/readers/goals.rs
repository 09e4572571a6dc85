//! Goals in Markdown tables: metadata, tasks and team asks, as the profile names their heads.

use std::{collections::HashSet, ops::Range};

use plan::{
    facts::{Ask, Item, Kind, Named, Owner, Promise, Ref, State, Strength},
    names::{person_key, team_key},
};

use super::{
    Found,
    outline::section::is_nobody,
    prose::{Aside, Under},
};
use crate::{
    Problem, dates,
    formats::markdown::{Block, blocks, plain},
    profile::{Goals, Profile},
    text::Text,
};

type Cells = Vec<Range<usize>>;

/// What a table holds, and in which columns.
#[derive(Clone, Copy)]
enum Sort {
    Metadata,
    Asks(usize, usize),
    Tasks(usize, usize),
}

/// Whether a text holds goals as the profile names them.
pub fn fits(text: &Text, blocks: &[Block], profile: &Profile) -> bool {
    blocks.iter().any(|block| match block {
        Block::Table { head, .. } => {
            let reader = Reader::new(text, &profile.goals);
            reader.is_metadata(head) || reader.ask_columns(head).is_some()
        }
        _ => false,
    })
}

/// Reads the goals of a text: each first-level heading is one.
pub fn read(text: &Text, profile: &Profile) -> Found {
    read_blocks(text, blocks(text), profile)
}

/// The same, of a text that was cut into blocks already.
pub fn read_blocks(text: &Text, blocks: Vec<Block>, profile: &Profile) -> Found {
    let mut reader = Reader::new(text, &profile.goals);
    let mut aside = Aside::default();
    for block in blocks {
        if let Block::Heading { level, span } = &block {
            aside.heading(*level, text.slice(span.clone()));
        }
        match block {
            Block::Heading { level: 1, span } => reader.open(span),
            Block::Item { span, .. } | Block::Paragraph { span, .. } if !aside.is_open() => {
                let under = reader.goal.map_or(Under::Nothing, Under::Item);
                reader.found.running.keep(under, span);
            }
            Block::Heading { .. } | Block::Item { .. } | Block::Paragraph { .. } | Block::Foreign { .. } => {}
            Block::Table { head, rows } => reader.table(&head, rows),
        }
    }
    reader.settle();
    reader.found
}

struct Reader<'a> {
    text: &'a Text,
    goals: &'a Goals,
    found: Found,
    /// The goal that is open.
    goal: Option<usize>,
    /// Ways in of the open goal: team and person.
    champions: Vec<(String, String)>,
    /// From where on the asks of the open goal stand.
    asks_from: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a Text, goals: &'a Goals) -> Self {
        Self { text, goals, found: Found::default(), goal: None, champions: Vec::new(), asks_from: 0 }
    }

    fn words(&self, span: &Range<usize>) -> &'a str {
        self.text.slice(span.clone()).trim()
    }

    fn problem(&mut self, span: Range<usize>, field: &str, fact: String, hint: &str) {
        let place = self.text.place(self.text.trim(span), field);
        self.found.problems.push(Problem::new(place, fact).hint(hint));
    }

    fn open(&mut self, span: Range<usize>) {
        self.settle();
        let title = plain(self.words(&span));
        let item = Item { is_goal: true, ..Item::new(title, self.text.place(span, "")) };
        self.found.facts.items.push(item);
        self.found.rows += 1;
        self.goal = Some(self.found.facts.items.len() - 1);
    }

    /// Hands the ways in of the open goal to its asks.
    fn settle(&mut self) {
        for ask in &mut self.found.facts.asks[self.asks_from..] {
            let team = team_key(&ask.whom.named().text);
            let ways = self.champions.iter().filter(|(of, _)| team_key(of) == team);
            ask.through.extend(ways.map(|(_, person)| person.clone()));
        }
        self.asks_from = self.found.facts.asks.len();
        self.champions.clear();
    }

    fn is_metadata(&self, head: &Cells) -> bool {
        head.len() >= 2 && head.first().is_some_and(|cell| is_one_of(self.words(cell), &self.goals.metadata))
    }

    fn column(&self, head: &Cells, names: &[String]) -> Option<usize> {
        head.iter().position(|cell| is_one_of(self.words(cell), names))
    }

    /// Columns of team and level.
    fn ask_columns(&self, head: &Cells) -> Option<(usize, usize)> {
        Some((self.column(head, &self.goals.team)?, self.column(head, &self.goals.level)?))
    }

    /// Columns of task and owner.
    fn task_columns(&self, head: &Cells) -> Option<(usize, usize)> {
        Some((self.column(head, &self.goals.task)?, self.column(head, &self.goals.owner)?))
    }

    fn table(&mut self, head: &Cells, rows: Vec<Cells>) {
        let sort = self.sort_of(head);
        let hint = "a profile can name other heads under [goals]";
        let (goal, sort) = match (self.goal, sort) {
            (Some(goal), Some(sort)) => (goal, sort),
            (None, Some(_)) => {
                let fact = "this table stands before the first heading; it was not read".to_owned();
                return self.problem(self.row(head), "", fact, "# the goal's title, on a line before it");
            }
            (_, None) if head.first().is_some_and(|cell| is_one_of(self.words(cell), &self.goals.other)) => {
                return;
            }
            (_, None) => {
                let fact = "the head of this table is not known; it was not read".to_owned();
                return self.problem(self.row(head), "", fact, hint);
            }
        };
        for row in rows {
            self.found.rows += 1;
            match sort {
                Sort::Metadata => self.metadata(goal, &row),
                Sort::Asks(team, level) => self.ask_row(goal, head, &row, team, level),
                Sort::Tasks(task, owner) => self.task_row(goal, head, &row, task, owner),
            }
        }
    }

    /// What a table is, by its head.
    fn sort_of(&self, head: &Cells) -> Option<Sort> {
        if self.is_metadata(head) {
            return Some(Sort::Metadata);
        }
        let asks = self.ask_columns(head).map(|(team, level)| Sort::Asks(team, level));
        asks.or_else(|| self.task_columns(head).map(|(task, owner)| Sort::Tasks(task, owner)))
    }

    /// The span of a whole row of a table.
    fn row(&self, row: &Cells) -> Range<usize> {
        row.first().map_or(0..0, |cell| self.text.trim(self.text.line_of(cell.start)))
    }

    fn metadata(&mut self, goal: usize, row: &Cells) {
        let [key, value, ..] = row.as_slice() else { return };
        let (key_words, words) = (self.words(key), self.words(value));
        let goals = self.goals;
        let item = &mut self.found.facts.items[goal];
        if is_one_of(key_words, &goals.contact) {
            let mut owners = owners(self.text, value, key_words);
            if is_name(&plain(words)) {
                // A plain name may be that of a team.
                let place = self.text.place(self.text.trim(value.clone()), key_words);
                owners = vec![Owner::Either(Named { text: plain(words).into(), place })];
            }
            if owners.is_empty() {
                let fact = match words.is_empty() {
                    true => "nobody is named here".to_owned(),
                    false => format!("“{}” names nobody", plain(words)),
                };
                self.problem(value.clone(), key_words, fact, "name a person as @handle, or a team as [team]");
            }
            self.found.facts.items[goal].owners.extend(owners);
        } else if is_one_of(key_words, &goals.status) {
            if is_one_of(words, &goals.refused) {
                item.state = State::Dropped;
            } else if is_one_of(words, &goals.finished) {
                item.state = State::Done(None);
            }
        } else if is_one_of(key_words, &goals.date) {
            match dates::last_day(words) {
                Ok(day) => {
                    item.promise = Some(Promise { day, place: self.text.place(value.clone(), key_words) })
                }
                Err(dates::NoDate(fact)) if !words.is_empty() => {
                    self.problem(value.clone(), key_words, fact, "write it as 2027-03-31");
                }
                Err(_) => {}
            }
        } else if let Some(team) = champion_of(key_words, &goals.champion) {
            self.champions.extend(handles(words).map(|person| (team.clone(), person)));
        }
    }

    /// The teams in a column of teams: in square brackets, else as plain words between commas.
    fn asked_teams(&self, cell: &Range<usize>) -> Vec<String> {
        let words = self.words(cell);
        let names = team_names(words);
        if !names.is_empty() || is_placeholder(words) || words.contains('[') {
            return names;
        }
        let is_name = |name: &&str| name.contains(char::is_alphanumeric);
        plain(words).split(',').map(str::trim).filter(is_name).map(str::to_owned).collect()
    }

    /// A row of a table of asks: a team and how much is asked of it.
    fn ask_row(&mut self, goal: usize, head: &Cells, row: &Cells, team: usize, level: usize) {
        let (Some(team), Some(level_cell)) = (row.get(team), row.get(level)) else { return };
        let words = plain(self.words(level_cell)).to_lowercase();
        let field = self.words(&head[level]).to_owned();
        let names = self.asked_teams(team);
        if names.is_empty() {
            return;
        }
        let Some(kinds) = self.goals.levels.get(&words).cloned() else {
            let known: Vec<&str> = self.goals.levels.keys().map(String::as_str).collect();
            let fact = match words.is_empty() {
                true => format!("nothing says how much is asked of {}", names.join(", ")),
                false => format!("“{words}” is no level of support"),
            };
            let span = if words.is_empty() { self.row(row) } else { level_cell.clone() };
            let hint =
                format!("{} are known; a profile can name others under [goals.levels]", known.join(", "));
            return self.problem(span, &field, fact, &hint);
        };
        for name in names {
            for kind in &kinds {
                self.ask(goal, *kind, &name, row, team.clone(), &field, Strength::Stated, false);
            }
        }
    }

    /// A row of a table of tasks: what is asked of teams, or who does it.
    fn task_row(&mut self, goal: usize, head: &Cells, row: &Cells, task: usize, owner: usize) {
        let Some(task_cell) = row.get(task) else { return };
        let owner_cell = row.get(owner).cloned().unwrap_or(task_cell.end..task_cell.end);
        let owner_words = self.words(&owner_cell);
        let is_done =
            row.iter().any(|cell| self.goals.done_marks.iter().any(|mark| has(self.words(cell), mark)));
        let field = self.words(&head[owner]).to_owned();
        if has(owner_words, &self.goals.team_mark) {
            let (kind, strength) = self.kind_of(task_cell, &field);
            for name in self.teams(&owner_cell, &field) {
                self.ask(goal, kind, &name, row, owner_cell.clone(), &field, strength, is_done);
            }
            return;
        }
        let title = plain(self.words(task_cell).trim_start_matches('↳'));
        if title.is_empty() {
            if !is_placeholder(owner_words) {
                let fact = "this row says who, and not what; it was not read".to_owned();
                self.problem(self.row(row), &field, fact, "name the task in its first column");
            }
            return;
        }
        let mut item = Item::new(title, self.text.place(self.row(row), &field));
        item.parent = Some(Ref::At(goal));
        item.owners = owners(self.text, &owner_cell, &field);
        item.state = if is_done { State::Done(None) } else { State::Planned };
        let says_open = self.goals.open_marks.iter().any(|mark| has(owner_words, mark));
        if item.owners.is_empty() && !says_open && !is_placeholder(owner_words) {
            let fact = format!("“{}” names nobody that can be told apart", plain(owner_words));
            self.problem(owner_cell, &field, fact, "name a person as @handle, or a team as ![Team][] [team]");
        }
        self.found.facts.items.push(item);
    }

    /// The teams that a cell names, each in square brackets.
    fn teams(&mut self, cell: &Range<usize>, field: &str) -> Vec<String> {
        let names = team_names(self.words(cell));
        if !names.is_empty() {
            return names;
        }
        let words = plain(&self.words(cell).replace(&self.goals.team_mark, ""));
        if !is_placeholder(&words) {
            let fact = format!("“{words}” names no team");
            self.problem(cell.clone(), field, fact, "a team stands in square brackets, as in [cargo]");
        } else if has(self.words(cell), &self.goals.team_mark) {
            let fact = "no team is named here".to_owned();
            self.problem(
                cell.clone(),
                field,
                fact,
                "a team stands in square brackets, as in ![Team][] [cargo]",
            );
        }
        names
    }

    /// What the words of a task ask for.
    fn kind_of(&mut self, task: &Range<usize>, field: &str) -> (Kind, Strength) {
        let words = plain(self.words(task)).to_lowercase();
        let rule =
            self.goals.asks.iter().find(|rule| rule.words.iter().any(|word| words.contains(word.as_str())));
        match rule {
            Some(rule) => (rule.kind, Strength::Stated),
            None => {
                let fact = format!("“{words}” is no known ask; it was read as a touch, as a guess");
                self.problem(task.clone(), field, fact, "a profile can name it under [[goals.asks]]");
                (Kind::Touch, Strength::Guessed)
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "an ask has as many facts")]
    fn ask(
        &mut self,
        goal: usize,
        kind: Kind,
        name: &str,
        row: &Cells,
        team: Range<usize>,
        field: &str,
        strength: Strength,
        given: bool,
    ) {
        let named = Named { text: name.into(), place: self.text.place(team, field) };
        self.found.facts.asks.push(Ask {
            item: goal,
            kind,
            whom: Owner::Team(named),
            strength,
            through: Vec::new(),
            given,
            place: self.text.place(self.row(row), field),
        });
    }
}

/// Whether words are one of some, whatever their case.
fn is_one_of(words: &str, known: &[String]) -> bool {
    let words = plain(words);
    known.iter().any(|known| words.to_lowercase() == known.to_lowercase())
}

/// Whether a mark stands in words, whatever its case.
fn has(words: &str, mark: &str) -> bool {
    !mark.is_empty() && words.to_lowercase().contains(&mark.to_lowercase())
}

/// The team of `[lang] champion`.
fn champion_of(key: &str, champion: &[String]) -> Option<String> {
    let (team, rest) = key.trim().strip_prefix('[')?.split_once(']')?;
    is_one_of(rest.trim_start_matches("[]").trim(), champion).then(|| team.to_owned())
}

/// `@handle` in words, each once.
fn handles(words: &str) -> impl Iterator<Item = String> {
    let is_handle = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let handles = words.match_indices('@').filter_map(move |(at, _)| {
        let before = words[..at].chars().next_back();
        let name = words[at + 1..].split(|c| !is_handle(c)).next()?.trim_end_matches('.');
        (!name.is_empty() && !before.is_some_and(char::is_alphanumeric)).then(|| name.to_owned())
    });
    let mut seen = HashSet::new();
    handles.filter(move |name| seen.insert(person_key(name)))
}

/// Names in square brackets that are no links' words and no pictures.
fn team_names(words: &str) -> Vec<String> {
    let (mut names, mut seen) = (Vec::new(), HashSet::new());
    let mut rest = words;
    while let Some(at) = rest.find('[') {
        let is_picture = rest[..at].ends_with('!');
        let Some(end) = rest[at..].find(']') else { break };
        let name = rest[at + 1..at + end].trim();
        let behind = &rest[at + end + 1..];
        let is_mark = is_picture || name.eq_ignore_ascii_case("team");
        if !is_mark && !name.is_empty() && !name.starts_with('@') && seen.insert(name) {
            names.push(name.to_owned());
        }
        rest = match behind.strip_prefix('[') {
            Some(reference) => reference.split_once(']').map_or("", |(_, rest)| rest),
            None => behind,
        };
    }
    names
}

/// Who does a task: handles, else names in italics or single words between commas.
fn owners(text: &Text, cell: &Range<usize>, field: &str) -> Vec<Owner> {
    let words = text.slice(cell.clone());
    let named = |name: String| Named { text: name.into(), place: text.place(text.trim(cell.clone()), field) };
    let people: Vec<Owner> = handles(words).map(|name| Owner::Person(named(name))).collect();
    if !people.is_empty() {
        return people;
    }
    let teams = team_names(words);
    if !teams.is_empty() {
        return teams.into_iter().map(|name| Owner::Team(named(name))).collect();
    }
    let single = |name: &&str| {
        !name.is_empty() && !name.contains(char::is_whitespace) && name.starts_with(char::is_alphanumeric)
    };
    let plain = plain(words);
    let parts: Vec<&str> = plain.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let all_single = parts.iter().all(single);
    if !all_single || is_placeholder(words) {
        return Vec::new();
    }
    parts.into_iter().map(|name| Owner::Person(named(name.to_owned()))).collect()
}

/// Whether words are a plain name: few of them, each with a capital at its beginning.
fn is_name(words: &str) -> bool {
    const MOST_WORDS: usize = 4;
    let count = words.split_whitespace().take(MOST_WORDS + 1).count();
    let is_word = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphanumeric() || "-'’.".contains(c))
    };
    (1..=MOST_WORDS).contains(&count)
        && words.split_whitespace().all(is_word)
        && !is_placeholder(words)
        && !is_nobody(words)
}

/// Words that stand where a name will.
fn is_placeholder(words: &str) -> bool {
    matches!(
        plain(words).to_lowercase().as_str(),
        "" | "owner" | "owner(s)" | "tbd" | "n/a" | "-" | "?" | "none" | "unassigned"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Found {
        read(&Text::of(0, "goal.md", body.into()), &Profile::built_in("goals").unwrap())
    }

    const GOAL: &str = "\
# Build it

| Metadata | |
|:--|:--|
| Point of contact | @ann |
| [cargo] champion | @cy |

| Task | Owner(s) or team(s) | Notes |
|---|---|---|
| Discussion and moral support | ![Team][] [cargo], [libs] | |
| Author RFC | @ann, @bo | |
| RFC decision | ![Team][] [cargo][] | ![Complete][] |
| Design meeting | ![Team][] [libs] | |
| Write docs | ![Help wanted][] | |
";

    #[test]
    fn tasks_with_the_mark_of_a_team_are_asks_and_the_others_work() {
        let found = found(GOAL);
        let asks: Vec<(Kind, &str, bool, u32)> = found
            .facts
            .asks
            .iter()
            .map(|ask| (ask.kind, ask.whom.named().text.as_str(), ask.given, ask.place.line))
            .collect();
        assert_eq!(
            asks,
            [
                (Kind::Touch, "cargo", false, 10),
                (Kind::Touch, "libs", false, 10),
                (Kind::Approval, "cargo", true, 12),
                (Kind::Date, "libs", false, 13),
            ]
        );
        assert_eq!(found.facts.asks[0].through, ["cy"]);
        let titles: Vec<&str> = found.facts.items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!(titles, ["Build it", "Author RFC", "Write docs"]);
        assert_eq!(found.facts.items[1].owners.len(), 2);
        assert_eq!(found.problems, []);
    }

    #[test]
    fn levels_of_support_are_kinds_and_notes_change_nothing() {
        let found = found(
            "# G\n| Team | Support level | Notes |\n|-|-|-|\n| [a] | small | decision |\n| [b] | Medium | |\n| [c] | Large | |\n| [d] | | |\n| [e] | Huge | |\n",
        );
        let asks: Vec<(Kind, &str)> =
            found.facts.asks.iter().map(|ask| (ask.kind, ask.whom.named().text.as_str())).collect();
        assert_eq!(asks, [(Kind::Touch, "a"), (Kind::Date, "b"), (Kind::Date, "c"), (Kind::Approval, "c")]);
        let facts: Vec<&str> = found.problems.iter().map(|problem| problem.fact.as_str()).collect();
        assert_eq!(facts, ["nothing says how much is asked of d", "“huge” is no level of support"]);
    }

    #[test]
    fn a_goal_that_was_not_accepted_is_dropped() {
        let found =
            found("# G\n| Metadata | |\n|-|-|\n| Point of contact | @ann |\n| Status | Not accepted |\n");
        assert_eq!(found.facts.items[0].state, State::Dropped);
    }

    #[test]
    fn a_goal_without_a_contact_is_said() {
        let found = found("# G\n| Metadata | |\n|-|-|\n| Point of contact | *must be a single name* |\n");
        assert_eq!(found.problems[0].fact, "“must be a single name” names nobody");
    }

    #[test]
    fn a_plain_name_answers_for_a_goal_and_a_target_is_its_promise() {
        for (owner, expected) in [("Booking", "Booking"), ("Mira Solberg", "Mira Solberg")] {
            let found = found(&format!(
                "# Faster builds\n\n| Metadata | |\n|---|---|\n| Owner | {owner} |\n| Target | 2027-03-31 |\n"
            ));
            let goal = &found.facts.items[0];
            assert!(
                matches!(&goal.owners[..], [Owner::Either(named)] if named.text == expected),
                "{:?}",
                goal.owners
            );
            assert_eq!(
                goal.promise.as_ref().map(|promise| promise.day),
                Some(jiff::civil::date(2027, 3, 31))
            );
            assert_eq!(found.problems, []);
        }
    }
}
