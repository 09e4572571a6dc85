//! What a command about a good makes happen, or why not.

use std::collections::BTreeSet;

use super::{Capacity, Command, Event, Good, Goods, Kind, Note, Open, What};
use crate::{
    map::peers::Peers,
    moment::{Day, Id, Now},
    privacy::Private,
    refusal::{Refusal, not_ahead},
    side::Side,
    trade::loans::Loans,
};

/// The rooms that goods look into.
pub struct Around<'a> {
    /// Who is who, and who is guarded.
    pub peers: &'a Peers,
    /// Capacity that was agreed on.
    pub loans: &'a Loans,
}

impl Goods {
    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, around: &Around<'_>, now: &Now) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Note { peer, giver, draft, waits } => {
                open_to(around.peers, peer.id(), now)?;
                let (id, peer, on) = (Id::of(now.entry), peer.id(), now.today);
                Ok(vec![match (draft.checked(now)?, giver) {
                    (Ok(good), Side::Me) => Event::Offered(Note { id, peer, good, on }),
                    (Ok(good), Side::Them) => Event::Wanted(Note { id, peer, good, on }),
                    (Err(news), _) if waits => Event::Held { good: id, peer, giver, news, on },
                    (Err(news), _) => return Err(Refusal::NewsNotFree { free_from: news.free_from }),
                }])
            }
            Command::Judge { good, judged } => {
                let open = self.find(good, around.loans, now)?;
                if !open.kind().is_judged() {
                    return Err(Refusal::NotJudged { kind: open.kind().word() });
                }
                not_agreed(open)?;
                judged.check()?;
                Ok(vec![Event::Judged { good, judged }])
            }
            Command::Agree { goods, back, on } => self.agreed(goods, back, on, around, now),
            Command::Give { good, on, write_up } => self.given(good, on, write_up, around.loans, now),
            Command::Name { good, at, on } => {
                not_ahead(on, now)?;
                self.may_name(good, around.loans, now)?;
                Ok(vec![Event::Named { good, at, on }])
            }
            Command::Thank { good, on } => {
                not_ahead(on, now)?;
                if !self.received.contains_key(&good) {
                    let id = self.find(good, around.loans, now)?.id;
                    return Err(Refusal::NotGiven { good: id });
                }
                Ok(vec![Event::Thanked { good, on }])
            }
            Command::Drop { good, because, on } => {
                not_ahead(on, now)?;
                // What waits can be dropped by whoever knows its name.
                if !self.open.contains_key(&good) {
                    self.find(good, around.loans, now)?;
                }
                Ok(vec![Event::Dropped { good, because, on }])
            }
        }
    }

    fn agreed(
        &self,
        goods: Vec<Id>,
        back: Vec<Id>,
        on: Day,
        around: &Around<'_>,
        now: &Now,
    ) -> Result<Vec<Event>, Refusal> {
        not_ahead(on, now)?;
        let mut seen = BTreeSet::new();
        let mut side = |all: &[Id]| {
            let mut side: Option<(Side, Id)> = None;
            for good in all {
                if !seen.insert(*good) {
                    return Err(Refusal::NamedTwice { good: *good });
                }
                let giver = self.may_agree(*good, on, around, now)?;
                let (way, beside) = *side.get_or_insert((giver, *good));
                if way != giver {
                    return Err(Refusal::NotOneWay { good: *good, beside });
                }
            }
            Ok(side.map(|(way, _)| way))
        };
        match (side(&goods)?, side(&back)?) {
            (None, _) => Err(Refusal::NothingAgreed),
            (there, way) if there == way => {
                Err(Refusal::NothingComesBack { goods: goods.into_iter().chain(back).collect() })
            }
            _ => Ok(vec![Event::Agreed { goods, back, on }]),
        }
    }

    /// Whose a good is that can be agreed on.
    fn may_agree(&self, good: Id, on: Day, around: &Around<'_>, now: &Now) -> Result<Side, Refusal> {
        let open = self.find(good, around.loans, now)?;
        not_agreed(open)?;
        open_to(around.peers, open.peer, now)?;
        match (&open.what, open.waits_until()) {
            (_, Some(free_from)) if on < free_from => Err(Refusal::NewsWaits { good, free_from }),
            (What::Good(Good::Capacity(Capacity { until, .. })), _) if *until < now.today => {
                Err(Refusal::LoanEndsInThePast { until: *until, today: now.today })
            }
            _ => Ok(open.giver),
        }
    }

    fn given(
        &self,
        good: Id,
        on: Day,
        write_up: Option<Private<String>>,
        loans: &Loans,
        now: &Now,
    ) -> Result<Vec<Event>, Refusal> {
        not_ahead(on, now)?;
        if let Some(loan) = loans.one(good) {
            return match (write_up, on > loan.until) {
                (Some(_), _) => Err(Refusal::NoWriteUp { good }),
                (None, true) => Err(Refusal::LoanEndsBeforeItStarts { from: on, until: loan.until }),
                (None, false) => Ok(vec![Event::Given { good, on }]),
            };
        }
        let open = self.find(good, loans, now)?;
        let Some(agreed) = &open.agreed else { return Err(Refusal::NotAgreed { good }) };
        if on < agreed.on {
            return Err(Refusal::BeforeAgreed { on, agreed: agreed.on });
        }
        match (open.kind(), open.given, write_up) {
            (Kind::Credit, ..) => Err(Refusal::CreditIsNamed { good }),
            (Kind::Risk, Some(given), Some(_)) if on < given => {
                Err(Refusal::BeforeAgreed { on, agreed: given })
            }
            (Kind::Risk, Some(_), Some(at)) => Ok(vec![Event::WrittenUp { good, at, on }]),
            (Kind::Risk, Some(_), None) => Err(Refusal::NotWrittenUp { good }),
            (Kind::Risk, None, Some(at)) => {
                Ok(vec![Event::Given { good, on }, Event::WrittenUp { good, at, on }])
            }
            (_, _, None) => Ok(vec![Event::Given { good, on }]),
            (_, _, Some(_)) => Err(Refusal::NoWriteUp { good }),
        }
    }

    /// Credit that was noted can be named, and so can whoever gave something.
    fn may_name(&self, good: Id, loans: &Loans, now: &Now) -> Result<(), Refusal> {
        if self.received.contains_key(&good) {
            return Ok(());
        }
        match loans.one(good) {
            Some(loan) if loan.lender == Side::Them => return Err(Refusal::NotGiven { good }),
            _ => {}
        }
        match self.find(good, loans, now)?.kind() {
            Kind::Credit => Ok(()),
            _ => Err(Refusal::NotGiven { good }),
        }
    }

    fn find(&self, good: Id, loans: &Loans, now: &Now) -> Result<&Open, Refusal> {
        if loans.one(good).is_some() {
            return Err(Refusal::IsLent { good });
        }
        let waits = self.open.get(&good).and_then(Open::waits_until).filter(|day| now.today < *day);
        if let Some(free_from) = waits {
            return Err(Refusal::NewsWaits { good, free_from });
        }
        let open = || self.open(now.today).map(|open| open.id.to_string()).collect();
        self.open.get(&good).ok_or_else(|| Refusal::NoSuchGood { id: good, open: open() })
    }
}

fn not_agreed(open: &Open) -> Result<(), Refusal> {
    match open.agreed {
        Some(_) => Err(Refusal::AgreedBefore { good: open.id }),
        None => Ok(()),
    }
}

/// Holds that a peer is not guarded (rule B1).
fn open_to(peers: &Peers, peer: Id, now: &Now) -> Result<(), Refusal> {
    let bearer = peers.known(peers.bears(peer, now.today));
    let guard = bearer.and_then(|bearer| Some((bearer, peers.guard_of(bearer)?)));
    match guard {
        Some((bearer, guard)) => {
            Err(Refusal::PeerGuarded { name: peers.name(bearer.id()).to_owned(), since: guard.since })
        }
        None => Ok(()),
    }
}
