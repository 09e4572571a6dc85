//! Rules B1 to B3: a guarded peer is left alone, the own team comes first, and yeses come due.

use playbook::{
    bounds::{
        self,
        Command::{Decide, Spend, Wait},
        Order,
    },
    map::peers,
    notebook::Command,
    privacy::Shareable,
    refusal::Refusal,
    trade::asks,
};

use crate::given::{Story, day, given, id, private, screen};

fn guard(story: Story) -> Story {
    story.done(|story| {
        let peer = story.peer("tom");
        Command::Peers(peers::Command::Guard { peer, because: private("he quoted me to his boss") })
    })
}

#[test]
fn b1_what_is_closed_towards_a_guarded_peer_is_said_with_its_reason() {
    let story = given(["Tom Reyes"]).on("2026-05-04");
    assert_eq!(bounds::closed(&story.notebook.peers, story.peer("tom"), &screen()), None);
    let story = guard(story);
    let closed = bounds::closed(&story.notebook.peers, story.peer("tom"), &screen()).unwrap();
    assert_eq!(
        closed.sentence,
        "Tom Reyes has been guarded since 2026-05-04, because “he quoted me to his boss”: \
         no trades, no news and no joint documents are proposed."
    );
    assert_eq!(closed.command, "sideways peer cooperative \"Tom Reyes\" --because \"...\"");
    let story = story.done(|story| {
        let peer = story.peer("tom");
        Command::Peers(peers::Command::Trust { peer, because: private("we talked it through") })
    });
    assert_eq!(bounds::closed(&story.notebook.peers, story.peer("tom"), &screen()), None);
}

#[test]
fn b1_a_guard_that_came_by_merging_closes_as_much() {
    let story = guard(given(["Tom Reyes", "Thomas Reyes"]).on("2026-05-04"));
    let story = story.done(|story| {
        let (peer, into) = (story.peer("Tom Reyes"), story.peer("Thomas"));
        Command::Peers(peers::Command::Merge { peer, into })
    });
    let closed = bounds::closed(&story.notebook.peers, story.peer("tom"), &screen()).unwrap();
    assert_eq!((closed.name.as_str(), closed.because.as_str()), ("Thomas Reyes", "he quoted me to his boss"));
    assert_eq!(closed.command, "sideways peer cooperative \"Thomas Reyes\" --because \"...\"");
}

fn spent(story: Story, minutes: u32) -> Story {
    story.done(|story| Command::Team(Spend { on: story.today, minutes, from_calendar: false }))
}

fn order(story: &Story) -> Order {
    story.notebook.order(story.today, &screen())
}

fn waits(story: Story) -> Story {
    story.done(|story| Command::Team(Wait { what: private("who leads the on-call"), since: story.today }))
}

fn answered(story: Story) -> Story {
    let story = story.done(|story| {
        let what = Shareable::new("review our RFC".to_owned());
        let ask = asks::Ask {
            id: id(0),
            peer: id(0),
            what,
            on: story.today,
            needed_by: None,
            lead: None,
            notes: None,
        };
        Command::Asks(asks::Command::Hear { peer: story.peer("tom"), ask, decide_by: None })
    });
    let ask = id(story.last());
    let yes = asks::Answer::Yes;
    story.done(|story| {
        Command::Asks(asks::Command::Answer { ask, answer: yes, on: story.today, remark: None })
    })
}

#[test]
fn b2_a_decision_that_waits_while_peers_are_answered_inverts_the_order() {
    let story = waits(given(["Tom Reyes"]).on("2026-05-04"));
    assert!(order(&story).inverted.is_empty());
    let story = answered(story.on("2026-05-06"));
    assert!(order(&story).inverted.is_empty(), "it waits for two days only");
    let story = story.on("2026-05-11");
    assert!(order(&story).inverted.is_empty(), "five working days are over, not more");
    let story = story.on("2026-05-12");
    let found = order(&story).inverted.remove(0);
    assert_eq!(
        found.sentence,
        "Your team has waited for a decision since 2026-05-04: who leads the on-call."
    );
    assert_eq!(
        found.evidence,
        ["waiting since 2026-05-04, entry 2", "an ask of a peer was answered on 2026-05-06"]
    );
    assert_eq!(found.since, day("2026-05-12"));
    assert_eq!(found.command, "sideways team decided 2");
    let story = story.done(|story| Command::Team(Decide { wait: id(2), on: story.today }));
    assert!(order(&story).inverted.is_empty());
}

#[test]
fn b2_what_was_answered_before_the_team_began_to_wait_inverts_nothing() {
    let story = waits(answered(given(["Tom Reyes"]).on("2026-05-01")).on("2026-05-04"));
    assert!(order(&story.on("2026-06-04")).inverted.is_empty());
}

/// Half an hour with Tom a week, and so many minutes with the own team.
fn weeks(minutes: u32, number: u32) -> Story {
    (0..number)
        .fold(given(["Tom Reyes"]).on("2026-03-02"), |story, _| spent(story.after(7).talked("tom"), minutes))
}

#[test]
fn b2_more_known_hours_with_peers_than_with_the_own_team_invert_the_order() {
    let kept = order(&weeks(60, 8));
    assert_eq!((kept.team_minutes, kept.peer_minutes), (Some(480), Some(240)));
    assert!(kept.inverted.is_empty());
    let story = weeks(20, 8);
    let found = order(&story).inverted.remove(0);
    assert_eq!(found.sentence, "More of your time goes to peers than to your own team.");
    assert_eq!(
        found.evidence,
        [
            "with your team 2 hours 40 minutes from 2026-03-09 to 2026-04-27",
            "with peers, all together, 4 hours in the same days"
        ]
    );
    assert_eq!(found.since, day("2026-03-22"), "two weeks after the first time known");
    assert!(order(&spent(story, 600)).inverted.is_empty(), "mended, it falls silent");
}

#[test]
fn b2_where_no_time_with_the_own_team_is_recorded_it_is_not_known() {
    let story = given(["Tom Reyes"]).on("2026-03-02").talked("tom").after(30).talked("tom");
    let found = order(&story);
    assert_eq!((found.team_minutes, found.peer_minutes), (None, Some(60)));
    assert!(found.inverted.is_empty());
}

#[test]
fn b2_only_days_on_which_both_can_be_known_are_compared() {
    let story = given(["Tom Reyes"]).on("2026-03-02").talked_so("tom", |talk| talk.minutes = Some(600));
    let found = order(&spent(story.after(14), 30).after(20));
    assert_eq!((found.from, found.peer_minutes), (day("2026-03-16"), None));
    let early = weeks(20, 1).after(3);
    assert!(order(&early).inverted.is_empty(), "less than two weeks are known");
    let long_ago = weeks(20, 2).after(100);
    assert_eq!(order(&long_ago).team_minutes, None);
}

#[test]
fn what_makes_no_sense_of_the_own_team_is_refused() {
    let story = || given([]).on("2026-05-04");
    let spend = |on: &str, minutes| Command::Team(Spend { on: day(on), minutes, from_calendar: false });
    story().when(|_| spend("2026-05-04", 0)).refused(Refusal::NoSuchTime { minutes: 0 });
    story().when(|_| spend("2026-05-04", 1441)).refused(Refusal::NoSuchTime { minutes: 1441 });
    let ahead = || Refusal::NotYet { on: day("2026-05-05"), today: day("2026-05-04") };
    story().when(|_| spend("2026-05-05", 60)).refused(ahead());
    story().when(|_| Command::Team(Wait { what: private("x"), since: day("2026-05-05") })).refused(ahead());
    waits(story()).when(|_| Command::Team(Decide { wait: id(1), on: day("2026-05-05") })).refused(ahead());
}

#[test]
fn b3_yeses_come_due_each_with_how_warm_the_channel_will_be_then() {
    let story = given(["Tom Reyes", "Mira Solberg"]).on("2026-05-04").kept(&[
        ("Mira Solberg", 0.5, &["2026-06-01", "2026-05-20", "2026-09-01"]),
        ("Tom Reyes", 0.3, &["2026-05-20", "2026-05-01"]),
    ]);
    let warmth = |peer: peers::Known, on| (peer.id(), on);
    let peers = &story.notebook.peers;
    let found = bounds::yeses(peers, story.today, day("2026-06-15"), warmth);
    let told: Vec<String> = found.iter().map(|yes| format!("{} {}", yes.due, yes.name)).collect();
    assert_eq!(told, ["2026-05-20 Tom Reyes", "2026-05-20 Mira Solberg", "2026-06-01 Mira Solberg"]);
    assert_eq!(found[0].warmth, (story.peer("tom").id(), day("2026-05-20")));
}

#[test]
fn b3_a_yes_is_the_successors_once_they_follow() {
    let story =
        given(["Tom Reyes", "Mira Solberg"]).on("2026-05-04").kept(&[("Mira Solberg", 0.5, &["2026-06-01"])]);
    let story = story.done(|story| {
        let (peer, by) = (story.peer("mira"), story.peer("tom"));
        Command::Peers(peers::Command::Succeed { peer, by, on: story.today })
    });
    let found = bounds::yeses(&story.notebook.peers, story.today, day("2026-06-15"), |_, _| ());
    assert_eq!(found[0].name, "Tom Reyes");
}
