//! One process at a time writes.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

mod given;

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    time::Duration,
};

use desk::lock::{Guard, Held, Holder, hold};

const NOW: i64 = 1_790_000_000_000;
const AT_ONCE: Duration = Duration::ZERO;

fn by(result: Result<Guard, Held>) -> Option<Holder> {
    match result.err().expect("somebody else writes") {
        Held::Other { by } => by,
        other => panic!("{other}"),
    }
}

#[test]
fn a_second_writer_is_told_who_writes() {
    let (_folder, places) = given::places();
    let first = hold(&places.lock(), "sideways talk", NOW, AT_ONCE).unwrap();
    let held = hold(&places.lock(), "sideways done", NOW, AT_ONCE).err().unwrap();
    let me = std::process::id();
    assert_eq!(
        held.fact(),
        format!(
            "the notebook is being written by “sideways talk” (process {me}, since 2026-09-21 14:13:20 UTC)"
        )
    );
    assert_eq!(held.hint(), format!("wait for it to end, or look at it: ps -p {me}"));
    drop(first);
    assert_eq!(fs::read(places.lock()).unwrap(), b"");
    hold(&places.lock(), "sideways done", NOW, AT_ONCE).unwrap();
}

#[test]
fn a_second_writer_waits_and_then_writes() {
    let (_folder, places) = given::places();
    let first = hold(&places.lock(), "sideways talk", NOW, AT_ONCE).unwrap();
    let path = places.lock();
    let second =
        std::thread::spawn(move || hold(&path, "sideways done", NOW, Duration::from_secs(60)).is_ok());
    drop(first);
    assert!(second.join().unwrap());
}

#[test]
fn a_holder_that_says_nothing_readable_is_another_process() {
    let (_folder, places) = given::places();
    let _first = hold(&places.lock(), "sideways talk", NOW, AT_ONCE).unwrap();
    for odd in [&b""[..], b"\xff\xfe", b"12", b"12\n13", b"x\n13\ny\n"] {
        fs::write(places.lock(), odd).unwrap();
        assert_eq!(by(hold(&places.lock(), "sideways done", NOW, AT_ONCE)), None);
    }
}

/// Another process that holds the lock until it is killed or its input ends.
fn other_process(path: &std::path::Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "holds_the_lock_for_another_test", "--ignored", "--nocapture"])
        .env("LOCK_OF_A_TEST", path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().ends_with("held")));
    child
}

#[test]
#[ignore = "runs in a process of its own, for the tests below"]
fn holds_the_lock_for_another_test() {
    let Some(path) = std::env::var_os("LOCK_OF_A_TEST") else { return };
    let _guard = hold(path.as_ref(), "sideways rekey", NOW, AT_ONCE).unwrap();
    println!("held");
    std::io::stdout().flush().unwrap();
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[test]
fn s5_another_process_is_named_and_its_death_frees_the_notebook() {
    let (_folder, places) = given::places();
    let mut child = other_process(&places.lock());
    let holder = by(hold(&places.lock(), "sideways talk", NOW, AT_ONCE)).unwrap();
    assert_eq!(holder, Holder { process: child.id(), doing: "sideways rekey".to_owned(), since: NOW });
    child.kill().unwrap();
    child.wait().unwrap();
    // What the dead one wrote into the file is still there, and holds nobody up.
    assert!(!fs::read(places.lock()).unwrap().is_empty());
    hold(&places.lock(), "sideways talk", NOW, AT_ONCE).unwrap();
}
