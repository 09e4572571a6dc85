//! The meetings of all events within the window: repeats written out, what was moved or taken out left out.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime},
};

use super::{
    MOST_ASKED, MOST_MEETINGS, Meeting, Said, Window,
    event::{Event, Time},
    repeats,
};
use crate::{Problem, text::Text};

/// Repeats of one rule that are counted from its beginning; a daily meeting comes so often in 130 years.
const MOST_REPEATS: usize = 50_000;

/// Repeats of all rules of a file that are counted.
const MOST_STEPS: usize = 1_000_000;

/// What a rule costs that never comes true: it is sought for so many steps.
const STEPS_OF_NEVER: usize = 100_000;

/// The meetings within the window by their start, and how many events have none there.
pub fn within(text: &Text, events: &[Event], window: Window, said: &mut Said) -> (Vec<Meeting>, usize) {
    let mut found = Within { text, window, said, meetings: Vec::new(), asked: 0, steps: 0, is_full: false };
    let mut outside = 0;
    for series in series(events) {
        let series = found.one_of_each(&series);
        let moved: Vec<&Event> = series.iter().copied().filter(|event| event.instead_of.is_some()).collect();
        for event in &series {
            let before = found.meetings.len();
            found.event(event, &moved);
            outside += usize::from(found.meetings.len() == before);
        }
    }
    let Within { mut meetings, .. } = found;
    meetings.sort_by(|a, b| (a.start, &a.uid, &a.title).cmp(&(b.start, &b.uid, &b.title)));
    (meetings, outside)
}

/// Events that bear the same name, in the order of the file. Those without one stand alone.
fn series(events: &[Event]) -> Vec<Vec<&Event>> {
    let mut by_uid: HashMap<&str, usize> = HashMap::new();
    let mut series: Vec<Vec<&Event>> = Vec::new();
    for event in events {
        let uid = event.meeting.uid.as_str();
        let next = series.len();
        let at = if uid.is_empty() { next } else { *by_uid.entry(uid).or_insert(next) };
        if at == next {
            series.push(Vec::new());
        }
        series[at].push(event);
    }
    series
}

struct Within<'a> {
    text: &'a Text,
    window: Window<'a>,
    said: &'a mut Said,
    meetings: Vec<Meeting>,
    asked: usize,
    steps: usize,
    is_full: bool,
}

/// Times of a series that are not to be given.
#[derive(Default)]
struct Gone {
    instants: HashSet<Timestamp>,
    days: HashSet<Date>,
}

impl Within<'_> {
    /// Without those that a later version in the same file replaces.
    fn one_of_each<'e>(&mut self, series: &[&'e Event]) -> Vec<&'e Event> {
        let key = |event: &Event| event.instead_of.as_ref().and_then(|time| time.instant(self.window.zone));
        let mut latest: HashMap<Option<Timestamp>, i64> = HashMap::new();
        for event in series {
            let latest = latest.entry(key(event)).or_insert(event.sequence);
            *latest = (*latest).max(event.sequence);
        }
        let mut seen = HashSet::new();
        let mut kept: Vec<&Event> = Vec::new();
        let mut replaced = Vec::new();
        for event in series.iter().rev() {
            let is_latest = latest.get(&key(event)) == Some(&event.sequence);
            if is_latest && seen.insert((key(event), event.meeting.start)) {
                kept.push(event);
            } else {
                replaced.push(event.meeting.place.clone());
            }
        }
        kept.reverse();
        for place in replaced.into_iter().rev() {
            let fact = "this event stands in the file once more; the later version was read";
            self.said.say(Problem::new(place, fact).hint("delete it, or export the calendar once more"));
        }
        kept
    }

    /// The meetings of one event, where `moved` are those that stand for single meetings of its series.
    fn event(&mut self, event: &Event, moved: &[&Event]) {
        let is_series = event.instead_of.is_none();
        let moved = if is_series { moved } else { &[] };
        let gone = self.gone(event, moved);
        let mut later: Vec<(&Event, &Time, Timestamp)> = moved
            .iter()
            .filter(|moved| moved.and_later)
            .filter_map(|moved| {
                let time = moved.instead_of.as_ref()?;
                Some((*moved, time, time.instant(self.window.zone)?))
            })
            .collect();
        later.sort_by_key(|(_, _, instant)| *instant);
        let from = if later.is_empty() { self.window.from.saturating_sub(2.days()) } else { Date::MIN };
        for (local, lasts) in self.times(event, from) {
            let Some(instant) = event.start.zone.instant(local, self.window.zone) else { continue };
            if gone.instants.contains(&instant) || gone.days.contains(&local.date()) {
                continue;
            }
            let before = later.partition_point(|(_, _, from)| *from < instant);
            let found = match before.checked_sub(1).map(|last| later[last]) {
                None => self.push(event, local, lasts),
                Some((moved, from, _)) => {
                    match moved.start.local.checked_add(local.duration_since(from.local)) {
                        Ok(local) => self.push(moved, local, None),
                        Err(_) => continue,
                    }
                }
            };
            if !found {
                return;
            }
        }
    }

    fn gone(&self, event: &Event, moved: &[&Event]) -> Gone {
        let mut gone = Gone::default();
        for time in event.taken_out.iter().chain(moved.iter().filter_map(|moved| moved.instead_of.as_ref())) {
            if time.is_day || event.start.is_day {
                gone.days.insert(time.local.date());
            } else if let Some(instant) = time.instant(self.window.zone) {
                gone.instants.insert(instant);
            }
        }
        gone
    }

    /// The first time of an event, and the others from a day to the end of the window, on its own clock; with its minutes, where
    /// it lasts otherwise than the event.
    fn times(&mut self, event: &Event, from: Date) -> BTreeMap<DateTime, Option<u32>> {
        let start = event.start.local;
        let mut times = BTreeMap::from([(start, None)]);
        // The day there may be another one than here.
        let end = self.window.to.saturating_add(2.days()).at(23, 59, 59, 0);
        for rule in event.rules.iter().filter(|_| start <= end && event.instead_of.is_none()) {
            let until = rule.until.map_or(end, |until| until.min(end));
            let fact = if self.steps >= MOST_STEPS {
                Some("this file repeats its meetings too often; only the first of this one was read")
            } else {
                match repeats::of(start, &rule.rule, until, MOST_REPEATS) {
                    Ok(found) => {
                        self.steps += if found.is_empty() { STEPS_OF_NEVER } else { found.len() };
                        let fact = match found.len() {
                            0 => Some("this rule gives no day; only the first meeting was read"),
                            MOST_REPEATS.. => Some(
                                "this repeats too often; its first 50,000 meetings were counted, no more",
                            ),
                            _ => None,
                        };
                        times.extend(
                            found.into_iter().filter(|time| time.date() >= from).map(|time| (time, None)),
                        );
                        fact
                    }
                    Err(repeats::NoRule(fact)) => Some(fact),
                }
            };
            if let Some(fact) = fact {
                let place = self.text.place(event.rule_line.clone(), "");
                self.said.say(Problem::new(place, fact).hint("RRULE:FREQ=WEEKLY;BYDAY=MO"));
            }
        }
        let further = event.further.iter().filter_map(|time| {
            let instant = time.instant(self.window.zone)?;
            if time.is_day || event.start.is_day {
                return Some((time.local.date().to_datetime(start.time()), None));
            }
            Some((event.start.zone.local(instant, self.window.zone)?, time.lasts))
        });
        times.extend(further);
        times
    }

    /// Gives a meeting if it lies in the window. Whether there is room for more.
    fn push(&mut self, event: &Event, local: DateTime, lasts: Option<u32>) -> bool {
        if self.is_full {
            return false;
        }
        let zone = self.window.zone;
        let Some(start) = event.start.zone.instant(local, zone) else { return true };
        let day = if event.start.is_day { local.date() } else { zone.to_datetime(start).date() };
        if !(self.window.from..=self.window.to).contains(&day) {
            return true;
        }
        let asked = event.meeting.attendees.len();
        if self.meetings.len() >= MOST_MEETINGS || self.asked + asked > MOST_ASKED {
            let fact = "there are too many meetings in these days; the rest was not read";
            self.said.say(Problem::new(event.meeting.place.clone(), fact).hint("take fewer days"));
            self.is_full = true;
            return false;
        }
        self.asked += asked;
        let minutes = lasts.unwrap_or(event.meeting.minutes);
        self.meetings.push(Meeting { start, day, minutes, ..event.meeting.clone() });
        true
    }
}
