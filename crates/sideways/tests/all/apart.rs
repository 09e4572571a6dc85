//! Files of others are read by a child first, which alone is lost when one does harm (S12).

use std::{
    fs,
    io::{Read, Write},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::run::{at_desk, folder, map, notebook, repository, said};

/// A file of 6 MB that takes more than a hundred times as much to be read.
fn too_much() -> String {
    format!("# Booking\n\n{}", "[".repeat(6_000_000))
}

#[test]
fn s12_a_file_that_takes_too_much_is_refused_and_those_beside_it_are_read() {
    // Given a plan, and beside it a file that takes more memory than one of its size may
    let here = folder("apart-too-much");
    fs::write(here.join("made-to-harm.md"), too_much()).unwrap();
    let at = |name: &str| repository().join("examples/northlight").join(name).display().to_string();
    let (plan, people) = (at("plan.md"), at("people.toml"));
    // When both are read
    let whose = ["--people", &people, "--me", "Mira Solberg"];
    let read = map(&here, &[&["map", &plan, "made-to-harm.md"], &whose[..]].concat());
    // Then that file is named with what can be done, and the plan is read
    let problems = read["problems"].as_array().unwrap();
    let of_it =
        |problem: &&Value| problem["file"].as_str().is_some_and(|file| file.ends_with("made-to-harm.md"));
    let problem = problems.iter().find(of_it).unwrap();
    let fact = problem["fact"].as_str().unwrap();
    assert!(fact.starts_with("its reader broke, or took more than 786 MB"), "{fact}");
    let hint = problem["hint"].as_str().unwrap();
    assert!(hint.ends_with("sideways --reader-seconds 60 read PATH"), "{hint}");
    assert_eq!(read["read"]["files"], 2, "{}", read["read"]);
}

#[test]
fn s12_a_draft_that_takes_too_much_is_refused_too() {
    let here = notebook("apart-draft");
    fs::write(here.join("draft.md"), too_much()).unwrap();
    let draft = at_desk(&here, "2027-02-08").args(["review", "draft.md"]).output().unwrap();
    assert!(!draft.status.success());
    let wrong = String::from_utf8(draft.stderr).unwrap();
    let wrong = wrong.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(wrong.contains("draft.md: its reader broke, or took more than 786 MB"), "{wrong}");
    assert!(wrong.ends_with("sideways --reader-seconds 60 review PATH"), "{wrong}");
}

#[test]
fn s12_a_calendar_that_can_not_be_read_apart_is_not_read_here() {
    let here = notebook("apart-calendar");
    let events = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20270208T090000Z\r\nSUMMARY:x\r\nEND:VEVENT\r\n";
    fs::write(here.join("work.ics"), format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n"))
        .unwrap();
    let read = ["calendar", "read", "work.ics"];
    assert!(at_desk(&here, "2027-02-08").args(read).output().unwrap().status.success());
    // Where ever fewer files may be open, until no child can be spoken to: how few that is depends on those that were open before
    let program = assert_cmd::cargo::cargo_bin("sideways");
    let with = |files: u32| {
        let cut = format!("ulimit -n {files}; exec '{}' calendar read work.ics", program.display());
        let mut command = Command::new("sh");
        command.args(["-c", &cut]).current_dir(&here).env_clear().env("TZ", "UTC").env("HOME", &here);
        let output = command.env("SIDEWAYS_NOW", "2027-02-08").output().unwrap();
        let wrong = String::from_utf8_lossy(&output.stderr);
        (output.status.success(), wrong.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let all: Vec<(bool, String)> = (4..64).rev().map(with).collect();
    // Then it is read, or refused, and it is said why
    let is_said = |words: &str| {
        words.contains("work.ics: its reader can't be started: Too many open files")
            && words.contains("nothing was read")
    };
    assert!(all.iter().any(|(is_read, words)| !is_read && is_said(words)), "{all:?}");
    assert!(all.iter().all(|(is_read, words)| *is_read != words.starts_with("Error:")), "{all:?}");
}

/// A child, as the program starts one.
struct Worker(Child);

impl Worker {
    fn start() -> Self {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("sideways"));
        command.arg("import-worker").env_clear().env("HOME", "/nowhere");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }

    /// What it says once it was given this to read: a dot, or nothing where it ends.
    fn read(&mut self, ending: &str, body: &[u8]) -> Vec<u8> {
        self.read_within(ending, body, 10)
    }

    fn read_within(&mut self, ending: &str, body: &[u8], seconds: u32) -> Vec<u8> {
        let to = self.0.stdin.as_mut().unwrap();
        let what = format!(r#"{{"plan":{{"ending":"{ending}","is_people":false}}}}"#);
        writeln!(to, r#"{{"what":{what},"bytes":{},"seconds":{seconds}}}"#, body.len()).unwrap();
        to.write_all(body).unwrap();
        let mut said = vec![0];
        match self.0.stdout.as_mut().unwrap().read(&mut said).unwrap() {
            0 => Vec::new(),
            _ => said,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        self.0.wait().unwrap();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn s12_the_child_is_shut_in() {
    let mut worker = Worker::start();
    for body in ["# Booking\n- Form\n", "a: [1"] {
        assert_eq!(worker.read(if body.starts_with('#') { "md" } else { "yaml" }, body.as_bytes()), b".");
    }
    // Memory, processor, files and what a breaking would leave behind have limits
    let id = worker.0.id();
    let limit = |name: &str| {
        let limits = fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().next().unwrap().to_owned()
    };
    assert_eq!(limit("Max address space"), ((512 << 20) + 48 * 5).to_string());
    assert_eq!(limit("Max cpu time"), "11");
    assert_eq!(
        (limit("Max core file size"), limit("Max file size"), limit("Max open files")),
        ("0".into(), "0".into(), "0".into())
    );
    // and one that is trusted gets more of them
    assert_eq!(worker.read_within("md", b"- Form\n", 60), b".");
    assert_eq!(limit("Max address space"), (6 * (512_u64 << 20) + 48 * 7).to_string());
    assert_eq!(limit("Max cpu time"), "61");
}

#[test]
fn s12_a_child_that_is_told_something_else_ends() {
    for line in [
        "",
        "what?\n",
        "{\"what\":\"plan\"}\n",
        "{\"what\":{\"plan\":{\"ending\":\"md\",\"is_people\":false}},\"bytes\":18446744073709551615,\"seconds\":10}\n",
    ] {
        let mut worker = Worker::start();
        worker.0.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
        let mut said = Vec::new();
        worker.0.stdout.take().unwrap().read_to_end(&mut said).unwrap();
        assert!(said.is_empty(), "{line}");
        assert_eq!(worker.0.wait().unwrap().success(), line.is_empty(), "{line}");
    }
}

#[test]
fn the_word_of_the_child_is_no_command() {
    let here = folder("apart-word");
    assert!(!said(&here, &["--help"]).contains("import-worker"));
}
