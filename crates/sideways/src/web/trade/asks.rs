//! Asks with their clock (rule T8): what is to be told by when, and both answers for copying.

use maud::{Markup, html};
use playbook::{
    moment::{Day, Id},
    notebook::Notebook,
    trade::asks::{Due, Stage, Unanswered, due, unanswered},
};

use super::{
    acts::{button, form, of_peer},
    hunt::Hunted,
};
use crate::{
    stop::Stop,
    web::page::{self, said, told},
};

/// What peers asked of the leader, in the order in which it calls for something.
pub fn asked_of_me(notes: &Notebook, today: Day, found: Option<&Hunted>) -> Result<Markup, Stop> {
    let all = due(&notes.asks, &notes.peers, today);
    let rows = all.iter().map(|due| row(due, notes, today, found)).collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        @if !rows.is_empty() {
            section aria-labelledby="asked" {
                h2 id="asked" { "Asked of you" }
                ol class="lines" { @for one in &rows { (one) } }
            }
        }
    })
}

fn row(due: &Due, notes: &Notebook, today: Day, found: Option<&Hunted>) -> Result<Markup, Stop> {
    let id = due.ask.to_string();
    let heard = match due.stage {
        Stage::Acknowledge => {
            button(&of_peer(due.peer, "ack"), &id, "/trade", ("I told them that I heard it", &due.what))?
        }
        _ => html! {},
    };
    let (by, answer) = (
        decide_by(due, today)?,
        answer(due, notes, today, found.and_then(|found| found.instead_of(due.ask)))?,
    );
    let withdrawn = withdrawn(due.peer, &id)?;
    Ok(html! {
        li id={ "e" (id) } class=[due.is_late.then_some("wants")] {
            p class="sentence" { (page::person(due.peer, &due.name)) ": “" (said(&due.what)) "”" }
            p class="reason" { (told(&due.stands())) "." }
            details { summary { "What this rests on" } ul { @for fact in &due.evidence { li { (told(fact)) } } } }
            div class="acts" { (heard) (answer) (by) (withdrawn) }
        }
    })
}

/// A first day, an earlier one, or once a later one, told to them.
fn decide_by(due: &Due, today: Day) -> Result<Markup, Stop> {
    let id = due.ask.to_string();
    if due.stage == Stage::Past {
        return Ok(html! {});
    }
    let inside = html! {
        label { "I told them that I decide by" input type="date" name="day" min=(today) required; }
        @if due.stage == Stage::Decide {
            label { "Told on, if it is later than they know: it bears that once" input type="date" name="told" max=(today); }
        }
        button { "Keep the day" }
    };
    let form = form(&of_peer(due.peer, "decide-by"), &id, "/trade", &inside)?;
    Ok(html! { details class="because" { summary { "Decide by" } (form) } })
}

/// Both texts, and which of them was sent.
fn answer(due: &Due, notes: &Notebook, today: Day, instead_of: Option<&str>) -> Result<Markup, Stop> {
    let (id, drafts) = (due.ask.to_string(), notes.drafts(due.ask, today)?);
    let instead = html! {
        label { "The cheapest thing that you can do instead, in words meant for them" input name="instead" value=[instead_of] required autocomplete="off"; }
        @if instead_of.is_some() { p class="quiet" { "These words are from the plan: it would move no date of yours that can be seen. Change them as you like." } }
        button { "Put it into the no" }
    };
    let answered = html! {
        label { "For yourself, in no text for others" input name="remark" autocomplete="off"; }
        div class="acts" {
            button name="answer" value="yes" { "I said yes" }
            button name="answer" value="no" { "I said no" }
        }
    };
    let (instead, answered) = (
        form(&of_peer(due.peer, "instead"), &id, "/trade", &instead)?,
        form(&of_peer(due.peer, "answer"), &id, "/trade", &answered)?,
    );
    Ok(html! {
        details class="because" open[due.stage == Stage::Past] {
            summary { "Answer" }
            div class="drafts" {
                (draft("A plain no, to copy", drafts.no.as_str()))
                (draft("A clear yes, to copy", drafts.yes.as_str()))
            }
            (instead)
            p class="quiet" { "Nothing is sent from here. Once you have sent one:" }
            (answered)
        }
    })
}

/// A text for others, to be copied.
fn draft(label: &str, text: &str) -> Markup {
    html! { label { (label) textarea readonly rows=(text.lines().count() + 2) { (text) } } }
}

fn withdrawn(peer: Id, id: &str) -> Result<Markup, Stop> {
    let form =
        form(&of_peer(peer, "withdrawn"), id, "/trade", &html! { button { "Nobody asks for it any more" } })?;
    Ok(html! { details class="because" { summary { "Withdrawn" } (form) } })
}

/// What the leader asked of peers, in the order in which it was asked.
pub fn asked_by_me(notes: &Notebook, today: Day) -> Result<Markup, Stop> {
    let all = unanswered(&notes.asks, &notes.peers, today);
    let rows = all.iter().map(mine).collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        @if !rows.is_empty() {
            section aria-labelledby="asked-by-me" {
                h2 id="asked-by-me" { "Asked by you" }
                ol class="lines" { @for one in &rows { (one) } }
            }
        }
    })
}

fn mine(asked: &Unanswered) -> Result<Markup, Stop> {
    let id = asked.ask.to_string();
    let answer = html! {
        button name="answer" value="yes" { "They said yes" }
        button name="answer" value="no" { "They said no" }
    };
    let (answer, withdrawn) =
        (form(&of_peer(asked.peer, "answer"), &id, "/trade", &answer)?, withdrawn(asked.peer, &id)?);
    Ok(html! {
        li id={ "e" (id) } {
            p { (page::person(asked.peer, &asked.name)) ": “" (said(&asked.what)) "”" }
            p class="reason" {
                "Asked on " (page::near(asked.on))
                @if let Some(day) = asked.needed_by { ", needed by " (page::near(day)) @if asked.is_past { ", which has passed" } } "."
            }
            div class="acts" { (answer) (withdrawn) }
        }
    })
}
