//! What is a crossing (rule M1).

use super::*;

#[test]
fn m1_every_kind_of_crossing_is_listed_with_its_line_and_how_sure_it_is() {
    let map = given_ferries([
        checkout()
            .touches("Payments")
            .needs_yes_from("Payments")
            .perhaps()
            .lands_on("Payments")
            .after("vault")
            .perhaps()
            .after("Payments"),
        work("vault").of("Payments"),
    ])
    .when_drawn()
    .names(["dana"]);
    let evidence = [
        (Kind::Touch, Stated, ABOVE + 2, "touches Payments"),
        (Kind::Approval, Stated, ABOVE + 3, "needs yes from Payments"),
        (Kind::Absorption, Guessed, ABOVE + 4, "lands on Payments"),
        (Kind::Date, Stated, ABOVE + 5, "after vault"),
        (Kind::Date, Guessed, ABOVE + 6, "after Payments"),
    ];
    assert_eq!(map.evidence("dana"), evidence);
    let kinds = map.peer("dana").kinds;
    assert_eq!((kinds.touch, kinds.date, kinds.approval, kinds.absorption), (1, 2, 1, 1));
    assert_eq!(map.peer("dana").crossings[3].theirs.as_deref(), Some("vault"));
    assert_eq!(map.0.crossings, 5);
}

#[test]
fn m1_a_part_of_my_deliverable_that_names_another_team_is_a_crossing_at_its_line() {
    let map = given_ferries([checkout(), work("vault").of("Payments").part_of("checkout")])
        .when_drawn()
        .names(["dana"]);
    assert_eq!(map.evidence("dana"), [(Kind::Date, Stated, ABOVE + 2, "vault")]);
}

#[test]
fn m1_people_named_for_tasks_within_my_goal_are_no_crossings() {
    given_ferries([checkout(), work("form").by("ann").part_of("checkout")])
        .when_drawn()
        .names([])
        .has_no_gap()
        .asks_nothing();
}

#[test]
fn m1_a_yes_that_was_given_and_work_that_is_finished_count_nothing() {
    let map = given_ferries([
        checkout().needs_yes_from("Security").given().after("vault").after("tokens"),
        work("form").of("Booking").part_of("checkout").finished().touches("Mobile"),
        work("vault").of("Payments").finished(),
        work("tokens").of("Identity"),
        deliverable("old pages").of("Booking").finished().lands_on("Ports"),
        work("old links").of("Booking").part_of("old pages").lands_on("Search"),
    ])
    .when_drawn()
    .names(["tom"])
    .leaves_nobody_out();
    assert_eq!(map.0.crossings, 1);
    assert_eq!(map.0.deliverables.len(), 1, "what is finished is no deliverable any more");
}

#[test]
fn m1_work_of_others_that_waits_for_mine_is_no_crossing() {
    given_ferries([checkout(), work("report").of("Payments").after("checkout").needs_yes_from("Mobile")])
        .when_drawn()
        .names([])
        .leaves_nobody_out();
}

#[test]
fn m1_work_that_two_teams_do_needs_both() {
    given_ferries([checkout().after("vault"), work("vault").of("Payments").of("Platform")])
        .when_drawn()
        .names(["dana", "joost"]);
}

#[test]
fn m1_a_deliverable_that_names_my_team_beside_another_is_mine() {
    let map = given_ferries([deliverable("checkout").of("Payments").of("Booking").needs_yes_from("Mobile")])
        .when_drawn();
    assert_eq!(map.0.deliverables.len(), 1);
}

#[test]
fn m1_a_part_of_another_teams_part_is_theirs_and_its_needs_are_not_mine() {
    given_ferries([
        checkout(),
        work("invoices").of("Payments").part_of("checkout"),
        work("layout").part_of("invoices").needs_yes_from("Platform"),
    ])
    .when_drawn()
    .names(["dana"]);
}
