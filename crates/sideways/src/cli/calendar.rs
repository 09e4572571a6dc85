//! `sideways calendar`: what calendars say of the weeks ahead and of the months behind, and dates for a calendar of yours.

mod feed;
mod hours;
mod read;
mod seed;
mod show;
mod write;

use std::path::Path;

use clap::{Args, Subcommand};
use desk::open::Desk;
use playbook::map::peers::Known;

use super::Stop;

/// Reads calendars that you saved as files, and gives your dates to a calendar of yours.
///
/// It learns who is free when, which forums come, and when teams hold their standups. Without a command it shows what is
/// known. Nothing is fetched.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  sideways calendar read work.ics\n  sideways calendar read mira.ics --whose mira\n  sideways calendar"
)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    show: show::Show,
}

#[derive(Subcommand)]
enum Verb {
    Read(read::Arguments),
    Show(show::Show),
    Hours(hours::Arguments),
    Seed(seed::Arguments),
    Write(write::Arguments),
    Feed(feed::Arguments),
}

/// Does what is wanted of calendars.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        None => show::run(&arguments.show, notebook),
        Some(Verb::Read(arguments)) => read::run(arguments, notebook),
        Some(Verb::Show(arguments)) => show::run(arguments, notebook),
        Some(Verb::Hours(arguments)) => hours::run(arguments, notebook),
        Some(Verb::Seed(arguments)) => seed::run(arguments, notebook),
        Some(Verb::Write(arguments)) => write::run(arguments, notebook),
        Some(Verb::Feed(arguments)) => feed::run(arguments, notebook),
    }
}

/// Whose calendar is meant: a peer's, where one is named.
fn whose(desk: &Desk, name: Option<&str>) -> Result<Option<Known>, Stop> {
    Ok(name.map(|name| desk.notes().peers.find(name)).transpose()?)
}
