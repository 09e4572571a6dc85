//! The sample: a notebook of a made-up company, to look at. It lies in a folder of its own, bears a mark, and goes as a whole.

use std::{fs, io, path::PathBuf};

use journal::Sqlite;

use crate::{
    clock::Moment,
    disk, heads,
    keys::Hold,
    lock,
    open::{Desk, NOTEBOOK, create, record},
    places::Places,
    stop::Stop,
};

/// What says that a folder is the sample, and nobody's own notebook.
const MARK: &str = "sample";

/// What stands in the mark, for whoever finds the folder.
const SAYS: &str =
    "A made-up company, to look at. Whoever removes the sample in sideways removes this folder.\n";

fn mark(places: &Places) -> PathBuf {
    places.notebook().join(MARK)
}

/// Whether the sample is there.
pub fn is_there(places: &Places) -> bool {
    mark(places).is_file() && places.journal().exists()
}

/// Makes it, empty. What is left of an earlier one goes.
///
/// # Errors
/// If its folder holds something else, or something can't be written.
pub fn make(places: Places, now: Moment) -> Result<Desk, Stop> {
    remove(&places, now)?;
    let folder = places.notebook().to_owned();
    let failed = |source| Stop::File { path: folder.clone(), doing: "made", source };
    disk::folder(&folder).map_err(failed)?;
    if fs::read_dir(&folder).map_err(failed)?.next().is_some() {
        return Err(Stop::NotEmpty(folder));
    }
    disk::write_new(&mark(&places), SAYS.as_bytes()).map_err(failed)?;
    create(places, &Hold::File, now).map(|(desk, _)| desk)
}

/// Removes it: its key, its end, then its folder. Says whether there was one; a folder without the mark stays as it is.
///
/// # Errors
/// If somebody writes in it, or a file can't be removed.
pub fn remove(places: &Places, now: Moment) -> Result<bool, Stop> {
    if !mark(places).is_file() {
        return Ok(false);
    }
    let folder = places.notebook().to_owned();
    let failed = |source| Stop::File { path: folder.clone(), doing: "removed", source };
    let guard = lock::hold(&places.lock(), "removing the sample", now.milliseconds(), lock::PATIENCE)?;
    let id = Sqlite::open_reading(&places.journal()).ok().and_then(|mut it| record(&mut it, NOTEBOOK).ok());
    if let Some(id) = id {
        disk::wipe(&places.key(&id)).map_err(failed)?;
        heads::forget(places, &id)?;
    }
    // The mark goes last: where this is cut off, it is still the sample.
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let gone = match path {
            path if path == mark(places) => Ok(()),
            path if path.is_dir() => fs::remove_dir_all(path),
            path => fs::remove_file(path),
        };
        gone.or_else(|fault| if fault.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(fault) })
            .map_err(failed)?;
    }
    fs::remove_file(mark(places)).map_err(failed)?;
    drop(guard);
    fs::remove_dir(&folder).map_err(failed)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use playbook::{map::peers, notebook::Command};

    use super::*;
    use crate::{clock, open::create};

    fn places(home: &std::path::Path) -> (Places, Places) {
        let home = home.as_os_str().to_owned();
        let environment = move |name: &str| -> Option<OsString> { (name == "HOME").then(|| home.clone()) };
        (Places::find(None, &environment).unwrap(), Places::of_sample(&environment).unwrap())
    }

    #[test]
    fn the_sample_goes_without_a_trace_and_nothing_else_does() {
        let home = tempfile::tempdir().unwrap();
        let (own, sample) = places(home.path());
        let now = clock::now();
        drop(create(own.clone(), &Hold::File, now).unwrap());
        let files = || {
            let mut all = Vec::new();
            let mut folders = vec![home.path().to_path_buf()];
            while let Some(folder) = folders.pop() {
                for entry in fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_dir() { folders.push(path) } else { all.push(path) }
                }
            }
            all.sort();
            all
        };
        let before = files();
        let mut desk = make(sample.clone(), now).unwrap();
        let add = peers::Command::Add { name: "Ada Okoye".into(), aliases: Vec::new() };
        desk.act(Command::Peers(add), None, now).unwrap();
        desk.keep_blob(b"a map").unwrap();
        drop(desk);
        assert!(is_there(&sample) && files().len() > before.len());
        drop(make(sample.clone(), now).unwrap());
        assert!(remove(&sample, now).unwrap());
        assert!(!is_there(&sample) && !remove(&sample, now).unwrap());
        assert_eq!(files(), before);
    }

    #[test]
    fn a_folder_of_somebody_else_is_not_taken_for_the_sample() {
        let home = tempfile::tempdir().unwrap();
        let (_, sample) = places(home.path());
        let now = clock::now();
        drop(create(sample.clone(), &Hold::File, now).unwrap());
        assert!(!is_there(&sample) && !remove(&sample, now).unwrap());
        assert!(matches!(make(sample.clone(), now), Err(Stop::NotEmpty(_))));
        assert!(sample.journal().exists());
    }
}
