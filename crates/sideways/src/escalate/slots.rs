//! Times for all three, from the calendars that were read: the leader's, the peer's, and whoever's is to decide.

use desk::{clock, clock::Moment, open::Desk};
use jiff::{SignedDuration, Timestamp};
use plan::names::person_key;
use playbook::{
    calendar::{self, Calendar},
    escalate::{
        Escalation, Field, Words,
        slots::{Asked, Proposed, Somebody, Source, Stretch, Together, propose},
    },
    map::peers::Known,
};

use crate::{calendars::held, stop::Stop};

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
    let calendar = Calendar::of(&notes.calendars, &notes.peers, held(desk)?, &zone);
    let to = now.at.saturating_add(SignedDuration::from_hours(24 * DAYS)).unwrap_or(Timestamp::MAX);
    let span = Within { desk, calendar: &calendar, from: now.at, to };
    let peer = notes.peers.known(notes.peers.bears(one.opened.peer, now.today));
    let (them, whom) = (one.their_name(), one.joint().said(Field::Whom).map(Words::as_str));
    let mut people = vec![span.somebody("you", None, true), span.somebody(them, peer, false)];
    people.extend(whom.map(|whom| span.somebody(whom, notes.peers.find(whom).ok(), false)));
    let together = whom.map(|whom| span.together(&[them, whom])).unwrap_or_default();
    let by = one.joint().said(Field::By).and_then(|words| Field::day_of(words.as_str()));
    Ok(propose(&Asked { now: now.at, zone, minutes, by, people, together }))
}

struct Within<'a> {
    desk: &'a Desk,
    calendar: &'a Calendar<'a>,
    from: Timestamp,
    to: Timestamp,
}

impl Within<'_> {
    /// What is known of somebody's time; of somebody who is no peer, what other calendars hold of them.
    fn somebody(&self, name: &str, peer: Option<Known>, is_leader: bool) -> Somebody {
        let notes = self.desk.notes();
        let whose = if is_leader { None } else { peer };
        let (seen, is_seen) = self.calendar.seen(name, self.from, self.to);
        let is_known = (is_leader || peer.is_some()) && self.calendar.is_known(whose);
        let (hours, is_said) = match is_leader || peer.is_some() {
            true => notes.calendars.hours(whose, &notes.peers),
            false => (notes.calendars.hours(None, &notes.peers).0, false),
        };
        let source = match (is_known, is_seen && !is_leader, is_said) {
            (true, ..) => Source::Calendar,
            (_, true, _) => Source::Meetings,
            (.., true) => Source::Hours,
            _ => Source::Nothing,
        };
        // Nobody knows when somebody works of whom nobody said it: the leader's hours stand for them.
        let hours = if is_said { hours } else { notes.calendars.hours(None, &notes.peers).0 };
        let here = clock::zoned().time_zone().clone();
        let working = hours.between(self.from, self.to, &here);
        let taken = if is_known { self.calendar.busy(whose, self.from, self.to) } else { Vec::new() };
        let free = calendar::free(&calendar::free(&working, &taken), &seen);
        let free = free.into_iter().map(|free| Stretch { from: free.from, to: free.to }).collect();
        let zone = hours.zone.as_ref().filter(|_| !is_leader && is_said).map(|_| hours.zone(&here));
        Somebody { name: name.to_owned(), free, source, zone }
    }

    /// Meetings of the leader in which both others are.
    fn together(&self, names: &[&str; 2]) -> Vec<Together> {
        let notes = self.desk.notes();
        let of = |name: &&str| (notes.peers.find(name).ok().map(Known::id), person_key(name));
        let both: Vec<_> = names.iter().map(of).collect();
        let all = self.calendar.forums(self.from, self.to).into_iter().filter(|forum| {
            both.iter().all(|(id, key)| {
                let there = forum.invited.iter().filter(|one| !one.answer.is_away());
                there
                    .into_iter()
                    .any(|one| one.peer.is_some() && one.peer == *id || person_key(&one.name) == *key)
            })
        });
        all.map(|forum| Together { title: forum.title, to: forum.to }).collect()
    }
}
