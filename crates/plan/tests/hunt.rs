//! The hunt, on plans in which the best trade is known since it was planted there, and on plans that hold none.
#![allow(clippy::unwrap_used, missing_docs)]

mod planted;

use std::{collections::BTreeSet, sync::Mutex};

use plan::{
    calibrate::{Calibration, History},
    directory::TeamId,
    facts::Estimate,
    hunt::{
        Follow, GoingFirst, Question, Step, Terms, Years,
        deal::{Accepted, Found, Leg, deals},
        gain,
        offer::{Offers, offers},
        openings::look,
        org::{Choosing, Everybody, everybody},
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

/// A plan with the years in which it is hunted, and what is asked of it.
struct Ground {
    network: Network,
    chosen: Years,
    fresh: Years,
    question: Question,
}

impl Ground {
    fn of(planted: &Planted, me: Option<u32>, sides: usize, spare: f64) -> Self {
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
            me,
            going_first: GoingFirst::default(),
            terms: Terms { gift: 5.0, gift_ratio: 3.0, spare, gain: 2.0, sides, most: 5 },
            trials: TRIALS,
        };
        Self { network, chosen, fresh, question }
    }

    fn offers(&self, follow: &dyn Follow) -> Offers {
        let openings = look(&self.chosen, &self.question);
        offers(&self.network, &self.chosen, &self.question, &openings, follow)
    }
}

fn hunt(planted: &Planted, sides: usize, spare: f64) -> Hunted {
    hunt_followed(planted, sides, spare, &|| true)
}

fn hunt_followed(planted: &Planted, sides: usize, spare: f64, follow: &dyn Follow) -> Hunted {
    let ground = Ground::of(planted, Some(ME), sides, spare);
    let offers = ground.offers(follow);
    let Ground { network, chosen, fresh, question } = ground;
    let found = deals((&chosen, &fresh), &question, &offers, follow);
    for accepted in found.trades.iter().chain(&found.gifts) {
        for side in accepted.deal.sides() {
            assert!(gain(&accepted.effect, side).mean >= 2.0);
        }
    }
    Hunted { network, found }
}

/// What is done, in the words of how it was planted. Work that follows what is pulled forward is no part of it.
fn does(network: &Network, accepted: &Accepted) -> BTreeSet<String> {
    let leg = |leg: &Leg| match &leg.moves[0] {
        Move::Pull { item, .. } => network.node(*item).item.title.clone(),
        Move::Lend { .. } => format!("{} lends to {}", leg.giver, leg.receiver),
        other => format!("{other:?}"),
    };
    accepted.deal.legs.iter().map(leg).collect()
}

impl Hunted {
    fn trades(&self) -> Vec<BTreeSet<String>> {
        self.found.trades.iter().map(|accepted| does(&self.network, accepted)).collect()
    }

    fn gifts(&self) -> Vec<BTreeSet<String>> {
        self.found.gifts.iter().map(|accepted| does(&self.network, accepted)).collect()
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

/// What each side gives is one figure alone; what the receivers do after it bears a spread of its own.
fn roughened(mut planted: Planted) -> Planted {
    let requests = planted.facts.items.iter_mut().filter(|item| item.title.starts_with("Request of"));
    requests.for_each(|item| match item.estimate {
        Some(Estimate::Three { likely, .. }) => item.estimate = Some(Estimate::One(likely)),
        _ => panic!("a request bears three points"),
    });
    planted
}

#[test]
fn t3_what_follows_with_a_spread_makes_no_trade_of_two_single_figures() {
    for seed in 0..6 {
        let planted = Planted::trade(Shape::any(2, seed), seed);
        assert_eq!(hunt(&planted, 3, 3.25).trades().first(), Some(&planted.does), "seed {seed}");
        let hunted = hunt(&roughened(planted), 3, 3.25);
        assert_eq!(hunted.trades(), Vec::<BTreeSet<String>>::new(), "seed {seed}");
        assert!(!hunted.found.rough.is_empty(), "what would tell is named, seed {seed}");
    }
}

/// Trades of all leaders at once.
fn of_everybody(planted: &Planted, sides: usize, follow: &dyn Follow) -> (Network, Everybody) {
    let ground = Ground::of(planted, None, sides, 0.0);
    let offers = ground.offers(follow);
    let choosing = Choosing { is_time_up: &|| false, better: &mut |_, _| (), follow };
    let found = everybody((&ground.chosen, &ground.fresh), &ground.question, &offers, choosing);
    (ground.network, found)
}

#[test]
fn t3_for_everybody_the_planted_trade_gains_most_and_nobody_is_in_two() {
    for (seed, sides) in (0..9).map(|seed| (seed, 2 + seed as u32 % 3)) {
        let planted = Planted::trade(Shape::any(sides, seed), seed);
        let (network, found) = of_everybody(&planted, 4, &|| true);
        assert_eq!(
            found.trades.first().map(|first| does(&network, first)),
            Some(planted.does),
            "seed {seed}"
        );
        let all: Vec<u32> = found.trades.iter().flat_map(|trade| trade.deal.sides()).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "seed {seed}: {all:?}");
        for trade in &found.trades {
            assert!(trade.deal.sides().into_iter().all(|side| gain(&trade.effect, side).mean >= 2.0));
        }
        assert!(found.is_whole && found.gap == 0.0 && found.chosen <= found.bound, "seed {seed}");
    }
}

#[test]
fn t3_for_everybody_nothing_is_proposed_where_there_is_nothing_to_trade_or_nothing_is_known() {
    for seed in 0..40 {
        let (network, found) = of_everybody(&Planted::nothing(seed), 4, &|| true);
        let told: Vec<_> = found.trades.iter().map(|trade| does(&network, trade)).collect();
        assert!(told.is_empty(), "seed {seed}: {told:?}");
    }
    let (_, found) = of_everybody(&roughened(Planted::trade(Shape::plain(2), 1)), 3, &|| true);
    assert!(found.trades.is_empty() && !found.rough.is_empty());
}

/// Hears the steps of a hunt.
#[derive(Default)]
struct Heard(Mutex<Vec<(Step, u64, u64)>>);

impl Follow for Heard {
    fn at(&self, step: Step, done: u64, of: u64) {
        self.0.lock().unwrap().push((step, done, of));
    }

    fn go_on(&self) -> bool {
        true
    }
}

#[test]
fn a_hunt_says_what_it_does_and_which_share_of_that_is_done() {
    let heard = [Heard::default(), Heard::default()];
    let planted = Planted::trade(Shape::plain(2), 1);
    assert!(!hunt_followed(&planted, 2, 3.25, &heard[0]).found.trades.is_empty());
    assert!(!of_everybody(&planted, 2, &heard[1]).1.trades.is_empty());
    for (heard, is_of_all) in heard.into_iter().zip([false, true]) {
        let heard = heard.0.into_inner().unwrap();
        assert!(heard.iter().all(|(_, done, of)| done <= of && *of > 0), "a share is at most all: {heard:?}");
        let mut steps: Vec<Step> = heard.iter().map(|(step, ..)| *step).collect();
        steps.dedup();
        let choosing: &[Step] = if is_of_all { &[Step::Choosing] } else { &[] };
        let first = [&[Step::Sifting, Step::Trying], choosing, &[Step::Accepting]].concat();
        assert_eq!(steps[..first.len()], first, "{steps:?}");
        for step in [Step::Sifting, Step::Trying] {
            let last = heard.iter().filter(|(of, ..)| *of == step).map(|(_, done, of)| (done, of)).max();
            assert!(last.is_some_and(|(done, of)| done == of), "{step:?} comes to its end");
        }
    }
}
