//! Contributions that nobody named yet where their boss's boss hears it (rule T6): of each peer the one that waits longest.

use std::collections::BTreeMap;

use super::{
    line::{Consequence, Found, Whom},
    look::{Look, said},
};
use crate::{defend::Contribution, moment::Id};

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    let mut of: BTreeMap<Id, &Contribution> = BTreeMap::new();
    let longest = |one: &Contribution| (one.on, one.id);
    for one in look.notebook.contributions.unnamed() {
        let (peer, _) = look.bearer(one.peer);
        let first = of.entry(peer).or_insert(one);
        if longest(one) < longest(first) {
            *first = one;
        }
    }
    of.into_iter().map(|(peer, one)| line(look, peer, one)).collect()
}

fn line(look: &Look<'_>, peer: Id, one: &Contribution) -> Found {
    let name = look.notebook.peers.name(one.peer);
    let (what, toward, id) = (said(one.what.get()), said(one.toward.get()), one.id);
    Found {
        name: format!("contribution:{id}"),
        consequence: Consequence::Contribution,
        whom: Whom::Peer(peer, look.notebook.peers.name(peer).to_owned()),
        sentence: format!("Name what the team of {name} contributed to {toward}: {what}."),
        reason: "It is not named yet where their boss's boss hears it.".into(),
        evidence: vec![format!("done on {}, entry {id}; source: {}", one.on, said(&one.source(look.screen)))],
        command: format!("sideways credit {id} \"...\""),
        wants_act: true,
        stays: false,
        weight: 0,
        due: one.on,
        since: one.noted,
        changed: one.noted,
        touched: None,
    }
}
