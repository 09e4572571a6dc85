//! The peers of the notebook: who they are, under which names, who follows them, and what the year needs of them.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use plan::names::person_key;

use crate::{
    moment::{Day, Id, Now},
    privacy::{CanSeal, Private},
    refusal::Refusal,
};

mod event;
mod names;
pub mod roll;
mod successors;
mod year;

pub use event::{Blob, Event, Given, Kept, Pick, PlanAt, Yes};

/// What the leader wants of the peers of the notebook.
pub enum Command {
    /// Remember where the plan lies.
    FindPlan(PlanAt),
    /// Enter a peer.
    Add {
        /// The name.
        name: String,
        /// Other names.
        aliases: Vec<String>,
    },
    /// Give a peer another name.
    Alias {
        /// Who.
        peer: Known,
        /// The name.
        alias: String,
    },
    /// Two entries are one person.
    Merge {
        /// Who is known as somebody else.
        peer: Known,
        /// Who they are.
        into: Known,
    },
    /// They are two.
    Unmerge {
        /// A name of the one who stands for themselves again.
        name: String,
    },
    /// A peer left.
    Succeed {
        /// Who.
        peer: Known,
        /// Who follows.
        by: Known,
        /// From when on.
        on: Day,
    },
    /// A peer plays another game.
    Guard {
        /// Who.
        peer: Known,
        /// Why.
        because: Private<String>,
    },
    /// A peer is cooperative again.
    Trust {
        /// Who.
        peer: Known,
        /// Why.
        because: Private<String>,
    },
    /// Keep the map of a plan.
    Keep {
        /// The map; the ids of its picks are set by the rule, in the order of `names`.
        kept: Kept,
        /// Names in the order of the picks.
        names: Vec<String>,
    },
    /// Keep lines of the file of answers.
    Correct {
        /// The lines.
        lines: Private<String>,
        /// The line that makes it again.
        words: Option<Private<String>>,
        /// The yes that it says is given.
        given: Option<Given>,
    },
}

/// Proof that a peer is known to the notebook; other rooms ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known(Id);

impl Known {
    /// Who.
    pub const fn id(self) -> Id {
        self.0
    }
}

/// One peer.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Peer {
    /// As the plan or the leader calls them.
    #[n(0)]
    pub name: String,
    /// Other names.
    #[n(1)]
    pub aliases: Vec<String>,
    /// Who they turned out to be.
    #[n(2)]
    pub merged: Option<Id>,
    /// Who follows them, from when on, and the entry that says so.
    #[n(3)]
    pub successor: Option<(Id, Day, u32)>,
    /// Why they are guarded, and since which entry; absent while they are not.
    #[n(4)]
    pub guarded: Option<Guard>,
}

/// Why a peer is guarded.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Guard {
    /// Why.
    #[n(0)]
    pub because: Private<String>,
    /// Since when.
    #[n(1)]
    pub since: Day,
}

/// Everybody in the notebook, the plan and the map that was kept.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Peers {
    #[n(0)]
    all: BTreeMap<Id, Peer>,
    #[n(1)]
    plan: Option<PlanAt>,
    #[n(2)]
    kept: Option<Kept>,
    #[n(3)]
    corrected: Vec<(u32, Private<String>)>,
    #[n(4)]
    named: BTreeMap<Id, Day>,
    #[n(5)]
    kept_by: Option<(u32, Day)>,
    #[n(6)]
    named_until: BTreeMap<Id, Day>,
}

impl Peers {
    /// Whether a peer is guarded (rule B1).
    pub fn is_guarded(&self, peer: Known) -> bool {
        self.guard_of(peer).is_some()
    }

    /// Why a peer is guarded, under whichever of their entries that was kept.
    pub fn guard_of(&self, peer: Known) -> Option<&Guard> {
        self.entries(peer).filter_map(|(_, entry)| entry.guarded.as_ref()).max_by_key(|guard| guard.since)
    }

    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, now: &Now) -> Result<Vec<Event>, Refusal> {
        let one = |event| Ok(vec![event]);
        match command {
            Command::FindPlan(at) => one(Event::PlanFound(at)),
            Command::Add { name, aliases } => {
                self.unused(&name)?;
                aliases.iter().try_for_each(|alias| self.unused(alias))?;
                one(Event::Added { peer: Id::of(now.entry), name, aliases })
            }
            Command::Alias { peer, alias } => {
                self.unused(&alias)?;
                one(Event::Aliased { peer: peer.0, alias })
            }
            Command::Merge { peer, into } if peer == into => {
                Err(Refusal::SamePeer { name: self.name(peer.0).to_owned() })
            }
            Command::Merge { peer, into } => one(Event::Merged { peer: peer.0, into: into.0 }),
            Command::Unmerge { name } => {
                let key = person_key(&name);
                let merged = self.all.iter().find(|(_, peer)| {
                    peer.merged.is_some()
                        && (person_key(&peer.name) == key
                            || peer.aliases.iter().any(|alias| person_key(alias) == key))
                });
                match merged {
                    Some((id, _)) => one(Event::Unmerged { peer: *id }),
                    None => Err(Refusal::NotMerged { name }),
                }
            }
            Command::Succeed { peer, by, on } => {
                if peer == by {
                    return Err(Refusal::SucceedsThemselves { name: self.name(peer.0).to_owned() });
                }
                one(Event::Succeeded { peer: peer.0, by: by.0, on })
            }
            Command::Guard { peer, because } => one(Event::Guarded { peer: peer.0, because }),
            Command::Trust { peer, because } if self.is_guarded(peer) => {
                one(Event::Trusted { peer: peer.0, because })
            }
            Command::Trust { peer, .. } => Err(Refusal::NotGuarded { name: self.name(peer.0).to_owned() }),
            Command::Keep { kept, names } => Ok(self.keep(kept, names, now)),
            Command::Correct { lines, words, given } => one(Event::Corrected { lines, words, given }),
        }
    }

    /// Enters whoever is not known yet, and keeps the map with everybody's ids.
    fn keep(&self, mut kept: Kept, names: Vec<String>, now: &Now) -> Vec<Event> {
        let mut events = Vec::new();
        for (pick, name) in kept.picks.iter_mut().zip(names) {
            pick.peer = self.of_name(&name).unwrap_or_else(|| {
                let peer = Id { entry: now.entry, nth: events.len() as u16 };
                events.push(Event::Added { peer, name: name.clone(), aliases: Vec::new() });
                peer
            });
            pick.name = Some(name);
        }
        events.push(Event::Kept(kept));
        events
    }

    fn unused(&self, name: &str) -> Result<(), Refusal> {
        if person_key(name).is_empty() {
            return Err(Refusal::NobodyNamed);
        }
        match self.of_name(name) {
            Some(id) => Err(Refusal::NameTaken { name: name.to_owned(), by: self.name(id).to_owned() }),
            None => Ok(()),
        }
    }

    /// Takes in what happened. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event, entry: u32, on: Day) {
        match event {
            Event::PlanFound(at) => self.plan = Some(at),
            Event::Added { peer, name, aliases } => self.enter(peer, name, aliases),
            Event::Aliased { peer, alias } => self.change(peer, |peer| peer.aliases.push(alias)),
            Event::Merged { peer, into } => {
                // Never a circle: whoever stands for the other already stays as they are.
                if self.stands_for(into) != peer {
                    self.change(peer, |peer| peer.merged = Some(into));
                }
            }
            Event::Unmerged { peer } => self.change(peer, |peer| peer.merged = None),
            Event::Succeeded { peer, by, on } => {
                self.change(peer, |peer| peer.successor = Some((by, on, entry)));
            }
            Event::Guarded { peer, because } => {
                self.change(peer, |peer| peer.guarded = Some(Guard { because, since: on }));
            }
            Event::Trusted { peer, .. } => {
                let entries: Vec<Id> = self.entries_of(Known(self.stands_for(peer))).collect();
                entries.into_iter().for_each(|id| self.change(id, |peer| peer.guarded = None));
            }
            Event::Kept(kept) => {
                for pick in &kept.picks {
                    if let Some(name) = &pick.name {
                        self.enter(pick.peer, name.clone(), Vec::new());
                    }
                }
                let since = |pick: &Pick| {
                    let who = self.stands_for(pick.peer);
                    let before = self.named.iter().filter(|(id, _)| self.stands_for(**id) == who);
                    (pick.peer, before.map(|(_, since)| *since).min().unwrap_or(on))
                };
                let named: BTreeMap<Id, Day> = kept.picks.iter().map(since).collect();
                self.named_until.extend(self.named.keys().map(|id| (*id, on)));
                self.named_until.retain(|id, _| !named.contains_key(id));
                self.named = named;
                self.kept = Some(kept);
                self.kept_by = Some((entry, on));
            }
            Event::Corrected { lines, given, .. } => {
                given.iter().for_each(|given| self.give(given));
                self.corrected.push((entry, lines));
            }
        }
    }

    /// Enters somebody who is not there yet. A name that is somebody's already is theirs: entries that were undone and brought
    /// back make no second person.
    fn enter(&mut self, peer: Id, name: String, aliases: Vec<String>) {
        if !self.all.contains_key(&peer) {
            let merged = self.of_name(&name);
            self.all.insert(peer, Peer { name, aliases, merged, successor: None, guarded: None });
        }
    }

    fn change(&mut self, peer: Id, change: impl FnOnce(&mut Peer)) {
        if let Some(peer) = self.all.get_mut(&peer) {
            change(peer);
        }
    }
}
