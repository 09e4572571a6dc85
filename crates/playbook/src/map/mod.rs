//! The map: the peers this year depends on.
//!
//! [`draw`] sums a plan's crossings by the person who can say yes ([`answerer`]), weighs them ([`need`]), proposes the
//! few names that carry the year ([`picks`]), and asks what would change the answer most ([`questions`]). What the leader
//! corrected is applied before it is weighed ([`corrections`]).
//! [`calibrate`] says what the spread of estimates was learnt from, [`view`] is what a door shows, and [`since`] what
//! changed from one reading to the next. Rules M1 to M3b and M5 to M7 of the playbook.

pub mod answerer;
pub mod attention;
pub mod calibrate;
pub mod corrections;
pub mod kept;
mod lookalikes;
pub mod need;
pub mod peers;
pub mod picks;
pub mod questions;
pub mod rules;
pub mod simulated;
pub mod since;
pub mod strangers;
pub mod view;

use plan::{
    crossing::{Crossing, Mine, Scope},
    network::{Finding, ItemId, Network, Oddity},
    place::Quotes,
};

use self::{
    answerer::Answerers,
    simulated::{Simulated, Simulation},
    since::{Eyes, Seen},
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
    drawn(network, leader, rules, simulation, quotes, tick, |_, _| ()).0
}

/// Draws the map of a plan, and keeps what it saw, to be compared with another reading ([`since`]).
pub fn draw_and_see(
    network: &Network,
    leader: &Leader,
    rules: &Rules,
    simulation: &Simulation,
    quotes: &dyn Quotes,
    tick: &(dyn Fn() + Sync),
) -> (Map, Seen) {
    drawn(network, leader, rules, simulation, quotes, tick, |eyes, needs| eyes.see(needs))
}

/// The map, and what is seen on the way to it.
fn drawn<T>(
    network: &Network,
    leader: &Leader,
    rules: &Rules,
    simulation: &Simulation,
    quotes: &dyn Quotes,
    tick: &(dyn Fn() + Sync),
    look: impl FnOnce(Eyes<'_>, &need::Needs) -> T,
) -> (Map, T) {
    let mine = Mine::of(network, leader.name.as_deref(), &leader.teams, rules.members_count);
    let scope = Scope::of(network, &mine);
    let answerers = Answerers::of(network, &mine);
    let (added, mut crossings): (Vec<Crossing>, Vec<Crossing>) =
        scope.crossings().into_iter().partition(|crossing| !crossing.corrected.is_empty());
    let simulated = Simulated::play(network, &scope, &answerers, &crossings, simulation, tick);
    crossings.extend(simulated.derived.iter().cloned().chain(added));
    let mut corrected = corrections::apply(network, &scope, &answerers, crossings);
    let mut needs = need::sum(network, &answerers, &simulated, &corrected.crossings, rules);
    let chosen = corrections::choose(network, &answerers, &mut needs, &mut corrected.idle);
    let picks = picks::pick(&needs, rules, &chosen);
    corrected.idle.extend(corrections::too_many(network, &needs, &picks));
    let asks = questions::Asks {
        network,
        answerers: &answerers,
        needs: &needs,
        picks: &picks,
        mine: &mine,
        dangling: dangling(network, &scope),
    };
    let questions = questions::ask(&asks);
    let attention = attention::share_out(network, &simulated, &needs, &picks);
    let eyes = Eyes { network, scope: &scope, answerers: &answerers, simulated: &simulated, rules, quotes };
    let seen = look(eyes, &needs);
    let view = view::View {
        network,
        leader,
        rules,
        scope: &scope,
        answerers: &answerers,
        simulated: &simulated,
        corrected: &corrected,
        quotes,
    };
    (view.map(needs, &picks, questions, attention), seen)
}

/// Findings of links from open work of mine to something that is nowhere in the plan.
fn dangling<'a>(network: &'a Network, scope: &Scope<'_>) -> Vec<&'a Finding> {
    let is_open = |item: ItemId| scope.is_mine(item) && !network.node(item).item.state.is_over();
    let dangling =
        |finding: &&Finding| finding.oddity == Oddity::DanglingLink && finding.item.is_some_and(is_open);
    network.findings.iter().filter(dangling).collect()
}
