//! The plan as a network: every name resolved, every link between two items, no cycle left.

mod build;
mod correct;
mod labels;
mod note;
mod titles;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use self::build::Builder;
pub use self::correct::idle;
use crate::{
    calendar::{Calendar, DaysOff, Ticks},
    directory::{Directory, PersonId, TeamId, Whom},
    facts::{Change, Facts, Item, Kind, LinkKind, Short, State, Strength},
    names::title_key,
    place::Place,
};

/// An item of the network, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u32);

impl ItemId {
    /// Position in [`Network::nodes`].
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// An item with its names resolved.
#[derive(Clone, Debug)]
pub struct Node {
    /// What was read.
    pub item: Item,
    /// The source's id, else one made of deliverable, title and occurrence; no two items share one.
    pub id: Short,
    /// The team on whose lanes it is done: the first that the source names, else that of a person named.
    pub team: Option<TeamId>,
    /// The teams that the source names.
    pub stated: Vec<TeamId>,
    /// People named as doing it.
    pub people: Vec<PersonId>,
    /// What it is part of.
    pub parent: Option<ItemId>,
    /// Its parts.
    pub children: Vec<ItemId>,
    /// The deliverable or goal it counts for: itself or the nearest it is part of that bears a date or is a goal, else
    /// the outermost.
    pub home: ItemId,
}

/// A link between two items.
#[derive(Clone, Debug)]
pub struct Edge {
    /// What is waited for.
    pub earlier: ItemId,
    /// What waits.
    pub later: ItemId,
    /// What is tied.
    pub kind: LinkKind,
    /// Working time between.
    pub lag: Ticks,
    /// How sure it is.
    pub strength: Strength,
    /// Whether it says that `earlier` is a part of `later`.
    pub is_part: bool,
    /// Where it stands.
    pub place: Place,
}

/// A stated need with its names resolved.
#[derive(Clone, Debug)]
pub struct Need {
    /// The item that needs.
    pub item: ItemId,
    /// How.
    pub kind: Kind,
    /// Whom.
    pub whom: Whom,
    /// The name that was written.
    pub name: Short,
    /// How sure it is.
    pub strength: Strength,
    /// People named as the way in.
    pub through: Vec<String>,
    /// Whether the yes is given already.
    pub given: bool,
    /// Where it stands.
    pub place: Place,
    /// The leader's correction that added it: its position in [`Network::corrections`].
    pub added: Option<usize>,
}

/// A correction of crossings with its names resolved.
#[derive(Clone, Debug)]
pub struct Correction {
    /// What is changed.
    pub change: Change,
    /// The item or deliverable that needs.
    pub item: ItemId,
    /// Of whom.
    pub side: Side,
    /// What it is in few words.
    pub words: String,
    /// Why.
    pub because: String,
    /// Where it is kept.
    pub place: Place,
}

/// The other side of a crossing, as a correction names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A team or a person.
    Whom(Whom),
    /// The item of theirs.
    Item(ItemId),
}

/// A name that the leader adds or strikes, resolved.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Whether the name is to be on the map.
    pub is_with: bool,
    /// Who.
    pub person: PersonId,
    /// What it is in few words.
    pub words: String,
    /// Why.
    pub because: String,
    /// Where it is kept.
    pub place: Place,
}

/// What kind of oddity a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Oddity {
    /// A link to something that is not in the plan.
    DanglingLink,
    /// A name that fits several items.
    AmbiguousName,
    /// Two items with one id.
    DuplicateId,
    /// Items that wait for each other in a circle.
    Cycle,
    /// An item that waits for one of the same team that is ranked behind it.
    Inversion,
    /// A part of something that is not in the plan.
    MissingParent,
    /// An answer of the leader that fits nothing in the plan.
    IdleAnswer,
    /// A correction of the leader that fits nothing in the plan, or can't be kept to.
    IdleCorrection,
}

/// Something in the plan that does not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub oddity: Oddity,
    /// The item that it befalls.
    pub item: Option<ItemId>,
    /// The name that was written, where it names nothing or too much.
    pub name: String,
    /// Where it was read.
    pub place: Place,
    /// The fact in one sentence without a full stop.
    pub fact: String,
    /// What to do about it.
    pub hint: String,
}

/// A plan, resolved.
#[derive(Clone, Debug)]
pub struct Network {
    /// Items, in the order of the facts.
    pub nodes: Vec<Node>,
    /// Links without cycles; a link that was written twice stands once.
    pub edges: Vec<Edge>,
    /// Stated needs.
    pub needs: Vec<Need>,
    /// Corrections of crossings that name something in the plan, in the order in which they apply.
    pub corrections: Vec<Correction>,
    /// Names that are added or struck, each person once: the last word counts.
    pub choices: Vec<Choice>,
    /// Teams and people.
    pub directory: Directory,
    /// The axis of working days.
    pub calendar: Calendar,
    /// What does not fit together.
    pub findings: Vec<Finding>,
    /// Work that an answer of the leader means, by the subject of the answer.
    pub answered: Vec<(String, ItemId)>,
}

/// The day from which to look ahead: the wanted one, or the plan's first day where the whole plan lies before it.
/// The second value says whether the plan was over.
pub fn as_of(facts: &Facts, wanted: Date) -> (Date, bool) {
    let days = || {
        facts.items.iter().flat_map(|item| {
            let stated = match item.state {
                State::Started(day) | State::Done(day) => day,
                State::Planned | State::Dropped => None,
            };
            [item.promise.as_ref().map(|promise| promise.day), item.not_before, stated].into_iter().flatten()
        })
    };
    match (days().min(), days().max()) {
        (Some(first), Some(last)) if last < wanted => (first, true),
        _ => (wanted, false),
    }
}

impl Network {
    /// Resolves the names of the facts, as seen on the as-of day.
    pub fn build(facts: &Facts, as_of: Date) -> Self {
        Self::of(facts.clone(), as_of)
    }

    /// Resolves the names of facts that nobody needs any more: of a large plan nothing is held twice.
    pub fn of(facts: Facts, as_of: Date) -> Self {
        let builder = Builder::resolve(facts);
        let weeks = builder.directory.teams.iter().filter_map(|team| team.week);
        let calendar =
            Calendar::new(as_of, weeks.chain([Default::default()]), builder.directory.closed.clone());
        Self {
            nodes: builder.nodes,
            edges: builder.edges,
            needs: builder.needs,
            corrections: builder.corrections,
            choices: builder.choices,
            directory: builder.directory,
            calendar,
            findings: builder.findings,
            answered: builder.answered,
        }
    }

    /// An item.
    pub fn node(&self, item: ItemId) -> &Node {
        &self.nodes[item.at()]
    }

    /// Every item's id.
    pub fn ids(&self) -> impl Iterator<Item = ItemId> + use<> {
        (0..self.nodes.len() as u32).map(ItemId)
    }

    /// The days on which a team rests while others work.
    pub fn days_off(&self, team: TeamId) -> DaysOff {
        let team = &self.directory.teams[team.at()];
        self.calendar.days_off(team.week.unwrap_or_default(), &team.days_off)
    }

    /// Who does an item: the teams named for it, else the people; `Nobody` where none is named.
    pub fn doers(&self, item: ItemId) -> Vec<Whom> {
        let node = self.node(item);
        let teams = node.stated.iter().map(|team| Whom::Team(*team));
        let people =
            node.people.iter().filter(|_| node.stated.is_empty()).map(|person| Whom::Person(*person));
        let doers: Vec<Whom> = teams.chain(people).collect();
        if doers.is_empty() { vec![Whom::Nobody] } else { doers }
    }

    /// The first of those who do an item.
    pub fn doer(&self, item: ItemId) -> Whom {
        self.doers(item).first().copied().unwrap_or(Whom::Nobody)
    }

    /// The item of this id or title, if there is exactly one.
    pub fn find(&self, name: &str) -> Option<ItemId> {
        let key = title_key(name);
        let mut hits = self.ids().filter(|item| {
            title_key(&self.node(*item).id) == key || title_key(&self.node(*item).item.title) == key
        });
        hits.next().filter(|_| hits.next().is_none())
    }
}

/// The order of two items by rank; those without a rank come behind, in the order of the source.
pub fn compare_ranks(a: (Option<&str>, ItemId), b: (Option<&str>, ItemId)) -> std::cmp::Ordering {
    (a.0.is_none(), a.0, a.1).cmp(&(b.0.is_none(), b.0, b.1))
}
