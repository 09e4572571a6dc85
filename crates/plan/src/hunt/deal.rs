//! Gifts and trades: moves put together, played as a whole, accepted under fresh luck.

use std::collections::BTreeSet;

use super::{
    ACCEPTED_AT, CHOSEN_AT, Follow, Question, Step, Terms, Years,
    doubt::{Variant, hand_over, vary},
    gain, is_rough, is_seen,
    offer::{Offer, Offers},
};
use crate::{
    activity::Mode,
    forecast::Figure,
    network::ItemId,
    whatif::{Effect, GoOn, Move, Scenario, Stakes, effects},
};

/// Deals that are played as a whole, at most; of everybody's, at a time.
const PLAYED: usize = 60;

/// Offers of one party to another that longer trades are made of, at most.
const IN_LONGER: usize = 2;

/// A cost below this many days counts as this many where value is held against it.
const LEAST_COST: f64 = 0.5;

/// What one side gives another.
#[derive(Clone, Debug)]
pub struct Leg {
    /// Who gives.
    pub giver: u32,
    /// Who gains by it.
    pub receiver: u32,
    /// What is changed.
    pub moves: Vec<Move>,
}

/// Moves that are made together: one leg is a gift, several are a trade in which each gives to the next.
#[derive(Clone, Debug)]
pub struct Deal {
    /// In the order of the circle.
    pub legs: Vec<Leg>,
    /// Value over cost of the weakest side.
    worth: f64,
}

/// A deal that holds, under fresh luck.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// What is done.
    pub deal: Deal,
    /// What all of it does to everybody's dates.
    pub effect: Effect,
    /// What each leg alone does, in their order.
    pub legs: Vec<Effect>,
    /// Whether it also holds with one lane fewer for each team of a side that has more than one; none where no team has.
    pub holds_with_a_lane_fewer: Option<bool>,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Cheap for me, a great help to them, nothing asked back.
    pub gifts: Vec<Accepted>,
    /// Each side gains.
    pub trades: Vec<Accepted>,
    /// Work of trades that were not proposed since no side's figures are more than one company's guess.
    pub rough: BTreeSet<ItemId>,
}

impl Deal {
    /// A deal of legs in the order of the circle.
    pub fn of(legs: Vec<Leg>) -> Self {
        Self { legs, worth: 0.0 }
    }

    /// Whether nothing is given back.
    pub fn is_gift(&self) -> bool {
        self.legs.len() == 1
    }

    /// All moves, in the order of the legs.
    pub fn moves(&self) -> Vec<Move> {
        let mut moves: Vec<Move> = Vec::new();
        for change in self.legs.iter().flat_map(|leg| &leg.moves) {
            if !moves.contains(change) {
                moves.push(change.clone());
            }
        }
        moves
    }

    /// Who takes part and gains.
    pub fn sides(&self) -> Vec<u32> {
        self.legs.iter().map(|leg| leg.receiver).collect()
    }

    /// Whether each side gets what makes the deal worth while: with so many errors.
    pub fn holds(&self, effect: &Effect, terms: &Terms, errors: f64) -> bool {
        match &self.legs[..] {
            [gift] => {
                let (value, cost) = (gain(effect, gift.receiver), effect.of(gift.giver));
                let is_cheap = cost.mean <= terms.spare && value.mean >= terms.gift_ratio * cost.mean;
                is_seen(value, terms.gift, errors) && is_cheap
            }
            _ => self.sides().into_iter().all(|side| is_seen(gain(effect, side), terms.gain, errors)),
        }
    }

    /// The same where the plan is believed otherwise, of which no size is asked: with half the spread all delays are half as
    /// long.
    pub fn still_holds(&self, effect: &Effect, terms: &Terms) -> bool {
        let anything = Terms { gift: 0.0, gain: 0.0, spare: f64::INFINITY, ..*terms };
        self.holds(effect, &anything, CHOSEN_AT)
    }

    /// The work that is moved.
    pub fn items(&self) -> BTreeSet<ItemId> {
        self.legs.iter().flat_map(|leg| &leg.moves).filter_map(Move::item).collect()
    }

    /// The work that it moves of which nothing but one company's guess is known.
    pub fn rough_items(&self, years: &Years) -> BTreeSet<ItemId> {
        self.items().into_iter().filter(|item| is_rough(&years.instance, *item)).collect()
    }

    /// Whether nothing but one company's guess is known of what each side gives.
    pub fn is_rough(&self, years: &Years, question: &Question) -> bool {
        self.legs.iter().all(|leg| is_leg_rough(years, question, leg))
    }

    /// Whether a side lends while it borrows. It could keep its own hands: what such a swap seems to save is only that what runs
    /// at the end of a loan is finished on both sides.
    pub fn swaps_hands(&self) -> bool {
        let mut loans = Vec::new();
        for leg in &self.legs {
            let span = |change: &Move| match change {
                Move::Lend { from, to, .. } => Some((leg.giver, leg.receiver, *from, *to)),
                _ => None,
            };
            loans.extend(leg.moves.iter().filter_map(span));
        }
        let meets = |(_, taker, from, to): &(u32, u32, i32, i32)| {
            loans.iter().any(|(giver, _, begin, end)| giver == taker && begin < to && from < end)
        };
        loans.iter().any(meets)
    }

    /// Whether another gift does the same for somebody else; another trade differs in one leg, or is one of the same sides with
    /// the same work.
    fn is_like(&self, other: &Self) -> bool {
        if self.is_gift() && other.is_gift() && self.items() == other.items() && !self.items().is_empty() {
            return true;
        }
        let sides =
            |deal: &Self| deal.legs.iter().map(|leg| (leg.giver, leg.receiver)).collect::<BTreeSet<_>>();
        let shares = |leg: &&Leg| other.legs.iter().any(|known| known.moves == leg.moves);
        let shared = self.legs.iter().filter(shares).count();
        let meets = self.items().intersection(&other.items()).next().is_some();
        (shared > 0 && shared + 1 >= self.legs.len()) || (sides(self) == sides(other) && meets)
    }
}

/// Puts offers together, and accepts what holds.
pub fn deals(
    (chosen, fresh): (&Years, &Years),
    question: &Question,
    offers: &Offers,
    follow: &dyn Follow,
) -> Found {
    let mut found = Found::default();
    let Some(me) = question.me else { return found };
    let judge = Judge { fresh, question, follow };
    let gifts = best(gifts(question, me, offers));
    found.gifts = judge.accept(gifts);
    let trades = circles(question, me, offers);
    let (rough, trades): (Vec<Deal>, Vec<Deal>) =
        trades.into_iter().partition(|deal| deal.is_rough(chosen, question));
    let trades = played(chosen, question, best(trades), &|| follow.go_on());
    found.trades = judge.accept(trades);
    if found.trades.is_empty() {
        found.rough = best(rough).first().map(|deal| deal.rough_items(chosen)).unwrap_or_default();
    }
    found
}

/// Whether nothing but one company's guess is known of the work that a leg gives, or, of hands that are lent, of the work that
/// is to be done with them. What the receiver pulls after it is not given.
fn is_leg_rough(years: &Years, question: &Question, leg: &Leg) -> bool {
    let (instance, start) = (&years.instance, &years.order.planned.start);
    let is_given = |change: &&Move| {
        change.item().is_none_or(|item| question.party_of(instance, item) == Some(leg.giver))
    };
    leg.moves.iter().filter(is_given).all(|change| match change {
        Move::Lend { taker, from, to, .. } => {
            let is_done_then = |item: &&ItemId| {
                let activity = &instance.activities[item.at()];
                let is_theirs = activity.crew == Some(taker.0) && activity.mode == Mode::Work;
                is_theirs && (*from..*to).contains(&start[item.at()])
            };
            years.order.list.iter().filter(is_done_then).all(|item| is_rough(instance, *item))
        }
        other => other.item().is_none_or(|item| is_rough(instance, item)),
    })
}

/// The most worth while first, as many as are played.
fn best(mut deals: Vec<Deal>) -> Vec<Deal> {
    deals.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    deals.truncate(PLAYED);
    deals
}

fn leg(receiver: u32, offer: &Offer) -> Leg {
    Leg { giver: offer.giver, receiver, moves: offer.moves.clone() }
}

fn worth(value: f64, cost: f64) -> f64 {
    value / cost.max(LEAST_COST)
}

fn gifts(question: &Question, me: u32, offers: &Offers) -> Vec<Deal> {
    let mine = offers.iter().filter(|((giver, receiver), _)| *giver == me && *receiver != me);
    let gift = |((_, receiver), offers): (&(u32, u32), &Vec<Offer>)| {
        let (receiver, terms) = (*receiver, question.terms);
        let deal = move |offer: &Offer| {
            let (value, cost) = (gain(&offer.effect, receiver).mean, offer.effect.of(me).mean);
            let deal = Deal { legs: vec![leg(receiver, offer)], worth: worth(value, cost) };
            deal.holds(&offer.effect, &terms, CHOSEN_AT).then_some(deal)
        };
        offers.iter().filter_map(deal).collect::<Vec<_>>()
    };
    let can_spare = |deal: &Deal| question.has_dates(me) && lent(&deal.legs[0]) <= question.terms.spare;
    mine.flat_map(gift).filter(can_spare).collect()
}

/// Working days of lanes that a leg lends.
fn lent(leg: &Leg) -> f64 {
    let days = |change: &Move| match change {
        Move::Lend { lanes, from, to, .. } => f64::from(*lanes) * crate::forecast::days(to - from),
        _ => 0.0,
    };
    leg.moves.iter().map(days).sum()
}

/// Circles through me in which each gives to the next, and each seems to gain.
fn circles(question: &Question, me: u32, offers: &Offers) -> Vec<Deal> {
    let mut found = Vec::new();
    let mut path = vec![me];
    go_round(question, offers, &mut path, &mut found);
    found
}

fn go_round(question: &Question, offers: &Offers, path: &mut Vec<u32>, found: &mut Vec<Deal>) {
    let (first, last) = (path[0], path[path.len() - 1]);
    if path.len() > 1 && offers.contains_key(&(last, first)) {
        found.extend(circle(question, offers, path));
    }
    if path.len() >= question.terms.sides {
        return;
    }
    let next: Vec<u32> = offers.range((last, 0)..=(last, u32::MAX)).map(|((_, to), _)| *to).collect();
    for party in next.into_iter().filter(|party| !path.contains(party)).collect::<Vec<_>>() {
        path.push(party);
        go_round(question, offers, path, found);
        path.pop();
    }
}

/// The trades of one circle: for each of its steps one of the offers.
fn circle(question: &Question, offers: &Offers, path: &[u32]) -> Vec<Deal> {
    let kept = if path.len() == 2 { usize::MAX } else { IN_LONGER };
    let steps: Vec<(u32, &[Offer])> = (0..path.len())
        .map(|at| {
            let receiver = path[(at + 1) % path.len()];
            let all = &offers[&(path[at], receiver)];
            (receiver, &all[..all.len().min(kept)])
        })
        .collect();
    let mut picked: Vec<Vec<(u32, &Offer)>> = vec![Vec::new()];
    for (receiver, offers) in steps {
        let mut longer = Vec::with_capacity(picked.len() * offers.len());
        for known in &picked {
            longer.extend(offers.iter().map(|offer| [&known[..], &[(receiver, offer)]].concat()));
        }
        picked = longer;
    }
    picked.into_iter().filter_map(|legs| trade(question, &legs)).collect()
}

/// A trade, if each side seems to gain by what the legs do one by one.
fn trade(question: &Question, legs: &[(u32, &Offer)]) -> Option<Deal> {
    let mut weakest = f64::INFINITY;
    for (side, _) in legs {
        let (own, others): (Vec<_>, Vec<_>) = legs.iter().partition(|(_, offer)| offer.giver == *side);
        let sum = |legs: Vec<&(u32, &Offer)>| -> f64 {
            legs.iter().map(|(_, offer)| gain(&offer.effect, *side).mean).sum()
        };
        let (value, cost) = (sum(others), -sum(own));
        if value - cost < question.terms.gain / 2.0 {
            return None;
        }
        weakest = weakest.min(worth(value, cost));
    }
    let legs = legs.iter().map(|(receiver, offer)| leg(*receiver, offer)).collect();
    Some(Deal { legs, worth: weakest }).filter(|deal| !deal.swaps_hands())
}

/// Plays deals as a whole, and keeps those that hold. A changed plan is held for each of some of them at a time.
fn played(years: &Years, question: &Question, deals: Vec<Deal>, tick: &GoOn<'_>) -> Vec<Deal> {
    let scenario =
        |deal: &Deal| Some((deal.clone(), Scenario::of(&years.instance, &years.order, &deal.moves()).ok()?));
    let held =
        |(deal, effect): (Deal, Effect)| deal.holds(&effect, &question.terms, CHOSEN_AT).then_some(deal);
    let mut all = Vec::new();
    for some in deals.chunks(PLAYED) {
        let (some, scenarios): (Vec<_>, Vec<_>) = some.iter().filter_map(scenario).unzip();
        let effects = effects(years.base(), &scenarios, &question.stakes, question.trials, tick);
        all.extend(some.into_iter().zip(effects).filter_map(held));
    }
    all
}

/// Accepts deals under luck that had no part in choosing them.
pub struct Judge<'a> {
    /// The plan under that luck.
    pub fresh: &'a Years,
    /// What was asked.
    pub question: &'a Question,
    /// Who hears how far it is.
    pub follow: &'a dyn Follow,
}

impl Judge<'_> {
    /// The best that hold, none like another.
    fn accept(&self, deals: Vec<Deal>) -> Vec<Accepted> {
        let mut accepted: Vec<Accepted> = Vec::new();
        let count = deals.len() as u64;
        for (at, deal) in (0..).zip(deals) {
            self.follow.at(Step::Accepting, at, count);
            if accepted.len() == self.question.terms.most {
                break;
            }
            if accepted.iter().any(|known| known.deal.is_like(&deal)) {
                continue;
            }
            accepted.extend(self.try_again(deal));
        }
        accepted
    }

    /// All that hold, in the years in which they were chosen and under fresh luck.
    pub fn accept_all(&self, chosen: &Years, deals: Vec<Deal>) -> Vec<Accepted> {
        let deals = played(chosen, self.question, deals, &|| self.follow.go_on());
        let count = deals.len() as u64;
        let told = |(at, deal)| {
            self.follow.at(Step::Accepting, at, count);
            self.try_again(deal)
        };
        (0..).zip(deals).filter_map(told).collect()
    }

    fn try_again(&self, deal: Deal) -> Option<Accepted> {
        let terms = &self.question.terms;
        let all = self.effect(self.fresh, &deal.moves(), &self.question.stakes)?;
        if !deal.holds(&all, terms, ACCEPTED_AT) {
            return None;
        }
        if !self.holds_handed_over(&deal) {
            return None;
        }
        for variant in [Variant::HalfSpread, Variant::DoubleSpread, Variant::WithoutGuesses] {
            let years = vary(self.fresh, self.question, &deal.sides(), variant);
            let effect = self.effect(&years, &deal.moves(), &self.question.stakes)?;
            if !deal.still_holds(&effect, terms) {
                return None;
            }
        }
        let holds_with_a_lane_fewer = self.holds_with_a_lane_fewer(&deal);
        let legs = deal.legs.iter().map(|leg| self.effect(self.fresh, &leg.moves, &self.question.stakes));
        let legs = legs.collect::<Option<Vec<_>>>()?;
        Some(Accepted { effect: all, legs, holds_with_a_lane_fewer, deal })
    }

    fn holds_with_a_lane_fewer(&self, deal: &Deal) -> Option<bool> {
        let sides = deal.legs.iter().flat_map(|leg| [leg.giver, leg.receiver]).collect::<Vec<_>>();
        let mut teams = sides.iter().flat_map(|side| self.question.teams(*side));
        teams.find(|team| self.fresh.instance.crews[team.at()].lanes > 1)?;
        let fewer = vary(self.fresh, self.question, &sides, Variant::LaneFewer);
        let effect = self.effect(&fewer, &deal.moves(), &self.question.stakes);
        Some(effect.is_some_and(|effect| deal.still_holds(&effect, &self.question.terms)))
    }

    /// Whether it holds though hands that are lent come and go only between two pieces of work.
    fn holds_handed_over(&self, deal: &Deal) -> bool {
        let moves = deal.moves();
        if !moves.iter().any(|change| matches!(change, Move::Lend { .. })) {
            return true;
        }
        let Ok(mut scenario) = Scenario::of(&self.fresh.instance, &self.fresh.order, &moves) else {
            return false;
        };
        hand_over(&mut scenario.instance, &moves);
        let trials = self.question.trials * 2;
        let effect =
            effects(self.fresh.base(), &[scenario], &self.question.stakes, trials, &|| self.follow.go_on())
                .pop();
        effect.is_some_and(|effect| deal.still_holds(&effect, &self.question.terms))
    }

    fn effect(&self, years: &Years, moves: &[Move], stakes: &Stakes) -> Option<Effect> {
        let scenario = Scenario::of(&years.instance, &years.order, moves).ok()?;
        effects(years.base(), &[scenario], stakes, self.question.trials * 2, &|| self.follow.go_on()).pop()
    }
}

/// What a side gives up by its own leg, and what it gains by the others', in working days.
pub fn cost_and_value(accepted: &Accepted, side: u32) -> (Figure, Figure) {
    let zero = (Figure::default(), Figure::default());
    accepted.deal.legs.iter().zip(&accepted.legs).fold(zero, |(cost, value), (leg, effect)| {
        let figure = effect.of(side);
        let add = |sum: Figure, mean: f64| Figure { mean: sum.mean + mean, se: sum.se.hypot(figure.se) };
        match leg.giver == side {
            true => (add(cost, figure.mean), value),
            false => (cost, add(value, -figure.mean)),
        }
    })
}
