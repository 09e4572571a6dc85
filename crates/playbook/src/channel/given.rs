//! Attention really given to each peer, held against what is due (rule M4).

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Channels, Mark, cadence::Pace};
use crate::{
    map::peers::{Known, Peers},
    moment::Day,
    rhythm,
};

/// Days that are looked back: three months.
pub const SPAN_DAYS: i64 = 91;

/// Days of record below which it is too early to hold one against the other.
pub const LEAST_DAYS: i64 = 28;

/// Below this part of what is due and of the cadence, a peer is starved.
pub const STARVED: f64 = 0.5;

/// Above this many times what is due and the cadence, a peer is over-served.
pub const OVER_SERVED: f64 = 1.5;

/// Days of a month.
const MONTH_DAYS: f64 = rhythm::MONTH_WEEKS * 7.0;

/// What was due and what was given.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attention {
    /// The day as of which it is held.
    pub today: Day,
    /// The first day that is looked at.
    pub from: Day,
    /// Whether anything is recorded in that time; else hours given are not known.
    pub is_known: bool,
    /// Every peer whom the kept map names, the most need first.
    pub named: Vec<Line>,
    /// Others who take much time, the most first.
    pub others: Vec<Other>,
}

/// One peer of the map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Who.
    pub peer: String,
    /// Their id.
    pub id: crate::moment::Id,
    /// The share of the year's need, 0 to 1.
    pub share: f64,
    /// Weeks from one talk to the next.
    pub every_weeks: u32,
    /// Hours a month that are due.
    pub due: f64,
    /// Hours a month that were given; absent where that is not known.
    pub given: Option<f64>,
    /// One held against the other.
    pub held: Held,
    /// The same as a sentence.
    pub sentence: String,
}

/// Somebody whom the map does not name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Other {
    /// Who.
    pub peer: String,
    /// Their id.
    pub id: crate::moment::Id,
    /// Hours a month that were given.
    pub given: f64,
    /// The same as a sentence.
    pub sentence: String,
}

/// What is due, held against what was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    /// Nothing is recorded.
    NotKnown,
    /// Less than a month is recorded, or the map names them since less than a month.
    TooEarly,
    /// Much less than is due.
    Starved,
    /// About as much as is due.
    AsDue,
    /// Much more than is due.
    OverServed,
}

/// Holds the attention that every peer was given against what is due to them.
pub fn attention(channels: &Channels, peers: &Peers, today: Day) -> Attention {
    Talks::of(channels, peers).attention(peers, today)
}

/// Time with a peer that only a calendar has.
#[derive(Clone, Copy, Debug)]
pub struct Met {
    /// Who.
    pub peer: crate::moment::Id,
    /// The day.
    pub on: Day,
    /// Minutes, where the calendar says any.
    pub minutes: Option<u32>,
}

/// The talks with everybody, put together once, to hold attention as of many days.
pub struct Talks {
    of: BTreeMap<Known, Vec<Mark>>,
    first: Option<Day>,
}

impl Talks {
    /// Puts the talks with every peer together, in the order of their days.
    pub fn of(channels: &Channels, peers: &Peers) -> Self {
        let of = peers.everybody().map(|(peer, _)| (peer, channels.whole(peers, peer).talks)).collect();
        Self { of, first: channels.first_talk() }
    }

    /// Adds time that only a calendar has. On a day on which the notebook has a talk with that peer, or one that was called
    /// off, the calendar says nothing new; nor does it twice on one day.
    #[must_use]
    pub fn and(mut self, met: impl IntoIterator<Item = Met>, channels: &Channels, peers: &Peers) -> Self {
        for Met { peer, on, minutes } in met {
            let Some(peer) = peers.known(peer) else { continue };
            let was_called_off = || channels.whole(peers, peer).cancelled.iter().any(|one| one.on == on);
            let talks = self.of.entry(peer).or_default();
            if talks.iter().any(|mark| mark.on == on) || was_called_off() {
                continue;
            }
            let mark = Mark {
                entry: 0,
                on,
                minutes,
                refreshed: false,
                was_status: false,
                had_ask: false,
                in_conflict: false,
                from_calendar: true,
            };
            talks.insert(talks.partition_point(|other| other.on <= on), mark);
            self.first = Some(self.first.map_or(on, |first| first.min(on)));
        }
        self
    }

    /// All days with their minutes, of everybody, in no order.
    pub fn days(&self) -> impl Iterator<Item = (Day, Option<u32>)> {
        self.of.values().flatten().map(|mark| (mark.on, mark.minutes))
    }

    /// Talks with a peer from one day to another, both included.
    fn with(&self, peer: Known, from: Day, to: Day) -> &[Mark] {
        let all = self.of.get(&peer).map_or(&[][..], Vec::as_slice);
        let until = &all[..all.partition_point(|mark| mark.on <= to)];
        &until[until.partition_point(|mark| mark.on < from)..]
    }

    /// Holds the attention that every peer was given up to a day against what was due to them on it.
    pub fn attention(&self, peers: &Peers, today: Day) -> Attention {
        let back = today.plus(1 - SPAN_DAYS);
        let from = self.first.map_or(back, |first| first.max(back));
        let talks = |peer: Known, from: Day| self.with(peer, from, today);
        let named_lately = |peer: Known| peers.named_until(peer).is_some_and(|until| from < until);
        let is_known = peers.everybody().any(|(peer, _)| !talks(peer, from).is_empty());
        let (named, others): (Vec<_>, Vec<_>) = peers
            .everybody()
            .filter(|(peer, _)| !peers.has_left(*peer, today))
            .map(|(peer, _)| (peer, Pace::of(peers, peer, today)))
            .partition(|(_, pace)| pace.is_some());
        let mut named: Vec<(Known, Pace)> =
            named.into_iter().filter_map(|(peer, pace)| Some((peer, pace?))).collect();
        named.sort_by(|(_, a), (_, b)| b.share().total_cmp(&a.share()));
        let cadences: Vec<(u32, f64)> =
            named.iter().map(|(_, pace)| (pace.every_weeks(today), pace.share())).collect();
        let line = |((peer, pace), due): (&(Known, Pace), f64)| {
            let since = from.max(pace.named_since().min(today.plus(1 - LEAST_DAYS)));
            let given = is_known.then(|| hours(talks(*peer, since), since, today));
            let is_early =
                from.until(today) + 1 < LEAST_DAYS || pace.named_since().until(today) + 1 < LEAST_DAYS;
            named_line(peers, *peer, pace, today, Share { due, given, is_early })
        };
        let named = named.iter().zip(rhythm::share_out(&cadences)).map(line).collect();
        let much = OVER_SERVED * rhythm::hours(rhythm::USUAL_WEEKS);
        let other = |(peer, _): (Known, Option<Pace>)| {
            let given = hours(talks(peer, from), from, today);
            let name = peers.name(peer.id()).to_owned();
            let sentence =
                format!("{name}: {} hours a month, and no yes of theirs is on this year's map.", hour(given));
            (given > much).then_some(Other { peer: name, id: peer.id(), given, sentence })
        };
        let is_long = from.until(today) + 1 >= LEAST_DAYS;
        let mut others: Vec<Other> = others
            .into_iter()
            .filter(|(peer, _)| is_long && !named_lately(*peer))
            .filter_map(other)
            .collect();
        others.sort_by(|a, b| b.given.total_cmp(&a.given));
        Attention { today, from, is_known, named, others }
    }
}

/// What one peer is due and was given.
struct Share {
    due: f64,
    given: Option<f64>,
    is_early: bool,
}

fn named_line(peers: &Peers, peer: Known, pace: &Pace, today: Day, share: Share) -> Line {
    let Share { due, given, is_early } = share;
    let every_weeks = pace.every_weeks(today);
    let held = match given {
        None => Held::NotKnown,
        Some(_) if is_early => Held::TooEarly,
        Some(given) => hold(given, due, rhythm::hours(every_weeks)),
    };
    let name = peers.name(peer.id()).to_owned();
    let was_given = given.map_or_else(String::new, |given| format!("{} given", hour(given)));
    let sentence = match held {
        Held::NotKnown => format!("{name}: {} hours a month due; what was given is not known.", hour(due)),
        Held::TooEarly => {
            format!("{name}: {} hours a month due, {was_given}; too early to say more.", hour(due))
        }
        Held::Starved => format!("{name} is starved: {} hours a month due, {was_given}.", hour(due)),
        Held::AsDue => format!("{name}: {} hours a month due, {was_given}.", hour(due)),
        Held::OverServed => format!("{name} is over-served: {} hours a month due, {was_given}.", hour(due)),
    };
    Line { peer: name, id: peer.id(), share: pace.share(), every_weeks, due, given, held, sentence }
}

/// Nobody is starved who gets their cadence, and nobody over-served who gets no more than it.
fn hold(given: f64, due: f64, cadence: f64) -> Held {
    if given < STARVED * due.min(cadence) {
        Held::Starved
    } else if given > OVER_SERVED * due.max(cadence) {
        Held::OverServed
    } else {
        Held::AsDue
    }
}

/// Hours a month of some talks, from one day to another, both included; a talk without a length counts as a usual one.
fn hours(talks: &[Mark], from: Day, to: Day) -> f64 {
    let minutes = |mark: &Mark| mark.minutes.unwrap_or(rhythm::TALK_MINUTES) + rhythm::PREPARATION_MINUTES;
    let all: u32 = talks.iter().map(minutes).sum();
    let days = (from.until(to) + 1).max(LEAST_DAYS) as f64;
    f64::from(all) / 60.0 * MONTH_DAYS / days
}

fn hour(hours: f64) -> String {
    format!("{hours:.1}")
}
