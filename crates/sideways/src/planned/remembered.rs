//! What the notebook remembers of the plan: where it lies, and what was corrected about it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use desk::open::Desk;
use playbook::{
    map::kept::{File, PlanThen},
    privacy::Private,
};
use sources::read::{Noted, Original, Purpose};

use super::located::Located;
use crate::{opened, stop::Stop};

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
        opened::if_there(notebook)?.as_ref().map(Self::with_files).transpose()
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
