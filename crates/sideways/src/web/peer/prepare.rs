//! The page before a talk: their agenda, and nothing of mine unless they ask (rule C2).

use axum::{
    extract::{Path, State},
    response::Response,
};
use maud::html;
use playbook::channel::prepare;

use crate::{
    days::ago,
    opened,
    web::{
        page::{self, Room, said},
        serve::{Shared, look},
    },
};

/// The page.
pub async fn show(State(server): Shared, Path(id): Path<String>) -> Response {
    look(server, move |desk, today| {
        let Some(peer) = super::of(desk, &id) else { return Ok(page::missing()) };
        let notes = desk.notes();
        let page = prepare::prepare(&notes.channels, &notes.peers, peer, today, &opened::screen());
        let inside = html! {
            h1 { "Before the talk with " (page::person(peer.id(), &page.peer)) }
            p {
                @match (&page.successor, page.last_talk) {
                    (Some(by), _) => { (said(&page.peer)) " has left; " (said(by)) " follows." },
                    (None, Some(last)) => { "You talked " (ago(last.until(today))) ". The agenda is theirs." },
                    (None, None) => "A first talk: nobody knows the other yet. Come to learn, and leave one useful thing.",
                }
                @if let Some(due) = page.due { " Due on " (page::day(due)) "." }
            }
            (super::world(&page.world))
            (super::values(&page.values))
            @if !page.kindnesses.is_empty() {
                section { h2 { "What you could do for them" } ul { @for one in &page.kindnesses { li { (said(&one.words)) } } } }
            }
            (super::notes(page.notes.as_ref()))
            @if !page.questions.is_empty() {
                section { h2 { "What to ask" } ul { @for one in &page.questions { li class="heard" { (said(one)) } } } }
            }
            @if !page.only_if_they_ask.is_empty() {
                details { summary { "Only if they ask" } (super::touch_list(&page.only_if_they_ask)) }
            }
            p { a class="act" href={ "/peer/" (peer.id()) "#talk" } { "Record the talk" } }
        };
        Ok(page::frame(Room::Peers, &page.peer, &inside))
    })
    .await
}
