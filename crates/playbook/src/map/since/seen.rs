//! What one reading of a plan shows to be compared with another.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use plan::{
    calendar::Calendar,
    crossing::{Crossing, Scope, Standing},
    facts::{Kind, State, Strength},
    names::{person_key, team_key, title_key},
    network::{ItemId, Network},
    place::{Quoted, Quotes},
};

use super::super::{
    answerer::{Answerer, Answerers},
    corrections,
    need::{self, Needs},
    rules::{Rules, UNIT},
    simulated::Simulated,
};

/// A plan as one map saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub(super) items: Vec<Thing>,
    pub(super) homes: Vec<Home>,
    pub(super) needs: Vec<Needed>,
    calendar: Calendar,
}

/// An item, by which it is known again.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    /// Its id, where the source has one.
    pub id: Option<String>,
    pub title: String,
    pub parent: Option<usize>,
}

/// A deliverable or goal of mine. `item` is a position among the items of its reading, or among those of both.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub item: usize,
    pub title: String,
    pub state: State,
    /// The day the plan promises; none where it promises none.
    pub promised: Option<Date>,
    /// The day it ends on if all goes as the plan counts on.
    pub planned: Option<Date>,
    pub place: Quoted,
}

/// Who answers for a crossing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Who {
    Person(String),
    Team(String),
    Item(usize),
}

/// A crossing, with the standing of its yes. Items as in [`Home`].
#[derive(Clone, Debug)]
pub(super) struct Needed {
    pub kind: Kind,
    pub item: usize,
    pub home: usize,
    pub theirs: Option<usize>,
    pub who: Who,
    pub standing: Standing,
    pub strength: Strength,
    /// The share of years in which their work decides my date, where the years alone show that it waits on them.
    pub over_hops: Option<f64>,
    /// What it weighs by itself, where a full yes is 1.
    pub weighs: f64,
    pub person: Option<String>,
    pub team: Option<String>,
    pub titles: Titles,
    pub place: Quoted,
}

/// What the items of a crossing are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Titles {
    pub item: String,
    pub home: String,
    pub theirs: Option<String>,
}

/// What a reading is seen through.
pub struct Eyes<'a> {
    /// The plan.
    pub network: &'a Network,
    /// What is mine in it.
    pub scope: &'a Scope<'a>,
    /// Who answers.
    pub answerers: &'a Answerers<'a>,
    /// What the years say.
    pub simulated: &'a Simulated,
    /// What counts how much.
    pub rules: &'a Rules,
    /// Whoever holds the texts.
    pub quotes: &'a dyn Quotes,
}

impl Eyes<'_> {
    /// What is there to be compared: crossings that are open, as they were summed, and those that are settled.
    pub fn see(&self, needs: &Needs) -> Seen {
        let open =
            needs.all.iter().flat_map(|need| need.crossings.iter().map(|crossing| (need.who, crossing)));
        let open = open.map(|(who, crossing)| self.needed(who, crossing, Standing::Open));
        let settled = self.settled();
        let settled = settled.iter().filter_map(|(crossing, standing)| {
            let who = self.answerers.answer(crossing.whom, crossing.theirs)?;
            Some(self.needed(who, crossing, *standing))
        });
        Seen {
            items: self.network.nodes.iter().map(thing).collect(),
            homes: self.scope.homes().into_iter().map(|home| self.home(home)).collect(),
            needs: open.chain(settled).collect(),
            calendar: self.network.calendar.clone(),
        }
    }

    /// Settled crossings as the leader corrected them, so that they are known again by what they were while they were open.
    fn settled(&self) -> Vec<(Crossing, Standing)> {
        let mut by_standing: BTreeMap<Standing, Vec<Crossing>> = BTreeMap::new();
        for (crossing, standing) in self.scope.settled() {
            by_standing.entry(standing).or_default().push(crossing);
        }
        let applied = by_standing.into_iter().flat_map(|(standing, crossings)| {
            let applied = corrections::apply(self.network, self.scope, self.answerers, crossings);
            applied.crossings.into_iter().map(move |crossing| (crossing, standing))
        });
        applied.collect()
    }

    fn home(&self, home: ItemId) -> Home {
        let item = &self.network.node(home).item;
        let planned = self.simulated.outlook(home).map(|outlook| outlook.planned);
        Home {
            item: home.at(),
            title: item.title.clone(),
            state: item.state,
            promised: item.promise.as_ref().map(|promise| promise.day),
            planned: planned.map(|moment| plan::forecast::day(self.network, moment)),
            place: self.quotes.quoted(item.promise.as_ref().map_or(&item.place, |promise| &promise.place)),
        }
    }

    fn needed(&self, who: Answerer, crossing: &Crossing, standing: Standing) -> Needed {
        let name = self.answerers.name(who);
        let weighs = need::weigh(self.network, self.simulated, self.rules, who, crossing);
        let title = |item: ItemId| self.network.node(item).item.title.clone();
        let over_hops = || need::decides(self.simulated, who, crossing).filter(|_| !crossing.path.is_empty());
        Needed {
            kind: crossing.kind,
            item: crossing.item.at(),
            home: crossing.home.at(),
            theirs: crossing.theirs.map(ItemId::at),
            who: match who {
                Answerer::Person(_) => Who::Person(person_key(name)),
                Answerer::Team(_) => Who::Team(team_key(name)),
                Answerer::Item(item) => Who::Item(item.at()),
            },
            standing,
            strength: crossing.strength,
            over_hops: over_hops(),
            weighs: weighs as f64 / UNIT as f64,
            person: matches!(who, Answerer::Person(_)).then(|| name.to_owned()),
            team: self.answerers.team(crossing.whom).map(str::to_owned),
            titles: Titles {
                item: title(crossing.item),
                home: title(crossing.home),
                theirs: crossing.theirs.map(title),
            },
            place: self.quotes.quoted(&crossing.place),
        }
    }
}

fn thing(node: &plan::network::Node) -> Thing {
    Thing {
        id: node.item.id.is_some().then(|| title_key(&node.id)),
        title: title_key(&node.item.title),
        parent: node.parent.map(ItemId::at),
    }
}

impl Seen {
    /// Whether anything was read that is a piece of work.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether any of it is the leader's.
    pub fn is_mine(&self) -> bool {
        !self.homes.is_empty()
    }

    /// Working days from one day to another; below nought where the other comes first.
    pub(super) fn working_days(&self, from: Date, to: Date) -> i32 {
        self.calendar.index(to) - self.calendar.index(from)
    }

    /// The same with the numbers of its items changed.
    pub(super) fn renumbered(&self, number: impl Fn(usize) -> usize) -> (Vec<Home>, Vec<Needed>) {
        let homes = self.homes.iter().map(|home| Home { item: number(home.item), ..home.clone() });
        let needs = self.needs.iter().map(|need| Needed {
            item: number(need.item),
            home: number(need.home),
            theirs: need.theirs.map(&number),
            who: match &need.who {
                Who::Item(item) => Who::Item(number(*item)),
                who => who.clone(),
            },
            ..need.clone()
        });
        (homes.collect(), needs.collect())
    }
}

/// For every item of the earlier reading the same one in the later, where it stands there.
///
/// Known again are: the same id of the source; of items without one, the same title at the same place among titles (under
/// the same parents), the first of several being the first; of what is left, a title that stands once on either side.
pub(super) fn known_again(before: &[Thing], after: &[Thing]) -> BTreeMap<usize, usize> {
    let mut known = BTreeMap::new();
    let (old, new) = (by(before, |at| Some(path(before, at))), by(after, |at| Some(path(after, at))));
    for (path, earlier) in &old {
        let later = new.get(path).map(Vec::as_slice).unwrap_or_default();
        known.extend(earlier.iter().copied().zip(later.iter().copied()));
    }
    let taken: BTreeSet<usize> = known.values().copied().collect();
    let left = |at: usize, is_known: bool, things: &[Thing]| (!is_known).then(|| things[at].title.clone());
    let old = by(before, |at| left(at, known.contains_key(&at), before));
    let new = by(after, |at| left(at, taken.contains(&at), after));
    for (title, earlier) in &old {
        if let ([earlier], Some([later])) = (earlier.as_slice(), new.get(title).map(Vec::as_slice))
            && (before[*earlier].id.is_none() || after[*later].id.is_none())
        {
            known.insert(*earlier, *later);
        }
    }
    known
}

fn by(things: &[Thing], key: impl Fn(usize) -> Option<String>) -> BTreeMap<String, Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in 0..things.len() {
        if let Some(key) = key(at) {
            groups.entry(key).or_default().push(at);
        }
    }
    groups
}

/// Titles from an item up to the nearest with an id, which ends them.
fn path(things: &[Thing], item: usize) -> String {
    let (mut words, mut here) = (String::new(), Some(item));
    // No plan is deeper; ends a circle of parts.
    for _ in 0..64 {
        let Some(thing) = here.map(|at| &things[at]) else { break };
        if let Some(id) = &thing.id {
            words.push('#');
            words.push_str(id);
            break;
        }
        words.push_str(&thing.title);
        words.push('/');
        here = thing.parent;
    }
    words
}
