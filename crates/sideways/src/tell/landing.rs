//! On whom a change of the plan lands: a slip that is foreseen, or a plan read again; and the announcement that is opened for it.

use desk::{
    clock::Moment,
    open::{Desk, Done},
};
use plan::{calendar::DAY, crossing::Mine, hunt::Years};
use playbook::{
    map::{
        draw_and_see,
        peers::{self, Known},
        simulated::Simulation,
        since::{self, Deliverable, Since, known_again},
    },
    moment::When,
    notebook::Command,
    privacy::{Private, Shareable},
    tell::{
        self, Draft, Found, Kind, Notice,
        landing::{self, Affected, Landing, Playing, Side},
    },
    trade::named_moves::{self, Wish},
    words::several,
};
use serde::Serialize;
use sources::dates::working_days;

use crate::{
    planned::{Planned, known},
    stop::Stop,
};

/// Working days of a slip, at most: five years.
const LONGEST: u32 = 1300;

/// How years are played.
pub struct Played<'a> {
    /// Their seed.
    pub seed: u64,
    /// How many.
    pub trials: u32,
    /// Called after every block of them, from any thread.
    pub tick: &'a (dyn Fn() + Sync),
}

/// On whom a slip lands, and what comes last.
#[derive(Serialize)]
pub struct Slipped {
    /// On whom it lands.
    #[serde(flatten)]
    pub landing: Landing,
    /// The calls first; the tracker last (rule L1).
    pub last: String,
    /// What slips.
    #[serde(skip)]
    pub title: String,
    /// By how many working days.
    #[serde(skip)]
    pub by: u32,
}

/// What moved from one plan to another, and on whom it lands.
#[derive(Serialize)]
pub struct Became {
    /// What changed on the map.
    pub since: Since,
    /// On whom it lands.
    pub landing: Landing,
    /// What is to be known before anything else.
    pub mark: &'static str,
}

/// An announcement for those on whom a change lands.
pub struct Announced {
    /// What is announced, in words for them.
    pub what: String,
    /// The item of the tracker.
    pub item: Option<String>,
    /// How it came up.
    pub found: Found,
    /// When everybody hears.
    pub room: Option<When>,
    /// From when on it may be shared.
    pub free_from: Option<When>,
    /// Time to react.
    pub notice: Option<Notice>,
}

/// Working days of a slip, as they are typed.
///
/// # Errors
/// If they are none, or no slip.
pub fn by(words: &str) -> Result<u32, Stop> {
    let by = working_days(words).map_err(|no| Stop::Usage(no.fact, "12d".into()))?;
    match by {
        1..=LONGEST => Ok(by),
        _ => Err(Stop::Usage(format!("{by} working days are no slip"), "12d".into())),
    }
}

/// On whom it lands if an item takes so many working days longer.
///
/// # Errors
/// If there is no such item, it is over, or nobody knows whose plan it is.
pub fn slipped(planned: &Planned, (item, by): (&str, u32), played: &Played<'_>) -> Result<Slipped, Stop> {
    let (mine, years) = (mine(planned)?, planned.years(played.seed));
    let playing = Playing {
        trials: played.trials,
        spread: planned.learnt.spread(),
        quotes: &planned.texts,
        tick: played.tick,
    };
    let side = Side { network: &planned.network, mine: &mine, years: &years };
    let wish = Wish::Delay(item.to_owned(), by as i32 * DAY);
    let landing = landing::slip(side, wish, &playing)?;
    let item = named_moves::item(&planned.network, item)?;
    let title = planned.network.node(item).item.title.clone();
    Ok(Slipped { landing, last: format!("Change the tracker: “{title}”."), title, by })
}

const SEEN: &str = "Their engineers may already see this.";

/// Holds two plans against each other, as of the same day and under the same luck and spread.
///
/// # Errors
/// If nobody knows whose plan it is.
pub fn became(before: &Planned, after: &Planned, played: &Played<'_>) -> Result<Became, Stop> {
    let Played { seed, trials, tick } = *played;
    let leader = after.located.leader();
    known(&after.network, &leader, &after.unread)?;
    let see = |planned: &Planned| {
        let simulation = Simulation { seed, trials, beside: None };
        draw_and_see(&planned.network, &leader, &after.rules, &simulation, &planned.texts, tick)
    };
    let ((old_map, old_seen), (new_map, new_seen)) = (see(before), see(after));
    let again = known_again(&old_seen, &new_seen);
    let since = since::since(
        since::Reading { map: &old_map, seen: &old_seen },
        since::Reading { map: &new_map, seen: &new_seen },
    );
    let (old_mine, new_mine) = (before.mine(), after.mine());
    let years = |planned: &Planned| Years::of(&planned.network, seed, &after.learnt.calibration);
    let (old_years, new_years) = (years(before), years(after));
    let playing = Playing { trials, spread: after.learnt.spread(), quotes: &after.texts, tick };
    let landing = landing::between(
        Side { network: &before.network, mine: &old_mine, years: &old_years },
        Side { network: &after.network, mine: &new_mine, years: &new_years },
        &again,
        &playing,
    );
    Ok(Became { since, landing, mark: SEEN })
}

/// What moved, in words for others, and which item that is: of the leader's own dates the promise that the plan itself moved most,
/// else the one that ends latest by the years that were played.
fn what_moved(since: &Since, landing: &Landing) -> (String, Option<String>) {
    let by = |one: &Deliverable| one.promised.moved.filter(|days| *days > 0);
    let promised =
        since.deliverables.iter().filter_map(|one| Some((one, by(one)?))).max_by_key(|(_, by)| *by);
    if let Some((one, by)) = promised {
        let days = several(by.unsigned_abs(), "working day");
        return (format!("“{}” is promised {days} later", one.item), Some(one.item.clone()));
    }
    let later =
        landing.mine.iter().filter(|moved| moved.later > 0.0).max_by(|a, b| a.later.total_cmp(&b.later));
    if let Some(moved) = later {
        let days = several(moved.later.round().max(1.0) as u32, "working day");
        return (format!("“{}” is about {days} later", moved.title), Some(moved.title.clone()));
    }
    let first = since.deliverables.first().map(|one| one.item.clone());
    let what = first
        .as_ref()
        .map_or_else(|| "the plan moved".to_owned(), |item| format!("the plan of “{item}” moved"));
    (what, first)
}

fn mine(planned: &Planned) -> Result<Mine, Stop> {
    known(&planned.network, &planned.located.leader(), &planned.unread)?;
    Ok(planned.mine())
}

impl Slipped {
    /// What is announced of it.
    pub fn announced(&self) -> Announced {
        let what = format!("“{}” is {} later", self.title, several(self.by, "working day"));
        Announced::of(what, Some(self.title.clone()), Found::Foreseen)
    }
}

impl Became {
    /// What is announced of it.
    pub fn announced(&self) -> Announced {
        let (what, item) = what_moved(&self.since, &self.landing);
        Announced::of(what, item, Found::ReadAgain)
    }
}

impl Announced {
    fn of(what: String, item: Option<String>, found: Found) -> Self {
        Self { what, item, found, room: None, free_from: None, notice: None }
    }

    /// The same in other words, where some are given.
    pub fn saying(self, words: Option<&str>) -> Self {
        let words = words.map(str::trim).filter(|words| !words.is_empty());
        Self { what: words.map_or(self.what, str::to_owned), ..self }
    }
}

/// Opens an announcement for the peers on whom it lands. Whoever the notebook does not know yet is entered.
///
/// # Errors
/// If it lands on nobody who has a name, or the playbook refuses it.
pub fn open(
    desk: &mut Desk,
    now: Moment,
    landing: &Landing,
    announced: &Announced,
) -> Result<Vec<Done>, Stop> {
    let named: Vec<&Affected> = landing.peers.iter().filter(|one| one.peer.is_some()).collect();
    if named.is_empty() {
        return Err(Stop::Usage(
            "it lands on nobody whom the plan or the directory names".into(),
            "sideways who TEAM NAME says who leads a team".into(),
        ));
    }
    desk.together(now, |all| {
        let mut lands: Vec<(Known, Option<u32>, Option<Shareable<String>>)> = Vec::new();
        for one in named {
            let name = one.peer.clone().unwrap_or_default();
            if all.notes().peers.called(&name).is_none() {
                let aliases = Vec::new();
                all.act(Command::Peers(peers::Command::Add { name: name.clone(), aliases }))?;
            }
            let Some(peer) = all.notes().peers.called(&name) else { continue };
            if lands.iter().all(|(known, ..)| *known != peer) {
                lands.push((peer, Some((one.later * 10.0).round().max(0.0) as u32), words(one)));
            }
        }
        let draft = Draft {
            kind: Kind::Slip,
            found: announced.found,
            what: Shareable::new(announced.what.clone()),
            lands,
            early: Vec::new(),
            room: announced.room,
            free_from: announced.free_from,
            notice: announced.notice,
            item: announced.item.clone().map(Private::new),
        };
        all.act(Command::Tell(tell::Command::Open(draft))).map_err(Stop::from)
    })
}

/// What it does to a peer, in words for them: facts of their own dates.
fn words(one: &Affected) -> Option<Shareable<String>> {
    let date = |moved: &landing::Moved| {
        let days = several(moved.later.round().max(1.0) as u32, "working day");
        format!(
            "“{}” about {days} later, likely by {} instead of {}",
            moved.title, moved.after.middle, moved.before.middle
        )
    };
    let later: Vec<String> = one.dates.iter().filter(|moved| moved.later > 0.0).take(2).map(date).collect();
    match (later.is_empty(), one.waiting.first()) {
        (false, _) => Some(Shareable::new(later.join("; "))),
        (true, Some(waiting)) => {
            Some(Shareable::new(format!("“{waiting}” waits for it; its date holds by what we know")))
        }
        (true, None) => None,
    }
}
