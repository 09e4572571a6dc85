//! `sideways give`, `return`, `drop` and `credit`: how a good ends.

use std::path::Path;

use clap::Args;
use desk::open::Desk;
use playbook::{
    defend,
    moment::{Day, Id},
    notebook::Command,
    privacy::Private,
    trade::{goods, loans},
};

use super::{act, id};
use crate::cli::{Stop, captured, days::on, named, opened};

/// Says that something you agreed on was handed over.
///
/// Going first is done once its write-up is named. Capacity runs from this day, and comes back with `sideways return`.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways give 41\n  sideways give 42 --on yesterday\n  sideways give 43 --write-up \"wiki: first on the pipeline\""
)]
pub struct Give {
    /// Which, by its number
    #[arg(value_name = "GOOD")]
    good: String,
    /// Where the write-up lies, for whoever went first
    #[arg(long, value_name = "TEXT")]
    write_up: Option<String>,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Says that a loan came back.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways return 41\n  sideways return 41 --on mon")]
pub struct Return {
    /// Which, by its number
    #[arg(value_name = "LOAN")]
    loan: String,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Drops something that was offered, wanted or agreed.
#[derive(Args)]
#[command(after_help = "Examples:\n  sideways drop 41 --because \"her dates moved\"")]
pub struct Drop {
    /// Which, by its number
    #[arg(value_name = "GOOD")]
    good: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    because: String,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Says where a contribution was named, or that you thanked somebody for it.
///
/// Credit that you agreed to give is done by this, and so is the thanks for what a peer gave. A contribution of a peer's team is
/// listed until it is named so.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways credit 44 \"quarterly review, read by Ana\"\n  sideways credit 42 --thanked"
)]
pub struct Credit {
    /// Which, by its number, and where it was named and who reads it
    #[arg(required = true, value_name = "GOOD WHERE")]
    words: Vec<String>,
    /// You thanked them in person
    #[arg(long)]
    thanked: bool,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Something was handed over.
pub fn give(arguments: &Give, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways give")?;
    let write_up =
        arguments.write_up.as_deref().map(|words| named::private(words, "--write-up")).transpose()?;
    let command = goods::Command::Give { good: id(&arguments.good)?, on: on(&arguments.on, now)?, write_up };
    act(&mut desk, command, now)?.show(arguments.json)
}

/// A loan came back.
pub fn return_(arguments: &Return, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways return")?;
    let loan = id(&arguments.loan)?;
    let command = loans::Command::Return { loan, on: on(&arguments.on, now)? };
    let mut captured = captured::act(&mut desk, Command::Loans(command), now)?;
    captured.next = super::next(&desk, loan, now.today);
    captured.show(arguments.json)
}

/// Something comes to nothing.
pub fn drop(arguments: &Drop, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways drop")?;
    let because = named::private(&arguments.because, "--because")?;
    let command = goods::Command::Drop { good: id(&arguments.good)?, because, on: on(&arguments.on, now)? };
    act(&mut desk, command, now)?.show(arguments.json)
}

/// A contribution was named, or somebody was thanked.
pub fn credit(arguments: &Credit, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways credit")?;
    let (first, rest) =
        arguments.words.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let (good, on, at) = (id(first)?, on(&arguments.on, now)?, rest.join(" "));
    if desk.notes().contributions.has(good) {
        let command = match at.trim() {
            "" if arguments.thanked => defend::Command::Thank { contribution: good },
            at if !arguments.thanked => defend::Command::Name {
                contribution: good,
                at: named::private(at, "where it was named")?,
                on,
            },
            _ => return Err(either(good)),
        };
        return captured::act(&mut desk, Command::Defend(command), now)?.show(arguments.json);
    }
    unknown(&desk, good, now.today)?;
    let command = match (at.trim(), arguments.thanked) {
        ("", true) => goods::Command::Thank { good, on },
        ("", false) => {
            let hint = format!(
                "sideways credit {good} \"quarterly review, read by Ana\"; --thanked says that you thanked them"
            );
            return Err(Stop::Usage("where it was named is missing".into(), hint));
        }
        (_, true) => return Err(either(good)),
        (at, false) => goods::Command::Name { good, at: Private::new(at.to_owned()), on },
    };
    act(&mut desk, command, now)?.show(arguments.json)
}

/// That a number is at least that of a good: contributions are named as well, so both are listed where it is neither.
fn unknown(desk: &Desk, id: Id, today: Day) -> Result<(), Stop> {
    let notes = desk.notes();
    let is_received = notes.goods.received().any(|received| received.id == id);
    if is_received || notes.goods.giver(id).is_some() || notes.loans.one(id).is_some() {
        return Ok(());
    }
    let goods: Vec<String> = notes.goods.open(today).map(|open| open.id.to_string()).collect();
    let contributions: Vec<String> = notes.contributions.unnamed().map(|one| one.id.to_string()).collect();
    let all = [("goods", goods), ("contributions", contributions)];
    let open: Vec<String> = all
        .into_iter()
        .filter(|(_, all)| !all.is_empty())
        .map(|(what, all)| format!("open {what}: {}", all.join(", ")))
        .collect();
    let hint = if open.is_empty() { "nothing is open".to_owned() } else { open.join("; ") };
    Err(Stop::Refused(format!("no good and no contribution {id} is open"), hint))
}

fn either(good: Id) -> Stop {
    let hint = format!("sideways credit {good} --thanked");
    Stop::Usage("either it was named somewhere, or they were thanked".into(), hint)
}
