//! The last year with a peer as sentences: everything that was entered about them, the latest first.

use axum::{
    extract::{Path, State},
    response::Response,
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{map::peers::Known, moment::Day, peer::Talked, sentence::sentence_in};

use crate::{
    days,
    entries::{Entries, Listed, Wanted},
    opened,
    stop::Stop,
    web::{
        act,
        page::{self, Room, told},
        serve::{Shared, work},
    },
};

/// Days that it shows.
const YEAR: i64 = 365;

/// Talks that the page of the peer tells in full.
const LATEST: usize = 4;

/// The page.
pub async fn show(State(server): Shared, Path(id): Path<String>) -> Response {
    work(server, move |server| {
        let (mut desk, today) = act::look(server)?;
        let Some(peer) = super::of(&desk, &id) else { return Ok(page::missing()) };
        let name = desk.notes().peers.name(peer.id()).to_owned();
        let wanted = Wanted { peer: Some(peer), from: Some(today.plus(-YEAR)), ..Wanted::default() };
        let entries = Entries::read(&mut desk, today)?;
        let mut all: Vec<&Listed> = entries.latest(&wanted, desk.notes()).collect();
        all.sort_by_key(|one| std::cmp::Reverse((one.happened, one.entry)));
        let inside = html! {
            h1 { "The year with " (page::person(peer.id(), &name)) }
            @if all.is_empty() { p class="calm" { "Nothing was entered about them in the last year." } }
            ol class="log year" { @for one in &all { (row(one)) } }
        };
        Ok(page::frame(Room::Peers, &format!("The year with {name}"), &inside))
    })
    .await
}

fn row(one: &Listed) -> Markup {
    let is_gone = one.forgotten || one.undone_by.is_some();
    html! {
        li class=[is_gone.then_some("gone")] {
            (page::day(one.happened))
            p { (days::said(&one.words())) @if let Some(by) = one.undone_by { " (undone by entry " (by) ")" } }
        }
    }
}

/// The latest talks in full, and the way to the whole year.
///
/// # Errors
/// If the journal can't be read.
pub fn latest(desk: &mut Desk, peer: Known, year: &[Talked], today: Day) -> Result<Markup, Stop> {
    let entries: Vec<(Day, u32)> =
        year.iter().rev().filter_map(|talked| Some((talked.on, talked.entry?))).take(LATEST).collect();
    let mut rows = Vec::new();
    for (on, entry) in entries {
        let words = desk.said(entry, |event, notes| sentence_in(event, notes, today, &opened::screen()))?;
        rows.push((on, words.join(" ")));
    }
    Ok(html! {
        @if !rows.is_empty() {
            ol class="days told" { @for (on, words) in &rows { li { (page::near(*on)) " " (told(words)) } } }
        }
        p { a href={ "/peer/" (peer.id()) "/year" } { "Everything of the last year, in sentences" } }
    })
}
