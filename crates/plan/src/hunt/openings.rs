//! Where dates wait in somebody's queue: seen on the chains of late years.

use std::collections::BTreeMap;

use super::{Question, Years};
use crate::{
    batch::{BLOCK, Batch, Chains, Layout, Step},
    calendar::Ticks,
    directory::TeamId,
    network::ItemId,
    whatif::Stake,
};

/// Blocks of years whose chains are looked at.
const LOOKED_AT: u32 = 16;

/// Where dates wait, with how much lateness passed there; the most first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Openings {
    /// Work of somebody's that stood in the queue of its team while another's date waited for it.
    pub pulls: Vec<Pull>,
    /// Teams whose own dates waited in their own queue.
    pub queues: Vec<Queue>,
}

/// Work that stood in a queue while somebody else's date waited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pull {
    /// The work.
    pub item: ItemId,
    /// Whose date waited.
    pub party: u32,
    /// Work of that party between it and the date, which can follow it; the earliest first.
    pub follows: Vec<ItemId>,
    /// Lateness of that date in the years looked at, weighted, in hundredths of a tick.
    pub late: i64,
}

/// A team whose dates waited for its lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// The team.
    pub team: TeamId,
    /// When the first of the work that stood in front of others starts, as planned.
    pub from: Ticks,
    /// Likewise.
    pub late: i64,
}

#[derive(Default)]
struct Seen {
    pulls: BTreeMap<(ItemId, u32), (i64, Vec<ItemId>)>,
    queues: BTreeMap<u32, (i64, Ticks)>,
}

/// Walks the chains of all dates in some years.
pub fn look(years: &Years, question: &Question) -> Openings {
    let dates = &question.stakes.dates;
    let layout = Layout::new(&years.instance, &years.order, &question.stakes.items());
    let (mut batch, mut chains) = (layout.batch(), Chains::new(&layout));
    let mut seen = Seen::default();
    for block in 0..LOOKED_AT.min(question.trials.div_ceil(BLOCK)) {
        batch.play(&layout, block);
        for at in 0..BLOCK as usize {
            chains.clear();
            for date in dates {
                let late = batch.finish(&layout, date.item, at).saturating_sub(date.promise);
                if late > 0 {
                    let late = i64::from(late) * i64::from(date.weight);
                    seen.walk((&layout, &batch, at), &mut chains, (years, question), date, late);
                }
            }
        }
    }
    seen.into_openings()
}

impl Seen {
    /// Follows a chain back in time. A run of work of one team, each standing behind the one before it on a lane, is a queue;
    /// what stands at its end is what somebody waits for.
    fn walk(
        &mut self,
        trial: (&Layout<'_>, &Batch, usize),
        chains: &mut Chains<(ItemId, bool)>,
        (years, question): (&Years, &Question),
        date: &Stake,
        late: i64,
    ) {
        let tell = |step: Step| (step.item, step.link.is_some());
        // The end of the queue that is passed, its team, and the step before.
        let mut end: Option<(ItemId, u32)> = None;
        let mut last: Option<(ItemId, bool)> = None;
        let mut behind = Vec::new();
        chains.walk(trial, date.item, tell, |(item, is_linked)| {
            if let Some((later, false)) = last
                && let Some(crew) = years.instance.activities[later.at()].crew
            {
                let (head, _) = *end.get_or_insert((later, crew));
                self.note((years, question), (head, crew), (*item, &behind), date, late);
            } else {
                end = None;
                behind.extend(last.map(|(later, _)| later));
            }
            last = Some((*item, *is_linked));
        });
    }

    /// The date waited for `head`, which stood in its team's queue behind `front`.
    fn note(
        &mut self,
        (years, question): (&Years, &Question),
        (head, crew): (ItemId, u32),
        (front, behind): (ItemId, &[ItemId]),
        date: &Stake,
        late: i64,
    ) {
        match question.party.get(crew as usize).copied().flatten() {
            Some(party) if party == date.party => {
                let from = years.order.planned.start[front.at()].max(0);
                let queue = self.queues.entry(crew).or_insert((0, from));
                *queue = (queue.0 + late, queue.1.min(from));
            }
            Some(_) => {
                let theirs = |item: &ItemId| {
                    *item != head && question.party_of(&years.instance, *item) == Some(date.party)
                };
                let follows = || behind.iter().rev().copied().filter(theirs).collect();
                self.pulls.entry((head, date.party)).or_insert_with(|| (0, follows())).0 += late;
            }
            None => {}
        }
    }

    fn into_openings(self) -> Openings {
        let pull = |((item, party), (late, follows))| Pull { item, party, follows, late };
        let queue = |(team, (late, from))| Queue { team: TeamId(team), from, late };
        let mut openings = Openings {
            pulls: self.pulls.into_iter().map(pull).collect(),
            queues: self.queues.into_iter().map(queue).collect(),
        };
        openings.pulls.sort_by_key(|pull| (std::cmp::Reverse(pull.late), pull.item, pull.party));
        openings.queues.sort_by_key(|queue| (std::cmp::Reverse(queue.late), queue.team));
        openings
    }
}
