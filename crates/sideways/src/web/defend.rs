//! Defend: meetings ahead in which peers will be absent, what their teams contributed, a draft, one's own notes, and what was
//! said for somebody.

mod acts;
mod contributions;
mod forum;
mod notes;
mod review;

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
    map::peers::{Known, Peers},
    moment::Day,
    notebook::Notebook,
};

pub use self::{acts::whose, contributions::of_peer};
use super::{
    act::{self, Did},
    kept::pages::lasting,
    page::{self, Room, said},
    serve::{Server, Shared, look},
};
use crate::stop::Stop;

/// The addresses of this room.
pub fn routes() -> Router<Arc<Server>> {
    let draft = post(review::read).layer(DefaultBodyLimit::max(review::LARGEST_FORM));
    Router::new()
        .route("/defend", get(show))
        .route("/defend/forum", get(forum::show))
        .route("/defend/contribute", post(acts::contribute))
        .route("/defend/named", post(acts::named))
        .route("/defend/said", get(notes::said_for).post(acts::said))
        .route("/defend/review", get(review::show).merge(draft))
        .route("/defend/notes", get(notes::show))
}

/// The page.
pub async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    look(server, move |desk, today| {
        let notice = act::notice(desk, &did, "/defend")?;
        let inside = html! { (head("/defend")) (notice) (whole(desk, today)?) };
        Ok(lasting(page::frame(Room::Defend, "Defend", &inside)))
    })
    .await
}

fn whole(desk: &Desk, today: Day) -> Result<Markup, Stop> {
    let notes = desk.notes();
    if here(&notes.peers, today).is_empty() {
        return Ok(html! {
            p class="calm" { "Where work is judged, whoever is absent can't answer. Before such a meeting you read here what can be said for them, and say nothing where the criticism is right." }
            p { "The notebook knows nobody yet: a kept map names your peers, or you do on " a href="/peers" { "Peers" } "." }
        });
    }
    Ok(html! {
        (forum::ahead(desk, today)?)
        (contributions::listed(notes, today)?)
    })
}

/// The name of the room, and its pages.
fn head(here: &str) -> Markup {
    let pages = [
        ("/defend", "Meetings"),
        ("/defend/review", "A draft"),
        ("/defend/notes", "Your own notes"),
        ("/defend/said", "What you said"),
    ];
    html! {
        h1 { "Defend" }
        nav class="within" aria-label="Defend" {
            @for (path, name) in pages { a href=(path) aria-current=[(path == here).then_some("page")] { (name) } }
        }
    }
}

/// Everybody who has not left, in the order of entry.
pub fn here(peers: &Peers, today: Day) -> Vec<Known> {
    peers.everybody().map(|(peer, _)| peer).filter(|peer| !peers.has_left(*peer, today)).collect()
}

/// Everybody as choices: the word that is sent, and their name.
pub fn choices(peers: &Peers, today: Day) -> Vec<(String, String)> {
    let choice = |peer: Known| (peer.id().to_string(), peers.name(peer.id()).to_owned());
    here(peers, today).into_iter().map(choice).collect()
}

/// What the kept map calls the leader's work, and what it needs of others: for fields, each once.
pub fn works(notes: &Notebook) -> Vec<String> {
    let picks = notes.peers.kept().map_or(&[][..], |kept| &kept.picks);
    let mut all: Vec<String> = Vec::new();
    for yes in picks.iter().flat_map(|pick| &pick.yeses) {
        for words in [&yes.home, &yes.item] {
            if !all.contains(words) {
                all.push(words.clone());
            }
        }
    }
    all
}

/// Something that is said above a page.
fn remark(words: &str) -> Markup {
    html! { p class="notice" role="alert" { (said(&page::sentence(words))) } }
}
