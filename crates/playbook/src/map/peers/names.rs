//! Who is meant by a name, and under which entries somebody stands.

use plan::names::person_key;

use super::{Known, Peer, Peers};
use crate::{moment::Id, refusal::Refusal};

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

    /// The peer whose name or alias this is, letter for letter but for case, accents and marks.
    pub fn called(&self, name: &str) -> Option<Known> {
        self.of_name(name).map(Known)
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
    pub(super) fn entries(&self, peer: Known) -> impl Iterator<Item = (Id, &Peer)> {
        let is_theirs = move |(id, entry): &(&Id, &Peer)| {
            **id == peer.0 || entry.merged.is_some() && self.stands_for(**id) == peer.0
        };
        self.all.iter().filter(is_theirs).map(|(id, entry)| (*id, entry))
    }

    pub(super) fn stands_for(&self, id: Id) -> Id {
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
    pub(super) fn of_name(&self, name: &str) -> Option<Id> {
        // Most who ask have the name from here: a key of every name would take a page longer than all else on it.
        let is_exactly = |peer: &Peer| peer.name == name || peer.aliases.iter().any(|alias| alias == name);
        let exact = self.all.iter().find(|(_, peer)| is_exactly(peer));
        let found = exact.or_else(|| {
            let key = person_key(name);
            let is_called = |peer: &Peer| {
                person_key(&peer.name) == key || peer.aliases.iter().any(|alias| person_key(alias) == key)
            };
            self.all.iter().find(|(_, peer)| is_called(peer))
        });
        found.map(|(id, _)| self.stands_for(*id))
    }
}
