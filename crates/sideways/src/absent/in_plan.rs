//! People and teams whom the kept plan names, so that a line that blames them is found although they are no peers.

use desk::open::Desk;
use plan::{
    crossing::Mine,
    directory::{Directory, PersonId, TeamId, Whom},
    network::{self, Network},
};
use playbook::defend::review::InPlan;
use sources::read::read_originals;

use crate::{
    clock,
    planned::{
        located::TypedProfile,
        remembered::{Remembered, kept_files},
    },
    stop::Stop,
};

/// People and teams of the plan as it was when its map was kept, but for the leader's own; none where none is kept.
///
/// # Errors
/// If what was kept can't be opened, or a profile of the leader's own can't be read.
pub fn of_the_kept_plan(desk: &Desk) -> Result<Option<Vec<InPlan>>, Stop> {
    let files = kept_files(desk)?;
    if files.is_empty() {
        return Ok(None);
    }
    let located = Remembered::of(desk).plan;
    let profile = located.as_ref().and_then(|plan| plan.profile.as_deref());
    let profile = TypedProfile::find(profile)?;
    let reading = read_originals(&files, profile.profile.as_ref());
    let (as_of, _) = network::as_of(&reading.facts, clock::today());
    let network = Network::of(reading.facts, as_of);
    let (me, teams) = located.map_or((None, Vec::new()), |plan| (plan.me, plan.team));
    let mine = Mine::of(&network, me.as_deref(), &teams, true);
    Ok(Some(all(&network.directory, &mine)))
}

fn all(directory: &Directory, mine: &Mine) -> Vec<InPlan> {
    let team = |id: &TeamId| directory.teams[id.at()].name.clone();
    let is_other = |id: &TeamId| !mine.is(Whom::Team(*id));
    let ids = |count: usize| 0..count as u32;
    let people = ids(directory.people.len()).map(PersonId).filter(|id| !mine.is(Whom::Person(*id)));
    let people = people.map(|id| {
        let person = &directory.people[id.at()];
        let full = person.full_name.iter();
        let all = [&person.name].into_iter().chain(full).chain(&person.spellings);
        let names = all.fold(Vec::new(), |mut names: Vec<String>, name| {
            if !names.contains(name) {
                names.push(name.clone());
            }
            names
        });
        InPlan { names, teams: person.leads.iter().filter(|id| is_other(id)).map(team).collect() }
    });
    let led = |id: &TeamId| !directory.teams[id.at()].leads.is_empty();
    let unled = ids(directory.teams.len()).map(TeamId).filter(|id| is_other(id) && !led(id));
    let unled = unled.map(|id| InPlan { names: Vec::new(), teams: vec![team(&id)] });
    people.chain(unled).collect()
}
