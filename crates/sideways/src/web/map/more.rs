//! The lists of the map in full, a page at a time, and the drawing in words.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use maud::{Markup, html};
use playbook::{
    map::view::{Correction, Gap},
    notebook::Notebook,
};
use serde::Deserialize;

use super::{
    Mapped,
    answered::{answers, who},
    gaps, with,
};
use crate::{
    drawn::{picture::told, told::day_line},
    stop::Stop,
    web::{
        page::{self, Room, said},
        plan::to,
        serve::{Shared, look},
    },
};

/// Rows of a page.
pub const A_PAGE: usize = 40;

/// Where a page of a list begins.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct From {
    from: String,
}

impl From {
    /// The rows of this page, with the number of the first.
    pub fn rows<'a, T>(&self, all: &'a [T]) -> (usize, &'a [T]) {
        let first = self.from.parse().unwrap_or(0).min(all.len());
        (first, &all[first..all.len().min(first + A_PAGE)])
    }

    /// The way to the next page, where there is one.
    pub fn next(&self, all: usize, path: &str) -> Markup {
        let next = self.from.parse().unwrap_or(0).min(all) + A_PAGE;
        html! { @if next < all { p { a class="act" href={ (path) "?from=" (next) } { "The next ones" } } } }
    }
}

/// One of the lists.
pub async fn show(State(server): Shared, Path(what): Path<String>, Query(from): Query<From>) -> Response {
    let shared = server.clone();
    look(server, move |desk, today| {
        if !super::is_kept(desk) {
            return Ok(to("/map"));
        }
        with(&shared, desk, today, |mapped, notes| {
            let Some((title, rows)) = list(mapped, &what, &from, notes)? else { return Ok(page::missing()) };
            let inside = html! {
                h1 { (title) }
                (rows)
                p { a href="/map" { "To the map" } }
            };
            Ok(page::frame(Room::Map, title, &inside))
        })
    })
    .await
}

fn list(
    mapped: &Mapped,
    what: &str,
    from: &From,
    notes: &Notebook,
) -> Result<Option<(&'static str, Markup)>, Stop> {
    let (map, kept) = (mapped.map(), mapped.entry());
    let next = |all: usize| from.next(all, &format!("/map/all/{what}"));
    Ok(Some(match what {
        "words" => {
            let words = told::description(map, &mapped.drawn.stages, true);
            ("The drawing in words", html! { p data-folds { (page::told(&words)) } })
        }
        "left-out" => {
            let (first, rows) = from.rows(&map.left_out);
            let rows = html! { ul class="crossings" { @for (at, left) in rows.iter().enumerate() { (gaps::one_left(map, kept, first + at, left)) } } };
            ("Needed, and not among the names", html! { (rows) (next(map.left_out.len())) })
        }
        "missing" => {
            let all = gaps::unasked(map);
            let (_, rows) = from.rows(&all);
            let (answers, once) = (answers(notes), page::Once::of("/map")?);
            let row = |at: usize, gap: &Gap| gaps::missing(kept, at, gap, who(&gap.what, &answers), &once);
            let rows = html! { ul class="things" { @for (at, gap) in rows { (row(*at, gap)) } } };
            ("Also missing", html! { (rows) (next(all.len())) })
        }
        "unread" => {
            let all = &mapped.drawn.problems;
            let (_, rows) = from.rows(all);
            let rows = html! { section class="problems" { ul { @for one in rows { (super::super::plan::problem(one)) } } } };
            ("Not read as it stands", html! { (rows) (next(all.len())) })
        }
        "dates" => {
            let (_, rows) = from.rows(&map.deliverables);
            let rows = html! { ul { @for one in rows { li { (page::told(&day_line(one))) } } } };
            ("Your dates", html! { (rows) (next(map.deliverables.len())) })
        }
        "corrected" => {
            let (_, rows) = from.rows(&map.corrected);
            let rows = html! { ul { @for one in rows { (correction(one)) } } };
            ("Corrected by you", html! { (rows) (next(map.corrected.len())) })
        }
        _ => return Ok(None),
    }))
}

/// Something that the leader corrected, with its reason.
pub fn correction(one: &Correction) -> Markup {
    html! {
        li {
            (said(&page::sentence(&one.fact)))
            @if !one.word.because.is_empty() { " " span class="heard" { "“" (said(&one.word.because)) "”" } }
            " " span class="place" { (said(&one.word.file)) }
        }
    }
}
