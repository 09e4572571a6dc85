//! The page of one peer, and the list of all: what every room knows of them.

use serde::Serialize;

use crate::{
    channel::{
        Mark,
        cadence::{Cadence, Pace},
        decay::{self, Decay, Stage},
        given,
        prepare::{self, Kindness, Said, Touch, Valued},
    },
    defend::{self, Listed},
    map::peers::Known,
    moment::{Day, Id},
    notebook::Notebook,
    privacy::OwnersScreen,
    side::Side,
    trade::{asks::Open, loans::Loan},
};

/// Days of talks that a page shows.
const SHOWN_DAYS: i64 = 365;

/// The page of one peer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// Who.
    pub peer: String,
    /// Their id.
    pub id: Id,
    /// Their other names, those of entries merged into theirs included.
    pub aliases: Vec<String>,
    /// Their teams, as the kept map says.
    pub teams: Vec<String>,
    /// The share of the year's need, 0 to 1; absent where the kept map does not name them.
    pub share: Option<f64>,
    /// Why they are guarded, and since when; absent while they are cooperative.
    pub guarded: Option<Guarded>,
    /// Who follows them.
    pub successor: Option<Followed>,
    /// Whom they follow.
    pub follows: Vec<Followed>,
    /// When the next talk is due.
    pub cadence: Option<Cadence>,
    /// How warm the channel is.
    pub decay: Option<Decay>,
    /// Attention due and given.
    pub attention: Option<given::Line>,
    /// What is known of their world.
    pub world: Vec<Said>,
    /// What they value.
    pub values: Vec<Valued>,
    /// Notes of the last talk that had any.
    pub notes: Option<Said>,
    /// What I could do for them.
    pub kindnesses: Vec<Kindness>,
    /// What they asked of me and is open.
    pub asks_of_me: Vec<Ask>,
    /// What I asked of them and is open.
    pub asks_of_them: Vec<Ask>,
    /// Loans between us that have not come back.
    pub loans: Vec<Lent>,
    /// What their team contributed and nobody named yet.
    pub contributions: Vec<Listed>,
    /// The yeses that I will need of them.
    pub yeses: Vec<Touch>,
    /// Talks of the last year, and those called off, the earliest first.
    pub year: Vec<Talked>,
}

/// Why somebody is guarded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Guarded {
    /// Why.
    pub because: String,
    /// Since when.
    pub since: Day,
}

/// One end of a succession.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Followed {
    /// The other peer.
    pub peer: String,
    /// From when on.
    pub on: Day,
}

/// An open ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// Its name.
    pub id: Id,
    /// What.
    pub what: String,
    /// When it was asked.
    pub on: Day,
    /// By when it is needed.
    pub needed_by: Option<Day>,
    /// By when it is decided.
    pub decide_by: Option<Day>,
}

/// An open loan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lent {
    /// Its name.
    pub id: Id,
    /// Whether I lend; else I borrow. No list can be told apart by it outside of words (rule T9).
    #[serde(skip)]
    pub is_mine: bool,
    /// What it is and who lends: words for the owner's screen, without a full stop.
    pub sentence: String,
    /// Who or how much.
    pub what: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

/// One talk, as a mark on a strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Talked {
    /// The day.
    pub on: Day,
    /// The entry that recorded it; absent for one called off.
    pub entry: Option<u32>,
    /// What it was: `theirs`, `status`, `ask`, `conflict`, `calendar` or `cancelled`.
    pub was: &'static str,
    /// Minutes, where somebody said.
    pub minutes: Option<u32>,
}

/// One line of the list of peers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Who.
    pub peer: String,
    /// Their id.
    pub id: Id,
    /// The share of the year's need, 0 to 1.
    pub share: Option<f64>,
    /// The stage of the channel; absent where it is too early to say, or where the map does not name them.
    pub stage: Option<Stage>,
    /// The last talk that took place.
    pub last: Option<Day>,
    /// The day on which the next talk is due.
    pub due: Option<Day>,
    /// Whether that day is long past.
    pub is_overdue: bool,
    /// Whether they are guarded.
    pub is_guarded: bool,
    /// Who follows them, where they have left.
    pub successor: Option<String>,
}

/// Everybody in the notebook: whom the kept map names, the most need first, then the others in the order of entry.
pub fn list(notebook: &Notebook, today: Day) -> Vec<Row> {
    let peers = &notebook.peers;
    let row = |(peer, _): (Known, _)| {
        let channel = notebook.channels.whole(peers, peer);
        let last = channel.last(today);
        let pace = Pace::of(peers, peer, today);
        let stage = pace.as_ref().and_then(|pace| decay::read(&channel, pace, today).stage);
        let left = peers.has_left(peer, today).then(|| peers.bears(peer.id(), today));
        Row {
            peer: peers.name(peer.id()).to_owned(),
            id: peer.id(),
            share: pace.as_ref().map(Pace::share),
            stage,
            last,
            due: pace.as_ref().map(|pace| pace.due(last)),
            is_overdue: pace.is_some_and(|pace| pace.overdue_from(last) <= today),
            is_guarded: peers.is_guarded(peer),
            successor: left.map(|by| peers.name(by).to_owned()),
        }
    };
    let mut rows: Vec<Row> = peers.everybody().map(row).collect();
    rows.sort_by(|a, b| b.share.unwrap_or(0.0).total_cmp(&a.share.unwrap_or(0.0)));
    rows
}

/// The page of one peer.
pub fn page(notebook: &Notebook, peer: Known, today: Day, screen: &OwnersScreen) -> Page {
    let Notebook { peers, channels, .. } = notebook;
    let channel = channels.whole(peers, peer);
    let pace = Pace::of(peers, peer, today);
    let prepared = prepare::prepare(channels, peers, peer, today, screen);
    let guard = peers.guard_of(peer);
    let follows = |(other, _): (Known, &crate::map::peers::Peer)| {
        let (by, on) = peers.successor(other, today)?;
        (by == peer.id()).then(|| Followed { peer: peers.name(other.id()).to_owned(), on })
    };
    let attention = notebook.talks().attention(peers, today);
    Page {
        peer: prepared.peer,
        id: peer.id(),
        aliases: aliases(notebook, peer),
        teams: prepared.teams,
        share: pace.as_ref().map(Pace::share),
        guarded: guard
            .map(|guard| Guarded { because: guard.because.reveal(screen).clone(), since: guard.since }),
        successor: peers
            .successor(peer, today)
            .map(|(by, on)| Followed { peer: peers.name(by).to_owned(), on }),
        follows: peers.everybody().filter_map(follows).collect(),
        cadence: pace.as_ref().map(|pace| pace.cadence(channel.last(today), today)),
        decay: pace.as_ref().map(|pace| decay::read(&channel, pace, today)),
        attention: attention.named.into_iter().find(|line| line.id == peer.id()),
        world: prepared.world,
        values: prepared.values,
        notes: prepared.notes,
        kindnesses: prepared.kindnesses,
        asks_of_me: asks(notebook, peer, today, true),
        asks_of_them: asks(notebook, peer, today, false),
        loans: loans(notebook, peer, today, screen),
        contributions: defend::listed(&notebook.contributions, peers, Some(peer), screen),
        yeses: prepared.only_if_they_ask,
        year: year(&channel, today),
    }
}

/// Names of a peer beside their own.
fn aliases(notebook: &Notebook, peer: Known) -> Vec<String> {
    let peers = &notebook.peers;
    let own = peers.name(peer.id());
    let mut all: Vec<String> = peers.names_of(peer).filter(|name| *name != own).map(str::to_owned).collect();
    all.dedup();
    all
}

fn asks(notebook: &Notebook, peer: Known, today: Day, is_of_me: bool) -> Vec<Ask> {
    let is_theirs =
        |open: &&Open| open.is_of_me == is_of_me && notebook.peers.bears(open.ask.peer, today) == peer.id();
    let ask = |open: &Open| Ask {
        id: open.ask.id,
        what: open.ask.what.get().clone(),
        on: open.ask.on,
        needed_by: open.ask.needed_by,
        decide_by: open.decide_by,
    };
    notebook.asks.open().filter(is_theirs).map(ask).collect()
}

fn loans(notebook: &Notebook, peer: Known, today: Day, screen: &OwnersScreen) -> Vec<Lent> {
    let is_theirs = |loan: &&Loan| notebook.peers.bears(loan.peer, today) == peer.id();
    let lent = |loan: &Loan| {
        let (is_mine, what) = (loan.lender == Side::Me, loan.what.reveal(screen).clone());
        let way = if is_mine { "lent to them" } else { "borrowed from them" };
        let (from, until) = (loan.from, loan.until);
        Lent {
            id: loan.id,
            is_mine,
            sentence: format!("{what}, {way} from {from} to {until}"),
            what,
            from,
            until,
        }
    };
    notebook.loans.open().filter(is_theirs).map(lent).collect()
}

/// The talks of the last year as a strip of marks, each by what weighs most in it.
fn year(channel: &crate::channel::Whole<'_>, today: Day) -> Vec<Talked> {
    let was = |mark: &Mark| match mark {
        Mark { in_conflict: true, .. } => "conflict",
        Mark { from_calendar: true, .. } => "calendar",
        Mark { was_status: true, .. } => "status",
        Mark { had_ask: true, .. } => "ask",
        _ => "theirs",
    };
    let talks = channel.talks.iter().map(|mark| Talked {
        on: mark.on,
        entry: Some(mark.entry),
        was: was(mark),
        minutes: mark.minutes,
    });
    let off = channel.cancelled.iter().map(|off| Talked {
        on: off.on,
        entry: None,
        was: "cancelled",
        minutes: None,
    });
    let mut all: Vec<Talked> =
        talks.chain(off).filter(|talked| talked.on > today.plus(-SHOWN_DAYS)).collect();
    all.sort_by_key(|talked| talked.on);
    all
}
