//! A calendar of the last months as proposals (rules C1, B2 and M4).

use playbook::{
    channel::seed::{Kind, Meeting, Own, Seed, propose},
    map::peers,
    map::peers::roll::Somebody,
    notebook::Command,
    privacy::Untrusted,
    side::Side,
};

use crate::given::{Story, day, given};

fn one(names: &[&str]) -> Somebody {
    Somebody { names: names.iter().map(|name| (*name).to_owned()).collect(), declined: false }
}

fn meeting(on: &str, title: &str, people: &[&str]) -> Meeting {
    Meeting {
        on: day(on),
        minutes: 30,
        title: Untrusted::new(title.into()),
        people: people.iter().map(|name| one(&[name])).collect(),
        is_cancelled: false,
        is_no_meeting: false,
    }
}

fn me() -> Own {
    Own { me: vec!["ada@here.example".into()], ..Own::default() }
}

fn seeded(story: &Story, own: &Own, meetings: Vec<Meeting>) -> Seed {
    let notebook = &story.notebook;
    let had_team = |on| notebook.team.minutes(on, on) > 0;
    propose(meetings, own, &notebook.peers, &notebook.channels, had_team, story.today)
}

fn kinds(seed: &Seed) -> Vec<(Kind, Option<&str>)> {
    seed.proposals.iter().map(|proposal| (proposal.kind, proposal.peer.as_deref())).collect()
}

#[test]
fn m4_a_small_meeting_with_one_peer_is_a_talk_by_name_alias_or_address() {
    let story = given(["Mira Solberg", "Tom Reyes"]).on("2026-06-01").done(|story| {
        let (peer, alias) = (story.peer("tom"), "tr@there.example".to_owned());
        Command::Peers(peers::Command::Alias { peer, alias })
    });
    let with = |names: &[&'static str]| [&["ada@here.example"], names].concat();
    let seed = seeded(
        &story,
        &me(),
        vec![
            meeting("2026-05-04", "1:1", &with(&["Mira Solberg"])),
            meeting("2026-05-05", "1:1", &with(&["mira.solberg@there.example"])),
            meeting("2026-05-06", "1:1", &with(&["tr@there.example", "Somebody Else"])),
            meeting("2026-05-07", "both", &with(&["Mira Solberg", "Tom Reyes"])),
            meeting("2026-05-08", "all hands", &with(&["Mira Solberg", "A A", "B B", "C C"])),
            meeting("2026-05-11", "mir", &with(&["Mir"])),
            meeting("2026-06-02", "tomorrow", &with(&["Mira Solberg"])),
        ],
    );
    let mira = (Kind::Talk, Some("Mira Solberg"));
    assert_eq!(kinds(&seed), [mira, mira, (Kind::Talk, Some("Tom Reyes"))]);
    assert_eq!(seed.others, 3, "two peers, too many people, and a name that only begins so");
    assert_eq!(seed.taken_for_me, None);
}

#[test]
fn m4_a_standup_of_their_team_is_no_talk_and_many_talks_of_one_title_are_no_standup() {
    let story = given(["Mira Solberg", "Tom Reyes", "Ida Berg"]).on("2026-06-01");
    let with = |name: &'static str| ["ada@here.example", name];
    let early = ["ada@here.example", "Mira Solberg", "Somebody Else"];
    let daily = (4..9).map(|at| meeting(&format!("2026-05-{at:02}"), "Ports, early", &early));
    let named = meeting("2026-05-12", "Ports daily", &with("Mira Solberg"));
    let talks = [("2026-05-18", "Mira Solberg"), ("2026-05-19", "Tom Reyes"), ("2026-05-20", "Ida Berg")];
    let talks = talks.map(|(on, name)| meeting(on, "1:1", &with(name)));
    let seed = seeded(&story, &me(), daily.chain([named]).chain(talks).collect());
    let talk = |name| (Kind::Talk, Some(name));
    assert_eq!(kinds(&seed), ["Mira Solberg", "Tom Reyes", "Ida Berg"].map(talk));
    let long = Meeting { minutes: 60, ..meeting("2026-05-13", "Ports daily", &with("Mira Solberg")) };
    assert_eq!(kinds(&seeded(&story, &me(), vec![long])), [talk("Mira Solberg")], "an hour is no standup");
    let own = Own { standups: vec!["Pulse".into()], ..me() };
    let pulse = || vec![meeting("2026-05-13", "Ports pulse", &with("Mira Solberg"))];
    assert!(seeded(&story, &own, pulse()).proposals.is_empty());
    assert_eq!(seeded(&story, &me(), pulse()).proposals.len(), 1);
}

#[test]
fn c5_what_was_called_off_is_told_from_a_talk_and_by_whom() {
    let story = given(["Mira Solberg"]).on("2026-06-01");
    let people = ["ada@here.example", "Mira Solberg"];
    let declined = |on: &str, who: usize| {
        let mut meeting = meeting(on, "1:1", &people);
        meeting.people[who].declined = true;
        meeting
    };
    let off = Meeting { is_cancelled: true, ..meeting("2026-05-06", "1:1", &people) };
    let seed = seeded(&story, &me(), vec![declined("2026-05-04", 0), declined("2026-05-05", 1), off]);
    let by: Vec<String> = seed.proposals.iter().map(|proposal| format!("{:?}", proposal.kind)).collect();
    assert_eq!(by, ["Cancelled", "Cancelled", "Cancelled"]);
    let story = seed
        .proposals
        .iter()
        .fold(story, |story, proposal| story.done(|_| Command::Channel(proposal.command().unwrap())));
    let whole = story.notebook.channels.whole(&story.notebook.peers, story.peer("mira"));
    let by: Vec<Option<Side>> = whole.cancelled.iter().map(|cancelled| cancelled.by).collect();
    assert_eq!(by, [Some(Side::Me), Some(Side::Them), None]);
}

#[test]
fn b2_the_own_team_is_whom_the_leader_names_or_the_title_says_or_who_is_met_most() {
    let story = given(["Mira Solberg"]).on("2026-06-01");
    let days: Vec<String> = (1..=9).map(|number| format!("2026-05-{number:02}")).collect();
    let meetings = || -> Vec<Meeting> {
        let standup = |on: &String| meeting(on, "Standup", &["ada@here.example", "Jo Ng"]);
        days.iter().map(standup).collect()
    };
    let seed = seeded(&story, &me(), meetings());
    assert_eq!((seed.proposals.len(), seed.taken_for_team.as_slice()), (9, &["Jo Ng".to_owned()][..]));
    let own = Own { members: vec!["Ann Lee".into()], ..me() };
    assert!(seeded(&story, &own, meetings()).proposals.is_empty());
    let own = Own { titles: vec!["standup".into()], ..me() };
    assert_eq!(seeded(&story, &own, meetings()).proposals.len(), 9);
    let own = Own { titles: vec!["stand".into()], ..me() };
    assert!(seeded(&story, &own, meetings()).proposals.is_empty(), "a word, not a part of one");
}

#[test]
fn whoever_is_in_most_meetings_is_the_leader_where_nobody_says_who_is() {
    let story = given(["Mira Solberg", "Tom Reyes"]).on("2026-06-01");
    let own = Own::default();
    let meetings = vec![
        meeting("2026-05-04", "1:1", &["Ada Okoye", "Mira Solberg"]),
        meeting("2026-05-05", "1:1", &["Ada Okoye", "Tom Reyes"]),
    ];
    let seed = seeded(&story, &own, meetings);
    assert_eq!((seed.taken_for_me.as_deref(), seed.proposals.len()), (Some("Ada Okoye"), 2));
}

#[test]
fn nothing_is_entered_twice() {
    let story = given(["Mira Solberg"]).on("2026-06-01");
    let meetings = || {
        let people = ["ada@here.example", "Mira Solberg"];
        vec![meeting("2026-05-04", "1:1", &people), meeting("2026-05-04", "again", &people)]
    };
    let seed = seeded(&story, &me(), meetings());
    assert_eq!((seed.proposals.len(), seed.known), (1, 1));
    let story = story.done(|_| Command::Channel(seed.proposals[0].command().unwrap()));
    let again = seeded(&story, &me(), meetings());
    assert_eq!((again.proposals.len(), again.known), (0, 2));
}

#[test]
fn a_title_is_shown_as_text() {
    let story = given(["Mira Solberg"]).on("2026-06-01");
    let meetings = vec![meeting("2026-05-04", "1\u{1b}[2J:1\u{202e}", &["ada@here.example", "Mira Solberg"])];
    let title = &seeded(&story, &me(), meetings).proposals[0].title;
    assert!(!title.contains(['\u{1b}', '\u{202e}']), "{title:?}");
}
