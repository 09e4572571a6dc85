//! The command line.

mod answer;
mod ask;
mod backup;
mod calendar;
mod captured;
mod completions;
mod contribution;
mod corrections;
mod crossing;
mod defend;
mod doctor;
mod escalate;
mod export;
mod forget;
mod goods;
mod hunt;
mod import;
mod init;
mod initiative;
mod judged;
mod keys;
mod kindness;
mod loan;
mod log;
mod man;
mod map;
mod named;
mod noting;
mod opened;
mod page;
mod peer;
mod progress;
mod read;
mod restore;
mod review;
mod serve;
mod talk;
mod team;
mod tell;
mod trade;
mod tryout;
mod typed;
mod undo;
mod week;
mod what_if;
mod who;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, error::ErrorKind};
use serde::Serialize;

use self::page::Page;
use crate::{apart, days, stop::Stop};
use desk::clock::INSTEAD;
use playbook::words::on_one_line;

/// Names the few peers your year depends on, from the plan your company already has.
///
/// Everything stays on this machine: nothing is ever sent anywhere.
#[derive(Parser)]
#[command(name = "sideways", version, max_term_width = 80, arg_required_else_help = true)]
struct Arguments {
    #[command(flatten)]
    always: Always,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args)]
struct Always {
    /// Where your notebook lies [default: SIDEWAYS_NOTEBOOK, else your data folder]
    #[arg(long, global = true, value_name = "PATH")]
    notebook: Option<PathBuf>,
    /// Seconds of processor time that reading one file may take [default: 10]; memory goes with it
    #[arg(long, global = true, value_name = "SECONDS", hide = true, value_parser = clap::value_parser!(u32).range(1..=i64::from(apart::MOST_SECONDS)))]
    reader_seconds: Option<u32>,
}

/// All commands: each with its arguments, its word and what runs it.
macro_rules! commands {
    ($($(#[$about:meta])* $name:ident($arguments:ty), $word:literal, $run:expr;)+) => {
        #[derive(Subcommand)]
        enum Command {
            $($(#[$about])* $name($arguments)),+
        }

        impl Command {
            /// The definition of one command. Defining all of them takes longer than most of them run.
            fn definition(word: &str) -> Option<clap::Command> {
                match word {
                    $($word => Some(<$arguments as clap::Args>::augment_args(clap::Command::new($word))),)+
                    _ => None,
                }
            }

            fn run(&self, notebook: Option<&Path>) -> Result<(), Stop> {
                match self {
                    $(Self::$name(arguments) => {
                        let run: fn(&$arguments, Option<&Path>) -> Result<(), Stop> = $run;
                        run(arguments, notebook)
                    })+
                }
            }
        }
    };
}

commands! {
    Init(init::Arguments), "init", init::run;
    Read(read::Arguments), "read", read::run;
    Map(map::Arguments), "map", map::run;
    Who(who::Arguments), "who", who::run;
    Trade(trade::Arguments), "trade", trade::run;
    WhatIf(what_if::Arguments), "what-if", what_if::run;
    Crossing(crossing::Arguments), "crossing", crossing::run;
    Corrections(corrections::Arguments), "corrections", corrections::run;
    Week(week::Arguments), "week", week::run;
    Later(week::Later), "later", week::later;
    NotThis(week::NotThis), "not-this", week::not_this;
    Talk(talk::Arguments), "talk", talk::run;
    Kindness(kindness::Arguments), "kindness", kindness::run;
    Peer(peer::Arguments), "peer", peer::run;
    Ask(ask::Arguments), "ask", ask::run;
    Answer(answer::Arguments), "answer", answer::run;
    Loan(loan::Arguments), "loan", loan::run;
    Offer(goods::Offer), "offer", goods::offer;
    Want(goods::Want), "want", goods::want;
    Agree(goods::Agree), "agree", goods::agree;
    Give(goods::Give), "give", goods::give;
    Return(goods::Return), "return", goods::return_;
    Drop(goods::Drop), "drop", goods::drop;
    Credit(goods::Credit), "credit", goods::credit;
    Tell(tell::Arguments), "tell", tell::run;
    Told(tell::Told), "told", tell::told;
    Surprised(tell::Surprised), "surprised", tell::surprised;
    Repaired(tell::Repaired), "repaired", tell::repaired;
    Contribution(contribution::Arguments), "contribution", contribution::run;
    Defend(defend::Arguments), "defend", defend::run;
    Defended(defend::Defended), "defended", defend::defended;
    Review(review::Arguments), "review", review::run;
    Initiative(initiative::Arguments), "initiative", initiative::run;
    Escalate(escalate::Arguments), "escalate", escalate::run;
    Team(team::Arguments), "team", team::run;
    Serve(serve::Arguments), "serve", |_, _| Ok(());
    Calendar(calendar::Arguments), "calendar", calendar::run;
    Log(log::Arguments), "log", log::run;
    Undo(undo::Arguments), "undo", undo::run;
    Forget(forget::Arguments), "forget", forget::run;
    Export(export::Arguments), "export", export::run;
    Import(import::Arguments), "import", import::run;
    Backup(backup::Arguments), "backup", backup::run;
    Restore(restore::Arguments), "restore", restore::run;
    Doctor(doctor::Arguments), "doctor", doctor::run;
    Unlock(keys::Unlock), "unlock", keys::unlock;
    Lock(keys::Lock), "lock", keys::lock;
    Recover(keys::Recover), "recover", keys::recover;
    Rekey(keys::Rekey), "rekey", keys::rekey;
    Try(tryout::Arguments), "try", |arguments, _| tryout::run(arguments);
    Completions(completions::Arguments), "completions",
        |arguments, _| completions::run(arguments, Arguments::command());
    #[command(hide = true)]
    Man(man::Arguments), "man", |arguments, _| man::run(arguments, Arguments::command());
}

/// What was typed. Where it begins with the word of a command, that command alone is defined; whatever else it is, help or a
/// slip of the pen, is held against all of them.
fn arguments() -> Arguments {
    let word = std::env::args_os().nth(1).and_then(|word| word.into_string().ok());
    let read = match word.as_deref().and_then(Command::definition) {
        None => Arguments::try_parse(),
        Some(one) => {
            let alone = clap::Command::new("sideways").version(env!("CARGO_PKG_VERSION")).max_term_width(80);
            let matches = Always::augment_args(alone).subcommand(one).try_get_matches();
            matches.and_then(|matches| Arguments::from_arg_matches(&matches))
        }
    };
    read.unwrap_or_else(|error| {
        let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
        if !error.use_stderr() || (is_help && !wants_json()) {
            error.exit();
        }
        let (fact, hint) = said_of(&error.render().to_string(), word.as_deref());
        complain(&fact, &hint, 2);
        std::process::exit(error.exit_code());
    })
}

/// The fact and the hint of what the parser of the command line says; `word` is that of the command.
fn said_of(rendered: &str, word: Option<&str>) -> (String, String) {
    let fact = on_one_line(rendered.split("\n\n").next().unwrap_or_default());
    let mut lines = rendered.lines().map(str::trim);
    let hint = lines.find_map(|line| ["tip: ", "Usage: "].iter().find_map(|head| line.strip_prefix(head)));
    let help = || match word.filter(|word| Command::definition(word).is_some()) {
        Some(word) => format!("sideways {word} --help"),
        None => "sideways --help".to_owned(),
    };
    (fact.trim_start_matches("error: ").to_owned(), hint.map_or_else(help, str::to_owned))
}

/// Whether an answer was to be JSON: then so is the complaint, whatever was wrong with the rest.
fn wants_json() -> bool {
    std::env::args_os().take_while(|argument| argument != "--").any(|argument| argument == "--json")
}

/// A complaint as JSON, on standard error.
#[derive(Serialize)]
struct Complaint<'a> {
    /// What is wrong, in a sentence without a full stop.
    error: &'a str,
    /// Something to type; empty where nothing helps.
    hint: &'a str,
}

fn write_json(error: &str, hint: &str) {
    if let Ok(text) = serde_json::to_string(&Complaint { error, hint }) {
        // Where even this can't be written, the code says it.
        let _ = writeln!(anstream::stderr(), "{text}");
    }
}

/// What serves the pages of a notebook, on a port, until nobody has asked for anything for so long.
pub type Pages = fn(Option<PathBuf>, u16, Duration) -> Result<(), Stop>;

/// Runs the command that was typed. `pages` is the other door, which this one opens and does not know.
pub fn run(pages: Pages) -> ExitCode {
    if let Some(done) = alone(pages) {
        return ended(done);
    }
    let Arguments { always, command } = arguments();
    if let Some(wrong) = wrong_clock() {
        return ended(Err(wrong));
    }
    if let Some(word) = left_open() {
        let fact = format!("“{word}” only shows where words of yours go");
        return ended(Err(Stop::Usage(fact, "type the same with words of your own there".into())));
    }
    always.reader_seconds.into_iter().for_each(apart::allow);
    let notebook = always.notebook.as_deref();
    ended(match &command {
        Command::Serve(asked) => serve::run(asked, notebook, pages),
        command => command.run(notebook),
    })
}

/// Without a word the pages are opened; where there is no notebook yet, on the page that begins one.
fn alone(pages: Pages) -> Option<Result<(), Stop>> {
    let is_alone = std::env::args_os().len() == 1;
    is_alone.then(|| wrong_clock().map_or_else(|| serve::alone(pages), Err))
}

/// What stands in printed commands where words of the leader's go. Typed as it stands, it would be kept as if it said something.
const LEFT_OPEN: [&str; 14] = [
    "...",
    "…",
    "NAME",
    "YOUR NAME",
    "YOUR TEAM",
    "TEAM",
    "PEER",
    "WHOM",
    "WHY",
    "WHAT",
    "TEXT",
    "LATER",
    "EARLIER",
    "what came of it",
];

/// A word that a printed command leaves open, typed as it stands. What is searched for may be anything.
fn left_open() -> Option<String> {
    let mut typed = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let command = typed.next().filter(|command| command != "log")?;
    let of = |word: String| word.split_once('=').map_or(word.clone(), |(_, value)| value.to_owned());
    std::iter::once(command).chain(typed).map(of).find(|word| LEFT_OPEN.contains(&word.trim()))
}

fn wrong_clock() -> Option<Stop> {
    let wrong = |words| {
        Stop::Usage(format!("{INSTEAD} is “{words}”, which is no day"), format!("{INSTEAD}=2027-03-01"))
    };
    desk::clock::wrong_instead().map(wrong)
}

fn ended(done: Result<(), Stop>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Usage(fact, hint)) => complain(&fact, &hint, 2),
        Err(Stop::Refused(fact, hint)) => complain(&fact, &hint, 1),
        Err(Stop::Unread(problem)) if wants_json() => {
            write_json(&problem, "");
            ExitCode::from(2)
        }
        Err(Stop::Unread(problem)) => {
            let mut page = Page::new();
            page.problem(&format!("Error: {problem}"));
            write_error(page, 2)
        }
        Err(Stop::Fault(fact, hint)) => complain(&fact, &hint, 70),
    }
}

fn complain(fact: &str, hint: &str, code: u8) -> ExitCode {
    if wants_json() {
        write_json(fact, hint);
        return ExitCode::from(code);
    }
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
    let mut out = std::io::stdout().lock();
    // One write for the whole page: a stream that takes the styles out itself writes every piece between them.
    let written = match anstream::AutoStream::choice(&out) {
        anstream::ColorChoice::Never => {
            out.write_all(anstream::adapter::strip_str(text).to_string().as_bytes())
        }
        _ => out.write_all(text.as_bytes()),
    };
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Stop::Fault(format!("the answer can't be written: {error}"), String::new()))
        }
        _ => Ok(()),
    }
}
