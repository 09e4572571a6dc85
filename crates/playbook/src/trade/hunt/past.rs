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
    /// What became of it, in one sentence without a full stop.
    pub since: String,
}

/// For each proposal of an earlier plan, gifts first, what became of the work and the dates that it names.
pub fn replay(then: &Hunt, past: &Network, now: &Network) -> Vec<Vec<Became>> {
    then.gifts.iter().chain(&then.trades).map(|proposal| became(proposal, past, now)).collect()
}

fn became(proposal: &Proposal, past: &Network, now: &Network) -> Vec<Became> {
    let mut titles: Vec<&str> = Vec::new();
    for side in &proposal.sides {
        let quoted =
            |title: &&str| side.does.iter().any(|does| does.sentence.contains(&format!("“{title}”")));
        let work = past.nodes.iter().map(|node| node.item.title.as_str()).filter(quoted);
        titles.extend(work.chain(side.dates.iter().map(|date| date.title.as_str())));
    }
    let mut seen: Vec<Became> = Vec::new();
    for title in titles {
        if seen.iter().all(|known| known.title != title) {
            seen.push(Became { title: title.to_owned(), since: since(title, past, now) });
        }
    }
    seen
}

fn since(title: &str, past: &Network, now: &Network) -> String {
    let Some(then) = past.nodes.iter().find(|node| node.item.title == title) else {
        return "it is not in the plan".into();
    };
    let same_id = |item: &ItemId| then.item.id.is_some() && now.node(*item).item.id == then.item.id;
    let same_title = |item: &ItemId| title_key(&now.node(*item).item.title) == title_key(title);
    let Some(item) = now.ids().find(same_id).or_else(|| now.ids().find(same_title)) else {
        return "it is no longer in the plan".into();
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
        State::Done(Some(day)) => format!("finished on {day}"),
        State::Done(None) => "finished".into(),
        State::Started(_) => "under way".into(),
        State::Dropped => "dropped".into(),
        State::Planned => "not begun".into(),
    };
    format!("{state}{promised}")
}
