//! Every year that is played can be worked: a checker written apart from the engine, on made-up plans, on plans with something
//! changed, and on a public instance of project scheduling.
#![allow(clippy::unwrap_used, missing_docs)]

mod motley;

use std::path::{Path, PathBuf};

use motley::{generated, motley};
use plan::{
    activity::{Instance, Mode},
    calendar::{DAY, Ticks},
    directory::TeamId,
    facts::{Estimate, Facts, Item, Link, LinkKind, Named, Owner, Ref, Strength, Team},
    network::{ItemId, Network},
    order::Order,
    place::Place,
    trial::Year,
    whatif::{Move, Scenario},
};
use proptest::prelude::*;

/// One year of one plan.
struct Checked<'a> {
    instance: &'a Instance,
    year: &'a Year,
    trial: u32,
}

impl Checked<'_> {
    fn ids(&self) -> impl Iterator<Item = ItemId> + '_ {
        (0..self.instance.activities.len() as u32).map(ItemId)
    }

    fn span(&self, item: ItemId) -> (i64, i64) {
        (i64::from(self.year.start[item.at()]), i64::from(self.year.finish[item.at()]))
    }

    fn mode(&self, item: ItemId) -> Mode {
        self.instance.activities[item.at()].mode
    }

    /// Days on which the team of an item rests, as whole days of the common axis.
    fn rests_on(&self, item: ItemId, day: i64) -> bool {
        let moment = (day * i64::from(DAY)) as Ticks;
        let activity = &self.instance.activities[item.at()];
        self.instance.days_off(activity).is_some_and(|off| off.align(moment) != moment)
    }

    /// Work takes the time that was drawn for it, in days on which its team works, and begins on one of them.
    fn takes_its_time(&self, item: ItemId) {
        let (start, finish) = self.span(item);
        let day = i64::from(DAY);
        let rested: i64 = (start.div_euclid(day)..=finish.div_euclid(day))
            .filter(|at| self.rests_on(item, *at))
            .map(|at| (finish.min((at + 1) * day) - start.max(at * day)).max(0))
            .sum();
        let length = i64::from(self.instance.sample(&self.instance.activities[item.at()], self.trial));
        assert_eq!(finish - start - rested, length, "{item:?}");
        assert!(length == 0 || !self.rests_on(item, start.div_euclid(day)), "{item:?} begins on a day off");
    }

    /// What is to be done waits for its links, its own day and the day of the forecast.
    fn waits(&self, item: ItemId) {
        let (start, finish) = self.span(item);
        let activity = &self.instance.activities[item.at()];
        assert!(start >= 0 && start >= i64::from(activity.not_before), "{item:?} starts too early");
        for wait in activity.waits.iter() {
            let (earlier_start, earlier_finish) = self.span(wait.on);
            let lag = i64::from(wait.lag);
            let holds = match wait.kind {
                LinkKind::FinishStart => start >= earlier_finish + lag,
                LinkKind::StartStart => start >= earlier_start + lag,
                LinkKind::FinishFinish => finish >= earlier_finish + lag,
                LinkKind::StartFinish => finish >= earlier_start + lag,
            };
            assert!(holds, "{item:?} does not wait for {wait:?}");
        }
    }

    /// Whenever a team begins something it has a lane for it, borrowed ones counted while they are there.
    fn has_a_lane(&self, item: ItemId) {
        let ((start, finish), activity) = (self.span(item), &self.instance.activities[item.at()]);
        let Some(crew) = activity.crew.filter(|_| finish > start) else { return };
        let runs = |other: &ItemId| {
            let (begins, ends) = self.span(*other);
            let counts = matches!(self.mode(*other), Mode::Work | Mode::Started(_));
            counts
                && self.instance.activities[other.at()].crew == Some(crew)
                && begins <= start
                && start < ends
        };
        let crew = &self.instance.crews[crew as usize];
        let borrowed: u32 = crew.loans.iter().filter(|loan| !loan.is_given).map(|loan| loan.lanes).sum();
        let running = self.ids().filter(runs).count();
        assert!(running <= (crew.lanes + borrowed) as usize, "{item:?}: {running} at a time");
    }

    fn check(&self) {
        for item in self.ids() {
            match self.mode(item) {
                Mode::Work => {
                    self.takes_its_time(item);
                    self.waits(item);
                    self.has_a_lane(item);
                }
                Mode::Milestone => self.waits(item),
                Mode::Started(_) => assert_eq!(self.span(item).0, 0, "what is under way runs at once"),
                Mode::Done(..) | Mode::Out => {}
            }
        }
    }
}

fn check(instance: &Instance, list: &[ItemId], trials: u32) {
    let order = Order { list: list.to_vec(), planned: Year::default() };
    for trial in 0..trials {
        let mut year = Year::default();
        year.play(instance, &order, trial);
        Checked { instance, year: &year, trial }.check();
    }
}

fn made_up(items: usize, lanes: u32, seed: u64) -> (Instance, Order) {
    let network = Network::build(&motley(items, lanes, seed), generated::AS_OF);
    let instance = Instance::new(&network, seed);
    let order = Order::of(&instance);
    (instance, order)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_year_of_a_plan_can_be_worked(seed in 0u64..1000, lanes in 1u32..5, items in 100usize..500) {
        let (instance, order) = made_up(items, lanes, seed);
        check(&instance, &order.list, 4);
    }

    #[test]
    fn every_year_of_a_plan_with_something_changed_can_be_worked(
        seed in 0u64..1000,
        lanes in 1u32..4,
        nth: u16,
        by in 1i32..100,
        kind in 0u8..4,
    ) {
        let (instance, order) = made_up(400, lanes, seed);
        let is_work = |item: &ItemId| instance.activities[item.at()].mode == Mode::Work;
        let work: Vec<ItemId> = order.list.iter().copied().filter(is_work).collect();
        let item = work[nth as usize % work.len()];
        let start = order.planned.start[item.at()];
        let teams = instance.crews.len() as u32;
        let change = match kind {
            0 => Move::Pull { item, to: start - by * DAY },
            1 => Move::Drop { item },
            2 => Move::Decide { item, at: start + by * DAY },
            _ => Move::Lend {
                giver: TeamId(u32::from(nth) % teams),
                taker: TeamId((u32::from(nth) + 1) % teams),
                lanes: 1,
                from: by * DAY / 2,
                to: by * DAY,
            },
        };
        let Ok(scenario) = Scenario::of(&instance, &order, &[change]) else { return Ok(()) };
        check(&scenario.instance, &scenario.list, 4);
    }
}

/// A file of the public plans, which are no part of this project; says so where they are absent.
fn real_plan(which: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/plans");
    let path = std::env::var_os("SIDEWAYS_PLANS").map_or_else(beside, PathBuf::from).join(which);
    if !path.exists() {
        eprintln!("SKIPPED: no real plans at {}; set SIDEWAYS_PLANS to run this test", path.display());
        return None;
    }
    Some(path)
}

/// A job of an instance: how long it takes, of which resources it needs some, and what follows it.
struct Job {
    days: Ticks,
    needs: Vec<u32>,
    followed_by: Vec<usize>,
}

/// Rows of figures below a heading of a `.sm` file.
fn rows(text: &str, heading: &str) -> Vec<Vec<u32>> {
    let below = text.split(heading).nth(1).unwrap();
    let below = below.split("****").next().unwrap();
    let figures = |line: &str| line.split_whitespace().map(str::parse).collect::<Result<Vec<u32>, _>>().ok();
    below.lines().filter_map(figures).filter(|row| row.len() > 2).collect()
}

fn jobs(text: &str) -> Vec<Job> {
    let (follow, take) = (rows(text, "PRECEDENCE RELATIONS:"), rows(text, "REQUESTS/DURATIONS:"));
    let job = |take: &Vec<u32>| {
        let row = follow.iter().find(|row| row[0] == take[0]);
        let followed_by =
            row.map_or(Vec::new(), |row| row[3..].iter().map(|job| *job as usize - 1).collect());
        Job { days: take[2] as Ticks, needs: take[3..].to_vec(), followed_by }
    };
    take.iter().map(job).collect()
}

/// The jobs as a plan: each is its first resource's work, which is a team of so many lanes; nobody's with none.
fn plan_of(jobs: &[Job], lanes: Option<u32>) -> Network {
    let mut facts = Facts::default();
    for team in 0..4 {
        facts.teams.push(Team { name: format!("Team {team}"), lanes, ..Team::default() });
    }
    for (at, job) in jobs.iter().enumerate() {
        let length = job.days * DAY;
        let mut item = Item::new(format!("Job {}", at + 1), Place::default());
        item.estimate = Some(Estimate::Three { least: length, likely: length, most: length });
        let resource = job.needs.iter().position(|need| *need > 0).filter(|_| lanes.is_some());
        let owner =
            |team| Owner::Team(Named { text: format!("Team {team}").into(), place: Place::default() });
        item.owners = resource.map(owner).into_iter().collect();
        facts.items.push(item);
        for later in &job.followed_by {
            facts.links.push(Link {
                earlier: Ref::At(at),
                later: Ref::At(*later),
                kind: LinkKind::FinishStart,
                lag: 0,
                strength: Strength::Stated,
                outside: None,
                place: Place::default(),
            });
        }
    }
    Network::build(&facts, generated::AS_OF)
}

fn planned_days(network: &Network) -> Ticks {
    let instance = Instance::new(network, 1);
    let order = Order::of(&instance);
    order.planned.finish.iter().max().unwrap() / DAY
}

#[test]
fn the_critical_path_of_a_public_instance_is_the_one_that_is_published() {
    let Some(path) = real_plan("psplib/data/j301_1.sm") else { return };
    let text = std::fs::read_to_string(path).unwrap();
    let jobs = jobs(&text);
    assert_eq!(jobs.len(), 32);
    let published = rows(&text, "PROJECT INFORMATION:")[0][5];
    assert_eq!(published, 38);
    assert_eq!(planned_days(&plan_of(&jobs, None)), 38);
}

#[test]
fn a_public_instance_with_lanes_can_be_worked_and_takes_no_less() {
    let Some(path) = real_plan("psplib/data/j301_1.sm") else { return };
    let jobs = jobs(&std::fs::read_to_string(path).unwrap());
    let mut before = Ticks::MAX;
    for lanes in [1, 2, 3, 32] {
        let network = plan_of(&jobs, Some(lanes));
        let instance = Instance::new(&network, 1);
        let order = Order::of(&instance);
        check(&instance, &order.list, 20);
        let days = planned_days(&network);
        assert!((38..=before).contains(&days), "{lanes} lanes take {days} days, fewer took {before}");
        before = days;
    }
    assert_eq!(before, 38, "with lanes for all the critical path is left");
}
