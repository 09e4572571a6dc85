//! Trades for everybody at once: what a programme office asks.

use jiff::civil::Date;
use plan::{
    crossing::Mine,
    hunt::{
        Question, Years,
        deal::Accepted,
        gain,
        offer::offers,
        openings::look,
        org::{Choosing, everybody},
    },
    network::Network,
    place::Quotes,
};
use serde::Serialize;

use super::{Parties, Proposal, Range, Side, Telling, Wanted, stakes, terms};

/// Trades that are told in full; of the others only who does what.
const TOLD: usize = 5;

/// Disjoint trades for all leaders of a plan.
#[derive(Clone, Debug, Serialize)]
pub struct Everybody {
    /// The day from which it looks ahead.
    pub as_of: Date,
    /// Those that gain most, told in full.
    pub trades: Vec<Proposal>,
    /// All others: who does what.
    pub more: Vec<Vec<Side>>,
    /// What would have to be known to find more, or to trust what is found.
    pub missing: Vec<String>,
    /// Leaders, or teams without a known one.
    pub parties: usize,
    /// Circles in which each side seemed to gain.
    pub circles: usize,
    /// Whether these are all there are.
    pub is_whole: bool,
    /// Working days that the choice gains, by what its moves do one by one.
    pub chosen: i64,
    /// No choice among these circles gains more.
    pub bound: i64,
    /// How far the choice may be below the best, in percent, rounded up.
    pub gap: u32,
    /// Working days by which the dates of all sides are missed less if all that is proposed is done.
    pub together: Range,
    /// Years in which candidates were chosen.
    pub trials: u32,
    /// Where the spread of single figures comes from.
    pub spread: String,
}

/// Looks for trades among all leaders of a plan, and chooses disjoint ones.
pub fn hunt_for_everybody(
    network: &Network,
    years: impl Fn(u64) -> Years,
    (spread, quotes): (String, &dyn Quotes),
    wanted: &Wanted,
    choosing: Choosing<'_>,
) -> Everybody {
    let nobody = Mine::of(network, None, &[], false);
    let (chosen, fresh) = (years(wanted.seed), years(!wanted.seed));
    let parties = Parties::of(network, &nobody, &wanted.guarded);
    let (stakes, unknown) = stakes(network, &chosen, &parties);
    let question = Question {
        stakes,
        me: None,
        terms: terms(&nobody, &chosen, wanted),
        going_first: wanted.going_first,
        trials: wanted.trials,
        party: parties.of_team.clone(),
    };
    let follow = choosing.follow;
    let openings = look(&chosen, &question);
    let offers = offers(network, &chosen, &question, &openings, follow);
    let found = everybody((&chosen, &fresh), &question, &offers, choosing);
    let telling = Telling { network, years: &fresh, question: &question, parties: &parties, quotes, follow };
    let told = found.trades.len().min(TOLD);
    let together = found.trades.iter().flat_map(|trade| trade.deal.sides());
    let together = together.map(|side| gain(&found.together, side)).fold(Default::default(), super::both);
    let sides = |trade: &Accepted| telling.sides(trade);
    Everybody {
        as_of: network.calendar.as_of(),
        trades: telling.proposals(&found.trades[..told].iter().collect::<Vec<_>>()),
        more: found.trades[told..].iter().map(sides).collect(),
        missing: telling.words().missing(&question, &unknown, &found.rough),
        parties: parties.names.len() - 1,
        circles: found.circles,
        is_whole: found.is_whole,
        chosen: found.chosen.floor() as i64,
        bound: found.bound.ceil() as i64,
        gap: (found.gap * 100.0).ceil() as u32,
        together: Range::of(together),
        trials: wanted.trials,
        spread,
    }
}
