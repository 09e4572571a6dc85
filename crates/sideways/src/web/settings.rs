//! Settings: the key, backups, what leaves as files, how pages look, and when they lock.

pub mod backup;
pub mod export;

use std::{path::PathBuf, time::Duration};

use axum::{
    extract::{Form as Sent, Query, State},
    http::{
        HeaderMap, StatusCode,
        header::{LOCATION, SET_COOKIE},
    },
    response::{IntoResponse, Response},
};
use desk::{hold, keys::How, open::Desk};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    act::{self, Did},
    form::{Field, Form, Typed},
    guise::{Guise, Scheme},
    page::{self, Room, said, typed},
    serve::{Shared, look, work},
};
use crate::{opened, stop::Stop};

/// The folder that was typed: a full path, since a page stands in no folder.
fn folder_typed(typed: &Typed) -> Result<PathBuf, Stop> {
    let words = typed.needed("folder", "the folder is missing")?;
    let folder = PathBuf::from(&words);
    match folder.is_absolute() {
        true => Ok(folder),
        false => Err(Stop::form(format!("“{}” is no full path of a folder", said(&words)))),
    }
}

/// Where a folder can't be written, another one can be typed.
fn no_folder(stop: impl Into<Stop>) -> Stop {
    match stop.into() {
        Stop::Fault(fact, hint) => Stop::Usage(fact, hint),
        stop => stop,
    }
}

/// What was asked for a moment ago.
#[derive(Deserialize)]
pub struct Asked {
    done: Option<String>,
    made: Option<String>,
    written: Option<String>,
}

/// The page.
pub async fn show(State(server): Shared, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let shared = server.clone();
    look(server, move |desk, _| {
        let notice = act::notice(desk, &Did::of(asked.done), "/settings")?;
        let inside = html! {
            h1 { "Settings" }
            (notice)
            @if asked.made.is_some() { p class="notice" role="status" { "The backup was made." } }
            @if asked.written.is_some() { p class="notice" role="status" { "Everything was written, in the clear. Remove the folder once you no longer need it." } }
            (appearance(Guise::of(&headers)))
            (locks(shared.session.idle()))
            (backup::shown(shared.notebook.as_deref(), &headers)?)
            (key(desk, shared.notebook.as_deref())?)
            (files())
        };
        Ok(page::frame(Room::Beside, "Settings", &inside))
    })
    .await
}

fn appearance(guise: Guise) -> Markup {
    let scheme = |scheme: Scheme, value: &str, name: &str| {
        html! { label class="tick" { input type="radio" name="scheme" value=(value) checked[guise.scheme == scheme]; " " (name) } }
    };
    let tick = |name: &str, is_set: bool, words: &str| {
        html! { label class="tick" { input type="checkbox" name=(name) value="yes" checked[is_set]; " " (words) } }
    };
    html! {
        section id="guise" {
            h2 { "Appearance" }
            form method="post" action="/settings/guise" {
                fieldset {
                    legend { "Light or dark" }
                    (scheme(Scheme::System, "system", "as the system has it"))
                    (scheme(Scheme::Light, "light", "light"))
                    (scheme(Scheme::Dark, "dark", "dark"))
                }
                fieldset id="keys" {
                    legend { "On every page" }
                    (tick("large", guise.is_large, "larger text"))
                    (tick("keyless", guise.is_without_keys, "single keys do nothing (Ctrl K stays)"))
                    (tick("nameless", guise.hides_names, "hide names: peers stand as initials, for open offices; fields keep them"))
                }
                button class="act" { "Use this" }
                p class="quiet" { "Kept in a cookie of this browser, for a year." }
            }
        }
    }
}

fn locks(idle: Duration) -> Markup {
    html! {
        section id="lock" {
            h2 { "Lock" }
            form class="inline" method="post" action="/settings/lock-after" {
                label { "Minutes without a request after which the pages lock"
                    input type="number" name="minutes" min="1" max="720" required value=(idle.as_secs() / 60);
                }
                button { "Use this" }
            }
            p class="quiet" { "Until the pages are served anew; for every time: " (typed("sideways serve --lock-after 5")) "." }
        }
    }
}

/// Where the key lies, what opens the notebook if it is lost, and what makes a new one.
fn key(desk: &Desk, notebook: Option<&std::path::Path>) -> Result<Markup, Stop> {
    let places = opened::places(notebook)?;
    let how = hold::how(&places)?;
    Ok(html! {
        section id="key" {
            h2 { "The key" }
            p {
                @match how {
                    How::File => { "The notebook is sealed. Its key lies in " (typed(&desk.key_place().display().to_string())) ", outside of the notebook's folder " (typed(&places.notebook().display().to_string())) "." },
                    How::Passphrase => { "The notebook is sealed. A passphrase opens it, for as long as it is unlocked: " (typed("sideways lock")) " ends that at once." },
                    How::Keyring => "The notebook is sealed. Its key lies in the keyring of the system.",
                }
            }
            p { "If the key is lost, the recovery code opens the notebook: " (typed("sideways recover")) ". It was shown when the notebook was made, and is kept nowhere." }
            p { "If you have lost the code, or somebody saw it or the key, make both anew at the terminal, since a code belongs on paper and not into a browser: " (typed("sideways rekey")) "." }
        }
    })
}

fn files() -> Markup {
    html! {
        section id="files" {
            h2 { "Files" }
            (export::shown())
            p { "What your calendar says of the weeks ahead, and your dates for another calendar: " a href="/calendar" { "Calendar" } "." }
            p { "Talks of the past year, from your calendar's file: " (typed("sideways calendar seed calendar.ics")) }
            p { "Whether everything is as it was written: " (typed("sideways doctor")) }
        }
    }
}

/// How pages are wanted from now on.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    scheme: String,
    large: String,
    keyless: String,
    nameless: String,
}

/// Keeps it in a cookie.
pub async fn guise(Sent(wanted): Sent<Wanted>) -> Response {
    let guise = Guise {
        scheme: match wanted.scheme.as_str() {
            "light" => Scheme::Light,
            "dark" => Scheme::Dark,
            _ => Scheme::System,
        },
        is_large: !wanted.large.is_empty(),
        is_without_keys: !wanted.keyless.is_empty(),
        hides_names: !wanted.nameless.is_empty(),
    };
    let mut response = back("/settings#guise");
    response.headers_mut().extend(guise.cookie().map(|cookie| (SET_COOKIE, cookie)));
    response
}

fn back(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, to.to_owned())]).into_response()
}

/// Takes the minutes after which the pages lock from now on.
pub async fn lock_after(State(server): Shared, Sent(fields): Sent<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        match typed.words("minutes").parse::<u64>() {
            Ok(minutes @ 1..=720) => {
                server.session.lock_after(Duration::from_secs(minutes * 60));
                Ok(back("/settings#lock"))
            }
            _ => {
                let words = said(typed.words("minutes"));
                let why = Stop::form(format!("“{words}” is no number of minutes from 1 to 720"));
                let minutes =
                    Field::needed("minutes", "Minutes without a request after which the pages lock");
                again("Lock", "/settings/lock-after", (vec![minutes], "Use this"), &typed, &why)
            }
        }
    })
    .await
}

/// A form of this page that was refused, as it was typed.
fn again(
    title: &str,
    action: &str,
    (fields, button): (Vec<Field>, &'static str),
    typed: &Typed,
    why: &Stop,
) -> Result<Response, Stop> {
    let (key, back) = ("again".to_owned(), "/settings".to_owned());
    let form = Form { key, action: action.to_owned(), back, fields, button, is_main: true };
    form.again(Room::Beside, title, typed, why)
}
