//! The absent peer: rules D1, D2, D3, D5 and T6.

use playbook::{
    channel,
    defend::{
        self,
        Command::{Contribute, Defend, Name, Thank},
        card::{About, CARE, CONTRIBUTION_DAYS, Card, Cards, FIRST, Fact, Forum, Item},
        listed,
    },
    map::peers::{self, Kept, Pick, Yes},
    moment::Id,
    notebook::Command,
    privacy::Shareable,
    refusal::Refusal,
};
use proptest::prelude::*;

use crate::given::{Story, day, given, id, private, screen};

pub fn words(words: &str) -> Shareable<String> {
    Shareable::new(words.to_owned())
}

/// The team of somebody did something for an item, on the day of the story.
pub fn contributed(who: &str, what: &str, toward: &str) -> impl FnOnce(&Story) -> Command {
    let (what, toward) = (words(what), Some(words(toward)));
    move |story| {
        let (peer, on) = (story.peer(who), story.today);
        Command::Defend(Contribute { peer, team: None, what, toward, on, source: Some(private("PR 812")) })
    }
}

pub fn named(contribution: u32) -> impl FnOnce(&Story) -> Command {
    move |story| {
        let at = private("quarterly review, read by Ana");
        Command::Defend(Name { contribution: id(contribution), at, on: story.today })
    }
}

fn spoke(who: &str, said: &str) -> impl FnOnce(&Story) -> Command {
    let (forum, said) = (private("the platform review"), private(said));
    move |story| Command::Defend(Defend { peer: story.peer(who), forum, said, on: story.today })
}

/// Mira and Tom, and a map that needs an item of each.
pub fn mapped() -> Story {
    let story = given(["Mira Solberg", "Tom Reyes"]).on("2026-05-04");
    let yes = |kind: &str, item: &str, theirs: Option<&str>| Yes {
        kind: kind.into(),
        item: item.into(),
        home: "Checkout v2".into(),
        due: Some(day("2026-06-01")),
        place: "plan.md:14".into(),
        theirs: theirs.map(str::to_owned),
    };
    let pick =
        |team: &str, yeses| Pick { peer: Id::of(0), share: 0.4, teams: vec![team.into()], yeses, name: None };
    let picks = vec![
        pick("Identity", vec![yes("date", "Guest sign-in", Some("Single login"))]),
        pick("Payments", vec![yes("approval", "Terms", None), yes("touch", "Form", Some("Vault"))]),
    ];
    let names = vec!["Mira Solberg".to_owned(), "Tom Reyes".to_owned()];
    let kept = Kept { as_of: story.today, picks, plan: None, map: None };
    story.done(|_| Command::Peers(peers::Command::Keep { kept, names }))
}

fn forum(story: &Story, absent: &[&str], about: &[&str]) -> Cards {
    let absent = absent.iter().map(|name| story.peer(name)).collect();
    let about = about.iter().map(|words| (*words).to_owned()).collect();
    let forum = Forum { name: "the platform review".into(), day: None, absent, about };
    let item = |title: &str, owner: &str| Item {
        title: title.into(),
        owners: vec![owner.into()],
        place: "plan.md:20".into(),
    };
    let items = [item("Audit trail", "Identity"), item("Fee table", "Payments"), item("Page", "Booking")];
    story.notebook.cards(&forum, &items, story.today, &screen())
}

fn card(story: &Story, who: &str, about: &[&str]) -> Card {
    forum(story, &[who], about).cards.remove(0)
}

fn on_the_table(card: &Card) -> Vec<&str> {
    card.on_the_table.iter().map(|thing| thing.what.as_str()).collect()
}

fn said(facts: &[Fact]) -> Vec<String> {
    facts.iter().map(|fact| format!("{} ({}, {})", fact.words, fact.source, fact.on)).collect()
}

fn unnamed(story: &Story) -> Vec<String> {
    let notes = &story.notebook;
    let all = listed(&notes.contributions, &notes.peers, None, &screen());
    all.into_iter().map(|one| format!("{} {}", one.id, one.sentence)).collect()
}

#[test]
fn d1_a_card_for_everybody_absent_has_what_is_on_the_table_and_facts_with_source_and_age() {
    let story =
        mapped().talked("mira").after(3).done(contributed("mira", "the load tests", "Checkout v2")).after(4);
    let cards = forum(&story, &["tom", "mira", "mira"], &[]);
    let names: Vec<&str> = cards.cards.iter().map(|card| card.peer.as_str()).collect();
    assert_eq!(names, ["Mira Solberg", "Tom Reyes"], "each once, in the order of entry");
    let mira = &cards.cards[0];
    assert_eq!(on_the_table(mira), ["Single login"]);
    assert_eq!(mira.on_the_table[0].why, "Guest sign-in for Checkout v2 waits on it, by 2026-06-01");
    assert_eq!(
        said(&mira.facts),
        [
            "hiring frozen (heard in a talk on 2026-05-04, 2026-05-04)",
            "for Checkout v2: the load tests (PR 812, 2026-05-07)"
        ]
    );
    assert_eq!(mira.facts.iter().map(|fact| fact.days).collect::<Vec<_>>(), [7, 4]);
    assert_eq!(mira.care, Some(CARE));
    assert_eq!(mira.record, "sideways defended \"Mira Solberg\" at \"the platform review\" \"...\"");
    let tom = &cards.cards[1];
    assert_eq!(on_the_table(tom), ["Terms", "Vault"]);
    let why: Vec<&str> = tom.on_the_table.iter().map(|thing| thing.why.as_str()).collect();
    assert_eq!(
        why,
        [
            "your item for Checkout v2 needs their yes, by 2026-06-01",
            "Form for Checkout v2 touches it, by 2026-06-01"
        ]
    );
    let missing = "What limits them is not known as of today: sideways talk prepare \"Tom Reyes\"";
    assert_eq!(tom.missing[0], missing);
    assert!(tom.facts.is_empty() && tom.care.is_none());
    assert_eq!(tom.missing.len(), 2, "{:?}", tom.missing);
    assert_eq!((mira.unknown.len(), &tom.unknown[..]), (0, &[About::Constraint, About::Contribution][..]));
}

#[test]
fn d1_words_of_the_forum_say_what_is_on_the_table() {
    let story = mapped();
    assert_eq!(on_the_table(&card(&story, "mira", &["the audit trail"])), ["Audit trail"]);
    assert_eq!(on_the_table(&card(&story, "tom", &["Vaults"])), ["Vault"]);
    assert_eq!(
        on_the_table(&card(&story, "mira", &["Checkout v2", "Audit trail"])),
        ["Single login", "Audit trail"]
    );
    assert!(card(&story, "tom", &["the cafeteria"]).on_the_table.is_empty());
    assert!(on_the_table(&card(&story, "mira", &["Fee table", "Page"])).is_empty(), "items of others");
}

#[test]
fn d1_a_card_names_the_newest_contribution_for_each_thing_on_the_table() {
    let story = mapped()
        .done(contributed("mira", "the old load tests", "Checkout v2"))
        .after(1)
        .done(contributed("mira", "the load tests", "Checkout v2"))
        .after(1)
        .done(contributed("mira", "a week of on-call", "the cafeteria"));
    assert_eq!(said(&card(&story, "mira", &[]).facts).len(), 1);
    assert!(said(&card(&story, "mira", &[]).facts)[0].starts_with("for Checkout v2: the load tests"));
    let where_nothing_fits = said(&card(&story, "mira", &["the bicycle shed"]).facts);
    assert!(where_nothing_fits[0].contains("a week of on-call"), "{where_nothing_fits:?}");
}

#[test]
fn d2_the_first_thing_on_the_page_asks_whether_the_criticism_is_right() {
    let cards = forum(&mapped(), &["mira"], &[]);
    assert_eq!(cards.first, FIRST);
    assert_eq!(FIRST, "Is the criticism right? Then stay silent.");
    let first = serde_json::to_string(&cards).unwrap();
    assert!(first.find("stay silent") < first.find("cards"), "{first}");
}

#[test]
fn d3_a_stale_fact_is_marked_and_not_used() {
    let story = mapped().talked("mira").done(contributed("mira", "the load tests", "Checkout v2")).after(56);
    assert_eq!(card(&story, "mira", &[]).facts.len(), 2);
    let later = story.after(1);
    let found = card(&later, "mira", &[]);
    assert_eq!(found.stale.iter().map(|fact| fact.about).collect::<Vec<_>>(), [About::Constraint]);
    assert_eq!(found.facts.iter().map(|fact| fact.about).collect::<Vec<_>>(), [About::Contribution]);
    assert!(found.missing[0].starts_with("What limits them is not known as of today"), "{:?}", found.missing);
    assert!(found.care.is_none());
    let much_later = later.after(CONTRIBUTION_DAYS);
    let found = card(&much_later, "mira", &[]);
    assert!(found.facts.is_empty() && found.stale.len() == 2);
}

#[test]
fn d5_what_was_said_for_somebody_stands_in_the_log_alone() {
    let before = mapped().talked("mira");
    let page = |story: &Story| {
        let (notebook, today) = (&story.notebook, story.today);
        let pages = notebook
            .peers
            .everybody()
            .map(|(peer, _)| playbook::peer::page(notebook, peer, today, &screen()));
        let pages: Vec<_> = pages.collect();
        serde_json::to_string(&(story.week(), pages, forum(story, &["mira", "tom"], &[]))).unwrap()
    };
    let was = page(&before);
    let story = before.when(spoke("mira", "her team carried the audit")).then(&[
        "I spoke for Mira Solberg at the platform review on 2026-05-04: “her team carried the audit”.",
    ]);
    assert_eq!(page(&story), was);
    let tomorrow = story.today.plus(1);
    story
        .when(|story| {
            let (peer, forum, said) = (story.peer("mira"), private("review"), private("it was ours"));
            Command::Defend(Defend { peer, forum, said, on: tomorrow })
        })
        .refused(Refusal::NotYet { on: tomorrow, today: day("2026-05-04") });
}

#[test]
fn t6_a_contribution_is_listed_until_it_is_named_where_others_hear_it() {
    let story = mapped().done(contributed("mira", "the load tests", "Checkout v2")).after(2);
    let story = story.done(contributed("tom", "the fee table", "Checkout v2"));
    assert_eq!(
        unnamed(&story),
        [
            "4 the team of Mira Solberg (Identity), for Checkout v2: the load tests",
            "5 the team of Tom Reyes (Payments), for Checkout v2: the fee table",
        ]
    );
    let has = |story: &Story, words: &str| serde_json::to_string(&story.week()).unwrap().contains(words);
    assert!(has(&story, "Name what the team of Mira Solberg contributed to Checkout v2: the load tests."));
    story
        .again()
        .when(|_| Command::Defend(Thank { contribution: id(4) }))
        .refused(Refusal::ThanksNameNothing { contribution: id(4) });
    let story = story.done(named(4));
    assert_eq!(unnamed(&story), ["5 the team of Tom Reyes (Payments), for Checkout v2: the fee table"]);
    assert!(!has(&story, "the load tests") && has(&story, "the fee table"));
    let facts = card(&story, "mira", &[]).facts;
    assert_eq!(facts.len(), 1, "what was named is a fact as before");
}

#[test]
fn t6_of_each_peer_the_week_has_the_one_contribution_that_waits_longest() {
    let story = given(["Mira Solberg", "Tom Reyes"]).on("2026-05-04").done(contributed(
        "mira",
        "the runbook",
        "Form",
    ));
    let story = story.after(1).done(contributed("mira", "the load tests", "Form"));
    let week = story.week();
    let line = week.lines.iter().find(|line| line.name == "contribution:3").unwrap();
    assert_eq!(line.sentence, "Name what the team of Mira Solberg contributed to Form: the runbook.");
    assert_eq!(line.evidence, ["Done on 2026-05-04, entry 3; source: PR 812."]);
    assert_eq!(line.command, "sideways credit 3 \"...\"");
    assert!(line.also.is_empty() && !serde_json::to_string(&week).unwrap().contains("load tests"));
}

#[test]
fn t6_a_contribution_says_what_it_was_for_and_lies_not_ahead() {
    let contribute = |story: &Story, toward: Option<&str>, days: i64| {
        let (peer, on) = (story.peer("mira"), story.today.plus(days));
        let (what, toward) = (words("the load tests"), toward.map(words));
        Command::Defend(Contribute { peer, team: None, what, toward, on, source: None })
    };
    for nothing in [None, Some("..."), Some("—")] {
        mapped().when(|story| contribute(story, nothing, 0)).refused(Refusal::ContributionForNothing);
    }
    let (on, today) = (day("2026-05-05"), day("2026-05-04"));
    mapped().when(|story| contribute(story, Some("Form"), 1)).refused(Refusal::NotYet { on, today });
    mapped().when(named(9)).refused(Refusal::NoSuchContribution { id: id(9), open: Vec::new() });
    let story = mapped().done(contributed("mira", "the load tests", "Checkout v2"));
    let (on, agreed) = (day("2026-05-03"), day("2026-05-04"));
    story
        .when(|_| Command::Defend(Name { contribution: id(4), at: private("here"), on }))
        .refused(Refusal::BeforeAgreed { on, agreed });
}

#[test]
fn t6_two_entries_that_are_one_person_have_one_list() {
    let story = mapped().done(contributed("tom", "the fee table", "Checkout v2"));
    let story = story.done(|story| {
        Command::Peers(peers::Command::Merge { peer: story.peer("tom"), into: story.peer("mira") })
    });
    let (notebook, mira) = (&story.notebook, story.peer("mira"));
    let theirs = listed(&notebook.contributions, &notebook.peers, Some(mira), &screen());
    assert_eq!(theirs.len(), 1);
    assert_eq!(card(&story, "mira", &[]).facts.len(), 1);
}

#[derive(Clone, Debug)]
enum Step {
    Talk(usize),
    Contribution(usize, bool),
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..2_usize).prop_map(Step::Talk),
        (0..2_usize, any::<bool>()).prop_map(|(peer, fits)| Step::Contribution(peer, fits)),
        (0..200_i64).prop_map(Step::Wait),
    ];
    proptest::collection::vec(step, 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn d3_a_stale_fact_never_stands_among_those_that_are_used(steps in steps()) {
        let peers = ["mira", "tom"];
        let mut story = mapped();
        for step in steps {
            story = match step {
                Step::Talk(peer) => story.talked(peers[peer]),
                Step::Contribution(peer, true) => story.done(contributed(peers[peer], "the tests", "Checkout v2")),
                Step::Contribution(peer, false) => story.done(contributed(peers[peer], "a cake", "the party")),
                Step::Wait(days) => story.after(days),
            };
        }
        for about in [&[][..], &["Checkout v2"], &["the party"]] {
            for card in forum(&story, &peers, about).cards {
                prop_assert!(card.facts.iter().all(|fact| fact.days <= fact.lasts));
                prop_assert!(card.stale.iter().all(|fact| fact.days > fact.lasts));
                prop_assert!(card.facts.iter().chain(&card.stale).all(|fact| !fact.source.is_empty() && fact.days >= 0));
                prop_assert_eq!(card.care.is_some(), card.facts.iter().any(|fact| fact.about == About::Constraint));
            }
        }
    }
}

#[test]
fn d1_what_is_heard_counts_from_the_talk_in_which_it_was_heard() {
    let story = mapped()
        .talked("mira")
        .after(30)
        .talked_so("mira", |talk: &mut channel::Talk| talk.was_status = true);
    let found = card(&story, "mira", &[]);
    assert_eq!(found.facts[0].on, day("2026-05-04"));
    let _: &defend::Contributions = &story.notebook.contributions;
}
