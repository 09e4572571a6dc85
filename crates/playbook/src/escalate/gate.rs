//! The gate: four conditions before anybody escalates, and the smallest step that closes each (rule E1).

use minicbor::{Decode, Encode};
use plan::names::typed;
use serde::Serialize;

use super::waiting::{Cost, Curve};
use crate::{
    bounds::Closed,
    moment::Day,
    privacy::{CanSeal, OwnersScreen, Private},
    words::on_one_line,
};

/// Days after which a disagreement is to be looked at again, and what waiting costs is to be computed again.
const FRESH: i64 = 28;

/// When what limits a peer was last heard, and the entry that recorded it.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    /// The day.
    pub on: Day,
    /// The entry.
    pub entry: u32,
}

/// One condition that was met.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Ground {
    /// They confirmed what limits them most, as it was said back to them.
    #[n(0)]
    Confirmed,
    /// A trade was looked for, and this came of it.
    #[n(1)]
    Looked(#[n(0)] Private<String>),
    /// Both still disagree.
    #[n(2)]
    Stands,
    /// What waiting costs, from the plan.
    #[n(3)]
    Waiting(#[n(0)] Cost),
}

/// What was done before one escalates with a peer; each with its day.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Grounds {
    /// When, and the entry that says so: what is heard anew is to be confirmed anew, on the same day as well.
    #[n(0)]
    confirmed: Option<(Day, u32)>,
    #[n(1)]
    looked: Option<(Private<String>, Day)>,
    #[n(2)]
    stands: Option<Day>,
    #[n(3)]
    cost: Option<(Cost, Day)>,
}

impl Grounds {
    pub(super) fn take(&mut self, ground: Ground, on: Day, entry: u32) {
        match ground {
            Ground::Confirmed => self.confirmed = Some((on, entry)),
            Ground::Looked(outcome) => self.looked = Some((outcome, on)),
            Ground::Stands => self.stands = Some(on),
            Ground::Waiting(cost) => self.cost = Some((cost, on)),
        }
    }

    /// What waiting costs, as it was last computed.
    pub const fn cost(&self) -> Option<&(Cost, Day)> {
        self.cost.as_ref()
    }

    pub(super) fn into_cost(self) -> Option<(Cost, Day)> {
        self.cost
    }
}

/// The four conditions towards one peer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// The peer.
    pub name: String,
    /// Why nothing is written together with them; none where they are not guarded (rule B1).
    pub closed: Option<Closed>,
    /// Each condition.
    pub conditions: [Condition; 4],
    /// What waiting costs, as it was last computed.
    pub waiting: Option<Curve>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// What must hold.
    pub what: &'static str,
    /// Whether it does.
    pub is_met: bool,
    /// What is known of it, with days.
    pub evidence: String,
    /// The smallest step that closes it; nothing where it holds.
    pub step: Option<String>,
}

impl Gate {
    /// Whether all four hold, and the peer is not guarded.
    pub fn is_open(&self) -> bool {
        self.closed.is_none() && self.conditions.iter().all(|condition| condition.is_met)
    }

    /// The first condition that does not hold.
    pub fn missing(&self) -> Option<&Condition> {
        self.conditions.iter().find(|condition| !condition.is_met)
    }
}

/// Draws up the four conditions. Towards a guarded peer no step is proposed.
pub fn gate(
    name: &str,
    grounds: Option<&Grounds>,
    (constraint, closed): (Option<Heard>, Option<Closed>),
    today: Day,
    screen: &OwnersScreen,
) -> Gate {
    let mut conditions = conditions(name, grounds, constraint, today);
    if closed.is_some() {
        conditions.iter_mut().for_each(|condition| condition.step = None);
    }
    if let Some((outcome, on)) = grounds.and_then(|grounds| grounds.looked.as_ref()) {
        conditions[1].evidence = format!("looked for on {on}: {}", on_one_line(outcome.reveal(screen)));
    }
    let waiting = grounds.and_then(Grounds::cost).map(|cost| curve(cost, today));
    Gate { name: name.to_owned(), closed, conditions, waiting }
}

/// What waiting costs, as it is shown on a day.
pub(super) fn curve((cost, on): &(Cost, Day), today: Day) -> Curve {
    cost.curve(*on, on.until(today) > FRESH, today)
}

/// The four conditions without private words.
pub(super) fn conditions(
    name: &str,
    grounds: Option<&Grounds>,
    constraint: Option<Heard>,
    today: Day,
) -> [Condition; 4] {
    let blank = Grounds::default();
    let grounds = grounds.unwrap_or(&blank);
    let who = typed(name);
    [
        confirmed(grounds, constraint, &who),
        looked(grounds, &who),
        stands(grounds, &who, today),
        costs(grounds, &who, today),
    ]
}

const fn condition(what: &'static str, is_met: bool, evidence: String, step: Option<String>) -> Condition {
    Condition { what, is_met, evidence, step }
}

fn confirmed(grounds: &Grounds, constraint: Option<Heard>, who: &str) -> Condition {
    let what = "their constraint is recorded, and they have confirmed it";
    let Some(Heard { on: heard, entry: since }) = constraint else {
        let step = format!("sideways talk {who} constraint=\"what limits them most\"");
        return condition(what, false, "no constraint of theirs is recorded".into(), Some(step));
    };
    match grounds.confirmed {
        Some((on, entry)) if on >= heard && entry > since => {
            condition(what, true, format!("heard on {heard}, confirmed on {on}"), None)
        }
        Some((on, _)) => {
            let step = format!("sideways escalate gate {who} --confirmed");
            let anew = if on < heard { format!("on {heard}") } else { "after that".to_owned() };
            condition(what, false, format!("confirmed on {on}, and heard anew {anew}"), Some(step))
        }
        None => {
            let step = format!("sideways escalate gate {who} --confirmed");
            condition(what, false, format!("heard on {heard}, not said back to them yet"), Some(step))
        }
    }
}

fn looked(grounds: &Grounds, who: &str) -> Condition {
    let what = "a trade was looked for, and its outcome noted";
    match &grounds.looked {
        Some((_, on)) => condition(what, true, format!("looked for on {on}"), None),
        None => {
            let evidence = "no outcome is noted; sideways trade looks for one".into();
            condition(what, false, evidence, Some(to_look(who)))
        }
    }
}

fn to_look(who: &str) -> String {
    format!("sideways escalate gate {who} --looked \"what came of it\"")
}

fn stands(grounds: &Grounds, who: &str, today: Day) -> Condition {
    let what = "the disagreement stands";
    let step = || Some(format!("sideways escalate gate {who} --stands"));
    let looked = grounds.looked.as_ref().map(|(_, on)| *on);
    match grounds.stands {
        None => condition(what, false, "nobody said so yet".into(), step()),
        Some(on) if looked.is_none() => {
            let evidence = format!("it stood on {on}; that counts once a trade was looked for");
            condition(what, false, evidence, Some(to_look(who)))
        }
        Some(on) if looked.is_some_and(|looked| on < looked) => {
            condition(what, false, format!("it stood on {on}, before the trade was looked for"), step())
        }
        Some(on) if on.until(today) > FRESH => {
            condition(what, false, format!("it stood on {on}; that is over four weeks ago"), step())
        }
        Some(on) => condition(what, true, format!("it stood on {on}"), None),
    }
}

fn costs(grounds: &Grounds, who: &str, today: Day) -> Condition {
    let what = "the cost of not deciding is rising";
    let step = || Some(format!("sideways escalate gate {who} --cost \"ITEM\""));
    match &grounds.cost {
        None => condition(what, false, "not computed yet".into(), step()),
        Some((_, on)) if on.until(today) > FRESH => {
            condition(what, false, format!("computed on {on}; that is over four weeks ago"), step())
        }
        Some((cost, on)) if cost.rises() => {
            condition(what, true, format!("{}, computed on {on}", cost.told()), None)
        }
        Some((cost, on)) => condition(
            what,
            false,
            format!("{}, computed on {on}: waiting costs no date yet", cost.told()),
            step(),
        ),
    }
}
