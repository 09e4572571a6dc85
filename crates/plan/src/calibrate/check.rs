//! How a fit of the first half of a history held in the second.

use std::collections::{BTreeMap, HashMap};

use super::{fit::Fitted, history::Finished};
use crate::{
    calendar::Ticks,
    luck::Luck,
    spread::{Factors, Spread, size},
};

/// Shares of years that lie below the lines that are checked.
pub const SHARES: [f64; 3] = [0.5, 0.8, 0.9];

/// Items of one team in a row that make a chain.
pub const CHAIN: usize = 10;

/// Chains from which on their coverage is stated.
const ENOUGH_CHAINS: usize = 10;

/// Simulated sums of a chain: of 999 sums the 800th is the line below which four in five of what is alike to them lies,
/// without any bias. Fewer do where there are many chains.
const SUMS: (u32, u32) = (999, 99);

/// Chains from which on there are many.
const MANY_CHAINS: usize = 500;

/// How often a line held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The share of years that lie below it, 0 to 1.
    pub share: f64,
    /// The share of what was observed that lay at or below it, 0 to 1.
    pub held: f64,
    /// Its standard error: that of independent cases, or, where it is larger, that of groups of one team and quarter.
    pub se: f64,
}

/// How often the lines held, in the order of [`SHARES`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coverage {
    /// Cases.
    pub count: usize,
    /// With a factor that the items of a team share.
    pub shared: [Line; 3],
    /// As if every item had luck of its own.
    pub alone: [Line; 3],
}

/// How a fit held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// Items on which it was fitted: the first half.
    pub fitted_on: usize,
    /// Single items of the second half.
    pub items: Coverage,
    /// Chains: sums of [`CHAIN`] items that a team finished in a row; absent where there are too few.
    pub chains: Option<Coverage>,
}

impl Check {
    /// Fits the first half of finished items, and looks at the second. Both have at least one.
    pub(super) fn of(items: &[Finished]) -> Self {
        let (first, second) = items.split_at(items.len() / 2);
        let fitted = Fitted::of(first);
        let chains = chains(second);
        Self {
            fitted_on: first.len(),
            items: of_items(&fitted, second),
            chains: (chains.len() >= ENOUGH_CHAINS).then(|| of_chains(&fitted, &chains)),
        }
    }
}

fn of_items(fitted: &Fitted, items: &[Finished]) -> Coverage {
    let shared: [[u64; 3]; 4] = std::array::from_fn(|class| lines(fitted.spread(true), class));
    let alone: [[u64; 3]; 4] = std::array::from_fn(|class| lines(fitted.spread(false), class));
    let groups = Groups::of(items.iter());
    let held = |of_team: &[[u64; 3]; 4], at: usize| {
        let holds = items.iter().map(|item| {
            let lines = if item.team.is_some() { of_team } else { &alone };
            i64::from(item.actual) <= product(i64::from(item.estimate), lines[size(item.estimate)][at])
        });
        groups.line(SHARES[at], holds)
    };
    Coverage {
        count: items.len(),
        shared: std::array::from_fn(|at| held(&shared, at)),
        alone: std::array::from_fn(|at| held(&alone, at)),
    }
}

/// The factors, in 1/65536, below which [`SHARES`] of the products of an item's and its team's factor lie.
fn lines(spread: &Spread, class: usize) -> [u64; 3] {
    // What shares nothing has one value only.
    let thinned = |factors: &Factors, step: usize| -> Vec<u64> {
        factors.table().iter().skip(step / 2).step_by(step).map(|factor| u64::from(*factor)).collect()
    };
    let (own, mut team) = (thinned(spread.of_size(class), 8), thinned(spread.team(), 128));
    team.dedup();
    let mut products: Vec<u64> = own.iter().flat_map(|own| team.iter().map(move |team| own * team)).collect();
    products.sort_unstable();
    SHARES.map(|share| products[(share * products.len() as f64) as usize] >> 16)
}

/// A length times a factor in 1/65536, rounded to the nearest tick: as in a trial, but of any size, since what is finished
/// may have taken any time.
fn product(length: i64, factor: u64) -> i64 {
    let product = (i128::from(length) * i128::from(factor) + 32_768) >> 16;
    i64::try_from(product).unwrap_or(i64::MAX)
}

/// Runs of items that a team finished one after the other.
fn chains(items: &[Finished]) -> Vec<Vec<&Finished>> {
    let mut by_team: BTreeMap<&str, Vec<&Finished>> = BTreeMap::new();
    for item in items {
        if let Some(team) = &item.team {
            by_team.entry(team).or_default().push(item);
        }
    }
    by_team.values().flat_map(|items| items.chunks_exact(CHAIN)).map(<[_]>::to_vec).collect()
}

fn of_chains(fitted: &Fitted, chains: &[Vec<&Finished>]) -> Coverage {
    let sums = if chains.len() > MANY_CHAINS { SUMS.1 } else { SUMS.0 };
    let groups = Groups::of(chains.iter().map(|chain| chain[0]));
    let coverage = |has_team: bool| {
        let spread = fitted.spread(has_team);
        let lines: Vec<[i64; 3]> = chains
            .iter()
            .enumerate()
            .map(|(at, chain)| {
                let sums = simulated(spread, chain, at, sums);
                SHARES.map(|share| sums[libm::round(share * (sums.len() + 1) as f64) as usize - 1])
            })
            .collect();
        std::array::from_fn(|line| {
            let took = |chain: &Vec<&Finished>| chain.iter().map(|item| i64::from(item.actual)).sum::<i64>();
            let holds = chains.iter().zip(&lines).map(|(chain, lines)| took(chain) <= lines[line]);
            groups.line(SHARES[line], holds)
        })
    };
    Coverage { count: chains.len(), shared: coverage(true), alone: coverage(false) }
}

/// What the items of a chain take together in so many years, in ticks, lowest first.
fn simulated(spread: &Spread, chain: &[&Finished], number: usize, years: u32) -> Vec<i64> {
    let team = Luck::of_team(0, &number.to_string());
    let items: Vec<(Luck, Ticks, &Factors)> = chain
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let luck = Luck::of_item(0, &format!("{number} {at}"));
            (luck, item.estimate, spread.factors(item.estimate))
        })
        .collect();
    let mut sums: Vec<i64> = (0..years)
        .map(|year| {
            let shared = spread.team().pick(team.bits(year));
            let took = |(luck, estimate, factors): &(Luck, Ticks, &Factors)| {
                product(product(i64::from(*estimate), factors.pick(luck.bits(year)).into()), shared.into())
            };
            items.iter().map(took).sum()
        })
        .collect();
    sums.sort_unstable();
    sums
}

/// Which cases belong together, as a number for each.
struct Groups {
    of_case: Vec<usize>,
    count: usize,
}

impl Groups {
    fn of<'a>(cases: impl Iterator<Item = &'a Finished>) -> Self {
        let mut known = HashMap::new();
        let mut count = 0;
        let mut new = || {
            count += 1;
            count - 1
        };
        let of_case = cases
            .map(|case| match case.group() {
                Some(group) => *known.entry(group).or_insert_with(&mut new),
                None => new(),
            })
            .collect();
        Self { of_case, count }
    }

    /// The share of cases in which a line held. Its standard error allows for groups that go together (the usual
    /// sandwich for clusters), and is never below that of independent cases with one more on either side (Laplace).
    fn line(&self, share: f64, holds: impl Iterator<Item = bool>) -> Line {
        let holds: Vec<bool> = holds.collect();
        let (n, hits) = (holds.len() as f64, holds.iter().filter(|holds| **holds).count() as f64);
        let (held, likely) = (hits / n, (hits + 1.0) / (n + 2.0));
        let mut off = vec![0.0; self.count];
        for (group, holds) in self.of_case.iter().zip(&holds) {
            off[*group] += f64::from(u8::from(*holds)) - held;
        }
        let groups = self.count as f64;
        let together = match self.count {
            0 | 1 => 0.0,
            _ => off.iter().map(|off| off * off).sum::<f64>() * groups / (groups - 1.0) / (n * n),
        };
        let apart = likely * (1.0 - likely) / n;
        Line { share, held, se: libm::sqrt(together.max(apart)) }
    }
}
