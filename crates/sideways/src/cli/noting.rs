//! Answers and corrections kept in the notebook by a command, and what is said of that.

use std::path::{Path, PathBuf};

use desk::{clock::Moment, open::Desk};
use serde::Serialize;
use sources::{answers::Answers, text::shown};

use super::{
    Stop,
    opened::{self, show_json},
    page::Page,
    show,
};
use crate::{corrected, planned::remembered::Remembered};

/// The notebook, opened to keep answers and corrections in it.
pub struct Noting {
    /// The notebook.
    pub desk: Desk,
    now: Moment,
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
        if !opened::is_there(notebook)? {
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
        let done = self.desk.together(self.now, |all| corrected::keep(all, answers))?;
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

/// What was kept of an answer or a correction, or taken back.
#[derive(Default, Serialize)]
pub struct Noted {
    /// Entries of the notebook that keep it.
    pub entries: Vec<u32>,
    /// The file beside the plan that keeps it.
    pub file: Option<PathBuf>,
    /// What was understood, and what else is worth a word.
    pub said: Vec<String>,
}

impl Noted {
    /// Shows it, as a page or as JSON.
    pub fn show(&self, as_json: bool) -> Result<(), Stop> {
        if as_json {
            return show_json(self);
        }
        let mut page = Page::new();
        self.said.iter().for_each(|words| page.paragraph(0, &shown(words)));
        show(&page.text())
    }
}
