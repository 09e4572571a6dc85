//! `sideways calendar seed`: what an exported calendar says of talks and of time with the own team.

use std::path::{Path, PathBuf};

use anstyle::Style;
use clap::Args;
use jiff::ToSpan;
use playbook::{
    bounds,
    channel::seed::{self, Kind, Own, Proposal, Seed},
    moment::Day,
    notebook::Command,
};
use serde::Serialize;
use sources::{problem::Told, readers::calendar::Window, text::shown};

use super::super::{
    Stop, map,
    opened::{self, show_json},
    page::{Page, QUIET, TYPED, counted, listed},
    show,
};
use crate::calendars::{
    files::{Files, Source, past},
    here,
};

/// Proposals that are shown unless all are asked for.
const FEW: usize = 40;

/// Proposes talks, talks called off and time with your team from the last six months, and enters what you confirm.
///
/// Without --keep nothing is entered. What the notebook has already is never entered again.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  sideways calendar seed year.ics\n  sideways calendar seed year.ics --team-member \"Jo Ng\" --team-title standup\n  sideways calendar seed year.ics --keep\n  sideways calendar seed year.ics --keep 1-5,8\n  sideways calendar seed year.ics --keep --without 3"
)]
pub struct Arguments {
    /// The calendar: an iCalendar file
    #[arg(value_name = "FILE.ics")]
    file: PathBuf,
    /// Your name or address in it [default: as your plan calls you, else whoever is in most meetings]
    #[arg(long, value_name = "NAME")]
    me: Vec<String>,
    /// Somebody of your own team; may be repeated [default: whom you meet most often and who is no peer]
    #[arg(long, value_name = "NAME")]
    team_member: Vec<String>,
    /// A word in the titles of your team's meetings; may be repeated
    #[arg(long, value_name = "WORD")]
    team_title: Vec<String>,
    /// Enters what is proposed: all of it, or these numbers
    #[arg(long, value_name = "NUMBERS", num_args = 0..=1, default_missing_value = "all")]
    keep: Option<String>,
    /// Leaves these numbers out
    #[arg(long, value_name = "NUMBERS", requires = "keep")]
    without: Option<String>,
    /// Prints everything that is proposed
    #[arg(long)]
    all: bool,
    /// Prints what is proposed, and what was entered, as JSON
    #[arg(long)]
    json: bool,
}

/// What a calendar says, and what was entered.
#[derive(Serialize)]
struct Seeded {
    from: Day,
    to: Day,
    #[serde(flatten)]
    seed: Seed,
    /// Entries that were made.
    entries: Vec<u32>,
    problems: Vec<Told>,
}

/// Shows what a calendar says, or enters it.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = match arguments.keep {
        Some(_) => opened::to_act(notebook, "sideways calendar seed --keep")?,
        None => (opened::to_read(notebook)?, desk::clock::now()),
    };
    let today = now.today;
    let from = Day(today.0.saturating_sub(i64::from(seed::MONTHS).months()));
    let zone = here();
    let window = Window { from: from.0, to: today.0, zone: &zone };
    let files = Files::read(&[Source::at(arguments.file.clone())], window)?;
    let problems = files.problems;
    let meetings = files.meetings.iter().map(past).collect();
    let notes = desk.notes();
    let me = match (&arguments.me, notes.peers.plan()) {
        (me, Some(plan)) if me.is_empty() => plan.me.iter().cloned().collect(),
        (me, _) => me.clone(),
    };
    let standups = notes.calendars.of(None, &notes.peers).map_or_else(Vec::new, |read| read.standups.clone());
    let own =
        Own { me, members: arguments.team_member.clone(), titles: arguments.team_title.clone(), standups };
    let had_team = |on: Day| notes.team.minutes(on, on) > 0;
    let seed = seed::propose(meetings, &own, &notes.peers, &notes.channels, had_team, today);
    let mut seeded = Seeded { from, to: today, seed, entries: Vec::new(), problems };
    if let Some(wanted) = &arguments.keep {
        let last = seeded.seed.proposals.len();
        let wanted = Numbers::of("--keep", wanted, last)?;
        let without =
            arguments.without.as_deref().map(|words| Numbers::of("--without", words, last)).transpose()?;
        let is_wanted = |proposal: &&Proposal| {
            wanted.has(proposal.number)
                && !without.as_ref().is_some_and(|without| without.has(proposal.number))
        };
        let commands = seeded.seed.proposals.iter().filter(is_wanted).filter_map(command);
        let done = desk.act_all(commands.collect(), now)?;
        seeded.entries = done.into_iter().map(|done| done.entry).collect();
    }
    match arguments.json {
        true => show_json(&seeded),
        false => show(&page(&seeded, arguments)),
    }
}

fn command(proposal: &Proposal) -> Option<Command> {
    if proposal.kind == Kind::OwnTeam {
        let (on, minutes) = (proposal.on, proposal.minutes);
        return Some(Command::Team(bounds::Command::Spend { on, minutes, from_calendar: true }));
    }
    proposal.command().map(Command::Channel)
}

/// Numbers as they are typed: `1-5,8`, or `all`.
struct Numbers(Vec<(usize, usize)>);

impl Numbers {
    fn of(option: &str, words: &str, last: usize) -> Result<Self, Stop> {
        let wrong = |fact: String| Stop::Usage(fact, format!("{option} 1-5,8"));
        if words == "all" {
            return Ok(Self(vec![(1, last)]));
        }
        let one = |part: &str| -> Result<(usize, usize), Stop> {
            let (first, end) = part.split_once('-').unwrap_or((part, part));
            let number = |words: &str| words.trim().parse::<usize>().ok();
            let (Some(first), Some(end)) = (number(first), number(end)) else {
                return Err(wrong(format!("{option}: “{}” is no number", part.trim())));
            };
            match first >= 1 && first <= end && end <= last {
                true => Ok((first, end)),
                false if last == 0 => Err(wrong("nothing is proposed".into())),
                false => Err(wrong(format!("{option}: “{}” is not among 1 to {last}", part.trim()))),
            }
        };
        words.split(',').map(one).collect::<Result<_, _>>().map(Self)
    }

    fn has(&self, number: usize) -> bool {
        self.0.iter().any(|(first, end)| (*first..=*end).contains(&number))
    }
}

fn page(seeded: &Seeded, arguments: &Arguments) -> String {
    let Seeded { from, to, seed, entries, problems } = seeded;
    let mut page = Page::new();
    page.heading(&format!("From your calendar, {from} to {to}"));
    if let Some(me) = &seed.taken_for_me {
        page.paragraph(0, &shown(&format!("{me} is in most meetings and was taken for you; --me says it.")));
    }
    if !seed.taken_for_team.is_empty() {
        let names = listed(&seed.taken_for_team, "and");
        let words =
            format!("Taken for your own team, for you meet them often: {names}. --team-member says who is.");
        page.paragraph(0, &shown(&words));
    }
    let few = if arguments.all { usize::MAX } else { FEW };
    for proposal in seed.proposals.iter().take(few) {
        page.hanging(0, 5, &shown(&line(proposal)), Style::new());
    }
    if let Some(more) = seed.proposals.len().checked_sub(few).filter(|more| *more > 0) {
        page.styled(0, &format!("and {}; --all shows them", counted(more, "other", "others")), QUIET);
    }
    let left_out = [
        (seed.known, "in your notebook already, or a second one that day"),
        (seed.others, "neither with one peer nor with your team"),
    ];
    for (count, why) in left_out.into_iter().filter(|(count, _)| *count > 0) {
        page.styled(0, &format!("Left out: {}, {why}.", counted(count, "meeting", "meetings")), QUIET);
    }
    for unclear in &seed.unclear {
        page.paragraph(0, &shown(&format!("Not clear who is meant: {unclear}.")));
    }
    map::problems(&mut page, problems, arguments.all);
    page.gap();
    match (entries.first(), entries.last()) {
        (Some(first), Some(last)) if first < last => {
            page.paragraph(
                0,
                &format!("Entries {first} to {last} made. `sideways undo` takes each of them back."),
            );
        }
        (Some(entry), _) => {
            page.paragraph(0, &format!("Entry {entry} made. `sideways undo {entry}` takes it back."))
        }
        _ if seed.proposals.is_empty() => {
            page.paragraph(0, "Nothing to enter. Peers are known by name, alias or address:");
            page.styled(2, "sideways peer alias mira mira.solberg@example.com", TYPED);
        }
        _ => {
            page.paragraph(0, "Nothing is entered yet. This enters all of it, or some:");
            page.styled(2, "sideways calendar seed FILE.ics --keep", TYPED);
            page.styled(2, "sideways calendar seed FILE.ics --keep 1-5,8", TYPED);
        }
    }
    page.text()
}

fn line(proposal: &Proposal) -> String {
    let Proposal { number, kind, on, minutes, peer, title, .. } = proposal;
    let peer = peer.as_deref().unwrap_or_default();
    let what = match kind {
        Kind::Talk if *minutes == 0 => format!("talk with {peer}"),
        Kind::Talk => format!("talk with {peer}, {minutes} minutes"),
        Kind::Cancelled => format!("talk with {peer}, called off"),
        Kind::OwnTeam => format!("your team, {minutes} minutes"),
    };
    let title = if title.is_empty() { String::new() } else { format!(": “{title}”") };
    format!("{number:<4} {on}  {what}{title}")
}
