//! `sideways forget`: an entry that nobody can read any more.

use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::{Stop, opened, page::Page, show};

/// Forgets an entry for good: nobody can read it any more, you neither, and nothing brings it back.
///
/// Its key is destroyed, and with it the plan and map that it kept. Its number, and when it was written, stay. Backups and
/// exports from before still hold it; a backup that is restored over this notebook forgets it again. It asks nothing first:
/// sideways undo is what you want if you only mistyped.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways forget 41")]
pub struct Arguments {
    /// The number of the entry, as the answer and `sideways log` say it
    #[arg(value_name = "ENTRY")]
    entry: u32,
    /// Prints what was forgotten as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer {
    entry: u32,
    forgotten: u32,
}

/// Forgets an entry.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways forget")?;
    let done = desk.forget(arguments.entry, None, now)?;
    let answer = Answer { entry: done.entry, forgotten: arguments.entry };
    if arguments.json {
        return opened::show_json(&answer);
    }
    let mut page = Page::new();
    page.paragraph(
        0,
        &format!(
            "Entry {} is forgotten for good: its key is destroyed, and nobody can read it any more.",
            answer.forgotten
        ),
    );
    page.paragraph(
        0,
        "Backups and exports that you made before still hold it, backups sealed and exports in the clear.",
    );
    show(&page.text())
}
