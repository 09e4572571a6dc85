//! The map: the peers this year depends on.
//!
//! [`draw`] sums a plan's crossings by the person who can say yes ([`answerer`]), weighs them ([`need`]), proposes the
//! few names that carry the year ([`picks`]), and asks what would change the answer most ([`questions`]).
//! [`view`] is what a door shows. Rules M1 to M3, M5 and M6 of the playbook.

pub mod answerer;
pub mod need;
pub mod picks;
pub mod questions;
pub mod rules;
pub mod simulated;
pub mod view;

use plan::{
    crossing::{Mine, Scope},
    network::{Network, Oddity},
    place::Quotes,
};

use self::{
    answerer::{Answerer, Answerers},
    need::Need,
    simulated::{Simulated, Simulation},
};
pub use self::{rules::Rules, view::Map};

/// Whose map, and how it is drawn.
#[derive(Clone, Debug)]
pub struct Leader {
    /// The leader's name, where it was given.
    pub name: Option<String>,
    /// Teams that the leader named as theirs.
    pub teams: Vec<String>,
}

/// Above this share of need without a name, a map is a first reading.
pub const FIRST_READING: f64 = 0.25;

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
    let simulated = Simulated::play(network, &scope, &answerers, simulation, tick);
    crossings.extend(simulated.derived_crossings(network, &scope, &answerers, &crossings));
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
    view::View { network, leader, rules, scope: &scope, answerers: &answerers, simulated: &simulated, quotes }
        .map(needs, &picks, questions)
}

/// Findings of links from work of mine to something that is nowhere in the plan.
fn dangling<'a>(network: &'a Network, scope: &Scope<'_>) -> Vec<&'a plan::network::Finding> {
    let is_mine = |item: Option<plan::network::ItemId>| item.is_some_and(|item| scope.is_mine(item));
    let dangling =
        |finding: &&plan::network::Finding| finding.oddity == Oddity::DanglingLink && is_mine(finding.item);
    network.findings.iter().filter(dangling).collect()
}

/// Needs, the largest first.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// By answerer, the largest first; of equal ones by name.
    pub all: Vec<Need>,
    /// All of them together.
    pub total: i64,
}

impl Needs {
    /// The share of all need, from 0 to 1.
    pub fn share(&self, weight: i64) -> f64 {
        if self.total == 0 { 0.0 } else { weight as f64 / self.total as f64 }
    }

    /// Need of which it is not known who can say yes.
    pub fn unnamed(&self) -> i64 {
        let nameless = |need: &&Need| !matches!(need.who, Answerer::Person(_));
        self.all.iter().filter(nameless).map(|need| need.weight).sum()
    }
}
