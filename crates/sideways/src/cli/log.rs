//! `sideways log`: everything that was entered.

use std::path::Path;

use clap::Args;
use playbook::sentence::sentence;

use super::{Stop, opened, page::Page, show};

/// Lists what you entered, the latest last.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways log")]
pub struct Arguments {}

/// Lists the entries.
pub fn run(_arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let mut desk = opened::to_read(notebook)?;
    let screen = opened::screen();
    let mut page = Page::new();
    for found in desk.entries()? {
        let words = match &found.entry {
            None => "forgotten".to_owned(),
            Some(entry) => {
                let peers = &desk.notes().peers;
                let all: Vec<String> =
                    entry.events.iter().map(|event| sentence(event, peers, &screen)).collect();
                all.join(" ")
            }
        };
        let undone = found.undone_by.map_or_else(String::new, |by| format!(" (undone by {by})"));
        page.hanging(0, 5, &format!("{:<4} {words}{undone}", found.number), anstyle::Style::new());
    }
    show(&page.text())
}
