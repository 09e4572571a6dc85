//! A plan with some things changed.

use super::{Move, pull::pull};
use crate::{
    activity::{Activity, Instance, Loan, Mode},
    calendar::Ticks,
    directory::TeamId,
    network::ItemId,
    order::Order,
    spread::{LONGEST, Sampler},
    trial::{Cause, Year},
};

/// Why a change can't be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is finished, dropped, or takes no part.
    Over(ItemId),
    /// It is under way: it can't start earlier, nor wait for anything.
    UnderWay(ItemId),
    /// No team is known to do it, so that no order holds it.
    NobodysWork(ItemId),
    /// It takes no time of its own: its parts do.
    NoWork(ItemId),
    /// It can't be pulled forward.
    Held(ItemId, Held),
    /// The team has only so many lanes to lend in that time.
    TooFewLanes(TeamId, u32),
    /// It ends before it begins, or before the day of the forecast, or is of no lanes.
    EmptyLoan,
    /// A team lends to itself.
    OneTeam(TeamId),
    /// Going first with it saves nobody anything: nothing like it starts once it is done.
    NobodyFollows(ItemId),
}

/// What holds an item where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It waits for this.
    By(ItemId),
    /// It may not start earlier, by its own not-before or since it starts on the day of the forecast.
    ByItsDay,
    /// This is under way, and has the lane on which it is to be done.
    ByUnderWay(ItemId),
    /// Nothing of its team stands before it in that time.
    ByNothing,
}

/// What a pull did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// What was pulled forward.
    pub item: ItemId,
    /// The start that it was meant to have.
    pub to: Ticks,
    /// Work of the same team that it passed, in the order of the list.
    pub passed: Vec<ItemId>,
    /// What it could not pass though it was meant to.
    pub held_by: Option<ItemId>,
}

/// A changed plan.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The instance, changed.
    pub instance: Instance,
    /// The list, changed.
    pub list: Vec<ItemId>,
    /// What was pulled forward, and past what.
    pub moved: Vec<Moved>,
    /// What goes first, and what is like it and starts once that is done, as planned.
    pub followed: Vec<(ItemId, Vec<ItemId>)>,
    /// Items that start or end otherwise at first hand.
    touched: Vec<ItemId>,
}

impl Scenario {
    /// A plan with these changes, made one after the other.
    ///
    /// # Errors
    /// Which change, and why it can't be made.
    pub fn of(instance: &Instance, order: &Order, moves: &[Move]) -> Result<Self, (usize, Refused)> {
        let mut scenario = Self {
            instance: instance.clone(),
            list: order.list.clone(),
            moved: Vec::new(),
            followed: Vec::new(),
            touched: Vec::new(),
        };
        for (at, change) in moves.iter().enumerate() {
            scenario.apply(order, change).map_err(|refused| (at, refused))?;
        }
        Ok(scenario)
    }

    fn apply(&mut self, order: &Order, change: &Move) -> Result<(), Refused> {
        match change {
            Move::Pull { item, to } => self.pull(order, *item, *to),
            Move::Lend { giver, taker, lanes, from, to } => self.lend(
                (*giver, *taker),
                Loan { lanes: *lanes, from: (*from).max(0), to: *to, is_given: true },
            ),
            Move::First { item, others, more, less } => self.go_first(*item, others, *more, *less),
            Move::Drop { item } => self.leave_out(*item),
            Move::Decide { item, at } => self.wait_until(*item, *at),
            Move::Delay { item, by } => self.delay(*item, *by),
        }
    }

    fn open(&self, item: ItemId) -> Result<&Activity, Refused> {
        let activity = &self.instance.activities[item.at()];
        match activity.mode {
            Mode::Done(..) | Mode::Out => Err(Refused::Over(item)),
            _ => Ok(activity),
        }
    }

    fn to_do(&self, item: ItemId) -> Result<&Activity, Refused> {
        let activity = self.open(item)?;
        match activity.mode {
            Mode::Started(_) => Err(Refused::UnderWay(item)),
            _ => Ok(activity),
        }
    }

    fn pull(&mut self, order: &Order, item: ItemId, to: Ticks) -> Result<(), Refused> {
        let activity = self.to_do(item)?;
        if activity.mode != Mode::Work {
            return Err(Refused::NoWork(item));
        }
        if activity.crew.is_none() {
            return Err(Refused::NobodysWork(item));
        }
        let (planned, moved) = (&order.planned, &self.moved);
        // What was pulled forward as far or farther stays in front.
        let is_passed = |other: ItemId| match moved.iter().find(|moved| moved.item == other) {
            Some(known) => known.to > to.max(0),
            None => planned.start[other.at()] >= to.max(0),
        };
        let pulled = pull(&self.instance, &mut self.list, item, is_passed);
        if pulled.passed.is_empty() {
            let held = pulled.held_by.map_or_else(|| held(&self.instance, planned, item), Held::By);
            return Err(Refused::Held(item, held));
        }
        self.touched.extend(pulled.passed.iter().copied().chain([item]));
        self.moved.push(Moved { item, to: to.max(0), passed: pulled.passed, held_by: pulled.held_by });
        Ok(())
    }

    fn lend(&mut self, (giver, taker): (TeamId, TeamId), loan: Loan) -> Result<(), Refused> {
        if giver == taker {
            return Err(Refused::OneTeam(giver));
        }
        if loan.lanes == 0 || loan.to <= loan.from {
            return Err(Refused::EmptyLoan);
        }
        let crew = &mut self.instance.crews[giver.at()];
        let meets = |known: &&Loan| known.is_given && known.from < loan.to && loan.from < known.to;
        let lent: u32 = crew.loans.iter().filter(meets).map(|loan| loan.lanes).sum();
        let left = crew.lanes.saturating_sub(lent);
        if loan.lanes > left {
            return Err(Refused::TooFewLanes(giver, left));
        }
        crew.loans.push(loan);
        self.instance.crews[taker.at()].loans.push(Loan { is_given: false, ..loan });
        let crews = [Some(giver.0), Some(taker.0)];
        let activities = &self.instance.activities;
        let works = |item: &ItemId| {
            let activity = &activities[item.at()];
            activity.mode == Mode::Work && crews.contains(&activity.crew)
        };
        self.touched.extend(self.list.iter().copied().filter(works));
        Ok(())
    }

    fn go_first(&mut self, item: ItemId, others: &[ItemId], more: u32, less: u32) -> Result<(), Refused> {
        self.to_do(item)?;
        self.stretch(item, 100 + more);
        // As the plan stands by now: what was pulled forward before is done earlier.
        let planned = self.planned();
        let done = planned.finish[item.at()];
        let comes_later = |other: &ItemId| {
            planned.start[other.at()] >= done && *other != item && self.to_do(*other).is_ok()
        };
        let followers: Vec<ItemId> = others.iter().copied().filter(comes_later).collect();
        if followers.is_empty() {
            return Err(Refused::NobodyFollows(item));
        }
        followers.iter().for_each(|other| self.stretch(*other, 100 - less.min(100)));
        self.followed.push((item, followers));
        Ok(())
    }

    /// Makes an item's lengths so many hundredths of what they were.
    pub fn stretch(&mut self, item: ItemId, hundredths: u32) {
        let activity = &mut self.instance.activities[item.at()];
        activity.sampler = stretched(&activity.sampler, hundredths);
        if matches!(activity.mode, Mode::Work | Mode::Started(0)) {
            activity.planned = activity.sampler.median();
        }
        self.touched.push(item);
    }

    fn delay(&mut self, item: ItemId, by: Ticks) -> Result<(), Refused> {
        self.open(item)?;
        let by = by.clamp(0, LONGEST);
        let activity = &mut self.instance.activities[item.at()];
        activity.longer = activity.longer.saturating_add(by).min(LONGEST);
        activity.planned = activity.planned.saturating_add(by).min(2 * LONGEST);
        self.touched.push(item);
        Ok(())
    }

    fn leave_out(&mut self, item: ItemId) -> Result<(), Refused> {
        self.open(item)?;
        let activity = &mut self.instance.activities[item.at()];
        let was_running = matches!(activity.mode, Mode::Started(_));
        activity.mode = Mode::Milestone;
        activity.sampler = Sampler::Fixed(0);
        activity.planned = 0;
        self.touched.push(item);
        if was_running {
            self.stand_behind_what_runs(item);
        }
        Ok(())
    }

    /// In the list what is done and what is under way stand in front.
    fn stand_behind_what_runs(&mut self, item: ItemId) {
        let is_fixed = |item: &ItemId| {
            matches!(self.instance.activities[item.at()].mode, Mode::Done(..) | Mode::Started(_))
        };
        let place = self.list.iter().filter(|item| is_fixed(item)).count();
        self.list.retain(|other| *other != item);
        self.list.insert(place.min(self.list.len()), item);
        let crew = self.instance.activities[item.at()].crew;
        let activities = &self.instance.activities;
        let waits_for_lane = |other: &ItemId| {
            let other = &activities[other.at()];
            other.mode == Mode::Work && other.crew == crew && crew.is_some()
        };
        self.touched.extend(self.list.iter().copied().filter(waits_for_lane));
    }

    fn wait_until(&mut self, item: ItemId, at: Ticks) -> Result<(), Refused> {
        self.to_do(item)?;
        let activity = &mut self.instance.activities[item.at()];
        activity.not_before = activity.not_before.max(at);
        self.touched.push(item);
        Ok(())
    }

    /// The list with the year as the changed plan counts on it. With the list kept, what takes longer delays work or leaves it
    /// where it is.
    pub fn order(&self) -> Order {
        Order { list: self.list.clone(), planned: self.planned() }
    }

    /// The year as the changed plan counts on it.
    pub fn planned(&self) -> Year {
        let mut planned = Year::default();
        let order = Order { list: self.list.clone(), planned: Year::default() };
        planned.play_planned(&self.instance, &order);
        planned
    }

    /// Which items can start or end otherwise than in the plan as it was: what was touched, what waits for that, and all that
    /// stands behind it in a team that works lane by lane. By position among all items.
    pub fn changed(&self) -> Vec<bool> {
        let mut is_changed = vec![false; self.instance.activities.len()];
        self.touched.iter().for_each(|item| is_changed[item.at()] = true);
        let mut crew_is_changed = vec![false; self.instance.crews.len()];
        for item in self.list.iter().copied() {
            let activity = &self.instance.activities[item.at()];
            let crew = activity.crew.map(|crew| crew as usize);
            let on_lane = crew.filter(|_| activity.mode == Mode::Work);
            let here = is_changed[item.at()];
            let here = here || on_lane.is_some_and(|crew| crew_is_changed[crew]);
            let here = here || self.follows(activity, &is_changed);
            is_changed[item.at()] = here;
            if let (true, Some(crew)) = (here, crew) {
                crew_is_changed[crew] = true;
            }
        }
        is_changed
    }

    fn follows(&self, activity: &Activity, is_changed: &[bool]) -> bool {
        let is_open = matches!(activity.mode, Mode::Work | Mode::Milestone);
        is_open && activity.waits.iter().any(|wait| is_changed[wait.on.at()])
    }
}

/// Why an item that nothing of its team stands before starts when it does.
fn held(instance: &Instance, planned: &Year, item: ItemId) -> Held {
    let is_under_way = |other: ItemId| matches!(instance.activities[other.at()].mode, Mode::Started(_));
    match planned.cause[item.at()] {
        Cause::Link(wait) => Held::By(wait.on),
        Cause::NotBefore => Held::ByItsDay,
        Cause::Lane(before) if is_under_way(before) => Held::ByUnderWay(before),
        Cause::Lane(_) => Held::ByNothing,
    }
}

fn stretched(sampler: &Sampler, hundredths: u32) -> Sampler {
    let times = |length: Ticks| {
        (i64::from(length) * i64::from(hundredths) / 100).clamp(0, i64::from(LONGEST)) as Ticks
    };
    match sampler {
        Sampler::Fixed(length) => Sampler::Fixed(times(*length)),
        Sampler::Triangular(least, mode, most) => {
            let (least, mode, most) = (times(*least), times(*mode), times(*most));
            if least == most { Sampler::Fixed(least) } else { Sampler::Triangular(least, mode, most) }
        }
        Sampler::Factor(median, factors) => Sampler::Factor(times(*median), factors.clone()),
    }
}
