//! A rekey that is cut off, at every point.

use std::{fs, path::Path, time::Duration};

use given::{Memory, NOTEBOOK, all, places, write};

use super::{
    Cost, Fault, Hold, How, Passphrase, RecoveryCode, Rekey, begin, file, open, recover, rekey,
    rekey::{Step, rekey_watched},
    settle, unlock,
};
use crate::{
    disk,
    lock::{self, Guard},
    places::Places,
    seal::AccountKey,
};

#[path = "../../tests/given/mod.rs"]
mod given;

const NOW: i64 = 1_790_000_000_000;
const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };
const STEPS: [Step; 5] = [Step::Settled, Step::KeptNew, Step::Rewrapped, Step::WipedOld, Step::Settling];
const WAYS: [How; 2] = [How::File, How::Passphrase];

fn passphrase() -> Passphrase {
    Passphrase::new("four words of mine")
}

fn hold(how: How, passphrase: &Passphrase) -> Hold<'_> {
    match how {
        How::Passphrase => Hold::Passphrase(passphrase, CHEAP),
        _ => Hold::File,
    }
}

fn guard(places: &Places) -> Guard {
    lock::hold(&places.lock(), "sideways rekey", NOW, Duration::ZERO).unwrap()
}

/// A notebook with a few entries, one of them forgotten.
fn begun(places: &Places, how: How) -> (Memory, AccountKey) {
    let mut journal = Memory::default();
    let account = begin(places, &mut journal, &NOTEBOOK, &hold(how, &passphrase())).unwrap();
    write(&mut journal, &account, &[b"one", b"two", b"three"]);
    (journal, account)
}

fn crashed() -> Fault {
    Fault::Store { doing: "written", path: "nowhere".into(), source: std::io::Error::other("cut off") }
}

/// A rekey that ends after this step, as if the process were killed there; the new key if it never comes to that.
fn cut(
    places: &Places,
    journal: &mut Memory,
    old: &AccountKey,
    to: How,
    after: Option<Step>,
) -> Option<AccountKey> {
    let passphrase = passphrase();
    let to = Rekey { hold: hold(to, &passphrase), recovery: None };
    let mut stop = |step| if Some(step) == after { Err(crashed()) } else { Ok(()) };
    rekey_watched(places, journal, &NOTEBOOK, old, &to, &guard(places), &mut stop).ok()
}

/// The account key as a user would get at it; nothing if it is lost.
fn found(places: &Places, journal: &mut Memory) -> Option<AccountKey> {
    match open(places, journal, &NOTEBOOK, NOW) {
        Err(Fault::Locked) => unlock(places, journal, &NOTEBOOK, &passphrase(), NOW, 1_000).ok(),
        found => found.ok(),
    }
}

/// Whether the key is found and opens everything.
fn is_whole(places: &Places, journal: &mut Memory) -> bool {
    found(places, journal).is_some_and(|account| {
        all(journal, &account).is_some_and(|texts| texts == [&b"one"[..], b"two", b"three"])
    })
}

/// Account keys that lie in files, unlocked ones too.
fn in_files(places: &Places) -> Vec<[u8; 16]> {
    let folders = [places.key(&NOTEBOOK), places.runtime().unwrap().join("sideways/x")];
    let files = folders.iter().flat_map(|path| fs::read_dir(path.parent().unwrap()).into_iter().flatten());
    files.filter_map(|path| Some(file::read(&path.unwrap().path(), &NOTEBOOK).ok()?.account.id())).collect()
}

/// All ways from one holding to another, cut off at every step and twice.
fn every_crash() -> impl Iterator<Item = (How, How, Option<Step>, Option<Step>)> {
    let first = [Some(Step::Settled), Some(Step::KeptNew), Some(Step::Rewrapped), Some(Step::WipedOld), None];
    let second = [Some(Step::KeptNew), Some(Step::Rewrapped), Some(Step::WipedOld)];
    let steps = move || first.into_iter().flat_map(move |first| second.map(|second| (first, second)));
    let ways = WAYS.into_iter().flat_map(|from| WAYS.map(|to| (from, to)));
    ways.flat_map(move |(from, to)| steps().map(move |(first, second)| (from, to, first, second)))
}

#[test]
fn s5_a_rekey_cut_off_anywhere_once_or_twice_leaves_the_notebook_whole() {
    for (from, to, first, second) in every_crash() {
        let case = format!("{from:?} to {to:?}, cut off after {first:?} and {second:?}");
        let (_folder, places) = places();
        let (mut journal, old) = begun(&places, from);
        cut(&places, &mut journal, &old, to, first);
        assert!(is_whole(&places, &mut journal), "{case}: lost at first");
        let now = found(&places, &mut journal).unwrap();
        cut(&places, &mut journal, &now, from, second);
        assert!(is_whole(&places, &mut journal), "{case}: lost at second");
        settle(&places, &mut journal, &NOTEBOOK, &guard(&places)).unwrap();
        settle(&places, &mut journal, &NOTEBOOK, &guard(&places)).unwrap();
        assert!(is_whole(&places, &mut journal), "{case}: lost by settling");
        let now = found(&places, &mut journal).unwrap();
        let last = cut(&places, &mut journal, &now, How::File, None).unwrap();
        assert!(is_whole(&places, &mut journal), "{case}: lost at last");
        assert_eq!(file::read(&places.key(&NOTEBOOK), &NOTEBOOK).unwrap().account.id(), last.id(), "{case}");
        for gone in [&old, &now] {
            assert!(!in_files(&places).contains(&gone.id()), "{case}: a retired key lies in a file");
            assert!(all(&journal, gone).is_none(), "{case}: a retired key opens an entry");
        }
    }
}

#[test]
fn s5_a_new_key_file_torn_at_any_length_harms_nothing() {
    let (_folder, places) = places();
    let (mut journal, old) = begun(&places, How::File);
    let to = Rekey { hold: Hold::File, recovery: None };
    let mut stop = |step| if step == Step::KeptNew { Err(crashed()) } else { Ok(()) };
    rekey_watched(&places, &mut journal, &NOTEBOOK, &old, &to, &guard(&places), &mut stop).err().unwrap();
    let main = places.key(&NOTEBOOK);
    let keys = fs::read_dir(main.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    let beside = keys.into_iter().find(|path| *path != main).unwrap();
    let whole = fs::read(&beside).unwrap();
    for length in (0..whole.len()).rev() {
        fs::write(&beside, &whole[..length]).unwrap();
        settle(&places, &mut journal, &NOTEBOOK, &guard(&places)).unwrap();
        assert!(is_whole(&places, &mut journal), "{length} bytes");
    }
}

#[test]
fn s5_an_old_key_file_that_was_overwritten_and_not_yet_removed_harms_nothing() {
    let (_folder, places) = places();
    let (mut journal, old) = begun(&places, How::File);
    cut(&places, &mut journal, &old, How::File, Some(Step::Rewrapped));
    let main = places.key(&NOTEBOOK);
    fs::write(&main, vec![0; fs::metadata(&main).unwrap().len() as usize]).unwrap();
    assert!(is_whole(&places, &mut journal));
    settle(&places, &mut journal, &NOTEBOOK, &guard(&places)).unwrap();
    assert!(is_whole(&places, &mut journal));
    assert_eq!(in_files(&places).len(), 1);
}

#[test]
fn s5_a_journal_that_refuses_leaves_the_old_key() {
    for to in WAYS {
        let (_folder, places) = places();
        let (mut journal, old) = begun(&places, How::File);
        journal.refuses = true;
        assert!(cut(&places, &mut journal, &old, to, None).is_none());
        journal.refuses = false;
        assert!(is_whole(&places, &mut journal));
        assert_eq!(found(&places, &mut journal).unwrap().id(), old.id());
    }
}

#[test]
fn an_entry_whose_key_does_not_open_stops_a_rekey_and_is_named() {
    let (_folder, places) = places();
    let (mut journal, old) = begun(&places, How::File);
    journal.pages[1].1.as_mut().unwrap()[20] ^= 1;
    let to = Rekey { hold: Hold::File, recovery: None };
    let fault = rekey(&places, &mut journal, &NOTEBOOK, &old, &to, &guard(&places)).err().unwrap();
    assert!(fault.fact().starts_with("the key of entry 2 does not open"), "{}", fault.fact());
    assert!(fault.fact().ends_with("the account key stays as it is"));
    assert_eq!(found(&places, &mut journal).unwrap().id(), old.id());
}

#[test]
fn s9_a_forgotten_entry_stays_forgotten_by_a_rekey() {
    use journal::Journal;
    let (_folder, places) = places();
    let (mut journal, old) = begun(&places, How::File);
    journal.destroy(2).unwrap();
    let new = cut(&places, &mut journal, &old, How::File, None).unwrap();
    assert!(journal.pages[1].1.is_none());
    let (page, key) = &journal.pages[2];
    assert_eq!(&crate::seal::open(&new, page, key.as_ref().unwrap()).unwrap()[..], b"three");
}

#[test]
fn a_planted_rekey_that_replaces_the_key_file_before_the_journal_knows_it_is_found() {
    let (_folder, places) = places();
    let (mut journal, _) = begun(&places, How::File);
    assert!(is_whole(&places, &mut journal));
    let new = AccountKey::fresh().unwrap();
    disk::replace(&places.key(&NOTEBOOK), &file::text(&NOTEBOOK, &new, None)).unwrap();
    assert!(!is_whole(&places, &mut journal));
}

#[test]
fn a_copy_from_before_a_rekey_takes_no_key_from_the_live_notebook() {
    let (_folder, places) = places();
    let (mut live, old) = begun(&places, How::File);
    let code = RecoveryCode::fresh().unwrap();
    super::give_recovery(&mut live, &NOTEBOOK, &old, &code).unwrap();
    let mut copy = live.clone();
    let new = cut(&places, &mut live, &old, How::File, None).unwrap();
    // The copy is opened: its key is gone, and the error says so; its recovery code still opens it.
    let fault = open(&places, &mut copy, &NOTEBOOK, NOW).err().unwrap();
    assert!(matches!(fault, Fault::FileOther { .. }));
    assert_eq!(fault.hint(), "sideways recover");
    settle(&places, &mut copy, &NOTEBOOK, &guard(&places)).unwrap();
    let recovered = recover(&mut copy, &NOTEBOOK, &code).unwrap();
    for step in STEPS.into_iter().map(Some).chain([None]) {
        let now = found(&places, &mut copy).filter(|key| key.id() != old.id());
        cut(&places, &mut copy, now.as_ref().unwrap_or(&recovered), How::File, step);
        assert!(is_whole(&places, &mut live), "{step:?}");
        assert_eq!(found(&places, &mut live).unwrap().id(), new.id());
    }
    assert!(is_whole(&places, &mut copy));
    // Each opens its own, however often they take turns.
    for _ in 0..2 {
        for journal in [&mut live, &mut copy] {
            settle(&places, journal, &NOTEBOOK, &guard(&places)).unwrap();
            assert!(is_whole(&places, journal));
        }
        assert!(is_whole(&places, &mut live) && is_whole(&places, &mut copy));
    }
}

#[test]
fn a_damaged_key_file_is_set_aside_by_a_rekey_and_not_thrown_away() {
    let (_folder, places) = places();
    let (mut journal, old) = begun(&places, How::File);
    let main = places.key(&NOTEBOOK);
    fs::write(&main, b"half a key").unwrap();
    cut(&places, &mut journal, &old, How::File, None).unwrap();
    assert!(is_whole(&places, &mut journal));
    let kept = |path: &Path| fs::read(path).is_ok_and(|bytes| bytes == b"half a key");
    assert!(fs::read_dir(main.parent().unwrap()).unwrap().any(|entry| kept(&entry.unwrap().path())));
}
