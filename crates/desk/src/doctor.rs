//! Looks at everything, says what is whole and what is not, and repairs nothing.

use std::{collections::BTreeSet, fs, os::unix::fs::MetadataExt, path::Path};

use journal::{Hash, Head, Id, Journal, Sqlite, verify};
use playbook::privacy::{OwnersScreen, Sealing};
use serde::Serialize;

use crate::{
    blobs::strays,
    clock::Moment,
    disk,
    forget::kept,
    heads, keys,
    open::{BUILD, DEVICE, Desk, NOTEBOOK, exists, open_to_read, record},
    places::Places,
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

/// Entries that are named, at most.
const NAMED: usize = 10;

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
        let old = self.replaced_calendars()?;
        if let Some(says) = replaced(&old) {
            report.add("calendars", says, Vec::new());
        }
        Ok(())
    }

    /// What is wrong with the snapshot: it must be what the entries up to its own give when they are folded afresh. One of
    /// another notebook, or of a page that is not there any more, is never used.
    fn snapshot_is_wrong(&mut self) -> Option<String> {
        let (head, bytes) = snapshot::load(&self.places, &self.key, BUILD)?;
        self.go_back(head.index).ok()?;
        let fresh = minicbor::to_vec_with(&self.notebook, &mut Sealing::for_the_notebook());
        let is_same = self.head != Some(head) || fresh.is_ok_and(|fresh| fresh == *bytes);
        self.catch_up().ok()?;
        (!is_same).then(|| {
            "what was computed last differs from what the entries say; sideways lock removes it".to_owned()
        })
    }

    /// How many files of kept plans no entry names.
    fn stray(&self, named: &BTreeSet<Hash>) -> String {
        match strays(&self.places, named).map_or(0, |strays| strays.len()) {
            0 => String::new(),
            1 => "; 1 belongs to no entry, and sideways map --keep removes it".to_owned(),
            stray => format!("; {stray} belong to no entry, and sideways map --keep removes them"),
        }
    }
}

/// That older readings of calendars are still kept, and how to remove one for good; nothing where there are none.
pub fn replaced(entries: &[u32]) -> Option<String> {
    let last = entries.last()?;
    if let [only] = entries {
        return Some(format!(
            "the calendar that entry {only} read is still kept, and counts no more; sideways forget {only} removes it for good"
        ));
    }
    let few = entries.iter().rev().take(NAMED).map(u32::to_string).collect::<Vec<_>>().join(", ");
    let more = if entries.len() > NAMED { " and before" } else { "" };
    Some(format!(
        "the calendars that entries {few}{more} read are still kept, and count no more; sideways forget {last} removes one for good"
    ))
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
    for path in [places.journal(), places.snapshot(), places.sent(), places.lock(), places.plans()] {
        look(&path);
    }
    for (_, path) in disk::plans(&places.plans()).unwrap_or_default() {
        look(&path);
    }
    wrong
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use jiff::Zoned;
    use playbook::{map::peers, notebook::Command};

    use super::*;
    use crate::{
        keys::Hold,
        open::{create, open_to_act},
    };

    #[test]
    fn a_snapshot_of_an_earlier_end_is_held_against_what_the_entries_gave_then() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().as_os_str().to_owned();
        let places = Places::find(None, &|name| (name == "HOME").then(|| OsString::from(&path))).unwrap();
        let noon = Moment::of(&"2027-03-01T12:00:00+01:00[Europe/Berlin]".parse::<Zoned>().unwrap());
        let (mut desk, _) = create(places.clone(), &Hold::File, noon).unwrap();
        let encoded =
            |desk: &Desk| minicbor::to_vec_with(desk.notes(), &mut Sealing::for_the_notebook()).unwrap();
        let (mut folded, mut heads) = (Vec::new(), Vec::new());
        for name in ["Mira Solberg", "Tom Reyes", "Ida Brandt"] {
            let add = peers::Command::Add { name: name.to_owned(), aliases: Vec::new() };
            desk.act(Command::Peers(add), None, noon).unwrap();
            folded.push(encoded(&desk));
            heads.push(desk.head.unwrap());
        }
        for (head, notebook, is_wrong) in [(1, 1, false), (2, 2, false), (1, 0, true), (0, 1, true)] {
            snapshot::store(&places, &desk.key, &heads[head], BUILD, &folded[notebook]).unwrap();
            assert_eq!(desk.snapshot_is_wrong().is_some(), is_wrong, "{head} {notebook}");
            assert_eq!(encoded(&desk), folded[2], "the notebook is as it is");
        }
        desk.undo(2, None, noon).unwrap();
        snapshot::store(&places, &desk.key, &heads[2], BUILD, &folded[2]).unwrap();
        assert_eq!(desk.snapshot_is_wrong(), None, "it did not know of the undoing");
        drop(desk);
        assert_eq!(open_to_act(places, "sideways test", noon).unwrap().notes().peers.everybody().count(), 2);
    }
}
