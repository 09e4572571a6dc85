//! A first answer: the most gain an agent first.

use super::core::{Choice, Core};

/// Cycles taken in the order of their gain over the root of their size (Halldorsson 2000: within the root of the agents of
/// the optimum), ties in the order given.
pub(super) fn greedy(core: &Core) -> Choice {
    let key = |cycle: &u32| core.gain(*cycle) as f64 / (core.agents(*cycle).len() as f64).sqrt();
    by(core, key)
}

/// Cycles taken in falling order of a figure.
pub(super) fn by(core: &Core, key: impl Fn(&u32) -> f64) -> Choice {
    let mut order: Vec<(f64, u32)> = core.cycles().map(|cycle| (key(&cycle), cycle)).collect();
    order.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut choice = Choice::none(core);
    choice.fill(core, order.into_iter().map(|(_, cycle)| cycle));
    choice
}
