//! `sideways trade`: what is open among the five goods, and the hunt for what could be traded.

use std::path::Path;

use clap::{Args, Subcommand};
use playbook::trade::goods::{Listed, listed};
use sources::text::shown;

use super::{
    Stop, hunt, opened,
    page::{Page, QUIET, TYPED},
    show,
};

const EXAMPLES: &str = "Examples:
  sideways trade
  sideways trade list --json
  sideways trade hunt
  sideways offer mira capacity \"two reviewers\" --until \"june 30\"
  sideways want tom risk \"first on the new pipeline\" --write-up \"what broke\"
  sideways agree 41 for 42
  sideways give 42
  sideways return 41";

/// Lists what was offered, wanted and agreed, by date over all peers; and looks for what could be traded.
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
    Hunt(Box<hunt::Arguments>),
    List(List),
}

/// Lists what is open, the earliest first.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways trade list\n  sideways trade list --json")]
struct List {
    /// Prints what is open as JSON
    #[arg(long)]
    json: bool,
}

/// Lists what is open.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        None => list(arguments.json, notebook),
        Some(Verb::Hunt(wanted)) => hunt::run(wanted, notebook),
        Some(Verb::List(wanted)) => list(wanted.json, notebook),
    }
}

fn list(as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let today = desk::clock::now().today;
    let notes = desk.notes();
    let all = listed(&notes.goods, &notes.loans, &notes.peers, today, &opened::screen());
    if as_json { opened::show_json(&all) } else { show(&page(&all).text()) }
}

fn page(all: &[Listed]) -> Page {
    let mut page = Page::new();
    if all.is_empty() {
        page.paragraph(
            0,
            "Nothing is offered, wanted or agreed. sideways offer and sideways want note something.",
        );
    }
    for one in all {
        let words = format!("{:<5} {}", one.id.to_string(), shown(&one.sentence));
        page.hanging(0, 6, &words, anstyle::Style::new());
        let judged =
            one.judged.as_ref().map_or_else(String::new, |judged| format!("; {judged}, as you judge it"));
        page.styled(6, &format!("since {}{judged}", one.since), QUIET);
        page.styled(6, &shown(&one.command), TYPED);
    }
    page
}
