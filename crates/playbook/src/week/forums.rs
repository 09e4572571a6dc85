//! Meetings of the coming week where work is judged and a peer will be absent (rule D1), as the leader's calendar has them.

use plan::names::{title_key, typed};

use super::{
    line::{Consequence, Found, Whom},
    look::{Look, said},
};
use crate::{akin, calendar::Forum, map::peers::Known, moment::Id};

/// Days before a meeting from which on its line stands.
pub(super) const DAYS: i64 = 7;

/// Peers in a meeting from whom on it is one of peers, and whoever was not asked is missed.
const PEERS: usize = 2;

/// Words in the titles of meetings in which work is judged.
const JUDGED: [&str; 17] = [
    "all hands",
    "board",
    "committee",
    "council",
    "demo",
    "leadership",
    "planning",
    "portfolio",
    "postmortem",
    "post mortem",
    "qbr",
    "quarterly",
    "retro",
    "retrospective",
    "review",
    "staff meeting",
    "steering",
];

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    let mut lines: Vec<Found> = Vec::new();
    for forum in look.forums.iter().filter(|forum| is_ahead(look, forum)) {
        let Some(mut line) = line(look, forum) else { continue };
        // Of several that begin at once the calendar's order tells them apart.
        let same = lines.iter().filter(|known| known.name.starts_with(&line.name)).map(|_| "+");
        line.name.extend(same.collect::<Vec<_>>());
        lines.push(line);
    }
    lines
}

fn is_ahead(look: &Look<'_>, forum: &Forum) -> bool {
    let is_near = (0..=DAYS).contains(&look.today.until(forum.on));
    is_near && look.at.is_none_or(|at| forum.from > at) && !akin::words(&forum.title).is_empty()
}

fn line(look: &Look<'_>, forum: &Forum) -> Option<Found> {
    let away: Vec<Known> = known(look, forum.absent());
    let asked: Vec<Known> = known(look, forum.present());
    let not_asked = || known(look, forum.not_invited.iter().copied());
    let misses = |peer: &Known| asked.len() >= PEERS || is_judging(&forum.title) || names(look, forum, *peer);
    let not_asked: Vec<Known> = not_asked().into_iter().filter(misses).collect();
    let name = |peer: &Known| look.notebook.peers.name(peer.id()).to_owned();
    let all: Vec<Known> = away.iter().chain(&not_asked).copied().collect();
    let names: Vec<String> = all.iter().map(name).collect();
    let title = said(&forum.title);
    let them = match names.as_slice() {
        [] => return None,
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let since = forum.on.plus(-DAYS);
    let saved = look.notebook.calendars.of(None, &look.notebook.peers).map(|read| read.saved);
    let saved = saved.map(|saved| format!("your calendar, saved on {saved}")).into_iter();
    let declined = away.iter().map(|peer| format!("{} declined", name(peer)));
    let missed = not_asked.iter().map(|peer| format!("{} was not asked", name(peer)));
    let dashed = if title.starts_with('-') { "-- " } else { "" };
    Some(Found {
        name: format!("forum:{}", forum.from.strftime("%Y%m%dT%H%MZ")),
        consequence: Consequence::Forum,
        whom: match all.as_slice() {
            [peer] => Whom::Peer(peer.id(), name(peer)),
            _ => Whom::Nobody,
        },
        sentence: format!(
            "Read what to say for {them} before “{title}”, {}: they will not be there.",
            look.day(forum.on)
        ),
        reason: "Where work is judged, whoever is absent can't answer.".into(),
        evidence: declined.chain(missed).chain(saved).collect(),
        command: format!("sideways defend {dashed}{}", typed(&title)),
        wants_act: true,
        stays: false,
        weight: u32::from(!away.is_empty()),
        due: forum.on,
        since,
        changed: since,
        touched: None,
    })
}

/// Peers of a list, each once.
fn known(look: &Look<'_>, all: impl Iterator<Item = Id>) -> Vec<Known> {
    let peers = &look.notebook.peers;
    let mut found = Vec::new();
    for peer in all.filter_map(|id| peers.known(peers.bears(id, look.today))) {
        if !found.contains(&peer) {
            found.push(peer);
        }
    }
    found
}

fn is_judging(title: &str) -> bool {
    let title = format!(" {} ", title_key(title));
    JUDGED.iter().any(|word| title.contains(&format!(" {word} ")))
}

/// Whether a title names a peer's team, or something that is needed of it.
fn names(look: &Look<'_>, forum: &Forum, peer: Known) -> bool {
    let peers = &look.notebook.peers;
    let title = format!(" {} ", title_key(&forum.title));
    let stands = |words: &str| {
        let key = title_key(words);
        !key.is_empty() && title.contains(&format!(" {key} "))
    };
    let picks = peers.kept().map_or(&[][..], |kept| &kept.picks);
    let theirs = picks.iter().filter(|pick| peers.known(peers.bears(pick.peer, look.today)) == Some(peer));
    theirs.flat_map(|pick| pick.teams.iter()).any(|team| stands(team))
}
