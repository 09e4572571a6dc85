//! Things of the notebook by the number that their entry gave them.

use playbook::{map::peers::Known, moment::Id};

use super::Stop;

/// The name of a thing, as lists and answers print it; `lists` is the command that does.
pub fn id(words: &str, what: &str, lists: &str) -> Result<Id, Stop> {
    let wrong = || Stop::Usage(format!("“{words}” is no number of {what}"), format!("{lists} shows them"));
    words.parse().map_err(|()| wrong())
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
