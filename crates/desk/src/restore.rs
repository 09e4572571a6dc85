//! A backup becomes the notebook again. The present one is moved aside, never deleted.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use journal::{Head, Id, Journal, Sqlite, verify};
use serde::Serialize;

use crate::{
    backup::{self, JOURNAL, Manifest, PLANS},
    clock::Moment,
    disk,
    export::copy_plans,
    fold::forgotten,
    heads, keys,
    lock::{self, Guard},
    open::{Desk, NOTEBOOK, open_copy, open_to_read, record},
    places::{Places, unhex},
    seal::{Plain, Sealer},
    stop::Stop,
};

/// What was restored.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// Which backup.
    pub backup: PathBuf,
    /// Its entries.
    pub entries: u64,
    /// Where the notebook that was there lies now.
    pub aside: Option<PathBuf>,
    /// Entries that were forgotten since the backup, and are forgotten again.
    pub forgotten: Vec<u32>,
    /// Why what was forgotten since the backup can't be told; nothing if it was told.
    pub untold: Option<String>,
    /// Why the seals could not be checked, and what to type; nothing if every one of them opens.
    pub unproved: Option<(String, String)>,
    /// Whether the backup says where it ends; a bare copy of the file does not, and may have lost its end.
    pub has_end: bool,
}

/// What restoring has just done; a test stops it after each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Copied,
    Proved,
    ForgotAgain,
    Ready,
    KeptBeside,
    Named,
    InPlace,
    Kept,
}

/// Restores a backup: a folder that `backup` made, a folder of such ones (the newest counts), or a bare journal.
///
/// What was forgotten since is forgotten in the copy before that takes the place of the notebook.
///
/// # Errors
/// If it is no backup or not whole: the notebook is as it was then.
pub fn restore(places: &Places, given: &Path, now: Moment) -> Result<Restored, Stop> {
    restore_watched(places, given, now, &mut |_| {})
}

pub(crate) fn restore_watched(
    places: &Places,
    given: &Path,
    now: Moment,
    after: &mut dyn FnMut(Step),
) -> Result<Restored, Stop> {
    let backup = found(given)?;
    let hold =
        |places: &Places| lock::hold(&places.lock(), "sideways restore", now.milliseconds(), lock::PATIENCE);
    // Nobody forgets anything from here on that the copy would not know of.
    let held = if places.notebook().exists() { Some(hold(places)?) } else { None };
    if held.is_some() {
        drop_half_restored(places).map_err(failed(places.notebook(), "written"))?;
    }
    let fresh = disk::beside(places.notebook()).map_err(failed(places.notebook(), "written"))?;
    let ready = copy(&backup.0, backup.1.is_some(), &fresh)
        .and_then(|()| {
            after(Step::Copied);
            let guard = hold(&places.elsewhere(&fresh))?;
            made_ready(places, &fresh, backup, guard, now, after)
        })
        .and_then(|ready| {
            after(Step::Ready);
            heads::keep_beside(places, &ready.id, ready.head)?;
            after(Step::KeptBeside);
            Ok(ready)
        });
    let ready = ready.inspect_err(|_| {
        let _ = fs::remove_dir_all(&fresh);
    })?;
    let mut restored = ready.restored;
    restored.aside = put_in_place(places, &fresh, now, after)?;
    after(Step::InPlace);
    // Where it can't be kept alone, both are: that is right, too.
    let _ = match ready.head {
        Some(head) => heads::keep(places, &ready.id, &head),
        None => heads::forget(places, &ready.id),
    };
    after(Step::Kept);
    drop(held);
    Ok(restored)
}

/// Removes what restores that were cut off left beside the notebook: copies in which nothing was forgotten yet. Whoever calls
/// this holds the notebook.
pub(crate) fn drop_half_restored(places: &Places) -> io::Result<()> {
    let (Some(name), Some(above)) = (places.notebook().file_name(), places.notebook().parent()) else {
        return Ok(());
    };
    let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
    let begins = format!("{}.", name.to_string_lossy());
    let is_half = |name: &str| {
        let drawn = name.strip_prefix(&begins).and_then(|rest| rest.strip_suffix(".new"));
        drawn.is_some_and(|drawn| unhex(drawn, &mut [0; 8]).is_some())
    };
    for entry in fs::read_dir(above)? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| is_half(&name.to_string_lossy())) && path.is_dir() {
            for file in [path.join(JOURNAL), path.join(format!("{JOURNAL}-wal"))] {
                disk::wipe(&file)?;
            }
            fs::remove_dir_all(&path)?;
        }
    }
    Ok(())
}

/// A copy that can take the notebook's place; nobody else writes it.
struct Ready {
    restored: Restored,
    id: Id,
    head: Option<Head>,
    _guard: Guard,
}

/// Proves a copy, and forgets in it what was forgotten since.
fn made_ready(
    places: &Places,
    fresh: &Path,
    (path, manifest): (PathBuf, Option<Manifest>),
    mut guard: Guard,
    now: Moment,
    after: &mut dyn FnMut(Step),
) -> Result<Ready, Stop> {
    let (id, mut head, unproved) = proved(places, &fresh.join(JOURNAL), manifest.as_ref(), &path, now)?;
    after(Step::Proved);
    // A notebook that opens is not given away for one that does not.
    if unproved.is_some() && open_to_read(places.clone(), now).is_ok() {
        return Err(Stop::OtherKey(path));
    }
    let mut restored = Restored {
        backup: path,
        entries: head.map_or(0, |head| head.index),
        unproved: unproved.map(|fault| (fault.fact(), fault.hint())),
        has_end: manifest.is_some(),
        ..Restored::default()
    };
    let again = match places.journal().exists() {
        true => Forgotten::of(places, &id, now),
        false => Ok(Vec::new()),
    };
    match again {
        Err(stop) => restored.untold = Some(stop.fact()),
        Ok(again) if again.is_empty() => {}
        Ok(again) if restored.unproved.is_some() => {
            let numbers: Vec<String> = again.iter().map(|one| one.entry.to_string()).collect();
            let fact = format!("its key is not at hand; forgotten since were {}", numbers.join(", "));
            restored.untold = Some(fact);
        }
        Ok(again) => {
            let mut copy = open_copy(places.elsewhere(fresh), guard, now)?;
            for one in again {
                if copy.holds(&one)? {
                    copy.forget(one.entry, None, now)?;
                    restored.forgotten.push(one.entry);
                    after(Step::ForgotAgain);
                }
            }
            head = copy.head;
            guard = copy.guard.take().ok_or(Stop::Reading)?;
        }
    }
    Ok(Ready { restored, id, head, _guard: guard })
}

/// An entry that was forgotten, and the name of the key that went.
struct Forgotten {
    entry: u32,
    key: Id,
}

impl Forgotten {
    /// All that a notebook says were forgotten; none of another notebook.
    fn of(places: &Places, id: &Id, now: Moment) -> Result<Vec<Self>, Stop> {
        let mut desk = open_to_read(places.clone(), now)?;
        if desk.id != *id {
            return Ok(Vec::new());
        }
        let entries = desk.entries()?;
        let gone = forgotten(entries.iter().filter_map(|found| found.entry.as_ref()));
        let mut all = Vec::new();
        desk.journal.salvage(1, &mut |found| {
            if let Ok(found) = found
                && gone.contains(&(found.page.index as u32))
            {
                all.push(Self { entry: found.page.index as u32, key: found.page.key });
            }
            true
        })?;
        Ok(all)
    }
}

impl Desk {
    /// Whether this very entry is there and can be read.
    fn holds(&mut self, one: &Forgotten) -> Result<bool, Stop> {
        let mut holds = false;
        self.journal.read(u64::from(one.entry), &mut |found| {
            holds =
                found.page.index == u64::from(one.entry) && found.page.key == one.key && found.key.is_some();
            false
        })?;
        Ok(holds)
    }
}

/// The backup that is meant, and what it says of itself.
fn found(given: &Path) -> Result<(PathBuf, Option<Manifest>), Stop> {
    let none = |fact: &str| Stop::NoBackup { path: given.to_owned(), fact: fact.to_owned() };
    if given.is_file() {
        return Ok((given.to_owned(), None));
    }
    if !given.is_dir() {
        return Err(none("there is no such file or folder"));
    }
    if let Some(manifest) = Manifest::read(given) {
        return Ok((given.to_owned(), Some(manifest)));
    }
    if given.join(backup::MANIFEST).exists() {
        return Err(none("its manifest is damaged"));
    }
    let listed = backup::listed(given).map_err(failed(given, "read"))?;
    let newest = listed.into_iter().next().map(|(path, manifest)| (path, Some(manifest)));
    newest.ok_or_else(|| none("it has no manifest, and no backup lies in it"))
}

fn copy(from: &Path, is_folder: bool, fresh: &Path) -> Result<(), Stop> {
    disk::folder(fresh).map_err(failed(fresh, "made"))?;
    let journal = if is_folder { from.join(JOURNAL) } else { from.to_owned() };
    let mut beside = journal.clone().into_os_string();
    beside.push("-wal");
    for (from, name) in [(journal, JOURNAL.to_owned()), (beside.into(), format!("{JOURNAL}-wal"))] {
        match fs::read(&from) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound && name != JOURNAL => {}
            read => {
                let to = fresh.join(name);
                disk::write_new(&to, &read.map_err(failed(&from, "read"))?)
                    .map_err(failed(&to, "written"))?;
            }
        }
    }
    if is_folder {
        copy_plans(&from.join(PLANS), &fresh.join(PLANS))?;
    }
    Ok(())
}

/// What a copy proves of itself: which notebook, where it ends, and why its seals could not be checked.
type Proof = (Id, Option<Head>, Option<keys::Fault>);

fn proved(
    places: &Places,
    path: &Path,
    manifest: Option<&Manifest>,
    from: &Path,
    now: Moment,
) -> Result<Proof, Stop> {
    let broken = |fact: String| Stop::BrokenBackup { path: from.to_owned(), fact };
    let fault = |fault: journal::Fault| Stop::BrokenBackup { path: from.to_owned(), fact: fault.to_string() };
    let mut journal = Sqlite::open(path).map_err(fault)?;
    let id = record(&mut journal, NOTEBOOK).map_err(|stop| broken(stop.fact()))?;
    if let Some(wrong) = journal.wrong().map_err(fault)?.into_iter().next() {
        return Err(broken(wrong));
    }
    let kept = manifest.and_then(|manifest| manifest.head);
    if let Some(flaw) = verify(&mut journal, kept).map_err(fault)?.first() {
        return Err(broken(flaw.to_string()));
    }
    let head = journal.head().map_err(fault)?;
    let unproved = match keys::open(places, &mut journal, &id, now.milliseconds()) {
        Err(fault) => Some(fault),
        Ok(key) => {
            let (sealer, mut plain, mut wrong) = (Sealer::new(&key), Plain::default(), None);
            journal
                .read(1, &mut |found| {
                    let opened =
                        found.key.map(|key| sealer.open_into(found.page, key, &mut plain).map(|_| ()));
                    wrong = opened.and_then(Result::err);
                    wrong.is_none()
                })
                .map_err(fault)?;
            wrong.map_or(Ok(()), |wrong| Err(broken(wrong.fact())))?;
            None
        }
    };
    Ok((id, head, unproved))
}

/// Moves the notebook that is there aside, and the fresh one into its place, in one step where the file system can; says where
/// the old one lies.
fn put_in_place(
    places: &Places,
    fresh: &Path,
    now: Moment,
    after: &mut dyn FnMut(Step),
) -> Result<Option<PathBuf>, Stop> {
    let notebook = places.notebook();
    if !notebook.exists() {
        disk::rename(fresh, notebook).map_err(failed(notebook, "written"))?;
        return Ok(None);
    }
    let above = notebook.parent().unwrap_or(Path::new("."));
    let name = notebook.file_name().unwrap_or_default().to_string_lossy();
    let aside = backup::free(above, &format!("{name}-aside-{}", backup::stamp(now)));
    disk::rename(fresh, &aside).map_err(failed(notebook, "written"))?;
    after(Step::Named);
    let exchanged = disk::exchange(&aside, notebook).and_then(|is_done| match is_done {
        true => Ok(()),
        false => disk::rename(&aside, fresh).and_then(|()| one_after_the_other(notebook, fresh, &aside)),
    });
    exchanged.map_err(failed(notebook, "written"))?;
    Ok(Some(aside))
}

/// The same in two steps.
fn one_after_the_other(notebook: &Path, fresh: &Path, aside: &Path) -> io::Result<()> {
    disk::rename(notebook, aside)?;
    disk::rename(fresh, notebook).inspect_err(|_| {
        let _ = disk::rename(aside, notebook);
    })
}

fn failed(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> Stop {
    let path = path.to_owned();
    move |source| Stop::File { path, doing, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_two_can_not_take_each_others_place_at_once_the_old_one_comes_back_if_the_new_one_can_not() {
        let home = tempfile::tempdir().unwrap();
        let [notebook, fresh, aside] = ["notebook", "fresh", "aside"].map(|name| home.path().join(name));
        for (folder, words) in [(&notebook, "old"), (&fresh, "new")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("journal"), words).unwrap();
        }
        let is = |folder: &Path, words: &str| fs::read(folder.join("journal")).unwrap() == words.as_bytes();
        one_after_the_other(&notebook, &fresh, &aside).unwrap();
        assert!(is(&notebook, "new") && is(&aside, "old") && !fresh.exists());
        fs::remove_dir_all(&aside).unwrap();
        assert!(one_after_the_other(&notebook, &fresh, &aside).is_err());
        assert!(is(&notebook, "new") && !aside.exists());
    }
}
