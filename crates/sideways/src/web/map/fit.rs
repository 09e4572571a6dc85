//! Whether names that are typed are in the plan, before they are kept: one that is not may be a slip of the pen.

use plan::{
    alike::closest,
    names::{person_key, team_key, title_key},
    network::Network,
};
use playbook::map::questions::Wants;

use crate::{
    planned::Planned,
    stop::Stop,
    web::{form::Field, serve::Server},
};

/// The tick with which a name is kept that the plan does not have.
pub fn anew() -> Field {
    Field::tick("anew", "It is as I typed it, and not in the plan yet")
}

/// The plan as it lies now; where it can't be read, nothing is held against it.
fn network(server: &Server) -> Option<Network> {
    Planned::remembered(server.notebook.as_deref(), true).ok().map(|planned| planned.network)
}

/// What was perhaps meant, as the end of a fact.
fn meant<'a>(key: &str, known: impl Iterator<Item = (String, &'a str)>) -> Option<String> {
    let known: Vec<(String, &str)> = known.collect();
    let meant = closest(key, known.iter().map(|(key, name)| (key.as_str(), *name)));
    meant.map(|meant| format!("; did you mean “{meant}”?"))
}

fn person(network: &Network, name: &str) -> Option<String> {
    let people = network.directory.people.iter().map(|one| (person_key(&one.name), one.name.as_str()));
    meant(&person_key(name), people)
}

fn team(network: &Network, name: &str) -> Option<String> {
    let teams = network.directory.teams.iter().map(|one| (team_key(&one.name), one.name.as_str()));
    meant(&team_key(name), teams)
}

/// Holds that a name is no slip of the pen: nobody bears it, and somebody one that is like it.
///
/// # Errors
/// If it may be one.
pub fn named(server: &Server, name: &str, wants: Wants) -> Result<(), Stop> {
    let Some(network) = network(server) else { return Ok(()) };
    let directory = &network.directory;
    if directory.find_person(name).is_some() || directory.find_team(name).is_some() {
        return Ok(());
    }
    let (who, meant) = match wants {
        Wants::Team => ("no team", team(&network, name)),
        _ => ("nobody", person(&network, name)),
    };
    match meant {
        Some(meant) => {
            Err(Stop::form(format!("{who} called “{name}” is in the plan or the directory{meant}")))
        }
        None => Ok(()),
    }
}

/// Holds that a crossing that is added is one of an item of the plan, and its other side no slip of the pen; `is_meant` says
/// that the other side is meant as it is.
///
/// # Errors
/// If it would fit nothing.
pub fn crossed(server: &Server, item: &str, whom: &str, is_meant: bool) -> Result<(), Stop> {
    let Some(network) = network(server) else { return Ok(()) };
    let titles = || network.nodes.iter().map(|node| (title_key(&node.item.title), node.item.title.as_str()));
    if network.find(item).is_none() {
        let meant = meant(&title_key(item), titles()).unwrap_or_default();
        return Err(Stop::form(format!("no item of your plan is called “{item}”{meant}")));
    }
    let directory = &network.directory;
    let is_known = directory.find_team(whom).is_some()
        || directory.find_person(whom).is_some()
        || network.find(whom).is_some();
    if is_known || is_meant {
        return Ok(());
    }
    let meant =
        team(&network, whom).or_else(|| person(&network, whom)).or_else(|| meant(&title_key(whom), titles()));
    meant.map_or(Ok(()), |meant| {
        let fact = format!("no team, person or item called “{whom}” is in the plan or the directory{meant}");
        Err(Stop::form(fact))
    })
}
