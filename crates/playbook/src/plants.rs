//! Leaks planted on purpose, each as it has happened elsewhere: the noninterference test must find every one of them.
//!
//! Built with the feature `plants` alone, which nothing that is shipped names. One is chosen at a time.

use std::cell::Cell;

use crate::{
    moment::Id,
    notebook::Notebook,
    outward::{Drafts, Text},
    privacy::{OwnersScreen, Private},
};

/// The plants: the number that the list of promises gives them, and what each does.
pub const PLANTS: [(u8, &str); 11] = [
    (1, "order by the history of favours"),
    (2, "order by the last private edit"),
    (8, "gap in public ids"),
    (10, "length from a private priority"),
    (12, "title falls back to the note's first line"),
    (13, "error text quotes a field"),
    (14, "validation differs if a private duplicate exists"),
    (17, "log line formats a command"),
    (20, "edited again, from a private draft"),
    (113, "the joint file quotes why it was opened too early"),
    (120, "the joint file says edited again, from a private draft"),
];

/// A mark by whoever did not see the text: one of the two bugs that the search through all orders must find (promise S3).
pub const UNSEEN: u8 = 101;

/// A change that leaves marks standing: the other one.
pub const UNCLEARED: u8 = 102;

/// Whether a bug is planted.
pub fn forgives(bug: u8) -> bool {
    CHOSEN.get() == bug
}

thread_local! {
    static CHOSEN: Cell<u8> = const { Cell::new(0) };
}

/// Plants one leak in this thread; 0 plants none.
pub fn choose(plant: u8) {
    CHOSEN.set(plant);
}

/// Both answers to an ask, with the leak that was chosen.
pub fn spoil(drafts: Drafts, notebook: &Notebook, ask: Id) -> Drafts {
    let Some(open) = notebook.asks.one(ask) else { return drafts };
    let peer = open.ask.peer;
    let said = |words: &Private<String>| words.reveal(&OwnersScreen::of_the_owner()).clone();
    let note = open.ask.notes.as_ref().map(said).unwrap_or_default();
    let what = open.ask.what.get();
    let kindnesses = || notebook.channels.open_kindnesses().filter(|kindness| kindness.peer == peer);
    let last_talk = || {
        let known = notebook.peers.known(peer)?;
        notebook.channels.whole(&notebook.peers, known).talks.pop()
    };
    let swapped = Drafts { no: drafts.yes.clone(), yes: drafts.no.clone() };
    let ends = |words: &str| {
        let end = |text: &Text| Text::planted(format!("{}{words}", text.as_str()));
        Drafts { no: end(&drafts.no), yes: end(&drafts.yes) }
    };
    match CHOSEN.get() {
        1 if notebook.loans.open().any(|loan| loan.peer == peer) => swapped,
        2 if last_talk().is_some_and(|talk| talk.entry > ask.entry) => swapped,
        8 => ends(&format!(" ({ask})")),
        10 => ends(&" ".repeat(kindnesses().count())),
        12 if !what.trim().contains(' ') => ends(&format!(" {}", note.lines().next().unwrap_or_default())),
        13 if open.alternative.is_none() => ends(&format!(" No alternative: {note}")),
        14 if kindnesses().any(|kindness| said(&kindness.what) == *what) => ends(" Again."),
        17 => ends(&format!("\nHear {{ what: {what:?}, notes: {note:?} }}")),
        20 if notebook.last % 2 == 1 => ends(" (edited)"),
        _ => drafts,
    }
}

/// The plain file of a joint document, with the leak that was chosen.
pub fn spoil_joint(text: Text, notebook: &Notebook, escalation: Id) -> Text {
    let one = notebook.escalations.one(escalation);
    let reason = one.and_then(|one| one.opened.regardless.as_ref());
    let reason = reason.map(|words| words.reveal(&OwnersScreen::of_the_owner()).clone());
    let ends = |words: &str| Text::planted(format!("{}{words}", text.as_str()));
    match CHOSEN.get() {
        113 => ends(&reason.unwrap_or_default()),
        120 if notebook.last % 2 == 1 => ends("(edited again)"),
        _ => text,
    }
}
