//! `sideways import`: an export becomes a notebook again.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Stop, opened,
    page::{Page, counted, listed},
    show,
};

/// Reads an export into an empty notebook: the same entries under the same numbers, with their days and times.
///
/// What was undone stays undone, what was forgotten stays forgotten. Everything is sealed anew, under this notebook's key.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways init\n  sideways import notebook-in-the-clear")]
pub struct Arguments {
    /// What `sideways export` wrote
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Prints what was read as JSON
    #[arg(long)]
    json: bool,
}

/// Imports an export.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways import")?;
    let done = desk.import(&arguments.folder, now)?;
    if arguments.json {
        return opened::show_json(&done);
    }
    let mut page = Page::new();
    let entries = counted(done.entries, "entry is", "entries are");
    page.paragraph(0, &format!("{entries} in the notebook, and sealed."));
    if !done.lost.is_empty() {
        let numbers: Vec<String> = done.lost.iter().map(u32::to_string).collect();
        let lost = listed(&numbers, "and");
        page.paragraph(
            0,
            &format!("Entry {lost} could not be read when it was exported, and counts as forgotten."),
        );
    }
    page.paragraph(
        0,
        &format!(
            "{} still lies there in the clear. Remove it when you no longer need it.",
            arguments.folder.display()
        ),
    );
    show(&page.text())
}
