//! An announcement by hand: what it is, on whom it lands, the room, and from when on it may be shared.

use axum::{
    extract::{Form, State},
    response::Response,
};
use maud::{Markup, html};
use playbook::{
    map::peers::Known,
    moment::{Day, Id},
    notebook::{Command, Notebook},
    privacy::Shareable,
    tell::{self, Draft, Found, Kind, Notice},
};

use super::{acts::ahead, head};
use crate::{
    stop::Stop,
    web::{
        act::{self, Once},
        form::{self, Sent, Typed, again},
        page::{self, Room, said},
        serve::{Shared, look, work},
    },
};

const HERE: &str = "/tell/new";

/// The page.
pub async fn show(State(server): Shared) -> Response {
    look(server, |desk, today| Ok(page::frame(Room::Tell, "By hand", &whole(desk.notes(), today, None)?)))
        .await
}

const fn about(kind: Kind) -> &'static str {
    match kind {
        Kind::Slip => "a slip: something will be late",
        Kind::Reversal => "a reversal: something promised or decided is taken back",
        Kind::Embarrassment => "an embarrassment: something went wrong",
        Kind::Change => "a change of staff or direction",
        Kind::News => "other news",
    }
}

fn whole(notes: &Notebook, today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let peers = &notes.peers;
    let here = peers.everybody().map(|(known, _)| known).filter(|known| !peers.has_left(*known, today));
    let here: Vec<Known> = here.collect();
    Ok(html! {
        (head(HERE))
        @if let Some(sent) = sent { (sent.told("Not kept")) }
        @if here.is_empty() {
            p class="calm" { "The notebook knows nobody yet: a kept map names your peers, or you do on " a href="/peers" { "Peers" } "." }
        } @else { (form(notes, &here, sent)?) }
    })
}

fn form(notes: &Notebook, here: &[Known], sent: Option<&Sent>) -> Result<Markup, Stop> {
    let typed = sent.map(|sent| &sent.typed);
    let chosen = again(typed, "kind", Kind::News.word());
    let once = page::once("/tell")?;
    let is_ticked = |name: &str, id: Id| {
        let value = id.to_string();
        typed.is_some_and(|typed| typed.all(name).any(|known| known == value))
    };
    Ok(html! {
        p class="calm" { "What will land on peers' teams, and is in no plan. Before its free-from time it stands nowhere but here." }
        form class="begin" method="post" action=(HERE) {
            (once)
            @if let Some(sent) = sent { (sent.beside()) }
            label { "What, in words for those on whom it lands" input name="what" value=(again(typed, "what", "")) required autocomplete="off" maxlength="2000"; }
            label { "It is"
                select name="kind" { @for kind in Kind::ALL { option value=(kind.word()) selected[kind.word() == chosen] { (about(kind)) } } }
            }
            fieldset class="whom" {
                legend { "On whom it lands, and what it does to them, in words for them" }
                @for known in here {
                    @let (id, name) = (known.id(), notes.peers.name(known.id()));
                    div class="two even" {
                        label class="tick" { input type="checkbox" name="on" value=(id) checked[is_ticked("on", id)]; " " (said(name)) }
                        label { span class="unseen" { "What it does to " (said(name)) } input name={ "words-" (id) } value=(again(typed, &format!("words-{id}"), "")) autocomplete="off" maxlength="2000"; }
                    }
                }
                p class="quiet" { "The order of the calls is worked out; those above come first where nothing else says so." }
            }
            (times(typed))
            fieldset {
                legend { "Who may hear it before it is free" }
                @for known in here {
                    label class="tick" { input type="checkbox" name="early" value=(known.id()) checked[is_ticked("early", known.id())]; " " (said(notes.peers.name(known.id()))) }
                }
            }
            button class="act" { "Open an announcement" }
        }
    })
}

/// The room, from when on it is free, and the time to react.
pub fn times(typed: Option<&Typed>) -> Markup {
    let time = |name: &str, label: &str| {
        html! { label { (label) input type="datetime-local" name=(name) value=(again(typed, name, "")); } }
    };
    html! {
        div class="two even" {
            (time("room", "When everybody hears, if that is known"))
            (time("free_from", "From when on it may be shared; at once, if empty"))
        }
        label { "Time to react before the room: 2d, 90m; two working days for bad news and two hours for other, if empty"
            input name="notice" value=(again(typed, "notice", "")) autocomplete="off" maxlength="40";
        }
    }
}

/// Time to react, where some is typed.
///
/// # Errors
/// If it is none.
pub fn notice(typed: &Typed) -> Result<Option<Notice>, Stop> {
    crate::tell::notice(&typed.given("notice").map(str::to_owned), "time to react")
}

/// Opens one.
pub async fn open(State(server): Shared, Form(fields): Form<Vec<(String, String)>>) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let wish =
            |notes: &Notebook, now| Ok(vec![Command::Tell(tell::Command::Open(draft(&typed, notes, now)?))]);
        act::act_at(server, &Once::of(&typed), wish).or_else(|why| {
            let (desk, today) = act::look(server)?;
            let sent = Sent { act: "new", typed, why };
            let page = page::frame(Room::Tell, "By hand", &whole(desk.notes(), today, Some(&sent))?);
            Ok(sent.answered(page))
        })
    })
    .await
}

/// Words for somebody who is not ticked are not thrown away.
fn untold(typed: &Typed, notes: &Notebook) -> Result<(), Stop> {
    let written = typed.0.iter().filter(|(_, words)| !words.trim().is_empty());
    let mut written = written.filter_map(|(name, _)| name.strip_prefix("words-"));
    match written.find(|id| typed.all("on").all(|ticked| ticked != *id)) {
        Some(id) => {
            let name = form::known(id, notes).map_or(id, |known| notes.peers.name(known.id()));
            Err(Stop::form(format!("you wrote what it does to {name}: tick the name, or empty the field")))
        }
        None => Ok(()),
    }
}

fn draft(typed: &Typed, notes: &Notebook, now: desk::clock::Moment) -> Result<Draft, Stop> {
    let known = |words: &str| {
        form::known(words, notes).ok_or_else(|| Stop::form("the notebook knows nobody of that number"))
    };
    let lands = |words: &str| {
        let said = typed.given(&format!("words-{words}")).map(|words| Shareable::new(words.to_owned()));
        Ok((known(words)?, None, said))
    };
    let lands: Vec<_> = typed.all("on").map(lands).collect::<Result<_, Stop>>()?;
    untold(typed, notes)?;
    if lands.is_empty() {
        return Err(Stop::form("on whom it lands is missing"));
    }
    let kind = Kind::ALL.into_iter().find(|kind| kind.word() == typed.words("kind"));
    Ok(Draft {
        kind: kind.ok_or_else(|| Stop::form("what kind of thing it is is missing"))?,
        found: Found::ByHand,
        what: Shareable::new(typed.needed("what", "what is announced is missing")?),
        lands,
        early: typed.all("early").map(known).collect::<Result<_, Stop>>()?,
        room: ahead(typed, "room", now)?,
        free_from: ahead(typed, "free_from", now)?,
        notice: notice(typed)?,
        item: None,
    })
}
