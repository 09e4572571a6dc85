//! When all three could meet: proposed from what is known of everybody's time (rule E2).

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::Serialize;

use crate::moment::Day;

/// Times that are proposed, at most; each on another day.
const MOST: usize = 3;

/// Minutes on whose multiples a meeting begins.
const GRID: i64 = 30;

/// Hours before which nobody is asked to come.
const NOTICE: i64 = 2;

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// Its first moment.
    pub from: Timestamp,
    /// The moment at which it is over.
    pub to: Timestamp,
}

/// How somebody's time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Their calendar was read.
    Calendar,
    /// They stand in meetings of calendars that were read.
    Meetings,
    /// Their working hours were said, and no more.
    Hours,
    /// Not at all: the leader's working hours are assumed.
    Nothing,
}

/// One of the three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    /// Their name; the leader is the first of all, and addressed.
    pub name: String,
    /// When they work and nothing is taken, in order.
    pub free: Vec<Stretch>,
    /// How that is known.
    pub source: Source,
    /// Where they are, if that is known to be elsewhere.
    pub zone: Option<TimeZone>,
}

/// A meeting in which all three are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// Its title.
    pub title: String,
    /// The moment at which it is over.
    pub to: Timestamp,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Now.
    pub now: Timestamp,
    /// Where the leader is.
    pub zone: TimeZone,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The day by which it is to be decided.
    pub by: Option<Day>,
    /// The leader first.
    pub people: Vec<Somebody>,
    /// Meetings in which all three are.
    pub together: Vec<Together>,
}

/// Times for all three.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposed {
    /// At most three, the earliest first.
    pub slots: Vec<Slot>,
    /// How the time of each of the three is known, a sentence each.
    pub known: Vec<String>,
    /// What else is to be said: why there are fewer, or none.
    pub remark: Option<String>,
}

/// A time for all three.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// When it begins.
    pub from: Timestamp,
    /// When it is over.
    pub to: Timestamp,
    /// In words that all three read alike, wherever they are.
    pub words: String,
    /// Why this one, a sentence each.
    pub reasons: Vec<String>,
}

/// Proposes times for all three: on different days, before the day by which it is to be decided where that can be.
pub fn propose(asked: &Asked) -> Proposed {
    let known = asked.people.iter().enumerate().map(|(at, one)| one.told(at == 0)).collect();
    let all = asked.starts();
    let is_in_time = |start: &&Timestamp| asked.by.is_none_or(|by| asked.day(**start) <= by);
    let in_time: Vec<Timestamp> = all.iter().filter(is_in_time).copied().collect();
    let chosen = asked.by_day(if in_time.is_empty() { &all } else { &in_time });
    let remark = match (chosen.len(), asked.by, in_time.is_empty()) {
        (0, ..) => Some("No time is free to all three in the weeks ahead, as far as is known.".to_owned()),
        (_, Some(by), true) => Some(format!("Before {by} no time is free to all three; these come later.")),
        (few, Some(by), false) if few < MOST => Some(format!("By {by} there is no other day.")),
        _ => None,
    };
    Proposed { slots: chosen.into_iter().map(|start| asked.slot(start)).collect(), known, remark }
}

impl Somebody {
    fn told(&self, is_leader: bool) -> String {
        let name = &self.name;
        match (is_leader, self.source) {
            (true, Source::Calendar) => "Your calendar was read.".to_owned(),
            (true, Source::Hours) => {
                "Your calendar was not read: all your working hours count as free.".to_owned()
            }
            (true, _) => {
                "Your calendar was not read: Monday to Friday from nine to five counts as free.".to_owned()
            }
            (false, Source::Calendar) => format!("The calendar of {name} was read."),
            (false, Source::Meetings) => {
                format!("Of {name}, only meetings in the calendars that were read are known.")
            }
            (false, Source::Hours) => {
                format!("Of {name}, only the working hours are known that you said: ask them first.")
            }
            (false, Source::Nothing) => {
                format!(
                    "Of {name}'s time nothing is known: your own working hours are assumed. Ask them first."
                )
            }
        }
    }
}

impl Asked {
    fn length(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.minutes))
    }

    fn day(&self, at: Timestamp) -> Day {
        Day(self.zone.to_datetime(at).date())
    }

    /// Every half hour at which all three have so much time.
    fn starts(&self) -> Vec<Timestamp> {
        let first = self.now.saturating_add(SignedDuration::from_hours(NOTICE)).unwrap_or(self.now);
        let shared = self.people.iter().map(|one| one.free.clone()).reduce(|one, other| shared(&one, &other));
        let mut starts = Vec::new();
        for stretch in shared.unwrap_or_default() {
            let mut at = self.on_grid(stretch.from.max(first));
            while at.saturating_add(self.length()).is_ok_and(|end| end <= stretch.to) {
                starts.push(at);
                let Ok(next) = at.checked_add(SignedDuration::from_mins(GRID)) else { break };
                at = next;
            }
        }
        starts
    }

    /// The next half hour on the leader's clock.
    fn on_grid(&self, at: Timestamp) -> Timestamp {
        let clock = self.zone.to_datetime(at);
        let past = i64::from(clock.minute()) % GRID * 60 + i64::from(clock.second());
        let missing = if past == 0 && clock.subsec_nanosecond() == 0 { 0 } else { GRID * 60 - past };
        let whole = SignedDuration::from_secs(missing)
            - SignedDuration::from_nanos(i64::from(clock.subsec_nanosecond()));
        at.checked_add(if missing == 0 { SignedDuration::ZERO } else { whole }).unwrap_or(at)
    }

    /// One time a day: behind a meeting in which all three are, else the earliest.
    fn by_day(&self, starts: &[Timestamp]) -> Vec<Timestamp> {
        let days: BTreeSet<Day> = starts.iter().map(|start| self.day(*start)).collect();
        let best = |day: Day| {
            let mut of_day = starts.iter().copied().filter(|start| self.day(*start) == day);
            let first = of_day.clone().next();
            of_day.find(|start| self.before(*start).is_some()).or(first)
        };
        days.into_iter().filter_map(best).take(MOST).collect()
    }

    /// The meeting of all three that ends just before.
    fn before(&self, start: Timestamp) -> Option<&Together> {
        let gap = |one: &&Together| (0..GRID * 60).contains(&start.duration_since(one.to).as_secs());
        self.together.iter().find(gap)
    }

    fn slot(&self, from: Timestamp) -> Slot {
        let to = from.saturating_add(self.length()).unwrap_or(from);
        let mut reasons = Vec::new();
        if let Some(before) = self.before(from) {
            reasons.push(format!("All three come out of “{}”.", before.title));
        }
        let day = self.day(from);
        match self.by {
            Some(by) if day > by => reasons.push(format!("It is to be decided by {by}: that is too late.")),
            Some(by) if day == by => reasons.push("It is the last day.".to_owned()),
            Some(by) => reasons.push(match day.until(by) {
                1 => "A day is left then.".to_owned(),
                days => format!("{days} days are left then."),
            }),
            None => {}
        }
        let here = self.zone.to_datetime(from);
        let elsewhere = self.people.iter().filter_map(|one| Some((one, one.zone.as_ref()?)));
        for (one, zone) in elsewhere.filter(|(_, zone)| zone.to_datetime(from) != here) {
            let there = zone.to_datetime(from);
            reasons.push(format!(
                "For {} it is {} ({}).",
                one.name,
                there.strftime("%H:%M"),
                called(zone, from)
            ));
        }
        Slot { from, to, words: self.words(from, to), reasons }
    }

    fn words(&self, from: Timestamp, to: Timestamp) -> String {
        let (begins, ends) = (self.zone.to_datetime(from), self.zone.to_datetime(to));
        format!(
            "{} to {} ({})",
            begins.strftime("%A %-d %B %Y, %H:%M"),
            ends.strftime("%H:%M"),
            called(&self.zone, from)
        )
    }
}

/// A zone, so that nobody takes it for another: its name and how far it is from UTC.
fn called(zone: &TimeZone, at: Timestamp) -> String {
    let offset = zone.to_offset(at);
    match zone.iana_name() {
        Some("UTC" | "Etc/UTC") => "UTC".to_owned(),
        Some(name) => format!("{name}, UTC{}", signed(offset.seconds())),
        None => format!("UTC{}", signed(offset.seconds())),
    }
}

fn signed(seconds: i32) -> String {
    let minutes = seconds.abs() / 60;
    format!("{}{:02}:{:02}", if seconds < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
}

/// What two have in common. Both are in order, and neither overlaps itself.
fn shared(one: &[Stretch], other: &[Stretch]) -> Vec<Stretch> {
    let mut all = Vec::new();
    for a in one {
        for b in other.iter().skip_while(|b| b.to <= a.from).take_while(|b| b.from < a.to) {
            all.push(Stretch { from: a.from.max(b.from), to: a.to.min(b.to) });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn at(words: &str) -> Timestamp {
        words.parse().unwrap()
    }

    fn berlin() -> TimeZone {
        jiff::tz::TimeZoneDatabase::bundled().get("Europe/Berlin").unwrap()
    }

    fn stretch(from: &str, to: &str) -> Stretch {
        Stretch { from: at(from), to: at(to) }
    }

    fn somebody(name: &str, free: &[(&str, &str)]) -> Somebody {
        let free = free.iter().map(|(from, to)| stretch(from, to)).collect();
        Somebody { name: name.into(), free, source: Source::Calendar, zone: None }
    }

    /// A Monday morning in Berlin, four hours of four days free to the leader.
    fn asked(others: Vec<Somebody>) -> Asked {
        let mine = [
            ("2027-03-25T08:10:00Z", "2027-03-25T12:00:00Z"),
            ("2027-03-26T08:00:00Z", "2027-03-26T12:00:00Z"),
            ("2027-03-29T07:00:00Z", "2027-03-29T11:00:00Z"),
            ("2027-03-30T07:00:00Z", "2027-03-30T11:00:00Z"),
        ];
        let people = [vec![somebody("Mira Solberg", &mine)], others].concat();
        let now = at("2027-03-25T06:00:00Z");
        Asked { now, zone: berlin(), minutes: 30, by: None, people, together: Vec::new() }
    }

    fn words(proposed: &Proposed) -> Vec<&str> {
        proposed.slots.iter().map(|slot| slot.words.as_str()).collect()
    }

    #[test]
    fn e2_three_times_on_three_days_are_proposed_on_the_clock_of_that_day() {
        let proposed = propose(&asked(Vec::new()));
        assert_eq!(
            words(&proposed),
            [
                "Thursday 25 March 2027, 09:30 to 10:00 (Europe/Berlin, UTC+01:00)",
                "Friday 26 March 2027, 09:00 to 09:30 (Europe/Berlin, UTC+01:00)",
                "Monday 29 March 2027, 09:00 to 09:30 (Europe/Berlin, UTC+02:00)",
            ],
            "the clock was turned in between"
        );
        assert_eq!(proposed.remark, None);
    }

    #[test]
    fn e2_a_time_is_free_to_all_three_and_in_time_where_that_can_be() {
        let dana = somebody("Dana Ortiz", &[("2027-03-25T10:45:00Z", "2027-03-25T11:30:00Z")]);
        let by = Some(Day(jiff::civil::date(2027, 3, 26)));
        let proposed = propose(&Asked { by, ..asked(vec![dana]) });
        assert_eq!(words(&proposed), ["Thursday 25 March 2027, 12:00 to 12:30 (Europe/Berlin, UTC+01:00)"]);
        assert_eq!(proposed.slots[0].reasons, ["A day is left then."]);
        assert_eq!(proposed.remark.as_deref(), Some("By 2027-03-26 there is no other day."));
        let late = somebody("Dana Ortiz", &[("2027-03-30T07:00:00Z", "2027-03-30T08:00:00Z")]);
        let proposed = propose(&Asked { by, ..asked(vec![late]) });
        assert_eq!(
            proposed.remark.as_deref(),
            Some("Before 2027-03-26 no time is free to all three; these come later.")
        );
        assert_eq!(proposed.slots[0].reasons, ["It is to be decided by 2027-03-26: that is too late."]);
        let never = propose(&asked(vec![somebody("Dana Ortiz", &[])]));
        assert!(never.slots.is_empty() && never.remark.is_some());
    }

    #[test]
    fn e2_behind_a_meeting_of_all_three_is_the_best_time_of_a_day_and_who_is_elsewhere_reads_their_clock() {
        let lisbon = jiff::tz::TimeZoneDatabase::bundled().get("Europe/Lisbon").unwrap();
        let all = [("2027-03-25T00:00:00Z", "2027-03-31T00:00:00Z")];
        let dana = Somebody { zone: Some(lisbon), ..somebody("Dana Ortiz", &all) };
        let together = vec![Together { title: "Council".into(), to: at("2027-03-26T09:50:00Z") }];
        let proposed = propose(&Asked { together, ..asked(vec![dana]) });
        let slot = &proposed.slots[1];
        assert_eq!(slot.words, "Friday 26 March 2027, 11:00 to 11:30 (Europe/Berlin, UTC+01:00)");
        assert_eq!(
            slot.reasons,
            ["All three come out of “Council”.", "For Dana Ortiz it is 10:00 (Europe/Lisbon, UTC+00:00)."]
        );
    }

    fn stretches() -> impl Strategy<Value = Vec<Stretch>> {
        let base = 1_800_000_000_i64;
        vec((0..600_i64, 1..12_i64), 0..8).prop_map(move |mut all| {
            all.sort_unstable();
            let moment = |quarter: i64| Timestamp::from_second(base + quarter * 900).unwrap();
            let mut end = 0;
            let mut free = Vec::new();
            for (from, long) in all.into_iter().filter(|(from, _)| *from < 600) {
                if from > end {
                    free.push(Stretch { from: moment(from), to: moment(from + long) });
                    end = from + long;
                }
            }
            free
        })
    }

    proptest! {
        #[test]
        fn e2_what_is_proposed_is_free_to_everybody_ahead_and_on_different_days(
            frees in vec(stretches(), 3..=3), minutes in 15..90_u32,
        ) {
            let people = frees.into_iter().map(|free| Somebody { free, ..somebody("x", &[]) }).collect();
            let now = Timestamp::from_second(1_800_040_000).unwrap();
            let asked = Asked { now, zone: berlin(), minutes, by: None, people, together: Vec::new() };
            let proposed = propose(&asked);
            prop_assert!(proposed.slots.len() <= MOST);
            for slot in &proposed.slots {
                prop_assert!(slot.from > now);
                prop_assert_eq!(asked.zone.to_datetime(slot.from).minute() % 30, 0);
                prop_assert_eq!(slot.to.duration_since(slot.from).as_secs(), i64::from(minutes) * 60);
                for one in &asked.people {
                    prop_assert!(one.free.iter().any(|free| free.from <= slot.from && slot.to <= free.to));
                }
            }
            let days: BTreeSet<Day> = proposed.slots.iter().map(|slot| asked.day(slot.from)).collect();
            prop_assert_eq!(days.len(), proposed.slots.len());
        }
    }
}
