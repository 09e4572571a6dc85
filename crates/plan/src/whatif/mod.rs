//! What if: a plan changed in one thing or several, and whom that moves, by how much.
//!
//! A [`Scenario`] keeps the one list and moves only what its [`Move`]s name; both sides are played with the same luck, so
//! that what differs between them is the change. [`Stakes`] say whose dates count, [`effects`] what a change does to them.

mod apply;
mod between;
mod effect;
mod pull;

pub use self::{
    apply::{Held, Moved, Refused, Scenario},
    between::{Shift, shifts},
    effect::{Apart, BeforeAfter, Effect, Span, Stake, Stakes, apart, before_and_after, blocks, effects},
};
use crate::{calendar::Ticks, directory::TeamId, network::ItemId};

/// Called after every block of years, from any thread. Says whether to go on: once it says no, nothing more is played, and
/// what comes back is of no use.
pub type GoOn<'a> = dyn Fn() -> bool + Sync + 'a;

/// What can be changed in a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// An item is done before the first item of its team that starts at this moment or after it.
    Pull {
        /// What is pulled forward.
        item: ItemId,
        /// The planned start that it is meant to have.
        to: Ticks,
    },
    /// A team works for another for a while.
    Lend {
        /// Who has fewer lanes meanwhile.
        giver: TeamId,
        /// Who has more.
        taker: TeamId,
        /// How many.
        lanes: u32,
        /// From this moment on,
        from: Ticks,
        /// up to this one; what runs then is finished.
        to: Ticks,
    },
    /// One piece of work of several alike goes first: it takes longer, and those that start once it is done take less time.
    First {
        /// What goes first.
        item: ItemId,
        /// What is like it.
        others: Vec<ItemId>,
        /// How much longer the first takes, in hundredths of its length. Judged by a person.
        more: u32,
        /// How much less time the later ones take, in hundredths, at most 100. Judged by a person.
        less: u32,
    },
    /// An item is not done: it takes no time and no lane, and its links hold on.
    Drop {
        /// What is left out.
        item: ItemId,
    },
    /// An item waits for a decision that falls at this moment.
    Decide {
        /// What waits.
        item: ItemId,
        /// When it can start at the earliest.
        at: Ticks,
    },
    /// An item takes so much longer in every trial: whatever its luck, it ends that much later than it would from the same
    /// start. What has no length of its own, since its parts do the work, ends that much after the last of them.
    Delay {
        /// What slips.
        item: ItemId,
        /// By how much.
        by: Ticks,
    },
}

impl Move {
    /// The item that it moves, if it moves one.
    pub fn item(&self) -> Option<ItemId> {
        match self {
            Self::Pull { item, .. } | Self::First { item, .. } => Some(*item),
            Self::Drop { item } | Self::Decide { item, .. } | Self::Delay { item, .. } => Some(*item),
            Self::Lend { .. } => None,
        }
    }
}
