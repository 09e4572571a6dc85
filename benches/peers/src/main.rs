//! The same plan played by the program, by petgraph and, through `years.py`, by numba, numpy, networkx and rustworkx: sampling and the longest path over
//! finish-start links, on one thread. The peers take turns, and each has its best turn counted.
//!
//! `cargo run --release -- [SIZE...]` in this folder; `PYTHON` names a Python that has all four.

#[path = "../../../crates/plan/benches/generated.rs"]
mod generated;

use std::{fs, hint::black_box, path::Path, process::Command};

use cpu_time::ThreadTime;
use petgraph::{algo::toposort, graph::DiGraph, visit::EdgeRef};
use plan::{
    activity::Instance,
    batch::{BLOCK, Instructions, Layout},
    facts::Estimate,
    network::Network,
    order::Order,
};
use rand::{Rng, SeedableRng, rngs::SmallRng};

/// Turns of each peer.
const TURNS: usize = 5;

/// A plan as its peers read it: items in the order of the list, three points each, what each waits for.
struct Plain {
    points: Vec<[f32; 3]>,
    ends: Vec<u32>,
    waits: Vec<u32>,
}

impl Plain {
    fn of(network: &Network, instance: &Instance, order: &Order) -> Self {
        let mut slots = vec![0; network.nodes.len()];
        for (slot, item) in order.list.iter().enumerate() {
            slots[item.at()] = slot as u32;
        }
        let mut plain = Self { points: Vec::new(), ends: Vec::new(), waits: Vec::new() };
        for item in &order.list {
            let points = match network.node(*item).item.estimate {
                Some(Estimate::Three { least, likely, most }) => [least as f32, likely as f32, most as f32],
                _ => [0.0, 1.0, 2.0],
            };
            plain.points.push(points);
            let waits = instance.activities[item.at()].waits.iter();
            plain.waits.extend(waits.map(|wait| slots[wait.on.at()]));
            plain.ends.push(plain.waits.len() as u32);
        }
        plain
    }

    fn write(&self, folder: &Path) {
        let write =
            |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("a folder to write to");
        write("points", bytemuck::cast_slice(&self.points));
        write("ends", bytemuck::cast_slice(&self.ends));
        write("waits", bytemuck::cast_slice(&self.waits));
    }

    /// Years played as a plain user of petgraph would: a graph, its topological order, one trial after the other.
    fn petgraph(&self) -> impl FnMut(u32) -> f32 {
        let mut graph: DiGraph<[f32; 3], ()> = DiGraph::new();
        let nodes: Vec<_> = self.points.iter().map(|points| graph.add_node(*points)).collect();
        let mut first = 0;
        for (slot, end) in self.ends.iter().enumerate() {
            for on in &self.waits[first as usize..*end as usize] {
                graph.add_edge(nodes[*on as usize], nodes[slot], ());
            }
            first = *end;
        }
        let order = toposort(&graph, None).expect("no circle");
        let (mut finish, mut rng) = (vec![0.0f32; nodes.len()], SmallRng::seed_from_u64(1));
        move |trials| {
            let mut last = 0.0;
            for _ in 0..trials {
                for node in &order {
                    let edges = graph.edges_directed(*node, petgraph::Direction::Incoming);
                    let start = edges.map(|edge| finish[edge.source().index()]).fold(0.0, f32::max);
                    finish[node.index()] = start + triangular(graph[*node], rng.random());
                    last = finish[node.index()];
                }
            }
            last
        }
    }
}

fn triangular([least, likely, most]: [f32; 3], share: f32) -> f32 {
    let span = most - least;
    if share * span < likely - least {
        least + (share * span * (likely - least)).sqrt()
    } else {
        most - ((1.0 - share) * span * (most - likely)).sqrt()
    }
}

/// Nanoseconds a link and trial of one turn.
fn turn(links: f64, trials: u32, work: impl FnOnce()) -> f64 {
    let begun = ThreadTime::now();
    work();
    begun.elapsed().as_nanos() as f64 / links / f64::from(trials)
}

/// Nanoseconds a link and trial of each of Python's ways, as the script prints them; none where it can't run.
fn in_python(folder: &Path, links: f64) -> Vec<(String, f64)> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("years.py");
    let output = Command::new(python).arg(script).arg(folder).output().map(|output| output.stdout);
    let words = String::from_utf8(output.unwrap_or_default()).unwrap_or_default();
    let lines = words.lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(time, name)| Some((name.to_owned(), time.parse::<f64>().ok()? / links))).collect()
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|word| word.replace('_', "").parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 100_000, 1_000_000] } else { sizes };
    let folder = std::env::temp_dir().join(format!("sideways-peers-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for temporary files");
    for items in sizes {
        let network = Network::build(&generated::facts(items, 1000, 42), generated::AS_OF);
        let instance = Instance::new(&network, 1);
        let order = Order::of(&instance);
        let plain = Plain::of(&network, &instance, &order);
        plain.write(&folder);
        let links = plain.waits.len() as f64;
        let layout = Layout::new(&instance, &order, &order.list);
        let mut batch = layout.batch();
        let mut graph = plain.petgraph();
        let blocks = (2_000_000 / items).clamp(2, 400) as u32;
        let trials = (1_000_000 / items).clamp(1, 200) as u32;
        let (mut least, mut peers) = ([f64::MAX; 2], Vec::new());
        for _ in 0..TURNS {
            least[0] = least[0].min(turn(links, blocks * BLOCK, || {
                (0..blocks).for_each(|block| batch.play_with(&layout, block, Instructions::Widest));
            }));
            least[1] = least[1].min(turn(links, trials, || {
                black_box(graph(trials));
            }));
            let new = in_python(&folder, links);
            if peers.is_empty() {
                peers.clone_from(&new);
            }
            for ((_, least), (_, new)) in peers.iter_mut().zip(new) {
                *least = least.min(new);
            }
        }
        let [ours, petgraph] = least;
        println!(
            "{items} items, {:.2} links an item; nanoseconds a link and trial, and times ours",
            links / items as f64
        );
        println!("  {:<41} {ours:8.3}", "sideways");
        peers.insert(0, ("petgraph".to_owned(), petgraph));
        for (name, ns) in peers {
            println!("  {name:<41} {ns:8.3} {:8.1}", ns / ours);
        }
    }
    let _ = fs::remove_dir_all(folder);
}
