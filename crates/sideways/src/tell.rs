//! Announcements with the times of their calls, as the command and the page show them.

pub mod landing;
pub mod when;

use desk::{clock::Moment, open::Desk};
use playbook::{
    moment::Id,
    tell::{
        self, Around, Notice, Shown,
        line::Line,
        listed,
        times::{Calendars, Times, times_of_all},
    },
};
use serde::Serialize;
use sources::dates::{duration, working_days};

use crate::{opened, stop::Stop};

/// An announcement with the times of its calls.
#[derive(Serialize)]
pub struct Timed {
    /// The announcement.
    #[serde(flatten)]
    pub shown: Shown,
    /// When to call whom.
    pub times: Times,
    /// Who hears when; absent where nobody is to be called.
    pub line: Option<Line>,
}

fn around(desk: &Desk, now: Moment) -> Around<'_> {
    Around { peers: &desk.notes().peers, at: now.at, today: now.today }
}

/// What is open, bad news first (rule L4). A call takes so many minutes.
///
/// # Errors
/// If a calendar that was kept can't be opened.
pub fn timed_all(desk: &Desk, now: Moment, minutes: u32) -> Result<Vec<Timed>, Stop> {
    let all = listed(&desk.notes().tell, &around(desk, now), &opened::screen());
    with_times(desk, all, now, minutes)
}

/// One announcement.
///
/// # Errors
/// If there is none of this number, or a calendar that was kept can't be opened.
pub fn timed(desk: &Desk, id: Id, now: Moment, minutes: u32) -> Result<Timed, Stop> {
    let open = desk.notes().tell.one(id)?;
    let one = tell::shown(open, &around(desk, now), &opened::screen());
    let mut all = listed(&desk.notes().tell, &around(desk, now), &opened::screen());
    // What is over is not among them.
    if !all.iter().any(|other| other.id == one.id) {
        all.push(one);
    }
    let found = with_times(desk, all, now, minutes)?.into_iter().find(|timed| timed.shown.id == id);
    found.ok_or_else(|| Stop::Fault("the announcement is not there".into(), "sideways doctor".into()))
}

fn with_times(desk: &Desk, all: Vec<Shown>, now: Moment, minutes: u32) -> Result<Vec<Timed>, Stop> {
    let calendar = crate::calendars::opened(desk)?;
    let calendars = |shown: &Shown| crate::calendars::of(desk, &calendar, shown, now, minutes);
    let timed = |(shown, calendars, times): (Shown, Calendars, Times)| {
        let line = tell::line::line(&shown, &times, &calendars);
        Timed { shown, times, line }
    };
    Ok(times_of_all(all, calendars).into_iter().map(timed).collect())
}

/// Time to react: working days, or minutes. `name` is what the field is called.
///
/// # Errors
/// If it is neither.
pub fn notice(words: &Option<String>, name: &str) -> Result<Option<Notice>, Stop> {
    let Some(words) = words else { return Ok(None) };
    let days = working_days(words).map(Notice::WorkingDays);
    let read = days.or_else(|_| duration(words).map(Notice::Minutes));
    read.map(Some)
        .map_err(|no| Stop::Usage(format!("{name}: {}", no.fact), format!("{name} 2d, or {name} 90m")))
}
