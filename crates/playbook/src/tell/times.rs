//! The order and times of the calls before a room, in words (rule L2).

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{
    Notice,
    calls::rules::{Conflict, Person, Planned, Rule, Span, Wish, planned, planned_again},
    view::{Shown, told},
};
use crate::moment::{Day, Id, When};

/// Minutes of a call, where nothing is said.
pub const CALL: u32 = 15;

/// A time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Time {
    /// Its first moment.
    pub from: Timestamp,
    /// The moment at which it is over.
    pub to: Timestamp,
}

/// What calendars say of a peer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theirs {
    /// When they are free; nothing where no calendar of theirs is known.
    pub free: Option<Vec<Time>>,
    /// When their team holds its standups.
    pub standups: Vec<Timestamp>,
}

/// A call for another announcement: one makes one call at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The announcement.
    pub about: Id,
    /// When.
    pub time: Time,
}

/// What calendars say.
#[derive(Clone, Debug)]
pub struct Calendars {
    /// The moment.
    pub now: Timestamp,
    /// Where the leader is.
    pub zone: TimeZone,
    /// The half-days in which the leader works, in order.
    pub halves: Vec<Time>,
    /// When the leader is free; nothing where no calendar of theirs is known.
    pub mine: Option<Vec<Time>>,
    /// Calls for other announcements, which stay where they are.
    pub taken: Vec<Taken>,
    /// By peer.
    pub theirs: BTreeMap<Id, Theirs>,
    /// Minutes of a call.
    pub minutes: u32,
}

/// When to call whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Times {
    /// The calls, in the order in which they are made; nothing where nobody is to be called.
    pub calls: Vec<Proposed>,
    /// Peers for whom there is no time.
    pub no_time: Vec<String>,
    /// Minutes from the beginning of the first to the end of the last.
    pub span: i64,
    /// The rules that can't be kept together, and what would have to move; none where all are kept.
    pub broken: Vec<Broken>,
    /// What was not known: calendars that were not read.
    pub assumed: Vec<String>,
    /// The day from which on the last step may be made.
    pub last_step_from: Option<Day>,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposed {
    /// With whom.
    pub peer: String,
    /// Their id.
    pub id: Id,
    /// When.
    pub at: When,
    /// When it is over.
    pub until: When,
    /// When their own engineers could hear next, if that is known.
    pub engineers_hear: Option<When>,
}

/// A rule that can't be kept with the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// The rule, as a sentence.
    pub rule: String,
    /// What would have to move.
    pub moves: String,
    /// When the first call would be if all other rules were kept; absent where that alone is not enough.
    pub then: Option<When>,
}

/// When to call those who wait, as calendars allow.
pub fn times(shown: &Shown, calendars: &Calendars) -> Times {
    times_again(shown, calendars, &BTreeMap::new())
}

/// When to call whom of several announcements, in the order in which they stand there: each sees the calls for those before it
/// as taken. What is held comes last, so that no call that may be known outside moves for it (rule T7).
pub fn times_of_all(
    all: Vec<Shown>,
    calendars: impl Fn(&Shown) -> Calendars,
) -> Vec<(Shown, Calendars, Times)> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| all[*at].is_held);
    let mut taken: Vec<Taken> = Vec::new();
    let mut found: BTreeMap<usize, (Calendars, Times)> = BTreeMap::new();
    for at in order {
        let shown = &all[at];
        let calendars = Calendars { taken: taken.clone(), ..calendars(shown) };
        let times = times(shown, &calendars);
        taken.extend(times.taken(shown.id));
        found.insert(at, (calendars, times));
    }
    all.into_iter()
        .zip(found.into_values())
        .map(|(shown, (calendars, times))| (shown, calendars, times))
        .collect()
}

impl Times {
    /// The calls, as another announcement sees them.
    pub fn taken(&self, about: Id) -> impl Iterator<Item = Taken> {
        self.calls
            .iter()
            .map(move |call| Taken { about, time: Time { from: call.at.at(), to: call.until.at() } })
    }
}

/// So many minutes after it began, a call that nobody said was made is proposed anew.
pub const LATE: i64 = 30;

/// The same, after other calendars were told of these times: they stay while they can be kept.
pub fn times_again(shown: &Shown, calendars: &Calendars, before: &BTreeMap<Id, Timestamp>) -> Times {
    let Calendars { now, zone, .. } = calendars;
    let clock = |minute: i64| When::of(&at(minute).to_zoned(zone.clone()));
    let waits: Vec<_> = shown.peers.iter().filter(|peer| peer.waits).collect();
    let wish = Wish {
        people: waits.iter().map(|peer| person(calendars, peer.id)).collect(),
        now: minute(*now) + (minute(*now) % 5 != 0) as i64 * (5 - minute(*now) % 5),
        halves: calendars.halves.iter().map(span).collect(),
        mine: calendars.mine.as_ref().map(|mine| mine.iter().map(span).collect()),
        taken: calendars.taken.iter().map(|taken| span(&taken.time)).collect(),
        free_from: shown.free_from.map(|free| minute(free.at())).filter(|free| *free > minute(*now)),
        room: room_ahead(shown).map(|room| minute(room.at())),
        last: room_ahead(shown).map(|room| minute(last(room, shown.notice, zone))),
    };
    let said: Vec<Option<i64>> =
        waits.iter().map(|peer| before.get(&peer.id).map(|at| minute(*at))).collect();
    let found = match (waits.is_empty(), before.is_empty()) {
        (true, _) => Planned::default(),
        (false, true) => planned(&wish),
        (false, false) => planned_again(&wish, &said, minute(*now) - LATE),
    };
    let mut calls: Vec<(i64, Proposed)> = Vec::new();
    let mut no_time = Vec::new();
    for (at, (peer, start)) in waits.iter().zip(&found.starts).enumerate() {
        let Some(start) = *start else {
            no_time.push(peer.peer.clone());
            continue;
        };
        let person = &wish.people[at];
        let hears = person.hears.iter().copied().find(|heard| *heard > start);
        let call = Proposed {
            peer: peer.peer.clone(),
            id: peer.id,
            at: clock(start),
            until: clock(start + i64::from(person.minutes)),
            engineers_hear: hears.map(clock),
        };
        calls.push((start, call));
    }
    calls.sort_by_key(|(start, _)| *start);
    let end = calls.last().map(|(start, _)| start + i64::from(calendars.minutes));
    let span = calls.first().zip(end).map_or(0, |((start, _), end)| end - start);
    let names: Vec<&str> = waits.iter().map(|peer| peer.peer.as_str()).collect();
    let words = Words { shown, names: &names, wish: &wish, taken: &calendars.taken, clock: &clock };
    Times {
        no_time,
        span,
        broken: found.conflicts.iter().map(|conflict| words.broken(conflict)).collect(),
        assumed: assumed(calendars, &waits),
        last_step_from: last_step(shown, end.map(clock)),
        calls: calls.into_iter().map(|(_, call)| call).collect(),
    }
}

fn person(calendars: &Calendars, peer: Id) -> Person {
    let theirs = calendars.theirs.get(&peer);
    let free = theirs.and_then(|theirs| theirs.free.as_ref());
    let mut hears: Vec<i64> =
        theirs.iter().flat_map(|theirs| theirs.standups.iter().map(|standup| minute(*standup))).collect();
    hears.sort_unstable();
    hears.retain(|heard| *heard >= minute(calendars.now));
    Person { minutes: calendars.minutes, free: free.map(|free| free.iter().map(span).collect()), hears }
}

fn minute(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(minute.saturating_mul(60)).unwrap_or(Timestamp::MAX)
}

fn span(time: &Time) -> Span {
    Span { from: minute(time.from), until: minute(time.to) }
}

/// When all calls are over, so that there is time to react before the room.
pub(super) fn last(room: When, notice: Notice, zone: &TimeZone) -> Timestamp {
    let earlier = match notice {
        Notice::Minutes(minutes) => room.at().as_second().checked_sub(i64::from(minutes) * 60),
        Notice::WorkingDays(days) => {
            let zoned = room.at().to_zoned(zone.clone());
            let moved = Day(zoned.date()).minus_working(days).0.to_datetime(zoned.time());
            moved.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp().as_second())
        }
    };
    earlier.and_then(|second| Timestamp::from_second(second).ok()).unwrap_or(Timestamp::MIN)
}

/// The last step comes after the calls, with time to react where no room says when everybody hears.
fn last_step(shown: &Shown, end: Option<When>) -> Option<Day> {
    match (room_ahead(shown), end, shown.notice) {
        _ if shown.is_after_room => None,
        (Some(room), _, _) => Some(room.on()),
        (None, Some(end), Notice::WorkingDays(days)) => Some(end.on().plus_working(days)),
        (None, Some(end), Notice::Minutes(_)) => Some(end.on()),
        (None, None, _) => None,
    }
}

/// A room that is over binds no call any more.
fn room_ahead(shown: &Shown) -> Option<When> {
    shown.room.filter(|_| !shown.is_after_room)
}

fn assumed(calendars: &Calendars, waits: &[&super::ShownPeer]) -> Vec<String> {
    let mine = calendars.mine.is_none().then(|| "your calendar".to_owned());
    let is_unknown =
        |peer: &&&super::ShownPeer| calendars.theirs.get(&peer.id).is_none_or(|theirs| theirs.free.is_none());
    let theirs = waits.iter().filter(is_unknown).map(|peer| format!("the calendar of {}", peer.peer));
    mine.into_iter().chain(theirs).collect()
}

/// What rules are said with.
struct Words<'a> {
    shown: &'a Shown,
    names: &'a [&'a str],
    wish: &'a Wish,
    taken: &'a [Taken],
    clock: &'a dyn Fn(i64) -> When,
}

impl Words<'_> {
    fn broken(&self, conflict: &Conflict) -> Broken {
        let then =
            conflict.without.as_ref().and_then(|starts| starts.iter().min()).map(|at| (self.clock)(*at));
        let (rule, moves) = self.rule(conflict.rule);
        Broken { rule, moves, then }
    }

    fn rule(&self, rule: Rule) -> (String, String) {
        let room = self.shown.room.map_or_else(String::new, |room| room.to_string());
        let id = self.shown.id;
        match rule {
            Rule::FreeFrom => {
                let free = self.shown.free_from.map_or_else(String::new, |free| free.to_string());
                (
                    format!("The news is free from {free} on."),
                    format!("sideways tell move {id} --free-from EARLIER"),
                )
            }
            Rule::Notice => (
                format!("They have {} to react before the room.", told(self.shown.notice)),
                format!("sideways tell move {id} --room LATER"),
            ),
            Rule::Room => (
                format!("The calls come before the room at {room}."),
                format!("sideways tell move {id} --room LATER"),
            ),
            Rule::OneHalfDay => (
                "All calls lie within one half-day.".into(),
                "the calls would run over more than one half-day".into(),
            ),
            Rule::MyTime => ("They lie in your own free time.".into(), "something in your calendar".into()),
            Rule::OneAtATime => {
                let others: BTreeSet<Id> = self.taken.iter().map(|taken| taken.about).collect();
                let others: Vec<String> = others.iter().map(Id::to_string).collect();
                let others = others.join(" and ");
                (
                    format!("You make one call at a time, and those for {others} are made then."),
                    format!("the calls for {others}"),
                )
            }
            Rule::TheirTime(at) => {
                let name = self.names[at];
                (format!("{name} is free then."), format!("something in the calendar of {name}"))
            }
            Rule::BeforeTheirEngineers(at) => {
                let name = self.names[at];
                let next = self.wish.people[at].hears.first().map(|heard| (self.clock)(*heard));
                let next = next.map_or_else(String::new, |next| format!(", next at {next}"));
                (
                    format!("{name} hears before the standup of their team{next}."),
                    format!("the standup of {name}'s team, or the first call"),
                )
            }
        }
    }
}
