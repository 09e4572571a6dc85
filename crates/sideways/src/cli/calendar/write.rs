//! `sideways calendar write`: the dates that lie ahead, as a file for another calendar.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use desk::{clock::Moment, open::Desk, seal::luck};
use playbook::{
    calendar::Command as Wanted,
    due,
    notebook::Command,
    outward::feed::{Kind, Namer, Scope},
};
use serde::Serialize;
use sources::text::shown;

use super::super::{
    Stop,
    opened::{self, show_json},
    page::{Page, QUIET, counted},
    show,
};
use crate::calendars;

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
        let kind = |word: &str| {
            let wrong = || {
                let hint = "--only talks,calls,loans,answers, or some of them";
                Stop::Usage(format!("“{}” is no kind of date", word.trim()), hint.into())
            };
            Kind::of(word.trim()).ok_or_else(wrong)
        };
        let kinds = match self.only.as_deref() {
            None => Kind::ALL.to_vec(),
            Some(words) => words.split(',').map(kind).collect::<Result<_, _>>()?,
        };
        Ok(Scope { kinds, names: self.names })
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
    let namer = namer(&mut desk, now)?;
    let mut sent = desk.sent();
    let name = path.display().to_string();
    let before = sent.of.get(&name).cloned().unwrap_or_default();
    let calls = calendars::calls(&desk, &namer, &scope, &before, now);
    let sheet = due::sheet(desk.notes(), &namer, &scope, &before, &calls, (now.at, now.today), true);
    let dates = sheet.sent.standing().len();
    sent.of.insert(name, sheet.sent);
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

/// What makes the names of dates; the notebook gets a key for that the first time.
fn namer(desk: &mut Desk, now: Moment) -> Result<Namer, Stop> {
    let screen = opened::screen();
    let is_first = desk.notes().calendars.namer(&screen).is_none();
    // Under the request of the first time, the key of that time is the one.
    if is_first && !(opened::has_request() && desk.done_then()?.is_some()) {
        let key = fresh()?;
        desk.act_all(vec![Command::Calendar(Wanted::Key(key))], now)?;
    }
    let missing = || Stop::Fault("the key of names is not there".into(), "sideways doctor".into());
    desk.notes().calendars.namer(&screen).ok_or_else(missing)
}

/// 32 random bytes.
pub fn fresh() -> Result<[u8; 32], Stop> {
    let mut bytes = [0; 32];
    luck(&mut bytes).map_err(|no| Stop::Fault(no.to_string(), "restart the machine".into()))?;
    Ok(bytes)
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
