//! Which dates hang on whom: simulated, not counted (rule M6).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use plan::{
    activity::{Instance, LanesFrom, Mode},
    crossing::{Crossing, Scope},
    directory::Whom,
    facts::{Kind, Strength},
    forecast::{self, Figure, Forecast, Outlook, Query},
    network::{ItemId, Network},
    order::Order,
    spread::SpreadSource,
};

use super::answerer::{Answerer, Answerers};

/// How years are played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// The seed of all luck.
    pub seed: u64,
    /// Years.
    pub trials: u32,
}

/// Below this share of years on the chain, several hops away are no crossing.
pub const DERIVED_FROM: f64 = 0.05;

/// The party of my own work.
const MINE: u32 = 0;

/// What the years say of my deliverables.
pub struct Simulated {
    /// Deliverables of mine whose dates are simulated.
    pub homes: BTreeSet<ItemId>,
    /// Deliverables of mine whose dates are not: fewer than half of the pieces of work before them bear an estimate.
    pub not_simulated: Vec<ItemId>,
    /// Open pieces of work before my simulated deliverables, and how many of them bear no estimate.
    pub work: (usize, usize),
    /// Teams on which the dates wait, and whose lanes had to be assumed.
    pub assumed_lanes: Vec<String>,
    /// Where the spread of single figures comes from.
    pub spread: SpreadSource,
    /// How many years were played.
    pub trials: u32,
    forecast: Option<Forecast>,
    parties: HashMap<Answerer, u32>,
    party: Vec<u32>,
}

impl Simulated {
    /// Plays the years of a plan for the leader's deliverables.
    pub fn play(
        network: &Network,
        scope: &Scope<'_>,
        answerers: &Answerers<'_>,
        simulation: &Simulation,
        tick: &(dyn Fn() + Sync),
    ) -> Self {
        let instance = Instance::new(network, simulation.seed);
        let (mut homes, mut not_simulated) = (Vec::new(), Vec::new());
        for home in scope.deliverables() {
            let (open, estimated) = instance.estimated(home);
            match estimated > 0 && estimated * 2 >= open {
                true => homes.push(home),
                false => not_simulated.push(home),
            }
        }
        let (party, parties) = parties(network, scope, answerers);
        let forecast = (!homes.is_empty() && simulation.trials > 0).then(|| {
            let count = parties.len() as u32 + 1;
            let query = Query {
                deliverables: homes.clone(),
                party: party.clone(),
                parties: count,
                trials: simulation.trials,
            };
            forecast::forecast(network, &instance, &Order::of(&instance), &query, tick)
        });
        let before = upstream(&instance, &homes);
        let is_work =
            |item: &&ItemId| matches!(instance.activities[item.at()].mode, Mode::Work | Mode::Started(_));
        let open = before.iter().filter(is_work).count();
        let unestimated =
            before.iter().filter(is_work).filter(|item| instance.unestimated.contains(item)).count();
        Self {
            assumed_lanes: assumed(network, &instance, &before),
            homes: homes.into_iter().collect(),
            not_simulated,
            work: (open, unestimated),
            spread: instance.spread,
            trials: simulation.trials,
            forecast,
            parties,
            party,
        }
    }

    /// The forecast of a deliverable.
    pub fn outlook(&self, home: ItemId) -> Option<&Outlook> {
        self.forecast.as_ref()?.outlooks.iter().find(|outlook| outlook.item == home)
    }

    fn party(&self, who: Answerer) -> Option<usize> {
        self.parties.get(&who).map(|party| *party as usize)
    }

    /// The share of years in which work that somebody answers for is on the chain of a deliverable.
    pub fn decides(&self, who: Answerer, home: ItemId) -> Option<f64> {
        let tally = self.outlook(home)?.decides[self.party(who)?];
        Some(tally.figure(self.trials, 1.0).mean)
    }

    /// The share of years in which they decide at least one of my dates.
    pub fn decides_any(&self, who: Answerer) -> Option<Figure> {
        let tally = self.forecast.as_ref()?.decides_any[self.party(who)?];
        Some(tally.figure(self.trials, 1.0))
    }

    /// Working days of my dates, all together, that hang on their overruns.
    pub fn days(&self, who: Answerer) -> Option<Figure> {
        let tally = self.forecast.as_ref()?.attributed_all[self.party(who)?];
        Some(tally.figure(self.trials, f64::from(plan::calendar::DAY)))
    }

    /// Dates that wait on somebody over several hops: not written in the plan, seen on the chains.
    pub fn derived_crossings(
        &self,
        network: &Network,
        scope: &Scope<'_>,
        answerers: &Answerers<'_>,
        direct: &[Crossing],
    ) -> Vec<Crossing> {
        let mut known: BTreeSet<(ItemId, Answerer)> = BTreeSet::new();
        for crossing in direct.iter().filter(|crossing| crossing.kind == Kind::Date) {
            known.extend(answerers.answer(crossing.whom, crossing.theirs).map(|who| (crossing.home, who)));
        }
        let mut derived = Vec::new();
        let parties: BTreeMap<u32, Answerer> =
            self.parties.iter().map(|(who, party)| (*party, *who)).collect();
        for home in self.homes.iter().copied() {
            for who in parties.values().copied().filter(|who| !known.contains(&(home, *who))) {
                if self.decides(who, home).is_some_and(|share| share >= DERIVED_FROM) {
                    derived.extend(self.derived_crossing(network, scope, home, who));
                }
            }
        }
        derived
    }

    fn derived_crossing(
        &self,
        network: &Network,
        scope: &Scope<'_>,
        home: ItemId,
        who: Answerer,
    ) -> Option<Crossing> {
        let party = self.party(who)? as u32;
        let path = scope.way_to(home, |item| self.party[item.at()] == party)?;
        let theirs = *path.first()?;
        let item = path.iter().copied().find(|item| scope.is_mine(*item)).unwrap_or(home);
        let whom = match network.doer(theirs) {
            Whom::Nobody => return None,
            whom => whom,
        };
        Some(Crossing {
            kind: Kind::Date,
            item,
            home,
            whom,
            strength: Strength::Derived,
            theirs: Some(theirs),
            through: Vec::new(),
            place: network.node(theirs).item.place.clone(),
            path,
        })
    }
}

/// Which party each item belongs to: mine, or whoever answers for it.
fn parties(
    network: &Network,
    scope: &Scope<'_>,
    answerers: &Answerers<'_>,
) -> (Vec<u32>, HashMap<Answerer, u32>) {
    let mut parties: HashMap<Answerer, u32> = HashMap::new();
    let party = network.ids().map(|item| {
        let who = answerers.for_item(item).filter(|_| !scope.is_mine(item));
        who.map_or(MINE, |who| {
            let next = parties.len() as u32 + 1;
            *parties.entry(who).or_insert(next)
        })
    });
    (party.collect(), parties)
}

/// All that the deliverables wait for, themselves included.
fn upstream(instance: &Instance, homes: &[ItemId]) -> BTreeSet<ItemId> {
    let mut seen: BTreeSet<ItemId> = homes.iter().copied().collect();
    let mut queue = homes.to_vec();
    while let Some(item) = queue.pop() {
        let waits = instance.activities[item.at()].waits.iter().map(|wait| wait.on);
        queue.extend(waits.filter(|on| seen.insert(*on)));
    }
    seen
}

fn assumed(network: &Network, instance: &Instance, items: &BTreeSet<ItemId>) -> Vec<String> {
    let crews: BTreeSet<u32> = items
        .iter()
        .filter(|item| matches!(instance.activities[item.at()].mode, Mode::Work))
        .filter_map(|item| instance.activities[item.at()].crew)
        .collect();
    let assumed =
        crews.into_iter().filter(|crew| instance.crews[*crew as usize].lanes_from == LanesFrom::Assumed);
    assumed.map(|crew| network.directory.teams[crew as usize].name.clone()).collect()
}
