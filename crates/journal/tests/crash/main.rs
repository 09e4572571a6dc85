//! What a crash, a full disk and a failing one may do, and may not.
//!
//! A child process writes a journal while `recorder.c` records every write and sync of it; `replay` builds from the record
//! what a disk may hold after a loss of power. Linux only; elsewhere the tests say so and pass.
//! `CRASH_STATES`, `CRASH_KILLS` and `CRASH_DISKS` set how many states and trials; before a release 50,000, 1,000 and 200. Where `CI` is set, a missing recorder fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod child;
mod disks;
mod kills;
mod recorder;
mod replay;
mod states;

/// Whole numbers by luck, always the same for the same seed (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xa076_1d64_78bd_642f))
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % bound.max(1) as u64) as usize
    }

    pub fn coin(&mut self) -> bool {
        self.below(2) == 0
    }
}

/// How many states or trials: a figure of the environment, or what `./test` has time for.
pub fn count(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}
