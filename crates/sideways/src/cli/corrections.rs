//! `sideways corrections`: what was answered and corrected, listed and taken back.

use std::path::{Path, PathBuf};

use clap::Args;
use desk::open::Desk;
use serde::Serialize;
use sources::{
    answers::{Answers, Entry},
    text::{Text, shown},
};

use super::{
    Stop,
    noting::Noting,
    opened,
    page::{Page, QUIET, TYPED, listed},
    show,
};
use crate::{
    beside::{Lock, open, path, save},
    corrected::{self, InNotebook},
    planned::remembered::Remembered,
};

/// Lists what you answered and corrected, and takes it back.
///
/// Everything is numbered, with its reason and where it is kept: first what lies in `sideways.toml` beside the plan, then what
/// lies in your notebook.
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
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let plan = arguments.plan.as_deref();
    match &arguments.undo {
        Some(which) => undo(which, plan, notebook),
        None => {
            let beside = beside(plan, notebook)?;
            let (answers, text) = open(&beside.path)?;
            list(&beside.path, &all(&answers, &text, beside.noted), arguments.json)
        }
    }
}

/// The file beside the plan, and what the notebook keeps of the same plan.
struct Beside {
    path: PathBuf,
    noted: Vec<InNotebook>,
}

fn beside(plan: Option<&Path>, notebook: Option<&Path>) -> Result<Beside, Stop> {
    match opened::is_there(notebook)? {
        true => Beside::of(&opened::to_read(notebook)?, plan),
        false => Ok(Beside { path: path(plan)?, noted: Vec::new() }),
    }
}

impl Beside {
    fn of(desk: &Desk, plan: Option<&Path>) -> Result<Self, Stop> {
        let remembered = Remembered::of(desk);
        let is_its = plan.is_none_or(|plan| remembered.is_of(&[plan.to_path_buf()]));
        let noted = if is_its { corrected::all(desk.notes()) } else { Vec::new() };
        let known = remembered.plan.as_ref().and_then(|plan| plan.paths.first());
        let path = path(plan.or(known.map(PathBuf::as_path).filter(|path| path.exists())))?;
        Ok(Self { path, noted })
    }
}

/// One answer or correction, wherever it is kept.
struct One {
    entry: Entry,
    /// The entry of the notebook that keeps it; none where the file does.
    number: Option<u32>,
}

/// What the file keeps and then what the notebook does, less what a later word took the place of: the notebook's is later.
fn all(answers: &Answers, text: &Text, noted: Vec<InNotebook>) -> Vec<One> {
    let noted: Vec<InNotebook> = noted.into_iter().filter(|one| !one.is_past).collect();
    let is_past = |entry: &Entry| {
        let slot = entry.slot(answers);
        slot.is_some() && noted.iter().any(|one| one.slot == slot)
    };
    let of_file = answers.entries(text).into_iter().filter(|entry| !is_past(entry));
    let of_file: Vec<One> = of_file.map(|entry| One { entry, number: None }).collect();
    let noted = noted.into_iter().map(|one| One { entry: one.entry, number: Some(one.number) });
    of_file.into_iter().chain(noted).collect()
}

fn undo(which: &str, plan: Option<&Path>, notebook: Option<&Path>) -> Result<(), Stop> {
    let mut noting = Noting::open(notebook, plan, "sideways corrections --undo")?;
    let Beside { path, noted } = match &noting {
        Some(noting) => Beside::of(&noting.desk, plan)?,
        None => beside(plan, notebook)?,
    };
    let _lock = Lock::on(&path)?;
    let (mut answers, text) = open(&path)?;
    let past: Vec<(u32, String)> =
        noted.iter().filter(|one| one.is_past).map(|one| (one.number, one.entry.typed.clone())).collect();
    let all = all(&answers, &text, noted);
    let One { entry, number } = find(&path, &all, which)?;
    match number {
        None => {
            answers.take_back(entry);
            save(&path, &answers)?;
        }
        Some(number) => {
            noting.iter_mut().try_for_each(|noting| noting.undo(&[*number]))?;
        }
    }
    let mut page = Page::new();
    page.paragraph(0, &shown(&format!("Taken back: {}. This makes it again:", entry.words)));
    page.styled(2, &shown(&again(entry, number.is_some())), TYPED);
    if number.is_some()
        && let Some(noting) = &noting
    {
        let again = corrected::all(noting.desk.notes());
        let is_back = |one: &&InNotebook| {
            !one.is_past
                && past.iter().any(|(number, typed)| *number == one.number && *typed == one.entry.typed)
        };
        for one in again.iter().filter(is_back) {
            let words =
                format!("What you said before counts again: {} (entry {}).", one.entry.typed, one.number);
            page.paragraph(0, &shown(&words));
        }
    }
    show(&page.text())
}

/// The entry of this number or of these words; of several that are alike the last.
fn find<'a>(path: &Path, all: &'a [One], which: &str) -> Result<&'a One, Stop> {
    let lists = "sideways corrections lists them".to_owned();
    let kept = || match all.iter().any(|one| one.number.is_some()) {
        true => format!("{} and your notebook hold", path.display()),
        false => format!("{} holds", path.display()),
    };
    if let Ok(number) = which.trim().parse::<usize>() {
        let entry = number.checked_sub(1).and_then(|at| all.get(at));
        let fact = format!("{} {} corrections, and no number {number}", kept(), all.len());
        return entry.ok_or(Stop::Usage(fact, lists));
    }
    let called: Vec<&One> = all.iter().filter(|one| one.entry.is_called(which)).collect();
    match called.as_slice() {
        [] => {
            let fact = format!("{} no correction called “{which}”", kept());
            Err(Stop::Usage(fact, format!("{lists}; --plan PATH names the plan beside which they are kept")))
        }
        [first, .., last] if first.entry.words != last.entry.words => {
            let places: Vec<String> = called.iter().map(|one| one.place("line")).collect();
            let fact = format!("“{which}” may be any of {}", listed(&places, "and"));
            Err(Stop::Usage(fact, "sideways corrections lists them; --undo takes a number, too".into()))
        }
        [.., last] => Ok(last),
    }
}

impl One {
    fn place(&self, file: &str) -> String {
        match self.number {
            Some(number) => format!("notebook, entry {number}"),
            None => format!("{file} {}", self.entry.line),
        }
    }
}

/// What makes it again: without a notebook the plan is named, and whose it is.
fn again(entry: &Entry, is_in_notebook: bool) -> String {
    match entry.typed.strip_prefix("sideways map --") {
        Some(rest) if !is_in_notebook => format!("sideways map PLAN --me YOU --{rest}"),
        _ => entry.typed.clone(),
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
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<u32>,
    typed: String,
}

impl<'a> Shown<'a> {
    fn of((at, One { entry, number }): (usize, &'a One)) -> Self {
        Self {
            number: at + 1,
            what: &entry.words,
            because: &entry.because,
            not_counted: entry.lack.as_deref(),
            line: number.is_none().then_some(entry.line),
            entry: *number,
            typed: again(entry, number.is_some()),
        }
    }
}

fn list(path: &Path, entries: &[One], is_json: bool) -> Result<(), Stop> {
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
    for (at, One { entry, number }) in entries.iter().enumerate() {
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
        let place = number
            .map_or_else(|| format!("{file}:{}", entry.line), |number| format!("notebook, entry {number}"));
        page.styled(4, &shown(&place), QUIET);
    }
    show(&page.text())
}
