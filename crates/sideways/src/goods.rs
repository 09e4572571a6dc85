//! The five goods by hand: their facts as they are typed, and what stands in the way of one.

use clap::Args;
use desk::{open::Desk, stop::Stop as Stopped};
use playbook::{
    bounds::closed,
    map::peers::Known,
    moment::{Day, Id},
    notebook::Command,
    privacy::Private,
    refusal::Refusal,
    side::Side,
    trade::goods::{self, Draft, Judged, Kind, Range},
};
use sources::dates::working_days;

use crate::{days, opened, stop::Stop};

/// Facts as they are typed, each for one good or another.
#[derive(Args, Default)]
pub struct Facts {
    /// sequencing: how much earlier: 3d, 2w
    #[arg(long, value_name = "LENGTH", help_heading = "Facts of a good")]
    pub by: Option<String>,
    /// sequencing: whose dates it is for [default: those of whoever gets it]
    #[arg(long, value_name = "TEXT", help_heading = "Facts of a good")]
    pub dates: Option<String>,
    /// capacity: the first day: mon, 2027-03-01 [default: today]
    #[arg(long, value_name = "DAY", help_heading = "Facts of a good")]
    pub from: Option<String>,
    /// capacity: the last day: in 3 weeks, june 30; without one it is refused
    #[arg(long, value_name = "DAY", help_heading = "Facts of a good")]
    pub until: Option<String>,
    /// risk: what is written up afterwards; without it, it is refused
    #[arg(long, value_name = "TEXT", help_heading = "Facts of a good")]
    pub write_up: Option<String>,
    /// credit: the review in which it is named
    #[arg(long, value_name = "TEXT", help_heading = "Facts of a good")]
    pub review: Option<String>,
    /// credit: who reads that review
    #[arg(long, value_name = "TEXT", help_heading = "Facts of a good")]
    pub reader: Option<String>,
    /// news: the day from which on it may be told: today, june 15
    #[arg(long, value_name = "DAY", help_heading = "Facts of a good")]
    pub free: Option<String>,
    /// news that is not free yet: keeps it until it is; it is no offer before, and comes back to you on that day
    #[arg(long, help_heading = "Facts of a good")]
    pub wait: bool,
    /// risk, credit, news: what it costs whoever gives it, as you judge it, in working days: 2d..5d, 1w
    #[arg(long, value_name = "RANGE", help_heading = "Facts of a good")]
    pub cost: Option<String>,
    /// risk, credit, news: what it brings whoever gets it; both are forgotten once it is agreed
    #[arg(long, value_name = "RANGE", help_heading = "Facts of a good")]
    pub value: Option<String>,
}

impl Facts {
    /// What notes a good under a name, and what was judged of it.
    ///
    /// # Errors
    /// If a fact of another good is given, or one can't be read.
    pub fn commands(
        &self,
        (peer, giver): (Known, Side),
        (kind, what): (Kind, String),
        id: Id,
        today: Day,
    ) -> Result<Vec<Command>, Stop> {
        self.fits(kind)?;
        let draft = self.draft(kind, what, today)?;
        let judge = self.judged()?.map(|judged| goods::Command::Judge { good: id, judged });
        let noted = goods::Command::Note { peer, giver, draft, waits: self.wait };
        Ok([noted].into_iter().chain(judge).map(Command::Goods).collect())
    }

    /// Holds that only facts of this good were given.
    fn fits(&self, kind: Kind) -> Result<(), Stop> {
        use Kind::{Capacity, Credit, News, Risk, Sequencing};
        let facts = [
            ("--by", self.by.is_some(), Sequencing),
            ("--dates", self.dates.is_some(), Sequencing),
            ("--from", self.from.is_some(), Capacity),
            ("--until", self.until.is_some(), Capacity),
            ("--write-up", self.write_up.is_some(), Risk),
            ("--review", self.review.is_some(), Credit),
            ("--reader", self.reader.is_some(), Credit),
            ("--free", self.free.is_some(), News),
            ("--wait", self.wait, News),
        ];
        match facts.iter().find(|(_, is_given, of)| *is_given && *of != kind) {
            Some((option, _, of)) => Err(Stop::Usage(
                format!("{option} goes with {}, not with {}", of.word(), kind.word()),
                format!("leave {option} out"),
            )),
            None => Ok(()),
        }
    }

    fn draft(&self, kind: Kind, what: String, today: Day) -> Result<Draft, Stop> {
        let what = Private::new(what);
        let day =
            |words: &Option<String>| words.as_deref().map(|words| days::ahead(words, today)).transpose();
        Ok(match kind {
            Kind::Sequencing => {
                let by = self.by.as_deref().map(working_days).transpose();
                let by = by.map_err(|no| Stop::Usage(no.fact, no.hint))?;
                Draft::Sequencing { item: what, by, dates: said(&self.dates) }
            }
            Kind::Capacity => Draft::Capacity { what, from: day(&self.from)?, until: day(&self.until)? },
            Kind::Risk => Draft::Risk { migration: what, write_up: said(&self.write_up) },
            Kind::Credit => {
                Draft::Credit { contribution: what, review: said(&self.review), reader: said(&self.reader) }
            }
            Kind::News => Draft::News { what, free_from: day(&self.free)? },
        })
    }

    /// What was judged, if anything.
    fn judged(&self) -> Result<Option<Judged>, Stop> {
        let range = |words: &Option<String>| words.as_deref().map(range).transpose();
        let judged = Judged { cost: range(&self.cost)?, value: range(&self.value)? };
        Ok((judged.cost.is_some() || judged.value.is_some()).then_some(judged))
    }
}

/// Words that say something.
fn said(words: &Option<String>) -> Option<Private<String>> {
    let words = words.as_deref().map(str::trim).filter(|words| !words.is_empty());
    words.map(|words| Private::new(words.to_owned()))
}

/// `2d..5d`, or `1w`: from so many working days to so many.
fn range(words: &str) -> Result<Range, Stop> {
    let days = |words: &str| working_days(words.trim()).map_err(|no| Stop::Usage(no.fact, "2d..5d".into()));
    let (least, most) = words.split_once("..").unwrap_or((words, words));
    Ok(Range { least: days(least)?, most: days(most)? })
}

/// A refusal; where a guarded peer stands in the way, with the reason for it (rule B1).
pub fn refused(desk: &Desk, stop: Stopped) -> Stop {
    let Stopped::Refused(Refusal::PeerGuarded { name, .. }) = &stop else { return stop.into() };
    let peers = &desk.notes().peers;
    let closed = peers.called(name).and_then(|peer| closed(peers, peer, &opened::screen()));
    match closed {
        Some(closed) => Stop::Refused(
            closed.sentence.trim_end_matches('.').to_owned(),
            format!("{} opens it again", closed.command),
        ),
        None => stop.into(),
    }
}
