//! Going somewhere by a few letters: a room, a peer by any of their names, an act.

use axum::{
    extract::{Query, State},
    response::Response,
};
use desk::open::Desk;
use maud::html;
use plan::names::title_key;
use playbook::moment::Id;
use serde::Deserialize;

use super::{
    page::{self, Room, said},
    serve::{Shared, look},
};

/// Places that are shown, at most.
const MOST: usize = 12;

/// What can be done: its name, under what else it is found, and where.
const ACTS: [(&str, &str, &str); 15] = [
    ("Look what the plan holds", "hunt trades proposals", "/trade/hunt"),
    ("Change the plan, and see what it moves", "what if simulate", "/trade/what-if"),
    ("Check who marked a page", "check verify escalate", "/escalate/check"),
    ("Set when the pages lock", "lock minutes", "/settings#lock"),
    ("Read a draft for whoever is absent", "review report blame contribution", "/defend/review"),
    ("Read your notes as they would", "opinions judgement review", "/defend/notes"),
    ("Note what a team contributed", "contribution credit", "/defend#contributed"),
    ("Begin an initiative", "ratify change spans teams", "/ratify#new"),
    ("See on whom a slip lands", "tell late landing", "/tell/slip"),
    ("Open an announcement", "tell news reversal new", "/tell/new"),
    ("Read a calendar", "forums feeds hours free busy ics", "/calendar"),
    ("Back the notebook up", "backup copy", "/settings#backup"),
    ("Write everything in the clear", "export plain files", "/settings#files"),
    ("Search the log", "find entries undo forget", "/log"),
    ("Hide names", "privacy open office dark light appearance", "/settings#guise"),
];

/// What is looked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    words: String,
}

/// Somewhere to go.
struct Place {
    name: String,
    /// Under what else it is found.
    also: String,
    path: String,
    kind: &'static str,
}

impl Place {
    fn of(name: &str, also: &str, path: &str, kind: &'static str) -> Self {
        Self { name: name.to_owned(), also: also.to_owned(), path: path.to_owned(), kind }
    }
}

/// The page; the palette is a part of it.
pub async fn show(State(server): Shared, Query(asked): Query<Asked>) -> Response {
    look(server, move |desk, _| {
        let places = found(desk, &asked.words);
        let inside = html! {
            h1 { "Go to" }
            div id="go" {
                form class="search" method="get" action="/go" role="search" data-live="places" {
                    label for="where" { "A room, a peer, an act" }
                    input id="where" type="search" name="words" value=(asked.words) autocomplete="off" data-find;
                    button { "Find" }
                }
                ul id="places" class="places" {
                    @for place in &places {
                        li { a href=(place.path) { (said(&place.name)) span class="kind" { " " (place.kind) } } }
                    }
                    @if places.is_empty() { li class="quiet" { "Nothing of that name." } }
                }
            }
            div class="acts only-narrow" { (page::lock()) }
        };
        Ok(page::frame(Room::Beside, "Go to", &inside))
    })
    .await
}

fn found(desk: &Desk, words: &str) -> Vec<Place> {
    // Case and accents make no difference.
    let words = title_key(words);
    let words: Vec<&str> = words.split_whitespace().collect();
    let rooms = page::ROOMS.iter().map(|(_, path, name)| Place::of(name, "", path, "room"));
    let beside = page::BESIDE.iter().map(|(path, name)| Place::of(name, "", path, "page"));
    let acts = ACTS.iter().map(|(name, also, path)| Place::of(name, also, path, "act"));
    let peers = desk.notes().peers.everybody().flat_map(|(known, peer)| {
        let names: Vec<&str> = desk.notes().peers.names_of(known).collect();
        of_peer(known.id(), &peer.name, &names.join(" "))
    });
    let mut all: Vec<Place> = match words.is_empty() {
        true => rooms.chain([Place::of("Calendar", "", "/calendar", "page")]).chain(beside).collect(),
        false => rooms.chain(beside).chain(acts).chain(peers).filter(|place| fits(place, &words)).collect(),
    };
    // Whose own name begins so comes first.
    all.sort_by_key(|place| {
        let name = title_key(&place.name);
        !words.first().is_some_and(|word| name.starts_with(word))
    });
    if !words.is_empty() {
        all.truncate(MOST);
    }
    all
}

/// A peer's page, and what can be done about them.
fn of_peer(id: Id, name: &str, names: &str) -> [Place; 4] {
    [
        Place::of(name, names, &format!("/peer/{id}"), "peer"),
        Place::of(&format!("Prepare the talk with {name}"), names, &format!("/peer/{id}/prepare"), "act"),
        Place::of(&format!("Before you escalate with {name}"), names, &format!("/escalate/with/{id}"), "act"),
        Place::of(&format!("Record a talk with {name}"), names, &format!("/peer/{id}#talk"), "act"),
    ]
}

/// Whether each word begins a word of the place.
fn fits(place: &Place, words: &[&str]) -> bool {
    let text = title_key(&format!("{} {}", place.name, place.also));
    words.iter().all(|word| text.split(' ').any(|one| one.starts_with(word)))
}
