//! `sideways calendar read`: what calendars say of the coming weeks, kept in the notebook.

use std::path::{Path, PathBuf};

use clap::Args;
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
use sources::{problem::Told, readers::calendar::Window, text::shown};

use super::{
    super::{
        Stop, map,
        opened::{self, has_request, show_json},
        page::{Page, TYPED, counted, listed},
        show,
    },
    files::{Files, kept, past},
    whose,
};
use crate::calendars::here;

/// Reads calendars, keeps what it needs of the coming eight weeks, and remembers where they lie.
///
/// Without FILE, all calendars that were read before are read again. What is kept is sealed: when somebody is busy, and of
/// meetings with others the title, the time, and who was asked. Descriptions and places are never looked at.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways calendar read work.ics\n  sideways calendar read work.ics home.ics --me ada@example.com\n  sideways calendar read mira.ics --whose mira\n  sideways calendar read"
)]
pub struct Arguments {
    /// Calendars: iCalendar files [default: those that your notebook remembers]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The peer whose calendar it is [default: you]
    #[arg(long, value_name = "PEER", requires = "files")]
    whose: Option<String>,
    /// Your name or address in it [default: as your plan calls you, else whoever is in most meetings]
    #[arg(long, value_name = "NAME", conflicts_with = "whose")]
    me: Vec<String>,
    /// A word in the titles of standups; may be repeated [besides standup, daily, scrum and huddle]
    #[arg(long, value_name = "WORD", requires = "files")]
    standup: Vec<String>,
    /// Somebody of your own team; may be repeated
    #[arg(long, value_name = "NAME", conflicts_with = "whose")]
    team_member: Vec<String>,
    /// A word in the titles of your team's meetings; may be repeated
    #[arg(long, value_name = "WORD", conflicts_with = "whose")]
    team_title: Vec<String>,
    /// Prints every problem
    #[arg(long)]
    all: bool,
    /// Prints what was understood as JSON
    #[arg(long)]
    json: bool,
}

/// A calendar that is to be read.
struct Wish {
    whose: Option<Known>,
    files: Vec<PathBuf>,
    names: Vec<String>,
    standups: Vec<String>,
    members: Vec<String>,
    titles: Vec<String>,
}

/// What was understood of a calendar.
#[derive(Serialize)]
struct Understood {
    /// The peer's name; absent for the leader.
    whose: Option<String>,
    files: Vec<String>,
    /// Events in the files.
    events: usize,
    saved: Day,
    from: Day,
    to: Day,
    /// Times that are taken in these days.
    busy: usize,
    /// Meetings that are kept.
    meetings: usize,
    /// Meetings that were too many to be kept.
    left_out: u32,
    /// Talks of the last months that count as attention given.
    met: usize,
    taken_for_owner: Option<String>,
    problems: Vec<Told>,
    /// The entry that keeps it.
    entry: u32,
}

/// What was read, before it is kept.
struct Gathered {
    read: Read,
    held: Held,
    events: usize,
    problems: Vec<Told>,
}

/// Reads calendars, and keeps what is needed of them.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways calendar read")?;
    let zone = here();
    let wishes = wishes(arguments, &desk)?;
    let gathered: Vec<Gathered> =
        wishes.iter().map(|wish| gather(wish, &desk, now, &zone)).collect::<Result<_, _>>()?;
    let names =
        wishes.iter().map(|wish| wish.whose.map(|peer| desk.notes().peers.name(peer.id()).to_owned()));
    let names: Vec<Option<String>> = names.collect();
    let mut all: Vec<Understood> =
        names.into_iter().zip(&gathered).map(|(whose, gathered)| understood(whose, gathered)).collect();
    let entries = keep(&mut desk, now, gathered)?;
    all.iter_mut().zip(entries).for_each(|(one, entry)| one.entry = entry);
    match arguments.json {
        true => show_json(&all),
        false => show(&page(&all, arguments.all)),
    }
}

/// Keeps what was read, an entry each; what was kept under this request before is not kept again.
fn keep(desk: &mut Desk, now: Moment, gathered: Vec<Gathered>) -> Result<Vec<u32>, Stop> {
    if has_request()
        && let Some(done) = desk.done_then()?
    {
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

/// The calendar that was typed, else all that the notebook remembers.
fn wishes(arguments: &Arguments, desk: &Desk) -> Result<Vec<Wish>, Stop> {
    let (notes, screen) = (desk.notes(), opened::screen());
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    if !arguments.files.is_empty() {
        let whose = whose(desk, arguments.whose.as_deref())?;
        let is_address = |path: &PathBuf| path.to_string_lossy().contains(':') && !path.exists();
        let path = |path: &PathBuf| if is_address(path) { path.clone() } else { absolute(path) };
        return Ok(vec![Wish {
            whose,
            files: arguments.files.iter().map(path).collect(),
            names: arguments.me.clone(),
            standups: arguments.standup.clone(),
            members: arguments.team_member.clone(),
            titles: arguments.team_title.clone(),
        }]);
    }
    let or = |typed: &[String], known: &[String]| {
        if typed.is_empty() { known.to_vec() } else { typed.to_vec() }
    };
    let known: Vec<Wish> = notes
        .calendars
        .all()
        .map(|read| {
            let whose = read.whose.and_then(|peer| notes.peers.known(peer));
            let typed = |typed: &[String], known: &[String]| {
                if whose.is_none() { or(typed, known) } else { known.to_vec() }
            };
            Wish {
                whose,
                files: read.files.iter().map(|file| PathBuf::from(file.reveal(&screen))).collect(),
                names: typed(&arguments.me, &read.names),
                standups: read.standups.clone(),
                members: typed(&arguments.team_member, &read.members),
                titles: typed(&arguments.team_title, &read.titles),
            }
        })
        .collect();
    match known.is_empty() {
        true => Err(Stop::Usage(
            "no calendar is named, and the notebook remembers none".into(),
            "sideways calendar read work.ics".into(),
        )),
        false => Ok(known),
    }
}

/// Reads the files of one calendar.
fn gather(wish: &Wish, desk: &Desk, now: Moment, here: &TimeZone) -> Result<Gathered, Stop> {
    let (notes, today) = (desk.notes(), now.today);
    let (hours, _) = notes.calendars.hours(wish.whose, &notes.peers);
    let zone = hours.zone(here);
    let back = Day(today.0.saturating_sub(i64::from(seed::MONTHS).months()));
    let (from, to) = (today.plus(-1), today.plus(7 * WEEKS));
    let files = Files::read(&wish.files, Window { from: back.0, to: to.0, zone: &zone })?;
    let begins = from.0.to_zoned(zone.clone()).map_or(now.at, |day| day.timestamp());
    let ahead = files.meetings.iter().map(|meeting| kept(meeting, &zone));
    let ahead: Vec<_> = ahead.filter(|meeting| meeting.to > begins || meeting.from >= begins).collect();
    let taken = files.taken.into_iter().filter(|busy| busy.to > begins).collect();
    let held = hold(&ahead, taken, &own_names(wish, desk), &Roll::of(&notes.peers));
    let (met, team) = match wish.whose {
        None => given(wish, desk, files.meetings.iter().map(past).collect(), today),
        Some(_) => (Vec::new(), Vec::new()),
    };
    let remembered = |path: &PathBuf| match path.to_str() {
        Some(path) => Ok(Private::new(path.to_owned())),
        None => {
            let fact = format!("{}: a path is remembered only if it is UTF-8", path.display());
            Err(Stop::Usage(fact, String::new()))
        }
    };
    let read = Read {
        whose: wish.whose.map(Known::id),
        files: wish.files.iter().map(remembered).collect::<Result<_, _>>()?,
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
    let own = Own { me: own_names(wish, desk), members: wish.members.clone(), titles: wish.titles.clone() };
    let had_team = |on: Day| notes.team.minutes(on, on) > 0;
    let is_said = !wish.members.is_empty() || !wish.titles.is_empty();
    let found = seed::propose(meetings, &own, &notes.peers, &notes.channels, had_team, today);
    let met = found.proposals.iter().filter(|one| one.kind == Kind::Talk);
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

fn page(all: &[Understood], shows_all: bool) -> String {
    let mut page = Page::new();
    for one in all {
        let whose = one
            .whose
            .as_deref()
            .map_or_else(|| "Your calendar".to_owned(), |name| format!("{name}'s calendar"));
        page.heading(&shown(&format!("{whose}, {} to {}", one.from, one.to)));
        let read = [counted(one.files.len(), "file", "files"), counted(one.events, "event", "events")];
        let found = [
            counted(one.busy, "time taken", "times taken"),
            counted(one.meetings, "meeting kept", "meetings kept"),
        ];
        let words = format!("Read: {}. In these days: {}.", listed(&read, "and"), listed(&found, "and"));
        page.paragraph(0, &words);
        if let Some(name) = &one.taken_for_owner {
            let who = one.whose.as_deref().map_or_else(
                || "you; --me says it".to_owned(),
                |peer| format!("{peer}; sideways peer alias says under which address they stand in it"),
            );
            page.paragraph(0, &shown(&format!("{name} is in most meetings and was taken for {who}.")));
        }
        if one.left_out > 0 {
            let many = counted(one.left_out as usize, "meeting was", "meetings were");
            page.paragraph(0, &format!("{many} too many to be kept; their times are taken all the same."));
        }
        if one.met > 0 {
            let talks = counted(one.met, "talk with a peer counts", "talks with peers count");
            let words = format!(
                "In the last months {talks} as attention given; sideways calendar seed enters them as talks."
            );
            page.paragraph(0, &words);
        }
        map::problems(&mut page, &one.problems, shows_all);
        let entry = one.entry;
        page.paragraph(
            0,
            &format!(
                "Entry {entry}: what is needed of it is kept, sealed. `sideways undo {entry}` takes it back."
            ),
        );
    }
    page.gap();
    page.paragraph(0, "What is known of the coming weeks:");
    page.styled(2, "sideways calendar", TYPED);
    page.text()
}
