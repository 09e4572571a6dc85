//! A notebook made, and opened to be looked at or acted on.

use std::path::PathBuf;

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
    pub(crate) journal: Box<dyn Journal>,
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

/// Makes a notebook, and the code that opens it if its key is lost. The code is kept nowhere.
///
/// # Errors
/// If there is one already, or something can't be written.
pub fn create(places: Places, hold: &Hold<'_>, now: Moment) -> Result<(Desk, RecoveryCode), Stop> {
    let path = places.journal();
    if path.exists() {
        return Err(Stop::Exists(places.notebook().to_owned()));
    }
    let folder = places.notebook().to_owned();
    disk::folder(&folder).map_err(|source| Stop::File { path: folder, doing: "made", source })?;
    let guard = lock::hold(&places.lock(), "sideways init", now.milliseconds(), lock::PATIENCE)?;
    let mut journal = Sqlite::create(&path)?;
    let (id, device) = (random()?, random()?);
    journal.set(&[(NOTEBOOK, &id), (DEVICE, &device)])?;
    let key = keys::begin(&places, &mut journal, &id, hold)?;
    let code = RecoveryCode::fresh()?;
    keys::give_recovery(&mut journal, &id, &key, &code)?;
    let desk = Desk {
        sealer: Sealer::new(&key),
        places,
        journal: Box::new(journal),
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
    };
    Ok((desk, code))
}

/// Opens a notebook to look at it.
///
/// # Errors
/// If there is none, its key is not at hand, or it can't be read.
pub fn open_to_read(places: Places, now: Moment) -> Result<Desk, Stop> {
    let path = exists(&places)?;
    unfold(places, Box::new(Sqlite::open_reading(&path)?), None, now)
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
    unfold(places, Box::new(journal), Some(guard), now)
}

pub(crate) fn exists(places: &Places) -> Result<PathBuf, Stop> {
    let path = places.journal();
    if path.exists() { Ok(path) } else { Err(Stop::NoNotebook(places.notebook().to_owned())) }
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

fn unfold(
    places: Places,
    mut journal: Box<dyn Journal>,
    guard: Option<Guard>,
    now: Moment,
) -> Result<Desk, Stop> {
    let id = record(&mut *journal, NOTEBOOK)?;
    let device = record(&mut *journal, DEVICE)?;
    let key = keys::open(&places, &mut *journal, &id, now.milliseconds())?;
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
    };
    desk.fold()?;
    desk.finish_forgetting()?;
    Ok(desk)
}
