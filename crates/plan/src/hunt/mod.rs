//! The hunt: what one team can move cheaply that saves another's date, and the reverse.
//!
//! [`openings`] looks along the chains for queues in which somebody's date waits; [`offer`] turns them into moves, plays
//! each, and keeps those that help somebody; [`deal`] puts them together into gifts and trades, plays each as a whole, and
//! accepts what holds under fresh luck; [`doubt`] asks of an accepted one what would undo it. [`org`] chooses disjoint trades for
//! everybody at once. Whoever waits for all this [`Follow`]s it.

pub mod deal;
pub mod doubt;
mod follow;
pub mod offer;
pub mod openings;
pub mod org;

pub use self::follow::{Follow, Step};

use crate::{
    activity::{Instance, Mode},
    calibrate::Calibration,
    directory::TeamId,
    forecast::Figure,
    network::{ItemId, Network},
    order::Order,
    spread::{Sampler, SpreadSource},
    whatif::{Effect, Stakes},
};

/// How many standard errors a gain must have while candidates are chosen.
pub const CHOSEN_AT: f64 = 2.0;

/// How many it must have under fresh luck: of two hundred candidates some are lucky.
pub const ACCEPTED_AT: f64 = 3.5;

/// A plan with the luck of one seed.
#[derive(Clone, Debug)]
pub struct Years {
    /// The plan as a scheduling instance.
    pub instance: Instance,
    /// Its list.
    pub order: Order,
}

impl Years {
    /// The years of a network under a seed.
    pub fn of(network: &Network, seed: u64, calibration: &Calibration) -> Self {
        let instance = Instance::calibrated(network, seed, calibration);
        let order = Order::of(&instance);
        Self { instance, order }
    }

    /// How many things some teams work on at a time, all together.
    pub fn lanes(&self, teams: impl Iterator<Item = TeamId>) -> u32 {
        teams.map(|team| self.instance.crews[team.at()].lanes).sum()
    }

    /// Both, as a what-if takes them.
    pub fn base(&self) -> (&Instance, &Order) {
        (&self.instance, &self.order)
    }
}

/// What is asked of the hunt.
#[derive(Clone, Debug)]
pub struct Question {
    /// Which party answers for each team, by the team's position; none for a team that can't give or be given anything.
    pub party: Vec<Option<u32>>,
    /// Everybody's dates, by party.
    pub stakes: Stakes,
    /// Who asks; with none, trades of all are looked for.
    pub me: Option<u32>,
    /// What is worth proposing.
    pub terms: Terms,
    /// What going first is judged to cost and bring.
    pub going_first: GoingFirst,
    /// Years to choose in; ten times fewer sift candidates first.
    pub trials: u32,
}

/// What going first is judged to cost whoever does, and to bring those after them, in hundredths of a length (rule T5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoingFirst {
    /// How much longer the first takes.
    pub longer: u32,
    /// How much less time the later ones take, at most 100.
    pub less: u32,
}

impl Default for GoingFirst {
    fn default() -> Self {
        Self { longer: 30, less: 20 }
    }
}

/// What is worth proposing, in working days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// What a gift saves them at least.
    pub gift: f64,
    /// So many times what it costs at least.
    pub gift_ratio: f64,
    /// What I can spare for a gift.
    pub spare: f64,
    /// What each side of a trade gains at least.
    pub gain: f64,
    /// How many sides a trade has at most.
    pub sides: usize,
    /// How many gifts, and how many trades, are proposed at most.
    pub most: usize,
}

impl Question {
    /// Who answers for an item.
    pub fn party_of(&self, instance: &Instance, item: ItemId) -> Option<u32> {
        let crew = instance.activities[item.at()].crew?;
        self.party.get(crew as usize).copied().flatten()
    }

    /// The teams of a party.
    pub fn teams(&self, party: u32) -> impl Iterator<Item = TeamId> + '_ {
        let is_theirs = move |(_, of): &(usize, &Option<u32>)| **of == Some(party);
        self.party.iter().enumerate().filter(is_theirs).map(|(at, _)| TeamId(at as u32))
    }

    /// Whether a party has a date that it could gain on.
    pub fn has_dates(&self, party: u32) -> bool {
        self.stakes.dates.iter().any(|stake| stake.party == party)
    }
}

/// What a party gains by a change: working days by which its dates are missed less, weighted.
pub fn gain(effect: &Effect, party: u32) -> Figure {
    let later = effect.of(party);
    Figure { mean: -later.mean, se: later.se }
}

/// Whether a figure is at least so large, and lies so many standard errors above nothing.
pub fn is_seen(figure: Figure, least: f64, errors: f64) -> bool {
    figure.mean >= least && figure.mean > errors * figure.se
}

/// Whether all that is known of an item's length is one figure or none, and its spread one company's.
pub fn is_rough(instance: &Instance, item: ItemId) -> bool {
    let activity = &instance.activities[item.at()];
    let is_rough =
        matches!(activity.sampler, Sampler::Factor(..)) && instance.spread == SpreadSource::Default;
    is_rough || instance.unestimated.contains(&item)
}

/// Whether something can still be moved.
fn is_to_do(instance: &Instance, item: ItemId) -> bool {
    instance.activities[item.at()].mode == Mode::Work
}
