//! Things of the notebook by the number that their entry gave them.

use clap::Args;
use desk::clock::Moment;
use playbook::{
    map::peers::Known,
    moment::{Day, Id},
    privacy::{Private, Shareable},
};

use super::{Stop, days};

/// The name of a thing, as lists and answers print it; `lists` is the command that does.
pub fn id(words: &str, what: &str, lists: &str) -> Result<Id, Stop> {
    let wrong = || Stop::Usage(format!("“{words}” is no number of {what}"), format!("{lists} shows them"));
    words.parse().map_err(|()| wrong())
}

/// Something that the notebook keeps, to which something happened on a day.
#[derive(Args)]
pub struct Which {
    /// Which, by its number
    #[arg(value_name = "NUMBER")]
    id: String,
    /// When: yesterday, mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Prints what was understood as JSON
    #[arg(long)]
    pub json: bool,
}

impl Which {
    /// Its name and the day. `what` it should be, and `lists`: the command that shows their numbers.
    pub fn read(&self, what: &str, lists: &str, now: Moment) -> Result<(Id, Day), Stop> {
        Ok((id(&self.id, what, lists)?, days::on(&self.on, now)?))
    }
}

/// Words for the owner alone behind an option; where it is given, it must say something.
pub fn said(words: &Option<String>, what: &str, hint: &str) -> Result<Option<Private<String>>, Stop> {
    match words.as_deref().map(str::trim) {
        Some("") => Err(Stop::Usage(format!("the {what} says nothing"), hint.to_owned())),
        words => Ok(words.map(|words| Private::new(words.to_owned()))),
    }
}

/// Words for the owner alone that must say something.
pub fn private(words: &str, option: &str) -> Result<Private<String>, Stop> {
    match words.trim() {
        "" => Err(Stop::Usage(format!("{option} says nothing"), format!("{option} \"...\""))),
        words => Ok(Private::new(words.to_owned())),
    }
}

/// Words for others behind an option; where it is given, it must say something.
pub fn shared(words: &Option<String>, option: &str, hint: &str) -> Result<Option<Shareable<String>>, Stop> {
    match words.as_deref().map(str::trim) {
        Some("") => Err(Stop::Usage(format!("{option} says nothing"), hint.to_owned())),
        words => Ok(words.map(|words| Shareable::new(words.to_owned()))),
    }
}

/// The words behind a peer's name, which must say something.
pub fn words(
    rest: &[String],
    peer: Known,
    missing: &str,
    hint: impl FnOnce(Known) -> String,
) -> Result<String, Stop> {
    let words = rest.join(" ").trim().to_owned();
    if words.is_empty() { Err(Stop::Usage(missing.to_owned(), hint(peer))) } else { Ok(words) }
}
