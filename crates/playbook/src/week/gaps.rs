//! What the notebook does not know yet.

use super::{
    line::{Consequence, Found, Whom},
    look::Look,
};
use crate::moment::Day;

/// Days after which a map is read again: a quarter.
const QUARTER: i64 = 91;

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    map(look).into_iter().collect()
}

fn map(look: &Look<'_>) -> Option<Found> {
    let peers = &look.notebook.peers;
    let (name, since, sentence, fact, command) = match (peers.kept(), peers.plan()) {
        (Some(kept), _) if kept.as_of.plus(QUARTER) <= look.today => (
            "gap:old-map",
            kept.as_of.plus(QUARTER),
            format!("Read the plan again and keep its map: the one you have is of {}.", kept.as_of),
            format!("Map kept as of {}.", kept.as_of),
            "sideways map --keep",
        ),
        (Some(_), _) => return None,
        (None, Some(_)) => (
            "gap:no-map",
            look.began(),
            "Keep the map of your plan: the notebook knows no peer whom the year depends on today."
                .to_owned(),
            "A plan is known, and no map was kept.".to_owned(),
            "sideways map --keep",
        ),
        (None, None) => (
            "gap:no-plan",
            look.began(),
            "Read the plan of your year, in the folder where it lies: the notebook knows none today."
                .to_owned(),
            "No plan and no map is known.".to_owned(),
            "sideways read . --me \"YOUR NAME\"",
        ),
    };
    Some(gap(name, since, sentence, fact, command))
}

fn gap(name: &str, since: Day, sentence: String, fact: String, command: &str) -> Found {
    Found {
        name: name.to_owned(),
        consequence: Consequence::Gap,
        whom: Whom::Nobody,
        sentence,
        reason: "Whom the year depends on is read from the plan, not guessed.".to_owned(),
        evidence: vec![fact],
        command: command.to_owned(),
        wants_act: true,
        stays: false,
        weight: 0,
        due: since,
        since,
        changed: since,
        touched: None,
    }
}
