//! Forums ahead in which peers will be absent (rule D1); those of one title from which the same will be absent stand together.

use jiff::Timestamp;
use plan::names::title_key;
use serde::Serialize;

use super::Forum;
use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id},
};

/// A forum ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ahead {
    /// Its title, as a screen may show it.
    pub title: String,
    /// The day of the next one, where the leader is.
    pub on: Day,
    /// When the next one begins.
    pub from: Timestamp,
    /// Days of those that follow.
    pub later: Vec<Day>,
    /// Peers who will not be there.
    pub absent: Vec<Absent>,
    /// Whether any peer was asked at all.
    pub is_of_peers: bool,
    /// The command that shows what can be said for them.
    pub command: String,
}

/// A peer who will not be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Absent {
    /// Who.
    pub peer: String,
    /// Their id.
    pub id: Id,
    /// Whether they were asked, and declined.
    pub was_asked: bool,
}

/// Forums in which peers will be absent, in the order of the calendar.
pub fn ahead(forums: &[Forum], peers: &Peers) -> Vec<Ahead> {
    let mut all: Vec<Ahead> = Vec::new();
    for forum in forums {
        let one = one(forum, peers);
        let same = |known: &&mut Ahead| {
            title_key(&known.title) == title_key(&one.title)
                && (&known.absent, known.is_of_peers) == (&one.absent, one.is_of_peers)
        };
        match all.iter_mut().find(same) {
            _ if one.absent.is_empty() => {}
            Some(known) if known.on == one.on || known.later.contains(&one.on) => {}
            Some(known) => known.later.push(one.on),
            None => all.push(one),
        }
    }
    all
}

fn one(forum: &Forum, peers: &Peers) -> Ahead {
    let mut seen: Vec<Known> = Vec::new();
    let asked = forum.absent().map(|id| (id, true));
    let mut absent: Vec<Absent> = Vec::new();
    for (id, was_asked) in asked.chain(forum.not_invited.iter().map(|id| (*id, false))) {
        let Some(peer) = peers.known(id).filter(|peer| !seen.contains(peer)) else { continue };
        seen.push(peer);
        absent.push(Absent { peer: peers.name(peer.id()).to_owned(), id: peer.id(), was_asked });
    }
    let dashed = if forum.title.starts_with('-') { "-- " } else { "" };
    Ahead {
        on: forum.on,
        from: forum.from,
        later: Vec::new(),
        absent,
        is_of_peers: forum.invited.iter().any(|one| one.peer.is_some()),
        command: format!("sideways defend {dashed}{}", plan::names::typed(&forum.title)),
        title: forum.title.clone(),
    }
}
