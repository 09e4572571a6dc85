//! Forgetting: a page that says what will be gone for good, and asks whether that is meant.

use axum::{
    extract::{Form as Sent, Path, State},
    response::Response,
};
use maud::html;
use playbook::{map::peers, notebook::Event, sentence::sentence_in};

use crate::{
    opened,
    stop::Stop,
    web::{
        act::{self, Once},
        form::{Field, Form, Typed},
        page::{self, Room},
        serve::{Shared, look, work},
    },
};

/// What its tick says.
const SURE: &str = "I want this gone for good";

/// The page that asks.
pub async fn ask(State(server): Shared, Path(entry): Path<String>) -> Response {
    look(server, move |desk, today| {
        let Ok(entry) = entry.parse::<u32>() else { return Ok(page::missing()) };
        let said = desk.said(entry, |event, notes| {
            let reaches_back = matches!(event, Event::Undone { .. } | Event::Forgotten { .. });
            let keeps_files = matches!(event, Event::Peers(peers::Event::Kept(_)));
            (sentence_in(event, notes, today, &opened::screen()), reaches_back, keeps_files)
        })?;
        if said.is_empty() || said.iter().any(|(_, reaches_back, _)| *reaches_back) {
            return Ok(page::missing());
        }
        let keeps_files = said.iter().any(|(_, _, keeps_files)| *keeps_files);
        let once = page::once("/log")?;
        let inside = html! {
            h1 { "Forget entry " (entry) " for good?" }
            blockquote { @for (words, ..) in &said { (page::told(words)) " " } }
            p { "Its key is destroyed, so that nobody can read it any more, you neither. This can't be undone." }
            ul {
                li { "What it says goes, and all that rests on it: a talk with its kindness, an ask with its clock, a peer with their names." }
                @if keeps_files { li { "The plan and the map that it keeps go with it, unless another entry keeps them too." } }
                li { "That there was an entry " (entry) ", and when, stays to be seen." }
                li { "Backups and exports that were made before still hold it; throw those away yourself." }
            }
            p { "To take it back without losing it, use " a href="/log" { "Undo" } "." }
            form method="post" action="/forget" {
                (once)
                input type="hidden" name="entry" value=(entry);
                label class="tick" { input type="checkbox" name="sure" value="yes" required; " " (SURE) }
                div class="acts" { button { "Forget it for good" } a href="/log" { "Keep it" } }
            }
        };
        Ok(page::frame(Room::Log, "Forget", &inside))
    })
    .await
}

/// Forgets it, once it is ticked that this is meant.
pub async fn forget(State(server): Shared, Sent(fields): Sent<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let once = Once::of(&typed);
        let entry = typed.words("entry").parse();
        let entry: u32 = entry.map_err(|_| Stop::form("that is no number of an entry"))?;
        if typed.words("sure") != "yes" {
            let form = Form {
                key: "again".into(),
                action: "/forget".into(),
                back: "/log".into(),
                fields: vec![Field::given("entry", entry.to_string()), Field::sure("sure", SURE)],
                button: "Forget it for good",
                is_main: false,
            };
            let why = Stop::form("nothing is forgotten before you tick that it is meant");
            return form.again(Room::Log, &format!("Forget entry {entry} for good?"), &typed, &why);
        }
        let request = once.request()?;
        let done = act::to_act(server)?.forget(entry, Some(request), desk::clock::now())?;
        // What it said must not stay in memory until somebody looks.
        server.close();
        Ok(once.done(done.entry))
    })
    .await
}
