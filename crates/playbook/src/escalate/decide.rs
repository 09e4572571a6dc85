//! What a command makes of an escalation, or why it is refused.

use super::{
    Author, Card, Escalation, Escalations, Event, Field, Ground, Joint, Mine, Opened, Placed, Value, Way,
    gate::{Gate, Heard, gate},
    life::Life,
    marks::Checks,
    parcel::Parcel,
    text::BothMarked,
};
use crate::{
    bounds::closed,
    map::peers::{Known, Peers},
    moment::{Day, Id, Now},
    privacy::{OwnersScreen, Private, Shareable},
    refusal::{Escalating, Refusal, not_ahead},
    side::Side,
};

/// Working days in which an invitation is to be answered, unless a day is named.
const TO_ANSWER: u32 = 5;

/// What a leader wants of an escalation.
pub enum Command {
    /// Have a key.
    MakeKey(Mine),
    /// Keep a peer's key.
    KeepKey {
        /// Whose.
        peer: Known,
        /// The key.
        card: Card,
    },
    /// Both compared the phrase.
    Compare {
        /// With whom.
        peer: Known,
    },
    /// A condition of the gate was met.
    Ground {
        /// With whom one disagrees.
        peer: Known,
        /// Which.
        ground: Ground,
        /// When.
        on: Day,
    },
    /// Open a document.
    Open(Opening),
    /// Write into it.
    Write {
        /// Which.
        escalation: Id,
        /// What, signed.
        placed: Vec<Placed>,
    },
    /// Make it ready to travel.
    Send {
        /// Which.
        escalation: Id,
        /// How.
        way: Way,
    },
    /// Take in what a peer sent.
    Take {
        /// Who.
        peer: Known,
        /// What, found to be theirs.
        parcel: Box<Parcel>,
        /// The keys of both authors, in their order, as far as this notebook knows them; the leader's own is at hand.
        eye: Box<dyn Checks>,
    },
    /// Take over what came back in a plain file.
    Return {
        /// Which.
        escalation: Id,
        /// What they changed, and their agreement.
        placed: Vec<Placed>,
    },
    /// Invite the other one to write.
    Invite {
        /// Which.
        escalation: Id,
        /// When.
        on: Day,
        /// The day by which an answer is asked for.
        answer_by: Option<Day>,
    },
    /// Take it up, as both marked it.
    TakeUp {
        /// Which.
        escalation: Id,
        /// The text with both marks.
        both: Box<BothMarked>,
    },
    /// It was decided.
    Decide {
        /// Which.
        escalation: Id,
        /// What.
        what: Shareable<String>,
        /// Who lost.
        lost: Option<Side>,
        /// When.
        on: Day,
    },
    /// What the one who lost does next.
    Follow {
        /// Which.
        escalation: Id,
        /// What.
        next: Private<String>,
        /// When.
        on: Day,
    },
    /// Close it.
    Close {
        /// Which.
        escalation: Id,
        /// Why.
        because: Private<String>,
    },
}

/// How a document begins.
pub struct Opening {
    /// The other leader.
    pub peer: Known,
    /// The empty document; the leader is its first author.
    pub joint: Joint,
    /// What is written at once.
    pub placed: Vec<Placed>,
    /// Why, where the gate is shut.
    pub regardless: Option<Private<String>>,
}

/// What the room needs of others.
pub struct Around<'a> {
    /// The peers.
    pub peers: &'a Peers,
    /// When the constraint of a peer was last heard.
    pub constraint: &'a dyn Fn(Known) -> Option<Heard>,
}

impl Escalations {
    /// The four conditions towards a peer.
    pub fn gate(&self, around: &Around<'_>, peer: Known, today: Day, screen: &OwnersScreen) -> Gate {
        let known = ((around.constraint)(peer), closed(around.peers, peer, screen));
        gate(around.peers.name(peer.id()), self.grounds(around.peers, peer), known, today, screen)
    }

    /// An escalation into which something may still be written, and nothing stands in the way.
    ///
    /// # Errors
    /// If there is none, the peer is guarded, or it is over.
    pub fn open(&self, id: Id, peers: &Peers, today: Day) -> Result<&Escalation, Refusal> {
        let one = self.whichever(id)?;
        if let Some(known) = peers.known(peers.bears(one.opened.peer, today)) {
            is_free(peers, known)?;
        }
        match one.life(today) {
            Life::Outside { since } => {
                Err(Escalating::OutsideThePlaybook { name: one.their_name().to_owned(), since }.into())
            }
            Life::Closed { on } => Err(Escalating::IsClosed { on }.into()),
            Life::TakenUp { on } | Life::Decided { on } | Life::Aftermath { on } => {
                Err(Escalating::WentUp { escalation: id, on }.into())
            }
            _ => Ok(one),
        }
    }

    /// As [`open`](Self::open), and also where it went up: what both marked may still travel, so that both take it up (rule E4).
    ///
    /// # Errors
    /// Likewise.
    pub fn to_send(&self, id: Id, peers: &Peers, today: Day) -> Result<&Escalation, Refusal> {
        match self.open(id, peers, today) {
            Err(Refusal::Escalating(Escalating::WentUp { .. })) => self.whichever(id),
            other => other,
        }
    }

    /// An escalation, wherever it stands.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn whichever(&self, id: Id) -> Result<&Escalation, Refusal> {
        let open = || self.all.keys().map(Id::to_string).collect();
        Ok(self.one(id).ok_or_else(|| Escalating::NoSuchEscalation { id, open: open() })?)
    }

    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, around: &Around<'_>, now: &Now) -> Result<Vec<Event>, Refusal> {
        let peers = around.peers;
        let event = match command {
            Command::MakeKey(mine) => Event::KeyMade(mine),
            Command::KeepKey { peer, card } => self.keep_key(peers, peer, card)?,
            Command::Compare { peer } => {
                let name = || peers.name(peer.id()).to_owned();
                self.theirs(peers, peer).ok_or_else(|| Escalating::NoKey { name: name() })?;
                Event::KeyCompared { peer: peer.id(), on: now.today }
            }
            Command::Ground { peer, ground, on } => {
                is_free(peers, peer)?;
                not_ahead(on, now)?;
                if matches!(ground, Ground::Confirmed) && (around.constraint)(peer).is_none() {
                    let name = peers.name(peer.id()).to_owned();
                    return Err(Escalating::NothingToConfirm { name }.into());
                }
                Event::Grounded { peer: peer.id(), ground, on }
            }
            Command::Open(opening) => self.opened(opening, around, now)?,
            Command::Write { escalation, placed } => {
                let one = self.open(escalation, peers, now.today)?;
                can_write(one, &placed)?;
                Event::Wrote { escalation, placed }
            }
            Command::Send { escalation, way } => {
                let one = self.to_send(escalation, peers, now.today)?;
                one.travels(way)?;
                Event::Sent { escalation, way, on: now.today }
            }
            Command::Take { peer, parcel, eye } => self.took(peers, peer, &parcel, &*eye, now)?,
            Command::Return { escalation, placed } => {
                let one = self.answered(escalation, peers, now.today)?;
                one.travels(Way::Plain)?;
                let is_mine = |(field, writing): &Placed| {
                    writing.by == one.me() || field.owner().is_some_and(|owner| owner == one.me())
                };
                if placed.iter().any(is_mine) {
                    return Err(Escalating::NotYours { name: one.my_name().to_owned() }.into());
                }
                if placed.is_empty() {
                    return Err(Escalating::NothingNew.into());
                }
                Event::Took { escalation, way: Way::Plain, placed, on: now.today }
            }
            Command::Invite { escalation, on, answer_by } => {
                let one = self.open(escalation, peers, now.today)?;
                not_ahead(on, now)?;
                if let Some((_, answer_by)) = one.unanswered().into_iter().find(|(_, by)| on <= *by) {
                    return Err(Escalating::InvitedBefore { escalation, answer_by }.into());
                }
                let answer_by = answer_by.unwrap_or_else(|| on.plus_working(TO_ANSWER));
                if answer_by <= on {
                    return Err(Refusal::NotLater { until: answer_by, today: on });
                }
                Event::Invited { escalation, on, answer_by }
            }
            Command::TakeUp { escalation, both } => self.taken_up(escalation, &both, peers, now)?,
            later => self.later(later, now)?,
        };
        Ok(vec![event])
    }

    /// What happens once it went up, or in its place.
    fn later(&self, command: Command, now: &Now) -> Result<Event, Refusal> {
        Ok(match command {
            Command::Decide { escalation, what, lost, on } => {
                let one = self.whichever(escalation)?;
                not_ahead(on, now)?;
                match &one.taken_up {
                    Some((up, _)) if on >= *up => Event::Decided { escalation, what, lost, on },
                    _ => return Err(Escalating::NotUp { escalation }.into()),
                }
            }
            Command::Follow { escalation, next, on } => {
                not_ahead(on, now)?;
                match &self.whichever(escalation)?.decided {
                    Some(decided) if on >= decided.on => Event::Followed { escalation, next, on },
                    _ => return Err(Escalating::NotDecided { escalation }.into()),
                }
            }
            Command::Close { escalation, because } => match self.whichever(escalation)?.life(now.today) {
                Life::Closed { on } => return Err(Escalating::IsClosed { on }.into()),
                Life::Decided { on } | Life::Aftermath { on } => {
                    return Err(Escalating::WentUp { escalation, on }.into());
                }
                _ => Event::Closed { escalation, because, on: now.today },
            },
            _ => return Err(Escalating::NothingNew.into()),
        })
    }

    fn keep_key(&self, peers: &Peers, peer: Known, card: Card) -> Result<Event, Refusal> {
        let is_mine = self.mine.as_ref().is_some_and(|mine| mine.card == card);
        let is_another = self.theirs.iter().any(|(id, theirs)| {
            theirs.card.marks == card.marks && !peers.entries_of(peer).any(|entry| entry == *id)
        });
        match (is_mine || is_another, self.theirs(peers, peer)) {
            (true, _) => Err(Escalating::KeyOfAnother { name: peers.name(peer.id()).to_owned() }.into()),
            (_, Some(theirs)) if theirs.card == card => Err(Escalating::NothingNew.into()),
            _ => Ok(Event::KeyGiven { peer: peer.id(), card }),
        }
    }

    fn opened(&self, opening: Opening, around: &Around<'_>, now: &Now) -> Result<Event, Refusal> {
        let Opening { peer, mut joint, placed, regardless } = opening;
        is_free(around.peers, peer)?;
        // Which condition is missing is said; what is private of it is not asked for here.
        if regardless.is_none()
            && let Some(missing) = self.shut(around, peer, now.today)
        {
            return Err(missing.into());
        }
        if placed.iter().any(|(_, writing)| writing.by != Author::First) {
            return Err(Escalating::NotYours { name: joint.names[1].as_str().to_owned() }.into());
        }
        placed.into_iter().for_each(|(field, writing)| joint.set(field, writing));
        let (id, peer) = (Id::of(now.entry), peer.id());
        Ok(Event::Opened(Opened { id, peer, me: Author::First, joint, regardless, on: now.today }))
    }

    /// Why it is too early, if it is.
    fn shut(&self, around: &Around<'_>, peer: Known, today: Day) -> Option<Escalating> {
        let gate = super::gate::conditions(
            around.peers.name(peer.id()),
            self.grounds(around.peers, peer),
            (around.constraint)(peer),
            today,
        );
        let missing: Vec<&'static str> =
            gate.iter().filter(|condition| !condition.is_met).map(|condition| condition.what).collect();
        let step = gate.into_iter().find_map(|condition| condition.step)?;
        Some(Escalating::TooEarly { missing, step })
    }

    /// As [`open`](Self::open), and also where invitations were not answered: this is an answer.
    fn answered(&self, id: Id, peers: &Peers, today: Day) -> Result<&Escalation, Refusal> {
        match self.open(id, peers, today) {
            Err(Refusal::Escalating(Escalating::OutsideThePlaybook { .. })) => self.whichever(id),
            other => other,
        }
    }

    fn took(
        &self,
        peers: &Peers,
        peer: Known,
        parcel: &Parcel,
        eye: &dyn Checks,
        now: &Now,
    ) -> Result<Event, Refusal> {
        is_free(peers, peer)?;
        let name = || peers.name(peer.id()).to_owned();
        let theirs = self.theirs(peers, peer).ok_or_else(|| Escalating::NoKey { name: name() })?;
        theirs.compared.ok_or_else(|| Escalating::NotCompared { name: name() })?;
        let mine = self.mine.as_ref().ok_or_else(|| Escalating::NoKey { name: "you".into() })?;
        let me = parcel.from().other();
        let mut keys = [theirs.card.marks; 2];
        keys[me.at()] = mine.card.marks;
        let Some(one) = self.of_document(&parcel.id()) else {
            let mut joint = Joint::new(parcel.id(), parcel.names().clone())?;
            joint.can_be(parcel.writings(), me, &keys, eye)?;
            if parcel.writings().is_empty() {
                return Err(Escalating::NothingNew.into());
            }
            joint.merge(parcel.writings());
            let (id, peer) = (Id::of(now.entry), peer.id());
            return Ok(Event::Opened(Opened { id, peer, me, joint, regardless: None, on: now.today }));
        };
        let is_theirs = peers.entries_of(peer).any(|id| id == one.opened.peer);
        if !is_theirs || one.me() != me || one.joint().names != *parcel.names() {
            return Err(Escalating::NotThisDocument.into());
        }
        one.travels(Way::Sealed)?;
        one.joint().can_be(parcel.writings(), me, &keys, eye)?;
        let placed = one.joint().news(parcel.writings());
        if placed.is_empty() {
            return Err(Escalating::NothingNew.into());
        }
        if let Some((on, text)) = &one.taken_up
            && !one.stays_marked(&placed, text)
        {
            return Err(Escalating::WentUp { escalation: one.id(), on: *on }.into());
        }
        if let Life::Closed { on } = one.life(now.today) {
            return Err(Escalating::IsClosed { on }.into());
        }
        Ok(Event::Took { escalation: one.id(), way: Way::Sealed, placed, on: now.today })
    }

    fn taken_up(
        &self,
        escalation: Id,
        both: &BothMarked,
        peers: &Peers,
        now: &Now,
    ) -> Result<Event, Refusal> {
        let one = self.open(escalation, peers, now.today)?;
        let of_it = |why| Refusal::InDocument { escalation, why };
        if one.joint().text().map_err(of_it)?.hash != both.text().hash {
            return Err(of_it(Escalating::NotSeen));
        }
        if one.joint().said(Field::Slot).is_none() {
            return Err(Escalating::NoSlot { escalation }.into());
        }
        Ok(Event::TakenUp { escalation, text: both.text().hash, on: now.today })
    }
}

impl Escalation {
    /// Whether with what came it is still the text that went up, under both marks: what then comes is a time, or the marks
    /// themselves.
    fn stays_marked(&self, placed: &[Placed], text: &[u8; 32]) -> bool {
        let mut joint = self.joint().clone();
        joint.merge(placed);
        let is_same = joint.text().is_ok_and(|now| now.hash == *text);
        is_same && Author::BOTH.iter().all(|author| joint.marked(*author).is_some())
    }

    /// That a document travels one way.
    fn travels(&self, way: Way) -> Result<(), Escalating> {
        match self.way {
            Some(before) if before != way => Err(Escalating::OtherWay { is_sealed: before == Way::Sealed }),
            _ => Ok(()),
        }
    }
}

/// That what is written follows all that is here, and is the leader's own; what is recorded for the other one is theirs, and
/// only where the document travels as a plain file.
fn can_write(one: &Escalation, placed: &[Placed]) -> Result<(), Escalating> {
    let mut joint = one.joint().clone();
    for (field, writing) in placed {
        let is_mine = writing.by == one.me();
        let is_right = field.owner().is_none_or(|owner| owner == writing.by);
        if !is_right || !is_mine && !matches!(writing.value, Value::Seen(_)) {
            return Err(Escalating::NotYours { name: one.their_name().to_owned() });
        }
        if !is_mine && one.way != Some(Way::Plain) {
            return Err(Escalating::OtherWay { is_sealed: true });
        }
        if !joint.follows(writing) {
            return Err(Escalating::Malformed { fact: "it does not follow what stands here".into() });
        }
        joint.set(*field, writing.clone());
    }
    Ok(())
}

/// That a peer is not guarded (rule B1).
fn is_free(peers: &Peers, peer: Known) -> Result<(), Escalating> {
    match peers.guard_of(peer) {
        Some(guard) => {
            Err(Escalating::WithGuarded { name: peers.name(peer.id()).to_owned(), since: guard.since })
        }
        None => Ok(()),
    }
}
