//! Plans made up by rule in which everything occurs.
#![allow(dead_code)]

#[path = "../../benches/generated.rs"]
pub mod generated;

use jiff::ToSpan;
use plan::{
    calendar::{DAY, Week},
    facts::{DayOff, Estimate, Facts, LinkKind, State},
    place::Place,
};

/// A plan in which everything occurs that a plan can have: all kinds of links with lags, work under way and done, single
/// figures, goals, teams that rest, teams with lanes to spare and teams with too few.
pub fn motley(items: usize, lanes: u32, seed: u64) -> Facts {
    let mut facts = generated::facts(items, lanes, seed);
    for (at, link) in facts.links.iter_mut().enumerate() {
        link.kind = match at % 9 {
            1 => LinkKind::StartStart,
            3 => LinkKind::FinishFinish,
            5 => LinkKind::StartFinish,
            _ => LinkKind::FinishStart,
        };
        link.lag = [0, 0, 0, DAY, -DAY / 3][at % 5];
    }
    for (at, item) in facts.items.iter_mut().enumerate() {
        item.state = match at % 23 {
            _ if at > items / 3 => State::Planned,
            2 => State::Started(Some(generated::AS_OF.saturating_sub(3.days()))),
            5 => State::Started(None),
            7 => State::Done(Some(generated::AS_OF.saturating_sub(9.days()))),
            11 => State::Dropped,
            _ => State::Planned,
        };
        item.estimate = match at % 7 {
            0 => None,
            1 | 2 => Some(Estimate::One((at as i32 % 40) * DAY / 4)),
            3 => item.estimate.map(|_| Estimate::Three { least: DAY, likely: DAY, most: DAY }),
            _ => item.estimate,
        };
        item.not_before = (at % 19 == 4).then(|| generated::AS_OF.saturating_add((at as i32 % 200).days()));
        item.is_goal = at % 41 == 40;
    }
    facts.teams[0].week = Some(Week([true, true, true, true, false, false, false]));
    let first = generated::AS_OF.saturating_add(10.days());
    facts.days_off.push(DayOff {
        team: Some("Team 1".into()),
        first,
        last: first.saturating_add(20.days()),
        place: Place::default(),
    });
    facts
}
