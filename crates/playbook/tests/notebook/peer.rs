//! The page of one peer, and the list of all.

use playbook::{
    channel::{self, decay::Stage},
    map::peers,
    moment::Id,
    notebook::Command,
    peer::{Page, list, page},
    privacy::Shareable,
    side::Side,
    trade::{asks, loans},
};

use crate::given::{Story, day, given, private, screen};

fn of(story: &Story, who: &str) -> Page {
    page(&story.notebook, story.peer(who), story.today, &screen())
}

fn add(name: &str, alias: &str) -> Command {
    Command::Peers(peers::Command::Add { name: name.into(), aliases: vec![alias.into()] })
}

/// Mira, with everything that a year brings.
fn year() -> Story {
    let story = given([]).on("2026-03-02").done(|_| add("Mira Solberg", "msolberg"));
    let story = story.kept(&[("Mira Solberg", 0.4, &["2026-06-01"])]).talked("mira").on("2026-03-16");
    let story = story.talked_so("mira", |talk| talk.was_status = true).on("2026-03-30").talked("mira");
    let ask = |story: &Story, what: &str| asks::Ask {
        id: Id::of(0),
        peer: Id::of(0),
        what: Shareable::new(what.to_owned()),
        on: story.today,
        needed_by: Some(day("2026-05-01")),
        lead: None,
        notes: None,
    };
    let story = story.done(|story| {
        let (peer, ask) = (story.peer("mira"), ask(story, "a second region"));
        Command::Asks(asks::Command::Hear { peer, ask, decide_by: Some(day("2026-04-20")) })
    });
    let story = story.done(|story| {
        let (peer, ask) = (story.peer("mira"), ask(story, "two reviewers"));
        Command::Asks(asks::Command::Make { peer, ask })
    });
    let story = story.done(|story| {
        let (peer, until) = (story.peer("mira"), Some(day("2026-04-30")));
        let what = private("one tester");
        Command::Loans(loans::Command::Lend { peer, lender: Side::Me, what, from: None, until })
    });
    story.done(|story| {
        let (peer, on) = (story.peer("mira"), story.today.plus(3));
        Command::Channel(channel::Command::Cancel { peer, on, by: Some(Side::Them), from_calendar: false })
    })
}

#[test]
fn the_page_of_a_peer_has_what_every_room_knows() {
    let page = of(&year(), "mira");
    assert_eq!((page.peer.as_str(), page.aliases), ("Mira Solberg", vec!["msolberg".into()]));
    assert_eq!(page.share, Some(0.4));
    assert_eq!(page.cadence.unwrap().every_weeks, 2);
    assert_eq!(page.decay.unwrap().stage, Some(Stage::Warm));
    assert_eq!(page.asks_of_me[0].what, "a second region");
    assert_eq!(page.asks_of_me[0].decide_by, Some(day("2026-04-20")));
    assert_eq!(page.asks_of_them[0].what, "two reviewers");
    assert_eq!((page.loans[0].what.as_str(), page.loans[0].is_mine), ("one tester", true));
    assert_eq!(page.yeses[0].due, Some(day("2026-06-01")));
    assert_eq!(page.world[0].words, "hiring frozen");
    let strip: Vec<&str> = page.year.iter().map(|talked| talked.was).collect();
    assert_eq!(strip, ["theirs", "status", "theirs", "cancelled"]);
}

#[test]
fn b1_a_guarded_peer_is_shown_with_the_reason() {
    let story = year().done(|story| {
        let because = private("passed on what I told them");
        Command::Peers(peers::Command::Guard { peer: story.peer("mira"), because })
    });
    let guarded = of(&story, "mira").guarded.unwrap();
    assert_eq!((guarded.because.as_str(), guarded.since), ("passed on what I told them", day("2026-03-30")));
    assert!(list(&story.notebook, story.today)[0].is_guarded);
}

#[test]
fn b1_whoever_is_merged_into_somebody_brings_the_guard_along() {
    let story = year().done(|_| add("M. Solberg", "mira.s")).done(|story| {
        let because = private("passed on what I told them");
        Command::Peers(peers::Command::Guard { peer: story.peer("M. Solberg"), because })
    });
    let merged = story.done(|story| {
        let (peer, into) = (story.peer("M. Solberg"), story.peer("Mira Solberg"));
        Command::Peers(peers::Command::Merge { peer, into })
    });
    assert!(of(&merged, "mira").guarded.is_some());
    let trusted = merged.done(|story| {
        let because = private("we talked it over");
        Command::Peers(peers::Command::Trust { peer: story.peer("mira"), because })
    });
    assert!(of(&trusted, "mira").guarded.is_none());
}

#[test]
fn a_successor_takes_over_asks_loans_and_yeses_and_no_private_note() {
    let story = year().done(|_| add("Tom Okoye", "tokoye")).done(|story| {
        let (peer, by, on) = (story.peer("mira"), story.peer("tom"), story.today);
        Command::Peers(peers::Command::Succeed { peer, by, on })
    });
    let (mira, tom) = (of(&story, "mira"), of(&story, "tom"));
    assert_eq!((tom.asks_of_me.len(), tom.loans.len(), tom.yeses.len()), (1, 1, 1));
    assert_eq!((tom.follows[0].peer.as_str(), tom.follows[0].on), ("Mira Solberg", story.today));
    assert!(tom.world.is_empty() && tom.notes.is_none() && tom.year.is_empty());
    assert_eq!((mira.asks_of_me.len(), mira.loans.len(), mira.yeses.len()), (0, 0, 0));
    assert_eq!(mira.successor.unwrap().peer, "Tom Okoye");
    assert!(mira.decay.is_none() && mira.cadence.is_none());
    assert_eq!(mira.world.len(), 1, "what was heard stays where it was heard");
}

#[test]
fn merged_peers_have_one_page_and_unmerged_ones_two() {
    let story = year().done(|_| add("M. Solberg", "mira.s")).talked("M. Solberg").after(1);
    let merged = story.done(|story| {
        let (peer, into) = (story.peer("M. Solberg"), story.peer("Mira Solberg"));
        Command::Peers(peers::Command::Merge { peer, into })
    });
    let page = of(&merged, "mira.s");
    assert_eq!(page.peer, "Mira Solberg");
    assert_eq!(page.aliases, ["msolberg", "mira.s", "M. Solberg"]);
    assert_eq!(page.year.len(), 5);
    assert_eq!(list(&merged.notebook, merged.today).len(), 1);
    let apart = merged.done(|_| Command::Peers(peers::Command::Unmerge { name: "M. Solberg".into() }));
    assert_eq!(of(&apart, "Mira Solberg").year.len(), 4);
    assert_eq!(list(&apart.notebook, apart.today).len(), 2);
}

#[test]
fn of_two_merged_worlds_what_was_heard_last_is_shown() {
    let heard = |words: &'static str| move |talk: &mut channel::Talk| talk.constraint = Some(private(words));
    let story = given(["Mira Solberg", "M. Solberg"]).on("2026-03-02");
    let story = story.talked_so("Mira Solberg", heard("a very long constraint of old times"));
    let story = story.after(7).talked_so("M. Solberg", heard("no testers")).after(7);
    let merged = story.done(|story| {
        let (peer, into) = (story.peer("M. Solberg"), story.peer("Mira Solberg"));
        Command::Peers(peers::Command::Merge { peer, into })
    });
    assert_eq!(of(&merged, "Mira Solberg").world[0].words, "no testers");
}

#[test]
fn the_list_begins_with_whom_the_year_depends_on() {
    let story = given(["Ana", "Ben"]).on("2026-03-02").kept(&[("Mira", 0.2, &[]), ("Tom", 0.4, &[])]);
    let story = story.talked("ana").on("2026-04-20");
    let rows = list(&story.notebook, story.today);
    let names: Vec<(&str, bool)> = rows.iter().map(|row| (row.peer.as_str(), row.is_overdue)).collect();
    assert_eq!(names, [("Tom", true), ("Mira", true), ("Ana", false), ("Ben", false)]);
    assert_eq!((rows[2].last, rows[2].due, rows[2].stage), (Some(day("2026-03-02")), None, None));
}
