//! The one list in which teams work.
//!
//! Made once for a plan, by a work-conserving pass at medians: a free lane takes the best-ranked ready item. Links win
//! over rank. All trials keep the list (serial schedule generation).

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
};

use crate::{
    activity::{Activity, Instance, Mode},
    calendar::Ticks,
    network::ItemId,
    timing::{bound, finish_of, lanes_after_started, linked},
    trial::Year,
};

/// The list, and when everything happens if all goes as the plan counts on.
#[derive(Clone, Debug)]
pub struct Order {
    /// Items in the order in which they are scheduled; an item stands behind all it waits for.
    pub list: Vec<ItemId>,
    /// The year in which everything takes as long as the plan counts on.
    pub planned: Year,
}

impl Order {
    /// The list of an instance.
    pub fn of(instance: &Instance) -> Self {
        let mut pass = Pass::new(instance);
        pass.place_what_is_fixed();
        while pass.step() {}
        let mut order = Self { list: pass.list, planned: Year::default() };
        let mut planned = Year::default();
        planned.play_planned(instance, &order);
        order.planned = planned;
        order
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
    /// Ready and in need of no lane.
    ready_at_once: BinaryHeap<Ranked>,
    /// Ready, by crew.
    ready: Vec<BinaryHeap<Ranked>>,
    /// How many lanes of each crew are free.
    free: Vec<u32>,
    /// When which crew's lanes come free that are taken.
    taken: BinaryHeap<Reverse<(Ticks, u32)>>,
    /// Crews with something ready and a lane free.
    able: BTreeSet<u32>,
    now: Ticks,
}

impl<'a> Pass<'a> {
    fn new(instance: &'a Instance) -> Self {
        let count = instance.activities.len();
        let mut after = vec![Vec::new(); count];
        for (at, activity) in instance.activities.iter().enumerate() {
            for wait in &*activity.waits {
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
            ready_at_once: BinaryHeap::new(),
            ready: vec![BinaryHeap::new(); instance.crews.len()],
            free: vec![0; instance.crews.len()],
            taken: BinaryHeap::new(),
            able: BTreeSet::new(),
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
            lanes.into_iter().for_each(|(free, _)| self.take(at as u32, free));
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
        for next in std::mem::take(&mut self.after[item.at()]) {
            self.missing[next.at()] -= 1;
            if self.missing[next.at()] == 0 {
                self.come(next);
            }
        }
    }

    /// A lane of a crew is taken up to this moment.
    fn take(&mut self, crew: u32, finish: Ticks) {
        if finish > self.now {
            self.taken.push(Reverse((finish, crew)));
        } else {
            self.free[crew as usize] += 1;
        }
    }

    /// Notes whether a crew can begin something now.
    fn look_at(&mut self, crew: u32) {
        let at = crew as usize;
        if self.free[at] > 0 && !self.ready[at].is_empty() {
            self.able.insert(crew);
        } else {
            self.able.remove(&crew);
        }
    }

    /// Places one item, or moves on to the next moment at which one can be placed. False when nothing is left.
    fn step(&mut self) -> bool {
        self.arrive();
        if let Some(Reverse((_, item))) = self.ready_at_once.pop() {
            let activity = self.activity(item);
            self.place(item, self.now, finish_of(self.instance, activity, self.now, activity.planned));
            return true;
        }
        self.place_on_a_lane() || self.move_on()
    }

    /// What becomes ready, and which lanes come free, up to now.
    fn arrive(&mut self) {
        while let Some(Reverse((moment, rank, item))) = self.coming.peek().copied()
            && moment <= self.now
        {
            self.coming.pop();
            let activity = self.activity(item);
            match activity.crew.filter(|_| activity.mode == Mode::Work) {
                None => self.ready_at_once.push(Reverse((rank, item))),
                Some(crew) => {
                    self.ready[crew as usize].push(Reverse((rank, item)));
                    self.look_at(crew);
                }
            }
        }
        while let Some(Reverse((moment, crew))) = self.taken.peek().copied()
            && moment <= self.now
        {
            self.taken.pop();
            self.free[crew as usize] += 1;
            self.look_at(crew);
        }
    }

    fn place_on_a_lane(&mut self) -> bool {
        let Some(crew) = self.able.first().copied() else { return false };
        let Some(Reverse((_, item))) = self.ready[crew as usize].pop() else { return false };
        let activity = self.activity(item);
        let start = bound(self.instance, activity, self.now);
        let finish = finish_of(self.instance, activity, start, activity.planned);
        self.free[crew as usize] -= 1;
        self.take(crew, finish);
        self.look_at(crew);
        self.place(item, start, finish);
        true
    }

    /// To the next moment at which a lane comes free or an item becomes ready.
    fn move_on(&mut self) -> bool {
        let lane = self.taken.peek().map(|Reverse((moment, _))| *moment);
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
