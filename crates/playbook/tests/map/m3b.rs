//! What is asked (rule M3b).

use super::*;

#[test]
fn m3b_at_most_five_questions_the_one_that_could_change_most_first() {
    let teams = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"];
    let weights = [20, 50, 10, 40, 30];
    let asked = teams.iter().zip(weights).map(|(team, weight)| {
        deliverable(&format!("to {team}")).of("Booking").weighs(weight).needs_yes_from(team)
    });
    let map = given_ferries(teams.map(team))
        .and(asked)
        .and([
            team("Ledger").led_by("per").led_by("lin"),
            deliverable("books").of("Booking").weighs(300).needs_yes_from("Ledger"),
        ])
        .when_drawn();
    let expected = ["Beta", "Delta", "Epsilon"].map(|team| format!("sideways who {team} \"NAME\""));
    assert_eq!(map.answers()[..3], expected, "a tenth of two thirds comes behind");
    assert_eq!(map.answers()[3], "sideways who Ledger per");
    assert_eq!(map.answers()[4], "sideways who Alpha \"NAME\"");
    assert_eq!(map.answers().len(), 5);
    let bears: Vec<f64> = map.0.questions.iter().map(|asked| asked.bears_on).collect();
    assert!(bears.is_sorted_by(|a, b| a >= b), "{bears:?}");
    assert!(close(bears[0], 0.5 / 4.5));
}

#[test]
fn m3b_what_is_waited_for_and_is_nowhere_in_the_plan_is_asked_for() {
    let plan = [checkout().after("tide tables"), work("tokens").of("Identity").after("far lights")];
    let map = given_ferries(plan.clone())
        .when_drawn()
        .asks(
            "“checkout” waits for “tide tables”, which is not in the plan: whose is it?",
            "sideways who \"tide tables\" \"TEAM\"",
        )
        .has_gap(GapKind::DanglingLink, "tide tables", "“tide tables” is waited for and is not in the plan");
    assert_eq!(map.answers().len(), 1, "what others wait for is no question of mine");
    assert_eq!(map.oddities(), [], "a dangling link is a gap, and said once");
    given_ferries(plan).and([answered("tide tables", "Ports")]).when_drawn().names(["nessa"]).asks_nothing();
}

#[test]
fn m3b_every_answer_can_be_typed_whatever_the_name() {
    let names = [
        ("R&D", r#"sideways who "R&D" "NAME""#),
        ("The \"A\" Team", r#"sideways who "The \"A\" Team" "NAME""#),
        ("Cash $HOME", r#"sideways who "Cash \$HOME" "NAME""#),
        ("Back`tick`", r#"sideways who "Back\`tick\`" "NAME""#),
        ("a\\b", r#"sideways who "a\\b" "NAME""#),
        ("Port-Ops_2.0", r#"sideways who Port-Ops_2.0 "NAME""#),
        ("Zahlungen für", r#"sideways who "Zahlungen für" "NAME""#),
    ];
    for (name, answer) in names {
        let map = given_ferries([team(name), checkout().needs_yes_from(name)]).when_drawn();
        assert_eq!(map.answers(), [answer]);
    }
}

#[test]
fn m3b_unowned_work_is_asked_for_by_its_id_where_it_has_one() {
    let map =
        given_ferries([checkout().after("SEED-1"), work("SEED-1").titled("seeded sailings")]).when_drawn();
    assert_eq!(map.answers(), ["sideways who SEED-1 \"TEAM\""]);
}

#[test]
fn m3b_a_question_is_asked_once() {
    let ledger = team("Ledger").led_by("per").led_by("lin");
    let map = given_ferries([ledger, checkout().needs_yes_from("per").needs_yes_from("lin")]).when_drawn();
    assert!(map.answers().len() <= 1, "{:?}", map.answers());
    let map = given_ferries([
        checkout().after("tide tables"),
        work("form").of("Booking").part_of("checkout").after("tide tables"),
    ])
    .when_drawn();
    assert_eq!(map.answers(), ["sideways who \"tide tables\" \"TEAM\""]);
}

#[test]
fn m3b_what_finished_work_waited_for_is_no_question() {
    given_ferries([
        checkout(),
        work("form").of("Booking").part_of("checkout").finished().after("tide tables"),
    ])
    .when_drawn()
    .asks_nothing();
}

#[test]
fn m3b_the_answer_that_is_asked_for_closes_the_gap() {
    let plan = given_ferries([
        work("spring").titled("the spring program"),
        work("autumn").titled("the autumn program"),
        work("rehearsal").of("Booking").part_of("spring").after("seeded sailings"),
        work("seeded sailings").without_id().part_of("spring"),
        work("seeded sailings").without_id().part_of("autumn"),
    ]);
    let asked = plan.clone().when_drawn();
    let subject = asked.answers()[0].split('"').nth(1).unwrap().to_owned();
    plan.and([answered(&subject, "Ports")]).when_drawn().asks_nothing();
}

#[test]
fn m3b_an_answer_may_name_a_team_that_only_a_need_names() {
    given_ferries([
        checkout().after("tide tables").needs_yes_from("Weather"),
        answered("tide tables", "Weather"),
    ])
    .when_drawn()
    .names([])
    .has_gap(GapKind::NoLeader, "Weather", "no leader of Weather is known");
}

#[test]
fn m3b_an_idle_answer_is_taken_back_by_a_line_that_can_be_typed() {
    let map = given_ferries([checkout(), answered("the \"A\" of $HOME", "dana")]).when_drawn();
    assert_eq!(
        map.0.oddities[0].hint.as_deref(),
        Some("sideways who \"the \\\"A\\\" of \\$HOME\" --forget takes it back")
    );
}

#[test]
fn m3b_a_name_that_begins_with_a_hyphen_is_no_option() {
    let map = given_ferries([checkout().after("-5 % cost"), work("-5 % cost")]).when_drawn();
    assert_eq!(map.answers(), ["sideways who -- \"-5 % cost\" \"TEAM\""]);
}
