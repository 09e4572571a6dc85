//! A gift or a trade: who gives, what it costs, what it saves, how sure that is; dates before and after; what undoes it; what to
//! ask first; and what can be noted of it.

use maud::{Markup, html};
use playbook::{
    channel::prepare::Valued,
    moment::Day,
    notebook::Notebook,
    trade::hunt::{Does, Proposal, Side, ToNote},
};

use super::moves::{self, Moved};
use crate::{
    hunted::{cited, days, valued as values_of},
    stop::Stop,
    web::page::{self, said},
};

/// One of the list.
pub fn drawn(number: usize, proposal: &Proposal, notes: &Notebook, today: Day) -> Result<Markup, Stop> {
    let does = proposal.sides.iter().flat_map(|side| &side.does);
    let to_note = does.filter_map(|does| does.to_note.as_ref()).map(|note| note_form(note, notes));
    let to_note = to_note.collect::<Result<Vec<_>, _>>()?;
    let moved: Vec<Moved<'_>> = proposal.sides.iter().flat_map(moved).collect();
    let head = format!("p{number}");
    Ok(html! {
        article class="proposal" aria-labelledby=(head) {
            h3 id=(head) { (number) ". " (said(&name(proposal))) }
            @for side in &proposal.sides { (gist(side)) }
            p class="sentence" { (page::told(&proposal.ask_first)) }
            details class="fold" {
                summary { "What it moves, how sure that is, and what undoes it" span class="unseen" { ": proposal " (number) } }
                div class="sides" { @for side in &proposal.sides { (column(side, notes, today)) } }
                @if !moved.is_empty() { (moves::drawn(&moved)) }
                (facts(proposal))
                (in_notebook(proposal, notes, today))
            }
            @if !to_note.is_empty() {
                p class="quiet" { "That is a question, not an offer. Once you have asked:" }
                div class="acts" { @for one in &to_note { (one) } }
            }
        }
    })
}

/// What a side gives, costs and saves, in one breath.
fn gist(side: &Side) -> Markup {
    let who = side.peer.as_deref().unwrap_or("You");
    html! {
        p {
            strong { (said(who)) } ": "
            @for does in &side.does { (page::sentence(&does.sentence)) " " }
            @if side.cost.to > 0 { "It costs " (days(side.cost)) ". " }
            @if side.value.to > 0 { "It saves " (days(side.value)) "." }
        }
    }
}

/// Who takes part.
fn name(proposal: &Proposal) -> String {
    let names: Vec<&str> = proposal.sides.iter().map(|side| side.peer.as_deref().unwrap_or("You")).collect();
    match names.split_last() {
        Some((last, [first @ .., before])) => [first, &[&format!("{before} and {last}")]].concat().join(", "),
        _ => names.concat(),
    }
}

fn column(side: &Side, notes: &Notebook, today: Day) -> Markup {
    let known = side.peer.as_ref().and_then(|name| notes.peers.called(name));
    html! {
        section class="side" {
            h4 {
                @match (&side.peer, known) {
                    (None, _) => "You",
                    (Some(name), Some(peer)) => (page::person(peer.id(), name)),
                    (Some(name), None) => (said(name)),
                }
            }
            dl {
                @if !side.does.is_empty() { dt { "Gives" } dd { ul { @for does in &side.does { (gives(does)) } } } }
                @if side.cost.to > 0 { dt { "Costs" } dd { (days(side.cost)) } }
                @if side.cost.to == 0 && !side.does.is_empty() { dt { "Costs" } dd { "nothing that is seen" } }
                @if side.value.to > 0 { dt { "Saves" } dd { (days(side.value)) } }
                @if !side.known.is_empty() {
                    dt { "How sure" }
                    dd { "it held in years that had no part in choosing it, at half and at double the spread"
                        details { summary { "What is stated, derived or guessed" } ul { @for one in &side.known { li { (said(&page::sentence(one))) } } } }
                    }
                }
            }
            @for one in &values_of(side, notes, today) { (valued(one)) }
        }
    }
}

fn gives(does: &Does) -> Markup {
    html! {
        li {
            (said(&page::sentence(&does.sentence)))
            @if let Some(at) = &does.at { " " span class="place" { (said(&at.file)) ":" (at.line) } }
        }
    }
}

/// What they value, with its day and its source (rule T2).
fn valued(one: &Valued) -> Markup {
    html! {
        p class="reason" {
            "Values " span class=[(!one.was_heard).then_some("guess")] { (said(&one.words)) } ", "
            @if one.was_heard { "they said so on " } @else { "a guess of " } (page::near(one.on)) "."
        }
    }
}

fn moved(side: &Side) -> impl Iterator<Item = Moved<'_>> {
    let whose = side.peer.as_deref().unwrap_or("you");
    side.dates.iter().map(move |date| Moved {
        title: &date.title,
        whose,
        promised: Day(date.promised),
        before: date.before,
        after: date.after,
    })
}

fn facts(proposal: &Proposal) -> Markup {
    html! {
        ul class="facts" {
            @for one in &proposal.losers {
                li { strong { (said(&one.team)) @if one.is_mine { ", a team of yours," } } " loses " (days(one.days)) "." }
            }
            @for one in &proposal.gainers { li { (said(&one.team)) " gains " (days(one.days)) ", too." } }
            li { "Pays until " (page::near(Day(proposal.last_day))) "." }
            li { (said(&page::sentence(&proposal.undone))) }
            li {
                @match proposal.holds_with_a_lane_fewer {
                    Some(true) => "It holds if each side can do one thing fewer at a time.",
                    Some(false) => "It does not hold if each side can do one thing fewer at a time.",
                    None => "Each side does one thing at a time, and none fewer was tried.",
                }
            }
        }
    }
}

/// What the notebook says of its work, with day and entry.
fn in_notebook(proposal: &Proposal, notes: &Notebook, today: Day) -> Markup {
    let cited = cited(proposal, notes, today);
    html! {
        @if !cited.is_empty() {
            p class="quiet" { "In your notebook:" }
            ul { @for one in &cited { li { (said(&page::sentence(&one.sentence))) " " span class="age" { (page::near(one.on)) ", entry " (one.entry) } } } }
        }
    }
}

/// Notes what one side gives as an offer or a want, without its figures (rule T2).
fn note_form(note: &ToNote, notes: &Notebook) -> Result<Markup, Stop> {
    let Some(peer) = notes.peers.called(&note.peer) else {
        let once = page::once("/trade/hunt")?;
        return Ok(html! {
            form method="post" action="/peers" {
                (once)
                input type="hidden" name="name" value=(note.peer);
                span class="quiet" { (said(&note.peer)) " is not in your notebook yet. " }
                button { "Enter them" }
            }
        });
    };
    let once = page::once("/trade/hunt")?;
    let verb = if note.is_offer { "an offer to" } else { "a want of" };
    let by = note.by.map(|by| format!("{by}d"));
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let facts = [
        ("by", by),
        ("from", day(note.from)),
        ("until", day(note.until)),
        ("write_up", note.write_up.clone()),
    ];
    Ok(html! {
        form method="post" action="/trade/note" {
            (once)
            input type="hidden" name="peer" value=(peer.id());
            input type="hidden" name="giver" value=(if note.is_offer { "offer" } else { "want" });
            input type="hidden" name="good" value=(note.good.word());
            input type="hidden" name="what" value=(note.what);
            @for (name, value) in &facts { @if let Some(value) = value { input type="hidden" name=(name) value=(value); } }
            button { "Note as " (verb) " " (said(&note.peer)) ": " (said(&note.what)) }
        }
    })
}
