//! Before the room: rules L1 to L5, T7 and B1.

use crate::given::{Outcome, Story, day, given, id, private, screen};
use jiff::Zoned;
use playbook::{
    channel::decay::{self, Sign, Stage},
    map::peers,
    moment::{Day, When},
    notebook::Command,
    privacy::Shareable,
    refusal::Refusal,
    tell::{self, Around, Draft, Found, Kind, Notice, Shown, listed, shown},
    week::{self, Consequence, Week},
};

/// A moment in Berlin.
pub fn when(words: &str) -> When {
    let zoned: Zoned = format!("{words}:00[Europe/Berlin]").parse().unwrap();
    When::of(&zoned)
}

/// The story at a moment.
pub fn at(mut story: Story, words: &str) -> Story {
    let moment = when(words);
    (story.at, story.today) = (moment.at(), moment.on());
    story
}

/// Mira and Tom, on a Monday at nine.
fn two() -> Story {
    let story = given(["Mira Solberg", "Tom Reyes"]).on("2026-04-01");
    let story = story.kept(&[("Mira Solberg", 0.4, &[]), ("Tom Reyes", 0.3, &[])]);
    at(story, "2026-05-04T09:00")
}

pub fn share(words: &str) -> Shareable<String> {
    Shareable::new(words.to_owned())
}

/// An announcement that lands on both, on Tom more.
pub fn draft(story: &Story, kind: Kind) -> Draft {
    Draft {
        kind,
        found: Found::ByHand,
        what: share("the pipeline slips twelve days"),
        lands: vec![
            (story.peer("mira"), Some(40), Some(share("your May release is four days later"))),
            (story.peer("tom"), Some(120), None),
        ],
        early: Vec::new(),
        room: Some(when("2026-05-07T15:00")),
        free_from: None,
        notice: None,
        item: Some(private("Pipeline")),
    }
}

fn opened(story: Story, change: impl FnOnce(&mut Draft)) -> Story {
    story.done(|story| {
        let mut draft = draft(story, Kind::Slip);
        change(&mut draft);
        Command::Tell(tell::Command::Open(draft))
    })
}

/// News that is held until Wednesday at nine.
fn held(story: Story) -> Story {
    opened(story, |draft| {
        draft.kind = Kind::News;
        draft.free_from = Some(when("2026-05-06T09:00"));
    })
}

fn tell(who: &str, at: &str) -> impl FnOnce(&Story) -> Command {
    let at = when(at);
    move |story| Command::Tell(tell::Command::Tell { about: None, peer: story.peer(who), at })
}

fn surprise(who: &str) -> impl FnOnce(&Story) -> Command {
    move |story| {
        let peer = story.peer(who);
        Command::Tell(tell::Command::Surprise { about: None, peer, on: story.today, how: None })
    }
}

fn repair(who: &str) -> impl FnOnce(&Story) -> Command {
    move |story| {
        let how = private("said that she should have heard it from me");
        Command::Tell(tell::Command::Repair { about: None, peer: story.peer(who), on: story.today, how })
    }
}

fn finish(about: u32) -> impl FnOnce(&Story) -> Command {
    move |story| Command::Tell(tell::Command::Finish { about: id(about), on: story.today, because: None })
}

fn guard(who: &str) -> impl FnOnce(&Story) -> Command {
    move |story| {
        let because = private("passed it on");
        Command::Peers(peers::Command::Guard { peer: story.peer(who), because })
    }
}

fn all(story: &Story) -> Vec<Shown> {
    let around = Around { peers: &story.notebook.peers, at: story.at, today: story.today };
    listed(&story.notebook.tell, &around, &screen())
}

fn page(story: &Story) -> Week {
    week::at(&story.notebook, (story.at, story.today), story.today, &[], &screen())
}

fn refused(outcome: Outcome, refusal: Refusal) {
    outcome.refused(refusal);
}

#[test]
fn l1_an_announcement_names_the_most_affected_first_and_ends_with_the_tracker() {
    let story = opened(two(), |_| ());
    let one = all(&story).remove(0);
    let names: Vec<&str> = one.peers.iter().map(|peer| peer.peer.as_str()).collect();
    assert_eq!(names, ["Tom Reyes", "Mira Solberg"]);
    assert_eq!(one.last.sentence, "Change the tracker: “Pipeline”.");
    assert_eq!(one.notice, Notice::WorkingDays(2), "two working days to react to a slip (L2)");
    let about = one.id.entry;
    let names = vec!["Tom Reyes".to_owned(), "Mira Solberg".to_owned()];
    refused(story.when(finish(about)), Refusal::NotAllTold { about: id(about), names });
    let story =
        opened(two(), |_| ()).done(tell("mira", "2026-05-04T09:00")).done(tell("tom", "2026-05-04T09:00"));
    let last = page(&story).lines.remove(0);
    assert_eq!((last.sentence.as_str(), last.peer), ("Change the tracker: “Pipeline”.", None));
    assert!(all(&story.done(finish(about))).is_empty());
}

#[test]
fn l1_a_slip_that_the_plan_says_already_goes_to_the_top_and_says_so() {
    let story = opened(two(), |_| ());
    let story = opened(story, |draft| {
        (draft.found, draft.kind) = (Found::ReadAgain, Kind::Slip);
        draft.lands.remove(1);
    });
    assert_eq!(all(&story)[0].mark, Some("Their engineers may already see this."));
    let first = page(&story).lines.remove(0);
    assert_eq!(first.reason, "Their engineers may already see this.");
    assert_eq!(first.peer.as_deref(), Some("Mira Solberg"));
}

#[test]
fn w1_a_line_names_who_before_when_and_what_with_one_command() {
    let story = opened(two(), |_| ());
    let lines = page(&story).lines;
    assert_eq!(
        lines[1].sentence,
        "Tell Mira Solberg before Thursday's room at 15:00: the pipeline slips twelve days; for them: your May release is four days later."
    );
    assert_eq!(lines[1].command, format!("sideways told \"Mira Solberg\" --about {}", story.last()));
    assert!(!lines[1].evidence.is_empty() && !lines[1].reason.is_empty());
}

#[test]
fn l3_told_is_one_to_one_and_a_broadcast_tells_nobody() {
    let story = opened(two(), |_| ());
    let about = id(story.last());
    let story = story.done(|story| Command::Tell(tell::Command::Broadcast { about, on: story.today }));
    let one = all(&story).remove(0);
    assert!(one.broadcast.is_some() && one.peers.iter().all(|peer| peer.waits && peer.told.is_none()));
    let story = story.done(tell("mira", "2026-05-04T08:30"));
    refused(
        story.again().when(|story| {
            let (peer, at) = (story.peer("mira"), when("2026-05-04T08:40"));
            Command::Tell(tell::Command::Tell { about: Some(about), peer, at })
        }),
        Refusal::HeardBefore { name: "Mira Solberg".into(), about, on: day("2026-05-04"), was_told: true },
    );
    refused(
        story.when(tell("tom", "2026-05-04T09:30")),
        Refusal::NotToldYet { at: "2026-05-04 09:30".into() },
    );
}

#[test]
fn l4_bad_news_comes_first_and_is_not_put_off() {
    let story = two().kept(&[("Mira Solberg", 0.4, &["2026-05-20"]), ("Tom Reyes", 0.3, &[])]);
    for kind in [Kind::Slip, Kind::Reversal, Kind::Embarrassment] {
        let story = opened(story.again(), |draft| draft.kind = kind);
        let lines = page(&story).lines;
        assert!(lines[..2].iter().all(|line| line.consequence == Consequence::BadNews), "{lines:?}");
        let about = id(story.last());
        let later = |_: &Story| {
            Command::Week(week::Command::Later {
                line: "1".into(),
                screen: screen(),
                until: None,
                forums: Vec::new(),
            })
        };
        refused(story.when(later), Refusal::TellFirst { about });
    }
}

#[test]
fn l5_told_after_the_room_is_a_surprise_and_it_is_to_be_mended() {
    let story = at(opened(two(), |_| ()), "2026-05-07T16:00");
    let story = story.when(tell("mira", "2026-05-07T15:30")).then(&[
        "Mira Solberg was told of announcement 4 at 2026-05-07 15:30.",
        "Mira Solberg heard elsewhere of announcement 4, on 2026-05-07.",
    ]);
    let line = page(&story).lines.into_iter().find(|line| line.consequence == Consequence::Surprise).unwrap();
    assert_eq!(line.command, "sideways repaired \"Mira Solberg\" --about 4 \"...\"");
    let story = story.done(repair("mira"));
    assert!(page(&story).lines.iter().all(|line| line.consequence != Consequence::Surprise));
    refused(story.when(repair("mira")), Refusal::NothingToTell { name: "Mira Solberg".into() });
}

#[test]
fn l2_l5_a_room_that_is_over_binds_no_call_and_they_heard_it_on_its_day() {
    let story = at(opened(two(), |draft| draft.item = None), "2026-05-11T09:00");
    let one = all(&story).remove(0);
    assert!(one.is_after_room);
    assert_eq!(
        one.last.sentence,
        "The room was on 2026-05-07 15:00: close it once all have heard it from you."
    );
    let half = tell::times::Time { from: when("2026-05-11T09:00").at(), to: when("2026-05-11T12:00").at() };
    let calendars = tell::times::Calendars {
        now: story.at,
        zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
        mine: None,
        theirs: std::collections::BTreeMap::new(),
        halves: vec![half],
        minutes: 15,
        taken: Vec::new(),
    };
    let times = tell::times::times(&one, &calendars);
    assert_eq!((times.calls.len(), times.broken.len(), times.last_step_from), (2, 0, None));
    let evidence = page(&story).lines.remove(0).evidence.join(" ");
    assert!(evidence.contains("The room was on 2026-05-07 15:00"), "{evidence}");
    story.when(tell("mira", "2026-05-11T09:00")).then(&[
        "Mira Solberg was told of announcement 4 at 2026-05-11 09:00.",
        "Mira Solberg heard elsewhere of announcement 4, on 2026-05-07.",
    ]);
}

fn stage(story: &Story, who: &str) -> (Option<Stage>, Vec<Sign>) {
    let (peers, peer) = (&story.notebook.peers, story.peer(who));
    let pace = playbook::channel::cadence::Pace::of(peers, peer, story.today).unwrap();
    let read = decay::read(&story.notebook.channels.whole(peers, peer), &pace, story.today);
    (read.stage, read.evidence.iter().map(|evidence| evidence.sign).collect())
}

/// A talk that was theirs.
fn theirs(story: Story, who: &str) -> Story {
    story.talked_so(who, |talk| talk.constraint = Some(private("no testers")))
}

#[test]
fn l5_a_surprise_weighs_until_it_is_mended_and_talks_were_theirs_never_by_time_alone() {
    let mut story = theirs(theirs(theirs(two(), "mira").after(7), "mira").after(7), "mira");
    assert_eq!(stage(&story, "mira").0, Some(Stage::Warm));
    story.at = when("2026-05-18T10:00").at();
    let story = opened(story, |draft| draft.room = Some(when("2026-05-20T15:00"))).done(surprise("mira"));
    assert_eq!(stage(&story, "mira"), (Some(Stage::Drifting), vec![Sign::Surprise]));
    let mut story = theirs(story.after(14), "mira");
    assert_eq!(stage(&story, "mira").0, Some(Stage::Drifting), "a talk alone does not mend it");
    story = story.done(repair("mira"));
    assert_eq!(stage(&story, "mira").0, Some(Stage::Cooling));
    for _ in 0..decay::SURPRISED_TALKS {
        assert_eq!(stage(&story, "mira").0, Some(Stage::Cooling));
        story = theirs(story.after(14), "mira");
    }
    assert_eq!(stage(&story, "mira"), (Some(Stage::Warm), Vec::new()));
}

#[test]
fn l5_a_surprise_is_seen_where_it_is_too_early_for_anything_else() {
    let story = opened(two(), |_| ()).done(surprise("tom"));
    assert_eq!(stage(&story, "tom").0, Some(Stage::Drifting));
    assert_eq!(stage(&story, "mira").0, None);
}

#[test]
fn b1_a_guarded_peer_gets_no_news_and_the_view_says_why() {
    let story = opened(two(), |_| ()).done(guard("tom"));
    let one = all(&story).remove(0);
    let tom = &one.peers[0];
    assert_eq!(
        tom.left_out.as_deref(),
        Some("Guarded since 2026-05-04, because “passed it on”: no news is proposed to them.")
    );
    assert!(!tom.waits && tom.command.is_none());
    assert!(page(&story).lines.iter().all(|line| !line.sentence.contains("Tell Tom")));
    let said = story.notebook.to_tell(one.id, story.peer("tom"), (story.at, story.today));
    assert_eq!(said, Err(Refusal::GuardedFromNews { name: "Tom Reyes".into(), since: day("2026-05-04") }));
}

#[test]
fn l2_the_room_comes_after_the_news_is_free_and_lies_ahead() {
    let command = |change: fn(&mut Draft)| {
        move |story: &Story| {
            let mut draft = draft(story, Kind::News);
            change(&mut draft);
            Command::Tell(tell::Command::Open(draft))
        }
    };
    let (room, free_from) = ("2026-05-07 15:00".to_owned(), "2026-05-08 09:00".to_owned());
    refused(
        two().when(command(|draft| draft.free_from = Some(when("2026-05-08T09:00")))),
        Refusal::RoomBeforeFree { room, free_from },
    );
    refused(
        two().when(command(|draft| draft.room = Some(when("2026-05-04T08:00")))),
        Refusal::RoomPassed { room: "2026-05-04 08:00".into() },
    );
    refused(two().when(command(|draft| draft.lands.clear())), Refusal::LandsOnNobody);
    refused(two().when(command(|draft| draft.what = share(" "))), Refusal::NothingAnnounced);
}

#[test]
fn what_names_no_announcement_or_several_is_refused() {
    refused(
        two().when(tell("mira", "2026-05-04T08:00")),
        Refusal::NothingToTell { name: "Mira Solberg".into() },
    );
    let story = opened(opened(two(), |_| ()), |_| ());
    let which = vec!["4".to_owned(), "5".to_owned()];
    let name = "Mira Solberg".to_owned();
    refused(story.when(tell("mira", "2026-05-04T08:00")), Refusal::SeveralAnnouncements { name, which });
    let gone = |_: &Story| Command::Tell(tell::Command::Drop { about: id(9), because: private("gone") });
    refused(two().when(gone), Refusal::NoSuchAnnouncement { id: id(9), open: Vec::new() });
}

#[test]
fn t7_what_to_say_is_made_once_it_is_free_for_them() {
    let story = held(two());
    let about = id(story.last());
    let say =
        |story: &Story, who: &str| story.notebook.to_tell(about, story.peer(who), (story.at, story.today));
    let refusal = Refusal::NewsHeld { about, free_from: "2026-05-06 09:00".into() };
    assert_eq!(say(&story, "mira"), Err(refusal));
    let story = at(story, "2026-05-06T09:00");
    assert_eq!(
        say(&story, "mira").unwrap().as_str(),
        "the pipeline slips twelve days.\nWhat it means for you: your May release is four days later.\n\
         Everybody hears it on 7 May 2026 at 15:00; I wanted you to know before that.\n\
         What does it change for you, and what would help?"
    );
    assert!(!say(&story, "tom").unwrap().as_str().contains("May release"), "what is for Mira is not for Tom");
}

#[test]
fn t7_whoever_may_hear_it_early_may_be_told_early() {
    let story = opened(two(), |draft| draft.free_from = Some(when("2026-05-06T09:00")));
    let about = id(story.last() + 1);
    let story = story.done(|story| {
        let mut draft = draft(story, Kind::News);
        draft.free_from = Some(when("2026-05-06T09:00"));
        draft.early = vec![story.peer("tom")];
        Command::Tell(tell::Command::Open(draft))
    });
    let say = |who: &str| story.notebook.to_tell(about, story.peer(who), (story.at, story.today));
    assert!(say("tom").is_ok() && say("mira").is_err());
}

#[test]
fn the_times_of_an_announcement_can_move() {
    let story = held(two());
    let about = id(story.last());
    let story = story.done(|_| {
        let free_from = Some(when("2026-05-05T09:00"));
        Command::Tell(tell::Command::Move { about, room: None, free_from })
    });
    assert!(!all(&at(story.again(), "2026-05-05T09:00"))[0].is_held);
    let shown = shown(
        story.notebook.tell.one(about).unwrap(),
        &Around { peers: &story.notebook.peers, at: story.at, today: story.today },
        &screen(),
    );
    assert!(shown.is_held);
}

/// The day before its free-from day the page of that day, read ahead, does not have it either.
#[test]
fn t7_a_page_read_ahead_knows_no_news_that_is_held_now() {
    let story = held(two());
    let ahead = week::at(
        &story.notebook,
        (story.at, story.today),
        Day(jiff::civil::date(2026, 5, 8)),
        &[],
        &screen(),
    );
    assert!(!serde_json::to_string(&ahead).unwrap().contains("pipeline"));
    let free = at(story, "2026-05-06T10:00");
    assert!(serde_json::to_string(&page(&free)).unwrap().contains("pipeline"));
}

#[test]
fn whom_an_announcement_does_not_land_on_and_what_is_over_is_refused() {
    let story = given(["Mira Solberg", "Tom Reyes", "Jo Ng"]).on("2026-04-01");
    let story = opened(at(story, "2026-05-04T09:00"), |_| ());
    let about = id(story.last());
    let name = |words: &str| words.to_owned();
    let add = move |who: &'static str| {
        move |story: &Story| {
            let lands = vec![(story.peer(who), None)];
            Command::Tell(tell::Command::Add { about, lands })
        }
    };
    refused(story.again().when(add("tom")), Refusal::LandsAlready { name: name("Tom Reyes"), about });
    let told = move |who: &'static str| {
        move |story: &Story| {
            let (peer, at) = (story.peer(who), when("2026-05-04T08:30"));
            Command::Tell(tell::Command::Tell { about: Some(about), peer, at })
        }
    };
    refused(story.again().when(told("jo")), Refusal::LandsElsewhere { name: name("Jo Ng"), about });
    let mended = move |story: &Story| {
        let (peer, how) = (story.peer("tom"), private("said so"));
        Command::Tell(tell::Command::Repair { about: Some(about), peer, on: story.today, how })
    };
    refused(story.again().when(mended), Refusal::NotSurprised { name: name("Tom Reyes"), about });
    let story = story.done(told("mira")).done(told("tom")).done(finish(about.entry));
    refused(story.when(add("jo")), Refusal::AnnouncementOver { about, on: day("2026-05-04") });
}
