//! Calendars as commands and pages read and show them: opened and handed on as plain values.

pub mod dates;
pub mod files;
pub mod read;
pub mod words;

use desk::{
    clock::{self, Moment},
    open::Desk,
};
use jiff::{Span, Timestamp, civil::Time as Clock, tz::TimeZone};
use playbook::{
    calendar::{Calendar, Forum, Free, Held, Shown as Seen, show},
    due,
    map::peers::Known,
    moment::{Day, Id},
    outward::feed::{Kind, Namer, Scope, Sent},
    tell::{
        Shown,
        times::{CALL, Calendars, LATE, Theirs, Time},
    },
};

use crate::{opened::screen, stop::Stop};

/// Days ahead in which calls are looked for.
const DAYS: i64 = 14;

/// The morning is over, and the afternoon begins.
const NOON: (i8, i8) = (12, 13);

/// The zone of this machine.
pub fn here() -> TimeZone {
    clock::zoned().time_zone().clone()
}

/// What the notebook keeps of every calendar that was read, opened: with whose it is, none for the leader.
///
/// # Errors
/// If what was kept can't be opened.
pub fn held(desk: &Desk) -> Result<Vec<(Option<Id>, Held)>, Stop> {
    let screen = screen();
    let all = desk.notes().calendars.all();
    all.map(|read| Ok((read.whose, desk.open_value(&read.held, &screen)?))).collect()
}

/// What is known of the coming weeks.
///
/// # Errors
/// If a calendar that was kept can't be opened.
pub fn seen(desk: &Desk) -> Result<Seen, Stop> {
    let (notes, now, here) = (desk.notes(), clock::now(), here());
    let calendar = opened(desk)?;
    Ok(show(&notes.calendars, &calendar, &notes.peers, (now.at, now.today), &here, &screen()))
}

/// Forums from now to a day, as the leader's calendar has them, the next first; none, where it was not read.
///
/// # Errors
/// If a calendar that was kept can't be opened.
pub fn forums(desk: &Desk, now: Timestamp, to: Day) -> Result<Vec<Forum>, Stop> {
    let (notes, here, screen) = (desk.notes(), here(), screen());
    let Some(read) = notes.calendars.of(None, &notes.peers) else { return Ok(Vec::new()) };
    let held = desk.open_value(&read.held, &screen)?;
    let calendar = Calendar::of(&notes.calendars, &notes.peers, [(None, held)], &here);
    let until = to.plus(1).0.to_zoned(here.clone()).map_or(now, |day| day.timestamp());
    Ok(calendar.forums(now, until))
}

/// All calendars, opened.
///
/// # Errors
/// If one that was kept can't be opened.
pub fn opened(desk: &Desk) -> Result<Calendar<'_>, Stop> {
    Ok(Calendar::of(&desk.notes().calendars, &desk.notes().peers, held(desk)?, &here()))
}

/// What calendars say of the leader and of those who are to be called.
pub fn of(desk: &Desk, calendar: &Calendar<'_>, shown: &Shown, now: Moment, minutes: u32) -> Calendars {
    let zone = here();
    // A call that began lately is not too late yet.
    let from = now.at.checked_sub(Span::new().minutes(LATE)).unwrap_or(now.at);
    let to = now.at.checked_add(Span::new().hours(24 * DAYS)).unwrap_or(Timestamp::MAX);
    let notes = desk.notes();
    let (hours, _) = notes.calendars.hours(None, &notes.peers);
    let halves = hours.between(from, to, &zone).into_iter().flat_map(|day| halves(day, &zone)).collect();
    let standups = calendar.standups(now.at, to);
    let of = |peer: Known| {
        let is_known = calendar.is_known(Some(peer)) || notes.calendars.hours(Some(peer), &notes.peers).1;
        let free = is_known.then(|| calendar.free(Some(peer), from, to).into_iter().map(time).collect());
        let theirs = standups.iter().filter(|standup| standup.peers.contains(&peer.id()));
        Theirs { free, standups: theirs.map(|standup| standup.from).collect() }
    };
    let waits = shown.peers.iter().filter(|peer| peer.waits).filter_map(|peer| notes.peers.known(peer.id));
    let mine = calendar.is_known(None).then(|| calendar.free(None, from, to).into_iter().map(time).collect());
    Calendars {
        now: now.at,
        halves,
        mine,
        taken: Vec::new(),
        theirs: waits.map(|peer| (peer.id(), of(peer))).collect(),
        zone,
        minutes,
    }
}

/// The calls that are still to be made, for a calendar that was told of some of them before; none, where it holds no calls. A
/// calendar that can't be opened is as one that was not read: what leaves the notebook does not fall silent over it.
pub fn calls(desk: &Desk, namer: &Namer, scope: &Scope, before: &Sent, now: Moment) -> Vec<due::Call> {
    if !scope.kinds.contains(&Kind::Call) {
        return Vec::new();
    }
    let notes = desk.notes();
    let calendar = Calendar::of(&notes.calendars, &notes.peers, held(desk).unwrap_or_default(), &here());
    let of = |shown: &Shown| of(desk, &calendar, shown, now, CALL);
    due::calls(notes, namer, before, (now.at, now.today), &screen(), of)
}

const fn time(free: Free) -> Time {
    Time { from: free.from, to: free.to }
}

/// The morning and the afternoon of working hours that lie on one day.
fn halves(day: Free, zone: &TimeZone) -> Vec<Time> {
    let date = zone.to_datetime(day.from).date();
    let at = |hour: i8| {
        let clock = Clock::new(hour, 0, 0, 0).ok()?;
        Some(date.to_datetime(clock).to_zoned(zone.clone()).ok()?.timestamp())
    };
    let (Some(until), Some(from)) = (at(NOON.0), at(NOON.1)) else { return vec![time(day)] };
    let halves =
        [Time { from: day.from, to: day.to.min(until) }, Time { from: day.from.max(from), to: day.to }];
    halves.into_iter().filter(|half| half.from < half.to).collect()
}
