//! How much attention each named peer is due (rule M4, the half of it that needs no calendar).

use jiff::{ToSpan, civil::Date};
use plan::network::Network;
use serde::Serialize;

use super::{
    need::{Need, Needs},
    picks::Picks,
    simulated::Simulated,
};

/// Minutes of one talk, with ten to prepare it.
const TALK: f64 = 40.0;

/// Weeks between talks, usually.
const USUAL_WEEKS: u32 = 4;

/// Weeks between talks while a yes is near or much depends on it.
const NEAR_WEEKS: u32 = 2;

/// A yes within so many weeks is near.
const NEAR: i32 = 8;

/// A share of need from which on talks are as frequent as before a yes.
const MUCH: f64 = 0.3;

/// Hours a week that peers get at most, all together.
const MOST_HOURS: f64 = 3.0;

/// Weeks in a month.
const MONTH: f64 = 52.0 / 12.0;

/// What one peer is due.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attention {
    /// Who.
    pub person: String,
    /// Weeks from one talk to the next.
    pub every_weeks: u32,
    /// The day on which the next yes of theirs is needed, if all goes as the plan counts on; absent where no date is
    /// simulated.
    pub next_yes: Option<Date>,
    /// Hours a month, in proportion to dependence.
    pub due: f64,
    /// Whether no crossing needs them: a name that the leader added, without a share.
    #[serde(skip)]
    pub is_unneeded: bool,
    /// Hours a month that were really given; absent while nothing is recorded.
    pub given: Option<f64>,
}

/// Shares out the attention that the cadences of all named peers make up, in proportion to dependence.
pub fn share_out(network: &Network, simulated: &Simulated, needs: &Needs, picks: &Picks) -> Vec<Attention> {
    let named: Vec<&Need> = picks.named.iter().map(|at| &needs.all[*at]).collect();
    let as_of = network.calendar.as_of();
    let near = as_of.saturating_add(NEAR.weeks());
    let yeses: Vec<Option<Date>> = named.iter().map(|need| next_yes(network, simulated, need)).collect();
    let weeks: Vec<u32> = named
        .iter()
        .zip(&yeses)
        .map(|(need, yes)| {
            let is_near = yes.is_some_and(|day| day <= near) || needs.share(need.weight) >= MUCH;
            if is_near { NEAR_WEEKS } else { USUAL_WEEKS }
        })
        .collect();
    let budget =
        weeks.iter().map(|weeks| TALK / 60.0 / f64::from(*weeks)).sum::<f64>().min(MOST_HOURS) * MONTH;
    let all: i64 = named.iter().map(|need| need.weight).sum();
    let attention = |((need, weeks), next_yes): ((&Need, u32), Option<Date>)| Attention {
        person: need.name.clone(),
        every_weeks: weeks,
        next_yes,
        due: if all == 0 { 0.0 } else { budget * need.weight as f64 / all as f64 },
        is_unneeded: need.crossings.is_empty(),
        given: None,
    };
    named.into_iter().zip(weeks).zip(yeses).map(attention).collect()
}

/// The day on which the next yes of somebody is needed: the end of their work, else the start of mine.
fn next_yes(network: &Network, simulated: &Simulated, need: &Need) -> Option<Date> {
    let as_of = network.calendar.as_of();
    let day = |crossing: &plan::crossing::Crossing| {
        simulated.outlook(crossing.home)?;
        let moment = match crossing.theirs {
            Some(theirs) => simulated.planned.finish[theirs.at()],
            None => simulated.planned.start[crossing.item.at()] + 1,
        };
        Some(network.calendar.day_of_finish(moment).max(as_of))
    };
    need.crossings.iter().filter_map(day).min()
}
