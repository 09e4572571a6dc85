//! Loans on a time line: lent and borrowed over the next quarter, their ends marked; return and extend in place.

use maud::{Markup, html};
use playbook::{moment::Day, trade::loans::Due};

use super::{
    acts::{button, form, of_peer},
    axis::Axis,
    goods::{folded, on},
};
use crate::{
    stop::Stop,
    web::{
        form::{Sent, again},
        page::{self, said},
    },
};

/// Days that the line shows, from a week ago on.
const SHOWN: i64 = 98;
const BEFORE: i64 = 7;

/// The time line.
pub fn drawn(all: &[Due], today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    if all.is_empty() {
        return Ok(html! {});
    }
    let axis = Axis::from(today.plus(-BEFORE), SHOWN);
    let rows = all.iter().map(|one| row(one, axis, today, sent)).collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        section aria-labelledby="loans" {
            h2 id="loans" { "Loans, over the next quarter" }
            ul class="lines line-of-time" { @for one in &rows { (one) } }
            (axis.drawn())
            p class="legend" { "Filled: lent. Hollow: borrowed. The stroke is the end; the thin line is today." }
            (table(all))
        }
    })
}

fn words(one: &Due) -> String {
    let verb = if one.is_lent { "lent to" } else { "borrowed from" };
    format!("{}, {verb} {}", one.what, one.name)
}

fn row(one: &Due, axis: Axis, today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let (id, words) = (one.loan.to_string(), words(one));
    let back = button(&of_peer(one.peer, "returned"), &id, "/trade", ("It came back", &words))?;
    let (extend, handed) = (extend(one)?, handed_over(one, today, sent)?);
    let class = if one.is_lent { "lent" } else { "borrowed" };
    let (from, end) = (axis.at(one.from), axis.at(one.until));
    let is_beyond = today.plus(SHOWN - BEFORE) < one.until;
    Ok(html! {
        li id={ "e" (id) } {
            p {
                (said(&words)) " "
                span class="age" { "from " (page::near(one.from)) @if one.is_over { ", it was to end on " } @else { " to " } (page::near(one.until)) ", entry " (id) }
            }
            svg width="100%" height="22" role="img" aria-label={ (said(&words)) (page::told(&format!(", {} to {}", one.from, one.until))) } {
                line class="line" x1="0" x2="100%" y1="11" y2="11" {}
                rect class=(class) x=(from) width=(axis.long(one.from, one.until)) y="6" height="10" rx="1" {}
                @if !is_beyond { line class="end" x1=(end) x2=(end) y1="1" y2="21" {} }
                line class="today" x1=(axis.at(today)) x2=(axis.at(today)) y1="0" y2="22" {}
            }
            div class="acts" { (back) (extend) (handed) }
        }
    })
}

fn extend(one: &Due) -> Result<Markup, Stop> {
    let inside = html! {
        label { "New last day" input type="date" name="until" min=(one.until.plus(1)) required; }
        label { "What you agreed anew" input name="agreed" required autocomplete="off"; }
        button { "Extend it" }
    };
    let form = form(&of_peer(one.peer, "extend"), &one.loan.to_string(), "/trade", &inside)?;
    Ok(html! { details class="because" { summary { "Extend" } (form) } })
}

/// Capacity runs from the day on which it was handed over.
fn handed_over(one: &Due, today: Day, sent: Option<&Sent>) -> Result<Markup, Stop> {
    let (id, usual) = (one.loan.to_string(), today.to_string());
    let typed = Sent::of(sent, "give", ("id", &id));
    let inside = html! { (on(again(typed, "on", &usual), today)) button { "It was handed over" } };
    folded("Handed over", "give", &id, sent, &inside)
}

fn table(all: &[Due]) -> Markup {
    html! {
        details { summary { "As a table" }
            div class="wide" tabindex="0" role="region" aria-label="Loans" {
                table {
                    thead { tr { th scope="col" { "Loan" } th scope="col" { "First day" } th scope="col" { "Last day" } } }
                    tbody { @for one in all { tr { th scope="row" { (said(&words(one))) } td { (one.from) } td { (one.until) } } } }
                }
            }
        }
    }
}
