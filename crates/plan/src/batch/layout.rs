//! An instance laid out in the order of the list.

use std::ops::Range;

use super::{Batch, Lane, Line, NONE, WIDTH};
use crate::{
    activity::{Activity, Instance, Mode, Wait},
    calendar::Ticks,
    facts::LinkKind,
    luck::Luck,
    network::ItemId,
    order::Order,
    spread::{Factors, QUANTILES, Sampler, Triangle},
    timing::bound,
};

/// An instance in the order of its list, without what the wanted items can't depend on. A position in it is a slot.
#[derive(Clone, Debug)]
pub struct Layout<'a> {
    pub(super) instance: &'a Instance,
    /// The item of each slot.
    pub(super) items: Vec<ItemId>,
    /// The slot of each item; [`NONE`] for those left out.
    pub(super) slots: Vec<u32>,
    /// The slot of each place in the order of ids.
    pub(super) by_id: Vec<u32>,
    pub(super) entries: Vec<Entry>,
    /// Finish-start links without lag: slots of what is waited for, entry after entry.
    pub(super) links: Vec<u32>,
    /// Slots whose item is done, under way, and to do.
    pub(super) done: Range<usize>,
    pub(super) running: Range<usize>,
    pub(super) to_do: Range<usize>,
    /// For each crew its lanes among all that have to be waited for; empty for a crew with lanes enough.
    pub(super) lanes: Vec<Range<usize>>,
    tables: Vec<Factors>,
    /// How many items have a start that a link looks at.
    starts: usize,
}

/// What is needed to place an item.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub luck: Luck,
    pub draw: Draw,
    /// Where its links begin in [`Layout::links`], and where they end.
    pub links: [u32; 2],
    /// Its crew, whose luck it shares; [`NONE`] where it has none.
    pub crew: u32,
    /// The first moment at which it may start.
    pub not_before: Ticks,
    /// Where its start is kept in [`Batch::start`], if it is.
    pub start: u32,
    /// Its place in the order of ids.
    pub id_order: Ticks,
    pub path: Path,
    /// Whether it has to wait for a lane of its crew.
    pub is_on_lane: bool,
}

/// How long an item may take.
#[derive(Clone, Copy, Debug)]
pub(super) enum Draw {
    Fixed(Ticks),
    Triangle(Triangle),
    /// A median, and which table of factors.
    Factor(Ticks, u32),
}

/// How much there is to be looked at where an item is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Path {
    /// Nothing but finish-start links without lag.
    Plain,
    /// Other links, too.
    Tied,
    /// Its team has days off of its own.
    Resting,
}

impl<'a> Layout<'a> {
    /// The layout of all that these items can depend on.
    pub fn new(instance: &'a Instance, order: &Order, wanted: &[ItemId]) -> Self {
        let is_tight = tight(instance, order);
        let is_needed = needed(instance, order, &is_tight, wanted);
        let items: Vec<ItemId> = order.list.iter().copied().filter(|item| is_needed[item.at()]).collect();
        let mut slots = vec![NONE; instance.activities.len()];
        let mut by_id = vec![NONE; instance.activities.len()];
        for (slot, item) in items.iter().enumerate() {
            slots[item.at()] = slot as u32;
            by_id[instance.activities[item.at()].id_order as usize] = slot as u32;
        }
        let is_open = |item: &ItemId| !matches!(instance.activities[item.at()].mode, Mode::Done(..));
        let runs = |item: &ItemId| matches!(instance.activities[item.at()].mode, Mode::Started(_));
        let done = items.iter().position(is_open).unwrap_or(items.len());
        let running = items[done..].iter().position(|item| !runs(item)).map_or(items.len(), |at| done + at);
        let to_do = running..items.len();
        let mut layout = Self {
            instance,
            slots,
            by_id,
            entries: Vec::with_capacity(items.len()),
            links: Vec::new(),
            done: 0..done,
            running: done..running,
            to_do,
            lanes: lanes(instance, &is_tight),
            tables: Vec::new(),
            starts: 0,
            items,
        };
        layout.fill();
        layout
    }

    fn fill(&mut self) {
        let mut start = vec![NONE; self.items.len()];
        for slot in 0..self.items.len() {
            let activity = self.activity(slot);
            for wait in &activity.waits {
                let at = &mut start[self.slots[wait.on.at()] as usize];
                if matches!(wait.kind, LinkKind::StartStart | LinkKind::StartFinish) && *at == NONE {
                    *at = self.starts as u32;
                    self.starts += 1;
                }
            }
        }
        for (slot, start) in start.into_iter().enumerate() {
            let activity = self.activity(slot);
            let path = self.path(activity);
            let first_link = self.links.len() as u32;
            if path == Path::Plain {
                self.links.extend(activity.waits.iter().map(|wait| self.slots[wait.on.at()]));
            }
            let crew = activity.crew.unwrap_or(NONE);
            let entry = Entry {
                luck: activity.luck,
                draw: self.draw(activity),
                links: [first_link, self.links.len() as u32],
                crew,
                not_before: bound(self.instance, activity, activity.not_before),
                start,
                id_order: activity.id_order as Ticks,
                path,
                is_on_lane: activity.mode == Mode::Work
                    && activity.crew.is_some_and(|crew| !self.lanes[crew as usize].is_empty()),
            };
            self.entries.push(entry);
        }
    }

    /// The items, by slot.
    pub fn items(&self) -> &[ItemId] {
        &self.items
    }

    /// The plain links of an entry.
    pub(super) fn links_of(&self, entry: &Entry) -> &[u32] {
        &self.links[entry.links[0] as usize..entry.links[1] as usize]
    }

    /// What it is the layout of.
    pub fn instance(&self) -> &'a Instance {
        self.instance
    }

    pub(super) fn activity(&self, slot: usize) -> &'a Activity {
        &self.instance.activities[self.items[slot].at()]
    }

    fn path(&self, activity: &Activity) -> Path {
        let is_plain = |wait: &Wait| wait.kind == LinkKind::FinishStart && wait.lag == 0;
        let rests = self.instance.days_off(activity).is_some_and(|off| !off.is_empty());
        match activity.mode {
            Mode::Work | Mode::Started(_) if rests => Path::Resting,
            _ if activity.waits.iter().all(is_plain) => Path::Plain,
            _ => Path::Tied,
        }
    }

    fn draw(&mut self, activity: &Activity) -> Draw {
        match (&activity.sampler, activity.mode) {
            (_, Mode::Milestone | Mode::Out | Mode::Done(..)) => Draw::Fixed(0),
            (Sampler::Fixed(length), _) => Draw::Fixed(*length),
            (Sampler::Triangular(least, mode, most), _) => {
                Draw::Triangle(Triangle::new(*least, *mode, *most))
            }
            (Sampler::Factor(median, factors), _) => {
                let known = self.tables.iter().position(|table| table.is_same(factors));
                let at = known.unwrap_or_else(|| {
                    self.tables.push(factors.clone());
                    self.tables.len() - 1
                });
                Draw::Factor(*median, at as u32)
            }
        }
    }

    /// The tables of factors.
    pub(super) fn tables(&self) -> Vec<&[u32; QUANTILES]> {
        self.tables.iter().map(Factors::table).collect()
    }

    /// A batch, with what is done in it.
    pub fn batch(&self) -> Batch {
        let has_lanes = self.lanes.iter().any(|lanes| !lanes.is_empty());
        let lanes = self.lanes.last().map_or(0, |lanes| lanes.end);
        let mut batch = Batch {
            first: 0,
            played: None,
            finish: vec![Line::of(0); self.items.len()],
            start: vec![Line::of(0); self.starts],
            before: vec![Line::of(-1); if has_lanes { self.items.len() } else { 0 }],
            factors: vec![[0; WIDTH]; self.instance.crews.len()],
            lanes: vec![Lane([0; WIDTH]); lanes],
        };
        for slot in self.done.clone() {
            if let Mode::Done(start, finish) = self.activity(slot).mode {
                batch.finish[slot] = Line::of(finish);
                batch.keep_start(&self.entries[slot], &Line::of(start));
            }
        }
        batch
    }
}

impl Batch {
    /// Keeps when an item starts, where a link looks at it.
    #[inline(always)]
    pub(super) fn keep_start(&mut self, entry: &Entry, start: &Line) {
        if entry.start != NONE {
            self.start[entry.start as usize] = *start;
        }
    }
}

/// Which crews have more to do than lanes, so that work may wait for one. Work of the others always finds a lane that was
/// never used.
fn tight(instance: &Instance, order: &Order) -> Vec<bool> {
    let mut work = vec![0; instance.crews.len()];
    for activity in order.list.iter().map(|item| &instance.activities[item.at()]) {
        if let (Some(crew), Mode::Work | Mode::Started(_)) = (activity.crew, activity.mode) {
            work[crew as usize] += 1;
        }
    }
    instance.crews.iter().zip(work).map(|(crew, work)| work > crew.lanes).collect()
}

/// The lanes of tight crews, one after the other.
fn lanes(instance: &Instance, is_tight: &[bool]) -> Vec<Range<usize>> {
    let mut end = 0;
    let of = |(crew, is_tight): (&crate::activity::Crew, &bool)| {
        let first = end;
        end += if *is_tight { crew.lanes as usize } else { 0 };
        first..end
    };
    instance.crews.iter().zip(is_tight).map(of).collect()
}

/// What the wanted items wait for, over any number of links and lanes, and they themselves. On a tight crew's lanes
/// everything waits for all that stands before it in the list.
fn needed(instance: &Instance, order: &Order, is_tight: &[bool], wanted: &[ItemId]) -> Vec<bool> {
    let mut is_needed = vec![false; instance.activities.len()];
    wanted.iter().for_each(|item| is_needed[item.at()] = true);
    let mut crew_is_needed = vec![false; instance.crews.len()];
    for item in order.list.iter().rev() {
        let activity = &instance.activities[item.at()];
        let takes_lane = matches!(activity.mode, Mode::Work | Mode::Started(_));
        let crew = activity.crew.map(|crew| crew as usize).filter(|crew| takes_lane && is_tight[*crew]);
        if !is_needed[item.at()] && !crew.is_some_and(|crew| crew_is_needed[crew]) {
            continue;
        }
        is_needed[item.at()] = true;
        if let Some(crew) = crew.filter(|_| activity.mode == Mode::Work) {
            crew_is_needed[crew] = true;
        }
        activity.waits.iter().for_each(|wait| is_needed[wait.on.at()] = true);
    }
    is_needed
}
