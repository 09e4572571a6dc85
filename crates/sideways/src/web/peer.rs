//! A peer: their world and its age, the next talk, the year as a strip, what lies between the two, and a form for a talk.

mod acts;
mod between;
mod prepare;
mod strip;
mod talk;
mod year;

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{
    channel::prepare::{Kindness, Said, Touch, Valued},
    map::{peers::Known, questions::percent},
    moment::{Day, Id},
    peer::{self, Page, Row},
    trade::nudge::Nudge,
};

pub use self::{
    acts::{add, note},
    prepare::show as prepare,
    talk::{before, keep as talk},
    year::show as year,
};
use super::{
    act::{self, Did},
    defend,
    kept::pages::lasting,
    page::{self, Room, said},
    ratify,
    serve::{Shared, look},
    trade,
};
use crate::{days::ago, opened, stop::Stop};

/// Everybody: whom the year depends on, then the others.
pub async fn list(State(server): Shared, Query(did): Query<Did>) -> Response {
    look(server, move |desk, today| {
        let notice = act::notice(desk, &did, "/peers")?;
        let rows = peer::list(desk.notes(), today);
        let add = acts::entered().folded("Enter a peer")?;
        let inside = html! {
            h1 { "Peers" }
            (notice)
            @if rows.is_empty() {
                p class="calm" { "A peer leads another team and does not report to you. The notebook knows nobody yet: a kept map names them, or you do." }
                p { a href="/map" { "To the map" } }
            }
            ol class="peers" { @for row in &rows { (listed(row, today)) } }
            (add)
        };
        Ok(lasting(page::frame(Room::Peers, "Peers", &inside)))
    })
    .await
}

fn listed(row: &Row, today: Day) -> Markup {
    html! {
        li {
            (page::person(row.id, &row.peer))
            @if let Some(share) = row.share {
                span class="quiet" { " " (percent(share)) } " " (stage(row.stage.map_or("too early to say", |stage| stage.word())))
            }
            p class="reason" {
                @match row.last { Some(last) => { "Last talk " (ago(last.until(today))) "." }, None => "No talk yet." }
                @if let Some(due) = row.due { @if row.is_overdue { " Overdue, was due " } @else { " Next due " } (page::near(due)) "." }
                @if row.is_guarded { " Guarded." }
                @if let Some(by) = &row.successor { " Has left; " (said(by)) " follows." }
            }
        }
    }
}

/// How warm a channel is, as a word with a shape.
fn stage(word: &str) -> Markup {
    let class = word.split(' ').next().unwrap_or_default();
    html! { span class={ "stage " (class) } { (word) } }
}

/// Finds the peer of an address.
fn of(desk: &Desk, id: &str) -> Option<Known> {
    id.parse::<Id>().ok().and_then(|id| desk.notes().peers.known(id))
}

/// The page of one.
pub async fn show(State(server): Shared, Path(id): Path<String>, Query(did): Query<Did>) -> Response {
    look(server, move |desk, today| {
        let Some(peer) = of(desk, &id) else { return Ok(page::missing()) };
        whole(desk, peer, today, &did, None)
    })
    .await
}

/// The page, with what was typed and not kept, if anything was.
fn whole(
    desk: &mut Desk,
    peer: Known,
    today: Day,
    did: &Did,
    typed: Option<talk::Typed<'_>>,
) -> Result<Response, Stop> {
    let back = format!("/peer/{}", peer.id());
    let notice = act::notice(desk, did, &back)?;
    let page = peer::page(desk.notes(), peer, today, &opened::screen());
    // Said on their own page alone: no list holds it (rule T9).
    let nudge = desk.notes().turns.nudge(peer, &desk.notes().peers, today);
    let thanks = trade::not_thanked(desk.notes(), peer, today)?;
    let form = talk::form(&page, today, typed, false)?;
    let told = year::latest(desk, peer, &page.year, today)?;
    let kindnesses = kindnesses(&page, &back)?;
    let between = between::shown(&page, desk.notes(), today)?;
    let value = acts::What::Value.folded(page.id, None)?;
    let of_rooms =
        html! { (defend::of_peer(desk.notes(), peer)) (ratify::of_peer(desk.notes(), peer, today)) };
    let stance = stance(&page)?;
    let cancelled = acts::What::Cancelled.folded(page.id, None)?;
    let inside = html! {
        (head(&page, today))
        (notice)
        div class="beside" {
            div {
                (world(&page.world))
                section { h2 { "What they value" } (valued(&page.values)) (value) }
                (kindnesses)
                (notes(page.notes.as_ref()))
                (channel(&page, nudge.as_ref(), &thanks))
                (strip::drawn(&page.year, page.cadence.as_ref().map(|cadence| cadence.due), today))
                section class="under" { (told) (cancelled) }
                (between)
                (touches(&page.yeses))
                (of_rooms)
                (stance)
            }
            (form)
        }
    };
    Ok(page::frame(Room::Peers, &page.peer, &inside))
}

/// Who they are, and when the next talk is.
fn head(peer: &Page, today: Day) -> Markup {
    html! {
        h1 { (said(&peer.peer)) }
        p class="quiet" {
            (said(&peer.teams.join(", ")))
            @if let Some(share) = peer.share { " · " (percent(share)) " of the need" }
            @if !peer.aliases.is_empty() { " · also known as " (said(&peer.aliases.join(", "))) }
        }
        @if let Some(guarded) = &peer.guarded { p { "Guarded since " (page::day(guarded.since)) ": no trades, news or joint documents are proposed. " a href="#stance" { "Why" } } }
        @if let Some(followed) = &peer.successor { p { (said(&followed.peer)) " follows from " (page::day(followed.on)) " on." } }
        @for followed in &peer.follows { p { "Follows " (said(&followed.peer)) " from " (page::day(followed.on)) " on." } }
        @if let Some(cadence) = &peer.cadence {
            p {
                @match cadence.last {
                    Some(last) => { "You talked " (ago(last.until(today))) ". The next talk is due on " },
                    None => "A first talk is due on ",
                }
                (page::day(cadence.due)) "; every " (cadence.every_weeks) " weeks"
                @if let Some(because) = &cadence.because { ", because " (page::told(because)) } "."
            }
        }
        div class="acts" {
            a class="act" href={ "/peer/" (peer.id) "/talk" } { "Record a talk" }
            a href={ "/peer/" (peer.id) "/prepare" } { "Prepare the next one" }
        }
        @if let Some(line) = &peer.attention { p class="quiet" { (said(&line.sentence)) } }
    }
}

/// What is known of their world, each with its age; what is old fades.
fn world(world: &[Said]) -> Markup {
    html! {
        section {
            h2 { "Their world" }
            @if world.is_empty() { p class="quiet" { "Nothing was heard of it yet." } }
            dl class="world" {
                @for one in world {
                    dt { (one.about) }
                    dd class=[one.is_old.then_some("old")] {
                        span class="heard" { (said(&one.words)) } " "
                        span class="age" { @if one.is_old { "old: " } (ago(one.days)) }
                    }
                }
            }
        }
    }
}

fn values(values: &[Valued]) -> Markup {
    html! { @if !values.is_empty() { section { h2 { "What they value" } (valued(values)) } } }
}

fn valued(values: &[Valued]) -> Markup {
    html! {
        @if values.is_empty() { p class="quiet" { "Nothing was noted yet." } }
        @else {
            ul { @for one in values {
                li class=[(!one.was_heard).then_some("guess")] {
                    (said(&one.words)) " " span class="age" { @if one.was_heard { "they said so, " } @else { "a guess, " } (ago(one.days)) }
                }
            } }
        }
    }
}

/// Cooperative or guarded, and why; other names, and who follows.
fn stance(peer: &Page) -> Result<Markup, Stop> {
    use acts::What::{Alias, Cooperative, Guarded, Successor};
    let change = if peer.guarded.is_some() { Cooperative } else { Guarded };
    let forms = acts::folds(peer.id, &[change, Alias, Successor])?;
    Ok(html! {
        section id="stance" {
            h2 { "Who they are to you" }
            @match &peer.guarded {
                Some(guarded) => p { "Guarded since " (page::day(guarded.since)) ", because " span class="heard" { "“" (said(&guarded.because)) "”" } ". No trades, news or joint documents are proposed." },
                None => p class="quiet" { "Cooperative." },
            }
            (forms)
        }
    })
}

fn notes(notes: Option<&Said>) -> Markup {
    html! {
        @if let Some(notes) = notes {
            section { h2 { "Notes of " (page::day(notes.on)) } p class="heard" { (said(&notes.words)) } }
        }
    }
}

/// What could be done for them, each done in place.
fn kindnesses(peer: &Page, back: &str) -> Result<Markup, Stop> {
    let row = |one: &Kindness| -> Result<Markup, Stop> {
        let done = act::kindness_form(&one.id.to_string(), back)?;
        let drop = acts::What::Drop.folded(peer.id, Some(one.id))?;
        Ok(html! {
            li {
                p { (said(&one.words)) " " span class="age" { "by " (page::near(one.by)) @if one.is_past { ", which has passed" } } }
                div class="acts" { (done) (drop) }
            }
        })
    };
    let rows = peer.kindnesses.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    let add = acts::What::Kindness.folded(peer.id, None)?;
    Ok(html! {
        section id="kindnesses" {
            h2 { "What you could do for them" }
            @if rows.is_empty() { p class="quiet" { "Nothing is open." } }
            ul class="things" { @for row in &rows { (row) } }
            (add)
        }
    })
}

/// How warm the channel is, what says so, and what helps.
fn channel(peer: &Page, nudge: Option<&Nudge>, thanks: &Markup) -> Markup {
    html! {
        @if let Some(decay) = &peer.decay {
            section {
                h2 { "The channel: " (stage(decay.word())) }
                @if let Some(step) = decay.step { p { (step) } }
                @if !decay.evidence.is_empty() {
                    ul { @for one in &decay.evidence { li { (page::told(&one.sentence)) } } }
                }
                @for one in &decay.ahead { p class="quiet" { (page::told(&one.sentence)) } }
            }
        }
        @if let Some(nudge) = nudge { p class="notice" { (said(&page::sentence(&nudge.words))) } }
        (thanks)
    }
}

/// The yeses that will be needed of them.
fn touches(all: &[Touch]) -> Markup {
    html! {
        @if !all.is_empty() {
            section {
                h2 { "What you will need of them" }
                (touch_list(all))
            }
        }
    }
}

fn touch_list(all: &[Touch]) -> Markup {
    html! {
        ul class="crossings" {
            @for one in all {
                li {
                    span class={ "kind " (one.kind) } { (said(&one.kind)) } " " (said(&one.item))
                    @if one.home != one.item { span class="quiet" { " for " (said(&one.home)) } }
                    @if let Some(day) = one.due { " by " (page::day(day)) }
                    span class="age" { " " (said(&one.place)) }
                }
            }
        }
    }
}
