//! Calls as the search sees them: in slots of the greatest length that divides everything.

use super::{Answer, Question};

/// Calls in slots.
#[derive(Clone, Debug)]
pub(super) struct Core {
    /// Minutes of a slot.
    pub slot: u32,
    /// Slots from the origin to the end of the last window.
    pub horizon: usize,
    /// What placing a call is worth, in minutes.
    pub worth: i64,
    pub calls: Vec<One>,
    /// Which call ends before which other begins, by position.
    pub pairs: Vec<(usize, usize)>,
}

/// One call.
#[derive(Clone, Debug)]
pub(super) struct One {
    /// Slots that it takes.
    pub length: usize,
    pub weight: i64,
    /// Slots at which it may begin, in order.
    pub starts: Vec<u32>,
}

/// A placing, and the bound that is known.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The slot of each call.
    pub starts: Vec<Option<u32>>,
    pub value: i64,
    /// No placing is worth more.
    pub bound: i64,
    /// What the best prices say of what is left from a slot on.
    pub bounds: super::prices::Bounds,
    /// By call, the slots at which it may begin in any placing that is worth more.
    pub left: Vec<Vec<u32>>,
}

/// Parts of one minute times weight in which prices are kept: whole numbers, so that a bound is a proof.
pub(super) const SCALE: i64 = 1 << 12;

impl Core {
    pub fn of(question: &Question) -> Self {
        let slot = question.calls.iter().fold(0, |all, call| {
            let windows = call.windows.iter().filter(|window| window.from + call.minutes <= window.until);
            windows.fold(divisor(all, call.minutes), |all, window| divisor(all, window.from))
        });
        let slot = slot.max(1);
        let one = |call: &super::Call| {
            let length = (call.minutes.max(1)).div_ceil(slot);
            let of = |window: &super::Window| {
                let last = (window.until / slot).checked_sub(length)?;
                let first = window.from.div_ceil(slot);
                (first <= last).then_some(first..=last)
            };
            let mut starts: Vec<u32> = call.windows.iter().filter_map(of).flatten().collect();
            starts.sort_unstable();
            starts.dedup();
            One { length: length as usize, weight: i64::from(call.weight), starts }
        };
        let calls: Vec<One> = question.calls.iter().map(one).collect();
        let ends = calls.iter().filter_map(|call| Some(*call.starts.last()? as usize + call.length));
        let pairs = question
            .calls
            .iter()
            .enumerate()
            .flat_map(|(later, call)| call.after.iter().map(move |earlier| (*earlier, later)));
        let count = calls.len();
        Self {
            slot,
            horizon: ends.max().unwrap_or(0),
            worth: i64::from(question.worth),
            pairs: pairs.filter(|(earlier, later)| *earlier < count && earlier != later).collect(),
            calls,
        }
    }

    /// What it is worth that a call begins in a slot.
    pub fn value(&self, call: usize, start: u32) -> i64 {
        self.calls[call].weight * (self.worth - i64::from(start) * i64::from(self.slot))
    }

    /// What a placing is worth that breaks no rule.
    pub fn total(&self, starts: &[Option<u32>]) -> i64 {
        let worth = |(call, start): (usize, &Option<u32>)| start.map_or(0, |start| self.value(call, start));
        starts.iter().enumerate().map(worth).sum()
    }

    pub fn answer(&self, found: &Found) -> Answer {
        Answer {
            starts: found.starts.iter().map(|start| start.map(|start| start * self.slot)).collect(),
            value: found.value,
            bound: found.bound.max(found.value),
        }
    }
}

/// The greatest common divisor.
fn divisor(a: u32, b: u32) -> u32 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Slots that are taken.
#[derive(Clone, Debug)]
pub(super) struct Taken(Vec<u64>);

impl Taken {
    pub fn none(horizon: usize) -> Self {
        Self(vec![0; horizon / 64 + 1])
    }

    pub fn is_free(&self, from: usize, length: usize) -> bool {
        masks(from, length).all(|(at, mask)| self.0.get(at).is_none_or(|word| word & mask == 0))
    }

    pub fn take(&mut self, from: usize, length: usize) {
        masks(from, length).for_each(|(at, mask)| self.0[at] |= mask);
    }
}

fn masks(from: usize, length: usize) -> impl Iterator<Item = (usize, u64)> {
    let end = from + length;
    (from / 64..=(end.max(from + 1) - 1) / 64).map(move |at| {
        let low = from.saturating_sub(at * 64).min(64);
        let high = (end - at * 64).min(64);
        let below = |bits: usize| if bits >= 64 { u64::MAX } else { (1_u64 << bits) - 1 };
        (at, below(high) & !below(low))
    })
}

/// Numbers that look random and are always the same.
pub(super) struct Dice(u64);

impl Dice {
    pub const fn of(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub const fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        if limit == 0 { 0 } else { (self.0 >> 11) as usize % limit }
    }
}
