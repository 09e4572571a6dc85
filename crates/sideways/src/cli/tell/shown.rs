//! Announcements and what lands on whom, as text.

use anstyle::Style;
use playbook::{
    tell::{
        ShownPeer,
        landing::{Affected, Landing, Moved},
        times::Times,
    },
    words::days_later,
};
use sources::text::shown;

use crate::{
    cli::page::{Page, QUIET, STRONG, TYPED, listed},
    tell::{Timed, landing::Became},
};

/// All announcements.
pub fn page(all: &[Timed]) -> Page {
    let mut page = Page::new();
    if all.is_empty() {
        page.paragraph(0, "Nothing is to be told. sideways tell slip ITEM --by 12d says on whom a slip lands; sideways tell new opens an announcement.");
    }
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        announcement(&mut page, one);
    }
    page
}

fn announcement(page: &mut Page, one: &Timed) {
    let Timed { shown: of, times, .. } = one;
    page.hanging(0, 4, &format!("{}  {}", of.id, shown(&of.what)), STRONG);
    let held = of.free_from.filter(|_| of.is_held).map(|free| format!("held until {free}"));
    let facts = [
        Some(of.kind.word().to_owned()),
        held,
        of.room.map(|room| {
            let is = if of.is_after_room { "was" } else { "is" };
            format!("the room {is} at {room}, {} to react", of.notice_told)
        }),
        Some(format!("opened on {}", of.opened)),
        of.over.map(|on| format!("over on {on}")),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    page.styled(4, &format!("{}.", facts.join("; ")), QUIET);
    if let Some(mark) = of.mark {
        page.paragraph(4, mark);
    }
    if let Some(on) = of.broadcast {
        page.paragraph(4, &format!("It was broadcast on {on}, which told nobody."));
    }
    page.gap();
    for peer in &of.peers {
        self::peer(page, peer);
    }
    if of.over.is_none() {
        page.gap();
        calls(page, one);
    }
    if !times.broken.is_empty() {
        broken(page, times);
    }
}

fn peer(page: &mut Page, one: &ShownPeer) {
    let later = one.later.filter(|later| *later > 0.0);
    let later = later.map_or_else(String::new, |later| format!(", {} in the mean", days_later(later)));
    page.hanging(2, 4, &format!("{}{later}: {}", shown(&one.peer), one.heard()), Style::new());
    if let Some(words) = &one.words {
        page.hanging(4, 4, &shown(words), QUIET);
    }
    if let Some(why) = &one.left_out {
        page.paragraph(4, &shown(why));
    }
    if let Some(command) = one.command.as_ref().filter(|_| !one.waits) {
        page.styled(4, &shown(command), TYPED);
    }
}

/// The calls in their order, and the last step behind them (rule L1).
fn calls(page: &mut Page, one: &Timed) {
    let Timed { shown: of, times, .. } = one;
    page.styled(2, "In this order:", QUIET);
    for (at, call) in times.calls.iter().enumerate() {
        let hear = call
            .engineers_hear
            .map_or_else(String::new, |hear| format!("; their team's standup is at {hear}"));
        let words =
            format!("{}. call {}, {} to {}{hear}", at + 1, shown(&call.peer), call.at, call.until.clock());
        page.hanging(2, 5, &words, Style::new());
        page.styled(
            5,
            &shown(&format!("sideways told {} --about {}", plan::names::typed(&call.peer), of.id)),
            TYPED,
        );
    }
    for name in &times.no_time {
        page.hanging(2, 5, &format!("–  {}: no time that keeps the rules", shown(name)), Style::new());
    }
    let from = times.last_step_from.map_or_else(String::new, |day| format!(" From {day} on."));
    page.hanging(
        2,
        5,
        &format!("{}. {}{from}", times.calls.len() + 1, shown(&of.last.sentence)),
        Style::new(),
    );
    page.styled(5, &of.last.command, TYPED);
    if !times.calls.is_empty() && !times.assumed.is_empty() {
        let words = format!(
            "Not known, so working hours are assumed: {}. sideways calendar reads calendars.",
            listed(&times.assumed, "and")
        );
        page.styled(2, &shown(&words), QUIET);
    }
}

/// Which rules can't be kept together, and what would have to move (rule L2).
fn broken(page: &mut Page, times: &Times) {
    page.gap();
    page.styled(2, "These can't be kept together:", QUIET);
    for one in &times.broken {
        page.hanging(2, 4, &format!("- {}", shown(&one.rule)), Style::new());
        let then = match one.then {
            Some(at) => format!("Without it the first call is at {at}. What would move: {}.", one.moves),
            None => format!("That alone is not enough. What would move: {}.", one.moves),
        };
        page.hanging(4, 4, &shown(&then), QUIET);
    }
}

/// On whom a slip lands.
pub fn slip(landing: &Landing, remark: &Option<String>, last: &str, again: Option<&str>) -> Page {
    let mut page = Page::new();
    if let Some(remark) = remark {
        page.styled(0, remark, QUIET);
        page.gap();
    }
    page.heading("If it slips");
    for change in &landing.changes {
        page.hanging(2, 4, &format!("{}.", shown(change)), Style::new());
    }
    page.gap();
    lands(&mut page, landing);
    page.gap();
    page.heading("In this order");
    let names: Vec<String> = landing.peers.iter().filter_map(|one| one.peer.clone()).collect();
    let calls = if names.is_empty() {
        "nobody is to be called".to_owned()
    } else {
        format!("call {}", names.join(", then "))
    };
    page.hanging(2, 5, &format!("1. {}", shown(&calls)), Style::new());
    page.hanging(2, 5, &format!("2. {}", shown(last)), Style::new());
    if let Some(again) = again.filter(|_| !names.is_empty()) {
        page.styled(5, &shown(again), TYPED);
    }
    page.gap();
    foot(&mut page, landing);
    page
}

/// What moved from one plan to another.
pub fn between(became: &Became, old: &[String]) -> Page {
    let mut page = Page::new();
    page.heading(&shown(&format!("Since {}", old.join(" and "))));
    page.paragraph(2, became.mark);
    let lines = crate::drawn::since::changes(&became.since);
    if lines.is_empty() {
        page.paragraph(2, "On the map nothing changed.");
    }
    for line in &lines {
        page.hanging(2, 4, &shown(line), Style::new());
    }
    page.gap();
    lands(&mut page, &became.landing);
    page.gap();
    foot(&mut page, &became.landing);
    page
}

fn lands(page: &mut Page, landing: &Landing) {
    page.heading("On whom it lands");
    if landing.peers.is_empty() {
        page.paragraph(2, "On nobody: no date of anybody else's moves by half a working day.");
    }
    landing.peers.iter().for_each(|one| affected(page, one));
    if !landing.relieved.is_empty() {
        page.gap();
        page.heading("Earlier by it");
        landing.relieved.iter().for_each(|one| affected(page, one));
    }
    if !landing.mine.is_empty() {
        page.gap();
        page.heading("Your own dates");
        landing.mine.iter().for_each(|one| moved(page, one));
    }
}

fn affected(page: &mut Page, one: &Affected) {
    let name = match &one.peer {
        Some(name) => name.clone(),
        None => format!("{}, of which no leader is known", one.name),
    };
    let figure = match one.dates.is_empty() {
        true => "no date of theirs moves".to_owned(),
        false => days_later(one.later),
    };
    page.hanging(2, 4, &format!("{}: {figure}", shown(&name)), STRONG);
    one.dates.iter().for_each(|one| moved(page, one));
    if !one.waiting.is_empty() {
        let waiting: Vec<String> = one.waiting.iter().map(|title| format!("“{}”", shown(title))).collect();
        page.hanging(4, 6, &format!("Waits for it directly: {}.", listed(&waiting, "and")), Style::new());
    }
}

fn moved(page: &mut Page, one: &Moved) {
    let promised = one.promised.map_or_else(String::new, |day| format!(", promised {day}"));
    let words = format!("{}{promised}: {}, ± {:.1}", shown(&one.title), days_later(one.later), one.error);
    page.hanging(4, 6, &words, Style::new());
    let (was, is) = (&one.before, &one.after);
    let words = format!(
        "half of the years by {} rather than {}; nine tenths by {} rather than {}",
        is.middle, was.middle, is.late, was.late
    );
    page.hanging(6, 6, &words, QUIET);
}

fn foot(page: &mut Page, landing: &Landing) {
    let words = format!(
        "As of {}, {} simulated years with the same luck on both sides; days are working days in the mean, ± a standard error. Spread: {}.",
        landing.as_of, landing.trials, landing.spread
    );
    page.styled(0, &shown(&words), QUIET);
}
