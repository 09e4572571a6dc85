//! Rule C2: the page before a talk is theirs.

use playbook::{
    channel::{
        self,
        prepare::{Page, Valued, prepare},
    },
    map::peers,
    moment::Id,
    notebook::Command,
    privacy::Shareable,
    trade::asks,
};

use crate::given::{Story, day, given, private, screen};

fn page(story: &Story, who: &str) -> Page {
    let (channels, peers) = (&story.notebook.channels, &story.notebook.peers);
    prepare(channels, peers, story.peer(who), story.today, &screen())
}

fn told() -> Story {
    let story = given(["Mira Solberg"]).on("2026-03-02").kept(&[("Mira Solberg", 0.2, &["2026-09-01"])]);
    let story = story.talked_so("mira", |talk| {
        talk.constraint = Some(private("hiring frozen"));
        talk.fire = Some(private("the audit"));
        talk.notes = Some(private("came late"));
    });
    story.on("2026-03-09").done(|story| {
        let (peer, what, on) = (story.peer("mira"), private("quiet releases"), story.today);
        Command::Channel(channel::Command::Value { peer, what, was_heard: false, on })
    })
}

#[test]
fn c2_the_page_tells_their_world_and_how_old_it_is() {
    let page = page(&told().on("2026-03-30"), "mira");
    let world: Vec<_> =
        page.world.iter().map(|said| (said.about, said.words.as_str(), said.days, said.is_old)).collect();
    assert_eq!(world, [("constraint", "hiring frozen", 28, false), ("fire", "the audit", 28, true)]);
    let valued = Valued { words: "quiet releases".into(), was_heard: false, on: day("2026-03-09"), days: 21 };
    assert_eq!(page.values, [valued]);
    assert_eq!(page.notes.unwrap().words, "came late");
    assert_eq!((page.last_talk, page.due), (Some(day("2026-03-02")), Some(day("2026-03-30"))));
    assert_eq!(page.teams, ["Payments"]);
}

#[test]
fn c2_it_asks_about_what_was_never_heard_and_what_grew_old() {
    assert_eq!(page(&told(), "mira").questions, ["What does your boss press?"]);
    assert_eq!(
        page(&told().on("2026-06-01"), "mira").questions,
        [
            "Is it still what limits you most: hiring frozen?",
            "What does your boss press?",
            "What burns this week?"
        ]
    );
}

#[test]
fn c2_kindnesses_that_are_open_stand_on_it_the_earliest_date_first() {
    let find = |what: &'static str, by: &'static str| {
        move |story: &Story| {
            let (peer, by) = (story.peer("mira"), Some(day(by)));
            Command::Channel(channel::Command::Find { peer, what: private(what), by })
        }
    };
    let story = told().done(find("an intro", "2026-04-01")).done(find("a review", "2026-03-20"));
    let open: Vec<(String, bool)> = page(&story.on("2026-03-25"), "mira")
        .kindnesses
        .into_iter()
        .map(|one| (one.words, one.is_past))
        .collect();
    assert_eq!(open, [("a review".into(), true), ("an intro".into(), false)]);
}

#[test]
fn c2_it_holds_no_ask_of_mine_nor_of_theirs() {
    let before = page(&told(), "mira");
    let asked = told().done(|story| {
        let ask = asks::Ask {
            id: Id::of(0),
            peer: Id::of(0),
            what: Shareable::new("two reviewers".into()),
            on: story.today,
            needed_by: None,
            lead: None,
            notes: None,
        };
        Command::Asks(asks::Command::Make { peer: story.peer("mira"), ask })
    });
    assert_eq!(page(&asked, "mira"), before);
}

#[test]
fn c2_what_of_mine_touches_them_lies_apart() {
    let page = page(&told(), "mira");
    let touches: Vec<_> =
        page.only_if_they_ask.iter().map(|touch| (touch.kind.as_str(), touch.due)).collect();
    assert_eq!(touches, [("date", Some(day("2026-09-01")))]);
}

#[test]
fn c2_a_stranger_gets_a_page_of_first_questions() {
    let story = given([]).on("2026-03-02").kept(&[("Tom Okoye", 0.3, &[])]);
    let page = page(&story, "tom");
    assert_eq!((page.last_talk, page.due), (None, Some(day("2026-03-09"))));
    assert_eq!(page.questions.len(), 4);
    assert!(page.questions[0].starts_with("What is your team for"));
    assert!(page.world.is_empty());
}

#[test]
fn c2_what_was_said_to_somebody_who_left_stays_behind() {
    let story = told()
        .done(|_| Command::Peers(peers::Command::Add { name: "Tom Okoye".into(), aliases: Vec::new() }));
    let story = story.done(|story| {
        let (peer, by, on) = (story.peer("mira"), story.peer("tom"), story.today);
        Command::Peers(peers::Command::Succeed { peer, by, on })
    });
    let (mira, tom) = (page(&story, "mira"), page(&story, "tom"));
    assert_eq!((mira.successor.as_deref(), mira.due), (Some("Tom Okoye"), None));
    assert!(tom.world.is_empty() && tom.notes.is_none() && tom.values.is_empty());
    assert_eq!((tom.only_if_they_ask.len(), mira.only_if_they_ask.len()), (1, 0));
}
