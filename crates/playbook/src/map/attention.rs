//! How much attention each named peer is due (rule M4, the half of it that needs no calendar).

use jiff::civil::Date;
use plan::{crossing::Crossing, network::Network};
use serde::{Deserialize, Serialize};

use super::{
    need::{Need, Needs},
    picks::Picks,
    simulated::Simulated,
};
use crate::{moment::Day, rhythm};

/// What one peer is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    let as_of = Day(network.calendar.as_of());
    let yeses: Vec<Option<Date>> = named.iter().map(|need| next_yes(network, simulated, need)).collect();
    let weeks = |(need, yes): (&&Need, &Option<Date>)| {
        let is_near = yes.is_some_and(|day| rhythm::is_near(as_of.until(Day(day))));
        rhythm::every_weeks(is_near, needs.share(need.weight))
    };
    let weeks: Vec<u32> = named.iter().zip(&yeses).map(weeks).collect();
    let weighed: Vec<(u32, f64)> =
        weeks.iter().zip(&named).map(|(weeks, need)| (*weeks, need.weight as f64)).collect();
    let attention = |(((need, every_weeks), due), next_yes): (((&Need, u32), f64), Option<Date>)| Attention {
        person: need.name.clone(),
        every_weeks,
        next_yes,
        due,
        is_unneeded: need.crossings.is_empty(),
        given: None,
    };
    named.into_iter().zip(weeks).zip(rhythm::share_out(&weighed)).zip(yeses).map(attention).collect()
}

/// The day on which the next yes of somebody is needed.
fn next_yes(network: &Network, simulated: &Simulated, need: &Need) -> Option<Date> {
    need.crossings.iter().filter_map(|crossing| needed_by(network, simulated, crossing)).min()
}

/// The day on which the yes of a crossing is needed, if all goes as the plan counts on: the end of their work, else the start
/// of mine, and never before today; absent where the date of my deliverable is not simulated.
pub fn needed_by(network: &Network, simulated: &Simulated, crossing: &Crossing) -> Option<Date> {
    simulated.outlook(crossing.home)?;
    let moment = match crossing.theirs {
        Some(theirs) => simulated.planned.finish[theirs.at()],
        None => simulated.planned.start[crossing.item.at()] + 1,
    };
    Some(network.calendar.day_of_finish(moment).max(network.calendar.as_of()))
}
