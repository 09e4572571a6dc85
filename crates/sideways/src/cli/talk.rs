//! `sideways talk`: a talk is prepared, and kept in one line.

pub mod capture;
pub mod prepared;

use std::path::Path;

use clap::{Args, FromArgMatches, Subcommand, ValueEnum};
use desk::{clock::Moment, open::Desk};
use playbook::{
    channel::{self, cadence::Pace, nudge, prepare},
    map::peers::Known,
    moment::Day,
    notebook::{Command, Event, Notebook},
    privacy::Private,
    side::Side,
};

use self::capture::Capture;
use super::{
    Stop,
    captured::{self, Captured},
    days, opened, show,
};

const EXAMPLES: &str = "Examples:
  sideways talk prepare mira
  sideways talk mira 25m constraint=\"hiring frozen till June\" \\
    pressure=\"cost per build\" \\
    kindness=\"intro to the security reviewer by fri\" \\
    --status --asked went over the release plan
  sideways talk mira --on yesterday
  sideways talk cancelled mira --on thu --by them
  sideways talk conflict mira 50m fire=\"our plans collide in May\"";

/// Said with the first talk that a notebook keeps, and with no later one.
const AS_IF: &str = "Write it as if they will read it: notes on a colleague can be asked for.";

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

#[derive(Args)]
#[command(after_help = EXAMPLES)]
struct Talk {
    /// The peer, and what is to be kept: 25m constraint=.. kindness=.. and notes
    #[arg(required = true, value_name = "PEER WORDS")]
    words: Vec<String>,
    /// It became a status meeting
    #[arg(long)]
    status: bool,
    /// You brought an ask
    #[arg(long)]
    asked: bool,
    /// The day of the talk: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

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

/// A line as it stands behind `sideways talk`.
pub struct Line {
    talk: Talk,
    in_conflict: bool,
}

impl Line {
    /// Reads a line that was typed elsewhere than at the terminal, as a shell would cut it.
    ///
    /// # Errors
    /// If it is none that keeps a talk.
    pub fn typed(words: &str) -> Result<Self, Stop> {
        let hint = || "mira 25m constraint=\"hiring frozen\" went over the plan".to_owned();
        let not_closed = || Stop::Usage("a quotation mark is not closed".into(), hint());
        let mut words = shlex::split(words).ok_or_else(not_closed)?;
        for lead in ["sideways", "talk"] {
            if words.first().is_some_and(|first| first == lead) {
                words.remove(0);
            }
        }
        if words.is_empty() {
            return Err(Stop::Usage("nothing was typed".into(), hint()));
        }
        let alone = clap::Command::new("talk").no_binary_name(true).disable_help_flag(true);
        let matches = Arguments::augment_args(alone).try_get_matches_from(words);
        let read = matches.and_then(|matches| Arguments::from_arg_matches(&matches)).map_err(|error| {
            let said = error.render().to_string();
            let fact = playbook::words::on_one_line(said.split("\n\n").next().unwrap_or_default());
            Stop::Usage(fact.trim_start_matches("error: ").to_owned(), hint())
        })?;
        match read.verb {
            None => Ok(Self { talk: read.talk, in_conflict: false }),
            Some(Verb::Record(talk)) => Ok(Self { talk, in_conflict: false }),
            Some(Verb::Conflict(talk)) => Ok(Self { talk, in_conflict: true }),
            Some(Verb::Prepare(_) | Verb::Cancelled(_)) => {
                Err(Stop::Usage("a line here keeps a talk that took place".into(), hint()))
            }
        }
    }

    /// What it means.
    ///
    /// # Errors
    /// If nobody is named, or its day is none.
    pub fn understand(&self, notes: &Notebook, today: Day) -> Result<Understood, Stop> {
        understand(&self.talk, self.in_conflict, notes, today)
    }
}

/// What a line was understood to say.
pub struct Understood {
    /// Whom the talk was with.
    pub peer: Known,
    command: channel::Command,
    remarks: Vec<String>,
    is_first: bool,
}

fn understand(talk: &Talk, in_conflict: bool, notes: &Notebook, today: Day) -> Result<Understood, Stop> {
    let on = talk.on.as_deref().map_or(Ok(today), |on| days::back(on, today))?;
    let is_first = notes.channels.is_untouched();
    let (peer, words) = capture::peer(&talk.words, &notes.peers)?;
    let Capture { minutes, world: [constraint, pressure, fire], notes, kindnesses, remarks } =
        capture::read(words, today);
    let kept = channel::Talk {
        peer: peer.id(),
        on,
        minutes,
        constraint,
        pressure,
        fire,
        notes,
        was_status: talk.status,
        had_ask: talk.asked,
        in_conflict,
        from_calendar: false,
    };
    let kindnesses = kindnesses.into_iter().map(|(what, by)| (Private::new(what), by)).collect();
    let command = channel::Command::Record { peer, talk: kept, kindnesses };
    Ok(Understood { peer, command, remarks, is_first })
}

impl Understood {
    /// Keeps it, and says what was understood.
    ///
    /// # Errors
    /// If the playbook refuses, or it can't be written.
    pub fn keep(self, desk: &mut Desk, now: Moment) -> Result<Captured, Stop> {
        let mut captured = captured::act(desk, Command::Channel(self.command), now)?;
        captured.remarks = self.remarks;
        afterwards(&mut captured, desk, self.peer, now);
        if self.is_first {
            captured.remarks.push(AS_IF.to_owned());
        }
        Ok(captured)
    }
}

/// When the next talk is due, and what a talk without a kindness lacks.
fn afterwards(captured: &mut Captured, desk: &Desk, peer: Known, now: Moment) {
    let Notebook { peers, channels, .. } = desk.notes();
    let channel = channels.whole(peers, peer);
    let due = Pace::of(peers, peer, now.today).map(|pace| pace.due(channel.last(now.today)));
    let events: Vec<&channel::Event> = captured
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Channel(event) => Some(event),
            _ => None,
        })
        .collect();
    let nudge = nudge(&events);
    captured.remarks.extend(due.map(|due| format!("The next talk is due on {due}.")));
    captured.remarks.extend(nudge.map(str::to_owned));
    let typed = plan::names::typed(peers.name(peer.id()));
    captured.next = nudge.map(|_| format!("sideways kindness add {typed} \"an intro by fri\""));
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
