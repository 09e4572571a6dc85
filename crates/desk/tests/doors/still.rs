//! A notebook that stays open shows what is on disk now, whoever wrote it, and nothing once its key is not at hand.

use std::{ffi::OsString, fs, os::unix::fs::DirBuilderExt, path::Path};

use desk::{
    backup, hold,
    keys::{Cost, Hold, Passphrase, RecoveryCode},
    open::{create, open_to_act},
    places::Places,
    restore,
    still::Still,
};
use proptest::prelude::*;

use crate::given::{acting, add, folded, fresh, later, lies_below, noon, places, reading, talk};

fn open(home: &Path) -> Still {
    let mut still = Still::of(places(home));
    assert!(still.unchanged(noon()).is_none(), "nothing is read before somebody looks");
    still.look(noon()).unwrap();
    assert!(still.unchanged(noon()).is_some());
    still
}

/// That it shows what a notebook opened anew shows; and says before whether anything changed.
fn shows_the_same(still: &mut Still, home: &Path, is_changed: bool) {
    assert_eq!(still.unchanged(noon()).is_none(), is_changed);
    let anew = reading(home);
    let desk = still.look(noon()).unwrap();
    assert_eq!(folded(desk), folded(&anew));
    assert_eq!(desk.flaws(), anew.flaws());
    assert!(still.unchanged(noon()).is_some());
}

#[test]
fn what_another_process_writes_shows_at_the_next_look() {
    let home = tempfile::tempdir().unwrap();
    fresh(home.path());
    let mut still = open(home.path());
    for name in ["Mira Solberg", "Tom Okoye"] {
        acting(home.path()).act(add(name), None, noon()).unwrap();
        shows_the_same(&mut still, home.path(), true);
        assert!(still.look(noon()).unwrap().notes().peers.called(name).is_some());
    }
    shows_the_same(&mut still, home.path(), false);
    acting(home.path()).undo(1, None, noon()).unwrap();
    shows_the_same(&mut still, home.path(), true);
    assert!(still.look(noon()).unwrap().notes().peers.called("Mira Solberg").is_none());
}

#[test]
fn s9_what_another_process_forgets_is_gone_from_memory_and_an_open_notebook_keeps_no_copy_on_disk() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let said = talk(&desk, "mira", "she dreads the audit", noon().today);
    let entry = desk.act(said, None, noon()).unwrap().entry;
    let mut wrapped = Vec::new();
    let mut journal = journal::Sqlite::open_reading(&places(home.path()).journal()).unwrap();
    journal::Journal::read(&mut journal, u64::from(entry), &mut |found| {
        wrapped = found.key.unwrap().to_vec();
        false
    })
    .unwrap();
    drop((journal, desk));
    let mut still = open(home.path());
    assert!(lies_below(places(home.path()).notebook(), &wrapped));
    acting(home.path()).forget(entry, None, noon()).unwrap();
    assert!(!lies_below(places(home.path()).notebook(), &wrapped), "its key is nowhere");
    shows_the_same(&mut still, home.path(), true);
    assert!(still.look(noon()).unwrap().entries().unwrap()[entry as usize - 1].is_forgotten);
}

#[test]
fn a_new_key_and_a_restored_backup_are_honoured() {
    let home = tempfile::tempdir().unwrap();
    fresh(home.path()).act(add("Mira Solberg"), None, noon()).unwrap();
    let mut still = open(home.path());
    acting(home.path()).rekey(Hold::File, &RecoveryCode::fresh().unwrap(), noon()).unwrap();
    shows_the_same(&mut still, home.path(), true);
    acting(home.path()).act(add("Tom Okoye"), None, noon()).unwrap();
    shows_the_same(&mut still, home.path(), true);
    backup::backup(&places(home.path()), &home.path().join("backups"), 3, noon()).unwrap();
    acting(home.path()).act(add("Lena Fischer"), None, noon()).unwrap();
    shows_the_same(&mut still, home.path(), true);
    restore::restore(&places(home.path()), &home.path().join("backups"), noon()).unwrap();
    shows_the_same(&mut still, home.path(), true);
    assert!(still.look(noon()).unwrap().notes().peers.called("Lena Fischer").is_none());
}

#[test]
fn without_its_key_nothing_shows_and_nothing_stays_in_memory() {
    let home = tempfile::tempdir().unwrap();
    let desk = fresh(home.path());
    let (path, aside) = (desk.key_place(), home.path().join("aside"));
    drop(desk);
    let mut still = open(home.path());
    fs::rename(&path, &aside).unwrap();
    assert!(still.unchanged(noon()).is_none());
    assert!(!still.is_open(), "seeing that is enough to let it go");
    assert!(still.look(noon()).is_err());
    fs::rename(&aside, &path).unwrap();
    assert!(still.look(noon()).is_ok());
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    assert!(still.look(noon()).is_err(), "others can read the key: nothing opens until that is mended");
    assert!(!still.is_open());
}

#[test]
fn an_unlocked_key_that_lapses_or_is_locked_takes_the_notebook_with_it() {
    let home = tempfile::tempdir().unwrap();
    let runtime = home.path().join("run");
    fs::DirBuilder::new().mode(0o700).create(&runtime).unwrap();
    let places = Places::find(None, &|name| match name {
        "HOME" => Some(OsString::from(home.path())),
        "XDG_RUNTIME_DIR" => Some(OsString::from(&runtime)),
        _ => None,
    })
    .unwrap();
    let words = Passphrase::chosen("four words of mine").unwrap();
    let cheap = Cost { memory: 64, passes: 1, lanes: 1 };
    drop(create(places.clone(), &Hold::Passphrase(&words, cheap), noon()).unwrap());
    let mut still = Still::of(places.clone());
    assert!(still.look(noon()).is_err(), "it is locked");
    let day = 24 * 3_600_000;
    hold::unlock(&places, &words, noon(), day).unwrap();
    still.look(noon()).unwrap();
    assert!(still.unchanged(noon()).is_some());
    assert!(still.unchanged(later(1)).is_none() && !still.is_open(), "the day is over");
    assert!(still.look(later(1)).is_err());
    hold::unlock(&places, &words, noon(), day).unwrap();
    still.look(noon()).unwrap();
    assert!(still.look(later(-1)).is_err(), "a clock that was set back opens nothing");
    hold::unlock(&places, &words, noon(), day).unwrap();
    still.look(noon()).unwrap();
    hold::lock(&places, noon()).unwrap();
    assert!(still.unchanged(noon()).is_none() && !still.is_open());
    assert!(still.look(noon()).is_err());
}

#[test]
fn a_file_in_the_place_of_another_is_seen() {
    let home = tempfile::tempdir().unwrap();
    fresh(home.path()).act(add("Mira Solberg"), None, noon()).unwrap();
    let (path, old) = (places(home.path()).journal(), home.path().join("old.sqlite"));
    fs::copy(&path, &old).unwrap();
    acting(home.path()).act(add("Tom Okoye"), None, noon()).unwrap();
    let mut still = open(home.path());
    assert!(still.look(noon()).unwrap().flaws().is_empty());
    fs::rename(&old, &path).unwrap();
    let flaws = still.look(noon()).unwrap().flaws();
    assert!(flaws[0].fact.contains("entry 2 was written"), "{}", flaws[0].fact);
    fs::remove_dir_all(places(home.path()).notebook()).unwrap();
    assert!(still.look(noon()).is_err() && !still.is_open());
}

#[derive(Clone, Debug)]
enum Step {
    Add(u8),
    Talk(u8),
    Undo(u8),
    Forget(u8),
    Rekey,
    Look,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..6_u8).prop_map(Step::Add),
        (0..6_u8).prop_map(Step::Talk),
        (0..12_u8).prop_map(Step::Undo),
        (0..12_u8).prop_map(Step::Forget),
        Just(Step::Rekey),
        Just(Step::Look),
        Just(Step::Look),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_others_do_a_look_shows_what_opening_anew_shows(steps in prop::collection::vec(step(), 1..14)) {
        let home = tempfile::tempdir().unwrap();
        fresh(home.path());
        let mut still = Still::of(places(home.path()));
        for step in &steps {
            let mut desk = open_to_act(places(home.path()), "sideways test", noon()).unwrap();
            // What is refused changes nothing.
            match step {
                Step::Add(n) => drop(desk.act(add(&format!("Peer {n}")), None, noon())),
                Step::Talk(n) if desk.notes().peers.called(&format!("Peer {n}")).is_some() => {
                    let said = talk(&desk, &format!("Peer {n}"), "words", noon().today);
                    drop(desk.act(said, None, noon()));
                }
                Step::Undo(n) => drop(desk.undo(u32::from(*n), None, noon())),
                Step::Forget(n) => drop(desk.forget(u32::from(*n), None, noon())),
                Step::Rekey => drop(desk.rekey(Hold::File, &RecoveryCode::fresh().unwrap(), noon()).unwrap()),
                Step::Talk(_) | Step::Look => {}
            }
            drop(desk);
            if matches!(step, Step::Look) {
                let seen = folded(still.look(noon()).unwrap());
                prop_assert_eq!(seen, folded(&reading(home.path())));
            }
        }
        let seen = folded(still.look(noon()).unwrap());
        prop_assert_eq!(seen, folded(&reading(home.path())));
    }
}
