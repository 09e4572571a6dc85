//! Who is who: teams and people, each once, under all their names.

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::{ToSpan, civil::Date};

use crate::{
    calendar::Week,
    facts::{Facts, Owner},
    names::{person_key, team_key},
    place::Place,
    same::Same,
};

/// A team of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeamId(pub u32);

/// A person of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u32);

impl TeamId {
    /// Position in [`Directory::teams`].
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

impl PersonId {
    /// Position in [`Directory::people`].
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// A team, all its descriptions put together.
#[derive(Clone, Debug, Default)]
pub struct Team {
    /// Its name as first written.
    pub name: String,
    /// Who leads it, in the order of the directory.
    pub leads: Vec<PersonId>,
    /// Those of them who only stand in.
    pub acting: BTreeSet<PersonId>,
    /// Who says yes for it, where the leader of this plan has answered that.
    pub answers: Option<PersonId>,
    /// Who works in it, as far as the directory says.
    pub members: BTreeSet<PersonId>,
    /// Pieces of work at a time, where stated.
    pub lanes: Option<u32>,
    /// The days of the week on which it works, where stated.
    pub week: Option<Week>,
    /// Days on which it alone rests.
    pub days_off: BTreeSet<Date>,
    /// Whether the directory describes it; otherwise only the plan names it.
    pub is_described: bool,
    /// Where it was first named.
    pub place: Place,
}

/// A person, all descriptions put together.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The name by which the directory lists them as a leader, else the first that was read.
    pub name: String,
    /// Their name in full, where that is another.
    pub full_name: Option<String>,
    /// Every name of theirs as it was first written; no keys.
    pub spellings: Vec<String>,
    /// Teams they lead, in the order of the directory.
    pub leads: Vec<TeamId>,
    /// Teams they work in.
    pub member_of: BTreeSet<TeamId>,
    /// Whether the directory describes them.
    pub is_described: bool,
    /// Whether a file does, and not only whoever says that this is them.
    pub is_listed: bool,
}

/// Whose yes, or whose work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whom {
    /// A team; its leader answers.
    Team(TeamId),
    /// A person.
    Person(PersonId),
    /// Nobody is named.
    Nobody,
}

/// Teams and people under all their names.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// Teams.
    pub teams: Vec<Team>,
    /// People.
    pub people: Vec<Person>,
    /// Days on which nobody works.
    pub closed: BTreeSet<Date>,
    teams_by_key: HashMap<String, TeamId>,
    people_by_key: HashMap<String, PersonId>,
    /// Keys that mean a person and are no name of theirs.
    keys: HashSet<String>,
    systems: HashMap<String, TeamId>,
    same: Same,
}

impl Directory {
    /// Puts together what the facts say of teams and people.
    pub fn build(facts: &Facts) -> Self {
        let mut directory = Self { same: Same::of(facts, &Self::described(facts)), ..Self::default() };
        for person in &facts.people {
            directory.describe_person(person);
        }
        // Whoever is said to be one with somebody is a person.
        for pair in &facts.same {
            if directory.same.is_merged(&pair.name) {
                directory.person(&pair.name);
                directory.person(&pair.other);
            }
        }
        for team in &facts.teams {
            directory.describe_team(team);
        }
        for person in &facts.people {
            directory.seat(person);
        }
        for (short, long) in &facts.team_aliases {
            directory.equate(short, long);
        }
        for project in &facts.projects {
            let team = directory.team(&project.name, &project.place);
            for lead in &project.leads {
                let lead = directory.person(lead);
                directory.appoint(lead, team);
            }
        }
        for system in &facts.systems {
            let team = directory.team(&system.team, &system.place);
            directory.systems.entry(team_key(&system.name)).or_insert(team);
        }
        directory.rest(facts);
        directory.take_answers(facts);
        directory
    }

    /// A number for everyone whom the facts describe, by each of their keys.
    fn described(facts: &Facts) -> HashMap<String, u32> {
        let mut described = Self::default();
        if !facts.same.is_empty() {
            facts.people.iter().for_each(|person| described.describe_person(person));
        }
        described.people_by_key.into_iter().map(|(key, id)| (key, id.0)).collect()
    }

    /// What the leader said of names.
    pub fn same(&self) -> &Same {
        &self.same
    }

    /// What answers say of names: where both are teams, they are names of one team; where only the subject is one,
    /// whoever is named for it is a person.
    fn take_answers(&mut self, facts: &Facts) {
        if facts.answers.is_empty() {
            return;
        }
        let owners = facts.items.iter().flat_map(|item| &item.owners);
        let perhaps: BTreeSet<String> = owners.map(|owner| team_key(&owner.named().text)).collect();
        let working = working(facts);
        let people = facts.items.iter().flat_map(|item| &item.owners).filter_map(|owner| match owner {
            Owner::Person(named) => Some(person_key(&named.text)),
            _ => None,
        });
        let people: HashSet<String> = people.collect();
        for answer in &facts.answers {
            let (subject, name) = (team_key(&answer.subject), team_key(&answer.name));
            let is_team = working.contains(&name) || self.teams_by_key.contains_key(&name);
            let is_person =
                self.find_person(&answer.name).is_some() || people.contains(&person_key(&answer.name));
            let is_of_team = working.contains(&subject) || self.teams_by_key.contains_key(&subject);
            if is_team && !is_person && (is_of_team || perhaps.contains(&subject)) {
                self.unite(&answer.subject, &answer.name, &answer.place);
            } else if perhaps.contains(&subject) && !is_team {
                self.person(&answer.name);
            }
        }
    }

    /// Makes one team of two: the one that is described keeps its name, of two the first.
    fn unite(&mut self, subject: &str, name: &str, place: &Place) {
        let (first, second) = (self.team(subject, place), self.team(name, place));
        let is_described = |team: TeamId| self.teams[team.at()].is_described;
        let (kept, gone) = match !is_described(first) && is_described(second) {
            true => (second, first),
            false => (first, second),
        };
        if kept == gone {
            return;
        }
        let teams = self.teams_by_key.values_mut().chain(self.systems.values_mut());
        teams.filter(|team| **team == gone).for_each(|team| *team = kept);
        let emptied = Team { name: self.teams[gone.at()].name.clone(), ..Team::default() };
        let other = std::mem::replace(&mut self.teams[gone.at()], emptied);
        for lead in other.leads {
            self.people[lead.at()].leads.retain(|team| *team != gone);
            self.appoint(lead, kept);
        }
        for member in other.members {
            self.people[member.at()].member_of.remove(&gone);
            self.join(member, kept);
        }
        let known = &mut self.teams[kept.at()];
        known.acting.extend(other.acting);
        known.days_off.extend(other.days_off);
        known.lanes = known.lanes.or(other.lanes);
        known.week = known.week.or(other.week);
    }

    fn describe_person(&mut self, person: &crate::facts::Person) {
        let id = self.person(&person.name);
        self.people[id.at()].is_described = true;
        self.people[id.at()].is_listed |= person.place.line > 0;
        for alias in &person.aliases {
            if *self.people_by_key.entry(person_key(alias)).or_insert(id) == id {
                self.people[id.at()].spellings.push(alias.clone());
            }
        }
        for key in &person.keys {
            self.people_by_key.entry(person_key(key)).or_insert(id);
        }
        self.keys.extend(person.keys.iter().map(|key| person_key(key)));
    }

    fn describe_team(&mut self, team: &crate::facts::Team) {
        let id = self.team(&team.name, &team.place);
        for alias in &team.aliases {
            self.teams_by_key.entry(team_key(alias)).or_insert(id);
        }
        for lead in &team.leads {
            let lead = self.leader(lead);
            self.appoint(lead, id);
        }
        for acting in &team.acting {
            let acting = self.person(acting);
            self.teams[id.at()].acting.insert(acting);
        }
        for member in &team.members {
            let member = self.person(member);
            self.join(member, id);
        }
        let known = &mut self.teams[id.at()];
        known.is_described = true;
        known.lanes = known.lanes.or(team.lanes);
        known.week = known.week.or(team.week);
    }

    /// Teams that a person's own description says they lead or work in.
    fn seat(&mut self, person: &crate::facts::Person) {
        let id = self.person(&person.name);
        for name in &person.leads {
            let team = self.team(name, &person.place);
            self.teams[team.at()].is_described = true;
            self.appoint(id, team);
        }
        for name in &person.member_of {
            let team = self.team(name, &person.place);
            self.join(id, team);
        }
    }

    fn appoint(&mut self, person: PersonId, team: TeamId) {
        if !self.teams[team.at()].leads.contains(&person) {
            self.teams[team.at()].leads.push(person);
            self.people[person.at()].leads.push(team);
        }
    }

    fn join(&mut self, person: PersonId, team: TeamId) {
        self.teams[team.at()].members.insert(person);
        self.people[person.at()].member_of.insert(team);
    }

    /// Makes one team of two names, unless each already stands for a team of its own.
    fn equate(&mut self, short: &str, long: &str) {
        let (short_key, long_key) = (team_key(short), team_key(long));
        match (self.teams_by_key.get(&short_key).copied(), self.teams_by_key.get(&long_key).copied()) {
            (Some(_), Some(_)) => {}
            (Some(team), None) => {
                self.teams_by_key.insert(long_key, team);
            }
            (None, Some(team)) => {
                self.teams_by_key.insert(short_key, team);
            }
            (None, None) => {
                let team = self.team(short, &Place::default());
                self.teams_by_key.insert(long_key, team);
            }
        }
    }

    /// Notes who says yes for a team; or, where a team is named for something that is none, that it answers for it.
    pub fn answer(&mut self, subject: &str, name: &str, place: &Place) {
        if let (None, Some(team)) = (self.find_team(subject), self.find_team(name))
            && self.find_person(name).is_none()
        {
            self.systems.insert(team_key(subject), team);
            return;
        }
        let team = self.team(subject, place);
        if self.find_team(name) == Some(team) && self.find_person(name).is_none() {
            return;
        }
        let person = self.person(name);
        self.appoint(person, team);
        self.teams[team.at()].answers = Some(person);
    }

    fn rest(&mut self, facts: &Facts) {
        for off in &facts.days_off {
            let mut day = off.first;
            // A stretch of more than two years is a slip of the pen; its reader has said so.
            for _ in 0..731 {
                if day > off.last {
                    break;
                }
                match &off.team {
                    Some(name) => {
                        let team = self.team(name, &off.place);
                        self.teams[team.at()].days_off.insert(day);
                    }
                    None => {
                        self.closed.insert(day);
                    }
                }
                day = day.saturating_add(1.day());
            }
        }
    }

    /// The team of this name; made where there is none.
    pub fn team(&mut self, name: &str, place: &Place) -> TeamId {
        let next = TeamId(self.teams.len() as u32);
        let id = *self.teams_by_key.entry(team_key(name)).or_insert(next);
        if id == next {
            self.teams.push(Team { name: name.trim().to_owned(), place: place.clone(), ..Team::default() });
        }
        id
    }

    /// The person of this name; made where there is none.
    pub fn person(&mut self, name: &str) -> PersonId {
        let key = person_key(name);
        if let Some(id) = self.people_by_key.get(&key) {
            return *id;
        }
        let written = name.trim().trim_start_matches('@');
        let root = self.same.key(&key).to_owned();
        let next = PersonId(self.people.len() as u32);
        let id = *self.people_by_key.entry(root.clone()).or_insert(next);
        if id == next {
            let name = self.same.called(&root).unwrap_or(written).to_owned();
            self.people.push(Person { name, ..Person::default() });
        }
        self.people_by_key.insert(key, id);
        self.people[id.at()].spellings.push(written.to_owned());
        id
    }

    /// The person of this name, who from now on is called as the list of leaders calls them.
    fn leader(&mut self, name: &str) -> PersonId {
        let id = self.person(name);
        let written = name.trim().trim_start_matches('@');
        let key = person_key(written);
        let is_settled = self.keys.contains(&key) || self.same.called(self.same.key(&key)).is_some();
        let known = &mut self.people[id.at()];
        if !is_settled && known.leads.is_empty() && known.name != written {
            let full = std::mem::replace(&mut known.name, written.to_owned());
            known.full_name = (person_key(&full) != person_key(written)).then_some(full);
        }
        id
    }

    /// A team by one of its names.
    pub fn find_team(&self, name: &str) -> Option<TeamId> {
        self.teams_by_key.get(&team_key(name)).copied()
    }

    /// A person by one of their names.
    pub fn find_person(&self, name: &str) -> Option<PersonId> {
        self.people_by_key.get(self.same.key(&person_key(name))).copied()
    }

    /// Whom an owner's words mean; a team is made where nobody of that name is known.
    pub fn whom(&mut self, owner: &Owner) -> Whom {
        match owner {
            Owner::Team(named) => Whom::Team(self.team(&named.text, &named.place)),
            Owner::Person(named) => Whom::Person(self.person(&named.text)),
            Owner::Either(named) => {
                self.known(&named.text).unwrap_or_else(|| Whom::Team(self.team(&named.text, &named.place)))
            }
        }
    }

    /// Whom the words name, if that is known: a system's team, a team or a person.
    pub fn known(&self, name: &str) -> Option<Whom> {
        let system = self.systems.get(&team_key(name)).copied();
        system
            .or_else(|| self.find_team(name))
            .map(Whom::Team)
            .or_else(|| self.find_person(name).map(Whom::Person))
    }

    /// The keys under which the teams that the directory describes are found.
    pub fn team_keys(&self) -> impl Iterator<Item = &str> {
        let described = |(_, team): &(&String, &TeamId)| self.teams[team.at()].is_described;
        self.teams_by_key.iter().filter(described).map(|(key, _)| key.as_str())
    }

    /// Every key of a team, with the team.
    pub fn teams_called(&self) -> impl Iterator<Item = (&str, TeamId)> {
        self.teams_by_key.iter().map(|(key, team)| (key.as_str(), *team))
    }

    /// Every key of a person, with the person.
    pub fn people_called(&self) -> impl Iterator<Item = (&str, PersonId)> {
        self.people_by_key.iter().map(|(key, person)| (key.as_str(), *person))
    }

    /// The keys under which systems are found.
    pub fn system_keys(&self) -> impl Iterator<Item = &str> {
        self.systems.keys().map(String::as_str)
    }

    /// The teams that a person leads, or else the one that they work in.
    pub fn teams_of(&self, person: PersonId) -> Vec<TeamId> {
        match self.people[person.at()].leads.as_slice() {
            [] => self.team_of(person).into_iter().collect(),
            leads => leads.to_vec(),
        }
    }

    /// The one team that a person leads, or else works in; none where there are several or none.
    pub fn team_of(&self, person: PersonId) -> Option<TeamId> {
        let person = &self.people[person.at()];
        match (person.leads.as_slice(), person.member_of.len()) {
            ([team], _) => Some(*team),
            ([], 1) => person.member_of.first().copied(),
            _ => None,
        }
    }
}

/// The keys of teams that surely are teams: that do work, are needed, or stand behind a link out of the plan.
fn working(facts: &Facts) -> HashSet<String> {
    let owners = facts.items.iter().flat_map(|item| &item.owners);
    let owners = owners.chain(facts.asks.iter().map(|ask| &ask.whom));
    let owners = owners.filter_map(|owner| match owner {
        Owner::Team(named) => Some(team_key(&named.text)),
        _ => None,
    });
    owners.chain(facts.links.iter().filter_map(|link| link.outside.as_deref().map(team_key))).collect()
}
