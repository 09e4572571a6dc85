//! Better packings from a good one: annealing over what reduced costs leave, then large neighbourhoods, solved exactly.

use crate::luck::Luck;

use super::{
    core::{Choice, Core, NONE},
    duals::Duals,
    exact::Proof,
};

/// Agents of a neighbourhood.
const AGENTS: usize = 120;

/// Nodes of branch and bound for one.
const NODES: u64 = 60;

/// Even numbers, one after the other.
pub(super) struct Dice {
    luck: Luck,
    place: u64,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self { luck: Luck::of_item(seed, "packing"), place: 0 }
    }

    #[inline]
    fn bits(&mut self) -> u32 {
        self.place = self.place.wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.luck.bits_at(self.place)
    }

    #[inline]
    fn below(&mut self, bound: usize) -> usize {
        ((u64::from(self.bits()) * bound as u64) >> 32) as usize
    }

    /// Above 0 and at most 1.
    #[inline]
    fn share(&mut self) -> f64 {
        (f64::from(self.bits()) + 1.0) / 4_294_967_296.0
    }
}

/// From one temperature to another, in gain.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cooling {
    pub(super) hot: f64,
    pub(super) cold: f64,
    pub(super) moves: u64,
    pub(super) hope: f64,
}

/// Annealing: a cycle comes in, those it meets go out. An agent left alone counts with a part of its price while it is
/// warm, since somebody will come for it.
pub(super) fn anneal(
    core: &Core,
    duals: &Duals,
    start: &Choice,
    cooling: Cooling,
    dice: &mut Dice,
    is_time_up: &dyn Fn() -> bool,
) -> Choice {
    let mut best = start.clone();
    let mut choice = start.clone();
    let prices: Vec<f64> = (0..core.agent_count() as u32).map(|agent| duals.price(agent)).collect();
    let rounds = (cooling.moves / 4096).max(1);
    for round in 0..rounds {
        if is_time_up() {
            break;
        }
        let part = round as f64 / rounds as f64;
        let warmth = cooling.hot * libm::pow(cooling.cold / cooling.hot, part);
        let hope = cooling.hope * (1.0 - part);
        for _ in 0..4096 {
            let agent = dice.below(core.agent_count());
            let of = core.of(agent as u32);
            if of.is_empty() {
                continue;
            }
            let cycle = of[dice.below(of.len())];
            if choice.owner[agent] != cycle {
                try_move(core, &prices, &mut choice, cycle, (warmth, hope), dice);
            }
        }
        if choice.value > best.value {
            best.clone_from(&choice);
        }
    }
    best
}

#[inline]
fn try_move(
    core: &Core,
    prices: &[f64],
    choice: &mut Choice,
    cycle: u32,
    (warmth, hope): (f64, f64),
    dice: &mut Dice,
) {
    let mut out = [NONE; 8];
    let mut outs = 0;
    let mut change = core.gain(cycle) as f64;
    for agent in core.agents(cycle) {
        let owner = choice.owner[*agent as usize];
        change -= hope * prices[*agent as usize];
        if owner != NONE && !out[..outs].contains(&owner) {
            if outs == out.len() {
                return;
            }
            out[outs] = owner;
            outs += 1;
            change -= core.gain(owner) as f64;
            change += hope * core.agents(owner).iter().map(|agent| prices[*agent as usize]).sum::<f64>();
        }
    }
    if change >= 0.0 || change > warmth * libm::log(dice.share()) {
        out[..outs].iter().for_each(|other| choice.leave(core, *other));
        choice.take(core, cycle);
    }
}

/// How far each agent is part of the gap between the bound and a choice: an agent left alone with its price, the agents of
/// a cycle with what it lacks, or has above their prices and is not taken.
fn regret(core: &Core, duals: &Duals, choice: &Choice) -> Vec<f64> {
    let alone = |agent: usize| if choice.owner[agent] == NONE { duals.price(agent as u32) } else { 0.0 };
    let mut regret: Vec<f64> = (0..core.agent_count()).map(alone).collect();
    for cycle in core.cycles() {
        let above = duals.reduced(core, cycle);
        let lost = if choice.has(core, cycle) { -above } else { above };
        if lost > 0.0 {
            let agents = core.agents(cycle);
            agents.iter().for_each(|agent| regret[*agent as usize] += lost / agents.len() as f64);
        }
    }
    regret
}

/// Large neighbourhood search: agents around one that is regretted are packed anew, exactly.
pub(super) struct Neighbourhoods<'a> {
    core: &'a Core,
    /// The cycles of an agent, the highest reduced cost first.
    by_reduced: Vec<Vec<u32>>,
    duals: &'a Duals,
    is_in: Vec<bool>,
}

impl<'a> Neighbourhoods<'a> {
    pub(super) fn new(core: &'a Core, duals: &'a Duals) -> Self {
        let reduced: Vec<f64> = core.cycles().map(|cycle| duals.reduced(core, cycle)).collect();
        let sorted = |agent| {
            let mut of = core.of(agent).to_vec();
            of.sort_by(|one, other| reduced[*other as usize].total_cmp(&reduced[*one as usize]));
            of
        };
        let by_reduced = (0..core.agent_count() as u32).map(sorted).collect();
        Self { core, by_reduced, duals, is_in: vec![false; core.agent_count()] }
    }

    /// One sweep: as many neighbourhoods as would cover all agents. Tells whether any was better than what was there.
    pub(super) fn sweep(
        &mut self,
        choice: &mut Choice,
        dice: &mut Dice,
        is_time_up: &dyn Fn() -> bool,
    ) -> bool {
        let before = choice.value;
        let mut regret = regret(self.core, self.duals, choice);
        let sweeps = self.core.agent_count().div_ceil(AGENTS).max(1);
        for _ in 0..sweeps {
            if is_time_up() {
                break;
            }
            let seed = drawn(&regret, dice);
            let inside = self.grow(seed, choice, dice);
            self.repack(&inside, choice);
            for agent in inside {
                regret[agent as usize] *= 0.25;
                self.is_in[agent as usize] = false;
            }
        }
        choice.value > before
    }

    /// Agents around one, whole chosen cycles.
    fn grow(&mut self, seed: u32, choice: &Choice, dice: &mut Dice) -> Vec<u32> {
        let mut inside = Vec::with_capacity(AGENTS + 8);
        let mut next = 0;
        self.enter(seed, choice, &mut inside);
        while next < inside.len() && inside.len() < AGENTS {
            let agent = inside[next];
            next += 1;
            let of = &self.by_reduced[agent as usize];
            let takes = 2 + dice.below(3);
            let near: Vec<u32> = of.iter().take(takes).copied().collect();
            for cycle in near {
                for other in self.core.agents(cycle) {
                    self.enter(*other, choice, &mut inside);
                }
            }
        }
        inside
    }

    fn enter(&mut self, agent: u32, choice: &Choice, inside: &mut Vec<u32>) {
        let owner = choice.owner[agent as usize];
        let alone = [agent];
        let together = if owner == NONE { &alone[..] } else { self.core.agents(owner) };
        for agent in together {
            if !std::mem::replace(&mut self.is_in[*agent as usize], true) {
                inside.push(*agent);
            }
        }
    }

    /// Packs the agents inside anew.
    fn repack(&self, inside: &[u32], choice: &mut Choice) {
        let is_within =
            |cycle: &u32| self.core.agents(*cycle).iter().all(|agent| self.is_in[*agent as usize]);
        let first = |agent: u32, cycle: &u32| self.core.agents(*cycle)[0] == agent;
        let of = |agent: &u32| {
            let agent = *agent;
            self.core.of(agent).iter().copied().filter(move |cycle| first(agent, cycle))
        };
        let cycles: Vec<u32> = inside.iter().flat_map(of).filter(is_within).collect();
        if cycles.len() < 2 {
            return;
        }
        let solved = Proof::of(self.core, cycles.clone()).from(self.core, choice, NODES);
        let gain: i64 = solved.chosen.iter().map(|cycle| self.core.gain(*cycle)).sum();
        let had: Vec<u32> = cycles.into_iter().filter(|cycle| choice.has(self.core, *cycle)).collect();
        if gain > had.iter().map(|cycle| self.core.gain(*cycle)).sum() {
            had.iter().for_each(|cycle| choice.leave(self.core, *cycle));
            choice.fill(self.core, solved.chosen);
        }
    }
}

/// An agent, drawn by weight.
fn drawn(weights: &[f64], dice: &mut Dice) -> u32 {
    let mut left = weights.iter().sum::<f64>() * dice.share();
    for (agent, weight) in weights.iter().enumerate() {
        left -= weight;
        if left <= 0.0 {
            return agent as u32;
        }
    }
    weights.len() as u32 - 1
}
