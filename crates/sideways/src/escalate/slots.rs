//! Times for all three, from the calendars that were read: the leader's, the peer's, and whoever's is to decide.

use desk::{clock, clock::Moment, open::Desk};
use jiff::{SignedDuration, Timestamp};
use playbook::{
    calendar::{self, Calendar, Free, Sought},
    escalate::{
        Escalation, Field, Words,
        slots::{Asked, Proposed, Somebody, Source, Stretch, Together, propose},
    },
    map::peers::Known,
};

use crate::{calendars, stop::Stop};

/// Days ahead in which a time is looked for.
const DAYS: i64 = 28;

/// Minutes that are looked for, unless it is said otherwise.
pub const MINUTES: u32 = 30;

/// Times for all three of a document.
///
/// # Errors
/// If a calendar that was kept can't be opened.
pub fn of(desk: &Desk, one: &Escalation, now: Moment, minutes: u32) -> Result<Proposed, Stop> {
    let (notes, zone) = (desk.notes(), clock::zoned().time_zone().clone());
    let calendar = calendars::opened(desk)?;
    let to = now.at.saturating_add(SignedDuration::from_hours(24 * DAYS)).unwrap_or(Timestamp::MAX);
    let span = Within { desk, calendar: &calendar, from: now.at, to };
    let peer = notes.peers.known(notes.peers.bears(one.opened.peer, now.today));
    let (them, whom) = (one.their_name(), one.joint().said(Field::Whom).map(Words::as_str));
    let mut others = vec![(them, peer)];
    others.extend(whom.map(|whom| (whom, notes.peers.called(whom))));
    let sought: Vec<Sought> = others.iter().map(|(name, peer)| calendar.sought(name, *peer)).collect();
    let mut people = vec![span.leader()];
    people.extend(others.iter().zip(&sought).map(|((name, peer), sought)| span.other(name, *peer, sought)));
    let together = if whom.is_some() { span.together(&sought) } else { Vec::new() };
    let by = one.joint().said(Field::By).and_then(|words| Field::day_of(words.as_str()));
    Ok(propose(&Asked { now: now.at, zone, minutes, by, people, together }))
}

fn stretches(free: Vec<Free>) -> Vec<Stretch> {
    free.into_iter().map(|free| Stretch { from: free.from, to: free.to }).collect()
}

struct Within<'a> {
    desk: &'a Desk,
    calendar: &'a Calendar<'a>,
    from: Timestamp,
    to: Timestamp,
}

impl Within<'_> {
    /// What is known of the leader's time.
    fn leader(&self) -> Somebody {
        let notes = self.desk.notes();
        let source = match (self.calendar.is_known(None), notes.calendars.hours(None, &notes.peers).1) {
            (true, _) => Source::Calendar,
            (_, true) => Source::Hours,
            _ => Source::Nothing,
        };
        let free = stretches(self.calendar.free(None, self.from, self.to));
        Somebody { name: "you".to_owned(), free, source, zone: None }
    }

    /// What is known of somebody else's time; of whoever is no peer, what other calendars hold of them.
    fn other(&self, name: &str, peer: Option<Known>, sought: &Sought) -> Somebody {
        let notes = self.desk.notes();
        let (seen, is_seen) = self.calendar.seen(sought, self.from, self.to);
        let is_known = peer.is_some() && self.calendar.is_known(peer);
        let said = peer.map(|peer| notes.calendars.hours(Some(peer), &notes.peers));
        let said = said.filter(|(_, is_said)| *is_said).map(|(hours, _)| hours);
        let source = match (is_known, is_seen, &said) {
            (true, ..) => Source::Calendar,
            (_, true, _) => Source::Meetings,
            (.., Some(_)) => Source::Hours,
            _ => Source::Nothing,
        };
        let here = clock::zoned().time_zone().clone();
        let zone = said.as_ref().filter(|hours| hours.zone.is_some()).map(|hours| hours.zone(&here));
        // Nobody knows when somebody works of whom nobody said it: the leader's hours stand for them.
        let hours = said.unwrap_or_else(|| notes.calendars.hours(None, &notes.peers).0);
        let working = hours.between(self.from, self.to, &here);
        let taken = if is_known { self.calendar.busy(peer, self.from, self.to) } else { Vec::new() };
        let free = stretches(calendar::free(&calendar::free(&working, &taken), &seen));
        Somebody { name: name.to_owned(), free, source, zone }
    }

    /// Meetings of the leader in which all others are.
    fn together(&self, others: &[Sought]) -> Vec<Together> {
        let all = self.calendar.forums_with(others, self.from, self.to);
        all.into_iter().map(|forum| Together { title: forum.title, to: forum.to }).collect()
    }
}
