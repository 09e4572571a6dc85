//! Rules C4 and C5: a channel cools before it dies, and the page says what cools it.

use playbook::{
    channel::{
        self, Talk,
        cadence::Pace,
        decay::{Decay, Sign, Stage, read},
    },
    moment::Day,
    notebook::Command,
    side::Side,
};
use proptest::prelude::*;

use crate::given::{Story, day, given, private};

fn decay(story: &Story) -> Decay {
    decay_on(story, story.today)
}

fn decay_on(story: &Story, today: Day) -> Decay {
    let peer = story.peer("mira");
    let pace = Pace::of(&story.notebook.peers, peer, today).unwrap();
    read(&story.notebook.channels.whole(&story.notebook.peers, peer), &pace, today)
}

fn signs(decay: &Decay) -> Vec<Sign> {
    decay.evidence.iter().map(|evidence| evidence.sign).collect()
}

fn sentences(decay: &Decay) -> Vec<&str> {
    decay.evidence.iter().map(|evidence| evidence.sentence.as_str()).collect()
}

fn ahead(decay: &Decay) -> Vec<&str> {
    decay.ahead.iter().map(|ahead| ahead.sentence.as_str()).collect()
}

/// Mira bears a fifth of the year, and three talks that were hers lie behind.
fn warm() -> Story {
    let story = given(["Mira"]).on("2026-02-02").kept(&[("Mira", 0.2, &[])]);
    story.talked("mira").on("2026-03-02").talked("mira").on("2026-03-30").talked("mira")
}

fn status(talk: &mut Talk) {
    talk.was_status = true;
    talk.fire = Some(private("the release"));
}

fn called_off(story: Story, by: Option<Side>) -> Story {
    story.done(|story| {
        let (peer, on) = (story.peer("mira"), story.today);
        Command::Channel(channel::Command::Cancel { peer, on, by, from_calendar: false })
    })
}

#[test]
fn c5_talks_in_time_that_are_theirs_keep_a_channel_warm() {
    let decay = decay(&warm().after(20));
    assert_eq!(decay.stage, Some(Stage::Warm));
    assert_eq!(decay.evidence, []);
    assert_eq!(decay.step, None);
}

#[test]
fn c5_under_three_talks_it_is_too_early_to_say_but_silence_has_a_date() {
    let story = given(["Mira"]).on("2026-02-02").kept(&[("Mira", 0.2, &[])]).talked_so("mira", status);
    let story = story.on("2026-03-02").talked_so("mira", status);
    let thin = decay(&story);
    assert_eq!((thin.stage, thin.word()), (None, "too early to say"));
    assert_eq!(thin.ahead, []);
    let silent = decay(&story.on("2026-04-20"));
    assert_eq!(silent.stage, None);
    assert_eq!(
        sentences(&silent)[0],
        "No talk since 2026-03-02, 49 days ago; with one every 4 weeks the next was due on 2026-03-30."
    );
    assert!(silent.overdue > 0.0);
}

#[test]
fn c5_a_stranger_who_waits_is_overdue_by_date() {
    let story = given(["Mira"]).on("2026-02-02").kept(&[("Mira", 0.2, &[])]);
    assert_eq!(decay(&story).evidence, []);
    let late = decay(&story.on("2026-02-23"));
    assert_eq!(late.stage, None);
    assert_eq!(sentences(&late), ["No talk yet; the first was due on 2026-02-09."]);
}

#[test]
fn c5_silence_cools_from_one_and_a_half_intervals_then_drifts_then_kills() {
    let story = warm();
    let stage = |on: &str| decay_on(&story, day(on)).stage.unwrap();
    assert_eq!(stage("2026-05-10"), Stage::Warm);
    assert_eq!(stage("2026-05-11"), Stage::Cooling, "42 days");
    assert_eq!(stage("2026-06-07"), Stage::Cooling);
    assert_eq!(stage("2026-06-08"), Stage::Drifting, "one interval overdue");
    assert_eq!(stage("2026-08-03"), Stage::Dead, "three intervals overdue");
}

#[test]
fn c5_it_is_foreseen_on_which_day_silence_cools_a_channel() {
    let decay = decay(&warm());
    let silent = decay.ahead.iter().find(|ahead| ahead.on.is_some()).unwrap();
    assert_eq!(silent.on, Some(day("2026-05-11")));
    assert_eq!(silent.becomes, Stage::Cooling);
    assert_eq!(silent.sentence, "Without a talk before 2026-05-11 the channel is cooling.");
}

#[test]
fn c5_two_status_meetings_cool_and_three_make_it_drift() {
    let one = warm().on("2026-04-20").talked_so("mira", status);
    assert_eq!(decay(&one).stage, Some(Stage::Warm));
    assert!(ahead(&decay(&one)).contains(&"One more status meeting and the channel is cooling."));
    let two = one.on("2026-05-04").talked_so("mira", status);
    let cooling = decay(&two);
    assert_eq!(cooling.stage, Some(Stage::Cooling));
    assert_eq!(sentences(&cooling), ["The last talks became status meetings: 2026-04-20, 2026-05-04."]);
    assert_eq!(cooling.since(), Some(day("2026-05-04")));
    assert!(cooling.step.unwrap().starts_with("Send your status in writing"));
    assert!(ahead(&cooling).contains(&"One more status meeting and the channel is drifting."));
    let three = two.on("2026-05-18").talked_so("mira", status);
    assert_eq!(decay(&three).stage, Some(Stage::Drifting));
    let mended = three.on("2026-05-25").talked("mira");
    assert_eq!(decay(&mended).stage, Some(Stage::Warm));
}

#[test]
fn c5_talks_from_a_calendar_neither_make_nor_break_a_run() {
    let seeded = |talk: &mut Talk| talk.from_calendar = true;
    let story = warm().on("2026-04-20").talked_so("mira", status).on("2026-04-27").talked_so("mira", seeded);
    let story = story.on("2026-05-04").talked_so("mira", status);
    assert_eq!(signs(&decay(&story)), [Sign::Status]);
    let only_seeded = given(["Mira"]).on("2026-02-02").kept(&[("Mira", 0.2, &[])]);
    let only_seeded = (0..6).fold(only_seeded, |story, _| story.after(14).talked_so("mira", seeded));
    assert_eq!(decay(&only_seeded).stage, None, "of their talks only the days are known");
    let late = decay(&only_seeded.after(60));
    assert_eq!((late.stage, signs(&late)), (None, vec![Sign::Silence]), "that a talk is overdue has a date");
}

#[test]
fn c5_asks_in_a_row_cool_a_channel() {
    let ask = |talk: &mut Talk| {
        talk.had_ask = true;
        talk.pressure = Some(private("cost per build"));
    };
    let story = (0..3).fold(warm(), |story, _| story.after(14).talked_so("mira", ask));
    let cooling = decay(&story);
    assert_eq!((cooling.stage, signs(&cooling)), (Some(Stage::Cooling), vec![Sign::Asks]));
    assert!(cooling.step.unwrap().starts_with("Bring no ask"));
    let story = (0..2).fold(story, |story, _| story.after(14).talked_so("mira", ask));
    assert_eq!(decay(&story).stage, Some(Stage::Drifting));
}

#[test]
fn c5_talks_that_tell_nothing_of_their_world_cool_a_channel() {
    let story = (0..3).fold(warm(), |story, _| story.after(14).talked_so("mira", |_| {}));
    let cooling = decay(&story);
    assert_eq!(signs(&cooling), [Sign::Unrefreshed]);
    assert_eq!(
        sentences(&cooling),
        ["The last talks told nothing of their world: 2026-04-13, 2026-04-27, 2026-05-11."]
    );
}

#[test]
fn c5_a_status_meeting_that_tells_nothing_is_one_sign_not_two() {
    let story =
        (0..2).fold(warm(), |story, _| story.after(14).talked_so("mira", |talk| talk.was_status = true));
    assert_eq!(decay(&story).stage, Some(Stage::Cooling));
    let story = story.after(14).talked_so("mira", |talk| talk.was_status = true);
    assert_eq!(signs(&decay(&story)), [Sign::Status, Sign::Unrefreshed]);
    assert_eq!(decay(&story).stage, Some(Stage::Drifting));
}

#[test]
fn c5_two_different_signs_of_cooling_make_it_drift() {
    let story = warm().on("2026-04-06").talked_so("mira", status).on("2026-04-13").talked_so("mira", status);
    let story = called_off(called_off(story.on("2026-04-20"), None).on("2026-04-27"), None);
    let drifting = decay(&story);
    assert_eq!(signs(&drifting), [Sign::Cancelled, Sign::Status]);
    assert_eq!(drifting.stage, Some(Stage::Drifting));
}

#[test]
fn c5_a_channel_that_drifted_to_status_dies_of_a_shorter_silence() {
    let story = warm().on("2026-04-06").talked_so("mira", status).on("2026-04-13").talked_so("mira", status);
    let story = story.on("2026-04-20").talked_so("mira", status);
    let stage = |on: &str| decay_on(&story, day(on)).stage.unwrap();
    assert_eq!(stage("2026-07-26"), Stage::Drifting);
    assert_eq!(stage("2026-07-27"), Stage::Dead, "two intervals overdue");
    let dies = decay(&story).ahead.into_iter().find_map(|ahead| ahead.on);
    assert_eq!(dies, Some(day("2026-07-27")));
}

#[test]
fn c5_talks_called_off_in_a_row_cool_a_channel_and_a_talk_ends_the_row() {
    let off = called_off(warm().on("2026-04-13"), Some(Side::Me));
    assert_eq!(decay(&off).stage, Some(Stage::Warm));
    let off = called_off(off.on("2026-04-20"), Some(Side::Me));
    let cooling = decay(&off);
    assert_eq!(sentences(&cooling), ["Talks called off, and none held between: 2026-04-13, 2026-04-20."]);
    assert!(cooling.step.unwrap().starts_with("Keep the next talk"));
    let theirs = called_off(off.on("2026-04-27"), Some(Side::Them));
    assert_eq!(decay(&theirs).stage, Some(Stage::Drifting));
    assert!(decay(&theirs).step.unwrap().starts_with("Ask when"));
    assert_eq!(decay(&theirs.on("2026-04-28").talked("mira")).stage, Some(Stage::Warm));
}

#[test]
fn c5_a_talk_held_on_the_day_on_which_one_was_called_off_ends_the_row() {
    let off = called_off(warm().on("2026-04-13"), None);
    let held = called_off(off.on("2026-04-20"), None).talked("mira");
    assert_eq!(decay(&held).evidence, []);
}

#[test]
fn c5_silence_and_the_growing_gaps_that_it_makes_are_one_sign() {
    let story = given(["Mira"]).on("2026-01-05").kept(&[("Mira", 0.2, &[])]).talked("mira");
    let story = story.after(14).talked("mira").after(28).talked("mira").after(43);
    let cooling = decay(&story);
    assert_eq!(signs(&cooling), [Sign::Silence, Sign::Widening]);
    assert_eq!(cooling.stage, Some(Stage::Cooling));
}

#[test]
fn c5_gaps_that_grow_are_seen_before_a_talk_is_overdue() {
    let story = given(["Mira"]).on("2026-01-05").kept(&[("Mira", 0.2, &[])]).talked("mira");
    let story = story.after(14).talked("mira").after(28).talked("mira");
    assert_eq!(decay(&story.after(28)).evidence, []);
    let story = given(["Mira"]).on("2026-01-05").kept(&[("Mira", 0.2, &[])]).talked("mira");
    let story = story.after(14).talked("mira").after(28).talked("mira").after(29);
    let cooling = decay(&story);
    assert_eq!(signs(&cooling), [Sign::Widening]);
    assert_eq!(sentences(&cooling), ["The gaps between talks grow: 14, 28, 29 days so far."]);
    assert_eq!(cooling.since(), Some(story.today));
    assert_eq!(decay(&story.talked("mira")).evidence, []);
}

#[test]
fn c4_a_channel_with_only_contacts_in_conflict_is_wartime_only() {
    let conflict = |talk: &mut Talk| {
        talk.in_conflict = true;
        talk.fire = Some(private("the collision of our plans"));
    };
    let story = warm().on("2026-10-05").talked_so("mira", conflict);
    assert!(!decay(&story).is_wartime_only, "one is too few");
    let story = story.on("2026-10-19").talked_so("mira", conflict);
    let wartime = decay(&story);
    assert!(wartime.is_wartime_only);
    assert_eq!(wartime.stage, Some(Stage::Cooling));
    assert_eq!(sentences(&wartime), ["Lately you met only in conflict: 2026-10-05, 2026-10-19."]);
    let later = decay_on(&story, day("2027-08-01"));
    assert!(later.is_wartime_only, "time alone makes no peace");
    let seeded = story.on("2026-10-26").talked_so("mira", |talk| talk.from_calendar = true);
    assert!(decay(&seeded).is_wartime_only, "of a calendar's talk it is not known, so it makes no peace");
    let peace = seeded.on("2026-11-02").talked("mira");
    assert!(!decay(&peace).is_wartime_only);
}

#[test]
fn c5_a_talk_called_off_counts_from_the_day_for_which_it_was_set() {
    let cancel = |story: &Story, on: &str| {
        let (peer, on) = (story.peer("mira"), day(on));
        Command::Channel(channel::Command::Cancel { peer, on, by: None, from_calendar: false })
    };
    let story = warm().on("2026-04-06");
    let story = story.done(|story| cancel(story, "2026-04-13")).done(|story| cancel(story, "2026-04-20"));
    assert_eq!(decay_on(&story, day("2026-04-19")).evidence, []);
    let off = decay_on(&story, day("2026-04-20"));
    assert_eq!((signs(&off), off.since()), (vec![Sign::Cancelled], Some(day("2026-04-20"))));
}

#[test]
fn c5_lines_are_weighed_by_how_much_depends_on_a_peer() {
    let of = |share: f64| {
        let story = given(["Mira"]).on("2026-02-02").kept(&[("Mira", share, &[])]);
        decay(&story.talked("mira").after(60)).consequence()
    };
    assert!(of(0.2) > of(0.1));
    assert!(of(0.1) > 0.0);
}

/// What may happen on a channel, some days after the last thing.
#[derive(Clone, Debug)]
enum Happens {
    Talk { good: bool, status: bool, ask: bool, conflict: bool, seeded: bool },
    Off,
}

fn happens() -> impl Strategy<Value = (i64, Happens)> {
    let talk = any::<(bool, bool, bool, bool, bool)>().prop_map(|(good, status, ask, conflict, seeded)| {
        Happens::Talk { good, status, ask, conflict, seeded }
    });
    (0_i64..50, prop_oneof![3 => talk, 1 => Just(Happens::Off)])
}

fn story(past: &[(i64, Happens)], yes: i64, share: f64) -> Story {
    let start = day("2026-01-05");
    let story = given(["Mira"]).kept(&[("Mira", share, &[&start.plus(yes).to_string()])]);
    past.iter().fold(story, |story, (days, happens)| {
        let story = story.after(*days);
        match happens {
            Happens::Off => called_off(story, None),
            Happens::Talk { good, status, ask, conflict, seeded } => story.talked_so("mira", |talk| {
                talk.constraint = good.then(|| private("hiring frozen"));
                talk.was_status = *status && !seeded;
                talk.had_ask = *ask;
                talk.in_conflict = *conflict;
                talk.from_calendar = *seeded;
            }),
        }
    })
}

proptest! {
    #[test]
    fn c5_more_silence_never_improves_a_channel(
        past in prop::collection::vec(happens(), 0..9),
        yes in 0_i64..400,
        share in prop::sample::select(vec![0.1, 0.4]),
        wait in 0_i64..200,
    ) {
        let story = story(&past, yes, share);
        let today = story.today.plus(wait);
        let (before, after) = (decay_on(&story, today), decay_on(&story, today.plus(1)));
        prop_assert!(before.stage <= after.stage, "{before:?} {after:?}");
        prop_assert!(before.evidence.len() <= after.evidence.len());
        prop_assert!(before.overdue <= after.overdue);
    }

    #[test]
    fn c5_a_good_talk_never_worsens_a_channel_and_its_undoing_restores_it(
        past in prop::collection::vec(happens(), 3..9),
        yes in 0_i64..400,
        wait in 0_i64..200,
    ) {
        let story = story(&past, yes, 0.2);
        let story = story.after(wait);
        let before = decay(&story);
        let talked = story.talked("mira");
        let after = decay(&talked);
        prop_assert!(before.stage.is_none() || after.stage <= before.stage, "{before:?} {after:?}");
        prop_assert_eq!(&after.evidence, &vec![]);
        let talk = talked.last();
        prop_assert_eq!(decay(&talked.undone(talk)), before);
    }

    #[test]
    fn c5_what_is_foreseen_comes_true(
        past in prop::collection::vec(happens(), 3..9),
        yes in 0_i64..400,
        wait in 0_i64..100,
    ) {
        let story = story(&past, yes, 0.2);
        let story = story.after(wait);
        let foreseen = decay(&story).ahead.into_iter().find_map(|ahead| Some((ahead.on?, ahead.becomes)));
        if let Some((on, becomes)) = foreseen {
            prop_assert!(decay_on(&story, on).stage >= Some(becomes));
            prop_assert!(decay_on(&story, on.plus(-1)).stage <= decay_on(&story, on).stage);
        }
    }
}
