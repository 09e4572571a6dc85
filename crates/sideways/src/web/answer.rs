//! An ask of a peer, answered: both texts to send, a day by which it is decided, and what was sent (rule T8).

use axum::{
    extract::{Form, Path, State},
    response::Response,
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{
    moment::{Day, Id},
    notebook::Command,
    outward::Text,
    privacy::{Private, Shareable},
    trade::asks::{self, Answer},
};
use serde::Deserialize;

use super::{
    act::{self, Once},
    page::{self, Room, said},
    serve::{Shared, look, work},
};
use crate::stop::Stop;

/// The page.
pub async fn show(State(server): Shared, Path(ask): Path<String>) -> Response {
    look(server, move |desk, today| {
        let Ok(ask) = ask.parse::<Id>() else { return Ok(page::missing()) };
        Ok(page::frame(Room::Week, "Answer", &whole(desk, ask, today)?))
    })
    .await
}

fn whole(desk: &Desk, id: Id, today: Day) -> Result<Markup, Stop> {
    let notes = desk.notes();
    let open = notes.asks.of_me(id)?;
    let drafts = notes.drafts(id, today)?;
    let peer = notes.peers.bears(open.ask.peer, today);
    let once = page::Once::of("/")?;
    let action = format!("/answer/{id}");
    let does = |what: &str| html! { (once.next()) input type="hidden" name="does" value=(what); };
    Ok(html! {
        h1 { (page::person(peer, notes.peers.name(peer))) " asked you" }
        blockquote { (said(open.ask.what.get())) }
        p class="quiet" {
            "Asked on " (page::day(open.ask.on))
            @if let Some(day) = open.ask.needed_by { ", needed by " (page::day(day)) }
            @if let Some(day) = open.decide_by { "; you decide by " (page::day(day)) } "."
        }
        @if open.acknowledged.is_none() {
            form method="post" action=(action) { (does("ack")) button { "They know I heard it" } }
        }
        section { h2 { "A clear yes" } (text(&drafts.yes))
            form method="post" action=(action) { (does("yes")) button class="act" { "I have said yes" } }
        }
        section { h2 { "A plain no" } (text(&drafts.no))
            form method="post" action=(action) {
                (does("no"))
                label { "What you can do instead, if anything, in words meant for them" input name="instead" maxlength="500" autocomplete="off"; }
                button class="act" { "I have said no" }
            }
        }
        section { h2 { "Not decided yet" }
            form method="post" action=(action) {
                (does("decide"))
                div class="two" {
                    label { "You told them that you decide by" input type="date" name="by" required; }
                    label class="tick" { input type="checkbox" name="later" value="yes"; " a later day than they knew" }
                }
                button { "Keep the day" }
            }
        }
        p class="quiet" { "The texts are for you to send; nothing is sent from here." }
    })
}

fn text(text: &Text) -> Markup {
    html! { pre class="heard text" tabindex="0" { (text.as_str()) } }
}

/// What was answered.
#[derive(Deserialize)]
pub struct Answered {
    #[serde(flatten)]
    once: Once,
    does: String,
    #[serde(default)]
    instead: String,
    #[serde(default)]
    by: String,
    #[serde(default)]
    later: String,
}

/// Keeps it.
pub async fn answer(State(server): Shared, Path(ask): Path<String>, Form(said): Form<Answered>) -> Response {
    work(server, move |server| {
        let Ok(ask) = ask.parse::<Id>() else { return Ok(page::missing()) };
        act::act(server, &said.once, |_, today| said.command(ask, today))
    })
    .await
}

impl Answered {
    fn command(&self, ask: Id, on: Day) -> Result<Command, Stop> {
        let remark: Option<Private<String>> = None;
        Ok(Command::Asks(match (self.does.as_str(), self.instead.trim()) {
            ("ack", _) => asks::Command::Acknowledge { ask, on },
            ("yes", _) => asks::Command::Answer { ask, answer: Answer::Yes, on, remark },
            ("no", "") => asks::Command::Answer { ask, answer: Answer::No, on, remark },
            ("no", instead) => {
                asks::Command::Decline { ask, instead: Shareable::new(instead.to_owned()), on, remark }
            }
            ("decide", _) => {
                let day = self.by.parse().map(Day);
                let decide_by = day.map_err(|_| Stop::form(format!("“{}” is no day", said(&self.by))))?;
                asks::Command::DecideBy { ask, decide_by, told_on: (!self.later.is_empty()).then_some(on) }
            }
            _ => return Err(Stop::form("the form is not whole")),
        }))
    }
}
