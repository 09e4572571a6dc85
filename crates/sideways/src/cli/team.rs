//! `sideways team`: time with the own team, and what they wait for.

use std::path::Path;

use clap::{Args, Subcommand};
use playbook::{
    bounds::{self, Order},
    notebook::Command,
    privacy::Private,
};
use sources::{dates::duration, text::shown};

use super::{
    Stop, captured, days,
    named::Which,
    opened,
    page::{Page, QUIET},
    show,
};

const EXAMPLES: &str = "Examples:
  sideways team time 2h
  sideways team time 45m --on yesterday
  sideways team waits \"who leads the on-call\"
  sideways team decided 41
  sideways team";

/// Keeps the time that you spend with your own team, and the decisions that they wait for.
///
/// The own team comes first: where peers get more of your time, or are answered while your team waits, this page and
/// the week page say so. Without a verb, shows both.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// Prints the page as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Verb {
    Time(Time),
    Waits(Waits),
    Decided(Decided),
    Show(Show),
}

/// You spent time with your own team.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways team time 2h\n  sideways team time 45m --on yesterday")]
struct Time {
    /// How long: 45m, 2h, 1h30
    #[arg(required = true, value_name = "LENGTH")]
    length: Vec<String>,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Your team waits for a decision of yours.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways team waits \"who leads the on-call\"\n  sideways team waits the budget for tests --since mon"
)]
struct Waits {
    /// What is to be decided
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,
    /// Since when: mon, yesterday, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// You decided.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways team decided 41\n  sideways team decided 41 --on yesterday")]
struct Decided {
    #[command(flatten)]
    which: Which,
}

/// Shows time with your team against time with peers, and what your team waits for.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways team show\n  sideways team show --json")]
struct Show {
    /// Prints the page as JSON
    #[arg(long)]
    json: bool,
}

/// Keeps or shows what concerns the own team.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let command = match &arguments.verb {
        None => return shows(arguments.json, notebook),
        Some(Verb::Show(wanted)) => return shows(wanted.json, notebook),
        Some(verb) => verb,
    };
    let (mut desk, now) = opened::to_act(notebook, "sideways team")?;
    let (command, as_json) = match command {
        Verb::Time(time) => {
            let minutes = duration(&time.length.join(" ")).map_err(|no| Stop::Usage(no.fact, no.hint))?;
            (
                bounds::Command::Spend { on: days::on(&time.on, now)?, minutes, from_calendar: false },
                time.json,
            )
        }
        Verb::Waits(waits) => {
            let what = waits.what.join(" ").trim().to_owned();
            if what.is_empty() {
                let hint = "sideways team waits \"who leads the on-call\"";
                return Err(Stop::Usage("what is to be decided is missing".into(), hint.into()));
            }
            let command =
                bounds::Command::Wait { what: Private::new(what), since: days::on(&waits.since, now)? };
            (command, waits.json)
        }
        Verb::Decided(decided) => {
            let (wait, on) = decided.which.read("a decision", "sideways team", now)?;
            (bounds::Command::Decide { wait, on }, decided.which.json)
        }
        Verb::Show(_) => return Ok(()),
    };
    captured::act(&mut desk, Command::Team(command), now)?.show(as_json)
}

fn shows(as_json: bool, notebook: Option<&Path>) -> Result<(), Stop> {
    let desk = opened::to_read(notebook)?;
    let order = desk.notes().order(desk::clock::now().today, &opened::screen());
    if as_json { opened::show_json(&order) } else { show(&page(&order).text()) }
}

fn page(order: &Order) -> Page {
    let mut page = Page::new();
    for inverted in &order.inverted {
        page.paragraph(0, &format!("{} {}", shown(&inverted.sentence), inverted.reason));
        page.styled(2, &inverted.evidence.join("; "), QUIET);
        page.styled(2, &format!("so since {}: {}", inverted.since, inverted.command), QUIET);
    }
    if !order.inverted.is_empty() {
        page.gap();
    }
    page.heading(&format!("Time from {} to {}", order.from, order.to));
    let said = |minutes: Option<u32>| minutes.map_or_else(|| "not known".to_owned(), playbook::words::length);
    page.paragraph(2, &format!("with your own team: {}", said(order.team_minutes)));
    page.paragraph(2, &format!("with peers, all together: {}", said(order.peer_minutes)));
    if order.team_minutes.is_none() {
        page.styled(2, "sideways team time 2h keeps an hour or two with your team.", QUIET);
    }
    page.gap();
    if order.waiting.is_empty() {
        page.paragraph(0, "Your team waits for no decision that you have kept.");
        return page;
    }
    page.heading("Your team waits for");
    for wait in &order.waiting {
        let words = format!("{:<5} {}", wait.wait.to_string(), shown(&wait.what));
        page.hanging(2, 8, &words, anstyle::Style::new());
        page.styled(8, &format!("since {}: sideways team decided {}", wait.since, wait.wait), QUIET);
    }
    page
}
