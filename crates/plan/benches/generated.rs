//! Plans made up by rule, of any size: for benchmarks, and for tests that need a large one.
//!
//! A hundred items a team, in layers; 2.3 links an item to earlier layers, six in ten of them within the team; lengths of
//! three points. Depth grows with the logarithm of the size: 159 layers at 1,000 items, 273 at 1,000,000.
#![allow(dead_code, clippy::unwrap_used)]

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use plan::{
    calendar::DAY,
    facts::{Estimate, Facts, Item, Link, LinkKind, Named, Owner, Promise, Ref, Strength, Team},
    forecast::Query,
    luck::Luck,
    network::{ItemId, Network},
    place::Place,
};

/// The day from which every generated plan looks ahead.
pub const AS_OF: Date = date(2027, 1, 4);

/// Deliverables of a query, at most.
const DELIVERABLES: usize = 12;

/// Whole numbers below a bound, one after the other.
struct Dice(Luck, u32);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.1 += 1;
        ((u64::from(self.0.bits(self.1)) * bound as u64) >> 32) as usize
    }
}

/// The facts of a plan of so many items, with so many lanes a team.
pub fn facts(items: usize, lanes: u32, seed: u64) -> Facts {
    let mut dice = Dice(Luck::of_item(seed, "generated"), 0);
    let teams = (items / 100).max(1);
    let layers = ((45.0 + 38.0 * (items as f64).log10()) as usize).min(items);
    let mut facts = Facts { teams: (0..teams).map(|team| led(team, lanes)).collect(), ..Facts::default() };
    // The last two items of each team in layers that are complete, and of the one that is being filled.
    let mut latest: Vec<[usize; 2]> = vec![[usize::MAX; 2]; teams];
    let mut before = 0..0;
    for layer in 0..layers {
        let here = layer * items / layers..(layer + 1) * items / layers;
        let mut added = Vec::new();
        for at in here.clone() {
            let team = dice.below(teams);
            facts.items.push(item(at, team, layer + 1 == layers, &mut dice));
            let wanted =
                if before.is_empty() { 0 } else { 1 + dice.below(4) + usize::from(dice.below(5) < 2) };
            let mut known = Vec::new();
            for _ in 0..wanted {
                let own = latest[team][dice.below(2)];
                let is_own = own != usize::MAX && dice.below(100) < 62;
                let earlier = if is_own { own } else { before.start + dice.below(before.len()) };
                if !known.contains(&earlier) {
                    known.push(earlier);
                    facts.links.push(link(earlier, at));
                }
            }
            added.push((team, at));
        }
        for (team, at) in added {
            latest[team] = [at, latest[team][0]];
        }
        before = here;
    }
    facts
}

fn led(team: usize, lanes: u32) -> Team {
    let leads = vec![format!("Lead {team}")];
    Team { name: format!("Team {team}"), leads, lanes: Some(lanes), ..Team::default() }
}

/// Teams to both sides with whom a team in a row of teams has to do.
const NEAR: usize = 4;

/// The facts of a plan in which each of so many teams has to do with those beside it: every other piece of work waits for one
/// of theirs of a stage before, every fifteenth is promised for when it is its turn, and each team has the rest of its queue in
/// an order of its own.
pub fn neighbours(teams: usize, items: usize, lanes: u32, seed: u64) -> Facts {
    let mut dice = Dice(Luck::of_item(seed, "neighbours"), 0);
    let mut facts = Facts { teams: (0..teams).map(|team| led(team, lanes)).collect(), ..Facts::default() };
    let stages = items / teams;
    for team in 0..teams {
        // By place in the queue, the stage that stands there.
        let mut queue: Vec<usize> = (0..stages).collect();
        (1..stages).for_each(|at| queue.swap(at, dice.below(at + 1)));
        for stage in queue {
            let mut item = item(team * stages + stage, team, false, &mut dice);
            let days = 6.5 * (stage + 1) as f64 / f64::from(lanes);
            let day = AS_OF + ((days * 7.0 / 5.0) as i32).days();
            item.promise = (stage % 15 == 14).then(|| Promise { day, place: Place::default() });
            facts.items.push(item);
            if stage > 0 && dice.below(2) == 0 {
                let near = (team + teams + dice.below(2 * NEAR + 1) - NEAR) % teams;
                let before = near * stages + stage - 1 - dice.below(stage.min(3));
                let name = |team: usize, at: usize| Ref::Named(format!("T{team}-{at}").into());
                let (earlier, later) = (name(near, before), name(team, team * stages + stage));
                facts.links.push(Link { earlier, later, ..link(0, 0) });
            }
        }
    }
    facts
}

fn item(at: usize, team: usize, is_last: bool, dice: &mut Dice) -> Item {
    let likely = DAY / 2 + dice.below(8 * DAY as usize) as i32;
    let promise = is_last
        .then(|| Promise { day: AS_OF + (700 + dice.below(500) as i32).days(), place: Place::default() });
    Item {
        id: Some(format!("T{team}-{at}").into()),
        owners: vec![Owner::Team(Named { text: format!("Team {team}").into(), place: Place::default() })],
        estimate: Some(Estimate::Three { least: likely / 2, likely, most: likely * 3 }),
        promise,
        ..Item::new(format!("Item {at}"), Place::default())
    }
}

fn link(earlier: usize, later: usize) -> Link {
    Link {
        earlier: Ref::At(earlier),
        later: Ref::At(later),
        kind: LinkKind::FinishStart,
        lag: 0,
        strength: Strength::Stated,
        outside: None,
        place: Place::default(),
    }
}

/// A query for some of the last layer's dates; every team is a party.
pub fn query(network: &Network, trials: u32) -> Query {
    let promised = network.ids().filter(|item| network.node(*item).item.promise.is_some());
    let promised: Vec<ItemId> = promised.collect();
    let every = promised.len().div_ceil(DELIVERABLES).max(1);
    Query {
        deliverables: promised.into_iter().step_by(every).collect(),
        party: network.nodes.iter().map(|node| node.team.map_or(0, |team| team.0)).collect(),
        parties: network.directory.teams.len() as u32,
        trials,
    }
}
