//! What every kind of line looks at: the notebook on a day, before its owner.

use jiff::Timestamp;

use crate::{
    bounds,
    calendar::Forum,
    channel::{cadence::Pace, decay, decay::Decay},
    map::peers::Known,
    moment::{Day, Id},
    notebook::Notebook,
    privacy::{OwnersScreen, Private, Untrusted},
    words::on_one_line,
};

pub(super) struct Look<'a> {
    pub notebook: &'a Notebook,
    /// The day of the page.
    pub today: Day,
    /// The day on which it is read.
    pub now: Day,
    /// The moment, where the page is of one; else it is of the whole day.
    pub at: Option<Timestamp>,
    /// Meetings ahead, as the leader's calendar has them.
    pub forums: &'a [Forum],
    pub screen: &'a OwnersScreen,
}

/// A peer whom the kept map names, with the channel to them.
pub(super) struct Named {
    pub known: Known,
    pub id: Id,
    pub name: String,
    pub pace: Pace,
    pub decay: Decay,
    /// The day of the last talk that took place.
    pub last: Option<Day>,
}

impl Look<'_> {
    /// Everybody whom the kept map names, in the order of entry.
    pub fn named(&self) -> Vec<Named> {
        let peers = &self.notebook.peers;
        let named = |known: Known| {
            let pace = Pace::of(peers, known, self.today)?;
            let whole = self.notebook.channels.whole(peers, known);
            Some(Named {
                known,
                id: known.id(),
                name: peers.name(known.id()).to_owned(),
                decay: decay::read(&whole, &pace, self.today),
                last: whole.last(self.today),
                pace,
            })
        };
        peers.everybody().filter_map(|(known, _)| named(known)).collect()
    }

    /// Whoever bears today what was once with a peer, with their name.
    pub fn bearer(&self, peer: Id) -> (Id, String) {
        let id = self.notebook.peers.bears(peer, self.today);
        (id, self.notebook.peers.name(id).to_owned())
    }

    /// That a peer is guarded, and why (rule B1).
    pub fn guarded(&self, named: &Named) -> Option<String> {
        bounds::closed(&self.notebook.peers, named.known, self.screen).map(|closed| said(&closed.sentence))
    }

    /// The day of the first entry.
    pub fn began(&self) -> Day {
        self.notebook.began.map_or(self.today, |began| began.min(self.today))
    }

    /// Private words, as a part of a sentence on the owner's screen.
    pub fn words(&self, words: &Private<String>) -> String {
        said(words.reveal(self.screen))
    }

    /// A day as one says it: with its weekday, where it is near.
    pub fn day(&self, day: Day) -> String {
        match self.today.until(day) {
            0 => "today".into(),
            1 => "tomorrow".into(),
            2..=13 => format!("{} {day}", day.0.strftime("%A")),
            _ => day.to_string(),
        }
    }
}

/// Words as a part of a sentence: one line, without its full stop.
pub(super) fn said(words: &str) -> String {
    clean(words.trim_end().trim_end_matches(['.', '!', '?']))
}

/// Words as one line, without what steers a screen.
pub(super) fn clean(words: &str) -> String {
    Untrusted::new(on_one_line(words)).shown()
}
