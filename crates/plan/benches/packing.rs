//! How good a packing is, and how soon: `cargo bench -p plan --bench packing -- [AGENTS/DEGREE/SIDES...]`.
//!
//! Processor time of this thread throughout; `microlp` alone gets the same cycles, and ten seconds on the wall.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod offers;

use std::{cell::Cell, collections::BTreeMap, time::Duration};

use cpu_time::ThreadTime;
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use plan::packing::{Cycles, Packing, offers::cycles, pack};

/// Up to so many cycles, peers are run several times.
const SMALL: usize = 3_000;

/// Milliseconds of processor time, and what came of it.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let begun = ThreadTime::now();
    let done = work();
    (begun.elapsed().as_secs_f64() * 1e3, done)
}

/// Both in turn, several times: what each took at least and what came of its last run, and the middle of the ratios.
fn in_turn<A, B>(
    runs: usize,
    mut ours: impl FnMut() -> A,
    mut peer: impl FnMut() -> B,
) -> ((f64, A), (f64, B), f64) {
    let (mut one, mut other) = (timed(&mut ours), timed(&mut peer));
    let mut ratios = vec![one.0 / other.0];
    for _ in 1..runs {
        let (mine, theirs) = (timed(&mut ours), timed(&mut peer));
        ratios.push(mine.0 / theirs.0);
        one = (one.0.min(mine.0), mine.1);
        other = (other.0.min(theirs.0), theirs.1);
    }
    ratios.sort_by(f64::total_cmp);
    let middle = ratios[ratios.len() / 2];
    (one, other, middle)
}

/// What `microlp` makes of all cycles, and whether it says that this is the best.
fn alone(cycles: &Cycles) -> (i64, bool) {
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let mut rows: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    let mut variables = Vec::new();
    for cycle in 0..cycles.len() {
        let variable = problem.add_binary_var(cycles.gain(cycle) as f64);
        cycles.agents(cycle).iter().for_each(|agent| rows.entry(*agent).or_default().push((variable, 1.0)));
        variables.push(variable);
    }
    rows.into_values().for_each(|row| problem.add_constraint(row, ComparisonOp::Le, 1.0));
    problem.set_time_limit(Duration::from_secs(10));
    let outcome = problem.solve().unwrap();
    let is_in = |cycle: &usize| outcome.solution().is_some_and(|all| all.var_value(variables[*cycle]) > 0.5);
    let value = (0..cycles.len()).filter(is_in).map(|cycle| cycles.gain(cycle)).sum();
    (value, outcome.is_optimal())
}

/// Packs for some seconds of processor time, and says what stood at some times on the way.
fn packed(cycles: &Cycles, seconds: f64, marks: &[f64]) -> (f64, Vec<Packing>, Packing) {
    let begun = ThreadTime::now();
    let first = Cell::new(0.0);
    let mut stood = vec![Packing::default(); marks.len()];
    let is_time_up = || begun.elapsed().as_secs_f64() > seconds;
    let packing = pack(cycles, &is_time_up, &mut |packing| {
        let now = begun.elapsed().as_secs_f64();
        if first.get() == 0.0 {
            first.set(now * 1e3);
        }
        marks
            .iter()
            .zip(&mut stood)
            .filter(|(mark, _)| now <= **mark)
            .for_each(|(_, stood)| stood.clone_from(packing));
    });
    (first.get(), stood, packing)
}

fn said(packing: &Packing) -> String {
    let proven = if packing.is_proven { ", proven" } else { "" };
    format!("{} of at most {}, gap {:.2} %{proven}", packing.value, packing.bound, packing.gap() * 100.0)
}

fn run(agents: u32, degree: u32, sides: usize) {
    let offers = offers::offers(agents, degree, 42 + u64::from(agents));
    let (time, found) = timed(|| cycles(&offers, sides, 10_000_000).unwrap());
    let count = found.cycles.len();
    println!(
        "{agents}/{degree}/{sides}: {} offers, {count} cycles in {time:.2} ms, {:.2} µs each",
        offers.len(),
        time * 1e3 / count.max(1) as f64
    );
    let marks = [0.05, 0.5, 2.0, 10.0];
    let runs = if count <= SMALL { 25 } else { 1 };
    let (ours, peer, ratio) = in_turn(runs, || packed(&found.cycles, 10.0, &marks), || alone(&found.cycles));
    let (time, (first, stood, packing)) = ours;
    println!("  first answer after {first:.2} ms, the last after {time:.2} ms: {}", said(&packing));
    for (mark, stood) in marks.iter().zip(stood).filter(|(mark, _)| **mark * 1e3 < time) {
        println!("  after {:>5.0} ms: {}", mark * 1e3, said(&stood));
    }
    let (peer, (value, is_proven)) = peer;
    let proven = if is_proven { "proven" } else { "not proven" };
    println!(
        "  microlp alone {peer:.2} ms: {value}, {proven}; ours takes {:.2} of its time, {ratio:.2} in the middle",
        time / peer
    );
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word.contains('/')).collect();
    let usual = [
        "10/4/3",
        "100/10/3",
        "2000/20/3",
        "500/20/3",
        "400/25/3",
        "500/30/3",
        "100/20/4",
        "500/50/3",
        "100/40/4",
        "2000/100/3",
        "500/50/4",
    ];
    let words = if words.is_empty() { usual.map(str::to_owned).to_vec() } else { words };
    for word in words {
        let parts: Vec<u32> = word.split('/').map(|part| part.parse().unwrap()).collect();
        run(parts[0], parts[1], parts[2] as usize);
    }
}
