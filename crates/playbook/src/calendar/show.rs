//! What is known of the coming weeks, for the leader's own screen.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{Calendar, Calendars, Forum, Free, Standup};
use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id},
    privacy::OwnersScreen,
};

/// Days ahead for which forums and standups are shown: four weeks.
const FORUM_DAYS: i64 = 28;

/// Days ahead for which free times are shown.
const FREE_DAYS: i64 = 7;

/// What the calendars say of the coming weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The day as of which it is shown.
    pub today: Day,
    /// Whose calendars were read, and how old they are; the leader's first.
    pub calendars: Vec<Age>,
    /// The leader's working hours, and those of peers that were said.
    pub hours: Vec<Works>,
    /// Forums of the next four weeks.
    pub forums: Vec<Forum>,
    /// Standups of the next four weeks, each once, at its next time.
    pub standups: Vec<Standup>,
    /// When the leader is free in the next seven days, by the day.
    pub free: Vec<FreeDay>,
    /// Names of the peers who are named by their id above.
    pub names: BTreeMap<String, String>,
}

/// A calendar and its age.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Age {
    /// The peer's name; absent for the leader.
    pub whose: Option<String>,
    /// Where it lies: for the owner's screen.
    pub files: Vec<String>,
    /// The day on which it was read.
    pub read: Day,
    /// The day on which the oldest of its files was saved.
    pub saved: Day,
    /// The last day of which it says anything.
    pub to: Day,
    /// Whether it is older than a week.
    pub is_old: bool,
}

/// Somebody's working hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Works {
    /// The peer's name; absent for the leader.
    pub whose: Option<String>,
    /// As they are typed.
    pub hours: String,
    /// Whether they were said; else they are assumed.
    pub is_said: bool,
}

/// Free times of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FreeDay {
    /// The day, where the leader is.
    pub on: Day,
    /// The times.
    pub free: Vec<Free>,
}

/// Shows what the calendars say from a moment on.
pub fn show(
    room: &Calendars,
    calendar: &Calendar<'_>,
    peers: &Peers,
    now: (Timestamp, Day),
    here: &TimeZone,
    screen: &OwnersScreen,
) -> Shown {
    let (at, today) = now;
    let name = |peer: Known| peers.name(peer.id()).to_owned();
    let age = |whose: Option<Known>| {
        let read = room.of(whose, peers)?;
        Some(Age {
            whose: whose.map(name),
            files: read.files.iter().map(|file| file.reveal(screen).clone()).collect(),
            read: read.on,
            saved: read.saved,
            to: read.to,
            is_old: read.is_old(today),
        })
    };
    let works = |whose: Option<Known>| {
        let (hours, is_said) = room.hours(whose, peers);
        Works { whose: whose.map(name), hours: hours.to_string(), is_said }
    };
    let everybody = || peers.everybody().map(|(peer, _)| Some(peer));
    let of_peers = everybody().map(works).filter(|works| works.is_said);
    let ahead = |days: i64| today.plus(days).0.to_zoned(here.clone()).map_or(at, |day| day.timestamp());
    let forums = calendar.forums(at, ahead(FORUM_DAYS));
    let mut standups: Vec<Standup> = Vec::new();
    for standup in calendar.standups(at, ahead(FORUM_DAYS)) {
        let is_known = |known: &Standup| known.title == standup.title && known.peers == standup.peers;
        if !standups.iter().any(is_known) {
            standups.push(standup);
        }
    }
    let mut free: Vec<FreeDay> = Vec::new();
    for span in calendar.free(None, at, ahead(FREE_DAYS)) {
        let on = Day(calendar.date(span.from));
        match free.last_mut().filter(|day| day.on == on) {
            Some(day) => day.free.push(span),
            None => free.push(FreeDay { on, free: vec![span] }),
        }
    }
    let named = forums.iter().flat_map(|forum| {
        let invited = forum.invited.iter().filter_map(|one| one.peer);
        invited.chain(forum.not_invited.iter().copied())
    });
    let named = named.chain(standups.iter().flat_map(|standup| standup.peers.iter().copied()));
    let names = named.map(|peer: Id| (peer.to_string(), peers.name(peer).to_owned())).collect();
    Shown {
        today,
        calendars: std::iter::once(None).chain(everybody()).filter_map(age).collect(),
        hours: std::iter::once(works(None)).chain(of_peers).collect(),
        forums,
        standups,
        free,
        names,
    }
}
