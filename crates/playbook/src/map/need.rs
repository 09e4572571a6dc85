//! How much of each person's yes the year needs (rules M1, M2).

use std::collections::BTreeMap;

use plan::{
    crossing::Crossing,
    directory::{TeamId, Whom},
    facts::{Kind, Strength},
    network::Network,
};

use super::{
    answerer::{Answerer, Answerers},
    rules::Rules,
    simulated::Simulated,
};

/// What is needed of one person, or of a team or an item whose person is not known.
#[derive(Clone, Debug)]
pub struct Need {
    /// Of whom.
    pub who: Answerer,
    /// What they are called.
    pub name: String,
    /// How much, in parts of a full yes.
    pub weight: i64,
    /// The crossings that make it up.
    pub crossings: Vec<Crossing>,
    /// Teams through which they are needed, in the order of the plan.
    pub teams: Vec<TeamId>,
    /// Those of them that are named as teams, so that another of their leaders could answer as well.
    pub named_teams: Vec<TeamId>,
}

impl Need {
    /// Nothing is needed of somebody who leads these teams.
    pub fn nothing_of(who: Answerer, name: &str, teams: Vec<TeamId>) -> Self {
        let name = name.to_owned();
        Self { who, name, weight: 0, crossings: Vec::new(), teams, named_teams: Vec::new() }
    }

    /// Whether nothing but guesses speaks for it.
    pub fn is_guess(&self) -> bool {
        self.crossings.iter().all(|crossing| crossing.strength == Strength::Guessed)
    }
}

/// Needs, the largest first.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// By answerer, the largest first; of equal ones by name.
    pub all: Vec<Need>,
    /// All of them together.
    pub total: i64,
}

impl Needs {
    /// The share of all need, from 0 to 1.
    pub fn share(&self, weight: i64) -> f64 {
        if self.total == 0 { 0.0 } else { weight as f64 / self.total as f64 }
    }

    /// Need of which it is not known who can say yes.
    pub fn unnamed(&self) -> i64 {
        let nameless = |need: &&Need| !matches!(need.who, Answerer::Person(_));
        self.all.iter().filter(nameless).map(|need| need.weight).sum()
    }
}

/// Sums crossings by whoever can say yes: for each deliverable the strongest kind and a part of the rest, each kind once.
pub fn sum(
    network: &Network,
    answerers: &Answerers<'_>,
    simulated: &Simulated,
    crossings: &[Crossing],
    rules: &Rules,
) -> Needs {
    let mut by_who: BTreeMap<Answerer, Vec<Crossing>> = BTreeMap::new();
    for crossing in crossings {
        if let Some(who) = answerers.answer(crossing.whom, crossing.theirs) {
            by_who.entry(who).or_default().push(crossing.clone());
        }
    }
    let mut needs = Needs::default();
    for (who, mut crossings) in by_who {
        crossings.sort_by(|a, b| (a.home, &a.place, a.kind).cmp(&(b.home, &b.place, b.kind)));
        let weigh = |of_home: &[Crossing]| {
            let kinds: Vec<i64> = Kind::ALL
                .iter()
                .filter_map(|kind| {
                    let of_kind = of_home.iter().filter(|crossing| crossing.kind == *kind);
                    of_kind.map(|crossing| weigh(network, simulated, rules, who, crossing)).max()
                })
                .collect();
            rules.together(&kinds) * i64::from(network.node(of_home[0].home).item.weight) / 100
        };
        let weight: i64 = crossings.chunk_by(|a, b| a.home == b.home).map(weigh).sum();
        let (teams, named_teams) = teams(network, who, &crossings);
        needs.total += weight;
        needs.all.push(Need {
            who,
            name: answerers.name(who).to_owned(),
            weight,
            crossings,
            teams,
            named_teams,
        });
    }
    needs.all.sort_by(|a, b| (b.weight, &a.name).cmp(&(a.weight, &b.name)));
    needs
}

/// The share of years in which their work decides the deliverable of a date. A date counts as simulated where their work is
/// in the plan and the deliverable is played. Several hops away, years with a queue of mine between do not count.
pub fn decides(simulated: &Simulated, who: Answerer, crossing: &Crossing) -> Option<f64> {
    crossing.theirs.filter(|_| crossing.kind == Kind::Date)?;
    match crossing.path.is_empty() {
        true => simulated.decides(who, crossing.home),
        false => simulated.decides_by_links(who, crossing.home),
    }
}

/// What one crossing weighs, in parts of a full yes.
pub fn weigh(
    network: &Network,
    simulated: &Simulated,
    rules: &Rules,
    who: Answerer,
    crossing: &Crossing,
) -> i64 {
    let is_adoption = network.node(crossing.home).item.is_adoption;
    rules.weigh(crossing.kind, crossing.strength, is_adoption, decides(simulated, who, crossing))
}

/// The teams through which somebody is needed, and those of them that are named as teams. Somebody who is named outright
/// is needed through the teams they lead.
fn teams(network: &Network, who: Answerer, crossings: &[Crossing]) -> (Vec<TeamId>, Vec<TeamId>) {
    let (mut teams, mut named) = (Vec::new(), Vec::new());
    let mut note = |team: TeamId, is_named: bool| {
        if !teams.contains(&team) {
            teams.push(team);
        }
        if is_named && !named.contains(&team) {
            named.push(team);
        }
    };
    for crossing in crossings {
        match (crossing.whom, who) {
            (Whom::Team(team), _) => note(team, true),
            (Whom::Person(person), Answerer::Person(answers)) => {
                let teams = match person == answers {
                    true => network.directory.people[person.at()].leads.clone(),
                    false => network.directory.team_of(person).into_iter().collect(),
                };
                teams.into_iter().for_each(|team| note(team, false));
            }
            _ => {}
        }
    }
    (teams, named)
}
