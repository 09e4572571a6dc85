//! Luck that is keyed, not drawn in sequence.
//!
//! What befalls an item in a trial depends on the seed, the item's id and the trial's number, and on nothing else: an
//! item keeps its luck when the plan is read again in another order, and two plans can be compared under the same luck
//! (common random numbers).

/// The additive constant of SplitMix64 (Steele, Lea, Flood 2014): 2^64 divided by the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A trial's place in every sequence of luck.
pub fn place(trial: u32) -> u64 {
    (u64::from(trial) + 1).wrapping_mul(GOLDEN)
}

/// The multipliers of SplitMix64's output function.
pub(crate) const MIXERS: [u64; 2] = [0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb];

/// The output function of SplitMix64.
#[inline(always)]
const fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(MIXERS[0]);
    let state = (state ^ (state >> 27)).wrapping_mul(MIXERS[1]);
    state ^ (state >> 31)
}

/// The luck of one item, or one team, over all trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck(u64);

impl Luck {
    /// The luck of an item under a seed: FNV-1a over the id, then mixed with the seed.
    pub fn of_item(seed: u64, id: &str) -> Self {
        Self::keyed(seed, b"item", id)
    }

    /// The luck that all items of a team share under a seed.
    pub fn of_team(seed: u64, key: &str) -> Self {
        Self::keyed(seed, b"team", key)
    }

    fn keyed(seed: u64, sort: &[u8], name: &str) -> Self {
        let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        let hash = sort.iter().chain(name.as_bytes()).fold(0xcbf2_9ce4_8422_2325, fnv);
        Self(mix(hash ^ mix(seed.wrapping_add(GOLDEN))))
    }

    /// 32 even bits for a trial: the upper half of the output that SplitMix64, seeded with this key, gives at that place.
    pub fn bits(self, trial: u32) -> u32 {
        self.bits_at(place(trial))
    }

    /// What is mixed with a [`place`].
    pub(crate) fn key(self) -> u64 {
        self.0
    }

    /// The bits at a trial's [`place`].
    #[inline(always)]
    pub fn bits_at(self, place: u64) -> u32 {
        (mix(self.0.wrapping_add(place)) >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use rand_core::{Rng, SeedableRng};
    use rand_xoshiro::SplitMix64;

    use super::*;

    #[test]
    fn luck_is_splitmix64_at_its_place() {
        let luck = Luck::of_item(7, "PAY-412");
        let mut peer = SplitMix64::seed_from_u64(0);
        peer.clone_from(&SplitMix64::from_seed(luck.0.to_le_bytes()));
        for trial in 0..1000 {
            assert_eq!(luck.bits(trial), (peer.next_u64() >> 32) as u32, "trial {trial}");
        }
    }

    #[test]
    fn luck_depends_on_seed_id_and_sort() {
        let bits = |luck: Luck| luck.bits(0);
        assert_ne!(bits(Luck::of_item(1, "A")), bits(Luck::of_item(2, "A")));
        assert_ne!(bits(Luck::of_item(1, "A")), bits(Luck::of_item(1, "B")));
        assert_ne!(bits(Luck::of_item(1, "A")), bits(Luck::of_team(1, "A")));
    }

    #[test]
    fn luck_is_even() {
        let luck = Luck::of_item(1, "A");
        let mut counts = [0u32; 16];
        (0..16_000).for_each(|trial| counts[(luck.bits(trial) >> 28) as usize] += 1);
        let chi: f64 = counts.iter().map(|n| (f64::from(*n) - 1000.0).powi(2) / 1000.0).sum();
        assert!(chi < 40.0, "chi squared of 15 degrees is {chi}");
    }
}
