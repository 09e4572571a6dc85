//! `sideways calendar write`: the dates that lie ahead, as a file for another calendar.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use playbook::outward::feed::Scope;
use serde::Serialize;
use sources::text::shown;

use super::super::{
    Stop,
    opened::{self, show_json},
    page::{Page, QUIET, counted},
    show,
};
use crate::calendars::dates::{scope, written};

/// How a file of ours begins; another is never written over.
const OURS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sideways//";

/// Which dates leave.
#[derive(Args)]
pub struct Which {
    /// Only these, with commas between: talks, calls, loans, answers [default: all]
    #[arg(long, value_name = "KINDS")]
    only: Option<String>,
    /// Names peers in the titles; without it a title says no more than Talk, Call, Hand-over or Answer
    #[arg(long)]
    names: bool,
}

impl Which {
    /// What it holds.
    pub fn scope(&self) -> Result<Scope, Stop> {
        scope(self.only.as_deref().map(|words| words.split(',')), self.names)
    }
}

/// Writes your dates into an iCalendar file: talks due, calls before a room, loans that end, answers due.
///
/// Take the file into your calendar again whenever it was written anew: a date that moved moves there, and one that is done is
/// called off. Titles are neutral: whoever finds the file learns nothing but days.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways calendar write dates.ics\n  sideways calendar write dates.ics --only talks,answers"
)]
pub struct Arguments {
    /// The file; one that was written so before is written over
    #[arg(value_name = "FILE.ics")]
    file: PathBuf,
    #[command(flatten)]
    which: Which,
    /// Prints what was written as JSON
    #[arg(long)]
    json: bool,
}

/// What was written.
#[derive(Serialize)]
struct Written {
    file: String,
    /// Dates that stand in it.
    dates: usize,
    /// Its tag, which changes with the text.
    tag: String,
}

/// Writes the file.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let scope = arguments.which.scope()?;
    let path = std::path::absolute(&arguments.file).unwrap_or_else(|_| arguments.file.clone());
    may_replace(&path)?;
    let (mut desk, now) = opened::to_act(notebook, "sideways calendar write")?;
    let (sheet, sent) = written(&mut desk, now, &scope, path.display().to_string())?;
    let dates = sheet.sent.standing().len();
    write(&path, &sheet.text)?;
    desk.keep_sent(&sent)?;
    let file = arguments.file.display().to_string();
    if arguments.json {
        return show_json(&Written { file, dates, tag: sheet.tag });
    }
    let mut page = Page::new();
    let words = format!("{} written to {file}.", counted(dates, "date", "dates"));
    page.paragraph(0, &shown(&words));
    page.styled(0, "Take it into your calendar; what was taken before is brought up to date.", QUIET);
    show(&page.text())
}

/// A file that holds anything else is not written over.
fn may_replace(path: &Path) -> Result<(), Stop> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Ok(bytes) if bytes.is_empty() || bytes.starts_with(OURS.as_bytes()) => Ok(()),
        Ok(_) => Err(Stop::Usage(
            format!("{} holds something else and was not written over", path.display()),
            "sideways calendar write dates.ics".into(),
        )),
        Err(error) => Err(not_written(path, &error)),
    }
}

/// Beside first, then renamed: there is the old one or the new one.
fn write(path: &Path, text: &str) -> Result<(), Stop> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let done = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    done.map_err(|error| not_written(path, &error))
}

fn not_written(path: &Path, error: &io::Error) -> Stop {
    let hint = "choose a folder that is yours: sideways calendar write ~/dates.ics";
    Stop::Usage(format!("{}: it can't be written: {error}", path.display()), hint.into())
}
