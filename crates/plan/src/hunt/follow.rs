//! Whoever follows a hunt hears how far it is, and says whether to go on.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::whatif::blocks;

/// What a hunt does at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Everything that could be moved is tried in few years.
    Sifting,
    /// What seems to help somebody is tried in all years.
    Trying,
    /// Of all circles the disjoint ones that gain most are chosen.
    Choosing,
    /// Whole gifts and trades are played under fresh luck.
    Accepting,
    /// Of what is proposed it is told what would undo it, and until when it pays.
    Telling,
}

/// Follows a hunt, from any thread.
pub trait Follow: Sync {
    /// It has done so much of so much of a step. A step may come again.
    fn at(&self, step: Step, done: u64, of: u64);

    /// A block of years was played; says whether to go on. Once it says no, what comes back is of no use.
    fn go_on(&self) -> bool;
}

/// Only says whether to go on.
impl<F: Fn() -> bool + Sync> Follow for F {
    fn at(&self, _: Step, _: u64, _: u64) {}

    fn go_on(&self) -> bool {
        self()
    }
}

/// Some of the candidates of a step, played at once.
pub(super) struct Stretch<'a> {
    follow: &'a dyn Follow,
    step: Step,
    /// Candidates of the step before these, these, and all.
    candidates: [u64; 3],
    blocks: u64,
    played: AtomicU64,
}

impl<'a> Stretch<'a> {
    /// So many candidates before, these, and all; of these so many changes are played.
    pub(super) fn of(
        (follow, step): (&'a dyn Follow, Step),
        candidates: [usize; 3],
        (changes, trials): (usize, u32),
    ) -> Self {
        let candidates = candidates.map(|count| count as u64);
        Self { follow, step, candidates, blocks: blocks(changes, trials).max(1), played: AtomicU64::new(0) }
    }

    /// A block was played.
    pub(super) fn go_on(&self) -> bool {
        let played = self.played.fetch_add(1, Ordering::Relaxed) + 1;
        let [before, these, all] = self.candidates;
        self.follow.at(self.step, before * self.blocks + these * played.min(self.blocks), all * self.blocks);
        self.follow.go_on()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Heard(Mutex<Vec<(Step, u64, u64)>>);

    impl Follow for Heard {
        fn at(&self, step: Step, done: u64, of: u64) {
            self.0.lock().unwrap().push((step, done, of));
        }

        fn go_on(&self) -> bool {
            false
        }
    }

    #[test]
    fn a_stretch_ends_where_the_next_begins_however_few_of_its_changes_are_played() {
        let heard = Heard::default();
        // Of ten candidates four were tried; of the next four one is played, in two blocks.
        let stretch = Stretch::of((&heard, Step::Trying), [4, 4, 10], (1, 32));
        assert!(!stretch.go_on() && !stretch.go_on() && !stretch.go_on());
        let share = |(step, done, of): &(Step, u64, u64)| (*step, 100 * done / of);
        let heard: Vec<(Step, u64)> = heard.0.lock().unwrap().iter().map(share).collect();
        assert_eq!(heard, [(Step::Trying, 60), (Step::Trying, 80), (Step::Trying, 80)]);
    }
}
