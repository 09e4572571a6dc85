//! `sideways escalate` and `sideways escalate show`: where each document stands.

use std::path::Path;

use clap::Args;
use playbook::escalate::listed::{self, Listed, Shown};
use sources::text::shown;

use super::{
    super::{
        Stop, opened,
        page::{Page, QUIET, STRONG, TYPED},
        show as print,
    },
    Which, write,
};
use crate::escalate::find;

/// Shows a document: its parts, two versions side by side where both wrote at once, and who marked it.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways escalate show 41\n  sideways escalate show 41 --json")]
pub struct Show {
    #[command(flatten)]
    which: Which,
}

pub(super) fn list(as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let all = listed::listed(&desk.notes().escalations, desk::clock::now().today);
    if as_json {
        return opened::show_json(&all);
    }
    let mut page = Page::new();
    if all.is_empty() {
        page.paragraph(
            0,
            "No document is open. sideways escalate gate PEER says whether it is time for one.",
        );
    }
    for one in &all {
        head(&mut page, one);
    }
    print(&page.text())
}

fn head(page: &mut Page, one: &Listed) {
    let words =
        format!("{:<5} with {}: {}", one.escalation.to_string(), shown(&one.name), shown(&one.question));
    page.hanging(0, 6, &words, STRONG);
    page.styled(6, &format!("{}.", one.life.word()), QUIET);
    if let Some(next) = &one.next {
        page.paragraph(6, &format!("{} {}", shown(&next.sentence), next.reason));
        page.styled(6, &shown(&next.command), TYPED);
    }
}

pub(super) fn show(typed: &Show, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let (notes, today) = (desk.notes(), desk::clock::now().today);
    let one = find(&desk, typed.which.id()?)?;
    let whole = listed::shown(one, &notes.escalations, today, &opened::screen());
    if typed.which.json {
        return opened::show_json(&whole);
    }
    let mut page = Page::new();
    head(&mut page, &whole.listed);
    if let Some(because) = &whole.regardless {
        page.styled(6, &format!("Opened though it was too early, because “{}”.", shown(because)), QUIET);
    }
    for (on, by) in &whole.unanswered {
        page.styled(6, &format!("Invited on {on} to answer by {by}; no answer yet."), QUIET);
    }
    parts(&mut page, &whole);
    page.gap();
    for mark in &whole.marks {
        page.hanging(0, 2, &shown(mark), anstyle::Style::new());
    }
    for (what, words) in [("Decided", &whole.decided), ("What follows", &whole.followed)] {
        if let Some(words) = words {
            page.hanging(0, 2, &format!("{what}: {}", shown(words)), anstyle::Style::new());
        }
    }
    if let Some(spent) = write::spent(&desk, one.id(), today) {
        page.paragraph(0, &shown(&spent));
    }
    print(&page.text())
}

fn parts(page: &mut Page, whole: &Shown) {
    for part in &whole.parts {
        page.gap();
        page.heading(&format!("{} ({})", shown(&part.heading), part.part));
        let is_one = part.versions.len() == 1;
        for version in &part.versions {
            if !is_one {
                page.styled(2, &format!("as {} wrote it:", shown(&version.by)), QUIET);
            }
            for line in version.words.lines() {
                page.paragraph(if is_one { 2 } else { 4 }, &shown(line));
            }
        }
        match part.versions.len() {
            0 => page.styled(2, "nothing yet", QUIET),
            1 => {}
            _ => {
                let settle = format!("sideways escalate write {} {}", whole.listed.escalation, part.part);
                page.styled(2, &format!("{settle} --mine"), TYPED);
                page.styled(2, &format!("{settle} --theirs"), TYPED);
            }
        }
    }
}
