//! Backups: the whole notebook, sealed as it is, in a dated folder. No key goes with it.

mod manifest;
mod rotated;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::tz::TimeZone;
use journal::{Journal, Sqlite, verify};
use serde::Serialize;

pub(crate) use self::manifest::Manifest;
use crate::{
    clock::Moment,
    disk, heads,
    open::{NOTEBOOK, exists, record},
    places::{Places, hex},
    stop::Stop,
};

/// Backups that are kept, the newest first, besides one a month for a year.
pub const KEPT: usize = 7;

/// The journal within a backup.
pub(crate) const JOURNAL: &str = "journal.sqlite";

/// The folder of kept plans within a backup.
pub(crate) const PLANS: &str = "plans";

/// The file that makes a folder a backup; it is written last.
pub(crate) const MANIFEST: &str = "manifest";

/// What was backed up.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct BackedUp {
    /// Where it lies.
    pub backup: PathBuf,
    /// Entries.
    pub entries: u64,
    /// Kept plans and maps.
    pub plans: usize,
    /// Older backups that went.
    pub dropped: Vec<PathBuf>,
}

/// Copies the notebook into a dated folder within `folder`, consistent while others write, and drops older backups of it
/// there: the newest `keep` stay, and one a month for a year. It needs no key.
///
/// # Errors
/// If there is no notebook, its chain is not whole, or something can't be written. Older backups stay then.
pub fn backup(places: &Places, folder: &Path, keep: usize, now: Moment) -> Result<BackedUp, Stop> {
    let mut journal = Sqlite::open_reading(&exists(places)?)?;
    let notebook = record(&mut journal, NOTEBOOK)?;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Stop::File { path, doing: "written", source }
    };
    disk::folder(folder).map_err(failed(folder))?;
    let within = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if within(folder).starts_with(within(places.notebook())) {
        return Err(Stop::BackupInside(folder.to_owned()));
    }
    let half = disk::beside(&folder.join("backup")).map_err(failed(folder))?;
    let made = copied(places, &mut journal, &half, now).inspect_err(|_| {
        let _ = remove(&half);
    })?;
    let name = free(folder, &format!("sideways-{}", stamp(now)));
    disk::rename(&half, &name).map_err(failed(&name))?;
    let dropped = drop_old(folder, &hex(&notebook), keep).map_err(failed(folder))?;
    Ok(BackedUp { backup: name, entries: made.head.map_or(0, |head| head.index), plans: made.plans, dropped })
}

/// When the newest backup of this notebook in a folder was made; nothing where there is none, or nobody can tell.
pub fn last(places: &Places, folder: &Path) -> Option<jiff::Timestamp> {
    let notebook = hex(&record(&mut Sqlite::open_reading(&exists(places).ok()?).ok()?, NOTEBOOK).ok()?);
    let listed = listed(folder).ok()?;
    let (_, manifest) = listed.into_iter().find(|(_, manifest)| manifest.notebook == notebook)?;
    let at = jiff::civil::DateTime::strptime(STAMP, &manifest.made).ok()?;
    at.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}

/// Copies journal and plans, checks the copy, and writes its manifest.
fn copied(places: &Places, journal: &mut Sqlite, to: &Path, now: Moment) -> Result<Manifest, Stop> {
    let path = to.join(JOURNAL);
    disk::folder(to).map_err(|source| Stop::File { path: to.to_owned(), doing: "made", source })?;
    let notebook = record(journal, NOTEBOOK)?;
    // Before the copy is made: others may write meanwhile, and what they keep then is no end of this copy.
    let kept = heads::kept_of(places, &notebook, journal)?;
    journal.copy(&path)?;
    let mut copy = Sqlite::open(&path)?;
    if let Some(flaw) = verify(&mut copy, kept)?.first() {
        return Err(Stop::Damaged { fact: flaw.to_string() });
    }
    let head = copy.head()?;
    drop(copy);
    let plans = crate::export::copy_plans(&places.plans(), &to.join(PLANS))?;
    let manifest = Manifest { notebook: hex(&notebook), made: stamp(now), head, plans };
    let path = to.join(MANIFEST);
    let written = disk::write_new(&path, manifest.text().as_bytes());
    written.map_err(|source| Stop::File { path, doing: "written", source })?;
    Ok(manifest)
}

/// How a moment is written as part of a name.
const STAMP: &str = "%Y-%m-%d-%H%M%S";

/// The moment as part of a name, UTC.
pub(crate) fn stamp(now: Moment) -> String {
    now.at.to_zoned(TimeZone::UTC).strftime(STAMP).to_string()
}

/// A name in a folder that is free.
pub(crate) fn free(folder: &Path, name: &str) -> PathBuf {
    let names = (1..).map(|n| match n {
        1 => folder.join(name),
        n => folder.join(format!("{name}-{n}")),
    });
    names.into_iter().find(|path| !path.exists()).unwrap_or_else(|| folder.join(name))
}

/// Backups in a folder, the newest first.
pub(crate) fn listed(folder: &Path) -> io::Result<Vec<(PathBuf, Manifest)>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_named = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("sideways-"));
        if let Some(manifest) = is_named.then(|| Manifest::read(&path)).flatten() {
            all.push((path, manifest));
        }
    }
    all.sort_by(|(a, first), (b, second)| (&second.made, b).cmp(&(&first.made, a)));
    Ok(all)
}

fn drop_old(folder: &Path, notebook: &str, keep: usize) -> io::Result<Vec<PathBuf>> {
    let mut ours = listed(folder)?;
    ours.retain(|(_, manifest)| manifest.notebook == notebook);
    let days: Vec<&str> = ours.iter().map(|(_, manifest)| manifest.made.as_str()).collect();
    let mut dropped = Vec::new();
    for at in rotated::out(&days, keep) {
        remove(&ours[at].0)?;
        dropped.push(ours[at].0.clone());
    }
    Ok(dropped)
}

/// Removes a backup: its own files alone, and its folder if nothing else is in it. The manifest goes first, so that half a
/// backup is none.
fn remove(backup: &Path) -> io::Result<()> {
    let gone = |path: &Path| match fs::remove_file(path) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    };
    for name in [MANIFEST, JOURNAL, "journal.sqlite-wal", "journal.sqlite-shm"] {
        gone(&backup.join(name))?;
    }
    let plans = backup.join(PLANS);
    for (_, path) in disk::plans(&plans)? {
        gone(&path)?;
    }
    for folder in [&plans, backup] {
        match fs::remove_dir(folder) {
            // What somebody laid beside it stays.
            Err(fault)
                if matches!(fault.kind(), io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty) => {}
            done => done?,
        }
    }
    Ok(())
}
