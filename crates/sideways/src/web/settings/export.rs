//! Everything in the clear, written from the page into a folder that the owner names.

use axum::{
    extract::{Form, State},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::folder_typed;
use crate::{
    opened,
    stop::Stop,
    web::{
        act,
        page::typed,
        serve::{Shared, work},
    },
};

/// The part of the settings.
pub fn shown() -> Markup {
    html! {
        details class="note" name="export" {
            summary { "Everything in plain files" }
            form method="post" action="/settings/export" {
                p { "To be read without sideways, and read back by it. They are not sealed: whoever reads that folder reads what you wrote of your peers." }
                label { "A folder that is not there yet, or is empty" input name="folder" required autocomplete="off" spellcheck="false"; }
                label class="tick" { input type="checkbox" name="sure" value="yes" required; " I want it to lie there in the clear" }
                button class="act" { "Write it" }
                p class="quiet" { "At the terminal: " (typed("sideways export FOLDER")) }
            }
        }
    }
}

/// Where it is to go, and whether that is meant.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Where {
    folder: String,
    sure: String,
}

/// Writes it.
pub async fn write(State(server): Shared, Form(wanted): Form<Where>) -> Response {
    work(server, move |server| {
        let folder = folder_typed(&wanted.folder)?;
        if wanted.sure != "yes" {
            return Err(Stop::form("nothing is written in the clear before you tick that it is meant"));
        }
        let (mut desk, today) = act::look(server)?;
        desk.export(&folder, today, &opened::screen())?;
        Ok((StatusCode::SEE_OTHER, [(LOCATION, "/settings?written=yes")]).into_response())
    })
    .await
}
