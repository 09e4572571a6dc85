//! Pulling an item forward in the list, and nothing else.

use crate::{
    activity::{Instance, Mode},
    network::ItemId,
};

/// Where an item came to stand.
pub struct Pulled {
    /// The work of its own team that it passed, in the order of the list.
    pub passed: Vec<ItemId>,
    /// The work of its own team that it could not pass, since it waits for it.
    pub held_by: Option<ItemId>,
}

/// Puts an item before those works of its team that stand before it in the list and fit, as far as links and the order of
/// all other teams allow. What it waits for stays before it; nothing else changes its place among the work of its team.
pub fn pull(
    instance: &Instance,
    list: &mut [ItemId],
    item: ItemId,
    is_passed: impl Fn(ItemId) -> bool,
) -> Pulled {
    let crew = instance.activities[item.at()].crew;
    let is_own = |other: ItemId| {
        let other = &instance.activities[other.at()];
        other.mode == Mode::Work && other.crew == crew
    };
    let Some(here) = list.iter().position(|other| *other == item) else {
        return Pulled { passed: Vec::new(), held_by: None };
    };
    let first = list[..here].iter().position(|other| is_own(*other) && is_passed(*other)).unwrap_or(here);
    let (before, behind) = part(instance, &list[first..here], item);
    let pulled = Pulled {
        held_by: before.iter().copied().rfind(|other| is_own(*other)),
        passed: behind.iter().copied().filter(|other| is_own(*other)).collect(),
    };
    let order = before.into_iter().chain([item]).chain(behind);
    list[first..=here].iter_mut().zip(order).for_each(|(place, item)| *place = item);
    pulled
}

/// Of a stretch of the list: what must stay before the item, over links and the order of teams, and what need not.
fn part(instance: &Instance, stretch: &[ItemId], item: ItemId) -> (Vec<ItemId>, Vec<ItemId>) {
    let mut is_needed = vec![false; instance.activities.len()];
    let mut crew_is_needed = vec![false; instance.crews.len()];
    let need = |is_needed: &mut [bool], item: ItemId| {
        instance.activities[item.at()].waits.iter().for_each(|wait| is_needed[wait.on.at()] = true);
    };
    need(&mut is_needed, item);
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    for other in stretch.iter().copied().rev() {
        let activity = &instance.activities[other.at()];
        let crew = activity.crew.filter(|_| activity.mode == Mode::Work).map(|crew| crew as usize);
        if !is_needed[other.at()] && !crew.is_some_and(|crew| crew_is_needed[crew]) {
            behind.push(other);
            continue;
        }
        if let Some(crew) = crew {
            crew_is_needed[crew] = true;
        }
        need(&mut is_needed, other);
        before.push(other);
    }
    before.reverse();
    behind.reverse();
    (before, behind)
}
