//! Two names that look like one person's are asked about, and merged only when the leader says so (rules M2 and M3b).
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests")]

mod given;

use given::{Drawn, Given, Piece, deliverable, different, given, person, same, team, work};
use proptest::prelude::*;

fn checkout() -> Piece {
    deliverable("checkout").of("Booking")
}

/// Booking, which Mira leads, Payments, which Dana Ortiz leads, Identity and Search; then the pieces of a plan.
fn given_four(pieces: impl IntoIterator<Item = Piece>) -> Given {
    let led = [
        ("Booking", "Mira Solberg"),
        ("Payments", "Dana Ortiz"),
        ("Identity", "Tom Reyes"),
        ("Search", "Mark Art"),
    ];
    given(led.map(|(name, lead)| team(name).led_by(lead))).and(pieces)
}

fn drawn(given: Given) -> Drawn {
    given.leader("Mira Solberg", []).when_drawn()
}

/// What is asked of names that look alike.
fn asked(given: Given) -> Vec<String> {
    let answers = drawn(given).answers().iter().map(|answer| (*answer).to_owned()).collect::<Vec<String>>();
    answers.into_iter().filter(|answer| answer.contains("--same-as")).collect()
}

#[test]
fn m3b_a_name_that_looks_like_a_leaders_is_asked_about_and_not_merged() {
    let map = drawn(given_four([checkout().touches("Payments").needs_yes_from("D. Ortiz")]));
    let map = map.asks(
        "D. Ortiz looks like Dana Ortiz (71 % of your need): are they one person? If not, say --not-same-as.",
        "sideways who \"D. Ortiz\" --same-as \"Dana Ortiz\"",
    );
    assert_eq!(map.answers().len(), 1, "the gap is asked about once, with whether it is her");
    map.shares([("Dana Ortiz", 0.4), ("D. Ortiz", 1.0)]);
}

#[test]
fn m2_what_is_needed_under_both_names_is_summed_once_they_are_said_to_be_one() {
    let plan = [checkout().touches("Payments").needs_yes_from("D. Ortiz"), same("D. Ortiz", "Dana Ortiz")];
    drawn(given_four(plan)).names(["Dana Ortiz"]).shares([("Dana Ortiz", 1.12)]).asks_nothing().has_no_gap();
}

#[test]
fn m3b_what_was_said_to_be_two_people_is_not_asked_again() {
    let plan = || [checkout().touches("Payments").needs_yes_from_person("D. Ortiz")];
    assert_eq!(asked(given_four(plan())).len(), 1);
    for answer in [different("D. Ortiz", "Dana Ortiz"), different("dana ortiz", "d ortiz")] {
        assert_eq!(asked(given_four(plan()).and([answer])), Vec::<String>::new());
    }
}

#[test]
fn m3b_every_kind_of_spelling_is_asked_about() {
    for name in ["Dana", "dortiz", "Ortiz, Dana", "Dana Ortis", "Dána Ortíz-", "danaortiz"] {
        let asked = asked(given_four([checkout().needs_yes_from_person(name)]));
        let expected = if name == "Dána Ortíz-" { 0 } else { 1 };
        assert_eq!(asked.len(), expected, "{name}: {asked:?}");
    }
}

#[test]
fn m3b_the_surest_of_several_names_is_offered_as_the_one_that_is_shown() {
    let plan =
        [checkout().needs_yes_from_person("D. Ortiz").needs_yes_from_person("dortiz").touches("Payments")];
    let asked = asked(given_four(plan));
    assert!(asked.contains(&"sideways who \"D. Ortiz\" --same-as \"Dana Ortiz\"".to_owned()), "{asked:?}");
    assert!(asked.contains(&"sideways who dortiz --same-as \"Dana Ortiz\"".to_owned()), "{asked:?}");
}

#[test]
fn m3b_a_handle_that_is_the_beginning_of_an_address_is_asked_about() {
    let plan =
        [person("Tom Reyes").aka("treyes-b@example.com"), checkout().needs_yes_from_person("treyes-b")];
    assert_eq!(asked(given_four(plan)), ["sideways who treyes-b --same-as \"Tom Reyes\""]);
}

#[test]
fn m3b_a_first_name_that_two_bear_is_nobodys_in_particular() {
    let two = || given_four([team("Web").led_by("Mark Nuzzo"), checkout().needs_yes_from("Mark")]);
    assert_eq!(asked(two()), Vec::<String>::new());
    assert_eq!(asked(given_four([checkout().needs_yes_from("Mark")])).len(), 1);
}

#[test]
fn m3b_two_who_lead_two_teams_under_full_names_are_two() {
    let plan = [team("Ledger").led_by("Dana Ortis"), checkout().touches("Payments").touches("Ledger")];
    assert_eq!(asked(given_four(plan)), Vec::<String>::new());
    let turned = [team("Ledger").led_by("Ortiz Dana"), checkout().touches("Payments").touches("Ledger")];
    assert_eq!(asked(given_four(turned)), Vec::<String>::new());
    let short = [team("Ledger").led_by("D. Ortiz"), checkout().touches("Payments").touches("Ledger")];
    assert_eq!(asked(given_four(short)), ["sideways who \"D. Ortiz\" --same-as \"Dana Ortiz\""]);
}

#[test]
fn m3b_who_is_not_needed_is_not_asked_about() {
    let plan = [checkout().touches("Identity"), work("a").by("D. Ortiz"), person("T. Reyes")];
    assert_eq!(asked(given_four(plan)), Vec::<String>::new());
}

#[test]
fn m3b_who_answers_either_way_is_not_asked_about() {
    let plan =
        [person("dortiz").works_in("Payments"), checkout().needs_yes_from("dortiz").touches("Payments")];
    assert_eq!(asked(given_four(plan)), Vec::<String>::new());
}

#[test]
fn m3b_that_i_may_be_my_own_peer_is_asked_about() {
    let plan = given_four([
        person("mira"),
        deliverable("checkout").by("mira").needs_yes_from_person("Mira Solberg"),
    ]);
    let map = plan.leader("mira", []).when_drawn();
    assert_eq!(map.answers(), ["sideways who mira --same-as \"Mira Solberg\""]);
}

#[test]
fn two_teams_that_nobody_leads_are_no_two_people() {
    let plan = [checkout().touches("Harbour").touches("Harbour Data").touches("H. Data")];
    assert_eq!(asked(given_four(plan)), Vec::<String>::new());
}

#[test]
fn m3b_what_bears_on_more_of_the_need_is_asked_first() {
    let small = deliverable("small").of("Booking").touches("Identity").touches("T. Reyes");
    let plan = [small, checkout().needs_yes_from("D. Ortiz").needs_yes_from("Payments")];
    let map = drawn(given_four(plan));
    let answers = map.answers();
    assert!(answers[0].contains("D. Ortiz") && answers[1].contains("T. Reyes"), "{answers:?}");
}

#[test]
fn m2_who_only_stands_in_says_yes_and_it_is_told() {
    let plan = [
        team("Quay").led_for_now_by("Per Lund"),
        team("Port").led_by("Per Lund"),
        checkout().touches("Quay").touches("Port"),
    ];
    let map = drawn(given_four(plan)).names(["Per Lund"]);
    assert_eq!(
        (&map.peer("Per Lund").teams[..], &map.peer("Per Lund").acting[..]),
        (&["Quay".to_owned(), "Port".into()][..], &["Quay".to_owned()][..])
    );
}

fn need() -> impl Strategy<Value = (usize, bool, usize)> {
    (0..3usize, any::<bool>(), 0..5usize)
}

const WHOM: [&str; 5] = ["Payments", "D. Ortiz", "Dana Ortiz", "Identity", "dortiz"];

/// Deliverables of mine that need people under several names.
fn needing(needs: &[(usize, bool, usize)]) -> Given {
    let deliverables = (0..3usize).map(|at| {
        let start = deliverable(&format!("goal {at}")).of("Booking");
        needs.iter().filter(|need| need.0 == at).fold(start, |piece, (_, yes, whom)| match yes {
            true => piece.needs_yes_from(WHOM[*whom]),
            false => piece.touches(WHOM[*whom]),
        })
    });
    given_four(deliverables)
}

proptest! {
    #[test]
    fn m3b_merging_changes_no_total_and_taking_it_back_gives_the_map_as_it_was(
        needs in proptest::collection::vec(need(), 1..10),
        ties in proptest::collection::vec((1..5usize, 1..5usize), 1..4),
    ) {
        let before = drawn(needing(&needs));
        let ties = ties.iter().filter(|(a, b)| *a != 3 && *b != 3);
        let merged = drawn(needing(&needs).and(ties.map(|(a, b)| same(WHOM[*a], WHOM[*b]))));
        prop_assert_eq!(merged.0.items, before.0.items);
        prop_assert_eq!(merged.0.crossings, before.0.crossings);
        prop_assert!((merged.whole() - before.whole()).abs() < 1e-9);
        prop_assert_eq!(drawn(needing(&needs)), before);
    }

    #[test]
    fn m3b_once_all_questions_are_answered_none_is_left(needs in proptest::collection::vec(need(), 1..10)) {
        let mut plan = needing(&needs);
        for _ in 0..6 {
            let asked = asked(plan.clone());
            let Some(answer) = asked.first() else { return Ok(()) };
            let names: Vec<&str> = answer.trim_start_matches("sideways who ").split(" --same-as ").collect();
            plan = plan.and([same(names[0].trim_matches('"'), names[1].trim_matches('"'))]);
        }
        prop_assert!(false, "still asked: {:?}", asked(plan));
    }
}
