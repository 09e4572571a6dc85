//! A talk, recorded in a form: three short fields, two ticks, one kindness, notes (rule C3).

use axum::{
    extract::{Form, Path, State},
    http::StatusCode,
    response::Response,
};
use maud::{Markup, html};
use playbook::{
    channel::{self, prepare::Said},
    map::peers::Known,
    moment::Day,
    notebook::Command,
    peer::{self, Page},
    privacy::Private,
};
use serde::Deserialize;

use crate::{
    opened,
    stop::Stop,
    web::{
        act::{self, Did, Once},
        page::{self, Room, said},
        serve::{Shared, look, work},
    },
};

/// What was typed into the form.
#[derive(Deserialize)]
pub struct Talk {
    #[serde(flatten)]
    once: Once,
    #[serde(flatten)]
    words: Words,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Words {
    constraint: String,
    pressure: String,
    fire: String,
    kindness: String,
    by: String,
    notes: String,
    on: String,
    minutes: String,
    status: String,
    asked: String,
    conflict: String,
}

/// What was typed and not kept, and why not.
pub struct Typed<'a> {
    words: &'a Words,
    why: &'a Stop,
}

/// Keeps a talk. What is refused is shown again, as it was typed.
pub async fn keep(State(server): Shared, Path(id): Path<String>, Form(talk): Form<Talk>) -> Response {
    work(server, move |server| {
        let (mut desk, today) = act::look(server)?;
        let Some(peer) = super::of(&desk, &id) else { return Ok(page::missing()) };
        let kept = act::act(server, &talk.once, |_, today| talk.words.command(peer, today));
        kept.or_else(|why| {
            let typed = Typed { words: &talk.words, why: &why };
            let mut response = super::whole(&mut desk, peer, today, &Did::default(), Some(typed))?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        })
    })
    .await
}

/// The form by itself, under the first key: three short fields, two ticks, one kindness.
pub async fn before(State(server): Shared, Path(id): Path<String>) -> Response {
    look(server, move |desk, today| {
        let Some(peer) = super::of(desk, &id) else { return Ok(page::missing()) };
        let peer = peer::page(desk.notes(), peer, today, &opened::screen());
        let form = form(&peer, today, None, true)?;
        let inside = html! {
            h1 { "A talk with " (page::person(peer.id, &peer.peer)) }
            div class="single" { (form) }
        };
        Ok(page::frame(Room::Peers, &format!("A talk with {}", peer.peer), &inside))
    })
    .await
}

impl Words {
    fn command(&self, peer: Known, today: Day) -> Result<Command, Stop> {
        let private = |words: &str| {
            Some(words.trim()).filter(|words| !words.is_empty()).map(|words| Private::new(words.to_owned()))
        };
        let by = day(&self.by)?;
        let kindness = private(&self.kindness).map(|what| (what, by));
        if kindness.is_none() && by.is_some() {
            return Err(Stop::form("there is a day for a kindness, and no kindness"));
        }
        let minutes = match self.minutes.trim() {
            "" => None,
            words => Some(
                words
                    .parse()
                    .map_err(|_| Stop::form(format!("“{}” is no number of minutes", said(words))))?,
            ),
        };
        let talk = channel::Talk {
            peer: peer.id(),
            on: day(&self.on)?.unwrap_or(today),
            minutes,
            constraint: private(&self.constraint),
            pressure: private(&self.pressure),
            fire: private(&self.fire),
            notes: private(&self.notes),
            was_status: !self.status.is_empty(),
            had_ask: !self.asked.is_empty(),
            in_conflict: !self.conflict.is_empty(),
            from_calendar: false,
        };
        Ok(Command::Channel(channel::Command::Record {
            peer,
            talk,
            kindnesses: kindness.into_iter().collect(),
        }))
    }
}

fn day(words: &str) -> Result<Option<Day>, Stop> {
    match words.trim() {
        "" => Ok(None),
        words => match words.parse() {
            Ok(day) => Ok(Some(Day(day))),
            Err(_) => Err(Stop::form(format!("“{}” is no day", said(words)))),
        },
    }
}

/// What was heard last, as a reminder beneath a field.
fn last<'a>(world: &'a [Said], about: &str) -> Option<&'a Said> {
    world.iter().find(|said| said.about == about)
}

/// The form; with what was typed and not kept, if anything was.
///
/// # Errors
/// If the system gives no random bytes.
pub fn form(peer: &Page, today: Day, typed: Option<Typed<'_>>, has_focus: bool) -> Result<Markup, Stop> {
    let (none, today) = (Words::default(), today.to_string());
    let words = typed.as_ref().map_or(&none, |typed| typed.words);
    let on = if words.on.is_empty() { &today } else { &words.on };
    let once = page::once(&format!("/peer/{}", peer.id))?;
    Ok(html! {
        section class="talk" id="talk" {
            h2 { "Record a talk" }
            @if let Some(typed) = &typed {
                // Where the form is far down the page, this is what comes into view.
                p class="notice" role="alert" tabindex="-1" autofocus { "Not kept: " (page::why_not(typed.why)) }
            }
            form method="post" action={ "/peer/" (peer.id) "/talk" } {
                (once)
                (field(peer, "constraint", "What limits them most", &words.constraint, has_focus))
                (field(peer, "pressure", "What their boss presses", &words.pressure, false))
                (field(peer, "fire", "What burns this week", &words.fire, false))
                fieldset {
                    legend { "Honestly" }
                    (tick("status", "It became a status meeting", !words.status.is_empty()))
                    (tick("asked", "I brought an ask", !words.asked.is_empty()))
                    (tick("conflict", "It was part of a conflict", !words.conflict.is_empty()))
                }
                div class="two" {
                    label { "One thing you could do for them" input name="kindness" value=(words.kindness) autocomplete="off"; }
                    label { "By" input type="date" name="by" value=(words.by); }
                }
                div class="two" {
                    label { "On" input type="date" name="on" max=(today) value=(on); }
                    label { "Minutes" input type="number" name="minutes" min="1" max="1440" inputmode="numeric" value=(words.minutes); }
                }
                label { "Notes" textarea name="notes" rows="3" aria-describedby="as-if" { (words.notes) } }
                p class="quiet" id="as-if" { "Write it as if they will read it: notes on a colleague can be asked for." }
                button class="act" { "Keep the talk" }
            }
        }
    })
}

fn field(peer: &Page, name: &str, label: &str, value: &str, has_focus: bool) -> Markup {
    html! {
        label {
            (label)
            input name=(name) value=(value) autocomplete="off" autofocus[has_focus];
            @if let Some(last) = last(&peer.world, name) { span class="age" { "last: " (said(&last.words)) } }
        }
    }
}

fn tick(name: &str, label: &str, is_set: bool) -> Markup {
    html! { label class="tick" { input type="checkbox" name=(name) value="yes" checked[is_set]; " " (label) } }
}
