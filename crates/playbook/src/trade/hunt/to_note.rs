//! What a side of a proposal would do, as a good that can be noted by hand: an offer of mine, or what I want of them. No figure
//! of the proposal goes with it (rule T2).

use jiff::civil::Date;
use plan::{calendar::DAY, hunt::deal::Deal, names::typed, network::ItemId, whatif::Move};
use serde::Serialize;

use super::{ME, Telling};
use crate::trade::{goods::Kind, named_moves::things};

/// What is written up by whoever goes first, where nobody has said it yet.
const WRITE_UP: &str = "what broke";

/// A good that can be noted, with the facts that its kind asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ToNote {
    /// Whether I would give it; else I want it.
    pub is_offer: bool,
    /// The other leader.
    pub peer: String,
    /// Which of the five.
    pub good: Kind,
    /// Which item, whose hands, or what is moved first.
    pub what: String,
    /// Sequencing: working days by which it comes earlier.
    pub by: Option<u32>,
    /// Capacity: the first day.
    pub from: Option<Date>,
    /// Capacity: the last day.
    pub until: Option<Date>,
    /// Risk: what is written up.
    pub write_up: Option<String>,
    /// The command that notes it.
    pub command: String,
}

/// What a kind of good asks for.
#[derive(Default)]
struct Facts {
    by: Option<u32>,
    span: Option<(Date, Date)>,
    write_up: Option<String>,
}

impl Telling<'_> {
    /// What I can note of a move that one side makes for the other, where I am one of the two. Work that only follows, and what
    /// is pulled to go first, is no good by itself.
    pub(super) fn to_note(&self, deal: &Deal, change: &Move, planned: &plan::trial::Year) -> Option<ToNote> {
        let leg = deal
            .legs
            .iter()
            .find(|leg| leg.moves.contains(change) && [leg.giver, leg.receiver].contains(&ME))?;
        let is_given = |item: ItemId| self.question.party_of(&self.years.instance, item) == Some(leg.giver);
        let title = |item: ItemId| self.network.node(item).item.title.clone();
        let (good, what, facts) = match change {
            Move::Pull { item, .. } if is_given(*item) && !goes_first(&leg.moves, *item) => {
                let (was, is) = (self.years.order.planned.start[item.at()], planned.start[item.at()]);
                let by = u32::try_from((was - is + DAY - 1) / DAY).ok().filter(|by| *by > 0)?;
                (Kind::Sequencing, title(*item), Facts { by: Some(by), ..Facts::default() })
            }
            Move::First { item, .. } => {
                let write_up = Some(WRITE_UP.to_owned());
                (Kind::Risk, format!("first with {}", title(*item)), Facts { write_up, ..Facts::default() })
            }
            Move::Lend { giver, taker, lanes, from, to } => {
                let name = |team: &plan::directory::TeamId| &self.network.directory.teams[team.at()].name;
                let what = format!("{} works on {} for {}", name(giver), things(*lanes), name(taker));
                let from = self.network.calendar.day_of_start(*from);
                let span = Some((from, plan::forecast::day(self.network, *to)));
                (Kind::Capacity, what, Facts { span, ..Facts::default() })
            }
            _ => return None,
        };
        let is_offer = leg.giver == ME;
        let other = if is_offer { leg.receiver } else { leg.giver };
        Some(of(is_offer, self.parties.names[other as usize].clone(), good, what, facts))
    }
}

fn goes_first(moves: &[Move], item: ItemId) -> bool {
    moves.iter().any(|change| matches!(change, Move::First { item: first, .. } if *first == item))
}

fn of(is_offer: bool, peer: String, good: Kind, what: String, facts: Facts) -> ToNote {
    let verb = if is_offer { "offer" } else { "want" };
    let mut command = format!("sideways {verb} {} {} {}", typed(&peer), good.word(), typed(&what));
    let Facts { by, span, write_up } = facts;
    if let Some(by) = by {
        command.push_str(&format!(" --by {by}d"));
    }
    if let Some((from, until)) = span {
        command.push_str(&format!(" --from {from} --until {until}"));
    }
    if let Some(words) = &write_up {
        command.push_str(&format!(" --write-up {}", typed(words)));
    }
    let (from, until) = span.unzip();
    ToNote { is_offer, peer, good, what, by, from, until, write_up, command }
}
