//! What the map asks, what it misses, and who is needed and not named: each with the form that settles it.

use maud::{Markup, html};
use playbook::{
    map::{
        Map,
        questions::{Question, Wants, percent},
        view::{Gap, GapKind, LeftOut},
    },
    notebook::Notebook,
};

use super::{
    FEW,
    answered::{self, Answered},
    note, others,
};
use crate::{
    stop::Stop,
    web::page::{self, said},
};

/// Names that a field suggests.
pub const SUGGESTED: usize = 60;

/// At most five questions, the one that could change the map most first.
///
/// # Errors
/// If the system gives no random bytes.
pub fn questions(map: &Map, notes: &Notebook) -> Result<Markup, Stop> {
    let (answers, once) = (answered::answers(notes), page::Once::of("/map")?);
    let mut rows = Vec::new();
    for (at, question) in map.questions.iter().enumerate() {
        rows.push(match answered::of(question, &answers) {
            Some(answer) => {
                html! { li { p { (said(&question.question)) } (answered::shown(answer, &once)) } }
            }
            None => asked(at, question)?,
        });
    }
    let list = |id: &str, wants| html! { datalist id=(id) { @for one in known(map, wants) { option value=(said(&one)) {} } } };
    Ok(html! {
        @if !rows.is_empty() {
            section id="questions" {
                h2 { "Gaps to fill" }
                p class="quiet" { "An answer is kept, and counts whenever the plan is read." }
                ol class="questions" { @for row in &rows { (row) } }
                (list("people", Wants::Name)) (list("teams", Wants::Team))
            }
        }
    })
}

fn asked(at: usize, question: &Question) -> Result<Markup, Stop> {
    let form = match &question.about {
        // Maps of earlier versions say only what can be typed.
        None => html! { p { (page::typed(&question.answer)) } },
        Some(about) if about.wants == Wants::Same => note::same(&about.subject, about.perhaps.first())?,
        Some(about) if about.wants == Wants::Name && about.perhaps.len() > 1 => {
            note::which(&format!("q{at}"), &about.subject, &about.perhaps)?
        }
        Some(about) if about.perhaps.is_empty() => {
            let list = if about.wants == Wants::Team { "teams" } else { "people" };
            note::who_of(&about.subject, about.wants, list)?
        }
        Some(about) => note::who(&format!("q{at}"), &about.subject, about.wants, about.perhaps.clone())?,
    };
    Ok(html! { li { p { (said(&question.question)) } (form) } })
}

/// Who or what an answer may name, as far as the map knows; the largest first.
pub fn known(map: &Map, wants: Wants) -> Vec<String> {
    let mut all = match wants {
        Wants::Team => map.plan_teams.iter().map(|team| team.name.clone()).collect(),
        _ => people(map),
    };
    all.truncate(SUGGESTED);
    all
}

/// Everybody of whom the map speaks.
pub fn people(map: &Map) -> Vec<String> {
    let named = map.peers.iter().flat_map(|peer| std::iter::once(&peer.person).chain(&peer.or));
    let left = map.left_out.iter().flat_map(|left| std::iter::once(&left.person).chain(&left.or));
    named.chain(left).cloned().collect()
}

/// What is missing beside what is asked, with its place among the gaps.
pub fn unasked(map: &Map) -> Vec<(usize, &Gap)> {
    let is_asked = |gap: &Gap| {
        map.questions.iter().any(|asked| asked.about.as_ref().is_some_and(|about| about.subject == gap.what))
    };
    map.gaps.iter().enumerate().filter(|(_, gap)| !is_asked(gap)).collect()
}

/// The same, the first of them.
///
/// # Errors
/// If the system gives no random bytes.
pub fn gaps(map: &Map, kept: u32, notes: &Notebook) -> Result<Markup, Stop> {
    let (all, answers, once) = (unasked(map), answered::answers(notes), page::Once::of("/map")?);
    let few = &all[..all.len().min(FEW)];
    let row = |at: usize, gap: &Gap| missing(kept, at, gap, answered::who(&gap.what, &answers), &once);
    Ok(html! {
        @if !all.is_empty() {
            section id="gaps" {
                h2 { "Also missing" }
                ul class="things" { @for (at, gap) in few { (row(*at, gap)) } }
                (others(all.len(), few.len(), "missing"))
            }
        }
    })
}

/// What an answer to a gap would be; nothing where none is asked for.
pub fn wants(gap: &Gap) -> Option<Wants> {
    match gap.kind {
        GapKind::NoLeader => Some(Wants::Name),
        GapKind::NoOwner | GapKind::DanglingLink => Some(Wants::Team),
        GapKind::Unknown => None,
    }
}

/// A gap, and where it is filled; or what was said of it since.
pub fn missing(kept: u32, at: usize, gap: &Gap, answer: Option<&Answered>, once: &page::Once) -> Markup {
    html! {
        li {
            p {
                (said(&page::sentence(&gap.fact)))
                @if gap.dependence > 0.0 { " " span class="age" { (percent(gap.dependence)) " of the need hangs on it" } }
                @if gap.place.line > 0 { " " span class="place" { (said(&gap.place.file)) ":" (gap.place.line) } }
            }
            @if let Some(answer) = answer { (answered::shown(answer, once)) }
            @else if wants(gap).is_some() { (page::unfolding_of(&format!("/map/missing/{kept}/{at}"), "Say it", &gap.what)) }
        }
    }
}

/// Who is needed and not among the names, and why; the first of them.
pub fn left_out(map: &Map, kept: u32) -> Markup {
    let few = &map.left_out[..map.left_out.len().min(FEW)];
    html! {
        @if !few.is_empty() || !map.ties.is_empty() {
            section id="left-out" {
                h2 { "Needed, and not among the names" }
                @for tie in map.ties.iter().take(FEW) { p class="quiet" { (said(&page::sentence(&tie.reason))) } }
                ul class="crossings" { @for (at, left) in few.iter().enumerate() { (one_left(map, kept, at, left)) } }
                (others(map.left_out.len(), few.len(), "left-out"))
            }
        }
    }
}

/// Somebody who is left out, as a way to what the plan needs of them.
pub fn one_left(map: &Map, kept: u32, at: usize, left: &LeftOut) -> Markup {
    html! {
        li {
            a href={ "/map/need/" (kept) "/" (map.peers.len() + at) } { (said(&left.person)) }
            " " span class="quiet" { (percent(left.dependence)) ": " (said(&left.reason)) }
        }
    }
}
