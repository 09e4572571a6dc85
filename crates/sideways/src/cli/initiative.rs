//! `sideways initiative`: a change that spans teams, what each peer decided, and the one page that goes up.

mod shown;

use std::path::Path;

use clap::{Args, Subcommand};
use playbook::{
    moment::Id,
    notebook::Command,
    outward::Text,
    privacy::Shareable,
    ratify::{self, Answer, touched},
};
use serde::Serialize;

use super::{
    Stop,
    captured::{self, Captured},
    named::{self, Which},
    opened,
    page::Page,
    show,
    talk::capture,
};
use crate::{corrected::word, days, drawn::kept::look};

const EXAMPLES: &str = "Examples:
  sideways initiative new \"Move checkout to the new pipeline\" --touches mira,Payments --request \"your yes by June\"
  sideways initiative
  sideways initiative yes mira
  sideways initiative condition tom \"the freeze ends by June\" --on yesterday
  sideways initiative page 61
  sideways initiative up 61";

/// Keeps a change that spans teams: whom it touches, and the yes, no or condition of each.
///
/// Once all have decided, one page goes up: the decision, the teams, their credit, and only then the request. A condition stands
/// on it as it is; a no stops it. Without a verb, lists what is open.
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
    New(New),
    Yes(Decided),
    No(Decided),
    Condition(Decided),
    Touch(Touch),
    Spare(Touch),
    Request(Request),
    Page(Shown),
    Up(Up),
    Drop(Drop),
    List(List),
}

/// Begins an initiative. Its words, items and request are meant for others.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways initiative new \"Move checkout to the new pipeline\" --touches mira,Payments\n  sideways initiative new \"One login\" --item \"Single login\" --request \"your yes by June\""
)]
struct New {
    /// The change
    #[arg(required = true, value_name = "WHAT")]
    words: Vec<String>,
    /// An item of the plan that it is about; whoever the kept map names for it is touched [default: the change itself]
    #[arg(long, value_name = "ITEM")]
    item: Vec<String>,
    /// Peers or teams that it touches besides, with commas between them
    #[arg(long, value_name = "PEER|TEAM", value_delimiter = ',')]
    touches: Vec<String>,
    /// What the page will ask for
    #[arg(long, value_name = "TEXT")]
    request: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Says what a peer decided.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways initiative yes mira\n  sideways initiative no tom --of 61 --remark \"not before the audit\"\n  sideways initiative condition tom \"the freeze ends by June\""
)]
struct Decided {
    /// The peer; behind them, for a condition, the condition in words that may go up
    #[arg(required = true, value_name = "PEER [CONDITION]")]
    words: Vec<String>,
    /// Of which initiative, by its number [default: the only one that touches them]
    #[arg(long, value_name = "NUMBER")]
    of: Option<String>,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// What else was said, for you alone
    #[arg(long, value_name = "TEXT")]
    remark: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Says that an initiative touches another team, or after a change no more.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways initiative touch 61 ida\n  sideways initiative spare 61 tom --because \"it runs beside the vault\""
)]
struct Touch {
    /// Which, by its number
    #[arg(value_name = "INITIATIVE")]
    id: String,
    /// The peer or the team
    #[arg(required = true, value_name = "PEER|TEAM")]
    words: Vec<String>,
    /// For spare: how it was changed
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Writes down what the page asks for.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways initiative request 61 \"your yes by June, and a window of two days\""
)]
struct Request {
    /// Which, by its number
    #[arg(value_name = "INITIATIVE")]
    id: String,
    /// What is asked for, in words that go up
    #[arg(required = true, value_name = "TEXT")]
    words: Vec<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Shows the one page that goes up, once all have decided.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways initiative page 61\n  sideways initiative page 61 --json")]
struct Shown {
    /// Which, by its number
    #[arg(value_name = "INITIATIVE")]
    id: String,
    /// Prints the page as JSON
    #[arg(long)]
    json: bool,
}

/// Says that the page went up. The contributions on it were named by that.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways initiative up 61\n  sideways initiative up 61 --on yesterday")]
struct Up {
    #[command(flatten)]
    which: Which,
}

/// Drops an initiative.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways initiative drop 61 --because \"the audit comes first\"")]
struct Drop {
    /// Which, by its number
    #[arg(value_name = "INITIATIVE")]
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    because: String,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Lists what is open.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways initiative list\n  sideways initiative list --json")]
struct List {
    /// Prints what is open as JSON
    #[arg(long)]
    json: bool,
}

/// The page that goes up.
#[derive(Serialize)]
struct Ready {
    initiative: Id,
    text: Text,
    /// Touched teams of which no contribution stands on it.
    without_credit: Vec<String>,
}

const DOING: &str = "sideways initiative";

/// Keeps, ends or lists initiatives.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        None => list(arguments.json, notebook),
        Some(Verb::List(wanted)) => list(wanted.json, notebook),
        Some(Verb::Page(shown)) => page(shown, notebook),
        Some(Verb::New(new)) => begin(new, notebook),
        Some(Verb::Yes(decided)) => decide(decided, |_| Ok(Answer::Yes), notebook),
        Some(Verb::No(decided)) => decide(decided, |_| Ok(Answer::No), notebook),
        Some(Verb::Condition(decided)) => decide(decided, condition, notebook),
        Some(Verb::Touch(touch)) => self::touch(touch, notebook),
        Some(Verb::Spare(touch)) => spare(touch, notebook),
        Some(Verb::Request(request)) => {
            let words = text("request", &request.words.join(" "))?;
            act(&request.id, request.json, notebook, |initiative| {
                Ok(ratify::Command::Request { initiative, request: words })
            })
        }
        Some(Verb::Up(up)) => {
            let (mut desk, now) = opened::to_act(notebook, DOING)?;
            let (initiative, on) = up.which.read("an initiative", DOING, now)?;
            let command = ratify::Command::Up { initiative, on };
            captured::act(&mut desk, Command::Ratify(command), now)?.show(up.which.json)
        }
        Some(Verb::Drop(drop)) => {
            let because = named::private(&drop.because, "--because")?;
            act(&drop.id, drop.json, notebook, |initiative| Ok(ratify::Command::Drop { initiative, because }))
        }
    }
}

fn text(what: &str, words: &str) -> Result<Shareable<String>, Stop> {
    match words.trim() {
        "" => Err(Stop::Usage(
            format!("the {what} says nothing"),
            "sideways initiative request 61 \"your yes by June\"".into(),
        )),
        words => Ok(Shareable::new(words.to_owned())),
    }
}

fn id(words: &str) -> Result<Id, Stop> {
    named::id(words, "an initiative", DOING)
}

/// Does something to one initiative.
fn act(
    words: &str,
    as_json: bool,
    notebook: Option<&Path>,
    wish: impl FnOnce(Id) -> Result<ratify::Command, Stop>,
) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, DOING)?;
    let id = id(words)?;
    let captured = captured::act(&mut desk, Command::Ratify(wish(id)?), now)?;
    next(captured, &desk, id, now.today).show(as_json)
}

/// What was understood, with the command that comes next.
fn next(captured: Captured, desk: &desk::open::Desk, id: Id, today: playbook::moment::Day) -> Captured {
    let notes = desk.notes();
    let listed = ratify::listed(&notes.initiatives, &notes.peers, today);
    let next = listed.into_iter().find(|one| one.id == id).map(|one| one.command);
    Captured { next, ..captured }
}

fn begin(new: &New, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, DOING)?;
    let peers = &desk.notes().peers;
    let what = Shareable::new(word(
        "change",
        &new.words.join(" "),
        "sideways initiative new \"One login\" --touches mira",
    )?);
    let items = new.item.iter().map(|item| word("item", item, "--item \"Single login\"").map(Shareable::new));
    let items = items.collect::<Result<Vec<_>, Stop>>()?;
    let about: Vec<String> = match items.as_slice() {
        [] => vec![what.get().clone()],
        items => items.iter().map(|item| item.get().clone()).collect(),
    };
    let names = new.touches.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
    let touches = names.map(|name| touched(peers, name, now.today)).collect::<Result<_, _>>()?;
    let request = named::shared(&new.request, "--request", "--request \"your yes by June\"")?;
    let command = ratify::Command::Begin { what, items, touches, request };
    let mut captured = captured::act(&mut desk, Command::Ratify(command), now)?;
    let id = Id::of(captured.entry);
    if desk.notes().peers.kept().is_some_and(|kept| kept.map.is_some()) {
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        captured.remarks.extend(ratify::beyond(&look(&desk, false, now.today)?.map, &about, id));
    }
    next(captured, &desk, id, now.today).show(new.json)
}

/// The condition behind a peer's name.
fn condition(rest: &[String]) -> Result<Answer, Stop> {
    match rest.join(" ").trim() {
        "" => Err(Stop::Usage(
            "the condition is missing".into(),
            "sideways initiative condition tom \"the freeze ends by June\"".into(),
        )),
        words => Ok(Answer::If(Shareable::new(words.to_owned()))),
    }
}

fn decide(
    decided: &Decided,
    answer: impl FnOnce(&[String]) -> Result<Answer, Stop>,
    notebook: Option<&Path>,
) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, DOING)?;
    let (peer, rest) = capture::peer(&decided.words, &desk.notes().peers)?;
    let answer = answer(rest)?;
    if !rest.is_empty() && !matches!(answer, Answer::If(_)) {
        let fact = format!("a yes or a no has no words behind it, and “{}” stands there", rest.join(" "));
        return Err(Stop::Usage(fact, "--remark \"...\"; sideways initiative condition PEER \"...\"".into()));
    }
    let initiative = decided.of.as_deref().map(id).transpose()?;
    let remark = named::said(&decided.remark, "remark", "--remark \"not before the audit\"")?;
    let on = days::on(&decided.on, now)?;
    let command = ratify::Command::Decide { initiative, peer, answer, on, remark };
    let captured = captured::act(&mut desk, Command::Ratify(command), now)?;
    let of = captured.events.iter().find_map(|event| match event {
        playbook::notebook::Event::Ratify(ratify::Event::Decided { initiative, .. }) => Some(*initiative),
        _ => None,
    });
    match of {
        Some(id) => next(captured, &desk, id, now.today).show(decided.json),
        None => captured.show(decided.json),
    }
}

fn touch(touch: &Touch, notebook: Option<&Path>) -> Result<(), Stop> {
    if touch.because.is_some() {
        let hint = "sideways initiative spare 61 tom --because \"...\"";
        return Err(Stop::Usage("--because goes with spare".into(), hint.into()));
    }
    let (mut desk, now) = opened::to_act(notebook, DOING)?;
    let initiative = id(&touch.id)?;
    let found = touched(&desk.notes().peers, &touch.words.join(" "), now.today)?;
    let command = ratify::Command::Touch { initiative, touch: found };
    let captured = captured::act(&mut desk, Command::Ratify(command), now)?;
    next(captured, &desk, initiative, now.today).show(touch.json)
}

fn spare(touch: &Touch, notebook: Option<&Path>) -> Result<(), Stop> {
    let hint = || "--because \"it runs beside the vault\"".to_owned();
    let because = named::said(&touch.because, "reason", &hint())?;
    let because = because.ok_or_else(|| Stop::Usage("how it was changed is missing".into(), hint()))?;
    let (mut desk, now) = opened::to_act(notebook, DOING)?;
    let initiative = id(&touch.id)?;
    let peers = &desk.notes().peers;
    let found = touched(peers, &touch.words.join(" "), now.today)?;
    let peer = peers.known(found.peer).ok_or(playbook::refusal::Refusal::NobodyNamed)?;
    let command = ratify::Command::Spare { initiative, peer, because };
    let captured = captured::act(&mut desk, Command::Ratify(command), now)?;
    next(captured, &desk, initiative, now.today).show(touch.json)
}

fn page(wanted: &Shown, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let (notes, initiative) = (desk.notes(), id(&wanted.id)?);
    let text = notes.ratification(initiative, desk::clock::now().today)?;
    let ready = Ready { initiative, text, without_credit: notes.without_credit(initiative) };
    if wanted.json {
        return opened::show_json(&ready);
    }
    let mut page = Page::new();
    shown::text(&mut page, &ready.text);
    shown::behind(&mut page, initiative, &ready.without_credit);
    show(&page.text())
}

fn list(as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let notes = desk.notes();
    let all = ratify::listed(&notes.initiatives, &notes.peers, desk::clock::now().today);
    if as_json { opened::show_json(&all) } else { show(&shown::list(&all)) }
}
