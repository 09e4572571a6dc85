//! `sideways undo`: an entry counts for nothing any more.

use std::path::Path;

use clap::Args;

use super::{Stop, opened, page::Page, show};

/// Undoes an entry: it counts for nothing any more. The log still shows it, and undoing the undoing brings it back.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways undo 41")]
pub struct Arguments {
    /// The number of the entry, as the answer and `sideways log` say it
    #[arg(value_name = "ENTRY")]
    entry: u32,
}

/// Undoes an entry.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways undo")?;
    let done = desk.undo(arguments.entry, None, now)?;
    let mut page = Page::new();
    page.paragraph(
        0,
        &format!("Entry {} undone. `sideways undo {}` brings it back.", arguments.entry, done.entry),
    );
    show(&page.text())
}
