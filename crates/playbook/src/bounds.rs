//! Where the playbook ends: the own team comes first (rule B2), and a guarded peer is left alone (rule B1).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::{
    moment::{Day, Id, Now},
    privacy::{CanSeal, Private},
    refusal::{Refusal, not_ahead},
};

mod guarded;
mod order;
mod yeses;

pub use guarded::{Closed, closed};
pub use order::{Inverted, Meanwhile, Order, Spent, Waiting, order};
pub use yeses::{YesDue, yeses};

/// What happened in the leader's own team.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// The leader spent time with them.
    #[n(0)]
    TimeSpent(#[n(0)] Time),
    /// They wait for a decision of the leader.
    #[n(1)]
    Waiting(#[n(0)] Wait),
    /// The leader decided.
    #[n(2)]
    Decided {
        /// What.
        #[n(0)]
        wait: Id,
        /// When.
        #[n(1)]
        on: Day,
    },
}

/// Time with the own team.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub struct Time {
    /// The day.
    #[n(0)]
    pub on: Day,
    /// Minutes.
    #[n(1)]
    pub minutes: u32,
    /// It was proposed from a calendar and confirmed.
    #[n(2)]
    pub from_calendar: bool,
}

/// A decision that the own team waits for.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Wait {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// What is to be decided.
    #[n(1)]
    pub what: Private<String>,
    /// Since when.
    #[n(2)]
    pub since: Day,
}

/// What the leader wants kept of the own team.
pub enum Command {
    /// Time was spent with them.
    Spend {
        /// The day.
        on: Day,
        /// Minutes.
        minutes: u32,
        /// Whether a calendar says so.
        from_calendar: bool,
    },
    /// They wait for a decision.
    Wait {
        /// What is to be decided.
        what: Private<String>,
        /// Since when.
        since: Day,
    },
    /// It is decided.
    Decide {
        /// What.
        wait: Id,
        /// When.
        on: Day,
    },
}

/// Time with the own team, and what they wait for.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Team {
    /// Minutes a day, the earliest first.
    #[n(0)]
    days: BTreeMap<Day, u32>,
    #[n(1)]
    waiting: BTreeMap<Id, Wait>,
}

/// How many days with the own team are at hand; the log holds all of them.
const AT_HAND: usize = 200;

const MINUTES_OF_A_DAY: u32 = 24 * 60;

impl Team {
    /// Minutes with the own team on days of a span, both ends included.
    pub fn minutes(&self, from: Day, to: Day) -> u32 {
        self.days.range(from..=to).map(|(_, minutes)| minutes).sum()
    }

    /// The first day on which time with the own team is known.
    pub fn known_from(&self) -> Option<Day> {
        self.days.keys().next().copied()
    }

    /// Decisions that the own team waits for, in the order in which they were entered.
    pub fn waiting(&self) -> impl Iterator<Item = &Wait> {
        self.waiting.values()
    }

    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, now: &Now) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Spend { on, minutes, from_calendar } => {
                not_ahead(on, now)?;
                if minutes == 0 || minutes > MINUTES_OF_A_DAY {
                    return Err(Refusal::NoSuchTime { minutes });
                }
                Ok(vec![Event::TimeSpent(Time { on, minutes, from_calendar })])
            }
            Command::Wait { what, since } => {
                not_ahead(since, now)?;
                Ok(vec![Event::Waiting(Wait { id: Id::of(now.entry), what, since })])
            }
            Command::Decide { wait, on } => {
                not_ahead(on, now)?;
                let open = || self.waiting.keys().map(Id::to_string).collect();
                match self.waiting.contains_key(&wait) {
                    true => Ok(vec![Event::Decided { wait, on }]),
                    false => Err(Refusal::NoSuchWait { id: wait, open: open() }),
                }
            }
        }
    }

    /// Takes in what happened. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event) {
        match event {
            Event::TimeSpent(time) => {
                let minutes = self.days.entry(time.on).or_default();
                *minutes = minutes.saturating_add(time.minutes);
                if self.days.len() > AT_HAND {
                    self.days.pop_first();
                }
            }
            Event::Waiting(wait) => {
                self.waiting.insert(wait.id, wait);
            }
            Event::Decided { wait, .. } => {
                self.waiting.remove(&wait);
            }
        }
    }
}
