//! Who can say yes (rule M2).

use super::*;

#[test]
fn m2_one_person_with_two_hats_is_one_name_with_both_teams() {
    given_ferries([
        person("tom").leads("Pricing"),
        checkout().needs_yes_from("Identity").touches("Pricing").needs_yes_from("Payments"),
    ])
    .when_drawn()
    .names(["tom", "dana"])
    .shares([("tom", 1.0 + 0.3 * 0.4), ("dana", 1.0)])
    .teams("tom", &["Identity", "Pricing"]);
}

#[test]
fn m2_of_several_leaders_the_one_whom_the_plan_names_first_is_named_and_the_others_stand_beside() {
    let led = team("Ledger").led_by("per").led_by("lin").led_by("kim");
    given_ferries([led, checkout().needs_yes_from("Ledger"), work("audit").by("lin")])
        .when_drawn()
        .names(["lin"])
        .or("lin", &["per", "kim"])
        .asks("Ledger is led by lin and 2 others: which of them says yes to you?", "sideways who Ledger lin");
}

#[test]
fn m2_a_champion_counts_as_named_by_the_plan() {
    given_ferries([
        team("Ledger").led_by("per").led_by("lin"),
        checkout().through("lin").needs_yes_from("Ledger"),
        work("audit").by("per"),
    ])
    .when_drawn()
    .names(["lin"])
    .or("lin", &["per"]);
}

#[test]
fn m2_where_the_plan_names_none_of_several_leaders_the_directory_decides() {
    given_ferries([team("Ledger").led_by("per").led_by("lin"), checkout().needs_yes_from("Ledger")])
        .when_drawn()
        .names(["per"])
        .or("per", &["lin"])
        .asks("Ledger is led by per and lin: which of them says yes to you?", "sideways who Ledger per");
}

#[test]
fn m2_an_answer_settles_which_of_several_leaders_says_yes() {
    let map = given_ferries([
        team("Ledger").led_by("per").led_by("lin"),
        checkout().needs_yes_from("Ledger"),
        work("audit").by("per"),
        answered("Ledger", "lin"),
    ])
    .when_drawn()
    .names(["lin"])
    .or("lin", &[])
    .asks_nothing();
    assert_eq!(map.oddities(), []);
}

#[test]
fn m2_a_team_without_a_leader_is_a_gap_whose_need_counts_in_what_is_to_be_covered() {
    let map =
        given_ferries([checkout().needs_yes_from("Data").needs_yes_from("Payments").touches("Payments")])
            .when_drawn()
            .names(["dana"])
            .has_gap(GapKind::NoLeader, "Data", "no leader of Data is known")
            .shares([("Data", 1.0), ("dana", 1.12)])
            .asks("Data carries 47 % of your need: who says yes there?", "sideways who Data \"NAME\"");
    assert!(close(map.0.covered, map.peer("dana").dependence));
    assert!(close(map.0.unnamed, map.gap(GapKind::NoLeader, "Data").dependence));
    assert_eq!(map.gap(GapKind::NoLeader, "Data").place.line, ABOVE + 2);
    assert_eq!(map.0.crossings, 3, "crossings without a name are counted too");
}

#[test]
fn m2_an_answer_gives_a_team_its_leader() {
    given_ferries([checkout().needs_yes_from("Data"), answered("Data", "hana")])
        .when_drawn()
        .names(["hana"])
        .has_no_gap()
        .asks_nothing();
}

#[test]
fn m2_work_without_an_owner_is_a_gap_whose_need_counts_in_what_is_to_be_covered() {
    let map = given_ferries([
        checkout().after("seeded sailings").needs_yes_from("Payments"),
        work("seeded sailings"),
        work("somebody else's seeds"),
    ])
    .when_drawn()
    .names(["dana"])
    .has_gap(
        GapKind::NoOwner,
        "seeded sailings",
        "“seeded sailings” has no owner, and your work waits for it",
    )
    .has_gap(GapKind::NoOwner, "somebody else's seeds", "“somebody else's seeds” has no owner")
    .shares([("seeded sailings", 1.0), ("dana", 1.0)])
    .asks(
        "“seeded sailings” has no owner and carries 50 % of your need: whose is it?",
        "sideways who \"seeded sailings\" \"TEAM\"",
    );
    assert_eq!(map.answers().len(), 1, "what I do not need is no question");
    assert!(close(map.0.unnamed, 0.5));
}

#[test]
fn m2_an_answer_gives_work_its_team() {
    given_ferries([
        checkout().after("seeded sailings"),
        work("seeded sailings"),
        answered("seeded sailings", "Platform"),
    ])
    .when_drawn()
    .names(["joost"])
    .has_no_gap()
    .asks_nothing();
}

#[test]
fn m2_somebody_who_leads_nothing_is_the_way_in_to_their_leader() {
    given_ferries([team("Payments").with("ann"), checkout().needs_yes_from("ann")])
        .when_drawn()
        .names(["dana"])
        .teams("dana", &["Payments"])
        .way_in("dana", &["ann"]);
}

#[test]
fn m2_somebody_who_leads_nothing_of_a_team_without_a_leader_is_the_way_in_to_a_gap() {
    let map = given_ferries([team("Data").with("ann"), checkout().needs_yes_from("ann")])
        .when_drawn()
        .names([])
        .has_gap(GapKind::NoLeader, "Data", "no leader of Data is known");
    assert_eq!(map.gap(GapKind::NoLeader, "Data").crossings[0].through, ["ann"]);
}

#[test]
fn m2_somebody_of_whom_no_team_is_known_stands_for_themselves() {
    given_ferries([checkout().needs_yes_from_person("ann")])
        .when_drawn()
        .names(["ann"])
        .teams("ann", &[])
        .way_in("ann", &[]);
}

#[test]
fn m2_a_champion_who_does_not_lead_that_team_is_the_way_in_and_one_who_does_is_none() {
    given_ferries([
        checkout().through("tom").through("dana").needs_yes_from("Payments"),
        work("form").of("Booking").through("sam").needs_yes_from("Identity"),
    ])
    .when_drawn()
    .names(["dana", "tom"])
    .way_in("dana", &["tom"])
    .way_in("tom", &["sam"]);
}

#[test]
fn m2_work_of_my_own_teams_never_makes_a_peer_however_they_are_spelled() {
    let map = given_ferries([
        team("Bookings Core").led_by("mira").also("CORE"),
        team("Booking").with("ann"),
        checkout()
            .after("quotes")
            .after("prices")
            .touches("the core team")
            .needs_yes_from("@Mira")
            .lands_on("t-booking")
            .needs_yes_from("ann"),
        work("quotes").of("core"),
        work("prices").by("mira"),
    ])
    .when_drawn()
    .names([])
    .leaves_nobody_out()
    .has_no_gap();
    assert_eq!(map.0.teams, ["Booking", "Bookings Core"]);
}

#[test]
fn m2_need_is_counted_once_for_each_deliverable_kind_and_person() {
    let twice = || {
        checkout().needs_yes_from("Payments").needs_yes_from("Payments").perhaps().needs_yes_from("Payments")
    };
    let map = given_ferries([twice().needs_yes_from("Identity")])
        .when_drawn()
        .names(["dana", "tom"])
        .shares([("dana", 1.0), ("tom", 1.0)]);
    assert_eq!(map.peer("dana").kinds.approval, 3, "every line is shown");
    given_ferries([
        twice().needs_yes_from("Identity"),
        deliverable("groups").of("Booking").needs_yes_from("Payments"),
    ])
    .when_drawn()
    .names(["dana", "tom"])
    .shares([("dana", 2.0), ("tom", 1.0)]);
}

#[test]
fn m2_the_strongest_kind_counts_whole_and_the_others_in_part() {
    given_ferries([
        checkout().touches("Payments").needs_yes_from("Payments").lands_on("Payments").waits_on("Payments"),
        work("form").of("Booking").touches("Identity"),
        work("page").of("Booking").lands_on("Platform"),
        work("gate").of("Booking").perhaps().needs_yes_from("Ports"),
    ])
    .when_drawn()
    .shares([("dana", 1.0 + 0.3 * (0.4 + 0.7 + 1.0)), ("tom", 0.4), ("joost", 0.7), ("nessa", 0.4)]);
}

#[test]
fn m2_a_deliverable_counts_by_its_weight() {
    given_ferries([
        checkout().weighs(250).needs_yes_from("Payments"),
        deliverable("groups").of("Booking").weighs(50).needs_yes_from("Identity"),
        work("form").of("Booking").part_of("checkout").weighs(1000).touches("Mobile"),
    ])
    .when_drawn()
    .shares([("dana", 2.5), ("tom", 0.5), ("aiko", 0.4 * 2.5)]);
}

#[test]
fn m2_an_absorption_is_a_full_yes_where_adoption_is_what_the_deliverable_is_about() {
    given_ferries([
        checkout().about_adoption().lands_on("Mobile"),
        deliverable("groups").of("Booking").lands_on("Ports"),
    ])
    .when_drawn()
    .shares([("aiko", 1.0), ("nessa", 0.7)]);
}

#[test]
fn m2_who_leads_my_team_beside_me_is_no_peer() {
    given_ferries([team("Booking").led_by("bo"), checkout().needs_yes_from("bo")])
        .when_drawn()
        .never_mentions("bo");
}

#[test]
fn m2_the_leader_of_the_team_whose_map_it_is_never_stands_on_it() {
    given_ferries([checkout().needs_yes_from("mira")])
        .led(None, ["Booking"])
        .when_drawn()
        .never_mentions("mira");
}

#[test]
fn m2_a_member_of_my_team_who_works_in_another_too_is_no_peer() {
    given_ferries([
        team("Booking").with("ann"),
        team("Search").with("ann"),
        checkout().needs_yes_from("ann"),
    ])
    .when_drawn()
    .never_mentions("ann");
}

#[test]
fn m2_a_member_of_two_teams_of_one_leader_is_the_way_in_to_that_leader() {
    given_ferries([
        team("Payments").with("ann"),
        team("Ledger").led_by("dana").with("ann"),
        checkout().needs_yes_from("ann"),
    ])
    .when_drawn()
    .names(["dana"])
    .way_in("dana", &["ann"]);
}

#[test]
fn m2_a_champion_who_leads_the_team_of_the_person_named_is_no_way_in() {
    given_ferries([team("Payments").with("ann"), checkout().through("dana").needs_yes_from("ann")])
        .when_drawn()
        .names(["dana"])
        .way_in("dana", &["ann"]);
}

#[test]
fn m2_two_pieces_of_unowned_work_with_one_title_are_two_gaps() {
    let map = given_ferries([
        checkout().after("REHEARSE-1"),
        work("REHEARSE-1").titled("load rehearsal"),
        work("REHEARSE-2").titled("load rehearsal"),
    ])
    .when_drawn();
    assert_eq!(map.0.gaps.iter().filter(|gap| gap.kind == GapKind::NoOwner).count(), 2);
}

#[test]
fn m2_somebody_whose_need_weighs_nothing_is_not_dropped_in_silence() {
    let map = given_ferries([checkout().touches("Payments").needs_yes_from("Identity")])
        .leader("mira", ["Booking"])
        .ruled_by("touch = 0.0\n")
        .when_drawn()
        .names(["tom"]);
    assert_eq!(map.0.left_out.len(), 1, "{} crossings are counted", map.0.crossings);
}
