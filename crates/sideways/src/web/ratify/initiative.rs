//! One initiative: whom it touches and what they decided, what is missing, and the page that goes up.

use maud::{Markup, html};
use playbook::{
    moment::Day,
    notebook::Notebook,
    outward::Text,
    ratify::{Answered, Listed, Stage},
};

use super::acts::{What, answered, decision};
use crate::{
    stop::Stop,
    web::{
        form::Typed,
        page::{self, person, said},
    },
    words::listed,
};

/// The initiative.
pub fn drawn(one: &Listed, notes: &Notebook, today: Day) -> Result<Markup, Stop> {
    let parties = one.parties.iter().map(|party| row(one, party)).collect::<Result<Vec<_>, _>>()?;
    let request = match &one.request {
        None => What::Request.form(one).shown()?,
        Some(words) => {
            let typed = Typed(vec![("asks".into(), words.clone())]);
            What::Request.form(one).filled("Ask for something else", &typed)?
        }
    };
    let ready = match one.stage {
        Stage::Ready => ready(one, &notes.ratification(one.id, today)?, &notes.without_credit(one.id))?,
        _ => html! {},
    };
    let changes = [What::Touch, What::Spare, What::Drop].into_iter();
    let changes = changes.map(|what| what.form(one).folded(what.title())).collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        article class="initiative" id={ "e" (one.id) } {
            h2 { (said(&one.what)) }
            p class="reason" {
                "Begun on " (page::near(one.since)) ", entry " (one.id)
                @if !one.items.is_empty() { "; about " (said(&listed(&one.items, "and"))) } "."
            }
            p class=[(one.stage != Stage::Open).then_some("stands")] { (stands(one)) }
            ol class="parties" { @for party in &parties { (party) } }
            div class="request" {
                @if let Some(words) = &one.request { p { "It asks for: " span class="heard" { (said(words)) } } }
                (request)
            }
            (ready)
            div class="folds" { @for change in &changes { (change) } }
        }
    })
}

/// What is missing, or what comes next.
fn stands(one: &Listed) -> String {
    let missing = match (one.open.is_empty(), &one.request) {
        (false, None) => format!("Missing: {}, and what the page asks for.", listed(&one.open, "and")),
        (false, Some(_)) => format!("Missing: {}.", listed(&one.open, "and")),
        (true, _) => String::new(),
    };
    match one.stage {
        Stage::Open => format!("{missing} Nothing goes up before all have decided."),
        Stage::Refused => {
            let no = "A no is no decision to ratify, and no page goes up over it: change it so that it spares them, or drop it.";
            format!("{no} {missing}").trim_end().to_owned()
        }
        Stage::NothingRequested => "All have decided. It does not say yet what the page asks for.".to_owned(),
        Stage::Ready => "All have decided.".to_owned(),
    }
}

fn row(one: &Listed, party: &Answered) -> Result<Markup, Stop> {
    let summary =
        if party.answer.is_some() { "They decided anew" } else { "On a condition, or on another day" };
    let fold = decision(one.id, party.id).folded(summary)?;
    let quick = match party.answer {
        Some(_) => html! {},
        None => {
            let (yes, no) = (answered(one, party, "yes")?, answered(one, party, "no")?);
            html! { (yes) (no) }
        }
    };
    Ok(html! {
        li {
            p class="who" {
                (person(party.id, &party.peer))
                @if let Some(team) = &party.team { span class="quiet" { " " (said(team)) } }
                @if party.is_guarded { span class="quiet" { " guarded" } }
            }
            p { (answer(party)) }
            div class="acts" { (quick) (fold) }
        }
    })
}

/// What somebody decided, and when: a word with a shape.
pub fn answer(party: &Answered) -> Markup {
    let word = party.answer.unwrap_or("open");
    html! {
        span class={ "answer " (word) } {
            @match (party.answer, &party.condition) {
                (_, Some(condition)) => { "yes, if " span class="heard" { (said(condition)) } },
                (Some(answer), None) => (answer),
                (None, None) => "not decided",
            }
        }
        @if let Some(on) = party.on { span class="age" { ", " (page::near(on)) } }
    }
}

/// The page that goes up, to be copied or taken as a file, and what is said beneath it for the owner alone.
fn ready(one: &Listed, text: &Text, without_credit: &[String]) -> Result<Markup, Stop> {
    let up = What::Up.form(one).shown()?;
    let id = one.id;
    Ok(html! {
        div class="goes-up" {
            label { "The page that goes up" textarea class="copy" readonly rows=(text.as_str().lines().count() + 1) { "\n" (text.as_str()) } }
            div class="acts" { a href={ "/ratify/" (id) "/page.md" } download { "Download it as Markdown" } }
            @for name in without_credit {
                p class="quiet" { "No contribution of " (said(name)) " stands on it. " a href="/defend#contributed" { "Note one" } " that was for it, and it does." }
            }
            p class="quiet" { "Nothing is sent from here. Once you have sent it, say so: the contributions on it are named by that." }
            (up)
        }
    })
}
