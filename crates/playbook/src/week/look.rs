//! What every kind of line looks at: the notebook on a day, before its owner.

use crate::{
    map::peers::Known,
    moment::{Day, Id},
    notebook::Notebook,
    privacy::{OwnersScreen, Private, Untrusted},
};

pub(super) struct Look<'a> {
    pub notebook: &'a Notebook,
    pub today: Day,
    pub screen: &'a OwnersScreen,
}

impl Look<'_> {
    /// Whoever bears today what was once with a peer, with their name.
    pub fn bearer(&self, peer: Id) -> (Id, String) {
        let id = self.notebook.peers.bears(peer, self.today);
        (id, self.notebook.peers.name(id).to_owned())
    }

    /// The share of the year's need that a peer bears, in thousandths; 0 where the kept map does not name them.
    pub fn weight(&self, peer: Id) -> u32 {
        let share = self.notebook.peers.known(peer).and_then(|known: Known| {
            self.notebook.peers.share_of(known, self.today)
        });
        share.map_or(0, |share| (share.clamp(0.0, 1.0) * 1000.0) as u32)
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

/// Words as a part of a sentence: one line, without its full stop, and without what steers a screen.
pub(super) fn said(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Untrusted::new(line.trim_end_matches(['.', '!', '?']).to_owned()).shown()
}
