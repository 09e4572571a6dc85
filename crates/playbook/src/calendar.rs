//! Calendars that the leader had read: when the leader and peers are free, which forums come with whom, and when peers' teams
//! hold their standups. What the coming weeks hold lies sealed beside the journal; here stands where the calendars lie, whose
//! they are, and how old they are.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::{
    map::peers::{Blob, Known, Peers},
    moment::{Day, Id, Now},
    outward::feed::{Kind, Namer, Scope},
    privacy::{CanSeal, OwnersScreen, Private},
    refusal::Refusal,
};

mod ahead;
mod free;
mod held;
mod hours;
mod show;
pub(crate) mod standup;
mod view;

pub use ahead::{Absent, Ahead, ahead};
pub use free::{Busy, Free, both, free};
pub use held::{Answer, Asked, Attendee, Gathering, Held, Meeting, hold};
pub use hours::Hours;
pub use show::{Age, Shown, show};
pub use view::{Calendar, Forum, Invited, Sought, Standup};

/// Weeks ahead that are kept of a calendar.
pub const WEEKS: i64 = 8;

/// A calendar is old after so many days.
const OLD: i64 = 7;

/// What happened to calendars, as it is stored.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// A calendar was read.
    #[n(0)]
    Read(#[n(0)] Read),
    /// Somebody's working hours were said.
    #[n(1)]
    HoursSaid {
        /// Whose: a peer's, else the leader's.
        #[n(0)]
        whose: Option<Id>,
        /// The hours.
        #[n(1)]
        hours: Hours,
    },
    /// A feed was made.
    #[n(2)]
    FeedMade(#[n(0)] Feed),
    /// Names of dates that leave the notebook got the key under which they are made.
    #[n(4)]
    Keyed(#[n(0)] Private<minicbor::bytes::ByteArray<32>>),
    /// A feed was revoked: its address is dead.
    #[n(3)]
    FeedRevoked {
        /// Which.
        #[n(0)]
        feed: Id,
    },
}

/// A calendar that was read.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Read {
    /// Whose: a peer's, else the leader's.
    #[n(0)]
    pub whose: Option<Id>,
    /// Where it lies.
    #[n(1)]
    pub files: Vec<Private<String>>,
    /// The day on which it was read.
    #[n(2)]
    pub on: Day,
    /// The day on which the oldest of its files was saved.
    #[n(3)]
    pub saved: Day,
    /// The first day that is kept.
    #[n(4)]
    pub from: Day,
    /// The last.
    #[n(5)]
    pub to: Day,
    /// What is kept of it: a [`Held`], sealed beside the journal.
    #[n(6)]
    pub held: Blob,
    /// Names and addresses of whoever keeps it, as they were given.
    #[n(7)]
    pub names: Vec<String>,
    /// Words in the titles of standups, as they were given.
    #[n(8)]
    pub standups: Vec<String>,
    /// Talks of the last months that the leader's calendar names and the notebook did not have.
    #[n(9)]
    pub met: Vec<Met>,
    /// Time with the own team that it names and the notebook did not have.
    #[n(10)]
    pub team: Vec<TeamTime>,
    /// Members of the own team, as they were given.
    #[n(11)]
    pub members: Vec<String>,
    /// Words in the titles of the own team's meetings, as they were given.
    #[n(12)]
    pub titles: Vec<String>,
}

impl Read {
    /// Whether it is older than a week: what it says may have moved.
    pub fn is_old(&self, today: Day) -> bool {
        self.saved.until(today) > OLD
    }
}

/// Time with a peer, as a calendar has it: it counts as attention given, and for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Met {
    /// Who.
    #[n(0)]
    pub peer: Id,
    /// The day.
    #[n(1)]
    pub on: Day,
    /// Minutes; 0 where the calendar says none.
    #[n(2)]
    pub minutes: u32,
}

/// Time with the own team, as a calendar has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct TeamTime {
    /// The day.
    #[n(0)]
    pub on: Day,
    /// Minutes.
    #[n(1)]
    pub minutes: u32,
}

/// A feed of the dates that lie ahead, under a secret address.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Feed {
    /// Its name.
    #[n(0)]
    pub id: Id,
    /// BLAKE3 of the token of its address; the token itself is kept nowhere.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub token: [u8; 32],
    /// What it holds.
    #[n(2)]
    pub kinds: Vec<Kind>,
    /// Whether it names peers.
    #[n(3)]
    pub names: bool,
    /// Since when.
    #[n(4)]
    pub since: Day,
}

/// What is kept of the token of a feed's address.
pub fn hashed(token: &str) -> [u8; 32] {
    *blake3::hash(token.as_bytes()).as_bytes()
}

/// What the leader wants of calendars.
pub enum Command {
    /// Keep what was read; the day on which it was read is set by the rule.
    Read(Read),
    /// Somebody works at these hours.
    SayHours {
        /// Whose: a peer's, else the leader's.
        whose: Option<Known>,
        /// The hours.
        hours: Hours,
    },
    /// Make a feed; its name and its day are set by the rule. Fresh luck is the key of names, where there is none yet.
    MakeFeed(Feed, [u8; 32]),
    /// Fresh luck becomes the key of names.
    Key([u8; 32]),
    /// Revoke a feed.
    RevokeFeed {
        /// Which.
        feed: Id,
    },
}

/// Where calendars lie, how old they are, and who works when.
#[derive(Default, Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Calendars {
    #[n(0)]
    leader: Option<Read>,
    #[n(1)]
    peers: BTreeMap<Id, Read>,
    #[n(2)]
    leaders_hours: Option<Hours>,
    #[n(3)]
    peers_hours: BTreeMap<Id, Hours>,
    #[n(4)]
    feeds: BTreeMap<Id, Feed>,
    #[n(5)]
    key: Option<Private<minicbor::bytes::ByteArray<32>>>,
}

impl Calendars {
    /// All calendars that were read, the leader's first.
    pub fn all(&self) -> impl Iterator<Item = &Read> {
        self.leader.iter().chain(self.peers.values())
    }

    /// The calendar of a peer, under whichever entry it was read, or the leader's.
    pub fn of(&self, whose: Option<Known>, peers: &Peers) -> Option<&Read> {
        let Some(peer) = whose else { return self.leader.as_ref() };
        let mut theirs: Vec<&Read> =
            peers.entries_of(peer).filter_map(|entry| self.peers.get(&entry)).collect();
        theirs.sort_by_key(|read| read.on);
        theirs.pop()
    }

    /// The working hours of a peer or the leader, and whether they were said; else the usual ones are assumed.
    pub fn hours(&self, whose: Option<Known>, peers: &Peers) -> (Hours, bool) {
        let said = match whose {
            None => self.leaders_hours.as_ref(),
            Some(peer) => peers.entries_of(peer).find_map(|entry| self.peers_hours.get(&entry)),
        };
        said.map_or_else(|| (Hours::usual(), false), |hours| (hours.clone(), true))
    }

    fn keyed(&self, luck: [u8; 32]) -> Option<Event> {
        self.key.is_none().then(|| Event::Keyed(Private::new(luck.into())))
    }

    /// What a feed holds.
    pub fn scope(feed: &Feed) -> Scope {
        Scope { kinds: feed.kinds.clone(), names: feed.names }
    }

    /// What makes the names of dates that leave the notebook; none before anything left it.
    pub fn namer(&self, screen: &OwnersScreen) -> Option<Namer> {
        self.key.as_ref().map(|key| Namer::with(**key.reveal(screen)))
    }

    /// Whether feeds stand whose dates have no key of their names any more: it went with an entry.
    pub fn lacks_key(&self) -> bool {
        self.key.is_none() && !self.feeds.is_empty()
    }

    /// Feeds that were not revoked, in the order in which they were made.
    pub fn feeds(&self) -> impl Iterator<Item = &Feed> {
        self.feeds.values()
    }

    /// The feed of a token, by its BLAKE3. Every feed is looked at, in a time that tells nothing of where two differ.
    pub fn feed(&self, token: &[u8; 32]) -> Option<&Feed> {
        let is_same = |feed: &&Feed| {
            feed.token.iter().zip(token).fold(0, |differ, (known, given)| differ | (known ^ given)) == 0
        };
        self.feeds.values().filter(is_same).fold(None, |_, feed| Some(feed))
    }

    /// Time with peers that the leader's calendar names; what the notebook has of the same day with the same peer counts
    /// instead.
    pub fn met(&self) -> &[Met] {
        self.leader.as_ref().map_or(&[], |read| &read.met)
    }

    /// Time with the own team that the leader's calendar names; likewise.
    pub fn team(&self) -> &[TeamTime] {
        self.leader.as_ref().map_or(&[], |read| &read.team)
    }

    /// Decides what a command makes happen.
    ///
    /// # Errors
    /// If the playbook refuses it.
    pub fn decide(&self, command: Command, now: &Now) -> Result<Vec<Event>, Refusal> {
        Ok(vec![match command {
            Command::Read(read) => Event::Read(Read { on: now.today, ..read }),
            Command::SayHours { whose, hours } => {
                Event::HoursSaid { whose: whose.map(Known::id), hours: hours.lawful()? }
            }
            Command::MakeFeed(feed, _) if feed.kinds.is_empty() => {
                return Err(Refusal::FeedOfNothing { id: feed.id });
            }
            Command::MakeFeed(feed, luck) => {
                let made = Event::FeedMade(Feed { id: Id::of(now.entry), since: now.today, ..feed });
                return Ok(self.keyed(luck).into_iter().chain([made]).collect());
            }
            Command::Key(luck) => return Ok(self.keyed(luck).into_iter().collect()),
            Command::RevokeFeed { feed } => {
                let open = || self.feeds.keys().map(Id::to_string).collect();
                self.feeds.get(&feed).ok_or_else(|| Refusal::NoSuchFeed { id: feed, open: open() })?;
                Event::FeedRevoked { feed }
            }
        }])
    }

    /// Takes in what happened. It never fails: what fits nothing changes nothing.
    pub fn evolve(&mut self, event: Event) {
        match event {
            Event::Read(read) => match read.whose {
                None => self.leader = Some(read),
                Some(peer) => {
                    self.peers.insert(peer, read);
                }
            },
            Event::HoursSaid { whose: None, hours } => self.leaders_hours = Some(hours),
            Event::HoursSaid { whose: Some(peer), hours } => {
                self.peers_hours.insert(peer, hours);
            }
            Event::FeedMade(feed) => {
                self.feeds.insert(feed.id, feed);
            }
            Event::Keyed(key) => self.key = Some(key),
            Event::FeedRevoked { feed } => {
                self.feeds.remove(&feed);
            }
        }
    }
}
