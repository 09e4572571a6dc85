//! S5 and S6: a process killed at any act loses nothing that it acknowledged, and a retry doubles nothing.

use std::{fs::OpenOptions, io::Write, path::Path};

use journal::{
    Fault, Journal, Sqlite, Synchronous,
    contract::{Pen, pages, request},
    verify,
};

use crate::{
    Dice,
    child::{Story, file_of, marks},
    count, recorder,
};

/// Kills of one journal, one after the other.
const KILLS_OF_A_JOURNAL: u64 = 15;

/// What the last child acknowledged.
fn acknowledged(folder: &Path) -> u64 {
    let marks = marks(folder);
    let pages = marks.iter().filter_map(|mark| mark.strip_prefix("pages ")?.parse().ok());
    pages.max().unwrap_or(0)
}

/// The retry is acknowledged too.
fn acknowledge(folder: &Path, index: u64) {
    let mut marks = OpenOptions::new().append(true).open(folder.join("marks")).unwrap();
    writeln!(marks, "pages {index}").unwrap();
}

/// Carries out again what may have been under way; says whether it was committed and not answered.
fn retry(journal: &mut Sqlite, next: u64) -> bool {
    let mut pen = Pen::after(1, journal.head().unwrap());
    match journal.append(&[pen.page_of(request(1, next))]) {
        Ok(head) => {
            assert_eq!(head.index, next);
            false
        }
        Err(Fault::Repeated { index }) => {
            assert_eq!(index, next);
            true
        }
        Err(fault) => panic!("{fault}"),
    }
}

#[test]
fn s5_s6_nothing_acknowledged_is_lost_to_a_kill_and_a_retry_has_one_effect() {
    if !recorder::is_here() {
        return;
    }
    let kills = count("CRASH_KILLS", 500) as u64;
    let mut dice = Dice::new(5);
    let (mut killed, mut unanswered) = (0, 0);
    let mut folder = recorder::quick_folder();
    for trial in 0..kills {
        if trial % KILLS_OF_A_JOURNAL == 0 {
            folder = recorder::quick_folder();
        }
        let limit = 1 + dice.below(150);
        let story = Story { name: "appends", seed: trial, limit, synchronous: Synchronous::Full };
        killed += u64::from(recorder::run(story, folder.path(), None).code().is_none());
        let kept = acknowledged(folder.path());
        let mut journal = Sqlite::open(&file_of(folder.path())).unwrap();
        let before = pages(&mut journal).len() as u64;
        assert!(before == kept || before == kept + 1, "trial {trial}: {before} pages, {kept} acknowledged");
        let was_committed = retry(&mut journal, kept + 1);
        assert_eq!(was_committed, before > kept);
        unanswered += u64::from(was_committed);
        acknowledge(folder.path(), kept + 1);
        let head = journal.head().unwrap();
        assert_eq!(verify(&mut journal, head).unwrap(), []);
        let requests: Vec<_> = pages(&mut journal).iter().map(|(page, _)| page.request).collect();
        assert_eq!(requests, (1..=kept + 1).map(|index| request(1, index)).collect::<Vec<_>>());
    }
    println!(
        "{killed} of {kills} killed, {unanswered} with a commit that was not answered: 0 lost, 0 doubled"
    );
    assert_eq!(killed, kills);
    assert!(unanswered > 0);
}
