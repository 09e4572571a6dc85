//! `sideways escalate check`, which needs no notebook.

use std::path::PathBuf;

use clap::Args;
use desk::marks::Eye;
use playbook::escalate::page::{self, Found};
use sources::text::shown;

use super::{
    super::{
        Stop, opened,
        page::{Page, QUIET},
        show,
    },
    text,
};
use crate::escalate::page::{said, why};

/// Says who marked a page and when, and whether both marked exactly this text. It needs the page alone, and no notebook.
///
/// Ends with 0 where it comes jointly, with 1 where it does not. With --keys, a line NAME ssh-ed25519 KEY for each author, a
/// mark must be made with that very key.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate check joint.md\n  sideways escalate check joint.md --keys allowed_signers\n  \
                        sideways escalate check joint.md && echo \"it comes from both\""
)]
pub struct Check {
    /// The page: joint.md
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Keys that you know to be theirs, as OpenSSH's allowed_signers has them
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Accepts an agreement that the other author recorded, which nothing proves
    #[arg(long)]
    recorded: bool,
    /// Prints what was found as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn check(typed: &Check) -> Result<(), Stop> {
    let known = match &typed.keys {
        None => Vec::new(),
        Some(path) => {
            let keys = page::keys(&text(path)?);
            if keys.is_empty() {
                let fact = format!("{}: there is no key in it", path.display());
                return Err(Stop::Usage(fact, "a line a name: Ada Okoye ssh-ed25519 AAAA...".into()));
            }
            keys
        }
    };
    let checked = page::check(&text(&typed.file)?, &known, &Eye)?;
    let is_taken = checked.is_joint() || typed.recorded && checked.is_recorded();
    if !is_taken {
        return Err(Stop::Refused(why(&checked), "ask both to bring one text that both marked".into()));
    }
    if typed.json {
        return opened::show_json(&checked);
    }
    let mut page = Page::new();
    let names = checked.names.join(" and ");
    page.paragraph(0, &format!("This text comes from {} to {}.", shown(&names), shown(&checked.whom)));
    for mark in &checked.marks {
        page.hanging(2, 4, &shown(&said(mark)), anstyle::Style::new());
    }
    if checked.marks.iter().any(|mark| mark.found == Found::Signed) {
        let words = "That these keys are theirs, you learn from them alone: ask each once for the line of their key, and name \
                     it with --keys.";
        page.styled(0, words, QUIET);
    }
    show(&page.text())
}
