//! A making and a restoring that are cut off after every step, as if the process were killed there.

use std::{
    ffi::OsString,
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Zoned;
use playbook::{map::peers, notebook::Command};

use crate::{
    backup::backup,
    clock::Moment,
    keys::{Hold, open as open_key, recover},
    lock,
    open::{Desk, Made, create, create_watched, open_to_act, open_to_read},
    places::Places,
    restore::{Step, restore, restore_watched},
    stop::Stop,
};

const MAKING: [Made; 7] =
    [Made::Folder, Made::File, Made::Named, Made::Held, Made::Recoverable, Made::Closed, Made::InPlace];

const RESTORING: [Step; 8] = [
    Step::Copied,
    Step::Proved,
    Step::ForgotAgain,
    Step::Ready,
    Step::KeptBeside,
    Step::Named,
    Step::InPlace,
    Step::Kept,
];

fn noon() -> Moment {
    Moment::of(&"2027-03-01T12:00:00+01:00[Europe/Berlin]".parse::<Zoned>().unwrap())
}

fn places(home: &Path) -> Places {
    let home = home.as_os_str().to_owned();
    Places::find(None, &|name| (name == "HOME").then(|| OsString::from(&home))).unwrap()
}

fn add(name: &str) -> Command {
    Command::Peers(peers::Command::Add { name: name.to_owned(), aliases: Vec::new() })
}

/// Runs something that ends after a step, without a word and without cleaning up what a killed process would leave.
fn cut<S: PartialEq + Copy, T>(after: S, run: impl FnOnce(&mut dyn FnMut(S)) -> T) -> Option<T> {
    let mut stop = |step: S| {
        if step == after {
            resume_unwind(Box::new("cut off"));
        }
    };
    catch_unwind(AssertUnwindSafe(|| run(&mut stop))).ok()
}

fn acting(places: &Places) -> Desk {
    open_to_act(places.clone(), "sideways test", noon()).unwrap()
}

#[test]
fn s5_a_making_cut_off_after_any_step_leaves_a_whole_notebook_or_room_for_one() {
    for after in MAKING {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        let made = cut(after, |stop| create_watched(places.clone(), &Hold::File, noon(), stop).is_ok());
        assert!(made.is_none(), "{after:?}");
        match after {
            Made::InPlace => {
                let again = create(places.clone(), &Hold::File, noon()).err().unwrap();
                assert!(matches!(again, Stop::Exists(_)));
                acting(&places).act(add("Mira Solberg"), None, noon()).unwrap();
            }
            _ => {
                let (mut desk, code) = create(places.clone(), &Hold::File, noon()).unwrap();
                desk.act(add("Mira Solberg"), None, noon()).unwrap();
                let (id, key) = (desk.id, desk.key.id());
                assert!(recover(&mut *desk.journal, &id, &code).is_ok_and(|found| found.id() == key));
                assert!(open_key(&places, &mut *desk.journal, &id, 0).is_ok());
            }
        }
        assert_eq!(open_to_read(places.clone(), noon()).unwrap().notes().last, 1, "{after:?}");
        let keys = fs::read_dir(home.path().join(".config/sideways/keys")).unwrap();
        assert_eq!(keys.count(), 1, "{after:?}: a key of a notebook that never was");
        let files = fs::read_dir(places.notebook()).unwrap().map(|file| file.unwrap().file_name());
        let left: Vec<OsString> = files.filter(|name| name.to_string_lossy().contains(".new")).collect();
        assert!(left.is_empty(), "{after:?}: {left:?}");
    }
}

#[test]
fn s5_a_planted_file_that_was_made_in_its_place_and_cut_off_is_found() {
    let home = tempfile::tempdir().unwrap();
    let places = places(home.path());
    fs::create_dir_all(places.notebook()).unwrap();
    drop(journal::Sqlite::create(&places.journal()).unwrap());
    assert!(matches!(create(places.clone(), &Hold::File, noon()), Err(Stop::Exists(_))));
    assert!(open_to_read(places, noon()).is_err());
}

/// A notebook of four entries with a backup of the first three; the second and the third were forgotten since.
fn forgotten_since(home: &Path) -> (Places, PathBuf) {
    let places = places(home);
    let (mut desk, _) = create(places.clone(), &Hold::File, noon()).unwrap();
    for name in ["Mira Solberg", "Tom Reyes", "Ida Brandt"] {
        desk.act(add(name), None, noon()).unwrap();
    }
    drop(desk);
    let backups = home.join("backups");
    backup(&places, &backups, 7, noon()).unwrap();
    let mut desk = acting(&places);
    desk.act(add("Bo Dahl"), None, noon()).unwrap();
    desk.forget(2, None, noon()).unwrap();
    desk.forget(3, None, noon()).unwrap();
    (places, backups)
}

/// That the notebook in its place can be read and written, and gives nothing forgotten back.
fn is_forgotten(places: &Places) -> bool {
    let mut desk = acting(places);
    assert!(desk.flaws().is_empty(), "{:?}", desk.flaws());
    let entries = desk.entries().unwrap();
    [1, 2].iter().all(|at| entries[*at].is_forgotten && entries[*at].entry.is_none())
}

#[test]
fn s9_a_restore_cut_off_after_any_step_gives_nothing_forgotten_back() {
    for after in RESTORING {
        let home = tempfile::tempdir().unwrap();
        let (places, backups) = forgotten_since(home.path());
        let done = cut(after, |stop| restore_watched(&places, &backups, noon(), stop).is_ok());
        assert!(done.is_none(), "{after:?}");
        let mut read = open_to_read(places.clone(), noon()).unwrap();
        assert!(read.flaws().is_empty(), "{after:?}: {:?}", read.flaws());
        assert!(read.entries().unwrap()[1].is_forgotten, "{after:?}");
        drop(read);
        assert!(is_forgotten(&places), "{after:?}");
        assert!(backup(&places, &home.path().join("others"), 7, noon()).is_ok(), "{after:?}");
        let is_restored = matches!(after, Step::InPlace | Step::Kept);
        assert_eq!(
            open_to_read(places.clone(), noon()).unwrap().notes().last,
            if is_restored { 5 } else { 6 }
        );
        // What is forgotten next is in no copy that was left half made.
        if after == Step::Copied {
            acting(&places).forget(4, None, noon()).unwrap();
        } else {
            restore(&places, &backups, noon()).unwrap();
        }
        let beside = fs::read_dir(places.notebook().parent().unwrap()).unwrap();
        let beside = beside.map(|path| path.unwrap().file_name().to_string_lossy().into_owned());
        let left: Vec<String> = beside.filter(|name| name.ends_with(".new")).collect();
        assert!(left.is_empty(), "{after:?}: {left:?}");
        assert!(is_forgotten(&places), "{after:?}, restored again");
        acting(&places).act(add("Ann Lee"), None, noon()).unwrap();
    }
}

#[test]
fn s9_a_restore_of_an_empty_notebook_cut_off_after_any_step_leaves_one_that_opens() {
    for after in RESTORING.into_iter().filter(|step| *step != Step::ForgotAgain) {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        drop(create(places.clone(), &Hold::File, noon()).unwrap());
        let backups = home.path().join("backups");
        backup(&places, &backups, 7, noon()).unwrap();
        acting(&places).act(add("Mira Solberg"), None, noon()).unwrap();
        assert!(cut(after, |stop| restore_watched(&places, &backups, noon(), stop).is_ok()).is_none());
        let desk = acting(&places);
        assert!(desk.flaws().is_empty(), "{after:?}: {:?}", desk.flaws());
        drop(desk);
        restore(&places, &backups, noon()).unwrap();
        assert_eq!(acting(&places).act(add("Tom Reyes"), None, noon()).unwrap().entry, 1);
    }
}

#[test]
fn s9_a_planted_restore_that_forgets_only_once_it_is_in_place_is_found() {
    let home = tempfile::tempdir().unwrap();
    let (places, backups) = forgotten_since(home.path());
    assert!(is_forgotten(&places));
    let made = fs::read_dir(&backups).unwrap().next().unwrap().unwrap().path();
    fs::copy(made.join("journal.sqlite"), places.journal()).unwrap();
    crate::heads::forget(&places, &acting(&places).id).unwrap();
    assert!(!is_forgotten(&places));
}

#[test]
fn s9_what_a_backup_is_rolled_back_to_is_found_also_while_two_ends_are_kept() {
    let home = tempfile::tempdir().unwrap();
    let (places, backups) = forgotten_since(home.path());
    cut(Step::KeptBeside, |stop| restore_watched(&places, &backups, noon(), stop).is_ok());
    let made = fs::read_dir(&backups).unwrap().next().unwrap().unwrap().path();
    fs::copy(made.join("journal.sqlite"), places.journal()).unwrap();
    let desk = open_to_read(places, noon()).unwrap();
    assert!(!desk.flaws().is_empty(), "the backup itself is neither of the two");
}

#[test]
fn s9_whoever_waited_for_the_notebook_that_was_moved_aside_gets_the_one_that_is_there_now() {
    let home = tempfile::tempdir().unwrap();
    let (places, backups) = forgotten_since(home.path());
    let (mut was_held, mut waiting) = (false, None);
    restore_watched(&places, &backups, noon(), &mut |step| {
        let path = places.lock();
        let held = |path: &Path| lock::hold(path, "sideways talk", 0, Duration::ZERO).is_err();
        was_held |= held(&path);
        assert!(held(&path) || step == Step::Kept, "{step:?}: somebody else may write");
        if step == Step::Copied {
            let places = places.clone();
            waiting = Some(std::thread::spawn(move || {
                let mut desk = open_to_act(places, "sideways talk", noon()).unwrap();
                desk.act(add("Ann Lee"), None, noon()).unwrap().entry
            }));
            std::thread::sleep(Duration::from_millis(60));
        }
    })
    .unwrap();
    assert!(was_held);
    assert_eq!(waiting.unwrap().join().unwrap(), 6, "it is the next entry of the restored notebook");
    assert!(is_forgotten(&places));
    assert_eq!(open_to_read(places, noon()).unwrap().notes().last, 6);
}
