//! `sideways undo`: an entry counts for nothing any more.

use std::path::Path;

use clap::Args;
use playbook::sentence::sentence_in;
use serde::Serialize;

use super::{
    Stop, opened,
    page::{Page, QUIET},
    show,
};

/// Undoes an entry: it counts for nothing any more. The log still shows it, and undoing the undoing brings it back.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways undo 41\n  sideways undo 41 --json")]
pub struct Arguments {
    /// The number of the entry, as the answer and `sideways log` say it
    #[arg(value_name = "ENTRY")]
    entry: u32,
    /// Prints what was undone as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer {
    entry: u32,
    undone: u32,
    said: Vec<String>,
}

/// Undoes an entry.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways undo")?;
    // Names are as they were while the entry still counted.
    let said =
        desk.said(arguments.entry, |event, notes| sentence_in(event, notes, now.today, &opened::screen()))?;
    let done = desk.undo(arguments.entry, None, now)?;
    let answer = Answer { entry: done.entry, undone: arguments.entry, said };
    if arguments.json {
        return opened::show_json(&answer);
    }
    let mut page = Page::new();
    page.paragraph(0, &format!("Entry {} counts for nothing any more:", answer.undone));
    for sentence in &answer.said {
        page.hanging(2, 4, &sources::text::shown(sentence), anstyle::Style::new());
    }
    page.styled(0, &format!("Entry {0}; sideways undo {0} brings it back.", answer.entry), QUIET);
    show(&page.text())
}
