//! All rooms in one value: what a command makes happen, and what an event makes of it. It only hands on.

use jiff::Timestamp;
use minicbor::{Decode, Encode};

use crate::{
    bounds, calendar,
    channel::{self, given},
    defend, escalate,
    map::peers,
    moment::{Day, Id, Now},
    outward::{self, Asked, Drafts, Text},
    privacy::{CanSeal, OwnersScreen, Shareable},
    ratify,
    refusal::Refusal,
    side::Side,
    tell,
    trade::{
        asks, goods, loans,
        nudge::{Turn, Turns},
    },
    week,
};

mod absent;

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
    /// Of an announcement.
    #[n(9)]
    Tell(#[n(0)] tell::Event),
    /// Of a calendar.
    #[n(10)]
    Calendar(#[n(0)] calendar::Event),
    /// Of somebody who is absent.
    #[n(11)]
    Defend(#[n(0)] defend::Event),
    /// Of an initiative.
    #[n(12)]
    Ratify(#[n(0)] ratify::Event),
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
    /// Of an announcement.
    Tell(tell::Command),
    /// Of somebody who is absent.
    Defend(defend::Command),
    /// Of an initiative.
    Ratify(ratify::Command),
    /// Of the own team.
    Team(bounds::Command),
    /// Of the week page.
    Week(week::Command),
    /// Of a calendar.
    Calendar(calendar::Command),
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
    /// The announcements.
    #[n(10)]
    pub tell: tell::Tell,
    /// The calendars.
    #[n(11)]
    pub calendars: calendar::Calendars,
    /// What the teams of peers contributed.
    #[n(12)]
    pub contributions: defend::Contributions,
    /// The initiatives.
    #[n(13)]
    pub initiatives: ratify::Initiatives,
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
            Command::Tell(command) => of(self.tell.decide(command, &self.peers, now)?, Event::Tell),
            Command::Defend(command) => {
                of(self.contributions.decide(command, &self.peers, now)?, Event::Defend)
            }
            Command::Ratify(command) => {
                let credited = |one: &ratify::Initiative| self.credit_of(one).map(|one| one.id).collect();
                of(self.initiatives.decide(command, &self.peers, &credited, now)?, Event::Ratify)
            }
            Command::Team(command) => of(self.team.decide(command, now)?, Event::Team),
            Command::Week(command) => of(week::decide(command, self, now)?, Event::Week),
            Command::Calendar(command) => of(self.calendars.decide(command, now)?, Event::Calendar),
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
                Event::Tell(event) => self.announced(event),
                Event::Defend(event) => self.contributions.evolve(event),
                Event::Ratify(event) => self.ratified(event),
                Event::Team(event) => self.team.evolve(event),
                Event::Week(event) => self.week.evolve(event),
                Event::Calendar(event) => self.calendars.evolve(event),
                Event::Escalate(event) => self.escalations.evolve(event, number),
                Event::Forgotten { entry } => self.goods.forgotten(entry),
                Event::Undone { .. } => {}
            }
        }
    }

    /// A surprise weighs on the channel, and so does that it was mended (rule L5).
    fn announced(&mut self, event: tell::Event) {
        match &event {
            tell::Event::Surprised { about, peer, on, .. } => self.channels.surprised(*peer, *about, *on),
            tell::Event::Repaired { about, peer, on, .. } => self.channels.mended(*peer, *about, *on),
            _ => {}
        }
        self.tell.evolve(event);
    }

    /// What escalations need of the other rooms.
    fn escalating<T>(&self, then: impl FnOnce(&escalate::Around<'_>) -> T) -> T {
        let heard = |peer| {
            let heard = self.channels.whole(&self.peers, peer).constraint()?;
            Some(escalate::gate::Heard { on: heard.on, entry: heard.entry })
        };
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
        let text = outward::escalate::plain(self.escalations.whichever(escalation)?.joint());
        let text = text.map_err(|why| Refusal::InDocument { escalation, why })?;
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

    /// What stands on a page that went up was named by that (rule T6).
    fn ratified(&mut self, event: ratify::Event) {
        if let ratify::Event::WentUp { on, credited, .. } = &event {
            credited.iter().for_each(|one| self.contributions.named(*one, *on));
        }
        self.initiatives.evolve(event);
    }

    /// Time and decisions of the own team against what happened with peers (rule B2).
    pub fn order(&self, today: Day, screen: &OwnersScreen) -> bounds::Order {
        let spent = |(on, minutes): (Day, Option<u32>)| Some(bounds::Spent { on, minutes: minutes? });
        let talks = self.talks().days().filter_map(spent).collect();
        let answered = self.asks.answered().iter().map(|answered| answered.on).collect();
        let team =
            self.calendars.team().iter().map(|time| bounds::Spent { on: time.on, minutes: time.minutes });
        let team = team.collect();
        bounds::order(&self.team, &bounds::Meanwhile { talks, answered, team }, today, screen)
    }

    /// Time with every peer: what was recorded, and what only the leader's calendar has.
    pub fn talks(&self) -> given::Talks {
        let met = self.calendars.met().iter().map(|met| given::Met {
            peer: met.peer,
            on: met.on,
            minutes: Some(met.minutes).filter(|minutes| *minutes > 0),
        });
        given::Talks::of(&self.channels, &self.peers).and(met, &self.channels, &self.peers)
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

    /// What to say to a peer in a call, as it may be said at a moment (rules L3 and T7).
    ///
    /// # Errors
    /// If there is no such announcement, it does not land on them, it is not free for them yet, or they are guarded.
    pub fn to_tell(
        &self,
        about: Id,
        peer: peers::Known,
        (at, today): (Timestamp, Day),
    ) -> Result<Text, Refusal> {
        let open = self.tell.one(about)?;
        let name = || self.peers.name(peer.id()).to_owned();
        if let Some(guard) = self.peers.guard_of(peer) {
            return Err(Refusal::GuardedFromNews { name: name(), since: guard.since });
        }
        if open.lands(&self.peers, today).iter().all(|(known, _)| *known != peer) {
            return Err(Refusal::LandsElsewhere { name: name(), about });
        }
        let held = || {
            let free_from = open.announcement.free_from;
            Refusal::NewsHeld {
                about,
                free_from: free_from.map_or_else(String::new, |when| when.to_string()),
            }
        };
        let free = self.tell.free_for(about, (&self.peers, peer), at, today);
        let (what, words) = free.ok_or_else(held)?;
        let (room, found) = (open.announcement.room, open.announcement.found);
        let is_read_again = found == tell::Found::ReadAgain;
        let room = room.filter(|room| room.at() > at);
        Ok(outward::to_tell(&outward::ToTell { what, words, room, is_read_again }))
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
