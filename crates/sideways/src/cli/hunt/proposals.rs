//! The page of a hunt at the terminal.

use jiff::civil::Date;
use playbook::{
    channel::prepare::Valued,
    trade::{
        goods::Listed,
        hunt::{Everybody, Hunt, Moves, Proposal, Side},
        whatif::Days,
    },
};
use sources::text::shown;

use crate::{
    cli::page::{Page, QUIET, STRONG, TYPED},
    hunted::days,
    planned::aged,
    words::counted,
};

/// What a peer values, with its day and whether they said so.
pub fn says_value(peer: &str, value: &Valued) -> String {
    let how = if value.was_heard { "they said so" } else { "a guess" };
    format!("{} values {} ({how}, {}).", shown(peer), shown(&value.words), value.on)
}

/// The page of a hunt, with what is said below each proposal, and what was noted by hand.
pub fn whole(
    page: &mut Page,
    (hunt, changed): (&Hunt, Option<Date>),
    below: &[Vec<String>],
    noted: &[Listed],
) {
    let mut number = 0;
    for (heading, none, proposals) in [
        (
            "Gifts: cheap for you, a great help to them, nothing asked back",
            "None that would hold.",
            &hunt.gifts,
        ),
        ("Trades: each side gains", "None that would hold.", &hunt.trades),
    ] {
        page.heading(heading);
        if proposals.is_empty() {
            page.paragraph(2, none);
        }
        for proposal in proposals {
            number += 1;
            propose(page, number, proposal);
            for words in below.get(number - 1).into_iter().flatten() {
                page.hanging(4, 6, words, anstyle::Style::new());
            }
            to_note(page, proposal);
            page.gap();
        }
        if proposals.is_empty() {
            page.gap();
        }
    }
    if !noted.is_empty() {
        page.heading("Noted by hand, for you to judge");
        for one in noted {
            page.hanging(2, 4, &format!("{}.", shown(&one.sentence)), anstyle::Style::new());
            page.styled(4, &shown(&one.command), TYPED);
        }
        page.gap();
    }
    what_is_missing(page, &hunt.missing);
    let words = format!(
        "As of {}{}. Chosen in {} simulated years, and held in {} others, at half and at double the spread, and without guessed links. Days are working days by which dates are missed; ranges are two standard errors wide to each side. Spread: {}. Nothing of this is kept.",
        hunt.as_of,
        aged(changed),
        hunt.trials,
        2 * hunt.trials,
        hunt.spread
    );
    page.styled(0, &words, QUIET);
}

/// The page of trades for everybody; `changed` is the day on which the plan's files were.
pub fn for_everybody(page: &mut Page, found: &Everybody, changed: Option<Date>) {
    page.heading("Trades for everybody: nobody is in two of them");
    if found.trades.is_empty() {
        page.paragraph(2, "None that would hold.");
        page.gap();
    }
    for (at, proposal) in found.trades.iter().enumerate() {
        propose(page, at + 1, proposal);
        page.gap();
    }
    for (at, sides) in found.more.iter().enumerate() {
        for (first, side) in sides.iter().enumerate() {
            let number = format!("{}.", found.trades.len() + at + 1);
            briefly(page, if first == 0 { &number } else { "" }, side);
        }
        page.gap();
    }
    what_is_missing(page, &found.missing);
    let words = format!(
        "{}. {} As of {}{}, chosen in {} simulated years. Spread: {}. Nothing of this is kept.",
        counted(found.parties, "leader", "leaders"),
        how_chosen(found),
        found.as_of,
        aged(changed),
        found.trials,
        found.spread
    );
    page.styled(0, &words, QUIET);
}

/// Among how many circles, how good the choice is, and what held of it.
fn how_chosen(found: &Everybody) -> String {
    if found.circles == 0 {
        return "No circle was found in which each side seemed to gain.".into();
    }
    let whole = if found.is_whole { "" } else { ", of more that were not looked at" };
    let best = match found.gap {
        0 => "no other choice among them gains more".to_owned(),
        gap => format!("at most {gap} % below the best choice, {} days", found.bound),
    };
    let held = match found.trades.is_empty() {
        true => "; nothing of it held as a whole in other years".to_owned(),
        false => format!(
            "; what held as a whole in {} others, at half and at double the spread, and without guessed links, is proposed, and saves {} all together",
            2 * found.trials,
            days(found.together)
        ),
    };
    format!(
        "{} in which each side seemed to gain{whole}. The first choice gains {} by what its moves do one by one, {best}{held}.",
        counted(found.circles, "circle", "circles"),
        counted(usize::try_from(found.chosen).unwrap_or(0), "day", "days"),
    )
}

/// A side of a trade: who does what, and what that saves.
fn briefly(page: &mut Page, number: &str, side: &Side) {
    let who = side.peer.as_deref().map_or("You".into(), |peer| shown(peer).to_string());
    page.hanging(0, 4, &format!("{number:<3} {who}"), STRONG);
    for does in &side.does {
        page.hanging(4, 6, &format!("{}.", shown(&does.sentence)), anstyle::Style::new());
    }
    page.hanging(4, 6, &costs_and_saves(side), anstyle::Style::new());
}

fn what_is_missing(page: &mut Page, all: &[String]) {
    if all.is_empty() {
        return;
    }
    page.heading("What is missing");
    for missing in all {
        page.hanging(2, 4, &format!("{}.", shown(missing)), anstyle::Style::new());
    }
    page.gap();
}

fn propose(page: &mut Page, number: usize, proposal: &Proposal) {
    let plain = anstyle::Style::new();
    for (at, side) in proposal.sides.iter().enumerate() {
        let who = side.peer.as_deref().map_or("You".into(), |peer| shown(peer).to_string());
        let mark = if at == 0 { format!("{number}.") } else { String::new() };
        page.hanging(0, 4, &format!("{mark:<3} {who}"), STRONG);
        for does in &side.does {
            page.hanging(4, 6, &format!("{}.", shown(&does.sentence)), plain);
            if let Some(at) = &does.at {
                page.styled(6, &format!("{}:{}", shown(&at.file), at.line), QUIET);
            }
        }
        page.hanging(4, 6, &costs_and_saves(side), plain);
        for date in &side.dates {
            moves(page, date);
        }
    }
    for loses in &proposal.losers {
        let whose = if loses.is_mine { ", a team of yours," } else { "" };
        let words = format!("{}{whose} loses {}.", shown(&loses.team), days(loses.days));
        page.hanging(4, 6, &words, plain);
    }
    for gains in &proposal.gainers {
        let words = format!("{} gains {}, too.", shown(&gains.team), days(gains.days));
        page.hanging(4, 6, &words, plain);
    }
    page.hanging(4, 6, &format!("Pays until {}.", proposal.last_day), plain);
    let fewer = match proposal.holds_with_a_lane_fewer {
        Some(true) => "It holds if each side can do one thing fewer at a time.",
        Some(false) => "It does not hold if each side can do one thing fewer at a time.",
        None => "Each side does one thing at a time, and none fewer was tried.",
    };
    page.hanging(4, 6, fewer, plain);
    page.hanging(4, 6, &format!("{}.", shown(&proposal.undone)), plain);
    for known in &proposal.known {
        page.styled(4, &format!("{}.", shown(known)), QUIET);
    }
    page.hanging(4, 6, &shown(&proposal.ask_first).to_string(), plain);
}

/// The commands that note what is between the leader and one peer.
fn to_note(page: &mut Page, proposal: &Proposal) {
    let does = proposal.sides.iter().flat_map(|side| &side.does);
    for note in does.filter_map(|does| does.to_note.as_ref()) {
        page.styled(4, &shown(&note.command), TYPED);
    }
}

/// What a side gives up and gets, in words.
fn costs_and_saves(side: &Side) -> String {
    match (side.value.to, side.cost.to) {
        (0, 0) => "Costs nothing that is seen.".into(),
        (0, _) => format!("Costs {}.", days(side.cost)),
        (_, 0) => format!("Saves {}, and costs nothing that is seen.", days(side.value)),
        _ => format!("Saves {}, and costs {}.", days(side.value), days(side.cost)),
    }
}

fn moves(page: &mut Page, date: &Moves) {
    let words = format!("{}, promised {}", shown(&date.title), date.promised);
    page.hanging(4, 6, &words, anstyle::Style::new());
    let span = |days: &Days| format!("{} ({} to {})", days.middle, days.early, days.late);
    page.styled(6, &format!("before {}", span(&date.before)), QUIET);
    page.styled(6, &format!("after  {}", span(&date.after)), QUIET);
}
