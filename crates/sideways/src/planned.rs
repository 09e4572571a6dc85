//! A plan read to be asked something: what-ifs and the hunt.

pub mod located;
pub mod remembered;

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use plan::{
    calibrate::History,
    facts::Facts,
    hunt::{GoingFirst, Years},
    network::{self, Network},
};
use playbook::map::calibrate::Learnt;
use sources::{
    dates::{self, DayMonth},
    read::{Noted, Original, Sources},
    text::Texts,
};

use self::{
    located::{Located, TypedProfile},
    remembered::Remembered,
};
use crate::{cli::map::unreadable, clock, stop::Stop};

/// The plan that is asked, and how its years are played.
#[derive(Args)]
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

/// What going first is judged to cost and bring.
#[derive(Args)]
pub struct Judged {
    /// How much longer the first of several adopters takes, as you judge it, in percent [default: 30]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=400))]
    first_longer: Option<u32>,
    /// How much less time those after it take, as you judge it, in percent [default: 20]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=99))]
    later_less: Option<u32>,
}

impl Judged {
    /// What is typed, and what is usual for the rest.
    pub fn read(&self) -> GoingFirst {
        let GoingFirst { longer, less } = GoingFirst::default();
        GoingFirst { longer: self.first_longer.unwrap_or(longer), less: self.later_less.unwrap_or(less) }
    }
}

/// A plan that was read.
pub struct Planned {
    /// The plan.
    pub network: Network,
    /// Whose it is.
    pub located: Located,
    /// What its spread is learnt from.
    pub learnt: Learnt,
    /// The texts that were read, to quote from.
    pub texts: Texts,
    /// Something to be said beforehand.
    pub remark: Option<String>,
}

impl Planned {
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

    /// Reads the plan: that which is typed, else the one the notebook remembers. `is_mine` asks whose it is.
    ///
    /// # Errors
    /// If it can't be read, or it is not known where it lies.
    pub fn read(&self, notebook: Option<&Path>, is_mine: bool) -> Result<Planned, Stop> {
        let remembered = Remembered::look(notebook)?;
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

    /// Reads the plan at these paths, or the one that the notebook remembers where none are given; whose it is is asked for.
    ///
    /// # Errors
    /// If it can't be read, or it is not known where it lies.
    pub fn read_of(&self, notebook: Option<&Path>, paths: Vec<PathBuf>) -> Result<Planned, Stop> {
        let plan = Located { paths, ..self.plan.clone() };
        let remembered = Remembered::look(notebook)?;
        let remembered =
            remembered.filter(|remembered| plan.paths.is_empty() || remembered.is_of(&plan.paths));
        let located =
            plan.or_remembered(remembered.as_ref().and_then(|remembered| remembered.plan.as_ref()))?;
        let noted = remembered.as_ref().map_or(&[][..], |remembered| &remembered.noted);
        let handed = remembered.as_ref().map_or(Ok(&[][..]), |remembered| remembered.handed(&located))?;
        self.read_at(located.clone(), (noted, handed), |_| None)
    }

    /// Reads the plan as it was when its map was kept, as of the day of the later one.
    ///
    /// # Errors
    /// If no map is kept, or its files can't be opened.
    pub fn read_kept(&self, notebook: Option<&Path>, later: &Planned) -> Result<Planned, Stop> {
        let desk = crate::cli::opened::to_read(notebook)?;
        let files = remembered::kept_files(&desk)?;
        if files.is_empty() {
            return Err(Stop::Usage(
                "no map is kept, and no old plan is named".into(),
                "sideways tell plan OLD NEW".into(),
            ));
        }
        let as_of = later.network.calendar.as_of();
        let located =
            Located { paths: Vec::new(), people: Vec::new(), calibrate: Vec::new(), ..later.located.clone() };
        self.read_at(located, (&[], &files), |_| Some(as_of))
    }

    /// Reads a plan whose files are at hand, with what the notebook notes on it.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn read_handed(
        &self,
        notebook: Option<&Path>,
        located: Located,
        files: &[Original],
    ) -> Result<Planned, Stop> {
        let remembered = Remembered::look(notebook)?;
        let noted = remembered.as_ref().map_or(&[][..], |remembered| &remembered.noted);
        self.read_at(located, (noted, files), |_| None)
    }

    /// Reads an earlier state of a plan as of the day of the later one, with whose it is taken from that.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn read_earlier(&self, paths: &[PathBuf], later: &Planned) -> Result<Planned, Stop> {
        let as_of = later.network.calendar.as_of();
        self.read_at(Located { paths: paths.to_vec(), ..later.located.clone() }, (&[], &[]), |_| Some(as_of))
    }

    fn read_at(
        &self,
        located: Located,
        (noted, handed): (&[Noted], &[Original]),
        day: impl Fn(&Facts) -> Option<Date>,
    ) -> Result<Planned, Stop> {
        let profile = TypedProfile::find(located.profile.as_deref())?;
        let sources = Sources { noted, handed, profile: profile.profile.as_ref(), ..located.sources() };
        let reading = sources.read().map_err(unreadable)?;
        let reading = reading.with_finished(&located.calibrate, sources.profile).map_err(unreadable)?;
        let wanted = self.as_of.as_deref().map(parse_day).transpose()?;
        let (as_of, was_over) = match wanted.or_else(|| day(&reading.facts)) {
            Some(day) => (day, false),
            None => network::as_of(&reading.facts, clock::today()),
        };
        let remark = was_over
            .then(|| format!("The whole plan lies in the past; it is read as of its first day, {as_of}."));
        let beside = reading.finished.map(|finished| History::beside(finished, &reading.facts, as_of));
        let network = Network::of(reading.facts, as_of);
        let learnt = Learnt::from(History::of(&network), beside.as_ref());
        Ok(Planned { network, located, learnt, texts: reading.texts, remark })
    }
}

fn parse_day(words: &str) -> Result<Date, Stop> {
    dates::day(words, DayMonth::DayFirst)
        .map_err(|dates::NoDate(fact)| Stop::Usage(format!("--as-of: {fact}"), "--as-of 2027-01-04".into()))
}
