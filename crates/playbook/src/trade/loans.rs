//! Capacity lent and borrowed, with an amount, a start and an end (rule T4).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::{
    channel::Side,
    map::peers::Known,
    moment::{Day, Id, Now},
    privacy::{CanSeal, Private},
    refusal::Refusal,
};

/// What happened to a loan.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// Capacity was lent.
    #[n(0)]
    Lent(#[n(0)] Loan),
    /// Both agreed anew on a later end.
    #[n(1)]
    Extended {
        /// Which.
        #[n(0)]
        loan: Id,
        /// Until when.
        #[n(1)]
        until: Day,
        /// What was agreed.
        #[n(2)]
        agreed: Private<String>,
    },
    /// It came back.
    #[n(2)]
    Returned {
        /// Which.
        #[n(0)]
        loan: Id,
        /// When.
        #[n(1)]
        on: Day,
    },
}

/// Capacity that comes back. It has an end by its type.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Loan {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// The other leader.
    #[n(1)]
    pub peer: Id,
    /// Who lends.
    #[n(2)]
    pub lender: Side,
    /// Who or how much.
    #[n(3)]
    pub what: Private<String>,
    /// The first day.
    #[n(4)]
    pub from: Day,
    /// The last day.
    #[n(5)]
    pub until: Day,
}

/// What the leader wants of a loan.
pub enum Command {
    /// Capacity is lent.
    Lend {
        /// The other leader.
        peer: Known,
        /// Who lends.
        lender: Side,
        /// Who or how much.
        what: Private<String>,
        /// The first day; today, where none is named.
        from: Option<Day>,
        /// The last day; a loan without one is refused.
        until: Option<Day>,
    },
    /// Both agreed anew.
    Extend {
        /// Which.
        loan: Id,
        /// Until when.
        until: Day,
        /// What was agreed.
        agreed: Private<String>,
    },
    /// It came back.
    Return {
        /// Which.
        loan: Id,
        /// When.
        on: Day,
    },
}

/// Loans that have not come back.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Loans {
    #[n(0)]
    open: BTreeMap<Id, Loan>,
}

impl Loans {
    /// Loans that have not come back, in the order in which they were made.
    pub fn open(&self) -> impl Iterator<Item = &Loan> {
        self.open.values()
    }

    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, now: &Now) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Lend { until: None, .. } => Err(Refusal::LoanWithoutEnd),
            Command::Lend { peer, lender, what, from, until: Some(until) } => {
                let from = from.unwrap_or(now.today);
                if until < from {
                    return Err(Refusal::LoanEndsBeforeItStarts { from, until });
                }
                if until < now.today {
                    return Err(Refusal::LoanEndsInThePast { until, today: now.today });
                }
                let id = Id::of(now.entry);
                Ok(vec![Event::Lent(Loan { id, peer: peer.id(), lender, what, from, until })])
            }
            Command::Extend { loan, until, agreed } => {
                let open = self.find(loan)?;
                if until <= open.until {
                    return Err(Refusal::LoanNotExtended { until, ends: open.until });
                }
                Ok(vec![Event::Extended { loan, until, agreed }])
            }
            Command::Return { loan, on } => {
                self.find(loan)?;
                Ok(vec![Event::Returned { loan, on }])
            }
        }
    }

    fn find(&self, loan: Id) -> Result<&Loan, Refusal> {
        let open = || self.open.keys().map(Id::to_string).collect();
        self.open.get(&loan).ok_or_else(|| Refusal::NoSuchLoan { id: loan, open: open() })
    }

    /// Takes in what happened. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event) {
        match event {
            Event::Lent(loan) => {
                self.open.insert(loan.id, loan);
            }
            Event::Extended { loan, until, .. } => {
                if let Some(open) = self.open.get_mut(&loan) {
                    open.until = until;
                }
            }
            Event::Returned { loan, .. } => {
                self.open.remove(&loan);
            }
        }
    }
}
