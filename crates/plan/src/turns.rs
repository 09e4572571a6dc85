//! On which lanes of a team that lends or borrows some work may start, and when.

use crate::{
    activity::{Activity, Crew, Instance, Loan},
    calendar::Ticks,
    network::ItemId,
    timing::{bound, lanes_after_started},
};

/// When a lane comes free, and who stood on it last, as a place in the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Free {
    /// The moment.
    pub at: Ticks,
    /// Nobody on a lane that was never used.
    pub id: Option<u32>,
}

/// Half-open, in ticks.
type Span = (Ticks, Ticks);

/// The lanes of a team that lends or borrows some: its own first, then those that it borrows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turns {
    /// For each own lane the spans in which it is lent, earliest first.
    away: Vec<Vec<Span>>,
    /// For each borrowed lane the span in which it is there.
    here: Vec<Span>,
}

impl Turns {
    /// The lanes of a team. Of its own lanes the last are lent; loans whose spans do not meet share a lane.
    pub fn of(crew: &Crew) -> Self {
        let mut turns = Self { away: vec![Vec::new(); crew.lanes as usize], here: Vec::new() };
        let mut loans: Vec<&Loan> = crew.loans.iter().collect();
        loans.sort_by_key(|loan| (loan.from, loan.to));
        for loan in loans {
            let span = (loan.from, loan.to);
            if loan.is_given {
                let there = |spans: &&mut Vec<Span>| spans.last().is_none_or(|(_, to)| *to <= loan.from);
                let lanes = turns.away.iter_mut().rev().filter(there).take(loan.lanes as usize);
                lanes.for_each(|spans| spans.push(span));
            } else {
                turns.here.extend(vec![span; loan.lanes as usize]);
            }
        }
        turns
    }

    /// How many lanes there are, borrowed ones included.
    pub fn count(&self) -> usize {
        self.away.len() + self.here.len()
    }

    /// The lanes once what is under way has taken its own; where more is under way than the team has lanes, the borrowed ones,
    /// too.
    pub fn after_started(&self, instance: &Instance, running: Vec<(Ticks, ItemId)>) -> Vec<Free> {
        let id = |item: ItemId| instance.activities[item.at()].id_order;
        let from = self.away.iter().map(|_| 0).chain(self.here.iter().map(|(from, _)| *from));
        let taken = lanes_after_started(instance, self.count() as u32, running).into_iter();
        taken.zip(from).map(|((at, on), from)| Free { at: at.max(from), id: on.map(id) }).collect()
    }

    /// When something may start on a lane, not before a moment; not at all on a borrowed lane that is gone by then.
    pub fn start_on(
        &self,
        lane: usize,
        (instance, activity): (&Instance, &Activity),
        moment: Ticks,
    ) -> Option<Ticks> {
        if let Some(spans) = self.away.get(lane) {
            let stay = |moment: Ticks, (from, to): &Span| {
                if (*from..*to).contains(&moment) { bound(instance, activity, *to) } else { moment }
            };
            return Some(spans.iter().fold(bound(instance, activity, moment), stay));
        }
        let (from, to) = self.here[lane - self.away.len()];
        Some(bound(instance, activity, moment.max(from))).filter(|start| *start < to)
    }

    /// The lane on which something can start first that can start at a moment, and when; of equal ones the one that
    /// is free first, then that of the lowest id.
    pub fn first(&self, activity: (&Instance, &Activity), lanes: &[Free], moment: Ticks) -> (usize, Ticks) {
        let start = |(lane, free): (usize, &Free)| {
            let start = self.start_on(lane, activity, moment.max(free.at))?;
            Some((start, *free, lane))
        };
        lanes.iter().enumerate().filter_map(start).min().map_or((0, moment), |(start, _, lane)| (lane, start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{activity::LanesFrom, luck::Luck};

    const DAY: Ticks = 1024;

    fn crew(lanes: u32, loans: &[(u32, Ticks, Ticks, bool)]) -> Crew {
        let loan = |(lanes, from, to, is_given): &(u32, Ticks, Ticks, bool)| Loan {
            lanes: *lanes,
            from: from * DAY,
            to: to * DAY,
            is_given: *is_given,
        };
        Crew {
            lanes,
            lanes_from: LanesFrom::Stated,
            luck: Luck::of_team(0, "pay"),
            days_off: Default::default(),
            loans: loans.iter().map(loan).collect(),
        }
    }

    #[test]
    fn the_last_lanes_are_lent_and_loans_that_do_not_meet_share_one() {
        let turns = Turns::of(&crew(3, &[(1, 0, 5, true), (1, 5, 9, true)]));
        assert_eq!(turns.away, [vec![], vec![], vec![(0, 5 * DAY), (5 * DAY, 9 * DAY)]]);
        assert_eq!(turns.count(), 3);
    }

    #[test]
    fn loans_that_meet_take_a_lane_each() {
        let turns = Turns::of(&crew(3, &[(1, 0, 5, true), (1, 4, 9, true)]));
        assert_eq!(turns.away, [vec![], vec![(4 * DAY, 9 * DAY)], vec![(0, 5 * DAY)]]);
    }

    #[test]
    fn what_is_borrowed_stands_behind_the_own_lanes() {
        let turns = Turns::of(&crew(1, &[(2, 3, 8, false)]));
        assert_eq!(turns.count(), 3);
        assert_eq!(turns.here, [(3 * DAY, 8 * DAY); 2]);
    }
}
