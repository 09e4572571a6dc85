//! What a link and a trial cost, by size: `cargo bench -p plan --bench engine -- [SIZE...]`.
//!
//! Processor time of this thread, the least of several runs; only the last part looks at the wall.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod generated;

use std::{fs, hint::black_box, time::Instant};

use cpu_time::ThreadTime;
use plan::{
    activity::Instance,
    batch::{BLOCK, Instructions, Layout},
    forecast::forecast,
    network::Network,
    order::Order,
    trial::Year,
};

/// The least processor time of several runs, in nanoseconds.
fn least<T>(runs: usize, mut work: impl FnMut() -> T) -> f64 {
    let once = |_| {
        let begun = ThreadTime::now();
        black_box(work());
        begun.elapsed().as_nanos() as f64
    };
    (0..runs).map(once).fold(f64::MAX, f64::min)
}

/// The most memory that this process ever had, in bytes.
fn peak() -> f64 {
    let words = fs::read_to_string("/proc/self/status").unwrap();
    let line = words.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() * 1024.0
}

struct Case {
    network: Network,
    instance: Instance,
    order: Order,
    links: f64,
}

impl Case {
    fn of(items: usize, lanes: u32) -> Self {
        let facts = generated::facts(items, lanes, 42);
        let mut network = None;
        let mut facts = Some(facts);
        let built = least(1, || network = facts.take().map(|facts| Network::of(facts, generated::AS_OF)));
        let network = network.unwrap();
        let mut instance = None;
        let compiled = least(1, || instance = Some(Instance::new(&network, 1)));
        let instance = instance.unwrap();
        let mut order = None;
        let listed = least(1, || order = Some(Order::of(&instance)));
        let links = network.edges.len() as f64;
        println!(
            "{items} items, {:.2} links an item, {lanes} lanes a team: network {:.0}, instance {:.0}, list {:.0} ns an item; peak {:.0} bytes an item",
            links / items as f64,
            built / items as f64,
            compiled / items as f64,
            listed / items as f64,
            peak() / items as f64,
        );
        Self { network, instance, order: order.unwrap(), links }
    }

    /// Nanoseconds a link and trial of the plain engine.
    fn plain(&self) -> f64 {
        let mut year = Year::default();
        let trials = (2_000_000 / self.network.nodes.len()).clamp(1, 200) as u32;
        let play = || (0..trials).for_each(|trial| year.play(&self.instance, &self.order, trial));
        least(3, play) / self.links / f64::from(trials)
    }

    /// The same of blocks.
    fn blocks(&self, instructions: Instructions) -> f64 {
        let layout = Layout::new(&self.instance, &self.order, &self.order.list);
        let mut batch = layout.batch();
        let blocks = (2_000_000 / self.network.nodes.len()).clamp(1, 400) as u32;
        let play = || (0..blocks).for_each(|block| batch.play_with(&layout, block, instructions));
        least(7, play) / self.links / f64::from(blocks * BLOCK)
    }

    /// The same of a whole forecast, in one thread: the years, their chains and the sums.
    fn whole(&self) -> f64 {
        let blocks = (8_000_000 / self.network.nodes.len()).clamp(16, 400) as u32;
        let query = generated::query(&self.network, blocks * BLOCK);
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let play = || {
            one.install(|| least(3, || forecast(&self.network, &self.instance, &self.order, &query, &|| ())))
        };
        play() / self.links / f64::from(blocks * BLOCK)
    }

    /// Seconds on the wall for so many trials, with so many threads.
    fn wall(&self, trials: u32, threads: usize) -> f64 {
        let query = generated::query(&self.network, trials);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let begun = Instant::now();
        black_box(pool.install(|| forecast(&self.network, &self.instance, &self.order, &query, &|| ())));
        begun.elapsed().as_secs_f64()
    }
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.replace('_', "").parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 100_000, 1_000_000] } else { sizes };
    for items in sizes {
        for lanes in [1000, 3] {
            let case = Case::of(items, lanes);
            let plain = case.plain();
            let widest = case.blocks(Instructions::Widest);
            println!("  plain engine        {plain:8.3} ns a link and trial, {:.1} times", plain / widest);
            for instructions in [Instructions::Plain, Instructions::Avx2, Instructions::Widest] {
                println!("  blocks, {:<10}  {:8.3}", format!("{instructions:?}"), case.blocks(instructions));
            }
            println!("  blocks, chains, sums{:8.3}", case.whole());
            let trials = if items > 300_000 { 1_000 } else { 10_000 };
            let (one, two) = (case.wall(trials, 1), case.wall(trials, 2));
            println!(
                "  {trials} trials on the wall: 1 thread {one:.2} s, 2 threads {two:.2} s, {:.2} times",
                one / two
            );
        }
    }
}
