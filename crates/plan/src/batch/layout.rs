//! An instance laid out in the order of the list.

use std::ops::Range;

use super::{Batch, Lane, Line, NONE, WIDTH};
use crate::{
    activity::{Activity, Crew, Instance, Mode, Wait},
    calendar::Ticks,
    facts::LinkKind,
    luck::Luck,
    network::ItemId,
    order::Order,
    spread::{Factors, QUANTILES, Sampler, Triangle},
    timing::bound,
    turns::Turns,
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
    /// The lanes of crews that lend or borrow some.
    pub(super) turns: Vec<Option<Turns>>,
    tables: Vec<Factors>,
    /// How many items have a start that a link looks at.
    starts: usize,
}

/// What is needed to place an item.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub luck: Luck,
    pub draw: Draw,
    /// By how much longer it takes, in every trial.
    pub longer: Ticks,
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
    /// Its team lends or borrows lanes.
    Lent,
    /// It is as in the plan that was changed, where it has this slot.
    Known(u32),
}

impl<'a> Layout<'a> {
    /// The layout of all that these items can depend on.
    pub fn new(instance: &'a Instance, order: &Order, wanted: &[ItemId]) -> Self {
        Self::of(instance, &order.list, wanted, &|_| false, None)
    }

    /// The layout of a changed plan: of all that these items can depend on and that can have changed, and of what that waits
    /// for. The rest is taken from the plan as it was.
    ///
    /// `is_changed` says of each item whether it can start or end otherwise than in the base; the list is a list of the
    /// changed instance in which whatever can't have changed stands as it did among the work of its team.
    pub fn over(
        base: &Layout<'_>,
        instance: &'a Instance,
        list: &[ItemId],
        wanted: &[ItemId],
        is_changed: &[bool],
    ) -> Self {
        Self::of(instance, list, wanted, &|item| !is_changed[item.at()], Some(base))
    }

    fn of(
        instance: &'a Instance,
        list: &[ItemId],
        wanted: &[ItemId],
        stays: &dyn Fn(ItemId) -> bool,
        base: Option<&Layout<'_>>,
    ) -> Self {
        let is_tight = tight(instance, list);
        let base = base.map(|base| Base { layout: base, stays });
        let part = Part::of(instance, list, &is_tight, wanted, base.as_ref());
        let items: Vec<ItemId> =
            list.iter().copied().filter(|item| part[item.at()] != Part::LeftOut).collect();
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
            turns: instance
                .crews
                .iter()
                .map(|crew| (!crew.loans.is_empty()).then(|| Turns::of(crew)))
                .collect(),
            tables: Vec::new(),
            starts: 0,
            items,
        };
        layout.fill(&part);
        layout
    }

    fn fill(&mut self, part: &[Part]) {
        let mut start = vec![NONE; self.items.len()];
        for slot in 0..self.items.len() {
            let activity = self.activity(slot);
            if matches!(part[self.items[slot].at()], Part::Known(_)) {
                continue;
            }
            for wait in &*activity.waits {
                let at = &mut start[self.slots[wait.on.at()] as usize];
                if matches!(wait.kind, LinkKind::StartStart | LinkKind::StartFinish) && *at == NONE {
                    *at = self.starts as u32;
                    self.starts += 1;
                }
            }
        }
        for (slot, start) in start.into_iter().enumerate() {
            let activity = self.activity(slot);
            let path = match part[self.items[slot].at()] {
                Part::Known(slot) if activity.mode == Mode::Work || activity.mode == Mode::Milestone => {
                    Path::Known(slot)
                }
                _ => self.path(activity),
            };
            let first_link = self.links.len() as u32;
            if path == Path::Plain {
                self.links.extend(activity.waits.iter().map(|wait| self.slots[wait.on.at()]));
            }
            let crew = activity.crew.unwrap_or(NONE);
            let entry = Entry {
                luck: activity.luck,
                draw: self.draw(activity),
                longer: activity.longer,
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
        let lends = activity.crew.is_some_and(|crew| self.turns[crew as usize].is_some());
        match activity.mode {
            Mode::Work if lends => Path::Lent,
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
        let mut batch = Batch::none();
        let has_lanes = self.lanes.iter().any(|lanes| !lanes.is_empty());
        batch.before = vec![Line::of(-1); if has_lanes { self.items.len() } else { 0 }];
        self.lay_out(&mut batch);
        batch
    }

    /// Makes a batch one of this layout, whatever it was before. Who stood on which lane is kept only in one that was made for
    /// a layout, so that chains are asked of no other.
    pub fn lay_out(&self, batch: &mut Batch) {
        let lanes = self.lanes.last().map_or(0, |lanes| lanes.end);
        batch.played = None;
        batch.finish.resize(self.items.len(), Line::of(0));
        batch.start.resize(self.starts, Line::of(0));
        batch.factors.resize(self.instance.crews.len(), [0; WIDTH]);
        batch.lanes.resize(lanes, Lane([0; WIDTH]));
        for slot in self.done.clone() {
            if let Mode::Done(start, finish) = self.activity(slot).mode {
                batch.finish[slot] = Line::of(finish);
                batch.keep_start(&self.entries[slot], &Line::of(start));
            }
        }
    }
}

impl Batch {
    /// A batch of nothing, to be laid out.
    pub fn none() -> Self {
        Self {
            first: 0,
            played: None,
            finish: Vec::new(),
            start: Vec::new(),
            before: Vec::new(),
            factors: Vec::new(),
            lanes: Vec::new(),
        }
    }

    /// Keeps who stood on an item's lane before, where that is asked.
    #[inline(always)]
    pub(super) fn keep_before(&mut self, slot: usize, before: Line) {
        if let Some(known) = self.before.get_mut(slot) {
            *known = before;
        }
    }

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
fn tight(instance: &Instance, list: &[ItemId]) -> Vec<bool> {
    let mut work = vec![0; instance.crews.len()];
    for activity in list.iter().map(|item| &instance.activities[item.at()]) {
        if let (Some(crew), Mode::Work | Mode::Started(_)) = (activity.crew, activity.mode) {
            work[crew as usize] += 1;
        }
    }
    let is_tight = |(crew, work): (&Crew, u32)| work > crew.lanes || !crew.loans.is_empty();
    instance.crews.iter().zip(work).map(is_tight).collect()
}

/// The lanes of tight crews, one after the other.
fn lanes(instance: &Instance, is_tight: &[bool]) -> Vec<Range<usize>> {
    let mut end = 0;
    let of = |(crew, is_tight): (&Crew, &bool)| {
        let first = end;
        end += match (is_tight, crew.loans.is_empty()) {
            (false, _) => 0,
            (true, true) => crew.lanes as usize,
            (true, false) => Turns::of(crew).count(),
        };
        first..end
    };
    instance.crews.iter().zip(is_tight).map(of).collect()
}

/// What an item of a changed plan is taken from.
struct Base<'a, 'b> {
    layout: &'a Layout<'b>,
    /// Whether an item can't have changed.
    stays: &'a dyn Fn(ItemId) -> bool,
}

/// What a layout takes of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    LeftOut,
    Played,
    /// As in the base, where it has this slot.
    Known(u32),
}

impl Part {
    /// What the wanted items wait for, over any number of links and lanes, and they themselves. On a tight crew's lanes
    /// everything waits for all that stands before it in the list. What is known waits for nothing, but takes its lane.
    fn of(
        instance: &Instance,
        list: &[ItemId],
        is_tight: &[bool],
        wanted: &[ItemId],
        base: Option<&Base<'_, '_>>,
    ) -> Vec<Self> {
        let mut part = vec![Self::LeftOut; instance.activities.len()];
        wanted.iter().for_each(|item| part[item.at()] = Self::Played);
        let mut crew_is_needed = vec![false; instance.crews.len()];
        // Items whose start a link looks at.
        let mut shows_start = vec![false; if base.is_some() { part.len() } else { 0 }];
        for item in list.iter().copied().rev() {
            let activity = &instance.activities[item.at()];
            let takes_lane = matches!(activity.mode, Mode::Work | Mode::Started(_));
            let crew = activity.crew.map(|crew| crew as usize).filter(|crew| takes_lane && is_tight[*crew]);
            if part[item.at()] == Self::LeftOut && !crew.is_some_and(|crew| crew_is_needed[crew]) {
                continue;
            }
            if let Some(crew) = crew.filter(|_| activity.mode == Mode::Work) {
                crew_is_needed[crew] = true;
            }
            let known = base.and_then(|base| base.slot(item, shows_start[item.at()]));
            part[item.at()] = known.map_or(Self::Played, Self::Known);
            if known.is_some() {
                continue;
            }
            for wait in &*activity.waits {
                part[wait.on.at()] = Self::Played;
                if base.is_some() && matches!(wait.kind, LinkKind::StartStart | LinkKind::StartFinish) {
                    shows_start[wait.on.at()] = true;
                }
            }
        }
        part
    }
}

impl Base<'_, '_> {
    /// The slot in the base of an item that can't have changed, if all is kept of it that is needed.
    fn slot(&self, item: ItemId, shows_start: bool) -> Option<u32> {
        let slot = self.layout.slots[item.at()];
        let is_kept = (self.stays)(item) && slot != NONE;
        let has_start = is_kept && self.layout.entries[slot as usize].start != NONE;
        (is_kept && (has_start || !shows_start)).then_some(slot)
    }
}
