//! `sideways ask`: what peers want of the leader, and the leader of peers.

use std::path::Path;

use clap::{Args, Subcommand};
use desk::{clock::Moment, open::Desk};
use playbook::{
    bounds::closed,
    map::peers::Known,
    moment::Id,
    notebook::Command,
    privacy::Shareable,
    trade::asks::{self, Ask, Due, Unanswered},
    words::several,
};
use serde::Serialize;
use sources::{dates::working_days, text::shown};

use super::{
    Stop,
    captured::{self, Captured},
    days,
    named::{self, Which},
    opened,
    page::{Page, QUIET},
    show,
    talk::capture,
};

mod list;

const EXAMPLES: &str = "Examples:
  sideways ask from mira \"two reviewers for June\" --needed \"june 1\" --lead 2w
  sideways ask from tom review our RFC --needed \"in 3 weeks\" --decide-by fri
  sideways ask of tom \"a test account\" --needed \"in 2 weeks\"
  sideways ask
  sideways ask ack 41
  sideways ask decide-by 41 \"june 5\" --told today
  sideways ask withdrawn 41
  sideways answer 41 --draft";

/// Keeps what a peer asked of you, and what you asked of them, until it is answered.
///
/// An ask of a peer has a clock: tell them within two working days that you heard it, and decide by a day that is of
/// use to them. Without a verb, lists what is open.
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
    From(From),
    Of(Of),
    Ack(Ack),
    DecideBy(DecideBy),
    Withdrawn(Withdrawn),
    List(List),
}

/// A peer asked something of you.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways ask from mira \"two reviewers for June\" --needed \"june 1\" --lead 2w\n  sideways ask from tom review our RFC --needed \"in 3 weeks\" --decide-by fri\n  sideways ask from tom review our RFC --on yesterday"
)]
struct From {
    #[command(flatten)]
    said: Said,
    /// Working days that they need from your answer on: 3d, 2w [default: 5 working days, where --needed says by when]
    #[arg(long, value_name = "LENGTH")]
    lead: Option<String>,
    /// By when you told them that you decide: fri, 2027-03-01
    #[arg(long, value_name = "DAY")]
    decide_by: Option<String>,
}

/// You asked something of a peer.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways ask of tom \"a test account\" --needed \"in 2 weeks\"")]
struct Of {
    #[command(flatten)]
    said: Said,
}

/// What was asked.
#[derive(Args)]
struct Said {
    /// The peer, by any of their names or its beginning, and what was asked, in words that both know
    #[arg(required = true, value_name = "PEER WHAT")]
    words: Vec<String>,
    /// By when it is needed: june 1, in 3 weeks, 2027-03-01
    #[arg(long, value_name = "DAY")]
    needed: Option<String>,
    /// When it was asked: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Notes for yourself; they stand in no text for others
    #[arg(long, value_name = "TEXT")]
    notes: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// You told them that you heard it.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways ask ack 41\n  sideways ask ack 41 --on yesterday")]
struct Ack {
    #[command(flatten)]
    which: Which,
}

/// You told them by when you decide: the first time, an earlier day, or once a later one.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways ask decide-by 41 fri\n  sideways ask decide-by 41 \"june 5\" --told today"
)]
struct DecideBy {
    /// Which, by its number
    #[arg(value_name = "ASK")]
    ask: String,
    /// By when: fri, in 3 days, 2027-03-01
    #[arg(value_name = "DAY")]
    day: String,
    /// When you told them of a later day than they know; it bears one
    #[arg(long, value_name = "DAY")]
    told: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Whoever asked does not ask any more.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways ask withdrawn 41")]
struct Withdrawn {
    #[command(flatten)]
    which: Which,
}

/// Lists what is open, of all peers or of one.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways ask list\n  sideways ask list mira --json")]
struct List {
    /// The peer
    peer: Vec<String>,
    /// Prints what is open as JSON
    #[arg(long)]
    json: bool,
}

/// Keeps or lists asks.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        None => list::run(&[], arguments.json, notebook),
        Some(Verb::List(wanted)) => list::run(&wanted.peer, wanted.json, notebook),
        Some(Verb::From(from)) => heard(from, notebook),
        Some(Verb::Of(of)) => made(&of.said, notebook),
        Some(Verb::Ack(ack)) => {
            let (mut desk, now) = opened::to_act(notebook, "sideways ask")?;
            let (ask, on) = ack.which.read("an ask", "sideways ask", now)?;
            let command = asks::Command::Acknowledge { ask, on };
            captured::act(&mut desk, Command::Asks(command), now)?.show(ack.which.json)
        }
        Some(Verb::DecideBy(by)) => {
            let (mut desk, now) = opened::to_act(notebook, "sideways ask")?;
            let told_on = by.told.as_deref().map(|told| days::back(told, now.today)).transpose()?;
            let decide_by = days::ahead(&by.day, now.today)?;
            let command = asks::Command::DecideBy { ask: id(&by.ask)?, decide_by, told_on };
            captured::act(&mut desk, Command::Asks(command), now)?.show(by.json)
        }
        Some(Verb::Withdrawn(gone)) => {
            let (mut desk, now) = opened::to_act(notebook, "sideways ask")?;
            let (ask, on) = gone.which.read("an ask", "sideways ask", now)?;
            let command = asks::Command::Withdraw { ask, on };
            captured::act(&mut desk, Command::Asks(command), now)?.show(gone.which.json)
        }
    }
}

/// The name of an ask, as it is typed.
pub fn id(words: &str) -> Result<Id, Stop> {
    named::id(words, "an ask", "sideways ask")
}

impl Said {
    /// Whom it is about and what was asked. Its id and its peer are for the rule to set.
    fn read(&self, desk: &Desk, now: Moment) -> Result<(Known, Ask), Stop> {
        let peers = &desk.notes().peers;
        let (peer, rest) = capture::peer(&self.words, peers)?;
        let what = named::words(rest, peer, "what was asked is missing", |peer| {
            let name = plan::names::typed(peers.name(peer.id()));
            format!("sideways ask from {name} \"two reviewers for June\"")
        })?;
        let on = days::on(&self.on, now)?;
        let needed = self.needed.as_deref().map(|words| days::ahead(words, now.today)).transpose()?;
        let notes = named::said(&self.notes, "note", "--notes \"her boss presses\"")?;
        let ask = Ask {
            id: Id::of(0),
            peer: peer.id(),
            what: Shareable::new(what),
            on,
            needed_by: needed,
            lead: None,
            notes,
        };
        Ok((peer, ask))
    }
}

fn heard(from: &From, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways ask")?;
    let (peer, mut ask) = from.said.read(&desk, now)?;
    let lead = from.lead.as_deref().map(working_days).transpose();
    ask.lead = lead.map_err(|no| Stop::Usage(no.fact, no.hint))?;
    let decide_by = from.decide_by.as_deref().map(|words| days::ahead(words, now.today)).transpose()?;
    let assumed = ask.latest().filter(|_| ask.lead.is_none() && !ask.is_short()).map(|latest| {
        format!(
            "A lead of {} working days is assumed (--lead says otherwise): an answer is of use until {latest}.",
            asks::USUAL_LEAD
        )
    });
    let short = ask.is_short().then(|| {
        let lead = several(ask.lead.unwrap_or(asks::USUAL_LEAD), "working day");
        let assumed = if ask.lead.is_none() { " (assumed; --lead says otherwise)" } else { "" };
        format!("They need it sooner than {lead} after an answer{assumed}: answer at once.")
    });
    let command = Command::Asks(asks::Command::Hear { peer, ask, decide_by });
    let mut captured = captured::act(&mut desk, command, now)?;
    captured.remarks.extend(assumed.into_iter().chain(short));
    captured.show(from.said.json)
}

fn made(said: &Said, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways ask")?;
    let (peer, ask) = said.read(&desk, now)?;
    let captured = captured::act(&mut desk, Command::Asks(asks::Command::Make { peer, ask }), now)?;
    guarded(captured, &desk, peer).show(said.json)
}

/// Says beside an answer what is closed towards a guarded peer (rule B1).
pub fn guarded(mut captured: Captured, desk: &Desk, peer: Known) -> Captured {
    captured
        .remarks
        .extend(closed(&desk.notes().peers, peer, &opened::screen()).map(|closed| closed.sentence));
    captured
}

/// Everything that is open.
#[derive(Serialize)]
struct Open {
    /// Asks of peers, in the order in which they call for something.
    of_me: Vec<Due>,
    /// Asks of the leader.
    of_them: Vec<Unanswered>,
}
