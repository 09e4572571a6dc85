//! The sample: a made-up company in a notebook of its own, on a port of its own, so that nothing done there can reach the owner's.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use desk::{clock, places::Places, stop::Stop as Stopped};
use maud::{Markup, html};

use super::{
    page,
    serve::{Server, Shared, beside, work},
};
use crate::{sample, stop::Stop};

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
            sample::make(places)?;
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
pub fn banner() -> Markup {
    html! {
        aside class="sample" aria-label="The sample" {
            p { strong { "This is the sample." } " A made-up company; nothing here is yours." }
            form method="post" action="/sample/remove" { button { "Remove the sample" } }
        }
    }
}

/// What every page of the sample says once it is removed.
pub fn removed(own: &str) -> Response {
    let inside =
        html! { h1 { "The sample is removed" } p { a class="act" href=(own) { "To your own pages" } } };
    page::alone("Removed", &inside)
}

/// Whether the pages are the sample's, and must say so.
pub fn is_marked(server: &Server) -> bool {
    server.own.is_some() && is_there()
}
