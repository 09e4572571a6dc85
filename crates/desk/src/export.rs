//! Everything in the clear, for its owner: one file of JSON Lines that can be read back, and pages to read.

mod readable;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use journal::{Fault, Page};
use playbook::{moment::Day, privacy::OwnersScreen, sentence::sentence};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    disk,
    open::{Desk, Found},
    places::hex,
    seal::Plain,
    stop::Stop,
    stored,
};

/// The version of a line.
pub const FORMAT: u32 = 1;

/// The file of entries.
pub const ENTRIES: &str = "entries.jsonl";

/// The folder of kept plans, still sealed; their keys stand in the entries.
pub const PLANS: &str = "plans";

/// One entry of an export, one line of its file. Only `entry`, `time`, `request`, `stored`, `forgotten` and `unreadable` are
/// read back; the others say the same to a person.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The version of the line: 1.
    pub format: u32,
    /// The number of the entry, from 1 without a gap.
    pub entry: u32,
    /// When it was written, UTC, to the millisecond.
    pub time: Timestamp,
    /// The command that it carried out: 32 hexadecimal digits.
    pub request: String,
    /// The day where the leader was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// What it says, as sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<String>,
    /// The entry that undid it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_by: Option<u32>,
    /// Whether it was forgotten.
    #[serde(default, skip_serializing_if = "is_not")]
    pub forgotten: bool,
    /// Whether it could not be read.
    #[serde(default, skip_serializing_if = "is_not")]
    pub unreadable: bool,
    /// What is stored, as [`stored::told`] tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored: Option<Value>,
}

fn is_not(is: &bool) -> bool {
    !is
}

/// What was exported.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// Where it lies.
    pub folder: PathBuf,
    /// Entries.
    pub entries: usize,
    /// Entries among them that were forgotten.
    pub forgotten: usize,
    /// Numbers of those that could not be read.
    pub unreadable: Vec<u32>,
    /// Pages of peers.
    pub peers: usize,
    /// Kept plans and maps.
    pub plans: usize,
}

impl Desk {
    /// Writes everything into an empty folder, in the clear, for the owner's eyes. What is read back is whole; what is there to
    /// be read says nothing of news that may not be told on that day (rule T7).
    ///
    /// # Errors
    /// If the folder is not empty, or something can't be read or written.
    pub fn export(&mut self, folder: &Path, today: Day, screen: &OwnersScreen) -> Result<Exported, Stop> {
        let file = |path: &Path| {
            let path = path.to_owned();
            move |source| Stop::File { path, doing: "written", source }
        };
        disk::empty_folder(folder)
            .map_err(file(folder))?
            .then_some(())
            .ok_or(Stop::NotEmpty(folder.to_owned()))?;
        let entries = self.entries()?;
        let lines = self.lines(&entries, today, screen)?;
        let mut text = zeroize::Zeroizing::new(String::new());
        for line in &lines {
            let line = serde_json::to_string(line).map_err(std::io::Error::other);
            text.push_str(&line.map_err(file(folder))?);
            text.push('\n');
        }
        let mut pages = vec![(PathBuf::from(ENTRIES), text)];
        pages.push((PathBuf::from("log.md"), readable::log(&lines)));
        let peers = readable::peers(&entries, &lines, &self.notebook);
        let exported = Exported {
            folder: folder.to_owned(),
            entries: lines.len(),
            forgotten: lines.iter().filter(|line| line.forgotten).count(),
            unreadable: lines.iter().filter(|line| line.unreadable).map(|line| line.entry).collect(),
            peers: peers.len(),
            plans: self.copy_plans(&folder.join(PLANS))?,
        };
        pages.extend(peers);
        for (name, text) in pages {
            let path = folder.join(name);
            disk::write_new(&path, text.as_bytes()).map_err(file(&path))?;
        }
        Ok(exported)
    }

    /// Copies what is kept beside the journal, sealed as it is, and says how many files that were.
    pub(crate) fn copy_plans(&self, to: &Path) -> Result<usize, Stop> {
        copy_plans(&self.places.plans(), to)
    }

    /// Every entry in order, without a gap.
    fn lines(&mut self, entries: &[Found], today: Day, screen: &OwnersScreen) -> Result<Vec<Line>, Stop> {
        let Self { journal, sealer, notebook, .. } = self;
        let mut lines: Vec<Line> = Vec::new();
        let mut plain = Plain::default();
        let mut found_at = entries.iter().peekable();
        journal.salvage(1, &mut |found| {
            let found = match found {
                Ok(found) => found,
                Err(Fault::Damaged { .. }) => return true,
                Err(_) => return false,
            };
            let page = found.page;
            while found_at.next_if(|entry| u64::from(entry.number) < page.index).is_some() {}
            let number = page.index as u32;
            let next = lines.last().map_or(1, |line| line.entry + 1);
            // A number that is none, or comes twice, is what `doctor` names; here it would be no export.
            if number < next || number - next > 1_000_000 {
                return true;
            }
            lines.extend((next..number).map(|missing| blank(missing, page)));
            let mut line = blank(number, page);
            let opened = found.key.and_then(|key| sealer.open_into(page, key, &mut plain).ok());
            line.forgotten = found.key.is_none();
            line.unreadable = !line.forgotten && opened.is_none();
            line.stored = opened.map(|bytes| stored::told(bytes, screen));
            line.request = hex(&page.request);
            if let Some(entry) = found_at.next_if(|entry| entry.number == number) {
                line.undone_by = entry.undone_by;
                if let Some(entry) = &entry.entry {
                    line.on = Some(entry.on.to_string());
                    let say = |event| sentence(event, &notebook.peers, today, screen);
                    line.says = entry.events.iter().map(say).collect();
                }
            }
            lines.push(line);
            true
        })?;
        Ok(lines)
    }
}

/// The line of an entry of which nothing is known yet; its time is at most that of the page.
fn blank(number: u32, page: &Page) -> Line {
    let mut request = [0; 16];
    request[..4].copy_from_slice(&number.to_le_bytes());
    Line {
        format: FORMAT,
        entry: number,
        time: Timestamp::from_millisecond(page.time).unwrap_or_default(),
        request: hex(&request),
        on: None,
        says: Vec::new(),
        undone_by: None,
        forgotten: false,
        unreadable: true,
        stored: None,
    }
}

/// Copies sealed files, and says how many; none where there is no folder of them.
pub(crate) fn copy_plans(from: &Path, to: &Path) -> Result<usize, Stop> {
    let failed = |path: &Path, doing| {
        let path = path.to_owned();
        move |source| Stop::File { path, doing, source }
    };
    let mut copied = 0;
    for (name, path) in disk::plans(from).map_err(failed(from, "read"))? {
        let bytes = std::fs::read(&path).map_err(failed(&path, "read"))?;
        let to = to.join(name);
        disk::write_new(&to, &bytes).map_err(failed(&to, "written"))?;
        copied += 1;
    }
    Ok(copied)
}
