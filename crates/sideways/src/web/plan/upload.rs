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
    web::{assets, page, serve::Shared},
};

/// Bytes of all files together, at most. What is larger is read from its path at the terminal.
pub const LARGEST: usize = 64 << 20;

/// Files at most.
const MOST: usize = 200;

/// Bytes that are taken in and thrown away so that a browser hears that it was too much.
const DRAINED: usize = 1 << 30;

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
    let words = match taken(form).await {
        Ok(files) => {
            server.looked.begin(server.notebook.clone(), Task { files: files.into(), ..Task::default() });
            // A script can't follow to where a page is: it goes there itself.
            return if is_from_script(&headers) {
                (StatusCode::ACCEPTED, "/plan").into_response()
            } else {
                to("/plan")
            };
        }
        Err(words) => words,
    };
    match is_from_script(&headers) {
        true => (StatusCode::UNPROCESSABLE_ENTITY, words).into_response(),
        false => page::stopped(&Stop::Usage(words.trim_end_matches('.').to_owned(), String::new())),
    }
}

/// All files of the form, or what is wrong with them.
async fn taken(mut form: Multipart) -> Result<Vec<Original>, String> {
    let broken = |_| "The files did not arrive whole.".to_owned();
    let (mut files, mut bytes, mut is_too_much) = (Vec::new(), 0, false);
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let is_people = match field.name() {
            Some("plan") => false,
            Some("people") => true,
            _ => continue,
        };
        let name = field.file_name().unwrap_or_default().to_owned();
        let mut content = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            bytes += chunk.len();
            is_too_much |= bytes > LARGEST || files.len() >= MOST;
            match is_too_much {
                true => (content, files) = (Vec::new(), Vec::new()),
                false => content.extend_from_slice(&chunk),
            }
            if bytes > DRAINED {
                return Err(too_much());
            }
        }
        // A field without a file is sent with neither name nor content.
        if !name.is_empty() {
            files.push(handed_over(&name, is_people, content));
        }
    }
    match files.is_empty() {
        _ if is_too_much => Err(too_much()),
        true => Err("No file was dropped.".into()),
        false => Ok(files),
    }
}

fn too_much() -> String {
    format!(
        "At most {MOST} files of {} MB together are read here: sideways read PATH reads larger ones at the terminal.",
        LARGEST >> 20
    )
}
