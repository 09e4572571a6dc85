//! Corrections of the notebook that fit nothing in the plan that it remembers.

use desk::open::Desk;
use plan::network;
use sources::{problem::Told, read::Sources};

use super::{Stop, draw};
use crate::{
    clock,
    drawn::Wanted,
    planned::{located::TypedProfile, remembered::Remembered, rules_of},
};

/// What the map would say of the corrections of these entries; nothing where no plan is remembered, or it can't be read now.
pub fn idle(desk: &Desk, entries: &[u32]) -> Vec<Told> {
    let names: Vec<String> = entries.iter().map(|entry| format!("notebook, entry {entry}")).collect();
    let Ok(remembered) = Remembered::with_files(desk) else { return Vec::new() };
    let idle = |trials| {
        let mut told = problems(&remembered, trials).unwrap_or_default();
        told.retain(|one| names.contains(&one.file));
        told
    };
    // A date over several hops is there only as far as the years show it: they are played where it could be one.
    let at_once = idle(Some(0));
    if at_once.is_empty() { at_once } else { idle(None) }
}

/// The problems of the remembered plan, after so many simulated years.
fn problems(remembered: &Remembered, trials: Option<u32>) -> Result<Vec<Told>, Stop> {
    let Some(plan) = &remembered.plan else { return Ok(Vec::new()) };
    let profile = TypedProfile::find(plan.profile.as_deref())?;
    let rules = rules_of(profile.profile.as_ref())?;
    let (noted, handed) = (&remembered.noted, remembered.handed(plan)?);
    let sources = Sources { noted, handed, profile: profile.profile.as_ref(), ..plan.sources() };
    let reading = sources.read()?;
    let (as_of, _) = network::as_of(&reading.facts, clock::today());
    let leader = plan.leader();
    let wanted = Wanted { trials, ..Wanted::usual(&leader, as_of, &rules) };
    Ok(draw(reading, None, &wanted, None)?.problems)
}
