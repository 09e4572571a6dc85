//! What changed from one reading of a plan to the next (rule M7).
//!
//! Both are drawn as of the same day and under the same seed, so that what differs is the plan and not the calendar or
//! the luck. Items are known again by id, else by title; lines of a file that only moved are no change.

mod crossings;
mod seen;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use plan::{
    crossing::Standing::Open,
    facts::{Kind, State, Strength},
    names::person_key,
    network::ItemId,
    place::Quoted,
};
use serde::Serialize;

pub use self::seen::{Eyes, Seen};
use self::seen::{Home, Needed};
use super::view::Map;

/// A share of need that moved by so much is a change.
pub const MOVED: f64 = 0.05;

/// One reading: the map, and what it saw of the plan.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The map.
    pub map: &'a Map,
    /// The plan as the map saw it.
    pub seen: &'a Seen,
}

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Since {
    /// People who enter or leave the names, or on whom more or less depends; those who are on the map first.
    pub people: Vec<Person>,
    /// Need without a name, as a share of all, where it moved by five points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<Shares>,
    /// Deliverables that are new, gone or finished, and dates that moved; the largest move first.
    pub deliverables: Vec<Deliverable>,
    /// Crossings that are new, gone, settled or of another kind; the heaviest first.
    pub crossings: Vec<Crossed>,
}

impl Since {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where the evidence of a change stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// In which reading.
    pub reading: Which,
    /// Its place there.
    #[serde(flatten)]
    pub place: Quoted,
}

/// One of two readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Which {
    /// The earlier one.
    Old,
    /// The later one.
    New,
}

/// Two shares of all need, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Shares {
    /// In the earlier reading.
    pub was: f64,
    /// In the later one.
    pub is: f64,
}

/// How somebody's part in the year changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PersonChange {
    /// They are among the names now.
    Enters,
    /// They are not any more.
    Leaves,
    /// More depends on them, or they stand further up among the names.
    Rises,
    /// Less does, or they stand further down.
    Falls,
}

/// Somebody on whom more or less depends.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Person {
    /// Who.
    pub person: String,
    /// How.
    pub change: PersonChange,
    /// The share of all need.
    pub dependence: Shares,
    /// Their place among the names in the earlier reading, from 1; absent where they were not named.
    pub place_was: Option<usize>,
    /// Their place in the later one.
    pub place: Option<usize>,
    /// The heaviest crossing of theirs that changed, else the heaviest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// How a deliverable changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DeliverableChange {
    /// It was not there, or not mine.
    New,
    /// It is not there, or not mine.
    Gone,
    /// It is finished.
    Finished,
    /// It was finished and is open again.
    Reopened,
    /// A date of it moved.
    Moved,
}

/// A day of the earlier reading and of the later one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Days {
    /// In the earlier reading.
    pub was: Option<Date>,
    /// In the later one.
    pub is: Option<Date>,
    /// Working days from the one to the other, where both are known; below nought where it is earlier now.
    pub moved: Option<i32>,
}

impl Days {
    fn differ(self) -> bool {
        self.was != self.is
    }

    /// Working days by which it moved, either way.
    pub fn distance(self) -> u32 {
        self.moved.map_or(0, i32::unsigned_abs)
    }
}

/// A deliverable or goal of mine that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Deliverable {
    /// Its title, now where it is there.
    pub item: String,
    /// How.
    pub change: DeliverableChange,
    /// The promised day.
    pub promised: Days,
    /// The day it ends on if all goes as the plan counts on; absent where it is not simulated.
    pub planned: Days,
    /// Where the plan says it.
    pub evidence: Evidence,
}

/// How a crossing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CrossingChange {
    /// The plan did not say it.
    New,
    /// Its yes was given, or the work finished, and is not any more.
    Reopened,
    /// The plan does not say it.
    Gone,
    /// The yes is given.
    Given,
    /// Their work is finished.
    Finished,
    /// My item is finished.
    Past,
    /// It is of another kind, of another strength, for another deliverable, or somebody else answers.
    Altered,
}

/// A crossing that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Crossed {
    /// How.
    pub change: CrossingChange,
    /// Its kind.
    pub kind: Kind,
    /// My item.
    pub item: String,
    /// My deliverable or goal for which it counts.
    #[serde(rename = "for")]
    pub home: String,
    /// Who answers; absent where nobody is known.
    pub person: Option<String>,
    /// The team that is needed, where one is named.
    pub team: Option<String>,
    /// Their item, where the plan has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs: Option<String>,
    /// How sure it is.
    pub strength: Strength,
    /// Whether the plan does not say it as such: the simulated years show it, over several hops.
    pub over_hops: bool,
    /// What it weighs by itself, where a full yes is 1.
    pub weighs: f64,
    /// What it was, where it is altered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Was>,
    /// Where the plan says it.
    pub evidence: Evidence,
}

/// What an altered crossing was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Was {
    /// Its kind.
    pub kind: Kind,
    /// My deliverable or goal for which it counted.
    #[serde(rename = "for")]
    pub home: String,
    /// Who answered.
    pub person: Option<String>,
    /// The team that was needed.
    pub team: Option<String>,
    /// How sure it was.
    pub strength: Strength,
}

/// Items of the earlier reading that are known again in the later, pair by pair.
pub fn known_again(before: &Seen, after: &Seen) -> Vec<(ItemId, ItemId)> {
    let id = |at: usize| ItemId(at as u32);
    let known = seen::known_again(&before.items, &after.items);
    known.into_iter().map(|(old, new)| (id(old), id(new))).collect()
}

/// What changed from the earlier reading to the later.
pub fn since(before: Reading<'_>, after: Reading<'_>) -> Since {
    let known = seen::known_again(&before.seen.items, &after.seen.items);
    let behind = after.seen.items.len();
    let number = |at: usize| known.get(&at).copied().unwrap_or(behind + at);
    let (old_homes, old_needs) = before.seen.renumbered(number);
    let crossings = crossings::changes(&old_needs, &after.seen.needs);
    let evidence = |key: &str, change| evidence(key, change, &crossings, (&old_needs, &after.seen.needs));
    let unnamed = Shares { was: before.map.unnamed, is: after.map.unnamed };
    Since {
        people: people(before.map, after.map, evidence),
        unnamed: moved(unnamed).then_some(unnamed),
        deliverables: deliverables(&old_homes, &after.seen.homes, |from, to| {
            after.seen.working_days(from, to)
        }),
        crossings,
    }
}

fn moved(shares: Shares) -> bool {
    (shares.is - shares.was).abs() >= MOVED - 1e-9
}

/// Of the crossings of somebody that changed the way they did, the heaviest; else their heaviest in the later reading, or
/// in the earlier where they have none left.
fn evidence(
    key: &str,
    change: PersonChange,
    crossings: &[Crossed],
    (old, new): (&[Needed], &[Needed]),
) -> Option<Evidence> {
    let is_theirs = |person: &Option<String>| person.as_deref().is_some_and(|name| person_key(name) == key);
    let is_more = matches!(change, PersonChange::Enters | PersonChange::Rises);
    let fits = |crossed: &&Crossed| match crossed.change {
        CrossingChange::Altered => true,
        CrossingChange::New | CrossingChange::Reopened => is_more,
        _ => !is_more,
    };
    let of_changed = crossings.iter().filter(fits).find(|crossed| is_theirs(&crossed.person));
    let heaviest = |needs: &[Needed], reading: Which| {
        let open = needs.iter().filter(|need| need.standing == Open && is_theirs(&need.person));
        let heaviest = open.max_by(|a, b| a.weighs.total_cmp(&b.weighs))?;
        Some(Evidence { reading, place: heaviest.place.clone() })
    };
    of_changed
        .map(|crossed| crossed.evidence.clone())
        .or_else(|| heaviest(new, Which::New))
        .or_else(|| heaviest(old, Which::Old))
}

/// Where somebody stands on a map.
#[derive(Clone, Copy, Default)]
struct Standing {
    place: Option<usize>,
    dependence: f64,
}

/// People by the key of their name.
fn standings(map: &Map) -> BTreeMap<String, (&String, Standing)> {
    let named = map.peers.iter().enumerate().map(|(at, peer)| (&peer.person, Some(at + 1), peer.dependence));
    let left = map.left_out.iter().map(|left| (&left.person, None, left.dependence));
    named
        .chain(left)
        .map(|(name, place, dependence)| (person_key(name), (name, Standing { place, dependence })))
        .collect()
}

fn people(
    before: &Map,
    after: &Map,
    evidence: impl Fn(&str, PersonChange) -> Option<Evidence>,
) -> Vec<Person> {
    let (old, new) = (standings(before), standings(after));
    let all: BTreeMap<&String, &String> =
        old.iter().chain(&new).map(|(key, (name, _))| (key, *name)).collect();
    let mut people: Vec<Person> = all
        .into_iter()
        .filter_map(|(key, name)| {
            let was = old.get(key).map(|(_, standing)| *standing).unwrap_or_default();
            let is = new.get(key).map(|(_, standing)| *standing).unwrap_or_default();
            let change = turn(was, is)?;
            Some(Person {
                person: name.clone(),
                change,
                dependence: Shares { was: was.dependence, is: is.dependence },
                place_was: was.place,
                place: is.place,
                evidence: evidence(key, change),
            })
        })
        .collect();
    let far = |person: &Person| -(person.dependence.is - person.dependence.was).abs();
    people.sort_by(|a, b| far(a).total_cmp(&far(b)));
    people.sort_by_key(|person| (person.place.unwrap_or(usize::MAX), person.place_was.unwrap_or(usize::MAX)));
    people
}

fn turn(was: Standing, is: Standing) -> Option<PersonChange> {
    let shares = Shares { was: was.dependence, is: is.dependence };
    match (was.place, is.place) {
        (None, Some(_)) => Some(PersonChange::Enters),
        (Some(_), None) => Some(PersonChange::Leaves),
        _ if moved(shares) && shares.is > shares.was => Some(PersonChange::Rises),
        _ if moved(shares) => Some(PersonChange::Falls),
        (was, is) if is < was => Some(PersonChange::Rises),
        (was, is) if is > was => Some(PersonChange::Falls),
        _ => None,
    }
}

fn deliverables(before: &[Home], after: &[Home], days: impl Fn(Date, Date) -> i32) -> Vec<Deliverable> {
    let by_item = |homes: &[Home]| -> BTreeMap<usize, Home> {
        let alive = homes.iter().filter(|home| home.state != State::Dropped);
        alive.map(|home| (home.item, home.clone())).collect()
    };
    let (old, new) = (by_item(before), by_item(after));
    let both = |was: Option<Date>, is: Option<Date>| Days {
        was,
        is,
        moved: was.zip(is).map(|(was, is)| days(was, is)),
    };
    let all: BTreeSet<usize> = old.keys().chain(new.keys()).copied().collect();
    let mut changed: Vec<Deliverable> = all
        .into_iter()
        .filter_map(|item| {
            let (was, is) = (old.get(&item), new.get(&item));
            let shown = is.or(was)?;
            let promised = both(was.and_then(|home| home.promised), is.and_then(|home| home.promised));
            let planned = both(was.and_then(|home| home.planned), is.and_then(|home| home.planned));
            let reading = if is.is_some() { Which::New } else { Which::Old };
            Some(Deliverable {
                item: shown.title.clone(),
                change: fate(was, is, promised.differ() || planned.moved.is_some_and(|days| days != 0))?,
                promised,
                planned,
                evidence: Evidence { reading, place: shown.place.clone() },
            })
        })
        .collect();
    changed.sort_by_key(|one| {
        let far = one.promised.distance().max(one.planned.distance());
        (one.change == DeliverableChange::Moved, std::cmp::Reverse(far))
    });
    changed
}

fn fate(was: Option<&Home>, is: Option<&Home>, is_moved: bool) -> Option<DeliverableChange> {
    match (was.map(|home| home.state.is_over()), is.map(|home| home.state.is_over())) {
        (Some(false), Some(false)) => is_moved.then_some(DeliverableChange::Moved),
        (Some(false), Some(true)) => Some(DeliverableChange::Finished),
        (Some(true), Some(false)) => Some(DeliverableChange::Reopened),
        (None, Some(false)) => Some(DeliverableChange::New),
        (Some(false), None) => Some(DeliverableChange::Gone),
        _ => None,
    }
}
