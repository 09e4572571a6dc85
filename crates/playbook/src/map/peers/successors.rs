//! Who follows whom, and bears what was theirs.

use super::{Known, Peers};
use crate::moment::{Day, Id};

impl Peers {
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

    /// Whether a peer has left, and somebody follows.
    pub fn has_left(&self, peer: Known, today: Day) -> bool {
        self.bears(peer.0, today) != peer.0
    }
}
