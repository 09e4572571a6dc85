//! How much of a date hangs on them (rule M6).

use super::*;

/// The checkout waits for the vault of Payments and the tokens of Identity, which take so many days.
fn a_race(vault: i32, tokens: i32) -> Given {
    given_ferries([
        checkout().promised(FRIDAY),
        work("card step").of("Booking").part_of("checkout").takes(2).after("vault").after("tokens"),
        work("vault").of("Payments").takes(vault),
        work("tokens").of("Identity").takes(tokens),
    ])
}

#[test]
fn m6_a_date_weighs_by_the_share_of_years_in_which_they_decide_it() {
    let even = a_race(10, 10).when_played(400);
    let (dana, tom) = (even.peer("dana").decides.unwrap(), even.peer("tom").decides.unwrap());
    assert!(close(dana + tom, 1.0), "one of the two is on every chain: {dana} and {tom}");
    assert!(dana > 0.3 && tom > 0.3);
    for (name, decides) in [("dana", dana), ("tom", tom)] {
        let line = &even.peer(name).crossings[0];
        assert_eq!(line.decides, Some(decides));
        assert!((line.weighs - (0.5 + 0.5 * decides)).abs() < 1e-6);
    }
    even.shares([("dana", 0.5 + 0.5 * dana), ("tom", 0.5 + 0.5 * tom)]);
}

#[test]
fn m6_a_date_weighs_one_half_where_they_never_decide_it_and_one_where_they_always_do() {
    let map = a_race(100, 1).when_played(50).names(["dana", "tom"]).shares([("dana", 1.0), ("tom", 0.5)]);
    assert_eq!((map.peer("dana").decides, map.peer("tom").decides), (Some(1.0), Some(0.0)));
}

#[test]
fn m6_the_days_that_hang_on_them_and_their_deciding_bear_their_errors() {
    let map = a_race(10, 10).when_played(400);
    let dana = map.peer("dana");
    let (share, n) = (dana.decides.unwrap(), 400.0);
    assert!((dana.decides_se.unwrap() - (share * (1.0 - share) / (n - 1.0)).sqrt()).abs() < 1e-9);
    let (days, se) = (dana.days.unwrap(), dana.days_se.unwrap());
    assert!(days > 0.5 && days < 10.0, "{days} working days");
    assert!(se > 0.0 && se < days / 4.0, "{se} of {days}");
    let mine = &map.0.deliverables[0];
    assert_eq!((mine.promised, mine.late_share), (Some(FRIDAY), Some(1.0)));
    let sure = a_race(100, 1).when_played(50);
    assert_eq!((sure.peer("tom").days, sure.peer("tom").days_se), (Some(0.0), Some(0.0)));
}

#[test]
fn m6_without_simulated_years_nothing_is_known_and_a_date_weighs_one() {
    let without_estimates =
        given_ferries([checkout().after("vault"), work("vault").of("Payments")]).when_played(50);
    for map in [a_race(100, 1).when_drawn(), without_estimates] {
        assert_eq!(map.0.simulated, None);
        let dana = map.peer("dana");
        assert_eq!((dana.decides, dana.decides_se, dana.days, dana.days_se), (None, None, None, None));
        assert_eq!((dana.crossings[0].decides, dana.crossings[0].weighs), (None, 1.0));
        assert_eq!(map.0.deliverables[0].late, None);
    }
}

#[test]
fn m6_a_date_that_waits_on_something_outside_the_plan_weighs_one_in_simulated_years_too() {
    let map = a_race(100, 1).and([work("form").of("Booking").part_of("checkout").takes(1).after("Mobile")]);
    let map = map.when_played(50).names(["aiko", "dana", "tom"]);
    assert_eq!((map.peer("aiko").crossings[0].weighs, map.peer("aiko").decides), (1.0, None));
}

/// The checkout waits for Identity's tokens and for a long piece of Mobile's; the tokens wait for the vault of Payments.
fn a_relay(long: i32) -> Given {
    given_ferries([
        checkout().needs_yes_from("Payments"),
        work("card step").of("Booking").part_of("checkout").takes(2).after("tokens").after("long"),
        work("tokens").of("Identity").takes(5).after("vault"),
        work("vault").of("Payments").takes_about(10),
        work("long").of("Mobile").takes(long),
    ])
}

#[test]
fn m6_work_several_hops_away_that_decides_my_date_is_a_derived_crossing_with_its_path() {
    let map = a_relay(1).when_played(50);
    let lines = &map.peer("dana").crossings;
    assert_eq!(lines.len(), 2, "the approval and the date");
    let date = lines.iter().find(|line| line.kind == Kind::Date).unwrap();
    assert_eq!(date.strength, Derived);
    assert_eq!(date.path, ["vault", "tokens", "card step", "checkout"]);
    assert_eq!((date.item.as_str(), date.theirs.as_deref()), ("card step", Some("vault")));
    assert_eq!(date.place.quote, "vault");
    let decides = date.decides.unwrap();
    assert!(decides > 0.9);
    assert!((date.weighs - 0.7 * (0.5 + 0.5 * decides)).abs() < 1e-6);
    assert!(close(map.whole(), 1.0), "derived crossings are part of all need");
}

#[test]
fn m6_several_hops_away_counts_from_one_year_in_twenty_on() {
    let (mut below, mut above) = (0, 0);
    for long in [20, 40, 60, 80, 100, 130, 160, 200, 260] {
        let map = a_relay(long).when_played(400);
        let dana = map.peer("dana");
        let decides = dana.decides.unwrap();
        assert_eq!(dana.kinds.date, usize::from(decides >= 0.05), "{decides} of the years");
        below += usize::from(decides > 0.0 && decides < 0.05);
        above += usize::from((0.05..0.2).contains(&decides));
    }
    assert!(below > 0 && above > 0, "both sides of the bound are tried");
}

#[test]
fn m6_a_guess_does_not_hide_that_they_decide_my_date_over_several_hops() {
    let map = given_ferries([
        checkout(),
        work("card step")
            .of("Booking")
            .part_of("checkout")
            .takes(2)
            .after("tokens")
            .perhaps()
            .after("receipts"),
        work("tokens").of("Identity").takes(5).after("vault"),
        work("vault").of("Payments").takes(50),
        work("receipts").of("Payments").takes(1),
    ])
    .when_played(50)
    .names(["tom", "dana"]);
    assert!(map.evidence("dana").contains(&(Kind::Date, Derived, ABOVE + 7, "vault")));
}

#[test]
fn m6_unowned_work_several_hops_away_that_decides_my_date_is_a_need_without_a_name() {
    let map = given_ferries([
        checkout(),
        work("card step").of("Booking").part_of("checkout").takes(2).after("tokens"),
        work("tokens").of("Identity").takes(5).after("seeds"),
        work("seeds").takes(50),
    ])
    .when_played(50)
    .names(["tom"]);
    assert!(map.gap(GapKind::NoOwner, "seeds").dependence > 0.0);
}

#[test]
fn m6_work_that_decides_my_date_through_a_queue_is_a_derived_crossing() {
    let map = given_ferries([
        team("Identity").lanes(1),
        checkout().needs_yes_from("Payments"),
        work("card step").of("Booking").part_of("checkout").takes(2).after("tokens"),
        work("draft").of("Booking").takes(5),
        work("vault").of("Payments").takes(2),
        work("sessions").of("Identity").takes(50).after("vault"),
        work("tokens").of("Identity").takes(5).after("draft"),
    ])
    .when_played(50);
    let decides = map.peer("dana").decides.unwrap();
    assert_eq!(map.peer("dana").kinds.date, usize::from(decides >= 0.05), "{decides} of the years");
    assert!(decides > 0.5);
}

/// My team does one thing at a time: the draft, the surcharge, which waits for Payments, then the tiles.
fn my_backlog(tiles: impl FnOnce(Piece) -> Piece) -> Drawn {
    given_ferries([
        team("Booking").lanes(1),
        deliverable("fares").of("Booking"),
        work("draft").of("Booking").part_of("fares").takes(10),
        work("surcharge").of("Booking").part_of("fares").takes(2).after("vault"),
        work("vault").of("Payments").takes(10),
        deliverable("maps").of("Booking"),
        tiles(work("tiles").of("Booking").part_of("maps").takes(2)),
    ])
    .when_played(200)
}

#[test]
fn m6_a_date_that_only_stands_behind_my_own_work_is_no_crossing() {
    let dates = |map: &Drawn| {
        let lines = map.peer("dana").crossings.iter();
        lines.map(|line| (line.home.clone(), line.decides)).collect::<Vec<_>>()
    };
    let ghost = my_backlog(|tiles| tiles);
    let share = ghost.peer("dana").decides;
    assert!(share > Some(0.2), "{share:?} of the years");
    let fares = ("fares".to_owned(), share);
    assert_eq!(dates(&ghost), std::slice::from_ref(&fares));
    let linked = my_backlog(|tiles| tiles.after("surcharge"));
    assert_eq!(dates(&linked), [fares, ("maps".to_owned(), share)]);
}

#[test]
fn m6_a_need_is_told_once_for_a_dated_story_and_not_again_for_its_epic() {
    let epic = |story: Piece| {
        given_ferries([
            checkout(),
            story.of("Booking").part_of("checkout").takes(2).after("tokens"),
            work("tokens").of("Identity").takes(5).after("vault"),
            work("vault").of("Payments").takes(50),
        ])
        .when_played(50)
    };
    let homes = |map: Drawn| {
        let lines = [map.peer("tom").crossings.clone(), map.peer("dana").crossings.clone()].concat();
        lines.into_iter().map(|line| (line.home, line.strength)).collect::<Vec<_>>()
    };
    let whole = [("checkout".to_owned(), Stated), ("checkout".to_owned(), Derived)];
    assert_eq!(homes(epic(work("card step"))), whole);
    let dated = [("card step".to_owned(), Stated), ("card step".to_owned(), Derived)];
    assert_eq!(homes(epic(work("card step").promised(FRIDAY))), dated);
}

#[test]
fn m6_the_path_shows_the_work_that_decides() {
    let map = given_ferries([
        checkout().needs_yes_from("Payments"),
        work("card step").of("Booking").part_of("checkout").takes(2).after("tokens"),
        work("tokens").of("Identity").takes(5).after("receipts").after("keys"),
        work("keys").of("Platform").takes(1).after("vault"),
        work("receipts").of("Payments").takes(1),
        work("vault").of("Payments").takes(50),
    ])
    .when_played(50);
    let date = map.peer("dana").crossings.iter().find(|line| line.kind == Kind::Date).unwrap();
    assert_eq!((date.decides, date.theirs.as_deref()), (Some(1.0), Some("vault")));
}
