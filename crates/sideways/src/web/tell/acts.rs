//! What the forms of this room ask for, made into the commands that the terminal makes.

use axum::{
    extract::{Form, State},
    response::Response,
};
use desk::clock::Moment;
use maud::{Markup, html};
use playbook::{
    map::peers::Known,
    moment::{Id, When},
    notebook::{Command, Notebook},
    privacy::{Private, Shareable},
    tell,
};

use crate::{
    stop::Stop,
    tell::when,
    web::{
        act::{self, Did, Once},
        form::{Sent, Typed},
        page::{self, said},
        serve::{Shared, work},
    },
};

/// Everything that a form about an announcement can ask for.
pub const ALL: [&str; 8] = ["told", "surprised", "repaired", "everybody", "add", "move", "done", "drop"];

/// Does what a form asks for; what is refused is shown again on the page of the room, as it was typed.
pub async fn done(
    act: &'static str,
    State(server): Shared,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    work(server, move |server| {
        let typed = Typed(fields);
        let wish = |notes: &Notebook, now: Moment| Ok(vec![Command::Tell(wished(act, &typed, notes, now)?)]);
        act::act_at(server, &Once::of(&typed), wish).or_else(|why| {
            let (mut desk, _) = act::look(server)?;
            super::whole(&mut desk, &Did::default(), Some(&Sent { act, typed, why }))
        })
    })
    .await
}

fn wished(act: &str, typed: &Typed, notes: &Notebook, now: Moment) -> Result<tell::Command, Stop> {
    let about = about(typed)?;
    let on = typed.back("on", now.today)?;
    Ok(match act {
        "told" => {
            let at = when::back(typed.given("at").unwrap_or("now"), now).map_err(wrong)?;
            tell::Command::Tell { about: Some(about), peer: peer(typed, notes)?, at }
        }
        "surprised" => {
            let how = typed.private("how");
            tell::Command::Surprise { about: Some(about), peer: peer(typed, notes)?, on, how }
        }
        "repaired" => {
            let how = Private::new(typed.needed("how", "what you said or did is missing")?);
            tell::Command::Repair { about: Some(about), peer: peer(typed, notes)?, on, how }
        }
        "everybody" => tell::Command::Broadcast { about, on },
        "add" => {
            let words = typed.given("words").map(|words| Shareable::new(words.to_owned()));
            tell::Command::Add { about, lands: vec![(peer(typed, notes)?, words)] }
        }
        "move" => {
            let (room, free_from) = (ahead(typed, "room", now)?, ahead(typed, "free_from", now)?);
            if room.is_none() && free_from.is_none() {
                return Err(Stop::form("nothing is moved"));
            }
            tell::Command::Move { about, room, free_from }
        }
        "done" => tell::Command::Finish { about, on, because: typed.private("because") },
        _ => tell::Command::Drop {
            about,
            because: Private::new(typed.needed("because", "a reason is missing")?),
        },
    })
}

fn wrong((fact, hint): (String, String)) -> Stop {
    Stop::form(format!("{fact}; a time is {hint}"))
}

/// A moment ahead that a field names, if it names one.
///
/// # Errors
/// If it names none.
pub fn ahead(typed: &Typed, name: &str, now: Moment) -> Result<Option<When>, Stop> {
    typed.given(name).map(|words| when::ahead(words, now).map_err(wrong)).transpose()
}

fn about(typed: &Typed) -> Result<Id, Stop> {
    typed.words("about").parse().map_err(|()| Stop::form("that is no number of an announcement"))
}

fn peer(typed: &Typed, notes: &Notebook) -> Result<Known, Stop> {
    typed.peer("peer", notes).ok_or_else(|| Stop::form("whom it is about is missing"))
}

/// What was sent and refused of an act about one announcement, and one peer where the act is about one.
pub fn again<'a>(sent: Option<&'a Sent>, act: &str, about: Id, peer: Option<Id>) -> Option<&'a Typed> {
    let typed = Sent::of(sent, act, ("about", &about.to_string()))?;
    let is_theirs = |peer: Id| typed.words("peer") == peer.to_string();
    peer.is_none_or(is_theirs).then_some(typed)
}

/// A form about an announcement, and a peer where it is about one.
pub fn form(once: &page::Once, act: &str, about: Id, peer: Option<Id>, inside: &Markup) -> Markup {
    html! {
        form method="post" action={ "/tell/" (act) } {
            (once.next())
            input type="hidden" name="about" value=(about);
            @if let Some(peer) = peer { input type="hidden" name="peer" value=(peer); }
            (inside)
        }
    }
}

/// A form behind a word that unfolds it; open where it was refused.
pub fn folded(word: &str, whom: &str, is_open: bool, form: &Markup) -> Markup {
    html! {
        details class="because" open[is_open] {
            summary { (word) @if !whom.is_empty() { span class="unseen" { ": " (said(whom)) } } }
            (form)
        }
    }
}
