//! Two single things said in private: three asks in a row, and nothing offered between; and one thing that a peer gave, with
//! nobody thanked nor named for it (rule T9).
//!
//! Of asks, what is kept is the last three things on a channel, in their order. Nothing is counted, and no list holds it.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id},
    privacy::OwnersScreen,
    trade::goods::Goods,
};

/// Days after which an ask no longer belongs to a row, and nobody is reminded of a thanks.
const ROW: i64 = 84;

/// Something that the leader asked of a peer or offered them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Turn {
    /// When.
    #[n(0)]
    pub on: Day,
    /// The entry.
    #[n(1)]
    pub entry: u32,
    /// Whether it was offered; else it was asked.
    #[n(2)]
    pub was_offered: bool,
}

/// The last things asked of each peer and offered to them.
#[derive(Default, Encode, Decode)]
pub struct Turns {
    #[n(0)]
    of: BTreeMap<Id, Vec<Turn>>,
}

/// A nudge: words for the owner's screen, about one peer and one single thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nudge {
    /// Who was asked.
    pub peer: Known,
    /// What there is to see.
    pub words: String,
    /// Since when.
    pub since: Day,
    /// The entry that holds it: the last of the asks, or what was given.
    pub entry: u32,
    /// The command that answers it.
    pub command: String,
}

impl Turns {
    /// Takes in a turn, and lets go of what lies before the last three.
    pub fn take(&mut self, peer: Id, turn: Turn) {
        let all = self.of.entry(peer).or_default();
        all.insert(all.partition_point(|known| *known <= turn), turn);
        if all.len() > 3 {
            all.remove(0);
        }
    }

    /// Peers of whom three things were asked in a row, with nothing offered between.
    pub fn nudges(&self, peers: &Peers, today: Day) -> Vec<Nudge> {
        peers.everybody().filter_map(|(peer, _)| self.nudge(peer, peers, today)).collect()
    }

    /// Whether three things were asked of one peer in a row, with nothing offered between: for their own page, and no list.
    pub fn nudge(&self, peer: Known, peers: &Peers, today: Day) -> Option<Nudge> {
        let mut row: Vec<Turn> =
            peers.entries_of(peer).filter_map(|id| self.of.get(&id)).flatten().copied().collect();
        row.sort();
        let [.., first, second, last] = row.as_slice() else { return None };
        let is_row = [first, second, last].iter().all(|turn| !turn.was_offered);
        let name = peers.name(peer.id());
        (is_row && first.on >= today.plus(-ROW) && !peers.has_left(peer, today)).then(|| Nudge {
            peer,
            words: format!("three asks in a row to {name}, nothing offered between"),
            since: last.on,
            entry: last.entry,
            command: format!("sideways kindness add {} \"...\"", plan::names::typed(name)),
        })
    }
}

/// The one thing longest ago for which a peer was neither thanked nor named: for their own page, and no list.
///
/// It is one whatever else they gave, so that nothing can be counted from it.
pub fn not_thanked(
    goods: &Goods,
    peers: &Peers,
    peer: Known,
    today: Day,
    screen: &OwnersScreen,
) -> Option<Nudge> {
    let is_theirs = |giver: Id| peers.entries_of(peer).any(|id| id == giver);
    let lately = goods.received().filter(|got| got.on >= today.plus(-ROW) && is_theirs(got.peer));
    let got = lately.min_by_key(|got| (got.on, got.id))?;
    let (name, what) = (peers.name(peer.id()), got.what.reveal(screen).trim());
    let when = got.on.0.strftime("%B %Y");
    Some(Nudge {
        peer,
        words: format!("{what} of {name} in {when}: not thanked, not named yet"),
        since: got.on,
        entry: got.id.entry,
        command: format!("sideways credit {} \"...\"", got.id),
    })
}
