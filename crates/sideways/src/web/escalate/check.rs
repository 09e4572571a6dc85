//! Who marked a page that came up, and when: it needs the page alone, and keeps nothing.

use axum::{
    extract::{Multipart, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::marks::Eye;
use maud::{Markup, html};
use playbook::escalate::page::{self as came_up, Checked, Found, LARGEST};

use super::travel::too_long;
use crate::{
    escalate::page::{said as of, why},
    stop::Stop,
    web::{
        form::Typed,
        page::{self, Room, said},
        serve::{Shared, look, work},
        upload::{Brought, Most, taken_in},
    },
};

/// The page.
pub async fn show(State(server): Shared) -> Response {
    look(server, |_, _| Ok(whole(&html! {}, &Typed::default()))).await
}

fn whole(found: &Markup, typed: &Typed) -> Response {
    let inside = html! {
        p { a href="/escalate" { "Escalate" } }
        h1 { "Who marked this page" }
        (found)
        form class="wide-form" method="post" action="/escalate/check" enctype="multipart/form-data" {
            label { "The page as it came up: joint.md" input type="file" name="page" required accept=".md,.markdown,.txt"; }
            details class="fold" { summary { "Keys that you know to be theirs" }
                label { "A line a name: Ada Okoye ssh-ed25519 AAAA..." textarea name="keys" rows="3" maxlength="20000" { "\n" (typed.words("keys")) } }
            }
            label class="tick" { input type="checkbox" name="recorded" value="yes" checked[typed.given("recorded").is_some()]; " An agreement that the other author recorded is enough for me" }
            button class="act" { "Check it" }
        }
        p class="quiet" { "Nothing is kept of it. Whoever decides needs no notebook for this: " (page::typed("sideways escalate check joint.md")) "." }
    };
    page::frame(Room::Escalate, "Who marked this page", &inside)
}

/// Checks a page.
pub async fn check(State(server): Shared, form: Multipart) -> Response {
    let brought = taken_in(form, Most::bytes(LARGEST)).await;
    work(server, move |_| {
        let (found, typed) = match brought {
            Ok(brought) => (found(&brought), brought.typed),
            Err((why, typed)) => (Err(why), typed),
        };
        let (status, found) = match &found {
            Ok(found) => (StatusCode::OK, found.clone()),
            Err(stop) => (StatusCode::UNPROCESSABLE_ENTITY, refused(stop)),
        };
        Ok((status, whole(&found, &typed)).into_response())
    })
    .await
}

fn refused(stop: &Stop) -> Markup {
    html! {
        p class="notice" role="alert" {
            (said(&page::sentence(stop.fact())))
            @if !stop.hint().is_empty() { " " (said(&page::sentence(stop.hint()))) }
        }
    }
}

fn found(brought: &Brought) -> Result<Markup, Stop> {
    if brought.is_too_much {
        return Err(too_long());
    }
    let content = brought.file("page").map(|file| file.bytes.clone()).filter(|content| !content.is_empty());
    let content = content.ok_or_else(|| Stop::form("no file was chosen"))?;
    let text = String::from_utf8(content)
        .map_err(|_| Stop::Refused("it is no text".into(), "save it as plain text, in UTF-8".into()))?;
    let typed = brought.typed.words("keys");
    let known = came_up::keys(typed);
    if !typed.is_empty() && known.is_empty() {
        return Err(Stop::Usage(
            "there is no key in what you typed".into(),
            "a line a name: Ada Okoye ssh-ed25519 AAAA...".into(),
        ));
    }
    let checked = came_up::check(text.trim_start_matches('\u{feff}'), &known, &Eye)?;
    Ok(told(&checked, !brought.typed.words("recorded").is_empty()))
}

fn told(checked: &Checked, takes_recorded: bool) -> Markup {
    let is_taken = checked.is_joint() || takes_recorded && checked.is_recorded();
    let names = checked.names.join(" and ");
    html! {
        div class="notice" role=(if is_taken { "status" } else { "alert" }) {
            @if is_taken {
                p { "This text comes from " (said(&names)) " to " (said(&checked.whom)) "." }
            } @else {
                p { (said(&page::sentence(&why(checked)))) " Ask both to bring one text that both marked." }
            }
        }
        ul class="plainly" { @for mark in &checked.marks { li { (said(&page::sentence(&of(mark)))) } } }
        @if checked.marks.iter().any(|mark| mark.found == Found::Signed) {
            p class="quiet" { "That these keys are theirs, you learn from them alone: ask each once for the line of their key." }
        }
    }
}
