//! `sideways told`, `surprised` and `repaired`: who heard it from you, who heard it elsewhere, and what mended that.

use std::path::Path;

use clap::Args;
use playbook::{
    map::peers::{Known, Peers},
    moment::{Id, When},
    refusal::Refusal,
    tell::{self, Event},
};

use super::{act, capture, id, when};
use crate::cli::{Stop, captured::Captured, days, named, opened};

/// Says that a peer heard it from you, one to one. A broadcast does not count.
///
/// Told after the room is told late: they heard it there, and that is a surprise.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways told mira\n  sideways told mira \"today 10:15\" --about 41\n  sideways told --everybody --about 41"
)]
pub struct Told {
    /// The peer, and when: today 10:15, yesterday, mon 9:00; without a time, now
    #[arg(value_name = "PEER [WHEN]")]
    words: Vec<String>,
    /// Which announcement, by its number; without one, the one that waits for this peer
    #[arg(long, value_name = "ANNOUNCEMENT")]
    about: Option<String>,
    /// It was broadcast: kept, and said to have told nobody
    #[arg(long, requires = "about")]
    everybody: bool,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Says that a peer heard it elsewhere first. It weighs on the channel, and is to be mended.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways surprised tom --about 41\n  sideways surprised tom --on yesterday --how \"in the stand-up\""
)]
pub struct Surprised {
    /// The peer
    #[arg(required = true)]
    peer: Vec<String>,
    /// Which announcement, by its number; without one, the one that lands on this peer
    #[arg(long, value_name = "ANNOUNCEMENT")]
    about: Option<String>,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// How they heard, for yourself
    #[arg(long, value_name = "TEXT")]
    how: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Says what mended a surprise, as far as it can be: talks of theirs do the rest.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways repaired tom \"said that he should have heard it from me; gave him the new dates\""
)]
pub struct Repaired {
    /// The peer, and what you said or did
    #[arg(required = true, value_name = "PEER WHAT")]
    words: Vec<String>,
    /// Which announcement, by its number; without one, the one that surprised this peer
    #[arg(long, value_name = "ANNOUNCEMENT")]
    about: Option<String>,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Words that name no one person.
const EVERYBODY: [&str; 7] = ["all", "everybody", "everyone", "them", "team", "the team", "all hands"];

/// A peer was told.
pub fn told(wanted: &Told, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways told")?;
    let about = wanted.about.as_deref().map(id).transpose()?;
    if let (true, Some(about)) = (wanted.everybody, about) {
        if let Some(word) = wanted.words.first() {
            let hint = format!("sideways told {}", plan::names::typed(word));
            return Err(Stop::Usage("--everybody names nobody".into(), hint));
        }
        let command = tell::Command::Broadcast { about, on: now.today };
        let mut captured = act(&mut desk, command, now)?;
        captured.remarks.extend(untold(&desk, about, now));
        captured.next = Some(format!("sideways tell {about}"));
        return captured.show(wanted.json);
    }
    let (peer, rest) = one_peer(&wanted.words, &desk.notes().peers)?;
    let at = match rest.join(" ").trim() {
        "" => when::back("now", now),
        words => when::back(words, now),
    };
    let at = at.map_err(|(fact, hint)| Stop::Usage(fact, format!("sideways told mira {hint}")))?;
    let mut captured = act(&mut desk, tell::Command::Tell { about, peer, at }, now)?;
    let name = desk.notes().peers.name(peer.id()).to_owned();
    captured.remarks.extend(too_early(&desk, &captured, (peer, at)));
    if let Some(about) = surprise(&captured) {
        captured.remarks.push(format!("{name} was told after the room, and so heard it there first."));
        captured.next = Some(mend(&name, about));
    } else if let Some(about) = captured.events.iter().find_map(about_of) {
        captured.next = Some(format!("sideways tell {about}"));
    }
    captured.show(wanted.json)
}

/// That a peer heard what was not free yet (rule L2). It is kept, since it happened.
fn too_early(desk: &desk::open::Desk, captured: &Captured, (peer, at): (Known, When)) -> Option<String> {
    let notes = desk.notes();
    let open = notes.tell.one(captured.events.iter().find_map(about_of)?).ok()?;
    let free_from = open.announcement.free_from?;
    let name = notes.peers.name(peer.id());
    (!open.is_free_for(&notes.peers, peer, at.at()))
        .then(|| format!("It is free from {free_from} on only, and {name} was not let in early: ask them to keep it until then."))
}

/// Who was not told though it was broadcast (rule L3).
fn untold(desk: &desk::open::Desk, about: Id, now: desk::clock::Moment) -> Option<String> {
    let notes = desk.notes();
    let open = notes.tell.one(about).ok()?;
    let lands = open.lands(&notes.peers, now.today).into_iter();
    let waits = lands.filter(|(peer, _)| !open.heard(&notes.peers, *peer).is_over());
    let names: Vec<String> = waits.map(|(peer, _)| notes.peers.name(peer.id()).to_owned()).collect();
    (!names.is_empty()).then(|| format!("Not told by you yet: {}.", names.join(", ")))
}

/// One peer: told means one to one (rule L3).
fn one_peer<'a>(words: &'a [String], peers: &Peers) -> Result<(Known, &'a [String]), Stop> {
    let first = words.join(" ").to_lowercase();
    if EVERYBODY.contains(&first.as_str()) && peers.find(&first).is_err() {
        return Err(Refusal::Broadcast.into());
    }
    Ok(capture::peer(words, peers)?)
}

fn surprise(captured: &Captured) -> Option<Id> {
    captured.events.iter().find_map(|event| match event {
        playbook::notebook::Event::Tell(Event::Surprised { about, .. }) => Some(*about),
        _ => None,
    })
}

fn about_of(event: &playbook::notebook::Event) -> Option<Id> {
    match event {
        playbook::notebook::Event::Tell(
            Event::Told { about, .. } | Event::Surprised { about, .. } | Event::Repaired { about, .. },
        ) => Some(*about),
        _ => None,
    }
}

fn mend(name: &str, about: Id) -> String {
    format!("sideways repaired {} --about {about} \"...\"", plan::names::typed(name))
}

/// A peer heard it elsewhere first.
pub fn surprised(wanted: &Surprised, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways surprised")?;
    let peer = desk.notes().peers.find(&wanted.peer.join(" "))?;
    let about = wanted.about.as_deref().map(id).transpose()?;
    let how = named::said(&wanted.how, "way they heard", "--how \"in the stand-up\"")?;
    let command = tell::Command::Surprise { about, peer, on: days::on(&wanted.on, now)?, how };
    let mut captured = act(&mut desk, command, now)?;
    let name = desk.notes().peers.name(peer.id()).to_owned();
    captured.remarks.push(format!(
        "It weighs on the channel to {name}. To mend it: say to them, in person, that they should have heard it from you, and ask what it cost them."
    ));
    captured.next = captured.events.iter().find_map(about_of).map(|about| mend(&name, about));
    captured.show(wanted.json)
}

/// A surprise was mended.
pub fn repaired(wanted: &Repaired, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways repaired")?;
    let (peer, rest) = capture::peer(&wanted.words, &desk.notes().peers)?;
    let hint = |_| "sideways repaired tom \"said that he should have heard it from me\"".to_owned();
    let how = named::words(rest, peer, "what you said or did is missing", hint)?;
    let about = wanted.about.as_deref().map(id).transpose()?;
    let how = playbook::privacy::Private::new(how);
    let command = tell::Command::Repair { about, peer, on: days::on(&wanted.on, now)?, how };
    let mut captured = act(&mut desk, command, now)?;
    let name = plan::names::typed(desk.notes().peers.name(peer.id()));
    captured.next = Some(format!("sideways talk prepare {name}"));
    captured.show(wanted.json)
}
