//! The map: the drawing as `sideways map --svg` makes it, the same in words, and the table behind it.

use axum::{extract::State, response::Response};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{
    map::{
        Map,
        attention::Attention,
        questions::percent,
        view::{Line, Peer},
    },
    notebook::Notebook,
};

use super::{
    act,
    page::{self, Room, said},
    serve::{Shared, look},
};
use crate::{
    cli::map::{Sheet, look as kept_map, picture, told},
    stop::Stop,
};

/// The page.
pub async fn show(State(server): Shared) -> Response {
    look(server, |desk, _| {
        let notice = act::notice(desk, &act::Did::default(), "/map")?;
        let inside = match desk.notes().peers.kept().and_then(|kept| kept.map.as_ref()) {
            None => nothing(),
            Some(_) => whole(&kept_map(desk, true)?.map, desk.notes()),
        };
        Ok(page::frame(Room::Map, "Map", &html! { (notice) (inside) }))
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
    let map = kept_map(desk, true)?.map;
    Ok(page::drawing(picture(&map, true, sheet)))
}

fn nothing() -> Markup {
    html! {
        h1 { "Map" }
        p class="calm" { "The map names the three to five people your year depends on. It is drawn from the plan that your company already has." }
        p { "In the folder where the plan lies:" }
        p { (page::typed("sideways read plan.md --me \"Mira Solberg\" --team Booking")) }
        p { (page::typed("sideways map --keep")) }
    }
}

fn whole(map: &Map, notes: &Notebook) -> Markup {
    html! {
        h1 { "Map" }
        picture class="drawing" {
            source media="(max-width: 44rem)" srcset="/map-narrow.svg";
            img src="/map.svg" alt={ (told::title(map)) ". The same in words stands beneath." };
        }
        details { summary { "The drawing in words" } p { (said(&told::description(map, true))) } }
        (peers(map, notes))
        (gaps(map))
        (left_out(map))
    }
}

fn peers(map: &Map, notes: &Notebook) -> Markup {
    html! {
        section {
            h2 { "By dependence" }
            div class="wide" tabindex="0" role="region" aria-label="Peers by dependence" {
                table {
                    thead { tr { th scope="col" { "Peer" } th scope="col" { "Of the need" } th scope="col" { "Talk every" } th scope="col" { "Hours a month, due" } th scope="col" { "given" } } }
                    tbody { @for (peer, attention) in map.peers.iter().zip(&map.attention) { (row(peer, attention, notes)) } }
                }
            }
            @for peer in &map.peers {
                details { summary { "What the plan needs of " (said(&peer.person)) } (crossings(&peer.crossings)) }
            }
        }
    }
}

fn row(peer: &Peer, attention: &Attention, notes: &Notebook) -> Markup {
    let known = notes.peers.called(&peer.person);
    let given = attention.given.map_or_else(|| "not known".to_owned(), |hours| format!("{hours:.1}"));
    html! {
        tr {
            th scope="row" {
                @match known { Some(known) => (page::person(known.id(), &peer.person)), None => (said(&peer.person)) }
                span class="quiet" { " " (said(&peer.teams.join(", "))) }
            }
            td { (percent(peer.dependence)) }
            td { (attention.every_weeks) " weeks" }
            td { (format!("{:.1}", attention.due)) }
            td { (given) }
        }
    }
}

fn crossings(all: &[Line]) -> Markup {
    html! {
        ul class="crossings" {
            @for line in all {
                li {
                    span class={ "kind " (line.kind.word()) } { (line.kind.word()) } " " (said(&line.item))
                    @if line.home != line.item { span class="quiet" { " for " (said(&line.home)) } }
                    @if let Some(day) = line.needed_by { " by " (page::day(playbook::moment::Day(day))) }
                    blockquote { (said(&line.place.quote)) footer { (said(&line.place.file)) ":" (line.place.line) } }
                }
            }
        }
    }
}

fn gaps(map: &Map) -> Markup {
    html! {
        @if !map.gaps.is_empty() || !map.questions.is_empty() {
            section {
                h2 { "Gaps to fill" }
                ul { @for gap in &map.gaps {
                    li { (said(&page::sentence(&gap.fact))) @if gap.dependence > 0.0 { span class="quiet" { " " (percent(gap.dependence)) " of the need hangs on it." } } }
                } }
                @for asked in &map.questions { p { (said(&asked.question)) br; (page::typed(&asked.answer)) } }
            }
        }
    }
}

fn left_out(map: &Map) -> Markup {
    html! {
        @if !map.left_out.is_empty() {
            section {
                h2 { "Needed, and not among the names" }
                ul { @for left in &map.left_out { li { (said(&left.person)) ", " (percent(left.dependence)) ": " (said(&left.reason)) } } }
            }
        }
    }
}
