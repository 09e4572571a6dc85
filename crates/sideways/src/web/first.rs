//! The first start: one page, on which a plan is dropped or the sample tried; and the recovery code, until it is written down.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{Method, StatusCode},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    page, plan, sample,
    serve::{Server, Shared, look, work},
};
use crate::{opened, stop::Stop};

/// What can be asked for while there is no notebook.
const BEFORE: [&str; 5] = ["/plan", "/sample", "/begin", "/assets/", "/open/"];

/// Where there is no notebook yet, every page is the first one; nothing where there is one.
pub async fn instead(server: &Arc<Server>, method: &Method, path: &str) -> Option<Response> {
    let is_before = path == "/lock" || BEFORE.iter().any(|before| path.starts_with(before));
    let is_open = ["/assets/", "/open/", "/sample/"].iter().any(|open| path.starts_with(open));
    match &server.own {
        Some(own) if !is_open && server.is_new() => return Some(sample::removed(own)),
        None if !is_before && server.is_new() => {}
        _ => return None,
    }
    Some(match (method, path) {
        (&Method::GET, "/") => work(Arc::clone(server), |_| Ok(page::alone("Begin", &shown()?))).await,
        (&Method::GET, _) => plan::to("/"),
        _ => (StatusCode::CONFLICT, page::stopped(&Stop::form("there is no notebook yet"))).into_response(),
    })
}

fn shown() -> Result<Markup, Stop> {
    let field = plan::field()?;
    Ok(html! {
        h1 { "Which peers does your year depend on?" }
        p class="calm" { "Drop the plan that your company already has. You see what was understood, and nothing is kept before you say so." }
        (field)
        div class="or" {
            h2 { "Or look at a company that is made up" }
            p { "Northlight Ferries has eight teams, a plan and eight weeks of talks. It is a notebook of its own, and goes with one click." }
            (sample::offered())
        }
        details class="fold" { summary { "Or begin without a plan" }
            p { "The notebook is made empty, with a key file that only your account can read. A passphrase instead: " (page::typed("sideways init --passphrase")) }
            form method="post" action="/begin" { button { "Make the notebook" } }
        }
    })
}

/// Makes the notebook, empty.
pub async fn begin(State(server): Shared) -> Response {
    work(server, |server| {
        plan::make(server)?;
        Ok(plan::to(if server.has_code() { "/code" } else { "/" }))
    })
    .await
}

/// The recovery code, to be written down; nothing once it was.
pub async fn code(State(server): Shared) -> Response {
    work(server, |server| {
        let Some(code) = server.code() else { return Ok(plan::to("/")) };
        let folder = opened::places(server.notebook.as_deref())?.notebook().display().to_string();
        let inside = html! {
            h1 { "Write this down, on paper" }
            p class="calm" { "Your notebook is made, and everything in it is sealed. If its key is ever lost, this code opens it. It is kept nowhere, and shown until you say that you have it." }
            p class="code" { @for group in code.split('-') { span { (group) } } }
            p class="quiet" { "The notebook lies in " (page::said(&folder)) "; its key in your settings, readable by your account alone. If you never wrote the code down, " (page::typed("sideways rekey")) " makes a new one." }
            form method="post" action="/code" { button class="act" autofocus { "I have written it down" } }
        };
        Ok(page::alone("Your recovery code", &inside))
    })
    .await
}

/// Lets go of the recovery code.
pub async fn written(State(server): Shared) -> Response {
    server.forget_code();
    look(server, |desk, _| {
        Ok(match desk.notes().peers.kept_by() {
            Some((entry, _)) => plan::to(&format!("/map?done={entry}")),
            None => plan::to("/"),
        })
    })
    .await
}

/// That the recovery code is still to be written down.
pub fn reminder(server: &Server) -> Markup {
    html! { @if server.has_code() { p class="notice" { "The recovery code of your notebook is not written down yet. " a href="/code" { "Show it" } } } }
}
