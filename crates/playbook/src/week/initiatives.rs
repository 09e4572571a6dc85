//! Initiatives: who has not decided, and the page that can go up once all have (rule R1).

use super::{
    line::{Consequence, Found, Whom},
    look::{Look, said},
};
use crate::{
    moment::Day,
    ratify::{Answered, Initiative, Listed, Stage, listed},
};

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    let notebook = look.notebook;
    let all = listed(&notebook.initiatives, &notebook.peers, look.today);
    notebook.initiatives.open().zip(all).map(|(one, listed)| line(look, one, &listed)).collect()
}

fn line(look: &Look<'_>, one: &Initiative, listed: &Listed) -> Found {
    let what = said(&listed.what);
    let (sentence, reason) = match listed.stage {
        Stage::Open => (
            format!("Ask {} for a yes, a no or a condition: {what}.", listed.open.join(" and ")),
            "Nothing goes up before all have decided.",
        ),
        Stage::Refused => {
            let by = one.refused().map_or_else(String::new, |no| look.bearer(no.by).1);
            (
                format!("Change it so that it spares {by}, or drop it: {what}."),
                "A no is no decision to ratify, and no page goes up over it.",
            )
        }
        Stage::NothingRequested => (
            format!("Write down what is asked for: {what}."),
            "All have decided, and the page asks for nothing yet.",
        ),
        Stage::Ready => (format!("Take it up as one page: {what}."), "All have decided."),
    };
    let decided: Option<Day> = listed.parties.iter().filter_map(|party| party.on).max();
    let changed = decided.map_or(listed.since, |on| on.max(listed.since)).min(look.today);
    let open = one.open(&look.notebook.peers, look.today);
    let whom = match (listed.stage, open.as_slice()) {
        (Stage::Open, [peer]) => Whom::Peer(*peer, look.bearer(*peer).1),
        _ => Whom::Nobody,
    };
    let begun = format!("begun on {}, entry {}", listed.since, listed.id);
    Found {
        name: format!("initiative:{}", listed.id),
        consequence: Consequence::Initiative,
        whom,
        sentence,
        reason: reason.into(),
        evidence: [begun].into_iter().chain(listed.parties.iter().filter_map(told)).collect(),
        command: listed.command.clone(),
        wants_act: true,
        stays: false,
        weight: 0,
        due: listed.since,
        since: listed.since,
        changed,
        touched: decided,
    }
}

/// What somebody decided, and when.
fn told(party: &Answered) -> Option<String> {
    let answer = match (party.answer?, &party.condition) {
        (_, Some(condition)) => format!("yes, if {}", said(condition)),
        (answer, None) => answer.to_owned(),
    };
    Some(format!("{}: {answer}, on {}", party.peer, party.on?))
}
