//! What is proposed of a plan, and what a change of it does, in the playbook's words.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod given;

use std::sync::atomic::{AtomicU32, Ordering};

use given::*;
use jiff::civil::{Date, date};
use plan::{
    calibrate::{Calibration, History},
    crossing::Mine,
    facts::State,
    hunt::{GoingFirst, Years},
    network::Network,
};
use playbook::trade::{
    goods::Kind,
    hunt::{self, Hunt, Proposal, ToNote, Wanted},
    named_moves::{Impossible, Wish},
    whatif::{WhatIf, what_if},
};
use serde_json::Value;

fn years(network: &Network, seed: u64) -> Years {
    Years::of(network, seed, &Calibration::of(&History::of(network)))
}

fn wanted() -> Wanted {
    Wanted {
        trials: 320,
        seed: 1,
        sides: 3,
        spare: None,
        going_first: GoingFirst::default(),
        guarded: Vec::new(),
    }
}

/// What Mira, who leads Booking, is proposed.
fn hunted_with(given: &Given, wanted: &Wanted) -> Hunt {
    let network = given.network();
    let mine = Mine::of(&network, Some("mira"), &["Booking".into()], true);
    let quotes = given.quotes();
    hunt::hunt(&network, &mine, |seed| years(&network, seed), ("stated".into(), &quotes), wanted, &|| true)
}

fn hunted(given: &Given) -> Hunt {
    hunted_with(given, &wanted())
}

/// The Friday after so many weeks.
fn friday(weeks: i64) -> Date {
    FRIDAY + jiff::Span::new().weeks(weeks)
}

/// How work is estimated.
type Estimated = fn(Piece, i32) -> Piece;

const STATED: Estimated = |work, days| work.takes(days);
const ROUGH: Estimated = |work, days| work.takes_about(days);

/// A team with ten pieces of work of its own, a date that hangs on them, and a request of another's behind them.
fn queue(name: &str, lead: &str, request: &str, estimated: Estimated) -> Vec<Piece> {
    let mut pieces = vec![team(name).led_by(lead).lanes(1)];
    for number in 0..10 {
        pieces.push(estimated(work(&format!("{name} step {number}")).of(name), 3));
    }
    pieces.push(estimated(work(request).of(name), 2));
    let own = deliverable(&format!("{name} release")).of(name).promised(friday(5)).weighs(600);
    pieces.push(own.after(&format!("{name} step 9")));
    pieces
}

/// Mira and Tom each wait for something at the end of the other's queue.
fn two(estimated: Estimated) -> Given {
    given(queue("Booking", "mira", "Fare rules", estimated))
        .and(queue("Identity", "tom", "Guest tokens", estimated))
        .and([
            deliverable("Guest checkout").of("Booking").promised(friday(2)).after("Guest tokens"),
            deliverable("Fares by person").of("Identity").promised(friday(2)).after("Fare rules"),
            team("Ports").led_by("nessa").lanes(1),
            work("Berth plan").of("Ports").takes(4),
        ])
}

fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|value| strings(value, found)),
        Value::Object(all) => all.values().for_each(|value| strings(value, found)),
        _ => {}
    }
}

fn keys(value: &Value) -> Vec<String> {
    value.as_object().unwrap().keys().cloned().collect()
}

fn json(hunt: &Hunt) -> Value {
    serde_json::to_value(hunt).unwrap()
}

fn only_trade(hunt: &Hunt) -> &Proposal {
    assert_eq!((hunt.gifts.len(), hunt.trades.len()), (0, 1), "{:?}", hunt.missing);
    &hunt.trades[0]
}

fn missing(hunt: &Hunt, words: &str) -> bool {
    hunt.missing.iter().any(|said| said.contains(words))
}

#[test]
fn t3_a_trade_says_for_each_side_what_it_does_where_that_stands_and_its_dates_before_and_after() {
    let hunt = hunted(&two(STATED));
    let trade = only_trade(&hunt);
    let peers: Vec<Option<&str>> = trade.sides.iter().map(|side| side.peer.as_deref()).collect();
    assert_eq!(peers, [None, Some("tom")]);
    for (side, request, date) in [
        (&trade.sides[0], "Fare rules", "Guest checkout"),
        (&trade.sides[1], "Guest tokens", "Fares by person"),
    ] {
        assert!(side.does[0].sentence.contains(&format!("does “{request}”, before “")), "{:?}", side.does);
        assert_eq!(side.does[0].at.as_ref().unwrap().quote, request);
        let moved = side.dates.iter().find(|moves| moves.title == date).unwrap();
        assert!(moved.after.middle < moved.before.middle);
        assert!(moved.before.early <= moved.before.middle && moved.before.middle <= moved.before.late);
        assert!(side.value.from >= 2 && side.value.to >= side.value.from);
    }
}

#[test]
fn t2_cost_and_value_are_ranges_of_whole_days_and_no_sentence_bears_a_decimal() {
    let hunt = hunted(&two(STATED));
    let side = &only_trade(&hunt).sides[0];
    assert!(side.cost.from <= side.cost.to && side.cost.to > 0);
    let mut said = Vec::new();
    strings(&json(&hunt), &mut said);
    for text in said {
        let chars: Vec<char> = text.chars().collect();
        let is_decimal =
            |three: &[char]| three[0].is_ascii_digit() && three[1] == '.' && three[2].is_ascii_digit();
        assert!(!chars.windows(3).any(is_decimal), "{text}");
    }
}

#[test]
fn t3_what_it_costs_my_own_team_is_said_and_so_is_each_third_team_that_loses() {
    let pieces = [
        team("Search").led_by("ada").lanes(1),
        work("Search step").of("Search").takes(2).after("Booking step 9"),
        deliverable("Search release").of("Search").promised(friday(5)).weighs(600).after("Search step"),
    ];
    let hunt = hunted(&two(STATED).and(pieces));
    let losers: Vec<(&str, bool)> =
        hunt.trades[0].losers.iter().map(|loses| (loses.team.as_str(), loses.is_mine)).collect();
    assert!(losers.contains(&("Search", false)), "{losers:?}");
    assert!(hunt.trades[0].sides[0].cost.to > 0);
}

#[test]
fn t3_a_trade_bears_a_last_day_what_undoes_it_and_a_question_that_is_no_offer() {
    let hunt = hunted(&two(STATED));
    let trade = only_trade(&hunt);
    assert!(trade.last_day >= MONDAY && trade.last_day < friday(8), "{}", trade.last_day);
    assert!(trade.undone.starts_with("It no longer pays if “"), "{}", trade.undone);
    assert_eq!(
        trade.ask_first,
        "Ask tom: what would have to wait if “Guest tokens” came sooner, and who would mind?"
    );
    assert!(trade.ask_first.ends_with('?') && !trade.ask_first.contains("in return"));
    assert_eq!(trade.holds_with_a_lane_fewer, None, "nobody has a lane to lose");
    assert!(trade.known.iter().any(|known| known.contains("“Guest tokens” is stated")), "{:?}", trade.known);
}

#[test]
fn t3_no_trade_comes_of_one_companys_spread_on_both_sides_and_what_would_tell_is_said() {
    let hunt = hunted(&two(ROUGH));
    assert!(hunt.trades.is_empty());
    assert!(
        missing(&hunt, "A trade may lie in “Guest tokens” and “Fare rules”")
            || missing(&hunt, "A trade may lie in “Fare rules” and “Guest tokens”"),
        "{:?}",
        hunt.missing
    );
    assert!(missing(&hunt, "least, likely and most days for each of them"));
}

#[test]
fn t3_nothing_is_proposed_with_work_that_is_finished_or_dropped() {
    for state in [State::Done(Some(MONDAY)), State::Dropped, State::Started(Some(MONDAY))] {
        let over = work("Guest tokens").of("Identity").takes(2).is(state);
        let mut pieces = queue("Identity", "tom", "Other tokens", STATED);
        pieces.push(over);
        let plan = given(queue("Booking", "mira", "Fare rules", STATED)).and(pieces).and([
            deliverable("Guest checkout").of("Booking").promised(friday(2)).after("Guest tokens"),
            deliverable("Fares by person").of("Identity").promised(friday(2)).after("Fare rules"),
        ]);
        let hunt = hunted(&plan);
        assert!(hunt.trades.is_empty(), "{state:?}");
        let mut said = Vec::new();
        strings(&json(&hunt), &mut said);
        assert!(!said.iter().any(|text| text.contains("does “Guest tokens”")), "{state:?}");
    }
}

#[test]
fn t3_without_a_guess_about_the_other_side_a_trade_must_hold_too() {
    let guessed = given(queue("Booking", "mira", "Fare rules", STATED))
        .and(queue("Identity", "tom", "Guest tokens", STATED))
        .and([
            deliverable("Guest checkout").of("Booking").promised(friday(2)).after("Guest tokens"),
            deliverable("Fares by person").of("Identity").promised(friday(2)).perhaps().after("Fare rules"),
        ]);
    assert!(hunted(&guessed).trades.is_empty(), "that Tom waits for it is a guess of mine");
}

#[test]
fn t3_a_team_without_dates_cant_gain_and_is_told_so() {
    let plan = given(queue("Booking", "mira", "Fare rules", STATED)).and([
        team("Ports").led_by("nessa").lanes(1),
        work("Berth plan").of("Ports").takes(4).after("Fare rules"),
    ]);
    let hunt = hunted(&plan);
    assert!(hunt.trades.is_empty() && hunt.gifts.is_empty());
    assert!(missing(&hunt, "Nothing can be saved for teams without a date: Ports"), "{:?}", hunt.missing);
}

#[test]
fn t3_a_leader_without_dates_is_told_what_to_give_them() {
    let plan = given([team("Booking").led_by("mira").lanes(1), work("Fare rules").of("Booking").takes(4)])
        .and(queue("Identity", "tom", "Guest tokens", STATED));
    assert!(missing(&hunted(&plan), "You promise no day in this plan"));
}

#[test]
fn t3_below_the_floor_of_data_it_says_what_is_missing_and_not_that_there_is_no_date() {
    let unestimated: Estimated = |work, _| work;
    let hunt = hunted(&two(unestimated));
    assert!(hunt.trades.is_empty() && hunt.gifts.is_empty());
    assert!(missing(&hunt, "most of the work before it bears no estimate"), "{:?}", hunt.missing);
    assert!(!missing(&hunt, "You promise no day"), "{:?}", hunt.missing);
    assert!(!missing(&hunt, "without a date: Identity"), "{:?}", hunt.missing);
}

#[test]
fn b1_a_guarded_peer_is_left_out_however_they_are_spelled_and_that_is_said() {
    for name in ["tom", "Tom", "@TOM"] {
        let hunt = hunted_with(&two(STATED), &Wanted { guarded: vec![name.into()], ..wanted() });
        assert!(hunt.trades.is_empty() && hunt.gifts.is_empty(), "{name}");
        assert!(missing(&hunt, "Nothing is proposed to tom, whom you hold guarded"), "{:?}", hunt.missing);
    }
    let hunt = hunted_with(&two(STATED), &Wanted { guarded: vec!["dana".into()], ..wanted() });
    assert!(!missing(&hunt, "guarded"), "Dana has no team in this plan");
    assert_eq!(hunt.trades.len(), 1);
}

#[test]
fn t3_a_gift_is_within_what_can_be_spared() {
    let light = [
        team("Booking").led_by("mira").lanes(1),
        work("Long tail").of("Booking").takes(30),
        work("Fare rules").of("Booking").takes(2),
        deliverable("Booking release").of("Booking").promised(friday(40)).after("Long tail"),
        team("Identity").led_by("tom").lanes(1),
        deliverable("Fares by person").of("Identity").promised(friday(1)).after("Fare rules"),
    ];
    let hunt = hunted(&given(light));
    assert_eq!((hunt.gifts.len(), hunt.trades.len()), (1, 0));
    let gift = &hunt.gifts[0];
    assert_eq!(gift.sides[0].peer, None);
    assert!(gift.sides[0].does[0].sentence.contains("“Fare rules”"));
    assert!(gift.ask_first.starts_with("Ask tom: what waits for “Fare rules”"), "{}", gift.ask_first);
}

#[test]
fn t9_a_proposal_holds_what_it_needs_and_nothing_that_adds_up_over_a_peer() {
    let hunt = json(&hunted(&two(STATED)));
    assert_eq!(keys(&hunt), ["as_of", "gifts", "missing", "spread", "trades", "trials"]);
    let trade = &hunt["trades"][0];
    let of_trade =
        ["ask_first", "gainers", "holds_with_a_lane_fewer", "known", "last_day", "losers", "sides", "undone"];
    assert_eq!(keys(trade), of_trade);
    assert_eq!(keys(&trade["sides"][0]), ["cost", "dates", "does", "known", "peer", "value"]);
}

#[test]
fn t3_what_became_of_an_earlier_proposal_is_said_of_its_work_and_its_dates() {
    let then = two(STATED);
    let now = given(queue("Booking", "mira", "Fare rules", STATED)).and([
        team("Identity").led_by("tom"),
        work("Guest tokens").of("Identity").takes(2).is(State::Done(Some(friday(4)))),
        deliverable("Guest checkout").of("Booking").promised(friday(9)).after("Guest tokens"),
    ]);
    let hunt = hunted(&then);
    let became = hunt::replay(&hunt, &then.network(), &now.network());
    let said: Vec<String> =
        became[0].iter().map(|became| format!("“{}” {}", became.title, became.since)).collect();
    let has = |words: &str| assert!(said.iter().any(|said| said == words), "{words} in {said:?}");
    has("“Guest tokens” was finished on 2027-02-05");
    has("“Fare rules” is not begun");
    has("“Guest checkout” is not begun, promised for 2027-03-12 rather than 2027-01-22");
    has("“Fares by person” is no longer in the plan");
}

/// The pipeline's owner needs somebody who moves to it first; three clients wait, and Mira wants an old request.
fn adopters() -> Given {
    given([
        team("Pipelines").led_by("ines").lanes(1),
        team("Booking").led_by("mira").lanes(1),
        team("Pricing").led_by("tom").lanes(1),
        team("Ports").led_by("nessa").lanes(1),
        work("Tablet screens").of("Booking").takes(10),
        work("Refund forms").of("Booking").takes(20),
        work("Summer fares").of("Pricing").takes(35),
        work("Berth plan").of("Ports").takes(35),
        work("New pipeline").of("Pipelines").takes(10),
        work("Build minutes").of("Pipelines").takes(30),
        work("Signed packages").of("Pipelines").takes(3),
        work("Booking moves over").of("Booking").takes(12).after("New pipeline"),
        work("Pricing moves over").of("Pricing").takes(16).after("New pipeline"),
        work("Ports moves over").of("Ports").takes(16).after("New pipeline"),
        deliverable("Tablets").of("Booking").promised(friday(3)).after("Signed packages"),
        deliverable("Refunds").of("Booking").promised(friday(6)).after("Refund forms"),
        deliverable("Old pipeline off")
            .of("Pipelines")
            .promised(friday(7))
            .after("Booking moves over")
            .after("Pricing moves over")
            .after("Ports moves over"),
    ])
}

#[test]
fn t5_going_first_is_offered_for_one_old_request_and_owes_a_write_up() {
    let hunt = hunted(&adopters());
    let trade = only_trade(&hunt);
    let peers: Vec<Option<&str>> = trade.sides.iter().map(|side| side.peer.as_deref()).collect();
    assert_eq!(peers, [None, Some("ines")]);
    let mine: Vec<&str> = trade.sides[0].does.iter().map(|does| does.sentence.as_str()).collect();
    assert!(
        mine.iter().any(|does| does.starts_with("Booking goes first with “Booking moves over”")
            && does.contains("what comes after it at Pricing and Ports takes 20 % less")
            && does.contains("it brings a write-up of what broke")),
        "{mine:?}"
    );
    assert!(trade.sides[1].does[0].sentence.starts_with("Pipelines does “Signed packages”, before"));
    assert!(trade.known.iter().any(|known| known.contains("is judged, not measured")));
}

#[test]
fn t5_what_going_first_costs_and_brings_is_as_it_was_judged() {
    let judged = GoingFirst { longer: 10, less: 40 };
    let hunt = hunted_with(&adopters(), &Wanted { going_first: judged, ..wanted() });
    let said: Vec<String> = hunt.trades.iter().flat_map(|trade| trade.known.clone()).collect();
    assert!(
        said.iter()
            .any(|known| known.contains("the first takes 10 % longer and the others 40 % less is judged")),
        "{said:?}"
    );
    let wish = |judged| Wish::First("Booking".into(), "New pipeline".into(), judged);
    let costs = |judged| {
        let said = what_if_of(&adopters(), &[wish(judged)]).unwrap();
        said.teams.iter().find(|team| team.team == "Booking").unwrap().later
    };
    assert!(costs(GoingFirst { longer: 60, less: 20 }) > costs(GoingFirst { longer: 0, less: 20 }));
}

#[test]
fn t2_what_is_between_me_and_one_peer_can_be_noted_as_it_stands_without_its_figures() {
    let trade = only_trade(&hunted(&adopters())).clone();
    let notes = |side: usize| -> Vec<&ToNote> {
        trade.sides[side].does.iter().filter_map(|does| does.to_note.as_ref()).collect()
    };
    let (mine, hers) = (notes(0), notes(1));
    let [offer] = &mine[..] else { panic!("{mine:?}") };
    assert_eq!(
        offer.command,
        "sideways offer ines risk \"first with Booking moves over\" --write-up \"what broke\""
    );
    assert!(offer.is_offer && offer.good == Kind::Risk);
    let [want] = &hers[..] else { panic!("{hers:?}") };
    assert!(!want.is_offer && want.good == Kind::Sequencing && want.what == "Signed packages");
    assert_eq!(
        want.command,
        format!("sideways want ines sequencing \"Signed packages\" --by {}d", want.by.unwrap())
    );
    assert!(trade.sides.iter().all(|side| side.known.iter().all(|known| trade.known.contains(known))));
}

#[test]
fn t8_instead_of_what_was_asked_stands_the_furthest_pull_that_my_own_dates_do_not_feel() {
    let mine = |given: &Given, asked: &str| {
        let network = given.network();
        let mine = Mine::of(&network, Some("mira"), &["Booking".into()], true);
        hunt::instead(&network, &mine, &years(&network, 1), (asked, 320), &|| true)
    };
    // Nothing of Booking's is promised after the step, so that it can be done at once.
    let free = given([
        team("Booking").led_by("mira").lanes(1),
        work("Refund forms").of("Booking").takes(20),
        work("Fare export").of("Booking").takes(5),
    ]);
    let said = mine(&free, "could we have the fare export by Friday?").unwrap();
    assert_eq!(said, "“Fare export” sooner than planned: it should be done by 8 January 2027");
    // Each day that it comes sooner costs the promised forms a day.
    let tight = given([
        team("Booking").led_by("mira").lanes(1),
        work("Refund forms").of("Booking").takes(20).promised(friday(3)),
        work("Fare export").of("Booking").takes(5),
    ]);
    assert_eq!(mine(&tight, "the fare export"), None);
    assert_eq!(mine(&free, "a word on the berth data"), None, "no work of mine is named");
}

#[test]
fn a_hunt_that_is_stopped_plays_no_more_years() {
    let given = adopters();
    let network = given.network();
    let mine = Mine::of(&network, Some("mira"), &["Booking".into()], true);
    let (quotes, played) = (given.quotes(), AtomicU32::new(0));
    let go_on = || played.fetch_add(1, Ordering::Relaxed) < 5;
    let wanted = Wanted { trials: 16_000, ..wanted() };
    let spread = ("stated".into(), &quotes as _);
    let hunt = hunt::hunt(&network, &mine, |seed| years(&network, seed), spread, &wanted, &go_on);
    assert!(hunt.gifts.is_empty() && hunt.trades.is_empty());
    // A block for each thread at most in each of the few passes that were begun.
    assert!(played.load(Ordering::Relaxed) < 5 + 64 * 20);
}

fn what_if_of(given: &Given, wishes: &[Wish]) -> Result<WhatIf, Impossible> {
    let network = given.network();
    let years = years(&network, 1);
    what_if(&network, &years, "stated".into(), wishes, 320, &|| true)
}

fn fact(given: &Given, wish: Wish) -> (String, String) {
    let no = what_if_of(given, &[wish]).unwrap_err();
    (no.fact, no.hint)
}

#[test]
fn a_pull_says_who_gains_who_loses_and_which_dates_move() {
    let said = what_if_of(&two(STATED), &[Wish::Pull("fare rules".into(), 20 * DAY)]).unwrap();
    let later = |name: &str| said.teams.iter().find(|team| team.team == name).unwrap();
    assert!(later("Identity").later < 0.0 && later("Identity").is_seen);
    assert!(later("Booking").later > 0.0 && later("Booking").is_seen);
    assert_eq!(said.without_dates, ["Ports"]);
    assert_eq!(said.dates[0].title, "Fares by person");
    assert!(
        said.changes[0].starts_with("Booking does “Fare rules”, before “Booking step "),
        "{:?}",
        said.changes
    );
}

#[test]
fn what_touches_nobodys_date_makes_no_difference_that_is_seen() {
    let said = what_if_of(&two(STATED), &[Wish::Drop("berth plan".into())]).unwrap();
    assert!(said.teams.iter().all(|team| !team.is_seen && team.later == 0.0));
    assert!(said.dates.is_empty());
}

#[test]
fn several_changes_are_made_together() {
    let (pull, back) =
        (Wish::Pull("fare rules".into(), 20 * DAY), Wish::Pull("guest tokens".into(), 20 * DAY));
    let both = what_if_of(&two(STATED), &[pull, back]).unwrap();
    assert_eq!(both.changes.len(), 2);
    for name in ["Booking", "Identity"] {
        let team = both.teams.iter().find(|team| team.team == name).unwrap();
        assert!(team.later < 0.0, "{name} gains by the trade");
    }
}

#[test]
fn t4_a_loan_moves_hands_for_as_long_as_it_is_made() {
    let busy = given([
        team("Booking").led_by("mira").lanes(2),
        team("Identity").led_by("tom").lanes(1),
        work("First tokens").of("Identity").takes(10),
        work("Other tokens").of("Identity").takes(10),
        deliverable("All tokens")
            .of("Identity")
            .promised(friday(1))
            .after("First tokens")
            .after("Other tokens"),
    ]);
    let lend = Wish::Lend {
        giver: "Booking".into(),
        taker: "Identity".into(),
        lanes: 1,
        from: MONDAY,
        to: friday(3),
    };
    let said = what_if_of(&busy, &[lend]).unwrap();
    assert_eq!(said.changes, ["Booking works on one thing for Identity from 2027-01-04 to 2027-01-29"]);
    assert!((said.teams[0].later + 10.0).abs() < 1.5, "{:?}", said.teams);
}

#[test]
fn what_is_asked_wrong_is_told_in_the_plans_words() {
    let plan = two(STATED).and([work("Old tokens").of("Identity").takes(2).finished()]);
    let (what, hint) = fact(&plan, Wish::Pull("old tokens".into(), DAY));
    assert_eq!(
        (what.as_str(), hint.as_str()),
        ("“Old tokens” is finished or dropped", "name work that is still to do")
    );
    let (what, hint) = fact(&plan, Wish::Pull("booking step".into(), DAY));
    assert_eq!(what, "“booking step” fits 10 items");
    assert!(hint.starts_with("name one of them: \"Booking step 0\", "), "{hint}");
    let (what, _) = fact(&plan, Wish::Drop("sailing".into()));
    assert_eq!(what, "“sailing” is nowhere in the plan");
    let (what, hint) = fact(&plan, Wish::First("Harbour".into(), "Fare rules".into(), GoingFirst::default()));
    assert_eq!(what, "“Harbour” is no team of the plan");
    assert!(hint.contains("Booking, Identity, Ports"), "{hint}");
    let (what, _) = fact(&plan, Wish::First("Ports".into(), "Fare rules".into(), GoingFirst::default()));
    assert_eq!(what, "Ports has no work to do that is part of “Fare rules” or follows it");
    let lend =
        |lanes, to| Wish::Lend { giver: "Booking".into(), taker: "Identity".into(), lanes, from: MONDAY, to };
    assert_eq!(
        fact(&plan, lend(2, friday(2))).0,
        "Booking works on one thing at a time then, and can't lend more"
    );
    assert!(fact(&plan, lend(1, date(2026, 12, 1))).0.starts_with("the loan ends before it begins"));
}

#[test]
fn t5_going_first_where_nobody_follows_saves_nobody_anything() {
    let alone = given([
        team("Pipelines").led_by("ines").lanes(1),
        team("Booking").led_by("mira").lanes(1),
        work("New pipeline").of("Pipelines").takes(10),
        work("Booking moves over").of("Booking").takes(12).after("New pipeline"),
    ]);
    let (what, _) = fact(&alone, Wish::First("Booking".into(), "New pipeline".into(), GoingFirst::default()));
    assert!(what.starts_with("nothing like “Booking moves over” starts once it is done"), "{what}");
}
