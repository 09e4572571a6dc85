//! The dates that lie ahead, for calendars outside of the notebook: talks, loans and answers, from all rooms.
//!
//! Only days leave it, each under a name that says nothing, and peers' names where the leader switched them on.

use jiff::Timestamp;

use crate::{
    channel::cadence::Pace,
    map::peers::Known,
    moment::{Day, Id},
    notebook::Notebook,
    outward::feed::{self, Kind, Namer, Scope, Sent, Slot, When},
    privacy::Shareable,
};

/// A calendar that leaves: its text, and the tag under which an unchanged one is known again.
pub struct Sheet {
    /// What was sent with it, for the next time.
    pub sent: Sent,
    /// The text.
    pub text: String,
    /// Its tag: it changes with the text and with nothing else.
    pub tag: String,
}

/// The calendar for others as of now, after what was sent last. Where `with_gone` says so, what is gone stands in it as called
/// off: a feed is taken whole, a file is not.
pub fn sheet(
    notebook: &Notebook,
    namer: &Namer,
    scope: &Scope,
    before: &Sent,
    now: (Timestamp, Day),
    with_gone: bool,
) -> Sheet {
    let (at, today) = now;
    let sent = before.next(&dates(notebook, namer, today), scope, at);
    let text = sent.text(with_gone);
    #[cfg(feature = "plants")]
    let text = crate::plants::spoil_feed(text, notebook);
    let tag = feed::tag(&text);
    #[cfg(feature = "plants")]
    let tag = crate::plants::spoil_tag(tag, notebook);
    Sheet { sent, text, tag }
}

/// Everything that has a date: talks that are due with peers whom the map names (rule C1), loans that end (rule T4) and
/// answers that peers wait for (rule T8). A day that has passed stays as it is until what it stands for is done.
///
/// What was put off on the week page stands here all the same: that is the owner's own affair.
pub fn dates(notebook: &Notebook, namer: &Namer, today: Day) -> Vec<Slot> {
    let Notebook { peers, channels, loans, asks, .. } = notebook;
    let slot = |kind: Kind, thing: Id, on: Day, with: Id| {
        let name = peers.name(peers.bears(with, today)).to_owned();
        let with = Some(Shareable::new(name));
        Slot { kind, when: When::On(on), uid: namer.name(kind, thing), with }
    };
    let talk = |peer: Known| {
        let pace = Pace::of(peers, peer, today)?;
        let last = channels.whole(peers, peer).last(today);
        Some(slot(Kind::Talk, peer.id(), pace.due(last), peer.id()))
    };
    let talks = peers.everybody().filter_map(|(peer, _)| talk(peer));
    let loans = loans.open().map(|loan| slot(Kind::Loan, loan.id, loan.until, loan.peer));
    let of_me = asks.open().filter(|open| open.is_of_me);
    let answers =
        of_me.filter_map(|open| Some(slot(Kind::Answer, open.ask.id, open.runs_out()?, open.ask.peer)));
    talks.chain(loans).chain(answers).collect()
}
