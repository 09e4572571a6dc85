//! A guarded peer is left alone, and pages say why (rule B1).

use serde::Serialize;

use crate::{
    map::peers::{Known, Peers},
    moment::Day,
    privacy::OwnersScreen,
};

/// What is closed towards a guarded peer, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Closed {
    /// Who.
    pub name: String,
    /// Since when.
    pub since: Day,
    /// Why, in the leader's words: for the owner's screen.
    pub because: String,
    /// What a page says.
    pub sentence: String,
    /// The command that opens it again.
    pub command: String,
}

/// What is closed towards a peer; none where they are not guarded (rule B1).
pub fn closed(peers: &Peers, peer: Known, screen: &OwnersScreen) -> Option<Closed> {
    let guard = peers.guard_of(peer)?;
    let name = peers.name(peer.id()).to_owned();
    let because = guard.because.reveal(screen).clone();
    Some(Closed {
        since: guard.since,
        sentence: format!(
            "{name} has been guarded since {}, because “{because}”: no trades, no news and no joint documents are proposed.",
            guard.since
        ),
        command: format!("sideways peer cooperative {} --because \"...\"", plan::names::typed(&name)),
        because,
        name,
    })
}
