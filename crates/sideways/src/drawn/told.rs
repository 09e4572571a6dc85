//! The map in words: its verdict, and the days of what the leader promised.

use plan::facts::Strength;
use playbook::map::{
    Map,
    questions::percent,
    view::{Correction, Deliverable, LeftOut},
};

use crate::words::{counted, listed};

/// How much the names carry, and how much has no name.
pub fn verdict(map: &Map) -> String {
    if map.items == 0 {
        return "Nothing was read that is a piece of work.".into();
    }
    if map.deliverables.is_empty() {
        return nothing_of_yours(map);
    }
    let takes_away = |correction: &Correction| matches!(correction.change.as_str(), "reject" | "given");
    if map.crossings == 0 && map.corrected.iter().any(takes_away) {
        return "No crossing is left: what this plan needs of others is given, or none by your word.".into();
    }
    if map.crossings == 0 {
        return "No crossing found: nothing in this plan needs a yes from another team.".into();
    }
    if map.peers.is_empty() && map.unnamed > 0.999 {
        return "Nobody can be named yet: it is not known who says yes for what you need.".into();
    }
    let are_guessed = !map.left_out.is_empty() && map.left_out.iter().all(is_guessed);
    let mut words = match (map.peers.len(), map.left_out.first()) {
        (0, _) if are_guessed => "Nobody is named: nothing but guesses speaks for anybody.".into(),
        (0, Some(left)) if left.dependence >= 0.05 => {
            let share = percent(left.dependence);
            format!("Nobody is named. Left out is {} with {share}: {}.", left.person, left.reason)
        }
        (0, _) => format!(
            "Nobody stands out: {} share the need, none with 5 % of it.",
            counted(map.left_out.len(), "person", "people")
        ),
        (1, _) => format!("One name carries {} of your need.", percent(map.covered)),
        (count, _) => format!("{} names carry {} of your need.", number(count), percent(map.covered)),
    };
    if map.unnamed > 0.0 {
        words.push_str(&format!(" {} of it has no name yet.", percent(map.unnamed)));
    }
    if map.first_reading {
        words.push_str(" With so much unnamed this is a first reading.");
    }
    words
}

/// No open work is the leader's: who the plan's teams are, so that the right one can be named.
fn nothing_of_yours(map: &Map) -> String {
    let mut words = format!("No open work of {} was found in this plan.", map.leader);
    let teams: Vec<String> =
        map.plan_teams.iter().take(6).map(|team| format!("{} ({})", team.name, team.items)).collect();
    if !teams.is_empty() {
        words.push_str(&format!(
            " Its teams, with their items: {}. --team names yours.",
            listed(&teams, "and")
        ));
    }
    words
}

fn number(count: usize) -> &'static str {
    ["No", "One", "Two", "Three", "Four", "Five"].get(count).copied().unwrap_or("Several")
}

/// A deliverable with its days.
pub fn day_line(deliverable: &Deliverable) -> String {
    let Deliverable { item, promised, early, middle, late, late_share, .. } = deliverable;
    let promise = match (promised, deliverable.promise_is_derived) {
        (Some(day), false) => format!("promised {day}"),
        (Some(day), true) => format!("no promised day, planned {day}"),
        (None, _) => "no promised day".into(),
    };
    match (early, middle, late, late_share) {
        (Some(early), Some(middle), Some(late), Some(share)) => {
            let ends = if late.year() == early.year() {
                late.strftime("%m-%d").to_string()
            } else {
                late.to_string()
            };
            let later = if deliverable.promise_is_derived { "later than planned" } else { "late" };
            format!(
                "{item}: {promise}; likely {middle} ({early} to {ends} in 8 of 10 years), {later} in {}",
                percent(*share)
            )
        }
        _ => format!("{item}: {promise}; not simulated"),
    }
}

/// Whether nothing but guesses speaks for somebody.
pub fn is_guessed(left: &LeftOut) -> bool {
    left.crossings.iter().all(|line| line.strength == Strength::Guessed)
}
