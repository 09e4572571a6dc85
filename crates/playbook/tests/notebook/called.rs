//! Calls before a room as dates that leave the notebook: from when on they stand, while they stay, and when they go.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use playbook::{
    due::{self, Call, Sheet},
    moment::{Id, When},
    notebook::Command,
    outward::feed::{Kind, Namer, Scope, Sent},
    tell::{
        self, Draft, Found,
        times::{CALL, Calendars, Theirs, Time},
    },
};
use proptest::prelude::*;

use crate::{
    given::{Story, given, id, private, screen},
    tell::{at, share, when},
};

fn namer() -> Namer {
    Namer::with([7; 32])
}

fn only_calls(names: bool) -> Scope {
    Scope { kinds: vec![Kind::Call], names }
}

/// Mornings and afternoons of the two weeks around a moment, in UTC; nobody's calendar is known.
pub fn open_days(now: Timestamp) -> Calendars {
    let first = TimeZone::UTC.to_datetime(now).date();
    let half = |day: jiff::civil::Date, from: i8, to: i8| Time {
        from: day.at(from, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp(),
        to: day.at(to, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp(),
    };
    let days = first.series(jiff::Span::new().days(1)).take(14);
    let halves = days.flat_map(|day| [half(day, 7, 10), half(day, 11, 15)]).filter(|half| half.to > now);
    Calendars {
        now,
        zone: TimeZone::UTC,
        halves: halves.collect(),
        mine: None,
        taken: Vec::new(),
        theirs: BTreeMap::new(),
        minutes: CALL,
    }
}

/// The calls of a story after what was sent, where calendars know this.
fn calls_with(story: &Story, before: &Sent, change: impl Fn(&mut Calendars)) -> Vec<Call> {
    let calendars = |_: &tell::Shown| {
        let mut calendars = open_days(story.at);
        change(&mut calendars);
        calendars
    };
    let now = (story.at, story.today);
    due::calls(&story.notebook, &namer(), before, now, &screen(), calendars)
}

/// The same, where no calendar is known.
pub fn calls(story: &Story, before: &Sent) -> Vec<Call> {
    calls_with(story, before, |_| ())
}

fn sheet(story: &Story, before: &Sent, names: bool) -> Sheet {
    let calls = calls(story, before);
    let now = (story.at, story.today);
    due::sheet(&story.notebook, &namer(), &only_calls(names), before, &calls, now, true)
}

/// The values of a property in a calendar.
fn lines(text: &str, name: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::to_owned).collect()
}

/// Mira and Tom, on a Monday at nine in Berlin, which is seven in UTC; Tom is hit harder.
fn story(change: impl FnOnce(&mut Draft)) -> Story {
    let story = at(given(["Mira Solberg", "Tom Reyes"]).on("2026-04-01"), "2026-05-04T09:00");
    story.done(|story| {
        let mut draft = Draft {
            kind: tell::Kind::News,
            found: Found::ByHand,
            what: share("zebra moves"),
            lands: vec![(story.peer("mira"), Some(40), None), (story.peer("tom"), Some(120), None)],
            early: Vec::new(),
            room: Some(when("2026-05-07T15:00")),
            free_from: None,
            notice: None,
            item: Some(private("Pipeline")),
        };
        change(&mut draft);
        Command::Tell(tell::Command::Open(draft))
    })
}

fn about(story: &Story) -> Id {
    story.notebook.tell.open().next().unwrap().announcement.id
}

#[test]
fn l2_calls_stand_in_order_with_neutral_titles_and_names_that_stay() {
    let story = story(|_| ());
    let first = sheet(&story, &Sent::default(), false);
    assert_eq!(lines(&first.text, "SUMMARY"), ["Call", "Call"]);
    assert_eq!(lines(&first.text, "DTSTART"), ["20260504T070000Z", "20260504T071500Z"]);
    assert_eq!(lines(&first.text, "DTEND"), ["20260504T071500Z", "20260504T073000Z"]);
    let named = sheet(&story, &Sent::default(), true);
    assert_eq!(lines(&named.text, "SUMMARY"), ["Call: Tom Reyes", "Call: Mira Solberg"]);
    assert!(!named.text.contains("zebra") && !named.text.contains("Pipeline"));
    let uids = lines(&first.text, "UID");
    assert!(uids[0] != uids[1] && uids.iter().all(|uid| uid.len() == 32));
    assert_eq!(lines(&sheet(&story, &first.sent, false).text, "UID"), uids);
}

#[test]
fn l2_a_call_that_was_sent_stays_where_it_is_while_it_can_be_kept_and_moves_when_it_was_not_made() {
    let mut story = story(|_| ());
    let first = sheet(&story, &Sent::default(), false);
    let times = |sheet: &Sheet| lines(&sheet.text, "DTSTART");
    // Nine minutes on, and while the call may be going on, nothing moves: not a byte.
    for minutes in [9, 29] {
        story.at = when("2026-05-04T09:00").at() + SignedDuration::from_mins(minutes);
        assert_eq!(sheet(&story, &first.sent, false).text, first.text, "after {minutes} minutes");
    }
    story.at = when("2026-05-04T09:40").at();
    let later = sheet(&story, &first.sent, false);
    assert_eq!(times(&later), ["20260504T074000Z", "20260504T075500Z"]);
    assert_eq!(lines(&later.text, "UID").len(), 2);
    let numbers = |sheet: &Sheet| lines(&sheet.text, "SEQUENCE");
    assert!(numbers(&later) > numbers(&first));
    assert_eq!(
        due::calls_until(&story.notebook, &calls(&story, &later.sent), story.at),
        Some(when("2026-05-04T10:10").at())
    );
}

#[test]
fn l2_a_call_moves_when_a_calendar_says_so_and_before_their_standup() {
    let story = story(|_| ());
    let first = sheet(&story, &Sent::default(), false);
    let busy = |calendars: &mut Calendars| {
        let from = when("2026-05-04T09:30").at();
        calendars.mine = Some(vec![Time { from, to: when("2026-05-04T12:00").at() }]);
    };
    let moved = calls_with(&story, &first.sent, busy);
    assert_eq!(moved[0].from, when("2026-05-04T09:30").at());
    let mira = story.peer("mira").id();
    let standup = |calendars: &mut Calendars| {
        let standups = vec![when("2026-05-04T09:20").at()];
        calendars.theirs.insert(mira, Theirs { free: None, standups });
    };
    let before = calls_with(&story, &first.sent, standup);
    assert_eq!((before[0].peer, before[0].from), (mira, when("2026-05-04T09:00").at()));
}

#[test]
fn a_call_that_was_made_and_an_announcement_that_was_dropped_or_is_over_go_out() {
    let story = story(|_| ());
    let first = sheet(&story, &Sent::default(), false);
    let about = about(&story);
    let told = |story: Story, who: &'static str| {
        story.done(move |story| {
            let at = When::of(&story.at.in_tz("Europe/Berlin").unwrap());
            Command::Tell(tell::Command::Tell { about: Some(about), peer: story.peer(who), at })
        })
    };
    let one = sheet(&told(story.again(), "tom"), &first.sent, false);
    assert_eq!(lines(&one.text, "STATUS"), ["CANCELLED", "CONFIRMED"]);
    assert_eq!(lines(&one.text, "DTSTART")[1], "20260504T071500Z", "the other one stays where it is");
    assert_eq!(lines(&one.text, "UID"), lines(&first.text, "UID"));
    assert_eq!(lines(&one.sent.text(false), "UID").len(), 1, "a feed leaves out what is gone");
    let dropped =
        story.again().done(|_| Command::Tell(tell::Command::Drop { about, because: private("in time") }));
    let none = sheet(&dropped, &first.sent, false);
    assert_eq!(lines(&none.text, "STATUS"), ["CANCELLED", "CANCELLED"]);
    let surprised = story.again().done(|story| {
        let peer = story.peer("tom");
        Command::Tell(tell::Command::Surprise { about: Some(about), peer, on: story.today, how: None })
    });
    assert_eq!(calls(&surprised, &first.sent).len(), 1);
    let everybody = told(told(story, "tom"), "mira");
    assert!(calls(&everybody, &first.sent).is_empty());
}

/// News of the kind, free from so many minutes after the beginning of a story on, with its room so many after that.
fn more(story: Story, kind: tell::Kind, free_in: Option<i64>, room_in: Option<i64>) -> Story {
    let later = |story: &Story, minutes: i64| {
        When::of(&(story.at + SignedDuration::from_mins(minutes)).in_tz("Europe/Berlin").unwrap())
    };
    story.done(|story| {
        let mut draft = crate::tell::draft(story, kind);
        draft.free_from = free_in.map(|minutes| later(story, minutes));
        draft.room = room_in.map(|minutes| later(story, free_in.unwrap_or(0) + minutes));
        Command::Tell(tell::Command::Open(draft))
    })
}

fn all_times(story: &Story) -> Vec<(tell::Shown, tell::times::Times)> {
    let around = tell::Around { peers: &story.notebook.peers, at: story.at, today: story.today };
    let all = tell::listed(&story.notebook.tell, &around, &screen());
    let found = tell::times::times_of_all(all, |_| open_days(story.at));
    found.into_iter().map(|(shown, _, times)| (shown, times)).collect()
}

/// Two calls that overlap.
fn overlap(mut calls: Vec<(Timestamp, Timestamp)>) -> Option<(Timestamp, Timestamp)> {
    calls.sort();
    calls.windows(2).find(|two| two[1].0 < two[0].1).map(|two| (two[0].0, two[1].0))
}

#[test]
fn l2_calls_for_two_announcements_are_made_one_after_the_other_bad_news_first() {
    let story = more(story(|_| ()), tell::Kind::Slip, None, Some(6_000));
    let times = |story: &Story, sent: &Sent| lines(&sheet(story, sent, false).text, "DTSTART");
    let four = ["20260504T070000Z", "20260504T071500Z", "20260504T073000Z", "20260504T074500Z"];
    assert_eq!(times(&story, &Sent::default()), four);
    let shown = all_times(&story);
    let begin = |at: usize| shown[at].1.calls[0].at.at();
    assert_eq!((shown[0].0.kind, shown[1].0.kind), (tell::Kind::Slip, tell::Kind::News));
    assert_eq!((begin(0), begin(1)), (at_utc(four[0]), at_utc(four[2])), "the pages say the same");
    assert!(shown.iter().all(|(_, times)| times.broken.is_empty()));
}

#[test]
fn l2_calls_that_were_sent_stay_though_worse_news_comes_and_move_only_where_a_rule_would_break() {
    let first = story(|_| ());
    let sent = sheet(&first, &Sent::default(), false).sent;
    let of = |story: &Story, about: u32| -> Vec<Timestamp> {
        calls(story, &sent).iter().filter(|call| call.about == id(about)).map(|call| call.from).collect()
    };
    let begun = of(&first, 3);
    let roomy = more(first.again(), tell::Kind::Slip, None, Some(6_000));
    assert_eq!(of(&roomy, 3), begun);
    assert_eq!(of(&roomy, 4)[0], at_utc("20260504T073000Z"));
    // Half an hour is left before the room of the slip.
    let mut tight = more(first, tell::Kind::Slip, None, Some(30));
    tight = tight.done(|_| Command::Tell(tell::Command::Open(short_notice(&roomy))));
    assert_eq!(of(&tight, 5)[0], at_utc("20260504T070000Z"));
    assert!(of(&tight, 3)[0] > begun[0]);
}

#[test]
fn l2_where_the_calls_for_another_stand_in_the_way_that_is_the_rule_that_is_named() {
    let story = story(|_| ());
    let mut draft = short_notice(&story);
    draft.lands.truncate(2);
    let one = story.again().done(|_| Command::Tell(tell::Command::Open(draft)));
    let two = one.done(|story| Command::Tell(tell::Command::Open(short_notice(story))));
    let shown = all_times(&two);
    let (last, times) = shown.iter().find(|(_, times)| !times.broken.is_empty()).unwrap();
    assert_eq!(last.kind, tell::Kind::Slip);
    let rules: Vec<&str> = times.broken.iter().map(|broken| broken.rule.as_str()).collect();
    assert!(rules.iter().any(|rule| rule.starts_with("You make one call at a time")), "{rules:?}");
}

/// A slip of which everybody hears in half an hour, with no time to react.
fn short_notice(story: &Story) -> Draft {
    let mut draft = crate::tell::draft(story, tell::Kind::Slip);
    draft.free_from = None;
    draft.room = Some(When::of(&(story.at + SignedDuration::from_mins(30)).in_tz("Europe/Berlin").unwrap()));
    draft.notice = Some(tell::Notice::Minutes(0));
    draft
}

fn at_utc(words: &str) -> Timestamp {
    jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", words)
        .unwrap()
        .to_zoned(TimeZone::UTC)
        .unwrap()
        .timestamp()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn l2_one_call_at_a_time_and_t7_what_is_held_moves_no_call_that_is_known_outside(
        open in proptest::collection::vec((0..5_usize, proptest::option::of(60..9_000_i64)), 1..4),
        held in proptest::collection::vec((0..5_usize, 31..3_000_i64, proptest::option::of(60..9_000_i64)), 0..3),
        later in 0..30_i64,
    ) {
        let story = open.iter().fold(given(["Mira Solberg", "Tom Reyes"]).on("2026-05-04"), |story, (kind, room)| {
            more(at(story, "2026-05-04T09:00"), tell::Kind::ALL[*kind], None, *room)
        });
        let both = held.iter().fold(story.again(), |story, (kind, free, room)| {
            more(story, tell::Kind::ALL[*kind], Some(*free), *room)
        });
        let sent = sheet(&story, &Sent::default(), false);
        for mut story in [story.again(), both] {
            let outside = |story: &Story, sent: &Sent| -> Vec<(Timestamp, Timestamp)> {
                calls(story, sent).iter().map(|call| (call.from, call.to)).collect()
            };
            prop_assert_eq!(sheet(&story, &Sent::default(), false).text, sent.text.clone());
            prop_assert_eq!(overlap(outside(&story, &Sent::default())), None);
            let inside = all_times(&story);
            let inside = inside.iter().flat_map(|(_, times)| &times.calls);
            prop_assert_eq!(overlap(inside.map(|call| (call.at.at(), call.until.at())).collect()), None);
            story.at += SignedDuration::from_mins(later);
            prop_assert_eq!(overlap(outside(&story, &sent.sent)), None);
        }
    }
}

#[test]
fn t7_a_call_of_news_that_is_held_stands_in_no_calendar_and_then_after_it_is_free() {
    let mut story = story(|draft| draft.free_from = Some(when("2026-05-06T09:00")));
    let none = sheet(&story, &Sent::default(), true);
    assert!(lines(&none.text, "UID").is_empty());
    assert_eq!(
        due::calls_until(&story.notebook, &[], story.at),
        Some(when("2026-05-06T09:00").at()),
        "a feed looks again when it is free"
    );
    story = at(story, "2026-05-06T09:00");
    assert_eq!(lines(&sheet(&story, &none.sent, true).text, "SUMMARY").len(), 2);
}

#[test]
fn b1_a_guarded_peer_and_whoever_has_no_time_get_no_call() {
    let story = story(|_| ()).done(|story| {
        let because = private("passed it on");
        Command::Peers(playbook::map::peers::Command::Guard { peer: story.peer("tom"), because })
    });
    let first = sheet(&story, &Sent::default(), true);
    assert_eq!(lines(&first.text, "SUMMARY"), ["Call: Mira Solberg"]);
    let never = |calendars: &mut Calendars| calendars.mine = Some(Vec::new());
    assert!(calls_with(&story, &first.sent, never).is_empty());
    assert_eq!(id(2), story.peer("tom").id());
}
