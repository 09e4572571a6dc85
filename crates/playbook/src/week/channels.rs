//! Channels that are overdue or cool, first talks, and the talks that come (rules C1, C4 and C5).

use plan::names::typed;

use super::{
    ahead::{Ahead, What},
    attention,
    line::{Consequence, Found, Whom},
    look::{Look, Named},
};
use crate::channel::{
    decay::{Sign, Stage},
    given::Attention,
};

pub(super) fn lines(look: &Look<'_>, named: &[Named], today: &Attention) -> Vec<Found> {
    named.iter().filter_map(|named| line(look, named, today)).collect()
}

fn line(look: &Look<'_>, named: &Named, today: &Attention) -> Option<Found> {
    let cadence = named.pace.cadence(named.last, look.today);
    let is_cool = named.decay.stage.is_some_and(|stage| stage > Stage::Warm);
    if look.today >= cadence.overdue_from || is_cool {
        return Some(cooling(look, named, today));
    }
    let since = named.pace.named_since();
    cadence.is_first.then(|| Found {
        name: first_talk(named),
        consequence: Consequence::Stranger,
        whom: Whom::Peer(named.id, named.name.clone()),
        sentence: match cadence.due < look.today {
            true => format!(
                "Arrange a first talk with {} this week: it has been due since {}.",
                named.name, cadence.due
            ),
            false => format!("Arrange a first talk with {} by {}.", named.name, look.day(cadence.due)),
        },
        reason: format!("{} hangs on them, and nothing of their world is known.", share(named)),
        evidence: vec![format!("On the map since {since}; no talk recorded.")],
        command: format!("sideways talk prepare {}", typed(&named.name)),
        wants_act: true,
        stays: false,
        weight: (named.pace.share() * 1000.0) as u32,
        due: cadence.due,
        since,
        changed: since,
        touched: None,
    })
}

fn cooling(look: &Look<'_>, named: &Named, today: &Attention) -> Found {
    let decay = &named.decay;
    let (name, overdue) = (&named.name, named.pace.overdue_from(named.last));
    let since = decay.evidence.iter().map(|evidence| evidence.since).min().unwrap_or(overdue);
    let sentence = match decay.evidence.first().map(|evidence| evidence.sign) {
        None | Some(Sign::Silence) => {
            format!("Talk with {name} this week: it has been overdue since {overdue}.")
        }
        Some(_) => {
            format!("Give the agenda back to {name}: the channel has been {} since {since}.", decay.word())
        }
    };
    let step = decay.step.map_or_else(String::new, |step| format!(" {step}"));
    let mut evidence: Vec<String> = decay.evidence.iter().map(|evidence| evidence.sentence.clone()).collect();
    evidence.extend(attention::starved(today, named.id));
    evidence.extend(look.guarded(named));
    Found {
        name: channel(named),
        consequence: Consequence::Channel,
        whom: Whom::Peer(named.id, name.clone()),
        sentence,
        reason: format!("{} hangs on them.{step}", share(named)),
        evidence,
        command: format!("sideways talk prepare {}", typed(name)),
        wants_act: true,
        stays: false,
        weight: (decay.consequence() * 1000.0) as u32,
        due: overdue,
        since,
        changed: decay.since().unwrap_or(since),
        touched: named.last,
    }
}

fn channel(named: &Named) -> String {
    format!("channel:{}", named.id)
}

fn first_talk(named: &Named) -> String {
    format!("first-talk:{}", named.id)
}

fn share(named: &Named) -> String {
    format!("{:.0} % of the year's need", named.pace.share() * 100.0)
}

pub(super) fn ahead(look: &Look<'_>, named: &[Named]) -> Vec<Ahead> {
    let talk = |named: &Named| {
        let cadence = named.pace.cadence(named.last, look.today);
        let first = if cadence.is_first { "a first talk with" } else { "a talk with" };
        let line = match look.today >= cadence.overdue_from {
            true => Some(channel(named)),
            false => cadence.is_first.then(|| first_talk(named)),
        };
        Ahead {
            day: cadence.due.max(look.today),
            what: What::Talk,
            sentence: format!("{first} {}", named.name),
            peer: Some(named.name.clone()),
            line,
        }
    };
    named.iter().map(talk).collect()
}
