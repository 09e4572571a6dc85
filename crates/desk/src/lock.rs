//! One process at a time writes a notebook; readers need nothing.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use crate::disk;

/// How long a second process usually waits.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// How long it sleeps between two tries.
const NAP: Duration = Duration::from_millis(20);

/// The right to write. Others wait until it goes; so they do when the process dies, since the system ends the lock with it.
pub struct Guard(File);

/// Who holds a notebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its process.
    pub process: u32,
    /// What it does: the words of the command, without what the user gave it.
    pub doing: String,
    /// Since when, in milliseconds since 1970, UTC.
    pub since: i64,
}

/// Why the right to write was not got.
#[derive(Debug, thiserror::Error)]
pub enum Held {
    /// Somebody else has it.
    #[error("the notebook is being written by {}", said(.by.as_ref()))]
    Other {
        /// Who, if they have said so yet.
        by: Option<Holder>,
    },
    /// The file can't be locked.
    #[error("{} can't be locked: {source}", .path.display())]
    Store {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn said(holder: Option<&Holder>) -> String {
    let Some(Holder { process, doing, since }) = holder else { return "another process".to_owned() };
    let since = jiff::Timestamp::from_millisecond(*since)
        .map(|time| time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string());
    let since = since.map(|time| format!(", since {time}")).unwrap_or_default();
    format!("“{doing}” (process {process}{since})")
}

impl Held {
    /// What is wrong, in one sentence without a full stop.
    pub fn fact(&self) -> String {
        self.to_string()
    }

    /// What can be typed.
    pub fn hint(&self) -> String {
        match self {
            Self::Other { by: Some(holder) } => {
                format!("wait for it to end, or look at it: ps -p {}", holder.process)
            }
            Self::Other { by: None } => "wait a moment, then type it again".to_owned(),
            Self::Store { .. } => {
                "keep the notebook on a disk of this machine: export SIDEWAYS_NOTEBOOK=FOLDER".to_owned()
            }
        }
    }
}

/// Gets the right to write, after waiting at most so long.
///
/// `doing` is a command's own words (`sideways talk`). It is a constant of the program, so that nothing which the user typed
/// can get into this file, which lies there in the clear. `now` is in milliseconds since 1970, UTC.
///
/// # Errors
/// [`Held::Other`] if somebody else has it all that time, and who; else if the file can't be locked.
pub fn hold(path: &Path, doing: &'static str, now: i64, patience: Duration) -> Result<Guard, Held> {
    let store = |source| Held::Store { path: path.to_owned(), source };
    disk::folder(path.parent().unwrap_or(Path::new("."))).map_err(store)?;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    let mut left = patience;
    let file = loop {
        let file = options.open(path).map_err(store)?;
        match file.try_lock() {
            // A restore may have put another notebook here meanwhile, whose lock is another file.
            Ok(()) if is_at(&file, path) => break file,
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if left.is_zero() => return Err(Held::Other { by: holder(file) }),
            Err(TryLockError::WouldBlock) => {
                std::thread::sleep(NAP.min(left));
                left = left.saturating_sub(NAP);
            }
            Err(TryLockError::Error(source)) => return Err(store(source)),
        }
    };
    let mut guard = Guard(file);
    guard.say(format!("{}\n{now}\n{doing}\n", std::process::id()).as_bytes()).map_err(store)?;
    Ok(guard)
}

/// Whether this very file lies there.
fn is_at(file: &File, path: &Path) -> bool {
    let name = |about: io::Result<fs::Metadata>| about.map(|about| (about.dev(), about.ino())).ok();
    let held = name(file.metadata());
    held.is_some() && held == name(fs::metadata(path))
}

impl Guard {
    fn say(&mut self, text: &[u8]) -> io::Result<()> {
        self.0.set_len(0)?;
        self.0.rewind()?;
        self.0.write_all(text)
    }
}

impl Drop for Guard {
    /// The file stays, empty: removing it would let two processes hold two files of one name.
    fn drop(&mut self) {
        let _ = self.say(b"");
        let _ = self.0.unlock();
    }
}

fn holder(mut file: File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(512).read_to_string(&mut text).ok()?;
    let mut lines = text.lines();
    let process = lines.next()?.parse().ok()?;
    let since = lines.next()?.parse().ok()?;
    Some(Holder { process, since, doing: lines.next()?.to_owned() })
}
