//! What two hundred changes cost: `cargo bench -p plan --bench whatif -- [SIZE...]`.
//!
//! Processor time of the process and the wall, against playing all of both plans again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod generated;

use std::{hint::black_box, time::Instant};

use cpu_time::ProcessTime;
use jiff::Span;
use plan::{
    activity::{Instance, Mode},
    batch::{BLOCK, Layout},
    calendar::DAY,
    facts::Promise,
    network::{ItemId, Network},
    order::Order,
    place::Place,
    whatif::{Move, Scenario, Stakes, effects},
};

const CANDIDATES: usize = 200;
const TRIALS: u32 = 1000;

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    for size in if sizes.is_empty() { vec![1000, 10_000] } else { sizes } {
        measure(size);
    }
}

/// Every hundredth item is promised for about when it is planned to end.
fn measure(size: usize) {
    let mut facts = generated::facts(size, 3, 42);
    for (at, item) in facts.items.iter_mut().enumerate().filter(|(at, _)| at % 100 == 99) {
        let day = generated::AS_OF + Span::new().days((at * 400 / size) as i64);
        item.promise = Some(Promise { day, place: Place::default() });
    }
    let network = Network::of(facts, generated::AS_OF);
    let instance = Instance::new(&network, 1);
    let order = Order::of(&instance);
    let teams = network.directory.teams.len() as u32;
    let stakes = Stakes::of(&network, &instance, teams, |item| network.node(item).team.map(|team| team.0));
    let (begun, wall) = (ProcessTime::now(), Instant::now());
    let scenarios = candidates(&instance, &order);
    let made = begun.elapsed();
    let effects = effects((&instance, &order), &scenarios, &stakes, TRIALS, &|| true);
    let (all, wall) = (begun.elapsed(), wall.elapsed());
    let changed: usize = scenarios.iter().map(|scenario| count(&scenario.changed())).sum();
    let again = ProcessTime::now();
    let wanted = stakes.items();
    let layout = Layout::new(&instance, &order, &wanted);
    let mut batch = layout.batch();
    (0..TRIALS.div_ceil(BLOCK)).for_each(|block| batch.play(&layout, block));
    black_box(&batch);
    let whole = again.elapsed();
    println!(
        "{size} items, {} dates, {CANDIDATES} changes, {TRIALS} trials: {:.2} s of processor time, {:.2} s on the wall ({:.2} s to make them); {:.1} % of the items can change; all played again: {:.2} s; peak {:.0} MB",
        stakes.dates.len(),
        all.as_secs_f64(),
        wall.as_secs_f64(),
        made.as_secs_f64(),
        100.0 * changed as f64 / (size * CANDIDATES) as f64,
        whole.as_secs_f64() * CANDIDATES as f64,
        peak() / 1e6
    );
    black_box(effects);
}

fn candidates(instance: &Instance, order: &Order) -> Vec<Scenario> {
    let work: Vec<ItemId> =
        order.list.iter().copied().filter(|item| instance.activities[item.at()].mode == Mode::Work).collect();
    let mut scenarios = Vec::new();
    let mut at = 0;
    while scenarios.len() < CANDIDATES && at < 100 * CANDIDATES {
        let item = work[(at * 7919) % work.len()];
        let to = order.planned.start[item.at()] - 10 * DAY;
        scenarios.extend(Scenario::of(instance, order, &[Move::Pull { item, to }]));
        at += 1;
    }
    scenarios
}

fn count(changed: &[bool]) -> usize {
    changed.iter().filter(|changed| **changed).count()
}

/// The most memory that this process ever had, in bytes.
fn peak() -> f64 {
    let words = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = words.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() * 1024.0
}
