//! Files that a form brings: held in memory, never on disk, and read only once all are there.

use axum::{
    extract::{Multipart, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use sources::read::{Original, handed_over};

use super::{Task, is_from_script, to};
use crate::{
    stop::Stop,
    web::{
        assets, page,
        serve::Shared,
        upload::{LARGEST, brought},
    },
};

/// Files at most.
const MOST: usize = 200;

/// The place for files: a field that works by itself, and onto which a script lets them fall.
///
/// # Errors
/// If the system gives no random bytes.
pub fn field() -> Result<Markup, Stop> {
    Ok(html! {
        form class="drop" method="post" action="/plan" enctype="multipart/form-data" data-drop=(LARGEST) {
            label {
                "Drop your plan here, or choose it"
                input type="file" name="plan" multiple required
                    accept=".md,.markdown,.txt,.csv,.tsv,.toml,.yaml,.yml" aria-describedby="drop-what";
            }
            p class="quiet" id="drop-what" {
                "Markdown, or an export of your tracker as CSV; several at once, and a table of people among them. Up to "
                (LARGEST >> 20) " MB in all."
            }
            details class="fold" { summary { "People in a file that could be taken for a plan" }
                label {
                    "A directory of people: TOML, YAML or CSV"
                    input type="file" name="people" multiple accept=".csv,.tsv,.toml,.yaml,.yml";
                }
            }
            p class="quiet" role="status" data-said="" {}
            button class="act" { "Read it" }
            p class="quiet" { "It is read on this machine and kept nowhere before you say so." }
        }
        script src=(assets::drop_script()) defer {}
    })
}

/// Takes files in, and begins to read them.
pub async fn dropped(State(server): Shared, headers: HeaderMap, form: Multipart) -> Response {
    let why = match brought(form, MOST, "sideways read PATH").await {
        Ok(brought) => {
            let files =
                brought.files.into_iter().filter(|file| ["plan", "people"].contains(&file.field.as_str()));
            let files: Vec<Original> =
                files.map(|file| handed_over(&file.name, file.field == "people", file.bytes)).collect();
            server.looked.begin(server.notebook.clone(), Task { files: files.into(), ..Task::default() });
            // A script can't follow to where a page is: it goes there itself.
            return if is_from_script(&headers) {
                (StatusCode::ACCEPTED, "/plan").into_response()
            } else {
                to("/plan")
            };
        }
        Err((why, _)) => why,
    };
    match is_from_script(&headers) {
        true => page::in_words(&why),
        false => page::stopped(&why),
    }
}
