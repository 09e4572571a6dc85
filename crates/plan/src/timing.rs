//! When an activity can start and when it ends, in its team's working time.

use crate::{
    activity::{Activity, Instance, Mode, Wait},
    calendar::Ticks,
    facts::LinkKind,
    network::ItemId,
};

/// The first moment from `moment` on, and not before as-of, at which the activity's team works.
pub fn bound(instance: &Instance, activity: &Activity, moment: Ticks) -> Ticks {
    aligned(instance, activity, moment.max(0))
}

fn aligned(instance: &Instance, activity: &Activity, moment: Ticks) -> Ticks {
    match instance.days_off(activity) {
        Some(off) if activity.mode != Mode::Milestone => off.align(moment),
        _ => moment,
    }
}

/// When the activity could start as far as one link goes: before as-of, too, where the link ties nothing.
pub fn linked(
    instance: &Instance,
    activity: &Activity,
    wait: &Wait,
    (start, finish): (Ticks, Ticks),
    length: Ticks,
) -> Ticks {
    let from = match wait.kind {
        LinkKind::FinishStart | LinkKind::FinishFinish => finish,
        LinkKind::StartStart | LinkKind::StartFinish => start,
    };
    let moment = from.saturating_add(wait.lag);
    let moment = match (wait.kind, instance.days_off(activity)) {
        (LinkKind::FinishStart | LinkKind::StartStart, _) => moment,
        (_, Some(off)) => off.retreat(moment, length),
        (_, None) => moment.saturating_sub(length),
    };
    aligned(instance, activity, moment)
}

/// When the activity ends that starts at an aligned moment.
pub fn finish_of(instance: &Instance, activity: &Activity, start: Ticks, length: Ticks) -> Ticks {
    match instance.days_off(activity) {
        Some(off) => off.advance(start, length),
        None => start.saturating_add(length),
    }
}

/// A crew's lanes once what is under way has taken its own. Where more is under way than there are lanes, a lane is free
/// only when fewer run than there are lanes.
pub fn lanes_after_started(
    instance: &Instance,
    lanes: u32,
    mut running: Vec<(Ticks, ItemId)>,
) -> Vec<(Ticks, Option<ItemId>)> {
    running
        .sort_by_key(|(finish, item)| std::cmp::Reverse((*finish, instance.activities[item.at()].id_order)));
    let mut taken: Vec<_> = running.into_iter().map(|(finish, item)| (finish, Some(item))).collect();
    taken.resize(lanes as usize, (0, None));
    taken
}
