//! What a drawing shows, in words.

use plan::facts::{Kind, Strength};
use playbook::{
    channel::decay::Stage,
    map::{Map, attention::Attention, questions::percent, view::Line},
};

use super::{
    attention::cadence,
    ink::day,
    river::{promise, share},
};
use crate::{drawn::told::verdict, words::listed};

/// The title.
pub fn title(map: &Map) -> String {
    format!("The year of {} as a river", map.leader)
}

/// Everything that can be seen: every deliverable, everybody with what is needed of them, and attention where it is drawn.
pub fn description(map: &Map, stages: &[Option<Stage>], with_attention: bool) -> String {
    let mut sentences = vec![format!("As of {}. {}", day(map.as_of), verdict(map))];
    let deliverables: Vec<String> =
        map.deliverables.iter().map(|one| format!("{}, {}", one.item, promise(one))).collect();
    if !deliverables.is_empty() {
        sentences.push(format!("Deliverables: {}.", deliverables.join("; ")));
    }
    for (at, peer) in map.peers.iter().enumerate() {
        let warmth =
            stages.get(at).map_or_else(String::new, |stage| format!(". The channel: {}", warmth(*stage).1));
        sentences.push(format!(
            "{}, {}: {}{warmth}.",
            peer.person,
            percent(peer.dependence),
            needed(&peer.crossings)
        ));
    }
    for left in &map.left_out {
        sentences.push(format!(
            "Not among the names: {}, {}: {}.",
            left.person,
            share(left.dependence),
            needed(&left.crossings)
        ));
    }
    for gap in map.gaps.iter().filter(|gap| !gap.crossings.is_empty()) {
        sentences.push(format!(
            "No name yet: {}, {}: {}.",
            gap.what,
            share(gap.dependence),
            needed(&gap.crossings)
        ));
    }
    if with_attention {
        let all: Vec<String> = map.attention.iter().map(attention).collect();
        let all = if all.is_empty() { "nobody is named".into() } else { all.join("; ") };
        sentences.push(format!("Attention in hours a month: {all}."));
    }
    sentences.join(" ")
}

/// How warm a channel is: a shape, and a word.
pub fn warmth(stage: Option<Stage>) -> (char, &'static str) {
    match stage {
        Some(Stage::Warm) => ('●', "warm"),
        Some(Stage::Cooling) => ('◐', "cooling"),
        Some(Stage::Drifting) => ('◌', "drifting"),
        Some(Stage::Dead) => ('✕', "dead"),
        None => ('○', "too early to say"),
    }
}

/// Deliverables with the kinds of their crossings: `Checkout v2 (date, approval); Refunds (touch, a guess)`.
fn needed(crossings: &[Line]) -> String {
    let mut homes: Vec<&String> = Vec::new();
    crossings.iter().filter(|line| line.weighs > 0.0).for_each(|line| {
        if !homes.contains(&&line.home) {
            homes.push(&line.home);
        }
    });
    let kinds = |home: &String| {
        let of = |kind: Kind| crossings.iter().filter(move |line| line.home == *home && line.kind == kind);
        let kinds = Kind::ALL.into_iter().filter(|kind| of(*kind).next().is_some()).map(|kind| {
            let is_guess = of(kind).all(|line| line.strength == Strength::Guessed);
            format!("{}{}", kind.word(), if is_guess { " as a guess" } else { "" })
        });
        listed(&kinds.collect::<Vec<_>>(), "and")
    };
    homes.iter().map(|home| format!("{home} ({})", kinds(home))).collect::<Vec<_>>().join("; ")
}

fn attention(one: &Attention) -> String {
    let given = one.given.map_or("not known".into(), |hours| format!("{hours:.1}"));
    format!("{}: due {:.1}, given {given}, {}", one.person, one.due, cadence(one))
}
