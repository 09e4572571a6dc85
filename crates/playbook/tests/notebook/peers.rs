//! Peers found, merged, followed; and the kept map that holds what is needed of them (rules M3, M3b, C1).

use playbook::{
    channel::{self, prepare::prepare},
    map::peers::{
        self,
        Command::{Add, Alias, Correct, Merge, Succeed, Unmerge},
        Given,
    },
    moment::Id,
    notebook::Command,
    refusal::Refusal,
    trade::{asks, loans},
};
use proptest::prelude::*;

use crate::given::{Story, day, given, private, screen};

fn found(story: &Story, words: &str) -> Result<String, Refusal> {
    let peers = &story.notebook.peers;
    peers.find(words).map(|peer| peers.name(peer.id()).to_owned())
}

fn wants(command: peers::Command) -> Command {
    Command::Peers(command)
}

#[test]
fn a_peer_is_found_by_whole_names_and_unique_beginnings_and_never_guessed() {
    let story = given(["Ana Costa", "Anabel Ruiz", "Tom O’Brien", "Łukasz Żak", "李 明", "Дарья Ким"]);
    for (words, name) in [
        ("ana costa", "Ana Costa"),
        ("anab", "Anabel Ruiz"),
        ("ruiz", "Anabel Ruiz"),
        ("O'Brien", "Tom O’Brien"),
        ("o’b", "Tom O’Brien"),
        ("żak", "Łukasz Żak"),
        ("zak", "Łukasz Żak"),
        ("李", "李 明"),
        ("дарья", "Дарья Ким"),
        ("КИМ", "Дарья Ким"),
    ] {
        assert_eq!(found(&story, words).as_deref(), Ok(name), "{words}");
    }
    assert!(matches!(found(&story, "an"), Err(Refusal::SeveralPeers { .. })));
    assert!(matches!(found(&story, "ana"), Err(Refusal::SeveralPeers { .. })), "two names begin so");
    assert!(matches!(found(&story, "nabel"), Err(Refusal::NoSuchPeer { .. })));
    assert!(matches!(found(&story, "…"), Err(Refusal::NobodyNamed)));
    let many: Vec<String> = ('a'..='j').map(String::from).collect();
    let hint = |known: &[String]| Refusal::NoSuchPeer { words: "x".into(), known: known.to_vec() }.hint();
    assert_eq!(hint(&many), "sideways peer add x enters them; known are a, b, c, d, e, f, g and 3 more");
    assert!(hint(&many[..7]).ends_with("known are a, b, c, d, e, f, g"));
}

#[test]
fn a_whole_alias_wins_over_the_beginning_of_another_name() {
    let story = given(["Ana Costa", "Anabel Ruiz"])
        .done(|story| wants(Alias { peer: story.peer("ana costa"), alias: "ana".into() }));
    assert_eq!(found(&story, "Ana").as_deref(), Ok("Ana Costa"));
    let taken = Refusal::NameTaken { name: "ANA".into(), by: "Ana Costa".into() };
    story.when(|_| wants(Add { name: "ANA".into(), aliases: Vec::new() })).refused(taken);
}

#[test]
fn picks_and_what_was_promised_pass_to_a_successor_and_private_notes_stay_behind() {
    let story = given(["Mira Solberg", "Tom Reyes"])
        .on("2026-03-02")
        .kept(&[("Mira Solberg", 0.4, &["2026-05-01"])])
        .talked("mira")
        .done(|story| {
            Command::Loans(loans::Command::Lend {
                peer: story.peer("mira"),
                lender: playbook::side::Side::Me,
                what: private("one reviewer"),
                from: None,
                until: Some(day("2026-06-01")),
            })
        })
        .done(|story| {
            let (what, by) = (private("an intro to security"), Some(day("2026-05-01")));
            Command::Channel(channel::Command::Find { peer: story.peer("mira"), what, by })
        })
        .done(|story| {
            let (peer, by) = (story.peer("mira"), story.peer("tom"));
            wants(Succeed { peer, by, on: day("2026-04-01") })
        });
    let (peers, channels) = (&story.notebook.peers, &story.notebook.channels);
    let (mira, tom) = (story.peer("mira"), story.peer("tom"));
    let before = day("2026-03-31");
    assert_eq!((peers.share_of(mira, before), peers.share_of(tom, before)), (Some(0.4), None));
    let after = day("2026-04-01");
    assert_eq!((peers.share_of(mira, after), peers.share_of(tom, after)), (None, Some(0.4)));
    assert_eq!(peers.picks_of(tom, after).map(|pick| pick.yeses.len()).max(), Some(1));
    let loan = story.notebook.loans.open().next().unwrap();
    assert_eq!(peers.bears(loan.peer, after), tom.id());
    let kind = |who, on| {
        let page = prepare(channels, peers, who, on, &screen());
        page.kindnesses.into_iter().map(|open| open.words).collect::<Vec<_>>()
    };
    let promised = vec!["an intro to security".to_owned()];
    assert_eq!((kind(mira, before), kind(tom, before)), (promised.clone(), vec![]));
    assert_eq!((kind(mira, after), kind(tom, after)), (vec![], promised.clone()));
    let page = playbook::peer::page(&story.notebook, tom, after, &screen());
    assert_eq!(page.kindnesses[0].words, promised[0]);
    assert!(channels.whole(peers, tom).talks.is_empty() && channels.whole(peers, tom).constraint().is_none());
    assert_eq!(channels.whole(peers, mira).talks.len(), 1);
}

fn follow(who: &'static str, by: &'static str) -> impl Fn(&Story) -> Command {
    move |story| wants(Succeed { peer: story.peer(who), by: story.peer(by), on: story.today })
}

fn bears(story: &Story, who: &str, on: &str) -> String {
    let peers = &story.notebook.peers;
    peers.name(peers.bears(story.peer(who).id(), day(on))).to_owned()
}

#[test]
fn nobody_follows_themselves() {
    let alone = Refusal::SucceedsThemselves { name: "Ida".into() };
    given(["Mira", "Ida"]).when(follow("ida", "ida")).refused(alone);
}

#[test]
fn a_peer_who_comes_back_bears_what_was_theirs_from_that_day_on() {
    let story = given(["Mira", "Tom"]).on("2026-04-01").done(follow("mira", "tom"));
    let back = |story: &Story| {
        wants(Succeed { peer: story.peer("tom"), by: story.peer("mira"), on: day("2026-06-01") })
    };
    let story = story.done(back);
    assert_eq!([bears(&story, "mira", "2026-05-31"), bears(&story, "tom", "2026-05-31")], ["Tom", "Tom"]);
    assert_eq!([bears(&story, "mira", "2026-06-01"), bears(&story, "tom", "2026-06-01")], ["Mira", "Mira"]);
    let (peers, mira) = (&story.notebook.peers, story.peer("mira"));
    assert_eq!(peers.successor(mira, day("2026-06-01")), None);
    assert_eq!(peers.successor(mira, day("2026-05-01")).unwrap().0, story.peer("tom").id());
}

#[test]
fn of_successions_that_run_in_a_circle_the_newest_word_holds() {
    let story = given(["Mira", "Tom", "Ida"]).done(follow("mira", "tom")).done(follow("tom", "ida"));
    assert_eq!(bears(&story, "mira", "2026-06-01"), "Ida");
    let story = story.done(follow("tom", "mira"));
    assert_eq!(["mira", "tom", "ida"].map(|who| bears(&story, who, "2026-06-01")), ["Mira", "Mira", "Ida"]);
    let last = story.last();
    let story = story.undone(last).done(follow("ida", "mira"));
    assert_eq!(["mira", "tom", "ida"].map(|who| bears(&story, who, "2026-06-01")), ["Mira"; 3]);
}

#[test]
fn m3b_a_yes_that_is_given_leaves_the_kept_map_at_once_and_comes_back_when_that_is_undone() {
    let give = |whom: &str, kind: Option<&str>, item: &str| {
        let given = Given { item: item.into(), whom: whom.into(), kind: kind.map(str::to_owned) };
        wants(Correct { lines: private("[[crossing]]"), words: None, given: Some(given) })
    };
    let yeses = |story: &Story| {
        story.notebook.peers.kept().unwrap().picks.iter().map(|pick| pick.yeses.len()).max().unwrap()
    };
    let story = given(["Mira Solberg"])
        .on("2026-03-02")
        .kept(&[("Mira Solberg", 0.4, &["2026-05-01", "2026-06-01"])])
        .done(|_| give("Mira Solberg", Some("approval"), "checkout v2"))
        .done(|_| give("Identity", None, "Checkout v2"))
        .done(|_| give("Mira Solberg", None, "Checkout v3"));
    assert_eq!(yeses(&story), 2, "another kind, another team, another item");
    let story = story.done(|_| give("team payments", None, "checkout v2"));
    assert_eq!(yeses(&story), 0);
    let last = story.last();
    assert_eq!(story.notebook.peers.corrected_since_kept().last(), Some(last));
    assert_eq!(yeses(&story.undone(last)), 2);
}

#[test]
fn a_map_keeps_its_people_whatever_becomes_of_the_entry_that_brought_them_in() {
    let first = given([]).on("2026-03-02").kept(&[("Mira Solberg", 0.4, &[])]);
    let brought_in = first.last();
    let story = first.talked("mira").kept(&[("Mira Solberg", 0.5, &[])]).undone(brought_in);
    let mira = story.peer("mira");
    assert_eq!(story.notebook.peers.name(mira.id()), "Mira Solberg");
    assert_eq!(story.notebook.channels.whole(&story.notebook.peers, mira).talks.len(), 1);
}

#[test]
fn somebody_entered_twice_is_one_person() {
    let on = day("2026-03-02");
    let mut peers = peers::Peers::default();
    for entry in [1, 2] {
        let added = peers::Event::Added {
            peer: Id::of(entry),
            name: "Mira Solberg".into(),
            aliases: vec![format!("alias {entry}")],
        };
        peers.evolve(added, entry, on);
    }
    assert_eq!(peers.everybody().count(), 1);
    assert_eq!(peers.find("alias 2").unwrap().id(), Id::of(1));
}

/// Of one peer: name, names, entries, talks, share, open asks.
type Said = (String, Vec<String>, Vec<String>, usize, Option<f64>, usize);

/// What the notebook says of everybody, for comparison.
fn said(story: &Story) -> Vec<Said> {
    let (peers, today) = (&story.notebook.peers, story.today);
    let of = |(peer, _): (peers::Known, &peers::Peer)| {
        let mut names: Vec<String> = peers.names_of(peer).map(str::to_owned).collect();
        names.sort();
        let whole = story.notebook.channels.whole(peers, peer);
        let asks = story.notebook.asks.open().filter(|open| peers.bears(open.ask.peer, today) == peer.id());
        let entries = peers.entries_of(peer).map(|id| id.to_string()).collect();
        let share = peers.share_of(peer, today);
        (peers.name(peer.id()).to_owned(), names, entries, whole.talks.len(), share, asks.count())
    };
    peers.everybody().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_order_of_commands_makes_a_circle_of_successors(
        steps in proptest::collection::vec((0..4usize, 0..4usize, 0..3u8, 0..9i64), 0..14),
    ) {
        const NAMES: [&str; 4] = ["Mira Solberg", "Tom Reyes", "Ida Brandt", "Bo Dahl"];
        let story = given(NAMES).on("2026-03-02");
        let story = steps.into_iter().fold(story, |story, (who, other, what, days)| story.when(|story| {
            let (peer, by, on) = (story.peer(NAMES[who]), story.peer(NAMES[other]), story.today.plus(days));
            wants(match what {
                0 => Merge { peer, into: by },
                1 => Unmerge { name: NAMES[who].into() },
                _ => Succeed { peer, by, on },
            })
        }).story);
        let peers = &story.notebook.peers;
        for (on, (peer, _)) in (0..10).flat_map(|days| peers.everybody().map(move |one| (days, one))) {
            let on = story.today.plus(on);
            let bearer = peers.known(peers.bears(peer.id(), on)).unwrap();
            prop_assert_eq!(peers.bears(bearer.id(), on), bearer.id());
            prop_assert!(!peers.has_left(bearer, on), "whoever bears it has not left");
        }
    }

    #[test]
    fn merged_and_unmerged_gives_back_exactly_what_was_before(
        steps in proptest::collection::vec((0..4usize, 0..4usize, 0..4u8), 0..12), a in 0..4usize, b in 0..4usize
    ) {
        const NAMES: [&str; 4] = ["Mira Solberg", "Tom Reyes", "Ida Brandt", "Bo Dahl"];
        let mut story = given(NAMES).on("2026-03-02").kept(&[("Mira Solberg", 0.4, &["2026-05-01"]), ("Tom Reyes", 0.2, &[])]);
        for (at, (who, other, what)) in steps.into_iter().enumerate() {
            story = match what {
                0 => story.talked(NAMES[who]),
                1 => story.done(|story| wants(Alias { peer: story.peer(NAMES[who]), alias: format!("alias {at}") })),
                2 => story.done(|story| {
                    let what = playbook::privacy::Shareable::new("review".to_owned());
                    let (id, on) = (crate::given::id(0), story.today);
                    let ask = asks::Ask { id, peer: id, what, on, needed_by: None, lead: None, notes: None };
                    Command::Asks(asks::Command::Hear { peer: story.peer(NAMES[who]), ask, decide_by: None })
                }),
                _ => story.when(|story| {
                    wants(Succeed { peer: story.peer(NAMES[who]), by: story.peer(NAMES[other]), on: story.today })
                }).story,
            };
        }
        let before = said(&story);
        let merge = |story: &Story| wants(Merge { peer: story.peer(NAMES[a]), into: story.peer(NAMES[b]) });
        let outcome = story.when(merge);
        let was_merged = outcome.result.is_ok();
        prop_assert_eq!(was_merged, a != b);
        let mut story = outcome.story;
        if was_merged {
            prop_assert_eq!(said(&story).len(), 3);
            story = story.done(|_| wants(Unmerge { name: NAMES[a].into() }));
        }
        prop_assert_eq!(said(&story), before);
    }
}
