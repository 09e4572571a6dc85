//! What single keys do, and what the pages are.

use axum::{extract::State, response::Response};
use maud::html;

use super::{
    page::{self, Room},
    serve::{Shared, look},
};

/// What can be pressed, and what it does.
const KEYS: [(&str, &str); 16] = [
    ("Ctrl K", "go to a room, a peer or an act"),
    ("g w", "Week"),
    ("g m", "Map"),
    ("g p", "Peers"),
    ("g t", "Trade"),
    ("g n", "Tell"),
    ("g d", "Defend"),
    ("g r", "Ratify"),
    ("g e", "Escalate"),
    ("g l", "Log"),
    ("g c", "your calendar"),
    ("g s", "Settings"),
    ("c", "capture a talk in one line"),
    ("/", "search"),
    ("?", "this page"),
    ("Esc", "close what lies over the page"),
];

/// Whether a room that a key names has a page.
fn is_there(what: &str) -> bool {
    what != "Trade" || page::ROOMS.iter().any(|(_, _, name)| *name == what)
}

/// The page.
pub async fn show(State(server): Shared) -> Response {
    look(server, |_, _| {
        let inside = html! {
            h1 { "Help" }
            section {
                h2 { "Keys" }
                dl class="keys" {
                    @for (keys, what) in KEYS.into_iter().filter(|(_, what)| is_there(what)) {
                    dt { @for key in keys.split(' ') { kbd { (key) } " " } }
                    dd { (what) }
                }
                }
                p { "No single key changes anything. They rest while you type in a field, and " a href="/settings#keys" { "Settings" } " turns them off." }
                p { "Without script there are no keys; everything else is the same. Tab, Enter and the arrows reach all of it." }
            }
            section {
                h2 { "What you do here" }
                p { "After every act the page says what was understood, and Undo takes it back. A form that is sent twice acts once." }
                p { "The terminal shows the same and does the same; what one wrote the other shows. " (page::typed("sideways help")) " lists its commands." }
            }
            section {
                h2 { "Who can see this" }
                p { "This browser on this machine, until it locks. Nothing is loaded from elsewhere, and nothing is sent anywhere." }
            }
        };
        Ok(page::frame(Room::Beside, "Help", &inside))
    })
    .await
}
