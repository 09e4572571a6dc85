//! `sideways trade hunt`: gifts and trades that the plan holds.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use desk::open::Desk;
use jiff::civil::Date;
use plan::{facts::State, hunt::org::Choosing};
use playbook::trade::{
    goods::Listed,
    hunt::{self, Became, Cited, Everybody, Hunt, Moves, Proposal, Side, Wanted},
    whatif::Days,
};
use serde::Serialize;
use sources::text::shown;

use super::{
    Stop,
    judged::Judged,
    opened::{self, show_json},
    page::{Page, QUIET, STRONG, TYPED},
    progress::Progress,
    show,
};
use crate::{
    clock::Stopwatch,
    hunted::{cited, days, guarded, hunted, noted},
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
    /// For each proposal, gifts first, what the notebook says of its work (rule T2).
    cited: Vec<Vec<Cited>>,
    /// Goods that were offered or are wanted, by date: a person judges them. News is among them from its day on (rule T7).
    noted: Vec<Listed>,
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
    let cited = notes.cited(&hunt);
    if arguments.json {
        return show_json(&WithNoted { hunt, cited, noted: notes.noted });
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
    let below: Below = cited.iter().map(|all| all.iter().map(told).collect()).collect();
    fill(&mut page, &hunt, &below, &notes.noted);
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
        let progress = Progress::open("playing years");
        hunted(planned, &self.wanted(guarded), &|| progress.go_on())
    }
}

fn for_everybody(arguments: &Arguments, planned: &Planned, guarded: Vec<String>) -> Result<(), Stop> {
    let wanted = arguments.wanted(guarded);
    let (progress, watch) = (Progress::open("playing years"), std::cell::OnceCell::new());
    let within = Duration::from_secs(u64::from(arguments.within));
    // The time is that of choosing, which begins when it is first asked for.
    let is_time_up = || watch.get_or_init(Stopwatch::start).is_past(within);
    let choosing = Choosing { is_time_up: &is_time_up, better: &mut |_, _| (), tick: &|| progress.go_on() };
    let spread = (planned.learnt.spread(), &planned.texts as _);
    let found =
        hunt::hunt_for_everybody(&planned.network, |seed| planned.years(seed), spread, &wanted, choosing);
    drop(progress);
    if arguments.json {
        return show_json(&found);
    }
    let mut page = Page::new();
    fill_for_everybody(&mut page, &found);
    show(&page.text())
}

fn fill_for_everybody(page: &mut Page, found: &Everybody) {
    page.heading("Trades for everybody: nobody is in two of them");
    if found.trades.is_empty() {
        page.paragraph(2, "None that would hold.");
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
    page.gap();
    let whole = if found.is_whole { "" } else { ", of more that were not looked at" };
    let best = match found.gap {
        0 => "no other choice among them gains more".to_owned(),
        gap => format!("at most {gap} % below the best choice, {} days", found.bound),
    };
    let words = format!(
        "{} leaders, {} circles in which each side seemed to gain{whole}. The first choice gains {} days by what its moves do one by one, {best}; what held as a whole under fresh luck is proposed, and saves {} all together. As of {}, {} simulated years. Spread: {}. Nothing of this is kept.",
        found.parties,
        found.circles,
        found.chosen,
        days(found.together),
        found.as_of,
        found.trials,
        found.spread
    );
    page.styled(0, &words, QUIET);
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
    fill(&mut page, &then, &below, &[]);
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

fn fill(page: &mut Page, hunt: &Hunt, below: &[Vec<String>], noted: &[Listed]) {
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
    if !hunt.missing.is_empty() {
        page.heading("What is missing");
        for missing in &hunt.missing {
            page.hanging(2, 4, &format!("{}.", shown(missing)), anstyle::Style::new());
        }
        page.gap();
    }
    let words = format!(
        "As of {}. Chosen in {} simulated years, and held in {} others, at half and at double the spread, and without guessed links. Days are working days by which dates are missed; ranges are two standard errors wide to each side. Spread: {}. Nothing of this is kept.",
        hunt.as_of,
        hunt.trials,
        2 * hunt.trials,
        hunt.spread
    );
    page.styled(0, &words, QUIET);
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
pub fn costs_and_saves(side: &Side) -> String {
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
