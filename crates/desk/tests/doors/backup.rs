//! A backup restores (S15), and nothing is ever overwritten.

use std::{fs, os::unix::fs::PermissionsExt};

use desk::{
    backup::backup,
    heads,
    keys::{Hold, RecoveryCode},
    places::hex,
    restore::restore,
    stop::Stop,
};

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
    desk.rekey(Hold::File, &RecoveryCode::fresh().unwrap()).unwrap();
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
    assert!(matches!(backup(&places(home.path()), &inside, 7, noon()), Err(Stop::NoBackup { .. })));
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
