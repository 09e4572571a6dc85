//! Everything in the clear, written from the page into a folder that the owner names.

use axum::{
    extract::{Form, State},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{again, folder_typed, no_folder};
use crate::{
    opened,
    stop::Stop,
    web::{
        act,
        form::{Field, Typed},
        page::typed,
        serve::{Server, Shared, work},
    },
};

/// What its fields are called.
const FOLDER: &str = "A folder that is not there yet, or is empty";
const SURE: &str = "I want it to lie there in the clear";

/// The part of the settings.
pub fn shown() -> Markup {
    html! {
        details class="note" name="export" {
            summary { "Everything in plain files" }
            form method="post" action="/settings/export" {
                p { "To be read without sideways, and read back by it. They are not sealed: whoever reads that folder reads what you wrote of your peers." }
                label { (FOLDER) input name="folder" required autocomplete="off" spellcheck="false"; }
                label class="tick" { input type="checkbox" name="sure" value="yes" required; " " (SURE) }
                button class="act" { "Write it" }
                p class="quiet" { "At the terminal: " (typed("sideways export FOLDER")) }
            }
        }
    }
}

/// Writes it.
pub async fn write(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        written(server, &typed).or_else(|why| {
            let fields = vec![Field::needed("folder", FOLDER), Field::sure("sure", SURE)];
            again("Everything in plain files", "/settings/export", (fields, "Write it"), &typed, &why)
        })
    })
    .await
}

fn written(server: &Server, typed: &Typed) -> Result<Response, Stop> {
    let folder = folder_typed(typed)?;
    if typed.words("sure") != "yes" {
        return Err(Stop::form("nothing is written in the clear before you tick that it is meant"));
    }
    let (mut desk, today) = act::look(server)?;
    desk.export(&folder, today, &opened::screen()).map_err(no_folder)?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, "/settings?written=yes")]).into_response())
}
