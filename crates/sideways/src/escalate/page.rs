//! The page that goes up, as HTML; and `sideways escalate check`, which needs no notebook.

use std::path::PathBuf;

use clap::Args;
use desk::marks::Eye;
use maud::{DOCTYPE, html as markup};
use playbook::{
    escalate::page::{self, Checked, CheckedMark, Found},
    outward::escalate::Page as Shown,
};
use sources::text::shown;

use crate::{
    cli::{
        escalate::text,
        opened,
        page::{Page, QUIET},
        show,
    },
    stop::Stop,
};

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

pub fn check(typed: &Check) -> Result<(), Stop> {
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

/// What was found of a mark, as a sentence.
pub fn said(mark: &CheckedMark) -> String {
    let on = mark.on.map(|on| format!(" on {on}")).unwrap_or_default();
    let (name, key) = (&mark.name, mark.key.as_deref().unwrap_or_default());
    match mark.found {
        Found::Known => format!("{name} marked it{on}, with the key that you know."),
        Found::Signed => format!("{name} marked it{on}, with the key {key}"),
        Found::Recorded => format!("{name} agreed{on}, as the other author recorded it; nothing proves it."),
        Found::Wrong => format!("the mark of {name}{on} is not on this text"),
        Found::Stranger => format!("the mark of {name}{on} is made with a key that you don't know as theirs"),
        Found::Missing => format!("{name} has not marked this text"),
    }
}

/// Why a page does not come from both.
pub fn why(checked: &Checked) -> String {
    let wrong = |mark: &&CheckedMark| !matches!(mark.found, Found::Known | Found::Signed);
    let all: Vec<String> =
        checked.marks.iter().filter(wrong).map(|mark| said(mark).trim_end_matches('.').to_owned()).collect();
    format!("it does not come from both: {}", all.join("; "))
}

/// How the page looks, on a screen and on paper.
const STYLE: &str = "body{font:1.05rem/1.5 Georgia,serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.1rem;margin:2rem 0 .4rem}p{margin:.4rem 0;white-space:pre-line}\
footer{margin-top:2.5rem;padding-top:1rem;border-top:1px solid #999;font-size:.9rem}\
@media print{body{margin:0;max-width:none}h2{break-after:avoid}}";

/// The page that goes up, as one file of HTML: no script, nothing from elsewhere.
pub fn html(page: &Shown) -> String {
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) }
                style { (maud::PreEscaped(STYLE)) }
            }
            body {
                h1 { (page.title) }
                p { "From " (page.names[0]) " and " (page.names[1]) }
                @for block in &page.blocks {
                    section {
                        h2 { (block.heading) }
                        @for paragraph in &block.paragraphs { p { (paragraph) } }
                    }
                }
                footer {
                    @for mark in &page.marks { p { (mark) } }
                    p { (page.foot) }
                }
            }
        }
    };
    page.into_string()
}
