//! All rooms in one value: what a command makes happen, and what an event makes of it. It only hands on.

use minicbor::{Decode, Encode};

use crate::{
    bounds, channel, escalate,
    map::peers,
    moment::{Day, Id, Now},
    outward::{self, Asked, Drafts, Text},
    privacy::{CanSeal, OwnersScreen, Shareable},
    refusal::Refusal,
    side::Side,
    trade::{
        asks, goods, loans,
        nudge::{Turn, Turns},
    },
    week,
};

/// What happened, by room. A released event is never renamed or reshaped; new fields come last and may be absent.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// Of the peers and the map.
    #[n(0)]
    Peers(#[n(0)] peers::Event),
    /// Of a channel.
    #[n(1)]
    Channel(#[n(0)] channel::Event),
    /// Of an ask.
    #[n(2)]
    Asks(#[n(0)] asks::Event),
    /// Of a loan.
    #[n(3)]
    Loans(#[n(0)] loans::Event),
    /// Of the own team.
    #[n(4)]
    Team(#[n(0)] bounds::Event),
    /// Of the week page.
    #[n(5)]
    Week(#[n(0)] week::Event),
    /// An entry was undone: it counts for nothing.
    #[n(6)]
    Undone {
        /// Which.
        #[n(0)]
        entry: u32,
    },
    /// An entry was forgotten: nobody can read it any more.
    #[n(7)]
    Forgotten {
        /// Which.
        #[n(0)]
        entry: u32,
    },
    /// Of a good.
    #[n(8)]
    Goods(#[n(0)] goods::Event),
    /// Of an escalation.
    #[n(13)]
    Escalate(#[n(0)] escalate::Event),
}

/// What the leader wants, by room.
pub enum Command {
    /// Of the peers and the map.
    Peers(peers::Command),
    /// Of a channel.
    Channel(channel::Command),
    /// Of an ask.
    Asks(asks::Command),
    /// Of a loan.
    Loans(loans::Command),
    /// Of a good.
    Goods(goods::Command),
    /// Of the own team.
    Team(bounds::Command),
    /// Of the week page.
    Week(week::Command),
    /// Of an escalation.
    Escalate(escalate::Command),
}

/// One entry of the notebook: what one command made happen.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Entry {
    /// The day where the leader was.
    #[n(0)]
    pub on: Day,
    /// What happened.
    #[n(1)]
    pub events: Vec<Event>,
}

/// Everything that the rules need to know.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Notebook {
    /// The peers, the plan and the kept map.
    #[n(0)]
    pub peers: peers::Peers,
    /// The channels.
    #[n(1)]
    pub channels: channel::Channels,
    /// The asks.
    #[n(2)]
    pub asks: asks::Asks,
    /// The loans.
    #[n(3)]
    pub loans: loans::Loans,
    /// The own team.
    #[n(4)]
    pub team: bounds::Team,
    /// What was put off or struck on the week page.
    #[n(5)]
    pub week: week::PutOffs,
    /// The number of the last entry.
    #[n(6)]
    pub last: u32,
    /// What was last asked of each peer and offered to them.
    #[n(7)]
    pub turns: Turns,
    /// The day of the earliest entry.
    #[n(8)]
    pub began: Option<Day>,
    /// The goods.
    #[n(9)]
    pub goods: goods::Goods,
    /// The escalations.
    #[n(14)]
    pub escalations: escalate::Escalations,
}

impl Notebook {
    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, now: &Now) -> Result<Vec<Event>, Refusal> {
        fn of<E>(events: Vec<E>, room: fn(E) -> Event) -> Vec<Event> {
            events.into_iter().map(room).collect()
        }
        Ok(match command {
            Command::Peers(command) => of(self.peers.decide(command, now)?, Event::Peers),
            Command::Channel(command) => of(self.channels.decide(command, now)?, Event::Channel),
            Command::Asks(command) => of(self.asks.decide(command, now)?, Event::Asks),
            Command::Loans(command) => of(self.loans.decide(command, now)?, Event::Loans),
            Command::Goods(command) => {
                let around = goods::Around { peers: &self.peers, loans: &self.loans };
                of(self.goods.decide(command, &around, now)?, Event::Goods)
            }
            Command::Team(command) => of(self.team.decide(command, now)?, Event::Team),
            Command::Week(command) => of(week::decide(command, self, now)?, Event::Week),
            Command::Escalate(command) => self
                .escalating(|around| self.escalations.decide(command, around, now))?
                .into_iter()
                .map(Event::Escalate)
                .collect(),
        })
    }

    /// Takes in an entry. It never fails: what fits nothing changes nothing.
    ///
    /// Undone entries are left out by whoever reads the journal, which knows what comes later.
    pub fn evolve(&mut self, entry: Entry, number: u32) {
        self.last = self.last.max(number);
        self.began = Some(self.began.map_or(entry.on, |began| began.min(entry.on)));
        for event in entry.events {
            if let Some((peer, on, was_offered)) = self.turn(&event, entry.on) {
                self.turns.take(peer, Turn { on, entry: number, was_offered });
            }
            match event {
                Event::Peers(event) => self.peers.evolve(event, number, entry.on),
                Event::Channel(event) => self.channels.evolve(event, number),
                Event::Asks(event) => self.asks.evolve(event),
                Event::Loans(event) => self.lent(event),
                Event::Goods(event) => self.traded(event, number),
                Event::Team(event) => self.team.evolve(event),
                Event::Week(event) => self.week.evolve(event),
                Event::Escalate(event) => self.escalations.evolve(event),
                Event::Forgotten { entry } => self.goods.forgotten(entry),
                Event::Undone { .. } => {}
            }
        }
    }

    /// What escalations need of the other rooms.
    fn escalating<T>(&self, then: impl FnOnce(&escalate::Around<'_>) -> T) -> T {
        let heard = |peer| self.channels.whole(&self.peers, peer).constraint().map(|heard| heard.on);
        then(&escalate::Around { peers: &self.peers, constraint: &heard })
    }

    /// The four conditions before one escalates with a peer (rule E1).
    pub fn gate(&self, peer: peers::Known, today: Day, screen: &OwnersScreen) -> escalate::gate::Gate {
        self.escalating(|around| self.escalations.gate(around, peer, today, screen))
    }

    /// A joint document as the plain file for its other author (rule E8).
    ///
    /// # Errors
    /// If there is none, or parts stand side by side.
    pub fn joint_file(&self, escalation: Id) -> Result<Text, Refusal> {
        let text = outward::escalate::plain(self.escalations.whichever(escalation)?.joint())?;
        #[cfg(feature = "plants")]
        let text = crate::plants::spoil_joint(text, self, escalation);
        Ok(text)
    }

    /// What a peer lent and has back is something to thank them for.
    fn lent(&mut self, event: loans::Event) {
        let on = if let loans::Event::Returned { on, .. } = event { Some(on) } else { None };
        if let Some((loan, on)) = self.loans.evolve(event).zip(on) {
            self.goods.went_back(loan, on);
        }
    }

    /// Capacity that was agreed on is a loan (rule T4), from the day on which it was handed over.
    fn traded(&mut self, event: goods::Event, number: u32) {
        if let goods::Event::Given { good, on } = event {
            self.loans.handed_over(good, on);
        }
        for loan in self.goods.evolve(event, number) {
            self.loans.begin(loan);
        }
    }

    /// Time and decisions of the own team against what happened with peers (rule B2).
    pub fn order(&self, today: Day, screen: &OwnersScreen) -> bounds::Order {
        let of = |(peer, _)| self.channels.whole(&self.peers, peer).talks;
        let spent = |talk: channel::Mark| Some(bounds::Spent { on: talk.on, minutes: talk.minutes? });
        let talks = self.peers.everybody().flat_map(of).filter_map(spent).collect();
        let answered = self.asks.answered().iter().map(|answered| answered.on).collect();
        bounds::order(&self.team, &bounds::Meanwhile { talks, answered }, today, screen)
    }

    /// Both answers to an ask of a peer, as they would be sent today (rule T8).
    ///
    /// # Errors
    /// If no such ask waits for the leader.
    pub fn drafts(&self, ask: Id, today: Day) -> Result<Drafts, Refusal> {
        self.drafts_with(ask, None, today)
    }

    /// The text that goes with an answer given today, for whoever asked; none for an ask of the leader. What the leader can
    /// do instead is said as it stands in `instead`, else as it was kept.
    pub fn reply(
        &self,
        ask: Id,
        answer: asks::Answer,
        instead: Option<&Shareable<String>>,
        today: Day,
    ) -> Option<Text> {
        let drafts = self.drafts_with(ask, instead, today).ok()?;
        Some(match answer {
            asks::Answer::Yes => drafts.yes,
            asks::Answer::No => drafts.no,
        })
    }

    fn drafts_with(
        &self,
        ask: Id,
        instead: Option<&Shareable<String>>,
        today: Day,
    ) -> Result<Drafts, Refusal> {
        let asked = self.asks.of_me(ask)?.asked(&self.peers, today);
        let asked = Asked { alternative: instead.or(asked.alternative), ..asked };
        let drafts = outward::drafts(&asked, today);
        #[cfg(feature = "plants")]
        let drafts = crate::plants::spoil(drafts, self, ask);
        Ok(drafts)
    }

    /// Of whom something was asked, or to whom something was offered, and when, by an event that is yet to be taken in.
    fn turn(&self, event: &Event, today: Day) -> Option<(Id, Day, bool)> {
        match event {
            Event::Asks(asks::Event::AskedOfThem(ask)) => Some((ask.peer, ask.on, false)),
            Event::Asks(asks::Event::Answered { ask, answer, on, .. }) => {
                let open = self.asks.one(*ask).filter(|open| open.is_of_me)?;
                let offers = *answer == asks::Answer::Yes || open.alternative.is_some();
                offers.then_some((open.ask.peer, *on, true))
            }
            Event::Channel(channel::Event::KindnessFound(found)) => Some((found.peer, found.since, true)),
            Event::Channel(channel::Event::KindnessDone { kindness, on }) => {
                let done = self.channels.open_kindnesses().find(|open| open.id == *kindness)?;
                Some((done.peer, *on, true))
            }
            Event::Loans(loans::Event::Lent(loan)) if loan.lender == Side::Me => {
                Some((loan.peer, today, true))
            }
            Event::Goods(goods::Event::Offered(note)) => Some((note.peer, note.on, true)),
            Event::Goods(goods::Event::Given { good, on }) => {
                let (peer, giver) = self.goods.giver(*good)?;
                (giver == Side::Me).then_some((peer, *on, true))
            }
            _ => None,
        }
    }
}
