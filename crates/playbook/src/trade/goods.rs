//! The five goods by hand: what was offered and wanted, what was agreed, and whether it was given (rules T1, T2, T5 and T7).
//!
//! Nothing here says who gave more: a good is open, and then it is gone (rule T9).

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use crate::{
    map::peers::Known,
    moment::{Day, Id},
    privacy::{CanSeal, OwnersScreen, Private},
    side::Side,
    trade::loans::Loan,
};

mod decide;
mod good;
mod judged;
mod listed;

pub use decide::Around;
pub use good::{Capacity, Credit, Draft, FreeNews, Good, Kind, News, Risk, Sequencing};
pub use judged::{Judged, Range};
pub use listed::{Listed, Stage, listed};

/// What happened to a good.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// The leader would give it.
    #[n(0)]
    Offered(#[n(0)] Note),
    /// The leader would like to get it.
    #[n(1)]
    Wanted(#[n(0)] Note),
    /// News that may not be told yet waits until it may (rule T7).
    #[n(2)]
    Held {
        /// Its name.
        #[n(0)]
        good: Id,
        /// The other leader.
        #[n(1)]
        peer: Id,
        /// Who would tell it.
        #[n(2)]
        giver: Side,
        /// The news.
        #[n(3)]
        news: News,
        /// When it was noted.
        #[n(4)]
        on: Day,
    },
    /// A person judged what a good costs and brings: on a proposal only (rule T2).
    #[n(3)]
    Judged {
        /// Which.
        #[n(0)]
        good: Id,
        /// What they judged.
        #[n(1)]
        judged: Judged,
    },
    /// All sides agreed: these for those, or for nothing.
    #[n(4)]
    Agreed {
        /// What goes.
        #[n(0)]
        goods: Vec<Id>,
        /// What comes back; nothing, where it is a gift.
        #[n(1)]
        back: Vec<Id>,
        /// When.
        #[n(2)]
        on: Day,
    },
    /// It was handed over.
    #[n(5)]
    Given {
        /// Which.
        #[n(0)]
        good: Id,
        /// When.
        #[n(1)]
        on: Day,
    },
    /// Whoever went first wrote up what broke (rule T5).
    #[n(6)]
    WrittenUp {
        /// Which.
        #[n(0)]
        good: Id,
        /// Where the write-up lies.
        #[n(1)]
        at: Private<String>,
        /// When.
        #[n(2)]
        on: Day,
    },
    /// A contribution was named.
    #[n(7)]
    Named {
        /// Which.
        #[n(0)]
        good: Id,
        /// Where, and who reads it.
        #[n(1)]
        at: Private<String>,
        /// When.
        #[n(2)]
        on: Day,
    },
    /// Somebody was thanked for it.
    #[n(8)]
    Thanked {
        /// Which.
        #[n(0)]
        good: Id,
        /// When.
        #[n(1)]
        on: Day,
    },
    /// It is offered, wanted or agreed no more.
    #[n(9)]
    Dropped {
        /// Which.
        #[n(0)]
        good: Id,
        /// Why.
        #[n(1)]
        because: Private<String>,
        /// When.
        #[n(2)]
        on: Day,
    },
}

/// A good that was noted, from a talk or by hand.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Note {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// The other leader.
    #[n(1)]
    pub peer: Id,
    /// The good.
    #[n(2)]
    pub good: Good,
    /// When it was noted.
    #[n(3)]
    pub on: Day,
}

/// What the leader wants of a good.
pub enum Command {
    /// Note that it could be given, or that it would be good to have.
    Note {
        /// The other leader.
        peer: Known,
        /// Who would give it.
        giver: Side,
        /// The good as it was typed.
        draft: Draft,
        /// Whether news that is not free yet waits until it is.
        waits: bool,
    },
    /// Judge what it costs and brings.
    Judge {
        /// Which.
        good: Id,
        /// In working days.
        judged: Judged,
    },
    /// Both, or all, agreed.
    Agree {
        /// What goes.
        goods: Vec<Id>,
        /// What comes back; nothing, where it is a gift.
        back: Vec<Id>,
        /// When.
        on: Day,
    },
    /// It was handed over.
    Give {
        /// Which.
        good: Id,
        /// When.
        on: Day,
        /// Where the write-up lies, for whoever went first.
        write_up: Option<Private<String>>,
    },
    /// A contribution was named.
    Name {
        /// Which.
        good: Id,
        /// Where, and who reads it.
        at: Private<String>,
        /// When.
        on: Day,
    },
    /// Whoever gave it was thanked.
    Thank {
        /// Which.
        good: Id,
        /// When.
        on: Day,
    },
    /// It comes to nothing.
    Drop {
        /// Which.
        good: Id,
        /// Why.
        because: Private<String>,
        /// When.
        on: Day,
    },
}

impl Command {
    /// The one good that it is about, where it has a name already.
    pub const fn about(&self) -> Option<Id> {
        match self {
            Self::Note { .. } | Self::Agree { .. } => None,
            Self::Judge { good, .. }
            | Self::Give { good, .. }
            | Self::Name { good, .. }
            | Self::Thank { good, .. }
            | Self::Drop { good, .. } => Some(*good),
        }
    }
}

/// What is open.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum What {
    /// A good.
    #[n(0)]
    Good(#[n(0)] Good),
    /// News that was not free when it was noted. It is a good from its day on, and before that it is nowhere (rule T7).
    #[n(1)]
    Waiting(#[n(0)] News),
}

/// A good that was noted and has not been given, or is not done.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Open {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// The other leader.
    #[n(1)]
    pub peer: Id,
    /// Who gives it, or would.
    #[n(2)]
    pub giver: Side,
    /// The good.
    #[n(3)]
    pub what: What,
    /// When it was noted.
    #[n(4)]
    pub on: Day,
    /// What was judged of it, as long as it is a proposal.
    #[n(5)]
    pub judged: Option<Judged>,
    /// What was agreed, if anything.
    #[n(6)]
    pub agreed: Option<Agreed>,
    /// When it was handed over, where something is still missing.
    #[n(7)]
    pub given: Option<Day>,
}

/// An agreement, as one of its goods knows it. It has no figure (rule T2).
#[derive(Clone, Encode, Decode)]
pub struct Agreed {
    /// When.
    #[n(0)]
    pub on: Day,
    /// What it is for; nothing, where it is a gift.
    #[n(1)]
    pub against: Vec<Id>,
}

/// Something that a peer gave, and for which nobody thanked or named them yet.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Received {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// Who gave it.
    #[n(1)]
    pub peer: Id,
    /// What.
    #[n(2)]
    pub what: Private<String>,
    /// When it came, or went back.
    #[n(3)]
    pub on: Day,
}

impl Open {
    /// Which of the five it is.
    pub const fn kind(&self) -> Kind {
        match &self.what {
            What::Good(good) => good.kind(),
            What::Waiting(_) => Kind::News,
        }
    }

    /// All its facts, as a part of a sentence.
    pub fn told(&self, today: Day, screen: &OwnersScreen) -> String {
        match &self.what {
            What::Good(good) => good.told(today, screen),
            What::Waiting(news) => news.told(today, screen),
        }
    }

    /// The day before which it is nowhere, for news that was not free when it was noted (rule T7).
    pub const fn waits_until(&self) -> Option<Day> {
        match &self.what {
            What::Good(_) => None,
            What::Waiting(news) => Some(news.free_from),
        }
    }

    fn is_free(&self, today: Day) -> bool {
        self.waits_until().is_none_or(|day| day <= today)
    }

    /// The words for it once it was given.
    fn words(self) -> Private<String> {
        match self.what {
            What::Good(Good::Sequencing(Sequencing { item, .. })) => item,
            What::Good(Good::Capacity(Capacity { what, .. })) => what,
            What::Good(Good::Risk(Risk { migration, .. })) => migration,
            What::Good(Good::Credit(Credit { contribution, .. })) => contribution,
            What::Good(Good::News(free)) => free.into_words(),
            What::Waiting(News { what, .. }) => what,
        }
    }
}

/// Goods that are open, and what was given and nobody was thanked for.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Goods {
    #[n(0)]
    open: BTreeMap<Id, Open>,
    #[n(1)]
    received: BTreeMap<Id, Received>,
    #[n(2)]
    judgements: BTreeMap<Id, BTreeSet<u32>>,
    #[n(3)]
    spent: BTreeSet<u32>,
}

impl Goods {
    /// Goods that are open on a day, in the order in which they were noted. News that may not be told on it is not among
    /// them (rule T7).
    pub fn open(&self, today: Day) -> impl Iterator<Item = &Open> {
        self.open.values().filter(move |open| open.is_free(today))
    }

    /// A good that is open on a day.
    pub fn one(&self, id: Id, today: Day) -> Option<&Open> {
        self.open.get(&id).filter(|open| open.is_free(today))
    }

    /// What was given by peers, and nobody thanked or named them for, in the order of its names.
    pub fn received(&self) -> impl Iterator<Item = &Received> {
        self.received.values()
    }

    /// Entries that hold figures of what is no proposal any more: they are to be forgotten (rule T2).
    pub fn spent(&self) -> impl Iterator<Item = u32> {
        self.spent.iter().copied()
    }

    /// Whose a good is that is yet to be given or thanked for.
    pub fn giver(&self, id: Id) -> Option<(Id, Side)> {
        self.open.get(&id).map(|open| (open.peer, open.giver))
    }

    /// Takes in what happened, and gives back capacity that is lent by it. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event, entry: u32) -> Vec<Loan> {
        match event {
            Event::Offered(note) => self.note(note, Side::Me),
            Event::Wanted(note) => self.note(note, Side::Them),
            Event::Held { good: id, peer, giver, news, on } => {
                self.insert(Open::noted(id, peer, giver, What::Waiting(news), on));
            }
            Event::Judged { good, judged } => {
                if let Some(open) = self.open.get_mut(&good) {
                    open.judged = Some(judged);
                    self.judgements.entry(good).or_default().insert(entry);
                }
            }
            Event::Agreed { goods, back, on } => {
                self.agree(&goods, &back, on);
                self.agree(&back, &goods, on);
                return goods.into_iter().chain(back).filter_map(|id| self.lend(id)).collect();
            }
            Event::Given { good, on } => self.give(good, on),
            Event::WrittenUp { good, on, .. } => self.done(good, on),
            Event::Named { good, on, .. } => {
                if self.received.remove(&good).is_none() {
                    self.done(good, on);
                }
            }
            Event::Thanked { good, .. } => {
                self.received.remove(&good);
            }
            Event::Dropped { good, .. } => {
                self.open.remove(&good);
                self.settle(good);
            }
        }
        Vec::new()
    }

    /// What a good is called that is still open, and may be told (rule T7).
    pub fn what(&self, id: Id, today: Day, screen: &OwnersScreen) -> Option<String> {
        self.open.get(&id).and_then(|open| match &open.what {
            What::Good(good) => Some(good.what(screen)),
            What::Waiting(news) => news.what(today, screen),
        })
    }

    /// Takes in that capacity of a peer went back.
    pub fn went_back(&mut self, loan: Loan, on: Day) {
        let Loan { id, peer, what, lender: Side::Them, .. } = loan else { return };
        self.received.insert(id, Received { id, peer, what, on });
    }

    /// Takes in that an entry was forgotten.
    pub fn forgotten(&mut self, entry: u32) {
        self.spent.remove(&entry);
    }

    fn note(&mut self, note: Note, giver: Side) {
        let Note { id, peer, good, on } = note;
        self.insert(Open::noted(id, peer, giver, What::Good(good), on));
    }

    fn insert(&mut self, open: Open) {
        self.open.insert(open.id, open);
    }

    /// Agreed, a good has no figure any more (rule T2).
    fn agree(&mut self, goods: &[Id], against: &[Id], on: Day) {
        for good in goods {
            if let Some(open) = self.open.get_mut(good) {
                open.judged = None;
                open.agreed = Some(Agreed { on, against: against.to_vec() });
                self.settle(*good);
            }
        }
    }

    fn settle(&mut self, good: Id) {
        self.spent.extend(self.judgements.remove(&good).unwrap_or_default());
    }

    /// Capacity that was agreed on is a loan (rule T4).
    fn lend(&mut self, id: Id) -> Option<Loan> {
        let is_capacity = |open: &Open| open.agreed.is_some() && open.kind() == Kind::Capacity;
        let Open { peer, giver: lender, what: What::Good(Good::Capacity(capacity)), .. } =
            self.open.get(&id).is_some_and(is_capacity).then(|| self.open.remove(&id))??
        else {
            return None;
        };
        let Capacity { what, from, until } = capacity;
        Some(Loan { id, peer, lender, what, from, until })
    }

    /// Going first is not done without its write-up (rule T5).
    fn give(&mut self, good: Id, on: Day) {
        match self.open.get_mut(&good) {
            Some(open) if open.kind() == Kind::Risk => open.given = Some(on),
            Some(_) => self.done(good, on),
            None => {}
        }
    }

    fn done(&mut self, good: Id, on: Day) {
        let Some(open) = self.open.remove(&good) else { return };
        self.settle(good);
        if open.giver == Side::Them {
            let (id, peer) = (open.id, open.peer);
            self.received.insert(id, Received { id, peer, what: open.words(), on });
        }
    }
}

impl Open {
    const fn noted(id: Id, peer: Id, giver: Side, what: What, on: Day) -> Self {
        Self { id, peer, giver, what, on, judged: None, agreed: None, given: None }
    }
}
