//! The hunt, on plans in which the best trade is known since it was planted there.
#![allow(clippy::unwrap_used, missing_docs)]

mod planted;

use std::collections::BTreeSet;

use plan::{
    calibrate::{Calibration, History},
    hunt::{
        Question, Terms, Years,
        deal::{Found, Leg, deals},
        gain,
        offer::offers,
        openings::look,
    },
    network::Network,
    whatif::{Move, Stakes},
};
use planted::{ME, Planted};

const TRIALS: u32 = 640;

fn hunt(planted: &Planted, sides: usize) -> (Network, Found) {
    let network = Network::build(&planted.facts, planted::AS_OF);
    let calibration = Calibration::of(&History::of(&network));
    let chosen = Years::of(&network, 1, &calibration);
    let fresh = Years::of(&network, 2, &calibration);
    let teams = network.directory.teams.len() as u32;
    let party = |team: Option<plan::directory::TeamId>| team.map(|team| team.0);
    let question = Question {
        party: (0..teams).map(Some).collect(),
        stakes: Stakes::of(&network, &chosen.instance, teams, |item| party(network.node(item).team)),
        me: network.directory.find_team(ME).map(|team| team.0),
        terms: Terms { gift: 5.0, gift_ratio: 3.0, spare: 3.25, gain: 2.0, sides, most: 5 },
        trials: TRIALS,
    };
    let openings = look(&chosen, &question);
    let offers = offers(&network, &chosen, &question, &openings, &|| ());
    let found = deals((&chosen, &fresh), &question, &offers, &|| ());
    for accepted in found.trades.iter().chain(&found.gifts) {
        for side in accepted.deal.sides() {
            assert!(gain(&accepted.effect, side).mean >= 2.0);
        }
    }
    (network, found)
}

/// The titles of what each side of the first trade gives.
fn given(network: &Network, found: &Found) -> BTreeSet<String> {
    let legs = found.trades.first().map(|accepted| accepted.deal.legs.clone()).unwrap_or_default();
    let title = |leg: &Leg| match leg.moves[0] {
        Move::Pull { item, .. } => Some(network.node(item).item.title.clone()),
        _ => None,
    };
    legs.iter().filter_map(title).collect()
}

/// What is done in the first trade, to be shown where a test fails.
fn told(network: &Network, found: &Found) -> Vec<(u32, u32, Vec<String>)> {
    let title = |change: &Move| match change {
        Move::Pull { item, to } => format!("{} to {to}", network.node(*item).item.title),
        other => format!("{other:?}"),
    };
    let leg = |leg: &Leg| (leg.giver, leg.receiver, leg.moves.iter().map(title).collect());
    found.trades.first().map(|accepted| accepted.deal.legs.iter().map(leg).collect()).unwrap_or_default()
}

#[test]
fn t3_a_planted_trade_of_two_is_found_first() {
    for seed in 0..6 {
        let planted = Planted::trade(2, seed);
        let (network, found) = hunt(&planted, 3);
        assert_eq!(given(&network, &found), planted.items, "seed {seed}");
        assert_eq!(found.trades[0].deal.legs.len(), 2);
    }
}

#[test]
fn t3_a_planted_trade_of_three_is_found_first() {
    for seed in 0..6 {
        let planted = Planted::trade(3, seed);
        let (network, found) = hunt(&planted, 3);
        assert_eq!(given(&network, &found), planted.items, "seed {seed}");
        assert_eq!(found.trades[0].deal.legs.len(), 3);
    }
}

#[test]
fn t3_a_planted_trade_of_four_is_found_where_four_sides_are_asked_for() {
    for seed in 0..4 {
        let planted = Planted::trade(4, seed);
        let (network, found) = hunt(&planted, 4);
        assert_eq!(given(&network, &found), planted.items, "seed {seed}");
        let (network, found) = hunt(&planted, 3);
        assert!(found.trades.is_empty(), "three sides can't, seed {seed}: {:?}", told(&network, &found));
    }
}

#[test]
fn t3_a_planted_gift_is_found_first_and_is_no_trade() {
    for seed in 0..6 {
        let planted = Planted::gift(seed);
        let (network, found) = hunt(&planted, 3);
        let gift = &found.gifts[0].deal;
        let Move::Pull { item, .. } = gift.legs[0].moves[0] else { panic!("not a pull") };
        assert_eq!(network.node(item).item.title, *planted.items.first().unwrap(), "seed {seed}");
        assert!(found.trades.is_empty());
    }
}

#[test]
fn t3_where_there_is_nothing_to_trade_nothing_is_proposed() {
    for seed in 0..20 {
        let (_, found) = hunt(&Planted::nothing(seed), 4);
        assert!(found.trades.is_empty() && found.gifts.is_empty(), "seed {seed}");
    }
}
