//! What the hunt would have proposed on an earlier plan, and what became of that since.

use plan::{
    facts::State,
    names::title_key,
    network::{ItemId, Network},
};
use serde::Serialize;

use super::{Hunt, Proposal};

/// What became of something that a proposal on an earlier plan named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Became {
    /// Its title then.
    pub title: String,
    /// What became of it: the rest of a sentence that begins with its title, without a full stop.
    pub since: String,
}

/// For each proposal of an earlier plan, gifts first, what became of the work and the dates that it names.
pub fn replay(then: &Hunt, past: &Network, now: &Network) -> Vec<Vec<Became>> {
    then.gifts.iter().chain(&then.trades).map(|proposal| became(proposal, past, now)).collect()
}

fn became(proposal: &Proposal, past: &Network, now: &Network) -> Vec<Became> {
    let became =
        |item: &ItemId| Became { title: past.node(*item).item.title.clone(), since: since(*item, past, now) };
    proposal.names.iter().map(became).collect()
}

fn since(item: ItemId, past: &Network, now: &Network) -> String {
    let then = past.node(item);
    let same_id = |item: &ItemId| then.item.id.is_some() && now.node(*item).item.id == then.item.id;
    let same_title = |item: &ItemId| title_key(&now.node(*item).item.title) == title_key(&then.item.title);
    let Some(item) = now.ids().find(same_id).or_else(|| now.ids().find(same_title)) else {
        return "is no longer in the plan".into();
    };
    let today = &now.node(item).item;
    let day = |item: &plan::facts::Item| item.promise.as_ref().map(|promise| promise.day);
    let promised = match (day(&then.item), day(today)) {
        (Some(was), Some(is)) if was != is => format!(", promised for {is} rather than {was}"),
        (Some(was), Some(_)) => format!(", promised for {was} as it was then"),
        (Some(was), None) => format!(", no longer promised for {was}"),
        (None, _) => String::new(),
    };
    let state = match today.state {
        State::Done(Some(day)) => format!("was finished on {day}"),
        State::Done(None) => "is finished".into(),
        State::Started(_) => "is under way".into(),
        State::Dropped => "was dropped".into(),
        State::Planned => "is not begun".into(),
    };
    format!("{state}{promised}")
}
