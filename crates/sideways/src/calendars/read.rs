//! Calendars that are read, from files or as they were dropped onto a page: what is needed of them is kept.

use std::path::{Path, PathBuf};

use desk::{clock::Moment, open::Desk};
use jiff::{ToSpan, tz::TimeZone};
use playbook::{
    calendar::{Command as Wanted, Held, Met, Read, TeamTime, WEEKS, hold},
    channel::seed::{self, Kind, Own},
    map::peers::{Blob, Known, roll::Roll},
    moment::Day,
    notebook::{Command, Event},
    privacy::Private,
};
use serde::Serialize;
use sources::{problem::Told, readers::calendar::Window};

use super::files::{Files, Source, kept as kept_of, past};
use crate::{opened, stop::Stop};

/// A calendar that is to be read.
pub struct Wish {
    pub whose: Option<Known>,
    pub files: Vec<Source>,
    pub names: Vec<String>,
    pub standups: Vec<String>,
    pub members: Vec<String>,
    pub titles: Vec<String>,
}

/// What was understood of a calendar.
#[derive(Serialize)]
pub struct Understood {
    /// The peer's name; absent for the leader.
    pub whose: Option<String>,
    pub files: Vec<String>,
    /// Events in the files.
    pub events: usize,
    pub saved: Day,
    pub from: Day,
    pub to: Day,
    /// Times that are taken in these days.
    pub busy: usize,
    /// Meetings that are kept.
    pub meetings: usize,
    /// Meetings that were too many to be kept.
    pub left_out: u32,
    /// Talks of the last months that count as attention given.
    pub met: usize,
    pub taken_for_owner: Option<String>,
    pub problems: Vec<Told>,
    /// The entry that keeps it.
    pub entry: u32,
}

/// What was read, before it is kept.
pub struct Gathered {
    pub read: Read,
    pub held: Held,
    pub events: usize,
    pub problems: Vec<Told>,
}

/// Keeps what was read, and says what was understood of each. What was kept under this request before is not kept again.
///
/// # Errors
/// If it can't be written. Nothing was changed then.
pub fn kept(
    desk: &mut Desk,
    now: Moment,
    wishes: &[Wish],
    gathered: Vec<Gathered>,
) -> Result<Vec<Understood>, Stop> {
    let name = |wish: &Wish| wish.whose.map(|peer| desk.notes().peers.name(peer.id()).to_owned());
    let mut all: Vec<Understood> =
        wishes.iter().zip(&gathered).map(|(wish, gathered)| understood(name(wish), gathered)).collect();
    let entries = keep(desk, now, gathered)?;
    all.iter_mut().zip(entries).for_each(|(one, entry)| one.entry = entry);
    Ok(all)
}

/// The calendars that the notebook remembers, as they lie on disk. One that was dropped onto a page lies nowhere.
pub fn remembered(desk: &Desk) -> Vec<Wish> {
    let (notes, screen) = (desk.notes(), opened::screen());
    let wish = |read: &Read| Wish {
        whose: read.whose.and_then(|peer| notes.peers.known(peer)),
        files: read.files.iter().map(|file| Source::at(PathBuf::from(file.reveal(&screen)))).collect(),
        names: read.names.clone(),
        standups: read.standups.clone(),
        members: read.members.clone(),
        titles: read.titles.clone(),
    };
    let all = notes.calendars.all().map(wish);
    all.filter(|wish| wish.files.iter().all(|file| file.path.is_absolute())).collect()
}

fn path(path: &Path) -> Result<Private<String>, Stop> {
    match path.to_str() {
        Some(path) => Ok(Private::new(path.to_owned())),
        None => {
            let fact = format!("{}: a path is remembered only if it is UTF-8", path.display());
            Err(Stop::Usage(fact, String::new()))
        }
    }
}

/// Keeps what was read, an entry each; what was kept under this request before is not kept again.
fn keep(desk: &mut Desk, now: Moment, gathered: Vec<Gathered>) -> Result<Vec<u32>, Stop> {
    if let Some(done) = desk.done_then()? {
        return Ok(done.into_iter().map(|done| done.entry).collect());
    }
    desk.sweep()?;
    let mut commands = Vec::with_capacity(gathered.len());
    for Gathered { read, held, .. } in gathered {
        let held = desk.keep_value(&held)?;
        commands.push(Command::Calendar(Wanted::Read(Read { held, ..read })));
    }
    let done = desk.together(now, |all| {
        commands.into_iter().try_for_each(|command| all.act(command).map_err(Stop::from))
    })?;
    let is_read = |event: &Event| matches!(event, Event::Calendar(_));
    Ok(done.into_iter().filter(|done| done.events.iter().any(is_read)).map(|done| done.entry).collect())
}

/// Reads the files of one calendar.
pub fn gather(wish: &Wish, desk: &Desk, now: Moment, here: &TimeZone) -> Result<Gathered, Stop> {
    let (notes, today) = (desk.notes(), now.today);
    let (hours, _) = notes.calendars.hours(wish.whose, &notes.peers);
    let zone = hours.zone(here);
    let back = Day(today.0.saturating_sub(i64::from(seed::MONTHS).months()));
    let (from, to) = (today.plus(-1), today.plus(7 * WEEKS));
    let files = Files::read(&wish.files, Window { from: back.0, to: to.0, zone: &zone })?;
    let begins = from.0.to_zoned(zone.clone()).map_or(now.at, |day| day.timestamp());
    let ahead = files.meetings.iter().map(|meeting| kept_of(meeting, &zone));
    let ahead: Vec<_> = ahead.filter(|meeting| meeting.to > begins || meeting.from >= begins).collect();
    let taken = files.taken.into_iter().filter(|busy| busy.to > begins).collect();
    let held = hold(&ahead, taken, &own_names(wish, desk), &Roll::of(&notes.peers));
    let (met, team) = match wish.whose {
        None => given(wish, desk, files.meetings.iter().map(past).collect(), today),
        Some(_) => (Vec::new(), Vec::new()),
    };
    let read = Read {
        whose: wish.whose.map(Known::id),
        files: wish.files.iter().map(|file| path(&file.path)).collect::<Result<_, _>>()?,
        on: today,
        saved: files.saved.unwrap_or(today).min(today),
        from,
        to,
        held: Blob { digest: [0; 32], key: Private::new([0; 32].into()) },
        names: wish.names.clone(),
        standups: wish.standups.clone(),
        met,
        team,
        members: wish.members.clone(),
        titles: wish.titles.clone(),
    };
    Ok(Gathered { read, held, events: files.events, problems: files.problems })
}

/// Names of whoever keeps a calendar.
fn own_names(wish: &Wish, desk: &Desk) -> Vec<String> {
    let peers = &desk.notes().peers;
    match wish.whose {
        Some(peer) => peers.names_of(peer).map(str::to_owned).collect(),
        None if wish.names.is_empty() => peers.plan().and_then(|plan| plan.me.clone()).into_iter().collect(),
        None => wish.names.clone(),
    }
}

/// Time with peers and with the own team that the last months of the leader's calendar name, and the notebook does not have.
/// The own team counts only where it was said who is of it.
fn given(wish: &Wish, desk: &Desk, meetings: Vec<seed::Meeting>, today: Day) -> (Vec<Met>, Vec<TeamTime>) {
    let notes = desk.notes();
    let own = Own {
        me: own_names(wish, desk),
        members: wish.members.clone(),
        titles: wish.titles.clone(),
        standups: wish.standups.clone(),
    };
    let had_team = |on: Day| notes.team.minutes(on, on) > 0;
    let is_said = !wish.members.is_empty() || !wish.titles.is_empty();
    let found = seed::propose(meetings, &own, &notes.peers, &notes.channels, had_team, today);
    // Nobody confirms these, so that only what two had to themselves counts.
    let met = found.proposals.iter().filter(|one| one.kind == Kind::Talk && one.is_alone);
    let met = met.filter_map(|one| Some(Met { peer: one.whom()?.id(), on: one.on, minutes: one.minutes }));
    let team = found.proposals.iter().filter(|one| is_said && one.kind == Kind::OwnTeam);
    let team = team.map(|one| TeamTime { on: one.on, minutes: one.minutes });
    (met.collect(), team.collect())
}

fn understood(whose: Option<String>, gathered: &Gathered) -> Understood {
    let Gathered { read, held, events, problems } = gathered;
    let screen = opened::screen();
    Understood {
        whose,
        files: read.files.iter().map(|file| file.reveal(&screen).clone()).collect(),
        events: *events,
        saved: read.saved,
        from: read.from,
        to: read.to,
        busy: held.busy.len(),
        meetings: held.gatherings.len(),
        left_out: held.left_out,
        met: read.met.len(),
        taken_for_owner: held.taken_for_owner.as_ref().map(|name| name.shown()),
        problems: problems.clone(),
        entry: 0,
    }
}
