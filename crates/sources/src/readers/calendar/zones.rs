//! Time zones: by their name where it is known, by the rules that the file gives, or the leader's own.

use std::{cell::RefCell, collections::HashMap, rc::Rc, str::FromStr};

use calcard::{
    Entry, Parser,
    common::{PartialDateTime, timezone::Tz},
    icalendar::{ICalendarComponent, ICalendarProperty, ICalendarValue},
};
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::{Offset, TimeZone, TimeZoneDatabase},
};

use super::{
    Said,
    lines::{Lines, Part, Section, as_event},
    repeats,
};
use crate::{Problem, text::Text};

/// Changes of the clock that one rule of a zone is written out for; Outlook's begin in 1601.
const MOST_CHANGES: usize = 1_000;

/// Changes of the clock in all zones that a file defines.
const MOST_CHANGES_OF_ALL: usize = 50_000;

/// Zones that one file may define, and rules of these zones.
const MOST_ZONES: usize = 2_000;

/// In which zone a time is meant.
#[derive(Clone, Debug)]
pub enum Zone {
    /// None is said: the leader's.
    Leader,
    /// So many seconds east of Greenwich.
    Fixed(i32),
    /// A zone known by its name.
    Known(TimeZone),
    /// A zone by the changes of its clock.
    Ruled(Rc<[Change]>),
}

/// A change of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// When, on the clock as it was.
    at: DateTime,
    /// Seconds east of Greenwich before.
    from: i32,
    /// And after.
    to: i32,
}

impl Zone {
    /// The instant of a time on the clock of the zone. A time that is skipped is taken on the clock as it was before; of one
    /// that comes twice the first is taken (RFC 5545, 3.3.5).
    pub fn instant(&self, local: DateTime, leader: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::Leader => at_clock(local, leader),
            Self::Fixed(offset) => at_offset(local, *offset),
            Self::Known(zone) => at_clock(local, zone),
            Self::Ruled(changes) => {
                let is_past = |change: &Change| {
                    let skipped = i64::from((change.to - change.from).max(0));
                    change.at.checked_add(SignedDuration::from_secs(skipped)).is_ok_and(|end| local >= end)
                };
                let past = changes.partition_point(is_past);
                let offset = past.checked_sub(1).map(|last| changes[last].to);
                at_offset(local, offset.or(changes.first().map(|change| change.from))?)
            }
        }
    }

    /// The time on the clock of the zone at an instant.
    pub fn local(&self, instant: Timestamp, leader: &TimeZone) -> Option<DateTime> {
        let shifted = |offset: i32| Some(Offset::from_seconds(offset).ok()?.to_datetime(instant));
        match self {
            Self::Leader => Some(leader.to_datetime(instant)),
            Self::Fixed(offset) => shifted(*offset),
            Self::Known(zone) => Some(zone.to_datetime(instant)),
            Self::Ruled(changes) => {
                let is_past =
                    |change: &Change| at_offset(change.at, change.from).is_some_and(|at| instant >= at);
                let past = changes.partition_point(is_past);
                let offset = past.checked_sub(1).map(|last| changes[last].to);
                shifted(offset.or(changes.first().map(|change| change.from))?)
            }
        }
    }
}

fn at_offset(local: DateTime, offset: i32) -> Option<Timestamp> {
    Offset::from_seconds(offset).ok()?.to_timestamp(local).ok()
}

fn at_clock(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(local).compatible().ok()
}

/// The zones that a file names.
pub struct Zones {
    ruled: HashMap<String, Rc<[Change]>>,
    known: RefCell<HashMap<String, Option<Zone>>>,
}

impl Zones {
    /// The zones that a file defines and nobody knows by their name, with the changes of their clocks up to a day.
    pub fn of(text: &Text, lines: &Lines, to: Date, said: &mut Said) -> Self {
        let mut ruled: HashMap<String, Vec<Change>> = HashMap::new();
        let (mut name, mut count) = (None, 0);
        let sections =
            lines.sections.iter().filter(|section| matches!(section.part, Part::Zone | Part::Observance));
        for (at, section) in sections.enumerate() {
            if at >= MOST_ZONES || count >= MOST_CHANGES_OF_ALL {
                let fact = "this file defines too many time zones; those from here on were not read";
                let problem = Problem::new(text.place(section.head.clone(), ""), fact);
                said.say(problem.hint("export the calendar once more"));
                break;
            }
            if section.part == Part::Zone {
                name = names(text, section).filter(|name| known(name).is_none());
            } else if let Some(name) = &name {
                let changes = changes(text, section, to).unwrap_or_default();
                count += changes.len();
                ruled.entry(name.clone()).or_default().extend(changes);
            }
        }
        let sorted = ruled.into_iter().map(|(name, mut changes)| {
            changes.sort_unstable();
            changes.dedup();
            (name, changes.into())
        });
        Self { ruled: sorted.collect(), known: RefCell::default() }
    }

    /// The zone of a name: the one that all know by this name, else the one that the file defines.
    pub fn named(&self, name: &str) -> Option<Zone> {
        let name = name.trim();
        if let Some(zone) = self.known.borrow().get(name) {
            return zone.clone();
        }
        let known = || known(name).map(Zone::Known);
        let ruled = || self.ruled.get(name).filter(|changes| !changes.is_empty()).cloned().map(Zone::Ruled);
        let zone = known().or_else(ruled);
        self.known.borrow_mut().insert(name.to_owned(), zone.clone());
        zone
    }
}

/// The zone that all know by a name, of which some programs make a path: `/registry.example.org/Europe/Berlin`.
///
/// calcard knows which zones the names of Windows and others mean; the rules are those that this program brings, the same
/// on every machine.
fn known(name: &str) -> Option<TimeZone> {
    let tails = name.rmatch_indices('/').map(|(at, _)| &name[at + 1..]);
    // A single word at the end, as in `Elsewhere/Jamaica`, is no path.
    let tails = tails.filter(|tail| name.starts_with('/') && tail.contains('/')).take(2);
    let meant = [name].into_iter().chain(tails).find_map(|name| Tz::from_str(name).ok()?.name())?;
    TimeZoneDatabase::bundled().get(&meant).ok()
}

/// The lines of a section as calcard reads them.
pub fn parsed(text: &Text, section: &Section) -> Option<ICalendarComponent> {
    match Parser::new(&as_event(text, &section.lines)).entry() {
        Entry::ICalendar(calendar) => calendar.components.into_iter().next(),
        _ => None,
    }
}

fn names(text: &Text, section: &Section) -> Option<String> {
    let component = parsed(text, section)?;
    let name = component.property(&ICalendarProperty::Tzid)?.values.first()?.as_text()?;
    Some(name.trim().to_owned())
}

/// The changes of the clock that an observance makes.
fn changes(text: &Text, section: &Section, to: Date) -> Option<Vec<Change>> {
    let component = parsed(text, section)?;
    let value = |name| component.property(&name).and_then(|entry| entry.values.first());
    let offset = |name| match value(name)? {
        ICalendarValue::PartialDateTime(offset) => seconds_of(offset),
        _ => None,
    };
    let (from, into) = (offset(ICalendarProperty::Tzoffsetfrom)?, offset(ICalendarProperty::Tzoffsetto)?);
    let Some(ICalendarValue::PartialDateTime(start)) = value(ICalendarProperty::Dtstart) else { return None };
    let start = local(start)?;
    let mut days = vec![start];
    for entry in component.properties(&ICalendarProperty::Rrule) {
        if let Some(ICalendarValue::RecurrenceRule(rule)) = entry.values.first() {
            let end = to.at(23, 59, 59, 0);
            let until = rule.until.as_ref().and_then(|until| {
                let until_local = local(until)?;
                let shift = if until.tz_hour.is_some() { i64::from(from) } else { 0 };
                until_local.checked_add(SignedDuration::from_secs(shift)).ok()
            });
            let until = until.map_or(end, |until| until.min(end));
            days.extend(repeats::of(start, rule, until, MOST_CHANGES).unwrap_or_default());
        }
    }
    for entry in component.properties(&ICalendarProperty::Rdate) {
        days.extend(entry.values.iter().take(MOST_CHANGES).filter_map(|value| match value {
            ICalendarValue::PartialDateTime(day) => local(day),
            _ => None,
        }));
    }
    Some(days.into_iter().map(|at| Change { at, from, to: into }).collect())
}

/// Seconds east of Greenwich.
pub fn seconds_of(offset: &PartialDateTime) -> Option<i32> {
    let seconds = i32::from(offset.tz_hour?) * 3600 + i32::from(offset.tz_minute.unwrap_or(0)) * 60;
    Some(if offset.tz_minus { -seconds } else { seconds })
}

/// The time on the clock that calcard read.
pub fn local(time: &PartialDateTime) -> Option<DateTime> {
    let figure = |part: Option<u8>| part.unwrap_or(0) as i8;
    let (year, month, day) = (time.year?, time.month?, time.day?);
    DateTime::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
        figure(time.hour),
        figure(time.minute),
        // A leap second is the end of its minute.
        figure(time.second).min(59),
        0,
    )
    .ok()
}
