//! An initiative that spans teams: whom it touches, what each of them decided, and the one page that goes up (rule R1).
//!
//! A condition goes onto the page as it stands. A no stops it: what a peer refuses is no decision to be ratified, and a page
//! that goes up over a no would be one side of a disagreement (rule E5).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::{
    map::peers::Peers,
    moment::{Day, Id},
    outward::ratified::Decided,
    privacy::{CanSeal, Private, Shareable},
    refusal::Refusal,
};

mod beyond;
mod decide;
mod listed;

pub use beyond::beyond;
pub use decide::{Command, touched};
pub use listed::{Answered, Listed, Stage, listed};

/// What happened to an initiative.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// The leader began it.
    #[n(0)]
    Begun(#[n(0)] Begun),
    /// It turned out to touch another team.
    #[n(1)]
    Touched {
        /// Which.
        #[n(0)]
        initiative: Id,
        /// Whose.
        #[n(1)]
        touch: Touch,
        /// When.
        #[n(2)]
        on: Day,
    },
    /// It was changed so that it does not touch a team any more.
    #[n(2)]
    Spared {
        /// Which.
        #[n(0)]
        initiative: Id,
        /// Whose team.
        #[n(1)]
        peer: Id,
        /// How it was changed.
        #[n(2)]
        because: Option<Private<String>>,
        /// When.
        #[n(3)]
        on: Day,
    },
    /// A peer decided.
    #[n(3)]
    Decided {
        /// Of which.
        #[n(0)]
        initiative: Id,
        /// Whose team it is about.
        #[n(1)]
        peer: Id,
        /// Who decided: they, or whoever follows them.
        #[n(2)]
        by: Id,
        /// What.
        #[n(3)]
        answer: Answer,
        /// When.
        #[n(4)]
        on: Day,
        /// What was said beside it, for the owner alone.
        #[n(5)]
        remark: Option<Private<String>>,
    },
    /// The leader wrote down what the page asks for.
    #[n(4)]
    Requested {
        /// Of which.
        #[n(0)]
        initiative: Id,
        /// What, in words written for others.
        #[n(1)]
        request: Shareable<String>,
    },
    /// The page went up; the contributions on it were named by that (rule T6).
    #[n(5)]
    WentUp {
        /// Which.
        #[n(0)]
        initiative: Id,
        /// When.
        #[n(1)]
        on: Day,
        /// Contributions that stood on it.
        #[n(2)]
        credited: Vec<Id>,
    },
    /// It comes to nothing.
    #[n(6)]
    Dropped {
        /// Which.
        #[n(0)]
        initiative: Id,
        /// Why.
        #[n(1)]
        because: Private<String>,
        /// When.
        #[n(2)]
        on: Day,
    },
}

/// An initiative as it began.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Begun {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// The change, in words written for others.
    #[n(1)]
    pub what: Shareable<String>,
    /// Items of the plan that it is about, in words written for others.
    #[n(2)]
    pub items: Vec<Shareable<String>>,
    /// Whose teams it touches.
    #[n(3)]
    pub touches: Vec<Touch>,
    /// What the page will ask for, in words written for others.
    #[n(4)]
    pub request: Option<Shareable<String>>,
    /// When.
    #[n(5)]
    pub on: Day,
}

/// A team that an initiative touches.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Touch {
    /// Who leads it.
    #[n(0)]
    pub peer: Id,
    /// The team, where it is known.
    #[n(1)]
    pub team: Option<Shareable<String>>,
}

/// What a peer decided.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Answer {
    /// Yes.
    #[n(0)]
    Yes,
    /// No.
    #[n(1)]
    No,
    /// Yes, on a condition, in words that both know.
    #[n(2)]
    If(#[n(0)] Shareable<String>),
}

/// A decision that stands.
#[derive(Encode, Decode)]
pub struct Decision {
    /// Who made it.
    #[n(0)]
    pub by: Id,
    /// What.
    #[n(1)]
    pub answer: Answer,
    /// When.
    #[n(2)]
    pub on: Day,
}

/// A team that is touched, and what its leader decided.
#[derive(Encode, Decode)]
pub struct Party {
    /// The team.
    #[n(0)]
    pub touch: Touch,
    /// What was decided; none as long as it is open.
    #[n(1)]
    pub decision: Option<Decision>,
    /// Since when it is touched.
    #[n(2)]
    pub since: Day,
}

/// An initiative as it stands.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Initiative {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// The change, in words written for others.
    #[n(1)]
    pub what: Shareable<String>,
    /// Items of the plan that it is about.
    #[n(2)]
    pub items: Vec<Shareable<String>>,
    /// Whose teams it touches.
    #[n(3)]
    pub parties: Vec<Party>,
    /// What the page asks for.
    #[n(4)]
    pub request: Option<Shareable<String>>,
    /// When it began.
    #[n(5)]
    pub on: Day,
    /// When its page went up.
    #[n(6)]
    pub up: Option<Day>,
}

/// Initiatives that were begun and not dropped.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Initiatives {
    #[n(0)]
    all: BTreeMap<Id, Initiative>,
}

impl Initiative {
    /// Who has not decided yet, each once: whoever bears it today.
    pub fn open(&self, peers: &Peers, today: Day) -> Vec<Id> {
        let open = self.parties.iter().filter(|party| party.decision.is_none());
        let mut all: Vec<Id> = Vec::new();
        for peer in open.map(|party| peers.bears(party.touch.peer, today)) {
            if !all.contains(&peer) {
                all.push(peer);
            }
        }
        all
    }

    /// A party whose leader said no.
    pub fn refused(&self) -> Option<&Decision> {
        let decisions = self.parties.iter().filter_map(|party| party.decision.as_ref());
        decisions.into_iter().find(|decision| decision.answer == Answer::No)
    }

    /// What everybody decided, for the page that goes up (rule R1).
    ///
    /// # Errors
    /// If somebody has not decided, or said no.
    pub fn decided<'a>(&'a self, peers: &'a Peers, today: Day) -> Result<Vec<Decided<'a>>, Refusal> {
        if self.parties.is_empty() {
            return Err(Refusal::TouchesNobody);
        }
        let open = || self.open(peers, today).into_iter().map(|peer| peers.name(peer).to_owned()).collect();
        let one = |party: &'a Party| {
            let Some(decision) = &party.decision else {
                return Err(Refusal::NotAllDecided { initiative: self.id, open: open() });
            };
            let peer = peers.name(decision.by);
            let condition = match &decision.answer {
                Answer::Yes => None,
                Answer::If(condition) => Some(condition),
                Answer::No => {
                    let (name, on) = (peer.to_owned(), decision.on);
                    return Err(Refusal::RefusedByPeer { initiative: self.id, name, on });
                }
            };
            Ok(Decided { peer, team: party.touch.team.as_ref(), condition, on: decision.on })
        };
        self.parties.iter().map(one).collect()
    }
}

impl Initiatives {
    /// Those whose page has not gone up, in the order in which they began.
    pub fn open(&self) -> impl Iterator<Item = &Initiative> {
        self.all.values().filter(|one| one.up.is_none())
    }

    /// One of them, also where its page went up.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn one(&self, id: Id) -> Result<&Initiative, Refusal> {
        let open = || self.open().map(|one| one.id.to_string()).collect();
        self.all.get(&id).ok_or_else(|| Refusal::NoSuchInitiative { id, open: open() })
    }

    /// Takes in what happened. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event) {
        match event {
            Event::Begun(Begun { id, what, items, touches, request, on }) => {
                let party = |touch| Party { touch, decision: None, since: on };
                let parties = touches.into_iter().map(party).collect();
                self.all.insert(id, Initiative { id, what, items, parties, request, on, up: None });
            }
            Event::Touched { initiative, touch, on } => self.change(initiative, |one| {
                if !one.parties.iter().any(|party| party.touch.peer == touch.peer) {
                    one.parties.push(Party { touch, decision: None, since: on });
                }
            }),
            Event::Spared { initiative, peer, .. } => {
                self.change(initiative, |one| one.parties.retain(|party| party.touch.peer != peer));
            }
            Event::Decided { initiative, peer, by, answer, on, .. } => self.change(initiative, |one| {
                let party = one.parties.iter_mut().find(|party| party.touch.peer == peer);
                if let Some(party) = party {
                    party.decision = Some(Decision { by, answer, on });
                }
            }),
            Event::Requested { initiative, request } => {
                self.change(initiative, |one| one.request = Some(request));
            }
            Event::WentUp { initiative, on, .. } => self.change(initiative, |one| one.up = Some(on)),
            Event::Dropped { initiative, .. } => {
                self.all.remove(&initiative);
            }
        }
    }

    fn change(&mut self, id: Id, change: impl FnOnce(&mut Initiative)) {
        if let Some(one) = self.all.get_mut(&id) {
            change(one);
        }
    }
}
