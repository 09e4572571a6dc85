//! What a command about an initiative makes happen, or why not.

use plan::names::team_key;

use super::{Answer, Begun, Event, Initiative, Initiatives, Party, Touch};
use crate::{
    akin::akin,
    map::peers::{Known, Peers, Pick},
    moment::{Day, Id, Now},
    privacy::{Private, Shareable},
    refusal::{Refusal, not_ahead},
};

/// What the leader wants of an initiative.
pub enum Command {
    /// Begin one.
    Begin {
        /// The change, in words written for others.
        what: Shareable<String>,
        /// Items of the plan that it is about; whoever the kept map names for them is touched.
        items: Vec<Shareable<String>>,
        /// Whose teams it touches besides.
        touches: Vec<Touch>,
        /// What the page will ask for.
        request: Option<Shareable<String>>,
    },
    /// It touches another team, too.
    Touch {
        /// Which.
        initiative: Id,
        /// Whose.
        touch: Touch,
    },
    /// It was changed so that it does not touch a team any more.
    Spare {
        /// Which.
        initiative: Id,
        /// Whose team.
        peer: Known,
        /// How it was changed.
        because: Private<String>,
    },
    /// A peer decided.
    Decide {
        /// Which; the only one that touches them, where none is named.
        initiative: Option<Id>,
        /// Who.
        peer: Known,
        /// What.
        answer: Answer,
        /// When.
        on: Day,
        /// What was said beside it, for the owner alone.
        remark: Option<Private<String>>,
    },
    /// Write down what the page asks for.
    Request {
        /// Of which.
        initiative: Id,
        /// What, in words written for others.
        request: Shareable<String>,
    },
    /// The page went up.
    Up {
        /// Which.
        initiative: Id,
        /// When.
        on: Day,
    },
    /// It comes to nothing.
    Drop {
        /// Which.
        initiative: Id,
        /// Why.
        because: Private<String>,
    },
}

/// The team that words name: a peer by any of their names, else a team of the kept map.
///
/// # Errors
/// If nobody is called so, or several are.
pub fn touched(peers: &Peers, words: &str, today: Day) -> Result<Touch, Refusal> {
    let picks = || peers.kept().into_iter().flat_map(|kept| &kept.picks);
    let of_team = |pick: &&Pick| pick.teams.iter().any(|team| team_key(team) == team_key(words));
    if let Some(pick) = picks().find(of_team) {
        let team = pick.teams.iter().find(|team| team_key(team) == team_key(words));
        let team = team.map(|team| Shareable::new(team.clone()));
        return Ok(Touch { peer: peers.bears(pick.peer, today), team });
    }
    Ok(Touch::of(peers, peers.find(words)?, today))
}

impl Touch {
    /// A peer, with the first team that the kept map names for them.
    pub fn of(peers: &Peers, peer: Known, today: Day) -> Self {
        let team = peers.picks_of(peer, today).find_map(|pick| pick.teams.first());
        Self { peer: peer.id(), team: team.map(|team| Shareable::new(team.clone())) }
    }
}

/// Whom the kept map names for items: whose yes they need.
fn of_items(peers: &Peers, items: &[Shareable<String>], today: Day) -> Vec<Touch> {
    let is_named = |pick: &&Pick| {
        pick.yeses.iter().any(|yes| {
            let all = [Some(&yes.item), Some(&yes.home), yes.theirs.as_ref()];
            all.into_iter().flatten().any(|words| items.iter().any(|item| akin(item.get(), words)))
        })
    };
    let picks = peers.kept().into_iter().flat_map(|kept| &kept.picks).filter(is_named);
    let touch = |pick: &Pick| Touch {
        peer: peers.bears(pick.peer, today),
        team: pick.teams.first().map(|team| Shareable::new(team.clone())),
    };
    picks.map(touch).collect()
}

/// Each peer once, as they were named first.
fn once(all: impl Iterator<Item = Touch>) -> Vec<Touch> {
    let mut found: Vec<Touch> = Vec::new();
    for touch in all {
        if !found.iter().any(|known| known.peer == touch.peer) {
            found.push(touch);
        }
    }
    found
}

impl Initiatives {
    /// Decides what a command makes happen. `credited` names the contributions that stand on the page of an initiative.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(
        &self,
        command: Command,
        peers: &Peers,
        credited: &dyn Fn(&Initiative) -> Vec<Id>,
        now: &Now,
    ) -> Result<Vec<Event>, Refusal> {
        let on = now.today;
        Ok(vec![match command {
            Command::Begin { what, items, touches, request } => {
                let subjects = if items.is_empty() { std::slice::from_ref(&what) } else { &items };
                let touches = once(touches.into_iter().chain(of_items(peers, subjects, on)));
                if touches.is_empty() {
                    return Err(Refusal::TouchesNobody);
                }
                Event::Begun(Begun { id: Id::of(now.entry), what, items, touches, request, on })
            }
            Command::Touch { initiative, touch } => {
                let found = self.still_open(initiative)?;
                let bears = |id: Id| peers.bears(id, on);
                if found.parties.iter().any(|party| bears(party.touch.peer) == bears(touch.peer)) {
                    let name = peers.name(touch.peer).to_owned();
                    return Err(Refusal::TouchedBefore { initiative, name });
                }
                Event::Touched { initiative, touch, on }
            }
            Command::Spare { initiative, peer, because } => {
                return self.still_open(initiative)?.spared(peer, because, peers, on);
            }
            Command::Decide { initiative, peer, answer, on, remark } => {
                not_ahead(on, now)?;
                let found = self.which(initiative, peer, peers, now.today)?;
                return found.decisions(peer, &answer, on, remark, peers, now.today);
            }
            Command::Request { initiative, request } => {
                self.still_open(initiative)?;
                Event::Requested { initiative, request }
            }
            Command::Up { initiative, on } => {
                not_ahead(on, now)?;
                let found = self.still_open(initiative)?;
                found.decided(peers, now.today)?;
                if found.request.is_none() {
                    return Err(Refusal::NothingRequested { initiative });
                }
                Event::WentUp { initiative, on, credited: credited(found) }
            }
            Command::Drop { initiative, because } => {
                self.still_open(initiative)?;
                Event::Dropped { initiative, because, on }
            }
        }])
    }

    fn still_open(&self, id: Id) -> Result<&Initiative, Refusal> {
        let one = self.one(id)?;
        one.up.map_or(Ok(one), |on| Err(Refusal::WentUpBefore { initiative: id, on }))
    }

    /// The initiative that is meant: the one that is named, else the only one that touches a peer.
    fn which(&self, id: Option<Id>, peer: Known, peers: &Peers, today: Day) -> Result<&Initiative, Refusal> {
        if let Some(id) = id {
            return self.still_open(id);
        }
        let name = || peers.name(peer.id()).to_owned();
        let touching: Vec<&Initiative> =
            self.open().filter(|one| one.parties_of(peer, peers, today).is_ok()).collect();
        match touching.as_slice() {
            [] => Err(Refusal::TouchedByNone { name: name() }),
            [one] => Ok(one),
            several => {
                let initiatives = several.iter().map(|one| one.id.to_string()).collect();
                Err(Refusal::SeveralInitiatives { name: name(), initiatives })
            }
        }
    }
}

impl Initiative {
    /// It touches a peer's team no more. The words stand with the first event; there are two only where two entries turned out
    /// to be one person.
    fn spared(
        &self,
        peer: Known,
        because: Private<String>,
        peers: &Peers,
        on: Day,
    ) -> Result<Vec<Event>, Refusal> {
        let parties = self.parties_of(peer, peers, on)?;
        if parties.len() == self.parties.len() {
            return Err(Refusal::TouchesNobodyElse { initiative: self.id });
        }
        let (initiative, mut because) = (self.id, Some(because));
        let spare = |party: &Party| {
            let (peer, because) = (party.touch.peer, because.take());
            Event::Spared { initiative, peer, because, on }
        };
        Ok(parties.into_iter().map(spare).collect())
    }

    /// What a peer decided, for each of their teams.
    fn decisions(
        &self,
        peer: Known,
        answer: &Answer,
        on: Day,
        remark: Option<Private<String>>,
        peers: &Peers,
        today: Day,
    ) -> Result<Vec<Event>, Refusal> {
        let (initiative, by, mut remark) = (self.id, peer.id(), remark);
        let decide = |party: &Party| {
            let (peer, answer, remark) = (party.touch.peer, answer.clone(), remark.take());
            Event::Decided { initiative, peer, by, answer, on, remark }
        };
        Ok(self.parties_of(peer, peers, today)?.into_iter().map(decide).collect())
    }

    /// The parties for which a peer decides: their own, and those of whom they follow.
    fn parties_of(&self, peer: Known, peers: &Peers, today: Day) -> Result<Vec<&Party>, Refusal> {
        let is_theirs = |party: &&Party| {
            peers.bears(party.touch.peer, today) == peer.id() || peers.known(party.touch.peer) == Some(peer)
        };
        let all: Vec<&Party> = self.parties.iter().filter(is_theirs).collect();
        match all.is_empty() {
            true => Err(Refusal::NotTouched { initiative: self.id, name: peers.name(peer.id()).to_owned() }),
            false => Ok(all),
        }
    }
}
