//! `sideways contribution`: what the team of a peer did for something of mine or ours, until it is named.

use std::path::Path;

use clap::Args;
use playbook::{
    defend::{self, Listed},
    moment::Id,
    notebook::Command,
    privacy::Shareable,
};
use sources::text::shown;

use super::{
    Stop, captured, named, opened,
    page::{Page, QUIET, TYPED},
    show,
    talk::capture,
};
use crate::days;

const EXAMPLES: &str = "Examples:
  sideways contribution mira \"the load tests\" --for \"Checkout v2\" --source \"PR 812\"
  sideways contribution tom \"two nights of on-call\" --for \"the launch\" --on \"last friday\"
  sideways contribution
  sideways credit 51 \"quarterly review, read by Ana\"";

/// Keeps what the team of a peer did for something of yours or ours. Without words, lists what nobody named yet.
///
/// What you write of it, and what it was for, is meant for others: it stands in sentences that you may paste. The source is
/// yours alone. It is listed until you say where it was named: sideways credit.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The peer, by any of their names or its beginning, and what their team did
    #[arg(value_name = "PEER WHAT")]
    words: Vec<String>,
    /// What it was for: an item of the plan, or words
    #[arg(long = "for", value_name = "TEXT")]
    toward: Option<String>,
    /// Where it is to be seen, or who said so
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Their team [default: the one that the kept map names]
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// When it was done: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood, or what is listed, as JSON
    #[arg(long)]
    json: bool,
}

/// Keeps a contribution, or lists those that nobody named yet.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    if arguments.words.is_empty() {
        return list(arguments, notebook);
    }
    let (mut desk, now) = opened::to_act(notebook, "sideways contribution")?;
    let peers = &desk.notes().peers;
    let (peer, rest) = capture::peer(&arguments.words, peers)?;
    let what = named::words(rest, peer, "what they did is missing", |peer| {
        let name = plan::names::typed(peers.name(peer.id()));
        format!("sideways contribution {name} \"the load tests\" --for \"Checkout v2\"")
    })?;
    let toward = named::shared(&arguments.toward, "--for", "--for \"Checkout v2\"")?;
    let team = named::shared(&arguments.team, "--team", "--team Identity")?;
    let source = named::said(&arguments.source, "source", "--source \"PR 812\"")?;
    let on = days::on(&arguments.on, now)?;
    let what = Shareable::new(what);
    let command = defend::Command::Contribute { peer, team, what, toward, on, source };
    let mut captured = captured::act(&mut desk, Command::Defend(command), now)?;
    captured.next = Some(format!("sideways credit {} \"...\"", Id::of(captured.entry)));
    captured.show(arguments.json)
}

fn list(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let facts = [
        ("--for", &arguments.toward),
        ("--source", &arguments.source),
        ("--team", &arguments.team),
        ("--on", &arguments.on),
    ];
    if let Some((option, _)) = facts.iter().find(|(_, words)| words.is_some()) {
        let hint = "sideways contribution mira \"the load tests\" --for \"Checkout v2\"";
        return Err(Stop::Usage(
            format!("{option} says something of a contribution, and none is named"),
            hint.into(),
        ));
    }
    let desk = opened::to_read(notebook)?;
    let notes = desk.notes();
    let all = defend::listed(&notes.contributions, &notes.peers, None, &opened::screen());
    if arguments.json {
        return opened::show_json(&all);
    }
    let mut page = Page::new();
    if all.is_empty() {
        page.paragraph(
            0,
            "Nothing waits to be named. sideways contribution PEER WHAT --for TEXT keeps something.",
        );
    }
    all.iter().for_each(|one| line(&mut page, one));
    show(&page.text())
}

/// One contribution, with its source and what names it.
pub(super) fn line(page: &mut Page, one: &Listed) {
    let words = format!("{:<5} {}", one.id.to_string(), shown(&one.sentence));
    page.hanging(0, 6, &words, anstyle::Style::new());
    page.styled(6, &format!("done on {}; source: {}", one.on, shown(&one.source)), QUIET);
    page.styled(6, &shown(&one.command), TYPED);
}
