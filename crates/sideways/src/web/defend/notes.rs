//! One's own notes, read as those would who are meant; and what was said for somebody absent, as the log has it.

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use playbook::moment::Id;

use super::{choices, head};
use crate::{
    absent::notes::{Found, Reread, Spoken, reread, spoken},
    web::{
        act::{self, Did},
        form::Typed,
        page::{self, Room, said},
        serve::{Shared, work},
    },
};

/// Where the check of one's own notes is.
const NOTES: &str = "/defend/notes";

/// Where what was said stands.
const SAID: &str = "/defend/said";

/// The check of one's own notes, of one peer or all.
pub async fn show(State(server): Shared, Query(fields): Query<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let did = Did::of(typed.given("done").map(str::to_owned));
        let (mut desk, today) = act::look(server)?;
        let only = typed.words("peer").parse::<Id>().ok().and_then(|id| desk.notes().peers.known(id));
        let back = only.map_or_else(|| NOTES.to_owned(), |peer| format!("{NOTES}?peer={}", peer.id()));
        let notice = act::notice(&mut desk, &did, &back)?;
        let read = reread(&mut desk, only, today)?;
        let once = page::Once::of(&back)?;
        let chosen = only.map(|peer| peer.id().to_string());
        let inside = html! {
            (head(NOTES))
            (notice)
            p { "Whoever is meant may ask to read what you keep of them. This looks for words that judge a person, and says nothing of the person." }
            form class="inline" method="get" action=(NOTES) {
                label { "Whom it is about"
                    select name="peer" {
                        option value="" { "anybody" }
                        @for (id, name) in choices(&desk.notes().peers, today) { option value=(id) selected[chosen.as_ref() == Some(&id)] { (said(&name)) } }
                    }
                }
                button { "Read them" }
            }
            (found(&read, &once))
        };
        Ok(page::frame(Room::Defend, "Your own notes", &inside))
    })
    .await
}

fn found(read: &Reread, once: &page::Once) -> Markup {
    html! {
        section aria-label="What was found" {
            @if read.found.is_empty() { p class="calm" { "No entry holds a word of judgement about a person." } }
            @else { p { "Forget an entry, or undo it, and enter anew what was said or done, and when." } }
            ol class="log judged" { @for one in &read.found { (judged(one, once)) } }
            @if !read.not_read.is_empty() {
                p class="quiet" { "Not read, because they are not English: " @for (nth, entry) in read.not_read.iter().enumerate() { @if nth > 0 { ", " } "entry " (entry) } "." }
            }
        }
    }
}

fn judged(one: &Found, once: &page::Once) -> Markup {
    html! {
        li class=[one.is_undone.then_some("gone")] {
            span class="number" { (one.entry) }
            (page::day(one.on))
            div {
                @for says in &one.says { p class="heard" { (said(says)) } }
                p class="reason" { "By " @for (nth, word) in one.opinions.iter().enumerate() { @if nth > 0 { ", " } "“" (said(word)) "”" } @if one.is_undone { "; it was undone, and still stands in the log" } "." }
            }
            div class="acts" {
                @if !one.is_undone { (act::undo_with(one.entry, once)) }
                a class="plain" href={ "/forget/" (one.entry) } { "Forget" span class="unseen" { " entry " (one.entry) " for good" } "…" }
            }
        }
    }
}

/// What was said for somebody absent (rule D5): as the log has it, for the leader alone.
pub async fn said_for(State(server): Shared, Query(did): Query<Did>) -> Response {
    work(server, move |server| {
        let (mut desk, _) = act::look(server)?;
        let notice = act::notice(&mut desk, &did, SAID)?;
        let all = spoken(&mut desk)?;
        let once = page::Once::of(SAID)?;
        let inside = html! {
            (head(SAID))
            (notice)
            @if all.is_empty() {
                p class="calm" { "Nothing was kept yet. After a meeting you say on its cards what you said for whoever was absent." }
            } @else {
                p { "What you said for somebody who was absent, the latest first. The log keeps it, and nobody is told." }
            }
            ol class="log" { @for one in &all { (kept(one, &once)) } }
        };
        Ok(page::frame(Room::Defend, "What you said", &inside))
    })
    .await
}

fn kept(one: &Spoken, once: &page::Once) -> Markup {
    html! {
        li {
            span class="number" { (one.entry) }
            (page::day(one.on))
            p { (said(&one.says)) }
            div class="acts" {
                (act::undo_with(one.entry, once))
                a class="plain" href={ "/forget/" (one.entry) } { "Forget" span class="unseen" { " entry " (one.entry) " for good" } "…" }
            }
        }
    }
}
