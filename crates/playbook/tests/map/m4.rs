//! How much attention is due (rule M4).

use super::*;

fn due<'a>(map: &'a Drawn, person: &str) -> &'a Attention {
    map.0.attention.iter().find(|attention| attention.person == person).expect(person)
}

#[test]
fn m4_attention_is_shared_out_in_proportion_to_dependence() {
    let map = given_ferries([checkout().needs_yes_from("Payments").touches("Identity")]).when_drawn();
    let (dana, tom) = (due(&map, "dana"), due(&map, "tom"));
    assert!((dana.due / tom.due - 1.0 / 0.4).abs() < 1e-6, "{} and {}", dana.due, tom.due);
    // Dana's share is over 30 %: forty minutes every two weeks. Tom's is 29 %: every four.
    assert_eq!((dana.every_weeks, tom.every_weeks), (2, 4));
    let budget = 40.0 / 60.0 * (1.0 / 2.0 + 1.0 / 4.0) * 52.0 / 12.0;
    assert!((dana.due + tom.due - budget).abs() < 1e-9);
}

#[test]
fn m4_what_was_given_is_not_known_before_anything_is_recorded() {
    let map = given_ferries([checkout().touches("Identity")]).when_drawn();
    assert_eq!((due(&map, "tom").given, due(&map, "tom").next_yes), (None, None), "and no date is simulated");
}

#[test]
fn m4_talks_are_twice_as_frequent_while_a_yes_is_needed_within_eight_weeks() {
    let plan = |days| {
        given_ferries([
            checkout().needs_yes_from("Payments"),
            work("card step").of("Booking").part_of("checkout").takes(2).after("tokens"),
            work("tokens").of("Identity").takes(days),
        ])
        .when_played(20)
    };
    let (soon, late) = (plan(39), plan(60));
    assert_eq!(
        (due(&soon, "tom").every_weeks, due(&late, "tom").every_weeks),
        (2, 2),
        "a third of the need, too"
    );
    let with_more = |days| {
        given_ferries([
            checkout().needs_yes_from("Payments").lands_on("Payments").weighs(300),
            deliverable("groups").of("Booking"),
            work("card step").of("Booking").part_of("groups").takes(2).after("tokens"),
            work("tokens").of("Identity").takes(days),
        ])
        .when_played(20)
    };
    let (soon, late) = (with_more(39), with_more(60));
    assert_eq!((due(&soon, "tom").every_weeks, due(&late, "tom").every_weeks), (2, 4));
    assert!(due(&soon, "tom").next_yes < due(&late, "tom").next_yes);
}

#[test]
fn m4_only_who_is_named_is_due_attention() {
    let map = given_ferries([
        checkout().needs_yes_from("Payments").weighs(2000),
        deliverable("groups").of("Booking").touches("Identity"),
    ])
    .when_drawn()
    .names(["dana"]);
    assert_eq!(map.0.attention.len(), 1);
}
