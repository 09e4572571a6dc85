//! One part of the cycles, on its way from a greedy choice to a proven one.

use super::{
    core::{Choice, Core},
    duals::Duals,
    exact::Proof,
    greedy,
    search::{Cooling, Dice, Neighbourhoods, anneal},
    tree::Tree,
};

/// Up to so many cycles are proven in one piece.
const MOST_EXACT: usize = 2_500;

/// Up to so many are proven without a search before: they are few enough for that to be soon done.
const FEW: usize = 400;

/// A gap below one part in so many is close: a search before the proof would find little.
const CLOSE: i64 = 200;

/// Nodes of `microlp` in a slice, and branches: where the gap is close, and where it is not.
const NODES: (u64, u64) = (20, 4);
const BRANCHES: (u64, u64) = (10, 50);

/// Slices of branches before the proof.
const DIVE: u64 = 3;

/// Slices after which a part is left unproven.
const MOST_SLICES: u64 = 100_000;

/// Steps of the duals between two looks at what they say.
const STEPS: u32 = 50;

/// How often that is done at most before anything else, and where a part is soon done; where it is sparse, so many times so
/// many steps: more of them rule nothing out, and `microlp` alone would be done by then.
const BATCHES: u32 = 24;
const BATCHES_OF_FEW: u32 = 8;
const OF_SPARSE: (u32, u32) = (2, 25);

/// Up to so many cycles, and so many an agent, the relaxation is nearly whole as a rule and `microlp` soon done: it has the
/// first slices to itself.
const MOST_SPARSE: usize = 1_000;
const SPARSE: usize = 5;
const ALONE: u64 = 20;

/// Rounds of search without a better packing after which a part is left.
const PATIENCE: u32 = 8;

/// What is done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Bounding { batches: u32 },
    Searching { round: u32, idle: u32 },
    Proving { slices: u64 },
    Done,
}

/// A part.
pub(super) struct Part {
    core: Core,
    choice: Choice,
    duals: Duals,
    dice: Dice,
    proof: Option<Proof>,
    tree: Option<Tree>,
    stage: Stage,
}

impl Part {
    pub(super) fn new(core: Core) -> Self {
        let choice = greedy::greedy(&core);
        let duals = Duals::new(&core);
        Self {
            core,
            choice,
            duals,
            dice: Dice::new(1),
            proof: None,
            tree: None,
            stage: Stage::Bounding { batches: 0 },
        }
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
            Stage::Proving { slices } => self.prove(slices),
            Stage::Done => Stage::Done,
        };
    }

    /// A lower bound; and a choice by reduced cost, which may be a better one.
    fn lower(&mut self, batches: u32, is_time_up: &dyn Fn() -> bool) -> Stage {
        let before = self.bound() - self.value();
        let (most, steps) = match self.is_soon_done() {
            _ if self.is_sparse() => OF_SPARSE,
            true => (BATCHES_OF_FEW, STEPS),
            false => (BATCHES, STEPS),
        };
        self.duals.descend(&self.core, self.choice.value, steps, is_time_up);
        let guided = greedy::by(&self.core, |cycle| self.duals.reduced(&self.core, *cycle));
        self.better(guided);
        let closed = before - (self.bound() - self.value());
        let size = self.core.len();
        let is_slow = size <= MOST_EXACT && closed < before / 20;
        if batches + 1 < most && self.duals.is_moving() && !is_slow {
            return Stage::Bounding { batches: batches + 1 };
        }
        self.shrink();
        let is_small = self.is_soon_done() || (self.is_close() && self.core.len() <= MOST_EXACT);
        if is_small { Stage::Proving { slices: 0 } } else { Stage::Searching { round: 0, idle: 0 } }
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
            (true, _) if idle >= 1 || self.core.len() <= FEW => Stage::Proving { slices: 0 },
            (_, PATIENCE..) => Stage::Done,
            _ => Stage::Searching { round: round + 1, idle },
        }
    }

    /// Branch and bound: first down the branches for a good packing; then, over what that leaves, of both kinds in turn,
    /// since `microlp` is soon done where the relaxation is nearly whole, and Lagrangian bounds where it is not.
    fn prove(&mut self, slices: u64) -> Stage {
        let is_close = self.is_close();
        if slices < DIVE && (is_close || self.is_soon_done()) {
            return Stage::Proving { slices: DIVE };
        }
        if slices == DIVE {
            self.shrink();
            self.tree = None;
        }
        let (nodes, branches) = match is_close {
            _ if slices < DIVE + ALONE && self.is_sparse() => (NODES.0, 0),
            true => (NODES.0, BRANCHES.0),
            false => (NODES.1, BRANCHES.1),
        };
        let is_proven = (slices >= DIVE && self.is_solved(nodes)) || self.is_branched(branches);
        if is_proven {
            self.duals.bound = self.choice.value;
        }
        let is_over = is_proven || slices >= MOST_SLICES;
        if is_over { Stage::Done } else { Stage::Proving { slices: slices + 1 } }
    }

    fn is_soon_done(&self) -> bool {
        self.core.len() <= FEW || self.is_sparse()
    }

    fn is_sparse(&self) -> bool {
        self.core.len() <= MOST_SPARSE.min(SPARSE * self.core.agent_count())
    }

    fn is_close(&self) -> bool {
        i128::from(self.bound() - self.value()) * i128::from(CLOSE) < i128::from(self.bound())
    }

    /// Whether a slice of `microlp` ends with the best packing.
    fn is_solved(&mut self, nodes: u64) -> bool {
        let all = || self.core.cycles().collect();
        let proof = self.proof.get_or_insert_with(|| Proof::of(&self.core, all()));
        let solved = proof.slice(nodes);
        self.better(self.choice_of(solved.chosen));
        solved.is_proven
    }

    /// Whether a slice of branches ends with none left.
    fn is_branched(&mut self, branches: u64) -> bool {
        let tree = self.tree.get_or_insert_with(|| Tree::new(&self.core, &self.duals));
        let mut found = None;
        tree.slice(self.choice.value, branches, &mut |chosen| found = Some(chosen));
        let is_empty = tree.is_empty();
        found.into_iter().for_each(|chosen| self.better(self.choice_of(chosen)));
        is_empty
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
