//! `sideways log`: everything that was entered.

use std::path::Path;

use clap::{Args, ValueEnum};
use desk::{
    clock,
    open::{Desk, Found},
};
use jiff::Timestamp;
use playbook::{
    concerns::{About, Concerns, Room},
    map::peers::Known,
    moment::Day,
    sentence::sentence,
};
use serde::Serialize;

use super::{
    Stop, days, opened,
    page::{Page, QUIET},
    show,
};

const EXAMPLES: &str = "Examples:
  sideways log
  sideways log audit --peer mira
  sideways log --room trade --from \"3 months ago\" --to yesterday
  sideways log --undone
  sideways log -n 20 --json";

/// Lists what you entered, the latest last; or searches it.
///
/// Words are looked for in everything that you entered, whatever the case; an entry must have all of them. What was undone
/// and what was forgotten is listed, and said to be so.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Words that an entry must have, all of them
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Only what concerns this peer, by any of their names or its beginning
    #[arg(long, value_name = "PEER")]
    peer: Option<String>,
    /// Only what belongs to one room of the playbook
    #[arg(long, value_name = "ROOM")]
    room: Option<InRoom>,
    /// Only what was entered on this day or later: mon, 3 weeks ago, 2027-03-01
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Only what was entered on this day or earlier
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Only what was undone or forgotten
    #[arg(long)]
    undone: bool,
    /// Only the latest so many of those that fit
    #[arg(short = 'n', long = "latest", value_name = "N")]
    latest: Option<usize>,
    /// Prints the entries as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum InRoom {
    /// Peers, the plan, the kept map
    Map,
    /// Talks, kindnesses, what peers value
    Channel,
    /// Asks, loans and goods
    Trade,
    /// Your own team
    Bounds,
    /// What was put off or struck on the week page
    Week,
    /// Joint documents, and what goes before them
    Escalate,
}

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
}

/// What an entry must be to be listed.
#[derive(Default)]
struct Wanted {
    words: Vec<String>,
    peer: Option<Known>,
    room: Option<Room>,
    from: Option<Day>,
    to: Option<Day>,
    undone: bool,
}

/// Lists the entries.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let mut desk = opened::to_read(notebook)?;
    let wanted = wanted(arguments, &desk)?;
    let (mut listed, all) = search(&mut desk, &wanted)?;
    let fitting = listed.len();
    listed.drain(..fitting.saturating_sub(arguments.latest.unwrap_or(fitting)));
    if arguments.json {
        return opened::show_json(&listed);
    }
    let mut page = Page::new();
    listed.iter().for_each(|one| one.show(&mut page));
    if listed.len() < all {
        let of = super::page::counted(all, "entry", "entries");
        page.styled(0, &format!("{} of {of}.", super::page::thousands(listed.len())), QUIET);
    } else if all == 0 {
        page.paragraph(0, "Nothing was entered yet.");
    }
    show(&page.text())
}

/// Entries that say all of these words, whatever the case, the earliest first; and how many entries there are.
///
/// # Errors
/// If the journal can't be read.
pub fn saying(words: &str, desk: &mut Desk) -> Result<(Vec<Listed>, usize), Stop> {
    let words = words.split_whitespace().map(str::to_lowercase).collect();
    search(desk, &Wanted { words, ..Wanted::default() })
}

fn search(desk: &mut Desk, wanted: &Wanted) -> Result<(Vec<Listed>, usize), Stop> {
    let entries = desk.entries()?;
    let all = entries.len();
    let mut concerns = Concerns::default();
    let listed = entries.into_iter().filter_map(|found| {
        let about = match &found.entry {
            Some(entry) => concerns.read(found.number, entry).clone(),
            None => About::default(),
        };
        wanted.fits(&found, &about, desk).then(|| list(&found, &about, desk)).filter(|one| wanted.says(one))
    });
    Ok((listed.collect(), all))
}

fn wanted(arguments: &Arguments, desk: &Desk) -> Result<Wanted, Stop> {
    let today = clock::now().today;
    let day = |words: &Option<String>| words.as_deref().map(|words| days::back(words, today)).transpose();
    let peer = arguments.peer.as_deref().map(|words| desk.notes().peers.find(words)).transpose()?;
    let (from, to) = (day(&arguments.from)?, day(&arguments.to)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        let fact = format!("nothing lies between {from} and {to}");
        return Err(Stop::Usage(fact, format!("sideways log --from {to} --to {from}")));
    }
    Ok(Wanted {
        words: arguments.words.iter().map(|word| word.to_lowercase()).collect(),
        peer,
        room: arguments.room.map(|room| match room {
            InRoom::Map => Room::Map,
            InRoom::Channel => Room::Channel,
            InRoom::Trade => Room::Trade,
            InRoom::Bounds => Room::Bounds,
            InRoom::Week => Room::Week,
            InRoom::Escalate => Room::Escalate,
        }),
        from,
        to,
        undone: arguments.undone,
    })
}

impl Wanted {
    /// By all but its words. What was forgotten has no words, room or peer left; its day is that of its time.
    fn fits(&self, found: &Found, about: &About, desk: &Desk) -> bool {
        let peers = &desk.notes().peers;
        let is_with = |peer: Known| about.peers.iter().any(|id| peers.known(*id) == Some(peer));
        let on = found.entry.as_ref().map_or_else(|| day_of(found.time), |entry| entry.on);
        self.peer.is_none_or(is_with)
            && self.room.is_none_or(|room| about.rooms.contains(&room))
            && self.from.is_none_or(|from| on >= from)
            && self.to.is_none_or(|to| on <= to)
            && (!self.undone || found.undone_by.is_some() || found.is_forgotten)
    }

    fn says(&self, listed: &Listed) -> bool {
        let text = listed.says.join(" ").to_lowercase();
        self.words.iter().all(|word| text.contains(word))
    }
}

/// The day of a time, UTC.
fn day_of(time: i64) -> Day {
    let at = Timestamp::from_millisecond(time).unwrap_or_default();
    Day(at.to_zoned(jiff::tz::TimeZone::UTC).date())
}

fn list(found: &Found, about: &About, desk: &Desk) -> Listed {
    let (peers, screen) = (&desk.notes().peers, opened::screen());
    let mut names: Vec<String> = about.peers.iter().map(|id| peers.name(*id).to_owned()).collect();
    names.dedup();
    let events = found.entry.iter().flat_map(|entry| &entry.events);
    Listed {
        entry: found.number,
        time: Timestamp::from_millisecond(found.time).unwrap_or_default(),
        on: found.entry.as_ref().map(|entry| entry.on),
        says: events.map(|event| sentence(event, peers, &screen)).collect(),
        rooms: about.rooms.iter().copied().collect(),
        peers: names,
        undone_by: found.undone_by,
        forgotten: found.is_forgotten,
        unreadable: found.entry.is_none() && !found.is_forgotten,
    }
}

impl Listed {
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

    /// A line: number, day, words; a longer one goes on below its words.
    fn show(&self, page: &mut Page) {
        let (day, words) = (self.day(), self.words());
        let undone = self.undone_by.map_or_else(String::new, |by| format!(" (undone by entry {by})"));
        let style = if self.forgotten || self.undone_by.is_some() { QUIET } else { anstyle::Style::new() };
        page.hanging(0, 18, &format!("{:>5}  {day} {words}{undone}", self.entry), style);
    }
}
