//! What the clock of an ask says on a day (rule T8), and what the leader waits for.

use serde::Serialize;

use super::{Asks, HEARD_WITHIN, Open, USUAL_LEAD};
use crate::{
    map::peers::Peers,
    moment::{Day, Id},
    outward::{self, Drafts},
    words::several,
};

/// Where an ask of a peer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Its day to decide has passed: one of two texts is to be used.
    Past,
    /// They have not heard yet that it was heard.
    Acknowledge,
    /// They have not heard yet by which day it is decided.
    NameDay,
    /// It is to be decided.
    Decide,
}

/// An ask of a peer that waits for the leader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Which.
    pub ask: Id,
    /// Who asked, or whoever follows them.
    pub peer: Id,
    /// Their name.
    pub name: String,
    /// What, as it was said between the two.
    pub what: String,
    /// By when they need it.
    pub needed_by: Option<Day>,
    /// Where it stands.
    pub stage: Stage,
    /// Since when it stands there.
    pub since: Day,
    /// By when it should leave that stage; the day that passed, where it is past. None where nobody named a day.
    pub by: Option<Day>,
    /// Whether that day is over; or, where nobody named one, whether it is time to.
    pub is_late: bool,
    /// What it rests on: facts with their days.
    pub evidence: Vec<String>,
    /// The command that does the next thing.
    pub command: String,
    /// Both texts, once it is past; they are offered until one is used.
    pub drafts: Option<Drafts>,
}

impl Due {
    /// Where it stands, in words: a sentence without a full stop.
    pub fn stands(&self) -> String {
        match (self.stage, self.by) {
            (Stage::Acknowledge, Some(by)) if self.is_late => {
                format!("They should have heard by {by} that you heard it")
            }
            (Stage::Acknowledge, by) => format!("Tell them that you heard it{}", until(by)),
            (Stage::NameDay, Some(by)) => format!("Tell them by when you decide, {by} at the latest"),
            (Stage::NameDay, None) => "Tell them by when you decide".to_owned(),
            (Stage::Decide, by) => format!("Decide{}", until(by)),
            (Stage::Past, Some(by)) => {
                format!("It was to be decided by {by}; a plain no and a clear yes are ready")
            }
            (Stage::Past, None) => "A plain no and a clear yes are ready".to_owned(),
        }
    }
}

fn until(by: Option<Day>) -> String {
    by.map_or_else(String::new, |by| format!(" by {by}"))
}

/// Asks of peers that wait for the leader, in the order of their stages and days (rule T8).
pub fn due(asks: &Asks, peers: &Peers, today: Day) -> Vec<Due> {
    let mut all: Vec<Due> =
        asks.open().filter(|open| open.is_of_me).map(|open| one(open, peers, today)).collect();
    // Whatever is yet to be decided stands in one row, whether or not a day was named for it.
    all.sort_by_key(|due| (due.stage.min(Stage::NameDay), due.by.is_none(), due.by, due.ask));
    all
}

fn one(open: &Open, peers: &Peers, today: Day) -> Due {
    let ask = &open.ask;
    let heard_by = ask.on.plus_working(HEARD_WITHIN);
    let runs_out = open.runs_out();
    let (stage, since, by, is_late, command) = match (runs_out, open.acknowledged) {
        (Some(day), _) if day < today => {
            (Stage::Past, day.plus(1), Some(day), true, format!("sideways answer {} --draft", ask.id))
        }
        (_, None) => {
            let late = heard_by < today;
            (Stage::Acknowledge, ask.on, Some(heard_by), late, format!("sideways ask ack {}", ask.id))
        }
        (Some(day), Some(heard)) if open.decide_by.is_some() => {
            (Stage::Decide, heard, Some(day), false, format!("sideways answer {} yes", ask.id))
        }
        (latest, Some(heard)) => {
            let by = latest.map_or_else(|| "fri".to_owned(), |day| day.to_string());
            let command = format!("sideways ask decide-by {} {by}", ask.id);
            (Stage::NameDay, heard, latest, heard_by < today, command)
        }
    };
    let peer = peers.bears(ask.peer, today);
    Due {
        ask: ask.id,
        peer,
        name: peers.name(peer).to_owned(),
        what: ask.what.get().clone(),
        needed_by: ask.needed_by,
        stage,
        since,
        by,
        is_late,
        evidence: evidence(open),
        command,
        drafts: (stage == Stage::Past).then(|| outward::drafts(&open.asked(peers, today), today)),
    }
}

fn evidence(open: &Open) -> Vec<String> {
    let ask = &open.ask;
    let mut facts = vec![format!("asked on {}, entry {}", ask.on, ask.id)];
    facts.push(match open.acknowledged {
        Some(on) => format!("acknowledged on {on}"),
        None => "not acknowledged".to_owned(),
    });
    if let Some(needed) = ask.needed_by {
        let lead = ask.lead.map_or_else(
            || format!("{USUAL_LEAD} working days after the answer (assumed)"),
            |lead| format!("{} after the answer", several(lead, "working day")),
        );
        facts.push(format!("needed by {needed}, {lead}"));
    }
    if let Some(by) = open.decide_by {
        let told = open.extended.map_or_else(String::new, |on| format!(", extended and told on {on}"));
        facts.push(format!("to be decided by {by}{told}"));
    }
    facts
}

/// An ask of the leader that a peer has not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unanswered {
    /// Which.
    pub ask: Id,
    /// Who was asked, or whoever follows them.
    pub peer: Id,
    /// Their name.
    pub name: String,
    /// What, as it was said between the two.
    pub what: String,
    /// When.
    pub on: Day,
    /// By when the leader needs it.
    pub needed_by: Option<Day>,
    /// Whether that day has passed.
    pub is_past: bool,
}

/// Asks of the leader without an answer, in the order in which they were made.
pub fn unanswered(asks: &Asks, peers: &Peers, today: Day) -> Vec<Unanswered> {
    let mine = asks.open().filter(|open| !open.is_of_me).map(|open| &open.ask);
    mine.map(|ask| {
        let peer = peers.bears(ask.peer, today);
        Unanswered {
            ask: ask.id,
            peer,
            name: peers.name(peer).to_owned(),
            what: ask.what.get().clone(),
            on: ask.on,
            needed_by: ask.needed_by,
            is_past: ask.needed_by.is_some_and(|day| day < today),
        }
    })
    .collect()
}
