//! `sideways defend` and `defended`: the fair reading of peers who are absent, and what was said for them.

mod items;
mod shown;

use std::path::Path;

use clap::Args;
use desk::open::Desk;
use plan::names::title_key;
use playbook::{
    akin::akin,
    calendar,
    defend::{self, card::Forum},
    map::peers::{Known, Peers},
    notebook::Command,
    privacy::Private,
};

use super::{Stop, captured, kept::word, opened, show, talk::capture};
use crate::{calendars, days};

/// Days ahead in which a meeting of the calendar is looked for.
const AHEAD: i64 = 28;

const EXAMPLES: &str = "Examples:
  sideways defend \"platform review\"
  sideways defend \"platform review\" --absent mira,tom
  sideways defend \"platform review\" --absent mira --about \"the Pipeline\" --about Vault
  sideways defend \"platform review\" --absent mira --json";

/// Shows a card for each peer who will be absent where work is judged: what of theirs is on the table, and facts.
///
/// Each fact has its source and its day; what is too old is marked and not used. Is the criticism right? Then stay silent.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The meeting
    #[arg(required = true, value_name = "FORUM")]
    forum: Vec<String>,
    /// Who will be absent, with commas between them [default: as your calendar says]
    #[arg(long, value_name = "PEER", value_delimiter = ',')]
    absent: Vec<String>,
    /// What the meeting is about: items of the plan, or words [default: whatever you need of them]
    #[arg(long, value_name = "TEXT")]
    about: Vec<String>,
    /// Prints the cards as JSON
    #[arg(long)]
    json: bool,
}

/// Keeps what you said for a peer who was absent.
///
/// The log alone holds it: no page, list or text tells it to anybody.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways defended mira at \"platform review\" \"her team carried the audit until May\"\n  sideways defended mira at \"platform review\" \"hiring is frozen there\" --on yesterday"
)]
pub struct Defended {
    /// The peer, `at`, the meeting, and last what you said
    #[arg(required = true, value_name = "PEER at FORUM WHAT")]
    words: Vec<String>,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Shows the cards.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let notes = desk.notes();
    let about = arguments.about.iter().map(|words| word("subject", words, "--about \"the Pipeline\""));
    let about = about.collect::<Result<_, _>>()?;
    let name = arguments.forum.join(" ");
    let name = word("meeting", &name, "sideways defend \"platform review\" --absent mira")?;
    let forum = match arguments.absent.as_slice() {
        [] => from_the_calendar(&name, about, &desk)?,
        names => Forum { name, day: None, absent: absent(names, &notes.peers)?, about },
    };
    // The forum's words name items of the plan; without any, the kept map says what is needed of whom.
    let items = if forum.about.is_empty() { Vec::new() } else { items::of_the_plan(&desk)? };
    let cards = notes.cards(&forum, &items, desk::clock::now().today, &opened::screen());
    if arguments.json { opened::show_json(&cards) } else { show(&shown::page(&cards)) }
}

/// The next forum of this name in the calendar, with the peers who will not be there.
fn from_the_calendar(name: &str, about: Vec<String>, desk: &Desk) -> Result<Forum, Stop> {
    let now = desk::clock::now();
    let forums = calendars::forums(desk, now.at, now.today.plus(AHEAD))?;
    // Its very title before one that is about the same.
    let is_it = |forum: &&calendar::Forum| title_key(&forum.title) == title_key(name);
    let found = forums.iter().find(is_it).or_else(|| forums.iter().find(|forum| akin(&forum.title, name)));
    let Some(found) = found else {
        let mut titles: Vec<String> = forums.iter().map(|forum| forum.title.clone()).collect();
        titles.dedup();
        let hint = match titles.is_empty() {
            true => format!("--absent mira,tom; sideways calendar read FILE knows who comes to {name}"),
            false => {
                format!("--absent mira,tom; the calendar has {}", titles[..titles.len().min(5)].join(", "))
            }
        };
        return Err(Stop::Usage(format!("who will be absent from “{name}” is not known"), hint));
    };
    let peers = &desk.notes().peers;
    let absent = found.absent().chain(found.not_invited.iter().copied());
    let absent = absent.filter_map(|peer| peers.known(peer)).collect();
    Ok(Forum { name: found.title.clone(), day: Some(found.on), absent, about })
}

/// Peers by their names, each once.
fn absent(words: &[String], peers: &Peers) -> Result<Vec<Known>, Stop> {
    let mut all = Vec::new();
    for name in words.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        let peer = peers.find(name)?;
        if !all.contains(&peer) {
            all.push(peer);
        }
    }
    match all.is_empty() {
        true => Err(Stop::Usage("nobody who is absent is named".into(), "--absent mira,tom".into())),
        false => Ok(all),
    }
}

/// Keeps what was said.
pub fn defended(arguments: &Defended, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways defended")?;
    let (peer, rest) = capture::peer(&arguments.words, &desk.notes().peers)?;
    let name = plan::names::typed(desk.notes().peers.name(peer.id()));
    let missing = |what: &str| {
        Stop::Usage(
            format!("{what} is missing"),
            format!("sideways defended {name} at \"platform review\" \"...\""),
        )
    };
    let rest = match rest.split_first() {
        Some((at, rest)) if at == "at" => rest,
        _ => return Err(missing("where you said it")),
    };
    let (said, forum) = rest.split_last().ok_or_else(|| missing("where you said it"))?;
    if forum.is_empty() || said.trim().is_empty() {
        return Err(missing("what you said"));
    }
    let (forum, said) = (Private::new(forum.join(" ")), Private::new(said.trim().to_owned()));
    let command = defend::Command::Defend { peer, forum, said, on: days::on(&arguments.on, now)? };
    captured::act(&mut desk, Command::Defend(command), now)?.show(arguments.json)
}
