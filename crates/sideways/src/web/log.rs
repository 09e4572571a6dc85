//! The log: everything that was entered, searched, and what takes it back.

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    act::{self, Did},
    page::{self, Room},
    serve::{Shared, look},
};
use crate::{
    cli::log::{Listed, saying},
    stop::Stop,
};

/// Entries of a page, unless all are asked for.
const LATEST: usize = 60;

/// What is looked for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    words: String,
    all: Option<String>,
    done: Option<String>,
}

/// The page, the latest first.
pub async fn show(State(server): Shared, Query(asked): Query<Asked>) -> Response {
    look(server, move |desk, _| {
        let notice = act::notice(desk, &Did::of(asked.done), "/log")?;
        let (mut listed, all) = saying(&asked.words, desk)?;
        listed.reverse();
        let fitting = listed.len();
        listed.truncate(if asked.all.is_some() { fitting } else { LATEST });
        let rows = listed.iter().map(row).collect::<Result<Vec<_>, _>>()?;
        let is_cut = rows.len() < fitting;
        Ok(page::frame(Room::Log, "Log", &whole(&asked.words, &rows, all, is_cut, &notice)))
    })
    .await
}

fn whole(words: &str, rows: &[Markup], all: usize, is_cut: bool, notice: &Markup) -> Markup {
    html! {
        h1 { "Log" }
        (notice)
        form class="search" method="get" action="/log" role="search" {
            label for="words" { "Words that an entry must have" }
            input id="words" type="search" name="words" value=(words) autocomplete="off";
            button { "Search" }
        }
        @if all == 0 {
            p class="calm" { "Nothing was entered yet. Whatever you record, here or at the terminal, is listed here and can be undone." }
        } @else if rows.is_empty() {
            p class="calm" { "No entry has all of these words." }
        }
        ol class="log" { @for one in rows { (one) } }
        @if is_cut {
            form method="get" action="/log" {
                input type="hidden" name="words" value=(words);
                input type="hidden" name="all" value="on";
                button { "Show the earlier ones too" }
            }
        }
    }
}

fn row(listed: &Listed) -> Result<Markup, Stop> {
    let is_gone = listed.forgotten || listed.undone_by.is_some();
    let undo = (!is_gone && !listed.unreadable).then(|| act::undo_form(listed.entry, "/log")).transpose()?;
    Ok(html! {
        li class=[is_gone.then_some("gone")] {
            span class="number" { (listed.entry) }
            (page::day(listed.day()))
            p { (listed.words()) @if let Some(by) = listed.undone_by { " (undone by entry " (by) ")" } }
            @if let Some(undo) = undo { (undo) }
        }
    })
}
