//! `sideways crossing`: a crossing corrected, remembered in the notebook or beside the plan.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, builder::TypedValueParser};
use plan::{
    facts::{Change, Correction, Kind},
    names::title_key,
};
use playbook::words::stopped;
use sources::answers::{Answers, Kept};

use super::{
    Stop,
    map::idle,
    noting::{Noted, Noting},
};
use crate::{
    beside::{Lock, load, path, save},
    corrected::{self, correction},
};

/// Corrects a crossing: a place where your work needs somebody else.
///
/// The correction is kept in your notebook, or where you have none in `sideways.toml` beside the plan, and applied whenever
/// the plan is read.
/// ITEM is a piece of work or a deliverable of yours, by id, title, or the beginning of one title; a deliverable stands
/// for all that is part of it. WHOM is a team or a person, or the item of theirs that you wait for.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways crossing add \"Checkout v2\" Legal --kind approval --because \"they sign the terms\"\n  sideways crossing reject \"Guest sign-in\" Identity --because \"it was built in May\"\n  sideways crossing rekind \"Waiting list\" Pricing --as approval --because \"they set the fee\"\n  sideways crossing given \"Card numbers kept out\" Payments\n  sideways corrections"
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// A crossing that the plan does not show
    Add {
        #[command(flatten)]
        sides: Sides,
        /// What kind: touch, date, approval or absorption
        #[arg(long, value_parser = kinds(), hide_possible_values = true)]
        kind: Kind,
    },
    /// What the map shows is none: it counts nothing
    Reject {
        #[command(flatten)]
        sides: Sides,
        /// Only crossings of this kind: touch, date, approval or absorption
        #[arg(long, value_parser = kinds(), hide_possible_values = true)]
        kind: Option<Kind>,
    },
    /// A crossing is of another kind than the map shows
    Rekind {
        #[command(flatten)]
        sides: Sides,
        /// Only crossings of this kind: touch, date, approval or absorption
        #[arg(long, value_parser = kinds(), hide_possible_values = true)]
        kind: Option<Kind>,
        /// The kind that it is
        #[arg(long = "as", value_name = "KIND", value_parser = kinds(), hide_possible_values = true)]
        new: Kind,
    },
    /// The yes is given: it counts nothing any more
    Given {
        #[command(flatten)]
        sides: Sides,
        /// Only crossings of this kind: touch, date, approval or absorption
        #[arg(long, value_parser = kinds(), hide_possible_values = true)]
        kind: Option<Kind>,
    },
}

/// Between whom, why, and where it is kept.
#[derive(Args)]
struct Sides {
    /// A piece of work or a deliverable of yours, by id or title
    item: String,
    /// A team or a person; or the item of theirs that is waited for
    whom: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// The plan beside which it is kept, unless your notebook keeps it [default: the current folder]
    #[arg(long, value_name = "PATH")]
    plan: Option<PathBuf>,
    /// Prints what was kept as JSON
    #[arg(long)]
    json: bool,
}

fn kinds() -> impl TypedValueParser<Value = Kind> {
    let kind =
        |word: String| Kind::ALL.into_iter().find(|kind| kind.word() == word).ok_or("no kind of crossing");
    clap::builder::PossibleValuesParser::new(Kind::ALL.map(Kind::word)).try_map(kind)
}

/// Keeps a correction.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let (sides, change) = match &arguments.command {
        Command::Add { sides, kind } => (sides, Change::Add(*kind)),
        Command::Reject { sides, kind } => (sides, Change::Reject(*kind)),
        Command::Rekind { sides, kind, new } => (sides, Change::Rekind { from: *kind, to: *new }),
        Command::Given { sides, kind } => (sides, Change::Given(*kind)),
    };
    let correction = correction(change, &sides.item, &sides.whom, sides.because.as_deref())?;
    let plan = sides.plan.as_deref();
    match Noting::open(notebook, plan, "sideways crossing")? {
        Some(noting) => note(noting, &correction),
        None => keep(&correction, plan),
    }?
    .show(sides.json)
}

/// Keeps a correction in the notebook, and says where it fits nothing in the plan that the notebook remembers.
fn note(mut noting: Noting, correction: &Correction) -> Result<Noted, Stop> {
    let before = corrected::all(noting.desk.notes());
    let answers = Answers { crossing: vec![Kept::from(correction)], ..Answers::default() };
    let entries = noting.keep(&answers)?;
    let after = corrected::all(noting.desk.notes());
    let mut said = Vec::new();
    if entries.is_empty() {
        said.push("Your notebook says so already.".to_owned());
    }
    let kept = |entry: &u32| {
        format!("Entry {entry}: {}. `sideways undo {entry}` takes it back.", correction.words())
    };
    said.extend(entries.iter().map(kept));
    // What stood before and stands no longer is what this one took the place of.
    for (earlier, now) in before.iter().zip(&after).filter(|(earlier, now)| !earlier.is_past && now.is_past) {
        if earlier.entry.because != correction.because {
            said.push(format!("Your reason before was “{}” (entry {}).", earlier.entry.because, now.number));
        }
    }
    let idle = idle(&noting.desk, &entries);
    for told in &idle {
        let why = told.fact.trim_start_matches("a correction of yours fits nothing: ");
        said.push(stopped(&format!("It changes nothing in the plan that your notebook remembers: {why}")));
    }
    if idle.is_empty() {
        said.push("`sideways map --keep` draws the map with it; `sideways corrections` lists it.".to_owned());
    }
    Ok(Noted { entries, file: None, said })
}

/// Writes a correction behind all others; the same one, made before, goes.
fn keep(correction: &Correction, plan: Option<&Path>) -> Result<Noted, Stop> {
    let path = path(plan)?;
    let _lock = Lock::on(&path)?;
    let mut answers = load(&path)?;
    let kept = Kept::from(correction);
    let key =
        |kept: &Kept| (kept.change.clone(), title_key(&kept.item), title_key(&kept.whom), kept.kind.clone());
    let is_same = |earlier: &mut Kept| key(earlier) == key(&kept) && earlier.new == kept.new;
    let before: Vec<String> =
        answers.crossing.extract_if(.., is_same).filter_map(|earlier| earlier.because).collect();
    answers.crossing.push(kept);
    save(&path, &answers)?;
    let mut said = vec![format!("Kept in {}: {}.", path.display(), correction.words())];
    let other = before.iter().filter(|because| **because != correction.because);
    said.extend(other.map(|because| format!("Your reason before was “{because}”.")));
    said.push("`sideways map` says what it changes; `sideways corrections` lists it.".to_owned());
    Ok(Noted { entries: Vec::new(), file: Some(path), said })
}
