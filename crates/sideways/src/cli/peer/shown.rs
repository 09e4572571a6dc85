//! The list of peers and the page of one, as text.

use anstyle::Style;
use playbook::{
    channel::decay::Decay,
    moment::Day,
    peer::{Ask, Page as Peer, Row, Talked},
    trade::nudge::Nudge,
};
use sources::text::shown;

use crate::cli::{
    contribution,
    days::ago,
    page::{Page, QUIET, TYPED},
    talk::prepared,
};

/// The list: whom the year depends on, then the others.
pub fn list(rows: &[Row], today: Day) -> String {
    let mut page = Page::new();
    if rows.is_empty() {
        page.paragraph(0, "The notebook knows nobody yet.");
        page.styled(2, "sideways peer add \"Mira Solberg\"", TYPED);
    }
    for row in rows {
        let share = row.share.map_or_else(String::new, percent);
        let stage = match (row.share, row.stage) {
            (None, _) => "",
            (Some(_), None) => "too early to say",
            (Some(_), Some(stage)) => stage.word(),
        };
        page.ledge(&shown(&row.peer), stage, &share);
        page.hanging(2, 4, &stands(row, today), QUIET);
    }
    page.text()
}

/// How it stands with somebody, in a line.
fn stands(row: &Row, today: Day) -> String {
    let mut parts = vec![match row.last {
        Some(last) => format!("last talk {}", ago(last.until(today))),
        None => "no talk yet".to_owned(),
    }];
    match row.due {
        Some(due) if row.is_overdue => parts.push(format!("overdue, was due {due}")),
        Some(due) => parts.push(format!("next due {due}")),
        None => {}
    }
    if row.is_guarded {
        parts.push("guarded".into());
    }
    parts.extend(row.successor.as_ref().map(|by| format!("has left, {} follows", shown(by))));
    parts.join("; ")
}

/// The page of one peer.
pub fn page(peer: &Peer, nudges: &[Nudge], today: Day) -> String {
    let mut page = Page::new();
    page.ledge(
        &shown(&peer.peer),
        &shown(&peer.teams.join(", ")),
        &peer.share.map_or_else(String::new, percent),
    );
    who(&mut page, peer);
    if let Some(cadence) = &peer.cadence {
        let because = cadence.because.as_ref().map_or_else(String::new, |why| format!(", because {why}"));
        let last = cadence.last.map_or_else(
            || "A first talk".to_owned(),
            |last| format!("You talked {}. The next talk", ago(last.until(today))),
        );
        let every = format!("every {} weeks{because}", cadence.every_weeks);
        page.hanging(0, 2, &format!("{last} is due on {}; {every}.", cadence.due), Style::new());
    }
    if let Some(line) = &peer.attention {
        page.hanging(0, 2, &shown(&line.sentence), Style::new());
    }
    if let Some(decay) = &peer.decay {
        channel(&mut page, decay);
    }
    for nudge in nudges {
        page.gap();
        page.hanging(0, 2, &shown(&format!("{}.", capital(&nudge.words))), Style::new());
        page.styled(2, &shown(&nudge.command), TYPED);
    }
    prepared::world(&mut page, &peer.world);
    prepared::values(&mut page, &peer.values);
    prepared::kindnesses(&mut page, &peer.kindnesses);
    prepared::notes(&mut page, peer.notes.as_ref());
    between(&mut page, peer);
    year(&mut page, &peer.year);
    page.text()
}

/// Names, stance and succession.
fn who(page: &mut Page, peer: &Peer) {
    if !peer.aliases.is_empty() {
        page.hanging(0, 2, &format!("Also known as {}.", shown(&peer.aliases.join(", "))), QUIET);
    }
    if let Some(guarded) = &peer.guarded {
        let words = format!(
            "Guarded since {}: {}. No trades, news or joint documents are proposed.",
            guarded.since,
            shown(&guarded.because)
        );
        page.hanging(0, 2, &words, Style::new());
    }
    if let Some(followed) = &peer.successor {
        page.paragraph(0, &format!("{} follows from {} on.", shown(&followed.peer), followed.on));
    }
    for followed in &peer.follows {
        page.paragraph(0, &format!("Follows {} from {} on.", shown(&followed.peer), followed.on));
    }
}

/// How warm the channel is, what says so, what helps, and what would make it worse.
fn channel(page: &mut Page, decay: &Decay) {
    page.gap();
    page.heading(&format!("The channel: {}", decay.word()));
    for evidence in &decay.evidence {
        page.hanging(2, 4, &evidence.sentence, Style::new());
    }
    if let Some(step) = decay.step {
        page.hanging(2, 4, step, TYPED);
    }
    for ahead in &decay.ahead {
        page.hanging(2, 4, &ahead.sentence, QUIET);
    }
}

/// What lies open between the two.
fn between(page: &mut Page, peer: &Peer) {
    let ask = |page: &mut Page, ask: &Ask| {
        let by = ask.needed_by.map_or_else(String::new, |day| format!(", needed by {day}"));
        let decide = ask.decide_by.map_or_else(String::new, |day| format!(", to be decided by {day}"));
        let words = format!("{:<5} {} ({}{by}{decide})", ask.id.to_string(), shown(&ask.what), ask.on);
        page.hanging(2, 8, &words, Style::new());
    };
    for (heading, asks) in [("They asked you", &peer.asks_of_me), ("You asked them", &peer.asks_of_them)] {
        if !asks.is_empty() {
            page.gap();
            page.heading(heading);
            asks.iter().for_each(|one| ask(page, one));
        }
    }
    if !peer.loans.is_empty() {
        page.gap();
        page.heading("On loan");
        for loan in &peer.loans {
            let way = if loan.is_mine { "lent to them" } else { "borrowed from them" };
            let words =
                format!("{:<5} {}, {way} until {}", loan.id.to_string(), shown(&loan.what), loan.until);
            page.hanging(2, 8, &words, Style::new());
        }
    }
    if !peer.contributions.is_empty() {
        page.gap();
        page.heading("Not named yet where others hear it");
        peer.contributions.iter().for_each(|one| contribution::line(page, one));
    }
    if !peer.yeses.is_empty() {
        page.gap();
        page.heading("What you will need of them");
        peer.yeses.iter().for_each(|one| prepared::touch(page, one));
    }
}

/// Talks of the last year, the latest first.
fn year(page: &mut Page, year: &[Talked]) {
    const SHOWN: usize = 8;
    if year.is_empty() {
        return;
    }
    page.gap();
    page.heading("Talks");
    for talked in year.iter().rev().take(SHOWN) {
        let was = match talked.was {
            "theirs" => "theirs",
            "status" => "became a status meeting",
            "ask" => "with an ask of yours",
            "conflict" => "in conflict",
            "calendar" => "from the calendar",
            _ => "called off",
        };
        let minutes = talked.minutes.map_or_else(String::new, |minutes| format!(", {minutes} minutes"));
        page.paragraph(2, &format!("{}  {was}{minutes}", talked.on));
    }
    if year.len() > SHOWN {
        page.styled(2, "Earlier ones stand in the log.", QUIET);
    }
}

fn capital(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect()
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
