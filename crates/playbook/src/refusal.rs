//! What the playbook refuses: one sentence each, and a hint that can be typed.

use crate::moment::{Day, Id};

/// The playbook says no. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No name was given.
    NobodyNamed,
    /// Nobody is called so.
    NoSuchPeer {
        /// What was typed.
        words: String,
        /// Whom the notebook knows.
        known: Vec<String>,
    },
    /// Several peers are called so.
    SeveralPeers {
        /// What was typed.
        words: String,
        /// Who they are.
        names: Vec<String>,
    },
    /// A name is somebody's already.
    NameTaken {
        /// The name.
        name: String,
        /// Whose it is.
        by: String,
    },
    /// A peer can't be merged into themselves.
    SamePeer {
        /// Who.
        name: String,
    },
    /// A peer was not merged.
    NotMerged {
        /// What was typed.
        name: String,
    },
    /// A peer can't follow themselves.
    SucceedsThemselves {
        /// Who.
        name: String,
    },
    /// A peer is not guarded.
    NotGuarded {
        /// Who.
        name: String,
    },
    /// A day of something that happened lies ahead.
    NotYet {
        /// The day.
        on: Day,
        /// Today.
        today: Day,
    },
    /// A talk is longer than a day, or has no length.
    NoLength {
        /// Minutes.
        minutes: u32,
    },
    /// A kindness is to be done before it was thought of.
    KindnessInThePast {
        /// By when.
        by: Day,
        /// Since when it is known.
        since: Day,
    },
    /// No open kindness has this name.
    NoSuchKindness {
        /// What was typed.
        id: Id,
        /// Names of those that are open.
        open: Vec<String>,
    },
    /// No open ask has this name.
    NoSuchAsk {
        /// What was typed.
        id: Id,
        /// Names of those that are open.
        open: Vec<String>,
    },
    /// No open loan has this name.
    NoSuchLoan {
        /// What was typed.
        id: Id,
        /// Names of those that are open.
        open: Vec<String>,
    },
    /// The own team waits for no decision of this name.
    NoSuchWait {
        /// What was typed.
        id: Id,
        /// Names of those that wait.
        open: Vec<String>,
    },
    /// A loan has no end (rule T4).
    LoanWithoutEnd,
    /// A loan ends before it starts.
    LoanEndsBeforeItStarts {
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
    },
    /// A loan ends before today.
    LoanEndsInThePast {
        /// The last day.
        until: Day,
        /// Today.
        today: Day,
    },
    /// A new end is not later.
    LoanNotExtended {
        /// The new end.
        until: Day,
        /// The end.
        ends: Day,
    },
    /// The week page has no such line.
    NoSuchLine {
        /// What was typed.
        words: String,
        /// Names of its lines.
        lines: Vec<String>,
    },
    /// A line is put off to a day that is not later.
    NotLater {
        /// Until when.
        until: Day,
        /// Today.
        today: Day,
    },
    /// There is no such entry.
    NoSuchEntry {
        /// What was typed.
        entry: u32,
        /// The last entry.
        last: u32,
    },
    /// The entry was undone before.
    UndoneBefore {
        /// Which.
        entry: u32,
        /// By which entry.
        by: u32,
    },
    /// The entry was forgotten.
    Forgotten {
        /// Which.
        entry: u32,
    },
}

impl Refusal {
    /// The fact, as a sentence without its full stop.
    pub fn fact(&self) -> String {
        match self {
            Self::NobodyNamed => "a peer is missing".into(),
            Self::NoSuchPeer { words, .. } => format!("no peer is called “{words}”"),
            Self::SeveralPeers { words, names } => format!("“{words}” may be {}", names.join(" or ")),
            Self::NameTaken { name, by } if name == by => format!("{name} is in the notebook already"),
            Self::NameTaken { name, by } => format!("“{name}” is a name of {by} already"),
            Self::SamePeer { name } => format!("{name} is one person already"),
            Self::NotMerged { name } => format!("nobody called “{name}” was merged into somebody else"),
            Self::SucceedsThemselves { name } => format!("{name} can't follow themselves"),
            Self::NotGuarded { name } => format!("{name} is not guarded"),
            Self::NotYet { on, today } => format!("{on} lies ahead; today is {today}"),
            Self::NoLength { minutes: 0 } => "a talk of no minutes is none".into(),
            Self::NoLength { minutes } => format!("a talk of {minutes} minutes is longer than a day"),
            Self::KindnessInThePast { by, since } => {
                format!("{by} lies before {since}, when the kindness came up")
            }
            Self::NoSuchKindness { id, .. } => format!("no kindness {id} is open"),
            Self::NoSuchAsk { id, .. } => format!("no ask {id} is open"),
            Self::NoSuchLoan { id, .. } => format!("no loan {id} is open"),
            Self::NoSuchWait { id, .. } => format!("your team waits for no decision {id}"),
            Self::LoanWithoutEnd => "a loan has an end, or it is a gift".into(),
            Self::LoanEndsBeforeItStarts { from, until } => {
                format!("the loan ends on {until}, before it starts on {from}")
            }
            Self::LoanEndsInThePast { until, today } => {
                format!("the loan ends on {until}, and today is {today}")
            }
            Self::LoanNotExtended { until, ends } => format!("the loan ends on {ends}; {until} is not later"),
            Self::NoSuchLine { words, .. } => format!("this week has no line “{words}”"),
            Self::NotLater { until, today } => format!("{until} is not later than today, {today}"),
            Self::NoSuchEntry { entry, last: 0 } => {
                format!("there is no entry {entry}: the notebook is empty")
            }
            Self::NoSuchEntry { entry, last } => format!("there is no entry {entry}; the last one is {last}"),
            Self::UndoneBefore { entry, by } => format!("entry {entry} was undone by entry {by}"),
            Self::Forgotten { entry } => format!("entry {entry} was forgotten for good"),
        }
    }

    /// What can be typed instead.
    pub fn hint(&self) -> String {
        let listed = |what: &str, open: &[String], else_: &str| match open {
            [] => else_.to_owned(),
            open => format!("open {what}: {}", open.join(", ")),
        };
        match self {
            Self::NobodyNamed | Self::NotMerged { .. } => {
                "sideways peer lists whom the notebook knows".into()
            }
            Self::NoSuchPeer { words, known } if known.is_empty() => {
                format!("sideways peer add {}", plan::names::typed(words))
            }
            Self::NoSuchPeer { words, known } => format!(
                "sideways peer add {} enters them; known are {}",
                plan::names::typed(words),
                known.iter().take(7).cloned().collect::<Vec<_>>().join(", ")
            ),
            Self::SeveralPeers { .. } => "type more of the name".into(),
            Self::NameTaken { by, .. } => format!("sideways peer {}", plan::names::typed(by)),
            Self::SamePeer { .. } | Self::SucceedsThemselves { .. } => "name two people".into(),
            Self::NotGuarded { name } => format!("sideways peer {}", plan::names::typed(name)),
            Self::NotYet { .. } => "--on yesterday".into(),
            Self::NoLength { .. } => "25m, 1h, 1h30".into(),
            Self::KindnessInThePast { .. } => "by fri".into(),
            Self::NoSuchKindness { open, .. } => listed("kindnesses", open, "no kindness is open"),
            Self::NoSuchAsk { open, .. } => listed("asks", open, "no ask is open"),
            Self::NoSuchLoan { open, .. } => listed("loans", open, "no loan is open"),
            Self::NoSuchWait { open, .. } => listed("decisions", open, "your team waits for nothing"),
            Self::LoanWithoutEnd | Self::LoanEndsInThePast { .. } | Self::LoanEndsBeforeItStarts { .. } => {
                "--until \"in 3 weeks\"".into()
            }
            Self::LoanNotExtended { .. } => "sideways loan returned says that it came back".into(),
            Self::NoSuchLine { lines, .. } => listed("lines", lines, "sideways week shows the lines"),
            Self::NotLater { .. } => "--until \"in 2 weeks\"".into(),
            Self::NoSuchEntry { .. } | Self::UndoneBefore { .. } | Self::Forgotten { .. } => {
                "sideways log lists the entries".into()
            }
        }
    }
}
