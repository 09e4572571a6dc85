//! What the notebook says of the work that a proposal names: what was noted by hand, and what was asked (rule T2).

use plan::names::title_key;
use serde::Serialize;

use super::Proposal;
use crate::{
    map::peers::{Known, Peers},
    moment::{Day, Id},
    privacy::OwnersScreen,
    side::Side,
    trade::{
        asks::Asks,
        goods::{Goods, What},
    },
};

/// Letters of words that are looked for within a title, at least.
const TELLING: usize = 8;

/// Something of the notebook that names what a proposal moves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cited {
    /// When it was noted or asked.
    pub on: Day,
    /// The entry that holds it.
    pub entry: Id,
    /// What it says: words for the owner's screen, without a full stop.
    pub sentence: String,
}

/// The rooms of the notebook that are cited.
pub struct Notes<'a> {
    /// Who is who.
    pub peers: &'a Peers,
    /// What was noted by hand.
    pub goods: &'a Goods,
    /// What was asked.
    pub asks: &'a Asks,
}

/// What was noted with the peers of a proposal, or asked between, that names its work or its dates; the earliest first.
pub fn cited(proposal: &Proposal, notes: &Notes<'_>, today: Day, screen: &OwnersScreen) -> Vec<Cited> {
    let names = proposal.sides.iter().filter_map(|side| side.peer.as_deref());
    let peers: Vec<Known> = names.filter_map(|name| notes.peers.called(name)).collect();
    let name_of = |id: Id| {
        let is_theirs = |peer: &&Known| notes.peers.entries_of(**peer).any(|known| known == id);
        peers.iter().find(is_theirs).map(|peer| notes.peers.name(peer.id()))
    };
    let is_named = |words: &str| proposal.titles.iter().any(|title| names_it(words, title));
    let goods = notes.goods.open(today).filter(|open| open.agreed.is_none()).filter_map(|open| {
        let (told, name) = (open.told(today, screen), name_of(open.peer)?);
        let verb = if open.giver == Side::Me { "you offered" } else { "you wanted of" };
        let what = match &open.what {
            What::Good(good) => good.what(screen),
            What::Waiting(news) => news.what(today, screen)?,
        };
        (is_named(&what) || is_named(&told)).then(|| Cited {
            on: open.on,
            entry: open.id,
            sentence: format!("{verb} {name}: {told}"),
        })
    });
    let asks = notes.asks.open().filter_map(|open| {
        let (what, name) = (open.ask.what.get().trim(), name_of(open.ask.peer)?);
        let head = if open.is_of_me { format!("{name} asked you") } else { format!("you asked {name}") };
        is_named(what).then(|| Cited {
            on: open.ask.on,
            entry: open.ask.id,
            sentence: format!("{head}: “{what}”"),
        })
    });
    let mut all: Vec<Cited> = goods.chain(asks).collect();
    all.sort();
    all
}

/// Whether words name something: they hold its title, or its title holds them where they are long enough to tell.
pub(super) fn names_it(words: &str, title: &str) -> bool {
    let (words, title) = (title_key(words), title_key(title));
    let within =
        |whole: &str, part: &str| !part.is_empty() && format!(" {whole} ").contains(&format!(" {part} "));
    within(&words, &title) || (words.chars().nth(TELLING - 1).is_some() && within(&title, &words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t2_words_name_a_piece_of_work_by_its_title_or_by_most_of_it() {
        assert!(names_it("could we have Signed packages for tablets by May", "signed packages for tablets"));
        assert!(names_it("signed packages", "Signed packages for tablets"));
        assert!(!names_it("packages for everybody", "Signed packages for tablets"));
        assert!(!names_it("for", "Signed packages for tablets"), "a word of no weight names nothing");
        assert!(!names_it("unsigned packages", "Signed packages"), "whole words alone");
        assert!(!names_it("", "Signed packages") && !names_it("signed packages", ""));
    }
}
