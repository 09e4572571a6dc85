//! What the leader knows better than the plan: answers and corrections as they are typed, and as the notebook keeps them.

mod names;

use desk::{stop::Stop as Stopped, together::Together};
use plan::{
    facts::{Change, Correction},
    place::Place,
};
use playbook::{
    map::peers,
    notebook::{Command, Notebook},
    privacy::Private,
};
use sources::{
    answers::{self, Answers, Entry, Kept, Slot},
    text::{Text, shown},
};

pub use self::names::{Names, different, missing, same, to_keep};
use crate::{opened, stop::Stop};

/// Characters of a subject or a name.
const LONGEST: usize = 200;

/// Words of a subject or a name: not blank, not endless, and nothing in them that a screen would not show.
pub fn word(what: &str, words: &str, hint: &str) -> Result<String, Stop> {
    let words = words.trim();
    let fact = match words {
        "" => format!("a {what} is missing"),
        words if words.chars().count() > LONGEST => format!("a {what} has at most {LONGEST} characters"),
        words if shown(words) != words => format!("there are invisible characters in “{}”", shown(words)),
        words => return Ok(words.to_owned()),
    };
    Err(Stop::Usage(fact, hint.to_owned()))
}

/// That a yes is given, as it is kept.
pub fn given(item: &str, whom: &str) -> Answers {
    let correction = Correction {
        change: Change::Given(None),
        item: item.to_owned(),
        whom: whom.to_owned(),
        because: String::new(),
        place: Place::default(),
    };
    Answers { crossing: vec![Kept::from(&correction)], ..Answers::default() }
}

/// A correction as it was typed.
///
/// # Errors
/// If a word is missing, or it would change nothing.
pub fn correction(change: Change, item: &str, whom: &str, why: Option<&str>) -> Result<Correction, Stop> {
    let hint = "sideways crossing reject \"Guest sign-in\" Identity --because \"it was built in May\"";
    let because = why.unwrap_or_default();
    if why.is_some() && because.trim().is_empty() {
        return Err(Stop::Usage(
            "the reason says nothing".into(),
            "--because \"it was built in May\"".into(),
        ));
    }
    let mut correction = Correction {
        change,
        item: word("piece of work", item, hint)?,
        whom: word("name", whom, hint)?,
        because: String::new(),
        place: Place::default(),
    };
    if let Change::Rekind { from: Some(from), to } = change
        && from == to
    {
        let fact = format!("it is made {} from {}, which changes nothing", to.word(), from.word());
        return Err(Stop::Usage(fact, "--kind names the kind that the map shows, --as the right one".into()));
    }
    let line = correction.line("WHY");
    if !because.trim().is_empty() {
        correction.because = word("reason", because, &line)?;
    } else if !matches!(change, Change::Given(_)) {
        return Err(Stop::Usage("a correction is kept with its reason".into(), line));
    }
    Ok(correction)
}

/// An answer or correction that the notebook keeps.
pub struct InNotebook {
    /// Its entry.
    pub number: u32,
    /// What it says.
    pub entry: Entry,
    /// Whether a later one speaks of the same, and counts instead.
    pub is_past: bool,
    /// What it speaks of.
    pub slot: Option<Slot>,
}

/// Keeps answers with whatever else is done at once.
///
/// # Errors
/// If the playbook refuses.
pub fn keep(together: &mut Together<'_>, answers: &Answers) -> Result<(), Stopped> {
    let known = all(together.notes());
    let typed: Vec<&str> =
        known.iter().filter(|one| !one.is_past).map(|one| one.entry.typed.as_str()).collect();
    answers.without(&typed).apart().into_iter().try_for_each(|lines| {
        let words = words(&lines);
        let given = answers::given(&lines).pop().map(|(item, whom, kind)| peers::Given {
            item,
            whom,
            kind: kind.map(|kind| kind.word().to_owned()),
        });
        let (lines, words) = (Private::new(lines), Some(Private::new(words)));
        together.act(Command::Peers(peers::Command::Correct { lines, words, given }))
    })
}

/// What lines say, with the reasons.
fn words(lines: &str) -> String {
    let text = Text::of(0, "", lines.to_owned());
    let entries = Answers::parse(&text).map(|answers| answers.entries(&text)).unwrap_or_default();
    let said = |entry: &Entry| match entry.because.as_str() {
        "" => entry.says.clone(),
        because => format!("{}, because “{because}”", entry.says),
    };
    entries.iter().map(said).collect::<Vec<_>>().join("; ")
}

/// Everything that a notebook keeps of answers and corrections, the earliest first.
pub fn all(notes: &Notebook) -> Vec<InNotebook> {
    let screen = opened::screen();
    let mut all = Vec::new();
    for (number, lines) in notes.peers.corrections() {
        let text = Text::of(0, "", lines.reveal(&screen).clone());
        let Ok(answers) = Answers::parse(&text) else { continue };
        for entry in answers.entries(&text) {
            let slot = entry.slot(&answers);
            all.push(InNotebook { number: *number, entry, is_past: false, slot });
        }
    }
    let mut later = std::collections::HashSet::new();
    for one in all.iter_mut().rev() {
        one.is_past = one.slot.clone().is_some_and(|slot| !later.insert(slot));
    }
    all
}
