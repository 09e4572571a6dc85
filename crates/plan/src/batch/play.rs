//! Playing a block: the hot loop.

#[cfg(target_arch = "x86_64")]
use pulp::x86::{V3, V4};
use pulp::{NullaryFnOnce, Scalar};

use super::{
    BLOCK, Batch, Lane, Layout, Line, NONE, WIDTH,
    layout::{Draw, Entry, Path},
    vectors::{Vectors, multiply, triangular},
};
use crate::{
    activity::{Activity, Instance, Wait},
    calendar::Ticks,
    facts::LinkKind,
    luck,
    network::ItemId,
    spread::QUANTILES,
    timing::{bound, finish_of, lanes_after_started, linked},
    turns::Free,
};

/// Which vector instructions a block is played with. The bits are the same with all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instructions {
    /// The widest that this machine has.
    Widest,
    /// At most AVX2, of 256 bits.
    Avx2,
    /// None but those that every machine of the kind has.
    Plain,
}

impl Batch {
    /// Plays the block of this number: trials from `BLOCK * block` on.
    pub fn play(&mut self, layout: &Layout<'_>, block: u32) {
        self.play_with(layout, block, Instructions::Widest);
    }

    /// Plays the block that holds this trial, unless it is the one that was played last.
    pub fn play_trial(&mut self, layout: &Layout<'_>, trial: u32) {
        if self.played != Some(trial / BLOCK) {
            self.play(layout, trial / BLOCK);
        }
    }

    /// Plays a block with instructions of the caller's choice.
    pub fn play_with(&mut self, layout: &Layout<'_>, block: u32, instructions: Instructions) {
        self.play_over(layout, None, block, instructions);
    }

    /// Plays the block of a changed plan ([`Layout::over`]) that was played in the plan as it was.
    pub fn play_changed(&mut self, layout: &Layout<'_>, base: (&Layout<'_>, &Self)) {
        self.play_over(layout, Some(base), base.1.first / BLOCK, Instructions::Widest);
    }

    fn play_over(
        &mut self,
        layout: &Layout<'_>,
        base: Option<(&Layout<'_>, &Self)>,
        block: u32,
        instructions: Instructions,
    ) {
        (self.first, self.played) = (block * BLOCK, Some(block));
        #[cfg(target_arch = "x86_64")]
        match (instructions, V4::try_new(), V3::try_new()) {
            (Instructions::Widest, Some(simd), _) => {
                return simd.vectorize(Play { simd, layout, base, batch: self });
            }
            (Instructions::Widest | Instructions::Avx2, _, Some(simd)) => {
                return simd.vectorize(Play { simd, layout, base, batch: self });
            }
            _ => {}
        }
        Play { simd: Scalar, layout, base, batch: self }.call();
    }
}

/// A block to be played with whatever vector instructions there are.
struct Play<'a, 'b, V> {
    simd: V,
    layout: &'a Layout<'b>,
    /// The plan as it was before it was changed, and the same block of it.
    base: Option<(&'a Layout<'b>, &'a Batch)>,
    batch: &'a mut Batch,
}

impl<V: Vectors> NullaryFnOnce for Play<'_, '_, V> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { simd, layout, base, batch } = self;
        let mut places = [0; WIDTH];
        for (at, place) in places.iter_mut().enumerate() {
            *place = luck::place(batch.first + at as u32);
        }
        let tables = layout.tables();
        let team_table = layout.instance.team_factors.table();
        for (crew, factors) in layout.instance.crews.iter().zip(&mut batch.factors) {
            let bits = simd.bits(crew.luck, &places);
            for at in 0..WIDTH {
                factors[at] = team_table[(bits[at] >> 20) as usize];
            }
        }
        batch.start_what_runs(layout);
        for slot in layout.to_do.clone() {
            let entry = &layout.entries[slot];
            if let (Path::Known(known), Some(base)) = (entry.path, base) {
                batch.take_over(layout, slot, base, known as usize);
                continue;
            }
            let length = batch.drawn(simd, entry, &places, &tables);
            batch.place(layout, slot, entry, &length);
        }
    }
}

impl Lane {
    /// A lane that is free from a moment on, and who stood on it last, as a place in the order of ids: in front of
    /// everybody where it was never used. No two lanes of a crew are equal.
    #[inline(always)]
    fn of(free: Ticks, who: Ticks) -> i64 {
        (i64::from(free) << 32) | i64::from(who)
    }

    /// Of lanes, in each trial the one that is free first; of equal ones that of the lowest id.
    #[inline(always)]
    fn earliest(lanes: &[Self]) -> Self {
        let mut earliest = lanes[0];
        for lane in &lanes[1..] {
            for at in 0..WIDTH {
                earliest.0[at] = earliest.0[at].min(lane.0[at]);
            }
        }
        earliest
    }

    /// In each trial the lane of these that is `taken` becomes `now`.
    #[inline(always)]
    fn replace(lanes: &mut [Self], taken: &Self, now: &Self) {
        for lane in lanes {
            for at in 0..WIDTH {
                lane.0[at] = if lane.0[at] == taken.0[at] { now.0[at] } else { lane.0[at] };
            }
        }
    }

    /// When it is free.
    #[inline(always)]
    fn free(&self) -> Line {
        Line::each(
            #[inline(always)]
            |at| (self.0[at] >> 32) as Ticks,
        )
    }

    /// Who stood on it last, of so many lanes: a place in the order of ids, below 0 for nobody.
    #[inline(always)]
    fn who(&self, lanes: usize) -> Line {
        Line::each(
            #[inline(always)]
            |at| self.0[at] as Ticks - lanes as Ticks,
        )
    }
}

impl Batch {
    /// How long an item takes in each trial: its own luck times its team's.
    #[inline(always)]
    fn drawn<V: Vectors>(
        &self,
        simd: V,
        entry: &Entry,
        places: &[u64; WIDTH],
        tables: &[&[u32; QUANTILES]],
    ) -> Line {
        let mut line = Line::of(0);
        match &entry.draw {
            Draw::Fixed(length) => line.0 = [*length; WIDTH],
            Draw::Triangle(triangle) => {
                triangular(simd, triangle, &simd.bits(entry.luck, places), &mut line.0);
            }
            Draw::Factor(median, table) => {
                let (bits, table) = (simd.bits(entry.luck, places), tables[*table as usize]);
                let mut factors = [0; WIDTH];
                for at in 0..WIDTH {
                    factors[at] = table[(bits[at] >> 20) as usize];
                }
                line.0 = [*median; WIDTH];
                multiply(simd, &mut line.0, &factors);
            }
        }
        if let Some(factors) = self.factors.get(entry.crew as usize) {
            multiply(simd, &mut line.0, factors);
        }
        if entry.longer != 0 {
            line = Line::each(
                #[inline(always)]
                |at| line.0[at].saturating_add(entry.longer),
            );
        }
        line
    }

    /// Places an item at the latest of its links, its lane and its not-before.
    #[inline(always)]
    fn place(&mut self, layout: &Layout<'_>, slot: usize, entry: &Entry, length: &Line) {
        match entry.path {
            Path::Resting => return self.place_resting(layout, slot, entry, length),
            Path::Lent => return self.place_where_lent(layout, slot, entry, length),
            Path::Plain | Path::Tied | Path::Known(_) => {}
        }
        let mut start = Line::of(entry.not_before);
        for on in layout.links_of(entry) {
            let finish = &self.finish[*on as usize];
            for at in 0..WIDTH {
                start.0[at] = start.0[at].max(finish.0[at]);
            }
        }
        if entry.path == Path::Tied {
            start = self.tied(layout, layout.activity(slot), start, length);
        }
        if entry.is_on_lane {
            let lanes = &mut self.lanes[layout.lanes[entry.crew as usize].clone()];
            let earliest = Lane::earliest(lanes);
            let (free, who) = (earliest.free(), lanes.len() as Ticks + entry.id_order);
            for at in 0..WIDTH {
                start.0[at] = start.0[at].max(free.0[at]);
            }
            let finish = added(&start, length);
            let mut now = Lane([0; WIDTH]);
            for at in 0..WIDTH {
                now.0[at] = Lane::of(finish.0[at], who);
            }
            Lane::replace(lanes, &earliest, &now);
            let before = earliest.who(lanes.len());
            self.keep_before(slot, before);
        }
        self.finish[slot] = added(&start, length);
        self.keep_start(entry, &start);
    }

    /// The start that links allow which bear a lag or tie a finish.
    #[inline(never)]
    fn tied(&self, layout: &Layout<'_>, activity: &Activity, mut start: Line, length: &Line) -> Line {
        for wait in &*activity.waits {
            for at in 0..WIDTH {
                let moment =
                    linked(layout.instance, activity, wait, self.span(layout, wait, at), length.0[at]);
                start.0[at] = start.0[at].max(moment);
            }
        }
        start
    }

    /// When what is waited for starts and ends; its start is known where the link looks at it.
    pub(super) fn span(&self, layout: &Layout<'_>, wait: &Wait, at: usize) -> (Ticks, Ticks) {
        let slot = layout.slots[wait.on.at()] as usize;
        let start = match wait.kind {
            LinkKind::StartStart | LinkKind::StartFinish => {
                self.start[layout.entries[slot].start as usize].0[at]
            }
            LinkKind::FinishStart | LinkKind::FinishFinish => 0,
        };
        (start, self.finish[slot].0[at])
    }

    /// Places an item whose team has days off of its own, trial by trial.
    #[inline(never)]
    fn place_resting(&mut self, layout: &Layout<'_>, slot: usize, entry: &Entry, length: &Line) {
        let activity = layout.activity(slot);
        let mut start = self.tied(layout, activity, Line::of(entry.not_before), length);
        if entry.is_on_lane {
            let lanes = &mut self.lanes[layout.lanes[entry.crew as usize].clone()];
            let earliest = Lane::earliest(lanes);
            let (free, who) = (earliest.free(), lanes.len() as Ticks + entry.id_order);
            let mut now = earliest;
            for at in 0..WIDTH {
                start.0[at] = start.0[at].max(bound(layout.instance, activity, free.0[at]));
                let finish = finish_of(layout.instance, activity, start.0[at], length.0[at]);
                now.0[at] = Lane::of(finish, who);
            }
            Lane::replace(lanes, &earliest, &now);
            let before = earliest.who(lanes.len());
            self.keep_before(slot, before);
        }
        self.finish[slot] = Line::each(|at| finish_of(layout.instance, activity, start.0[at], length.0[at]));
        self.keep_start(entry, &start);
    }

    /// Places an item of a team that lends or borrows lanes, trial by trial, on the lane on which it can start first.
    #[inline(never)]
    fn place_where_lent(&mut self, layout: &Layout<'_>, slot: usize, entry: &Entry, length: &Line) {
        let (instance, activity) = (layout.instance, layout.activity(slot));
        let Some(turns) = &layout.turns[entry.crew as usize] else { return };
        let mut start = self.tied(layout, activity, Line::of(entry.not_before), length);
        let lanes = &mut self.lanes[layout.lanes[entry.crew as usize].clone()];
        let who = lanes.len() as Ticks + entry.id_order;
        for at in 0..WIDTH {
            let first = |(number, lane): (usize, &Lane)| {
                let free = (lane.0[at] >> 32) as Ticks;
                let start = turns.start_on(number, (instance, activity), start.0[at].max(free))?;
                Some((start, lane.0[at], number))
            };
            let Some((moment, _, number)) = lanes.iter().enumerate().filter_map(first).min() else {
                continue;
            };
            start.0[at] = moment;
            self.finish[slot].0[at] = finish_of(instance, activity, moment, length.0[at]);
            lanes[number].0[at] = Lane::of(self.finish[slot].0[at], who);
        }
        self.keep_start(entry, &start);
    }

    /// Takes an item over from the plan as it was, with the lane on which it stands.
    #[inline(always)]
    fn take_over(&mut self, layout: &Layout<'_>, slot: usize, base: (&Layout<'_>, &Self), known: usize) {
        let entry = &layout.entries[slot];
        let finish = base.1.finish[known];
        self.finish[slot] = finish;
        if entry.start != NONE {
            self.start[entry.start as usize] = base.1.start[base.0.entries[known].start as usize];
        }
        if entry.is_on_lane {
            let lanes = &mut self.lanes[layout.lanes[entry.crew as usize].clone()];
            let (earliest, who) = (Lane::earliest(lanes), lanes.len() as Ticks + entry.id_order);
            let mut now = earliest;
            for at in 0..WIDTH {
                now.0[at] = Lane::of(finish.0[at], who);
            }
            Lane::replace(lanes, &earliest, &now);
        }
    }

    /// Starts what is under way, and sets the lanes as they are then.
    #[inline(never)]
    fn start_what_runs(&mut self, layout: &Layout<'_>) {
        for lanes in &layout.lanes {
            for (number, lane) in self.lanes[lanes.clone()].iter_mut().enumerate() {
                *lane = Lane([Lane::of(0, number as Ticks); WIDTH]);
            }
        }
        let instance = layout.instance;
        for (turns, lanes) in layout.turns.iter().zip(&layout.lanes) {
            let Some(turns) = turns else { continue };
            let free = turns.after_started(instance, Vec::new());
            for (number, (lane, free)) in self.lanes[lanes.clone()].iter_mut().zip(free).enumerate() {
                *lane = Lane([Lane::of(free.at, number as Ticks); WIDTH]);
            }
        }
        let mut running: Vec<Vec<(Ticks, ItemId)>> = vec![Vec::new(); instance.crews.len()];
        for at in 0..WIDTH {
            running.iter_mut().for_each(Vec::clear);
            for slot in layout.running.clone() {
                let activity = layout.activity(slot);
                let start = bound(instance, activity, 0);
                let length = instance.sample(activity, self.first + at as u32);
                let finish = finish_of(instance, activity, start, length);
                self.finish[slot].0[at] = finish;
                if layout.entries[slot].start != NONE {
                    self.start[layout.entries[slot].start as usize].0[at] = start;
                }
                if let Some(crew) = activity.crew {
                    running[crew as usize].push((finish, layout.items[slot]));
                }
            }
            for (crew, running) in running.iter_mut().enumerate() {
                let lanes = layout.lanes[crew].clone();
                if lanes.is_empty() || running.is_empty() {
                    continue;
                }
                let running = std::mem::take(running);
                let set = match &layout.turns[crew] {
                    Some(turns) => turns.after_started(instance, running),
                    None => free_after_started(instance, lanes.len() as u32, running),
                };
                let lanes = &mut self.lanes[lanes];
                let count = lanes.len() as Ticks;
                for (number, (lane, free)) in lanes.iter_mut().zip(set).enumerate() {
                    let who = free.id.map_or(number as Ticks, |id| count + id as Ticks);
                    lane.0[at] = Lane::of(free.at, who);
                }
            }
        }
    }
}

/// The lanes of a team that lends and borrows none, once what is under way has taken its own.
fn free_after_started(instance: &Instance, lanes: u32, running: Vec<(Ticks, ItemId)>) -> Vec<Free> {
    let id = |item: ItemId| instance.activities[item.at()].id_order;
    let set = lanes_after_started(instance, lanes, running).into_iter();
    set.map(|(at, on)| Free { at, id: on.map(id) }).collect()
}

/// Start and length, at most the last moment there is.
#[inline(always)]
fn added(start: &Line, length: &Line) -> Line {
    Line::each(
        #[inline(always)]
        |at| (start.0[at] as u32 + length.0[at] as u32).min(Ticks::MAX as u32) as Ticks,
    )
}
