//! What need not be looked at: dominated cycles; and parts that share nobody.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::{
    Cycles,
    core::{Core, NONE},
};

/// Up to so many agents, a cycle's parts are looked for.
const MOST_PARTS: usize = 5;

/// The best cycle of each set: its gain and its number.
type Sets = HashMap<u128, (i64, u32), BuildHasherDefault<Mixed>>;

/// A hash of two multiplications: the standard one took half of the time of all reductions.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u128(u128::from(*byte)));
    }

    fn write_u128(&mut self, key: u128) {
        let one = (self.0 ^ key as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let both = (one.rotate_left(32) ^ (key >> 64) as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        self.0 = both ^ (both >> 32);
    }
}

/// A set of up to four agents: sorted, the rest filled up.
fn key(agents: impl Iterator<Item = u32>) -> Option<u128> {
    let mut key = u128::MAX;
    for (at, agent) in agents.enumerate() {
        if at == 4 {
            return None;
        }
        key = (key << 32) | u128::from(agent);
    }
    Some(key)
}

/// Cycles with their agents sorted, numbered from zero, each once.
struct Sorted {
    ends: Vec<usize>,
    agents: Vec<u32>,
    /// Numbers in what was given.
    origin: Vec<u32>,
    agent_count: usize,
}

impl Sorted {
    /// Those of somebody that gain something.
    fn of(cycles: &Cycles) -> Self {
        let is_gaining = |cycle: &usize| cycles.gain(*cycle) > 0 && !cycles.agents(*cycle).is_empty();
        let gaining = (0..cycles.len()).filter(is_gaining);
        let mut seen: Vec<u32> = gaining.clone().flat_map(|cycle| cycles.agents(cycle)).copied().collect();
        seen.sort_unstable();
        seen.dedup();
        let is_plain = seen.last().is_none_or(|last| *last as usize + 1 == seen.len());
        let number = |agent: &u32| match is_plain {
            true => *agent,
            false => seen.partition_point(|other| other < agent) as u32,
        };
        let mut sorted =
            Self { ends: vec![0], agents: Vec::new(), origin: Vec::new(), agent_count: seen.len() };
        let mut members: Vec<u32> = Vec::new();
        for cycle in gaining {
            members.clear();
            members.extend(cycles.agents(cycle).iter().map(number));
            members.sort_unstable();
            members.dedup();
            sorted.agents.extend_from_slice(&members);
            sorted.ends.push(sorted.agents.len());
            sorted.origin.push(cycle as u32);
        }
        sorted
    }

    fn len(&self) -> usize {
        self.origin.len()
    }

    fn agents(&self, cycle: usize) -> &[u32] {
        &self.agents[self.ends[cycle]..self.ends[cycle + 1]]
    }
}

/// The best cycle of every small set of agents.
fn best_of_sets(cycles: &Cycles, sorted: &Sorted) -> Sets {
    let mut best: Sets = Sets::with_capacity_and_hasher(sorted.len(), BuildHasherDefault::default());
    for cycle in 0..sorted.len() {
        let gain = cycles.gain(sorted.origin[cycle] as usize);
        if let Some(key) = key(sorted.agents(cycle).iter().copied()) {
            let kept = best.entry(key).or_insert((gain, cycle as u32));
            if gain > kept.0 {
                *kept = (gain, cycle as u32);
            }
        }
    }
    best
}

/// Whether others among the agents of a cycle, one or several disjoint ones, gain as much.
fn is_dominated(agents: &[u32], cycle: u32, gain: i64, best: &Sets) -> bool {
    if agents.len() > MOST_PARTS {
        return false;
    }
    let whole = (1usize << agents.len()) - 1;
    let mut worth = [0i64; 1 << MOST_PARTS];
    for mask in 1..=whole {
        let members = agents.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1);
        let own = match mask.count_ones() {
            1 => None,
            _ => key(members.map(|(_, agent)| *agent)).and_then(|key| best.get(&key)),
        };
        let own = own.filter(|(_, other)| *other != cycle).map_or(0, |(gain, _)| *gain);
        worth[mask] = own.max(best_split(&worth, mask));
    }
    worth[whole] >= gain
}

/// The most that two parts of a set are worth.
fn best_split(worth: &[i64; 1 << MOST_PARTS], mask: usize) -> i64 {
    let lowest = mask & mask.wrapping_neg();
    let rest = mask ^ lowest;
    let mut most = 0;
    let mut part = rest;
    while part > 0 {
        most = most.max(worth[part] + worth[mask ^ part]);
        part = (part - 1) & rest;
    }
    most
}

/// The parts of the cycles that share no agent, without what gains nothing and what is dominated, the one with the lowest
/// cycle first.
pub(super) fn parts(cycles: &Cycles) -> Vec<Core> {
    let sorted = Sorted::of(cycles);
    let best = best_of_sets(cycles, &sorted);
    let is_kept = |cycle: &usize| {
        let gain = cycles.gain(sorted.origin[*cycle] as usize);
        !is_dominated(sorted.agents(*cycle), *cycle as u32, gain, &best)
    };
    let kept: Vec<usize> = (0..sorted.len()).filter(is_kept).collect();
    let mut groups = Groups((0..sorted.agent_count as u32).collect());
    for cycle in &kept {
        sorted.agents(*cycle).windows(2).for_each(|pair| groups.join(pair[0], pair[1]));
    }
    let mut part_of = vec![NONE; sorted.agent_count];
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for cycle in kept {
        let part = &mut part_of[groups.of(sorted.agents(cycle)[0]) as usize];
        if *part == NONE {
            *part = parts.len() as u32;
            parts.push(Vec::new());
        }
        parts[*part as usize].push(cycle);
    }
    let mut numbers = vec![NONE; sorted.agent_count];
    parts.into_iter().map(|part| part_core(cycles, &sorted, &part, &mut numbers)).collect()
}

/// A part with its own numbers of agents; `numbers` holds those of all parts, which share none.
fn part_core(cycles: &Cycles, sorted: &Sorted, part: &[usize], numbers: &mut [u32]) -> Core {
    let mut known = 0;
    let mut members = Vec::new();
    let mut ends = Vec::with_capacity(part.len());
    for cycle in part {
        for agent in sorted.agents(*cycle) {
            let number = &mut numbers[*agent as usize];
            if *number == NONE {
                *number = known;
                known += 1;
            }
            members.push(*number);
        }
        ends.push(members.len());
    }
    let starts = [0].into_iter().chain(ends.iter().copied());
    let ranges = starts.zip(ends.iter().copied());
    let one = |(cycle, (start, end)): (&usize, (usize, usize))| {
        let origin = sorted.origin[*cycle];
        (&members[start..end], cycles.gain(origin as usize), origin)
    };
    Core::new(known as usize, part.iter().zip(ranges).map(one))
}

/// Who is in one part with whom.
struct Groups(Vec<u32>);

impl Groups {
    fn of(&mut self, agent: u32) -> u32 {
        let mut at = agent;
        while self.0[at as usize] != at {
            self.0[at as usize] = self.0[self.0[at as usize] as usize];
            at = self.0[at as usize];
        }
        at
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.of(one), self.of(other));
        self.0[one.max(other) as usize] = one.min(other);
    }
}
