//! What the map asks, what it misses, and who is needed and not named: each with the form that settles it.

use maud::{Markup, html};
use playbook::map::{
    Map,
    questions::{Question, Wants, percent},
    view::{Gap, GapKind, LeftOut},
};

use super::{names, note};
use crate::{
    stop::Stop,
    web::page::{self, said},
};

/// Gaps that are shown before the others are unfolded.
const FEW: usize = 5;

/// At most five questions, the one that could change the map most first.
///
/// # Errors
/// If the system gives no random bytes.
pub fn questions(map: &Map) -> Result<Markup, Stop> {
    let mut rows = Vec::new();
    for (at, question) in map.questions.iter().enumerate() {
        rows.push(asked(at, question, map)?);
    }
    Ok(html! {
        @if !rows.is_empty() {
            section id="questions" {
                h2 { "Gaps to fill" }
                p class="quiet" { "An answer is kept, and counts whenever the plan is read." }
                ol class="questions" { @for row in &rows { (row) } }
            }
        }
    })
}

fn asked(at: usize, question: &Question, map: &Map) -> Result<Markup, Stop> {
    let form = match &question.about {
        // Maps of earlier versions say only what can be typed.
        None => html! { p { (page::typed(&question.answer)) } },
        Some(about) if about.wants == Wants::Same => note::same(&about.subject, about.perhaps.first())?,
        Some(about) => {
            let perhaps =
                if about.perhaps.is_empty() { known(map, about.wants) } else { about.perhaps.clone() };
            note::who(&format!("q{at}"), &about.subject, about.wants, perhaps)?
        }
    };
    Ok(html! { li { p { (said(&question.question)) } (form) } })
}

/// Who or what an answer may name, as far as the map knows.
fn known(map: &Map, wants: Wants) -> Vec<String> {
    match wants {
        Wants::Team => map.plan_teams.iter().map(|team| team.name.clone()).collect(),
        _ => people(map),
    }
}

/// Everybody of whom the map speaks.
pub fn people(map: &Map) -> Vec<String> {
    let named = map.peers.iter().flat_map(|peer| std::iter::once(&peer.person).chain(&peer.or));
    let left = map.left_out.iter().flat_map(|left| std::iter::once(&left.person).chain(&left.or));
    named.chain(left).cloned().collect()
}

/// What is missing beside what is asked.
///
/// # Errors
/// If the system gives no random bytes.
pub fn gaps(map: &Map) -> Result<Markup, Stop> {
    let is_asked = |gap: &&Gap| {
        map.questions.iter().any(|asked| asked.about.as_ref().is_some_and(|about| about.subject == gap.what))
    };
    let others: Vec<&Gap> = map.gaps.iter().filter(|gap| !is_asked(gap)).collect();
    let mut rows = Vec::new();
    for (at, gap) in others.iter().enumerate() {
        rows.push(missing(at, gap, map)?);
    }
    let (few, more) = rows.split_at(rows.len().min(FEW));
    Ok(html! {
        @if !rows.is_empty() {
            section id="gaps" {
                h2 { "Also missing" }
                ul class="things" { @for row in few { (row) } }
                @if !more.is_empty() { details { summary { (more.len()) " more" } ul class="things" { @for row in more { (row) } } } }
            }
        }
    })
}

fn missing(at: usize, gap: &Gap, map: &Map) -> Result<Markup, Stop> {
    let wants = match gap.kind {
        GapKind::NoLeader => Some(Wants::Name),
        GapKind::NoOwner | GapKind::DanglingLink => Some(Wants::Team),
        GapKind::Unknown => None,
    };
    let form =
        wants.map(|wants| note::who(&format!("g{at}"), &gap.what, wants, known(map, wants))).transpose()?;
    Ok(html! {
        li {
            p {
                (said(&page::sentence(&gap.fact)))
                @if gap.dependence > 0.0 { " " span class="age" { (percent(gap.dependence)) " of the need hangs on it" } }
                @if gap.place.line > 0 { " " span class="place" { (said(&gap.place.file)) ":" (gap.place.line) } }
            }
            @if let Some(form) = &form { details class="fold" { summary { "Say it" span class="unseen" { ": " (said(&gap.what)) } } (form) } }
        }
    })
}

/// Who is needed and not among the names, and why.
///
/// # Errors
/// If the system gives no random bytes.
pub fn left_out(map: &Map) -> Result<Markup, Stop> {
    let mut rows = Vec::new();
    for (at, left) in map.left_out.iter().enumerate() {
        rows.push(one_left(at, left)?);
    }
    let (few, more) = rows.split_at(rows.len().min(FEW));
    Ok(html! {
        @if !rows.is_empty() || !map.ties.is_empty() {
            section id="left-out" {
                h2 { "Needed, and not among the names" }
                @for tie in &map.ties { p class="quiet" { (said(&page::sentence(&tie.reason))) } }
                @for row in few { (row) }
                @if !more.is_empty() { details { summary { (more.len()) " more" } @for row in more { (row) } } }
            }
        }
    })
}

fn one_left(at: usize, left: &LeftOut) -> Result<Markup, Stop> {
    let lines = names::lines(&format!("l{at}"), &left.crossings, &left.person)?;
    Ok(html! {
        details class="need" {
            summary { (said(&left.person)) " " span class="quiet" { (percent(left.dependence)) ": " (said(&left.reason)) } }
            (lines)
            (note::add(&left.person))
        }
    })
}
