//! An announcement is opened: by hand, or for those on whom a change of the plan lands.

use std::path::Path;

use clap::Args;
use playbook::{
    map::peers::{Known, Peers},
    privacy::Shareable,
    tell::{self, Draft, Found, Kind},
};

use super::{act, capture, when};
use crate::cli::{Stop, opened};
use crate::tell::notice;

/// Opens an announcement: something that will land on peers' teams.
///
/// Before its free-from time it stands nowhere but here, marked as held.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways tell new \"web joins platform\" --free-from \"thu 9:00\" --room \"thu 15:00\" --lands-on mira=\"her team moves, too\"\n  sideways tell new \"we keep the old login\" --kind reversal --lands-on tom"
)]
pub struct New {
    /// What, in words for those on whom it lands
    #[arg(required = true)]
    what: Vec<String>,
    /// slip, reversal, embarrassment, change (staff or direction) or news; the first three come first everywhere
    #[arg(long, value_name = "KIND", default_value = "news")]
    kind: String,
    /// On whom it lands, the most affected first, and what it does to them, in words for them; may be repeated
    #[arg(long, value_name = "PEER[=WORDS]", required = true)]
    lands_on: Vec<String>,
    /// A peer who may hear it before its free-from time; may be repeated
    #[arg(long, value_name = "PEER")]
    early: Vec<String>,
    #[command(flatten)]
    times: Times,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// When everybody hears, and from when on it may be shared.
#[derive(Args)]
pub struct Times {
    /// When everybody hears: thu 15:00, 2027-03-04 15:00
    #[arg(long, value_name = "WHEN")]
    pub room: Option<String>,
    /// From when on it may be shared: thu 9:00 [default: now]
    #[arg(long, value_name = "WHEN")]
    pub free_from: Option<String>,
    /// Time to react before the room: 2d for working days, 90m [default: 2d for bad news, 2h for other news]
    #[arg(long, value_name = "LENGTH")]
    pub notice: Option<String>,
}

/// Opens one that was written down.
pub fn new(wanted: &New, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways tell")?;
    let peers = &desk.notes().peers;
    let lands = lands_on(&wanted.lands_on, peers)?;
    let early: Result<Vec<Known>, _> = wanted.early.iter().map(|name| peers.find(name)).collect();
    let draft = Draft {
        kind: kind(&wanted.kind)?,
        found: Found::ByHand,
        what: Shareable::new(wanted.what.join(" ").trim().to_owned()),
        lands: lands.into_iter().map(|(peer, words)| (peer, None, words)).collect(),
        early: early?,
        room: when::named(&wanted.times.room, "--room", now)?,
        free_from: when::named(&wanted.times.free_from, "--free-from", now)?,
        notice: notice(&wanted.times.notice, "--notice")?,
        item: None,
    };
    let mut captured = act(&mut desk, tell::Command::Open(draft), now)?;
    captured.next = Some(format!("sideways tell {}", captured.entry));
    captured.show(wanted.json)
}

/// On whom something lands, and what to say to them.
pub type Landing = (Known, Option<Shareable<String>>);

/// `mira`, or `mira=her team moves, too`: on whom it lands, and what it does to them.
pub fn lands_on(all: &[String], peers: &Peers) -> Result<Vec<Landing>, Stop> {
    let one = |said: &String| {
        let (name, words) = match said.split_once('=') {
            Some((name, words)) => (name.trim(), Some(words.trim())),
            None => (said.trim(), None),
        };
        let names = [name.to_owned()];
        let (peer, _) = capture::peer(&names, peers)?;
        match words {
            Some("") => Err(Stop::Usage(
                format!("“{said}” says nothing behind the name"),
                format!("--lands-on {}", plan::names::typed(name)),
            )),
            words => Ok((peer, words.map(|words| Shareable::new(words.to_owned())))),
        }
    };
    let found: Vec<(Known, Option<Shareable<String>>)> = all.iter().map(one).collect::<Result<_, Stop>>()?;
    for (at, (peer, _)) in found.iter().enumerate() {
        if found[..at].iter().any(|(known, _)| known == peer) {
            let fact = format!("{} is named twice", peers.name(peer.id()));
            return Err(Stop::Usage(fact, "name everybody once".into()));
        }
    }
    Ok(found)
}

fn kind(word: &str) -> Result<Kind, Stop> {
    let known = Kind::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word.trim()));
    known.ok_or_else(|| {
        let fact = format!("“{word}” is none of slip, reversal, embarrassment, change and news");
        Stop::Usage(fact, "--kind reversal".into())
    })
}
