//! The map that the notebook keeps: put into it, and shown as it was.

use desk::{
    clock::Moment,
    open::{Desk, Done},
    stop::Stop as Stopped,
    together::Together,
};
use playbook::{
    bounds::{self, YesDue},
    channel::{
        cadence::Pace,
        decay::{self, Stage},
    },
    map::{
        Map,
        kept::{self, File, PlanThen},
        peers::{
            self,
            Command::{Alias, FindPlan, Keep},
        },
        view::Peer,
    },
    moment::Day,
    notebook::{Command, Event, Notebook},
    privacy::Private,
};
use serde::{Deserialize, Serialize};
use sources::{
    problem::Told,
    read::{Original, Purpose},
};

use super::{Drawn, KeptAs, Read, Warmth, choices};
use crate::{
    corrected, opened,
    planned::located::{Located, TypedProfile},
    stop::Stop,
};

/// The plan of a map that is to be kept.
pub struct Plan<'a> {
    /// Where it lies, and whose it is.
    pub located: &'a Located,
    /// How it was read.
    pub profile: TypedProfile,
    /// Its files as they were.
    pub originals: Vec<Original>,
    /// Names that were added or struck with it.
    pub choices: &'a choices::Choices,
}

/// A map as it is sealed: with what its page needs, and `--json` leaves out.
#[derive(Deserialize)]
struct Stored {
    map: Map,
    problems: Vec<Told>,
    excerpts: Vec<Option<(String, String)>>,
    read: Read,
    remark: Option<String>,
    is_unsimulated: bool,
    unneeded: Vec<bool>,
}

/// The same, to be written.
#[derive(Serialize)]
struct Storing<'a> {
    map: &'a Map,
    problems: &'a [Told],
    excerpts: Vec<Option<&'a (String, String)>>,
    read: Read,
    remark: Option<&'a str>,
    is_unsimulated: bool,
    unneeded: Vec<bool>,
}

/// Keeps a map in an opened notebook. Gives how it is kept, and how many files were removed that a command had left which was
/// cut off.
///
/// # Errors
/// If the playbook refuses, or it can't be written. Nothing was changed then.
pub fn keep_in(desk: &mut Desk, now: Moment, drawn: &Drawn, plan: Plan<'_>) -> Result<Outcome, Stop> {
    let Plan { located, profile, originals, choices } = plan;
    let files = originals.into_iter().chain(choices.original()).map(file);
    let of_profile = profile.file.map(|(name, body)| File {
        name: Private::new(name),
        purpose: "profile".into(),
        bytes: Private::new(body.into_bytes().into()),
    });
    let then = PlanThen {
        as_of: Day(drawn.map.as_of),
        me: located.me.clone(),
        teams: located.team.clone(),
        profile: profile.name,
        files: files.chain(of_profile).collect(),
    };
    let stored = serde_json::to_vec(&storing(drawn))
        .map_err(|error| Stop::Fault(format!("the map can't be written: {error}"), String::new()))?;
    let swept = desk.sweep()?;
    let (plan, shown) = (desk.keep_value(&then)?, desk.keep_blob(&stored)?);
    let (kept, names) = kept::keep(&drawn.map, &desk.notes().peers, Some(plan), Some(shown));
    let keep = Command::Peers(Keep { kept, names: names.clone() });
    let done = desk.together(now, |all| {
        // Where the notebook knows no plan yet, the one whose map it keeps is the one; of a plan that was dropped nothing is left
        // once the map of another is kept.
        let known = all.notes().peers.plan().map(|at| Located::of(at, &opened::screen()));
        let is_another = known.as_ref() != Some(located);
        let is_gone = known.as_ref().is_none_or(|known| known.paths.is_empty());
        if is_another && (is_gone || !located.dropped.is_empty()) {
            all.act(Command::Peers(FindPlan(located.to_remember()?)))?;
        }
        corrected::keep(all, &choices.answers())?;
        all.act(keep)?;
        also_called(all, &drawn.map, &names).map_err(Stop::from)
    })?;
    let is_kept = |event: &Event| matches!(event, Event::Peers(peers::Event::Kept(_)));
    let entry = done.iter().find(|done| done.events.iter().any(is_kept)).map_or(0, |done| done.entry);
    let kept = KeptAs { entry, on: now.today, corrected_since: 0 };
    Ok(Outcome { kept, names: of_names(&done), swept })
}

/// What became of a map that was to be kept.
pub struct Outcome {
    /// As what it is kept.
    pub kept: KeptAs,
    /// Entries that keep names which were added or struck with it.
    pub names: Vec<u32>,
    /// How many files were removed that belonged to no entry.
    pub swept: usize,
}

/// The entries among these that keep corrections.
pub fn of_names(done: &[Done]) -> Vec<u32> {
    let is_name = |event: &Event| matches!(event, Event::Peers(peers::Event::Corrected { .. }));
    done.iter().filter(|done| done.events.iter().any(is_name)).map(|done| done.entry).collect()
}

/// Peers bear the names of the plan, too, where it calls them otherwise than in full.
fn also_called(all: &mut Together<'_>, map: &Map, names: &[String]) -> Result<(), Stopped> {
    let peers = &all.notes().peers;
    let alias = |(peer, name): (&Peer, &String)| {
        let is_known = peers.called(&peer.person).is_some();
        let who = peers.called(name).filter(|_| !is_known)?;
        Some(Command::Peers(Alias { peer: who, alias: peer.person.clone() }))
    };
    let aliases: Vec<Command> = map.peers.iter().zip(names).filter_map(alias).collect();
    aliases.into_iter().try_for_each(|alias| all.act(alias))
}

fn file(original: Original) -> File {
    let purpose = match original.purpose {
        Purpose::Plan => "plan",
        Purpose::People => "people",
        Purpose::Finished => "finished",
        Purpose::Answers => "answers",
        Purpose::Noted => "noted",
    };
    File {
        name: Private::new(original.name),
        purpose: purpose.into(),
        bytes: Private::new(original.bytes.into()),
    }
}

fn storing(drawn: &Drawn) -> Storing<'_> {
    Storing {
        map: &drawn.map,
        problems: &drawn.problems,
        excerpts: drawn.problems.iter().map(|problem| problem.excerpt.as_ref()).collect(),
        read: drawn.read,
        remark: drawn.remark.as_deref(),
        is_unsimulated: drawn.is_unsimulated,
        unneeded: drawn.map.attention.iter().map(|attention| attention.is_unneeded).collect(),
    }
}

/// The map that is kept with the yeses that come due from today on, and attention given up to today where it is wanted.
///
/// # Errors
/// If none is kept, or it can't be read.
pub fn look(desk: &Desk, with_attention: bool, today: Day) -> Result<Drawn, Stop> {
    let mut drawn = load(desk, today)?;
    drawn.yeses = Some(yeses(desk, today));
    if with_attention {
        hold(&mut drawn, desk, today);
    }
    Ok(drawn)
}

/// How warm the channel with each of the names is today; nothing where it is too early to say.
fn stages(desk: &Desk, map: &Map, today: Day) -> Vec<Option<Stage>> {
    let Notebook { peers, channels, .. } = desk.notes();
    let stage = |peer: &Peer| {
        let who = peers.called(&peer.person)?;
        let who = peers.known(peers.bears(who.id(), today))?;
        let pace = Pace::of(peers, who, today)?;
        decay::read(&channels.whole(peers, who), &pace, today).stage
    };
    map.peers.iter().map(stage).collect()
}

/// Days ahead in which yeses are shown.
const AHEAD: i64 = 91;

/// The yeses that come due, and how warm each channel will be on that day (rule B3).
pub fn yeses(desk: &Desk, today: Day) -> Vec<YesDue<Warmth>> {
    let Notebook { peers, channels, .. } = desk.notes();
    bounds::yeses(peers, today, today.plus(AHEAD), |peer, due| {
        let channel = channels.whole(peers, peer);
        Warmth(Pace::of(peers, peer, due).and_then(|pace| decay::read(&channel, &pace, due).stage))
    })
}

/// Holds the attention that was given up to today against what is due today (rule M4).
fn hold(drawn: &mut Drawn, desk: &Desk, today: Day) {
    let notes = desk.notes();
    let held = notes.talks().attention(&notes.peers, today);
    for one in &mut drawn.map.attention {
        let who = notes.peers.called(&one.person).map(|peer| notes.peers.bears(peer.id(), held.today));
        if let Some(line) = held.named.iter().find(|line| Some(line.id) == who) {
            (one.every_weeks, one.due, one.given) = (line.every_weeks, line.due, line.given);
        }
    }
    drawn.held = Some(held);
}

/// The map that is kept.
fn load(desk: &Desk, today: Day) -> Result<Drawn, Stop> {
    let peers = &desk.notes().peers;
    let nothing = || Stop::Usage("no map is kept yet".into(), "sideways map --keep".into());
    let blob = peers.kept().and_then(|kept| kept.map.as_ref()).ok_or_else(nothing)?;
    let (entry, on) = peers.kept_by().ok_or_else(nothing)?;
    let bytes = desk.open_blob(blob, &opened::screen())?;
    let other = |_| Stopped::Kept { fact: "the kept map was written by another version".into() };
    let Stored { mut map, mut problems, excerpts, read, remark, is_unsimulated, unneeded } =
        serde_json::from_slice(&bytes).map_err(other)?;
    (map.items, map.crossings) = (read.items, read.crossings);
    for (attention, is_unneeded) in map.attention.iter_mut().zip(unneeded) {
        attention.is_unneeded = is_unneeded;
    }
    for (problem, excerpt) in problems.iter_mut().zip(excerpts) {
        problem.excerpt = excerpt;
    }
    let kept = Some(KeptAs { entry, on, corrected_since: peers.corrected_since_kept().count() });
    let stages = stages(desk, &map, today);
    Ok(Drawn {
        map,
        since: None,
        problems,
        read,
        remark,
        kept,
        held: None,
        yeses: None,
        is_unsimulated,
        stages,
    })
}
