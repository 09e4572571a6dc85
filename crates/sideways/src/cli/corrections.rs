//! `sideways corrections`: what was answered and corrected, listed and taken back.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use sources::{answers::Entry, text::shown};

use super::{
    Stop,
    kept::{Lock, open, path, save},
    page::{Page, QUIET, TYPED, listed},
    show,
};

/// Lists what you answered and corrected, and takes it back.
///
/// Everything is numbered in the order of `sideways.toml`, with its reason and its line.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways corrections\n  sideways corrections --undo 2\n  sideways corrections --undo \"crossing reject Guest sign-in Identity\"\n  sideways corrections --undo \"without Tom Reyes\""
)]
pub struct Arguments {
    /// Takes one back: its number, or the words that name it
    #[arg(long, value_name = "WHICH")]
    undo: Option<String>,
    /// The plan beside which they are kept [default: the current folder]
    #[arg(long, value_name = "PATH")]
    plan: Option<PathBuf>,
    /// Prints the list as JSON
    #[arg(long, conflicts_with = "undo")]
    json: bool,
}

/// Lists corrections, or takes one back.
pub fn run(arguments: &Arguments) -> Result<(), Stop> {
    let path = path(arguments.plan.as_deref())?;
    match &arguments.undo {
        Some(which) => undo(&path, which),
        None => {
            let (answers, text) = open(&path)?;
            list(&path, &answers.entries(&text), arguments.json)
        }
    }
}

fn undo(path: &Path, which: &str) -> Result<(), Stop> {
    let _lock = Lock::on(path)?;
    let (mut answers, text) = open(path)?;
    let entries = answers.entries(&text);
    let entry = find(path, &entries, which)?;
    answers.take_back(entry);
    save(path, &answers)?;
    let mut page = Page::new();
    page.paragraph(0, &shown(&format!("Taken back: {}. This makes it again:", entry.words)));
    page.styled(2, &shown(&entry.typed), TYPED);
    show(&page.text())
}

/// The entry of this number or of these words; of several that are alike the last.
fn find<'a>(path: &Path, entries: &'a [Entry], which: &str) -> Result<&'a Entry, Stop> {
    let lists = "sideways corrections lists them".to_owned();
    if let Ok(number) = which.trim().parse::<usize>() {
        let entry = number.checked_sub(1).and_then(|at| entries.get(at));
        let fact = format!("{} holds {} corrections, and no number {number}", path.display(), entries.len());
        return entry.ok_or(Stop::Usage(fact, lists));
    }
    let called: Vec<&Entry> = entries.iter().filter(|entry| entry.is_called(which)).collect();
    match called.as_slice() {
        [] => {
            let fact = format!("{} holds no correction called “{which}”", path.display());
            Err(Stop::Usage(fact, format!("{lists}; --plan PATH names the plan beside which they are kept")))
        }
        [first, .., last] if first.words != last.words => {
            let lines: Vec<String> = called.iter().map(|entry| entry.line.to_string()).collect();
            let fact = format!("“{which}” may be any of lines {}", listed(&lines, "and"));
            Err(Stop::Usage(fact, "sideways corrections lists them; --undo takes a number, too".into()))
        }
        [.., last] => Ok(last),
    }
}

/// The list as JSON.
#[derive(Serialize)]
struct Listed<'a> {
    file: String,
    corrections: Vec<Shown<'a>>,
}

/// A correction as JSON.
#[derive(Serialize)]
struct Shown<'a> {
    number: usize,
    what: &'a str,
    because: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_counted: Option<&'a str>,
    line: u32,
    typed: &'a str,
}

impl<'a> Shown<'a> {
    fn of((at, entry): (usize, &'a Entry)) -> Self {
        Self {
            number: at + 1,
            what: &entry.words,
            because: &entry.because,
            not_counted: entry.lack.as_deref(),
            line: entry.line,
            typed: &entry.typed,
        }
    }
}

fn list(path: &Path, entries: &[Entry], is_json: bool) -> Result<(), Stop> {
    let file = path.display().to_string();
    if is_json {
        let corrections = entries.iter().enumerate().map(Shown::of).collect();
        let text = serde_json::to_string_pretty(&Listed { file, corrections })
            .map_err(|error| Stop::Fault(format!("the list can't be written: {error}"), String::new()))?;
        return show(&format!("{text}\n"));
    }
    let mut page = Page::new();
    if entries.is_empty() {
        page.paragraph(0, &shown(&format!("{file} holds no answers and no corrections yet.")));
        return show(&page.text());
    }
    for (at, entry) in entries.iter().enumerate() {
        let words = match entry.words.starts_with("who ") {
            true => entry.typed.trim_start_matches("sideways "),
            false => &entry.words,
        };
        page.hanging(0, 4, &shown(&format!("{:<3} {words}", at + 1)), anstyle::Style::new());
        if !entry.because.is_empty() {
            page.paragraph(4, &shown(&format!("“{}”", entry.because)));
        }
        if let Some(lack) = &entry.lack {
            page.paragraph(4, &shown(&format!("Not counted: {lack}.")));
        }
        page.styled(4, &shown(&format!("{file}:{}", entry.line)), QUIET);
    }
    show(&page.text())
}
