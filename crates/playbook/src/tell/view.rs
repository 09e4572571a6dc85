//! What is announced, as its owner sees it: the only place that shows what is held (rule T7).

use jiff::Timestamp;
use plan::names::typed;
use serde::Serialize;

use super::{Found, Kind, Notice, Open, Tell};
use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id, When},
    privacy::{OwnersScreen, Shareable},
    words::{several, stopped},
};

/// An announcement with those on whom it lands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// Its name.
    pub id: Id,
    /// What kind of thing it is.
    pub kind: Kind,
    /// How it came up.
    pub found: Found,
    /// What is announced, in the leader's words.
    pub what: String,
    /// Whether it may not be shared yet: then nothing of it stands anywhere but here.
    pub is_held: bool,
    /// From when on it may be shared; at once, where absent.
    pub free_from: Option<When>,
    /// When everybody hears.
    pub room: Option<When>,
    /// Whether that is over.
    pub is_after_room: bool,
    /// Time to react before the room.
    pub notice: Notice,
    /// The same in words.
    pub notice_told: String,
    /// When it was opened.
    pub opened: Day,
    /// What is to be known before anything else, if anything.
    pub mark: Option<&'static str>,
    /// On whom it lands, the most affected first.
    pub peers: Vec<ShownPeer>,
    /// When it was broadcast, which told nobody (rule L3).
    pub broadcast: Option<Day>,
    /// The last step, after all calls: what it is, and the command that says it was made.
    pub last: Step,
    /// When the last step was made.
    pub over: Option<Day>,
}

/// A peer on whom it lands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShownPeer {
    /// Who.
    pub peer: String,
    /// Their id.
    pub id: Id,
    /// Working days by which their most affected date is later in the mean, where a plan says so.
    pub later: Option<f64>,
    /// What it does to them, in the leader's words for them.
    pub words: Option<String>,
    /// When they heard it from the leader.
    pub told: Option<When>,
    /// When they heard it elsewhere first.
    pub surprised: Option<Day>,
    /// When that was mended.
    pub repaired: Option<Day>,
    /// Why no call is proposed to them, though they were not told (rule B1).
    pub left_out: Option<String>,
    /// Whether they are still to be called.
    pub waits: bool,
    /// The command that comes next; absent where nothing is left.
    pub command: Option<String>,
}

impl ShownPeer {
    /// What they heard, and from whom, in words.
    pub fn heard(&self) -> String {
        match (self.told, self.surprised, self.repaired) {
            (_, Some(on), Some(mended)) => format!("heard elsewhere on {on}, mended on {mended}"),
            (Some(at), Some(_), None) => format!("told at {at}, after they heard it elsewhere; not mended"),
            (None, Some(on), None) => format!("heard elsewhere on {on}; not mended"),
            (Some(at), None, _) => format!("told at {at}"),
            (None, None, _) if self.left_out.is_some() => "not told".into(),
            (None, None, _) => "not told yet".into(),
        }
    }

    /// Whether they heard it elsewhere first, and that is not mended (rule L5).
    pub const fn is_to_mend(&self) -> bool {
        self.surprised.is_some() && self.repaired.is_none()
    }
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What, as a sentence.
    pub sentence: String,
    /// The command that says it was done.
    pub command: String,
}

/// A surprise that is not mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The announcement.
    pub about: Id,
    /// With whom.
    pub peer: Id,
    /// Since when.
    pub since: Day,
}

/// What is at hand to show announcements.
pub struct Around<'a> {
    /// The peers.
    pub peers: &'a Peers,
    /// The moment.
    pub at: Timestamp,
    /// The day where the leader is.
    pub today: Day,
}

/// What is open: bad news first (rule L4), then by the room, then as it was opened.
pub fn listed(tell: &Tell, around: &Around<'_>, screen: &OwnersScreen) -> Vec<Shown> {
    let mut all: Vec<Shown> = tell.open().map(|open| shown(open, around, screen)).collect();
    bad_first(&mut all);
    all
}

/// Puts announcements into their order: what a plan says already, then bad news, then by their rooms (rule L4).
pub fn bad_first(all: &mut [Shown]) {
    all.sort_by_key(|one| (one.found != Found::ReadAgain, !one.kind.is_bad(), one.room.is_none(), one.room));
}

/// One announcement.
pub fn shown(open: &Open, around: &Around<'_>, screen: &OwnersScreen) -> Shown {
    let of = &open.announcement;
    let notice = open.notice();
    let what = of.what.reveal(screen).get().clone();
    let lands = open.lands(around.peers, around.today);
    let peer = |(peer, lands): (Known, &super::Lands)| {
        let heard = open.heard(around.peers, peer);
        let name = around.peers.name(peer.id()).to_owned();
        let guard = around.peers.guard_of(peer).filter(|_| !heard.is_over());
        let left_out = guard.map(|guard| {
            let because = guard.because.reveal(screen).trim();
            format!("Guarded since {}, because “{because}”: no news is proposed to them.", guard.since)
        });
        let waits = open.over.is_none() && !heard.is_over() && left_out.is_none();
        let typed = typed(&name);
        let command = match (&heard.surprised, &heard.repaired) {
            (Some(_), None) => Some(format!("sideways repaired {typed} --about {} \"...\"", of.id)),
            _ => waits.then(|| format!("sideways told {typed} --about {}", of.id)),
        };
        ShownPeer {
            peer: name,
            id: peer.id(),
            later: lands.later.map(|tenths| f64::from(tenths) / 10.0),
            words: lands.words.as_ref().map(|words| words.reveal(screen).get().clone()),
            told: heard.told,
            surprised: heard.surprised,
            repaired: heard.repaired,
            left_out,
            waits,
            command,
        }
    };
    Shown {
        id: of.id,
        kind: of.kind,
        found: of.found,
        is_held: !open.is_free(around.at),
        free_from: of.free_from,
        room: of.room,
        is_after_room: is_after(of.room, around.at),
        notice,
        notice_told: told(notice),
        opened: of.opened,
        mark: (of.found == Found::ReadAgain).then_some("Their engineers may already see this."),
        peers: lands.into_iter().map(peer).collect(),
        broadcast: open.broadcast,
        last: last(open, &what, around.at, screen),
        over: open.over,
        what,
    }
}

/// Whether a room is over.
pub(crate) fn is_after(room: Option<When>, at: Timestamp) -> bool {
    room.is_some_and(|room| room.at() <= at)
}

/// Time to react, in words.
pub fn told(notice: Notice) -> String {
    match notice {
        Notice::WorkingDays(days) => several(days, "working day"),
        Notice::Minutes(minutes) => crate::words::length(minutes),
    }
}

/// What comes after the calls (rule L1).
fn last(open: &Open, what: &str, at: Timestamp, screen: &OwnersScreen) -> Step {
    let of = &open.announcement;
    let command = format!("sideways tell done {}", of.id);
    let sentence = match (&of.item, of.room) {
        (Some(item), _) if of.found == Found::ReadAgain => {
            format!(
                "The plan says it already: hold {} against it once all were called.",
                quoted(item.reveal(screen))
            )
        }
        (Some(item), _) => format!("Change the tracker: {}.", quoted(item.reveal(screen))),
        (None, Some(room)) if room.at() <= at => {
            format!("The room was on {room}: close it once all have heard it from you.")
        }
        (None, Some(room)) => format!("Say it in the room, on {room}."),
        (None, None) => format!("Say it to all: {}", stopped(what)),
    };
    Step { sentence, command }
}

fn quoted(words: &str) -> String {
    format!("“{}”", words.trim())
}

/// Surprises that are not mended, in the order of announcements.
pub fn due_repairs<'a>(tell: &'a Tell, peers: &'a Peers, today: Day) -> impl Iterator<Item = Mended> + 'a {
    tell.all().flat_map(move |open| {
        let due = move |(peer, _): (Known, &super::Lands)| {
            let heard = open.heard(peers, peer);
            let since = heard.surprised.filter(|on| *on <= today && heard.repaired.is_none())?;
            Some(Mended { about: open.announcement.id, peer: peer.id(), since })
        };
        open.lands(peers, today).into_iter().filter_map(due)
    })
}

/// The words of an announcement, where they may be shown on a page of a day: nothing of what is held on it.
pub fn free_words(open: &Open, at: Option<Timestamp>, day: Day) -> Option<&Shareable<String>> {
    let is_free = match at {
        Some(at) => open.is_free(at),
        None => open.is_free_all(day),
    };
    is_free.then(|| open.announcement.what.free(Timestamp::MAX)).flatten()
}
