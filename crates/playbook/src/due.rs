//! The dates that lie ahead, for calendars outside of the notebook: talks, calls, loans and answers, from all rooms.
//!
//! Only days and times leave it, each under a name that says nothing, and peers' names where the leader switched them on.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::{
    channel::cadence::Pace,
    map::peers::Known,
    moment::{Day, Id},
    notebook::Notebook,
    outward::feed::{self, Kind, Namer, Scope, Sent, Slot, When},
    privacy::{OwnersScreen, Shareable},
    tell::{
        Around, Open, Shown, bad_first, shown,
        times::{Calendars, LATE, Taken, Time, times_again},
    },
};

/// A calendar that leaves: its text, and the tag under which an unchanged one is known again.
pub struct Sheet {
    /// What was sent with it, for the next time.
    pub sent: Sent,
    /// The text.
    pub text: String,
    /// Its tag: it changes with the text and with nothing else.
    pub tag: String,
}

/// A call before a room that is still to be made (rule L2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The announcement.
    pub about: Id,
    /// Whom to call.
    pub peer: Id,
    /// When it begins.
    pub from: Timestamp,
    /// When it is over.
    pub to: Timestamp,
}

/// The calendar for others as of now, after what was sent last. Where `with_gone` says so, what is gone stands in it as called
/// off: a feed is taken whole, a file is not.
pub fn sheet(
    notebook: &Notebook,
    namer: &Namer,
    scope: &Scope,
    before: &Sent,
    calls: &[Call],
    now: (Timestamp, Day),
    with_gone: bool,
) -> Sheet {
    let (at, today) = now;
    let sent = before.next(&dates(notebook, namer, calls, today), scope, at);
    let text = sent.text(with_gone);
    #[cfg(feature = "plants")]
    let text = crate::plants::spoil_feed(text, notebook);
    let tag = feed::tag(&text);
    #[cfg(feature = "plants")]
    let tag = crate::plants::spoil_tag(tag, notebook);
    Sheet { sent, text, tag }
}

/// Everything that has a date: talks that are due with peers whom the map names (rule C1), calls before a room, loans that end
/// (rule T4) and answers that peers wait for (rule T8). A day that has passed stays as it is until what it stands for is done.
///
/// What was put off on the week page stands here all the same: that is the owner's own affair.
pub fn dates(notebook: &Notebook, namer: &Namer, calls: &[Call], today: Day) -> Vec<Slot> {
    let Notebook { peers, channels, loans, asks, .. } = notebook;
    let with = |peer: Id| Some(Shareable::new(peers.name(peers.bears(peer, today)).to_owned()));
    let slot = |kind: Kind, thing: Id, on: Day, peer: Id| Slot {
        kind,
        when: When::On(on),
        uid: namer.name(kind, thing),
        with: with(peer),
    };
    let talk = |peer: Known| {
        let pace = Pace::of(peers, peer, today)?;
        let last = channels.whole(peers, peer).last(today);
        Some(slot(Kind::Talk, peer.id(), pace.due(last), peer.id()))
    };
    let talks = peers.everybody().filter_map(|(peer, _)| talk(peer));
    let calls = calls.iter().map(|call| Slot {
        kind: Kind::Call,
        when: When::At(call.from.as_second(), call.to.as_second()),
        uid: namer.call(call.about, call.peer),
        with: with(call.peer),
    });
    let loans = loans.open().map(|loan| slot(Kind::Loan, loan.id, loan.until, loan.peer));
    let of_me = asks.open().filter(|open| open.is_of_me);
    let answers =
        of_me.filter_map(|open| Some(slot(Kind::Answer, open.ask.id, open.runs_out()?, open.ask.peer)));
    talks.chain(calls).chain(loans).chain(answers).collect()
}

/// The calls that are still to be made, of every announcement that everybody may hear of by now (rule T7). A time that was sent
/// before stays while it can be kept, and for half an hour after the call began; `calendars` says what they know of an
/// announcement's peers. One makes one call at a time: bad news first, and around calls that were sent for others where that
/// breaks no rule.
pub fn calls(
    notebook: &Notebook,
    namer: &Namer,
    before: &Sent,
    (at, today): (Timestamp, Day),
    screen: &OwnersScreen,
    mut calendars: impl FnMut(&Shown) -> Calendars,
) -> Vec<Call> {
    let around = Around { peers: &notebook.peers, at, today };
    let open = notebook.tell.open().filter(|open| may_stand(open, at));
    let mut all: Vec<Shown> = open.map(|open| shown(open, &around, screen)).collect();
    all.retain(|shown| shown.peers.iter().any(|peer| peer.waits));
    bad_first(&mut all);
    let said: Vec<BTreeMap<Id, Timestamp>> = all.iter().map(|shown| said(shown, namer, before)).collect();
    let mut calls: Vec<Call> = Vec::new();
    for (place, shown) in all.iter().enumerate() {
        let calendars = calendars(shown);
        let made =
            calls.iter().map(|call| Taken { about: call.about, time: Time { from: call.from, to: call.to } });
        let made: Vec<Taken> = made.collect();
        let later: Vec<Taken> =
            (place + 1..all.len()).flat_map(|other| sent(all[other].id, &said[other], &calendars)).collect();
        let around =
            |taken: Vec<Taken>| times_again(shown, &Calendars { taken, ..calendars.clone() }, &said[place]);
        let mut times = around([made.as_slice(), &later].concat());
        if !(later.is_empty() || times.broken.is_empty()) {
            times = around(made);
        }
        calls.extend(times.calls.iter().map(|call| Call {
            about: shown.id,
            peer: call.id,
            from: call.at.at(),
            to: call.until.at(),
        }));
    }
    calls
}

/// When the calls of an announcement are, as a calendar was told.
fn said(shown: &Shown, namer: &Namer, before: &Sent) -> BTreeMap<Id, Timestamp> {
    let waits = shown.peers.iter().filter(|peer| peer.waits);
    waits.filter_map(|peer| Some((peer.id, before.begins(&namer.call(shown.id, peer.id))?))).collect()
}

/// Those of them that are not too late, as another announcement sees them.
fn sent(about: Id, said: &BTreeMap<Id, Timestamp>, calendars: &Calendars) -> Vec<Taken> {
    let since = calendars.now.saturating_sub(SignedDuration::from_mins(LATE)).unwrap_or(calendars.now);
    let call = |from: &Timestamp| {
        let to =
            from.saturating_add(SignedDuration::from_mins(i64::from(calendars.minutes))).unwrap_or(*from);
        Taken { about, time: Time { from: *from, to } }
    };
    said.values().filter(|from| **from >= since).map(call).collect()
}

/// Whether the calls of an announcement may be known outside.
fn may_stand(open: &Open, at: Timestamp) -> bool {
    #[cfg(feature = "plants")]
    if crate::plants::forgives(crate::plants::HELD_CALL) {
        return true;
    }
    open.is_free(at)
}

/// The next moment at which calls may be others though nobody wrote: news gets free, or a call was not made in time.
pub fn calls_until(notebook: &Notebook, calls: &[Call], at: Timestamp) -> Option<Timestamp> {
    let free = notebook.tell.open().filter_map(|open| open.announcement.free_from);
    let late = |call: &Call| call.from.checked_add(SignedDuration::from_mins(LATE)).ok();
    free.map(|free| free.at()).chain(calls.iter().filter_map(late)).filter(|next| *next > at).min()
}
