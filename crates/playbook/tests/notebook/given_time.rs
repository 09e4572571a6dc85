//! Rule M4: attention really given, held against what is due.

use playbook::{
    channel::given::{Attention, Held, attention},
    map::peers::Command::Succeed,
    notebook::Command,
    rhythm,
};
use proptest::prelude::*;

use crate::given::{Story, day, given};

fn held(story: &Story) -> Attention {
    attention(&story.notebook.channels, &story.notebook.peers, story.today)
}

fn named(story: &Story) -> Vec<(String, Held)> {
    held(story).named.into_iter().map(|line| (line.peer, line.held)).collect()
}

/// Mira bears half of the year, Tom a fifth; Ana is a neighbour.
fn three() -> Story {
    given(["Mira", "Tom", "Ana"]).on("2026-01-05").kept(&[("Mira", 0.5, &[]), ("Tom", 0.2, &[])])
}

fn talks(story: Story, who: &str, every: i64, times: usize) -> Story {
    (0..times).fold(story, |story, _| story.after(every).talked(who))
}

#[test]
fn m4_where_nothing_is_recorded_nothing_is_known_and_nothing_is_ranked() {
    let held = held(&three().after(60));
    assert!(!held.is_known);
    assert!(held.named.iter().all(|line| line.held == Held::NotKnown && line.given.is_none()));
    assert_eq!(held.named[0].sentence, "Mira: 1.5 hours a month due; what was given is not known.");
    assert!(held.others.is_empty());
}

#[test]
fn m4_below_a_month_of_record_it_is_too_early_to_say() {
    let story = three().talked("mira").after(26);
    assert!(named(&story).iter().all(|(_, held)| *held == Held::TooEarly));
    let story = story.after(1);
    assert!(named(&story).iter().all(|(_, held)| *held != Held::TooEarly));
}

#[test]
fn m4_a_peer_whom_the_map_names_since_yesterday_is_not_starved() {
    let story = talks(three(), "mira", 14, 6);
    let story = story.kept(&[("Mira", 0.5, &[]), ("Tom", 0.2, &[]), ("Ana", 0.2, &[])]);
    let lines = named(&story.after(1));
    assert_eq!(
        lines,
        [("Mira".into(), Held::AsDue), ("Tom".into(), Held::Starved), ("Ana".into(), Held::TooEarly)]
    );
}

#[test]
fn m4_whoever_gets_their_cadence_is_neither_starved_nor_over_served() {
    let story = three();
    let story = (0..12).fold(story, |story, week| match week {
        3 | 7 | 11 => story.after(7).talked("mira").talked("tom"),
        1 | 5 | 9 => story.after(7).talked("mira"),
        _ => story.after(7),
    });
    assert_eq!(named(&story), [("Mira".into(), Held::AsDue), ("Tom".into(), Held::AsDue)]);
}

#[test]
fn m4_whoever_gets_more_than_half_of_their_cadence_is_not_starved_however_much_is_due() {
    let story = given(["Mira", "Tom"]).on("2026-01-05").kept(&[("Mira", 0.9, &[]), ("Tom", 0.1, &[])]);
    let story = talks(story.talked("mira"), "mira", 30, 3);
    let mira = &held(&story).named[0];
    assert!(mira.given.unwrap() < 0.5 * mira.due, "{mira:?}");
    assert_eq!(mira.held, Held::AsDue);
}

#[test]
fn m4_a_starved_dependency_and_an_over_served_pleasant_neighbour_are_told() {
    let story = talks(three().talked("mira"), "ana", 7, 12);
    let held = held(&story);
    assert_eq!(held.named[0].held, Held::Starved);
    assert_eq!(held.named[0].sentence, "Mira is starved: 1.5 hours a month due, 0.2 given.");
    assert_eq!(held.others.len(), 1);
    assert_eq!(
        held.others[0].sentence,
        "Ana: 2.9 hours a month, and no yes of theirs is on this year's map."
    );
}

#[test]
fn m4_whoever_left_or_was_on_a_map_of_these_months_is_not_called_over_served() {
    let left = talks(three(), "mira", 7, 12).done(|story| {
        let (peer, by) = (story.peer("mira"), story.peer("ana"));
        Command::Peers(Succeed { peer, by, on: story.today })
    });
    assert_eq!(held(&left).others, []);
    let struck = talks(three(), "mira", 7, 12).kept(&[("Tom", 0.2, &[])]);
    assert_eq!(held(&struck).others, [], "the talks were due when they were held");
    let on = talks(struck.after(91), "mira", 7, 10);
    assert_eq!(held(&on).others.len(), 1, "three months later they are a neighbour");
}

#[test]
fn m4_an_over_served_name_of_the_map_is_told() {
    let story = talks(three(), "tom", 7, 12);
    assert_eq!(named(&story)[1], ("Tom".into(), Held::OverServed));
}

#[test]
fn m4_talks_of_more_than_three_months_ago_do_not_count() {
    let story = talks(three(), "tom", 7, 12).after(92);
    assert!(!held(&story).is_known);
}

#[test]
fn m4_a_talk_takes_its_minutes_and_ten_to_prepare_it() {
    let story = three().talked_so("mira", |talk| talk.minutes = Some(50)).after(27);
    let given = held(&story).named[0].given.unwrap();
    assert!((given - rhythm::MONTH_WEEKS / 4.0).abs() < 1e-9, "an hour in four weeks: {given}");
    let unsaid = three().talked_so("mira", |talk| talk.minutes = None).after(27);
    let given = held(&unsaid).named[0].given.unwrap();
    assert!((given - rhythm::hours(4)).abs() < 1e-9, "half an hour where nobody said: {given}");
}

#[test]
fn m4_what_is_due_is_in_proportion_to_dependence_and_never_above_three_hours_a_week() {
    let held = held(&three());
    let due: Vec<f64> = held.named.iter().map(|line| line.due).collect();
    let budget = rhythm::hours(2) + rhythm::hours(4);
    assert!((due.iter().sum::<f64>() - budget).abs() < 1e-9);
    assert!((due[0] / due[1] - 2.5).abs() < 1e-9);
    let many: Vec<(u32, f64)> = vec![(2, 1.0); 20];
    let all: f64 = rhythm::share_out(&many).iter().sum();
    assert!((all - 3.0 * rhythm::MONTH_WEEKS).abs() < 1e-9);
}

#[test]
fn m4_a_name_without_a_share_is_due_nothing_and_divides_nothing_by_nothing() {
    let story = given(["Mira"]).kept(&[("Mira", 0.0, &[])]).talked("mira").after(40);
    let held = held(&story);
    assert_eq!(held.named[0].due, 0.0);
    assert_eq!(held.named[0].held, Held::AsDue, "one talk is no more than the cadence");
}

proptest! {
    #[test]
    fn m4_hours_given_never_fall_with_one_more_talk(
        days in prop::collection::vec(0_i64..120, 1..12),
        more in 0_i64..120,
    ) {
        let start = day("2026-01-05");
        let end = start.plus(120).to_string();
        let record = |days: &[i64]| {
            let story = three().talked("tom").on(&end);
            let story = days.iter().fold(story, |story, days| {
                story.talked_so("mira", |talk| talk.on = start.plus(*days))
            });
            held(&story).named[0].given.unwrap_or(0.0)
        };
        let with: Vec<i64> = days.iter().copied().chain([more]).collect();
        prop_assert!(record(&days) <= record(&with));
    }
}
