//! Files out and in: the sealed one and the plain one, which is taken over only after every change was shown (rule E8).

use axum::{
    extract::{Form, Multipart, Path, State, rejection::FormRejection},
    http::{
        StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{
    escalate::{
        Command, Escalation, Life, Way,
        plain::{Change, Returned},
    },
    moment::{Day, Id},
    outward::escalate as outward,
};

use super::{acts::done, list, one, paragraphs, sent::Sent};
use crate::{
    escalate::{both, came_back, file as of, find, is_plain, page as html_page, recorded, takes},
    stop::Stop,
    typeset::{self, Paper},
    web::{
        act::{self, Did, Once},
        form::Typed,
        page::{self, Room, said},
        serve::{Server, Shared, work},
        upload::{Most, taken_in},
    },
};

/// The field for a file that came.
///
/// # Errors
/// If the system gives no random bytes.
pub fn field(back: &str, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let once = page::once(back)?;
    let sent = sent.filter(|sent| sent.act == "take");
    Ok(html! {
        form class="wide-form" method="post" action="/escalate/take" enctype="multipart/form-data" {
            (once)
            @if let Some(sent) = sent { p class="wrong" { (sent.why()) } }
            label { "Drop it here, or choose it: a sealed file (.joint), or the plain one (.md) as it came back"
                input type="file" name="file" required;
            }
            button { "Take it in" }
        }
    })
}

/// It is longer than anything that is read here.
pub fn too_long() -> Stop {
    Stop::Refused("it is longer than any document".into(), "ask them to send it again".into())
}

/// Takes a file in: a sealed one at once; of a plain one, every change is shown before it is taken.
pub async fn take(State(server): Shared, form: Multipart) -> Response {
    let brought = taken_in(form, Most::bytes(desk::marks::LARGEST)).await;
    work(server, move |server| {
        let brought = brought.map_err(|(why, _)| why)?;
        let typed = brought.typed.clone();
        let taken = match brought.file("file").map(|file| &file.bytes) {
            _ if brought.is_too_much => Err(too_long()),
            None => Err(Stop::form("no file was chosen")),
            Some(content) if content.is_empty() => Err(Stop::form("the file is empty")),
            Some(content) if is_plain(content) => changes(server, content),
            Some(content) => done(server, &Once::of(&typed), |desk, _| takes(desk, content, None)),
        };
        taken.or_else(|why| again(server, typed, why))
    })
    .await
}

/// The page from which it came, with the reason.
fn again(server: &Server, typed: Typed, why: Stop) -> Result<Response, Stop> {
    let (mut desk, today) = act::look(server)?;
    let back = typed.words("back").to_owned();
    let sent = Sent { act: "take".into(), typed, why };
    let id = back.strip_prefix("/escalate/").and_then(|id| id.parse::<Id>().ok());
    match id.filter(|id| desk.notes().escalations.one(*id).is_some()) {
        Some(id) => one::page_of(&mut desk, id, today, &Did::default(), Some(&sent)),
        None => {
            let inside = list(&mut desk, today, &Did::default(), Some(&sent))?;
            Ok(sent.answered(page::frame(Room::Escalate, "Escalate", &inside)))
        }
    }
}

/// Every change of a plain file that came back, as it was and as it is; nothing is taken yet.
fn changes(server: &Server, content: &[u8]) -> Result<Response, Stop> {
    let text = String::from_utf8(content.to_vec());
    let text =
        text.map_err(|_| Stop::Refused("it is no text".into(), "save it as plain text, in UTF-8".into()))?;
    let (desk, today) = act::look(server)?;
    let (one, back) = came_back(&desk, text.trim_start_matches('\u{feff}'))?;
    Ok(page::frame(Room::Escalate, "What came back", &shown(one, back, &text, today)?))
}

fn shown(one: &Escalation, back: Returned, text: &str, today: Day) -> Result<Markup, Stop> {
    let once = page::once(&format!("/escalate/{}", one.id()))?;
    let (changes, agreed) = (back.changes.clone(), back.agreed.clone());
    let recorded = recorded(one, back, today)?;
    let is_something = !recorded.placed.is_empty();
    Ok(html! {
        h1 { "What came back from " (said(one.their_name())) }
        @if changes.is_empty() { p { "They changed nothing." } }
        @for change in &changes { (changed(change)) }
        @if let Some(words) = &agreed { section { h2 { "They wrote that they agree" } blockquote { (paragraphs(words.as_str())) } } }
        @for remark in &recorded.remarks { p class="notice" { (said(remark)) } }
        @if is_something {
            form method="post" action="/escalate/return" {
                (once)
                input type="hidden" name="file" value=(text);
                div class="acts" {
                    button class="act" { "Take it over" }
                    a href={ "/escalate/" (one.id()) } { "Leave it" }
                }
            }
            p class="quiet" { "Any change voids all marks. Nothing is taken before you say so." }
        } @else { p { a href={ "/escalate/" (one.id()) } { "Back to the document" } } }
    })
}

fn changed(change: &Change) -> Markup {
    let words = |words: &str| html! { @if words.is_empty() { p class="quiet" { "Nothing." } } @else { (paragraphs(words)) } };
    html! {
        section {
            h2 { (said(&change.heading)) }
            div class="sides" {
                div class="side" { p class="quiet" { @if change.is_both { "As you wrote it since" } @else { "As it was" } } (words(&change.was)) }
                div class="side" { p class="quiet" { "As it came back" } (words(&change.is)) }
            }
            @if !change.is_taken { p class="quiet" { "This is not taken over." } }
            @else if change.is_both { p class="quiet" { "Both versions are kept side by side." } }
        }
    }
}

/// Takes a plain file over, once its changes were shown.
pub async fn back(
    State(server): Shared,
    fields: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    work(server, move |server| {
        let typed = fields.map(|Form(fields)| Typed(fields)).map_err(|_| too_long())?;
        let text = typed.words("file").to_owned();
        let taken = done(server, &Once::of(&typed), |desk, today| {
            let (one, back) = came_back(desk, text.trim_start_matches('\u{feff}'))?;
            let escalation = one.id();
            Ok(vec![Command::Return { escalation, placed: recorded(one, back, today)?.placed }])
        });
        taken.or_else(|why| again(server, typed, why))
    })
    .await
}

/// What a file for the other author is called: nothing in it but letters, digits and hyphens.
pub fn name(one: &Escalation, way: Way) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = one.their_name().chars().map(plain).collect();
    let name = name.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let name = if name.is_empty() { "them" } else { &name };
    format!("for-{name}.{}", if way == Way::Sealed { "joint" } else { "md" })
}

/// A file to be kept: for the other author once it was made ready, or what went up.
pub async fn file(State(server): Shared, Path((id, name)): Path<(String, String)>) -> Response {
    work(server, move |server| {
        let (desk, today) = act::look(server)?;
        let found = id.parse::<Id>().ok().and_then(|id| desk.notes().escalations.one(id));
        let Some(one) = found else { return Ok(page::missing()) };
        match name.as_str() {
            "sealed" | "plain" => {
                for_them(&desk, one, if name == "sealed" { Way::Sealed } else { Way::Plain }, today)
            }
            "joint.md" | "joint.html" | "joint.pdf" => went_up(&desk, one, &name),
            _ => Ok(page::missing()),
        }
    })
    .await
}

/// Nothing leaves that was not made ready: a draft is nobody's business.
fn for_them(desk: &Desk, one: &Escalation, way: Way, today: Day) -> Result<Response, Stop> {
    if !one.is_ready(way) || matches!(one.life(today), Life::Closed { .. }) {
        return Ok(page::stopped(&Stop::Refused("this file is not made ready".into(), String::new())));
    }
    desk.notes().escalations.to_send(one.id(), &desk.notes().peers, today)?;
    Ok(attached("application/octet-stream", &name(one, way), of(desk, one, way)?))
}

/// The page that went up: the exact text with both marks.
fn went_up(desk: &Desk, one: &Escalation, name: &str) -> Result<Response, Stop> {
    if one.taken_up.is_none() {
        return Ok(page::stopped(&Stop::Refused("it has not gone up".into(), String::new())));
    }
    let page = outward::page(&both(desk, find(desk, one.id())?)?);
    Ok(match name {
        "joint.md" => {
            attached("text/markdown; charset=utf-8", name, page.markdown.as_str().as_bytes().to_vec())
        }
        "joint.pdf" => attached("application/pdf", name, typeset::pdf(&page, Paper::A4)?.bytes),
        _ => attached("text/html; charset=utf-8", name, html_page::html(&page).into_bytes()),
    })
}

fn attached(kind: &'static str, name: &str, content: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    (StatusCode::OK, [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], content)
        .into_response()
}
