//! The chain of a deliverable, found again from the finishes of a block.

use super::{Batch, Layout, NONE, layout::Path};
use crate::{
    activity::Wait,
    calendar::Ticks,
    facts::{LinkKind, Strength},
    network::ItemId,
    spread::LONGEST,
    timing::{bound, linked},
};

/// A step of the chain that leads to a deliverable's finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The item.
    pub item: ItemId,
    /// Its slot in the layout.
    pub slot: usize,
    /// Its length, where it is part of the chain: had it been shorter, the chain would be.
    pub length: Option<Ticks>,
    /// How sure the link is that leads to the step before it in time, where it is a link.
    pub link: Option<Strength>,
}

/// The chains of one trial, each step told once: where two chains meet they go on as one.
#[derive(Clone, Debug)]
pub struct Chains<T> {
    /// What is told of each step, and which comes after it.
    steps: Vec<(T, u32)>,
    /// The step of each slot that a chain has reached at its finish.
    known: Vec<u32>,
    reached: Vec<u32>,
}

impl<T> Chains<T> {
    /// No chain yet.
    pub fn new(layout: &Layout<'_>) -> Self {
        Self { steps: Vec::new(), known: vec![NONE; layout.items.len()], reached: Vec::new() }
    }

    /// Forgets the chains of a trial.
    pub fn clear(&mut self) {
        self.steps.clear();
        for slot in self.reached.drain(..) {
            self.known[slot as usize] = NONE;
        }
    }

    /// Walks the chain of an item in the trial at this place of the block. Until the next [`clear`](Self::clear) it must
    /// be the same trial.
    pub fn walk(
        &mut self,
        (layout, batch, at): (&Layout<'_>, &Batch, usize),
        item: ItemId,
        tell: impl Fn(Step) -> T,
        mut visit: impl FnMut(&T),
    ) {
        let mut here = self.find((layout, batch, at), item, tell);
        while let Some((told, next)) = self.steps.get(here as usize) {
            visit(told);
            here = *next;
        }
    }

    /// The first step of a chain; those that are not known yet are told.
    fn find(
        &mut self,
        (layout, batch, at): (&Layout<'_>, &Batch, usize),
        item: ItemId,
        tell: impl Fn(Step) -> T,
    ) -> u32 {
        let (mut first, mut last) = (NONE, NONE);
        let mut next = Some((layout.slots[item.at()] as usize, true));
        while let Some((slot, at_finish)) = next {
            let known = if at_finish { self.known[slot] } else { NONE };
            let here = if known == NONE { self.steps.len() as u32 } else { known };
            first = if first == NONE { here } else { first };
            if let Some((_, after)) = self.steps.get_mut(last as usize) {
                *after = here;
            }
            if known != NONE {
                break;
            }
            let (step, before) = batch.step(layout, slot, at_finish, at);
            self.steps.push((tell(step), NONE));
            if at_finish {
                self.known[slot] = here;
                self.reached.push(slot as u32);
            }
            (last, next) = (here, before);
        }
        first
    }
}

/// Why an item starts when it does.
enum Cause {
    /// A link to this slot: its kind, and how sure it is.
    Link(usize, LinkKind, Strength),
    /// The lane on which the item of this slot stood before.
    Lane(usize),
    NotBefore,
}

impl Batch {
    /// When an item of the layout ends in the trial at this place of the block.
    pub fn finish(&self, layout: &Layout<'_>, item: ItemId, at: usize) -> Ticks {
        self.finish[layout.slots[item.at()] as usize].0[at]
    }

    /// Walks the chain from an item's finish back to what nothing was waiting for.
    pub fn chain(&self, layout: &Layout<'_>, item: ItemId, at: usize, mut visit: impl FnMut(Step)) {
        let mut next = Some((layout.slots[item.at()] as usize, true));
        while let Some((slot, at_finish)) = next {
            let (step, before) = self.step(layout, slot, at_finish, at);
            visit(step);
            next = before;
        }
    }

    /// The step at a slot, reached at its finish or at its start, and the slot from which the chain goes on, likewise.
    fn step(
        &self,
        layout: &Layout<'_>,
        slot: usize,
        at_finish: bool,
        at: usize,
    ) -> (Step, Option<(usize, bool)>) {
        let (start, cause) = self.cause(layout, slot, at);
        let (next, link, is_tied_at_finish) = match cause {
            Cause::NotBefore => (None, None, false),
            Cause::Lane(before) => (Some((before, true)), None, false),
            Cause::Link(on, kind, strength) => {
                let to_finish = matches!(kind, LinkKind::FinishStart | LinkKind::FinishFinish);
                let from_finish = matches!(kind, LinkKind::FinishFinish | LinkKind::StartFinish);
                (Some((on, to_finish)), Some(strength), from_finish)
            }
        };
        let counts = at_finish && !is_tied_at_finish && !layout.done.contains(&slot);
        let length = counts.then(|| self.length(layout, slot, at, start));
        (Step { item: layout.items[slot], slot, length, link }, next)
    }

    /// How long an item takes that starts at this moment.
    fn length(&self, layout: &Layout<'_>, slot: usize, at: usize, start: Ticks) -> Ticks {
        let finish = self.finish[slot].0[at];
        // At the end of time a finish says nothing of a length; nor does it where a team rests.
        if layout.entries[slot].path == Path::Resting || finish >= Ticks::MAX - LONGEST {
            return layout.instance.sample(layout.activity(slot), self.first + at as u32);
        }
        finish - start
    }

    /// When an item starts, and why: the latest of its links, its lane and its not-before; on a tie the earlier of these,
    /// and of equal links the one with the lowest id.
    fn cause(&self, layout: &Layout<'_>, slot: usize, at: usize) -> (Ticks, Cause) {
        let (instance, entry) = (layout.instance, &layout.entries[slot]);
        if !layout.to_do.contains(&slot) {
            return (bound(instance, layout.activity(slot), 0), Cause::NotBefore);
        }
        let (mut start, mut cause) = (entry.not_before, Cause::NotBefore);
        if entry.is_on_lane
            && let Some(before) = self.lane_before(layout, slot, at)
        {
            let free = bound(instance, layout.activity(slot), self.finish[before].0[at]);
            if free >= start {
                (start, cause) = (free, Cause::Lane(before));
            }
        }
        let mut lowest = u32::MAX;
        if entry.path == Path::Plain {
            self.latest_link(layout, slot, at, &mut start, &mut cause);
            return (start, cause);
        }
        let activity = layout.activity(slot);
        let ties_finishes = |wait: &Wait| matches!(wait.kind, LinkKind::FinishFinish | LinkKind::StartFinish);
        let length = match activity.waits.iter().any(ties_finishes) {
            true => instance.sample(activity, self.first + at as u32),
            false => 0,
        };
        for wait in &*activity.waits {
            let moment = linked(instance, activity, wait, self.span(layout, wait, at), length);
            let id = instance.activities[wait.on.at()].id_order;
            if moment > start || (moment == start && id < lowest) {
                let on = layout.slots[wait.on.at()] as usize;
                (start, cause, lowest) = (moment, Cause::Link(on, wait.kind, wait.strength), id);
            }
        }
        (start, cause)
    }

    /// The same for an item with finish-start links without lag alone.
    fn latest_link(&self, layout: &Layout<'_>, slot: usize, at: usize, start: &mut Ticks, cause: &mut Cause) {
        let links = layout.links_of(&layout.entries[slot]);
        let mut latest = None;
        for (link, on) in links.iter().enumerate() {
            let moment = self.finish[*on as usize].0[at];
            let id = |on: u32| layout.entries[on as usize].id_order;
            let is_lower = |known: Option<usize>| known.is_none_or(|known| id(*on) < id(links[known]));
            if moment > *start || (moment == *start && is_lower(latest)) {
                (*start, latest) = (moment, Some(link));
            }
        }
        if let Some(link) = latest {
            let strength = layout.activity(slot).waits[link].strength;
            *cause = Cause::Link(links[link] as usize, LinkKind::FinishStart, strength);
        }
    }

    /// The slot of the item that stood on an item's lane before.
    fn lane_before(&self, layout: &Layout<'_>, slot: usize, at: usize) -> Option<usize> {
        let before = self.before.get(slot)?.0[at];
        let slot = *layout.by_id.get(usize::try_from(before).ok()?)?;
        (slot != NONE).then_some(slot as usize)
    }
}
