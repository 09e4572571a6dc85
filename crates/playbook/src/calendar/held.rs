//! What is kept of a calendar for the coming weeks: when somebody is busy, and who meets. Places, descriptions and what
//! somebody does alone are not kept; a meeting that is not kept still takes its time.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use minicbor::{
    Decode, Encode,
    decode::{Decoder, Error as NotRead},
    encode::{Encoder, Error as NotWritten, Write},
};
use serde::Serialize;

use super::free::{self, Busy};
use crate::{
    map::peers::roll::{Roll, Somebody, keys},
    privacy::Untrusted,
};

/// Times taken that are kept of one calendar.
const MOST_BUSY: usize = 10_000;

/// Meetings that are kept of one calendar.
const MOST_MEETINGS: usize = 5_000;

/// People who are kept of one meeting.
const MOST_PEOPLE: usize = 200;

/// People who are kept of all meetings, counted once a meeting.
const MOST_ASKED: usize = 50_000;

/// What somebody answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, Serialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Nothing yet.
    #[default]
    #[n(0)]
    Open,
    /// Yes.
    #[n(1)]
    Accepted,
    /// Perhaps.
    #[n(2)]
    Tentative,
    /// No.
    #[n(3)]
    Declined,
    /// Somebody else comes.
    #[n(4)]
    Delegated,
}

impl Answer {
    /// Whether they will be absent.
    pub const fn is_away(self) -> bool {
        matches!(self, Self::Declined | Self::Delegated)
    }
}

/// A meeting as its calendar has it: one of its repeats.
#[derive(Clone)]
pub struct Meeting {
    /// When it begins.
    pub from: Timestamp,
    /// When it is over.
    pub to: Timestamp,
    /// Its title.
    pub title: Untrusted,
    /// Who was asked, and who called it, whoever keeps the calendar among them or not.
    pub people: Vec<Asked>,
    /// Whether lists of people were asked, too.
    pub has_list: bool,
    /// Whether it is called off.
    pub is_cancelled: bool,
    /// Whether it leaves the time free.
    pub is_free: bool,
    /// Whether it stands for whole days.
    pub is_all_day: bool,
    /// Whether it is one of several.
    pub is_repeated: bool,
}

/// Somebody who was asked to a meeting.
#[derive(Clone)]
pub struct Asked {
    /// Their name and their address, as far as they are known.
    pub names: Vec<String>,
    /// What they answered.
    pub answer: Answer,
    /// Whether they need not come.
    pub is_optional: bool,
}

/// What is kept of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Held {
    /// Times that are taken, in order, none touching another.
    #[n(0)]
    pub busy: Vec<Busy>,
    /// Everybody who was asked to anything, but for whoever keeps the calendar.
    #[n(1)]
    people: Vec<Person>,
    /// Meetings with others that are not called off, by their beginning.
    #[n(2)]
    pub gatherings: Vec<Gathering>,
    /// Meetings that were too many to be kept; they take their time all the same.
    #[n(3)]
    pub left_out: u32,
    /// Who was taken for whoever keeps the calendar, because nobody named is in it.
    #[n(4)]
    pub taken_for_owner: Option<Untrusted>,
}

/// Names and addresses of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Encode, Decode)]
struct Person {
    #[n(0)]
    names: Vec<String>,
}

/// A meeting with others.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Gathering {
    /// Its title.
    #[n(0)]
    pub title: Untrusted,
    /// When.
    #[n(1)]
    pub time: Busy,
    /// Who was asked, but for whoever keeps the calendar.
    #[n(2)]
    pub asked: Vec<Attendee>,
    /// Others who were asked and are not kept by name.
    #[n(3)]
    pub others: u32,
    /// Whether lists of people were asked, too.
    #[n(4)]
    pub has_list: bool,
    /// Whether it is one of several.
    #[n(5)]
    pub is_repeated: bool,
    /// What whoever keeps the calendar answered.
    #[n(6)]
    pub own: Answer,
}

/// Somebody who was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Attendee {
    #[n(0)]
    who: u32,
    /// What they answered.
    #[n(1)]
    pub answer: Answer,
    /// Whether they need not come.
    #[n(2)]
    pub is_optional: bool,
}

impl Held {
    /// Names and addresses of everybody who was asked to anything.
    pub(super) fn everybody(&self) -> impl Iterator<Item = &[String]> {
        self.people.iter().map(|person| person.names.as_slice())
    }

    /// Names and addresses of somebody who was asked.
    pub fn names(&self, asked: &Attendee) -> &[String] {
        self.people.get(asked.who as usize).map_or(&[], |person| &person.names)
    }
}

/// Keeps what matters of the meetings of a calendar, and of times taken that are said without a meeting; `own` are names and
/// addresses of whoever keeps it. They are not busy where they declined.
pub fn hold(meetings: &[Meeting], taken: Vec<Busy>, own: &[String], roll: &Roll<'_>) -> Held {
    let somebody = |asked: &Asked| Somebody { names: asked.names.clone(), declined: false };
    let all: Vec<Vec<Somebody>> =
        meetings.iter().map(|meeting| meeting.people.iter().map(somebody).collect()).collect();
    let (own, guessed) = roll.owner(own, all.iter().map(Vec::as_slice));
    let mut keep = Keep { own, held: Held::default(), known: HashMap::new(), asked: 0 };
    keep.held.taken_for_owner = guessed.map(Untrusted::new);
    let mut busy = taken;
    let mut meetings: Vec<&Meeting> = meetings.iter().filter(|meeting| !meeting.is_cancelled).collect();
    meetings.sort_by_key(|meeting| (meeting.from, meeting.to));
    for meeting in meetings {
        let own = keep.answer(meeting);
        if !meeting.is_free && !own.is_away() {
            busy.push(Busy { from: meeting.from, to: meeting.to });
        }
        keep.gathering(meeting, own);
    }
    let mut busy = free::merged(busy);
    busy.truncate(MOST_BUSY);
    keep.held.busy = busy;
    keep.held
}

struct Keep {
    /// Keys of whoever keeps the calendar.
    own: BTreeSet<String>,
    held: Held,
    known: HashMap<Person, u32>,
    asked: usize,
}

impl Keep {
    fn is_own(&self, asked: &Asked) -> bool {
        keys(&asked.names).any(|key| self.own.contains(&key))
    }

    fn answer(&self, meeting: &Meeting) -> Answer {
        let own = meeting.people.iter().find(|asked| self.is_own(asked));
        own.map_or(Answer::Open, |own| own.answer)
    }

    fn gathering(&mut self, meeting: &Meeting, own: Answer) {
        let others: Vec<&Asked> = meeting.people.iter().filter(|asked| !self.is_own(asked)).collect();
        if meeting.is_all_day || meeting.people.is_empty() && !meeting.has_list && !meeting.is_repeated {
            return;
        }
        let kept = others.len().min(MOST_PEOPLE);
        if self.held.gatherings.len() >= MOST_MEETINGS || self.asked + kept > MOST_ASKED {
            self.held.left_out += 1;
            return;
        }
        self.asked += kept;
        let asked = others[..kept].iter().map(|asked| self.attendee(asked)).collect();
        self.held.gatherings.push(Gathering {
            title: meeting.title.clone(),
            time: Busy { from: meeting.from, to: meeting.to },
            asked,
            others: (others.len() - kept) as u32,
            has_list: meeting.has_list,
            is_repeated: meeting.is_repeated,
            own,
        });
    }

    fn attendee(&mut self, asked: &Asked) -> Attendee {
        let person = Person { names: asked.names.clone() };
        let next = self.held.people.len() as u32;
        let who = *self.known.entry(person.clone()).or_insert(next);
        if who == next {
            self.held.people.push(person);
        }
        Attendee { who, answer: asked.answer, is_optional: asked.is_optional }
    }
}

impl<C> Encode<C> for Busy {
    fn encode<W: Write>(&self, encoder: &mut Encoder<W>, _: &mut C) -> Result<(), NotWritten<W::Error>> {
        encoder.array(2)?.i64(self.from.as_second())?.i64(self.to.as_second())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Busy {
    fn decode(decoder: &mut Decoder<'b>, context: &mut C) -> Result<Self, NotRead> {
        let [from, to] = <[i64; 2]>::decode(decoder, context)?;
        let moment = |seconds| {
            Timestamp::from_second(seconds).map_err(|_| NotRead::message("no moment of the calendar"))
        };
        Ok(Self { from: moment(from)?, to: moment(to)? })
    }
}
