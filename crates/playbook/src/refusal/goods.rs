//! What is refused of the five goods (rules T1, T2, T4, T5, T7 and B1).

use super::{Refusal, said::listed};
use crate::moment::Id;

impl Refusal {
    /// The fact of a refusal that is about a good; none of others.
    pub(super) fn fact_of_a_good(&self) -> Option<String> {
        Some(match self {
            Self::PeerGuarded { name, since } => {
                format!("{name} has been guarded since {since}: nothing is traded with them")
            }
            Self::NoSuchGood { id, .. } => format!("no good {id} is open"),
            Self::SequencingWithoutLength => "sequencing says by how much an item comes earlier".into(),
            Self::SequencingTooFar { by } => format!("{by} working days are more than a year"),
            Self::RiskWithoutWriteUp => "whoever goes first writes up what broke".into(),
            Self::CreditWithoutReview => "credit is given in a review that somebody reads".into(),
            Self::NewsWithoutDay => "news has a day from which on it may be told".into(),
            Self::NewsNotFree { free_from } => {
                format!("this news may be told from {free_from} on; before that it is no offer")
            }
            Self::NewsWaits { good, free_from } => {
                format!("{good} waits: this news may be told from {free_from} on")
            }
            Self::NotJudged { kind } => {
                format!("what {kind} costs and brings is simulated from the plan, not judged")
            }
            Self::NoRange { least, most } => format!("{least} to {most} working days is no range"),
            Self::NothingAgreed => "nothing was named to agree on".into(),
            Self::NamedTwice { good } => format!("{good} is named twice"),
            Self::NotOneWay { good, beside } => format!("{good} goes the other way than {beside}"),
            Self::NothingComesBack { .. } => "both sides of this go the same way".into(),
            Self::AgreedBefore { good } => format!("{good} was agreed before"),
            Self::NotAgreed { good } => format!("{good} was not agreed yet"),
            Self::BeforeAgreed { on, agreed } => format!("{on} lies before {agreed}, which it follows from"),
            Self::CreditIsNamed { good } => format!("{good} is credit: it is given by naming it"),
            Self::NotWrittenUp { good } => format!("{good} is not done without its write-up"),
            Self::NoWriteUp { good } => format!("{good} has no write-up: it is not about going first"),
            Self::NotGiven { good } => format!("{good} was not given yet"),
            Self::IsLent { good } => format!("{good} is a loan: it ends by coming back"),
            _ => return None,
        })
    }

    /// What can be typed instead, of a refusal that is about a good.
    pub(super) fn hint_of_a_good(&self) -> Option<String> {
        Some(match self {
            Self::PeerGuarded { name, .. } => {
                format!("sideways peer cooperative {} --because \"...\"", plan::names::typed(name))
            }
            Self::NoSuchGood { open, .. } => listed("goods", open, "no good is open"),
            Self::SequencingWithoutLength | Self::SequencingTooFar { .. } => "--by 2w".into(),
            Self::RiskWithoutWriteUp => "--write-up \"what broke\"".into(),
            Self::CreditWithoutReview => "--review \"the quarterly review\" --reader Ana".into(),
            Self::NewsWithoutDay => "--free \"june 15\"".into(),
            Self::NewsNotFree { .. } => "--wait keeps it until then".into(),
            Self::NewsWaits { good, .. } => format!("sideways drop {good} --because \"...\""),
            Self::NotJudged { .. } => "leave --cost and --value out".into(),
            Self::NoRange { .. } => "--cost 2d..5d".into(),
            Self::NothingAgreed => "sideways trade lists what is open".into(),
            Self::NamedTwice { .. } => "name it once".into(),
            Self::NotOneWay { good, beside } => format!("sideways agree {beside} for {good}"),
            Self::NothingComesBack { goods } => {
                let goods: Vec<String> = goods.iter().map(Id::to_string).collect();
                format!("sideways agree {} is a gift", goods.join(" "))
            }
            Self::AgreedBefore { .. } | Self::NotGiven { .. } => {
                "sideways trade shows where it stands".into()
            }
            Self::NotAgreed { good } => format!("sideways agree {good}"),
            Self::BeforeAgreed { agreed, .. } => format!("name {agreed} or a later day"),
            Self::CreditIsNamed { good } => {
                format!("sideways credit {good} \"quarterly review, read by Ana\"")
            }
            Self::NotWrittenUp { good } => format!("sideways give {good} --write-up \"where it lies\""),
            Self::NoWriteUp { good } => format!("sideways give {good}"),
            Self::IsLent { good } => format!("sideways return {good}"),
            _ => return None,
        })
    }
}
