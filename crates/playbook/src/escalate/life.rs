//! Where an escalation stands: computed from what happened, never kept.

use serde::Serialize;

use super::{Author, Escalation, Field};
use crate::moment::Day;

/// Invitations without an answer after which the playbook has no more to say (rule E2).
const PATIENCE: usize = 2;

/// Where an escalation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case", tag = "stage")]
pub enum Life {
    /// It was opened, and a position is missing.
    Drafted,
    /// Both wrote their position.
    Positions,
    /// Both marked one exact text.
    Marked,
    /// And all three have a time to meet.
    Slot,
    /// It went up.
    TakenUp {
        /// When.
        on: Day,
    },
    /// It was decided.
    Decided {
        /// When.
        on: Day,
    },
    /// What the one who lost does next is known.
    Aftermath {
        /// Since when.
        on: Day,
    },
    /// Two dated invitations were not answered: this lies outside the playbook.
    Outside {
        /// Since when.
        since: Day,
    },
    /// It was settled otherwise, or given up.
    Closed {
        /// When.
        on: Day,
    },
}

impl Life {
    /// What it is called.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::Positions => "both positions are there",
            Self::Marked => "marked by both",
            Self::Slot => "marked by both, slot found",
            Self::TakenUp { .. } => "taken up",
            Self::Decided { .. } => "decided",
            Self::Aftermath { .. } => "decided, and what follows is known",
            Self::Outside { .. } => "outside the playbook",
            Self::Closed { .. } => "closed",
        }
    }
}

impl Escalation {
    /// Where it stands on a day.
    pub fn life(&self, today: Day) -> Life {
        if let Some(on) = self.closed {
            return Life::Closed { on };
        }
        if let Some(followed) = &self.followed {
            return Life::Aftermath { on: followed.on };
        }
        if let Some(decided) = &self.decided {
            return Life::Decided { on: decided.on };
        }
        if let Some((on, _)) = &self.taken_up {
            return Life::TakenUp { on: *on };
        }
        if let Some(since) = self.outside(today) {
            return Life::Outside { since };
        }
        let joint = self.joint();
        let has = |field| joint.said(field).is_some();
        match Author::BOTH.iter().all(|author| joint.marked(*author).is_some()) {
            true if has(Field::Slot) => Life::Slot,
            true => Life::Marked,
            false if Author::BOTH.iter().all(|author| has(Field::Position(*author))) => Life::Positions,
            false => Life::Drafted,
        }
    }

    /// Invitations since something of theirs last came in: when, and by when an answer was asked for.
    pub fn unanswered(&self) -> Vec<(Day, Day)> {
        let is_open = |(on, _): &&(Day, Day)| self.heard.is_none_or(|heard| heard < *on);
        self.invited.iter().filter(is_open).copied().collect()
    }

    /// Since when two dated invitations have been left without an answer (rule E2).
    pub fn outside(&self, today: Day) -> Option<Day> {
        let (_, by) = *self.unanswered().get(PATIENCE - 1)?;
        (by < today).then(|| by.plus(1))
    }
}
