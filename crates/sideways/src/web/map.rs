//! The map: the drawing as `sideways map --svg` makes it, the same in words, the table and the quotes behind it, and what the
//! leader knows better, said where it stands.

mod gaps;
mod names;
mod note;

use axum::{
    extract::{Query, State},
    response::Response,
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{map::Map, moment::Day, notebook::Notebook};

pub use self::note::{answer, crossing};
use super::{
    act::{self, Did},
    first,
    page::{self, Room, said},
    plan::problems,
    serve::{Shared, look},
};
use crate::{
    cli::{
        map::{Drawn, Sheet, day_line, extent, look as kept_map, picture, told, verdict},
        page::{counted, listed},
    },
    opened,
    stop::Stop,
};

/// Weeks after which a map is an old one.
const OLD: i64 = 8;

/// The page.
pub async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    let shared = server.clone();
    look(server, move |desk, today| {
        let notice = act::notice(desk, &did, "/map")?;
        let notice = html! { (first::reminder(&shared)) (notice) };
        let inside = match desk.notes().peers.kept().and_then(|kept| kept.map.as_ref()) {
            None => nothing(desk, &notice)?,
            Some(_) => whole(&kept_map(desk, true)?, desk.notes(), today, &notice)?,
        };
        Ok(page::frame(Room::Map, "Map", &inside))
    })
    .await
}

/// The drawing for a desk, by itself: an image runs nothing.
pub async fn wide(State(server): Shared) -> Response {
    look(server, |desk, _| drawing(desk, Sheet::Wide)).await
}

/// The drawing for a telephone.
pub async fn narrow(State(server): Shared) -> Response {
    look(server, |desk, _| drawing(desk, Sheet::Narrow)).await
}

fn drawing(desk: &Desk, sheet: Sheet) -> Result<Response, Stop> {
    let drawn = kept_map(desk, true)?;
    Ok(page::drawing(picture(&drawn.map, &drawn.stages, true, sheet)))
}

/// No map is kept yet. Where a plan is remembered, it is drawn from that; else a plan is dropped here.
fn nothing(desk: &Desk, notice: &Markup) -> Result<Markup, Stop> {
    let lies_somewhere = desk.notes().peers.plan().is_some_and(|plan| !plan.paths.is_empty());
    if lies_somewhere {
        return Ok(html! {
            h1 { "Map" }
            (notice)
            p class="calm" { "The map names the three to five people your year depends on. Your notebook remembers where the plan lies; its map is not drawn yet." }
            div class="acts" { (redraw("Draw the map", true)) a href="/plan" { "Drop another plan" } }
        });
    }
    super::plan::offered(notice)
}

/// The button that draws the remembered plan anew.
fn redraw(words: &str, is_main: bool) -> Markup {
    html! { form method="post" action="/plan/redraw" { button class=[is_main.then_some("act")] { (words) } } }
}

fn whole(drawn: &Drawn, notes: &Notebook, today: Day, notice: &Markup) -> Result<Markup, Stop> {
    let map = &drawn.map;
    let size = |sheet| extent(map, &drawn.stages, true, sheet);
    let ((wide, high), (narrow, long)) = (size(Sheet::Wide), size(Sheet::Narrow));
    Ok(html! {
        h1 { "Map" }
        (notice)
        p class="calm" { (said(&verdict(map))) }
        @if let Some(remark) = &drawn.remark { p { (said(remark)) } }
        (age(drawn, notes, today))
        picture class="drawing" {
            source media="(max-width: 44rem)" srcset="/map-narrow.svg" width=(narrow) height=(long);
            img src="/map.svg" width=(wide) height=(high) alt={ (told::title(map)) ". The same in words stands beneath." };
        }
        details { summary { "The drawing in words" } p { (said(&told::description(map, &drawn.stages, true))) } }
        (names::shown(drawn, notes)?)
        (gaps::questions(map)?)
        (gaps::left_out(map)?)
        (dates(map))
        (gaps::gaps(map)?)
        (corrected(map))
        (problems(&drawn.problems))
    })
}

/// Since when the map is kept and from what, and whether it still says everything.
fn age(drawn: &Drawn, notes: &Notebook, today: Day) -> Markup {
    let kept = drawn.kept.as_ref();
    let days = kept.map_or(0, |kept| kept.on.until(today));
    let corrected = kept.map_or(0, |kept| kept.corrected_since);
    let dropped: Vec<String> =
        notes.peers.plan().and_then(|plan| plan.dropped.as_ref()).map_or_else(Vec::new, |names| {
            names.iter().map(|name| name.reveal(&opened::screen()).clone()).collect()
        });
    html! {
        p class="quiet" {
            "Of " (said(&drawn.map.leader))
            @if let Some(kept) = kept { "; kept on " (page::day(kept.on)) }
            ", looking ahead from " (page::day(Day(drawn.map.as_of)))
            @if !dropped.is_empty() { "; from " (said(&listed(&dropped, "and"))) ", as dropped" }
            "."
        }
        @if corrected > 0 || days > OLD * 7 {
            p class="notice stale" {
                @if corrected > 0 { "You corrected " (counted(corrected, "thing", "things")) " since, which the drawing does not show. " }
                @if days > OLD * 7 { "It is " (days / 7) " weeks old: the plan may have moved on. " }
            }
        }
        div class="acts" { (redraw("Draw it anew", corrected > 0)) a href="/plan" { "Drop a newer plan" } }
    }
}

fn dates(map: &Map) -> Markup {
    html! {
        @if !map.deliverables.is_empty() {
            section id="dates" {
                h2 { "Your dates" }
                @if map.simulated.is_none() { p class="quiet" { "Too early to say: the plan has no estimates for your work, or too few, so that no date was simulated." } }
                ul { @for one in &map.deliverables { li { (said(&day_line(one))) } } }
            }
        }
    }
}

/// What the leader corrected, as the map that stands here counts it.
fn corrected(map: &Map) -> Markup {
    html! {
        @if !map.corrected.is_empty() {
            section id="corrected" {
                h2 { "Corrected by you" }
                ul { @for one in &map.corrected {
                    li { (said(&page::sentence(&one.fact))) @if !one.word.because.is_empty() { " " span class="heard" { "“" (said(&one.word.because)) "”" } }
                        " " span class="place" { (said(&one.word.file)) } }
                } }
                p class="quiet" { "What the notebook keeps is taken back in the " a href="/log?words=corrected" { "log" } "." }
            }
        }
    }
}
