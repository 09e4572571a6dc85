//! Calendars: who is free when, which forums come with whom, and when teams hold their standups.

use jiff::{Timestamp, tz::TimeZone};
use playbook::{
    calendar::{
        self, Answer, Asked, Busy, Calendar, Command as Wanted, Event as Happened, Forum, Held, Hours,
        Meeting, Read, hold,
    },
    map::peers::{Blob, roll::Roll},
    moment::{Day, Id},
    notebook::{Command, Event},
    privacy::{Private, Untrusted},
    refusal::Refusal,
};
use proptest::{collection::vec, prelude::*};

use crate::given::{Story, day, given, id, private};

pub fn at(words: &str) -> Timestamp {
    words.parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    jiff::tz::TimeZoneDatabase::bundled().get(name).unwrap()
}

fn asked(name: &str) -> Asked {
    let names = name.split(" <").map(|part| part.trim_end_matches('>').to_owned()).collect();
    Asked { names, answer: Answer::Accepted, is_optional: false }
}

fn declined(name: &str) -> Asked {
    Asked { answer: Answer::Declined, ..asked(name) }
}

/// A meeting of so many minutes.
fn meeting(title: &str, from: &str, minutes: i64, people: Vec<Asked>) -> Meeting {
    let from = at(from);
    Meeting {
        from,
        to: Timestamp::from_second(from.as_second() + minutes * 60).unwrap(),
        title: Untrusted::new(title.into()),
        people,
        has_list: false,
        is_cancelled: false,
        is_free: false,
        is_all_day: false,
        is_repeated: false,
    }
}

fn held(story: &Story, meetings: &[Meeting]) -> Held {
    hold(meetings, Vec::new(), &["Ada Okoye".into()], &Roll::of(&story.notebook.peers))
}

/// The calendars as a door opens them, where the leader is in Berlin.
fn opened<'s>(story: &'s Story, all: Vec<(Option<Id>, Held)>) -> Calendar<'s> {
    let notebook = &story.notebook;
    Calendar::of(&notebook.calendars, &notebook.peers, all, &zone("Europe/Berlin"))
}

/// A calendar that was read on the day of the story.
pub fn read(story: &Story, whose: Option<&str>) -> Read {
    Read {
        whose: whose.map(|name| story.peer(name).id()),
        files: vec![private("/data/work.ics")],
        on: day("2020-01-01"),
        saved: story.today,
        from: story.today.plus(-1),
        to: story.today.plus(7 * calendar::WEEKS),
        held: Blob { digest: [0; 32], key: Private::new([0; 32].into()) },
        names: Vec::new(),
        standups: Vec::new(),
        met: Vec::new(),
        team: Vec::new(),
        members: Vec::new(),
        titles: Vec::new(),
    }
}

fn knows(story: Story, whose: Option<&str>) -> Story {
    story.done(|story| Command::Calendar(Wanted::Read(read(story, whose))))
}

fn monday() -> Story {
    given(["Mira Solberg", "Tom Reyes", "Jo Ng"]).on("2026-05-04")
}

fn week() -> (Timestamp, Timestamp) {
    (at("2026-05-03T22:00:00Z"), at("2026-05-10T22:00:00Z"))
}

fn forums(story: &Story, meetings: &[Meeting]) -> Vec<Forum> {
    let calendar = opened(story, vec![(None, held(story, meetings))]);
    calendar.forums(week().0, week().1)
}

#[test]
fn a_forum_names_who_is_invited_who_declined_and_who_of_the_map_was_not_asked() {
    let story = monday().kept(&[("Mira Solberg", 0.5, &[]), ("Jo Ng", 0.2, &[])]);
    let people = vec![
        asked("Ada Okoye"),
        declined("Mira Solberg <mira@x.example>"),
        asked("tom.reyes@x.example"),
        asked("Bo Dahl"),
    ];
    let found = forums(&story, &[meeting("Architecture review", "2026-05-06T09:00:00Z", 60, people)]);
    let [forum] = found.as_slice() else { panic!("{found:?}") };
    let peer = |name| story.peer(name).id();
    assert_eq!((forum.title.as_str(), forum.on), ("Architecture review", day("2026-05-06")));
    let names: Vec<(&str, Option<Id>)> =
        forum.invited.iter().map(|one| (one.name.as_str(), one.peer)).collect();
    let expected =
        [("Mira Solberg", Some(peer("mira"))), ("Tom Reyes", Some(peer("tom"))), ("Bo Dahl", None)];
    assert_eq!(names, expected, "an address names a peer, and the leader is not among them");
    assert_eq!(forum.absent().collect::<Vec<_>>(), [peer("mira")]);
    assert_eq!(forum.present().collect::<Vec<_>>(), [peer("tom")]);
    assert_eq!(forum.not_invited, [peer("jo")]);
}

/// Each forum ahead: its title and days, and who will be absent, with a star where they were asked.
fn ahead(story: &Story, meetings: &[Meeting]) -> Vec<String> {
    let told = |one: calendar::Ahead| {
        let names =
            one.absent.iter().map(|one| format!("{}{}", one.peer, if one.was_asked { "*" } else { "" }));
        let days = one.later.iter().map(|day| format!(", {day}")).collect::<String>();
        format!("{}, {}{days}: {}", one.title, one.on, names.collect::<Vec<_>>().join(" and "))
    };
    calendar::ahead(&forums(story, meetings), &story.notebook.peers).into_iter().map(told).collect()
}

#[test]
fn d1_forums_ahead_from_which_the_same_will_be_absent_stand_together() {
    let story = monday().kept(&[("Mira Solberg", 0.5, &[]), ("Jo Ng", 0.2, &[])]);
    let without_mira =
        || vec![asked("Ada Okoye"), declined("Mira Solberg"), asked("Jo Ng"), asked("Bo Dahl")];
    let all = || vec![asked("Mira Solberg"), asked("Jo Ng")];
    let review = |on: &str, people| meeting("Architecture review", &format!("{on}T09:00:00Z"), 60, people);
    let found = ahead(
        &story,
        &[
            review("2026-05-05", without_mira()),
            review("2026-05-06", all()),
            review("2026-05-07", without_mira()),
            review("2026-05-07", without_mira()),
            review("2026-05-08", vec![asked("Bo Dahl"), asked("Cy Vale")]),
        ],
    );
    assert_eq!(
        found,
        [
            "Architecture review, 2026-05-05, 2026-05-07: Mira Solberg*",
            "Architecture review, 2026-05-08: Mira Solberg and Jo Ng"
        ]
    );
}

#[test]
fn an_attendee_under_an_alias_is_the_peer_also_where_the_alias_came_later() {
    let story = monday();
    let people = vec![asked("msolberg@there.example"), asked("Bo Dahl")];
    let kept = held(&story, &[meeting("Review", "2026-05-06T09:00:00Z", 60, people)]);
    let first = |story: &Story| {
        let calendar = opened(story, vec![(None, kept.clone())]);
        calendar.forums(week().0, week().1)[0].invited[0].clone()
    };
    assert_eq!((first(&story).peer, first(&story).name.as_str()), (None, "msolberg@there.example"));
    let story = story.done(|story| {
        let (peer, alias) = (story.peer("mira"), "msolberg".to_owned());
        Command::Peers(playbook::map::peers::Command::Alias { peer, alias })
    });
    assert_eq!(first(&story).name, "Mira Solberg");
}

#[test]
fn e2_whoever_decides_is_known_by_aliases_by_addresses_and_by_a_name_that_stands_beside_one() {
    let by =
        |names: &[&str]| Asked { names: names.iter().map(|name| (*name).to_owned()).collect(), ..asked("x") };
    let meetings = [
        meeting(
            "Budget",
            "2026-06-01T09:00:00Z",
            30,
            vec![by(&["Ines Roth", "iroth@example.com"]), asked("Kim"), asked("Ada Okoye")],
        ),
        meeting(
            "Audit",
            "2026-06-02T09:00:00Z",
            30,
            vec![by(&["iroth@example.com"]), asked("Kim"), asked("Ada Okoye")],
        ),
        meeting(
            "Hiring",
            "2026-06-03T09:00:00Z",
            30,
            vec![by(&["ines.roth@example.org"]), asked("Kim"), asked("Ada Okoye")],
        ),
        meeting(
            "Towers",
            "2026-06-04T09:00:00Z",
            30,
            vec![by(&["the boss"]), asked("Kim"), asked("Ada Okoye")],
        ),
        meeting(
            "Without",
            "2026-06-05T09:00:00Z",
            30,
            vec![Asked { answer: Answer::Declined, ..asked("Ines Roth") }],
        ),
        meeting("Another", "2026-06-05T10:00:00Z", 30, vec![by(&["Ines Rothmann", "ir@example.com"])]),
    ];
    let days = |story: &Story| -> Vec<i8> {
        let calendar = opened(story, vec![(None, held(story, &meetings))]);
        let sought = calendar.sought("Ines Roth", story.notebook.peers.called("Ines Roth"));
        let (times, is_known) =
            calendar.seen(&sought, at("2026-06-01T00:00:00Z"), at("2026-06-08T00:00:00Z"));
        assert!(is_known);
        times.iter().map(|busy| zone("UTC").to_datetime(busy.from).day()).collect()
    };
    let story = monday();
    assert_eq!(days(&story), [1, 2, 3], "nobody of the notebook, known by name and address");
    let known = story.done(|_| {
        let (name, aliases) = ("Ines Roth".to_owned(), vec!["the boss".to_owned()]);
        Command::Peers(playbook::map::peers::Command::Add { name, aliases })
    });
    assert_eq!(days(&known), [1, 2, 3, 4]);
    let calendar = opened(&known, vec![(None, held(&known, &meetings))]);
    let all = [
        calendar.sought("Ines Roth", known.notebook.peers.called("Ines Roth")),
        calendar.sought("Kim", None),
    ];
    let both = calendar.forums_with(&all, at("2026-06-01T00:00:00Z"), at("2026-06-08T00:00:00Z"));
    let titles: Vec<&str> = both.iter().map(|forum| forum.title.as_str()).collect();
    assert_eq!(titles, ["Budget", "Audit", "Hiring", "Towers"]);
    let nobody = calendar.sought("Pat Voss", None);
    assert!(!calendar.seen(&nobody, at("2026-06-01T00:00:00Z"), at("2026-06-08T00:00:00Z")).1);
}

#[test]
fn a_list_may_hold_anybody_so_nobody_is_said_to_be_missing() {
    let story = monday().kept(&[("Mira Solberg", 0.5, &[])]);
    let all_hands =
        Meeting { has_list: true, ..meeting("All hands", "2026-05-06T09:00:00Z", 60, Vec::new()) };
    let found = forums(&story, &[all_hands]);
    assert!(found[0].has_list && found[0].not_invited.is_empty());
}

#[test]
fn talks_of_two_what_was_called_off_or_declined_and_whole_days_are_no_forums() {
    let story = monday();
    let three = || vec![asked("Mira Solberg"), asked("Bo Dahl"), asked("Ada Okoye")];
    let with = |title, people| meeting(title, "2026-05-06T09:00:00Z", 60, people);
    let all = [
        with("1:1", vec![asked("Mira Solberg"), asked("Ada Okoye")]),
        Meeting { is_cancelled: true, ..with("called off", three()) },
        Meeting { is_all_day: true, ..with("offsite", three()) },
        with("not mine", vec![asked("Mira Solberg"), asked("Bo Dahl"), declined("Ada Okoye")]),
        meeting("long past", "2026-04-06T09:00:00Z", 60, three()),
    ];
    assert_eq!(forums(&story, &all), []);
}

#[test]
fn time_is_taken_by_what_was_not_declined_called_off_or_left_free() {
    let story = monday();
    let at_nine =
        |title| meeting(title, "2026-05-06T07:00:00Z", 60, vec![asked("Ada Okoye"), asked("Bo Dahl")]);
    let only = |one: Meeting| held(&story, &[one]).busy.len();
    assert_eq!(only(at_nine("kept")), 1);
    assert_eq!(only(Meeting { is_cancelled: true, ..at_nine("called off") }), 0);
    assert_eq!(only(Meeting { is_free: true, ..at_nine("free") }), 0);
    assert_eq!(
        only(meeting("declined", "2026-05-06T07:00:00Z", 60, vec![declined("Ada Okoye"), asked("Bo Dahl")])),
        0
    );
    assert_eq!(only(meeting("alone", "2026-05-06T07:00:00Z", 60, Vec::new())), 1);
}

#[test]
fn times_free_to_both_lie_in_the_hours_of_both_whose_clocks_differ() {
    let story = knows(knows(monday(), None), Some("mira")).done(|story| {
        let hours = Hours { zone: Some("America/New_York".into()), ..Hours::usual() };
        Command::Calendar(Wanted::SayHours { whose: Some(story.peer("mira")), hours })
    });
    let mine = held(&story, &[meeting("mine", "2026-05-06T13:30:00Z", 30, Vec::new())]);
    let theirs = held(&story, &[meeting("theirs", "2026-05-06T14:30:00Z", 60, Vec::new())]);
    let calendar = opened(&story, vec![(None, mine), (Some(story.peer("mira").id()), theirs)]);
    let said = |free: Vec<calendar::Free>| -> Vec<String> {
        free.iter()
            .map(|free| format!("{} {}", free.from.strftime("%H:%M"), free.to.strftime("%H:%M")))
            .collect()
    };
    let (from, to) = (at("2026-05-05T22:00:00Z"), at("2026-05-06T22:00:00Z"));
    assert_eq!(said(calendar.free(None, from, to)), ["07:00 13:30", "14:00 15:00"], "nine to five in Berlin");
    let mira = story.peer("mira");
    assert_eq!(said(calendar.free_with(mira, from, to)), ["13:00 13:30", "14:00 14:30"]);
    assert!(calendar.is_known(Some(mira)) && !calendar.is_known(Some(story.peer("tom"))));
    let tom = story.peer("tom");
    assert_eq!(
        said(calendar.free(Some(tom), from, to)),
        ["07:00 15:00"],
        "nothing is known of them but usual hours"
    );
}

#[test]
fn a_standup_is_known_by_its_name_or_by_coming_nearly_daily() {
    let story = monday().kept(&[("Mira Solberg", 0.5, &[])]);
    let daily = |title, days: &[u8]| -> Vec<Meeting> {
        let on = |day: &u8| {
            let from = format!("2026-05-{day:02}T07:30:00Z");
            Meeting {
                is_repeated: true,
                ..meeting(title, &from, 15, vec![asked("Tom Reyes"), asked("Bo Dahl"), asked("Ada Okoye")])
            }
        };
        days.iter().map(on).collect()
    };
    let all = [
        daily("Round", &[4, 6, 8]),
        daily("Twice a week", &[5, 7]),
        daily("Stand-up", &[5]),
        vec![
            Meeting {
                is_repeated: true,
                ..meeting("Payments daily", "2026-05-07T08:00:00Z", 15, Vec::new())
            },
            meeting(
                "Daily business review",
                "2026-05-07T10:00:00Z",
                120,
                vec![asked("Tom Reyes"), asked("Bo Dahl"), asked("Ada Okoye")],
            ),
        ],
    ]
    .concat();
    let calendar = opened(&story, vec![(None, held(&story, &all))]);
    let found = calendar.standups(week().0, week().1);
    let of = |peer| vec![story.peer(peer).id()];
    let said: Vec<(&str, Vec<Id>)> =
        found.iter().map(|standup| (standup.title.as_str(), standup.peers.clone())).collect();
    let expected = [
        ("Round", of("tom")),
        ("Stand-up", of("tom")),
        ("Round", of("tom")),
        ("Payments daily", of("mira")),
        ("Round", of("tom")),
    ];
    assert_eq!(said, expected, "a team's name in a title says whose it is, as the map knows it");
    let forums = calendar.forums(week().0, week().1);
    let titles: Vec<&str> = forums.iter().map(|forum| forum.title.as_str()).collect();
    assert_eq!(titles, ["Twice a week", "Twice a week", "Daily business review"]);
}

#[test]
fn a_standup_in_two_calendars_comes_once_with_all_whose_it_is() {
    let story = knows(monday(), Some("mira"));
    let mine = held(&story, &[meeting("Standup", "2026-05-06T07:30:00Z", 15, vec![asked("Tom Reyes")])]);
    let theirs = held(&story, &[meeting("Standup", "2026-05-06T07:30:00Z", 15, vec![asked("Bo Dahl")])]);
    let calendar = opened(&story, vec![(None, mine), (Some(story.peer("mira").id()), theirs)]);
    let found = calendar.standups(week().0, week().1);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].peers, [story.peer("mira").id(), story.peer("tom").id()]);
}

#[test]
fn the_last_reading_of_a_calendar_counts_and_hours_are_assumed_until_they_are_said() {
    let story = knows(monday(), None).on("2026-05-11");
    let story = knows(story, None);
    let room = &story.notebook.calendars;
    let all: Vec<Day> = room.all().map(|read| read.on).collect();
    assert_eq!(all, [day("2026-05-11")], "the day is set by the rule");
    let peers = &story.notebook.peers;
    assert_eq!(room.hours(None, peers), (Hours::usual(), false));
    let story =
        story.done(|_| Command::Calendar(Wanted::SayHours { whose: None, hours: "8-16".parse().unwrap() }));
    let (hours, is_said) = story.notebook.calendars.hours(None, &story.notebook.peers);
    assert_eq!((hours.to_string().as_str(), is_said), ("mon-fri 8:00-16:00", true));
}

#[test]
fn a_calendar_of_somebody_who_was_merged_is_that_of_whom_they_are() {
    let story = knows(monday(), Some("jo")).done(|story| {
        let (peer, into) = (story.peer("jo"), story.peer("tom"));
        Command::Peers(playbook::map::peers::Command::Merge { peer, into })
    });
    let room = &story.notebook.calendars;
    assert!(room.of(Some(story.peer("tom")), &story.notebook.peers).is_some());
}

#[test]
fn hours_that_are_none_are_refused() {
    let hours = Hours { from: 600, to: 600, ..Hours::usual() };
    let refusal = Refusal::NoHours { hours: hours.to_string() };
    monday().when(|_| Command::Calendar(Wanted::SayHours { whose: None, hours })).refused(refusal);
    let hours = Hours { zone: Some("Mars/Base".into()), ..Hours::usual() };
    let refusal = Refusal::NoSuchZone { name: "Mars/Base".into() };
    monday().when(|_| Command::Calendar(Wanted::SayHours { whose: None, hours })).refused(refusal);
}

#[test]
fn a_feed_that_holds_nothing_and_one_that_is_not_there_are_refused() {
    let feed = calendar::Feed {
        id: id(0),
        token: [1; 32],
        kinds: Vec::new(),
        names: false,
        since: day("2020-01-01"),
    };
    monday()
        .when(|_| Command::Calendar(Wanted::MakeFeed(feed.clone(), [3; 32])))
        .refused(Refusal::FeedOfNothing { id: id(0) });
    let feed = calendar::Feed { kinds: vec![playbook::outward::feed::Kind::Loan], ..feed };
    let story = monday()
        .when(|_| Command::Calendar(Wanted::MakeFeed(feed, [3; 32])))
        .then(&["Names of dates that leave got a key of their own.", "Feed 4 was made: loans."]);
    assert!(
        story.notebook.calendars.feed(&[1; 32]).is_some()
            && story.notebook.calendars.feed(&[2; 32]).is_none()
    );
    let wrong = |_: &Story| Command::Calendar(Wanted::RevokeFeed { feed: id(7) });
    let open = vec!["4".to_owned()];
    story.again().when(wrong).refused(Refusal::NoSuchFeed { id: id(7), open });
    let story =
        story.when(|_| Command::Calendar(Wanted::RevokeFeed { feed: id(4) })).then(&["Feed 4 was revoked."]);
    assert!(story.notebook.calendars.feed(&[1; 32]).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_kept_comes_back_as_it_was_and_takes_the_time_of_every_meeting(
        all in vec((0..400_i64, 0..50_i64, 0..5_usize, any::<[bool; 4]>()), 0..40)
    ) {
        let story = monday();
        let begins = at("2026-05-04T00:00:00Z").as_second();
        let meetings: Vec<Meeting> = all
            .into_iter()
            .map(|(from, long, people, [is_cancelled, is_free, is_all_day, is_repeated])| {
                let people = (0..people).map(|nth| asked(&format!("P{nth} <p{nth}@x.example>"))).collect();
                let moment = |minute: i64| Timestamp::from_second(begins + minute * 60).unwrap();
                let (from, to) = (moment(from), moment(from + long));
                Meeting { from, to, is_cancelled, is_free, is_all_day, is_repeated, ..meeting("x", "2026-05-04T00:00:00Z", 0, people) }
            })
            .collect();
        let kept = held(&story, &meetings);
        let bytes = minicbor::to_vec(&kept).unwrap();
        prop_assert_eq!(&minicbor::decode::<Held>(&bytes).unwrap(), &kept);
        prop_assert!(kept.busy.windows(2).all(|two| two[0].to < two[1].from));
        for meeting in meetings.iter().filter(|meeting| !meeting.is_cancelled && !meeting.is_free && meeting.from < meeting.to) {
            let covers = |busy: &&Busy| busy.from <= meeting.from && meeting.to <= busy.to;
            prop_assert!(kept.busy.iter().any(|busy| covers(&busy)));
        }
    }
}

#[test]
fn events_of_calendars_are_of_their_own_room() {
    let event = Event::Calendar(Happened::HoursSaid { whose: Some(id(1)), hours: Hours::usual() });
    let entry = playbook::notebook::Entry { on: day("2026-05-04"), events: vec![event] };
    let mut concerns = playbook::concerns::Concerns::default();
    let about = concerns.read(4, &entry);
    assert!(about.peers.contains(&id(1)) && about.rooms.contains(&playbook::concerns::Room::Calendar));
}

#[test]
fn m4_b2_time_that_only_the_calendar_has_counts_as_given_and_what_is_recorded_counts_instead() {
    let story = monday().kept(&[("Mira Solberg", 0.5, &[])]).done(|story| {
        let met = |on| calendar::Met { peer: story.peer("mira").id(), on: day(on), minutes: 30 };
        let team = vec![calendar::TeamTime { on: day("2026-04-14"), minutes: 60 }];
        let met = vec![met("2026-04-06"), met("2026-04-20"), met("2026-04-20")];
        Command::Calendar(Wanted::Read(Read { met, team, ..read(story, None) }))
    });
    let given = |story: &Story| {
        let attention = story.notebook.talks().attention(&story.notebook.peers, story.today);
        assert!(attention.is_known && attention.from == day("2026-04-06"));
        attention.named[0].given.unwrap()
    };
    let order = |story: &Story| {
        let order = story.notebook.order(story.today, &crate::given::screen());
        (order.team_minutes, order.peer_minutes)
    };
    let of_two = given(&story);
    // From 14 April on, since when time with the own team is known.
    assert_eq!(order(&story), (Some(60), Some(30)));
    let recorded = story.talked_so("mira", |talk| talk.on = day("2026-04-20"));
    assert!((given(&recorded) - of_two).abs() < 1e-9, "one talk on one day");
    let spent = playbook::bounds::Command::Spend { on: day("2026-04-14"), minutes: 20, from_calendar: false };
    let recorded = recorded.done(|_| Command::Team(spent));
    assert_eq!(order(&recorded), (Some(20), Some(30)));
    let off = recorded.done(|story| {
        let (peer, on) = (story.peer("mira"), day("2026-04-06"));
        Command::Channel(playbook::channel::Command::Cancel { peer, on, by: None, from_calendar: false })
    });
    let attention = off.notebook.talks().attention(&off.notebook.peers, off.today);
    assert_eq!(attention.from, day("2026-04-20"), "what was called off was not given");
}
