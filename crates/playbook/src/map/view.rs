//! What a door shows of the map: a plain value, already put into words and shares.

mod corrected;
mod fill;

use jiff::civil::Date;
use plan::{
    facts::{Kind, Strength},
    network::Oddity,
    place::{Place, Quoted},
};
use serde::{Deserialize, Serialize};

pub(super) use self::fill::View;
use super::{attention::Attention, calibrate::Calibrated, questions::Question};

/// Whose map, and how it is drawn.
#[derive(Clone, Debug)]
pub struct Leader {
    /// The leader's name, where it was given.
    pub name: Option<String>,
    /// Teams that the leader named as theirs.
    pub teams: Vec<String>,
}

/// Above this share of need without a name, a map is a first reading.
pub const FIRST_READING: f64 = 0.25;

/// The map of a leader's year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// Whose map it is: their name as given, else their first team's.
    pub leader: String,
    /// The leader's teams, as the plan calls them.
    pub teams: Vec<String>,
    /// The day from which it looks ahead.
    pub as_of: Date,
    /// The share of all need that the names cover, 0 to 1.
    pub covered: f64,
    /// The share of all need without a name, 0 to 1.
    pub unnamed: f64,
    /// Whether more than a quarter of the need has no name yet.
    pub first_reading: bool,
    /// The names, the largest need first.
    pub peers: Vec<Peer>,
    /// Who is needed and not named, and why.
    pub left_out: Vec<LeftOut>,
    /// People of equal need.
    pub ties: Vec<Tie>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// What in the plan does not fit together.
    pub oddities: Vec<Odd>,
    /// What the leader corrected, in the order in which it applies.
    pub corrected: Vec<Correction>,
    /// What would change the map most.
    pub questions: Vec<Question>,
    /// What each of the names is due, in the same order.
    pub attention: Vec<Attention>,
    /// My deliverables and goals, in the order of the plan.
    pub deliverables: Vec<Deliverable>,
    /// How dates were simulated; absent where none was.
    pub simulated: Option<Years>,
    /// What the spread of estimates was learnt from; absent where that is the default and nobody asked for more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibrated>,
    /// The plan's teams with their open items, the largest first.
    pub plan_teams: Vec<PlanTeam>,
    /// How many crossings there are, those without a name too; a door shows it with what was read.
    #[serde(skip)]
    pub crossings: usize,
    /// How many items the plan has; likewise.
    #[serde(skip)]
    pub items: usize,
}

/// Somebody whose yes the year needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Peer {
    /// Their name.
    pub person: String,
    /// Their name in full, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// Others who lead the same teams and could answer as well.
    pub or: Vec<String>,
    /// The teams through which they are needed.
    pub teams: Vec<String>,
    /// Those of them that they lead only for the time being, as far as the directory says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acting: Vec<String>,
    /// The share of all need, 0 to 1.
    pub dependence: f64,
    /// How many crossings of each kind.
    pub kinds: Kinds,
    /// The share of simulated years in which their work decides at least one of my dates; absent where none is simulated.
    pub decides: Option<f64>,
    /// Its standard error.
    pub decides_se: Option<f64>,
    /// Working days of my dates that hang on their overruns, a year's mean over all my dates.
    pub days: Option<f64>,
    /// Its standard error.
    pub days_se: Option<f64>,
    /// The places of the plan that make it up.
    pub crossings: Vec<Line>,
    /// Why the leader added the name, where the rule alone would not name them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added: Option<Word>,
}

/// A word of the leader's: their reason, and where it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// The reason; empty where none was asked for.
    pub because: String,
    /// The file.
    pub file: String,
    /// The line.
    pub line: u32,
}

/// A correction that the leader made, and what it changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// `add`, `reject`, `rekind`, `given`, `with` or `without`.
    pub change: String,
    /// What was corrected, in few words.
    pub fact: String,
    /// The crossings that it found, as they were before it; the one that it added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crossings: Vec<Line>,
    /// Why, and where it is kept.
    #[serde(flatten)]
    pub word: Word,
}

/// What a correction made of a crossing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mended {
    /// The kind that the plan says; absent where the plan says no such crossing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Kind>,
    /// Why, and where it is kept.
    #[serde(flatten)]
    pub word: Word,
}

/// A team of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTeam {
    /// Its name.
    pub name: String,
    /// How many open items the plan names it for.
    pub items: usize,
}

/// Crossings by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kinds {
    /// I change or use their system.
    pub touch: usize,
    /// My date waits on their work.
    pub date: usize,
    /// They must agree.
    pub approval: usize,
    /// They must adopt or live with it.
    pub absorption: usize,
}

/// One crossing, with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its kind.
    pub kind: Kind,
    /// My item.
    pub item: String,
    /// My deliverable or goal for which it counts.
    #[serde(rename = "for")]
    pub home: String,
    /// The team that is needed, where one is named.
    pub team: Option<String>,
    /// How sure it is.
    pub strength: Strength,
    /// Who is named as the way in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<String>,
    /// Their item, where the plan has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<String>,
    /// How many items lie between theirs and mine.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub between: usize,
    /// Items from theirs to mine, where others lie between.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// The share of simulated years in which their work decides this deliverable's date; absent where it is not simulated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decides: Option<f64>,
    /// What it weighs by itself, where a full yes is 1.
    pub weighs: f64,
    /// The day on which the yes is needed, if all goes as the plan counts on; absent where that is not simulated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed_by: Option<Date>,
    /// What the leader corrected about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Mended>,
    /// Where the plan says it.
    #[serde(flatten)]
    pub place: Quoted,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the serialiser asks for a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Somebody who is not named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Their name.
    pub person: String,
    /// Others who lead the same teams.
    pub or: Vec<String>,
    /// Their teams.
    pub teams: Vec<String>,
    /// The share of all need, 0 to 1.
    pub dependence: f64,
    /// Why, in a sentence.
    pub reason: String,
    /// The places of the plan that make up their need.
    pub crossings: Vec<Line>,
}

/// People of equal need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    /// Their names.
    pub people: Vec<String>,
    /// The share of all need of each, 0 to 1.
    pub dependence: f64,
    /// Whether all of them are named.
    pub entered: bool,
    /// How it was dealt with, in a sentence.
    pub reason: String,
}

/// What kind of gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// A team of which no leader is known.
    NoLeader,
    /// An item of which no owner is known.
    NoOwner,
    /// A link to something that is not in the plan.
    DanglingLink,
    /// The leader or a team of theirs is nowhere in the plan.
    Unknown,
}

/// Something to fill in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// What kind.
    pub kind: GapKind,
    /// The team, the item or the name.
    pub what: String,
    /// The fact, in a sentence.
    pub fact: String,
    /// The share of all need that hangs on it, 0 to 1.
    pub dependence: f64,
    /// The crossings that make that up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crossings: Vec<Line>,
    /// Where it was read.
    #[serde(flatten)]
    pub place: Quoted,
}

/// Something in the plan that does not fit together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Odd {
    /// What kind.
    pub kind: Oddity,
    /// The fact, in a sentence.
    pub fact: String,
    /// Something that can be typed.
    pub hint: Option<String>,
    /// Where it was read, for whoever holds the text.
    #[serde(skip)]
    pub at: Place,
}

/// A deliverable or goal of mine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deliverable {
    /// Its title.
    pub item: String,
    /// How much it counts among the deliverables; 1 is usual.
    pub weight: f64,
    /// The day it is promised for; its planned finish where none is.
    pub promised: Option<Date>,
    /// Whether that day is the plan's own finish.
    pub promise_is_derived: bool,
    /// The day it is finished on if all goes as the plan counts on.
    pub planned: Option<Date>,
    /// The day by which it is finished in a tenth of the simulated years.
    pub early: Option<Date>,
    /// In half of them.
    pub middle: Option<Date>,
    /// In nine tenths of them.
    pub late: Option<Date>,
    /// The share of simulated years in which it is late, 0 to 1.
    pub late_share: Option<f64>,
    /// Its standard error.
    pub late_share_se: Option<f64>,
}

/// On how many things at a time a team works, counted from the people named for its work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedLanes {
    /// The team.
    pub team: String,
    /// Pieces of work at a time.
    pub lanes: u32,
}

/// How dates were simulated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Years {
    /// How many years were played.
    pub trials: u32,
    /// Where the spread of single figures comes from, in a sentence.
    pub spread: String,
    /// Open pieces of work before my dates.
    pub work: usize,
    /// How many of them bear no estimate, and take the usual length.
    pub unestimated: usize,
    /// How many of them bear one that only follows from points, sizes or dates.
    pub derived_estimates: usize,
    /// Teams whose lanes had to be assumed.
    pub assumed_lanes: Vec<String>,
    /// Teams whose lanes are as many as people are named as doing their work.
    pub named_lanes: Vec<NamedLanes>,
}
