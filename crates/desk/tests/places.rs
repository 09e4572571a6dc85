//! Where a notebook lies, what was computed last, and the head that was seen last.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

mod given;

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use desk::{
    heads,
    places::{NoPlace, Places, hex},
    seal::AccountKey,
    snapshot,
};
use given::{NOTEBOOK, places};
use journal::Head;

fn find(given: Option<&str>, set: &[(&str, &str)]) -> Result<Places, NoPlace> {
    let set: BTreeMap<_, _> = set.iter().copied().collect();
    Places::find(given.map(Path::new), &|name| set.get(name).map(OsString::from))
}

const DATA: &str = if cfg!(target_os = "macos") {
    "/h/Library/Application Support/sideways"
} else {
    "/h/.local/share/sideways"
};

#[test]
fn a_notebook_lies_where_the_user_says_else_with_the_users_data() {
    let home = ("HOME", "/h");
    let notebook = |given, set: &[_]| find(given, set).unwrap().notebook().to_owned();
    assert_eq!(notebook(None, &[home]), Path::new(DATA));
    assert_eq!(notebook(None, &[home, ("XDG_DATA_HOME", "/d")]), Path::new("/d/sideways"));
    let all = [home, ("XDG_DATA_HOME", "/d"), ("SIDEWAYS_NOTEBOOK", "/n")];
    assert_eq!(notebook(None, &all), Path::new("/n"));
    assert_eq!(notebook(Some("mine"), &all), Path::new("mine"));
}

#[test]
fn relative_and_empty_folders_of_the_specification_count_as_unset() {
    for odd in ["", "d", "./d", "~/d"] {
        let set =
            [("HOME", "/h"), ("XDG_DATA_HOME", odd), ("XDG_CONFIG_HOME", odd), ("XDG_RUNTIME_DIR", odd)];
        let places = find(None, &set).unwrap();
        assert_eq!(places.notebook(), Path::new(DATA), "{odd}");
        assert_eq!(
            places.key(&NOTEBOOK),
            Path::new("/h/.config/sideways/keys").join(format!("{}.key", hex(&NOTEBOOK)))
        );
        assert_eq!(places.runtime(), None);
    }
    assert_eq!(find(None, &[("HOME", "/h"), ("SIDEWAYS_NOTEBOOK", "")]).unwrap().notebook(), Path::new(DATA));
}

#[test]
fn a_copy_of_the_notebook_folder_brings_neither_key_nor_head() {
    let places = find(None, &[("HOME", "/h")]).unwrap();
    for inside in [places.journal(), places.plan(&[1; 32]), places.snapshot(), places.lock()] {
        assert!(inside.starts_with(places.notebook()));
    }
    for outside in [places.key(&NOTEBOOK), places.key_beside(&NOTEBOOK, &[1; 16]), places.head(&NOTEBOOK)] {
        assert!(!outside.starts_with(places.notebook()));
    }
    let refused = find(Some("/h"), &[("HOME", "/h")]).unwrap_err();
    assert_eq!(refused.fact(), "the notebook's folder /h would hold its own key");
    assert!(refused.hint().contains("SIDEWAYS_NOTEBOOK"));
}

#[test]
fn without_a_home_nothing_is_guessed() {
    for set in [&[][..], &[("HOME", "")], &[("HOME", "h")]] {
        assert_eq!(find(None, set).unwrap_err(), NoPlace::NoHome);
    }
    let full = [("XDG_DATA_HOME", "/d"), ("XDG_CONFIG_HOME", "/c"), ("XDG_STATE_HOME", "/s")];
    assert_eq!(
        find(None, &full).unwrap().head(&NOTEBOOK),
        Path::new("/s/sideways/heads").join(hex(&NOTEBOOK))
    );
}

const HEAD: Head = Head { index: 8, hash: [8; 32] };

fn modes(path: &Path) -> (u32, u32) {
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    (mode(path), mode(path.parent().unwrap()))
}

#[test]
fn what_was_computed_is_found_again_with_its_head_and_for_this_build_alone() {
    let (_folder, places) = places();
    let key = AccountKey::fresh().unwrap();
    let load = |key, build| snapshot::load(&places, key, build).map(|(head, plain)| (head, plain.to_vec()));
    assert_eq!(load(&key, "b1"), None);
    snapshot::store(&places, &key, &HEAD, "b1", b"folded").unwrap();
    assert_eq!(load(&key, "b1").unwrap(), (HEAD, b"folded".to_vec()));
    assert_eq!(load(&key, "b2"), None);
    assert_eq!(load(&AccountKey::fresh().unwrap(), "b1"), None);
    assert_eq!(modes(&places.snapshot()), (0o600, 0o700));
    let sealed = fs::read(places.snapshot()).unwrap();
    assert!(!sealed.windows(6).any(|window| window == b"folded"));
}

#[test]
fn a_changed_or_cut_snapshot_is_none() {
    let (_folder, places) = places();
    let key = AccountKey::fresh().unwrap();
    snapshot::store(&places, &key, &HEAD, "b1", b"folded").unwrap();
    let whole = fs::read(places.snapshot()).unwrap();
    for at in (0..whole.len()).step_by(101).chain(0..80) {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        fs::write(places.snapshot(), &bytes).unwrap();
        assert!(snapshot::load(&places, &key, "b1").is_none(), "byte {at}");
        fs::write(places.snapshot(), &whole[..at]).unwrap();
        assert!(snapshot::load(&places, &key, "b1").is_none(), "{at} bytes");
    }
}

#[test]
fn s9_a_discarded_snapshot_leaves_nothing_not_even_of_a_store_that_was_cut_off() {
    let (_folder, places) = places();
    let key = AccountKey::fresh().unwrap();
    assert!(!snapshot::discard(&places).unwrap());
    snapshot::store(&places, &key, &HEAD, "b1", b"folded").unwrap();
    fs::write(places.notebook().join("snapshot.0123.new"), b"half").unwrap();
    // A second name shows what becomes of the bytes themselves.
    let second = places.notebook().join("second");
    fs::hard_link(places.snapshot(), &second).unwrap();
    assert!(snapshot::discard(&places).unwrap());
    let left: Vec<PathBuf> =
        fs::read_dir(places.notebook()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, std::slice::from_ref(&second));
    assert!(fs::read(&second).unwrap().iter().all(|byte| *byte == 0));
}

#[test]
fn the_head_is_kept_and_replaced() {
    let (_folder, places) = places();
    assert_eq!(heads::kept(&places, &NOTEBOOK).unwrap(), None);
    for index in [1, u64::MAX, 8] {
        let head = Head { index, ..HEAD };
        heads::keep(&places, &NOTEBOOK, &head).unwrap();
        assert_eq!(heads::kept(&places, &NOTEBOOK).unwrap(), Some(head));
    }
    assert_eq!(modes(&places.head(&NOTEBOOK)), (0o600, 0o700));
    assert_eq!(fs::read_dir(places.head(&NOTEBOOK).parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn s7_a_damaged_head_is_not_taken_for_none() {
    let (_folder, places) = places();
    heads::keep(&places, &NOTEBOOK, &HEAD).unwrap();
    let whole = fs::read(places.head(&NOTEBOOK)).unwrap();
    for cut in 0..whole.len() {
        fs::write(places.head(&NOTEBOOK), &whole[..cut]).unwrap();
        let untold = heads::kept(&places, &NOTEBOOK).unwrap_err();
        assert!(untold.fact().ends_with("it is no number and hash"), "{cut}");
    }
}
