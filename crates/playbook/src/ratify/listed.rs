//! Initiatives as they stand: whom each touches, what they decided, and what is missing.

use serde::Serialize;

use super::{Answer, Initiative, Initiatives, Party};
use crate::{
    map::peers::Peers,
    moment::{Day, Id},
};

/// How far an initiative is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Somebody has not decided.
    Open,
    /// Somebody said no: no page goes up.
    Refused,
    /// All have decided, and nothing says what is asked for.
    NothingRequested,
    /// All have decided: its page can go up.
    Ready,
}

/// An initiative whose page has not gone up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its name.
    pub id: Id,
    /// The change.
    pub what: String,
    /// Items of the plan that it is about.
    pub items: Vec<String>,
    /// When it began.
    pub since: Day,
    /// How far it is.
    pub stage: Stage,
    /// Everybody whom it touches.
    pub parties: Vec<Answered>,
    /// Who has not decided.
    pub open: Vec<String>,
    /// What the page will ask for.
    pub request: Option<String>,
    /// The command that comes next.
    pub command: String,
}

/// A team that is touched, and what its leader decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// Who decided, or is to decide.
    pub peer: String,
    /// Their id.
    pub id: Id,
    /// Their team, where it is known.
    pub team: Option<String>,
    /// `yes`, `no`, `condition`, or absent as long as it is open.
    pub answer: Option<&'static str>,
    /// The condition.
    pub condition: Option<String>,
    /// When they decided.
    pub on: Option<Day>,
    /// Whether they are guarded.
    pub is_guarded: bool,
}

/// Initiatives whose page has not gone up, in the order in which they began.
pub fn listed(initiatives: &Initiatives, peers: &Peers, today: Day) -> Vec<Listed> {
    initiatives.open().map(|one| list(one, peers, today)).collect()
}

fn list(one: &Initiative, peers: &Peers, today: Day) -> Listed {
    let open: Vec<String> =
        one.open(peers, today).into_iter().map(|peer| peers.name(peer).to_owned()).collect();
    let id = one.id;
    let stage = match (one.refused(), open.is_empty(), &one.request) {
        (Some(_), ..) => Stage::Refused,
        (None, false, _) => Stage::Open,
        (None, true, None) => Stage::NothingRequested,
        (None, true, Some(_)) => Stage::Ready,
    };
    let command = match stage {
        Stage::Open => {
            let name = open.first().map_or_else(String::new, |name| plan::names::typed(name));
            format!("sideways initiative yes {name} --of {id}")
        }
        Stage::Refused if one.parties.len() == 1 => {
            format!("sideways initiative drop {id} --because \"...\"")
        }
        Stage::Refused => {
            let by = one.refused().map_or_else(String::new, |no| plan::names::typed(peers.name(no.by)));
            format!("sideways initiative spare {id} {by} --because \"...\"")
        }
        Stage::NothingRequested => format!("sideways initiative request {id} \"...\""),
        Stage::Ready => format!("sideways initiative page {id}"),
    };
    Listed {
        id,
        what: one.what.get().trim().to_owned(),
        items: one.items.iter().map(|item| item.get().clone()).collect(),
        since: one.on,
        stage,
        parties: one.parties.iter().map(|party| answered(party, peers, today)).collect(),
        open,
        request: one.request.as_ref().map(|request| request.get().clone()),
        command,
    }
}

fn answered(party: &Party, peers: &Peers, today: Day) -> Answered {
    let who =
        party.decision.as_ref().map_or_else(|| peers.bears(party.touch.peer, today), |decision| decision.by);
    let (answer, condition) = match party.decision.as_ref().map(|decision| &decision.answer) {
        None => (None, None),
        Some(Answer::Yes) => (Some("yes"), None),
        Some(Answer::No) => (Some("no"), None),
        Some(Answer::If(condition)) => (Some("condition"), Some(condition.get().clone())),
    };
    Answered {
        peer: peers.name(who).to_owned(),
        id: who,
        team: party.touch.team.as_ref().map(|team| team.get().clone()),
        answer,
        condition,
        on: party.decision.as_ref().map(|decision| decision.on),
        is_guarded: peers.known(who).is_some_and(|who| peers.is_guarded(who)),
    }
}
