//! The map: the peers this year depends on.
//!
//! [`draw`] sums a plan's crossings by the person who can say yes ([`answerer`]), weighs them ([`need`]), proposes the
//! few names that carry the year ([`picks`]), and asks what would change the answer most ([`questions`]).
//! [`view`] is what a door shows. Rules M1 to M3, M5 and M6 of the playbook.

pub mod answerer;
pub mod attention;
pub mod need;
pub mod picks;
pub mod questions;
pub mod rules;
pub mod simulated;
pub mod view;

use plan::{
    crossing::{Mine, Scope},
    network::{Finding, ItemId, Network, Oddity},
    place::Quotes,
};

use self::{
    answerer::Answerers,
    simulated::{Simulated, Simulation},
};
pub use self::{
    rules::Rules,
    view::{Leader, Map},
};

/// Draws the map of a plan.
///
/// `tick` is called now and then while years are played, from any thread.
pub fn draw(
    network: &Network,
    leader: &Leader,
    rules: &Rules,
    simulation: &Simulation,
    quotes: &dyn Quotes,
    tick: &(dyn Fn() + Sync),
) -> Map {
    let mine = Mine::of(network, leader.name.as_deref(), &leader.teams, rules.members_count);
    let scope = Scope::of(network, &mine);
    let answerers = Answerers::of(network, &mine);
    let mut crossings = scope.crossings();
    let simulated = Simulated::play(network, &scope, &answerers, &crossings, simulation, tick);
    crossings.extend(simulated.derived.iter().cloned());
    let needs = need::sum(network, &answerers, &simulated, &crossings, rules);
    let picks = picks::pick(&needs, rules);
    let asks = questions::Asks {
        network,
        answerers: &answerers,
        needs: &needs,
        picks: &picks,
        dangling: dangling(network, &scope),
    };
    let questions = questions::ask(&asks);
    let attention = attention::share_out(network, &simulated, &needs, &picks);
    view::View { network, leader, rules, scope: &scope, answerers: &answerers, simulated: &simulated, quotes }
        .map(needs, &picks, questions, attention)
}

/// Findings of links from open work of mine to something that is nowhere in the plan.
fn dangling<'a>(network: &'a Network, scope: &Scope<'_>) -> Vec<&'a Finding> {
    let is_open = |item: ItemId| scope.is_mine(item) && !network.node(item).item.state.is_over();
    let dangling =
        |finding: &&Finding| finding.oddity == Oddity::DanglingLink && finding.item.is_some_and(is_open);
    network.findings.iter().filter(dangling).collect()
}
