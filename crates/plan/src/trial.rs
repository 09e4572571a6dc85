//! One year played through: when everything starts and ends, and why.

use std::{cmp::Reverse, collections::BinaryHeap};

use crate::{
    activity::{Activity, Instance, Mode, Wait},
    calendar::Ticks,
    facts::LinkKind,
    network::ItemId,
    order::Order,
    timing::{bound, finish_of, lanes_after_started, linked},
    turns::{Free, Turns},
};

/// What an item's start was waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A link.
    Link(Wait),
    /// The lane on which this item stood before.
    Lane(ItemId),
    /// Its own not-before, or the day of the forecast.
    NotBefore,
}

/// One simulated year, by item.
#[derive(Clone, Debug, Default)]
pub struct Year {
    /// When it starts.
    pub start: Vec<Ticks>,
    /// When it ends.
    pub finish: Vec<Ticks>,
    /// How long it takes.
    pub length: Vec<Ticks>,
    /// What its start was waiting for.
    pub cause: Vec<Cause>,
    lanes: Vec<BinaryHeap<Lane>>,
    /// The lanes of teams that lend or borrow some, likewise.
    lent: Vec<Vec<Free>>,
}

/// When a lane is free, and who stood on it last, with their place in the order of ids; the earliest lane comes first.
type Lane = Reverse<(Ticks, Option<u32>, Option<ItemId>)>;

/// A step of the chain that leads to a deliverable's finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The item.
    pub item: ItemId,
    /// Whether its length is part of the chain: had it been shorter, the chain would be.
    pub counts: bool,
}

impl Year {
    /// Plays the list with the lengths of a trial.
    pub fn play(&mut self, instance: &Instance, order: &Order, trial: u32) {
        self.play_with(instance, order, |activity| instance.sample(activity, trial));
    }

    /// Plays the list with the lengths that the plan counts on.
    pub fn play_planned(&mut self, instance: &Instance, order: &Order) {
        self.play_with(instance, order, |activity| activity.planned);
    }

    /// Plays the list with lengths of the caller's choice.
    pub fn play_with(&mut self, instance: &Instance, order: &Order, length: impl Fn(&Activity) -> Ticks) {
        self.prepare(instance);
        let running = self.start_what_runs(instance, order, &length);
        for (at, running) in running.into_iter().enumerate() {
            let id = |item: ItemId| instance.activities[item.at()].id_order;
            let crew = &instance.crews[at];
            if !crew.loans.is_empty() {
                self.lent[at] = Turns::of(crew).after_started(instance, running);
                continue;
            }
            let lanes = lanes_after_started(instance, crew.lanes, running).into_iter();
            self.lanes[at] = lanes.map(|(free, on)| Reverse((free, on.map(id), on))).collect();
        }
        for item in order.list.iter().copied() {
            let activity = &instance.activities[item.at()];
            if matches!(activity.mode, Mode::Work | Mode::Milestone) {
                self.place(instance, item, activity, length(activity));
            }
        }
    }

    fn prepare(&mut self, instance: &Instance) {
        let count = instance.activities.len();
        self.start.resize(count, 0);
        self.finish.resize(count, 0);
        self.length.resize(count, 0);
        self.cause.resize(count, Cause::NotBefore);
        self.lanes.resize(instance.crews.len(), BinaryHeap::new());
        self.lent.resize(instance.crews.len(), Vec::new());
    }

    /// Fixes what is done and starts what is under way. Gives what runs on each crew's lanes.
    fn start_what_runs(
        &mut self,
        instance: &Instance,
        order: &Order,
        length: impl Fn(&Activity) -> Ticks,
    ) -> Vec<Vec<(Ticks, ItemId)>> {
        let mut running = vec![Vec::new(); instance.crews.len()];
        for item in order.list.iter().copied() {
            let activity = &instance.activities[item.at()];
            match activity.mode {
                Mode::Done(start, finish) => self.note(item, start, finish, finish - start, Cause::NotBefore),
                Mode::Started(_) => {
                    let start = bound(instance, activity, 0);
                    let length = length(activity);
                    let finish = finish_of(instance, activity, start, length);
                    self.note(item, start, finish, length, Cause::NotBefore);
                    if let Some(crew) = activity.crew {
                        running[crew as usize].push((finish, item));
                    }
                }
                Mode::Work | Mode::Milestone | Mode::Out => {}
            }
        }
        running
    }

    fn note(&mut self, item: ItemId, start: Ticks, finish: Ticks, length: Ticks, cause: Cause) {
        self.start[item.at()] = start;
        self.finish[item.at()] = finish;
        self.length[item.at()] = length;
        self.cause[item.at()] = cause;
    }

    /// Starts an item at the latest of its links, its lane and its not-before; on a tie the earlier of these is the
    /// cause, and of equal links the one with the lowest id.
    fn place(&mut self, instance: &Instance, item: ItemId, activity: &Activity, length: Ticks) {
        let mut start = bound(instance, activity, activity.not_before);
        let mut cause = Cause::NotBefore;
        let crew = activity.crew.filter(|_| activity.mode == Mode::Work).map(|crew| crew as usize);
        if let Some(crew) = crew.filter(|crew| !instance.crews[*crew].loans.is_empty()) {
            return self.place_where_lent(instance, item, activity, length, crew);
        }
        let lane = crew.and_then(|crew| self.lanes[crew].pop());
        if let Some(Reverse((free, _, Some(before)))) = lane {
            let free = bound(instance, activity, free);
            if free >= start {
                (start, cause) = (free, Cause::Lane(before));
            }
        }
        let mut lowest = u32::MAX;
        for wait in &*activity.waits {
            let span = (self.start[wait.on.at()], self.finish[wait.on.at()]);
            let moment = linked(instance, activity, wait, span, length);
            let id = instance.activities[wait.on.at()].id_order;
            if moment > start || (moment == start && id < lowest) {
                (start, cause, lowest) = (moment, Cause::Link(*wait), id);
            }
        }
        let finish = finish_of(instance, activity, start, length);
        self.note(item, start, finish, length, cause);
        if let (Some(crew), Some(_)) = (crew, lane) {
            self.lanes[crew].push(Reverse((finish, Some(activity.id_order), Some(item))));
        }
    }

    /// Starts an item of a team that lends or borrows lanes, on the lane on which it can start first.
    fn place_where_lent(
        &mut self,
        instance: &Instance,
        item: ItemId,
        activity: &Activity,
        length: Ticks,
        crew: usize,
    ) {
        let mut start = bound(instance, activity, activity.not_before);
        for wait in &*activity.waits {
            let span = (self.start[wait.on.at()], self.finish[wait.on.at()]);
            start = start.max(linked(instance, activity, wait, span, length));
        }
        let turns = Turns::of(&instance.crews[crew]);
        let (lane, start) = turns.first((instance, activity), &self.lent[crew], start);
        let finish = finish_of(instance, activity, start, length);
        self.lent[crew][lane] = Free { at: finish, id: Some(activity.id_order) };
        self.note(item, start, finish, length, Cause::NotBefore);
    }

    /// Walks the chain from an item's finish back to what nothing was waiting for.
    pub fn chain(&self, instance: &Instance, item: ItemId, mut visit: impl FnMut(Step)) {
        let (mut item, mut at_finish) = (item, true);
        loop {
            let cause = self.cause[item.at()];
            let tied_at_finish = matches!(
                cause,
                Cause::Link(Wait { kind: LinkKind::FinishFinish | LinkKind::StartFinish, .. })
            );
            let over = matches!(instance.activities[item.at()].mode, Mode::Done(..) | Mode::Out);
            visit(Step { item, counts: at_finish && !tied_at_finish && !over });
            (item, at_finish) = match cause {
                Cause::NotBefore => return,
                Cause::Lane(before) => (before, true),
                Cause::Link(wait) => {
                    (wait.on, matches!(wait.kind, LinkKind::FinishStart | LinkKind::FinishFinish))
                }
            };
        }
    }
}
