//! The page to read before a talk: their agenda (rule C2). It looks at no ask, no news and no status of mine.

use serde::Serialize;

use super::{Channels, Heard, cadence::Pace};
use crate::{
    map::peers::{Known, Peers, Yes},
    moment::{Day, Id},
    privacy::OwnersScreen,
};

/// Days after which a constraint or a pressure is old.
pub const WORLD_DAYS: i64 = 56;

/// Days after which what burnt is old.
pub const FIRE_DAYS: i64 = 14;

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// Who.
    pub peer: String,
    /// Their teams, as the kept map says.
    pub teams: Vec<String>,
    /// Who follows them, where they have left.
    pub successor: Option<String>,
    /// The last talk; absent before the first one, which has a page of its own.
    pub last_talk: Option<Day>,
    /// When the next talk is due, for a peer on the map.
    pub due: Option<Day>,
    /// What is known of their world.
    pub world: Vec<Said>,
    /// What they value, the newest first.
    pub values: Vec<Valued>,
    /// Kindnesses still open.
    pub kindnesses: Vec<Kindness>,
    /// Notes of the last talk that had any.
    pub notes: Option<Said>,
    /// Questions for what is not known, or was heard too long ago.
    pub questions: Vec<String>,
    /// What of mine touches them, the earliest day first. It is shown folded, and said only if they ask.
    pub only_if_they_ask: Vec<Touch>,
}

/// Something that was heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// What it is about: `constraint`, `pressure`, `fire` or `notes`.
    pub about: &'static str,
    /// The words.
    pub words: String,
    /// When.
    pub on: Day,
    /// Days since then.
    pub days: i64,
    /// Whether that is long ago for what it is.
    pub is_old: bool,
}

/// Something that they value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Valued {
    /// What.
    pub words: String,
    /// Whether they said so; else it is a guess.
    pub was_heard: bool,
    /// When.
    pub on: Day,
    /// Days since then.
    pub days: i64,
}

/// Something that I could do for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kindness {
    /// Its name.
    pub id: Id,
    /// What.
    pub words: String,
    /// By when.
    pub by: Day,
    /// Since when it is known.
    pub since: Day,
    /// Whether its day has passed.
    pub is_past: bool,
}

/// Something of mine that touches them: a yes that I will need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Touch {
    /// Its kind: `touch`, `date`, `approval` or `absorption`.
    pub kind: String,
    /// My item.
    pub item: String,
    /// The deliverable for which it counts.
    pub home: String,
    /// When it is needed, if all goes as the plan counts on.
    pub due: Option<Day>,
    /// Where the plan says it.
    pub place: String,
}

/// Prepares a talk with a peer.
pub fn prepare(channels: &Channels, peers: &Peers, peer: Known, today: Day, screen: &OwnersScreen) -> Page {
    let channel = channels.whole(peers, peer);
    let last_talk = channel.last(today);
    let named: Vec<&crate::map::peers::Pick> = peers.picks_of(peer, today).collect();
    let mut teams: Vec<String> = named.iter().flat_map(|pick| pick.teams.iter().cloned()).collect();
    teams.dedup();
    let mut touches: Vec<Touch> = named.iter().flat_map(|pick| &pick.yeses).map(touch).collect();
    touches.sort_by_key(|touch| (touch.due.is_none(), touch.due));
    let world = world(channels, peers, peer, today, screen);
    let follows = peers.bears(peer.id(), today);
    Page {
        peer: peers.name(peer.id()).to_owned(),
        teams,
        successor: peers.has_left(peer, today).then(|| peers.name(follows).to_owned()),
        last_talk,
        due: Pace::of(peers, peer, today).map(|pace| pace.due(last_talk)),
        questions: if last_talk.is_none() { first_questions() } else { questions(&world) },
        world,
        values: values(channels, peers, peer, today, screen),
        kindnesses: kindnesses(channels, peers, peer, today, screen),
        notes: channel.notes().map(|heard| said("notes", heard, i64::MAX, today, screen)),
        only_if_they_ask: touches,
    }
}

/// What is known of a peer's world, and how old it is.
pub fn world(
    channels: &Channels,
    peers: &Peers,
    peer: Known,
    today: Day,
    screen: &OwnersScreen,
) -> Vec<Said> {
    let channel = channels.whole(peers, peer);
    let fields = [
        ("constraint", channel.constraint(), WORLD_DAYS),
        ("pressure", channel.pressure(), WORLD_DAYS),
        ("fire", channel.fire(), FIRE_DAYS),
    ];
    let heard = fields.into_iter().filter_map(|(about, heard, old)| Some((about, heard?, old)));
    heard.map(|(about, heard, old)| said(about, heard, old, today, screen)).collect()
}

/// What a peer values, the newest first.
pub fn values(
    channels: &Channels,
    peers: &Peers,
    peer: Known,
    today: Day,
    screen: &OwnersScreen,
) -> Vec<Valued> {
    let values = channels.whole(peers, peer).values();
    let valued = |value: &super::Value| Valued {
        words: value.what.reveal(screen).clone(),
        was_heard: value.was_heard,
        on: value.on,
        days: value.on.until(today),
    };
    values.into_iter().map(valued).collect()
}

/// Kindnesses for a peer that are open, those promised to whom they follow included.
pub fn kindnesses(
    channels: &Channels,
    peers: &Peers,
    peer: Known,
    today: Day,
    screen: &OwnersScreen,
) -> Vec<Kindness> {
    let open = channels.open_kindnesses_for(peers, peer, today);
    let open = open.into_iter().map(|kindness| Kindness {
        id: kindness.id,
        words: kindness.what.reveal(screen).clone(),
        by: kindness.by,
        since: kindness.since,
        is_past: kindness.by < today,
    });
    open.collect()
}

/// A yes of the kept map, as something of mine that touches them.
pub fn touch(yes: &Yes) -> Touch {
    Touch {
        kind: yes.kind.clone(),
        item: yes.item.clone(),
        home: yes.home.clone(),
        due: yes.due,
        place: yes.place.clone(),
    }
}

fn said(about: &'static str, heard: &Heard, old: i64, today: Day, screen: &OwnersScreen) -> Said {
    let days = heard.on.until(today);
    Said { about, words: heard.what.reveal(screen).clone(), on: heard.on, days, is_old: days > old }
}

/// What to ask a stranger.
fn first_questions() -> Vec<String> {
    [
        "What is your team for, in your own words, and what is it measured by?",
        "What limits you most right now?",
        "What does your boss press?",
        "What would make this year a good one for you?",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// What to ask somebody whom I know: about what was never heard, and what may have changed.
fn questions(world: &[Said]) -> Vec<String> {
    let ask = |(about, open): (&str, &str)| match world.iter().find(|said| said.about == about) {
        None => Some(open.to_owned()),
        Some(said) if said.is_old => Some(match about {
            "constraint" => format!("Is it still what limits you most: {}?", said.words),
            "pressure" => format!("Does your boss still press: {}?", said.words),
            _ => "What burns this week?".to_owned(),
        }),
        Some(_) => None,
    };
    let open = [
        ("constraint", "What limits you most right now?"),
        ("pressure", "What does your boss press?"),
        ("fire", "What burns this week?"),
    ];
    open.into_iter().filter_map(ask).collect()
}
