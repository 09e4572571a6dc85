//! Makes a notebook with many entries below HOME, to time what opens it: `many_entries ENTRIES PEERS`.

use std::{env, error::Error};

use desk::{
    clock::Moment,
    keys::Hold,
    open::{Desk, create},
    places::Places,
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use playbook::{
    channel::{self, Talk},
    map::peers,
    moment::{Day, Id},
    notebook::Command,
    privacy::Private,
};

/// Entries that are written at a time.
const AT_A_TIME: usize = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1).map(|argument| argument.parse::<usize>());
    let (Some(Ok(entries)), Some(Ok(peers))) = (arguments.next(), arguments.next()) else {
        return Err("many_entries ENTRIES PEERS".into());
    };
    let peers = peers.min(entries);
    let places = Places::find(None, &|name| env::var_os(name))?;
    let start = Timestamp::from_second(1_735_725_600)?;
    let moment = |entry: usize| {
        // The year before today, evenly.
        let at = start.saturating_add((entry as i64 * 365 * 24 * 60 / entries as i64).minutes());
        Moment::of(&at.unwrap_or(start).to_zoned(TimeZone::UTC))
    };
    let (mut desk, _) = create(places, &Hold::File, moment(0))?;
    let adds = (0..peers).map(|n| {
        let name = format!("peer{n} of team {n}");
        Command::Peers(peers::Command::Add { name, aliases: Vec::new() })
    });
    desk.act_all(adds.collect(), moment(0))?;
    for first in (peers..entries).step_by(AT_A_TIME) {
        let wanted =
            (first..entries.min(first + AT_A_TIME)).map(|n| talk(&desk, n, peers, moment(first).today));
        desk.act_all(wanted.collect::<Result<_, _>>()?, moment(first))?;
    }
    Ok(())
}

/// A talk as people record them: one or two of the three fields, and a line of notes.
fn talk(desk: &Desk, n: usize, peers: usize, on: Day) -> Result<Command, Box<dyn Error>> {
    let peer = desk
        .notes()
        .peers
        .find(&format!("peer{} of team {}", n % peers, n % peers))
        .map_err(|no| no.fact())?;
    let said = |words: &str| Some(Private::new(format!("{words} {n}")));
    let talk = Talk {
        peer: Id::of(0),
        on,
        minutes: Some(25),
        constraint: said("hiring is frozen until June, and the audit takes two people")
            .filter(|_| n.is_multiple_of(2)),
        pressure: said("cost per build").filter(|_| n.is_multiple_of(3)),
        fire: None,
        notes: said("went over the release plan; they fear the migration more than they say"),
        was_status: n.is_multiple_of(7),
        had_ask: n.is_multiple_of(5),
        in_conflict: false,
        from_calendar: false,
    };
    Ok(Command::Channel(channel::Command::Record { peer, talk, kindnesses: Vec::new() }))
}
