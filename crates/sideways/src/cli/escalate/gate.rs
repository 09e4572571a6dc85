//! `sideways escalate gate`: the four conditions, and what waiting costs.

use std::path::Path;

use clap::Args;
use desk::clock::Moment;
use plan::batch::BLOCK;
use playbook::{
    escalate::{
        Command, Ground,
        gate::Gate as Drawn,
        waiting::{Cost, cost},
    },
    map::peers::Known,
};
use sources::text::shown;

use super::{
    super::{
        Stop, days, opened,
        page::{Page, QUIET, TYPED},
        planned::Asked,
        progress::Progress,
        show, what_if,
    },
    once,
};

/// Shows what stands between you and an escalation, and closes it step by step.
///
/// Four conditions: they confirmed what limits them, a trade was looked for, you still disagree, and waiting costs more by
/// the week. What waiting costs is played from the plan, with the decision on every seventh day of a quarter.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways escalate gate dana\n  sideways escalate gate dana --confirmed\n  \
                        sideways escalate gate dana --looked \"nothing that pays before June\"\n  \
                        sideways escalate gate dana --cost \"Single sign-in\""
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
        return drawn(&desk, peer, now, typed.json);
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
    if typed.json {
        return captured.show(true);
    }
    captured.show(false)?;
    show("\n")?;
    drawn(&desk, peer, now, false)
}

/// What waiting costs, played from the plan.
fn computed(typed: &Gate, item: &str, notebook: Option<&Path>) -> Result<Cost, Stop> {
    let asked = Asked::of(typed.plan.clone());
    let planned = asked.read(notebook, false)?;
    let years = planned.years(1);
    let progress = Progress::of(14 * u64::from(typed.trials.div_ceil(BLOCK)), "playing years");
    let first = planned.network.calendar.as_of();
    cost(&planned.network, &years, item, first, typed.trials, &|| progress.go_on())
        .map_err(what_if::impossible)
}

fn drawn(desk: &desk::open::Desk, peer: Known, now: Moment, as_json: bool) -> Result<(), Stop> {
    let notes = desk.notes();
    let gate = notes.gate(peer, now.today, &opened::screen());
    if as_json {
        return opened::show_json(&gate);
    }
    let mut page = Page::new();
    fill(&mut page, &gate);
    if let Some((cost, _)) = notes.escalations.grounds(&notes.peers, peer).and_then(|grounds| grounds.cost())
    {
        curve(&mut page, cost);
    }
    show(&page.text())
}

fn fill(page: &mut Page, gate: &Drawn) {
    page.heading(&format!("Before you escalate with {}", shown(&gate.name)));
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
fn curve(page: &mut Page, cost: &Cost) {
    page.gap();
    page.heading("What waiting costs, in working days by which dates are missed more");
    page.paragraph(2, &cost.sparkline());
    let days = |hundredths: i32| f64::from(hundredths) / 100.0;
    for point in &cost.grid {
        page.paragraph(
            2,
            &format!("{}  {:>8.1}  ± {:.1}", point.decided, days(point.later), days(point.error)),
        );
    }
    if let Some(day) = cost.rises_from() {
        page.styled(2, &format!("It is seen from {day} on."), QUIET);
    }
    let words = format!("{} simulated years, with the same luck for every day of the decision.", cost.trials);
    page.styled(2, &words, QUIET);
}
