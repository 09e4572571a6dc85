//! When the next talk with a peer is due (rule C1).

use serde::Serialize;

use crate::{
    map::peers::{Known, Peers},
    moment::Day,
    rhythm,
};

/// Days in which a first talk with somebody new on the map is due.
const FIRST_TALK_DAYS: i64 = 7;

/// Days that are looked back and ahead at most: by then a silence is what it is.
const FAR: i64 = 800;

/// How often a peer is talked to, and why: their share, the days of their yeses, and since when the map names them.
#[derive(Clone, Debug, PartialEq)]
pub struct Pace {
    share: f64,
    yeses: Vec<Day>,
    named_since: Day,
}

/// The cadence with one peer, as of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cadence {
    /// Weeks from one talk to the next.
    pub every_weeks: u32,
    /// Why so often; absent where it is the usual.
    pub because: Option<String>,
    /// The last talk that took place.
    pub last: Option<Day>,
    /// The day on which the next talk is due.
    pub due: Day,
    /// The day from which on it is overdue.
    pub overdue_from: Day,
    /// Whether it is the first talk with a stranger.
    pub is_first: bool,
}

impl Pace {
    /// The pace with a peer whom the kept map names; none for somebody else, or who has left.
    pub fn of(peers: &Peers, peer: Known, today: Day) -> Option<Self> {
        if peers.has_left(peer, today) {
            return None;
        }
        let share = peers.share_of(peer, today)?;
        let yeses = peers.picks_of(peer, today).flat_map(|pick| &pick.yeses);
        let mut yeses: Vec<Day> = yeses.filter_map(|yes| yes.due).collect();
        yeses.sort();
        yeses.dedup();
        let named_since = peers.named_since(peer, today)?;
        Some(Self { share, yeses, named_since })
    }

    /// The share of the year's need, 0 to 1.
    pub const fn share(&self) -> f64 {
        self.share
    }

    /// Since when the map names them.
    pub const fn named_since(&self) -> Day {
        self.named_since
    }

    /// The first of their yeses that is due on a day or after it.
    pub fn next_yes(&self, today: Day) -> Option<Day> {
        self.yeses.iter().copied().find(|yes| *yes >= today)
    }

    /// Weeks from one talk to the next, as of a day.
    pub fn every_weeks(&self, day: Day) -> u32 {
        rhythm::every_weeks(self.near_yes(day).is_some(), self.share)
    }

    /// The day on which the next talk is due after another, or the first talk of all.
    pub fn due(&self, last: Option<Day>) -> Day {
        let Some(last) = last else { return self.first_talk() };
        (0..FAR).map(|days| last.plus(days)).find(|day| self.late(Some(last), *day) >= 0).unwrap_or(last)
    }

    /// Within a week of the map that names them; a yes that is needed before that wants a talk by its day.
    fn first_talk(&self) -> Day {
        let week = self.named_since.plus(FIRST_TALK_DAYS);
        self.yeses.iter().copied().find(|yes| (self.named_since..week).contains(yes)).unwrap_or(week)
    }

    /// The day from which on the next talk is overdue: one and a half intervals after the last.
    pub fn overdue_from(&self, last: Option<Day>) -> Day {
        let due = self.due(last);
        let is_over = |day: &Day| 2 * self.late(last, *day) >= self.days(*day);
        (0..FAR).map(|days| due.plus(days)).find(is_over).unwrap_or(due)
    }

    /// By how many intervals a talk is overdue: the most that it was in this silence, so that waiting never mends it.
    pub fn overdue(&self, last: Option<Day>, today: Day) -> f64 {
        self.silence(last, today).last().map_or(0.0, |(_, overdue)| overdue)
    }

    /// Each day of a silence from the one on which a talk is overdue, and by how many intervals it is until then.
    pub fn silence(&self, last: Option<Day>, until: Day) -> impl Iterator<Item = (Day, f64)> {
        let from = self.overdue_from(last).max(until.plus(-FAR));
        (0..=from.until(until)).scan(0.0, move |most: &mut f64, days| {
            let day = from.plus(days);
            let interval = self.days(day) as f64;
            *most = most.max(self.late(last, day) as f64 / interval - 0.5);
            Some((day, *most))
        })
    }

    /// The cadence as of a day.
    pub fn cadence(&self, last: Option<Day>, today: Day) -> Cadence {
        let because = match self.near_yes(today) {
            Some(yes) if yes < today => Some(format!("a yes of theirs was due on {yes}")),
            Some(yes) => Some(format!("a yes of theirs is due on {yes}")),
            None if self.share >= rhythm::MUCH => {
                Some(format!("{:.0} % of the year's need hangs on them", self.share * 100.0))
            }
            None => None,
        };
        Cadence {
            every_weeks: self.every_weeks(today),
            because,
            last,
            due: self.due(last),
            overdue_from: self.overdue_from(last),
            is_first: last.is_none(),
        }
    }

    /// Days by which a talk is late on a day, by the interval of that day; below zero, it is not due yet.
    fn late(&self, last: Option<Day>, day: Day) -> i64 {
        match last {
            Some(last) => last.until(day) - self.days(day),
            None => self.first_talk().until(day),
        }
    }

    fn days(&self, day: Day) -> i64 {
        i64::from(self.every_weeks(day)) * 7
    }

    /// The yes that makes talks frequent: the next one that is near, else one whose day has just passed.
    fn near_yes(&self, day: Day) -> Option<Day> {
        let near = || self.yeses.iter().copied().filter(move |yes| rhythm::is_near(day.until(*yes)));
        near().find(|yes| *yes >= day).or_else(|| near().next_back())
    }
}
