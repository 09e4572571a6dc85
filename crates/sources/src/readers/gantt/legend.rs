//! Whose tasks are: what the legend in a chart's comments, its sections and the profile say.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

use plan::{
    facts::Team,
    names::{person_key, team_key},
};

use crate::{
    Problem,
    formats::mermaid::{Chart, Line},
    profile::Gantt,
    text::Text,
};

/// No prefix of ids takes more bytes than this.
const LONGEST_PREFIX: usize = 32;

/// Whose the tasks of a section are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Who {
    pub(super) team: Option<String>,
    pub(super) person: Option<String>,
    pub(super) span: Range<usize>,
}

/// What is known of teams, their prefixes and those who answer for them.
#[derive(Default)]
pub(super) struct Legend<'a> {
    profile: Option<&'a Gantt>,
    prefixes: BTreeMap<String, String>,
    /// Names of teams by key.
    teams: BTreeMap<String, String>,
    /// The one team for which a person answers; none where there are several.
    accountable: HashMap<String, Option<String>>,
    /// Teams by the key of a section's words, as those who answer for them show.
    by_section: HashMap<String, String>,
    /// Those who answer for a team, by its key.
    leads: HashMap<String, Vec<String>>,
    facts: Vec<Team>,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Legend<'a> {
    /// Reads the legend and the sections of all charts of a file.
    pub(super) fn of(text: &Text, charts: &[Chart], profile: &'a Gantt) -> Self {
        let mut legend = Self { profile: Some(profile), ..Self::default() };
        for (prefix, team) in &profile.prefixes {
            legend.name(prefix, team);
        }
        let lines = || charts.iter().flat_map(|chart| &chart.lines);
        for line in lines() {
            if let Line::Comment(span) = line {
                legend.entry(text, span);
            }
        }
        let sections =
            || lines().filter_map(|line| if let Line::Section(span) = line { Some(span) } else { None });
        for span in sections() {
            legend.learn(text.slice(span.clone()));
        }
        let who: Vec<(String, Who)> = sections()
            .map(|span| (text.slice(span.clone()).to_owned(), legend.section(text, span.clone())))
            .collect();
        legend.staff(&who);
        legend
    }

    /// The teams that the legend names, with those who answer for them and work in them.
    pub(super) fn into_facts(self) -> Vec<Team> {
        self.facts
    }

    fn name(&mut self, prefix: &str, team: &str) {
        self.prefixes.insert(prefix.to_owned(), team.to_owned());
        self.teams.entry(team_key(team)).or_insert_with(|| team.to_owned());
    }

    /// `r-*: research (ann)`.
    fn entry(&mut self, text: &Text, span: &Range<usize>) {
        let words = text.slice(span.clone()).trim_start_matches(['-', '+', '*', ' ', '\t']);
        let Some((prefix, rest)) = words.split_once(':') else { return };
        let Some(prefix) = prefix.trim().strip_suffix('*') else { return };
        let is_prefix = !prefix.is_empty() && prefix.len() <= LONGEST_PREFIX;
        if !is_prefix || prefix.contains(char::is_whitespace) {
            return;
        }
        let (team, people) = rest.split_once('(').unwrap_or((rest, ""));
        let team = team.trim();
        let place = text.place(span.clone(), "legend");
        if team_key(team).is_empty() {
            let fact = format!("the legend names no team for “{prefix}*”");
            return self.problems.push(Problem::new(place, fact).hint("%% r-*: research (ann)"));
        }
        if let Some(known) = self.prefixes.get(prefix).filter(|known| team_key(known) != team_key(team)) {
            let fact = format!("“{prefix}*” is explained again; it was read as that of {known}");
            return self.problems.push(Problem::new(place, fact).hint("keep one of the two lines"));
        }
        self.name(prefix, team);
        let people = people.split(')').next().unwrap_or_default();
        let leads: Vec<String> = people
            .split([',', ';', '&'])
            .map(|person| person.trim().trim_start_matches('@').to_owned())
            .filter(|person| !person_key(person).is_empty())
            .collect();
        for lead in &leads {
            let only = self.accountable.entry(person_key(lead)).or_insert_with(|| Some(team.to_owned()));
            *only = only.take().filter(|known| team_key(known) == team_key(team));
        }
        self.leads.entry(team_key(team)).or_default().extend(leads.clone());
        self.facts.push(Team { name: team.to_owned(), leads, place, ..Team::default() });
    }

    /// Team and person in the words of a section.
    pub(super) fn halves<'t>(&self, words: &'t str) -> Option<(&'t str, &'t str)> {
        let separators = self.profile.into_iter().flat_map(|profile| &profile.separators);
        let is_word =
            |half: &str| half.starts_with(char::is_alphabetic) && !half.contains(char::is_whitespace);
        let mut halves = separators.filter(|separator| !separator.is_empty()).filter_map(|separator| {
            let (team, person) = words.split_once(separator.as_str())?;
            Some((team.trim(), person.trim()))
        });
        halves.find(|(team, person)| is_word(team) && is_word(person))
    }

    /// Someone who answers for one team shows which team a section's word means.
    fn learn(&mut self, words: &str) {
        let Some((word, person)) = self.halves(words) else { return };
        if self.explained(word).is_none()
            && let Some(Some(team)) = self.accountable.get(&person_key(person))
        {
            self.by_section.insert(team_key(word), team.clone());
        }
    }

    /// The team that a word of a section stands for: by the profile, its name, its beginning, or those who answer for it.
    fn explained(&self, word: &str) -> Option<String> {
        let key = team_key(word);
        let told = self.profile.into_iter().flat_map(|profile| &profile.sections);
        let told = told.into_iter().find(|(known, _)| team_key(known) == key).map(|(_, team)| team);
        told.or_else(|| self.teams.get(&key))
            .or_else(|| self.begun(&key))
            .or_else(|| self.by_section.get(&key))
            .cloned()
    }

    /// The only team whose name begins so.
    fn begun(&self, key: &str) -> Option<&String> {
        if key.chars().count() < 2 {
            return None;
        }
        let mut begun = self.teams.range(key.to_owned()..).take_while(|(team, _)| team.starts_with(key));
        let (_, team) = begun.next()?;
        begun.next().is_none().then_some(team)
    }

    /// Whose the tasks of a section are.
    pub(super) fn section(&self, text: &Text, span: Range<usize>) -> Who {
        let words = text.slice(span.clone());
        let are_teams = self.profile.is_some_and(|profile| profile.sections_are_teams);
        if let Some((word, person)) = self.halves(words).filter(|_| !self.teams.is_empty() || are_teams) {
            let team = self.explained(word).or_else(|| Some(word.to_owned()));
            return Who { team, person: Some(person.to_owned()), span };
        }
        let told = self.profile.and_then(|profile| profile.sections.get(words));
        if let Some(team) = told.or_else(|| self.teams.get(&team_key(words))) {
            return Who { team: Some(team.clone()), person: None, span };
        }
        if let Some(team) = self.accountable.get(&person_key(words)) {
            return Who { team: team.clone(), person: Some(words.to_owned()), span };
        }
        let team = (are_teams && !team_key(words).is_empty()).then(|| words.to_owned());
        Who { team, person: None, span }
    }

    /// The team whose prefix an id bears; the longest prefix counts.
    pub(super) fn of_id(&self, id: &str) -> Option<&String> {
        let ends = (1..=id.len().min(LONGEST_PREFIX)).rev();
        ends.filter_map(|end| id.get(..end)).find_map(|begin| self.prefixes.get(begin))
    }

    /// Those who answer for a team, as the legend names them.
    pub(super) fn answer_for(&self, team: &str) -> impl Iterator<Item = &String> {
        self.leads.get(&team_key(team)).into_iter().flatten()
    }

    /// Notes those who stand in sections as working in their teams, and other names of these.
    fn staff(&mut self, sections: &[(String, Who)]) {
        let mut staff: HashMap<String, (BTreeSet<String>, BTreeSet<String>)> = HashMap::new();
        for (words, who) in sections {
            let Some(team) = &who.team else { continue };
            let (names, people) = staff.entry(team_key(team)).or_default();
            if let Some((word, _)) = self.halves(words).filter(|(word, _)| team_key(word) != team_key(team)) {
                names.insert(word.to_owned());
            }
            people.extend(who.person.clone());
        }
        for team in &mut self.facts {
            let Some((names, people)) = staff.remove(&team_key(&team.name)) else { continue };
            team.aliases = names.into_iter().collect();
            let leads: BTreeSet<String> = team.leads.iter().map(|lead| person_key(lead)).collect();
            team.members = people.into_iter().filter(|person| !leads.contains(&person_key(person))).collect();
        }
    }
}
