//! The times of a meeting that repeats, on the clock of its own zone (RFC 5545, 3.3.10).
//!
//! calcard reads the rule, and could write it out; but its way leads through tables of all time zones, a megabyte that
//! every start of the program would pay for. Tests hold the two against each other.

use calcard::{
    common::CalendarScale,
    icalendar::{ICalendarFrequency, ICalendarRecurrenceRule, ICalendarSkip, ICalendarWeekday},
};
use jiff::{
    SignedDuration,
    civil::{Date, DateTime, Time, Weekday},
};

/// A meeting that is held more often in a day is none.
const MOST_A_DAY: usize = 24;

/// Days in a row that are looked at in vain: more than two thousand years.
const MOST_IN_VAIN: usize = 800_000;

/// Why a rule was not followed: a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRule(pub &'static str);

/// The times from `start` to `until` that a rule gives, at most so many, in order. Zones play no part: the rule runs on the
/// clock, and `until` is on the same clock, whatever the rule itself says.
pub fn of(
    start: DateTime,
    rule: &ICalendarRecurrenceRule,
    until: DateTime,
    limit: usize,
) -> Result<Vec<DateTime>, NoRule> {
    followed(rule)?;
    if !is_lawful(rule) {
        return Err(NoRule("this rule breaks the rules of iCalendar; only the first meeting was read"));
    }
    let most = rule.count.map_or(limit, |count| limit.min(count as usize));
    let series = Series::of(start, rule);
    let (mut times, mut in_vain) = (Vec::new(), 0);
    for n in 0.. {
        let Some(period) = series.period(n).filter(|period| period.begins <= until) else { break };
        let before = times.len();
        for time in series.times(&period).into_iter().filter(|time| *time >= start) {
            if time > until || times.len() >= most {
                return Ok(times);
            }
            times.push(time);
        }
        in_vain = if times.len() > before { 0 } else { in_vain + period.days.len().max(1) };
        if in_vain > MOST_IN_VAIN {
            break;
        }
    }
    Ok(times)
}

/// That a rule is of a kind that is followed.
fn followed(rule: &ICalendarRecurrenceRule) -> Result<(), NoRule> {
    let times = [&rule.byhour, &rule.byminute, &rule.bysecond];
    let a_day = times.iter().map(|times| times.len().max(1)).product::<usize>();
    let a_day = if rule.freq == ICalendarFrequency::Hourly { a_day.saturating_mul(24) } else { a_day };
    if matches!(rule.freq, ICalendarFrequency::Secondly | ICalendarFrequency::Minutely) || a_day > MOST_A_DAY
    {
        return Err(NoRule("this repeats more than 24 times a day; only the first meeting was read"));
    }
    if rule.rscale.as_ref().is_some_and(|scale| *scale != CalendarScale::Gregorian) {
        return Err(NoRule(
            "this repeats by a calendar other than the Gregorian; only the first meeting was read",
        ));
    }
    if rule.skip.is_some_and(|skip| skip != ICalendarSkip::Omit) {
        return Err(NoRule("this moves days that a month lacks; only the first meeting was read"));
    }
    if rule.interval == Some(0) || rule.count == Some(0) {
        return Err(NoRule("this repeats never; only the first meeting was read"));
    }
    Ok(())
}

/// That its figures are within their bounds, and stand where they may.
fn is_lawful(rule: &ICalendarRecurrenceRule) -> bool {
    use ICalendarFrequency::{Daily, Monthly, Weekly, Yearly};
    let within = |figure: i32, most: i32| figure != 0 && (-most..=most).contains(&figure);
    rule.bymonth.iter().all(|month| (1..=12).contains(&month.month()))
        && rule.bymonthday.iter().all(|day| within(i32::from(*day), 31))
        && rule.byyearday.iter().all(|day| within(i32::from(*day), 366))
        && rule.byweekno.iter().all(|week| within(i32::from(*week), 53))
        && rule.bysetpos.iter().all(|place| within(*place, 366))
        && rule.byday.iter().all(|day| day.ordwk.is_none_or(|nth| within(i32::from(nth), 53)))
        && rule.byhour.iter().all(|hour| *hour < 24)
        && rule.byminute.iter().chain(&rule.bysecond).all(|figure| *figure < 60)
        && (rule.bymonthday.is_empty() || rule.freq != Weekly)
        && (rule.byyearday.is_empty() || !matches!(rule.freq, Monthly | Weekly | Daily))
        && (rule.byweekno.is_empty() || rule.freq == Yearly)
}

/// A rule with what it leaves to its start.
struct Series<'r> {
    rule: &'r ICalendarRecurrenceRule,
    start: DateTime,
    /// How many periods lie from one to the next.
    interval: i64,
    months: Vec<i8>,
    month_days: Vec<i8>,
    /// Days of the week, each with its place in month or year; 0 is every one.
    weekdays: Vec<(i16, Weekday)>,
    week_begins: Weekday,
    hours: Vec<i8>,
    minutes: Vec<i8>,
    seconds: Vec<i8>,
}

/// A year, month, week, day or hour.
struct Period {
    begins: DateTime,
    /// Its days in months that count, in order.
    days: Vec<Date>,
}

impl<'r> Series<'r> {
    fn of(start: DateTime, rule: &'r ICalendarRecurrenceRule) -> Self {
        use ICalendarFrequency::{Hourly, Monthly, Weekly, Yearly};
        let months = rule.bymonth.iter().filter(|month| !month.is_leap()).map(|month| month.month() as i8);
        let weekdays = rule.byday.iter().map(|day| {
            let nth = day.ordwk.filter(|_| matches!(rule.freq, Yearly | Monthly));
            (nth.unwrap_or(0), weekday(day.weekday))
        });
        let mut series = Self {
            rule,
            start,
            interval: i64::from(rule.interval.unwrap_or(1)),
            months: months.collect(),
            month_days: rule.bymonthday.clone(),
            weekdays: weekdays.collect(),
            week_begins: rule.wkst.map_or(Weekday::Monday, weekday),
            hours: sorted(&rule.byhour, Some(start.hour()).filter(|_| rule.freq != Hourly)),
            minutes: sorted(&rule.byminute, Some(start.minute())),
            seconds: sorted(&rule.bysecond, Some(start.second())),
        };
        let says_days = !(rule.byyearday.is_empty() && rule.bymonthday.is_empty() && rule.byday.is_empty());
        match rule.freq {
            _ if says_days => {}
            Weekly => series.weekdays.push((0, start.weekday())),
            Yearly if !rule.byweekno.is_empty() => series.weekdays.push((0, start.weekday())),
            Yearly | Monthly => {
                series.month_days.push(start.day());
                if rule.freq == Yearly && rule.bymonth.is_empty() {
                    series.months.push(start.month());
                }
            }
            _ => {}
        }
        series
    }

    /// The period so many intervals behind that of the start; none beyond all years.
    fn period(&self, n: i64) -> Option<Period> {
        let ahead = n * self.interval;
        let first = self.start.date();
        let whole = |begins: Date, days| Some(Period { begins: begins.to_datetime(Time::midnight()), days });
        match self.rule.freq {
            ICalendarFrequency::Yearly => {
                let year = i16::try_from(i64::from(first.year()) + ahead).ok()?;
                whole(
                    Date::new(year, 1, 1).ok()?,
                    (1..=12).flat_map(|month| self.month(year, month)).collect(),
                )
            }
            ICalendarFrequency::Monthly => {
                let month = i64::from(first.year()) * 12 + i64::from(first.month()) - 1 + ahead;
                let (year, month) =
                    (i16::try_from(month.div_euclid(12)).ok()?, month.rem_euclid(12) as i8 + 1);
                whole(Date::new(year, month, 1).ok()?, self.month(year, month).collect())
            }
            ICalendarFrequency::Weekly => {
                let begins = later(week_of(first, self.week_begins)?, 7 * ahead)?;
                let days = (0..7).filter_map(|day| later(begins, day));
                whole(begins, days.filter(|day| self.has_month(day.month())).collect())
            }
            ICalendarFrequency::Daily => {
                let day = later(first, ahead)?;
                whole(day, Some(day).filter(|day| self.has_month(day.month())).into_iter().collect())
            }
            _ => {
                let hour = first.at(self.start.hour(), 0, 0, 0);
                let begins = hour.checked_add(SignedDuration::from_hours(ahead)).ok()?;
                let days = Some(begins.date()).filter(|day| self.has_month(day.month()));
                Some(Period { begins, days: days.into_iter().collect() })
            }
        }
    }

    /// The days of a month, if it counts.
    fn month(&self, year: i16, month: i8) -> impl Iterator<Item = Date> {
        let first = Date::new(year, month, 1).ok().filter(|_| self.has_month(month));
        let last = first.map_or(0, Date::days_in_month);
        (1..=last).filter_map(move |day| Date::new(year, month, day).ok())
    }

    fn has_month(&self, month: i8) -> bool {
        self.rule.bymonth.is_empty() && self.months.is_empty() || self.months.contains(&month)
    }

    /// The times of a period, in order.
    fn times(&self, period: &Period) -> Vec<DateTime> {
        let hour = [period.begins.hour()];
        let hours = match self.rule.freq {
            ICalendarFrequency::Hourly if self.hours.is_empty() || self.hours.contains(&hour[0]) => &hour[..],
            ICalendarFrequency::Hourly => &[],
            _ => &self.hours[..],
        };
        let mut times = Vec::new();
        for day in period.days.iter().filter(|day| self.has(**day)) {
            for hour in hours {
                for minute in &self.minutes {
                    times.extend(self.seconds.iter().map(|second| day.at(*hour, *minute, *second, 0)));
                }
            }
        }
        if self.rule.bysetpos.is_empty() {
            return times;
        }
        let places = self.rule.bysetpos.iter().filter_map(|place| match usize::try_from(*place) {
            Ok(place) => place.checked_sub(1),
            Err(_) => times.len().checked_sub(place.unsigned_abs() as usize),
        });
        let mut places: Vec<usize> = places.collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| times.get(place).copied()).collect()
    }

    /// Whether the rule names a day, of a month that counts.
    fn has(&self, date: Date) -> bool {
        let rule = self.rule;
        named(&self.month_days, date.day(), date.days_in_month())
            && named(&rule.byyearday, date.day_of_year(), date.days_in_year())
            && (rule.byweekno.is_empty()
                || week(date, self.week_begins)
                    .is_some_and(|(week, weeks)| named(&rule.byweekno, week as i8, weeks as i8)))
            && (self.weekdays.is_empty() || self.weekdays.iter().any(|wanted| self.is_weekday(date, *wanted)))
    }

    fn is_weekday(&self, date: Date, (nth, weekday): (i16, Weekday)) -> bool {
        let is_by_month = self.rule.freq == ICalendarFrequency::Monthly || !self.rule.bymonth.is_empty();
        let (day, days) = if is_by_month {
            (i16::from(date.day()), i16::from(date.days_in_month()))
        } else {
            (date.day_of_year(), date.days_in_year())
        };
        date.weekday() == weekday
            && match nth {
                0 => true,
                1.. => (day - 1) / 7 + 1 == nth,
                _ => (days - day) / 7 + 1 == -nth,
            }
    }
}

/// Whether a figure is among those wanted, where those below nothing count from the end. None wanted are all.
fn named<T>(wanted: &[T], figure: T, last: T) -> bool
where
    T: Copy + PartialEq + std::ops::Sub<Output = T> + From<i8>,
{
    wanted.is_empty() || wanted.contains(&figure) || wanted.contains(&(figure - last - T::from(1)))
}

/// Figures in order, each once; what stands for none.
fn sorted(figures: &[u8], none: Option<i8>) -> Vec<i8> {
    let mut sorted: Vec<i8> = figures.iter().map(|figure| *figure as i8).collect();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.is_empty() { none.into_iter().collect() } else { sorted }
}

fn weekday(day: ICalendarWeekday) -> Weekday {
    match day {
        ICalendarWeekday::Monday => Weekday::Monday,
        ICalendarWeekday::Tuesday => Weekday::Tuesday,
        ICalendarWeekday::Wednesday => Weekday::Wednesday,
        ICalendarWeekday::Thursday => Weekday::Thursday,
        ICalendarWeekday::Friday => Weekday::Friday,
        ICalendarWeekday::Saturday => Weekday::Saturday,
        ICalendarWeekday::Sunday => Weekday::Sunday,
    }
}

fn later(date: Date, days: i64) -> Option<Date> {
    date.checked_add(SignedDuration::from_hours(24 * days)).ok()
}

/// The first day of the week of a date.
fn week_of(date: Date, begins: Weekday) -> Option<Date> {
    later(date, -i64::from(date.weekday().since(begins)))
}

/// The number of a date's week, and how many weeks its year has. A week is of the year in which most of its days lie.
fn week(date: Date, begins: Weekday) -> Option<(i16, i16)> {
    let middle_of = |date| later(week_of(date, begins)?, 3);
    let middle = middle_of(date)?;
    let last = middle_of(Date::new(middle.year(), 12, 28).ok()?)?;
    Some(((middle.day_of_year() - 1) / 7 + 1, (last.day_of_year() - 1) / 7 + 1))
}

#[cfg(test)]
mod tests {
    use calcard::{
        Entry, Parser,
        common::{PartialDateTime, timezone::Tz},
        icalendar::{
            ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarProperty,
            ICalendarValue,
        },
    };
    use jiff::{Timestamp, ToSpan, civil::date, tz::Offset};
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;

    /// The rule as it is written behind `RRULE:`.
    fn rule(words: &str) -> ICalendarRecurrenceRule {
        let event = format!("BEGIN:VEVENT\nRRULE:{words}\nEND:VEVENT\n");
        let Entry::ICalendar(calendar) = Parser::new(&event).entry() else { panic!("{words}") };
        let entry = calendar.components[0].property(&ICalendarProperty::Rrule).unwrap();
        let ICalendarValue::RecurrenceRule(rule) = &entry.values[0] else { panic!("{words}") };
        rule.as_ref().clone()
    }

    /// The days from a start on, at nine, so many.
    fn days(start: Date, words: &str, most: usize) -> Vec<String> {
        let until = date(2060, 1, 1).at(0, 0, 0, 0);
        let times = of(start.at(9, 0, 0, 0), &rule(words), until, most).unwrap();
        times.iter().map(|time| time.date().to_string()).collect()
    }

    fn partial(local: DateTime) -> PartialDateTime {
        PartialDateTime {
            year: Some(local.year() as u16),
            month: Some(local.month() as u8),
            day: Some(local.day() as u8),
            hour: Some(local.hour() as u8),
            minute: Some(local.minute() as u8),
            second: Some(local.second() as u8),
            ..PartialDateTime::default()
        }
    }

    /// What calcard makes of it.
    fn by_calcard(start: DateTime, rule: &ICalendarRecurrenceRule, until: DateTime) -> Option<Vec<DateTime>> {
        let rule = ICalendarRecurrenceRule { until: Some(partial(until)), ..rule.clone() };
        let entry = |name, value| ICalendarEntry { name, params: Vec::new(), values: vec![value] };
        let event = ICalendarComponent {
            component_type: ICalendarComponentType::VEvent,
            entries: vec![
                entry(ICalendarProperty::Dtstart, ICalendarValue::PartialDateTime(Box::new(partial(start)))),
                entry(ICalendarProperty::Rrule, ICalendarValue::RecurrenceRule(Box::new(rule))),
            ],
            component_ids: Vec::new(),
        };
        let expanded = ICalendar { components: vec![event] }.expand_dates(Tz::Floating, LIMIT);
        let seconds = expanded.events.iter().map(|event| event.start.naive_local().and_utc().timestamp());
        let local = |seconds| Offset::UTC.to_datetime(Timestamp::from_second(seconds).unwrap());
        expanded.errors.is_empty().then(|| seconds.map(local).collect())
    }

    const LIMIT: usize = 200;

    const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    fn list(name: &'static str, figures: Vec<String>) -> String {
        if figures.is_empty() { String::new() } else { format!(";{name}={}", figures.join(",")) }
    }

    fn figures(name: &'static str, of: Vec<i32>, most: usize) -> impl Strategy<Value = String> {
        vec(select(of).prop_map(|figure| figure.to_string()), 0..=most)
            .prop_map(move |figures| list(name, figures))
    }

    fn signed(most: i32) -> Vec<i32> {
        (-most..=most).filter(|figure| *figure != 0).collect()
    }

    /// Rules in which calcard follows RFC 5545: no weeks that lie in two years, no places within a week, no weekdays of both kinds.
    fn rules() -> impl Strategy<Value = String> {
        let places = || vec((select(vec![-4, -2, -1, 1, 2, 3, 4]), select(WEEKDAYS.to_vec())), 0..3);
        let plain = || {
            vec(select(WEEKDAYS.to_vec()), 0..4)
                .prop_map(|days| list("BYDAY", days.into_iter().map(str::to_owned).collect()))
        };
        let nth = move || {
            places().prop_map(|days| {
                list("BYDAY", days.into_iter().map(|(nth, day)| format!("{nth}{day}")).collect())
            })
        };
        let month_days = || figures("BYMONTHDAY", signed(31), 2);
        let of_years = (prop_oneof![plain(), nth()], month_days(), figures("BYYEARDAY", signed(366), 2));
        let weeks = (select(WEEKDAYS.to_vec()), figures("BYWEEKNO", (2..=50).collect(), 2));
        let place = || figures("BYSETPOS", vec![-2, -1, 1, 2], 1);
        prop_oneof![
            (of_years, place())
                .prop_map(|((days, of, year), place)| format!("YEARLY{days}{of}{year}{place}")),
            weeks.prop_map(|(day, weeks)| format!("YEARLY;BYDAY={day}{weeks}")),
            (prop_oneof![plain(), nth()], month_days(), place())
                .prop_map(|(days, of, place)| format!("MONTHLY{days}{of}{place}")),
            plain().prop_map(|days| format!("WEEKLY{days}")),
            (plain(), month_days(), place()).prop_map(|(days, of, place)| format!("DAILY{days}{of}{place}")),
            (plain(), month_days()).prop_map(|(days, of)| format!("HOURLY{days}{of}")),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn repeats_are_those_that_calcard_gives(
            (rule_of_days, months, hours, week) in (
                rules(),
                figures("BYMONTH", (1..=12).collect(), 2),
                figures("BYHOUR", (0..24).collect(), 2),
                select(WEEKDAYS.to_vec()),
            ),
            (interval, count, from, hour) in (1u16..5, proptest::option::of(1u32..30), 0i32..4_000, 0i8..24),
        ) {
            let count = count.map_or(String::new(), |count| format!(";COUNT={count}"));
            let words = format!("FREQ={rule_of_days}{months}{hours};WKST={week};INTERVAL={interval}{count}");
            let rule = rule(&words);
            prop_assume!(followed(&rule).is_ok());
            let start = date(2020, 1, 1).saturating_add(from.days()).at(hour, 30, 0, 0);
            let until = start.saturating_add(6.years());
            prop_assert_eq!(of(start, &rule, until, LIMIT).ok(), by_calcard(start, &rule, until), "{}", words);
        }
    }

    #[test]
    fn the_third_day_of_those_named_is_sought_in_the_whole_week() {
        let tuesday = date(2027, 1, 5);
        assert_eq!(
            days(tuesday, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;BYSETPOS=3", 2),
            ["2027-01-06", "2027-01-13"]
        );
    }

    #[test]
    fn every_and_single_weekdays_stand_side_by_side() {
        let found = days(date(2027, 1, 1), "FREQ=MONTHLY;BYDAY=-1FR,1MO", 4);
        assert_eq!(found, ["2027-01-04", "2027-01-29", "2027-02-01", "2027-02-26"]);
        let found = days(date(2027, 1, 1), "FREQ=MONTHLY;BYDAY=MO,1TU", 5);
        assert_eq!(found, ["2027-01-04", "2027-01-05", "2027-01-11", "2027-01-18", "2027-01-25"]);
    }

    #[test]
    fn a_place_of_a_weekday_counts_for_nothing_within_a_week() {
        assert_eq!(days(date(2027, 1, 4), "FREQ=WEEKLY;BYDAY=1MO", 2), ["2027-01-04", "2027-01-11"]);
    }

    #[test]
    fn a_week_of_the_year_is_met_on_the_weekday_of_the_start() {
        let found = days(date(2026, 12, 30), "FREQ=YEARLY;BYWEEKNO=1,53", 4);
        assert_eq!(found, ["2026-12-30", "2027-01-06", "2028-01-05", "2029-01-03"]);
    }

    #[test]
    fn a_leap_day_comes_in_leap_years_and_the_last_but_four_friday_where_there_is_one() {
        assert_eq!(days(date(2024, 2, 29), "FREQ=YEARLY", 3), ["2024-02-29", "2028-02-29", "2032-02-29"]);
        assert_eq!(days(date(2027, 1, 1), "FREQ=MONTHLY;BYDAY=-5FR", 2), ["2027-01-01", "2027-04-02"]);
    }
}
