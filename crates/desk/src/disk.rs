//! Files that only their owner reads, and that are on disk when the call returns.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Seek, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::{
    places::hex,
    seal::{CannotSeal, luck},
};

/// What tells a file from another in its place, and from itself once somebody wrote it or changed who may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    device: u64,
    number: u64,
    length: u64,
    mode: u32,
    written: (i64, i64),
    changed: (i64, i64),
}

impl Mark {
    /// Of what lies there; nothing where nothing does, or nobody can tell.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        Some(Self {
            device: about.dev(),
            number: about.ino(),
            length: about.len(),
            mode: about.mode(),
            written: (about.mtime(), about.mtime_nsec()),
            changed: (about.ctime(), about.ctime_nsec()),
        })
    }
}

/// Why a private file is not read.
pub(crate) enum Unfit {
    Missing,
    NotYours,
    /// Others can read it: its mode.
    Open(u32),
    Damaged(&'static str),
    Store(io::Error),
}

/// Makes a folder for its owner alone, and those above it.
pub(crate) fn folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = path.parent().unwrap_or(Path::new("."));
    if !above.as_os_str().is_empty() {
        folder(above)?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        // Another process was faster.
        Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made.and_then(|()| sync_folder(above)),
    }
}

/// Writes a file that is not there yet, for its owner alone.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let above = path.parent().unwrap_or(Path::new("."));
    folder(above)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    if let Err(fault) = file.write_all(bytes).and_then(|()| file.sync_all()) {
        // Half a file is none.
        let _ = fs::remove_file(path);
        return Err(fault);
    }
    sync_folder(above)
}

/// Puts a file in the place of another, or of none, in one step: there is the old one or the new one, never half of it.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path)?;
    write_new(&beside, bytes)?;
    rename(&beside, path).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

/// Renames within a folder.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder(to.parent().unwrap_or(Path::new(".")))
}

/// Puts each of two into the other's place, in one step; says whether the file system can.
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::{
        fs::{CWD, RenameFlags, renameat_with},
        io::Errno,
    };
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => sync_folder(other.parent().unwrap_or(Path::new("."))).map(|()| true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(fault) => Err(fault.into()),
    }
}

/// Overwrites a file and removes it; says whether there was one. A disk may still keep old blocks: the bytes must be sealed,
/// or a key that opens nothing any more.
pub(crate) fn wipe(path: &Path) -> io::Result<bool> {
    let mut file = match OpenOptions::new().write(true).open(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(false),
        opened => opened?,
    };
    let mut left = file.metadata()?.len();
    file.rewind()?;
    let zeroes = [0; 8192];
    while left > 0 {
        let now = left.min(zeroes.len() as u64);
        file.write_all(&zeroes[..now as usize])?;
        left -= now;
    }
    file.sync_all()?;
    fs::remove_file(path)?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))?;
    Ok(true)
}

/// Reads a file that its owner alone can read, of at most so many bytes.
pub(crate) fn read_private(path: &Path, most: u64) -> Result<Zeroizing<Vec<u8>>, Unfit> {
    let opened = match OpenOptions::new().read(true).custom_flags(NO_WAIT).open(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Err(Unfit::Missing),
        opened => opened.map_err(Unfit::Store)?,
    };
    // What was opened is looked at, not the name, which may be another file by now.
    let about = opened.metadata().map_err(Unfit::Store)?;
    if !about.is_file() {
        return Err(Unfit::Damaged("it is no file"));
    }
    if about.uid() != user() {
        return Err(Unfit::NotYours);
    }
    if about.mode() & 0o077 != 0 {
        return Err(Unfit::Open(about.mode() & 0o777));
    }
    if about.len() > most {
        return Err(Unfit::Damaged("it is too long"));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(most as usize + 1));
    opened.take(most + 1).read_to_end(&mut bytes).map_err(Unfit::Store)?;
    Ok(bytes)
}

/// Whether a folder is the user's own, closed to others, and not a link to another. Says what is wrong.
pub(crate) fn private_folder(path: &Path) -> Result<(), &'static str> {
    let about = fs::symlink_metadata(path).map_err(|_| "is not there")?;
    match about {
        _ if !about.is_dir() => Err("is no folder"),
        _ if about.uid() != user() => Err("belongs to another user"),
        _ if about.mode() & 0o077 != 0 => Err("is open to other users"),
        _ => Ok(()),
    }
}

/// A name beside a file that nobody else uses.
pub(crate) fn beside(path: &Path) -> io::Result<PathBuf> {
    let mut drawn = [0; 8];
    luck(&mut drawn).map_err(|fault: CannotSeal| io::Error::other(fault))?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", hex(&drawn)));
    Ok(path.with_file_name(name))
}

/// The user that this process acts for.
fn user() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Opening a pipe that somebody put in a file's place must not wait for ever.
const NO_WAIT: i32 = rustix::fs::OFlags::NONBLOCK.bits() as i32;

/// Makes a folder's names last.
fn sync_folder(path: &Path) -> io::Result<()> {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    File::open(path)?.sync_all()
}

/// Makes a folder for its owner alone, or takes one that is there; says whether it is empty.
pub(crate) fn empty_folder(path: &Path) -> io::Result<bool> {
    folder(path)?;
    Ok(fs::read_dir(path)?.next().is_none())
}

/// Files of a folder that are named as kept plans are, by a hash; none where there is no folder.
pub(crate) fn plans(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let listed = match fs::read_dir(folder) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed?,
    };
    let mut plans = Vec::new();
    for entry in listed {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_plan = name.len() == 64 && name.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
        if is_plan {
            plans.push((name, path));
        }
    }
    plans.sort();
    Ok(plans)
}
