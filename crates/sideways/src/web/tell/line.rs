//! Who hears when, drawn: a lane for each peer, the calls, their standups, the room at the right, hatched where somebody's engineers
//! could hear first. Half-days in which calls lie are drawn wide, the others narrow, and nights not at all.

use maud::{Markup, html};
use playbook::{
    moment::{Day, When},
    tell::line::{Lane, Line, Stretch},
};

use crate::web::page::{self, moment, said};

/// Heights: of a lane, and of its parts from the top.
const HIGH: u32 = 30;
const PART: (u32, u32) = (6, 18);

/// A label takes so much of the width on a telephone, in percent.
const LABEL: f64 = 14.0;

/// Where moments lie: half-days one behind another, each with a share of the width.
struct Axis<'a> {
    /// Each with where it begins and how wide it is, in percent.
    parts: Vec<(&'a Stretch, f64, f64)>,
}

impl<'a> Axis<'a> {
    fn of(line: &'a Line) -> Self {
        let has_call = |half: &Stretch| {
            let calls = line.lanes.iter().filter_map(|lane| lane.call);
            calls.into_iter().any(|call| half.from <= call.from && call.from < half.to)
        };
        let wide = line.halves.iter().filter(|half| has_call(half)).count();
        let narrow = line.halves.len() - wide;
        // Together the half-days of calls take half of the width, and each is at least four times as wide as another.
        let of_wide = (narrow as f64 / wide.max(1) as f64).max(4.0);
        let weight = |half: &Stretch| if has_call(half) { of_wide } else { 1.0 };
        let all: f64 = line.halves.iter().map(weight).sum();
        let mut at = 0.0;
        let part = |half: &'a Stretch| {
            let (begins, width) = (at, weight(half) / all * 100.0);
            at += width;
            (half, begins, width)
        };
        Self { parts: line.halves.iter().map(part).collect() }
    }

    /// Where a moment lies; one at night lies at the next morning, one behind all at the right.
    fn share(&self, when: When) -> f64 {
        let Some((half, begins, width)) = self.parts.iter().find(|(half, ..)| when.at() < half.to.at())
        else {
            return 100.0;
        };
        let seconds = |from: When, to: When| (to.at().as_second() - from.at().as_second()) as f64;
        begins + (seconds(half.from, when) / seconds(half.from, half.to).max(1.0)).max(0.0) * width
    }

    fn at(&self, when: When) -> String {
        format!("{:.2}%", self.share(when))
    }

    fn long(&self, stretch: &Stretch) -> String {
        format!("{:.2}%", (self.share(stretch.to) - self.share(stretch.from)).max(0.4))
    }

    /// Days that begin on it, each with where.
    fn days(&self) -> Vec<(Day, f64)> {
        let mut days: Vec<(Day, f64)> = Vec::new();
        for (half, begins, _) in &self.parts {
            if days.last().is_none_or(|(day, _)| *day != half.from.on()) {
                days.push((half.from.on(), *begins));
            }
        }
        days
    }

    /// Full hours of the wide half-days, each with where.
    fn hours(&self) -> Vec<(i64, f64)> {
        let wide = self.parts.iter().filter(|(.., width)| *width > 2.5 * LABEL);
        let of = |(half, begins, width): &(&Stretch, f64, f64)| {
            let (from, to) = (half.from.at().as_second(), half.to.at().as_second());
            let first = half.from.clock()[..2].parse::<i64>().unwrap_or(0);
            let past: i64 = half.from.clock()[3..].parse::<i64>().unwrap_or(0) * 60;
            let (begins, width) = (*begins, *width);
            (i64::from(past > 0)..)
                .map(move |hour| (first + hour, from - past + hour * 3600))
                .take_while(move |(_, at)| *at < to)
                .map(move |(hour, at)| (hour, begins + (at - from) as f64 / (to - from) as f64 * width))
                .collect::<Vec<_>>()
        };
        wide.flat_map(of).collect()
    }
}

/// Labels that stand apart: what would touch the one before is left out.
fn apart<T>(all: Vec<(T, f64)>, least: f64) -> Vec<(T, f64)> {
    let mut kept: Vec<(T, f64)> = Vec::new();
    for one in all {
        if one.1 + least / 2.0 <= 100.0 && kept.last().is_none_or(|(_, at)| one.1 - at >= least) {
            kept.push(one);
        }
    }
    kept
}

/// What hatches, once a page.
pub fn hatching() -> Markup {
    html! {
        svg class="defs" width="0" height="0" aria-hidden="true" {
            defs {
                pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    line class="hatching" x1="0" y1="0" x2="0" y2="6" {}
                }
            }
        }
    }
}

/// The drawing, its legend, and the same as a table.
pub fn drawn(line: &Line, what: &str) -> Markup {
    let axis = Axis::of(line);
    let mine = Lane {
        peer: "You".into(),
        id: playbook::moment::Id::of(0),
        busy: line.mine.clone(),
        standups: Vec::new(),
        call: None,
        engineers_first: None,
        is_late: false,
    };
    html! {
        figure class="hears" aria-label={ "Who hears when: " (said(what)) } {
            ul class="who-hears" {
                @if line.mine.is_some() { (lane(&mine, "You: your busy times are shaded", line, &axis)) }
                @for one in &line.lanes { (lane(one, &words(one), line, &axis)) }
            }
            (scale(line, &axis))
            (legend(line))
            (table(line, what))
        }
    }
}

/// A lane in words.
fn words(lane: &Lane) -> String {
    let on = |when: When| format!("{}, {}", when.on().0.strftime("%a %-d %b"), when.clock());
    let call = match lane.call {
        Some(call) => format!("call {} to {}", on(call.from), call.to.clock()),
        None => "no time for a call".into(),
    };
    let first = lane.engineers_first.map(|first| match lane.is_late {
        true => format!("; from {} on their engineers could hear first", on(first.from)),
        false => format!("; without the call their engineers could hear first from {} on", on(first.from)),
    });
    format!("{}: {call}{}", lane.peer, first.unwrap_or_default())
}

fn lane(lane: &Lane, words: &str, line: &Line, axis: &Axis<'_>) -> Markup {
    let (top, high) = PART;
    html! {
        li {
            p { (said(words)) "." }
            svg width="100%" height=(HIGH) role="img" aria-label=(said(words)) {
                rect class="ground" x="0" width="100%" y=(top) height=(high) {}
                @for busy in lane.busy.iter().flatten() { rect class="busy" x=(axis.at(busy.from)) width=(axis.long(busy)) y=(top) height=(high) {} }
                @if let Some(first) = &lane.engineers_first {
                    rect class="first" fill="url(#hatch)" x=(axis.at(first.from)) width=(axis.long(first)) y=(top) height=(high) {}
                }
                @for (_, at) in axis.days() { line class="night" x1=(percent(at)) x2=(percent(at)) y1=(top) y2=(top + high) {} }
                @if let Some(call) = &lane.call { rect class="call" x=(axis.at(call.from)) width=(axis.long(call)) y=(top - 2) height=(high + 4) rx="1" {} }
                @for standup in &lane.standups { circle class="standup" cx=(axis.at(*standup)) cy=(top + high / 2) r="4.5" {} }
                (strokes(line, axis, HIGH))
            }
        }
    }
}

fn percent(at: f64) -> String {
    format!("{at:.2}%")
}

/// What holds for all lanes: from when on it is free, when the calls are over, and the room.
fn strokes(line: &Line, axis: &Axis<'_>, high: u32) -> Markup {
    let all = [("free", line.free_from), ("last", line.last), ("room", line.room)];
    html! {
        @for (class, when) in all { @if let Some(when) = when {
            line class=(class) x1=(axis.at(when)) x2=(axis.at(when)) y1="0" y2=(high) {}
        } }
    }
}

/// Hours and days below, for the eye: every lane says its own in words.
fn scale(line: &Line, axis: &Axis<'_>) -> Markup {
    html! {
        svg class="hours" width="100%" height="38" aria-hidden="true" {
            line class="line" x1="0" x2="100%" y1="1" y2="1" {}
            (strokes(line, axis, 6))
            @for (hour, at) in apart(axis.hours(), LABEL) {
                line class="line" x1=(percent(at)) x2=(percent(at)) y1="0" y2="5" {}
                text x=(percent(at)) y="17" dx="1" { (hour) ":00" }
            }
            @for (day, at) in apart(axis.days(), LABEL) {
                text class="day" x=(percent(at)) y="33" dx="1" { (day.0.strftime("%a %-d").to_string()) }
            }
        }
    }
}

fn legend(line: &Line) -> Markup {
    let swatch =
        |inside: Markup| html! { svg class="swatch" width="18" height="14" aria-hidden="true" { (inside) } };
    let stroke = |class: &str| swatch(html! { line class=(class) x1="9" x2="9" y1="0" y2="14" {} });
    html! {
        figcaption class="legend who-hears" {
            (swatch(html! { rect class="call" x="6" y="1" width="6" height="12" {} })) " a call, "
            (swatch(html! { circle class="standup" cx="9" cy="7" r="4.5" {} })) " the standup of their team, "
            (swatch(html! { rect class="busy" x="1" y="1" width="16" height="12" {} })) " busy, "
            (swatch(html! { rect class="first" fill="url(#hatch)" x="1" y="1" width="16" height="12" {} })) " their engineers could hear first. "
            @if let Some(free) = line.free_from { (stroke("free")) " free from " (moment(free)) ". " }
            @if let Some(last) = line.last { (stroke("last")) " calls are over by " (moment(last)) ", so that there is time to react. " }
            @match line.room {
                Some(room) => { (stroke("room")) " the room, " (moment(room)) ". " },
                None => "No room is set. ",
            }
            "Nights are left out, and the half-days of the calls are drawn wider."
        }
    }
}

fn table(line: &Line, what: &str) -> Markup {
    html! {
        details { summary { "As a table" }
            div class="wide" tabindex="0" role="region" aria-label={ "Who hears when, as a table: " (said(what)) } {
                table {
                    thead { tr { th scope="col" { "Peer" } th scope="col" { "Call" } th scope="col" { "Standup" } th scope="col" { "Their engineers could hear from" } } }
                    tbody { @for lane in &line.lanes { tr {
                        th scope="row" { (page::person(lane.id, &lane.peer)) }
                        td { @match lane.call { Some(call) => (moment(call.from)), None => "no time" } }
                        td { @match lane.standups.first() { Some(at) => (moment(*at)), None => "not known" } }
                        td { @match lane.engineers_first { Some(first) => (moment(first.from)), None => "not known" } }
                    } } }
                }
            }
        }
    }
}
