//! S4: no acknowledged write is lost, whatever a loss of power leaves of what was not synced.

use std::{collections::BTreeSet, fs, path::Path};

use journal::{
    Fault, Head, Journal, Page, Sqlite, Synchronous,
    contract::{Pen, pages, wrapped},
    verify,
};

use crate::{
    Dice,
    child::{Story, file_of, wrapped_anew},
    count, recorder,
    replay::{Act, Disk, Loss, acts},
};

/// States of one run of the child.
const STATES_OF_A_RUN: usize = 250;

/// What was acknowledged up to a moment.
#[derive(Default)]
struct Acknowledged {
    is_created: bool,
    pages: u64,
    step: Option<u32>,
    destroyed: BTreeSet<u64>,
    wrapping: u8,
}

impl Acknowledged {
    fn mark(&mut self, mark: &str) {
        let (word, figure) = mark.split_once(' ').unwrap_or((mark, "0"));
        let figure: u64 = figure.parse().unwrap();
        match word {
            "created" => self.is_created = true,
            "pages" => self.pages = figure,
            "step" => self.step = Some(figure as u32),
            "destroyed" => drop(self.destroyed.insert(figure)),
            "wrapping" => self.wrapping = figure as u8,
            _ => panic!("{mark}"),
        }
    }
}

/// A run of the child: what it did, all pages that it wrote, and where each commit of pages ended.
struct Run {
    acts: Vec<Act>,
    folder: String,
    pages: Vec<Page>,
    commits: BTreeSet<u64>,
}

impl Run {
    fn of(seed: u64, synchronous: Synchronous) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (work, log) = (folder.path().join("work"), folder.path().join("log"));
        fs::create_dir(&work).unwrap();
        recorder::run(Story { name: "mixed", seed, limit: 0, synchronous }, &work, Some(&log));
        let acts = acts(&log);
        let mut all = Acknowledged::default();
        let mut commits = BTreeSet::from([0]);
        for mark in acts.iter().filter_map(Act::mark) {
            all.mark(mark);
            commits.insert(all.pages);
        }
        let pages = Pen::new(1).pages(all.pages as usize).into_iter().map(|(page, _)| page).collect();
        Self { acts, folder: "work".into(), pages, commits }
    }

    fn head(&self, index: u64) -> Option<Head> {
        Some(self.pages[..index as usize].last()?.head())
    }
}

/// What is wrong with a state.
enum Wrong {
    Lost(String),
    Corrupt(String),
}

fn corrupt(fault: Fault) -> Wrong {
    Wrong::Corrupt(fault.to_string())
}

/// Opens what is left and holds it against what was acknowledged.
fn check(run: &Run, acknowledged: &Acknowledged, folder: &Path) -> Result<(), Wrong> {
    let path = file_of(folder);
    if !path.exists() && !acknowledged.is_created {
        return Ok(());
    }
    let mut journal = Sqlite::open(&path).map_err(corrupt)?;
    let flaws = verify(&mut journal, run.head(acknowledged.pages)).map_err(corrupt)?;
    if let Some(flaw) = flaws.first() {
        return Err(Wrong::Lost(flaw.to_string()));
    }
    let found = pages(&mut journal);
    if !run.commits.contains(&(found.len() as u64)) {
        return Err(Wrong::Corrupt(format!("half a commit: {} pages", found.len())));
    }
    if found.iter().zip(&run.pages).any(|((page, _), expected)| page != expected) {
        return Err(Wrong::Corrupt("another page".into()));
    }
    let wrapping = journal.record("wrapping").map_err(corrupt)?.map_or(0, |value| value[0]);
    if ![acknowledged.wrapping, acknowledged.wrapping + 1].contains(&wrapping) {
        return Err(Wrong::Lost(format!("wrapping {wrapping} of {}", acknowledged.wrapping)));
    }
    for (page, key) in &found {
        let expected = wrapped_anew(&wrapped(1, page.index), wrapping);
        if acknowledged.destroyed.contains(&page.index) && key.is_some() {
            return Err(Wrong::Lost(format!("key {} came back", page.index)));
        }
        if key.as_ref().is_some_and(|key| *key != expected) {
            return Err(Wrong::Corrupt(format!("key {} is another", page.index)));
        }
    }
    let step = journal.record("step").map_err(corrupt)?;
    let step = step.map(|bytes| u32::from_le_bytes(bytes.try_into().unwrap()));
    if step < acknowledged.step {
        return Err(Wrong::Lost(format!("step {step:?} of {:?}", acknowledged.step)));
    }
    let next = Pen::after(1, journal.head().map_err(corrupt)?).page();
    journal.append(&[next]).map_err(corrupt)?;
    Ok(())
}

/// How many states, of them lost and corrupt, and the first of each.
#[derive(Debug, Default)]
struct Found {
    states: usize,
    lost: usize,
    corrupt: usize,
    first: Vec<String>,
}

fn replay(states: usize, synchronous: Synchronous) -> Found {
    let mut found = Found::default();
    for seed in 0.. {
        let run = Run::of(seed, synchronous);
        let mut dice = Dice::new(seed);
        let left = (states - found.states).min(STATES_OF_A_RUN);
        let mut moments: Vec<_> = (0..left).map(|_| dice.below(run.acts.len() + 1)).collect();
        moments.sort_unstable();
        let (mut disk, mut acknowledged) = (Disk::default(), Acknowledged::default());
        let mut now = 0;
        for moment in moments {
            for act in &run.acts[now..moment] {
                disk.act(act, &run.folder);
                act.mark().into_iter().for_each(|mark| acknowledged.mark(mark));
            }
            now = moment;
            let loss = Loss::EACH[dice.below(Loss::EACH.len())];
            let folder = recorder::quick_folder();
            disk.crash(loss, &mut dice, folder.path());
            found.states += 1;
            if let Err(wrong) = check(&run, &acknowledged, folder.path()) {
                let fact = match wrong {
                    Wrong::Lost(fact) => {
                        found.lost += 1;
                        format!("lost: {fact}")
                    }
                    Wrong::Corrupt(fact) => {
                        found.corrupt += 1;
                        format!("corrupt: {fact}")
                    }
                };
                if found.first.len() < 5 {
                    found.first.push(format!("run {seed}, act {moment}, {loss:?}: {fact}"));
                }
            }
        }
        if found.states == states {
            break;
        }
    }
    found
}

#[test]
fn s4_no_acknowledged_write_is_lost_in_a_crash() {
    if !recorder::is_here() {
        return;
    }
    let states = count("CRASH_STATES", 2000);
    let found = replay(states, Synchronous::Full);
    println!("{states} states after a loss of power: {} lost, {} corrupt", found.lost, found.corrupt);
    assert!(found.lost == 0 && found.corrupt == 0, "{found:#?}");
}

#[test]
fn s4_with_fewer_syncs_the_same_states_lose_pages() {
    if !recorder::is_here() {
        return;
    }
    let normal = replay(300, Synchronous::Normal);
    assert!(normal.lost > 0, "{normal:#?}");
    let off = replay(300, Synchronous::Off);
    assert!(off.lost > 0 && off.corrupt > 0, "{off:#?}");
    println!(
        "of 300 states: NORMAL {} lost, {} corrupt; OFF {} lost, {} corrupt",
        normal.lost, normal.corrupt, off.lost, off.corrupt
    );
}
