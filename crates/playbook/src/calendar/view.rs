//! What the calendars say, put together: plain values for other rooms.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use plan::names::{person_key, title_key};
use serde::Serialize;

use super::{
    Answer, Busy, Calendars, Free, Gathering, Held, both, free,
    free::merged,
    standup::{Alike, Standups, is_short},
};
use crate::{
    map::peers::{
        Known, Peers,
        roll::{Roll, keys},
    },
    moment::{Day, Id},
    privacy::Untrusted,
};

/// Others in a meeting from whom on it is a forum.
const SEVERAL: usize = 2;

/// A meeting with several others, where work may be judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Forum {
    /// Its title, as a screen may show it.
    pub title: String,
    /// The day on which it begins, where the leader is.
    pub on: Day,
    /// When it begins.
    pub from: Timestamp,
    /// When it is over.
    pub to: Timestamp,
    /// Who was asked, but for the leader, in the order of the calendar.
    pub invited: Vec<Invited>,
    /// Others who were asked, too many to be kept by name.
    pub others: u32,
    /// Whether lists of people were asked, so that more may come than are named.
    pub has_list: bool,
    /// Peers of the kept map who were not asked, unless a list may hold them.
    pub not_invited: Vec<Id>,
    /// Whether it is one of several.
    pub is_repeated: bool,
}

impl Forum {
    /// Peers who were asked and will be absent.
    pub fn absent(&self) -> impl Iterator<Item = Id> {
        self.invited.iter().filter(|one| one.answer.is_away()).filter_map(|one| one.peer)
    }

    /// Peers who were asked and did not say that they will be absent.
    pub fn present(&self) -> impl Iterator<Item = Id> {
        self.invited.iter().filter(|one| !one.answer.is_away()).filter_map(|one| one.peer)
    }
}

/// Somebody who was asked to a forum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invited {
    /// The peer, where it is one.
    pub peer: Option<Id>,
    /// The peer's name, else the name or address that the calendar has, as a screen may show it.
    pub name: String,
    /// What they answered.
    pub answer: Answer,
    /// Whether they need not come.
    pub is_optional: bool,
}

/// A team's standup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standup {
    /// Its title, as a screen may show it.
    pub title: String,
    /// When it begins.
    pub from: Timestamp,
    /// When it is over.
    pub to: Timestamp,
    /// The peers whose teams hold it; none, where it is the leader's own team's or nobody knows.
    pub peers: Vec<Id>,
}

/// Somebody who is looked for in calendars.
#[derive(Clone, Debug)]
pub struct Sought {
    peer: Option<Known>,
    /// Keys of all names and addresses.
    keys: BTreeSet<String>,
}

/// All calendars that were read, opened.
pub struct Calendar<'a> {
    room: &'a Calendars,
    peers: &'a Peers,
    roll: Roll<'a>,
    leader: Option<Held>,
    others: BTreeMap<Known, Held>,
    here: TimeZone,
}

impl<'a> Calendar<'a> {
    /// Puts opened calendars together, each with its owner: a peer, else the leader, who is in the zone `here`.
    pub fn of(
        room: &'a Calendars,
        peers: &'a Peers,
        opened: impl IntoIterator<Item = (Option<Id>, Held)>,
        here: &TimeZone,
    ) -> Self {
        let (mut leader, mut others) = (None, BTreeMap::new());
        for (whose, held) in opened {
            match whose {
                None => leader = Some(held),
                Some(peer) => others.extend(peers.known(peer).map(|peer| (peer, held))),
            }
        }
        Self { room, peers, roll: Roll::of(peers), leader, others, here: here.clone() }
    }

    /// Whether a peer's calendar was read, or the leader's.
    pub fn is_known(&self, whose: Option<Known>) -> bool {
        self.held(whose).is_some()
    }

    /// The last day of which a calendar says anything.
    pub fn until(&self, whose: Option<Known>) -> Option<Day> {
        self.room.of(whose, self.peers).map(|read| read.to)
    }

    fn held(&self, whose: Option<Known>) -> Option<&Held> {
        match whose {
            None => self.leader.as_ref(),
            Some(peer) => self.others.get(&peer),
        }
    }

    /// Times that are taken of a peer or the leader, in order; none where their calendar was not read.
    pub fn busy(&self, whose: Option<Known>, from: Timestamp, to: Timestamp) -> Vec<Busy> {
        let all = self.held(whose).map_or(&[][..], |held| &held.busy);
        let first = all.partition_point(|busy| busy.to <= from);
        all[first..].iter().take_while(|busy| busy.from < to).copied().collect()
    }

    /// Times in which a peer or the leader works and nothing is taken, in order. Where their calendar was not read, these are
    /// all their working hours.
    pub fn free(&self, whose: Option<Known>, from: Timestamp, to: Timestamp) -> Vec<Free> {
        let (hours, _) = self.room.hours(whose, self.peers);
        free(&hours.between(from, to, &self.here), &self.busy(whose, from, to))
    }

    /// Somebody as calendars may call them: by this name; a peer by their other names and addresses, too. A name that stands
    /// beside an address somewhere in the calendars stands for that address everywhere.
    pub fn sought(&self, name: &str, peer: Option<Known>) -> Sought {
        let of_peer = peer.into_iter().flat_map(|peer| self.peers.names_of(peer)).map(person_key);
        let mut keys: BTreeSet<String> = of_peer.chain([person_key(name)]).collect();
        keys.remove("");
        let all = self.leader.iter().chain(self.others.values()).flat_map(Held::everybody);
        let whole = all.map(|names| names.iter().map(|name| person_key(name)).collect::<Vec<String>>());
        let beside = whole.filter(|names| names.iter().any(|name| keys.contains(name)));
        let beside: Vec<String> = beside.flatten().filter(|key| !key.is_empty()).collect();
        keys.extend(beside);
        Sought { peer, keys }
    }

    fn is_in(&self, held: &Held, one: &Gathering, sought: &Sought) -> bool {
        let mut there = one.asked.iter().filter(|asked| !asked.answer.is_away());
        there.any(|asked| {
            let names = held.names(asked);
            match self.roll.bearer(names).ok().flatten() {
                Some(peer) => sought.peer == Some(peer),
                None => keys(names).any(|key| sought.keys.contains(&key)),
            }
        })
    }

    /// Times at which somebody is in meetings that the calendars hold, in order; whether anything is known of them at all.
    pub fn seen(&self, sought: &Sought, from: Timestamp, to: Timestamp) -> (Vec<Busy>, bool) {
        let mut times = Vec::new();
        let mut is_known = false;
        for held in self.leader.iter().chain(self.others.values()) {
            for one in held.gatherings.iter().filter(|one| self.is_in(held, one, sought)) {
                is_known = true;
                times.extend((one.time.from < to && one.time.to > from).then_some(one.time));
            }
        }
        (merged(times), is_known)
    }

    /// Times that are free to the leader and a peer.
    pub fn free_with(&self, peer: Known, from: Timestamp, to: Timestamp) -> Vec<Free> {
        both(&self.free(None, from, to), &self.free(Some(peer), from, to))
    }

    /// Meetings of the leader with several others that begin within a span, by their beginning; no standups, and none that the
    /// leader declined.
    pub fn forums(&self, from: Timestamp, to: Timestamp) -> Vec<Forum> {
        let Some(held) = &self.leader else { return Vec::new() };
        self.gathered(held, from, to).map(|one| self.forum(held, one)).collect()
    }

    fn gathered<'h>(
        &self,
        held: &'h Held,
        from: Timestamp,
        to: Timestamp,
    ) -> impl Iterator<Item = &'h Gathering> + use<'h> {
        let judge = self.standups_of(None, held);
        held.gatherings.iter().filter(move |one| {
            one.time.from >= from
                && one.time.from < to
                && !one.own.is_away()
                && (one.asked.len() + one.others as usize >= SEVERAL || one.has_list)
                && !is_standup(&judge, held, one)
        })
    }

    /// Those of them in which all of these are.
    pub fn forums_with(&self, all: &[Sought], from: Timestamp, to: Timestamp) -> Vec<Forum> {
        let Some(held) = &self.leader else { return Vec::new() };
        let is_with = |one: &&Gathering| all.iter().all(|sought| self.is_in(held, one, sought));
        self.gathered(held, from, to).filter(is_with).map(|one| self.forum(held, one)).collect()
    }

    fn forum(&self, held: &Held, one: &Gathering) -> Forum {
        let invited: Vec<Invited> = one
            .asked
            .iter()
            .map(|asked| {
                let names = held.names(asked);
                let peer = self.roll.bearer(names).ok().flatten();
                let name = peer.map(|peer| self.peers.name(peer.id()).to_owned());
                let name = name.or_else(|| names.first().cloned()).unwrap_or_default();
                Invited {
                    peer: peer.map(Known::id),
                    name: Untrusted::new(name).shown(),
                    answer: asked.answer,
                    is_optional: asked.is_optional,
                }
            })
            .collect();
        let on = Day(self.date(one.time.from));
        let is_open = one.has_list || one.others > 0;
        let picks = self.peers.kept().map_or(&[][..], |kept| &kept.picks);
        let mut not_invited: Vec<Id> = Vec::new();
        for pick in picks.iter().filter(|_| !is_open) {
            let peer = self.peers.bears(pick.peer, on);
            if !invited.iter().any(|one| one.peer == Some(peer)) && !not_invited.contains(&peer) {
                not_invited.push(peer);
            }
        }
        Forum {
            title: one.title.shown(),
            on,
            from: one.time.from,
            to: one.time.to,
            invited,
            others: one.others,
            has_list: one.has_list,
            not_invited,
            is_repeated: one.is_repeated,
        }
    }

    /// The day of a moment, where the leader is.
    pub fn date(&self, at: Timestamp) -> Date {
        self.here.to_datetime(at).date()
    }

    /// Standups of all calendars that begin within a span, by their beginning; one that stands in several calendars comes
    /// once. In a peer's calendar they are that peer's team's; in the leader's they are those of the peers who were asked or
    /// whose team the title names.
    pub fn standups(&self, from: Timestamp, to: Timestamp) -> Vec<Standup> {
        let mut all: BTreeMap<(Timestamp, String), Standup> = BTreeMap::new();
        let calendars = self.others.iter().map(|(peer, held)| (Some(*peer), held));
        for (whose, held) in self.leader.iter().map(|held| (None, held)).chain(calendars) {
            let judge = self.standups_of(whose, held);
            let within = |one: &&Gathering| {
                one.time.from >= from && one.time.from < to && is_standup(&judge, held, one)
            };
            for one in held.gatherings.iter().filter(within) {
                let peers = match whose {
                    Some(peer) => vec![peer.id()],
                    None => self.whose(held, one),
                };
                let (Busy { from, to }, title) = (one.time, one.title.shown());
                let standup = Standup { title: title.clone(), from, to, peers: Vec::new() };
                all.entry((from, title)).or_insert(standup).peers.extend(peers);
            }
        }
        for standup in all.values_mut() {
            standup.peers.sort_unstable();
            standup.peers.dedup();
        }
        all.into_values().collect()
    }

    fn standups_of(&self, whose: Option<Known>, held: &Held) -> Standups {
        let said = self.room.of(whose, self.peers).map_or(&[][..], |read| &read.standups);
        let repeated = held.gatherings.iter().filter(|one| one.is_repeated && is_short(minutes(one)));
        Standups::of(said, repeated.map(|one| (alike(held, one), one.time.from.as_second())))
    }

    /// Whose team's a standup in the leader's calendar is.
    fn whose(&self, held: &Held, one: &Gathering) -> Vec<Id> {
        let asked = one.asked.iter().filter_map(|asked| self.roll.bearer(held.names(asked)).ok().flatten());
        let asked: Vec<Id> = asked.map(Known::id).collect();
        if !asked.is_empty() {
            return asked;
        }
        let title = format!(" {} ", title_key(&one.title.shown()));
        let names = |team: &String| title.contains(&format!(" {} ", title_key(team)));
        let picks = self.peers.kept().map_or(&[][..], |kept| &kept.picks);
        let day = Day(self.date(one.time.from));
        picks
            .iter()
            .filter(|pick| pick.teams.iter().any(names))
            .map(|pick| self.peers.bears(pick.peer, day))
            .collect()
    }
}

fn minutes(one: &Gathering) -> i64 {
    (one.time.to.as_second() - one.time.from.as_second()) / 60
}

fn alike(held: &Held, one: &Gathering) -> Alike {
    Alike::of(&one.title, one.asked.iter().map(|asked| held.names(asked).concat()))
}

fn is_standup(judge: &Standups, held: &Held, one: &Gathering) -> bool {
    let daily = one.is_repeated.then_some(one.time.from.as_second());
    is_short(minutes(one)) && judge.is_one(&alike(held, one), daily)
}
