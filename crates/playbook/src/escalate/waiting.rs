//! What waiting costs: the plan with one item decided on later and later days, played with the same luck.

use jiff::civil::Date;
use minicbor::{Decode, Encode};
use plan::{
    hunt::Years,
    network::{ItemId, Network},
    whatif::{GoOn, Stakes, effects},
};
use serde::Serialize;

use crate::{
    moment::Day,
    trade::named_moves::{Impossible, Wish, resolve},
};

/// Days from one point of the grid to the next.
const STEP: i64 = 7;

/// Points of the grid: a quarter.
const GRID: i64 = 13;

/// Errors of a mean by which a cost must lie above that of the first day, to be called rising.
const SURE: i32 = 2;

/// What waiting costs, by the day of the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
pub struct Cost {
    /// What waits for the decision.
    #[n(0)]
    pub item: String,
    /// The days of the decision, the earliest first.
    #[n(1)]
    pub grid: Vec<Point>,
    /// Years that were played.
    #[n(2)]
    pub trials: u32,
}

/// One day of the decision. Figures are hundredths of a working day, in the mean over all dates of the plan, weighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
pub struct Point {
    /// When it is decided.
    #[n(0)]
    pub decided: Day,
    /// How much more the dates are missed than with a decision on the first day.
    #[n(1)]
    pub later: i32,
    /// The standard error of that.
    #[n(2)]
    pub error: i32,
}

impl Cost {
    /// Whether it costs more to decide on the last day than on the first, beyond doubt.
    pub fn rises(&self) -> bool {
        self.grid.last().is_some_and(|last| last.later > SURE * last.error && last.later > 0)
    }

    /// The first day on which it does.
    pub fn rises_from(&self) -> Option<Day> {
        let is_seen = |point: &&Point| point.later > SURE * point.error && point.later > 0;
        self.grid.iter().find(is_seen).map(|point| point.decided)
    }

    /// In words.
    pub fn told(&self) -> String {
        let Some(last) = self.grid.last() else { return "nothing was computed".into() };
        let days = |hundredths: i32| format!("{}.{}", hundredths / 100, (hundredths % 100).abs() / 10);
        match self.rises() {
            true => format!(
                "“{}” decided on {} costs {} working days more than decided now, ± {}",
                self.item,
                last.decided,
                days(last.later),
                days(last.error)
            ),
            false => format!("“{}” decided on {} moves no date that is promised", self.item, last.decided),
        }
    }

    /// A line of blocks, the higher the more it costs.
    pub fn sparkline(&self) -> String {
        const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let most = self.grid.iter().map(|point| point.later).max().unwrap_or(0).max(1);
        let block = |point: &Point| BLOCKS[(point.later.clamp(0, most) as usize * 7) / most as usize];
        self.grid.iter().map(block).collect()
    }
}

/// Plays the decision on an item on the first day, and on every seventh day of a quarter from it.
///
/// # Errors
/// If the item can't wait for a decision.
pub fn cost(
    network: &Network,
    years: &Years,
    item: &str,
    first: Date,
    trials: u32,
    tick: &GoOn<'_>,
) -> Result<Cost, Impossible> {
    let days: Vec<Day> = (0..GRID).map(|at| Day(first).plus(at * STEP)).collect();
    let decided = |day: &Day| {
        let (_, scenario) = resolve(network, years, &[Wish::Decide(item.to_owned(), day.0)])?;
        Ok(scenario)
    };
    let scenarios = days.iter().map(decided).collect::<Result<Vec<_>, Impossible>>()?;
    // One party: whoever promised something; it is the whole plan that waits.
    let everybody = |_: ItemId| Some(0);
    let stakes = Stakes::of(network, &years.instance, 1, everybody);
    let effects = effects(years.base(), &scenarios, &stakes, trials, tick);
    let hundredths = |days: f64| (days * 100.0).round().clamp(-1e9, 1e9) as i32;
    let figures: Vec<_> = effects.iter().map(|effect| effect.of(0)).collect();
    let now = figures.first().map_or(0.0, |figure| figure.mean);
    let grid = days.into_iter().zip(figures).map(|(decided, figure)| Point {
        decided,
        later: hundredths(figure.mean - now),
        error: hundredths(figure.se),
    });
    Ok(Cost { item: item.to_owned(), grid: grid.collect(), trials })
}
