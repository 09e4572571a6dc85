//! The map that the leader keeps: what the notebook remembers of it, and the plan as it was then (rules M3b and M7).

use minicbor::{Decode, Encode, bytes::ByteVec};
use plan::names::person_key;
use serde::Serialize;

use super::{
    Map,
    peers::{Blob, Kept, Known, Peers, Pick, Yes},
    view::{Line, Peer},
};
use crate::{
    moment::Day,
    privacy::{CanSeal, Private},
};

/// A plan as it was when its map was kept: enough to read it again as of then.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct PlanThen {
    /// The day from which the map looked ahead.
    #[n(0)]
    pub as_of: Day,
    /// The leader, as the plan calls them.
    #[n(1)]
    pub me: Option<String>,
    /// The leader's teams.
    #[n(2)]
    pub teams: Vec<String>,
    /// The profile that comes with the program, by its name; one of the leader's own is among the files.
    #[n(3)]
    pub profile: Option<String>,
    /// Every file that was read, in the order in which it was read.
    #[n(4)]
    pub files: Vec<File>,
}

/// A file of a plan.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct File {
    /// Its path, as it was given.
    #[n(0)]
    pub name: Private<String>,
    /// What it was read for, in a word.
    #[n(1)]
    pub purpose: String,
    /// Its bytes.
    #[n(2)]
    pub bytes: Private<ByteVec>,
}

/// A map to be kept, and the names of its picks, as [`super::peers::Command::Keep`] takes them.
///
/// A pick bears the name that the notebook knows already, else the name in full, where the plan has one.
pub fn keep(map: &Map, peers: &Peers, plan: Option<Blob>, shown: Option<Blob>) -> (Kept, Vec<String>) {
    let name = |peer: &Peer| match (&peer.full_name, peers.called(&peer.person)) {
        (Some(full), None) => full.clone(),
        _ => peer.person.clone(),
    };
    let names: Vec<String> = map.peers.iter().map(name).collect();
    let picks = map.peers.iter().map(pick).collect();
    (Kept { as_of: Day(map.as_of), picks, plan, map: shown }, names)
}

fn pick(peer: &Peer) -> Pick {
    Pick {
        // Whoever keeps the map sets it, by the name.
        peer: crate::moment::Id::of(0),
        share: peer.dependence,
        teams: peer.teams.clone(),
        yeses: peer.crossings.iter().map(yes).collect(),
        name: None,
    }
}

fn yes(line: &Line) -> Yes {
    let place = match line.place.line {
        0 => line.place.file.clone(),
        number => format!("{}:{number}", line.place.file),
    };
    Yes {
        kind: line.kind.word().to_owned(),
        item: line.item.clone(),
        home: line.home.clone(),
        due: line.needed_by.map(Day),
        place,
        theirs: line.theirs.clone(),
    }
}

/// Who came onto the map and who went from it, since it was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The day of the kept map.
    pub since: Day,
    /// Names that are new.
    pub came: Vec<String>,
    /// Names that are gone.
    pub went: Vec<String>,
}

/// What changed since the map was kept; nothing where none was.
pub fn changed(map: &Map, peers: &Peers) -> Option<Changed> {
    let kept = peers.kept()?;
    let is_one = |peer: &Peer, who: Known| {
        let names: Vec<String> = peers.names_of(who).map(person_key).collect();
        [Some(&peer.person), peer.full_name.as_ref()]
            .into_iter()
            .flatten()
            .any(|name| names.contains(&person_key(name)))
    };
    let known: Vec<Known> = kept.picks.iter().filter_map(|pick| peers.known(pick.peer)).collect();
    let came = map.peers.iter().filter(|peer| !known.iter().any(|who| is_one(peer, *who)));
    let went = known.iter().filter(|who| !map.peers.iter().any(|peer| is_one(peer, **who)));
    Some(Changed {
        since: kept.as_of,
        came: came.map(|peer| peer.person.clone()).collect(),
        went: went.map(|who| peers.name(who.id()).to_owned()).collect(),
    })
}
