//! How the account key is held, lost, found and replaced.

mod given;

use std::time::Duration;

use desk::{
    keys::{self, Cost, Fault, Hold, Passphrase, RecoveryCode, Rekey},
    lock,
};
use given::{Memory, NOTEBOOK, all, places, write};

const NOW: i64 = 1_790_000_000_000;

/// A cost that tests can bear.
const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

#[test]
fn a_key_in_a_file_is_found_again() {
    let (_folder, places) = places();
    let mut journal = Memory::default();
    let account = keys::begin(&places, &mut journal, &NOTEBOOK, &Hold::File).unwrap();
    write(&mut journal, &account, &[b"one", b"two"]);
    let found = keys::open(&places, &mut journal, &NOTEBOOK, NOW).unwrap();
    assert_eq!(all(&journal, &found).unwrap(), [b"one", b"two"]);
}

#[test]
fn a_passphrase_unlocks_for_a_while() {
    let (_folder, places) = places();
    let mut journal = Memory::default();
    let passphrase = Passphrase::chosen("four words of mine").unwrap();
    let hold = Hold::Passphrase(&passphrase, CHEAP);
    let account = keys::begin(&places, &mut journal, &NOTEBOOK, &hold).unwrap();
    write(&mut journal, &account, &[b"one"]);
    let mut open = |now| keys::open(&places, &mut journal, &NOTEBOOK, now);
    assert!(matches!(open(NOW), Err(Fault::Locked)));
    keys::unlock(&places, &mut journal, &NOTEBOOK, &passphrase, NOW, keys::UNLOCKED_FOR).unwrap();
    let mut open = |now| keys::open(&places, &mut journal, &NOTEBOOK, now);
    assert_eq!(open(NOW + keys::UNLOCKED_FOR - 1).unwrap().id(), account.id());
    assert!(matches!(open(NOW + keys::UNLOCKED_FOR), Err(Fault::Expired)));
    assert!(matches!(open(NOW), Err(Fault::Locked)));
}

#[test]
fn a_rekey_keeps_every_entry_and_retires_the_old_key() {
    let (_folder, places) = places();
    let mut journal = Memory::default();
    let old = keys::begin(&places, &mut journal, &NOTEBOOK, &Hold::File).unwrap();
    write(&mut journal, &old, &[b"one", b"two"]);
    let code = RecoveryCode::fresh().unwrap();
    let guard = lock::hold(&places.lock(), "sideways rekey", NOW, Duration::ZERO).unwrap();
    let to = Rekey { hold: Hold::File, recovery: Some(&code) };
    let new = keys::rekey(&places, &mut journal, &NOTEBOOK, &old, &to, &guard).unwrap();
    let found = keys::open(&places, &mut journal, &NOTEBOOK, NOW).unwrap();
    assert_eq!(found.id(), new.id());
    assert_eq!(all(&journal, &found).unwrap(), [b"one", b"two"]);
    assert!(all(&journal, &old).is_none());
    let typed = RecoveryCode::typed(&code.printed().to_lowercase()).unwrap();
    assert_eq!(keys::recover(&mut journal, &NOTEBOOK, &typed).unwrap().id(), new.id());
}
