//! The five goods, each with its own facts (rule T1). What a good may not be without, its type does not let out.

use minicbor::{Decode, Encode};
use serde::Serialize;

use crate::{
    moment::{Day, Now},
    privacy::{CanSeal, OwnersScreen, Private},
    refusal::Refusal,
    trade::loans,
};

/// The furthest that an item is moved, in working days: a year.
const FURTHEST: u32 = 260;

/// Something that two leaders can trade.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub enum Good {
    /// An item is done earlier.
    #[n(0)]
    Sequencing(#[n(0)] Sequencing),
    /// People or their time, until a day.
    #[n(1)]
    Capacity(#[n(0)] Capacity),
    /// Going first (rule T5).
    #[n(2)]
    Risk(#[n(0)] Risk),
    /// A contribution is named where it counts.
    #[n(3)]
    Credit(#[n(0)] Credit),
    /// Something is told early, once it may be told (rule T7).
    #[n(4)]
    News(#[n(0)] FreeNews),
}

/// An item that is pulled forward.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Sequencing {
    /// Which item.
    #[n(0)]
    pub item: Private<String>,
    /// Working days by which it comes earlier.
    #[n(1)]
    pub by: u32,
    /// Whose dates it is for; the dates of whoever gets it, where nobody is named.
    #[n(2)]
    pub dates: Option<Private<String>>,
}

/// Capacity that comes back. It has an end by its type (rule T4).
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Capacity {
    /// Who or how much.
    #[n(0)]
    pub what: Private<String>,
    /// The first day.
    #[n(1)]
    pub from: Day,
    /// The last day.
    #[n(2)]
    pub until: Day,
}

/// Going first. It has a write-up by its type (rule T5).
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Risk {
    /// Which migration, or what else nobody wants to be the first of.
    #[n(0)]
    pub migration: Private<String>,
    /// What is written up afterwards.
    #[n(1)]
    pub write_up: Private<String>,
}

/// A contribution that is named.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct Credit {
    /// Which contribution.
    #[n(0)]
    pub contribution: Private<String>,
    /// In which review.
    #[n(1)]
    pub review: Private<String>,
    /// Who reads it.
    #[n(2)]
    pub reader: Private<String>,
}

/// News, and the day from which it may be told.
#[derive(Encode, Decode)]
#[cbor(context_bound = "CanSeal")]
pub struct News {
    /// What.
    #[n(0)]
    pub what: Private<String>,
    /// Free from the beginning of this day.
    #[n(1)]
    pub free_from: Day,
}

/// News that may be told: only [`News::freed`] makes it, on a day on which it is free (rule T7).
#[derive(Encode, Decode)]
#[cbor(transparent, context_bound = "CanSeal")]
pub struct FreeNews(#[n(0)] News);

impl News {
    /// Whether it may be told on a day.
    pub fn is_free(&self, today: Day) -> bool {
        today >= self.free_from
    }

    /// The news as a good, once it may be told; else the news as it was.
    ///
    /// # Errors
    /// If it is not free yet.
    pub fn freed(self, today: Day) -> Result<FreeNews, Self> {
        if self.is_free(today) { Ok(FreeNews(self)) } else { Err(self) }
    }
}

impl FreeNews {
    /// The news.
    pub const fn news(&self) -> &News {
        &self.0
    }

    pub(super) fn into_words(self) -> Private<String> {
        self.0.what
    }
}

/// Which of the five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An item is done earlier.
    Sequencing,
    /// People or their time, until a day.
    Capacity,
    /// Going first.
    Risk,
    /// A contribution is named.
    Credit,
    /// Something is told early.
    News,
}

impl Kind {
    /// All five.
    pub const ALL: [Self; 5] = [Self::Sequencing, Self::Capacity, Self::Risk, Self::Credit, Self::News];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sequencing => "sequencing",
            Self::Capacity => "capacity",
            Self::Risk => "risk",
            Self::Credit => "credit",
            Self::News => "news",
        }
    }

    /// Whether a person judges what it costs and brings; else it is simulated from the plan (rule T2).
    pub const fn is_judged(self) -> bool {
        matches!(self, Self::Risk | Self::Credit | Self::News)
    }
}

impl Good {
    /// Which of the five it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Sequencing(_) => Kind::Sequencing,
            Self::Capacity(_) => Kind::Capacity,
            Self::Risk(_) => Kind::Risk,
            Self::Credit(_) => Kind::Credit,
            Self::News(_) => Kind::News,
        }
    }

    /// What it is called in short: the item, the people, the migration, the contribution, the news.
    pub fn what(&self, screen: &OwnersScreen) -> String {
        let words = match self {
            Self::Sequencing(Sequencing { item, .. }) => item,
            Self::Capacity(Capacity { what, .. }) => what,
            Self::Risk(Risk { migration, .. }) => migration,
            Self::Credit(Credit { contribution, .. }) => contribution,
            Self::News(free) => &free.news().what,
        };
        words.reveal(screen).trim().to_owned()
    }

    /// All its facts, as a part of a sentence.
    pub fn told(&self, today: Day, screen: &OwnersScreen) -> String {
        let what = self.what(screen);
        let say = |words: &Private<String>| words.reveal(screen).trim().to_owned();
        match self {
            Self::Sequencing(Sequencing { by, dates, .. }) => {
                let days = if *by == 1 { "day" } else { "days" };
                let dates = dates.as_ref().map_or_else(String::new, |dates| format!(", for {}", say(dates)));
                format!("sequencing, {what}, {by} working {days} earlier{dates}")
            }
            Self::Capacity(Capacity { from, until, .. }) => format!("capacity, {what}, {from} to {until}"),
            Self::Risk(Risk { write_up, .. }) => {
                format!("risk, {what}, with a write-up: {}", say(write_up))
            }
            Self::Credit(Credit { review, reader, .. }) => {
                format!("credit, {what}, named in {}, read by {}", say(review), say(reader))
            }
            Self::News(free) => free.news().told(today, screen),
        }
    }
}

impl News {
    /// What it is called in short, once it may be told (rule T7).
    pub fn what(&self, today: Day, screen: &OwnersScreen) -> Option<String> {
        self.is_free(today).then(|| self.what.reveal(screen).trim().to_owned())
    }

    /// All its facts, as a part of a sentence: without its words, as long as it may not be told (rule T7).
    pub fn told(&self, today: Day, screen: &OwnersScreen) -> String {
        let free_from = self.free_from;
        match self.what(today, screen) {
            Some(what) => format!("news, {what}, free from {free_from}"),
            None => format!("news, free from {free_from}, its words sealed until then"),
        }
    }
}

/// A good as it is typed: what is missing is refused with a word on it.
pub enum Draft {
    /// An item is done earlier.
    Sequencing {
        /// Which item.
        item: Private<String>,
        /// Working days by which it comes earlier.
        by: Option<u32>,
        /// Whose dates it is for.
        dates: Option<Private<String>>,
    },
    /// People or their time.
    Capacity {
        /// Who or how much.
        what: Private<String>,
        /// The first day; today, where none is named.
        from: Option<Day>,
        /// The last day.
        until: Option<Day>,
    },
    /// Going first.
    Risk {
        /// Which migration.
        migration: Private<String>,
        /// What is written up afterwards.
        write_up: Option<Private<String>>,
    },
    /// A contribution is named.
    Credit {
        /// Which contribution.
        contribution: Private<String>,
        /// In which review.
        review: Option<Private<String>>,
        /// Who reads it.
        reader: Option<Private<String>>,
    },
    /// Something is told early.
    News {
        /// What.
        what: Private<String>,
        /// From when on it may be told.
        free_from: Option<Day>,
    },
}

impl Draft {
    /// Which of the five it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Sequencing { .. } => Kind::Sequencing,
            Self::Capacity { .. } => Kind::Capacity,
            Self::Risk { .. } => Kind::Risk,
            Self::Credit { .. } => Kind::Credit,
            Self::News { .. } => Kind::News,
        }
    }

    /// The good with all its facts, or news that waits until it is free.
    pub(super) fn checked(self, now: &Now) -> Result<Result<Good, News>, Refusal> {
        Ok(Ok(match self {
            Self::Sequencing { by: None | Some(0), .. } => return Err(Refusal::SequencingWithoutLength),
            Self::Sequencing { by: Some(by), .. } if by > FURTHEST => {
                return Err(Refusal::SequencingTooFar { by });
            }
            Self::Sequencing { item, by: Some(by), dates } => {
                Good::Sequencing(Sequencing { item, by, dates })
            }
            Self::Capacity { what, from, until } => {
                let (from, until) = loans::days(from, until, now)?;
                Good::Capacity(Capacity { what, from, until })
            }
            Self::Risk { migration, write_up } => {
                let write_up = write_up.ok_or(Refusal::RiskWithoutWriteUp)?;
                Good::Risk(Risk { migration, write_up })
            }
            Self::Credit { contribution, review, reader } => {
                let (review, reader) = review.zip(reader).ok_or(Refusal::CreditWithoutReview)?;
                Good::Credit(Credit { contribution, review, reader })
            }
            Self::News { what, free_from } => {
                let free_from = free_from.ok_or(Refusal::NewsWithoutDay)?;
                return Ok(News { what, free_from }.freed(now.today).map(Good::News));
            }
        }))
    }
}
