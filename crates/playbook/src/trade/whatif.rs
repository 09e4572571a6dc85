//! What a change of the plan does to every team's dates.

use jiff::civil::Date;
use plan::{
    calendar::DAY,
    forecast::Figure,
    hunt::Years,
    network::{ItemId, Network},
    whatif::{Effect, GoOn, Move, Scenario, Span, Stakes, before_and_after, effects},
};
use serde::Serialize;

use super::named_moves::{Impossible, Wish, resolve, things};
use crate::words::several;

/// What a change does.
#[derive(Clone, Debug, Serialize)]
pub struct WhatIf {
    /// The day from which it looks ahead.
    pub as_of: Date,
    /// Years that were played, with the same luck on both sides.
    pub trials: u32,
    /// Where the spread of single figures comes from.
    pub spread: String,
    /// What is changed, in sentences.
    pub changes: Vec<String>,
    /// The teams whose dates change, the largest change first; then the others with dates.
    pub teams: Vec<Team>,
    /// Teams that promise no day, so that nothing can be said of them.
    pub without_dates: Vec<String>,
    /// The dates that move, the largest move first.
    pub dates: Vec<Moving>,
}

/// What a change does to a team.
#[derive(Clone, Debug, Serialize)]
pub struct Team {
    /// Its name.
    pub team: String,
    /// Working days by which its dates are missed more in the mean, weighted; below 0 where they are missed less.
    pub later: f64,
    /// The standard error of that mean.
    pub error: f64,
    /// Whether it lies more than two errors from nothing.
    pub is_seen: bool,
}

/// A date that moves.
#[derive(Clone, Debug, Serialize)]
pub struct Moving {
    /// What is promised.
    pub title: String,
    /// By whom.
    pub team: String,
    /// For which day.
    pub promised: Date,
    /// When it falls as the plan is.
    pub before: Days,
    /// When it would fall.
    pub after: Days,
}

/// The days by which a tenth, a half and nine tenths of the years are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Days {
    /// A tenth.
    pub early: Date,
    /// A half.
    pub middle: Date,
    /// Nine tenths.
    pub late: Date,
}

impl Days {
    /// The days of moments.
    pub fn of(network: &Network, span: Span) -> Self {
        let day = |moment| plan::forecast::day(network, moment);
        Self { early: day(span.early), middle: day(span.middle), late: day(span.late) }
    }
}

/// Whether a figure lies more than two errors from nothing.
pub fn is_seen(figure: Figure) -> bool {
    figure.mean.abs() > 2.0 * figure.se
}

/// Plays a plan with and without a change.
///
/// # Errors
/// If a change can't be made.
pub fn what_if(
    network: &Network,
    years: &Years,
    spread: String,
    wishes: &[Wish],
    trials: u32,
    tick: &GoOn<'_>,
) -> Result<WhatIf, Impossible> {
    let (moves, scenario) = resolve(network, years, wishes)?;
    let count = network.directory.teams.len() as u32;
    let team = |item: ItemId| network.node(item).team.map(|team| team.0);
    let stakes = Stakes::of(network, &years.instance, count, team);
    let effect = effects(years.base(), std::slice::from_ref(&scenario), &stakes, trials, tick);
    let effect = effect.into_iter().next().unwrap_or_default();
    let (teams, without_dates) = teams(network, &stakes, &effect);
    Ok(WhatIf {
        as_of: network.calendar.as_of(),
        trials,
        spread,
        changes: sentences(network, years, &moves, &scenario),
        teams,
        without_dates,
        dates: moving(network, years, (&scenario, &stakes), trials, tick),
    })
}

fn teams(network: &Network, stakes: &Stakes, effect: &Effect) -> (Vec<Team>, Vec<String>) {
    let name = |party: u32| network.directory.teams[party as usize].name.clone();
    let has_dates = |party: &u32| stakes.dates.iter().any(|date| date.party == *party);
    let (with, without): (Vec<u32>, Vec<u32>) = (0..stakes.parties).partition(has_dates);
    let team = |party: u32| {
        let figure = effect.of(party);
        Team { team: name(party), later: figure.mean, error: figure.se, is_seen: is_seen(figure) }
    };
    let mut teams: Vec<Team> = with.into_iter().map(team).collect();
    let size = |team: &Team| if team.is_seen { team.later.abs() } else { -1.0 };
    teams.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.team.cmp(&b.team)));
    (teams, without.into_iter().map(name).collect())
}

/// Dates whose middle moves by half a working day or more.
fn moving(
    network: &Network,
    years: &Years,
    (scenario, stakes): (&Scenario, &Stakes),
    trials: u32,
    tick: &GoOn<'_>,
) -> Vec<Moving> {
    let mut spans = before_and_after(years.base(), scenario, stakes, trials, tick);
    let size = |span: &plan::whatif::BeforeAfter| (span.after.middle - span.before.middle).abs();
    spans.retain(|span| size(span) >= DAY / 2);
    spans.sort_by_key(|span| (std::cmp::Reverse(size(span)), span.date));
    let date = |span: plan::whatif::BeforeAfter| {
        let stake = stakes.dates[span.date];
        let node = network.node(stake.item);
        Moving {
            title: node.item.title.clone(),
            team: network.directory.teams[stake.party as usize].name.clone(),
            promised: plan::forecast::day(network, stake.promise),
            before: Days::of(network, span.before),
            after: Days::of(network, span.after),
        }
    };
    spans.into_iter().map(date).collect()
}

/// What is changed, a sentence a move.
pub fn sentences(network: &Network, years: &Years, moves: &[Move], scenario: &Scenario) -> Vec<String> {
    let after = scenario.planned();
    let title = |item: ItemId| format!("“{}”", network.node(item).item.title);
    let team = |item: ItemId| {
        let team = network.node(item).team;
        team.map_or_else(String::new, |team| network.directory.teams[team.at()].name.clone())
    };
    let day = |moment| network.calendar.day_of_start(moment);
    let sentence = |change: &Move| match change {
        Move::Pull { item, .. } => {
            let (was, is) = (years.order.planned.start[item.at()], after.start[item.at()]);
            let passed = scenario.moved.iter().find(|moved| moved.item == *item);
            let before = passed
                .and_then(|moved| moved.passed.first())
                .map_or_else(String::new, |first| format!(", before {}", title(*first)));
            let (was, is) = (day(was), day(is));
            let starts = match was == is {
                true => format!(", and starts on {is} as before"),
                false => format!(": it starts on {is} rather than {was}"),
            };
            format!("{} does {}{before}{starts}", team(*item), title(*item))
        }
        Move::Lend { giver, taker, lanes, from, to } => {
            let name = |team: &plan::directory::TeamId| &network.directory.teams[team.at()].name;
            let things = things(*lanes);
            let last = plan::forecast::day(network, *to);
            format!("{} works on {things} for {} from {} to {last}", name(giver), name(taker), day(*from))
        }
        Move::First { item, more, less, .. } => {
            let followed = scenario.followed.iter().find(|(first, _)| first == item);
            let after = followed.map_or(&[][..], |(_, after)| after);
            let mut teams: Vec<String> = after.iter().map(|item| team(*item)).collect();
            teams.dedup();
            format!(
                "{} goes first with {}, which is judged to take {more} % longer; what comes after it at {} takes {less} % less; it brings a write-up of what broke, and is not done without one",
                team(*item),
                title(*item),
                teams.join(" and ")
            )
        }
        Move::Drop { item } => format!("{} is not done", title(*item)),
        Move::Decide { item, at } => format!("{} starts on {} at the earliest", title(*item), day(*at)),
        Move::Delay { item, by } => {
            let days = plan::forecast::days(*by).round() as u32;
            format!("{} takes {} longer, in every year", title(*item), several(days, "working day"))
        }
    };
    moves.iter().map(sentence).collect()
}
