//! Yeses that are due, and the last talk before each (rules W1 and B3).

use plan::names::typed;

use super::{
    ahead::{Ahead, What},
    line::{Consequence, Found, Whom},
    look::{Look, Named, said},
};
use crate::{channel::decay::Stage, map::peers::Yes, moment::Day};

/// Days before a yes from which on it is spoken of.
const NEAR: i64 = 42;

/// Days before a yes in which it is an act to get it.
const CLOSE: i64 = 14;

/// Days after a yes was needed in which it is still spoken of: the plan has moved on since.
const GONE: i64 = 42;

/// Days in which a talk is one of this week.
const WEEK: i64 = 7;

/// The last talk before a yes.
enum LastTalk {
    /// The yes is due, and its day is past.
    TooLate,
    /// It lies ahead, more than a week.
    On(Day),
    /// It is one of this week.
    Soon(Day),
    /// It lies ahead, and the channel is not warm.
    Cool(Day),
    /// It was held: the next one comes after the yes.
    Held(Day),
    /// None comes before the yes by itself.
    None,
    /// There was none yet, or it is overdue.
    Overdue,
}

/// One line a peer: the next yes of theirs, with the others beside it.
pub(super) fn lines(look: &Look<'_>, named: &[Named]) -> Vec<Found> {
    named.iter().filter_map(|named| line(look, named)).collect()
}

fn line(look: &Look<'_>, named: &Named) -> Option<Found> {
    let near = look.today.plus(-GONE)..=look.today.plus(NEAR);
    let all: Vec<(&Yes, Day)> = yeses(look, named)
        .into_iter()
        .filter(|(yes, due)| near.contains(due) && !is_struck(look, named, yes, *due))
        .collect();
    let (yes, due) = all.first().copied()?;
    let talk = last_talk(named, due, look.today);
    let arose = arose(named, due);
    let wants_act = match talk {
        LastTalk::On(_) => false,
        LastTalk::Held(_) => look.today.until(due) <= CLOSE || is_cool(named),
        _ => true,
    };
    Some(Found {
        name: name(named, yes),
        consequence: Consequence::Yes,
        whom: Whom::Peer(named.id, named.name.clone()),
        sentence: sentence(look, named, &talk, yes, due),
        reason: reason(named, &talk),
        evidence: evidence(look, named, &all),
        command: command(look, named, yes, &talk),
        wants_act,
        stays: false,
        weight: 0,
        due,
        since: arose,
        changed: changed(named, &talk, due, arose),
        touched: named.last,
    })
}

/// Whatever is needed of a peer on a day, the next first.
fn yeses<'a>(look: &Look<'a>, named: &Named) -> Vec<(&'a Yes, Day)> {
    let picks = look.notebook.peers.picks_of(named.known, look.today);
    let mut all: Vec<(&Yes, Day)> =
        picks.flat_map(|pick| &pick.yeses).filter_map(|yes| Some((yes, yes.due?))).collect();
    all.sort_by(|(a, one), (b, other)| (one, &a.item, &a.kind).cmp(&(other, &b.item, &b.kind)));
    all.dedup_by(|(a, one), (b, other)| one == other && a.item == b.item && a.kind == b.kind);
    all
}

/// The day on which a yes came onto the page.
fn arose(named: &Named, due: Day) -> Day {
    due.plus(-NEAR).max(named.pace.named_since())
}

/// A yes that was struck gives way to the next one of the same peer, until its day moves so that it arises anew.
fn is_struck(look: &Look<'_>, named: &Named, yes: &Yes, due: Day) -> bool {
    look.notebook.week.struck_on(&name(named, yes)).is_some_and(|struck| arose(named, due) <= struck)
}

fn name(named: &Named, yes: &Yes) -> String {
    let plain = |c: char| match c {
        'a'..='z' | '0'..='9' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        c if c.is_alphanumeric() => c.to_lowercase().next().unwrap_or(c),
        _ => '-',
    };
    let item: String = yes.item.chars().map(plain).collect();
    format!("yes:{}:{}:{item}", named.id, yes.kind)
}

fn is_cool(named: &Named) -> bool {
    named.decay.stage.is_some_and(|stage| stage > Stage::Warm)
}

/// The talk by cadence that is the last one before a yes.
fn last_talk(named: &Named, due: Day, today: Day) -> LastTalk {
    let (pace, last) = (&named.pace, named.last);
    if due < today {
        return LastTalk::TooLate;
    }
    if last.is_none() || today >= pace.overdue_from(last) {
        return LastTalk::Overdue;
    }
    let next = pace.due(last);
    let mut talk = next.max(today);
    if talk >= due {
        return last.filter(|_| next >= due).map_or(LastTalk::None, LastTalk::Held);
    }
    loop {
        let after = pace.due(Some(talk));
        if after <= talk || after >= due {
            return match talk {
                day if is_cool(named) => LastTalk::Cool(day),
                day if day < today.plus(WEEK) => LastTalk::Soon(day),
                day => LastTalk::On(day),
            };
        }
        talk = after;
    }
}

fn sentence(look: &Look<'_>, named: &Named, talk: &LastTalk, yes: &Yes, due: Day) -> String {
    let before =
        || named.last.map_or("you have not talked yet".into(), |last| format!("you last talked on {last}"));
    let (name, item, by) = (&named.name, said(&yes.item), look.day(due));
    match talk {
        LastTalk::TooLate => {
            format!("Settle with {name} what becomes of “{item}”: their yes was needed on {due}.")
        }
        LastTalk::Soon(day) => {
            format!(
                "Talk with {name} {}: it is the last talk before their yes to “{item}” is needed {by}.",
                look.day(*day)
            )
        }
        LastTalk::On(day) => format!(
            "Keep {} free for {name}: the last talk before their yes to “{item}” is needed {by}.",
            look.day(*day)
        ),
        LastTalk::Cool(day) => format!(
            "Give the agenda back to {name}: the channel is {}, their yes to “{item}” is needed {by}, and the last talk \
             before it is {}.",
            named.decay.word(),
            look.day(*day)
        ),
        LastTalk::Held(last) => {
            format!("Get the yes of {name} to “{item}” by {by}: the last talk before it was on {last}.")
        }
        LastTalk::Overdue => {
            format!("Talk with {name} this week: their yes to “{item}” is needed {by}, and {}.", before())
        }
        LastTalk::None => {
            format!("Talk with {name} now: their yes to “{item}” is needed {by}, before any talk is due.")
        }
    }
}

fn reason(named: &Named, talk: &LastTalk) -> String {
    let share = format!("{:.0} % of the year's need hangs on them", named.pace.share() * 100.0);
    match talk {
        LastTalk::TooLate => format!("The day is past and the yes is not recorded; {share}."),
        LastTalk::Cool(_) => format!("{share}. {}", named.decay.step.unwrap_or_default()),
        _ => format!("A yes is asked for while it can still be talked over; {share}."),
    }
}

fn evidence(look: &Look<'_>, named: &Named, all: &[(&Yes, Day)]) -> Vec<String> {
    /// Yeses of one peer that are named on one line.
    const AT_MOST: usize = 3;
    let yes = |(yes, due): &(&Yes, Day)| {
        let home =
            if yes.home == yes.item { String::new() } else { format!(" for “{}”", said(&yes.home)) };
        format!("{}: “{}”{home}, {due} ({}).", yes.kind, said(&yes.item), yes.place)
    };
    let mut facts: Vec<String> = all.iter().take(AT_MOST).map(yes).collect();
    facts.push(match named.last {
        Some(last) if named.decay.stage.is_none() => {
            format!("Last talk on {last}; too early to say how warm the channel is.")
        }
        Some(last) => format!("Last talk on {last}; the channel is {}.", named.decay.word()),
        None => format!("No talk recorded yet; on the map since {}.", named.pace.named_since()),
    });
    facts.extend(named.decay.evidence.iter().map(|evidence| evidence.sentence.clone()));
    facts.extend(look.guarded(named));
    facts
}

/// Where they owe one item several yeses, the one that is meant is named by their own item.
fn command(look: &Look<'_>, named: &Named, yes: &Yes, talk: &LastTalk) -> String {
    let is_one_of_several =
        || yeses(look, named).iter().filter(|(other, _)| other.item == yes.item).nth(1).is_some();
    match talk {
        LastTalk::TooLate | LastTalk::Held(_) => {
            let theirs = yes.theirs.as_ref().filter(|_| is_one_of_several());
            let whose = theirs.unwrap_or(&named.name);
            format!("sideways crossing given {} {}", typed(&yes.item), typed(whose))
        }
        _ => format!("sideways talk prepare {}", typed(&named.name)),
    }
}

/// The day on which the line came to say what it says.
fn changed(named: &Named, talk: &LastTalk, due: Day, arose: Day) -> Day {
    let day = match talk {
        LastTalk::TooLate => due.plus(1),
        LastTalk::Soon(day) => day.plus(1 - WEEK),
        LastTalk::Cool(_) => named.decay.since().unwrap_or(arose),
        LastTalk::Held(last) => *last,
        LastTalk::On(_) | LastTalk::None => arose,
        LastTalk::Overdue => named.last.map_or(arose, |last| named.pace.overdue_from(Some(last))),
    };
    day.max(arose)
}

pub(super) fn ahead(look: &Look<'_>, named: &[Named]) -> Vec<Ahead> {
    let of = |named: &Named| {
        let yes = |(yes, day): (&Yes, Day)| Ahead {
            day,
            what: What::Yes,
            sentence: format!("the yes of {} to “{}”", named.name, said(&yes.item)),
            peer: Some(named.name.clone()),
            line: Some(name(named, yes)),
        };
        let open = yeses(look, named).into_iter().filter(|(yes, due)| !is_struck(look, named, yes, *due));
        open.map(yes).collect::<Vec<_>>()
    };
    named.iter().flat_map(of).collect()
}
