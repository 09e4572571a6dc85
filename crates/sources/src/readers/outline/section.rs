//! The sections of a plan that tell who is who: teams, people, systems, days off.

use std::ops::Range;

use plan::{
    calendar::Week,
    facts::{DayOff, Person, System, Team},
};

use crate::{Problem, dates, formats::markdown::plain, readers::Found, text::Text};

/// What a heading is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Deliverables and work.
    Plan,
    /// Who leads what.
    Teams,
    /// Who is who.
    People,
    /// Who answers for which system.
    Systems,
    /// Days without work.
    DaysOff,
    /// Not read.
    Notes,
}

impl Section {
    /// The section that a heading opens, if it is not a deliverable.
    pub fn named(heading: &str) -> Option<Self> {
        match heading.to_lowercase().as_str() {
            "teams" => Some(Self::Teams),
            "people" => Some(Self::People),
            "systems" => Some(Self::Systems),
            "days off" | "holidays" => Some(Self::DaysOff),
            "notes" => Some(Self::Notes),
            _ => None,
        }
    }
}

/// Most pieces of work that a team does at a time.
const MOST_LANES: u32 = 1000;

/// Reads a line of a section.
pub fn line(text: &Text, section: Section, span: Range<usize>, found: &mut Found) {
    found.rows += 1;
    let words = plain(text.slice(span.clone()));
    let mut line = Line { text, span: text.trim(span), found };
    match section {
        Section::Teams => line.team(&words),
        Section::People => line.person(&words),
        Section::Systems => line.system(&words),
        Section::DaysOff => line.day_off(&words),
        Section::Plan | Section::Notes => {}
    }
}

struct Line<'a> {
    text: &'a Text,
    span: Range<usize>,
    found: &'a mut Found,
}

impl Line<'_> {
    /// A problem with some words of the line; the whole line where they do not stand there as they are.
    fn problem(&mut self, words: &str, field: &str, fact: String, hint: &str) {
        let line = self.text.slice(self.span.clone());
        let at = line.find(words).filter(|_| !words.is_empty()).map(|at| self.span.start + at);
        let span = at.map_or(self.span.clone(), |at| at..at + words.len());
        self.found.problems.push(Problem::new(self.text.place(span, field), fact).hint(hint));
    }

    /// The name before the colon, and what stands behind it.
    fn name<'w>(&mut self, words: &'w str, field: &str, hint: &str) -> (&'w str, &'w str) {
        let (name, rest) = words.split_once(':').unwrap_or((words, ""));
        if name.trim().is_empty() {
            self.problem(words, field, "nothing is named here".into(), hint);
        }
        (name.trim(), rest)
    }

    fn team(&mut self, words: &str) {
        let (name, rest) = self.name(words, "Teams", "write it as “Payments: Dana Ortiz, 2 lanes”");
        if name.is_empty() {
            return;
        }
        let mut team =
            Team { name: name.into(), place: self.text.place(self.span.clone(), "Teams"), ..Team::default() };
        for part in parts(rest) {
            if let Some(names) = part.strip_prefix("also ") {
                team.aliases.extend(names_of(names));
            } else if let Some(lanes) = part.strip_suffix(" lanes").or_else(|| part.strip_suffix(" lane")) {
                match lanes.trim().parse::<u32>() {
                    Ok(lanes) if (1..=MOST_LANES).contains(&lanes) => team.lanes = Some(lanes),
                    _ => self.problem(
                        part,
                        "lanes",
                        format!("“{part}” is no number of lanes"),
                        "write it as “3 lanes”",
                    ),
                }
            } else if let Some(days) = part.strip_prefix("works ") {
                match week(days) {
                    Some(week) => team.week = Some(week),
                    None => self.problem(
                        part,
                        "works",
                        format!("“{days}” are no days of the week"),
                        "write it as “works Sun-Thu”",
                    ),
                }
            } else if let Some(names) = part.strip_prefix("with ") {
                team.members.extend(names_of(names));
            } else {
                let names = part.strip_prefix("led by ").unwrap_or(part);
                team.leads.extend(names_of(names).filter(|name| !is_nobody(name)));
            }
        }
        self.found.facts.teams.push(team);
    }

    fn person(&mut self, words: &str) {
        let (name, rest) = self.name(words, "People", "write it as “Dana Ortiz: leads Payments”");
        if name.is_empty() {
            return;
        }
        let place = self.text.place(self.span.clone(), "People");
        let mut person = Person { name: name.into(), place, ..Person::default() };
        for part in parts(rest) {
            if let Some(teams) = part.strip_prefix("leads ") {
                person.leads.extend(names_of(teams));
            } else if let Some(names) = part.strip_prefix("also ") {
                person.aliases.extend(names_of(names));
            } else if let Some(teams) = part.strip_prefix("in ") {
                person.member_of.extend(names_of(teams));
            } else if let Some(boss) = part.strip_prefix("reports to ") {
                person.boss = Some(boss.trim().into());
            } else {
                let hint = "write “leads TEAM”, “also NAME”, “in TEAM” or “reports to NAME”";
                self.problem(part, "People", format!("“{part}” is not understood"), hint);
            }
        }
        self.found.facts.people.push(person);
    }

    fn system(&mut self, words: &str) {
        match words.split_once(':').map(|(name, team)| (name.trim(), team.trim().trim_start_matches('@'))) {
            Some((name, team)) if !name.is_empty() && !team.is_empty() => {
                let place = self.text.place(self.span.clone(), "Systems");
                self.found.facts.systems.push(System { name: name.into(), team: team.into(), place });
            }
            _ => self.problem(
                words,
                "Systems",
                format!("“{words}” names no team"),
                "write it as “ledger database: Payments”",
            ),
        }
    }

    fn day_off(&mut self, words: &str) {
        let (team, rest) = match words.split_once(':') {
            Some((team, rest)) => (Some(team.trim().to_owned()), rest.trim()),
            None => (None, words),
        };
        let hint = "write it as 2027-12-24 or 2027-12-24 to 2027-12-31";
        let (taken, first) = match dates::leading_date(rest) {
            Some((taken, Ok(first))) => (taken, first),
            Some((taken, Err(dates::NoDate(fact)))) => {
                return self.problem(&rest[..taken], "Days off", fact, hint);
            }
            None => return self.problem(rest, "Days off", format!("“{rest}” begins with no date"), hint),
        };
        let behind = rest[taken..].trim_start();
        let until = ["to ", "- ", "– ", "until "].into_iter().find_map(|word| behind.strip_prefix(word));
        let last = match until.map(|until| (until, dates::leading_date(until))) {
            None => first,
            Some((_, Some((_, Ok(last))))) => last,
            Some((until, Some((taken, Err(dates::NoDate(fact)))))) => {
                return self.problem(&until[..taken], "Days off", fact, hint);
            }
            Some((until, None)) if behind.starts_with("to ") => {
                return self.problem(until, "Days off", format!("“{until}” begins with no date"), hint);
            }
            // `2027-05-17 - Constitution Day`
            Some((_, None)) => first,
        };
        if !dates::within_two_years(first, last) {
            return self.problem(
                rest,
                "Days off",
                format!("{first} to {last} is no stretch of days off"),
                hint,
            );
        }
        let place = self.text.place(self.span.clone(), "Days off");
        self.found.facts.days_off.push(DayOff { team, first, last, place });
    }
}

fn parts(rest: &str) -> impl Iterator<Item = &str> {
    rest.split([',', ';']).map(str::trim).filter(|part| !part.is_empty())
}

fn names_of(names: &str) -> impl Iterator<Item = String> {
    names
        .split(" and ")
        .flat_map(|names| names.split(" & "))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
}

/// What stands where nobody does yet.
const NOBODY: [&str; 24] = [
    "nobody",
    "nobody yet",
    "no leader",
    "no one",
    "none",
    "none yet",
    "vacant",
    "vacancy",
    "open",
    "open role",
    "open position",
    "tbd",
    "tba",
    "tbc",
    "tbh",
    "to be decided",
    "to be hired",
    "to be announced",
    "unassigned",
    "n/a",
    "-",
    "–",
    "—",
    "?",
];

/// Words that say that nobody leads.
pub fn is_nobody(name: &str) -> bool {
    let name = name.to_lowercase();
    NOBODY.contains(&name.trim())
}

/// `Sun-Thu`, `Mon-Wed and Fri`.
pub fn week(words: &str) -> Option<Week> {
    let mut days = [false; 7];
    for part in words.split([' ', ',', '&']).filter(|part| !part.is_empty() && *part != "and") {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let mut day = dates::weekday(first)?;
        let last = dates::weekday(last)?;
        loop {
            days[day.to_monday_zero_offset() as usize] = true;
            if day == last {
                break;
            }
            day = day.wrapping_add(1i64);
        }
    }
    days.contains(&true).then_some(Week(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_may_wrap_round() {
        assert_eq!(week("Sun-Thu"), Some(Week([true, true, true, true, false, false, true])));
        assert_eq!(week("Mon-Tue and Fri"), Some(Week([true, true, false, false, true, false, false])));
        assert_eq!(week("someday"), None);
    }
}
