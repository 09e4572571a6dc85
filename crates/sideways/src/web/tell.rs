//! Tell: what is to be told before the room, whom to call when, and what became of it. Bad news first (rule L4).

mod acts;
mod announcement;
mod landing;
mod line;
mod new;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use desk::{clock, open::Desk};
use maud::{Markup, html};
use playbook::tell::{due_repairs, times::CALL};

pub use self::landing::Landings;
use super::{
    act::{self, Did},
    form::Sent,
    kept::pages::lasting,
    page::{self, Room},
    serve::{Server, Shared, look},
};
use crate::{
    stop::Stop,
    tell::{Timed, timed, timed_all},
};

/// The addresses of this room.
pub fn routes() -> Router<Arc<Server>> {
    let acts = acts::ALL.into_iter().fold(Router::new(), |routes, act| {
        routes.route(&format!("/tell/{act}"), post(move |server, form| acts::done(act, server, form)))
    });
    acts.route("/tell", get(show)).route("/tell/new", get(new::show).post(new::open)).merge(landing::routes())
}

/// The page.
pub async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    look(server, move |desk, _| Ok(lasting(whole(desk, &did, None)?))).await
}

/// The page, with what was sent and refused, if anything was.
fn whole(desk: &mut Desk, did: &Did, sent: Option<&Sent>) -> Result<Response, Stop> {
    let notice = act::notice(desk, did, "/tell")?;
    let all = seen(desk)?;
    let drawn = all.iter().map(|one| announcement::drawn(one, desk.notes(), sent));
    let drawn = drawn.collect::<Result<Vec<_>, _>>()?;
    let inside = html! {
        (head("/tell"))
        (notice)
        @if let Some(sent) = sent { (sent.told("Not kept")) }
        @if drawn.is_empty() {
            p class="calm" { "Nothing is to be told. What will land on a peer's team they should hear from you first: one to one, before everybody hears it." }
            p { "Say what " a href="/tell/slip" { "may slip" } ", look at " a href="/tell/plan" { "what moved" } " in the plan, or open an announcement " a href="/tell/new" { "by hand" } "." }
        }
        (line::hatching())
        @for one in &drawn { (one) }
    };
    let response = page::frame(Room::Tell, "Tell", &inside);
    Ok(match sent {
        None => response,
        Some(sent) => sent.answered(response),
    })
}

/// What is open, then what is over and left somebody surprised (rule L5).
fn seen(desk: &Desk) -> Result<Vec<Timed>, Stop> {
    let now = clock::now();
    let mut all = timed_all(desk, now, CALL)?;
    let notes = desk.notes();
    for due in due_repairs(&notes.tell, &notes.peers, now.today) {
        if all.iter().all(|known| known.shown.id != due.about) {
            all.push(timed(desk, due.about, now, CALL)?);
        }
    }
    Ok(all)
}

/// The name of the room, and its pages.
fn head(here: &str) -> Markup {
    let pages = [
        ("/tell", "To be told"),
        ("/tell/slip", "If it slips"),
        ("/tell/plan", "What moved"),
        ("/tell/new", "By hand"),
        ("/calendar", "Your calendar"),
    ];
    html! {
        h1 { "Tell" }
        nav class="within" aria-label="Tell" {
            @for (path, name) in pages { a href=(path) aria-current=[(path == here).then_some("page")] { (name) } }
        }
    }
}
