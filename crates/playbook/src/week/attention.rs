//! Attention that does not fit what the year needs: who is starved, who is over-served (rule M4).

use plan::names::typed;

use super::{
    line::{Consequence, Found, Whom},
    look::{Look, Named},
};
use crate::{
    channel::given::{Attention, Held, Talks},
    moment::{Day, Id},
};

/// Days for which it must have been so before it is said: one talk more or less is no news.
const STEADY: i64 = 7;

/// Days that are looked back for when it began.
const BACK: i64 = 42;

pub(super) fn lines(look: &Look<'_>, named: &[Named], talks: &Talks, today: &Attention) -> Vec<Found> {
    // Where a talk is overdue, the line of the channel says so already.
    let is_overdue = |peer: &&Named| look.today >= peer.pace.overdue_from(peer.last);
    let starved = named.iter().filter(|peer| held(today, peer.id) == Some(Held::Starved));
    let starved = starved.filter(|peer| !is_overdue(peer));
    let starved = starved.map(|peer| {
        let due = peer.pace.due(peer.last).max(look.today);
        let sentence = format!("Find more time for {}: the next talk is due {}.", peer.name, look.day(due));
        let reason = format!("{:.0} % of the year's need hangs on them.", peer.pace.share() * 100.0);
        let command = format!("sideways talk prepare {}", typed(&peer.name));
        Notice { id: peer.id, name: &peer.name, sentence, reason, command }
    });
    let served = named.iter().filter(|peer| held(today, peer.id) == Some(Held::OverServed));
    let served = served.map(|peer| {
        let due = peer.pace.due(peer.last);
        let sentence =
            format!("Let the next talk with {} wait until it is due, {}.", peer.name, look.day(due));
        let reason = "They get far more of your time than hangs on them; others need it.".to_owned();
        Notice { id: peer.id, name: &peer.name, sentence, reason, command: ATTENTION.to_owned() }
    });
    let others = today.others.iter().map(|other| {
        let sentence = format!("Spend less time with {} from today on.", other.peer);
        let reason = "No yes of theirs is on this year's map; those on the map need the time.".to_owned();
        Notice { id: other.id, name: &other.peer, sentence, reason, command: ATTENTION.to_owned() }
    });
    let mut back = Back { look, talks, days: Vec::new() };
    starved.chain(served).chain(others).filter_map(|notice| notice.line(look, today, &mut back)).collect()
}

/// Shows hours due and given, side by side.
const ATTENTION: &str = "sideways map --attention";

struct Notice<'a> {
    id: Id,
    name: &'a str,
    sentence: String,
    reason: String,
    command: String,
}

impl Notice<'_> {
    fn line(self, look: &Look<'_>, today: &Attention, back: &mut Back<'_>) -> Option<Found> {
        let name = format!("attention:{}", self.id);
        let since = back.since(self.id, &name, held(today, self.id)).plus(STEADY);
        (since <= look.today).then(|| Found {
            consequence: Consequence::Attention,
            whom: Whom::Peer(self.id, self.name.to_owned()),
            sentence: self.sentence,
            reason: self.reason,
            evidence: vec![format!("{} Talks from {} to {}.", fact(today, self.id), today.from, today.today)],
            command: self.command,
            wants_act: false,
            stays: false,
            weight: weight(today, self.id),
            due: since,
            since,
            changed: since,
            touched: None,
            name,
        })
    }
}

fn held(attention: &Attention, peer: Id) -> Option<Held> {
    let named = attention.named.iter().find(|line| line.id == peer).map(|line| line.held);
    named.or_else(|| attention.others.iter().any(|other| other.id == peer).then_some(Held::OverServed))
}

/// That a peer is starved, if they are.
pub(super) fn starved(attention: &Attention, peer: Id) -> Option<String> {
    (held(attention, peer) == Some(Held::Starved)).then(|| fact(attention, peer))
}

fn fact(attention: &Attention, peer: Id) -> String {
    let named = attention.named.iter().filter(|line| line.id == peer).map(|line| &line.sentence);
    let others = attention.others.iter().filter(|other| other.id == peer).map(|other| &other.sentence);
    named.chain(others).cloned().collect()
}

/// Who is starved comes first, by dependence; then who is over-served.
fn weight(attention: &Attention, peer: Id) -> u32 {
    let starved = attention.named.iter().find(|line| line.id == peer && line.held == Held::Starved);
    starved.map_or(0, |line| (line.share * 1000.0) as u32 + 1)
}

/// Attention as it was on the days before, each held once whoever is asked about.
struct Back<'a> {
    look: &'a Look<'a>,
    talks: &'a Talks,
    /// Yesterday first.
    days: Vec<Attention>,
}

impl Back<'_> {
    /// Since when it is so without a break: up to six weeks, or to the day on which the line was struck.
    fn since(&mut self, peer: Id, line: &str, now: Option<Held>) -> Day {
        let today = self.look.today;
        let back = today.plus(-BACK);
        let from = self.look.notebook.week.struck_on(line).map_or(back, |struck| struck.min(back));
        let days = usize::try_from(from.until(today)).unwrap_or_default();
        let same = (0..days).take_while(|ago| held(self.ago(*ago), peer) == now).last();
        same.map_or(today, |ago| today.plus(-1 - ago as i64))
    }

    /// Attention so many days before yesterday.
    fn ago(&mut self, days: usize) -> &Attention {
        while self.days.len() <= days {
            let day = self.look.today.plus(-1 - self.days.len() as i64);
            self.days.push(self.talks.attention(&self.look.notebook.peers, day));
        }
        &self.days[days]
    }
}
