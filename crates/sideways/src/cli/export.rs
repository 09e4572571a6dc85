//! `sideways export`: everything, in the clear.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Stop, opened,
    page::{Page, counted, listed},
    show,
};

/// Writes the whole notebook into a folder, in the clear.
///
/// entries.jsonl has one line an entry with everything that is stored, and `sideways import` reads it back. log.md and one
/// page a peer are for reading. The folder must be new or empty; only your account can read what is written.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways export notebook-in-the-clear")]
pub struct Arguments {
    /// Where it goes: a folder that is not there yet, or is empty
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Prints what was written as JSON
    #[arg(long)]
    json: bool,
}

/// Exports the notebook.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let mut desk = opened::to_read(notebook)?;
    let done = desk.export(&arguments.folder, desk::clock::now().today, &opened::screen())?;
    if arguments.json {
        return opened::show_json(&done);
    }
    let mut page = Page::new();
    let entries = counted(done.entries, "entry", "entries");
    let peers = counted(done.peers, "peer", "peers");
    page.paragraph(0, &format!("{entries} and a page for {peers} are in {}.", done.folder.display()));
    page.paragraph(
        0,
        "Everything there is in the clear: whoever reads that folder reads what you wrote of your peers. Remove it when you no longer need it.",
    );
    if done.forgotten > 0 {
        page.paragraph(
            0,
            &format!(
                "{} forgotten, and nothing of it is there.",
                counted(done.forgotten, "entry was", "entries were")
            ),
        );
    }
    if !done.unreadable.is_empty() {
        let numbers: Vec<String> = done.unreadable.iter().map(u32::to_string).collect();
        page.paragraph(
            0,
            &format!(
                "Entry {} can't be read, and is not there. sideways doctor says why.",
                listed(&numbers, "and")
            ),
        );
    }
    show(&page.text())
}
