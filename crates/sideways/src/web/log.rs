//! The log: everything that was entered, searched, and what takes it back or forgets it for good.

pub mod forget;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use playbook::{concerns::Room as About, map::peers::Known, moment::Day, notebook::Notebook};
use serde::Deserialize;

use super::{
    act::{self, Did},
    kept::pages::lasting,
    page::{self, Room, said},
    serve::{Shared, look},
};
use crate::{
    days,
    entries::{Entries, Listed, Wanted},
    stop::Stop,
};

/// Entries of a page.
const A_PAGE: usize = 60;

/// What is looked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    words: String,
    peer: String,
    room: String,
    from: String,
    to: String,
    undone: String,
    /// Whether one begins to search at once.
    find: String,
    /// Only entries before this one.
    before: String,
    done: Option<String>,
}

/// The page, the latest first.
pub async fn show(State(server): Shared, Query(asked): Query<Asked>) -> Response {
    let shared = server.clone();
    look(server, move |desk, today| {
        let notice = act::notice(desk, &Did::of(asked.done.clone()), "/log")?;
        let inside = shared.entries.with(
            desk,
            (today, 0),
            |desk| Entries::read(desk, today),
            |entries, desk| {
                let notes = desk.notes();
                let (wanted, wrong) = asked.wanted(entries, notes);
                let before = asked.before.parse().ok().and_then(|before| entries.place(before));
                let is_later = |listed: &&Listed| before.is_some_and(|before| listed.place() >= before);
                let mut fitting = entries.latest(&wanted, notes).skip_while(is_later);
                let rows: Vec<&Listed> = fitting.by_ref().take(A_PAGE).collect();
                let earlier = fitting.next().and(rows.last()).map(|last| last.entry);
                let found = found(entries, &rows, earlier.map(|entry| asked.link(entry)), wrong.as_deref())?;
                Ok(html! { h1 { "Log" } (notice) (form(&asked, entries, notes)) (found) })
            },
        )?;
        Ok(lasting(page::frame(Room::Log, "Log", &inside)))
    })
    .await
}

/// A room of the playbook, as it is written.
fn word(room: About) -> String {
    serde_json::to_value(room).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Asked {
    /// What an entry must be, and what of it can't be understood.
    fn wanted(&self, entries: &Entries, notes: &Notebook) -> (Wanted, Option<String>) {
        let mut wrong = None;
        let mut day = |words: &str| match words.trim() {
            "" => None,
            words => {
                let day = words.parse().ok().map(Day);
                if day.is_none() {
                    wrong = Some(format!("“{}” is no day", said(words)));
                }
                day
            }
        };
        let (from, to) = (day(&self.from), day(&self.to));
        let peer: Option<Known> = self.peer.parse().ok().and_then(|id| notes.peers.known(id));
        let wanted = Wanted {
            words: self.words.split_whitespace().map(str::to_owned).collect(),
            peer,
            room: entries.rooms().iter().copied().find(|room| word(*room) == self.room),
            from,
            to,
            undone: !self.undone.is_empty(),
        };
        (wanted, wrong)
    }

    /// Whether anything but words is asked for.
    fn is_narrowed(&self) -> bool {
        [&self.peer, &self.room, &self.from, &self.to, &self.undone].iter().any(|field| !field.is_empty())
    }

    /// The way to what was entered before.
    fn link(&self, before: u32) -> String {
        let before = before.to_string();
        let fields = [
            ("words", &self.words),
            ("peer", &self.peer),
            ("room", &self.room),
            ("from", &self.from),
            ("to", &self.to),
            ("undone", &self.undone),
            ("before", &before),
        ];
        let pairs: Vec<String> = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", page::in_address(value)))
            .collect();
        format!("/log?{}", pairs.join("&"))
    }
}

fn form(asked: &Asked, entries: &Entries, notes: &Notebook) -> Markup {
    let chosen = |value: &str, of: &str| value == of;
    html! {
        form class="search" method="get" action="/log" role="search" data-live="found" {
            label for="words" { "Words that an entry must have" }
            input id="words" type="search" name="words" value=(asked.words) autocomplete="off" data-find autofocus[!asked.find.is_empty()];
            button { "Search" }
            details open[asked.is_narrowed()] {
                summary { "By peer, room or day" }
                div class="fields" {
                    label { "Peer" select name="peer" {
                        option value="" { "anybody" }
                        @for (known, peer) in notes.peers.everybody() {
                            option value=(known.id()) selected[chosen(&asked.peer, &known.id().to_string())] { (said(&peer.name)) }
                        }
                    } }
                    label { "Room" select name="room" {
                        option value="" { "any" }
                        @for room in entries.rooms() {
                            option value=(word(*room)) selected[chosen(&asked.room, &word(*room))] { (word(*room)) }
                        }
                    } }
                    label { "From" input type="date" name="from" value=(asked.from); }
                    label { "To" input type="date" name="to" value=(asked.to); }
                    label class="tick" { input type="checkbox" name="undone" value="yes" checked[!asked.undone.is_empty()]; " Only what was undone or forgotten" }
                }
            }
        }
    }
}

fn found(
    entries: &Entries,
    rows: &[&Listed],
    earlier: Option<String>,
    wrong: Option<&str>,
) -> Result<Markup, Stop> {
    let once = page::Once::of("/log")?;
    Ok(html! {
        div id="found" aria-live="polite" {
            @if let Some(wrong) = wrong { p class="notice" { (page::sentence(wrong)) } }
            @if entries.len() == 0 {
                p class="calm" { "Nothing was entered yet. Whatever you record, here or at the terminal, is listed here and can be undone." }
            } @else if rows.is_empty() {
                p class="calm" { "No entry fits." }
            }
            ol class="log" { @for one in rows { (row(one, &once)) } }
            @if let Some(earlier) = earlier { p { a class="act" href=(earlier) { "Earlier ones" } } }
        }
    })
}

fn row(listed: &Listed, once: &page::Once) -> Markup {
    let is_gone = listed.forgotten || listed.undone_by.is_some();
    html! {
        li class=[is_gone.then_some("gone")] {
            span class="number" { (listed.entry) }
            (page::day(listed.day()))
            p { (days::said(&listed.words())) @if let Some(by) = listed.undone_by { " (undone by entry " (by) ")" } }
            div class="acts" {
                @if !is_gone && !listed.unreadable && !listed.forgets { (act::undo_with(listed.entry, once)) }
                @if !listed.forgotten && !listed.unreadable && !listed.reaches_back {
                    a class="plain" href={ "/forget/" (listed.entry) } { "Forget" span class="unseen" { " entry " (listed.entry) " for good" } "…" }
                }
            }
        }
    }
}
