//! What a calendar of the last months says of talks, of talks called off and of time with the own team: proposals, which the
//! leader confirms (rules C1, B2 and M4).

use std::collections::{BTreeMap, BTreeSet};

use plan::names::{person_key, title_key};
use serde::Serialize;

use super::{Channels, Command, Talk};
use crate::{
    calendar::standup::{Alike, Standups, is_short},
    map::peers::{
        Known, Peers,
        roll::{Roll, Somebody},
    },
    moment::{Day, Id},
    privacy::Untrusted,
    side::Side,
};

/// Months that a calendar is read back.
pub const MONTHS: i32 = 6;

/// Others in a meeting that still is a talk with a peer among them.
const SMALL: usize = 3;

/// A length in minutes from which on a meeting is no talk: half a day.
const NO_TALK: u32 = 240;

/// Meetings of the own team in which somebody was, from which on they are taken for a member of it, where nobody said who
/// is.
const OFTEN: usize = 8;

/// One meeting of a calendar, as far as the rule needs it.
pub struct Meeting {
    /// The day, where the leader was.
    pub on: Day,
    /// Its length in minutes; 0 where it has none.
    pub minutes: u32,
    /// Its title.
    pub title: Untrusted,
    /// Everybody in it, the leader too where the calendar says so.
    pub people: Vec<Somebody>,
    /// Whether it was called off.
    pub is_cancelled: bool,
    /// Whether it stands for whole days or leaves the time free.
    pub is_no_meeting: bool,
}

/// How the leader and their own team are known.
#[derive(Default)]
pub struct Own {
    /// Names and addresses of the leader.
    pub me: Vec<String>,
    /// Names of its members.
    pub members: Vec<String>,
    /// Words in the titles of its meetings.
    pub titles: Vec<String>,
    /// Words in the titles of standups, besides the usual ones.
    pub standups: Vec<String>,
}

/// What a meeting is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A talk with a peer.
    Talk,
    /// A talk with a peer that was called off.
    Cancelled,
    /// Time with the own team.
    OwnTeam,
}

/// Something that could be entered.
#[derive(Serialize)]
pub struct Proposal {
    /// Its number, from 1.
    pub number: usize,
    /// What it is taken for.
    pub kind: Kind,
    /// The day.
    pub on: Day,
    /// Its length in minutes.
    pub minutes: u32,
    /// With whom; absent for the own team.
    pub peer: Option<String>,
    /// The title of the meeting, as a screen may show it.
    pub title: String,
    /// Whether nobody else was in it.
    #[serde(skip)]
    pub is_alone: bool,
    #[serde(skip)]
    who: Option<Known>,
    #[serde(skip)]
    by: Option<Side>,
}

/// What a calendar says, in the order of its days.
#[derive(Serialize)]
pub struct Seed {
    /// What could be entered.
    pub proposals: Vec<Proposal>,
    /// Meetings that the notebook has already: a day and a peer, or a day with the own team.
    pub known: usize,
    /// Meetings that are neither with a peer nor with the own team.
    pub others: usize,
    /// Names under which two peers or more are meant, so that none was taken.
    pub unclear: Vec<String>,
    /// Who was taken for the leader, because nobody named is in it.
    pub taken_for_me: Option<String>,
    /// Who was taken for the own team, because nobody said who is.
    pub taken_for_team: Vec<String>,
}

/// Says what of a calendar could be entered. Meetings after `today`, and what the notebook has already, are left out;
/// `had_team` says on which days it has time with the own team.
pub fn propose(
    mut meetings: Vec<Meeting>,
    own: &Own,
    peers: &Peers,
    channels: &Channels,
    had_team: impl Fn(Day) -> bool,
    today: Day,
) -> Seed {
    let names = Roll::of(peers);
    let mut seed = Seed {
        proposals: Vec::new(),
        known: 0,
        others: 0,
        unclear: Vec::new(),
        taken_for_me: None,
        taken_for_team: Vec::new(),
    };
    meetings.retain(|meeting| !meeting.is_no_meeting && meeting.on <= today);
    meetings.sort_by_key(|meeting| meeting.on);
    let (me, guessed) = names.owner(&own.me, meetings.iter().map(|meeting| &meeting.people[..]));
    seed.taken_for_me = guessed;
    let is_me = |one: &Somebody| one.keys().any(|key| me.contains(&key));
    let meetings: Vec<(Meeting, bool)> = meetings
        .into_iter()
        .map(|mut meeting| {
            let declined = meeting.people.extract_if(.., |one| is_me(one)).any(|one| one.declined);
            (meeting, declined)
        })
        .collect();
    let standups = standups(own, &meetings);
    let own = Team::of(own, &meetings, &names, &mut seed);
    let mut taken: BTreeSet<(Day, Known)> = BTreeSet::new();
    for (meeting, i_declined) in meetings {
        let judged = judge(&meeting, i_declined, &own, &names, &mut seed.unclear);
        // What their team holds each morning is no talk with them, though the leader stands by.
        let judged = judged.filter(|(kind, ..)| *kind == Kind::OwnTeam || !is_standup(&standups, &meeting));
        let Some((kind, who, by)) = judged else {
            seed.others += 1;
            continue;
        };
        // Several meetings with the own team on one day are all its time; of a peer one a day counts.
        let is_known = match who {
            None => had_team(meeting.on),
            Some(peer) => is_recorded(peers, channels, peer, meeting.on) || !taken.insert((meeting.on, peer)),
        };
        if is_known {
            seed.known += 1;
            continue;
        }
        seed.proposals.push(Proposal {
            number: seed.proposals.len() + 1,
            kind,
            on: meeting.on,
            minutes: meeting.minutes,
            peer: who.map(|peer| peers.name(peer.id()).to_owned()),
            title: meeting.title.shown(),
            is_alone: meeting.people.len() == 1,
            who,
            by,
        });
    }
    seed.unclear.sort();
    seed.unclear.dedup();
    seed
}

fn standups(own: &Own, meetings: &[(Meeting, bool)]) -> Standups {
    let short =
        meetings.iter().map(|(meeting, _)| meeting).filter(|meeting| is_short(meeting.minutes.into()));
    Standups::of(&own.standups, short.map(|meeting| (alike(meeting), second(meeting.on))))
}

/// What a leader has with one peer alone may well come three times in a week, and is no standup unless it is called so.
fn is_standup(standups: &Standups, meeting: &Meeting) -> bool {
    let daily = (meeting.people.len() > 1).then(|| second(meeting.on));
    is_short(meeting.minutes.into()) && standups.is_one(&alike(meeting), daily)
}

fn alike(meeting: &Meeting) -> Alike {
    Alike::of(&meeting.title, meeting.people.iter().map(|one| one.names.concat()))
}

/// The beginning of a day, in seconds since the first of 1970.
fn second(day: Day) -> i64 {
    Day(jiff::civil::date(1970, 1, 1)).until(day) * 86_400
}

/// Whether the notebook has a talk with a peer on a day, or one that was called off.
fn is_recorded(peers: &Peers, channels: &Channels, peer: Known, on: Day) -> bool {
    let whole = channels.whole(peers, peer);
    whole.talks.iter().any(|talk| talk.on == on) || whole.cancelled.iter().any(|cancelled| cancelled.on == on)
}

/// What a meeting is: time with the own team, a talk with the only peer in a small meeting, or such a talk called off.
fn judge(
    meeting: &Meeting,
    i_declined: bool,
    own: &Team,
    names: &Roll<'_>,
    unclear: &mut Vec<String>,
) -> Option<(Kind, Option<Known>, Option<Side>)> {
    let was_held = !meeting.is_cancelled && !i_declined;
    if own.is_of(meeting) {
        return (was_held && meeting.minutes > 0).then_some((Kind::OwnTeam, None, None));
    }
    if meeting.people.is_empty() || meeting.people.len() > SMALL || meeting.minutes >= NO_TALK {
        return None;
    }
    let mut with: Vec<(Known, bool)> = Vec::new();
    for other in &meeting.people {
        match names.find(other) {
            Ok(Some(peer)) => with.push((peer, other.declined)),
            Ok(None) => {}
            Err(several) => unclear.push(format!("{} ({})", other.shown(), several.join(" or "))),
        }
    }
    with.dedup_by_key(|(peer, _)| *peer);
    let [(peer, declined)] = with.as_slice() else { return None };
    match (was_held && !*declined, i_declined, *declined) {
        (true, ..) => Some((Kind::Talk, Some(*peer), None)),
        (_, true, _) => Some((Kind::Cancelled, Some(*peer), Some(Side::Me))),
        (_, _, true) => Some((Kind::Cancelled, Some(*peer), Some(Side::Them))),
        _ => Some((Kind::Cancelled, Some(*peer), None)),
    }
}

/// Whose meetings are the own team's.
struct Team {
    members: BTreeSet<String>,
    titles: Vec<String>,
}

impl Team {
    /// Who was named; where nobody was, those whom the leader meets most often and who are no peers.
    fn of(own: &Own, meetings: &[(Meeting, bool)], names: &Roll<'_>, seed: &mut Seed) -> Self {
        let titles =
            own.titles.iter().map(|title| title_key(title)).filter(|title| !title.is_empty()).collect();
        let named: BTreeSet<String> =
            own.members.iter().map(|name| person_key(name)).filter(|name| !name.is_empty()).collect();
        if !named.is_empty() || !own.titles.is_empty() {
            return Self { members: named, titles };
        }
        let mut often: BTreeMap<String, (usize, String)> = BTreeMap::new();
        let held = meetings.iter().filter(|(meeting, declined)| !meeting.is_cancelled && !declined);
        for other in
            held.flat_map(|(meeting, _)| &meeting.people).filter(|other| names.find(other) == Ok(None))
        {
            if let Some(key) = other.keys().next() {
                let (count, _) = often.entry(key).or_insert_with(|| (0, other.shown()));
                *count += 1;
            }
        }
        often.retain(|_, (count, _)| *count >= OFTEN);
        seed.taken_for_team = often.values().map(|(_, name)| name.clone()).collect();
        Self { members: often.into_keys().collect(), titles }
    }

    /// Whether a meeting is the team's: its title says so, or everybody in it is of the team.
    fn is_of(&self, meeting: &Meeting) -> bool {
        let title = format!(" {} ", title_key(&meeting.title.shown()));
        let is_member = |other: &Somebody| other.keys().any(|key| self.members.contains(&key));
        self.titles.iter().any(|word| title.contains(&format!(" {word} ")))
            || (!meeting.people.is_empty() && meeting.people.iter().all(is_member))
    }
}

impl Proposal {
    /// The peer, where it is with one.
    pub const fn whom(&self) -> Option<Known> {
        self.who
    }

    /// What enters a talk, or one that was called off; nothing for time with the own team, which another room keeps.
    pub fn command(&self) -> Option<Command> {
        let (peer, on) = (self.who?, self.on);
        if self.kind == Kind::Cancelled {
            return Some(Command::Cancel { peer, on, by: self.by, from_calendar: true });
        }
        let talk = Talk {
            peer: Id::of(0),
            on,
            minutes: Some(self.minutes).filter(|minutes| *minutes > 0),
            constraint: None,
            pressure: None,
            fire: None,
            notes: None,
            was_status: false,
            had_ask: false,
            in_conflict: false,
            from_calendar: true,
        };
        Some(Command::Record { peer, talk, kindnesses: Vec::new() })
    }
}
