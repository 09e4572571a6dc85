//! The own team first: whether the order is kept (rule B2).
//!
//! It is inverted when a decision of the own team waits longer than five working days while asks of peers were answered, or
//! when more hours are known with peers than with the own team. All peers stand together; nobody is singled out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Team;
use crate::{
    moment::{Day, Id},
    privacy::OwnersScreen,
    words::{length, stopped},
};

/// Days over which hours are compared: eight weeks.
const SPAN: i64 = 56;

/// Days of own-team time that must be known before hours are compared: two weeks.
const LEAST: i64 = 14;

/// Working days that a decision may wait.
const PATIENCE: u32 = 5;

/// Time spent with peers on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// The day.
    pub on: Day,
    /// Minutes.
    pub minutes: u32,
}

/// What happened with peers, all of them together.
#[derive(Clone, Debug, Default)]
pub struct Meanwhile {
    /// Talks whose length is known, in any order.
    pub talks: Vec<Spent>,
    /// Days on which asks of peers were answered, in any order.
    pub answered: Vec<Day>,
    /// Time with the own team that only a calendar has, in any order; on a day on which some is recorded, it says nothing new.
    pub team: Vec<Spent>,
}

/// Time with the own team against time with peers, and what the own team waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Order {
    /// The first day of the span over which hours are compared.
    pub from: Day,
    /// The last: today.
    pub to: Day,
    /// Minutes with the own team in that span; none where none are recorded: not known.
    pub team_minutes: Option<u32>,
    /// Minutes with all peers together in that span; none where no talk bears any.
    pub peer_minutes: Option<u32>,
    /// Decisions that the own team waits for, the longest first.
    pub waiting: Vec<Waiting>,
    /// Where the order is inverted: the first lines of the week.
    pub inverted: Vec<Inverted>,
}

/// A decision that the own team waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Which.
    pub wait: Id,
    /// What is to be decided: for the owner's screen.
    pub what: String,
    /// Since when.
    pub since: Day,
}

/// Where the order is inverted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inverted {
    /// The decision that waits; none where it is about hours.
    pub wait: Option<Id>,
    /// What is so.
    pub sentence: String,
    /// Why it is said.
    pub reason: String,
    /// What it rests on: facts with their days.
    pub evidence: Vec<String>,
    /// Since when it is so.
    pub since: Day,
    /// The command that does something about it.
    pub command: String,
}

/// Holds time and decisions of the own team against what happened with peers (rule B2).
pub fn order(team: &Team, meanwhile: &Meanwhile, today: Day, screen: &OwnersScreen) -> Order {
    let mut with_peers = BTreeMap::new();
    for Spent { on, minutes } in &meanwhile.talks {
        let sum: &mut u32 = with_peers.entry(*on).or_default();
        *sum = sum.saturating_add(*minutes);
    }
    let mut with_team: BTreeMap<Day, u32> = BTreeMap::new();
    for Spent { on, minutes } in meanwhile.team.iter().filter(|one| team.minutes(one.on, one.on) == 0) {
        let all = with_team.entry(*on).or_default();
        *all = all.saturating_add(*minutes);
    }
    let hours = Hours { team, with_team, with_peers };
    let from = hours.from(today);
    let mut waiting: Vec<Waiting> = team
        .waiting()
        .map(|wait| Waiting { wait: wait.id, what: wait.what.reveal(screen).clone(), since: wait.since })
        .collect();
    waiting.sort_by_key(|wait| (wait.since, wait.wait));
    let waits = waiting.iter().filter_map(|wait| kept_waiting(wait, &meanwhile.answered, today));
    let inverted = waits.chain(hours.inverted(today)).collect();
    Order {
        from,
        to: today,
        team_minutes: hours.with_team(today),
        peer_minutes: hours.with_peers(today),
        waiting,
        inverted,
    }
}

/// A decision that waits too long, while an ask of a peer was answered since it began.
fn kept_waiting(wait: &Waiting, answered: &[Day], today: Day) -> Option<Inverted> {
    let patient_until = wait.since.plus_working(PATIENCE);
    let first = answered.iter().filter(|day| (wait.since..=today).contains(day)).min()?;
    let last = answered.iter().filter(|day| **day <= today).max()?;
    (patient_until < today).then(|| Inverted {
        wait: Some(wait.wait),
        sentence: format!(
            "Your team has waited for a decision since {}: {}",
            wait.since,
            stopped(&wait.what)
        ),
        reason: "You answered peers meanwhile; the own team comes first.".to_owned(),
        evidence: vec![
            format!("waiting since {}, entry {}", wait.since, wait.wait),
            format!("an ask of a peer was answered on {last}"),
        ],
        since: patient_until.plus(1).max(*first),
        command: format!("sideways team decided {}", wait.wait),
    })
}

struct Hours<'a> {
    team: &'a Team,
    /// Minutes with the own team that only a calendar has.
    with_team: BTreeMap<Day, u32>,
    with_peers: BTreeMap<Day, u32>,
}

impl Hours<'_> {
    /// The first day that counts: eight weeks back, but not before time with the own team is known.
    fn from(&self, to: Day) -> Day {
        let first = to.plus(1 - SPAN);
        let known = [self.team.known_from(), self.with_team.keys().next().copied()];
        known.into_iter().flatten().min().map_or(first, |known| known.max(first)).min(to)
    }

    /// Minutes with the own team; none where none are recorded in the span.
    fn with_team(&self, to: Day) -> Option<u32> {
        let from = self.from(to);
        let only_there = self.with_team.range(from..=to).map(|(_, minutes)| *minutes);
        let all = only_there.fold(self.team.minutes(from, to), u32::saturating_add);
        Some(all).filter(|minutes| *minutes > 0)
    }

    fn with_peers(&self, to: Day) -> Option<u32> {
        let known = self.with_peers.range(self.from(to)..=to).map(|(_, minutes)| *minutes);
        known.reduce(u32::saturating_add)
    }

    /// Minutes with the own team and with peers on a day from which the order was inverted by hours.
    fn are_inverted(&self, to: Day) -> Option<(u32, u32)> {
        let (team, peers) = (self.with_team(to)?, self.with_peers(to)?);
        let is_known = self.from(to).until(to) >= LEAST - 1;
        (is_known && peers > team).then_some((team, peers))
    }

    fn inverted(&self, today: Day) -> Option<Inverted> {
        let (team, peers) = self.are_inverted(today)?;
        let mut since = today;
        while today.plus(-SPAN) < since && self.are_inverted(since.plus(-1)).is_some() {
            since = since.plus(-1);
        }
        let from = self.from(today);
        Some(Inverted {
            wait: None,
            sentence: "More of your time goes to peers than to your own team.".to_owned(),
            reason: "The own team comes first.".to_owned(),
            evidence: vec![
                format!("with your team {} from {from} to {today}", length(team)),
                format!("with peers, all together, {} in the same days", length(peers)),
            ],
            since,
            command: "sideways team show".to_owned(),
        })
    }
}
