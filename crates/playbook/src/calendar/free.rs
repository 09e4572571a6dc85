//! Times taken and times free.

use jiff::Timestamp;
use serde::Serialize;

/// A time that is taken; by what is not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Busy {
    /// Its first moment.
    pub from: Timestamp,
    /// The moment at which it is over.
    pub to: Timestamp,
}

/// A time in which somebody works and nothing is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Free {
    /// Its first moment.
    pub from: Timestamp,
    /// The moment at which it is over.
    pub to: Timestamp,
}

/// Times that are taken, put together: in order, none touching another, none empty.
pub(super) fn merged(mut all: Vec<Busy>) -> Vec<Busy> {
    all.retain(|busy| busy.from < busy.to);
    all.sort_unstable();
    let mut merged: Vec<Busy> = Vec::with_capacity(all.len());
    for busy in all {
        match merged.last_mut().filter(|last| busy.from <= last.to) {
            Some(last) => last.to = last.to.max(busy.to),
            None => merged.push(busy),
        }
    }
    merged
}

/// What of working times is not taken. Both are in order, and neither overlaps itself.
pub fn free(working: &[Free], taken: &[Busy]) -> Vec<Free> {
    let mut left = Vec::new();
    for span in working {
        let first = taken.partition_point(|busy| busy.to <= span.from);
        let mut from = span.from;
        for busy in taken[first..].iter().take_while(|busy| busy.from < span.to) {
            if from < busy.from {
                left.push(Free { from, to: busy.from });
            }
            from = from.max(busy.to);
        }
        if from < span.to {
            left.push(Free { from, to: span.to });
        }
    }
    left
}

/// The times that are free to both.
pub fn both(one: &[Free], other: &[Free]) -> Vec<Free> {
    let (mut shared, mut at) = (Vec::new(), 0);
    for span in one {
        at += other[at..].partition_point(|other| other.to <= span.from);
        for other in other[at..].iter().take_while(|other| other.from < span.to) {
            shared.push(Free { from: span.from.max(other.from), to: span.to.min(other.to) });
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }

    fn spans() -> impl Strategy<Value = Vec<Busy>> {
        vec((0..200_i64, 0..20_i64), 0..12).prop_map(|all| {
            all.into_iter().map(|(from, long)| Busy { from: at(from), to: at(from + long) }).collect()
        })
    }

    fn covers(from: Timestamp, to: Timestamp, minute: i64) -> bool {
        from <= at(minute) && at(minute) < to
    }

    proptest! {
        #[test]
        fn a_minute_is_free_if_it_is_worked_and_not_taken(
            (work, taken, other) in (spans(), spans(), spans()),
        ) {
            let frees = |all: &[Busy]| -> Vec<Free> {
                merged(all.to_vec()).into_iter().map(|Busy { from, to }| Free { from, to }).collect()
            };
            let left = free(&frees(&work), &merged(taken.clone()));
            let shared = both(&left, &frees(&other));
            for minute in 0..230 {
                let is_in = |all: &[Busy]| all.iter().any(|one| covers(one.from, one.to, minute));
                let is_free = |all: &[Free]| all.iter().any(|one| covers(one.from, one.to, minute));
                prop_assert_eq!(is_free(&left), is_in(&work) && !is_in(&taken));
                prop_assert_eq!(is_free(&shared), is_free(&left) && is_in(&other));
            }
            for all in [&left, &shared] {
                prop_assert!(all.windows(2).all(|two| two[0].to <= two[1].from));
                prop_assert!(all.iter().all(|one| one.from < one.to));
            }
        }
    }
}
