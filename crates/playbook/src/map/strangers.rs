//! Names that a leader gives as theirs, and that neither the plan nor the directory knows.

use std::collections::BTreeSet;

use plan::{
    alike::closest,
    directory::{Person, PersonId, TeamId, Whom},
    names::{person_key, team_key},
    network::Network,
};

use super::Leader;

/// A name that nothing knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// The name as it was given.
    pub name: String,
    /// Whether it was given for a team.
    pub is_team: bool,
    /// What was perhaps meant.
    pub meant: Option<String>,
    /// Whether there is no map without it: a team of which nothing is known, or no team at all.
    pub is_needed: bool,
}

impl Stranger {
    /// The fact in one sentence.
    pub fn fact(&self) -> String {
        let Self { name, meant, .. } = self;
        let who = if self.is_team { "no team" } else { "nobody" };
        let meant = meant.as_ref().map_or(String::new(), |meant| format!("; did you mean “{meant}”?"));
        format!("{who} called “{name}” is named in the plan or the directory{meant}")
    }
}

/// The leader's own name, then their teams, as far as nothing but an answer knows them.
pub fn strangers(network: &Network, leader: &Leader) -> Vec<Stranger> {
    let directory = &network.directory;
    let (teams, people) = (known_teams(network), known_people(network));
    let is_plan = !network.nodes.is_empty();
    let me = leader
        .name
        .iter()
        .filter(|name| !directory.find_person(name).is_some_and(|person| people.contains(&person)));
    let me = me.map(|name| {
        let known = directory.people_called().filter(|(_, person)| people.contains(person));
        let known = known.map(|(key, person)| (key, &directory.people[person.at()].name));
        let meant = closest(&person_key(name), known).cloned();
        Stranger { name: name.clone(), is_team: false, meant, is_needed: is_plan && leader.teams.is_empty() }
    });
    let unknown = leader
        .teams
        .iter()
        .filter(|name| !directory.find_team(name).is_some_and(|team| teams.contains(&team)));
    let unknown = unknown.map(|name| {
        let known = directory.teams_called().filter(|(_, team)| teams.contains(team));
        let known = known.map(|(key, team)| (key, &directory.teams[team.at()].name));
        let meant = closest(&team_key(name), known).cloned();
        Stranger { name: name.clone(), is_team: true, meant, is_needed: is_plan }
    });
    me.chain(unknown).collect()
}

/// The teams with the most open work, the largest first.
pub fn largest_teams(network: &Network) -> Vec<(&str, usize)> {
    let mut counts = vec![0; network.directory.teams.len()];
    let open = network.nodes.iter().filter(|node| !node.item.state.is_over());
    open.flat_map(|node| &node.stated).for_each(|team| counts[team.at()] += 1);
    let names = network.directory.teams.iter().map(|team| team.name.as_str());
    let mut teams: Vec<(&str, usize)> = names.zip(counts).filter(|(_, items)| *items > 0).collect();
    teams.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    teams
}

/// All teams but those that an answer alone names.
fn known_teams(network: &Network) -> BTreeSet<TeamId> {
    let of_work = network.nodes.iter().flat_map(|node| node.stated.iter().copied());
    let needed = network.needs.iter().filter_map(|need| match need.whom {
        Whom::Team(team) => Some(team),
        _ => None,
    });
    let teams = network
        .directory
        .teams
        .iter()
        .zip(0..)
        .filter(|(team, _)| team.is_described || team.answers.is_none() || !team.members.is_empty());
    of_work.chain(needed).chain(teams.map(|(_, at)| TeamId(at))).collect()
}

/// All people who lead, work or are needed, and those whom a file lists.
fn known_people(network: &Network) -> BTreeSet<PersonId> {
    let of_work = network.nodes.iter().flat_map(|node| node.people.iter().copied());
    let needed = network.needs.iter().filter_map(|need| match need.whom {
        Whom::Person(person) => Some(person),
        _ => None,
    });
    let people = network.directory.people.iter().zip(0..);
    let is_known =
        |person: &Person| person.is_listed || !person.leads.is_empty() || !person.member_of.is_empty();
    let people = people.filter(|(person, _)| is_known(person));
    of_work.chain(needed).chain(people.map(|(_, at)| PersonId(at))).collect()
}
