//! What a wish about an announcement makes happen.

use super::{Announcement, Event, Found, Kind, Lands, Notice, Open, Tell, Words};
use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id, Now, When},
    privacy::{Private, Shareable},
    refusal::{Refusal, not_ahead},
};

/// What the leader wants of an announcement.
pub enum Command {
    /// Open one.
    Open(Draft),
    /// It lands on somebody else, too.
    Add {
        /// Which.
        about: Id,
        /// On whom, and what it does to them.
        lands: Vec<(Known, Option<Shareable<String>>)>,
    },
    /// A peer was told, one to one.
    Tell {
        /// Which; the one that waits for this peer, where none is named.
        about: Option<Id>,
        /// Who.
        peer: Known,
        /// When.
        at: When,
    },
    /// It was broadcast.
    Broadcast {
        /// Which.
        about: Id,
        /// When.
        on: Day,
    },
    /// A peer heard it elsewhere first.
    Surprise {
        /// Which; the one that lands on this peer, where none is named.
        about: Option<Id>,
        /// Who.
        peer: Known,
        /// When.
        on: Day,
        /// How they heard.
        how: Option<Private<String>>,
    },
    /// A surprise was mended.
    Repair {
        /// Which; the one that surprised this peer, where none is named.
        about: Option<Id>,
        /// With whom.
        peer: Known,
        /// When.
        on: Day,
        /// What the leader said or did.
        how: Private<String>,
    },
    /// Its times moved.
    Move {
        /// Which.
        about: Id,
        /// The room.
        room: Option<When>,
        /// From when on it may be shared.
        free_from: Option<When>,
    },
    /// The last step was made.
    Finish {
        /// Which.
        about: Id,
        /// When.
        on: Day,
        /// Why, though somebody was not told.
        because: Option<Private<String>>,
    },
    /// It comes to nothing.
    Drop {
        /// Which.
        about: Id,
        /// Why.
        because: Private<String>,
    },
}

/// An announcement as it is wished for.
pub struct Draft {
    /// What kind of thing it is.
    pub kind: Kind,
    /// How it came up.
    pub found: Found,
    /// What is announced, in words for those on whom it lands.
    pub what: Shareable<String>,
    /// On whom it lands: by how many tenths of a working day, and what it does to them.
    pub lands: Vec<(Known, Option<u32>, Option<Shareable<String>>)>,
    /// Who may hear it before its free-from time.
    pub early: Vec<Known>,
    /// When everybody hears.
    pub room: Option<When>,
    /// From when on it may be shared.
    pub free_from: Option<When>,
    /// Time to react, where it is not the usual one.
    pub notice: Option<Notice>,
    /// The item that the tracker is to say it of.
    pub item: Option<Private<String>>,
}

impl Tell {
    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, peers: &Peers, now: &Now) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Open(draft) => Ok(vec![Event::Opened(draft.checked(now)?)]),
            Command::Add { about, lands } => self.add(about, lands, peers, now),
            Command::Tell { about, peer, at } => self.tell(about, (peer, at), peers, now),
            Command::Broadcast { about, on } => {
                not_ahead(on, now)?;
                self.still_open(about)?;
                Ok(vec![Event::Broadcast { about, on }])
            }
            Command::Surprise { about, peer, on, how } => {
                not_ahead(on, now)?;
                let open = self.which(about, peer, peers, now, |heard| heard.surprised.is_none())?;
                if open.heard(peers, peer).surprised.is_some() {
                    return Err(told_before(open, peer, peers));
                }
                Ok(vec![Event::Surprised { about: open.announcement.id, peer: peer.id(), on, how }])
            }
            Command::Repair { about, peer, on, how } => {
                not_ahead(on, now)?;
                let waits = |heard: &super::Heard| heard.surprised.is_some() && heard.repaired.is_none();
                let open = self.which(about, peer, peers, now, waits)?;
                if !waits(&open.heard(peers, peer)) {
                    let name = peers.name(peer.id()).to_owned();
                    return Err(Refusal::NotSurprised { name, about: open.announcement.id });
                }
                let was_surprised =
                    |entry: &Id| open.heard.get(entry).is_some_and(|heard| heard.surprised.is_some());
                let who = peers.entries_of(peer).find(was_surprised).unwrap_or(peer.id());
                Ok(vec![Event::Repaired { about: open.announcement.id, peer: who, on, how }])
            }
            Command::Move { about, room, free_from } => {
                let open = self.still_open(about)?;
                let of = &open.announcement;
                room_is_later(room.or(of.room), free_from.or(of.free_from))?;
                Ok(vec![Event::Moved { about, room, free_from }])
            }
            Command::Finish { about, on, because } => self.finish(about, on, because, peers, now),
            Command::Drop { about, because } => {
                self.still_open(about)?;
                Ok(vec![Event::Dropped { about, because }])
            }
        }
    }

    fn still_open(&self, about: Id) -> Result<&Open, Refusal> {
        let open = self.one(about)?;
        match open.over {
            None => Ok(open),
            Some(on) => Err(Refusal::AnnouncementOver { about, on }),
        }
    }

    fn add(
        &self,
        about: Id,
        lands: Vec<(Known, Option<Shareable<String>>)>,
        peers: &Peers,
        now: &Now,
    ) -> Result<Vec<Event>, Refusal> {
        let open = self.still_open(about)?;
        if lands.is_empty() {
            return Err(Refusal::LandsOnNobody);
        }
        if let Some((peer, _)) = lands.iter().find(|(peer, _)| open.lands_on(peers, *peer, now.today)) {
            return Err(Refusal::LandsAlready { name: peers.name(peer.id()).to_owned(), about });
        }
        let free_from = open.announcement.what.free_from();
        let event = |(peer, words): (Known, Option<Shareable<String>>)| {
            let words = words.map(|words| Words::new(words, free_from, Vec::new()));
            Event::LandsOn { about, lands: Lands { peer: peer.id(), later: None, words } }
        };
        Ok(lands.into_iter().map(event).collect())
    }

    /// Told after the room is told late: they heard it there (rule L5).
    fn tell(
        &self,
        about: Option<Id>,
        (peer, at): (Known, When),
        peers: &Peers,
        now: &Now,
    ) -> Result<Vec<Event>, Refusal> {
        if at.at() > now.at && at.on() >= now.today {
            return Err(Refusal::NotToldYet { at: at.to_string() });
        }
        let open = self.which(about, peer, peers, now, |heard| !heard.is_over())?;
        let heard = open.heard(peers, peer);
        if heard.told.is_some() {
            return Err(told_before(open, peer, peers));
        }
        let (about, who) = (open.announcement.id, peer.id());
        let there = open.announcement.room.filter(|room| at.at() >= room.at() && heard.surprised.is_none());
        let late = there.map(|room| Event::Surprised { about, peer: who, on: room.on(), how: None });
        Ok([Event::Told { about, peer: who, at }].into_iter().chain(late).collect())
    }

    fn finish(
        &self,
        about: Id,
        on: Day,
        because: Option<Private<String>>,
        peers: &Peers,
        now: &Now,
    ) -> Result<Vec<Event>, Refusal> {
        not_ahead(on, now)?;
        let open = self.still_open(about)?;
        let waits =
            |(peer, _): &(Known, &Lands)| !peers.is_guarded(*peer) && !open.heard(peers, *peer).is_over();
        let names: Vec<String> = open
            .lands(peers, now.today)
            .into_iter()
            .filter(waits)
            .map(|(peer, _)| peers.name(peer.id()).to_owned())
            .collect();
        match names.is_empty() || because.is_some() {
            true => Ok(vec![Event::Finished { about, on, because }]),
            false => Err(Refusal::NotAllTold { about, names }),
        }
    }

    /// The announcement that is meant: the one that is named, else the only one of this peer that waits for it.
    fn which(
        &self,
        about: Option<Id>,
        peer: Known,
        peers: &Peers,
        now: &Now,
        waits: impl Fn(&super::Heard) -> bool,
    ) -> Result<&Open, Refusal> {
        let name = || peers.name(peer.id()).to_owned();
        if let Some(about) = about {
            let open = self.one(about)?;
            return match open.lands_on(peers, peer, now.today) {
                true => Ok(open),
                false => Err(Refusal::LandsElsewhere { name: name(), about }),
            };
        }
        let theirs = |open: &&Open| open.lands_on(peers, peer, now.today) && waits(&open.heard(peers, peer));
        let found: Vec<&Open> = self.all().filter(theirs).collect();
        match found[..] {
            [one] => Ok(one),
            [] => Err(Refusal::NothingToTell { name: name() }),
            _ => Err(Refusal::SeveralAnnouncements {
                name: name(),
                which: found.iter().map(|open| open.announcement.id.to_string()).collect(),
            }),
        }
    }
}

fn told_before(open: &Open, peer: Known, peers: &Peers) -> Refusal {
    let heard = open.heard(peers, peer);
    let on = heard.surprised.or(heard.told.map(When::on)).unwrap_or(open.announcement.opened);
    let name = peers.name(peer.id()).to_owned();
    Refusal::HeardBefore { name, about: open.announcement.id, on, was_told: heard.surprised.is_none() }
}

fn room_is_later(room: Option<When>, free_from: Option<When>) -> Result<(), Refusal> {
    match (room, free_from) {
        (Some(room), Some(free)) if room.at() <= free.at() => {
            Err(Refusal::RoomBeforeFree { room: room.to_string(), free_from: free.to_string() })
        }
        _ => Ok(()),
    }
}

impl Draft {
    fn checked(self, now: &Now) -> Result<Announcement, Refusal> {
        let Self { kind, found, what, lands, early, room, free_from, notice, item } = self;
        if what.get().trim().is_empty() {
            return Err(Refusal::NothingAnnounced);
        }
        if lands.is_empty() {
            return Err(Refusal::LandsOnNobody);
        }
        if let Some(room) = room.filter(|room| room.at() <= now.at) {
            return Err(Refusal::RoomPassed { room: room.to_string() });
        }
        room_is_later(room, free_from)?;
        let free = free_from.map_or(now.at, When::at);
        let early: Vec<Id> = early.into_iter().map(Known::id).collect();
        let held = |words: Shareable<String>| Words::new(words, free, early.clone());
        let lands = lands.into_iter().map(|(peer, later, words)| Lands {
            peer: peer.id(),
            later,
            words: words.map(held),
        });
        let lands = lands.collect();
        Ok(Announcement {
            id: Id::of(now.entry),
            kind,
            found,
            lands,
            what: held(what),
            room,
            free_from,
            notice,
            item,
            opened: now.today,
        })
    }
}
