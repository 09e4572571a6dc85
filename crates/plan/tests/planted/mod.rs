//! Plans in which a trade is planted among noise: what is to be found comes from how the plan is made, not from the hunt.
#![allow(dead_code)]

pub mod maker;
pub mod nothing;

use std::collections::BTreeSet;

pub use maker::{AS_OF, leader_of};
use maker::{LEADERS, Maker};
use plan::{
    calendar::{DAY, Ticks},
    facts::{Estimate, Facts},
};

/// Whoever asks.
pub const ME: u32 = 0;

/// A plan, and what the planted gift or trade does: the titles of what is pulled forward, and who lends to whom.
pub struct Planted {
    pub facts: Facts,
    pub does: BTreeSet<String>,
}

/// How a trade is planted.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// How many sides it has.
    pub sides: u32,
    /// Lanes of every team.
    pub lanes: u32,
    /// Whether a second team of each leader does what others wait for.
    pub has_back_teams: bool,
    /// Whether noise waits for the work of sides, and that for noise.
    pub is_tied: bool,
}

impl Shape {
    pub fn plain(sides: u32) -> Self {
        Self { sides, lanes: 1, has_back_teams: false, is_tied: false }
    }

    pub fn any(sides: u32, seed: u64) -> Self {
        let is = |bit: u64| seed >> bit & 1 == 1;
        Self { sides, lanes: 1 + (seed % 3) as u32, has_back_teams: is(1), is_tied: is(0) || seed == 2 }
    }
}

impl Planted {
    fn of(maker: Maker, does: impl IntoIterator<Item = String>) -> Self {
        Self { facts: maker.facts, does: does.into_iter().collect() }
    }

    /// So many sides, each of which waits for something in the queue of the one before it. Pulling it forward costs the giver
    /// days of a date of its own that weighs much, so that nobody gives without getting.
    pub fn trade(shape: Shape, seed: u64) -> Self {
        let mut maker = Maker::new(seed, shape.lanes, shape.has_back_teams);
        let mut does = BTreeSet::new();
        for giver in 0..shape.sides {
            does.insert(waits(&mut maker, giver, (giver + 1) % shape.sides, shape.sides == 2));
            presses(&mut maker, giver);
        }
        for leader in shape.sides..LEADERS {
            maker.noise(leader, 12);
        }
        if shape.is_tied {
            maker.tie_noise();
        }
        Self::of(maker, does)
    }

    /// A request of another team at the end of my queue, before which nothing is urgent.
    pub fn gift(shape: Shape, seed: u64) -> Self {
        let mut maker = Maker::new(seed, shape.lanes, shape.has_back_teams);
        let receiver = 1 + maker.dice.below(LEADERS - 1);
        let request = waits(&mut maker, ME, receiver, false);
        maker.promised("Own 0".into(), &Maker::front(ME), 2, 150);
        for leader in 1..LEADERS {
            maker.noise(leader, 12);
        }
        if shape.is_tied {
            maker.tie_noise();
        }
        Self::of(maker, [request])
    }

    /// My hands are free, and another's dates stand in their own queue.
    pub fn loan(seed: u64) -> Self {
        let mut maker = Maker::new(seed, 1, false);
        let taker = 1 + maker.dice.below(LEADERS - 1);
        idle(&mut maker, ME, 6);
        queue(&mut maker, taker);
        for leader in (1..LEADERS).filter(|leader| *leader != taker) {
            maker.noise(leader, 12);
        }
        Self::of(maker, [format!("{ME} lends to {taker}")])
    }

    /// The same, where what I wait for stands in their other team's queue.
    pub fn loan_for_a_request(seed: u64) -> Self {
        let mut maker = Maker::new(seed, 1, true);
        let taker = 1 + maker.dice.below(LEADERS - 1);
        idle(&mut maker, ME, 4);
        queue(&mut maker, taker);
        let request = waits(&mut maker, taker, ME, false);
        presses(&mut maker, taker);
        for leader in (1..LEADERS).filter(|leader| *leader != taker) {
            maker.noise(leader, 12);
        }
        Self::of(maker, [format!("{ME} lends to {taker}"), request])
    }
}

/// A team whose request stands at the end of another's queue, behind work of which nothing is promised before long.
///
/// `is_work` says whether what is delivered then is work of the receiver's own, which stands in its queue, too.
fn waits(maker: &mut Maker, giver: u32, receiver: u32, is_work: bool) -> String {
    let queue = (8 + maker.dice.below(6)) * maker.lanes;
    let back = maker.back(giver);
    for number in 0..queue {
        maker.work(format!("Slow {giver}.{number}"), &back, 3);
    }
    let request = format!("Request of {receiver} to {giver}");
    let wanted = maker.work(request.clone(), &back, 2);
    let delivered = match is_work {
        true => maker.promised(format!("Delivery {receiver}"), &Maker::front(receiver), 2, 12),
        false => maker.goal(format!("Delivery {receiver}"), &Maker::front(receiver), 12),
    };
    maker.link(wanted, delivered);
    request
}

/// What is pulled forward pushes this back, which is just in time without it and weighs much.
fn presses(maker: &mut Maker, giver: u32) {
    let slow: Vec<usize> = maker.titled(&format!("Slow {giver}."));
    let by = slow.len() as u32 / maker.lanes * 3 + 1;
    let own = maker.goal(format!("Own {giver}"), &Maker::front(giver), by);
    maker.facts.items[own].weight = 600 * maker.lanes;
    for last in slow.iter().rev().take(maker.lanes as usize) {
        maker.link(*last, own);
    }
}

/// A team with many lanes and little to do, long before its date.
fn idle(maker: &mut Maker, leader: u32, lanes: u32) {
    let front = Maker::front(leader);
    maker.describe(&front, lanes);
    for number in 0..3 {
        maker.work(format!("Light {leader}.{number}"), &front, 3);
    }
    maker.promised(format!("Own {leader}"), &front, 3, 150);
}

/// A team of one lane, with dates that come sooner than its queue allows.
fn queue(maker: &mut Maker, leader: u32) {
    let front = Maker::front(leader);
    for number in 0..6 {
        let at = maker.promised(format!("Due {leader}.{number}"), &front, 5, 8 + 3 * number);
        let likely = 5 * DAY as Ticks;
        maker.facts.items[at].estimate =
            Some(Estimate::Three { least: likely * 3 / 4, likely, most: likely * 3 / 2 });
    }
}
