//! The scheduler of calls, against all placings there are and against a checker written apart.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use playbook::tell::calls::{
    Call, Effort, Question, Window, best,
    rules::{Conflict, Person, Rule, Span, Wish, planned, planned_again},
    value,
};
use proptest::{collection::vec, prelude::*};

/// Every placing on a grid of five minutes: what the best is worth.
fn exhausted(question: &Question) -> i64 {
    fn go(question: &Question, starts: &mut Vec<Option<u32>>, best: &mut i64) {
        if starts.len() == question.calls.len() {
            *best = (*best).max(worth(question, starts).unwrap_or(i64::MIN));
            return;
        }
        for start in (0..=120).step_by(5).map(Some).chain([None]) {
            starts.push(start);
            // A part that breaks a rule is not completed.
            if worth(question, starts).is_some() {
                go(question, starts, best);
            }
            starts.pop();
        }
    }
    let mut best = 0;
    go(question, &mut Vec::new(), &mut best);
    best
}

/// Written apart from [`value`]: minute by minute.
fn worth(question: &Question, starts: &[Option<u32>]) -> Option<i64> {
    let mut minutes = std::collections::BTreeMap::new();
    let mut sum = 0;
    for (at, start) in starts.iter().enumerate().filter_map(|(at, start)| Some((at, (*start)?))) {
        let call = &question.calls[at];
        let held = start..start + call.minutes;
        if !call.windows.iter().any(|window| held.clone().all(|m| (window.from..window.until).contains(&m))) {
            return None;
        }
        for minute in held {
            if minutes.insert(minute, at).is_some() {
                return None;
            }
        }
        sum += i64::from(call.weight) * (i64::from(question.worth) - i64::from(start));
    }
    let first = |call: usize| minutes.iter().find(|(_, of)| **of == call).map(|(minute, _)| *minute);
    let last = |call: usize| minutes.iter().rev().find(|(_, of)| **of == call).map(|(minute, _)| *minute);
    for (later, call) in question.calls.iter().enumerate() {
        for earlier in &call.after {
            if let (Some(end), Some(begin)) = (last(*earlier), first(later))
                && end >= begin
            {
                return None;
            }
        }
    }
    Some(sum)
}

fn question(calls: usize, horizon: u32) -> impl Strategy<Value = Question> {
    let window = (0..horizon / 5, 2..12_u32)
        .prop_map(move |(from, long)| Window { from: from * 5, until: (from + long) * 5 });
    let call = (2..7_u32, 1..9_u32, vec(window, 1..4), vec(0..calls, 0..2));
    vec(call, 1..=calls).prop_map(move |calls| {
        let count = calls.len();
        let calls = calls.into_iter().enumerate().map(|(at, (minutes, weight, windows, after))| {
            // Orders run one way, so that none is a circle.
            let after = after.into_iter().filter(|earlier| *earlier < at && *earlier < count).collect();
            Call { minutes: minutes * 5, weight, windows, after }
        });
        Question { calls: calls.collect(), worth: 400 }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn l2_the_best_of_a_few_calls_is_the_best_there_is(question in question(4, 60)) {
        let answer = best(&question, Effort::default());
        prop_assert!(answer.is_best(), "{answer:?}");
        prop_assert_eq!(value(&question, &answer.starts), Some(answer.value));
        prop_assert_eq!(worth(&question, &answer.starts), Some(answer.value));
        prop_assert_eq!(answer.value, exhausted(&question));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn l2_twenty_calls_are_proven_and_break_no_rule(question in question(20, 400)) {
        let answer = best(&question, Effort::default());
        prop_assert!(answer.is_best(), "{} of {}", answer.value, answer.bound);
        prop_assert_eq!(worth(&question, &answer.starts), Some(answer.value));
    }

    #[test]
    fn l2_without_the_exact_search_a_bound_still_holds(question in question(6, 60)) {
        let quick = best(&question, Effort { steps: 0, rounds: 3 });
        let proven = best(&question, Effort::default());
        prop_assert_eq!(worth(&question, &quick.starts), Some(quick.value));
        prop_assert!(quick.value <= proven.value && proven.value <= quick.bound);
    }
}

#[test]
fn a_checker_finds_what_a_scheduler_could_get_wrong() {
    let call = |after: Vec<usize>| Call {
        minutes: 10,
        weight: 1,
        windows: vec![Window { from: 0, until: 40 }],
        after,
    };
    let question = Question { calls: vec![call(vec![]), call(vec![0])], worth: 100 };
    for (starts, good) in [
        ([Some(0), Some(10)], true),
        ([Some(0), Some(5)], false),
        ([Some(10), Some(0)], false),
        ([Some(0), Some(35)], false),
        ([None, Some(0)], true),
    ] {
        assert_eq!(value(&question, &starts).is_some(), good, "{starts:?}");
        assert_eq!(worth(&question, &starts).is_some(), good, "{starts:?}");
    }
}

fn span(from: i64, until: i64) -> Span {
    Span { from, until }
}

fn person(free: Option<Vec<Span>>) -> Person {
    Person { minutes: 15, free, hears: Vec::new() }
}

/// A morning from minute 0 and an afternoon from minute 240, nothing taken.
fn wish(people: Vec<Person>) -> Wish {
    let halves = vec![span(0, 180), span(240, 480)];
    Wish { people, now: 0, halves, mine: None, taken: Vec::new(), free_from: None, room: None, last: None }
}

/// Whether some rules can be kept: every start on the grid is tried, written apart from the scheduler.
fn can_be_kept(wish: &Wish, rules: &[Rule]) -> bool {
    fn go(wish: &Wish, rules: &[Rule], (half, origin): (Option<Span>, i64), starts: &mut Vec<i64>) -> bool {
        let at = starts.len();
        if at == wish.people.len() {
            return true;
        }
        let person = &wish.people[at];
        (0..480).step_by(5).any(|start| {
            let end = start + i64::from(person.minutes);
            let within = |spans: &[Span]| spans.iter().any(|one| one.from <= start && end <= one.until);
            let has = |rule| rules.contains(&rule);
            let halves: Vec<Span> = half.map_or_else(|| wish.halves.clone(), |half| vec![half]);
            let next = person.hears.iter().find(|heard| **heard > origin);
            let fits = start >= origin
                && within(&halves)
                && (!has(Rule::FreeFrom) || wish.free_from.is_none_or(|free| start >= free))
                && (!has(Rule::Notice) || wish.last.is_none_or(|last| end <= last))
                && (!has(Rule::Room) || wish.room.is_none_or(|room| end <= room))
                && (!has(Rule::MyTime) || wish.mine.as_deref().is_none_or(within))
                && (!has(Rule::OneAtATime)
                    || wish.taken.iter().all(|one| end <= one.from || one.until <= start))
                && (!has(Rule::TheirTime(at)) || person.free.as_deref().is_none_or(within))
                && (!has(Rule::BeforeTheirEngineers(at)) || next.is_none_or(|heard| end <= *heard))
                && starts
                    .iter()
                    .zip(&wish.people)
                    .all(|(other, of)| end <= *other || other + i64::from(of.minutes) <= start);
            if !fits {
                return false;
            }
            starts.push(start);
            let done = go(wish, rules, (half, origin), starts);
            starts.pop();
            done
        })
    }
    let halves: Vec<Option<Span>> = match rules.contains(&Rule::OneHalfDay) {
        true => wish.halves.iter().copied().map(Some).collect(),
        false => vec![None],
    };
    halves
        .into_iter()
        .any(|half| (0..480).step_by(5).any(|origin| go(wish, rules, (half, origin), &mut Vec::new())))
}

fn spans() -> impl Strategy<Value = Option<Vec<Span>>> {
    let one = (0..90_i64, 2..16_i64).prop_map(|(from, long)| span(from * 5, (from + long) * 5));
    proptest::option::of(vec(one, 0..3))
}

fn some_wish() -> impl Strategy<Value = Wish> {
    let minute = || proptest::option::of((0..96_i64).prop_map(|at| at * 5));
    let person = (spans(), vec((0..96_i64).prop_map(|at| at * 5), 0..2))
        .prop_map(|(free, hears)| Person { hears, ..person(free) });
    // Calls for others lie in no order, and may overlap.
    (vec(person, 1..3), (spans(), spans()), minute(), minute(), minute()).prop_map(
        |(people, (mine, taken), free_from, room, last)| {
            let taken = taken.unwrap_or_default();
            Wish { mine, taken, free_from, room, last, ..wish(people) }
        },
    )
}

/// Whether times keep all rules, and no two people could change places so that the more affected of them hears first. Written
/// apart from the scheduler: whoever is called hears before the first standup of theirs after the first call.
fn is_in_order(wish: &Wish, starts: &[i64]) -> bool {
    let keeps = |starts: &[i64]| {
        let first = starts.iter().copied().min().unwrap_or(0);
        let one = |(at, start): (usize, &i64)| {
            let (person, end) = (&wish.people[at], start + i64::from(wish.people[at].minutes));
            let within = |spans: &[Span]| spans.iter().any(|one| one.from <= *start && end <= one.until);
            let heard = person.hears.iter().find(|heard| **heard > first);
            within(&wish.halves)
                && [wish.last, wish.room].into_iter().flatten().all(|limit| end <= limit)
                && wish.free_from.is_none_or(|free| *start >= free)
                && wish.mine.as_deref().is_none_or(within)
                && wish.taken.iter().all(|one| end <= one.from || one.until <= *start)
                && person.free.as_deref().is_none_or(within)
                && heard.is_none_or(|heard| end <= *heard)
        };
        let half = |start: i64| wish.halves.iter().position(|half| (half.from..half.until).contains(&start));
        let apart = |at: usize| {
            let other = |other: usize| (starts[other] - starts[at]).abs() >= 15;
            (0..at).all(other) && half(starts[at]) == half(first)
        };
        starts.iter().enumerate().all(one) && (0..starts.len()).all(apart)
    };
    let pairs = (0..starts.len()).flat_map(|one| (0..one).map(move |before| (before, one)));
    let could_change = |(before, one): (usize, usize)| {
        let mut changed = starts.to_vec();
        changed.swap(before, one);
        starts[before] > starts[one] && keeps(&changed)
    };
    keeps(starts) && !pairs.into_iter().any(could_change)
}

/// What is wrong with what the scheduler makes of a wish.
fn wrong_with_times(wish: &Wish) -> Option<String> {
    let found = planned(wish);
    let all = [Rule::OneHalfDay, Rule::FreeFrom, Rule::Notice, Rule::Room, Rule::MyTime, Rule::OneAtATime];
    let of = |at: usize| [Rule::TheirTime(at), Rule::BeforeTheirEngineers(at)];
    let all: Vec<Rule> = all.into_iter().chain((0..wish.people.len()).flat_map(of)).collect();
    if found.conflicts.is_empty() != can_be_kept(wish, &all) {
        return Some("it does not know whether all rules can be kept".into());
    }
    if found.conflicts.is_empty() {
        let starts: Option<Vec<i64>> = found.starts.iter().copied().collect();
        let is_good = starts.is_some_and(|starts| is_in_order(wish, &starts));
        return (!is_good).then(|| format!("{:?} breaks a rule", found.starts));
    }
    let core: Vec<Rule> = found.conflicts.iter().map(|conflict| conflict.rule).collect();
    if can_be_kept(wish, &core) {
        return Some(format!("{core:?} can be kept"));
    }
    let is_none = |conflict: &Conflict| {
        let without = |rules: &[Rule]| {
            rules.iter().copied().filter(|other| *other != conflict.rule).collect::<Vec<Rule>>()
        };
        !can_be_kept(wish, &without(&core)) || conflict.without.is_some() != can_be_kept(wish, &without(&all))
    };
    let other = found.conflicts.iter().find(|conflict| is_none(conflict));
    other.map(|conflict| format!("{:?} is no part of the conflict", conflict.rule))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    #[test]
    fn l2_calls_keep_all_rules_or_the_rules_that_conflict_are_a_smallest_set(wish in some_wish()) {
        prop_assert_eq!(wrong_with_times(&wish), None);
    }

    #[test]
    fn l2_times_that_were_said_stay_while_they_keep_the_rules_and_new_ones_keep_them(
        (wish, later) in (some_wish(), 0..40_i64)
    ) {
        let first = planned(&wish);
        prop_assert_eq!(&planned_again(&wish, &first.starts, wish.now).starts, &first.starts);
        let then = Wish { now: later * 5, ..wish };
        let again = planned_again(&then, &first.starts, then.now);
        if again.conflicts.is_empty() {
            let starts: Option<Vec<i64>> = again.starts.iter().copied().collect();
            let starts = starts.unwrap();
            // What stays may stand in an order that was the best one once.
            let stays = again.starts == first.starts;
            prop_assert!(starts.iter().all(|start| *start >= then.now));
            prop_assert!(stays || is_in_order(&then, &starts), "{starts:?}");
        } else {
            prop_assert!(!planned(&then).conflicts.is_empty());
        }
    }
}

/// Bugs planted in the scheduler itself must be found by the properties above.
#[cfg(feature = "plants")]
#[test]
fn l2_every_planted_bug_of_the_scheduler_is_found() {
    use playbook::plants::{OF_CALLS, choose};
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    for (plant, what) in OF_CALLS {
        choose(plant);
        let mut runner = TestRunner::deterministic();
        let found = (1..=10_000).find(|_| {
            let wish = some_wish().new_tree(&mut runner).unwrap().current();
            let small = question(4, 80).new_tree(&mut runner).unwrap().current();
            let answer = best(&small, Effort::default());
            wrong_with_times(&wish).is_some()
                || value(&small, &answer.starts) != Some(answer.value)
                || answer.value != exhausted(&small)
        });
        choose(0);
        println!("plant {plant}, {what}: {found:?} wishes");
        assert!(found.is_some(), "plant {plant} is not found: {what}");
    }
}

#[test]
fn l2_the_most_affected_comes_first_and_the_span_is_the_shortest() {
    let found = planned(&wish(vec![person(None), person(None), person(None)]));
    assert_eq!(found.starts, [Some(0), Some(15), Some(30)]);
    // The first could hear at once, but the others only from minute 60 on: one after the other, not an hour apart.
    let late = || person(Some(vec![span(60, 180)]));
    let found = planned(&wish(vec![person(None), late(), late()]));
    assert_eq!(found.starts, [Some(45), Some(60), Some(75)]);
}

#[test]
fn l2_all_calls_lie_within_one_half_day_after_free_from_and_before_the_room() {
    let morning = || person(Some(vec![span(0, 180)]));
    let wished = Wish {
        free_from: Some(100),
        room: Some(400),
        last: Some(280),
        ..wish(vec![morning(), person(None)])
    };
    assert_eq!(planned(&wished).starts, [Some(100), Some(115)]);
    let afternoon = person(Some(vec![span(240, 400)]));
    let found = planned(&Wish { people: vec![morning(), afternoon], ..wished });
    let rules: Vec<Rule> = found.conflicts.iter().map(|conflict| conflict.rule).collect();
    assert_eq!(rules, [Rule::OneHalfDay, Rule::TheirTime(0), Rule::TheirTime(1)]);
    assert!(found.conflicts.iter().all(|conflict| conflict.without.is_some()));
    assert_eq!(found.starts, [Some(100), Some(240)], "what can be kept is proposed");
}

#[test]
fn l2_nobody_is_called_after_their_own_standup_once_somebody_was_called() {
    let standup = |at| Person { hears: vec![at], ..person(None) };
    let busy_first = Wish { mine: Some(vec![span(30, 180)]), ..wish(vec![person(None), standup(30)]) };
    // Before the standup there is no time: all calls come after it.
    assert_eq!(planned(&busy_first).starts, [Some(30), Some(45)]);
    let found = planned(&wish(vec![person(None), standup(20)]));
    assert_eq!(found.starts, [Some(15), Some(0)], "the one whose engineers hear first is called first");
}
