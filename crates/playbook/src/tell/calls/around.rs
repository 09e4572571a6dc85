//! Neighbourhoods: some calls of a placing that lie near each other are taken out and placed anew in the best way, again and again.

use super::{
    core::{Core, Dice, Found, One, Taken},
    exact, prices,
};

/// Calls that are placed anew at a time.
const FEW: usize = 12;

/// Steps of the exact search of a neighbourhood.
const STEPS: u32 = 2_000;

/// Steps of its prices.
const ROUNDS: u32 = 40;

/// Improves a placing by so many neighbourhoods.
pub(super) fn improve(core: &Core, found: &mut Found, rounds: u32) {
    let mut dice = Dice::of(0x9e37_79b9_7f4a_7c15);
    for _ in 0..rounds {
        if found.value >= found.bound {
            return;
        }
        let some = near(core, found, &mut dice);
        let part = part(core, found, &some);
        let was = some.iter().filter_map(|call| Some(core.value(*call, found.starts[*call]?)));
        let was = was.sum::<i64>();
        let mut anew = prices::priced(&part, ROUNDS);
        if anew.value < anew.bound {
            if anew.bound <= was {
                continue;
            }
            exact::search(&part, &mut anew, STEPS);
        }
        // What is worth the same is taken, too: it leads elsewhere.
        if anew.value >= was {
            some.iter().zip(&anew.starts).for_each(|(call, start)| found.starts[*call] = *start);
            found.value += anew.value - was;
        }
    }
}

/// Calls around a moment: those that stand near it, and some that are not placed and could.
fn near(core: &Core, found: &Found, dice: &mut Dice) -> Vec<usize> {
    let middle = dice.below(core.horizon.max(1)) as i64;
    let away = |call: usize| match found.starts[call] {
        Some(start) => (i64::from(start) - middle).abs(),
        None => {
            let starts = &core.calls[call].starts;
            let at = starts.partition_point(|start| i64::from(*start) < middle);
            let near = starts[at.saturating_sub(1)..].iter().take(2);
            near.map(|start| (i64::from(*start) - middle).abs()).min().unwrap_or(i64::MAX)
        }
    };
    let (mut placed, mut unplaced): (Vec<usize>, Vec<usize>) =
        (0..core.calls.len()).partition(|call| found.starts[*call].is_some());
    placed.sort_by_key(|call| (away(*call), *call));
    unplaced.retain(|call| !core.calls[*call].starts.is_empty());
    unplaced.sort_by_key(|call| (away(*call), *call));
    placed.truncate(FEW - dice.below(FEW / 2));
    let room = FEW + FEW / 2 - placed.len().min(FEW);
    unplaced.truncate(room.min(FEW / 2 + dice.below(FEW / 2)));
    placed.append(&mut unplaced);
    placed
}

/// The question that is left for these calls while all others stay.
fn part(core: &Core, found: &Found, some: &[usize]) -> Core {
    let mut taken = Taken::none(core.horizon);
    for call in (0..core.calls.len()).filter(|call| !some.contains(call)) {
        if let Some(start) = found.starts[call] {
            taken.take(start as usize, core.calls[call].length);
        }
    }
    let one = |call: &usize| {
        let length = core.calls[*call].length;
        let stays = |other: &usize| !some.contains(other);
        let after = core.pairs.iter().filter(|(earlier, later)| later == call && stays(earlier));
        let after = after
            .filter_map(|(earlier, _)| Some(found.starts[*earlier]? as usize + core.calls[*earlier].length));
        let before = core.pairs.iter().filter(|(earlier, later)| earlier == call && stays(later));
        let before = before.filter_map(|(_, later)| found.starts[*later]);
        let (from, until) =
            (after.max().unwrap_or(0), before.min().map_or(usize::MAX, |start| start as usize));
        let fits = |start: &&u32| {
            let start = **start as usize;
            start >= from && start + length <= until && taken.is_free(start, length)
        };
        let starts = core.calls[*call].starts.iter().filter(fits).copied().collect();
        One { length, weight: core.calls[*call].weight, starts }
    };
    let at = |call: usize| some.iter().position(|other| *other == call);
    Core {
        slot: core.slot,
        horizon: core.horizon,
        worth: core.worth,
        calls: some.iter().map(one).collect(),
        pairs: core.pairs.iter().filter_map(|(earlier, later)| Some((at(*earlier)?, at(*later)?))).collect(),
    }
}
