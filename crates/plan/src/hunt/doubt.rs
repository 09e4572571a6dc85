//! What would undo a deal: other spreads, fewer lanes, no guesses; longer work, a later promise, a later day.

use super::{CHOSEN_AT, Question, Years, deal::Deal};
use crate::{
    activity::{Activity, Instance, Loan, Mode, Wait},
    calendar::{DAY, Ticks},
    facts::Strength,
    network::ItemId,
    spread::{Factors, LONGEST, Sampler},
    whatif::{GoOn, Move, Scenario, Stakes, effects},
};

/// The plan, believed otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Lengths vary half as much.
    HalfSpread,
    /// Lengths vary twice as much.
    DoubleSpread,
    /// Each side's teams have a lane less, where they have more than one.
    LaneFewer,
    /// Links that are guessed do not hold.
    WithoutGuesses,
}

/// Years of the plan as a variant has it. The list stays.
pub fn vary(years: &Years, question: &Question, sides: &[u32], variant: Variant) -> Years {
    let mut varied = years.clone();
    match variant {
        Variant::HalfSpread => spread(&mut varied.instance, 0.5),
        Variant::DoubleSpread => spread(&mut varied.instance, 2.0),
        Variant::LaneFewer => {
            for team in sides.iter().flat_map(|side| question.teams(*side)) {
                let lanes = &mut varied.instance.crews[team.at()].lanes;
                *lanes = lanes.saturating_sub(1).max(1);
            }
        }
        Variant::WithoutGuesses => {
            let activities = &mut varied.instance.activities;
            activities.iter_mut().for_each(|activity| {
                let is_sure = |wait: &&Wait| wait.strength > Strength::Guessed;
                activity.waits = activity.waits.iter().filter(is_sure).copied().collect();
            });
        }
    }
    varied
}

/// A loan as it goes where nobody leaves a piece of work half done: the lane comes to the taker a usual piece of the giver's work
/// later, and is back a usual piece of the taker's work later. A loan as [`Move::Lend`] has it is a little more than that: what
/// runs at its ends is finished on both sides.
pub fn hand_over(instance: &mut Instance, moves: &[Move]) {
    for change in moves {
        let Move::Lend { giver, taker, lanes, from, to } = change else { continue };
        let (later, back) = (usual(instance, giver.0), usual(instance, taker.0));
        let is_it = |loan: &&mut Loan| (loan.lanes, loan.from, loan.to) == (*lanes, *from, *to);
        let given = instance.crews[giver.at()].loans.iter_mut().find(|loan| loan.is_given && is_it(loan));
        given.into_iter().for_each(|loan| loan.to = loan.to.saturating_add(back));
        let taken = instance.crews[taker.at()].loans.iter_mut().find(|loan| !loan.is_given && is_it(loan));
        taken.into_iter().for_each(|loan| loan.from = loan.from.saturating_add(later).min(loan.to));
    }
}

/// How long a team's pieces of work take that are still to do, as planned, in the mean.
fn usual(instance: &Instance, crew: u32) -> Ticks {
    let is_theirs = |activity: &&Activity| activity.crew == Some(crew) && activity.mode == Mode::Work;
    let (count, sum) = instance
        .activities
        .iter()
        .filter(is_theirs)
        .fold((0i64, 0i64), |(count, sum), activity| (count + 1, sum + i64::from(activity.planned)));
    (sum / count.max(1)) as Ticks
}

fn spread(instance: &mut Instance, times: f64) {
    let mut known: Vec<(Factors, Factors)> = Vec::new();
    let mut raised = |factors: &Factors| match known.iter().find(|(from, _)| from.is_same(factors)) {
        Some((_, to)) => to.clone(),
        None => {
            let to = factors.raised(times);
            known.push((factors.clone(), to.clone()));
            to
        }
    };
    instance.team_factors = raised(&instance.team_factors);
    let far = |mode: Ticks, point: Ticks| {
        let far = f64::from(mode) + times * f64::from(point - mode);
        (libm::round(far) as i64).clamp(0, i64::from(LONGEST)) as Ticks
    };
    for activity in &mut instance.activities {
        activity.sampler = match &activity.sampler {
            Sampler::Fixed(length) => Sampler::Fixed(*length),
            Sampler::Triangular(least, mode, most) => {
                let (least, most) = (far(*mode, *least), far(*mode, *most));
                if least == most { Sampler::Fixed(least) } else { Sampler::Triangular(least, *mode, most) }
            }
            Sampler::Factor(median, factors) => Sampler::Factor(*median, raised(factors)),
        };
    }
}

/// The assumption that undoes a deal soonest, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Killer {
    /// This work takes longer than so many hundredths of what the plan says.
    Length(ItemId, u32),
    /// This date, as a position in [`Stakes::dates`], is promised so many working days later.
    Promise(usize, i32),
}

/// How far assumptions are bent: hundredths of a length, and working days of a promise that are thought as far.
const BENT: [(u32, i32); 5] = [(125, 3), (150, 5), (200, 10), (300, 20), (500, 40)];

/// A deal and the plan in which it is looked at.
pub struct Doubts<'a> {
    /// Its years, under fresh luck.
    pub years: &'a Years,
    /// What was asked.
    pub question: &'a Question,
    /// The deal.
    pub deal: &'a Deal,
    /// Called after every block of years.
    pub tick: &'a GoOn<'a>,
}

impl Doubts<'_> {
    fn holds(&self, years: &Years, stakes: &Stakes, moves: &[Move]) -> bool {
        let Ok(scenario) = Scenario::of(&years.instance, &years.order, moves) else { return false };
        let effect = effects(years.base(), &[scenario], stakes, self.question.trials, self.tick).pop();
        effect.is_some_and(|effect| self.deal.holds(&effect, &self.question.terms, CHOSEN_AT))
    }

    /// The assumption that undoes the deal when it is bent the least. None where nothing that was tried undoes it.
    pub fn killer(&self) -> Option<Killer> {
        let (items, dates) = (self.moved(), self.dates());
        for (at, (length, promise)) in BENT.iter().enumerate() {
            let before = at.checked_sub(1).map_or((100, 0), |before| BENT[before]);
            for item in &items {
                let holds = |hundredths: i32| self.holds_at_length(*item, hundredths as u32);
                if !holds(*length as i32) {
                    let kills = halved(before.0 as i32, *length as i32, 10, holds);
                    return Some(Killer::Length(*item, kills as u32));
                }
            }
            for date in &dates {
                let holds = |days: i32| self.holds_at_promise(*date, days);
                if !holds(*promise) {
                    return Some(Killer::Promise(*date, halved(before.1, *promise, 1, holds)));
                }
            }
        }
        None
    }

    /// What is moved.
    fn moved(&self) -> Vec<ItemId> {
        let item = |change: Move| match change {
            Move::Pull { item, .. } => Some(item),
            _ => None,
        };
        self.deal.moves().into_iter().filter_map(item).collect()
    }

    /// The dates of those who gain.
    fn dates(&self) -> Vec<usize> {
        let sides = self.deal.sides();
        let gains = |(at, stake): (usize, &crate::whatif::Stake)| sides.contains(&stake.party).then_some(at);
        self.question.stakes.dates.iter().enumerate().filter_map(gains).take(20).collect()
    }

    fn holds_at_length(&self, item: ItemId, hundredths: u32) -> bool {
        let mut years = self.years.clone();
        let Ok(mut bent) = Scenario::of(&years.instance, &years.order, &[]) else { return false };
        bent.stretch(item, hundredths);
        years.instance = bent.instance;
        self.holds(&years, &self.question.stakes, &self.deal.moves())
    }

    fn holds_at_promise(&self, date: usize, days: i32) -> bool {
        let mut stakes = self.question.stakes.clone();
        stakes.dates[date].promise += days * DAY;
        self.holds(self.years, &stakes, &self.deal.moves())
    }

    /// The last day on which the deal still pays, in working days from the day of the forecast: whoever waits longer moves less.
    pub fn last_day(&self) -> i32 {
        let ends = |change: &Move| match change {
            Move::Pull { item, .. } | Move::First { item, .. } => self.years.order.planned.start[item.at()],
            Move::Lend { to, .. } => *to,
            Move::Drop { .. } | Move::Decide { .. } | Move::Delay { .. } => 0,
        };
        let last = self.deal.moves().iter().map(ends).max().unwrap_or(0) / DAY + 1;
        let holds = |days: i32| {
            let moves: Vec<Move> =
                self.deal.moves().iter().map(|change| delayed(change, days * DAY)).collect();
            self.holds(self.years, &self.question.stakes, &moves)
        };
        if holds(last) { last } else { halved(0, last, 1, holds) - 1 }
    }
}

/// A move that is made only on a later day.
fn delayed(change: &Move, day: Ticks) -> Move {
    match change {
        Move::Pull { item, to } => Move::Pull { item: *item, to: (*to).max(day) },
        Move::Lend { giver, taker, lanes, from, to } => {
            Move::Lend { giver: *giver, taker: *taker, lanes: *lanes, from: (*from).max(day), to: *to }
        }
        other => other.clone(),
    }
}

/// Between a figure at which something holds and one at which it does not: the least at which it does not, so exactly.
fn halved(holds_at: i32, fails_at: i32, exactly: i32, holds: impl Fn(i32) -> bool) -> i32 {
    let (mut good, mut bad) = (holds_at, fails_at);
    while bad - good > exactly {
        let middle = good + (bad - good) / 2;
        if holds(middle) { good = middle } else { bad = middle }
    }
    bad
}
