//! How many are named, and what has no say in it (rules M3 and M5).

use super::*;

/// Needs of some teams in tenths: an approval weighs 1, so the deliverables' weights are the needs.
fn needs<const N: usize>(tenths: [(&str, u32); N]) -> Drawn {
    let deliverables =
        tenths.map(|(team, tenths)| deliverable(team).of("Booking").weighs(tenths * 10).needs_yes_from(team));
    given_ferries(deliverables).when_drawn()
}

#[test]
fn m3_the_smallest_set_that_covers_eighty_percent_is_named_and_three_are_usual() {
    needs([("Payments", 50), ("Identity", 20), ("Platform", 10), ("Mobile", 9), ("Ports", 11)])
        .names(["dana", "tom", "nessa"])
        .leaves_out("joost", because(ENOUGH))
        .leaves_out("aiko", because(ENOUGH));
    needs([("Payments", 40), ("Identity", 20), ("Platform", 15), ("Mobile", 14), ("Ports", 11)])
        .names(["dana", "tom", "joost", "aiko"])
        .leaves_out("nessa", because(ENOUGH));
}

#[test]
fn m3_at_most_five_are_named() {
    let map = needs([
        ("Payments", 22),
        ("Identity", 18),
        ("Platform", 16),
        ("Mobile", 14),
        ("Ports", 12),
        ("Security", 10),
        ("Search", 8),
    ])
    .names(["dana", "tom", "joost", "aiko", "nessa"])
    .leaves_out("sven", because("five names are what a year can bear"));
    assert!(close(map.0.covered, 0.82));
}

#[test]
fn m3_nobody_is_named_who_would_add_under_five_percent() {
    needs([("Payments", 60), ("Identity", 5), ("Platform", 35)]).names(["dana", "joost", "tom"]);
    needs([("Payments", 60), ("Identity", 4), ("Platform", 36)])
        .names(["dana", "joost"])
        .leaves_out("tom", because(TOO_LITTLE));
    needs([("Payments", 96), ("Identity", 4)]).names(["dana"]).leaves_out("tom", because(TOO_LITTLE));
}

#[test]
fn m3_a_map_is_never_padded() {
    let map = given_ferries([checkout().needs_yes_from("Payments")])
        .when_drawn()
        .names(["dana"])
        .leaves_nobody_out();
    assert!(close(map.0.covered, 1.0));
    let map = given_ferries([checkout()]).when_drawn().names([]).leaves_nobody_out().has_no_gap();
    assert_eq!((map.0.covered, map.0.unnamed, map.0.first_reading), (0.0, 0.0, false));
}

#[test]
fn m3_a_tie_over_the_cut_is_named_whole_where_that_makes_five_at_most() {
    let map = needs([("Payments", 50), ("Identity", 30), ("Platform", 10), ("Mobile", 10)])
        .names(["dana", "tom", "aiko", "joost"]);
    assert_eq!(map.0.ties[0].people, ["aiko", "joost"]);
    assert!(map.0.ties[0].entered);
    assert!(close(map.0.ties[0].dependence, 0.1));
}

#[test]
fn m3_a_tie_over_the_cut_stays_out_whole_where_three_names_remain() {
    let map = needs([
        ("Payments", 30),
        ("Identity", 20),
        ("Platform", 15),
        ("Mobile", 10),
        ("Ports", 10),
        ("Security", 10),
    ])
    .names(["dana", "tom", "joost"])
    .leaves_out("sven", because("equal to others; together they would be too many"));
    assert_eq!(map.0.ties[0].people, ["aiko", "nessa", "sven"]);
    assert!(!map.0.ties[0].entered);
}

#[test]
fn m3_a_tie_that_can_be_neither_in_nor_out_is_cut_by_name_and_said() {
    let map = needs([
        ("Search", 10),
        ("Payments", 10),
        ("Identity", 10),
        ("Platform", 10),
        ("Mobile", 10),
        ("Ports", 10),
        ("Security", 10),
    ])
    .names(["ada", "aiko", "dana", "joost", "nessa"]);
    assert_eq!(map.0.ties.len(), 1);
    assert_eq!(
        map.0.ties[0].reason,
        "equal need: too many to name all, too few to name none; the alphabet decided"
    );
}

#[test]
fn m3_above_a_quarter_without_a_name_it_is_a_first_reading() {
    let without = |tenths| needs([("Payments", 30), ("Data", tenths)]).0;
    let (quarter, more) = (without(10), without(11));
    assert!(close(quarter.unnamed, 0.25));
    assert!(!quarter.first_reading, "a quarter is not above a quarter");
    assert!(more.first_reading);
}

#[test]
fn m3_coverage_is_of_all_need_with_the_part_that_has_no_name() {
    let map = needs([("Payments", 40), ("Data", 20), ("Identity", 20), ("Platform", 12), ("Mobile", 8)])
        .names(["dana", "tom", "joost", "aiko"]);
    assert!(close(map.0.covered, 0.8) && close(map.0.unnamed, 0.2));
}

#[test]
fn m3_guesses_alone_put_nobody_on_the_map() {
    let map = given_ferries([
        checkout()
            .perhaps()
            .needs_yes_from("Payments")
            .perhaps()
            .after("tokens")
            .perhaps()
            .lands_on("Mobile")
            .touches("Mobile"),
        work("tokens").of("Identity"),
    ])
    .when_drawn()
    .names(["aiko"])
    .leaves_out("dana", because("nothing but guesses speaks for it"))
    .leaves_out("tom", because("nothing but guesses speaks for it"));
    assert!(map.0.covered < 0.5, "their need is part of all need: {}", map.0.covered);
}

#[test]
fn m5_the_reporting_line_has_no_influence() {
    let plan = |boss: &str| {
        given_ferries([
            checkout().needs_yes_from("Payments").touches("Identity").touches("Platform"),
            person("mira").reports_to("ines"),
            person("dana").reports_to(boss),
            person("tom").reports_to("dana"),
            person("joost").reports_to(boss),
        ])
        .when_drawn()
        .names(["dana", "joost", "tom"])
    };
    assert_eq!(plan("ines"), plan("mira"));
    assert_eq!(plan("ines"), plan("somebody far away"));
}

#[test]
fn m5_how_often_somebody_is_named_in_the_work_of_others_has_no_influence() {
    let plan = |often: u32| {
        let other = |at: u32| {
            deliverable(&format!("goal {at}"))
                .of("Search")
                .needs_yes_from("Identity")
                .by("tom")
                .lands_on("joost")
        };
        given_ferries([checkout().needs_yes_from("Payments").touches("Identity").touches("Platform")])
            .and((0..often).map(other))
            .when_drawn()
    };
    let (never, often) = (plan(0), plan(30));
    assert_eq!(never.0.peers, often.0.peers);
    assert_eq!(never.0.questions, often.0.questions);
    assert_eq!(never.0.covered, often.0.covered);
}

#[test]
fn m3_a_way_made_of_guesses_alone_puts_nobody_on_the_map() {
    given_ferries([
        checkout().needs_yes_from("Ports"),
        work("card step").of("Booking").part_of("checkout").takes(2).perhaps().after("tokens"),
        work("tokens").of("Identity").takes(5).perhaps().after("vault"),
        work("vault").of("Payments").takes(10),
    ])
    .when_played(50)
    .names(["nessa"])
    .leaves_out("tom", because("nothing but guesses speaks for it"))
    .leaves_out("dana", because("nothing but guesses speaks for it"));
}

#[test]
fn m3_who_stands_behind_a_tie_that_stays_out_is_not_told_that_five_are_named() {
    let map = needs([
        ("Payments", 30),
        ("Identity", 20),
        ("Platform", 15),
        ("Mobile", 10),
        ("Ports", 10),
        ("Security", 10),
        ("Search", 5),
    ])
    .names(["dana", "tom", "joost"]);
    let ada = map.0.left_out.iter().find(|left| left.person == "ada").unwrap();
    assert!(!ada.reason.contains("five"), "{}", ada.reason);
}

#[test]
fn m3_where_a_profile_wants_fewer_names_nobody_is_told_of_five() {
    let map = given_ferries([checkout().touches("Payments").needs_yes_from("Identity")])
        .leader("mira", ["Booking"])
        .ruled_by("most = 1\n")
        .when_drawn()
        .names(["tom"]);
    assert!(!map.0.left_out[0].reason.contains("five"), "{}", map.0.left_out[0].reason);
}
