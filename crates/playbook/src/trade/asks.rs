//! Asks in both directions, and the clock of those made of the leader (rule T8).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id, Now},
    outward::Asked,
    privacy::{CanSeal, Private, Shareable},
    refusal::{Refusal, not_ahead},
};

mod clock;

pub use clock::{Due, Stage, Unanswered, due, unanswered};

/// Working days in which a peer hears that their ask was heard (rule T8).
pub const HEARD_WITHIN: u32 = 2;

/// Working days that a peer needs from an answer to their need, where nobody said how many.
pub const USUAL_LEAD: u32 = 5;

/// The longest lead, in working days: a year.
const LONGEST_LEAD: u32 = 260;

/// What happened to an ask.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// A peer asked the leader for something.
    #[n(0)]
    AskedOfMe(#[n(0)] Ask),
    /// The leader asked a peer for something.
    #[n(1)]
    AskedOfThem(#[n(0)] Ask),
    /// The leader told the peer that the ask was heard.
    #[n(2)]
    Acknowledged {
        /// Which.
        #[n(0)]
        ask: Id,
        /// When.
        #[n(1)]
        on: Day,
    },
    /// The leader can't say yet, and told the peer by when.
    #[n(3)]
    Undecided {
        /// Which.
        #[n(0)]
        ask: Id,
        /// By when.
        #[n(1)]
        decide_by: Day,
    },
    /// The leader needs longer, and told the peer so.
    #[n(4)]
    Extended {
        /// Which.
        #[n(0)]
        ask: Id,
        /// By when.
        #[n(1)]
        decide_by: Day,
        /// When the peer was told.
        #[n(2)]
        told_on: Day,
    },
    /// It was answered, by whomever it was asked of.
    #[n(5)]
    Answered {
        /// Which.
        #[n(0)]
        ask: Id,
        /// Yes, or no.
        #[n(1)]
        answer: Answer,
        /// When.
        #[n(2)]
        on: Day,
        /// What goes with it, for the owner alone.
        #[n(3)]
        remark: Option<Private<String>>,
    },
    /// Whoever asked does not ask any more.
    #[n(6)]
    Withdrawn {
        /// Which.
        #[n(0)]
        ask: Id,
        /// When.
        #[n(1)]
        on: Day,
    },
    /// The leader wrote down the cheapest thing that they could do instead: it may stand in a text for the peer.
    #[n(7)]
    AlternativeFound {
        /// Of which ask.
        #[n(0)]
        ask: Id,
        /// What, in words meant for the peer.
        #[n(1)]
        alternative: Shareable<String>,
    },
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Answer {
    /// Yes.
    #[n(0)]
    Yes,
    /// No.
    #[n(1)]
    No,
}

/// What somebody wants of somebody.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Ask {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// The other one.
    #[n(1)]
    pub peer: Id,
    /// What, as it was said between the two.
    #[n(2)]
    pub what: Shareable<String>,
    /// When it was asked.
    #[n(3)]
    pub on: Day,
    /// By when it is needed.
    #[n(4)]
    pub needed_by: Option<Day>,
    /// Working days that whoever asked needs from the answer to the need.
    #[n(5)]
    pub lead: Option<u32>,
    /// Notes, for the owner alone.
    #[n(6)]
    pub notes: Option<Private<String>>,
}

impl Ask {
    /// The last day on which an answer is of use: the need less the lead, and the day of the ask where that lies before it
    /// (rule T8). None where no need is known.
    pub fn latest(&self) -> Option<Day> {
        self.before_lead().map(|day| day.max(self.on))
    }

    /// Whether they need it sooner than the lead allows, whatever the answer is.
    pub fn is_short(&self) -> bool {
        self.before_lead().is_some_and(|day| day < self.on)
    }

    fn before_lead(&self) -> Option<Day> {
        self.needed_by.map(|day| day.minus_working(self.lead.unwrap_or(USUAL_LEAD)))
    }

    /// Holds that its words and days make sense.
    fn check(&self, now: &Now) -> Result<(), Refusal> {
        if self.what.get().trim().is_empty() {
            return Err(Refusal::NothingAsked);
        }
        not_ahead(self.on, now)?;
        match (self.needed_by, self.lead) {
            (Some(on), _) if on < self.on => Err(Refusal::BeforeAsked { on, asked: self.on }),
            (_, Some(lead)) if lead > LONGEST_LEAD => Err(Refusal::LeadTooLong { lead }),
            _ => Ok(()),
        }
    }

    /// Holds that a day to decide is of use to whoever asked (rule T8).
    fn can_wait_until(&self, decide_by: Day, ask: Option<Id>, now: &Now) -> Result<(), Refusal> {
        if let (Some(needed_by), Some(latest)) = (self.needed_by, self.before_lead())
            && decide_by > latest
        {
            return Err(Refusal::DecideByTooLate {
                ask,
                decide_by,
                needed_by,
                lead: self.lead.unwrap_or(USUAL_LEAD),
                lead_is_assumed: self.lead.is_none(),
                latest,
                today: now.today,
            });
        }
        match decide_by < now.today {
            true => Err(Refusal::DecideByInThePast { ask, decide_by, today: now.today }),
            false => Ok(()),
        }
    }
}

/// What the leader wants of an ask.
pub enum Command {
    /// A peer asked for something.
    Hear {
        /// Who.
        peer: Known,
        /// The ask; its id and its peer are set by the rule.
        ask: Ask,
        /// By when the leader decides, where that was said at once.
        decide_by: Option<Day>,
    },
    /// The leader asked for something.
    Make {
        /// Whom.
        peer: Known,
        /// The ask; its id and its peer are set by the rule.
        ask: Ask,
    },
    /// The peer was told that the ask was heard.
    Acknowledge {
        /// Which.
        ask: Id,
        /// When.
        on: Day,
    },
    /// The leader decides by a day, and told the peer so: the first time, an earlier day, or once a later one.
    DecideBy {
        /// Which.
        ask: Id,
        /// By when.
        decide_by: Day,
        /// When the peer was told of a later day.
        told_on: Option<Day>,
    },
    /// Yes or no.
    Answer {
        /// Which.
        ask: Id,
        /// Yes, or no.
        answer: Answer,
        /// When.
        on: Day,
        /// What goes with it.
        remark: Option<Private<String>>,
    },
    /// No, and what the leader can do instead.
    Decline {
        /// Which.
        ask: Id,
        /// What the leader can do instead, in words meant for the peer.
        instead: Shareable<String>,
        /// When.
        on: Day,
        /// What goes with it.
        remark: Option<Private<String>>,
    },
    /// Nobody asks any more.
    Withdraw {
        /// Which.
        ask: Id,
        /// When.
        on: Day,
    },
    /// What the leader could do instead.
    Offer {
        /// Of which ask.
        ask: Id,
        /// What, in words meant for the peer.
        alternative: Shareable<String>,
    },
}

/// An ask that was not answered yet.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Open {
    /// The ask.
    #[n(0)]
    pub ask: Ask,
    /// Whether it was made of the leader; else of the peer.
    #[n(1)]
    pub is_of_me: bool,
    /// When the peer heard that it was heard.
    #[n(2)]
    pub acknowledged: Option<Day>,
    /// By when the leader decides.
    #[n(3)]
    pub decide_by: Option<Day>,
    /// When the peer was told of a later day: it is moved once.
    #[n(4)]
    pub extended: Option<Day>,
    /// What the leader could do instead.
    #[n(5)]
    pub alternative: Option<Shareable<String>>,
}

impl Open {
    /// The day on which the clock of an ask runs out: the day told to the peer, else the last that is of use to them.
    pub fn runs_out(&self) -> Option<Day> {
        self.decide_by.or_else(|| self.ask.latest())
    }

    /// What a text for whoever asked, or for whoever follows them, is made of: only what was said between the two.
    pub fn asked(&self, peers: &Peers, today: Day) -> Asked<'_> {
        let Ask { what, on, needed_by, .. } = &self.ask;
        Asked {
            what,
            on: *on,
            needed_by: *needed_by,
            promised: self.decide_by,
            alternative: self.alternative.as_ref(),
            was_before_them: peers.known(self.ask.peer).is_some_and(|peer| peers.has_left(peer, today)),
        }
    }

    /// The event of a day by which the leader decides.
    fn decide_by(&self, decide_by: Day, told_on: Option<Day>, now: &Now) -> Result<Event, Refusal> {
        let ask = self.ask.id;
        let Some(known) = self.decide_by.filter(|known| *known < decide_by) else {
            self.ask.can_wait_until(decide_by, Some(ask), now)?;
            return Ok(Event::Undecided { ask, decide_by });
        };
        if self.extended.is_some() {
            return Err(Refusal::ExtendedBefore { ask, decide_by: known });
        }
        match told_on {
            None if known < now.today => Err(Refusal::DecideByPassed { ask, decide_by: known }),
            None => Err(Refusal::ExtensionNotTold { ask, decide_by: known }),
            Some(told_on) => {
                not_ahead(told_on, now)?;
                if told_on > known {
                    return Err(Refusal::DecideByPassed { ask, decide_by: known });
                }
                self.ask.can_wait_until(decide_by, Some(ask), now)?;
                self.not_before(told_on, now)?;
                Ok(Event::Extended { ask, decide_by, told_on })
            }
        }
    }

    /// Holds that something of an ask does not lie before it. Today never does: an ask that was kept in a zone ahead lies
    /// on the day after today elsewhere.
    fn not_before(&self, on: Day, now: &Now) -> Result<(), Refusal> {
        match on < self.ask.on && on != now.today {
            true => Err(Refusal::BeforeAsked { on, asked: self.ask.on }),
            false => Ok(()),
        }
    }
}

/// Asks that are open, and when asks were answered.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Asks {
    #[n(0)]
    open: BTreeMap<Id, Open>,
    #[n(1)]
    answered: Vec<Answered>,
}

/// That an ask of a peer was answered by the leader: which, and when (rule B2 holds it against the own team's waiting).
#[derive(Clone, Copy, Encode, Decode)]
pub struct Answered {
    /// Which.
    #[n(0)]
    pub ask: Id,
    /// When.
    #[n(1)]
    pub on: Day,
}

impl Asks {
    /// Asks without an answer, in the order in which they were made.
    pub fn open(&self) -> impl Iterator<Item = &Open> {
        self.open.values()
    }

    /// An ask without an answer.
    pub fn one(&self, id: Id) -> Option<&Open> {
        self.open.get(&id)
    }

    /// Asks of peers that the leader answered lately, the earliest first.
    pub fn answered(&self) -> &[Answered] {
        &self.answered
    }

    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, now: &Now) -> Result<Vec<Event>, Refusal> {
        let id = Id::of(now.entry);
        match command {
            Command::Hear { peer, ask, decide_by } => {
                let ask = Ask { id, peer: peer.id(), ..ask };
                ask.check(now)?;
                decide_by.map_or(Ok(()), |day| ask.can_wait_until(day, None, now))?;
                let told = |decide_by| {
                    [Event::Acknowledged { ask: id, on: now.today }, Event::Undecided { ask: id, decide_by }]
                };
                let told = decide_by.map(told).into_iter().flatten();
                Ok([Event::AskedOfMe(ask)].into_iter().chain(told).collect())
            }
            Command::Make { peer, ask } => {
                let ask = Ask { id, peer: peer.id(), ..ask };
                ask.check(now)?;
                Ok(vec![Event::AskedOfThem(ask)])
            }
            Command::Acknowledge { ask, on } => {
                self.of_me(ask)?.not_before(on, now)?;
                not_ahead(on, now)?;
                Ok(vec![Event::Acknowledged { ask, on }])
            }
            Command::DecideBy { ask, decide_by, told_on } => {
                let open = self.of_me(ask)?;
                let event = open.decide_by(decide_by, told_on, now)?;
                let heard = Event::Acknowledged { ask, on: told_on.unwrap_or(now.today) };
                let heard = open.acknowledged.is_none().then_some(heard);
                Ok(heard.into_iter().chain([event]).collect())
            }
            Command::Answer { ask, answer, on, remark } => {
                self.find(ask)?.not_before(on, now)?;
                not_ahead(on, now)?;
                Ok(vec![Event::Answered { ask, answer, on, remark }])
            }
            Command::Decline { ask, instead: alternative, on, remark } => {
                self.of_me(ask)?.not_before(on, now)?;
                not_ahead(on, now)?;
                let answer = Answer::No;
                Ok(vec![
                    Event::AlternativeFound { ask, alternative },
                    Event::Answered { ask, answer, on, remark },
                ])
            }
            Command::Withdraw { ask, on } => {
                self.find(ask)?.not_before(on, now)?;
                not_ahead(on, now)?;
                Ok(vec![Event::Withdrawn { ask, on }])
            }
            Command::Offer { ask, alternative } => {
                self.of_me(ask)?;
                Ok(vec![Event::AlternativeFound { ask, alternative }])
            }
        }
    }

    fn find(&self, ask: Id) -> Result<&Open, Refusal> {
        let open = || self.open.keys().map(Id::to_string).collect();
        self.open.get(&ask).ok_or_else(|| Refusal::NoSuchAsk { id: ask, open: open() })
    }

    /// An ask of a peer that waits for the leader's answer.
    ///
    /// # Errors
    /// If none of this name is open, or it is one of the leader's own.
    pub fn of_me(&self, ask: Id) -> Result<&Open, Refusal> {
        let open = self.find(ask)?;
        if open.is_of_me { Ok(open) } else { Err(Refusal::AskIsMine { ask }) }
    }

    /// Takes in what happened. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event) {
        let fresh = |ask, is_of_me| Open {
            ask,
            is_of_me,
            acknowledged: None,
            decide_by: None,
            extended: None,
            alternative: None,
        };
        match event {
            Event::AskedOfMe(ask) => {
                self.open.insert(ask.id, fresh(ask, true));
            }
            Event::AskedOfThem(ask) => {
                self.open.insert(ask.id, fresh(ask, false));
            }
            Event::Acknowledged { ask, on } => self.change(ask, |open| {
                open.acknowledged.get_or_insert(on);
            }),
            Event::Undecided { ask, decide_by } => self.change(ask, |open| open.decide_by = Some(decide_by)),
            Event::Extended { ask, decide_by, told_on } => self.change(ask, |open| {
                open.decide_by = Some(decide_by);
                open.extended = Some(told_on);
            }),
            Event::Answered { ask, on, .. } => {
                if self.open.remove(&ask).is_some_and(|open| open.is_of_me) {
                    self.answered.push(Answered { ask, on });
                    if self.answered.len() > ANSWERED_AT_HAND {
                        self.answered.remove(0);
                    }
                }
            }
            Event::Withdrawn { ask, .. } => {
                self.open.remove(&ask);
            }
            Event::AlternativeFound { ask, alternative } => {
                self.change(ask, |open| open.alternative = Some(alternative));
            }
        }
    }

    fn change(&mut self, ask: Id, change: impl FnOnce(&mut Open)) {
        if let Some(open) = self.open.get_mut(&ask) {
            change(open);
        }
    }
}

/// How many answers are at hand; the log holds all of them.
const ANSWERED_AT_HAND: usize = 256;
