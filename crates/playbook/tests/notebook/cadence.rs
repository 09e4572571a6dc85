//! Rule C1: a talk every four weeks, every two while a yes is near or much depends on somebody.

use playbook::{
    channel::cadence::{Cadence, Pace},
    map::peers,
    notebook::Command,
};
use proptest::prelude::*;

use crate::given::{Story, day, given};

fn cadence(story: &Story, who: &str) -> Option<Cadence> {
    let peer = story.peer(who);
    let pace = Pace::of(&story.notebook.peers, peer, story.today)?;
    let last = story.notebook.channels.whole(&story.notebook.peers, peer).last(story.today);
    Some(pace.cadence(last, story.today))
}

/// Mira is named with a small share and no yes that is near, and was talked to on 4 May.
fn usual() -> Story {
    given(["Mira Solberg"]).on("2026-05-04").kept(&[("Mira Solberg", 0.2, &[])]).talked("mira")
}

#[test]
fn c1_the_next_talk_is_due_four_weeks_after_the_last_one() {
    let cadence = cadence(&usual(), "mira").unwrap();
    assert_eq!(cadence.every_weeks, 4);
    assert_eq!(cadence.because, None);
    assert_eq!(cadence.due, day("2026-06-01"));
    assert_eq!(cadence.overdue_from, day("2026-06-15"));
    assert!(!cadence.is_first);
}

#[test]
fn c1_a_yes_within_eight_weeks_makes_it_two() {
    let near = given(["Mira"]).on("2026-05-04").kept(&[("Mira", 0.2, &["2026-06-29"])]).talked("mira");
    let cadence = cadence(&near, "mira").unwrap();
    assert_eq!(cadence.every_weeks, 2);
    assert_eq!(cadence.because.unwrap(), "a yes of theirs is due on 2026-06-29");
    assert_eq!((cadence.due, cadence.overdue_from), (day("2026-05-18"), day("2026-05-25")));
}

#[test]
fn c1_a_yes_in_eight_weeks_and_a_day_is_not_near_and_brings_the_talk_forward_once_it_is() {
    let story = given(["Mira"]).on("2026-05-04").kept(&[("Mira", 0.2, &["2026-07-20"])]).talked("mira");
    let before = cadence(&story, "mira").unwrap();
    assert_eq!(before.every_weeks, 4);
    assert_eq!(before.due, day("2026-05-25"), "the day on which the yes comes near");
    let after = cadence(&story.on("2026-05-25"), "mira").unwrap();
    assert_eq!((after.every_weeks, after.due), (2, day("2026-05-25")));
}

#[test]
fn c1_a_yes_whose_day_has_passed_counts_four_weeks_longer() {
    let story = given(["Mira"]).on("2026-05-04").kept(&[("Mira", 0.2, &["2026-05-11"])]);
    let every = |on: &str| {
        let peer = story.peer("mira");
        Pace::of(&story.notebook.peers, peer, day(on)).unwrap().every_weeks(day(on))
    };
    assert_eq!(every("2026-06-08"), 2);
    assert_eq!(every("2026-06-09"), 4);
}

#[test]
fn c1_a_share_of_thirty_percent_makes_it_two() {
    let story = given(["Mira"]).on("2026-05-04");
    let much = cadence(&story.kept(&[("Mira", 0.3, &[])]).talked("mira"), "mira").unwrap();
    assert_eq!(much.every_weeks, 2);
    assert_eq!(much.because.unwrap(), "30 % of the year's need hangs on them");
    let less = given(["Mira"]).on("2026-05-04").kept(&[("Mira", 0.299, &[])]);
    assert_eq!(cadence(&less, "mira").unwrap().every_weeks, 4);
}

#[test]
fn c1_any_real_contact_restarts_it_and_one_called_off_is_none() {
    let story = usual().on("2026-05-20").done(|story| {
        let (peer, on) = (story.peer("mira"), story.today);
        let cancel = playbook::channel::Command::Cancel { peer, on, by: None, from_calendar: false };
        Command::Channel(cancel)
    });
    assert_eq!(cadence(&story, "mira").unwrap().due, day("2026-06-01"));
    let conflict = story.on("2026-05-22").talked_so("mira", |talk| talk.in_conflict = true);
    assert_eq!(cadence(&conflict, "mira").unwrap().due, day("2026-06-19"));
}

#[test]
fn c1_a_talk_recorded_late_does_not_move_the_last_contact_back() {
    let story = usual().on("2026-05-20").talked_so("mira", |talk| talk.on = day("2026-04-20"));
    assert_eq!(cadence(&story, "mira").unwrap().last, Some(day("2026-05-04")));
}

#[test]
fn c1_a_first_talk_is_due_within_a_week_of_being_named() {
    let story = given([]).on("2026-05-04").kept(&[("Tom Okoye", 0.2, &[])]);
    let first = cadence(&story, "tom").unwrap();
    assert!(first.is_first);
    assert_eq!((first.due, first.overdue_from), (day("2026-05-11"), day("2026-05-25")));
    let kept_again = story.on("2026-05-09").kept(&[("Tom Okoye", 0.25, &[])]);
    assert_eq!(cadence(&kept_again, "tom").unwrap().due, day("2026-05-11"), "keeping again puts nothing off");
}

#[test]
fn c1_a_peer_named_again_after_a_gap_is_named_anew() {
    let story = given([]).on("2026-05-04").kept(&[("Tom", 0.2, &[])]);
    let gone = story.on("2026-06-01").kept(&[("Mira", 0.2, &[])]);
    assert_eq!(cadence(&gone, "tom"), None, "the map does not name them");
    let back = gone.on("2026-07-01").kept(&[("Tom", 0.2, &[])]);
    assert_eq!(cadence(&back, "tom").unwrap().due, day("2026-07-08"));
}

#[test]
fn c1_somebody_whom_the_map_does_not_name_has_no_cadence() {
    let story = given(["Ana"]).on("2026-05-04").talked("ana");
    assert_eq!(cadence(&story, "ana"), None);
}

#[test]
fn c1_merged_peers_have_one_channel() {
    let story = given(["Mira Solberg", "M. Solberg"]).on("2026-05-04");
    let story = story.kept(&[("M. Solberg", 0.2, &[])]).talked("Mira Solberg").on("2026-05-10");
    let merged = story.done(|story| {
        let (peer, into) = (story.peer("M. Solberg"), story.peer("Mira Solberg"));
        Command::Peers(peers::Command::Merge { peer, into })
    });
    assert_eq!(cadence(&merged, "mira").unwrap().due, day("2026-06-01"));
    let merge = merged.last();
    let apart = merged.undone(merge);
    assert!(cadence(&apart, "M. Solberg").unwrap().is_first);
    assert_eq!(cadence(&apart, "Mira Solberg"), None);
}

#[test]
fn c1_a_peer_who_left_has_no_cadence_and_whoever_follows_gets_a_first_talk() {
    let story = usual()
        .done(|_| Command::Peers(peers::Command::Add { name: "Tom Okoye".into(), aliases: Vec::new() }));
    let story = story.on("2026-05-20").done(|story| {
        let (peer, by, on) = (story.peer("mira"), story.peer("tom"), story.today);
        Command::Peers(peers::Command::Succeed { peer, by, on })
    });
    assert_eq!(cadence(&story, "mira"), None);
    let first = cadence(&story, "tom").unwrap();
    assert!(first.is_first);
    assert_eq!(first.due, day("2026-05-27"));
}

proptest! {
    /// A yes may come near and pass within a silence: nothing of that makes a talk less overdue.
    #[test]
    fn c1_waiting_never_makes_a_talk_less_overdue(
        yeses in prop::collection::vec(0_i64..300, 0..4),
        share in prop::sample::select(vec![0.1, 0.4]),
        days in 0_i64..300,
    ) {
        let start = day("2026-01-05");
        let on: Vec<String> = yeses.iter().map(|days| start.plus(*days).to_string()).collect();
        let on: Vec<&str> = on.iter().map(String::as_str).collect();
        let story = given(["Mira"]).kept(&[("Mira", share, &on)]);
        let pace = Pace::of(&story.notebook.peers, story.peer("mira"), start).unwrap();
        for last in [None, Some(start)] {
            let today = start.plus(days);
            prop_assert!(pace.overdue(last, today) <= pace.overdue(last, today.plus(1)));
            prop_assert!(pace.due(last) <= pace.overdue_from(last));
            let is_over = pace.overdue_from(last) <= today;
            prop_assert!(is_over || pace.overdue(last, today) == 0.0);
        }
    }

    /// What the rule's own formula says, where the interval is one.
    #[test]
    fn c1_overdue_is_what_the_rule_says(days in 0_i64..400, share in prop::sample::select(vec![0.1, 0.4])) {
        let start = day("2026-01-05");
        let story = given(["Mira"]).kept(&[("Mira", share, &[])]);
        let pace = Pace::of(&story.notebook.peers, story.peer("mira"), start).unwrap();
        let interval = if share < 0.3 { 28.0 } else { 14.0 };
        let expected = f64::max(days as f64 - 1.5 * interval, 0.0) / interval;
        let found = pace.overdue(Some(start), start.plus(days));
        prop_assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }
}

#[test]
fn c1_a_first_talk_is_due_no_later_than_the_first_yes() {
    let pace = |yes: &[&str]| {
        let story = given(["Mira Solberg"]).on("2026-05-04").kept(&[("Mira Solberg", 0.1, yes)]);
        Pace::of(&story.notebook.peers, story.peer("mira"), story.today).unwrap()
    };
    assert_eq!(pace(&[]).due(None), day("2026-05-11"));
    assert_eq!(pace(&["2026-05-06"]).due(None), day("2026-05-06"));
    assert_eq!(pace(&["2026-05-04"]).due(None), day("2026-05-04"));
    assert_eq!(
        pace(&["2026-04-30", "2026-06-01"]).due(None),
        day("2026-05-11"),
        "what is past or far hastens nothing"
    );
}
