//! Which meetings are standups: short ones, whose title says so or that come almost daily.

use std::collections::HashMap;

use plan::names::title_key;

use crate::privacy::Untrusted;

/// A standup is no longer, in minutes.
const SHORT: i64 = 30;

/// So often within seven days a short meeting comes that is a standup, whatever its title.
const DAILY: usize = 3;

/// Words in the titles of standups.
const WORDS: [&str; 6] = ["standup", "stand up", "daily", "scrum", "huddle", "daily sync"];

const WEEK: i64 = 7 * 86_400;

/// Whether a meeting of so many minutes may be one.
pub fn is_short(minutes: i64) -> bool {
    minutes <= SHORT
}

/// What meetings are known again by: title and people. A title alone is not enough, since many a calendar is full of `1:1`.
#[derive(PartialEq, Eq, Hash)]
pub struct Alike(Untrusted, Vec<String>);

impl Alike {
    /// From a title and the names or addresses of those who were asked.
    pub fn of(title: &Untrusted, people: impl Iterator<Item = String>) -> Self {
        let mut people: Vec<String> = people.collect();
        people.sort_unstable();
        Self(title.clone(), people)
    }
}

/// What tells the standups of one calendar from other short meetings.
pub struct Standups {
    words: Vec<String>,
    /// Beginnings, in seconds, of short meetings of one title and the same people that are held again and again.
    alike: HashMap<Alike, Vec<i64>>,
}

impl Standups {
    /// From words that titles of standups bear besides the usual ones, and from the short meetings that are held again and again,
    /// each with its beginning in seconds.
    pub fn of(words: &[String], repeated: impl Iterator<Item = (Alike, i64)>) -> Self {
        let said = words.iter().map(|word| title_key(word)).filter(|word| !word.is_empty());
        let words = WORDS.iter().map(|word| (*word).to_owned()).chain(said).collect();
        let mut alike: HashMap<Alike, Vec<i64>> = HashMap::new();
        for (one, begins) in repeated {
            alike.entry(one).or_default().push(begins);
        }
        alike.values_mut().for_each(|begins| begins.sort_unstable());
        Self { words, alike }
    }

    /// Whether a short meeting is one; `begins` is given where it is held again and again.
    pub fn is_one(&self, one: &Alike, begins: Option<i64>) -> bool {
        let words = format!(" {} ", title_key(&one.0.shown()));
        let is_named = self.words.iter().any(|word| words.contains(&format!(" {word} ")));
        is_named || begins.is_some_and(|at| self.is_daily(one, at))
    }

    /// Whether its like come often enough within some seven days around a moment.
    fn is_daily(&self, one: &Alike, at: i64) -> bool {
        let all = self.alike.get(one).map_or(&[][..], Vec::as_slice);
        let first = all.partition_point(|other| *other <= at - WEEK);
        let near = all[first..].partition_point(|other| *other < at + WEEK);
        all[first..first + near].windows(DAILY).any(|days| days[DAILY - 1] - days[0] < WEEK)
    }
}
