//! What goes up: a time for all three, the one page with both names, and what comes of it.

use desk::{clock, open::Desk};
use maud::{Markup, html};
use playbook::{
    escalate::{
        Escalation, Life,
        listed::Shown,
        slots::{Proposed, Slot},
    },
    moment::Day,
    outward::escalate::{Page, page as of},
};

use super::{one::is_over, paragraphs, sent::Acts};
use crate::{
    escalate::{both, slots},
    stop::Stop,
    typeset,
    web::page::{self, said},
};

/// The time for all three, and the page.
pub fn drawn(
    desk: &Desk,
    one: &Escalation,
    whole: &Shown,
    acts: &Acts<'_>,
    is_open: bool,
) -> Result<Markup, Stop> {
    let slot = slot(desk, one, whole, acts, is_open)?;
    // Only a text with both marks makes a page (rules E4 and E5).
    let page = match both(desk, one) {
        Ok(both) => Some(of(&both)),
        Err(_) => None,
    };
    let is_up = one.taken_up.is_some();
    let take = match (whole.listed.life, is_open) {
        (Life::Slot, true) => acts.of("up").button("Take it up", "the page with both marks")?,
        _ => html! {},
    };
    Ok(html! {
        section aria-labelledby="up" {
            h2 id="up" { @if is_up { "What went up" } @else { "What goes up" } }
            (slot)
            @match &page {
                None if is_open => p class="quiet" { "The page is made of a text that both marked, and of nothing else." },
                None if is_up => p class="notice" { "The marks can't be checked any more with the keys that this notebook has; the page is not shown." },
                None => {},
                Some(page) => {
                    (take)
                    @if is_up { (files(one)) }
                    (sheet(page))
                },
            }
        }
    })
}

/// The page as files, to be taken up together: nothing is sent.
fn files(one: &Escalation) -> Markup {
    let file = |name: &str| html! { a href={ "/escalate/" (one.id()) "/file/" (name) } download=(name) { "Download " (name) } };
    html! {
        div class="acts" { @if typeset::is_there().is_ok() { (file("joint.pdf")) } (file("joint.html")) (file("joint.md")) }
        p class="quiet" { "Nothing is sent: you take it up together. " (page::typed(&format!("sideways escalate up {} --out FOLDER", one.id()))) " writes the same into a folder." }
    }
}

/// The one page, within the frame of this notebook; nothing of the frame is in it.
fn sheet(page: &Page) -> Markup {
    html! {
        article class="goes-up" aria-label="The page that goes up" {
            h3 { (said(&page.title)) }
            p { "From " (said(&page.names[0])) " and " (said(&page.names[1])) }
            @for block in &page.blocks {
                h4 { (said(&block.heading)) }
                @for paragraph in &block.paragraphs { (paragraphs(paragraph)) }
            }
            div class="foot" {
                @for mark in &page.marks { p { (said(mark)) } }
                p { (said(&page.foot)) }
            }
        }
    }
}

fn slot(
    desk: &Desk,
    one: &Escalation,
    whole: &Shown,
    acts: &Acts<'_>,
    is_open: bool,
) -> Result<Markup, Stop> {
    let part = whole.parts.iter().find(|part| part.part == "slot");
    let versions = part.map_or(&[][..], |part| part.versions.as_slice());
    let known = html! {
        @match versions {
            [] => {},
            [one] => p { "All three meet: " strong { (said(&one.words)) } },
            several => {
                p class="notice" { "You both noted a time at once: note the right one again." }
                ul { @for one in several { li { (said(&one.words)) " (" (said(&one.by)) ")" } } }
            },
        }
    };
    if !is_open {
        return Ok(known);
    }
    // A time is looked for once there is something to take up.
    let is_time = versions.is_empty() && matches!(whole.listed.life, Life::Marked);
    let proposed = match versions {
        [] if is_time => slots::of(desk, one, clock::now(), slots::MINUTES)?,
        _ => Proposed { slots: Vec::new(), known: Vec::new(), remark: None },
    };
    let rows = proposed.slots.iter().map(|slot| row(slot, acts)).collect::<Result<Vec<_>, _>>()?;
    let act = acts.about("write", "slot");
    let inside = html! {
        (act.line("words", "When all three meet, in your words", "", true))
        p class="quiet" { "It travels with the document, and is no part of the text." }
        button { "Note it" }
    };
    let summary = match (is_time, versions.is_empty()) {
        (true, _) => "Another time",
        (_, true) => "Note a time for all three",
        _ => "They meet at another time",
    };
    let own = act.folded(summary, &inside)?;
    Ok(html! {
        (known)
        @if is_time {
            h3 { "A time for all three" }
            @if !rows.is_empty() { ol class="slots" { @for row in &rows { (row) } } }
            @if let Some(remark) = &proposed.remark { p { (said(remark)) } }
            @if !proposed.known.is_empty() {
                details { summary { "What this rests on" } ul { @for words in &proposed.known { li { (said(words)) } } } }
            }
        }
        (own)
    })
}

fn row(slot: &Slot, acts: &Acts<'_>) -> Result<Markup, Stop> {
    let form = acts.of("write").form(&html! {
        input type="hidden" name="part" value="slot";
        input type="hidden" name="words" value=(slot.words);
        button { "All three agreed" span class="unseen" { ": " (said(&slot.words)) } }
    })?;
    Ok(html! {
        li {
            p { strong { (said(&slot.words)) } }
            @if !slot.reasons.is_empty() { p class="reason" { @for reason in &slot.reasons { (said(reason)) " " } } }
            (form)
        }
    })
}

/// What came of it (rule E7).
pub fn after(one: &Escalation, whole: &Shown, (acts, today): (&Acts<'_>, Day)) -> Result<Markup, Stop> {
    if !is_over(whole.listed.life) || one.taken_up.is_none() {
        return Ok(html! {});
    }
    let usual = today.to_string();
    let decide = acts.of("decided");
    let decided = match whole.decided {
        Some(_) => html! {},
        None => decide.form(&html! {
            (decide.words("words", "What was decided, as all three heard it", "", 3))
            fieldset class="row" {
                legend { "Who did not get what they asked for" }
                @for (value, words) in [("me", "you"), ("them", one.their_name()), ("", "both did, or neither")] {
                    label class="tick" { input type="radio" name="lost" value=(value) checked[decide.again("lost", "") == value]; " " (said(words)) }
                }
            }
            div class="inline" { (decide.day("on", "On", &usual)) button class="act" { "Keep the decision" } }
        })?,
    };
    let follow = acts.of("after");
    let followed = match (&whole.decided, &whole.followed) {
        (Some(_), None) => follow.form(&html! {
            (follow.words("words", "What the one who lost does next; for you alone", "", 2))
            div class="inline" { (follow.day("on", "On", &usual)) button class="act" { "Keep it" } }
        })?,
        _ => html! {},
    };
    Ok(html! {
        section aria-labelledby="after" {
            h2 id="after" { "Afterwards" }
            @if let Some(words) = &whole.decided { p { "Decided on " (said(words)) } }
            @if let Some(words) = &whole.followed { p { "What follows: " (said(words)) } }
            (decided)
            (followed)
            @if whole.decided.is_some() {
                p { "Talk to each other within a week of the decision: " a href={ "/peer/" (one.opened.peer) "/prepare" } { "prepare the talk" } ". The week holds it until there was one." }
            }
        }
    })
}
