//! The times of a meeting that repeats, on the clock of its own zone.

use calcard::{
    common::{CalendarScale, timezone::Tz},
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarFrequency,
        ICalendarProperty, ICalendarRecurrenceRule, ICalendarSkip, ICalendarValue,
    },
};
use jiff::{Timestamp, civil::DateTime, tz::Offset};

use super::zones::partial;

/// A meeting that is held more often in a day is none.
const MOST_A_DAY: usize = 24;

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
    if until < start {
        return Ok(Vec::new());
    }
    let no_time = NoRule("this begins at a time that no calendar has; only the first meeting was read");
    let (Some(from), Some(until)) = (partial(start), partial(until)) else { return Err(no_time) };
    let rule = ICalendarRecurrenceRule { until: Some(until), ..rule.clone() };
    let entry = |name, value| ICalendarEntry { name, params: Vec::new(), values: vec![value] };
    let event = ICalendarComponent {
        component_type: ICalendarComponentType::VEvent,
        entries: vec![
            entry(ICalendarProperty::Dtstart, ICalendarValue::PartialDateTime(Box::new(from))),
            entry(ICalendarProperty::Rrule, ICalendarValue::RecurrenceRule(Box::new(rule))),
        ],
        component_ids: Vec::new(),
    };
    let expanded = ICalendar { components: vec![event] }.expand_dates(Tz::Floating, limit);
    if !expanded.errors.is_empty() {
        return Err(NoRule("this rule breaks the rules of iCalendar; only the first meeting was read"));
    }
    let local = |seconds| Some(Offset::UTC.to_datetime(Timestamp::from_second(seconds).ok()?));
    let times = expanded.events.iter().map(|event| event.start.naive_local().and_utc().timestamp());
    Ok(times.filter_map(local).collect())
}
