//! Where the plan lies, what the kept map says of a peer, and what was corrected since.

use plan::names::{team_key, title_key};

use super::{Given, Kept, Known, Peers, Pick, PlanAt};
use crate::{moment::Day, privacy::Private};

impl Peers {
    /// Where the plan lies.
    pub fn plan(&self) -> Option<&PlanAt> {
        self.plan.as_ref()
    }

    /// The map that was kept last.
    pub fn kept(&self) -> Option<&Kept> {
        self.kept.as_ref()
    }

    /// The entry that kept the map, and its day.
    pub fn kept_by(&self) -> Option<(u32, Day)> {
        self.kept_by
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

    /// The day on which a newer map stopped naming a peer whom an earlier one named; none for whom the kept map names.
    pub fn named_until(&self, peer: Known) -> Option<Day> {
        self.entries(peer).filter_map(|(id, _)| self.named_until.get(&id)).max().copied()
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

    /// Takes the yeses out of the kept map that are given.
    pub(super) fn give(&mut self, given: &Given) {
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
}
