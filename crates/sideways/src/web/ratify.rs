//! Ratify: changes that span teams, what each of their leaders decided, and the one page that goes up (rule R1).

mod acts;
mod initiative;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, Query, State},
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{
    map::peers::Known,
    moment::{Day, Id},
    notebook::Notebook,
    ratify::{Answered, listed},
};

use super::{
    act::{self, Did},
    kept::pages::lasting,
    page::{self, Room, said},
    serve::{Server, Shared, look},
};
use crate::stop::Stop;

/// The addresses of this room.
pub fn routes() -> Router<Arc<Server>> {
    let acts = acts::What::ALL.into_iter().fold(Router::new(), |routes, what| {
        routes.route(&what.address(), post(move |server, form| acts::done(what, server, form)))
    });
    acts.route("/ratify", get(show)).route("/ratify/{id}/page.md", get(download))
}

/// The page.
pub async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    look(server, move |desk, today| {
        let notice = act::notice(desk, &did, "/ratify")?;
        let inside = html! { h1 { "Ratify" } (notice) (whole(desk, today)?) };
        Ok(lasting(page::frame(Room::Ratify, "Ratify", &inside)))
    })
    .await
}

fn whole(desk: &Desk, today: Day) -> Result<Markup, Stop> {
    let notes = desk.notes();
    let all = listed(&notes.initiatives, &notes.peers, today);
    let drawn = all.iter().map(|one| initiative::drawn(one, notes, today)).collect::<Result<Vec<_>, _>>()?;
    let nobody = notes.peers.everybody().next().is_none();
    let new = acts::new(notes, today).shown()?;
    Ok(html! {
        @if all.is_empty() {
            p class="calm" { "A change that spans teams is decided by the leaders whose teams do the work. Keep here what each of them says; once all have decided, one page goes up that names them and what they gave, and only then asks." }
        }
        @if nobody {
            p { "The notebook knows nobody yet: a kept map names your peers, or you do on " a href="/peers" { "Peers" } "." }
        }
        @for one in &drawn { (one) }
        @if !nobody {
            section id="new" { details class="fold" open[all.is_empty()] { summary { "A new initiative" } (new) } }
        }
    })
}

/// The page that goes up, as a file. Whoever sends it is the leader.
pub async fn download(State(server): Shared, Path(id): Path<String>) -> Response {
    look(server, move |desk, today| {
        let Ok(id) = id.parse::<Id>() else { return Ok(page::missing()) };
        let text = desk.notes().ratification(id, today)?;
        let name = format!("attachment; filename=\"initiative-{id}.md\"");
        let head = [(CONTENT_TYPE, "text/markdown; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
        Ok((head, format!("{}\n", text.as_str())).into_response())
    })
    .await
}

/// Initiatives that wait for a peer, or for which they decided, on their own page.
pub fn of_peer(notes: &Notebook, peer: Known, today: Day) -> Markup {
    let is_theirs = |party: &&Answered| notes.peers.known(party.id) == Some(peer);
    let all = listed(&notes.initiatives, &notes.peers, today);
    let theirs: Vec<_> =
        all.iter().filter_map(|one| Some((one, one.parties.iter().find(is_theirs)?))).collect();
    html! {
        @if !theirs.is_empty() {
            section {
                h2 { "Initiatives that touch them" }
                ul class="things" {
                    @for (one, party) in &theirs {
                        li { p { a href={ "/ratify#e" (one.id) } { (said(&one.what)) } " " (initiative::answer(party)) } }
                    }
                }
            }
        }
    }
}
