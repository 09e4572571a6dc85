//! Prices on time: the bound of a time-indexed Lagrangian relaxation (subgradient steps after Held, Wolfe and Crowder, 1974), and
//! the placings that it suggests on the way.
//!
//! Every slot has a price, and so has, for every pair of which one comes first, every slot: by then the later one has begun, or
//! the earlier one is not over yet, never both. Prices are whole numbers of parts, so that a bound is a proof.

use super::core::{Core, Found, SCALE, Taken};

/// Steps.
pub(super) const ROUNDS: u32 = 160;

/// Steps without a better bound after which a step is halved.
const PATIENCE: u32 = 8;

struct Prices {
    slots: Vec<i64>,
    /// By pair, by slot.
    pairs: Vec<Vec<i64>>,
}

/// What each call does alone under some prices.
struct Alone {
    /// The position among its starts; none where it is better left out.
    chosen: Vec<Option<usize>>,
    gains: Vec<i64>,
    bound: i64,
}

/// Pairs in which a call comes first, and in which it comes second.
struct Around {
    first: Vec<Vec<usize>>,
    second: Vec<Vec<usize>>,
}

/// A placing and a bound, with what each choice loses under the best prices that were found.
pub(super) fn priced(core: &Core, rounds: u32) -> Found {
    let count = core.calls.len();
    let around = Around::of(core);
    let mut prices =
        Prices { slots: vec![0; core.horizon], pairs: vec![vec![0; core.horizon]; core.pairs.len()] };
    let (mut best, mut best_prices) = (i64::MAX, None);
    let mut found = Found {
        starts: vec![None; count],
        value: 0,
        bound: i64::MAX,
        bounds: Bounds::default(),
        left: Vec::new(),
    };
    let (mut theta, mut idle) = (1.0_f64, 0);
    for round in 0..rounds.max(1) {
        let alone = prices.alone(core, &around);
        if alone.bound < best {
            (best, idle) = (alone.bound, 0);
            best_prices = Some((prices.slots.clone(), prices.pairs.clone()));
        } else {
            idle += 1;
            if idle >= PATIENCE {
                (theta, idle) = (theta / 2.0, 0);
            }
        }
        if round % 4 == 0 || idle == 0 {
            let starts = placed(core, &around, &alone);
            let value = core.total(&starts);
            if value > found.value {
                (found.starts, found.value) = (starts, value);
            }
        }
        if best.div_euclid(SCALE) <= found.value || !prices.step(core, &alone, found.value, theta) {
            break;
        }
    }
    if let Some((slots, pairs)) = best_prices {
        prices = Prices { slots, pairs };
    }
    found.bound = best.div_euclid(SCALE).max(found.value);
    if found.value < found.bound {
        found.left = prices.left(core, &around, best - (found.value + 1) * SCALE);
        found.bounds = prices.bounds(core, &around, &found.left);
    }
    found
}

impl Around {
    fn of(core: &Core) -> Self {
        let (mut first, mut second) =
            (vec![Vec::new(); core.calls.len()], vec![Vec::new(); core.calls.len()]);
        for (pair, (earlier, later)) in core.pairs.iter().enumerate() {
            first[*earlier].push(pair);
            second[*later].push(pair);
        }
        Self { first, second }
    }
}

/// Running sums: at `t` of all before `t`.
fn sums(values: &[i64]) -> Vec<i64> {
    let mut all = Vec::with_capacity(values.len() + 1);
    let mut sum = 0;
    all.push(0);
    for value in values {
        sum += value;
        all.push(sum);
    }
    all
}

impl Prices {
    /// What every start gains under the prices, call by call.
    fn gains<'a>(&'a self, core: &'a Core, around: &'a Around) -> impl Iterator<Item = Vec<i64>> + 'a {
        let slots = sums(&self.slots);
        let pairs: Vec<Vec<i64>> = self.pairs.iter().map(|prices| sums(prices)).collect();
        (0..core.calls.len()).map(move |call| {
            let one = &core.calls[call];
            let gain = |start: &u32| {
                let (from, until) = (*start as usize, *start as usize + one.length);
                let earlier = around.first[call].iter().map(|pair| pairs[*pair][until]);
                let later =
                    around.second[call].iter().map(|pair| pairs[*pair][core.horizon] - pairs[*pair][from]);
                let tied = earlier.chain(later).sum::<i64>();
                core.value(call, *start) * SCALE - (slots[until] - slots[from]) - tied
            };
            one.starts.iter().map(gain).collect()
        })
    }

    fn alone(&self, core: &Core, around: &Around) -> Alone {
        let all = self.slots.iter().chain(self.pairs.iter().flatten()).sum::<i64>();
        let mut alone = Alone { chosen: Vec::new(), gains: Vec::new(), bound: all };
        for gains in self.gains(core, around) {
            // Of equal gains the earliest start.
            let best = gains.iter().enumerate().max_by_key(|(at, gain)| (**gain, std::cmp::Reverse(*at)));
            let best = best.filter(|(_, gain)| **gain > 0);
            alone.chosen.push(best.map(|(at, _)| at));
            let gain = best.map_or(0, |(_, gain)| *gain);
            alone.gains.push(gain);
            alone.bound += gain;
        }
        alone
    }

    /// The starts that no bound strikes: those of which it is not known that a placing with them is worth no more. `spare` is by
    /// how much the bound exceeds the least that is looked for.
    fn left(&self, core: &Core, around: &Around, spare: i64) -> Vec<Vec<u32>> {
        let of = |(gains, call): (Vec<i64>, &super::core::One)| {
            let best = gains.iter().copied().max().unwrap_or(0).max(0);
            let stays = call.starts.iter().zip(gains).filter(|(_, gain)| best - gain <= spare);
            stays.map(|(start, _)| *start).collect()
        };
        self.gains(core, around).zip(&core.calls).map(of).collect()
    }

    fn bounds(&self, core: &Core, around: &Around, left: &[Vec<u32>]) -> Bounds {
        let from_on = |values: &[i64]| {
            let mut all = vec![0; values.len() + 1];
            for at in (0..values.len()).rev() {
                all[at] = all[at + 1] + values[at];
            }
            all
        };
        let by_call =
            self.gains(core, around).zip(core.calls.iter().zip(left)).map(|(gains, (call, left))| {
                let mut all = vec![0; core.horizon + 1];
                let stays = |(start, _): &(&u32, i64)| left.binary_search(start).is_ok();
                for (start, gain) in call.starts.iter().zip(gains).filter(stays) {
                    let best = &mut all[*start as usize];
                    *best = gain.max(*best);
                }
                for at in (0..core.horizon).rev() {
                    all[at] = all[at].max(all[at + 1]);
                }
                all
            });
        let by_call: Vec<Vec<i64>> = by_call.collect();
        let gains: Vec<i64> =
            (0..=core.horizon).flat_map(|from| by_call.iter().map(move |gains| gains[from])).collect();
        let calls = core.calls.len();
        Bounds {
            all_gains: gains.chunks(calls.max(1)).map(|gains| gains.iter().sum()).collect(),
            gains,
            calls,
            slots: from_on(&self.slots),
            pairs: self.pairs.iter().map(|prices| from_on(prices)).collect(),
        }
    }

    /// A step towards prices under which less is wanted twice. Says whether there was anything to move.
    fn step(&mut self, core: &Core, alone: &Alone, value: i64, theta: f64) -> bool {
        let mut wanted = vec![-1_i64; core.horizon];
        let mut tied = vec![vec![-1_i64; core.horizon]; core.pairs.len()];
        let start = |call: usize| alone.chosen[call].map(|at| core.calls[call].starts[at] as usize);
        for call in 0..core.calls.len() {
            let Some(from) = start(call) else { continue };
            wanted[from..from + core.calls[call].length].iter_mut().for_each(|slot| *slot += 1);
        }
        for ((earlier, later), wanted) in core.pairs.iter().zip(&mut tied) {
            if let Some(from) = start(*earlier) {
                wanted[..from + core.calls[*earlier].length].iter_mut().for_each(|slot| *slot += 1);
            }
            if let Some(from) = start(*later) {
                wanted[from..].iter_mut().for_each(|slot| *slot += 1);
            }
        }
        let moves = |price: &i64, wanted: &i64| *wanted > 0 || (*wanted < 0 && *price > 0);
        let prices = || self.slots.iter().chain(self.pairs.iter().flatten());
        let wishes = || wanted.iter().chain(tied.iter().flatten());
        let norm = prices()
            .zip(wishes())
            .filter(|(price, wanted)| moves(price, wanted))
            .fold(0, |all, (_, wanted)| all + wanted * wanted);
        if norm == 0 {
            return false;
        }
        let step = (theta * (alone.bound - value * SCALE) as f64 / norm as f64) as i64;
        let step = step.max(1);
        let prices = self.slots.iter_mut().chain(self.pairs.iter_mut().flatten());
        for (price, wanted) in prices.zip(wanted.iter().chain(tied.iter().flatten())) {
            *price = (*price + step * wanted).max(0);
        }
        true
    }
}

/// What prices say of what is left from a slot on, in parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounds {
    /// By slot, by call: the most that it gains if it begins there or later, at least nothing.
    gains: Vec<i64>,
    /// By slot: what all calls gain so.
    all_gains: Vec<i64>,
    calls: usize,
    /// The prices of all slots from there on.
    slots: Vec<i64>,
    /// The same by pair.
    pairs: Vec<Vec<i64>>,
}

impl Bounds {
    /// The most that all calls gain from a slot on but for some, which are given as bits.
    pub fn gain_but(&self, mut some: u64, from: usize) -> i64 {
        let Some(all) = self.all_gains.get(from) else { return 0 };
        let gains = &self.gains[from * self.calls..][..self.calls];
        let mut gain = *all;
        while some != 0 {
            gain -= gains[some.trailing_zeros() as usize];
            some &= some - 1;
        }
        gain
    }

    /// The prices of slots from one on.
    pub fn slots(&self, from: usize) -> i64 {
        self.slots.get(from).copied().unwrap_or(0)
    }

    /// The prices of a pair from a slot on.
    pub fn pair(&self, pair: usize, from: usize) -> i64 {
        self.pairs[pair].get(from).copied().unwrap_or(0)
    }

    /// The prices of all pairs.
    pub fn all_pairs(&self) -> i64 {
        self.pairs.iter().fold(0, |all, pair| all + pair[0])
    }
}

/// A placing near what each call wants alone: one after the other, by what they want, and of those that clash the one that gains
/// more first.
fn placed(core: &Core, around: &Around, alone: &Alone) -> Vec<Option<u32>> {
    let mut order: Vec<usize> = (0..core.calls.len()).collect();
    let wish = |call: usize| alone.chosen[call].map(|at| core.calls[call].starts[at]);
    order.sort_by_key(|call| (wish(*call).is_none(), wish(*call), -core.calls[*call].weight));
    let mut starts = vec![None; core.calls.len()];
    let mut taken = Taken::none(core.horizon);
    for call in order {
        place(core, around_of(around, call), (&mut starts, &mut taken), call);
    }
    starts
}

fn around_of(around: &Around, call: usize) -> (&[usize], &[usize]) {
    (&around.first[call], &around.second[call])
}

/// Places a call as early as it fits among those that are placed.
fn place(
    core: &Core,
    (first, second): (&[usize], &[usize]),
    (starts, taken): (&mut [Option<u32>], &mut Taken),
    call: usize,
) {
    let length = core.calls[call].length;
    let after = second.iter().filter_map(|pair| {
        let earlier = core.pairs[*pair].0;
        Some(starts[earlier]? as usize + core.calls[earlier].length)
    });
    let before = first.iter().filter_map(|pair| starts[core.pairs[*pair].1]);
    let (from, until) = (after.max().unwrap_or(0), before.min().map_or(usize::MAX, |start| start as usize));
    let fits = |start: &&u32| {
        let start = **start as usize;
        start >= from && start + length <= until && taken.is_free(start, length)
    };
    if let Some(start) =
        core.calls[call].starts.iter().find(fits).filter(|start| core.value(call, **start) > 0)
    {
        taken.take(*start as usize, length);
        starts[call] = Some(*start);
    }
}
