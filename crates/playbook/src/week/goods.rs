//! What was agreed and is not done: credit until it is named, a write-up until it is there (rule T5), and news on the day on
//! which it may be told, not a day before (rule T7).

use super::{
    line::{Consequence, Found, Whom},
    look::{Look, said},
};
use crate::{
    bounds,
    moment::Day,
    side::Side,
    trade::goods::{Agreed, Credit, Good, Open, Risk, What},
};

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    // A page that is read ahead knows no news that waits today.
    let mine = look.notebook.goods.open(look.now.min(look.today)).filter(|open| open.giver == Side::Me);
    mine.filter_map(|open| line(look, open)).collect()
}

/// What a line says, why, the command, and since when.
struct Says {
    sentence: String,
    reason: &'static str,
    fact: String,
    command: String,
    since: Day,
}

fn line(look: &Look<'_>, open: &Open) -> Option<Found> {
    let (peer, name) = look.bearer(open.peer);
    let says = match (&open.agreed, open.waits_until()) {
        (Some(agreed), _) => agreed_on(look, open, agreed, &name),
        (None, Some(free_from)) => free(look, open, free_from, &name)?,
        (None, None) => return None,
    };
    Some(Found {
        name: format!("good:{}", open.id),
        consequence: Consequence::Agreed,
        whom: Whom::Peer(peer, name),
        sentence: says.sentence,
        reason: says.reason.into(),
        evidence: vec![says.fact],
        command: says.command,
        wants_act: true,
        stays: false,
        weight: 0,
        due: says.since,
        since: says.since,
        changed: says.since,
        touched: None,
    })
}

fn agreed_on(look: &Look<'_>, open: &Open, agreed: &Agreed, name: &str) -> Says {
    let (id, on) = (open.id, agreed.on);
    let fact = format!("agreed on {on}, noted on {}, entry {id}", open.on);
    let give = |sentence: String, reason| {
        let command = format!("sideways give {id}");
        Says { sentence, reason, fact: fact.clone(), command, since: on }
    };
    match (&open.what, open.given) {
        (What::Good(Good::Credit(Credit { contribution, review, reader })), _) => Says {
            sentence: format!(
                "Name what {name} contributed, {}, in {}, read by {}.",
                look.words(contribution),
                look.words(review),
                look.words(reader)
            ),
            reason: "Credit waits until it is named.",
            fact,
            command: format!("sideways credit {id} \"...\""),
            since: on,
        },
        (What::Good(Good::Risk(Risk { migration, write_up })), Some(given)) => Says {
            sentence: format!("Write up for {name}, {}: {}.", look.words(migration), look.words(write_up)),
            reason: "Going first is not done without its write-up.",
            fact: format!("you went first on {given}; {fact}"),
            command: format!("sideways give {id} --write-up \"...\""),
            since: given,
        },
        (What::Good(Good::Risk(Risk { migration, .. })), None) => {
            give(format!("Go first for {name}: {}.", look.words(migration)), "You agreed to.")
        }
        _ => {
            let told = said(&open.told(look.today, look.screen));
            give(format!("Give {name} what you agreed on: {told}."), "You agreed to, and it is not given.")
        }
    }
}

/// News on the day from which it may be told; to a guarded peer none is (rule B1).
fn free(look: &Look<'_>, open: &Open, free_from: Day, name: &str) -> Option<Says> {
    let peers = &look.notebook.peers;
    let bearer = peers.known(look.bearer(open.peer).0)?;
    if bounds::closed(peers, bearer, look.screen).is_some() {
        return None;
    }
    let What::Waiting(news) = &open.what else { return None };
    let id = open.id;
    let since = free_from.max(open.on);
    Some(Says {
        sentence: format!("Tell {name}, or drop it: {}.", look.words(&news.what)),
        reason: "It may be told from that day on.",
        fact: format!("free from {free_from}, noted on {}, entry {id}", open.on),
        command: format!("sideways agree {id}"),
        since,
    })
}
