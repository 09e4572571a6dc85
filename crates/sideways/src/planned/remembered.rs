//! What the notebook remembers of the plan: where it lies, and what was corrected about it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use desk::{clock::Moment, open::Desk, stop::Stop as Stopped, together::Together};
use playbook::{
    map::{
        kept::{File, PlanThen},
        peers,
    },
    notebook::{Command, Notebook},
    privacy::Private,
};
use sources::{
    answers::{self, Answers, Entry, Slot},
    read::{Noted, Original, Purpose},
    text::Text,
};

use super::located::Located;
use crate::{cli::opened, stop::Stop};

/// What the notebook remembers of the plan.
pub struct Remembered {
    /// Where it lies, and whose it is.
    pub plan: Option<Located>,
    /// What was answered and corrected, the earliest first.
    pub noted: Vec<Noted>,
    /// Whether a map is kept.
    pub has_map: bool,
    /// The files of the plan as they were when its map was kept, where they were dropped onto a page and lie nowhere else.
    pub files: Vec<Original>,
}

impl Remembered {
    /// Looks into the notebook; nothing where there is none.
    ///
    /// # Errors
    /// If one was named that is not there, or it can't be opened.
    pub fn look(notebook: Option<&Path>) -> Result<Option<Self>, Stop> {
        if !is_there(notebook)? {
            return Ok(None);
        }
        let desk = opened::to_read(notebook)?;
        let mut remembered = Self::of(&desk);
        remembered.files = dropped(&desk)?;
        Ok(Some(remembered))
    }

    /// What an opened notebook remembers, but for files that were dropped.
    pub fn of(desk: &Desk) -> Self {
        let screen = opened::screen();
        let peers = &desk.notes().peers;
        let noted = peers.corrections().iter().map(|(entry, lines)| Noted {
            name: format!("notebook, entry {entry}"),
            lines: lines.reveal(&screen).clone(),
        });
        Self {
            plan: peers.plan().map(|at| Located::of(at, &screen)),
            noted: noted.collect(),
            has_map: peers.kept().is_some_and(|kept| kept.map.is_some()),
            files: Vec::new(),
        }
    }

    /// What an opened notebook remembers, with files that were dropped.
    ///
    /// # Errors
    /// If these can't be read.
    pub fn with_files(desk: &Desk) -> Result<Self, Stop> {
        Ok(Self { files: dropped(desk)?, ..Self::of(desk) })
    }

    /// Files that take the place of a plan's paths: those that were dropped, where it has none.
    ///
    /// # Errors
    /// If they were dropped, and are not kept any more.
    pub fn handed(&self, plan: &Located) -> Result<&[Original], Stop> {
        match (plan.paths.is_empty(), self.files.is_empty()) {
            (false, _) => Ok(&[]),
            (true, false) => Ok(&self.files),
            (true, true) => Err(Stop::Usage(
                "the plan was dropped onto a page, and its files are not kept any more".into(),
                "drop them again (sideways serve), or sideways read PATH".into(),
            )),
        }
    }

    /// Whether these paths are of the remembered plan: one of them lies in one of its own, or holds it. Where no plan is
    /// remembered yet, any may become it.
    pub fn is_of(&self, paths: &[PathBuf]) -> bool {
        let real = |path: &PathBuf| fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        let Some(plan) = &self.plan else { return true };
        let own: Vec<PathBuf> = plan.paths.iter().map(real).collect();
        paths
            .iter()
            .map(real)
            .any(|path| own.iter().any(|own| path.starts_with(own) || own.starts_with(&path)))
    }
}

/// The files of a plan that was dropped onto a page, as they were when its map was kept; none of another plan.
fn dropped(desk: &Desk) -> Result<Vec<Original>, Stop> {
    let plan = desk.notes().peers.plan();
    let Some(names) = plan.filter(|at| at.paths.is_empty()).and_then(|at| at.dropped.as_ref()) else {
        return Ok(Vec::new());
    };
    let (files, screen) = (kept_files(desk)?, opened::screen());
    // Where the map of a dropped plan was undone, the one before may be another plan's.
    let is_there = |name: &Private<String>| files.iter().any(|file| file.name == *name.reveal(&screen));
    let are_there = names.iter().all(is_there);
    Ok(if are_there { files } else { Vec::new() })
}

/// The files of the plan as they were when its map was kept; none where no map is kept.
///
/// # Errors
/// If they can't be opened.
pub fn kept_files(desk: &Desk) -> Result<Vec<Original>, Stop> {
    let (peers, screen) = (&desk.notes().peers, opened::screen());
    let Some(blob) = peers.kept().and_then(|kept| kept.plan.as_ref()) else { return Ok(Vec::new()) };
    let then: PlanThen = desk.open_value(blob, &screen)?;
    let original = |file: File| {
        let purpose = match file.purpose.as_str() {
            "plan" => Purpose::Plan,
            "people" => Purpose::People,
            "answers" => Purpose::Answers,
            "finished" => Purpose::Finished,
            // The notebook holds what was noted, and more by now.
            _ => return None,
        };
        Some(Original {
            name: file.name.reveal(&screen).clone(),
            purpose,
            bytes: file.bytes.reveal(&screen).to_vec(),
        })
    };
    Ok(then.files.into_iter().filter_map(original).collect())
}

/// Whether there is a notebook. One that was named and is not there is an error, which opening it says.
pub fn is_there(notebook: Option<&Path>) -> Result<bool, Stop> {
    let places = opened::places(notebook);
    match (notebook, places) {
        (Some(_), Err(stop)) => Err(stop),
        (None, Err(_)) => Ok(false),
        (Some(_), Ok(_)) => Ok(true),
        (None, Ok(places)) => Ok(desk::open::is_there(&places)?),
    }
}

/// The notebook, opened to keep answers and corrections in it.
pub struct Noting {
    /// The notebook.
    pub desk: Desk,
    now: Moment,
}

/// An answer or correction that the notebook keeps.
pub struct InNotebook {
    /// Its entry.
    pub number: u32,
    /// What it says.
    pub entry: Entry,
    /// Whether a later one speaks of the same, and counts instead.
    pub is_past: bool,
    /// What it speaks of.
    pub slot: Option<Slot>,
}

impl Noting {
    /// Opens the notebook, if there is one and it is where this plan's corrections are kept.
    ///
    /// # Errors
    /// If there is one, and it can't be opened.
    pub fn open(
        notebook: Option<&Path>,
        plan: Option<&Path>,
        doing: &'static str,
    ) -> Result<Option<Self>, Stop> {
        if !is_there(notebook)? {
            return Ok(None);
        }
        let (desk, now) = opened::to_act(notebook, doing)?;
        let is_its = plan.is_none_or(|plan| Remembered::of(&desk).is_of(&[plan.to_path_buf()]));
        Ok(is_its.then_some(Self { desk, now }))
    }

    /// Keeps answers, an entry each, and gives the numbers of the entries. What the notebook says already is not kept again.
    ///
    /// # Errors
    /// If they can't be written.
    pub fn keep(&mut self, answers: &Answers) -> Result<Vec<u32>, Stop> {
        let done = self.desk.together(self.now, |all| keep(all, answers))?;
        Ok(done.into_iter().map(|done| done.entry).collect())
    }

    /// Undoes entries.
    ///
    /// # Errors
    /// If one can't be.
    pub fn undo(&mut self, entries: &[u32]) -> Result<(), Stop> {
        self.desk.undo_all(entries, self.now)?;
        Ok(())
    }
}

/// Keeps answers with whatever else is done at once.
///
/// # Errors
/// If the playbook refuses.
pub fn keep(together: &mut Together<'_>, answers: &Answers) -> Result<(), Stopped> {
    let known = all(together.notes());
    let typed: Vec<&str> =
        known.iter().filter(|one| !one.is_past).map(|one| one.entry.typed.as_str()).collect();
    answers.without(&typed).apart().into_iter().try_for_each(|lines| {
        let words = words(&lines);
        let given = answers::given(&lines).pop().map(|(item, whom, kind)| peers::Given {
            item,
            whom,
            kind: kind.map(|kind| kind.word().to_owned()),
        });
        let (lines, words) = (Private::new(lines), Some(Private::new(words)));
        together.act(Command::Peers(peers::Command::Correct { lines, words, given }))
    })
}

/// Lines as they would be typed.
fn words(lines: &str) -> String {
    let text = Text::of(0, "", lines.to_owned());
    let entries = Answers::parse(&text).map(|answers| answers.entries(&text)).unwrap_or_default();
    let typed = |entry: &Entry| entry.typed.trim_start_matches("sideways ").to_owned();
    entries.iter().map(typed).collect::<Vec<_>>().join("; ")
}

/// Everything that a notebook keeps of answers and corrections, the earliest first.
pub fn all(notes: &Notebook) -> Vec<InNotebook> {
    let screen = opened::screen();
    let mut all = Vec::new();
    for (number, lines) in notes.peers.corrections() {
        let text = Text::of(0, "", lines.reveal(&screen).clone());
        let Ok(answers) = Answers::parse(&text) else { continue };
        for entry in answers.entries(&text) {
            let slot = entry.slot(&answers);
            all.push(InNotebook { number: *number, entry, is_past: false, slot });
        }
    }
    let mut later = std::collections::HashSet::new();
    for one in all.iter_mut().rev() {
        one.is_past = one.slot.clone().is_some_and(|slot| !later.insert(slot));
    }
    all
}
