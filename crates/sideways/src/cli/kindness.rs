//! `sideways kindness`: the one cheap, useful thing for a peer, until it is done or dropped.

use std::path::Path;

use anstyle::Style;
use clap::{Args, Subcommand};
use playbook::{
    channel::{self, prepare::Kindness},
    notebook::Command,
    privacy::Private,
};
use serde::Serialize;
use sources::text::shown;

use super::{
    Stop, captured, days,
    named::{self, Which},
    opened,
    page::{Page, QUIET},
    show,
    talk::capture,
};

const EXAMPLES: &str = "Examples:
  sideways kindness
  sideways kindness add mira intro to the security reviewer by fri
  sideways kindness done 41
  sideways kindness drop 41 --because \"they have met\"";

/// Keeps what you could do for a peer, by when, and that it was done or dropped.
///
/// Without a verb, lists what is open.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Prints what is open as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Verb {
    Add(Add),
    Done(Done),
    Drop(Drop),
    List(List),
}

/// Keeps something that you could do for a peer.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways kindness add mira intro to the security reviewer by fri")]
struct Add {
    /// The peer, what you could do, and by when; without a day, in two weeks
    #[arg(required = true, value_name = "PEER WHAT [by DAY]")]
    words: Vec<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Says that a kindness was done.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways kindness done 41\n  sideways kindness done 41 --on yesterday")]
struct Done {
    #[command(flatten)]
    which: Which,
}

/// Drops a kindness.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways kindness drop 41 --because \"they have met\"")]
struct Drop {
    /// Which, by its number
    #[arg(value_name = "KINDNESS")]
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Lists what is open, of all peers or of one.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways kindness list\n  sideways kindness list mira --json")]
struct List {
    /// The peer
    peer: Vec<String>,
    /// Prints what is open as JSON
    #[arg(long)]
    json: bool,
}

/// Keeps, ends or lists kindnesses.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        None => list(&[], arguments.json, notebook),
        Some(Verb::List(wanted)) => list(&wanted.peer, wanted.json, notebook),
        Some(Verb::Add(add)) => keep(add, notebook),
        Some(Verb::Done(done)) => {
            let (mut desk, now) = opened::to_act(notebook, "sideways kindness")?;
            let (kindness, on) = done.which.read("a kindness", "sideways kindness", now)?;
            let command = channel::Command::Do { kindness, on };
            captured::act(&mut desk, Command::Channel(command), now)?.show(done.which.json)
        }
        Some(Verb::Drop(dropped)) => {
            let (mut desk, now) = opened::to_act(notebook, "sideways kindness")?;
            let because = named::said(&dropped.because, "reason", "--because \"they have met\"")?;
            let kindness = named::id(&dropped.id, "a kindness", "sideways kindness")?;
            let command = channel::Command::Drop { kindness, because };
            captured::act(&mut desk, Command::Channel(command), now)?.show(dropped.json)
        }
    }
}

fn keep(add: &Add, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways kindness")?;
    let (peer, rest) = capture::peer(&add.words, &desk.notes().peers)?;
    let days::Due { what, by, doubt } = days::due(&rest.join(" "), now.today);
    if what.is_empty() {
        let typed = plan::names::typed(desk.notes().peers.name(peer.id()));
        let hint = format!("sideways kindness add {typed} \"an intro by fri\"");
        return Err(Stop::Usage("what you could do is missing".into(), hint));
    }
    let command = channel::Command::Find { peer, what: Private::new(what), by };
    let mut captured = captured::act(&mut desk, Command::Channel(command), now)?;
    captured.remarks.extend(doubt);
    captured.show(add.json)
}

/// What is open for one peer.
#[derive(Serialize)]
struct Open {
    peer: String,
    kindnesses: Vec<Kindness>,
}

fn list(peer: &[String], as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let today = desk::clock::now().today;
    let playbook::notebook::Notebook { peers, channels, .. } = desk.notes();
    let only = if peer.is_empty() { None } else { Some(peers.find(&peer.join(" "))?) };
    let wanted = peers.everybody().map(|(peer, _)| peer).filter(|peer| only.is_none_or(|only| only == *peer));
    let open = wanted.map(|peer| Open {
        peer: peers.name(peer.id()).to_owned(),
        kindnesses: channel::prepare::kindnesses(channels, peers, peer, today, &opened::screen()),
    });
    let open: Vec<Open> = open.filter(|open| !open.kindnesses.is_empty()).collect();
    if as_json {
        return opened::show_json(&open);
    }
    let mut page = Page::new();
    if open.is_empty() {
        page.paragraph(0, "Nothing is open. sideways kindness add PEER WHAT by DAY keeps something.");
    }
    for Open { peer, kindnesses } in &open {
        page.heading(&shown(peer));
        for kindness in kindnesses {
            let style = if kindness.is_past { Style::new() } else { QUIET };
            let past = if kindness.is_past { ", which has passed" } else { "" };
            page.hanging(
                2,
                8,
                &format!("{:<5} {}", kindness.id.to_string(), shown(&kindness.words)),
                Style::new(),
            );
            page.styled(8, &format!("by {}{past}; since {}", kindness.by, kindness.since), style);
        }
    }
    show(&page.text())
}
