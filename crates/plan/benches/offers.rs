//! Digraphs of offers made up by rule, of any size: for the benchmark of packing.
#![allow(dead_code)]

use plan::{luck::Luck, packing::offers::Offer};

/// What an offer is worth to its taker on average, and what it costs its giver: rather more.
const VALUE: f64 = 500.0;
const COST: f64 = 600.0;

/// Even numbers, one after the other.
struct Dice(Luck, u32);

impl Dice {
    fn bits(&mut self) -> u32 {
        self.1 += 1;
        self.0.bits(self.1)
    }

    /// Above 0 and at most 1.
    fn share(&mut self) -> f64 {
        (f64::from(self.bits()) + 1.0) / 4_294_967_296.0
    }

    /// Exponential about a mean: most are small, a few large.
    fn amount(&mut self, mean: f64) -> i64 {
        1 + (-self.share().ln() * mean) as i64
    }
}

/// Offers between agents, each agent to every other with the same chance, so many a giver on average.
pub fn offers(agents: u32, degree: u32, seed: u64) -> Vec<Offer> {
    let mut dice = Dice(Luck::of_item(seed, "offers"), 0);
    let chance = f64::from(degree) / f64::from(agents - 1);
    let mut offers = Vec::new();
    for giver in 0..agents {
        for taker in 0..agents {
            if giver != taker && dice.share() < chance {
                let value = dice.amount(VALUE);
                let cost = dice.amount(COST);
                offers.push(Offer { giver, taker, cost, value });
            }
        }
    }
    offers
}
