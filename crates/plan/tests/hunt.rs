//! The hunt, on plans in which the best trade is known since it was planted there, and on plans that hold none.
#![allow(clippy::unwrap_used, missing_docs)]

mod planted;

use std::collections::BTreeSet;

use plan::{
    calibrate::{Calibration, History},
    directory::TeamId,
    hunt::{
        GoingFirst, Question, Terms, Years,
        deal::{Deal, Found, Leg, deals},
        gain,
        offer::offers,
        openings::look,
    },
    network::Network,
    whatif::{Move, Stakes},
};
use planted::{ME, Planted, Shape, leader_of, maker::LEADERS};

const TRIALS: u32 = 640;

/// Plans with nothing to trade that are hunted in every run; `SIDEWAYS_PLANS_WITHOUT_TRADE` names another number.
const WITHOUT_TRADE: u64 = 1000;

struct Hunted {
    network: Network,
    found: Found,
}

fn hunt(planted: &Planted, sides: usize, spare: f64) -> Hunted {
    let network = Network::build(&planted.facts, planted::AS_OF);
    let calibration = Calibration::of(&History::of(&network));
    let chosen = Years::of(&network, 1, &calibration);
    let fresh = Years::of(&network, 2, &calibration);
    let party = |team: TeamId| leader_of(&network.directory.teams[team.at()].name);
    let stakes =
        Stakes::of(&network, &chosen.instance, LEADERS, |item| network.node(item).team.and_then(party));
    let question = Question {
        party: (0..network.directory.teams.len() as u32).map(|team| party(TeamId(team))).collect(),
        stakes,
        me: Some(ME),
        going_first: GoingFirst::default(),
        terms: Terms { gift: 5.0, gift_ratio: 3.0, spare, gain: 2.0, sides, most: 5 },
        trials: TRIALS,
    };
    let openings = look(&chosen, &question);
    let offers = offers(&network, &chosen, &question, &openings, &|| true);
    let found = deals((&chosen, &fresh), &question, &offers, &|| true);
    for accepted in found.trades.iter().chain(&found.gifts) {
        for side in accepted.deal.sides() {
            assert!(gain(&accepted.effect, side).mean >= 2.0);
        }
    }
    Hunted { network, found }
}

impl Hunted {
    /// What is done, in the words of how it was planted. Work that follows what is pulled forward is no part of it.
    fn does(&self, deal: &Deal) -> BTreeSet<String> {
        let leg = |leg: &Leg| match &leg.moves[0] {
            Move::Pull { item, .. } => self.network.node(*item).item.title.clone(),
            Move::Lend { .. } => format!("{} lends to {}", leg.giver, leg.receiver),
            other => format!("{other:?}"),
        };
        deal.legs.iter().map(leg).collect()
    }

    fn trades(&self) -> Vec<BTreeSet<String>> {
        self.found.trades.iter().map(|accepted| self.does(&accepted.deal)).collect()
    }

    fn gifts(&self) -> Vec<BTreeSet<String>> {
        self.found.gifts.iter().map(|accepted| self.does(&accepted.deal)).collect()
    }
}

/// A trade that is planted is the first that is found, and nothing in it is a gift.
fn is_found_first(sides: u32, shapes: impl Iterator<Item = Shape>) {
    for (seed, shape) in shapes.enumerate() {
        let planted = Planted::trade(shape, seed as u64);
        let hunted = hunt(&planted, (sides as usize).max(3), 3.25);
        assert_eq!(hunted.trades().first(), Some(&planted.does), "seed {seed}, {shape:?}");
        assert_eq!(hunted.gifts(), Vec::<BTreeSet<String>>::new(), "seed {seed}, {shape:?}");
        assert_eq!(hunted.found.trades[0].deal.legs.len(), sides as usize);
    }
}

#[test]
fn t3_a_planted_trade_of_two_is_found_first() {
    is_found_first(2, (0..12).map(|seed| Shape::any(2, seed)));
}

#[test]
fn t3_a_planted_trade_of_three_is_found_first() {
    is_found_first(3, (0..12).map(|seed| Shape::any(3, seed)));
}

#[test]
fn t3_a_planted_trade_of_four_is_found_first_where_four_sides_are_asked_for() {
    is_found_first(4, (0..8).map(|seed| Shape::any(4, seed)));
    for seed in 0..4 {
        let hunted = hunt(&Planted::trade(Shape::any(4, seed), seed), 3, 3.25);
        assert!(hunted.found.trades.is_empty(), "three sides can't, seed {seed}: {:?}", hunted.trades());
    }
}

#[test]
fn t3_a_planted_gift_is_found_first_and_is_no_trade() {
    for seed in 0..12 {
        let planted = Planted::gift(Shape::any(1, seed), seed);
        let hunted = hunt(&planted, 3, 3.25);
        assert_eq!(hunted.gifts().first(), Some(&planted.does), "seed {seed}");
        assert_eq!(hunted.trades(), Vec::<BTreeSet<String>>::new(), "seed {seed}");
    }
}

#[test]
fn t3_a_planted_loan_is_a_gift_within_what_can_be_spared() {
    for seed in 0..8 {
        let planted = Planted::loan(seed);
        let hunted = hunt(&planted, 3, 19.5);
        assert_eq!(hunted.gifts().first(), Some(&planted.does), "seed {seed}");
        assert!(hunt(&planted, 3, 3.25).gifts().is_empty(), "ten days are more than can be spared");
    }
}

#[test]
fn t3_a_planted_loan_for_a_request_is_found_first() {
    for seed in 0..8 {
        let planted = Planted::loan_for_a_request(seed);
        let hunted = hunt(&planted, 3, 3.25);
        assert_eq!(hunted.trades().first(), Some(&planted.does), "seed {seed}");
        assert!(hunted.gifts().is_empty(), "seed {seed}: {:?}", hunted.gifts());
    }
}

#[test]
fn t3_where_there_is_nothing_to_trade_at_most_one_proposal_of_a_thousand_plans_is_false() {
    let count = std::env::var("SIDEWAYS_PLANS_WITHOUT_TRADE").ok().and_then(|count| count.parse().ok());
    let count: u64 = count.unwrap_or(WITHOUT_TRADE);
    let told = |seed: u64| {
        let hunted = hunt(&Planted::nothing(seed), 4, 3.25);
        let all: Vec<_> = hunted.gifts().into_iter().chain(hunted.trades()).collect();
        (!all.is_empty()).then(|| format!("seed {seed}: {all:?}"))
    };
    let told: Vec<String> = (0..count).filter_map(told).collect();
    eprintln!("false proposals in {count} plans with nothing to trade: {}", told.len());
    assert!(told.len() as u64 <= count / 1000, "{told:#?}");
}
