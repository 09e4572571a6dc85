//! Which dates hang on whom: simulated, not counted (rule M6).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use plan::{
    activity::{Instance, LanesFrom, Mode},
    calibrate::History,
    crossing::{Crossing, Scope},
    facts::{Kind, Strength},
    forecast::{self, Figure, Forecast, MINE, Outlook, Query, Telling},
    network::{ItemId, Network},
    order::Order,
    trial::Year,
};

use super::{
    answerer::{Answerer, Answerers},
    calibrate::Learnt,
    view::NamedLanes,
};

/// How years are played.
#[derive(Clone, Debug, Default)]
pub struct Simulation {
    /// The seed of all luck.
    pub seed: u64,
    /// Years.
    pub trials: u32,
    /// Finished items beside the plan, from which the spread is learnt besides the plan's own.
    pub beside: Option<History>,
}

impl Simulation {
    /// Years that a plan of so many items is played for: 4,000, fewer where that would take long, never under 1,000.
    pub fn usual_trials(items: usize) -> u32 {
        (400_000_000 / items.max(1)).clamp(1000, 4000) as u32
    }
}

/// Below this share of years on the chain, several hops away are no crossing.
pub const DERIVED_FROM: f64 = 0.05;

/// Deliverables whose dates are simulated, at most; those that bear a date or are goals come first.
pub const MOST_SIMULATED: usize = 100;

/// What the years say of my deliverables.
pub struct Simulated {
    /// Deliverables of mine whose dates are simulated, in the order of the plan.
    pub homes: Vec<ItemId>,
    /// Deliverables of mine whose dates are not: fewer than half of the pieces of work before them bear an estimate, or they
    /// are too many.
    pub not_simulated: Vec<ItemId>,
    /// Open pieces of work before my simulated deliverables, and how many of them bear no estimate.
    pub work: (usize, usize),
    /// How many of them bear one that only follows from points, sizes or dates.
    pub derived_estimates: usize,
    /// Teams on which the dates wait, and whose lanes had to be assumed.
    pub assumed_lanes: Vec<String>,
    /// Likewise, and whose lanes are counted from the people named for their work.
    pub named_lanes: Vec<NamedLanes>,
    /// What the spread was learnt from, and how well that held.
    pub learnt: Learnt,
    /// How many years were played.
    pub trials: u32,
    /// The year as the plan counts on it.
    pub planned: Year,
    forecast: Option<Forecast>,
    parties: HashMap<Answerer, u32>,
    /// Dates that wait on somebody over several hops.
    pub derived: Vec<Crossing>,
}

impl Simulated {
    /// Plays the years of a plan for the leader's deliverables. `direct` are the crossings that the plan itself says.
    pub fn play(
        network: &Network,
        scope: &Scope<'_>,
        answerers: &Answerers<'_>,
        direct: &[Crossing],
        simulation: &Simulation,
        tick: &(dyn Fn() + Sync),
    ) -> Self {
        let learnt = Learnt::from(History::of(network), simulation.beside.as_ref());
        let instance = Instance::calibrated(network, simulation.seed, &learnt.calibration);
        let deliverables = scope.deliverables();
        let estimated = instance.estimated(&deliverables).into_iter();
        let able =
            deliverables.iter().zip(estimated).filter(|(_, (open, known))| *known > 0 && known * 2 >= *open);
        let mut homes: Vec<ItemId> = able.map(|(home, _)| *home).collect();
        homes.sort_by_key(|home| (!is_promised(network, *home), *home));
        homes.truncate(MOST_SIMULATED);
        homes.sort_unstable();
        let not_simulated =
            deliverables.into_iter().filter(|home| homes.binary_search(home).is_err()).collect();
        let (party, parties) = parties(network, scope, answerers);
        let order = Order::of(&instance);
        let query = Query {
            deliverables: homes.clone(),
            party,
            parties: parties.len() as u32 + 1,
            trials: simulation.trials,
        };
        let forecast = (!homes.is_empty() && simulation.trials > 0)
            .then(|| forecast::forecast(network, &instance, &order, &query, tick));
        let before = upstream(&instance, &homes);
        let is_work =
            |item: &&ItemId| matches!(instance.activities[item.at()].mode, Mode::Work | Mode::Started(_));
        let open = before.iter().filter(is_work).count();
        let unestimated =
            before.iter().filter(is_work).filter(|item| instance.unestimated.contains(item)).count();
        let follows = |item: &&ItemId| {
            let item = &network.node(**item).item;
            item.estimate.is_some() && item.estimate_strength < Strength::Stated
        };
        let derived_estimates = before.iter().filter(is_work).filter(follows).count();
        let lanes = |from: LanesFrom| lanes(network, &instance, &before, from);
        let mut simulated = Self {
            assumed_lanes: lanes(LanesFrom::Assumed).map(|of| of.team).collect(),
            named_lanes: lanes(LanesFrom::Named).collect(),
            homes,
            not_simulated,
            work: (open, unestimated),
            derived_estimates,
            learnt,
            trials: simulation.trials,
            planned: Year::default(),
            forecast,
            parties,
            derived: Vec::new(),
        };
        simulated.derive(network, scope, answerers, direct, |wanted| {
            forecast::telling(&instance, &order, &query, wanted)
        });
        simulated.planned = order.planned;
        simulated
    }

    /// The forecast of a deliverable.
    pub fn outlook(&self, home: ItemId) -> Option<&Outlook> {
        let at = self.homes.binary_search(&home).ok()?;
        self.forecast.as_ref()?.outlooks.get(at)
    }

    fn party(&self, who: Answerer) -> Option<usize> {
        self.parties.get(&who).map(|party| *party as usize)
    }

    /// The share of years in which work that somebody answers for is on the chain of a deliverable.
    pub fn decides(&self, who: Answerer, home: ItemId) -> Option<f64> {
        let tally = self.outlook(home)?.decides[self.party(who)?];
        Some(tally.figure(self.trials, 1.0).mean)
    }

    /// The same, counting only years in which no queue of mine lies between: that my own work stood in line behind what waits
    /// for theirs is mine to change, and makes no date wait on them.
    pub fn decides_by_links(&self, who: Answerer, home: ItemId) -> Option<f64> {
        let tally = self.outlook(home)?.decides_by_links[self.party(who)?];
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

    /// Dates that wait on somebody over several hops: not written in the plan as such, seen on the chains.
    ///
    /// Only for what bears a date or is a goal; a piece of work by itself promises nothing. A chain that leads over another
    /// deliverable of mine, for which the same need is told already, tells nothing new.
    fn derive(
        &mut self,
        network: &Network,
        scope: &Scope<'_>,
        answerers: &Answerers<'_>,
        direct: &[Crossing],
        chains: impl FnOnce(&BTreeSet<(ItemId, u32)>) -> BTreeMap<(ItemId, u32), Telling>,
    ) {
        let mut known: BTreeSet<(ItemId, Answerer)> = BTreeSet::new();
        let sure =
            |crossing: &&Crossing| crossing.kind == Kind::Date && crossing.strength > Strength::Guessed;
        for crossing in direct.iter().filter(sure) {
            known.extend(answerers.answer(crossing.whom, crossing.theirs).map(|who| (crossing.home, who)));
        }
        let mut wanted = BTreeSet::new();
        for home in self.homes.iter().filter(|home| is_promised(network, **home)) {
            let seen =
                |who: Answerer| self.decides_by_links(who, *home).is_some_and(|share| share >= DERIVED_FROM);
            let new = self.parties.iter().filter(|(who, _)| !known.contains(&(*home, **who)) && seen(**who));
            wanted.extend(new.map(|(_, party)| (*home, *party)));
        }
        let chains = chains(&wanted);
        let answers: HashMap<u32, Answerer> =
            self.parties.iter().map(|(who, party)| (*party, *who)).collect();
        known.extend(chains.keys().map(|(home, party)| (*home, answers[party])));
        let homes = scope.homes();
        let is_told_before = |((home, party), way): &((ItemId, u32), Telling)| {
            let is_told = |item: &ItemId| homes.contains(item) && known.contains(&(*item, answers[party]));
            way.items.iter().any(|item| item != home && is_told(item))
        };
        let new = chains.into_iter().filter(|told| !is_told_before(told));
        self.derived =
            new.filter_map(|((home, _), way)| derived_crossing(network, scope, home, way)).collect();
    }
}

/// Whether an item bears a date or is a goal, and is no piece of work by itself.
fn is_promised(network: &Network, home: ItemId) -> bool {
    let item = &network.node(home).item;
    item.promise.is_some() || item.is_goal
}

/// A date that waits on the first item of a chain, with all that lies between.
fn derived_crossing(network: &Network, scope: &Scope<'_>, home: ItemId, way: Telling) -> Option<Crossing> {
    let theirs = *way.items.first()?;
    Some(Crossing {
        kind: Kind::Date,
        item: way.items.iter().copied().find(|item| scope.is_mine(*item)).unwrap_or(home),
        home,
        whom: network.doer(theirs),
        strength: way.strength.min(Strength::Derived),
        theirs: Some(theirs),
        through: Vec::new(),
        place: network.node(theirs).item.place.clone(),
        path: way.items,
        corrected: Vec::new(),
    })
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

/// The lanes of teams that work on some items, where their number comes from there.
fn lanes(
    network: &Network,
    instance: &Instance,
    items: &BTreeSet<ItemId>,
    from: LanesFrom,
) -> impl Iterator<Item = NamedLanes> {
    let crews: BTreeSet<u32> = items
        .iter()
        .filter(|item| matches!(instance.activities[item.at()].mode, Mode::Work))
        .filter_map(|item| instance.activities[item.at()].crew)
        .collect();
    crews.into_iter().filter(move |crew| instance.crews[*crew as usize].lanes_from == from).map(|crew| {
        let team = network.directory.teams[crew as usize].name.clone();
        NamedLanes { team, lanes: instance.crews[crew as usize].lanes }
    })
}
