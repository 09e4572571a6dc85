//! Leaks planted on purpose, each as it has happened elsewhere: the noninterference test must find every one of them.
//!
//! Built with the feature `plants` alone, which nothing that is shipped names. One is chosen at a time.

use std::cell::Cell;

use crate::{
    defend::review::Review,
    moment::Id,
    notebook::Notebook,
    outward::{Drafts, Text},
    privacy::{OwnersScreen, Private},
};

/// The plants: the number that the list of promises gives them, and what each does.
pub const PLANTS: [(u8, &str); 19] = [
    (1, "order by the history of favours"),
    (2, "order by the last private edit"),
    (8, "gap in public ids"),
    (10, "length from a private priority"),
    (12, "title falls back to the note's first line"),
    (13, "error text quotes a field"),
    (14, "validation differs if a private duplicate exists"),
    (17, "log line formats a command"),
    (20, "edited again, from a private draft"),
    (5, "feed: tag from the journal's head"),
    (6, "feed: last modified from a private edit"),
    (7, "feed: name of a date from the number of an entry"),
    (108, "feed: gap in public ids"),
    (9, "feed: alarm only while something private is open"),
    (112, "feed: title falls back to the note's first line"),
    (21, "the page that goes up names a private source"),
    (22, "sentences to paste end otherwise by private kindnesses"),
    (113, "the joint file quotes why it was opened too early"),
    (120, "the joint file says edited again, from a private draft"),
];

/// A mark by whoever did not see the text: one of the two bugs that the search through all orders must find (promise S3).
pub const UNSEEN: u8 = 101;

/// A change that leaves marks standing: the other one.
pub const UNCLEARED: u8 = 102;

/// The feed holds calls of news that is not free yet: the hunt through all doors must find it (rule T7).
pub const HELD_CALL: u8 = 103;

/// Bugs of the scheduler of calls, each to be found by its own tests (rule L2).
pub const OF_CALLS: [(u8, &str); 5] = [
    (STANDUP, "the standup of a peer's team is not heeded"),
    (WRONG_FIRST, "the least affected comes first"),
    (NO_NOTICE, "the time to react is not kept"),
    (OVERLAP, "a minute of a call is free to the next one"),
    (TWO_AT_ONCE, "a call may fall on one for another announcement"),
];

/// The standup of a peer's team is not heeded.
pub const STANDUP: u8 = 104;

/// The least affected comes first.
pub const WRONG_FIRST: u8 = 105;

/// The time to react is not kept.
pub const NO_NOTICE: u8 = 106;

/// A minute of a call is free to the next one.
pub const OVERLAP: u8 = 107;

/// A call may fall on one for another announcement.
pub const TWO_AT_ONCE: u8 = 111;

/// A joint file that comes late brings back what was written anew since: random histories must find it (rule E2).
pub const LATE_COUNTS: u8 = 109;

/// One mark stands for both: random commands of one leader must find it (rule E5).
pub const ONE_MARK: u8 = 110;

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

/// The text of a feed, with the leak that was chosen.
pub fn spoil_feed(text: String, notebook: &Notebook) -> String {
    let said = |words: &Private<String>| words.reveal(&OwnersScreen::of_the_owner()).clone();
    let asks = || notebook.asks.open().filter(|open| open.is_of_me);
    let event = |line: &str| text.replacen("END:VEVENT", &format!("{line}\r\nEND:VEVENT"), 1);
    match CHOSEN.get() {
        6 => event(&format!("LAST-MODIFIED:{}", notebook.last)),
        7 => match asks().next() {
            Some(open) => event(&format!("UID:{}", open.ask.id)),
            None => text,
        },
        108 => {
            let ids: Vec<String> = asks().map(|open| open.ask.id.entry.to_string()).collect();
            event(&format!("X-ID:{}", ids.join(".")))
        }
        9 if notebook.channels.open_kindnesses().next().is_some() => event("BEGIN:VALARM\r\nEND:VALARM"),
        112 => match asks().find_map(|open| open.ask.notes.as_ref()) {
            Some(note) => text.replacen("SUMMARY:Answer", &format!("SUMMARY:{}", said(note)), 1),
            None => text,
        },
        _ => text,
    }
}

/// The tag of a feed, with the leak that was chosen.
pub fn spoil_tag(tag: String, notebook: &Notebook) -> String {
    if CHOSEN.get() == 5 { format!("\"{}\"", notebook.last) } else { tag }
}

/// The page that goes up, with the leak that was chosen.
pub fn spoil_page(page: Text, notebook: &Notebook) -> Text {
    let said = |words: &Private<String>| words.reveal(&OwnersScreen::of_the_owner()).clone();
    let source = notebook.contributions.all().find_map(|kept| kept.contribution.source.as_ref().map(said));
    match (CHOSEN.get(), source) {
        (21, Some(source)) => Text::planted(format!("{}\n({source})", page.as_str())),
        _ => page,
    }
}

/// What there is to mend in a draft, with the leak that was chosen.
pub fn spoil_review(mut review: Review, notebook: &Notebook) -> Review {
    let is_odd = notebook.channels.open_kindnesses().count() % 2 == 1;
    if CHOSEN.get() == 22 && is_odd {
        review.left_out.reverse();
        review
            .left_out
            .iter_mut()
            .for_each(|one| one.paste = Text::planted(format!("{}.", one.paste.as_str())));
    }
    review
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
