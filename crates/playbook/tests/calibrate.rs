//! What a map says of the spread it was simulated with, and of the work from which it was learnt.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod given;

use given::*;
use jiff::civil::date;
use plan::{
    calibrate::{Finished, History},
    place::Place,
};
use playbook::map::{calibrate::Calibrated, view::Map};

/// Work of two teams over four quarters; how much longer than estimated each took, in turn.
fn finished(count: usize, took: &[f64]) -> History {
    let item = |at: usize| Finished {
        team: Some(["booking", "payments"][at % 2].into()),
        day: Some(date(2026, 1 + (at * 12 / count) as i8, 15)),
        place: Place { line: at as u32 + 2, ..Place::default() },
        ..Finished::new(format!("F-{at}"), 4 * DAY, (took[at % took.len()] * f64::from(4 * DAY)) as i32)
    };
    History::new((0..count).map(item).collect())
}

const USUAL: [f64; 10] = [0.5, 1.0, 0.8, 1.0, 1.5, 1.0, 2.0, 1.2, 0.9, 3.0];

fn plan() -> Given {
    given([
        team("Booking").led_by("Mira"),
        team("Payments").led_by("Dana"),
        deliverable("Checkout").of("Booking").promised(FRIDAY),
        work("Pay step").of("Booking").takes_about(5).part_of("Checkout").after("Vault"),
        work("Vault").of("Payments").takes_about(5),
    ])
}

fn map(beside: Option<History>) -> Map {
    plan().leader("mira", ["Booking"]).played(400).beside(beside).when_drawn().0
}

fn learnt(history: History) -> Calibrated {
    map(Some(history)).calibration.unwrap()
}

fn spread(map: &Map) -> &str {
    &map.simulated.as_ref().unwrap().spread
}

#[test]
fn without_history_the_default_is_named_and_nothing_more_is_said() {
    let map = map(None);
    assert_eq!(map.calibration, None);
    assert_eq!(spread(&map), "default spread, one company's ten years");
}

#[test]
fn with_too_little_history_the_default_stays_to_the_last_digit_and_that_is_said() {
    let (without, with) = (map(None), map(Some(finished(29, &USUAL))));
    assert_eq!(with.deliverables, without.deliverables);
    assert_eq!(spread(&with), spread(&without));
    let calibration = with.calibration.unwrap();
    assert_eq!(
        calibration.said,
        ["29 finished items bear both estimate and actual, and 30 are needed: the default spread is kept."]
    );
    assert_eq!((calibration.fit, calibration.held), (None, None));
    for (count, begins) in [(0, "No finished item bears both"), (1, "One finished item bears both")] {
        assert!(learnt(finished(count, &USUAL)).said[0].starts_with(begins), "{count}");
    }
}

#[test]
fn with_history_it_says_on_how_many_items_it_was_fitted_and_how_well_it_held() {
    let map = map(Some(finished(400, &USUAL)));
    assert_eq!(spread(&map), "spread of 400 finished items; what a team's items share is from them, too");
    let calibration = map.calibration.unwrap();
    assert_eq!(
        calibration.said,
        [
            "The spread was fitted on 400 finished items.",
            "Of the second half of 400 finished items, 80 % (±6) ended within the 80 % line that the first half gives.",
            "So did 100 % (±9) of 20 runs of 10 items of one team; if teams shared no luck, 100 %.",
        ]
    );
    let held = calibration.held.unwrap();
    assert_eq!((held.count, held.lines[1].line, held.lines[1].held), (200, 0.8, 0.8));
    assert_eq!(calibration.held_in_chains.unwrap().count, 20);
    let fit = calibration.fit.unwrap();
    assert_eq!((fit.median, fit.shared_groups), (1.0, 8));
    assert!((0.0..=0.25).contains(&fit.shared), "{fit:?}");
}

#[test]
fn the_dates_are_those_of_the_fitted_spread() {
    let late = |map: &Map| map.deliverables[0].late_share.unwrap();
    let (slow, quick) = (map(Some(finished(600, &[3.0, 4.0]))), map(Some(finished(600, &[0.3, 0.4]))));
    assert!(late(&slow) > late(&map(None)) && late(&map(None)) > late(&quick));
}

#[test]
fn between_thirty_and_sixty_items_there_is_no_second_half_to_look_at() {
    let calibration = learnt(finished(45, &USUAL));
    assert!(calibration.fit.is_some() && calibration.held.is_none());
    assert_eq!(calibration.said[1], "How well that holds can be said from 60 on, when each half has 30.");
}

#[test]
fn a_second_half_that_is_slower_than_the_first_is_said_aloud_and_so_is_a_quicker_one() {
    let mut history = finished(400, &USUAL);
    history.items[200..].iter_mut().for_each(|item| item.actual *= 2);
    let slower = learnt(history.clone());
    assert!(slower.said[1].contains("fewer than it should be: dates may come later"), "{slower:?}");
    history.items[200..].iter_mut().for_each(|item| item.actual /= 8);
    let quicker = learnt(history);
    assert!(quicker.said[1].contains("more than it should be: dates may come earlier"), "{quicker:?}");
}

#[test]
fn another_unit_is_no_spread() {
    let hours_as_days = learnt(finished(100, &[20.0]));
    assert_eq!(
        hours_as_days.said,
        [
            "The middle one of 100 finished items took 20 times its estimate. Estimate and actual hardly bear the same unit: the default spread is kept."
        ]
    );
    assert_eq!(hours_as_days.fit, None);
    assert!(learnt(finished(100, &[0.05])).said[0].contains("took a 20th of its estimate"));
}

#[test]
fn what_can_not_be_used_is_said_with_its_place_and_number() {
    let mut history = finished(100, &USUAL);
    history.items[7].actual = 4 * DAY * 101;
    history.no_estimate.count = 3;
    history.no_estimate.first = Some(Place { line: 70, ..Place::default() });
    history.no_actual.count = 1;
    history.no_actual.first = Some(Place { line: 80, ..Place::default() });
    let remarks = learnt(history.clone()).remarks;
    let said: Vec<(&str, usize, u32)> = remarks
        .iter()
        .map(|remark| (remark.fact.split(' ').nth(1).unwrap(), remark.count, remark.at.line))
        .collect();
    assert_eq!(said, [("took", 1, 9), ("finished", 3, 70), ("finished", 1, 80)]);
    assert!(remarks.iter().all(|remark| !remark.hint.is_empty() && !remark.fact.ends_with('.')));
    history.items.truncate(20);
    let clipped = learnt(history).remarks.iter().any(|remark| remark.fact.contains("100 times"));
    assert!(!clipped, "where nothing is fitted, nothing is clipped");
}

#[test]
fn the_plans_own_finished_work_counts_with_that_beside_it_and_what_stands_in_both_counts_once() {
    let own = (0..20).map(|at| work(&format!("F-{at}")).of("Booking").takes_about(4).took(5));
    let plan = plan().and(own);
    let alone = plan.clone().when_played(10).0;
    assert_eq!(alone.calibration, None, "twenty are too few, and nobody asked");
    let drawn = |beside: Option<History>| {
        plan.clone().leader("mira", ["Booking"]).played(10).beside(beside).when_drawn().0
    };
    let mut beside = finished(60, &USUAL);
    beside.items.iter_mut().take(5).enumerate().for_each(|(at, item)| item.key = format!("F-{at}\nf {at}"));
    let calibration = drawn(Some(beside)).calibration.unwrap();
    assert_eq!((calibration.finished, calibration.own), (75, 20));
    assert_eq!(
        calibration.said[0],
        "The spread was fitted on 75 finished items, 20 of them the plan's own. 5 stand in the plan, too, and count once."
    );
}

#[test]
fn a_plan_with_thirty_finished_items_of_its_own_is_fitted_unasked() {
    let own = (0..30).map(|at| work(&format!("F-{at}")).of("Booking").takes_about(4).took(5));
    let map = plan().and(own).when_played(10).0;
    assert_eq!(
        spread(&map),
        "spread of the plan's own 30 finished items; what a team's items share is the default"
    );
    assert_eq!(map.calibration.unwrap().own, 30);
}
