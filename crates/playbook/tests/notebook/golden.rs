//! Every event as it is stored, for ever, and as a sentence.
//!
//! `golden/events.txt` holds a line per form of an event: its name, and its bytes in hexadecimal. A line is never changed nor taken
//! out: whoever has such an entry must be able to read it in ten years. A new event, or one with a new field, adds a line.

use minicbor::bytes::ByteArray;
use playbook::{
    bounds::{Event as Team, Time, Wait},
    calendar::{Event as Calendar, Feed, Hours, Met, Read, TeamTime},
    channel::{Cancelled, Event as Channel, Kindness, Talk, Value},
    defend::Event as Defend,
    escalate::Event as Escalate,
    map::peers::{Blob, Event as Peers, Given, Kept, Pick, PlanAt, Yes},
    notebook::Event,
    outward::feed::Kind,
    privacy::{Private, Sealing, Shareable},
    ratify::Event as Ratify,
    sentence::sentence,
    side::Side,
    tell::Event as Tell,
    trade::{
        asks::{Answer, Ask, Event as Asks},
        goods::Event as Goods,
        loans::{Event as Loans, Loan},
    },
    week::Event as Week,
};

use crate::given::{blank_talk, day, given, id, private, screen};

mod escalate;
mod goods;
mod others;
mod tell;

/// Names every event: a new one does not compile until it has a name here, and fails until it has a line and a sample.
macro_rules! names {
    ($($name:literal: $pattern:pat),* $(,)?) => {
        fn name(event: &Event) -> &'static str {
            match event { $($pattern => $name),* }
        }
        const NAMES: &[&str] = &[$($name),*];
    };
}

names! {
    "peers.PlanFound": Event::Peers(Peers::PlanFound(_)),
    "peers.Added": Event::Peers(Peers::Added { .. }),
    "peers.Aliased": Event::Peers(Peers::Aliased { .. }),
    "peers.Merged": Event::Peers(Peers::Merged { .. }),
    "peers.Unmerged": Event::Peers(Peers::Unmerged { .. }),
    "peers.Succeeded": Event::Peers(Peers::Succeeded { .. }),
    "peers.Guarded": Event::Peers(Peers::Guarded { .. }),
    "peers.Trusted": Event::Peers(Peers::Trusted { .. }),
    "peers.Kept": Event::Peers(Peers::Kept(_)),
    "peers.Corrected": Event::Peers(Peers::Corrected { .. }),
    "channel.Talked": Event::Channel(Channel::Talked(_)),
    "channel.Cancelled": Event::Channel(Channel::Cancelled(_)),
    "channel.KindnessFound": Event::Channel(Channel::KindnessFound(_)),
    "channel.KindnessDone": Event::Channel(Channel::KindnessDone { .. }),
    "channel.KindnessDropped": Event::Channel(Channel::KindnessDropped { .. }),
    "channel.ValueFound": Event::Channel(Channel::ValueFound(_)),
    "asks.AskedOfMe": Event::Asks(Asks::AskedOfMe(_)),
    "asks.AskedOfThem": Event::Asks(Asks::AskedOfThem(_)),
    "asks.Acknowledged": Event::Asks(Asks::Acknowledged { .. }),
    "asks.Undecided": Event::Asks(Asks::Undecided { .. }),
    "asks.Extended": Event::Asks(Asks::Extended { .. }),
    "asks.Answered": Event::Asks(Asks::Answered { .. }),
    "asks.Withdrawn": Event::Asks(Asks::Withdrawn { .. }),
    "asks.AlternativeFound": Event::Asks(Asks::AlternativeFound { .. }),
    "loans.Lent": Event::Loans(Loans::Lent(_)),
    "loans.Extended": Event::Loans(Loans::Extended { .. }),
    "loans.Returned": Event::Loans(Loans::Returned { .. }),
    "team.TimeSpent": Event::Team(Team::TimeSpent(_)),
    "team.Waiting": Event::Team(Team::Waiting(_)),
    "team.Decided": Event::Team(Team::Decided { .. }),
    "goods.Offered": Event::Goods(Goods::Offered(_)),
    "goods.Wanted": Event::Goods(Goods::Wanted(_)),
    "goods.Held": Event::Goods(Goods::Held { .. }),
    "goods.Judged": Event::Goods(Goods::Judged { .. }),
    "goods.Agreed": Event::Goods(Goods::Agreed { .. }),
    "goods.Given": Event::Goods(Goods::Given { .. }),
    "goods.WrittenUp": Event::Goods(Goods::WrittenUp { .. }),
    "goods.Named": Event::Goods(Goods::Named { .. }),
    "goods.Thanked": Event::Goods(Goods::Thanked { .. }),
    "goods.Dropped": Event::Goods(Goods::Dropped { .. }),
    "tell.Opened": Event::Tell(Tell::Opened(_)),
    "tell.LandsOn": Event::Tell(Tell::LandsOn { .. }),
    "tell.Told": Event::Tell(Tell::Told { .. }),
    "tell.Broadcast": Event::Tell(Tell::Broadcast { .. }),
    "tell.Surprised": Event::Tell(Tell::Surprised { .. }),
    "tell.Repaired": Event::Tell(Tell::Repaired { .. }),
    "tell.Moved": Event::Tell(Tell::Moved { .. }),
    "tell.Finished": Event::Tell(Tell::Finished { .. }),
    "tell.Dropped": Event::Tell(Tell::Dropped { .. }),
    "defend.Contributed": Event::Defend(Defend::Contributed(_)),
    "defend.Named": Event::Defend(Defend::Named { .. }),
    "defend.Defended": Event::Defend(Defend::Defended { .. }),
    "ratify.Begun": Event::Ratify(Ratify::Begun(_)),
    "ratify.Touched": Event::Ratify(Ratify::Touched { .. }),
    "ratify.Spared": Event::Ratify(Ratify::Spared { .. }),
    "ratify.Decided": Event::Ratify(Ratify::Decided { .. }),
    "ratify.Requested": Event::Ratify(Ratify::Requested { .. }),
    "ratify.WentUp": Event::Ratify(Ratify::WentUp { .. }),
    "ratify.Dropped": Event::Ratify(Ratify::Dropped { .. }),
    "escalate.KeyMade": Event::Escalate(Escalate::KeyMade(_)),
    "escalate.KeyGiven": Event::Escalate(Escalate::KeyGiven { .. }),
    "escalate.KeyCompared": Event::Escalate(Escalate::KeyCompared { .. }),
    "escalate.Grounded": Event::Escalate(Escalate::Grounded { .. }),
    "escalate.Opened": Event::Escalate(Escalate::Opened(_)),
    "escalate.Wrote": Event::Escalate(Escalate::Wrote { .. }),
    "escalate.Sent": Event::Escalate(Escalate::Sent { .. }),
    "escalate.Took": Event::Escalate(Escalate::Took { .. }),
    "escalate.Invited": Event::Escalate(Escalate::Invited { .. }),
    "escalate.TakenUp": Event::Escalate(Escalate::TakenUp { .. }),
    "escalate.Decided": Event::Escalate(Escalate::Decided { .. }),
    "escalate.Followed": Event::Escalate(Escalate::Followed { .. }),
    "escalate.Closed": Event::Escalate(Escalate::Closed { .. }),
    "week.PutOff": Event::Week(Week::PutOff { .. }),
    "week.Struck": Event::Week(Week::Struck { .. }),
    "calendar.Read": Event::Calendar(Calendar::Read(_)),
    "calendar.HoursSaid": Event::Calendar(Calendar::HoursSaid { .. }),
    "calendar.FeedMade": Event::Calendar(Calendar::FeedMade(_)),
    "calendar.Keyed": Event::Calendar(Calendar::Keyed(_)),
    "calendar.FeedRevoked": Event::Calendar(Calendar::FeedRevoked { .. }),
    "Undone": Event::Undone { .. },
    "Forgotten": Event::Forgotten { .. },
}

/// Every event, whole and, where it has fields that may be absent, bare; each with its sentence.
fn samples() -> Vec<(Event, &'static str)> {
    let mut all = plans();
    all.extend(maps());
    all.extend(people());
    all.extend(channel());
    all.extend(asks());
    all.extend(goods::goods());
    all.extend(goods::goods_later());
    all.extend(calendars());
    all.extend(tell::announcements());
    all.extend(others::defend());
    all.extend(others::ratify());
    all.extend(rest());
    all.extend(escalate::before());
    all.extend(escalate::during());
    all
}

fn plans() -> Vec<(Event, &'static str)> {
    let say = |words| private(words);
    let bare = || PlanAt {
        paths: vec![say("plans/year.md")],
        people: Vec::new(),
        me: None,
        teams: Vec::new(),
        profile: None,
        finished: Vec::new(),
        dropped: None,
    };
    let whole = PlanAt {
        people: vec![say("people.toml")],
        me: Some("Ada Okoye".into()),
        teams: vec!["Booking".into(), "Web".into()],
        profile: Some("tracker".into()),
        finished: vec![say("done.csv")],
        ..bare()
    };
    let of = [
        (Peers::PlanFound(bare()), "The plan lies at plans/year.md."),
        (
            Peers::PlanFound(whole),
            "The plan lies at plans/year.md; people in people.toml; finished work in done.csv; I am Ada Okoye; \
             my teams are Booking, Web; read as tracker.",
        ),
        (
            Peers::PlanFound(PlanAt {
                paths: Vec::new(),
                me: Some("Ada Okoye".into()),
                dropped: Some(vec![say("year.md"), say("people.csv")]),
                ..bare()
            }),
            "The plan was dropped onto a page: year.md, people.csv; I am Ada Okoye.",
        ),
        (
            Peers::Corrected { lines: say("[who]\nPAY = \"Dana\"\n"), words: None, given: None },
            "The map was corrected: [who]; PAY = \"Dana\".",
        ),
        (
            Peers::Corrected {
                lines: say("[[crossing]]\ndo = \"given\"\n"),
                words: Some(say("crossing given Form Identity --kind date")),
                given: Some(Given {
                    item: "Form".into(),
                    whom: "Identity".into(),
                    kind: Some("date".into()),
                }),
            },
            "Corrected: crossing given Form Identity --kind date.",
        ),
    ];
    of.into_iter().map(|(event, said)| (Event::Peers(event), said)).collect()
}

fn maps() -> Vec<(Event, &'static str)> {
    let on = day("2026-05-04");
    let yes = || Yes {
        kind: "date".into(),
        item: "Guest sign-in".into(),
        home: "Checkout v2".into(),
        due: Some(day("2026-06-01")),
        place: "plan.md:14".into(),
        theirs: None,
    };
    let waited_for = Yes { theirs: Some("Single login".into()), due: None, ..yes() };
    let pick =
        Pick { peer: id(1), share: 0.32, teams: vec!["Identity".into()], yeses: vec![yes()], name: None };
    let second = Pick {
        peer: id(2),
        share: 0.32,
        teams: Vec::new(),
        yeses: vec![waited_for],
        name: Some("Tom Reyes".into()),
    };
    let blob = || Blob { digest: [7; 32], key: Private::new(ByteArray::from([9; 32])) };
    let of = [
        (
            Peers::Kept(Kept { as_of: on, picks: vec![pick], plan: Some(blob()), map: Some(blob()) }),
            "Map of 2026-05-04 kept: Mira Solberg.",
        ),
        (
            Peers::Kept(Kept { as_of: on, picks: Vec::new(), plan: None, map: None }),
            "Map of 2026-05-04 kept; it names nobody.",
        ),
        (
            Peers::Kept(Kept { as_of: on, picks: vec![second], plan: None, map: None }),
            "Map of 2026-05-04 kept: Tom Reyes.",
        ),
    ];
    of.into_iter().map(|(event, said)| (Event::Peers(event), said)).collect()
}

fn people() -> Vec<(Event, &'static str)> {
    let say = |words| private(words);
    let on = day("2026-05-04");
    let of = [
        (Peers::Added { peer: id(3), name: "Jo Ng".into(), aliases: Vec::new() }, "Jo Ng entered."),
        (
            Peers::Added { peer: id(3), name: "Jo Ng".into(), aliases: vec!["jng".into(), "Jo".into()] },
            "Jo Ng entered, also known as jng, Jo.",
        ),
        (Peers::Aliased { peer: id(1), alias: "msol".into() }, "Mira Solberg is also known as msol."),
        (
            Peers::Merged { peer: id(2), into: id(1) },
            "Tom Reyes and Mira Solberg are one person: Mira Solberg.",
        ),
        (Peers::Unmerged { peer: id(2) }, "Tom Reyes stands alone again."),
        (
            Peers::Succeeded { peer: id(1), by: id(2), on },
            "Tom Reyes follows Mira Solberg from 2026-05-04 on.",
        ),
        (
            Peers::Guarded { peer: id(2), because: say("he quoted me") },
            "Tom Reyes is guarded, because “he quoted me”.",
        ),
        (
            Peers::Trusted { peer: id(2), because: say("we talked") },
            "Tom Reyes is cooperative again, because “we talked”.",
        ),
    ];
    of.into_iter().map(|(event, said)| (Event::Peers(event), said)).collect()
}

fn channel() -> Vec<(Event, &'static str)> {
    let on = day("2026-05-04");
    let whole = Talk {
        peer: id(1),
        constraint: Some(private("hiring frozen till June")),
        pressure: Some(private("cost per build")),
        fire: Some(private("the audit")),
        notes: Some(private("went over the release plan")),
        was_status: true,
        had_ask: true,
        in_conflict: true,
        from_calendar: true,
        ..blank_talk(on)
    };
    let cancelled = |by| Cancelled { peer: id(1), on, by, from_calendar: by.is_none() };
    let intro = || private("intro to the security reviewer");
    let kindness = Kindness { id: id(5), peer: id(1), what: intro(), by: day("2026-05-08"), since: on };
    let value = |was_heard| Value { peer: id(1), what: private("quiet releases"), was_heard, on };
    let of = [
        (
            Channel::Talked(Talk { peer: id(1), minutes: None, ..blank_talk(on) }),
            "Talk with Mira Solberg on 2026-05-04.",
        ),
        (
            Channel::Talked(whole),
            "Talk with Mira Solberg on 2026-05-04, 30 minutes; constraint: hiring frozen till June; \
             pressure: cost per build; fire: the audit; notes: went over the release plan; \
             it became a status meeting; I brought an ask; in conflict; from the calendar.",
        ),
        (
            Channel::Cancelled(cancelled(Some(Side::Me))),
            "The talk with Mira Solberg on 2026-05-04 was called off by me.",
        ),
        (
            Channel::Cancelled(cancelled(Some(Side::Them))),
            "The talk with Mira Solberg on 2026-05-04 was called off by them.",
        ),
        (Channel::Cancelled(cancelled(None)), "The talk with Mira Solberg on 2026-05-04 was called off."),
        (
            Channel::KindnessFound(kindness),
            "Kindness 5 for Mira Solberg by 2026-05-08: intro to the security reviewer.",
        ),
        (Channel::KindnessDone { kindness: id(5), on }, "Kindness 5 was done on 2026-05-04."),
        (
            Channel::KindnessDropped { kindness: id(5), because: Some(private("she knows him")) },
            "Kindness 5 was dropped, because “she knows him”.",
        ),
        (Channel::KindnessDropped { kindness: id(5), because: None }, "Kindness 5 was dropped."),
        (Channel::ValueFound(value(true)), "Mira Solberg values quiet releases (heard on 2026-05-04)."),
        (Channel::ValueFound(value(false)), "Mira Solberg values quiet releases (guessed on 2026-05-04)."),
    ];
    of.into_iter().map(|(event, said)| (Event::Channel(event), said)).collect()
}

fn asks() -> Vec<(Event, &'static str)> {
    let on = day("2026-05-04");
    let what = || Shareable::new("two reviewers for June".to_owned());
    let bare = || Ask { id: id(6), peer: id(1), what: what(), on, needed_by: None, lead: None, notes: None };
    let whole = |lead| Ask {
        needed_by: Some(day("2026-06-01")),
        lead: Some(lead),
        notes: Some(private("her boss presses")),
        ..bare()
    };
    let (ask, by) = (id(6), day("2026-05-08"));
    let remark = Some(private("one of them only"));
    let of = [
        (Asks::AskedOfMe(bare()), "Mira Solberg asked on 2026-05-04: “two reviewers for June”."),
        (
            Asks::AskedOfMe(whole(10)),
            "Mira Solberg asked on 2026-05-04: “two reviewers for June”; needed by 2026-06-01; \
             10 working days after the answer; notes: her boss presses.",
        ),
        (Asks::AskedOfThem(bare()), "I asked Mira Solberg on 2026-05-04: “two reviewers for June”."),
        (
            Asks::AskedOfThem(whole(1)),
            "I asked Mira Solberg on 2026-05-04: “two reviewers for June”; needed by 2026-06-01; \
             1 working day after the answer; notes: her boss presses.",
        ),
        (Asks::Acknowledged { ask, on }, "Ask 6 was acknowledged on 2026-05-04."),
        (Asks::Undecided { ask, decide_by: by }, "Ask 6 is to be decided by 2026-05-08."),
        (
            Asks::Extended { ask, decide_by: by, told_on: on },
            "Ask 6 is to be decided by 2026-05-08 instead; they were told on 2026-05-04.",
        ),
        (
            Asks::Answered { ask, answer: Answer::Yes, on, remark },
            "Ask 6 was answered with yes on 2026-05-04: one of them only.",
        ),
        (
            Asks::Answered { ask, answer: Answer::No, on, remark: None },
            "Ask 6 was answered with no on 2026-05-04.",
        ),
        (Asks::Withdrawn { ask, on }, "Ask 6 was withdrawn on 2026-05-04."),
        (
            Asks::AlternativeFound { ask, alternative: Shareable::new("One from 10 June!".into()) },
            "What I can do instead of ask 6: One from 10 June!",
        ),
    ];
    of.into_iter().map(|(event, said)| (Event::Asks(event), said)).collect()
}

fn rest() -> Vec<(Event, &'static str)> {
    let (on, until) = (day("2026-05-04"), day("2026-06-01"));
    let loan =
        |lender| Loan { id: id(7), peer: id(1), lender, what: private("one reviewer"), from: on, until };
    let agreed = private("two weeks more");
    let wait = Wait { id: id(8), what: private("who leads the on-call?"), since: on };
    let time = |minutes, from_calendar| Time { on, minutes, from_calendar };
    let line = || "kindness:5".to_owned();
    vec![
        (
            Event::Loans(Loans::Lent(loan(Side::Me))),
            "Lent one reviewer to Mira Solberg, 2026-05-04 to 2026-06-01.",
        ),
        (
            Event::Loans(Loans::Lent(loan(Side::Them))),
            "Borrowed one reviewer from Mira Solberg, 2026-05-04 to 2026-06-01.",
        ),
        (
            Event::Loans(Loans::Extended { loan: id(7), until: day("2026-06-15"), agreed, ended: until }),
            "Loan 7 now ends on 2026-06-15 instead of 2026-06-01: two weeks more.",
        ),
        (Event::Loans(Loans::Returned { loan: id(7), on }), "Loan 7 came back on 2026-05-04."),
        (Event::Team(Team::TimeSpent(time(150, false))), "2 hours 30 minutes with my team on 2026-05-04."),
        (
            Event::Team(Team::TimeSpent(time(61, true))),
            "1 hour 1 minute with my team on 2026-05-04, from the calendar.",
        ),
        (
            Event::Team(Team::Waiting(wait)),
            "My team waits for decision 8 since 2026-05-04: who leads the on-call?",
        ),
        (Event::Team(Team::Decided { wait: id(8), on }), "Decision 8 was made on 2026-05-04."),
        (
            Event::Week(Week::PutOff { line: line(), until }),
            "The line on kindness 5 was put off until 2026-06-01.",
        ),
        (
            Event::Week(Week::Struck { line: line(), on, because: private("done already") }),
            "The line on kindness 5 was struck, because “done already”.",
        ),
        (Event::Undone { entry: 9 }, "Entry 9 was undone."),
        (Event::Forgotten { entry: 9 }, "Entry 9 was forgotten for good."),
    ]
}

fn calendars() -> Vec<(Event, &'static str)> {
    let on = day("2026-05-04");
    let read = |whose| Read {
        whose,
        files: vec![private("/data/work.ics")],
        on,
        saved: day("2026-05-02"),
        from: day("2026-05-03"),
        to: day("2026-06-29"),
        held: Blob { digest: [7; 32], key: Private::new(ByteArray::from([8; 32])) },
        names: Vec::new(),
        standups: Vec::new(),
        met: Vec::new(),
        team: Vec::new(),
        members: Vec::new(),
        titles: Vec::new(),
    };
    let whole = Read {
        names: vec!["ada@example.com".into()],
        standups: vec!["morning round".into()],
        met: vec![Met { peer: id(1), on: day("2026-04-13"), minutes: 30 }],
        team: vec![TeamTime { on: day("2026-04-14"), minutes: 60 }],
        members: vec!["Kim Lee".into()],
        titles: vec!["standup".into()],
        ..read(None)
    };
    let elsewhere = Hours { zone: Some("Europe/Lisbon".into()), ..Hours::usual() };
    let feed = Feed { id: id(9), token: [6; 32], kinds: Kind::ALL.to_vec(), names: true, since: on };
    let of = [
        (Calendar::Read(whole), "The calendar was read from /data/work.ics, up to 2026-06-29."),
        (
            Calendar::Read(read(Some(id(1)))),
            "The calendar of Mira Solberg was read from /data/work.ics, up to 2026-06-29.",
        ),
        (Calendar::HoursSaid { whose: None, hours: Hours::usual() }, "Working hours: mon-fri 9:00-17:00."),
        (
            Calendar::HoursSaid { whose: Some(id(1)), hours: elsewhere },
            "Working hours of Mira Solberg: mon-fri 9:00-17:00 Europe/Lisbon.",
        ),
        (Calendar::FeedMade(feed.clone()), "Feed 9 was made: talks, calls, loans, answers, with names."),
        (
            Calendar::FeedMade(Feed { kinds: vec![Kind::Talk], names: false, ..feed }),
            "Feed 9 was made: talks.",
        ),
        (
            Calendar::Keyed(Private::new(ByteArray::from([5; 32]))),
            "Names of dates that leave got a key of their own.",
        ),
        (Calendar::FeedRevoked { feed: id(9) }, "Feed 9 was revoked."),
    ];
    of.into_iter().map(|(event, said)| (Event::Calendar(event), said)).collect()
}

fn hex(event: &Event) -> String {
    let bytes = minicbor::to_vec_with(event, &mut Sealing::for_the_notebook()).unwrap();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(hex: &str) -> Event {
    let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(byte).collect();
    minicbor::decode_with(&bytes, &mut Sealing::for_the_notebook()).unwrap()
}

fn lines() -> Vec<(&'static str, &'static str)> {
    let lines = include_str!("golden/events.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_once(' ').unwrap()).collect()
}

#[test]
fn every_event_ever_stored_is_read_and_stands_for_the_same_bytes() {
    for (named, bytes) in lines() {
        let event = read(bytes);
        assert_eq!(name(&event), named);
        assert_eq!(hex(&event), bytes, "{named}");
    }
}

#[test]
fn every_event_has_a_line_among_those_that_are_read_for_ever() {
    let missing: Vec<String> = samples()
        .iter()
        .map(|(event, _)| (name(event), hex(event)))
        .filter(|(name, bytes)| !lines().contains(&(name, bytes.as_str())))
        .map(|(name, bytes)| format!("{name} {bytes}"))
        .collect();
    assert!(missing.is_empty(), "lines to add to golden/events.txt:\n{}", missing.join("\n"));
    for named in NAMES {
        assert!(lines().iter().any(|(name, _)| name == named), "golden/events.txt has no line for {named}");
    }
}

#[test]
fn every_event_is_one_plain_sentence() {
    // News of these days may be told by then.
    let story = given(["Mira Solberg", "Tom Reyes"]).on("2026-06-01");
    let samples = samples();
    for named in NAMES {
        assert!(samples.iter().any(|(event, _)| name(event) == *named), "{named} has no sentence");
    }
    for (event, said) in &samples {
        assert_eq!(sentence(event, &story.notebook.peers, story.today, &screen()), *said);
        assert!(said.ends_with(['.', '?', '!']) && !said.contains(['\n', '\t']), "{said}");
    }
}
