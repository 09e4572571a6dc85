//! A line of the page, and the order of lines.

use std::cmp::Reverse;

use serde::Serialize;

use super::look::clean;
use crate::{
    moment::{Day, Id},
    words::stopped,
};

/// Days in which a line counts as new, and in which it asks whether to drop it.
const WEEK: i64 = 7;

/// Days after which a line with which nothing was done asks whether to drop it.
const PATIENCE: i64 = 3 * WEEK;

/// What a line is about, the weightiest consequence first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// The own team waits while peers are served.
    OwnTeam,
    /// A slip, a reversal or an embarrassment that somebody is to be told of: never ranked down (rule L4).
    BadNews,
    /// A yes that is due, or the last talk before it.
    Yes,
    /// A peer's ask that is past its day.
    AnswerLate,
    /// A peer's ask that nobody said was heard.
    AnswerUnheard,
    /// A peer's ask that is to be decided.
    AnswerDue,
    /// Something to tell before the room.
    Tell,
    /// A surprise that was not mended.
    Surprise,
    /// A meeting in which work is judged and somebody will be absent.
    Forum,
    /// A joint document that waits for the leader, or what follows once it was decided.
    Together,
    /// A loan that ends or should be over.
    Loan,
    /// Something that was agreed and is not done, or news that may be told now.
    Agreed,
    /// An initiative on which somebody has not decided, or whose page can go up.
    Initiative,
    /// A channel that is overdue or cools.
    Channel,
    /// A kindness that is due.
    Kindness,
    /// A contribution that is not named yet.
    Contribution,
    /// Attention that does not fit what the year needs.
    Attention,
    /// A first talk with somebody the map names.
    Stranger,
    /// Something that the notebook does not know yet.
    Gap,
}

/// One line: what to do or to know, why, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its name, by which it is put off or struck.
    pub name: String,
    /// What it is about.
    pub consequence: Consequence,
    /// A sentence that begins with a verb and names a person, a thing and a day.
    pub sentence: String,
    /// Why it is here.
    pub reason: String,
    /// What it rests on: facts with their days.
    pub evidence: Vec<String>,
    /// What else there is with this peer, at most two sentences: a peer has one line.
    pub also: Vec<String>,
    /// One command that does it.
    pub command: String,
    /// Whether it asks for an act; else it is a notice.
    pub is_act: bool,
    /// The peer that it is about.
    pub peer: Option<String>,
    /// The day since which it stands.
    pub since: Day,
    /// Whether it was not on the page a week ago, or said something else.
    pub is_new: bool,
    /// Whether it stood for three weeks with nothing done; it asks in the fourth week only.
    pub asks_to_drop: bool,
}

/// Whom a line is about: a peer has one line, and so has the own team.
pub(super) enum Whom {
    Peer(Id, String),
    OwnTeam,
    Nobody,
}

/// A line before the page is cut.
pub(super) struct Found {
    pub name: String,
    pub consequence: Consequence,
    pub whom: Whom,
    pub sentence: String,
    pub reason: String,
    pub evidence: Vec<String>,
    pub command: String,
    /// Whether somebody has to do something.
    pub wants_act: bool,
    /// Whether it may not be cut (rule T8).
    pub stays: bool,
    /// What weighs more comes first among lines of one consequence.
    pub weight: u32,
    /// The day on which it counts.
    pub due: Day,
    /// The day since which it stands.
    pub since: Day,
    /// The day since which it says what it says.
    pub changed: Day,
    /// The last day on which something was done about it.
    pub touched: Option<Day>,
}

/// Where a line stands among all: what is equal else in the order of entry, and no two lines have the same name.
pub(super) type Rank = (Consequence, Reverse<u32>, Day, Day, Option<Id>, String);

impl Found {
    pub fn rank(&self) -> Rank {
        let entered = self.name.split(':').nth(1).and_then(|id| id.parse().ok());
        (self.consequence, Reverse(self.weight), self.due, self.since, entered, self.name.clone())
    }

    /// The line as it is shown on a day; `from` is when it came onto the page, later than `since` where it was put off.
    pub fn shown(self, today: Day, from: Day, is_act: bool, also: Vec<String>) -> Line {
        let stood = self.touched.map_or(from, |touched| touched.max(from)).until(today);
        Line {
            name: self.name,
            consequence: self.consequence,
            sentence: clean(&self.sentence),
            reason: clean(&self.reason),
            evidence: self.evidence.iter().map(|fact| sentence(fact)).collect(),
            also: also.iter().map(|sentence| clean(sentence)).collect(),
            command: clean(&self.command),
            is_act,
            peer: match self.whom {
                Whom::Peer(_, name) => Some(name),
                Whom::OwnTeam | Whom::Nobody => None,
            },
            since: self.since,
            is_new: from.max(self.changed).until(today) < WEEK,
            asks_to_drop: (PATIENCE..PATIENCE + WEEK).contains(&stood),
        }
    }
}

/// A fact as a sentence: with a capital and a full stop.
fn sentence(fact: &str) -> String {
    let fact = clean(fact);
    let mut rest = fact.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    format!("{}{}", first.collect::<String>(), stopped(rest.as_str()))
}
