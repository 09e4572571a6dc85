//! The names by dependence, with attention due and given, and for each the lines of the plan that put them there.

use maud::{Markup, html};
use plan::facts::Strength;
use playbook::{
    channel::decay::Stage,
    map::{
        attention::Attention,
        questions::percent,
        view::{Line, Peer},
    },
    moment::Day,
    notebook::Notebook,
};

use crate::{
    drawn::{Drawn, picture::told::warmth},
    web::page::{self, said},
    words::{counted, listed},
};

/// Crossings of somebody that stand on the page of the map.
const OF_ONE: usize = 6;

/// The table, then what the plan needs of everybody.
pub fn shown(drawn: &Drawn, kept: u32, notes: &Notebook) -> Markup {
    let map = &drawn.map;
    if map.peers.is_empty() {
        return html! {};
    }
    let is_known = map.attention.iter().any(|attention| attention.given.is_some());
    html! {
        section id="names" {
            h2 { "By dependence" }
            div class="wide" tabindex="0" role="region" aria-label="Peers by dependence" {
                table {
                    thead { tr {
                        th scope="col" { "Peer" } th scope="col" { "Of the need" } th scope="col" { "Channel" }
                        th scope="col" { "Talk every" } th scope="col" { "Hours a month, due" } th scope="col" { "given" }
                    } }
                    tbody {
                        @for (at, (peer, attention)) in map.peers.iter().zip(&map.attention).enumerate() {
                            (row(peer, attention, drawn.stages.get(at).copied().flatten(), notes))
                        }
                    }
                }
            }
            @if !is_known { p class="quiet" { "What was given is not known: no talk is recorded in the last three months." } }
            h3 { "What the plan needs of them" }
            @for (nth, peer) in map.peers.iter().enumerate() { (needed(kept, nth, peer)) }
            div class="folds" {
                (page::unfolding("/map/crossing", "Add a crossing that the plan does not show"))
                (page::unfolding("/map/name", "Add a name"))
            }
        }
    }
}

fn row(peer: &Peer, attention: &Attention, stage: Option<Stage>, notes: &Notebook) -> Markup {
    let known = notes.peers.called(&peer.person);
    let given = attention.given.map_or_else(|| "not known".to_owned(), |hours| format!("{hours:.1}"));
    let (shape, word) = warmth(stage);
    html! {
        tr {
            th scope="row" {
                @match known { Some(known) => (page::person(known.id(), &peer.person)), None => (said(&peer.person)) }
                span class="quiet" { " " (said(&peer.teams.join(", "))) }
            }
            td { (percent(peer.dependence)) }
            td class={ "warmth " (word.split(' ').next().unwrap_or_default()) } { (shape) " " (word) }
            td { (attention.every_weeks) " weeks" }
            td { (format!("{:.1}", attention.due)) }
            td { (given) }
        }
    }
}

/// What the plan needs of one of them, each with its quote.
fn needed(kept: u32, nth: usize, peer: &Peer) -> Markup {
    let few = &peer.crossings[..peer.crossings.len().min(OF_ONE)];
    let others = peer.crossings.len() - few.len();
    html! {
        details class="need" {
            summary { (said(&peer.person)) " " span class="quiet" { (kinds(peer)) } }
            @if let Some(word) = &peer.added { p { "Added by you: “" (said(&word.because)) "”." } }
            @if !peer.acting.is_empty() { p class="quiet" { "Leads " (said(&listed(&peer.acting, "and"))) " only for the time being." } }
            (lines(kept, nth, 0, few))
            p { a href={ "/map/need/" (kept) "/" (nth) } {
                @if others > 0 { (others) " more, and how the name goes" } @else { "Strike this name" }
                span class="unseen" { ": " (said(&peer.person)) }
            } }
        }
    }
}

fn kinds(peer: &Peer) -> String {
    let kinds = &peer.kinds;
    let count = |count: usize, one: &str, many: &str| (count > 0).then(|| counted(count, one, many));
    let parts = [
        count(kinds.date, "date", "dates"),
        count(kinds.approval, "approval", "approvals"),
        count(kinds.absorption, "absorption", "absorptions"),
        count(kinds.touch, "touch", "touches"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "no crossing of yours needs them".into() } else { parts.join(", ") }
}

/// Crossings with their quotes, from the `first` on; each can be corrected where it stands.
pub fn lines(kept: u32, nth: usize, first: usize, all: &[Line]) -> Markup {
    html! {
        ul class="crossings" {
            @for (at, one) in all.iter().enumerate() {
                li class=[(one.strength == Strength::Guessed).then_some("guessed")] {
                    (line(one))
                    (page::unfolding(&format!("/map/crossing/{kept}/{nth}/{}", first + at), "Correct this"))
                }
            }
        }
    }
}

/// A crossing with its quote.
pub fn line(line: &Line) -> Markup {
    let sure = match line.strength {
        Strength::Stated => "",
        Strength::Derived => "derived",
        Strength::Guessed => "a guess",
    };
    html! {
        span class={ "kind " (line.kind.word()) } { (line.kind.word()) } " " (said(&line.item))
        @if let Some(theirs) = line.theirs.as_ref().filter(|theirs| **theirs != line.item) { span class="quiet" { " ← " (said(theirs)) } }
        @if line.home != line.item { span class="quiet" { " for " (said(&line.home)) } }
        @if let Some(day) = line.needed_by { " by " (page::day(Day(day))) }
        @if !sure.is_empty() { " " span class="age" { (sure) } }
        @if !line.through.is_empty() { " " span class="age" { "through " (said(&listed(&line.through, "or"))) } }
        @for mended in &line.corrected {
            " " span class="age" { @match mended.was { Some(was) => { "by your word, " (was.word()) " before" }, None => "added by you" } }
        }
        blockquote { (said(&line.place.quote)) footer { (said(&line.place.file)) ":" (line.place.line) } }
    }
}
