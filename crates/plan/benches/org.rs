//! Trades for everybody at once: `cargo bench -p plan --bench org -- [TEAMS/ITEMS/TRIALS...]`.
//!
//! Teams that have to do with those beside them; every team is a party.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod generated;

use std::{cell::OnceCell, sync::Mutex, time::Instant};

use cpu_time::ProcessTime;
use plan::{
    calibrate::{Calibration, History},
    hunt::{
        Follow, GoingFirst, Question, Step, Terms, Years,
        offer::offers,
        openings::look,
        org::{Choosing, everybody},
    },
    network::Network,
    whatif::Stakes,
};

/// Seconds for choosing.
const WITHIN: f64 = 10.0;

/// Says when each step begins.
struct Said(Instant, Mutex<Option<Step>>);

impl Follow for Said {
    fn at(&self, step: Step, _: u64, of: u64) {
        let before = self.1.lock().unwrap().replace(step);
        if before != Some(step) {
            println!("  {:>6.1} s: {step:?}, {of}", self.0.elapsed().as_secs_f64());
        }
    }

    fn go_on(&self) -> bool {
        true
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word.contains('/')).collect();
    let words = if words.is_empty() { vec!["50/2500/250".into(), "500/22500/250".into()] } else { words };
    for word in words {
        let parts: Vec<usize> = word.split('/').map(|part| part.parse().unwrap()).collect();
        measure(parts[0], parts[1], parts[2] as u32);
    }
}

fn measure(teams: usize, items: usize, trials: u32) {
    let network = Network::of(generated::neighbours(teams, items, 3, 42), generated::AS_OF);
    println!("{teams} teams, {items} items, {trials} trials");
    let (begun, wall) = (ProcessTime::now(), Instant::now());
    let calibration = Calibration::of(&History::of(&network));
    let (chosen, fresh) = (Years::of(&network, 1, &calibration), Years::of(&network, 2, &calibration));
    let parties = network.directory.teams.len() as u32;
    let party = |item| network.node(item).team.map(|team| team.0);
    let question = Question {
        party: (0..parties).map(Some).collect(),
        stakes: Stakes::of(&network, &chosen.instance, parties, party),
        me: None,
        terms: Terms { gift: 5.0, gift_ratio: 3.0, spare: 0.0, gain: 2.0, sides: 3, most: 5 },
        going_first: GoingFirst::default(),
        trials,
    };
    let follow = Said(wall, Mutex::default());
    let openings = look(&chosen, &question);
    let offers = offers(&network, &chosen, &question, &openings, &follow);
    let choosing = OnceCell::new();
    let is_time_up = || choosing.get_or_init(Instant::now).elapsed().as_secs_f64() > WITHIN;
    let choosing = Choosing { is_time_up: &is_time_up, better: &mut |_, _| (), follow: &follow };
    let found = everybody((&chosen, &fresh), &question, &offers, choosing);
    println!(
        "  {} dates, {} circles, {} trades, gap {:.1} %: {:.1} s of processor time, {:.1} s on the wall; peak {:.0} MB",
        question.stakes.dates.len(),
        found.circles,
        found.trades.len(),
        found.gap * 100.0,
        begun.elapsed().as_secs_f64(),
        wall.elapsed().as_secs_f64(),
        peak() / 1e6
    );
}

/// The most memory that this process ever had, in bytes.
fn peak() -> f64 {
    let words = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = words.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() * 1024.0
}
