//! What is refused of announcements (rules L1 to L5, T7 and B1).

use super::{Refusal, said::listed};

impl Refusal {
    /// The fact of a refusal that is about an announcement; none of others.
    pub(super) fn fact_of_an_announcement(&self) -> Option<String> {
        Some(match self {
            Self::NothingAnnounced => "the announcement says nothing".into(),
            Self::LandsOnNobody => "it lands on nobody: an announcement is for those on whom it lands".into(),
            Self::LandsAlready { name, about } => format!("announcement {about} lands on {name} already"),
            Self::LandsElsewhere { name, about } => format!("announcement {about} does not land on {name}"),
            Self::RoomPassed { room } => format!("the room at {room} is over"),
            Self::RoomBeforeFree { room, free_from } => {
                format!("the room is at {room}, and the news is free from {free_from} on")
            }
            Self::NoSuchAnnouncement { id, .. } => {
                format!("no announcement {id} is kept: it was dropped, or never was one")
            }
            Self::AnnouncementOver { about, on } => format!("announcement {about} was over on {on}"),
            Self::NothingToTell { name } => format!("no announcement waits for {name}"),
            Self::SeveralAnnouncements { name, which } => {
                format!("several announcements are for {name}: {}", which.join(", "))
            }
            Self::HeardBefore { name, about, on, was_told } => {
                let how = if *was_told { "was told of" } else { "heard elsewhere of" };
                format!("{name} {how} announcement {about} on {on}")
            }
            Self::NotToldYet { at } => format!("{at} lies ahead"),
            Self::Broadcast => "a broadcast tells nobody: told means told by you, one to one".into(),
            Self::NotSurprised { name, about } => {
                format!("{name} was not surprised by announcement {about}, or it was mended before")
            }
            Self::NotAllTold { about, names } => {
                format!(
                    "the last step of announcement {about} comes after the calls; not told yet: {}",
                    names.join(", ")
                )
            }
            Self::NewsHeld { about, free_from } => {
                format!("announcement {about} is held: it may be shared from {free_from} on")
            }
            Self::GuardedFromNews { name, since } => {
                format!("{name} has been guarded since {since}: no news is proposed to them")
            }
            Self::TellFirst { about } => {
                format!("announcement {about} is bad news for somebody, and bad news is not put off")
            }
            _ => return None,
        })
    }

    /// What can be typed instead, of a refusal that is about an announcement.
    pub(super) fn hint_of_an_announcement(&self) -> Option<String> {
        Some(match self {
            Self::NothingAnnounced => "sideways tell new \"web joins platform\" --lands-on mira".into(),
            Self::LandsOnNobody => "--lands-on mira, or --lands-on mira=\"moves her May release\"".into(),
            Self::LandsAlready { about, .. } => format!("sideways tell {about}"),
            Self::LandsElsewhere { name, about } => {
                format!("sideways tell add {about} --lands-on {}", plan::names::typed(name))
            }
            Self::RoomPassed { .. } => "--room \"thu 15:00\"".into(),
            Self::RoomBeforeFree { .. } => {
                "--free-from \"thu 9:00\" --room \"thu 15:00\": the calls lie between the two".into()
            }
            Self::NoSuchAnnouncement { open, .. } => listed("announcements", open, "none is open"),
            Self::AnnouncementOver { about, .. } => format!("sideways tell {about} shows it"),
            Self::NothingToTell { .. } => "sideways tell lists what is open".into(),
            Self::SeveralAnnouncements { which, .. } => {
                let first = which.first().map_or("41", String::as_str);
                format!("--about {first}")
            }
            Self::HeardBefore { about, was_told: true, name, .. } => {
                format!("sideways surprised {} --about {about}, where they knew before", plan::names::typed(name))
            }
            Self::HeardBefore { about, name, .. } => {
                format!("sideways repaired {} --about {about} \"...\"", plan::names::typed(name))
            }
            Self::NotToldYet { .. } => "sideways told mira, once you have".into(),
            Self::Broadcast => {
                "sideways told mira, one for each; sideways told --everybody --about 41 says that it was broadcast".into()
            }
            Self::NotSurprised { name, about } => {
                format!("sideways surprised {} --about {about}", plan::names::typed(name))
            }
            Self::NotAllTold { about, .. } => {
                format!("sideways tell {about}; or sideways tell done {about} --because \"...\"")
            }
            Self::NewsHeld { about, .. } => {
                format!("sideways tell move {about} --free-from now, if it may be shared")
            }
            Self::GuardedFromNews { name, .. } => {
                format!("sideways peer cooperative {} --because \"...\"", plan::names::typed(name))
            }
            Self::TellFirst { about } => {
                format!("sideways tell {about}; sideways tell drop {about} --because \"...\" where it is none any more")
            }
            _ => return None,
        })
    }
}
