//! Where a leader's work needs somebody else.

use std::collections::BTreeSet;

use crate::{
    directory::{PersonId, TeamId, Whom},
    facts::{Kind, Owner, State, Strength},
    network::{Edge, ItemId, Need, Network, Side},
    place::Place,
};

/// Whose plan it is: the leader, the teams they lead and those they named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mine {
    /// The leader under all their names.
    pub people: BTreeSet<PersonId>,
    /// Their teams.
    pub teams: BTreeSet<TeamId>,
    /// Whether items of a member of a team of mine count as mine, though the plan names no team.
    pub members_count: bool,
}

impl Mine {
    /// The leader of this name and these teams, as far as the plan knows them.
    pub fn of(network: &Network, me: Option<&str>, teams: &[String], members_count: bool) -> Self {
        let directory = &network.directory;
        let people: BTreeSet<PersonId> = me.and_then(|me| directory.find_person(me)).into_iter().collect();
        let named = teams.iter().filter_map(|team| directory.find_team(team));
        let led = people.iter().flat_map(|person| directory.people[person.at()].leads.iter().copied());
        Self { teams: named.chain(led).collect(), people, members_count }
    }

    /// Whether this is the leader or a team of theirs.
    pub fn is(&self, whom: Whom) -> bool {
        match whom {
            Whom::Team(team) => self.teams.contains(&team),
            Whom::Person(person) => self.people.contains(&person),
            Whom::Nobody => false,
        }
    }

    fn does(&self, network: &Network, item: ItemId) -> bool {
        let node = network.node(item);
        let of_members = node.team.filter(|_| self.members_count);
        node.stated.iter().chain(&of_members).any(|team| self.teams.contains(team))
            || node.people.iter().any(|person| self.people.contains(person))
    }
}

/// A place where my plan needs another team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// How.
    pub kind: Kind,
    /// My item that needs.
    pub item: ItemId,
    /// My deliverable or goal for which it counts.
    pub home: ItemId,
    /// Whom it needs.
    pub whom: Whom,
    /// How sure it is.
    pub strength: Strength,
    /// Their item, where the plan has it.
    pub theirs: Option<ItemId>,
    /// People named as the way in.
    pub through: Vec<String>,
    /// Items from theirs to mine, where there are others between.
    pub path: Vec<ItemId>,
    /// Where the plan says it.
    pub place: Place,
    /// What of the leader's corrections changed it, in their order.
    pub corrected: Vec<Corrected>,
}

/// A correction that bears on a crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrected {
    /// Position in [`Network::corrections`].
    pub by: usize,
    /// The kind that it was before; none where there was no crossing.
    pub was: Option<Kind>,
}

/// Whether a yes is still to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It is.
    Open,
    /// It is given.
    Given,
    /// Their work is finished.
    Finished,
    /// My item or deliverable is finished.
    Past,
    /// Their work or mine will not be done.
    Dropped,
}

/// Which items are mine, and what they need.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    network: &'a Network,
    mine: &'a Mine,
    is_mine: Vec<bool>,
    homes: Vec<Option<ItemId>>,
}

impl<'a> Scope<'a> {
    /// Sorts the items of a plan into mine and others'.
    ///
    /// Mine are items whose team is mine or whose doer I am, and what is part of them, unless another team is named for
    /// it. A deliverable without owner is mine if something it directly waits for is.
    pub fn of(network: &'a Network, mine: &'a Mine) -> Self {
        let mut is_mine: Vec<bool> = network.ids().map(|item| mine.does(network, item)).collect();
        for edge in &network.edges {
            let (later, earlier) = (network.node(edge.later), edge.earlier.at());
            let unowned = later.team.is_none() && later.people.is_empty() && later.item.owners.is_empty();
            let deliverable = later.item.promise.is_some() || later.item.is_goal;
            if unowned && deliverable && mine.does(network, ItemId(earlier as u32)) {
                is_mine[edge.later.at()] = true;
            }
        }
        let mut scope = Self { network, mine, is_mine, homes: Vec::new() };
        scope.homes = network.ids().map(|item| scope.home(item)).collect();
        scope
    }

    /// Whose scope it is.
    pub fn mine(&self) -> &Mine {
        self.mine
    }

    /// Whether an item is mine to do: mine, or part of something of mine and not another team's.
    pub fn is_mine(&self, item: ItemId) -> bool {
        self.homes[item.at()].is_some()
    }

    /// The deliverables and goals of mine for which something is still to be done, in the order of the plan.
    pub fn deliverables(&self) -> Vec<ItemId> {
        self.homes().into_iter().filter(|home| !self.network.node(*home).item.state.is_over()).collect()
    }

    /// All deliverables and goals of mine, what is over too.
    pub fn homes(&self) -> BTreeSet<ItemId> {
        self.network.ids().filter_map(|item| self.homes[item.at()]).collect()
    }

    /// The deliverable or goal for which an item of mine counts; none where it is not mine: it is mine if it is said to be,
    /// or if the nearest owner above it is.
    fn home(&self, item: ItemId) -> Option<ItemId> {
        let home = self.network.node(item).home;
        let mut here = item;
        // No plan is deeper; ends a circle of parts.
        for _ in 0..64 {
            let node = self.network.node(here);
            if self.is_mine[here.at()] {
                return Some(if self.is_mine[home.at()] { home } else { item });
            }
            if here == home || !node.stated.is_empty() {
                return None;
            }
            here = node.parent?;
        }
        None
    }

    /// Every crossing of my plan that is still open, in the order of the plan.
    pub fn crossings(&self) -> Vec<Crossing> {
        let standing = self.standing(|standing| standing == Standing::Open);
        standing.into_iter().map(|(crossing, _)| crossing).collect()
    }

    /// Every crossing of my plan for which a yes was given or is no longer needed, in the order of the plan.
    pub fn settled(&self) -> Vec<(Crossing, Standing)> {
        self.standing(|standing| standing != Standing::Open)
    }

    fn standing(&self, wanted: impl Fn(Standing) -> bool) -> Vec<(Crossing, Standing)> {
        let links = self.network.edges.iter().flat_map(|edge| self.across(edge));
        let needs = self.network.needs.iter().filter_map(|need| self.needed(need));
        let is_wanted = |(_, standing): &(Crossing, Standing)| wanted(*standing);
        let mut crossings: Vec<(Crossing, Standing)> = links.chain(needs).filter(is_wanted).collect();
        let key = |crossing: &Crossing| (crossing.home, crossing.whom, crossing.place.clone());
        let said: BTreeSet<(ItemId, Whom, Place)> =
            crossings.iter().map(|(crossing, _)| key(crossing)).collect();
        let shared = self.network.ids().flat_map(|item| self.shared(item)).filter(is_wanted);
        crossings.extend(shared.filter(|(crossing, _)| !said.contains(&key(crossing))));
        crossings.sort_by(|(a, _), (b, _)| (a.home, &a.place, a.kind).cmp(&(b.home, &b.place, b.kind)));
        crossings
    }

    /// A need of an item of mine that somebody else says yes to.
    fn needed(&self, need: &Need) -> Option<(Crossing, Standing)> {
        let home = self.homes[need.item.at()].filter(|_| !self.mine.is(need.whom))?;
        let theirs = need.added.and_then(|by| match self.network.corrections[by].side {
            Side::Item(theirs) => Some(theirs),
            Side::Whom(_) => None,
        });
        if theirs.is_some_and(|theirs| self.is_mine(theirs)) {
            return None;
        }
        let crossing = Crossing {
            kind: need.kind,
            item: need.item,
            home,
            whom: need.whom,
            strength: need.strength,
            theirs,
            through: need.through.clone(),
            path: Vec::new(),
            place: need.place.clone(),
            corrected: need.added.map(|by| Corrected { by, was: None }).into_iter().collect(),
        };
        let standing = match self.standing_of(need.item, home, theirs) {
            Standing::Open if need.given => Standing::Given,
            standing => standing,
        };
        Some((crossing, standing))
    }

    /// Work of mine that another team does with me: my date waits on their part of it. An owner that is handed down from
    /// the item above counts there.
    fn shared(&self, item: ItemId) -> Vec<(Crossing, Standing)> {
        let node = self.network.node(item);
        let Some(home) = self.homes[item.at()] else { return Vec::new() };
        let above =
            node.parent.map(|parent| self.network.node(parent).item.owners.as_slice()).unwrap_or_default();
        let of_team = |team: TeamId| {
            let is_it = |owner: &&Owner| self.network.directory.find_team(&owner.named().text) == Some(team);
            let owner = node.item.owners.iter().find(is_it)?;
            let crossing = || Crossing {
                kind: Kind::Date,
                item,
                home,
                whom: Whom::Team(team),
                strength: Strength::Stated,
                theirs: None,
                through: Vec::new(),
                path: Vec::new(),
                place: owner.named().place.clone(),
                corrected: Vec::new(),
            };
            (!self.mine.teams.contains(&team) && !above.contains(owner))
                .then(|| (crossing(), self.standing_of(item, home, None)))
        };
        node.stated.iter().filter_map(|team| of_team(*team)).collect()
    }

    /// Whether there is still something to do on an item of mine, its home, and what of theirs it needs.
    fn standing_of(&self, item: ItemId, home: ItemId, theirs: Option<ItemId>) -> Standing {
        let state = |item: ItemId| self.network.node(item).item.state;
        let mine = [state(item), state(home)];
        match theirs.map(state) {
            _ if mine.contains(&State::Dropped) => Standing::Dropped,
            _ if mine.iter().any(|state| state.is_over()) => Standing::Past,
            Some(State::Done(_)) => Standing::Finished,
            Some(State::Dropped) => Standing::Dropped,
            _ => Standing::Open,
        }
    }

    /// A link from their work to mine, or their part of my deliverable: one crossing for each who does it.
    fn across(&self, edge: &Edge) -> Vec<(Crossing, Standing)> {
        let home = self.homes[edge.later.at()].filter(|_| !self.is_mine(edge.earlier));
        let Some(home) = home else { return Vec::new() };
        let standing = self.standing_of(edge.later, home, Some(edge.earlier));
        let crossing = |whom: Whom| Crossing {
            kind: Kind::Date,
            item: edge.later,
            home,
            whom,
            strength: if edge.is_part { Strength::Stated } else { edge.strength },
            theirs: Some(edge.earlier),
            through: Vec::new(),
            path: Vec::new(),
            place: edge.place.clone(),
            corrected: Vec::new(),
        };
        self.network.doers(edge.earlier).into_iter().map(|whom| (crossing(whom), standing)).collect()
    }
}
