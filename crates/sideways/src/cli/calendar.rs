//! `sideways calendar`: what calendars say of the weeks ahead and of the months behind, and dates for a calendar of yours.

mod feed;
mod files;
mod hours;
mod read;
mod seed;
mod show;
mod write;

use std::path::Path;

use clap::{Args, Subcommand};
use desk::{clock, open::Desk};
use playbook::{
    calendar::{Calendar, Forum, Held},
    map::peers::Known,
    moment::Id,
};

use super::{Stop, opened};

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

/// Forums of the days ahead, as the leader's calendar has them, the next first; none, where no calendar was read.
///
/// # Errors
/// If a calendar that was kept can't be opened.
pub fn forums(desk: &Desk, days: i64) -> Result<Vec<Forum>, Stop> {
    let (notes, now, here) = (desk.notes(), clock::now(), files::here());
    let calendar = Calendar::of(&notes.calendars, &notes.peers, held(desk)?, &here);
    let until = now.today.plus(days).0.to_zoned(here.clone()).map_or(now.at, |day| day.timestamp());
    Ok(calendar.forums(now.at, until))
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

/// What the notebook keeps of every calendar that was read, opened: with whose it is, none for the leader.
///
/// # Errors
/// If what was kept can't be opened.
pub fn held(desk: &Desk) -> Result<Vec<(Option<Id>, Held)>, Stop> {
    let screen = opened::screen();
    let all = desk.notes().calendars.all();
    all.map(|read| Ok((read.whose, desk.open_value(&read.held, &screen)?))).collect()
}

/// Whose calendar is meant: a peer's, where one is named.
fn whose(desk: &Desk, name: Option<&str>) -> Result<Option<Known>, Stop> {
    Ok(name.map(|name| desk.notes().peers.find(name)).transpose()?)
}
