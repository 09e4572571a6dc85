//! What the parts of files mean.

pub mod calendar;
pub mod gantt;
pub mod goals;
pub mod outline;
pub mod people;
pub mod prose;
pub mod tracker;

use plan::facts::Facts;

use crate::Problem;

/// What a reader found in one file.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The facts.
    pub facts: Facts,
    /// What was not read as it stands.
    pub problems: Vec<Problem>,
    /// Rows, list items and headings looked at.
    pub rows: usize,
    /// Whether it is a directory of people and teams.
    pub is_directory: bool,
    /// Running text, in which teams may be named.
    pub running: prose::Running,
    /// Sections of charts that nothing in their file explains.
    pub groups: Vec<gantt::Group>,
}

impl Found {
    /// Whether it holds running text.
    pub fn is_running(&self) -> bool {
        !self.running.passages.is_empty() || self.running.page.is_some()
    }

    /// Takes in what another reader found in the same file.
    pub fn absorb(&mut self, other: Self) {
        let running = other.running.moved(self.facts.items.len());
        self.running.passages.extend(running.passages);
        self.running.page = self.running.page.take().or(running.page);
        let base = self.facts.items.len();
        self.groups.extend(other.groups.into_iter().map(|group| group.moved(base)));
        self.facts.absorb(other.facts);
        self.problems.extend(other.problems);
        self.rows += other.rows;
        self.is_directory |= other.is_directory;
    }
}
