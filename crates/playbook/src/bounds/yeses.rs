//! What is spent when it counts: the yeses that come due, and how warm each channel will be then (rule B3).

use serde::Serialize;

use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id},
};

/// A yes that comes due.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct YesDue<W> {
    /// Of whom, or of whoever follows them.
    pub peer: Id,
    /// Their name.
    pub name: String,
    /// When it is needed.
    pub due: Day,
    /// Its kind, by its word: `touch`, `date`, `approval` or `absorption`.
    pub kind: String,
    /// My item.
    pub item: String,
    /// My deliverable or goal for which it counts.
    pub home: String,
    /// Where the plan says it: a file and a line.
    pub place: String,
    /// How warm the channel will be on that day, if nothing happens until then.
    pub warmth: W,
}

/// Yeses of the kept map from a day to another, both included, the earliest first.
///
/// How warm a channel will be on a day is for whoever knows the channels to say.
pub fn yeses<W>(peers: &Peers, from: Day, to: Day, warmth: impl Fn(Known, Day) -> W) -> Vec<YesDue<W>> {
    let mut all = Vec::new();
    for pick in peers.kept().iter().flat_map(|kept| &kept.picks) {
        let Some(bearer) = peers.known(peers.bears(pick.peer, from)) else { continue };
        for yes in &pick.yeses {
            let Some(due) = yes.due.filter(|due| (from..=to).contains(due)) else { continue };
            all.push(YesDue {
                peer: bearer.id(),
                name: peers.name(bearer.id()).to_owned(),
                due,
                kind: yes.kind.clone(),
                item: yes.item.clone(),
                home: yes.home.clone(),
                place: yes.place.clone(),
                warmth: warmth(bearer, due),
            });
        }
    }
    all.sort_by(|a, b| (a.due, a.peer, &a.item).cmp(&(b.due, b.peer, &b.item)));
    all
}
