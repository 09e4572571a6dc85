//! Many simulated years, added up: who decides which date, and how many days hang on whom.
//!
//! The arithmetic is exact: lengths, moments, overruns and their sums are integers, so the result is the same for any
//! number of threads. Only the means and standard errors that are shown at the end are floats.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicU32, Ordering},
};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::{
    activity::{Instance, Mode},
    batch::{BLOCK, Batch, Chains, Layout, Step},
    calendar::{DAY, Ticks},
    facts::Strength,
    network::{ItemId, Network},
    order::Order,
    trial::Year,
};

/// The party of whoever asks.
pub const MINE: u32 = 0;

/// What is asked of the forecast.
#[derive(Clone, Debug)]
pub struct Query {
    /// The deliverables whose dates are asked for.
    pub deliverables: Vec<ItemId>,
    /// To which party each item of the network belongs, as a number below `parties`; [`MINE`] to whoever asks.
    pub party: Vec<u32>,
    /// How many parties there are.
    pub parties: u32,
    /// How many years to play.
    pub trials: u32,
}

/// A sum over trials, with the sum of squares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The sum.
    pub sum: i64,
    /// The sum of the squares.
    pub squares: i128,
}

impl Tally {
    /// Of so many trials in which something was so.
    fn of_count(count: u32) -> Self {
        Self { sum: i64::from(count), squares: i128::from(count) }
    }

    pub(crate) fn add(&mut self, value: i64) {
        self.sum += value;
        self.squares += i128::from(value) * i128::from(value);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// Mean and standard error of the mean over so many trials, in units of so much.
    pub fn figure(self, trials: u32, unit: f64) -> Figure {
        let n = f64::from(trials.max(1));
        let sum = self.sum as f64;
        let spread = (self.squares as f64 - sum * sum / n).max(0.0);
        let se = if trials > 1 { (spread / (n * (n - 1.0))).sqrt() } else { 0.0 };
        Figure { mean: sum / n / unit, se: se / unit }
    }
}

/// A figure with its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
}

/// What the years say of one deliverable. All sums in ticks or trials, over all trials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The deliverable.
    pub item: ItemId,
    /// When it is promised.
    pub promise: Ticks,
    /// Whether the plan promises no day, so that its planned finish counts as the promise.
    pub promise_is_derived: bool,
    /// When it ends if all goes as the plan counts on.
    pub planned: Ticks,
    /// When it ended in each trial, earliest first.
    pub finishes: Vec<Ticks>,
    /// In how many trials it was late.
    pub late: Tally,
    /// By how much.
    pub lateness: Tally,
    /// By party: in how many trials an item of theirs was on the chain.
    pub decides: Vec<Tally>,
    /// By party: in how many of those trials it was on it without a queue of [`MINE`] between.
    pub decides_by_links: Vec<Tally>,
    /// By party: lateness that is theirs by overrun.
    pub attributed: Vec<Tally>,
    /// Lateness that is nobody's overrun: the plan itself.
    pub rest: Tally,
}

impl Outlook {
    /// The moment by which it ended in this share of the trials.
    pub fn quantile(&self, share: f64) -> Ticks {
        let last = self.finishes.len().saturating_sub(1);
        self.finishes.get((share * last as f64).round() as usize).copied().unwrap_or(self.planned)
    }
}

/// What the years say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Trials played.
    pub trials: u32,
    /// One for each deliverable asked for, in that order.
    pub outlooks: Vec<Outlook>,
    /// By party: in how many trials they decided at least one of the deliverables.
    pub decides_any: Vec<Tally>,
    /// By party: lateness of all the deliverables together that is theirs by overrun.
    pub attributed_all: Vec<Tally>,
}

/// When a deliverable is promised: its day, else its planned finish.
pub fn promise(network: &Network, planned: &Year, item: ItemId) -> (Ticks, bool) {
    match &network.node(item).item.promise {
        Some(promise) => (network.calendar.end_of(promise.day), false),
        None => (planned.finish[item.at()], true),
    }
}

/// Plays the years. `tick` is called after every block, from any thread.
///
/// # Panics
/// Never for a query whose items and parties exist.
pub fn forecast(
    network: &Network,
    instance: &Instance,
    order: &Order,
    query: &Query,
    tick: &(dyn Fn() + Sync),
) -> Forecast {
    let promises: Vec<(Ticks, bool)> =
        query.deliverables.iter().map(|item| promise(network, &order.planned, *item)).collect();
    let layout = Layout::new(instance, order, &query.deliverables);
    let work = work(&layout, query);
    let blocks = query.trials.div_ceil(BLOCK);
    let next = AtomicU32::new(0);
    let play = |_| {
        let (mut batch, mut sums, mut chains) = (layout.batch(), Sums::new(query), Chains::new(&layout));
        loop {
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= blocks {
                return sums;
            }
            batch.play(&layout, block);
            for at in 0..BLOCK.min(query.trials - block * BLOCK) as usize {
                chains.clear();
                sums.add((&layout, &batch, at), &mut chains, (query, &work), &promises);
            }
            tick();
        }
    };
    let hands = rayon::current_num_threads().min(blocks as usize);
    let sums = (0..hands).into_par_iter().map(play).reduce(|| Sums::new(query), Sums::merge);
    sums.into_forecast(query, &promises, &order.planned)
}

/// What is told of a step of a chain.
#[derive(Clone, Copy)]
struct Share {
    /// Whose it is; [`NOBODY`]'s where nobody works on it.
    party: u32,
    /// By how much it overran.
    overrun: Ticks,
    /// Whether a link leads to the step before it in time.
    is_linked: bool,
}

/// Follows a chain from a deliverable back in time, and notes whether a queue of [`MINE`] was passed: work of mine that only
/// stood behind other work of mine is tied to nothing before it, since its order is mine to change.
struct Queue {
    /// Whether the last step was mine and no link leads on from it.
    is_mine: bool,
    is_passed: bool,
}

impl Queue {
    const fn new() -> Self {
        Self { is_mine: false, is_passed: false }
    }

    /// Whether a queue of mine lies between this step and the deliverable.
    fn is_passed(&mut self, party: u32, is_linked: bool) -> bool {
        self.is_passed |= self.is_mine && party == MINE;
        self.is_mine = party == MINE && !is_linked;
        self.is_passed
    }
}

/// Whose the work in a slot is, and how long the plan counts on it to take.
type Work = (u32, Ticks);

/// No party.
const NOBODY: u32 = u32::MAX;

/// The work in each slot.
fn work(layout: &Layout<'_>, query: &Query) -> Vec<Work> {
    let of = |item: &ItemId| {
        let activity = &layout.instance().activities[item.at()];
        let is_work = matches!(activity.mode, Mode::Work | Mode::Started(_));
        (if is_work { query.party[item.at()] } else { NOBODY }, activity.planned)
    };
    layout.items().iter().map(of).collect()
}

/// The sums of some trials. Exact, so the order in which they are merged makes no difference.
struct Sums {
    outlooks: Vec<OutlookSums>,
    decides_any: Vec<Tally>,
    attributed_all: Vec<Tally>,
    scratch: Scratch,
}

#[derive(Clone)]
struct OutlookSums {
    finishes: Vec<Ticks>,
    late: Tally,
    lateness: Tally,
    /// In how many trials each party was on the chain.
    decides: Vec<u32>,
    decides_by_links: Vec<u32>,
    attributed: Vec<Tally>,
    rest: Tally,
}

/// By party, for one trial. Only parties that were noted are looked at and cleared again: most are on few chains.
struct Scratch {
    /// Of the chain that is walked.
    chain: Noted,
    /// Of all chains of the trial.
    all: Noted,
}

/// Parties that were seen, and a length for each.
struct Noted {
    parties: Vec<u32>,
    is_noted: Vec<bool>,
    /// Whether they were seen without a queue of [`MINE`] between.
    is_linked: Vec<bool>,
    length: Vec<i64>,
}

impl Noted {
    fn new(parties: u32) -> Self {
        let count = parties as usize;
        Self {
            parties: Vec::new(),
            is_noted: vec![false; count],
            is_linked: vec![false; count],
            length: vec![0; count],
        }
    }

    fn note(&mut self, party: u32, length: i64) {
        if !std::mem::replace(&mut self.is_noted[party as usize], true) {
            self.parties.push(party);
        }
        self.length[party as usize] += length;
    }

    fn clear(&mut self) {
        for party in self.parties.drain(..) {
            self.is_noted[party as usize] = false;
            self.is_linked[party as usize] = false;
            self.length[party as usize] = 0;
        }
    }
}

impl Sums {
    fn new(query: &Query) -> Self {
        let parties = query.parties as usize;
        let none = vec![Tally::default(); parties];
        let outlook = OutlookSums {
            finishes: Vec::new(),
            late: Tally::default(),
            lateness: Tally::default(),
            decides: vec![0; parties],
            decides_by_links: vec![0; parties],
            attributed: none.clone(),
            rest: Tally::default(),
        };
        Self {
            outlooks: vec![outlook; query.deliverables.len()],
            decides_any: none.clone(),
            attributed_all: none,
            scratch: Scratch { chain: Noted::new(query.parties), all: Noted::new(query.parties) },
        }
    }

    /// Adds the trial at this place of a block.
    fn add(
        &mut self,
        trial: (&Layout<'_>, &Batch, usize),
        chains: &mut Chains<Share>,
        (query, work): (&Query, &[Work]),
        promises: &[(Ticks, bool)],
    ) {
        self.scratch.all.clear();
        for (of, item) in query.deliverables.iter().enumerate() {
            self.scratch.trace(trial, chains, work, *item);
            let (layout, batch, at) = trial;
            self.outlooks[of].add(batch.finish(layout, *item, at), promises[of].0, &mut self.scratch);
        }
        for party in &self.scratch.all.parties {
            let party = *party as usize;
            self.decides_any[party].add(1);
            self.attributed_all[party].add(self.scratch.all.length[party]);
        }
    }

    fn merge(mut self, other: Self) -> Self {
        for (mine, theirs) in self.outlooks.iter_mut().zip(other.outlooks) {
            mine.merge(theirs);
        }
        merge_all(&mut self.decides_any, &other.decides_any);
        merge_all(&mut self.attributed_all, &other.attributed_all);
        self
    }

    fn into_forecast(self, query: &Query, promises: &[(Ticks, bool)], planned: &Year) -> Forecast {
        let outlook = |(at, mut sums): (usize, OutlookSums)| {
            sums.finishes.sort_unstable();
            Outlook {
                item: query.deliverables[at],
                promise: promises[at].0,
                promise_is_derived: promises[at].1,
                planned: planned.finish[query.deliverables[at].at()],
                finishes: sums.finishes,
                late: sums.late,
                lateness: sums.lateness,
                decides: sums.decides.into_iter().map(Tally::of_count).collect(),
                decides_by_links: sums.decides_by_links.into_iter().map(Tally::of_count).collect(),
                attributed: sums.attributed,
                rest: sums.rest,
            }
        };
        Forecast {
            trials: query.trials,
            outlooks: self.outlooks.into_iter().enumerate().map(outlook).collect(),
            decides_any: self.decides_any,
            attributed_all: self.attributed_all,
        }
    }
}

fn merge_all(mine: &mut [Tally], theirs: &[Tally]) {
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        mine.merge(*theirs);
    }
}

impl Scratch {
    /// Walks a deliverable's chain: who is on it, and by how much each overran what the plan counts on.
    fn trace(
        &mut self,
        trial: (&Layout<'_>, &Batch, usize),
        chains: &mut Chains<Share>,
        work: &[Work],
        item: ItemId,
    ) {
        let tell = |step: Step| {
            let (party, planned) = work[step.slot];
            let overrun = step.length.map_or(0, |length| (length - planned).max(0));
            Share { party, overrun, is_linked: step.link.is_some() }
        };
        self.chain.clear();
        let mut queue = Queue::new();
        chains.walk(trial, item, tell, |Share { party, overrun, is_linked }| {
            let is_passed = queue.is_passed(*party, *is_linked);
            if *party != NOBODY {
                self.chain.note(*party, i64::from(*overrun));
                self.chain.is_linked[*party as usize] |= !is_passed;
            }
        });
    }
}

impl OutlookSums {
    fn add(&mut self, finish: Ticks, promise: Ticks, scratch: &mut Scratch) {
        let Scratch { chain, all } = scratch;
        let lateness = i64::from(finish.saturating_sub(promise).max(0));
        self.finishes.push(finish);
        self.late.add(i64::from(lateness > 0));
        self.lateness.add(lateness);
        for party in &chain.parties {
            self.decides[*party as usize] += 1;
            self.decides_by_links[*party as usize] += u32::from(chain.is_linked[*party as usize]);
            all.note(*party, 0);
        }
        if lateness == 0 {
            return;
        }
        chain.parties.sort_unstable();
        let overrun: i64 = chain.parties.iter().map(|party| chain.length[*party as usize]).sum();
        let attributed = lateness.min(overrun);
        self.rest.add(lateness - attributed);
        let (mut so_far, mut given) = (0, 0);
        for party in &chain.parties {
            let at = *party as usize;
            so_far += chain.length[at];
            let share = proportion(attributed, so_far, overrun) - given;
            given += share;
            self.attributed[at].add(share);
            all.note(*party, share);
        }
    }

    fn merge(&mut self, other: Self) {
        self.finishes.extend(other.finishes);
        self.late.merge(other.late);
        self.lateness.merge(other.lateness);
        self.rest.merge(other.rest);
        let add = |(mine, theirs): (&mut u32, u32)| *mine += theirs;
        self.decides.iter_mut().zip(other.decides).for_each(add);
        self.decides_by_links.iter_mut().zip(other.decides_by_links).for_each(add);
        merge_all(&mut self.attributed, &other.attributed);
    }
}

/// `total * part / whole`, rounded down; 0 of nothing. Shares made as differences of it add up to the total exactly.
fn proportion(total: i64, part: i64, whole: i64) -> i64 {
    match total.checked_mul(part) {
        _ if whole == 0 => 0,
        Some(product) => product / whole,
        None => (i128::from(total) * i128::from(part) / i128::from(whole)) as i64,
    }
}

/// How a party's work comes to decide a deliverable, as seen on the chains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Items from theirs to the deliverable, by links and lanes; between work of [`MINE`] by links alone.
    pub items: Vec<ItemId>,
    /// How sure the least sure link among them is.
    pub strength: Strength,
}

/// A deliverable and a party.
pub type Pair = (ItemId, u32);

/// Blocks of which the chains are looked through for a telling one.
const LOOKED_THROUGH: u32 = 4;

/// For each wanted pair of deliverable and party: the item of theirs that is most often on the chain, and the first
/// chain on which it is. Chains that come to it only through a queue of [`MINE`] tell nothing.
pub fn telling(
    instance: &Instance,
    order: &Order,
    query: &Query,
    wanted: &BTreeSet<Pair>,
) -> BTreeMap<Pair, Telling> {
    let deliverables: BTreeSet<ItemId> = wanted.iter().map(|(deliverable, _)| *deliverable).collect();
    let layout = Layout::new(instance, order, &Vec::from_iter(deliverables.iter().copied()));
    let mut batch = layout.batch();
    // How often each item was seen, and the first trial in which it was.
    let mut seen: BTreeMap<Pair, BTreeMap<ItemId, (u32, u32)>> = BTreeMap::new();
    let trials = if wanted.is_empty() { 0 } else { (LOOKED_THROUGH * BLOCK).min(query.trials) };
    for trial in 0..trials {
        batch.play_trial(&layout, trial);
        for deliverable in deliverables.iter().copied() {
            let mut queue = Queue::new();
            batch.chain(&layout, deliverable, (trial % BLOCK) as usize, |step| {
                let pair = (deliverable, query.party[step.item.at()]);
                let mode = instance.activities[step.item.at()].mode;
                if queue.is_passed(pair.1, step.link.is_some()) {
                    return;
                }
                if !matches!(mode, Mode::Done(..) | Mode::Milestone) && wanted.contains(&pair) {
                    seen.entry(pair).or_default().entry(step.item).or_insert((0, trial)).0 += 1;
                }
            });
        }
    }
    // Chains are long, so only those that are told are written down: each trial of theirs is played again.
    let mut by_trial: BTreeMap<u32, Vec<(Pair, ItemId)>> = BTreeMap::new();
    for (pair, items) in seen {
        let most = items.into_iter().max_by_key(|(item, (count, _))| (*count, std::cmp::Reverse(*item)));
        if let Some((item, (_, trial))) = most {
            by_trial.entry(trial).or_default().push((pair, item));
        }
    }
    let mut told = BTreeMap::new();
    for (trial, pairs) in by_trial {
        batch.play_trial(&layout, trial);
        told.extend(pairs.into_iter().map(|(pair, item)| (pair, way(&layout, &batch, trial, pair.0, item))));
    }
    told
}

/// The part of a deliverable's chain from an item to the deliverable.
fn way(layout: &Layout<'_>, batch: &Batch, trial: u32, deliverable: ItemId, from: ItemId) -> Telling {
    let (mut items, mut strength, mut is_there) = (Vec::new(), Strength::Stated, false);
    batch.chain(layout, deliverable, (trial % BLOCK) as usize, |step| {
        if is_there {
            return;
        }
        items.push(step.item);
        is_there = step.item == from;
        if let (false, Some(link)) = (is_there, step.link) {
            strength = strength.min(link);
        }
    });
    items.reverse();
    Telling { items, strength }
}

/// A length in working days.
pub fn days(length: Ticks) -> f64 {
    f64::from(length) / f64::from(DAY)
}

/// The day on which work ends that ends at this moment.
pub fn day(network: &Network, moment: Ticks) -> Date {
    network.calendar.day_of_finish(moment)
}
