//! Who can say yes: a person for every team, where one is known.

use std::collections::{BTreeSet, HashMap};

use plan::{
    crossing::Mine,
    directory::{PersonId, TeamId, Whom},
    network::{ItemId, Network},
    place::Place,
};

/// Who answers for a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answerer {
    /// A person.
    Person(PersonId),
    /// A team of which no leader is known.
    Team(TeamId),
    /// An item of which no owner is known.
    Item(ItemId),
}

/// Who answers, as far as the directory and the plan tell.
pub struct Answerers<'a> {
    network: &'a Network,
    mine: &'a Mine,
    /// Where the plan names a person first.
    named: HashMap<PersonId, Place>,
}

impl<'a> Answerers<'a> {
    /// The answerers of a plan.
    pub fn of(network: &'a Network, mine: &'a Mine) -> Self {
        let mut named: HashMap<PersonId, Place> = HashMap::new();
        let mut note = |person: PersonId, place: &Place| {
            let first = named.entry(person).or_insert_with(|| place.clone());
            if *place < *first {
                *first = place.clone();
            }
        };
        for node in &network.nodes {
            node.people.iter().for_each(|person| note(*person, &node.item.place));
        }
        for need in &network.needs {
            if let Whom::Person(person) = need.whom {
                note(person, &need.place);
            }
            let through = need.through.iter().filter_map(|name| network.directory.find_person(name));
            through.for_each(|person| note(person, &need.place));
        }
        Self { network, mine, named }
    }

    /// Who answers for whom a plan names. None where that is the leader of this map, or a team of theirs.
    pub fn answer(&self, whom: Whom, theirs: Option<ItemId>) -> Option<Answerer> {
        if self.mine.is(whom) {
            return None;
        }
        match whom {
            Whom::Team(team) => self.answer_for(team),
            Whom::Person(person) => self.answer_of(person),
            Whom::Nobody => theirs.map(Answerer::Item),
        }
    }

    /// Who answers where a person is named. Somebody who leads nothing is the way in: the leader of their team says yes.
    /// Somebody who leads or works in a team of mine is no peer, unless they lead another one, too.
    fn answer_of(&self, person: PersonId) -> Option<Answerer> {
        let known = &self.network.directory.people[person.at()];
        if !known.leads.is_empty() {
            let leads_another = known.leads.iter().any(|team| !self.mine.teams.contains(team));
            return leads_another.then_some(Answerer::Person(person));
        }
        if known.member_of.iter().any(|team| self.mine.teams.contains(team)) {
            return None;
        }
        let answers: BTreeSet<Option<Answerer>> =
            known.member_of.iter().map(|team| self.answer_for(*team)).collect();
        match answers.first() {
            Some(one) if answers.len() == 1 => *one,
            _ => Some(Answerer::Person(person)),
        }
    }

    fn answer_for(&self, team: TeamId) -> Option<Answerer> {
        let leads = self.leads(team);
        if leads.iter().any(|person| self.mine.people.contains(person)) {
            return None;
        }
        Some(leads.first().map_or(Answerer::Team(team), |person| Answerer::Person(*person)))
    }

    /// Who leads a team: who was answered for it; else the one whom the plan names first, then the order of the directory.
    pub fn leads(&self, team: TeamId) -> Vec<PersonId> {
        let team = &self.network.directory.teams[team.at()];
        if let Some(person) = team.answers {
            return vec![person];
        }
        let mut leads = team.leads.clone();
        leads.sort_by_key(|person| (!self.named.contains_key(person), self.named.get(person).cloned()));
        leads
    }

    /// The person who is only the way in to a need, where they lead nothing but somebody else answers.
    pub fn way_in(&self, whom: Whom) -> Option<&str> {
        let Whom::Person(person) = whom else { return None };
        let answers = self.answer(whom, None);
        (answers != Some(Answerer::Person(person)))
            .then(|| self.network.directory.people[person.at()].name.as_str())
    }

    /// Whether somebody of this name answers themselves, or leads the team that is named, and so is no way in.
    pub fn is_answerer(&self, who: Answerer, whom: Whom, name: &str) -> bool {
        let Some(person) = self.network.directory.find_person(name) else { return false };
        let leads = matches!(whom, Whom::Team(team) if self.leads(team).contains(&person));
        leads || who == Answerer::Person(person)
    }

    /// Who answers for the work on an item.
    pub fn for_item(&self, item: ItemId) -> Option<Answerer> {
        self.answer(self.network.doer(item), Some(item))
    }

    /// What the answerer is called.
    pub fn name(&self, who: Answerer) -> &'a str {
        match who {
            Answerer::Person(person) => &self.network.directory.people[person.at()].name,
            Answerer::Team(team) => &self.network.directory.teams[team.at()].name,
            Answerer::Item(item) => &self.network.node(item).item.title,
        }
    }

    /// The name in full, where it is another.
    pub fn full_name(&self, who: Answerer) -> Option<&'a str> {
        match who {
            Answerer::Person(person) => self.network.directory.people[person.at()].full_name.as_deref(),
            Answerer::Team(_) | Answerer::Item(_) => None,
        }
    }

    /// The team that a crossing names: the team itself, or that of the person.
    pub fn team(&self, whom: Whom) -> Option<&'a str> {
        let team = match whom {
            Whom::Team(team) => Some(team),
            Whom::Person(person) => self.network.directory.team_of(person),
            Whom::Nobody => None,
        };
        team.map(|team| self.network.directory.teams[team.at()].name.as_str())
    }

    /// Others who lead the teams of a person, and who could answer as well.
    pub fn others(&self, who: Answerer, teams: &[TeamId]) -> Vec<PersonId> {
        let mut others = Vec::new();
        for person in teams.iter().flat_map(|team| self.leads(*team)) {
            if Answerer::Person(person) != who && !others.contains(&person) {
                others.push(person);
            }
        }
        others
    }
}
