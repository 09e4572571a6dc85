//! One's own entries, read as those would who are meant.

use std::path::Path;

use anstyle::Style;
use playbook::{
    concerns::Concerns,
    defend::{english::is_english, opinions::opinions},
    map::peers::Known,
    moment::Day,
    sentence::sentence,
};
use serde::Serialize;
use sources::text::shown;

use crate::cli::{
    Stop, opened,
    page::{Page, QUIET, TYPED},
    show,
};

/// An entry that holds an opinion about a person.
#[derive(Serialize)]
struct Found {
    /// Its number.
    entry: u32,
    /// The day where the leader was.
    on: Day,
    /// The words of judgement.
    opinions: Vec<String>,
    /// The sentences in which they stand.
    says: Vec<String>,
    /// The command after which it can be entered anew.
    command: String,
}

/// What was read.
#[derive(Serialize)]
struct Read {
    found: Vec<Found>,
    /// Entries that are not English, and were not read.
    not_read: Vec<u32>,
}

/// Reads the entries that concern a peer, or all.
pub fn run(words: &[String], as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let mut desk = opened::to_read(notebook)?;
    let only = match words {
        [] => None,
        words => Some(desk.notes().peers.find(&words.join(" "))?),
    };
    let entries = desk.entries()?;
    let (peers, screen) = (&desk.notes().peers, opened::screen());
    let names: Vec<&str> = peers.everybody().flat_map(|(peer, _)| peers.names_of(peer)).collect();
    let mut concerns = Concerns::default();
    let mut read = Read { found: Vec::new(), not_read: Vec::new() };
    for found in entries.iter().filter(|found| !found.is_forgotten) {
        let Some(entry) = &found.entry else { continue };
        let about = concerns.read(found.number, entry);
        let is_with = |peer: Known| about.peers.iter().any(|id| peers.known(*id) == Some(peer));
        if !only.is_none_or(is_with) {
            continue;
        }
        let said: Vec<String> = entry.events.iter().map(|event| sentence(event, peers, &screen)).collect();
        if said.iter().any(|said| !is_english(said)) {
            read.not_read.push(found.number);
        }
        let opinions: Vec<_> = said.iter().flat_map(|said| opinions(said, &names)).collect();
        if !opinions.is_empty() {
            let mut says: Vec<String> = opinions.iter().map(|one| one.words.clone()).collect();
            says.dedup();
            read.found.push(Found {
                entry: found.number,
                on: entry.on,
                opinions: opinions.into_iter().map(|one| one.word).collect(),
                says,
                command: format!("sideways forget {}", found.number),
            });
        }
    }
    if as_json { opened::show_json(&read) } else { show(&page(&read)) }
}

fn page(read: &Read) -> String {
    let mut page = Page::new();
    match read.found.as_slice() {
        [] => page.paragraph(0, "No entry holds a word of judgement about a person."),
        _ => page.paragraph(
            0,
            "Whoever is meant may ask to read these. Forget them, and enter anew what was said or done, and when.",
        ),
    }
    for found in &read.found {
        page.gap();
        let words =
            found.opinions.iter().map(|word| format!("“{}”", shown(word))).collect::<Vec<_>>().join(", ");
        page.hanging(0, 18, &format!("{:>5}  {} {words}", found.entry, found.on), Style::new());
        found.says.iter().for_each(|said| page.hanging(18, 18, &shown(said), QUIET));
        page.styled(18, &found.command, TYPED);
    }
    if !read.not_read.is_empty() {
        let all = read.not_read.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        page.gap();
        page.styled(0, &format!("Not read as English: entries {all}."), QUIET);
    }
    page.text()
}
