//! What is refused of escalations (rules E1 to E8, B1). Nothing here quotes a private word.

use super::{Refusal, said::listed};
use crate::escalate::text::THEIR_POSITION;
use crate::moment::{Day, Id};

/// The playbook says no to something about an escalation. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Escalating {
    /// A condition of the gate is missing (rule E1).
    TooEarly {
        /// What must hold and does not.
        missing: Vec<&'static str>,
        /// The smallest step that closes the first.
        step: String,
    },
    /// No escalation has this name.
    NoSuchEscalation {
        /// What was typed.
        id: Id,
        /// Those that are there.
        open: Vec<String>,
    },
    /// Nothing of theirs is recorded that they could have confirmed (rule E1).
    NothingToConfirm {
        /// Who.
        name: String,
    },
    /// A guarded peer gets no joint document (rule B1).
    WithGuarded {
        /// Who.
        name: String,
        /// Since when.
        since: Day,
    },
    /// A part is written by its author alone (rule E2).
    NotYours {
        /// Its author.
        name: String,
    },
    /// A part says nothing.
    NothingSaid,
    /// A part is too long, or has several lines where one belongs.
    TooLong {
        /// How many characters it has.
        characters: usize,
        /// How many it may have.
        most: usize,
    },
    /// A text holds what a reader can't see, or what turns its direction.
    HiddenCharacter {
        /// The character.
        code: u32,
        /// On which line.
        line: usize,
    },
    /// The day by which something is asked is no day.
    NoDay {
        /// What was typed.
        words: String,
    },
    /// Both authors bear one name.
    SameName {
        /// The name.
        name: String,
    },
    /// Parts stand side by side, so that there is no one text.
    SideBySide {
        /// Which.
        parts: Vec<&'static str>,
    },
    /// Parts are missing.
    Incomplete {
        /// Which.
        parts: Vec<&'static str>,
    },
    /// Whoever marks a text holds the other position to be fairly stated (rule E2).
    NotFair {
        /// Who does not say so.
        name: String,
    },
    /// A text is marked by whoever saw it (rule E3).
    NotSeen,
    /// A mark is missing, or the text was changed since (rule E4).
    NotMarked {
        /// Whose.
        name: String,
    },
    /// All three have no time to meet yet (rule E4).
    NoSlot {
        /// Of which escalation.
        escalation: Id,
    },
    /// What went up is not changed any more.
    WentUp {
        /// Which.
        escalation: Id,
        /// When.
        on: Day,
    },
    /// They were invited, and the day by which they are to answer has not passed (rule E2).
    InvitedBefore {
        /// To which.
        escalation: Id,
        /// That day.
        answer_by: Day,
    },
    /// Two dated invitations were not answered (rule E2).
    OutsideThePlaybook {
        /// By whom.
        name: String,
        /// Since when.
        since: Day,
    },
    /// It was closed.
    IsClosed {
        /// When.
        on: Day,
    },
    /// It did not go up.
    NotUp {
        /// Which.
        escalation: Id,
    },
    /// It was not decided.
    NotDecided {
        /// Which.
        escalation: Id,
    },
    /// A peer's key is not known.
    NoKey {
        /// Whose.
        name: String,
    },
    /// The phrase of a key was not compared.
    NotCompared {
        /// Whose.
        name: String,
    },
    /// The key is somebody else's.
    KeyOfAnother {
        /// Whose it was said to be.
        name: String,
    },
    /// A document travels one way.
    OtherWay {
        /// Whether that is the sealed one.
        is_sealed: bool,
    },
    /// A file says nothing that is not here.
    NothingNew,
    /// A file is another document's, or another pair's.
    NotThisDocument,
    /// They agreed to a text that was changed here since it went out to them (rule E3).
    Outdated {
        /// Headings of what was changed.
        headings: Vec<String>,
    },
    /// A heading of a plain file is gone, or twice there.
    HeadingGone {
        /// Which.
        heading: String,
    },
    /// A file is none, or was changed on its way.
    Malformed {
        /// What is wrong.
        fact: String,
    },
}

impl Escalating {
    /// The fact, as a sentence without its full stop.
    pub fn fact(&self) -> String {
        match self {
            Self::TooEarly { missing, .. } => format!("too early; not so yet: {}", missing.join("; ")),
            Self::NoSuchEscalation { id, .. } => format!("there is no escalation {id}"),
            Self::NothingToConfirm { name } => {
                format!("no constraint of {name} is recorded that they could have confirmed")
            }
            Self::WithGuarded { name, since } => {
                format!("{name} has been guarded since {since}: nothing is written together with them")
            }
            Self::NotYours { name } => format!("{name} alone writes that part"),
            Self::NothingSaid => "it says nothing".into(),
            Self::TooLong { characters, most } => {
                format!("{characters} characters are too many: at most {most}, and a name is one line")
            }
            Self::HiddenCharacter { code, line } => {
                format!("line {line} holds the character U+{code:04X}, which nobody can see")
            }
            Self::NoDay { words } => format!("“{words}” is no day"),
            Self::SameName { name } => format!("both authors would be called {name}"),
            Self::SideBySide { parts } => {
                format!("there are two versions of {}", parts.join(" and of "))
            }
            Self::Incomplete { parts } => format!("still missing: {}", parts.join(", ")),
            Self::NotFair { name } => {
                format!("{name} did not yet hold the other position to be fairly stated")
            }
            Self::NotSeen => "a text is marked by whoever saw exactly this text".into(),
            Self::NotMarked { name } => format!("{name} has not marked this exact text"),
            Self::NoSlot { .. } => "all three have no time to meet yet".into(),
            Self::WentUp { on, .. } => format!("it went up, and nothing in it changes since {on}"),
            Self::InvitedBefore { answer_by, .. } => {
                format!("they were invited to answer by {answer_by}, and have until then")
            }
            Self::OutsideThePlaybook { name, since } => format!(
                "{name} answered neither of two invitations: since {since} this lies outside the playbook"
            ),
            Self::IsClosed { on } => format!("it was closed on {on}"),
            Self::NotUp { escalation } => format!("{escalation} did not go up before that day"),
            Self::NotDecided { escalation } => format!("{escalation} was not decided before that day"),
            Self::NoKey { name } => format!("the key of {name} is not known"),
            Self::NotCompared { name } => format!("the key of {name} was not compared with them"),
            Self::KeyOfAnother { name } => format!("this key is not that of {name}: it is somebody else's"),
            Self::OtherWay { .. }
            | Self::NothingNew
            | Self::NotThisDocument
            | Self::Outdated { .. }
            | Self::HeadingGone { .. }
            | Self::Malformed { .. } => self.fact_of_a_file(),
        }
    }

    /// The fact of a refusal that is about a file between the two.
    fn fact_of_a_file(&self) -> String {
        match self {
            Self::OtherWay { is_sealed: true } => "this document travels as a sealed file".into(),
            Self::OtherWay { is_sealed: false } => "this document travels as a plain file".into(),
            Self::NothingNew => "it says nothing that is not here already".into(),
            Self::NotThisDocument => "this is another document, or somebody else's".into(),
            Self::Outdated { headings } => {
                format!(
                    "they agreed to it as it went out, and since then you changed “{}”",
                    headings.join("”, “")
                )
            }
            Self::HeadingGone { heading } => format!("the heading “{heading}” is gone, or there twice"),
            Self::Malformed { fact } => format!("the file is not taken: {fact}"),
            _ => String::new(),
        }
    }

    /// What can be typed instead, in the document of which this is.
    fn hint_in(&self, id: Id) -> Option<String> {
        Some(match self {
            Self::NotYours { .. } => {
                format!("sideways escalate restate {id} \"...\" puts their position in your words")
            }
            Self::SideBySide { parts } => {
                let part = parts.first().copied().unwrap_or("question");
                format!(
                    "sideways escalate show {id} shows both; sideways escalate write {id} {part} \"...\" settles it"
                )
            }
            Self::Incomplete { parts } if parts != &[THEIR_POSITION] => {
                let part = parts.first().copied().unwrap_or("question");
                format!("sideways escalate write {id} {part} \"...\"")
            }
            Self::NotFair { .. } => {
                format!("sideways escalate fair {id}; sideways escalate fair {id} --theirs is for them")
            }
            Self::NotSeen => format!("sideways escalate mark {id} shows it"),
            Self::NotMarked { .. } => format!("sideways escalate show {id} says who marked what"),
            Self::Outdated { .. } => {
                format!("send them the text as it is now: sideways escalate send {id} FILE --plain")
            }
            _ => return None,
        })
    }

    /// What can be typed instead.
    pub fn hint(&self) -> String {
        match self {
            Self::TooEarly { step, .. } => {
                format!("{step}; --regardless \"why\" goes on, and keeps the reason")
            }
            Self::NoSuchEscalation { open, .. } => {
                listed("escalations", open, "sideways escalate open begins one")
            }
            Self::NothingToConfirm { name } => {
                let who = plan::names::typed(name);
                format!("sideways talk {who} constraint=\"what limits them most\"")
            }
            Self::WithGuarded { name, .. } => {
                format!("sideways peer cooperative {} --because \"...\"", plan::names::typed(name))
            }
            Self::NothingSaid => "say it behind the part, or in a file: --from FILE".into(),
            Self::TooLong { .. } => "link what is long, and say what matters".into(),
            Self::HiddenCharacter { .. } => "take it out; pasted text often brings such characters".into(),
            Self::NoDay { .. } => "as the calendar has it: june 12, 2027-06-12".into(),
            Self::SameName { .. } => "--me and --them say both names".into(),
            Self::Incomplete { parts } if parts == &[THEIR_POSITION] => {
                "they write it, and their file brings it: sideways escalate take FILE".into()
            }
            Self::NoSlot { escalation } => format!("sideways escalate slot {escalation} \"wed 10:00\""),
            Self::WentUp { escalation, .. } => format!("sideways escalate show {escalation}"),
            Self::InvitedBefore { escalation, answer_by } => {
                let next = answer_by.plus(1);
                format!("sideways escalate invite {escalation}, from {next} on, where nothing came")
            }
            Self::OutsideThePlaybook { .. } => "if they do answer: sideways escalate take FILE".into(),
            Self::IsClosed { .. } => "sideways escalate open begins another".into(),
            Self::NotUp { escalation } => format!("sideways escalate up {escalation} --out FOLDER"),
            Self::NotDecided { escalation } => format!("sideways escalate decided {escalation} \"what\""),
            Self::NoKey { .. } | Self::KeyOfAnother { .. } => {
                "sideways escalate key shows yours; ask for theirs: sideways escalate key PEER \"their line\""
                    .into()
            }
            Self::NotCompared { name } => {
                format!("read the phrase to each other: sideways escalate key {}", plan::names::typed(name))
            }
            Self::OtherWay { is_sealed: true } => "leave --plain and --theirs out".into(),
            Self::OtherWay { is_sealed: false } => "--plain".into(),
            Self::NothingNew => "ask them for a newer file".into(),
            Self::NotThisDocument
            | Self::NotYours { .. }
            | Self::SideBySide { .. }
            | Self::Incomplete { .. }
            | Self::NotFair { .. }
            | Self::NotSeen
            | Self::NotMarked { .. }
            | Self::Outdated { .. } => "sideways escalate lists yours".into(),
            Self::HeadingGone { .. } => "put the headings back as they were, and read it again".into(),
            Self::Malformed { .. } => "ask them to send it again".into(),
        }
    }
}

impl Refusal {
    /// The fact of a refusal that is about an escalation; none of others.
    pub(super) fn fact_of_an_escalation(&self) -> Option<String> {
        match self {
            Self::Escalating(why) | Self::InDocument { why, .. } => Some(why.fact()),
            _ => None,
        }
    }

    /// What can be typed instead, of a refusal that is about an escalation.
    pub(super) fn hint_of_an_escalation(&self) -> Option<String> {
        match self {
            Self::Escalating(why) => Some(why.hint()),
            Self::InDocument { escalation, why } => {
                Some(why.hint_in(*escalation).unwrap_or_else(|| why.hint()))
            }
            _ => None,
        }
    }
}
