//! One part of the cycles, on its way from a greedy choice to a proven one.

use super::{
    core::{Choice, Core},
    duals::Duals,
    exact, greedy,
    search::{Cooling, Dice, Neighbourhoods, anneal},
    tree::Tree,
};

/// Up to so many cycles are proven in one piece.
const MOST_EXACT: usize = 2_500;

/// Up to so many are given to `microlp` first: with few cycles its bounds are nearly always whole at once.
const FEW: usize = 400;

/// Nodes of `microlp` for that.
const NODES: u64 = 40;

/// Steps of the duals between two looks at what they say.
const STEPS: u32 = 50;

/// How often that is done at most before anything else: for a few cycles, and for many.
const BATCHES: (u32, u32) = (2, 24);

/// Branches between two looks at the time.
const BRANCHES: u64 = 25;

/// Branches after which a part is left unproven.
const MOST_BRANCHES: u64 = 1_000_000;

/// Rounds of search without a better packing after which a part is left.
const PATIENCE: u32 = 8;

/// What is done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Bounding { batches: u32 },
    Searching { round: u32, idle: u32 },
    Proving { branches: u64 },
    Done,
}

/// A part.
pub(super) struct Part {
    core: Core,
    choice: Choice,
    duals: Duals,
    dice: Dice,
    tree: Option<Tree>,
    stage: Stage,
}

impl Part {
    pub(super) fn new(core: Core) -> Self {
        let choice = greedy::greedy(&core);
        let duals = Duals::new(&core);
        Self { core, choice, duals, dice: Dice::new(1), tree: None, stage: Stage::Bounding { batches: 0 } }
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
            Stage::Proving { branches } => self.prove(branches),
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
        let size = self.core.len();
        let most = if size <= FEW { BATCHES.0 } else { BATCHES.1 };
        let is_slow = size <= MOST_EXACT && closed < before / 20;
        if batches + 1 < most && self.duals.is_moving() && !is_slow {
            return Stage::Bounding { batches: batches + 1 };
        }
        self.shrink();
        match self.core.len() <= MOST_EXACT && size <= MOST_EXACT {
            true => Stage::Proving { branches: 0 },
            false => Stage::Searching { round: 0, idle: 0 },
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
            (true, _) if idle >= 2 || self.core.len() <= FEW => Stage::Proving { branches: 0 },
            (_, PATIENCE..) => Stage::Done,
            _ => Stage::Searching { round: round + 1, idle },
        }
    }

    /// Branch and bound for some branches: by `microlp` where it may be done soon, by Lagrangian bounds where it was not.
    fn prove(&mut self, branches: u64) -> Stage {
        if branches == 0 && self.core.len() <= FEW && self.is_solved() {
            return Stage::Done;
        }
        let tree = self.tree.get_or_insert_with(|| Tree::new(&self.core, &self.duals));
        let mut found = None;
        tree.slice(self.choice.value, BRANCHES, &mut |chosen| found = Some(chosen));
        let is_proven = tree.is_empty();
        found.into_iter().for_each(|chosen| self.better(self.choice_of(chosen)));
        if is_proven {
            self.duals.bound = self.choice.value;
        }
        let is_over = is_proven || branches >= MOST_BRANCHES;
        if is_over { Stage::Done } else { Stage::Proving { branches: branches + BRANCHES } }
    }

    /// Whether `microlp` finds the best packing within a few nodes.
    fn is_solved(&mut self) -> bool {
        let all: Vec<u32> = self.core.cycles().collect();
        let solved = exact::best(&self.core, &all, &self.choice, NODES);
        self.better(self.choice_of(solved.chosen));
        if solved.is_proven {
            self.duals.bound = self.choice.value;
        }
        solved.is_proven
    }

    fn choice_of(&self, chosen: impl IntoIterator<Item = u32>) -> Choice {
        let mut choice = Choice::none(&self.core);
        choice.fill(&self.core, chosen);
        choice
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
        self.duals.forget(&kept);
    }
}
