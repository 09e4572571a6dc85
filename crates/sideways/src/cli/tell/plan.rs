//! `sideways tell slip` and `sideways tell plan`: on whom a change of the plan lands, before the tracker is changed or after.

use std::path::{Path, PathBuf};

use clap::Args;
use desk::clock::Moment;
use plan::{batch::BLOCK, calendar::DAY, crossing::Mine};
use playbook::{
    map::{
        Leader, Rules,
        peers::{self, Known},
        simulated::Simulation,
        since::{self, Since, known_again},
    },
    notebook::Command,
    privacy::{Private, Shareable},
    tell::{
        self, Draft, Found, Kind,
        landing::{self, Affected, Landing, Playing, Side},
    },
    trade::named_moves::Wish,
    words::several,
};
use serde::Serialize;
use sources::dates::working_days;

use super::{open, shown, when};
use crate::cli::{
    Stop, captured,
    map::rules_of,
    opened::{self, show_json},
    planned::{Asked, Planned},
    progress::Progress,
    what_if::impossible,
};

/// Says on whom it lands if an item is later, before the tracker is changed.
///
/// The plan is played twice with the same luck. Nothing is kept unless you say --open; the tracker is changed last.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways tell slip \"Card vault\" --by 12d\n  sideways tell slip \"Card vault\" plan.md --by 2w --me \"Mira Solberg\"\n  sideways tell slip \"Card vault\" --by 12d --open --room \"thu 15:00\""
)]
pub struct Slip {
    /// What slips: its id, its title, or words of its title that no other has
    #[arg(value_name = "ITEM")]
    item: String,
    /// By how many working days: 12d, 2w
    #[arg(long, value_name = "LENGTH")]
    by: String,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    opening: Opening,
}

/// Says what moved from one plan to another, and on whom it lands.
///
/// With two paths the first is the old plan; with one, it is the old one and the plan that your notebook remembers the new.
/// Without any, the plan as you kept its map is held against what lies there now.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways tell plan old.md new.md\n  sideways tell plan last-week.md --open\n  sideways tell plan --old q1.md --old q2.md new.md"
)]
pub struct Between {
    #[command(flatten)]
    asked: Asked,
    /// The old plan, where it has several paths; may be repeated
    #[arg(long, value_name = "PATH")]
    old: Vec<PathBuf>,
    #[command(flatten)]
    opening: Opening,
}

/// Whether an announcement is opened for it.
#[derive(Args)]
struct Opening {
    /// Opens an announcement for those on whom it lands
    #[arg(long)]
    open: bool,
    /// What is announced, in words for them [default: what moved]
    #[arg(long, value_name = "TEXT")]
    say: Option<String>,
    #[command(flatten)]
    times: open::Times,
    /// How many years to simulate
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(16..=100_000))]
    trials: u32,
    /// Prints on whom it lands as JSON
    #[arg(long)]
    json: bool,
}

/// On whom a slip lands, and what comes last.
#[derive(Serialize)]
struct Slipped {
    #[serde(flatten)]
    landing: Landing,
    /// The calls first; the tracker last (rule L1).
    last: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<captured::Captured>,
}

/// What moved from one plan to another, and on whom it lands.
#[derive(Serialize)]
pub struct Became {
    /// What changed on the map.
    pub since: Since,
    /// On whom it lands.
    pub landing: Landing,
    /// What is to be known before anything else.
    pub mark: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<captured::Captured>,
}

const SEEN: &str = "Their engineers may already see this.";

/// On whom a slip lands.
pub fn slip(wanted: &Slip, notebook: Option<&Path>) -> Result<(), Stop> {
    let by = working_days(&wanted.by)
        .map_err(|no| Stop::Usage(format!("--by: {}", no.fact), "--by 12d".into()))?;
    if by == 0 || by > 1300 {
        return Err(Stop::Usage(format!("--by: {by} working days are no slip"), "--by 12d".into()));
    }
    if let Some(captured) = opened_then(&wanted.opening, notebook)? {
        return captured.show(wanted.opening.json);
    }
    let planned = wanted.asked.read(notebook, true)?;
    let mine = mine(&planned)?;
    let years = planned.years(wanted.asked.seed);
    let progress = Progress::of(u64::from(wanted.opening.trials.div_ceil(BLOCK)), "playing years");
    let playing = Playing {
        trials: wanted.opening.trials,
        spread: planned.learnt.spread(),
        quotes: &planned.texts,
        tick: &|| progress.step(),
    };
    let side = Side { network: &planned.network, mine: &mine, years: &years };
    let wish = Wish::Delay(wanted.item.clone(), by as i32 * DAY);
    let landing = landing::slip(side, wish, &playing).map_err(impossible)?;
    drop(progress);
    let item = playbook::trade::named_moves::item(&planned.network, &wanted.item).map_err(impossible)?;
    let title = planned.network.node(item).item.title.clone();
    let what = format!("“{title}” is {} later", several(by, "working day"));
    let opened = match wanted.opening.open {
        true => {
            Some(announce(&landing, (what, Some(title.clone())), Found::Foreseen, &wanted.opening, notebook)?)
        }
        false => None,
    };
    let last = format!("Change the tracker: “{title}”.");
    let said = Slipped { landing, last, opened };
    if wanted.opening.json {
        return show_json(&said);
    }
    let again = format!("sideways tell slip {} --by {by}d --open", plan::names::typed(&wanted.item));
    let page =
        shown::slip(&said.landing, &planned.remark, &said.last, said.opened.is_none().then_some(&*again));
    super::show(&page.text())?;
    said.opened.map_or(Ok(()), |captured| captured.show(false))
}

/// What moved from one plan to another, and on whom it lands.
pub fn between(wanted: &Between, notebook: Option<&Path>) -> Result<(), Stop> {
    if let Some(captured) = opened_then(&wanted.opening, notebook)? {
        return captured.show(wanted.opening.json);
    }
    let (old, new) = sides(&wanted.old, &wanted.asked.plan.paths);
    let after = wanted.asked.read_of(notebook, new)?;
    let before = match old.is_empty() {
        true => wanted.asked.read_kept(notebook, &after)?,
        false => wanted.asked.read_earlier(&old, &after)?,
    };
    let became = became(&before, &after, &wanted.asked, wanted.opening.trials)?;
    let opened = match wanted.opening.open {
        true => {
            let what = what_moved(&became.since, &became.landing);
            Some(announce(&became.landing, what, Found::ReadAgain, &wanted.opening, notebook)?)
        }
        false => None,
    };
    let became = Became { opened, ..became };
    if wanted.opening.json {
        return show_json(&became);
    }
    let mut paths: Vec<String> = old.iter().map(|path| path.display().to_string()).collect();
    if paths.is_empty() {
        paths.push("the plan as you kept it".into());
    }
    super::show(&shown::between(&became, &paths).text())?;
    became.opened.map_or(Ok(()), |captured| captured.show(false))
}

/// The paths of the old plan and of the new one: nothing for the plan as it was kept, and for the one that the notebook
/// remembers.
fn sides(old: &[PathBuf], paths: &[PathBuf]) -> (Vec<PathBuf>, Vec<PathBuf>) {
    match (old, paths) {
        ([], []) => (Vec::new(), Vec::new()),
        ([], [one]) => (vec![one.clone()], Vec::new()),
        ([], [one, rest @ ..]) => (vec![one.clone()], rest.to_vec()),
        (old, paths) => (old.to_vec(), paths.to_vec()),
    }
}

/// Holds two plans against each other, as of the same day and under the same luck and spread.
fn became(before: &Planned, after: &Planned, asked: &Asked, trials: u32) -> Result<Became, Stop> {
    let leader = Leader { name: after.located.me.clone(), teams: after.located.team.clone() };
    crate::cli::map::known(&after.network, &leader)?;
    let profile = crate::cli::located::TypedProfile::find(after.located.profile.as_deref())?;
    let rules: Rules = rules_of(profile.profile.as_ref())?;
    let progress = Progress::open("playing years");
    let tick = || progress.step();
    let see = |planned: &Planned| {
        let simulation = Simulation { seed: asked.seed, trials, beside: None };
        playbook::map::draw_and_see(&planned.network, &leader, &rules, &simulation, &planned.texts, &tick)
    };
    let ((old_map, old_seen), (new_map, new_seen)) = (see(before), see(after));
    let known = known_again(&old_seen, &new_seen);
    let since = since::since(
        since::Reading { map: &old_map, seen: &old_seen },
        since::Reading { map: &new_map, seen: &new_seen },
    );
    let mine = |planned: &Planned| {
        Mine::of(&planned.network, leader.name.as_deref(), &leader.teams, rules.members_count)
    };
    let (old_mine, new_mine) = (mine(before), mine(after));
    let years =
        |planned: &Planned| plan::hunt::Years::of(&planned.network, asked.seed, &after.learnt.calibration);
    let (old_years, new_years) = (years(before), years(after));
    let playing = Playing { trials, spread: after.learnt.spread(), quotes: &after.texts, tick: &tick };
    let landing = landing::between(
        Side { network: &before.network, mine: &old_mine, years: &old_years },
        Side { network: &after.network, mine: &new_mine, years: &new_years },
        &known,
        &playing,
    );
    Ok(Became { since, landing, mark: SEEN, opened: None })
}

/// What moved most among the leader's own dates, in words for others, and which item that is.
fn what_moved(since: &Since, landing: &Landing) -> (String, Option<String>) {
    let later =
        landing.mine.iter().filter(|moved| moved.later > 0.0).max_by(|a, b| a.later.total_cmp(&b.later));
    if let Some(moved) = later {
        let days = several(moved.later.round().max(1.0) as u32, "working day");
        return (format!("“{}” is about {days} later", moved.title), Some(moved.title.clone()));
    }
    let first = since.deliverables.first().map(|one| one.item.clone());
    let what = first
        .as_ref()
        .map_or_else(|| "the plan moved".to_owned(), |item| format!("the plan of “{item}” moved"));
    (what, first)
}

fn mine(planned: &Planned) -> Result<Mine, Stop> {
    let leader = Leader { name: planned.located.me.clone(), teams: planned.located.team.clone() };
    crate::cli::map::known(&planned.network, &leader)?;
    let profile = crate::cli::located::TypedProfile::find(planned.located.profile.as_deref())?;
    let rules = rules_of(profile.profile.as_ref())?;
    Ok(Mine::of(&planned.network, leader.name.as_deref(), &leader.teams, rules.members_count))
}

/// What was opened under this request, if anything was.
fn opened_then(opening: &Opening, notebook: Option<&Path>) -> Result<Option<captured::Captured>, Stop> {
    if !(opening.open && opened::has_request()) {
        return Ok(None);
    }
    let (mut desk, _) = opened::to_act(notebook, OPENS)?;
    let done = desk.done_then()?;
    Ok(done.map(|done| with_next(captured::of_all(&desk, done))))
}

const OPENS: &str = "sideways tell --open";

fn with_next(mut captured: captured::Captured) -> captured::Captured {
    let opened = captured.events.iter().find_map(|event| match event {
        playbook::notebook::Event::Tell(tell::Event::Opened(announcement)) => Some(announcement.id),
        _ => None,
    });
    captured.next = opened.map(|id| format!("sideways tell {id}"));
    captured
}

/// Opens an announcement for the peers on whom it lands. Whoever the notebook does not know yet is entered.
fn announce(
    landing: &Landing,
    (what, item): (String, Option<String>),
    found: Found,
    opening: &Opening,
    notebook: Option<&Path>,
) -> Result<captured::Captured, Stop> {
    let (mut desk, now) = opened::to_act(notebook, OPENS)?;
    let named: Vec<&Affected> = landing.peers.iter().filter(|one| one.peer.is_some()).collect();
    if named.is_empty() {
        return Err(Stop::Usage(
            "it lands on nobody whom the plan or the directory names".into(),
            "sideways who TEAM NAME says who leads a team".into(),
        ));
    }
    let (room, free_from) = times(opening, now)?;
    let notice = open::notice(&opening.times.notice)?;
    let say = opening.say.as_deref().map(str::trim).filter(|say| !say.is_empty()).map_or(what, str::to_owned);
    let done = desk.together(now, |all| {
        let mut lands: Vec<(Known, Option<u32>, Option<Shareable<String>>)> = Vec::new();
        for one in named {
            let name = one.peer.clone().unwrap_or_default();
            if all.notes().peers.called(&name).is_none() {
                let aliases = Vec::new();
                all.act(Command::Peers(peers::Command::Add { name: name.clone(), aliases }))?;
            }
            let Some(peer) = all.notes().peers.called(&name) else { continue };
            if lands.iter().all(|(known, ..)| *known != peer) {
                lands.push((peer, Some((one.later * 10.0).round().max(0.0) as u32), words(one)));
            }
        }
        let draft = Draft {
            kind: Kind::Slip,
            found,
            what: Shareable::new(say.clone()),
            lands,
            early: Vec::new(),
            room,
            free_from,
            notice,
            item: item.clone().map(Private::new),
        };
        all.act(Command::Tell(tell::Command::Open(draft))).map_err(Stop::from)
    })?;
    Ok(with_next(captured::of_all(&desk, done)))
}

type Named = Option<playbook::moment::When>;

fn times(opening: &Opening, now: Moment) -> Result<(Named, Named), Stop> {
    let room = when::named(&opening.times.room, "--room", now)?;
    Ok((room, when::named(&opening.times.free_from, "--free-from", now)?))
}

/// What it does to a peer, in words for them: facts of their own dates.
fn words(one: &Affected) -> Option<Shareable<String>> {
    let date = |moved: &landing::Moved| {
        let days = several(moved.later.round().max(1.0) as u32, "working day");
        format!(
            "“{}” about {days} later, likely by {} instead of {}",
            moved.title, moved.after.middle, moved.before.middle
        )
    };
    let later: Vec<String> = one.dates.iter().filter(|moved| moved.later > 0.0).take(2).map(date).collect();
    match (later.is_empty(), one.waiting.first()) {
        (false, _) => Some(Shareable::new(later.join("; "))),
        (true, Some(waiting)) => {
            Some(Shareable::new(format!("“{waiting}” waits for it; its date holds by what we know")))
        }
        (true, None) => None,
    }
}
