//! One page a week: at most seven lines, by consequence (rule W1).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use serde::Serialize;

use crate::{
    moment::{Day, Now},
    notebook::Notebook,
    privacy::{CanSeal, OwnersScreen, Private},
    refusal::Refusal,
};

/// Lines of a page.
const MOST_LINES: usize = 7;

/// What happened to a line of the week page.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// It was put off.
    #[n(0)]
    PutOff {
        /// The line's name.
        #[n(0)]
        line: String,
        /// Until when.
        #[n(1)]
        until: Day,
    },
    /// It was struck: what it says stands since that day, and need not be said again.
    #[n(1)]
    Struck {
        /// The line's name.
        #[n(0)]
        line: String,
        /// Since when it stood.
        #[n(1)]
        since: Day,
        /// Why.
        #[n(2)]
        because: Private<String>,
    },
}

/// What the leader wants of a line.
pub enum Command {
    /// Not now.
    Later {
        /// The line: its number on today's page, or its name.
        line: String,
        /// Until when; a week, where none is named.
        until: Option<Day>,
    },
    /// Not this.
    NotThis {
        /// The line: its number on today's page, or its name.
        line: String,
        /// Why.
        because: Private<String>,
    },
}

/// Lines that were put off or struck.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct PutOffs {
    #[n(0)]
    until: BTreeMap<String, Day>,
    #[n(1)]
    struck: BTreeMap<String, Day>,
}

impl PutOffs {
    /// Takes in what happened.
    pub fn evolve(&mut self, event: Event) {
        match event {
            Event::PutOff { line, until } => {
                self.until.insert(line, until);
            }
            Event::Struck { line, since, .. } => {
                self.struck.insert(line, since);
            }
        }
    }

    /// Whether a line that stands since a day is put off or struck.
    fn hides(&self, line: &str, since: Day, today: Day) -> bool {
        self.until.get(line).is_some_and(|until| today < *until)
            || self.struck.get(line).is_some_and(|struck| since <= *struck)
    }
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    /// The day for which it is written.
    pub today: Day,
    /// Its lines, the weightiest first.
    pub lines: Vec<Line>,
    /// How many more there would have been.
    pub more: usize,
}

/// One line: what to do or to know, why, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its name, by which it is put off or struck.
    pub name: String,
    /// A sentence that names a person, a thing and a day.
    pub sentence: String,
    /// Why it is here.
    pub reason: String,
    /// What it rests on: facts with their days.
    pub evidence: Vec<String>,
    /// One command that does it.
    pub command: String,
    /// Whether it asks for an act; else it is a notice.
    pub is_act: bool,
    /// The peer that it is about.
    pub peer: Option<String>,
    /// The day since which it stands.
    pub since: Day,
}

/// Writes the page of a day.
pub fn this_week(notebook: &Notebook, today: Day, screen: &OwnersScreen) -> Week {
    let mut lines = kindnesses(notebook, today, screen);
    lines.retain(|line| !notebook.week.hides(&line.name, line.since, today));
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    Week { today, lines, more }
}

fn kindnesses(notebook: &Notebook, today: Day, screen: &OwnersScreen) -> Vec<Line> {
    let due = notebook.channels.open_kindnesses().filter(|kindness| kindness.by <= today.plus(7));
    due.map(|kindness| {
        let name = notebook.peers.name(kindness.peer);
        Line {
            name: format!("kindness:{}", kindness.id),
            sentence: format!("Do this for {name} by {}: {}.", kindness.by, kindness.what.reveal(screen)),
            reason: "You said you would.".into(),
            evidence: vec![format!("noted on {}, entry {}", kindness.since, kindness.id)],
            command: format!("sideways kindness done {}", kindness.id),
            is_act: true,
            peer: Some(name.to_owned()),
            since: kindness.by.plus(-7),
        }
    })
    .collect()
}

/// Decides what a command makes happen.
///
/// # Errors
/// If the page has no such line.
pub fn decide(command: Command, notebook: &Notebook, now: &Now) -> Result<Vec<Event>, Refusal> {
    let page = this_week(notebook, now.today, &OwnersScreen::of_the_owner());
    let find = |words: &str| {
        let at = words.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let line = at
            .and_then(|at| page.lines.get(at))
            .or_else(|| page.lines.iter().find(|line| line.name == words));
        line.ok_or_else(|| Refusal::NoSuchLine {
            words: words.to_owned(),
            lines: page.lines.iter().map(|line| line.name.clone()).collect(),
        })
    };
    Ok(vec![match command {
        Command::Later { line, until } => {
            let line = find(&line)?;
            Event::PutOff { line: line.name.clone(), until: until.unwrap_or(now.today.plus(7)) }
        }
        Command::NotThis { line, because } => {
            let line = find(&line)?;
            Event::Struck { line: line.name.clone(), since: line.since, because }
        }
    }])
}
