//! `sideways tell slip` and `sideways tell plan`: on whom a change of the plan lands, before the tracker is changed or after.

use std::path::{Path, PathBuf};

use clap::Args;
use plan::batch::BLOCK;
use playbook::tell::{self, landing::Landing};
use serde::Serialize;

use super::{open, shown, when};
use crate::{
    cli::{
        Stop, captured,
        opened::{self, show_json},
        progress::Progress,
    },
    planned::{Asked, remembered::kept_files},
    tell::{
        landing::{self, Announced, Became, Played, Slipped},
        notice,
    },
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

/// What is printed of a slip.
#[derive(Serialize)]
struct SlipSaid {
    #[serde(flatten)]
    slipped: Slipped,
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<captured::Captured>,
}

/// What is printed of a plan that was read again.
#[derive(Serialize)]
struct BecameSaid {
    #[serde(flatten)]
    became: Became,
    #[serde(skip_serializing_if = "Option::is_none")]
    opened: Option<captured::Captured>,
}

/// On whom a slip lands.
pub fn slip(wanted: &Slip, notebook: Option<&Path>) -> Result<(), Stop> {
    let (opening, named) = (&wanted.opening, |no: Stop| {
        Stop::Usage(format!("--by: {}", no.fact()), format!("--by {}", no.hint()))
    });
    let by = landing::by(&wanted.by).map_err(named)?;
    if let Some(captured) = opened_then(opening, notebook)? {
        return captured.show(opening.json);
    }
    let planned = wanted.asked.read(opened::remembered(notebook)?, true)?;
    let progress = Progress::of(u64::from(opening.trials.div_ceil(BLOCK)), "playing years");
    let played = Played { seed: wanted.asked.seed, trials: opening.trials, tick: &|| progress.step() };
    let slipped = landing::slipped(&planned, (&wanted.item, by), &played)?;
    drop(progress);
    let opened = opened(opening, &slipped.landing, || slipped.announced(), notebook)?;
    let said = SlipSaid { slipped, opened };
    if opening.json {
        return show_json(&said);
    }
    let again = format!("sideways tell slip {} --by {by}d --open", plan::names::typed(&wanted.item));
    let SlipSaid { slipped, opened } = said;
    let page =
        shown::slip(&slipped.landing, &planned.remark, &slipped.last, opened.is_none().then_some(&*again));
    super::show(&page.text())?;
    opened.map_or(Ok(()), |captured| captured.show(false))
}

/// What moved from one plan to another, and on whom it lands.
pub fn between(wanted: &Between, notebook: Option<&Path>) -> Result<(), Stop> {
    let opening = &wanted.opening;
    if let Some(captured) = opened_then(opening, notebook)? {
        return captured.show(opening.json);
    }
    let (old, new) = sides(&wanted.old, &wanted.asked.plan.paths);
    let after = wanted.asked.at(new).read(opened::remembered(notebook)?, true)?;
    let before = match old.is_empty() {
        true => wanted.asked.read_kept(&kept_files(&opened::to_read(notebook)?)?, &after)?,
        false => wanted.asked.read_earlier(&old, &after)?,
    };
    let progress = Progress::open("playing years");
    let played = Played { seed: wanted.asked.seed, trials: opening.trials, tick: &|| progress.step() };
    let became = landing::became(&before, &after, &played)?;
    drop(progress);
    let opened = opened(opening, &became.landing, || became.announced(), notebook)?;
    if opening.json {
        return show_json(&BecameSaid { became, opened });
    }
    let mut paths: Vec<String> = old.iter().map(|path| path.display().to_string()).collect();
    if paths.is_empty() {
        paths.push("the plan as you kept it".into());
    }
    super::show(&shown::between(&became, &paths).text())?;
    opened.map_or(Ok(()), |captured| captured.show(false))
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

/// What was opened under this request, if anything was.
fn opened_then(opening: &Opening, notebook: Option<&Path>) -> Result<Option<captured::Captured>, Stop> {
    if !(opening.open && opened::has_request()) {
        return Ok(None);
    }
    let (mut desk, now) = opened::to_act(notebook, OPENS)?;
    let done = desk.done_then()?;
    Ok(done.map(|done| with_next(captured::under_last(&desk, done, now))))
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

/// Opens an announcement where that is wanted.
fn opened(
    opening: &Opening,
    landing: &Landing,
    announced: impl FnOnce() -> Announced,
    notebook: Option<&Path>,
) -> Result<Option<captured::Captured>, Stop> {
    if !opening.open {
        return Ok(None);
    }
    let (mut desk, now) = opened::to_act(notebook, OPENS)?;
    let announced = Announced {
        room: when::named(&opening.times.room, "--room", now)?,
        free_from: when::named(&opening.times.free_from, "--free-from", now)?,
        notice: notice(&opening.times.notice, "--notice")?,
        ..announced().saying(opening.say.as_deref())
    };
    let done = landing::open(&mut desk, now, landing, &announced)?;
    Ok(Some(with_next(captured::under_last(&desk, done, now))))
}
