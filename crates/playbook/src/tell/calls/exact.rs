//! The exact search: what the prices rule out is struck, and of the rest every choice is tried that may still be better.

use super::core::{Core, Found, SCALE, Taken};

/// A choice for a call: what it loses, and the slot; none where it is not placed.
type Choice = (i64, Option<u32>);

struct Search<'a> {
    core: &'a Core,
    /// In parts: no placing is worth more.
    bound: i64,
    starts: Vec<Option<u32>>,
    taken: Taken,
    best: (i64, Vec<Option<u32>>),
    steps: u32,
}

/// Looks for a better placing than the one that was found, and proves that there is none where the steps suffice.
pub(super) fn search(core: &Core, found: &mut Found, steps: u32) {
    let slack = found.fine_bound - (found.value + 1) * SCALE;
    let choices: Vec<Vec<Choice>> = core
        .calls
        .iter()
        .zip(&found.gaps)
        .map(|(call, gaps)| {
            let starts = call.starts.iter().zip(&gaps.starts).map(|(start, gap)| (*gap, Some(*start)));
            let all = starts.chain([(gaps.unplaced, None)]).filter(|(gap, _)| *gap <= slack);
            let mut all: Vec<Choice> = all.collect();
            all.sort_unstable();
            all
        })
        .collect();
    let mut search = Search {
        core,
        bound: found.fine_bound,
        starts: vec![None; core.calls.len()],
        taken: Taken::none(core.horizon),
        best: (found.value, found.starts.clone()),
        steps,
    };
    let left: Vec<usize> = (0..core.calls.len()).collect();
    let is_over = search.go(0, &left, &choices);
    (found.value, found.starts) = search.best;
    if is_over {
        found.bound = found.value;
    }
}

impl Search<'_> {
    /// Tries everything for the calls that are left, having lost so much. Says whether it came to an end.
    fn go(&mut self, lost: i64, left: &[usize], choices: &[Vec<Choice>]) -> bool {
        if left.is_empty() {
            let value = self.core.total(&self.starts);
            if value > self.best.0 {
                self.best = (value, self.starts.clone());
            }
            return true;
        }
        // The call with the fewest choices; of equal ones that which would lose most by its second.
        let second =
            |call: usize| choices[call].get(1).map_or(i64::MAX, |choice| choice.0 - choices[call][0].0);
        let key = |call: &usize| (choices[*call].len(), std::cmp::Reverse(second(*call)));
        let Some(call) = left.iter().copied().min_by_key(key) else { return true };
        let rest: Vec<usize> = left.iter().copied().filter(|other| *other != call).collect();
        for (gap, start) in choices[call].clone() {
            let Some(steps) = self.steps.checked_sub(1) else { return false };
            self.steps = steps;
            let lost = lost + gap;
            if !self.may_be_better(lost) {
                continue;
            }
            let length = self.core.calls[call].length;
            self.starts[call] = start;
            if let Some(start) = start {
                self.taken.take(start as usize, length);
            }
            let went = match self.narrowed(call, lost, &rest, choices) {
                Some(narrow) => self.go(lost, &rest, &narrow),
                None => true,
            };
            if let Some(start) = start {
                self.taken.give_back(start as usize, length);
            }
            self.starts[call] = None;
            if !went {
                return false;
            }
        }
        true
    }

    fn may_be_better(&self, lost: i64) -> bool {
        self.bound - lost >= (self.best.0 + 1) * SCALE
    }

    /// What is left to choose once a call has its place; nothing where no better placing remains.
    fn narrowed(
        &self,
        call: usize,
        lost: i64,
        rest: &[usize],
        choices: &[Vec<Choice>],
    ) -> Option<Vec<Vec<Choice>>> {
        let fits = |other: usize, start: Option<u32>| {
            let Some(start) = start.map(|start| start as usize) else { return true };
            self.taken.is_free(start, self.core.calls[other].length) && self.keeps_order(call, other, start)
        };
        let mut narrow: Vec<Vec<Choice>> = vec![Vec::new(); choices.len()];
        let mut least = 0;
        for other in rest.iter().copied() {
            let open = choices[other].iter().filter(|(_, start)| fits(other, *start));
            narrow[other] = open.copied().collect();
            least += narrow[other].first()?.0;
        }
        if !self.may_be_better(lost + least) {
            return None;
        }
        for other in rest.iter().copied() {
            let own = narrow[other][0].0;
            narrow[other].retain(|(gap, _)| self.may_be_better(lost + least - own + gap));
        }
        Some(narrow)
    }

    /// Whether another call at this slot stands on its side of a call that has its place.
    fn keeps_order(&self, call: usize, other: usize, start: usize) -> bool {
        let Some(placed) = self.starts[call].map(|start| start as usize) else { return true };
        let calls = &self.core.calls;
        self.core.pairs.iter().all(|pair| match *pair {
            pair if pair == (call, other) => placed + calls[call].length <= start,
            pair if pair == (other, call) => start + calls[other].length <= placed,
            _ => true,
        })
    }
}
