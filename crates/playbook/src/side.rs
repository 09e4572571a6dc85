//! Which of two leaders: who lends, who called a talk off.

use minicbor::{Decode, Encode};

/// One of two leaders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Side {
    /// The leader whose notebook it is.
    #[n(0)]
    Me,
    /// The peer.
    #[n(1)]
    Them,
}
