//! A backup restores (S15), and nothing is ever overwritten.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use desk::{
    backup::backup,
    heads,
    keys::{Hold, RecoveryCode},
    places::hex,
    restore::restore,
    stop::Stop,
};

use proptest::{collection::vec, prelude::*, test_runner::Config};

use crate::given::*;

#[test]
fn a_backup_restores_the_same_notebook_and_moves_the_present_one_aside() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    let command = keep_plan(home.path(), b"# The year");
    desk.act(command, None, noon()).unwrap();
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let (before, notes) = (seen(&mut desk), folded(&desk));
    let folder = home.path().join("backups");
    let made = backup(&places(home.path()), &folder, 7, noon()).unwrap();
    assert_eq!((made.entries, made.plans), (2, 1));
    for (path, mode) in [(made.backup.clone(), 0o700), (made.backup.join("manifest"), 0o600)] {
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, mode);
    }
    desk.act(add("Tom Reyes"), None, noon()).unwrap();
    drop(desk);
    let done = restore(&places(home.path()), &made.backup, noon()).unwrap();
    assert_eq!((done.entries, done.has_end, done.unproved), (2, true, None));
    let mut desk = acting(home.path());
    assert_eq!((seen(&mut desk), folded(&desk)), (before, notes));
    desk.act(add("Ida Brandt"), None, noon()).unwrap();
    drop(desk);
    assert!(desk::doctor::examine(&places(home.path()), noon(), &screen()).unwrap().is_whole());
    let aside = done.aside.unwrap();
    assert!(aside.join("journal.sqlite").exists());
}

#[test]
fn a_notebook_that_opens_is_not_given_away_for_a_backup_under_an_older_key() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let made = backup(&places(home.path()), &home.path().join("backups"), 7, noon()).unwrap();
    desk.rekey(Hold::File, &RecoveryCode::fresh().unwrap(), noon()).unwrap();
    drop(desk);
    assert!(matches!(restore(&places(home.path()), &made.backup, noon()), Err(Stop::OtherKey(_))));
    assert_eq!(seen(&mut reading(home.path())).len(), 1);
}

#[test]
fn a_backup_restores_where_there_is_no_notebook() {
    let home = tempfile::tempdir().unwrap();
    fresh(home.path()).act(add("Mira Solberg"), None, noon()).unwrap();
    let made = backup(&places(home.path()), &home.path().join("backups"), 7, noon()).unwrap();
    fs::remove_dir_all(places(home.path()).notebook()).unwrap();
    let done = restore(&places(home.path()), &made.backup, noon()).unwrap();
    assert_eq!((done.entries, done.aside), (1, None));
    assert_eq!(seen(&mut reading(home.path())).len(), 1);
}

#[test]
fn without_the_key_a_backup_restores_and_says_that_no_seal_was_checked() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let key = desk.key_place();
    drop(desk);
    let made = backup(&places(home.path()), &home.path().join("backups"), 7, noon()).unwrap();
    fs::remove_file(key).unwrap();
    fs::remove_dir_all(places(home.path()).notebook()).unwrap();
    let done = restore(&places(home.path()), &made.backup, noon()).unwrap();
    assert!(done.unproved.unwrap().1.contains("sideways recover"));
}

#[test]
fn a_backup_with_one_flipped_byte_is_refused_and_the_notebook_stays() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    for n in 0..20 {
        desk.act(add(&format!("Peer {n}")), None, noon()).unwrap();
    }
    drop(desk);
    let made = backup(&places(home.path()), &home.path().join("backups"), 7, noon()).unwrap();
    let file = made.backup.join("journal.sqlite");
    let whole = fs::read(&file).unwrap();
    let before = seen(&mut reading(home.path()));
    let mut restored = 0;
    for at in (0..whole.len()).step_by(whole.len() / 60) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&file, &bytes).unwrap();
        match restore(&places(home.path()), &made.backup, noon()) {
            Ok(_) => restored += 1,
            Err(stop) => assert!(matches!(stop, Stop::BrokenBackup { .. }), "byte {at}: {stop}"),
        }
        assert_eq!(seen(&mut reading(home.path())), before, "byte {at}");
    }
    assert!(restored < 60, "flips in free space are harmless, and all seem to be");
    let left = fs::read_dir(places(home.path()).notebook().parent().unwrap()).unwrap();
    assert!(
        !left.map(|entry| entry.unwrap().file_name()).any(|name| name.to_string_lossy().ends_with(".new"))
    );
}

#[test]
fn a_bare_copy_restores_and_is_said_to_know_no_end_and_anything_else_is_no_backup() {
    let home = tempfile::tempdir().unwrap();
    fresh(home.path()).act(add("Mira Solberg"), None, noon()).unwrap();
    let copy = home.path().join("copy.sqlite");
    fs::copy(places(home.path()).journal(), &copy).unwrap();
    assert!(!restore(&places(home.path()), &copy, noon()).unwrap().has_end);
    let empty = home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    for path in [empty, home.path().join("nowhere")] {
        assert!(matches!(restore(&places(home.path()), &path, noon()), Err(Stop::NoBackup { .. })));
    }
    fs::write(&copy, "no notebook").unwrap();
    assert!(matches!(restore(&places(home.path()), &copy, noon()), Err(Stop::BrokenBackup { .. })));
}

#[test]
fn the_newest_stay_others_go_and_what_is_not_ours_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    fresh(home.path()).act(add("Mira Solberg"), None, noon()).unwrap();
    let folder = home.path().join("backups");
    fs::create_dir(&folder).unwrap();
    fs::create_dir(folder.join("sideways-2020-01-01-000000")).unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    for days in 0..12 {
        let made = backup(&places(home.path()), &folder, 3, later(days)).unwrap();
        fs::write(made.backup.join("mine.txt"), "mine").unwrap();
    }
    let ours = fs::read_dir(&folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().join("manifest").exists());
    assert_eq!(ours.count(), 3);
    assert!(folder.join("sideways-2020-01-01-000000").exists() && folder.join("notes.txt").exists());
}

#[test]
fn a_backup_within_the_notebook_and_one_of_a_damaged_notebook_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    drop(desk);
    let inside = places(home.path()).notebook().join("backups");
    assert!(matches!(backup(&places(home.path()), &inside, 7, noon()), Err(Stop::BackupInside(_))));
    let old = fs::read(places(home.path()).journal()).unwrap();
    acting(home.path()).act(add("Tom Reyes"), None, noon()).unwrap();
    fs::write(places(home.path()).journal(), old).unwrap();
    let folder = home.path().join("backups");
    assert!(matches!(backup(&places(home.path()), &folder, 7, noon()), Err(Stop::Damaged { .. })));
    assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
}

#[test]
fn the_end_of_a_restored_notebook_is_the_one_that_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    drop(desk);
    let made = backup(&places(home.path()), &home.path().join("backups"), 7, noon()).unwrap();
    acting(home.path()).act(add("Tom Reyes"), None, noon()).unwrap();
    restore(&places(home.path()), &made.backup, noon()).unwrap();
    let manifest = fs::read_to_string(made.backup.join("manifest")).unwrap();
    let digits = manifest.lines().find_map(|line| line.strip_prefix("notebook ")).unwrap();
    let number = u128::from_str_radix(digits, 16).unwrap().to_be_bytes();
    let head = heads::kept(&places(home.path()), &number).unwrap().unwrap();
    assert!(manifest.contains(&format!("head {} {}", head.index, hex(&head.hash))));
}

/// Everything that a backup shows to whoever holds it without a key: names of its files, and their sizes. The name of a kept
/// plan is a digest of sealed bytes, another one each time.
fn shows(home: &Path, entries: &[(&str, usize)], plan: usize) -> Vec<(String, u64)> {
    let mut desk = fresh(home);
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    desk.act(keep_plan(home, &vec![b'x'; plan]), None, noon()).unwrap();
    for (letter, length) in entries {
        let command = talk(&desk, "mira", &letter.repeat(*length), noon().today);
        desk.act(command, None, noon()).unwrap();
    }
    let made = backup(&places(home), &home.join("backups"), 7, noon()).unwrap();
    let mut all = Vec::new();
    for folder in [made.backup.clone(), made.backup.join("plans")] {
        for file in fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|file| file.path().is_file()) {
            let name = file.file_name().to_string_lossy().into_owned();
            let is_plan = file.path().parent().is_some_and(|folder| folder.ends_with("plans"));
            all.push((if is_plan { name.len().to_string() } else { name }, file.metadata().unwrap().len()));
        }
    }
    all.push((made.backup.file_name().unwrap().to_string_lossy().into_owned(), 0));
    all.sort();
    all
}

/// How many pairs: more by hand.
fn number_of_pairs() -> u32 {
    std::env::var("SIDEWAYS_BACKUP_PAIRS").ok().and_then(|number| number.parse().ok()).unwrap_or(20)
}

proptest! {
    #![proptest_config(Config { cases: number_of_pairs(), failure_persistence: None, ..Config::default() })]

    #[test]
    fn s1_a_backups_names_and_sizes_say_nothing_of_what_is_private(
        lengths in vec(((1..60_usize), (1..60_usize)), 1..12), plan in 1..200_usize, other in 1..200_usize,
    ) {
        let of = |plan, letter, length: fn(&(usize, usize)) -> usize| {
            let home = tempfile::tempdir().unwrap();
            let entries: Vec<(&str, usize)> = lengths.iter().map(|both| (letter, length(both))).collect();
            shows(home.path(), &entries, plan)
        };
        prop_assert_eq!(of(plan, "a", |(one, _)| *one), of(other, "z", |(_, other)| *other));
    }
}

#[test]
fn s1_the_sizes_would_tell_what_leaves_its_padding_bucket() {
    let of = |length| {
        let home = tempfile::tempdir().unwrap();
        shows(home.path(), &[("a", length)], 10)
    };
    assert_ne!(of(10), of(9000), "the test of equal sizes could not fail");
}
