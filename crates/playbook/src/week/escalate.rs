//! Joint documents: what is missing until they go up, and the talk within a week once it is decided (rules E2, E4 and E7).

use super::{
    line::{Consequence, Found, Whom},
    look::Look,
};
use crate::{
    escalate::{Escalation, Life, listed::next},
    moment::Day,
};

/// Days in which both talk after a decision.
const TALK_WITHIN: i64 = 7;

/// Days in which a decision is held before its owner.
const AFTERMATH: i64 = 28;

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    let all = look.notebook.escalations.all();
    all.flat_map(|one| [document(look, one), talk(look, one)].into_iter().flatten()).collect()
}

/// What is to be done next; a guarded peer closes that door, which pages say elsewhere (rule B1).
fn document(look: &Look<'_>, one: &Escalation) -> Option<Found> {
    let peers = &look.notebook.peers;
    let (peer, name) = look.bearer(one.opened.peer);
    let is_guarded = peers.known(peer).is_some_and(|known| peers.is_guarded(known));
    let next = next(one, look.today)?;
    let life = one.life(look.today);
    let is_up = matches!(life, Life::TakenUp { .. } | Life::Decided { .. });
    if is_guarded && !is_up {
        return None;
    }
    let since = next.since;
    Some(Found {
        name: format!("escalation:{}", one.id()),
        consequence: Consequence::Together,
        whom: Whom::Peer(peer, name),
        sentence: next.sentence,
        reason: next.reason.into(),
        evidence: vec![format!("opened on {}; {}, entry {}", one.opened.on, life.word(), one.id())],
        command: next.command,
        wants_act: true,
        stays: false,
        weight: 0,
        due: since,
        since,
        changed: since,
        touched: one.heard,
    })
}

fn talk(look: &Look<'_>, one: &Escalation) -> Option<Found> {
    let decided = one.decided.as_ref()?;
    let (peer, name) = look.bearer(one.opened.peer);
    let known = look.notebook.peers.known(peer)?;
    let last = look.notebook.channels.whole(&look.notebook.peers, known).last(look.today);
    let is_over = decided.on.until(look.today) > AFTERMATH;
    if is_over || last.is_some_and(|last| last >= decided.on) {
        return None;
    }
    let by: Day = decided.on.plus(TALK_WITHIN);
    Some(Found {
        name: format!("aftermath:{}", one.id()),
        consequence: Consequence::Together,
        whom: Whom::Peer(peer, name.clone()),
        sentence: format!("Talk with {name} by {}: your question was decided.", look.day(by)),
        reason: "Whoever lost hears from the other one within a week.".into(),
        evidence: vec![format!("decided on {}, entry {}; no talk since", decided.on, one.id())],
        command: format!("sideways talk {}", plan::names::typed(&name)),
        wants_act: true,
        stays: false,
        weight: 1,
        due: by,
        since: decided.on,
        changed: decided.on,
        touched: None,
    })
}
