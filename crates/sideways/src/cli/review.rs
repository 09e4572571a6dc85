//! `sideways review`: a draft held against what is known of absent peers, and one's own notes against how they would read.

mod notes;
mod shown;

use std::{
    io::{self, Read},
    path::Path,
};

use clap::Args;
use playbook::defend::review::PERIOD;
use sources::text::LARGEST_FILE;

use super::{Stop, opened, remark, show};
use crate::{
    absent::{self, draft::Draft},
    days,
};

const EXAMPLES: &str = "Examples:
  sideways review quarter.md
  sideways review quarter.md --since \"2 months ago\"
  cat quarter.md | sideways review -
  sideways review --notes
  sideways review --notes mira";

/// Says what a draft leaves out of what others contributed, and which of its lines blame somebody who can't answer.
///
/// Each comes with its line and a sentence to paste. Lines are read as English, plainly; docs/defend.md says how. With
/// --notes it reads your own entries as those would who are meant, and says which hold an opinion about a person.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The draft, Markdown or plain text; `-` is standard input. Beside --notes it is the peer; without one, everybody
    #[arg(value_name = "DRAFT")]
    words: Vec<String>,
    /// Reads your own entries instead of a draft
    #[arg(long)]
    notes: bool,
    /// From when on contributions belong into the draft: 2 months ago, 2027-03-01 [default: 13 weeks ago]
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Prints what was found as JSON
    #[arg(long)]
    json: bool,
}

/// Reviews a draft, or the notes.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    if arguments.notes {
        return match arguments.since {
            Some(_) => Err(Stop::Usage("--since goes with a draft".into(), "sideways review --notes".into())),
            None => notes::run(&arguments.words, arguments.json, notebook),
        };
    }
    let [path] = arguments.words.as_slice() else {
        let fact =
            if arguments.words.is_empty() { "which draft is missing" } else { "one draft is read at a time" };
        return Err(Stop::Usage(fact.into(), "sideways review quarter.md; sideways review --notes".into()));
    };
    let desk = opened::to_read(notebook)?;
    let today = desk::clock::now().today;
    let since = arguments.since.as_deref().map(|day| days::back(day, today)).transpose()?;
    let draft = draft(path)?;
    let (review, said) = absent::review(&draft, (since.unwrap_or(today.plus(-PERIOD)), today), &desk);
    said.iter().for_each(|said| remark(said));
    if arguments.json { opened::show_json(&review) } else { show(&shown::page(&review, path)) }
}

/// A draft; what had to be mended to read it is said.
fn draft(path: &str) -> Result<Draft, Stop> {
    let fault = |error: io::Error| {
        let hint = if error.kind() == io::ErrorKind::NotFound { "sideways review quarter.md" } else { "" };
        Stop::Usage(format!("{path}: it can't be read: {error}"), hint.into())
    };
    let mut bytes = Vec::new();
    let name = if path == "-" { "standard input" } else { path };
    let read = match path {
        "-" => io::stdin().lock().take(LARGEST_FILE + 1).read_to_end(&mut bytes),
        path => {
            std::fs::File::open(path).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
        }
    };
    read.map_err(fault)?;
    if bytes.len() as u64 > LARGEST_FILE {
        let fact = format!("{name}: no draft has more than {} MB", LARGEST_FILE >> 20);
        return Err(Stop::Usage(fact, "split it".into()));
    }
    let draft = Draft::read(name, bytes)?;
    draft.mended.iter().for_each(|mended| remark(mended));
    Ok(draft)
}
