//! Items, teams and links made up by dice.

use jiff::{
    Span,
    civil::{Date, date},
};
use plan::{
    calendar::{DAY, Ticks},
    facts::{Estimate, Facts, Item, Link, LinkKind, Named, Owner, Promise, Ref, Strength, Team},
    luck::Luck,
    place::Place,
};

/// A Monday.
pub const AS_OF: Date = date(2027, 1, 4);

/// How many leaders there are.
pub const LEADERS: u32 = 8;

/// Whole numbers below a bound, one after the other.
pub struct Dice(Luck, u32);

impl Dice {
    pub fn below(&mut self, bound: u32) -> u32 {
        self.1 += 1;
        ((u64::from(self.0.bits(self.1)) * u64::from(bound)) >> 32) as u32
    }
}

pub struct Maker {
    pub facts: Facts,
    pub dice: Dice,
    pub lanes: u32,
    has_back_teams: bool,
}

/// Who leads a team, by its name: `Team 3` and `Team 3 back` are of the fourth leader.
pub fn leader_of(team: &str) -> Option<u32> {
    team.split(' ').nth(1)?.parse().ok()
}

impl Maker {
    /// Eight leaders of a team, or two, of so many lanes.
    pub fn new(seed: u64, lanes: u32, has_back_teams: bool) -> Self {
        let dice = Dice(Luck::of_item(seed, "planted"), 0);
        let mut maker = Self { facts: Facts::default(), dice, lanes, has_back_teams };
        for leader in 0..LEADERS {
            let team = |name, lanes| Team { name, lanes: Some(lanes), ..Team::default() };
            let front = if has_back_teams { 1 } else { lanes };
            maker.facts.teams.push(team(Self::front(leader), front));
            if has_back_teams {
                maker.facts.teams.push(team(maker.back(leader), lanes));
            }
        }
        maker
    }

    /// The team of a leader that bears the dates.
    pub fn front(leader: u32) -> String {
        format!("Team {leader}")
    }

    /// The team of a leader that does what others wait for.
    pub fn back(&self, leader: u32) -> String {
        if self.has_back_teams { format!("Team {leader} back") } else { Self::front(leader) }
    }

    /// Gives a team other lanes.
    pub fn describe(&mut self, team: &str, lanes: u32) {
        self.facts
            .teams
            .iter_mut()
            .filter(|known| known.name == team)
            .for_each(|team| team.lanes = Some(lanes));
    }

    /// Three points around so many days.
    pub fn work(&mut self, title: String, team: &str, days: u32) -> usize {
        let likely = days as Ticks * DAY;
        self.spread(title, team, [likely * 3 / 4, likely, likely * 3 / 2])
    }

    /// Three points, in ticks.
    pub fn spread(&mut self, title: String, team: &str, [least, likely, most]: [Ticks; 3]) -> usize {
        let item = Item {
            id: Some(title.as_str().into()),
            owners: vec![Owner::Team(Named { text: team.to_owned().into(), place: Place::default() })],
            estimate: Some(Estimate::Three { least, likely, most }),
            ..Item::new(title, Place::default())
        };
        self.facts.items.push(item);
        self.facts.items.len() - 1
    }

    /// Promises something for so many working days from now.
    pub fn promise(&mut self, at: usize, by: u32) {
        let day = AS_OF + Span::new().days(i64::from(by / 5 * 7 + by % 5));
        self.facts.items[at].promise = Some(Promise { day, place: Place::default() });
    }

    /// Work that is promised.
    pub fn promised(&mut self, title: String, team: &str, days: u32, by: u32) -> usize {
        let at = self.work(title, team, days);
        self.promise(at, by);
        at
    }

    /// A goal that is promised: no work of its own.
    pub fn goal(&mut self, title: String, team: &str, by: u32) -> usize {
        let at = self.promised(title, team, 0, by);
        self.facts.items[at].is_goal = true;
        self.facts.items[at].estimate = None;
        at
    }

    pub fn link(&mut self, earlier: usize, later: usize) {
        self.facts.links.push(Link {
            earlier: Ref::At(earlier),
            later: Ref::At(later),
            kind: LinkKind::FinishStart,
            lag: 0,
            strength: Strength::Stated,
            outside: None,
            place: Place::default(),
        });
    }

    /// What is titled so.
    pub fn titled(&self, beginning: &str) -> Vec<usize> {
        let items = self.facts.items.iter().enumerate();
        items.filter(|(_, item)| item.title.starts_with(beginning)).map(|(at, _)| at).collect()
    }

    /// Work of a leader's that no date waits for.
    pub fn noise(&mut self, leader: u32, count: u32) {
        let back = self.back(leader);
        for number in 0..count {
            let days = 1 + self.dice.below(4);
            self.work(format!("Noise {leader}.{number}"), &back, days);
        }
    }

    /// Ties noise to noise; some of it is promised for a day far away.
    pub fn tie_noise_alone(&mut self) {
        let noise = self.titled("Noise ");
        for at in noise.iter().copied() {
            let earlier = noise[self.dice.below(noise.len() as u32) as usize];
            if earlier < at && !self.is_first(at) {
                self.link(earlier, at);
            }
            if self.dice.below(5) == 0 {
                self.promise(at, 300);
            }
        }
    }

    /// Whether it stands first in its queue and waits for nothing.
    fn is_first(&self, at: usize) -> bool {
        self.facts.items[at].title.ends_with(".0")
    }

    /// Likewise, and ties noise to the work of sides, and some of that to the first of the noise, which is done at once.
    pub fn tie_noise(&mut self) {
        self.tie_noise_alone();
        let (noise, slow) = (self.titled("Noise "), self.titled("Slow "));
        for at in noise.iter().copied().filter(|at| at % 4 == 1 && !self.is_first(*at)).collect::<Vec<_>>() {
            let side = slow[self.dice.below(slow.len() as u32) as usize];
            self.link(side, at);
        }
        let first: Vec<usize> = noise.into_iter().filter(|at| self.is_first(*at)).collect();
        // Only what stands deep in its queue, so that it does not wait.
        let is_deep = |at: &usize| self.facts.items[*at].title.ends_with(['6', '7', '8']);
        for at in slow.into_iter().filter(is_deep).collect::<Vec<_>>() {
            let earlier = first[self.dice.below(first.len() as u32) as usize];
            self.link(earlier, at);
        }
    }
}
