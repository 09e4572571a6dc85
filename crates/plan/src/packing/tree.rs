//! Branch and bound by Lagrangian bounds: every branch that is cut off is cut off in whole numbers.

use super::{core::Core, duals::Duals, greedy};

/// Steps of the duals between two looks at a branch.
const STEPS: u32 = 20;

/// How often that is done at most.
const LOOKS: u32 = 4;

/// A branch: cycles that are taken, and those among which is still chosen.
struct Branch {
    taken: Vec<u32>,
    gain: i64,
    core: Core,
    duals: Duals,
}

/// Branches that are still open, the next to be looked at last. Cycles of their cores are known by their numbers in the
/// core that the tree was made of.
pub(super) struct Tree {
    open: Vec<Branch>,
}

impl Tree {
    pub(super) fn new(core: &Core, duals: &Duals) -> Self {
        let all: Vec<u32> = core.cycles().collect();
        let own = all.iter().map(|cycle| (core.agents(*cycle), core.gain(*cycle), *cycle));
        let own = Core::new(core.agent_count(), own);
        let duals = duals.of_fewer(&own, &all);
        Self { open: vec![Branch { taken: Vec::new(), gain: 0, core: own, duals }] }
    }

    /// Whether nothing is left that could be better than what was found.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Looks at so many branches for a packing that gains more than a value, and tells of each better one.
    pub(super) fn slice(&mut self, value: i64, branches: u64, found: &mut dyn FnMut(Vec<u32>)) {
        let mut value = value;
        for _ in 0..branches {
            let Some(branch) = self.open.pop() else { return };
            self.look(branch, &mut value, found);
        }
    }

    fn look(&mut self, mut branch: Branch, value: &mut i64, found: &mut dyn FnMut(Vec<u32>)) {
        for _ in 0..LOOKS {
            let wanted = *value - branch.gain;
            branch.duals.descend(&branch.core, wanted, STEPS, &|| false);
            if branch.duals.bound <= wanted {
                return;
            }
            branch.prune(wanted);
        }
        let guided = greedy::by(&branch.core, |cycle| branch.duals.reduced(&branch.core, *cycle));
        if branch.gain + guided.value > *value {
            *value = branch.gain + guided.value;
            let chosen = guided.chosen(&branch.core).into_iter();
            let chosen = chosen.map(|cycle| branch.core.origin[cycle as usize]);
            found(branch.taken.iter().copied().chain(chosen).collect());
        }
        self.split(branch);
    }

    /// One branch without a large cycle of which the relaxation takes about half, and one with it, which is looked at first.
    fn split(&mut self, branch: Branch) {
        let weight = |cycle: &u32| {
            let usage = f64::from(branch.duals.usage(*cycle));
            (0.1 + usage * (1.0 - usage)) * branch.core.gain(*cycle) as f64
        };
        let Some(on) = branch.core.cycles().max_by(|one, other| weight(one).total_cmp(&weight(other))) else {
            return;
        };
        let without = branch.only(|cycle| cycle != on);
        let meets =
            |cycle: u32| branch.core.agents(cycle).iter().any(|agent| branch.core.agents(on).contains(agent));
        let mut with = branch.only(|cycle| !meets(cycle));
        with.taken.push(branch.core.origin[on as usize]);
        with.gain += branch.core.gain(on);
        self.open.push(without);
        self.open.push(with);
    }
}

impl Branch {
    fn only(&self, is_kept: impl Fn(u32) -> bool) -> Self {
        let kept: Vec<u32> = self.core.cycles().filter(|cycle| is_kept(*cycle)).collect();
        let core = self.core.only(&kept);
        let duals = self.duals.of_fewer(&core, &kept);
        Self { taken: self.taken.clone(), gain: self.gain, core, duals }
    }

    /// Lets go of cycles with which no packing gains more than is wanted.
    fn prune(&mut self, wanted: i64) {
        let may = self.duals.may_be_better(&self.core, wanted);
        if may.iter().any(|may| !may) {
            let pruned = self.only(|cycle| may[cycle as usize]);
            let bound = self.duals.bound;
            *self = pruned;
            self.duals.bound = self.duals.bound.min(bound.max(wanted));
        }
    }
}
