//! `sideways defend` and `defended`: the fair reading of peers who are absent, and what was said for them.

mod shown;

use std::path::Path;

use clap::Args;
use playbook::{
    defend::{self, card::Forum},
    map::peers::{Known, Peers},
    notebook::Command,
    privacy::Private,
};

use super::{Stop, captured, opened, remark, show, talk::capture};
use crate::{absent, corrected::word, days};

const EXAMPLES: &str = "Examples:
  sideways defend
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
    /// The meeting; without one, those ahead in which peers will be absent are listed
    #[arg(value_name = "FORUM")]
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
    if let (true, [], []) = (arguments.forum.is_empty(), &arguments.absent[..], &arguments.about[..]) {
        let ahead = absent::ahead(&desk)?;
        return if arguments.json { opened::show_json(&ahead) } else { show(&shown::ahead(&ahead)) };
    }
    let about = arguments.about.iter().map(|words| word("subject", words, "--about \"the Pipeline\""));
    let about = about.collect::<Result<_, _>>()?;
    let name = arguments.forum.join(" ");
    let name = word("meeting", &name, "sideways defend \"platform review\" --absent mira")?;
    let forum = match arguments.absent.as_slice() {
        [] => absent::from_the_calendar(&name, about, &desk)?,
        names => Forum { name, day: None, absent: named(names, &desk.notes().peers)?, about },
    };
    let (cards, said) = absent::cards(&forum, &desk)?;
    said.iter().for_each(|said| remark(said));
    if arguments.json { opened::show_json(&cards) } else { show(&shown::page(&cards)) }
}

/// Peers by their names, each once.
fn named(words: &[String], peers: &Peers) -> Result<Vec<Known>, Stop> {
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
