//! One step behind the map: what the plan needs of somebody, and the forms that correct it.

use axum::{
    extract::{Path, Query, State, rejection::PathRejection},
    response::Response,
};
use maud::{Markup, html};
use playbook::map::{Map, questions::percent, view::Line};

use super::{Mapped, more::From, names, note, with};
use crate::{
    stop::Stop,
    web::{
        page::{self, Room, said},
        plan::to,
        serve::{Server, Shared, look},
    },
    words::listed,
};

/// An address within a map: the entry that kept it, and numbers.
type Within<T> = Result<Path<T>, PathRejection>;

/// Somebody whom the plan needs, among the names or not.
struct Needed<'a> {
    person: &'a str,
    dependence: f64,
    crossings: &'a [Line],
    is_named: bool,
    remark: Option<String>,
}

/// The names come first, then who is left out.
fn needed(map: &Map, nth: usize) -> Option<Needed<'_>> {
    let Some(peer) = map.peers.get(nth) else {
        let left = map.left_out.get(nth.checked_sub(map.peers.len())?)?;
        return Some(Needed {
            person: &left.person,
            dependence: left.dependence,
            crossings: &left.crossings,
            is_named: false,
            remark: Some(page::sentence(&left.reason)),
        });
    };
    let acting = (!peer.acting.is_empty())
        .then(|| format!("Leads {} only for the time being.", listed(&peer.acting, "and")));
    Some(Needed {
        person: &peer.person,
        dependence: peer.dependence,
        crossings: &peer.crossings,
        is_named: true,
        remark: acting,
    })
}

/// A page of the map that is kept; where another one is kept meanwhile, that one.
async fn of(
    server: std::sync::Arc<Server>,
    kept: u32,
    title: &'static str,
    inside: impl FnOnce(&Mapped) -> Result<Option<Markup>, Stop> + Send + 'static,
) -> Response {
    let shared = server.clone();
    look(server, move |desk, today| {
        if !super::is_kept(desk) {
            return Ok(to("/map"));
        }
        with(&shared, desk, today, |mapped, _| {
            if mapped.entry() != kept {
                return Ok(to("/map"));
            }
            Ok(match inside(mapped)? {
                Some(inside) => {
                    page::frame(Room::Map, title, &html! { (inside) p { a href="/map" { "To the map" } } })
                }
                None => page::missing(),
            })
        })
    })
    .await
}

/// Everything that the plan needs of somebody, and how their name comes onto the map or goes from it.
pub async fn show(State(server): Shared, path: Within<(u32, usize)>, Query(from): Query<From>) -> Response {
    let Ok(Path((kept, nth))) = path else { return page::missing() };
    of(server, kept, "What the plan needs", move |mapped| {
        let Some(needed) = needed(mapped.map(), nth) else { return Ok(None) };
        let (first, rows) = from.rows(needed.crossings);
        let change = if needed.is_named { note::strike(needed.person)? } else { note::add(needed.person)? };
        Ok(Some(html! {
            h1 { "What the plan needs of " (said(needed.person)) }
            p class="quiet" { (percent(needed.dependence)) " of your need. " @if let Some(remark) = &needed.remark { (said(remark)) } }
            (names::lines(kept, nth, first, rows))
            (from.next(needed.crossings.len(), &format!("/map/need/{kept}/{nth}")))
            div class="folds" { (change) }
        }))
    })
    .await
}

/// What can be said against a crossing.
pub async fn correct(State(server): Shared, path: Within<(u32, usize, usize)>) -> Response {
    let Ok(Path((kept, nth, at))) = path else { return page::missing() };
    of(server, kept, "A crossing", move |mapped| {
        let Some(needed) = needed(mapped.map(), nth) else { return Ok(None) };
        let Some(line) = needed.crossings.get(at) else { return Ok(None) };
        let form = note::corrected(&format!("c{nth}-{at}"), line, needed.person)?;
        Ok(Some(html! {
            h1 { "A crossing" }
            ul class="crossings" { li { (names::line(line)) } }
            div class="sheet" data-folds { (form) }
        }))
    })
    .await
}

/// What is missing, and who says it.
pub async fn missing(State(server): Shared, path: Within<(u32, usize)>) -> Response {
    let Ok(Path((kept, nth))) = path else { return page::missing() };
    of(server, kept, "Missing", move |mapped| {
        let map = mapped.map();
        let Some(gap) = map.gaps.get(nth) else { return Ok(None) };
        let Some(wants) = super::gaps::wants(gap) else { return Ok(None) };
        let form = note::who(&format!("g{nth}"), &gap.what, wants, super::gaps::known(map, wants))?;
        Ok(Some(html! {
            h1 { (said(&gap.what)) }
            p { (said(&page::sentence(&gap.fact))) }
            div class="sheet" data-folds { (form) }
        }))
    })
    .await
}

/// A crossing that the plan does not show.
pub async fn add(State(server): Shared) -> Response {
    added(server, "Add a crossing", note::added).await
}

/// A name that the rule does not give.
pub async fn name(State(server): Shared) -> Response {
    added(server, "Add a name", note::name).await
}

async fn added(
    server: std::sync::Arc<Server>,
    title: &'static str,
    form: impl FnOnce(&Map) -> Result<Markup, Stop> + Send + 'static,
) -> Response {
    let shared = server.clone();
    look(server, move |desk, today| {
        if !super::is_kept(desk) {
            return Ok(to("/map"));
        }
        with(&shared, desk, today, |mapped, _| {
            let form = form(mapped.map())?;
            let inside = html! {
                h1 { (title) }
                div class="sheet" data-folds { (form) }
                p { a href="/map" { "To the map" } }
            };
            Ok(page::frame(Room::Map, title, &inside))
        })
    })
    .await
}
