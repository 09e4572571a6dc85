//! Small plans in the domain's words.
#![allow(dead_code)]

use jiff::civil::{Date, date};
use plan::{
    activity::Instance,
    calendar::Ticks,
    facts::{
        Ask, DayOff, Estimate, Facts, Item, Kind, Link, LinkKind, Named, Owner, Promise, Ref, State,
        Strength, Team,
    },
    network::{Finding, ItemId, Network, Oddity},
    order::Order,
    place::Place,
    spread::Sampler,
    trial::{Cause, Year},
};

pub const DAY: Ticks = 1024;
pub const MONDAY: Date = date(2027, 1, 4);
pub const TUESDAY: Date = date(2027, 1, 5);
pub const WEDNESDAY: Date = date(2027, 1, 6);
pub const THURSDAY: Date = date(2027, 1, 7);
pub const FRIDAY: Date = date(2027, 1, 8);

fn line(line: u32) -> Place {
    Place { line, ..Place::default() }
}

fn named(text: &str) -> Named {
    Named { text: text.into(), place: Place::default() }
}

fn exactly(length: Ticks) -> Estimate {
    Estimate::Three { least: length, likely: length, most: length }
}

/// An item; its id is its title too.
pub struct Work(pub Item);

pub fn work(id: &str) -> Work {
    Work(Item { id: Some(id.into()), ..Item::new(id, Place::default()) })
}

pub fn goal(id: &str) -> Work {
    Work(Item { is_goal: true, ..work(id).0 })
}

impl Work {
    pub fn takes(self, length: Ticks) -> Self {
        Self(Item { estimate: Some(exactly(length)), ..self.0 })
    }

    pub fn has_left(self, length: Ticks) -> Self {
        Self(Item { remaining: Some(exactly(length)), ..self.0 })
    }

    pub fn of(mut self, team: &str) -> Self {
        self.0.owners.push(Owner::Team(named(team)));
        self
    }

    pub fn by(mut self, person: &str) -> Self {
        self.0.owners.push(Owner::Person(named(person)));
        self
    }

    pub fn part_of(self, id: &str) -> Self {
        Self(Item { parent: Some(Ref::Named(id.into())), ..self.0 })
    }

    pub fn is(self, state: State) -> Self {
        Self(Item { state, ..self.0 })
    }

    pub fn ranked(self, rank: &str) -> Self {
        Self(Item { rank: Some(rank.into()), ..self.0 })
    }

    pub fn not_before(self, day: Date) -> Self {
        Self(Item { not_before: Some(day), ..self.0 })
    }

    pub fn promised(self, day: Date) -> Self {
        Self(Item { promise: Some(Promise { day, place: Place::default() }), ..self.0 })
    }

    pub fn titled(self, title: &str) -> Self {
        Self(Item { title: title.into(), ..self.0 })
    }

    pub fn on_line(self, at: u32) -> Self {
        Self(Item { place: line(at), ..self.0 })
    }
}

/// What is given.
#[derive(Default)]
pub struct Given(pub Facts);

pub fn given() -> Given {
    Given::default()
}

impl Given {
    pub fn team(self, name: &str, lanes: u32) -> Self {
        self.describe(Team { name: name.into(), lanes: Some(lanes), ..Team::default() })
    }

    pub fn led_by(self, name: &str, lead: &str) -> Self {
        self.describe(Team { name: name.into(), leads: vec![lead.into()], ..Team::default() })
    }

    pub fn describe(mut self, team: Team) -> Self {
        self.0.teams.push(team);
        self
    }

    pub fn rests(mut self, team: &str, first: Date, last: Date) -> Self {
        self.0.days_off.push(DayOff { team: Some(team.into()), first, last, place: Place::default() });
        self
    }

    pub fn item(mut self, work: Work) -> Self {
        self.0.items.push(work.0);
        self
    }

    pub fn link(self, earlier: &str, kind: LinkKind, lag: Ticks, later: &str) -> Self {
        self.tie(Link { kind, lag, ..link(earlier, later) })
    }

    pub fn tie(mut self, link: Link) -> Self {
        self.0.links.push(link);
        self
    }

    pub fn ask(mut self, item: &str, kind: Kind, whom: &str, given: bool) -> Self {
        let item = self.0.items.iter().position(|known| known.id.as_deref() == Some(item)).unwrap();
        let (whom, place) = (Owner::Either(named(whom)), Place::default());
        self.0.asks.push(Ask {
            item,
            kind,
            whom,
            strength: Strength::Stated,
            through: Vec::new(),
            given,
            place,
        });
        self
    }

    pub fn mention(self, item: &str, kind: Kind, whom: &str) -> Self {
        let mut given = self.ask(item, kind, whom, false);
        let ask = given.0.asks.pop().map(|ask| Ask { strength: Strength::Guessed, ..ask });
        given.0.mentions.extend(ask);
        given
    }

    pub fn network(self) -> Network {
        Network::build(&self.0, MONDAY)
    }

    pub fn plan(self) -> Plan {
        let network = self.network();
        let instance = Instance::new(&network, 1);
        let order = Order::of(&instance);
        Plan { network, instance, order }
    }
}

/// A link by which the later one starts after the earlier one is finished.
pub fn link(earlier: &str, later: &str) -> Link {
    Link {
        earlier: Ref::Named(earlier.into()),
        later: Ref::Named(later.into()),
        kind: LinkKind::FinishStart,
        lag: 0,
        strength: Strength::Stated,
        outside: None,
        place: Place::default(),
    }
}

pub fn written(strength: Strength, at: u32, link: Link) -> Link {
    Link { strength, place: line(at), ..link }
}

pub fn findings(network: &Network, oddity: Oddity) -> Vec<&Finding> {
    network.findings.iter().filter(|finding| finding.oddity == oddity).collect()
}

/// A plan ready to be played.
pub struct Plan {
    pub network: Network,
    pub instance: Instance,
    pub order: Order,
}

impl Plan {
    pub fn item(&self, id: &str) -> ItemId {
        self.network.ids().find(|item| self.network.node(*item).id == id).unwrap()
    }

    pub fn id(&self, item: ItemId) -> &str {
        &self.network.node(item).id
    }

    pub fn list(&self) -> Vec<&str> {
        self.order.list.iter().map(|item| self.id(*item)).collect()
    }

    /// From now on it takes so long in every trial, whatever the plan counts on.
    pub fn but(mut self, id: &str, takes: Ticks) -> Self {
        let item = self.item(id);
        let activity = &mut self.instance.activities[item.at()];
        activity.sampler = Sampler::Fixed(takes);
        self
    }

    pub fn planned(&self) -> Year {
        let mut year = Year::default();
        year.play_planned(&self.instance, &self.order);
        year
    }

    pub fn played(&self) -> Year {
        let mut year = Year::default();
        year.play(&self.instance, &self.order, 0);
        year
    }

    /// When it starts and ends if all goes as the plan counts on.
    pub fn span(&self, id: &str) -> (Ticks, Ticks) {
        let (year, item) = (self.planned(), self.item(id));
        (year.start[item.at()], year.finish[item.at()])
    }

    pub fn cause(&self, id: &str) -> Cause {
        self.planned().cause[self.item(id).at()]
    }

    pub fn waits_for_link_to(&self, id: &str, earlier: &str) -> bool {
        matches!(self.cause(id), Cause::Link(wait) if wait.on == self.item(earlier))
    }

    /// The chain in the planned year: each id, and whether its length is part of it.
    pub fn chain(&self, id: &str) -> Vec<(&str, bool)> {
        let mut steps = Vec::new();
        self.planned()
            .chain(&self.instance, self.item(id), |step| steps.push((self.id(step.item), step.counts)));
        steps
    }

    pub fn sample(&self, id: &str, trial: u32) -> Ticks {
        self.instance.sample(&self.instance.activities[self.item(id).at()], trial)
    }
}
