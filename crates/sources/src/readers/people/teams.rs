//! Tables of teams: one row a team, with whoever leads it; or one row for each of its members, under a head of no name.

use std::collections::{HashMap, HashSet};

use plan::{
    facts::Team,
    names::{person_key, team_key},
};

use super::{
    commas::{self, Commas},
    heads::Heads,
    in_profile, is_key, list, read_csv,
    tree::MOST_LANES,
    words,
};
use crate::{
    Problem,
    formats::csv::{Cell, Rows},
    profile::Profile,
    readers::{Found, outline::section::week},
    text::Text,
};

/// Most words of a person's name.
const MOST_WORDS: usize = 4;

/// Which columns of a table of teams hold what.
struct Columns {
    team: usize,
    leads: Vec<usize>,
    aliases: Vec<usize>,
    members: Vec<usize>,
    lanes: Option<usize>,
    week: Option<usize>,
    unknown: Vec<usize>,
}

impl Columns {
    fn of(head: &[String], profile: &Profile) -> Option<Self> {
        let heads = Heads::of(head, profile);
        let named: Vec<usize> = heads.columns("teams");
        let team = named.first().or(heads.teams().first()).copied()?;
        let mut leads = heads.columns("team_leads");
        leads.retain(|at| *at != team);
        (!leads.is_empty()).then(|| Self {
            team,
            leads,
            aliases: heads.columns("aliases"),
            members: heads.columns("team_members"),
            lanes: heads.columns("lanes").first().copied(),
            week: heads.columns("week").first().copied(),
            unknown: heads.unknown(),
        })
    }
}

/// Whether the head of a table is that of a directory of teams.
pub fn fits(head: &[String], profile: &Profile) -> bool {
    Columns::of(head, profile).is_some()
}

/// Reads rows of teams.
pub fn read(text: &Text, profile: &Profile) -> Found {
    let mut rows = Rows::of(text);
    let head = rows.next().unwrap_or_default();
    let heads: Vec<String> = head.iter().map(|cell| cell.words.clone()).collect();
    let Some(columns) = Columns::of(&heads, profile) else { return Found::default() };
    let (is_list, problem) = match rows_of(text, &columns, &heads, profile) {
        RowsOf::Teams => (false, None),
        RowsOf::Members(at) => (true, Some((at, true))),
        RowsOf::Either(at) => (false, Some((at, false))),
    };
    let problem = problem.map(|(at, is_list)| unsure(text, &head, at, &heads[columns.leads[0]], is_list));
    if let (true, Some((at, problem))) = (is_list, &problem) {
        let mut profile = profile.clone();
        profile.keys.entry("name_column".into()).or_default().push(heads[*at].clone());
        let mut found = read_csv(text, &profile);
        found.problems.insert(0, problem.clone());
        return found;
    }
    let mut found = Found { is_directory: true, ..Found::default() };
    found.problems.extend(problem.map(|(_, problem)| problem));
    let people: Vec<usize> = columns.leads.iter().chain(&columns.members).copied().collect();
    let commas = Commas::of(text, &people, &profile.words);
    let mut reader = Reader { text, columns, commas, unclear: None, found };
    let mut last = head.last().cloned();
    for row in rows.by_ref().filter(|row| row.iter().any(|cell| !cell.words.is_empty())) {
        last = row.last().cloned();
        reader.row(&row, head.len());
    }
    let mut found = reader.found;
    found.problems.extend(reader.unclear);
    found.problems.extend(last.and_then(|last| rows.unclosed(&last)));
    if found.rows == 0 && found.problems.is_empty() {
        let line = text.trim(text.line_of(head.first().map_or(0, |cell| cell.span.start)));
        let problem = Problem::new(text.place(line, ""), "no team stands below this head");
        found.problems.push(problem.hint("one row a team, with whoever leads it"));
    }
    found
}

/// What it says of a column of which it is not known whether it names people.
fn unsure(text: &Text, head: &[Cell], at: usize, lead: &str, is_list: bool) -> (usize, Problem) {
    let column = head[at].words.as_str();
    let fact = match is_list {
        true => format!(
            "the rows name a person each under “{column}”: they were read as members of their teams, and not “{lead}” \
             as whoever leads each row"
        ),
        false => format!(
            "if “{column}” names people, “{lead}” is whom they report to; it was read as who leads the team"
        ),
    };
    let hint = match is_list {
        true => format!("in a profile: {}", in_profile(&format!("name_column = [{column:?}]"))),
        false => format!(
            "where it names people, in a profile: {}",
            in_profile(&format!("name_column = [{column:?}]"))
        ),
    };
    (at, Problem::new(text.place(head[at].span.clone(), ""), fact).hint(hint))
}

/// What the rows of a table with a team and its lead stand for.
enum RowsOf {
    Teams,
    /// Members, whose names stand in a column.
    Members(usize),
    /// It can't be told: names of people may stand in a column.
    Either(usize),
}

/// Looks through the columns of no known head for one that names people.
fn rows_of(text: &Text, columns: &Columns, head: &[String], profile: &Profile) -> RowsOf {
    let mut either = None;
    for at in &columns.unknown {
        let (mut rows, mut row) = (Rows::of(text), Vec::new());
        let (mut first, mut is_list): (HashMap<String, String>, bool) = (HashMap::new(), false);
        let (mut named, mut bosses) = (HashSet::new(), HashSet::new());
        let (mut are_names, mut are_full) = (true, true);
        rows.read(&mut row);
        while rows.read(&mut row) {
            let (name, team) = (words(&row, *at), words(&row, columns.team));
            let lead = words(&row, columns.leads[0]);
            bosses.extend((!lead.is_empty()).then(|| person_key(lead)));
            if name.is_empty() {
                continue;
            }
            are_names &= looks_like_a_name(name);
            are_full &= name.contains([' ', ',']);
            named.insert(person_key(name));
            let key = person_key(name);
            is_list |= *first.entry(team_key(team)).or_insert_with(|| key.clone()) != key;
        }
        let is_boss = is_key(profile, "boss", &head[columns.leads[0]]);
        let leads_among = bosses.iter().any(|boss| named.contains(boss));
        if named.is_empty() || !are_names || !(are_full || leads_among) {
            if are_names && is_list && is_boss && !named.is_empty() {
                either.get_or_insert(*at);
            }
            continue;
        }
        match is_list || leads_among {
            true => return RowsOf::Members(*at),
            false if is_boss => drop(either.get_or_insert(*at)),
            false => {}
        }
    }
    either.map_or(RowsOf::Teams, RowsOf::Either)
}

/// Whether words look like the name of a person: a few words of letters, most of them large at their beginning.
fn looks_like_a_name(words: &str) -> bool {
    let is_word =
        |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | ','));
    let count = words.split_whitespace().take(MOST_WORDS + 1).count();
    let begins_large = |word: Option<&str>| word.is_some_and(|word| !word.starts_with(char::is_lowercase));
    count <= MOST_WORDS
        && words.split_whitespace().all(is_word)
        && begins_large(words.split_whitespace().next())
        && begins_large(words.split_whitespace().last())
}

struct Reader<'a> {
    text: &'a Text,
    columns: Columns,
    commas: Commas<'a>,
    /// Cells that may name one person or two: the first, with their number.
    unclear: Option<Problem>,
    found: Found,
}

impl Reader<'_> {
    fn row(&mut self, row: &[Cell], width: usize) {
        self.found.rows += 1;
        if let Some(beyond) = row.iter().skip(width).find(|cell| !cell.words.is_empty()) {
            let cells = row.len();
            let fact =
                format!("this row has {cells} cells and the head {width}; what stands beyond was not read");
            let problem = Problem::new(self.text.place(beyond.span.clone(), ""), fact);
            self.found.problems.push(problem.hint("a comma within a cell needs quotes round the cell"));
        }
        match self.team(row) {
            Ok(team) => self.found.facts.teams.push(team),
            Err(problem) => self.found.problems.push(problem),
        }
    }

    /// A row of a table: a team. Whose leader is nobody is a team without one.
    fn team(&mut self, row: &[Cell]) -> Result<Team, Problem> {
        let Some(cell) = row.get(self.columns.team).filter(|cell| !cell.words.is_empty()) else {
            let line = self.text.line_of(row.first().map_or(0, |cell| cell.span.start));
            let problem = Problem::new(self.text.place(line, "team"), "this row names no team");
            return Err(problem.hint("every row names a team and who leads it, as in Payments,Dana Ortiz"));
        };
        let place = self.text.place(cell.span.clone(), "team");
        let mut team = Team { name: cell.words.clone(), place, ..Team::default() };
        for at in self.columns.leads.clone() {
            let people = self.commas.people(at, words(row, at));
            for lead in people.names {
                if lead.is_acting {
                    team.acting.push(lead.name.clone());
                }
                team.leads.push(lead.name);
            }
            if let (Some(unclear), Some(cell)) = (people.unclear, row.get(at)) {
                self.unclear(&unclear, cell);
            }
        }
        team.aliases = list(row, &self.columns.aliases);
        let members =
            self.columns.members.iter().flat_map(|at| self.commas.people(*at, words(row, *at)).names);
        team.members = members.map(|member| member.name).collect();
        let lanes = self.said(row, self.columns.lanes);
        team.lanes =
            lanes.and_then(|cell| cell.words.parse().ok()).filter(|lanes| (1..=MOST_LANES).contains(lanes));
        if let Some(cell) = lanes.filter(|_| team.lanes.is_none()) {
            self.unfit(cell, "lanes", "this is no number of lanes from 1 to 1000", "3");
        }
        let days = self.said(row, self.columns.week);
        team.week = days.and_then(|cell| week(&cell.words));
        if let Some(cell) = days.filter(|_| team.week.is_none()) {
            self.unfit(cell, "works", "these are no days of the week", "Sun-Thu");
        }
        Ok(team)
    }

    /// The cell of a column, where it has words.
    fn said<'r>(&self, row: &'r [Cell], at: Option<usize>) -> Option<&'r Cell> {
        row.get(at?).filter(|cell| !cell.words.is_empty())
    }

    fn unfit(&mut self, cell: &Cell, field: &str, fact: &str, hint: &str) {
        let place = self.text.place(cell.span.clone(), field);
        self.found.problems.push(Problem::new(place, fact).hint(hint));
    }

    /// Notes words that may be one person or two.
    fn unclear(&mut self, unclear: &str, cell: &Cell) {
        let place = self.text.place(cell.span.clone(), "lead");
        let problem = self.unclear.get_or_insert_with(|| {
            let (fact, hint) = commas::unclear(unclear);
            Problem { count: 0, ..Problem::new(place, fact) }.hint(hint)
        });
        problem.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Found {
        read(&Text::of(0, "teams.csv", body.into()), &Profile::built_in("people").unwrap())
    }

    #[test]
    fn a_row_is_a_team_with_its_leads() {
        let found = found(
            "Squad;Aliases;Engineering Manager;Members\nPayments;PAY;Dana Ortiz & Per Lund;Ann\nLedger;;TBD;\n\
             Fares;;Tom Reyes (Interim);\n;;;\n;;Dana Ortiz;\n",
        );
        let teams: Vec<(&str, String)> =
            found.facts.teams.iter().map(|team| (team.name.as_str(), team.leads.join("+"))).collect();
        assert_eq!(
            teams,
            [
                ("Payments", "Dana Ortiz+Per Lund".into()),
                ("Ledger", "".into()),
                ("Fares", "Tom Reyes".into())
            ]
        );
        assert_eq!(found.facts.teams[0].aliases, ["PAY"]);
        assert_eq!(found.facts.teams[0].members, ["Ann"]);
        assert_eq!(found.facts.teams[2].acting, ["Tom Reyes"]);
        let facts: Vec<(&str, u32)> =
            found.problems.iter().map(|problem| (problem.fact.as_str(), problem.place.line)).collect();
        assert_eq!(facts, [("this row names no team", 6)]);
    }

    #[test]
    fn lanes_and_working_days_of_a_team_may_stand_in_its_row() {
        let found = found(
            "Team,Lead,Lanes,Works\nBooking,Mira Solberg,2,Sun-Thu\nPayments,Dana Ortiz,,\nIdentity,Tom Reyes,many,someday\n",
        );
        let teams = &found.facts.teams;
        assert_eq!((teams[0].lanes, teams[0].week), (Some(2), week("Sun-Thu")));
        assert_eq!((teams[1].lanes, teams[1].week), (None, None));
        let said: Vec<(&str, u32, u32)> = found
            .problems
            .iter()
            .map(|problem| (problem.fact.as_str(), problem.place.line, problem.place.column))
            .collect();
        assert_eq!(
            said,
            [("this is no number of lanes from 1 to 1000", 4, 20), ("these are no days of the week", 4, 25)]
        );
    }

    #[test]
    fn a_head_without_rows_is_said() {
        assert_eq!(found("Team,Lead\n").problems[0].fact, "no team stands below this head");
    }

    #[test]
    fn a_last_name_before_a_comma_is_one_leader_and_what_is_unclear_is_said_once() {
        let turned = found("Team,Lead\nPayments,\"Ortiz, Dana\"\n");
        assert_eq!(
            (turned.facts.teams[0].leads.as_slice(), turned.problems.len()),
            (&["Dana Ortiz".to_owned()][..], 0)
        );
        let unclear = found("Team,Lead\nA,\"Ortiz, Dana\"\nB,\"Reyes, Tom\"\nC,Ann\nD,Ida Lund\n");
        let [problem] = unclear.problems.as_slice() else { panic!("{:?}", unclear.problems) };
        assert_eq!(
            (problem.fact.as_str(), problem.count),
            ("“Ortiz, Dana” may be one person or two; it was read as two", 2)
        );
        assert_eq!(problem.hint.as_deref(), Some("write Dana Ortiz for one, Ortiz; Dana for two"));
        assert_eq!(unclear.facts.teams[0].leads, ["Ortiz", "Dana"]);
    }
}
