//! `sideways agree`: an offer, and what comes back.

use std::path::Path;

use clap::Args;
use playbook::{moment::Id, trade::goods};

use super::{act, id};
use crate::cli::{Stop, days::on, opened};

/// Says that you agreed: this for that, or this as a gift.
///
/// Over three or more leaders each gives one and gets another: name what you give, and what you get. Capacity is a loan
/// from then on, with its end. What you judged of it is forgotten: no figure is kept.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways agree 41 for 42\n  sideways agree 41 43 for 42\n  sideways agree 41\n  sideways agree 41 for 42 --on yesterday"
)]
pub struct Agree {
    /// Which goods, by their numbers: what goes, and behind `for` what comes back; alone it is a gift
    #[arg(required = true, value_name = "GOOD [for GOOD]")]
    words: Vec<String>,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// Ties goods together.
pub fn agree(arguments: &Agree, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways agree")?;
    let words: Vec<&str> = arguments.words.iter().flat_map(|word| word.split([' ', ','])).collect();
    let mut sides = words.splitn(2, |word| *word == "for");
    let mut ids = || -> Result<Option<Vec<Id>>, Stop> {
        let words = sides.next().map(|side| side.iter().filter(|word| !["", "and"].contains(*word)));
        words.map(|words| words.map(|word| id(word)).collect()).transpose()
    };
    let (goods, back) = (ids()?.unwrap_or_default(), ids()?);
    if goods.is_empty() || back.as_ref().is_some_and(Vec::is_empty) {
        let goods: Vec<String> = goods.iter().map(Id::to_string).collect();
        let hint = match goods.as_slice() {
            [] => "sideways trade lists them by their numbers".to_owned(),
            goods => format!("sideways agree {} is a gift", goods.join(" ")),
        };
        return Err(Stop::Usage("which goods you agreed on is missing".into(), hint));
    }
    let on = on(&arguments.on, now)?;
    let command = goods::Command::Agree { goods, back: back.unwrap_or_default(), on };
    act(&mut desk, command, now)?.show(arguments.json)
}
