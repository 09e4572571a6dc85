//! The dates that lie ahead, as a calendar that other programs read (RFC 5545).
//!
//! It leaves the notebook: whoever finds its address reads it. So a date has a kind, a day or a time, and a name that says
//! nothing; its title is the same for all of its kind, unless the leader switched names on. What it is about can't enter.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use jiff::{Timestamp, ToSpan, civil::Date, tz::Offset};
use minicbor::{Decode, Encode};
use serde::Serialize;

use crate::{
    moment::{Day, Id},
    privacy::Shareable,
    words::on_one_line,
};

/// Days for which a date that is gone is sent as called off, to those who take files and not feeds.
const GONE_DAYS: i64 = 60;

/// Bytes of a line before it is folded (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// What a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, Serialize)]
#[cbor(index_only)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A talk is due.
    #[n(0)]
    Talk,
    /// Somebody is to be called before a room hears something.
    #[n(1)]
    Call,
    /// A loan ends.
    #[n(2)]
    Loan,
    /// An answer is due.
    #[n(3)]
    Answer,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Talk, Self::Call, Self::Loan, Self::Answer];

    /// The kind of a word as it is typed.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// As it is typed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Talk => "talks",
            Self::Call => "calls",
            Self::Loan => "loans",
            Self::Answer => "answers",
        }
    }

    /// As others see it.
    const fn title(self) -> &'static str {
        match self {
            Self::Talk => "Talk",
            Self::Call => "Call",
            Self::Loan => "Hand-over",
            Self::Answer => "Answer",
        }
    }
}

/// When a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum When {
    /// A day.
    #[n(0)]
    On(#[n(0)] Day),
    /// From a second to another, both since 1970.
    #[n(1)]
    At(#[n(0)] i64, #[n(1)] i64),
}

/// The name of a date for others: it stays while the date moves, and says nothing to whoever lacks the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Uid(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

impl std::fmt::Display for Uid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Makes names of dates. The key is the notebook's own; without it a name leads nowhere.
pub struct Namer([u8; 32]);

impl Namer {
    /// Names under a key.
    pub const fn with(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The name of what a thing of the notebook makes due.
    pub fn name(&self, kind: Kind, thing: Id) -> Uid {
        self.named(&format!("{} {thing}", kind.word()))
    }

    /// The name of a call with a peer about an announcement.
    pub fn call(&self, about: Id, peer: Id) -> Uid {
        self.named(&format!("{} {about} {peer}", Kind::Call.word()))
    }

    fn named(&self, what: &str) -> Uid {
        let hash = blake3::keyed_hash(&self.0, what.as_bytes());
        let mut uid = [0; 16];
        uid.copy_from_slice(&hash.as_bytes()[..16]);
        Uid(uid)
    }
}

/// A date that lies ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What it is.
    pub kind: Kind,
    /// When it is.
    pub when: When,
    /// Its name for others.
    pub uid: Uid,
    /// With whom, as a text for others may say it.
    pub with: Option<Shareable<String>>,
}

/// What a feed holds: which kinds, and whether it names anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The kinds.
    pub kinds: Vec<Kind>,
    /// Whether the leader switched names on.
    pub names: bool,
}

/// What others were sent last, so that a date that moves is told from a new one. It is made of nothing but what was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Sent {
    #[n(0)]
    dates: BTreeMap<Uid, Version>,
}

/// A date as it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
struct Version {
    #[n(0)]
    when: When,
    #[n(1)]
    title: String,
    /// Rises when anything of the date changes.
    #[n(2)]
    sequence: u32,
    /// Second since 1970 at which it was first sent so.
    #[n(3)]
    stamp: i64,
    /// Whether it is gone.
    #[n(4)]
    is_gone: bool,
}

impl Sent {
    /// What is to be sent now instead. What stays as it was keeps its number and its time.
    #[must_use]
    pub fn next(&self, slots: &[Slot], scope: &Scope, now: Timestamp) -> Self {
        let today = offset_date(now);
        let mut next = Self::default();
        let wanted = slots.iter().filter(|slot| scope.kinds.contains(&slot.kind));
        for slot in wanted {
            let title = title(slot, scope);
            let version = self.version(slot.uid, (slot.when, title, false), now);
            next.dates.insert(slot.uid, version);
        }
        for (uid, before) in &self.dates {
            let is_recent =
                || day_of(before.stamp).is_some_and(|day| Day(day).until(Day(today)) <= GONE_DAYS);
            if !next.dates.contains_key(uid) && (!before.is_gone || is_recent()) {
                let gone = (before.when, before.title.clone(), true);
                next.dates.insert(*uid, self.version(*uid, gone, now));
            }
        }
        next
    }

    fn version(&self, uid: Uid, (when, title, is_gone): (When, String, bool), now: Timestamp) -> Version {
        let before = self.dates.get(&uid);
        if let Some(same) = before.filter(|b| (b.when, &b.title, b.is_gone) == (when, &title, is_gone)) {
            return same.clone();
        }
        // The number of the day: what was sent before is lower, even where it is no longer known.
        let sequence = before.map_or(0, |before| before.sequence + 1).max(day_number(now));
        Version { when, title, sequence, stamp: now.as_second(), is_gone }
    }

    /// The calendar as text. What is gone stands in it as called off where `with_gone` says so; a feed leaves it out.
    pub fn text(&self, with_gone: bool) -> String {
        let mut sorted: Vec<(&Uid, &Version)> =
            self.dates.iter().filter(|(_, version)| with_gone || !version.is_gone).collect();
        sorted.sort_by(|(a, one), (b, other)| (one.when, &one.title, a).cmp(&(other.when, &other.title, b)));
        let mut out = String::with_capacity(128 + 256 * sorted.len());
        out.push_str(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sideways//dates//EN\r\nCALSCALE:GREGORIAN\r\n",
        );
        sorted.into_iter().for_each(|(uid, version)| event(&mut out, uid, version));
        out.push_str("END:VCALENDAR\r\n");
        out
    }

    /// The moment at which a date begins that was sent and is not gone, where it has a time of day.
    pub fn begins(&self, uid: &Uid) -> Option<Timestamp> {
        let version = self.dates.get(uid).filter(|version| !version.is_gone)?;
        match version.when {
            When::At(from, _) => Timestamp::from_second(from).ok(),
            When::On(_) => None,
        }
    }

    /// The names of dates that stand in it and are not gone.
    pub fn standing(&self) -> BTreeSet<Uid> {
        self.dates.iter().filter(|(_, version)| !version.is_gone).map(|(uid, _)| *uid).collect()
    }
}

/// The tag of a text: it changes with the text and with nothing else.
pub fn tag(text: &str) -> String {
    let hash = blake3::hash(text.as_bytes());
    let digits: String = hash.as_bytes()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

fn title(slot: &Slot, scope: &Scope) -> String {
    match slot.with.as_ref().filter(|_| scope.names) {
        Some(name) => format!("{}: {}", slot.kind.title(), on_one_line(name.get())),
        None => slot.kind.title().to_owned(),
    }
}

fn event(out: &mut String, uid: &Uid, version: &Version) {
    out.push_str("BEGIN:VEVENT\r\nUID:");
    uid.0.iter().for_each(|byte| push_hex(out, *byte));
    out.push_str("\r\nDTSTAMP:");
    push_moment(out, version.stamp);
    // Writing to a string never fails.
    let _ = write!(out, "\r\nSEQUENCE:{}\r\n", version.sequence);
    match version.when {
        When::On(day) => {
            out.push_str("DTSTART;VALUE=DATE:");
            push_date(out, day.0);
            out.push_str("\r\nDTEND;VALUE=DATE:");
            push_date(out, day.0.saturating_add(1.day()));
            out.push_str("\r\nTRANSP:TRANSPARENT\r\n");
        }
        When::At(from, to) => {
            out.push_str("DTSTART:");
            push_moment(out, from);
            out.push_str("\r\nDTEND:");
            push_moment(out, to);
            out.push_str("\r\nTRANSP:OPAQUE\r\n");
        }
    }
    push_folded(out, &format!("SUMMARY:{}", escaped(&version.title)));
    out.push_str(if version.is_gone { "STATUS:CANCELLED\r\n" } else { "STATUS:CONFIRMED\r\n" });
    out.push_str("CLASS:PRIVATE\r\nEND:VEVENT\r\n");
}

const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

fn push_hex(out: &mut String, byte: u8) {
    out.push(HEX[usize::from(byte >> 4)]);
    out.push(HEX[usize::from(byte & 15)]);
}

fn push_date(out: &mut String, date: Date) {
    let _ = write!(out, "{:04}{:02}{:02}", date.year(), date.month(), date.day());
}

fn push_moment(out: &mut String, second: i64) {
    let Ok(at) = Timestamp::from_second(second) else { return };
    let at = Offset::UTC.to_datetime(at);
    push_date(out, at.date());
    let _ = write!(out, "T{:02}{:02}{:02}Z", at.hour(), at.minute(), at.second());
}

/// Words as a value (RFC 5545, 3.3.11), without what steers a screen.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars().filter(|c| !c.is_control()) {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line, folded where it is too long; never within a character.
fn push_folded(out: &mut String, line: &str) {
    let mut left = LONGEST_LINE;
    for c in line.chars() {
        if c.len_utf8() > left {
            out.push_str("\r\n ");
            left = LONGEST_LINE - 1;
        }
        out.push(c);
        left -= c.len_utf8();
    }
    out.push_str("\r\n");
}

fn offset_date(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}

fn day_of(second: i64) -> Option<Date> {
    Timestamp::from_second(second).ok().map(offset_date)
}

/// Days since the first of 2020.
fn day_number(at: Timestamp) -> u32 {
    let days = Day(jiff::civil::date(2020, 1, 1)).until(Day(offset_date(at)));
    u32::try_from(days).unwrap_or(0)
}
