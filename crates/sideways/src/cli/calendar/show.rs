//! `sideways calendar show`: what is known of the coming weeks.

use std::path::Path;

use clap::Args;
use desk::doctor;
use jiff::{Timestamp, tz::TimeZone};
use playbook::calendar::Shown;
use serde::Serialize;
use sources::text::shown;

use super::super::{
    Stop,
    opened::{self, show_json},
    page::{Page, QUIET, TYPED, counted},
    show,
};
use crate::{
    calendars::{
        self, here,
        words::{aged, people, team, titled},
    },
    words::begun,
};

/// Forums that are shown unless all are asked for.
const FEW: usize = 25;

/// Shows what is known: forums with who is invited and absent, standups, and when you are free.
#[derive(Args)]
pub struct Show {
    /// Shows every forum
    #[arg(long)]
    all: bool,
    /// Prints it as JSON
    #[arg(long)]
    json: bool,
}

/// Shows what the calendars say.
pub fn run(arguments: &Show, notebook: Option<&Path>) -> Result<(), Stop> {
    let mut desk = opened::to_read(notebook)?;
    let replaced = desk.replaced_calendars()?;
    let (seen, here) = (calendars::seen(&desk)?, here());
    match arguments.json {
        true => show_json(&WithOld { seen: &seen, replaced: &replaced }),
        false => show(&Sheet { seen: &seen, here: &here, replaced: &replaced }.page(arguments.all)),
    }
}

/// What the calendars say, and entries that keep older readings.
#[derive(Serialize)]
struct WithOld<'a> {
    #[serde(flatten)]
    seen: &'a Shown,
    replaced: &'a [u32],
}

struct Sheet<'a> {
    seen: &'a Shown,
    here: &'a TimeZone,
    /// Entries that keep readings which newer ones replaced.
    replaced: &'a [u32],
}

impl Sheet<'_> {
    fn page(&self, all: bool) -> String {
        let mut page = Page::new();
        page.heading(&format!("Calendar, {}", self.seen.today));
        self.ages(&mut page);
        if !self.seen.calendars.is_empty() {
            self.forums(&mut page, all);
            self.standups(&mut page);
        }
        self.free(&mut page);
        page.text()
    }

    fn ages(&self, page: &mut Page) {
        if self.seen.calendars.is_empty() {
            page.paragraph(0, "No calendar was read yet. Save one as a file, then:");
            page.styled(2, "sideways calendar read work.ics", TYPED);
        }
        for age in &self.seen.calendars {
            page.hanging(0, 2, &shown(&aged(age)), anstyle::Style::new());
        }
        if self.seen.calendars.iter().any(|age| age.is_old) {
            page.paragraph(0, "What is older than a week may have moved. Save it anew, then:");
            page.styled(2, "sideways calendar read", TYPED);
        }
        if let Some(says) = doctor::replaced(self.replaced) {
            page.styled(0, &format!("{}.", begun(&says)), QUIET);
        }
    }

    fn forums(&self, page: &mut Page, all: bool) {
        page.heading("Forums of the next four weeks");
        if self.seen.forums.is_empty() {
            page.styled(0, "None: no meeting with two others or more.", QUIET);
        }
        let few = if all { usize::MAX } else { FEW };
        for forum in self.seen.forums.iter().take(few) {
            let head = format!("{}  {}", self.span(forum.from, forum.to), titled(&forum.title));
            page.hanging(0, 4, &shown(&head), anstyle::Style::new());
            page.styled(4, &shown(&people(self.seen, forum)), QUIET);
        }
        if let Some(more) = self.seen.forums.len().checked_sub(few).filter(|more| *more > 0) {
            page.styled(0, &format!("and {}; --all shows them", counted(more, "other", "others")), QUIET);
        }
    }

    fn standups(&self, page: &mut Page) {
        if self.seen.standups.is_empty() {
            return;
        }
        page.heading("Standups, each at its next time");
        for standup in &self.seen.standups {
            let head = format!("{}  {}", self.span(standup.from, standup.to), titled(&standup.title));
            page.hanging(
                0,
                4,
                &shown(&format!("{head}: {}", team(self.seen, standup))),
                anstyle::Style::new(),
            );
        }
    }

    fn free(&self, page: &mut Page) {
        page.heading("When you are free in the next seven days");
        for works in &self.seen.hours {
            let whose =
                works.whose.as_deref().map_or("Your hours".to_owned(), |name| format!("{name}'s hours"));
            let how = if works.is_said { "" } else { ", assumed; `sideways calendar hours 8-16` says yours" };
            page.styled(0, &shown(&format!("{whose}: {}{how}.", works.hours)), QUIET);
        }
        for day in &self.seen.free {
            let times =
                day.free.iter().map(|free| format!("{}-{}", self.time(free.from), self.time(free.to)));
            let times = times.collect::<Vec<_>>().join(", ");
            page.hanging(0, 4, &format!("{}  {times}", day.on.0.strftime("%a %e %b")), anstyle::Style::new());
        }
    }

    fn time(&self, at: Timestamp) -> String {
        self.here.to_datetime(at).strftime("%H:%M").to_string()
    }

    fn span(&self, from: Timestamp, to: Timestamp) -> String {
        let day = self.here.to_datetime(from).strftime("%a %e %b").to_string();
        format!("{day}  {}-{}", self.time(from), self.time(to))
    }
}
