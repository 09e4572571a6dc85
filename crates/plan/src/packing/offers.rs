//! Cycles of offers in which every member gains.

use super::{Cycles, MOST_GAIN, TooLarge};

/// What one agent would do for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Who would give.
    pub giver: u32,
    /// Who would get. What somebody offers to themselves is on no cycle.
    pub taker: u32,
    /// What it costs the giver, in the caller's units.
    pub cost: i64,
    /// What it is worth to the taker, in the same.
    pub value: i64,
}

/// Cycles found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Each with its agents, in the order in which they give to the next, the lowest number first; its gain is all value
    /// less all cost.
    pub cycles: Cycles,
    /// The offers of all cycles, one after the other, as indices into those given: as many for a cycle as it has agents, the
    /// first agent's first.
    pub offers: Vec<u32>,
    /// Whether these are all there are; if not, the limit was reached, and cycles of the agents with higher numbers are
    /// missing.
    pub is_whole: bool,
}

/// One offer among those of one giver, or of one taker.
#[derive(Clone, Copy)]
struct Arc {
    other: u32,
    offer: u32,
    cost: i64,
    value: i64,
}

/// Arcs by agent: `arcs[ends[agent]..ends[agent + 1]]`.
struct Arcs {
    ends: Vec<usize>,
    arcs: Vec<Arc>,
}

impl Arcs {
    /// Arcs of whoever `own` names, each knowing whom `other` names, in the order of the key.
    fn new<K: Ord>(
        agents: usize,
        offers: &[Offer],
        sides: impl Fn(&Offer) -> (u32, u32),
        key: impl Fn(&Arc) -> K,
    ) -> Self {
        let mut ends = vec![0; agents + 1];
        offers.iter().for_each(|offer| ends[sides(offer).0 as usize + 1] += 1);
        (0..agents).for_each(|agent| ends[agent + 1] += ends[agent]);
        let mut next = ends.clone();
        let mut arcs = vec![Arc { other: 0, offer: 0, cost: 0, value: 0 }; offers.len()];
        for (index, offer) in (0..).zip(offers) {
            let (own, other) = sides(offer);
            arcs[next[own as usize]] = Arc { other, offer: index, cost: offer.cost, value: offer.value };
            next[own as usize] += 1;
        }
        for agent in 0..agents {
            arcs[ends[agent]..ends[agent + 1]].sort_by_key(&key);
        }
        Self { ends, arcs }
    }

    fn of(&self, agent: u32) -> &[Arc] {
        &self.arcs[self.ends[agent as usize]..self.ends[agent as usize + 1]]
    }
}

/// All cycles of two to `most_sides` agents in which every member's value is above its cost, at most `most_cycles` of them.
///
/// Two agents may have several offers between them; each combination is a cycle of its own.
/// Time grows with the offers, times the affordable offers of a giver to the power of `most_sides - 2`.
///
/// # Errors
/// An offer whose value or cost is so large that a cycle's gain could be above [`MOST_GAIN`].
pub fn cycles(offers: &[Offer], most_sides: usize, most_cycles: usize) -> Result<Found, TooLarge> {
    let most = MOST_GAIN / (2 * most_sides.max(1) as i64);
    let figures = offers.iter().flat_map(|offer| [offer.value, offer.cost]);
    if let Some(large) = figures.into_iter().find(|figure| figure.saturating_abs() > most) {
        return Err(TooLarge(large));
    }
    let agents = offers.iter().map(|offer| offer.giver.max(offer.taker) as usize + 1).max().unwrap_or(0);
    let out = Arcs::new(agents, offers, |offer| (offer.giver, offer.taker), |arc| arc.cost);
    let back = Arcs::new(agents, offers, |offer| (offer.taker, offer.giver), |arc| arc.other);
    let mut walk = Walk {
        out,
        back,
        most_sides,
        most_cycles,
        closing: vec![(0, 0); agents],
        is_on: vec![false; agents],
        path: Vec::with_capacity(most_sides),
        steps: Vec::with_capacity(most_sides),
        found: Found { is_whole: true, ..Found::default() },
    };
    for start in 0..agents as u32 {
        if most_sides >= 2 && walk.found.is_whole {
            walk.from(start);
        }
    }
    Ok(walk.found)
}

/// A walk along offers, from each agent through those with higher numbers and back.
struct Walk {
    out: Arcs,
    back: Arcs,
    most_sides: usize,
    most_cycles: usize,
    /// Where among the arcs into the start those of a giver stand.
    closing: Vec<(u32, u32)>,
    is_on: Vec<bool>,
    path: Vec<u32>,
    steps: Vec<Arc>,
    found: Found,
}

impl Walk {
    fn from(&mut self, start: u32) {
        let first = self.back.ends[start as usize];
        let into = self.back.of(start);
        if into.is_empty() {
            return;
        }
        let most_value = into.iter().map(|arc| arc.value).max().unwrap_or(0);
        for (at, arc) in into.iter().enumerate() {
            let closing = &mut self.closing[arc.other as usize];
            let at = (first + at) as u32;
            *closing = if closing.1 == 0 { (at, at + 1) } else { (closing.0, at + 1) };
        }
        self.path.push(start);
        self.extend(start, most_value);
        self.path.pop();
        for arc in self.back.of(start) {
            self.closing[arc.other as usize] = (0, 0);
        }
    }

    /// Goes on from the end of the path, which got so much and may pay less than that.
    fn extend(&mut self, start: u32, got: i64) {
        let tip = self.path[self.path.len() - 1];
        let range = self.out.ends[tip as usize]..self.out.ends[tip as usize + 1];
        let is_last = self.path.len() + 1 >= self.most_sides;
        for at in range {
            let arc = self.out.arcs[at];
            if arc.cost >= got || !self.found.is_whole {
                break;
            }
            let closing = self.closing[arc.other as usize];
            if arc.other <= start || (is_last && closing.1 == 0) || self.is_on[arc.other as usize] {
                continue;
            }
            self.steps.push(arc);
            if closing.1 > 0 {
                self.close(closing, arc);
            }
            if !is_last {
                self.path.push(arc.other);
                self.is_on[arc.other as usize] = true;
                self.extend(start, arc.value);
                self.is_on[arc.other as usize] = false;
                self.path.pop();
            }
            self.steps.pop();
        }
    }

    /// Keeps every cycle that comes back from whoever got the last arc.
    fn close(&mut self, closing: (u32, u32), last: Arc) {
        let paid = self.steps[0].cost;
        for at in closing.0..closing.1 {
            let arc = self.back.arcs[at as usize];
            if arc.cost >= last.value || arc.value <= paid {
                continue;
            }
            if self.found.cycles.len() == self.most_cycles {
                self.found.is_whole = false;
                return;
            }
            self.path.push(last.other);
            let arcs = self.steps.iter().chain([&arc]);
            self.found.cycles.add(&self.path, arcs.clone().map(|arc| arc.value - arc.cost).sum());
            self.found.offers.extend(arcs.map(|arc| arc.offer));
            self.path.pop();
        }
    }
}
