//! The network as a scheduling instance: activities with lengths, teams with lanes, links.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use serde::Serialize;

use crate::{
    calendar::{DAY, DaysOff, Ticks},
    calibrate::{Calibration, History},
    directory::{PersonId, TeamId},
    facts::{Estimate, LinkKind, State, Strength},
    luck::Luck,
    names::team_key,
    network::{ItemId, Network, compare_ranks},
    spread::{Factors, Sampler, SpreadSource, times},
};

/// Lanes of a team of which nothing is known.
pub const ASSUMED_LANES: u32 = 3;

/// Pieces of work before a deliverable that are looked at for their estimates.
pub const NEAREST: usize = 2000;

/// What is under way has at least this much left, unless its plan says otherwise: half a working day.
const LEAST_LEFT: Ticks = DAY / 2;

/// How an activity is scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Finished: start and finish are fixed, no lane.
    Done(Ticks, Ticks),
    /// Under way: takes a lane at as-of, before all others; `Ticks` of it are worked off already.
    Started(Ticks),
    /// To do: takes a lane.
    Work,
    /// Takes no time and no lane.
    Milestone,
    /// Takes no part.
    Out,
}

/// A link that an activity waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// What is waited for.
    pub on: ItemId,
    /// What is tied.
    pub kind: LinkKind,
    /// Working time between.
    pub lag: Ticks,
    /// How sure it is.
    pub strength: Strength,
}

/// An item as the schedule sees it.
#[derive(Clone, Debug)]
pub struct Activity {
    /// How it is scheduled.
    pub mode: Mode,
    /// How long it may take.
    pub sampler: Sampler,
    /// Its luck.
    pub luck: Luck,
    /// Its team, as a position in [`Instance::crews`].
    pub crew: Option<u32>,
    /// It can't start earlier than this, nor before 0.
    pub not_before: Ticks,
    /// What it waits for.
    pub waits: Arc<[Wait]>,
    /// Its place among all items by rank.
    pub rank: u32,
    /// Its place among all items by id; breaks ties.
    pub id_order: u32,
    /// How long it takes if all goes as the plan counts on: the median.
    pub planned: Ticks,
    /// By how much longer it takes than its luck says, in every trial.
    pub longer: Ticks,
}

/// A team as the schedule sees it.
#[derive(Clone, Debug)]
pub struct Crew {
    /// Pieces of work at a time, at least 1.
    pub lanes: u32,
    /// Where the number comes from.
    pub lanes_from: LanesFrom,
    /// The luck that all its work shares.
    pub luck: Luck,
    /// Days on which it alone rests.
    pub days_off: DaysOff,
    /// Lanes that it lends and borrows for a while.
    pub loans: Vec<Loan>,
}

/// Lanes that a team lends or borrows for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loan {
    /// How many.
    pub lanes: u32,
    /// Work may start on them from this moment on.
    pub from: Ticks,
    /// And before this one; what runs then is finished.
    pub to: Ticks,
    /// Whether the team lends them; else it borrows.
    pub is_given: bool,
}

/// Where a team's number of lanes comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LanesFrom {
    /// The directory says it.
    Stated,
    /// As many as people are named as doing its open work.
    Named,
    /// Nothing is known.
    Assumed,
}

/// A scheduling instance.
#[derive(Clone, Debug)]
pub struct Instance {
    /// One for each item of the network, at the same position.
    pub activities: Vec<Activity>,
    /// One for each team of the directory, at the same position.
    pub crews: Vec<Crew>,
    /// The factors that a team's work shares.
    pub team_factors: Factors,
    /// Open work without an estimate, which takes the median of its team's or the plan's other work.
    pub unestimated: BTreeSet<ItemId>,
    /// Where the spread of single figures comes from.
    pub spread: SpreadSource,
}

impl Instance {
    /// The instance of a network under a seed, with the spread that its own finished items show.
    pub fn new(network: &Network, seed: u64) -> Self {
        Self::calibrated(network, seed, &Calibration::of(&History::of(network)))
    }

    /// The instance of a network under a seed and a spread.
    pub fn calibrated(network: &Network, seed: u64, calibration: &Calibration) -> Self {
        let usual = Usual::of(network);
        let mut unestimated = BTreeSet::new();
        let ranks = positions(network, |a, b| {
            compare_ranks(
                (network.node(a).item.rank.as_deref(), a),
                (network.node(b).item.rank.as_deref(), b),
            )
        });
        let ids = positions(network, |a, b| network.node(a).id.cmp(&network.node(b).id));
        let activities = network.ids().map(|id| {
            let mode = mode(network, id);
            let estimate = length(network, id, mode).or_else(|| {
                unestimated.insert(id);
                usual.of_team(network.node(id).team)
            });
            let node = network.node(id);
            let spread = calibration.spread(node.team.is_some());
            let sampler = estimate.map_or(Sampler::Fixed(0), |estimate| Sampler::new(estimate, spread));
            Activity {
                planned: left(mode, sampler.median()),
                luck: Luck::of_item(seed, &node.id),
                crew: node.team.map(|team| team.0),
                not_before: node.item.not_before.map_or(0, |day| network.calendar.start_of(day)).max(0),
                waits: Arc::default(),
                rank: ranks[id.at()],
                id_order: ids[id.at()],
                mode,
                sampler,
                longer: 0,
            }
        });
        let mut instance = Self {
            activities: activities.collect(),
            crews: crews(network, seed),
            team_factors: calibration.spread(true).team().clone(),
            unestimated,
            spread: calibration.spread(true).source,
        };
        instance.tie(network);
        instance
    }

    fn tie(&mut self, network: &Network) {
        let mut waits: Vec<Vec<Wait>> = vec![Vec::new(); self.activities.len()];
        for edge in &network.edges {
            let can_wait = matches!(self.activities[edge.later.at()].mode, Mode::Work | Mode::Milestone);
            if can_wait && self.activities[edge.earlier.at()].mode != Mode::Out {
                let wait = Wait { on: edge.earlier, kind: edge.kind, lag: edge.lag, strength: edge.strength };
                waits[edge.later.at()].push(wait);
            }
        }
        for (activity, waits) in self.activities.iter_mut().zip(waits).filter(|(_, waits)| !waits.is_empty())
        {
            activity.waits = waits.into();
        }
    }

    /// How long an activity takes in a trial: its own luck times its team's.
    pub fn sample(&self, activity: &Activity, trial: u32) -> Ticks {
        let alone = activity.sampler.sample(activity.luck.bits(trial));
        let length = match activity.crew {
            Some(crew) => times(alone, self.team_factors.pick(self.crews[crew as usize].luck.bits(trial))),
            None => alone,
        };
        left(activity.mode, length).saturating_add(activity.longer)
    }

    /// The days on which an activity's team rests.
    pub fn days_off(&self, activity: &Activity) -> Option<&DaysOff> {
        activity.crew.map(|crew| &self.crews[crew as usize].days_off)
    }

    /// Of the open work that each of these items waits for, over any number of steps and with itself: how many pieces there
    /// are, and how many of them bear an estimate. Looks at the nearest [`NEAREST`] of them.
    pub fn estimated(&self, items: &[ItemId]) -> Vec<(usize, usize)> {
        let mut seen: Vec<usize> = vec![usize::MAX; self.activities.len()];
        let of = |(round, item): (usize, &ItemId)| {
            let (mut open, mut estimated) = (0, 0);
            let mut queue = VecDeque::from([*item]);
            seen[item.at()] = round;
            while let Some(item) = queue.pop_front().filter(|_| open < NEAREST) {
                let activity = &self.activities[item.at()];
                if matches!(activity.mode, Mode::Work | Mode::Started(_)) {
                    open += 1;
                    estimated += usize::from(!self.unestimated.contains(&item));
                }
                for wait in &*activity.waits {
                    if std::mem::replace(&mut seen[wait.on.at()], round) != round {
                        queue.push_back(wait.on);
                    }
                }
            }
            (open, estimated)
        };
        items.iter().enumerate().map(of).collect()
    }
}

/// What is left of a length.
fn left(mode: Mode, length: Ticks) -> Ticks {
    match mode {
        Mode::Started(worked) if worked > 0 => (length - worked).max(LEAST_LEFT),
        Mode::Milestone | Mode::Out => 0,
        _ => length,
    }
}

fn positions(network: &Network, order: impl Fn(ItemId, ItemId) -> std::cmp::Ordering) -> Vec<u32> {
    let mut sorted: Vec<ItemId> = network.ids().collect();
    sorted.sort_by(|a, b| order(*a, *b));
    let mut positions = vec![0; sorted.len()];
    for (position, id) in sorted.into_iter().enumerate() {
        positions[id.at()] = position as u32;
    }
    positions
}

fn mode(network: &Network, id: ItemId) -> Mode {
    let node = network.node(id);
    let has_parts = node.children.iter().any(|part| network.node(*part).item.state != State::Dropped);
    let parts_bear_estimates = node.children.iter().any(|part| network.node(*part).item.estimate.is_some());
    let of_no_length = has_parts && (node.item.estimate.is_none() || parts_bear_estimates);
    match node.item.state {
        State::Dropped => Mode::Out,
        State::Done(day) => {
            let finish = day.map_or(0, |day| network.calendar.end_of(day));
            let length = node.item.took.or_else(|| node.item.estimate.map(middle)).unwrap_or(0);
            Mode::Done(finish.saturating_sub(length), finish)
        }
        _ if of_no_length || (node.item.is_goal && node.item.estimate.is_none()) => Mode::Milestone,
        State::Started(since) => {
            let worked = since.filter(|_| node.item.remaining.is_none());
            Mode::Started(worked.map_or(0, |day| -network.calendar.start_of(day)).max(0))
        }
        State::Planned => Mode::Work,
    }
}

/// The estimate that counts; none where there ought to be one.
fn length(network: &Network, id: ItemId, mode: Mode) -> Option<Estimate> {
    let item = &network.node(id).item;
    match mode {
        Mode::Done(..) | Mode::Milestone | Mode::Out => Some(Estimate::One(0)),
        Mode::Started(_) => item.remaining.or(item.estimate),
        Mode::Work => item.estimate,
    }
}

fn middle(estimate: Estimate) -> Ticks {
    match estimate {
        Estimate::One(length) => length,
        Estimate::Three { likely, .. } => likely,
    }
}

/// What work usually takes, for work without an estimate.
struct Usual {
    by_team: std::collections::HashMap<TeamId, Vec<Ticks>>,
    all: Vec<Ticks>,
}

impl Usual {
    fn of(network: &Network) -> Self {
        let mut usual = Self { by_team: Default::default(), all: Vec::new() };
        for node in &network.nodes {
            let Some(estimate) = node.item.estimate.filter(|_| !node.item.is_goal) else { continue };
            usual.all.push(middle(estimate));
            if let Some(team) = node.team {
                usual.by_team.entry(team).or_default().push(middle(estimate));
            }
        }
        usual.all.sort_unstable();
        usual.by_team.values_mut().for_each(|lengths| lengths.sort_unstable());
        usual
    }

    fn of_team(&self, team: Option<TeamId>) -> Option<Estimate> {
        let lengths = team.and_then(|team| self.by_team.get(&team)).unwrap_or(&self.all);
        lengths.get(lengths.len() / 2).copied().map(Estimate::One)
    }
}

fn crews(network: &Network, seed: u64) -> Vec<Crew> {
    let mut named: Vec<BTreeSet<PersonId>> = vec![BTreeSet::new(); network.directory.teams.len()];
    for node in &network.nodes {
        if let (Some(team), false) = (node.team, node.item.state.is_over()) {
            named[team.at()].extend(&node.people);
        }
    }
    let crew = |(at, team): (usize, &crate::directory::Team)| {
        let (lanes, lanes_from) = match (team.lanes, named[at].len() as u32) {
            (Some(lanes), _) => (lanes.max(1), LanesFrom::Stated),
            (None, 0) => (ASSUMED_LANES, LanesFrom::Assumed),
            (None, people) => (people, LanesFrom::Named),
        };
        Crew {
            lanes,
            lanes_from,
            luck: Luck::of_team(seed, &team_key(&team.name)),
            days_off: network.days_off(TeamId(at as u32)),
            loans: Vec::new(),
        }
    };
    network.directory.teams.iter().enumerate().map(crew).collect()
}
