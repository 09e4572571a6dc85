//! Trades for everybody at once: disjoint ones, with the largest gain in all.

use std::collections::BTreeSet;

use super::{
    Follow, Question, Step, Years,
    deal::{Accepted, Deal, Judge, Leg},
    offer::Offers,
};
use crate::{
    forecast::Figure,
    network::ItemId,
    packing::{
        Cycles, Packing,
        offers::{Offer, cycles},
        pack,
    },
    whatif::{Effect, GoOn, Move, Scenario, effects},
};

/// Circles that are looked at, at most.
const MOST_CIRCLES: usize = 200_000;

/// Rounds of choosing: what does not hold as a whole leaves room for others.
const ROUNDS: usize = 4;

/// Units of a working day in which gains are packed.
const UNIT: f64 = 1000.0;

/// Disjoint trades.
#[derive(Clone, Debug, Default)]
pub struct Everybody {
    /// What holds, the largest gain first.
    pub trades: Vec<Accepted>,
    /// Working days that the first choice gains, by what its moves do one by one.
    pub chosen: f64,
    /// No choice among the circles that were found gains more.
    pub bound: f64,
    /// How far the first choice may be below the best, as a share, 0 to 1.
    pub gap: f64,
    /// Circles in which each side seemed to gain.
    pub circles: usize,
    /// Whether these are all there are.
    pub is_whole: bool,
    /// Work of the circles that were left out since no side's figures are more than one company's guess; of one of them, where
    /// nothing else was found.
    pub rough: BTreeSet<ItemId>,
    /// What all trades together do.
    pub together: Effect,
}

/// How the choice is made.
pub struct Choosing<'a> {
    /// Whether no more time is to be spent on a better choice.
    pub is_time_up: &'a dyn Fn() -> bool,
    /// Hears of the first choice at once, and of every better one: its value and its bound in working days.
    pub better: &'a mut dyn FnMut(f64, f64),
    /// Who hears how far it is.
    pub follow: &'a dyn Follow,
}

/// A circle of offers, and who is on it.
struct Circle {
    deal: Deal,
    agents: Vec<u32>,
    gain: i64,
}

/// Chooses disjoint trades, plays each as a whole, and accepts what holds under fresh luck.
pub fn everybody(
    (chosen, fresh): (&Years, &Years),
    question: &Question,
    offers: &Offers,
    choosing: Choosing<'_>,
) -> Everybody {
    let (mut circles, rough, is_whole) = circles(chosen, question, offers);
    let mut found = Everybody { circles: circles.len(), is_whole, ..Everybody::default() };
    let judge = Judge { fresh, question, follow: choosing.follow };
    for round in 0..ROUNDS {
        choosing.follow.at(Step::Choosing, 0, 1);
        let packing = packed(&circles, choosing.is_time_up, |packing| {
            (choosing.better)(packing.value as f64 / UNIT, packing.bound as f64 / UNIT);
        });
        if round == 0 {
            found.chosen = packing.value as f64 / UNIT;
            found.bound = packing.bound as f64 / UNIT;
            found.gap = packing.gap();
        }
        if packing.chosen.is_empty() {
            break;
        }
        let deals = packing.chosen.iter().map(|at| circles[*at].deal.clone()).collect();
        let accepted = judge.accept_all(chosen, deals);
        let taken: Vec<u32> = accepted.iter().flat_map(|accepted| accepted.deal.sides()).collect();
        found.trades.extend(accepted);
        let mut at = 0;
        circles.retain(|circle| {
            let was_chosen = packing.chosen.binary_search(&at).is_ok();
            at += 1;
            !was_chosen && !circle.agents.iter().any(|agent| taken.contains(agent))
        });
    }
    let gain = |accepted: &Accepted| {
        let sides = accepted.deal.sides().into_iter();
        sides.map(|side| super::gain(&accepted.effect, side).mean).sum::<f64>()
    };
    found.trades.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
    if found.trades.is_empty() {
        found.rough = rough.map(|deal| deal.rough_items(chosen)).unwrap_or_default();
    }
    found.together = together(fresh, question, &found.trades, &|| choosing.follow.go_on());
    found
}

/// The circles in which each side seems to gain, one that is left out since nothing but one company's guess is known of it, and
/// whether these are all.
fn circles(years: &Years, question: &Question, offers: &Offers) -> (Vec<Circle>, Option<Deal>, bool) {
    let mut arcs = Vec::new();
    let mut legs: Vec<Leg> = Vec::new();
    // A side that gains too little by itself is no side.
    let least = question.terms.gain / 2.0;
    for ((giver, receiver), offers) in offers {
        for offer in offers {
            let figure = |figure: Figure| (figure.mean * UNIT) as i64;
            arcs.push(Offer {
                giver: *giver,
                taker: *receiver,
                cost: figure(offer.effect.of(*giver)) + (least * UNIT) as i64,
                value: figure(super::gain(&offer.effect, *receiver)),
            });
            legs.push(Leg { giver: *giver, receiver: *receiver, moves: offer.moves.clone() });
        }
    }
    let Ok(found) = cycles(&arcs, question.terms.sides, MOST_CIRCLES) else {
        return (Vec::new(), None, false);
    };
    let (mut circles, mut rough) = (Vec::new(), None);
    let mut next = 0;
    for cycle in 0..found.cycles.len() {
        let agents = found.cycles.agents(cycle).to_vec();
        let own = &found.offers[next..next + agents.len()];
        next += agents.len();
        let deal = Deal::of(own.iter().map(|arc| legs[*arc as usize].clone()).collect());
        if deal.swaps_hands() {
            continue;
        }
        if deal.is_rough(years, question) {
            rough.get_or_insert(deal);
            continue;
        }
        let gain = found.cycles.gain(cycle) + (least * UNIT) as i64 * agents.len() as i64;
        circles.push(Circle { deal, agents, gain });
    }
    (circles, rough, found.is_whole)
}

fn packed(circles: &[Circle], is_time_up: &dyn Fn() -> bool, mut better: impl FnMut(&Packing)) -> Packing {
    let mut all = Cycles::default();
    for circle in circles {
        // None is so large: gains are bounded where circles are found.
        let _ = all.push(&circle.agents, circle.gain);
    }
    pack(&all, is_time_up, &mut better)
}

fn together(years: &Years, question: &Question, trades: &[Accepted], tick: &GoOn<'_>) -> Effect {
    let mut moves: Vec<Move> = Vec::new();
    for change in trades.iter().flat_map(|trade| trade.deal.moves()) {
        moves.push(change);
        // What two trades name is made once.
        if Scenario::of(&years.instance, &years.order, &moves).is_err() {
            moves.pop();
        }
    }
    let Ok(scenario) = Scenario::of(&years.instance, &years.order, &moves) else { return Effect::default() };
    let effects = effects(years.base(), &[scenario], &question.stakes, question.trials, tick);
    effects.into_iter().next().unwrap_or_default()
}
