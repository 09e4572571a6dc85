//! The forecast as docs/forecast.md tells it, in the plainest code: one trial at a time, one day after the other.
//!
//! Shares no code with the engine's list, trials and sums. What it takes from the [`Instance`] are the lengths that luck
//! brings, who waits for whom, and how many lanes a team has. Moments are `i64`, and a team's rest is walked day by day.
#![allow(dead_code)]

use std::collections::{HashMap, HashSet};

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use plan::{
    activity::{Instance, Mode, Wait},
    calendar::Week,
    facts::LinkKind,
    network::{ItemId, Network},
};

/// Ticks in a working day.
pub const DAY: i64 = 1024;

/// The working days of the plan from as-of on, and for each team those on which it rests.
struct Axis {
    as_of: Date,
    weeks: Vec<Week>,
    closed: HashSet<Date>,
    days: Vec<Date>,
    rests: Vec<Vec<bool>>,
}

fn works_on(week: Week, day: Date) -> bool {
    let number = match day.weekday() {
        Weekday::Monday => 0,
        Weekday::Tuesday => 1,
        Weekday::Wednesday => 2,
        Weekday::Thursday => 3,
        Weekday::Friday => 4,
        Weekday::Saturday => 5,
        Weekday::Sunday => 6,
    };
    week.0[number]
}

impl Axis {
    /// Thirty years of days: no generated plan comes near.
    fn of(network: &Network) -> Self {
        let teams = &network.directory.teams;
        let weeks: Vec<Week> = teams.iter().map(|team| team.week.unwrap_or_default()).collect();
        let closed = network.directory.closed.iter().copied().collect();
        let mut axis = Self {
            as_of: network.calendar.as_of(),
            weeks,
            closed,
            days: Vec::new(),
            rests: vec![Vec::new(); teams.len()],
        };
        let mut day = axis.as_of;
        for _ in 0..30 * 366 {
            if axis.is_on(day) {
                axis.days.push(day);
                for (at, team) in teams.iter().enumerate() {
                    axis.rests[at].push(!works_on(axis.weeks[at], day) || team.days_off.contains(&day));
                }
            }
            day += 1.day();
        }
        axis
    }

    /// Monday to Friday are always on it: of items without a team nothing is said.
    fn is_on(&self, day: Date) -> bool {
        let somebody = works_on(Week::default(), day) || self.weeks.iter().any(|week| works_on(*week, day));
        somebody && !self.closed.contains(&day)
    }

    /// The moment at which a day begins.
    fn start_of(&self, day: Date) -> i64 {
        let (mut here, mut count) = (self.as_of, 0);
        while here < day {
            count += i64::from(self.is_on(here));
            here += 1.day();
        }
        while here > day {
            here -= 1.day();
            count -= i64::from(self.is_on(here));
        }
        count * DAY
    }

    fn end_of(&self, day: Date) -> i64 {
        self.start_of(day + 1.day())
    }

    /// Whether the team rests on the day to which the tick after this moment belongs.
    fn rests(&self, team: Option<u32>, moment: i64) -> bool {
        let Some(team) = team else { return false };
        let day = moment.div_euclid(DAY);
        day >= 0 && self.rests[team as usize][day as usize]
    }

    /// The next moment at which the team works.
    fn moved_on(&self, team: Option<u32>, moment: i64) -> i64 {
        let mut moment = moment;
        while self.rests(team, moment) {
            moment = (moment.div_euclid(DAY) + 1) * DAY;
        }
        moment
    }

    /// When work ends that starts here and takes so long of the team's own time.
    fn worked_on(&self, team: Option<u32>, start: i64, length: i64) -> i64 {
        let (mut moment, mut left) = (start, length);
        while left > 0 {
            let tomorrow = (moment.div_euclid(DAY) + 1) * DAY;
            if self.rests(team, moment) {
                moment = tomorrow;
            } else {
                let step = left.min(tomorrow - moment);
                moment += step;
                left -= step;
            }
        }
        moment
    }

    /// When work of this length must start at the earliest to end here or later.
    fn worked_back(&self, team: Option<u32>, finish: i64, length: i64) -> i64 {
        if length == 0 {
            return finish;
        }
        let (mut moment, mut left) = (finish, length);
        // Work never ends while the team rests, nor at the end of a day of rest: then it ends a tick later.
        if self.rests(team, moment - 1) {
            moment = self.moved_on(team, moment - 1) + 1;
        }
        while left > 0 {
            let today = (moment - 1).div_euclid(DAY) * DAY;
            if self.rests(team, moment - 1) {
                moment = today;
            } else {
                let step = left.min(moment - today);
                moment -= step;
                left -= step;
            }
        }
        moment
    }
}

/// What a start was waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Link(Wait),
    Lane(ItemId),
    Nothing,
}

/// One year.
#[derive(Clone, Debug, Default)]
pub struct Played {
    pub start: HashMap<ItemId, i64>,
    pub finish: HashMap<ItemId, i64>,
    pub length: HashMap<ItemId, i64>,
    pub why: HashMap<ItemId, Why>,
}

/// A sum over trials and the sum of the squares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub sum: i64,
    pub squares: i128,
}

impl Sum {
    fn add(&mut self, value: i64) {
        self.sum += value;
        self.squares += i128::from(value) * i128::from(value);
    }
}

/// What the years say of one deliverable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub promise: i64,
    pub promise_is_derived: bool,
    pub planned: i64,
    pub finishes: Vec<i64>,
    pub late: Sum,
    pub lateness: Sum,
    pub decides: Vec<Sum>,
    pub attributed: Vec<Sum>,
    pub rest: Sum,
}

/// What the years say of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaidOfAll {
    pub each: Vec<Said>,
    pub decides_any: Vec<Sum>,
    pub attributed_all: Vec<Sum>,
}

/// What one trial says of one deliverable.
struct Verdict {
    lateness: i64,
    decides: Vec<bool>,
    shares: Vec<i64>,
    rest: i64,
}

/// The plain forecast of a plan.
pub struct Reference<'a> {
    network: &'a Network,
    instance: &'a Instance,
    axis: Axis,
}

impl<'a> Reference<'a> {
    pub fn new(network: &'a Network, instance: &'a Instance) -> Self {
        Self { network, instance, axis: Axis::of(network) }
    }

    fn mode(&self, item: ItemId) -> Mode {
        self.instance.activities[item.at()].mode
    }

    pub fn team(&self, item: ItemId) -> Option<u32> {
        self.instance.activities[item.at()].crew
    }

    pub fn waits(&self, item: ItemId) -> &[Wait] {
        &self.instance.activities[item.at()].waits
    }

    pub fn planned_length(&self, item: ItemId) -> i64 {
        i64::from(self.instance.activities[item.at()].planned)
    }

    fn sampled_length(&self, item: ItemId, trial: u32) -> i64 {
        i64::from(self.instance.sample(&self.instance.activities[item.at()], trial))
    }

    fn id(&self, item: ItemId) -> &str {
        &self.network.node(item).id
    }

    /// What is scheduled over lanes: neither done nor out, and of some length by nature.
    pub fn needs_lane(&self, item: ItemId) -> bool {
        self.team(item).is_some() && matches!(self.mode(item), Mode::Work | Mode::Started(_))
    }

    /// Items with a rank by it, then items without in the order of the plan.
    pub fn rank(&self, item: ItemId) -> (bool, &str, u32) {
        let rank = self.network.node(item).item.rank.as_deref();
        (rank.is_none(), rank.unwrap_or(""), item.0)
    }

    fn by_rank(&self, fits: impl Fn(Mode) -> bool) -> Vec<ItemId> {
        let mut items: Vec<ItemId> = self.network.ids().filter(|item| fits(self.mode(*item))).collect();
        items.sort_by(|a, b| self.rank(*a).cmp(&self.rank(*b)));
        items
    }

    /// The next moment at which the item's team works. What takes no time ends when its parts end, at rest or not.
    pub fn moved_on(&self, item: ItemId, moment: i64) -> i64 {
        if self.mode(item) == Mode::Milestone {
            return moment;
        }
        self.axis.moved_on(self.team(item), moment)
    }

    pub fn finish_from(&self, item: ItemId, start: i64, length: i64) -> i64 {
        self.axis.worked_on(self.team(item), start, length)
    }

    pub fn not_before(&self, item: ItemId) -> i64 {
        self.network.node(item).item.not_before.map_or(0, |day| self.axis.start_of(day))
    }

    /// What a link allows, in an item of this length.
    pub fn allows(&self, played: &Played, item: ItemId, wait: Wait, length: i64) -> i64 {
        let lag = i64::from(wait.lag);
        match wait.kind {
            LinkKind::FinishStart => played.finish[&wait.on] + lag,
            LinkKind::StartStart => played.start[&wait.on] + lag,
            LinkKind::FinishFinish => {
                self.axis.worked_back(self.team(item), played.finish[&wait.on] + lag, length)
            }
            LinkKind::StartFinish => {
                self.axis.worked_back(self.team(item), played.start[&wait.on] + lag, length)
            }
        }
    }

    /// What is done stands on its day, what is under way runs from as-of.
    fn begun(&self, length: &dyn Fn(ItemId) -> i64) -> Played {
        let mut played = Played::default();
        for item in self.by_rank(|mode| matches!(mode, Mode::Done(..) | Mode::Started(_))) {
            let (start, finish) = match self.mode(item) {
                Mode::Done(start, finish) => (i64::from(start), i64::from(finish)),
                _ => {
                    let start = self.moved_on(item, 0);
                    (start, self.finish_from(item, start, length(item)))
                }
            };
            played.start.insert(item, start);
            played.finish.insert(item, finish);
            played.length.insert(item, length(item));
            played.why.insert(item, Why::Nothing);
        }
        played
    }

    /// For each team the moments from which its lanes are free, and who stood on them last.
    fn lanes(&self, played: &Played) -> Vec<Vec<(i64, Option<ItemId>)>> {
        let of_team = |(team, crew): (usize, &plan::activity::Crew)| {
            let runs = |item: &ItemId| {
                self.team(*item) == Some(team as u32) && matches!(self.mode(*item), Mode::Started(_))
            };
            let mut running: Vec<ItemId> = self.network.ids().filter(runs).collect();
            running.sort_by_key(|item| (played.finish[item], self.id(*item)));
            let lanes = crew.lanes as usize;
            let mut free: Vec<(i64, Option<ItemId>)> = vec![(0, None); lanes.saturating_sub(running.len())];
            // The first of too many end without making a lane free: as many as there are lanes run on.
            let surplus = running.len().saturating_sub(lanes);
            free.extend(running[surplus..].iter().map(|item| (played.finish[item], Some(*item))));
            free
        };
        self.instance.crews.iter().enumerate().map(of_team).collect()
    }

    /// The one list of the plan.
    pub fn list(&self) -> Vec<ItemId> {
        let length = |item| self.planned_length(item);
        let mut list = self.by_rank(|mode| matches!(mode, Mode::Done(..)));
        list.extend(self.by_rank(|mode| matches!(mode, Mode::Started(_))));
        let mut played = self.begun(&length);
        let mut lanes = self.lanes(&played);
        let mut open = self.by_rank(|mode| matches!(mode, Mode::Work | Mode::Milestone));
        let mut now = 0;
        while !open.is_empty() {
            let Some(item) = self.next(&played, &lanes, &open, now) else {
                now = self.next_moment(&played, &lanes, &open, now);
                continue;
            };
            let start = self.moved_on(item, now);
            let finish = self.finish_from(item, start, length(item));
            if self.needs_lane(item) {
                let lanes = &mut lanes[self.team(item).unwrap() as usize];
                let first = lanes.iter_mut().min_by_key(|lane| lane.0).unwrap();
                *first = (finish, Some(item));
            }
            played.start.insert(item, start);
            played.finish.insert(item, finish);
            open.retain(|other| *other != item);
            list.push(item);
        }
        list
    }

    /// When an item is ready, if all it waits for is placed.
    pub fn ready_at(&self, played: &Played, item: ItemId) -> Option<i64> {
        let mut ready = self.not_before(item).max(0);
        for wait in self.waits(item) {
            if !played.finish.contains_key(&wait.on) {
                return None;
            }
            ready = ready.max(self.allows(played, item, *wait, self.planned_length(item)));
        }
        Some(self.moved_on(item, ready))
    }

    /// The item that is placed next at this moment. `open` is in rank order.
    fn next(
        &self,
        played: &Played,
        lanes: &[Vec<(i64, Option<ItemId>)>],
        open: &[ItemId],
        now: i64,
    ) -> Option<ItemId> {
        let ready: Vec<ItemId> = open
            .iter()
            .copied()
            .filter(|item| self.ready_at(played, *item).is_some_and(|at| at <= now))
            .collect();
        if let Some(item) = ready.iter().find(|item| !self.needs_lane(**item)) {
            return Some(*item);
        }
        for (team, lanes) in lanes.iter().enumerate() {
            let team = Some(team as u32);
            let is_free = lanes.iter().any(|lane| lane.0 <= now);
            if let Some(item) = ready.iter().find(|item| is_free && self.team(**item) == team) {
                return Some(*item);
            }
        }
        None
    }

    /// The next moment at which a lane that is wanted is free or an item becomes ready.
    fn next_moment(
        &self,
        played: &Played,
        lanes: &[Vec<(i64, Option<ItemId>)>],
        open: &[ItemId],
        now: i64,
    ) -> i64 {
        let mut moments = Vec::new();
        for item in open {
            let Some(ready) = self.ready_at(played, *item) else { continue };
            moments.push(ready);
            if ready <= now {
                let team = self.team(*item);
                moments.extend(lanes[team.unwrap() as usize].iter().map(|lane| lane.0));
            }
        }
        moments.into_iter().filter(|moment| *moment > now).min().expect("what is open waits for something")
    }

    /// Plays a list with the lengths of a trial.
    pub fn play(&self, list: &[ItemId], trial: u32) -> Played {
        self.play_with(list, &|item| self.sampled_length(item, trial))
    }

    /// Plays a list with the lengths that the plan counts on.
    pub fn play_planned(&self, list: &[ItemId]) -> Played {
        self.play_with(list, &|item| self.planned_length(item))
    }

    pub fn play_with(&self, list: &[ItemId], length: &dyn Fn(ItemId) -> i64) -> Played {
        let mut played = self.begun(length);
        let mut lanes = self.lanes(&played);
        for item in
            list.iter().copied().filter(|item| matches!(self.mode(*item), Mode::Work | Mode::Milestone))
        {
            let lane = self.needs_lane(item).then(|| {
                let lanes = &mut lanes[self.team(item).unwrap() as usize];
                lanes.iter_mut().min_by_key(|lane| (lane.0, lane.1.map(|last| self.id(last)))).unwrap()
            });
            let before = lane.as_deref().copied();
            let (start, why) = self.start(&played, item, length(item), before);
            let finish = self.finish_from(item, start, length(item));
            if let Some(lane) = lane {
                *lane = (finish, Some(item));
            }
            played.start.insert(item, start);
            played.finish.insert(item, finish);
            played.length.insert(item, length(item));
            played.why.insert(item, why);
        }
        played
    }

    /// When an item starts, and why not before.
    fn start(
        &self,
        played: &Played,
        item: ItemId,
        length: i64,
        lane: Option<(i64, Option<ItemId>)>,
    ) -> (i64, Why) {
        let allowed = |wait: &Wait| self.moved_on(item, self.allows(played, item, *wait, length));
        let free = lane.map_or(0, |lane| self.moved_on(item, lane.0));
        let own = self.moved_on(item, self.not_before(item).max(0));
        let start = self.waits(item).iter().map(allowed).fold(own.max(free), i64::max);
        let mut links: Vec<Wait> =
            self.waits(item).iter().copied().filter(|wait| allowed(wait) == start).collect();
        links.sort_by_key(|wait| self.id(wait.on));
        let why = match (links.first(), lane) {
            (Some(wait), _) => Why::Link(*wait),
            (None, Some((_, Some(last)))) if free == start => Why::Lane(last),
            _ => Why::Nothing,
        };
        (start, why)
    }

    /// The chain of an item from its finish back: which items, and whether their length is part of it.
    pub fn chain(&self, played: &Played, item: ItemId) -> Vec<(ItemId, bool)> {
        let (mut here, mut from_finish) = (item, true);
        let mut steps = Vec::new();
        loop {
            let why = played.why[&here];
            let ties_the_finish = |kind| matches!(kind, LinkKind::FinishFinish | LinkKind::StartFinish);
            let finish_is_tied = matches!(why, Why::Link(wait) if ties_the_finish(wait.kind));
            // What is done is fixed: its length is no part of anything.
            let is_fixed = matches!(self.mode(here), Mode::Done(..));
            steps.push((here, from_finish && !finish_is_tied && !is_fixed));
            (here, from_finish) = match why {
                Why::Link(wait) => {
                    (wait.on, matches!(wait.kind, LinkKind::FinishStart | LinkKind::FinishFinish))
                }
                Why::Lane(last) => (last, true),
                Why::Nothing => return steps,
            };
        }
    }

    pub fn promise(&self, planned: &Played, item: ItemId) -> (i64, bool) {
        match &self.network.node(item).item.promise {
            Some(promise) => (self.axis.end_of(promise.day), false),
            None => (planned.finish[&item], true),
        }
    }

    fn judge(&self, played: &Played, item: ItemId, promise: i64, party: &[u32], parties: u32) -> Verdict {
        let lateness = (played.finish[&item] - promise).max(0);
        let mut decides = vec![false; parties as usize];
        let mut overruns = vec![0; parties as usize];
        for (step, counts) in self.chain(played, item) {
            if !matches!(self.mode(step), Mode::Work | Mode::Started(_)) {
                continue;
            }
            let party = party[step.at()] as usize;
            decides[party] = true;
            if counts {
                overruns[party] += (played.length[&step] - self.planned_length(step)).max(0);
            }
        }
        let all: i64 = overruns.iter().sum();
        let covered = lateness.min(all);
        let together = |k: usize| {
            let theirs: i64 = overruns[..k].iter().sum();
            if all == 0 { 0 } else { (i128::from(covered) * i128::from(theirs) / i128::from(all)) as i64 }
        };
        let shares = (0..parties as usize).map(|k| together(k + 1) - together(k)).collect();
        Verdict { lateness, decides, shares, rest: lateness - covered }
    }

    /// The whole forecast.
    pub fn forecast(&self, deliverables: &[ItemId], party: &[u32], parties: u32, trials: u32) -> SaidOfAll {
        let list = self.list();
        let planned = self.play_planned(&list);
        let zero = vec![Sum::default(); parties as usize];
        let said = |item: &ItemId| {
            let (promise, promise_is_derived) = self.promise(&planned, *item);
            let planned = planned.finish[item];
            Said {
                promise,
                promise_is_derived,
                planned,
                decides: zero.clone(),
                attributed: zero.clone(),
                ..Said::default()
            }
        };
        let mut each: Vec<Said> = deliverables.iter().map(said).collect();
        let mut of_all =
            SaidOfAll { each: Vec::new(), decides_any: zero.clone(), attributed_all: zero.clone() };
        for trial in 0..trials {
            let played = self.play(&list, trial);
            let verdicts: Vec<Verdict> = deliverables
                .iter()
                .zip(&each)
                .map(|(item, said)| self.judge(&played, *item, said.promise, party, parties))
                .collect();
            for ((said, verdict), item) in each.iter_mut().zip(&verdicts).zip(deliverables) {
                said.finishes.push(played.finish[item]);
                said.take_in(verdict);
            }
            for party in 0..parties as usize {
                of_all.decides_any[party]
                    .add(i64::from(verdicts.iter().any(|verdict| verdict.decides[party])));
                of_all.attributed_all[party].add(verdicts.iter().map(|verdict| verdict.shares[party]).sum());
            }
        }
        each.iter_mut().for_each(|said| said.finishes.sort_unstable());
        SaidOfAll { each, ..of_all }
    }
}

impl Said {
    /// The dates alone, without whom they hang on.
    pub fn without_parties(self) -> Self {
        Self { decides: Vec::new(), attributed: Vec::new(), rest: Sum::default(), ..self }
    }

    fn take_in(&mut self, verdict: &Verdict) {
        self.late.add(i64::from(verdict.lateness > 0));
        self.lateness.add(verdict.lateness);
        self.rest.add(verdict.rest);
        for party in 0..verdict.shares.len() {
            self.decides[party].add(i64::from(verdict.decides[party]));
            self.attributed[party].add(verdict.shares[party]);
        }
    }
}
