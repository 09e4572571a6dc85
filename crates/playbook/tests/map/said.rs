//! What the map says of itself.

use super::*;

#[test]
fn the_map_table_of_a_profile_changes_what_counts() {
    let plan = || {
        given_ferries([
            checkout().touches("Payments").needs_yes_from("Identity").perhaps().needs_yes_from("Platform"),
            work("form").by("ann"),
            team("Booking").with("ann"),
        ])
        .leader("mira", ["Booking"])
    };
    plan().when_drawn().names(["tom", "dana"]).shares([("dana", 0.4), ("tom", 1.0), ("joost", 0.4)]);
    plan().ruled_by("touch = 2.0\nguessed = 0.1\n").when_drawn().names(["dana", "tom"]).shares([
        ("dana", 2.0),
        ("tom", 1.0),
        ("joost", 0.1),
    ]);
    plan().ruled_by("most = 1\n").when_drawn().names(["tom"]);
    plan().ruled_by("least = 0.3\n").when_drawn().names(["tom"]).leaves_out("dana", because(TOO_LITTLE));
    plan()
        .ruled_by("usual = 1\ncover = 0.5\n")
        .when_drawn()
        .names(["tom"])
        .leaves_out("dana", because(ENOUGH));
    assert_eq!(plan().when_drawn().0.deliverables.len(), 1);
    assert_eq!(plan().ruled_by("members_count = true\n").when_drawn().0.deliverables.len(), 2);
}

#[test]
fn a_leader_and_a_team_that_nobody_knows_are_said() {
    given_ferries([checkout().needs_yes_from("Payments")])
        .leader("nobody", ["Booking", "Bookkeeping"])
        .when_drawn()
        .names(["dana"])
        .has_gap(GapKind::Unknown, "nobody", "nobody called “nobody” is named in the plan or the directory")
        .has_gap(
            GapKind::Unknown,
            "Bookkeeping",
            "no team called “Bookkeeping” is named in the plan or the directory",
        );
}

#[test]
fn a_leader_is_called_as_the_directory_calls_them() {
    let map = given_ferries([checkout()]).leader("@MIRA", []).when_drawn().has_no_gap();
    assert_eq!((map.0.leader.as_str(), map.0.teams.as_slice()), ("mira", ["Booking".to_owned()].as_slice()));
    let map = given_ferries([checkout()]).led(None, ["the booking team"]).when_drawn();
    assert_eq!(map.0.leader, "Booking");
}

#[test]
fn where_no_crossing_is_found_the_map_is_empty_and_says_how_much_was_read() {
    let map =
        given_ferries([checkout(), work("tokens").of("Identity")]).when_played(10).names([]).asks_nothing();
    assert_eq!((map.0.crossings, map.0.items), (0, 2));
    assert_eq!(map.0.deliverables[0].item, "checkout");
}

#[test]
fn what_does_not_fit_together_is_said() {
    let map = given_ferries([
        checkout().after("vault"),
        work("vault").of("Payments").after("checkout"),
        work("tokens").of("Identity").ranked("1").after("keys"),
        work("keys").of("Identity").ranked("2"),
        work("keys").of("Mobile"),
    ])
    .when_drawn()
    .names(["dana"]);
    let expected = [
        (Oddity::DuplicateId, "“keys” stands here again (first on line 16); this one is not counted"),
        (
            Oddity::Cycle,
            "“vault”, “checkout” wait for each other in a circle; the link from “checkout” to “vault” is left out",
        ),
        (Oddity::Inversion, "“tokens” is ranked before “keys” and waits for it; the link wins"),
    ];
    let mut said = map.oddities();
    said.sort_by_key(|(kind, _)| expected.iter().position(|(known, _)| known == kind));
    assert_eq!(said, expected);
}
