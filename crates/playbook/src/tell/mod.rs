//! Before the room: what will land on peers' teams, whom to tell first, and who heard it elsewhere (rules L1 to L5, T7).
//!
//! Before its free-from time an announcement is nowhere but in the owner's own tell views.

use std::collections::BTreeMap;

use jiff::Timestamp;
use minicbor::{Decode, Encode};
use serde::Serialize;

use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id, When},
    privacy::{CanSeal, Embargoed, Private, Shareable},
    refusal::Refusal,
};

pub mod calls;
mod decide;
pub mod landing;
pub mod line;
pub mod times;
mod view;

pub use decide::{Command, Draft};
pub use view::{
    Around, Mended, Shown, ShownPeer, Step, bad_first, due_repairs, free_words, listed, shown, told,
};

/// What happened to an announcement.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// It was opened.
    #[n(0)]
    Opened(#[n(0)] Announcement),
    /// It turned out to land on somebody else, too.
    #[n(1)]
    LandsOn {
        /// Which.
        #[n(0)]
        about: Id,
        /// On whom.
        #[n(1)]
        lands: Lands,
    },
    /// A peer heard it from the leader, one to one.
    #[n(2)]
    Told {
        /// Which.
        #[n(0)]
        about: Id,
        /// Who.
        #[n(1)]
        peer: Id,
        /// When.
        #[n(2)]
        at: When,
    },
    /// Everybody could hear or read it at once: that tells nobody (rule L3).
    #[n(3)]
    Broadcast {
        /// Which.
        #[n(0)]
        about: Id,
        /// When.
        #[n(1)]
        on: Day,
    },
    /// A peer heard it elsewhere first (rule L5).
    #[n(4)]
    Surprised {
        /// Which.
        #[n(0)]
        about: Id,
        /// Who.
        #[n(1)]
        peer: Id,
        /// When.
        #[n(2)]
        on: Day,
        /// How they heard.
        #[n(3)]
        how: Option<Private<String>>,
    },
    /// A surprise was mended as far as it can be.
    #[n(5)]
    Repaired {
        /// Which.
        #[n(0)]
        about: Id,
        /// With whom.
        #[n(1)]
        peer: Id,
        /// When.
        #[n(2)]
        on: Day,
        /// What the leader said or did.
        #[n(3)]
        how: Private<String>,
    },
    /// The room, or the time from which it may be shared, moved.
    #[n(6)]
    Moved {
        /// Which.
        #[n(0)]
        about: Id,
        /// The room, where that moved.
        #[n(1)]
        room: Option<When>,
        /// The time from which on it may be shared, where that moved.
        #[n(2)]
        free_from: Option<When>,
    },
    /// The last step was made: the tracker was changed, or it was said to all.
    #[n(7)]
    Finished {
        /// Which.
        #[n(0)]
        about: Id,
        /// When.
        #[n(1)]
        on: Day,
        /// Why, where somebody was not told.
        #[n(2)]
        because: Option<Private<String>>,
    },
    /// It comes to nothing.
    #[n(8)]
    Dropped {
        /// Which.
        #[n(0)]
        about: Id,
        /// Why.
        #[n(1)]
        because: Private<String>,
    },
}

/// What kind of thing is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Encode, Decode)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something will be late.
    #[n(0)]
    Slip,
    /// Something that was promised or decided is taken back.
    #[n(1)]
    Reversal,
    /// Something went wrong.
    #[n(2)]
    Embarrassment,
    /// Staff or direction change.
    #[n(3)]
    Change,
    /// Other news.
    #[n(4)]
    News,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Slip, Self::Reversal, Self::Embarrassment, Self::Change, Self::News];

    /// Whether it comes first and is never ranked down (rule L4).
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::Slip | Self::Reversal | Self::Embarrassment)
    }

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::Reversal => "reversal",
            Self::Embarrassment => "embarrassment",
            Self::Change => "change",
            Self::News => "news",
        }
    }
}

/// How it came up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// The leader foresees it, and no tracker says it yet.
    #[n(0)]
    Foreseen,
    /// The plan says it, read again: the peers' engineers may see it already.
    #[n(1)]
    ReadAgain,
    /// The leader wrote it down.
    #[n(2)]
    ByHand,
}

/// Time to react, between the last call and the room (rule L2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// So many working days.
    #[n(0)]
    WorkingDays(#[n(0)] u32),
    /// So many minutes.
    #[n(1)]
    Minutes(#[n(0)] u32),
}

impl Notice {
    /// What is usual: two working days for bad news, two hours for other news.
    pub const fn usual(kind: Kind) -> Self {
        if kind.is_bad() { Self::WorkingDays(2) } else { Self::Minutes(120) }
    }
}

/// News for peers: the leader's words for them, held until they are free.
pub type Words = Embargoed<Shareable<String>>;

/// Something that will land on peers' teams.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Announcement {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// What kind of thing it is.
    #[n(1)]
    pub kind: Kind,
    /// How it came up.
    #[n(2)]
    pub found: Found,
    /// What is announced, in words for those on whom it lands.
    #[n(3)]
    pub what: Words,
    /// On whom it lands, the most affected first.
    #[n(4)]
    pub lands: Vec<Lands>,
    /// When everybody hears.
    #[n(5)]
    pub room: Option<When>,
    /// From when on it may be shared; at once, where nothing is said.
    #[n(6)]
    pub free_from: Option<When>,
    /// Time to react, where it is not the usual one.
    #[n(7)]
    pub notice: Option<Notice>,
    /// The item that the tracker is to say it of.
    #[n(8)]
    pub item: Option<Private<String>>,
    /// When it was opened.
    #[n(9)]
    pub opened: Day,
}

/// On whom an announcement lands.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Lands {
    /// Who.
    #[n(0)]
    pub peer: Id,
    /// By how much their most affected date is later in the mean, in tenths of a working day, where a plan says so.
    #[n(1)]
    pub later: Option<u32>,
    /// What it does to them, in words for them.
    #[n(2)]
    pub words: Option<Words>,
}

/// What became of a peer on whom it lands.
#[derive(Default, Encode, Decode)]
pub struct Heard {
    /// When they heard it from the leader.
    #[n(0)]
    pub told: Option<When>,
    /// When they heard it elsewhere first.
    #[n(1)]
    pub surprised: Option<Day>,
    /// When that was mended.
    #[n(2)]
    pub repaired: Option<Day>,
}

impl Heard {
    /// Whether there is nothing left to tell them.
    pub const fn is_over(&self) -> bool {
        self.told.is_some() || self.surprised.is_some()
    }
}

/// An announcement, and what became of it.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Open {
    /// The announcement.
    #[n(0)]
    pub announcement: Announcement,
    /// What became of each peer, as they were entered.
    #[n(1)]
    pub heard: BTreeMap<Id, Heard>,
    /// When it was broadcast.
    #[n(2)]
    pub broadcast: Option<Day>,
    /// When the last step was made, or it was dropped.
    #[n(3)]
    pub over: Option<Day>,
    /// Whether it was dropped.
    #[n(4)]
    pub was_dropped: bool,
}

impl Open {
    /// Whether everybody may hear it at a moment.
    pub fn is_free(&self, at: Timestamp) -> bool {
        self.announcement.what.free(at).is_some()
    }

    /// Whether a peer may hear it at a moment: everybody may, or they were let in early.
    pub fn is_free_for(&self, peers: &Peers, peer: Known, at: Timestamp) -> bool {
        peers.entries_of(peer).any(|entry| self.announcement.what.free_for(entry, at).is_some())
    }

    /// Whether everybody may hear it from the first moment of a day on, where the leader was who said so. For pages of a day:
    /// what is free within it only is not said on it before the next.
    pub fn is_free_all(&self, day: Day) -> bool {
        let free = |when: When| when.on() < day || (when.on() == day && when.is_at_midnight());
        self.announcement.free_from.is_none_or(free)
    }

    /// What became of a peer, under whichever of their entries it was kept. A successor was not told by that: they are asked
    /// for by the entries of whoever bears the name today.
    pub fn heard(&self, peers: &Peers, peer: Known) -> Heard {
        let mut all = Heard::default();
        for heard in peers.entries_of(peer).filter_map(|entry| self.heard.get(&entry)) {
            all.told = all.told.or(heard.told);
            all.surprised = all.surprised.or(heard.surprised);
            all.repaired = all.repaired.or(heard.repaired);
        }
        all
    }

    /// Those on whom it lands, the most affected first, each once and under the name of whoever bears it on a day.
    pub fn lands(&self, peers: &Peers, today: Day) -> Vec<(Known, &Lands)> {
        let mut all: Vec<(Known, &Lands)> = Vec::new();
        for lands in &self.announcement.lands {
            let Some(peer) = peers.known(peers.bears(lands.peer, today)) else { continue };
            if all.iter().all(|(known, _)| *known != peer) {
                all.push((peer, lands));
            }
        }
        all.sort_by_key(|(_, lands)| std::cmp::Reverse(lands.later.unwrap_or(0)));
        all
    }

    /// Time to react.
    pub fn notice(&self) -> Notice {
        self.announcement.notice.unwrap_or(Notice::usual(self.announcement.kind))
    }

    fn lands_on(&self, peers: &Peers, peer: Known, today: Day) -> bool {
        self.lands(peers, today).iter().any(|(known, _)| *known == peer)
    }
}

/// All announcements.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Tell {
    #[n(0)]
    all: BTreeMap<Id, Open>,
}

impl Tell {
    /// Announcements that are open, in the order in which they were opened.
    pub fn open(&self) -> impl Iterator<Item = &Open> {
        self.all.values().filter(|open| open.over.is_none())
    }

    /// All announcements that were not dropped, the open ones and those that are over.
    pub fn all(&self) -> impl Iterator<Item = &Open> {
        self.all.values().filter(|open| !open.was_dropped)
    }

    /// One of them.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn one(&self, id: Id) -> Result<&Open, Refusal> {
        let known = self.all.get(&id).filter(|open| !open.was_dropped);
        known.ok_or_else(|| Refusal::NoSuchAnnouncement {
            id,
            open: self.open().map(|open| open.announcement.id.to_string()).collect(),
        })
    }

    /// What may be said to a peer at a moment: the news, and what it does to them. Nothing before it is free for them.
    pub fn free_for(
        &self,
        about: Id,
        (peers, peer): (&Peers, Known),
        at: Timestamp,
        today: Day,
    ) -> Option<(&Shareable<String>, Option<&Shareable<String>>)> {
        let open = self.all.get(&about)?;
        let what = open.announcement.what.free_for(peer.id(), at)?;
        let of_theirs = open.lands(peers, today).into_iter().find(|(known, _)| *known == peer);
        let words = of_theirs.and_then(|(_, lands)| lands.words.as_ref()?.free_for(peer.id(), at));
        Some((what, words))
    }

    /// Takes in what happened. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event) {
        match event {
            Event::Opened(announcement) => {
                let heard = BTreeMap::new();
                let id = announcement.id;
                let open = Open { announcement, heard, broadcast: None, over: None, was_dropped: false };
                self.all.insert(id, open);
            }
            Event::LandsOn { about, lands } => self.change(about, |open| open.announcement.lands.push(lands)),
            Event::Told { about, peer, at } => {
                self.change(about, |open| open.heard.entry(peer).or_default().told = Some(at));
            }
            Event::Broadcast { about, on } => self.change(about, |open| open.broadcast = Some(on)),
            Event::Surprised { about, peer, on, .. } => {
                self.change(about, |open| open.heard.entry(peer).or_default().surprised = Some(on));
            }
            Event::Repaired { about, peer, on, .. } => {
                self.change(about, |open| open.heard.entry(peer).or_default().repaired = Some(on));
            }
            Event::Moved { about, room, free_from } => self.change(about, |open| open.moves(room, free_from)),
            Event::Finished { about, on, .. } => self.change(about, |open| open.over = Some(on)),
            Event::Dropped { about, .. } => self.change(about, |open| {
                open.over = Some(open.announcement.opened);
                open.was_dropped = true;
            }),
        }
    }

    fn change(&mut self, about: Id, change: impl FnOnce(&mut Open)) {
        if let Some(open) = self.all.get_mut(&about) {
            change(open);
        }
    }
}

impl Open {
    fn moves(&mut self, room: Option<When>, free_from: Option<When>) {
        let announcement = &mut self.announcement;
        announcement.room = room.or(announcement.room);
        if let Some(free_from) = free_from {
            announcement.free_from = Some(free_from);
            announcement.what.free_from_now(free_from.at());
            let words = announcement.lands.iter_mut().filter_map(|lands| lands.words.as_mut());
            words.for_each(|words| words.free_from_now(free_from.at()));
        }
    }
}
