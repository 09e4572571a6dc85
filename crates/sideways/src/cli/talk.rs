//! `sideways talk`: a talk is prepared, and kept in one line.

pub mod prepared;

use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};
use playbook::{
    channel::{self, prepare},
    notebook::{Command, Notebook},
    side::Side,
};

use super::{Stop, captured, days, opened, show};
pub use crate::talked::capture;
use crate::talked::{EXAMPLES, Talk, understand};

/// Keeps a talk in one line, or prepares one.
///
/// First the peer, by any of their names or its beginning; then, in any order, how long (25m, 1h30), what you heard of their
/// world (constraint=, pressure=, fire=) and what you could do for them (kindness=, with its day). Everything else is kept
/// as notes. It never asks back. Notes on a colleague can be asked for: write it as if they will read it.
#[derive(Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    talk: Talk,
}

#[derive(Subcommand)]
enum Verb {
    Prepare(Prepare),
    /// Keeps a talk; the same as without a verb
    Record(Talk),
    Cancelled(Cancelled),
    /// Keeps a talk that was part of a conflict: an escalation, or a collision of plans
    Conflict(Talk),
}

const VERBS: [&str; 4] = ["prepare", "record", "cancelled", "conflict"];

/// Shows the page to read before a talk: their agenda, and nothing of yours.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways talk prepare mira\n  sideways talk prepare mira --if-they-ask")]
struct Prepare {
    /// The peer
    #[arg(required = true)]
    peer: Vec<String>,
    /// Unfolds what of yours touches them
    #[arg(long)]
    if_they_ask: bool,
    /// Prints the page as JSON
    #[arg(long)]
    json: bool,
}

/// Keeps that a talk was called off.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways talk cancelled mira\n  sideways talk cancelled mira --on thu --by them"
)]
struct Cancelled {
    /// The peer
    #[arg(required = true)]
    peer: Vec<String>,
    /// The day for which the talk was set: thu, last mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Who called it off
    #[arg(long, value_name = "WHO")]
    by: Option<Who>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Who {
    /// You
    Me,
    /// The peer
    Them,
}

/// Keeps or prepares a talk.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        None => match arguments.talk.words.first() {
            Some(verb) if VERBS.contains(&verb.as_str()) => Err(Stop::Usage(
                format!("{verb} stands before all options"),
                format!("sideways talk {verb} mira"),
            )),
            _ => record(&arguments.talk, false, notebook),
        },
        Some(Verb::Record(talk)) => record(talk, false, notebook),
        Some(Verb::Conflict(talk)) => record(talk, true, notebook),
        Some(Verb::Prepare(wanted)) => prepare(wanted, notebook),
        Some(Verb::Cancelled(cancelled)) => cancel(cancelled, notebook),
    }
}

fn record(talk: &Talk, in_conflict: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways talk")?;
    let understood = understand(talk, in_conflict, desk.notes(), now.today)?;
    understood.keep(&mut desk, now)?.show(talk.json)
}

fn prepare(wanted: &Prepare, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let today = desk::clock::now().today;
    let Notebook { peers, channels, .. } = desk.notes();
    let peer = peers.find(&wanted.peer.join(" "))?;
    let page = prepare::prepare(channels, peers, peer, today, &opened::screen());
    if wanted.json {
        return opened::show_json(&page);
    }
    show(&prepared::page(&page, today, wanted.if_they_ask))
}

fn cancel(cancelled: &Cancelled, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways talk")?;
    let on = cancelled.on.as_deref().map_or(Ok(now.today), |on| days::ahead(on, now.today))?;
    let peer = desk.notes().peers.find(&cancelled.peer.join(" "))?;
    let by = cancelled.by.map(|who| match who {
        Who::Me => Side::Me,
        Who::Them => Side::Them,
    });
    let command = channel::Command::Cancel { peer, on, by, from_calendar: false };
    captured::act(&mut desk, Command::Channel(command), now)?.show(cancelled.json)
}
