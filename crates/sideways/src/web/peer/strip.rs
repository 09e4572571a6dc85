//! The last year as a strip of marks, a talk each, told apart by shape; the same as a list behind it.

use maud::{Markup, html};
use playbook::{moment::Day, peer::Talked};

use crate::web::page;

/// Days that the strip shows before today, and after it.
const BEFORE: i64 = 365;
const AFTER: i64 = 35;

/// Units of the drawing: from edge to edge, and its height.
const WIDE: f64 = 420.0;
const HIGH: f64 = 46.0;

/// What its marks mean.
const LEGEND: [&str; 8] = [
    "● theirs",
    "■ status",
    "▲ with an ask",
    "✕ in conflict",
    "○ called off",
    "◆ calendar",
    "│ today",
    "◌ next due",
];

/// Where a day lies on it.
fn at(day: Day, today: Day) -> f64 {
    let days = today.until(day).clamp(-BEFORE, AFTER) + BEFORE;
    12.0 + days as f64 / (BEFORE + AFTER) as f64 * (WIDE - 24.0)
}

fn word(was: &str) -> &'static str {
    match was {
        "status" => "a status meeting",
        "ask" => "with an ask of yours",
        "conflict" => "in conflict",
        "cancelled" => "called off",
        "calendar" => "from the calendar",
        _ => "theirs",
    }
}

/// The strip and its list.
pub fn drawn(year: &[Talked], due: Option<Day>, today: Day) -> Markup {
    html! {
        section {
            h2 { "The last year" }
            @if year.is_empty() {
                p class="quiet" { "No talk yet." }
            } @else {
                svg class="strip" viewBox={ "0 0 " (WIDE) " " (HIGH) } role="img" aria-labelledby="strip-title" {
                    title id="strip-title" { "Talks of the last year; the list beneath says the same" }
                    line class="line" x1="12" y1="23" x2=(WIDE - 12.0) y2="23" {}
                    line class="today" x1=(at(today, today)) y1="6" x2=(at(today, today)) y2="40" {}
                    @if let Some(due) = due { circle class="due" cx=(at(due, today)) cy="23" r="6" {} }
                    @for one in year { (mark(one.was, at(one.on, today))) }
                }
                p class="legend apart" { @for one in LEGEND { span { (one) } " " } }
                details { summary { "As a list" }
                    ol class="days" { @for one in year.iter().rev() {
                        li { (page::day(one.on)) " " (word(one.was)) @if let Some(minutes) = one.minutes { ", " (playbook::words::length(minutes)) } }
                    } }
                }
            }
        }
    }
}

fn mark(was: &str, x: f64) -> Markup {
    let class = match was {
        "cancelled" => "off",
        "conflict" => "cross",
        _ => "mark",
    };
    let shape = match was {
        "status" => "l9 0 0 9 -9 0z",
        "ask" => "m4.5 -1 5.5 10 -11 0z",
        "calendar" => "m4.5 -1.5 6 6 -6 6 -6 -6z",
        "conflict" => "l9 9 m0 -9 -9 9",
        _ => "m-.5 4.5 a5 5 0 1 0 10 0 5 5 0 1 0 -10 0z",
    };
    html! { path class=(class) d=(format!("M{:.1} 18.5{shape}", x - 4.5)) {} }
}
