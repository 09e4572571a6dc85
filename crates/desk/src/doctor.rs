//! Looks at everything, says what is whole and what is not, and repairs nothing.

use std::{collections::BTreeSet, fs, os::unix::fs::MetadataExt, path::Path};

use journal::{Head, Id, Journal, Sqlite, verify};
use playbook::privacy::{OwnersScreen, Sealing};
use serde::Serialize;

use crate::{
    clock::Moment,
    disk,
    forget::kept,
    heads, keys,
    open::{BUILD, DEVICE, Desk, NOTEBOOK, exists, open_to_read, record},
    places::{Places, unhex},
    seal::{BlobKey, open_blob},
    snapshot,
    stop::Stop,
};

/// What was looked at.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Look {
    /// Its name, in one or two words.
    pub what: &'static str,
    /// What is whole, in one sentence without a full stop.
    pub says: String,
    /// What is wrong, one sentence each; nothing if all is well.
    pub wrong: Vec<String>,
}

/// What was found.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What was looked at, in this order.
    pub looks: Vec<Look>,
    /// What can be typed where something is wrong.
    pub hint: Option<String>,
    /// Whether nothing is wrong but that the end of the notebook is not the one that was kept.
    pub only_the_end: bool,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_whole(&self) -> bool {
        self.looks.iter().all(|look| look.wrong.is_empty())
    }

    fn add(&mut self, what: &'static str, says: impl Into<String>, wrong: Vec<String>) {
        self.looks.push(Look { what, says: says.into(), wrong });
    }
}

const RESTORE: &str =
    "sideways restore BACKUP brings a backup back; the notebook that is there is moved aside";

/// Looks at a notebook.
///
/// # Errors
/// If there is none.
pub fn examine(places: &Places, now: Moment, screen: &OwnersScreen) -> Result<Report, Stop> {
    let path = exists(places)?;
    let mut report = Report::default();
    report.add("modes", "only you can read its files", modes(places));
    let read = Sqlite::open_reading(&path).map_err(Stop::from).and_then(|mut journal| {
        let id = record(&mut journal, NOTEBOOK)?;
        Ok((journal, id))
    });
    match read {
        Err(stop) => report.add("file", "the file can be read", vec![stop.fact()]),
        Ok((mut journal, id)) => of_the_file(&mut report, places, &mut journal, &id),
    }
    match open_to_read(places.clone(), now) {
        Err(stop) => {
            let is_known = report.looks.iter().any(|look| look.wrong.contains(&stop.fact()));
            if !is_known {
                report.add("key", "the key is at hand", vec![stop.fact()]);
            }
            report.hint = Some(if is_known { RESTORE.to_owned() } else { stop.hint() });
        }
        Ok(mut desk) => desk.of_the_entries(&mut report, screen)?,
    }
    let is_wrong = |look: &Look| !look.wrong.is_empty();
    let wrong: Vec<&str> = report.looks.iter().filter(|look| is_wrong(look)).map(|look| look.what).collect();
    report.only_the_end = wrong == ["end"];
    if report.only_the_end {
        report.hint = Some(
            "if you put an older notebook here yourself: sideways doctor --keep-head; else restore a backup"
                .into(),
        );
    } else if wrong == ["modes"] {
        report.hint = Some("chmod -R go= and the folder that is named".into());
    } else if !wrong.is_empty() && report.hint.is_none() {
        report.hint = Some(RESTORE.to_owned());
    }
    Ok(report)
}

/// Keeps the present end of a notebook as the right one, after somebody put an older one in its place by hand.
///
/// # Errors
/// [`Stop::NotWhole`] if anything else is wrong.
pub fn keep_head(places: &Places, now: Moment, screen: &OwnersScreen) -> Result<Option<Head>, Stop> {
    let report = examine(places, now, screen)?;
    if !report.only_the_end && !report.is_whole() {
        let wrong = report.looks.into_iter().flat_map(|look| look.wrong).next();
        return Err(Stop::NotWhole { fact: wrong.unwrap_or_default() });
    }
    let mut journal = Sqlite::open_reading(&exists(places)?)?;
    let id = record(&mut journal, NOTEBOOK)?;
    let head = journal.head()?;
    match &head {
        Some(head) => heads::keep(places, &id, head)?,
        None => heads::forget(places, &id)?,
    }
    Ok(head)
}

/// What can be seen without a key: the file, its records, the chain, and its end.
fn of_the_file(report: &mut Report, places: &Places, journal: &mut Sqlite, id: &Id) {
    let wrong = journal.wrong().unwrap_or_else(|fault| vec![fault.to_string()]);
    report.add("file", "SQLite finds the file whole", wrong);
    report.add("records", "what it says of its keys can be read", keys::wrong_records(journal));
    let wrong = match verify(journal, None) {
        Ok(flaws) => flaws.iter().map(ToString::to_string).collect(),
        Err(fault) => vec![fault.to_string()],
    };
    let (head, unread) = match journal.head() {
        Ok(head) => (head, Vec::new()),
        Err(fault) => (None, vec![fault.to_string()]),
    };
    let entries = head.map_or(0, |head| head.index);
    report.add(
        "chain",
        match entries {
            1 => "1 entry".to_owned(),
            entries => format!("{entries} entries, each written after the one before"),
        },
        wrong,
    );
    let (says, mut wrong) = match heads::kept_of(places, id, journal) {
        Err(untold) => (String::new(), vec![untold.fact()]),
        Ok(None) if entries == 0 => ("it is empty".to_owned(), Vec::new()),
        Ok(None) => ("this machine kept no end of it".to_owned(), Vec::new()),
        Ok(Some(kept)) => {
            let flaws = verify(journal, Some(kept)).unwrap_or_default();
            let is_end =
                |fact: &journal::Fact| matches!(fact, journal::Fact::Cut { .. } | journal::Fact::Replaced);
            let wrong = flaws.iter().filter(|flaw| is_end(&flaw.fact)).map(ToString::to_string).collect();
            (format!("it ends where this machine last saw it end, or later (entry {})", kept.index), wrong)
        }
    };
    wrong.extend(unread);
    report.add("end", says, wrong);
}

impl Desk {
    /// What can be seen with the key.
    fn of_the_entries(&mut self, report: &mut Report, screen: &OwnersScreen) -> Result<(), Stop> {
        let snapshot = self.snapshot_is_wrong();
        self.fold_all()?;
        let entries = self.entries()?;
        let open = entries.iter().filter(|found| found.entry.is_some()).count();
        let gone = entries.iter().filter(|found| found.is_forgotten).count();
        let mut wrong: Vec<String> = self.flaws.iter().map(|flaw| flaw.fact.clone()).collect();
        let mut devices = BTreeSet::new();
        self.journal.salvage(1, &mut |found| {
            devices.extend(found.ok().map(|found| found.page.device));
            true
        })?;
        wrong.extend(self.unforgotten.iter().map(|entry| {
            format!("entry {entry} was to be forgotten and its key is still there; the next command that writes destroys it")
        }));
        if !devices.is_empty() && !devices.contains(&self.device) {
            wrong.push(format!("no entry was written by the {DEVICE} that the notebook names"));
        }
        let says = match gone {
            0 => format!("{open} open, and say what was entered"),
            gone => format!("{open} open, and say what was entered; {gone} forgotten"),
        };
        report.add("entries", says, wrong);
        let says = "what was computed last is as it is computed afresh, or is not kept";
        report.add("snapshot", says, snapshot.into_iter().collect());
        let mut wrong = Vec::new();
        let mut named = BTreeSet::new();
        let mut whole = 0;
        for (number, blob) in entries
            .iter()
            .flat_map(|found| found.entry.iter().flat_map(kept).map(|blob| (found.number, blob)))
        {
            named.insert(blob.digest);
            let key = BlobKey::from_bytes(blob.key.reveal(screen));
            match fs::read(self.places.plan(&blob.digest)) {
                Err(fault) => wrong.push(format!("a plan that entry {number} kept can't be read: {fault}")),
                Ok(bytes) => match open_blob(&key, &blob.digest, &bytes) {
                    Ok(_) => whole += 1,
                    Err(broken) => wrong.push(format!("{} (entry {number})", broken.fact())),
                },
            }
        }
        report.add("plans", format!("{}{}", kept_open(whole), self.stray(&named)), wrong);
        Ok(())
    }

    /// What is wrong with the snapshot: it must be what the entries give when they are folded afresh.
    fn snapshot_is_wrong(&mut self) -> Option<String> {
        let (head, bytes) = snapshot::load(&self.places, &self.key, BUILD)?;
        let mut same = Some(());
        self.fold_all().ok()?;
        if self.head == Some(head) {
            let fresh = minicbor::to_vec_with(&self.notebook, &mut Sealing::for_the_notebook()).ok()?;
            same = (fresh == *bytes).then_some(());
        }
        same.is_none().then(|| {
            "what was computed last differs from what the entries say; sideways lock removes it".to_owned()
        })
    }

    /// Files of kept plans that no entry names.
    fn stray(&self, named: &BTreeSet<[u8; 32]>) -> String {
        let is_stray = |name: &str| {
            let mut digest = [0; 32];
            unhex(name, &mut digest).is_none() || !named.contains(&digest)
        };
        let files = disk::plans(&self.places.plans()).unwrap_or_default();
        match files.iter().filter(|(name, _)| is_stray(name)).count() {
            0 => String::new(),
            1 => "; 1 belongs to no entry, and opens for nobody".to_owned(),
            stray => format!("; {stray} belong to no entry, and open for nobody"),
        }
    }
}

/// How many kept plans and maps open.
fn kept_open(whole: usize) -> String {
    match whole {
        0 => "no kept plan or map is there to open".to_owned(),
        1 => "the one kept plan or map opens".to_owned(),
        whole => format!("{whole} kept plans and maps open"),
    }
}

/// Files that others can read.
fn modes(places: &Places) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut look = |path: &Path| {
        if let Ok(about) = fs::metadata(path)
            && about.mode() & 0o077 != 0
        {
            let mode = about.mode() & 0o777;
            wrong.push(format!("{} can be read by other users (mode {mode:o})", path.display()));
        }
    };
    look(places.notebook());
    for path in [places.journal(), places.snapshot(), places.lock(), places.plans()] {
        look(&path);
    }
    for (_, path) in disk::plans(&places.plans()).unwrap_or_default() {
        look(&path);
    }
    wrong
}
