//! Years whose moments are reckoned by hand.
#![allow(clippy::unwrap_used, missing_docs)]

mod given;

use given::{DAY, FRIDAY, Plan, THURSDAY, TUESDAY, WEDNESDAY, given, goal, work};
use jiff::civil::date;
use plan::{
    facts::{
        LinkKind::{FinishFinish, FinishStart, StartFinish, StartStart},
        State,
    },
    forecast::{Outlook, Query, forecast, promise},
    network::ItemId,
    trial::{Cause, Year},
};

#[test]
fn after_a_finish_start_link_work_starts_when_the_other_is_finished_and_the_lag_is_over() {
    let plan = given()
        .item(work("design").takes(2 * DAY))
        .item(work("build").takes(3 * DAY))
        .link("design", FinishStart, DAY, "build")
        .plan();
    assert_eq!(plan.span("design"), (0, 2 * DAY));
    assert_eq!(plan.span("build"), (3 * DAY, 6 * DAY));
}

#[test]
fn a_negative_lag_is_an_overlap() {
    let plan = given()
        .item(work("design").takes(3 * DAY))
        .item(work("build").takes(4 * DAY))
        .link("design", FinishStart, -DAY, "build")
        .plan();
    assert_eq!(plan.span("build"), (2 * DAY, 6 * DAY));
}

#[test]
fn a_negative_lag_never_reaches_before_as_of() {
    let plan = given()
        .item(work("design").takes(DAY))
        .item(work("build").takes(2 * DAY))
        .link("design", FinishStart, -5 * DAY, "build")
        .plan();
    assert_eq!(plan.span("build"), (0, 2 * DAY));
}

#[test]
fn after_a_start_start_link_work_starts_when_the_other_has_started_and_the_lag_is_over() {
    let plan = given()
        .item(work("build").takes(6 * DAY).not_before(TUESDAY))
        .item(work("test").takes(2 * DAY))
        .link("build", StartStart, 2 * DAY, "test")
        .plan();
    assert_eq!(plan.span("test"), (3 * DAY, 5 * DAY));
}

#[test]
fn after_a_finish_finish_link_work_ends_with_the_other_and_the_lag() {
    let plan = given()
        .item(work("build").takes(4 * DAY))
        .item(work("document").takes(2 * DAY))
        .link("build", FinishFinish, DAY, "document")
        .plan();
    assert_eq!(plan.span("document"), (3 * DAY, 5 * DAY));
}

#[test]
fn after_a_start_finish_link_work_ends_when_the_other_has_started_and_the_lag_is_over() {
    let plan = given()
        .item(work("new system").takes(4 * DAY).not_before(THURSDAY))
        .item(work("guard the old system").takes(DAY))
        .link("new system", StartFinish, 2 * DAY, "guard the old system")
        .plan();
    assert_eq!(plan.span("guard the old system"), (4 * DAY, 5 * DAY));
}

#[test]
fn what_is_tied_by_its_finish_and_too_long_starts_at_as_of_and_ends_later() {
    let plan = given()
        .item(work("build").takes(DAY))
        .item(work("document").takes(3 * DAY))
        .link("build", FinishFinish, 0, "document")
        .plan();
    assert_eq!(plan.span("document"), (0, 3 * DAY));
}

#[test]
fn what_is_under_way_takes_its_lane_first_whatever_it_was_to_wait_for() {
    let plan = given()
        .team("Payments", 1)
        .item(work("first by rank").of("Payments").takes(DAY).ranked("1"))
        .item(work("under way").of("Payments").has_left(2 * DAY).is(State::Started(None)).ranked("2"))
        .item(work("far away").takes(9 * DAY))
        .link("far away", FinishStart, 0, "under way")
        .plan();
    assert_eq!(plan.span("under way"), (0, 2 * DAY));
    assert_eq!(plan.span("first by rank"), (2 * DAY, 3 * DAY));
    assert_eq!(plan.list(), ["under way", "far away", "first by rank"]);
}

/// Begun on Wednesday of the week before: Wednesday, Thursday and Friday are worked off.
#[test]
fn what_is_under_way_samples_only_what_remains_and_half_a_day_at_least() {
    let since = State::Started(Some(date(2026, 12, 30)));
    let plan = given()
        .item(work("long").takes(5 * DAY).is(since))
        .item(work("nearly over").takes(3 * DAY + 100).is(since))
        .item(work("overdue").takes(DAY).is(since))
        .item(work("told").takes(5 * DAY).has_left(100).is(since))
        .plan();
    assert_eq!(plan.sample("long", 0), 2 * DAY);
    assert_eq!(plan.sample("nearly over", 0), DAY / 2);
    assert_eq!(plan.sample("overdue", 0), DAY / 2);
    assert_eq!(plan.sample("told", 0), 100, "what is stated as remaining counts as it is");
    assert_eq!(plan.span("long"), (0, 2 * DAY));
}

fn three_under_way_on(lanes: u32) -> Plan {
    let under_way = |id, left| work(id).of("Payments").has_left(left).is(State::Started(None));
    given()
        .team("Payments", lanes)
        .item(under_way("one day", DAY))
        .item(under_way("two days", 2 * DAY))
        .item(under_way("three days", 3 * DAY))
        .item(work("next").of("Payments").takes(DAY))
        .plan()
}

#[test]
fn where_more_is_under_way_than_there_are_lanes_a_lane_is_free_when_fewer_run() {
    for (lanes, free, last) in [(1, 3 * DAY, "three days"), (2, 2 * DAY, "two days"), (3, DAY, "one day")] {
        let plan = three_under_way_on(lanes);
        for (id, length) in [("one day", DAY), ("two days", 2 * DAY), ("three days", 3 * DAY)] {
            assert_eq!(plan.span(id), (0, length), "all that is under way runs on");
        }
        assert_eq!(plan.span("next"), (free, free + DAY), "on {lanes} lanes");
        assert_eq!(plan.cause("next"), Cause::Lane(plan.item(last)), "on {lanes} lanes");
    }
    assert_eq!(three_under_way_on(4).span("next"), (0, DAY));
}

#[test]
fn what_is_done_stays_on_its_day_however_long_a_trial_is() {
    let plan = given()
        .team("Payments", 1)
        .item(work("on Thursday").of("Payments").takes(2 * DAY).is(State::Done(Some(date(2026, 12, 31)))))
        .item(work("some day").of("Payments").takes(2 * DAY).is(State::Done(None)))
        .item(work("next").of("Payments").takes(DAY))
        .link("on Thursday", FinishStart, 3 * DAY, "next")
        .plan();
    let mut year = Year::default();
    year.play_with(&plan.instance, &plan.order, |_| 7 * DAY);
    let finish = |id| year.finish[plan.item(id).at()];
    assert_eq!(finish("on Thursday"), -DAY, "one working day before as-of");
    assert_eq!(finish("some day"), 0);
    assert_eq!(year.start[plan.item("next").at()], 2 * DAY, "no lane is taken by what is done");
    assert_eq!(finish("next"), 9 * DAY);
}

#[test]
fn a_team_that_rests_works_on_afterwards() {
    let plan = given()
        .team("Payments", 1)
        .rests("Payments", TUESDAY, WEDNESDAY)
        .item(work("first").of("Payments").takes(2 * DAY).ranked("1"))
        .item(work("second").of("Payments").takes(DAY).ranked("2"))
        .item(work("elsewhere").takes(DAY))
        .item(work("tied").of("Search").takes(DAY))
        .link("elsewhere", FinishStart, 0, "second")
        .plan();
    assert_eq!(plan.span("first"), (0, 4 * DAY), "Monday and Thursday");
    assert_eq!(plan.span("second"), (4 * DAY, 5 * DAY));
    assert_eq!(plan.span("tied"), (0, DAY));
}

#[test]
fn work_begins_only_at_a_moment_at_which_its_team_works() {
    let plan = given()
        .team("Payments", 1)
        .rests("Payments", TUESDAY, TUESDAY)
        .item(work("elsewhere").takes(DAY))
        .item(work("ours").of("Payments").takes(DAY))
        .link("elsewhere", FinishStart, 0, "ours")
        .plan();
    assert_eq!(plan.span("ours"), (2 * DAY, 3 * DAY), "not on Tuesday");
}

#[test]
fn a_goal_ends_when_its_parts_have_ended_though_its_team_rests_then() {
    let plan = given()
        .team("Payments", 1)
        .rests("Payments", TUESDAY, FRIDAY)
        .item(goal("launch").of("Payments"))
        .item(work("part").of("Payments").takes(DAY).part_of("launch"))
        .plan();
    assert_eq!(plan.span("part"), (0, DAY));
    assert_eq!(plan.span("launch"), (DAY, DAY));
}

#[test]
fn a_deliverable_without_a_day_promises_its_planned_finish_and_it_is_marked() {
    let plan = given()
        .item(goal("dated").promised(FRIDAY))
        .item(goal("undated"))
        .item(work("part").takes(3 * DAY).part_of("undated"))
        .plan();
    let year = plan.planned();
    assert_eq!(promise(&plan.network, &year, plan.item("undated")), (3 * DAY, true));
    assert_eq!(
        promise(&plan.network, &year, plan.item("dated")),
        (5 * DAY, false),
        "up to the end of Friday"
    );
}

#[test]
fn of_equal_causes_a_link_comes_before_a_lane() {
    let plan = given()
        .team("Payments", 1)
        .item(work("on the lane").of("Payments").takes(2 * DAY))
        .item(work("linked").takes(2 * DAY))
        .item(work("last").of("Payments").takes(DAY).not_before(WEDNESDAY))
        .link("linked", FinishStart, 0, "last")
        .plan();
    assert_eq!(plan.span("last").0, 2 * DAY);
    assert!(plan.waits_for_link_to("last", "linked"));
    assert_eq!(plan.chain("last"), [("last", true), ("linked", true)]);
}

#[test]
fn of_equal_causes_a_lane_comes_before_a_not_before() {
    let plan = given()
        .team("Payments", 1)
        .item(work("on the lane").of("Payments").takes(2 * DAY))
        .item(work("last").of("Payments").takes(DAY).not_before(WEDNESDAY))
        .plan();
    assert_eq!(plan.cause("last"), Cause::Lane(plan.item("on the lane")));
    assert_eq!(plan.chain("last"), [("last", true), ("on the lane", true)]);
}

#[test]
fn of_equal_links_the_one_to_the_lowest_id_counts() {
    let plan = given()
        .item(work("C").takes(2 * DAY))
        .item(work("A").takes(2 * DAY))
        .item(work("B").takes(2 * DAY))
        .item(work("last").takes(DAY))
        .link("C", FinishStart, 0, "last")
        .link("B", FinishStart, 0, "last")
        .link("A", FinishStart, 0, "last")
        .plan();
    assert!(plan.waits_for_link_to("last", "A"));
}

#[test]
fn of_equally_free_lanes_the_one_with_the_lowest_id_is_taken_and_an_unused_one_first() {
    let two = given()
        .team("Payments", 2)
        .item(work("B").of("Payments").takes(2 * DAY).ranked("1"))
        .item(work("A").of("Payments").takes(2 * DAY).ranked("2"))
        .item(work("last").of("Payments").takes(DAY).ranked("3"));
    assert_eq!(two.plan().cause("last"), Cause::Lane(ItemId(1)));
    let unused = given()
        .team("Payments", 2)
        .item(work("A").of("Payments").has_left(0).is(State::Started(None)))
        .item(work("last").of("Payments").takes(DAY));
    assert_eq!(unused.plan().cause("last"), Cause::NotBefore);
}

#[test]
fn a_chain_ends_where_nothing_but_a_not_before_was_waited_for() {
    let plan = given()
        .item(work("early").takes(DAY))
        .item(work("late").takes(DAY).not_before(THURSDAY))
        .link("early", FinishStart, 0, "late")
        .plan();
    assert_eq!(plan.span("late"), (3 * DAY, 4 * DAY));
    assert_eq!(plan.cause("late"), Cause::NotBefore);
    assert_eq!(plan.chain("late"), [("late", true)]);
}

/// docs/forecast.md: the chain goes through what a start was waiting for. The link allows a start four days before
/// as-of; what the work starts at is as-of, and the other may end three days later without moving it.
#[test]
fn a_link_that_allows_a_start_before_as_of_is_not_what_the_work_waits_for() {
    let plan = given()
        .item(work("design").takes(DAY))
        .item(work("build").takes(2 * DAY))
        .link("design", FinishStart, -5 * DAY, "build")
        .plan();
    assert_eq!(plan.cause("build"), Cause::NotBefore);
    assert_eq!(plan.chain("build"), [("build", true)]);
}

#[test]
fn a_chain_goes_on_from_the_start_of_what_a_start_is_tied_to() {
    let plan = given()
        .item(work("before").takes(DAY))
        .item(work("build").takes(6 * DAY))
        .item(work("test").takes(2 * DAY))
        .link("before", FinishStart, 0, "build")
        .link("build", StartStart, DAY, "test")
        .plan();
    assert_eq!(plan.chain("test"), [("test", true), ("build", false), ("before", true)]);
}

#[test]
fn what_is_tied_by_its_finish_is_on_the_chain_without_its_length() {
    let ends = given()
        .item(work("build").takes(4 * DAY))
        .item(work("document").takes(2 * DAY))
        .link("build", FinishFinish, 0, "document")
        .plan();
    assert_eq!(ends.chain("document"), [("document", false), ("build", true)]);
    let starts = given()
        .item(work("new").takes(4 * DAY).not_before(THURSDAY))
        .item(work("old").takes(DAY))
        .link("new", StartFinish, 0, "old")
        .plan();
    assert_eq!(starts.chain("old"), [("old", false), ("new", false)]);
}

/// What five trials say of a deliverable; every item is a party of its own, in the order of the plan.
fn outlook(plan: &Plan, id: &str) -> Outlook {
    let parties = plan.network.nodes.len() as u32;
    let query =
        Query { deliverables: vec![plan.item(id)], party: (0..parties).collect(), parties, trials: 5 };
    forecast(&plan.network, &plan.instance, &plan.order, &query, &|| {}).outlooks.remove(0)
}

fn days_of_each_trial(outlook: &Outlook) -> Vec<f64> {
    outlook.attributed.iter().map(|tally| tally.sum as f64 / 5.0 / f64::from(DAY)).collect()
}

/// Two days become five, three become four: the launch, planned for the end of the fifth day, ends with the ninth.
fn a_launch_four_days_over(promise: jiff::civil::Date) -> Plan {
    given()
        .item(work("ledger").takes(2 * DAY).part_of("launch"))
        .item(work("screens").takes(3 * DAY).part_of("launch"))
        .item(work("aside").takes(DAY).part_of("launch"))
        .item(goal("launch").promised(promise))
        .link("ledger", FinishStart, 0, "screens")
        .plan()
        .but("ledger", 5 * DAY)
        .but("screens", 4 * DAY)
        .but("aside", 8 * DAY)
}

#[test]
fn lateness_is_shared_in_proportion_to_the_overruns_on_the_chain() {
    let said = outlook(&a_launch_four_days_over(date(2027, 1, 12)), "launch");
    assert_eq!(said.finishes, [9 * DAY; 5]);
    assert_eq!(said.late.sum, 5);
    assert_eq!(said.lateness.sum, 5 * i64::from(2 * DAY));
    assert_eq!(days_of_each_trial(&said), [1.5, 0.5, 0.0, 0.0], "three to one, and nothing to what is aside");
    assert_eq!(said.rest.sum, 0);
}

#[test]
fn lateness_beyond_the_overruns_belongs_to_the_plan_itself() {
    let said = outlook(&a_launch_four_days_over(TUESDAY), "launch");
    assert_eq!(said.lateness.sum, 5 * i64::from(7 * DAY));
    assert_eq!(days_of_each_trial(&said), [3.0, 1.0, 0.0, 0.0]);
    assert_eq!(said.rest.sum, 5 * i64::from(3 * DAY));
    assert_eq!(said.rest.squares, 5 * i128::from(3 * DAY) * i128::from(3 * DAY));
}

#[test]
fn who_is_on_the_chain_decides_though_nothing_is_late() {
    let said = outlook(&a_launch_four_days_over(date(2027, 2, 1)), "launch");
    let decides: Vec<i64> = said.decides.iter().map(|tally| tally.sum).collect();
    assert_eq!(decides, [5, 5, 0, 0], "a goal is no piece of work, and what is aside decides nothing");
    assert_eq!((said.late.sum, said.lateness.sum, said.rest.sum), (0, 0, 0));
    assert_eq!(days_of_each_trial(&said), [0.0; 4]);
}

/// Three overruns of one tick each and two ticks late: the first k together get floor(2k / 3), that is 0, 1 and 2.
#[test]
fn whole_ticks_are_shared_party_by_party_without_a_rest() {
    let plan = given()
        .item(work("a").takes(DAY - 1))
        .item(work("b").takes(DAY))
        .item(work("c").takes(DAY))
        .item(goal("end").promised(WEDNESDAY))
        .link("a", FinishStart, 0, "b")
        .link("b", FinishStart, 0, "c")
        .link("c", FinishStart, 0, "end")
        .plan()
        .but("a", DAY)
        .but("b", DAY + 1)
        .but("c", DAY + 1);
    let said = outlook(&plan, "end");
    assert_eq!(said.lateness.sum, 5 * 2);
    let shares: Vec<i64> = said.attributed.iter().map(|tally| tally.sum / 5).collect();
    assert_eq!(shares, [0, 1, 1, 0]);
    assert_eq!(said.rest.sum, 0);
}

#[test]
fn the_overrun_of_what_is_tied_by_its_finish_is_nobodys() {
    let plan = given()
        .item(work("build").takes(4 * DAY))
        .item(work("document").takes(DAY).promised(WEDNESDAY))
        .link("build", FinishFinish, 0, "document")
        .plan()
        .but("build", 5 * DAY)
        .but("document", 2 * DAY);
    let said = outlook(&plan, "document");
    assert_eq!(said.lateness.sum, 5 * i64::from(2 * DAY));
    assert_eq!(days_of_each_trial(&said), [1.0, 0.0], "the build's day alone");
    assert_eq!(said.rest.sum, 5 * i64::from(DAY));
    assert_eq!(said.decides[1].sum, 5, "it is on the chain all the same");
}

/// The link would have let it start two days before as-of: it starts at as-of, and its own length makes it late.
#[test]
fn the_overrun_of_what_is_too_long_for_its_tied_finish_is_its_own() {
    let plan = given()
        .item(work("build").takes(DAY))
        .item(work("document").takes(3 * DAY).promised(WEDNESDAY))
        .link("build", FinishFinish, 0, "document")
        .plan()
        .but("document", 5 * DAY);
    let said = outlook(&plan, "document");
    assert_eq!(said.finishes, [5 * DAY; 5]);
    assert_eq!(days_of_each_trial(&said), [0.0, 2.0], "both days of lateness are its own");
    assert_eq!(said.rest.sum, 0);
    assert_eq!(said.decides[0].sum, 0, "the build may end four days later without moving it");
}

#[test]
fn work_that_is_done_decides_nothing() {
    let plan = given()
        .item(work("done").takes(DAY).is(State::Done(Some(TUESDAY))))
        .item(work("next").takes(DAY).promised(TUESDAY))
        .link("done", FinishStart, 0, "next")
        .plan();
    let said = outlook(&plan, "next");
    assert_eq!(plan.played().start[plan.item("next").at()], 2 * DAY);
    let decides: Vec<i64> = said.decides.iter().map(|tally| tally.sum).collect();
    assert_eq!(decides, [0, 5]);
    assert_eq!(said.rest.sum, 5 * i64::from(DAY));
}
