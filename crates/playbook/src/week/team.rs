//! The own team first (rule B2).

use super::{
    line::{Consequence, Found, Whom},
    look::{Look, said},
};
use crate::{bounds::Inverted, bounds::Order};

pub(super) fn lines(look: &Look<'_>) -> Vec<Found> {
    let order = look.notebook.order(look.today, look.screen);
    order.inverted.iter().map(|inverted| line(&order, inverted)).collect()
}

fn line(order: &Order, inverted: &Inverted) -> Found {
    let waits = inverted.wait.and_then(|wait| order.waiting.iter().find(|waiting| waiting.wait == wait));
    let (name, sentence) = match waits {
        Some(waiting) => (
            format!("team:{}", waiting.wait),
            format!(
                "Decide for your own team: {}. They have waited since {}.",
                said(&waiting.what),
                waiting.since
            ),
        ),
        None => (
            "team:hours".to_owned(),
            "Give your own team the next free hours: peers had more of your time than they did.".to_owned(),
        ),
    };
    Found {
        name,
        consequence: Consequence::OwnTeam,
        whom: Whom::OwnTeam,
        sentence,
        reason: inverted.reason.clone(),
        evidence: inverted.evidence.clone(),
        command: inverted.command.clone(),
        wants_act: waits.is_some(),
        stays: false,
        weight: 0,
        due: waits.map_or(inverted.since, |waiting| waiting.since),
        since: inverted.since,
        changed: inverted.since,
        touched: None,
    }
}
