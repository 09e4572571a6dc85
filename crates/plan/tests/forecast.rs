//! The forecast against a plain reference, and what must hold of every forecast.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod reference;

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
};

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use plan::{
    activity::{Instance, Mode},
    calendar::{Ticks, Week},
    facts::{
        DayOff, Estimate, Facts, Item, Link, LinkKind, Named, Owner, Promise, Ref, State, Strength, Team,
    },
    forecast::{Forecast, Query, Tally, forecast},
    network::{ItemId, Network},
    order::Order,
    place::Place,
    trial::Year,
};
use proptest::{prelude::*, sample::Index};
use reference::{Played, Reference, SaidOfAll, Sum};

const DAY: Ticks = 1024;
const AS_OF: Date = date(2027, 1, 4);
const TEAMS: [&str; 5] = ["Alpha", "Bravo", "Cargo", "Delta", "Earth"];
const ALL_KINDS: &[LinkKind] =
    &[LinkKind::FinishStart, LinkKind::StartStart, LinkKind::FinishFinish, LinkKind::StartFinish];
/// Kinds that tie a start.
const TO_STARTS: &[LinkKind] = &[LinkKind::FinishStart, LinkKind::StartStart];

/// A plan ready to be played.
struct Plan {
    network: Network,
    instance: Instance,
    order: Order,
}

impl Plan {
    fn of(facts: Facts) -> Self {
        let network = Network::build(&facts, AS_OF);
        let instance = Instance::new(&network, 11);
        let order = Order::of(&instance);
        Self { network, instance, order }
    }

    fn reference(&self) -> Reference<'_> {
        Reference::new(&self.network, &self.instance)
    }

    /// Every item that takes part.
    fn items(&self) -> Vec<ItemId> {
        self.network.ids().filter(|item| self.mode(*item) != Mode::Out).collect()
    }

    fn mode(&self, item: ItemId) -> Mode {
        self.instance.activities[item.at()].mode
    }

    fn planned(&self) -> Year {
        let mut year = Year::default();
        year.play_planned(&self.instance, &self.order);
        year
    }

    fn played(&self, trial: u32) -> Year {
        let mut year = Year::default();
        year.play(&self.instance, &self.order, trial);
        year
    }

    /// Asks for every item; three parties, dealt out so that each has work in every team.
    fn query(&self, trials: u32) -> Query {
        let party = self.network.ids().map(|item| item.0 * 7 % 3).collect();
        Query { deliverables: self.items(), party, parties: 3, trials }
    }

    fn expected(&self, trials: u32) -> SaidOfAll {
        let query = self.query(trials);
        self.reference().forecast(&query.deliverables, &query.party, query.parties, trials)
    }

    fn forecast(&self, trials: u32) -> Forecast {
        forecast(&self.network, &self.instance, &self.order, &self.query(trials), &|| {})
    }
}

fn day(offset: i32) -> Date {
    AS_OF + offset.days()
}

fn estimates() -> impl Strategy<Value = Estimate> {
    let fixed = |length: Ticks| Estimate::Three { least: length, likely: length, most: length };
    prop_oneof![
        3 => (1..6 * DAY).prop_map(Estimate::One),
        3 => [0..6 * DAY, 0..6 * DAY, 0..6 * DAY]
            .prop_map(|[least, likely, most]| Estimate::Three { least, likely, most }),
        3 => (1..8i32).prop_map(move |halves| fixed(halves * DAY / 2)),
        1 => Just(Estimate::One(0)),
    ]
}

fn states() -> impl Strategy<Value = State> {
    prop_oneof![
        12 => Just(State::Planned),
        3 => proptest::option::of(-12..1i32).prop_map(|since| State::Started(since.map(day))),
        2 => proptest::option::of(-20..6i32).prop_map(|on| State::Done(on.map(day))),
        1 => Just(State::Dropped),
    ]
}

/// What one item says, but for its place in the plan.
#[derive(Clone, Debug)]
struct Sketch {
    item: Item,
    team: Option<Index>,
    parent: Option<Index>,
}

fn sometimes<T: fmt::Debug>(share: f64, of: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    proptest::option::weighted(share, of)
}

fn sketches() -> impl Strategy<Value = Sketch> {
    let work =
        (states(), sometimes(0.9, estimates()), sometimes(0.1, estimates()), sometimes(0.2, 0..4 * DAY));
    let dates = (sometimes(0.2, -3..25i32), sometimes(0.25, -5..50i32), sometimes(0.4, 1..6u32));
    let seats =
        (sometimes(0.85, any::<Index>()), sometimes(0.25, any::<Index>()), proptest::bool::weighted(0.12));
    (work, dates, seats).prop_map(
        |((state, estimate, remaining, took), (not_before, promise, rank), seats)| {
            let (team, parent, is_goal) = seats;
            let item = Item {
                state,
                estimate: estimate.filter(|_| !is_goal),
                remaining,
                took,
                rank: rank.map(|rank| rank.to_string()),
                promise: promise.map(|offset| Promise { day: day(offset), place: Place::default() }),
                not_before: not_before.map(day),
                is_goal,
                ..Item::new("", Place::default())
            };
            Sketch { item, team, parent }
        },
    )
}

fn items(sketches: Vec<Sketch>, teams: usize) -> Vec<Item> {
    let item = |(at, sketch): (usize, Sketch)| {
        let team =
            sketch.team.map(|team| Named { text: TEAMS[team.index(teams)].into(), place: Place::default() });
        Item {
            // Ids in another order than the plan's, so that ties by id and by place differ.
            id: Some(format!("N{:03}", at * 37 % 101).into()),
            title: format!("Piece {at}"),
            owners: team.map(Owner::Team).into_iter().collect(),
            parent: sketch.parent.filter(|_| at > 0).map(|parent| Ref::At(parent.index(at))),
            ..sketch.item
        }
    };
    sketches.into_iter().enumerate().map(item).collect()
}

fn lags() -> impl Strategy<Value = Ticks> {
    prop_oneof![3 => Just(0), 2 => (-3..4i32).prop_map(|days| days * DAY), 1 => -3000..3000i32]
}

/// A link between two places in the plan; one in ten goes against their order.
type Tie = (Index, Index, LinkKind, Ticks, bool);

fn ties(kinds: &'static [LinkKind]) -> impl Strategy<Value = Vec<Tie>> {
    let tie = (
        any::<Index>(),
        any::<Index>(),
        proptest::sample::select(kinds),
        lags(),
        proptest::bool::weighted(0.1),
    );
    proptest::collection::vec(tie, 0..50)
}

fn link((a, b, kind, lag, turned): Tie, items: usize) -> Option<Link> {
    let (a, b) = (a.index(items), b.index(items));
    let (first, last) = if turned { (a.max(b), a.min(b)) } else { (a.min(b), a.max(b)) };
    (a != b).then(|| Link {
        earlier: Ref::At(first),
        later: Ref::At(last),
        kind,
        lag,
        strength: Strength::Stated,
        outside: None,
        place: Place::default(),
    })
}

fn weeks() -> impl Strategy<Value = Option<Week>> {
    prop_oneof![
        8 => Just(None),
        1 => Just(Some(Week([true, true, true, true, true, true, false]))),
        1 => Just(Some(Week([true, true, true, true, false, false, true]))),
    ]
}

fn teams() -> impl Strategy<Value = Vec<Team>> {
    let team = (proptest::option::weighted(0.9, 1..4u32), weeks());
    proptest::collection::vec(team, 1..=TEAMS.len()).prop_map(|teams| {
        let named = teams.into_iter().zip(TEAMS);
        named
            .map(|((lanes, week), name)| Team { name: name.into(), lanes, week, ..Team::default() })
            .collect()
    })
}

fn days_off() -> impl Strategy<Value = Vec<DayOff>> {
    let off = (proptest::option::weighted(0.8, any::<Index>()), -3..40i32, 0..5i32);
    let off = off.prop_map(|(team, first, more)| DayOff {
        team: team.map(|team| TEAMS[team.index(TEAMS.len())].to_owned()),
        first: day(first),
        last: day(first + if team.is_some() { more } else { more / 2 }),
        place: Place::default(),
    });
    proptest::collection::vec(off, 0..8)
}

/// A drawn plan, told line by line where a test fails.
#[derive(Clone)]
struct Drawn(Facts);

impl fmt::Debug for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "a plan as of {AS_OF}")?;
        for team in &self.0.teams {
            writeln!(
                f,
                "  team {}: lanes {:?}, week {:?}",
                team.name,
                team.lanes,
                team.week.map(|week| week.0)
            )?;
        }
        for off in &self.0.days_off {
            writeln!(f, "  off {:?}: {} to {}", off.team, off.first, off.last)?;
        }
        for (at, item) in self.0.items.iter().enumerate() {
            let team = item.owners.first().map(|owner| owner.named().text.as_str());
            write!(
                f,
                "  {at} {} {team:?} {:?} {:?}",
                item.id.as_deref().unwrap_or("-"),
                item.state,
                item.estimate
            )?;
            write!(f, ", remaining {:?}, took {:?}, rank {:?}", item.remaining, item.took, item.rank)?;
            write!(
                f,
                ", not before {:?}, promise {:?}",
                item.not_before,
                item.promise.as_ref().map(|promise| promise.day)
            )?;
            writeln!(f, ", goal {}, part of {:?}", item.is_goal, item.parent)?;
        }
        for link in &self.0.links {
            writeln!(f, "  {:?} {:?} {:?} + {}", link.earlier, link.kind, link.later, link.lag)?;
        }
        Ok(())
    }
}

/// Plans with links of these kinds.
fn plans(kinds: &'static [LinkKind]) -> impl Strategy<Value = Drawn> {
    let sketches = proptest::collection::vec(sketches(), 2..=40);
    (sketches, ties(kinds), teams(), days_off()).prop_map(|(sketches, ties, teams, mut days_off)| {
        let known =
            |off: &DayOff| off.team.as_ref().is_none_or(|name| teams.iter().any(|team| team.name == *name));
        days_off.retain(known);
        let items = items(sketches, teams.len());
        // About as many links as items, so that a small plan is not one knot.
        let links =
            ties.into_iter().take(items.len() * 5 / 4).filter_map(|tie| link(tie, items.len())).collect();
        Drawn(Facts { items, links, teams, days_off, ..Facts::default() })
    })
}

fn at_ease(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, max_shrink_iters: 500, failure_persistence: None, ..ProptestConfig::default() }
}

fn sums(tallies: &[Tally]) -> Vec<Sum> {
    tallies.iter().map(|tally| Sum { sum: tally.sum, squares: tally.squares }).collect()
}

fn long(moments: &[Ticks]) -> Vec<i64> {
    moments.iter().map(|moment| i64::from(*moment)).collect()
}

/// The engine's forecast in the reference's words.
fn said(forecast: &Forecast) -> SaidOfAll {
    let each = forecast.outlooks.iter().map(|outlook| reference::Said {
        promise: outlook.promise.into(),
        promise_is_derived: outlook.promise_is_derived,
        planned: outlook.planned.into(),
        finishes: long(&outlook.finishes),
        late: sums(&[outlook.late])[0],
        lateness: sums(&[outlook.lateness])[0],
        decides: sums(&outlook.decides),
        attributed: sums(&outlook.attributed),
        rest: sums(&[outlook.rest])[0],
    });
    SaidOfAll {
        each: each.collect(),
        decides_any: sums(&forecast.decides_any),
        attributed_all: sums(&forecast.attributed_all),
    }
}

fn chain(year: &Year, instance: &Instance, item: ItemId) -> Vec<(ItemId, bool)> {
    let mut steps = Vec::new();
    year.chain(instance, item, |step| steps.push((step.item, step.counts)));
    steps
}

/// The planned year and twelve trials, by the engine and by the reference, over the engine's list.
fn years(plan: &Plan) -> Vec<(Year, Played)> {
    let (reference, list) = (plan.reference(), &plan.order.list);
    let planned = (plan.planned(), reference.play_planned(list));
    let trials = (0..12).map(|trial| (plan.played(trial), reference.play(list, trial)));
    std::iter::once(planned).chain(trials).collect()
}

proptest! {
    #![proptest_config(at_ease(64))]

    #[test]
    fn the_list_is_the_references(drawn in plans(ALL_KINDS)) {
        let plan = Plan::of(drawn.0);
        prop_assert_eq!(&plan.order.list, &plan.reference().list());
    }

    #[test]
    fn every_start_and_finish_is_the_references(drawn in plans(ALL_KINDS)) {
        let plan = Plan::of(drawn.0);
        for (year, played) in years(&plan) {
            for item in plan.items() {
                let start = i64::from(year.start[item.at()]);
                prop_assert_eq!(start, played.start[&item], "start of {:?}", item);
                let finish = i64::from(year.finish[item.at()]);
                prop_assert_eq!(finish, played.finish[&item], "finish of {:?}", item);
            }
        }
    }

    #[test]
    fn every_chain_is_the_references(drawn in plans(ALL_KINDS)) {
        let plan = Plan::of(drawn.0);
        let reference = plan.reference();
        for (year, played) in years(&plan) {
            for item in plan.items() {
                let (got, expected) = (chain(&year, &plan.instance, item), reference.chain(&played, item));
                prop_assert_eq!(got, expected, "chain of {:?}", item);
            }
        }
    }

    #[test]
    fn every_date_of_the_forecast_is_the_references(drawn in plans(ALL_KINDS)) {
        let plan = Plan::of(drawn.0);
        let (got, expected) = (said(&plan.forecast(19)), plan.expected(19));
        for ((got, expected), item) in got.each.into_iter().zip(expected.each).zip(plan.items()) {
            prop_assert_eq!(got.without_parties(), expected.without_parties(), "the dates of {:?}", item);
        }
    }

    #[test]
    fn every_sum_of_the_forecast_is_the_references(drawn in plans(ALL_KINDS)) {
        let plan = Plan::of(drawn.0);
        let got = plan.forecast(19);
        let items: Vec<ItemId> = got.outlooks.iter().map(|outlook| outlook.item).collect();
        prop_assert_eq!((got.trials, items), (19, plan.items()));
        let (got, expected) = (said(&got), plan.expected(19));
        for ((got, expected), item) in got.each.iter().zip(&expected.each).zip(plan.items()) {
            prop_assert_eq!(got, expected, "what the years say of {:?}", item);
        }
        prop_assert_eq!(got, expected);
    }
}

/// The engine's year in the reference's words.
fn as_played(plan: &Plan, year: &Year) -> Played {
    let told = |moments: &[Ticks]| -> HashMap<ItemId, i64> {
        plan.items().into_iter().map(|item| (item, i64::from(moments[item.at()]))).collect()
    };
    Played {
        start: told(&year.start),
        finish: told(&year.finish),
        length: told(&year.length),
        why: HashMap::new(),
    }
}

/// The year of a trial in which one item takes so much longer.
fn with_one_longer(plan: &Plan, trial: u32, longer: ItemId, by: Ticks) -> Year {
    let chosen = plan.instance.activities[longer.at()].id_order;
    let mut year = Year::default();
    year.play_with(&plan.instance, &plan.order, |activity| {
        plan.instance.sample(activity, trial) + if activity.id_order == chosen { by } else { 0 }
    });
    year
}

fn earlier_than_before(plan: &Plan, before: &Year, after: &Year) -> Vec<ItemId> {
    plan.items().into_iter().filter(|item| after.finish[item.at()] < before.finish[item.at()]).collect()
}

/// The same plan, its items in another order.
fn shuffled(facts: &Facts, keys: &[u64]) -> Facts {
    let mut order: Vec<usize> = (0..facts.items.len()).collect();
    order.sort_by_key(|at| keys[*at]);
    let place: HashMap<usize, usize> = order.iter().enumerate().map(|(to, from)| (*from, to)).collect();
    let moved = |reference: &Ref| match reference {
        Ref::At(at) => Ref::At(place[at]),
        named @ Ref::Named(_) => named.clone(),
    };
    let item = |from: &usize| {
        let item = facts.items[*from].clone();
        Item { parent: item.parent.as_ref().map(moved), ..item }
    };
    let link =
        |link: &Link| Link { earlier: moved(&link.earlier), later: moved(&link.later), ..link.clone() };
    Facts {
        items: order.iter().map(item).collect(),
        links: facts.links.iter().map(link).collect(),
        ..facts.clone()
    }
}

fn lengths_by_id(plan: &Plan, trial: u32) -> HashMap<String, Ticks> {
    let length = |item: ItemId| plan.instance.sample(&plan.instance.activities[item.at()], trial);
    plan.items().into_iter().map(|item| (plan.network.node(item).id.to_string(), length(item))).collect()
}

fn without_overlaps(mut facts: Facts) -> Facts {
    facts.links.iter_mut().for_each(|link| link.lag = link.lag.abs());
    facts
}

/// How many pieces of a team's work run at a moment.
fn running(plan: &Plan, year: &Year, team: u32, moment: i64) -> usize {
    let runs = |item: &ItemId| {
        let activity = &plan.instance.activities[item.at()];
        let works = activity.crew == Some(team) && matches!(activity.mode, Mode::Work | Mode::Started(_));
        works && i64::from(year.start[item.at()]) <= moment && moment < i64::from(year.finish[item.at()])
    };
    plan.items().iter().filter(|item| runs(item)).count()
}

/// Work that is yet to start, with its team.
fn work_of_teams(plan: &Plan) -> Vec<(ItemId, u32)> {
    let of_team = |item: ItemId| Some((item, plan.instance.activities[item.at()].crew?));
    plan.items().into_iter().filter(|item| plan.mode(*item) == Mode::Work).filter_map(of_team).collect()
}

proptest! {
    #![proptest_config(at_ease(48))]

    #[test]
    fn shares_and_rest_equal_the_lateness_exactly(drawn in plans(ALL_KINDS), seed: u64) {
        let mut plan = Plan::of(drawn.0);
        plan.instance = Instance::new(&plan.network, seed);
        for trials in [1, 2, 3, 16, 33] {
            for outlook in plan.forecast(trials).outlooks {
                let shares: Vec<i64> = outlook.attributed.iter().map(|tally| tally.sum).collect();
                prop_assert_eq!(shares.iter().sum::<i64>() + outlook.rest.sum, outlook.lateness.sum);
                prop_assert!(outlook.rest.sum >= 0, "{:?}", outlook);
                prop_assert!(shares.iter().all(|share| *share >= 0), "{:?}", outlook);
            }
        }
    }

    #[test]
    fn any_number_of_threads_gives_the_same_figures(drawn in plans(ALL_KINDS)) {
        let plan = Plan::of(drawn.0);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| plan.forecast(70))
        };
        let alone = on(1);
        prop_assert_eq!(&alone, &on(2));
        prop_assert_eq!(&alone, &on(7));
    }

    #[test]
    fn longer_work_makes_nothing_end_earlier_where_no_finish_is_tied(
        drawn in plans(TO_STARTS), longer: Index, by in 1..20 * DAY
    ) {
        let plan = Plan::of(drawn.0);
        let longer = ItemId(longer.index(plan.network.nodes.len()) as u32);
        for trial in 0..8 {
            let after = with_one_longer(&plan, trial, longer, by);
            let earlier = earlier_than_before(&plan, &plan.played(trial), &after);
            prop_assert_eq!(earlier, vec![], "with {:?} longer", longer);
        }
    }

    #[test]
    fn longer_work_makes_nothing_end_earlier_where_nothing_is_tied_to_a_start(
        drawn in plans(&[LinkKind::FinishStart, LinkKind::FinishFinish]), longer: Index, by in 1..20 * DAY
    ) {
        let plan = Plan::of(drawn.0);
        let longer = ItemId(longer.index(plan.network.nodes.len()) as u32);
        for trial in 0..8 {
            let after = with_one_longer(&plan, trial, longer, by);
            let earlier = earlier_than_before(&plan, &plan.played(trial), &after);
            prop_assert_eq!(earlier, vec![], "with {:?} longer", longer);
        }
    }

    #[test]
    fn a_plan_in_another_order_keeps_its_luck(drawn in plans(ALL_KINDS), keys in any::<[u64; 40]>()) {
        let again = Plan::of(shuffled(&drawn.0, &keys));
        let plan = Plan::of(drawn.0);
        for trial in 0..20 {
            prop_assert_eq!(lengths_by_id(&plan, trial), lengths_by_id(&again, trial));
        }
    }

    #[test]
    fn nothing_starts_before_as_of(drawn in plans(ALL_KINDS)) {
        let plan = Plan::of(drawn.0);
        for trial in 0..8 {
            let year = plan.played(trial);
            for item in plan.items().into_iter().filter(|item| !matches!(plan.mode(*item), Mode::Done(..))) {
                prop_assert!(year.start[item.at()] >= 0, "{:?} starts at {}", item, year.start[item.at()]);
            }
        }
    }

    #[test]
    fn no_work_starts_while_all_lanes_of_its_team_are_taken(drawn in plans(ALL_KINDS)) {
        let plan = Plan::of(drawn.0);
        for trial in 0..8 {
            let year = plan.played(trial);
            for (item, team) in work_of_teams(&plan) {
                let (start, finish) = (i64::from(year.start[item.at()]), i64::from(year.finish[item.at()]));
                let lanes = plan.instance.crews[team as usize].lanes as usize;
                let run = running(&plan, &year, team, start);
                let fits = start == finish || run <= lanes;
                prop_assert!(fits, "{} run on {} lanes when {:?} starts", run, lanes, item);
            }
        }
    }

    #[test]
    fn every_link_holds(drawn in plans(ALL_KINDS)) {
        let plan = Plan::of(drawn.0);
        for trial in 0..8 {
            let year = plan.played(trial);
            for later in plan.items() {
                for wait in &*plan.instance.activities[later.at()].waits {
                    let (at, on) = (later.at(), wait.on.at());
                    let (tied, to) = match wait.kind {
                        LinkKind::FinishStart => (year.start[at], year.finish[on]),
                        LinkKind::StartStart => (year.start[at], year.start[on]),
                        LinkKind::FinishFinish => (year.finish[at], year.finish[on]),
                        LinkKind::StartFinish => (year.finish[at], year.start[on]),
                    };
                    prop_assert!(tied >= to + wait.lag, "{:?} of {:?}: {} and {}", wait, later, to, tied);
                }
            }
        }
    }

    #[test]
    fn the_list_has_every_item_once_behind_all_it_waits_for(drawn in plans(ALL_KINDS)) {
        let plan = Plan::of(drawn.0);
        let listed: BTreeSet<ItemId> = plan.order.list.iter().copied().collect();
        prop_assert_eq!(listed.into_iter().collect::<Vec<_>>(), plan.items());
        prop_assert_eq!(plan.order.list.len(), plan.items().len());
        let placed = plan.order.list.iter().enumerate();
        let place: HashMap<ItemId, usize> = placed.map(|(at, item)| (*item, at)).collect();
        for item in plan.items() {
            for wait in &*plan.instance.activities[item.at()].waits {
                prop_assert!(place[&wait.on] < place[&item], "{:?} stands before {:?}", item, wait.on);
            }
        }
    }

    /// Where no link reaches back (a negative lag, a tied finish), the planned year is the pass that made the list.
    #[test]
    fn no_lane_is_idle_while_work_for_it_is_ready(drawn in plans(TO_STARTS)) {
        let plan = Plan::of(without_overlaps(drawn.0));
        let (reference, year) = (plan.reference(), plan.planned());
        let played = as_played(&plan, &year);
        for (item, team) in work_of_teams(&plan) {
            let ready = reference.ready_at(&played, item).unwrap();
            let lanes = plan.instance.crews[team as usize].lanes as usize;
            let ends = plan.items().into_iter().map(|other| reference.moved_on(item, played.finish[&other]));
            let waiting = ends.chain([ready]).filter(|moment| (ready..played.start[&item]).contains(moment));
            for moment in waiting {
                let run = running(&plan, &year, team, moment);
                prop_assert!(run >= lanes, "{:?} waits at {} while {} of {} run", item, moment, run, lanes);
            }
        }
    }

    #[test]
    fn a_free_lane_takes_the_best_ranked_ready_work(drawn in plans(TO_STARTS)) {
        let plan = Plan::of(without_overlaps(drawn.0));
        let (reference, work) = (plan.reference(), work_of_teams(&plan));
        let played = as_played(&plan, &plan.planned());
        for (item, team) in &work {
            let ready = reference.ready_at(&played, *item).unwrap();
            let overtakes = |other: &ItemId| {
                let while_it_waits = ready + 1..played.start[item];
                reference.rank(*other) > reference.rank(*item) && while_it_waits.contains(&played.start[other])
            };
            let mut of_team = work.iter().filter(|other| other.1 == *team).map(|other| other.0);
            let overtaking = of_team.find(overtakes);
            prop_assert_eq!(overtaking, None, "it is ranked behind {:?}, which was ready", item);
        }
    }
}
