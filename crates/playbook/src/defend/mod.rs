//! The absent peer: what their team did for mine, what is said of them, and what I said for them (rules D1 to D5 and T6).
//!
//! A contribution is a fact with its day and its source. It is listed until it is named where their boss's boss hears it, one
//! by one: nothing here counts what a peer gave (rule T9).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use serde::Serialize;

use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id, Now},
    outward::credit::Credited,
    privacy::{CanSeal, OwnersScreen, Private, Shareable},
    refusal::{Refusal, not_ahead},
};

pub mod blame;
pub mod card;
pub mod english;
pub mod names;
pub mod opinions;
pub mod passage;
pub mod review;
pub mod tokens;

/// What happened for somebody who was absent, or by their team.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// The team of a peer did something for an item of mine or ours.
    #[n(0)]
    Contributed(#[n(0)] Contribution),
    /// It was named where others hear it (rule T6).
    #[n(1)]
    Named {
        /// Which.
        #[n(0)]
        contribution: Id,
        /// Where, and who reads it.
        #[n(1)]
        at: Private<String>,
        /// When.
        #[n(2)]
        on: Day,
    },
    /// The leader spoke for somebody who was absent (rule D5). No text tells it to anybody.
    #[n(2)]
    Defended {
        /// Whom.
        #[n(0)]
        peer: Id,
        /// Where.
        #[n(1)]
        forum: Private<String>,
        /// What the leader said.
        #[n(2)]
        said: Private<String>,
        /// When.
        #[n(3)]
        on: Day,
    },
}

/// What a peer's team did for something of mine or ours.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Contribution {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// Who leads the team.
    #[n(1)]
    pub peer: Id,
    /// Their team, where it is known.
    #[n(2)]
    pub team: Option<Shareable<String>>,
    /// What they did, in words written for others.
    #[n(3)]
    pub what: Shareable<String>,
    /// What it was for, in words written for others.
    #[n(4)]
    pub toward: Shareable<String>,
    /// The day on which it was done.
    #[n(5)]
    pub on: Day,
    /// Where it is to be seen, or who said so; for the owner alone.
    #[n(6)]
    pub source: Option<Private<String>>,
    /// When it was noted.
    #[n(7)]
    pub noted: Day,
}

/// What the leader wants kept of an absent peer.
pub enum Command {
    /// Their team did something for an item of mine or ours.
    Contribute {
        /// Who leads the team.
        peer: Known,
        /// Their team; the one that the kept map names, where none is said.
        team: Option<Shareable<String>>,
        /// What they did.
        what: Shareable<String>,
        /// What it was for; without it nobody could name it.
        toward: Option<Shareable<String>>,
        /// When it was done.
        on: Day,
        /// Where it is to be seen, or who said so.
        source: Option<Private<String>>,
    },
    /// It was named where others hear it.
    Name {
        /// Which.
        contribution: Id,
        /// Where, and who reads it.
        at: Private<String>,
        /// When.
        on: Day,
    },
    /// Somebody was thanked for it, which names it nowhere.
    Thank {
        /// Which.
        contribution: Id,
    },
    /// The leader spoke for somebody who was absent.
    Defend {
        /// Whom.
        peer: Known,
        /// Where.
        forum: Private<String>,
        /// What the leader said.
        said: Private<String>,
        /// When.
        on: Day,
    },
}

/// A contribution, and whether it was named.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Kept {
    /// The contribution.
    #[n(0)]
    pub contribution: Contribution,
    /// When it was named where others hear it.
    #[n(1)]
    pub named: Option<Day>,
}

/// What the teams of peers did for mine.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Contributions {
    #[n(0)]
    all: BTreeMap<Id, Kept>,
}

impl Contribution {
    /// What of it may stand in a text for others, with the name of whoever led the team.
    pub fn credited<'a>(&'a self, peers: &'a Peers) -> Credited<'a> {
        Credited {
            peer: peers.name(self.peer),
            team: self.team.as_ref(),
            what: &self.what,
            toward: &self.toward,
            on: self.on,
        }
    }

    /// Where it is to be seen, or who said so, and that it is the leader's own note where nobody said.
    pub fn source(&self, screen: &OwnersScreen) -> String {
        let noted = || format!("your note of {}", self.noted);
        self.source.as_ref().map_or_else(noted, |source| source.reveal(screen).trim().to_owned())
    }
}

impl Contributions {
    /// All contributions, in the order in which they were noted.
    pub fn all(&self) -> impl Iterator<Item = &Kept> {
        self.all.values()
    }

    /// Contributions that nobody named yet where others hear it (rule T6).
    pub fn unnamed(&self) -> impl Iterator<Item = &Contribution> {
        self.all.values().filter(|kept| kept.named.is_none()).map(|kept| &kept.contribution)
    }

    /// Whether an id is that of a contribution.
    pub fn has(&self, id: Id) -> bool {
        self.all.contains_key(&id)
    }

    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, peers: &Peers, now: &Now) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Contribute { peer, team, what, toward, on, source } => {
                not_ahead(on, now)?;
                let (id, noted) = (Id::of(now.entry), now.today);
                let says = |toward: &Shareable<String>| toward.get().contains(char::is_alphanumeric);
                let toward = toward.filter(says).ok_or(Refusal::ContributionForNothing)?;
                let of_the_map =
                    || peers.picks_of(peer, now.today).find_map(|pick| pick.teams.first().cloned());
                let team = team.or_else(|| of_the_map().map(Shareable::new));
                let peer = peer.id();
                Ok(vec![Event::Contributed(Contribution { id, peer, team, what, toward, on, source, noted })])
            }
            Command::Name { contribution, at, on } => {
                not_ahead(on, now)?;
                let done = self.find(contribution)?.contribution.on;
                if on < done {
                    return Err(Refusal::BeforeAgreed { on, agreed: done });
                }
                Ok(vec![Event::Named { contribution, at, on }])
            }
            Command::Thank { contribution } => {
                self.find(contribution)?;
                Err(Refusal::ThanksNameNothing { contribution })
            }
            Command::Defend { peer, forum, said, on } => {
                not_ahead(on, now)?;
                Ok(vec![Event::Defended { peer: peer.id(), forum, said, on }])
            }
        }
    }

    fn find(&self, id: Id) -> Result<&Kept, Refusal> {
        let open = || self.unnamed().map(|one| one.id.to_string()).collect();
        self.all.get(&id).ok_or_else(|| Refusal::NoSuchContribution { id, open: open() })
    }

    /// Takes in what happened. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event) {
        match event {
            Event::Contributed(contribution) => {
                self.all.insert(contribution.id, Kept { contribution, named: None });
            }
            Event::Named { contribution, on, .. } => self.named(contribution, on),
            // The log alone holds what was said (rule D5).
            Event::Defended { .. } => {}
        }
    }

    /// Takes in that a contribution was named on a day.
    pub fn named(&mut self, contribution: Id, on: Day) {
        if let Some(kept) = self.all.get_mut(&contribution) {
            kept.named = Some(kept.named.map_or(on, |named| named.min(on)));
        }
    }
}

/// A contribution that nobody named yet, as a line of a list. Whose it is stands in the sentence alone (rule T9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its name.
    pub id: Id,
    /// The day on which it was done.
    pub on: Day,
    /// Whose team did what, and for what.
    pub sentence: String,
    /// Where it is to be seen, or who said so.
    pub source: String,
    /// The command that says where it was named.
    pub command: String,
}

/// Contributions that nobody named yet, of one peer or of all, the one done longest ago first (rule T6).
pub fn listed(
    contributions: &Contributions,
    peers: &Peers,
    of: Option<Known>,
    screen: &OwnersScreen,
) -> Vec<Listed> {
    let is_theirs = |one: &&Contribution| of.is_none_or(|peer| peers.known(one.peer) == Some(peer));
    let mut all: Vec<&Contribution> = contributions.unnamed().filter(is_theirs).collect();
    all.sort_by_key(|one| (one.on, one.id));
    let line = |one: &Contribution| Listed {
        id: one.id,
        on: one.on,
        sentence: told(one, peers),
        source: one.source(screen),
        command: format!("sideways credit {} \"...\"", one.id),
    };
    all.into_iter().map(line).collect()
}

/// Whose team did what, and for what, as a part of a sentence.
pub fn told(contribution: &Contribution, peers: &Peers) -> String {
    let team =
        contribution.team.as_ref().map_or_else(String::new, |team| format!(" ({})", team.get().trim()));
    let (what, toward) = (contribution.what.get().trim(), contribution.toward.get().trim());
    format!("the team of {}{team}, for {toward}: {what}", peers.name(contribution.peer))
}
