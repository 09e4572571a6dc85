//! Going somewhere by a few letters: a room, a peer by any of their names, an act.

use axum::{
    extract::{Query, State},
    response::Response,
};
use desk::open::Desk;
use maud::html;
use serde::Deserialize;

use super::{
    page::{self, Room, said},
    serve::{Shared, look},
};

/// Places that are shown, at most.
const MOST: usize = 12;

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
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let place = |name: &str, also: &str, path: &str, kind| Place {
        name: name.to_owned(),
        also: also.to_owned(),
        path: path.to_owned(),
        kind,
    };
    let rooms = page::ROOMS.iter().map(|(_, path, name)| place(name, "", path, "room"));
    let beside = page::BESIDE.iter().map(|(path, name)| place(name, "", path, "page"));
    let acts = [
        place(
            "Read a draft for whoever is absent",
            "review report blame contribution",
            "/defend/review",
            "act",
        ),
        place("Read your notes as they would", "opinions judgement review", "/defend/notes", "act"),
        place("Note what a team contributed", "contribution credit", "/defend#contributed", "act"),
        place("Begin an initiative", "ratify change spans teams", "/ratify#new", "act"),
        place("Back the notebook up", "backup copy", "/settings#backup", "act"),
        place("Calendar", "forums feeds hours free busy ics", "/calendar", "page"),
        place("A slip", "tell late landing", "/tell/slip", "act"),
        place("Open an announcement", "tell news reversal new", "/tell/new", "act"),
        place("Search the log", "find entries undo forget", "/log", "act"),
        place("Hide names", "privacy open office dark light appearance", "/settings#guise", "act"),
    ];
    let peers = desk.notes().peers.everybody().map(|(known, peer)| {
        let names: Vec<&str> = desk.notes().peers.names_of(known).collect();
        (known.id(), peer.name.clone(), names.join(" "))
    });
    let of_peers = peers.flat_map(|(id, name, names)| {
        [
            Place { path: format!("/peer/{id}"), also: names.clone(), kind: "peer", name: name.clone() },
            Place {
                path: format!("/peer/{id}/prepare"),
                also: names.clone(),
                kind: "act",
                name: format!("Prepare the talk with {name}"),
            },
            Place {
                path: format!("/escalate/with/{id}"),
                also: names.clone(),
                kind: "act",
                name: format!("Before you escalate with {name}"),
            },
            Place {
                path: format!("/peer/{id}#talk"),
                also: names,
                kind: "act",
                name: format!("Record a talk with {name}"),
            },
        ]
    });
    let mut all: Vec<Place> = match words.is_empty() {
        true => rooms.chain(beside).chain(acts).collect(),
        false => {
            rooms.chain(beside).chain(acts).chain(of_peers).filter(|place| fits(place, &words)).collect()
        }
    };
    // Whose own name begins so comes first.
    all.sort_by_key(|place| {
        let name = place.name.to_lowercase();
        !words.first().is_some_and(|word| name.starts_with(word.as_str()))
    });
    all.truncate(MOST);
    all
}

/// Whether each word begins a word of the place.
fn fits(place: &Place, words: &[String]) -> bool {
    let text = format!("{} {}", place.name, place.also).to_lowercase();
    let begins = |word: &String| {
        text.split(|c: char| !c.is_alphanumeric()).any(|one| one.starts_with(word.as_str()))
            || text.contains(&format!(" {word}"))
    };
    words.iter().all(begins)
}
