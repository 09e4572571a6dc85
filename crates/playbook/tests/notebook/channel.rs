//! Rules C3 and C6: a talk is kept in one go, and every talk should leave a kindness with a date.

use playbook::{
    channel::{self, Command::*, nudge},
    moment::Id,
    notebook::{Command, Event},
    refusal::Refusal,
};

use crate::given::{Story, blank_talk, day, given, private, screen};

fn record(story: &Story, minutes: Option<u32>, kindness: Option<(&str, Option<&str>)>) -> Command {
    let talk = channel::Talk { minutes, ..blank_talk(story.today) };
    let kindnesses = kindness.map(|(what, by)| (private(what), by.map(day))).into_iter().collect();
    Command::Channel(Record { peer: story.peer("mira"), talk, kindnesses })
}

fn mira() -> Story {
    given(["Mira Solberg"]).on("2026-05-04")
}

#[test]
fn c3_a_talk_holds_their_world_one_kindness_notes_and_two_ticks() {
    let told = mira().when(|story| {
        let talk = channel::Talk {
            constraint: Some(private("hiring frozen till June")),
            pressure: Some(private("cost per build")),
            fire: Some(private("the audit")),
            notes: Some(private("went over the release plan")),
            was_status: true,
            had_ask: true,
            ..blank_talk(story.today)
        };
        let kindnesses = vec![(private("intro to the security reviewer"), Some(day("2026-05-08")))];
        Command::Channel(Record { peer: story.peer("mira"), talk, kindnesses })
    });
    told.then(&[
        "Talk with Mira Solberg on 2026-05-04, 30 minutes; constraint: hiring frozen till June; pressure: cost \
         per build; fire: the audit; notes: went over the release plan; it became a status meeting; I brought \
         an ask.",
        "Kindness 2 for Mira Solberg by 2026-05-08: intro to the security reviewer.",
    ]);
}

#[test]
fn c3_a_bare_talk_is_enough() {
    mira().when(|story| record(story, None, None)).then(&["Talk with Mira Solberg on 2026-05-04."]);
}

#[test]
fn c3_a_talk_of_no_minutes_or_of_more_than_a_day_is_refused() {
    for minutes in [0, 1441] {
        mira().when(|story| record(story, Some(minutes), None)).refused(Refusal::NoLength { minutes });
    }
    mira().done(|story| record(story, Some(1440), None));
}

#[test]
fn c3_a_talk_that_lies_ahead_is_refused() {
    let ahead = Refusal::NotYet { on: day("2026-05-05"), today: day("2026-05-04") };
    let talk = blank_talk(day("2026-05-05"));
    let wish =
        |story: &Story| Command::Channel(Record { peer: story.peer("mira"), talk, kindnesses: Vec::new() });
    mira().when(wish).refused(ahead);
}

#[test]
fn c3_what_was_heard_last_is_their_world_in_whatever_order_it_is_recorded() {
    let story = mira().talked_so("mira", |talk| talk.constraint = Some(private("no testers")));
    let story = story.on("2026-05-06").talked_so("mira", |talk| {
        talk.on = day("2026-05-01");
        talk.constraint = Some(private("no budget"));
        talk.pressure = Some(private("cost per build"));
    });
    let channel = story.notebook.channels.whole(&story.notebook.peers, story.peer("mira"));
    let screen = screen();
    let said =
        |heard: Option<&channel::Heard>| heard.map(|heard| (heard.what.reveal(&screen).clone(), heard.on));
    assert_eq!(said(channel.constraint()), Some(("no testers".into(), day("2026-05-04"))));
    assert_eq!(said(channel.pressure()), Some(("cost per build".into(), day("2026-05-01"))));
    assert!(channel.fire().is_none());
}

#[test]
fn c6_a_talk_without_a_kindness_is_nudged_once_and_kept() {
    fn of(event: &Event) -> Option<&channel::Event> {
        match event {
            Event::Channel(event) => Some(event),
            _ => None,
        }
    }
    let nudged = |events: &[Event]| nudge(&events.iter().filter_map(of).collect::<Vec<_>>());
    let bare = mira().when(|story| record(story, Some(30), None)).result.unwrap();
    assert_eq!(nudged(&bare), Some("One cheap thing that would help them?"));
    let kind = mira().when(|story| record(story, Some(30), Some(("an intro", None)))).result.unwrap();
    assert_eq!(nudged(&kind), None);
    let seeded = mira().when(|story| {
        let talk = channel::Talk { from_calendar: true, ..blank_talk(story.today) };
        Command::Channel(Record { peer: story.peer("mira"), talk, kindnesses: Vec::new() })
    });
    assert_eq!(nudged(&seeded.result.unwrap()), None, "half a year of talks is no time to nag");
}

#[test]
fn c6_a_kindness_without_a_date_gets_one_in_two_weeks() {
    let told = mira().when(|story| record(story, None, Some(("an intro", None))));
    told.then(&[
        "Talk with Mira Solberg on 2026-05-04.",
        "Kindness 2 for Mira Solberg by 2026-05-18: an intro.",
    ]);
}

#[test]
fn c6_a_kindness_is_not_due_before_it_came_up() {
    let early = Refusal::KindnessInThePast { by: day("2026-05-01"), since: day("2026-05-04") };
    mira().when(|story| record(story, None, Some(("an intro", Some("2026-05-01"))))).refused(early.clone());
    let find = |story: &Story| {
        let (peer, by) = (story.peer("mira"), Some(day("2026-05-01")));
        Command::Channel(Find { peer, what: private("an intro"), by })
    };
    mira().when(find).refused(early);
}

#[test]
fn c6_a_kindness_is_done_or_dropped_once() {
    let story = mira().done(|story| record(story, None, Some(("an intro", None))));
    let kindness = Id::of(story.last());
    let done = |on: &str| Command::Channel(Do { kindness, on: day(on) });
    let story =
        story.on("2026-05-06").when(|_| done("2026-05-06")).then(&["Kindness 2 was done on 2026-05-06."]);
    assert_eq!(story.notebook.channels.open_kindnesses().count(), 0);
    let gone = Refusal::NoSuchKindness { id: kindness, open: Vec::new() };
    let drop = Command::Channel(Drop { kindness, because: None });
    story.when(|_| drop).refused(gone);
}

#[test]
fn c6_undoing_what_was_done_opens_a_kindness_again() {
    let story = mira().done(|story| record(story, None, Some(("an intro", None))));
    let kindness = Id::of(story.last());
    let because = Some(private("they have met"));
    let dropped = story.done(|_| Command::Channel(Drop { kindness, because }));
    assert_eq!(dropped.notebook.channels.open_kindnesses().count(), 0);
    let last = dropped.last();
    assert_eq!(dropped.undone(last).notebook.channels.open_kindnesses().count(), 1);
}
