//! What readers found: plain values, each with its place. Names are still the words of the source.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A short text: names and ids up to 23 bytes stand in it without memory of their own.
pub use smol_str::SmolStr as Short;

use crate::{
    calendar::{Ticks, Week},
    place::Place,
};

/// All that was read of a plan and its people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Work items and deliverables, in the order of the sources.
    pub items: Vec<Item>,
    /// Links between items.
    pub links: Vec<Link>,
    /// Where an item needs somebody else, as the plan says it.
    pub asks: Vec<Ask>,
    /// Where a sentence of running text makes one think so: guesses, which count only where the plan itself says nothing.
    pub mentions: Vec<Ask>,
    /// Teams, each as often as it was described.
    pub teams: Vec<Team>,
    /// Teams of a tracker's projects, with whoever leads the project. Those who lead them elsewhere come first.
    pub projects: Vec<Team>,
    /// People, each as often as they were described.
    pub people: Vec<Person>,
    /// Systems and who answers for them.
    pub systems: Vec<System>,
    /// Days on which nobody or one team works.
    pub days_off: Vec<DayOff>,
    /// Other spellings under which a key or name stands for a team: an issue key's prefix and its project's name.
    pub team_aliases: BTreeMap<String, String>,
    /// What the leader answered: who says yes for a team, or who does an item. Wins over all else.
    pub answers: Vec<Answer>,
    /// Names that the leader says are one person's.
    pub same: Vec<Pair>,
    /// Names that the leader says are two people's, though they look alike.
    pub different: Vec<Pair>,
    /// What the leader corrected about crossings, in the order in which it applies.
    pub corrections: Vec<Correction>,
    /// Names that the leader added or struck, in the order in which it applies.
    pub choices: Vec<Choice>,
}

/// Two names, and what the leader said of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The one.
    pub name: String,
    /// The other; where both are one person's, the one that is shown.
    pub other: String,
    /// Where it is kept.
    pub place: Place,
}

/// An answer of the leader to a question of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// A team, or an item by id or title.
    pub subject: String,
    /// Who.
    pub name: String,
    /// Where it is kept.
    pub place: Place,
}

/// What a leader changes about a crossing. Where a kind may be absent, every kind is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is there, though the plan does not say so.
    Add(Kind),
    /// It is none.
    Reject(Option<Kind>),
    /// It is of another kind than the plan says.
    Rekind {
        /// The kind that the plan says.
        from: Option<Kind>,
        /// The kind that it is.
        to: Kind,
    },
    /// The yes is given.
    Given(Option<Kind>),
}

/// A correction of the leader, about what an item of theirs needs of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What is changed.
    pub change: Change,
    /// The item or deliverable that needs, by id, title, or the beginning of one title.
    pub item: String,
    /// A team or a person; or the item that is waited for.
    pub whom: String,
    /// Why, in the leader's words; empty where no reason is asked for.
    pub because: String,
    /// Where it is kept.
    pub place: Place,
}

/// A name that the leader adds to the map, or strikes from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Whether the name is to be on the map.
    pub is_with: bool,
    /// A person.
    pub name: String,
    /// Why, in the leader's words.
    pub because: String,
    /// Where it is kept.
    pub place: Place,
}

/// Words of the source and where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The name as it was written.
    pub text: Short,
    /// Where.
    pub place: Place,
}

/// How sure a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Somebody supposes it.
    Guessed,
    /// It follows from what the plan says.
    Derived,
    /// The plan says it.
    Stated,
}

/// An owner as written: it may be known whether a team or a person is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Owner {
    /// A team.
    Team(Named),
    /// A person.
    Person(Named),
    /// A known person if there is one of that name, else a team.
    Either(Named),
}

impl Owner {
    /// The words and their place.
    pub fn named(&self) -> &Named {
        match self {
            Self::Team(named) | Self::Person(named) | Self::Either(named) => named,
        }
    }
}

/// How long an item may take. All lengths in ticks, at least 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Estimate {
    /// At best, likely, at worst.
    Three {
        /// At best.
        least: Ticks,
        /// Most likely.
        likely: Ticks,
        /// At worst.
        most: Ticks,
    },
    /// One figure, taken as the median.
    One(Ticks),
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Not begun.
    #[default]
    Planned,
    /// Under way, since a day if that is known.
    Started(Option<Date>),
    /// Finished, on a day if that is known.
    Done(Option<Date>),
    /// Will not be done.
    Dropped,
}

impl State {
    /// Whether nothing more will be done on it.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done(_) | Self::Dropped)
    }
}

/// A promised day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The day.
    pub day: Date,
    /// Where it stands.
    pub place: Place,
}

/// A piece of work, or a deliverable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// The source's id, where it has one.
    pub id: Option<Short>,
    /// Whether its id is a label that may stand again under another heading, as `KR1` does, and no id of the whole plan then.
    #[serde(default)]
    pub is_label: bool,
    /// The line of the heading under which it stands; 0 where it stands under none.
    #[serde(default)]
    pub heading: u32,
    /// Title.
    pub title: String,
    /// Who does it or answers for it.
    pub owners: Vec<Owner>,
    /// What it is part of: an id, or a position in [`Facts::items`].
    pub parent: Option<Ref>,
    /// Where it stands.
    pub state: State,
    /// How long it may take.
    pub estimate: Option<Estimate>,
    /// How sure the estimate is.
    pub estimate_strength: Strength,
    /// What is left, where it is under way.
    pub remaining: Option<Estimate>,
    /// How long it took, in ticks, where it is finished.
    pub took: Option<Ticks>,
    /// Its place in its team's order; smaller is earlier; items without follow in the order of the source.
    pub rank: Option<String>,
    /// The day it is promised for.
    pub promise: Option<Promise>,
    /// How much it weighs among the deliverables, in hundredths; 100 is usual.
    pub weight: u32,
    /// It can't start earlier.
    pub not_before: Option<Date>,
    /// Whether it is a heading, an epic, a goal: work stands below it, and it takes no time of its own then.
    pub is_goal: bool,
    /// Whether adoption by others is what it is about.
    pub is_adoption: bool,
    /// Where it stands.
    pub place: Place,
}

impl Item {
    /// An item with a title and nothing else.
    pub fn new(title: impl Into<String>, place: Place) -> Self {
        Self {
            id: None,
            is_label: false,
            heading: 0,
            title: title.into(),
            owners: Vec::new(),
            parent: None,
            state: State::Planned,
            estimate: None,
            estimate_strength: Strength::Stated,
            remaining: None,
            took: None,
            rank: None,
            promise: None,
            weight: 100,
            not_before: None,
            is_goal: false,
            is_adoption: false,
            place,
        }
    }
}

/// A reference to an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ref {
    /// By its position in [`Facts::items`].
    At(usize),
    /// By id, title, or the beginning of one title.
    Named(Short),
}

/// What a link ties together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// The later one starts after the earlier one is finished.
    FinishStart,
    /// The later one starts after the earlier one has started.
    StartStart,
    /// The later one finishes after the earlier one is finished.
    FinishFinish,
    /// The later one finishes after the earlier one has started.
    StartFinish,
}

/// A link: `later` waits for `earlier`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What is waited for.
    pub earlier: Ref,
    /// What waits.
    pub later: Ref,
    /// What is tied.
    pub kind: LinkKind,
    /// Working time between, in ticks; negative is an overlap.
    pub lag: Ticks,
    /// How sure it is.
    pub strength: Strength,
    /// The team behind `earlier` where that is not among the items: an issue key's prefix, for one.
    pub outside: Option<Short>,
    /// Where it stands.
    pub place: Place,
}

/// How an item needs somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// I change or use their system.
    Touch,
    /// My date waits on their work.
    Date,
    /// They must agree.
    Approval,
    /// They must adopt or live with what I ship.
    Absorption,
}

impl Kind {
    /// All four, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Touch, Self::Date, Self::Approval, Self::Absorption];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Touch => "touch",
            Self::Date => "date",
            Self::Approval => "approval",
            Self::Absorption => "absorption",
        }
    }
}

/// A need that the plan states: this item needs that team, person or system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The item that needs.
    pub item: usize,
    /// How.
    pub kind: Kind,
    /// Whom: the name of a team, a person or a system.
    pub whom: Owner,
    /// How sure it is.
    pub strength: Strength,
    /// People named as the way in.
    pub through: Vec<String>,
    /// Whether the yes is given already.
    pub given: bool,
    /// Where it stands.
    pub place: Place,
}

/// A team as described once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// Other names of it.
    pub aliases: Vec<String>,
    /// Who leads it, in the order of the source.
    pub leads: Vec<String>,
    /// Those of them who only stand in.
    pub acting: Vec<String>,
    /// Who works in it.
    pub members: Vec<String>,
    /// Pieces of work at a time.
    pub lanes: Option<u32>,
    /// The days of the week on which it works.
    pub week: Option<Week>,
    /// Where it stands.
    pub place: Place,
}

/// A person as described once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// Other names of theirs: handles, short forms.
    pub aliases: Vec<String>,
    /// Keys by which the directory means them, which are no names: `dana_ortiz_payments`.
    pub keys: Vec<String>,
    /// Teams they lead.
    pub leads: Vec<String>,
    /// Teams they work in.
    pub member_of: Vec<String>,
    /// Who sets constraints for them.
    pub boss: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A system and the team that answers for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct System {
    /// Its name.
    pub name: String,
    /// The team.
    pub team: String,
    /// Where it stands.
    pub place: Place,
}

/// A stretch of days without work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOff {
    /// Whose; everybody's where absent.
    pub team: Option<String>,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Where it stands.
    pub place: Place,
}

impl Facts {
    /// Takes in what another file said. Its positions move behind those that are here already.
    pub fn absorb(&mut self, mut other: Self) {
        let base = self.items.len();
        let shift = |reference: &mut Ref| match reference {
            Ref::At(at) => *at += base,
            Ref::Named(_) => {}
        };
        other.items.iter_mut().filter_map(|item| item.parent.as_mut()).for_each(shift);
        other.links.iter_mut().flat_map(|link| [&mut link.earlier, &mut link.later]).for_each(shift);
        append(&mut self.items, other.items);
        append(&mut self.links, other.links);
        let shifted = |ask: Ask| Ask { item: ask.item + base, ..ask };
        self.asks.extend(other.asks.into_iter().map(shifted));
        self.mentions.extend(other.mentions.into_iter().map(shifted));
        self.teams.extend(other.teams);
        self.projects.extend(other.projects);
        self.people.extend(other.people);
        self.systems.extend(other.systems);
        self.days_off.extend(other.days_off);
        self.team_aliases.extend(other.team_aliases);
        self.answers.extend(other.answers);
        self.same.extend(other.same);
        self.different.extend(other.different);
        self.corrections.extend(other.corrections);
        self.choices.extend(other.choices);
    }
}

/// Puts values behind others; the first file's, which may be a million, are not copied.
fn append<T>(known: &mut Vec<T>, new: Vec<T>) {
    if known.is_empty() { *known = new } else { known.extend(new) }
}
