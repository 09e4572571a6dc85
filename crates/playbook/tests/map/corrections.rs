//! What a leader corrects, and what the map makes of it (rule M3b).

use plan::{
    facts::{Change, Kind, Strength},
    network::Oddity,
};
use playbook::map::view::GapKind;
use proptest::prelude::*;

use super::{
    ABOVE, checkout,
    given::{
        Drawn, Given, Piece, answered, because, corrected, deliverable, given, given_ferries, team, with,
        without, work,
    },
};

const ADD_APPROVAL: Change = Change::Add(Kind::Approval);
const REJECT: Change = Change::Reject(None);
const GIVEN: Change = Change::Given(None);

/// Checkout and payouts of Booking, and what they need of Payments, Identity and Mobile.
fn two_deliverables() -> Given {
    given_ferries([
        checkout(),
        work("card form").of("Booking").part_of("checkout").needs_yes_from("Payments").touches("Identity"),
        work("old links").of("Booking").part_of("checkout").lands_on("Mobile"),
        deliverable("payouts").of("Booking").needs_yes_from("Payments").after("vault"),
        work("vault").of("Payments"),
    ])
}

fn drawn(correction: Piece) -> Drawn {
    two_deliverables().and([correction]).when_drawn()
}

#[test]
fn m3b_a_rejected_crossing_counts_nothing_and_is_listed_with_its_reason_and_its_line() {
    let map = drawn(corrected(REJECT, "card form", "Payments", "agreed in June"));
    assert_eq!(map.corrections(), [("rejected, 1 approval: card form ← Payments", "agreed in June")]);
    let rejected = &map.0.corrected[0];
    assert_eq!(rejected.crossings[0].place.quote, "needs yes from Payments");
    assert_eq!((rejected.change.as_str(), rejected.word.line), ("reject", ABOVE + 11));
    map.shares([("dana", 1.3), ("tom", 0.4), ("aiko", 0.7)]);
}

#[test]
fn m3b_a_correction_for_a_deliverable_is_one_for_all_that_is_part_of_it_and_for_nothing_else() {
    let map = drawn(corrected(REJECT, "checkout", "dana", "agreed in June"));
    assert_eq!(map.corrections(), [("rejected, 1 approval: checkout ← dana", "agreed in June")]);
    map.shares([("dana", 1.3), ("tom", 0.4), ("aiko", 0.7)]);
}

#[test]
fn m3b_a_correction_of_one_kind_leaves_the_others() {
    let kind = Some(Kind::Approval);
    drawn(corrected(Change::Reject(kind), "payouts", "Payments", "x")).shares([
        ("dana", 2.0),
        ("tom", 0.4),
        ("aiko", 0.7),
    ]);
}

#[test]
fn m3b_a_crossing_is_also_named_by_the_item_that_is_waited_for() {
    let map = drawn(corrected(REJECT, "payouts", "vault", "it stands already"));
    assert_eq!(map.corrections(), [("rejected, 1 date: payouts ← vault", "it stands already")]);
    map.shares([("dana", 2.0), ("tom", 0.4), ("aiko", 0.7)]);
}

#[test]
fn m3b_a_given_yes_counts_nothing_and_needs_no_reason() {
    let map = drawn(corrected(GIVEN, "old links", "Mobile", ""));
    assert_eq!(map.corrections(), [("given, 1 absorption: old links ← Mobile", "")]);
    map.never_mentions("aiko");
}

#[test]
fn m3b_an_added_crossing_is_stated_by_the_leader_and_shows_the_line_of_the_correction() {
    let map = drawn(corrected(ADD_APPROVAL, "old links", "Security", "they sign it"))
        .names(["dana", "sven", "aiko"]);
    let line = &map.peer("sven").crossings[0];
    assert_eq!((line.kind, line.strength, line.place.line), (Kind::Approval, Strength::Stated, ABOVE + 11));
    assert_eq!((line.home.as_str(), line.weighs), ("checkout", 1.0));
    assert_eq!((line.corrected[0].was, line.corrected[0].word.because.as_str()), (None, "they sign it"));
}

#[test]
fn m3b_whoever_is_added_and_not_known_is_a_team_whose_leader_is_asked_for() {
    let add = || corrected(ADD_APPROVAL, "checkout", "Legal", "they sign the terms");
    drawn(add())
        .has_gap(GapKind::NoLeader, "Legal", "no leader of Legal is known")
        .asks("Legal carries 23 % of your need: who says yes there?", "sideways who Legal \"NAME\"");
    let map =
        two_deliverables().and([add(), answered("Legal", "lin")]).when_drawn().names(["dana", "lin", "aiko"]);
    assert_eq!(map.oddities(), [], "the answer that was asked for fits");
}

#[test]
fn m3b_an_added_date_on_an_item_of_theirs_is_theirs_who_does_it() {
    let map = drawn(corrected(Change::Add(Kind::Date), "checkout", "vault", "it needs the keys"));
    let line =
        map.peer("dana").crossings.iter().find(|line| line.home == "checkout" && line.kind == Kind::Date);
    assert_eq!(line.and_then(|line| line.theirs.as_deref()), Some("vault"));
}

#[test]
fn m3b_a_crossing_of_another_kind_weighs_as_that_kind_and_keeps_the_line_of_the_plan() {
    let to = Kind::Approval;
    let map =
        drawn(corrected(Change::Rekind { from: None, to }, "card form", "Identity", "they own the rules"));
    assert_eq!(map.corrections(), [("1 touch made approval: card form ← Identity", "they own the rules")]);
    let line = &map.peer("tom").crossings[0];
    assert_eq!((line.place.quote.as_str(), line.corrected[0].was), ("touches Identity", Some(Kind::Touch)));
    map.shares([("dana", 2.3), ("tom", 1.0), ("aiko", 0.7)]);
}

#[test]
fn m3b_what_the_leader_made_of_another_kind_is_no_guess_any_more() {
    let change = Change::Rekind { from: Some(Kind::Touch), to: Kind::Absorption };
    given_ferries([
        checkout().perhaps().touches("Ports").needs_yes_from("Payments"),
        corrected(change, "checkout", "Ports", "they run it"),
    ])
    .when_drawn()
    .names(["dana", "nessa"]);
}

#[test]
fn m3b_several_corrections_of_one_crossing_compose_in_their_order() {
    let change = |from, to| Change::Rekind { from: Some(from), to };
    let pieces = [
        corrected(change(Kind::Touch, Kind::Date), "card form", "Identity", "one"),
        corrected(change(Kind::Date, Kind::Approval), "card form", "Identity", "two"),
    ];
    let map = two_deliverables().and(pieces.clone()).when_drawn();
    let line = &map.peer("tom").crossings[0];
    let was: Vec<Option<Kind>> = line.corrected.iter().map(|mended| mended.was).collect();
    assert_eq!((line.kind, was), (Kind::Approval, vec![Some(Kind::Touch), Some(Kind::Date)]));
    let [one, two] = pieces;
    let map = two_deliverables().and([two, one]).when_drawn();
    assert_eq!(map.0.oddities.len(), 1, "there was no date to begin with");
}

#[test]
fn m3b_what_is_added_after_a_rejection_stands_and_what_is_rejected_after_an_addition_does_not() {
    let add = || corrected(ADD_APPROVAL, "old links", "Security", "they sign it");
    let reject = || corrected(REJECT, "old links", "Security", "they do not");
    two_deliverables().and([reject(), add()]).when_drawn().names(["dana", "sven", "aiko"]);
    two_deliverables().and([add(), reject()]).when_drawn().never_mentions("sven");
}

/// The fact behind a correction that fits nothing.
#[track_caller]
fn idle(map: &Drawn) -> &str {
    let [(Oddity::IdleCorrection, fact)] = map.oddities()[..] else { panic!("{:?}", map.oddities()) };
    assert_eq!(map.0.corrected, []);
    fact.strip_prefix("a correction of yours fits nothing: ").unwrap_or(fact)
}

#[test]
fn m3b_a_correction_that_fits_nothing_is_said_aloud() {
    let said = [
        (corrected(REJECT, "nowhere", "Payments", "x"), "no item called “nowhere” is in this plan"),
        (
            corrected(REJECT, "checkout", "Lunch", "x"),
            "no team, person or item called “Lunch” is in this plan",
        ),
        (
            corrected(Change::Given(None), "chekout", "Payments", ""),
            "no item called “chekout” is in this plan; did you mean “checkout”?",
        ),
        (
            corrected(REJECT, "checkout", "Paymets", "x"),
            "no team, person or item called “Paymets” is in this plan; did you mean “Payments”?",
        ),
        (corrected(REJECT, "old links", "Payments", "x"), "“old links” needs nothing of Payments"),
        (
            corrected(Change::Given(Some(Kind::Date)), "card form", "dana", ""),
            "“card form” needs no date of dana",
        ),
        (corrected(REJECT, "vault", "Payments", "x"), "“vault” is not yours"),
        (corrected(ADD_APPROVAL, "vault", "Mobile", "x"), "“vault” is not yours"),
        (corrected(ADD_APPROVAL, "checkout", "Booking", "x"), "Booking is yours"),
        (corrected(ADD_APPROVAL, "checkout", "mira", "x"), "mira is yours"),
        (
            corrected(Change::Rekind { from: None, to: Kind::Approval }, "card form", "Payments", "x"),
            "“card form” needs nothing of Payments that is not an approval already",
        ),
        (without("nobody", "x"), "nobody called “nobody” is in the plan or the directory"),
        (without("Payments", "x"), "“Payments” is a team, and the map names people"),
        (without("sven", "x"), "nothing in this plan needs sven, so there is no name to strike"),
        (with("mira", "x"), "mira is of your own teams, and so no peer of yours"),
    ];
    for (correction, fact) in said {
        assert_eq!(idle(&drawn(correction)), fact);
    }
}

#[test]
fn m3b_a_correction_of_what_is_over_or_fits_several_is_said_aloud() {
    let plan = |correction: Piece| {
        given_ferries([
            checkout().touches("Identity"),
            work("form").of("Booking").part_of("checkout").finished().touches("Mobile"),
            work("tests one").of("Booking").part_of("checkout"),
            work("tests two").of("Booking").part_of("checkout"),
            work("keys").of("Payments").finished(),
            correction,
        ])
        .when_drawn()
    };
    assert_eq!(idle(&plan(corrected(REJECT, "form", "Mobile", "x"))), "“form” is over");
    assert_eq!(idle(&plan(corrected(ADD_APPROVAL, "checkout", "keys", "x"))), "“keys” is over");
    let map = plan(corrected(REJECT, "tests", "Mobile", "x"));
    assert_eq!(idle(&map), "“tests” fits 2 items (lines 14, 15)");
    assert_eq!(
        map.0.oddities[0].hint.as_deref(),
        Some("name the one you mean by its id, as in \"tests one\"")
    );
}

#[test]
fn m3b_the_hint_behind_an_idle_correction_takes_it_back() {
    let map = drawn(corrected(Change::Reject(Some(Kind::Date)), "old links", "Payments", "x"));
    let hint = "sideways corrections --undo \"crossing reject old links Payments --kind date\" takes it back";
    assert_eq!(map.0.oddities[0].hint.as_deref(), Some(hint));
}

#[test]
fn m3b_a_struck_name_is_left_out_with_its_reason_and_its_need_stays_in_the_total() {
    let map = drawn(without("dana", "we share a desk"))
        .names(["aiko", "tom"])
        .leaves_out("dana", because("struck by you, “we share a desk”"))
        .shares([("dana", 2.3), ("tom", 0.4), ("aiko", 0.7)]);
    assert_eq!(map.corrections(), [("name struck: dana", "we share a desk")]);
}

#[test]
fn m3b_an_added_name_is_marked_and_stands_in_the_order_of_need() {
    let plan = || {
        given_ferries([
            deliverable("checkout")
                .of("Booking")
                .weighs(4000)
                .needs_yes_from("Payments")
                .needs_yes_from("Identity"),
            deliverable("extras").of("Booking").touches("Mobile"),
        ])
    };
    plan().when_drawn().names(["dana", "tom"]);
    let map = plan().and([with("aiko", "her team is new")]).when_drawn().names(["dana", "tom", "aiko"]);
    let added = map.peer("aiko").added.as_ref().map(|word| word.because.as_str());
    assert_eq!((added, map.peer("dana").added.as_ref()), (Some("her team is new"), None));
    assert_eq!(map.corrections(), [("name added: aiko", "her team is new")]);
    let map = plan().and([with("dana", "of course")]).when_drawn().names(["dana", "tom"]);
    assert_eq!(map.corrections(), [("name added, and named without it, too: dana", "of course")]);
    assert_eq!(map.peer("dana").added, None);
}

#[test]
fn m3b_somebody_whom_no_crossing_needs_is_named_if_the_leader_adds_them() {
    let map = drawn(with("sven", "she decides budgets"));
    assert_eq!(map.peer("sven").crossings, []);
    assert_eq!(map.peer("sven").dependence, 0.0);
    assert!(map.peer("sven").added.is_some());
    assert_eq!(map.oddities(), []);
    let map = drawn(with("Ines Roth", "she decides budgets"));
    assert_eq!(map.oddities().len(), 1, "nobody bears that name");
}

#[test]
fn m3b_an_added_name_without_a_crossing_shows_the_teams_they_lead_and_whether_for_now() {
    let docks = team("Docks").led_for_now_by("nils");
    let map = given_ferries([docks, checkout().touches("Payments"), with("nils", "he decides budgets")])
        .when_drawn()
        .names(["dana", "nils"])
        .teams("nils", &["Docks"]);
    assert_eq!(
        (map.peer("nils").acting.as_slice(), map.peer("nils").dependence),
        (&["Docks".to_owned()][..], 0.0)
    );
    assert_eq!(map.0.attention.iter().map(|one| one.is_unneeded).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn m3b_guesses_alone_put_nobody_on_the_map_but_the_leader_does() {
    given_ferries([checkout().needs_yes_from("Payments").perhaps().touches("Ports"), with("nessa", "x")])
        .when_drawn()
        .names(["dana", "nessa"]);
}

#[test]
fn m3b_a_sixth_name_is_refused_with_who_could_be_struck_for_it() {
    let five = ["Payments", "Identity", "Platform", "Mobile", "Ports"];
    let needy = five.iter().fold(checkout(), |piece, team| piece.needs_yes_from(team));
    let plan = given_ferries([needy, with("ada", "search matters")]);
    let map = plan.clone().when_drawn();
    assert_eq!(map.0.peers.len(), 5);
    assert_eq!(idle(&map), "ada is not added: the map has 5 names already, and a year can't bear more");
    assert_eq!(map.0.oddities[0].hint.as_deref(), Some("--without tom --because \"WHY\" makes room"));
    let map = plan.and([without("tom", "we share a desk")]).when_drawn();
    assert_eq!(map.0.peers.len(), 5);
    assert!(map.peer("ada").added.is_some());
}

#[test]
fn m3b_the_last_word_on_a_name_counts() {
    let map = two_deliverables().and([without("dana", "one"), with("DANA", "two")]).when_drawn();
    assert_eq!(map.corrections(), [("name added, and named without it, too: dana", "two")]);
}

#[test]
fn m3b_somebody_who_leads_nothing_is_no_name_and_who_answers_is_said() {
    let plan = given([team("Booking").led_by("mira"), team("Identity").led_by("tom").with("sam")]);
    let map = plan.and([checkout().needs_yes_from("Identity"), with("sam", "x")]).when_drawn();
    assert_eq!(idle(&map), "sam leads no team; tom answers for theirs");
    assert_eq!(map.0.oddities[0].hint.as_deref(), Some("--with tom"));
}

#[test]
fn m3b_one_of_several_leaders_is_no_name_of_their_own_and_how_they_answer_is_said() {
    let plan =
        given_ferries([team("Ledger").led_by("per").led_by("lin"), checkout().needs_yes_from("Ledger")]);
    for choice in [with("lin", "x"), without("lin", "x")] {
        let map = plan.clone().and([choice]).when_drawn().names(["per"]);
        assert_eq!(idle(&map), "lin leads Ledger too, and per answers for it");
        assert_eq!(map.0.oddities[0].hint.as_deref(), Some("sideways who Ledger lin lets them answer"));
    }
    plan.and([answered("Ledger", "lin"), with("lin", "x")]).when_drawn().names(["lin"]);
}

#[test]
fn m3b_a_crossing_that_only_the_years_show_is_corrected_like_any_other() {
    let plan = || {
        given_ferries([
            checkout().after("sign-in"),
            work("sign-in").of("Identity").takes_about(10).after("keys"),
            work("keys").of("Platform").takes_about(40),
            work("form").of("Booking").takes_about(2).part_of("checkout"),
        ])
    };
    let map = plan().when_played(200);
    assert_eq!(map.peer("joost").crossings[0].strength, Strength::Derived);
    let map = plan().and([corrected(REJECT, "checkout", "Platform", "the keys are here")]).when_played(200);
    assert_eq!(map.corrections(), [("rejected, 1 date: checkout ← Platform", "the keys are here")]);
    assert_eq!(map.clone().never_mentions("joost").0.deliverables, plan().when_played(200).0.deliverables);
    let change = Change::Rekind { from: Some(Kind::Date), to: Kind::Approval };
    let map = plan().and([corrected(change, "checkout", "joost", "he decides")]).when_played(200);
    assert_eq!(map.peer("joost").crossings[0].weighs, 1.0);
}

/// Corrections of the two deliverables, any of them.
fn any_correction() -> impl Strategy<Value = Piece> {
    let kind = || proptest::option::of(proptest::sample::select(Kind::ALL.to_vec()));
    let change = prop_oneof![
        kind().prop_map(Change::Reject),
        kind().prop_map(Change::Given),
        proptest::sample::select(Kind::ALL.to_vec()).prop_map(Change::Add),
        (kind(), proptest::sample::select(Kind::ALL.to_vec()))
            .prop_map(|(from, to)| Change::Rekind { from, to }),
    ];
    let item =
        proptest::sample::select(vec!["checkout", "card form", "old links", "payouts", "vault", "nowhere"]);
    let whom = proptest::sample::select(vec!["Payments", "tom", "Mobile", "vault", "Legal", "mira"]);
    (change, item, whom).prop_map(|(change, item, whom)| corrected(change, item, whom, "x"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn m3b_a_rejected_or_given_crossing_raises_nobodys_weight(
        others in proptest::collection::vec(any_correction(), 0..4),
        item in proptest::sample::select(vec!["checkout", "card form", "old links", "payouts"]),
        whom in proptest::sample::select(vec!["Payments", "tom", "Mobile", "vault"]),
        is_given in any::<bool>(),
    ) {
        let before = two_deliverables().and(others);
        let change = if is_given { GIVEN } else { REJECT };
        let after = before.clone().and([corrected(change, item, whom, "x")]).when_drawn().weights();
        let before = before.when_drawn().weights();
        for (who, weight) in &after {
            prop_assert!(*weight <= before[who] + 1e-9, "{who}: {weight} and before {}", before[who]);
        }
    }

    #[test]
    fn m3b_corrections_never_make_work_or_dates_vanish(
        corrections in proptest::collection::vec(any_correction(), 0..6),
        struck in proptest::collection::vec(proptest::sample::select(vec!["dana", "tom", "aiko"]), 0..3),
    ) {
        let plain = two_deliverables().when_drawn().0;
        let struck = struck.into_iter().map(|name| without(name, "x"));
        let count = corrections.len();
        let map = two_deliverables().and(corrections).and(struck).when_drawn();
        prop_assert_eq!(map.0.items, plain.items);
        prop_assert_eq!(&map.0.deliverables, &plain.deliverables);
        prop_assert!(map.0.crossings == 0 || (map.whole() - 1.0).abs() < 1e-9);
        let of_crossings = |change: &str| !change.starts_with("with");
        let kept = map.0.corrected.iter().filter(|one| of_crossings(&one.change)).count();
        let idle = map.0.oddities.iter().filter(|odd| odd.fact.starts_with("a correction of yours fits nothing")).count();
        prop_assert_eq!(kept + idle, count, "each is kept to or said aloud");
    }

    #[test]
    fn m3b_the_order_of_corrections_that_do_not_meet_makes_no_difference(key in any::<u64>()) {
        let to = Kind::Approval;
        let plan = two_deliverables().and([
            corrected(REJECT, "card form", "Payments", "one"),
            corrected(Change::Rekind { from: None, to }, "card form", "Identity", "two"),
            corrected(GIVEN, "old links", "Mobile", ""),
            corrected(ADD_APPROVAL, "payouts", "Legal", "three"),
            corrected(ADD_APPROVAL, "checkout", "Security", "four"),
            corrected(REJECT, "nowhere", "Security", "five"),
        ]);
        let other = plan.clone().with_corrections_in_order(super::any_plan::shuffle(key));
        prop_assert_eq!(plan.when_drawn().whatever_the_order(), other.when_drawn().whatever_the_order());
    }
}
