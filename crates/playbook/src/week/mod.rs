//! One page a week: at most seven lines, by consequence (rule W1).
//!
//! `kindnesses`, `loans` and the other rooms say what could be said; `cut` makes a page of it.

use jiff::Timestamp;
use minicbor::{Decode, Encode};
use serde::Serialize;

use crate::{
    calendar::Forum,
    moment::{Day, Now},
    notebook::Notebook,
    privacy::{CanSeal, OwnersScreen, Private},
    refusal::Refusal,
};

mod ahead;
mod asks;
mod attention;
mod channels;
mod contributions;
mod cut;
mod escalate;
mod forums;
mod gaps;
mod goods;
mod initiatives;
mod kindnesses;
mod line;
mod loans;
mod look;
mod mended;
mod put_offs;
mod team;
mod tell;
mod yeses;

pub use ahead::{Ahead, What};
pub use line::{Consequence, Line};
pub use put_offs::PutOffs;

use line::Found;
use look::Look;

/// What happened to a line of the week page.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Event {
    /// It was put off.
    #[n(0)]
    PutOff {
        /// The line's name.
        #[n(0)]
        line: String,
        /// Until when.
        #[n(1)]
        until: Day,
    },
    /// It was struck: what stands by that day need not be said again.
    #[n(1)]
    Struck {
        /// The line's name.
        #[n(0)]
        line: String,
        /// When.
        #[n(1)]
        on: Day,
        /// Why.
        #[n(2)]
        because: Private<String>,
    },
}

/// What the leader wants of a line.
pub enum Command {
    /// Not now.
    Later {
        /// The line: its number on today's page, or its name.
        line: String,
        /// Where the page is read.
        screen: OwnersScreen,
        /// Until when; a week, where none is named.
        until: Option<Day>,
        /// Meetings ahead, as they were known to the page.
        forums: Vec<Forum>,
    },
    /// Not this.
    NotThis {
        /// The line: its number on today's page, or its name.
        line: String,
        /// Where the page is read.
        screen: OwnersScreen,
        /// Why.
        because: Private<String>,
        /// Meetings ahead, as they were known to the page.
        forums: Vec<Forum>,
    },
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    /// The day for which it is written.
    pub today: Day,
    /// Its lines, the weightiest first.
    pub lines: Vec<Line>,
    /// How many more there would have been.
    pub more: usize,
    /// What is said instead of lines, where there are none.
    pub calm: Option<String>,
    /// What was on the page a week ago and was mended by a talk since then.
    pub mended: Option<String>,
    /// What the next four weeks bring, the next first.
    pub ahead: Vec<Ahead>,
}

impl Week {
    /// A line, by its number on the page, from 1, or by its name.
    pub fn line(&self, words: &str) -> Option<&Line> {
        let at = words.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        at.and_then(|at| self.lines.get(at)).or_else(|| self.lines.iter().find(|line| line.name == words))
    }
}

/// Writes the page of a day. News that is free within that day only is not on it before the next; [`at`] knows the hour. No
/// calendar is opened for it.
pub fn this_week(notebook: &Notebook, today: Day, screen: &OwnersScreen) -> Week {
    page(&Look { notebook, today, now: today, at: None, forums: &[], screen })
}

/// The last day whose meetings the page of a day knows.
pub fn last_forum(today: Day) -> Day {
    today.plus(forums::DAYS)
}

/// Writes the page of a day as it is known at a moment: news that is free by then is on it (rule T7), and of the leader's
/// meetings ahead those in which somebody will be absent.
pub fn at(
    notebook: &Notebook,
    (at, now): (Timestamp, Day),
    on: Day,
    forums: &[Forum],
    screen: &OwnersScreen,
) -> Week {
    page(&Look { notebook, today: on, now, at: Some(at), forums, screen })
}

fn page(look: &Look<'_>) -> Week {
    let Look { notebook, today, .. } = *look;
    let named = look.named();
    let talks = notebook.talks();
    let given = talks.attention(&notebook.peers, today);
    let mut found: Vec<Found> = [
        team::lines(look),
        tell::lines(look),
        yeses::lines(look, &named),
        asks::lines(look),
        loans::lines(look),
        goods::lines(look),
        forums::lines(look),
        escalate::lines(look),
        initiatives::lines(look),
        channels::lines(look, &named, &given),
        kindnesses::lines(look),
        contributions::lines(look),
        attention::lines(look, &named, &talks, &given),
        gaps::lines(look),
    ]
    .into_iter()
    .flatten()
    .collect();
    found.retain(|line| line.since <= today);
    let struck: Vec<Found> = found.extract_if(.., |line| notebook.week.is_struck(line)).collect();
    let rests = found.iter().filter_map(|line| notebook.week.rests(line, today)).min();
    let rest = found.extract_if(.., |line| notebook.week.rests(line, today).is_some());
    let gone: Vec<String> =
        rest.collect::<Vec<_>>().into_iter().chain(struck).map(|line| line.name).collect();
    let (lines, more) = cut::cut(found, &notebook.week, today);
    let mut ahead = ahead::all(look, &named, &gone);
    let calm = lines.is_empty().then(|| calm(look, rests, ahead.first()));
    ahead.retain(|one| ahead::is_near(one, today));
    Week { today, lines, more, calm, mended: mended::said(look, &named), ahead }
}

/// What is said where nothing is to do: when the next thing comes.
fn calm(look: &Look<'_>, rests: Option<Day>, next: Option<&Ahead>) -> String {
    let next_day = next.map(|next| next.day);
    match (rests, next) {
        (Some(until), _) if next_day.is_none_or(|day| until <= day) => {
            format!("Nothing to do this week. What you put off comes back {}.", look.day(until))
        }
        (_, Some(next)) => {
            format!("Nothing to do this week. Next: {}, {}.", next.sentence, look.day(next.day))
        }
        _ => "Nothing to do this week, and nothing has a day yet.".into(),
    }
}

/// Decides what a command makes happen.
///
/// # Errors
/// If the page has no such line, it is an ask past its day or bad news, or it is put off to a day that is not later than today.
pub fn decide(command: Command, notebook: &Notebook, now: &Now) -> Result<Vec<Event>, Refusal> {
    let find = |words: &str, forums: &[Forum], screen: &OwnersScreen| {
        let page = at(notebook, (now.at, now.today), now.today, forums, screen);
        let line = page.line(words).ok_or_else(|| Refusal::NoSuchLine {
            words: words.to_owned(),
            lines: page.lines.iter().map(|line| line.name.clone()).collect(),
        })?;
        if line.consequence == Consequence::BadNews {
            let about = line.name.split(':').nth(1).and_then(|id| id.parse().ok());
            return about.map_or_else(|| Ok(line.name.clone()), |about| Err(Refusal::TellFirst { about }));
        }
        let ask = line.name.strip_prefix("ask:").filter(|_| line.consequence == Consequence::AnswerLate);
        match ask.and_then(|ask| ask.parse().ok()) {
            Some(ask) => Err(Refusal::AnswerFirst { ask }),
            None => Ok(line.name.clone()),
        }
    };
    Ok(vec![match command {
        Command::Later { line, screen, until, forums } => {
            let line = find(&line, &forums, &screen)?;
            let until = until.unwrap_or(now.today.plus(7));
            if until <= now.today {
                return Err(Refusal::NotLater { until, today: now.today });
            }
            Event::PutOff { line, until }
        }
        Command::NotThis { line, screen, because, forums } => {
            Event::Struck { line: find(&line, &forums, &screen)?, on: now.today, because }
        }
    }])
}
