//! What is offered, wanted and agreed, by date over all peers, each with what comes next.

use std::collections::BTreeMap;

use maud::{Markup, html};
use playbook::{
    moment::{Day, Id},
    side::Side,
    trade::goods::{Kind, Listed, Stage},
};

use super::acts::form;
use crate::{
    stop::Stop,
    web::{
        form::{Sent, again},
        page::{self, said},
    },
};

/// Who gives what was noted: it says what can go with what, and for what. Nothing lists or adds up by it (rule T9).
pub type Givers = BTreeMap<Id, Side>;

/// The list.
pub fn drawn((all, givers): (&[Listed], &Givers), today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let rows = all.iter().map(|one| row(one, (all, givers), today, sent)).collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        section aria-labelledby="goods" {
            h2 id="goods" { "Offered, wanted and agreed" }
            @if rows.is_empty() {
                p class="calm" { "Nothing is offered, wanted or agreed. Five things can be cheap for one and precious to another; note one below, or look what the plan holds." }
            } @else {
                ol class="lines" { @for one in &rows { (one) } }
            }
        }
    })
}

fn row(one: &Listed, all: (&[Listed], &Givers), today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let id = one.id.to_string();
    let acts = match one.stage {
        Stage::Noted => agree(one, all, today, sent)?,
        Stage::Agreed if one.good == Kind::Credit => named(&id, today, sent)?,
        Stage::Agreed => give(one, today, sent)?,
        Stage::NotWrittenUp => written_up(&id, today, sent)?,
        Stage::Lent => html! {},
    };
    let drop = drop(&id, sent)?;
    Ok(html! {
        li id={ "e" (id) } {
            p class="sentence" { (said(&page::sentence(&one.sentence))) }
            p class="reason" {
                "Since " (page::near(one.since)) ", entry " (id)
                @if let Some(judged) = &one.judged { "; " (said(judged)) ", as you judge it" } "."
            }
            div class="acts" { (acts) (drop) }
        }
    })
}

/// A form about one entry behind a word that unfolds it; open where it was refused, with the reason.
///
/// # Errors
/// If the system gives no random bytes.
pub fn folded(
    summary: &str,
    act: &str,
    id: &str,
    sent: Option<&Sent>,
    inside: &Markup,
) -> Result<Markup, Stop> {
    let refused = sent.filter(|_| Sent::of(sent, act, ("id", id)).is_some());
    let inside = html! { @if let Some(sent) = refused { (sent.beside()) } (inside) };
    let form = form(&format!("/trade/{act}"), id, "/trade", &inside)?;
    Ok(html! { details class="because" open[refused.is_some()] { summary { (summary) } (form) } })
}

/// A day on which something happened, today unless it is said otherwise.
pub fn on(value: &str, today: Day) -> Markup {
    html! { label { "On" input type="date" name="on" max=(today) value=(value); } }
}

/// Agreeing: as a gift, or for what comes back. Over three leaders or more one thing goes to one of them and another comes from
/// the next, so that all that is noted can be a part of it.
fn agree(
    one: &Listed,
    (all, givers): (&[Listed], &Givers),
    today: Day,
    sent: Option<&Sent>,
) -> Result<Markup, Stop> {
    let (id, usual) = (one.id.to_string(), today.to_string());
    let typed = Sent::of(sent, "agree", ("id", &id));
    let others = all.iter().filter(|other| other.stage == Stage::Noted && other.id != one.id);
    let goes_with = |other: &&Listed| givers.get(&other.id) == givers.get(&one.id);
    let (with, back): (Vec<&Listed>, Vec<&Listed>) = others.partition(goes_with);
    let is_ticked = |name: &str, other: &Listed| {
        let value = other.id.to_string();
        typed.is_some_and(|typed| typed.all(name).any(|known| known == value))
    };
    let ticks = |name: &str, legend: &str, others: &[&Listed]| {
        html! {
            fieldset {
                legend { (legend) }
                @for other in others {
                    label class="tick" { input type="checkbox" name=(name) value=(other.id) checked[is_ticked(name, other)]; " " (page::told(&other.sentence)) }
                }
            }
        }
    };
    let inside = html! {
        @if back.is_empty() {
            p { "Nothing comes back: it is a gift." }
        } @else {
            (ticks("for", "What comes back; nothing, if it is a gift", &back))
        }
        @if !with.is_empty() { (ticks("with", "What goes with it, if more does", &with)) }
        (on(again(typed, "on", &usual), today))
        @if one.judged.is_some() { p class="quiet" { "What you judged of it is forgotten for good then." } }
        button class="act" { "We agreed" }
    };
    folded("Agree", "agree", &id, sent, &inside)
}

fn give(one: &Listed, today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let (id, usual) = (one.id.to_string(), today.to_string());
    let typed = Sent::of(sent, "give", ("id", &id));
    let inside = html! {
        (on(again(typed, "on", &usual), today))
        @if one.good == Kind::Risk {
            label { "Where the write-up lies, if it is written" input name="write_up" value=(again(typed, "write_up", "")) autocomplete="off"; }
        }
        button class="act" { "It was given" }
    };
    folded("Given", "give", &id, sent, &inside)
}

fn written_up(id: &str, today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let usual = today.to_string();
    let typed = Sent::of(sent, "give", ("id", id));
    let inside = html! {
        label { "Where the write-up lies" input name="write_up" value=(again(typed, "write_up", "")) required autocomplete="off"; }
        (on(again(typed, "on", &usual), today))
        button class="act" { "It is written up" }
    };
    folded("Written up", "give", id, sent, &inside)
}

/// Credit waits until it is named.
fn named(id: &str, today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let usual = today.to_string();
    let typed = Sent::of(sent, "credit", ("id", id));
    let inside = html! {
        label { "Where, and who reads it" input name="at" value=(again(typed, "at", "")) required autocomplete="off"; }
        (on(again(typed, "on", &usual), today))
        button class="act" { "It was named" }
    };
    folded("Named", "credit", id, sent, &inside)
}

fn drop(id: &str, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let typed = Sent::of(sent, "drop", ("id", id));
    let inside = html! {
        label { "Because" input name="because" value=(again(typed, "because", "")) required maxlength="500" autocomplete="off"; }
        button { "Let it go" }
    };
    folded("Drop", "drop", id, sent, &inside)
}
