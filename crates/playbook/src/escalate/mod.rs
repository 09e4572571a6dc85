//! Escalating together: one document of two authors, which goes up only as both marked it (rules E1 to E8).
//!
//! There is no way to make a one-sided version: a page that goes up is made of [`BothMarked`] and of nothing else.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode, bytes::ByteArray};

use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id},
    privacy::{CanSeal, Private, Shareable},
    side::Side,
};

mod decide;
pub mod document;
pub mod gate;
pub mod joint;
pub mod life;
pub mod listed;
pub mod marks;
pub mod page;
pub mod parcel;
pub mod plain;
pub mod slots;
pub mod text;
pub mod waiting;

pub use decide::{Around, Command, Opening};
pub use document::{Author, Field, Words};
pub use gate::{Ground, Grounds};
pub use joint::{At, Joint, Placed, Proof, Value, Writing};
pub use life::Life;
pub use plain::WentOut;
pub use text::BothMarked;

/// What happened.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// The leader has a key to mark and to receive with.
    #[n(0)]
    KeyMade(#[n(0)] Mine),
    /// A peer's key came.
    #[n(1)]
    KeyGiven {
        /// Whose.
        #[n(0)]
        peer: Id,
        /// The key.
        #[n(1)]
        card: Card,
    },
    /// Both compared the phrase of their keys, and it was the same.
    #[n(2)]
    KeyCompared {
        /// With whom.
        #[n(0)]
        peer: Id,
        /// When.
        #[n(1)]
        on: Day,
    },
    /// A condition of the gate was met (rule E1).
    #[n(3)]
    Grounded {
        /// With whom one disagrees.
        #[n(0)]
        peer: Id,
        /// Which, and how.
        #[n(1)]
        ground: Ground,
        /// When.
        #[n(2)]
        on: Day,
    },
    /// A document was opened.
    #[n(4)]
    Opened(#[n(0)] Opened),
    /// The leader wrote into it, or recorded what the other one wrote.
    #[n(5)]
    Wrote {
        /// Which escalation.
        #[n(0)]
        escalation: Id,
        /// What.
        #[n(1)]
        placed: Vec<Placed>,
    },
    /// It was made ready to travel.
    #[n(6)]
    Sent {
        /// Which.
        #[n(0)]
        escalation: Id,
        /// How.
        #[n(1)]
        way: Way,
        /// When.
        #[n(2)]
        on: Day,
    },
    /// What the other one holds came in.
    #[n(7)]
    Took {
        /// Which.
        #[n(0)]
        escalation: Id,
        /// How.
        #[n(1)]
        way: Way,
        /// What is new in it.
        #[n(2)]
        placed: Vec<Placed>,
        /// When.
        #[n(3)]
        on: Day,
    },
    /// The other one was invited to write (rule E2).
    #[n(8)]
    Invited {
        /// Which.
        #[n(0)]
        escalation: Id,
        /// When.
        #[n(1)]
        on: Day,
        /// The day by which an answer was asked for.
        #[n(2)]
        answer_by: Day,
    },
    /// It went up, as both marked it (rule E4).
    #[n(9)]
    TakenUp {
        /// Which.
        #[n(0)]
        escalation: Id,
        /// BLAKE3 of the text.
        #[cbor(n(1), with = "minicbor::bytes")]
        text: [u8; 32],
        /// When.
        #[n(2)]
        on: Day,
    },
    /// It was decided (rule E7).
    #[n(10)]
    Decided {
        /// Which.
        #[n(0)]
        escalation: Id,
        /// What was decided, as all three heard it.
        #[n(1)]
        what: Shareable<String>,
        /// Who did not get what they asked for; absent where both did, or neither.
        #[n(2)]
        lost: Option<Side>,
        /// When.
        #[n(3)]
        on: Day,
    },
    /// What the one who lost does next (rule E7).
    #[n(11)]
    Followed {
        /// Which.
        #[n(0)]
        escalation: Id,
        /// What.
        #[n(1)]
        next: Private<String>,
        /// When.
        #[n(2)]
        on: Day,
    },
    /// It comes to nothing: settled between the two, or given up.
    #[n(12)]
    Closed {
        /// Which.
        #[n(0)]
        escalation: Id,
        /// Why.
        #[n(1)]
        because: Private<String>,
        /// When.
        #[n(2)]
        on: Day,
    },
}

/// The leader's own key: one secret, of which both keys are derived.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Mine {
    /// The secret.
    #[n(0)]
    pub secret: Private<ByteArray<32>>,
    /// What others know of it.
    #[n(1)]
    pub card: Card,
}

/// What somebody may know of a key: whose marks it checks, and for whom it seals.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Card {
    /// For marks (Ed25519).
    #[cbor(n(0), with = "minicbor::bytes")]
    pub marks: [u8; 32],
    /// For sealed files (X25519).
    #[cbor(n(1), with = "minicbor::bytes")]
    pub seals: [u8; 32],
}

/// A peer's key.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Theirs {
    /// The key.
    #[n(0)]
    pub card: Card,
    /// When both compared its phrase.
    #[n(1)]
    pub compared: Option<Day>,
}

/// How a document travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Way {
    /// As a sealed file, between two notebooks.
    #[n(0)]
    Sealed,
    /// As a plain file (rule E8).
    #[n(1)]
    Plain,
}

/// A document that was opened here, or came in.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Opened {
    /// Its name in this notebook.
    #[n(0)]
    pub id: Id,
    /// The other leader.
    #[n(1)]
    pub peer: Id,
    /// Which of the authors the leader is.
    #[n(2)]
    pub me: Author,
    /// The document, with what was written at once.
    #[n(3)]
    pub joint: Joint,
    /// Why it was opened though it was too early (rule E1).
    #[n(4)]
    pub regardless: Option<Private<String>>,
    /// When.
    #[n(5)]
    pub on: Day,
}

/// One escalation.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Escalation {
    /// As it was opened; the document as it is now.
    #[n(0)]
    pub opened: Opened,
    /// How it travels, once it did.
    #[n(1)]
    pub way: Option<Way>,
    /// When something of the other one last came in.
    #[n(2)]
    pub heard: Option<Day>,
    /// Invitations: when, and the day by which an answer was asked for.
    #[n(3)]
    pub invited: Vec<(Day, Day)>,
    /// When it went up, and the text that did.
    #[n(4)]
    pub taken_up: Option<(Day, ByteArray<32>)>,
    /// What was decided.
    #[n(5)]
    pub decided: Option<Decided>,
    /// What the one who lost does next, and since when that is known.
    #[n(6)]
    pub followed: Option<Followed>,
    /// When it was closed.
    #[n(7)]
    pub closed: Option<Day>,
    /// What waiting cost when it was opened, and when that was computed.
    #[n(8)]
    pub cost: Option<(waiting::Cost, Day)>,
    /// How far both had come when it last went out in a file.
    #[n(9)]
    pub sent: Option<At>,
    /// Its text as it went out in plain files.
    #[n(10)]
    pub files: Vec<WentOut>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Decided {
    /// When.
    #[n(0)]
    pub on: Day,
    /// What.
    #[n(1)]
    pub what: Shareable<String>,
    /// Who did not get what they asked for.
    #[n(2)]
    pub lost: Option<Side>,
}

/// What the one who lost does next.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Followed {
    /// Since when that is known.
    #[n(0)]
    pub on: Day,
    /// What.
    #[n(1)]
    pub next: Private<String>,
}

/// All escalations of a notebook, its key, the keys of others, and what was done before one is opened.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Escalations {
    #[n(0)]
    mine: Option<Mine>,
    #[n(1)]
    theirs: BTreeMap<Id, Theirs>,
    #[n(2)]
    grounds: BTreeMap<Id, Grounds>,
    #[n(3)]
    all: BTreeMap<Id, Escalation>,
}

impl Escalations {
    /// The leader's own key.
    pub const fn mine(&self) -> Option<&Mine> {
        self.mine.as_ref()
    }

    /// A peer's key.
    pub fn theirs(&self, peers: &Peers, peer: Known) -> Option<&Theirs> {
        peers.entries_of(peer).filter_map(|id| self.theirs.get(&id)).last()
    }

    /// All escalations, in the order in which they were opened.
    pub fn all(&self) -> impl Iterator<Item = &Escalation> {
        self.all.values()
    }

    /// One escalation.
    pub fn one(&self, id: Id) -> Option<&Escalation> {
        self.all.get(&id)
    }

    /// The escalation of a document.
    pub fn of_document(&self, document: &[u8; 16]) -> Option<&Escalation> {
        self.all.values().find(|one| one.opened.joint.id == *document)
    }

    /// What was done before one escalates with a peer.
    pub fn grounds(&self, peers: &Peers, peer: Known) -> Option<&Grounds> {
        peers.entries_of(peer).filter_map(|id| self.grounds.get(&id)).last()
    }

    /// Takes in what happened. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event, entry: u32) {
        match event {
            Event::KeyMade(mine) => self.mine = Some(mine),
            Event::KeyGiven { peer, card } => {
                self.theirs.insert(peer, Theirs { card, compared: None });
            }
            Event::KeyCompared { peer, on } => {
                if let Some(theirs) = self.theirs.get_mut(&peer) {
                    theirs.compared = Some(on);
                }
            }
            Event::Grounded { peer, ground, on } => {
                self.grounds.entry(peer).or_default().take(ground, on, entry);
            }
            Event::Opened(opened) => {
                let cost = self.grounds.remove(&opened.peer).and_then(Grounds::into_cost);
                self.all.insert(opened.id, Escalation { cost, ..Escalation::of(opened) });
            }
            Event::Wrote { escalation, placed } => self.change(escalation, |one| {
                placed.into_iter().for_each(|(field, writing)| one.opened.joint.set(field, writing));
            }),
            Event::Sent { escalation, way, .. } => self.change(escalation, |one| {
                one.way = Some(way);
                one.opened.joint.went_out();
                one.sent = Some(one.opened.joint.reached(|_| true));
                if way == Way::Plain {
                    one.files.push(WentOut::of(&one.opened.joint));
                }
            }),
            Event::Took { escalation, way, placed, on } => self.change(escalation, |one| {
                one.way = Some(way);
                one.heard = Some(on);
                match way {
                    Way::Sealed => drop(one.opened.joint.merge(&placed)),
                    Way::Plain => {
                        placed.into_iter().for_each(|(field, writing)| one.opened.joint.set(field, writing));
                    }
                }
            }),
            Event::Invited { escalation, on, answer_by } => {
                self.change(escalation, |one| one.invited.push((on, answer_by)));
            }
            Event::TakenUp { escalation, text, on } => {
                self.change(escalation, |one| one.taken_up = Some((on, text.into())));
            }
            Event::Decided { escalation, what, lost, on } => {
                self.change(escalation, |one| one.decided = Some(Decided { on, what, lost }));
            }
            Event::Followed { escalation, next, on } => {
                self.change(escalation, |one| one.followed = Some(Followed { on, next }));
            }
            Event::Closed { escalation, on, .. } => self.change(escalation, |one| one.closed = Some(on)),
        }
    }

    fn change(&mut self, id: Id, change: impl FnOnce(&mut Escalation)) {
        if let Some(one) = self.all.get_mut(&id) {
            change(one);
        }
    }
}

impl Escalation {
    const fn of(opened: Opened) -> Self {
        Self {
            opened,
            way: None,
            heard: None,
            invited: Vec::new(),
            taken_up: None,
            decided: None,
            followed: None,
            closed: None,
            cost: None,
            sent: None,
            files: Vec::new(),
        }
    }

    /// Its name in this notebook.
    pub const fn id(&self) -> Id {
        self.opened.id
    }

    /// The document.
    pub const fn joint(&self) -> &Joint {
        &self.opened.joint
    }

    /// Which of the authors the leader is.
    pub const fn me(&self) -> Author {
        self.opened.me
    }

    /// The leader's own name, as it stands in the document.
    pub fn my_name(&self) -> &str {
        self.opened.joint.names[self.opened.me.at()].as_str()
    }

    /// What of the leader's the other one needs to take it up, and has not got yet: the mark on the text as it stands, the time
    /// of the meeting. Whoever gets a plain file keeps no notebook, and needs neither.
    pub fn keeps_back(&self) -> Option<Field> {
        let me = self.me();
        let is_here = |writing: &&Writing| {
            writing.by == me && self.sent.is_none_or(|sent| writing.at[me.at()] > sent[me.at()])
        };
        let mark = self.joint().marked(me).map(|(writing, _)| writing).filter(is_here);
        let slot = self.joint().value(Field::Slot).filter(is_here);
        let kept = mark.map(|_| Field::Mark(me)).or(slot.map(|_| Field::Slot));
        kept.filter(|_| self.way != Some(Way::Plain))
    }

    /// Whether it was made ready to travel this way, and nothing of it came after.
    pub fn is_ready(&self, way: Way) -> bool {
        self.way == Some(way) && self.joint().is_out() && self.keeps_back().is_none()
    }

    /// The other author's name, as it stands in the document.
    pub fn their_name(&self) -> &str {
        self.opened.joint.names[self.opened.me.other().at()].as_str()
    }
}
