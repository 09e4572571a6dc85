//! Everything in the clear, written from the page into a folder that the owner names.

use std::path::PathBuf;

use axum::{
    extract::{Form, State},
    http::{StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    opened,
    stop::Stop,
    web::{
        act,
        page::{said, typed},
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
        let folder = PathBuf::from(wanted.folder.trim());
        if !folder.is_absolute() {
            let fact = format!("“{}” is no full path of a folder", said(&wanted.folder));
            return Err(Stop::Usage(fact, String::new()));
        }
        if wanted.sure != "yes" {
            let fact = "nothing is written in the clear before you tick that it is meant";
            return Err(Stop::Usage(fact.into(), String::new()));
        }
        let (mut desk, today) = act::look(server)?;
        desk.export(&folder, today, &opened::screen())?;
        Ok((StatusCode::SEE_OTHER, [(LOCATION, "/settings?written=yes")]).into_response())
    })
    .await
}
