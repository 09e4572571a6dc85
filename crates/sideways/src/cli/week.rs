//! `sideways week`, `later` and `not-this`: the page of the week, and what to do with a line that can wait.

mod shown;

use std::path::Path;

use clap::Args;
use desk::open::Desk;
use playbook::{calendar::Forum, moment::Day, notebook::Command, privacy::Private, week};

use super::{Stop, captured, days, opened, remark, show};
use crate::{calendars, corrected::word};

const EXAMPLES: &str = "Examples:
  sideways week
  sideways week --on \"next monday\"
  sideways week --json";

/// Shows the page of the week: at most seven lines, the weightiest first, each with a command that does it.
///
/// At most three lines ask for an act; the others are there to be known. `new` marks what was not there a week ago.
/// Beneath stands what the next four weeks bring.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The day whose page is shown: mon, in 2 weeks, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints the page as JSON
    #[arg(long)]
    json: bool,
}

/// Puts a line of the week off; it comes back on its day, if it still stands.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways later 2\n  sideways later 2 --until \"in 3 weeks\"")]
pub struct Later {
    /// The line, by its number on today's page or by its name
    #[arg(value_name = "LINE")]
    line: String,
    /// Until when: mon, in 3 weeks, 2027-03-01 [default: in a week]
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Strikes a line of the week; it comes back only if it arises anew later.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways not-this 2 --because \"she has an intern for it now\"")]
pub struct NotThis {
    /// The line, by its number on today's page or by its name
    #[arg(value_name = "LINE")]
    line: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    because: String,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Shows the page.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let desk::clock::Moment { at, today } = desk::clock::now();
    let on = arguments.on.as_deref().map_or(Ok(today), |on| days::ahead(on, today))?;
    let forums = forums(&desk, (at, on));
    let page = week::at(desk.notes(), (at, today), on, &forums, &opened::screen());
    if arguments.json { opened::show_json(&page) } else { show(&shown::page(&page, on == today)) }
}

/// Puts a line off.
pub fn later(arguments: &Later, notebook: Option<&Path>) -> Result<(), Stop> {
    act(notebook, &arguments.line, arguments.json, |line, forums, today| {
        let until = arguments.until.as_deref().map(|until| days::ahead(until, today)).transpose()?;
        Ok(week::Command::Later { line, screen: opened::screen(), until, forums })
    })
}

/// Strikes a line.
pub fn not_this(arguments: &NotThis, notebook: Option<&Path>) -> Result<(), Stop> {
    let because = word("reason", &arguments.because, "--because \"she has an intern for it now\"")?;
    act(notebook, &arguments.line, arguments.json, |line, forums, _| {
        let (screen, because) = (opened::screen(), Private::new(because));
        Ok(week::Command::NotThis { line, screen, because, forums })
    })
}

/// Does what is wanted of a line, and says which line it was.
fn act(
    notebook: Option<&Path>,
    words: &str,
    as_json: bool,
    wish: impl FnOnce(String, Vec<Forum>, Day) -> Result<week::Command, Stop>,
) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways week")?;
    let forums = forums(&desk, (now.at, now.today));
    let page = week::at(desk.notes(), (now.at, now.today), now.today, &forums, &opened::screen());
    let command = wish(words.to_owned(), forums, now.today)?;
    let line = page.line(words).map(|line| line.sentence.clone());
    let mut captured = captured::act(&mut desk, Command::Week(command), now)?;
    captured.remarks.extend(line);
    captured.show(as_json)
}

/// Meetings that the page knows. Where the calendar can't be opened, that is said, and the page is shown without them.
fn forums(desk: &Desk, (at, on): (jiff::Timestamp, Day)) -> Vec<Forum> {
    calendars::forums(desk, at, week::last_forum(on)).unwrap_or_else(|stop| {
        remark(&format!("Warning: meetings are left out: {}.", stop.fact()));
        Vec::new()
    })
}
