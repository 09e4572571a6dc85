//! Moves that one side could make, and whom each helps.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{
    CHOSEN_AT, Follow, GoingFirst, Question, Step, Years,
    follow::Stretch,
    gain, is_seen, is_to_do,
    openings::{Openings, Pull},
};
use crate::{
    activity::{Instance, Wait},
    calendar::{DAY, Ticks},
    directory::TeamId,
    facts::LinkKind,
    names::title_key,
    network::{ItemId, Network},
    trial::Year,
    whatif::{Effect, Move, Scenario, effects},
};

/// By how many working days work is pulled forward, and last to the front of its queue.
const PULLS: [Ticks; 5] = [5 * DAY, 10 * DAY, 20 * DAY, 40 * DAY, Ticks::MAX];

/// For how many working days a lane is lent.
const LOANS: [Ticks; 3] = [10 * DAY, 20 * DAY, 40 * DAY];

/// The same where many are tried.
const FEW_PULLS: [Ticks; 2] = [10 * DAY, Ticks::MAX];
const FEW_LOANS: [Ticks; 1] = [20 * DAY];
const SOME_PULLS: [Ticks; 3] = [10 * DAY, 20 * DAY, Ticks::MAX];

/// Openings of one pair of parties that are tried, at most.
const TRIED: usize = 8;

/// Offers of one party to another that go on, at most.
const KEPT: usize = 4;

/// Changed plans that are held at a time.
const AT_A_TIME: usize = 64;

/// Moves of one party.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Who makes them.
    pub giver: u32,
    /// The moves.
    pub moves: Vec<Move>,
    /// What they do.
    pub effect: Effect,
}

/// Offers by who makes them and whom they help; the most helpful first.
pub type Offers = BTreeMap<(u32, u32), Vec<Offer>>;

/// Moves to be tried, with who makes them.
type Candidate = (u32, Vec<Move>);

/// What each side could do for another: tried in few years, and those that help somebody again in all.
pub fn offers(
    network: &Network,
    years: &Years,
    question: &Question,
    openings: &Openings,
    follow: &dyn Follow,
) -> Offers {
    let hunter = Hunter { network, years, question, openings, follow };
    let mut offers = match question.me {
        None => {
            let arcs = arcs(years, question, openings);
            let fits = |giver: u32, receiver: u32| closes(&arcs, giver, receiver, question.terms.sides);
            hunter.offers(&Scope::of_all(&fits))
        }
        Some(me) => {
            let is_mine = |giver: u32, receiver: u32| giver == me || receiver == me;
            let mut offers = hunter.offers(&Scope::of_mine(&is_mine));
            if question.terms.sides > 2 {
                offers.extend(hunter.between_others(me, &offers));
            }
            offers
        }
    };
    for ((giver, receiver), offers) in &mut offers {
        let worth =
            |offer: &Offer| gain(&offer.effect, *receiver).mean + gain(&offer.effect, *giver).mean.min(0.0);
        offers.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        offers.truncate(KEPT);
    }
    offers
}

/// Whose moves for whom are tried, and how many of them.
struct Scope<'a> {
    /// Whether moves of one party for another are.
    fits: &'a dyn Fn(u32, u32) -> bool,
    /// Work in queues, and queues, that are tried; the rest waits for less lateness.
    openings: usize,
    /// Teams that could lend to one queue.
    givers: usize,
    pulls: &'a [Ticks],
    loans: &'a [Ticks],
}

impl<'a> Scope<'a> {
    const fn of_mine(fits: &'a dyn Fn(u32, u32) -> bool) -> Self {
        Self { fits, openings: 400, givers: TRIED, pulls: &PULLS, loans: &LOANS }
    }

    const fn of_others(fits: &'a dyn Fn(u32, u32) -> bool) -> Self {
        Self { fits, openings: 200, givers: 2, pulls: &FEW_PULLS, loans: &FEW_LOANS }
    }

    const fn of_all(fits: &'a dyn Fn(u32, u32) -> bool) -> Self {
        Self { fits, openings: 1500, givers: 2, pulls: &SOME_PULLS, loans: &FEW_LOANS }
    }
}

/// Who holds something for whose date, by whoever holds it.
type Holding = BTreeMap<u32, BTreeSet<u32>>;

fn arcs(years: &Years, question: &Question, openings: &Openings) -> Holding {
    let mut arcs = Holding::new();
    for pull in &openings.pulls {
        if let Some(giver) = question.party_of(&years.instance, pull.item) {
            arcs.entry(giver).or_default().insert(pull.party);
        }
    }
    arcs
}

/// Whether what one party could do for another lies on a circle of at most so many. What lies on none is in no trade.
fn closes(arcs: &Holding, giver: u32, receiver: u32, sides: usize) -> bool {
    let next = |party: u32| arcs.get(&party).into_iter().flatten().copied();
    let mut reached: BTreeSet<u32> = [receiver].into();
    for _ in 1..sides {
        let further: Vec<u32> = reached.iter().flat_map(|party| next(*party)).collect();
        if further.contains(&giver) {
            return true;
        }
        reached.extend(further);
    }
    false
}

/// What is needed to try moves.
struct Hunter<'a> {
    network: &'a Network,
    years: &'a Years,
    question: &'a Question,
    openings: &'a Openings,
    follow: &'a dyn Follow,
}

impl Hunter<'_> {
    fn offers(&self, scope: &Scope<'_>) -> Offers {
        let Self { network, years, question, openings, follow } = *self;
        let mut candidates = pulls(years, question, openings, scope);
        candidates.extend(firsts(network, years, question));
        candidates.extend(loans(years, question, openings, scope));
        let sifted = tried(years, question, candidates, question.trials / 10, (follow, Step::Sifting));
        let helps = |offer: &Offer| {
            helped(question, offer, 0.5).any(|party| is_between(years, question, offer, party))
        };
        let candidates = sifted.into_iter().filter(helps).map(|offer| (offer.giver, offer.moves)).collect();
        let mut offers = Offers::new();
        for offer in tried(years, question, candidates, question.trials, (follow, Step::Trying)) {
            let fits = |party: &u32| {
                (scope.fits)(offer.giver, *party) && is_between(years, question, &offer, *party)
            };
            for party in helped(question, &offer, 1.0).filter(fits) {
                offers.entry((offer.giver, party)).or_default().push(offer.clone());
            }
        }
        offers
    }

    /// What others could do for each other, as far as a circle through me could need it.
    fn between_others(&self, me: u32, mine: &Offers) -> Offers {
        let helped: BTreeSet<u32> = mine.keys().filter(|(giver, _)| *giver == me).map(|key| key.1).collect();
        let helping: BTreeSet<u32> =
            mine.keys().filter(|(_, helped)| *helped == me).map(|key| key.0).collect();
        let is_long = self.question.terms.sides > 3;
        let fits = |giver: u32, receiver: u32| {
            let on_circle = is_long || (helped.contains(&giver) && helping.contains(&receiver));
            on_circle && giver != me && receiver != me
        };
        match helped.is_empty() || helping.is_empty() {
            true => Offers::new(),
            false => self.offers(&Scope::of_others(&fits)),
        }
    }
}

/// Whether nobody but the two sides would have to do anything otherwise.
fn is_between(years: &Years, question: &Question, offer: &Offer, receiver: u32) -> bool {
    let takes_part = |party: Option<u32>| party == Some(offer.giver) || party == Some(receiver);
    offer.moves.iter().all(|change| match change {
        Move::Lend { taker, .. } => question.party[taker.at()] == Some(receiver),
        other => other.item().is_none_or(|item| takes_part(question.party_of(&years.instance, item))),
    })
}

/// Whom an offer helps, by at least so many working days.
fn helped<'a>(question: &'a Question, offer: &'a Offer, least: f64) -> impl Iterator<Item = u32> + 'a {
    let parties = 0..question.stakes.parties;
    parties
        .filter(move |party| *party != offer.giver && is_seen(gain(&offer.effect, *party), least, CHOSEN_AT))
}

fn tried(
    years: &Years,
    question: &Question,
    candidates: Vec<Candidate>,
    trials: u32,
    (follow, step): (&dyn Follow, Step),
) -> Vec<Offer> {
    // Two moves that make the same list are one.
    let mut known: BTreeSet<(Vec<Move>, Vec<Vec<ItemId>>)> = BTreeSet::new();
    let (mut offers, count) = (Vec::new(), candidates.len());
    // A changed plan is as large as the plan itself, so that only some are held at a time.
    for (at, some) in candidates.chunks(AT_A_TIME).enumerate() {
        let possible = some.par_iter().filter_map(|candidate| {
            let scenario = Scenario::of(&years.instance, &years.order, &candidate.1).ok()?;
            Some((candidate, scenario))
        });
        let possible: Vec<(&Candidate, Scenario)> = possible.collect();
        let is_new = |(candidate, scenario): &(&Candidate, Scenario)| {
            let alike: Vec<Move> = candidate.1.iter().map(without_day).collect();
            known.insert((alike, scenario.moved.iter().map(|moved| moved.passed.clone()).collect()))
        };
        let (candidates, scenarios): (Vec<_>, Vec<_>) = possible.into_iter().filter(is_new).unzip();
        let these = [at * AT_A_TIME, some.len(), count];
        let stretch = Stretch::of((follow, step), these, (scenarios.len(), trials));
        let go_on = || stretch.go_on();
        let effects = effects(years.base(), &scenarios, &question.stakes, trials, &go_on);
        let offer = |((giver, moves), effect): (&Candidate, Effect)| Offer {
            giver: *giver,
            moves: moves.clone(),
            effect,
        };
        offers.extend(candidates.into_iter().zip(effects).map(offer));
    }
    offers
}

fn without_day(change: &Move) -> Move {
    match change {
        Move::Pull { item, .. } => Move::Pull { item: *item, to: 0 },
        other => other.clone(),
    }
}

/// Work that stands in a queue while somebody's date waits for it, pulled forward.
fn pulls(years: &Years, question: &Question, openings: &Openings, scope: &Scope<'_>) -> Vec<Candidate> {
    let mut tried: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let mut candidates = Vec::new();
    let mut left = scope.openings;
    for pull in &openings.pulls {
        let Some(giver) = question.party_of(&years.instance, pull.item) else { continue };
        if !(scope.fits)(giver, pull.party) || !is_to_do(&years.instance, pull.item) || left == 0 {
            continue;
        }
        let tried = tried.entry((giver, pull.party)).or_default();
        *tried += 1;
        if *tried <= TRIED {
            left -= 1;
            let moves = scope.pulls.iter().flat_map(|by| pulled(years, pull, *by));
            candidates.extend(moves.map(|moves| (giver, moves)));
        }
    }
    candidates
}

/// Work pulled forward by so much: alone, and with what can follow it in the queues of those whose date waits.
fn pulled(years: &Years, pull: &Pull, by: Ticks) -> [Vec<Move>; 2] {
    let start = |item: ItemId| years.order.planned.start[item.at()];
    let to = start(pull.item).saturating_sub(by).max(ready(&years.instance, &years.order.planned, pull.item));
    let shift = start(pull.item) - to;
    let alone = vec![Move::Pull { item: pull.item, to }];
    let mut followed = alone.clone();
    for item in pull.follows.iter().copied() {
        followed.push(Move::Pull { item, to: (start(item) - shift).max(0) });
        if Scenario::of(&years.instance, &years.order, &followed).is_err() {
            followed.pop();
        }
    }
    [alone, followed]
}

/// A lane lent to a team whose dates wait in its own queue, by a team with the most time to spare.
fn loans(years: &Years, question: &Question, openings: &Openings, scope: &Scope<'_>) -> Vec<Candidate> {
    let load = load(years);
    let mut candidates = Vec::new();
    for queue in openings.queues.iter().take(scope.openings / 4) {
        let Some(receiver) = question.party[queue.team.at()] else { continue };
        let may_give = |giver: &TeamId| {
            let party = question.party[giver.at()];
            party.is_some_and(|party| party != receiver && (scope.fits)(party, receiver))
                && years.instance.crews[giver.at()].lanes > 1
        };
        let mut givers: Vec<TeamId> = (0..question.party.len() as u32).map(TeamId).filter(may_give).collect();
        givers.sort_by_key(|giver| (question.party[giver.at()] != question.me, load[giver.at()], *giver));
        for giver in givers.into_iter().take(scope.givers) {
            let from = queue.from - queue.from % (5 * DAY);
            let Some(party) = question.party[giver.at()] else { continue };
            candidates.extend(scope.loans.iter().map(|span| {
                let lend = Move::Lend { giver, taker: queue.team, lanes: 1, from, to: from + span };
                (party, vec![lend])
            }));
        }
    }
    candidates
}

/// By team, the planned work of all its items for each of its lanes.
fn load(years: &Years) -> Vec<i64> {
    let mut load = vec![0i64; years.instance.crews.len()];
    for activity in &years.instance.activities {
        if let (Some(crew), true) = (activity.crew, activity.planned > 0) {
            let lanes = i64::from(years.instance.crews[crew as usize].lanes.max(1));
            load[crew as usize] += i64::from(activity.planned) / lanes;
        }
    }
    load
}

/// Going first (rule T5): of several alike pieces of work of different sides, after one and the same work or part of it,
/// one is done at once.
fn firsts(network: &Network, years: &Years, question: &Question) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (_, group) in adoptions(network, years) {
        let sides: BTreeSet<Option<u32>> =
            group.iter().map(|item| question.party_of(&years.instance, *item)).collect();
        if sides.len() < 2 {
            continue;
        }
        for item in group.iter().copied() {
            let Some(giver) = question.party_of(&years.instance, item) else { continue };
            let others: Vec<ItemId> = group.iter().copied().filter(|other| *other != item).collect();
            let GoingFirst { longer: more, less } = question.going_first;
            let first = Move::First { item, others, more, less };
            let pulled = vec![
                Move::Pull { item, to: ready(&years.instance, &years.order.planned, item) },
                first.clone(),
            ];
            let is_possible = Scenario::of(&years.instance, &years.order, &pulled).is_ok();
            candidates.push((giver, if is_possible { pulled } else { vec![first] }));
        }
    }
    candidates
}

/// When an item could start at the earliest, as planned, if its team had a lane free: what is put at the front of a queue before
/// that keeps the lane waiting.
pub fn ready(instance: &Instance, planned: &Year, item: ItemId) -> Ticks {
    let activity = &instance.activities[item.at()];
    let allows = |wait: &Wait| match wait.kind {
        LinkKind::FinishStart => planned.finish[wait.on.at()] + wait.lag,
        LinkKind::StartStart => planned.start[wait.on.at()] + wait.lag,
        LinkKind::FinishFinish => planned.finish[wait.on.at()] + wait.lag - activity.planned,
        LinkKind::StartFinish => planned.start[wait.on.at()] + wait.lag - activity.planned,
    };
    activity.waits.iter().map(allows).max().unwrap_or(0).max(activity.not_before).max(0)
}

/// A title without the words of the name of the team that does it.
fn bare_title(network: &Network, item: ItemId) -> String {
    let node = network.node(item);
    let team = node.team.map(|team| title_key(&network.directory.teams[team.at()].name)).unwrap_or_default();
    let key = title_key(&node.item.title);
    let is_own = |word: &&str| !team.split(' ').any(|of_team| of_team == *word);
    key.split(' ').filter(is_own).collect::<Vec<_>>().join(" ")
}

/// Alike work: of the same title, the name of its team aside, and part of one thing or waiting for one thing.
fn adoptions(network: &Network, years: &Years) -> BTreeMap<(ItemId, String), Vec<ItemId>> {
    let mut groups: BTreeMap<(ItemId, String), Vec<ItemId>> = BTreeMap::new();
    let waits_for = network.edges.iter().filter(|edge| edge.kind == LinkKind::FinishStart && !edge.is_part);
    let parts = network.ids().filter_map(|item| Some((network.node(item).parent?, item)));
    let pairs = waits_for.map(|edge| (edge.earlier, edge.later)).chain(parts);
    for (on, item) in pairs.filter(|(_, item)| is_to_do(&years.instance, *item)) {
        let group = groups.entry((on, bare_title(network, item))).or_default();
        if !group.contains(&item) {
            group.push(item);
        }
    }
    groups.retain(|_, group| group.len() > 1);
    groups
}
