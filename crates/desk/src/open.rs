//! A notebook made, and opened to be looked at or acted on.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use journal::{Head, Id, Journal, Sqlite};
use playbook::notebook::{Entry, Event, Notebook};

use crate::{
    clock::Moment,
    disk,
    keys::{self, Hold, RecoveryCode},
    lock::{self, Guard},
    places::Places,
    seal::{AccountKey, Sealer},
    stop::Stop,
    together::Request,
};

/// The record that names the notebook.
pub(crate) const NOTEBOOK: &str = "notebook";

/// The record that names the device.
pub(crate) const DEVICE: &str = "device";

/// What a snapshot must have been written by, so that this build reads it: the version, and a hash of the rules' source.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("SIDEWAYS_RULES"));

/// Entries after which a new snapshot is worth its writing.
pub(crate) const WORTH_A_SNAPSHOT: u32 = 200;

/// An opened notebook.
pub struct Desk {
    pub(crate) places: Places,
    pub(crate) journal: Box<dyn Journal + Send>,
    pub(crate) id: Id,
    pub(crate) device: Id,
    pub(crate) key: AccountKey,
    pub(crate) sealer: Sealer,
    pub(crate) notebook: Notebook,
    pub(crate) head: Option<Head>,
    pub(crate) flaws: Vec<Flaw>,
    pub(crate) guard: Option<Guard>,
    /// Entries that were to be forgotten, and whose keys are still there.
    pub(crate) unforgotten: Vec<u32>,
    /// The request under which the next thing is done.
    pub(crate) request: Option<Request>,
    /// The entry up to which the notebook is read, while something is done again.
    pub(crate) until: Option<u64>,
    /// Whether it is a copy that is in no notebook's place yet: where it ends is kept nowhere.
    pub(crate) is_copy: bool,
}

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The entry.
    pub entry: u64,
    /// What is wrong, in one sentence without a full stop.
    pub fact: String,
}

/// What a command made happen.
pub struct Done {
    /// The number of its entry.
    pub entry: u32,
    /// What happened.
    pub events: Vec<Event>,
    /// Whether it had been done before, by the same request.
    pub was_done: bool,
}

/// An entry as it is found.
pub struct Found {
    /// Its number.
    pub number: u32,
    /// When it was written, in milliseconds since 1970, UTC.
    pub time: i64,
    /// The command that it carried out.
    pub request: Id,
    /// Whether its key is gone, so that nobody can read it.
    pub is_forgotten: bool,
    /// What it says; nothing once it was forgotten, or if it does not open.
    pub entry: Option<Entry>,
    /// The entry that undid it.
    pub undone_by: Option<u32>,
}

/// What making a notebook has just done; a test stops it after each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    Folder,
    File,
    Named,
    Held,
    Recoverable,
    Closed,
    InPlace,
}

/// Makes a notebook, and the code that opens it if its key is lost. The code is kept nowhere.
///
/// It is made under another name and put in its place as the last thing: where that is cut off, there is none yet.
///
/// # Errors
/// If there is one already, or something can't be written.
pub fn create(places: Places, hold: &Hold<'_>, now: Moment) -> Result<(Desk, RecoveryCode), Stop> {
    create_watched(places, hold, now, &mut |_| {})
}

pub(crate) fn create_watched(
    places: Places,
    hold: &Hold<'_>,
    now: Moment,
    after: &mut dyn FnMut(Made),
) -> Result<(Desk, RecoveryCode), Stop> {
    is_free(&places)?;
    let folder = places.notebook().to_owned();
    disk::folder(&folder).map_err(failed(&folder, "made"))?;
    let guard = lock::hold(&places.lock(), "sideways init", now.milliseconds(), lock::PATIENCE)?;
    is_free(&places)?;
    drop_half_made(&places).map_err(failed(&folder, "written"))?;
    after(Made::Folder);
    let path = places.journal();
    let half = disk::beside(&path).map_err(failed(&path, "made"))?;
    // What can't be made leaves nothing behind.
    let made = make(&places, &half, hold, after).inspect_err(|_| drop(drop_half_made(&places)))?;
    disk::rename(&half, &path).map_err(failed(&path, "made"))?;
    after(Made::InPlace);
    let Begun { id, device, key, code } = made;
    let desk = Desk {
        sealer: Sealer::new(&key),
        places,
        journal: Box::new(Sqlite::open(&path)?),
        id,
        device,
        key,
        notebook: Notebook::default(),
        head: None,
        flaws: Vec::new(),
        guard: Some(guard),
        unforgotten: Vec::new(),
        request: None,
        until: None,
        is_copy: false,
    };
    Ok((desk, code))
}

/// A notebook that was just made.
struct Begun {
    id: Id,
    device: Id,
    key: AccountKey,
    code: RecoveryCode,
}

/// Makes an empty journal at a path, and its keys.
fn make(places: &Places, path: &Path, hold: &Hold<'_>, after: &mut dyn FnMut(Made)) -> Result<Begun, Stop> {
    let mut journal = Sqlite::create(path)?;
    after(Made::File);
    let (id, device) = (random()?, random()?);
    journal.set(&[(NOTEBOOK, &id), (DEVICE, &device)])?;
    after(Made::Named);
    let key = keys::begin(places, &mut journal, &id, hold)?;
    after(Made::Held);
    let code = RecoveryCode::fresh()?;
    keys::give_recovery(&mut journal, &id, &key, &code)?;
    after(Made::Recoverable);
    journal.checkpoint()?;
    drop(journal);
    after(Made::Closed);
    Ok(Begun { id, device, key, code })
}

/// That no notebook is there, whole or in part.
fn is_free(places: &Places) -> Result<(), Stop> {
    if places.journal().exists() {
        return Err(Stop::Exists(places.notebook().to_owned()));
    }
    match has_rests(places) {
        true => Err(Stop::NoJournal(places.journal())),
        false => Ok(()),
    }
}

/// Whether something lies there that only a notebook has beside its journal.
fn has_rests(places: &Places) -> bool {
    let mut beside = places.journal().into_os_string();
    beside.push("-wal");
    let has_plans = disk::plans(&places.plans()).is_ok_and(|plans| !plans.is_empty());
    has_plans || places.snapshot().exists() || Path::new(&beside).exists()
}

/// Removes what a making left that was cut off, with the key of it, which opens nothing.
fn drop_half_made(places: &Places) -> io::Result<()> {
    let is_half = |name: &str| name.starts_with("journal.sqlite.") && name.contains(".new");
    let mut files = Vec::new();
    for entry in fs::read_dir(places.notebook())? {
        let entry = entry?;
        if is_half(&entry.file_name().to_string_lossy()) {
            files.push(entry.path());
        }
    }
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "new")) {
        if let Ok(mut half) = Sqlite::open(file)
            && let Ok(id) = record(&mut half, NOTEBOOK)
        {
            match disk::wipe(&places.key(&id)) {
                Err(fault) if fault.kind() == io::ErrorKind::NotADirectory => {}
                done => drop(done?),
            }
        }
    }
    for file in files {
        match fs::remove_file(file) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {}
            done => done?,
        }
    }
    Ok(())
}

fn failed(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> Stop {
    let path = path.to_owned();
    move |source| Stop::File { path, doing, source }
}

/// Opens a notebook to look at it.
///
/// # Errors
/// If there is none, its key is not at hand, or it can't be read.
pub fn open_to_read(places: Places, now: Moment) -> Result<Desk, Stop> {
    let path = exists(&places)?;
    unfold(places, Box::new(Sqlite::open_reading(&path)?), None, now, false)
}

/// Opens a notebook to act on it; nobody else can until it is closed. `doing` is the command's own words.
///
/// # Errors
/// If there is none, somebody else holds it, its key is not at hand, or it can't be read.
pub fn open_to_act(places: Places, doing: &'static str, now: Moment) -> Result<Desk, Stop> {
    let path = exists(&places)?;
    let guard = lock::hold(&places.lock(), doing, now.milliseconds(), lock::PATIENCE)?;
    let mut journal = Sqlite::open(&path)?;
    let id = record(&mut journal, NOTEBOOK)?;
    keys::settle(&places, &mut journal, &id, &guard)?;
    unfold(places, Box::new(journal), Some(guard), now, false)
}

/// Opens a copy to act on it, which is in no notebook's place yet.
pub(crate) fn open_copy(places: Places, guard: Guard, now: Moment) -> Result<Desk, Stop> {
    let journal = Sqlite::open(&places.journal())?;
    unfold(places, Box::new(journal), Some(guard), now, true)
}

/// Whether there is a notebook.
///
/// # Errors
/// If its journal is missing and the rest of it is there.
pub fn is_there(places: &Places) -> Result<bool, Stop> {
    match exists(places) {
        Ok(_) => Ok(true),
        Err(Stop::NoNotebook(_)) => Ok(false),
        Err(stop) => Err(stop),
    }
}

pub(crate) fn exists(places: &Places) -> Result<PathBuf, Stop> {
    let path = places.journal();
    match path.exists() {
        true => Ok(path),
        false if has_rests(places) => Err(Stop::NoJournal(path)),
        false if places.lock().exists() => Err(Stop::OnlyLock(places.notebook().to_owned())),
        false => Err(Stop::NoNotebook(places.notebook().to_owned())),
    }
}

pub(crate) fn record(journal: &mut dyn Journal, name: &str) -> Result<Id, Stop> {
    let value = journal.record(name)?.and_then(|value| Id::try_from(value.as_slice()).ok());
    value.ok_or_else(|| Stop::Damaged { fact: format!("the notebook does not say its {name}") })
}

pub(crate) fn random() -> Result<Id, Stop> {
    let mut id = Id::default();
    crate::seal::luck(&mut id)?;
    Ok(id)
}

impl Desk {
    /// Where its key lies, if it is held by a file.
    pub fn key_place(&self) -> PathBuf {
        self.places.key(&self.id)
    }
}

pub(crate) fn unfold(
    places: Places,
    mut journal: Box<dyn Journal + Send>,
    guard: Option<Guard>,
    now: Moment,
    is_copy: bool,
) -> Result<Desk, Stop> {
    let id = record(&mut *journal, NOTEBOOK)?;
    let key = keys::open(&places, &mut *journal, &id, now.milliseconds())?;
    unfold_with(places, journal, key, guard, is_copy)
}

/// The same, with a key that is at hand.
pub(crate) fn unfold_with(
    places: Places,
    mut journal: Box<dyn Journal + Send>,
    key: AccountKey,
    guard: Option<Guard>,
    is_copy: bool,
) -> Result<Desk, Stop> {
    let id = record(&mut *journal, NOTEBOOK)?;
    let device = record(&mut *journal, DEVICE)?;
    let mut desk = Desk {
        sealer: Sealer::new(&key),
        places,
        journal,
        id,
        device,
        key,
        notebook: Notebook::default(),
        head: None,
        flaws: Vec::new(),
        guard,
        unforgotten: Vec::new(),
        request: None,
        until: None,
        is_copy,
    };
    desk.fold()?;
    desk.finish_forgetting()?;
    Ok(desk)
}
