//! One flipped bit anywhere: named by the doctor, the rest readable.

use std::{fs, path::Path};

use desk::{
    doctor::{Report, examine, keep_head},
    open::open_to_read,
    stop::Stop,
};

use crate::given::*;

fn report(home: &Path) -> Report {
    examine(&places(home), noon(), &screen()).unwrap()
}

fn wrong(report: &Report) -> String {
    report.looks.iter().flat_map(|look| look.wrong.clone()).collect::<Vec<_>>().join("\n")
}

/// A notebook of so many entries, and its file.
fn notebook(home: &Path, entries: u32) -> Vec<u8> {
    let mut desk = fresh(home);
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    for n in 1..entries {
        let said = talk(&desk, "mira", &format!("talk {n}"), noon().today);
        desk.act(said, None, noon()).unwrap();
    }
    drop(desk);
    fs::read(places(home).journal()).unwrap()
}

fn write(home: &Path, bytes: &[u8]) {
    let path = places(home).journal();
    for more in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{more}", path.display()));
    }
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_whole_notebook_is_whole() {
    let home = tempfile::tempdir().unwrap();
    notebook(home.path(), 4);
    let report = report(home.path());
    assert!(report.is_whole() && report.hint.is_none(), "{report:?}");
}

#[test]
fn every_flipped_bit_is_named_or_harmless_and_the_other_entries_are_read() {
    let flips = std::env::var("FLIPS").ok().and_then(|n| n.parse().ok()).unwrap_or(1500);
    let home = tempfile::tempdir().unwrap();
    let whole = notebook(home.path(), 40);
    let all = read(&mut reading(home.path()));
    let (mut harmless, mut one, mut several, mut closed) = (0, 0, 0, 0);
    for flip in 0..flips {
        let at = flip * whole.len() / flips;
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (flip % 8);
        write(home.path(), &bytes);
        let report = report(home.path());
        let Ok(mut desk) = open_to_read(places(home.path()), noon()) else {
            assert!(!report.is_whole(), "byte {at}: it does not open, and the doctor finds it whole");
            assert!(report.hint.is_some());
            closed += 1;
            continue;
        };
        let now = read(&mut desk);
        let lost: Vec<u32> = all.iter().filter(|entry| !now.contains(entry)).map(|entry| entry.0).collect();
        if lost.is_empty() && now.len() == all.len() {
            harmless += usize::from(report.is_whole());
            continue;
        }
        assert!(!report.is_whole(), "byte {at}: entries {lost:?} differ, and the doctor finds it whole");
        if lost.len() < 2 {
            assert!(lost.iter().all(|n| wrong(&report).contains(&n.to_string())), "byte {at}: {report:?}");
            one += 1;
        } else {
            let file = report.looks.iter().find(|look| look.what == "file").unwrap();
            assert!(
                !file.wrong.is_empty(),
                "byte {at}: {lost:?} are lost, and the file is whole: {report:?}"
            );
            several += 1;
        }
    }
    println!(
        "{flips} flips: {harmless} harmless, {one} lose one entry at most, {several} several, {closed} all"
    );
    assert!(one > 0 && harmless > 0);
}

#[test]
fn a_damaged_entry_is_named_the_others_are_read_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    let mut bytes = notebook(home.path(), 6);
    let all = seen(&mut reading(home.path()));
    let mut body = Vec::new();
    let mut journal = journal::Sqlite::open_reading(&places(home.path()).journal()).unwrap();
    let take = &mut |found: journal::Found<'_>| {
        body.extend_from_slice(&found.page.body[..32]);
        false
    };
    journal::Journal::read(&mut journal, 4, take).unwrap();
    drop(journal);
    let at = bytes.windows(32).position(|window| window == body).unwrap();
    bytes[at + 20] ^= 1;
    write(home.path(), &bytes);
    assert!(wrong(&report(home.path())).contains("entry 4 was changed after it was written"));
    let mut desk = acting(home.path());
    let now = seen(&mut desk);
    let lost = all.iter().zip(&now).filter(|(before, now)| before != now).map(|(before, _)| before.0);
    assert_eq!(lost.collect::<Vec<_>>(), [4]);
    assert!(matches!(desk.act(add("Tom Reyes"), None, noon()), Err(Stop::Damaged { .. })));
}

#[test]
fn a_file_that_is_no_notebook_is_said_to_be_none_with_what_to_type() {
    let home = tempfile::tempdir().unwrap();
    notebook(home.path(), 2);
    for bytes in [&b""[..], b"no notebook at all", &[0; 8192]] {
        write(home.path(), bytes);
        let report = report(home.path());
        assert!(!report.is_whole());
        assert!(report.hint.unwrap().contains("sideways restore BACKUP"));
    }
}

#[test]
fn an_older_notebook_in_its_place_is_found_and_its_end_is_kept_only_when_asked() {
    let home = tempfile::tempdir().unwrap();
    let old = notebook(home.path(), 3);
    acting(home.path()).act(add("Tom Reyes"), None, noon()).unwrap();
    write(home.path(), &old);
    let found = report(home.path());
    assert!(found.only_the_end, "{found:?}");
    assert!(found.hint.unwrap().contains("--keep-head"));
    assert!(matches!(acting(home.path()).act(add("Ida Brandt"), None, noon()), Err(Stop::Damaged { .. })));
    assert_eq!(keep_head(&places(home.path()), noon(), &screen()).unwrap().unwrap().index, 3);
    assert!(report(home.path()).is_whole());
    acting(home.path()).act(add("Ida Brandt"), None, noon()).unwrap();
}

#[test]
fn the_end_is_not_kept_while_something_else_is_wrong() {
    let home = tempfile::tempdir().unwrap();
    notebook(home.path(), 3);
    fs::set_permissions(places(home.path()).journal(), std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .unwrap();
    let report = report(home.path());
    assert!(wrong(&report).contains("can be read by other users (mode 644)"), "{report:?}");
    assert!(matches!(keep_head(&places(home.path()), noon(), &screen()), Err(Stop::NotWhole { .. })));
}

#[test]
fn a_kept_plan_that_is_gone_or_changed_is_named_with_its_entry_and_a_stray_one_is_said() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    let command = keep_plan(home.path(), b"# The year");
    desk.act(command, None, noon()).unwrap();
    drop((keep_plan(home.path(), b"a stray one"), desk));
    let found = report(home.path());
    assert!(found.is_whole() && found.looks.iter().any(|look| look.says.contains("1 belongs to no entry")));
    for path in fs::read_dir(places(home.path()).plans()).unwrap().map(|entry| entry.unwrap().path()) {
        let mut bytes = fs::read(&path).unwrap();
        bytes[30] ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    assert!(wrong(&report(home.path())).contains("(entry 1)"));
    fs::remove_dir_all(places(home.path()).plans()).unwrap();
    assert!(wrong(&report(home.path())).contains("entry 1 kept can't be read"));
}

#[test]
fn a_lost_key_is_said_with_what_to_type() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = fresh(home.path());
    desk.act(add("Mira Solberg"), None, noon()).unwrap();
    let key = desk.key_place();
    drop(desk);
    fs::remove_file(key).unwrap();
    let report = report(home.path());
    assert!(wrong(&report).contains("is not there"));
    assert!(report.hint.unwrap().contains("sideways recover"));
}
