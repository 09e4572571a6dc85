//! What teams of peers contributed and nobody named yet where others hear it (rule T6), one by one.

use maud::{Markup, html};
use playbook::{
    defend::{self, Listed},
    map::peers::Known,
    moment::Day,
    notebook::Notebook,
};

use super::acts::{contribution, naming};
use crate::{
    opened,
    stop::Stop,
    web::{
        act,
        page::{self, said},
    },
};

/// All of them, the one done longest ago first, and the form for another.
pub fn listed(notes: &Notebook, today: Day) -> Result<Markup, Stop> {
    let all = defend::listed(&notes.contributions, &notes.peers, None, &opened::screen());
    let undo = page::Once::of("/defend")?;
    let rows = all.iter().map(|one| row(one, &undo)).collect::<Result<Vec<_>, _>>()?;
    let add = contribution(notes, today, None, "/defend").shown()?;
    Ok(html! {
        section aria-labelledby="contributed" {
            h2 id="contributed" { "What their teams contributed, and nobody named yet" }
            @if rows.is_empty() {
                p class="quiet" { "Nothing waits to be named. What a peer's team does for your work is noted here, and stays until it is named where their boss's boss hears it." }
            }
            ol class="lines" { @for row in &rows { (row) } }
            details class="fold" open[rows.is_empty()] { summary { "Note what a team contributed" } (add) }
        }
    })
}

fn row(one: &Listed, undo: &page::Once) -> Result<Markup, Stop> {
    let id = one.id.to_string();
    let name = naming(&id, "/defend").folded("It was named")?;
    Ok(html! {
        li id={ "e" (id) } {
            p class="sentence" { (said(&page::sentence(&one.sentence))) }
            p class="reason" { "Done on " (page::near(one.on)) ", entry " (id) "; source: " (said(&one.source)) "." }
            div class="acts" {
                (name)
                details class="fold" { summary { "Noted by mistake" }
                    p class="quiet" { "It is taken out, and stays in the log." }
                    (act::undo_with(one.id.entry, undo))
                }
            }
        }
    })
}

/// Those of one peer on their own page, with the way to where they are named.
pub fn of_peer(notes: &Notebook, peer: Known) -> Markup {
    let all = defend::listed(&notes.contributions, &notes.peers, Some(peer), &opened::screen());
    html! {
        @if !all.is_empty() {
            section {
                h2 { "What their team contributed" }
                ul class="things" {
                    @for one in &all {
                        li {
                            p { (said(&page::sentence(&one.sentence))) " " span class="age" { (page::near(one.on)) } }
                            div class="acts" { a href={ "/defend#e" (one.id) } { "Name it" span class="unseen" { ": " (said(&one.sentence)) } } }
                        }
                    }
                }
            }
        }
    }
}
