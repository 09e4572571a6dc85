//! What is open, by date over all peers: no direction but in words, nothing that could be added up (rule T9).

use serde::Serialize;

use super::{Agreed, Goods, Kind, Open};
use crate::{
    map::peers::Peers,
    moment::{Day, Id},
    privacy::OwnersScreen,
    side::Side,
    trade::loans::{Loan, Loans},
};

/// Where a good stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It was offered or is wanted.
    Noted,
    /// It was agreed, and not given yet.
    Agreed,
    /// Somebody went first, and the write-up is missing (rule T5).
    NotWrittenUp,
    /// Capacity that has not come back.
    Lent,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its name.
    pub id: Id,
    /// Since when it stands so.
    pub since: Day,
    /// Which of the five it is.
    pub good: Kind,
    /// Where it stands.
    pub stage: Stage,
    /// What it is and with whom: words for the owner's screen.
    pub sentence: String,
    /// What was judged of it, in words; only while it is a proposal (rule T2).
    pub judged: Option<String>,
    /// The command that does the next thing.
    pub command: String,
}

/// Everything that is open on a day, the earliest first.
pub fn listed(goods: &Goods, loans: &Loans, peers: &Peers, today: Day, screen: &OwnersScreen) -> Vec<Listed> {
    let name = |peer: Id| peers.name(peers.bears(peer, today)).to_owned();
    let lent = loans.open().map(|loan| of_loan(loan, &name(loan.peer), screen));
    let open = goods.open(today).map(|open| of_good(open, &name(open.peer), today, screen));
    let mut all: Vec<Listed> = lent.chain(open).collect();
    all.sort_by_key(|one| (one.since, one.id));
    all
}

fn of_loan(loan: &Loan, name: &str, screen: &OwnersScreen) -> Listed {
    let Loan { id, from, until, .. } = *loan;
    let (verb, link) = if loan.lender == Side::Me { ("lent", "to") } else { ("borrowed", "from") };
    let what = loan.what.reveal(screen);
    Listed {
        id,
        since: from,
        good: Kind::Capacity,
        stage: Stage::Lent,
        sentence: format!("{verb} {link} {name}: {what}, {from} to {until}"),
        judged: None,
        command: format!("sideways return {id}"),
    }
}

fn of_good(open: &Open, name: &str, today: Day, screen: &OwnersScreen) -> Listed {
    let id = open.id;
    let told = open.told(today, screen);
    let is_mine = open.giver == Side::Me;
    let (stage, since, sentence, command) = match (&open.agreed, open.given) {
        (None, _) => {
            let head = if is_mine { "offered to" } else { "wanted of" };
            let since = open.waits_until().map_or(open.on, |free| free.max(open.on));
            (Stage::Noted, since, format!("{head} {name}: {told}"), format!("sideways agree {id}"))
        }
        (Some(Agreed { on, against }), None) => {
            let head = if is_mine { "agreed, to" } else { "agreed, from" };
            let against = match against.as_slice() {
                [] => ", as a gift".to_owned(),
                ids => format!(", for {}", named(ids)),
            };
            let command = match open.kind() {
                Kind::Credit => format!("sideways credit {id} \"...\""),
                _ => format!("sideways give {id}"),
            };
            (Stage::Agreed, *on, format!("{head} {name}{against}: {told}"), command)
        }
        (Some(_), Some(given)) => {
            let head = if is_mine { "went first for" } else { "first was" };
            let command = format!("sideways give {id} --write-up \"...\"");
            (Stage::NotWrittenUp, given, format!("{head} {name}, not written up: {told}"), command)
        }
    };
    let judged = open.judged.map(super::Judged::told);
    Listed { id, since, good: open.kind(), stage, sentence, judged, command }
}

/// Names of goods in words: `41 and 42`.
fn named(ids: &[Id]) -> String {
    ids.iter().map(Id::to_string).collect::<Vec<_>>().join(" and ")
}
