//! Starts the child under the recorder.

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
    sync::OnceLock,
};

use journal::Synchronous;

use crate::child::Story;

/// The recorder, compiled once a process; nothing where it can't be used.
fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<(tempfile::TempDir, PathBuf)>> = OnceLock::new();
    let compile = || {
        if !cfg!(all(target_os = "linux", target_pointer_width = "64", target_env = "gnu")) {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("recorder.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crash/recorder.c");
        let done =
            Command::new("cc").args(["-O1", "-shared", "-fPIC", "-o"]).arg(&library).arg(source).status();
        assert!(done.is_ok_and(|done| done.success()), "cc can't make the recorder");
        Some((folder, library))
    };
    LIBRARY.get_or_init(compile).as_ref().map(|(_, library)| library.as_path())
}

/// Whether the recorder can be used; says so aloud where it can't.
pub fn is_here() -> bool {
    let is_here = library().is_some();
    if !is_here {
        assert!(
            std::env::var_os("CI").is_none(),
            "the recorder can't be used here, and nothing may be skipped"
        );
        eprintln!("SKIPPED: the recorder of writes and syncs is for Linux with glibc on 64 bits");
    }
    is_here
}

/// A folder in memory where there is one: replayed states need no disk.
pub fn quick_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Runs a story in a child, to its end or its death, and gives its status.
pub fn run(story: Story, folder: &Path, log: Option<&Path>) -> ExitStatus {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["child::the_child", "--exact", "--quiet", "--nocapture"]);
    child.env("LD_PRELOAD", library().unwrap()).env("RECORDER_FOLDER", folder).env("CRASH_FOLDER", folder);
    child.env("CRASH_STORY", story.name).env("CRASH_SEED", story.seed.to_string());
    child.env("CRASH_LIMIT", story.limit.to_string()).env("CRASH_SYNC", level(story.synchronous));
    match log {
        Some(log) => child.env("RECORDER_LOG", log),
        None => child.env_remove("RECORDER_LOG"),
    };
    let output = child.output().unwrap();
    let status = output.status;
    assert!(
        status.success() || status.code().is_none(),
        "the child failed: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    status
}

fn level(synchronous: Synchronous) -> &'static str {
    match synchronous {
        Synchronous::Full => "full",
        Synchronous::Normal => "normal",
        Synchronous::Off => "off",
    }
}
