//! Peers found, merged, followed; and the kept map that holds what is needed of them (rules M3, M3b, C1).

use playbook::{
    map::peers::{
        self,
        Command::{Add, Alias, Correct, Merge, Succeed, Unmerge},
        Given,
    },
    notebook::Command,
    refusal::Refusal,
    trade::{asks, loans},
};
use proptest::prelude::*;

use crate::given::{Story, day, given, private};

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
                lender: playbook::channel::Side::Me,
                what: private("one reviewer"),
                from: None,
                until: Some(day("2026-06-01")),
            })
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
    assert!(channels.whole(peers, tom).talks.is_empty() && channels.whole(peers, tom).constraint().is_none());
    assert_eq!(channels.whole(peers, mira).talks.len(), 1);
}

#[test]
fn nobody_follows_themselves_over_any_number_of_others() {
    let follow = |who: &'static str, by: &'static str| {
        move |story: &Story| wants(Succeed { peer: story.peer(who), by: story.peer(by), on: story.today })
    };
    let story = given(["Mira", "Tom", "Ida"]).done(follow("mira", "tom")).done(follow("tom", "ida"));
    let circle = Refusal::SucceedsThemselves { name: "Ida".into() };
    story.when(follow("ida", "mira")).refused(circle);
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
