//! What goes up, and what comes of it: `up`, `decided`, `after`, `close`, and invitations before.

use std::path::{Path, PathBuf};

use clap::Args;
use playbook::{
    escalate::Command,
    outward::escalate as outward,
    privacy::{Private, Shareable},
    side::Side,
};

use super::{
    super::{
        Stop,
        captured::{self, Captured},
        days, opened,
        page::listed,
    },
    Said, Which, keep, next, once,
    write::because,
};
use crate::{
    escalate::{both, find, page, takes_up},
    typeset::{self, Paper},
};

/// Notes that you invited the other author to answer by a day. Two invitations without an answer end it.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate invite 41\n  sideways escalate invite 41 --answer-by fri"
)]
pub struct Invite {
    #[command(flatten)]
    which: Which,
    /// When you did: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// The day by which you asked for an answer [default: five working days later]
    #[arg(long, value_name = "DAY")]
    answer_by: Option<String>,
}

/// Writes the page that goes up, as both marked it: as Markdown, HTML and PDF. Nothing in it changes any more.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate up 41 --out page\n  sideways escalate up 41 --out page --pdf page/joint.pdf"
)]
pub struct Up {
    #[command(flatten)]
    which: Which,
    /// The folder for joint.md and joint.html
    #[arg(long, value_name = "FOLDER", required_unless_present = "pdf")]
    out: Option<PathBuf>,
    /// A file for the page as PDF, set for A4
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Sets the PDF for paper of 8.5 by 11 inches
    #[arg(long, requires = "pdf")]
    letter: bool,
}

/// Keeps what was decided.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate decided 41 \"Identity builds it, after the audit\" --lost them"
)]
pub struct Decided {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    said: Said,
    /// Who did not get what they asked for: me, them
    #[arg(long, value_name = "WHO")]
    lost: Option<String>,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

/// Keeps what the one who lost does next.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways escalate after 41 \"Dana plans two weeks for it in July\"")]
pub struct After {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    said: Said,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

/// Closes a document that comes to nothing: you settled it, or gave it up.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways escalate close 41 --because \"we settled it over lunch\"")]
pub struct Close {
    #[command(flatten)]
    which: Which,
    /// Why
    #[arg(long, value_name = "TEXT")]
    because: String,
}

pub(super) fn invite(typed: &Invite, notebook: Option<&Path>) -> Result<(), Stop> {
    let escalation = typed.which.id()?;
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    let captured = once(&mut desk, now, |_| {
        let on = days::on(&typed.on, now)?;
        let answer_by = typed.answer_by.as_ref().map(|words| days::ahead(words, now.today)).transpose()?;
        Ok(vec![Command::Invite { escalation, on, answer_by }])
    })?;
    captured.show(typed.which.json)
}

pub(super) fn up(typed: &Up, notebook: Option<&Path>) -> Result<(), Stop> {
    let escalation = typed.which.id()?;
    if typed.pdf.is_some() {
        typeset::is_there()?;
    }
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    let mut captured = match desk.done_then()? {
        Some(done) => captured::under_last(&desk, done, now),
        // It can be written once more: nothing in it changes.
        None if find(&desk, escalation)?.taken_up.is_some() => Captured::nothing(),
        None => once(&mut desk, now, |desk| takes_up(desk, escalation, now.today))?,
    };
    let shown = outward::page(&both(&desk, find(&desk, escalation)?)?);
    let mut files = Vec::new();
    if let Some(folder) = &typed.out {
        let (markdown, html) = (folder.join("joint.md"), folder.join("joint.html"));
        keep(&markdown, shown.markdown.as_str().as_bytes())?;
        keep(&html, page::html(&shown).as_bytes())?;
        files.extend([markdown.display().to_string(), html.display().to_string()]);
    }
    if let Some(file) = &typed.pdf {
        let paper = if typed.letter { Paper::Letter } else { Paper::A4 };
        let set = typeset::pdf(&shown, paper)?;
        keep(file, &set.bytes)?;
        files.push(file.display().to_string());
        captured.remarks.extend(set.remarks());
    }
    let are = if files.len() == 1 { "is" } else { "are" };
    captured.remarks.push(format!("{} {are} ready: take it up together.", listed(&files, "and")));
    captured.next = next(&desk, escalation, now);
    captured.show(typed.which.json)
}

pub(super) fn decided(typed: &Decided, notebook: Option<&Path>) -> Result<(), Stop> {
    let (escalation, words) = (typed.which.id()?, spoken(&typed.said, "what was decided")?);
    let lost = match typed.lost.as_deref() {
        None => None,
        Some("me") => Some(Side::Me),
        Some("them") => Some(Side::Them),
        Some(_) => return Err(Stop::Usage("--lost is me or them".into(), "--lost them".into())),
    };
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    let mut captured = once(&mut desk, now, |_| {
        let on = days::on(&typed.on, now)?;
        Ok(vec![Command::Decide { escalation, what: Shareable::new(words), lost, on }])
    })?;
    captured.remarks.push("Talk to each other within a week: the week page holds it for you.".into());
    captured.next = next(&desk, escalation, now);
    captured.show(typed.which.json)
}

pub(super) fn after(typed: &After, notebook: Option<&Path>) -> Result<(), Stop> {
    let (escalation, words) = (typed.which.id()?, spoken(&typed.said, "what follows")?);
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    once(&mut desk, now, |_| {
        let on = days::on(&typed.on, now)?;
        Ok(vec![Command::Follow { escalation, next: Private::new(words), on }])
    })?
    .show(typed.which.json)
}

pub(super) fn close(typed: &Close, notebook: Option<&Path>) -> Result<(), Stop> {
    let (escalation, because) = (typed.which.id()?, because(&typed.because)?);
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    once(&mut desk, now, |_| Ok(vec![Command::Close { escalation, because }]))?.show(typed.which.json)
}

/// Words that must say something.
fn spoken(said: &Said, what: &str) -> Result<String, Stop> {
    let words = said.read()?.trim().to_owned();
    match words.is_empty() {
        true => {
            Err(Stop::Usage(format!("{what} is missing"), "say it behind the number, or --from FILE".into()))
        }
        false => Ok(words),
    }
}
