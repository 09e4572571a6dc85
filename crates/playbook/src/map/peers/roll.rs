//! Which of the people in a meeting is a peer, and which is whoever keeps the calendar.

use std::collections::{BTreeMap, BTreeSet};

use plan::names::person_key;

use super::{Known, Peers};
use crate::privacy::Untrusted;

/// Somebody in a meeting.
#[derive(Clone)]
pub struct Somebody {
    /// Their name and their address, as far as they are known.
    pub names: Vec<String>,
    /// Whether they declined.
    pub declined: bool,
}

impl Somebody {
    /// As a screen may show them.
    pub fn shown(&self) -> String {
        Untrusted::new(self.names.first().cloned().unwrap_or_default()).shown()
    }

    /// Their names and addresses, and what stands before the `@` of these.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        keys(&self.names)
    }
}

/// Keys of names and addresses, and of what stands before the `@` of these.
pub fn keys(names: &[String]) -> impl Iterator<Item = String> {
    let whole = names.iter().map(|name| person_key(name)).filter(|key| !key.is_empty());
    whole.chain(names.iter().filter_map(|name| local_key(name)))
}

/// What stands before the `@` of an address, as a name.
fn local_key(name: &str) -> Option<String> {
    name.split_once('@').map(|(local, _)| person_key(local)).filter(|key| !key.is_empty())
}

/// Whom a name or an address in a calendar may mean: exactly one peer, of whom it is a whole name. Beginnings are no
/// evidence here.
pub struct Roll<'a> {
    of: BTreeMap<String, Vec<Known>>,
    peers: &'a Peers,
}

impl<'a> Roll<'a> {
    /// All names under which the peers are known.
    pub fn of(peers: &'a Peers) -> Self {
        let mut of: BTreeMap<String, Vec<Known>> = BTreeMap::new();
        for (peer, _) in peers.everybody() {
            let keys: BTreeSet<String> = peers.names_of(peer).map(person_key).collect();
            keys.into_iter().for_each(|key| of.entry(key).or_default().push(peer));
        }
        Self { of, peers }
    }

    /// The peer who bears one of these names or addresses; none where nobody does.
    ///
    /// # Errors
    /// If several peers do: their names.
    pub fn bearer(&self, names: &[String]) -> Result<Option<Known>, Vec<String>> {
        let whole: Vec<String> = names.iter().map(|name| person_key(name)).collect();
        let part: Vec<String> = names.iter().filter_map(|name| local_key(name)).collect();
        // What stands before the `@` counts only where nothing else says who it is.
        for keys in [whole, part] {
            let mut found: Vec<Known> =
                keys.iter().filter_map(|key| self.of.get(key)).flatten().copied().collect();
            found.sort();
            found.dedup();
            match found.as_slice() {
                [] => {}
                [one] => return Ok(Some(*one)),
                several => {
                    return Err(several.iter().map(|peer| self.peers.name(peer.id()).to_owned()).collect());
                }
            }
        }
        Ok(None)
    }

    /// Likewise, of somebody in a meeting.
    ///
    /// # Errors
    /// Likewise.
    pub fn find(&self, other: &Somebody) -> Result<Option<Known>, Vec<String>> {
        self.bearer(&other.names)
    }

    /// The keys of whoever keeps a calendar: those given, if anybody in it bears one; else of whoever is in at least half of
    /// the meetings, is in more of them than anybody else, and is no peer. Such a guess comes with the name that was taken.
    pub fn owner<'m>(
        &self,
        given: &[String],
        meetings: impl Iterator<Item = &'m [Somebody]>,
    ) -> (BTreeSet<String>, Option<String>) {
        let given: BTreeSet<String> =
            given.iter().map(|name| person_key(name)).filter(|key| !key.is_empty()).collect();
        let meetings: Vec<&[Somebody]> = meetings.filter(|people| !people.is_empty()).collect();
        let everybody = || meetings.iter().flat_map(|people| people.iter());
        if everybody().any(|one| one.keys().any(|key| given.contains(&key))) {
            return (given, None);
        }
        let mut often: BTreeMap<String, (usize, &Somebody)> = BTreeMap::new();
        for one in everybody().filter(|one| self.find(one) == Ok(None)) {
            if let Some(key) = one.keys().next() {
                often.entry(key).or_insert((0, one)).0 += 1;
            }
        }
        let most = often.values().map(|(times, _)| *times).max().unwrap_or(0);
        let mut first = often.into_values().filter(|(times, _)| *times == most && 2 * most >= meetings.len());
        match (first.next(), first.next()) {
            (Some((_, one)), None) => (one.keys().collect(), Some(one.shown())),
            _ => (given, None),
        }
    }
}
