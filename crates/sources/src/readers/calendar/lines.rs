//! Which lines of the file belong to which event: folded lines are one, and what stands in an event but is not its own
//! (an alarm) is left out.

use std::ops::Range;

use super::{MOST_ATTENDEES, MOST_EVENTS, Said};
use crate::{Problem, text::Text};

/// The properties that are read. All others stay in the file.
const READ: [&str; 22] = [
    "UID",
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "STATUS",
    "SEQUENCE",
    "TRANSP",
    "FREEBUSY",
    "ORGANIZER",
    "ATTENDEE",
    "METHOD",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "BEGIN",
    "END",
];

/// What else a calendar holds besides meetings.
const OTHERS: [&str; 4] = ["VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"];

/// No name of a property takes more bytes, folds and all.
const LONGEST_NAME: usize = 64;

/// An END is sought so many levels up.
const LEVELS: usize = 16;

/// What a part of a calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Event,
    /// Times that are taken, without a meeting.
    Taken,
    Zone,
    /// A rule of a zone: standard or daylight time.
    Observance,
}

/// A part and its own lines.
#[derive(Clone, Debug)]
pub struct Section {
    pub part: Part,
    /// The line with which it begins.
    pub head: Range<usize>,
    /// Its own lines, each with its folded rest.
    pub lines: Vec<Range<usize>>,
    /// Which calendar of the file it belongs to.
    pub calendar: usize,
    /// People asked to it.
    pub asked: usize,
}

impl Section {
    /// Takes a line in, unless it names one more of too many people.
    fn take(&mut self, name: &str, line: Range<usize>) {
        self.asked += usize::from(name == "ATTENDEE");
        if name != "ATTENDEE" || self.asked <= MOST_ATTENDEES {
            self.lines.push(line);
        }
    }
}

/// All parts of a file that matter, in its order. Observances follow their zone.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    pub sections: Vec<Section>,
    /// Of each calendar, whether it says that its events are called off. The first stands for what is in none.
    pub called_off: Vec<bool>,
    /// Events in the file.
    pub events: usize,
    /// Tasks, journals and busy times.
    pub others: usize,
    /// Whether anything of a calendar stands in the file.
    pub is_calendar: bool,
}

/// A part that is open: its name, and its section if it has one.
struct Open<'t> {
    name: &'t str,
    section: Option<usize>,
    is_calendar: bool,
}

impl Lines {
    pub fn of(text: &Text, said: &mut Said) -> Self {
        let mut lines = Self { called_off: vec![false], ..Self::default() };
        let mut open: Vec<Open> = Vec::new();
        for line in logical(&text.body) {
            let words = text.slice(line.clone());
            let Some((name, value)) = property(words) else { continue };
            match name {
                "BEGIN" => lines.begin(text, line, value, &mut open, said),
                "END" => lines.end(text, line, value, &mut open, said),
                "METHOD" if open.last().is_some_and(|open| open.is_calendar) => {
                    if let Some(called_off) = lines.called_off.last_mut() {
                        *called_off |= value.eq_ignore_ascii_case("CANCEL");
                    }
                }
                _ => {
                    if let Some(section) = open.last().and_then(|open| open.section) {
                        lines.sections[section].take(name, line);
                    }
                }
            }
        }
        for left in open.iter().rev().filter_map(|open| open.section) {
            lines.not_ended(text, left, said);
        }
        if lines.events > MOST_EVENTS {
            let fact = format!("this file has {} events; the first {MOST_EVENTS} were read", lines.events);
            said.say(Problem::new(super::head(text), fact).hint("export a shorter time"));
        }
        lines
    }

    fn begin<'t>(
        &mut self,
        text: &'t Text,
        line: Range<usize>,
        name: &'t str,
        open: &mut Vec<Open<'t>>,
        said: &mut Said,
    ) {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let within = open.last().and_then(|open| open.section).map(|section| self.sections[section].part);
        let part = match within {
            _ if is("VEVENT") => Some(Part::Event),
            None if is("VTIMEZONE") => Some(Part::Zone),
            None if is("VFREEBUSY") => Some(Part::Taken),
            Some(Part::Zone) if is("STANDARD") || is("DAYLIGHT") => Some(Part::Observance),
            _ => None,
        };
        if part == Some(Part::Event) {
            // An event never lies in another: the one before was cut off.
            while let Some(cut) = open.pop_if(|open| open.section.is_some()) {
                cut.section.iter().for_each(|section| self.not_ended(text, *section, said));
            }
            self.events += 1;
        }
        let is_calendar = is("VCALENDAR");
        if is_calendar {
            self.called_off.push(false);
        }
        let is_other = OTHERS.iter().any(|known| is(known));
        self.others += usize::from(is_other);
        self.is_calendar |= is_calendar || part.is_some() || is_other;
        let is_read = match part {
            Some(Part::Event) => self.events <= MOST_EVENTS,
            Some(_) => self.sections.len() < 2 * MOST_EVENTS,
            None => false,
        };
        let section = is_read.then(|| {
            let part = part.unwrap_or(Part::Event);
            let calendar = self.called_off.len() - 1;
            self.sections.push(Section { part, head: line, lines: Vec::new(), calendar, asked: 0 });
            self.sections.len() - 1
        });
        open.push(Open { name, section, is_calendar });
    }

    fn end(&mut self, text: &Text, line: Range<usize>, name: &str, open: &mut Vec<Open>, said: &mut Said) {
        let nearest = open.iter().rev().take(LEVELS).position(|open| open.name.eq_ignore_ascii_case(name));
        let Some(above) = nearest else {
            let fact = format!("“END:{}” ends nothing that was begun", super::event::short(name));
            said.say(
                Problem::new(text.place(line, ""), fact)
                    .hint("delete the line, or export the calendar once more"),
            );
            return;
        };
        for cut in open.drain(open.len() - above - 1..).skip(1) {
            cut.section.iter().for_each(|section| self.not_ended(text, *section, said));
        }
    }

    fn not_ended(&self, text: &Text, section: usize, said: &mut Said) {
        let section = &self.sections[section];
        if section.part == Part::Event {
            let fact = "this event is not ended; it was read as far as it goes";
            let problem = Problem::new(text.place(section.head.clone(), ""), fact);
            said.say(problem.hint("END:VEVENT"));
        }
    }

    /// The sections of a kind, each with the number of its calendar.
    pub fn of_part(&self, part: Part) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| section.part == part)
    }
}

/// The spans of lines, each with those folded behind it.
fn logical(body: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= body.len() {
            return None;
        }
        let start = at;
        loop {
            let end = body[at..].find(['\n', '\r']).map_or(body.len(), |found| at + found);
            let bytes = body.as_bytes();
            let is_pair = bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n');
            at = (end + 1 + usize::from(is_pair)).min(body.len());
            // Some programs write an empty line before what they fold.
            let next = bytes[at..].iter().position(|byte| !matches!(byte, b'\n' | b'\r'));
            match next.map(|next| bytes[at + next]) {
                Some(b' ' | b'\t') => at += next.unwrap_or(0),
                _ => {
                    at += next.unwrap_or(bytes.len() - at);
                    return Some(start..end);
                }
            }
        }
    })
}

/// The name of a property that is read, and its value as it stands.
fn property(words: &str) -> Option<(&'static str, &str)> {
    let words = words.strip_prefix('\u{feff}').unwrap_or(words);
    let end = words.find([':', ';'])?;
    let name = words.get(..end.min(LONGEST_NAME))?;
    let whole = name.contains(['\n', '\r']).then(|| unfolded(name));
    let name = whole.as_deref().unwrap_or(name).trim();
    let known = READ.into_iter().find(|known| known.eq_ignore_ascii_case(name))?;
    let value = words[end..].split_once(':').map_or("", |(_, value)| value);
    Some((known, value.trim()))
}

/// A line without its folds: each break goes, with the one blank behind it.
pub fn unfolded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (at, piece) in words.split(['\n', '\r']).enumerate() {
        out.push_str(if at == 0 { piece } else { piece.strip_prefix([' ', '\t']).unwrap_or(piece) });
    }
    out
}

/// Lines of a section as one event that calcard reads.
pub fn as_event(text: &Text, lines: &[Range<usize>]) -> String {
    let mut out = String::from("BEGIN:VEVENT\n");
    for line in lines {
        out.push_str(unfolded(text.slice(line.clone())).trim_start_matches('\u{feff}').trim_start());
        out.push('\n');
    }
    out.push_str("END:VEVENT\n");
    out
}
