//! How the account key is held, lost, found and replaced.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

mod given;

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    time::Duration,
};

use desk::{
    keys::{self, Cost, Fault, Hold, Holding, How, Mistyped, Passphrase, RecoveryCode, Rekey},
    lock,
    places::Places,
    seal::AccountKey,
};
use given::{Memory, NOTEBOOK, all, places, write};
use journal::Journal;
use proptest::prelude::*;

const NOW: i64 = 1_790_000_000_000;

/// A cost that tests can bear.
const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

fn begun(places: &Places, hold: &Hold<'_>) -> (Memory, AccountKey) {
    let mut journal = Memory::default();
    let account = keys::begin(places, &mut journal, &NOTEBOOK, hold).unwrap();
    write(&mut journal, &account, &[b"one", b"two"]);
    (journal, account)
}

fn words() -> Passphrase {
    Passphrase::chosen("four words of mine").unwrap()
}

fn open(places: &Places, journal: &mut Memory) -> Result<AccountKey, Fault> {
    keys::open(places, journal, &NOTEBOOK, NOW)
}

/// The error of opening, as it is shown.
fn refused(places: &Places, journal: &mut Memory) -> (String, String) {
    let fault = open(places, journal).err().expect("it does not open");
    (fault.fact(), fault.hint())
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

// The key file.

#[test]
fn a_key_in_a_file_is_found_again_and_is_the_users_alone() {
    let (_folder, places) = places();
    let (mut journal, _) = begun(&places, &Hold::File);
    let found = open(&places, &mut journal).unwrap();
    assert_eq!(all(&journal, &found).unwrap(), [b"one", b"two"]);
    let path = places.key(&NOTEBOOK);
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert_eq!(Holding::of(&mut journal).unwrap().how, How::File);
    assert_eq!(Holding::of(&mut journal).unwrap().account, found.id());
}

#[test]
fn a_missing_key_file_is_said_with_its_place() {
    let (_folder, places) = places();
    let (mut journal, _) = begun(&places, &Hold::File);
    let path = places.key(&NOTEBOOK);
    fs::remove_file(&path).unwrap();
    let (fact, hint) = refused(&places, &mut journal);
    assert_eq!(fact, format!("the key file {} is not there", path.display()));
    assert!(hint.ends_with("sideways recover"), "{hint}");
}

#[test]
fn a_key_file_that_others_can_read_is_refused_with_the_command_that_mends_it() {
    let (_folder, places) = places();
    let (mut journal, _) = begun(&places, &Hold::File);
    let path = places.key(&NOTEBOOK);
    for open_to in [0o644, 0o640, 0o604, 0o620, 0o601] {
        set_mode(&path, open_to);
        let (fact, hint) = refused(&places, &mut journal);
        assert_eq!(
            fact,
            format!("the key file {} can be read by other users (mode {open_to:o})", path.display())
        );
        assert_eq!(hint, format!("chmod 600 {}", path.display()));
    }
    for closed in [0o600, 0o400] {
        set_mode(&path, closed);
        assert!(open(&places, &mut journal).is_ok());
    }
}

#[test]
fn a_hint_with_an_odd_path_can_still_be_typed() {
    let (folder, _) = places();
    let home = folder.path().join("Mira's things");
    fs::create_dir(&home).unwrap();
    let places = given::places_in(&home);
    let (mut journal, _) = begun(&places, &Hold::File);
    set_mode(&places.key(&NOTEBOOK), 0o644);
    let (_, hint) = refused(&places, &mut journal);
    let mended = std::process::Command::new("sh").args(["-c", &hint]).status().unwrap();
    assert!(mended.success() && open(&places, &mut journal).is_ok(), "{hint}");
}

#[test]
fn s7_a_key_file_with_one_changed_or_missing_byte_is_damaged() {
    let (_folder, places) = places();
    let (mut journal, _) = begun(&places, &Hold::File);
    let path = places.key(&NOTEBOOK);
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() - 1 {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        for odd in [&bytes[..], &whole[..at]] {
            fs::write(&path, odd).unwrap();
            let fault = open(&places, &mut journal).err().unwrap();
            assert!(matches!(fault, Fault::FileDamaged { .. }), "byte {at}: {fault}");
            assert_eq!(fault.hint(), "sideways recover");
        }
    }
    fs::write(&path, &whole).unwrap();
    assert!(open(&places, &mut journal).is_ok());
}

#[test]
fn what_is_no_key_file_is_refused_without_waiting() {
    let (folder, places) = places();
    let (mut journal, _) = begun(&places, &Hold::File);
    let path = places.key(&NOTEBOOK);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, vec![b'x'; 1 << 20]).unwrap();
    assert!(refused(&places, &mut journal).0.ends_with("it is too long"));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(refused(&places, &mut journal).0.ends_with("it is no file"));
    fs::remove_dir(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    set_mode(&path, 0o600);
    assert!(refused(&places, &mut journal).0.ends_with("it is no file"));
    // A link to a stick that the user carries is theirs to make; what it leads to counts.
    fs::remove_file(&path).unwrap();
    let stick = folder.path().join("stick.key");
    fs::write(&stick, &whole).unwrap();
    symlink(&stick, &path).unwrap();
    set_mode(&stick, 0o644);
    assert!(refused(&places, &mut journal).0.contains("can be read by other users"));
    set_mode(&stick, 0o600);
    assert!(open(&places, &mut journal).is_ok());
}

#[test]
fn the_key_file_of_another_notebook_or_another_key_is_named_as_such() {
    let (_folder, places) = places();
    let (mut journal, _) = begun(&places, &Hold::File);
    let other = [8; 16];
    keys::begin(&places, &mut Memory::default(), &other, &Hold::File).unwrap();
    fs::copy(places.key(&other), places.key(&NOTEBOOK)).unwrap();
    assert!(refused(&places, &mut journal).0.ends_with("it is the key of another notebook"));
    fs::remove_file(places.key(&NOTEBOOK)).unwrap();
    keys::begin(&places, &mut Memory::default(), &NOTEBOOK, &Hold::File).unwrap();
    assert!(refused(&places, &mut journal).0.contains("holds another key"));
}

#[test]
fn a_key_that_lies_there_is_never_overwritten() {
    let (_folder, places) = places();
    let (mut journal, account) = begun(&places, &Hold::File);
    let again = keys::begin(&places, &mut journal, &NOTEBOOK, &Hold::File);
    assert!(matches!(again, Err(Fault::AlreadyHeld)));
    let again = keys::begin(&places, &mut Memory::default(), &NOTEBOOK, &Hold::File);
    assert!(matches!(again, Err(Fault::Store { doing: "written", .. })));
    assert_eq!(open(&places, &mut journal).unwrap().id(), account.id());
}

#[test]
fn a_notebook_that_says_nothing_of_its_key_or_nothing_readable() {
    let (_folder, places) = places();
    let (mut journal, _) = begun(&places, &Hold::File);
    let record = journal.record("holding").unwrap().unwrap();
    for odd in [&b"x"[..], &record[..record.len() - 1], &[&record[..], b"x"].concat()] {
        journal.set(&[("holding", odd)]).unwrap();
        assert!(refused(&places, &mut journal).0.contains("record “holding” is damaged"));
    }
    journal.set(&[("holding", b"")]).unwrap();
    assert_eq!(refused(&places, &mut journal).0, "the notebook does not say how its key is held");
}

#[cfg(not(feature = "keyring"))]
#[test]
fn a_build_without_a_keyring_says_so() {
    let (_folder, places) = places();
    let fault = keys::begin(&places, &mut Memory::default(), &NOTEBOOK, &Hold::Keyring).err().unwrap();
    assert!(matches!(fault, Fault::KeepsNoKeyring));
    assert!(fault.hint().contains("leave --keyring out"));
}

// The passphrase.

fn with_passphrase(places: &Places) -> (Memory, AccountKey) {
    begun(places, &Hold::Passphrase(&words(), CHEAP))
}

#[test]
fn a_passphrase_unlocks_for_a_while() {
    let (_folder, places) = places();
    let (mut journal, account) = with_passphrase(&places);
    assert!(matches!(open(&places, &mut journal), Err(Fault::Locked)));
    keys::unlock(&places, &mut journal, &NOTEBOOK, &words(), NOW, keys::UNLOCKED_FOR).unwrap();
    let mut at = |now| keys::open(&places, &mut journal, &NOTEBOOK, now);
    assert_eq!(at(NOW + keys::UNLOCKED_FOR - 1).unwrap().id(), account.id());
    assert!(matches!(at(NOW + keys::UNLOCKED_FOR), Err(Fault::Expired)));
    assert!(matches!(at(NOW), Err(Fault::Locked)), "an expired key is gone, whatever the clock says later");
}

#[test]
fn a_clock_set_back_does_not_lengthen_an_unlock() {
    let (_folder, places) = places();
    let (mut journal, _) = with_passphrase(&places);
    keys::unlock(&places, &mut journal, &NOTEBOOK, &words(), NOW, 1_000).unwrap();
    assert!(keys::open(&places, &mut journal, &NOTEBOOK, NOW - 5_000).is_ok());
    assert!(matches!(keys::open(&places, &mut journal, &NOTEBOOK, NOW - 86_400_000), Err(Fault::Expired)));
}

#[test]
fn the_passphrase_itself_and_its_key_lie_nowhere_on_disk_once_locked() {
    let (folder, places) = places();
    let (mut journal, _) = with_passphrase(&places);
    assert!(!places.key(&NOTEBOOK).exists());
    keys::unlock(&places, &mut journal, &NOTEBOOK, &words(), NOW, 1_000).unwrap();
    let path = folder.path().join("run/sideways").join(places.key(&NOTEBOOK).file_name().unwrap());
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    assert!(keys::lock(&places, &NOTEBOOK).unwrap());
    assert!(!path.exists());
    assert!(!keys::lock(&places, &NOTEBOOK).unwrap());
    assert!(matches!(open(&places, &mut journal), Err(Fault::Locked)));
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 0);
}

#[test]
fn a_wrong_passphrase_is_said_and_unlocks_nothing() {
    let (_folder, places) = places();
    let (mut journal, _) = with_passphrase(&places);
    for wrong in ["four words of mind", "", "Four words of mine", "four words of mine "] {
        let given = Passphrase::new(wrong);
        let fault = keys::unlock(&places, &mut journal, &NOTEBOOK, &given, NOW, 1_000).err().unwrap();
        assert_eq!(fault.fact(), "this is not the passphrase of the notebook");
        assert_eq!(fault.hint(), "sideways unlock");
    }
    assert!(matches!(open(&places, &mut journal), Err(Fault::Locked)));
}

#[test]
fn a_passphrase_composed_otherwise_by_another_keyboard_is_the_same() {
    let (_folder, places) = places();
    let composed = Passphrase::chosen("Grüße aus Köln").unwrap();
    let (mut journal, _) = begun(&places, &Hold::Passphrase(&composed, CHEAP));
    let apart = Passphrase::new("Gru\u{308}ße aus Ko\u{308}ln");
    assert!(keys::unlock(&places, &mut journal, &NOTEBOOK, &apart, NOW, 1_000).is_ok());
}

#[test]
fn a_short_passphrase_is_not_taken_and_none_opens_a_notebook_with_a_key_file() {
    assert!(Passphrase::chosen("elevenchars").is_err_and(|fault| fault.fact().contains("12 characters")));
    let (_folder, places) = places();
    let (mut journal, _) = begun(&places, &Hold::File);
    let given = keys::unlock(&places, &mut journal, &NOTEBOOK, &words(), NOW, 1_000);
    assert!(matches!(given, Err(Fault::NoPassphrase)));
}

#[test]
fn s7_a_changed_passphrase_record_opens_nothing_and_costs_no_more_than_it_may() {
    let (_folder, places) = places();
    let (mut journal, _) = with_passphrase(&places);
    let whole = journal.record("passphrase").unwrap().unwrap();
    for at in 0..whole.len() {
        for flip in [1, 0x80] {
            let mut bytes = whole.clone();
            bytes[at] ^= flip;
            journal.set(&[("passphrase", &bytes)]).unwrap();
            let fault = keys::unlock(&places, &mut journal, &NOTEBOOK, &words(), NOW, 1_000).err();
            let fault = fault.unwrap_or_else(|| panic!("byte {at} was changed, and it opened"));
            assert!(matches!(fault, Fault::WrongPassphrase | Fault::Record { .. }), "{at}: {fault}");
        }
    }
}

#[test]
fn a_dearer_passphrase_record_than_this_machine_bears_is_refused() {
    let (_folder, places) = places();
    for dear in
        [Cost { memory: 2 << 20, ..CHEAP }, Cost { passes: 1_000, ..CHEAP }, Cost { lanes: 99, ..CHEAP }]
    {
        let hold = Hold::Passphrase(&words(), dear);
        let fault = keys::begin(&places, &mut Memory::default(), &NOTEBOOK, &hold).err().unwrap();
        assert!(matches!(fault, Fault::Record { .. }));
    }
}

#[test]
fn a_login_folder_that_is_not_the_users_alone_is_refused_with_the_reason() {
    let (folder, places) = places();
    let (mut journal, _) = with_passphrase(&places);
    let mut unlock = || keys::unlock(&places, &mut journal, &NOTEBOOK, &words(), NOW, 1_000);
    let run = folder.path().join("run");
    for open_to in [0o755, 0o770, 0o701] {
        set_mode(&run, open_to);
        let fact = unlock().err().unwrap().fact();
        assert_eq!(fact, format!("an unlocked key can't be kept: {} is open to other users", run.display()));
    }
    set_mode(&run, 0o700);
    unlock().unwrap();
    set_mode(&run.join("sideways"), 0o750);
    assert!(unlock().err().unwrap().fact().ends_with("sideways is open to other users"));
    fs::remove_dir_all(&run).unwrap();
    assert!(unlock().err().unwrap().fact().ends_with("is not there"));
    fs::create_dir(folder.path().join("elsewhere")).unwrap();
    symlink(folder.path().join("elsewhere"), &run).unwrap();
    assert!(unlock().err().unwrap().fact().ends_with("is no folder"));
    let home = |name: &str| (name == "HOME").then(|| folder.path().into());
    let without = Places::find(None, &home).unwrap();
    let fault = keys::unlock(&without, &mut journal, &NOTEBOOK, &words(), NOW, 1_000).err().unwrap();
    assert_eq!(fault.fact(), "an unlocked key can't be kept: XDG_RUNTIME_DIR is not set to a full path");
}

#[test]
fn a_damaged_unlocked_key_is_removed_and_asked_for_again() {
    let (folder, places) = places();
    let (mut journal, _) = with_passphrase(&places);
    keys::unlock(&places, &mut journal, &NOTEBOOK, &words(), NOW, 1_000).unwrap();
    let path = folder.path().join("run/sideways").join(places.key(&NOTEBOOK).file_name().unwrap());
    let text = fs::read_to_string(&path).unwrap();
    // A later end, written by hand: the last line no longer fits.
    fs::write(&path, text.replace(&format!(" {}\n", NOW + 1_000), &format!(" {}\n", NOW + 9_000))).unwrap();
    assert!(matches!(open(&places, &mut journal), Err(Fault::Locked)));
    assert!(!path.exists());
}

// The recovery code.

#[test]
fn a_recovery_code_opens_what_was_lost() {
    let (_folder, places) = places();
    let (mut journal, account) = begun(&places, &Hold::File);
    let code = RecoveryCode::fresh().unwrap();
    assert!(matches!(keys::recover(&mut journal, &NOTEBOOK, &code), Err(Fault::NoRecovery)));
    keys::give_recovery(&mut journal, &NOTEBOOK, &account, &code).unwrap();
    fs::remove_file(places.key(&NOTEBOOK)).unwrap();
    let found = keys::recover(&mut journal, &NOTEBOOK, &code).unwrap();
    assert_eq!(all(&journal, &found).unwrap(), [b"one", b"two"]);
    let other = RecoveryCode::fresh().unwrap();
    assert!(matches!(keys::recover(&mut journal, &NOTEBOOK, &other), Err(Fault::WrongCode)));
    keys::give_recovery(&mut journal, &NOTEBOOK, &found, &other).unwrap();
    assert!(matches!(keys::recover(&mut journal, &NOTEBOOK, &code), Err(Fault::WrongCode)));
    // The record opens in its own notebook alone.
    assert!(matches!(keys::recover(&mut journal, &[8; 16], &other), Err(Fault::WrongCode)));
}

#[test]
fn a_code_is_eight_groups_of_five_that_are_not_misread() {
    for _ in 0..200 {
        let printed = RecoveryCode::fresh().unwrap().printed();
        let groups: Vec<&str> = printed.split('-').collect();
        assert!(groups.len() == 8 && groups.iter().all(|group| group.len() == 5), "{}", *printed);
        assert!(
            printed
                .chars()
                .all(|c| c == '-' || c.is_ascii_alphanumeric() && !"ILOU".contains(c) && !c.is_lowercase())
        );
    }
}

fn misread(typed: &str) -> Mistyped {
    RecoveryCode::typed(typed).err().expect("mistyped")
}

proptest! {
    #[test]
    fn what_is_printed_can_be_typed_back_however_it_is_typed(spaces in prop::collection::vec(0..4_usize, 47)) {
        let code = RecoveryCode::fresh().unwrap();
        let mut sloppy = String::new();
        for (at, character) in code.printed().chars().enumerate() {
            let character = match (character, at % 2) {
                ('0', 0) => 'O',
                ('0', _) => 'o',
                ('1', 0) => 'I',
                ('1', _) => 'l',
                ('-', 0) => ' ',
                (other, 0) => other.to_ascii_lowercase(),
                (other, _) => other,
            };
            sloppy.push(character);
            sloppy.push_str(&" ".repeat(spaces[at] / 3));
        }
        prop_assert_eq!(RecoveryCode::typed(&sloppy).ok().unwrap().printed(), code.printed());
        let joined = code.printed().replace('-', "");
        prop_assert_eq!(RecoveryCode::typed(&joined).ok().unwrap().printed(), code.printed());
    }

    #[test]
    fn one_wrong_character_is_found_in_its_group(at in 0..40_usize, by in 1..32_usize) {
        let alphabet: Vec<char> = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().collect();
        let mut typed: Vec<char> = RecoveryCode::fresh().unwrap().printed().replace('-', "").chars().collect();
        let was = alphabet.iter().position(|c| *c == typed[at]).unwrap();
        typed[at] = alphabet[(was + by) % 32];
        let typed: String = typed.into_iter().collect();
        prop_assert_eq!(misread(&typed), Mistyped::Groups { groups: vec![at / 5 + 1] });
    }

    #[test]
    fn two_neighbours_swapped_are_found(at in 0..40_usize) {
        let mut typed: Vec<char> = RecoveryCode::fresh().unwrap().printed().replace('-', "").chars().collect();
        prop_assume!(at % 5 != 4 && typed[at] != typed[at + 1]);
        typed.swap(at, at + 1);
        let typed: String = typed.into_iter().collect();
        prop_assert_eq!(misread(&typed), Mistyped::Groups { groups: vec![at / 5 + 1] });
    }

    #[test]
    fn two_groups_swapped_are_both_found(one in 0..8_usize, other in 0..8_usize) {
        prop_assume!(one < other);
        let printed = RecoveryCode::fresh().unwrap().printed();
        let mut groups: Vec<&str> = printed.split('-').collect();
        groups.swap(one, other);
        prop_assert_eq!(misread(&groups.join("-")), Mistyped::Groups { groups: vec![one + 1, other + 1] });
    }

    #[test]
    fn any_typing_is_an_answer_and_never_a_crash(typed in any::<String>()) {
        prop_assert!(RecoveryCode::typed(&typed).is_err());
    }
}

#[test]
fn what_is_mistyped_in_a_code_is_said_by_its_group() {
    let printed = RecoveryCode::fresh().unwrap().printed().to_string();
    let groups: Vec<&str> = printed.split('-').collect();
    let with = |at: usize, group: &str| {
        let mut groups = groups.clone();
        groups[at] = group;
        misread(&groups.join("-")).to_string()
    };
    assert_eq!(with(2, &groups[2][..4]), "look again at group 3 of the recovery code");
    assert_eq!(with(7, &format!("{}0", groups[7])), "look again at group 8 of the recovery code");
    assert_eq!(
        with(1, "ABC?E"),
        "a recovery code has no “?”: it is made of digits and letters without I, L, O and U"
    );
    assert!(with(1, "ABCUE").contains("has no “U”"));
    assert_eq!(
        misread(&printed[..41]).to_string(),
        "a recovery code has 40 characters in 8 groups, and this one 35"
    );
    assert_eq!(misread("").to_string(), "a recovery code has 40 characters in 8 groups, and this one 0");
    let three = Mistyped::Groups { groups: vec![1, 4, 8] };
    assert_eq!(three.to_string(), "look again at groups 1, 4 and 8 of the recovery code");
}

// The rekey; what a crash does to it is tested beside it.

#[test]
fn a_rekey_keeps_every_entry_and_retires_key_passphrase_and_code() {
    let (_folder, places) = places();
    let (mut journal, old) = with_passphrase(&places);
    let (before, after) = (RecoveryCode::fresh().unwrap(), RecoveryCode::fresh().unwrap());
    keys::give_recovery(&mut journal, &NOTEBOOK, &old, &before).unwrap();
    keys::unlock(&places, &mut journal, &NOTEBOOK, &words(), NOW, 1_000).unwrap();
    let pages: Vec<_> = journal.pages.iter().map(|(page, _)| page.clone()).collect();
    let guard = lock::hold(&places.lock(), "sideways rekey", NOW, Duration::ZERO).unwrap();
    let chosen = Passphrase::chosen("other words of mine").unwrap();
    let to = Rekey { hold: Hold::Passphrase(&chosen, CHEAP), recovery: Some(&after) };
    let new = keys::rekey(&places, &mut journal, &NOTEBOOK, &old, &to, &guard).unwrap();
    assert_eq!(all(&journal, &new).unwrap(), [b"one", b"two"]);
    assert!(all(&journal, &old).is_none());
    assert!(
        journal.pages.iter().map(|(page, _)| page).eq(&pages),
        "pages are not touched, so the chain holds"
    );
    assert!(matches!(open(&places, &mut journal), Err(Fault::Locked)), "the old unlocked key is gone");
    let mut unlock = |given: &Passphrase| keys::unlock(&places, &mut journal, &NOTEBOOK, given, NOW, 1_000);
    assert!(matches!(unlock(&words()), Err(Fault::WrongPassphrase)));
    assert_eq!(unlock(&chosen).unwrap().id(), new.id());
    assert!(matches!(keys::recover(&mut journal, &NOTEBOOK, &before), Err(Fault::WrongCode)));
    assert_eq!(keys::recover(&mut journal, &NOTEBOOK, &after).unwrap().id(), new.id());
}

#[test]
fn a_rekey_to_a_key_file_takes_passphrase_and_code_away() {
    let (_folder, places) = places();
    let (mut journal, old) = with_passphrase(&places);
    keys::give_recovery(&mut journal, &NOTEBOOK, &old, &RecoveryCode::fresh().unwrap()).unwrap();
    let guard = lock::hold(&places.lock(), "sideways rekey", NOW, Duration::ZERO).unwrap();
    let to = Rekey { hold: Hold::File, recovery: None };
    keys::rekey(&places, &mut journal, &NOTEBOOK, &old, &to, &guard).unwrap();
    assert_eq!(journal.records.keys().collect::<Vec<_>>(), ["holding"]);
    assert!(open(&places, &mut journal).is_ok());
}
