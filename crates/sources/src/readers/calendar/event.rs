//! One event of the file: what it says of itself, before its repeats are written out.

use std::ops::Range;

use calcard::{
    common::PartialDateTime,
    icalendar::{
        ICalendarComponent, ICalendarDuration, ICalendarEntry, ICalendarFreeBusyType, ICalendarParameterName,
        ICalendarParameterValue, ICalendarParticipationRole, ICalendarParticipationStatus, ICalendarPeriod,
        ICalendarProperty, ICalendarRecurrenceRule, ICalendarStatus, ICalendarTransparency,
        ICalendarUserTypes, ICalendarValue,
    },
};
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use super::{
    Attendee, Kind, MOST_ATTENDEES, MOST_MEETINGS, Meeting, Person, Said, State, Taken, Window,
    lines::{Lines, Part, Section},
    zones::{self, Zone, Zones},
};
use crate::{Problem, text::Text};

/// Titles, names and addresses are cut behind so many characters, and the cut is marked.
const LONGEST: usize = 300;

/// No meeting lasts longer, in seconds.
const LONGEST_MEETING: i64 = 366 * 86_400;

/// A start as it can be typed.
const START: &str = "DTSTART;TZID=Europe/Berlin:20270104T090000";

/// A time that is taken, as it can be typed.
const PERIOD: &str = "FREEBUSY:20270104T080000Z/PT1H";

/// How Outlook marks the title of what was called off, in small letters.
const CALLED_OFF: [&str; 9] = [
    "canceled:",
    "cancelled:",
    "abgesagt:",
    "annulé:",
    "annulé :",
    "cancelado:",
    "cancelada:",
    "annullato:",
    "отменено:",
];

/// A time as the file gives it.
#[derive(Clone, Debug)]
pub struct Time {
    /// On the clock of its zone; midnight of a day without a time.
    pub local: DateTime,
    pub zone: Zone,
    /// Whether it is a day without a time.
    pub is_day: bool,
    /// How many minutes it lasts, where a period says it.
    pub lasts: Option<u32>,
}

impl Time {
    /// None beyond all years.
    pub fn instant(&self, leader: &TimeZone) -> Option<Timestamp> {
        self.zone.instant(self.local, leader)
    }
}

/// A rule by which an event repeats.
#[derive(Clone, Debug)]
pub struct Rule {
    pub rule: ICalendarRecurrenceRule,
    /// Its end, on the clock of the event's zone.
    pub until: Option<DateTime>,
}

/// An event.
#[derive(Clone, Debug)]
pub struct Event {
    /// The first meeting, as all others are.
    pub meeting: Meeting,
    pub sequence: i64,
    pub start: Time,
    pub rules: Vec<Rule>,
    /// Further times.
    pub further: Vec<Time>,
    /// Times that were taken out.
    pub taken_out: Vec<Time>,
    /// The time of the series that this event stands for.
    pub instead_of: Option<Time>,
    /// Whether it stands for all later ones too.
    pub and_later: bool,
    /// Where the rule stands.
    pub rule_line: Range<usize>,
}

/// Reads every event; one that can't be read is said and left out.
pub fn read_all(text: &Text, lines: &Lines, zones: &Zones, leader: &TimeZone, said: &mut Said) -> Vec<Event> {
    let mut events = Vec::new();
    for section in lines.of_part(Part::Event) {
        let mut reader = Reader { text, section, zones, leader, said };
        if let Some(mut event) = zones::parsed(text, section).and_then(|component| reader.event(&component)) {
            event.meeting.is_cancelled |= lines.called_off[section.calendar];
            events.push(event);
        }
    }
    events
}

/// Times that are taken and end within a window, as free-busy lists say them; those that say `FREE` are left out.
pub fn taken(text: &Text, lines: &Lines, zones: &Zones, window: Window, said: &mut Said) -> Vec<Taken> {
    let mut all = Vec::new();
    for section in lines.of_part(Part::Taken) {
        let Some(component) = zones::parsed(text, section) else { continue };
        let mut reader = Reader { text, section, zones, leader: window.zone, said };
        for entry in component.properties(&ICalendarProperty::Freebusy) {
            all.extend(reader.periods(entry));
        }
    }
    let day = |at| window.zone.to_datetime(at).date();
    all.retain(|taken| day(taken.to) >= window.from && day(taken.from) <= window.to);
    all.sort_unstable();
    if all.len() > MOST_MEETINGS {
        all.truncate(MOST_MEETINGS);
        let fact = format!("more than {MOST_MEETINGS} times are taken in these days; the rest was not read");
        said.say(Problem::new(super::head(text), fact).hint("take fewer days"));
    }
    all
}

/// Words on one line, cut where they are endless.
pub fn short(words: &str) -> String {
    let mut out = words.split_whitespace().take(LONGEST).collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = out.char_indices().nth(LONGEST) {
        out.truncate(at);
        out.push('…');
    }
    out
}

struct Reader<'a> {
    text: &'a Text,
    section: &'a Section,
    zones: &'a Zones,
    leader: &'a TimeZone,
    said: &'a mut Said,
}

impl Reader<'_> {
    fn event(&mut self, component: &ICalendarComponent) -> Option<Event> {
        if component.entries.len() < self.section.lines.len() {
            let fact = "lines of this event are not iCalendar; they were left out";
            self.say("BEGIN", fact, "look for a quotation mark that is not closed");
        }
        let start = self.start(component)?;
        let meeting = self.meeting(component, &start)?;
        let mut event = Event {
            meeting,
            sequence: 0,
            start,
            rules: Vec::new(),
            further: Vec::new(),
            taken_out: Vec::new(),
            instead_of: None,
            and_later: false,
            rule_line: self.line("RRULE"),
        };
        for entry in &component.entries {
            self.repeats(entry, &mut event);
        }
        event.meeting.is_recurring =
            !event.rules.is_empty() || !event.further.is_empty() || event.instead_of.is_some();
        Some(event)
    }

    fn start(&mut self, component: &ICalendarComponent) -> Option<Time> {
        let value = component.property(&ICalendarProperty::Dtstart);
        let Some(entry) = value.filter(|entry| !entry.values.is_empty()) else {
            self.say("BEGIN", "this event has no start; it was not read", START);
            return None;
        };
        let start = self.times(entry, "DTSTART").into_iter().next()?;
        if start.instant(self.leader).is_none() {
            self.no_time("DTSTART");
            return None;
        }
        Some(start)
    }

    fn meeting(&mut self, component: &ICalendarComponent, start: &Time) -> Option<Meeting> {
        let instant = start.instant(self.leader)?;
        let words = |name| {
            let value = component.property(&name).and_then(|entry| entry.values.first());
            short(value.and_then(|value| value.as_text()).unwrap_or_default())
        };
        let title = words(ICalendarProperty::Summary);
        let lower = title.to_lowercase();
        let is_all_day = start.is_day;
        Some(Meeting {
            uid: words(ICalendarProperty::Uid),
            says_cancelled: CALLED_OFF.iter().any(|head| lower.starts_with(head)),
            title,
            start: instant,
            day: if is_all_day { start.local.date() } else { self.leader.to_datetime(instant).date() },
            minutes: self.minutes(component, start, instant),
            is_all_day,
            is_cancelled: component.status() == Some(&ICalendarStatus::Cancelled),
            is_free: component.transparency() == Some(&ICalendarTransparency::Transparent),
            is_recurring: false,
            organizer: component.property(&ICalendarProperty::Organizer).map(person),
            attendees: self.attendees(component),
            place: self.text.place(self.section.head.clone(), ""),
        })
    }

    /// The length in minutes: up to the end, else as long as it says, else a day for a day and nothing for a time.
    fn minutes(&mut self, component: &ICalendarComponent, start: &Time, begins: Timestamp) -> u32 {
        let default = if start.is_day { 24 * 60 } else { 0 };
        let ends = component.property(&ICalendarProperty::Dtend);
        let lasts = component.property(&ICalendarProperty::Duration);
        let seconds = if let Some(entry) = ends.filter(|entry| !entry.values.is_empty()) {
            let end = self.times(entry, "DTEND").into_iter().next();
            end.and_then(|end| {
                // Days have 24 hours each, whatever the clock does.
                let days = || end.local.duration_since(start.local).as_secs();
                let instants = || Some(end.instant(self.leader)?.duration_since(begins).as_secs());
                if start.is_day { Some(days()) } else { instants() }
            })
        } else {
            match lasts.and_then(|entry| entry.values.first()) {
                Some(ICalendarValue::Duration(length)) => Some(seconds_of(length)),
                Some(_) => {
                    self.say(
                        "DURATION",
                        "this is no length; the meeting was read without one",
                        "DURATION:PT30M",
                    );
                    None
                }
                None => None,
            }
        };
        match seconds {
            Some(..0) => {
                self.say(
                    "DTEND",
                    "this ends before it begins; it was read without a length",
                    "DURATION:PT30M",
                );
                default
            }
            Some(0) => default,
            Some(LONGEST_MEETING..) => {
                self.say(
                    "DTSTART",
                    "this lasts longer than a year; it was read without a length",
                    "DURATION:PT30M",
                );
                default
            }
            Some(seconds) => u32::try_from(seconds / 60).unwrap_or(u32::MAX),
            None => default,
        }
    }

    fn attendees(&mut self, component: &ICalendarComponent) -> Vec<Attendee> {
        if self.section.asked > MOST_ATTENDEES {
            let fact =
                format!("more than {MOST_ATTENDEES} are asked to this meeting; the others were not read");
            self.say("BEGIN", &fact, "a meeting of so many says nothing of two people: leave it");
        }
        component.properties(&ICalendarProperty::Attendee).map(attendee).collect()
    }

    /// What an entry says of repeats.
    fn repeats(&mut self, entry: &ICalendarEntry, event: &mut Event) {
        match &entry.name {
            ICalendarProperty::Rrule => match entry.values.first() {
                Some(ICalendarValue::RecurrenceRule(rule)) => {
                    let until = rule.until.as_ref().and_then(|until| self.until(until, &event.start));
                    event.rules.push(Rule { rule: rule.as_ref().clone(), until });
                }
                _ => self.say(
                    "RRULE",
                    "this rule is not understood; only the first meeting was read",
                    "RRULE:FREQ=WEEKLY;BYDAY=MO",
                ),
            },
            ICalendarProperty::Rdate => event.further.extend(self.times(entry, "RDATE")),
            ICalendarProperty::Exdate => event.taken_out.extend(self.times(entry, "EXDATE")),
            ICalendarProperty::RecurrenceId => {
                event.instead_of = self.times(entry, "RECURRENCE-ID").into_iter().next();
                event.and_later = entry.parameters(&ICalendarParameterName::Range).next().is_some();
            }
            ICalendarProperty::Sequence => {
                event.sequence = entry.values.first().and_then(ICalendarValue::as_integer).unwrap_or(0);
            }
            ICalendarProperty::Exrule => self.say(
                "EXRULE",
                "rules that take meetings out are not read; these meetings are given",
                "EXDATE:20270104T090000",
            ),
            _ => {}
        }
    }

    /// The end of a rule on the clock of the event; a day counts whole.
    fn until(&self, until: &PartialDateTime, start: &Time) -> Option<DateTime> {
        let local = zones::local(until)?;
        match zones::seconds_of(until) {
            _ if until.hour.is_none() => Some(local.date().at(23, 59, 59, 0)),
            None => Some(local),
            Some(offset) => start.zone.local(Zone::Fixed(offset).instant(local, self.leader)?, self.leader),
        }
    }

    /// The periods that an entry of a free-busy list takes; what is none is said.
    fn periods(&mut self, entry: &ICalendarEntry) -> Vec<Taken> {
        let mut kinds = entry.parameters(&ICalendarParameterName::Fbtype);
        let free = ICalendarParameterValue::Fbtype(ICalendarFreeBusyType::Free);
        if kinds.any(|kind| *kind == free) {
            return Vec::new();
        }
        let instant = |time: &PartialDateTime| as_time(time, &Zone::Leader)?.instant(self.leader);
        let period = |value: &ICalendarValue| {
            let ICalendarValue::Period(period) = value else { return None };
            let (from, to) = match period {
                ICalendarPeriod::Range { start, end } => (instant(start)?, instant(end)?),
                ICalendarPeriod::Duration { start, duration } => {
                    let from = instant(start)?;
                    (from, from.checked_add(SignedDuration::from_secs(seconds_of(duration))).ok()?)
                }
            };
            let is_lawful = from < to && to.duration_since(from).as_secs() < LONGEST_MEETING;
            is_lawful.then_some(Taken { from, to })
        };
        let periods: Vec<Taken> = entry.values.iter().filter_map(period).collect();
        if periods.len() < entry.values.len() {
            self.say("FREEBUSY", "this is no time that is taken; it was left out", PERIOD);
        }
        periods
    }

    /// The times of an entry; what is none is said.
    fn times(&mut self, entry: &ICalendarEntry, name: &str) -> Vec<Time> {
        let named = entry.tz_id().map(|name| name.trim_matches('"').to_owned());
        let zone = match &named {
            None => Zone::Leader,
            Some(zone) => self.zones.named(zone).unwrap_or_else(|| {
                let fact = format!("“{}” is no time zone that is known; your own was taken", short(zone));
                self.say(name, &fact, &START.replace("DTSTART", name));
                Zone::Leader
            }),
        };
        let mut times = Vec::with_capacity(entry.values.len());
        for value in &entry.values {
            let time = match value {
                ICalendarValue::PartialDateTime(time) => as_time(time, &zone),
                ICalendarValue::Period(period) => self.period(period, &zone),
                ICalendarValue::Text(words) if words.trim().is_empty() && name != "DTSTART" => continue,
                _ => None,
            };
            match time {
                Some(time) => times.push(time),
                None => self.no_time(name),
            }
        }
        times
    }

    /// The beginning of a period, and how long it lasts; a length that is none is not taken.
    fn period(&self, period: &ICalendarPeriod, zone: &Zone) -> Option<Time> {
        let (start, seconds) = match period {
            ICalendarPeriod::Range { start, end } => {
                let (start, end) = (as_time(start, zone)?, as_time(end, zone)?);
                let instants = start.instant(self.leader).zip(end.instant(self.leader));
                (start, instants.map(|(from, to)| to.duration_since(from).as_secs()))
            }
            ICalendarPeriod::Duration { start, duration } => {
                (as_time(start, zone)?, Some(seconds_of(duration)))
            }
        };
        let seconds = seconds.filter(|seconds| (1..LONGEST_MEETING).contains(seconds));
        Some(Time { lasts: seconds.and_then(|seconds| u32::try_from(seconds / 60).ok()), ..start })
    }

    fn no_time(&mut self, name: &str) {
        let lost = match name {
            "DTSTART" => "this is no time; the event was not read",
            "DTEND" => "this is no time; the meeting was read without an end",
            "EXDATE" => "this is no time; no meeting was taken out for it",
            "RDATE" => "this is no time; no meeting was added for it",
            _ => "this is no time; the event was read as one of its own",
        };
        self.say(name, lost, &START.replace("DTSTART", name));
    }

    /// The first own line of a property; the head of the event where it has none.
    fn line(&self, name: &str) -> Range<usize> {
        let is_named = |line: &&Range<usize>| {
            let words = self.text.slice((*line).clone());
            let end = words.find([':', ';']).unwrap_or(words.len());
            words[..end].trim().eq_ignore_ascii_case(name)
        };
        self.section.lines.iter().find(is_named).unwrap_or(&self.section.head).clone()
    }

    fn say(&mut self, name: &str, fact: &str, hint: &str) {
        let line = self.line(name);
        self.said.say(Problem::new(self.text.place(line, ""), fact).hint(hint));
    }
}

fn as_time(time: &PartialDateTime, zone: &Zone) -> Option<Time> {
    let local = zones::local(time)?;
    let is_day = time.hour.is_none();
    let zone = match zones::seconds_of(time) {
        _ if is_day => Zone::Leader,
        Some(offset) => Zone::Fixed(offset),
        None => zone.clone(),
    };
    Some(Time { local, zone, is_day, lasts: None })
}

fn seconds_of(length: &ICalendarDuration) -> i64 {
    let days = i64::from(length.weeks) * 7 + i64::from(length.days);
    let minutes = i64::from(length.hours) * 60 + i64::from(length.minutes);
    let seconds =
        SignedDuration::from_secs(days * 86_400 + minutes * 60 + i64::from(length.seconds)).as_secs();
    if length.neg { -seconds } else { seconds }
}

/// Name and address of an entry, as far as it has them.
fn person(entry: &ICalendarEntry) -> Person {
    let parameter = |name| entry.parameters(&name).find_map(ICalendarParameterValue::as_text);
    let value = entry.values.first().and_then(ICalendarValue::as_text).unwrap_or_default().trim();
    let address = match value.split_once(':') {
        Some((scheme, address)) if scheme.eq_ignore_ascii_case("mailto") => address,
        _ => value,
    };
    let is_address = |words: &&str| words.contains('@') && !words.contains(char::is_whitespace);
    let email = Some(address.trim()).filter(is_address);
    let email = email.or_else(|| parameter(ICalendarParameterName::Email).filter(is_address));
    let email = short(email.unwrap_or_default()).to_lowercase();
    let plain = Some(value).filter(|words| !words.contains([':', '@'])).unwrap_or_default();
    let name = parameter(ICalendarParameterName::Cn).unwrap_or(plain);
    let name = short(name.trim().trim_matches(['"', '\'']));
    let name = if name.eq_ignore_ascii_case(&email) { String::new() } else { name };
    Person { name, email }
}

fn attendee(entry: &ICalendarEntry) -> Attendee {
    let mut attendee =
        Attendee { person: person(entry), state: State::Open, kind: Kind::Person, is_optional: false };
    for parameter in &entry.params {
        match &parameter.value {
            ICalendarParameterValue::Partstat(state) => {
                attendee.state = match state {
                    ICalendarParticipationStatus::Accepted => State::Accepted,
                    ICalendarParticipationStatus::Declined => State::Declined,
                    ICalendarParticipationStatus::Tentative => State::Tentative,
                    ICalendarParticipationStatus::Delegated => State::Delegated,
                    _ => State::Open,
                };
            }
            ICalendarParameterValue::Cutype(kind) => {
                attendee.kind = match kind {
                    ICalendarUserTypes::Group => Kind::Group,
                    ICalendarUserTypes::Room | ICalendarUserTypes::Resource => Kind::Room,
                    _ => Kind::Person,
                };
            }
            ICalendarParameterValue::Role(role) => {
                attendee.is_optional = matches!(
                    role,
                    ICalendarParticipationRole::OptParticipant | ICalendarParticipationRole::NonParticipant
                );
            }
            _ => {}
        }
    }
    attendee
}
