//! Items of the plan that the notebook remembers, with whoever does them.

use desk::open::Desk;
use plan::{
    directory::Whom,
    facts::State,
    network::{self, Network},
};
use playbook::defend::card::Item;
use sources::{read::Sources, text::Texts};

use crate::{
    clock,
    planned::{located::TypedProfile, remembered::Remembered},
    stop::Stop,
};

/// Items that are not finished; none, where no plan is remembered. A plan that can't be read is none, and what is to be said of
/// that comes with it.
///
/// # Errors
/// If a profile of the leader's own can't be read.
pub fn of_the_plan(desk: &Desk) -> Result<(Vec<Item>, Option<String>), Stop> {
    let remembered = Remembered::with_files(desk)?;
    let Some(plan) = &remembered.plan else { return Ok((Vec::new(), None)) };
    let profile = TypedProfile::find(plan.profile.as_deref())?;
    let read = remembered.handed(plan).and_then(|handed| {
        let sources =
            Sources { noted: &remembered.noted, profile: profile.profile.as_ref(), handed, ..plan.sources() };
        sources.read().map_err(Stop::from)
    });
    match read {
        Ok(reading) => {
            let (as_of, _) = network::as_of(&reading.facts, clock::today());
            Ok((items(&Network::of(reading.facts, as_of), &reading.texts), None))
        }
        Err(stop) => {
            let remark = format!("Only what the kept map says is on the table: {}.", stop.fact());
            Ok((Vec::new(), Some(remark)))
        }
    }
}

fn items(network: &Network, texts: &Texts) -> Vec<Item> {
    let open = network.ids().filter(|item| !matches!(network.node(*item).item.state, State::Done(_)));
    let item = |id| {
        let node = network.node(id);
        let place = &node.item.place;
        let file = texts.of(place).map_or("", |text| &text.name);
        Item {
            title: node.item.title.clone(),
            owners: network.doers(id).into_iter().flat_map(|whom| names(network, whom)).collect(),
            place: format!("{file}:{}", place.line),
        }
    };
    open.map(item).collect()
}

/// A team and whoever leads it or says yes for it, or a person.
fn names(network: &Network, whom: Whom) -> Vec<String> {
    let directory = &network.directory;
    let person = |id: plan::directory::PersonId| directory.people[id.at()].name.clone();
    match whom {
        Whom::Team(team) => {
            let team = &directory.teams[team.at()];
            let leads = team.answers.into_iter().chain(team.leads.iter().copied()).map(person);
            [team.name.clone()].into_iter().chain(leads).collect()
        }
        Whom::Person(id) => vec![person(id)],
        Whom::Nobody => Vec::new(),
    }
}
