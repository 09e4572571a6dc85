//! The plan: where it lies, what the notebook remembers of it, and a plan that was read to be asked something.

pub mod located;
pub mod remembered;

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use plan::{
    calibrate::History,
    crossing::Mine,
    facts::Facts,
    hunt::Years,
    names::typed,
    network::{self, Network},
};
use playbook::map::{
    Leader, Rules,
    calibrate::Learnt,
    strangers::{Stranger, largest_teams, strangers},
};
use serde::Deserialize;
use sources::{
    dates::{self, DayMonth},
    problem::Told,
    profile::Profile,
    read::{Noted, Original, Sources, Unreadable},
    text::Texts,
};

use self::{
    located::{Located, TypedProfile},
    remembered::Remembered,
};
use crate::{clock, stop::Stop, words::listed};

/// Files of which nothing was read are named up to this many.
const MOST_UNREAD: usize = 3;

/// The plan that is asked, and how its years are played.
#[derive(Args, Clone)]
pub struct Asked {
    #[command(flatten)]
    pub plan: Located,
    /// The day from which to look ahead [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The seed of the simulated years
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// A plan that was read.
pub struct Planned {
    /// The plan.
    pub network: Network,
    /// Whose it is.
    pub located: Located,
    /// What its spread is learnt from.
    pub learnt: Learnt,
    /// What counts how much.
    pub rules: Rules,
    /// The texts that were read, to quote from.
    pub texts: Texts,
    /// Of each file of which nothing was read what is said of it first.
    pub unread: Vec<Told>,
    /// Something to be said beforehand.
    pub remark: Option<String>,
    /// When the latest of its files was changed; none where they lie nowhere on this machine.
    pub changed: Option<Date>,
    /// What the notebook notes on it: an earlier state is read with the same, so that only the plan tells them apart.
    noted: Vec<Noted>,
}

impl Planned {
    /// The leader's part of it, whatever it is.
    pub fn mine(&self) -> Mine {
        let Located { me, team, .. } = &self.located;
        Mine::of(&self.network, me.as_deref(), team, self.rules.members_count)
    }

    /// The plan that the notebook remembers, as it lies now. `is_mine` asks whose it is.
    ///
    /// # Errors
    /// If it can't be read, or it is not known where it lies.
    pub fn remembered(notebook: Option<&Path>, is_mine: bool) -> Result<Self, Stop> {
        Asked::of(Vec::new()).read(Remembered::look(notebook)?, is_mine)
    }

    /// The years of the plan under a seed.
    pub fn years(&self, seed: u64) -> Years {
        Years::of(&self.network, seed, &self.learnt.calibration)
    }
}

impl Asked {
    /// The plan at these paths; none is the one that the notebook remembers.
    pub fn of(paths: Vec<PathBuf>) -> Self {
        Self { plan: Located { paths, ..Located::default() }, as_of: None, seed: 1 }
    }

    /// The same of the plan at other paths.
    pub fn at(&self, paths: Vec<PathBuf>) -> Self {
        Self { plan: Located { paths, ..self.plan.clone() }, ..self.clone() }
    }

    /// Reads the plan: that which is typed, else the one the notebook remembers. `is_mine` asks whose it is.
    ///
    /// # Errors
    /// If it can't be read, or it is not known where it lies.
    pub fn read(&self, remembered: Option<Remembered>, is_mine: bool) -> Result<Planned, Stop> {
        let remembered =
            remembered.filter(|remembered| self.plan.paths.is_empty() || remembered.is_of(&self.plan.paths));
        let at = remembered.as_ref().and_then(|remembered| remembered.plan.as_ref());
        let located = match is_mine || self.plan.paths.is_empty() {
            true => self.plan.or_remembered(at)?,
            false => self.plan.clone(),
        };
        let noted = remembered.as_ref().map_or(&[][..], |remembered| &remembered.noted);
        let handed = remembered.as_ref().map_or(Ok(&[][..]), |remembered| remembered.handed(&located))?;
        self.read_at(located.clone(), (noted, handed), |_| None)
    }

    /// Reads an earlier state of a plan, as of the day that is typed, else of the day that its facts tell.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn read_past(
        &self,
        paths: &[PathBuf],
        now: &Located,
        day: impl Fn(&Facts) -> Option<Date>,
    ) -> Result<Planned, Stop> {
        self.read_at(Located { paths: paths.to_vec(), ..now.clone() }, (&[], &[]), day)
    }

    /// Reads the plan of these files, as it was when its map was kept, as of the day of the later one.
    ///
    /// # Errors
    /// If there are none: no map is kept.
    pub fn read_kept(&self, files: &[Original], later: &Planned) -> Result<Planned, Stop> {
        if files.is_empty() {
            return Err(Stop::Usage(
                "no map is kept, and no old plan is named".into(),
                "sideways tell plan OLD NEW".into(),
            ));
        }
        let as_of = later.network.calendar.as_of();
        let located =
            Located { paths: Vec::new(), people: Vec::new(), calibrate: Vec::new(), ..later.located.clone() };
        self.read_at(located, (&later.noted, files), |_| Some(as_of))
    }

    /// Reads a plan whose files are at hand, with what the notebook notes on it.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn read_handed(
        &self,
        remembered: Option<&Remembered>,
        located: Located,
        files: &[Original],
    ) -> Result<Planned, Stop> {
        let noted = remembered.map_or(&[][..], |remembered| &remembered.noted);
        self.read_at(located, (noted, files), |_| None)
    }

    /// Reads an earlier state of a plan as of the day of the later one, with whose it is and what is noted on it taken from that.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn read_earlier(&self, paths: &[PathBuf], later: &Planned) -> Result<Planned, Stop> {
        let as_of = later.network.calendar.as_of();
        let located = Located { paths: paths.to_vec(), ..later.located.clone() };
        self.read_at(located, (&later.noted, &[]), |_| Some(as_of))
    }

    fn read_at(
        &self,
        located: Located,
        (noted, handed): (&[Noted], &[Original]),
        day: impl Fn(&Facts) -> Option<Date>,
    ) -> Result<Planned, Stop> {
        let profile = TypedProfile::find(located.profile.as_deref())?;
        let rules = rules_of(profile.profile.as_ref())?;
        let sources = Sources { noted, handed, profile: profile.profile.as_ref(), ..located.sources() };
        let reading = sources.read()?.with_finished(&located.calibrate, &sources)?;
        let unread = reading.why_unread();
        let wanted = self.as_of.as_deref().map(day_typed).transpose()?;
        let (as_of, remark) = as_of(&reading.facts, wanted.or_else(|| day(&reading.facts)));
        let changed = if handed.is_empty() { changed(&reading.texts) } else { None };
        let beside = reading.finished.map(|finished| History::beside(finished, &reading.facts, as_of));
        let network = Network::of(reading.facts, as_of);
        let learnt = Learnt::from(History::of(&network), beside.as_ref());
        let (texts, noted) = (reading.texts, noted.to_vec());
        Ok(Planned { network, located, learnt, rules, texts, unread, remark, changed, noted })
    }
}

/// The day on which the latest of some files was changed.
fn changed(texts: &Texts) -> Option<Date> {
    let saved = |name: &str| std::fs::metadata(name).and_then(|about| about.modified()).ok();
    texts.0.iter().filter_map(|text| saved(&text.name)).max().and_then(clock::day_of)
}

/// How old a plan is, behind the day as of which it is looked at; empty where that is not known.
pub fn aged(changed: Option<Date>) -> String {
    changed.map_or_else(String::new, |day| format!(", from files last changed on {day}"))
}

/// The day from which to look ahead, as it is typed.
///
/// # Errors
/// If it is none.
pub fn day_typed(words: &str) -> Result<Date, Stop> {
    let written = dates::day(words, DayMonth::DayFirst);
    written.or_else(|_| {
        let said = dates::natural_past(words, clock::today());
        said.map_err(|no| Stop::Usage(format!("--as-of: {}", no.fact), "--as-of 2027-01-04".into()))
    })
}

/// The day from which to look ahead: the one that is wanted, else today; the first day of a plan that is over, which is said.
pub fn as_of(facts: &Facts, wanted: Option<Date>) -> (Date, Option<String>) {
    let (day, was_over) = wanted.map_or_else(|| network::as_of(facts, clock::today()), |day| (day, false));
    let remark =
        was_over.then(|| format!("The whole plan lies in the past; it is read as of its first day, {day}."));
    (day, remark)
}

/// A path that can't be read. Where none is typed the notebook remembers it, and can be told where the plan lies now.
pub fn unreadable_of(typed: &Located) -> impl Fn(Unreadable) -> Stop {
    let is_remembered = typed.paths.is_empty();
    move |wrong| match Stop::from(wrong) {
        Stop::Usage(fact, _) if is_remembered => Stop::Usage(
            format!("{fact}, where your notebook remembers it"),
            "sideways read PATH --people PATH says where the plan and its people lie now".into(),
        ),
        stop => stop,
    }
}

/// What counts how much, as the profile says.
pub fn rules_of(profile: Option<&Profile>) -> Result<Rules, Stop> {
    profile.map(rules).transpose().map(Option::unwrap_or_default)
}

fn rules(profile: &Profile) -> Result<Rules, Stop> {
    let wrong = |fact: String| {
        let fact = format!("profile “{}”: under [map], {fact}", profile.name);
        Stop::Usage(fact, "docs/profiles.md lists what [map] may say".into())
    };
    let rules = Rules::deserialize(profile.map.clone()).map_err(|error| wrong(error.message().to_owned()))?;
    match rules.unusable() {
        Some("most") => Err(wrong("“most” is 0, and a map needs a name".into())),
        Some(name) => Err(wrong(format!("“{name}” lies not between 0 and 1"))),
        None => Ok(rules),
    }
}

/// Stops where the plan knows nothing of whose map it is to be, and says which files it may stand in that were not read.
pub fn known(network: &Network, leader: &Leader, unread: &[Told]) -> Result<(), Stop> {
    let strangers = strangers(network, leader);
    let Some(stranger) = strangers.into_iter().find(|stranger| stranger.is_needed) else { return Ok(()) };
    let option = if stranger.is_team { "--team" } else { "--me" };
    let largest: Vec<String> = largest_teams(network)
        .into_iter()
        .take(3)
        .map(|(team, _)| format!("--team {}", typed(team)))
        .collect();
    let hint = match (&stranger.meant, unread, largest.as_slice()) {
        (Some(meant), ..) => format!("did you mean {option} {}?", typed(meant)),
        (None, [Told { hint: Some(hint), file, .. }, ..], _) => format!("{file}: {hint}"),
        (None, _, []) => "name a team as the plan calls it".into(),
        (None, _, teams) => format!("the plan's largest: {}", listed(teams, "and")),
    };
    let fact = Stranger { meant: None, ..stranger }.fact();
    Err(Stop::Usage(format!("{fact}{}", not_read(unread)), hint))
}

/// Files of which nothing was read, each with what is said of it; empty where all were read.
pub fn not_read(unread: &[Told]) -> String {
    let said = |told: &Told| {
        let fact = told.fact.strip_prefix("nothing was read: ").unwrap_or(&told.fact);
        format!("; nothing was read of {}: {fact}", told.file)
    };
    let more = unread.len().saturating_sub(MOST_UNREAD);
    let more = if more == 0 { String::new() } else { format!("; nor of {more} more") };
    unread.iter().take(MOST_UNREAD).map(said).collect::<String>() + &more
}
