//! The week: at most seven lines, what each rests on, and one act in place.

pub mod acts;

use std::sync::Arc;

use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use desk::{clock::Moment, open::Desk};
use maud::{Markup, html};
use playbook::{
    calendar::Forum,
    notebook::{Command, Notebook},
    privacy::Private,
    week::{self, Ahead, Consequence, Line, Week},
};
use serde::Deserialize;

use super::{
    act::{self, Did, Once},
    form::{self, Field, Typed},
    kept::{self, pages::lasting},
    page::{self, Room, told},
    serve::{Shared, look, work},
};
use crate::{calendars, opened, stop::Stop};

/// The page.
pub async fn show(State(server): Shared, Query(did): Query<Did>) -> Response {
    let shared = Arc::clone(&server);
    look(server, move |desk, _| {
        let notice = act::notice(desk, &did, "/")?;
        let now = desk::clock::now();
        let (today, when) = (now.today, kept::minute(now));
        let compute = |desk: &mut Desk| {
            let (forums, unread) = match forums(desk, now) {
                Ok(forums) => (forums, None),
                Err(stop) => (Vec::new(), Some(stop.fact().to_owned())),
            };
            Ok((week::at(desk.notes(), (now.at, today), today, &forums, &opened::screen()), unread))
        };
        let inside = shared.week.with(desk, when, compute, |(week, unread), desk| {
            let once = page::Once::of("/")?;
            // Where all are new, nothing is gained by saying so.
            let says_new = week.lines.iter().any(|one| !one.is_new);
            let lines = week.lines.iter().map(|one| line(one, desk.notes(), &once, says_new));
            let lines: Vec<Markup> = lines.collect();
            let unread = unread.iter().map(|fact| page::sentence(&format!("meetings are left out: {fact}")));
            let notice = html! {
                (notice)
                @for fact in unread { p class="notice" role="alert" { (told(&fact)) } }
            };
            Ok(whole(week, &lines, &notice))
        })?;
        Ok(lasting(page::frame(Room::Week, "Week", &inside)))
    })
    .await
}

fn whole(week: &Week, lines: &[Markup], notice: &Markup) -> Markup {
    html! {
        h1 { (page::day(week.today)) }
        (notice)
        div class="beside" {
            section aria-label="This week" {
                @if let Some(calm) = &week.calm { p class="calm" { (told(calm)) } }
                @if !lines.is_empty() { ol class="lines" { @for one in lines { (one) } } }
                @if week.more > 0 {
                    p class="quiet" { @if week.more == 1 { "One more waits behind these, and comes up as these are done." } @else { "More wait behind these, and come up as these are done." } }
                }
                @if let Some(mended) = &week.mended { p { (told(mended)) } }
            }
            (ahead(&week.ahead))
        }
    }
}

/// A line. What it is about decides its act; the rest is one step away.
fn line(line: &Line, notes: &Notebook, once: &page::Once, says_new: bool) -> Markup {
    let (later, not_this) = (once.next(), once.next());
    let peer = line.peer.as_ref().and_then(|name| notes.peers.called(name));
    let act = acts::shown(line, peer.map(|peer| peer.id()), once);
    let named = html! { input type="hidden" name="line" value=(line.name); };
    let sentence = told(&line.sentence);
    let stays = matches!(line.consequence, Consequence::AnswerLate | Consequence::BadNews);
    html! {
        li class=[line.is_act.then_some("wants")] {
            p class="sentence" { (sentence) }
            p class="reason" { (told(&line.reason)) @if line.is_new && says_new { " New this week." } }
            @for also in &line.also { p class="reason" { "Also: " (told(also)) } }
            @if !line.evidence.is_empty() {
                details { summary { "What this rests on" }
                    ul { @for fact in &line.evidence { li { (told(fact)) } } }
                    @if let (Some(name), Some(peer)) = (&line.peer, peer) { p { "More on the page of " (page::person(peer.id(), name)) "." } }
                }
            }
            @if line.asks_to_drop { p { "It has stood for three weeks and nothing was done. Drop it?" } }
            div class="acts" {
                (act)
                @if !stays {
                    form method="post" action="/week/later" { (later) (named) button { "Later" span class="unseen" { ": " (sentence) } } }
                    details class="because" { summary { "Not this" }
                        form method="post" action="/week/not-this" {
                            (not_this) (named)
                            label { "Because " input name="because" required maxlength="500" autocomplete="off"; }
                            button { "Strike it" }
                        }
                    }
                }
            }
        }
    }
}

/// The next four weeks.
fn ahead(all: &[Ahead]) -> Markup {
    html! {
        aside aria-labelledby="ahead" {
            h2 id="ahead" { "The next four weeks" }
            @if all.is_empty() { p class="quiet" { "Nothing has a day yet." } }
            ol class="days" {
                @for one in all {
                    li { (page::near(one.day)) " " (told(&one.sentence)) }
                }
            }
        }
    }
}

/// Meetings that the page knows.
fn forums(desk: &Desk, now: Moment) -> Result<Vec<Forum>, Stop> {
    calendars::forums(desk, now.at, week::last_forum(now.today))
}

/// Which line.
#[derive(Deserialize)]
pub struct Which {
    #[serde(flatten)]
    once: Once,
    line: String,
}

/// Puts a line off for a week.
pub async fn later(State(server): Shared, Form(which): Form<Which>) -> Response {
    work(server, move |server| {
        act::act_on(server, &which.once, |desk, now| {
            let (screen, forums) = (opened::screen(), forums(desk, now).unwrap_or_default());
            Ok(Command::Week(week::Command::Later { line: which.line, screen, until: None, forums }))
        })
    })
    .await
}

/// Strikes a line.
pub async fn not_this(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let line = typed.words("line").to_owned();
        let struck = typed.needed("because", "a reason is missing").and_then(|because| {
            act::act_on(server, &Once::of(&typed), |desk, now| {
                let (screen, because) = (opened::screen(), Private::new(because));
                let forums = forums(desk, now).unwrap_or_default();
                Ok(Command::Week(week::Command::NotThis { line: line.clone(), screen, because, forums }))
            })
        });
        struck.or_else(|why| {
            let fields = vec![Field::given("line", line.as_str()), Field::needed("because", "Because")];
            again("Not this", "/week/not-this", (fields, "Strike it"), &typed, &why)
        })
    })
    .await
}

/// A form of a line that was refused, as it was typed.
///
/// # Errors
/// If the system gives no random bytes.
fn again(
    title: &str,
    action: &str,
    (fields, button): (Vec<Field>, &'static str),
    typed: &Typed,
    why: &Stop,
) -> Result<Response, Stop> {
    let (key, back) = ("again".to_owned(), "/".to_owned());
    let form = form::Form { key, action: action.to_owned(), back, fields, button, is_main: true };
    form.again(Room::Week, title, typed, why)
}
