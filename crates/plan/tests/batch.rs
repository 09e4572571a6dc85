//! Sixteen years at a time are the same years as one at a time, with any vector instructions.
#![allow(clippy::unwrap_used, missing_docs)]

mod motley;

use motley::{generated, motley};
use plan::{
    activity::Instance,
    batch::{BLOCK, Chains, Instructions, Layout, Step},
    facts::{Estimate, Facts},
    network::{ItemId, Network},
    order::Order,
    spread::{Factors, LONGEST, QUANTILES, Triangle, times},
    trial::Year,
};
use proptest::prelude::*;

const ALL: [Instructions; 3] = [Instructions::Plain, Instructions::Avx2, Instructions::Widest];

struct Plan {
    network: Network,
    instance: Instance,
    order: Order,
}

impl Plan {
    fn of(facts: &Facts) -> Self {
        let network = Network::build(facts, generated::AS_OF);
        let instance = Instance::new(&network, 3);
        let order = Order::of(&instance);
        Self { network, instance, order }
    }

    /// Plays some trials in blocks, and compares all wanted items with one year at a time.
    fn compare(&self, wanted: &[ItemId], instructions: Instructions, trials: u32) {
        let layout = Layout::new(&self.instance, &self.order, wanted);
        let (mut batch, mut year) = (layout.batch(), Year::default());
        let mut chains = Chains::new(&layout);
        for trial in 0..trials {
            let at = (trial % BLOCK) as usize;
            if at == 0 {
                batch.play_with(&layout, trial / BLOCK, instructions);
            }
            year.play(&self.instance, &self.order, trial);
            chains.clear();
            for item in wanted.iter().copied() {
                let title = &self.network.node(item).item.title;
                assert_eq!(batch.finish(&layout, item, at), year.finish[item.at()], "{title} in {trial}");
                let steps = self.steps(&year, item);
                let mut walked = Vec::new();
                batch.chain(&layout, item, at, |step| walked.push((step.item, step.length)));
                assert_eq!(walked, steps, "the chain of {title} in {trial}");
                let mut met = Vec::new();
                let tell = |step: Step| (step.item, step.length);
                chains.walk((&layout, &batch, at), item, tell, |step| met.push(*step));
                assert_eq!(met, steps, "the chain of {title} where it meets others, in {trial}");
            }
        }
    }

    fn steps(&self, year: &Year, item: ItemId) -> Vec<(ItemId, Option<i32>)> {
        let mut steps = Vec::new();
        year.chain(&self.instance, item, |step| {
            steps.push((step.item, step.counts.then(|| year.length[step.item.at()])));
        });
        steps
    }

    fn takes_part(&self) -> Vec<ItemId> {
        self.order.list.clone()
    }
}

#[test]
fn every_item_ends_as_it_does_one_year_at_a_time() {
    for (lanes, seed) in [(1, 1), (2, 2), (3, 3), (60, 4)] {
        let plan = Plan::of(&motley(160, lanes, seed));
        ALL.iter().for_each(|instructions| plan.compare(&plan.takes_part(), *instructions, 20));
    }
}

#[test]
fn what_nothing_wanted_depends_on_can_be_left_out() {
    let plan = Plan::of(&motley(400, 2, 9));
    for wanted in plan.takes_part().chunks(17).take(8) {
        plan.compare(wanted, Instructions::Widest, BLOCK);
    }
}

#[test]
fn nothing_wanted_is_nothing_played() {
    let plan = Plan::of(&motley(100, 2, 5));
    plan.compare(&[], Instructions::Widest, BLOCK);
}

#[test]
fn a_block_that_is_asked_for_again_is_not_another_one() {
    let plan = Plan::of(&motley(100, 2, 6));
    let wanted = plan.takes_part();
    let layout = Layout::new(&plan.instance, &plan.order, &wanted);
    let mut batch = layout.batch();
    let mut finishes = |trial: u32| -> Vec<i32> {
        batch.play_trial(&layout, trial);
        wanted.iter().map(|item| batch.finish(&layout, *item, (trial % BLOCK) as usize)).collect()
    };
    let (first, other) = (finishes(3), finishes(40));
    assert_ne!(first, other);
    assert_eq!(finishes(3), first);
}

#[test]
fn work_that_never_ends_ends_at_the_end_of_time() {
    let mut facts = generated::facts(500, 1, 7);
    for item in &mut facts.items {
        item.estimate = Some(Estimate::Three { least: LONGEST, likely: LONGEST, most: LONGEST });
    }
    let plan = Plan::of(&facts);
    ALL.iter().for_each(|instructions| plan.compare(&plan.takes_part(), *instructions, 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_motley_plan_ends_alike(items in 4usize..120, lanes in 1u32..5, seed: u64) {
        let plan = Plan::of(&motley(items, lanes, seed));
        plan.compare(&plan.takes_part(), Instructions::Widest, BLOCK);
        plan.compare(&plan.takes_part(), Instructions::Avx2, BLOCK);
    }
}

proptest! {
    /// Against the quantile in double precision: within a tick, and within the points.
    #[test]
    fn a_triangular_length_is_the_distributions(points: [u32; 3], bits: u32) {
        let mut points = points.map(|point| (point % (LONGEST as u32 + 1)) as i32);
        points.sort_unstable();
        let [least, mode, most] = points;
        prop_assume!(least < most);
        let mut length = [0];
        Triangle::new(least, mode, most).lengths(&[bits], &mut length);
        let (a, m, b) = (f64::from(least), f64::from(mode), f64::from(most));
        let share = (f64::from(bits >> 9) + 0.5) / 8_388_608.0;
        let exact = if share < (m - a) / (b - a) {
            a + (share * (b - a) * (m - a)).sqrt()
        } else {
            b - ((1.0 - share) * (b - a) * (b - m)).sqrt()
        };
        prop_assert!((f64::from(length[0]) - exact).abs() <= 2.0, "{} for {exact}", length[0]);
        prop_assert!((least..=most).contains(&length[0]));
    }

    #[test]
    fn a_length_times_a_factor_is_rounded_to_the_nearest_tick(length in 0..=LONGEST, factor in 0u32..=1 << 25) {
        let exact = (f64::from(length) * f64::from(factor) / 65536.0 + 0.5).floor();
        prop_assert_eq!(f64::from(times(length, factor)), exact.min(f64::from(LONGEST)));
    }
}

#[test]
fn no_factor_is_larger_than_the_arithmetic_bears() {
    let wild = Factors::lognormal(40.0);
    assert_eq!(wild.table().len(), QUANTILES);
    assert_eq!(wild.table()[QUANTILES - 1], 1 << 25);
}
