//! Kindnesses that are due (rule C6).

use super::{
    ahead::{Ahead, What},
    line::{Consequence, Found, Whom},
    look::Look,
};
use crate::channel::Kindness;

/// Days before its date in which a kindness is due.
const NEAR: i64 = 7;

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    let due = look.notebook.channels.open_kindnesses();
    due.filter(|kindness| kindness.by <= look.today.plus(NEAR)).map(|kindness| line(look, kindness)).collect()
}

fn line(look: &Look<'_>, kindness: &Kindness) -> Found {
    let (peer, name) = look.bearer(kindness.peer);
    let (what, by) = (look.words(&kindness.what), look.day(kindness.by));
    let is_past = kindness.by < look.today;
    let due = if is_past { format!("due since {}", kindness.by) } else { format!("by {by}") };
    let since = kindness.by.plus(-NEAR).max(kindness.since);
    Found {
        name: line_name(kindness),
        consequence: Consequence::Kindness,
        sentence: format!("Do this for {name}, {due}: {what}."),
        reason: if is_past { "You meant to, and its day is past." } else { "You meant to." }.into(),
        evidence: vec![format!("Noted on {}, entry {}.", kindness.since, kindness.id)],
        command: format!("sideways kindness done {}", kindness.id),
        wants_act: true,
        stays: false,
        weight: 0,
        due: kindness.by,
        since,
        changed: if is_past { kindness.by.plus(1) } else { since },
        touched: None,
        whom: Whom::Peer(peer, name),
    }
}

fn line_name(kindness: &Kindness) -> String {
    format!("kindness:{}", kindness.id)
}

pub(super) fn ahead(look: &Look<'_>) -> Vec<Ahead> {
    let day = |kindness: &Kindness| {
        let (_, name) = look.bearer(kindness.peer);
        let sentence = format!("for {name}: {}", look.words(&kindness.what));
        let line = Some(line_name(kindness));
        Ahead { day: kindness.by, what: What::Kindness, sentence, peer: Some(name), line }
    };
    look.notebook.channels.open_kindnesses().map(day).collect()
}
