//! The file of a journal: whose it is, what it refuses, what it forgets, and copies of it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

use journal::{
    FORMAT, Fault, Journal, Sqlite,
    contract::{Pen, pages, wrapped},
    verify,
};
use rusqlite::Connection;

/// Copies that are made while another writes.
const COPIES: usize = 30;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("own/deep/notebook")
    }

    fn journal(&self, count: usize) -> Sqlite {
        let mut journal = Sqlite::create(&self.file()).unwrap();
        journal.append(&Pen::new(1).pages(count)).unwrap();
        journal
    }

    /// All bytes of all files beside the journal.
    fn bytes(&self) -> Vec<u8> {
        let files = fs::read_dir(self.file().parent().unwrap()).unwrap();
        files.flat_map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
    }
}

fn said<T>(result: Result<T, Fault>) -> String {
    result.err().unwrap().to_string()
}

#[cfg(unix)]
#[test]
fn the_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = Place::new();
    let mut journal = place.journal(3);
    let folder = place.file().parent().unwrap().to_owned();
    assert_eq!((mode(&folder), mode(folder.parent().unwrap())), (0o700, 0o700));
    let names: BTreeSet<_> =
        fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names, ["notebook", "notebook-shm", "notebook-wal"].map(String::from).into());
    for name in &names {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
    journal.copy(&folder.join("copy")).unwrap();
    assert_eq!(mode(&folder.join("copy")), 0o600);
    drop(journal);
    fs::set_permissions(place.file(), fs::Permissions::from_mode(0o644)).unwrap();
    Sqlite::open(&place.file()).unwrap();
    assert_eq!(mode(&place.file()), 0o600);
}

#[test]
fn what_is_closed_is_one_file() {
    let place = Place::new();
    drop(place.journal(30));
    let files = fs::read_dir(place.file().parent().unwrap()).unwrap().count();
    assert_eq!(files, 1);
    assert_eq!(pages(&mut Sqlite::open_reading(&place.file()).unwrap()).len(), 30);
}

#[test]
fn an_existing_file_is_not_made_anew() {
    let place = Place::new();
    drop(place.journal(3));
    assert!(said(Sqlite::create(&place.file())).starts_with("the notebook can't be made: "));
    assert_eq!(pages(&mut Sqlite::open(&place.file()).unwrap()).len(), 3);
}

#[test]
fn no_file_is_not_opened() {
    let place = Place::new();
    assert!(said(Sqlite::open(&place.file())).starts_with("the notebook can't be opened: "));
    assert!(said(Sqlite::open_reading(&place.file())).starts_with("the notebook can't be opened: "));
    assert!(!place.file().exists());
}

#[test]
fn a_later_format_is_refused() {
    let place = Place::new();
    drop(place.journal(3));
    Connection::open(place.file()).unwrap().pragma_update(None, "user_version", FORMAT + 1).unwrap();
    assert!(matches!(Sqlite::open(&place.file()), Err(Fault::Newer(format)) if format == FORMAT + 1));
    assert!(matches!(Sqlite::open_reading(&place.file()), Err(Fault::Newer(_))));
}

#[test]
fn the_file_of_another_program_is_refused_and_left_as_it_is() {
    let place = Place::new();
    for sql in ["CREATE TABLE theirs (a)", "CREATE TABLE theirs (a); PRAGMA user_version=1"] {
        let path = place.0.path().join(format!("theirs {}", sql.len()));
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let before = fs::read(&path).unwrap();
        let no = "the notebook can't be opened: it is no notebook of sideways";
        assert_eq!(said(Sqlite::open(&path)), no);
        assert_eq!(said(Sqlite::open_reading(&path)), no);
        assert_eq!(fs::read(&path).unwrap(), before);
    }
    let path = place.0.path().join("text");
    fs::write(&path, "dear diary, ".repeat(200)).unwrap();
    assert_eq!(said(Sqlite::open(&path)), "the notebook can't be opened: file is not a database");
    assert_eq!(fs::read_to_string(&path).unwrap(), "dear diary, ".repeat(200));
}

#[test]
fn what_was_begun_and_not_finished_is_finished_by_opening() {
    let place = Place::new();
    fs::create_dir_all(place.file().parent().unwrap()).unwrap();
    fs::write(place.file(), "").unwrap();
    assert!(Sqlite::open_reading(&place.file()).is_err());
    let mut journal = Sqlite::open(&place.file()).unwrap();
    assert_eq!(journal.head().unwrap(), None);
    journal.append(&Pen::new(1).pages(1)).unwrap();
}

#[test]
fn readers_read_one_state_while_another_writes() {
    let place = Place::new();
    let mut writer = place.journal(5);
    let mut reader = Sqlite::open_reading(&place.file()).unwrap();
    let mut seen = 0;
    reader
        .read(1, &mut |found| {
            seen = found.page.index;
            let mut pen = Pen::after(1, writer.head().unwrap());
            writer.append(&pen.pages(1)).unwrap();
            true
        })
        .unwrap();
    assert_eq!(seen, 5);
    assert_eq!(pages(&mut reader).len(), 10);
    assert!(matches!(
        reader.append(&Pen::after(1, writer.head().unwrap()).pages(1)),
        Err(Fault::Store { .. })
    ));
    assert!(reader.set(&[("salt", b"x")]).is_err());
}

/// Which of these keys have any eight bytes, in steps of eight, among the bytes of the files.
fn found(place: &Place, keys: impl IntoIterator<Item = (u64, Vec<u8>)>) -> BTreeSet<u64> {
    let mut parts = HashMap::new();
    for (index, key) in keys {
        parts.extend(key.chunks_exact(8).map(|part| (<[u8; 8]>::try_from(part).unwrap(), index)));
    }
    place.bytes().windows(8).filter_map(|window| parts.get(window).copied()).collect()
}

fn keys(indexes: impl IntoIterator<Item = u64>) -> Vec<(u64, Vec<u8>)> {
    indexes.into_iter().map(|index| (index, wrapped(1, index))).collect()
}

#[test]
fn s9_no_copy_of_a_destroyed_key_is_left() {
    const ALL: u64 = 401;
    let place = Place::new();
    let mut journal = place.journal(ALL as usize);
    let mut gone = BTreeSet::new();
    for step in 1..ALL - 20 {
        let index = 1 + step * 257 % ALL;
        assert!(journal.destroy(index).unwrap());
        gone.insert(index);
        if step % 97 == 0 || step == ALL - 21 {
            assert_eq!(found(&place, keys(gone.iter().copied())), BTreeSet::new());
            let left: BTreeSet<_> = (1..=ALL).filter(|index| !gone.contains(index)).collect();
            assert_eq!(found(&place, keys(left.iter().copied())), left);
        }
    }
}

#[test]
fn s9_no_copy_of_an_older_wrapping_is_left() {
    const ALL: u64 = 500;
    let place = Place::new();
    let mut journal = place.journal(ALL as usize);
    let salts = [[77; 32], [88; 32], [99; 32]];
    journal.set(&[("salt", &salts[0]), ("other", &salts[1])]).unwrap();
    let longer =
        |key: &[u8]| [key, &key[..30], key].concat().iter().map(|byte| byte ^ 1).collect::<Vec<u8>>();
    let all = keys(1..=ALL);
    let longer_ones: Vec<_> = all.iter().map(|(index, key)| (*index, longer(key))).collect();
    journal.rewrap(&mut |_, key| Some(longer(key)), &[("salt", &salts[2])]).unwrap();
    assert_eq!(found(&place, all.clone()), BTreeSet::new());
    assert_eq!(found(&place, longer_ones.clone()).len(), ALL as usize);
    let salts = (0..).zip(salts.map(Vec::from));
    assert_eq!(found(&place, salts), [1, 2].into());
    journal.rewrap(&mut |_, key| Some(key[..60].iter().map(|byte| byte ^ 2).collect()), &[]).unwrap();
    assert_eq!(found(&place, all.into_iter().chain(longer_ones)), BTreeSet::new());
}

#[test]
fn s9_a_reader_that_keeps_old_bytes_alive_is_named() {
    let place = Place::new();
    let mut journal = place.journal(5);
    let mut reader = Sqlite::open_reading(&place.file()).unwrap();
    let mut fault = None;
    reader
        .read(1, &mut |_| {
            fault = journal.destroy(2).err();
            false
        })
        .unwrap();
    let fault = fault.unwrap().to_string();
    assert!(fault.ends_with("another program is reading it; close that and try again"), "{fault}");
    assert!(!journal.destroy(2).unwrap(), "it was destroyed before");
    assert_eq!(found(&place, keys([2])), BTreeSet::new());
}

/// Appends until it is told to stop; says how many pages are acknowledged.
fn write_on(path: &Path, acknowledged: &AtomicU64, stop: &AtomicBool) {
    let mut journal = Sqlite::open(path).unwrap();
    let mut pen = Pen::after(1, journal.head().unwrap());
    while !stop.load(Ordering::Relaxed) {
        let head = journal.append(&pen.pages(2)).unwrap();
        acknowledged.store(head.index, Ordering::SeqCst);
        if head.index.is_multiple_of(64) {
            journal.destroy(head.index - 5).unwrap();
        }
    }
}

/// Copies while another writes; how many of the copies are not whole.
fn wrong_copies(mut copy: impl FnMut(&Path, &Path)) -> usize {
    let place = Place::new();
    drop(place.journal(40));
    let (acknowledged, stop) = (AtomicU64::new(40), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| write_on(&place.file(), &acknowledged, &stop));
        let is_wrong = |number: &usize| {
            let begun = acknowledged.load(Ordering::SeqCst);
            while acknowledged.load(Ordering::SeqCst) < begun + 10 {
                thread::yield_now();
            }
            let to = place.0.path().join(format!("copy {number}"));
            let before = acknowledged.load(Ordering::SeqCst);
            copy(&place.file(), &to);
            let Ok(mut copied) = Sqlite::open(&to) else { return true };
            let Ok(head) = copied.head() else { return true };
            let is_whole = verify(&mut copied, head).is_ok_and(|flaws| flaws.is_empty());
            !is_whole || head.is_none_or(|head| head.index < before || head.index % 2 == 1)
        };
        let wrong = (0..COPIES).filter(is_wrong).count();
        stop.store(true, Ordering::Relaxed);
        wrong
    })
}

#[test]
fn s15_a_copy_made_while_another_writes_restores_whole() {
    let wrong = wrong_copies(|from, to| Sqlite::open_reading(from).unwrap().copy(to).unwrap());
    println!("{} of {COPIES} copies under load restore whole", COPIES - wrong);
    assert_eq!(wrong, 0);
}

#[test]
#[ignore = "an experiment, by hand: a plain copy of the file is wrong most of the time, and by luck right"]
fn s15_a_plain_copy_of_the_file_is_wrong() {
    let wrong = wrong_copies(|from, to| assert!(fs::copy(from, to).unwrap() > 0));
    println!("{wrong} of {COPIES} plain copies of the file under load are wrong");
}

#[test]
fn nothing_of_sqlite_is_built_that_a_notebook_has_no_use_for() {
    let connection = Connection::open_in_memory().unwrap();
    let mut options = connection.prepare("PRAGMA compile_options").unwrap();
    let options: Vec<String> = options.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let unused = ["DBSTAT", "FTS", "LOAD_EXTENSION", "RTREE", "STAT4", "SOUNDEX"];
    let built =
        |option: &&String| option.starts_with("ENABLE_") && unused.iter().any(|part| option.contains(part));
    assert_eq!(options.iter().filter(built).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(options.iter().any(|option| option == "OMIT_LOAD_EXTENSION"), "{options:?}");
}
