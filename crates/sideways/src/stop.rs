//! Why a door did not do what it was asked.

use desk::stop::{Stop as Stopped, Why};
use playbook::{refusal::Refusal, trade::named_moves::Impossible};
use sources::read::Unreadable;

/// Why it was not done.
pub enum Stop {
    /// It was used wrongly: a fact, and something to type.
    Usage(String, String),
    /// The playbook says no: a fact, and something to type.
    Refused(String, String),
    /// A file of the user's settings or answers can't be read: the rendered problem. Nothing was changed.
    Unread(String),
    /// The machine failed.
    Fault(String, String),
}

impl Stop {
    /// A form was filled in wrongly; the page that shows it again says what it takes.
    pub fn form(fact: impl Into<String>) -> Self {
        Self::Usage(fact.into(), String::new())
    }

    /// What is wrong, in one sentence without a full stop.
    pub fn fact(&self) -> &str {
        match self {
            Self::Usage(fact, _) | Self::Refused(fact, _) | Self::Fault(fact, _) | Self::Unread(fact) => fact,
        }
    }

    /// Something to type; empty where nothing helps.
    pub fn hint(&self) -> &str {
        match self {
            Self::Usage(_, hint) | Self::Refused(_, hint) | Self::Fault(_, hint) => hint,
            Self::Unread(_) => "",
        }
    }
}

impl From<Stopped> for Stop {
    fn from(stopped: Stopped) -> Self {
        let (fact, hint) = (stopped.fact(), stopped.hint());
        match stopped.why() {
            Why::Refused => Self::Refused(fact, hint),
            Why::Usage => Self::Usage(fact, hint),
            Why::Fault => Self::Fault(fact, hint),
        }
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.fact(), refusal.hint())
    }
}

/// A change of the plan that can't be made.
impl From<Impossible> for Stop {
    fn from(Impossible { fact, hint }: Impossible) -> Self {
        Self::Usage(fact, hint)
    }
}

/// A path that can't be read.
impl From<Unreadable> for Stop {
    fn from(wrong: Unreadable) -> Self {
        Self::Usage(format!("{}: {}", wrong.path.display(), wrong.fact), wrong.hint)
    }
}
