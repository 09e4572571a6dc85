//! Tables of teams: one row a team, with whoever leads it.

use plan::facts::Team;

use super::{
    is_key,
    names::{person, split, split_people},
};
use crate::{
    Problem,
    formats::csv::{Cell, Rows},
    profile::Profile,
    readers::Found,
    text::Text,
};

/// Which columns of a table of teams hold what.
struct Columns {
    team: usize,
    leads: Vec<usize>,
    aliases: Vec<usize>,
    members: Vec<usize>,
}

impl Columns {
    fn of<'a>(head: impl Iterator<Item = &'a str> + Clone, profile: &Profile) -> Option<Self> {
        let columns = |field: &str| -> Vec<usize> {
            let at = head.clone().enumerate().filter(|(_, cell)| is_key(profile, field, cell));
            at.map(|(at, _)| at).collect()
        };
        let team = *columns("teams").first()?;
        let leads = columns("team_leads");
        (!leads.is_empty()).then(|| Self {
            team,
            leads,
            aliases: columns("aliases"),
            members: columns("team_members"),
        })
    }
}

/// Whether the head of a table is that of a directory of teams.
pub fn fits(head: &[String], profile: &Profile) -> bool {
    Columns::of(head.iter().map(String::as_str), profile).is_some()
}

/// Reads rows of teams.
pub fn read(text: &Text, profile: &Profile) -> Found {
    let mut found = Found::default();
    let mut rows = Rows::of(text);
    let head = rows.next().unwrap_or_default();
    let Some(columns) = Columns::of(head.iter().map(|cell| cell.words.as_str()), profile) else {
        return found;
    };
    let mut last = head.last().cloned();
    for row in rows.by_ref().filter(|row| row.iter().any(|cell| !cell.words.is_empty())) {
        last = row.last().cloned();
        found.rows += 1;
        if let Some(beyond) = row.iter().skip(head.len()).find(|cell| !cell.words.is_empty()) {
            let (cells, width) = (row.len(), head.len());
            let fact =
                format!("this row has {cells} cells and the head {width}; what stands beyond was not read");
            let problem = Problem::new(text.place(beyond.span.clone(), ""), fact);
            found.problems.push(problem.hint("a comma within a cell needs quotes round the cell"));
        }
        match team(&row, &columns, text, profile) {
            Ok(team) => found.facts.teams.push(team),
            Err(problem) => found.problems.push(problem),
        }
    }
    found.problems.extend(last.and_then(|last| rows.unclosed(&last)));
    if found.rows == 0 && found.problems.is_empty() {
        let line = text.trim(text.line_of(head.first().map_or(0, |cell| cell.span.start)));
        let problem = Problem::new(text.place(line, ""), "no team stands below this head");
        found.problems.push(problem.hint("one row a team, with whoever leads it"));
    }
    found
}

/// A row of a table: a team. Whose leader is nobody is a team without one.
fn team(row: &[Cell], columns: &Columns, text: &Text, profile: &Profile) -> Result<Team, Problem> {
    let words = |at: &usize| row.get(*at).map_or("", |cell| cell.words.as_str());
    let Some(cell) = row.get(columns.team).filter(|cell| !cell.words.is_empty()) else {
        let line = text.line_of(row.first().map_or(0, |cell| cell.span.start));
        let problem = Problem::new(text.place(line, "team"), "this row names no team");
        return Err(problem.hint("every row names a team and who leads it, as in Payments,Dana Ortiz"));
    };
    let mut team =
        Team { name: cell.words.clone(), place: text.place(cell.span.clone(), "team"), ..Team::default() };
    let leads = columns.leads.iter().flat_map(|at| split_people(words(at)));
    for lead in leads.filter_map(|lead| person(&lead, &profile.words)) {
        if lead.is_acting {
            team.acting.push(lead.name.clone());
        }
        team.leads.push(lead.name);
    }
    team.aliases = columns.aliases.iter().flat_map(|at| split(words(at))).collect();
    let members = columns.members.iter().flat_map(|at| split_people(words(at)));
    team.members =
        members.filter_map(|member| person(&member, &profile.words)).map(|member| member.name).collect();
    Ok(team)
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
    fn a_head_without_rows_is_said() {
        assert_eq!(found("Team,Lead\n").problems[0].fact, "no team stands below this head");
    }
}
