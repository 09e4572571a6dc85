//! The standing channel with each peer: talks, their world, kindnesses (rules C1 to C6).

pub mod cadence;
pub mod decay;
pub mod given;
pub mod prepare;
pub mod seed;

use std::collections::{BTreeMap, VecDeque};

use minicbor::{Decode, Encode};

use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id, Now},
    privacy::{CanSeal, Private},
    refusal::{Refusal, not_ahead},
    side::Side,
};

/// How many talks, cancellations and values of a peer are at hand: a year of talks twice a week. The log holds all.
const AT_HAND: usize = 104;

/// Minutes of a day: no talk is longer.
const DAY_MINUTES: u32 = 24 * 60;

/// What happened on a channel.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// Two leaders talked.
    #[n(0)]
    Talked(#[n(0)] Talk),
    /// A talk was called off.
    #[n(1)]
    Cancelled(#[n(0)] Cancelled),
    /// There is something cheap and useful that the leader could do for a peer.
    #[n(2)]
    KindnessFound(#[n(0)] Kindness),
    /// It was done.
    #[n(3)]
    KindnessDone {
        /// Which.
        #[n(0)]
        kindness: Id,
        /// When.
        #[n(1)]
        on: Day,
    },
    /// It was dropped.
    #[n(4)]
    KindnessDropped {
        /// Which.
        #[n(0)]
        kindness: Id,
        /// Why.
        #[n(1)]
        because: Option<Private<String>>,
    },
    /// Something that a peer values was heard or guessed.
    #[n(5)]
    ValueFound(#[n(0)] Value),
}

/// One talk.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Talk {
    /// With whom.
    #[n(0)]
    pub peer: Id,
    /// The day, where the leader was.
    #[n(1)]
    pub on: Day,
    /// Minutes; absent where nobody said.
    #[n(2)]
    pub minutes: Option<u32>,
    /// What limits them most.
    #[n(3)]
    pub constraint: Option<Private<String>>,
    /// What their boss presses.
    #[n(4)]
    pub pressure: Option<Private<String>>,
    /// What burns this week.
    #[n(5)]
    pub fire: Option<Private<String>>,
    /// Free notes.
    #[n(6)]
    pub notes: Option<Private<String>>,
    /// It became a status meeting.
    #[n(7)]
    pub was_status: bool,
    /// I brought an ask.
    #[n(8)]
    pub had_ask: bool,
    /// It was part of a conflict: an escalation, or a collision of plans.
    #[n(9)]
    pub in_conflict: bool,
    /// It was proposed from a calendar and confirmed.
    #[n(10)]
    pub from_calendar: bool,
}

impl Talk {
    /// Whether something was learned of their world.
    pub fn refreshes(&self) -> bool {
        self.constraint.is_some() || self.pressure.is_some() || self.fire.is_some()
    }
}

/// A talk that was called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Cancelled {
    /// With whom.
    #[n(0)]
    pub peer: Id,
    /// The day for which it was set.
    #[n(1)]
    pub on: Day,
    /// Who called it off.
    #[n(2)]
    pub by: Option<Side>,
    /// It was proposed from a calendar and confirmed.
    #[n(3)]
    pub from_calendar: bool,
}

/// The one cheap, useful thing that the leader could do for a peer.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Kindness {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// For whom.
    #[n(1)]
    pub peer: Id,
    /// What.
    #[n(2)]
    pub what: Private<String>,
    /// By when.
    #[n(3)]
    pub by: Day,
    /// Since when.
    #[n(4)]
    pub since: Day,
}

/// What a peer values.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Value {
    /// Who.
    #[n(0)]
    pub peer: Id,
    /// What.
    #[n(1)]
    pub what: Private<String>,
    /// Whether they said so; else it is a guess.
    #[n(2)]
    pub was_heard: bool,
    /// When.
    #[n(3)]
    pub on: Day,
}

/// What the leader wants kept of a channel.
pub enum Command {
    /// Record a talk, with the kindness that came of it.
    Record {
        /// With whom.
        peer: Known,
        /// The talk; its peer is set by the rule.
        talk: Talk,
        /// The kindnesses: what, and by when.
        kindnesses: Vec<(Private<String>, Option<Day>)>,
    },
    /// A talk was called off.
    Cancel {
        /// With whom.
        peer: Known,
        /// The day for which it was set.
        on: Day,
        /// Who called it off.
        by: Option<Side>,
        /// Whether a calendar says so.
        from_calendar: bool,
    },
    /// Keep a kindness outside a talk.
    Find {
        /// For whom.
        peer: Known,
        /// What.
        what: Private<String>,
        /// By when.
        by: Option<Day>,
    },
    /// A kindness was done.
    Do {
        /// Which.
        kindness: Id,
        /// When.
        on: Day,
    },
    /// A kindness is dropped.
    Drop {
        /// Which.
        kindness: Id,
        /// Why.
        because: Option<Private<String>>,
    },
    /// Keep what a peer values.
    Value {
        /// Who.
        peer: Known,
        /// What.
        what: Private<String>,
        /// Whether they said so.
        was_heard: bool,
        /// When.
        on: Day,
    },
}

/// What is known of a peer's world, each with the day on which it was heard.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct World {
    /// What limits them most.
    #[n(0)]
    pub constraint: Option<Heard>,
    /// What their boss presses.
    #[n(1)]
    pub pressure: Option<Heard>,
    /// What burns.
    #[n(2)]
    pub fire: Option<Heard>,
}

/// Something heard on a day.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Heard {
    /// What.
    #[n(0)]
    pub what: Private<String>,
    /// When.
    #[n(1)]
    pub on: Day,
    /// The entry that recorded it.
    #[n(2)]
    pub entry: u32,
}

/// A talk as the rules need it: what was said stands in the world and in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Mark {
    /// The entry that recorded it.
    #[n(0)]
    pub entry: u32,
    /// The day.
    #[n(1)]
    pub on: Day,
    /// Minutes, where somebody said.
    #[n(2)]
    pub minutes: Option<u32>,
    /// Whether something was learned of their world.
    #[n(3)]
    pub refreshed: bool,
    /// It became a status meeting.
    #[n(4)]
    pub was_status: bool,
    /// I brought an ask.
    #[n(5)]
    pub had_ask: bool,
    /// It was part of a conflict.
    #[n(6)]
    pub in_conflict: bool,
    /// It was proposed from a calendar: whether it was status or refreshed anything is not known.
    #[n(7)]
    pub from_calendar: bool,
}

/// A peer heard elsewhere first what the leader should have told them (rule L5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Surprise {
    /// The announcement.
    #[n(0)]
    pub about: Id,
    /// When.
    #[n(1)]
    pub on: Day,
    /// When it was mended as far as it can be.
    #[n(2)]
    pub mended: Option<Day>,
}

/// The channel with one peer.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Channel {
    /// Talks, the earliest first.
    #[n(0)]
    pub talks: VecDeque<Mark>,
    /// Talks called off, the earliest first.
    #[n(1)]
    pub cancelled: VecDeque<Cancelled>,
    /// Their world.
    #[n(2)]
    pub world: World,
    /// Notes of the last talk that had any.
    #[n(3)]
    pub notes: Option<Heard>,
    /// What they value.
    #[n(4)]
    pub values: VecDeque<Value>,
    /// What surprised them, the earliest first.
    #[n(5)]
    pub surprises: VecDeque<Surprise>,
}

/// All channels, and the kindnesses that are open.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Channels {
    #[n(0)]
    of: BTreeMap<Id, Channel>,
    #[n(1)]
    kindnesses: BTreeMap<Id, Kindness>,
}

/// The channel with one peer, merged entries and all.
pub struct Whole<'a> {
    /// Talks, the earliest first.
    pub talks: Vec<Mark>,
    /// Talks called off, the earliest first.
    pub cancelled: Vec<Cancelled>,
    /// What surprised them, the earliest first.
    pub surprises: Vec<Surprise>,
    parts: Vec<&'a Channel>,
}

impl<'a> Whole<'a> {
    /// What limits them most, as last heard.
    pub fn constraint(&self) -> Option<&'a Heard> {
        self.latest(|channel| channel.world.constraint.as_ref())
    }

    /// What their boss presses, as last heard.
    pub fn pressure(&self) -> Option<&'a Heard> {
        self.latest(|channel| channel.world.pressure.as_ref())
    }

    /// What burns, as last heard.
    pub fn fire(&self) -> Option<&'a Heard> {
        self.latest(|channel| channel.world.fire.as_ref())
    }

    /// Notes of the last talk that had any.
    pub fn notes(&self) -> Option<&'a Heard> {
        self.latest(|channel| channel.notes.as_ref())
    }

    /// What they value, the newest first.
    pub fn values(&self) -> Vec<&'a Value> {
        let mut all: Vec<&Value> = self.parts.iter().flat_map(|part| &part.values).collect();
        all.sort_by_key(|value| value.on);
        all.reverse();
        all
    }

    /// The day of the last talk that took place, up to a day.
    pub fn last(&self, today: Day) -> Option<Day> {
        self.talks.iter().map(|mark| mark.on).filter(|on| *on <= today).max()
    }

    fn latest(&self, of: impl Fn(&'a Channel) -> Option<&'a Heard>) -> Option<&'a Heard> {
        self.parts.iter().filter_map(|part| of(part)).max_by_key(|heard| heard.on)
    }
}

/// What the answer to a recorded talk asks once, where no kindness came of it (rule C6). It refuses nothing.
pub fn nudge(events: &[&Event]) -> Option<&'static str> {
    let is_talk = events.iter().any(|event| matches!(event, Event::Talked(talk) if !talk.from_calendar));
    let has_kindness = events.iter().any(|event| matches!(event, Event::KindnessFound(_)));
    (is_talk && !has_kindness).then_some("One cheap thing that would help them?")
}

/// Days from today to the date of a kindness that was given none: a promise without a date is none.
const KINDNESS_DAYS: i64 = 14;

impl Channels {
    /// Whether no talk was ever kept.
    pub fn is_untouched(&self) -> bool {
        self.of.values().all(|channel| channel.talks.is_empty())
    }

    /// Kindnesses neither done nor dropped, in the order in which they were found.
    pub fn open_kindnesses(&self) -> impl Iterator<Item = &Kindness> {
        self.kindnesses.values()
    }

    /// Open kindnesses for one peer, the earliest date first. They are promises: a successor takes them over, merged entries are one.
    pub fn open_kindnesses_for(&self, peers: &Peers, peer: Known, today: Day) -> Vec<&Kindness> {
        let is_theirs = |kindness: &&Kindness| peers.bears(kindness.peer, today) == peer.id();
        let mut all: Vec<&Kindness> = self.kindnesses.values().filter(is_theirs).collect();
        all.sort_by_key(|kindness| (kindness.by, kindness.id));
        all
    }

    /// The channel with a peer, whichever of their entries it was kept under: merged peers have one.
    pub fn whole(&self, peers: &Peers, peer: Known) -> Whole<'_> {
        let parts: Vec<&Channel> = peers.entries_of(peer).filter_map(|id| self.of.get(&id)).collect();
        let mut talks: Vec<Mark> = parts.iter().flat_map(|part| part.talks.iter().copied()).collect();
        talks.sort_by_key(|mark| (mark.on, mark.entry));
        let mut cancelled: Vec<Cancelled> =
            parts.iter().flat_map(|part| part.cancelled.iter().copied()).collect();
        cancelled.sort_by_key(|cancelled| cancelled.on);
        let mut surprises: Vec<Surprise> =
            parts.iter().flat_map(|part| part.surprises.iter().copied()).collect();
        surprises.sort_by_key(|surprise| surprise.on);
        Whole { talks, cancelled, surprises, parts }
    }

    /// The day of the first talk that is at hand with anybody.
    pub fn first_talk(&self) -> Option<Day> {
        self.of.values().filter_map(|channel| channel.talks.front()).map(|mark| mark.on).min()
    }

    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, now: &Now) -> Result<Vec<Event>, Refusal> {
        let id = Id::of(now.entry);
        match command {
            Command::Record { peer, mut talk, kindnesses } => {
                not_ahead(talk.on, now)?;
                if let Some(minutes) = talk.minutes.filter(|minutes| !(1..=DAY_MINUTES).contains(minutes)) {
                    return Err(Refusal::NoLength { minutes });
                }
                talk.peer = peer.id();
                let since = talk.on;
                let mut events = vec![Event::Talked(talk)];
                for (nth, (what, by)) in kindnesses.into_iter().enumerate() {
                    let id = Id { nth: nth as u16, ..id };
                    events.push(found(id, peer, what, by, since, now)?);
                }
                Ok(events)
            }
            Command::Cancel { peer, on, by, from_calendar } => {
                Ok(vec![Event::Cancelled(Cancelled { peer: peer.id(), on, by, from_calendar })])
            }
            Command::Find { peer, what, by } => Ok(vec![found(id, peer, what, by, now.today, now)?]),
            Command::Do { kindness, on } => {
                not_ahead(on, now)?;
                self.is_open(kindness)?;
                Ok(vec![Event::KindnessDone { kindness, on }])
            }
            Command::Drop { kindness, because } => {
                self.is_open(kindness)?;
                Ok(vec![Event::KindnessDropped { kindness, because }])
            }
            Command::Value { peer, what, was_heard, on } => {
                not_ahead(on, now)?;
                Ok(vec![Event::ValueFound(Value { peer: peer.id(), what, was_heard, on })])
            }
        }
    }

    fn is_open(&self, kindness: Id) -> Result<(), Refusal> {
        let open = || self.kindnesses.keys().map(Id::to_string).collect();
        match self.kindnesses.contains_key(&kindness) {
            true => Ok(()),
            false => Err(Refusal::NoSuchKindness { id: kindness, open: open() }),
        }
    }

    /// A peer heard something elsewhere first.
    pub fn surprised(&mut self, peer: Id, about: Id, on: Day) {
        let all = &mut self.of.entry(peer).or_default().surprises;
        keep(all, Surprise { about, on, mended: None }, |surprise| surprise.on);
    }

    /// That was mended, as far as it can be; under whichever entry of theirs it was kept.
    pub fn mended(&mut self, peer: Id, about: Id, on: Day) {
        let is_it = |surprise: &&mut Surprise| surprise.about == about && surprise.mended.is_none();
        let theirs = self.of.get_mut(&peer).and_then(|channel| channel.surprises.iter_mut().find(is_it));
        if let Some(surprise) = theirs {
            surprise.mended = Some(on);
        }
    }

    /// Takes in what happened. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event, entry: u32) {
        match event {
            Event::Talked(talk) => self.of.entry(talk.peer).or_default().take(talk, entry),
            Event::Cancelled(cancelled) => {
                let all = &mut self.of.entry(cancelled.peer).or_default().cancelled;
                keep(all, cancelled, |cancelled| cancelled.on);
            }
            Event::KindnessFound(kindness) => {
                self.kindnesses.insert(kindness.id, kindness);
            }
            Event::KindnessDone { kindness, .. } | Event::KindnessDropped { kindness, .. } => {
                self.kindnesses.remove(&kindness);
            }
            Event::ValueFound(value) => {
                keep(&mut self.of.entry(value.peer).or_default().values, value, |value| value.on);
            }
        }
    }
}

impl Channel {
    fn take(&mut self, talk: Talk, entry: u32) {
        let mark = Mark {
            entry,
            on: talk.on,
            minutes: talk.minutes,
            refreshed: talk.refreshes(),
            was_status: talk.was_status,
            had_ask: talk.had_ask,
            in_conflict: talk.in_conflict,
            from_calendar: talk.from_calendar,
        };
        keep(&mut self.talks, mark, |mark| mark.on);
        let World { constraint, pressure, fire } = &mut self.world;
        for (known, new) in [
            (constraint, talk.constraint),
            (pressure, talk.pressure),
            (fire, talk.fire),
            (&mut self.notes, talk.notes),
        ] {
            if let Some(what) = new
                && known.as_ref().is_none_or(|known| known.on <= talk.on)
            {
                *known = Some(Heard { what, on: talk.on, entry });
            }
        }
    }
}

/// Puts something where its day says, behind others of that day, and lets go of the earliest beyond what is at hand.
fn keep<T>(all: &mut VecDeque<T>, new: T, day: impl Fn(&T) -> Day) {
    let is_latest = all.back().is_none_or(|last| day(last) <= day(&new));
    let at = if is_latest { all.len() } else { all.partition_point(|known| day(known) <= day(&new)) };
    all.insert(at, new);
    if all.len() > AT_HAND {
        all.pop_front();
    }
}

/// A kindness has a date, and not one that lies before it was thought of (rule C6).
fn found(
    id: Id,
    peer: Known,
    what: Private<String>,
    by: Option<Day>,
    since: Day,
    now: &Now,
) -> Result<Event, Refusal> {
    let by = by.unwrap_or(now.today.plus(KINDNESS_DAYS));
    if by < since {
        return Err(Refusal::KindnessInThePast { by, since });
    }
    Ok(Event::KindnessFound(Kindness { id, peer: peer.id(), what, by, since }))
}
