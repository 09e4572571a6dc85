//! What an entry is about: its rooms, and the peers whom it concerns.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::{
    bounds, calendar, channel, defend, escalate,
    map::peers,
    moment::Id,
    notebook::{Entry, Event},
    ratify, tell,
    trade::{asks, goods, loans},
};

/// A room of the playbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Room {
    /// The peers, the plan and the kept map.
    Map,
    /// Talks, kindnesses, what peers value.
    Channel,
    /// Asks, loans and goods.
    Trade,
    /// Announcements.
    Tell,
    /// The own team.
    Bounds,
    /// The week page.
    Week,
    /// Calendars, and feeds of one.
    Calendar,
    /// What peers contributed, and what was said for them.
    Defend,
    /// Initiatives.
    Ratify,
    /// Escalations.
    Escalate,
}

/// What an entry is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its rooms.
    pub rooms: BTreeSet<Room>,
    /// The peers whom it concerns, as they were entered; who they turned out to be is for the peers to say.
    pub peers: BTreeSet<Id>,
}

/// Learns by reading entries in order: an answer to an ask concerns whoever asked, an undoing whomever the entry concerns.
#[derive(Default)]
pub struct Concerns {
    /// Whose a kindness, an ask or a loan is.
    whose: BTreeMap<Id, Id>,
    /// What each entry is about.
    about: BTreeMap<u32, About>,
}

impl Concerns {
    /// What the next entry is about.
    pub fn read(&mut self, number: u32, entry: &Entry) -> &About {
        let mut about = About::default();
        for event in &entry.events {
            let (room, peers) = match event {
                Event::Peers(event) => (Room::Map, of_peers(event)),
                Event::Channel(event) => (Room::Channel, self.of_channel(event)),
                Event::Asks(event) => (Room::Trade, self.of_ask(event)),
                Event::Loans(event) => (Room::Trade, self.of_loan(event)),
                Event::Goods(event) => (Room::Trade, self.of_good(event)),
                Event::Tell(event) => (Room::Tell, of_tell(event)),
                Event::Team(
                    bounds::Event::TimeSpent(_) | bounds::Event::Waiting(_) | bounds::Event::Decided { .. },
                ) => (Room::Bounds, Vec::new()),
                Event::Week(_) => (Room::Week, Vec::new()),
                Event::Calendar(
                    calendar::Event::Read(calendar::Read { whose, .. })
                    | calendar::Event::HoursSaid { whose, .. },
                ) => (Room::Calendar, whose.iter().copied().collect()),
                Event::Calendar(
                    calendar::Event::FeedMade(_)
                    | calendar::Event::FeedRevoked { .. }
                    | calendar::Event::Keyed(_),
                ) => (Room::Calendar, Vec::new()),
                Event::Defend(event) => (Room::Defend, self.of_defence(event)),
                Event::Ratify(event) => (Room::Ratify, self.of_initiative(event)),
                Event::Escalate(event) => (Room::Escalate, self.of_escalation(event)),
                Event::Undone { entry } | Event::Forgotten { entry } => {
                    let of = self.about.get(entry).cloned().unwrap_or_default();
                    about.rooms.extend(of.rooms);
                    about.peers.extend(of.peers);
                    continue;
                }
            };
            about.rooms.insert(room);
            about.peers.extend(peers);
        }
        self.about.entry(number).insert_entry(about).into_mut()
    }

    fn of_channel(&mut self, event: &channel::Event) -> Vec<Id> {
        match event {
            channel::Event::Talked(talk) => vec![talk.peer],
            channel::Event::Cancelled(cancelled) => vec![cancelled.peer],
            channel::Event::KindnessFound(kindness) => self.begin(kindness.id, kindness.peer),
            channel::Event::KindnessDone { kindness, .. }
            | channel::Event::KindnessDropped { kindness, .. } => self.of(*kindness),
            channel::Event::ValueFound(value) => vec![value.peer],
        }
    }

    fn of_ask(&mut self, event: &asks::Event) -> Vec<Id> {
        match event {
            asks::Event::AskedOfMe(ask) | asks::Event::AskedOfThem(ask) => self.begin(ask.id, ask.peer),
            asks::Event::Acknowledged { ask, .. }
            | asks::Event::Undecided { ask, .. }
            | asks::Event::Extended { ask, .. }
            | asks::Event::Answered { ask, .. }
            | asks::Event::Withdrawn { ask, .. }
            | asks::Event::AlternativeFound { ask, .. } => self.of(*ask),
        }
    }

    fn of_loan(&mut self, event: &loans::Event) -> Vec<Id> {
        match event {
            loans::Event::Lent(loan) => self.begin(loan.id, loan.peer),
            loans::Event::Extended { loan, .. } | loans::Event::Returned { loan, .. } => self.of(*loan),
        }
    }

    fn of_good(&mut self, event: &goods::Event) -> Vec<Id> {
        match event {
            goods::Event::Offered(note) | goods::Event::Wanted(note) => self.begin(note.id, note.peer),
            goods::Event::Held { good, peer, .. } => self.begin(*good, *peer),
            goods::Event::Agreed { goods, back, .. } => {
                goods.iter().chain(back).flat_map(|good| self.of(*good)).collect()
            }
            goods::Event::Judged { good, .. }
            | goods::Event::Given { good, .. }
            | goods::Event::WrittenUp { good, .. }
            | goods::Event::Named { good, .. }
            | goods::Event::Thanked { good, .. }
            | goods::Event::Dropped { good, .. } => self.of(*good),
        }
    }

    fn of_defence(&mut self, event: &defend::Event) -> Vec<Id> {
        match event {
            defend::Event::Contributed(one) => self.begin(one.id, one.peer),
            defend::Event::Named { contribution, .. } => self.of(*contribution),
            defend::Event::Defended { peer, .. } => vec![*peer],
        }
    }

    /// An initiative concerns whomever it touched when it began; what happens to it later, whomever that names.
    fn of_initiative(&mut self, event: &ratify::Event) -> Vec<Id> {
        match event {
            ratify::Event::Begun(begun) => begun.touches.iter().map(|touch| touch.peer).collect(),
            ratify::Event::Touched { touch, .. } => vec![touch.peer],
            ratify::Event::Spared { peer, .. } => vec![*peer],
            ratify::Event::Decided { peer, by, .. } => vec![*peer, *by],
            ratify::Event::WentUp { credited, .. } => credited.iter().flat_map(|one| self.of(*one)).collect(),
            ratify::Event::Requested { .. } | ratify::Event::Dropped { .. } => Vec::new(),
        }
    }

    fn of_escalation(&mut self, event: &escalate::Event) -> Vec<Id> {
        match event {
            escalate::Event::KeyMade(_) => Vec::new(),
            escalate::Event::KeyGiven { peer, .. }
            | escalate::Event::KeyCompared { peer, .. }
            | escalate::Event::Grounded { peer, .. } => vec![*peer],
            escalate::Event::Opened(opened) => self.begin(opened.id, opened.peer),
            escalate::Event::Wrote { escalation, .. }
            | escalate::Event::Sent { escalation, .. }
            | escalate::Event::Took { escalation, .. }
            | escalate::Event::Invited { escalation, .. }
            | escalate::Event::TakenUp { escalation, .. }
            | escalate::Event::Decided { escalation, .. }
            | escalate::Event::Followed { escalation, .. }
            | escalate::Event::Closed { escalation, .. } => self.of(*escalation),
        }
    }

    fn begin(&mut self, thing: Id, peer: Id) -> Vec<Id> {
        self.whose.insert(thing, peer);
        vec![peer]
    }

    fn of(&self, thing: Id) -> Vec<Id> {
        self.whose.get(&thing).copied().into_iter().collect()
    }
}

/// What is held lands on nobody in a log: only what a peer heard concerns them.
fn of_tell(event: &tell::Event) -> Vec<Id> {
    match event {
        tell::Event::Told { peer, .. }
        | tell::Event::Surprised { peer, .. }
        | tell::Event::Repaired { peer, .. } => vec![*peer],
        tell::Event::Opened(_)
        | tell::Event::LandsOn { .. }
        | tell::Event::Broadcast { .. }
        | tell::Event::Moved { .. }
        | tell::Event::Finished { .. }
        | tell::Event::Dropped { .. } => Vec::new(),
    }
}

fn of_peers(event: &peers::Event) -> Vec<Id> {
    match event {
        peers::Event::PlanFound(_) | peers::Event::Corrected { .. } => Vec::new(),
        peers::Event::Added { peer, .. }
        | peers::Event::Aliased { peer, .. }
        | peers::Event::Unmerged { peer }
        | peers::Event::Guarded { peer, .. }
        | peers::Event::Trusted { peer, .. } => vec![*peer],
        peers::Event::Merged { peer, into: other } | peers::Event::Succeeded { peer, by: other, .. } => {
            vec![*peer, *other]
        }
        peers::Event::Kept(kept) => kept.picks.iter().map(|pick| pick.peer).collect(),
    }
}
