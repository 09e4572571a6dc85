//! A draft of a review or a report, held against what is known of whoever is absent (rule D4). Nothing of it is kept.

use std::collections::BTreeMap;

use axum::{
    extract::{Form, FromRequest, Multipart, Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use playbook::{
    defend::review::{LeftOut, Line, PERIOD, Review},
    moment::Day,
    outward::Text,
};

use super::{head, remark};
use crate::{
    absent::{self, draft::Draft},
    stop::Stop,
    web::{
        act,
        form::Typed,
        page::{self, Room, said},
        serve::{Server, Shared, look, work},
        upload::{Most, taken_in},
    },
};

/// Where the page is.
const HERE: &str = "/defend/review";

/// Bytes of a draft that is read here. The terminal reads larger ones.
const LARGEST: usize = 1 << 20;

/// Bytes of a form with a draft, at most: so that a browser hears that it was too much.
pub const LARGEST_FORM: usize = 16 << 20;

/// A draft as it was brought.
#[derive(Default)]
struct Brought {
    name: String,
    bytes: Vec<u8>,
    since: String,
}

/// The page.
pub async fn show(State(server): Shared) -> Response {
    look(server, |_, today| {
        let since = today.plus(-PERIOD);
        let inside = html! {
            (head(HERE))
            p class="calm" { "A report goes where others can't answer it. Paste its draft, and see which lines blame somebody who is absent, and whose contribution it leaves out." }
            (forms("", since))
        };
        Ok(page::frame(Room::Defend, "A draft", &inside))
    })
    .await
}

fn forms(text: &str, since: Day) -> Markup {
    let from = html! {
        label { "Of what was done since" input type="date" name="since" value=(since) required; span class="age" { "Contributions of that time belong into it, whatever it is about." } }
    };
    html! {
        form class="draft-form" method="post" action=(HERE) {
            label { "The draft: Markdown, or plain text" textarea name="draft" rows="12" required spellcheck="false" autocomplete="off" { "\n" (text) } }
            (from)
            button class="act" { "Read it" }
            p class="quiet" { "It is read on this machine, and nothing of it is kept." }
        }
        details class="fold" { summary { "Or choose a file" }
            form class="draft-form" method="post" action=(HERE) enctype="multipart/form-data" data-draft {
                label { "A file of Markdown or plain text; one that falls onto this page is read at once" input type="file" name="file" accept=".md,.markdown,.txt" required; }
                (from)
                button { "Read it" }
            }
        }
    }
}

/// Reads what was pasted, or a file.
pub async fn read(State(server): Shared, request: Request) -> Response {
    let brought = match request.headers().get(CONTENT_TYPE) {
        Some(kind) if kind.as_bytes().starts_with(b"multipart/") => file(request).await,
        _ => pasted(request).await.map_err(|stop| (stop, String::new())),
    };
    work(server, move |server| {
        let (brought, read) = match brought {
            Ok(brought) => {
                let read = reviewed(server, &brought);
                (brought, read)
            }
            Err((stop, since)) => (Brought { since, ..Brought::default() }, Err(stop)),
        };
        match read {
            Ok(page) => Ok(page),
            Err(why) => refused(server, &brought, &why),
        }
    })
    .await
}

fn broken() -> Stop {
    Stop::form("the draft did not arrive whole")
}

fn too_much() -> Stop {
    let fact = format!(
        "a draft of at most {} MB is read here; sideways review reads a larger one at the terminal",
        LARGEST >> 20
    );
    Stop::form(fact)
}

async fn pasted(request: Request) -> Result<Brought, Stop> {
    let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
    let Form(fields) = form.map_err(|wrong| match wrong.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_much(),
        _ => broken(),
    })?;
    let typed = Typed(fields);
    // Its lines count from the first one that was typed, empty or not.
    let draft = typed.0.iter().find(|(name, _)| name == "draft").map_or("", |(_, words)| words);
    let bytes = draft.as_bytes().to_vec();
    Ok(Brought { name: "the draft".into(), bytes, since: typed.words("since").to_owned() })
}

async fn file(request: Request) -> Result<Brought, (Stop, String)> {
    let form = Multipart::from_request(request, &()).await.map_err(|_| (broken(), String::new()))?;
    let since = |typed: &Typed| typed.words("since").to_owned();
    let all = taken_in(form, Most::bytes(LARGEST)).await.map_err(|(_, typed)| (broken(), since(&typed)))?;
    let since = since(&all.typed);
    match all.files.into_iter().find(|file| file.field == "file") {
        _ if all.chosen > 1 => Err((Stop::form("one draft is read at a time"), since)),
        _ if all.is_too_much => Err((too_much(), since)),
        Some(file) => Ok(Brought { name: file.name, bytes: file.bytes, since }),
        None => Ok(Brought { since, ..Brought::default() }),
    }
}

/// The page with what was found.
fn reviewed(server: &Server, brought: &Brought) -> Result<Response, Stop> {
    if brought.bytes.len() > LARGEST {
        return Err(too_much());
    }
    let draft = Draft::read(&brought.name, brought.bytes.clone())?;
    let lines = draft.lines();
    if lines.iter().all(|line| line.trim().is_empty()) {
        return Err(Stop::form("there is no draft to be read"));
    }
    let (desk, today) = act::look(server)?;
    let typed = Typed(vec![("since".into(), brought.since.clone())]);
    let since = typed.given("since").map_or(Ok(today.plus(-PERIOD)), |_| typed.back("since", today))?;
    let (review, unread) = absent::review(&draft, (since, today), &desk);
    let inside = html! {
        (head(HERE))
        @for words in draft.mended.iter().chain(&unread) { (remark(words)) }
        div class="review" {
            div { (found(&review)) }
            (numbered(&lines, &review))
        }
        details class="fold again" { summary { "Change it, and read it again" } (forms(&lines.join("\n"), since)) }
    };
    Ok(page::frame(Room::Defend, "A draft", &inside))
}

/// What could not be read, with what was pasted.
fn refused(server: &Server, brought: &Brought, why: &Stop) -> Result<Response, Stop> {
    let (_, today) = act::look(server)?;
    let since = brought.since.parse().map_or(today.plus(-PERIOD), Day);
    // What is no text can't be shown as it was.
    let text = Some(&brought.bytes).filter(|bytes| bytes.len() <= LARGEST);
    let text = text.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let inside = html! {
        (head(HERE))
        p class="notice" role="alert" { "Not read: " (page::why_not(why)) }
        (forms(text, since))
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page::frame(Room::Defend, "A draft", &inside)).into_response())
}

fn found(review: &Review) -> Markup {
    html! {
        @if review.blames.is_empty() && review.left_out.is_empty() {
            p class="calm" { "No line blames anybody you know, and no contribution is left out." }
        }
        @if !review.blames.is_empty() {
            section aria-labelledby="blames" {
                h2 id="blames" { "Lines that blame somebody" }
                p class="quiet" { "Is it right? Then say it to them before they read it." }
                ol class="lines" { @for (nth, line) in review.blames.iter().enumerate() { (blame(nth, line)) } }
            }
        }
        @if !review.left_out.is_empty() {
            section aria-labelledby="left-out" {
                h2 id="left-out" { "Contributions that are left out" }
                ol class="lines" { @for one in &review.left_out { (left_out(one)) } }
            }
        }
        p class="quiet" {
            @if review.knows_plan { "Blame was looked for by the names of your peers, and of people and teams of the kept plan." }
            @else { "Blame was looked for by the names of your peers and their teams; a kept map knows the others of the plan." }
        }
        @if !review.not_read.is_empty() {
            p class="quiet" {
                "Blame was looked for in English alone, and so not in "
                @for (nth, (from, to)) in review.not_read.iter().enumerate() {
                    @if nth > 0 { ", " } (to_line(*from)) @if from != to { " to " (to) }
                } "."
            }
        }
    }
}

/// The way to a line of the draft.
fn to_line(line: u32) -> Markup {
    html! { a href={ "#l" (line) } { "line " (line) } }
}

fn blame(nth: usize, line: &Line) -> Markup {
    html! {
        li id={ "b" (nth + 1) } {
            p { (to_line(line.line)) " blames " (said(&line.peer)) ", by “" (said(&line.because)) "”:" }
            blockquote { (short(&line.words)) }
            (paste("Can stand there instead", &line.paste))
        }
    }
}

fn left_out(one: &LeftOut) -> Markup {
    html! {
        li {
            p { (said(&page::sentence(&one.because))) @if let Some(line) = one.line { " See " (to_line(line)) "." } }
            (paste("Names it", &one.paste))
            p class="quiet" { "Once it was named where others hear it, " a href={ "/defend#e" (one.id) } { "say where" } "." }
        }
    }
}

/// A text for others, in a field of its own: one key selects all of it.
fn paste(label: &str, text: &Text) -> Markup {
    let words = said(text.as_str());
    html! { label { (label) textarea class="copy" readonly autocomplete="off" rows=(words.len() / 60 + 1) { (words) } } }
}

/// The draft with its lines, those marked in which something was found.
fn numbered(lines: &[&str], review: &Review) -> Markup {
    let mut marks: BTreeMap<u32, Vec<(String, String)>> = BTreeMap::new();
    for (nth, line) in review.blames.iter().enumerate() {
        marks.entry(line.line).or_default().push((format!("#b{}", nth + 1), format!("blames {}", line.peer)));
    }
    for line in review.left_out.iter().filter_map(|one| one.line) {
        let (of, mark) = (marks.entry(line).or_default(), ("#left-out".into(), "leaves somebody out".into()));
        if !of.contains(&mark) {
            of.push(mark);
        }
    }
    html! {
        section class="draft" aria-labelledby="text" {
            h2 id="text" { "The draft" }
            ol {
                @for (line, number) in lines.iter().zip(1_u32..) {
                    @let of = marks.get(&number).map_or(&[][..], Vec::as_slice);
                    li id={ "l" (number) } class=[(!of.is_empty()).then_some("found")] {
                        span { (said(line)) }
                        @for (to, words) in of { " " a class="found-as" href=(to) { (said(words)) } }
                    }
                }
            }
        }
    }
}

/// A sentence as far as a screen needs it.
fn short(words: &str) -> String {
    const LONGEST: usize = 240;
    let words = said(words);
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}
