//! The sample: a made-up company in a notebook of its own, on a port of its own, so that nothing done there can reach the owner's.

mod story;

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::header::{CONTENT_LENGTH, CONTENT_TYPE},
    middleware::Next,
    response::Response,
};
use desk::{clock, places::Places, stop::Stop as Stopped};
use maud::{Markup, html};

use super::{
    page,
    serve::{Shared, beside, work},
};
use crate::stop::Stop;

/// The most that a page has.
const LONGEST_PAGE: usize = 64 << 20;

/// Where the sample lies.
///
/// # Errors
/// If nothing says where the user's files lie.
pub fn places() -> Result<Places, Stop> {
    Places::of_sample(&|name| std::env::var_os(name)).map_err(|no| Stop::from(Stopped::from(no)))
}

/// Whether it is there.
pub fn is_there() -> bool {
    places().is_ok_and(|places| desk::sample::is_there(&places))
}

/// The ways to it: it is made or opened, and removed where it is there.
pub fn offered() -> Markup {
    let is_there = is_there();
    html! {
        div class="acts" {
            form method="post" action="/sample" { button { @if is_there { "Open the sample" } @else { "Try the sample" } } }
            @if is_there { form method="post" action="/sample/remove" { button class="quiet" { "Remove the sample" } } }
        }
    }
}

/// Makes the sample if it is not there, and leads to it.
pub async fn open(State(server): Shared) -> Response {
    let made = work(Arc::clone(&server), |_| {
        let places = places()?;
        if !desk::sample::is_there(&places) {
            story::make(places)?;
        }
        Ok(page::turned())
    })
    .await;
    if !made.status().is_success() {
        return made;
    }
    match beside(&server).await {
        Err(stop) => page::stopped(&stop),
        Ok(link) => {
            let inside = html! {
                h1 { "The sample is ready" }
                p { a class="act" href=(link) autofocus { "Open it" } }
            };
            // Another port is another place, where no form may lead; a page may.
            page::leading(&link, "The sample", &inside)
        }
    }
}

/// Removes the sample.
pub async fn remove(State(server): Shared) -> Response {
    work(server, |server| {
        let own = server.own.clone();
        server.close();
        desk::sample::remove(&places()?, clock::now())?;
        let inside = html! {
            h1 { "The sample is removed" }
            p { "Its notebook, its key and its folder are gone. Nothing else was touched." }
            @match own {
                Some(own) => p { a class="act" href=(own) { "To your own pages" } },
                None => p { a class="act" href="/" { "Go on" } },
            }
        };
        Ok(page::alone("Removed", &inside))
    })
    .await
}

/// What every page of the sample says at its top.
fn banner() -> String {
    let words = html! {
        aside class="sample" aria-label="The sample" {
            p { strong { "This is the sample." } " A made-up company; nothing here is yours." }
            form method="post" action="/sample/remove" { button { "Remove the sample" } }
        }
    };
    words.into_string()
}

/// What every page of the sample says once it is removed.
pub fn removed(own: &str) -> Response {
    let inside =
        html! { h1 { "The sample is removed" } p { a class="act" href=(own) { "To your own pages" } } };
    page::alone("Removed", &inside)
}

/// Marks every page of the sample.
pub async fn mark(State(server): Shared, request: Request, next: Next) -> Response {
    if server.own.is_none() {
        return next.run(request).await;
    }
    let response = next.run(request).await;
    let is_page =
        response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page || !is_there() {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LONGEST_PAGE).await else { return page::broken() };
    let page = String::from_utf8_lossy(&bytes);
    let page = page.replacen("<body>", &format!("<body class=\"is-sample\">{}", banner()), 1);
    let page = page.replacen("<title>", "<title>Sample: ", 1);
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(page))
}
