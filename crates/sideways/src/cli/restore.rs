//! `sideways restore`: a backup becomes the notebook again.

use std::path::{Path, PathBuf};

use clap::Args;
use desk::{clock, restore};

use super::{
    Stop, opened,
    page::{Page, TYPED, counted, listed},
    show,
};

/// Puts a backup in the place of the notebook. The one that is there is moved aside, never deleted.
///
/// First the backup is checked: its file, its chain of entries, and every seal if the key is at hand. Only a whole one is
/// restored. What you forgot since the backup is forgotten again.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways restore ~/backups\n  sideways restore ~/backups/sideways-2027-03-01-120000"
)]
pub struct Arguments {
    /// A backup, or a folder of backups, of which the newest is taken
    #[arg(value_name = "BACKUP")]
    backup: PathBuf,
    /// Prints what was restored as JSON
    #[arg(long)]
    json: bool,
}

/// Restores a backup.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let places = opened::places(notebook)?;
    let done = restore::restore(&places, &arguments.backup, clock::now())?;
    if arguments.json {
        return opened::show_json(&done);
    }
    let mut page = Page::new();
    let entries = counted(done.entries as usize, "entry is", "entries are");
    page.paragraph(0, &format!("{entries} restored from {}.", done.backup.display()));
    if let Some(aside) = &done.aside {
        page.paragraph(0, &format!("The notebook that was there lies in {}.", aside.display()));
    }
    if !done.has_end {
        page.paragraph(0, "This was a bare copy of the file, which does not say where it ends: its last entries may be missing.");
    }
    if !done.forgotten.is_empty() {
        let numbers: Vec<String> = done.forgotten.iter().map(u32::to_string).collect();
        page.paragraph(
            0,
            &format!("Forgotten again, as since the backup: entry {}.", listed(&numbers, "and")),
        );
    }
    if let Some(fact) = &done.untold {
        page.paragraph(0, &format!("What was forgotten since the backup is not forgotten again: {fact}."));
        page.styled(2, "sideways forget ENTRY", TYPED);
    }
    if let Some((fact, hint)) = &done.unproved {
        page.paragraph(0, &format!("Its chain is whole; its seals could not be checked, for {fact}."));
        page.styled(2, hint, TYPED);
    }
    show(&page.text())
}
