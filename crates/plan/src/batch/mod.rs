//! Sixteen years at a time: the same years as [`trial::Year`](crate::trial::Year) plays, tick by tick, only faster.
//!
//! A [`Layout`] is the instance in the order of the list, cut down to what the wanted items can depend on.
//! A [`Batch`] plays a block of [`BLOCK`] trials over it: the moments of one item in all of them fill one line of the
//! cache, so that one step of the list is a handful of vector instructions. Which ones is chosen at run time; all of them
//! compute the same bits, since the arithmetic is that of whole numbers and of exactly rounded single precision.
//! Why an item started is not kept: it is found again from the finishes, for the few items on a chain.

mod chain;
mod layout;
mod play;
mod vectors;

pub use self::{
    chain::{Chains, Step},
    layout::Layout,
    play::Instructions,
};
use crate::calendar::Ticks;

/// Trials that are played at a time.
pub const BLOCK: u32 = 16;

/// The same as a length.
const WIDTH: usize = BLOCK as usize;

/// One value for each trial of a block: a line of the cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
struct Line([Ticks; WIDTH]);

impl Line {
    const fn of(value: Ticks) -> Self {
        Self([value; WIDTH])
    }

    /// One value after the other. Plain loops over whole lines are what becomes vector instructions.
    #[inline(always)]
    fn each(value: impl Fn(usize) -> Ticks) -> Self {
        let mut line = Self::of(0);
        for at in 0..WIDTH {
            line.0[at] = value(at);
        }
        line
    }
}

/// No position.
const NONE: u32 = u32::MAX;

/// A block of trials, played.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The first trial of the block.
    first: u32,
    /// The block that was played last.
    played: Option<u32>,
    /// When items end, by slot.
    finish: Vec<Line>,
    /// When those items start whose start a link looks at.
    start: Vec<Line>,
    /// Who stood on the lane before, by slot, as a place in the order of ids; below 0 for nobody. Empty where no team has to
    /// wait for a lane.
    before: Vec<Line>,
    /// The factors that a team's work shares, by crew.
    factors: Vec<[u32; WIDTH]>,
    /// The lanes of crews that have to wait for them.
    lanes: Vec<Lane>,
}

/// A lane in each trial: in the upper half of a number when it is free, in the lower who stood on it last.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Lane([i64; WIDTH]);
