//! What does not fit together in a plan is said, and the plan is played all the same.
#![allow(clippy::unwrap_used, missing_docs)]

mod given;

use given::{DAY, MONDAY, findings, given, goal, link, work, written};
use jiff::civil::date;
use plan::{
    directory::Whom,
    facts::{Kind, Link, LinkKind, State, Strength},
    network::{Network, Oddity, as_of},
};

fn ends(network: &Network) -> Vec<(&str, &str)> {
    let id = |item| network.node(item).id.as_str();
    network.edges.iter().map(|edge| (id(edge.earlier), id(edge.later))).collect()
}

#[test]
fn a_circle_is_cut_at_its_least_certain_link_and_said() {
    let network = given()
        .item(work("A"))
        .item(work("B"))
        .item(work("C"))
        .tie(written(Strength::Stated, 7, link("A", "B")))
        .tie(written(Strength::Guessed, 8, link("B", "C")))
        .tie(written(Strength::Derived, 9, link("C", "A")))
        .network();
    assert_eq!(ends(&network), [("A", "B"), ("C", "A")]);
    let said = findings(&network, Oddity::Cycle);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].place.line, 8, "the place of the link that is left out");
    assert!(said[0].fact.ends_with("the link from “B” to “C” is left out"), "{}", said[0].fact);
    for title in ["“A”", "“B”", "“C”"] {
        assert!(said[0].fact.contains(title), "{title} in: {}", said[0].fact);
    }
}

#[test]
fn of_equally_certain_links_of_a_circle_the_last_is_cut() {
    let network = given().item(work("A")).item(work("B")).tie(link("A", "B")).tie(link("B", "A")).network();
    assert_eq!(ends(&network), [("A", "B")]);
    assert_eq!(findings(&network, Oddity::Cycle).len(), 1);
}

#[test]
fn an_item_that_waits_for_itself_is_said() {
    let network = given().item(work("A")).tie(link("A", "A")).network();
    assert!(network.edges.is_empty());
    assert_eq!(findings(&network, Oddity::Cycle)[0].fact, "“A” waits for itself; the link is left out");
}

#[test]
fn a_plan_without_a_circle_finds_none() {
    let network = given()
        .item(work("A"))
        .item(work("B"))
        .item(work("C"))
        .tie(link("A", "B"))
        .tie(link("B", "C"))
        .tie(link("A", "C"))
        .network();
    assert_eq!(network.edges.len(), 3);
    assert!(network.findings.is_empty(), "{:?}", network.findings);
}

#[test]
fn a_link_to_nothing_is_found_with_the_title_that_comes_near() {
    let network = given()
        .item(work("1").titled("Open the ledger"))
        .item(work("2").titled("Launch"))
        .tie(written(Strength::Stated, 4, link("Close the ledger", "Launch")))
        .network();
    assert!(network.edges.is_empty());
    let said = findings(&network, Oddity::DanglingLink);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].place.line, 4);
    assert_eq!(said[0].fact, "“Close the ledger” is waited for and is not in the plan");
    assert_eq!(said[0].hint, "did you mean “Open the ledger”?");
}

#[test]
fn a_link_out_of_the_plan_to_a_known_team_is_a_need_and_no_gap() {
    let network = given()
        .team("Payments", 2)
        .item(work("Launch"))
        .tie(link("Payments", "Launch"))
        .tie(Link { outside: Some("SRCH".into()), ..link("SRCH-7", "Launch") })
        .network();
    assert!(network.findings.is_empty(), "{:?}", network.findings);
    let needs: Vec<(Kind, Whom)> = network.needs.iter().map(|need| (need.kind, need.whom)).collect();
    let team = |name| Whom::Team(network.directory.find_team(name).unwrap());
    assert_eq!(needs, [(Kind::Date, team("Payments")), (Kind::Date, team("SRCH"))]);
}

#[test]
fn a_name_that_fits_several_items_is_left_out_and_said() {
    let network = given()
        .item(work("1").titled("Test").on_line(2))
        .item(work("2").titled("Test").on_line(3))
        .item(work("3").titled("Launch"))
        .tie(link("Test", "Launch"))
        .network();
    assert!(network.edges.is_empty());
    let said = findings(&network, Oddity::AmbiguousName);
    assert_eq!(said[0].fact, "“Test” fits 2 items (lines 2, 3); the link is left out");
}

#[test]
fn of_a_rank_and_a_link_that_contradict_each_other_the_link_wins_and_it_is_said() {
    let plan = given()
        .team("Payments", 1)
        .item(work("Launch").of("Payments").takes(DAY).ranked("1"))
        .item(work("Ledger").of("Payments").takes(DAY).ranked("2"))
        .tie(link("Ledger", "Launch"))
        .plan();
    let said = findings(&plan.network, Oddity::Inversion);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].fact, "“Launch” is ranked before “Ledger” and waits for it; the link wins");
    assert_eq!(plan.list(), ["Ledger", "Launch"]);
}

#[test]
fn no_inversion_is_said_between_teams_or_of_what_is_over_or_of_starts() {
    let network = given()
        .item(work("Launch").of("Payments").ranked("1"))
        .item(work("Ledger").of("Search").ranked("2"))
        .item(work("Index").of("Payments").ranked("3").is(State::Done(None)))
        .item(work("Trial").of("Payments").ranked("4"))
        .tie(link("Ledger", "Launch"))
        .tie(link("Index", "Launch"))
        .tie(Link { kind: LinkKind::StartStart, ..link("Trial", "Launch") })
        .network();
    assert_eq!(network.edges.len(), 3);
    assert!(findings(&network, Oddity::Inversion).is_empty(), "{:?}", network.findings);
}

#[test]
fn an_id_that_stands_twice_counts_once_and_is_said() {
    let plan = given()
        .item(work("PAY-1").titled("Ledger").takes(2 * DAY).on_line(3))
        .item(work("pay 1").titled("Ledger again").takes(5 * DAY).on_line(9))
        .item(work("PAY-2").titled("Launch").takes(DAY))
        .tie(link("PAY-1", "PAY-2"))
        .plan();
    let said = findings(&plan.network, Oddity::DuplicateId);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].place.line, 9);
    assert!(said[0].fact.contains("first on line 3"), "{}", said[0].fact);
    assert_eq!(plan.list(), ["PAY-1", "PAY-2"]);
    assert_eq!(plan.span("PAY-2"), (2 * DAY, 3 * DAY));
}

#[test]
fn a_part_of_what_is_not_in_the_plan_is_said() {
    let network = given().item(work("Ledger").part_of("Launch")).network();
    let said = findings(&network, Oddity::MissingParent);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].fact, "“Ledger” is part of “Launch”, which is not in the plan");
}

#[test]
fn a_goal_waits_for_its_parts() {
    let network = given().item(goal("Launch")).item(work("Ledger").part_of("Launch")).network();
    assert_eq!(ends(&network), [("Ledger", "Launch")]);
    assert!(network.edges[0].is_part);
}

#[test]
fn a_link_that_is_written_twice_stands_once_with_the_longer_lag_and_the_surer_word() {
    let network = given()
        .item(work("A"))
        .item(work("B"))
        .tie(Link { lag: 2 * DAY, ..written(Strength::Guessed, 1, link("A", "B")) })
        .tie(Link { lag: DAY, ..written(Strength::Stated, 2, link("A", "B")) })
        .network();
    assert_eq!(network.edges.len(), 1);
    assert_eq!((network.edges[0].lag, network.edges[0].strength), (2 * DAY, Strength::Stated));
}

#[test]
fn a_plan_that_is_over_is_seen_from_its_first_day() {
    let (first, last) = (date(2025, 3, 3), date(2025, 6, 6));
    let plan = || given().item(work("A").not_before(first)).item(work("B").promised(last));
    assert_eq!(as_of(&plan().0, MONDAY), (first, true));
    assert_eq!(as_of(&plan().0, date(2025, 6, 6)), (date(2025, 6, 6), false));
    assert_eq!(as_of(&given().item(work("A")).0, MONDAY), (MONDAY, false));
}
