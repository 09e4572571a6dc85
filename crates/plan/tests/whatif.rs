//! A plan with something changed, against both plans played one year at a time.
#![allow(clippy::unwrap_used, missing_docs)]

mod motley;

use motley::{generated, motley};
use plan::{
    activity::{Instance, Mode},
    calendar::{DAY, Ticks},
    directory::TeamId,
    facts::Promise,
    network::{ItemId, Network},
    order::Order,
    place::Place,
    trial::{Cause, Year},
    whatif::{Held, Move, Refused, Scenario, Stakes, apart, before_and_after, effects},
};
use proptest::prelude::*;

struct Plan {
    network: Network,
    instance: Instance,
    order: Order,
    stakes: Stakes,
}

impl Plan {
    /// Seven teams, a date at every eleventh item.
    fn made_up(lanes: u32, seed: u64) -> Self {
        let mut facts = motley(700, lanes, seed);
        for (at, item) in facts.items.iter_mut().enumerate().filter(|(at, _)| at % 11 == 10) {
            let day = generated::AS_OF + jiff::Span::new().days(at as i64 / 3);
            item.promise = Some(Promise { day, place: Place::default() });
            item.weight = [100, 250, 33][at % 3];
        }
        let network = Network::build(&facts, generated::AS_OF);
        let instance = Instance::new(&network, seed);
        let order = Order::of(&instance);
        let teams = network.directory.teams.len() as u32;
        let stakes =
            Stakes::of(&network, &instance, teams, |item| network.node(item).team.map(|team| team.0));
        Self { network, instance, order, stakes }
    }

    fn base(&self) -> (&Instance, &Order) {
        (&self.instance, &self.order)
    }

    fn work(&self, nth: usize) -> ItemId {
        let work: Vec<ItemId> = self
            .network
            .ids()
            .filter(|item| self.instance.activities[item.at()].mode == Mode::Work)
            .filter(|item| self.instance.activities[item.at()].crew.is_some())
            .collect();
        work[nth % work.len()]
    }

    fn earlier(&self, item: ItemId, by: Ticks) -> Move {
        Move::Pull { item, to: self.order.planned.start[item.at()] - by }
    }

    /// By party, what one trial loses by a change: both plans played plainly.
    fn plain(&self, scenario: &Scenario, trial: u32) -> Vec<i64> {
        let (mut before, mut after) = (Year::default(), Year::default());
        before.play(&self.instance, &self.order, trial);
        let order = Order { list: scenario.list.clone(), planned: Year::default() };
        after.play(&scenario.instance, &order, trial);
        let mut later = vec![0; self.stakes.parties as usize];
        for date in &self.stakes.dates {
            let missed = |year: &Year| i64::from((year.finish[date.item.at()] - date.promise).max(0));
            later[date.party as usize] += i64::from(date.weight) * (missed(&after) - missed(&before));
        }
        later
    }

    fn check(&self, scenarios: &[Scenario], trials: u32) {
        let said = effects(self.base(), scenarios, &self.stakes, trials, &|| true);
        assert_eq!(said.len(), scenarios.len());
        for (scenario, effect) in scenarios.iter().zip(&said) {
            let mut sums = vec![(0i64, 0i128); self.stakes.parties as usize];
            for trial in 0..trials {
                for (sum, later) in sums.iter_mut().zip(self.plain(scenario, trial)) {
                    *sum = (sum.0 + later, sum.1 + i128::from(later).pow(2));
                }
            }
            let said: Vec<(i64, i128)> =
                effect.later.iter().map(|tally| (tally.sum, tally.squares)).collect();
            assert_eq!(said, sums);
        }
        self.check_apart(scenarios, trials);
    }

    /// The same for how far they lie apart from the first of them.
    fn check_apart(&self, scenarios: &[Scenario], trials: u32) {
        let years = |scenario: &Scenario| -> Vec<i64> {
            (0..trials).map(|trial| self.plain(scenario, trial).iter().sum()).collect()
        };
        let said = apart(self.base(), scenarios, &self.stakes, trials, &|| true);
        assert_eq!(said.len(), scenarios.len());
        let first = scenarios.first().map(&years).unwrap_or_default();
        for (scenario, apart) in scenarios.iter().zip(&said) {
            let mut differ: Vec<i64> = years(scenario).iter().zip(&first).map(|(is, was)| is - was).collect();
            let mean = differ.iter().sum::<i64>() as f64 / f64::from(trials) / 100.0 / f64::from(DAY);
            assert!((apart.mean.mean - mean).abs() < 1e-9);
            differ.sort_unstable();
            let at = |share: f64| differ[(share * f64::from(trials - 1)).round() as usize];
            assert_eq!(apart.spread, [at(0.1), at(0.5), at(0.9)]);
        }
    }
}

/// A change made up from four numbers.
fn made_up(plan: &Plan, (kind, a, b, c): (u8, usize, usize, u32)) -> Move {
    let item = plan.work(a);
    let at = plan.order.planned.start[item.at()];
    let teams = plan.network.directory.teams.len();
    match kind % 7 {
        0 | 1 => plan.earlier(item, (c % 60 + 1) as Ticks * DAY),
        2 => Move::Lend {
            giver: TeamId((a % teams) as u32),
            taker: TeamId((b % teams) as u32),
            lanes: 1 + c % 2,
            from: (a % 80) as Ticks * DAY,
            to: (a % 80 + b % 50 + 1) as Ticks * DAY,
        },
        3 => Move::First { item, others: vec![plan.work(b), plan.work(b / 2)], more: c % 90, less: c % 100 },
        4 => Move::Drop { item: ItemId((a % plan.network.nodes.len()) as u32) },
        5 => Move::Decide { item, at: at + (c % 60) as Ticks * DAY },
        _ => Move::Delay { item, by: (c % 60) as Ticks * DAY },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn whatever_changes_both_plans_played_plainly_say_the_same(
        seed in 0u64..4,
        lanes in 1u32..5,
        changes in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>(), any::<u16>()), 1..4),
    ) {
        let plan = Plan::made_up(lanes, seed);
        let moves: Vec<Move> = changes
            .iter()
            .map(|(kind, a, b, c)| made_up(&plan, (*kind, *a as usize, *b as usize, u32::from(*c))))
            .collect();
        // Those that can't be made are left out, one after the other.
        let mut possible = Vec::new();
        for change in moves {
            possible.push(change);
            if Scenario::of(&plan.instance, &plan.order, &possible).is_err() {
                possible.pop();
            }
        }
        let scenario = Scenario::of(&plan.instance, &plan.order, &possible).unwrap();
        prop_assert!(scenario.list.len() == plan.order.list.len(), "nothing is lost from the list");
        plan.check(&[scenario], 20);
    }

    #[test]
    fn a_list_with_something_pulled_forward_still_has_everything_behind_what_it_waits_for(
        seed in 0u64..4, nth: u16, by in 1i32..200,
    ) {
        let plan = Plan::made_up(2, seed);
        let item = plan.work(nth as usize);
        let Ok(scenario) = Scenario::of(&plan.instance, &plan.order, &[plan.earlier(item, by * DAY)]) else {
            return Ok(());
        };
        let mut place = vec![usize::MAX; plan.instance.activities.len()];
        scenario.list.iter().enumerate().for_each(|(at, item)| place[item.at()] = at);
        for item in &scenario.list {
            for wait in &*plan.instance.activities[item.at()].waits {
                prop_assert!(place[wait.on.at()] < place[item.at()]);
            }
        }
        let others = |list: &[ItemId]| -> Vec<Vec<ItemId>> {
            let crews = 0..plan.instance.crews.len() as u32;
            let of = |crew| {
                let is_of = |other: &ItemId| {
                    let activity = &plan.instance.activities[other.at()];
                    activity.mode == Mode::Work && activity.crew == Some(crew) && *other != item
                };
                list.iter().copied().filter(is_of).collect()
            };
            crews.map(of).collect()
        };
        prop_assert!(others(&scenario.list) == others(&plan.order.list), "only what is named moves");
    }
}

#[test]
fn many_changes_at_a_time_say_what_each_says_alone() {
    let plan = Plan::made_up(2, 1);
    let scenarios: Vec<Scenario> = (0..200)
        .filter_map(|nth| {
            let change = made_up(&plan, (nth as u8, nth * 37, nth * 91, nth as u32 * 13));
            Scenario::of(&plan.instance, &plan.order, &[change]).ok()
        })
        .take(40)
        .collect();
    assert_eq!(scenarios.len(), 40);
    plan.check(&scenarios, 17);
}

#[test]
fn nothing_changed_moves_nothing() {
    let plan = Plan::made_up(2, 2);
    let scenario = Scenario::of(&plan.instance, &plan.order, &[]).unwrap();
    let effect = effects(plan.base(), &[scenario], &plan.stakes, 40, &|| true).remove(0);
    assert!(effect.later.iter().all(|tally| tally.sum == 0 && tally.squares == 0));
    assert_eq!(effect.of(0).mean, 0.0);
}

/// Written apart from the engine: how many of a team's items that were still to do run at a moment, of those that fit.
fn running(plan: &Plan, year: &Year, crew: u32, at: Ticks, fits: impl Fn(ItemId) -> bool) -> usize {
    let runs = |item: &ItemId| {
        let activity = &plan.instance.activities[item.at()];
        activity.mode == Mode::Work
            && activity.crew == Some(crew)
            && year.start[item.at()] <= at
            && at < year.finish[item.at()]
            && fits(*item)
    };
    plan.order.list.iter().filter(|item| runs(item)).count()
}

#[test]
fn t1_a_loan_takes_lanes_from_one_team_and_gives_them_to_another_while_it_lasts() {
    let plan = Plan::made_up(3, 3);
    let (giver, taker, from, to) = (TeamId(2), TeamId(4), 20 * DAY, 60 * DAY);
    let scenario =
        Scenario::of(&plan.instance, &plan.order, &[Move::Lend { giver, taker, lanes: 2, from, to }])
            .unwrap();
    let order = Order { list: scenario.list.clone(), planned: Year::default() };
    let mut borrowed = false;
    for trial in 0..30 {
        let mut year = Year::default();
        year.play(&scenario.instance, &order, trial);
        let within = |item: ItemId| (from..to).contains(&year.start[item.at()]);
        for item in plan.order.list.iter().copied() {
            let at = year.start[item.at()];
            assert!(running(&plan, &year, giver.0, at, |_| true) <= 3);
            assert!(running(&plan, &year, giver.0, at, within) <= 1, "two of three lanes are lent");
            let theirs = running(&plan, &year, taker.0, at, |_| true);
            assert!(theirs <= 5);
            borrowed |= theirs > 3;
            assert!(running(&plan, &year, taker.0, at, |item| !within(item)) <= 3);
        }
    }
    assert!(borrowed, "the lanes are used");
}

#[test]
fn before_and_after_are_those_of_the_years_played_plainly() {
    let plan = Plan::made_up(2, 1);
    let item = plan.work(300);
    let scenario = Scenario::of(&plan.instance, &plan.order, &[Move::Drop { item }]).unwrap();
    let spans = before_and_after(plan.base(), &scenario, &plan.stakes, 101, &|| true);
    assert!(!spans.is_empty());
    for span in spans {
        let date = plan.stakes.dates[span.date];
        let mut finishes: Vec<(Ticks, Ticks)> = Vec::new();
        for trial in 0..101 {
            let (mut before, mut after) = (Year::default(), Year::default());
            before.play(&plan.instance, &plan.order, trial);
            let order = Order { list: scenario.list.clone(), planned: Year::default() };
            after.play(&scenario.instance, &order, trial);
            finishes.push((before.finish[date.item.at()], after.finish[date.item.at()]));
        }
        let quantiles = |pick: fn(&(Ticks, Ticks)) -> Ticks| {
            let mut all: Vec<Ticks> = finishes.iter().map(pick).collect();
            all.sort_unstable();
            [all[10], all[50], all[90]]
        };
        assert_eq!([span.before.early, span.before.middle, span.before.late], quantiles(|pair| pair.0));
        assert_eq!([span.after.early, span.after.middle, span.after.late], quantiles(|pair| pair.1));
    }
}

mod refused {
    use super::*;

    fn refused(change: impl Fn(&Plan) -> Move) -> Refused {
        let plan = Plan::made_up(2, 1);
        let change = change(&plan);
        Scenario::of(&plan.instance, &plan.order, &[change]).unwrap_err().1
    }

    fn of_mode(plan: &Plan, fits: impl Fn(Mode) -> bool) -> ItemId {
        plan.network.ids().find(|item| fits(plan.instance.activities[item.at()].mode)).unwrap()
    }

    #[test]
    fn what_is_over() {
        let said = refused(|plan| Move::Drop { item: of_mode(plan, |mode| matches!(mode, Mode::Done(..))) });
        assert!(matches!(said, Refused::Over(_)));
        let said = refused(|plan| plan.earlier(of_mode(plan, |mode| mode == Mode::Out), DAY));
        assert!(matches!(said, Refused::Over(_)));
    }

    #[test]
    fn pulling_what_is_under_way() {
        let said = refused(|plan| plan.earlier(of_mode(plan, |mode| matches!(mode, Mode::Started(_))), DAY));
        assert!(matches!(said, Refused::UnderWay(_)));
    }

    #[test]
    fn pulling_what_nothing_stands_before() {
        let said = refused(|plan| {
            let first = plan.order.list.iter().copied().find(|item| {
                let activity = &plan.instance.activities[item.at()];
                activity.mode == Mode::Work && plan.order.planned.start[item.at()] == 0
            });
            plan.earlier(first.unwrap(), DAY)
        });
        assert!(matches!(said, Refused::Held(_, Held::ByItsDay)), "{said:?}");
    }

    #[test]
    fn pulling_what_starts_once_work_under_way_is_done() {
        let said = refused(|plan| {
            let mode = |item: ItemId| plan.instance.activities[item.at()].mode;
            let waits = plan.order.list.iter().copied().find(|item| {
                let cause = plan.order.planned.cause[item.at()];
                mode(*item) == Mode::Work
                    && matches!(cause, Cause::Lane(before) if matches!(mode(before), Mode::Started(_)))
            });
            plan.earlier(waits.unwrap(), DAY)
        });
        assert!(matches!(said, Refused::Held(_, Held::ByUnderWay(_))), "{said:?}");
    }

    #[test]
    fn t4_loans_without_length_or_of_more_than_there_is() {
        let lend = |lanes, from, to| {
            move |_: &Plan| Move::Lend { giver: TeamId(0), taker: TeamId(1), lanes, from, to }
        };
        assert_eq!(refused(lend(1, 5, 5)), Refused::EmptyLoan);
        assert_eq!(refused(lend(0, 5, 9)), Refused::EmptyLoan);
        assert_eq!(refused(lend(3, 5, 9)), Refused::TooFewLanes(TeamId(0), 2));
        let said = refused(|_| Move::Lend { giver: TeamId(1), taker: TeamId(1), lanes: 1, from: 0, to: 9 });
        assert_eq!(said, Refused::OneTeam(TeamId(1)));
    }
}

mod a_slip {
    use plan::whatif::shifts;

    use super::*;

    fn slip(plan: &Plan, item: ItemId, days: i32) -> Scenario {
        Scenario::of(&plan.instance, &plan.order, &[Move::Delay { item, by: days * DAY }]).unwrap()
    }

    fn of_mode(plan: &Plan, fits: impl Fn(Mode) -> bool) -> ItemId {
        plan.network.ids().find(|item| fits(plan.instance.activities[item.at()].mode)).unwrap()
    }

    #[test]
    fn l1_what_slips_takes_so_much_longer_in_every_year_whether_to_do_or_under_way() {
        let plan = Plan::made_up(2, 1);
        let running = of_mode(&plan, |mode| matches!(mode, Mode::Started(_)));
        for item in [plan.work(40), running] {
            let scenario = slip(&plan, item, 12);
            let order = Order { list: scenario.list.clone(), planned: Year::default() };
            for trial in 0..50 {
                let mut year = Year::default();
                year.play(&scenario.instance, &order, trial);
                let activity = &plan.instance.activities[item.at()];
                let luck = plan.instance.sample(activity, trial);
                assert_eq!(year.length[item.at()], luck + 12 * DAY);
            }
            plan.check(&[scenario], 33);
        }
    }

    #[test]
    fn what_is_over_slips_no_more() {
        let plan = Plan::made_up(2, 1);
        let done = of_mode(&plan, |mode| matches!(mode, Mode::Done(..)));
        let said = Scenario::of(&plan.instance, &plan.order, &[Move::Delay { item: done, by: DAY }]);
        assert!(matches!(said, Err((0, Refused::Over(_)))));
    }

    #[test]
    fn m7_two_plans_under_one_luck_are_those_of_their_years_played_plainly() {
        let plan = Plan::made_up(2, 2);
        let is_work = |item: &ItemId| plan.instance.activities[item.at()].mode == Mode::Work;
        let promised = plan.stakes.items().into_iter().find(is_work).unwrap();
        let scenario = slip(&plan, promised, 15);
        let order = scenario.order();
        let pairs: Vec<(ItemId, ItemId)> = plan.stakes.items().into_iter().map(|item| (item, item)).collect();
        let said = shifts(plan.base(), (&scenario.instance, &order), &pairs, 37, &|| ());
        for (shift, (item, _)) in said.iter().zip(&pairs) {
            let years = (0..37).map(|trial| {
                let (mut before, mut after) = (Year::default(), Year::default());
                before.play(&plan.instance, &plan.order, trial);
                after.play(&scenario.instance, &order, trial);
                (before.finish[item.at()], after.finish[item.at()])
            });
            let years: Vec<(Ticks, Ticks)> = years.collect();
            let later: i64 = years.iter().map(|(was, is)| i64::from(is - was)).sum();
            let middle = |pick: fn(&(Ticks, Ticks)) -> Ticks| {
                let mut all: Vec<Ticks> = years.iter().map(pick).collect();
                all.sort_unstable();
                all[18]
            };
            assert_eq!(shift.later.sum, later);
            assert_eq!(
                (shift.before.middle, shift.after.middle),
                (middle(|pair| pair.0), middle(|pair| pair.1))
            );
        }
        assert!(said.iter().any(|shift| shift.days().mean > 5.0), "the slip lands on somebody");
        let nothing = shifts(plan.base(), plan.base(), &pairs, 20, &|| ());
        assert!(nothing.iter().all(|shift| shift.later.sum == 0));
    }
}
