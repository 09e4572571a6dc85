//! Dates before and after a change: for each an interval above the other, from a tenth to nine tenths of the years with the half
//! marked, against the day that is promised. Below them the same as a table.

use maud::{Markup, html};
use playbook::{moment::Day, trade::whatif::Days};

use super::axis::Axis;
use crate::web::page::{self, said};

/// A date that moves.
pub struct Moved<'a> {
    /// What is promised.
    pub title: &'a str,
    /// By whom.
    pub whose: &'a str,
    /// For which day.
    pub promised: Day,
    /// As the plan is.
    pub before: Days,
    /// As it would be.
    pub after: Days,
}

/// Heights: of one drawing, of a bar, and where the two bars begin.
const HIGH: u32 = 40;
const BAR: u32 = 9;
const TOPS: [u32; 2] = [6, 24];

/// The drawing, its legend and its table.
pub fn drawn(all: &[Moved<'_>]) -> Markup {
    let days = |one: &Moved<'_>| {
        let (was, is) = (one.before, one.after);
        [one.promised, Day(was.early), Day(was.late), Day(is.early), Day(is.late)]
    };
    let Some(axis) = Axis::of(all.iter().flat_map(days)) else { return html! {} };
    html! {
        figure class="moved" {
            @for one in all { (row(one, axis)) }
            (axis.drawn())
            figcaption class="legend" {
                (mark("before")) " before, " (mark("after")) " after: from a tenth to nine tenths of the years, half of them at the stroke. "
                (mark("promised")) " the promised day."
            }
            (table(all))
        }
    }
}

fn row(one: &Moved<'_>, axis: Axis) -> Markup {
    let spans = [("before", &one.before, TOPS[0]), ("after", &one.after, TOPS[1])];
    html! {
        div class="date" {
            p { (said(one.title)) " " span class="age" { @if !one.whose.is_empty() { (said(one.whose)) ", " } "promised " (page::near(one.promised)) } }
            svg width="100%" height=(HIGH) role="img" aria-label={ (said(one.title)) ": " (page::told(&told(one))) } {
                line class="line" x1="0" x2="100%" y1=(HIGH) y2=(HIGH) {}
                @for (class, days, top) in spans { (span(class, days, top, axis)) }
                line class="promised" x1=(axis.at(one.promised)) x2=(axis.at(one.promised)) y1="0" y2=(HIGH) {}
            }
        }
    }
}

fn span(class: &str, days: &Days, top: u32, axis: Axis) -> Markup {
    let (early, middle, late) = (Day(days.early), axis.at(Day(days.middle)), Day(days.late));
    html! {
        rect class=(class) x=(axis.at(early)) width=(axis.long(early, late)) y=(top) height=(BAR) rx="1" {}
        line class={ "half " (class) } x1=(middle) x2=(middle) y1=(top - 4) y2=(top + BAR + 4) {}
    }
}

/// A mark of the legend.
fn mark(class: &str) -> Markup {
    html! {
        svg class="mark" width="22" height="12" aria-hidden="true" {
            @if class == "promised" {
                line class=(class) x1="11" x2="11" y1="0" y2="12" {}
            } @else {
                rect class=(class) x="1" width="20" y="2" height="8" rx="1" {}
            }
        }
    }
}

/// What a drawing shows, in words.
fn told(one: &Moved<'_>) -> String {
    let span = |days: &Days| format!("half of the years by {}, {} to {}", days.middle, days.early, days.late);
    format!("promised {}; before, {}; after, {}", one.promised, span(&one.before), span(&one.after))
}

fn table(all: &[Moved<'_>]) -> Markup {
    let cells = |days: &Days| {
        html! { @for day in [days.early, days.middle, days.late] { td { (day) } } }
    };
    html! {
        details { summary { "As a table" }
            div class="wide" tabindex="0" role="group" aria-label="Dates before and after" {
                table {
                    thead {
                        tr { th scope="col" rowspan="2" { "Date" } th scope="col" rowspan="2" { "Promised" } th scope="colgroup" colspan="3" { "Before" } th scope="colgroup" colspan="3" { "After" } }
                        tr { @for _ in 0..2 { th scope="col" { "a tenth" } th scope="col" { "half" } th scope="col" { "nine tenths" } } }
                    }
                    tbody {
                        @for one in all {
                            tr { th scope="row" { (said(one.title)) } td { (one.promised) } (cells(&one.before)) (cells(&one.after)) }
                        }
                    }
                }
            }
        }
    }
}
