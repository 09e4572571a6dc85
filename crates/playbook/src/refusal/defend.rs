//! What is refused of contributions and initiatives (rules T6 and R1).

use super::{Refusal, said::listed};

impl Refusal {
    /// The fact of a refusal that is about a contribution or an initiative; none of others.
    pub(super) fn fact_of_an_initiative(&self) -> Option<String> {
        Some(match self {
            Self::ContributionForNothing => "a contribution says what it was for".into(),
            Self::NoSuchContribution { id, .. } => format!("there is no contribution {id}"),
            Self::ThanksNameNothing { contribution } => {
                format!(
                    "{contribution} is a contribution: it is listed until it is named where others hear it"
                )
            }
            Self::TouchesNobody => "an initiative touches somebody, and this one would touch nobody".into(),
            Self::TouchesNobodyElse { initiative } => format!("{initiative} would touch nobody else then"),
            Self::NoSuchInitiative { id, .. } => {
                format!("no initiative {id} is kept: it was dropped, or never was one")
            }
            Self::TouchedByNone { name } => format!("no initiative touches {name}"),
            Self::SeveralInitiatives { name, initiatives } => {
                format!("{name} is touched by {}", initiatives.join(" and "))
            }
            Self::NotTouched { initiative, name } => format!("{initiative} does not touch {name}"),
            Self::TouchedBefore { initiative, name } => format!("{initiative} touches {name} already"),
            Self::NotAllDecided { initiative, open } => {
                let verb = if open.len() == 1 { "has" } else { "have" };
                format!("nothing goes up yet: of {initiative}, {} {verb} not decided", open.join(" and "))
            }
            Self::RefusedByPeer { initiative, name, on } => {
                format!("{name} said no to {initiative} on {on}: that is no decision to ratify")
            }
            Self::NothingRequested { initiative } => format!("{initiative} does not say what is asked for"),
            Self::WentUpBefore { initiative, on } => format!("the page of {initiative} went up on {on}"),
            _ => return None,
        })
    }

    /// What can be typed instead, of a refusal that is about a contribution or an initiative.
    pub(super) fn hint_of_an_initiative(&self) -> Option<String> {
        Some(match self {
            Self::ContributionForNothing => "--for \"Checkout v2\"".into(),
            Self::NoSuchContribution { open, .. } => {
                listed("contributions", open, "sideways contribution lists those that are not named yet")
            }
            Self::ThanksNameNothing { contribution } => {
                format!("sideways credit {contribution} \"quarterly review, read by Ana\"")
            }
            Self::TouchesNobody => "--touches mira,tom".into(),
            Self::TouchesNobodyElse { initiative } => {
                format!("sideways initiative drop {initiative} --because \"...\"")
            }
            Self::NoSuchInitiative { open, .. } => {
                listed("initiatives", open, "sideways initiative new \"...\" --touches mira,tom")
            }
            Self::TouchedByNone { .. } | Self::TouchedBefore { .. } => {
                "sideways initiative shows whom each touches".into()
            }
            Self::SeveralInitiatives { initiatives, .. } => {
                initiatives.first().map_or_else(String::new, |one| format!("--of {one}"))
            }
            Self::NotTouched { initiative, name } => {
                format!("sideways initiative touch {initiative} {}", plan::names::typed(name))
            }
            Self::NotAllDecided { initiative, open } => {
                let name = open.first().map_or_else(String::new, |name| plan::names::typed(name));
                format!("ask {name}; sideways initiative yes {name} --of {initiative}")
            }
            Self::RefusedByPeer { initiative, name, .. } => {
                let name = plan::names::typed(name);
                format!(
                    "change it so that it spares them: sideways initiative spare {initiative} {name} --because \"...\""
                )
            }
            Self::NothingRequested { initiative } => {
                format!("sideways initiative request {initiative} \"...\"")
            }
            Self::WentUpBefore { initiative, .. } => {
                format!("sideways initiative page {initiative} shows it")
            }
            _ => return None,
        })
    }
}
