//! What both doors ask for whoever is absent: the forum as the calendar has it, items of the plan, drafts, and one's own notes
//! read again.

pub mod draft;
mod in_plan;
mod items;
pub mod notes;

use desk::open::Desk;
use plan::names::title_key;
use playbook::{
    akin::akin,
    calendar::{self, Ahead},
    defend::{
        card::{Cards, Forum},
        review::Review,
    },
    moment::Day,
};

use self::draft::Draft;
use crate::{calendars, opened, stop::Stop};

/// Days ahead in which a meeting of the calendar is looked for.
const AHEAD: i64 = 28;

/// Forums of the next four weeks in which peers will be absent, as the calendar has them.
///
/// # Errors
/// If the calendar can't be opened.
pub fn ahead(desk: &Desk) -> Result<Vec<Ahead>, Stop> {
    Ok(calendar::ahead(&forums(desk)?, &desk.notes().peers))
}

fn forums(desk: &Desk) -> Result<Vec<calendar::Forum>, Stop> {
    let now = desk::clock::now();
    calendars::forums(desk, now.at, now.today.plus(AHEAD))
}

/// The next forum of this name in the calendar, with the peers who will not be there.
///
/// # Errors
/// If the calendar knows none of this name, or can't be opened.
pub fn from_the_calendar(name: &str, about: Vec<String>, desk: &Desk) -> Result<Forum, Stop> {
    let forums = forums(desk)?;
    // Its very title before one that is about the same.
    let is_it = |forum: &&calendar::Forum| title_key(&forum.title) == title_key(name);
    let found = forums.iter().find(is_it).or_else(|| forums.iter().find(|forum| akin(&forum.title, name)));
    let Some(found) = found else {
        let mut titles: Vec<String> = forums.iter().map(|forum| forum.title.clone()).collect();
        titles.dedup();
        let hint = match titles.is_empty() {
            true => format!("--absent mira,tom; sideways calendar read FILE knows who comes to {name}"),
            false => {
                format!("--absent mira,tom; the calendar has {}", titles[..titles.len().min(5)].join(", "))
            }
        };
        return Err(Stop::Usage(format!("who will be absent from “{name}” is not known"), hint));
    };
    let peers = &desk.notes().peers;
    let absent = found.absent().chain(found.not_invited.iter().copied());
    let absent = absent.filter_map(|peer| peers.known(peer)).collect();
    Ok(Forum { name: found.title.clone(), day: Some(found.on), absent, about })
}

/// The cards of a forum, and what is worth a word about the plan. Its words name items of the plan; without any, the kept map
/// says what is needed of whom.
///
/// # Errors
/// If a profile of the leader's own can't be read.
pub fn cards(forum: &Forum, desk: &Desk) -> Result<(Cards, Option<String>), Stop> {
    let (items, remark) = if forum.about.is_empty() { (Vec::new(), None) } else { items::of_the_plan(desk)? };
    Ok((desk.notes().cards(forum, &items, desk::clock::now().today, &opened::screen()), remark))
}

/// What there is to mend in a draft that speaks of the time from the first day to the second, and what is worth a word about the
/// plan, whose people and teams are looked for.
pub fn review(draft: &Draft, days: (Day, Day), desk: &Desk) -> (Review, Option<String>) {
    let (plan, remark) = match in_plan::of_the_kept_plan(desk) {
        Ok(plan) => (plan, None),
        Err(stop) => {
            (None, Some(format!("People and teams of the plan were not looked for: {}.", stop.fact())))
        }
    };
    (desk.notes().review_with(&draft.passages, plan.as_deref(), days), remark)
}
