//! Meetings of a calendar: an iCalendar file (`.ics`) as Outlook, Google and Apple export it.
//!
//! In goes the text and the days of interest, out come the meetings on these days, repeats written out one by one, less
//! those that were taken out, with those that were moved where they were moved to. Descriptions, places, alarms and
//! private properties are never looked at. Each event is read on its own, so that a broken one only loses itself.

mod event;
mod lines;
mod meetings;
mod repeats;
mod zones;

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use plan::place::Place;
use serde::{Deserialize, Serialize};

use crate::{Problem, text::Text};

/// Events of one file that are read.
pub const MOST_EVENTS: usize = 50_000;

/// Meetings of one file that are given.
pub const MOST_MEETINGS: usize = 50_000;

/// People asked to one meeting who are given.
pub const MOST_ATTENDEES: usize = 1_000;

/// People asked to all meetings of one file, counted once a meeting, who are given.
pub const MOST_ASKED: usize = 500_000;

const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// So often the same fact is said with a place of its own.
const SAID_EACH: u32 = 20;

/// The days of interest, as the leader sees them.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a> {
    /// The first day.
    pub from: Date,
    /// The last day, included.
    pub to: Date,
    /// The leader's time zone. Times without a zone are taken in it, and each meeting's day is the day there.
    pub zone: &'a TimeZone,
}

/// One meeting on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// What its calendar calls it; all repeats of a meeting share it. Empty where the file says none.
    pub uid: String,
    /// Its title.
    pub title: String,
    /// When it begins. All-day meetings begin at midnight in the leader's zone.
    pub start: Timestamp,
    /// The day on which it begins: in the leader's zone; of all-day meetings the day as it is written.
    pub day: Date,
    /// How long it lasts, in minutes; 0 where neither an end nor a length is said. A whole day is 1440.
    pub minutes: u32,
    /// Whether it stands for whole days and has no time.
    pub is_all_day: bool,
    /// Whether it is called off.
    pub is_cancelled: bool,
    /// Whether its title begins as Outlook marks what was called off. Only a hint: anybody can write such a title.
    pub says_cancelled: bool,
    /// Whether it leaves the time free.
    pub is_free: bool,
    /// Whether it is one of several.
    pub is_recurring: bool,
    /// Who called it.
    pub organizer: Option<Person>,
    /// Who was asked to come, in the order of the file. The organiser may be among them, or not.
    pub attendees: Vec<Attendee>,
    /// Where its event begins in the file.
    pub place: Place,
}

impl Meeting {
    /// When it is over; a meeting of whole days ends at a midnight in the leader's zone, however long its days are.
    pub fn end(&self, zone: &TimeZone) -> Timestamp {
        let minutes = i64::from(self.minutes);
        let last = || {
            let day = self.day.checked_add((minutes / MINUTES_OF_A_DAY).days()).ok()?;
            zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible().ok()
        };
        let plain = || self.start.checked_add(SignedDuration::from_mins(minutes)).ok();
        if self.is_all_day { last() } else { plain() }.unwrap_or(self.start)
    }
}

/// A time that is taken, without a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Taken {
    /// Its first moment.
    pub from: Timestamp,
    /// The moment at which it is over.
    pub to: Timestamp,
}

/// A name and an address. Somebody may have neither; they are counted all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name; empty where the file gives none but the address.
    pub name: String,
    /// The e-mail address in small letters, without `mailto:`; empty where there is none.
    pub email: String,
}

/// Somebody who was asked to a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// Who.
    #[serde(flatten)]
    pub person: Person,
    /// What they answered.
    pub state: State,
    /// Whether it is a person at all.
    pub kind: Kind,
    /// Whether they need not come.
    pub is_optional: bool,
}

/// What somebody answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing yet.
    #[default]
    Open,
    /// Yes.
    Accepted,
    /// Perhaps.
    Tentative,
    /// No.
    Declined,
    /// Somebody else comes.
    Delegated,
}

/// What an attendee is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A person, as far as the file says.
    #[default]
    Person,
    /// A list of people under one address.
    Group,
    /// A room or another thing.
    Room,
}

/// What a calendar file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meetings {
    /// The meetings within the window, by their start.
    pub meetings: Vec<Meeting>,
    /// Times of the window that free-busy lists say are taken, by their beginning.
    pub taken: Vec<Taken>,
    /// What was not read as it stands.
    pub problems: Vec<Problem>,
    /// Whether anything of a calendar stands in the file at all.
    pub is_calendar: bool,
    /// Events in the file, read or not.
    pub events: usize,
    /// Events without a meeting in the window.
    pub outside: usize,
    /// Tasks, journals and lists of times taken or left in the file; they are no meetings.
    pub others: usize,
}

/// Reads the meetings of a calendar file that lie within a window.
pub fn read(text: &Text, window: Window) -> Meetings {
    let mut said = Said::default();
    let lines = lines::Lines::of(text, &mut said);
    let (is_calendar, events, others) = (lines.is_calendar, lines.events, lines.others);
    let mut found = Meetings { is_calendar, events, others, ..Meetings::default() };
    if !lines.is_calendar {
        said.say(no_calendar(text));
    } else {
        let zones = zones::Zones::of(text, &lines, window.to, &mut said);
        found.taken = event::taken(text, &lines, &zones, window, &mut said);
        let has_list = lines.of_part(lines::Part::Taken).next().is_some();
        if lines.events == 0 && found.taken.is_empty() {
            said.say(no_events(text, lines.others, has_list));
        }
        let events = event::read_all(text, &lines, &zones, window.zone, &mut said);
        (found.meetings, found.outside) = meetings::within(text, &events, window, &mut said);
    }
    found.problems = said.problems;
    found
}

/// The place of the first line.
fn head(text: &Text) -> Place {
    text.place(text.line_of(0), "")
}

fn no_calendar(text: &Text) -> Problem {
    let is_cards =
        text.body.trim_start().get(..11).is_some_and(|head| head.eq_ignore_ascii_case("BEGIN:VCARD"));
    let fact = match () {
        () if text.body.trim().is_empty() => "this file is empty; nothing was read",
        () if is_cards => "this is an address book and no calendar; nothing was read",
        () => "this is no calendar file; nothing was read",
    };
    Problem::new(head(text), fact).hint("export the calendar as iCalendar, a file that ends in .ics")
}

fn no_events(text: &Text, others: usize, has_list: bool) -> Problem {
    let fact = match others {
        _ if has_list => "no time in this list is taken in these days".to_owned(),
        0 => "this calendar has no meetings".to_owned(),
        1 => "this calendar has no meetings; the task or other entry in it was not read".to_owned(),
        many => {
            format!("this calendar has no meetings; the {many} tasks or other entries in it were not read")
        }
    };
    Problem::new(head(text), fact).hint("export the calendar in which your meetings stand")
}

/// What is to be said; the same fact is said so often, then counted.
#[derive(Debug, Default)]
struct Said {
    problems: Vec<Problem>,
    seen: HashMap<String, (usize, u32)>,
}

impl Said {
    fn say(&mut self, problem: Problem) {
        let next = self.problems.len();
        let (at, times) = self.seen.entry(problem.fact.clone()).or_insert((next, 0));
        *times += 1;
        if *times <= SAID_EACH {
            *at = next;
            self.problems.push(problem);
        } else {
            self.problems[*at].count += 1;
        }
    }
}

#[cfg(test)]
mod tests;
