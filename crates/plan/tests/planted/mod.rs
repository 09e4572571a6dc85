//! Plans in which a trade is planted among noise: what is to be found comes from how the plan is made, not from the hunt.
#![allow(dead_code)]

use std::collections::BTreeSet;

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

pub const AS_OF: Date = date(2027, 1, 4);

/// The team of whoever asks.
pub const ME: &str = "Team 0";

/// A plan, and the titles of the work that the planted trade pulls forward.
pub struct Planted {
    pub facts: Facts,
    pub items: BTreeSet<String>,
}

/// Whole numbers below a bound, one after the other.
struct Dice(Luck, u32);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.1 += 1;
        ((u64::from(self.0.bits(self.1)) * u64::from(bound)) >> 32) as u32
    }
}

struct Maker {
    facts: Facts,
    dice: Dice,
}

const TEAMS: u32 = 8;

fn named(text: String) -> Named {
    Named { text: text.into(), place: Place::default() }
}

impl Maker {
    /// Eight teams of one lane; each with a dozen pieces of work of its own that nobody waits for and that nothing is
    /// promised of.
    fn new(seed: u64) -> Self {
        let mut maker = Self { facts: Facts::default(), dice: Dice(Luck::of_item(seed, "planted"), 0) };
        for team in 0..TEAMS {
            let team = Team { name: format!("Team {team}"), lanes: Some(1), ..Team::default() };
            maker.facts.teams.push(team);
        }
        maker
    }

    /// Three points around so many days.
    fn work(&mut self, title: String, team: u32, days: u32) -> usize {
        let likely = days as Ticks * DAY;
        let item = Item {
            id: Some(title.as_str().into()),
            owners: vec![Owner::Team(named(format!("Team {team}")))],
            estimate: Some(Estimate::Three { least: likely * 3 / 4, likely, most: likely * 3 / 2 }),
            ..Item::new(title, Place::default())
        };
        self.facts.items.push(item);
        self.facts.items.len() - 1
    }

    /// Something promised so many working days from now.
    fn promised(&mut self, title: String, team: u32, days: u32, by: u32) -> usize {
        let at = self.work(title, team, days);
        let day = AS_OF + Span::new().days(i64::from(by / 5 * 7 + by % 5));
        self.facts.items[at].promise = Some(Promise { day, place: Place::default() });
        at
    }

    fn link(&mut self, earlier: usize, later: usize) {
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

    /// Work that nobody waits for, in the queue of a team.
    fn noise(&mut self, team: u32, count: u32) {
        for number in 0..count {
            let days = 1 + self.dice.below(4);
            self.work(format!("Noise {team}.{number}"), team, days);
        }
    }

    /// A team whose request stands at the end of another's queue, behind work of which nothing is promised before long.
    ///
    /// `is_work` says whether what is delivered then is work of the receiver's own, which stands in its queue, too.
    fn waits(&mut self, giver: u32, receiver: u32, is_work: bool) -> String {
        let queue = 8 + self.dice.below(6);
        for number in 0..queue {
            self.work(format!("Slow {giver}.{number}"), giver, 3);
        }
        let request = format!("Request of {receiver} to {giver}");
        let wanted = self.work(request.clone(), giver, 2);
        let delivered = self.promised(format!("Delivery {receiver}"), receiver, 2, 12);
        if !is_work {
            self.facts.items[delivered].is_goal = true;
            self.facts.items[delivered].estimate = None;
        }
        self.link(wanted, delivered);
        request
    }

    fn into_planted(self, items: BTreeSet<String>) -> Planted {
        Planted { facts: self.facts, items }
    }
}

impl Planted {
    /// So many sides, each of which waits for something in the queue of the one before it. Pulling it forward costs the giver
    /// some days of a date of its own, so that nobody gives without getting.
    pub fn trade(sides: u32, seed: u64) -> Self {
        let mut maker = Maker::new(seed);
        let mut items = BTreeSet::new();
        for giver in 0..sides {
            items.insert(maker.waits(giver, (giver + 1) % sides, sides == 2));
        }
        // What is pulled forward pushes this back, which is just in time without it.
        for giver in 0..sides {
            let queue = maker
                .facts
                .items
                .iter()
                .filter(|item| item.title.starts_with(&format!("Slow {giver}.")))
                .count();
            let last =
                maker.facts.items.iter().position(|item| item.title == format!("Slow {giver}.{}", queue - 1));
            let own = maker.promised(format!("Own {giver}"), giver, 0, queue as u32 * 3 + 3);
            maker.facts.items[own].estimate = Some(Estimate::Three { least: 0, likely: 0, most: 0 });
            maker.link(last.unwrap_or(0), own);
        }
        for team in sides..TEAMS {
            maker.noise(team, 12);
        }
        maker.into_planted(items)
    }

    /// A request of another team at the end of my queue, before which nothing is urgent.
    pub fn gift(seed: u64) -> Self {
        let mut maker = Maker::new(seed);
        let receiver = 1 + maker.dice.below(TEAMS - 1);
        let request = maker.waits(0, receiver, false);
        // A date of mine that is far away.
        maker.promised("Own 0".into(), 0, 2, 120);
        for team in 1..TEAMS {
            maker.noise(team, 12);
        }
        maker.into_planted([request].into())
    }

    /// Everybody's dates hang on their own work, which is done in the order of the dates; or on others' that is done at once.
    pub fn nothing(seed: u64) -> Self {
        let mut maker = Maker::new(seed);
        let mut firsts = Vec::new();
        for team in 0..TEAMS {
            let days = 2 + maker.dice.below(3);
            firsts.push(maker.work(format!("First {team}"), team, days));
        }
        for team in 0..TEAMS {
            let mut by = 4;
            for number in 0..6 {
                let days = 2 + maker.dice.below(5);
                by += days + maker.dice.below(3);
                let own = maker.promised(format!("Own {team}.{number}"), team, days, by);
                let other = (team + 1 + maker.dice.below(TEAMS - 1)) % TEAMS;
                maker.link(firsts[other as usize], own);
            }
        }
        maker.into_planted(BTreeSet::new())
    }
}
