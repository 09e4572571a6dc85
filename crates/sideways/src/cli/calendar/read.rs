//! `sideways calendar read`: what calendars say of the coming weeks, kept in the notebook.

use std::path::{Path, PathBuf};

use clap::Args;
use desk::open::Desk;
use sources::text::shown;

use super::{
    super::{
        Stop, map,
        opened::{self, show_json},
        page::{Page, TYPED, counted, listed},
        show,
    },
    whose,
};
use crate::calendars::{
    files::Source,
    here,
    read::{Gathered, Understood, Wish, gather, kept, remembered},
};

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

/// Reads calendars, and keeps what is needed of them.
pub fn run(arguments: &Arguments, notebook: Option<&Path>) -> Result<(), Stop> {
    let (mut desk, now) = opened::to_act(notebook, "sideways calendar read")?;
    let zone = here();
    let wishes = wishes(arguments, &desk)?;
    let gathered: Vec<Gathered> =
        wishes.iter().map(|wish| gather(wish, &desk, now, &zone)).collect::<Result<_, _>>()?;
    let all = kept(&mut desk, now, &wishes, gathered)?;
    match arguments.json {
        true => show_json(&all),
        false => show(&page(&all, arguments.all)),
    }
}

/// The calendar that was typed, else all that the notebook remembers.
fn wishes(arguments: &Arguments, desk: &Desk) -> Result<Vec<Wish>, Stop> {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    if !arguments.files.is_empty() {
        let whose = whose(desk, arguments.whose.as_deref())?;
        let is_address = |path: &PathBuf| path.to_string_lossy().contains(':') && !path.exists();
        let path = |path: &PathBuf| if is_address(path) { path.clone() } else { absolute(path) };
        return Ok(vec![Wish {
            whose,
            files: arguments.files.iter().map(path).map(Source::at).collect(),
            names: arguments.me.clone(),
            standups: arguments.standup.clone(),
            members: arguments.team_member.clone(),
            titles: arguments.team_title.clone(),
        }]);
    }
    let or = |typed: &[String], known: &mut Vec<String>| {
        if !typed.is_empty() {
            *known = typed.to_vec();
        }
    };
    let known = remembered(desk).into_iter().map(|mut wish| {
        if wish.whose.is_none() {
            or(&arguments.me, &mut wish.names);
            or(&arguments.team_member, &mut wish.members);
            or(&arguments.team_title, &mut wish.titles);
        }
        wish
    });
    let known: Vec<Wish> = known.collect();
    match known.is_empty() {
        true if desk.notes().calendars.all().next().is_some() => Err(Stop::Usage(
            "the calendars were dropped onto a page, and lie nowhere that is known".into(),
            "sideways calendar read work.ics, or drop them again".into(),
        )),
        true => Err(Stop::Usage(
            "no calendar is named, and the notebook remembers none".into(),
            "sideways calendar read work.ics".into(),
        )),
        false => Ok(known),
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
