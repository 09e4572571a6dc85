//! The peers of the notebook: who they are, under which names, who follows them, and what the year needs of them.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use plan::names::{person_key, team_key, title_key};

use crate::{
    moment::{Day, Id, Now},
    privacy::{CanSeal, Private},
    refusal::Refusal,
};

/// What happened to the peers of the notebook, and to the plan.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// The leader said where the plan lies.
    #[n(0)]
    PlanFound(#[n(0)] PlanAt),
    /// A peer was entered.
    #[n(1)]
    Added {
        /// Who.
        #[n(0)]
        peer: Id,
        /// As the plan or the leader calls them.
        #[n(1)]
        name: String,
        /// Other names: an alias, a login, an address.
        #[n(2)]
        aliases: Vec<String>,
    },
    /// A peer got another name.
    #[n(2)]
    Aliased {
        /// Who.
        #[n(0)]
        peer: Id,
        /// The name.
        #[n(1)]
        alias: String,
    },
    /// Two entries turned out to be one person.
    #[n(3)]
    Merged {
        /// Who is now known as somebody else.
        #[n(0)]
        peer: Id,
        /// Who they are.
        #[n(1)]
        into: Id,
    },
    /// They are two people after all.
    #[n(4)]
    Unmerged {
        /// Who stands for themselves again.
        #[n(0)]
        peer: Id,
    },
    /// A peer left, and somebody follows.
    #[n(5)]
    Succeeded {
        /// Who left.
        #[n(0)]
        peer: Id,
        /// Who follows.
        #[n(1)]
        by: Id,
        /// From when on.
        #[n(2)]
        on: Day,
    },
    /// A peer plays another game: no trades, news or joint documents with them.
    #[n(6)]
    Guarded {
        /// Who.
        #[n(0)]
        peer: Id,
        /// Why.
        #[n(1)]
        because: Private<String>,
    },
    /// A peer is cooperative again.
    #[n(7)]
    Trusted {
        /// Who.
        #[n(0)]
        peer: Id,
        /// Why.
        #[n(1)]
        because: Private<String>,
    },
    /// The leader kept the map of a plan.
    #[n(8)]
    Kept(#[n(0)] Kept),
    /// The leader answered a question of the map or corrected it: lines of the file of answers.
    #[n(9)]
    Corrected {
        /// The lines, as the file of answers is written.
        #[n(0)]
        lines: Private<String>,
        /// The line that makes it again.
        #[n(1)]
        words: Option<Private<String>>,
        /// The yes that it says is given.
        #[n(2)]
        given: Option<Given>,
    },
}

/// A yes that the leader says is given: it needs no new map to count no more.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Given {
    /// My item, or what it is part of.
    #[n(0)]
    pub item: String,
    /// A peer, a team of theirs, or an item of theirs.
    #[n(1)]
    pub whom: String,
    /// The kind, by its word; every kind where absent.
    #[n(2)]
    pub kind: Option<String>,
}

/// Where the plan lies, and whose it is.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct PlanAt {
    /// Files and folders of the plan.
    #[n(0)]
    pub paths: Vec<Private<String>>,
    /// Directories of people.
    #[n(1)]
    pub people: Vec<Private<String>>,
    /// The leader, as the plan calls them.
    #[n(2)]
    pub me: Option<String>,
    /// The leader's teams.
    #[n(3)]
    pub teams: Vec<String>,
    /// The profile: a name, or a file.
    #[n(4)]
    pub profile: Option<String>,
    /// Finished work beside the plan.
    #[n(5)]
    pub finished: Vec<Private<String>>,
}

/// A map that the leader kept.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Kept {
    /// The day from which the map looks ahead.
    #[n(0)]
    pub as_of: Day,
    /// The peers the year depends on, the largest need first.
    #[n(1)]
    pub picks: Vec<Pick>,
    /// The files of the plan, sealed beside the journal.
    #[n(2)]
    pub plan: Option<Blob>,
    /// The map as it was shown, sealed beside the journal.
    #[n(3)]
    pub map: Option<Blob>,
}

/// A sealed file beside the journal.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Blob {
    /// BLAKE3 of what is sealed: the name of the file.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub digest: [u8; 32],
    /// Its key.
    #[n(1)]
    pub key: Private<minicbor::bytes::ByteArray<32>>,
}

/// A peer the year depends on.
#[derive(Encode, Decode)]
pub struct Pick {
    /// Who.
    #[n(0)]
    pub peer: Id,
    /// The share of all need, 0 to 1.
    #[n(1)]
    pub share: f64,
    /// Their teams.
    #[n(2)]
    pub teams: Vec<String>,
    /// What is needed of them.
    #[n(3)]
    pub yeses: Vec<Yes>,
    /// As the plan calls them: a map keeps its people, whatever becomes of the entry that brought them in.
    #[n(4)]
    pub name: Option<String>,
}

/// A yes that will be needed: one crossing of the kept map.
#[derive(Encode, Decode)]
pub struct Yes {
    /// Its kind, by its word: `touch`, `date`, `approval` or `absorption`.
    #[n(0)]
    pub kind: String,
    /// My item.
    #[n(1)]
    pub item: String,
    /// My deliverable or goal for which it counts.
    #[n(2)]
    pub home: String,
    /// When it is needed, if all goes as the plan counts on.
    #[n(3)]
    pub due: Option<Day>,
    /// Where the plan says it: a file and a line.
    #[n(4)]
    pub place: String,
    /// Their item, where the plan has it.
    #[n(5)]
    pub theirs: Option<String>,
}

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
    /// The peer that words name: a name or an alias, whole, else the beginning of one of their names, if it is one peer's.
    ///
    /// # Errors
    /// If nobody is called so, or several are.
    pub fn find(&self, words: &str) -> Result<Known, Refusal> {
        let wanted = person_key(words);
        let names = |peer: &Peer| -> Vec<String> {
            peer.aliases.iter().chain([&peer.name]).map(|name| person_key(name)).collect()
        };
        let matching = |fits: &dyn Fn(&str) -> bool| {
            let mut found: Vec<Id> = self
                .all
                .iter()
                .filter(|(_, peer)| names(peer).iter().any(|name| fits(name)))
                .map(|(id, _)| self.stands_for(*id))
                .collect();
            found.sort();
            found.dedup();
            found
        };
        if wanted.is_empty() {
            return Err(Refusal::NobodyNamed);
        }
        // At each word of a name: a surname of several words, as `O'Brien` is, begins within the name, too.
        let begins = |name: &str| {
            let words = name.match_indices(' ').map(|(at, _)| at + 1);
            [0].into_iter().chain(words).any(|at| name[at..].starts_with(&wanted))
        };
        for found in [matching(&|name| name == wanted), matching(&begins)] {
            match found.as_slice() {
                [] => {}
                [one] => return Ok(Known(*one)),
                several => {
                    let names = several.iter().map(|id| self.name(*id).to_owned()).collect();
                    return Err(Refusal::SeveralPeers { words: words.to_owned(), names });
                }
            }
        }
        Err(Refusal::NoSuchPeer {
            words: words.to_owned(),
            known: self.everybody().map(|(_, peer)| peer.name.clone()).collect(),
        })
    }

    /// The peer of an id that a view gave out.
    pub fn known(&self, id: Id) -> Option<Known> {
        self.all.contains_key(&id).then(|| Known(self.stands_for(id)))
    }

    /// Everybody who stands for themselves, in the order of entry.
    pub fn everybody(&self) -> impl Iterator<Item = (Known, &Peer)> {
        self.all.iter().filter(|(_, peer)| peer.merged.is_none()).map(|(id, peer)| (Known(*id), peer))
    }

    /// The name of a peer.
    pub fn name(&self, id: Id) -> &str {
        self.all.get(&self.stands_for(id)).map_or("somebody who was undone", |peer| &peer.name)
    }

    /// The name under which a peer was entered, whoever they turned out to be.
    pub fn name_in_entry(&self, id: Id) -> &str {
        self.all.get(&id).map_or("somebody who was undone", |peer| &peer.name)
    }

    /// One peer.
    pub fn one(&self, peer: Known) -> Option<&Peer> {
        self.all.get(&peer.0)
    }

    /// Everybody under whom entries of this peer may stand: the peer, and those merged into them.
    pub fn entries_of(&self, peer: Known) -> impl Iterator<Item = Id> {
        self.entries(peer).map(|(id, _)| id)
    }

    /// All names of a peer, those of entries merged into theirs included.
    pub fn names_of(&self, peer: Known) -> impl Iterator<Item = &str> {
        self.entries(peer)
            .flat_map(|(_, entry)| entry.aliases.iter().chain([&entry.name]))
            .map(String::as_str)
    }

    /// The entry of a peer and those merged into it. Few are merged, so that only those are followed.
    fn entries(&self, peer: Known) -> impl Iterator<Item = (Id, &Peer)> {
        let is_theirs = move |(id, entry): &(&Id, &Peer)| {
            **id == peer.0 || entry.merged.is_some() && self.stands_for(**id) == peer.0
        };
        self.all.iter().filter(is_theirs).map(|(id, entry)| (*id, entry))
    }

    /// Whose an ask, a loan or a yes is today: merged peers are one, and a successor takes over what was promised.
    ///
    /// Where successions run in a circle, as when somebody comes back, or where a merging closed one, the newest word holds:
    /// whoever follows by it bears it all.
    pub fn bears(&self, id: Id, today: Day) -> Id {
        let mut id = self.stands_for(id);
        let mut walked: Vec<(Id, Id, u32)> = Vec::new();
        while let Some((by, _, entry)) = self.successor_on(id, today) {
            if let Some(at) = walked.iter().position(|(who, ..)| *who == id) {
                return walked[at..].iter().max_by_key(|(.., entry)| *entry).map_or(id, |(_, by, _)| *by);
            }
            walked.push((id, by, entry));
            id = by;
        }
        id
    }

    /// Who follows somebody who stands for themselves, from which day on, and which entry says so; none before that day.
    fn successor_on(&self, id: Id, today: Day) -> Option<(Id, Day, u32)> {
        let (by, on, entry) = self.all.get(&id)?.successor?;
        (on <= today && self.all.contains_key(&by)).then(|| (self.stands_for(by), on, entry))
    }

    /// Who follows a peer and from which day on, be it ahead; none where a newer word says that they came back.
    pub fn successor(&self, peer: Known, today: Day) -> Option<(Id, Day)> {
        let (by, on, _) = self.all.get(&peer.0)?.successor?;
        (today < on || self.has_left(peer, today)).then(|| (self.stands_for(by), on))
    }

    /// The day on which a newer map stopped naming a peer whom an earlier one named; none for whom the kept map names.
    pub fn named_until(&self, peer: Known) -> Option<Day> {
        self.entries(peer).filter_map(|(id, _)| self.named_until.get(&id)).max().copied()
    }

    /// Whether a peer has left, and somebody follows.
    pub fn has_left(&self, peer: Known, today: Day) -> bool {
        self.bears(peer.0, today) != peer.0
    }

    /// Whether a peer is guarded (rule B1).
    pub fn is_guarded(&self, peer: Known) -> bool {
        self.guard_of(peer).is_some()
    }

    /// Why a peer is guarded, under whichever of their entries that was kept.
    pub fn guard_of(&self, peer: Known) -> Option<&Guard> {
        self.entries(peer).filter_map(|(_, entry)| entry.guarded.as_ref()).max_by_key(|guard| guard.since)
    }

    /// Where the plan lies.
    pub fn plan(&self) -> Option<&PlanAt> {
        self.plan.as_ref()
    }

    /// The map that was kept last.
    pub fn kept(&self) -> Option<&Kept> {
        self.kept.as_ref()
    }

    /// What the kept map says of a peer, and of those whom they follow.
    pub fn picks_of(&self, peer: Known, today: Day) -> impl Iterator<Item = &Pick> {
        let picks = self.kept.iter().flat_map(|kept| &kept.picks);
        picks.filter(move |pick| self.bears(pick.peer, today) == peer.0)
    }

    /// The share of the year's need that a peer bears, 0 to 1; none where the kept map does not name them.
    pub fn share_of(&self, peer: Known, today: Day) -> Option<f64> {
        self.picks_of(peer, today).map(|pick| pick.share).reduce(|a, b| a + b)
    }

    /// Since when the kept map names a peer, or those whom they follow; earlier maps in a row count, a gap does not.
    pub fn named_since(&self, peer: Known, today: Day) -> Option<Day> {
        let taken_over = self.all.values().filter_map(|left| left.successor);
        let taken_over = taken_over.filter(|(by, on, _)| *on <= today && self.stands_for(*by) == peer.0);
        let since = |pick: &Pick| {
            let named = self.named.get(&pick.peer).copied();
            let is_theirs = self.stands_for(pick.peer) == peer.0;
            let on = taken_over.clone().map(|(_, on, _)| on).max().filter(|_| !is_theirs);
            named.max(on)
        };
        self.picks_of(peer, today).filter_map(since).min()
    }

    /// Lines of the file of answers, in the order in which they were kept, each with its entry.
    pub fn corrections(&self) -> &[(u32, Private<String>)] {
        &self.corrected
    }

    /// Entries that corrected the map since it was kept.
    pub fn corrected_since_kept(&self) -> impl Iterator<Item = u32> {
        let since = self.kept_by.map_or(0, |(entry, _)| entry);
        self.corrected.iter().map(|(entry, _)| *entry).filter(move |entry| *entry > since)
    }

    /// The entry that kept the map, and its day.
    pub fn kept_by(&self) -> Option<(u32, Day)> {
        self.kept_by
    }

    /// The peer whose name or alias this is, letter for letter but for case, accents and marks.
    pub fn called(&self, name: &str) -> Option<Known> {
        self.of_name(name).map(Known)
    }

    /// Takes the yeses out of the kept map that are given.
    fn give(&mut self, given: &Given) {
        let Some(mut kept) = self.kept.take() else { return };
        let (item, whom) = (title_key(&given.item), title_key(&given.whom));
        for pick in &mut kept.picks {
            let is_theirs =
                self.names_of(Known(self.stands_for(pick.peer))).any(|name| title_key(name) == whom)
                    || pick.teams.iter().any(|team| team_key(team) == team_key(&given.whom));
            pick.yeses.retain(|yes| {
                let is_of = [&yes.item, &yes.home].into_iter().any(|mine| title_key(mine) == item);
                let is_with =
                    is_theirs || yes.theirs.as_ref().is_some_and(|theirs| title_key(theirs) == whom);
                let is_kind = given.kind.as_ref().is_none_or(|kind| *kind == yes.kind);
                !(is_of && is_with && is_kind)
            });
        }
        self.kept = Some(kept);
    }

    fn stands_for(&self, id: Id) -> Id {
        let mut id = id;
        for _ in 0..self.all.len() {
            match self.all.get(&id).and_then(|peer| peer.merged) {
                Some(into) if self.all.contains_key(&into) => id = into,
                _ => break,
            }
        }
        id
    }

    /// The peer of exactly this name.
    fn of_name(&self, name: &str) -> Option<Id> {
        let key = person_key(name);
        let is_called = |peer: &Peer| {
            person_key(&peer.name) == key || peer.aliases.iter().any(|alias| person_key(alias) == key)
        };
        self.all.iter().find(|(_, peer)| is_called(peer)).map(|(id, _)| self.stands_for(*id))
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
