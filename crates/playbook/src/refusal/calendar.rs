//! What is refused of calendars.

use super::{Refusal, said::listed};

impl Refusal {
    /// The fact of a refusal that is about a calendar; none of others.
    pub(super) fn fact_of_a_calendar(&self) -> Option<String> {
        Some(match self {
            Self::NoHours { hours } => format!("“{hours}” are no working hours"),
            Self::NoSuchZone { name } => format!("“{name}” is no time zone that is known"),
            Self::FeedOfNothing { .. } => "a feed holds something".into(),
            Self::NoSuchFeed { id, .. } => format!("no feed {id} is open"),
            _ => return None,
        })
    }

    /// What can be typed instead, of a refusal that is about a calendar.
    pub(super) fn hint_of_a_calendar(&self) -> Option<String> {
        Some(match self {
            Self::NoHours { .. } => "sideways calendar hours 9-17, or \"mon-thu 8:30-16:30\"".into(),
            Self::NoSuchZone { .. } => "--zone Europe/Berlin".into(),
            Self::FeedOfNothing { .. } => "sideways calendar feed make --only talks,answers".into(),
            Self::NoSuchFeed { open, .. } => listed("feeds", open, "sideways calendar feed make"),
            _ => return None,
        })
    }
}
