//! `sideways calendar feed`: addresses under which a calendar program fetches your dates from `sideways serve`.

use std::path::Path;

use clap::{Args, Subcommand};
use playbook::{
    calendar::{Command as Wanted, Feed},
    moment::{Day, Id},
    notebook::Command,
};
use serde::Serialize;

use super::{
    super::{
        Stop, captured, named,
        opened::{self, show_json},
        page::{Page, QUIET, TYPED},
        show,
    },
    write::Which,
};
use crate::calendars::dates;

/// The port that is named where none is.
const PORT: u16 = 8377;

/// Feeds: your dates under a secret address of this machine, for a calendar program that fetches them by itself.
///
/// Without a command it lists them. Whoever has the address learns days and nothing else; revoke it, and it is dead.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  sideways calendar feed make\n  sideways calendar feed make --only talks\n  sideways calendar feed\n  sideways calendar feed revoke 41"
)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Prints them as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Verb {
    Make(Make),
    Revoke(Revoke),
}

/// Makes a feed, and shows its address once: it is kept nowhere.
#[derive(Args)]
struct Make {
    #[command(flatten)]
    which: Which,
    /// The port of `sideways serve`
    #[arg(long, value_name = "N", default_value_t = PORT)]
    port: u16,
    /// Prints it as JSON
    #[arg(long)]
    json: bool,
}

/// Revokes a feed: its address is dead at once.
#[derive(Args)]
struct Revoke {
    /// Which, by its number
    #[arg(value_name = "NUMBER")]
    id: String,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// A feed, without its address.
#[derive(Serialize)]
struct Listed {
    id: Id,
    kinds: Vec<&'static str>,
    names: bool,
    since: Day,
    /// Its address, where it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

/// Does what is wanted of feeds.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    match &arguments.verb {
        None => list(arguments.json, notebook),
        Some(Verb::Make(make)) => self::make(make, notebook),
        Some(Verb::Revoke(which)) => revoke(which, notebook),
    }
}

fn listed(feed: &Feed) -> Listed {
    let kinds = feed.kinds.iter().map(|kind| kind.word()).collect();
    Listed { id: feed.id, kinds, names: feed.names, since: feed.since, address: None }
}

fn list(json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let all: Vec<Listed> = desk.notes().calendars.feeds().map(listed).collect();
    if json {
        return show_json(&all);
    }
    let mut page = Page::new();
    page.heading("Feeds");
    if all.is_empty() {
        page.paragraph(0, "There is none. This makes one:");
        page.styled(2, "sideways calendar feed make", TYPED);
    }
    for Listed { id, kinds, names, since, .. } in &all {
        let names = if *names { ", with names" } else { "" };
        page.hanging(
            0,
            5,
            &format!("{:<4} {}{names}, since {since}", id.to_string(), kinds.join(", ")),
            QUIET,
        );
    }
    show(&page.text())
}

fn make(make: &Make, notebook: Option<&Path>) -> Result<(), Stop> {
    let scope = make.which.scope()?;
    let (mut desk, now) = opened::to_act(notebook, "sideways calendar feed make")?;
    let (entry, path) = dates::feed(&mut desk, now, scope)?;
    let address = format!("http://127.0.0.1:{}/{path}", make.port);
    if make.json {
        let made = desk.notes().calendars.feeds().find(|feed| feed.id == Id::of(entry)).map(listed);
        return show_json(&made.map(|made| Listed { address: Some(address), ..made }));
    }
    let mut page = Page::new();
    page.paragraph(0, &format!("Feed {entry} is made. Its address is shown this once, and kept nowhere:"));
    page.styled(2, &address, TYPED);
    page.paragraph(0, "It answers while the pages are served on that port:");
    page.styled(2, &format!("sideways serve --port {}", make.port), TYPED);
    page.paragraph(0, &format!("`sideways calendar feed revoke {entry}` makes it dead."));
    show(&page.text())
}

fn revoke(which: &Revoke, notebook: Option<&Path>) -> Result<(), Stop> {
    let feed = named::id(&which.id, "a feed", "sideways calendar feed")?;
    let (mut desk, now) = opened::to_act(notebook, "sideways calendar feed revoke")?;
    let captured = captured::act(&mut desk, Command::Calendar(Wanted::RevokeFeed { feed }), now)?;
    if which.json {
        return captured.show(true);
    }
    let entry = captured.entry;
    let mut page = Page::new();
    page.paragraph(0, &format!("Entry {entry}: feed {feed} is revoked; its address is dead."));
    show(&page.text())
}
