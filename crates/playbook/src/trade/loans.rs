//! Capacity lent and borrowed, with an amount, a start and an end (rule T4).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use serde::Serialize;

use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id, Now},
    privacy::{CanSeal, OwnersScreen, Private},
    refusal::{Refusal, not_ahead},
    side::Side,
};

/// Days before its end from which on a loan comes back on the week page.
const AHEAD: i64 = 7;

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
        /// The end that it had.
        #[n(3)]
        ended: Day,
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
        /// What was agreed; without it a loan is not extended.
        agreed: Option<Private<String>>,
    },
    /// It came back.
    Return {
        /// Which.
        loan: Id,
        /// When.
        on: Day,
    },
}

/// The first and the last day of capacity: it starts today where nobody says when, and has an end (rule T4).
///
/// # Errors
/// If it has no end, ends before it starts, or has ended.
pub fn days(from: Option<Day>, until: Option<Day>, now: &Now) -> Result<(Day, Day), Refusal> {
    let until = until.ok_or(Refusal::LoanWithoutEnd)?;
    let from = from.unwrap_or(now.today);
    if until < from {
        return Err(Refusal::LoanEndsBeforeItStarts { from, until });
    }
    match until < now.today {
        true => Err(Refusal::LoanEndsInThePast { until, today: now.today }),
        false => Ok((from, until)),
    }
}

/// A loan that has not come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Which.
    pub loan: Id,
    /// The other leader, or whoever follows them.
    pub peer: Id,
    /// Their name.
    pub name: String,
    /// Whether the leader lends; else the other one does.
    #[serde(skip)]
    pub is_lent: bool,
    /// Who or how much: for the owner's screen.
    pub what: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Whether it is over and has not come back.
    pub is_over: bool,
    /// From when on its end is watched: a week ahead of it, and anew once it has passed.
    pub since: Day,
    /// What it rests on.
    pub evidence: Vec<String>,
    /// The command that closes it.
    pub command: String,
}

/// Loans that end within a week and loans that are over, the earliest end first (rule T4).
pub fn due(loans: &Loans, peers: &Peers, today: Day, screen: &OwnersScreen) -> Vec<Due> {
    let mut due = open(loans, peers, today, screen);
    due.retain(|due| due.until <= today.plus(AHEAD));
    due
}

/// Loans that have not come back, the earliest end first.
pub fn open(loans: &Loans, peers: &Peers, today: Day, screen: &OwnersScreen) -> Vec<Due> {
    let mut due: Vec<Due> = loans
        .open()
        .map(|loan| {
            let Loan { id, lender, from, until, .. } = *loan;
            let peer = peers.bears(loan.peer, today);
            let verb = if lender == Side::Me { "lent" } else { "borrowed" };
            Due {
                loan: id,
                peer,
                name: peers.name(peer).to_owned(),
                is_lent: lender == Side::Me,
                what: loan.what.reveal(screen).clone(),
                from,
                until,
                is_over: until < today,
                since: if until < today { until.plus(1) } else { until.plus(-AHEAD) },
                evidence: vec![format!("{verb} from {from} to {until}, entry {id}")],
                command: format!("sideways loan returned {id}"),
            }
        })
        .collect();
    due.sort_by_key(|due| (due.until, due.loan));
    due
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
            Command::Lend { peer, lender, what, from, until } => {
                let (from, until) = days(from, until, now)?;
                let id = Id::of(now.entry);
                Ok(vec![Event::Lent(Loan { id, peer: peer.id(), lender, what, from, until })])
            }
            Command::Extend { loan, until, agreed } => {
                let open = self.find(loan)?;
                let ended = open.until;
                let Some(agreed) = agreed else {
                    return Err(Refusal::LoanExtendedInSilence { loan, ends: ended });
                };
                if until <= ended {
                    return Err(Refusal::LoanNotExtended { until, ends: ended });
                }
                if until < now.today {
                    return Err(Refusal::LoanEndsInThePast { until, today: now.today });
                }
                Ok(vec![Event::Extended { loan, until, agreed, ended }])
            }
            Command::Return { loan, on } => {
                self.find(loan)?;
                not_ahead(on, now)?;
                Ok(vec![Event::Returned { loan, on }])
            }
        }
    }

    fn find(&self, loan: Id) -> Result<&Loan, Refusal> {
        let open = || self.open.keys().map(Id::to_string).collect();
        self.open.get(&loan).ok_or_else(|| Refusal::NoSuchLoan { id: loan, open: open() })
    }

    /// A loan that has not come back.
    pub fn one(&self, id: Id) -> Option<&Loan> {
        self.open.get(&id)
    }

    /// Takes in capacity that two leaders agreed on.
    pub fn begin(&mut self, loan: Loan) {
        self.open.insert(loan.id, loan);
    }

    /// Capacity was handed over on a day: the loan runs from then.
    pub fn handed_over(&mut self, loan: Id, on: Day) {
        if let Some(open) = self.open.get_mut(&loan).filter(|open| on <= open.until) {
            open.from = on;
        }
    }

    /// Takes in what happened, and gives back what came back. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event) -> Option<Loan> {
        match event {
            Event::Lent(loan) => self.begin(loan),
            Event::Extended { loan, until, .. } => {
                if let Some(open) = self.open.get_mut(&loan) {
                    open.until = until;
                }
            }
            Event::Returned { loan, .. } => return self.open.remove(&loan),
        }
        None
    }
}
