//! `sideways escalate key`: keys of both, compared once by a phrase.

use std::path::Path;

use clap::Args;
use desk::marks;
use playbook::{
    escalate::{Card, Command, marks::key_line},
    map::peers::Known,
    refusal::Escalating,
};
use serde::Serialize;

use super::{
    super::{
        Stop, opened,
        page::{Page, QUIET, STRONG, TYPED},
        show,
    },
    once,
};
use crate::escalate::hand;

/// Shows your key, keeps a peer's, and compares both by a phrase.
///
/// Send each other the line of your key by any way, then read the phrase to each other, best by voice: where it is the same,
/// nobody stands between you.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate key\n  sideways escalate key dana sideways-key-1-83a0...\n  \
                        sideways escalate key dana --compared"
)]
pub struct Key {
    /// The peer, by any of their names or its beginning
    #[arg(value_name = "PEER")]
    peer: Option<String>,
    /// The line of their key
    #[arg(value_name = "LINE")]
    line: Vec<String>,
    /// You read the phrase to each other, and it is the same
    #[arg(long, conflicts_with = "line")]
    compared: bool,
    /// Prints it as JSON
    #[arg(long)]
    json: bool,
}

/// A key, as it is shown.
#[derive(Serialize)]
struct Shown {
    line: String,
    /// As `allowed_signers` of OpenSSH has it, for whoever checks marks.
    openssh: String,
    phrase: Option<String>,
    is_compared: bool,
}

pub(super) fn key(typed: &Key, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    let (hand, made) = hand(&desk)?;
    let peer = typed.peer.as_ref().map(|words| desk.notes().peers.find(words)).transpose()?;
    let wish = match peer {
        Some(peer) if !typed.line.is_empty() => Some(Command::KeepKey { peer, card: pasted(typed)? }),
        Some(peer) if typed.compared => Some(Command::Compare { peer }),
        _ => None,
    };
    let all: Vec<Command> = made.into_iter().chain(wish).collect();
    if !all.is_empty() {
        let captured = once(&mut desk, now, |_| Ok(all))?;
        if typed.peer.is_some() {
            captured.show(typed.json)?;
            if typed.json || typed.compared {
                return Ok(());
            }
        }
    }
    let mine = desk.notes().escalations.mine().map_or_else(|| hand.card(), |mine| mine.card.clone());
    let Some(peer) = peer else { return tell(typed, &mine, None, None) };
    let (name, theirs) = known(&desk, peer)?;
    tell(typed, &mine, Some((&name, &theirs.0)), theirs.1)
}

fn pasted(typed: &Key) -> Result<Card, Stop> {
    let wrong = || {
        let fact = "this is no key, or a part of it is missing".to_owned();
        Stop::Usage(fact, "paste the whole line that begins with sideways-key-1-".to_owned())
    };
    marks::of_line(&typed.line.join("")).ok_or_else(wrong)
}

/// A peer's key, and whether it was compared.
fn known(desk: &desk::open::Desk, peer: Known) -> Result<(String, (Card, Option<()>)), Stop> {
    let notes = desk.notes();
    let name = notes.peers.name(peer.id()).to_owned();
    match notes.escalations.theirs(&notes.peers, peer) {
        Some(theirs) => Ok((name, (theirs.card.clone(), theirs.compared.map(|_| ())))),
        None => Err(playbook::refusal::Refusal::from(Escalating::NoKey { name }).into()),
    }
}

fn tell(typed: &Key, mine: &Card, theirs: Option<(&str, &Card)>, compared: Option<()>) -> Result<(), Stop> {
    let of = theirs.map_or(mine, |(_, card)| card);
    let phrase = theirs.map(|(_, card)| marks::phrase(mine, card));
    let is_compared = compared.is_some();
    let shown = Shown { line: marks::line(of), openssh: key_line(&of.marks), phrase, is_compared };
    if typed.json {
        return opened::show_json(&shown);
    }
    let mut page = Page::new();
    match (theirs, shown.phrase) {
        (Some((name, _)), Some(phrase)) => {
            page.paragraph(0, &format!("Read this to {name}, and let them read theirs to you:"));
            page.styled(2, &phrase, STRONG);
            match is_compared {
                true => page.styled(0, "You compared it before.", QUIET),
                false => {
                    page.paragraph(0, "Where it is the same on both sides:");
                    let name = plan::names::typed(name);
                    page.styled(2, &format!("sideways escalate key {name} --compared"), TYPED);
                }
            }
            show(&page.text())
        }
        _ => {
            // The line is never broken: it is copied whole.
            page.paragraph(0, "Your key; send this line to whoever writes with you:");
            show(&format!("{}{}\n", page.text(), shown.line))?;
            let mut page = Page::new();
            page.paragraph(0, "And this one to whoever is to check your marks:");
            show(&format!("{}{}\n", page.text(), shown.openssh))
        }
    }
}
