//! `sideways escalate send` and `take`: a document between its two authors, as a sealed file or as a plain one.

use std::path::{Path, PathBuf};

use clap::Args;
use desk::{clock::Moment, marks, open::Desk};
use playbook::escalate::{Command, Life, Way, plain::Change};
use sources::text::shown;

use super::{
    super::{
        Stop,
        captured::Captured,
        opened,
        page::{Page, QUIET},
        show,
    },
    Which, bytes, keep, next, once, text,
};
use crate::escalate::{Recorded, came_back, document, file, find, is_plain, recorded, sends, takes};

/// Writes the document to a file for its other author: sealed, so that they alone open it. The file travels as you like.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate send 41 for-dana.joint\n  sideways escalate send 41 for-dana.md --plain"
)]
pub struct Send {
    #[command(flatten)]
    which: Which,
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Writes it as plain text, for somebody who does not use this program
    #[arg(long)]
    plain: bool,
}

/// Takes in a file that came from the other author, sealed or plain, and shows every change.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate take from-dana.joint\n  sideways escalate take for-dana.md"
)]
pub struct Take {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who sent it, where that is to be them and nobody else
    #[arg(long, value_name = "PEER")]
    from: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn send(typed: &Send, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    let escalation = typed.which.id()?;
    let way = if typed.plain { Way::Plain } else { Way::Sealed };
    let mut captured = once(&mut desk, now, |desk| sends(desk, escalation, way, now.today))?;
    let one = find(&desk, escalation)?;
    let content = file(&desk, one, way)?;
    keep(&typed.file, &content)?;
    captured.remarks.push(format!("{} is ready: nothing sends it but you.", typed.file.display()));
    captured.next = match find(&desk, escalation)?.life(now.today) {
        Life::Drafted | Life::Positions => Some(format!("sideways escalate invite {escalation}")),
        _ => next(&desk, escalation, now),
    };
    captured.show(typed.which.json)
}

pub(super) fn take(typed: &Take, notebook: Option<&Path>) -> Result<(), Stop> {
    let content = bytes(&typed.file, marks::LARGEST)?;
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    match is_plain(&content) {
        true => returned(typed, &mut desk, now),
        false => sealed(typed, &content, &mut desk, now),
    }
}

fn sealed(typed: &Take, content: &[u8], desk: &mut Desk, now: Moment) -> Result<(), Stop> {
    let captured = once(desk, now, |desk| {
        let from = typed.from.as_ref().map(|words| desk.notes().peers.find(words)).transpose()?;
        takes(desk, content, from)
    });
    let mut captured = captured?;
    let id = captured.events.iter().find_map(document);
    captured.next = id.and_then(|id| next(desk, id, now));
    let conflicts = id.and_then(|id| desk.notes().escalations.one(id)).map(|one| one.joint().conflicts());
    if let Some(first) = conflicts.unwrap_or_default().first() {
        captured
            .remarks
            .push(format!("You both wrote “{}” at once: both versions are kept side by side.", first.word()));
    }
    captured.show(typed.json)
}

fn returned(typed: &Take, desk: &mut Desk, now: Moment) -> Result<(), Stop> {
    let (one, back) = came_back(desk, &text(&typed.file)?)?;
    let (escalation, all) = (one.id(), back.changes.clone());
    let Recorded { placed, remarks } = recorded(one, back, now.today)?;
    let mut captured: Captured = once(desk, now, |_| Ok(vec![Command::Return { escalation, placed }]))?;
    captured.remarks.extend(remarks);
    captured.next = next(desk, escalation, now);
    if !typed.json {
        changes(&all)?;
    }
    captured.show(typed.json)
}

/// Every change, as it was and as it is.
fn changes(all: &[Change]) -> Result<(), Stop> {
    let mut page = Page::new();
    for change in all {
        page.heading(&shown(&change.heading));
        let heads = if change.is_both { ["you", "is "] } else { ["was", "is "] };
        for (head, words) in heads.into_iter().zip([&change.was, &change.is]) {
            let words = if words.is_empty() { "nothing" } else { words };
            for (at, line) in words.lines().enumerate() {
                let head = if at == 0 { head } else { "   " };
                page.hanging(2, 7, &format!("{head}  {}", shown(line)), anstyle::Style::new());
            }
        }
        match (change.is_taken, change.is_both) {
            (false, _) => page.styled(2, "not taken over", QUIET),
            (true, true) => {
                page.styled(2, "you wrote it anew since it went out: both versions are kept", QUIET)
            }
            (true, false) => {}
        }
    }
    if !all.is_empty() {
        page.gap();
    }
    show(&page.text())
}
