//! Escalating together: the list of documents, the gate before one, the document with its life, and what goes up.
//!
//! Everything that leads to a page for a boss goes through marks of both; there is no form that makes a one-sided one.

mod acts;
mod check;
mod document;
mod exchange;
mod gate;
mod one;
mod sent;
mod travel;
mod up;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Query, State},
    response::Response,
    routing::{get, post},
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{
    bounds::closed,
    escalate::{Life, listed, listed::Listed, waiting::Cost},
    moment::{Day, Id},
};

use self::sent::Sent;
use super::{
    act::{self, Did},
    long::Long,
    page::{self, Room, said},
    serve::{Server, Shared, look},
};
use crate::{opened, stop::Stop};

/// What waiting costs towards a peer, as it was played and is not kept yet.
pub struct Waited {
    peer: Id,
    cost: Cost,
}

/// The latest that was played.
pub type Waits = Long<Waited>;

/// Bytes of a form in this room, at most: the longest part of a document, however it is written.
const LONGEST: usize = 512 * 1024;

/// Bytes of the form that brings a plain file back, once its changes were shown.
const LONGEST_FILE: usize = 4 * 1024 * 1024;

/// The addresses of this room.
pub fn routes() -> Router<Arc<Server>> {
    let files = || DefaultBodyLimit::disable();
    Router::new()
        .route("/escalate", get(show))
        .route("/escalate/with/{peer}", get(gate::show))
        .route("/escalate/with/{peer}/cost", post(gate::play))
        .route("/escalate/with/{peer}/progress", get(gate::progress))
        .route("/escalate/with/{peer}/stop", post(gate::stop))
        .route("/escalate/with/{peer}/{act}", post(acts::before))
        .route("/escalate/take", post(travel::take).layer(files()))
        .route("/escalate/return", post(travel::back).layer(DefaultBodyLimit::max(LONGEST_FILE)))
        .route("/escalate/check", get(check::show).post(check::check).layer(files()))
        .route("/escalate/{id}", get(one::show))
        .route("/escalate/{id}/file/{name}", get(travel::file))
        .route("/escalate/{id}/{act}", post(acts::during).layer(DefaultBodyLimit::max(LONGEST)))
}

/// The list.
async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    look(server, move |desk, today| {
        Ok(page::frame(Room::Escalate, "Escalate", &list(desk, today, &did, None)?))
    })
    .await
}

/// The list, with what was sent and refused, if anything was.
fn list(desk: &mut Desk, today: Day, did: &Did, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let notice = act::notice(desk, did, "/escalate")?;
    let all = listed::listed(&desk.notes().escalations, today);
    let of = |stages: &[&str]| -> Vec<&Listed> {
        all.iter().filter(|one| stages.contains(&stage(one.life))).collect()
    };
    let take = travel::field("/escalate", sent)?;
    Ok(html! {
        h1 { "Escalate" }
        (notice)
        @if let Some(sent) = sent { (sent.told()) }
        @if all.is_empty() {
            p class="calm" { "You and a peer disagree, no trade was found, and waiting costs dates: then the two of you take one text to whoever decides. Both positions, both names, both marks. No document is open." }
        }
        (group("Being written", &of(&["written"])))
        (group("Marked by both", &of(&["marked"])))
        (group("Taken up", &of(&["up"])))
        (group("Over", &of(&["over"])))
        (before(desk))
        section aria-labelledby="take" {
            h2 id="take" { "A file came" }
            (take)
        }
        section aria-labelledby="check" {
            h2 id="check" { "A page came up to you" }
            p { a href="/escalate/check" { "Check who marked it" } ", without any notebook." }
        }
    })
}

/// The group in which a document stands.
const fn stage(life: Life) -> &'static str {
    match life {
        Life::Drafted | Life::Positions => "written",
        Life::Marked | Life::Slot => "marked",
        Life::TakenUp { .. } | Life::Decided { .. } => "up",
        Life::Aftermath { .. } | Life::Outside { .. } | Life::Closed { .. } => "over",
    }
}

fn group(head: &str, all: &[&Listed]) -> Markup {
    html! {
        @if !all.is_empty() {
            section {
                h2 { (head) }
                ol class="lines" {
                    @for one in all {
                        li {
                            p class="sentence" { a href={ "/escalate/" (one.escalation) } {
                                @if one.question.is_empty() { "A document" } @else { (said(&one.question)) }
                            } }
                            p class="reason" { "With " (said(&one.name)) "; " (one.life.word()) "." }
                            @if let Some(next) = &one.next { p { (said(&next.sentence)) " " span class="quiet" { (next.reason) } } }
                        }
                    }
                }
            }
        }
    }
}

/// Whom it may be time to escalate with; a guarded peer closes these doors, and the page says why (rule B1).
fn before(desk: &Desk) -> Markup {
    let peers = &desk.notes().peers;
    let all: Vec<_> = peers.everybody().map(|(peer, _)| peer).collect();
    let guarded: Vec<_> = all.iter().filter_map(|peer| closed(peers, *peer, &opened::screen())).collect();
    html! {
        section aria-labelledby="time" {
            h2 id="time" { "Is it time?" }
            @if all.is_empty() {
                p class="quiet" { "The notebook knows nobody yet: a kept map names your peers, or you do on " a href="/peers" { "Peers" } "." }
            } @else {
                p { "Four conditions stand before a document, each with the smallest step that closes it." }
                ul class="people" {
                    @for peer in all.iter().filter(|peer| !peers.is_guarded(**peer)) {
                        li { a href={ "/escalate/with/" (peer.id()) } { (said(peers.name(peer.id()))) } }
                    }
                }
                @for one in &guarded { p class="quiet" { (said(&one.sentence)) } }
            }
        }
    }
}

/// Words of several lines, with nothing in them that a screen would not show.
fn visible(words: &str) -> String {
    words.lines().map(said).collect::<Vec<_>>().join("\n")
}

/// Words of several lines, as paragraphs.
fn paragraphs(words: &str) -> Markup {
    html! {
        @for paragraph in words.split("\n\n") {
            p class="words" { @for (at, line) in paragraph.lines().enumerate() { @if at > 0 { br; } (said(line)) } }
        }
    }
}
