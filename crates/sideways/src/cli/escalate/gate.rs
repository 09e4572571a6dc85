//! `sideways escalate gate`: the four conditions, and what waiting costs.

use std::path::Path;

use clap::Args;
use desk::clock::Moment;
use plan::batch::BLOCK;
use playbook::{
    escalate::{
        Command, Ground,
        gate::Gate as Drawn,
        waiting::{Cost, Curve, cost},
    },
    map::peers::Known,
};
use sources::text::shown;

use super::{
    super::{
        Stop, days, opened,
        page::{Page, QUIET, TYPED},
        progress::Progress,
        show,
    },
    keep, once,
};
use crate::{escalate::waiting, planned::Asked};

/// Shows what stands between you and an escalation, and closes it step by step.
///
/// Four conditions: they confirmed what limits them, a trade was looked for, you still disagree, and waiting costs more by
/// the week. What waiting costs is played from the plan, with the decision on every seventh day of a quarter.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate gate dana\n  sideways escalate gate dana --confirmed\n  \
                        sideways escalate gate dana --looked \"nothing that pays before June\"\n  \
                        sideways escalate gate dana --cost \"Single sign-in\"\n  \
                        sideways escalate gate dana --svg waiting.svg"
)]
pub struct Gate {
    /// The peer, by any of their names or its beginning
    #[arg(value_name = "PEER")]
    peer: String,
    /// They confirmed what limits them most, as you said it back to them
    #[arg(long)]
    confirmed: bool,
    /// A trade was looked for, and this came of it
    #[arg(long, value_name = "TEXT")]
    looked: Option<String>,
    /// You and they still disagree
    #[arg(long)]
    stands: bool,
    /// What waits for the decision: an item of the plan
    #[arg(long, value_name = "ITEM")]
    cost: Option<String>,
    /// When it was: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// The plan, where it is not the one the notebook remembers
    #[arg(long, value_name = "FILE")]
    plan: Vec<std::path::PathBuf>,
    /// How many years to simulate
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(16..=1_000_000))]
    trials: u32,
    /// Draws what waiting costs into a file, too, as an SVG picture
    #[arg(long, value_name = "FILE")]
    svg: Option<std::path::PathBuf>,
    /// Prints the gate as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn gate(typed: &Gate, notebook: Option<&Path>) -> Result<(), Stop> {
    let is_looking = !(typed.confirmed || typed.stands || typed.looked.is_some() || typed.cost.is_some());
    if is_looking {
        let desk = opened::to_read(notebook)?;
        let now = desk::clock::now();
        let peer = desk.notes().peers.find(&typed.peer)?;
        picture(&desk, peer, now, typed)?;
        return drawn(&desk, peer, now, typed);
    }
    let computed = typed.cost.as_ref().map(|item| computed(typed, item, notebook)).transpose()?;
    let (mut desk, now) = opened::to_act(notebook, "sideways escalate")?;
    let peer = desk.notes().peers.find(&typed.peer)?;
    let on = days::on(&typed.on, now)?;
    let captured = once(&mut desk, now, |_| {
        let looked = super::super::named::said(&typed.looked, "outcome", "--looked \"nothing that pays\"")?;
        let grounds = [
            typed.confirmed.then_some(Ground::Confirmed),
            looked.map(Ground::Looked),
            typed.stands.then_some(Ground::Stands),
            computed.map(Ground::Waiting),
        ];
        Ok(grounds.into_iter().flatten().map(|ground| Command::Ground { peer, ground, on }).collect())
    })?;
    picture(&desk, peer, now, typed)?;
    if typed.json {
        return captured.show(true);
    }
    captured.show(false)?;
    show("\n")?;
    drawn(&desk, peer, now, typed)
}

/// What waiting costs, played from the plan.
fn computed(typed: &Gate, item: &str, notebook: Option<&Path>) -> Result<Cost, Stop> {
    let asked = Asked::of(typed.plan.clone());
    let planned = asked.read(opened::remembered(notebook)?, false)?;
    let years = planned.years(1);
    let progress = Progress::of(u64::from(typed.trials.div_ceil(BLOCK)), "playing years");
    let first = planned.network.calendar.as_of();
    Ok(cost(&planned.network, &years, item, first, typed.trials, &|| progress.go_on())?)
}

/// Draws what waiting costs into the file that is wanted, if one is.
fn picture(desk: &desk::open::Desk, peer: Known, now: Moment, typed: &Gate) -> Result<(), Stop> {
    let Some(path) = &typed.svg else { return Ok(()) };
    let gate = desk.notes().gate(peer, now.today, &opened::screen());
    let curve = gate.waiting.as_ref().ok_or_else(|| {
        let who = plan::names::typed(&gate.name);
        let fact = "nothing is computed yet that could be drawn".to_owned();
        Stop::Refused(fact, format!("sideways escalate gate {who} --cost \"ITEM\" --svg FILE"))
    })?;
    keep(path, waiting::file(curve).as_bytes())
}

fn drawn(desk: &desk::open::Desk, peer: Known, now: Moment, typed: &Gate) -> Result<(), Stop> {
    let notes = desk.notes();
    let gate = notes.gate(peer, now.today, &opened::screen());
    if typed.json {
        return opened::show_json(&gate);
    }
    let mut page = Page::new();
    fill(&mut page, &gate);
    let cost = notes.escalations.grounds(&notes.peers, peer).and_then(|grounds| grounds.cost());
    if let Some((curve, (cost, _))) = gate.waiting.as_ref().zip(cost) {
        drawn_out(&mut page, curve, &cost.sparkline());
    }
    show(&page.text())
}

fn fill(page: &mut Page, gate: &Drawn) {
    page.heading(&format!("Before you escalate with {}", shown(&gate.name)));
    if let Some(closed) = &gate.closed {
        page.paragraph(2, &shown(&closed.sentence));
        page.styled(2, &shown(&closed.command), TYPED);
        return;
    }
    for condition in &gate.conditions {
        let sign = if condition.is_met { "yes" } else { "no " };
        page.hanging(2, 7, &format!("{sign}  {}", condition.what), anstyle::Style::new());
        page.styled(7, &format!("{}.", shown(condition.evidence.trim_end_matches('.'))), QUIET);
        if let Some(step) = &condition.step {
            page.styled(7, &shown(step), TYPED);
        }
    }
    if gate.is_open() {
        page.gap();
        let name = plan::names::typed(&gate.name);
        page.styled(0, &format!("sideways escalate open {name} \"the question\""), TYPED);
    }
}

/// The cost of waiting, as a line of blocks and as a table.
fn drawn_out(page: &mut Page, curve: &Curve, blocks: &str) {
    page.gap();
    page.heading(&format!("What waiting for “{}” costs, in working days", shown(&curve.item)));
    page.paragraph(2, blocks);
    for week in &curve.weeks {
        let band = week.band.map_or_else(String::new, |[low, high]| format!("{low} to {high}"));
        let mean = format!("mean {} ± {}", days(week.mean), days(week.error));
        page.paragraph(2, format!("{}  {:>5}  {band:<12} {mean}", week.decided, week.days).trim_end());
    }
    page.styled(2, &curve.told, QUIET);
    let words = format!(
        "Whole days by which all promised dates are missed more than with a decision on the first day: half of the years no \
         more, eight of ten in between. {} simulated years, with the same luck for every day of the decision.",
        curve.trials
    );
    page.styled(2, &words, QUIET);
}

/// Hundredths of a day as days.
fn days(hundredths: i32) -> String {
    format!("{:.1}", f64::from(hundredths) / 100.0)
}
