//! `sideways log`: everything that was entered.

use std::path::Path;

use clap::{Args, ValueEnum};
use desk::{clock, open::Desk};
use playbook::concerns::Room;

use super::{
    Stop, days, opened,
    page::{Page, QUIET},
    show,
};
use crate::entries::{Entries, Listed, Wanted};

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
    /// Announcements, who was told and who was surprised
    Tell,
    /// Your own team
    Bounds,
    /// What was put off or struck on the week page
    Week,
    /// Calendars that were read, and feeds
    Calendar,
    /// What peers contributed, and what you said for them
    Defend,
    /// Initiatives
    Ratify,
    /// Joint documents, and what goes before them
    Escalate,
}

/// Lists the entries.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let mut desk = opened::to_read(notebook)?;
    let wanted = wanted(arguments, &desk)?;
    let entries = Entries::read(&mut desk, clock::now().today)?;
    let mut listed: Vec<&Listed> =
        entries.latest(&wanted, desk.notes()).take(arguments.latest.unwrap_or(usize::MAX)).collect();
    listed.reverse();
    let all = entries.len();
    if arguments.json {
        return opened::show_json(&listed);
    }
    let mut page = Page::new();
    listed.iter().for_each(|one| line(one, &mut page));
    if listed.len() < all {
        let of = super::page::counted(all, "entry", "entries");
        page.styled(0, &format!("{} of {of}.", super::page::thousands(listed.len())), QUIET);
    } else if all == 0 {
        page.paragraph(0, "Nothing was entered yet.");
    }
    show(&page.text())
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
        words: arguments.words.clone(),
        peer,
        room: arguments.room.map(|room| match room {
            InRoom::Map => Room::Map,
            InRoom::Channel => Room::Channel,
            InRoom::Trade => Room::Trade,
            InRoom::Tell => Room::Tell,
            InRoom::Bounds => Room::Bounds,
            InRoom::Week => Room::Week,
            InRoom::Calendar => Room::Calendar,
            InRoom::Defend => Room::Defend,
            InRoom::Ratify => Room::Ratify,
            InRoom::Escalate => Room::Escalate,
        }),
        from,
        to,
        undone: arguments.undone,
    })
}

/// A line: number, day, words; a longer one goes on below its words.
fn line(listed: &Listed, page: &mut Page) {
    let (day, words) = (listed.day(), listed.words());
    let undone = listed.undone_by.map_or_else(String::new, |by| format!(" (undone by entry {by})"));
    let style = if listed.forgotten || listed.undone_by.is_some() { QUIET } else { anstyle::Style::new() };
    page.hanging(0, 18, &format!("{:>5}  {day} {words}{undone}", listed.entry), style);
}
