//! One line about a talk, typed as in the terminal, and what was understood of it.

use axum::{
    extract::{Form, Query, State},
    http::StatusCode,
    response::Response,
};
use desk::clock;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    act::{self, Did, Once},
    page::{self, Room, said, typed},
    serve::{Shared, look, work},
};
use crate::{captured::Captured, stop::Stop, talked::Line};

/// The page.
pub async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    look(server, move |desk, _| {
        let notice = act::notice(desk, &did, "/capture")?;
        Ok(page::frame(Room::Beside, "Capture a talk", &whole("", &notice)?))
    })
    .await
}

fn whole(line: &str, above: &Markup) -> Result<Markup, Stop> {
    let once = page::once("/capture")?;
    Ok(html! {
        h1 { "Capture a talk" }
        (above)
        form class="capture" method="post" action="/capture" {
            (once)
            label {
                "A line, as behind " (typed("sideways talk"))
                input name="line" value=(line) required autofocus autocomplete="off" spellcheck="true" aria-describedby="how";
            }
            button class="act" { "Keep the talk" }
        }
        div id="how" class="quiet" {
            p { "First the peer; then, in any order, how long, what you heard of their world, and what you could do for them. Everything else is kept as notes." }
            p { (typed("mira 25m constraint=\"hiring frozen till June\" kindness=\"intro to the auditor by fri\" --status went over the plan")) }
            p { "--status: it became a status meeting. --asked: you brought an ask. --on yesterday: its day. Write it as if they will read it." }
        }
    })
}

/// A line that was typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(flatten)]
    once: Once,
    line: String,
}

/// Keeps it. What is refused is shown again, as it was typed.
pub async fn keep(State(server): Shared, Form(typed): Form<Typed>) -> Response {
    work(server, move |server| {
        let kept = || -> Result<Captured, Stop> {
            let line = Line::typed(&typed.line)?;
            let (mut desk, request) = (act::to_act(server)?, typed.once.request()?);
            let now = desk.under(request, "", clock::now())?;
            line.understand(desk.notes(), now.today)?.keep(&mut desk, now)
        };
        match kept() {
            Ok(captured) => {
                let inside = whole("", &understood(&captured)?)?;
                Ok(page::frame(Room::Beside, "Capture a talk", &inside))
            }
            Err(stop) => {
                let above = html! { p class="notice" role="alert" { "Not kept: " (said(stop.fact())) "." } };
                let mut response = page::frame(Room::Beside, "Capture a talk", &whole(&typed.line, &above)?);
                *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
                Ok(response)
            }
        }
    })
    .await
}

/// What was understood, and what takes it back.
fn understood(captured: &Captured) -> Result<Markup, Stop> {
    let undo = act::undo_form(captured.entry, "/capture")?;
    Ok(html! {
        div class="notice" role="status" {
            div {
                @for sentence in &captured.said { p { (said(sentence)) } }
                @for remark in &captured.remarks { p class="quiet" { (said(remark)) } }
            }
            (undo)
        }
    })
}
