//! `sideways tell`, `told`, `surprised` and `repaired`: peers before the room.

mod heard;
mod open;
mod plan;
mod shown;

use std::path::Path;

use clap::{Args, Subcommand};
use desk::{
    clock::{self, Moment},
    open::Desk,
};
use playbook::{moment::Id, notebook::Command, outward::Text, privacy::Private, tell};
use serde::Serialize;

pub use self::heard::{Repaired, Surprised, Told, repaired, surprised, told};
use super::{
    Stop, captured,
    captured::Captured,
    days, named, opened,
    page::{Page, QUIET},
    show,
    talk::capture,
};
use crate::{
    corrected::word,
    tell::{timed, timed_all, when},
};

const EXAMPLES: &str = "Examples:
  sideways tell
  sideways tell 41
  sideways tell slip \"Card vault\" --by 12d
  sideways tell slip \"Card vault\" --by 12d --open --room \"thu 15:00\"
  sideways tell plan old.md new.md
  sideways tell new \"web joins platform\" --free-from \"thu 9:00\" --room \"thu 15:00\" --lands-on mira=\"her team moves, too\"
  sideways tell note 41 mira
  sideways told mira \"today 10:15\" --about 41
  sideways tell done 41";

/// Tells peers before the room: on whom something lands, whom to call when, and what to say.
///
/// Without a verb it lists what is open, with the calls; with a number it shows one announcement. News is shown here before
/// it may be shared, marked as held, and nowhere else.
#[derive(Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    wanted: Wanted,
}

#[derive(Args)]
struct Wanted {
    /// The announcement that is shown, by its number; without one, all that are open are listed
    #[arg(value_name = "ANNOUNCEMENT")]
    id: Option<String>,
    /// How long a call is: 15m, 30m
    #[arg(long, value_name = "LENGTH", default_value = "15m")]
    call: String,
    /// Prints it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Verb {
    Slip(Box<plan::Slip>),
    Plan(Box<plan::Between>),
    New(open::New),
    Add(Add),
    Note(Note),
    Move(Move),
    Done(Done),
    Drop(Drop),
}

/// Says that an announcement lands on somebody else, too.
#[derive(Args)]
#[command(after_help = "Example:\n  sideways tell add 41 --lands-on tom=\"his tests move to June\"")]
struct Add {
    /// Which, by its number
    #[arg(value_name = "ANNOUNCEMENT")]
    about: String,
    /// On whom, and what it does to them, in words for them; may be repeated
    #[arg(long, value_name = "PEER[=WORDS]", required = true)]
    lands_on: Vec<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Shows what to say to a peer in the call, once it is free for them. Nothing is sent: you say it.
#[derive(Args)]
#[command(after_help = "Example:\n  sideways tell note 41 mira")]
struct Note {
    /// Which, by its number
    #[arg(value_name = "ANNOUNCEMENT")]
    about: String,
    /// The peer
    #[arg(required = true)]
    peer: Vec<String>,
    /// Prints it as JSON
    #[arg(long)]
    json: bool,
}

/// Moves the room, or the time from which on it may be shared.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways tell move 41 --room \"fri 11:00\"\n  sideways tell move 41 --free-from now"
)]
struct Move {
    /// Which, by its number
    #[arg(value_name = "ANNOUNCEMENT")]
    about: String,
    /// When everybody hears: thu 15:00, 2027-03-04 15:00
    #[arg(long, value_name = "WHEN")]
    room: Option<String>,
    /// From when on it may be shared: now, thu 9:00
    #[arg(long, value_name = "WHEN")]
    free_from: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Says that the last step was made: the tracker was changed, or it was said to all.
///
/// It comes after the calls: while somebody was not told, it asks why.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways tell done 41\n  sideways tell done 41 --because \"Tom is on leave until June\""
)]
struct Done {
    /// Which, by its number
    #[arg(value_name = "ANNOUNCEMENT")]
    about: String,
    /// Why, though somebody was not told
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Drops an announcement that comes to nothing.
#[derive(Args)]
#[command(after_help = "Example:\n  sideways tell drop 41 --because \"the vault is in time after all\"")]
struct Drop {
    /// Which, by its number
    #[arg(value_name = "ANNOUNCEMENT")]
    about: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    because: String,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// What can be said in a call.
#[derive(Serialize)]
struct Said {
    about: Id,
    peer: String,
    text: Text,
}

/// Shows what is open, or does what is wanted of an announcement.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        None => look(&arguments.wanted, notebook),
        Some(Verb::Slip(wanted)) => plan::slip(wanted, notebook),
        Some(Verb::Plan(wanted)) => plan::between(wanted, notebook),
        Some(Verb::New(wanted)) => open::new(wanted, notebook),
        Some(Verb::Add(wanted)) => add(wanted, notebook),
        Some(Verb::Note(wanted)) => note(wanted, notebook),
        Some(Verb::Move(wanted)) => moved(wanted, notebook),
        Some(Verb::Done(wanted)) => done(wanted, notebook),
        Some(Verb::Drop(wanted)) => dropped(wanted, notebook),
    }
}

fn look(wanted: &Wanted, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let minutes = sources::dates::duration(&wanted.call)
        .map_err(|no| Stop::Usage(format!("--call: {}", no.fact), format!("--call {}", no.hint)))?;
    let all = match wanted.id.as_deref().map(id).transpose()? {
        None => timed_all(&desk, clock::now(), minutes)?,
        Some(id) => vec![timed(&desk, id, clock::now(), minutes)?],
    };
    match (wanted.json, wanted.id.is_some()) {
        (true, true) => opened::show_json(&all.first()),
        (true, false) => opened::show_json(&all),
        (false, _) => show(&shown::page(&all).text()),
    }
}

/// The number of an announcement.
fn id(words: &str) -> Result<Id, Stop> {
    named::id(words, "an announcement", "sideways tell")
}

/// Does what is wanted, and says what comes next.
fn act(desk: &mut Desk, command: tell::Command, now: Moment) -> Result<Captured, Stop> {
    captured::act(desk, Command::Tell(command), now)
}

fn add(wanted: &Add, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways tell")?;
    let about = id(&wanted.about)?;
    let lands = open::lands_on(&wanted.lands_on, &desk.notes().peers)?;
    let command = tell::Command::Add { about, lands };
    let mut captured = act(&mut desk, command, now)?;
    captured.next = Some(format!("sideways tell {about}"));
    captured.show(wanted.json)
}

fn note(wanted: &Note, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let (now, about) = (clock::now(), id(&wanted.about)?);
    let peer = desk.notes().peers.find(&wanted.peer.join(" "))?;
    let text = desk.notes().to_tell(about, peer, (now.at, now.today))?;
    let said = Said { about, peer: desk.notes().peers.name(peer.id()).to_owned(), text };
    if wanted.json {
        return opened::show_json(&said);
    }
    let mut page = Page::new();
    page.styled(0, &format!("To say to {}, one to one:", sources::text::shown(&said.peer)), QUIET);
    for line in said.text.as_str().lines() {
        page.hanging(2, 4, &sources::text::shown(line), anstyle::Style::new());
    }
    show(&page.text())
}

fn moved(wanted: &Move, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways tell")?;
    let about = id(&wanted.about)?;
    let room = when::named(&wanted.room, "--room", now)?;
    let free_from = when::named(&wanted.free_from, "--free-from", now)?;
    if room.is_none() && free_from.is_none() {
        let hint = format!("sideways tell move {about} --room \"fri 11:00\"");
        return Err(Stop::Usage("nothing is moved".into(), hint));
    }
    let mut captured = act(&mut desk, tell::Command::Move { about, room, free_from }, now)?;
    captured.next = Some(format!("sideways tell {about}"));
    captured.show(wanted.json)
}

fn done(wanted: &Done, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways tell")?;
    let about = id(&wanted.about)?;
    let because = named::said(&wanted.because, "reason", "--because \"Tom is on leave\"")?;
    let command = tell::Command::Finish { about, on: days::on(&wanted.on, now)?, because };
    act(&mut desk, command, now)?.show(wanted.json)
}

fn dropped(wanted: &Drop, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways tell")?;
    let because = word("reason", &wanted.because, "--because \"it is in time after all\"")?;
    let command = tell::Command::Drop { about: id(&wanted.about)?, because: Private::new(because) };
    act(&mut desk, command, now)?.show(wanted.json)
}
