//! What was understood of a plan that was read.

use plan::{
    crossing::{Mine, Scope},
    network::{self, Network},
};
use playbook::map::{Leader, kept::Changed};
use serde::Serialize;
use sources::{Reading, problem::Told, profile::Profile};

use crate::{
    clock,
    drawn::{Wanted, problem_of},
    planned::{known, rules_of},
    stop::Stop,
    words::listed,
};

/// What was understood of a plan.
#[derive(Serialize)]
pub struct Understood {
    pub files: usize,
    pub rows: usize,
    pub items: usize,
    pub teams: usize,
    pub people: usize,
    /// Open pieces of work that are the leader's.
    pub yours: usize,
    /// Places where these need somebody else, as far as the plan says it.
    pub crossings: usize,
    pub problems: Vec<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// Who came onto the map and who went from it, where that was asked for.
    pub changed: Option<Changed>,
    /// The entry that remembers the plan, where there was something new to remember.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<u32>,
    /// Entries that were taken over from the file beside the plan.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adopted: Vec<u32>,
}

/// What was understood of what was read.
///
/// # Errors
/// If it is nobody's whom the plan knows.
pub fn understood(
    reading: Reading,
    leader: &Leader,
    profile: Option<&Profile>,
    changed: Option<Changed>,
) -> Result<Understood, Stop> {
    let rules = rules_of(profile)?;
    let (as_of, _) = network::as_of(&reading.facts, clock::today());
    let wanted = Wanted::usual(leader, as_of, &rules);
    let unread = reading.why_unread();
    let Reading { facts, mut problems, texts, files, rows, .. } = reading;
    let network: Network = wanted.network(facts);
    known(&network, leader, &unread)?;
    let mine = Mine::of(&network, leader.name.as_deref(), &leader.teams, rules.members_count);
    let scope = Scope::of(&network, &mine);
    problems.extend(network.findings.iter().map(|finding| problem_of(&finding.into(), &texts)));
    let is_open = |item: &network::ItemId| scope.is_mine(*item) && !network.node(*item).item.state.is_over();
    Ok(Understood {
        files,
        rows,
        items: network.nodes.len(),
        teams: network.directory.teams.len(),
        people: network.directory.people.len(),
        yours: network.ids().filter(is_open).count(),
        crossings: scope.crossings().len(),
        problems: problems.iter().map(|problem| problem.told(&texts)).collect(),
        changed,
        entry: None,
        adopted: Vec::new(),
    })
}

/// Who came onto the map and who went from it.
pub fn came_and_went(changed: &Changed) -> String {
    let Changed { since, came, went } = changed;
    let part = |names: &[String], verb: &str| match names {
        [] => None,
        names => Some(format!("{} {verb}", listed(names, "and"))),
    };
    let parts: Vec<String> =
        [part(came, "came onto it"), part(went, "went from it")].into_iter().flatten().collect();
    match parts.as_slice() {
        [] => format!("The names are those of the map you kept, which looks ahead from {since}."),
        parts => format!("Since the map you kept, which looks ahead from {since}: {}.", parts.join(", and ")),
    }
}
