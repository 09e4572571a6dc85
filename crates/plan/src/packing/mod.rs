//! Of many possible trades, the disjoint ones with the largest total gain: weighted set packing.
//!
//! [`offers`] finds the cycles of a digraph of offers in which every member gains. [`pack()`] chooses among cycles, so that
//! nobody stands in two of them (the cycle formulation: one 0/1 variable a cycle, one row an agent). It reduces first
//! (`reduce`), has a first answer by greedy choice, and bounds it from above by Lagrangian `duals`, whose bound is
//! summed in whole numbers. What the reduced costs leave is searched (`search`) and proven (`exact`) by branch and bound
//! of `microlp`, in one piece where it is small, in large neighbourhoods where it is not.
//!
//! Nothing here reads a clock: the caller says when time is up, and the same calls of that give the same answer.

mod core;
mod duals;
mod exact;
mod greedy;
pub mod offers;
mod pack;
mod part;
mod reduce;
mod search;
mod tree;

pub use pack::{Packing, pack};

/// The largest gain of one cycle; whoever has larger ones takes a larger unit.
pub const MOST_GAIN: i64 = 1 << 40;

/// Possible trades: each a set of agents and what it gains as a whole.
///
/// Agents are any numbers; gains are whole units of the caller's choice (thousandths of a working day, say), at most
/// [`MOST_GAIN`]. A cycle that gains nothing, or that has no agents, is never chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cycles {
    ends: Vec<usize>,
    agents: Vec<u32>,
    gains: Vec<i64>,
}

/// A gain beyond [`MOST_GAIN`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge(pub i64);

impl Cycles {
    /// Adds a cycle, whose number is how many there were before.
    ///
    /// # Errors
    /// A gain above [`MOST_GAIN`], with which sums could leave the range of whole numbers.
    pub fn push(&mut self, agents: &[u32], gain: i64) -> Result<(), TooLarge> {
        if gain > MOST_GAIN {
            return Err(TooLarge(gain));
        }
        self.add(agents, gain);
        Ok(())
    }

    /// Adds a cycle whose gain is known to be small enough.
    fn add(&mut self, agents: &[u32], gain: i64) {
        self.agents.extend_from_slice(agents);
        self.ends.push(self.agents.len());
        self.gains.push(gain);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.gains.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.gains.is_empty()
    }

    /// The agents of a cycle, in the order in which they were given.
    pub fn agents(&self, cycle: usize) -> &[u32] {
        let start = cycle.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.agents[start..self.ends[cycle]]
    }

    /// What a cycle gains.
    pub fn gain(&self, cycle: usize) -> i64 {
        self.gains[cycle]
    }
}
