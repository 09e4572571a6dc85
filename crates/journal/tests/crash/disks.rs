//! S5: a full disk and a failing one are a fault; nothing acknowledged is lost, and the journal goes on when it can.

use std::{fs, path::Path, process::Command};

use journal::{Fault, Head, Journal, Sqlite, Synchronous, contract::Pen, verify};

use crate::{
    Dice,
    child::{Story, file_of, marks},
    count, recorder,
};

/// Runs children whose disk refuses after a while; each must end well, and keep all that it acknowledged.
fn refused(name: &'static str, bound: usize) {
    if !recorder::is_here() {
        return;
    }
    let trials = count("CRASH_DISKS", 200);
    let mut dice = Dice::new(7);
    for trial in 0..trials as u64 {
        let folder = recorder::quick_folder();
        let story = Story { name, seed: trial, limit: dice.below(bound), synchronous: Synchronous::Full };
        assert!(recorder::run(story, folder.path(), None).success());
        let marks = marks(folder.path());
        let acknowledged: u64 = marks.last().unwrap().strip_prefix("pages ").unwrap().parse().unwrap();
        assert!(marks.contains(&"room".to_owned()));
        let mut journal = Sqlite::open(&file_of(folder.path())).unwrap();
        let head = journal.head().unwrap();
        assert!(head.unwrap().index >= acknowledged);
        assert_eq!(verify(&mut journal, head).unwrap(), []);
        journal.append(&Pen::after(1, head).pages(1)).unwrap();
    }
    println!("{trials} trials ({name}): 0 acknowledged pages lost, all went on");
}

#[test]
fn s5_a_full_disk_is_a_fault_and_the_journal_goes_on() {
    refused("full", 200_000);
}

#[test]
fn s5_a_failing_sync_is_a_fault_and_the_journal_goes_on() {
    refused("fail", 60);
}

/// A small disk of its own, while it is held.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mounted() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=512k", "none"]).arg(folder.path());
        let is_mounted = mount.output().is_ok_and(|output| output.status.success());
        is_mounted.then(|| Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

fn fill(journal: &mut Sqlite, pen: &mut Pen) -> (Option<Head>, Fault) {
    let mut acknowledged = pen.head();
    loop {
        match journal.append(&pen.pages(1)) {
            Ok(head) => acknowledged = Some(head),
            Err(fault) => return (acknowledged, fault),
        }
    }
}

fn fill_and_go_on(folder: &Path) {
    let ballast = folder.join("ballast");
    fs::write(&ballast, vec![1; 100_000]).unwrap();
    let mut journal = Sqlite::create(&file_of(folder)).unwrap();
    let (acknowledged, fault) = fill(&mut journal, &mut Pen::new(1));
    assert!(fault.to_string().contains("full"), "{fault}");
    assert_eq!(verify(&mut journal, acknowledged).unwrap(), []);
    assert!(matches!(journal.checkpoint(), Ok(()) | Err(Fault::Store { .. })));
    fs::remove_file(&ballast).unwrap();
    journal.append(&Pen::after(1, acknowledged).pages(3)).unwrap();
    drop(journal);
    let mut journal = Sqlite::open(&file_of(folder)).unwrap();
    let head = journal.head().unwrap();
    assert_eq!(head.map(|head| head.index), acknowledged.map(|head| head.index + 3));
    assert_eq!(verify(&mut journal, head).unwrap(), []);
}

#[test]
fn s5_a_small_disk_that_is_really_full_loses_nothing() {
    let Some(disk) = SmallDisk::mounted() else {
        eprintln!("SKIPPED: a small disk can be mounted only by root");
        return;
    };
    fill_and_go_on(disk.0.path());
}
