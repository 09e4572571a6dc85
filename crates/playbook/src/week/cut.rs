//! From everything that could be said to a page: one line a peer, at most seven lines, at most three acts.

use std::collections::BTreeMap;

use super::{
    line::{Consequence, Found, Line, Rank, Whom},
    put_offs::PutOffs,
};
use crate::moment::{Day, Id};

/// Lines of a page.
const MOST_LINES: usize = 7;

/// Acts among them.
const MOST_ACTS: usize = 3;

/// Sentences that a peer's one line says beside its own.
const MOST_ALSO: usize = 2;

/// Everything about one peer or about the own team, behind the one line that is shown.
struct Group {
    rank: Rank,
    face: Found,
    also: Vec<String>,
    more: usize,
}

/// The lines of the page, and how many more there would have been.
pub(super) fn cut(found: Vec<Found>, put_offs: &PutOffs, today: Day) -> (Vec<Line>, usize) {
    let mut groups = one_line_a_peer(found);
    groups.sort_by(|a, b| a.rank.cmp(&b.rank));
    let mut more = 0;
    while groups.len() > MOST_LINES {
        let at = groups.iter().rposition(|group| !group.face.stays).unwrap_or(groups.len() - 1);
        let cut = groups.remove(at);
        more += 1 + cut.also.len() + cut.more;
    }
    groups.iter().for_each(|group| more += group.more);
    let mut acts = 0;
    let line = |Group { face, also, .. }: Group| {
        let is_act = face.wants_act && acts < MOST_ACTS;
        acts += usize::from(is_act);
        let from = put_offs
            .until(&face.name)
            .filter(|_| !face.stays)
            .map_or(face.since, |until| until.max(face.since));
        face.shown(today, from, is_act, also)
    };
    (groups.into_iter().map(line).collect(), more)
}

/// The own team has one line too. A peer ranks by the weightiest thing about them; what must stay and what can be done is said first.
fn one_line_a_peer(found: Vec<Found>) -> Vec<Group> {
    let mut of: BTreeMap<Option<Id>, Vec<Found>> = BTreeMap::new();
    let mut groups: Vec<Vec<Found>> = Vec::new();
    for line in found {
        match line.whom {
            Whom::Peer(peer, _) => of.entry(Some(peer)).or_default().push(line),
            Whom::OwnTeam => of.entry(None).or_default().push(line),
            Whom::Nobody => groups.push(vec![line]),
        }
    }
    groups.extend(of.into_values());
    groups.into_iter().filter_map(group).collect()
}

fn group(mut lines: Vec<Found>) -> Option<Group> {
    lines.sort_by_key(Found::rank);
    let rank = lines.first()?.rank();
    let face = lines.iter().enumerate().min_by_key(|(at, line)| (!line.stays, !line.wants_act, *at))?.0;
    let face = lines.remove(face);
    lines.retain(|line| !covers(&face, line));
    let more = lines.len().saturating_sub(MOST_ALSO);
    let also = lines.into_iter().take(MOST_ALSO).map(|line| line.sentence).collect();
    Some(Group { rank, face, also, more })
}

/// The line of a yes says how warm the channel is.
fn covers(face: &Found, other: &Found) -> bool {
    face.consequence == Consequence::Yes
        && matches!(other.consequence, Consequence::Channel | Consequence::Stranger)
}
