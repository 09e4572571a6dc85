//! The way from cycles to a packing.

use super::{Cycles, part::Part, reduce};

/// Disjoint cycles, and how good they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packing {
    /// The chosen cycles, by their numbers, in rising order. No agent is in two of them.
    pub chosen: Vec<usize>,
    /// What they gain together.
    pub value: i64,
    /// No packing gains more.
    pub bound: i64,
    /// Whether no other gains more than this one: the bound is met.
    pub is_proven: bool,
}

impl Packing {
    /// How far the bound is above the value, as a share of the bound, from 0 (the best there is) to 1.
    pub fn gap(&self) -> f64 {
        if self.bound <= self.value { 0.0 } else { (self.bound - self.value) as f64 / self.bound as f64 }
    }

    fn of(parts: &[Part]) -> Self {
        let mut all = Self::default();
        for part in parts {
            all.value += part.value();
            all.bound += part.bound();
            all.chosen.extend(part.chosen().map(|cycle| cycle as usize));
        }
        all.is_proven = all.bound == all.value;
        all.chosen.sort_unstable();
        all
    }
}

/// The disjoint cycles with the largest total gain, or the best that were found until time was up.
///
/// `progress` hears of a first answer at once, and of every better value or bound. `is_time_up` is asked every few
/// milliseconds, save while `microlp` works on its nodes; it may read a clock, or count how often it was asked: the same
/// answers to it lead to the same packing, on every machine. Without an end it ends by itself, when the packing is proven or
/// when long search found nothing better.
///
/// Values and Lagrangian bounds are sums in whole numbers. What is proven by branch and bound is as sure as `microlp`,
/// which works in floating point and prunes what is better by less than a unit.
pub fn pack(cycles: &Cycles, is_time_up: &dyn Fn() -> bool, progress: &mut dyn FnMut(&Packing)) -> Packing {
    let mut parts: Vec<Part> = reduce::parts(cycles).into_iter().map(Part::new).collect();
    let mut told = Packing::of(&parts);
    progress(&told);
    let mut is_over = false;
    while !is_over && parts.iter().any(Part::is_open) {
        for part in parts.iter_mut().filter(|part| part.is_open()) {
            part.advance(is_time_up);
            if is_time_up() {
                is_over = true;
                break;
            }
        }
        let sums = |sum: (i64, i64), part: &Part| (sum.0 + part.value(), sum.1 + part.bound());
        if parts.iter().fold((0, 0), sums) != (told.value, told.bound) {
            told = Packing::of(&parts);
            progress(&told);
        }
    }
    told
}
