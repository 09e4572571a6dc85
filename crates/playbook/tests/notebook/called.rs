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
