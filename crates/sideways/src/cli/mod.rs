//! The command line.

mod answer;
mod ask;
mod backup;
mod captured;
mod completions;
mod corrections;
mod crossing;
mod days;
mod doctor;
mod export;
mod forget;
mod import;
mod init;
mod kept;
mod keys;
mod kindness;
mod loan;
mod log;
mod man;
mod map;
mod named;
mod opened;
mod page;
mod peer;
mod progress;
mod restore;
mod talk;
mod team;
mod tryout;
mod typed;
mod undo;
mod week;
mod who;

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::{CommandFactory, Parser, Subcommand};

use self::page::Page;

/// Names the few peers your year depends on, from the plan your company already has.
///
/// Everything stays on this machine: nothing is ever sent anywhere.
#[derive(Parser)]
#[command(name = "sideways", version, max_term_width = 80, arg_required_else_help = true)]
struct Arguments {
    /// Where your notebook lies [default: SIDEWAYS_NOTEBOOK, else your data folder]
    #[arg(long, global = true, value_name = "PATH")]
    notebook: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Map(map::Arguments),
    Who(who::Arguments),
    Crossing(crossing::Arguments),
    Corrections(corrections::Arguments),
    Init(init::Arguments),
    Week(week::Arguments),
    Later(week::Later),
    NotThis(week::NotThis),
    Talk(talk::Arguments),
    Kindness(kindness::Arguments),
    Peer(peer::Arguments),
    Ask(ask::Arguments),
    Answer(answer::Arguments),
    Loan(loan::Arguments),
    Team(team::Arguments),
    Log(log::Arguments),
    Undo(undo::Arguments),
    Forget(forget::Arguments),
    Export(export::Arguments),
    Import(import::Arguments),
    Backup(backup::Arguments),
    Restore(restore::Arguments),
    Doctor(doctor::Arguments),
    Unlock(keys::Unlock),
    Lock(keys::Lock),
    Recover(keys::Recover),
    Rekey(keys::Rekey),
    Try(tryout::Arguments),
    Completions(completions::Arguments),
    #[command(hide = true)]
    Man(man::Arguments),
}

/// Why a command did not do what it was asked.
pub enum Stop {
    /// It was used wrongly: a fact, and something to type.
    Usage(String, String),
    /// The playbook says no: a fact, and something to type.
    Refused(String, String),
    /// A file of the user's settings or answers can't be read: the rendered problem. Nothing was changed.
    Unread(String),
    /// The machine failed.
    Fault(String, String),
}

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    let Arguments { notebook, command } = Arguments::parse();
    let notebook = notebook.as_deref();
    let done = match command {
        Command::Map(arguments) => map::run(&arguments),
        Command::Who(arguments) => who::run(&arguments),
        Command::Crossing(arguments) => crossing::run(&arguments),
        Command::Corrections(arguments) => corrections::run(&arguments),
        Command::Init(arguments) => init::run(&arguments, notebook),
        Command::Week(arguments) => week::run(&arguments, notebook),
        Command::Later(arguments) => week::later(&arguments, notebook),
        Command::NotThis(arguments) => week::not_this(&arguments, notebook),
        Command::Talk(arguments) => talk::run(&arguments, notebook),
        Command::Kindness(arguments) => kindness::run(&arguments, notebook),
        Command::Peer(arguments) => peer::run(&arguments, notebook),
        Command::Ask(arguments) => ask::run(&arguments, notebook),
        Command::Answer(arguments) => answer::run(&arguments, notebook),
        Command::Loan(arguments) => loan::run(&arguments, notebook),
        Command::Team(arguments) => team::run(&arguments, notebook),
        Command::Log(arguments) => log::run(&arguments, notebook),
        Command::Undo(arguments) => undo::run(&arguments, notebook),
        Command::Forget(arguments) => forget::run(&arguments, notebook),
        Command::Export(arguments) => export::run(&arguments, notebook),
        Command::Import(arguments) => import::run(&arguments, notebook),
        Command::Backup(arguments) => backup::run(&arguments, notebook),
        Command::Restore(arguments) => restore::run(&arguments, notebook),
        Command::Doctor(arguments) => doctor::run(&arguments, notebook),
        Command::Unlock(arguments) => keys::unlock(&arguments, notebook),
        Command::Lock(arguments) => keys::lock(&arguments, notebook),
        Command::Recover(arguments) => keys::recover(&arguments, notebook),
        Command::Rekey(arguments) => keys::rekey(&arguments, notebook),
        Command::Try(arguments) => tryout::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, Arguments::command()),
        Command::Man(arguments) => man::run(&arguments, Arguments::command()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Usage(fact, hint)) => complain(&fact, &hint, 2),
        Err(Stop::Refused(fact, hint)) => complain(&fact, &hint, 1),
        Err(Stop::Unread(problem)) => {
            let mut page = Page::new();
            page.problem(&format!("Error: {problem}"));
            write_error(page, 2)
        }
        Err(Stop::Fault(fact, hint)) => complain(&fact, &hint, 70),
    }
}

fn complain(fact: &str, hint: &str, code: u8) -> ExitCode {
    let mut page = Page::new();
    page.paragraph(0, &format!("Error: {}", sources::text::shown(fact)));
    if !hint.is_empty() {
        page.paragraph(0, &format!("Hint: {}", sources::text::shown(hint)));
    }
    write_error(page, code)
}

fn write_error(page: Page, code: u8) -> ExitCode {
    // Where even this can't be written, the code says it.
    let _ = anstream::stderr().write_all(page.text().as_bytes());
    ExitCode::from(code)
}

/// Says something beside the answer.
fn remark(words: &str) {
    let mut page = Page::new();
    page.paragraph(0, &sources::text::shown(words));
    let _ = anstream::stderr().write_all(page.text().as_bytes());
}

/// Writes to standard output. A reader that has gone away is no fault.
fn show(text: &str) -> Result<(), Stop> {
    match anstream::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Stop::Fault(format!("the answer can't be written: {error}"), String::new()))
        }
        _ => Ok(()),
    }
}
