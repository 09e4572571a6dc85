//! What waiting costs: the plan with one item decided on later and later days, played with the same luck.

use jiff::civil::Date;
use minicbor::{Decode, Encode};
use plan::{
    calendar::DAY,
    hunt::Years,
    network::{ItemId, Network},
    whatif::{Apart, GoOn, Stakes, apart},
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

/// Hundredths of a working day below which a cost counts as none: half a day, as wherever dates move.
const SMALLEST: i32 = 50;

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

/// One day of the decision. Figures are hundredths of a working day, over all dates of the plan together, weighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Encode, Decode)]
pub struct Point {
    /// When it is decided.
    #[n(0)]
    pub decided: Day,
    /// How much more the dates are missed than with a decision on the first day, in the mean.
    #[n(1)]
    pub later: i32,
    /// The standard error of that.
    #[n(2)]
    pub error: i32,
    /// The same in a tenth, a half and nine tenths of the years at most; not known of what was computed long ago.
    #[n(3)]
    pub spread: Option<[i32; 3]>,
}

/// What waiting costs, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Curve {
    /// What waits for the decision.
    pub item: String,
    /// When it was computed.
    pub computed: Day,
    /// Whether that is so long ago that it counts no more.
    pub is_old: bool,
    /// The day on which it is shown.
    pub today: Day,
    /// Years that were played.
    pub trials: u32,
    /// The days of the decision, a week apart, the earliest first.
    pub weeks: Vec<Week>,
    /// The last of these days on which waiting is still made good: no promised date is seen to suffer.
    pub good_until: Option<Day>,
    /// The first of these days from which on it can't be made good any more; none within the quarter.
    pub lost_from: Option<Day>,
    /// Both days in words.
    pub told: String,
}

/// A decision in one week. All days are working days by which all promised dates are missed more than with a decision on the
/// first day, weighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    /// When it is decided.
    pub decided: Day,
    /// Whole days: half of the years lose no more; the mean, where nothing else is known.
    pub days: i32,
    /// Whole days between which eight of ten years lie.
    pub band: Option<[i32; 2]>,
    /// In the mean, in hundredths of a day.
    pub mean: i32,
    /// The standard error of that, in hundredths of a day.
    pub error: i32,
}

/// Hundredths of a day in whole days, a half away from zero.
const fn whole(hundredths: i32) -> i32 {
    (hundredths + 50 * hundredths.signum()) / 100
}

impl Point {
    /// Whether it costs something, beyond doubt.
    const fn is_seen(&self) -> bool {
        self.later > SURE * self.error && self.later >= SMALLEST
    }

    fn week(&self) -> Week {
        let [low, middle, high] = self.spread.unwrap_or([self.later; 3]).map(whole);
        let band = self.spread.map(|_| [low, high]);
        Week { decided: self.decided, days: middle, band, mean: self.later, error: self.error }
    }
}

impl Cost {
    /// Whether it costs more to decide on the last day than on the first, beyond doubt.
    pub fn rises(&self) -> bool {
        self.grid.last().is_some_and(Point::is_seen)
    }

    /// The first day on which it does.
    pub fn rises_from(&self) -> Option<Day> {
        self.grid.iter().find(|point| point.is_seen()).map(|point| point.decided)
    }

    /// The last day before that: until then waiting is made good by the slack of the plan.
    pub fn good_until(&self) -> Option<Day> {
        self.grid.iter().take_while(|point| !point.is_seen()).last().map(|point| point.decided)
    }

    /// As it is shown on a day; `computed` is when it was computed, `is_old` whether it counts no more.
    pub fn curve(&self, computed: Day, is_old: bool, today: Day) -> Curve {
        Curve {
            item: self.item.clone(),
            computed,
            is_old,
            today,
            trials: self.trials,
            weeks: self.grid.iter().map(Point::week).collect(),
            good_until: self.good_until(),
            lost_from: self.rises_from(),
            told: self.limits(),
        }
    }

    fn limits(&self) -> String {
        match (self.good_until(), self.rises_from(), self.grid.last()) {
            (Some(good), Some(lost), _) => format!(
                "Decided by {good}, waiting is made good: no promised date is seen to suffer. From {lost} on it can't be made \
                 good any more."
            ),
            (_, None, Some(last)) => {
                format!("Until {}, waiting is made good: no promised date is seen to suffer.", last.decided)
            }
            _ => "Nothing was computed.".to_owned(),
        }
    }

    /// In words.
    pub fn told(&self) -> String {
        let Some(last) = self.grid.last() else { return "nothing was computed".into() };
        let days = |hundredths: i32| format!("{:.1}", f64::from(hundredths) / 100.0);
        match self.rises() {
            true => format!(
                "“{}” decided on {} costs {} working days more on average than decided now, ± {}",
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
    let apart = apart(years.base(), &scenarios, &stakes, trials, tick);
    let grid = days.into_iter().zip(apart).map(|(decided, apart)| point(decided, &apart)).collect();
    Ok(Cost { item: item.to_owned(), grid, trials })
}

fn point(decided: Day, apart: &Apart) -> Point {
    let hundredths = |days: f64| (days * 100.0).round().clamp(-1e9, 1e9) as i32;
    // Hundredths of a tick, weighted by a hundred, are hundredths of a day by the ticks of a day.
    let days = |ticks: i64| hundredths(ticks as f64 / 100.0 / f64::from(DAY));
    Point {
        decided,
        later: hundredths(apart.mean.mean),
        error: hundredths(apart.mean.se),
        spread: Some(apart.spread.map(days)),
    }
}
