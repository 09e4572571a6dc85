//! Everything that was entered, as it is listed and searched.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use desk::open::{Desk, Found};
use jiff::Timestamp;
use plan::names::title_key;
use playbook::{
    channel,
    concerns::{About, Concerns, Room},
    map::peers::Known,
    moment::{Day, Id},
    notebook::{Event, Notebook},
    sentence::told,
    trade::{asks, goods},
};
use serde::Serialize;

use crate::{opened, stop::Stop};

/// One entry as it is listed.
#[derive(Serialize)]
pub struct Listed {
    /// Its number.
    pub entry: u32,
    /// When it was written.
    pub time: Timestamp,
    /// The day where the leader was; absent where it can't be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// What happened, as sentences.
    pub says: Vec<String>,
    /// The rooms that it is about.
    pub rooms: Vec<Room>,
    /// The peers whom it concerns.
    pub peers: Vec<String>,
    /// The entry that undid it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<u32>,
    /// Whether nobody can read it any more.
    pub forgotten: bool,
    /// Whether it does not open.
    pub unreadable: bool,
    /// The day on which it happened, as far as it says so; else the day on which it was entered.
    #[serde(skip)]
    pub happened: Day,
    /// Whether it forgets another one: nothing takes that back.
    #[serde(skip)]
    pub forgets: bool,
    /// Whether it undoes or forgets another one.
    #[serde(skip)]
    pub reaches_back: bool,
}

/// What an entry must be to be listed.
#[derive(Default)]
pub struct Wanted {
    /// Words that it must say, all of them, whatever the case.
    pub words: Vec<String>,
    /// Whom it must concern.
    pub peer: Option<Known>,
    /// To which room it must belong.
    pub room: Option<Room>,
    /// The day on which it was entered at the earliest.
    pub from: Option<Day>,
    /// And at the latest.
    pub to: Option<Day>,
    /// Whether it must have been undone or forgotten.
    pub undone: bool,
}

/// All entries of a notebook, in memory: to be let go of with the notebook.
#[derive(Default)]
pub struct Entries {
    /// By the day on which they were entered, and of one day in the order in which they were.
    rows: Vec<Row>,
    /// What all rows say in small letters, one after the other.
    text: String,
    rooms: BTreeSet<Room>,
}

/// An entry, whom it concerns, and where the text has what it says.
struct Row {
    listed: Listed,
    peers: Vec<Id>,
    text: Range<usize>,
}

impl Entries {
    /// Reads them, as they may be shown and searched on a day (rule T7).
    ///
    /// # Errors
    /// If the journal can't be read.
    pub fn read(desk: &mut Desk, today: Day) -> Result<Self, Stop> {
        let entries = desk.entries()?;
        let (mut concerns, mut goods) = (Concerns::default(), Goods::new());
        let mut all = Self { rows: Vec::with_capacity(entries.len()), ..Self::default() };
        for found in entries {
            let about = match &found.entry {
                Some(entry) => concerns.read(found.number, entry).clone(),
                None => About::default(),
            };
            goods.extend(
                found.entry.iter().flat_map(|entry| &entry.events).filter_map(|event| good(event, today)),
            );
            let listed = list(&found, &about, &goods, (desk, today));
            let from = all.text.len();
            for said in &listed.says {
                all.text.extend(said.chars().flat_map(char::to_lowercase));
                all.text.push(' ');
                // Whoever types no accents finds it, too.
                if !said.is_ascii() {
                    all.text.push_str(&title_key(said));
                    all.text.push(' ');
                }
            }
            all.rooms.extend(about.rooms);
            all.rows.push(Row {
                listed,
                peers: about.peers.into_iter().collect(),
                text: from..all.text.len(),
            });
        }
        all.rows.sort_by_key(|row| row.listed.place());
        Ok(all)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Where an entry stands among them.
    pub fn place(&self, entry: u32) -> Option<(Day, u32)> {
        self.rows.iter().map(|row| &row.listed).find(|listed| listed.entry == entry).map(Listed::place)
    }

    /// Those that fit, the latest day first.
    pub fn latest<'a>(
        &'a self,
        wanted: &'a Wanted,
        notes: &'a Notebook,
    ) -> impl Iterator<Item = &'a Listed> + 'a {
        let words: Vec<(String, String)> =
            wanted.words.iter().map(|word| (word.to_lowercase(), title_key(word))).collect();
        let fits = move |row: &&Row| {
            let text = &self.text[row.text.clone()];
            wanted.fits(row, notes)
                && words.iter().all(|(word, key)| {
                    text.contains(word.as_str())
                        || (!word.is_ascii() && !key.is_empty() && text.contains(key))
                })
        };
        self.rows.iter().rev().filter(fits).map(|row| &row.listed)
    }

    /// The rooms that they are about.
    pub fn rooms(&self) -> &BTreeSet<Room> {
        &self.rooms
    }
}

impl Wanted {
    /// By all but its words. What was forgotten has no words, room or peer left; its day is that of its time.
    fn fits(&self, row: &Row, notes: &Notebook) -> bool {
        let Row { listed, peers, .. } = row;
        let is_with = |peer: Known| peers.iter().any(|id| notes.peers.known(*id) == Some(peer));
        self.peer.is_none_or(is_with)
            && self.room.is_none_or(|room| listed.rooms.contains(&room))
            && self.from.is_none_or(|from| listed.day() >= from)
            && self.to.is_none_or(|to| listed.day() <= to)
            && (!self.undone || listed.undone_by.is_some() || listed.forgotten)
    }
}

/// The day of a time, UTC.
fn day_of(time: i64) -> Day {
    let at = Timestamp::from_millisecond(time).unwrap_or_default();
    Day(at.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// What goods are called, by their names.
type Goods = BTreeMap<Id, String>;

/// What a good is called, from the entry that notes it; news has no name before its day (rule T7).
fn good(event: &Event, today: Day) -> Option<(Id, String)> {
    match event {
        Event::Goods(goods::Event::Offered(note) | goods::Event::Wanted(note)) => {
            Some((note.id, note.good.what(&opened::screen())))
        }
        Event::Goods(goods::Event::Held { good, news, .. }) => {
            Some((*good, news.what(today, &opened::screen())?))
        }
        _ => None,
    }
}

fn list(found: &Found, about: &About, goods: &Goods, (desk, today): (&Desk, Day)) -> Listed {
    let (peers, screen) = (&desk.notes().peers, opened::screen());
    let mut names: Vec<String> = about.peers.iter().map(|id| peers.name(*id).to_owned()).collect();
    names.dedup();
    let events = || found.entry.iter().flat_map(|entry| &entry.events);
    let reaches_back = |event: &Event| matches!(event, Event::Undone { .. } | Event::Forgotten { .. });
    let on = found.entry.as_ref().map(|entry| entry.on);
    Listed {
        entry: found.number,
        time: Timestamp::from_millisecond(found.time).unwrap_or_default(),
        on,
        happened: events().find_map(happened).or(on).unwrap_or_else(|| day_of(found.time)),
        says: events()
            .map(|event| told(event, peers, &|id| goods.get(&id).cloned(), today, &screen))
            .collect(),
        rooms: about.rooms.iter().copied().collect(),
        peers: names,
        undone_by: found.undone_by,
        forgotten: found.is_forgotten,
        unreadable: found.entry.is_none() && !found.is_forgotten,
        forgets: events().any(|event| matches!(event, Event::Forgotten { .. })),
        reaches_back: events().any(reaches_back),
    }
}

/// The day of a talk or an ask, which may be noted later.
fn happened(event: &Event) -> Option<Day> {
    match event {
        Event::Channel(channel::Event::Talked(talk)) => Some(talk.on),
        Event::Channel(channel::Event::Cancelled(cancelled)) => Some(cancelled.on),
        Event::Asks(asks::Event::AskedOfMe(ask) | asks::Event::AskedOfThem(ask)) => Some(ask.on),
        _ => None,
    }
}

impl Listed {
    /// Where it stands among all: by day, and of one day as it was entered.
    pub fn place(&self) -> (Day, u32) {
        (self.day(), self.entry)
    }

    /// The day on which it was entered.
    pub fn day(&self) -> Day {
        self.on.unwrap_or_else(|| day_of(self.time.as_millisecond()))
    }

    /// What it says, on one line.
    pub fn words(&self) -> String {
        match self {
            Self { forgotten: true, .. } => "forgotten for good".to_owned(),
            Self { unreadable: true, .. } => "can't be read; sideways doctor says why".to_owned(),
            listed => sources::text::shown(&listed.says.join(" ")),
        }
    }
}
