//! Packings against every subset there is, against answers that are known since they were planted, and cut short.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../benches/offers.rs"]
mod offers;

use std::cell::Cell;

use plan::{
    luck::Luck,
    packing::{
        Cycles, MOST_GAIN, Packing, TooLarge,
        offers::{Found, Offer, cycles},
        pack,
    },
};
use proptest::{collection::vec, prelude::*};

fn of(all: &[(Vec<u32>, i64)]) -> Cycles {
    let mut cycles = Cycles::default();
    all.iter().for_each(|(agents, gain)| cycles.push(agents, *gain).unwrap());
    cycles
}

fn packed(cycles: &Cycles) -> Packing {
    pack(cycles, &|| false, &mut |_| ())
}

/// Packs until it was asked so often whether time is up.
fn packed_for(cycles: &Cycles, asked: u32) -> (Packing, Vec<Packing>) {
    let left = Cell::new(asked);
    let is_time_up = || left.replace(left.get().saturating_sub(1)) == 0;
    let mut told = Vec::new();
    let packing = pack(cycles, &is_time_up, &mut |packing| told.push(packing.clone()));
    (packing, told)
}

/// The largest gain of disjoint cycles over few agents: for every set of agents, the best within it.
fn optimum(cycles: &Cycles) -> i64 {
    let agents = (0..cycles.len()).flat_map(|cycle| cycles.agents(cycle)).max().map_or(0, |last| last + 1);
    let sets: Vec<usize> = (0..cycles.len())
        .map(|cycle| cycles.agents(cycle).iter().fold(0, |set, agent| set | 1 << agent))
        .collect();
    let mut best = vec![0i64; 1 << agents];
    for within in 1..best.len() {
        let without_one = best[within & (within - 1)];
        let lowest = within & within.wrapping_neg();
        let with = |(cycle, set): (usize, &usize)| {
            (set & !within == 0 && set & lowest != 0).then(|| cycles.gain(cycle) + best[within & !set])
        };
        best[within] = sets.iter().enumerate().filter_map(with).fold(without_one, i64::max);
    }
    best[best.len() - 1]
}

/// Nobody stands in two chosen cycles, and the figures are those of the chosen.
fn is_sound(cycles: &Cycles, packing: &Packing) {
    let mut agents = Vec::new();
    for cycle in &packing.chosen {
        let mut own = cycles.agents(*cycle).to_vec();
        own.sort_unstable();
        own.dedup();
        agents.extend(own);
    }
    let met = agents.len();
    agents.sort_unstable();
    agents.dedup();
    assert_eq!(agents.len(), met, "somebody is in two of {:?}", packing.chosen);
    assert_eq!(packing.value, packing.chosen.iter().map(|cycle| cycles.gain(*cycle)).sum::<i64>());
    assert!(packing.chosen.is_sorted());
    assert!(packing.bound >= packing.value);
    assert_eq!(packing.is_proven, packing.bound == packing.value);
    assert!((0.0..=1.0).contains(&packing.gap()));
}

/// Cycles made up by rule over so many agents, with several of each size.
fn made_up(agents: u32, count: usize, seed: u64) -> Cycles {
    let luck = Luck::of_item(seed, "cycles");
    let below = |place: usize, bound: u32| luck.bits(place as u32) % bound;
    let one = |cycle: usize| {
        let size = 2 + below(cycle * 8, 3);
        let agents = (0..size).map(|at| below(cycle * 8 + 1 + at as usize, agents)).collect();
        (agents, i64::from(below(cycle * 8 + 7, 900)) + 100 * i64::from(size))
    };
    of(&(0..count).map(one).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn up_to_eight_agents_no_subset_gains_more(
        all in vec((vec(0u32..8, 0..=5), -50i64..200), 0..24),
    ) {
        let all: Vec<(Vec<u32>, i64)> = all.into_iter().filter(|(agents, _)| !agents.is_empty()).collect();
        let cycles = of(&all);
        let packing = packed(&cycles);
        is_sound(&cycles, &packing);
        prop_assert!(packing.is_proven);
        prop_assert_eq!(packing.value, optimum(&cycles));
    }

    #[test]
    fn a_bound_holds_however_soon_time_is_up(
        agents in 8u32..13,
        count in 20usize..100,
        seed in 0u64..1000,
        asked in 0u32..40,
    ) {
        let cycles = made_up(agents, count, seed);
        let best = optimum(&cycles);
        let (packing, told) = packed_for(&cycles, asked);
        for packing in told.iter().chain([&packing]) {
            is_sound(&cycles, packing);
            prop_assert!(packing.value <= best && best <= packing.bound, "{packing:?}, best {best}");
        }
        for pair in told.windows(2) {
            prop_assert!(pair[1].value >= pair[0].value && pair[1].bound <= pair[0].bound);
        }
    }

    #[test]
    fn every_cycle_that_gains_for_all_is_found_once(
        all in vec((0u32..6, 0u32..6, 0i64..30, 0i64..30), 0..20),
        sides in 0usize..5,
    ) {
        let offers: Vec<Offer> = all
            .into_iter()
            .map(|(giver, taker, cost, value)| Offer { giver, taker, cost, value })
            .collect();
        let found = cycles(&offers, sides, usize::MAX).unwrap();
        prop_assert!(found.is_whole);
        let mut walks = walks_of(&found);
        walks.sort_unstable();
        let mut plain = plain_walks(&offers, sides);
        plain.sort_unstable();
        prop_assert_eq!(walks, plain);
        for (cycle, walk) in walks_of(&found).iter().enumerate() {
            let givers: Vec<u32> = walk.iter().map(|offer| offers[*offer as usize].giver).collect();
            prop_assert_eq!(found.cycles.agents(cycle), givers);
            let gain: i64 = walk.iter().map(|offer| &offers[*offer as usize]).map(|one| one.value - one.cost).sum();
            prop_assert_eq!(found.cycles.gain(cycle), gain);
        }
    }
}

/// The offers of each cycle.
fn walks_of(found: &Found) -> Vec<Vec<u32>> {
    let mut rest = &found.offers[..];
    let mut walks = Vec::new();
    for cycle in 0..found.cycles.len() {
        let (own, others) = rest.split_at(found.cycles.agents(cycle).len());
        walks.push(own.to_vec());
        rest = others;
    }
    assert!(rest.is_empty());
    walks
}

/// The same, by trying every sequence of offers.
fn plain_walks(offers: &[Offer], sides: usize) -> Vec<Vec<u32>> {
    let mut open: Vec<Vec<u32>> = (0..offers.len() as u32).map(|offer| vec![offer]).collect();
    let mut found = Vec::new();
    while let Some(walk) = open.pop() {
        let at = |place: usize| &offers[walk[place] as usize];
        let givers: Vec<u32> = (0..walk.len()).map(|place| at(place).giver).collect();
        let (first, last) = (at(0), at(walk.len() - 1));
        let is_closed = last.taker == first.giver && walk.len() >= 2;
        let pays =
            (0..walk.len()).all(|place| at(place).cost < at((place + walk.len() - 1) % walk.len()).value);
        if is_closed && pays && walk.len() <= sides && givers.iter().all(|giver| *giver >= first.giver) {
            found.push(walk.clone());
        }
        for (next, offer) in (0..).zip(offers) {
            let is_new = !givers.contains(&offer.giver);
            if walk.len() < sides && offer.giver == last.taker && is_new {
                open.push(walk.iter().copied().chain([next]).collect());
            }
        }
    }
    found
}

#[test]
fn branches_of_a_tangle_leave_nothing_better_out() {
    for seed in 0..4 {
        let cycles = made_up(14, 700, seed);
        let packing = packed(&cycles);
        is_sound(&cycles, &packing);
        assert!(packing.is_proven, "seed {seed}: {packing:?}");
        assert_eq!(packing.value, optimum(&cycles), "seed {seed}");
    }
}

/// Agents with prices; triples that gain just the prices of their agents, and others that gain less than that. So no packing
/// gains more than all prices, and the triples do.
fn planted(triples: u32, others: u32, seed: u64) -> (Cycles, i64) {
    let luck = Luck::of_item(seed, "planted");
    let price = |agent: u32| 50 + i64::from(luck.bits(agent) % 400);
    let gain = |agents: &[u32]| agents.iter().map(|agent| price(*agent)).sum::<i64>();
    let mut all = Vec::new();
    for other in 0..others {
        let place = |at: u32| luck.bits(1_000_000 + other * 4 + at);
        let agents: Vec<u32> = (0..3).map(|at| place(at) % (3 * triples)).collect();
        let mut each = agents.clone();
        each.sort_unstable();
        each.dedup();
        let less = 1 + i64::from(place(3) % 200);
        all.push((agents, gain(&each) - less));
    }
    for triple in 0..triples {
        let agents = vec![triple, triple + triples, triple + 2 * triples];
        all.push((agents.clone(), gain(&agents)));
    }
    (of(&all), (0..3 * triples).map(price).sum())
}

#[test]
fn what_was_planted_is_found_and_proven() {
    for seed in 0..3 {
        let (cycles, best) = planted(30, 600, seed);
        let packing = packed(&cycles);
        is_sound(&cycles, &packing);
        assert_eq!((packing.value, packing.bound), (best, best), "seed {seed}");
    }
}

#[test]
fn of_many_cycles_the_first_answer_is_told_before_the_time_is_asked_for() {
    let offers = offers::offers(150, 30, 7);
    let found = cycles(&offers, 4, usize::MAX).unwrap();
    assert!(found.cycles.len() > 2_500, "only {}", found.cycles.len());
    let (packing, told) = packed_for(&found.cycles, 0);
    is_sound(&found.cycles, &packing);
    assert!(told[0].value > 0 && packing.gap() < 0.5, "{}", packing.gap());
    let (later, _) = packed_for(&found.cycles, 60);
    is_sound(&found.cycles, &later);
    assert!(later.gap() < 0.12 && later.gap() < packing.gap(), "{}", later.gap());
    assert_eq!(later, packed_for(&found.cycles, 60).0, "the same answers, the same packing");
}

#[test]
fn parts_that_share_nobody_are_packed_each_by_itself() {
    let small = made_up(8, 30, 3);
    let mut both = Cycles::default();
    for cycle in 0..small.len() {
        both.push(small.agents(cycle), small.gain(cycle)).unwrap();
        let moved: Vec<u32> = small.agents(cycle).iter().map(|agent| u32::MAX - agent).collect();
        both.push(&moved, small.gain(cycle)).unwrap();
    }
    let packing = packed(&both);
    is_sound(&both, &packing);
    assert_eq!(packing.value, 2 * optimum(&small));
    assert!(packing.is_proven);
}

#[test]
fn odd_cycles_are_taken_as_they_are() {
    assert_eq!(packed(&Cycles::default()), Packing { is_proven: true, ..Packing::default() });
    let odd = of(&[(vec![], 9), (vec![5, 5], 7), (vec![5], 7), (vec![4_000_000_000], 0), (vec![1, 2], -3)]);
    let packing = packed(&odd);
    assert_eq!((packing.chosen, packing.value, packing.bound, packing.is_proven), (vec![1], 7, 7, true));
}

#[test]
fn two_small_cycles_beat_a_large_one_that_gains_as_much() {
    let cycles = of(&[(vec![0, 1, 2, 3], 10), (vec![0, 3], 6), (vec![2, 1], 4)]);
    assert_eq!(packed(&cycles).chosen, [1, 2]);
    let cycles = of(&[(vec![0, 1, 2, 3], 11), (vec![0, 3], 6), (vec![2, 1], 4)]);
    assert_eq!(packed(&cycles).chosen, [0]);
}

#[test]
fn the_largest_gains_are_summed_exactly_and_larger_ones_refused() {
    let most = MOST_GAIN;
    let cycles =
        of(&[(vec![0, 1], most), (vec![1, 2], most - 1), (vec![2, 3], most), (vec![3, 0], most - 1)]);
    let packing = packed(&cycles);
    assert_eq!((packing.value, packing.is_proven), (2 * most, true));
    assert_eq!(Cycles::default().push(&[1], most + 1), Err(TooLarge(most + 1)));
    let offer = Offer { giver: 0, taker: 1, cost: 0, value: most };
    assert_eq!(cycles_of(&[offer]), Some(TooLarge(most)));
}

fn cycles_of(offers: &[Offer]) -> Option<TooLarge> {
    cycles(offers, 3, 10).err()
}

#[test]
fn a_limit_of_cycles_is_kept_and_told() {
    let offer = |giver, taker| Offer { giver, taker, cost: 1, value: 2 };
    let offers = [offer(0, 1), offer(1, 0), offer(1, 2), offer(2, 1), offer(0, 1)];
    let whole = cycles(&offers, 2, 3).unwrap();
    assert_eq!((whole.cycles.len(), whole.is_whole), (3, true));
    let part = cycles(&offers, 2, 2).unwrap();
    assert_eq!((part.cycles.len(), part.is_whole), (2, false));
}
