//! Asks of peers that wait for an answer (rule T8).

use super::{
    ahead::{Ahead, What},
    line::{Consequence, Found, Whom},
    look::{Look, said},
};
use crate::{
    moment::Day,
    trade::asks::{Due, Stage, due},
};

/// Days before an answer is due from which on it is spoken of.
const NEAR: i64 = 7;

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    all(look).into_iter().filter(|due| is_near(due, look.today)).map(|due| line(look, due)).collect()
}

fn all(look: &Look<'_>) -> Vec<Due> {
    due(&look.notebook.asks, &look.notebook.peers, look.today)
}

fn is_near(due: &Due, today: Day) -> bool {
    !is_open(due) || due.is_late || due.by.is_some_and(|by| by <= today.plus(NEAR))
}

fn name(due: &Due) -> String {
    format!("ask:{}", due.ask)
}

/// Whether it was heard, and is yet to be decided.
fn is_open(due: &Due) -> bool {
    matches!(due.stage, Stage::NameDay | Stage::Decide)
}

fn line(look: &Look<'_>, due: Due) -> Found {
    let (consequence, sentence, reason) = words(look, &due);
    // What is to be decided stands since its day came near, or since it was time to name one.
    let since = match (due.stage, due.by) {
        (_, Some(by)) if is_open(&due) && !due.is_late => by.plus(-NEAR).max(due.since),
        _ => due.since,
    };
    Found {
        name: name(&due),
        consequence,
        sentence,
        reason: reason.to_owned(),
        evidence: due.evidence,
        command: due.command,
        wants_act: true,
        stays: due.stage == Stage::Past,
        weight: 0,
        due: due.by.unwrap_or(since),
        since,
        changed: since,
        touched: None,
        whom: Whom::Peer(due.peer, due.name),
    }
}

fn words(look: &Look<'_>, due: &Due) -> (Consequence, String, &'static str) {
    let (name, what) = (&due.name, said(&due.what));
    match (due.stage, due.by) {
        (Stage::Past, by) => (
            Consequence::AnswerLate,
            match by {
                Some(by) => format!("Answer {name}, yes or no: {what}. The day for it was {by}."),
                None => format!("Answer {name}, yes or no, today: {what}."),
            },
            "A plain no today is worth more than a maybe; both answers are drafted.",
        ),
        (Stage::Acknowledge, by) => (
            Consequence::AnswerUnheard,
            match by {
                Some(by) if !due.is_late => {
                    format!("Tell {name} by {} that you heard: {what}.", look.day(by))
                }
                _ => format!("Tell {name} today that you heard: {what}."),
            },
            "They do not know yet whether it reached you.",
        ),
        (Stage::NameDay | Stage::Decide, Some(by)) if !due.is_late => (
            Consequence::AnswerDue,
            format!("Decide by {} on the ask of {name}: {what}.", look.day(by)),
            "An answer after that day is late: it was named, or they can use no later one.",
        ),
        (Stage::NameDay | Stage::Decide, by) => (
            Consequence::AnswerDue,
            match by {
                Some(by) => {
                    format!("Tell {name} by which day you answer, {} at the latest: {what}.", look.day(by))
                }
                None => format!("Tell {name} today by which day you answer: {what}."),
            },
            "Undecided without a day is a maybe without an end.",
        ),
    }
}

pub(super) fn ahead(look: &Look<'_>) -> Vec<Ahead> {
    let day = |due: Due| {
        let sentence = match due.stage {
            Stage::Acknowledge => format!("{} hears that you heard: {}", due.name, said(&due.what)),
            _ => format!("an answer to {}: {}", due.name, said(&due.what)),
        };
        let line = Some(name(&due));
        due.by.map(|day| Ahead { day, what: What::Answer, sentence, peer: Some(due.name), line })
    };
    all(look).into_iter().filter_map(day).collect()
}
