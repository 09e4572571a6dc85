//! The one list in which teams work.
//!
//! Made once for a plan, by a work-conserving pass at medians: a free lane takes the best-ranked ready item. Links win
//! over rank. All trials keep the list (serial schedule generation).

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use crate::{
    activity::{Activity, Instance, Mode},
    calendar::Ticks,
    network::ItemId,
    timing::{bound, finish_of, lanes_after_started, linked},
};

/// The list, and when everything happens if all goes as the plan counts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Items in the order in which they are scheduled; an item stands behind all it waits for.
    pub list: Vec<ItemId>,
}

impl Order {
    /// The list of an instance.
    pub fn of(instance: &Instance) -> Self {
        let mut pass = Pass::new(instance);
        pass.place_what_is_fixed();
        while pass.step() {}
        Self { list: pass.list }
    }
}

/// By rank; the item breaks no tie, since ranks are unique.
type Ranked = Reverse<(u32, ItemId)>;

struct Pass<'a> {
    instance: &'a Instance,
    list: Vec<ItemId>,
    start: Vec<Ticks>,
    finish: Vec<Ticks>,
    missing: Vec<u32>,
    after: Vec<Vec<ItemId>>,
    /// All it waits for is placed; it becomes ready at that moment.
    coming: BinaryHeap<Reverse<(Ticks, u32, ItemId)>>,
    /// Ready, by crew; without a crew under `None`.
    ready: BTreeMap<Option<u32>, BinaryHeap<Ranked>>,
    lanes: Vec<Vec<Ticks>>,
    now: Ticks,
}

impl<'a> Pass<'a> {
    fn new(instance: &'a Instance) -> Self {
        let count = instance.activities.len();
        let mut after = vec![Vec::new(); count];
        for (at, activity) in instance.activities.iter().enumerate() {
            for wait in &activity.waits {
                after[wait.on.at()].push(ItemId(at as u32));
            }
        }
        Self {
            instance,
            list: Vec::with_capacity(count),
            start: vec![0; count],
            finish: vec![0; count],
            missing: instance.activities.iter().map(|activity| activity.waits.len() as u32).collect(),
            after,
            coming: BinaryHeap::new(),
            ready: BTreeMap::new(),
            lanes: vec![Vec::new(); instance.crews.len()],
            now: 0,
        }
    }

    fn activity(&self, item: ItemId) -> &'a Activity {
        &self.instance.activities[item.at()]
    }

    fn place_what_is_fixed(&mut self) {
        let mut by_rank: Vec<ItemId> = (0..self.instance.activities.len() as u32).map(ItemId).collect();
        by_rank.sort_by_key(|item| self.activity(*item).rank);
        let mut running = vec![Vec::new(); self.instance.crews.len()];
        let mut fixed: Vec<(ItemId, Ticks, Ticks)> = Vec::new();
        for item in by_rank.iter().copied() {
            if let Mode::Done(start, finish) = self.activity(item).mode {
                fixed.push((item, start, finish));
            }
        }
        for item in by_rank.iter().copied() {
            let activity = self.activity(item);
            if matches!(activity.mode, Mode::Started(_)) {
                let start = bound(self.instance, activity, 0);
                let finish = finish_of(self.instance, activity, start, activity.planned);
                if let Some(crew) = activity.crew {
                    running[crew as usize].push((finish, item));
                }
                fixed.push((item, start, finish));
            }
        }
        for (at, running) in running.into_iter().enumerate() {
            let lanes = lanes_after_started(self.instance, self.instance.crews[at].lanes, running);
            self.lanes[at] = lanes.into_iter().map(|(free, _)| free).collect();
        }
        for item in by_rank {
            let activity = self.activity(item);
            if matches!(activity.mode, Mode::Work | Mode::Milestone) && activity.waits.is_empty() {
                self.come(item);
            }
        }
        for (item, start, finish) in fixed {
            self.place(item, start, finish);
        }
    }

    /// All that the item waits for is placed: it is ready as soon as its links and its not-before allow.
    fn come(&mut self, item: ItemId) {
        let activity = self.activity(item);
        let linked = activity.waits.iter().map(|wait| {
            linked(
                self.instance,
                activity,
                wait,
                (self.start[wait.on.at()], self.finish[wait.on.at()]),
                activity.planned,
            )
        });
        let moment = linked.fold(bound(self.instance, activity, activity.not_before), Ticks::max);
        self.coming.push(Reverse((moment, activity.rank, item)));
    }

    fn place(&mut self, item: ItemId, start: Ticks, finish: Ticks) {
        (self.start[item.at()], self.finish[item.at()]) = (start, finish);
        self.list.push(item);
        for next in self.after[item.at()].clone() {
            self.missing[next.at()] -= 1;
            if self.missing[next.at()] == 0 {
                self.come(next);
            }
        }
    }

    /// Places one item, or moves on to the next moment at which one can be placed. False when nothing is left.
    fn step(&mut self) -> bool {
        while let Some(Reverse((moment, rank, item))) = self.coming.peek().copied() {
            if moment > self.now {
                break;
            }
            self.coming.pop();
            let activity = self.activity(item);
            let crew = activity.crew.filter(|_| activity.mode == Mode::Work);
            self.ready.entry(crew).or_default().push(Reverse((rank, item)));
        }
        if let Some(Reverse((_, item))) = self.ready.get_mut(&None).and_then(BinaryHeap::pop) {
            let activity = self.activity(item);
            self.place(item, self.now, finish_of(self.instance, activity, self.now, activity.planned));
            return true;
        }
        self.place_on_a_lane() || self.move_on()
    }

    fn place_on_a_lane(&mut self) -> bool {
        let now = self.now;
        let lanes = &self.lanes;
        let free = |crew: u32| lanes[crew as usize].iter().position(|free| *free <= now);
        let next = self
            .ready
            .iter()
            .filter(|(_, items)| !items.is_empty())
            .find_map(|(crew, _)| Some((*crew, free((*crew)?)?)));
        let Some((crew, lane)) = next else { return false };
        let Some(Reverse((_, item))) = self.ready.get_mut(&crew).and_then(BinaryHeap::pop) else {
            return false;
        };
        let activity = self.activity(item);
        let start = bound(self.instance, activity, now);
        let finish = finish_of(self.instance, activity, start, activity.planned);
        if let Some(crew) = crew {
            self.lanes[crew as usize][lane] = finish;
        }
        self.place(item, start, finish);
        true
    }

    fn move_on(&mut self) -> bool {
        let waiting = self.ready.iter().filter(|(_, items)| !items.is_empty()).filter_map(|(crew, _)| *crew);
        let lane = waiting.filter_map(|crew| self.lanes[crew as usize].iter().min().copied()).min();
        let coming = self.coming.peek().map(|Reverse((moment, ..))| *moment);
        match [lane, coming].into_iter().flatten().min() {
            Some(moment) => {
                self.now = self.now.max(moment);
                true
            }
            None => false,
        }
    }
}
