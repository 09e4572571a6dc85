//! Two plans side by side under the same luck: by how much items end later in one than in the other.

use rayon::prelude::*;

use super::Span;
use crate::{
    activity::Instance,
    batch::{BLOCK, Layout},
    calendar::{DAY, Ticks},
    forecast::{Figure, Tally},
    network::ItemId,
    order::Order,
};

/// By how much an item ends later in the second plan than in the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Years that were played.
    pub trials: u32,
    /// In sums of ticks over trials; below 0 where it ends earlier.
    pub later: Tally,
    /// When it ends in the first plan.
    pub before: Span,
    /// When it ends in the second.
    pub after: Span,
}

impl Shift {
    /// In working days in the mean, with the standard error.
    pub fn days(&self) -> Figure {
        self.later.figure(self.trials, f64::from(DAY))
    }
}

/// Plays two plans over the same trials, and compares items pair by pair: one of the first plan with one of the second. Items
/// that bear the same luck in both have the same years. `tick` is called after every block of both, from any thread.
pub fn shifts(
    before: (&Instance, &Order),
    after: (&Instance, &Order),
    pairs: &[(ItemId, ItemId)],
    trials: u32,
    tick: &(dyn Fn() + Sync),
) -> Vec<Shift> {
    let (first, second): (Vec<ItemId>, Vec<ItemId>) = pairs.iter().copied().unzip();
    let (old, new) = (Layout::new(before.0, before.1, &first), Layout::new(after.0, after.1, &second));
    let play = |block: u32| {
        let (mut was, mut is) = (old.batch(), new.batch());
        was.play(&old, block);
        is.play(&new, block);
        tick();
        let here = 0..BLOCK.min(trials - block * BLOCK) as usize;
        let of = |(one, other): &(ItemId, ItemId)| -> Vec<(Ticks, Ticks)> {
            here.clone().map(|at| (was.finish(&old, *one, at), is.finish(&new, *other, at))).collect()
        };
        pairs.iter().map(of).collect::<Vec<_>>()
    };
    let blocks: Vec<Vec<Vec<(Ticks, Ticks)>>> =
        (0..trials.div_ceil(BLOCK)).into_par_iter().map(play).collect();
    (0..pairs.len()).map(|pair| shift(blocks.iter().flat_map(|block| &block[pair]), trials)).collect()
}

fn shift<'a>(finishes: impl Iterator<Item = &'a (Ticks, Ticks)>, trials: u32) -> Shift {
    let mut later = Tally::default();
    let (was, is): (Vec<Ticks>, Vec<Ticks>) = finishes.copied().unzip();
    was.iter().zip(&is).for_each(|(was, is)| later.add(i64::from(*is) - i64::from(*was)));
    Shift { trials, later, before: Span::of(was), after: Span::of(is) }
}
