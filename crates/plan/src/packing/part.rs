//! One part of the cycles, on its way from a greedy choice to a proven one.

use super::{
    core::{Choice, Core},
    duals::Duals,
    exact::Proof,
    greedy,
    search::{Cooling, Dice, Neighbourhoods, anneal},
};

/// Up to so many cycles are given to branch and bound in one piece.
const MOST_EXACT: usize = 2_000;

/// Up to so many are given to it without any search before.
const FEW: usize = 150;

/// Steps of the duals between two looks at what they say.
const STEPS: u32 = 50;

/// How often that is done at most, before the search.
const BATCHES: u32 = 24;

/// Nodes of branch and bound between two looks at the time.
const NODES: u64 = 100;

/// Nodes after which a part is left unproven.
const MOST_NODES: u64 = 200_000;

/// Rounds of search without a better packing after which a part is left.
const PATIENCE: u32 = 8;

/// What is done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Bounding { batches: u32 },
    Searching { round: u32, idle: u32 },
    Proving { nodes: u64 },
    Done,
}

/// A part.
pub(super) struct Part {
    core: Core,
    choice: Choice,
    duals: Duals,
    dice: Dice,
    proof: Option<Proof>,
    stage: Stage,
}

impl Part {
    pub(super) fn new(core: Core) -> Self {
        let choice = greedy::greedy(&core);
        let duals = Duals::new(&core);
        Self { core, choice, duals, dice: Dice::new(1), proof: None, stage: Stage::Bounding { batches: 0 } }
    }

    pub(super) fn is_open(&self) -> bool {
        self.stage != Stage::Done && self.bound() > self.value()
    }

    pub(super) fn value(&self) -> i64 {
        self.choice.value
    }

    pub(super) fn bound(&self) -> i64 {
        self.duals.bound.max(self.choice.value)
    }

    pub(super) fn chosen(&self) -> impl Iterator<Item = u32> {
        self.choice.chosen(&self.core).into_iter().map(|cycle| self.core.origin[cycle as usize])
    }

    /// One step on the way.
    pub(super) fn advance(&mut self, is_time_up: &dyn Fn() -> bool) {
        self.stage = match self.stage {
            Stage::Bounding { batches } => self.lower(batches, is_time_up),
            Stage::Searching { round, idle } => self.search(round, idle, is_time_up),
            Stage::Proving { nodes } => self.prove(nodes),
            Stage::Done => Stage::Done,
        };
    }

    /// A lower bound; and a choice by reduced cost, which may be a better one.
    fn lower(&mut self, batches: u32, is_time_up: &dyn Fn() -> bool) -> Stage {
        let before = self.bound() - self.value();
        self.duals.descend(&self.core, self.choice.value, STEPS, is_time_up);
        let guided = greedy::by(&self.core, |cycle| self.duals.reduced(&self.core, *cycle));
        self.better(guided);
        let closed = before - (self.bound() - self.value());
        let is_small = self.core.len() <= MOST_EXACT;
        let is_slow = closed < before / 20;
        if batches + 1 < BATCHES && self.duals.is_moving() && !(is_small && is_slow) {
            return Stage::Bounding { batches: batches + 1 };
        }
        self.shrink();
        if self.core.len() <= FEW {
            Stage::Proving { nodes: 0 }
        } else {
            Stage::Searching { round: 0, idle: 0 }
        }
    }

    /// Annealing over what has a high reduced cost, and neighbourhoods over more.
    fn search(&mut self, round: u32, idle: u32, is_time_up: &dyn Fn() -> bool) -> Stage {
        let before = self.choice.value;
        let size = self.core.len().min(8 * self.core.agent_count()) as u64;
        let moves = (size * 40) << round.min(6);
        let mean = self.choice.value as f64 / self.core.agent_count() as f64;
        let cooling = Cooling { hot: 0.3 * mean, cold: 0.01 * mean, moves, hope: 0.3 };
        let (pool, core, choice) = self.pool(0.3 * mean);
        let choice = anneal(&core, &self.duals, &choice, cooling, &mut self.dice, is_time_up);
        self.take_over(&pool, &core, &choice);
        if self.core.len() > MOST_EXACT {
            let (pool, core, mut choice) = self.pool(mean);
            let mut near = Neighbourhoods::new(&core, &self.duals);
            while near.sweep(&mut choice, &mut self.dice, is_time_up) && !is_time_up() {}
            self.take_over(&pool, &core, &choice);
        }
        self.duals.again(0.1);
        self.duals.descend(&self.core, self.choice.value, STEPS, is_time_up);
        self.shrink();
        let idle = if self.choice.value > before { 0 } else { idle + 1 };
        match (self.core.len() <= MOST_EXACT, idle) {
            (true, _) if round >= 2 || self.core.len() <= FEW => Stage::Proving { nodes: 0 },
            (_, PATIENCE..) => Stage::Done,
            _ => Stage::Searching { round: round + 1, idle },
        }
    }

    /// Branch and bound for some nodes.
    fn prove(&mut self, nodes: u64) -> Stage {
        let all: Vec<u32> = self.core.cycles().collect();
        let proof = self.proof.get_or_insert_with(|| Proof::of(&self.core, &all, &self.choice));
        let solved = proof.slice(NODES);
        let mut choice = Choice::none(&self.core);
        choice.fill(&self.core, solved.chosen);
        self.better(choice);
        if solved.is_proven {
            self.duals.bound = self.choice.value;
        }
        if solved.is_proven || nodes >= MOST_NODES {
            Stage::Done
        } else {
            Stage::Proving { nodes: nodes + NODES }
        }
    }

    fn better(&mut self, choice: Choice) {
        if choice.value > self.choice.value {
            self.choice = choice;
        }
    }

    /// The cycles that fall short of their agents' prices by less than so much, and those chosen; with the choice.
    fn pool(&self, short: f64) -> (Vec<u32>, Core, Choice) {
        let is_near = |cycle: &u32| self.duals.reduced(&self.core, *cycle) > -short;
        let is_in = |cycle: &u32| is_near(cycle) || self.choice.has(&self.core, *cycle);
        let pool: Vec<u32> = self.core.cycles().filter(is_in).collect();
        let (core, choice) = self.only(&pool);
        (pool, core, choice)
    }

    /// Takes over a choice of a pool if it is better.
    fn take_over(&mut self, pool: &[u32], core: &Core, choice: &Choice) {
        let mut own = Choice::none(&self.core);
        own.fill(&self.core, choice.chosen(core).into_iter().map(|cycle| pool[cycle as usize]));
        self.better(own);
    }

    fn only(&self, kept: &[u32]) -> (Core, Choice) {
        let core = self.core.only(kept);
        let mut choice = Choice::none(&core);
        let is_chosen = |(_, old): &(u32, &u32)| self.choice.has(&self.core, **old);
        choice.fill(&core, (0..).zip(kept).filter(is_chosen).map(|(new, _)| new));
        (core, choice)
    }

    /// Lets go of the cycles that are in no better packing.
    fn shrink(&mut self) {
        let may = self.duals.may_be_better(&self.core, self.choice.value);
        let is_kept = |cycle: &u32| may[*cycle as usize] || self.choice.has(&self.core, *cycle);
        let kept: Vec<u32> = self.core.cycles().filter(is_kept).collect();
        (self.core, self.choice) = self.only(&kept);
    }
}
