//! `sideways trade hunt`: gifts and trades that the plan holds.

mod proposals;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use desk::open::Desk;
use jiff::civil::Date;
use plan::{
    facts::State,
    hunt::{Follow, Step, org::Choosing},
};
use playbook::{
    channel::prepare::Valued,
    trade::{
        goods::Listed,
        hunt::{self, Became, Cited, Hunt, Side, Wanted},
    },
};
use serde::Serialize;
use sources::text::shown;

use super::{
    Stop,
    judged::Judged,
    opened::{self, show_json},
    page::{Page, QUIET},
    progress::Hunting,
    show,
};
use crate::{
    clock::Stopwatch,
    hunted::{cited, guarded, hunted, noted, valued},
    planned::{Asked, Planned},
};

const EXAMPLES: &str = "Examples:
  sideways trade hunt
  sideways trade hunt plan.md --people people.toml --me \"Mira Solberg\"
  sideways trade hunt --sides 4
  sideways trade hunt --replay last-quarter.md
  sideways trade hunt plan.md --org";

/// Looks through the plan for what is cheap for one side and precious for another.
///
/// Gifts come first: cheap for you, a great help to them, nothing asked back. Then trades, in which each side gains.
/// What is shown was chosen in some simulated years and held in others; it is kept nowhere.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    asked: Asked,
    /// How many leaders a trade may involve
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(2..=6))]
    sides: u8,
    /// Working days of your team that you can spare for a gift [default: 5 % of its quarter]
    #[arg(long, value_name = "DAYS")]
    spare: Option<u16>,
    #[command(flatten)]
    judged: Judged,
    /// An earlier plan: what would have been proposed then, and what became of it
    #[arg(long, value_name = "PATH")]
    replay: Vec<PathBuf>,
    /// Trades for all leaders of the plan at once, each in one at most: what a programme office asks
    #[arg(long, conflicts_with_all = ["replay", "spare"])]
    org: bool,
    /// Seconds for a better choice of trades for all
    #[arg(long, value_name = "SECONDS", default_value_t = 10, requires = "org")]
    within: u16,
    /// How many years to simulate while choosing
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(160..=1_000_000))]
    trials: u32,
    /// Prints the proposals as JSON
    #[arg(long)]
    json: bool,
}

/// What the hunt on an earlier plan says, and what became of it.
#[derive(Serialize)]
struct Replayed {
    then: Hunt,
    /// For each proposal, gifts first.
    became: Vec<Vec<Became>>,
}

/// What the plan holds, and what was noted by hand.
#[derive(Serialize)]
struct WithNoted {
    #[serde(flatten)]
    hunt: Hunt,
    /// The day on which the latest of the plan's files was changed.
    changed: Option<Date>,
    /// For each proposal, gifts first, what the peers in it value (rule T2).
    valued: Vec<Vec<Values>>,
    /// For each proposal, gifts first, what the notebook says of its work (rule T2).
    cited: Vec<Vec<Cited>>,
    /// Goods that were offered or are wanted, by date: a person judges them. News is among them from its day on (rule T7).
    noted: Vec<Listed>,
}

/// What a peer of a proposal values, the latest first.
#[derive(Serialize)]
struct Values {
    peer: String,
    values: Vec<Valued>,
}

/// What the notebook says beside a plan.
#[derive(Default)]
struct Notes {
    /// Names of those to whom nothing is proposed (rule B1).
    guarded: Vec<String>,
    noted: Vec<Listed>,
    desk: Option<Desk>,
}

/// What is said below each proposal, gifts first.
type Below = Vec<Vec<String>>;

/// Reads the plan and hunts.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let planned = arguments.asked.read(opened::remembered(notebook)?, !arguments.org)?;
    let notes = Notes::of(notebook)?;
    if arguments.org {
        return for_everybody(arguments, &planned, notes.guarded);
    }
    if !arguments.replay.is_empty() {
        return replay(arguments, &planned, notes.guarded);
    }
    let hunt = arguments.hunt(&planned, notes.guarded.clone())?;
    let (cited, valued) = (notes.cited(&hunt), notes.valued(&hunt));
    if arguments.json {
        let changed = planned.changed;
        return show_json(&WithNoted { hunt, changed, valued, cited, noted: notes.noted });
    }
    let mut page = Page::new();
    if let Some(remark) = &planned.remark {
        page.styled(0, remark, QUIET);
        page.gap();
    }
    let told = |cited: &Cited| {
        let sentence = playbook::words::stopped(&shown(&cited.sentence));
        format!("In your notebook, {}, entry {}: {sentence}", cited.on, cited.entry)
    };
    let of_peer = |of: &Values| {
        of.values.iter().map(|value| proposals::says_value(&of.peer, value)).collect::<Vec<_>>()
    };
    let both = cited.iter().zip(&valued);
    let below: Below = both
        .map(|(cited, valued)| valued.iter().flat_map(of_peer).chain(cited.iter().map(told)).collect())
        .collect();
    proposals::whole(&mut page, (&hunt, planned.changed), &below, &notes.noted);
    show(&page.text())
}

impl Notes {
    fn of(notebook: Option<&Path>) -> Result<Self, Stop> {
        if !opened::is_there(notebook)? {
            return Ok(Self::default());
        }
        let desk = opened::to_read(notebook)?;
        let (notes, today) = (desk.notes(), desk::clock::now().today);
        let (guarded, noted) = (guarded(notes), noted(notes, today));
        Ok(Self { guarded, noted, desk: Some(desk) })
    }

    fn cited(&self, hunt: &Hunt) -> Vec<Vec<Cited>> {
        let today = desk::clock::now().today;
        let of = |proposal| self.desk.as_ref().map(|desk| cited(proposal, desk.notes(), today));
        hunt.gifts.iter().chain(&hunt.trades).map(|proposal| of(proposal).unwrap_or_default()).collect()
    }

    fn valued(&self, hunt: &Hunt) -> Vec<Vec<Values>> {
        let today = desk::clock::now().today;
        let of = |side: &Side| {
            let values = valued(side, self.desk.as_ref()?.notes(), today);
            Some(Values { peer: side.peer.clone()?, values }).filter(|of| !of.values.is_empty())
        };
        let all = hunt.gifts.iter().chain(&hunt.trades);
        all.map(|proposal| proposal.sides.iter().filter_map(of).collect()).collect()
    }
}

impl Arguments {
    fn wanted(&self, guarded: Vec<String>) -> Wanted {
        Wanted {
            trials: self.trials,
            seed: self.asked.seed,
            sides: usize::from(self.sides),
            spare: self.spare.map(f64::from),
            going_first: self.judged.read(),
            guarded,
        }
    }

    fn hunt(&self, planned: &Planned, guarded: Vec<String>) -> Result<Hunt, Stop> {
        hunted(planned, &self.wanted(guarded), &Hunting::begin())
    }
}

fn for_everybody(arguments: &Arguments, planned: &Planned, guarded: Vec<String>) -> Result<(), Stop> {
    let wanted = arguments.wanted(guarded);
    let (progress, watch) = (Hunting::begin(), std::cell::OnceCell::new());
    let within = Duration::from_secs(u64::from(arguments.within));
    // The time is that of choosing, which begins when it is first asked for.
    let is_time_up = || {
        let watch = watch.get_or_init(Stopwatch::start);
        progress.at(Step::Choosing, watch.share_of(within), 100);
        watch.is_past(within)
    };
    let choosing = Choosing { is_time_up: &is_time_up, better: &mut |_, _| (), follow: &progress };
    let spread = (planned.learnt.spread(), &planned.texts as _);
    let found =
        hunt::hunt_for_everybody(&planned.network, |seed| planned.years(seed), spread, &wanted, choosing);
    drop(progress);
    if arguments.json {
        return show_json(&found);
    }
    let mut page = Page::new();
    if let Some(remark) = &planned.remark {
        page.styled(0, remark, QUIET);
        page.gap();
    }
    proposals::for_everybody(&mut page, &found, planned.changed);
    show(&page.text())
}

fn replay(arguments: &Arguments, planned: &Planned, guarded: Vec<String>) -> Result<(), Stop> {
    let past = arguments.asked.read_past(&arguments.replay, &planned.located, written_on)?;
    let then = arguments.hunt(&past, guarded)?;
    let became = hunt::replay(&then, &past.network, &planned.network);
    if arguments.json {
        return show_json(&Replayed { then, became });
    }
    let mut page = Page::new();
    let words =
        format!("As the earlier plan stood on {}; what became of it since is said below each.", then.as_of);
    page.styled(0, &words, QUIET);
    page.gap();
    let told = |became: &Became| format!("Since then: “{}” {}.", shown(&became.title), shown(&became.since));
    let below: Below = became.iter().map(|all| all.iter().map(told).collect()).collect();
    proposals::whole(&mut page, (&then, past.changed), &below, &[]);
    show(&page.text())
}

/// The last day of which a plan says that something happened on it.
fn written_on(facts: &plan::facts::Facts) -> Option<Date> {
    let day = |item: &plan::facts::Item| match item.state {
        State::Done(day) | State::Started(day) => day,
        State::Planned | State::Dropped => None,
    };
    facts.items.iter().filter_map(day).max()
}
