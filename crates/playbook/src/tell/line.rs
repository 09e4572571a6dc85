//! Who hears when: a lane for each peer who is still to be called, from now to the room (rule L2). A drawing is made of it.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    Found, Shown, ShownPeer,
    times::{Calendars, Time, Times, last},
};
use crate::moment::{Id, When};

/// From a moment to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// Its first moment.
    pub from: When,
    /// The moment at which it is over.
    pub to: When,
}

/// From now to the room, or to what is known last where there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The half-days in which the leader works, in order; nights between them are left out.
    pub halves: Vec<Stretch>,
    /// From when on it may be shared, where that lies ahead.
    pub free_from: Option<When>,
    /// When all calls are over, so that there is time to react before the room.
    pub last: Option<When>,
    /// When everybody hears, where that lies ahead.
    pub room: Option<When>,
    /// When the leader is busy in these half-days; absent where no calendar of theirs is known.
    pub mine: Option<Vec<Stretch>>,
    /// A lane for each peer who is still to be called, in the order of the calls.
    pub lanes: Vec<Lane>,
}

/// A peer who is still to be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lane {
    /// Who.
    pub peer: String,
    /// Their id.
    pub id: Id,
    /// When they are busy in these half-days; absent where no calendar of theirs is known.
    pub busy: Option<Vec<Stretch>>,
    /// When their team holds its standups in these half-days.
    pub standups: Vec<When>,
    /// The call that is proposed; absent where there is no time for one.
    pub call: Option<Stretch>,
    /// Where their own engineers could hear first, unless they were called before: from the next standup of their team on, once
    /// anybody was called; from now on, where the plan says it already.
    pub engineers_first: Option<Stretch>,
    /// Whether the call lies in that stretch, or there is none before it.
    pub is_late: bool,
}

/// The line of an announcement; none where nobody is to be called.
pub fn line(shown: &Shown, times: &Times, calendars: &Calendars) -> Option<Line> {
    let waits: Vec<&ShownPeer> = shown.peers.iter().filter(|peer| peer.waits).collect();
    let (now, clock) = (calendars.now, |at: Timestamp| When::of(&at.to_zoned(calendars.zone.clone())));
    let room = shown.room.filter(|room| room.at() > now);
    let told = shown.peers.iter().filter_map(|peer| peer.told).map(When::at);
    let first = told.chain(times.calls.iter().map(|call| call.at.at())).min();
    let hears = |peer: &ShownPeer| match shown.found {
        Found::ReadAgain => Some(now),
        _ => standups(calendars, peer).find(|heard| first.is_some_and(|first| *heard > first)),
    };
    let known =
        times.calls.iter().map(|call| call.until.at()).chain(waits.iter().filter_map(|peer| hears(peer)));
    let end = room.map(When::at).or_else(|| known.max()).filter(|_| !waits.is_empty())?;
    let halves = halves(calendars, end);
    let stretch = |time: Time| Stretch { from: clock(time.from), to: clock(time.to) };
    let busy = |free: &[Time]| taken(&halves, free).into_iter().map(stretch).collect();
    let lane = |peer: &&ShownPeer| {
        let call = times.calls.iter().find(|call| call.id == peer.id);
        let theirs = calendars.theirs.get(&peer.id);
        let first = hears(peer).filter(|from| *from < end);
        Lane {
            peer: peer.peer.clone(),
            id: peer.id,
            busy: theirs.and_then(|theirs| theirs.free.as_deref()).map(busy),
            standups: standups(calendars, peer).filter(|at| *at < end).map(clock).collect(),
            call: call.map(|call| Stretch { from: call.at, to: call.until }),
            engineers_first: first.map(|from| stretch(Time { from, to: end })),
            is_late: first.is_some_and(|first| call.is_none_or(|call| call.at.at() >= first)),
        }
    };
    let mut lanes: Vec<Lane> = waits.iter().map(lane).collect();
    lanes.sort_by_key(|lane| lane.call.map_or((true, end), |call| (false, call.from.at())));
    Some(Line {
        free_from: shown.free_from.filter(|free| free.at() > now),
        last: room
            .map(|room| last(room, shown.notice, &calendars.zone))
            .filter(|last| *last > now)
            .map(clock),
        room,
        mine: calendars.mine.as_deref().map(busy),
        lanes,
        halves: halves.into_iter().map(stretch).collect(),
    })
}

fn standups<'a>(calendars: &'a Calendars, peer: &ShownPeer) -> impl Iterator<Item = Timestamp> + 'a {
    let mut all = calendars.theirs.get(&peer.id).map_or_else(Vec::new, |theirs| theirs.standups.clone());
    all.sort_unstable();
    all.into_iter().filter(|at| *at >= calendars.now)
}

/// The half-days from now on that begin before the end; the whole time up to it, where there is none.
fn halves(calendars: &Calendars, end: Timestamp) -> Vec<Time> {
    let now = calendars.now;
    let ahead = calendars.halves.iter().filter(|half| half.to > now && half.from < end);
    let all: Vec<Time> = ahead.map(|half| Time { from: half.from.max(now), to: half.to }).collect();
    if all.is_empty() { vec![Time { from: now, to: end.max(now) }] } else { all }
}

/// What of some times is not free. Both are in order, and neither overlaps itself.
fn taken(halves: &[Time], free: &[Time]) -> Vec<Time> {
    let mut all = Vec::new();
    for half in halves {
        let mut from = half.from;
        for free in free.iter().filter(|free| free.to > half.from && free.from < half.to) {
            if free.from > from {
                all.push(Time { from, to: free.from });
            }
            from = from.max(free.to);
        }
        if from < half.to {
            all.push(Time { from, to: half.to });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use jiff::{civil::date, tz::TimeZone};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        moment::Day,
        tell::{
            Kind, Notice, Step,
            times::{Theirs, times},
        },
    };

    /// A moment of the week that begins on Monday, 2026-05-04.
    fn at(day: i8, hour: i8, minute: i8) -> Timestamp {
        date(2026, 5, day).at(hour, minute, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp()
    }

    fn when(time: Timestamp) -> When {
        When::of(&time.to_zoned(TimeZone::UTC))
    }

    fn peer(name: &str, entry: u32) -> ShownPeer {
        ShownPeer {
            peer: name.into(),
            id: Id::of(entry),
            later: None,
            words: None,
            told: None,
            surprised: None,
            repaired: None,
            left_out: None,
            waits: true,
            command: None,
        }
    }

    fn shown(found: Found, room: Option<Timestamp>) -> Shown {
        Shown {
            id: Id::of(1),
            kind: Kind::Slip,
            found,
            what: "the pipeline slips".into(),
            is_held: false,
            free_from: None,
            room: room.map(when),
            is_after_room: false,
            notice: Notice::Minutes(120),
            notice_told: "2 hours".into(),
            opened: Day(date(2026, 5, 4)),
            mark: None,
            peers: vec![peer("Dana", 2), peer("Tom", 3)],
            broadcast: None,
            last: Step { sentence: "Change the tracker.".into(), command: "sideways tell done 1".into() },
            over: None,
        }
    }

    /// Working days in halves, both known: Dana is busy until ten on Monday, Tom's team stands up at nine each day.
    fn calendars() -> Calendars {
        let half = |day, from, to| Time { from: at(day, from, 0), to: at(day, to, 0) };
        let halves: Vec<Time> = (4..9).flat_map(|day| [half(day, 9, 12), half(day, 13, 17)]).collect();
        let free =
            |from: i8| Some((4..9).map(|day| half(day, if day == 4 { from } else { 9 }, 17)).collect());
        let theirs = [
            (Id::of(2), Theirs { free: free(10), standups: Vec::new() }),
            (Id::of(3), Theirs { free: free(9), standups: (4..9).map(|day| at(day, 9, 0)).collect() }),
        ];
        Calendars {
            now: at(4, 9, 0),
            zone: TimeZone::UTC,
            halves,
            mine: free(9),
            taken: Vec::new(),
            theirs: theirs.into(),
            minutes: 15,
        }
    }

    fn drawn(shown: &Shown, calendars: &Calendars) -> Option<Line> {
        line(shown, &times(shown, calendars), calendars)
    }

    fn lane<'a>(line: &'a Line, name: &str) -> &'a Lane {
        line.lanes.iter().find(|lane| lane.peer == name).unwrap()
    }

    #[test]
    fn l2_engineers_could_hear_first_from_the_standup_after_the_first_call_up_to_the_room() {
        let line = drawn(&shown(Found::Foreseen, Some(at(6, 15, 0))), &calendars()).unwrap();
        let tom = lane(&line, "Tom");
        let first = tom.engineers_first.unwrap();
        assert_eq!((first.from, first.to), (when(at(5, 9, 0)), when(at(6, 15, 0))));
        assert!(!tom.is_late && tom.call.is_some());
        assert_eq!(lane(&line, "Dana").engineers_first, None, "nobody knows of a standup");
        assert_eq!(line.last, Some(when(at(6, 13, 0))));
        let busy = lane(&line, "Dana").busy.clone().unwrap();
        assert_eq!((busy[0].from, busy[0].to), (when(at(4, 9, 0)), when(at(4, 10, 0))));
        assert_eq!(line.halves.len(), 6, "no half-day begins behind the room");
    }

    #[test]
    fn l1_what_the_plan_says_already_can_be_heard_from_now_on() {
        let line = drawn(&shown(Found::ReadAgain, Some(at(6, 15, 0))), &calendars()).unwrap();
        assert!(line.lanes.iter().all(|lane| lane.is_late));
        assert!(line.lanes.iter().all(|lane| lane.engineers_first.unwrap().from == when(at(4, 9, 0))));
    }

    #[test]
    fn nobody_to_call_is_no_line_and_without_a_room_it_ends_with_what_is_known() {
        let mut told = shown(Found::Foreseen, None);
        assert!(drawn(&told, &calendars()).unwrap().room.is_none());
        told.peers.iter_mut().for_each(|peer| peer.waits = false);
        assert_eq!(drawn(&told, &calendars()), None);
    }

    proptest! {
        #[test]
        fn whatever_the_calendars_say_all_of_it_lies_in_its_order_and_on_the_line(
            room in prop::option::of(0_i64..200), now in 0_i64..100, free in prop::collection::vec((0_i64..100, 1_i64..9), 0..6),
            standups in prop::collection::vec(0_i64..120, 0..5), is_read_again: bool,
        ) {
            let hour = |hours: i64| at(4, 0, 0) + jiff::Span::new().hours(hours);
            let mut calendars = Calendars { now: hour(now), ..calendars() };
            let mut from = 0;
            let free = free.into_iter().map(|(gap, long)| { from += gap + long; Time { from: hour(from - long), to: hour(from) } }).collect();
            calendars.theirs.insert(Id::of(3), Theirs { free: Some(free), standups: standups.into_iter().map(hour).collect() });
            let found = if is_read_again { Found::ReadAgain } else { Found::Foreseen };
            if let Some(line) = drawn(&shown(found, room.map(hour)), &calendars) {
                prop_assert_eq!(line.lanes.len(), 2);
                prop_assert!(!line.halves.is_empty());
                prop_assert!(line.halves.windows(2).all(|two| two[0].to <= two[1].from));
                for lane in &line.lanes {
                    let busy = lane.busy.iter().flatten();
                    prop_assert!(busy.clone().all(|one| one.from < one.to && one.from.at() >= hour(now)));
                    prop_assert!(lane.engineers_first.is_none_or(|first| first.from < first.to));
                    prop_assert!(lane.engineers_first.is_some() || !lane.is_late);
                }
            }
        }
    }
}
