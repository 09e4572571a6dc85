//! Prices of agents, and the bound that they certify.
//!
//! For any prices of zero or more, no packing gains more than the sum of all prices and of what every cycle gains above the
//! prices of its agents (the Lagrangian relaxation of "nobody twice"). Prices are sought in floating point by subgradient
//! steps (Held, Wolfe, Crowder 1974; deflected as by Camerini, Fratta, Maffioli 1975); what they certify is summed anew in
//! whole numbers, so that rounding can make a bound worse, and never wrong.

use super::core::Core;

/// Whole prices are so many a unit of gain.
const FINE: i128 = 1024;

/// How much of the last direction stays in the next.
const DEFLECTION: f64 = 0.6;

/// Steps without a better bound after which steps become shorter.
const PATIENCE: u32 = 15;

/// How much the last step counts in the usage of a cycle.
const FRESH: f32 = 0.1;

/// Steps shorter than this part of a full one change nothing.
const SHORTEST: f64 = 1e-4;

/// Prices under way.
#[derive(Clone, Debug)]
pub(super) struct Duals {
    prices: Vec<f64>,
    direction: Vec<f64>,
    best: Vec<f64>,
    least: f64,
    length: f64,
    stale: u32,
    /// How often a cycle was worth more than its agents' prices lately, from 0 to 1: near what the relaxation takes of it.
    usage: Vec<f32>,
    /// No packing of the core gains more.
    pub(super) bound: i64,
}

impl Duals {
    /// Prices at which every cycle is paid for: an agent's best share.
    pub(super) fn new(core: &Core) -> Self {
        let share = |cycle: &u32| core.gain(*cycle) as f64 / core.agents(*cycle).len() as f64;
        let price = |agent| core.of(agent).iter().map(share).fold(0.0, f64::max);
        let prices: Vec<f64> = (0..core.agent_count() as u32).map(price).collect();
        let mut duals = Self {
            direction: vec![0.0; prices.len()],
            best: prices.clone(),
            prices,
            least: f64::MAX,
            length: 1.0,
            stale: 0,
            usage: vec![0.5; core.len()],
            bound: i64::MAX,
        };
        duals.certify(core);
        duals
    }

    /// The same prices for fewer cycles of the same agents, those of no agent of any left out.
    pub(super) fn of_fewer(&self, core: &Core, kept: &[u32]) -> Self {
        let price = |agent: u32| if core.of(agent).is_empty() { 0.0 } else { self.price(agent) };
        let prices: Vec<f64> = (0..core.agent_count() as u32).map(price).collect();
        let mut duals = Self {
            direction: vec![0.0; prices.len()],
            best: prices.clone(),
            prices,
            least: f64::MAX,
            length: 0.3,
            stale: 0,
            usage: kept.iter().map(|cycle| self.usage[*cycle as usize]).collect(),
            bound: i64::MAX,
        };
        duals.certify(core);
        duals
    }

    /// Lets go of cycles that the core no longer has.
    pub(super) fn forget(&mut self, kept: &[u32]) {
        self.usage = kept.iter().map(|cycle| self.usage[*cycle as usize]).collect();
    }

    /// How much of a cycle the relaxation takes, about.
    pub(super) fn usage(&self, cycle: u32) -> f32 {
        self.usage[cycle as usize]
    }

    /// So many steps towards a bound as low as a value that some packing has; less if no step helps any more.
    pub(super) fn descend(&mut self, core: &Core, value: i64, steps: u32, is_time_up: &dyn Fn() -> bool) {
        for step in 0..steps {
            if !self.is_moving() || (step % 8 == 7 && is_time_up()) {
                break;
            }
            self.step(core, value as f64);
        }
        self.certify(core);
    }

    /// Whether steps still help.
    pub(super) fn is_moving(&self) -> bool {
        self.length >= SHORTEST
    }

    /// Begins anew from the best prices, with steps of a length.
    pub(super) fn again(&mut self, length: f64) {
        self.prices.clone_from(&self.best);
        self.direction.fill(0.0);
        self.length = length;
        self.stale = 0;
    }

    fn step(&mut self, core: &Core, value: f64) {
        self.direction.iter_mut().for_each(|along| *along = *along * DEFLECTION - 1.0);
        let mut bound: f64 = self.prices.iter().sum();
        for cycle in core.cycles() {
            let agents = core.agents(cycle);
            let price: f64 = agents.iter().map(|agent| self.prices[*agent as usize]).sum();
            let above = core.gain(cycle) as f64 - price;
            let usage = &mut self.usage[cycle as usize];
            *usage *= 1.0 - FRESH;
            if above > 0.0 {
                *usage += FRESH;
                bound += above;
                agents.iter().for_each(|agent| self.direction[*agent as usize] += 1.0);
            }
        }
        if self.has_turned_back(bound) {
            return;
        }
        for (along, price) in self.direction.iter_mut().zip(&self.prices) {
            if *along < 0.0 && *price <= 0.0 {
                *along = 0.0;
            }
        }
        let square: f64 = self.direction.iter().map(|along| along * along).sum();
        if square < 1e-9 {
            self.length = 0.0;
            return;
        }
        let step = self.length * (bound - value).max(bound.abs() * 1e-9 + 1e-9) / square;
        for (price, along) in self.prices.iter_mut().zip(&self.direction) {
            *price = (*price + step * along).max(0.0);
        }
    }

    /// Keeps the best prices; goes back to them with shorter steps when steps stop helping.
    fn has_turned_back(&mut self, bound: f64) -> bool {
        if bound < self.least {
            self.stale = if bound < self.least * (1.0 - 1e-6) { 0 } else { self.stale };
            self.least = bound;
            self.best.clone_from(&self.prices);
        }
        self.stale += 1;
        let is_stale = self.stale > PATIENCE;
        if is_stale {
            self.again(self.length * 0.7);
        }
        is_stale
    }

    /// What a cycle gains above the best prices of its agents.
    pub(super) fn reduced(&self, core: &Core, cycle: u32) -> f64 {
        core.gain(cycle) as f64 - core.agents(cycle).iter().map(|agent| self.price(*agent)).sum::<f64>()
    }

    /// The best price of an agent.
    pub(super) fn price(&self, agent: u32) -> f64 {
        self.best[agent as usize]
    }

    /// Which cycles may be in a packing better than one of this value: taking any other costs so much that the bound falls to
    /// it (reduced-cost fixing), in whole numbers.
    pub(super) fn may_be_better(&self, core: &Core, value: i64) -> Vec<bool> {
        let prices = self.whole();
        let room = total(core, &prices) - i128::from(value) * FINE;
        // A better one is better by a whole unit at least.
        core.cycles().map(|cycle| above(core, cycle, &prices).min(0) + room >= FINE).collect()
    }

    fn whole(&self) -> Vec<i128> {
        self.best.iter().map(|price| (price * FINE as f64).round().max(0.0) as i128).collect()
    }

    fn certify(&mut self, core: &Core) {
        let bound = total(core, &self.whole()).div_euclid(FINE);
        self.bound = self.bound.min(i64::try_from(bound).unwrap_or(i64::MAX));
    }
}

fn above(core: &Core, cycle: u32, prices: &[i128]) -> i128 {
    let price: i128 = core.agents(cycle).iter().map(|agent| prices[*agent as usize]).sum();
    i128::from(core.gain(cycle)) * FINE - price
}

fn total(core: &Core, prices: &[i128]) -> i128 {
    let above: i128 = core.cycles().map(|cycle| above(core, cycle, prices).max(0)).sum();
    prices.iter().sum::<i128>() + above
}
