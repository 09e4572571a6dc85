//! What a change does to everybody's dates.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::{GoOn, Scenario};
use crate::{
    activity::{Instance, Mode},
    batch::{BLOCK, Batch, Layout},
    calendar::{DAY, Ticks},
    forecast::{Figure, Tally},
    network::{ItemId, Network},
    order::Order,
};

/// Changes that are played at a time over the same years of the plan as it is. Bounds the memory: a layout of the changed part
/// of the plan is held for each.
const AT_A_TIME: usize = 16;

/// A date of somebody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stake {
    /// What is promised.
    pub item: ItemId,
    /// Whose date it is, as a number below [`Stakes::parties`].
    pub party: u32,
    /// When.
    pub promise: Ticks,
    /// In hundredths; 100 is usual.
    pub weight: u32,
}

/// Everybody's dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stakes {
    /// The dates, in the order of the plan.
    pub dates: Vec<Stake>,
    /// How many parties there are.
    pub parties: u32,
}

impl Stakes {
    /// The open items of a plan that are promised for a day, for those whose party is known.
    pub fn of(
        network: &Network,
        instance: &Instance,
        parties: u32,
        party: impl Fn(ItemId) -> Option<u32>,
    ) -> Self {
        let stake = |item: ItemId| {
            let known = &network.node(item).item;
            let is_open = !matches!(instance.activities[item.at()].mode, Mode::Done(..) | Mode::Out);
            let promise = known.promise.as_ref().filter(|_| is_open && known.weight > 0)?;
            let promise = network.calendar.end_of(promise.day);
            Some(Stake { item, party: party(item)?, promise, weight: known.weight })
        };
        Self { dates: network.ids().filter_map(stake).collect(), parties }
    }

    /// The items that are promised.
    pub fn items(&self) -> Vec<ItemId> {
        self.dates.iter().map(|stake| stake.item).collect()
    }
}

/// What a change does, in sums over trials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Years that were played.
    pub trials: u32,
    /// By party: by how much its dates are missed more than without the change, weighted, in hundredths of a tick; below 0
    /// where they are missed less.
    pub later: Vec<Tally>,
}

impl Effect {
    /// By how many weighted working days a party's dates are missed more in the mean, with the standard error.
    pub fn of(&self, party: u32) -> Figure {
        let tally = self.later.get(party as usize).copied().unwrap_or_default();
        tally.figure(self.trials, 100.0 * f64::from(DAY))
    }
}

/// When a date falls in the years: what a tenth, a half and nine tenths of them keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// A tenth of the years end by then.
    pub early: Ticks,
    /// Half of them.
    pub middle: Ticks,
    /// Nine tenths of them.
    pub late: Ticks,
}

impl Span {
    pub(super) fn of(mut finishes: Vec<Ticks>) -> Self {
        finishes.sort_unstable();
        let last = finishes.len().saturating_sub(1);
        let at = |share: f64| finishes.get((share * last as f64).round() as usize).copied().unwrap_or(0);
        Self { early: at(0.1), middle: at(0.5), late: at(0.9) }
    }
}

/// The years of a plan as it is, and changes of it.
struct Played<'a> {
    base: Layout<'a>,
    changed: Vec<Changed<'a>>,
}

/// A change: the part of the plan that it can reach, and the dates in it, as positions in [`Stakes::dates`].
struct Changed<'a> {
    layout: Layout<'a>,
    dates: Vec<usize>,
}

impl<'a> Changed<'a> {
    fn of(base: &Layout<'_>, scenario: &'a Scenario, stakes: &Stakes) -> Self {
        let is_changed = scenario.changed();
        let reached = |at: &usize| is_changed[stakes.dates[*at].item.at()];
        let dates: Vec<usize> = (0..stakes.dates.len()).filter(reached).collect();
        let wanted: Vec<ItemId> = dates.iter().map(|at| stakes.dates[*at].item).collect();
        let layout = Layout::over(base, &scenario.instance, &scenario.list, &wanted, &is_changed);
        Self { layout, dates }
    }
}

impl Played<'_> {
    /// Plays block after block, in parallel, and folds what is seen of each; what is seen must not depend on their order.
    fn fold<T: Send>(
        &self,
        trials: u32,
        none: impl Fn() -> T + Sync,
        see: impl Fn(&mut T, usize, (&Batch, &Batch), usize) + Sync,
        merge: impl Fn(T, T) -> T + Sync + Send,
        tick: &GoOn<'_>,
    ) -> T {
        let blocks = trials.div_ceil(BLOCK);
        let next = AtomicU32::new(0);
        let play = |_| {
            let mut base = self.base.batch();
            // One for all changes: what lies near is fast.
            let mut changed = Batch::none();
            let mut sum = none();
            loop {
                let block = next.fetch_add(1, Ordering::Relaxed);
                if block >= blocks {
                    return sum;
                }
                base.play(&self.base, block);
                for (which, of) in self.changed.iter().enumerate() {
                    of.layout.lay_out(&mut changed);
                    changed.play_changed(&of.layout, (&self.base, &base));
                    for at in 0..BLOCK.min(trials - block * BLOCK) as usize {
                        see(&mut sum, which, (&base, &changed), at);
                    }
                }
                if !tick() {
                    return sum;
                }
            }
        };
        let hands = rayon::current_num_threads().min(blocks as usize);
        (0..hands).into_par_iter().map(play).reduce(&none, merge)
    }
}

/// How many blocks of years are played for so many changes, and `tick` is called: [`effects`].
pub fn blocks(changes: usize, trials: u32) -> u64 {
    changes.div_ceil(AT_A_TIME) as u64 * u64::from(trials.div_ceil(BLOCK))
}

/// What each of these changes does, over so many years under the luck of the instance. `tick` is called after every block of
/// trials, from any thread.
///
/// Only what can change is played again, and only as far as a date hangs on it.
pub fn effects(
    (instance, order): (&Instance, &Order),
    scenarios: &[Scenario],
    stakes: &Stakes,
    trials: u32,
    tick: &GoOn<'_>,
) -> Vec<Effect> {
    let mut base = Layout::new(instance, order, &stakes.items());
    let mut effects = Vec::with_capacity(scenarios.len());
    for some in scenarios.chunks(AT_A_TIME) {
        let changed = some.par_iter().map(|scenario| Changed::of(&base, scenario, stakes)).collect();
        let played = Played { base, changed };
        effects.extend(played.effects(stakes, trials, tick));
        base = played.base;
    }
    effects
}

impl Played<'_> {
    fn effects(&self, stakes: &Stakes, trials: u32, tick: &GoOn<'_>) -> Vec<Effect> {
        let parties = stakes.parties as usize;
        let none = || vec![vec![Tally::default(); parties]; self.changed.len()];
        let see = |sums: &mut Vec<Vec<Tally>>, which: usize, both: (&Batch, &Batch), at: usize| {
            let mut later = vec![0i64; parties];
            self.later(which, stakes, both, at, |party, missed| later[party as usize] += missed);
            for (sum, later) in sums[which].iter_mut().zip(&later).filter(|(_, later)| **later != 0) {
                sum.add(*later);
            }
        };
        let merge = |mut mine: Vec<Vec<Tally>>, theirs: Vec<Vec<Tally>>| {
            for (mine, theirs) in mine.iter_mut().flatten().zip(theirs.into_iter().flatten()) {
                mine.merge(theirs);
            }
            mine
        };
        let sums = self.fold(trials, none, see, merge, tick);
        sums.into_iter().map(|later| Effect { trials, later }).collect()
    }

    /// By how much each date that a change can reach is missed more in a year, weighted, in hundredths of a tick.
    fn later(
        &self,
        which: usize,
        stakes: &Stakes,
        (base, changed): (&Batch, &Batch),
        at: usize,
        mut take: impl FnMut(u32, i64),
    ) {
        let of = &self.changed[which];
        for date in of.dates.iter().map(|at| &stakes.dates[*at]) {
            let missed = |finish: Ticks| i64::from(finish.saturating_sub(date.promise).max(0));
            let (was, is) =
                (base.finish(&self.base, date.item, at), changed.finish(&of.layout, date.item, at));
            take(date.party, i64::from(date.weight) * (missed(is) - missed(was)));
        }
    }
}

/// By how much all dates together are missed more under a change than under the first of several, weighted, year by year under
/// the same luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apart {
    /// In working days, in the mean over the years, with the standard error.
    pub mean: Figure,
    /// In hundredths of a tick: no more in a tenth, a half and nine tenths of the years.
    pub spread: [i64; 3],
}

/// How far these changes lie apart from the first of them. All are held at a time: a number for every year of each.
pub fn apart(
    (instance, order): (&Instance, &Order),
    scenarios: &[Scenario],
    stakes: &Stakes,
    trials: u32,
    tick: &GoOn<'_>,
) -> Vec<Apart> {
    let base = Layout::new(instance, order, &stakes.items());
    let changed = scenarios.par_iter().map(|scenario| Changed::of(&base, scenario, stakes)).collect();
    let played = Played { base, changed };
    let none = || vec![Vec::new(); scenarios.len()];
    let see = |years: &mut Vec<Vec<i64>>, which: usize, both: (&Batch, &Batch), at: usize| {
        let mut later = 0;
        played.later(which, stakes, both, at, |_, missed| later += missed);
        years[which].push(later);
    };
    // Whichever years come first, they do so in all rows.
    let merge = |mut mine: Vec<Vec<i64>>, theirs: Vec<Vec<i64>>| {
        mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| mine.extend(theirs));
        mine
    };
    let years = played.fold(trials, none, see, merge, tick);
    let Some(first) = years.first().cloned() else { return Vec::new() };
    years.into_iter().map(|years| Apart::of(years.iter().zip(&first).map(|(is, was)| is - was))).collect()
}

impl Apart {
    fn of(years: impl Iterator<Item = i64>) -> Self {
        let mut years: Vec<i64> = years.collect();
        let mut tally = Tally::default();
        years.iter().filter(|later| **later != 0).for_each(|later| tally.add(*later));
        let mean = tally.figure(years.len() as u32, 100.0 * f64::from(DAY));
        years.sort_unstable();
        let last = years.len().saturating_sub(1);
        let at = |share: f64| years.get((share * last as f64).round() as usize).copied().unwrap_or(0);
        Self { mean, spread: [at(0.1), at(0.5), at(0.9)] }
    }
}

/// When a party's date falls without a change and with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BeforeAfter {
    /// Which date, as a position in [`Stakes::dates`].
    pub date: usize,
    /// As the plan is.
    pub before: Span,
    /// As it would be.
    pub after: Span,
}

/// When each date falls in the years, without a change and with it.
type Seen = Vec<(Vec<Ticks>, Vec<Ticks>)>;

/// When the dates fall that a change can reach, without it and with it, in the order of [`Stakes::dates`].
pub fn before_and_after(
    (instance, order): (&Instance, &Order),
    scenario: &Scenario,
    stakes: &Stakes,
    trials: u32,
    tick: &GoOn<'_>,
) -> Vec<BeforeAfter> {
    let base = Layout::new(instance, order, &stakes.items());
    let changed = Changed::of(&base, scenario, stakes);
    let dates = changed.dates.clone();
    let played = Played { base, changed: vec![changed] };
    let none = || vec![(Vec::new(), Vec::new()); dates.len()];
    let see = |seen: &mut Seen, _: usize, (base, changed): (&Batch, &Batch), at: usize| {
        for (date, (before, after)) in dates.iter().zip(seen) {
            let item = stakes.dates[*date].item;
            before.push(base.finish(&played.base, item, at));
            after.push(changed.finish(&played.changed[0].layout, item, at));
        }
    };
    let merge = |mut mine: Seen, theirs: Seen| {
        for (mine, theirs) in mine.iter_mut().zip(theirs) {
            mine.0.extend(theirs.0);
            mine.1.extend(theirs.1);
        }
        mine
    };
    let seen = played.fold(trials, none, see, merge, tick);
    let of = |(date, (before, after)): (&usize, (Vec<Ticks>, Vec<Ticks>))| BeforeAfter {
        date: *date,
        before: Span::of(before),
        after: Span::of(after),
    };
    dates.iter().zip(seen).map(of).collect()
}
