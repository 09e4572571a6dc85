//! What the journal costs: `cargo bench -p journal --bench speed -- [PAGES]`.
//!
//! Bulk appends and reads in processor time of this thread; durable commits on the wall, beside a raw loop of append and
//! fdatasync on the same disk, in turn.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::{fs::File, hint::black_box, io::Write, path::Path, time::Instant};

use cpu_time::ThreadTime;
use journal::{Journal, Sqlite, contract::Pen, verify};

/// Pages of one bulk append.
const BULK: usize = 1000;

/// The least processor time of several runs, in nanoseconds a page.
fn least(runs: usize, pages: usize, mut work: impl FnMut()) -> f64 {
    let once = |_| {
        let begun = ThreadTime::now();
        work();
        begun.elapsed().as_nanos() as f64 / pages as f64
    };
    (0..runs).map(once).fold(f64::MAX, f64::min)
}

fn append(path: &Path, pages: usize) {
    let mut journal = Sqlite::create(path).unwrap();
    let mut pen = Pen::small(1);
    let mut cost = 0.0;
    for _ in 0..pages / BULK {
        let pages = pen.pages(BULK);
        cost += least(1, 1, || {
            journal.append(&pages).unwrap();
        });
    }
    println!("append in bulk: {:.0} ns a page of 256 + 16 bytes, {BULK} a commit", cost / pages as f64);
}

fn read(path: &Path, pages: usize) {
    let mut journal = Sqlite::open_reading(path).unwrap();
    let plain = least(9, pages, || {
        journal
            .read(1, &mut |found| {
                black_box(found.page);
                true
            })
            .unwrap();
    });
    let mut all = Vec::new();
    journal
        .read(1, &mut |found| {
            all.push(found.page.clone());
            all.len() < 10_000
        })
        .unwrap();
    let hash = least(9, all.len(), || {
        for page in &all {
            black_box(page.hash());
        }
    });
    let checked = least(5, pages, || assert!(verify(&mut journal, None).unwrap().is_empty()));
    println!("read: {plain:.0} ns a page; hash: {hash:.0}; verify: {checked:.0}");
}

/// Commits a second.
fn rate(commits: usize, mut commit: impl FnMut()) -> f64 {
    let begun = Instant::now();
    (0..commits).for_each(|_| commit());
    commits as f64 / begun.elapsed().as_secs_f64()
}

fn commits(folder: &Path) {
    const TURN: usize = 200;
    let mut journal = Sqlite::create(&folder.join("commits")).unwrap();
    let mut raw = File::create(folder.join("raw")).unwrap();
    let mut pen = Pen::small(1);
    let mut ratios = Vec::new();
    for _ in 0..7 {
        let plain = rate(TURN, || {
            raw.write_all(&[1; 402]).unwrap();
            raw.sync_data().unwrap();
        });
        let kept = rate(TURN, || {
            journal.append(&pen.pages(1)).unwrap();
        });
        ratios.push((kept / plain, kept, plain));
    }
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ratio, kept, plain) = ratios[ratios.len() / 2];
    println!(
        "durable commits: {kept:.0} a second, raw append and fdatasync {plain:.0}: {ratio:.2} of it (median of 7)"
    );
}

/// What a command of ten entries pays: open, read, close.
fn open(folder: &Path) {
    let path = folder.join("ten");
    Sqlite::create(&path).unwrap().append(&Pen::small(1).pages(10)).unwrap();
    let reading = least(200, 1000, || {
        Sqlite::open_reading(&path).unwrap().read(1, &mut |_| true).unwrap();
    });
    let writing = least(200, 1000, || {
        Sqlite::open(&path).unwrap().read(1, &mut |_| true).unwrap();
    });
    println!("open, read ten pages and close: {reading:.0} us for reading, {writing:.0} us for writing");
}

fn main() {
    let pages = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    append(&folder.path().join("bulk"), pages);
    read(&folder.path().join("bulk"), pages);
    open(folder.path());
    commits(folder.path());
}
