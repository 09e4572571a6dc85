//! Plans with queues, late dates and work for others in them, and nothing to trade.

use plan::calendar::{DAY, Ticks};

use super::{
    Planted,
    maker::{LEADERS, Maker},
};

/// What keeps both sides from gaining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressure {
    /// Alike work, all promised for one day: whoever comes sooner puts another back by as much.
    OnePromise,
    /// Alike work in the order of its dates: any other order is worse for both together, whatever the lengths turn out to be.
    InOrder,
    /// All dates are gone, the shortest work comes first: any other order is worse for both together.
    ShortestFirst,
    /// Everybody's dates hang on their own work, which is done in the order of the dates; or on others' that is done at once.
    OwnWork,
    /// Work that waits for each other across teams, and dates that are far away.
    Noise,
}

/// All of them.
pub const PRESSURES: [Pressure; 5] =
    [Pressure::OnePromise, Pressure::InOrder, Pressure::ShortestFirst, Pressure::OwnWork, Pressure::Noise];

impl Planted {
    /// A plan with nothing to trade; seeds go round all kinds of pressure.
    pub fn nothing(seed: u64) -> Self {
        match PRESSURES[(seed % PRESSURES.len() as u64) as usize] {
            Pressure::OwnWork => own_work(seed),
            Pressure::Noise => noise(seed),
            pressure => ring(seed, pressure),
        }
    }
}

/// In the queue of each side stand its own dates and those of the next side, and nobody else's: what one of them gains the two
/// together lose, or more.
fn ring(seed: u64, pressure: Pressure) -> Planted {
    let mut maker = Maker::new(seed, 1, false);
    let sides = 2 + maker.dice.below(3);
    // With lanes to lend, only two sides that are pressed alike lose together what one of them gains.
    let lanes = if sides == 2 && pressure != Pressure::ShortestFirst { 1 + maker.dice.below(2) } else { 1 };
    let (count, days) = (lanes * (8 + maker.dice.below(6)), 2 + maker.dice.below(4));
    let slack = maker.dice.below(3) * days;
    for giver in 0..sides {
        maker.describe(&Maker::front(giver), lanes);
        let mut lengths: Vec<Ticks> = (0..count).map(|_| maker.dice.below(6 * DAY as u32) as Ticks).collect();
        lengths.sort_unstable();
        for place in 0..count {
            let (likely, by) = match pressure {
                Pressure::OnePromise => (days as Ticks * DAY, days * count / lanes / 2),
                Pressure::InOrder => (days as Ticks * DAY, days * place / lanes * 3 / 4 + slack),
                _ => (lengths[place as usize] + 2 * DAY, 0),
            };
            let whose = (giver + maker.dice.below(2)) % sides;
            due(&mut maker, giver, whose, (place, likely, by));
        }
    }
    for leader in sides..LEADERS {
        maker.noise(leader, 12);
    }
    if seed.is_multiple_of(2) {
        maker.tie_noise_alone();
    }
    Planted::of(maker, [])
}

/// A piece of work with a wide spread in the queue of one side, promised by another for a day.
fn due(maker: &mut Maker, giver: u32, whose: u32, (place, likely, by): (u32, Ticks, u32)) {
    let title = format!("Work {giver}.{place} for {whose}");
    let at = maker.spread(title, &Maker::front(giver), [likely / 3, likely, likely * 3]);
    let delivered = maker.goal(format!("Date {giver}.{place} of {whose}"), &Maker::front(whose), by);
    maker.link(at, delivered);
}

fn own_work(seed: u64) -> Planted {
    let mut maker = Maker::new(seed, 1, false);
    let mut firsts = Vec::new();
    for leader in 0..LEADERS {
        let days = 2 + maker.dice.below(3);
        firsts.push(maker.work(format!("First {leader}"), &Maker::front(leader), days));
    }
    for leader in 0..LEADERS {
        let mut by = 4;
        for number in 0..6 {
            let days = 2 + maker.dice.below(5);
            by += days + maker.dice.below(3);
            let own = maker.promised(format!("Own {leader}.{number}"), &Maker::front(leader), days, by);
            let other = (leader + 1 + maker.dice.below(LEADERS - 1)) % LEADERS;
            maker.link(firsts[other as usize], own);
        }
    }
    Planted::of(maker, [])
}

fn noise(seed: u64) -> Planted {
    let mut maker = Maker::new(seed, 1 + seed as u32 % 3, false);
    for leader in 0..LEADERS {
        maker.noise(leader, 14);
    }
    maker.tie_noise_alone();
    for at in 0..maker.facts.items.len() {
        if maker.dice.below(3) == 0 {
            maker.promise(at, 250);
        }
    }
    Planted::of(maker, [])
}
