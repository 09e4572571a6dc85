//! Runs the program as a user would, and reads what it says.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// The folder of this repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Real plans that are no part of this project; says so where they are absent.
pub fn real_plans(which: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("SIDEWAYS_PLANS")
        .map_or_else(|| repository().join("../shared/plans"), PathBuf::from);
    let path = folder.join(which);
    if !path.exists() {
        eprintln!("SKIPPED: no real plans at {}; set SIDEWAYS_PLANS to run this test", path.display());
        return None;
    }
    Some(path)
}

/// The program, in a folder, without colour or settings from outside.
pub fn sideways(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("sideways").unwrap();
    command.current_dir(folder).env_clear().env("TZ", "UTC");
    command
}

/// What the program prints.
pub fn said(folder: &Path, arguments: &[&str]) -> String {
    let output = sideways(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The program at the notebook of a folder, on a day.
pub fn at_desk(folder: &Path, day: &str) -> Command {
    let mut command = sideways(folder);
    command.env("HOME", folder).env("SIDEWAYS_NOW", day);
    command
}

/// An empty folder with a notebook.
pub fn notebook(name: &str) -> PathBuf {
    let here = folder(name);
    assert!(at_desk(&here, "2026-05-04").arg("init").output().unwrap().status.success());
    here
}

/// The map as JSON.
pub fn map(folder: &Path, arguments: &[&str]) -> Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&said(folder, &arguments)).unwrap()
}

/// An empty folder of this test's own.
pub fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// The strings of a list.
pub fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect()
}
