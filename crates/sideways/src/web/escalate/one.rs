//! A document: where it stands, what is to be done next, its text, its marks, how it travels, and what came of it.

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use desk::open::Desk;
use maud::{Markup, html};
use playbook::{
    bounds::closed,
    escalate::{
        Field, Life, Words,
        listed::{Shown, earlier, shown},
    },
    moment::{Day, Id},
};

use super::{
    document, exchange, gate,
    sent::{Acts, Sent},
    up,
};
use crate::{
    escalate::find,
    opened,
    stop::Stop,
    web::{
        act::{self, Did},
        page::{self, Room, person, said},
        serve::{Shared, look},
    },
};

/// The page.
pub async fn show(State(server): Shared, Path(id): Path<String>, Query(did): Query<Did>) -> Response {
    look(server, move |desk, today| match id.parse::<Id>() {
        Ok(id) if desk.notes().escalations.one(id).is_some() => page_of(desk, id, today, &did, None),
        _ => Ok(page::missing()),
    })
    .await
}

/// The page, with what was sent and refused, if anything was.
pub fn page_of(
    desk: &mut Desk,
    id: Id,
    today: Day,
    did: &Did,
    sent: Option<&Sent>,
) -> Result<Response, Stop> {
    let here = format!("/escalate/{id}");
    let notice = act::notice(desk, did, &here)?;
    let (notes, one) = (desk.notes(), find(desk, id)?);
    let whole = shown(one, &notes.escalations, today, &opened::screen());
    let acts = Acts { here, sent };
    let peer = notes.peers.known(notes.peers.bears(one.opened.peer, today));
    let guard = peer.and_then(|peer| closed(&notes.peers, peer, &opened::screen()));
    let is_open = guard.is_none() && !is_over(whole.listed.life);
    let is_closed = matches!(whole.listed.life, Life::Closed { .. });
    let title = if whole.listed.question.is_empty() { "A document" } else { whole.listed.question.as_str() };
    let text = html! { (document::drawn(one, &whole, &acts, is_open)?) (waited(&whole)) };
    let marks = document::marks(one, &whole, &acts, is_open)?;
    let inside = html! {
        p { a href="/escalate" { "Escalate" } }
        h1 { (said(title)) }
        p class="reason" { "With " (person(one.opened.peer, &whole.listed.name)) ", since " (page::near(one.opened.on)) "." }
        (notice)
        @if let Some(sent) = sent { (sent.told()) }
        @if let Some(guard) = &guard {
            p class="notice" { (said(&guard.sentence)) " What is written here stays to be read." }
        }
        (life(whole.listed.life))
        @if guard.is_none() { (next(&whole)) }
        @if one.taken_up.is_some() {
            (up::after(one, &whole, (&acts, today))?)
            (up::drawn(desk, one, &whole, &acts, is_open)?)
            details class="fold" { summary { "Its parts, as they were written" } (text) }
            (marks)
            (exchange::between(desk, one, &whole, (&acts, today), guard.is_none() && !is_closed)?)
        } @else {
            (text)
            (marks)
            (exchange::between(desk, one, &whole, (&acts, today), is_open)?)
            (up::drawn(desk, one, &whole, &acts, is_open)?)
        }
        (bought(desk, one.id(), today))
        (close(&whole, &acts)?)
    };
    let page = page::frame(Room::Escalate, title, &inside);
    Ok(match sent {
        Some(sent) => sent.answered(page),
        None => page,
    })
}

/// What waiting cost when it was begun: for the leader alone.
fn waited(whole: &Shown) -> Markup {
    html! {
        @if let Some(curve) = &whole.waiting {
            section aria-label="What waiting costs" {
                (gate::drawn(curve))
                p class="quiet" { "From your notebook, when the document was begun. Nothing of it is in the text: what waiting costs stands there in words of you both." }
            }
        }
    }
}

/// Whether nothing is written into it any more.
pub const fn is_over(life: Life) -> bool {
    !matches!(life, Life::Drafted | Life::Positions | Life::Marked | Life::Slot)
}

/// Its life in one line of steps.
fn life(life: Life) -> Markup {
    let steps = [
        "drafted",
        "both positions",
        "marked by both",
        "a time for all three",
        "taken up",
        "decided",
        "what follows",
    ];
    let at = match life {
        Life::Drafted => Some(0),
        Life::Positions => Some(1),
        Life::Marked => Some(2),
        Life::Slot => Some(3),
        Life::TakenUp { .. } => Some(4),
        Life::Decided { .. } => Some(5),
        Life::Aftermath { .. } => Some(6),
        Life::Outside { .. } | Life::Closed { .. } => None,
    };
    html! {
        @match (life, at) {
            (Life::Outside { since }, _) => p class="notice" { "Two dated invitations were not answered: since " (page::near(since)) " this lies outside the playbook. A file of theirs that comes later opens it again." },
            (Life::Closed { on }, _) => p class="notice" { "Closed on " (page::near(on)) "." },
            (_, at) => ol class="life" aria-label="Its life" {
                @for (step, name) in steps.into_iter().enumerate() {
                    li class=[(Some(step) < at).then_some("past")] aria-current=[(Some(step) == at).then_some("step")] { (name) }
                }
            },
        }
    }
}

/// What is to be done next, and where that is on this page.
fn next(whole: &Shown) -> Markup {
    let Some(next) = &whole.listed.next else {
        return html! { @if !is_over(whole.listed.life) { p { "They were asked for an answer: nothing is to be done until then." } } };
    };
    let mut words = next.command.split_whitespace().skip(2);
    let place = match (words.next(), words.nth(1)) {
        (Some("write"), Some(part)) => format!("#part-{part}"),
        (Some("show" | "fair"), _) => "#document".to_owned(),
        (Some("mark"), _) => "#marks".to_owned(),
        (Some("send" | "invite"), _) => "#between".to_owned(),
        (Some("close"), _) => "#close".to_owned(),
        (Some("decided" | "after"), _) => "#after".to_owned(),
        _ => "#up".to_owned(),
    };
    html! {
        p class="sentence" { a href=(place) { (said(&next.sentence)) } }
        p class="reason" { (next.reason) }
    }
}

/// What earlier ones with the same person bought: escalations are spending (rule E6).
fn bought(desk: &Desk, id: Id, today: Day) -> Markup {
    let all = &desk.notes().escalations;
    let whom = all.one(id).and_then(|one| one.joint().said(Field::Whom)).map(Words::as_str);
    let earlier = whom.and_then(|whom| earlier(all, whom, Some(id), today));
    html! { @if let Some(words) = earlier { section aria-labelledby="earlier" { h2 id="earlier" { "Earlier ones" } p { (said(&words)) } } } }
}

fn close(whole: &Shown, acts: &Acts<'_>) -> Result<Markup, Stop> {
    if matches!(whole.listed.life, Life::Closed { .. } | Life::Decided { .. } | Life::Aftermath { .. }) {
        return Ok(html! {});
    }
    let act = acts.of("close");
    let form = act.folded(
        "It comes to nothing: close it",
        &html! {
            (act.line("because", "Why, for you alone", "", true))
            button { "Close it" }
        },
    )?;
    Ok(html! { div id="close" { (form) } })
}
