//! The cheapest that a plan holds instead of what a peer asked for: a smaller pull of the work that they named, which moves no
//! date of mine (rule T8). It is proposed in words, and never sent by itself.

use plan::{
    calendar::{DAY, Ticks},
    crossing::Mine,
    hunt::{Years, offer::ready},
    names::title_key,
    network::{ItemId, Network},
    whatif::{GoOn, Move, Scenario, Stakes, effects},
};

use super::cited::names_it;
use crate::trade::whatif::is_seen;

/// By how many working days work is pulled forward, the furthest first.
const PULLS: [Ticks; 5] = [40 * DAY, 20 * DAY, 10 * DAY, 5 * DAY, 2 * DAY];

/// What I could do instead, in words meant for whoever asked: the furthest pull of the work that they named which my own dates
/// do not feel. None where they named none of my work, or no pull is that cheap.
pub fn instead(
    network: &Network,
    mine: &Mine,
    years: &Years,
    (asked, trials): (&str, u32),
    tick: &GoOn<'_>,
) -> Option<String> {
    let item = named(network, mine, asked)?;
    let is_mine = |item: ItemId| network.node(item).team.filter(|team| mine.teams.contains(team)).map(|_| 0);
    let stakes = Stakes::of(network, &years.instance, 1, is_mine);
    let start = years.order.planned.start[item.at()];
    let soonest = ready(&years.instance, &years.order.planned, item);
    let pulled = |by: Ticks| {
        let to = start.saturating_sub(by).max(soonest);
        let scenario = Scenario::of(&years.instance, &years.order, &[Move::Pull { item, to }]).ok()?;
        let effect = effects(years.base(), std::slice::from_ref(&scenario), &stakes, trials, tick).pop()?;
        let later = effect.of(0);
        let (was, is) = (years.order.planned.finish[item.at()], scenario.planned().finish[item.at()]);
        (is < was && !(later.mean > 0.0 && is_seen(later))).then_some(is)
    };
    let finish = PULLS.into_iter().find_map(pulled)?;
    let day = plan::forecast::day(network, finish);
    let title = &network.node(item).item.title;
    Some(format!("“{title}” sooner than planned: it should be done by {}", day.strftime("%-d %B %Y")))
}

/// The open work of mine that words name; of several the one with the longest title.
fn named(network: &Network, mine: &Mine, asked: &str) -> Option<ItemId> {
    let is_it = |item: &ItemId| {
        let node = network.node(*item);
        let is_mine = node.team.is_some_and(|team| mine.teams.contains(&team));
        is_mine && !node.item.state.is_over() && names_it(asked, &node.item.title)
    };
    network.ids().filter(is_it).max_by_key(|item| title_key(&network.node(*item).item.title).len())
}
