//! Whom to tell before the room, what to change afterwards, and surprises to mend (rules L1 to L5). Nothing of what is held
//! stands here (rule T7).

use plan::names::typed;

use super::{
    line::{Consequence, Found, Whom},
    look::{Look, said},
};
use crate::{
    map::peers::Known,
    moment::{Day, When},
    tell::{Found as Origin, Lands, Open, due_repairs, free_words, told},
    words::days_later,
};

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    let open = look.notebook.tell.open().flat_map(|open| of(look, open));
    open.chain(repairs(look)).collect()
}

/// The lines of one announcement: a line for everybody who is still to be told, then the last step.
fn of(look: &Look<'_>, open: &Open) -> Vec<Found> {
    let Some(what) = free_words(open, look.at, look.today) else { return Vec::new() };
    let what = said(what.get());
    let peers = &look.notebook.peers;
    let lands = open.lands(peers, look.today);
    let waits: Vec<(Known, &Lands)> = lands
        .into_iter()
        .filter(|(peer, _)| !peers.is_guarded(*peer) && !open.heard(peers, *peer).is_over())
        .collect();
    if waits.is_empty() {
        return last(look, open, &what).into_iter().collect();
    }
    waits.into_iter().map(|(peer, lands)| to_tell(look, open, &what, (peer, lands))).collect()
}

fn to_tell(look: &Look<'_>, open: &Open, what: &str, (peer, lands): (Known, &Lands)) -> Found {
    let (of, name) = (&open.announcement, look.notebook.peers.name(peer.id()).to_owned());
    let since = since(open);
    let words = lands.words.as_ref().and_then(|words| free_of(words, open, look));
    let effect = words.map_or_else(String::new, |words| format!("; for them: {words}"));
    let before = of.room.map(|room| before(look, room)).unwrap_or_default();
    let seen = of.found == Origin::ReadAgain;
    let reason = match (seen, lands.later) {
        (true, _) => "Their engineers may already see this.".to_owned(),
        (false, Some(tenths)) => format!("It lands on them: about {}.", days_later(f64::from(tenths) / 10.0)),
        (false, None) => "It lands on them, and they should hear it from you.".to_owned(),
    };
    let mut evidence = vec![format!("announcement {} of {}: {}", of.id, of.opened, of.kind.word())];
    if let Some(room) = of.room {
        let is = if is_over(look, room) { "was" } else { "is" };
        evidence.push(format!("the room {is} on {room}; {} to react", told(open.notice())));
    }
    Found {
        name: format!("tell:{}:{}", of.id, peer.id()),
        consequence: if of.kind.is_bad() { Consequence::BadNews } else { Consequence::Tell },
        sentence: format!("Tell {name}{before}: {what}{effect}."),
        reason,
        evidence,
        command: format!("sideways told {} --about {}", typed(&name), of.id),
        whom: Whom::Peer(peer.id(), name),
        wants_act: true,
        stays: of.kind.is_bad(),
        weight: u32::from(seen) * 1_000_000 + lands.later.unwrap_or(0),
        due: of.room.map_or(since, When::on),
        since,
        changed: since,
        touched: None,
    }
}

/// Words for them, as free as the announcement is.
fn free_of(words: &crate::tell::Words, open: &Open, look: &Look<'_>) -> Option<String> {
    free_words(open, look.at, look.today)?;
    words.free(jiff::Timestamp::MAX).map(|words| said(words.get()))
}

/// ` before Thursday's room at 15:00`.
fn before(look: &Look<'_>, room: When) -> String {
    match look.today.until(room.on()) {
        ..0 => format!(", though the room was on {room}"),
        0 if is_over(look, room) => format!(", though the room was at {} today", room.clock()),
        0 => format!(" before the room at {} today", room.clock()),
        1 => format!(" before the room at {} tomorrow", room.clock()),
        2..=6 => format!(" before {}'s room at {}", room.on().0.strftime("%A"), room.clock()),
        _ => format!(" before the room on {room}"),
    }
}

fn is_over(look: &Look<'_>, room: When) -> bool {
    look.at.map_or(room.on() < look.today, |at| room.at() <= at)
}

/// The day since which it may stand on the page.
fn since(open: &Open) -> Day {
    let of = &open.announcement;
    of.free_from.map_or(of.opened, |free| free.on().max(of.opened))
}

/// What comes after the calls (rule L1).
fn last(look: &Look<'_>, open: &Open, what: &str) -> Option<Found> {
    let of = &open.announcement;
    let item = of.item.as_ref().map(|item| look.words(item));
    let sentence = match (item, of.room) {
        (Some(item), _) if of.found == Origin::ReadAgain => {
            format!("Close announcement {}: “{item}” is told.", of.id)
        }
        (Some(item), _) => format!("Change the tracker: “{item}”."),
        (None, Some(room)) if room.on() > look.today => return None,
        _ => format!("Say that it was said to all: {what}."),
    };
    let since = since(open);
    Some(Found {
        name: format!("tell:{}", of.id),
        consequence: Consequence::Tell,
        whom: Whom::Nobody,
        sentence,
        reason: "Everybody on whom it lands was told, or knows; this is the last step.".into(),
        evidence: vec![format!("announcement {} of {}", of.id, of.opened)],
        command: format!("sideways tell done {}", of.id),
        wants_act: true,
        stays: false,
        weight: 0,
        due: since,
        since,
        changed: since,
        touched: None,
    })
}

/// Surprises that are not mended (rule L5).
fn repairs<'a>(look: &'a Look<'a>) -> impl Iterator<Item = Found> + 'a {
    let (tell, peers) = (&look.notebook.tell, &look.notebook.peers);
    due_repairs(tell, peers, look.today).map(|due| {
        let (peer, name) = look.bearer(due.peer);
        let about = due.about;
        Found {
            name: format!("surprise:{about}:{}", due.peer),
            consequence: Consequence::Surprise,
            sentence: format!(
                "Mend it with {name}: they heard elsewhere on {} what you should have told them.",
                due.since
            ),
            reason: "A surprise weighs on the channel until it is mended, and time alone does not mend it."
                .into(),
            evidence: vec![format!("announcement {about}: heard elsewhere on {}", due.since)],
            command: format!("sideways repaired {} --about {about} \"...\"", typed(&name)),
            whom: Whom::Peer(peer, name),
            wants_act: true,
            stays: false,
            weight: 0,
            due: due.since,
            since: due.since,
            changed: due.since,
            touched: None,
        }
    })
}
