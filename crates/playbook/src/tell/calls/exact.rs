//! The exact search: calls are placed in the order of time, each as early as it fits behind the one before, since earlier is never
//! worse. A branch is cut where the prices say that nothing better follows, or where the same calls were placed before in a way
//! that is worth as much and was over as early.

use rustc_hash::FxHashMap;

use super::{
    core::{Core, Found, SCALE},
    prices::Bounds,
};

/// Calls up to which placings are searched: one bit each.
const MOST: usize = 64;

/// Placings of the same calls that are remembered.
const REMEMBERED: usize = 8;

struct Search<'a> {
    core: &'a Core,
    bounds: &'a Bounds,
    /// By call, the slots at which it may begin. What a bound strikes is in no better placing, and so not in the one that
    /// begins everything as early as it fits.
    left: &'a [Vec<u32>],
    /// Calls that can't be placed any more once this one is, as bits.
    excludes: Vec<u64>,
    starts: Vec<Option<u32>>,
    best: (i64, Vec<Option<u32>>),
    known: FxHashMap<u64, Vec<(usize, i64)>>,
    steps: u32,
}

/// Where a branch stands.
#[derive(Clone, Copy)]
struct Node {
    /// The first slot that is free.
    free: usize,
    /// The calls that are placed, and those that can't be, as bits.
    placed: u64,
    gone: u64,
    value: i64,
    /// What the pairs are still worth under their prices.
    pairs: i64,
}

/// Looks for a better placing than the one that was found, and proves that there is none where the steps suffice.
pub(super) fn search(core: &Core, found: &mut Found, steps: u32) {
    if core.calls.len() > MOST {
        return;
    }
    let mut excludes = vec![0; core.calls.len()];
    core.pairs.iter().for_each(|(earlier, later)| excludes[*later] |= 1 << earlier);
    let mut search = Search {
        core,
        bounds: &found.bounds,
        left: &found.left,
        excludes,
        starts: vec![None; core.calls.len()],
        best: (found.value, found.starts.clone()),
        known: FxHashMap::default(),
        steps,
    };
    let root = Node { free: 0, placed: 0, gone: 0, value: 0, pairs: found.bounds.all_pairs() };
    let is_over = search.go(root);
    let best = search.best;
    (found.value, found.starts) = best;
    found.bound = if is_over { found.value } else { found.bound.max(found.value) };
}

impl Search<'_> {
    /// Tries everything behind a node. Says whether it came to an end.
    fn go(&mut self, node: Node) -> bool {
        if node.value > self.best.0 {
            self.best = (node.value, self.starts.clone());
        }
        let worth = (self.best.0 + 1) * SCALE;
        let mut next: Vec<(i64, usize, u32, Node)> = Vec::new();
        for call in 0..self.core.calls.len() {
            if (node.placed | node.gone) >> call & 1 == 1 {
                continue;
            }
            let starts = &self.left[call];
            let at = starts.partition_point(|start| (*start as usize) < node.free);
            let Some(start) = starts.get(at).copied() else { continue };
            let then = self.placed(node, call, start);
            let bound = self.bound(then);
            if bound >= worth {
                next.push((bound, call, start, then));
            }
        }
        next.sort_unstable_by_key(|(bound, call, ..)| (std::cmp::Reverse(*bound), *call));
        for (bound, call, start, then) in next {
            if bound < (self.best.0 + 1) * SCALE {
                return true;
            }
            let Some(steps) = self.steps.checked_sub(1) else { return false };
            self.steps = steps;
            if self.is_known(then) {
                continue;
            }
            self.starts[call] = Some(start);
            let went = self.go(then);
            self.starts[call] = None;
            if !went {
                return false;
            }
        }
        true
    }

    fn placed(&self, node: Node, call: usize, start: u32) -> Node {
        let end = start as usize + self.core.calls[call].length;
        #[cfg(feature = "plants")]
        let end = end - usize::from(crate::plants::forgives(crate::plants::OVERLAP));
        let mut pairs = node.pairs;
        for (pair, (earlier, later)) in self.core.pairs.iter().enumerate() {
            if *earlier == call {
                pairs -= self.bounds.pair(pair, 0) - self.bounds.pair(pair, end);
            } else if *later == call {
                let ended =
                    self.starts[*earlier].map(|start| start as usize + self.core.calls[*earlier].length);
                pairs -= self.bounds.pair(pair, ended.unwrap_or(0));
            }
        }
        Node {
            free: end,
            placed: node.placed | 1 << call,
            gone: node.gone | (self.excludes[call] & !node.placed),
            value: node.value + self.core.value(call, start),
            pairs,
        }
    }

    /// No placing behind this node is worth more, in parts.
    fn bound(&self, node: Node) -> i64 {
        let gains = self.bounds.gain_but(node.placed | node.gone, node.free);
        node.value * SCALE + node.pairs + self.bounds.slots(node.free) + gains
    }

    /// Whether the same calls were placed before, worth as much and over as early.
    fn is_known(&mut self, node: Node) -> bool {
        let known = self.known.entry(node.placed).or_default();
        if known.iter().any(|(free, value)| *free <= node.free && *value >= node.value) {
            return true;
        }
        known.retain(|(free, value)| *free < node.free || *value > node.value);
        if known.len() < REMEMBERED {
            known.push((node.free, node.value));
        }
        false
    }
}
