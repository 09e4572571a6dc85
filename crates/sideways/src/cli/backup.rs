//! `sideways backup`: a copy of the notebook, sealed as it is.

use std::path::{Path, PathBuf};

use clap::Args;
use desk::{backup, clock};

use super::{
    Stop, opened,
    page::{Page, counted, thousands},
    show,
};

/// Copies the notebook into a dated folder, sealed as it is, also while it is being written.
///
/// Of the backups of this notebook in that folder the newest seven stay, and one a month for a year. The key is not in it: a
/// backup opens with the key of this machine, or with your recovery code. Copying the notebook's file by hand is no backup:
/// while it is being written, such copies are nearly always broken.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways backup /media/stick\n  sideways backup ~/backups --keep 30")]
pub struct Arguments {
    /// Where backups lie; the new one gets a dated folder in it
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// How many of the newest stay, besides one a month for a year
    #[arg(long, value_name = "N", default_value_t = backup::KEPT)]
    keep: usize,
    /// Prints what was written as JSON
    #[arg(long)]
    json: bool,
}

/// Makes a backup.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let places = opened::places(notebook)?;
    let done = backup::backup(&places, &arguments.folder, arguments.keep, clock::now())?;
    if arguments.json {
        return opened::show_json(&done);
    }
    let mut page = Page::new();
    page.paragraph(
        0,
        &format!(
            "{} are in {}, sealed.",
            counted(done.entries as usize, "entry", "entries"),
            done.backup.display()
        ),
    );
    if !done.dropped.is_empty() {
        let count = counted(done.dropped.len(), "older backup", "older backups");
        page.paragraph(
            0,
            &format!(
                "{count} went; the newest {} stay, and one a month for a year.",
                thousands(arguments.keep)
            ),
        );
    }
    page.paragraph(
        0,
        "The key is not in it: it opens with the key of this machine, or with your recovery code.",
    );
    show(&page.text())
}
